import { get, operation, returns, textAt, unpaged, type Resource } from '../vocabulary';

// Fixed lists that belong to no account.

const getFormats = operation({
	action: 'Get many file formats',
	description: 'Retrieve the file formats that Cintoo knows',
	call: get('/api/2/values/formats'),
	needs: { token: 'user' },
	input: {},
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	status: 'beta',
	source: 'Cintoo API 2, line 1392',
});

export const fileFormat: Resource = {
	id: 'cintoo.fileFormat',
	label: 'File Format',
	plural: 'File Formats',
	area: 'file',
	operations: { getMany: getFormats },
	lookup: {
		list: getFormats,
		within: [],
		value: 'id',
		label: (record) => textAt(record, 'name') ?? '?',
		detail: (record) => textAt(record, 'extension'),
		names: (record) => [textAt(record, 'name'), textAt(record, 'extension')],
	},
};

const getPermissions = operation({
	action: 'Get many permissions',
	description: 'Retrieve the permissions that exist in Cintoo',
	call: get('/api/2/values/permissions'),
	needs: { token: 'user' },
	input: {},
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	status: 'inferred',
	source: 'Cintoo API 2, list of changes, line 14',
});

export const permission: Resource = { id: 'cintoo.permission', label: 'Permission', plural: 'Permissions', area: 'admin', operations: { getMany: getPermissions } };

const getSpatialReferences = operation({
	action: 'Get many spatial references',
	description: 'Retrieve the coordinate reference systems a project can have; a long list',
	call: get('/api/2/values/spatial-references'),
	needs: { token: 'user' },
	input: {},
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	status: 'inferred',
	source: 'Cintoo API 2, list of changes, line 53; OpenAPI 2.0.0, listSpatialReferences',
});

export const spatialReference: Resource = { id: 'cintoo.spatialReference', label: 'Spatial Reference', plural: 'Spatial References', area: 'project', operations: { getMany: getSpatialReferences } };

const getDetectionClasses = operation({
	action: 'Get many detection classes',
	description: 'Retrieve the kinds of objects that Cintoo can detect in scans',
	call: get('/api/2/values/ai-detection-classes'),
	needs: { token: 'user' },
	input: {},
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	status: 'reference',
	source: 'Cintoo OpenAPI 2.0.0, listAIDetectionClasses',
});

export const detectionClass: Resource = {
	id: 'cintoo.detectionClass',
	label: 'Detection Class',
	plural: 'Detection Classes',
	area: 'tag',
	operations: { getMany: getDetectionClasses },
	lookup: {
		list: getDetectionClasses,
		within: [],
		value: 'name',
		label: (record) => textAt(record, 'name') ?? '?',
		detail: (record) => textAt(record, 'category'),
		names: (record) => [textAt(record, 'name')],
	},
};
