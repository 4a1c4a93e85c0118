import type { Contract, ContractPage, ContractParam } from '../contract';
import { actingUser, byEither, byUser, commas, inBody, query, referenced, reply, repeated } from './notation';

const OPENAPI = 'aps-sdk-openapi, datamanagement/datamanagement.yaml';

const PREFIX = 'hub and project ids keep their "b." here, unlike in the other services';

/** Pages are numbered from 0 and hold 200 records unless told otherwise. */
const pageNumber: readonly ContractParam[] = [
	query('page[number]', 'integer', { min: 0 }),
	query('page[limit]', 'integer', { min: 1, max: 200 }),
];

const numbered: ContractPage = {
	style: 'page-number',
	in: 'query',
	limit: 'page[limit]',
	offset: 'page[number]',
	defaultLimit: 200,
	maxLimit: 200,
	next: 'links.next.href',
};

const RECORD = ['jsonapi', 'links', 'data', 'included'];

const envelope: readonly ContractParam[] = [
	inBody('jsonapi', 'object', { required: true }),
	inBody('jsonapi.version', 'string', { required: true }),
	inBody('data', 'object', { required: true }),
];

const extension: readonly ContractParam[] = [
	inBody('data.attributes.extension', 'object'),
	inBody('data.attributes.extension.type'),
	inBody('data.attributes.extension.version'),
	inBody('data.attributes.extension.data', 'object'),
];

const relation = (name: string): readonly ContractParam[] => [
	inBody(`data.relationships.${name}`, 'object', { required: true }),
	inBody(`data.relationships.${name}.data`, 'object', { required: true }),
	inBody(`data.relationships.${name}.data.type`, 'string', { required: true }),
	inBody(`data.relationships.${name}.data.id`, 'string', { required: true }),
];

