import { constant, get, listAt, number, operation, post, ref, returns, text, textAt, type FileInput, type Json, type Reference, type Resource, type RunContext } from '../vocabulary';
import { needs } from './families';
import { anyProject, prefixed } from './ids';

/** The way of bytes into and out of Autodesk's storage: a place for them, signed addresses, the bytes, completion. */
const storage = '/oss/v2/buckets/{bucketKey}/objects/{objectKey}';
const source = 'Autodesk Platform Services, Object Storage v2';
const object = { bucketKey: text({ required: true }), objectKey: text({ required: true }) };

export const createStorage = operation({
	action: 'Create storage',
	description: 'Make a place for the bytes of a file',
	call: post('/data/v1/projects/{project_id}/storage', { body: 'json-api' }),
	needs: needs('dataManagement', 'data:create'),
	input: {
		projectId: anyProject(prefixed, { wire: 'project_id' }),
		jsonapi: constant({ version: '1.0' }),
		type: constant('objects', { wire: 'data.type' }),
		name: text({ required: true, wire: 'data.attributes.name' }),
		targetType: constant('folders', { wire: 'data.relationships.target.data.type' }),
		folderId: ref('acc.folder', { required: true, wire: 'data.relationships.target.data.id' }),
	},
	returns: returns.record('data'),
	// A place without bytes is nothing anybody sees: a second one does no harm.
	repeat: 'safe',
	receipt: { done: 'created', id: 'id' },
	hidden: true,
	status: 'reference',
	source: 'Autodesk Platform Services, Data Management v1',
});

export const signUpload = operation({
	action: 'Sign upload',
	description: 'Get the signed addresses for the parts of a file',
	call: get(`${storage}/signeds3upload`),
	needs: needs('storage', 'data:write', 'data:create'),
	input: { ...object, parts: number({ integer: true, min: 1 }), firstPart: number({ integer: true, min: 1 }), uploadKey: text(), minutesExpiration: number({ integer: true, min: 1, max: 60, default: 60 }) },
	returns: returns.record(),
	repeat: 'safe',
	hidden: true,
	status: 'reference',
	source,
});

export const completeUpload = operation({
	action: 'Complete upload',
	description: 'Put the parts of a file together',
	call: post(`${storage}/signeds3upload`),
	needs: needs('storage', 'data:write', 'data:create'),
	input: { ...object, uploadKey: text({ required: true }), size: number({ integer: true, min: 0 }) },
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'created', id: 'objectId' },
	// With a size to compare, parts that are missing or broken are told under 200 (reference page of the completion).
	ok: (reply) => (textAt(reply, 'status') === 'error' ? { words: brokenParts(reply), code: textAt(reply, 'reason'), anew: 'Nothing was stored: upload the file again from the start.' } : undefined),
	hidden: true,
	status: 'reference',
	source,
});

function brokenParts(reply: Json): string {
	const told = (listAt(reply, 'parts') ?? []).flatMap((part) => (textAt(part, 'status') === 'Ok' ? [] : [`part ${textAt(part, 'part') ?? '?'}: ${textAt(part, 'status') ?? '?'}`]));
	const size = textAt(reply, 'size.expected') === undefined ? [] : [`${textAt(reply, 'size.detected') ?? '?'} of ${textAt(reply, 'size.expected') ?? '?'} bytes arrived`];
	return [textAt(reply, 'reason') ?? 'the upload is not valid', [...size, ...told].join(', ')].filter(Boolean).join(': ');
}

export const signDownload = operation({
	action: 'Sign download',
	description: 'Get a signed address of a file',
	call: get(`${storage}/signeds3download`),
	needs: needs('storage', 'data:read'),
	// What was sent in parts and is not put together yet comes by an address of the storage itself.
	input: { ...object, minutesExpiration: number({ integer: true, min: 1, max: 60 }), fallback: constant(true, { wire: 'public-resource-fallback' }) },
	returns: returns.record(),
	repeat: 'safe',
	hidden: true,
	status: 'reference',
	source,
});

