import type { Handler } from '../service';
import { inAccount, inProject, type CintooContext } from './access';
import { Problem } from './problem';
import { autodeskLinkShape, konektHubShape, konektLinkShape } from './shapes';
import type { CintooProject } from './state';

/** What an account and a project are connected with, keyed by product (Cintoo API 2, lines 2470 and 2521). */
export function integrationHandlers(context: CintooContext): Readonly<Record<string, Handler>> {
	const { state } = context;
	return {
		'cintoo.accountIntegration.getMany': (request) => {
			inAccount(context, request, 'list-integrations');
			return { status: 200, json: { konekt: [...state.konektHubs.values()].map((hub) => konektHubShape(context, hub)) } };
		},
		'cintoo.projectIntegration.getMany': (request) => {
			const { project } = inProject(context, request, 'list-integrations');
			const { konekt, autodesk } = project;
			return {
				status: 200,
				json: {
					...(konekt === undefined ? {} : { konekt: konektLinkShape(project.id, konekt) }),
					...(autodesk === undefined ? {} : { autodesk: autodeskLinkShape(project.id, autodesk) }),
				},
			};
		},
	};
}

/** How the project is linked. @throws Problem 404 where it is not; neither status nor code is documented */
export function configured<K extends 'konekt' | 'autodesk'>(project: CintooProject, product: K): NonNullable<CintooProject[K]> {
	const link = project[product];
	if (link === undefined) throw new Problem(404, 'integration-not-found', `The project has no integration with ${product}`, { projectId: project.id });
	return link;
}
