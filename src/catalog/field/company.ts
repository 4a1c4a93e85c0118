import { collected, findOrCreate, get, group, isObject, operation, post, put, receipted, ref, refs, returns, rows, same, text, textAt, texts, unpaged, type Json, type JsonObject, type Lookup, type Resource } from '../vocabulary';
import { hiddenFailure } from './failures';
import { signedIn } from './needs';
import { guid, inProject } from './references';

const getMany = operation({
	action: 'Get many companies',
	description: 'Retrieve the companies of a project, or of the whole account',
	call: get('/fieldapi/companies/v1'),
	needs: signedIn,
	input: { projectId: ref('field.project', { wire: 'project_id', label: 'Project', description: 'The whole account if left empty' }) },
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	ok: hiddenFailure,
	source: 'BIM 360 Field API, line 1688',
});

const getOne = operation({
	action: 'Get company',
	description: 'Retrieve one company with its address, category and custom fields',
	call: get('/fieldapi/companies/v1/{id}'),
	needs: signedIn,
	input: {
		projectId: ref('field.project', { in: 'here', label: 'Project', description: 'Project whose companies are offered; not needed with an ID' }),
		companyId: ref('field.company', { required: true, wire: 'id', label: 'Company' }),
	},
	returns: returns.record(),
	repeat: 'safe',
	ok: hiddenFailure,
	source: 'BIM 360 Field API, line 1712',
});

const getManyWithDetails = operation({
	action: 'Get many companies with details',
	description: 'Retrieve the companies of a project with type and category, and which of them owns the account',
	call: post('/fieldapi/admin/v1/companies', { body: 'form' }),
	needs: signedIn,
	input: inProject,
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	source: 'BIM 360 Field API, line 1052',
});

const details = {
	address: group(
		{
			country: text({ placeholder: 'e.g. US' }),
			state: text(),
			address1: text(),
			address2: text(),
			address3: text(),
			postalCode: text({ wire: 'postal_code' }),
			county: text(),
			city: text(),
		},
		{ wire: 'company.address' },
	),
	url: text({ wire: 'company.url', label: 'Website' }),
	telephone: text({ wire: 'company.telephone' }),
	fax: text({ wire: 'company.fax' }),
	type: text({ wire: 'company.ctype' }),
	category: text({ wire: 'company.category', placeholder: 'e.g. Contractor' }),
	description: text({ wire: 'company.description' }),
	einNumber: text({ wire: 'company.ein_no', label: 'Employer ID' }),
	dunsNumber: text({ wire: 'company.duns_no', label: 'D-U-N-S Number' }),
	customFields: rows({ name: text({ required: true }), value: text(), type: text({ wire: 'display_type', default: 'text' }) }, { wire: 'company.custom_fields' }),
};

const create = operation({
	action: 'Create company',
	description: 'Create a company in the account; add it to projects afterwards',
	call: post('/fieldapi/companies/v1', { body: 'form' }),
	needs: signedIn,
	input: { name: text({ required: true, wire: 'company.name' }), ...details },
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'created', id: 'id' },
	ok: hiddenFailure,
	source: 'BIM 360 Field API, line 1738',
});

const companyId = ref('field.accountCompany', { required: true, wire: 'id', label: 'Company' });
const changes = { name: text({ wire: 'company.name' }), ...details };

const update = operation({
	action: 'Update company',
	description: 'Change a company of the account; whatever is not named stays',
	call: put('/fieldapi/companies/v1/{id}', { body: 'form' }),
	needs: signedIn,
	input: { companyId, ...changes },
	rules: [{ oneOf: Object.keys(changes) }],
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', id: 'id' },
	ok: hiddenFailure,
	source: 'BIM 360 Field API, line 1769',
});

const upsert = operation({
	action: 'Create or update company',
	label: 'Create or Update',
	description: 'Find a company of the account by its name and change it, or create it',
	needs: signedIn,
	input: { name: text({ required: true, wire: 'company.name' }), ...details },
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', id: 'id', number: 'name' },
	source: 'BIM 360 Field API, lines 1688 to 1769',
	steps: {
		calls: [getMany, create, update],
		async run(context, input) {
			const name = input.name.trim();
			const wanted = context.bodyOf(create, input).company;
			const whole = (reply: Json, id?: string): JsonObject => ({ ...(isObject(wanted) ? wanted : {}), ...(isObject(reply) ? reply : {}), ...(id === undefined ? {} : { id }) });
			const found = await findOrCreate(context, {
				plural: 'companies',
				place: 'account',
				words: `name is "${name}"`,
				find: async () => (await collected(context.list(getMany, {}))).filter((one) => textAt(one, 'name')?.trim().toLowerCase() === name.toLowerCase()),
				again: async (before) => before,
				named: (one) => textAt(one, 'id') ?? '?',
				async change(present) {
					const id = textAt(present, 'id') ?? '';
					return same({ ...(isObject(wanted) ? wanted : {}), name: present.name ?? name }, present) ? undefined : whole(await context.call(update, { ...input, name: textAt(present, 'name') ?? name, companyId: id }), id);
				},
				create: async () => whole(await context.call(create, input)),
			});
			return receipted(found, { id: 'id', number: 'name' });
		},
	},
});

const together = { companyIds: refs('field.accountCompany', { required: true, wire: 'company_ids', label: 'Companies' }), projectIds: refs('field.project', { required: true, wire: 'project_ids', label: 'Projects' }) };

const addToProjects = operation({
	action: 'Add companies to projects',
	description: 'Add companies of the account to projects',
	call: post('/fieldapi/companies/v1/add_to_projects', { body: 'form' }),
	needs: signedIn,
	input: together,
	returns: returns.nothing,
	repeat: 'safe',
	receipt: { done: 'updated' },
	ok: hiddenFailure,
	source: 'BIM 360 Field API, line 1801',
});

const removeFromProjects = operation({
	action: 'Remove companies from projects',
	description: 'Take companies off projects; they stay in the account',
	call: post('/fieldapi/companies/v1/remove_from_projects', { body: 'form' }),
	needs: signedIn,
	input: together,
	returns: returns.nothing,
	repeat: 'safe',
	receipt: { done: 'removed' },
	ok: hiddenFailure,
	destructive: true,
	source: 'BIM 360 Field API, line 1827',
});

const lookup: Lookup = {
	list: getMany,
	within: [],
	value: 'id',
	label: (record) => textAt(record, 'name') ?? '',
	detail: (record) => textAt(record, 'category'),
	names: (record) => [textAt(record, 'name')],
	idPattern: guid,
};

/** Those of the whole account, for calls that know no project. */
export const accountCompany: Resource = { id: 'field.accountCompany', label: 'Account Company', plural: 'Account Companies', area: 'project', operations: {}, lookup };

export const company: Resource = {
	id: 'field.company',
	label: 'Company',
	plural: 'Companies',
	area: 'project',
	operations: { getMany, get: getOne, getManyWithDetails, create, update, upsert, addToProjects, removeFromProjects },
	lookup: { ...lookup, within: ['projectId'] },
	changes: {
		list: getMany,
		within: ['projectId'],
		id: 'id',
		deleted: 'absent',
		watch: {},
		filters: { category: texts({ label: 'Categories' }) },
		filterPaths: { category: 'category' },
	},
};
