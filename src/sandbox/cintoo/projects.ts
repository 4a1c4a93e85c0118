import { isObject, memberOf, objectOf, textOf, type Json } from '../reading';
import type { Handler, SandboxRequest } from '../service';
import { administers, accessTo, accountPermissions, callerOf, checkAccountRef, created, inAccount, inProject, stamp, touch, type CintooContext } from './access';
import { checkCapacity, notActive } from './capacity';
import { look } from './later';
import { invalidInput, Problem } from './problem';
import { resolve, urnOnly } from './reference';
import { projectShape, type Counts } from './shapes';
import type { CintooProject, CintooSubscription, CintooUser, CintooWorkzone } from './state';
import { spatialReferences } from './values';

/** Projects. */
export function projectHandlers(context: CintooContext): Readonly<Record<string, Handler>> {
	const { state } = context;
	return {
		/** Deleted ones included (line 841); with the permission all, without it those one is a member of. */
		'cintoo.project.getMany': (request) => {
			checkAccountRef(context, request);
			const user = callerOf(context, request);
			for (const project of [...state.projects.values()]) look(context, 'copy', project.id);
			const visible = [...state.projects.values()].filter((project) => accessTo(context, user, project).granted.has('project:project:read'));
			return { status: 200, json: visible.map((project) => projectShape(context, user, project, countsOf(request))) };
		},
		'cintoo.project.get': (request) => {
			const { user, project } = inProject(context, request, 'view-project', { deleted: 'allowed' });
			return { status: 200, json: projectShape(context, user, project, countsOf(request)) };
		},

		/** A cover is not taken over: of a project that does not exist yet nothing can be in storage. */
		'cintoo.project.create': (request) => {
			const { user } = inAccount(context, request, 'create-project');
			const body = objectOf(request.json);
			const subscription = resolve('subscription', urnOnly('subscription', textOf(body['subscriptionId']) ?? ''), state.subscriptions);
			if (!subscription.isActive) throw notActive(subscription.id);
			const region = textOf(body['region']) ?? 'default';
			if (region !== 'default') throw new Problem(400, 'region-not-found', `Region ${region} not found`, { region });
			const project = newProject(context, user, subscription, region, textOf(body['name']) ?? '');
			Object.assign(project, { description: textOf(body['description']) ?? null, location: body['location'] ?? null, ...geographyOf(body, project) });
			state.projects.set(project.id, project);
			state.workzones.set(project.rootWorkzoneId, rootOf(context, user, project));
			return { status: 201, json: projectShape(context, user, project) };
		},

		/** Overwrites everything: what is left out is erased (line 955). */
		'cintoo.project.update': (request) => {
			const { user, project } = inProject(context, request, 'update-project');
			const body = objectOf(request.json);
			assign(project, user, { description: null, location: null, coverBlobName: null, spatialReference: null, coordinatesTransformation: null, ...body });
			return { status: 200, json: projectShape(context, user, project, countsOf(request)) };
		},
		'cintoo.project.patch': (request) => {
			const { user, project } = inProject(context, request, 'update-project');
			assign(project, user, objectOf(request.json));
			return { status: 200, json: projectShape(context, user, project, countsOf(request)) };
		},

		/** Two steps: delete, then delete again for good (lines 939 to 952). */
		'cintoo.project.delete': (request) => {
			const { user, project } = inProject(context, request, 'delete-project', { deleted: 'allowed' });
			const permanent = request.query.get('permanent') === 'true';
			const deleted = project.modification.deletedAt !== undefined;
			if (permanent) {
				if (!deleted) throw new Problem(400, 'project-not-deleted', 'Project is not deleted yet', { projectId: project.id });
				state.projects.delete(project.id);
				return { status: 204 };
			}
			if (deleted) throw new Problem(400, 'project-deleted', 'Project is deleted', { projectId: project.id });
			project.modification.deletedAt = stamp(context.world.now());
			project.modification.deletedBy = user.id;
			return { status: 204 };
		},
		'cintoo.project.restore': (request) => {
			const { user, project } = inProject(context, request, 'update-project', { deleted: 'allowed' });
			if (project.modification.deletedAt === undefined) throw new Problem(400, 'project-active', 'Project is active', { projectId: project.id });
			checkCapacity(state, resolve('subscription', project.subscriptionId, state.subscriptions), project);
			delete project.modification.deletedAt;
			delete project.modification.deletedBy;
			touch(context, user, project.modification);
			return { status: 200, json: projectShape(context, user, project, countsOf(request)) };
		},
	};

	/** Owner and subscription are for the owner of the account, its administrators and the owner of the project (lines 957 and 958, OpenAPI 2.0.0). */
	function assign(project: CintooProject, user: CintooUser, body: Json): void {
		const subscriptionRef = textOf(body['subscriptionId']);
		const ownerRef = textOf(body['ownerId']);
		const subscription = resolve('subscription', subscriptionRef ?? project.subscriptionId, state.subscriptions);
		const owner = ownerRef === undefined ? undefined : resolve('user', ownerRef, state.users);
		const changesOwner = owner !== undefined && owner.id !== project.ownerId;
		const changesSubscription = subscription.id !== project.subscriptionId;
		if ((changesOwner || changesSubscription) && !administers(state, user) && project.ownerId !== user.id) {
			throw new Problem(403, 'update-project-ownership-or-subscription-forbidden', 'You do not have the permission to update project ownership or subscription. It requires to be Project Owner, or Administrator');
		}
		// Listed under 400 too; the example is a 403.
		if (changesOwner && !accountPermissions(context, owner).has('account:projects:create')) throw new Problem(403, 'new-project-owner-not-manager', 'New owner must be a Project Manager', { userId: owner.id });
		if (changesSubscription) checkCapacity(state, subscription, project);
		const geography = geographyOf(body, project);
		project.subscriptionId = subscription.id;
		project.ownerId = owner?.id ?? project.ownerId;
		if ('name' in body) project.name = textOf(body['name']) ?? '';
		if ('description' in body) project.description = textOf(body['description']) ?? null;
		if ('location' in body) project.location = body['location'] ?? null;
		if ('coverBlobName' in body) project.coverBlobName = textOf(body['coverBlobName']) ?? null;
		Object.assign(project, geography);
		touch(context, user, project.modification);
	}
}

