import { createHash, type Hash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { DownloadedFile, FileInput, FileMeasure, PutOptions } from '../catalog/vocabulary';
import { bytesOf } from './bytes';
import { CancelledError, ConnectionError, InputError } from './errors';
import type { HttpResponse } from './ports';
import type { Progress, Transfer } from './progress';
import { redactUrl } from './redact';

/** Size and MD5 of a file, read once as a stream unless the host knows both: memory does not grow with the file. Throws InputError when it cannot be read. */
export async function measure(file: FileInput): Promise<FileMeasure> {
	if (file.size !== undefined && file.md5 !== undefined) return measureOf(file.size, Buffer.from(file.md5, 'hex'));
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
	return measureOf(size, hash.digest());
}

function measureOf(size: number, md5: Buffer): FileMeasure {
	return { size, md5Hex: md5.toString('hex'), md5Base64: md5.toString('base64') };
}

/** A file from its start. Throws InputError when it cannot be opened. */
export async function opened(file: FileInput): Promise<Readable> {
	try {
		return await file.open();
	} catch (cause) {
		throw unreadable(file, cause);
	}
}

/** The error for a file that cannot be read. */
export function unreadable(file: FileInput, cause: unknown): InputError {
	return new InputError(`The file "${file.name}" cannot be read.`, { cause, remedy: 'Check that the step before delivers the file.' });
}

/** Bytes `from`..`to` (exclusive) of a file as a stream that ends with an error when the file is shorter or longer than stated. */
export async function slice(file: FileInput, options: Pick<PutOptions, 'from' | 'to' | 'size'>, progress?: Progress): Promise<Readable> {
	const from = options.from ?? 0;
	const to = options.to ?? options.size;
	const source = await opened(file);
	const part = Readable.from(cut(source, from, to, options.size, () => progress?.begin('sending', file.name, to - from)), { objectMode: false });
	// One that nobody began to read never comes to its own end.
	return part.on('close', () => source.destroy());
}

async function* cut(source: Readable, from: number, to: number, size: number, begin: () => Transfer | undefined): AsyncGenerator<Buffer> {
	const transfer = begin();
	let position = 0;
	try {
		for await (const bytes of bytesOf(source)) {
			const start = Math.max(0, from - position);
			const end = Math.min(bytes.length, to - position);
			position += bytes.length;
			if (end > start) {
				yield bytes.subarray(start, end);
				transfer?.passed(end - start);
			}
			if (position >= to && to < size) return;
			if (position > size) throw new InputError(`The file is longer than the ${size} bytes it should have.`, { remedy: 'Fetch the file again.' });
		}
		if (position < to) throw new InputError('The file ended before its stated size.', { remedy: 'Fetch the file again.' });
	} finally {
		transfer?.end();
	}
}

/** Asks for the rest of a file, and of this one only where the service told what marks it (RFC 9110, sections 13.1.5 and 14.2). */
function restFrom(from: number, { etag, 'last-modified': modified }: HttpResponse['headers']): Readonly<Record<string, string>> {
	const mark = etag === undefined ? modified : etag.startsWith('W/') ? undefined : etag;
	return { range: `bytes=${from}-`, ...(mark === undefined ? {} : { 'if-range': mark }) };
}

/** Whether what is sent now belongs to another file than what came first: in both the mark counts, and the length of the whole. */
function isOther(first: HttpResponse['headers'], now: HttpResponse['headers'], size: number): boolean {
	const differs = (name: string): boolean => first[name] !== undefined && now[name] !== undefined && first[name] !== now[name];
	const total = /\/(\d+)\s*$/.exec(now['content-range'] ?? '')?.[1];
	return differs('etag') || (first.etag === undefined && differs('last-modified')) || (total !== undefined && Number(total) !== size);
}

/** What a file is received by, and what helps when the connection breaks. */
export interface Receiving {
	/** As people read it: `Download file (project …)`. */
	readonly action: string;
	/** Id of the operation. */
	readonly operation: string;
	/** Asks for the file with these headers besides: for its rest. */
	readonly again?: (headers: Readonly<Record<string, string>>) => Promise<HttpResponse>;
	readonly progress?: Progress;
}

/** A received file as a stream. Where the connection breaks it goes on from the byte that came last; it fails when bytes are missing in the end or are not those of the stated MD5, instead of ending early in silence. */
export function received(response: HttpResponse, url: string, name: string | undefined, by: Receiving): DownloadedFile {
	const { headers } = response;
	const announced = Number(headers['content-length'] ?? Number.NaN);
	const encoded = headers['content-encoding'] !== undefined && headers['content-encoding'] !== 'identity';
	const size = Number.isFinite(announced) && !encoded ? announced : undefined;
	const type = headers['content-type']?.split(';')[0]?.trim() ?? 'application/octet-stream';
	const given = name ?? withExtension(nameOf(headers['content-disposition'], url), type);
	const md5 = encoded || response.status !== 200 ? undefined : headers['content-md5'];
	return { name: given, type, size, stream: new Arriving(sourceOf(response), { headers, size, md5, by, progress: by.progress?.begin('fetching', given, size) }) };
}

function sourceOf({ body }: HttpResponse): Readable {
	return typeof body === 'string' ? Readable.from([Buffer.from(body)]) : body;
}

const extensions: Readonly<Record<string, string>> = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/gif': 'gif', 'image/tiff': 'tif', 'application/pdf': 'pdf', 'application/zip': 'zip', 'text/plain': 'txt', 'text/csv': 'csv' };

/** A name that programs know how to open: some addresses end in the name of a call, not of a file. */
function withExtension(name: string, type: string): string {
	const extension = extensions[type];
	return extension === undefined || /\.[A-Za-z0-9]{1,8}$/.test(name) ? name : `${name}.${extension}`;
}

/** A connection may break this often without a byte between, and this often in all. */
const mostBreaks = { inARow: 2, inAll: 20 };
/** Bytes that wait for a reader. */
const ahead = 256 * 1024;

/** The bytes of a file as they arrive, over as many connections as it takes. */
class Arriving extends Readable {
	private source: Readable;
	private seen = 0;
	private breaks = 0;
	private breaksInARow = 0;
	private readonly hash: Hash | undefined;

	constructor(
		first: Readable,
		private readonly about: { readonly headers: HttpResponse['headers']; readonly size: number | undefined; readonly md5: string | undefined; readonly by: Receiving; readonly progress: Transfer | undefined },
	) {
		super({ highWaterMark: ahead });
		this.hash = about.md5 === undefined ? undefined : createHash('md5');
		this.source = this.follow(first);
		// A reader hears of it all the same; a file that nobody reads must not end the host's process.
		this.on('error', () => undefined);
	}

	override _read(): void {
		this.source.resume();
	}

	override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
		this.about.progress?.end();
		this.source.destroy();
		done(error);
	}

	private follow(source: Readable): Readable {
		let over = false;
		const once = (what: () => void): void => {
			if (over || this.destroyed) return;
			over = true;
			what();
		};
		source.on('data', (piece: Buffer | string) => {
			const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
			this.seen += bytes.length;
			this.breaksInARow = 0;
			this.hash?.update(bytes);
			this.about.progress?.passed(bytes.length);
			if (!this.push(bytes)) source.pause();
		});
		source.on('end', () => once(() => (this.about.size === undefined || this.seen >= this.about.size ? this.complete() : this.broken(this.cutShort()))));
		source.on('error', (cause) => once(() => this.broken('the connection broke off in the middle of the file.', cause)));
		source.on('close', () => once(() => this.broken('the connection broke off in the middle of the file.')));
		return source.pause();
	}

	private complete(): void {
		const { size, md5 } = this.about;
		if (size !== undefined && this.seen !== size) this.fail(this.cutShort());
		else if (this.hash && this.hash.digest('base64') !== md5) this.fail('the file arrived damaged: its MD5 is another than stated.');
		else this.push(null);
	}

	private cutShort(): string {
		return `the file broke off after ${this.seen} of ${this.about.size} bytes.`;
	}

	private broken(how: string, cause?: Error): void {
		const { by, headers, size } = this.about;
		// Without a size nobody can tell whether what comes then is the rest.
		if (!by.again || size === undefined || ++this.breaksInARow > mostBreaks.inARow || ++this.breaks > mostBreaks.inAll) {
			this.fail(how, cause);
			return;
		}
		by.again(restFrom(this.seen, headers)).then(
			(response) => {
				const rest = sourceOf(response);
				const fits = response.status === 206 && response.headers['content-range']?.startsWith(`bytes ${this.seen}-`) === true;
				const other = fits && isOther(headers, response.headers, size);
				if (fits && !other && !this.destroyed) {
					this.source = this.follow(rest).resume();
					return;
				}
				rest.on('error', () => undefined).destroy();
				if (!this.destroyed) this.fail(other ? 'the file changed while it was downloaded.' : how, cause);
			},
			(error: unknown) => (error instanceof CancelledError ? this.destroy(error) : this.fail(how, error instanceof Error ? error : cause)),
		);
	}

	private fail(how: string, cause?: Error): void {
		const { action, operation } = this.about.by;
		this.destroy(new ConnectionError(`${action}: ${how}`, false, { operation, cause, remedy: 'Run it again.' }));
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
