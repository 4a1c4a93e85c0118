import { choice, del, get, isObject, listAt, operation, post, ref, refs, returns, text, textAt, unpaged, written, type Resource } from '../vocabulary';
import { permitted } from './needs';
import { peopleBeside, withPeople } from './people';
import { account, asUrn, idPattern, inAccount } from './references';
import { bareId } from './selection';
import { byUrn, idIn, named, upsert, whatMatches, type Kind, type Match } from './upsert';

const groups = `${account}/groups`;
const groupRef = ref('cintoo.group', { required: true, label: 'Group' });
/** URNs only (API 2, line 1085). */
const users = refs('cintoo.user', { required: true, label: 'Users', ...asUrn('user') });
const read = permitted('account:groups:read');
const write = permitted('account:groups:write');

const getMany = operation({
	action: 'Get many groups',
	description: 'Retrieve the user groups of an account',
	call: get(groups),
	needs: read,
	input: { ...inAccount, ...withPeople },
	page: unpaged(),
	beside: peopleBeside,
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
	input: { ...inAccount, groupRef, ...withPeople },
	beside: peopleBeside,
	returns: returns.record(),
	repeat: 'safe',
	status: 'beta',
	source: 'Cintoo API 2, line 787',
});

const beginning = {
	name: text({ required: true, minLength: 1, maxLength: 36 }),
	description: text(),
	color: text({ placeholder: 'e.g. #0698ec', description: 'As # and six hexadecimal digits in lower case', minLength: 7, maxLength: 7 }),
};

const create = operation({
	action: 'Create group',
	description: 'Create a user group; its name must be new in the account',
	call: post(groups),
	needs: write,
	input: { ...inAccount, ...beginning },
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

const upsertGroup = operation({
	action: 'Create or update group',
	description: 'Find a user group by its name, whatever its case, or its URN; create it if there is none, and put users into it. Cintoo cannot change the rest: the receipt names what differs',
	label: 'Create or Update',
	needs: write,
	input: {
		...inAccount,
		matchOn: choice({ name: 'Name', urn: 'URN' }, { required: true, default: 'name', description: whatMatches }),
		groupRef: ref('cintoo.group', { required: true, label: 'Group', when: { matchOn: ['urn'] } }),
		...beginning,
		users: refs('cintoo.user', { label: 'Users', description: 'Put into the group where they are not in it; nobody is taken out' }),
	},
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', id: 'id' },
	status: 'reference',
	source: 'Cintoo API 2, line 769; OpenAPI 2.0.0, createGroup and addUsersToGroup',
	steps: {
		calls: [getMany, create, addUsers],
		async run(context, { matchOn, groupRef: wanted, users: members, ...values }) {
			const name = values.name.trim().toLowerCase();
			// The service holds names together that differ in case only.
			const match: Match = matchOn === 'urn' ? byUrn(idIn(wanted)) : { words: `name is "${name}"`, fits: (record) => textAt(record, 'name')?.trim().toLowerCase() === name };
			const kind: Kind = {
				plural: 'groups',
				within: ['accountRef'],
				list: getMany,
				create,
				named,
				async complete(called, record) {
					const present = new Set((listAt(record, 'userIds') ?? []).map((one) => bareId(written(one))));
					const lacking = (members ?? []).map(idIn).filter((one) => !present.has(bareId(one)));
					if (lacking.length === 0) return undefined;
					const grown = await called.call(addUsers, { accountRef: values.accountRef, groupRef: textAt(record, 'id') ?? '', users: lacking });
					return isObject(grown) ? grown : record;
				},
			};
			return await upsert(context, kind, match, values);
		},
	},
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
	operations: { get: getOne, getMany, create, upsert: upsertGroup, delete: remove, addUsers, removeUsers },
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
