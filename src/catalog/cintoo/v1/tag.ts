import { boolean, dateTime, given, isObject, json, listAt, operation, ref, refs, returns, rows, text, textAt, texts, type Input, type Json, type JsonObject, type Reference, type Resource, type RunContext } from '../../vocabulary';
import { externalId, rowPerTag, tagData } from '../tag';
import { sinceName, v1 } from './calls';
import { bare, byName, inProject, labelled, many, plainId } from './references';

const tagListId = ref('cintoo.v1TagList', { required: true, label: 'Tag List', ...bare('tag-list') });

/** The moment is asked of the service and held against the reply as well: its name is guessed, and a service that does not know it sends everything. */
const since = { since: dateTime({ wire: sinceName }), updatedSince: dateTime({ in: 'here' }) };
const updatedSince = dateTime({ description: 'Only what was created or changed since then' });

function isSince(record: JsonObject, wanted: JsonObject): boolean {
	const changed = Date.parse(textAt(record, 'updatedAt') ?? textAt(record, 'createdAt') ?? '');
	return !(changed < Date.parse(textAt(wanted, 'updatedSince') ?? ''));
}

const listTagLists = operation({ ...many, ...v1.listTagLists, action: 'List tag lists (API v1)', description: 'Retrieve the tag lists of a project', input: { ...inProject, ...since }, select: isSince, hidden: true, source: 'Cintoo API 1, line 479' });
const listTags = operation({ ...many, ...v1.listTags, action: 'List tags (API v1)', description: 'Retrieve the tags of a tag list', input: { ...inProject, tagListId, ...since }, select: isSince, hidden: true, source: 'Cintoo API 1, line 645' });

const getTagLists = operation({
	action: 'Get many tag lists (API v1)',
	description: 'Retrieve the tag lists of a project',
	needs: many.needs,
	input: { ...inProject, updatedSince },
	returns: returns.records(),
	repeat: 'safe',
	status: 'inferred',
	source: 'Cintoo API 1, line 479',
	steps: {
		calls: [listTagLists],
		async *run(context, input) {
			for await (const json of context.list(listTagLists, { ...input, since: input.updatedSince })) yield { json };
		},
	},
});

const getTags = operation({
	action: 'Get many tags (API v1)',
	description: 'Retrieve the tags of a tag list',
	needs: many.needs,
	input: { ...inProject, tagListId, updatedSince },
	returns: returns.records(),
	repeat: 'safe',
	status: 'inferred',
	source: 'Cintoo API 1, line 645',
	steps: {
		calls: [listTags],
		async *run(context, input) {
			for await (const json of context.list(listTags, { ...input, since: input.updatedSince })) yield { json };
		},
	},
});

const content = <const R extends boolean>(required: R) => ({
	name: text({ wire: 'data.name', required, minLength: 1 }),
	description: text({ wire: 'data.description', clear: '' }),
	color: text({ wire: 'data.color', placeholder: 'e.g. #0698ec' }),
	pending: boolean({ wire: 'data.pending', description: 'Whether the list is still being filled' }),
	metadataDefinitions: rows({ id: text({ required: true }), name: text({ required: true }) }, { wire: 'data.metadataDefinitions', label: 'Metadata', clear: [], description: 'Properties that the tags of the list have' }),
});
/** As JSON: the forms for it stand with the tags of API 2, which are what new flows are made with. */
const geometry = {
	boundingBox: json({ placeholder: 'e.g. [xMin, yMin, zMin, xMax, yMax, zMax]', description: 'Six numbers, in metres' }),
	orientedBoundingBox: json({ description: 'Ten numbers: centre, rotation as a quaternion, size' }),
	model: json({ description: 'Geometry as another tag has it' }),
	cameraState: json({ description: 'View as another tag has it' }),
};
const insert = <const R extends boolean>(required: R) => rows({ id: text({ ...externalId, required }), ...tagData, ...geometry }, { label: 'Tags to Add' });
const more = {
	classes: texts({ wire: 'detect.classes', label: 'Classes to Detect', description: 'Kinds of objects to look for in scans', placeholder: 'e.g. pump' }),
	fileIds: refs('cintoo.v1File', { wire: 'detect.fileIds', label: 'Scans to Search', description: 'Scans in which to look for them', ...bare('file') }),
	cleanRemovedMetadataIds: boolean({ label: 'Clean Removed Metadata', description: 'Whether tags lose the values of properties that the list does not have any more' }),
};
const detection = { together: ['classes', 'fileIds'] };

const create = operation({
	...v1.createTagList,
	action: 'Create tag list (API v1)',
	description: 'Create a tag list in a work zone, with tags or with the search for them',
	needs: many.needs,
	input: { ...inProject, parentId: ref('cintoo.v1Workzone', { required: true, label: 'Work Zone', ...bare('workzone') }), ...content(true), insert: insert(true), ...more },
	rules: [detection],
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'created', id: 'id' },
	source: 'Cintoo API 1, line 507',
});

const toDelete = refs('cintoo.v1Tag', { label: 'Tags to Delete', ...bare('tag') });

const patch = operation({
	...v1.patchTagList,
	action: 'Patch tag list (API v1)',
	description: 'Write parts of a tag list',
	needs: many.needs,
	input: { ...inProject, tagListId, ...content(false), insert: insert(false), update: json(), delete: toDelete, ...more },
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'updated', id: 'id' },
	hidden: true,
	source: 'Cintoo API 1, line 746',
});

