import type { Contract, ContractParam } from '../contract';
import { adminUser, byApp, byEither, inBody, referenced, region, reply, words } from './notation';

/** The vendor's own descriptions of what the document leaves out of account administration. */
const OPENAPI = 'APS Account Admin v1, reference pages and aps-sdk-openapi construction/accountadmin/accountadmin.yaml';

/** Accepted for a company; a fixed list. */
const TRADES: readonly string[] = [
	'Architecture',
	'Communications',
	'Communications | Data',
	'Concrete',
	'Concrete | Cast-in-Place',
	'Concrete | Precast',
	'Construction Management',
	'Conveying Equipment',
	'Conveying Equipment | Elevators',
	'Demolition',
	'Earthwork',
	'Earthwork | Site Excavation & Grading',
	'Electrical',
	'Electrical Power Generation',
	'Electronic Safety & Security',
	'Equipment',
	'Equipment | Kitchen Appliances',
	'Exterior Improvements',
	'Exterior | Fences & Gates',
	'Exterior | Landscaping',
	'Exterior | Irrigation',
	'Finishes',
	'Finishes | Carpeting',
	'Finishes | Ceiling',
	'Finishes | Drywall',
	'Finishes | Flooring',
	'Finishes | Painting & Coating',
	'Finishes | Tile',
	'Fire Suppression',
	'Furnishings',
	'Furnishings | Casework & Cabinets',
	'Furnishings | Countertops',
	'Furnishings | Window Treatments',
	'General Contractor',
	'HVAC Heating, Ventilating, & Air Conditioning',
	'Industry-Specific Manufacturing Processing',
	'Integrated Automation',
	'Masonry',
	'Material Processing & Handling Equipment',
	'Metals',
	'Metals | Structural Steel / Framing',
	'Moisture Protection',
	'Moisture Protection | Roofing',
	'Moisture Protection | Waterproofing',
	'Openings',
	'Openings | Doors & Frames',
	'Openings | Entrances & Storefronts',
	'Openings | Glazing',
	'Openings | Roof Windows & Skylights',
	'Openings | Windows',
	'Owner',
	'Plumbing',
	'Pollution & Waste Control Equipment',
	'Process Gas & Liquid Handling, Purification, & Storage Equipment',
	'Process Heating, Cooling, & Drying Equipment',
	'Process Integration',
	'Process Integration | Piping',
	'Special Construction',
	'Specialties',
	'Specialties | Signage',
	'Utilities',
	'Water & Wastewater Equipment',
	'Waterway & Marine Construction',
	'Wood & Plastics',
	'Wood & Plastics | Millwork',
	'Wood & Plastics | Rough Carpentry',
];

/** What a member of a project can be given; projects of BIM 360 have other products, and their members are not written here. */
const PRODUCT_KEYS: readonly string[] = words('autoSpecs build cost designCollaboration docs insight modelCoordination projectAdministration takeoff');

const PROJECT: readonly string[] = words('id name type status accountId jobNumber platform products createdAt updatedAt');
const COMPANY: readonly string[] = words('id account_id name trade address_line_1 city country phone website_url description erp_id tax_id');
const USER: readonly string[] = words('id account_id role status company_id company_name email name first_name last_name uid job_title');
const MEMBER: readonly string[] = words('id email name autodeskId companyId roleIds roles status products accessLevels addedOn');
const WRITTEN: readonly number[] = [200, 400, 401, 403, 404, 406, 409, 410, 415, 429, 500, 503];

const image: ContractParam = { name: 'chunk', in: 'part', type: 'file', required: true, note: 'png, jpeg, bmp or gif' };

const optional = (names: string): readonly ContractParam[] => words(names).map((name) => inBody(name, 'string'));

const company = (required: boolean): readonly ContractParam[] => [
	inBody('name', 'string', { required, maxLength: 255, note: 'unique in the account' }),
	inBody('trade', 'enum', { required, values: TRADES }),
	...optional('address_line_1 address_line_2 city state_or_province postal_code country phone website_url description erp_id tax_id'),
];

const user: readonly ContractParam[] = [
	inBody('email', 'string', { required: true, maxLength: 255 }),
	...optional('company_id nickname first_name last_name image_url address_line_1 address_line_2 city state_or_province postal_code country phone company job_title industry about_me'),
	inBody('default_role', 'string', { maxLength: 255 }),
];

