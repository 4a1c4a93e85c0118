import { SignInError } from '../errors';
import type { Clock, Session, Signature, TokenKind, TokenStore, Transport } from '../ports';
import { refusalOf, rememberRefusal } from './refusals';
import { patiently, requestTokens, signInAgain, type OAuthTokens, type TokenRequest } from './token-endpoint';

/** Renewed this long before it ends, in ms, or in the last quarter of a short life: a call must not start with a token that dies on the way. */
const margin = 60_000;
/** For so long, in ms, a refused application or service account is not asked for again by every item: somebody may enable it meanwhile. */
const restAfterRefusal = 60_000;

/** A person's sign-in, renewed by a refresh token. */
export interface UserSignIn {
	readonly store: TokenStore<OAuthTokens>;
	/** The same for every connection that shares these tokens. */
	readonly key: string;
	refreshRequest(refreshToken: string): TokenRequest;
}

/** Keeps a person's tokens until the person signs out. */
export interface EndableStore extends TokenStore<OAuthTokens> {
	/** The tokens are gone for good: a later `write` is refused. */
	forget(): Promise<void>;
}

/** A sign-in whose tokens are made when they are needed, without a person: they are kept in memory only. */
export interface MadeSignIn {
	/** The same for every connection that shares these tokens. */
	readonly key: string;
	/** The service's id of the user it stands for, where it is one. */
	readonly userId?: string;
	/** @param now ms since the epoch */
	tokenRequest(now: number): TokenRequest;
}

export interface OAuthSessionOptions {
	readonly service: string;
	readonly transport: Transport;
	readonly clock: Clock;
	/** Name of the credential, as people gave it. */
	readonly credential?: string;
	readonly user?: UserSignIn | MadeSignIn;
	readonly app?: MadeSignIn;
}

/** Renewals of people's sign-ins; nothing comes of one that is ended. */
const renewals = new Map<string, Promise<OAuthTokens | undefined>>();
const makings = new Map<string, Promise<OAuthTokens>>();
const madeTokens = new Map<string, OAuthTokens>();
/** Renewed tokens that could not be stored yet, by the key of the sign-in: the ones in the store are spent. */
const unsaved = new Map<string, OAuthTokens>();

/** One renewal for all who need the same tokens, in the whole process: hosts re-create connections, single-use tokens allow no race. */
async function once<Outcome>(underWay: Map<string, Promise<Outcome>>, key: string, renew: () => Promise<Outcome>): Promise<Outcome> {
	const running = underWay.get(key);
	if (running) return await running;
	const started = renew().finally(() => underWay.delete(key));
	underWay.set(key, started);
	return await started;
}

/**
 * Ends a person's sign-in in this process, after the renewal that is under way: its tokens would outlive the sign-in otherwise.
 * Gives the newest tokens, to have the service end them; none where they cannot be read.
 */
export async function endSignIn({ key, store }: Pick<UserSignIn, 'key'> & { readonly store: EndableStore }): Promise<OAuthTokens | undefined> {
	for (let running = renewals.get(key); running; running = renewals.get(key)) await running.catch(() => undefined);
	let newest: OAuthTokens | undefined;
	await once(renewals, key, async () => {
		newest = unsaved.get(key) ?? (await store.read().catch(() => undefined));
		unsaved.delete(key);
		await store.forget();
		return undefined;
	});
	return newest;
}

/** A connection signed in with OAuth: a user's tokens, the application's own, or both. */
export class OAuthSession implements Session {
	constructor(private readonly options: OAuthSessionOptions) {}

	get tokens(): readonly TokenKind[] {
		return [...(this.options.user ? (['user'] as const) : []), ...(this.options.app ? (['app'] as const) : [])];
	}

	get userKey(): string | undefined {
		return this.options.user?.key;
	}

	async sign(token: TokenKind): Promise<Signature> {
		const { user, app, service, credential } = this.options;
		if (token === 'app') {
			if (!app) throw new SignInError(`${service}: this takes the application’s own sign-in.`, { remedy: 'Enter client ID and client secret in the credential.' });
			return bearer((await this.made(app)).accessToken);
		}
		if (!user) throw new SignInError(`${service}: nobody is signed in.`, { remedy: this.options.app ? 'This takes a user: choose a credential that signs in a person or a service account.' : signInAgain(credential) });
		return bearer((isMade(user) ? await this.made(user) : await this.kept(user)).accessToken);
	}

