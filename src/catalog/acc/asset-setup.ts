import { boolean, collected, cursor, get, isObject, listAt, number, operation, range, ref, returns, textAt, unpaged, type DynamicSource, type JsonObject, type ProjectField, type Resource } from '../vocabulary';
import { needs } from './families';
import { anyProject, bare } from './ids';
import { idIn } from './issue-attributes';

/** What a project's administrators have set up for its assets. */
const base = '/construction/assets/v1/projects/{projectId}';
export const readAssets = needs('assets', 'data:read');
export const inAssetProject = { projectId: anyProject(bare) };
export const assetPage = cursor({ items: 'results', size: 200, cursor: 'cursorState', next: 'pagination.cursorState' });
export const includeDeleted = boolean({ description: 'Whether to return deleted ones as well' });
export const assetUpdated = range('dateTime', { wire: 'filter[updatedAt]' });

export const getCategories = operation({
	action: 'Get many asset categories',
	description: 'Retrieve the category tree of assets as a list',
	call: get(`${base}/categories`),
	needs: readAssets,
	input: {
		...inAssetProject,
		isActive: boolean({ wire: 'filter[isActive]', label: 'Active', description: 'Whether to return only active categories, or only inactive ones' }),
		parentId: ref('acc.assetCategory', { wire: 'filter[parentId]', label: 'Parent Category' }),
		maxDepth: number({ wire: 'filter[maxDepth]', integer: true, min: 0, description: 'Levels below the root' }),
		updated: assetUpdated,
		includeUid: boolean({ label: 'Include UID', description: 'Whether to return the globally unique ID of each category' }),
	},
	page: unpaged('results'),
	returns: returns.records('results'),
	repeat: 'safe',
	source: 'ACC Assets, line 3707',
});

export const assetCategory: Resource = {
	id: 'acc.assetCategory',
	label: 'Asset Category',
	plural: 'Asset Categories',
	area: 'asset',
	operations: { getMany: getCategories },
	lookup: {
		list: getCategories,
		within: ['projectId'],
		value: 'id',
		tree: { parent: 'parentId', name: 'name' },
		label: (record) => textAt(record, 'way') ?? '',
		names: (record) => [textAt(record, 'name'), textAt(record, 'way')],
		standing: (record) => (record.isActive === false ? 'inactive' : 'active'),
	},
};

export const getStatusSets = operation({
	action: 'Get many asset status sets',
	description: 'Retrieve the sets of statuses that categories use',
	call: get(`${base}/status-step-sets`),
	needs: readAssets,
	input: { ...inAssetProject, updated: assetUpdated, includeDeleted },
	page: assetPage,
	returns: returns.records('results'),
	repeat: 'safe',
	source: 'ACC Assets, line 3829',
});

export const getStatuses = operation({
	action: 'Get many asset statuses',
	description: 'Retrieve the statuses assets can have',
	call: get(`${base}/asset-statuses`),
	needs: readAssets,
	input: { ...inAssetProject, updated: assetUpdated, includeDeleted },
	page: assetPage,
	returns: returns.records('results'),
	repeat: 'safe',
	source: 'ACC Assets, line 3964',
});

export const assetStatus: Resource = {
	id: 'acc.assetStatus',
	label: 'Asset Status',
	plural: 'Asset Statuses',
	area: 'asset',
	operations: { getMany: getStatuses },
	lookup: {
		// By their sets: two sets may have statuses of the same name, and a category takes those of one set.
		list: getStatusSets,
		within: ['projectId'],
		value: 'id',
		nested: (set) => (listAt(set, 'values') ?? []).filter(isObject).map((status) => ({ ...status, setName: textAt(set, 'name') ?? '' })),
		label: (record) => `${textAt(record, 'setName') ?? ''} > ${textAt(record, 'label') ?? ''}`,
		names: (record) => [textAt(record, 'label'), `${textAt(record, 'setName') ?? ''} > ${textAt(record, 'label') ?? ''}`],
		standing: (record) => (record.isActive === false ? 'inactive' : 'active'),
	},
};

