import { objectOf, rowsOf, textOf, textsOf } from '../reading';
import type { Handler } from '../service';
import { accountPermissions, callerOf, inAccount, type CintooContext } from './access';
import { forbidden, invalidInput, Problem } from './problem';
import { resolve } from './reference';
import { accountShape, roleShape, subscriptionShape, userShape } from './shapes';
import type { AccountRole } from './state';

const permissionFor: Readonly<Record<AccountRole, string>> = {
	administrator: 'account:administrators:write',
	projectManager: 'account:project-managers:write',
	projectLister: 'account:project-listers:write',
};

/** Accounts, users, roles and subscriptions. */
export function accountHandlers(context: CintooContext): Readonly<Record<string, Handler>> {
	const { state, world } = context;
	return {
		'cintoo.account.getMany': (request) => ({ status: 200, json: [accountShape(context, callerOf(context, request))] }),
		'cintoo.account.get': (request) => ({ status: 200, json: accountShape(context, inAccount(context, request, 'view-account')) }),

		'cintoo.subscription.getMany': (request) => {
			inAccount(context, request, 'list-subscriptions');
			return { status: 200, json: [...state.subscriptions.values()].map((subscription) => subscriptionShape(context, subscription)) };
		},
		'cintoo.subscription.get': (request) => {
			inAccount(context, request, 'view-subscription');
			return { status: 200, json: subscriptionShape(context, resolve('subscription', request.path['subscriptionRef'] ?? '', state.subscriptions)) };
		},

		'cintoo.role.getMany': (request) => {
			inAccount(context, request, 'list-roles');
			return { status: 200, json: [...state.roles.values()].map((role) => roleShape(context, role)) };
		},
		'cintoo.role.get': (request) => {
			inAccount(context, request, 'view-role');
			return { status: 200, json: roleShape(context, resolve('role', request.path['roleRef'] ?? '', state.roles)) };
		},

		'cintoo.user.getMany': (request) => {
			inAccount(context, request, 'list-users');
			return { status: 200, json: [...state.users.values()].map(userShape) };
		},
		'cintoo.user.get': (request) => {
			inAccount(context, request, 'view-user');
			return { status: 200, json: userShape(resolve('user', request.path['userRef'] ?? '', state.users)) };
		},

		/** All or nothing, and idempotent: it applies the state asked for (lines 704 to 711). */
		'cintoo.user.invite': (request) => {
			const caller = inAccount(context, request, 'create-user');
			const granted = accountPermissions(state, caller);
			const wanted = rowsOf(request.json).map((row) => {
				const email = textOf(objectOf(row)['email']) ?? '';
				const roles = accountRoles(textsOf(objectOf(row)['roles'] ?? []));
				if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email)) throw invalidInput('An e-mail address is not valid; nobody was invited.');
				const needs = roles.length === 0 ? ['workzone:members:write', 'account:users:write'] : roles.map((role) => permissionFor[role]);
				const missing = roles.length === 0 ? !needs.some((permission) => granted.has(permission)) : needs.some((permission) => !granted.has(permission));
				if (missing) throw forbidden('create-user', needs);
				return { email: email.toLowerCase(), roles };
			});
			for (const { email, roles } of wanted) {
				const known = [...state.users.values()].find((user) => user.email.toLowerCase() === email);
				if (known !== undefined) {
					known.accountRoles = [...new Set([...known.accountRoles, ...roles])];
					continue;
				}
				const id = world.uuid();
				state.users.set(id, { id, email, firstName: '', lastName: '', company: '', title: '', confirmed: false, accountRoles: roles });
				state.invitations.push(email);
			}
			return { status: 201 };
		},

		'cintoo.account.removeUsers': (request) => {
			const caller = inAccount(context, request, 'remove-user-from-account');
			const mayRemove = caller.id === state.account.ownerId || caller.accountRoles.includes('administrator') || caller.accountRoles.includes('projectManager');
			if (!mayRemove) {
				throw new Problem(
					403,
					'remove-user-from-account-forbidden',
					'You do not have the permission to remove users from this account. It requires to be owner, administrator or manager of the account',
				);
			}
			const leaving = textsOf(request.json).map((ref) => resolve('user', ref, state.users));
			if (leaving.some((user) => user.id === state.account.ownerId)) {
				throw new Problem(403, 'delete-account-owner-forbidden', 'The owner cannot be removed from the account.');
			}
			for (const user of leaving) {
				state.users.delete(user.id);
				for (const project of state.projects.values()) project.members.delete(user.id);
			}
			return { status: 204 };
		},

		'cintoo.account.updateUserRoles': (request) => {
			const caller = inAccount(context, request, 'update-user-account-roles');
			const user = resolve('user', request.path['userRef'] ?? '', state.users);
			const roles = accountRoles(textsOf(request.json));
			const granted = accountPermissions(state, caller);
			const changed = [...roles.filter((role) => !user.accountRoles.includes(role)), ...user.accountRoles.filter((role) => !roles.includes(role))];
			if (changed.some((role) => !granted.has(permissionFor[role]))) {
				throw new Problem(403, 'update-user-account-roles-forbidden', 'You do not have the permission to update user-account-roles', {
					requiredPermissions: changed.map((role) => permissionFor[role]),
				});
			}
			user.accountRoles = roles;
			return { status: 204 };
		},
	};
}

function accountRoles(names: readonly string[]): AccountRole[] {
	const roles = names.map((name) => {
		if (name !== 'administrator' && name !== 'projectManager' && name !== 'projectLister') throw invalidInput('An account role is not valid; nothing was changed.');
		return name;
	});
	if (new Set(roles).size !== roles.length) throw invalidInput('An account role is given twice.');
	return roles;
}
