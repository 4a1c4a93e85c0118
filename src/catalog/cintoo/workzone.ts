import { boolean, choice, collected, del, get, operation, post, ref, returns, text, textAt, unpaged, type JsonObject, type Resource } from '../vocabulary';
import { permitted } from './needs';
import { peopleBeside, withPeople } from './people';
import { idPattern, inProject, project, workzoneRef } from './references';
import { isDeleted } from './selection';
import { byText, idIn, upsert, upserted, whatMatches, type Kind } from './upsert';
import { asUser } from './user';

const workzones = `${project}/workzones`;
const read = permitted('workzone:workzones:read');

const getMany = operation({
	action: 'Get many work zones',
	description: 'Retrieve the work zones of a project as a flat list; each names its parent',
	call: get(workzones),
	needs: read,
	input: { ...inProject, ...withPeople },
	page: unpaged(),
	// Work zones can be deleted (API 2, line 333); whether the list leaves them out, the document does not say.
	select: (record) => !isDeleted(record),
	beside: peopleBeside,
	returns: returns.records(),
	repeat: 'safe',
	status: 'beta',
	source: 'Cintoo API 2, line 1169',
});

const listPaths = operation({
	action: 'List work zones with paths',
	description: 'Retrieve the work zones with the names of those above them, as a person looks for one',
	needs: read,
	input: inProject,
	returns: returns.records(),
	repeat: 'safe',
	hidden: true,
	status: 'beta',
	source: 'Cintoo API 2, line 1169',
	steps: {
		calls: [getMany],
		async run(context, input) {
			const records = await collected(context.list(getMany, input));
			return records.map((record) => ({ json: { ...record, path: pathOf(record, records) } }));
		},
	},
});

/** `Level 2 / Plant room`; the root, which bears the name of the project, stands in its own path only. */
function pathOf(record: JsonObject, all: readonly JsonObject[]): string {
	const names: string[] = [];
	const seen = new Set<string>();
	for (let here: JsonObject | undefined = record; here; ) {
		const id = textAt(here, 'id') ?? '';
		if (seen.has(id)) break;
		seen.add(id);
		const parentId = textAt(here, 'parentId');
		if (parentId !== undefined || names.length === 0) names.unshift(textAt(here, 'name') ?? '?');
		here = parentId === undefined ? undefined : all.find((one) => textAt(one, 'id') === parentId);
	}
	return names.join(' / ');
}

const beginning = {
	name: text({ required: true, minLength: 1 }),
	parentWorkzoneId: ref('cintoo.workzone', { required: true, label: 'Parent Work Zone', description: 'The root work zone of the project for one at the top level' }),
	description: text({ multiline: true }),
	coverUrl: text({ label: 'Cover URL' }),
};

const create = operation({
	action: 'Create work zone',
	description: 'Create a work zone below another; it takes over the contributors of its parent',
	call: post(workzones),
	needs: permitted('workzone:workzones:write'),
	input: { ...inProject, ...beginning },
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'created', id: 'id' },
	status: 'beta',
	source: 'Cintoo API 2, line 1196',
});

const upsertWorkzone = operation({
	action: 'Create or update work zone',
	description: 'Find a work zone by its name or path below another; create it, and those above it, if there is none. Cintoo cannot change one: the receipt names what differs',
	label: 'Create or Update',
	needs: permitted('workzone:workzones:write'),
	input: {
		...inProject,
		matchOn: choice({ name: 'Name', path: 'Path' }, { required: true, default: 'name', description: whatMatches }),
		path: text({ required: true, when: { matchOn: ['path'] }, placeholder: 'e.g. Level 2 / Plant Room', description: 'Names from below the parent work zone down, with a slash between spaces' }),
		...beginning,
		name: text({ required: true, minLength: 1, when: { matchOn: ['name'] } }),
	},
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'created', id: 'id' },
	status: 'beta',
	source: 'Cintoo API 2, lines 1169 and 1196',
	steps: {
		calls: [listPaths, create],
		async run(context, { matchOn, path, ...values }) {
			const names = (matchOn === 'path' ? path.split(/\s+\/\s+/) : [values.name]).map((name) => name.trim()).filter((name) => name !== '');
			const last = names.pop();
			if (last === undefined) throw context.refusal('The path names no work zone.', 'Give the names from below the parent work zone down.');
			const { accountRef, projectRef } = values;
			let parent = idIn(values.parentWorkzoneId);
			for (const name of names) parent = textAt((await upserted(context, asFound, byText('name', name, { path: 'parentId', id: parent }), { accountRef, projectRef, name, parentWorkzoneId: parent })).found.record, 'id') ?? '';
			return await upsert(context, asFound, byText('name', last, { path: 'parentId', id: parent }), { ...values, name: last, parentWorkzoneId: parent });
		},
	},
});

