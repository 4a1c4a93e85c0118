import { choice, choices, collected, file, findOrCreate, get, objectOf, operation, patch, post, put, range, receipted, ref, returns, rows, same, text, textAt, unpaged, written, type JsonObject, type Resource } from '../vocabulary';
import { counted, returnFields, sortByWord, textMatch } from './choices';
import { needs } from './families';
import { addition, additions, address, change, directory, hqReceipt, matching, shaping, shortPage } from './hq';
import { account, anyProject, bare } from './ids';
import { getOne as getProject } from './project';
import { asRow } from './row';
import { trades } from './trades';

const companies = '/hq/v1/accounts/{account_id}/companies';
const companyId = ref('acc.company', { required: true, label: 'Company', wire: 'company_id' });

export const getMany = operation({
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
	description: 'Retrieve one company of an account',
	call: get(`${companies}/{company_id}`),
	needs: needs('directory', 'account:read'),
	input: { ...directory, companyId },
	returns: returns.record(),
	repeat: 'safe',
	source: 'ACC Account Administration, line 913',
});

const search = operation({
	action: 'Search companies',
	description: 'Search the companies of an account',
	call: get(`${companies}/search`),
	needs: needs('directory', 'account:read'),
	input: { ...directory, name: text({ maxLength: 255 }), trade: text({ maxLength: 255 }), ...matching, ...shaping },
	rules: [{ oneOf: ['name', 'trade'] }],
	page: shortPage,
	returns: returns.records(),
	repeat: 'safe',
	source: 'ACC Account Administration, line 1069',
});

const name = { maxLength: 255 } as const;
const details = {
	...address,
	websiteUrl: text({ wire: 'website_url', label: 'Website', maxLength: 255 }),
	description: text({ maxLength: 255 }),
	erpId: text({ wire: 'erp_id', maxLength: 255, label: 'ERP ID' }),
	taxId: text({ wire: 'tax_id', maxLength: 255, label: 'Tax ID' }),
};
const newCompany = { name: text({ ...name, required: true }), trade: choice<string, true>(trades, { required: true }), ...details };

const create = operation({
	...addition,
	action: 'Create company',
	description: 'Add a company to an account; its name must be new there',
	call: post(companies),
	input: { ...directory, ...newCompany },
});

const importMany = operation({
	...additions('name'),
	action: 'Import companies',
	description: 'Add many companies to an account, 50 in one call, each with its own result',
	call: post(`${companies}/import`, { body: 'bare' }),
	input: { ...directory, ...asRow(newCompany) },
});

const update = operation({
	...change,
	action: 'Update company',
	description: 'Change some fields of a company; everything else stays',
	call: patch(`${companies}/{company_id}`),
	input: { ...directory, companyId, name: text(name), trade: text({ placeholder: 'e.g. Masonry', description: 'In the words of the service' }), ...details },
});

const upsert = operation({
	...change,
	action: 'Create or update company',
	description: 'Find a company by its name; create it if there is none, else change only what differs',
	label: 'Create or Update',
	input: { ...directory, ...newCompany },
	steps: {
		calls: [search, getOne, create, update],
		async run(context, { accountId, ...given }) {
			const wanted = { ...given, name: given.name.trim() };
			const called = (record: JsonObject): boolean => textAt(record, 'name')?.trim().toLowerCase() === wanted.name.toLowerCase();
			const found = await findOrCreate(context, {
				plural: 'companies',
				place: written(accountId),
				words: `name is "${wanted.name}"`,
				find: async () => (await collected(context.list(search, { accountId, name: wanted.name }))).filter(called),
				again: async (before) => objectOf(await context.call(getOne, { accountId, companyId: textAt(before, 'id') ?? '' })),
				named: (record) => textAt(record, 'id') ?? '?',
				async change(present) {
					// The name it is found by stays as it is written there.
					const { name: _name, ...rest } = wanted;
					const where = { accountId, companyId: textAt(present, 'id') ?? '' };
					const changed = Object.entries(context.bodyOf(update, { ...where, ...rest })).some(([member, value]) => !same(value, present[member]));
					return changed ? objectOf(await context.call(update, { ...where, ...rest })) : undefined;
				},
				create: async () => objectOf(await context.call(create, { accountId, ...wanted })),
			});
			return receipted(found, hqReceipt);
		},
	},
});

