import { get, operation, ref, returns, textAt, unpaged, type Resource } from '../vocabulary';
import { permitted } from './needs';
import { account, inAccount } from './references';

const roleRef = ref('cintoo.role', { required: true, label: 'Role' });
const read = permitted('account:roles:read');

const getMany = operation({
	action: 'Get many roles',
	description: 'Retrieve the roles that members of projects can have',
	call: get(`${account}/roles`),
	needs: read,
	input: inAccount,
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	status: 'beta',
	source: 'Cintoo API 2, line 593',
});

const getOne = operation({
	action: 'Get role',
	description: 'Retrieve one role with its permissions',
	call: get(`${account}/roles/{roleRef}`),
	needs: read,
	input: { ...inAccount, roleRef },
	returns: returns.record(),
	repeat: 'safe',
	status: 'beta',
	source: 'Cintoo API 2, line 635',
});

export const role: Resource = {
	id: 'cintoo.role',
	label: 'Role',
	plural: 'Roles',
	area: 'account',
	operations: { get: getOne, getMany },
	lookup: {
		list: getMany,
		within: ['accountRef'],
		value: 'id',
		label: (record) => textAt(record, 'name') ?? '?',
		detail: (record) => textAt(record, 'description') || undefined,
		names: (record) => [textAt(record, 'name')],
	},
};
