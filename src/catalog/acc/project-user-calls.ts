import { boolean, choice, choices, del, get, operation, patch, post, ref, refs, returns, rows, text, textAt, texts } from '../vocabulary';
import { counted, memberProducts, products, returnFields, sortByWord, textMatch } from './choices';
import { needs } from './families';
import { accProject, anyProject, bare } from './ids';
import { asRow } from './row';

export const users = '/construction/admin/v1/projects/{projectId}/users';

export const getMany = operation({
	action: 'Get many project users',
	description: 'Retrieve the members of a project; for an exact e-mail address set Text Match to Equals',
	call: get(users),
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

export const getOne = operation({
	action: 'Get project user',
	description: 'Retrieve one member of a project',
	call: get(`${users}/{userId}`),
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

export const write = needs('adminWrites', 'account:write');
export const reference = 'APS Account Admin v1 and v2, reference pages and OpenAPI description';
/** Members of projects of BIM 360 can be read, not written. */
const projectId = accProject();
const email = text({ required: true, maxLength: 255, label: 'E-Mail', placeholder: 'e.g. name@example.com' });
const levels = { administrator: 'Administrator', member: 'Member', none: 'None' } as const;
/** Whether a member can have this access: somebody is an administrator of the project or is none. */
export const canHave = (key: string | undefined, access: string | undefined): boolean => Object.keys(memberProducts).some((one) => one === key) && !(key === 'projectAdministration' && access === 'member');
const access = rows(
	{ key: choice<string, true>(memberProducts, { required: true, label: 'Product' }), access: choice<string, true>(levels, { required: true }) },
	{
		label: 'Products',
		description: 'What the person may do in which product; project administrators are administrators of every product, member managers leave this empty',
		refuses: (row) => (canHave(textAt(row, 'key'), textAt(row, 'access')) ? undefined : { words: 'Project Administration has no members.', remedy: 'Choose Administrator, and for every other product too; or None, with the other products as Member.' }),
	},
);
const standing = { companyId: ref('acc.companyForProject', { label: 'Company' }), roleIds: refs('acc.role', { label: 'Roles', clear: [] }) };
export const newMember = { email, products: access, ...standing };
export const mail = { withoutMail: boolean({ wire: 'suppressAdministrativeEmails', label: 'Without Invitations', description: 'Whether to send no invitation e-mails' }) };
const userId = ref('acc.projectMember', { required: true, label: 'User' });
export const memberReceipt = { id: 'id' } as const;

export const addUser = operation({
	action: 'Add project user',
	description: 'Add a person to a project by e-mail address, with products, roles and company; who is new to the account is invited',
	label: 'Add',
	call: post(users),
	needs: write,
	input: { projectId, ...newMember, ...mail },
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'created', ...memberReceipt },
	status: 'reference',
	source: reference,
});

export const importUsers = operation({
	action: 'Import project users',
	description: 'Add many people to a project, 200 in one call; the service takes them in one after the other and gives no result for each',
	label: 'Import',
	call: post('/construction/admin/v2/projects/{projectId}/users:import'),
	needs: write,
	input: {
		projectId,
		...asRow({ ...newMember, firstName: text({ maxLength: 255 }), lastName: text({ maxLength: 255 }) }),
		...mail,
	},
	// The number of the job that comes back cannot be asked about (reference page of users:import).
	batch: { list: 'users', max: 200, match: 'email', results: '', silent: true, row: (members) => members, refused: () => undefined },
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'started', id: 'jobId' },
	status: 'reference',
	source: reference,
});

export const updateUser = operation({
	action: 'Update project user',
	description: 'Change the products, roles or company of a member; what is not filled in stays',
	call: patch(`${users}/{userId}`),
	needs: write,
	input: { projectId, userId, ...standing, products: access },
	rules: [{ oneOf: ['companyId', 'roleIds', 'products'] }],
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', ...memberReceipt },
	status: 'reference',
	source: reference,
});

export const removeUser = operation({
	action: 'Remove project user',
	description: 'Take a person out of a project; the account keeps them',
	call: del(`${users}/{userId}`),
	needs: write,
	input: { projectId, userId },
	returns: returns.nothing,
	repeat: 'safe',
	receipt: { done: 'removed' },
	destructive: true,
	status: 'reference',
	source: reference,
});
