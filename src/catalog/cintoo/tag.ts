import { boolean, choice, get, json, number, operation, post, ref, refs, returns, rows, text, textAt, texts, unpaged, type Json, type JsonObject, type Resource } from '../vocabulary';
import { permitted } from './needs';
import { idPattern, inProject, project } from './references';
import { tagListRef } from './tag-list';
import { asUser } from './user';

const tags = `${project}/tag-lists/{tagListRef}/tags`;
const write = permitted('workzone:tags:write');

/** What a tag holds besides its external id, by the document of API 1 (line 650) as by that of API 2; the limits are those of OpenAPI 2.0.0. */
export const tagData = {
	name: text({ minLength: 1, maxLength: 50 }),
	class: text({ maxLength: 50, placeholder: 'e.g. pump' }),
	description: text({ maxLength: 1000 }),
	functionalSystem: text({ maxLength: 50 }),
	metadata: rows({ id: text({ required: true, minLength: 1, maxLength: 255 }), value: text({ required: true, maxLength: 1000 }) }, { maxItems: 50 }),
	customFields: rows({ name: text({ required: true, maxLength: 50 }), value: text({ required: true, maxLength: 1000 }) }, { maxItems: 10 }),
	boundingBox: json({ placeholder: 'e.g. [xMin, yMin, zMin, xMax, yMax, zMax]', description: 'Six numbers, in metres' }),
	orientedBoundingBox: json({ description: 'Ten numbers: centre, rotation as a quaternion, size' }),
	model: json({ description: 'Geometry as another tag has it' }),
	cameraState: json({ description: 'View as another tag has it' }),
	subId: text({ maxLength: 50, label: 'Sub ID' }),
	unit: number(),
	confidence: number(),
	scanUuids: texts({ label: 'Scan UUIDs' }),
	needValidation: boolean({ description: 'Whether somebody should look at the tag' }),
	nature: choice({ AI: 'AI', file: 'File', manual: 'Manual', model: 'Model' }),
};

/** The same and what only API 2 knows; the service refuses members it does not know (OpenAPI 2.0.0, TagData). */
const data = {
	...tagData,
	url: text({ maxLength: 1000 }),
	uuid: text({ label: 'UUID' }),
	pageId: text({ maxLength: 255 }),
	pageLinkId: text({ maxLength: 255, label: 'Page Link ID' }),
	tagLinkIds: texts({ label: 'Tag Link IDs' }),
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
	},
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	status: 'beta',
	source: 'Cintoo API 2, list of changes, line 150; OpenAPI 2.0.0, getTagsOnList',
});

const bulk = operation({
	action: 'Change many tags',
	description: 'Create, update and delete tags of a list at once; all of it or nothing',
	call: post(`${tags}/bulk`),
	needs: write,
	input: {
		...inProject,
		tagListRef,
		create: rows({ id: text({ required: true, ...externalId }), ...data }, { label: 'Tags to Create', encodeRow: (row) => ({ data: row }) }),
		update: rows({ tagRef: ref('cintoo.tag', { required: true, label: 'Tag' }), id: text({ required: true, ...externalId }), ...data }, { label: 'Tags to Update', encodeRow: updated }),
		delete: refs('cintoo.tag', { label: 'Tags to Delete' }),
	},
	rules: [{ oneOf: ['create', 'update', 'delete'] }],
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'updated', id: 'tagsVersion' },
	status: 'inferred',
	source: 'Cintoo API 2, list of changes, line 152; OpenAPI 2.0.0, bulkTags',
});

/** A tag has two ids: its URN names it, the one inside is what people read. */
function updated({ tagRef, ...rest }: JsonObject): Json {
	return { id: tagRef ?? null, data: rest };
}

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
	operations: { getMany, bulk, move },
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
		watch: {},
		filters: { class: texts({ label: 'Classes' }) },
		filterPaths: { class: 'data.class' },
	},
};
