import { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { IAdditionalCredentialOptions, IExecuteFunctions, IHookFunctions, IHttpRequestMethods, IHttpRequestOptions, ILoadOptionsFunctions, IPollFunctions, IWebhookFunctions } from 'n8n-workflow';
import { breakIn, brokenConnection, cancelled, causesOf, isUnreachable } from '../core/broken-connection';
import { oneLine } from '../core/brief';
import { AecError, ConnectionError, ReplyError, SignInError } from '../core/errors';
import { sentence } from '../core/failure';
import type { HttpRequest, HttpResponse, Transport } from '../core/ports';
import { redactText } from '../core/redact';
import { refusalOf, rememberRefusal } from '../core/sign-in/refusals';
import { namingCredential } from '../core/sign-in/token-endpoint';
import { breakWhenSilent, watchUpload } from '../host/silence';
import type { HeldTokens } from './accounts';

/** What a node is handed when it runs, looks something up, polls or is called. */
export type NodeContext = IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions | IHookFunctions | IWebhookFunctions;

/** What n8n held when it was last looked at, and what it holds now. */
export interface KnownTokens {
	held: HeldTokens;
	read(): Promise<HeldTokens>;
}

type Body = string | Buffer | Readable | undefined;

/** No byte for this long, in ms, and a file on its way counts as broken off: as long as n8n waits for an answer. */
const silence = 300_000;

const methods: readonly IHttpRequestMethods[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Sends through n8n's HTTP helper as core signed it, without any credential: n8n's proxy and rules for outgoing calls hold. */
export class PlainTransport implements Transport {
	constructor(private readonly helpers: Pick<NodeContext['helpers'], 'httpRequest'>) {}

	async send(request: HttpRequest): Promise<HttpResponse> {
		if (request.signal?.aborted) throw cancelled();
		const content = request.body?.content;
		const ask = async (options: IHttpRequestOptions): Promise<HttpResponse> => responseOf(await this.helpers.httpRequest({ ...options, ignoreHttpStatusErrors: true }), request.expect);
		if (typeof content === 'function') return await upload(request, await content(), ask, (error) => connectionFailure(error, request.signal));
		try {
			return await ask(optionsOf(request, bodyOf(content)));
		} catch (error) {
			throw connectionFailure(error, request.signal);
		}
	}
}

/** Requests of a user get the credential of the node and are renewed by n8n; all others go as core signed them. */
export class NodeTransport implements Transport {
	private readonly plain: PlainTransport;
	private refused: SignInError | undefined;

	constructor(
		private readonly context: NodeContext,
		/** Name of the credential's type. */
		private readonly credential: string,
		/** A cheap read that lets n8n renew the sign-in; its address on the service's own origin. */
		private readonly probeUrl: string,
		private readonly tokens: KnownTokens,
	) {
		this.plain = new PlainTransport(context.helpers);
	}

	async send(request: HttpRequest): Promise<HttpResponse> {
		if (request.signal?.aborted) throw cancelled();
		if (request.token !== 'user') return await this.plain.send(request);
		const content = request.body?.content;
		return typeof content === 'function' ? await this.streamed(request, content) : await this.signed(request, bodyOf(content));
	}

	/** All statuses are data but 401: n8n renews the sign-in on that one and sends again. */
	private async signed(request: HttpRequest, body: Body): Promise<HttpResponse> {
		try {
			return await this.authenticated({ ...optionsOf(request, body), ignoreHttpStatusErrors: { ignore: true, except: [401] } }, request.expect);
		} catch (error) {
			const refused = refusalIn(error);
			if (refused) return refused;
			const failure = this.signedFailure(error, request);
			if (failure instanceof SignInError && (await this.renewedElsewhere())) return await this.signed(request, body);
			throw failure;
		}
	}

	/** Whether another execution or worker has renewed the sign-in meanwhile: n8n before 2.30 lets them race, and so does a token that was pasted. */
	private async renewedElsewhere(): Promise<boolean> {
		const { held } = this.tokens;
		const now = await this.tokens.read().catch(() => held);
		if (now.accessToken === undefined || now.accessToken === held.accessToken) return false;
		this.tokens.held = now;
		this.refused = undefined;
		return true;
	}

	/** n8n cannot send a stream a second time, and some versions would try: the renewal is a call of its own, the stream is opened anew. */
	private async streamed(request: HttpRequest, open: () => Promise<Readable>): Promise<HttpResponse> {
		const ask = async (options: IHttpRequestOptions): Promise<HttpResponse> => await this.authenticated({ ...options, ignoreHttpStatusErrors: true }, request.expect, { oauth2: { skipTokenRefresh: true } });
		const attempt = async (): Promise<HttpResponse> => await upload(request, await open(), ask, (error) => this.signedFailure(error, request));
		const first = await attempt();
		if (first.status !== 401) return first;
		if (typeof first.body !== 'string') first.body.destroy();
		const probe = await this.signed({ method: 'GET', url: this.probeUrl, headers: { accept: 'application/json' }, expect: 'text', token: 'user', signal: request.signal }, undefined);
		return probe.status === 401 ? { ...probe, status: 401 } : await attempt();
	}

	private async authenticated(options: IHttpRequestOptions, expect: HttpRequest['expect'], more?: IAdditionalCredentialOptions): Promise<HttpResponse> {
		const { context } = this;
		if (this.refused) throw this.refused;
		// n8n would offer it again with every execution.
		const { refreshToken } = this.tokens.held;
		const known = refreshToken === undefined ? undefined : refusalOf(refreshToken, Date.now());
		if (known) throw known;
		const reply: unknown = await context.helpers.httpRequestWithAuthentication.call(context, this.credential, options, more);
		return responseOf(reply, expect);
	}

	/** Without an answer of the service, it was the network, or n8n could not renew the sign-in. */
	private signedFailure(error: unknown, { signal, url }: HttpRequest): Error {
		if (signal?.aborted) return cancelled();
		if (error instanceof SignInError) return error;
		const causes = [...causesOf(error)];
		// Of a credential type that gets its tokens by itself.
		const own = causes.find((one) => one instanceof AecError);
		if (own) return own instanceof SignInError ? this.refusedWith(own) : own;
		const status = causes.map(({ status: own, response }) => (isRecord(response) ? response.status : own)).find((one) => typeof one === 'number');
		const asked = causes.map(({ config }) => (isRecord(config) && typeof config.url === 'string' ? config.url : undefined)).find((one) => one !== undefined);
		const network = causes.some((one) => typeof one.code === 'string' && (one.isAxiosError === true || isUnreachable(one.code)));
		// Every whole answer of the service itself is data: what fails with a status is the sign-in service, or an answer that broke off.
		if (network && (asked === undefined ? status === undefined || status < 400 : url.startsWith(asked))) return connectionFailure(error, signal);
		if (network && (status === undefined || status < 400)) return new ConnectionError(`the sign-in could not be renewed: ${connectionFailure(error, signal).message}`, false, { remedy: 'Run it again. If it stays, check the network and the address of the service.' });
		if (status !== undefined && (status >= 500 || status === 429)) return new ConnectionError(`the sign-in service is not available (${status})`, false, { status, remedy: 'Try again later.' });
		if (status !== undefined && status < 400) return new ReplyError(`The sign-in service did not answer as one (${status}).`, { status, remedy: 'Try again later; if it stays, check the address of the service in the credential.' });
		const words = causes.map((one) => one.message).filter((one) => typeof one === 'string').pop();
		const why = status !== undefined ? `The sign-in has expired and could not be renewed (${status})` : `The sign-in could not be renewed${words === undefined ? '' : `: ${oneLine(redactText(words))}`}`;
		return this.refusedWith(new SignInError(sentence(why), { status }));
	}

	/** Told for one item, it holds for the others: the token would be refused again. */
	private refusedWith(error: SignInError): SignInError {
		this.refused = namingCredential(error, this.context.getNode().credentials?.[this.credential]?.name);
		const { refreshToken } = this.tokens.held;
		if (refreshToken !== undefined) rememberRefusal(refreshToken, this.refused, Date.now());
		return this.refused;
	}
}

/** Sends a stream for as long as it takes: n8n would count from the start to the answer. */
async function upload(request: HttpRequest, source: Readable, ask: (options: IHttpRequestOptions) => Promise<HttpResponse>, failure: (error: unknown) => Error): Promise<HttpResponse> {
	const { body, silent, done } = watchUpload(source, silence);
	try {
		return await ask({ ...optionsOf(request, body), timeout: 0, abortSignal: request.signal ? AbortSignal.any([request.signal, silent]) : silent });
	} catch (error) {
		body.destroy();
		throw silent.aborted ? brokenConnection('ETIMEDOUT') : failure(error);
	} finally {
		done();
	}
}

function optionsOf(request: HttpRequest, body: Body): IHttpRequestOptions {
	return {
		method: methods.find((method) => method === request.method) ?? 'GET',
		url: request.url,
		headers: { ...request.headers },
		...(body === undefined ? {} : { body }),
		encoding: request.expect === 'stream' ? 'stream' : 'arraybuffer',
		returnFullResponse: true,
		disableFollowRedirect: true,
		abortSignal: request.signal,
	};
}

/** Texts stay texts: n8n would take the bytes of a form for a list of pairs. */
function bodyOf(content: string | Uint8Array | undefined): string | Buffer | undefined {
	return content === undefined || typeof content === 'string' ? content : Buffer.from(content);
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
	return typeof value === 'object' && value !== null;
}

function responseOf(reply: unknown, expect: HttpRequest['expect']): HttpResponse {
	if (!isRecord(reply) || typeof reply.statusCode !== 'number') throw new ConnectionError('there was an answer that n8n could not read', true);
	return { status: reply.statusCode, headers: headersOf(reply.headers), body: contentOf(reply.body, expect) };
}

function headersOf(headers: unknown): Readonly<Record<string, string>> {
	if (!isRecord(headers)) return {};
	return Object.fromEntries(Object.entries(headers).flatMap(([name, value]): [string, string][] => (Array.isArray(value) ? [[name.toLowerCase(), value.join(', ')]] : typeof value === 'string' || typeof value === 'number' ? [[name.toLowerCase(), String(value)]] : [])));
}

function contentOf(body: unknown, expect: HttpRequest['expect']): string | Readable {
	if (body instanceof IncomingMessage) breakWhenSilent(body, silence);
	if (body instanceof Readable) return body;
	const text = Buffer.isBuffer(body) ? body.toString('utf8') : typeof body === 'string' ? body : body === undefined || body === null ? '' : JSON.stringify(body);
	return expect === 'stream' && Buffer.isBuffer(body) ? Readable.from([body]) : text;
}

/** The 401 that was left after n8n renewed the sign-in, as the answer it is. */
function refusalIn(error: unknown): HttpResponse | undefined {
	for (const one of causesOf(error)) {
		const { response } = one;
		if (isRecord(response) && response.status === 401 && isRecord(response.headers)) return { status: 401, headers: headersOf(response.headers), body: contentOf(response.data, 'text') };
	}
	return undefined;
}

function connectionFailure(error: unknown, signal: AbortSignal | undefined): Error {
	if (signal?.aborted) return cancelled();
	const { code, syscall } = breakIn(error);
	if (code !== undefined) return brokenConnection(code, syscall);
	return new ConnectionError(`n8n did not send the request: ${error instanceof Error ? oneLine(redactText(error.message)) : 'for an unknown reason'}`, false);
}
