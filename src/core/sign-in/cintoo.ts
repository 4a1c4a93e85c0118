import { InputError } from '../errors';
import type { TokenRequest } from './token-endpoint';

/** Refresh tokens last 21 days and work once (API 2, lines 27 and 55). */
export const refreshDays = 21;

export interface AuthorizeOptions {
	readonly redirectUri: string;
	readonly state: string;
	readonly challenge: string;
}

/** The address a person signs in at. The challenge method is written `SHA256` there (API 1, line 113), not `S256`. */
export function authorizeUrl(origin: string, options: AuthorizeOptions): string {
	const query = new URLSearchParams({ redirect_uri: options.redirectUri, state: options.state, code_challenge: options.challenge, code_challenge_method: 'SHA256' });
	return `${origin}/oauth/authorize?${query.toString()}`;
}

/** Only these hosts are documented for the redirect (API 1, line 97). Throws InputError for another, with the way around. */
export function checkRedirect(redirectUri: string): void {
	const { hostname } = new URL(redirectUri);
	if (hostname !== 'localhost' && hostname !== '127.0.0.1') throw new InputError(`Cintoo sends people back to localhost only, not to ${hostname}.`, { remedy: 'Open the editor as localhost, or paste the address of the page you end up on, or paste a refresh token from "npx @aec-nodes/n8n-nodes-aec login cintoo".' });
}

/** The document's key for the redirect address is `authorization_code` (API 1, line 130); `redirect_uri` goes along as the standard has it. */
export function codeRequest(origin: string, options: { readonly code: string; readonly redirectUri: string; readonly verifier: string }): TokenRequest {
	return { service: 'Cintoo', url: `${origin}/oauth/token`, fields: { grant_type: 'authorization_code', code: options.code, authorization_code: options.redirectUri, redirect_uri: options.redirectUri, code_verifier: options.verifier } };
}

export function refreshRequest(origin: string, refreshToken: string): TokenRequest {
	return { service: 'Cintoo', url: `${origin}/oauth/token`, fields: { grant_type: 'refresh_token', refresh_token: refreshToken } };
}
