import { at, boolean, choice, collected, date, dateTime, del, findOrCreate, get, group, isObject, number, operation, post, put, range, receipted, ref, returns, rows, same, text, textAt, unpaged, type InputOf, type Json, type JsonObject, type Resource } from '../vocabulary';
import { hiddenFailure } from './failures';
import { signedIn } from './needs';
import { guid, idOf, inProject } from './references';
import { clock } from './server';

const updates = '/api/v1/projects/{project_id}/daily_updates';
const updateId = ref('field.dailyUpdate', { required: true, wire: 'id', label: 'Daily Update' });

const getMany = operation({
	action: 'Get many daily updates',
	description: 'Retrieve the daily updates of a project with weather, labor and notes',
	call: get(updates),
	needs: signedIn,
	input: {
		...inProject,
		period: range('dateTime', { ends: { from: 'from', to: 'to' }, description: 'Only those of this time' }),
		by: choice({ daily_update_date: 'Day of the Update', created_at: 'Creation', last_modified_at: 'Last Change' }, { default: 'daily_update_date', label: 'Time Means' }),
		scope: choice({ all: 'Everybody', my_company: 'My Company', my_own: 'Me' }, { default: 'all', wire: 'filter', label: 'Written By' }),
		attachments: boolean({ default: false, wire: 'include_attachments', sends: { yes: '1', no: undefined }, label: 'With Attachments', description: 'Whether to include attachments' }),
	},
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	source: 'BIM 360 Field API, line 1939',
});

const getOne = operation({
	action: 'Get daily update',
	description: 'Retrieve one daily update with all its sections',
	call: get(`${updates}/{id}`),
	needs: signedIn,
	input: { ...inProject, updateId },
	returns: returns.record(),
	repeat: 'safe',
	source: 'BIM 360 Field API, line 1956',
});

/** The sections as the document shows them (line 1978). */
const sections = {
	status: choice(['Open', 'Closed'], { wire: 'daily_update.status' }),
	summary: text({ multiline: true, wire: 'daily_update.sections.summary.notes', description: 'Notes on the day' }),
	weather: group(
		{
			notes: text(),
			summary: text({ placeholder: 'e.g. Light rain in the afternoon' }),
			humidity: number({ min: 0, max: 100, description: 'In percent' }),
			precipitation: number({ min: 0, wire: 'precip_accumulation', label: 'Precipitation' }),
			precipitationType: text({ wire: 'precip_type', placeholder: 'e.g. rain' }),
			highest: number({ wire: 'temperature_max', label: 'Highest Temperature' }),
			highestAt: dateTime({ wire: 'temperature_max_time', label: 'Highest At' }),
			lowest: number({ wire: 'temperature_min', label: 'Lowest Temperature' }),
			lowestAt: dateTime({ wire: 'temperature_min_time', label: 'Lowest At' }),
			visibility: number({ min: 0 }),
			windSpeed: number({ min: 0, wire: 'wind_speed' }),
			zipCode: text({ wire: 'zipcode', label: 'Postal Code' }),
			place: text({ wire: 'location_search_term', description: 'Address the weather is of' }),
		},
		{ wire: 'daily_update.sections.weather', description: 'In the units of the project' },
	),
	labor: rows(
		{
			companyId: ref('field.company', { required: true, wire: 'company_id' }),
			workers: number({ integer: true, min: 0 }),
			totalHours: number({ min: 0, wire: 'total_hours', description: 'Of all workers together' }),
			notes: text(),
		},
		{ wire: 'daily_update.sections.labor.labors' },
	),
};

const day = { date: date({ required: true, wire: 'daily_update.update_date', label: 'Day' }) };

const create = operation({
	action: 'Create daily update',
	description: 'Write the daily update of a day: weather, labor, notes',
	call: post(updates, { body: 'form' }),
	needs: signedIn,
	input: { ...inProject, ...day, ...sections },
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'created', id: 'id' },
	ok: hiddenFailure,
	source: 'BIM 360 Field API, line 1970',
});

const send = operation({
	action: 'Send daily update',
	description: 'Change a daily update; a section that is there already is named by its ID',
	call: put(`${updates}/{id}`, { body: 'form' }),
	needs: signedIn,
	input: {
		...inProject,
		updateId,
		date: date({ wire: 'daily_update.update_date' }),
		...sections,
		summaryId: text({ wire: 'daily_update.sections.summary.id' }),
		weatherId: text({ wire: 'daily_update.sections.weather.id' }),
		laborId: text({ wire: 'daily_update.sections.labor.id' }),
	},
	returns: returns.record(),
	repeat: 'safe',
	ok: hiddenFailure,
	hidden: true,
	source: 'BIM 360 Field API, line 1989',
});

/** The id of the notes has to go along when they are changed (line 1996); that of another section does where the record has one. */
function withSectionIds<I extends InputOf<typeof sections>>(input: I, present: Json): I & { readonly summaryId?: string; readonly weatherId?: string; readonly laborId?: string } {
	const idOfSection = (name: 'summary' | 'weather' | 'labor'): JsonObject => {
		const id = textAt(present, `sections.${name}.id`);
		return input[name] === undefined || input[name] === null || id === undefined ? {} : { [`${name}Id`]: id };
	};
	return { ...input, ...idOfSection('summary'), ...idOfSection('weather'), ...idOfSection('labor') };
}