/** How a work zone is found and made; of a call that changes one no document speaks. */
const asFound: Kind = {
	plural: 'work zones',
	within: ['accountRef', 'projectRef'],
	list: listPaths,
	create,
	// Where it was found.
	changes: { parentWorkzoneId: () => undefined },
	named: (record) => `${textAt(record, 'path') ?? textAt(record, 'name') ?? '?'} (${textAt(record, 'id') ?? '?'})`,
};

const removeUser = operation({
	action: 'Remove user from work zone',
	description: 'Take a user out of a work zone and all work zones below it',
	call: del(`${workzones}/{workzoneRef}/members/users/{userRef}`),
	needs: permitted('workzone:members:write'),
	input: {
		...inProject,
		workzoneRef,
		userRef: ref('cintoo.user', { required: true }),
		allowRemoveOnParents: boolean({ default: false, label: 'Also From Parents', description: 'Whether to remove the user from the work zones above too, where the right comes from there' }),
	},
	returns: returns.nothing,
	repeat: 'safe',
	receipt: { done: 'removed', gone: 'user-not-found' },
	destructive: true,
	status: 'beta',
	source: 'Cintoo API 2, line 1232',
});

const copy = operation({
	action: 'Copy work zone',
	description: 'Start copying a work zone to another project or a new one; the result is told by e-mail',
	call: post(`${workzones}/{workzoneRef}/copy`),
	needs: permitted('workzone:workzones:read', 'workzone:reality-data:read', 'workzone:cad-model:read'),
	input: {
		...inProject,
		workzoneRef,
		destinationName: text({ required: true, minLength: 1, maxLength: 255, label: 'Name of the Copy' }),
		destinationProject: ref('cintoo.project', { label: 'Into Project', description: 'A new project if left empty' }),
		destinationWorkzone: text({ label: 'Under Work Zone', description: 'URN of a work zone of that project' }),
		destinationSubscription: ref('cintoo.subscription', { label: 'Subscription of the New Project', description: 'Only for a new project' }),
	},
	rules: [{ atMostOne: ['destinationProject', 'destinationSubscription'] }, { key: 'destinationWorkzone', with: ['destinationProject'] }],
	returns: returns.nothing,
	repeat: 'never',
	receipt: { done: 'started' },
	status: 'reference',
	source: 'Cintoo OpenAPI 2.0.0, copyWorkzone',
});

export const workzone: Resource = {
	id: 'cintoo.workzone',
	label: 'Work Zone',
	plural: 'Work Zones',
	area: 'workzone',
	operations: { getMany, create, upsert: upsertWorkzone, copy, removeUser, listPaths },
	lookup: {
		list: listPaths,
		within: ['accountRef', 'projectRef'],
		value: 'id',
		idPattern,
		label: (record) => textAt(record, 'path') ?? textAt(record, 'name') ?? '?',
		detail: (record) => textAt(record, 'description') || undefined,
		names: (record) => [textAt(record, 'path'), textAt(record, 'name')],
		standing: (record) => (isDeleted(record) ? 'deleted' : 'active'),
	},
	changes: {
		list: getMany,
		within: ['accountRef', 'projectRef'],
		id: 'id',
		created: 'modificationInfo.createdAt',
		updated: 'modificationInfo.updatedAt',
		author: 'modificationInfo.updatedBy',
		creator: 'modificationInfo.createdBy',
		self: asUser,
		deleted: 'absent',
		watch: {
			renamed: { label: 'Renamed', description: 'The name of a work zone changed', read: (record) => textAt(record, 'name') ?? null },
			moved: { label: 'Moved', description: 'A work zone got another parent', read: (record) => textAt(record, 'parentId') ?? null },
		},
		filters: {},
		filterPaths: {},
	},
};
