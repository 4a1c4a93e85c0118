import { createHash } from 'node:crypto';
import { Readable, Transform, type TransformCallback } from 'node:stream';
import type { DownloadedFile, FileInput, FileMeasure, PutOptions } from '../catalog/vocabulary';
import { bytesOf } from './bytes';
import { ConnectionError, InputError } from './errors';
import type { HttpResponse } from './ports';
import { redactUrl } from './redact';

/** Size and MD5 of a file, read once as a stream: memory does not grow with the file. Throws InputError when it cannot be read. */
export async function measure(file: FileInput): Promise<FileMeasure> {
	const hash = createHash('md5');
	let size = 0;
	try {
		for await (const bytes of bytesOf(await file.open())) {
			hash.update(bytes);
			size += bytes.length;
		}
	} catch (cause) {
		throw unreadable(file, cause);
	}
	if (file.size !== undefined && file.size !== size) throw new InputError(`The file "${file.name}" should have ${file.size} bytes but has ${size}.`, { remedy: 'Fetch the file again.' });
	const digest = hash.digest();
	return { size, md5Hex: digest.toString('hex'), md5Base64: digest.toString('base64') };
}

/** A file from its start. Throws InputError when it cannot be opened. */
export async function opened(file: FileInput): Promise<Readable> {
	try {
		return await file.open();
	} catch (cause) {
		throw unreadable(file, cause);
	}
}

function unreadable(file: FileInput, cause: unknown): InputError {
	return new InputError(`The file "${file.name}" cannot be read.`, { cause, remedy: 'Check that the step before delivers the file.' });
}

/** Bytes `from`..`to` (exclusive) of a file as a stream that ends with an error when the file is shorter or longer than stated. */
export async function slice(file: FileInput, options: Pick<PutOptions, 'from' | 'to' | 'size'>): Promise<Readable> {
	const from = options.from ?? 0;
	const to = options.to ?? options.size;
	return Readable.from(cut(await opened(file), from, to, options.size), { objectMode: false });
}

async function* cut(source: Readable, from: number, to: number, size: number): AsyncGenerator<Buffer> {
	let position = 0;
	for await (const bytes of bytesOf(source)) {
		const start = Math.max(0, from - position);
		const end = Math.min(bytes.length, to - position);
		position += bytes.length;
		if (end > start) yield bytes.subarray(start, end);
		if (position >= to && to < size) return;
		if (position > size) throw new InputError(`The file is longer than the ${size} bytes it should have.`, { remedy: 'Fetch the file again.' });
	}
	if (position < to) throw new InputError('The file ended before its stated size.', { remedy: 'Fetch the file again.' });
}

/** What a file is received by, for messages. */
export interface Receiving {
	/** As people read it: `Download file (project …)`. */
	readonly action: string;
	/** Id of the operation. */
	readonly operation: string;
}

/** A received file as a stream that fails when fewer bytes arrive than announced, instead of ending early in silence. */
export function received(response: HttpResponse, url: string, name: string | undefined, by: Receiving): DownloadedFile {
	const announced = Number(response.headers['content-length'] ?? Number.NaN);
	const encoded = response.headers['content-encoding'] !== undefined && response.headers['content-encoding'] !== 'identity';
	const size = Number.isFinite(announced) && !encoded ? announced : undefined;
	const source = typeof response.body === 'string' ? Readable.from([Buffer.from(response.body)]) : response.body;
	const type = response.headers['content-type']?.split(';')[0]?.trim() ?? 'application/octet-stream';
	return { name: name ?? withExtension(nameOf(response.headers['content-disposition'], url), type), type, size, stream: complete(source, size, by) };
}

const extensions: Readonly<Record<string, string>> = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/gif': 'gif', 'image/tiff': 'tif', 'application/pdf': 'pdf', 'application/zip': 'zip', 'text/plain': 'txt', 'text/csv': 'csv' };

/** A name that programs know how to open: some addresses end in the name of a call, not of a file. */
function withExtension(name: string, type: string): string {
	const extension = extensions[type];
	return extension === undefined || /\.[A-Za-z0-9]{1,8}$/.test(name) ? name : `${name}.${extension}`;
}

function complete(source: Readable, size: number | undefined, { action, operation }: Receiving): Readable {
	const broken = (how: string, cause?: Error): ConnectionError => new ConnectionError(`${action}: ${how}`, false, { operation, cause, remedy: 'Run it again.' });
	const counter = new ByteCounter(size, broken);
	source.on('error', (cause) => counter.destroy(broken('the connection broke off in the middle of the file.', cause)));
	source.on('close', () => {
		if (!source.readableEnded && !counter.destroyed) counter.destroy(broken('the connection broke off in the middle of the file.'));
	});
	counter.on('close', () => source.destroy());
	// A reader hears of it all the same; a file that nobody reads must not end the host's process.
	counter.on('error', () => undefined);
	return source.pipe(counter);
}

class ByteCounter extends Transform {
	private seen = 0;

	constructor(
		private readonly expected: number | undefined,
		private readonly broken: (how: string) => Error,
	) {
		super();
	}

	override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
		this.seen += chunk.length;
		done(null, chunk);
	}

	override _flush(done: TransformCallback): void {
		if (this.expected !== undefined && this.seen !== this.expected) done(this.broken(`the file broke off after ${this.seen} of ${this.expected} bytes.`));
		else done();
	}
}

/** File name of a `Content-Disposition` header (RFC 6266), else the last segment of the address. Never a path. */
export function nameOf(disposition: string | undefined, url: string): string {
	const extended = /filename\*\s*=\s*[\w-]+'[^']*'([^;]+)/i.exec(disposition ?? '')?.[1];
	const plain = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]+))/i.exec(disposition ?? '');
	const given = extended === undefined ? (plain?.[1]?.replace(/\\(.)/g, '$1') ?? plain?.[2]?.trim()) : safeDecode(extended.trim());
	const last = given ?? safeDecode(redactUrl(url).split('/').pop() ?? '');
	const name = last.split(/[\\/]/).pop()?.replace(/[\u0000-\u001f]/g, '').trim() ?? '';
	return name === '' || name === '.' || name === '..' ? 'file' : name;
}

function safeDecode(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
