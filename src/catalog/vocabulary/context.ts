import type { Readable } from 'node:stream';
import type { FileInput, InputOf } from './field';
import type { Json, JsonObject } from './json';
import type { AnyOperation } from './operation';

/** What a several-step operation may do. Every call goes through it, so that sessions, retries and limits hold for all of them. */
export interface CallContext {
	/** Calls one of the operations this one declares in `calls` and returns the reply. */
	call<O extends AnyOperation>(operation: O, input: InputOf<O['input']>): Promise<Json>;
	/** All records of a paged operation, in order. */
	list<O extends AnyOperation>(operation: O, input: InputOf<O['input']>): AsyncIterable<JsonObject>;
	/** Runs an operation as a user would, its own steps included; its outputs. */
	run<O extends AnyOperation>(operation: O, input: InputOf<O['input']>): Promise<readonly Output[]>;
}

export interface RunContext extends CallContext {
	/** What comes of one of several. Only a cancelled run, or a mistake of ours, throws. */
	attempt<R>(work: () => Promise<R>): Promise<Attempt<R>>;
	/** Does the same for each of several, four at a time in all that a run does; what fails stays with its own. A refused sign-in is not tried again for the rest. */
	each<T, R>(list: readonly T[], work: (one: T) => Promise<R>): Promise<readonly Attempt<R>[]>;
	/** One call for all of several, which gives a result for each in their order; where the service refuses them together, one by one: then the refusal stays with its own. */
	together<T, R>(list: readonly T[], work: (part: readonly T[]) => Promise<readonly R[]>): Promise<readonly Attempt<R>[]>;
	/** What is given back for one of several that failed: what it is called, what is known of it, and why. When all fail, the operation does. */
	failed(failure: Error, name: string, known: JsonObject): Output & { readonly failure: Error };
	/** Size and MD5 of a file, read once as a stream. */
	measure(file: FileInput): Promise<FileMeasure>;
	/** A list read anew, kept for `recalled`. */
	read<O extends AnyOperation>(operation: O, input: InputOf<O['input']>): Promise<readonly JsonObject[]>;
	/** A list as an earlier item of the run read it; undefined where none did, or something of its kind was written since. What others did meanwhile is not in it. */
	recalled<O extends AnyOperation>(operation: O, input: InputOf<O['input']>): Promise<readonly JsonObject[]> | undefined;
	/** Sends a file, or bytes `from`..`to` of it, to a signed URL. No credential goes along; retried from the start of the part. Returns the reply's headers. */
	put(url: string, file: FileInput, options: PutOptions): Promise<Readonly<Record<string, string>>>;
	/** Sends a file part by part to signed URLs: read once from its start, several parts under way, each with its MD5. A part is sent again without reading it again. */
	putParts(file: FileInput, options: PartsOptions): Promise<void>;
	/** Opens a signed URL, or a URL of the service itself (then with the credential). */
	fetch(url: string, options?: FetchOptions): Promise<DownloadedFile>;
	/** Waits between two looks at a job, in ms; rejects when the run is cancelled. */
	wait(ms: number): Promise<void>;
	/** ms since the epoch. */
	now(): number;
	/** Remembers what exists by now, so that a failure in a later step names it and can be taken up again. */
	made(what: string, id: string): void;
	/** A name-based (version 5) UUID of the parts: the same parts give the same id on every run. */
	idFor(...parts: readonly string[]): string;
	/** Whoever is signed in, by the service's id; undefined where the service does not tell. */
	me(): Promise<string | undefined>;
	/** The body a call would send with this input, wire-ready: to be compared with what the service has. Of a form its fields, JSON in them read. */
	bodyOf<O extends AnyOperation>(operation: O, input: InputOf<O['input']>): JsonObject;
	/** Address of a call that a person must open in a browser, without any credential. */
	addressOf<O extends AnyOperation>(operation: O, input: InputOf<O['input']>): string;
	/** What to throw when the operation cannot go on: what happened, and what a person can do. */
	refusal(message: string, remedy: string): Error;
}

/** What became of one of several. */
export type Attempt<R> = { readonly value: R } | { readonly failure: Error };

/** Goes on with those that succeeded so far; the others keep their failure and their place. */
export async function onward<A, B>(attempts: readonly Attempt<A>[], work: (ready: readonly A[]) => Promise<readonly Attempt<B>[]>): Promise<readonly Attempt<B>[]> {
	const ready = attempts.flatMap((attempt) => ('value' in attempt ? [attempt.value] : []));
	const results = (ready.length === 0 ? [] : await work(ready)).values();
	return attempts.map((attempt) => {
		if ('failure' in attempt) return attempt;
		const { value, done } = results.next();
		if (done) throw new Error('There are fewer results than were begun.');
		return value;
	});
}

/** All records of a list, for those who need them at once. */
export async function collected<T>(records: AsyncIterable<T>): Promise<readonly T[]> {
	const all: T[] = [];
	for await (const record of records) all.push(record);
	return all;
}

export interface FileMeasure {
	/** Bytes. */
	readonly size: number;
	readonly md5Hex: string;
	readonly md5Base64: string;
}

export interface PutOptions {
	readonly headers?: Readonly<Record<string, string>>;
	/** First byte of the part. Default 0. */
	readonly from?: number;
	/** One past the last byte. Default: the size. */
	readonly to?: number;
	/** Bytes of the whole file. */
	readonly size: number;
	/** Asks for a fresh address when this one has expired. */
	readonly renew?: () => Promise<string>;
}

export interface PartsOptions {
	/** Bytes of the whole file. */
	readonly size: number;
	/** Bytes of every part but the last. */
	readonly partSize: number;
	/** Where a part goes, counted from 1; `anew` when the address given before has expired. */
	readonly address: (part: number, anew: boolean) => Promise<string>;
}

export interface FetchOptions {
	/** Default: taken from the reply's headers or the URL. */
	readonly name?: string;
	/** Asks for a fresh address when this one has expired. */
	readonly renew?: () => Promise<string>;
}

/** A file as received: a stream that is read once. */
export interface DownloadedFile {
	readonly name: string;
	readonly type: string;
	/** Bytes, when the service told. */
	readonly size?: number;
	readonly stream: Readable;
}

/** One thing an operation gives back: a record, and a file where there is one. */
export interface Output {
	readonly json: JsonObject;
	readonly file?: DownloadedFile;
	/** Why this one of several was not carried out, while others were; `json` says so as well. */
	readonly failure?: Error;
}
