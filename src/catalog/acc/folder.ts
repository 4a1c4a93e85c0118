import { boolean, choices, get, numberAt, offset, operation, ref, returns, text, textAt, texts, unpaged, type Resource } from '../vocabulary';
import { counted } from './choices';
import { needs } from './families';
import { account, anyProject, bare, prefixed } from './ids';

const source = 'Autodesk Platform Services, Data Management v1';
const read = needs('dataManagement', 'data:read');
/** Pages are counted, not records; JSON:API gives no total, so a short page is the last. */
const numbered = offset({ items: 'data', limit: 'page[limit]', offset: 'page[number]', counts: 'page', size: 200 });
const projectId = anyProject(prefixed, { wire: 'project_id' });
const folderId = ref('acc.folder', { required: true, label: 'Folder', wire: 'folder_id' });

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

const getFolder = operation({
	action: 'Get folder',
	description: 'Retrieve one folder with its name, dates and parent',
	call: get('/data/v1/projects/{project_id}/folders/{folder_id}'),
	needs: read,
	input: { projectId, folderId },
	returns: returns.record('data'),
	repeat: 'safe',
	status: 'reference',
	source,
});

const getContents = operation({
	action: 'Get folder contents',
	description: 'Retrieve the folders and files in a folder',
	call: get('/data/v1/projects/{project_id}/folders/{folder_id}/contents'),
	needs: read,
	input: {
		projectId,
		folderId,
		kinds: choices({ folders: 'Folders', items: 'Files' }, { wire: 'filter[type]', label: 'Kinds', list: 'repeat' }),
		ids: texts({ wire: 'filter[id]', label: 'IDs' }),
		types: texts({ wire: 'filter[extension.type]', label: 'Extension Types', placeholder: 'e.g. items:autodesk.bim360:File' }),
		includeHidden: boolean({ description: 'Whether to return hidden and deleted ones as well' }),
	},
	page: numbered,
	returns: returns.records('data'),
	repeat: 'safe',
	status: 'reference',
	source,
});

const documents = '/bim360/docs/v1/projects/{project_id}/folders/{folder_id}';
const inFolder = { projectId: anyProject(bare, { wire: 'project_id' }), folderId };

const getPermissions = operation({
	action: 'Get folder permissions',
	description: 'Retrieve who may do what in a folder',
	call: get(`${documents}/permissions`),
	needs: needs('documents', 'data:read'),
	input: inFolder,
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	status: 'beta',
	source: 'ACC Files, line 6215',
});

const getAttributes = operation({
	action: 'Get folder attribute definitions',
	description: 'Retrieve the custom attributes that files of a folder can have',
	call: get(`${documents}/custom-attribute-definitions`),
	needs: needs('documents', 'data:read'),
	input: inFolder,
	page: counted(200),
	returns: returns.records('results'),
	repeat: 'safe',
	status: 'beta',
	source: 'ACC Files, line 6370',
});

const getStandard = operation({
	action: 'Get naming standard',
	description: 'Retrieve the rules for file names; their ID stands among the extension data of a folder',
	call: get('/bim360/docs/v1/projects/{projectId}/naming-standards/{id}'),
	needs: needs('namingStandards', 'data:read'),
	input: { projectId: anyProject(bare), namingStandardId: text({ required: true, wire: 'id', label: 'Naming Standard ID' }) },
	returns: returns.record(),
	repeat: 'safe',
	status: 'beta',
	source: 'ACC Files, line 6489',
});

export const namingStandard: Resource = {
	id: 'acc.namingStandard',
	label: 'Naming Standard',
	plural: 'Naming Standards',
	area: 'file',
	operations: { get: getStandard },
};

export const folder: Resource = {
	id: 'acc.folder',
	label: 'Folder',
	plural: 'Folders',
	area: 'file',
	operations: { get: getFolder, getTopFolders, getContents, getPermissions, getAttributeDefinitions: getAttributes },
	lookup: {
		list: getTopFolders,
		within: ['accountId', 'projectId'],
		value: 'id',
		label: (record) => textAt(record, 'attributes.displayName') ?? textAt(record, 'attributes.name') ?? '',
		names: (record) => [textAt(record, 'attributes.displayName'), textAt(record, 'attributes.name')],
		url: /folderUrn=([^&#]+)/i,
	},
};

const itemId = ref('acc.item', { required: true, label: 'File', wire: 'item_id' });

const getItem = operation({
	action: 'Get file',
	description: 'Retrieve one file of a project',
	call: get('/data/v1/projects/{project_id}/items/{item_id}'),
	needs: read,
	input: { projectId, itemId, includePath: boolean({ wire: 'includePathInProject', description: 'Whether to return the path of the file in the project' }) },
	returns: returns.record('data'),
	repeat: 'safe',
	status: 'reference',
	source,
});

const getTip = operation({
	action: 'Get latest file version',
	description: 'Retrieve the latest version of a file',
	call: get('/data/v1/projects/{project_id}/items/{item_id}/tip'),
	needs: read,
	input: { projectId, itemId },
	returns: returns.record('data'),
	repeat: 'safe',
	status: 'reference',
	source,
});

export const item: Resource = {
	id: 'acc.item',
	label: 'File',
	plural: 'Files',
	area: 'file',
	operations: { get: getItem, getTip },
	lookup: {
		list: getContents,
		with: { kinds: ['items'] },
		within: ['projectId', 'folderId'],
		value: 'id',
		label: (record) => textAt(record, 'attributes.displayName') ?? '',
		names: (record) => [textAt(record, 'attributes.displayName')],
		url: /entityId=([^&#]+)/i,
	},
};

const getVersions = operation({
	action: 'Get many file versions',
	description: 'Retrieve the versions of a file, the latest first',
	call: get('/data/v1/projects/{project_id}/items/{item_id}/versions'),
	needs: read,
	input: {
		projectId,
		itemId,
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
	input: { projectId, versionId: text({ required: true, wire: 'version_id', label: 'Version ID', placeholder: 'e.g. urn:adsk.wipprod:fs.file:vf.…?version=2' }) },
	returns: returns.record('data'),
	repeat: 'safe',
	status: 'reference',
	source,
});

const getLinked = operation({
	action: 'Get many linked files',
	description: 'Retrieve the models a published model links to, each with an address that is valid for a short time',
	call: get('/construction/rcm/v1/projects/{projectId}/published-versions/{versionId}/linked-files'),
	needs: needs('documents', 'data:read'),
	input: {
		projectId: anyProject(bare),
		versionId: text({ required: true, label: 'Version ID' }),
		names: texts({ wire: 'filter[name]', list: 'repeat' }),
		publishStatus: choices(['published', 'notPublished'], { wire: 'filter[publishStatus]' }),
		includeHost: boolean({ description: 'Whether the service also describes the host model' }),
	},
	page: offset({ items: 'linkedFiles.results', size: 600, total: 'linkedFiles.pagination.totalResults' }),
	returns: returns.records('linkedFiles.results'),
	repeat: 'safe',
	source: 'ACC Files, line 7025',
});

export const version: Resource = {
	id: 'acc.version',
	label: 'File Version',
	plural: 'File Versions',
	area: 'file',
	operations: { get: getVersion, getMany: getVersions, getLinkedFiles: getLinked },
	lookup: {
		list: getVersions,
		within: ['projectId', 'itemId'],
		value: 'id',
		label: (record) => `v${numberAt(record, 'attributes.versionNumber') ?? '?'} ${textAt(record, 'attributes.displayName') ?? ''}`.trim(),
		names: (record) => [textAt(record, 'attributes.versionNumber'), textAt(record, 'attributes.displayName')],
	},
};