	async renew(token: TokenKind, refused: Signature): Promise<boolean> {
		const stale = refused.headers?.authorization;
		const signIn = token === 'app' ? this.options.app : this.options.user;
		if (!signIn) return false;
		if (isMade(signIn)) {
			if (bearerText(madeTokens.get(signIn.key)?.accessToken) === stale) madeTokens.delete(signIn.key);
			await this.made(signIn);
			return true;
		}
		const stored = await current(signIn);
		if (stored && bearerText(stored.accessToken) !== stale) return true;
		await this.refresh(signIn, stale);
		return true;
	}

	async me(): Promise<string | undefined> {
		const { user } = this.options;
		return user && (isMade(user) ? user.userId : (await user.store.read())?.userId);
	}

	private async kept(user: UserSignIn): Promise<OAuthTokens> {
		const stored = await current(user);
		if (!stored) throw this.nobody();
		if (lasts(stored, this.options.clock.now())) return stored;
		return await this.refresh(user, bearerText(stored.accessToken));
	}

	private nobody(): SignInError {
		const { service, credential } = this.options;
		return new SignInError(`${service}: nobody is signed in yet.`, { remedy: signInAgain(credential) });
	}

	private async refresh(user: UserSignIn, stale: string | undefined): Promise<OAuthTokens> {
		const { service, credential } = this.options;
		const renewed = await once(renewals, user.key, async () => {
			const stored = await user.store.read();
			if (stored && bearerText(stored.accessToken) !== stale) return stored;
			const refreshToken = stored?.refreshToken;
			if (stored === undefined || refreshToken === undefined || refreshToken === '') throw new SignInError(`${service}: the sign-in has expired.`, { remedy: signInAgain(credential) });
			const fresh = await this.exchanged(refreshToken, user.refreshRequest(refreshToken));
			const merged: OAuthTokens = { ...fresh, refreshToken: fresh.refreshToken ?? refreshToken, userId: fresh.userId ?? stored.userId, signedInAt: stored.signedInAt };
			// Stored before anyone uses it: the old refresh token is spent by now.
			unsaved.set(user.key, merged);
			await save(user, merged);
			return merged;
		});
		if (!renewed) throw this.nobody();
		return renewed;
	}

	/** Asks for tokens, unless the same proof was refused a short while ago. @param restMs how long a refusal holds; that of a refresh token by default */
	private async exchanged(proof: string, request: TokenRequest | ((now: number) => TokenRequest), restMs?: number): Promise<OAuthTokens> {
		const { transport, clock, credential } = this.options;
		const refused = refusalOf(proof, clock.now());
		if (refused) throw refused;
		try {
			// A lost answer is asked for again: if a token was spent by it, it is lost in any case.
			return await patiently(clock, async () => await requestTokens(transport, request, clock.now(), credential));
		} catch (error) {
			if (error instanceof SignInError) rememberRefusal(proof, error, clock.now(), restMs);
			throw error;
		}
	}

	private async made(signIn: MadeSignIn): Promise<OAuthTokens> {
		const known = madeTokens.get(signIn.key);
		if (known && lasts(known, this.options.clock.now())) return known;
		return await once(makings, signIn.key, async () => {
			const fresh = await this.exchanged(signIn.key, (now) => signIn.tokenRequest(now), restAfterRefusal);
			madeTokens.set(signIn.key, fresh);
			return fresh;
		});
	}
}

/** What is stored, once everything that was renewed is. */
async function current(user: UserSignIn): Promise<OAuthTokens | undefined> {
	const renewed = unsaved.get(user.key);
	if (!renewed || renewals.has(user.key)) return await user.store.read();
	return await once(renewals, user.key, async () => {
		await save(user, renewed);
		return renewed;
	});
}

async function save(user: UserSignIn, tokens: OAuthTokens): Promise<void> {
	await user.store.write(tokens);
	unsaved.delete(user.key);
}

function isMade(signIn: UserSignIn | MadeSignIn): signIn is MadeSignIn {
	return 'tokenRequest' in signIn;
}

function lasts({ expiresAt, issuedAt }: OAuthTokens, now: number): boolean {
	return expiresAt - Math.min(margin, issuedAt === undefined ? margin : (expiresAt - issuedAt) / 4) > now;
}

function bearer(token: string): Signature {
	return { headers: { authorization: `Bearer ${token}` } };
}

function bearerText(token: string | undefined): string | undefined {
	return token === undefined ? undefined : `Bearer ${token}`;
}
