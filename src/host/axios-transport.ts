import * as http from 'node:http';
import * as https from 'node:https';
import { pipeline, Readable } from 'node:stream';
import { createBrotliDecompress, createUnzip } from 'node:zlib';
import type { AxiosInstance, AxiosResponse } from 'axios';
import { breakIn, brokenConnection, cancelled, isUnreachable } from '../core/broken-connection';
import { AecError, InputError, longestText, tooLong } from '../core/errors';
import type { HttpRequest, HttpResponse, Transport } from '../core/ports';
import { breakWhenSilent } from './silence';

/** No byte for this long, in ms, and the connection counts as broken. */
const idleTimeout = 120_000;

/** Sends through axios: environment proxies hold, redirects are not followed, nothing is buffered or reshaped. */
export class AxiosTransport implements Transport {
	private http: Promise<AxiosInstance> | undefined;

	/**
	 * @param longest an answer that is read into memory may be this long, in bytes; files are streamed and may be of any length.
	 * @param silence ms without a byte after which the connection counts as broken, before the answer and within it
	 */
	constructor(
		private readonly longest = longestText,
		private readonly silence = idleTimeout,
	) {}

	/** axios is loaded when something is sent: that takes longer than the whole catalog, and a host that starts sends nothing yet. */
	private async client(): Promise<AxiosInstance> {
		this.http ??= import('axios').then(({ default: axios }) => axios.create({ maxRedirects: 0, maxBodyLength: Number.POSITIVE_INFINITY, validateStatus: () => true, transformRequest: [(data: unknown) => data], transformResponse: [(data: unknown) => data], timeout: this.silence, transport: watched(this.silence) }));
		return await this.http;
	}

	async send(request: HttpRequest): Promise<HttpResponse> {
		const http = await this.client();
		const content = request.body?.content;
		const data = typeof content === 'function' ? await content() : content instanceof Uint8Array ? Buffer.from(content) : content;
		const upload = data instanceof Readable ? data : undefined;
		let unreadable: Error | undefined;
		upload?.on('error', (cause) => (unreadable = cause));
		const streamed = request.expect === 'stream';
		try {
			const response: AxiosResponse<unknown> = await http.request({
				method: request.method,
				url: request.url,
				headers: { 'user-agent': 'aec-nodes', ...request.headers },
				data,
				responseType: streamed ? 'stream' : 'text',
				// axios takes the header away and leaves the packed length, which would not fit the unpacked bytes.
				decompress: !streamed,
				maxContentLength: streamed ? -1 : this.longest,
				signal: request.signal,
			});
			const headers = headersOf(response);
			const body = bodyOf(response.data, headers['content-encoding']);
			// An answer before the end of the upload leaves the file open.
			if (typeof body === 'string') upload?.destroy();
			else body.once('close', () => upload?.destroy());
			return { status: response.status, headers, body };
		} catch (error) {
			upload?.destroy();
			if (unreadable) throw unreadable instanceof AecError ? unreadable : new InputError('The file to be sent cannot be read to its end.', { cause: unreadable, remedy: 'Check that the step before delivers the file.' });
			if (isFromAxios(error) && error.message.startsWith('maxContentLength')) throw tooLong(this.longest);
			throw asConnectionError(error, request.signal);
		}
	}
}

/** Node's own client, given by name: axios then counts silence only, not the time an upload takes as a whole. */
function watched(silence: number): { request(options: https.RequestOptions, answered: (response: http.IncomingMessage) => void): http.ClientRequest } {
	return {
		request: (options, answered) =>
			(options.protocol === 'https:' ? https : http).request({ ...options, timeout: silence }, (response) => {
				breakWhenSilent(response, silence);
				answered(response);
			}),
	};
}

function isFromAxios(error: unknown): error is Error {
	return error instanceof Error && 'isAxiosError' in error && error.isAxiosError === true;
}

function headersOf(response: AxiosResponse<unknown>): Readonly<Record<string, string>> {
	return Object.fromEntries(Object.entries(response.headers).flatMap(([name, value]): [string, string][] => (value === undefined || value === null ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : String(value)]])));
}

function bodyOf(data: unknown, encoding: string | undefined): string | Readable {
	if (data instanceof Readable) return unpacked(data, encoding);
	return typeof data === 'string' ? data : '';
}

function unpacked(body: Readable, encoding: string | undefined): Readable {
	const unpack = encoding === 'gzip' || encoding === 'deflate' ? createUnzip() : encoding === 'br' ? createBrotliDecompress() : undefined;
	return unpack ? pipeline(body, unpack, () => undefined) : body;
}

function asConnectionError(error: unknown, signal: AbortSignal | undefined): Error {
	if (signal?.aborted) return cancelled();
	const { code = '', syscall } = breakIn(error);
	if (isFromAxios(error) || isUnreachable(code)) return brokenConnection(code, syscall);
	return error instanceof Error ? error : new Error(String(error));
}
