import { parseJson, textAt } from '../../catalog/vocabulary';
import { ConnectionError, ReplyError, SignInError } from '../errors';
import type { HttpRequest, HttpResponse, Transport } from '../ports';
import { oneLine } from '../brief';
import { isPage, sentence } from '../failure';
import { redactText } from '../redact';
import { textOf } from '../send';

/** Taken where the answer does not tell how long the token lasts, in seconds. */
const hour = 3600;

/** Tokens as this package keeps them. */
export interface OAuthTokens {
	readonly accessToken: string;
	/** Absent for an application's own token. */
	readonly refreshToken?: string;
	/** ms since the epoch. */
	readonly expiresAt: number;
	/** The service's id of the user, where the token reply tells. */
	readonly userId?: string;
}

/** How one authorization server wants to be asked. */
export interface TokenRequest {
	readonly url: string;
	readonly fields: Readonly<Record<string, string>>;
	readonly headers?: Readonly<Record<string, string>>;
	/** As the message names it: `Cintoo`. */
	readonly service: string;
}

/**
 * Asks a token endpoint, form-encoded.
 * @throws SignInError when it refuses (the person has to sign in again), ConnectionError when it does not answer, ReplyError when the answer holds no token.
 */
export async function requestTokens(transport: Transport, request: TokenRequest, now: number): Promise<OAuthTokens> {
	const content = new URLSearchParams(request.fields).toString();
	const response = await asked(request.service, transport, {
		method: 'POST',
		url: request.url,
		headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(Buffer.byteLength(content)), ...request.headers },
		body: { contentType: 'application/x-www-form-urlencoded', length: Buffer.byteLength(content), content },
		expect: 'text',
	});
	const text = await textOf(response);
	const reply = parseJson(text);
	if (response.status >= 500 || response.status === 429) throw new ConnectionError(`${request.service}: the sign-in service is not available (${response.status}).`, false, { status: response.status, remedy: 'Try again later.' });
	if (isPage(response.headers['content-type'] ?? '', text)) throw new ReplyError(`${request.service}: a web page stands where the sign-in service should be (${response.status}).`, { status: response.status, remedy: 'Try again later; if it stays, check the address of the service in the credential.' });
	if (response.status < 200 || response.status >= 300) {
		const words = textAt(reply, 'error_description') ?? textAt(reply, 'developerMessage') ?? textAt(reply, 'detail') ?? textAt(reply, 'error') ?? textAt(reply, 'title');
		throw new SignInError(`${request.service} refused the sign-in (${response.status})${words === undefined ? '.' : `: ${sentence(oneLine(redactText(words)))}`}`, { status: response.status, code: textAt(reply, 'error') ?? textAt(reply, 'errorCode'), remedy: 'Open the credential and sign in again. A refresh token works once only: another program using the same one also ends it.' });
	}
	const accessToken = textAt(reply, 'access_token');
	if (accessToken === undefined || accessToken === '') throw new ReplyError(`${request.service}: the sign-in service gave no token.`, { status: response.status, remedy: 'Check the address of the service in the credential.' });
	return {
		accessToken,
		refreshToken: textAt(reply, 'refresh_token'),
		expiresAt: now + (Number(textAt(reply, 'expires_in')) || hour) * 1000,
		userId: textAt(reply, 'user_id'),
	};
}

/** The answer of a sign-in service. Throws ConnectionError without one: what the sign-in was for has not been sent then. */
export async function asked(service: string, transport: Transport, request: HttpRequest): Promise<HttpResponse> {
	try {
		return await transport.send(request);
	} catch (error) {
		if (!(error instanceof ConnectionError)) throw error;
		throw new ConnectionError(`${service}: the sign-in got no answer, ${sentence(error.message)}`, false, { cause: error.facts.cause, remedy: 'Run it again. If it stays, check the network and the address of the service.' });
	}
}
