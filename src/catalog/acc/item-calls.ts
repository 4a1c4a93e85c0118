import { boolean, constant, get, json, operation, post, ref, returns, rows, text, texts } from '../vocabulary';
import { jsonapi, numbered, projectId, read, source } from './folder-calls';
import { needs } from './families';

/** The single calls on files (items) and their versions. */

export const itemId = ref('acc.item', { required: true, label: 'File', wire: 'item_id', description: 'By path, such as Project Files/Drawings/A-101.pdf, or by URN' });
export const versionId = text({ required: true, wire: 'version_id', label: 'Version ID', placeholder: 'e.g. urn:adsk.wipprod:fs.file:vf.…?version=2' });
export const inItem = { projectId, itemId };
const create = needs('dataManagement', 'data:create');

export const getItem = operation({
	action: 'Get file',
	description: 'Retrieve one file of a project',
	call: get('/data/v1/projects/{project_id}/items/{item_id}'),
	needs: read,
	input: { ...inItem, includePath: boolean({ wire: 'includePathInProject', description: 'Whether to return the path of the file in the project' }) },
	returns: returns.record('data'),
	repeat: 'safe',
	status: 'reference',
	source,
});

export const getTip = operation({
	action: 'Get latest file version',
	description: 'Retrieve the latest version of a file',
	call: get('/data/v1/projects/{project_id}/items/{item_id}/tip'),
	needs: read,
	input: inItem,
	returns: returns.record('data'),
	repeat: 'safe',
	status: 'reference',
	source,
});

export const getVersions = operation({
	action: 'Get many file versions',
	description: 'Retrieve the versions of a file, the latest first',
	call: get('/data/v1/projects/{project_id}/items/{item_id}/versions'),
	needs: read,
	input: {
		...inItem,
		ids: texts({ wire: 'filter[id]', label: 'IDs' }),
		types: texts({ wire: 'filter[extension.type]', label: 'Extension Types' }),
		versionNumbers: texts({ wire: 'filter[versionNumber]' }),
	},
	page: numbered,
	returns: returns.records('data'),
	repeat: 'safe',
	status: 'reference',
	source,
});

export const getVersion = operation({
	action: 'Get file version',
	description: 'Retrieve one version of a file',
	call: get('/data/v1/projects/{project_id}/versions/{version_id}'),
	needs: read,
	input: { projectId, versionId },
	returns: returns.record('data'),
	repeat: 'safe',
	status: 'reference',
	source,
});

export const fileExtension = 'versions:autodesk.bim360:File';
const extensionVersion = constant('1.0', { wire: 'data.attributes.extension.version' });

export const createItem = operation({
	action: 'Create file',
	description: 'Make a file of what lies in storage',
	call: post('/data/v1/projects/{project_id}/items', { body: 'json-api' }),
	needs: create,
	input: {
		projectId,
		jsonapi,
		type: constant('items', { wire: 'data.type' }),
		name: text({ required: true, wire: 'data.attributes.displayName' }),
		extensionType: constant('items:autodesk.bim360:File', { wire: 'data.attributes.extension.type' }),
		extensionVersion,
		tipType: constant('versions', { wire: 'data.relationships.tip.data.type' }),
		tipId: constant('1', { wire: 'data.relationships.tip.data.id' }),
		parentType: constant('folders', { wire: 'data.relationships.parent.data.type' }),
		folderId: ref('acc.folder', { required: true, wire: 'data.relationships.parent.data.id' }),
		first: rows(
			{
				type: constant('versions'),
				id: constant('1'),
				name: text({ required: true, wire: 'attributes.name' }),
				extensionType: constant(fileExtension, { wire: 'attributes.extension.type' }),
				extensionVersion: constant('1.0', { wire: 'attributes.extension.version' }),
				storageType: constant('objects', { wire: 'relationships.storage.data.type' }),
				storage: text({ required: true, wire: 'relationships.storage.data.id' }),
			},
			{ required: true, wire: 'included' },
		),
	},
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'created', id: 'data.id' },
	hidden: true,
	status: 'reference',
	source,
});

/** Besides the bytes of an upload, a version can stand for a copy (a new name, too) or for the deletion of the file. */
export const createVersion = operation({
	action: 'Create file version',
	description: 'Add a version to a file',
	call: post('/data/v1/projects/{project_id}/versions', { body: 'json-api' }),
	needs: create,
	input: {
		projectId,
		copyFrom: text({ in: 'query' }),
		jsonapi,
		type: constant('versions', { wire: 'data.type' }),
		name: text({ wire: 'data.attributes.name' }),
		extensionType: text({ required: true, wire: 'data.attributes.extension.type' }),
		extensionVersion,
		itemType: constant('items', { wire: 'data.relationships.item.data.type' }),
		itemId: ref('acc.item', { required: true, wire: 'data.relationships.item.data.id' }),
		storage: json({ wire: 'data.relationships.storage' }),
	},
	returns: returns.record('data'),
	repeat: 'never',
	receipt: { done: 'created', id: 'id' },
	hidden: true,
	status: 'reference',
	source: 'Autodesk Platform Services, Data Management v1; its tutorials "Delete and restore files" and "Upload a file"',
});
