import { choices, get, operation, ref, returns, text, textAt, texts, type Resource } from '../vocabulary';
import { counted, products, returnFields, sortByWord, textMatch } from './choices';
import { needs } from './families';
import { anyProject, bare } from './ids';

const getMany = operation({
	action: 'Get many project users',
	description: 'Retrieve the members of a project; for an exact e-mail address set Text Match to Equals',
	call: get('/construction/admin/v1/projects/{projectId}/users'),
	needs: needs('admin', 'account:read'),
	input: {
		projectId: anyProject(bare),
		email: text({ wire: 'filter[email]', maxLength: 255, label: 'E-Mail', placeholder: 'e.g. name@example.com' }),
		name: text({ wire: 'filter[name]', maxLength: 255 }),
		textMatch,
		status: choices(['active', 'pending', 'deleted'], { wire: 'filter[status]' }),
		accessLevels: choices(['accountAdmin', 'projectAdmin', 'executive'], { wire: 'filter[accessLevels]' }),
		products: choices(products, { wire: 'filter[products]', description: 'Members with access to any of these products' }),
		companyId: text({ wire: 'filter[companyId]', label: 'Company ID' }),
		companyName: text({ wire: 'filter[companyName]', maxLength: 255 }),
		roleId: text({ wire: 'filter[roleId]', label: 'Role ID' }),
		roleIds: texts({ wire: 'filter[roleIds]', label: 'Role IDs' }),
		autodeskIds: texts({ wire: 'filter[autodeskId]', label: 'Autodesk IDs' }),
		ids: texts({ wire: 'filter[id]', label: 'IDs', description: 'IDs of the account administration' }),
		orFilters: choices(['id', 'name', 'email', 'autodeskId', 'status', 'accessLevels'], { label: 'Combine With Or', description: 'Filters of which any one suffices; all others must hold' }),
		sort: sortByWord(['name', 'email', 'firstName', 'lastName', 'addressLine1', 'addressLine2', 'city', 'companyName', 'stateOrProvince', 'status', 'phone', 'postalCode', 'country', 'addedOn']),
		fields: returnFields(['name', 'email', 'firstName', 'lastName', 'autodeskId', 'analyticsId', 'addressLine1', 'addressLine2', 'city', 'stateOrProvince', 'postalCode', 'country', 'imageUrl', 'phone', 'jobTitle', 'industry', 'aboutMe', 'companyId', 'accessLevels', 'roleIds', 'roles', 'status', 'addedOn', 'products']),
	},
	page: counted(200),
	returns: returns.records('results'),
	repeat: 'safe',
	source: 'ACC Account Administration, line 2817',
});

const getOne = operation({
	action: 'Get project user',
	description: 'Retrieve one member of a project',
	call: get('/construction/admin/v1/projects/{projectId}/users/{userId}'),
	needs: needs('admin', 'account:read'),
	input: {
		projectId: anyProject(bare),
		// The path takes the Autodesk ID as well as the id of the account administration (line 1990).
		userId: ref('acc.projectUser', { required: true, label: 'User' }),
		fields: returnFields(['name', 'email', 'firstName', 'lastName', 'autodeskId', 'addressLine1', 'addressLine2', 'city', 'stateOrProvince', 'postalCode', 'country', 'imageUrl', 'lastSignIn', 'phone', 'jobTitle', 'industry', 'aboutMe', 'createdAt', 'updatedAt', 'accessLevels', 'companyId', 'roleIds', 'roles', 'status', 'addedOn', 'products']),
	},
	returns: returns.record(),
	repeat: 'safe',
	source: 'ACC Account Administration, line 3132',
});

export const projectUser: Resource = {
	id: 'acc.projectUser',
	label: 'Project User',
	plural: 'Project Users',
	area: 'admin',
	operations: { get: getOne, getMany },
	lookup: {
		list: getMany,
		within: ['projectId'],
		// Issues, photos, RFIs and forms know people by their Autodesk ID; it is missing until an invitation is accepted.
		value: 'autodeskId',
		// People are mostly known by their e-mail address: what has an @ or a space is no id.
		idPattern: /^[^@\s]+$/,
		label: (record) => textAt(record, 'name') ?? textAt(record, 'email') ?? '',
		detail: (record) => [textAt(record, 'email'), textAt(record, 'companyName')].filter((part) => part !== undefined && part !== '').join(' · '),
		names: (record) => [textAt(record, 'email'), textAt(record, 'name'), textAt(record, 'autodeskId')],
		standing: (record) => (textAt(record, 'status') === 'deleted' ? 'deleted' : textAt(record, 'status') === 'active' ? 'active' : 'inactive'),
	},
};
