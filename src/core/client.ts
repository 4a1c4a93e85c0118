import { besidesOf, collected, operationsOf, placedOperation, placeOf, textAt, written, type AnyOperation, type Batch, type Beside, type DownloadedFile, type Fields, type FileInput, type Input, type InputOf, type Json, type JsonObject, type Output, type Page, type ProjectField, type Resource, type Service } from '../catalog/vocabulary';
import { gather, scatter, shareOf, type Share } from './batch';
import { brief } from './brief';
import type { Connection } from './connection';
import { Context, Lookups, once, Steps } from './context';
import { withDefaults } from './encode';
import { AecError, CancelledError, InputError, longestText, PermissionError, RefusedError, ReplyError, SignInError } from './errors';
import { sentence } from './failure';
import { mergeInto, type Merged } from './merge';
import { pagesOf, type PagingOptions } from './paging';
import { PartRooms } from './parts';
import type { HttpResponse, Ports, TokenKind } from './ports';
import { lookupRecords, prepare } from './prepare';
import { alreadyGone, recordOf, recordsOf, replyOf, withReceipt } from './reply';
import { buildRequest, localValues, type Draft } from './request';
import { Progress } from './progress';
import { longestWords, send, textOf, type Endpoint, type Purpose } from './send';
import { partsAtATime, Slots, transfersAtATime } from './slots';
import { received, slice } from './transfer';

/** What became of one of several items. */
export type ItemResult = { readonly item: number; readonly outputs: readonly Output[] } | { readonly item: number; readonly error: AecError };

/** One entry of a list a person picks from. */
export interface Pick {
	readonly id: string;
	readonly label: string;
	readonly detail?: string;
	readonly active: boolean;
}

/**
 * Carries out operations of one service over one connection. A client lives as long as one run of a host: what it
 * looked up by name for one item holds for the others, until something of that kind is written.
 */
export class Client {
	private readonly endpoint: Endpoint;
	private readonly lookups = new Lookups(this, undefined);
	/** Bounds the files of all items together. */
	readonly slots = new Slots(transfersAtATime);
	/** Bounds the parts of all files together: each is held in memory. */
	readonly parts = new Slots(partsAtATime);
	/** Where those parts lie. */
	readonly rooms = new PartRooms(partsAtATime);
	readonly progress: Progress;
	/** What adds words to records, by the list it comes from. */
	private readonly words = new Map<string, Promise<(record: JsonObject) => JsonObject>>();

	constructor(private readonly connection: Connection) {
		this.endpoint = { service: connection.service, origin: connection.origin.replace(/\/+$/, ''), ports: connection.ports, signal: connection.signal, pacing: connection.pacing, share: connection.share };
		this.progress = new Progress(connection.onProgress && ((words) => connection.onProgress?.(words)), () => connection.ports.now());
	}

	/** Scheme, host and port of the service. */
	get origin(): string {
		return this.endpoint.origin;
	}

	/** Region the calls are routed to, where one is stated. */
	get region(): string | undefined {
		return this.connection.region;
	}

	/** Everything an operation gives for one item. For long lists prefer `stream`. */
	async run<F extends Fields>(operation: AnyOperation & { readonly input: F }, input: InputOf<F>, options: PagingOptions = {}): Promise<readonly Output[]> {
		return await collected(this.stream(operation, input, options));
	}

	/** What an operation gives for one item, as it arrives: memory holds a few pages of a long list. */
	async *stream<F extends Fields>(operation: AnyOperation & { readonly input: F }, input: InputOf<F>, options: PagingOptions = {}): AsyncGenerator<Output> {
		if (operation.batch && !operation.steps) {
			for (const result of await this.runMany(operation, [input])) {
				if ('error' in result) throw result.error;
				yield* result.outputs;
			}
			return;
		}
		const steps = new Steps(this, operation, this.connection, this.lookups);
		try {
			const named = await prepare(operation, input, this.lookups, this.connection.services);
			const asked = operation.completes ? await operation.completes.run(steps, named) : named;
			const words = this.wordsFor(operation, asked);
			if (operation.steps) {
				checkInput(operation, asked);
				yield* upTo(operation.page ? options.limit : undefined, this.unlessAllFailed(operation, await operation.steps.run(steps, withDefaults(operation.input, asked))));
			} else if (operation.page) {
				const purpose = this.purpose(operation, asked, 'text');
				for await (const json of this.records(operation, asked, purpose, operation.page, options)) yield { json: words ? await words(json) : json };
			} else {
				for (const output of await this.once(operation, asked)) yield words ? { ...output, json: await words(output.json) } : output;
			}
		} catch (error) {
			throw this.named(error, operation, steps.madeSoFar);
		}
	}

