import { get, operation, post, ref, returns, textAt, unpaged, type JsonObject, type Resource } from '../vocabulary';
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

export const user: Resource = {
	id: 'field.user',
	label: 'User',
	plural: 'Users',
	area: 'project',
	operations: { getMany, get: getOne, getManyWithRoles },
	lookup: {
		list: getMany,
		within: ['projectId'],
		value: 'id',
		label: (record) => fullName(record) ?? textAt(record, 'email') ?? '',
		detail: (record) => textAt(record, 'email'),
		names: (record) => [textAt(record, 'email'), fullName(record)],
		idPattern: guid,
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
