import { objectOf, textOf, textsOf, type Json } from '../reading';
import type { Handler } from '../service';
import { inAccount, stamp, type CintooContext } from './access';
import { colourOf } from './colour';
import { invalidInput, Problem } from './problem';
import { resolve } from './reference';
import { ofLegacyNames, outOfCombination } from './role-permissions';
import { roleShape } from './shapes';
import type { CintooRole } from './state';

/** The roles that people and groups have in projects. */
export function roleHandlers(context: CintooContext): Readonly<Record<string, Handler>> {
	const { state, world } = context;
	return {
		'cintoo.role.getMany': (request) => {
			inAccount(context, request, 'list-roles');
			return { status: 200, json: [...state.roles.values()].map((role) => roleShape(context, role)) };
		},
		'cintoo.role.get': (request) => {
			inAccount(context, request, 'view-role');
			return { status: 200, json: roleShape(context, resolve('role', request.path['roleRef'] ?? '', state.roles)) };
		},
		'cintoo.role.create': (request) => {
			const { user } = inAccount(context, request, 'create-role');
			const now = stamp(world.now());
			const role: CintooRole = { id: world.uuid(), ...contentOf(objectOf(request.json)), isBase: false, createdBy: user.id, createdAt: now, updatedAt: now };
			state.roles.set(role.id, role);
			return { status: 201, json: roleShape(context, role) };
		},
		/** Overwrites everything (OpenAPI 2.0.0). What becomes of a name that is left out is not documented: here it is refused. */
		'cintoo.role.update': (request) => {
			inAccount(context, request, 'update-role');
			const role = resolve('role', request.path['roleRef'] ?? '', state.roles);
			if (role.isBase) throw new Problem(400, 'cannot-update-base-role', "Base roles can't be updated");
			Object.assign(role, contentOf(objectOf(request.json)), { updatedAt: stamp(world.now()) });
			return { status: 200, json: roleShape(context, role) };
		},
		'cintoo.role.delete': (request) => {
			inAccount(context, request, 'delete-role');
			const role = resolve('role', request.path['roleRef'] ?? '', state.roles);
			if (role.isBase) throw new Problem(400, 'cannot-delete-base-role', "Base roles can't be deleted");
			const using = [...state.projects.values()].filter((project) => [...project.members.values(), ...project.groups.values()].some(({ roleId }) => roleId === role.id));
			if (using.length > 0) {
				const projectIds = using.map((project) => project.id).join(', ');
				throw new Problem(400, 'role-used', `Role ${role.id} is in use in projects ${projectIds}`, { roleId: role.id, projectIds });
			}
			state.roles.delete(role.id);
			return { status: 204 };
		},
	};
}

function contentOf(body: Json): Pick<CintooRole, 'name' | 'description' | 'color' | 'permissions'> {
	const name = textOf(body['name']) ?? '';
	if (name === '') throw invalidInput('A role needs a name.');
	return { name, description: textOf(body['description']) ?? '', color: colourOf(body['color']), permissions: rightsOf(body) };
}

/** @throws Problem 400 where there are none, where the two names for them differ, or where they are no allowed combination (line 255) */
function rightsOf(body: Json): readonly string[] {
	const permissions = textsOf(body['permissions'] ?? []);
	const ofLegacy = ofLegacyNames(textsOf(body['legacyPermissions'] ?? []));
	if (permissions.length === 0 && ofLegacy.length === 0) throw invalidInput('permissions or legacyPermissions must be present and not empty.');
	const same = permissions.length === ofLegacy.length && permissions.every((permission) => ofLegacy.includes(permission));
	if (permissions.length > 0 && ofLegacy.length > 0 && !same) throw invalidInput('permissions and legacyPermissions are not equivalent.');
	const chosen = permissions.length > 0 ? permissions : ofLegacy;
	const loose = outOfCombination(chosen);
	if (loose.length > 0) throw invalidInput(`These permissions are not allowed without others: ${loose.join(', ')}.`);
	return chosen;
}
