import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { storeGrant, tokenStore } from '../../src/node-red/vault';
import { sampleIds } from '../../src/sandbox/cintoo/sample';
import { people } from '../../src/sandbox/people';
import { startSandbox, type Sandbox } from '../../src/sandbox/server';
import { saying } from './support/matchers';
import { debug, newUserDir, RunningNodeRed, tab, type Flow } from './support/node-red';

let sandbox: Sandbox;
let red: RunningNodeRed | undefined;
const folders: string[] = [];

beforeAll(async () => {
	sandbox = await startSandbox();
});
afterEach(async () => {
	await red?.stop();
	red = undefined;
});
afterAll(async () => {
	for (const folder of folders) rmSync(folder, { recursive: true, force: true });
	await sandbox?.stop();
});

const text = (value: string): { readonly type: 'str'; readonly value: string } => ({ type: 'str', value });

function flowFor(grant: string, nodes = 1): Flow {
	const node = (index: number): Flow[number] => ({ id: `node${index}`, type: 'aec-cintoo-annotation', version: 1, account: 'account', resource: 'cintoo.annotation', operation: 'get', input: { accountRef: text(`urn:cintoo:account:${sampleIds.account}`), projectRef: text(`urn:cintoo:project:${sampleIds.harborTower}`), annotationRef: text(`urn:cintoo:annotation:${sampleIds.note}`) }, wires: [['out']] });
	return tab({ id: 'account', type: 'aec-cintoo-account', origin: 'custom', address: sandbox.origins.cintoo, credentials: { grant } }, ...Array.from({ length: nodes }, (_, index) => node(index)), debug('out'), { id: 'catch', type: 'catch', wires: [['caught']] }, debug('caught'));
}

async function signedIn(expiresAt: number, settings: Readonly<Record<string, unknown>> = {}): Promise<{ readonly running: RunningNodeRed; readonly grant: string; readonly refreshToken: string; readonly userDir: string }> {
	const userDir = newUserDir();
	folders.push(userDir);
	const running = await RunningNodeRed.start(userDir, settings);
	red = running;
	const pair = sandbox.cintoo.issueTokens(people.nora.cintooId);
	const grant = await running.storeGrant({ accessToken: pair.access_token, refreshToken: pair.refresh_token, expiresAt });
	return { running, grant, refreshToken: pair.refresh_token, userDir };
}

/** Every file Node-RED wrote, as one text. */
function filesOf(userDir: string): string {
	return readdirSync(userDir)
		.map((name) => join(userDir, name))
		.filter((path) => existsSync(path) && !path.includes('node_modules') && readFileSyncSafe(path) !== undefined)
		.map((path) => readFileSyncSafe(path) ?? '')
		.join('\n');
}

function readFileSyncSafe(path: string): string | undefined {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		return undefined;
	}
}

it('renews a single-use token once for nodes that run at the same time, and again after a crash', async () => {
	const { running, grant, userDir } = await signedIn(0);
	const before = sandbox.cintoo.state.signIn.refreshes;
	await running.deploy(flowFor(grant, 6));
	for (let index = 0; index < 6; index++) running.send(`node${index}`);
	await running.at('out', 6);
	expect(sandbox.cintoo.state.signIn.refreshes - before).toBe(1);

	await running.crash();
	sandbox.cintoo.expireAccessTokens();
	red = await RunningNodeRed.start(userDir);
	red.send('node0');
	await red.at('out', 1);
	expect(red.arrived.filter(({ at }) => at === 'caught')).toEqual([]);
	expect(sandbox.cintoo.state.signIn.refreshes - before).toBe(2);
});

