import { PassThrough, Readable } from 'node:stream';
import FormData from 'form-data';
import type { AnyOperation, JsonObject, Service } from '../catalog/vocabulary';
import { bytesOf } from './bytes';
import { type AecError, ConnectionError, ReplyError, tooLong } from './errors';
import { failureOf, sentence, type Circumstances } from './failure';
import type { Pacing } from './pacing';
import type { HttpRequest, HttpResponse, Ports, RequestBody, Signature, TokenKind } from './ports';
import { withoutParams } from './redact';
import type { Draft, DraftBody, Pair } from './request';
import { defaultBudget, judge, retryAfterMs, type RetryBudget } from './retry';
import { opened } from './transfer';

/** One service as a connection reaches it. */
export interface Endpoint {
	readonly service: Service;
	/** Scheme, host and port, without a trailing slash. */
	readonly origin: string;
	readonly ports: Ports;
	readonly budget?: RetryBudget;
	readonly pacing?: Pacing;
	/** Percent of the service's rate limits. Default 100. */
	readonly share?: number;
	readonly signal?: AbortSignal;
}

/** What is being done, for messages and for the rules of retrying. */
export interface Purpose {
	readonly operation: AnyOperation;
	readonly id: string;
	readonly concerning: string;
	readonly token: TokenKind;
	readonly expect: 'text' | 'stream';
	/** Values of the fields that stay here, for the operation's `reshape`. */
	readonly local?: JsonObject;
	/** Told of every 429, also when the call is sent again and succeeds. */
	readonly onRefusal?: () => void;
}

/** A reply and what was signed with: a service may repeat it there. */
export interface Answered extends HttpResponse {
	readonly secrets: readonly string[];
}

const mostRedirects = 5;
/** Bytes of a refusal, or of a web page in place of data, that are read. */
export const longestWords = 65_536;

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Sends a request until it succeeds or there is no point in going on: signs it, renews the sign-in once,
 * retries by the operation's `repeat`, follows redirects of reads and drops the credential on the way to another origin.
 * @throws AecError for every reply that is no success.
 */
export async function send(endpoint: Endpoint, draft: Draft, purpose: Purpose): Promise<Answered> {
	const { ports, service } = endpoint;
	const budget = endpoint.budget ?? defaultBudget;
	let renewed = false;
	for (let attempt = 1; ; ) {
		await pace(endpoint, purpose, budget);
		const signature = await ports.session.sign(purpose.token);
		const request = render(endpoint, draft, purpose, signature);
		let outcome = await attemptOnce(endpoint, request, purpose);
		if (!(outcome instanceof ConnectionError)) {
			if (outcome.status >= 200 && outcome.status < 300) return { ...outcome, secrets: secretsOf(signature) };
			if (outcome.status === 401 && !renewed) {
				// Read before the renewal: by then a stream would have ended, and these words may be all that is told.
				outcome = { ...outcome, body: await textOf(outcome, longestWords).catch(() => '') };
				if (await ports.session.renew(purpose.token, signature)) {
					renewed = true;
					continue;
				}
				// The host may have renewed by itself already: a 401 that is left then speaks of rights.
				renewed = service.ambiguous401 === true;
			}
			if (outcome.status === 429) purpose.onRefusal?.();
			heed(endpoint, purpose, outcome);
		}
		const verdict = judge(outcome, attempt, purpose.operation.repeat, budget, ports);
		if (!verdict.again) throw await failed(outcome, { ...about(endpoint, purpose, renewed, verdict.retryAfterMs), secrets: secretsOf(signature) });
		if (!(outcome instanceof ConnectionError)) await drain(outcome);
		ports.logger.debug(`${purpose.id}: attempt ${attempt} did not succeed (${outcome instanceof ConnectionError ? 'no answer' : outcome.status}); again in ${Math.round(verdict.afterMs)} ms.`);
		await ports.sleep(verdict.afterMs, endpoint.signal);
		attempt++;
	}
}

/** Waits for the call's turn. Throws RateLimitError where the service asked the whole family for more patience than a call has. */
async function pace(endpoint: Endpoint, purpose: Purpose, budget: RetryBudget): Promise<void> {
	const { pacing, share = 100, ports, signal } = endpoint;
	const { rate } = purpose.operation.needs;
	if (!pacing || !rate) return;
	const held = pacing.heldUntil(rate) - ports.now();
	if (held > budget.longestWaitMs) throw failureOf(429, '', '', about(endpoint, purpose, false, held));
	const slot = pacing.take(rate, share, ports.now());
	const wait = slot - ports.now();
	if (wait <= 0) return;
	ports.logger.debug(`${purpose.id}: the rate limit leaves no room for another call yet; it goes out in ${Math.ceil(wait / 1000)} s.`);
	try {
		await ports.sleep(wait, signal);
		const more = pacing.heldUntil(rate) - ports.now();
		if (more > 0) await ports.sleep(Math.min(more, budget.longestWaitMs), signal);
	} catch (error) {
		pacing.giveBack(rate, slot);
		throw error;
	}
}

