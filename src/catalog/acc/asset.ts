import { boolean, dynamic, get, operation, refs, returns, text, textAt, texts, type Resource } from '../vocabulary';
import { assetAttributesToFilter, assetPage, assetUpdated, inAssetProject, includeDeleted, readAssets } from './asset-setup';
import { createAsset, deleteAssets, matchAssets, updateAsset, upsertAsset } from './asset-write';
import { assetNames, withNames } from './names';

const getMany = operation({
	action: 'Get many assets',
	description: 'Retrieve the assets of a project',
	call: get('/construction/assets/v2/projects/{projectId}/assets'),
	needs: readAssets,
	input: {
		...inAssetProject,
		categoryIds: refs('acc.assetCategory', { wire: 'filter[categoryId]', label: 'Categories', list: 'repeat' }),
		statusIds: refs('acc.assetStatus', { wire: 'filter[statusId]', label: 'Statuses', list: 'repeat' }),
		statusLabels: texts({ wire: 'filter[statusLabel]', list: 'repeat', description: 'Names of statuses; upper and lower case do not matter' }),
		locationIds: refs('acc.location', { wire: 'filter[locationId]', label: 'Locations', list: 'repeat' }),
		includeSubLocations: boolean({ description: 'Whether assets below the location count too; takes exactly one location' }),
		search: text({ wire: 'filter[searchText]', description: 'Part of any text of the asset' }),
		customAttributes: dynamic(assetAttributesToFilter, { wire: 'filter[customAttributes]', list: 'repeat', description: 'Values of custom attributes; for numbers and dates also ranges such as 1..5' }),
		updated: assetUpdated,
		sort: texts({ label: 'Sort By', placeholder: 'e.g. updatedAt desc' }),
		includeCustomAttributes: boolean({ description: 'Whether to return the custom attributes of each asset' }),
		includeDeleted,
		...withNames,
	},
	page: assetPage,
	beside: assetNames,
	returns: returns.records('results'),
	repeat: 'safe',
	source: 'ACC Assets, line 3523',
});

export const asset: Resource = {
	id: 'acc.asset',
	label: 'Asset',
	plural: 'Assets',
	area: 'asset',
	operations: { getMany, create: createAsset, update: updateAsset, upsert: upsertAsset, delete: deleteAssets, match: matchAssets },
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