/** Data management: hubs, projects, folders, items and their versions, in JSON:API. */
export const dataManagementContracts: readonly Contract[] = [
	referenced('acc.hub.getMany', 'GET', '/project/v1/hubs', OPENAPI, {
		auth: byEither('data:read'),
		params: [actingUser, commas('filter[id]'), commas('filter[name]'), commas('filter[extension.type]')],
		reply: reply('object', [200, 400, 403], RECORD, 'data'),
		notes: ['one reply, no pages', PREFIX, 'a hub that refuses stands in meta.warnings of a 200'],
	}),
	referenced('acc.hub.get', 'GET', '/project/v1/hubs/{hub_id}', OPENAPI, {
		auth: byEither('data:read'),
		params: [actingUser],
		reply: reply('object', [200, 400, 403, 404], RECORD),
		notes: [PREFIX],
	}),
	referenced('acc.hubProject.getMany', 'GET', '/project/v1/hubs/{hub_id}/projects', OPENAPI, {
		auth: byEither('data:read'),
		params: [actingUser, commas('filter[id]'), commas('filter[extension.type]'), ...pageNumber],
		reply: reply('page', [200, 400, 403, 404], RECORD, 'data'),
		page: numbered,
		notes: [PREFIX],
	}),
	referenced('acc.hubProject.get', 'GET', '/project/v1/hubs/{hub_id}/projects/{project_id}', OPENAPI, {
		auth: byEither('data:read'),
		params: [actingUser],
		reply: reply('object', [200, 400, 403, 404], RECORD),
		notes: [PREFIX],
	}),
	referenced('acc.topFolder.getMany', 'GET', '/project/v1/hubs/{hub_id}/projects/{project_id}/topFolders', OPENAPI, {
		auth: byEither('data:read'),
		params: [actingUser, query('excludeDeleted', 'boolean'), query('projectFilesOnly', 'boolean')],
		reply: reply('object', [200, 400, 403, 404], RECORD, 'data'),
		notes: [
			PREFIX,
			'the parent of the folder Project Files is the hidden root folder, where the storage of issue attachments is made (the vendor\'s article "Attachment API of ACC Issue", 29 August 2025)',
		],
	}),
	referenced('acc.folder.get', 'GET', '/data/v1/projects/{project_id}/folders/{folder_id}', OPENAPI, {
		auth: byEither('data:read'),
		params: [actingUser],
		reply: reply('object', [200, 400, 403, 404], RECORD),
		notes: [PREFIX],
	}),
	referenced('acc.folder.update', 'PATCH', '/data/v1/projects/{project_id}/folders/{folder_id}', OPENAPI, {
		auth: byEither('data:write'),
		params: [
			actingUser,
			...envelope,
			inBody('data.type', 'enum', { required: true, values: ['folders'] }),
			inBody('data.id', 'string', { required: true }),
			inBody('data.attributes', 'object'),
			inBody('data.attributes.name'),
			inBody('data.attributes.hidden', 'boolean', { note: 'true deletes, false restores' }),
			inBody('data.relationships', 'object'),
			inBody('data.relationships.parent', 'object'),
			inBody('data.relationships.parent.data', 'object'),
			inBody('data.relationships.parent.data.type'),
			inBody('data.relationships.parent.data.id'),
		],
		body: 'json-api',
		reply: reply('object', [200, 400, 403, 404, 423], RECORD),
		notes: [PREFIX, 'a deleted folder is hidden and can be restored'],
	}),
	referenced('acc.folder.search', 'GET', '/data/v1/projects/{project_id}/folders/{folder_id}/search', OPENAPI, {
		auth: byUser('data:search', 'data:read'),
		params: [
			query('filter[attributes.displayName]-contains', 'string', { note: 'the reference names filter[*] and its guide "Filtering" the comparisons' }),
			commas('filter[fileType]'),
			query('page[number]', 'integer', { min: 0 }),
		],
		reply: reply('page', [200, 400, 403, 404], RECORD, 'data'),
		page: { style: 'page-number', in: 'query', offset: 'page[number]', next: 'links.next.href' },
		notes: [PREFIX, 'the folder and everything below it; the latest versions, with their items beside them', 'how many records a page holds is not documented'],
	}),
	referenced('acc.folderContent.getMany', 'GET', '/data/v1/projects/{project_id}/folders/{folder_id}/contents', OPENAPI, {
		auth: byEither('data:read'),
		params: [
			actingUser,
			repeated('filter[type]', { values: ['folders', 'items'] }),
			commas('filter[id]'),
			commas('filter[extension.type]'),
			query('includeHidden', 'boolean'),
			...pageNumber,
		],
		reply: reply('page', [200, 400, 403, 404], RECORD, 'data'),
		page: numbered,
		notes: [PREFIX],
	}),
	referenced('acc.item.get', 'GET', '/data/v1/projects/{project_id}/items/{item_id}', OPENAPI, {
		auth: byEither('data:read'),
		params: [actingUser, query('includePathInProject', 'boolean')],
		reply: reply('object', [200, 400, 403, 404], RECORD),
		notes: [PREFIX],
	}),
	referenced('acc.item.getTip', 'GET', '/data/v1/projects/{project_id}/items/{item_id}/tip', OPENAPI, {
		auth: byEither('data:read'),
		params: [actingUser],
		reply: reply('object', [200, 400, 403, 404], RECORD),
		notes: [PREFIX],
	}),
	referenced('acc.itemVersion.getMany', 'GET', '/data/v1/projects/{project_id}/items/{item_id}/versions', OPENAPI, {
		auth: byEither('data:read'),
		params: [actingUser, commas('filter[id]'), commas('filter[extension.type]'), commas('filter[versionNumber]'), ...pageNumber],
		reply: reply('page', [200, 400, 403, 404], RECORD, 'data'),
		page: numbered,
		notes: [PREFIX],
	}),
	referenced('acc.version.get', 'GET', '/data/v1/projects/{project_id}/versions/{version_id}', OPENAPI, {
		auth: byEither('data:read'),
		params: [actingUser],
		reply: reply('object', [200, 400, 403, 404], RECORD),
		notes: [PREFIX, 'a version id holds a question mark and is one percent-encoded segment'],
	}),
	referenced('acc.storage.create', 'POST', '/data/v1/projects/{project_id}/storage', OPENAPI, {
		auth: byEither('data:create'),
		params: [
			actingUser,
			...envelope,
			inBody('data.type', 'enum', { required: true, values: ['objects'] }),
			inBody('data.attributes', 'object', { required: true }),
			inBody('data.attributes.name', 'string', { required: true }),
			...relation('target'),
		],
		body: 'json-api',
		reply: reply('object', [201, 400, 403, 404], RECORD),
		notes: [PREFIX, 'data.id of the reply is the storage URN'],
	}),
	referenced('acc.folder.create', 'POST', '/data/v1/projects/{project_id}/folders', OPENAPI, {
		auth: byEither('data:create'),
		params: [
			actingUser,
			...envelope,
			inBody('data.type', 'enum', { required: true, values: ['folders'] }),
			inBody('data.attributes', 'object', { required: true }),
			inBody('data.attributes.name', 'string', { required: true }),
			...extension,
			...relation('parent'),
		],
		body: 'json-api',
		reply: reply('object', [201, 400, 403, 404, 409, 423], RECORD),
		notes: [PREFIX, 'extension type folders:autodesk.bim360:Folder, version 1.0'],
	}),
	referenced('acc.item.create', 'POST', '/data/v1/projects/{project_id}/items', OPENAPI, {
		auth: byEither('data:create'),
		params: [
			actingUser,
			query('copyFrom'),
			...envelope,
			inBody('data.type', 'enum', { required: true, values: ['items'] }),
			inBody('data.attributes', 'object'),
			inBody('data.attributes.displayName'),
			...extension,
			...relation('tip'),
			...relation('parent'),
			inBody('included', 'array', { required: true }),
			inBody('included.type'),
			inBody('included.id'),
			inBody('included.attributes', 'object'),
			inBody('included.relationships', 'object'),
		],
		body: 'json-api',
		reply: reply('object', [201, 400, 403, 404, 409, 423], RECORD),
		notes: [
			PREFIX,
			'extension types items:autodesk.bim360:File and versions:autodesk.bim360:File',
			'409 when the folder holds a file of that name: make a version instead',
		],
	}),
	referenced('acc.version.create', 'POST', '/data/v1/projects/{project_id}/versions', OPENAPI, {
		auth: byEither('data:create'),
		params: [
			actingUser,
			query('copyFrom'),
			...envelope,
			inBody('data.type', 'enum', { required: true, values: ['versions'] }),
			inBody('data.attributes', 'object', { required: true }),
			inBody('data.attributes.name', 'string', { note: 'left out where the version stands for a deletion' }),
			...extension,
			...relation('item'),
			...relation('storage').map((param) => ({ ...param, required: false, note: 'left out where copyFrom names the content, or the version stands for a deletion' })),
		],
		body: 'json-api',
		reply: reply('object', [201, 400, 403, 404, 409, 423], RECORD),
		notes: [
			PREFIX,
			'extension type versions:autodesk.core:Deleted deletes the file (tutorial "Delete and restore files")',
			'a new name is given by a new version: PATCH of items and versions is not supported for BIM 360 and ACC',
		],
	}),
];