/** One call that came too often means that all of its family do. */
function heed({ pacing, ports }: Endpoint, { operation: { needs } }: Purpose, { status, headers }: HttpResponse): void {
	const told = status === 429 ? retryAfterMs(headers, ports.now()) : undefined;
	if (pacing && needs.rate && told !== undefined) pacing.hold(needs.rate, ports.now() + told);
}

async function attemptOnce(endpoint: Endpoint, first: HttpRequest, purpose: Purpose): Promise<HttpResponse | ConnectionError> {
	let request = first;
	for (let hop = 0; ; hop++) {
		let response: HttpResponse;
		try {
			response = await endpoint.ports.transport.send(request);
		} catch (error) {
			if (error instanceof ConnectionError) return error;
			throw error;
		}
		const target = response.headers.location;
		if (!redirects.has(response.status) || target === undefined) return response;
		await drain(response);
		if (request.method !== 'GET') throw new ReplyError(`${purpose.operation.action}: ${endpoint.service.label} sent a write on to another address.`, { operation: purpose.id, status: response.status, remedy: 'Check the address of the service in the credential (https, right host).' });
		if (hop >= mostRedirects) throw new ReplyError(`${purpose.operation.action}: redirected more than ${mostRedirects} times.`, { operation: purpose.id, status: response.status, remedy: 'Check the address of the service in the credential.' });
		request = redirected(request, target, endpoint, purpose);
	}
}

/** The next request of a redirect. Only the service's own origin gets the credential again, and hears as whom the application acts. */
function redirected(request: HttpRequest, location: string, { origin, service }: Endpoint, { operation: { needs } }: Purpose): HttpRequest {
	const url = URL.canParse(location, request.url) ? new URL(location, request.url) : undefined;
	if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) throw new ReplyError('The service redirected to something that is not a web address.');
	if (url.protocol === 'http:' && new URL(request.url).protocol === 'https:') throw new ReplyError('The service redirected from https to unencrypted http.', { remedy: 'Check the address of the service in the credential.' });
	if (url.origin === new URL(origin).origin) return { ...request, url: url.href };
	const own: ReadonlySet<string | undefined> = new Set(['authorization', 'cookie', needs.actAs?.toLowerCase()]);
	const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !own.has(name.toLowerCase())));
	return { ...request, url: withoutParams(url.href, service.secretParams), headers, token: undefined };
}

/** Signs and renders a draft for the wire. */
function render(endpoint: Endpoint, draft: Draft, purpose: Purpose, signature: Signature): HttpRequest {
	const inBody = signature.param !== undefined && draft.method !== 'GET' && draft.method !== 'DELETE' && draft.body.kind !== 'json' && draft.body.kind !== 'stream';
	const param: readonly Pair[] = signature.param ? [[signature.param.name, signature.param.value]] : [];
	const query = inBody ? draft.query : [...draft.query, ...param];
	const body = renderBody(inBody ? withFields(draft.body, param) : draft.body);
	return {
		method: draft.method,
		url: endpoint.origin + draft.path + (query.length === 0 ? '' : `?${encodePairs(query)}`),
		headers: {
			// Packed bytes would not fit the stated length, nor a range of the file.
			...(purpose.expect === 'stream' ? { accept: '*/*', 'accept-encoding': 'identity' } : { accept: 'application/json' }),
			...draft.headers,
			...signature.headers,
			...(body ? { 'content-type': body.contentType } : {}),
			...(body?.length === undefined ? {} : { 'content-length': String(body.length) }),
		},
		body,
		expect: purpose.expect,
		token: purpose.token,
		signal: endpoint.signal,
	};
}

function withFields(body: DraftBody, more: readonly Pair[]): DraftBody {
	if (body.kind === 'none') return { kind: 'form', fields: more };
	return body.kind === 'json' || body.kind === 'stream' ? body : { ...body, fields: [...more, ...body.fields] };
}

