import { objectOf, textOf } from '../reading';
import type { Handler } from '../service';
import { created, inProject, onWorkzone, permissionsOf, type CintooContext } from './access';
import { look } from './later';
import { invalidInput, Problem } from './problem';
import { resolve } from './reference';
import { workzoneShape } from './shapes';
import type { CintooWorkzone } from './state';
import { above, addWorkzone, withBelow, workzoneIn, workzonesOf } from './workzone-tree';

/** Work zones, and who contributes to them. */
export function workzoneHandlers(context: CintooContext): Readonly<Record<string, Handler>> {
	const { state, world } = context;
	return {
		'cintoo.workzone.getMany': (request) => {
			const { project, may } = inProject(context, request, 'list-workzones');
			look(context, 'copy', project.id);
			const own = workzonesOf(state, project.id).filter((workzone) => may(permissionsOf(request), workzone.id));
			return { status: 200, json: own.map((workzone) => workzoneShape(context, workzone)) };
		},
		'cintoo.workzone.create': (request) => {
			const access = inProject(context, request, 'create-workzone');
			const { user, project } = access;
			const body = objectOf(request.json);
			const parent = workzoneIn(context, project, textOf(body['parentWorkzoneId']) ?? '');
			onWorkzone(access, 'create-workzone', permissionsOf(request), parent.id);
			const workzone: CintooWorkzone = {
				id: world.uuid(),
				projectId: project.id,
				parentId: parent.id,
				rootWorkzoneId: project.rootWorkzoneId,
				name: textOf(body['name']) ?? '',
				description: textOf(body['description']) ?? '',
				coverUrl: textOf(body['coverUrl']) ?? null,
				modification: created(context, user),
			};
			addWorkzone(state, project, workzone);
			return { status: 201, json: workzoneShape(context, workzone) };
		},
		/** Also from all below; from those above only when that is asked for (lines 1232 to 1237). */
		'cintoo.workzone.removeUser': (request) => {
			const access = inProject(context, request, 'remove-contributor-from-work-zone', { permissions: [] });
			const { user: caller, project } = access;
			const workzone = workzoneIn(context, project, request.path['workzoneRef'] ?? '');
			const leaving = resolve('user', request.path['userRef'] ?? '', state.users);
			const contribution = project.members.get(leaving.id);
			const parents = above(state, workzone).filter((id) => contribution?.workzoneIds.has(id) === true);
			const mayRemove = leaving.id === caller.id || [workzone.id, ...parents].every((id) => access.may(permissionsOf(request), id));
			if (!mayRemove) {
				throw new Problem(
					403,
					'remove-contributor-from-work-zone-forbidden',
					'You do not have the permission to remove contributor from work zone. It requires to be targeting self, or to be Project Owner, or to have permission "manage_users"',
				);
			}
			if (parents.length > 0 && request.query.get('allowRemoveOnParents') !== 'true') {
				throw invalidInput("Invalid parameter allowRemoveOnParents: The user is contributor on a parent work zone and parameter 'allowRemoveOnParents' is false");
			}
			for (const id of [...parents, ...withBelow(state, workzone).map((one) => one.id)]) contribution?.workzoneIds.delete(id);
			if (contribution?.workzoneIds.size === 0) project.members.delete(leaving.id);
			return { status: 204 };
		},
	};
}
