import { boolean, choice, del, get, isObject, operation, post, put, ref, returns, text, textAt, unpaged, type JsonObject, type Resource } from '../vocabulary';
import { hiddenFailure } from './failures';
import { signedIn } from './needs';
import { guid, inProject } from './references';

const users = '/api/v1/projects/{project_id}/users';

const getMany = operation({
	action: 'Get many users',
	description: 'Retrieve the users of a project',
	call: get(users),
	needs: signedIn,
	input: inProject,
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	source: 'BIM 360 Field API, line 1853',
});

const getOne = operation({
	action: 'Get user',
	description: 'Retrieve one user of a project',
	call: get(`${users}/{id}`),
	needs: signedIn,
	input: { ...inProject, userId: ref('field.user', { required: true, wire: 'id', label: 'User' }) },
	returns: returns.record(),
	repeat: 'safe',
	source: 'BIM 360 Field API, line 1865',
});

const getManyWithRoles = operation({
	action: 'Get many users with roles',
	description: 'Retrieve the users of a project with company, telephone and roles',
	call: post('/fieldapi/admin/v1/users', { body: 'form' }),
	needs: signedIn,
	input: inProject,
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	source: 'BIM 360 Field API, line 1075',
});

/** The roles of a project and what the service calls them (lines 1886 to 1891). */
const roles = {
	'00000000-0005-0000-0001-000000000003': 'Contractor',
	'00000000-0006-0000-0001-000000000003': 'Architect',
	'00000000-0007-0000-0001-000000000003': 'Engineer',
	'00000000-0008-0000-0001-000000000003': 'Owner',
	'00000000-0009-0000-0001-000000000003': 'Subcontractor',
	'00000000-000b-0000-0001-000000000003': 'Inspector',
} as const;

const create = operation({
	action: 'Add user to project',
	label: 'Create',
	description: 'Add a person to a project; an account is made for whoever has none; the company must be in the project already',
	call: post(users, { body: 'form' }),
	needs: signedIn,
	input: {
		...inProject,
		email: text({ required: true, in: 'row', placeholder: 'e.g. name@example.com' }),
		name: text({ required: true, in: 'row' }),
		role: choice(roles, { required: true, in: 'row', wire: 'role_id', default: '00000000-0005-0000-0001-000000000003' }),
		companyId: ref('field.company', { required: true, in: 'row', wire: 'company.id' }),
		projectAdmin: boolean({ default: false, in: 'row', wire: 'project_admin', description: 'Whether to make the person a project administrator' }),
		documentManager: boolean({ default: false, in: 'row', wire: 'document_manager', description: 'Whether the person manages the document library' }),
		photoViewer: boolean({ default: false, in: 'row', wire: 'photo_viewer', description: 'Whether the person sees the photos' }),
	},
	batch: {
		list: 'users',
		max: 50,
		match: 'email',
		results: '',
		refused: hiddenFailure,
		// The mark by which the answers find their items.
		row: (members) => ({ ...members, email: (textAt(members, 'email') ?? '').trim().toLowerCase() }),
	},
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'created', id: 'id', number: 'email' },
	ok: hiddenFailure,
	// "A hash" by the Return line, in the notation of lists (line 1899).
	reshape: (reply) => (isObject(reply) ? [reply] : reply),
	source: 'BIM 360 Field API, line 1878',
});

const userId = ref('field.user', { required: true, wire: 'id', label: 'User' });

const changes = {
	companyId: ref('field.company', { wire: 'user.company_id' }),
	projectAdmin: boolean({ wire: 'user.project_admin', description: 'Whether the person is a project administrator' }),
	documentManager: boolean({ wire: 'user.document_manager', description: 'Whether the person manages the document library' }),
	photoViewer: boolean({ wire: 'user.photo_viewer', description: 'Whether the person sees the photos' }),
};

const update = operation({
	action: 'Update user',
	description: 'Change company and rights of a user of a project',
	call: put(`${users}/{id}`, { body: 'form' }),
	needs: signedIn,
	input: { ...inProject, userId, ...changes },
	rules: [{ oneOf: Object.keys(changes) }],
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', id: 'id' },
	ok: hiddenFailure,
	source: 'BIM 360 Field API, line 1906',
});

const remove = operation({
	action: 'Remove user from project',
	label: 'Remove',
	description: 'Take a user off a project',
	call: del(`${users}/{id}`),
	needs: signedIn,
	input: { ...inProject, userId },
	returns: returns.nothing,
	repeat: 'safe',
	receipt: { done: 'removed' },
	ok: hiddenFailure,
	destructive: true,
	source: 'BIM 360 Field API, line 1926',
});

export const user: Resource = {
	id: 'field.user',
	label: 'User',
	plural: 'Users',
	area: 'project',
	operations: { getMany, get: getOne, getManyWithRoles, create, update, delete: remove },
	lookup: {
		list: getMany,
		within: ['projectId'],
		value: 'id',
		label: (record) => fullName(record) ?? textAt(record, 'email') ?? '',
		detail: (record) => textAt(record, 'email'),
		names: (record) => [textAt(record, 'email'), fullName(record)],
		idPattern: guid,
	},
	changes: {
		list: getMany,
		within: ['projectId'],
		id: 'id',
		deleted: 'absent',
		watch: {
			companyChanged: { label: 'Company Changed', description: 'A user of the project changed the company', read: (record) => textAt(record, 'company.id') ?? textAt(record, 'company_id') ?? null },
			rightsChanged: { label: 'Rights Changed', description: 'The role or the rights of a user changed', read: (record) => [record.role_id ?? null, record.project_admin ?? null, record.document_manager ?? null] },
		},
		filters: {},
		filterPaths: {},
	},
};

const getManyContacts = operation({
	action: 'Get many contacts',
	description: 'Retrieve the contacts of a project with company, telephone and roles',
	call: post('/api/contacts', { body: 'form' }),
	needs: signedIn,
	input: inProject,
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	source: 'BIM 360 Field API, line 105',
});

export const contact: Resource = {
	id: 'field.contact',
	label: 'Contact',
	plural: 'Contacts',
	area: 'project',
	operations: { getMany: getManyContacts },
	lookup: {
		list: getManyContacts,
		within: ['projectId'],
		value: 'id',
		label: (record) => fullName(record) ?? textAt(record, 'email') ?? '',
		detail: (record) => textAt(record, 'email'),
		names: (record) => [textAt(record, 'email'), fullName(record)],
		idPattern: guid,
	},
};

function fullName(record: JsonObject): string | undefined {
	const parts = [textAt(record, 'first_name'), textAt(record, 'last_name')].filter((part) => part !== undefined && part !== '');
	return parts.length > 0 ? parts.join(' ') : textAt(record, 'name');
}
