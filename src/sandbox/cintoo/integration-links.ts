import { objectOf, textsOf } from '../reading';
import type { Handler } from '../service';
import { inProject, type CintooContext } from './access';
import { takeOn } from './later';
import { resolveIn, urn, urnOnly } from './reference';
import type { CintooAnnotation, CintooProject, CintooState, Tracker } from './state';

const trackers: Readonly<Record<Tracker, (state: CintooState, project: CintooProject, annotation: CintooAnnotation) => boolean>> = {
	/** The project is linked, and whoever made the annotation is signed in to Autodesk. */
	AUTODESK: (state, project, annotation) => project.autodesk !== undefined && state.autodeskConnections.has(annotation.modification.createdBy),
	/** The project is linked to a hub for which there is a token. */
	NEWFORMA_KONEKT: (state, project) => [...state.konektHubs.values()].some((hub) => hub.connected && hub.site.konektId === project.konekt?.hubId),
	/** No call configures Procore. */
	PROCORE: () => false,
};

function isTracker(name: string): name is Tracker {
	return name in trackers;
}

/** Links from annotations to issue trackers (Cintoo API 2, lines 2505 to 2520). */
export function integrationLinkHandlers(context: CintooContext): Readonly<Record<string, Handler>> {
	const { state } = context;
	return {
		/**
		 * Answers at once with what it began; an address comes later, and until then it is null. Null or nothing means
		 * every annotation of the project, an empty list none. What is linked already, or cannot be linked as things
		 * are configured, is left out of the reply (OpenAPI 2.0.0, createAnnotationIntegrationLinks).
		 */
		'cintoo.annotation.createIntegrationLinks': (request) => {
			const { project } = inProject(context, request, 'create-integration-link');
			const body = objectOf(request.json);
			const refs = body['annotations'] ?? null;
			const chosen =
				refs === null
					? [...state.annotations.values()].filter((annotation) => annotation.projectId === project.id)
					: textsOf(refs).map((ref) => resolveIn('annotation', urnOnly('annotation', ref), state.annotations, project.id));
			const types = textsOf(body['integrationTypes'] ?? []).filter(isTracker);
			const isActive = state.subscriptions.get(project.subscriptionId)?.isActive === true;
			const created = new Map<string, readonly Tracker[]>();
			for (const annotation of isActive ? chosen : []) {
				const begun = types.filter((type) => trackers[type](state, project, annotation) && !annotation.integrations.some((link) => link.type === type));
				for (const type of new Set(begun)) begin(project, annotation, type);
				if (begun.length > 0) created.set(urn('annotation', annotation.id), [...new Set(begun)]);
			}
			return { status: 202, json: { created: Object.fromEntries<readonly Tracker[]>(created) } };
		},
	};

	function begin(project: CintooProject, annotation: CintooAnnotation, type: Tracker): void {
		const link: CintooAnnotation['integrations'][number] = { type, url: null };
		annotation.integrations.push(link);
		takeOn(context, {
			kind: 'link',
			projectIds: [project.id],
			finish: () => {
				link.url = `https://${type === 'AUTODESK' ? 'acc.autodesk' : 'app.konekt'}.example/issues/${annotation.id}`;
			},
		});
	}
}