	/** Runs an operation for many items: in one call where the service takes many, else one by one. A failure stays with its item. */
	async runMany(operation: AnyOperation, inputs: readonly Input[], options: PagingOptions = {}): Promise<readonly ItemResult[]> {
		const results: ItemResult[] = [];
		const { batch } = operation;
		if (!batch || operation.steps) {
			for (const [item, input] of inputs.entries()) {
				try {
					results.push({ item, outputs: await this.run(operation, input, options) });
				} catch (error) {
					results.push({ item, error: failureOfItem(error) });
				}
			}
			return results;
		}

		const whole = { ...operation, batch };
		const ready: Share[] = [];
		const checked = new Set<string>();
		const collected = inputs.map((): { outputs: Output[]; error?: AecError } => ({ outputs: [] }));
		const fail = (item: number, error: unknown): void => {
			const slot = collected[item];
			if (slot && !slot.error) slot.error = failureOfItem(this.named(error, operation, {}));
		};
		for (const [item, input] of inputs.entries()) {
			try {
				const asked = await prepare(operation, input, this.lookups, this.connection.services);
				ready.push(shareOf(whole, item, asked, checked));
			} catch (error) {
				fail(item, error);
			}
		}
		for (const call of gather(whole, ready, (item, row) => `${item}-${row}`)) {
			try {
				const reply = await this.reply(operation, call.input);
				for (const result of scatter(batch, call, reply, { action: operation.action, operation: this.idOf(operation), service: this.connection.service.label })) {
					if ('error' in result) fail(result.item, result.error);
					else collected[result.item]?.outputs.push({ json: withReceipt(operation.receipt, result.result) });
				}
			} catch (error) {
				for (const item of new Set(call.items)) fail(item, togetherOrNot(error, batch, call.items.length));
			}
		}
		return collected.map(({ outputs, error }, item): ItemResult => (error ? { item, error: withCarriedOut(error, outputs) } : { item, outputs }));
	}

	/** The list a person picks one record of a resource from: active ones first, deleted ones left out. */
	async lookup(resource: Resource, parents: Input, search = '', most = 200): Promise<readonly Pick[]> {
		const { lookup } = resource;
		if (!lookup) throw new InputError(`${resource.plural} cannot be listed.`, { remedy: 'Enter the id.' });
		const wanted = search.trim().toLowerCase();
		const picks: Pick[] = [];
		for await (const record of this.lookedUp(resource, parents, search)) {
			const standing = lookup.standing?.(record) ?? 'active';
			const id = textAt(record, lookup.value);
			if (id === undefined || standing === 'deleted') continue;
			const label = lookup.label(record).trim() || id;
			const detail = lookup.detail?.(record);
			const matches = wanted === '' || [label, detail, id, ...lookup.names(record)].some((text) => text?.toLowerCase().includes(wanted));
			if (matches) picks.push({ id, label, detail, active: standing === 'active' });
			if (picks.length >= most && lookup.search !== undefined) break;
		}
		return picks.sort((a, b) => Number(b.active) - Number(a.active) || a.label.localeCompare(b.label)).slice(0, most);
	}

	/** The records among which a person picks, as the service gives them. */
	async *lookedUp(resource: Resource, parents: Input, search = ''): AsyncGenerator<JsonObject> {
		const { lookup } = resource;
		if (!lookup) throw new InputError(`${resource.plural} cannot be listed.`, { remedy: 'Enter the id.' });
		const known = await prepare({ ...lookup.list, steps: undefined }, parents, new Context(this, undefined), this.connection.services);
		yield* lookupRecords(lookup, known, new Context(this, undefined), search.trim());
	}

	/** An input with the names and addresses in its references turned into ids. */
	async references(operation: AnyOperation, input: Input): Promise<Input> {
		const references = Object.fromEntries(Object.entries(operation.input).filter(([, field]) => field.kind === 'ref'));
		return await prepare({ ...operation, input: references }, input, new Context(this, undefined), this.connection.services);
	}

