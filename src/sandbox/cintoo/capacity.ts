import { Problem } from './problem';
import type { CintooProject, CintooState, CintooSubscription } from './state';

/** Tags that one list may hold (Cintoo OpenAPI 2.0.0, bulkTags), and annotations of one project (createAnnotation). */
export const maxTags = 50_000;
export const maxAnnotations = 3_000;

export interface Usage {
	readonly scan: number;
	readonly geoimage: number;
	readonly tag: number;
}

const names: Readonly<Record<keyof Usage, string>> = { scan: 'Scan', geoimage: 'GeoImage', tag: 'Tag' };

/** What of the capacities of its subscription a project takes. */
export function usageOf(state: CintooState, project: CintooProject): Usage {
	const files = [...state.files.values()].filter((file) => file.projectId === project.id);
	const lists = [...state.tagLists.values()].filter((list) => list.projectId === project.id);
	return {
		scan: files.filter((file) => file.category === 'scan').length,
		geoimage: files.filter((file) => file.category === 'geoImage').length,
		tag: lists.reduce((sum, list) => sum + [...list.tags.values()].filter((tag) => tag.modification.deletedAt === undefined).length, 0),
	};
}

/**
 * Checks that a subscription is active and can take one more project.
 *
 * @throws Problem 400 `subscription-not-active` or `capacity-exceeded-scan`, `-geoimage`, `-tag` (Cintoo API 2, lines 1052 to 1055; codes from OpenAPI 2.0.0)
 */
export function checkCapacity(state: CintooState, subscription: CintooSubscription, project: CintooProject): void {
	if (!subscription.isActive) throw notActive(subscription.id);
	const others = [...state.projects.values()].filter((other) => other.subscriptionId === subscription.id && other.id !== project.id && other.modification.deletedAt === undefined);
	const used = [...others, project].map((one) => usageOf(state, one));
	const capacity: Usage = { scan: subscription.scanCapacity, geoimage: subscription.geoImageCapacity, tag: subscription.tagCapacity };
	for (const kind of ['scan', 'geoimage', 'tag'] as const) {
		if (used.reduce((sum, usage) => sum + usage[kind], 0) > capacity[kind]) {
			throw new Problem(400, `capacity-exceeded-${kind}`, `not enough ${names[kind]} capacity to accept project on subscription ${subscription.id}`, { subscriptionId: subscription.id });
		}
	}
}

/** @throws Problem 400 where the subscription of the project has ended: tags need an active one (Cintoo OpenAPI 2.0.0, "Tag List") */
export function checkActive(state: CintooState, project: CintooProject): void {
	if (state.subscriptions.get(project.subscriptionId)?.isActive !== true) throw notActive(project.subscriptionId);
}

export function notActive(subscriptionId: string): Problem {
	return new Problem(400, 'subscription-not-active', 'Subscription is not active', { subscriptionId });
}
