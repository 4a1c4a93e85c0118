import { boolean, choice, choices, collected, date, file, findOrCreate, get, group, number, objectOf, operation, patch, post, range, receipted, ref, returns, text, textAt, texts, unpaged, type AnyOperation, type Found, type JsonObject, type Lookup, type Reference, type Resource, type RunContext } from '../vocabulary';
import { counted, products, returnFields, sortByWord, textMatch } from './choices';
import { needs } from './families';
import { change, directory } from './hq';
import { accountsOnly, getMany as getAccounts } from './hub';
import { account, anyProject, bare, idOf } from './ids';

const recordFields = returnFields(['accountId', 'addressLine1', 'addressLine2', 'businessUnitId', 'city', 'companyCount', 'constructionType', 'country', 'createdAt', 'deliveryMethod', 'endDate', 'imageUrl', 'jobNumber', 'lastSignIn', 'latitude', 'longitude', 'memberCount', 'name', 'platform', 'postalCode', 'products', 'projectValue', 'sheetCount', 'startDate', 'stateOrProvince', 'status', 'thumbnailImageUrl', 'timezone', 'type', 'updatedAt']);
const platforms = { acc: 'ACC', bim360: 'BIM 360' } as const;
const statuses = ['active', 'pending', 'archived', 'suspended'] as const;
const projects = '/construction/admin/v1/accounts/{accountId}/projects';
const reference = 'APS Account Admin v1, reference pages and OpenAPI description';
const write = needs('adminWrites', 'account:write');

const getMany = operation({
	action: 'Get many projects',
	description: 'Retrieve the projects of an account that you can see',
	call: get(projects),
	needs: needs('admin', 'account:read'),
	input: {
		accountId: account(bare),
		name: text({ wire: 'filter[name]', maxLength: 255 }),
		jobNumber: text({ wire: 'filter[jobNumber]', maxLength: 255 }),
		textMatch,
		status: choices(statuses, { wire: 'filter[status]' }),
		platform: choices(platforms, { wire: 'filter[platform]' }),
		classification: choices(['production', 'template', 'component', 'sample'], { wire: 'filter[classification]' }),
		products: choices(products, { wire: 'filter[products]', description: 'Projects that use any of these products' }),
		types: texts({ wire: 'filter[type]', label: 'Types', placeholder: 'e.g. Hospital', description: 'Project types; a minus in front leaves a type out' }),
		businessUnitId: text({ wire: 'filter[businessUnitId]', label: 'Business Unit ID' }),
		updated: range('dateTime', { wire: 'filter[updatedAt]', description: 'Changes to the project itself, not to what is in it' }),
		sort: sortByWord(['name', 'startDate', 'endDate', 'type', 'status', 'jobNumber', 'constructionType', 'deliveryMethod', 'contractType', 'currentPhase', 'companyCount', 'memberCount', 'createdAt', 'updatedAt']),
		fields: recordFields,
	},
	page: counted(200),
	returns: returns.records('results'),
	repeat: 'safe',
	source: 'ACC Account Administration, line 1',
});

export const getOne = operation({
	action: 'Get project',
	description: 'Retrieve one project with its products, dates and status',
	call: get('/construction/admin/v1/projects/{projectId}'),
	needs: needs('admin', 'account:read'),
	input: { projectId: anyProject(bare), fields: recordFields },
	returns: returns.record(),
	repeat: 'safe',
	source: 'ACC Account Administration, line 344',
});

const newProject = {
	name: text({ required: true, maxLength: 255 }),
	type: text({ required: true, placeholder: 'e.g. Hospital', description: 'Project type, in the words of ACC or your own' }),
	templateId: ref('acc.projectTemplate', { prefix: bare, wire: 'template.projectId', label: 'Template', description: 'Project from which products and settings are taken; without one the project gets all products of the account' }),
	includeCompanies: boolean({ wire: 'template.options.field.includeCompanies', description: 'Whether the companies of the template come along' }),
	includeLocations: boolean({ wire: 'template.options.field.includeLocations', description: 'Whether the locations of the template come along' }),
	classification: choice(['production', 'template', 'component', 'sample']),
	jobNumber: text({ maxLength: 100 }),
	startDate: date(),
	endDate: date(),
	projectValue: group({ value: number({ required: true }), currency: text({ required: true, placeholder: 'e.g. USD' }) }),
	addressLine1: text({ maxLength: 255 }),
	addressLine2: text({ maxLength: 255 }),
	city: text({ maxLength: 255 }),
	stateOrProvince: text({ maxLength: 255 }),
	postalCode: text({ maxLength: 255 }),
	country: text({ maxLength: 255 }),
	latitude: text(),
	longitude: text(),
	timezone: text({ label: 'Time Zone', placeholder: 'e.g. Europe/Berlin' }),
	constructionType: text(),
	deliveryMethod: text(),
	contractType: text(),
	currentPhase: text(),
	businessUnitId: text({ label: 'Business Unit ID' }),
};
const receipt = { id: 'id', number: 'jobNumber' } as const;

