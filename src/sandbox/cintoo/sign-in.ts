import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Contract } from '../../contracts/contract';
import { objectOf, textOf } from '../reading';
import type { Caller, Handler, SandboxReply, SandboxRequest } from '../service';
import type { CintooContext } from './access';
import { Problem, problemReply } from './problem';
import { userApi1Id } from './shapes';

/** Access tokens last three hours (Cintoo API 2, line 64). */
export const accessSeconds = 10_800;
/** Refresh tokens last 21 days and work once (lines 27 and 55). */
export const refreshDays = 21;
/** Refresh tokens that one user may hold at a time (Cintoo OpenAPI 2.0.0; the figure is lost in the document, line 368). */
export const refreshTokensPerUser = 10;
const codeSeconds = 60;

export interface SignInOptions {
	/**
	 * Accepts the challenge method only as the document spells it, `SHA256` or `SHA-256`. Left out, `S256` passes too:
	 * standard clients send nothing else (n8n hard-codes it), and whether the service refuses it is not documented.
	 */
	readonly strictPkce?: boolean;
	/** Accepts a state only of `[a-z0-9]+`, as the document words it; standard clients send base64 or JSON. */
	readonly strictState?: boolean;
	/** Accepts any redirect URI, for a host that is not on this machine. */
	readonly anyRedirect?: boolean;
	/** Delivers the code by a form post, as the document's "Form Post URL redirect" can be read, not in the query. */
	readonly formPost?: boolean;
	/** Signs this person in without the consent page (id of a user). */
	readonly consentAs?: string;
	/** Life of an access token; three hours when left out. */
	readonly accessSeconds?: number;
}

export interface TokenPair {
	readonly access_token: string;
	readonly refresh_token: string;
	readonly token_type: 'Bearer';
	readonly expires_in: number;
	readonly user_id: string;
}

export interface SignIn {
	readonly contracts: readonly Contract[];
	readonly handlers: Readonly<Record<string, Handler>>;
	readonly authenticate: (request: Omit<SandboxRequest, 'caller'>) => Caller | SandboxReply;
	/** A pair as the consent page would end in. */
	readonly issueTokens: (userId: string) => TokenPair;
	/** Every access token of before is refused from now on; refresh tokens still work. */
	readonly expireAccessTokens: () => void;
	/** How often a refresh token was offered after it had served. */
	readonly refreshReplays: () => number;
}

/** The Allow button of the consent page: the page's own business, so no document knows it. */
const allow: Contract = {
	id: 'cintoo.auth.allow',
	service: 'cintoo',
	method: 'POST',
	path: '/oauth/authorize',
	auth: { kind: 'none' },
	params: ['redirect_uri', 'state', 'code_challenge', 'code_challenge_method', 'user'].map((name) => ({
		name,
		in: 'form',
		type: 'string',
		required: name === 'redirect_uri' || name === 'state' || name === 'user',
	})),
	body: 'form',
	reply: { statuses: [200, 303, 400], kind: 'redirect' },
	source: 'The consent page of this sandbox',
	evidence: 'inferred',
};

