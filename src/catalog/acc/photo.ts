import { bodyCursor, choice, choices, get, isObject, listAt, operation, post, range, ref, refs, returns, text, textAt, texts, type Json, type JsonObject, type Output, type Reference, type Resource, type RunContext } from '../vocabulary';
import { needs } from './families';
import { idOf, inProject } from './ids';
import { people, withNames } from './names';

const photos = '/construction/photos/v1/projects/{projectId}/photos';
const read = needs('photos', 'data:read');
const photoId = ref('acc.photo', { required: true, label: 'Photo' });
const mediaTypes = { NORMAL: 'Photo', INFRARED: 'Infrared', PHOTOSPHERE: '360° Photo', VIDEO: 'Video' } as const;
const include = choices({ signedUrls: 'Signed Addresses' }, { description: 'Signed addresses open for anybody, for about a minute' });

const search = operation({
	action: 'Search photos',
	description: 'Retrieve photos and videos of a project',
	call: post(`${photos}:filter`),
	needs: read,
	input: {
		...inProject,
		title: text({ wire: 'filter.title' }),
		created: range('dateTime', { wire: 'filter.createdAt' }),
		taken: range('dateTime', { wire: 'filter.takenAt' }),
		createdBy: refs('acc.projectUser', { wire: 'filter.createdBy' }),
		mediaTypes: choices(mediaTypes, { wire: 'filter.mediaType' }),
		ids: texts({ wire: 'filter.id', label: 'IDs' }),
		sort: choices({ createdAt: 'Created At', takenAt: 'Taken At', asc: 'Ascending', desc: 'Descending' }, { label: 'Sort By', description: 'A time and a direction' }),
		include,
		...withNames,
	},
	page: bodyCursor({ items: 'results', size: 50, next: 'pagination.nextPost' }),
	beside: people,
	reshape: withZones,
	returns: returns.records('results'),
	repeat: 'safe',
	source: 'ACC Photos, line 9625',
});

const getOne = operation({
	action: 'Get photo',
	description: 'Retrieve one photo or video',
	call: get(`${photos}/{photoId}`),
	needs: read,
	input: { ...inProject, photoId, include, ...withNames },
	beside: people,
	reshape: withZones,
	returns: returns.record(),
	repeat: 'safe',
	source: 'ACC Photos, line 9468',
});

const size = choice({ original: 'Original', thumbnail: 'Thumbnail' }, { default: 'original' });

const download = operation({
	action: 'Download photo',
	description: 'Download a photo or video',
	needs: read,
	input: { ...inProject, photoId, size },
	returns: returns.file,
	repeat: 'safe',
	source: 'ACC Photos, lines 9468 and 9582',
	steps: { calls: [getOne], run: async (context, { projectId, photoId: id, size: wanted }) => [await fetched(context, projectId, id, wanted)] },
});

const downloadMany = operation({
	action: 'Download photos',
	description: 'Download several photos or videos, one output each; one that fails says why and does not keep the others',
	needs: read,
	input: { ...inProject, photoIds: refs('acc.photo', { required: true, label: 'Photos' }), size },
	returns: returns.files,
	repeat: 'safe',
	source: 'ACC Photos, lines 9468 and 9582',
	steps: {
		calls: [getOne],
		async *run(context, { projectId, photoIds, size: wanted }) {
			// One after the other: a signed address lives a minute, and is asked for when its file is wanted.
			for (const id of photoIds) {
				const attempt = await context.attempt(async () => await fetched(context, projectId, id, wanted));
				yield 'value' in attempt ? attempt.value : context.failed(attempt.failure, idOf(id), { id: idOf(id) });
			}
		},
	},
});

async function fetched(context: RunContext, projectId: Reference, id: Reference, wanted: unknown): Promise<Output> {
	const ask = async (): Promise<Json> => await context.call(getOne, { projectId, photoId: id, include: ['signedUrls'] });
	const member = wanted === 'thumbnail' ? 'thumbnailUrl' : 'fileUrl';
	// Without a signed address the service's own one serves, for which the sign-in goes along. In the document's examples both end in a stray quotation mark (line 9558).
	const addressIn = (reply: Json): string => {
		const url = (textAt(reply, `signedUrls.${member}`) ?? textAt(reply, `urls.${member}`))?.replace(/"$/, '');
		if (url === undefined) throw context.refusal('The service gave no address for this photo.', 'It may still be processed: try again later.');
		return url;
	};
	const reply = await ask();
	const { signedUrls: _, ...record }: JsonObject = isObject(reply) ? reply : {};
	return { json: record, file: await context.fetch(addressIn(reply), { renew: async () => addressIn(await ask()) }) };
}

/** Moments of photos have no zone and are UTC (line 9521): they say so here, before anybody takes them for local time. */
function withZones(reply: Json): Json {
	const results = listAt(reply, 'results');
	if (isObject(reply) && results) return { ...reply, results: results.map(withZones) };
	if (!isObject(reply)) return reply;
	return Object.fromEntries(Object.entries(reply).map(([name, value]) => [name, typeof value === 'string' && name.endsWith('At') && /^\d{4}-\d{2}-\d{2}T[\d:.]+$/.test(value) ? `${value}Z` : value]));
}

export const photo: Resource = {
	id: 'acc.photo',
	label: 'Photo',
	plural: 'Photos',
	area: 'photo',
	operations: { get: getOne, search, download, downloadMany },
	lookup: {
		list: search,
		within: ['projectId'],
		search: 'title',
		value: 'id',
		label: (record) => textAt(record, 'title') ?? textAt(record, 'id') ?? '',
		detail: (record) => textAt(record, 'takenAt'),
		names: (record) => [textAt(record, 'title')],
	},
	changes: {
		list: search,
		within: ['projectId'],
		// There is no filter for changes, so that only new photos are seen (line 9706).
		since: 'created',
		id: 'id',
		created: 'createdAt',
		updated: 'createdAt',
		author: 'createdBy',
		watch: {},
		filters: { mediaType: choices(mediaTypes, { label: 'Media Types' }) },
		filterPaths: { mediaType: 'mediaType' },
	},
};
