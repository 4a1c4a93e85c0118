import { createHash } from 'node:crypto';
import { people } from '../../src/sandbox/people';
import { send, serveCintoo, type Answer, type CintooServed } from './cintoo-call';

let served: CintooServed;
let now: Date;
const verifier = 'a-verifier-of-at-least-forty-three-characters-0123456789';
const challenge = createHash('sha256').update(verifier).digest('base64url');
const redirect = 'http://localhost:1880/aec/callback';

async function start(options: Parameters<typeof serveCintoo>[0] = {}): Promise<void> {
	now = new Date('2026-10-01T08:00:00Z');
	served = await serveCintoo(options, { now: () => now });
}
afterEach(() => served.stop());

const later = (seconds: number): void => {
	now = new Date(now.getTime() + seconds * 1000);
};
const authorize = (query: Record<string, string>): Promise<Answer> => send(`${served.origins.cintoo}/oauth/authorize?${new URLSearchParams(query).toString()}`);
const form = (path: string, fields: Record<string, string>): Promise<Answer> => send(`${served.origins.cintoo}${path}`, { method: 'POST', body: new URLSearchParams(fields) });
const json = (path: string, body: unknown): Promise<Answer> =>
	send(`${served.origins.cintoo}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
const isLogged = (token: string): Promise<Answer> => send(`${served.origins.cintoo}/api/isLogged`, { headers: { authorization: `Bearer ${token}` } });

/** Presses the Allow button as a browser would: with the hidden fields of the page. */
async function allow(query: Record<string, string>): Promise<URL> {
	const page = String((await authorize(query)).body);
	const hidden = [...page.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name = '', value = '']): [string, string] => [name, value.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))]);
	const pressed = await form('/oauth/authorize', { ...Object.fromEntries(hidden), user: people.mei.cintooId });
	expect(pressed.status).toBe(303);
	return new URL(pressed.headers.get('location') ?? '');
}

function pairOf(answer: Answer): { access: string; refresh: string } {
	const { body } = answer;
	if (typeof body !== 'object' || body === null || !('access_token' in body) || !('refresh_token' in body)) throw new Error(`no tokens in a ${answer.status}`);
	return { access: String(body.access_token), refresh: String(body.refresh_token) };
}

describe('authorization code', () => {
	it.each(['SHA256', 'SHA-256', 'S256'])('leads from the page over Allow to tokens, with a %s challenge', async (method) => {
		await start();
		const back = await allow({ redirect_uri: redirect, state: 'abc123', code_challenge: challenge, code_challenge_method: method });
		expect(back.origin + back.pathname).toBe(redirect);
		expect(back.searchParams.get('state')).toBe('abc123');
		const answer = await json('/oauth/token', { grant_type: 'authorization_code', code: back.searchParams.get('code'), authorization_code: redirect, code_verifier: verifier });
		expect(answer.status).toBe(200);
		expect(answer.body).toMatchObject({ token_type: 'Bearer', expires_in: 10_800, user_id: Buffer.from(`user-${people.mei.cintooId}`).toString('base64url') });
		const { access } = pairOf(answer);
		const claims: unknown = JSON.parse(Buffer.from(access.split('.')[1] ?? '', 'base64url').toString());
		expect(claims).toMatchObject({ exp: now.getTime() / 1000 + 10_800 });
		expect(await isLogged(access)).toMatchObject({ status: 200, body: { success: true } });
	});

	it('takes the grant as a form with redirect_uri too, as standard clients send it', async () => {
		await start();
		const back = await allow({ redirect_uri: redirect, state: 'x', client_id: 'n8n', response_type: 'code', scope: '' });
		const answer = await form('/oauth/token', { grant_type: 'authorization_code', code: back.searchParams.get('code') ?? '', redirect_uri: redirect, client_id: 'n8n' });
		expect(answer.status).toBe(200);
	});

	it('refuses a code that is used, late, for another address, or without its proof', async () => {
		await start();
		const code = async (): Promise<string> =>
			(await allow({ redirect_uri: redirect, state: 'x', code_challenge: challenge, code_challenge_method: 'SHA256' })).searchParams.get('code') ?? '';
		const exchange = (value: string, address = redirect, proof = verifier): Promise<Answer> =>
			json('/oauth/token', { grant_type: 'authorization_code', code: value, authorization_code: address, code_verifier: proof });
		const used = await code();
		expect((await exchange(used)).status).toBe(200);
		expect((await exchange(used)).status).toBe(400);
		expect((await exchange(await code(), 'http://localhost:1880/other')).status).toBe(400);
		expect((await exchange(await code(), redirect, verifier.toUpperCase())).status).toBe(400);
		const late = await code();
		later(61);
		expect((await exchange(late)).status).toBe(400);
	});

	it('redirects to this machine only, unless told otherwise', async () => {
		await start();
		for (const address of ['https://n8n.example/rest/oauth2-credential/callback', 'http://localhost.evil.example/', 'nonsense']) {
			expect((await authorize({ redirect_uri: address, state: 'x' })).status).toBe(400);
		}
		for (const address of ['http://127.0.0.1:5678/cb', 'http://localhost/', '/']) expect((await authorize({ redirect_uri: address, state: 'x' })).status).toBe(200);
		expect((await allow({ redirect_uri: '/', state: 'x' })).origin).toBe(served.origins.cintoo);
		await served.stop();
		await start({ anyRedirect: true });
		expect((await authorize({ redirect_uri: 'https://n8n.example/cb', state: 'x' })).status).toBe(200);
	});

	it('can insist on the letter of the document', async () => {
		await start({ strictPkce: true, strictState: true });
		const ask = (state: string, method: string): Promise<Answer> => authorize({ redirect_uri: redirect, state, code_challenge: challenge, code_challenge_method: method });
		expect((await ask('abc1', 'SHA256')).status).toBe(200);
		expect((await ask('abc1', 'S256')).status).toBe(400);
		expect((await ask('A=', 'SHA256')).status).toBe(400);
		expect((await authorize({ redirect_uri: redirect, state: 'abc1', code_challenge: challenge })).status).toBe(400);
	});

	it('can deliver the code by a form post', async () => {
		await start({ formPost: true });
		const answer = await form('/oauth/authorize', { redirect_uri: redirect, state: 'x', user: people.mei.cintooId });
		expect(answer.status).toBe(200);
		expect(answer.body).toContain(`<form method="post" action="${redirect}">`);
		expect(answer.body).toContain('name="code"');
	});
});

describe('tokens', () => {
	const refresh = (token: string): Promise<Answer> => form('/oauth/token', { grant_type: 'refresh_token', refresh_token: token });

	it('refresh once each, and leave older access tokens alone', async () => {
		await start();
		const first = served.services.cintoo.issueTokens(people.nora.cintooId);
		const second = await refresh(first.refresh_token);
		expect(second.status).toBe(200);
		expect(await refresh(first.refresh_token)).toMatchObject({ status: 401, body: { status: 401, title: 'Unauthorized', errorCode: 'unauthorized' } });
		expect((await isLogged(first.access_token)).status).toBe(200);
		expect((await refresh(pairOf(second).refresh)).status).toBe(200);
		expect(served.services.cintoo.state.signIn.refreshes).toBe(2);
		expect(served.services.cintoo.refreshReplays()).toBe(1);
	});

	it('lets one of two that use the same refresh token fail', async () => {
		await start();
		const { refresh_token: token } = served.services.cintoo.issueTokens(people.nora.cintooId);
		const answers = await Promise.all([refresh(token), refresh(token)]);
		expect(answers.map((answer) => answer.status).sort()).toEqual([200, 401]);
	});

	it('end after three hours and after twenty-one days', async () => {
		await start();
		const { access_token: access, refresh_token: token } = served.services.cintoo.issueTokens(people.nora.cintooId);
		later(10_799);
		expect((await isLogged(access)).status).toBe(200);
		later(1);
		expect(await isLogged(access)).toMatchObject({ status: 401, body: { code: '401', message: 'Unauthorized' } });
		later(21 * 86_400 - 10_800);
		expect((await refresh(token)).status).toBe(401);
	});

	it('are ten at most for one person: the oldest refresh token goes', async () => {
		await start();
		const tokens = Array.from({ length: 11 }, () => served.services.cintoo.issueTokens(people.nora.cintooId).refresh_token);
		const other = served.services.cintoo.issueTokens(people.mei.cintooId).refresh_token;
		expect((await refresh(tokens[0] ?? '')).status).toBe(401);
		expect((await refresh(tokens[1] ?? '')).status).toBe(200);
		expect((await refresh(other)).status).toBe(200);
	});

	it('can be made to look expired at once', async () => {
		await start();
		const { access_token: access, refresh_token: token } = served.services.cintoo.issueTokens(people.nora.cintooId);
		served.services.cintoo.expireAccessTokens();
		expect((await isLogged(access)).status).toBe(401);
		expect((await isLogged(pairOf(await refresh(token)).access)).status).toBe(200);
	});

	it('are refused when forged, missing or of another kind', async () => {
		await start();
		const { access_token: access, refresh_token: token } = served.services.cintoo.issueTokens(people.nora.cintooId);
		const [head = '', , signature = ''] = access.split('.');
		const forged = Buffer.from(JSON.stringify({ sub: people.grace.cintooId, exp: 9_999_999_999, epoch: 0 })).toString('base64url');
		for (const bad of [`${head}.${forged}.${signature}`, token, '']) expect((await isLogged(bad)).status).toBe(401);
		expect(await send(`${served.origins.cintoo}/api/2/accounts`)).toMatchObject({ status: 401, body: { status: 401, title: 'Unauthorized', errorCode: 'unauthorized' } });
	});

	it('want the grant form-encoded', async () => {
		await start();
		const { refresh_token: token } = served.services.cintoo.issueTokens(people.nora.cintooId);
		expect((await json('/oauth/token', { grant_type: 'refresh_token', refresh_token: token })).status).toBe(400);
		expect((await refresh(token)).status).toBe(200);
	});
});
