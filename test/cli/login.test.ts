import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jsonParse, type ICredentialDataDecryptedObject } from 'n8n-workflow';
import { acc } from '../../src/catalog/acc';
import { cintoo } from '../../src/catalog/cintoo';
import { isObject, textAt } from '../../src/catalog/vocabulary';
import { opener } from '../../src/cli/browser';
import { loginCommand as login } from '../../src/cli/login';
import { accountOf } from '../../src/n8n/accounts';
import { CONFIDENTIAL_CLIENT } from '../../src/sandbox/acc';
import { people } from '../../src/sandbox/people';
import { startSandbox, type Sandbox } from '../../src/sandbox/server';
import { someText } from '../node-red/support/matchers';

const opened: string[] = [];
/** The command, with a browser that only remembers. */
const loginCommand = async (args: readonly string[]): Promise<number> => await login(args, (url) => void opened.push(url));

let sandbox: Sandbox;
let folder: string;
const printed: string[] = [];

beforeAll(async () => {
	sandbox = await startSandbox({ cintoo: { strictPkce: true, strictState: true }, acc: { consentAs: people.nora.autodeskId } });
});
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'aec-login-'));
	printed.length = 0;
	opened.length = 0;
	jest.spyOn(console, 'log').mockImplementation((words: string) => void printed.push(words));
	jest.spyOn(console, 'error').mockImplementation((words: string) => void printed.push(words));
});
afterEach(() => {
	jest.restoreAllMocks();
	rmSync(folder, { recursive: true, force: true });
});
afterAll(async () => await sandbox?.stop());

async function freePort(): Promise<string> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	await new Promise((resolve) => server.close(resolve));
	return String(typeof address === 'object' && address !== null ? address.port : 0);
}

/** The address that the command asks a person to open. */
async function asked(): Promise<URL> {
	for (;;) {
		const found = /https?:\/\/\S+authorize\S+/.exec(printed.join('\n'))?.[0];
		if (found !== undefined) return new URL(found);
		await new Promise((resolve) => setImmediate(resolve));
	}
}

const comeBack = async (url: URL, answer: Record<string, string>): Promise<number> => (await fetch(`${(url.searchParams.get('redirect_uri') ?? '').replace('localhost', '127.0.0.1')}?${new URLSearchParams(answer).toString()}`)).status;

/** Presses Allow on Cintoo's page. */
async function allowed(url: URL): Promise<URL> {
	const page = await (await fetch(url)).text();
	const form = new URLSearchParams([...page.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]): [string, string] => [name ?? '', (value ?? '').replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))]));
	form.set('user', people.nora.cintooId);
	const answer = await fetch(`${sandbox.origins.cintoo}/oauth/authorize`, { method: 'POST', body: form, redirect: 'manual' });
	return new URL(answer.headers.get('location') ?? '');
}

/** The one credential of a file, read as n8n's import reads it. */
function credentialIn(file: string): { readonly type: string; readonly data: ICredentialDataDecryptedObject } {
	const [credential, ...more] = jsonParse<readonly { readonly type: string; readonly data: ICredentialDataDecryptedObject }[]>(readFileSync(file, 'utf8'));
	if (!credential || more.length > 0) throw new Error('The file does not hold one credential.');
	return credential;
}

it('writes a Cintoo credential that works where it signed in, for its owner alone to read', async () => {
	const file = join(folder, 'cintoo.json');
	const command = loginCommand(['cintoo', '--url', `${sandbox.origins.cintoo}/`, '--port', await freePort(), '--n8n', file]);
	const back = await allowed(await asked());
	await fetch(back.href.replace('localhost', '127.0.0.1'));
	expect(await command).toBe(0);
	const { type, data } = credentialIn(file);
	expect(type).toBe('cintooOAuth2Api');
	expect(accountOf(cintoo, data)).toMatchObject({ origin: sandbox.origins.cintoo });
	const tokens = isObject(data.oauthTokenData) ? data.oauthTokenData : {};
	const refreshToken = textAt(tokens, 'refresh_token') ?? '';
	expect([textAt(tokens, 'access_token'), refreshToken]).toEqual([someText, someText]);
	expect(opened).toHaveLength(1);
	if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0);
	expect(printed.join('\n')).not.toContain(refreshToken);
});

