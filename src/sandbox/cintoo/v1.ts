import { commaList, isObject, objectOf, rowsOf, textOf, textsOf, type Json } from '../reading';
import type { Handler, SandboxReply, SandboxRequest } from '../service';
import { accessTo, callerOf, created, stamp, touch, type CintooContext, type ProjectAccess } from './access';
import { Problem } from './problem';
import type { CintooProject, CintooTag, CintooTagList, CintooUser } from './state';
import { v1Shapes } from './v1-shapes';

/**
 * API 1. Ids are UUIDs here, as the service takes them beside its older forms; what it is not asked for by its
 * document, such as permissions, follows API 2, on the same account.
 */
export function v1Handlers(context: CintooContext): Readonly<Record<string, Handler>> {
	const { state, world } = context;
	const shape = v1Shapes(context);
	return answering({
		'cintoo.v1.account.getMany': (request) => ({ status: 200, json: [shape.account(callerOf(context, request))] }),
		'cintoo.v1.account.get': (request) => ({ status: 200, json: shape.account(inAccount(request)) }),
		'cintoo.v1.subscription.getMany': (request) => list(request, state.subscriptions, shape.subscription),
		'cintoo.v1.user.getMany': (request) => list(request, state.users, shape.user),
		'cintoo.v1.user.get': (request) => single(request, 'user', state.users, shape.user),
		'cintoo.v1.group.getMany': (request) => list(request, state.groups, shape.group),
		'cintoo.v1.group.get': (request) => single(request, 'group', state.groups, shape.group),
		'cintoo.v1.role.getMany': (request) => list(request, state.roles, shape.role),
		'cintoo.v1.role.get': (request) => single(request, 'role', state.roles, shape.role),

		'cintoo.v1.project.getMany': (request) => {
			const user = inAccount(request);
			const owning = request.query.get('workzoneId');
			const wanted = owning === null ? undefined : state.workzones.get(owning)?.projectId;
			const asked = [...state.projects.values()].filter((project) => owning === null || project.id === wanted);
			const visible = asked.map((project) => accessTo(context, user, project)).filter(({ granted }) => granted.has('project:project:read'));
			return { status: 200, json: visible.map(shape.project) };
		},
		'cintoo.v1.project.get': (request) => ({ status: 200, json: shape.project(inProject(request, 'project:project:read', 'deleted too')) }),
		'cintoo.v1.project.updateSubscription': (request) => {
			const { user, project } = inProject(request, 'project:project:update-details');
			for (const step of rowsOf(request.json).map(objectOf)) {
				if (textOf(step['path']) !== project.subscriptionId) throw new Problem(400, undefined, 'The project is not under this subscription.');
				project.subscriptionId = known('subscription', state.subscriptions, textOf(step['value']) ?? '').id;
			}
			touch(context, user, project.modification);
			return { status: 200 };
		},
		'cintoo.v1.file.getMany': (request) => {
			const { project } = inProject(request, 'project:project:read');
			const categories = commaList(request.query, 'category') ?? ['model', 'scan', 'geoImage'];
			return { status: 200, json: [...state.files.values()].filter((file) => file.projectId === project.id && categories.includes(file.category)).map(shape.file) };
		},

		'cintoo.v1.tagList.getMany': (request) => {
			const { project } = inProject(request, 'workzone:tags:read');
			return { status: 200, json: [...state.tagLists.values()].filter((one) => one.projectId === project.id && isSince(request, one)).map(shape.tagList) };
		},
		'cintoo.v1.tagList.create': (request) => {
			const { user, project } = inProject(request, 'workzone:tags:write');
			const body = objectOf(request.json);
			const workzone = known('workzone', state.workzones, textOf(body['parentId']) ?? '');
			if (workzone.projectId !== project.id) throw new Problem(404, undefined, 'workzone not found');
			const name = textOf(objectOf(body['data'])['name']);
			if (name === undefined) throw new Problem(400, undefined, 'data.name is missing');
			const made: CintooTagList = { id: world.uuid(), projectId: project.id, workzoneId: workzone.id, tagListType: '3d', name, description: null, color: null, metadataDefinition: [], attachments: [], tagsVersion: 0, pending: false, tags: new Map(), modification: created(context, user) };
			assign(made, objectOf(body['data']));
			state.tagLists.set(made.id, made);
			add(user, made, additions(body));
			return { status: 200, json: shape.tagList(made) };
		},
		'cintoo.v1.tagList.get': (request) => {
			const { project } = inProject(request, 'workzone:tags:read');
			const one = listIn(project, request);
			return { status: 200, json: living(one).filter((tag) => isSince(request, tag)).map((tag) => shape.tag(one, tag)) };
		},
		/** All or nothing. What `data` and the tags name replaces what was there: the harsher reading of the document. */
		'cintoo.v1.tagList.update': (request) => {
			const { user, project } = inProject(request, 'workzone:tags:write');
			const one = listIn(project, request);
			const body = objectOf(request.json);
			const own = new Map(living(one).map((tag) => [tag.id, tag]));
			const changes = Object.entries(objectOf(body['update'])).map(([id, data]) => ({ tag: known('tag', own, id), data: objectOf(data) }));
			const leaving = textsOf(body['delete'] ?? []).map((id) => known('tag', own, id));
			if (isObject(body['data'])) {
				if (textOf(body['data']['name']) === undefined) throw new Problem(400, undefined, 'data.name is missing');
				Object.assign(one, { description: null, color: null, metadataDefinition: [] });
				assign(one, body['data']);
			}
			one.tagsVersion += 1;
			for (const { tag, data } of changes) {
				tag.data = data;
				tag.tagsVersion = one.tagsVersion;
				touch(context, user, tag.modification);
			}
			for (const tag of leaving) remove(user, one, tag);
			add(user, one, additions(body));
			touch(context, user, one.modification);
			return { status: 200, json: { ...shape.tagList(one), tags: living(one).map((tag) => shape.tag(one, tag)) } };
		},
		'cintoo.v1.tagList.delete': (request) => {
			const { project } = inProject(request, 'workzone:tags:write');
			const one = listIn(project, request);
			state.tagLists.delete(one.id);
			return { status: 200, json: living(one).map(({ id }) => ({ id, isDeleted: true })) };
		},
	});

	function inAccount(request: SandboxRequest): CintooUser {
		known('account', new Map([[state.account.id, state.account]]), request.path['accountId'] ?? '');
		return callerOf(context, request);
	}

	function inProject(request: SandboxRequest, permission: string, deleted?: 'deleted too'): ProjectAccess {
		const user = inAccount(request);
		const access = accessTo(context, user, known('project', state.projects, request.path['projectId'] ?? ''));
		if (!access.granted.has(permission)) throw new Problem(403, undefined, 'Forbidden');
		if (deleted === undefined && access.project.modification.deletedAt !== undefined) throw new Problem(403, undefined, 'The project is deleted');
		return access;
	}

	function list<T>(request: SandboxRequest, things: ReadonlyMap<string, T>, shapeOf: (thing: T) => Json): SandboxReply {
		inAccount(request);
		return { status: 200, json: [...things.values()].map(shapeOf) };
	}

	function single<T>(request: SandboxRequest, kind: string, things: ReadonlyMap<string, T>, shapeOf: (thing: T) => Json): SandboxReply {
		inAccount(request);
		return { status: 200, json: shapeOf(known(kind, things, request.path[`${kind}Id`] ?? '')) };
	}

	function listIn(project: CintooProject, request: SandboxRequest): CintooTagList {
		return known('tag list', new Map([...state.tagLists].filter(([, one]) => one.projectId === project.id)), request.path['tagListId'] ?? '');
	}

	function add(user: CintooUser, one: CintooTagList, rows: readonly Json[]): void {
		for (const data of rows) {
			const id = world.uuid();
			one.tags.set(id, { id, data, tagsVersion: one.tagsVersion, modification: created(context, user) });
		}
	}

	function remove(user: CintooUser, one: CintooTagList, tag: CintooTag): void {
		tag.tagsVersion = one.tagsVersion;
		tag.modification.deletedAt = stamp(world.now());
		tag.modification.deletedBy = user.id;
	}
}