/** The members of one person of a project, below a name where they lie deeper. */
const member = (below: string): readonly ContractParam[] => [
	inBody(`${below}companyId`, 'string'),
	inBody(`${below}roleIds`, 'array', { note: 'role UUIDs' }),
	inBody(`${below}products`, 'array', { note: 'refused from a member manager' }),
	inBody(`${below}products.key`, 'enum', { required: true, values: PRODUCT_KEYS }),
	inBody(`${below}products.access`, 'enum', { required: true, values: ['administrator', 'member', 'none'], note: 'projectAdministration: not member; with administrator all other products are to be administrator, with none member' }),
];

const quietly: ContractParam = inBody('suppressAdministrativeEmails', 'boolean', { note: 'no invitation e-mails' });

/** Writing projects, their people and images; the account's people, companies and business units. */
export const adminWriteContracts: readonly Contract[] = [
	referenced('acc.project.create', 'POST', '/construction/admin/v1/accounts/{accountId}/projects', OPENAPI, {
		auth: byEither('account:write'),
		params: [
			region,
			adminUser,
			inBody('name', 'string', { required: true, maxLength: 255 }),
			inBody('type', 'string', { required: true, note: 'any value is accepted' }),
			inBody('classification', 'enum', { values: ['production', 'template', 'component', 'sample'] }),
			inBody('startDate', 'date'),
			inBody('endDate', 'date'),
			inBody('projectValue', 'object'),
			inBody('projectValue.value', 'number'),
			inBody('projectValue.currency', 'string'),
			inBody('jobNumber', 'string', { maxLength: 100 }),
			...optional('addressLine1 addressLine2 city stateOrProvince postalCode country latitude longitude timezone constructionType deliveryMethod contractType currentPhase businessUnitId'),
			inBody('template', 'object', { note: 'without one all products of the account are activated' }),
			inBody('template.projectId', 'string', { note: 'required within template' }),
			inBody('template.options', 'object'),
			inBody('template.options.field', 'object'),
			inBody('template.options.field.includeCompanies', 'boolean'),
			inBody('template.options.field.includeLocations', 'boolean'),
		],
		body: 'json',
		reply: reply('object', [202, 400, 401, 403, 404, 406, 410, 415, 429, 500, 503], PROJECT),
		notes: ['202: the project is pending and becomes active later', 'products: all of the account, or those of the template; an example sends { key }, the OpenAPI description texts, the page of the call names no such member', 'with the application\'s token a user has to be named in User-Id'],
	}),
	referenced('acc.project.setImage', 'PATCH', '/hq/v1/accounts/{account_id}/projects/{project_id}/image', OPENAPI, {
		auth: byApp('account:write'),
		params: [region, image],
		body: 'multipart',
		reply: reply('object', [200, 400, 403, 404, 409, 422, 500], ['id', 'account_id', 'name']),
		notes: ['the page asks for Content-Type application/json in its table and for multipart data named chunk in its text: the body can only be multipart'],
	}),
	referenced('acc.projectUser.create', 'POST', '/construction/admin/v1/projects/{projectId}/users', OPENAPI, {
		auth: byEither('account:write'),
		params: [region, adminUser, inBody('email', 'string', { required: true, maxLength: 255 }), ...member(''), quietly],
		body: 'json',
		reply: reply('object', [...WRITTEN.slice(1), 201, 412], MEMBER),
		notes: ['not for BIM 360 projects', 'with the application\'s token a user has to be named in User-Id'],
	}),
	referenced('acc.projectUser.import', 'POST', '/construction/admin/v2/projects/{projectId}/users:import', OPENAPI, {
		auth: byEither('account:write'),
		params: [
			region,
			adminUser,
			inBody('users', 'array', { required: true, min: 1, max: 200 }),
			inBody('users.email', 'string', { required: true, maxLength: 255 }),
			inBody('users.firstName', 'string', { maxLength: 255 }),
			inBody('users.lastName', 'string', { maxLength: 255 }),
			...member('users.'),
			quietly,
		],
		body: 'json',
		reply: reply('object', [...WRITTEN.slice(1), 202, 412], ['jobId']),
		notes: ['jobId: "we don\'t currently support this field"; that it is a UUID means the import was taken'],
	}),
	referenced('acc.projectUser.update', 'PATCH', '/construction/admin/v1/projects/{projectId}/users/{userId}', OPENAPI, {
		auth: byEither('account:write'),
		params: [region, adminUser, ...member('')],
		body: 'json',
		reply: reply('object', [...WRITTEN, 201], MEMBER),
		notes: ['the OpenAPI description answers 201: take 200 too'],
	}),
	referenced('acc.projectUser.delete', 'DELETE', '/construction/admin/v1/projects/{projectId}/users/{userId}', OPENAPI, {
		auth: byEither('account:write'),
		params: [region, adminUser],
		reply: reply('none', [...WRITTEN.slice(1), 204]),
	}),
	referenced('acc.role.getMany', 'GET', '/hq/v2/accounts/{account_id}/projects/{project_id}/industry_roles', 'BIM 360 Account Admin v1, reference page projects-project_id-industry_roles-GET; APS blog of 28 October 2025', {
		auth: byEither('account:read'),
		params: [region],
		reply: reply('array', [200, 400, 403, 404, 409, 422, 500], words('id project_id name services created_at updated_at member_group_id')),
		notes: ['documented for BIM 360 only; answers for ACC too, without a promise', 'deleted roles are listed among the others, and nothing tells them apart'],
	}),
	referenced('acc.user.create', 'POST', '/hq/v1/accounts/{account_id}/users', OPENAPI, {
		auth: byApp('account:write'),
		params: [region, ...user],
		body: 'json',
		reply: reply('object', [201, 400, 403, 404, 409, 422, 500], USER),
		notes: ['a new user is always not_invited'],
	}),
	referenced('acc.user.import', 'POST', '/hq/v1/accounts/{account_id}/users/import', OPENAPI, {
		auth: byApp('account:write'),
		params: [region, ...user],
		body: 'json-rows',
		reply: reply('object', [200, 201, 400, 403, 404, 409, 422, 500], words('success failure success_items failure_items')),
		notes: ['at most 50', 'failure_items hold the record with what was wrong: { item, error } in the vendor\'s own project setup tool'],
	}),
	referenced('acc.user.update', 'PATCH', '/hq/v1/accounts/{account_id}/users/{user_id}', OPENAPI, {
		auth: byApp('account:write'),
		params: [region, inBody('status', 'enum', { values: ['active', 'inactive'], note: 'not while pending or not_invited' }), inBody('company_id', 'string'), inBody('default_role', 'string', { maxLength: 255 })],
		body: 'json',
		reply: reply('object', [200, 400, 403, 404, 409, 422, 500], USER),
	}),
	referenced('acc.company.create', 'POST', '/hq/v1/accounts/{account_id}/companies', OPENAPI, {
		auth: byApp('account:write'),
		params: [region, ...company(true)],
		body: 'json',
		reply: reply('object', [201, 400, 403, 404, 409, 422, 500], COMPANY),
	}),
	referenced('acc.company.import', 'POST', '/hq/v1/accounts/{account_id}/companies/import', OPENAPI, {
		auth: byApp('account:write'),
		params: [region, ...company(true)],
		body: 'json-rows',
		reply: reply('object', [200, 201, 400, 403, 404, 409, 422, 500], words('success failure success_items failure_items')),
		notes: ['at most 50'],
	}),
	referenced('acc.company.update', 'PATCH', '/hq/v1/accounts/{account_id}/companies/{company_id}', OPENAPI, {
		auth: byApp('account:write'),
		params: [region, ...company(false)],
		body: 'json',
		reply: reply('object', [200, 400, 403, 404, 409, 422, 500], COMPANY),
	}),
	referenced('acc.company.setImage', 'PATCH', '/hq/v1/accounts/{account_id}/companies/{company_id}/image', OPENAPI, {
		auth: byApp('account:write'),
		params: [region, image],
		body: 'multipart',
		reply: reply('object', [200, 400, 403, 404, 409, 422, 500], COMPANY),
	}),
	referenced('acc.businessUnit.replace', 'PUT', '/hq/v1/accounts/{account_id}/business_units_structure', OPENAPI, {
		auth: byApp('account:write'),
		params: [
			region,
			inBody('business_units', 'array', { required: true }),
			inBody('business_units.id', 'string', { note: 'replaced where it exists, made with this id where it does not; the server makes one where it is left out' }),
			inBody('business_units.name', 'string', { required: true }),
			inBody('business_units.parent_id', 'string'),
			inBody('business_units.description', 'string'),
		],
		body: 'json',
		reply: reply('object', [200, 201, 400, 403, 404, 409, 422, 500], words('id account_id parent_id name path description'), 'business_units'),
		notes: ['creates or redefines the structure: what is not named is gone'],
	}),
];
