import { at, boolean, choice, get, given, group, isObject, json, leftOut, listAt, number, operation, post, ref, refs, returns, rows, text, textAt, texts, unpaged, type AnyOperation, type Field, type Fields, type Input, type InputOf, type Json, type JsonObject, type Reference, type Resource, type RunContext } from '../vocabulary';
import { permitted } from './needs';
import { peopleBeside, withPeople } from './people';
import { idPattern, inProject, project } from './references';
import { bareId } from './selection';
import { tagListRef } from './tag-list';
import { asUser } from './user';

const tags = `${project}/tag-lists/{tagListRef}/tags`;
const write = permitted('workzone:tags:write');

const one = number({ required: true });
const vector = { x: one, y: one, z: one };
/** In the order of the wire; lengths in metres (OpenAPI 2.0.0, TagBoundingBox and TagOrientedBoundingBox). */
const box = { xMin: one, yMin: one, zMin: one, xMax: one, yMax: one, zMax: one };
const turned = (label: string) => number({ required: true, label });
const turnedBox = {
	xPos: turned('Center X'),
	yPos: turned('Center Y'),
	zPos: turned('Center Z'),
	xQuat: turned('Rotation X'),
	yQuat: turned('Rotation Y'),
	zQuat: turned('Rotation Z'),
	wQuat: turned('Rotation W'),
	xScale: turned('Size X'),
	yScale: turned('Size Y'),
	zScale: turned('Size Z'),
};
/** The view that a tag opens (OpenAPI 2.0.0, TagDataCameraState). */
const camera = {
	position: group(vector, { asList: true }),
	target: group(vector, { asList: true }),
	rotation: group(vector, { asList: true }),
	rotationQuaternion: group({ ...vector, w: one }, { asList: true }),
	overviewAngle: text({ maxLength: 10 }),
	viewDirection: text({ maxLength: 10 }),
	fov: number({ label: 'Field of View' }),
	overviewScale: number(),
	ortho: boolean({ label: 'Orthographic', description: 'Whether the view has no perspective' }),
	camType: text({ maxLength: 10, label: 'Camera Type' }),
};

/** What a tag holds besides its external id and its geometry, by the document of API 1 (line 650) as by that of API 2; the limits are those of OpenAPI 2.0.0. */
export const tagData = {
	name: text({ minLength: 1, maxLength: 50, clear: leftOut }),
	class: text({ maxLength: 50, placeholder: 'e.g. pump', clear: leftOut }),
	description: text({ maxLength: 1000, clear: leftOut }),
	functionalSystem: text({ maxLength: 50, clear: leftOut }),
	metadata: rows({ id: text({ required: true, minLength: 1, maxLength: 255 }), value: text({ required: true, maxLength: 1000 }) }, { maxItems: 50, clear: leftOut }),
	customFields: rows({ name: text({ required: true, maxLength: 50 }), value: text({ required: true, maxLength: 1000 }) }, { maxItems: 10, clear: leftOut }),
	subId: text({ maxLength: 50, label: 'Sub ID', clear: leftOut }),
	unit: number({ clear: leftOut }),
	confidence: number({ clear: leftOut }),
	scanUuids: texts({ label: 'Scan UUIDs', clear: leftOut }),
	needValidation: boolean({ description: 'Whether somebody should look at the tag' }),
	nature: choice({ AI: 'AI', file: 'File', manual: 'Manual', model: 'Model' }, { clear: leftOut }),
};

/** The same with the geometry, and what only API 2 knows; the service refuses members it does not know (OpenAPI 2.0.0, TagData). */
const data = {
	...tagData,
	boundingBox: group(box, { asList: true, clear: leftOut, description: 'In metres' }),
	orientedBoundingBox: group(turnedBox, { asList: true, clear: leftOut, description: 'In metres, the rotation as a quaternion' }),
	// Four kinds: up to a thousand boxes, boxes in a binary form of which nothing is said, boxes that share a rotation, shapes of a drawing library. Programs write them.
	model: json({ clear: leftOut, description: 'Geometry as another tag has it' }),
	cameraState: group(camera, { clear: leftOut, label: 'Camera' }),
	url: text({ maxLength: 1000, clear: leftOut }),
	uuid: text({ label: 'UUID', clear: leftOut }),
	pageId: text({ maxLength: 255, clear: leftOut }),
	pageLinkId: text({ maxLength: 255, label: 'Page Link ID', clear: leftOut }),
	tagLinkIds: texts({ label: 'Tag Link IDs', clear: leftOut }),
};
export const externalId = { minLength: 1, maxLength: 255, label: 'Tag ID', placeholder: 'e.g. P-101' } as const;

