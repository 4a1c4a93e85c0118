import { permissionNames } from '../../contracts/cintoo/permissions';
import type { SandboxRequest, SandboxWorld } from '../service';
import { forbidden, Problem } from './problem';
import { resolve } from './reference';
import { grantedBy } from './role-permissions';
import type { CintooProject, CintooState, CintooUser, Modification } from './state';

/** What the handlers of the sandbox's Cintoo work on. */
export interface CintooContext {
	readonly world: SandboxWorld;
	readonly state: CintooState;
	/** How many looks at work that is done later still find it unfinished. */
	readonly looksUntilDone: number;
}

const memberOfAccount = ['account:account:read', 'account:roles:read', 'account:groups:read'];
/** `account:groups:write` is in no list of what a role may do: here those have it who may write roles. */
const manager = [
	'account:projects:read',
	'account:projects:create',
	'account:projects:update',
	'account:projects:delete',
	'account:roles:write',
	'account:groups:write',
	'account:users:read',
	'account:users:write',
	'account:subscriptions:read',
	'account:project-managers:read',
	'account:project-managers:write',
];
const administrator = [
	'account:projects:read',
	'account:projects:update',
	'account:roles:write',
	'account:groups:write',
	'account:users:read',
	'account:users:write',
	'account:subscriptions:read',
	'account:subscriptions:read-sensitive-infos',
	'account:subscriptions:update-name',
	'account:administrators:read',
	'account:administrators:write',
	'account:project-managers:read',
	'account:project-managers:write',
	'account:project-listers:read',
	'account:project-listers:write',
	'account:integrations:read',
	'account:integrations:write',
];
const inProjects = permissionNames.filter((permission) => permission.startsWith('project:') || permission.startsWith('workzone:'));
const allOfProject: ReadonlySet<string> = new Set(inProjects);
/** Every member of a project has these (lines 286 to 288). */
const memberOfProject = ['project:project:read', 'project:members:list', 'workzone:workzones:read'];
/** A member who may write annotations on the root work zone has these (lines 289 to 291). */
const annotatorOfRoot = ['project:annotations:create-integration-link', 'project:integrations:read', 'project:integrations:write'];

/** Whether the user owns the account or administers it: several calls ask for that and not for a permission. */
export function administers(state: CintooState, user: CintooUser): boolean {
	return state.account.ownerId === user.id || user.accountRoles.includes('administrator');
}

/** What the fixed roles of an account grant (Cintoo API 2, lines 220 to 253), and whether the user manages the members of some work zone. */
export function accountPermissions(context: CintooContext, user: CintooUser): ReadonlySet<string> {
	const { state } = context;
	const granted = new Set(fixedPermissions(state, user));
	const manages = [...state.projects.values()].some((project) => grantsOf(context, user, project).some((grant) => grant.permissions.has('workzone:members:write')));
	if (manages) granted.add('workzone:members:write');
	return granted;
}

function fixedPermissions(state: CintooState, user: CintooUser): readonly string[] {
	return [
		...memberOfAccount,
		...(administers(state, user) ? administrator : []),
		...(state.account.ownerId === user.id ? ['account:account:update-owner'] : []),
		...(user.accountRoles.includes('projectManager') ? manager : []),
		...(user.accountRoles.includes('projectLister') ? ['account:projects:read'] : []),
	];
}

/** Permissions, and where they hold. */
interface Grant {
	readonly permissions: ReadonlySet<string>;
	readonly workzoneIds: ReadonlySet<string> | 'every';
}

/** By ownership, by the user's own role and those of the user's groups (lines 254, 286 to 288); what has expired counts no more. */
function grantsOf({ state, world }: CintooContext, user: CintooUser, project: CintooProject): readonly Grant[] {
	if (project.ownerId === user.id) return [{ permissions: allOfProject, workzoneIds: 'every' }];
	const now = world.now().getTime();
	const own = project.members.get(user.id);
	const ofGroups = [...project.groups].filter(([id]) => state.groups.get(id)?.userIds.has(user.id) === true).map(([, contribution]) => contribution);
	return [...(own === undefined ? [] : [own]), ...ofGroups]
		.filter(({ expiresAt, workzoneIds }) => workzoneIds.size > 0 && (expiresAt === null || Date.parse(expiresAt) > now))
		.map(({ roleId, workzoneIds }) => ({ permissions: new Set([...memberOfProject, ...grantedBy(state.roles.get(roleId)?.permissions ?? [])]), workzoneIds }));
}

/** The signed-in user. @throws Problem 401 where a handler is reached without one */
export function callerOf({ state }: CintooContext, request: SandboxRequest): CintooUser {
	const user = request.caller.kind === 'user' ? state.users.get(request.caller.userId) : undefined;
	if (user === undefined) throw new Problem(401, 'unauthorized', 'The access token is missing or expired.');
	return user;
}

