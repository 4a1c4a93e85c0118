import { choices, get, operation, range, returns, text, textAt, texts, unpaged, type AnyOperation, type JsonObject, type Lookup, type Resource, type RunContext } from '../vocabulary';
import { counted, products, returnFields, sortByWord, textMatch } from './choices';
import { needs } from './families';
import { accountsOnly, getMany as getAccounts } from './hub';
import { account, anyProject, bare } from './ids';

const recordFields = returnFields(['accountId', 'addressLine1', 'addressLine2', 'businessUnitId', 'city', 'companyCount', 'constructionType', 'country', 'createdAt', 'deliveryMethod', 'endDate', 'imageUrl', 'jobNumber', 'lastSignIn', 'latitude', 'longitude', 'memberCount', 'name', 'platform', 'postalCode', 'products', 'projectValue', 'sheetCount', 'startDate', 'stateOrProvince', 'status', 'thumbnailImageUrl', 'timezone', 'type', 'updatedAt']);
const platforms = { acc: 'ACC', bim360: 'BIM 360' } as const;
const statuses = ['active', 'pending', 'archived', 'suspended'] as const;

const getMany = operation({
	action: 'Get many projects',
	description: 'Retrieve the projects of an account that you can see',
	call: get('/construction/admin/v1/accounts/{accountId}/projects'),
	needs: needs('admin', 'account:read'),
	input: {
		accountId: account(bare),
		name: text({ wire: 'filter[name]', maxLength: 255 }),
		jobNumber: text({ wire: 'filter[jobNumber]', maxLength: 255 }),
		textMatch,
		status: choices(statuses, { wire: 'filter[status]' }),
		platform: choices(platforms, { wire: 'filter[platform]' }),
		classification: choices(['production', 'template', 'component', 'sample'], { wire: 'filter[classification]' }),
		products: choices(products, { wire: 'filter[products]', description: 'Projects that use any of these products' }),
		types: texts({ wire: 'filter[type]', label: 'Types', placeholder: 'e.g. Hospital', description: 'Project types; a minus in front leaves a type out' }),
		businessUnitId: text({ wire: 'filter[businessUnitId]', label: 'Business Unit ID' }),
		updated: range('dateTime', { wire: 'filter[updatedAt]', description: 'Changes to the project itself, not to what is in it' }),
		sort: sortByWord(['name', 'startDate', 'endDate', 'type', 'status', 'jobNumber', 'constructionType', 'deliveryMethod', 'contractType', 'currentPhase', 'companyCount', 'memberCount', 'createdAt', 'updatedAt']),
		fields: recordFields,
	},
	page: counted(200),
	returns: returns.records('results'),
	repeat: 'safe',
	source: 'ACC Account Administration, line 1',
});

export const getOne = operation({
	action: 'Get project',
	description: 'Retrieve one project with its products, dates and status',
	call: get('/construction/admin/v1/projects/{projectId}'),
	needs: needs('admin', 'account:read'),
	input: { projectId: anyProject(bare), fields: recordFields },
	returns: returns.record(),
	repeat: 'safe',
	source: 'ACC Account Administration, line 344',
});

/** Most projects of an account that are shown where nothing is searched for. */
const shown = 200;

/** Finds projects by name or job number in every account one can see, active ones first. */
const find = (platform: readonly (keyof typeof platforms)[]) =>
	operation({
		action: 'Find projects',
		description: 'Find projects by name or number in all accounts',
		needs: needs('admin', 'account:read'),
		input: { search: text() },
		page: unpaged(),
		returns: returns.records(),
		repeat: 'safe',
		hidden: true,
		source: 'ACC Account Administration, line 1',
		steps: {
			calls: [getAccounts, getMany],
			async run(context, { search }) {
				const found: JsonObject[] = [];
				const failures: unknown[] = [];
				let accounts = 0;
				for await (const hub of context.list(getAccounts, accountsOnly)) {
					accounts++;
					try {
						found.push(...(await projectsOf(context, textAt(hub, 'id') ?? '', textAt(hub, 'attributes.name') ?? '', platform, search ?? '')));
					} catch (error) {
						// One account that does not know the app must not hide the others.
						failures.push(error);
					}
				}
				if (accounts > 0 && failures.length === accounts) throw failures[0];
				return found.map((json) => ({ json }));
			},
		},
	});

async function projectsOf(context: RunContext, accountId: string, accountName: string, platform: readonly (keyof typeof platforms)[], search: string): Promise<readonly JsonObject[]> {
	const found = new Map<string, JsonObject>();
	const filters = search === '' ? [{}] : [{ name: search }, { jobNumber: search }];
	for (const status of [['active'] as const, ['pending', 'archived', 'suspended'] as const]) {
		for (const filter of filters) {
			for await (const project of context.list(getMany, { accountId, platform, status, ...filter })) {
				if (search === '' && found.size >= shown) break;
				found.set(textAt(project, 'id') ?? '', { ...project, accountName });
			}
		}
	}
	return [...found.values()];
}

const lookup = (list: AnyOperation): Lookup => ({
	list,
	within: [],
	search: 'search',
	value: 'id',
	label: (record) => textAt(record, 'name') ?? textAt(record, 'id') ?? '',
	detail: (record) => [textAt(record, 'jobNumber'), textAt(record, 'platform') === 'bim360' ? 'BIM 360' : 'ACC', textAt(record, 'accountName')].filter((part) => part !== undefined && part !== '').join(' · '),
	names: (record) => [textAt(record, 'name'), textAt(record, 'jobNumber')],
	standing: (record) => (textAt(record, 'status') === 'active' ? 'active' : 'inactive'),
	url: /\/projects\/(?:b\.)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/i,
});

const findAny = find([]);
const findAcc = find(['acc']);

export const project: Resource = {
	id: 'acc.project',
	label: 'Project',
	plural: 'Projects',
	area: 'admin',
	operations: { get: getOne, getMany, find: findAny },
	lookup: lookup(findAny),
};

/** The projects offered where an operation refuses those of BIM 360. */
export const accOnlyProject: Resource = {
	id: 'acc.accProject',
	label: 'ACC Project',
	plural: 'ACC Projects',
	area: 'admin',
	operations: { find: findAcc },
	lookup: lookup(findAcc),
};
