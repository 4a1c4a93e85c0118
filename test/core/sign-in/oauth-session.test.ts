import { SignInError } from '../../../src/core/errors';
import * as acc from '../../../src/core/sign-in/acc';
import * as cintoo from '../../../src/core/sign-in/cintoo';
import { endSignIn, OAuthSession } from '../../../src/core/sign-in/oauth-session';
import { createPkce, createState } from '../../../src/core/sign-in/pkce';
import type { Clock } from '../../../src/core/ports';
import { requestTokens, type OAuthTokens } from '../../../src/core/sign-in/token-endpoint';
import { createHash, generateKeyPairSync, verify } from 'node:crypto';
import { jsonParse } from 'n8n-workflow';
import { broken, ScriptedTransport, type Answer, type Sent } from '../scripted';
import { failureFrom } from '../../support/failure';

const start = Date.parse('2026-10-01T08:00:00Z');
let keys = 0;
/** The process keeps tokens by key: each test has keys of its own. */
const freshKey = (): string => `test-${++keys}`;

/** Pauses take no time, but move the clock on. */
const clockAt = (clock: { time: number }): Clock => ({
	now: () => clock.time,
	sleep: async (ms) => {
		clock.time += ms;
	},
});

interface Setup {
	readonly session: OAuthSession;
	readonly transport: ScriptedTransport;
	readonly clock: { time: number };
	/** What happened, in order. */
	readonly order: string[];
	readonly stored: () => OAuthTokens | undefined;
	readonly again: () => OAuthSession;
}

function signedIn(answer: (request: Sent, index: number) => Answer | Promise<Answer>, first: OAuthTokens | undefined = { accessToken: 'a0', refreshToken: 'r0', expiresAt: start + 3_600_000, userId: 'u1' }): Setup {
	let tokens = first;
	const order: string[] = [];
	const clock = { time: start };
	const key = freshKey();
	const transport = new ScriptedTransport(async (request, index) => {
		order.push(`asked ${new URLSearchParams(request.sent).get('refresh_token') ?? ''}`);
		return await answer(request, index);
	});
	const store = {
		read: async () => tokens,
		write: async (fresh: OAuthTokens) => {
			await new Promise((resolve) => setImmediate(resolve));
			tokens = fresh;
			order.push(`stored ${fresh.accessToken}`);
		},
	};
	const again = (): OAuthSession => new OAuthSession({ service: 'Cintoo', credential: 'Nora’s', transport, clock: clockAt(clock), user: { key, store, refreshRequest: (token) => cintoo.refreshRequest('https://cintoo.example', token) } });
	return { session: again(), transport, clock, order, stored: () => tokens, again };
}
const grant = (n: number): Answer => ({ json: { access_token: `a${n}`, refresh_token: `r${n}`, expires_in: 3600 } });
/** Each refresh token works once. */
function singleUse(): (request: Sent) => Answer {
	let next = 0;
	return (request) => (new URLSearchParams(request.sent).get('refresh_token') === `r${next}` ? grant(++next) : { status: 400, json: { error: 'invalid_grant', error_description: 'The refresh token was used before' } });
}
const header = (token: string): { headers: { authorization: string } } => ({ headers: { authorization: `Bearer ${token}` } });

