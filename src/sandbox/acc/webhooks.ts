import type { Handler, SandboxReply, SandboxRequest, SandboxWorld } from '../service';
import { isObject, memberOf, objectOf, textOf, type Json } from '../reading';
import { actorOf, isAccountAdmin, memberOfProject } from './access';
import { cursorOf, readCursor } from './cursor';
import { createDeliveries, hookBody, type Deliveries, type Happening, type Hook } from './deliveries';
import { Refusal, type ErrorShape } from './refusal';
import type { AccState } from './state';

/** Systems whose hooks are bound to a project; those of the others to a folder. */
const projectSystems: ReadonlySet<string> = new Set(['autodesk.construction.issues', 'autodesk.construction.reviews', 'autodesk.construction.cost']);

/** "Webhook API: ACC Issue released": in these alone so far. */
const issueRegions: ReadonlySet<string> = new Set(['US', 'EMEA', 'AUS']);

/** As the answers of the tokens, which say what happened in a list (tokens-POST). */
const hooksError: ErrorShape = (status, words) => ({ status, json: { status, detail: [words] } });

export interface Webhooks {
	readonly handlers: Readonly<Record<string, Handler>>;
	readonly hooks: readonly Hook[];
	readonly deliveries: Omit<Deliveries, 'announce'>;
	/** Tells the hooks of what happened beside the API. */
	announce(happening: Happening): void;
	/** The same handlers; those that change an issue or a file tell the hooks of it. */
	announcing(handlers: Readonly<Record<string, Handler>>): Readonly<Record<string, Handler>>;
}