export function createSignIn(context: CintooContext, options: SignInOptions): SignIn {
	const { world, state } = context;
	/** Tokens must differ between two runs of the sandbox, or a stored one would seem to survive a restart. */
	const secret = randomBytes(32);
	const lifetime = options.accessSeconds ?? accessSeconds;
	const spent = new Set<string>();
	let replays = 0;

	return {
		contracts: [allow],
		handlers: {
			'cintoo.auth.authorize': (request) => consentPage(request.query),
			'cintoo.auth.allow': (request) => consent(request.form),
			'cintoo.auth.exchangeCode': (request) => exchange((name) => textOf(objectOf(request.json)[name])),
			'cintoo.auth.exchangeCodeByForm': (request) => exchange((name) => request.form.get(name) ?? undefined),
			'cintoo.auth.refreshToken': (request) => refresh(request.form.get('refresh_token') ?? ''),
			'cintoo.auth.isLogged': () => ({ status: 200, json: { success: true } }),
		},
		authenticate,
		issueTokens,
		expireAccessTokens: () => {
			state.signIn.epoch += 1;
		},
		refreshReplays: () => replays,
	};

	function authenticate(request: Omit<SandboxRequest, 'caller'>): Caller | SandboxReply {
		if (request.contract.auth.kind === 'none') return { kind: 'anonymous' };
		const [scheme = '', token = ''] = (request.headers['authorization'] ?? '').split(' ');
		const userId = scheme.toLowerCase() === 'bearer' ? readAccessToken(token) : undefined;
		if (userId !== undefined && state.users.has(userId)) return { kind: 'user', userId };
		// A path of API 1 answers with the error body of API 1 (its lines 177 to 181).
		if (request.contract.id === 'cintoo.auth.isLogged') return { status: 401, json: { code: '401', message: 'Unauthorized' } };
		return problemReply(new Problem(401, 'unauthorized', 'The access token is missing, used or expired.'));
	}

	function issueTokens(userId: string): TokenPair {
		const { refreshTokens } = state.signIn;
		const own = [...refreshTokens].filter(([, grant]) => grant.userId === userId);
		// What happens at the limit is not documented; that the oldest goes is what hurts a careless client most.
		for (const [token] of own.slice(0, Math.max(0, own.length - refreshTokensPerUser + 1))) refreshTokens.delete(token);
		const refreshToken = randomBytes(32).toString('base64url');
		refreshTokens.set(refreshToken, { userId, expires: new Date(world.now().getTime() + refreshDays * 86_400_000) });
		return { access_token: accessToken(userId), refresh_token: refreshToken, token_type: 'Bearer', expires_in: lifetime, user_id: userApi1Id(userId) };
	}

	function accessToken(userId: string): string {
		const issued = Math.floor(world.now().getTime() / 1000);
		const claims = { sub: userId, iat: issued, exp: issued + lifetime, epoch: state.signIn.epoch, jti: randomBytes(6).toString('hex') };
		const content = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
		return `${content}.${sign(content)}`;
	}

	function readAccessToken(token: string): string | undefined {
		const [header = '', payload = '', signature = ''] = token.split('.');
		const right = Buffer.from(sign(`${header}.${payload}`));
		const given = Buffer.from(signature);
		if (right.length !== given.length || !timingSafeEqual(right, given)) return undefined;
		const claims = objectOf(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
		const fresh = typeof claims['exp'] === 'number' && claims['exp'] * 1000 > world.now().getTime() && claims['epoch'] === state.signIn.epoch;
		return fresh ? textOf(claims['sub']) : undefined;
	}

	function sign(content: string): string {
		return createHmac('sha256', secret).update(content).digest('base64url');
	}

	function objectionTo(query: URLSearchParams): string | undefined {
		const redirect = query.get('redirect_uri') ?? '';
		if (options.anyRedirect !== true && !isLocal(redirect)) return 'redirect_uri must be localhost, 127.0.0.1 or /';
		if (options.strictState === true && !/^[a-z0-9]+$/.test(query.get('state') ?? '')) return 'state must be of [a-z0-9]+';
		const method = query.get('code_challenge_method');
		if (query.get('code_challenge') !== null && method === null) return 'code_challenge_method is mandatory with code_challenge';
		if (options.strictPkce === true && method === 'S256') return 'code_challenge_method must be SHA256';
		return undefined;
	}

	function consentPage(query: URLSearchParams): SandboxReply {
		const objection = objectionTo(query);
		if (objection !== undefined) return page(400, `<h1>Sign-in refused</h1><p>${escapeHtml(objection)}</p>`);
		if (options.consentAs !== undefined) return consent(new URLSearchParams([...query, ['user', options.consentAs]]));
		const hidden = ['redirect_uri', 'state', 'code_challenge', 'code_challenge_method']
			.filter((name) => query.has(name))
			.map((name) => `<input type="hidden" name="${name}" value="${escapeHtml(query.get(name) ?? '')}">`);
		const choices = [...state.users.values()]
			.filter((user) => user.confirmed)
			.map((user) => `<option value="${user.id}">${escapeHtml(`${user.firstName} ${user.lastName}, ${user.email}`)}</option>`);
		return page(
			200,
			`<h1>Allow access to Cintoo (sandbox)?</h1><form method="post" action="/oauth/authorize">${hidden.join('')}` +
				`<label>Sign in as <select name="user">${choices.join('')}</select></label> <button type="submit" id="allow">Allow</button></form>`,
		);
	}

	function consent(form: URLSearchParams): SandboxReply {
		const objection = objectionTo(form);
		const user = state.users.get(form.get('user') ?? '');
		if (objection !== undefined || user === undefined) return page(400, `<h1>Sign-in refused</h1><p>${escapeHtml(objection ?? 'unknown user')}</p>`);
		const redirectUri = form.get('redirect_uri') ?? '';
		const challenge = form.get('code_challenge');
		const code = randomBytes(24).toString('hex');
		state.signIn.codes.set(code, {
			userId: user.id,
			redirectUri,
			expires: new Date(world.now().getTime() + codeSeconds * 1000),
			...(challenge === null ? {} : { challenge }),
		});
		const answer = new URLSearchParams({ code, state: form.get('state') ?? '' });
		for (const name of ['code_challenge', 'code_challenge_method']) {
			const value = form.get(name);
			if (value !== null) answer.set(name, value);
		}
		const target = new URL(redirectUri, world.origins.cintoo);
		if (options.formPost === true) {
			const fields = [...answer].map(([name, value]) => `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`);
			return page(200, `<form method="post" action="${escapeHtml(target.href)}">${fields.join('')}<button type="submit">Continue</button></form><script>document.forms[0].submit()</script>`);
		}
		for (const [name, value] of answer) target.searchParams.set(name, value);
		return { status: 303, headers: { location: target.href }, text: '' };
	}

	function exchange(field: (name: string) => string | undefined): SandboxReply {
		const code = field('code') ?? '';
		const pending = state.signIn.codes.get(code);
		state.signIn.codes.delete(code);
		const redirectUri = field('authorization_code') ?? field('redirect_uri');
		if (pending === undefined || pending.expires.getTime() <= world.now().getTime()) return refused('The code is unknown, used or expired.');
		if (redirectUri !== pending.redirectUri) return refused('The redirect URI is not the one the code was made for.');
		if (pending.challenge !== undefined && pending.challenge !== challengeOf(field('code_verifier') ?? '')) return refused('The code verifier does not fit the challenge.');
		return { status: 200, json: issueTokens(pending.userId) };
	}

	function refresh(token: string): SandboxReply {
		const grant = state.signIn.refreshTokens.get(token);
		state.signIn.refreshTokens.delete(token);
		if (spent.has(token)) replays += 1;
		if (grant === undefined || grant.expires.getTime() <= world.now().getTime()) {
			return problemReply(new Problem(401, 'unauthorized', 'The refresh token is unknown, used or expired.'));
		}
		spent.add(token);
		state.signIn.refreshes += 1;
		return { status: 200, json: issueTokens(grant.userId) };
	}
}

/** The refusal of a code is not documented; RFC 6749, section 5.2, is. */
function refused(words: string): SandboxReply {
	return { status: 400, json: { error: 'invalid_grant', error_description: words } };
}

function isLocal(redirect: string): boolean {
	if (redirect === '/') return true;
	return URL.canParse(redirect) && ['localhost', '127.0.0.1'].includes(new URL(redirect).hostname);
}

function challengeOf(verifier: string): string {
	return createHash('sha256').update(verifier).digest('base64url');
}

function encode(value: unknown): string {
	return Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');
}

function page(status: number, body: string): SandboxReply {
	return { status, type: 'text/html; charset=utf-8', text: `<!doctype html><html><head><title>Cintoo (sandbox)</title></head><body>${body}</body></html>` };
}

function escapeHtml(text: string): string {
	return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
