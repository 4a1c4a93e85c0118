import { objectOf, textOf, type Json } from '../reading';
import type { Handler } from '../service';
import { accountPermissions, callerOf, created, inAccount, inProject, projectPermissions, stamp, touch, workzoneIn, type CintooContext } from './access';
import { forbidden, Problem } from './problem';
import { resolve } from './reference';
import { projectShape, userShape, workzoneShape } from './shapes';
import type { CintooProject, CintooUser } from './state';

/** Projects, their members and their work zones. */
export function projectHandlers(context: CintooContext): Readonly<Record<string, Handler>> {
	const { state, world } = context;
	return {
		/** Deleted ones included (line 841); with the permission all, without it those one is a member of. */
		'cintoo.project.getMany': (request) => {
			resolve('account', request.path['accountRef'] ?? '', new Map([[state.account.id, state.account]]));
			const user = callerOf(context, request);
			const visible = [...state.projects.values()].filter((project) => projectPermissions(state, user, project).has('project:project:read'));
			return { status: 200, json: visible.map((project) => projectShape(context, project)) };
		},
		'cintoo.project.get': (request) => ({ status: 200, json: projectShape(context, inProject(context, request, 'view-project', { deleted: 'allowed' }).project) }),

		'cintoo.project.create': (request) => {
			const user = inAccount(context, request, 'create-project');
			const body = objectOf(request.json);
			const subscription = resolve('subscription', textOf(body['subscriptionId']) ?? '', state.subscriptions);
			if (!subscription.isActive) throw new Problem(400, 'subscription-not-active', 'The subscription is not active.', { subscriptionId: subscription.id });
			const region = textOf(body['region']) ?? 'default';
			if (region !== 'default') throw new Problem(400, 'region-not-found', `Region ${region} not found`, { region });
			const id = world.uuid();
			const rootWorkzoneId = world.uuid();
			const project: CintooProject = {
				id,
				subscriptionId: subscription.id,
				region,
				name: textOf(body['name']) ?? '',
				description: textOf(body['description']) ?? null,
				ownerId: user.id,
				location: body['location'] ?? null,
				coverBlobName: null,
				rootWorkzoneId,
				members: new Map(),
				modification: created(context, user),
			};
			state.projects.set(id, project);
			state.workzones.set(rootWorkzoneId, { id: rootWorkzoneId, projectId: id, parentId: null, rootWorkzoneId, name: project.name, description: '', modification: created(context, user) });
			return { status: 201, json: projectShape(context, project) };
		},

		/** Overwrites everything: what is left out is erased (line 955). */
		'cintoo.project.update': (request) => {
			const { user, project } = inProject(context, request, 'update-project');
			const body = objectOf(request.json);
			assign(project, user, { description: null, location: null, coverBlobName: null, ...body });
			return { status: 200, json: projectShape(context, project) };
		},
		'cintoo.project.patch': (request) => {
			const { user, project } = inProject(context, request, 'update-project');
			assign(project, user, objectOf(request.json));
			return { status: 200, json: projectShape(context, project) };
		},

		/** Two steps: delete, then delete again for good (lines 939 to 952). */
		'cintoo.project.delete': (request) => {
			const { user, project } = inProject(context, request, 'delete-project', { deleted: 'allowed' });
			const permanent = request.query.get('permanent') === 'true';
			const deleted = project.modification.deletedAt !== undefined;
			if (permanent) {
				if (!deleted) throw new Problem(400, 'project-not-deleted', 'The project must be deleted first.', { projectId: project.id });
				state.projects.delete(project.id);
				return { status: 204 };
			}
			if (deleted) throw new Problem(400, 'project-deleted', 'The project is deleted already.', { projectId: project.id });
			project.modification.deletedAt = stamp(world.now());
			project.modification.deletedBy = user.id;
			return { status: 204 };
		},
		'cintoo.project.restore': (request) => {
			const { user, project } = inProject(context, request, 'update-project', { deleted: 'allowed' });
			if (project.modification.deletedAt === undefined) throw new Problem(400, 'project-active', 'The project is not deleted.', { projectId: project.id });
			delete project.modification.deletedAt;
			delete project.modification.deletedBy;
			touch(context, user, project.modification);
			return { status: 200, json: projectShape(context, project) };
		},

		'cintoo.projectMember.getMany': (request) => {
			const { project } = inProject(context, request, 'list-members');
			const ids = [project.ownerId, ...project.members.keys()];
			return { status: 200, json: [...new Set(ids)].flatMap((id) => state.users.get(id) ?? []).map(userShape) };
		},
		'cintoo.projectMember.removeUser': (request) => {
			const { user: caller, project, granted } = inProject(context, request, 'remove-contributor', { permissions: [] });
			const leaving = resolve('user', request.path['userRef'] ?? '', state.users);
			// Any user may remove himself (line 1113).
			if (leaving.id !== caller.id && !granted.has('workzone:members:write')) throw forbidden('remove-contributor', ['workzone:members:write']);
			project.members.delete(leaving.id);
			return { status: 204 };
		},

		'cintoo.workzone.getMany': (request) => {
			const { project } = inProject(context, request, 'list-workzones');
			const own = [...state.workzones.values()].filter((workzone) => workzone.projectId === project.id);
			return { status: 200, json: own.map((workzone) => workzoneShape(context, workzone)) };
		},
		'cintoo.workzone.create': (request) => {
			const { user, project } = inProject(context, request, 'create-workzone');
			const body = objectOf(request.json);
			const parent = workzoneIn(context, project, textOf(body['parentWorkzoneId']) ?? '');
			const id = world.uuid();
			const workzone = {
				id,
				projectId: project.id,
				parentId: parent.id,
				rootWorkzoneId: project.rootWorkzoneId,
				name: textOf(body['name']) ?? '',
				description: textOf(body['description']) ?? '',
				modification: created(context, user),
			};
			state.workzones.set(id, workzone);
			return { status: 201, json: workzoneShape(context, workzone) };
		},
	};

	function assign(project: CintooProject, user: CintooUser, body: Json): void {
		const subscriptionRef = textOf(body['subscriptionId']);
		const ownerRef = textOf(body['ownerId']);
		const subscriptionId = subscriptionRef === undefined ? project.subscriptionId : resolve('subscription', subscriptionRef, state.subscriptions).id;
		const owner = ownerRef === undefined ? state.users.get(project.ownerId) : resolve('user', ownerRef, state.users);
		const ownerId = owner?.id ?? project.ownerId;
		if (subscriptionId !== project.subscriptionId || ownerId !== project.ownerId) {
			const mayMove = user.id === state.account.ownerId || user.accountRoles.includes('administrator');
			if (!mayMove) throw new Problem(403, 'update-project-ownership-or-subscription-forbidden', 'Only the account owner or an administrator may change the owner or the subscription of a project.');
			if (owner !== undefined && ownerId !== project.ownerId && !accountPermissions(state, owner).has('account:projects:create')) {
				throw new Problem(400, 'new-project-owner-not-manager', 'The new owner must be a project manager.', { userId: ownerId });
			}
		}
		project.subscriptionId = subscriptionId;
		project.ownerId = ownerId;
		if ('name' in body) project.name = textOf(body['name']) ?? '';
		if ('description' in body) project.description = textOf(body['description']) ?? null;
		if ('location' in body) project.location = body['location'] ?? null;
		if ('coverBlobName' in body) project.coverBlobName = textOf(body['coverBlobName']) ?? null;
		touch(context, user, project.modification);
	}
}