describe('a user', () => {
	it('signs with the stored token while it lasts', async () => {
		const { session, transport } = signedIn(() => grant(1));
		expect(await session.sign('user')).toEqual(header('a0'));
		expect(transport.requests).toHaveLength(0);
		expect(await session.me()).toBe('u1');
	});

	it('renews before the end, stores, then uses; who it is stays known', async () => {
		const { session, clock, order, stored } = signedIn(() => grant(1));
		clock.time = start + 3_600_000 - 30_000;
		expect(await session.sign('user')).toEqual(header('a1'));
		order.push('used a1');
		expect(order).toEqual(['asked r0', 'stored a1', 'used a1']);
		expect(stored()).toEqual({ accessToken: 'a1', refreshToken: 'r1', expiresAt: clock.time + 3_600_000, issuedAt: clock.time, userId: 'u1' });
	});

	it('keeps its refresh token where the service gives no new one', async () => {
		const { session, clock, stored } = signedIn(() => ({ json: { access_token: 'a1', expires_in: '3600' } }));
		clock.time = start + 4_000_000;
		await session.sign('user');
		expect(stored()).toMatchObject({ refreshToken: 'r0', expiresAt: clock.time + 3_600_000 });
	});

	it('renews once for ten calls over ten connections', async () => {
		const { transport, clock, again } = signedIn(singleUse());
		clock.time = start + 4_000_000;
		const signed = await Promise.all(Array.from({ length: 10 }, () => again().sign('user')));
		expect(signed).toEqual(Array.from({ length: 10 }, () => header('a1')));
		expect(transport.requests).toHaveLength(1);
	});

	it('renews once for ten calls refused with 401, late ones included', async () => {
		const { transport, again } = signedIn(singleUse());
		expect(await Promise.all(Array.from({ length: 10 }, () => again().renew('user', header('a0'))))).toEqual(Array.from({ length: 10 }, () => true));
		expect(await again().renew('user', header('a0'))).toBe(true);
		expect(transport.requests).toHaveLength(1);
		expect(await again().sign('user')).toEqual(header('a1'));
	});

	it('renews again when the new one is refused too', async () => {
		const { transport, session } = signedIn(singleUse());
		await session.renew('user', header('a0'));
		await session.renew('user', header('a1'));
		expect(transport.requests).toHaveLength(2);
		expect(await session.sign('user')).toEqual(header('a2'));
	});

	it.each([
		['is lost', (): Answer => broken(true), 500],
		['is a 503', (): Answer => ({ status: 503 }), 500],
		['is a 408 of a gateway', (): Answer => ({ status: 408 }), 500],
		['is a 429 that names a time', (): Answer => ({ status: 429, headers: { 'retry-after': '7' } }), 7000],
	])('asks again after a pause when the answer %s', async (_, first, pause) => {
		const { session, transport, clock } = signedIn((_request, index) => (index === 0 ? first() : grant(1)));
		await session.renew('user', header('a0'));
		expect(transport.requests).toHaveLength(2);
		expect(clock.time - start).toBe(pause);
		expect(await session.sign('user')).toEqual(header('a1'));
	});

	it('gives up after the fourth, and tries afresh the next time', async () => {
		const { session, transport, stored } = signedIn((_request, index) => (index < 4 ? broken(true) : grant(1)));
		expect(await failureFrom(session.renew('user', header('a0')))).toMatchObject({ kind: 'connection' });
		expect(stored()).toMatchObject({ refreshToken: 'r0' });
		expect(await session.renew('user', header('a0'))).toBe(true);
		expect(transport.requests).toHaveLength(5);
	});

	it('does not wait for minutes', async () => {
		const { session, transport } = signedIn(() => ({ status: 429, headers: { 'retry-after': '600' } }));
		expect(await failureFrom(session.renew('user', header('a0')))).toMatchObject({ kind: 'connection', facts: { retryAfterMs: 600_000 } });
		expect(transport.requests).toHaveLength(1);
	});

	it('uses short-lived tokens for three quarters of their life', async () => {
		const { session, transport, clock } = signedIn(singleUse(), { accessToken: 'a0', refreshToken: 'r0', issuedAt: start, expiresAt: start + 8_000 });
		clock.time = start + 5_900;
		expect(await session.sign('user')).toEqual(header('a0'));
		clock.time = start + 6_100;
		expect(await session.sign('user')).toEqual(header('a1'));
		expect(transport.requests).toHaveLength(1);
	});

	it('does not lose renewed tokens to a store that fails for a while', async () => {
		const transport = new ScriptedTransport(singleUse());
		let stored: OAuthTokens = { accessToken: 'a0', refreshToken: 'r0', expiresAt: 0 };
		let full = true;
		const store = {
			read: async () => stored,
			write: async (fresh: OAuthTokens) => {
				if (full) throw new Error('disk full');
				stored = fresh;
			},
		};
		const key = freshKey();
		const make = (): OAuthSession => new OAuthSession({ service: 'Cintoo', transport, clock: clockAt({ time: start }), user: { key, store, refreshRequest: (token) => cintoo.refreshRequest('https://cintoo.example', token) } });
		for (let run = 0; run < 2; run++) await expect(make().sign('user')).rejects.toThrow('disk full');
		full = false;
		expect(await Promise.all([make().sign('user'), make().sign('user')])).toEqual([header('a1'), header('a1')]);
		expect(stored).toMatchObject({ refreshToken: 'r1' });
		expect(transport.requests).toHaveLength(1);
	});

	it('says what to do when the refresh token is spent, and does not ask twice', async () => {
		const { session, transport, again, clock } = signedIn(() => ({ status: 400, json: { error: 'invalid_grant', error_description: 'The refresh token was used before' } }), { accessToken: 'a0', refreshToken: freshKey(), expiresAt: start + 3_600_000 });
		const error = await failureFrom(session.renew('user', header('a0')));
		expect(error).toMatchObject({ kind: 'sign-in', facts: { status: 400, code: 'invalid_grant' } });
		expect(error.explanation).toMatch(/Cintoo refused the sign-in \(400\): The refresh token was used before.*Open the credential “Nora’s” and sign in again/);
		expect(await failureFrom(again().renew('user', header('a0')))).toBe(error);
		expect(transport.requests).toHaveLength(1);
		clock.time += 700_000;
		await failureFrom(again().renew('user', header('a0')));
		expect(transport.requests).toHaveLength(2);
	});

	describe('who signs out', () => {
		interface Leaving {
			readonly session: OAuthSession;
			readonly end: () => Promise<OAuthTokens | undefined>;
			readonly stored: () => OAuthTokens | undefined;
		}
		const leaving = (answer: () => Promise<Answer>, write: (fresh: OAuthTokens, keep: () => void) => Promise<void> = async (_fresh, keep) => keep()): Leaving => {
			let tokens: OAuthTokens | undefined = { accessToken: 'a0', refreshToken: 'r0', expiresAt: start };
			const key = freshKey();
			const store = {
				read: async () => tokens,
				write: async (fresh: OAuthTokens) => await write(fresh, () => void (tokens = fresh)),
				forget: async () => void (tokens = undefined),
			};
			const session = new OAuthSession({ service: 'Cintoo', transport: new ScriptedTransport(answer), clock: clockAt({ time: start }), user: { key, store, refreshRequest: (token) => cintoo.refreshRequest('https://cintoo.example', token) } });
			return { session, end: async () => await endSignIn({ key, store }), stored: () => tokens };
		};

		it('does so after the renewal under way, and ends the newest tokens', async () => {
			let arrive = (): void => undefined;
			const { session, end, stored } = leaving(async () => await new Promise<Answer>((resolve) => (arrive = () => resolve(grant(1)))));
			const renewing = session.sign('user');
			await new Promise((resolve) => setImmediate(resolve));
			const ending = end();
			await new Promise((resolve) => setImmediate(resolve));
			arrive();
			expect(await renewing).toEqual(header('a1'));
			expect(await ending).toMatchObject({ refreshToken: 'r1' });
			expect(stored()).toBeUndefined();
			expect(await failureFrom(session.sign('user'))).toMatchObject({ kind: 'sign-in', message: 'Cintoo: nobody is signed in yet.' });
		});

		it('leaves no tokens behind that could not be stored', async () => {
			const { session, end, stored } = leaving(async () => grant(1), async () => await Promise.reject(new SignInError('The disk is full.')));
			expect(await failureFrom(session.sign('user'))).toMatchObject({ message: 'The disk is full.' });
			expect(await end()).toMatchObject({ refreshToken: 'r1' });
			expect(stored()).toBeUndefined();
			expect(await failureFrom(session.sign('user'))).toMatchObject({ message: 'Cintoo: nobody is signed in yet.' });
		});
	});

	it('uses no token that could not be stored', async () => {
		const transport = new ScriptedTransport(() => grant(1));
		const session = new OAuthSession({ service: 'Cintoo', transport, clock: clockAt({ time: start }), user: { key: freshKey(), store: { read: async () => ({ accessToken: 'a0', refreshToken: 'r0', expiresAt: 0 }), write: () => Promise.reject(new Error('disk full')) }, refreshRequest: (token) => cintoo.refreshRequest('https://cintoo.example', token) } });
		await expect(session.sign('user')).rejects.toThrow('disk full');
	});

	it('who has not signed in, or has no refresh token, is told to', async () => {
		const nobody = new OAuthSession({ service: 'Cintoo', transport: new ScriptedTransport(() => grant(1)), clock: clockAt({ time: start }), user: { key: freshKey(), store: { read: async () => undefined, write: async () => undefined }, refreshRequest: (token) => cintoo.refreshRequest('https://cintoo.example', token) } });
		expect((await failureFrom(nobody.sign('user'))).message).toContain('nobody is signed in yet');
		const { session } = signedIn(() => grant(1), { accessToken: 'a0', expiresAt: 0 });
		expect((await failureFrom(session.sign('user'))).message).toContain('has expired');
	});
});

