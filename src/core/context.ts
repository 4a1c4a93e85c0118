import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { collected, isObject, parseJson, written, type AnyOperation, type Attempt, type CallContext, type DownloadedFile, type FetchOptions, type FileInput, type FileMeasure, type InputOf, type Json, type JsonObject, type Output, type PartsOptions, type PutOptions, type RunContext } from '../catalog/vocabulary';
import type { Client } from './client';
import type { Connection } from './connection';
import { AecError, CancelledError, ConflictError, ConnectionError, InputError, NotFoundError, PermissionError, RefusedError, SignInError } from './errors';
import { nameBasedUuid } from './name-based-uuid';
import { brief } from './brief';
import type { HttpResponse } from './ports';
import { redactText } from './redact';
import { buildRequest } from './request';
import { partsOf, PartReader, type Part } from './parts';
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
	protected check(operation: AnyOperation): void {
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

	async read<O extends AnyOperation>(operation: O, input: InputOf<O['input']>): Promise<readonly JsonObject[]> {
		this.lists.delete(this.markOf(operation, input));
		return await collected(this.list(operation, input));
	}

	recalled(operation: AnyOperation, input: unknown): Promise<readonly JsonObject[]> | undefined {
		return this.lists.get(this.markOf(operation, input));
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

/** What is made once for a mark; a failure is not kept. */
export async function once<T>(made: Map<string, Promise<T>>, mark: string, make: () => Promise<T>): Promise<T> {
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
	private refused: SignInError | undefined;

	constructor(
		client: Client,
		private readonly operation: AnyOperation,
		private readonly connection: Connection,
		private readonly lookups: Lookups,
	) {
		super(client, operation.completes ? [...operation.completes.calls, ...(operation.steps?.calls ?? [])] : operation.steps?.calls);
	}

	get madeSoFar(): Readonly<Record<string, string>> {
		return this.existing;
	}

	made(what: string, id: string): void {
		this.existing[what] = id;
	}

	async read<O extends AnyOperation>(operation: O, input: InputOf<O['input']>): Promise<readonly JsonObject[]> {
		this.check(operation);
		return await this.lookups.read(operation, input);
	}

	recalled<O extends AnyOperation>(operation: O, input: InputOf<O['input']>): Promise<readonly JsonObject[]> | undefined {
		this.check(operation);
		return this.lookups.recalled(operation, input);
	}

	async each<T, R>(list: readonly T[], work: (one: T) => Promise<R>): Promise<readonly Attempt<R>[]> {
		const attempts = list.map(async (one) =>
			await this.client.slots.with(async (): Promise<Attempt<R>> => {
				return await this.attempt(async () => await work(one));
			}),
		);
		// Whoever ends the run waits for those under way: nothing goes on behind a finished run.
		await Promise.allSettled(attempts);
		return await Promise.all(attempts);
	}

	async together<T, R>(list: readonly T[], work: (part: readonly T[]) => Promise<readonly R[]>): Promise<readonly Attempt<R>[]> {
		if (list.length === 0) return [];
		const all = await this.attempt(async () => await work(list));
		if ('value' in all) return list.map((_, index) => this.nth(all.value, index));
		if (list.length === 1 || !refusals.some((kind) => all.failure instanceof kind)) return list.map(() => all);
		const results: Attempt<R>[] = [];
		for (const one of list) {
			const alone = await this.attempt(async () => await work([one]));
			results.push('value' in alone ? this.nth(alone.value, 0) : alone);
		}
		return results;
	}

	failed(failure: Error, name: string, known: JsonObject): Output & { readonly failure: Error } {
		const { action } = this.operation;
		const named = this.client.named(failure, this.operation);
		if (!(named instanceof AecError)) return { json: { receipt: { done: 'failed', id: null }, ...known, error: redactText(failure.message) }, failure };
		const said = named.during(this.client.idOf(this.operation), `${action} "${brief(name)}"${named.message.slice(action.length)}`);
		return { json: { receipt: { done: 'failed', id: null }, ...known, error: said.explanation }, failure: said };
	}

	private nth<R>(values: readonly R[], index: number): Attempt<R> {
		const value = values[index];
		return value === undefined ? { failure: this.refusal(`${this.operation.action}: the service said nothing about this one.`, 'Look whether it was carried out before running it again.') } : { value };
	}

	async attempt<R>(work: () => Promise<R>): Promise<Attempt<R>> {
		if (this.refused) return { failure: this.refused };
		try {
			return { value: await work() };
		} catch (error) {
			const named = this.client.named(error, this.operation);
			if (!(named instanceof AecError) || named instanceof CancelledError) throw error;
			if (named instanceof SignInError) this.refused = named;
			return { failure: named };
		}
	}

	async measure(file: FileInput): Promise<FileMeasure> {
		return await measure(file);
	}

	async put(url: string, file: FileInput, options: PutOptions): Promise<Readonly<Record<string, string>>> {
		const { renew, ...part } = options;
		const response = await afresh(url, renew, true, async (address) => await this.client.exchange({ method: 'PUT', url: address, headers: lowerCase(options.headers), file: { input: file, ...part } }, this.operation));
		unread(response);
		return response.headers;
	}

	async putParts(file: FileInput, { size, partSize, address }: PartsOptions): Promise<void> {
		const reader = new PartReader(file, size);
		const transfer = this.client.progress.begin('sending', file.name, size);
		const failures: unknown[] = [];
		const send = async (part: Part): Promise<void> => {
			if (failures.length > 0) return;
			const bytes = this.client.rooms.take(part.to - part.from);
			await reader.fill(bytes);
			const held: FileInput = { name: file.name, ...(file.type === undefined ? {} : { type: file.type }), open: async () => Readable.from([bytes]) };
			const headers = { 'content-md5': createHash('md5').update(bytes).digest('base64') };
			const put = async (url: string): Promise<HttpResponse> => await this.client.exchange({ method: 'PUT', url, headers, file: { input: held, size: bytes.length }, quiet: true }, this.operation);
			unread(await afresh(await address(part.number, false), async () => await address(part.number, true), true, put));
			transfer.passed(bytes.length);
			this.client.rooms.giveBack(bytes);
		};
		try {
			// Bytes are in memory only while a part has its slot.
			await Promise.all(partsOf(size, partSize).map(async (part) => await this.client.parts.with(async () => await send(part).catch((error: unknown) => failures.push(error)))));
			if (failures.length > 0) throw failures[0];
			await reader.end();
		} finally {
			transfer.end();
			reader.close();
		}
	}

	async fetch(url: string, options: FetchOptions = {}): Promise<DownloadedFile> {
		const open = async (headers: Readonly<Record<string, string>>): Promise<HttpResponse> => await afresh(url, options.renew, false, async (address) => await this.client.exchange({ method: 'GET', url: address, headers }, this.operation));
		return received(await open({}), url, options.name, { action: this.operation.action, operation: this.client.idOf(this.operation), progress: this.client.progress, again: open });
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
		if (body.kind === 'form') return Object.fromEntries(body.fields.map(([name, value]) => [name, parseJson(value) ?? value]));
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

/** With these the service did nothing and means what was sent, so that a part of it may fare better. */
const refusals = [InputError, PermissionError, NotFoundError, ConflictError, RefusedError];

/** Uses a signed address, and a fresh one when it has expired. Storage may hang up on a large file instead of saying why. */
async function afresh<T>(url: string, renew: (() => Promise<string>) | undefined, large: boolean, use: (url: string) => Promise<T>): Promise<T> {
	try {
		return await use(url);
	} catch (error) {
		const expired = error instanceof RefusedError && (error.facts.status === 401 || error.facts.status === 403 || /expired/i.test(error.facts.words ?? ''));
		if (!renew || !(expired || (large && error instanceof ConnectionError))) throw error;
		return await use(await renew());
	}
}

/** Lets a reply go by. Nobody reads it, so nobody would hear it break: unheard, that would end the host's process. */
function unread({ body }: HttpResponse): void {
	if (typeof body !== 'string') body.on('error', () => undefined).resume();
}

function lowerCase(headers: Readonly<Record<string, string>> | undefined): Readonly<Record<string, string>> {
	return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
}
