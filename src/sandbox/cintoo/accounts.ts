import type { Handler } from '../service';
import { callerOf, inAccount, type CintooContext } from './access';
import { resolve } from './reference';
import { accountShape, subscriptionShape } from './shapes';

/** Accounts and their subscriptions. */
export function accountHandlers(context: CintooContext): Readonly<Record<string, Handler>> {
	const { state } = context;
	return {
		'cintoo.account.getMany': (request) => ({ status: 200, json: [accountShape(context, callerOf(context, request))] }),
		'cintoo.account.get': (request) => ({ status: 200, json: accountShape(context, inAccount(context, request, 'view-account').user) }),

		'cintoo.subscription.getMany': (request) => {
			const { user } = inAccount(context, request, 'list-subscriptions');
			return { status: 200, json: [...state.subscriptions.values()].map((subscription) => subscriptionShape(context, user, subscription)) };
		},
		'cintoo.subscription.get': (request) => {
			const { user } = inAccount(context, request, 'view-subscription');
			return { status: 200, json: subscriptionShape(context, user, resolve('subscription', request.path['subscriptionRef'] ?? '', state.subscriptions)) };
		},
	};
}
