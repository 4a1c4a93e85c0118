import { objectOf, textOf, textsOf } from '../reading';
import type { Handler, SandboxRequest } from '../service';
import { inAccount, stamp, userIds, type CintooContext } from './access';
import { colourOf } from './colour';
import { conflict, Problem } from './problem';
import { resolve, urn, urnOnly } from './reference';
import { groupShape } from './shapes';
import type { CintooGroup } from './state';

/** Of the calls that change members of a group no document says what they need: here it is what changing groups needs. */
const toChange = ['account:groups:write'];

/** Groups of people. */
export function groupHandlers(context: CintooContext): Readonly<Record<string, Handler>> {
	const { state, world } = context;
	return {
		'cintoo.group.getMany': (request) => {
			inAccount(context, request, 'list-groups');
			return { status: 200, json: [...state.groups.values()].map((group) => groupShape(context, group)) };
		},
		'cintoo.group.get': (request) => {
			inAccount(context, request, 'view-group');
			return { status: 200, json: groupShape(context, groupOf(request)) };
		},
		/** The name is unique, whatever its case (OpenAPI 2.0.0). */
		'cintoo.group.create': (request) => {
			const { user } = inAccount(context, request, 'create-group');
			const body = objectOf(request.json);
			const name = textOf(body['name']) ?? '';
			if ([...state.groups.values()].some((group) => group.name.toLowerCase() === name.toLowerCase())) throw conflict(`Group name '${name}' already exists`);
			const now = stamp(world.now());
			const group: CintooGroup = {
				id: world.uuid(),
				name,
				description: textOf(body['description']) ?? '',
				color: colourOf(body['color']),
				userIds: new Set(),
				createdBy: user.id,
				createdAt: now,
				updatedAt: now,
			};
			state.groups.set(group.id, group);
			const location = `${world.origins.cintoo}/api/2/accounts/${state.account.id}/groups/${group.id}`;
			return { status: 201, headers: { location }, json: groupShape(context, group) };
		},
		'cintoo.group.delete': (request) => {
			inAccount(context, request, 'delete-group');
			const group = groupOf(request);
			state.groups.delete(group.id);
			for (const project of state.projects.values()) project.groups.delete(group.id);
			return { status: 204 };
		},
		'cintoo.group.addUsers': (request) => {
			inAccount(context, request, 'update-group', toChange);
			const group = groupOf(request);
			for (const id of userIds(context, textsOf(request.json))) group.userIds.add(id);
			return { status: 200, json: changed(group) };
		},
		/** Answers with a list as the document's example does (lines 1087 to 1099); OpenAPI 2.0.0 says the group alone. */
		'cintoo.group.removeUsers': (request) => {
			inAccount(context, request, 'update-group', toChange);
			const group = groupOf(request);
			const leaving = userIds(context, textsOf(request.json).map((ref) => urnOnly('user', ref)));
			const strangers = leaving.filter((id) => !group.userIds.has(id));
			if (strangers.length > 0) {
				throw new Problem(400, 'users-not-in-groups', 'Some users are not in the group', { users: strangers.map((id) => urn('user', id)).join(', ') });
			}
			for (const id of leaving) group.userIds.delete(id);
			return { status: 200, json: [changed(group)] };
		},
	};

	function groupOf(request: SandboxRequest): CintooGroup {
		return resolve('group', request.path['groupRef'] ?? '', state.groups);
	}

	function changed(group: CintooGroup) {
		group.updatedAt = stamp(world.now());
		return groupShape(context, group);
	}
}