/** @param pauses ms before each retry of a delivery */
export function createWebhooks(world: SandboxWorld, state: AccState, pauses: readonly number[]): Webhooks {
	const hooks: Hook[] = [];
	/** By who made them: what signs all hooks without a secret of their own. */
	const secrets = new Map<string, string>();
	const deliveries = createDeliveries(world, pauses, (hook) => hook.token ?? secrets.get(hook.createdBy));
	const announce = (happening: Happening): void => deliveries.announce(happening, hooks);

	return {
		hooks,
		deliveries,
		announce,
		handlers: {
			'acc.hook.getAll': (request) => paged(request, () => true),
			'acc.hook.getMany': (request) => paged(request, (hook) => hook.system === request.path['system']),
			'acc.hook.getOfEvent': (request) => paged(request, (hook) => hook.system === request.path['system'] && hook.event === request.path['event']),
			'acc.hook.get': (request) => ({ status: 200, json: hookBody(own(request)) }),
			'acc.hook.create': create,
			'acc.hook.update': update,
			'acc.hook.delete': remove,
			'acc.hookToken.create': (request) => setSecret(request, true),
			'acc.hookToken.update': (request) => setSecret(request, false),
			'acc.hookToken.delete': (request) => {
				if (!secrets.delete(ownerOf(request))) throw new Refusal(hooksError(404, 'There is no secret token.'));
				return { status: 204 };
			},
		},
		announcing: (handlers) => Object.fromEntries(Object.entries(handlers).map(([id, handler]) => [id, telling(id, handler)])),
	};

	function ownerOf(request: SandboxRequest): string {
		return actorOf(request.caller) ?? 'application';
	}

	function regionOf(request: SandboxRequest): string {
		return request.headers['x-ads-region'] ?? request.query.get('region') ?? 'US';
	}

	function own(request: SandboxRequest): Hook {
		const { system, event, hook_id: id } = request.path;
		const found = hooks.find((hook) => hook.id === id && hook.system === system && hook.event === event && hook.createdBy === ownerOf(request) && hook.region === regionOf(request));
		if (found === undefined) throw new Refusal(hooksError(404, 'The webhook does not exist.'));
		return found;
	}

	function paged(request: SandboxRequest, fits: (hook: Hook) => boolean): SandboxReply {
		const status = request.query.get('status');
		const found = hooks.filter((hook) => hook.createdBy === ownerOf(request) && hook.region === regionOf(request) && fits(hook) && (status === null || (hook.status === 'inactive') === (status === 'inactive')));
		const word = request.query.get('pageState');
		const from = word === null ? 0 : Number(readCursor(word, hooksError)['from'] ?? 0);
		const shown = found.slice(from, from + 200);
		if (shown.length === 0) return { status: 204 };
		const next = from + 200 < found.length ? `/hooks?pageState=${encodeURIComponent(cursorOf({ from: from + 200 }))}` : null;
		return { status: 200, json: { links: { next }, data: shown.map(hookBody) } };
	}

	function create(request: SandboxRequest): SandboxReply {
		const { system = '', event = '' } = request.path;
		const body = objectOf(request.json);
		const scope = Object.fromEntries(Object.entries(objectOf(body['scope'])).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
		const callbackUrl = textOf(body['callbackUrl']) ?? '';
		if (!URL.canParse(callbackUrl) || !/^https?:$/.test(new URL(callbackUrl).protocol)) throw new Refusal(hooksError(400, 'The callbackUrl is not valid.'));
		allowed(request, system, event, scope);
		const owner = ownerOf(request);
		const region = regionOf(request);
		const twin = hooks.some((hook) => hook.system === system && hook.event === event && hook.callbackUrl === callbackUrl && hook.createdBy === owner && hook.region === region && JSON.stringify(hook.scope) === JSON.stringify(scope));
		if (twin) throw new Refusal(hooksError(409, 'The webhook exists already.'));
		const now = world.now().toISOString();
		const hook: Hook = {
			id: world.uuid(),
			system,
			event,
			callbackUrl,
			scope,
			region,
			createdBy: owner,
			creatorType: actorOf(request.caller) === undefined ? 'Application' : 'O2User',
			createdAt: now,
			updatedAt: now,
			status: 'active',
			autoReactivate: body['autoReactivateHook'] === true,
		};
		changeable(hook, body);
		hooks.push(hook);
		return { status: 201, headers: { location: `${world.origins.acc}/webhooks/v1/systems/${system}/events/${event}/hooks/${hook.id}` } };
	}

	function allowed(request: SandboxRequest, system: string, event: string, scope: Readonly<Record<string, string>>): void {
		const wanted = projectSystems.has(system) ? 'project' : 'folder';
		const value = scope[wanted];
		if (value === undefined) throw new Refusal(hooksError(400, `The scope of ${system} is a ${wanted}.`));
		const projectId = wanted === 'project' ? value : state.folders.find(({ id }) => id === value)?.projectId;
		if (projectId === undefined || !state.projects.some(({ id }) => id === projectId)) throw new Refusal(hooksError(404, `The ${wanted} does not exist.`));
		const actor = actorOf(request.caller);
		if (projectSystems.has(system) && actor === undefined) throw new Refusal(hooksError(403, 'These events take a three-legged token.'));
		if (system === 'autodesk.construction.issues' && !issueRegions.has(regionOf(request))) throw new Refusal(hooksError(400, `The event ${event} does not exist in this region.`));
		if (actor === undefined) return;
		const member = memberOfProject(state, projectId, actor);
		if (member === undefined && !isAccountAdmin(state, actor)) throw new Refusal(hooksError(403, 'The user is not a member of the project.'));
		if (system === 'autodesk.construction.issues' && member?.isAdmin !== true) throw new Refusal(hooksError(403, 'Only project administrators can create webhooks of issues.'));
	}

	function changeable(hook: Hook, body: Json): void {
		if (typeof body['autoReactivateHook'] === 'boolean') hook.autoReactivate = body['autoReactivateHook'];
		if (typeof body['filter'] === 'string') hook.filter = body['filter'];
		if (isObject(body['hookAttribute'])) hook.attribute = body['hookAttribute'];
		if (typeof body['hookExpiry'] === 'string' || body['hookExpiry'] === null) hook.expiry = body['hookExpiry'];
	}

	function update(request: SandboxRequest): SandboxReply {
		const hook = own(request);
		const body = objectOf(request.json);
		const token = textOf(body['token']);
		if (token !== undefined && !/^[a-zA-Z0-9]{32,64}$/.test(token)) throw new Refusal(hooksError(400, 'The token must be 32 to 64 letters and digits.'));
		changeable(hook, body);
		if (token !== undefined) hook.token = token;
		if (body['status'] === 'inactive') hook.status = 'inactive';
		if (body['status'] === 'active' && hook.status === 'inactive') hook.status = 'reactivated';
		hook.updatedAt = world.now().toISOString();
		return { status: 200 };
	}

	function remove(request: SandboxRequest): SandboxReply {
		hooks.splice(hooks.indexOf(own(request)), 1);
		return { status: 204 };
	}

	function setSecret(request: SandboxRequest, first: boolean): SandboxReply {
		const token = textOf(objectOf(request.json)['token']) ?? '';
		const owner = ownerOf(request);
		if (first && secrets.has(owner)) throw new Refusal(hooksError(400, 'A secret token exists already.'));
		if (!first && !secrets.has(owner)) throw new Refusal(hooksError(404, 'There is no secret token.'));
		secrets.set(owner, token);
		return first ? { status: 200, json: { status: 200, detail: ['Token created successfully.'] } } : { status: 204 };
	}

	// What happens ------------------------------------------------------------------------------------------------

	function telling(id: string, handler: Handler): Handler {
		const happened = happenings(state)[id];
		if (happened === undefined) return handler;
		return async (request) => {
			const reply = await handler(request);
			if (reply.status >= 200 && reply.status < 300) for (const one of happened(request, objectOf(reply.json))) announce(one);
			return reply;
		};
	}
}

type Happened = (request: SandboxRequest, reply: Json) => readonly Happening[];

function issueHappened(event: string): Happened {
	return (request, reply) => {
		const project = request.path['projectId'] ?? '';
		const id = textOf(reply['id']) ?? '';
		const changed = event.startsWith('issue.updated') ? { changedAttributes: Object.keys(objectOf(request.json)) } : {};
		return [{ system: 'autodesk.construction.issues', event, scope: { project: [project] }, resourceUrn: `autodesk.construction.issues:issue:${id}`, payload: { ...reply, projectId: project, ...changed } }];
	};
}

/** By contract: what its success means to those who listen. */
function happenings(state: AccState): Readonly<Record<string, Happened>> {
	const versionAdded: Happened = (_request, reply) => {
		const id = textOf(memberOf(reply, 'data.id'));
		const version = state.versions.findLast((one) => one.id === id || one.itemId === id);
		const item = state.items.find((one) => one.id === version?.itemId);
		if (version === undefined || item === undefined) return [];
		const folders: string[] = [];
		for (let folder: string | null | undefined = item.folderId; typeof folder === 'string'; folder = state.folders.find((one) => one.id === folder)?.parentId) folders.push(folder);
		const payload = { ext: item.name.split('.').pop() ?? '', name: version.name, lineageUrn: item.id, parentFolderUrn: item.folderId, source: version.id, version: String(version.number), project: item.projectId, createdTime: version.createdAt, user_info: { id: version.createdBy } };
		return [{ system: 'data', event: 'dm.version.added', scope: { folder: folders }, resourceUrn: version.id, payload }];
	};
	return {
		'acc.issue.create': issueHappened('issue.created-1.0'),
		'acc.issue.update': issueHappened('issue.updated-1.0'),
		'acc.item.create': versionAdded,
		'acc.version.create': versionAdded,
	};
}
