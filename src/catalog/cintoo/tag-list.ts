import { boolean, choice, del, get, given, group, number, operation, post, put, ref, refs, returns, rows, text, textAt, unpaged, type AnyOperation, type Input, type JsonObject, type Resource } from '../vocabulary';
import { permitted } from './needs';
import { peopleBeside, withPeople } from './people';
import { idPattern, inProject, project } from './references';
import { bareId } from './selection';
import { byText, byUrn, idIn, named, upsert, whatMatches, type Kind } from './upsert';

const tagLists = `${project}/tag-lists`;
export const tagListRef = ref('cintoo.tagList', { required: true, label: 'Tag List' });
const read = permitted('workzone:tags:read');
const write = permitted('workzone:tags:write');

const page = {
	id: text({ required: true, minLength: 1, maxLength: 255 }),
	index: number({ integer: true, clear: null }),
	name: text({ maxLength: 255, clear: null }),
	scale: number({ clear: null }),
	width: number({ clear: null }),
	height: number({ clear: null }),
	hidden: { ...boolean({ description: 'Whether the page is hidden' }), clear: null },
};

const content = <const R extends boolean>(required: R) => ({
	workzoneId: ref('cintoo.workzone', { required, label: 'Work Zone' }),
	tagListType: choice({ '2d': '2D', '3d': '3D' }, { required, label: 'Kind' }),
	name: text({ required, minLength: 1, maxLength: 255 }),
	description: text({ maxLength: 1000, clear: null }),
	color: text({ maxLength: 20, clear: null, placeholder: 'e.g. #0698ec' }),
	metadataDefinition: rows({ id: text({ required: true, minLength: 1, maxLength: 255 }), name: text({ required: true, minLength: 1, maxLength: 100 }) }, { label: 'Metadata', maxItems: 50, clear: [], description: 'Properties that the tags of the list have' }),
	// Pages and their index must be named, be it as empty (OpenAPI 2.0.0, TagListAttachmentInput).
	attachments: rows({ id: text({ required: true, minLength: 1, maxLength: 255 }), name: text({ required: true, minLength: 1, maxLength: 255 }), blob: text({ label: 'Blob Name', clear: null }), pages: rows(page, { encodeRow: (row) => ({ index: null, ...row }) }) }, { clear: [], description: 'Drawings on which the tags of a 2D list lie', encodeRow: (row) => ({ ...row, pages: row.pages ?? [] }) }),
});

const getMany = operation({
	action: 'Get many tag lists',
	description: 'Retrieve the tag lists of a project, each with its present version',
	call: get(tagLists),
	needs: read,
	input: { ...inProject, ...withPeople },
	page: unpaged(),
	beside: peopleBeside,
	returns: returns.records(),
	repeat: 'safe',
	status: 'reference',
	source: 'Cintoo OpenAPI 2.0.0, getTagsOnProject',
});

const create = operation({
	action: 'Create tag list',
	description: 'Create a tag list in a work zone',
	call: post(tagLists),
	needs: write,
	input: { ...inProject, ...content(true) },
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'created', id: 'id' },
	status: 'reference',
	source: 'Cintoo OpenAPI 2.0.0, createTagList',
});

const replace: AnyOperation = operation({
	action: 'Replace tag list',
	description: 'Write a tag list as a whole',
	call: put(`${tagLists}/{tagListRef}`),
	needs: write,
	input: { ...inProject, tagListRef, ...content(true) },
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', id: 'id' },
	hidden: true,
	status: 'reference',
	source: 'Cintoo OpenAPI 2.0.0, updateTagList',
});

const update = operation({
	action: 'Update tag list',
	description: 'Change some fields of a tag list, or move it to another work zone; everything else stays',
	needs: write,
	input: { ...inProject, tagListRef, ...content(false) },
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', id: 'id' },
	status: 'reference',
	source: 'Cintoo OpenAPI 2.0.0, updateTagList',
	// PUT replaces the whole list, and there is no call that reads a single one: it is looked for among all.
	steps: {
		calls: [getMany, replace],
		async run(context, { accountRef, projectRef, tagListRef: wanted, ...changes }) {
			const reference = typeof wanted === 'string' ? wanted : wanted.name;
			let present: JsonObject | undefined;
			for await (const record of context.list(getMany, { accountRef, projectRef })) if (bareId(textAt(record, 'id') ?? '') === bareId(reference)) present = record;
			if (!present) throw context.refusal(`The project has no tag list ${reference}.`, 'Pick the tag list again: it may be deleted, or lie in another project.');
			const { workzoneId, tagListType, name } = present;
			const kept: Input = { workzoneId, tagListType, name, description: present.description ?? null, color: present.color ?? null, metadataDefinition: present.metadataDefinition, attachments: present.attachments };
			return await context.run(replace, { ...kept, ...given(changes), accountRef, projectRef, tagListRef: wanted });
		},
	},
});

