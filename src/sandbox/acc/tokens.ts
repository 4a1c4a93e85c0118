import { randomBytes } from 'node:crypto';

/** Scopes that the sandbox grants; the vendor's are more. */
export const SCOPES: readonly string[] = [
	'data:read', 'data:write', 'data:create', 'data:search', 'account:read', 'account:write', 'user-profile:read', 'user:read', 'user:write',
	'viewables:read', 'bucket:read', 'bucket:create', 'openid',
];

const ACCESS_SECONDS = 3600;
const REFRESH_SECONDS = 15 * 86_400;
const CODE_SECONDS = 5 * 60;

export interface AccessToken {
	/** Undefined for an application's own token. */
	readonly userId?: string;
	readonly clientId: string;
	readonly scopes: readonly string[];
	readonly expires: number;
}

export interface RefreshToken extends AccessToken {
	readonly userId: string;
	/** A refresh token serves once. */
	spent: boolean;
}

export interface Code {
	readonly userId: string;
	readonly clientId: string;
	readonly scopes: readonly string[];
	readonly redirectUri: string;
	readonly challenge?: string;
	readonly expires: number;
}

export interface IssuedTokens {
	readonly access_token: string;
	readonly token_type: 'Bearer';
	/** Seconds. */
	readonly expires_in: number;
	readonly refresh_token?: string;
}

/** The codes and tokens of the sandbox, by their secret words. Times in ms since 1970. */
export interface AccessTokens {
	/** A living access token. */
	access(word: string): AccessToken | undefined;
	issue(clientId: string, scopes: readonly string[], userId?: string): IssuedTokens;
	addCode(code: Omit<Code, 'expires'>): string;
	/** Takes the code away: it serves once. */
	takeCode(word: string): Code | undefined;
	/** Takes the refresh token away, or says why it does not serve. */
	spend(word: string, clientId: string): RefreshToken | 'unknown' | 'spent' | 'expired';
	revoke(word: string): void;
	/** Makes every access token given out so far as old as one of an hour. */
	expireAccess(): void;
	/** How often a spent refresh token was tried again. */
	readonly replays: () => number;
}

/** @param accessSeconds life of an access token */
export function createTokens(now: () => Date, accessSeconds = ACCESS_SECONDS): AccessTokens {
	const accesses = new Map<string, AccessToken>();
	const refreshes = new Map<string, RefreshToken>();
	const codes = new Map<string, Code>();
	let replays = 0;
	const word = (): string => randomBytes(24).toString('base64url');
	/** As Autodesk's are: a JWT that names whom it stands for. Nobody here checks the signature, so it is any. */
	const accessToken = (clientId: string, scopes: readonly string[], userId: string | undefined): string =>
		[...[{ alg: 'RS256', kid: 'sandbox' }, { scope: scopes, client_id: clientId, userid: userId, exp: Math.floor(after(accessSeconds) / 1000), jti: word() }].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')), word()].join('.');
	const after = (seconds: number): number => now().getTime() + seconds * 1000;
	return {
		access(given) {
			const token = accesses.get(given);
			return token === undefined || token.expires <= now().getTime() ? undefined : token;
		},
		issue(clientId, scopes, userId) {
			const access = accessToken(clientId, scopes, userId);
			const expires = after(accessSeconds);
			if (userId === undefined) {
				accesses.set(access, { clientId, scopes, expires });
				return { access_token: access, token_type: 'Bearer', expires_in: Math.max(1, accessSeconds - 1) };
			}
			accesses.set(access, { clientId, scopes, userId, expires });
			const refresh = word();
			refreshes.set(refresh, { clientId, scopes, userId, expires: after(REFRESH_SECONDS), spent: false });
			return { access_token: access, token_type: 'Bearer', expires_in: Math.max(1, accessSeconds - 1), refresh_token: refresh };
		},
		addCode(code) {
			const given = word();
			codes.set(given, { ...code, expires: after(CODE_SECONDS) });
			return given;
		},
		takeCode(given) {
			const code = codes.get(given);
			codes.delete(given);
			return code === undefined || code.expires <= now().getTime() ? undefined : code;
		},
		spend(given, clientId) {
			const token = refreshes.get(given);
			if (token === undefined || token.clientId !== clientId) return 'unknown';
			if (token.spent) {
				replays += 1;
				return 'spent';
			}
			if (token.expires <= now().getTime()) return 'expired';
			token.spent = true;
			return token;
		},
		revoke(given) {
			accesses.delete(given);
			refreshes.delete(given);
		},
		expireAccess() {
			for (const [given, token] of accesses) accesses.set(given, { ...token, expires: now().getTime() });
		},
		replays: () => replays,
	};
}