it('keeps tokens where no single file gives them away', async () => {
	const { running, grant, refreshToken, userDir } = await signedIn(Date.now() + 3_600_000);
	await running.deploy(flowFor(grant));
	await running.ask('node0', 'out');
	const written = filesOf(userDir);
	const flows = (await running.request('GET', 'flows')).text;
	const settings = (await running.request('GET', 'settings')).text;
	expect(written).toContain('aecNodesVault');
	for (const place of [written, flows, settings]) {
		expect(place).not.toContain(refreshToken);
		expect(place).not.toContain(grant);
		expect(place).not.toContain(grant.split(':')[1]);
	}
});

it('refuses tokens that were tampered with, and says what to do', async () => {
	const { running, grant, userDir } = await signedIn(Date.now() + 3_600_000);
	const other = await running.storeGrant({ accessToken: 'a', refreshToken: 'b', expiresAt: Date.now() + 3_600_000 });
	await running.deploy(flowFor(`${grant.split(':')[0]}:${other.split(':')[1]}`));
	expect(await running.ask('node0', 'caught')).toMatchObject({ failure: { kind: 'sign-in', remedy: saying('sign in again') } });
	expect(existsSync(join(userDir, 'flows.json'))).toBe(true);
});

it('works on without storage, and warns that sign-ins are lost', async () => {
	const { running, grant, userDir } = await signedIn(0, { readOnly: true });
	await running.deploy(flowFor(grant));
	await running.ask('node0', 'out');
	expect(running.output).toContain('sign-ins are lost');
	expect(filesOf(userDir)).not.toContain('aecNodesVault');
});

it('asks to sign in again when the secret of the credentials was changed, and finds the sign-in when it is put back', async () => {
	const { running, grant, userDir } = await signedIn(Date.now() + 3_600_000, { credentialSecret: 'before' });
	await running.deploy(flowFor(grant));
	await running.ask('node0', 'out');
	await running.stop();

	red = await RunningNodeRed.start(userDir, { credentialSecret: 'after' });
	red.send('node0');
	expect(await red.at('caught', 1)).toMatchObject([{ failure: { kind: 'sign-in', remedy: saying('sign in again') } }]);
	expect(filesOf(userDir)).toContain(grant.split(':')[0]);
	await red.stop();

	red = await RunningNodeRed.start(userDir, { credentialSecret: 'before' });
	await red.ask('node0', 'out');
});

it('takes no tokens for a sign-in that has been ended', async () => {
	const kept = new Map<string, unknown>();
	const host = { settings: { get: (key: string) => kept.get(key), set: async (key: string, value: unknown) => void kept.set(key, value), available: () => true }, log: { warn: () => undefined, debug: () => undefined } };
	const tokens = { accessToken: 'a', refreshToken: 'r', expiresAt: Date.now() };
	const store = tokenStore(host, await storeGrant(host, tokens));
	await store?.write({ ...tokens, accessToken: 'b' });
	expect(await store?.read()).toMatchObject({ accessToken: 'b' });
	await store?.forget();
	await expect(store?.write(tokens)).rejects.toMatchObject({ kind: 'sign-in', message: saying('ended') });
	expect(await store?.read()).toBeUndefined();
});

it('keeps renewed tokens that cannot be saved, says so, and saves them as soon as it can', async () => {
	const { running, grant, userDir } = await signedIn(0);
	await running.deploy(flowFor(grant));
	const before = sandbox.cintoo.state.signIn.refreshes;
	const settings = join(userDir, '.config.runtime.json');
	// A folder in its place: not even root can write the file.
	rmSync(settings);
	mkdirSync(join(settings, 'in the way'), { recursive: true });
	for (let use = 0; use < 2; use++) expect(await running.ask('node0', 'caught')).toMatchObject({ failure: { kind: 'sign-in', message: saying('could not save the sign-in'), remedy: saying('user folder') } });
	rmSync(settings, { recursive: true });
	await running.ask('node0', 'out');
	expect(sandbox.cintoo.state.signIn.refreshes - before).toBe(1);

	await running.crash();
	red = await RunningNodeRed.start(userDir);
	await red.ask('node0', 'out');
	expect(sandbox.cintoo.refreshReplays()).toBe(0);
});
