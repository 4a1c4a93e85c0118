import type { Contract } from '../contract';
import { array, bytes, fieldCall, file, integer, jsonRecord, list, moment, must, noted, object, one, text, version } from './call';

/** Bytes that hang on other records: attachments, signatures, references, markups, photos. */
export const fieldAttachments: readonly Contract[] = [
	fieldCall('POST /api/signatures', {
		id: 'field.signature.upload',
		line: 255,
		project: 'id',
		body: 'multipart',
		params: {
			signature: must(jsonRecord(
				'id', 'deleted', 'custom_field_definition_id', 'container_id', 'container_type', 'filename',
			)),
			original: file,
		},
		reply: object(),
		statuses: [200, 400, 401, 404],
		notes: ['The statuses are those of the call printed before it (line 270).'],
	}),
	fieldCall('POST /api/attachments', {
		id: 'field.attachment.upload',
		line: 282,
		project: 'id',
		body: 'multipart',
		params: {
			thumb: file,
			original: noted(file, 'not needed when the attachment is deleted'),
			attachment: must(jsonRecord(
				'id', 'deleted', 'width', 'height', 'num_pages', 'size', 'filename', 'container_type', 'container_id',
				'content_type', 'created_at', 'updated_at', 'fcreate_date', 'fmod_date', 'markup', 'caption', 'tags',
			)),
		},
		reply: object(),
		notes: [
			'The example writes the offset as -0500, the text as -HH:MM (lines 289 and 309).',
			'Upsert by id; with deleted the attachment is removed.',
		],
	}),
	fieldCall('POST /api/document_references', {
		id: 'field.documentReference.upload',
		line: 317,
		project: 'id',
		body: 'multipart',
		params: {
			document_reference: must(jsonRecord(
				'id', 'document_id', 'deleted', 'num_pages', 'container_type', 'container_id', 'content_type',
				'markup', 'caption', 'tags',
			)),
			thumb: file,
		},
		reply: object(),
	}),
	fieldCall('GET /api/download_markups', {
		id: 'field.markup.getMany',
		line: 342,
		project: 'id',
		params: { object_type: must(one('Document')), object_ids: must(list) },
		reply: array('id', 'pages'),
		notes: ['Printed without a heading (line 342).'],
	}),
	fieldCall('POST /api/binary_data', {
		id: 'field.file.download',
		line: 351,
		project: 'id',
		params: {
			object_type: must(one('Signature', 'Attachment', 'DocumentReference', 'Document')),
			object_id: must(text),
			image_type: one('vv', 'thumb', 'composite', 'original'),
			page: integer,
		},
		reply: bytes,
		statuses: [200, 400, 404, 500],
		notes: ['The links in lines 1426 and 1678 ask the same by GET, everything in the query.'],
	}),
	fieldCall('GET /api/binary_data', {
		id: 'field.file.downloadByLink',
		line: 1426,
		project: 'id',
		params: {
			object_type: must(one('Signature', 'Attachment', 'DocumentReference', 'Document')),
			object_id: must(text),
			image_type: one('vv', 'thumb', 'composite', 'original'),
			page: integer,
		},
		reply: bytes,
		statuses: [200, 400, 404, 500],
		notes: ['No heading of its own: the links inside issues and checklists have this form (lines 1426 and 1678).'],
	}),
	fieldCall('POST /api/get_photos', {
		id: 'field.photo.getMany',
		line: 629,
		project: 'id',
		params: {
			limit: integer,
			offset: integer,
			max_updated_at: moment('2017-03-29 13:27:00 +0400'),
			application_version: version('4.7 or above, or max_updated_at is ignored'),
		},
		reply: array(),
		paged: true,
		notes: [
			'limit and offset only work together (line 633).',
			'The reply is not described.',
		],
	}),
];