const upsertTagList = operation({
	action: 'Create or update tag list',
	description: 'Find a tag list by its name or its URN; create it if there is none, else change only what differs. Its tags stay as they are',
	label: 'Create or Update',
	needs: write,
	input: {
		...inProject,
		matchOn: choice({ name: 'Name in Work Zone', nameInProject: 'Name in Project', urn: 'URN' }, { required: true, default: 'name', description: `${whatMatches}; one found in another work zone is moved into the one given` }),
		tagListRef: { ...tagListRef, when: { matchOn: ['urn'] } },
		...content(true),
	},
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', id: 'id' },
	status: 'reference',
	source: 'Cintoo OpenAPI 2.0.0, getTagsOnProject, createTagList and updateTagList',
	steps: {
		calls: [getMany, create, update],
		async run(context, { matchOn, tagListRef: wanted, ...values }) {
			const zone = idIn(values.workzoneId);
			const match = matchOn === 'urn' ? byUrn(idIn(wanted)) : matchOn === 'name' ? byText('name', values.name, { path: 'workzoneId', id: zone }) : byText('name', values.name);
			return await upsert(context, asFound, match, values);
		},
	},
});

/** How a tag list is found, made and changed. */
const asFound: Kind = { plural: 'tag lists', within: ['accountRef', 'projectRef'], list: getMany, create, update: { operation: update, ref: 'tagListRef' }, named };

const replaceMany = operation({
	action: 'Replace many tag lists',
	description: 'Write several tag lists as a whole: what a row leaves out is erased; all of them or none',
	call: post(`${tagLists}/bulk-update`, { body: 'bare' }),
	needs: write,
	input: { ...inProject, tagLists: rows({ id: tagListRef, ...content(true) }, { required: true, label: 'Tag Lists' }) },
	returns: returns.records(),
	repeat: 'safe',
	receipt: { done: 'updated' },
	destructive: true,
	status: 'inferred',
	source: 'Cintoo API 2, list of changes, line 145; OpenAPI 2.0.0, bulkUpdateTagLists',
});

const remove = operation({
	action: 'Delete tag list',
	description: 'Delete a tag list with its tags',
	call: del(`${tagLists}/{tagListRef}`),
	needs: write,
	input: { ...inProject, tagListRef },
	returns: returns.nothing,
	repeat: 'safe',
	receipt: { done: 'deleted', gone: 'tag-list-not-found' },
	destructive: true,
	status: 'reference',
	source: 'Cintoo OpenAPI 2.0.0, deleteTagList',
});

const deleteMany = operation({
	action: 'Delete many tag lists',
	description: 'Delete several tag lists with their tags',
	call: post(`${tagLists}/bulk-delete`),
	needs: write,
	input: { ...inProject, ids: refs('cintoo.tagList', { required: true, label: 'Tag Lists' }) },
	returns: returns.nothing,
	repeat: 'never',
	receipt: { done: 'deleted' },
	destructive: true,
	status: 'reference',
	source: 'Cintoo OpenAPI 2.0.0, bulkDeleteTagLists',
});

const detectObjects = operation({
	action: 'Detect objects into tag list',
	description: 'Start finding objects in scans; the list stays pending until its tags are there',
	call: post(`${tagLists}/{tagListRef}/ai-detection`),
	needs: permitted('workzone:tags:write', 'workzone:reality-data:read', 'workzone:export-jobs-reality-data:write'),
	input: { ...inProject, tagListRef, classes: refs('cintoo.detectionClass', { required: true, label: 'Classes' }), filesIds: refs('cintoo.file', { required: true, label: 'Scans' }) },
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'started', id: 'id' },
	status: 'reference',
	source: 'Cintoo OpenAPI 2.0.0, tagListAiDetection',
});

/** On a page of a drawing. */
const point = { x: number({ required: true }), y: number({ required: true }) };

const addDiagramElements = operation({
	action: 'Add diagram elements to tag list',
	description: 'Add instruments and pipes found on pages of diagrams as tags; running it again adds them again',
	call: post(`${tagLists}/{tagListRef}/pnid-elements/bulk-add`),
	needs: write,
	input: {
		...inProject,
		tagListRef,
		pages: rows(
			{
				attachmentId: text({ required: true, minLength: 1, maxLength: 255 }),
				index: number({ required: true, integer: true, min: 1, label: 'Page' }),
				instruments: rows({ name: text({ required: true, minLength: 1, maxLength: 255 }), location: group({ min: group(point, { required: true, asList: true, label: 'First Corner' }), max: group(point, { required: true, asList: true, label: 'Opposite Corner' }) }, { required: true, asList: true, description: 'On the page' }), class: text(), confidence: number({ min: 0, max: 1 }) }),
				pipes: rows({ name: text({ required: true, minLength: 1, maxLength: 255 }), segments: rows(point, { required: true, asList: true, label: 'Points', description: 'Of its course on the page, two at least' }) }),
			},
			{ required: true },
		),
	},
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'updated', id: 'id' },
	status: 'reference',
	source: 'Cintoo OpenAPI 2.0.0, addPnIdElementsInTagList',
});

export const tagList: Resource = {
	id: 'cintoo.tagList',
	label: 'Tag List',
	plural: 'Tag Lists',
	area: 'tag',
	operations: { getMany, create, update, upsert: upsertTagList, delete: remove, deleteMany, replaceMany, detectObjects, addDiagramElements, replace },
	lookup: {
		list: getMany,
		within: ['accountRef', 'projectRef'],
		value: 'id',
		idPattern,
		label: (record) => textAt(record, 'name') ?? '?',
		detail: (record) => textAt(record, 'tagListType')?.toUpperCase(),
		names: (record) => [textAt(record, 'name')],
		standing: (record) => (record.pending === true ? 'inactive' : 'active'),
	},
};
