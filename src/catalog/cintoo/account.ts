import { get, operation, returns, textAt, unpaged, type Needs, type Resource } from '../vocabulary';
import { permitted } from './needs';
import { account as path, accounts, idPattern, inAccount } from './references';

/** Any signed-in user. */
const signedIn: Needs = { token: 'user' };

export const getMany = operation({
	action: 'Get many accounts',
	description: 'Retrieve the accounts that you belong to',
	call: get(accounts),
	needs: signedIn,
	input: {},
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	source: 'Cintoo API 2, line 417',
});

const getOne = operation({
	action: 'Get account',
	description: 'Retrieve one account with its subscriptions and regions',
	call: get(path),
	needs: permitted('account:account:read'),
	input: inAccount,
	returns: returns.record(),
	repeat: 'safe',
	status: 'beta',
	source: 'Cintoo API 2, line 454',
});

const getRegions = operation({
	action: 'Get hosting regions',
	description: 'Retrieve the regions in which an account can host project data',
	call: get(path),
	needs: permitted('account:account:read'),
	input: inAccount,
	page: unpaged('regions'),
	returns: returns.records('regions'),
	repeat: 'safe',
	status: 'beta',
	source: 'Cintoo API 2, line 454',
});

const checkSession = operation({
	action: 'Check session',
	description: 'Find out whether the sign-in is still good',
	call: get('/api/isLogged'),
	needs: signedIn,
	input: {},
	returns: returns.record(),
	repeat: 'safe',
	hidden: true,
	source: 'Cintoo API 1, line 154; Cintoo API 2, line 136',
});

export const account: Resource = {
	id: 'cintoo.account',
	label: 'Account',
	plural: 'Accounts',
	area: 'admin',
	operations: { get: getOne, getMany, getRegions, checkSession },
	lookup: {
		list: getMany,
		within: [],
		value: 'id',
		idPattern,
		label: (record) => textAt(record, 'name') ?? '?',
		names: (record) => [textAt(record, 'name')],
	},
};

/** Looked up by project creation only: a region is part of its account. */
export const region: Resource = {
	id: 'cintoo.region',
	label: 'Region',
	plural: 'Regions',
	area: 'admin',
	operations: {},
	lookup: {
		list: getRegions,
		within: ['accountRef'],
		value: 'id',
		label: (record) => textAt(record, 'name') ?? textAt(record, 'description') ?? textAt(record, 'id') ?? '?',
		detail: (record) => [textAt(record, 'provider'), textAt(record, 'region'), textAt(record, 'countryCode')].filter(Boolean).join(', '),
		names: (record) => [textAt(record, 'name'), textAt(record, 'description'), textAt(record, 'region'), textAt(record, 'id')],
	},
};
