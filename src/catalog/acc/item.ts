import { at, collected, isObject, operation, returns, text, textAt, texts, unpaged, type JsonObject, type Output, type Resource } from '../vocabulary';
import { needs } from './families';
import { attributeCalls, inAttributesFolder, setAttributesOf } from './document-attributes';
import { downloadItem, downloadItems } from './file-download';
import { uploadFiles } from './file-upload';
import { getContents, nameOf, projectId, read, searchPage, source } from './folder-calls';
import { called, follow, namesIn, pathCalls, pathOf, subfolders, topFolders } from './folder-path';
import { search } from './folder-search';
import { watchFiles } from './folder-tree';
import { listed } from './ids';
import { createVersion, fileExtension, getItem, getTip, inItem } from './item-calls';
import { pushedFiles } from './webhook';

/** Most files that are shown where nothing is searched for. */
const shown = 200;

/** By its path a file is found exactly; by a part of its name wherever it lies; without either the files near the top are shown. */
const findItems = operation({
	action: 'Find files',
	description: 'Find the files of a project by path or name',
	needs: read,
	input: { projectId, search: text() },
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	hidden: true,
	status: 'reference',
	source,
	steps: {
		calls: [...pathCalls, search, searchPage],
		async run(context, { projectId: project, search: sought }) {
			const names = namesIn(sought ?? '');
			const filesOf = async (folderId: string, path: string): Promise<readonly JsonObject[]> => (await collected(context.list(getContents, { projectId: project, folderId, kinds: ['items'] }))).map((record) => ({ ...record, path }));
			if (names.length > 1) {
				const name = names.at(-1) ?? '';
				const { folder, missing } = await follow(context, project, pathOf(...names.slice(0, -1)));
				if (!folder || missing.length > 0) return [];
				const found = called((await filesOf(folder.id, folder.path)).map((record) => ({ record })), name);
				return found ? [{ json: { ...found.record, asked: sought ?? '' } }] : [];
			}
			const top = await topFolders(context, project);
			const all: JsonObject[] = [];
			for (const folder of top) {
				if (names[0] !== undefined) {
					for await (const record of context.list(search, { projectId: project, folderId: folder.id, name: names[0] })) if (isObject(record.item)) all.push(record.item);
				} else for (const one of [folder, ...(await subfolders(context, project, folder))]) if (all.length < shown) all.push(...(await filesOf(one.id, one.path)));
			}
			return all.slice(0, names[0] === undefined ? shown : undefined).map((json): Output => ({ json }));
		},
	},
});

const rename = operation({
	action: 'Rename file',
	description: 'Give a file another name, by a new version of the same content',
	needs: needs('dataManagement', 'data:create', 'data:read'),
	input: { ...inItem, name: text({ required: true, maxLength: 255 }) },
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'updated', id: 'id' },
	status: 'inferred',
	source: `${source}, PATCH items: "use POST versions"; copyFrom of POST versions`,
	steps: {
		calls: [getTip, createVersion],
		async run(context, { projectId: project, itemId, name }) {
			const tip = at(await context.call(getTip, { projectId: project, itemId }), 'data');
			const id = textAt(tip, 'relationships.item.data.id') ?? null;
			if (isObject(tip) && nameOf(tip) === name) return [{ json: { receipt: { done: 'unchanged', id }, ...tip } }];
			const made = at(await context.call(createVersion, { projectId: project, itemId, name, extensionType: fileExtension, copyFrom: textAt(tip, 'id') ?? '' }), 'data');
			return [{ json: { receipt: { done: 'updated', id }, ...(isObject(made) ? made : {}) } }];
		},
	},
});

const remove = operation({
	action: 'Delete file',
	description: 'Delete a file; in ACC it can be restored',
	needs: needs('dataManagement', 'data:create'),
	input: inItem,
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'deleted' },
	destructive: true,
	status: 'reference',
	source: `${source}, tutorial "Delete and restore files"`,
	steps: {
		calls: [createVersion],
		async run(context, { projectId: project, itemId }) {
			await context.call(createVersion, { projectId: project, itemId, extensionType: 'versions:autodesk.core:Deleted' });
			return [{ json: { receipt: { done: 'deleted' }, deleted: true } }];
		},
	},
});

const setAttributes = operation({
	action: 'Set file attributes',
	description: 'Set custom attributes of the latest version of files, by name; one output each',
	needs: needs('documents', 'data:write', 'data:read'),
	input: inAttributesFolder,
	returns: returns.records(),
	repeat: 'safe',
	receipt: { done: 'updated', id: 'id' },
	status: 'reference',
	source: 'ACC Files, reference page POST custom-attributes:batch-update',
	steps: {
		calls: [getTip, ...attributeCalls],
		async run(context, { projectId: project, itemIds, attributes }) {
			const ids = listed(itemIds);
			const attempts = await context.each(ids, async (id) => {
				const versionId = textAt(await context.call(getTip, { projectId: project, itemId: id }), 'data.id') ?? '';
				return { receipt: { done: 'updated', id }, id, versionId, attributes: await setAttributesOf(context, project, versionId, attributes) };
			});
			return attempts.map((attempt, index): Output => ('value' in attempt ? { json: attempt.value } : context.failed(attempt.failure, ids[index] ?? '', { id: ids[index] ?? null })));
		},
	},
});

export const item: Resource = {
	id: 'acc.item',
	label: 'File',
	plural: 'Files',
	area: 'file',
	operations: { get: getItem, getTip, upload: uploadFiles, download: downloadItem, downloadMany: downloadItems, rename, delete: remove, setAttributes, find: findItems, watch: watchFiles },
	lookup: {
		list: findItems,
		within: ['projectId'],
		search: 'search',
		value: 'id',
		label: (record) => nameOf(record),
		detail: (record) => textAt(record, 'path'),
		names: (record) => [nameOf(record), textAt(record, 'asked'), pathOf(textAt(record, 'path') ?? '', nameOf(record))],
		idPattern: /^urn:/,
		url: /entityId=([^&#]+)/i,
	},
	changes: {
		list: watchFiles,
		within: ['projectId', 'folderId'],
		id: 'id',
		created: 'attributes.createTime',
		updated: 'tip.attributes.createTime',
		author: 'tip.attributes.createUserId',
		creator: 'attributes.createUserId',
		deleted: 'absent',
		watch: {
			newVersion: { label: 'New Version', description: 'A file got another version', read: (record) => at(record, 'tip.attributes.versionNumber') ?? null },
			renamed: { label: 'Renamed', description: 'The name of a file changed', read: (record) => nameOf(record) },
			moved: { label: 'Moved', description: 'A file lies in another folder', read: (record) => textAt(record, 'path') ?? null },
		},
		filters: { extension: texts({ placeholder: 'e.g. pdf, dwg' }) },
		filterPaths: { extension: 'tip.attributes.fileType' },
		pushed: pushedFiles,
	},
};
