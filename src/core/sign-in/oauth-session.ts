import { ConnectionError, SignInError } from '../errors';
import type { Clock, Session, Signature, TokenKind, TokenStore, Transport } from '../ports';
import { requestTokens, type OAuthTokens, type TokenRequest } from './token-endpoint';

/** Renewed this long before it ends, in ms: a call must not start with a token that dies on the way. */
const margin = 60_000;

export interface UserSignIn {
	readonly store: TokenStore<OAuthTokens>;
	/** The same for every connection that shares these tokens. */
	readonly key: string;
	refreshRequest(refreshToken: string): TokenRequest;
}

export interface AppSignIn {
	readonly key: string;
	tokenRequest(): TokenRequest;
}

export interface OAuthSessionOptions {
	readonly service: string;
	readonly transport: Transport;
	readonly clock: Pick<Clock, 'now'>;
	readonly user?: UserSignIn;
	readonly app?: AppSignIn;
}

const renewals = new Map<string, Promise<OAuthTokens>>();
const appTokens = new Map<string, OAuthTokens>();

/** One renewal for all who need the same tokens, in the whole process: hosts re-create connections, single-use tokens allow no race. */
async function once(key: string, renew: () => Promise<OAuthTokens>): Promise<OAuthTokens> {
	const running = renewals.get(key);
	if (running) return await running;
	const started = renew().finally(() => renewals.delete(key));
	renewals.set(key, started);
	return await started;
}

/** A connection signed in with OAuth: a user's tokens, the application's own, or both. */
export class OAuthSession implements Session {
	/** The refusal of a refresh token: it is not offered a second time in the same run. */
	private refused: { readonly token: string; readonly error: SignInError } | undefined;

	constructor(private readonly options: OAuthSessionOptions) {}

	get tokens(): readonly TokenKind[] {
		return [...(this.options.user ? (['user'] as const) : []), ...(this.options.app ? (['app'] as const) : [])];
	}

	async sign(token: TokenKind): Promise<Signature> {
		const tokens = token === 'app' ? await this.appTokens() : await this.userTokens();
		return bearer(tokens.accessToken);
	}

	async renew(token: TokenKind, refused: Signature): Promise<boolean> {
		const stale = refused.headers?.authorization;
		if (token === 'app') {
			const { app } = this.options;
			if (!app) return false;
			if (bearerText(appTokens.get(app.key)?.accessToken) === stale) appTokens.delete(app.key);
			await this.appTokens();
			return true;
		}
		const { user } = this.options;
		if (!user) return false;
		const stored = await user.store.read();
		if (stored && bearerText(stored.accessToken) !== stale) return true;
		await this.refresh(user, stale);
		return true;
	}

	async me(): Promise<string | undefined> {
		return (await this.options.user?.store.read())?.userId;
	}

	private async userTokens(): Promise<OAuthTokens> {
		const { user, clock, service } = this.options;
		if (!user) throw new SignInError(`${service}: nobody is signed in.`, { remedy: 'Open the credential and sign in.' });
		const stored = await user.store.read();
		if (!stored) throw new SignInError(`${service}: nobody is signed in yet.`, { remedy: 'Open the credential and sign in.' });
		if (stored.expiresAt - margin > clock.now()) return stored;
		return await this.refresh(user, bearerText(stored.accessToken));
	}

	private async refresh(user: UserSignIn, stale: string | undefined): Promise<OAuthTokens> {
		return await once(user.key, async () => {
			const stored = await user.store.read();
			if (stored && bearerText(stored.accessToken) !== stale) return stored;
			if (stored?.refreshToken === undefined || stored.refreshToken === '') throw new SignInError(`${this.options.service}: the sign-in has expired.`, { remedy: 'Open the credential and sign in again.' });
			if (this.refused?.token === stored.refreshToken) throw this.refused.error;
			const fresh = await this.ask(user.refreshRequest(stored.refreshToken)).catch((error: unknown) => {
				if (error instanceof SignInError && stored.refreshToken !== undefined) this.refused = { token: stored.refreshToken, error };
				throw error;
			});
			const merged: OAuthTokens = { ...fresh, refreshToken: fresh.refreshToken ?? stored.refreshToken, userId: fresh.userId ?? stored.userId };
			// Stored before anyone uses it: the old refresh token is spent by now.
			await user.store.write(merged);
			return merged;
		});
	}

	/** A lost answer is asked for once more: if the token was spent by it, it is lost in any case. */
	private async ask(request: TokenRequest): Promise<OAuthTokens> {
		const { transport, clock } = this.options;
		try {
			return await requestTokens(transport, request, clock.now());
		} catch (error) {
			if (!(error instanceof ConnectionError)) throw error;
			return await requestTokens(transport, request, clock.now());
		}
	}

	private async appTokens(): Promise<OAuthTokens> {
		const { app, clock, service } = this.options;
		if (!app) throw new SignInError(`${service}: this takes the application’s own sign-in.`, { remedy: 'Enter client ID and client secret in the credential.' });
		const known = appTokens.get(app.key);
		if (known && known.expiresAt - margin > clock.now()) return known;
		return await once(`app ${app.key}`, async () => {
			const fresh = await this.ask(app.tokenRequest());
			appTokens.set(app.key, fresh);
			return fresh;
		});
	}
}

function bearer(token: string): Signature {
	return { headers: { authorization: `Bearer ${token}` } };
}

function bearerText(token: string | undefined): string | undefined {
	return token === undefined ? undefined : `Bearer ${token}`;
}
