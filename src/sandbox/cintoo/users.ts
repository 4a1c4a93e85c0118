import { objectOf, rowsOf, textOf, textsOf } from '../reading';
import type { Handler } from '../service';
import { administers, inAccount, type CintooContext } from './access';
import { forbidden, invalidInput, Problem } from './problem';
import { resolve, urnOnly } from './reference';
import { userShaper } from './shapes';
import type { AccountRole, CintooUser } from './state';

const permissionFor: Readonly<Record<AccountRole, string>> = {
	administrator: 'account:administrators:write',
	projectManager: 'account:project-managers:write',
	projectLister: 'account:project-listers:write',
};

/** The people of an account and their roles in it. */
export function userHandlers(context: CintooContext): Readonly<Record<string, Handler>> {
	const { state } = context;
	return {
		'cintoo.user.getMany': (request) => {
			const { user } = inAccount(context, request, 'list-users');
			return { status: 200, json: [...state.users.values()].map(userShaper(context, user)) };
		},
		'cintoo.user.get': (request) => {
			const { user } = inAccount(context, request, 'view-user');
			return { status: 200, json: userShaper(context, user)(resolve('user', request.path['userRef'] ?? '', state.users)) };
		},

		/** All or nothing, and idempotent: it applies the state asked for (lines 704 to 711). */
		'cintoo.user.invite': (request) => {
			const { granted } = inAccount(context, request, 'create-user');
			const wanted = rowsOf(request.json).map((row) => {
				const email = textOf(objectOf(row)['email']) ?? '';
				const roles = accountRoles(textsOf(objectOf(row)['roles'] ?? []));
				checkEmail(email);
				const needs = roles.length === 0 ? ['workzone:members:write', 'account:users:write'] : roles.map((role) => permissionFor[role]);
				const missing = roles.length === 0 ? !needs.some((permission) => granted.has(permission)) : needs.some((permission) => !granted.has(permission));
				if (missing) throw forbidden('create-user', needs);
				return { email, roles };
			});
			for (const { email, roles } of wanted) {
				const user = invited(context, email);
				user.accountRoles = [...new Set([...user.accountRoles, ...roles])];
			}
			return { status: 201 };
		},

		/** The owner of the account stays, and those of projects (OpenAPI 2.0.0, which gives the latter no code of their own). */
		'cintoo.account.removeUsers': (request) => {
			const { user: caller } = inAccount(context, request, 'remove-user-from-account');
			const mayRemove = administers(state, caller) || caller.accountRoles.includes('projectManager');
			if (!mayRemove) {
				throw new Problem(
					403,
					'remove-user-from-account-forbidden',
					'You do not have the permission to remove users from this account. It requires to be owner, administrator or manager of the account',
				);
			}
			const leaving = textsOf(request.json).map((ref) => resolve('user', urnOnly('user', ref), state.users));
			if (leaving.some((user) => user.id === state.account.ownerId)) {
				throw new Problem(403, 'delete-account-owner-forbidden', 'Account Owner cannot be removed from the account. An account must always have a owner.', { user: state.account.ownerId });
			}
			const orphan = [...state.projects.values()].find((project) => leaving.some((user) => user.id === project.ownerId));
			if (orphan !== undefined) {
				throw new Problem(403, 'remove-user-from-account-forbidden', 'Project Owners cannot be removed from the account. Projects cannot be orphaned.', { projectId: orphan.id });
			}
			for (const user of leaving) {
				state.users.delete(user.id);
				for (const project of state.projects.values()) project.members.delete(user.id);
				for (const group of state.groups.values()) group.userIds.delete(user.id);
			}
			return { status: 204 };
		},

		/** For owner and administrators (line 506), each role by its own permission. */
		'cintoo.account.updateUserRoles': (request) => {
			const { user: caller, granted } = inAccount(context, request, 'update-user-account-roles');
			const user = resolve('user', request.path['userRef'] ?? '', state.users);
			const roles = accountRoles(textsOf(request.json));
			const changed = [...roles.filter((role) => !user.accountRoles.includes(role)), ...user.accountRoles.filter((role) => !roles.includes(role))];
			if (!administers(state, caller) || changed.some((role) => !granted.has(permissionFor[role]))) {
				throw new Problem(403, 'update-user-account-roles-forbidden', 'You do not have the permission to update user-account-roles', {
					requiredPermissions: changed.map((role) => permissionFor[role]),
				});
			}
			user.accountRoles = roles;
			return { status: 204 };
		},
	};
}

/** @throws Problem 400 where it is no e-mail address */
export function checkEmail(email: string): void {
	if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email)) throw invalidInput('An e-mail address is not valid; nobody was invited.');
}

/** The user with the e-mail address, who is invited to the account if nobody has it yet. */
export function invited({ state, world }: CintooContext, email: string): CintooUser {
	const address = email.toLowerCase();
	const known = [...state.users.values()].find((user) => user.email.toLowerCase() === address);
	if (known !== undefined) return known;
	const user: CintooUser = { id: world.uuid(), email: address, firstName: '', lastName: '', company: '', title: '', confirmed: false, accountRoles: [] };
	state.users.set(user.id, user);
	state.invitations.push(address);
	return user;
}

function accountRoles(names: readonly string[]): AccountRole[] {
	const roles = names.map((name) => {
		if (name !== 'administrator' && name !== 'projectManager' && name !== 'projectLister') throw invalidInput('An account role is not valid; nothing was changed.');
		return name;
	});
	if (new Set(roles).size !== roles.length) throw invalidInput('An account role is given twice.');
	return roles;
}
