import { get, operation, returns, textAt, unpaged, type Operation, type Resource } from '../vocabulary';

/** Reads one of the fixed lists, which belong to no account. */
const fixedList = (name: string, about: Pick<Operation, 'action' | 'description' | 'status' | 'source'>) =>
	operation({ ...about, call: get(`/api/2/values/${name}`), needs: { token: 'user' }, input: {}, page: unpaged(), returns: returns.records(), repeat: 'safe' });

const getFormats = fixedList('formats', {
	action: 'Get many file formats',
	description: 'Retrieve the file formats that Cintoo knows',
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

const getPermissions = fixedList('permissions', {
	action: 'Get many permissions',
	description: 'Retrieve the permissions that exist in Cintoo',
	status: 'inferred',
	source: 'Cintoo API 2, list of changes, line 14',
});

export const permission: Resource = { id: 'cintoo.permission', label: 'Permission', plural: 'Permissions', area: 'admin', operations: { getMany: getPermissions } };

const getSpatialReferences = fixedList('spatial-references', {
	action: 'Get many spatial references',
	description: 'Retrieve the coordinate reference systems a project can have; a long list',
	status: 'inferred',
	source: 'Cintoo API 2, list of changes, line 53; OpenAPI 2.0.0, listSpatialReferences',
});

export const spatialReference: Resource = { id: 'cintoo.spatialReference', label: 'Spatial Reference', plural: 'Spatial References', area: 'project', operations: { getMany: getSpatialReferences } };

const getDetectionClasses = fixedList('ai-detection-classes', {
	action: 'Get many detection classes',
	description: 'Retrieve the kinds of objects that Cintoo can detect in scans',
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