	/** The project-defined fields that apply to what was filled in so far. */
	async projectFields(operation: AnyOperation, key: string, input: Input): Promise<readonly ProjectField[]> {
		const field = operation.input[key];
		if (field?.kind !== 'dynamic') throw new InputError(`${operation.action} has no project fields under ${key}.`);
		const known = await this.references(operation, input);
		// Whoever picks fields sees all their options, whatever stands in them already.
		return await field.source.load(new Context(this, undefined), { ...known, [key]: undefined });
	}

	/** Checks the sign-in with the cheapest read there is. Throws SignInError. */
	async probe(): Promise<void> {
		await this.run(this.connection.service.probe, {}, { limit: 1 });
	}

	/** The service's id of whoever is signed in, where it tells. */
	async me(): Promise<string | undefined> {
		return await this.connection.ports.session.me?.();
	}

	/** Whoever is signed in, for a person to read; undefined where the service does not tell. */
	async who(): Promise<string | undefined> {
		const id = await this.me();
		const { service } = this.connection;
		if (id === undefined || !service.whoIs) return id;
		try {
			return await service.whoIs(new Context(this, undefined), id);
		} catch (error) {
			if (error instanceof PermissionError) return undefined;
			throw error;
		}
	}

	/** The parsed reply of a single call, merged with the present state where a write would erase it. */
	async reply(operation: AnyOperation, input: Input): Promise<Json> {
		const purpose = this.purpose(operation, input, 'text');
		const { input: whole, asRead } = await this.merged(operation, input);
		const reply = await replyOf(this.endpoint, purpose, await send(this.endpoint, this.draft(operation, whole, asRead), purpose));
		this.forgetLookups(operation);
		return reply;
	}

	/** One of several may fail; where all do, the operation does. */
	private async *unlessAllFailed(operation: AnyOperation, outputs: Iterable<Output> | AsyncIterable<Output>): AsyncGenerator<Output> {
		const failed: Output[] = [];
		let succeeded = false;
		for await (const output of outputs) {
			if (output.failure && !succeeded) {
				failed.push(output);
				continue;
			}
			if (!succeeded) yield* failed;
			succeeded = true;
			yield output;
		}
		const failure = failed[0]?.failure;
		if (succeeded || !failure) return;
		if (failed.length === 1 || !(failure instanceof AecError)) throw failure;
		throw failure.during(this.idOf(operation), `${operation.action}: none of the ${failed.length} succeeded; of the first: ${failure.message}`);
	}

	private async *records(operation: AnyOperation, input: Input, purpose: Purpose, page: Page, options: PagingOptions): AsyncGenerator<JsonObject> {
		const { select } = operation;
		const draft = this.draft(operation, input);
		if (!select) {
			yield* pagesOf(this.endpoint, draft, purpose, page, options);
			return;
		}
		const { limit = Number.POSITIVE_INFINITY, ...rest } = options;
		const wanted = localValues(operation, input);
		let delivered = 0;
		if (limit <= 0) return;
		for await (const record of pagesOf(this.endpoint, draft, purpose, page, rest)) {
			if (!select(record, wanted)) continue;
			yield record;
			if (++delivered >= limit) return;
		}
	}

	/** What adds the words for people beside the ids of a record; undefined where nobody asks for them. */
	private wordsFor(operation: AnyOperation, input: Input): ((record: JsonObject) => Promise<JsonObject>) | undefined {
		const asked = besidesOf(operation);
		const local = asked.length === 0 ? {} : localValues(operation, input);
		const wanted = asked.filter((beside) => local[beside.on] === true);
		if (wanted.length === 0) return undefined;
		return async (record) => {
			let told = record;
			for (const beside of wanted) told = (await this.wordsBeside(beside, input))(told);
			return told;
		};
	}

	/** What one list adds, read once a run. */
	private async wordsBeside(beside: Beside, input: Input): Promise<(record: JsonObject) => JsonObject> {
		const within = Object.fromEntries(beside.within.map((key) => [key, input[key]]));
		return await once(this.words, `${this.idOf(beside.list)} ${written(within)}`, async () => await this.wordsOf(beside, within));
	}

