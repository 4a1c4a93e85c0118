import { bodyCursor, choice, choices, get, isObject, operation, post, range, ref, refs, returns, text, textAt, texts, type JsonObject, type Resource } from '../vocabulary';
import { needs } from './families';
import { inProject } from './ids';

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
	},
	page: bodyCursor({ items: 'results', size: 50, next: 'pagination.nextPost' }),
	returns: returns.records('results'),
	repeat: 'safe',
	source: 'ACC Photos, line 9625',
});

const getOne = operation({
	action: 'Get photo',
	description: 'Retrieve one photo or video',
	call: get(`${photos}/{photoId}`),
	needs: read,
	input: { ...inProject, photoId, include },
	returns: returns.record(),
	repeat: 'safe',
	source: 'ACC Photos, line 9468',
});

const download = operation({
	action: 'Download photo',
	description: 'Download a photo or video',
	needs: read,
	input: { ...inProject, photoId, size: choice({ original: 'Original', thumbnail: 'Thumbnail' }, { default: 'original' }) },
	returns: returns.file,
	repeat: 'safe',
	source: 'ACC Photos, lines 9468 and 9582',
	steps: {
		calls: [getOne],
		async run(context, { projectId, photoId: id, size }) {
			const reply = await context.call(getOne, { projectId, photoId: id, include: ['signedUrls'] });
			const { signedUrls, ...photo }: JsonObject = isObject(reply) ? reply : {};
			const member = size === 'thumbnail' ? 'thumbnailUrl' : 'fileUrl';
			// Without a signed address the service's own one serves, for which the sign-in goes along. In the document's examples both end in a stray quotation mark (line 9558).
			const url = (textAt(signedUrls, member) ?? textAt(reply, `urls.${member}`))?.replace(/"$/, '');
			if (url === undefined) throw context.refusal('The service gave no address for this photo.', 'It may still be processed: try again later.');
			return [{ json: photo, file: await context.fetch(url) }];
		},
	},
});

export const photo: Resource = {
	id: 'acc.photo',
	label: 'Photo',
	plural: 'Photos',
	area: 'photo',
	operations: { get: getOne, search, download },
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
