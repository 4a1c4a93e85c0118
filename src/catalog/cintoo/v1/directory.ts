import { operation, ref, textAt, type JsonObject, type Resource } from '../../vocabulary';
import { v1 } from './calls';
import { accountId, bare, byName, inAccount, labelled, many, one } from './references';

const getAccounts = operation({ ...many, ...v1.listAccounts, action: 'Get many accounts (API v1)', description: 'Retrieve the accounts that you belong to', input: {}, source: 'Cintoo API 1, line 198' });
const getAccount = operation({ ...one, ...v1.getAccount, action: 'Get account (API v1)', description: 'Retrieve one account with its owner and permissions', input: inAccount, source: 'Cintoo API 1, line 231' });

const getSubscriptions = operation({ ...many, ...v1.listSubscriptions, action: 'Get many subscriptions (API v1)', description: 'Retrieve the subscriptions of an account', input: inAccount, source: 'Cintoo API 1, line 1075' });

const getUsers = operation({ ...many, ...v1.listUsers, action: 'Get many users (API v1)', description: 'Retrieve the users of an account', input: inAccount, source: 'Cintoo API 1, line 1092' });
const getUser = operation({
	...one,
	...v1.getUser,
	action: 'Get user (API v1)',
	description: 'Retrieve one user of an account',
	input: { accountId, userId: ref('cintoo.v1User', { required: true, ...bare('user') }) },
	source: 'Cintoo API 1, line 1107',
});

const getGroups = operation({ ...many, ...v1.listGroups, action: 'Get many groups (API v1)', description: 'Retrieve the groups of an account', input: inAccount, source: 'Cintoo API 1, line 1007' });
const getGroup = operation({
	...one,
	...v1.getGroup,
	action: 'Get group (API v1)',
	description: 'Retrieve one group of an account, with the IDs of its users',
	input: { accountId, groupId: ref('cintoo.v1Group', { required: true, ...bare('group') }) },
	source: 'Cintoo API 1, line 1025',
});

const getRoles = operation({ ...many, ...v1.listRoles, action: 'Get many roles (API v1)', description: 'Retrieve the roles of an account, their permissions by the old names', input: inAccount, source: 'Cintoo API 1, line 1042' });
const getRole = operation({
	...one,
	...v1.getRole,
	action: 'Get role (API v1)',
	description: 'Retrieve one role of an account, its permissions by the old names',
	input: { accountId, roleId: ref('cintoo.v1Role', { required: true, ...bare('role') }) },
	source: 'Cintoo API 1, line 1059',
});

/** Both in small letters here (API 1, line 1097). */
function fullName(record: JsonObject): string {
	return [textAt(record, 'firstname'), textAt(record, 'lastname')].filter(Boolean).join(' ');
}

/** Accounts, and what belongs to an account rather than to a project. */
export const directory: readonly Resource[] = [
	{
		id: 'cintoo.v1Account',
		...labelled('Account', 'Accounts'),
		operations: { get: getAccount, getMany: getAccounts },
		lookup: byName(getAccounts, []),
	},
	{
		id: 'cintoo.v1Subscription',
		...labelled('Subscription', 'Subscriptions'),
		operations: { getMany: getSubscriptions },
		lookup: { ...byName(getSubscriptions, ['accountId']), standing: (record) => (record.isActive === false ? 'inactive' : 'active') },
	},
	{
		id: 'cintoo.v1User',
		...labelled('User', 'Users'),
		operations: { get: getUser, getMany: getUsers },
		lookup: {
			...byName(getUsers, ['accountId']),
			label: (record) => fullName(record) || (textAt(record, 'email') ?? '?'),
			detail: (record) => [textAt(record, 'email'), textAt(record, 'company')].filter(Boolean).join(', '),
			names: (record) => [textAt(record, 'email'), fullName(record)],
		},
	},
	{
		id: 'cintoo.v1Group',
		...labelled('Group', 'Groups'),
		operations: { get: getGroup, getMany: getGroups },
		lookup: byName(getGroups, ['accountId']),
	},
	{
		id: 'cintoo.v1Role',
		...labelled('Role', 'Roles'),
		operations: { get: getRole, getMany: getRoles },
		lookup: byName(getRoles, ['accountId']),
	},
];