	/** Whoever may not list them gets the reason instead. */
	private async wordsOf(beside: Beside, within: Input): Promise<(record: JsonObject) => JsonObject> {
		try {
			return beside.adds(await collected(this.lookups.list(beside.list, { ...beside.with, ...within })));
		} catch (error) {
			if (error instanceof PermissionError) return beside.adds([], error.facts.words ?? error.message);
			throw error;
		}
	}

	private async once(operation: AnyOperation, input: Input): Promise<readonly Output[]> {
		const { returns, receipt } = operation;
		if (returns.kind === 'file' || returns.kind === 'mixed') return [await this.download(operation, input)];
		let reply: Json;
		try {
			reply = await this.reply(operation, input);
		} catch (error) {
			if (!alreadyGone(operation, error)) throw error;
			return [{ json: { receipt: { done: receipt?.done ?? 'deleted', already: true }, deleted: true } }];
		}
		if (returns.kind === 'records') return recordsOf(reply, returns.path, operation, this.idOf(operation)).map((json) => ({ json: withReceipt(receipt, json) }));
		if (returns.kind === 'nothing') return [{ json: withReceipt(receipt, receipt?.done === 'deleted' || receipt?.done === 'removed' ? { deleted: true } : { success: true }) }];
		if (returns.kind === 'text') return [{ json: { text: typeof reply === 'string' ? reply : JSON.stringify(reply) } }];
		return [{ json: withReceipt(receipt, recordOf(reply, returns.path)) }];
	}

	private async download(operation: AnyOperation, input: Input): Promise<Output> {
		const purpose = this.purpose(operation, input, 'stream');
		const draft = this.draft(operation, input);
		const response = await send(this.endpoint, draft, purpose);
		const type = response.headers['content-type'] ?? '';
		const page = /^text\/html/i.test(type);
		if (page || (operation.returns.kind === 'mixed' && /json/i.test(type))) {
			const body = page ? await textOf(response, longestWords) : await textOf(response, longestText, true);
			return { json: recordOf(await replyOf(this.endpoint, purpose, { ...response, body }), '') };
		}
		const again = async (headers: Readonly<Record<string, string>>): Promise<HttpResponse> => await send(this.endpoint, { ...draft, headers: { ...draft.headers, ...headers } }, purpose);
		const file = received(response, draft.path, undefined, { action: `${operation.action}${purpose.concerning}`, operation: purpose.id, progress: this.progress, ...(draft.method === 'GET' ? { again } : {}) });
		return { json: describeFile(file), file };
	}

	private async merged(operation: AnyOperation, input: Input): Promise<Merged> {
		const { merge } = operation;
		if (!merge) return { input };
		const references = Object.fromEntries(Object.entries(operation.input).filter(([key, field]) => placeOf(operation, key, field) === 'path').map(([key]) => [key, input[key]]));
		const present = recordOf(await this.reply(merge.read, { ...references, ...merge.with }), merge.read.returns.path);
		return mergeInto(operation, merge, present, input);
	}

	/** A write makes old what was looked up of its kind. */
	private forgetLookups(operation: AnyOperation): void {
		if (operation.receipt === undefined) return;
		const lookup = placedOperation(this.connection.service, operation)?.resource.lookup;
		if (lookup) this.lookups.forget(lookup.list);
		this.words.clear();
	}

	private draft(operation: AnyOperation, input: Input, asRead?: ReadonlySet<string>): Draft {
		const draft = buildRequest(operation, input, asRead);
		const { region, actAs } = operation.needs;
		return {
			...draft,
			headers: {
				...draft.headers,
				...(region !== undefined && this.connection.region !== undefined ? { [region.toLowerCase()]: this.connection.region } : {}),
				...(actAs !== undefined && this.connection.actAs !== undefined && this.tokenFor(operation) === 'app' ? { [actAs.toLowerCase()]: this.connection.actAs } : {}),
			},
		};
	}

