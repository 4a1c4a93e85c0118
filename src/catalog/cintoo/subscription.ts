import { boolean, date, get, operation, ref, returns, textAt, unpaged, type Resource } from '../vocabulary';
import { permitted } from './needs';
import { account, idPattern, inAccount } from './references';

const subscriptionRef = ref('cintoo.subscription', { required: true, label: 'Subscription' });
const read = permitted('account:subscriptions:read');

const getMany = operation({
	action: 'Get many subscriptions',
	description: 'Retrieve the subscriptions of an account',
	call: get(`${account}/subscriptions`),
	needs: read,
	input: inAccount,
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	status: 'beta',
	source: 'Cintoo API 2, line 537',
});

const getOne = operation({
	action: 'Get subscription',
	description: 'Retrieve one subscription with its capacity and whether it is active',
	call: get(`${account}/subscriptions/{subscriptionRef}`),
	needs: read,
	input: { ...inAccount, subscriptionRef },
	returns: returns.record(),
	repeat: 'safe',
	status: 'beta',
	source: 'Cintoo API 2, line 554',
});

const getUsage = operation({
	action: 'Get usage report of subscription',
	description: 'Retrieve who uploaded and downloaded how much, by day and project',
	call: get(`${account}/subscriptions/{subscriptionRef}/usage-report`),
	needs: read,
	input: {
		...inAccount,
		subscriptionRef,
		from: date({ description: 'First day of the report' }),
		until: date({ description: 'Last day of the report' }),
		includeDeleted: boolean({ label: 'Include Deleted Projects', description: 'Whether to report on deleted projects too' }),
	},
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	status: 'reference',
	source: 'Cintoo OpenAPI 2.0.0, getUsageReport',
});

export const subscription: Resource = {
	id: 'cintoo.subscription',
	label: 'Subscription',
	plural: 'Subscriptions',
	area: 'admin',
	operations: { get: getOne, getMany, getUsage },
	lookup: {
		list: getMany,
		within: ['accountRef'],
		value: 'id',
		idPattern,
		label: (record) => textAt(record, 'name') ?? '?',
		names: (record) => [textAt(record, 'name')],
		standing: (record) => (record.isActive === false ? 'inactive' : 'active'),
	},
};