function renderBody(body: DraftBody): RequestBody | undefined {
	switch (body.kind) {
		case 'none':
			return undefined;
		case 'json': {
			const content = JSON.stringify(body.value);
			return { contentType: body.contentType, length: Buffer.byteLength(content), content };
		}
		case 'form': {
			const content = encodePairs(body.fields);
			return { contentType: 'application/x-www-form-urlencoded', length: Buffer.byteLength(content), content };
		}
		case 'multipart':
			return multipart(body);
		case 'stream':
			return { contentType: body.contentType, length: body.length, content: async () => await body.open() };
	}
}

/** Multipart through the form-data library; the boundary is fixed once so that every attempt sends the same. */
function multipart(body: Extract<DraftBody, { kind: 'multipart' }>): RequestBody {
	const boundary = new FormData().getBoundary();
	const assemble = (streams: readonly (Readable | undefined)[]): FormData => {
		const form = new FormData();
		form.setBoundary(boundary);
		for (const [name, value] of body.fields) form.append(name, value);
		body.files.forEach(({ name, file }, index) => form.append(name, streams[index] ?? Readable.from([]), { filename: file.name, contentType: partType(file.type), knownLength: file.size }));
		return form;
	};
	const known = body.files.every(({ file }) => file.size !== undefined);
	return {
		contentType: `multipart/form-data; boundary=${boundary}`,
		length: known ? assemble([]).getLengthSync() : undefined,
		content: async () => {
			const streams = await Promise.all(body.files.map(async ({ file }) => await opened(file)));
			const form = assemble(streams);
			// form-data is an old-style stream; hosts want a Readable, and a file that cannot be read must end it.
			const stream = new PassThrough();
			form.on('error', (error: Error) => stream.destroy(error));
			stream.on('close', () => streams.forEach((one) => one.destroy()));
			return form.pipe(stream);
		},
	};
}

/** A part's content type as it may stand in a line of its header; what is none could begin another line or part. */
function partType(type: string | undefined): string {
	return type !== undefined && /^[\w.+-]+\/[\w.+-]+(?:[\t ]*;[\t\x20-\x7e]*)?$/.test(type) ? type : 'application/octet-stream';
}

function encodePairs(fields: readonly Pair[]): string {
	return fields.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&');
}

/** Percent-encoded; half of a surrogate pair, which has no UTF-8 form, becomes the replacement character. */
function encoded(text: string): string {
	return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\uFFFD'));
}

/**
 * The text of a reply; a stream is read up to about `most` bytes.
 * @throws ConnectionError when it breaks off, CeilingError when it is longer and has to be whole.
 */
export async function textOf(response: HttpResponse, most = Number.POSITIVE_INFINITY, whole = false): Promise<string> {
	if (typeof response.body === 'string') return response.body;
	const chunks: Buffer[] = [];
	let size = 0;
	try {
		for await (const bytes of bytesOf(response.body)) {
			chunks.push(bytes);
			size += bytes.length;
			if (size > most) break;
		}
	} catch (error) {
		throw new ConnectionError('The connection broke off in the middle of the answer.', true, { cause: error });
	}
	if (whole && size > most) throw tooLong(most);
	return Buffer.concat(chunks).toString('utf8');
}

async function drain(response: HttpResponse): Promise<void> {
	if (typeof response.body !== 'string') response.body.on('error', () => undefined).destroy();
}

/** What the signature consists of: a service may repeat it in its words. */
function secretsOf(signature: Signature): readonly string[] {
	const headers = Object.values(signature.headers ?? {}).map((value) => value.replace(/^\w+ /, ''));
	return signature.param ? [...headers, signature.param.value] : headers;
}

export function about(endpoint: Endpoint, purpose: Purpose, renewed: boolean, retryAfter?: number): Circumstances {
	return { service: endpoint.service, operation: purpose.id, action: purpose.operation.action, concerning: purpose.concerning, renewed, repeat: purpose.operation.repeat, permissions: purpose.operation.needs.permissions, scopes: purpose.operation.needs.scopes, retryAfterMs: retryAfter };
}

async function failed(outcome: HttpResponse | ConnectionError, circumstances: Circumstances): Promise<AecError> {
	if (!(outcome instanceof ConnectionError)) return failureOf(outcome.status, outcome.headers['content-type'] ?? '', await textOf(outcome, longestWords), circumstances);
	const head = `${circumstances.action}${circumstances.concerning}: `;
	const unsure = circumstances.repeat === 'safe' ? 'Run it again.' : outcome.maybeDone ? 'The service may have carried it out all the same: look there before running it again.' : 'Nothing was carried out.';
	return new ConnectionError(`${head}${sentence(outcome.message)}`, outcome.maybeDone, { ...outcome.facts, operation: circumstances.operation, cause: outcome.cause, remedy: outcome.facts.remedy ?? `${unsure} If it stays, check the network and the address of the service.` });
}
