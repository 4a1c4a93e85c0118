import type { Contract, ContractParam } from './contract';

const signature: readonly ContractParam[] = [
	{ name: 'key', in: 'path', type: 'string', required: true, min: 1 },
	{ name: 'expires', in: 'query', type: 'integer', required: true, note: 'seconds since 1970' },
	{ name: 'demands', in: 'query', type: 'string', required: false, note: 'part of the signature' },
	{ name: 'signature', in: 'query', type: 'string', required: true },
];

/**
 * The cloud storage behind the signed URLs of all three services.
 *
 * A client must take such a URL as it is, so the path and the query are nobody's concern but the sandbox's; the
 * headers and the refusals are those of Amazon S3 and Azure Blob Storage.
 */
export const storageContracts: readonly Contract[] = [
	{
		id: 'storage.object.get',
		service: 'storage',
		method: 'GET',
		path: '/objects/{key}',
		auth: { kind: 'signed-url' },
		params: signature,
		body: 'none',
		reply: { statuses: [200, 206, 400, 403, 404, 416], kind: 'binary' },
		source: 'Amazon S3, GetObject, header Range; Azure Blob Storage, Get Blob',
		evidence: 'reference',
		notes: ['A presigned URL together with an Authorization header is refused with 400 (S3: "Only one auth mechanism allowed").'],
	},
	{
		id: 'storage.object.put',
		service: 'storage',
		method: 'PUT',
		path: '/objects/{key}',
		auth: { kind: 'signed-url' },
		params: [
			...signature,
			{ name: 'Content-MD5', in: 'header', type: 'string', required: false, note: 'base64 of the 16 bytes; a mismatch is refused' },
			{ name: 'x-ms-blob-type', in: 'header', type: 'enum', required: false, values: ['BlockBlob'] },
		],
		body: 'binary',
		reply: { statuses: [200, 201, 400, 403], kind: 'none' },
		source: 'Amazon S3, PutObject and UploadPart; Azure Blob Storage, Put Blob; Cintoo API 2, line 2981',
		evidence: 'reference',
		notes: ['The reply carries an ETag, which the completion of an upload in parts may ask for.'],
	},
];
