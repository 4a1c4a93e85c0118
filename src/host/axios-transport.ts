import { Readable } from 'node:stream';
import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import { CancelledError, ConnectionError } from '../core/errors';
import type { HttpRequest, HttpResponse, Transport } from '../core/ports';

/** No byte for this long, in ms, and the connection counts as broken. */
const idleTimeout = 120_000;

/** Errors of the network that happen before the request can have reached the service. */
const neverSent: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'ERR_TLS_CERT_ALTNAME_INVALID', 'ERR_INVALID_URL']);

/** Sends through axios: environment proxies hold, redirects are not followed, nothing is buffered or reshaped. */
export class AxiosTransport implements Transport {
	private readonly http: AxiosInstance = axios.create({ maxRedirects: 0, maxBodyLength: Number.POSITIVE_INFINITY, maxContentLength: Number.POSITIVE_INFINITY, validateStatus: () => true, transformRequest: [(data: unknown) => data], transformResponse: [(data: unknown) => data], timeout: idleTimeout, decompress: true });

	async send(request: HttpRequest): Promise<HttpResponse> {
		const content = request.body?.content;
		const data = typeof content === 'function' ? await content() : content instanceof Uint8Array ? Buffer.from(content) : content;
		try {
			const response: AxiosResponse<unknown> = await this.http.request({ method: request.method, url: request.url, headers: { 'user-agent': 'aec-nodes', ...request.headers }, data, responseType: request.expect === 'stream' ? 'stream' : 'text', signal: request.signal });
			return { status: response.status, headers: headersOf(response), body: bodyOf(response.data) };
		} catch (error) {
			if (data instanceof Readable) data.destroy();
			throw asConnectionError(error, request.signal);
		}
	}
}

function headersOf(response: AxiosResponse<unknown>): Readonly<Record<string, string>> {
	return Object.fromEntries(Object.entries(response.headers).flatMap(([name, value]): [string, string][] => (value === undefined || value === null ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : String(value)]])));
}

function bodyOf(data: unknown): string | Readable {
	if (data instanceof Readable) return data;
	return typeof data === 'string' ? data : '';
}

function asConnectionError(error: unknown, signal: AbortSignal | undefined): Error {
	if (signal?.aborted) return new CancelledError('The run was cancelled.');
	if (!axios.isAxiosError(error)) return error instanceof Error ? error : new Error(String(error));
	const code = error.code ?? '';
	const sent = !neverSent.has(code);
	const what = code === 'ECONNABORTED' || code === 'ETIMEDOUT' ? 'there was no answer in time' : sent ? 'the connection broke off' : `the service cannot be reached (${code})`;
	return new ConnectionError(what, sent, { cause: code });
}