describe('an application', () => {
	const app = { clientId: 'id', clientSecret: 'se:cret' };
	function own(answer: (request: Sent, index: number) => Answer): { make: () => OAuthSession; transport: ScriptedTransport; clock: { time: number } } {
		const transport = new ScriptedTransport(answer);
		const clock = { time: start };
		const key = freshKey();
		return { transport, clock, make: () => new OAuthSession({ service: 'Autodesk', transport, clock: clockAt(clock), app: { key, tokenRequest: () => acc.appTokenRequest('https://aps.example', app) } }) };
	}
	const token = (_: Sent, index: number): Answer => ({ json: { access_token: `app${index}`, expires_in: 3600 } });

	it('asks once for all, keeps the token and renews it before the end', async () => {
		const { make, transport, clock } = own(token);
		expect(await Promise.all([make().sign('app'), make().sign('app'), make().sign('app')])).toEqual([header('app0'), header('app0'), header('app0')]);
		expect(transport.requests).toHaveLength(1);
		expect(transport.request(0)).toMatchObject({ method: 'POST', url: 'https://aps.example/authentication/v2/token', headers: { authorization: `Basic ${Buffer.from('id:se:cret').toString('base64')}` } });
		expect(Object.fromEntries(new URLSearchParams(transport.request(0).sent))).toMatchObject({ grant_type: 'client_credentials' });
		clock.time += 3_600_000 - 30_000;
		expect(await make().sign('app')).toEqual(header('app1'));
	});
	it('asks anew once after a 401 for all that were refused', async () => {
		const { make, transport } = own(token);
		const refused = await make().sign('app');
		expect(await Promise.all([make().renew('app', refused), make().renew('app', refused), make().renew('app', refused)])).toEqual([true, true, true]);
		expect(transport.requests).toHaveLength(2);
		expect(await make().sign('app')).toEqual(header('app1'));
	});
	it('says which sign-in is missing', async () => {
		const { make } = own(token);
		expect(make().tokens).toEqual(['app']);
		expect(await failureFrom(make().sign('user'))).toMatchObject({ kind: 'sign-in' });
		expect(await make().renew('user', {})).toBe(false);
		const { session } = signedIn(() => grant(1));
		expect(session.tokens).toEqual(['user']);
		expect(await failureFrom(session.sign('app'))).toMatchObject({ kind: 'sign-in' });
	});
});

