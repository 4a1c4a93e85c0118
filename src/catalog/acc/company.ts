import { choices, get, operation, range, ref, returns, text, textAt, unpaged, type Resource } from '../vocabulary';
import { counted, returnFields, sortByWord, textMatch } from './choices';
import { directory, matching, shaping, shortPage } from './directory';
import { needs } from './families';
import { account, anyProject, bare } from './ids';

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
	page: counted(200),
	returns: returns.records('results'),
	repeat: 'safe',
	source: 'ACC Account Administration, line 712',
});

const getOne = operation({
	action: 'Get company',
	description: 'Retrieve one company (takes the application’s own sign-in)',
	call: get('/hq/v1/accounts/{account_id}/companies/{company_id}'),
	needs: needs('directory', 'account:read'),
	input: { ...directory, companyId: ref('acc.company', { required: true, label: 'Company', wire: 'company_id' }) },
	returns: returns.record(),
	repeat: 'safe',
	source: 'ACC Account Administration, line 913',
});

const search = operation({
	action: 'Search companies',
	description: 'Search the companies of an account (takes the application’s own sign-in)',
	call: get('/hq/v1/accounts/{account_id}/companies/search'),
	needs: needs('directory', 'account:read'),
	input: { ...directory, name: text({ maxLength: 255 }), trade: text({ maxLength: 255 }), ...matching, ...shaping },
	rules: [{ oneOf: ['name', 'trade'] }],
	page: shortPage,
	returns: returns.records(),
	repeat: 'safe',
	source: 'ACC Account Administration, line 1069',
});

const getInProject = operation({
	action: 'Get many project companies',
	description: 'Retrieve the companies of a project; member_group_id is what issues and RFIs take as assignee (takes the application’s own sign-in)',
	call: get('/hq/v1/accounts/{account_id}/projects/{project_id}/companies'),
	needs: needs('directory', 'account:read'),
	input: { ...directory, projectId: anyProject(bare, { wire: 'project_id' }), ...shaping },
	page: shortPage,
	returns: returns.records(),
	repeat: 'safe',
	source: 'ACC Account Administration, line 1261',
});

const getUnits = operation({
	action: 'Get many business units',
	description: 'Retrieve the business units of an account; parent_id says what lies below what (takes the application’s own sign-in)',
	call: get('/hq/v1/accounts/{account_id}/business_units_structure'),
	needs: needs('directory', 'account:read'),
	input: directory,
	page: unpaged('business_units'),
	returns: returns.records('business_units'),
	repeat: 'safe',
	source: 'ACC Account Administration, line 3431',
});

export const businessUnit: Resource = {
	id: 'acc.businessUnit',
	label: 'Business Unit',
	plural: 'Business Units',
	area: 'admin',
	operations: { getMany: getUnits },
};

export const projectCompany: Resource = {
	id: 'acc.projectCompany',
	label: 'Project Company',
	plural: 'Project Companies',
	area: 'admin',
	operations: { getMany: getInProject },
};

export const company: Resource = {
	id: 'acc.company',
	label: 'Company',
	plural: 'Companies',
	area: 'admin',
	operations: { get: getOne, getMany, search },
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