const postProject = operation({
	action: 'Post project',
	description: 'Begin a new project; it becomes active a while after the answer',
	call: post(projects),
	needs: write,
	input: { accountId: account(bare), ...newProject },
	rules: [
		{ key: 'includeCompanies', with: ['templateId'] },
		{ key: 'includeLocations', with: ['templateId'] },
	],
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'started', ...receipt },
	hidden: true,
	status: 'reference',
	source: reference,
});

const create = operation({
	action: 'Create project',
	description: 'Create a project unless the account has one of this name or number, from a template or directly, and wait until it is active',
	needs: write,
	input: {
		accountId: account(bare),
		...newProject,
		matchOn: choice({ name: 'Name', jobNumber: 'Job Number', nothing: 'Nothing, Always Create' }, { default: 'name', description: 'What tells whether a project is there already' }),
		wait: boolean({ default: true, description: 'Whether to wait until the project is active' }),
		interval: number({ default: 10, min: 1, max: 300, when: { wait: [true] }, description: 'Seconds between two looks' }),
		timeout: number({ default: 30, min: 1, max: 1440, when: { wait: [true] }, description: 'Minutes after which to give up' }),
	},
	rules: postProject.rules,
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'created', ...receipt },
	status: 'reference',
	source: reference,
	steps: {
		calls: [getMany, getOne, postProject],
		async run(context, { accountId, matchOn, wait, interval, timeout, ...wanted }) {
			const made = async (): Promise<JsonObject> => {
				const project = objectOf(await context.call(postProject, { accountId, ...wanted }));
				context.made('project', textAt(project, 'id') ?? '');
				return project;
			};
			const { done, record } = matchOn === 'nothing' ? { done: 'created' as const, record: await made() } : await onlyOne(context, accountId, matchOn === 'jobNumber' ? 'jobNumber' : 'name', wanted, made);
			return receipted({ done, record: wait === false ? record : await untilActive(context, record, (interval ?? 10) * 1000, timeout ?? 30) }, receipt);
		},
	},
});

/** The project that has this name or number already, or a new one. */
async function onlyOne(context: RunContext, accountId: Reference, key: 'name' | 'jobNumber', wanted: { readonly name: string; readonly jobNumber?: string | null }, create: () => Promise<JsonObject>): Promise<Found> {
	const value = wanted[key]?.trim() ?? '';
	if (value === '') throw context.refusal('Job Number is missing.', 'Fill it in, or match on the name.');
	return await findOrCreate(context, {
		plural: 'projects',
		place: idOf(accountId),
		words: `${key === 'name' ? 'name' : 'job number'} is "${value}"`,
		find: async () => (await collected(context.list(getMany, { accountId, platform: ['acc'], [key]: value, textMatch: 'equals' }))).filter((one) => textAt(one, key)?.trim().toLowerCase() === value.toLowerCase()),
		// What was made a moment ago may not be listed yet.
		again: async (before) => objectOf(await context.call(getOne, { projectId: textAt(before, 'id') ?? '' })),
		named: (one) => `${textAt(one, 'name') ?? '?'} (${textAt(one, 'id') ?? '?'})`,
		change: async () => undefined,
		create,
	});
}

/** Looks until the project is active. @param pause ms @param minutes after which to give up */
async function untilActive(context: RunContext, begun: JsonObject, pause: number, minutes: number): Promise<JsonObject> {
	const projectId = textAt(begun, 'id') ?? '';
	const named = `The project "${textAt(begun, 'name') ?? ''}" (${projectId})`;
	const deadline = context.now() + minutes * 60_000;
	let project = begun;
	for (;;) {
		const status = textAt(project, 'status') ?? 'pending';
		if (status === 'active') return project;
		if (status !== 'pending') throw context.refusal(`${named} is ${status}.`, 'Restore it in Account Admin, or choose another name or number.');
		if (context.now() >= deadline) throw context.refusal(`${named} is still being set up after ${minutes} minutes.`, 'Run it again to go on waiting for the same project, or get the project later by its id.');
		await context.wait(pause);
		project = objectOf(await context.call(getOne, { projectId }));
	}
}

