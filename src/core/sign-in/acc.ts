import { createHash, createPrivateKey, sign, type KeyObject } from 'node:crypto';
import { isObject } from '../../catalog/vocabulary';
import { InputError } from '../errors';
import type { MadeSignIn } from './oauth-session';
import type { TokenRequest } from './token-endpoint';

/** An app registered with Autodesk; without a secret it is a public one (PKCE only). */
export interface AccApp {
	readonly clientId: string;
	readonly clientSecret?: string;
}

/** A service account of an app: an Autodesk user without a person, who signs in by a key (Secure Service Account API). */
export interface ServiceAccount {
	/** Its Autodesk ID. */
	readonly id: string;
	/** `kid` of the key. */
	readonly keyId: string;
	/** PEM, as creating the key returned it; lost line breaks are put back. */
	readonly privateKey: string;
}

/** What a sign-in with Autodesk may ask for, with what of this package needs it (APS, Authentication v2, scopes). */
export const scopes = [
	{ name: 'data:read', use: 'Read projects, issues, files and all other records' },
	{ name: 'data:write', use: 'Change records and upload new versions' },
	{ name: 'data:create', use: 'Create folders, files and exports' },
	{ name: 'data:search', use: 'Search in folders' },
	{ name: 'account:read', use: 'Read members, companies and projects of the account' },
	{ name: 'account:write', use: 'Add and change members, companies and projects of the account' },
] as const;

/** All of them: asked for at once so that nobody signs in twice. */
export const userScopes = scopes.map(({ name }) => name).join(' ');
/** Searching takes a person. */
export const appScopes = scopes.flatMap(({ name }) => (name === 'data:search' ? [] : [name])).join(' ');

/** Of these scopes, separated by spaces, the ones an application can have by itself; all of them where none is. */
export function scopesOfApp(asked: string): string {
	const own = asked.split(' ').filter((scope) => appScopes.split(' ').includes(scope));
	return own.length === 0 ? appScopes : own.join(' ');
}

/** A sign-in that is not used for so long ends (Authentication v2: a refresh token lasts 15 days). */
export const refreshDays = 15;

/** Autodesk's access tokens are JWTs that name the user they stand for; nothing is decided by it but what counts as one's own change. */
export function userOfToken(token: string): string | undefined {
	try {
		const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
		return isObject(claims) && typeof claims.userid === 'string' && claims.userid !== '' ? claims.userid : undefined;
	} catch {
		return undefined;
	}
}

/** How long an assertion is valid, in s: in the middle of the five minutes that are allowed, for clocks that differ either way. */
const assertionLife = 150;
/** `aud` of every assertion, whatever host is asked (Secure Service Account API, JWT Assertions). */
const audience = 'https://developer.api.autodesk.com/authentication/v2/token';

export interface AuthorizeOptions {
	readonly redirectUri: string;
	readonly state: string;
	readonly challenge: string;
	/** Separated by spaces; all of them when left out. */
	readonly scopes?: string;
}

/** The address a person signs in at (Authentication v2, `authorize`). */
export function authorizeUrl(origin: string, app: AccApp, options: AuthorizeOptions): string {
	const query = new URLSearchParams({ response_type: 'code', client_id: app.clientId, redirect_uri: options.redirectUri, scope: options.scopes ?? userScopes, state: options.state, code_challenge: options.challenge, code_challenge_method: 'S256' });
	return `${origin}/authentication/v2/authorize?${query.toString()}`;
}

export function codeRequest(origin: string, app: AccApp, options: { readonly code: string; readonly redirectUri: string; readonly verifier: string }): TokenRequest {
	return tokenRequest(origin, app, { grant_type: 'authorization_code', code: options.code, redirect_uri: options.redirectUri, code_verifier: options.verifier });
}

export function refreshRequest(origin: string, app: AccApp, refreshToken: string): TokenRequest {
	return tokenRequest(origin, app, { grant_type: 'refresh_token', refresh_token: refreshToken });
}

/** Ends a sign-in on the service (Authentication v2, `revoke`). */
export function revokeRequest(origin: string, app: AccApp, refreshToken: string): TokenRequest {
	return { ...tokenRequest(origin, app, { token: refreshToken, token_type_hint: 'refresh_token' }), url: `${origin}/authentication/v2/revoke` };
}

/** The application's own token: the only one that HQ takes (ACC, line 1079). */
export function appTokenRequest(origin: string, app: AccApp, asked = appScopes): TokenRequest {
	return tokenRequest(origin, app, { grant_type: 'client_credentials', scope: asked });
}

/**
 * The token of a service account, a user's like any other but without a refresh token (Secure Service Account API,
 * Exchange JWT Assertion): the app's secret and the account's key are both needed.
 * @param now ms since the epoch
 * @throws InputError when the key is none
 */
export function serviceAccountRequest(origin: string, app: AccApp, account: ServiceAccount, now: number, asked = userScopes): TokenRequest {
	const claims = { iss: app.clientId, sub: account.id, aud: audience, exp: Math.floor(now / 1000) + assertionLife, scope: asked.split(' ') };
	const content = [{ alg: 'RS256', kid: account.keyId }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
	const assertion = `${content}.${sign('sha256', Buffer.from(content), keyOf(account.privateKey)).toString('base64url')}`;
	return tokenRequest(origin, app, { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion, scope: asked });
}

/** An application that signs in as itself; `undefined` for a public one, which cannot. */
export function appSignIn(origin: string, app: AccApp, asked = appScopes): MadeSignIn | undefined {
	if (app.clientId === '' || app.clientSecret === undefined || app.clientSecret === '') return undefined;
	return { key: keyFor(origin, app, asked), tokenRequest: () => appTokenRequest(origin, app, asked) };
}

/** A service account that signs in by its key. */
export function serviceAccountSignIn(origin: string, app: AccApp, account: ServiceAccount, asked = userScopes): MadeSignIn {
	return { key: keyFor(origin, app, account, asked), userId: account.id, tokenRequest: (now) => serviceAccountRequest(origin, app, account, now, asked) };
}

/** Tokens of the same sign-in are shared in the process; whoever lacks the secret or the key has other ones. */
function keyFor(...parts: readonly unknown[]): string {
	return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** A form with one line for a password makes spaces, or a backslash and n, of the line breaks of a PEM. */
function keyOf(pem: string): KeyObject {
	const [, kind = '', content = ''] = /-----BEGIN ((?:RSA )?PRIVATE KEY)-----(.+?)-----END/s.exec(pem.replaceAll('\\n', '\n')) ?? [];
	try {
		return createPrivateKey(`-----BEGIN ${kind}-----\n${(content.replace(/\s+/g, '').match(/.{1,64}/g) ?? []).join('\n')}\n-----END ${kind}-----\n`);
	} catch {
		// The cause would hold parts of the key.
		throw new InputError('The private key of the service account cannot be read.', { remedy: 'Paste it whole, from -----BEGIN to the end of the line -----END, as creating the key returned it.' });
	}
}

/** Confidential apps prove themselves in the header, public ones name themselves in the form. */
function tokenRequest(origin: string, app: AccApp, fields: Readonly<Record<string, string>>): TokenRequest {
	const base = { service: 'Autodesk', url: `${origin}/authentication/v2/token` };
	if (app.clientSecret === undefined || app.clientSecret === '') return { ...base, fields: { ...fields, client_id: app.clientId } };
	return { ...base, fields, headers: { authorization: `Basic ${Buffer.from(`${app.clientId}:${app.clientSecret}`).toString('base64')}` } };
}
