import { memberOf, objectOf, rowsOf, textOf, textsOf } from '../reading';
import type { Handler } from '../service';
import { inProject, type CintooContext, type ProjectAccess } from './access';
import { BareProblem, forbidden, invalidInput, Problem } from './problem';
import { resolve } from './reference';
import { grantedBy } from './role-permissions';
import { userShaper } from './shapes';
import type { CintooRole, Contribution } from './state';
import { checkEmail, invited } from './users';
import { withBelow, workzoneIn } from './workzone-tree';

const toManage = ['workzone:members:write'];

/** Somebody to be added: the e-mail address of a user or the id of a group, and what they are to be. */
interface Newcomer {
	readonly key: string;
	readonly role: CintooRole;
	readonly expiresAt: string | null;
}

/** Who contributes to a project. */
export function memberHandlers(context: CintooContext): Readonly<Record<string, Handler>> {
	const { state, world } = context;
	return {
		/** The owner, the members, and the people of member groups, each once. */
		'cintoo.projectMember.getMany': (request) => {
			const { user, project } = inProject(context, request, 'list-members');
			const ofGroups = [...project.groups.keys()].flatMap((id) => [...(state.groups.get(id)?.userIds ?? [])]);
			const ids = new Set([project.ownerId, ...project.members.keys(), ...ofGroups]);
			return { status: 200, json: [...ids].flatMap((id) => state.users.get(id) ?? []).map(userShaper(context, user)) };
		},

		/** All or nothing (OpenAPI 2.0.0, addProjectMembers). Who may not is told with a code that no document names. */
		'cintoo.projectMember.add': (request) => {
			const access = inProject(context, request, 'create-member', { permissions: [] });
			const { project } = access;
			if (!access.may(toManage, project.rootWorkzoneId)) throw forbidden('create-member', toManage);
			const body = objectOf(request.json);
			const refs = body['workzones'] ?? null;
			const places = refs === null ? [workzoneIn(context, project, project.rootWorkzoneId)] : textsOf(refs).map((ref) => workzoneIn(context, project, ref));
			const workzoneIds = places.flatMap((place) => withBelow(state, place)).map(({ id }) => id);
			const users = rowsOf(memberOf(body, 'members.users')).map((row) => newcomer(row, 'user'));
			const groups = rowsOf(memberOf(body, 'members.groups')).map((row) => newcomer(row, 'group'));
			users.forEach(({ key }) => checkEmail(key));
			const keys = [...users, ...groups].map(({ key }) => key);
			if (new Set(keys).size !== keys.length) throw invalidInput('Each member must be unique in the request.');
			const known = new Map([...state.users.values()].map((user) => [user.email.toLowerCase(), user.id]));
			users.forEach(({ key, role }) => checkRole(project.members.get(known.get(key) ?? ''), role));
			groups.forEach(({ key, role }) => checkRole(project.groups.get(key), role));
			[...users, ...groups].forEach(({ role }) => checkOwn(access, role, workzoneIds));
			for (const one of users) contribute(project.members, invited(context, one.key).id, one, workzoneIds);
			for (const one of groups) contribute(project.groups, one.key, one, workzoneIds);
			return { status: 204 };
		},

		/** Those who do not contribute are ignored (line 1101). */
		'cintoo.projectMember.bulkRemove': (request) => {
			const access = inProject(context, request, 'remove-contributor', { permissions: [] });
			const { project } = access;
			if (!access.may(toManage, project.rootWorkzoneId)) throw new BareProblem(403, 'Cannot remove users or groups. Need to have "manage_user" permission on the project');
			const body = objectOf(request.json);
			const users = textsOf(body['users'] ?? []).map((ref) => resolve('user', ref, state.users));
			const groups = textsOf(body['groups'] ?? []).map((ref) => resolve('group', ref, state.groups));
			for (const { id } of users) project.members.delete(id);
			for (const { id } of groups) project.groups.delete(id);
			return { status: 204 };
		},
		'cintoo.projectMember.removeUser': (request) => {
			const access = inProject(context, request, 'remove-contributor', { permissions: [] });
			const { user: caller, project } = access;
			const leaving = resolve('user', request.path['userRef'] ?? '', state.users);
			// Any user may remove himself (line 1116); the refusal names no permissions (line 1123).
			if (leaving.id !== caller.id && !access.may(toManage, project.rootWorkzoneId)) {
				throw new Problem(403, 'remove-contributor-forbidden', 'You do not have the permission to remove contributor. It requires to be targeting self, or to have permission "manage_users"');
			}
			project.members.delete(leaving.id);
			return { status: 204 };
		},
		'cintoo.projectMember.removeGroup': (request) => {
			const access = inProject(context, request, 'remove-contributor', { permissions: [] });
			const { project } = access;
			if (!access.may(toManage, project.rootWorkzoneId)) throw new BareProblem(403, 'Cannot remove group(s). Need to have "manage_user" permission on the project');
			project.groups.delete(resolve('group', request.path['groupRef'] ?? '', state.groups).id);
			return { status: 204 };
		},
	};

	function newcomer(row: unknown, kind: 'user' | 'group'): Newcomer {
		const ref = textOf(memberOf(row, kind)) ?? '';
		const expiresAt = textOf(memberOf(row, 'expirationDate')) ?? null;
		if (expiresAt !== null && Date.parse(expiresAt) <= world.now().getTime()) throw new Problem(400, 'expiration-date-in-past', 'The expiration date lies in the past.');
		const role = resolve('role', textOf(memberOf(row, 'role')) ?? '', state.roles);
		return { key: kind === 'user' ? ref.toLowerCase() : resolve('group', ref, state.groups).id, role, expiresAt };
	}
}

function checkRole(already: Contribution | undefined, role: CintooRole): void {
	if (already !== undefined && already.roleId !== role.id) throw invalidInput('A member must not be assigned to a different role already.');
}

/** One gives nobody more than one has. */
function checkOwn(access: ProjectAccess, role: CintooRole, workzoneIds: readonly string[]): void {
	const missing = grantedBy(role.permissions).filter((permission) => (permission.startsWith('project:') ? !access.granted.has(permission) : workzoneIds.some((id) => !access.may([permission], id))));
	if (missing.length > 0) throw forbidden('create-member', missing);
}

/** The same role once more adds the work zones, and its end holds for all of them. */
function contribute(contributions: Map<string, Contribution>, key: string, { role, expiresAt }: Newcomer, workzoneIds: readonly string[]): void {
	const already = contributions.get(key);
	if (already === undefined) {
		contributions.set(key, { roleId: role.id, workzoneIds: new Set(workzoneIds), expiresAt });
		return;
	}
	for (const id of workzoneIds) already.workzoneIds.add(id);
	already.expiresAt = expiresAt;
}