describe('a service account', () => {
	const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
	const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
	const app = { clientId: 'id', clientSecret: 'secret' };
	const claimsOf = (assertion: string): Readonly<Record<string, unknown>> => jsonParse(Buffer.from(assertion.split('.')[1] ?? '', 'base64url').toString());
	function robot(answer: (request: Sent, index: number) => Answer, key = pem): { make: () => OAuthSession; transport: ScriptedTransport; clock: { time: number } } {
		const transport = new ScriptedTransport(answer);
		const clock = { time: start };
		const account = { id: freshKey(), keyId: 'key-1', privateKey: key };
		return { transport, clock, make: () => new OAuthSession({ service: 'Autodesk', transport, clock: clockAt(clock), user: acc.serviceAccountSignIn('https://aps.example', app, account) }) };
	}
	const token = (_: Sent, index: number): Answer => ({ json: { access_token: `robot${index}`, expires_in: 3599 } });

	it('signs in with an assertion of its key, once for all, and again before the end', async () => {
		const { make, transport, clock } = robot(token);
		expect(await Promise.all([make().sign('user'), make().sign('user')])).toEqual([header('robot0'), header('robot0')]);
		expect(make().tokens).toEqual(['user']);
		const { url, headers, sent } = transport.request(0);
		expect([url, headers.authorization]).toEqual(['https://aps.example/authentication/v2/token', `Basic ${Buffer.from('id:secret').toString('base64')}`]);
		const form = new URLSearchParams(sent);
		expect(form.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer');
		const assertion = form.get('assertion') ?? '';
		const [head = '', body = '', signature = ''] = assertion.split('.');
		expect(verify('sha256', Buffer.from(`${head}.${body}`), publicKey, Buffer.from(signature, 'base64url'))).toBe(true);
		expect(jsonParse(Buffer.from(head, 'base64url').toString())).toEqual({ alg: 'RS256', kid: 'key-1' });
		const claims = claimsOf(assertion);
		expect(claims).toMatchObject({ iss: 'id', sub: await make().me(), aud: 'https://developer.api.autodesk.com/authentication/v2/token', scope: acc.userScopes.split(' ') });
		expect(Number(claims.exp) * 1000).toBeGreaterThan(start);
		expect(Number(claims.exp) * 1000).toBeLessThanOrEqual(start + 300_000);
		clock.time += 3_599_000 - 30_000;
		expect(await make().sign('user')).toEqual(header('robot1'));
	});
	it('asks anew once after a 401', async () => {
		const { make, transport } = robot(token);
		const refused = await make().sign('user');
		expect(await Promise.all([make().renew('user', refused), make().renew('user', refused)])).toEqual([true, true]);
		expect(transport.requests).toHaveLength(2);
	});
	it('takes the time of the service where the clock of this machine is wrong', async () => {
		const theirs = start + 3_600_000;
		const { make, transport } = robot(({ sent }): Answer => (Number(claimsOf(new URLSearchParams(sent).get('assertion') ?? '').exp) * 1000 > theirs ? { json: { access_token: 'robot', expires_in: 3599 } } : { status: 400, headers: { date: new Date(theirs).toUTCString() }, json: { error: 'invalid_grant' } }));
		expect(await make().sign('user')).toEqual(header('robot'));
		expect(transport.requests).toHaveLength(2);
	});
	it('says what to check when it is refused', async () => {
		const { make } = robot(() => ({ status: 400, headers: { date: new Date(start).toUTCString() }, json: { error: 'invalid_grant', error_description: 'The assertion is expired' } }));
		const error = await failureFrom(make().sign('user'));
		expect(error).toMatchObject({ kind: 'sign-in', facts: { code: 'invalid_grant' } });
		expect(error.explanation).toMatch(/The assertion is expired.*private key.*clock/);
	});
	it('does not ask again for every item once it was refused, but after a while', async () => {
		const { make, transport, clock } = robot(() => ({ status: 403, headers: { date: new Date(start).toUTCString() }, json: { error: 'access_denied' } }));
		for (let item = 0; item < 3; item++) expect(await failureFrom(make().sign('user'))).toMatchObject({ kind: 'sign-in' });
		expect(transport.requests).toHaveLength(1);
		clock.time += 60_000;
		await failureFrom(make().sign('user'));
		expect(transport.requests).toHaveLength(2);
	});
	it.each([
		['as it came', pem],
		['in one line', pem.replaceAll('\n', ' ')],
		['with written line breaks', pem.replaceAll('\n', '\\n')],
		['as PKCS 8', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
	])('takes its key %s', async (_, key) => expect(await robot(token, key).make().sign('user')).toEqual(header('robot0')));
	it.each(['', 'key', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----'])('does not repeat what is no key: %j', async (key) => {
		const error = await failureFrom(robot(token, key).make().sign('user'));
		expect(error.kind).toBe('input');
		expect(JSON.stringify([error.explanation, error.cause ?? null])).not.toContain('AAAA');
	});
});

describe('a token endpoint', () => {
	const ask = (answer: Answer): Promise<OAuthTokens> => requestTokens(new ScriptedTransport(() => answer), { service: 'Cintoo', url: 'https://cintoo.example/oauth/token', fields: {} }, start);
	it.each<[string, Answer, string, string]>([
		['400', { status: 400, json: { error: 'invalid_request' } }, 'sign-in', 'invalid_request'],
		['401 in Autodesk’s words', { status: 401, json: { developerMessage: 'The client_id is unknown', errorCode: 'AUTH-001' } }, 'sign-in', 'The client_id is unknown'],
		['403 without words', { status: 403 }, 'sign-in', '(403).'],
		['a redirect', { status: 302, headers: { location: 'https://evil.example' } }, 'sign-in', '302'],
		['429', { status: 429 }, 'connection', '429'],
		['500', { status: 500, json: { error: 'x' } }, 'connection', '500'],
		['a page', { headers: { 'content-type': 'text/html' }, body: '<html>' }, 'unexpected-reply', 'a web page'],
		['no token', { json: { expires_in: 1 } }, 'unexpected-reply', 'gave no token'],
		['an empty token', { json: { access_token: '' } }, 'unexpected-reply', 'gave no token'],
	])('%s', async (_, answer, kind, said) => {
		const error = await failureFrom(ask(answer));
		expect(error.kind).toBe(kind);
		expect(error.message).toContain(said);
		expect(error.facts.remedy).toBeTruthy();
	});
	it.each([
		[{ expires_in: 10 }, 10_000],
		[{ expires_in: '10' }, 10_000],
		[{}, 3_600_000],
		[{ expires_in: 'soon' }, 3_600_000],
	])('takes the end from %j', async (more, lasts) => expect((await ask({ json: { access_token: 'a', ...more } })).expiresAt).toBe(start + lasts));
});

describe('addresses', () => {
	it('Cintoo’s writes the method its own way', () => {
		const url = new URL(cintoo.authorizeUrl('https://cintoo.example', { redirectUri: 'http://localhost:1880/cb', state: 's', challenge: 'c' }));
		expect(url.origin + url.pathname).toBe('https://cintoo.example/oauth/authorize');
		expect(Object.fromEntries(url.searchParams)).toEqual({ redirect_uri: 'http://localhost:1880/cb', state: 's', code_challenge: 'c', code_challenge_method: 'SHA256' });
	});
	it.each(['http://localhost:1880/cb', 'http://127.0.0.1/cb'])('Cintoo sends back to %s', (uri) => expect(() => cintoo.checkRedirect(uri)).not.toThrow());
	it.each(['https://flows.example/cb', 'http://localhost.evil.example/cb', 'http://192.168.0.2/cb'])('Cintoo does not send back to %s', (uri) => expect(() => cintoo.checkRedirect(uri)).toThrow('localhost only'));
	it('Autodesk’s names app, scopes and the standard’s method', () => {
		const url = new URL(acc.authorizeUrl('https://aps.example', { clientId: 'id' }, { redirectUri: 'http://x/cb', state: 's', challenge: 'c' }));
		expect(Object.fromEntries(url.searchParams)).toMatchObject({ response_type: 'code', client_id: 'id', code_challenge_method: 'S256' });
		expect(url.searchParams.get('scope')?.split(' ')).toContain('data:read');
	});
	it('a public app names itself in the form, a confidential one in the header', () => {
		expect(acc.refreshRequest('https://aps.example', { clientId: 'id' }, 'r')).toEqual({ service: 'Autodesk', url: 'https://aps.example/authentication/v2/token', fields: { grant_type: 'refresh_token', refresh_token: 'r', client_id: 'id' } });
		const secret = acc.codeRequest('https://aps.example', { clientId: 'id', clientSecret: 's' }, { code: 'c', redirectUri: 'http://x/cb', verifier: 'v' });
		expect(secret.fields).toEqual({ grant_type: 'authorization_code', code: 'c', redirect_uri: 'http://x/cb', code_verifier: 'v' });
		expect(secret.headers?.authorization).toMatch(/^Basic /);
	});
	it('Cintoo’s code exchange has the address under both keys', () => expect(cintoo.codeRequest('https://cintoo.example', { code: 'c', redirectUri: 'http://localhost/cb', verifier: 'v' }).fields).toEqual({ grant_type: 'authorization_code', code: 'c', authorization_code: 'http://localhost/cb', redirect_uri: 'http://localhost/cb', code_verifier: 'v' }));
	it('a challenge belongs to its verifier, and no two are alike', () => {
		const [one, two] = [createPkce(), createPkce()];
		expect(one.verifier).toMatch(/^[\w-]{43}$/);
		expect(one.challenge).toBe(createHash('sha256').update(one.verifier).digest('base64url'));
		expect(one.verifier).not.toBe(two.verifier);
		expect(createState()).toMatch(/^[a-z\d]{40}$/);
		expect(createState()).not.toBe(createState());
	});
});
