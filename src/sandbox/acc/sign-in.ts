import { createHash, createPublicKey, randomUUID, verify } from 'node:crypto';
import type { Contract } from '../../contracts/contract';
import { cast } from '../people';
import type { Handler, SandboxReply, SandboxRequest, SandboxWorld } from '../service';
import { memberOf, objectOf, textOf } from '../reading';
import { oauthError, Refusal } from './refusal';
import { userOf, actorOf } from './access';
import type { AccState } from './state';
import { SCOPES, type AccessTokens } from './tokens';

/** An application that is registered with the sandbox. */
export interface AccClient {
	readonly id: string;
	/** Left out for public applications, which prove themselves by PKCE. */
	readonly secret?: string;
}

/** A service account whose signed assertions are exchanged for a token of its user. */
export interface ServiceAccount {
	/** Autodesk ID, the subject of the assertion. */
	readonly userId: string;
	/** `kid` in the header of the assertion. */
	readonly keyId: string;
	readonly publicKeyPem: string;
}

export interface SignInOptions {
	readonly clients: readonly AccClient[];
	/** Redirect addresses besides those on this machine. */
	readonly redirectUris: readonly string[];
	readonly serviceAccounts: readonly ServiceAccount[];
	/** Skips the consent page and signs this person in (Autodesk ID). */
	readonly consentAs?: string;
}

/** The audience of every assertion, whatever host is asked (Secure Service Account API, JWT Assertions). */
const AUDIENCE = 'https://developer.api.autodesk.com/authentication/v2/token';

const CONSENT_PATH = '/sandbox/consent';

/** The button of the sandbox's own consent page: in no document, the real page is the vendor's affair. */
export const consentContract: Contract = {
	id: 'acc.sandbox.consent',
	service: 'acc',
	method: 'POST',
	path: CONSENT_PATH,
	auth: { kind: 'none' },
	params: [
		{ name: 'request', in: 'form', type: 'string', required: true },
		{ name: 'user', in: 'form', type: 'string', required: true },
		{ name: 'decision', in: 'form', type: 'enum', required: true, values: ['allow', 'deny'] },
	],
	body: 'form',
	reply: { statuses: [302, 400], kind: 'redirect' },
	source: 'Sandbox only',
	evidence: 'inferred',
};

interface PendingConsent {
	readonly clientId: string;
	readonly redirectUri: string;
	readonly scopes: readonly string[];
	readonly state: string | null;
	readonly challenge?: string;
}

