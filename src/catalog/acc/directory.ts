import { boolean, choice, get, offset, operation, ref, returns, text, textAt, texts, type Resource } from '../vocabulary';
import { needs } from './families';
import { account, bare } from './ids';

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

const getMany = operation({
	action: 'Get many account users',
	description: 'Retrieve the member directory of an account (takes the application’s own sign-in)',
	call: get('/hq/v1/accounts/{account_id}/users'),
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
	call: get('/hq/v1/accounts/{account_id}/users/{user_id}'),
	needs: needs('directory', 'account:read'),
	input: { ...directory, userId: ref('acc.user', { required: true, label: 'User', wire: 'user_id' }) },
	returns: returns.record(),
	repeat: 'safe',
	source: 'ACC Account Administration, line 1711',
});

const search = operation({
	action: 'Search account users',
	description: 'Search the member directory of an account (takes the application’s own sign-in)',
	call: get('/hq/v1/accounts/{account_id}/users/search'),
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

export const user: Resource = {
	id: 'acc.user',
	label: 'Account User',
	plural: 'Account Users',
	area: 'admin',
	operations: { get: getOne, getMany, search },
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