	/** Which token to call with; said before the call where the connection has none that fits. Throws SignInError. */
	private tokenFor(operation: AnyOperation): TokenKind {
		const { token, actAs, person } = operation.needs;
		const { tokens } = this.connection.ports.session;
		const acting = actAs !== undefined && this.connection.actAs !== undefined;
		const fits: readonly TokenKind[] = token === 'either' ? (acting ? ['app', 'user'] : person ? ['user'] : ['user', 'app']) : token === 'user' && acting ? ['user', 'app'] : [token];
		// Where nobody is signed in at all, the session says so, with the name of the credential.
		const found = tokens.length === 0 ? fits[0] : fits.find((kind) => tokens.includes(kind));
		if (found === undefined) {
			const [what, remedy] = person && tokens.includes('app') ? ['a user', 'Sign in as a user in the credential, or name there the user as whom the application acts.'] : token === 'app' ? ['the application’s own sign-in', 'Enter client ID and client secret in the credential, and add the app in the account’s custom integrations.'] : ['a signed-in user', 'Sign in as a user in the credential; the application’s own sign-in is not enough here.'];
			throw new SignInError(`${operation.action}: this takes ${what}.`, { operation: this.idOf(operation), remedy });
		}
		return found;
	}

	private purpose(operation: AnyOperation, input: Input, expect: 'text' | 'stream'): Purpose {
		// BIM 360 Field names everything in the form.
		const inPath = Object.entries(operation.input).some(([key, field]) => field.kind === 'ref' && placeOf(operation, key, field) === 'path');
		const named = Object.entries(operation.input)
			.filter(([key, field]) => field.kind === 'ref' && field.required && typeof input[key] === 'string' && (inPath ? placeOf(operation, key, field) === 'path' : placeOf(operation, key, field) !== 'row'))
			.map(([key]) => `${key.replace(/(Id|Ref)$/, '')} ${brief(written(input[key]).replace(/^urn:.*:/, ''))}`);
		return { operation, id: this.idOf(operation), concerning: named.length === 0 ? '' : ` (${named.slice(-2).join(', ')})`, token: this.tokenFor(operation), expect, ...(operation.reshape ? { local: localValues(operation, input) } : {}) };
	}

	/** Sends bytes to a signed address, or opens one; the credential goes along to the service's own origin only. */
	async exchange(request: { readonly method: 'GET' | 'PUT'; readonly url: string; readonly headers?: Readonly<Record<string, string>>; readonly file?: { readonly input: FileInput; readonly size: number; readonly from?: number; readonly to?: number }; readonly quiet?: boolean }, operation: AnyOperation): Promise<HttpResponse> {
		const url = URL.canParse(request.url, this.endpoint.origin) ? new URL(request.url, this.endpoint.origin) : undefined;
		if (!url || !/^https?:$/.test(url.protocol)) throw new ReplyError(`${operation.action}: the service named an address that is none.`, { operation: this.idOf(operation), remedy: 'Try again later; if it stays, report this with the name of the operation.' });
		const home = new URL(this.endpoint.origin);
		if (url.protocol === 'http:' && home.protocol === 'https:') throw new ReplyError(`${operation.action}: the service named an unencrypted address (http).`, { operation: this.idOf(operation), remedy: 'Files are not sent or fetched there. Report this with the name of the operation.' });
		const own = url.origin === home.origin;
		const { file } = request;
		const length = file ? (file.to ?? file.size) - (file.from ?? 0) : undefined;
		const purpose: Purpose = { operation: { ...operation, repeat: 'safe', needs: own ? operation.needs : { token: operation.needs.token } }, id: this.idOf(operation), concerning: '', token: this.tokenFor(operation), expect: 'stream' };
		const foreign: Endpoint = { ...this.endpoint, service: storageOf(this.endpoint.service), origin: url.origin, ports: { ...this.endpoint.ports, session: unsigned, transport: { send: async (one) => await this.endpoint.ports.transport.send({ ...one, token: undefined }) } } };
		const draft: Draft = {
			method: request.method,
			path: url.pathname + url.search,
			query: [],
			headers: request.headers ?? {},
			body: file === undefined ? { kind: 'none' } : { kind: 'stream', contentType: request.headers?.['content-type'] ?? file.input.type ?? 'application/octet-stream', length: length ?? 0, open: async () => await slice(file.input, file, request.quiet ? undefined : this.progress) },
		};
		if (own) return await send(this.endpoint, draft, purpose);
		try {
			return await send(foreign, draft, purpose);
		} catch (error) {
			if (!(error instanceof SignInError || error instanceof PermissionError)) throw error;
			const { status, words } = error.facts;
			throw new RefusedError(`${operation.action}: ${foreign.service.label} refused the signed address (${status})${words === undefined ? '.' : `: ${sentence(words)}`}`, { ...error.facts, remedy: 'Such an address ends after a while: run it again for a fresh one.' });
		}
	}