const getMany = operation({
	action: 'Get many tags',
	description: 'Retrieve the tags of a list, or only what changed since a version of it',
	call: get(tags),
	needs: permitted('workzone:tags:read'),
	input: {
		...inProject,
		tagListRef,
		afterVersion: number({ integer: true, min: 0, label: 'Changed After Version', description: 'Highest tagsVersion seen before; deleted tags then come too, marked isDeleted' }),
		...withPeople,
	},
	page: unpaged(),
	beside: peopleBeside,
	returns: returns.records(),
	repeat: 'safe',
	status: 'beta',
	source: 'Cintoo API 2, list of changes, line 150; OpenAPI 2.0.0, getTagsOnList',
});

const create = rows({ id: text({ required: true, ...externalId }), ...data }, { label: 'Tags to Create', encodeRow: (row) => ({ data: row }) });
const toDelete = refs('cintoo.tag', { label: 'Tags to Delete' });
const anyChange = { oneOf: ['create', 'update', 'delete'] };

/** A tag has two ids: its URN names it, the one in its data is what people read. */
const writeTags: AnyOperation = operation({
	action: 'Write tags',
	description: 'Create, write and delete tags of a list at once; all of it or nothing',
	call: post(`${tags}/bulk`),
	needs: write,
	input: { ...inProject, tagListRef, create, update: rows({ id: ref('cintoo.tag', { required: true }), data: json({ required: true }) }), delete: toDelete },
	rules: [anyChange],
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'updated', id: 'tagsVersion' },
	hidden: true,
	status: 'inferred',
	source: 'Cintoo API 2, list of changes, line 152; OpenAPI 2.0.0, bulkTags',
});

const bulk = operation({
	action: 'Change many tags',
	description: 'Create, update and delete tags of a list at once, all of it or nothing; what a row to update leaves out stays',
	label: 'Change Many',
	needs: write,
	input: {
		...inProject,
		tagListRef,
		create,
		update: rows({ tagRef: ref('cintoo.tag', { required: true, label: 'Tag' }), id: text(externalId), ...data }, { label: 'Tags to Update' }),
		delete: toDelete,
	},
	rules: [anyChange],
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'updated', id: 'tagsVersion' },
	destructive: true,
	status: 'inferred',
	source: 'Cintoo API 2, list of changes, line 152; OpenAPI 2.0.0, bulkTags',
	steps: {
		calls: [getMany, writeTags],
		run: async (context, { update, ...input }) => await context.run(writeTags, { ...input, ...(update && update.length > 0 ? { update: await wholeTags(context, input, update) } : {}) }),
	},
});

type Where = InputOf<typeof inProject> & { readonly tagListRef: Reference };
type Change = Input & { readonly tagRef: Reference };

/**
 * The tags as they are, with the changes in them: whether a write replaces or merges what it names is not documented.
 * No call reads a single tag, so that the list is read as a whole, once for all of them.
 */
async function wholeTags(context: RunContext, { accountRef, projectRef, tagListRef: list }: Where, rowsToChange: readonly Change[]): Promise<readonly Input[]> {
	const where = { accountRef, projectRef, tagListRef: list };
	const nameOf = ({ tagRef }: Change): string => (typeof tagRef === 'string' ? tagRef : tagRef.name);
	const changes = rowPerTag(rowsToChange, (row) => bareId(nameOf(row)));
	const named = changes.map(nameOf);
	const wanted = new Set(named.map(bareId));
	const present = new Map<string, JsonObject>();
	for await (const { id, data: held } of context.list(getMany, where)) if (typeof id === 'string' && isObject(held) && wanted.has(bareId(id))) present.set(bareId(id), held);
	const kept = named.map((reference) => {
		const held = present.get(bareId(reference));
		if (!held) throw context.refusal(`The tag list has no tag ${reference}.`, 'Pick the tag again: it may be deleted, or lie in another list. Nothing was changed.');
		return held;
	});
	// Tags to change are written like tags to create.
	const written = changes.map(({ tagRef: _, ...change }, index) => ({ id: kept[index]?.id, ...given(change) }));
	const wire = listAt(context.bodyOf(writeTags, { ...where, create: written }), 'create') ?? [];
	return changes.map(({ tagRef, ...change }, index) => {
		// No member of a tag can be null (OpenAPI 2.0.0, TagData): what is read so is not there.
		const held = Object.fromEntries(Object.entries(kept[index] ?? {}).filter(([key, value]) => value !== null && change[key] !== null));
		return { id: tagRef, data: { ...held, ...objectAt(wire[index], 'data') } };
	});
}

/** Several rows of one tag as one: each is written with what the tag held before, so that the last alone would count. */
export function rowPerTag<R extends Input>(rowsGiven: readonly R[], idOf: (row: R) => string): readonly R[] {
	const folded = new Map<string, R>();
	for (const row of rowsGiven) folded.set(idOf(row), { ...row, ...given(folded.get(idOf(row)) ?? {}), ...given(row) });
	return [...folded.values()];
}

