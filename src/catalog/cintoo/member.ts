import { dateTime, del, get, operation, post, ref, refs, returns, rows, text, unpaged, type Resource } from '../vocabulary';
import { permitted } from './needs';
import { inProject, project } from './references';
import { user } from './user';

const members = `${project}/members`;
const manage = permitted('workzone:members:write');
const membership = { role: ref('cintoo.role', { required: true }), expirationDate: dateTime({ label: 'Until', clear: null, description: 'For good if left empty' }) };

const getMany = operation({
	action: 'Get many project members',
	description: 'Retrieve the users who are members of a project; the service does not tell their roles',
	call: get(members),
	needs: permitted('project:members:list'),
	input: inProject,
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	status: 'inferred',
	source: 'Cintoo API 2, list of changes, line 62; OpenAPI 2.0.0, getProjectMembers',
});

const add = operation({
	action: 'Add project members',
	description: 'Give users and groups a role in a project; who is unknown is invited to the account',
	call: post(members),
	needs: manage,
	input: {
		...inProject,
		users: rows({ user: text({ required: true, label: 'E-Mail', placeholder: 'e.g. name@example.com' }), ...membership }, { wire: 'members.users' }),
		groups: rows({ group: ref('cintoo.group', { required: true }), ...membership }, { wire: 'members.groups' }),
		workzones: refs('cintoo.workzone', { label: 'Work Zones', description: 'The whole project if left empty' }),
	},
	rules: [{ oneOf: ['users', 'groups'] }],
	returns: returns.nothing,
	// Who has the role already keeps it (OpenAPI 2.0.0, addProjectMembers).
	repeat: 'safe',
	receipt: { done: 'updated' },
	status: 'reference',
	source: 'Cintoo OpenAPI 2.0.0, addProjectMembers',
});

const removeMany = operation({
	action: 'Remove project members',
	description: 'Take users and groups out of a project; those who are not in it are passed over',
	call: post(`${members}/bulk-remove`),
	needs: manage,
	input: { ...inProject, users: refs('cintoo.user'), groups: refs('cintoo.group') },
	rules: [{ oneOf: ['users', 'groups'] }],
	returns: returns.nothing,
	repeat: 'safe',
	receipt: { done: 'removed' },
	destructive: true,
	status: 'beta',
	source: 'Cintoo API 2, line 1100',
});

const removeUser = operation({
	action: 'Remove user from project',
	description: 'Take one user out of a project; everyone may remove themselves',
	call: del(`${members}/users/{userRef}`),
	needs: manage,
	input: { ...inProject, userRef: ref('cintoo.user', { required: true }) },
	returns: returns.nothing,
	repeat: 'safe',
	receipt: { done: 'removed', gone: 'user-not-found' },
	destructive: true,
	status: 'beta',
	source: 'Cintoo API 2, line 1113',
});

const removeGroup = operation({
	action: 'Remove group from project',
	description: 'Take one group out of a project',
	call: del(`${members}/groups/{groupRef}`),
	needs: manage,
	input: { ...inProject, groupRef: ref('cintoo.group', { required: true }) },
	returns: returns.nothing,
	repeat: 'safe',
	receipt: { done: 'removed', gone: 'group-not-found' },
	destructive: true,
	status: 'beta',
	source: 'Cintoo API 2, line 1125',
});

export const member: Resource = {
	id: 'cintoo.member',
	label: 'Project Member',
	plural: 'Project Members',
	area: 'project',
	operations: { getMany, add, removeMany, removeUser, removeGroup },
	...(user.lookup ? { lookup: { ...user.lookup, list: getMany, within: ['accountRef', 'projectRef'] } } : {}),
};