const setImage = operation({
	...change,
	action: 'Set company image',
	description: 'Give a company a picture: PNG, JPEG, BMP or GIF',
	call: patch(`${companies}/{company_id}/image`, { body: 'multipart' }),
	input: { ...directory, companyId, image: file({ required: true, wire: 'chunk' }) },
});

export const getInProject = operation({
	action: 'Get many project companies',
	description: 'Retrieve the companies of a project; member_group_id is what issues and RFIs take as assignee',
	call: get('/hq/v1/accounts/{account_id}/projects/{project_id}/companies'),
	needs: needs('directory', 'account:read'),
	input: { ...directory, projectId: anyProject(bare, { wire: 'project_id' }), ...shaping },
	page: shortPage,
	returns: returns.records(),
	repeat: 'safe',
	source: 'ACC Account Administration, line 1261',
});

const units = '/hq/v1/accounts/{account_id}/business_units_structure';

const getUnits = operation({
	action: 'Get many business units',
	description: 'Retrieve the business units of an account; parent_id says what lies below what',
	call: get(units),
	needs: needs('directory', 'account:read'),
	input: directory,
	page: unpaged('business_units'),
	returns: returns.records('business_units'),
	repeat: 'safe',
	source: 'ACC Account Administration, line 3431',
});

const replaceUnits = operation({
	...change,
	action: 'Replace business units',
	description: 'Replace the whole structure of business units by the one given; units that are not named in it are gone',
	call: put(units),
	input: {
		...directory,
		units: rows(
			{
				id: text({ label: 'ID', description: 'UUID of a unit that exists, or a new one of your own by which others name their parent' }),
				name: text({ required: true }),
				parentId: text({ wire: 'parent_id', label: 'Parent ID' }),
				description: text(),
			},
			{ required: true, wire: 'business_units', label: 'Business Units' },
		),
	},
	returns: returns.records('business_units'),
	// Units without an id would be made anew.
	repeat: 'never',
	receipt: { done: 'updated' },
	destructive: true,
});

export const businessUnit: Resource = {
	id: 'acc.businessUnit',
	label: 'Business Unit',
	plural: 'Business Units',
	area: 'admin',
	operations: { getMany: getUnits, replace: replaceUnits },
};

export const projectCompany: Resource = {
	id: 'acc.projectCompany',
	label: 'Project Company',
	plural: 'Project Companies',
	area: 'admin',
	operations: { getMany: getInProject },
};

const findForProject = operation({
	action: 'Find companies for project',
	description: 'Find the companies of the account a project belongs to',
	needs: needs('admin', 'account:read'),
	input: { projectId: anyProject(bare), name: text() },
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	hidden: true,
	source: 'ACC Account Administration, lines 344 and 712',
	steps: {
		calls: [getProject, getMany],
		async run(context, { projectId, name: wanted }) {
			const accountId = textAt(await context.call(getProject, { projectId }), 'accountId') ?? '';
			return (await collected(context.list(getMany, { accountId, name: wanted }))).map((json) => ({ json }));
		},
	},
});

/** The companies that somebody can stand for in a project, where only the project is known. */
export const companyForProject: Resource = {
	id: 'acc.companyForProject',
	label: 'Company',
	plural: 'Companies',
	area: 'admin',
	operations: { find: findForProject },
	lookup: {
		list: findForProject,
		within: ['projectId'],
		search: 'name',
		value: 'id',
		label: (record) => textAt(record, 'name') ?? '',
		detail: (record) => textAt(record, 'trade'),
		names: (record) => [textAt(record, 'name')],
	},
};

export const company: Resource = {
	id: 'acc.company',
	label: 'Company',
	plural: 'Companies',
	area: 'admin',
	operations: { get: getOne, getMany, search, create, import: importMany, update, upsert, setImage },
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
	changes: {
		list: getMany,
		within: ['accountId'],
		since: 'updated',
		id: 'id',
		created: 'createdAt',
		updated: 'updatedAt',
		watch: {},
		filters: { trade: choices(trades, { label: 'Trades' }) },
		filterPaths: { trade: 'trade' },
	},
};