export function signInHandlers(world: SandboxWorld, state: AccState, tokens: AccessTokens, options: SignInOptions): Readonly<Record<string, Handler>> {
	const pending = new Map<string, PendingConsent>();
	return {
		'acc.auth.authorize': authorize,
		'acc.sandbox.consent': consent,
		'acc.auth.token': token,
		'acc.auth.revoke': revoke,
		'acc.userInfo.get': userInfo,
	};

	function authorize(request: SandboxRequest): SandboxReply {
		const client = options.clients.find((one) => one.id === request.query.get('client_id'));
		if (client === undefined) throw new Refusal(oauthError(400, 'The client id is not known.', 'invalid_client'));
		const redirectUri = request.query.get('redirect_uri') ?? '';
		if (!mayRedirect(redirectUri)) throw new Refusal(oauthError(400, 'The redirect address is not registered for this application.', 'invalid_request'));
		const wanted: PendingConsent = {
			clientId: client.id,
			redirectUri,
			scopes: scopesOf(request.query.get('scope')),
			state: request.query.get('state'),
			...challengeOf(request.query, client),
		};
		if (request.query.get('response_type') !== 'code') return back(wanted, { error: 'unsupported_response_type' });
		if (options.consentAs !== undefined) return allow(wanted, options.consentAs);
		const id = randomUUID();
		pending.set(id, wanted);
		return { status: 200, type: 'text/html; charset=utf-8', text: consentPage(id, wanted) };
	}

	function consent(request: SandboxRequest): SandboxReply {
		const id = request.form.get('request') ?? '';
		const wanted = pending.get(id);
		pending.delete(id);
		if (wanted === undefined) throw new Refusal(oauthError(400, 'This consent was asked for once already, or never.'));
		if (request.form.get('decision') === 'deny') return back(wanted, { error: 'access_denied' });
		return allow(wanted, request.form.get('user') ?? '');
	}

	function allow(wanted: PendingConsent, userId: string): SandboxReply {
		const user = userOf(state, userId);
		if (user === undefined) return back(wanted, { error: 'access_denied' });
		const code = tokens.addCode({
			userId: user.autodeskId,
			clientId: wanted.clientId,
			scopes: wanted.scopes,
			redirectUri: wanted.redirectUri,
			...(wanted.challenge === undefined ? {} : { challenge: wanted.challenge }),
		});
		return back(wanted, { code });
	}

	function token(request: SandboxRequest): SandboxReply {
		const grant = request.form.get('grant_type');
		if (grant === 'authorization_code') return exchangeCode(request);
		if (grant === 'refresh_token') return refresh(request);
		if (grant === 'client_credentials') return appToken(request);
		return exchangeAssertion(request);
	}

	function exchangeCode(request: SandboxRequest): SandboxReply {
		const client = clientOf(request);
		const code = tokens.takeCode(request.form.get('code') ?? '');
		if (code === undefined || code.clientId !== client.id) throw new Refusal(oauthError(400, 'The authorization code is invalid or has expired.', 'invalid_grant'));
		if (code.redirectUri !== request.form.get('redirect_uri')) throw new Refusal(oauthError(400, 'The redirect address differs from the one the code was given to.', 'invalid_grant'));
		if (code.challenge !== undefined && code.challenge !== s256(request.form.get('code_verifier') ?? '')) {
			throw new Refusal(oauthError(400, 'The code verifier does not fit the challenge.', 'invalid_grant'));
		}
		return { status: 200, json: tokens.issue(client.id, code.scopes, code.userId) };
	}

	function refresh(request: SandboxRequest): SandboxReply {
		const client = clientOf(request);
		const spent = tokens.spend(request.form.get('refresh_token') ?? '', client.id);
		if (typeof spent === 'string') throw new Refusal(oauthError(400, 'The refresh token is invalid or expired.', 'invalid_grant'));
		const asked = request.form.get('scope');
		const scopes = asked === null ? spent.scopes : scopesOf(asked).filter((scope) => spent.scopes.includes(scope));
		return { status: 200, json: tokens.issue(client.id, scopes, spent.userId) };
	}

	function appToken(request: SandboxRequest): SandboxReply {
		const client = clientOf(request);
		if (client.secret === undefined) throw new Refusal(oauthError(401, 'A public application has no token of its own.', 'unauthorized_client'));
		return { status: 200, json: tokens.issue(client.id, scopesOf(request.form.get('scope'))) };
	}

	function exchangeAssertion(request: SandboxRequest): SandboxReply {
		const client = clientOf(request);
		if (client.secret === undefined) throw new Refusal(oauthError(401, 'A public application has no service accounts.', 'unauthorized_client'));
		const claims = provenClaims(request.form.get('assertion') ?? '', client);
		const scopes = scopesOf(request.form.get('scope') ?? scopeClaim(claims['scope']));
		const { access_token, token_type, expires_in } = tokens.issue(client.id, scopes, textOf(claims['sub']));
		return { status: 200, json: { access_token, token_type, expires_in } };
	}

	function provenClaims(assertion: string, client: AccClient): Readonly<Record<string, unknown>> {
		const bad = (why: string): Refusal => new Refusal(oauthError(400, `The assertion does not serve: ${why}.`, 'invalid_grant'));
		const [head = '', body = '', signature = ''] = assertion.split('.');
		const claims = objectOf(jsonOf(body));
		const account = options.serviceAccounts.find((one) => one.keyId === memberOf(jsonOf(head), 'kid') && one.userId === claims['sub']);
		if (account === undefined) throw bad('its key or subject is not known');
		const proven = verify('RSA-SHA256', Buffer.from(`${head}.${body}`), createPublicKey(account.publicKeyPem), Buffer.from(signature, 'base64url'));
		if (!proven) throw bad('its signature is wrong');
		if (claims['iss'] !== client.id) throw bad('its issuer is another application');
		if (claims['aud'] !== AUDIENCE) throw bad('its audience is not the token endpoint');
		const expires = claims['exp'];
		if (typeof expires !== 'number' || expires * 1000 <= world.now().getTime()) throw bad('it has expired');
		if (expires * 1000 > world.now().getTime() + 300_000) throw bad('it lasts longer than five minutes');
		return claims;
	}

	function revoke(request: SandboxRequest): SandboxReply {
		clientOf(request);
		tokens.revoke(request.form.get('token') ?? '');
		return { status: 200 };
	}

	function userInfo(request: SandboxRequest): SandboxReply {
		const user = userOf(state, actorOf(request.caller) ?? '');
		if (user === undefined) throw new Refusal(oauthError(403, 'The token belongs to nobody.', 'insufficient_scope'));
		return {
			status: 200,
			json: {
				sub: user.autodeskId,
				name: `${user.firstName} ${user.lastName}`,
				given_name: user.firstName,
				family_name: user.lastName,
				preferred_username: user.email,
				email: user.email,
				email_verified: true,
				locale: 'en-US',
			},
		};
	}

	/** A confidential application sends Basic or its secret in the form, a public one only its id. */
	function clientOf(request: SandboxRequest): AccClient {
		const basic = /^Basic\s+(\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
		const [basicId = '', ...rest] = basic === undefined ? [] : Buffer.from(basic, 'base64').toString('utf8').split(':');
		const id = basic === undefined ? request.form.get('client_id') : basicId;
		const secret = basic === undefined ? request.form.get('client_secret') : rest.join(':');
		const client = options.clients.find((one) => one.id === id);
		if (client === undefined || (client.secret !== undefined && client.secret !== secret)) {
			throw new Refusal(oauthError(401, 'The client id or the client secret is wrong.', 'invalid_client'));
		}
		return client;
	}

	function mayRedirect(address: string): boolean {
		if (options.redirectUris.includes(address)) return true;
		try {
			const { protocol, hostname } = new URL(address);
			return protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
		} catch {
			return false;
		}
	}
}

function scopesOf(text: string | null): readonly string[] {
	const scopes = (text ?? '').split(/\s+/).filter((scope) => scope !== '');
	if (scopes.length === 0 || scopes.some((scope) => !SCOPES.includes(scope))) throw new Refusal(oauthError(400, 'The scope is missing or not known.', 'invalid_scope'));
	return scopes;
}

function scopeClaim(value: unknown): string | null {
	return Array.isArray(value) ? value.join(' ') : (textOf(value) ?? null);
}

function challengeOf(query: URLSearchParams, client: AccClient): { readonly challenge?: string } {
	const challenge = query.get('code_challenge');
	if (challenge === null) {
		if (client.secret === undefined) throw new Refusal(oauthError(400, 'A public application must send a code challenge.'));
		return {};
	}
	if (query.get('code_challenge_method') !== 'S256') throw new Refusal(oauthError(400, 'The only code challenge method is S256.'));
	return { challenge };
}

function s256(verifier: string): string {
	return createHash('sha256').update(verifier).digest('base64url');
}

function jsonOf(piece: string): unknown {
	try {
		const value: unknown = JSON.parse(Buffer.from(piece, 'base64url').toString('utf8'));
		return value;
	} catch {
		return undefined;
	}
}

function back(wanted: PendingConsent, members: Readonly<Record<string, string>>): SandboxReply {
	const address = new URL(wanted.redirectUri);
	for (const [name, value] of Object.entries(members)) address.searchParams.set(name, value);
	if (wanted.state !== null) address.searchParams.set('state', wanted.state);
	return { status: 302, headers: { location: address.href } };
}

function consentPage(id: string, wanted: PendingConsent): string {
	const choices = cast
		.filter((person) => person.knownTo.includes('acc'))
		.map((person) => `<option value="${person.autodeskId}">${person.firstName} ${person.lastName} (sandbox)</option>`)
		.join('');
	return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Sandbox sign-in: Autodesk Construction Cloud</title></head>
<body>
<h1>SANDBOX, not Autodesk</h1>
<p>An application asks for: ${wanted.scopes.map((scope) => escapeHtml(scope)).join(', ')}</p>
<form method="post" action="${CONSENT_PATH}">
<input type="hidden" name="request" value="${id}">
<label>Sign in as <select name="user">${choices}</select></label>
<button name="decision" value="allow">Allow</button>
<button name="decision" value="deny">Deny</button>
</form>
</body></html>
`;
}

function escapeHtml(text: string): string {
	return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