function living(one: CintooTagList): readonly CintooTag[] {
	return [...one.tags.values()].filter((tag) => tag.modification.deletedAt === undefined);
}

/** The data of the tags to add. Detection finds one object of each class, and at once. */
function additions(body: Json): readonly Json[] {
	const found = textsOf(objectOf(body['detect'])['classes'] ?? []);
	return [...rowsOf(body['insert']).map(objectOf), ...found.map((kind) => ({ id: `${kind}-1`, class: kind, nature: 'AI', needValidation: true }))];
}

/** The thing with this id. @throws Problem 404 */
function known<T>(kind: string, things: ReadonlyMap<string, T>, id: string): T {
	const thing = things.get(id.toLowerCase());
	if (thing === undefined) throw new Problem(404, undefined, `${kind} not found`);
	return thing;
}

function assign(one: CintooTagList, data: Json): void {
	one.name = textOf(data['name']) ?? one.name;
	one.description = textOf(data['description']) ?? one.description;
	one.color = textOf(data['color']) ?? one.color;
	if (data['metadataDefinitions'] !== undefined) one.metadataDefinition = rowsOf(data['metadataDefinitions']);
}

/** Whether it was changed after the moment asked for, if one is asked for (lines 482 and 649). */
function isSince(request: SandboxRequest, { modification }: Pick<CintooTagList, 'modification'>): boolean {
	const since = request.query.get('since');
	return since === null || Date.parse(modification.updatedAt ?? modification.createdAt) > Date.parse(since);
}

/** The error body of API 1 is `{ code, message }` (lines 177 to 181). */
function answering(handlers: Readonly<Record<string, Handler>>): Readonly<Record<string, Handler>> {
	return Object.fromEntries(
		Object.entries(handlers).map(([id, handler]): [string, Handler] => [
			id,
			async (request) => {
				try {
					return await handler(request);
				} catch (error) {
					if (error instanceof Problem) return { status: error.status, json: { code: String(error.status), message: error.message } };
					throw error;
				}
			},
		]),
	);
}