const update = operation({
	action: 'Update tag list (API v1)',
	description: 'Change some fields of a tag list, add, change and delete its tags; everything else stays',
	needs: many.needs,
	input: {
		...inProject,
		tagListId,
		...content(false),
		insert: insert(true),
		update: rows({ tagId: ref('cintoo.v1Tag', { required: true, label: 'Tag', ...bare('tag') }), id: text(externalId), ...tagData, ...geometry }, { label: 'Tags to Change' }),
		delete: toDelete,
		...more,
	},
	rules: [{ oneOf: ['name', 'description', 'color', 'pending', 'metadataDefinitions', 'insert', 'update', 'delete', 'classes', 'cleanRemovedMetadataIds'] }, detection],
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'updated', id: 'id' },
	destructive: true,
	status: 'inferred',
	source: 'Cintoo API 1, line 746',
	// Whether a write replaces or merges what it names is not documented: what is there already goes along.
	steps: {
		calls: [listTagLists, listTags, patch],
		async run(context, { accountId, projectId, tagListId: list, update: rowsToChange, ...rest }) {
			const where: Place = { accountId, projectId, tagListId: list };
			const changes = given(rest);
			const kept = Object.keys(content(false)).some((key) => key in changes) ? await presentContent(context, where) : {};
			const tags = rowsToChange && rowsToChange.length > 0 ? { update: await changedTags(context, where, rowsToChange) } : {};
			return await context.run(patch, { ...where, ...kept, ...changes, ...tags });
		},
	},
});

interface Place {
	readonly accountId: Reference;
	readonly projectId: Reference;
	readonly tagListId: Reference;
}

/** What the list says of itself, to be sent back with what changes; whether it is pending is left to the service. */
async function presentContent(context: RunContext, { tagListId: wanted, ...project }: Place): Promise<Input> {
	for await (const record of context.list(listTagLists, project)) {
		if (textAt(record, 'id') !== plainId(wanted) || !isObject(record.data)) continue;
		const { name, description, color, metadataDefinitions } = record.data;
		return given({ name, description, color, metadataDefinitions });
	}
	throw context.refusal(`The project has no tag list ${plainId(wanted)}.`, 'Pick the tag list again: it may be deleted, or lie in another project.');
}

/** The data of the tags to change, by tag id, as the service wants it (API 1, line 753): what each holds already, with the changes in it. */
async function changedTags(context: RunContext, where: Place, rowsToChange: readonly (Input & { readonly tagId: Reference })[]): Promise<JsonObject> {
	const wanted = rowPerTag(rowsToChange, ({ tagId }) => plainId(tagId));
	const ids = wanted.map(({ tagId }) => plainId(tagId));
	const present = new Map<string, JsonObject>();
	for await (const { id, data } of context.list(listTags, where)) if (typeof id === 'string' && ids.includes(id) && isObject(data)) present.set(id, data);
	const missing = ids.find((id) => !present.has(id));
	if (missing !== undefined) throw context.refusal(`The tag list has no tag ${missing}.`, 'Pick the tag again: it may be deleted, or lie in another list. Nothing was changed.');
	// Tags to change are written like tags to add.
	const changes = listAt(context.bodyOf(patch, { ...where, insert: wanted.map(({ tagId: _, ...row }) => given(row)) }), 'insert') ?? [];
	return Object.fromEntries(ids.map((id, index) => [id, { ...present.get(id), ...objectAt(changes, index) }]));
}

function objectAt(list: readonly Json[], index: number): JsonObject {
	const value = list[index];
	return value !== undefined && isObject(value) ? value : {};
}

const remove = operation({
	...v1.deleteTagList,
	action: 'Delete tag list (API v1)',
	description: 'Delete a tag list with its tags; the output names them',
	needs: many.needs,
	input: { ...inProject, tagListId },
	returns: returns.value(),
	repeat: 'safe',
	// The path is inferred: a 404 may mean that it is wrong, and must not pass for a list that is gone. API 1 has no codes to tell them apart.
	receipt: { done: 'deleted', gone: 'tag-list-not-found' },
	destructive: true,
	source: 'Cintoo API 1, line 984',
});

/** Tag lists and the tags in them. */
export const tags: readonly Resource[] = [
	{
		id: 'cintoo.v1TagList',
		...labelled('Tag List', 'Tag Lists'),
		operations: { getMany: getTagLists, create, update, delete: remove, list: listTagLists, patch },
		lookup: { ...byName(listTagLists, ['accountId', 'projectId']), label: (record) => textAt(record, 'data.name') ?? '?', names: (record) => [textAt(record, 'data.name')] },
	},
	{
		id: 'cintoo.v1Tag',
		...labelled('Tag', 'Tags'),
		operations: { getMany: getTags, list: listTags },
		lookup: {
			...byName(listTags, ['accountId', 'projectId', 'tagListId']),
			label: (record) => textAt(record, 'data.name') ?? textAt(record, 'data.id') ?? '?',
			detail: (record) => textAt(record, 'data.class') ?? textAt(record, 'data.description'),
			names: (record) => [textAt(record, 'data.id'), textAt(record, 'data.name')],
		},
	},
];