const changed = { date: date({ wire: 'daily_update.update_date', label: 'Day' }), ...sections };

const update = operation({
	action: 'Update daily update',
	description: 'Change the named parts of a daily update; all others stay',
	needs: signedIn,
	input: { ...inProject, updateId, ...changed },
	rules: [{ oneOf: Object.keys(changed) }],
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', id: 'id' },
	source: 'BIM 360 Field API, line 1989',
	steps: {
		calls: [getOne, send],
		async run(context, input) {
			const present = await context.call(getOne, { projectId: input.projectId, updateId: input.updateId });
			const reply = await context.call(send, withSectionIds(input, present));
			return [{ json: { receipt: { done: 'updated', id: idOf(input.updateId) }, ...(isObject(reply) ? reply : {}) } }];
		},
	},
});

const upsert = operation({
	action: 'Create or update daily update',
	label: 'Create or Update',
	description: 'See to it that you have a daily update for a day: your own of that day is changed, else one is created',
	needs: signedIn,
	input: { ...inProject, ...day, ...sections },
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', id: 'id' },
	source: 'BIM 360 Field API, lines 1939 to 1989',
	steps: {
		calls: [getMany, getOne, create, send],
		async run(context, input) {
			const { projectId } = input;
			const day = input.date.slice(0, 10);
			/** What the daily update does not say yet. A section that it says already might be added to. */
			const differing = (whole: Json): InputOf<typeof sections> => {
				const wanted = context.bodyOf(create, input).daily_update;
				const open = (path: string): boolean => !agrees(at(wanted, path), at(whole, path));
				return {
					...(open('status') ? { status: input.status } : {}),
					...(open('sections.summary') ? { summary: input.summary } : {}),
					...(open('sections.weather') ? { weather: input.weather } : {}),
					...(open('sections.labor.labors') ? { labor: input.labor } : {}),
				};
			};
			const found = await findOrCreate(context, {
				plural: 'daily updates',
				place: idOf(projectId),
				words: `your own of ${day}`,
				find: async () => (await collected(context.list(getMany, { projectId, scope: 'my_own', by: 'daily_update_date', period: around(day) }))).filter((one) => textAt(one, 'update_date')?.slice(0, 10) === day),
				again: async () => undefined,
				named: (one) => textAt(one, 'id') ?? '?',
				async change(present) {
					const updateId = textAt(present, 'id') ?? '';
					const whole = await context.call(getOne, { projectId, updateId });
					const changes = differing(whole);
					if (Object.keys(changes).length === 0) return undefined;
					const reply = await context.call(send, withSectionIds({ projectId, updateId, ...changes }, whole));
					return isObject(reply) ? { id: updateId, ...reply } : present;
				},
				async create() {
					const reply = await context.call(create, input);
					return isObject(reply) ? reply : {};
				},
			});
			return receipted(found, { id: 'id' });
		},
	},
});

/** The day with those beside it: in which zone the service reads the time is not documented. */
function around(day: string): { readonly from: string; readonly to: string } {
	const noon = Date.parse(`${day}T12:00:00Z`);
	return { from: new Date(noon - 36 * 3_600_000).toISOString(), to: new Date(noon + 36 * 3_600_000).toISOString() };
}

/** Whether what is wanted stands there already, nothing being wanted included; rows in their order, and no more of them. */
function agrees(wanted: Json | undefined, present: Json | undefined): boolean {
	return wanted === undefined || same(wanted, present);
}

const remove = operation({
	action: 'Delete daily update',
	description: 'Delete a daily update with all its sections',
	call: del(`${updates}/{id}`),
	needs: signedIn,
	input: { ...inProject, updateId },
	returns: returns.nothing,
	repeat: 'safe',
	receipt: { done: 'deleted' },
	ok: hiddenFailure,
	destructive: true,
	source: 'BIM 360 Field API, line 2009',
});

export const dailyUpdate: Resource = {
	id: 'field.dailyUpdate',
	label: 'Daily Update',
	plural: 'Daily Updates',
	area: 'daily-update',
	operations: { get: getOne, getMany, create, update, upsert, delete: remove, send },
	lookup: {
		list: getMany,
		within: ['projectId'],
		value: 'id',
		label: (record: JsonObject) => textAt(record, 'update_date') ?? '',
		detail: (record) => textAt(record, 'status'),
		names: (record) => [textAt(record, 'update_date')],
		idPattern: guid,
	},
	changes: {
		list: getMany,
		with: { by: 'last_modified_at', scope: 'all' },
		within: ['projectId'],
		since: 'period',
		// In which zone the service reads the time is not documented.
		overlapMs: 86_400_000,
		id: 'id',
		created: 'created_at',
		updated: 'last_modified_at',
		clock,
		watch: {
			closed: { label: 'Closed', description: 'A daily update was closed', read: (record) => textAt(record, 'status') ?? null, becomes: (now) => now === 'Closed' },
		},
		filters: { status: choice(['Open', 'Closed']) },
		filterPaths: { status: 'status' },
	},
};
