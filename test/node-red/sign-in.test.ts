import { generateKeyPairSync } from 'node:crypto';
import { createServer, request as forward, type Server } from 'node:http';
import { people } from '../../src/sandbox/people';
import { startSandbox, type Sandbox } from '../../src/sandbox/server';
import { CONFIDENTIAL_CLIENT } from '../../src/sandbox/acc';
import { allowed } from './support/consent';
import { saying, someText } from './support/matchers';
import { isRecord, RunningNodeRed, tab, until, type Flow } from './support/node-red';

const robot = generateKeyPairSync('rsa', { modulusLength: 2048 });
let sandbox: Sandbox;
let red: RunningNodeRed;

beforeAll(async () => {
	sandbox = await startSandbox({ cintoo: { strictPkce: true, strictState: true }, acc: { consentAs: people.nora.autodeskId, serviceAccounts: [{ userId: people.nora.autodeskId, keyId: 'key-1', publicKeyPem: robot.publicKey.export({ type: 'spki', format: 'pem' }).toString() }] } });
	red = await RunningNodeRed.start(undefined);
});
afterAll(async () => {
	await red?.discard();
	await sandbox?.stop();
});

const textIn = (body: unknown, name: string): string => (isRecord(body) && typeof body[name] === 'string' ? body[name] : '');

