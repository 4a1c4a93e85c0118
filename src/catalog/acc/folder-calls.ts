import { boolean, choices, constant, get, isObject, listAt, number, offset, operation, patch, post, ref, returns, text, textAt, texts, unpaged, type Json, type JsonObject } from '../vocabulary';
import { needs } from './families';
import { account, anyProject, prefixed } from './ids';

/** The single calls on folders of Data Management; what people do in several of them is made of these. */

export const source = 'Autodesk Platform Services, Data Management v1';
export const read = needs('dataManagement', 'data:read');
/** Pages are counted, not records; JSON:API gives no total, so a short page is the last. */
export const numbered = offset({ items: 'data', limit: 'page[limit]', offset: 'page[number]', counts: 'page', size: 200 });
export const projectId = anyProject(prefixed, { wire: 'project_id' });
export const folderId = ref('acc.folder', { required: true, label: 'Folder', wire: 'folder_id', description: 'By path, such as Project Files/Drawings, or by URN' });
/** Where something in a folder is done. */
export const inFolder = { projectId, folderId };
export const jsonapi = constant({ version: '1.0' });

export const getTopFolders = operation({
	action: 'Get top folders',
	description: 'Retrieve the topmost folders of a project that you may see',
	call: get('/project/v1/hubs/{hub_id}/projects/{project_id}/topFolders'),
	needs: read,
	input: {
		accountId: account(prefixed, { wire: 'hub_id' }),
		projectId,
		excludeDeleted: boolean({ description: 'Whether to leave deleted folders out' }),
		projectFilesOnly: boolean({ description: 'Whether to return only what lies in Project Files' }),
	},
	page: unpaged('data'),
	returns: returns.records('data'),
	repeat: 'safe',
	status: 'reference',
	source,
});

export const getFolder = operation({
	action: 'Get folder',
	description: 'Retrieve one folder with its name, dates and parent',
	call: get('/data/v1/projects/{project_id}/folders/{folder_id}'),
	needs: read,
	input: inFolder,
	returns: returns.record('data'),
	repeat: 'safe',
	status: 'reference',
	source,
});

export const getContents = operation({
	action: 'Get folder contents',
	description: 'Retrieve the folders and files in a folder, files with their latest version under "tip"',
	call: get('/data/v1/projects/{project_id}/folders/{folder_id}/contents'),
	needs: read,
	input: {
		...inFolder,
		kinds: choices({ folders: 'Folders', items: 'Files' }, { wire: 'filter[type]', label: 'Kinds', list: 'repeat' }),
		ids: texts({ wire: 'filter[id]', label: 'IDs' }),
		types: texts({ wire: 'filter[extension.type]', label: 'Extension Types', placeholder: 'e.g. items:autodesk.bim360:File' }),
		includeHidden: boolean({ description: 'Whether to return hidden and deleted ones as well' }),
	},
	page: numbered,
	reshape: (reply) => besides(reply, 'tip'),
	returns: returns.records('data'),
	repeat: 'safe',
	status: 'reference',
	source,
});

/** The records of a reply with the one each relates to, which JSON:API puts beside them, within them. */
function besides(reply: Json, relation: 'tip' | 'item'): Json {
	if (!isObject(reply)) return reply;
	const included = new Map((listAt(reply, 'included') ?? []).filter(isObject).map((one) => [textAt(one, 'id'), one]));
	const data = (listAt(reply, 'data') ?? []).map((one) => {
		const found = included.get(textAt(one, `relationships.${relation}.data.id`));
		return found && isObject(one) ? { ...one, [relation]: found } : one;
	});
	return { ...reply, data };
}

/** One page of what is found; the number of a page is all that can be asked for. */
export const searchPage = operation({
	action: 'Search page',
	description: 'Retrieve one page of what a search finds',
	call: get('/data/v1/projects/{project_id}/folders/{folder_id}/search'),
	needs: needs('folderSearch', 'data:search', 'data:read'),
	input: {
		...inFolder,
		name: text({ wire: 'filter[attributes.displayName]-contains' }),
		fileTypes: texts({ wire: 'filter[fileType]' }),
		page: number({ wire: 'page[number]', integer: true, min: 0 }),
	},
	reshape: (reply) => besides(reply, 'item'),
	returns: returns.record(),
	repeat: 'safe',
	hidden: true,
	status: 'reference',
	source: 'Autodesk Platform Services, Data Management v1, search; filters as in its guide "Filtering"',
});

export const createFolder = operation({
	action: 'Create folder',
	description: 'Create a folder in another one',
	label: 'Create',
	call: post('/data/v1/projects/{project_id}/folders', { body: 'json-api' }),
	needs: needs('dataManagement', 'data:create'),
	input: {
		projectId,
		jsonapi,
		type: constant('folders', { wire: 'data.type' }),
		parentType: constant('folders', { wire: 'data.relationships.parent.data.type' }),
		folderId: ref('acc.folder', { required: true, label: 'Parent Folder', wire: 'data.relationships.parent.data.id' }),
		name: text({ required: true, wire: 'data.attributes.name', maxLength: 255 }),
		extensionType: constant('folders:autodesk.bim360:Folder', { wire: 'data.attributes.extension.type' }),
		extensionVersion: constant('1.0', { wire: 'data.attributes.extension.version' }),
	},
	returns: returns.record('data'),
	repeat: 'never',
	receipt: { done: 'created', id: 'id' },
	status: 'reference',
	source,
});

/** A folder stands in the path and once more in the body. */
export const patchFolder = operation({
	action: 'Change folder',
	description: 'Rename, move, delete or restore a folder',
	call: patch('/data/v1/projects/{project_id}/folders/{folder_id}', { body: 'json-api' }),
	needs: needs('dataManagement', 'data:write'),
	input: {
		...inFolder,
		jsonapi,
		type: constant('folders', { wire: 'data.type' }),
		id: text({ required: true, wire: 'data.id' }),
		name: text({ wire: 'data.attributes.name' }),
		hidden: boolean({ wire: 'data.attributes.hidden' }),
		parentType: text({ wire: 'data.relationships.parent.data.type' }),
		parentId: text({ wire: 'data.relationships.parent.data.id' }),
	},
	returns: returns.record('data'),
	repeat: 'safe',
	receipt: { done: 'updated', id: 'id' },
	hidden: true,
	status: 'reference',
	source,
});

/** The name people see. */
export function nameOf(record: JsonObject | undefined): string {
	return textAt(record, 'attributes.displayName') ?? textAt(record, 'attributes.name') ?? '';
}
