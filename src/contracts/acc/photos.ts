import type { Contract } from '../contract';
import { byUser, commas, inBody, reply, stated, words } from './notation';

const PHOTO: readonly string[] = words(`
	createdAt createdBy deletedAt deletedBy description id isPublic latitude locked longitude mediaType
	projectId signedUrls size takenAt title type updatedAt updatedBy urls userCreatedAt
`);

/** Photos and videos. */
export const photosContracts: readonly Contract[] = [
	stated('acc.photo.get', 'GET', '/construction/photos/v1/projects/{projectId}/photos/{photoId}', 9468, {
		auth: byUser('data:read'),
		params: [commas('include', { values: ['signedUrls'], note: 'adds short-lived signed urls' })],
		reply: reply('object', [200, 400, 403, 404, 410], PHOTO),
		notes: [
			'signedUrls (fileUrl, thumbnailUrl) only with include=signedUrls; anyone with the URL can read it, example expires after 60 s: never log or store',
			'urls.fileUrl / urls.thumbnailUrl need the bearer token (data:read): use these for a download operation',
			'timestamps carry no zone designator but are UTC',
			'410 for deleted media; 403 also used for missing credentials',
			'example curl omits v1 in the path; the Method and URI has it',
			'mediaType NORMAL|INFRARED|PHOTOSPHERE|VIDEO; type FIELD-REPORT|FORM|ISSUE|RFI|MARKUP|ASSET|GALLERY|MEETING|SUBMITTAL|LOGO',
		],
	}),
	stated('acc.photo.search', 'POST', '/construction/photos/v1/projects/{projectId}/photos:filter', 9625, {
		auth: byUser('data:read'),
		params: [
			inBody('cursorState', 'string', { note: 'opaque; when given all other body fields are ignored' }),
			inBody('filter', 'object', { note: 'members below are from the example; the list is collapsed' }),
			inBody('filter.createdAt', 'range', { note: 'start..end; open ends allowed per public copy of the reference' }),
			inBody('filter.createdBy', 'array', { note: 'Autodesk IDs' }),
			inBody('filter.id', 'array'),
			inBody('filter.mediaType', 'array', { values: ['NORMAL', 'INFRARED', 'PHOTOSPHERE', 'VIDEO'] }),
			inBody('filter.takenAt', 'range', { note: 'start..end; open ends allowed per public copy of the reference' }),
			inBody('filter.title'),
			inBody('include', 'array', { values: ['signedUrls'], note: 'adds short-lived signed urls' }),
			inBody('limit', 'integer', { max: 50, note: 'a page may hold fewer' }),
			inBody('sort', 'array', { values: ['createdAt', 'takenAt', 'asc', 'desc'], note: 'flat pair, e.g. ["createdAt","asc"]' }),
		],
		body: 'json',
		reply: reply('page', [200, 400, 403], PHOTO, 'results'),
		page: { style: 'body-cursor', in: 'body', limit: 'limit', cursor: 'cursorState', defaultLimit: 25, maxLimit: 50, next: 'pagination.nextPost' },
		notes: [
			'read operation sent as POST (data:read)',
			'colon in the path: do not percent-encode photos:filter',
			'next page: POST pagination.nextPost.body to pagination.nextPost.url until nextPost is absent; the cursor carries limit, filter, include and sort',
			'no total count',
			'limit and cursor are in the body, not the query',
			'signed urls only with include; see acc.photo.get',
			'example curl omits v1 in the path; the Method and URI has it',
			'filter member list confirmed complete (createdAt, createdBy, id, mediaType, takenAt, title) in a public copy of the APS reference; range format YYYY-MM-DDThh:mm:ss.SSSZ..YYYY-MM-DDThh:mm:ss.SSSZ, open on either side',
		],
	}),
	stated('acc.photoAsset.download', 'GET', '/construction/photos/assets/{containerId}/{fileName}', 9582, {
		auth: byUser('data:read'),
		reply: reply('binary', [200, 302, 307, 401, 403, 404]),
		notes: [
			'the address stands in urls.fileUrl and urls.thumbnailUrl of a photo and needs the bearer token; the document does not say whether it streams or redirects',
			'the example values end in a stray quotation mark',
		],
	}),
];