/** A project as it is made, without its root work zone. */
export function newProject(context: CintooContext, user: CintooUser, subscription: CintooSubscription, region: string, name: string): CintooProject {
	return {
		id: context.world.uuid(),
		subscriptionId: subscription.id,
		region,
		name,
		description: null,
		ownerId: user.id,
		location: null,
		coverBlobName: null,
		spatialReference: null,
		coordinatesTransformation: null,
		rootWorkzoneId: context.world.uuid(),
		members: new Map(),
		groups: new Map(),
		modification: created(context, user),
	};
}

/** The root work zone of a new project, which has its name. */
export function rootOf(context: CintooContext, user: CintooUser, project: CintooProject): CintooWorkzone {
	const { id: projectId, rootWorkzoneId: id, name } = project;
	return { id, projectId, parentId: null, rootWorkzoneId: id, name, description: '', coverUrl: null, modification: created(context, user) };
}

function countsOf({ query }: SandboxRequest): Counts {
	const wants = (name: string): boolean => query.get(name) !== 'false';
	return { scans: wants('countScans'), tags: wants('countTags'), workzones: wants('countWorkzones') };
}

type Geography = Pick<CintooProject, 'spatialReference' | 'coordinatesTransformation'>;

const parameters: Readonly<Record<string, readonly string[]>> = {
	affine: ['a0', 'a1', 'a2', 'b0', 'b1', 'b2'],
	similarity: ['ordinate1', 'ordinate2', 'scaleFactor', 'rotationAngle'],
};

/**
 * The coordinate system and the way into it, as they will be.
 *
 * @throws Problem 400 for a system that is unknown or deprecated (contract of spatialReference.getMany; no code is documented), or `invalid-coordinates-transformation` (Cintoo OpenAPI 2.0.0, createProject)
 */
function geographyOf(body: Json, project: CintooProject): Geography {
	const spatialReference = 'spatialReference' in body ? (body['spatialReference'] ?? null) : project.spatialReference;
	const coordinatesTransformation = 'coordinatesTransformation' in body ? (body['coordinatesTransformation'] ?? null) : project.coordinatesTransformation;
	if (isObject(body['spatialReference'])) {
		const { authName, code } = body['spatialReference'];
		const found = spatialReferences.find((one) => one.authName === authName && one.code === code);
		if (found === undefined || found.deprecated) throw invalidInput('The spatial reference is unknown or deprecated.');
	}
	const type = textOf(memberOf(coordinatesTransformation, 'type'));
	const complete = type === undefined || parameters[type]?.every((name) => typeof memberOf(coordinatesTransformation, `${type}.${name}`) === 'number') === true;
	if (!complete || (coordinatesTransformation !== null && spatialReference === null)) {
		throw new Problem(400, 'invalid-coordinates-transformation', 'A coordinates transformation needs the parameters of its type and a spatial reference.');
	}
	return { spatialReference, coordinatesTransformation };
}
