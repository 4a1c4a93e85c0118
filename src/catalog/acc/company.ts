import { choices, get, offset, operation, range, returns, text, textAt, type Resource } from '../vocabulary';
import { returnFields, sortByWord, textMatch } from './choices';
import { needs } from './families';
import { account, bare } from './ids';

const getMany = operation({
	action: 'Get many companies',
	description: 'Retrieve the companies of an account',
	call: get('/construction/admin/v1/accounts/{accountId}/companies'),
	needs: needs('admin', 'account:read'),
	input: {
		accountId: account(bare),
		name: text({ wire: 'filter[name]', maxLength: 255 }),
		trade: text({ wire: 'filter[trade]', maxLength: 255 }),
		erpId: text({ wire: 'filter[erpId]', maxLength: 255, label: 'ERP ID' }),
		taxId: text({ wire: 'filter[taxId]', maxLength: 255, label: 'Tax ID' }),
		textMatch,
		updated: range('dateTime', { wire: 'filter[updatedAt]' }),
		orFilters: choices(['erpId', 'name', 'taxId', 'trade', 'updatedAt'], { label: 'Combine With Or', description: 'Filters of which any one suffices; all others must hold' }),
		sort: sortByWord(['name', 'trade', 'erpId', 'taxId', 'status', 'createdAt', 'updatedAt', 'projectSize', 'userSize']),
		fields: returnFields(['accountId', 'name', 'trade', 'addresses', 'websiteUrl', 'description', 'erpId', 'taxId', 'imageUrl', 'status', 'createdAt', 'updatedAt', 'projectSize', 'userSize', 'originalName']),
	},
	page: offset({ items: 'results', size: 200, total: 'pagination.totalResults' }),
	returns: returns.records('results'),
	repeat: 'safe',
	source: 'ACC Account Administration, line 712',
});

export const company: Resource = {
	id: 'acc.company',
	label: 'Company',
	plural: 'Companies',
	area: 'admin',
	operations: { getMany },
	lookup: {
		list: getMany,
		within: ['accountId'],
		search: 'name',
		value: 'id',
		label: (record) => textAt(record, 'name') ?? '',
		detail: (record) => textAt(record, 'trade'),
		names: (record) => [textAt(record, 'name')],
		standing: (record) => (textAt(record, 'status') === 'inactive' ? 'inactive' : 'active'),
	},
};