/** The address of a server once it listens. */
async function listening(server: Server): Promise<string> {
	await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

async function start(more: Readonly<Record<string, unknown>> = {}): Promise<{ readonly url: string; readonly state: string; readonly paste: unknown }> {
	const { status, body, text } = await red.request('POST', 'aec-nodes/oauth/start', { service: 'cintoo', origin: 'custom', address: sandbox.origins.cintoo, redirectUri: `${red.url}/aec-nodes/oauth/callback`, ...more });
	expect(`${status} ${text}`).toMatch(/^200 /);
	return { url: textIn(body, 'url'), state: textIn(body, 'state'), paste: isRecord(body) ? body.paste : undefined };
}

const allow = async (url: string): Promise<string> => await allowed(url, people.nora.cintooId);

describe('signing in with Cintoo', () => {
	it('goes from start over the service’s page to a grant that works, before the account is deployed', async () => {
		const { url, state, paste } = await start();
		expect(paste).toBe(false);
		const back = await allow(url);
		const page = await fetch(back);
		expect([page.status, await page.text()]).toEqual([200, saying('Signed in')]);

		const claimed = await red.request('POST', 'aec-nodes/oauth/claim', { state });
		const grant = textIn(claimed.body, 'grant');
		expect(grant).toMatch(/^[\w-]+:[\w-]{43}$/);
		await red.deploy(tab({ id: 'account', type: 'aec-cintoo-account', origin: 'custom', address: sandbox.origins.cintoo, credentials: { grant } }));
		expect(await red.request('GET', 'aec-nodes/check/account')).toMatchObject({ status: 200, body: { ok: true } });

		expect((await red.request('POST', 'aec-nodes/oauth/claim', { state })).status).toBe(409);
		expect((await fetch(back)).status).toBe(400);
	});

	it('works by pasting the address of the last page where Cintoo would not send people back', async () => {
		const { url, state, paste } = await start({ redirectUri: 'https://automation.harbor.example/aec-nodes/oauth/callback' });
		expect(paste).toBe(true);
		const address = await allow(url);
		expect(address).toMatch(/^http:\/\/localhost\//);
		expect((await red.request('POST', 'aec-nodes/oauth/finish', { state: 'another', address })).status).toBe(400);
		const finished = await red.request('POST', 'aec-nodes/oauth/finish', { state, address });
		expect(finished).toMatchObject({ status: 200, body: { grant: saying(':') } });
	});

	it('works by pasting a refresh token, which is spent at once', async () => {
		const pair = sandbox.cintoo.issueTokens(people.nora.cintooId);
		const paste = async (): Promise<{ status: number; body: unknown; text: string }> => await red.request('POST', 'aec-nodes/oauth/token', { service: 'cintoo', origin: 'custom', address: sandbox.origins.cintoo, refreshToken: ` ${pair.refresh_token} ` });
		expect(await paste()).toMatchObject({ status: 200, body: { grant: saying(':') } });
		const again = await paste();
		expect(again).toMatchObject({ status: 409, body: { message: saying('refused'), remedy: someText } });
		expect(again.text).not.toContain(pair.refresh_token);
	});

	it.each([
		['an unknown state', 'code=x&state=0000000000000000000000000000000000000000'],
		['no state', 'code=x'],
		['markup in the state', 'code=x&state=<script>'],
	])('turns away a call back with %s', async (_case, query) => {
		const answer = await fetch(`${red.url}/aec-nodes/oauth/callback?${query}`);
		const page = await answer.text();
		expect(answer.status).toBe(400);
		expect(page).toContain('Start again');
		expect(page).not.toContain('<script>');
	});

	it('tells when the person said no, and ends there', async () => {
		const { state } = await start();
		const answer = await fetch(`${red.url}/aec-nodes/oauth/callback?state=${state}&error=access_denied&error_description=%3Cb%3Eno`);
		expect([answer.status, await answer.text()]).toEqual([400, saying('&#60;b&#62;no')]);
		expect((await red.request('POST', 'aec-nodes/oauth/claim', { state })).status).toBe(409);
	});

	it('works behind a reverse proxy with another root', async () => {
		const proxy = createServer((request, response) => {
			const target = request.url?.startsWith('/automation/') ? `${red.url}${request.url.slice('/automation'.length)}` : undefined;
			if (target === undefined) return response.writeHead(404).end();
			request.pipe(forward(target, { method: request.method, headers: request.headers }, (answer) => answer.pipe(response.writeHead(answer.statusCode ?? 502, answer.headers))));
		});
		const outside = `${await listening(proxy)}/automation`;
		try {
			const post = async (path: string, body: unknown): Promise<unknown> => await (await fetch(`${outside}/aec-nodes/oauth/${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })).json();
			const started = await post('start', { service: 'cintoo', origin: 'custom', address: sandbox.origins.cintoo, redirectUri: `${outside}/aec-nodes/oauth/callback` });
			const back = await allow(textIn(started, 'url'));
			expect(back).toContain(`${outside}/`);
			expect((await fetch(back)).status).toBe(200);
			expect(await post('claim', { state: textIn(started, 'state') })).toMatchObject({ grant: saying(':') });
		} finally {
			proxy.close();
			proxy.closeAllConnections();
		}
	});

	it('refuses a redirect address that is none of the editor’s', async () => {
		for (const redirectUri of ['https://evil.example/steal', 'javascript:alert(1)//aec-nodes/oauth/callback', '', undefined]) {
			const { status } = await red.request('POST', 'aec-nodes/oauth/start', { service: 'cintoo', origin: 'custom', address: sandbox.origins.cintoo, redirectUri });
			expect(status).toBe(400);
		}
	});
});

it('signs in with Autodesk, with client ID and secret of the dialog', async () => {
	const { url, state } = await start({ service: 'acc', address: sandbox.origins.acc, clientId: CONFIDENTIAL_CLIENT.id, clientSecret: CONFIDENTIAL_CLIENT.secret });
	expect(url).not.toContain(CONFIDENTIAL_CLIENT.secret);
	const asked = await fetch(url, { redirect: 'manual' });
	const back = asked.headers.get('location') ?? '';
	expect((await fetch(back)).status).toBe(200);
	const { body } = await red.request('POST', 'aec-nodes/oauth/claim', { state });
	await red.deploy(tab({ id: 'account', type: 'aec-acc-account', origin: 'custom', address: sandbox.origins.acc, credentials: { grant: textIn(body, 'grant'), clientId: CONFIDENTIAL_CLIENT.id, clientSecret: CONFIDENTIAL_CLIENT.secret } }));
	expect(await red.request('GET', 'aec-nodes/check/account')).toMatchObject({ status: 200 });

	// The dialog shows a stored secret as dots: the deployed one is used.
	const again = await start({ service: 'acc', account: 'account', address: sandbox.origins.acc, clientId: CONFIDENTIAL_CLIENT.id, clientSecret: '__PWRD__' });
	const second = (await fetch(again.url, { redirect: 'manual' })).headers.get('location') ?? '';
	expect((await fetch(second)).status).toBe(200);
});

describe('Autodesk without a person', () => {
	const app = { clientId: CONFIDENTIAL_CLIENT.id, clientSecret: CONFIDENTIAL_CLIENT.secret };
	const account = (more: Readonly<Record<string, unknown>>): Flow => tab({ id: 'account', type: 'aec-acc-account', origin: 'custom', address: sandbox.origins.acc, ...more });
	const grants = (): readonly string[] => sandbox.exchanges.filter(({ contractId }) => contractId === 'acc.auth.token').map(({ requestBody }) => new URLSearchParams(Buffer.from(requestBody).toString()).get('grant_type') ?? '');

	it('signs in as a service account by its key', async () => {
		const before = grants().length;
		await red.deploy(account({ way: 'serviceAccount', serviceAccountId: people.nora.autodeskId, scopes: 'data:read account:read', credentials: { ...app, kid: 'key-1', privateKey: robot.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString().replaceAll('\n', ' ') } }));
		expect(await red.request('GET', 'aec-nodes/check/account')).toMatchObject({ status: 200 });
		expect(grants().slice(before)).toEqual(['urn:ietf:params:oauth:grant-type:jwt-bearer']);
	});

	it('says what is missing or wrong, without the key', async () => {
		await red.deploy(account({ id: 'incomplete', way: 'serviceAccount', serviceAccountId: people.nora.autodeskId, credentials: app }));
		expect(await red.request('GET', 'aec-nodes/check/incomplete')).toMatchObject({ status: 409, body: { remedy: saying('private key') } });
		await red.deploy(account({ way: 'serviceAccount', serviceAccountId: people.nora.autodeskId, credentials: { ...app, kid: 'key-1', privateKey: 'SECRETKEY' } }));
		const wrong = await red.request('GET', 'aec-nodes/check/account');
		expect(wrong).toMatchObject({ status: 400, body: { message: saying('private key') } });
		expect(wrong.text).not.toContain('SECRETKEY');
	});

	it('works as the application by itself', async () => {
		const before = grants().length;
		await red.deploy(account({ way: 'app', credentials: app }));
		expect(await red.request('GET', 'aec-nodes/check/account')).toMatchObject({ status: 200 });
		expect(grants().slice(before)).toEqual(['client_credentials']);
	});
});

it.each([
	['by name', 'grace', `${people.grace.firstName} ${people.grace.lastName}`],
	['not at all where the person may not see the users', 'luis', undefined],
] as const)('tells who is signed in to Cintoo: %s', async (_case, person, name) => {
	const { refresh_token: refreshToken } = sandbox.cintoo.issueTokens(people[person].cintooId);
	const { body } = await red.request('POST', 'aec-nodes/oauth/token', { service: 'cintoo', origin: 'custom', address: sandbox.origins.cintoo, refreshToken });
	await red.deploy(tab({ id: 'account', type: 'aec-cintoo-account', origin: 'custom', address: sandbox.origins.cintoo, credentials: { grant: textIn(body, 'grant') } }));
	const { body: told } = await red.request('GET', 'aec-nodes/oauth/status/account');
	const { user, since } = isRecord(told) ? told : {};
	expect(Number(since)).toBeGreaterThan(0);
	expect(user).toEqual(name);
});

it('tells who is signed in, since when and until when, and signs out here and at the service', async () => {
	const { url, state } = await start({ service: 'acc', address: sandbox.origins.acc, clientId: CONFIDENTIAL_CLIENT.id, clientSecret: CONFIDENTIAL_CLIENT.secret, scopes: 'data:read' });
	expect(new URL(url).searchParams.get('scope')).toBe('data:read');
	await fetch((await fetch(url, { redirect: 'manual' })).headers.get('location') ?? '');
	const { body } = await red.request('POST', 'aec-nodes/oauth/claim', { state });
	await red.deploy(tab({ id: 'account', type: 'aec-acc-account', origin: 'custom', address: sandbox.origins.acc, credentials: { grant: textIn(body, 'grant'), clientId: CONFIDENTIAL_CLIENT.id, clientSecret: CONFIDENTIAL_CLIENT.secret } }));
	const status = async (): Promise<Readonly<Record<string, unknown>>> => {
		const answer = await red.request('GET', 'aec-nodes/oauth/status/account');
		return isRecord(answer.body) ? answer.body : {};
	};
	const { user, since, until } = await status();
	expect(user).toBe(people.nora.autodeskId);
	expect(Math.abs(Number(since) - Date.now())).toBeLessThan(60_000);
	expect(Number(until) - Number(since)).toBeCloseTo(15 * 24 * 3_600_000, -5);

	expect(await red.request('POST', 'aec-nodes/oauth/sign-out', { account: 'account' })).toMatchObject({ status: 200 });
	expect(sandbox.exchanges.filter(({ contractId, status: answered }) => contractId === 'acc.auth.revoke' && answered === 200)).toHaveLength(1);
	expect(await status()).toEqual({ lost: true });
	expect(await red.request('GET', 'aec-nodes/check/account')).toMatchObject({ status: 409, body: { message: saying('nobody is signed in') } });
	expect((await red.request('POST', 'aec-nodes/oauth/sign-out', { account: 'nobody' })).status).toBe(400);
});

describe('a stored secret', () => {
	const secret = 'not-for-strangers';
	const hidden = { service: 'acc', account: 'account', origin: 'custom', clientId: 'app', clientSecret: '__PWRD__', refreshToken: 'x' };
	let elsewhere: Server;
	let address: string;
	const heard: string[] = [];
	beforeAll(async () => {
		elsewhere = createServer((request, response) => {
			heard.push(Buffer.from(request.headers.authorization?.replace('Basic ', '') ?? '', 'base64').toString());
			response.writeHead(400).end('{}');
		});
		address = await listening(elsewhere);
		await red.deploy(tab({ id: 'account', type: 'aec-acc-account', origin: 'custom', address: sandbox.origins.acc, credentials: { clientId: 'app', clientSecret: secret } }));
	});
	afterAll(() => elsewhere.close());

	it.each([
		['another address', {}],
		['another address, hidden behind a variable', { clientSecret: '${ANY}' }],
		['a service that is not deployed', { account: 'nobody' }],
	])('is not sent to %s', async (_case, more) => {
		for (const path of ['token', 'start']) {
			const answer = await red.request('POST', `aec-nodes/oauth/${path}`, { ...hidden, address, redirectUri: `${red.url}/aec-nodes/oauth/callback`, ...more });
			expect(answer).toMatchObject({ status: 400, body: { message: saying('client secret'), remedy: saying('again') } });
		}
		expect(heard).toEqual([]);
	});

	it('is sent there when a person enters it again, and to its own address without', async () => {
		await red.request('POST', 'aec-nodes/oauth/token', { ...hidden, address, clientSecret: 'entered' });
		expect(heard).toEqual(['app:entered']);
		await red.request('POST', 'aec-nodes/oauth/token', { ...hidden, address: sandbox.origins.acc });
		const asked = sandbox.exchanges.filter(({ contractId }) => contractId === 'acc.auth.token').at(-1);
		expect(Buffer.from(String(asked?.requestHeaders.authorization).replace('Basic ', ''), 'base64').toString()).toBe(`app:${secret}`);
	});
});

it('signs out after the renewal that is under way, and ends what came of it', async () => {
	// Autodesk has renewed already, but its answer is on its way.
	const slow = createServer((request, response) => {
		request.pipe(
			forward(`${sandbox.origins.acc}${request.url ?? ''}`, { method: request.method, headers: request.headers }, (answer) => {
				const pass = (): unknown => answer.pipe(response.writeHead(answer.statusCode ?? 502, answer.headers));
				if (request.url?.endsWith('/token')) setTimeout(pass, 2_000);
				else pass();
			}),
		);
	});
	const address = await listening(slow);
	try {
		const { access_token: accessToken, refresh_token: refreshToken } = sandbox.acc.issueTokens(people.nora.autodeskId);
		const grant = await red.storeGrant({ accessToken, refreshToken: refreshToken ?? '', expiresAt: 0 });
		await red.deploy(tab({ id: 'account', type: 'aec-acc-account', origin: 'custom', address, credentials: { grant, clientId: CONFIDENTIAL_CLIENT.id, clientSecret: CONFIDENTIAL_CLIENT.secret } }));
		const of = (contract: string): typeof sandbox.exchanges => sandbox.exchanges.filter(({ contractId }) => contractId === contract);
		const [renewals, ends] = [of('acc.auth.token').length, of('acc.auth.revoke').length];
		const checking = red.request('GET', 'aec-nodes/check/account');
		await until(() => of('acc.auth.token').length > renewals, 'the renewal');
		expect(await red.request('POST', 'aec-nodes/oauth/sign-out', { account: 'account' })).toMatchObject({ status: 200 });
		await checking;
		expect(await red.request('GET', 'aec-nodes/check/account')).toMatchObject({ status: 409, body: { message: saying('nobody is signed in') } });
		expect((await red.request('GET', 'aec-nodes/oauth/status/account')).body).toEqual({ lost: true });
		const ended = of('acc.auth.revoke').slice(ends).map(({ requestBody, status }) => [status, new URLSearchParams(Buffer.from(requestBody).toString()).get('token')]);
		expect(ended).toEqual([[200, someText]]);
		expect(ended).not.toEqual([[200, refreshToken]]);
	} finally {
		slow.close();
		slow.closeAllConnections();
	}
});

it('signs in to BIM 360 Field by an Autodesk connection', async () => {
	const robotAccount = { id: 'autodesk', type: 'aec-acc-account', way: 'serviceAccount', serviceAccountId: people.nora.autodeskId, origin: 'custom', address: sandbox.origins.acc, credentials: { clientId: CONFIDENTIAL_CLIENT.id, clientSecret: CONFIDENTIAL_CLIENT.secret, kid: 'key-1', privateKey: robot.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString() } };
	await red.deploy([...tab({ id: 'field', type: 'aec-field-account', way: 'autodesk', autodesk: 'autodesk', origin: 'custom', address: sandbox.origins.field, credentials: {} }), robotAccount]);
	expect(await red.request('GET', 'aec-nodes/check/field')).toMatchObject({ status: 200, body: { ok: true } });
	expect(sandbox.exchanges.filter(({ contractId, status }) => contractId === 'field.session.loginByAuthToken' && status === 200)).toHaveLength(1);
});

it('works in BIM 360 Field as whoever is signed in with Autodesk now, and as nobody after that', async () => {
	const grantOf = async (userId: string): Promise<string> => {
		const { access_token: accessToken, refresh_token: refreshToken } = sandbox.acc.issueTokens(userId);
		return await red.storeGrant({ accessToken, refreshToken: refreshToken ?? '', expiresAt: Date.now() + 3_600_000, userId });
	};
	const check = async (): Promise<number> => (await red.request('GET', 'aec-nodes/check/field')).status;
	const deployed = async (grant: string): Promise<number> => {
		await red.deploy([...tab({ id: 'field', type: 'aec-field-account', way: 'autodesk', autodesk: 'autodesk', origin: 'custom', address: sandbox.origins.field, credentials: {} }), { id: 'autodesk', type: 'aec-acc-account', way: 'person', origin: 'custom', address: sandbox.origins.acc, credentials: { clientId: CONFIDENTIAL_CLIENT.id, clientSecret: CONFIDENTIAL_CLIENT.secret, grant } }]);
		return await check();
	};
	const logins = (): number => sandbox.exchanges.filter(({ contractId, status }) => contractId === 'field.session.loginByAuthToken' && status === 200).length;
	const before = logins();
	expect([await deployed(await grantOf(people.nora.autodeskId)), await check(), logins() - before]).toEqual([200, 200, 1]);
	expect([await deployed(await grantOf(people.grace.autodeskId)), logins() - before]).toEqual([200, 2]);
	expect((await red.request('POST', 'aec-nodes/oauth/sign-out', { account: 'autodesk' })).status).toBe(200);
	expect([await check(), await deployed(''), logins() - before]).toEqual([409, 409, 2]);
});