const setImage = operation({
	...change,
	action: 'Set project image',
	description: 'Give a project a picture: PNG, JPEG, BMP or GIF',
	call: patch('/hq/v1/accounts/{account_id}/projects/{project_id}/image', { body: 'multipart' }),
	input: { ...directory, projectId: anyProject(bare, { wire: 'project_id' }), image: file({ required: true, wire: 'chunk' }) },
});

/** Most projects of an account that are shown where nothing is searched for. */
const shown = 200;

/** Finds projects by name or job number in every account one can see, active ones first. */
const find = (platform: readonly (keyof typeof platforms)[]) =>
	operation({
		action: 'Find projects',
		description: 'Find projects by name or number in all accounts',
		needs: needs('admin', 'account:read'),
		input: { search: text() },
		page: unpaged(),
		returns: returns.records(),
		repeat: 'safe',
		hidden: true,
		source: 'ACC Account Administration, line 1',
		steps: {
			calls: [getAccounts, getMany],
			async run(context, { search }) {
				const found: JsonObject[] = [];
				const failures: unknown[] = [];
				let accounts = 0;
				for await (const hub of context.list(getAccounts, accountsOnly)) {
					accounts++;
					try {
						found.push(...(await projectsOf(context, textAt(hub, 'id') ?? '', textAt(hub, 'attributes.name') ?? '', platform, search ?? '')));
					} catch (error) {
						// One account that does not know the app must not hide the others.
						failures.push(error);
					}
				}
				if (accounts > 0 && failures.length === accounts) throw failures[0];
				return found.map((json) => ({ json }));
			},
		},
	});

async function projectsOf(context: RunContext, accountId: string, accountName: string, platform: readonly (keyof typeof platforms)[], search: string): Promise<readonly JsonObject[]> {
	const found = new Map<string, JsonObject>();
	const filters = search === '' ? [{}] : [{ name: search }, { jobNumber: search }];
	for (const status of [['active'] as const, ['pending', 'archived', 'suspended'] as const]) {
		for (const filter of filters) {
			for await (const project of context.list(getMany, { accountId, platform, status, ...filter })) {
				if (search === '' && found.size >= shown) break;
				found.set(textAt(project, 'id') ?? '', { ...project, accountName });
			}
		}
	}
	return [...found.values()];
}

const lookup = (list: AnyOperation): Lookup => ({
	list,
	within: [],
	search: 'search',
	value: 'id',
	label: (record) => textAt(record, 'name') ?? textAt(record, 'id') ?? '',
	detail: (record) => [textAt(record, 'jobNumber'), textAt(record, 'platform') === 'bim360' ? 'BIM 360' : 'ACC', textAt(record, 'accountName')].filter((part) => part !== undefined && part !== '').join(' · '),
	names: (record) => [textAt(record, 'name'), textAt(record, 'jobNumber')],
	standing: (record) => (textAt(record, 'status') === 'active' ? 'active' : 'inactive'),
	url: /\/projects\/(?:b\.)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/i,
});

const findAny = find([]);
const findAcc = find(['acc']);

export const project: Resource = {
	id: 'acc.project',
	label: 'Project',
	plural: 'Projects',
	area: 'admin',
	operations: { get: getOne, getMany, create, setImage, find: findAny, post: postProject },
	lookup: lookup(findAny),
	changes: {
		list: getMany,
		within: ['accountId'],
		since: 'updated',
		id: 'id',
		created: 'createdAt',
		updated: 'updatedAt',
		watch: {
			statusChanged: { label: 'Status Changed', description: 'A project has another status', read: (record) => textAt(record, 'status') ?? null },
			activated: { label: 'Activated', description: 'A project became active', read: (record) => textAt(record, 'status') ?? null, becomes: (now) => now === 'active' },
		},
		filters: { status: choices(statuses, { label: 'Statuses' }), platform: choices(platforms, { label: 'Platforms' }) },
		filterPaths: { status: 'status', platform: 'platform' },
	},
};

/** The projects of an account from which new ones can be made. */
export const projectTemplate: Resource = {
	id: 'acc.projectTemplate',
	label: 'Project Template',
	plural: 'Project Templates',
	area: 'admin',
	operations: {},
	lookup: {
		list: getMany,
		with: { classification: ['template'] },
		within: ['accountId'],
		value: 'id',
		label: (record) => textAt(record, 'name') ?? '',
		detail: (record) => textAt(record, 'type'),
		names: (record) => [textAt(record, 'name'), textAt(record, 'jobNumber')],
	},
};

/** The projects offered where an operation refuses those of BIM 360. */
export const accOnlyProject: Resource = {
	id: 'acc.accProject',
	label: 'ACC Project',
	plural: 'ACC Projects',
	area: 'admin',
	operations: { find: findAcc },
	lookup: lookup(findAcc),
};
