import { get, offset, operation, returns, text, texts, textAt, unpaged, type Resource } from '../vocabulary';
import { needs } from './families';
import { account, prefixed } from './ids';

const source = 'Autodesk Platform Services, Data Management v1';

export const getMany = operation({
	action: 'Get many accounts',
	description: 'Retrieve the accounts (hubs) that you can see',
	call: get('/project/v1/hubs'),
	needs: needs('dataManagement', 'data:read'),
	input: {
		ids: texts({ wire: 'filter[id]', label: 'IDs' }),
		name: text({ wire: 'filter[name]' }),
		types: texts({ wire: 'filter[extension.type]', label: 'Types', placeholder: 'e.g. hubs:autodesk.bim360:Account' }),
	},
	page: unpaged('data'),
	returns: returns.records('data'),
	repeat: 'safe',
	status: 'reference',
	source,
});

const getOne = operation({
	action: 'Get account',
	description: 'Retrieve one account (hub)',
	call: get('/project/v1/hubs/{hub_id}'),
	needs: needs('dataManagement', 'data:read'),
	input: { accountId: account(prefixed, { wire: 'hub_id' }) },
	returns: returns.record('data'),
	repeat: 'safe',
	status: 'reference',
	source,
});

const getProjects = operation({
	action: 'Get projects of account',
	description: 'Retrieve the projects of an account as Data Management knows them, with their root folders',
	call: get('/project/v1/hubs/{hub_id}/projects'),
	needs: needs('dataManagement', 'data:read'),
	input: { accountId: getOne.input.accountId, ids: texts({ wire: 'filter[id]', label: 'IDs' }) },
	page: offset({ items: 'data', limit: 'page[limit]', offset: 'page[number]', counts: 'page', size: 200 }),
	returns: returns.records('data'),
	repeat: 'safe',
	status: 'reference',
	source,
});

/** Only accounts of ACC and BIM 360; the list holds Fusion's teams and personal hubs as well. */
export const accountsOnly = { types: ['hubs:autodesk.bim360:Account'] };

export const hub: Resource = {
	id: 'acc.hub',
	label: 'Account',
	plural: 'Accounts',
	area: 'admin',
	description: 'Accounts, which Data Management calls hubs',
	operations: { get: getOne, getMany, getProjects },
	lookup: {
		list: getMany,
		with: accountsOnly,
		within: [],
		value: 'id',
		label: (record) => textAt(record, 'attributes.name') ?? textAt(record, 'id') ?? '',
		detail: (record) => textAt(record, 'attributes.region'),
		names: (record) => [textAt(record, 'attributes.name')],
	},
};