	/** Id of an operation for messages and marks, e.g. `acc.issue.create`; its action where it stands in no resource. */
	idOf(operation: AnyOperation): string {
		return placedOperation(this.connection.service, operation)?.id ?? operation.action;
	}

	/** The error under the name of the operation in which it arose, with what had been made by then; hosts ask for it where a file breaks off in their hands. */
	named(error: unknown, operation: AnyOperation, made: Readonly<Record<string, string>> = {}): unknown {
		if (!(error instanceof AecError)) return error;
		const said = error.during(this.idOf(operation), this.attributed(error, operation));
		const makings = Object.entries(made);
		const note = makings.length === 0 ? undefined : `Made so far: ${makings.map(([what, id]) => `${what} ${id}`).join(', ')}; running it again goes on from there.`;
		return makings.length === 0 ? said : said.with({ made, remedy: note });
	}

	/** The message under the name of the operation a person chose; a step within it keeps its own name where people know that one, and where it says more than that nobody is signed in. */
	private attributed(error: AecError, operation: AnyOperation): string {
		const { message, facts } = error;
		if (message.startsWith(operation.action)) return message;
		const step = operationsOf(this.connection.service).get(facts.operation ?? '')?.operation;
		return step && (step.hidden === true || error instanceof SignInError) && message.startsWith(step.action) ? operation.action + message.slice(step.action.length) : `${operation.action}: ${message}`;
	}
}

/** A session that signs nothing: for addresses that carry their own authority. */
const unsigned: Ports['session'] = { tokens: ['user', 'app', 'ticket'], sign: async () => ({}), renew: async () => false };

/** The storage behind a service's signed addresses, as messages speak of it. */
function storageOf(service: Service): Service {
	return {
		...service,
		label: `the file storage of ${service.label}`,
		// Azure and S3 answer in XML.
		readFailure: (body) => (typeof body === 'string' && /^\s*</.test(body) ? { words: /<Message>([^<]*)/i.exec(body)?.[1] } : service.readFailure(body)),
		remedy: () => undefined,
	};
}

/** As many as are wanted; what comes after is not even asked for. */
async function* upTo<T>(limit: number | undefined, all: AsyncIterable<T>): AsyncGenerator<T> {
	let left = limit ?? Number.POSITIVE_INFINITY;
	if (left <= 0) return;
	for await (const one of all) {
		yield one;
		if (--left <= 0) return;
	}
}

function describeFile(file: DownloadedFile): JsonObject {
	return { fileName: file.name, mimeType: file.type, ...(file.size === undefined ? {} : { fileSize: file.size }) };
}

/** Checks the input of a several-step operation as strictly as that of a single call. */
function checkInput(operation: AnyOperation, input: Input): void {
	buildRequest({ ...operation, call: { method: 'POST', path: '', body: 'json' } }, input);
}

/** The failure of an item of which other rows were carried out: they must not be sent a second time. */
function withCarriedOut(error: AecError, outputs: readonly Output[]): AecError {
	if (outputs.length === 0) return error;
	const ids = outputs.map(({ json }, index) => textAt(json, 'receipt.id') ?? `row ${index + 1}`);
	return error.with({ made: Object.fromEntries(ids.map((id, index) => [`row ${index + 1}`, id])), remedy: `Carried out already: ${ids.join(', ')}. Leave these out when you run it again.` });
}

/** Says of the failure of a call whose rows are carried out together that it need not be this one's own. */
function togetherOrNot(error: unknown, { whole }: Batch, rows: number): unknown {
	return whole === true && rows > 1 && error instanceof AecError ? error.with({ remedy: `It went in one call with ${rows - 1} ${rows === 2 ? 'other' : 'others'}; all of them are carried out together, or none.` }) : error;
}

function failureOfItem(error: unknown): AecError {
	if (error instanceof CancelledError || !(error instanceof AecError)) throw error;
	return error;
}
