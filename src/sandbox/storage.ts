import { createHash } from 'node:crypto';
import { storageContracts } from '../contracts/storage';
import type { SandboxReply, SandboxRequest, SandboxService, SandboxWorld } from './service';
import { blobOf, readGrant } from './world';

/** Cloud storage on an origin of its own: what signed URLs of all services lead to. */
export function storageService(world: SandboxWorld, seed: number): SandboxService {
	const service: SandboxService = {
		id: 'storage',
		contracts: storageContracts,
		handlers: { 'storage.object.get': read, 'storage.object.put': write },
		authenticate: (request) => refusalOf(request) ?? { kind: 'anonymous' },
		refuse,
	};
	return service;

	function refusalOf(request: Omit<SandboxRequest, 'caller'>): SandboxReply | undefined {
		const grant = readGrant(seed, request.method, request.path['key'] ?? '', request.query);
		if (grant === undefined) return refuse(403, 'The request signature we calculated does not match the signature you provided.', 'SignatureDoesNotMatch');
		if (grant.expires.getTime() <= world.now().getTime()) return refuse(403, 'Request has expired.', 'AccessDenied');
		if (grant.demands.blockBlob === true && request.headers['x-ms-blob-type'] === undefined) {
			return refuse(400, 'An HTTP header that is mandatory for this request is not specified: x-ms-blob-type.', 'MissingRequiredHeader');
		}
		return undefined;
	}

	function read(request: SandboxRequest): SandboxReply {
		const blob = world.blobs.get(request.path['key'] ?? '');
		if (blob === undefined) return refuse(404, 'The specified key does not exist.', 'NoSuchKey');
		const base = { etag: etagOf(blob.md5), 'accept-ranges': 'bytes', 'content-md5': base64(blob.md5) };
		const range = rangeOf(request.headers['range'], blob.bytes.length);
		if (range === 'whole') return { status: 200, headers: base, bytes: blob.bytes, type: blob.type };
		if (range === 'outside') return { ...refuse(416, 'The requested range is not satisfiable.', 'InvalidRange'), headers: { 'content-range': `bytes */${blob.bytes.length}` } };
		return {
			status: 206,
			// The MD5 of the whole is not the MD5 of a piece.
			headers: { etag: base.etag, 'accept-ranges': 'bytes', 'content-range': `bytes ${range.from}-${range.to}/${blob.bytes.length}` },
			bytes: blob.bytes.subarray(range.from, range.to + 1),
			type: blob.type,
		};
	}

	function write(request: SandboxRequest): SandboxReply {
		const key = request.path['key'] ?? '';
		const claimed = request.headers['content-md5'];
		if (claimed !== undefined && claimed !== createHash('md5').update(request.bytes).digest('base64')) {
			return refuse(400, 'The Content-MD5 you specified did not match what we received.', 'BadDigest');
		}
		const blob = blobOf(request.bytes, request.headers['content-type'] ?? 'application/octet-stream');
		world.blobs.set(key, blob);
		const azure = request.headers['x-ms-blob-type'] !== undefined;
		return { status: azure ? 201 : 200, headers: { etag: etagOf(blob.md5), 'content-md5': base64(blob.md5) } };
	}
}

/** The XML error body that S3 and Azure share in shape. */
function refuse(status: number, words: string, code = status === 404 ? 'NoSuchKey' : 'InvalidRequest'): SandboxReply {
	const text = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${escapeXml(code)}</Code><Message>${escapeXml(words)}</Message></Error>`;
	return { status, text, type: 'application/xml' };
}

function escapeXml(text: string): string {
	return text.replace(/[<>&]/g, (sign) => (sign === '<' ? '&lt;' : sign === '>' ? '&gt;' : '&amp;'));
}

function etagOf(md5: string): string {
	return `"${md5}"`;
}

function base64(md5: string): string {
	return Buffer.from(md5, 'hex').toString('base64');
}

/** One range of bytes, both ends included; several ranges at once are answered with the whole, as RFC 9110 allows. */
function rangeOf(header: string | undefined, length: number): 'whole' | 'outside' | { readonly from: number; readonly to: number } {
	const found = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
	if (found === null) return 'whole';
	const [, first = '', last = ''] = found;
	if (first === '' && last === '') return 'whole';
	const from = first === '' ? Math.max(0, length - Number(last)) : Number(first);
	const to = first === '' || last === '' ? length - 1 : Math.min(Number(last), length - 1);
	return from > to || from >= length ? 'outside' : { from, to };
}
