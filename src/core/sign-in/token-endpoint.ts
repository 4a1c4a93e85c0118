import { parseJson, textAt } from '../../catalog/vocabulary';
import { ConnectionError, ReplyError, SignInError } from '../errors';
import type { Clock, HttpRequest, HttpResponse, Transport } from '../ports';
import { oneLine } from '../brief';
import { isPage, sentence } from '../failure';
import { redactText } from '../redact';
import { isPassing, retryAfterMs } from '../retry';
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
	/** When this machine received it, ms since the epoch; unknown for tokens that were kept before this was. */
	readonly issuedAt?: number;
	/** The service's id of the user, where the token reply tells. */
	readonly userId?: string;
	/** When the person signed in, ms since the epoch; renewals keep it. */
	readonly signedInAt?: number;
}

/** How one authorization server wants to be asked. */
export interface TokenRequest {
	readonly url: string;
	readonly fields: Readonly<Record<string, string>>;
	readonly headers?: Readonly<Record<string, string>>;
	/** As the message names it: `Cintoo`. */
	readonly service: string;
}

/** What to open to sign in again, as people know it. */
export function signInAgain(credential: string | undefined): string {
	return `${open(credential)} and sign in again.`;
}

/** The failure with the name of the credential, which was not known where it was asked for a token. */
export function namingCredential(error: SignInError, credential: string | undefined): SignInError {
	const remedy = error.facts.remedy?.replace(open(undefined), () => open(credential)) ?? signInAgain(credential);
	return new SignInError(error.message, { ...error.facts, remedy });
}

function open(credential: string | undefined): string {
	return `Open the credential${credential === undefined ? '' : ` “${credential}”`}`;
}

/** Clocks further apart than this, in ms, are a reason to refuse what is signed with a time. */
const bearableSkew = 60_000;

/**
 * Asks a token endpoint, form-encoded. A request that holds the time is made by a function: refused by a service whose
 * clock shows another time, it is sent once more with that.
 * @param now ms since the epoch
 * @param credential its name, for the message
 * @throws SignInError when it refuses (the person has to sign in again), ConnectionError when it does not answer, ReplyError when the answer holds no token.
 */
export async function requestTokens(transport: Transport, asked: TokenRequest | ((now: number) => TokenRequest), now: number, credential?: string): Promise<OAuthTokens> {
	if (typeof asked !== 'function') return tokensIn(await exchange(transport, asked), asked, now, credential);
	const request = asked(now);
	const first = await exchange(transport, request);
	const theirs = Date.parse(first.headers.date ?? '');
	const again = first.status >= 400 && first.status < 500 && first.status !== 429 && Math.abs(theirs - now) > bearableSkew;
	return tokensIn(again ? await exchange(transport, asked(theirs)) : first, request, now, credential);
}

/** Has a service end a sign-in. Throws ConnectionError without an answer, SignInError when it refuses. */
export async function revokeToken(transport: Transport, request: TokenRequest): Promise<void> {
	const { status } = await exchange(transport, request);
	if (status >= 300) throw new SignInError(`${request.service} did not end the sign-in (${status}).`, { status });
}

interface Answer {
	readonly status: number;
	readonly headers: HttpResponse['headers'];
	readonly text: string;
}

async function exchange(transport: Transport, request: TokenRequest): Promise<Answer> {
	const content = new URLSearchParams(request.fields).toString();
	const response = await answerOf(request.service, transport, {
		method: 'POST',
		url: request.url,
		headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(Buffer.byteLength(content)), ...request.headers },
		body: { contentType: 'application/x-www-form-urlencoded', length: Buffer.byteLength(content), content },
		expect: 'text',
	});
	return { status: response.status, headers: response.headers, text: await textOf(response) };
}

