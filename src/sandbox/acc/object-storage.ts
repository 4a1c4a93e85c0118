import { createHash } from 'node:crypto';
import type { Handler, SandboxReply, SandboxRequest, SandboxWorld } from '../service';
import { blobOf } from '../world';
import { storageUrn } from './data-management';
import { memberOf, rowsOf, textOf } from '../reading';
import { Refusal, storageError } from './refusal';
import { BUCKET } from './sample';
import type { AccState, StorageObject, Upload } from './state';

/** Signed uploads and downloads: the bytes themselves travel to and from the storage origin. */
export function objectStorageHandlers(world: SandboxWorld, state: AccState, minimumPartBytes: number): Readonly<Record<string, Handler>> {
	return {
		'acc.object.getSignedUpload': signUpload,
		'acc.object.completeSignedUpload': completeUpload,
		'acc.object.getSignedDownload': signDownload,
	};

	function objectOf(request: SandboxRequest): StorageObject {
		if (request.path['bucketKey'] !== BUCKET) throw new Refusal(storageError(403, 'The bucket belongs to another application.'));
		const object = state.objects.get(request.path['objectKey'] ?? '');
		if (object === undefined) throw new Refusal(storageError(404, 'Object not found'));
		return object;
	}

	function uploadOf(key: string, objectKey: string): Upload {
		const upload = state.uploads.get(key);
		if (upload === undefined || upload.objectKey !== objectKey) throw new Refusal(storageError(400, 'Upload key is not valid for this object.'));
		return upload;
	}

	function signUpload(request: SandboxRequest): SandboxReply {
		const object = objectOf(request);
		const given = request.query.get('uploadKey');
		const parts = Number(request.query.get('parts') ?? 1);
		const first = Number(request.query.get('firstPart') ?? 1);
		const seconds = 60 * Number(request.query.get('minutesExpiration') ?? 2);
		const upload = given === null ? { key: world.uuid(), objectKey: object.key, parts: 0 } : uploadOf(given, object.key);
		upload.parts = Math.max(upload.parts, first + parts - 1);
		state.uploads.set(upload.key, upload);
		const urls = Array.from({ length: parts }, (_, index) => world.sign(partKey(upload, first + index), 'PUT', seconds));
		return {
			status: 200,
			json: {
				uploadKey: upload.key,
				uploadExpiration: new Date(world.now().getTime() + 86_400_000).toISOString(),
				urlExpiration: new Date(world.now().getTime() + seconds * 1000).toISOString(),
				urls,
			},
		};
	}

	function completeUpload(request: SandboxRequest): SandboxReply {
		const object = objectOf(request);
		const upload = uploadOf(textOf(memberOf(request.json, 'uploadKey')) ?? '', object.key);
		const parts = Array.from({ length: upload.parts }, (_, index) => world.blobs.get(partKey(upload, index + 1)));
		const pieces = parts.flatMap((part) => (part === undefined ? [] : [part]));
		const tags = rowsOf(memberOf(request.json, 'eTags'));
		const bytes = Buffer.concat(pieces.map((part) => part.bytes));
		const claimed = memberOf(request.json, 'size');
		const checks = parts.map((part, index) => {
			const unexpected = part !== undefined && tags.length > 0 && tags[index] !== part.md5 && tags[index] !== `"${part.md5}"`;
			const small = part !== undefined && index < parts.length - 1 && part.bytes.length < minimumPartBytes;
			const status = part === undefined ? 'Pending' : [...(unexpected ? ['Unexpected'] : []), ...(small ? ['TooSmall'] : [])].join('+') || 'Ok';
			return { part: index + 1, ...(part === undefined ? {} : { size: part.bytes.length, eTag: part.md5 }), status };
		});
		const otherSize = claimed !== undefined && claimed !== bytes.length;
		if (parts.length === 0 || otherSize || checks.some(({ status }) => status !== 'Ok')) {
			// What is to be validated is told under 200, as the reference page of the completion shows.
			if (claimed === undefined && tags.length === 0) throw new Refusal(storageError(400, `The parts of the object are missing or have fewer than ${minimumPartBytes} bytes.`));
			return {
				status: 200,
				json: { uploadKey: upload.key, status: 'error', reason: 'MissingOrInvalidParts', size: otherSize ? { expected: claimed, detected: bytes.length } : bytes.length, parts: checks },
			};
		}
		const type = pieces[0]?.type ?? 'application/octet-stream';
		world.blobs.set(`${BUCKET}/${object.key}`, blobOf(bytes, type, object.name));
		for (let part = 1; part <= upload.parts; part += 1) world.blobs.delete(partKey(upload, part));
		state.uploads.delete(upload.key);
		state.objects.set(object.key, { ...object, size: bytes.length });
		return {
			status: 200,
			json: {
				bucketKey: BUCKET,
				objectId: storageUrn(object.key),
				objectKey: object.key,
				size: bytes.length,
				contentType: type,
				location: `${world.origins.acc}/oss/v2/buckets/${BUCKET}/objects/${encodeURIComponent(object.key)}`,
			},
		};
	}

	function signDownload(request: SandboxRequest): SandboxReply {
		const object = objectOf(request);
		const blob = world.blobs.get(`${BUCKET}/${object.key}`);
		if (object.size === undefined || blob === undefined) throw new Refusal(storageError(404, 'Object not found'));
		const seconds = 60 * Number(request.query.get('minutesExpiration') ?? 2);
		return {
			status: 200,
			json: {
				status: 'complete',
				url: world.sign(`${BUCKET}/${object.key}`, 'GET', seconds),
				params: { 'content-type': blob.type, 'content-disposition': `attachment; filename="${encodeURIComponent(object.name)}"` },
				size: blob.bytes.length,
				sha1: createHash('sha1').update(blob.bytes).digest('hex'),
			},
		};
	}
}

function partKey(upload: Upload, part: number): string {
	return `uploads/${upload.key}/${part}`;
}
