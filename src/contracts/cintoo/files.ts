import type { Contract } from '../contract';
import { PROJECT, answers, api2, call, commas, flag, integer, list, must, object, openApi, point, quaternion, text } from './vocabulary';

const fileFields = ['id', 'type', 'api1Id', 'projectId', 'workzoneId', 'name', 'formatId', 'size', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy', 'blob', 'url'];
const fileRegisterFields = ['name', 'extension', 'size', 'md5', 'id'];
/** The last two are in OpenAPI 2.0.0 only. */
const fileCategories = ['document', 'model', 'scan', 'media', 'miscfile', 'archive', 'geoImage', 'sitemap', 'modelReport', 'video3d', 'gaussian'];

/** One file to upload; the same row signs and registers. */
const uploadRow = [
	must(text('name', { min: 1, maxLength: 255 })),
	must(text('extension')),
	must(integer('size', { min: 0, note: 'bytes' })),
	must(text('md5', { note: 'hexadecimal in the OpenAPI samples' })),
	flag('isAttachment', { note: 'only in the OpenAPI samples, not in its schema' }),
];

/** Files of a project: listing, signed uploads and downloads. */
export const files: readonly Contract[] = [
	call('file.getMany', 'GET', `${PROJECT}/files`, {
		permissions: ['workzone:workzones:read'],
		query: [
			commas('category', { values: fileCategories, note: 'case sensitive' }),
		],
		reply: { statuses: answers(200), kind: 'array', fields: fileFields },
		source: api2(1298),
		evidence: 'inferred',
		notes: [
			'one invalid category gives 400',
			'empty category value returns an empty list; omit it for all files',
			'items vary by type (scan, model, geoImage have translation/rotation etc.)',
			'OpenAPI 2.0.0: blob deprecated (removal date 1 Nov 2025), use blobName',
		],
	}),
	call('file.download', 'GET', `${PROJECT}/blobs/{blobRef}`, {
		reply: { statuses: answers(302), kind: 'redirect' },
		source: api2(1319),
		evidence: 'inferred',
		notes: [
			'302 redirect to cloud storage; do not forward the Authorization header',
			'link expires (3 h by default in OpenAPI 2.0.0)',
			'later blob names contain a slash; encode it or use getDownloadUrls',
			'not tagged BETA',
		],
	}),
	call('file.getDownloadUrls', 'POST', `${PROJECT}/blobs`, {
		body: [must(list('blobs', { note: 'whole body is a bare array of blob names' }))],
		sends: 'json-values',
		reply: { statuses: answers(200), kind: 'object', fields: ['expiresIn', 'urls'] },
		source: api2(1326),
		evidence: 'inferred',
		notes: [
			'POST used as a read',
			'urls is a map blobRef -> URL',
			'OpenAPI recommends it over single download for performance',
			'not tagged BETA',
		],
	}),
	call('file.signUpload', 'POST', `${PROJECT}/workzones/{workzoneRef}/bulk-files`, {
		permissions: ['workzone:documents:write', 'workzone:reality-data:write'],
		body: uploadRow,
		sends: 'json-rows',
		reply: { statuses: answers(200), kind: 'object', fields: ['provider', 'expiresIn', 'files'] },
		source: api2(1334),
		evidence: 'stated',
		notes: [
			'step 1 of 3',
			'which permission depends on the file type',
			'document marks no field required; OpenAPI 2.0.0 requires all four',
			'OpenAPI 2.0.0 adds blobName per file',
		],
	}),
	call('file.register', 'PUT', `${PROJECT}/workzones/{workzoneRef}/bulk-files`, {
		permissions: ['workzone:documents:write', 'workzone:reality-data:write'],
		body: uploadRow,
		sends: 'json-rows',
		reply: { statuses: answers(200), kind: 'array', fields: fileRegisterFields },
		source: api2(1369),
		evidence: 'inferred',
		notes: [
			'step 3 of 3; same body as signUpload',
			'tutorial at line 2991 says POST on the same path: impossible (that is signing); OpenAPI 2.0.0 and its samples use PUT',
			'unregistered uploads may be cleaned up',
		],
	}),
	call('file.rename', 'PATCH', `${PROJECT}/files/{fileRef}`, {
		body: [must(text('name', { min: 1, maxLength: 255, note: 'without <>:;,?"*|\\/; samples wrongly send filename' }))],
		sends: 'json',
		reply: { statuses: answers(200), kind: 'object', fields: fileFields },
		source: openApi('updateFileName'),
		evidence: 'reference',
		notes: [
			'schema field is name, samples say filename',
			'permission by file type: reality-data for scan, geoImage and sitemap, cad-model for model, model-reports for modelReport, documents for document, media, miscfile and archive, video3d for video3d, workzones for others',
		],
	}),
	call('file.bulkTransform', 'POST', `${PROJECT}/files/bulk-transformation`, {
		permissions: ['workzone:reality-data:transform', 'workzone:cad-model:transform', 'workzone:geoimages:transform', 'workzone:video3d:transform'],
		body: [
			must(text('id', { note: 'file URN' })),
			object('translation', { note: 'samples say position' }),
			...point('translation'),
			object('rotation'),
			...quaternion('rotation'),
			object('scale', { note: 'video3d only' }),
			...point('scale'),
		],
		sends: 'json-rows',
		reply: { statuses: answers(200), kind: 'array', fields: fileFields },
		source: openApi('UpdateBulkFilesTransformation'),
		evidence: 'reference',
		notes: ['schema says translation, samples say position', 'scan, model, geoImage and video3d only, each with its own permission'],
	}),
];
