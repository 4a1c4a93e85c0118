import { rolePermissions } from '../../contracts/cintoo/vocabulary';
import type { SandboxRequest, SandboxWorld } from '../service';
import { forbidden, Problem } from './problem';
import { resolve } from './reference';
import type { CintooProject, CintooState, CintooUser, CintooWorkzone, Modification } from './state';

/** What the handlers of the sandbox's Cintoo work on. */
export interface CintooContext {
	readonly world: SandboxWorld;
	readonly state: CintooState;
}

const memberOfAccount = ['account:account:read', 'account:roles:read', 'account:groups:read'];
const manager = [
	'account:projects:read',
	'account:projects:create',
	'account:projects:update',
	'account:projects:delete',
	'account:roles:write',
	'account:users:read',
	'account:users:write',
	'account:subscriptions:read',
	'account:project-managers:read',
	'account:project-managers:write',
	'account:project-listers:read',
	'account:project-listers:write',
];
const administrator = [
	'account:projects:read',
	'account:projects:update',
	'account:roles:write',
	'account:users:read',
	'account:users:write',
	'account:subscriptions:read',
	'account:subscriptions:write',
	'account:administrators:read',
	'account:administrators:write',
	'account:project-managers:read',
	'account:project-managers:write',
	'account:project-listers:read',
	'account:project-listers:write',
	'account:integrations:read',
	'account:integrations:write',
];

/** What the fixed roles of an account grant (Cintoo API 2, lines 220 to 253), and whether the user manages the members of some work zone. */
export function accountPermissions(state: CintooState, user: CintooUser): ReadonlySet<string> {
	const granted = new Set(memberOfAccount);
	const grant = (permissions: readonly string[]): void => permissions.forEach((permission) => granted.add(permission));
	if (state.account.ownerId === user.id || user.accountRoles.includes('administrator')) grant(administrator);
	if (user.accountRoles.includes('projectManager')) grant(manager);
	if (user.accountRoles.includes('projectLister')) grant(['account:projects:read']);
	const manages = [...state.projects.values()].some((project) => project.ownerId === user.id || state.roles.get(project.members.get(user.id) ?? '')?.permissions.includes('workzone:members:write') === true);
	if (manages) grant(['workzone:members:write']);
	return granted;
}

/** What a user may do in a project: by ownership, by role, and by what account permissions imply (lines 211 to 218, 286 to 291). */
export function projectPermissions(state: CintooState, user: CintooUser, project: CintooProject): ReadonlySet<string> {
	const ofAccount = accountPermissions(state, user);
	const granted = new Set([...ofAccount].filter((permission) => permission.startsWith('account:')));
	if (project.ownerId === user.id) {
		for (const permission of [...rolePermissions, 'project:project:read', 'project:members:list', 'workzone:crops:read', 'workzone:crops:write']) granted.add(permission);
	}
	const role = state.roles.get(project.members.get(user.id) ?? '');
	if (role !== undefined) {
		for (const permission of [...role.permissions, 'project:project:read', 'project:members:list', 'workzone:workzones:read']) granted.add(permission);
	}
	if (ofAccount.has('account:projects:read')) granted.add('project:project:read');
	if (ofAccount.has('account:projects:update')) granted.add('project:project:update-details');
	if (ofAccount.has('account:projects:delete')) granted.add('project:project:delete');
	if (ofAccount.has('account:users:write')) granted.add('workzone:members:write');
	return granted;
}

/** The signed-in user. @throws Problem 401 where a handler is reached without one */
export function callerOf({ state }: CintooContext, request: SandboxRequest): CintooUser {
	const user = request.caller.kind === 'user' ? state.users.get(request.caller.userId) : undefined;
	if (user === undefined) throw new Problem(401, 'unauthorized', 'The access token is missing or expired.');
	return user;
}

/** Checks the reference of the account, and that the caller holds one of the permissions that the contract names. */
export function inAccount(context: CintooContext, request: SandboxRequest, action: string): CintooUser {
	const user = callerOf(context, request);
	resolve('account', request.path['accountRef'] ?? '', new Map([[context.state.account.id, context.state.account]]));
	const { auth } = request.contract;
	const required = auth.kind === 'bearer' ? auth.scopes : [];
	const granted = accountPermissions(context.state, user);
	if (required.length > 0 && !required.some((permission) => granted.has(permission))) throw forbidden(action, required);
	return user;
}

export interface ProjectDemands {
	readonly deleted?: 'allowed';
	readonly permissions?: readonly string[];
}

export interface ProjectAccess {
	readonly user: CintooUser;
	readonly project: CintooProject;
	readonly granted: ReadonlySet<string>;
}

/**
 * Checks account, project and permission.
 *
 * @param action names the error code, such as `create-annotation`
 * @param demands `deleted` where the call still works on a deleted project; `permissions` where the contract's do not decide alone
 * @throws Problem 403 `deleted-project`, `not-member-of-project` or `<action>-forbidden` (lines 317 to 347)
 */
export function inProject(context: CintooContext, request: SandboxRequest, action: string, demands: ProjectDemands = {}): ProjectAccess {
	const { state } = context;
	const user = callerOf(context, request);
	resolve('account', request.path['accountRef'] ?? '', new Map([[state.account.id, state.account]]));
	const project = resolve('project', request.path['projectRef'] ?? '', state.projects);
	const granted = projectPermissions(state, user, project);
	if (!granted.has('project:project:read')) {
		throw new Problem(403, 'not-member-of-project', 'You are not a member of this project.', { projectId: project.id });
	}
	if (demands.deleted !== 'allowed' && project.modification.deletedAt !== undefined) {
		throw new Problem(403, 'deleted-project', 'Access forbidden because project is deleted', { projectId: project.id });
	}
	const { auth } = request.contract;
	const required = demands.permissions ?? (auth.kind === 'bearer' ? auth.scopes : []);
	if (required.length > 0 && !required.some((permission) => granted.has(permission))) throw forbidden(action, required);
	return { user, project, granted };
}

/** The work zone that a reference names, if it belongs to the project. */
export function workzoneIn(context: CintooContext, project: CintooProject, ref: string): CintooWorkzone {
	const own = [...context.state.workzones].filter(([, workzone]) => workzone.projectId === project.id);
	return resolve('workzone', ref, new Map(own));
}

/** The users that references name. @throws Problem 400 or 404 for the first that is bad or unknown */
export function userIds(context: CintooContext, refs: readonly string[]): readonly string[] {
	return refs.map((ref) => resolve('user', ref, context.state.users).id);
}

/** ISO 8601 to the second, as Cintoo writes a DateTime (line 376). */
export function stamp(date: Date): string {
	return date.toISOString().replace(/\.\d{3}Z$/, 'Z');
}

export function created(context: CintooContext, user: CintooUser): Modification {
	const now = stamp(context.world.now());
	return { createdAt: now, createdBy: user.id, updatedAt: now, updatedBy: user.id };
}

export function touch(context: CintooContext, user: CintooUser, modification: Modification): void {
	modification.updatedAt = stamp(context.world.now());
	modification.updatedBy = user.id;
}