function objectAt(value: Json | undefined, path: string): JsonObject {
	const found = at(value, path);
	return found !== undefined && isObject(found) ? found : {};
}

/** The fields of one tag, each item of a run a row of the same call. */
const asRow = (fields: Fields): Fields => Object.fromEntries(Object.entries(fields).map(([key, field]): [string, Field] => [key, { ...field, in: 'row' }]));

const createOne: AnyOperation = operation({
	action: 'Create tag',
	description: 'Create a tag in a list; the items of a run go in as few calls as can be, each all or nothing',
	call: post(`${tags}/bulk`),
	needs: write,
	input: { ...inProject, tagListRef, ...asRow({ id: text({ required: true, ...externalId }), ...data }) },
	batch: { list: 'create', max: 500, match: 'data.id', results: 'created', whole: true, refused: () => undefined, row: (members) => ({ data: members }) },
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'created', id: 'id', number: 'data.id' },
	status: 'inferred',
	source: 'Cintoo API 2, list of changes, line 152; OpenAPI 2.0.0, bulkTags',
});

const update = operation({
	action: 'Update tag',
	description: 'Change some fields of a tag, everything else stays; of many tags, Change Many reads their list once instead of once each',
	needs: write,
	input: { ...inProject, tagListRef, tagRef: ref('cintoo.tag', { required: true, label: 'Tag' }), id: text(externalId), ...data },
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', id: 'id', number: 'data.id' },
	status: 'inferred',
	source: 'Cintoo API 2, list of changes, line 152; OpenAPI 2.0.0, bulkTags',
	steps: {
		calls: [getMany, writeTags],
		async run(context, { accountRef, projectRef, tagListRef: list, ...change }) {
			const where = { accountRef, projectRef, tagListRef: list };
			const reply = await context.call(writeTags, { ...where, update: await wholeTags(context, where, [change]) });
			const [record] = listAt(reply, 'updated') ?? [];
			return [{ json: { receipt: { done: 'updated', id: textAt(record, 'id') ?? null, number: textAt(record, 'data.id') ?? null }, ...(isObject(record) ? record : {}) } }];
		},
	},
});

const remove = operation({
	action: 'Delete tags',
	description: 'Delete tags of a list; all of them or none',
	label: 'Delete',
	call: post(`${tags}/bulk`),
	needs: write,
	input: { ...inProject, tagListRef, delete: refs('cintoo.tag', { required: true, label: 'Tags' }) },
	returns: returns.record(),
	// One tag that is gone already fails the whole list.
	repeat: 'never',
	receipt: { done: 'deleted' },
	destructive: true,
	status: 'inferred',
	source: 'Cintoo API 2, list of changes, line 152; OpenAPI 2.0.0, bulkTags',
});

const move = operation({
	action: 'Move tags',
	description: 'Move tags from other lists into this one, where they get new IDs',
	call: post(`${tags}/bulk-move`, { body: 'bare' }),
	needs: write,
	input: {
		...inProject,
		tagListRef: { ...tagListRef, label: 'To Tag List' },
		moves: rows(
			{
				sourceTagListId: ref('cintoo.tagList', { required: true, label: 'From Tag List' }),
				tagsIds: texts({ required: true, label: 'Tags', description: 'URNs of the tags' }),
				metadataIdMapping: rows({ sourceId: text({ required: true }), targetId: text({ required: true }) }, { label: 'Metadata', description: 'Which property becomes which' }),
			},
			{ required: true },
		),
	},
	returns: returns.records(),
	repeat: 'never',
	receipt: { done: 'updated' },
	status: 'beta',
	source: 'Cintoo API 2, line 2321',
});

export const tag: Resource = {
	id: 'cintoo.tag',
	label: 'Tag',
	plural: 'Tags',
	area: 'tag',
	operations: { getMany, create: createOne, update, delete: remove, bulk, move, writeTags },
	lookup: {
		list: getMany,
		within: ['accountRef', 'projectRef', 'tagListRef'],
		value: 'id',
		idPattern,
		label: (record) => textAt(record, 'data.name') ?? textAt(record, 'data.id') ?? '?',
		detail: (record) => textAt(record, 'data.class') ?? textAt(record, 'data.description'),
		names: (record) => [textAt(record, 'data.id'), textAt(record, 'data.name')],
		standing: (record) => (record.isDeleted === true ? 'deleted' : 'active'),
	},
	changes: {
		list: getMany,
		within: ['accountRef', 'projectRef', 'tagListRef'],
		counted: { after: 'afterVersion', path: 'tagsVersion' },
		id: 'id',
		created: 'createdAt',
		updated: 'updatedAt',
		author: 'updatedBy',
		creator: 'createdBy',
		self: asUser,
		deleted: 'isDeleted',
		deletion: { author: 'deletedBy' },
		watch: {},
		filters: { class: texts({ label: 'Classes' }) },
		filterPaths: { class: 'data.class' },
	},
};
