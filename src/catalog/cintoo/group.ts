import { del, get, operation, post, ref, refs, returns, text, textAt, unpaged, type Resource } from '../vocabulary';
import { permitted } from './needs';
import { account, idPattern, inAccount } from './references';

const groups = `${account}/groups`;
const groupRef = ref('cintoo.group', { required: true, label: 'Group' });
const users = refs('cintoo.user', { required: true, label: 'Users' });
const read = permitted('account:groups:read');
const write = permitted('account:groups:write');

const getMany = operation({
	action: 'Get many groups',
	description: 'Retrieve the user groups of an account',
	call: get(groups),
	needs: read,
	input: inAccount,
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	status: 'beta',
	source: 'Cintoo API 2, line 769',
});

const getOne = operation({
	action: 'Get group',
	description: 'Retrieve one group with its users',
	call: get(`${groups}/{groupRef}`),
	needs: read,
	input: { ...inAccount, groupRef },
	returns: returns.record(),
	repeat: 'safe',
	status: 'beta',
	source: 'Cintoo API 2, line 787',
});

const create = operation({
	action: 'Create group',
	description: 'Create a user group; its name must be new in the account',
	call: post(groups),
	needs: write,
	input: {
		...inAccount,
		name: text({ required: true, minLength: 1, maxLength: 36 }),
		description: text(),
		color: text({ placeholder: 'e.g. #0698ec', description: 'As # and six hexadecimal digits in lower case', minLength: 7, maxLength: 7 }),
	},
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'created', id: 'id' },
	status: 'reference',
	source: 'Cintoo OpenAPI 2.0.0, createGroup',
});

const remove = operation({
	action: 'Delete group',
	description: 'Delete a user group; its users stay in the account',
	call: del(`${groups}/{groupRef}`),
	needs: write,
	input: { ...inAccount, groupRef },
	returns: returns.nothing,
	repeat: 'safe',
	receipt: { done: 'deleted', gone: 'group-not-found' },
	destructive: true,
	status: 'reference',
	source: 'Cintoo OpenAPI 2.0.0, deleteGroup',
});

const addUsers = operation({
	action: 'Add users to group',
	description: 'Put users of the account into a group',
	call: post(`${groups}/{groupRef}/members`, { body: 'bare' }),
	needs: write,
	input: { ...inAccount, groupRef, users },
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', id: 'id' },
	status: 'inferred',
	source: 'Cintoo API 2, list of changes, line 58; OpenAPI 2.0.0, addUsersToGroup',
});

const removeUsers = operation({
	action: 'Remove users from group',
	description: 'Take users out of a group',
	call: del(`${groups}/{groupRef}/members`, { body: 'bare' }),
	needs: write,
	input: { ...inAccount, groupRef, users },
	// A list of groups in the document's example, one group in OpenAPI 2.0.0.
	returns: returns.value(),
	repeat: 'never',
	receipt: { done: 'removed' },
	destructive: true,
	status: 'beta',
	source: 'Cintoo API 2, line 1082',
});

export const group: Resource = {
	id: 'cintoo.group',
	label: 'Group',
	plural: 'Groups',
	area: 'admin',
	operations: { get: getOne, getMany, create, delete: remove, addUsers, removeUsers },
	lookup: {
		list: getMany,
		within: ['accountRef'],
		value: 'id',
		idPattern,
		label: (record) => textAt(record, 'name') ?? '?',
		detail: (record) => textAt(record, 'description') || undefined,
		names: (record) => [textAt(record, 'name')],
	},
};
