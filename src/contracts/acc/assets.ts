import type { Contract, ContractParam } from '../contract';
import { byUser, inBody, query, referenced, repeated, reply, stated, words } from './notation';

/** Assets, their categories, statuses and custom attributes. */
export const assetsContracts: readonly Contract[] = [
	stated('acc.asset.getMany', 'GET', '/construction/assets/v2/projects/{projectId}/assets', 3523, {
		auth: byUser('data:read'),
		params: [
			query('cursorState', 'string', { note: 'opaque cursor from previous response; omit to start or restart' }),
			query('limit', 'integer', { max: 200, note: 'page size; fewer may be returned' }),
			repeated('filter[categoryId]', { note: 'exploded: repeat parameter per category ID' }),
			repeated('filter[statusLabel]', { note: 'exploded: repeat parameter per label; case-insensitive' }),
			repeated('filter[statusId]', { note: 'exploded: repeat parameter per status UUID' }),
			repeated('filter[locationId]', { note: 'exploded: repeat; one only when includeSubLocations=true' }),
			query('filter[customAttributes]', 'object', { note: 'send filter[customAttributes][name]=value, repeatable; ranges a..b for numeric or date' }),
			query('filter[searchText]', 'string', { note: 'case-insensitive substring over text fields and text custom attributes' }),
			query('filter[updatedAt]', 'range', { note: 'date-time or range a..b, a.., ..b; YYYY-MM-DDThh:mm:ss.SSSZ' }),
			query('sort', 'string', { note: '"field asc|desc", comma separated; customAttributes.ca3 desc; default asc' }),
			query('includeCustomAttributes', 'boolean', { note: 'return customAttributes on items' }),
			query('includeDeleted', 'boolean', { note: 'include soft-deleted objects' }),
			query('includeSubLocations', 'boolean', { note: 'needs exactly one filter[locationId]' }),
		],
		reply: reply('page', [200, 400, 401, 403, 404, 429, 500], words(`
			id createdAt createdBy updatedAt updatedBy deletedAt deletedBy isActive version clientAssetId
			categoryId statusId description locationId barcode customAttributes companyId
		`), 'results'),
		page: { style: 'cursor', in: 'query', limit: 'limit', cursor: 'cursorState', defaultLimit: 25, maxLimit: 200, next: 'pagination.cursorState' },
		notes: [
			'v2 path; the rest of Assets is v1',
			'follow pagination.nextUrl unedited, or resend with cursorState; no cursorState/nextUrl means last page',
			'example nextUrl is a copied v1 .../assets URL; never build it yourself',
			'array filters are repeated parameters, not comma separated',
			'filter[updatedAt] accepts one date-time or an a..b range, open either side',
			'custom attributes are keyed by name (ca1), select values by value ID; value and range filters exclude each other per attribute',
			'custom attribute ranges are inclusive; document once writes "...endValue" but its example is ..2020-11-01',
			'sort fields not enumerated; example sort=createdAt asc,clientAssetId desc',
		],
	}),
	stated('acc.assetCategory.getMany', 'GET', '/construction/assets/v1/projects/{projectId}/categories', 3707, {
		auth: byUser('data:read'),
		params: [
			query('filter[isActive]', 'boolean', { note: 'default returns both; filtering may break the tree' }),
			query('filter[parentId]', 'string', { note: 'direct children of this category' }),
			query('filter[maxDepth]', 'integer', { min: 0, note: 'documented as number; depth from root (0 = root), even with filter[parentId]' }),
			query('filter[updatedAt]', 'range', { note: 'date-time or range a..b, a.., ..b; YYYY-MM-DDThh:mm:ss.SSSZ' }),
			query('includeUid', 'boolean', { note: 'adds globally unique uid for upcoming v3 category APIs' }),
		],
		reply: reply('page', [200, 400, 401, 403, 404, 429, 500], words(`
			id createdAt createdBy updatedAt updatedBy deletedAt deletedBy isActive name description uid
			parentId isRoot isLeaf subcategoryIds
		`), 'results'),
		notes: [
			'returns pagination fields but does not support pagination: everything in one response',
			'no limit, cursor, sort or includeDeleted parameter; returns inactive categories by default',
			'filter[updatedAt] accepts one date-time or an a..b range, open either side',
		],
	}),
	stated('acc.assetStatusSet.getMany', 'GET', '/construction/assets/v1/projects/{projectId}/status-step-sets', 3829, {
		auth: byUser('data:read'),
		params: [
			query('limit', 'integer', { max: 200, note: 'page size; fewer may be returned' }),
			query('cursorState', 'string', { note: 'opaque cursor from previous response; omit to start or restart' }),
			query('includeDeleted', 'boolean', { note: 'include soft-deleted objects' }),
			query('filter[updatedAt]', 'range', { note: 'date-time or range a..b, a.., ..b; YYYY-MM-DDThh:mm:ss.SSSZ' }),
		],
		reply: reply('page', [200, 400, 401, 403, 404, 429, 500], words(`
			id createdAt createdBy updatedAt updatedBy deletedAt deletedBy isActive version projectId name
			description isDefault values
		`), 'results'),
		page: { style: 'cursor', in: 'query', limit: 'limit', cursor: 'cursorState', defaultLimit: 25, maxLimit: 200, next: 'pagination.cursorState' },
		notes: [
			'active sets only unless includeDeleted=true',
			'follow pagination.nextUrl unedited, or resend with cursorState; no cursorState/nextUrl means last page',
			'example nextUrl is a copied v1 .../assets URL; never build it yourself',
			'filter[updatedAt] accepts one date-time or an a..b range, open either side',
			'no sort parameter',
			'values holds the full status objects',
		],
	}),
	stated('acc.assetStatus.getMany', 'GET', '/construction/assets/v1/projects/{projectId}/asset-statuses', 3964, {
		auth: byUser('data:read'),
		params: [
			query('cursorState', 'string', { note: 'opaque cursor from previous response; omit to start or restart' }),
			query('limit', 'integer', { max: 200, note: 'page size; fewer may be returned' }),
			query('includeDeleted', 'boolean', { note: 'include soft-deleted objects' }),
			query('filter[updatedAt]', 'range', { note: 'date-time or range a..b, a.., ..b; YYYY-MM-DDThh:mm:ss.SSSZ' }),
		],
		reply: reply('page', [200, 400, 401, 403, 404, 429, 500], words(`
			label description color statusStepSetId id createdAt createdBy updatedAt updatedBy deletedAt
			deletedBy isActive version projectId bucket sortOrder
		`), 'results'),
		page: { style: 'cursor', in: 'query', limit: 'limit', cursor: 'cursorState', defaultLimit: 25, maxLimit: 200, next: 'pagination.cursorState' },
		notes: [
			'active statuses only unless includeDeleted=true',
			'follow pagination.nextUrl unedited, or resend with cursorState; no cursorState/nextUrl means last page',
			'example nextUrl is a copied v1 .../assets URL; never build it yourself',
			'filter[updatedAt] accepts one date-time or an a..b range, open either side',
			'no sort parameter',
		],
	}),
	stated('acc.assetCustomAttribute.getMany', 'GET', '/construction/assets/v1/projects/{projectId}/custom-attributes', 4082, {
		auth: byUser('data:read'),
		params: [
			query('limit', 'integer', { max: 200, note: 'page size; fewer may be returned' }),
			query('cursorState', 'string', { note: 'opaque cursor from previous response; omit to start or restart' }),
			query('includeDeleted', 'boolean', { note: 'include soft-deleted objects' }),
			query('filter[updatedAt]', 'range', { note: 'date-time or range a..b, a.., ..b; YYYY-MM-DDThh:mm:ss.SSSZ' }),
		],
		reply: reply('page', [200, 400, 401, 403, 404, 429, 500], words(`
			displayName description enumValues requiredOnIngress maxLengthOnIngress defaultValue dataType id
			createdAt createdBy updatedAt updatedBy deletedAt deletedBy isActive version projectId name values
		`), 'results'),
		page: { style: 'cursor', in: 'query', limit: 'limit', cursor: 'cursorState', defaultLimit: 25, maxLimit: 200, next: 'pagination.cursorState' },
		notes: [
			'active attributes only unless includeDeleted=true',
			'follow pagination.nextUrl unedited, or resend with cursorState; no cursorState/nextUrl means last page',
			'example nextUrl is a copied v1 .../assets URL; never build it yourself',
			'filter[updatedAt] accepts one date-time or an a..b range, open either side',
			'no sort parameter',
			'name (ca1) keys filter[customAttributes] on assets; values[].id is the select filter value; types: text, numeric, date, boolean, select, multi_select',
		],
	}),
	stated('acc.assetCategoryCustomAttribute.getMany', 'GET', '/construction/assets/v1/projects/{projectId}/categories/{categoryId}/custom-attributes', 4220, {
		auth: byUser('data:read'),
		params: [
			query('includeInherited', 'boolean', { note: 'add attributes inherited from the parent category' }),
		],
		reply: reply('page', [200, 400, 401, 403, 404, 429, 500], words(`
			displayName description enumValues requiredOnIngress maxLengthOnIngress defaultValue dataType id
			createdAt createdBy updatedAt updatedBy deletedAt deletedBy isActive version projectId name values
			inheritedFromCategoryId
		`), 'results'),
		notes: [
			'returns pagination fields but does not support pagination: all in the first response',
			'inheritedFromCategoryId present only on inherited attributes',
		],
	}),
];