function tokensIn(response: Answer, request: TokenRequest, now: number, credential: string | undefined): OAuthTokens {
	const { text } = response;
	const reply = parseJson(text);
	if (response.status >= 500 || isPassing(response.status)) throw new ConnectionError(`${request.service}: the sign-in service is not available (${response.status}).`, false, { status: response.status, retryAfterMs: retryAfterMs(response.headers, now), remedy: 'Try again later.' });
	if (isPage(response.headers['content-type'] ?? '', text)) throw new ReplyError(`${request.service}: a web page stands where the sign-in service should be (${response.status}).`, { status: response.status, remedy: 'Try again later; if it stays, check the address of the service in the credential.' });
	if (response.status < 200 || response.status >= 300) {
		const words = textAt(reply, 'error_description') ?? textAt(reply, 'developerMessage') ?? textAt(reply, 'detail') ?? textAt(reply, 'error') ?? textAt(reply, 'title');
		const secrets = secretsOf(request);
		const code = textAt(reply, 'error') ?? textAt(reply, 'errorCode');
		throw new SignInError(`${request.service} refused the sign-in (${response.status})${words === undefined ? '.' : `: ${sentence(oneLine(redactText(words, secrets)))}`}`, { status: response.status, code: code === undefined ? undefined : redactText(code, secrets), remedy: remedyFor(request, credential) });
	}
	const accessToken = textAt(reply, 'access_token');
	if (accessToken === undefined || accessToken === '') throw new ReplyError(`${request.service}: the sign-in service gave no token.`, { status: response.status, remedy: 'Check the address of the service in the credential.' });
	return {
		accessToken,
		refreshToken: textAt(reply, 'refresh_token'),
		expiresAt: now + (Number(textAt(reply, 'expires_in')) || hour) * 1000,
		issuedAt: now,
		userId: textAt(reply, 'user_id'),
	};
}

/** Fields of a token request that may be shown; Cintoo's `authorization_code` is the address people are sent back to. */
const shown: ReadonlySet<string> = new Set(['grant_type', 'scope', 'client_id', 'redirect_uri', 'authorization_code', 'token_type_hint']);

/** What a token request proves itself with: a service may repeat it in its words. */
function secretsOf({ fields, headers }: TokenRequest): readonly string[] {
	const proof = Object.entries(fields).flatMap(([name, value]) => (shown.has(name) ? [] : [value]));
	const basic = /^Basic (.+)$/.exec(headers?.authorization ?? '')?.[1];
	if (basic === undefined) return proof;
	const pair = Buffer.from(basic, 'base64').toString('utf8');
	return [...proof, basic, pair.slice(pair.indexOf(':') + 1)];
}

/** Only a refresh token is used up by somebody else. */
function remedyFor({ fields }: TokenRequest, credential: string | undefined): string {
	switch (fields.grant_type) {
		case 'refresh_token':
			return `${signInAgain(credential)} A refresh token works once only: another program using the same one also ends it.`;
		case 'client_credentials':
			return `${open(credential)} and check client ID and client secret, and that the app may use this API.`;
		case undefined:
		case 'authorization_code':
			return signInAgain(credential);
		default:
			return `${open(credential)} and check client ID, client secret, service account, key ID and private key; that account and key are enabled; and the clock of this machine.`;
	}
}

/** How often a sign-in service that does not answer, or not now, is asked. */
const attempts = 4;
/** The first pause in between, in ms; doubled each time. */
const firstPause = 500;
/** A longer `Retry-After`, in ms, ends the call. */
const longestPause = 30_000;

/** Asks again while there is no answer, or not now. A refusal is an answer. */
export async function patiently<T>(clock: Pick<Clock, 'sleep'>, ask: () => Promise<T>): Promise<T> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await ask();
		} catch (error) {
			if (!(error instanceof ConnectionError) || attempt >= attempts) throw error;
			const pause = error.facts.retryAfterMs ?? firstPause * 2 ** (attempt - 1);
			if (pause > longestPause) throw error;
			await clock.sleep(pause);
		}
	}
}

/** The answer of a sign-in service. Throws ConnectionError without one: what the sign-in was for has not been sent then. */
export async function answerOf(service: string, transport: Transport, request: HttpRequest): Promise<HttpResponse> {
	try {
		return await transport.send(request);
	} catch (error) {
		if (!(error instanceof ConnectionError)) throw error;
		throw new ConnectionError(`${service}: the sign-in got no answer, ${sentence(error.message)}`, false, { cause: error.facts.cause, remedy: 'Run it again. If it stays, check the network and the address of the service.' });
	}
}
