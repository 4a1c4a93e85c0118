import { objectOf, textOf, type Json } from '../reading';
import type { Handler } from '../service';
import { callerOf, created, inProject, touch, type CintooContext } from './access';
import { configured } from './integrations';
import { conflict, invalidInput, Problem } from './problem';
import { autodeskLinkShape } from './shapes';
import type { AutodeskLink } from './state';

/** Autodesk: what each project is linked to, and who is signed in there (Cintoo API 2, lines 2844 to 2967). */
export function autodeskHandlers(context: CintooContext): Readonly<Record<string, Handler>> {
	const { state, world } = context;
	return {
		'cintoo.autodeskProject.get': (request) => {
			const { project } = inProject(context, request, 'view-integration');
			return { status: 200, json: autodeskLinkShape(project.id, configured(project, 'autodesk')) };
		},
		/** Whether the hub and the project exist at Autodesk is not looked into: no document says that it is. */
		'cintoo.autodeskProject.create': (request) => {
			const { user, project } = inProject(context, request, 'create-integration');
			if (project.autodesk !== undefined) throw conflict('A configuration already exists on this project');
			project.autodesk = { ...contentOf(objectOf(request.json)), modification: created(context, user) };
			return { status: 201, json: autodeskLinkShape(project.id, project.autodesk) };
		},
		'cintoo.autodeskProject.update': (request) => {
			const { user, project } = inProject(context, request, 'update-integration');
			const link = Object.assign(configured(project, 'autodesk'), contentOf(objectOf(request.json)));
			touch(context, user, link.modification);
			return { status: 200, json: autodeskLinkShape(project.id, link) };
		},
		'cintoo.autodeskProject.delete': (request) => {
			const { project } = inProject(context, request, 'delete-integration');
			configured(project, 'autodesk');
			delete project.autodesk;
			return { status: 204 };
		},

		'cintoo.autodeskConnection.get': (request) => {
			const connection = state.autodeskConnections.get(callerOf(context, request).id);
			if (connection === undefined) throw new Problem(404, 'autodesk-connection-not-found', 'You are not connected to Autodesk');
			return { status: 200, json: connection };
		},
		'cintoo.autodeskConnection.delete': (request) => {
			state.autodeskConnections.delete(callerOf(context, request).id);
			return { status: 204 };
		},
		/** On to the sign-in of Autodesk; what comes back from there needs a browser and ends here. */
		'cintoo.autodeskConnection.getAuthorizeUrl': (request) => {
			const redirectUri = request.query.get('redirectUri') ?? '';
			if (!URL.canParse(redirectUri)) throw invalidInput('redirectUri must be a URL');
			const target = new URL('/authentication/v2/authorize', world.origins.acc);
			target.search = new URLSearchParams({ response_type: 'code', client_id: 'cintoo', redirect_uri: `${world.origins.cintoo}/integrations/autodesk/callback`, state: redirectUri }).toString();
			return { status: 302, headers: { location: target.href }, text: '' };
		},
	};
}

function contentOf(body: Json): Omit<AutodeskLink, 'modification'> {
	return { autodeskHubId: textOf(body['autodeskHubId']) ?? '', autodeskProjectId: textOf(body['autodeskProjectId']) ?? '' };
}
