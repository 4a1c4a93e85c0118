import { choice, collected, findOrCreate, get, objectOf, operation, patch, post, receipted, ref, returns, same, text, textAt, written, type Resource } from '../vocabulary';
import { needs } from './families';
import { addition, additions, address, change, directory, hqReceipt, matching, shaping, shortPage } from './hq';
import { asRow } from './row';

const users = '/hq/v1/accounts/{account_id}/users';
const userId = ref('acc.user', { required: true, label: 'User', wire: 'user_id' });

const getMany = operation({
	action: 'Get many account users',
	description: 'Retrieve the member directory of an account',
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
	description: 'Retrieve one member of an account',
	call: get(`${users}/{user_id}`),
	needs: needs('directory', 'account:read'),
	input: { ...directory, userId },
	returns: returns.record(),
	repeat: 'safe',
	source: 'ACC Account Administration, line 1711',
});

const search = operation({
	action: 'Search account users',
	description: 'Search the member directory of an account',
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
const defaultRole = text({ wire: 'default_role', maxLength: 255, placeholder: 'e.g. BIM Manager' });
const newUser = {
	email: text({ required: true, maxLength: 255, label: 'E-Mail', placeholder: 'e.g. name@example.com' }),
	companyId,
	defaultRole,
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

const create = operation({
	...addition,
	action: 'Create account user',
	description: 'Add a person to the member directory of an account; projects come later',
	call: post(users),
	input: { ...directory, ...newUser },
});

const importMany = operation({
	...additions('email'),
	action: 'Import account users',
	description: 'Add many people to the member directory of an account, 50 in one call, each with a result of their own',
	call: post(`${users}/import`, { body: 'bare' }),
	input: { ...directory, ...asRow(newUser) },
});

const update = operation({
	...change,
	action: 'Update account user',
	description: 'Activate or deactivate a member of an account, or give them another company or default role',
	call: patch(`${users}/{user_id}`),
	input: { ...directory, userId, status: choice(['active', 'inactive'], { description: 'Not for those who have not accepted their invitation yet' }), companyId, defaultRole },
	rules: [{ oneOf: ['status', 'companyId', 'defaultRole'] }],
});

const upsert = operation({
	...change,
	action: 'Create or update account user',
	description: 'Find a member of an account by the e-mail address; add them if there is none, else give them the company and the default role',
	label: 'Create or Update',
	input: { ...directory, ...newUser },
	steps: {
		calls: [search, getOne, create, update],
		async run(context, { accountId, ...given }) {
			const wanted = { ...given, email: given.email.trim() };
			const found = await findOrCreate(context, {
				plural: 'account users',
				place: written(accountId),
				words: `e-mail is "${wanted.email}"`,
				find: async () => (await collected(context.list(search, { accountId, email: wanted.email }))).filter((one) => textAt(one, 'email')?.toLowerCase() === wanted.email.toLowerCase()),
				again: async (before) => objectOf(await context.call(getOne, { accountId, userId: textAt(before, 'id') ?? '' })),
				named: (one) => textAt(one, 'id') ?? '?',
				// Everything else comes from the person's own Autodesk profile.
				async change(present) {
					const body = context.bodyOf(create, { accountId, ...wanted });
					const changes = {
						...(!wanted.companyId || same(body.company_id, present.company_id) ? {} : { companyId: wanted.companyId }),
						...(!wanted.defaultRole || same(body.default_role, present.default_role) ? {} : { defaultRole: wanted.defaultRole }),
					};
					return Object.keys(changes).length === 0 ? undefined : objectOf(await context.call(update, { accountId, userId: textAt(present, 'id') ?? '', ...changes }));
				},
				create: async () => objectOf(await context.call(create, { accountId, ...wanted })),
			});
			return receipted(found, hqReceipt);
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
