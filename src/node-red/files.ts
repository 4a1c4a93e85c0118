import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, ReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FileInput } from '../catalog/vocabulary';
import { bytesOf } from '../core/bytes';
import { InputError } from '../core/errors';
import type { Message } from './node-red';

/** Bytes read at a time from a file. */
const chunk = 256 * 1024;

/** Removes what was put aside for a file. */
export type CleanUp = () => Promise<void>;

/** Hears the streams in a message break: until somebody reads them nobody would, and that ends the host's process. */
export function hearStreams(value: unknown, depth = 3): void {
	if (value instanceof Readable) value.on('error', () => undefined);
	else if (depth > 0 && typeof value === 'object' && value !== null && !(value instanceof Uint8Array)) for (const one of Object.values(value)) hearStreams(one, depth - 1);
}

/** Whether a value already is a file as core takes it. */
function isFileInput(value: unknown): value is FileInput {
	return typeof value === 'object' && value !== null && 'open' in value && typeof value.open === 'function' && 'name' in value && typeof value.name === 'string';
}

/**
 * A file to send, from what a message may hold: bytes, a stream, or `{ content, filename, contentType }`.
 * A stream is put aside on disk first, so that a second attempt starts from the beginning again.
 * A text is no file: a path would let a message read any file of the machine.
 * @throws InputError when it is none of these.
 */
export async function fileFrom(value: unknown, label: string, message: Message, cleanUps: CleanUp[]): Promise<FileInput> {
	if (isFileInput(value)) return value;
	const described = typeof value === 'object' && value !== null && 'content' in value ? value : undefined;
	const content: unknown = described ? described.content : value;
	const name = nameOf(described) ?? textOf(message.filename)?.split(/[\\/]/).pop() ?? 'file';
	const type = typeOf(described) ?? textOf(message.contentType);
	const about = { name, ...(type === undefined ? {} : { type }) };
	if (content instanceof Uint8Array) return { ...about, size: content.byteLength, open: async () => Readable.from([Buffer.from(content)], { objectMode: false }) };
	if (content instanceof ReadStream && isWhole(content)) return { ...about, ...reopened(content, cleanUps) };
	if (content instanceof Readable) return { ...about, ...(await putAside(content, name, cleanUps)) };
	throw new InputError(`${label} must be a file.`, { remedy: 'Give a Buffer (from "read file" or "http request" nodes), a stream, or an object { content, filename, contentType }. A path is not read: put a "read file" node before this one.' });
}

/** Whether a stream would give a file of this machine from its first byte to its last. */
function isWhole(stream: ReadStream): stream is ReadStream & { readonly path: string } {
	const { bytesRead, path, destroyed } = stream;
	const [start, end] = ['start', 'end'].map((edge): unknown => Reflect.get(stream, edge));
	return typeof path === 'string' && bytesRead === 0 && !destroyed && (start === undefined || start === 0) && (end === undefined || end === Number.POSITIVE_INFINITY);
}

/** Such a file need not be put aside. Its own stream stays open until all is done: some remove the file when that one closes. */
function reopened(stream: ReadStream & { readonly path: string }, cleanUps: CleanUp[]): Pick<FileInput, 'open'> {
	cleanUps.push(async () => void stream.destroy());
	return { open: async () => createReadStream(stream.path, { highWaterMark: chunk }) };
}

/** Throws InputError when the stream breaks. */
async function putAside(stream: Readable, name: string, cleanUps: CleanUp[]): Promise<Pick<FileInput, 'size' | 'md5' | 'open'>> {
	const folder = await mkdtemp(join(tmpdir(), 'aec-nodes-'));
	cleanUps.push(async () => await rm(folder, { recursive: true, force: true }));
	const path = join(folder, 'content');
	const hash = createHash('md5');
	let size = 0;
	const measured = async function* (source: Readable): AsyncGenerator<Buffer> {
		for await (const bytes of bytesOf(source)) {
			hash.update(bytes);
			size += bytes.length;
			yield bytes;
		}
	};
	try {
		await pipeline(stream, measured, createWriteStream(path, { mode: 0o600, highWaterMark: chunk }));
	} catch (cause) {
		throw new InputError(`The file "${name}" cannot be read to its end.`, { cause, remedy: 'Check that the node before delivers it, and that there is room for a copy among the temporary files.' });
	}
	return { size, md5: hash.digest('hex'), open: async () => createReadStream(path, { highWaterMark: chunk }) };
}

function nameOf(described: object | undefined): string | undefined {
	if (!described) return undefined;
	const given = 'filename' in described ? textOf(described.filename) : 'name' in described ? textOf(described.name) : undefined;
	return given?.split(/[\\/]/).pop();
}

function typeOf(described: object | undefined): string | undefined {
	return described && 'contentType' in described ? textOf(described.contentType) : undefined;
}

function textOf(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}