it('writes an ACC credential with the app it belongs to', async () => {
	const file = join(folder, 'acc.json');
	const command = loginCommand(['acc', '--url', sandbox.origins.acc, '--port', await freePort(), '--client-id', CONFIDENTIAL_CLIENT.id, '--client-secret', CONFIDENTIAL_CLIENT.secret, '--n8n', file]);
	const url = await asked();
	expect(url.href).not.toContain(CONFIDENTIAL_CLIENT.secret);
	const answer = await fetch(url, { redirect: 'manual' });
	await fetch((answer.headers.get('location') ?? '').replace('localhost', '127.0.0.1'));
	expect(await command).toBe(0);
	expect(accountOf(acc, credentialIn(file).data)).toMatchObject({ origin: sandbox.origins.acc, app: { clientId: CONFIDENTIAL_CLIENT.id, clientSecret: CONFIDENTIAL_CLIENT.secret } });
});

it('waits on when somebody else comes, and ends when the person says no', async () => {
	const file = join(folder, 'cintoo.json');
	const command = loginCommand(['cintoo', '--url', sandbox.origins.cintoo, '--port', await freePort(), '--n8n', file]);
	const refused = expect(command).rejects.toThrow('access_denied');
	const url = await asked();
	expect(await comeBack(url, { code: 'x', state: 'another' })).toBe(400);
	expect(await comeBack(url, { error: 'access_denied', state: 'another' })).toBe(400);
	expect(await comeBack(url, { error: 'access_denied', state: url.searchParams.get('state') ?? '' })).toBe(400);
	await refused;
	expect(existsSync(file)).toBe(false);
});

it('refuses before anybody signs in when the tokens could not be kept', async () => {
	const file = join(folder, 'there.json');
	writeFileSync(file, 'precious');
	await expect(loginCommand(['cintoo', '--url', sandbox.origins.cintoo, '--port', await freePort(), '--n8n', file])).rejects.toThrow('EEXIST');
	expect(printed).toEqual([]);
	expect(readFileSync(file, 'utf8')).toBe('precious');
});

it.each([
	['no address', ['cintoo', '--url', 'cintoo.com'], '--url'],
	['a port that is none', ['cintoo', '--port', 'x'], '--port'],
	['a wait without end', ['cintoo', '--timeout', 'x'], '--timeout'],
	['no client', ['acc'], '--client-id'],
])('says what is wrong with %s', async (_case, args, words) => {
	const ended = await loginCommand(args).catch((error: unknown) => String(error));
	expect([ended, ...printed].join('\n')).toContain(words);
	expect(ended).not.toBe(0);
});

it('takes the code by a posted form, opens nothing where that is not wanted, and prints the refresh token', async () => {
	const command = loginCommand(['cintoo', '--url', sandbox.origins.cintoo, '--port', await freePort(), '--no-open']);
	const back = await allowed(await asked());
	const { origin, pathname, searchParams } = back;
	await fetch(`${origin.replace('localhost', '127.0.0.1')}${pathname}`, { method: 'POST', body: searchParams });
	expect(await command).toBe(0);
	expect(opened).toEqual([]);
	expect(printed.join('\n')).toMatch(/Refresh token[^]*\n[\w-]{20,}/);
	const exchange = sandbox.exchanges.filter(({ url }) => url.endsWith('/oauth/token')).at(-1);
	const sent = new URLSearchParams(Buffer.from(exchange?.requestBody ?? []).toString());
	expect([sent.get('authorization_code'), sent.get('redirect_uri')]).toEqual([`${origin}${pathname}`, `${origin}${pathname}`]);
});

it('says so when the port is taken', async () => {
	const taken = createServer();
	await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
	const address = taken.address();
	const port = typeof address === 'object' && address !== null ? address.port : 0;
	await expect(loginCommand(['cintoo', '--port', String(port)])).rejects.toThrow(`Port ${port} is in use by another program. Choose another one with --port`);
	expect(opened).toEqual([]);
	await new Promise((resolve) => taken.close(resolve));
});

it('gives up when nobody comes, and says what may have happened', async () => {
	await expect(loginCommand(['cintoo', '--url', sandbox.origins.cintoo, '--port', await freePort(), '--timeout', '0.05'])).rejects.toThrow('browser was closed');
});

it('speaks up when the answer to another sign-in arrives', async () => {
	const command = loginCommand(['cintoo', '--url', sandbox.origins.cintoo, '--port', await freePort()]);
	const url = await asked();
	expect(await comeBack(url, { code: 'x', state: 'another' })).toBe(400);
	expect(printed.join('\n')).toContain('another state');
	await fetch((await allowed(url)).href.replace('localhost', '127.0.0.1'));
	expect(await command).toBe(0);
});

it.each([
	['win32', 'rundll32'],
	['darwin', 'open'],
	['linux', 'xdg-open'],
] as const)('opens the browser on %s without a shell', (platform, file) => {
	const url = 'https://aec.cintoo.com/oauth/authorize?a=1&b=2';
	expect(opener(platform, url)).toMatchObject({ file });
	expect(opener(platform, url).args.at(-1)).toBe(url);
});