export const storageObject: Resource = {
	id: 'acc.storageObject',
	label: 'Storage Object',
	plural: 'Storage Objects',
	area: 'file',
	operations: { create: createStorage, signUpload, completeUpload, signDownload },
};

/** Bucket and key of `urn:adsk.objects:os.object:<bucket>/<key>`, or undefined when it is none. */
export function storedAt(urn: string): { readonly bucketKey: string; readonly objectKey: string } | undefined {
	const [, bucketKey, objectKey] = /^urn:adsk\.objects:os\.object:([^/]+)\/(.+)$/.exec(urn) ?? [];
	return bucketKey === undefined || objectKey === undefined ? undefined : { bucketKey, objectKey };
}

/** Name of a stored file, by which attachments have to call it ("Upload Issue Attachments", step 6; "RFI Response"). */
export function nameIn(urn: string): string {
	return storedAt(urn)?.objectKey ?? urn;
}

/** Most addresses one call signs. */
const mostAddresses = 25;
/** Bytes of a part; S3 takes no part but the last below 5 MiB. Each is held in memory while it is sent. */
const partBytes = 8 * 1024 * 1024;
/** Most parts S3 puts together. */
const mostParts = 10_000;

/** Bytes of a part of a file of so many bytes. */
export function partSizeOf(size: number, least = partBytes): number {
	return Math.max(least, Math.ceil(size / mostParts));
}

/** Calls that `upload` makes, to be declared by the operations that use it. */
export const uploadCalls = [createStorage, signUpload, completeUpload] as const;

export interface Upload {
	readonly projectId: Reference;
	/** Folder whose rights govern the bytes. */
	readonly folderId: string;
	/** Name of the storage object: its extension stays. */
	readonly name: string;
	readonly file: FileInput;
	/** Bytes. */
	readonly size: number;
	/** Bytes of a part, at least 5 MiB. Default 8 MiB. */
	readonly partSize?: number;
}

/** Sends a file into the storage of a project; the URN under which it then lies. Nothing exists there before the last step. */
export async function upload(context: RunContext, { projectId, folderId, name, file, size, partSize }: Upload): Promise<string> {
	const urn = textAt(await context.call(createStorage, { projectId, folderId, name }), 'data.id') ?? '';
	const place = storedAt(urn);
	if (!place) throw context.refusal('The service gave no place for the file.', 'Try again later.');
	const length = partSizeOf(size, partSize);
	const count = Math.max(1, Math.ceil(size / length));

	let uploadKey: string | undefined;
	const sign = async (firstPart: number, parts: number): Promise<readonly string[]> => {
		const signed = await context.call(signUpload, { ...place, parts, firstPart, ...(uploadKey === undefined ? {} : { uploadKey }) });
		uploadKey = textAt(signed, 'uploadKey');
		return (listAt(signed, 'urls') ?? []).filter((url) => typeof url === 'string');
	};
	// Each call after the first goes by the key that the first gave.
	let batch: { readonly first: number; readonly urls: Promise<readonly string[]> } | undefined;
	const address = async (part: number, anew: boolean): Promise<string> => {
		if (anew) return (await sign(part, 1))[0] ?? none();
		const first = part - ((part - 1) % mostAddresses);
		if (batch?.first !== first) {
			const before = batch?.urls;
			batch = { first, urls: (before ?? Promise.resolve()).then(async () => await sign(first, Math.min(mostAddresses, count - first + 1))) };
		}
		return (await batch.urls)[part - first] ?? none();
	};
	const none = (): never => {
		throw context.refusal('The service signed fewer addresses than the file has parts.', 'Try again later.');
	};
	await context.putParts(file, { size, partSize: length, address });
	await context.call(completeUpload, { ...place, uploadKey: uploadKey ?? '', size });
	return urn;
}