const REFERENCE = 'the vendor\'s reference pages of Assets v2';
const refusals = [400, 401, 403, 404, 409, 429, 500] as const;
const assetMembers: readonly string[] = words(`
	id createdAt createdBy updatedAt updatedBy deletedAt deletedBy isActive version clientAssetId categoryId statusId description locationId
	barcode customAttributes companyId
`);

const assetBody: readonly ContractParam[] = [
	inBody('description', 'string', { maxLength: 1000, nullable: true }),
	inBody('locationId', 'string', { nullable: true }),
	inBody('barcode', 'string', { nullable: true }),
	inBody('customAttributes', 'object', { note: 'by name (ca1); numbers as text, options by id, dates YYYY-MM-DD' }),
];

/** Writing assets: only on the vendor's own pages. */
export const assetWriteContracts: readonly Contract[] = [
	referenced('acc.asset.createMany', 'POST', '/construction/assets/v2/projects/{projectId}/assets:batch-create', REFERENCE, {
		auth: byUser('data:write', 'data:create'),
		params: [
			inBody('clientAssetId', 'string', { required: true, note: 'need not be unique' }),
			inBody('categoryId', 'string', { required: true }),
			inBody('statusId', 'string', { required: true, note: 'of the status set of the category' }),
			...assetBody,
		],
		body: 'json-rows',
		reply: reply('object', [201, ...refusals], assetMembers, 'results'),
		notes: ['up to 100 in one call, as all batches of the family'],
	}),
	referenced('acc.asset.updateMany', 'PATCH', '/construction/assets/v2/projects/{projectId}/assets:batch-patch', REFERENCE, {
		auth: byUser('data:write', 'data:create'),
		params: [inBody('clientAssetId'), inBody('categoryId'), inBody('statusId'), ...assetBody],
		body: 'json-keyed',
		reply: reply('object', [200, ...refusals], assetMembers),
		notes: ['body and reply are objects keyed by the ids of the assets'],
	}),
	referenced('acc.asset.deleteMany', 'POST', '/construction/assets/v2/projects/{projectId}/assets:batch-delete', REFERENCE, {
		auth: byUser('data:write'),
		params: [inBody('ids', 'array', { required: true, max: 100 })],
		body: 'json',
		reply: reply('none', [204, ...refusals]),
		notes: ['they stay as deleted ones'],
	}),
];
