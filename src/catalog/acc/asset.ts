import { boolean, cursor, dynamic, get, number, operation, range, ref, refs, returns, text, textAt, texts, unpaged, type CallContext, type DynamicSource, type Input, type JsonObject, type ProjectField, type Resource } from '../vocabulary';
import { needs } from './families';
import { anyProject, bare } from './ids';
import { idIn } from './issue-attributes';

const base = '/construction/assets/v1/projects/{projectId}';
const read = needs('assets', 'data:read');
const inProject = { projectId: anyProject(bare) };
const page = cursor({ items: 'results', size: 200, cursor: 'cursorState', next: 'pagination.cursorState' });
const includeDeleted = boolean({ description: 'Whether to return deleted ones as well' });
const updated = range('dateTime', { wire: 'filter[updatedAt]' });

const getCategories = operation({
	action: 'Get many asset categories',
	description: 'Retrieve the category tree of assets as a list',
	call: get(`${base}/categories`),
	needs: read,
	input: {
		...inProject,
		isActive: boolean({ wire: 'filter[isActive]', label: 'Active', description: 'Whether to return only active categories, or only inactive ones' }),
		parentId: ref('acc.assetCategory', { wire: 'filter[parentId]', label: 'Parent Category' }),
		maxDepth: number({ wire: 'filter[maxDepth]', integer: true, min: 0, description: 'Levels below the root' }),
		updated,
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
		label: (record) => textAt(record, 'name') ?? '',
		names: (record) => [textAt(record, 'name')],
		standing: (record) => (record.isActive === false ? 'inactive' : 'active'),
	},
};

const getStatuses = operation({
	action: 'Get many asset statuses',
	description: 'Retrieve the statuses assets can have',
	call: get(`${base}/asset-statuses`),
	needs: read,
	input: { ...inProject, updated, includeDeleted },
	page,
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
		list: getStatuses,
		within: ['projectId'],
		value: 'id',
		label: (record) => textAt(record, 'label') ?? '',
		names: (record) => [textAt(record, 'label')],
	},
};

const getStatusSets = operation({
	action: 'Get many asset status sets',
	description: 'Retrieve the sets of statuses that categories use',
	call: get(`${base}/status-step-sets`),
	needs: read,
	input: { ...inProject, updated, includeDeleted },
	page,
	returns: returns.records('results'),
	repeat: 'safe',
	source: 'ACC Assets, line 3829',
});

export const assetStatusSet: Resource = {
	id: 'acc.assetStatusSet',
	label: 'Asset Status Set',
	plural: 'Asset Status Sets',
	area: 'asset',
	operations: { getMany: getStatusSets },
};

const getAttributes = operation({
	action: 'Get many asset custom attributes',
	description: 'Retrieve the custom attributes assets can have',
	call: get(`${base}/custom-attributes`),
	needs: read,
	input: { ...inProject, updated, includeDeleted },
	page,
	returns: returns.records('results'),
	repeat: 'safe',
	source: 'ACC Assets, line 4082',
});

/** Filters by custom attributes, which the list knows by their names (`ca1`) and options by their ids (line 3581). */
const attributeFilter: DynamicSource = {
	dependsOn: ['projectId'],
	async load(context: CallContext, input: Input): Promise<readonly ProjectField[]> {
		const projectId = idIn(input, 'projectId');
		const fields: ProjectField[] = [];
		if (projectId === undefined) return fields;
		for await (const attribute of context.list(getAttributes, { projectId })) fields.push(filterField(attribute));
		return fields;
	},
	encode: (values) => values,
};

function filterField(attribute: JsonObject): ProjectField {
	return { id: textAt(attribute, 'name') ?? '', label: textAt(attribute, 'displayName') ?? textAt(attribute, 'name') ?? '', type: 'text' };
}

const getMany = operation({
	action: 'Get many assets',
	description: 'Retrieve the assets of a project',
	call: get('/construction/assets/v2/projects/{projectId}/assets'),
	needs: read,
	input: {
		...inProject,
		categoryIds: refs('acc.assetCategory', { wire: 'filter[categoryId]', label: 'Categories', list: 'repeat' }),
		statusIds: refs('acc.assetStatus', { wire: 'filter[statusId]', label: 'Statuses', list: 'repeat' }),
		statusLabels: texts({ wire: 'filter[statusLabel]', list: 'repeat', description: 'Names of statuses; upper and lower case do not matter' }),
		locationIds: refs('acc.location', { wire: 'filter[locationId]', label: 'Locations', list: 'repeat' }),
		includeSubLocations: boolean({ description: 'Whether assets below the location count too; takes exactly one location' }),
		search: text({ wire: 'filter[searchText]', description: 'Part of any text of the asset' }),
		customAttributes: dynamic(attributeFilter, { wire: 'filter[customAttributes]', description: 'Values of custom attributes; for numbers and dates also ranges such as 1..5' }),
		updated,
		sort: texts({ label: 'Sort By', placeholder: 'e.g. updatedAt desc' }),
		includeCustomAttributes: boolean({ description: 'Whether to return the custom attributes of each asset' }),
		includeDeleted,
	},
	page,
	returns: returns.records('results'),
	repeat: 'safe',
	source: 'ACC Assets, line 3523',
});

export const asset: Resource = {
	id: 'acc.asset',
	label: 'Asset',
	plural: 'Assets',
	area: 'asset',
	operations: { getMany },
	lookup: {
		list: getMany,
		within: ['projectId'],
		search: 'search',
		value: 'id',
		label: (record) => textAt(record, 'clientAssetId') ?? '',
		detail: (record) => textAt(record, 'description'),
		names: (record) => [textAt(record, 'clientAssetId'), textAt(record, 'barcode')],
		standing: (record) => (record.isActive === false ? 'inactive' : 'active'),
	},
	changes: {
		list: getMany,
		with: { includeDeleted: true },
		within: ['projectId'],
		since: 'updated',
		id: 'id',
		created: 'createdAt',
		updated: 'updatedAt',
		author: 'updatedBy',
		deleted: 'deletedAt',
		watch: { statusChanged: { label: 'Status Changed', description: 'The status of an asset changed', read: (record) => textAt(record, 'statusId') ?? null } },
		filters: { categoryId: refs('acc.assetCategory', { label: 'Categories' }), statusId: refs('acc.assetStatus', { label: 'Statuses' }) },
		filterPaths: { categoryId: 'categoryId', statusId: 'statusId' },
	},
};

const getOfCategory = operation({
	action: 'Get many asset category attributes',
	description: 'Retrieve the custom attributes that assets of a category have',
	call: get(`${base}/categories/{categoryId}/custom-attributes`),
	needs: read,
	input: { ...inProject, categoryId: ref('acc.assetCategory', { required: true, label: 'Category' }), includeInherited: boolean({ description: 'Whether to return attributes of the categories above as well' }) },
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
