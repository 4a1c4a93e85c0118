import { boolean, choice, collected, findOrCreate, get, offset, objectOf, operation, patch, post, receipted, ref, returns, same, text, textAt, texts, written, type JsonObject, type Resource } from '../vocabulary';
import { address } from './address';
import { needs } from './families';
import { account, bare } from './ids';
import { asRow, inOneCall, resultsOfImport } from './import';

/** The account's member directory: its lists are bare arrays without a total, so a short page is the last. */
export const directory = { accountId: account(bare, { wire: 'account_id' }) };
export const shaping = {
	sort: texts({ label: 'Sort By', placeholder: 'e.g. -created_at', description: 'Members to sort by; a minus in front turns the order round' }),
	fields: texts({ wire: 'field', label: 'Fields to Return', description: 'All if left empty' }),
};
/** The service takes any criterion and similar texts by itself (line 1111); here all of them must hold and be equal unless chosen otherwise. */
export const matching = {
	operator: choice({ AND: 'All of Them', OR: 'Any of Them' }, { label: 'Must Match', default: 'AND', description: 'How several criteria combine' }),
	partial: boolean({ default: false, label: 'Partial Match', description: 'Whether similar texts count too; otherwise only equal ones' }),
};
export const shortPage = offset({ items: '', size: 100 });

const users = '/hq/v1/accounts/{account_id}/users';
const userId = ref('acc.user', { required: true, label: 'User', wire: 'user_id' });
const reference = 'APS Account Admin v1, reference pages and OpenAPI description';
const write = needs('directory', 'account:write');

const getMany = operation({
	action: 'Get many account users',
	description: 'Retrieve the member directory of an account (takes the application’s own sign-in)',
	call: get(users),
	needs: needs('directory', 'account:read'),
	input: { ...directory, ...shaping },
	page: shortPage,
	returns: returns.records(),
	repeat: 'safe',
	source: 'ACC Account Administration, line 1452',
});

const getOne = operation({
	action: 'Get account user',
	description: 'Retrieve one member of an account (takes the application’s own sign-in)',
	call: get(`${users}/{user_id}`),
	needs: needs('directory', 'account:read'),
	input: { ...directory, userId },
	returns: returns.record(),
	repeat: 'safe',
	source: 'ACC Account Administration, line 1711',
});

const search = operation({
	action: 'Search account users',
	description: 'Search the member directory of an account (takes the application’s own sign-in)',
	call: get(`${users}/search`),
	needs: needs('directory', 'account:read'),
	input: {
		...directory,
		name: text({ maxLength: 255 }),
		email: text({ maxLength: 255, label: 'E-Mail', placeholder: 'e.g. name@example.com' }),
		companyName: text({ wire: 'company_name', maxLength: 255 }),
		...matching,
		...shaping,
	},
	rules: [{ oneOf: ['name', 'email', 'companyName'] }],
	page: shortPage,
	returns: returns.records(),
	repeat: 'safe',
	source: 'ACC Account Administration, line 2543',
});

const companyId = ref('acc.company', { wire: 'company_id', label: 'Company' });
const newUser = {
	email: text({ required: true, maxLength: 255, label: 'E-Mail', placeholder: 'e.g. name@example.com' }),
	companyId,
	firstName: text({ wire: 'first_name', maxLength: 255 }),
	lastName: text({ wire: 'last_name', maxLength: 255 }),
	nickname: text({ maxLength: 255 }),
	imageUrl: text({ wire: 'image_url' }),
	...address,
	company: text({ label: 'Company Information', maxLength: 255 }),
	jobTitle: text({ wire: 'job_title', maxLength: 255 }),
	industry: text({ maxLength: 255 }),
	aboutMe: text({ wire: 'about_me', maxLength: 255 }),
};
const receipt = { id: 'id' } as const;

const create = operation({
	action: 'Create account user',
	description: 'Add a person to the member directory of an account; projects come later',
	call: post(users),
	needs: write,
	input: { ...directory, ...newUser },
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'created', ...receipt },
	status: 'reference',
	source: reference,
});

const importMany = operation({
	action: 'Import account users',
	description: 'Add many people to the member directory of an account, 50 in one call, each with a result of their own',
	label: 'Import',
	call: post(`${users}/import`, { body: 'bare' }),
	needs: write,
	input: { ...directory, ...asRow(newUser) },
	batch: inOneCall('email'),
	reshape: resultsOfImport,
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'created', ...receipt },
	status: 'reference',
	source: reference,
});

const update = operation({
	action: 'Update account user',
	description: 'Activate or deactivate a member of an account, or give them another company',
	call: patch(`${users}/{user_id}`),
	needs: write,
	input: { ...directory, userId, status: choice(['active', 'inactive'], { description: 'Not for those who have not accepted their invitation yet' }), companyId },
	rules: [{ oneOf: ['status', 'companyId'] }],
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', ...receipt },
	status: 'reference',
	source: reference,
});

const upsert = operation({
	action: 'Create or update account user',
	description: 'Find a member of an account by the e-mail address; add them if there is none, else give them the company',
	label: 'Create or Update',
	needs: write,
	input: { ...directory, ...newUser },
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', ...receipt },
	status: 'reference',
	source: reference,
	steps: {
		calls: [search, getOne, create, update],
		async run(context, { accountId, ...wanted }) {
			const found = await findOrCreate(context, {
				plural: 'account users',
				place: written(accountId),
				words: `e-mail is "${wanted.email}"`,
				find: async () => (await collected(context.list(search, { accountId, email: wanted.email }))).filter((one) => textAt(one, 'email')?.toLowerCase() === wanted.email.trim().toLowerCase()),
				again: async (before) => objectOf(await context.call(getOne, { accountId, userId: textAt(before, 'id') ?? '' })),
				named: (one) => textAt(one, 'id') ?? '?',
				// Everything else comes from the person's own Autodesk profile.
				change: async (present) => (same(context.bodyOf(create, { accountId, ...wanted }).company_id, present.company_id) || !wanted.companyId ? undefined : objectOf(await context.call(update, { accountId, userId: textAt(present, 'id') ?? '', companyId: wanted.companyId }))),
				create: async () => objectOf(await context.call(create, { accountId, ...wanted })),
			});
			return receipted(found, receipt);
		},
	},
});

export const user: Resource = {
	id: 'acc.user',
	label: 'Account User',
	plural: 'Account Users',
	area: 'admin',
	operations: { get: getOne, getMany, search, create, import: importMany, update, upsert },
	lookup: {
		list: getMany,
		within: ['accountId'],
		value: 'id',
		label: (record) => textAt(record, 'name') ?? textAt(record, 'email') ?? '',
		detail: (record) => textAt(record, 'email'),
		names: (record) => [textAt(record, 'email'), textAt(record, 'name')],
		standing: (record) => (textAt(record, 'status') === 'active' ? 'active' : 'inactive'),
	},
};
