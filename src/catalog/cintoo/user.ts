import { choices, del, get, operation, post, put, ref, refs, returns, rows, text, textAt, unpaged, type JsonObject, type Resource } from '../vocabulary';
import { permitted } from './needs';
import { account, asUrn, idPattern, inAccount } from './references';

const userRef = ref('cintoo.user', { required: true, label: 'User' });
const read = permitted('account:users:read', 'workzone:members:write');
const grant = permitted('account:administrators:write', 'account:project-managers:write', 'account:project-listers:write');

/** Roles on an account; being its member takes none (API 2, lines 220-253 and 714). */
const accountRole = { administrator: 'Administrator', projectManager: 'Project Manager', projectLister: 'Project Lister' } as const;

export const getMany = operation({
	action: 'Get many users',
	description: 'Retrieve the users of an account; those who have not accepted their invitation are anonymous',
	call: get(`${account}/users`),
	needs: read,
	input: inAccount,
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	status: 'beta',
	source: 'Cintoo API 2, line 721',
});

const getOne = operation({
	action: 'Get user',
	description: 'Retrieve one user of an account',
	call: get(`${account}/users/{userRef}`),
	needs: read,
	input: { ...inAccount, userRef },
	returns: returns.record(),
	repeat: 'safe',
	status: 'beta',
	source: 'Cintoo API 2, line 734',
});

const invite = operation({
	action: 'Invite users',
	description: 'Invite people to an account by e-mail, or give roles to those who belong to it; all of them or none',
	call: post(`${account}/users/bulk-invite`, { body: 'bare' }),
	needs: permitted('account:administrators:write', 'account:project-managers:write', 'account:project-listers:write', 'workzone:members:write'),
	input: {
		...inAccount,
		users: rows({ email: text({ required: true, label: 'E-Mail', placeholder: 'e.g. name@example.com' }), roles: choices(accountRole, { label: 'Account Roles' }) }, { required: true, label: 'Users' }),
	},
	returns: returns.nothing,
	// "Idempotent": it brings about the state asked for (API 2, line 705).
	repeat: 'safe',
	receipt: { done: 'sent' },
	status: 'beta',
	source: 'Cintoo API 2, line 704',
});

const remove = operation({
	action: 'Remove users',
	description: 'Take users out of an account; its owner and the owners of its projects cannot be removed',
	call: del(`${account}/members`, { body: 'bare' }),
	needs: permitted('account:users:write', 'account:administrators:write', 'account:project-managers:write', 'account:project-listers:write'),
	// URNs only (API 2, line 498).
	input: { ...inAccount, users: refs('cintoo.user', { required: true, label: 'Users', ...asUrn('user') }) },
	returns: returns.nothing,
	// One unknown user fails the whole list: a 404 on the second try would not mean that all are gone.
	repeat: 'never',
	receipt: { done: 'removed' },
	destructive: true,
	status: 'beta',
	source: 'Cintoo API 2, line 494',
});

const updateRoles = operation({
	action: 'Update account roles of user',
	description: 'Replace the account roles of a user by those given; clear them to leave a plain member',
	call: put(`${account}/members/{userRef}/roles`, { body: 'bare' }),
	needs: grant,
	input: { ...inAccount, userRef, roles: choices(accountRole, { required: true, label: 'Account Roles', clear: [] }) },
	returns: returns.nothing,
	repeat: 'safe',
	receipt: { done: 'updated' },
	status: 'beta',
	source: 'Cintoo API 2, line 505',
});

/** The sign-in names a user as API 1 does (`user_id`, API 2, line 65), records by URN; the list of users has both (line 689). */
export const asUser = { list: getMany, within: ['accountRef'], named: 'api1Id', value: 'id' } as const;

/** First and last name; empty for the unconfirmed, whom the service hides (API 2, line 721). */
export function fullName(record: JsonObject): string {
	return [textAt(record, 'firstName'), textAt(record, 'lastName')].filter(Boolean).join(' ');
}

export const user: Resource = {
	id: 'cintoo.user',
	label: 'User',
	plural: 'Users',
	area: 'admin',
	operations: { get: getOne, getMany, invite, remove, updateRoles },
	lookup: {
		list: getMany,
		within: ['accountRef'],
		value: 'id',
		idPattern,
		label: (record) => fullName(record) || (textAt(record, 'email') ?? 'Not confirmed yet'),
		detail: (record) => [textAt(record, 'email'), textAt(record, 'company')].filter(Boolean).join(', '),
		names: (record) => [textAt(record, 'email'), fullName(record)],
		standing: (record) => (fullName(record) === '' ? 'inactive' : 'active'),
	},
};
