import type { Contract } from '../contract';
import { adminUser, byApp, byEither, commas, offsetPage, ordered, query, region, reply, stated, words } from './notation';

const PROJECT_FIELDS: readonly string[] = words(`
	accountId addressLine1 addressLine2 businessUnitId city companyCount constructionType country
	createdAt deliveryMethod endDate imageUrl jobNumber lastSignIn latitude longitude memberCount name
	platform postalCode products projectValue sheetCount startDate stateOrProvince status
	thumbnailImageUrl timezone type updatedAt
`);

const PRODUCTS: readonly string[] = words(`
	accountAdministration autoSpecs build buildingConnected capitalPlanning cloudWorksharing cost
	designCollaboration docs financials insight modelCoordination projectAdministration takeoff
	workshopxr assets costManagement documentManagement field fieldManagement glue plan projectHome
	projectManagement quantification
`);

const PROJECT_TYPES: readonly string[] = [
	'Airport',
	'Assisted Living / Nursing Home',
	'Bridge',
	'Canal / Waterway',
	'Convention Center',
	'Court House',
	'Data Center',
	'Dams / Flood Control / Reservoirs',
	'Demonstration Project',
	'Dormitory',
	'Education Facility',
	'Government Building',
	'Harbor / River Development',
	'Hospital',
	'Hotel / Motel',
	'Library',
	'Manufacturing / Factory',
	'Medical Laboratory',
	'Medical Office',
	'Military Facility',
	'Mining Facility',
	'Multi-Family Housing',
	'Museum',
	'Oil & Gas',
	'Plant',
	'Office',
	'OutPatient Surgery Center',
	'Parking Structure / Garage',
	'Performing Arts',
	'Power Plant',
	'Prison / Correctional Facility',
	'Rail',
	'Recreation Building',
	'Religious Building',
	'Research Facility / Laboratory',
	'Restaurant',
	'Retail',
	'Seaport',
	'Single-Family Housing',
	'Solar Farm',
	'Stadium/Arena',
	'Streets / Roads / Highways',
	'Template Project',
	'Theme Park',
	'Training Project',
	'Transportation Building',
	'Tunnel',
	'Utilities',
	'Warehouse (non-manufacturing)',
	'Waste Water / Sewers',
	'Water Supply',
	'Wind Farm',
];

const PROJECT: readonly string[] = words(`
	id accountId addressLine1 addressLine2 adminGroupId businessUnitId city classification companyCount
	constructionType contractType country createdAt currentPhase deliveryMethod endDate imageUrl
	jobNumber lastSignIn latitude longitude memberCount memberGroupId name platform postalCode
	projectValue products sheetCount startDate stateOrProvince status templateId thumbnailImageUrl
	timezone type updatedAt
`);

const HQ_COMPANY: readonly string[] = words(`
	id account_id name trade address_line_1 address_line_2 city state_or_province postal_code country
	phone website_url description erp_id tax_id created_at updated_at
`);

const HQ_USER: readonly string[] = words(`
	id account_id role status company_id company_name last_sign_in email name nickname first_name
	last_name uid image_url address_line_1 address_line_2 city state_or_province postal_code country
	phone company job_title industry about_me default_role default_role_id created_at updated_at
`);

const PROJECT_USER: readonly string[] = words(`
	email id name firstName lastName autodeskId analyticsId addressLine1 addressLine2 city
	stateOrProvince postalCode country imageUrl phone jobTitle industry aboutMe accessLevels addedOn
	updatedAt companyId companyName roleIds roles status products
`);

