import { memberOf, objectOf, textOf, type Json } from '../reading';
import type { Handler, SandboxRequest } from '../service';
import { created, inAccount, inProject, touch, type CintooContext } from './access';
import { configured } from './integrations';
import { conflict, invalidInput, Problem } from './problem';
import { resolve } from './reference';
import { konektHubShape, konektLinkShape } from './shapes';
import type { HubStrategy, KonektHub, KonektLink, KonektSite, ProjectStrategy } from './state';

/** Newforma Konekt: hubs of the account, and what each project is linked to (Cintoo API 2, lines 2470 to 2843). */
export function konektHandlers(context: CintooContext): Readonly<Record<string, Handler>> {
	const { state, world } = context;
	return {
		'cintoo.konektHub.create': (request) => {
			const { user } = inAccount(context, request, 'create-integration');
			const body = objectOf(request.json);
			const site = siteOf(body);
			if ([...state.konektHubs.values()].some((hub) => hub.site.konektId === site.konektId)) throw conflict('A configuration already exists with the same Konekt Hub');
			const hub: KonektHub = { id: world.uuid(), site, options: hubOptions(body), connected: true, modification: created(context, user) };
			state.konektHubs.set(hub.id, hub);
			return { status: 201, json: konektHubShape(context, hub) };
		},
		'cintoo.konektHub.get': (request) => {
			inAccount(context, request, 'view-integration');
			return { status: 200, json: konektHubShape(context, hubOf(request)) };
		},
		'cintoo.konektHub.update': (request) => {
			const { user } = inAccount(context, request, 'update-integration');
			const hub = hubOf(request);
			hub.options = hubOptions(objectOf(request.json));
			touch(context, user, hub.modification);
			return { status: 200, json: konektHubShape(context, hub) };
		},
		/** What becomes of the projects linked to it is not documented: here their links go with it. */
		'cintoo.konektHub.delete': (request) => {
			inAccount(context, request, 'delete-integration');
			const hub = hubOf(request);
			state.konektHubs.delete(hub.id);
			for (const project of state.projects.values()) if (project.konekt?.hubId === hub.site.konektId) delete project.konekt;
			return { status: 204 };
		},
		/** With a token of the same hub (line 2724). */
		'cintoo.konektHub.connect': (request) => {
			const { user } = inAccount(context, request, 'update-integration');
			const hub = hubOf(request);
			if (siteOf(objectOf(request.json)).konektId !== hub.site.konektId) throw invalidInput('The token is for another Konekt hub.');
			hub.connected = true;
			touch(context, user, hub.modification);
			return { status: 200, json: konektHubShape(context, hub) };
		},
		'cintoo.konektHub.disconnect': (request) => {
			const { user } = inAccount(context, request, 'update-integration');
			const hub = hubOf(request);
			hub.connected = false;
			touch(context, user, hub.modification);
			return { status: 204 };
		},

		'cintoo.konektProject.get': (request) => {
			const { project } = inProject(context, request, 'view-integration');
			return { status: 200, json: konektLinkShape(project.id, configured(project, 'konekt')) };
		},
		'cintoo.konektProject.create': (request) => {
			const { user, project } = inProject(context, request, 'create-integration');
			if (project.konekt !== undefined) throw conflict('A configuration already exists on this project');
			project.konekt = { ...contentOf(objectOf(request.json)), modification: created(context, user) };
			return { status: 201, json: konektLinkShape(project.id, project.konekt) };
		},
		'cintoo.konektProject.update': (request) => {
			const { user, project } = inProject(context, request, 'update-integration');
			const link = Object.assign(configured(project, 'konekt'), contentOf(objectOf(request.json)));
			touch(context, user, link.modification);
			return { status: 200, json: konektLinkShape(project.id, link) };
		},
		'cintoo.konektProject.delete': (request) => {
			const { project } = inProject(context, request, 'delete-integration');
			configured(project, 'konekt');
			delete project.konekt;
			return { status: 204 };
		},
	};

	/** Only the URN names it, no bare UUID (line 2649). */
	function hubOf(request: SandboxRequest): KonektHub {
		const ref = request.path['integrationRef'] ?? '';
		if (!ref.startsWith('urn:')) throw new Problem(400, 'invalid-newforma-konekt-hub-urn', 'The integration must be given as an URN');
		return resolve('newforma-konekt-hub', ref, state.konektHubs);
	}

	function siteOf(body: Json): KonektSite {
		const site = state.konektTokens.get(textOf(body['token']) ?? '');
		if (site === undefined) throw invalidInput('The token is not valid on Newforma Konekt.');
		return site;
	}

	/** Null stands for a project that is made on Konekt (OpenAPI 2.0.0 allows it and says no more). */
	function contentOf(body: Json): Omit<KonektLink, 'modification'> {
		const hub = [...state.konektHubs.values()].find((one) => one.site.konektId === body['hubId']);
		if (hub === undefined || !hub.connected) throw invalidInput('The account is not connected to this Konekt hub.');
		const numbers = hub.site.projects.map((project) => Number(project.id));
		const konektId = body['konektProjectId'] === null ? Math.max(0, ...numbers) + 1 : Number(body['konektProjectId']);
		if (body['konektProjectId'] !== null && !numbers.includes(konektId)) throw invalidInput('There is no such project on the Konekt hub.');
		const inherited: ProjectStrategy = hub.options.syncStrategy === 'UPDATES_ONLY_FROM_KONEKT' ? 'UPDATES_ONLY_FROM_KONEKT' : 'BOTH_WAY';
		const strategy = memberOf(body, 'options.syncStrategy');
		const syncStrategy = strategy === 'BOTH_WAY' || strategy === 'UPDATES_ONLY_FROM_KONEKT' ? strategy : inherited;
		return { hubId: hub.site.konektId, konektId, options: { allowInviteUsers: memberOf(body, 'options.allowInviteUsers') === true, syncStrategy } };
	}
}

function hubOptions(body: Json): KonektHub['options'] {
	const strategy = memberOf(body, 'options.syncStrategy');
	const syncStrategy: HubStrategy = strategy === 'BOTH_WAY' || strategy === 'UPDATES_ONLY_FROM_KONEKT' ? strategy : 'CONFIG_ON_PROJECT';
	return { allowCreateNewUsersOnHub: memberOf(body, 'options.allowCreateNewUsersOnHub') === true, syncStrategy };
}
