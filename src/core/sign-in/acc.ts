import type { TokenRequest } from './token-endpoint';

/** An app registered with Autodesk; without a secret it is a public one (PKCE only). */
export interface AccApp {
	readonly clientId: string;
	readonly clientSecret?: string;
}

/** What the operations of this package may need; asked for at once so that nobody signs in twice. */
export const userScopes = 'data:read data:write data:create data:search account:read account:write';
export const appScopes = 'account:read account:write data:read data:write data:create';

export interface AuthorizeOptions {
	readonly redirectUri: string;
	readonly state: string;
	readonly challenge: string;
}

/** The address a person signs in at (Authentication v2, `authorize`). */
export function authorizeUrl(origin: string, app: AccApp, options: AuthorizeOptions): string {
	const query = new URLSearchParams({ response_type: 'code', client_id: app.clientId, redirect_uri: options.redirectUri, scope: userScopes, state: options.state, code_challenge: options.challenge, code_challenge_method: 'S256' });
	return `${origin}/authentication/v2/authorize?${query.toString()}`;
}

export function codeRequest(origin: string, app: AccApp, options: { readonly code: string; readonly redirectUri: string; readonly verifier: string }): TokenRequest {
	return tokenRequest(origin, app, { grant_type: 'authorization_code', code: options.code, redirect_uri: options.redirectUri, code_verifier: options.verifier });
}

export function refreshRequest(origin: string, app: AccApp, refreshToken: string): TokenRequest {
	return tokenRequest(origin, app, { grant_type: 'refresh_token', refresh_token: refreshToken });
}

/** The application's own token: the only one that HQ takes (ACC, line 1079). */
export function appTokenRequest(origin: string, app: AccApp): TokenRequest {
	return tokenRequest(origin, app, { grant_type: 'client_credentials', scope: appScopes });
}

/** Confidential apps prove themselves in the header, public ones name themselves in the form. */
function tokenRequest(origin: string, app: AccApp, fields: Readonly<Record<string, string>>): TokenRequest {
	const base = { service: 'Autodesk', url: `${origin}/authentication/v2/token` };
	if (app.clientSecret === undefined || app.clientSecret === '') return { ...base, fields: { ...fields, client_id: app.clientId } };
	return { ...base, fields, headers: { authorization: `Basic ${Buffer.from(`${app.clientId}:${app.clientSecret}`).toString('base64')}` } };
}
