import type { Handler } from '../service';
import { inAccount, type CintooContext } from './access';
import { resolve, urn } from './reference';

/** What is counted of one person in one project on one day. */
type Count = 'scansUploaded' | 'scansDownload' | '360ImagesUploaded' | 'cropsDownloaded' | 'unifiedMeshesCreated' | 'tagsUploaded' | 'tagsDownloaded';

interface Deed {
	readonly at: string;
	readonly userId: string;
	readonly projectId: string;
	readonly count: Count;
}

/** No document says who may read it: here those who may see subscriptions. */
const toRead = ['account:subscriptions:read'];

/**
 * What people did under a subscription (Cintoo OpenAPI 2.0.0, getUsageReport).
 *
 * There the reply is at once a list and a redirect to one; here it is the list. Downloads are not kept, so they are 0.
 */
export function usageReportHandlers(context: CintooContext): Readonly<Record<string, Handler>> {
	const { state } = context;
	return {
		'cintoo.usageReport.get': (request) => {
			inAccount(context, request, 'view-usage-report', toRead);
			const subscription = resolve('subscription', request.path['subscriptionRef'] ?? '', state.subscriptions);
			const from = request.query.get('from') ?? '0000-01-01';
			const until = request.query.get('until') ?? '9999-12-31';
			const withDeleted = request.query.get('includeDeleted') === 'true';
			const counted = new Set(
				[...state.projects.values()].filter((project) => project.subscriptionId === subscription.id && (withDeleted || project.modification.deletedAt === undefined)).map((project) => project.id),
			);
			const rows = new Map<string, { readonly day: string; readonly userId: string; readonly projectId: string; readonly counts: Record<Count, number> }>();
			for (const { at, userId, projectId, count } of deeds()) {
				const day = at.slice(0, 10);
				if (!counted.has(projectId) || day < from || day > until) continue;
				const key = [day, userId, projectId].join(' ');
				const row = rows.get(key) ?? { day, userId, projectId, counts: nothing() };
				row.counts[count] += 1;
				rows.set(key, row);
			}
			const sorted = [...rows].sort(([one], [other]) => (one < other ? -1 : 1));
			return {
				status: 200,
				json: sorted.map(([, { day, userId, projectId, counts }]) => {
					const user = state.users.get(userId);
					return {
						date: day,
						userId: urn('user', userId),
						firstName: user?.firstName ?? '',
						lastName: user?.lastName ?? '',
						email: user?.email ?? '',
						company: user?.company ?? '',
						projectId: urn('project', projectId),
						projectName: state.projects.get(projectId)?.name ?? '',
						...counts,
					};
				}),
			};
		},
	};

	function deeds(): readonly Deed[] {
		const files = [...state.files.values()].flatMap(({ createdAt, createdBy, projectId, category }): readonly Deed[] => {
			if (category !== 'scan' && category !== 'geoImage') return [];
			return [{ at: createdAt, userId: createdBy, projectId, count: category === 'scan' ? 'scansUploaded' : '360ImagesUploaded' }];
		});
		const tags = [...state.tagLists.values()].flatMap(({ projectId, tags: own }) => [...own.values()].map(({ modification }): Deed => ({ at: modification.createdAt, userId: modification.createdBy, projectId, count: 'tagsUploaded' })));
		return [...files, ...tags];
	}
}

function nothing(): Record<Count, number> {
	return { scansUploaded: 0, scansDownload: 0, '360ImagesUploaded': 0, cropsDownloaded: 0, unifiedMeshesCreated: 0, tagsUploaded: 0, tagsDownloaded: 0 };
}
