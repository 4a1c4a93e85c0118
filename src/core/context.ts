import { collected, isObject, written, type AnyOperation, type CallContext, type DownloadedFile, type FetchOptions, type FileInput, type FileMeasure, type InputOf, type Json, type JsonObject, type Output, type PutOptions, type RunContext } from '../catalog/vocabulary';
import type { Client } from './client';
import type { Connection } from './connection';
import { RefusedError } from './errors';
import { nameBasedUuid } from './name-based-uuid';
import { buildRequest } from './request';
import { measure, received } from './transfer';

/** Calls made on behalf of an operation, each as if a person had asked for it. */
export class Context implements CallContext {
	constructor(
		protected readonly client: Client,
		private readonly allowed: readonly AnyOperation[] | undefined,
	) {}

	async call<O extends AnyOperation>(operation: O, input: InputOf<O['input']>): Promise<Json> {
		this.check(operation);
		return await this.client.reply(operation, input);
	}

	async *list<O extends AnyOperation>(operation: O, input: InputOf<O['input']>): AsyncGenerator<JsonObject> {
		this.check(operation);
		for await (const { json } of this.client.stream(operation, input)) yield json;
	}

	async run<O extends AnyOperation>(operation: O, input: InputOf<O['input']>): Promise<readonly Output[]> {
		this.check(operation);
		return await this.client.run(operation, input);
	}

	/** What an operation may call is what the catalog lists for it: anything else is a mistake in the catalog. */
	private check(operation: AnyOperation): void {
		if (this.allowed && !this.allowed.includes(operation)) throw new Error(`${operation.action} is called without being declared in "calls".`);
	}
}

/** Reads each thing once, however many items of a run need it: the same fields, the same list of names. */
export class Lookups extends Context {
	private readonly replies = new Map<string, Promise<Json>>();
	private readonly lists = new Map<string, Promise<readonly JsonObject[]>>();

	override async call<O extends AnyOperation>(operation: O, input: InputOf<O['input']>): Promise<Json> {
		return await once(this.replies, this.markOf(operation, input), async () => await super.call(operation, input));
	}

	override async *list<O extends AnyOperation>(operation: O, input: InputOf<O['input']>): AsyncGenerator<JsonObject> {
		yield* await once(this.lists, this.markOf(operation, input), async () => await collected(super.list(operation, input)));
	}

	/** Forgets what one operation gave, because something of its kind was written. */
	forget(operation: AnyOperation): void {
		const name = `${this.client.idOf(operation)} `;
		for (const kept of [this.replies, this.lists]) for (const mark of kept.keys()) if (mark.startsWith(name)) kept.delete(mark);
	}

	private markOf(operation: AnyOperation, input: unknown): string {
		return `${this.client.idOf(operation)} ${written(input)}`;
	}
}

async function once<T>(made: Map<string, Promise<T>>, mark: string, make: () => Promise<T>): Promise<T> {
	const known = made.get(mark) ?? make();
	made.set(mark, known);
	try {
		return await known;
	} catch (error) {
		made.delete(mark);
		throw error;
	}
}

/** What a several-step operation works with. */
export class Steps extends Context implements RunContext {
	private readonly existing: Record<string, string> = {};

	constructor(
		client: Client,
		private readonly operation: AnyOperation,
		private readonly connection: Connection,
	) {
		super(client, operation.steps?.calls);
	}

	get madeSoFar(): Readonly<Record<string, string>> {
		return this.existing;
	}

	made(what: string, id: string): void {
		this.existing[what] = id;
	}

	async measure(file: FileInput): Promise<FileMeasure> {
		return await measure(file);
	}

	async put(url: string, file: FileInput, options: PutOptions): Promise<Readonly<Record<string, string>>> {
		const response = await this.client.exchange({ method: 'PUT', url, headers: lowerCase(options.headers), file: { input: file, ...options } }, this.operation);
		// Nobody reads it, so nobody would hear it break: unheard, that would end the host's process.
		if (typeof response.body !== 'string') response.body.on('error', () => undefined).resume();
		this.connection.onProgress?.(`Sent ${options.to ?? options.size} of ${options.size} bytes of ${file.name}.`);
		return response.headers;
	}

	async fetch(url: string, options: FetchOptions = {}): Promise<DownloadedFile> {
		return received(await this.client.exchange({ method: 'GET', url }, this.operation), url, options.name, { action: this.operation.action, operation: this.client.idOf(this.operation) });
	}

	async wait(ms: number): Promise<void> {
		await this.connection.ports.sleep(ms, this.connection.signal);
	}

	now(): number {
		return this.connection.ports.now();
	}

	idFor(...parts: readonly string[]): string {
		return nameBasedUuid(parts);
	}

	async me(): Promise<string | undefined> {
		return await this.client.me();
	}

	bodyOf<O extends AnyOperation>(operation: O, input: InputOf<O['input']>): JsonObject {
		const { body } = buildRequest(operation, input);
		return body.kind === 'json' && isObject(body.value) ? body.value : {};
	}

	addressOf<O extends AnyOperation>(operation: O, input: InputOf<O['input']>): string {
		const { path, query } = buildRequest(operation, input);
		const url = new URL(path, this.connection.origin);
		for (const [name, value] of query) url.searchParams.append(name, value);
		return url.href;
	}

	refusal(message: string, remedy: string): Error {
		return new RefusedError(message, { remedy });
	}
}

function lowerCase(headers: Readonly<Record<string, string>> | undefined): Readonly<Record<string, string>> {
	return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
}