/** The permissions that the contract of the request names. */
export function permissionsOf({ contract: { auth } }: SandboxRequest): readonly string[] {
	return auth.kind === 'bearer' ? auth.scopes : [];
}

export function checkAccountRef({ state }: CintooContext, request: SandboxRequest): void {
	resolve('account', request.path['accountRef'] ?? '', new Map([[state.account.id, state.account]]));
}

export interface AccountAccess {
	readonly user: CintooUser;
	readonly granted: ReadonlySet<string>;
}

/**
 * Checks the reference of the account, and that the caller holds one of the permissions.
 *
 * @param action names the error code, such as `create-group`
 * @param required where the contract's permissions do not decide alone
 */
export function inAccount(context: CintooContext, request: SandboxRequest, action: string, required: readonly string[] = permissionsOf(request)): AccountAccess {
	const user = callerOf(context, request);
	checkAccountRef(context, request);
	const granted = accountPermissions(context, user);
	if (required.length > 0 && !required.some((permission) => granted.has(permission))) throw forbidden(action, required);
	return { user, granted };
}

export interface ProjectDemands {
	readonly deleted?: 'allowed';
	/** Where the contract's permissions do not decide alone. */
	readonly permissions?: readonly string[];
}

export interface ProjectAccess {
	readonly user: CintooUser;
	readonly project: CintooProject;
	/** What the user may do on the account, in the project, and on at least one of its work zones. */
	readonly granted: ReadonlySet<string>;
	/** Whether one of the permissions holds on the work zone. */
	readonly may: (permissions: readonly string[], workzoneId: string) => boolean;
	/** Whether the user contributes to the work zone at all. */
	readonly contributesTo: (workzoneId: string) => boolean;
}

/** What a user may do in a project: by contribution, and by what account permissions and the root work zone imply (lines 211 to 218, 286 to 291). */
export function accessTo(context: CintooContext, user: CintooUser, project: CintooProject): ProjectAccess {
	const grants = grantsOf(context, user, project);
	const ofAccount = new Set(fixedPermissions(context.state, user));
	const everywhere = new Set(ofAccount.has('account:users:write') ? ['workzone:members:write'] : []);
	const reaches = ({ workzoneIds }: Grant, id: string): boolean => workzoneIds === 'every' || workzoneIds.has(id);
	const may = (permissions: readonly string[], id: string): boolean =>
		permissions.some((permission) => everywhere.has(permission) || grants.some((grant) => grant.permissions.has(permission) && reaches(grant, id)));
	const granted = new Set([...ofAccount, ...everywhere]);
	for (const grant of grants) for (const permission of grant.permissions) granted.add(permission);
	if (may(['workzone:annotations:write'], project.rootWorkzoneId)) for (const permission of annotatorOfRoot) granted.add(permission);
	if (granted.has('account:projects:read')) granted.add('project:project:read');
	if (granted.has('account:projects:update')) granted.add('project:project:update-details');
	if (granted.has('account:projects:delete')) granted.add('project:project:delete');
	return { user, project, granted, may, contributesTo: (id) => grants.some((grant) => reaches(grant, id)) };
}

/**
 * Checks account, project and permission; on which work zone a permission must hold is for {@link onWorkzone}.
 *
 * @param action names the error code, such as `create-annotation`
 * @throws Problem 403 `deleted-project`, `not-member-of-project` or `<action>-forbidden` (lines 317 to 347)
 */
export function inProject(context: CintooContext, request: SandboxRequest, action: string, demands: ProjectDemands = {}): ProjectAccess {
	const { state } = context;
	const user = callerOf(context, request);
	checkAccountRef(context, request);
	const project = resolve('project', request.path['projectRef'] ?? '', state.projects);
	const access = accessTo(context, user, project);
	if (!access.granted.has('project:project:read')) {
		throw new Problem(403, 'not-member-of-project', 'You are not a member of this project.', { projectId: project.id });
	}
	if (demands.deleted !== 'allowed' && project.modification.deletedAt !== undefined) {
		throw deletedProject(project);
	}
	const required = demands.permissions ?? permissionsOf(request);
	if (required.length > 0 && !required.some((permission) => access.granted.has(permission))) throw forbidden(action, required);
	return access;
}

/** The refusal of what cannot be done on a deleted project (lines 333 to 341). */
export function deletedProject({ id }: CintooProject): Problem {
	return new Problem(403, 'deleted-project', 'Access forbidden because project is deleted', { projectId: id });
}

/**
 * Checks that one of the permissions holds on the work zone.
 *
 * @throws Problem 403 `not-contributor-of-project` (lines 344 to 345) or `<action>-forbidden`
 */
export function onWorkzone(access: ProjectAccess, action: string, required: readonly string[], workzoneId: string): void {
	if (access.may(required, workzoneId)) return;
	if (!access.contributesTo(workzoneId)) {
		throw new Problem(403, 'not-contributor-of-project', 'You are not a contributor of this work zone.', { workzoneId });
	}
	throw forbidden(action, required);
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