export const assetStatusSet: Resource = {
	id: 'acc.assetStatusSet',
	label: 'Asset Status Set',
	plural: 'Asset Status Sets',
	area: 'asset',
	operations: { getMany: getStatusSets },
};

export const getAttributes = operation({
	action: 'Get many asset custom attributes',
	description: 'Retrieve the custom attributes assets can have',
	call: get(`${base}/custom-attributes`),
	needs: readAssets,
	input: { ...inAssetProject, updated: assetUpdated, includeDeleted },
	page: assetPage,
	returns: returns.records('results'),
	repeat: 'safe',
	source: 'ACC Assets, line 4082',
});

export const getOfCategory = operation({
	action: 'Get many asset category attributes',
	description: 'Retrieve the custom attributes that assets of a category have',
	call: get(`${base}/categories/{categoryId}/custom-attributes`),
	needs: readAssets,
	input: { ...inAssetProject, categoryId: ref('acc.assetCategory', { required: true, label: 'Category' }), includeInherited: boolean({ description: 'Whether to return attributes of the categories above as well' }) },
	page: unpaged('results'),
	returns: returns.records('results'),
	repeat: 'safe',
	source: 'ACC Assets, line 4220',
});

export const assetCustomAttribute: Resource = {
	id: 'acc.assetCustomAttribute',
	label: 'Asset Custom Attribute',
	plural: 'Asset Custom Attributes',
	area: 'asset',
	operations: { getMany: getAttributes, getByCategory: getOfCategory },
};

/** The custom attributes an asset has by its category, inherited ones included; those of the project where the category is not known. The service knows them by their names (`ca1`) and options by their ids (line 3581). */
async function attributesOf(context: Parameters<DynamicSource['load']>[0], input: Parameters<DynamicSource['load']>[1]): Promise<readonly JsonObject[]> {
	const projectId = idIn(input, 'projectId');
	const categoryId = idIn(input, 'categoryId');
	if (projectId === undefined) return [];
	return await collected(categoryId === undefined ? context.list(getAttributes, { projectId }) : context.list(getOfCategory, { projectId, categoryId, includeInherited: true }));
}

const types: Readonly<Record<string, ProjectField['type']>> = { numeric: 'number', date: 'date', boolean: 'boolean', select: 'choice', multi_select: 'choices' };

function fieldOf(attribute: JsonObject): ProjectField {
	const id = textAt(attribute, 'name') ?? '';
	const options = (listAt(attribute, 'values') ?? []).filter(isObject).filter((one) => one.isActive !== false).map((one) => ({ value: textAt(one, 'id') ?? '', label: textAt(one, 'displayName') ?? '' }));
	const type = types[textAt(attribute, 'dataType') ?? ''] ?? 'text';
	return { id, label: textAt(attribute, 'displayName') ?? id, type, ...(type === 'choice' || type === 'choices' ? { options } : {}) };
}

/** Values to write: numbers travel as text. */
export const assetAttributesToWrite: DynamicSource = {
	dependsOn: ['projectId', 'categoryId'],
	load: async (context, input) => (await attributesOf(context, input)).map(fieldOf),
	encode: (values) => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === 'number' ? String(value) : value])),
};

/** Filters of the list: of options, numbers and dates several may be given; for numbers and dates also a range such as `1..5` (lines 3581-3610). */
export const assetAttributesToFilter: DynamicSource = {
	dependsOn: ['projectId'],
	load: async (context, input) =>
		(await attributesOf(context, { projectId: input.projectId })).map(fieldOf).map((field) => (field.type === 'choice' ? { ...field, type: 'choices' } : field.type === 'number' || field.type === 'date' ? { ...field, type: 'text', several: true } : field)),
	encode: (values) => values,
};
