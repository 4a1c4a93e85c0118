import { at, objectOf, operation, ref, returns, text, textAt, type Lookup, type Resource } from '../vocabulary';
import { needs } from './families';
import { getAttributes } from './document-attributes';
import { downloadFolder } from './file-download';
import { createFolder, getContents, getFolder, getTopFolders, inFolder, nameOf, patchFolder, projectId, searchPage, source } from './folder-calls';
import { ensured, findFolders, namesOfFolder, pathCalls, withPath } from './folder-path';
import { getPermissions, grant, regrant, revoke, setPermissions } from './folder-permissions';
import { search } from './folder-search';
import { getFiles } from './folder-tree';
import { idOf } from './ids';

const ensure = operation({
	action: 'Create folder path',
	description: 'See to it that a path of folders is there: what exists is used, what is missing is made',
	label: 'Create Path',
	needs: needs('dataManagement', 'data:create', 'data:read'),
	input: { projectId, path: text({ required: true, placeholder: 'e.g. Project Files/Exports/2026' }) },
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'created', id: 'id' },
	status: 'reference',
	source,
	steps: {
		calls: [...pathCalls, createFolder],
		async run(context, { projectId: project, path }) {
			const { folder, made } = await ensured(context, project, path);
			return [{ json: { receipt: { done: made.length === 0 ? 'unchanged' : 'created', id: folder.id }, ...withPath(folder), made: made.map((one) => one.path) } }];
		},
	},
});

const update = operation({
	action: 'Update folder',
	description: 'Rename a folder or move it into another one',
	needs: needs('dataManagement', 'data:write'),
	input: { ...inFolder, name: text({ maxLength: 255 }), parentId: ref('acc.folder', { label: 'New Parent Folder' }) },
	rules: [{ oneOf: ['name', 'parentId'] }],
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', id: 'id' },
	status: 'reference',
	source,
	steps: {
		calls: [patchFolder],
		async run(context, { parentId, name, ...folder }) {
			const moved = parentId === undefined || parentId === null || parentId === '' ? {} : { parentType: 'folders', parentId: idOf(parentId) };
			const reply = await context.call(patchFolder, { ...folder, id: idOf(folder.folderId), ...(name === undefined || name === null ? {} : { name }), ...moved });
			return [{ json: { receipt: { done: 'updated', id: idOf(folder.folderId) }, ...objectOf(at(reply, 'data')) } }];
		},
	},
});

const remove = operation({
	action: 'Delete folder',
	description: 'Delete a folder with all that is in it; in ACC it can be restored',
	needs: needs('dataManagement', 'data:write'),
	input: inFolder,
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'deleted' },
	destructive: true,
	status: 'reference',
	source,
	steps: {
		calls: [patchFolder],
		async run(context, folder) {
			await context.call(patchFolder, { ...folder, id: idOf(folder.folderId), hidden: true });
			return [{ json: { receipt: { done: 'deleted', id: idOf(folder.folderId) }, deleted: true } }];
		},
	},
});

const lookup: Lookup = {
	list: findFolders,
	within: ['projectId'],
	search: 'search',
	value: 'id',
	label: (record) => nameOf(record),
	detail: (record) => textAt(record, 'path'),
	names: namesOfFolder,
	idPattern: /^urn:/,
	url: /folderUrn=([^&#]+)/i,
};

export const folder: Resource = {
	id: 'acc.folder',
	label: 'Folder',
	plural: 'Folders',
	area: 'file',
	operations: {
		get: getFolder,
		getTopFolders,
		getContents,
		getFiles,
		search,
		create: createFolder,
		ensure,
		update,
		delete: remove,
		download: downloadFolder,
		getPermissions,
		setPermissions,
		getAttributeDefinitions: getAttributes,
		find: findFolders,
		patch: patchFolder,
		searchPage,
		grant,
		regrant,
		revoke,
	},
	lookup,
};

/** Where a trigger looks: with all of them chosen, everything in the project is seen once. */
export const topFolder: Resource = {
	id: 'acc.topFolder',
	label: 'Folder',
	plural: 'Folders',
	area: 'file',
	operations: {},
	lookup: { ...lookup, with: { topOnly: true } },
};