/** Accounts, projects, companies and people: the newer account administration and the older HQ family. */
export const adminContracts: readonly Contract[] = [
	stated('acc.project.getMany', 'GET', '/construction/admin/v1/accounts/{accountId}/projects', 1, {
		auth: byEither('account:read'),
		params: [
			region,
			adminUser,
			commas('fields', { values: PROJECT_FIELDS, note: 'comma-separated; default all fields' }),
			commas('filter[classification]', { values: ['production', 'template', 'component', 'sample'], maxLength: 255 }),
			commas('filter[platform]', { values: ['acc', 'bim360'], maxLength: 255 }),
			commas('filter[products]', { values: PRODUCTS, note: 'projects using any listed product; ACC and BIM 360 value sets differ' }),
			query('filter[name]', 'string', { maxLength: 255, note: 'partial match per filterTextMatch' }),
			commas('filter[type]', { values: PROJECT_TYPES.flatMap((type) => [type, `-${type}`]), note: 'comma separated; "-Value" excludes a type' }),
			commas('filter[status]', { values: ['active', 'pending', 'archived', 'suspended'] }),
			query('filter[businessUnitId]', 'string', { maxLength: 255, note: 'id from GET business_units_structure' }),
			query('filter[jobNumber]', 'string', { maxLength: 255, note: 'user-defined identifier; partial match per filterTextMatch' }),
			query('filter[updatedAt]', 'range', { maxLength: 100, note: 'ISO 8601 date-time range a..b, a.., ..b' }),
			query('filterTextMatch', 'enum', { values: ['contains', 'startsWith', 'endsWith', 'equals'], note: 'applies to text filters; case-insensitive; no wildcards or regex' }),
			commas('sort', { values: ordered(words(`
				name startDate endDate type status jobNumber constructionType deliveryMethod contractType
				currentPhase companyCount memberCount createdAt updatedAt
			`)), note: '"field asc|desc", comma separated; default direction asc' }),
			query('limit', 'integer', { min: 1, note: 'no more than 200 records come, larger values are accepted (lines 133-147)' }),
			query('offset', 'integer', { note: 'index of first record; offset=40 with limit=20 gives 41-60' }),
		],
		reply: reply('page', [200, 400, 401, 403, 404, 406, 410, 429, 500, 503], PROJECT, 'results'),
		page: offsetPage({ default: 20, next: 'pagination.nextUrl' }),
		notes: [
			'account admins and executives see all projects; other users only assigned ones',
			'array filters and fields are comma separated in one parameter',
			'templates: filter[classification]=template or filter[type]=Template Project',
			'nextUrl and previousUrl are absent when everything fits one page (second example, line 271)',
			'updatedAt covers project fields only, not resources inside the project (line 541)',
			'example URL also uses filter[dataServiceId], which the parameter list does not document',
		],
	}),
	stated('acc.project.get', 'GET', '/construction/admin/v1/projects/{projectId}', 344, {
		auth: byEither('account:read'),
		params: [
			region,
			adminUser,
			commas('fields', { values: PROJECT_FIELDS, note: 'comma-separated; default all fields' }),
		],
		reply: reply('object', [200, 400, 401, 403, 404, 406, 409, 410, 429, 500, 503], PROJECT),
		notes: [
			'no account ID in the path',
			'latitude and longitude are strings',
			'project type spelled "Stadium / Arena" here but "Stadium/Arena" in the list filter',
			'response has classification, contractType, currentPhase, templateId, which the fields values do not list',
		],
	}),
	stated('acc.company.getMany', 'GET', '/construction/admin/v1/accounts/{accountId}/companies', 712, {
		auth: byEither('account:read'),
		params: [
			region,
			adminUser,
			query('filter[name]', 'string', { maxLength: 255, note: 'partial match per filterTextMatch' }),
			query('filter[trade]', 'string', { maxLength: 255, note: 'partial match per filterTextMatch' }),
			query('filter[erpId]', 'string', { maxLength: 255, note: 'partial match per filterTextMatch' }),
			query('filter[taxId]', 'string', { maxLength: 255, note: 'partial match per filterTextMatch' }),
			query('filter[updatedAt]', 'range', { maxLength: 100, note: 'ISO 8601 range a..b, a.., ..b; time part required' }),
			commas('orFilters', { values: ['erpId', 'name', 'taxId', 'trade', 'updatedAt'], note: 'filtered fields to combine with OR' }),
			query('filterTextMatch', 'enum', { values: ['contains', 'startsWith', 'endsWith', 'equals'], note: 'applies to text filters; case-insensitive; no wildcards or regex' }),
			commas('sort', { values: ordered(words(`
				name trade erpId taxId status createdAt updatedAt projectSize userSize
			`)), note: '"field asc|desc", comma separated; default direction asc' }),
			commas('fields', { values: words(`
				accountId name trade addresses websiteUrl description erpId taxId imageUrl status createdAt
				updatedAt projectSize userSize originalName
			`), note: 'default all fields' }),
			query('limit', 'integer', { min: 1, note: 'no more than 200 records come, larger values are accepted (lines 133-147)' }),
			query('offset', 'integer', { note: 'index of first record; offset=40 with limit=20 gives 41-60' }),
		],
		reply: reply('page', [200, 400, 401, 403, 404, 406, 410, 429, 500, 503], words(`
			id accountId name trade addresses websiteUrl description erpId taxId imageUrl status createdAt
			updatedAt originalName projectSize userSize
		`), 'results'),
		page: offsetPage({ default: 20, next: 'pagination.nextUrl' }),
		notes: [
			'camelCase items; GET of one company is hq/v1 snake_case and 2-legged only',
		],
	}),
	stated('acc.company.get', 'GET', '/hq/v1/accounts/{account_id}/companies/{company_id}', 913, {
		auth: byApp('account:read'),
		params: [region],
		reply: reply('object', [200, 400, 403, 404, 409, 422, 500], HQ_COMPANY),
		notes: [
			'created_at and updated_at appear in the example only',
			'legacy EU URL: https://developer.api.autodesk.com/hq/v1/regions/eu/accounts/{account_id}/companies/{company_id}; the primary URL takes header Region: EMEA instead',
		],
	}),
	stated('acc.company.search', 'GET', '/hq/v1/accounts/{account_id}/companies/search', 1069, {
		auth: byApp('account:read'),
		params: [
			region,
			query('name', 'string', { maxLength: 255, note: 'company name to match' }),
			query('trade', 'string', { maxLength: 255, note: 'company trade to match' }),
			query('operator', 'enum', { values: ['OR', 'AND'], note: 'how criteria combine' }),
			query('partial', 'boolean', { note: 'true: fuzzy match' }),
			query('limit', 'integer', { max: 100, note: 'response array size' }),
			query('offset', 'integer', { note: 'offset of response array' }),
			query('sort', 'string', { note: 'comma-separated, ascending; "-field" descending; invalid fields and whitespace ignored' }),
			query('field', 'string', { note: 'comma-separated fields (singular "field"); id always returned; invalid ignored' }),
		],
		reply: reply('array', [200, 400, 403, 404, 409, 422, 500], HQ_COMPANY),
		page: { style: 'offset', in: 'query', limit: 'limit', offset: 'offset', defaultLimit: 10, maxLimit: 100 },
		notes: [
			'bare JSON array, no total or next link: page until a short page (inferred)',
			'created_at and updated_at appear in the example only',
			'no date filter; sort=-updated_at plausible but valid sort fields are not listed',
			'legacy EU URL: https://developer.api.autodesk.com/hq/v1/regions/eu/accounts/{account_id}/companies/search; the primary URL takes header Region: EMEA instead',
		],
	}),
	stated('acc.projectCompany.getMany', 'GET', '/hq/v1/accounts/{account_id}/projects/{project_id}/companies', 1261, {
		auth: byApp('account:read'),
		params: [
			region,
			query('limit', 'integer', { max: 100, note: 'response array size' }),
			query('offset', 'integer', { note: 'offset of response array' }),
			query('sort', 'string', { note: 'comma-separated, ascending; "-field" descending; invalid fields and whitespace ignored' }),
			query('field', 'string', { note: 'comma-separated fields (singular "field"); id always returned; invalid ignored' }),
		],
		reply: reply('array', [200, 400, 403, 404, 409, 422, 500], words(`
			id account_id project_id name trade address_line_1 address_line_2 city state_or_province postal_code
			country phone website_url description erp_id tax_id created_at updated_at member_group_id
		`)),
		page: { style: 'offset', in: 'query', limit: 'limit', offset: 'offset', defaultLimit: 10, maxLimit: 100 },
		notes: [
			'bare JSON array, no total or next link: page until a short page (inferred)',
			'member_group_id is the company Autodesk ID used as assignee in RFIs and Issues',
			'created_at and updated_at appear in the example only',
			'no date filter; valid sort fields are not listed',
			'legacy EU URL: https://developer.api.autodesk.com/hq/v1/regions/eu/accounts/{account_id}/projects/{project_id}/companies; the primary URL takes header Region: EMEA instead',
		],
	}),
	stated('acc.user.getMany', 'GET', '/hq/v1/accounts/{account_id}/users', 1452, {
		auth: byApp('account:read'),
		params: [
			region,
			query('limit', 'integer', { max: 100, note: 'response array size' }),
			query('offset', 'integer', { note: 'offset of response array' }),
			query('sort', 'string', { note: 'comma-separated, ascending; "-field" descending; invalid fields and whitespace ignored' }),
			query('field', 'string', { note: 'comma-separated fields (singular "field"); id always returned; invalid ignored' }),
		],
		reply: reply('array', [200, 400, 403, 404, 409, 422, 500], HQ_USER),
		page: { style: 'offset', in: 'query', limit: 'limit', offset: 'offset', defaultLimit: 10, maxLimit: 100 },
		notes: [
			'bare JSON array, no total or next link: page until a short page (inferred)',
			'role values: account_admin, account_user, project_admin',
			'status values: active, inactive, pending, not_invited',
			'uid is the Autodesk ID; last_sign_in is not supported by ACC unified products',
			'no date filter; sort=-updated_at plausible but valid sort fields are not listed',
			'legacy EU URL: https://developer.api.autodesk.com/hq/v1/regions/eu/accounts/{account_id}/users; the primary URL takes header Region: EMEA instead',
		],
	}),
	stated('acc.user.get', 'GET', '/hq/v1/accounts/{account_id}/users/{user_id}', 1711, {
		auth: byApp('account:read'),
		params: [region],
		reply: reply('object', [200, 400, 403, 404, 409, 422, 500], HQ_USER),
		notes: [
			'role values: account_admin, account_user, project_admin',
			'status values: active, inactive, pending, not_invited',
			'uid is the Autodesk ID; last_sign_in is not supported by ACC unified products',
			'legacy EU URL: https://developer.api.autodesk.com/hq/v1/regions/eu/accounts/{account_id}/users/{user_id}; the primary URL takes header Region: EMEA instead',
		],
	}),
	stated('acc.userProject.getMany', 'GET', '/construction/admin/v1/accounts/{accountId}/users/{userId}/projects', 1948, {
		auth: byEither('account:read'),
		params: [
			region,
			adminUser,
			commas('filter[id]', { note: 'project UUIDs, comma separated' }),
			commas('fields', { values: words(`
				accessLevels accountId addressLine1 addressLine2 city constructionType country createdAt
				classification deliveryMethod endDate imageUrl jobNumber latitude longitude name platform postalCode
				projectValue sheetCount startDate stateOrProvince status thumbnailImageUrl timezone type updatedAt
				contractType currentPhase
			`), note: 'comma-separated; default all fields' }),
			commas('filter[classification]', { values: ['production', 'template', 'component', 'sample'], maxLength: 255 }),
			query('filter[name]', 'string', { maxLength: 255, note: 'partial match per filterTextMatch' }),
			commas('filter[platform]', { values: ['acc', 'bim360'], maxLength: 255 }),
			commas('filter[status]', { values: ['active', 'pending', 'archived', 'suspended'] }),
			commas('filter[type]', { values: PROJECT_TYPES.flatMap((type) => [type, `-${type}`]), note: 'comma separated; "-Value" excludes a type' }),
			query('filter[jobNumber]', 'string', { maxLength: 255, note: 'user-defined identifier; partial match per filterTextMatch' }),
			query('filter[updatedAt]', 'range', { maxLength: 100, note: 'ISO 8601 date-time range a..b, a.., ..b' }),
			commas('filter[accessLevels]', { values: ['projectAdmin', 'projectMember'], maxLength: 255, note: 'user\'s access level in the project' }),
			query('filterTextMatch', 'enum', { values: ['contains', 'startsWith', 'endsWith', 'equals'], note: 'applies to text filters; case-insensitive; no wildcards or regex' }),
			commas('sort', { values: ordered(words(`
				name startDate endDate type status jobNumber constructionType deliveryMethod contractType
				currentPhase createdAt updatedAt platform
			`)), note: '"field asc|desc", comma separated; default direction asc' }),
			query('limit', 'integer', { min: 1, note: 'no more than 200 records come, larger values are accepted (lines 133-147)' }),
			query('offset', 'integer', { note: 'index of first record; offset=40 with limit=20 gives 41-60' }),
		],
		reply: reply('page', [200, 400, 401, 403, 404, 406, 410, 429, 500, 503], words(`
			id name startDate endDate type classification projectValue status jobNumber addressLine1
			addressLine2 city stateOrProvince postalCode country latitude longitude timezone constructionType
			deliveryMethod contractType currentPhase imageUrl thumbnailImageUrl createdAt updatedAt accountId
			sheetCount platform accessLevels
		`), 'results'),
		page: offsetPage({ default: 20, next: 'pagination.nextUrl' }),
		notes: [
			'calling user must be an account administrator',
			'only projects the user participates in',
			'array filters and fields are comma separated in one parameter',
		],
	}),
	stated('acc.userProduct.getMany', 'GET', '/construction/admin/v1/accounts/{accountId}/users/{userId}/products', 2183, {
		auth: byEither('account:read'),
		params: [
			region,
			adminUser,
			commas('filter[projectId]', { note: 'project UUIDs, comma separated; any match' }),
			commas('filter[key]', { values: words(`
				accountAdministration autoSpecs build buildingConnected capitalPlanning cloudWorksharing cost
				designCollaboration docs financials insight modelCoordination projectAdministration takeoff
				workshopxr
			`), note: 'product keys, comma separated' }),
			commas('fields', { values: ['projectIds', 'name', 'icon'], note: 'default all fields' }),
			commas('sort', { values: ordered(['name']), note: '"name asc|desc"; default is database order' }),
			query('limit', 'integer', { min: 1, note: 'no more than 200 records come, larger values are accepted (lines 133-147)' }),
			query('offset', 'integer', { note: 'index of first record; offset=40 with limit=20 gives 41-60' }),
		],
		reply: reply('page', [200, 400, 401, 403, 404, 406, 410, 429, 500, 503], ['key', 'icon', 'name', 'projectIds'], 'results'),
		page: offsetPage({ default: 20, next: 'pagination.nextUrl' }),
		notes: [
			'only account administrators can call',
			'items have no id: key identifies them',
			'example key "assets" is not among the filter[key] values',
			'default order is database order: set sort=name when paging',
			'no date fields: no polling by time',
		],
	}),
	stated('acc.userRole.getMany', 'GET', '/construction/admin/v1/accounts/{accountId}/users/{userId}/roles', 2340, {
		auth: byEither('account:read'),
		params: [
			region,
			adminUser,
			commas('filter[projectId]', { note: 'project UUIDs, comma separated; any match' }),
			commas('filter[status]', { values: ['active', 'inactive'], note: 'role status' }),
			query('filter[name]', 'string', { note: 'role name; partial match unless filterTextMatch says otherwise' }),
			query('filterTextMatch', 'enum', { values: ['contains', 'startsWith', 'endsWith', 'equals'], note: 'applies to text filters; case-insensitive; no wildcards or regex' }),
			commas('fields', { values: ['projectIds', 'name', 'status', 'key', 'createdAt', 'updatedAt'], note: 'comma-separated; default all fields' }),
			commas('sort', { values: ordered(['name', 'createdAt', 'updatedAt']), note: '"field asc|desc", comma separated' }),
			query('limit', 'integer', { min: 1, note: 'no more than 200 records come, larger values are accepted (lines 133-147)' }),
			query('offset', 'integer', { note: 'index of first record; offset=40 with limit=20 gives 41-60' }),
		],
		reply: reply('page', [200, 400, 401, 403, 404, 406, 410, 429, 500, 503], ['id', 'status', 'name', 'key', 'createdAt', 'updatedAt', 'projectIds'], 'results'),
		page: offsetPage({ default: 20, next: 'pagination.nextUrl' }),
		notes: [
			'only account admins can call',
			'no date filter: poll with sort=updatedAt desc and stop at last seen',
		],
	}),
	stated('acc.user.search', 'GET', '/hq/v1/accounts/{account_id}/users/search', 2543, {
		auth: byApp('account:read'),
		params: [
			region,
			query('name', 'string', { maxLength: 255, note: 'user name to match' }),
			query('email', 'string', { maxLength: 255, note: 'user email to match' }),
			query('company_name', 'string', { maxLength: 255, note: 'user company to match' }),
			query('operator', 'enum', { values: ['OR', 'AND'], note: 'how criteria combine' }),
			query('partial', 'boolean', { note: 'true: fuzzy match' }),
			query('limit', 'integer', { max: 100, note: 'response array size' }),
			query('offset', 'integer', { note: 'offset of response array' }),
			query('sort', 'string', { note: 'comma-separated, ascending; "-field" descending; invalid fields and whitespace ignored' }),
			query('field', 'string', { note: 'comma-separated fields (singular "field"); id always returned; invalid ignored' }),
		],
		reply: reply('array', [200, 400, 403, 404, 409, 422, 500], HQ_USER),
		page: { style: 'offset', in: 'query', limit: 'limit', offset: 'offset', defaultLimit: 10, maxLimit: 100 },
		notes: [
			'bare JSON array, no total or next link: page until a short page (inferred)',
			'role values: account_admin, account_user, project_admin',
			'status values: active, inactive, pending, not_invited',
			'uid is the Autodesk ID; last_sign_in is not supported by ACC unified products',
			'email lookup is fuzzy by default: send partial=false for an exact match',
			'searches the master member directory of the account',
			'legacy EU URL: https://developer.api.autodesk.com/hq/v1/regions/eu/accounts/{account_id}/users/search; the primary URL takes header Region: EMEA instead',
		],
	}),
	stated('acc.projectUser.getMany', 'GET', '/construction/admin/v1/projects/{projectId}/users', 2817, {
		auth: byEither('account:read'),
		params: [
			region,
			adminUser,
			commas('filter[products]', { values: PRODUCTS, note: 'users with access to any listed product; ACC/BIM 360 sets differ' }),
			query('filter[name]', 'string', { maxLength: 255, note: 'partial match per filterTextMatch' }),
			query('filter[email]', 'string', { maxLength: 255, note: 'partial match per filterTextMatch' }),
			commas('filter[accessLevels]', { values: ['accountAdmin', 'projectAdmin', 'executive'], maxLength: 255, note: 'document misspells accountAdmin as "accouantAdmin"; example uses accountAdmin' }),
			query('filter[companyId]', 'string', { maxLength: 255, note: 'company the user represents' }),
			query('filter[companyName]', 'string', { maxLength: 255, note: 'partial match per filterTextMatch' }),
			commas('filter[autodeskId]', { note: 'Autodesk IDs, comma separated' }),
			commas('filter[id]', { note: 'ACC user UUIDs, comma separated' }),
			query('filter[roleId]', 'string', { maxLength: 255, note: 'one role ID' }),
			commas('filter[roleIds]', { note: 'role UUIDs, comma separated' }),
			commas('filter[status]', { values: ['active', 'pending', 'deleted'], note: 'deleted users only when asked for' }),
			commas('sort', { values: ordered(words(`
				name email firstName lastName addressLine1 addressLine2 city companyName stateOrProvince status
				phone postalCode country addedOn
			`)), note: '"field asc|desc", comma separated; default direction asc' }),
			commas('fields', { values: words(`
				name email firstName lastName autodeskId analyticsId addressLine1 addressLine2 city stateOrProvince
				postalCode country imageUrl phone jobTitle industry aboutMe companyId accessLevels roleIds roles
				status addedOn products
			`), note: 'default all fields' }),
			commas('orFilters', { values: ['id', 'name', 'email', 'autodeskId', 'status', 'accessLevels'], note: 'filtered fields to combine with OR' }),
			query('filterTextMatch', 'enum', { values: ['contains', 'startsWith', 'endsWith', 'equals'], note: 'applies to text filters; case-insensitive; no wildcards or regex' }),
			query('limit', 'integer', { min: 1, note: 'no more than 200 records come, larger values are accepted (lines 133-147)' }),
			query('offset', 'integer', { note: 'index of first record; offset=40 with limit=20 gives 41-60' }),
		],
		reply: reply('page', [200, 400, 401, 403, 404, 406, 409, 410, 429, 500, 503], PROJECT_USER, 'results'),
		page: offsetPage({ default: 20, next: 'pagination.nextUrl' }),
		notes: [
			'no account ID in the path',
			'array filters and fields are comma separated in one parameter',
			'no date filter, updatedAt neither sortable nor in fields values: poll new users with sort=addedOn desc',
			'only users of the project; account users are hq/v1 users',
		],
	}),
	stated('acc.projectUser.get', 'GET', '/construction/admin/v1/projects/{projectId}/users/{userId}', 3132, {
		auth: byEither('account:read'),
		params: [
			region,
			adminUser,
			commas('fields', { values: words(`
				name email firstName lastName autodeskId addressLine1 addressLine2 city stateOrProvince postalCode
				country imageUrl lastSignIn phone jobTitle industry aboutMe createdAt updatedAt accessLevels
				companyId roleIds roles status addedOn products
			`) }),
		],
		reply: reply('object', [200, 400, 401, 403, 404, 406, 409, 410, 429, 500, 503], PROJECT_USER),
		notes: [
			'status values: active, pending, disabled, deleted',
			'fields offers lastSignIn and createdAt, absent from documented body and example',
			'phone is an object; accessLevels an object of booleans; products items are {key, access}',
		],
	}),
	stated('acc.businessUnit.getMany', 'GET', '/hq/v1/accounts/{account_id}/business_units_structure', 3431, {
		auth: byApp('account:read'),
		params: [region],
		reply: reply('object', [200, 400, 403, 404, 409, 422, 500], words(`
			id account_id parent_id name description path created_at updated_at
		`), 'business_units'),
		notes: [
			'whole tree in one response as a flat list linked by parent_id; no paging, filters or sort',
			'item fields known from the example only',
			'legacy EU URL: https://developer.api.autodesk.com/hq/v1/regions/eu/accounts/{account_id}/business_units_structure; the primary URL takes header Region: EMEA instead',
		],
	}),
];
