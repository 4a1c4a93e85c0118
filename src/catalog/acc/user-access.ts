import { choices, get, operation, range, ref, returns, text, texts, type Resource } from '../vocabulary';
import { accProducts, counted, returnFields, sortByWord, textMatch } from './choices';
import { needs } from './families';
import { account, bare } from './ids';

/** What one person of an account takes part in; only account administrators may ask. */
const base = '/construction/admin/v1/accounts/{accountId}/users/{userId}';
const read = needs('admin', 'account:read');
const ofUser = { accountId: account(bare), userId: ref('acc.user', { required: true, label: 'User' }) };
const page = counted(200);

const getProjects = operation({
	action: 'Get many user projects',
	description: 'Retrieve the projects a person takes part in',
	call: get(`${base}/projects`),
	needs: read,
	input: {
		...ofUser,
		name: text({ wire: 'filter[name]', maxLength: 255 }),
		jobNumber: text({ wire: 'filter[jobNumber]', maxLength: 255 }),
		textMatch,
		status: choices(['active', 'pending', 'archived', 'suspended'], { wire: 'filter[status]' }),
		platform: choices({ acc: 'ACC', bim360: 'BIM 360' }, { wire: 'filter[platform]' }),
		classification: choices(['production', 'template', 'component', 'sample'], { wire: 'filter[classification]' }),
		accessLevels: choices(['projectAdmin', 'projectMember'], { wire: 'filter[accessLevels]' }),
		types: texts({ wire: 'filter[type]', label: 'Types', placeholder: 'e.g. Hospital', description: 'Project types; a minus in front leaves a type out' }),
		ids: texts({ wire: 'filter[id]', label: 'IDs', prefix: bare }),
		updated: range('dateTime', { wire: 'filter[updatedAt]' }),
		sort: sortByWord(['name', 'startDate', 'endDate', 'type', 'status', 'jobNumber', 'constructionType', 'deliveryMethod', 'contractType', 'currentPhase', 'createdAt', 'updatedAt', 'platform']),
		fields: returnFields(['accessLevels', 'accountId', 'addressLine1', 'addressLine2', 'city', 'constructionType', 'country', 'createdAt', 'classification', 'deliveryMethod', 'endDate', 'imageUrl', 'jobNumber', 'latitude', 'longitude', 'name', 'platform', 'postalCode', 'projectValue', 'sheetCount', 'startDate', 'stateOrProvince', 'status', 'thumbnailImageUrl', 'timezone', 'type', 'updatedAt', 'contractType', 'currentPhase']),
	},
	page,
	returns: returns.records('results'),
	repeat: 'safe',
	source: 'ACC Account Administration, line 1948',
});

const projectIds = texts({ wire: 'filter[projectId]', label: 'Project IDs', prefix: bare });

const getProducts = operation({
	action: 'Get many user products',
	description: 'Retrieve the products a person has, with the projects',
	call: get(`${base}/products`),
	needs: read,
	input: {
		...ofUser,
		projectIds,
		keys: choices(accProducts, { wire: 'filter[key]', label: 'Products' }),
		sort: sortByWord(['name']),
		fields: returnFields(['projectIds', 'name', 'icon']),
	},
	page,
	returns: returns.records('results'),
	repeat: 'safe',
	source: 'ACC Account Administration, line 2183',
});

const getRoles = operation({
	action: 'Get many user roles',
	description: 'Retrieve the roles a person has, with the projects',
	call: get(`${base}/roles`),
	needs: read,
	input: {
		...ofUser,
		projectIds,
		name: text({ wire: 'filter[name]' }),
		textMatch,
		status: choices(['active', 'inactive'], { wire: 'filter[status]' }),
		sort: sortByWord(['name', 'createdAt', 'updatedAt']),
		fields: returnFields(['projectIds', 'name', 'status', 'key', 'createdAt', 'updatedAt']),
	},
	page,
	returns: returns.records('results'),
	repeat: 'safe',
	source: 'ACC Account Administration, line 2340',
});

export const userAccess: Resource = {
	id: 'acc.userAccess',
	label: 'User Access',
	plural: 'User Access',
	area: 'admin',
	description: 'Projects, products and roles of one person',
	operations: { getProjects, getProducts, getRoles },
};
