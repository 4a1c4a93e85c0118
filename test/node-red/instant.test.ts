import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { acc } from '../../src/catalog/acc';
import { operationsOf } from '../../src/catalog/vocabulary';
import { subtypeId, TOWER_ID } from '../../src/sandbox/acc';
import { people } from '../../src/sandbox/people';
import { startSandbox, type Sandbox } from '../../src/sandbox/server';
import { bearer, connect } from '../support/connect';
import { debug, isRecord, newUserDir, RunningNodeRed, tab, until, type Flow } from './support/node-red';

let sandbox: Sandbox;
let red: RunningNodeRed;
let userDir: string;
let grant: string;
/** What stands before Node-RED and passes on what comes from outside. */
let proxy: Server;
let publicAddress: string;
const answers: number[] = [];

beforeAll(async () => {
	sandbox = await startSandbox({ acc: { deliveryPauses: [50, 50, 50, 50] } });
	userDir = newUserDir();
	red = await RunningNodeRed.start(userDir);
	const { access_token: accessToken, refresh_token: refreshToken } = sandbox.acc.issueTokens(people.nora.autodeskId);
	grant = await red.storeGrant({ accessToken, refreshToken: refreshToken ?? '', expiresAt: Date.now() + 3_600_000 });
	proxy = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => void chunks.push(chunk)).on('end', () => {
			const headers = Object.fromEntries(Object.entries(request.headers).flatMap(([name, value]) => (typeof value === 'string' && name.startsWith('x-') ? [[name, value]] : [])));
			fetch(`${red.url.replace(/red$/, 'api')}${request.url ?? ''}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: Buffer.concat(chunks) }).then(
				({ status }) => {
					answers.push(status);
					response.writeHead(status).end();
				},
				() => void response.writeHead(502).end(),
			);
		});
	});
	await new Promise<void>((resolve) => void proxy.listen(0, '127.0.0.1', resolve));
	const place = proxy.address();
	publicAddress = `http://127.0.0.1:${typeof place === 'object' && place ? place.port : 0}`;
});
afterAll(async () => {
	await red?.discard();
	await new Promise((resolve) => proxy.close(resolve));
	await sandbox?.stop();
});
afterEach(() => expect(red.unhandled).toEqual([]));

/** Deploys, and forgets how it stood before. */
async function deploy(next: Flow): Promise<void> {
	red.statuses.length = 0;
	await red.deploy(next);
}

function flow(more: Readonly<Record<string, unknown>> = {}, account: Readonly<Record<string, unknown>> = {}): Flow {
	const trigger = { id: 'watch', type: 'aec-acc-issue-trigger', version: 1, account: 'account', within: { projectId: { type: 'str', value: TOWER_ID } }, filters: {}, events: ['created', 'statusChanged'], every: 60, unit: 'minutes', startFrom: 'now', ignoreOwn: false, instant: true, wires: [['out']], ...more };
	return tab({ id: 'account', type: 'aec-acc-account', origin: 'custom', address: sandbox.origins.acc, publicAddress: `${publicAddress}/`, ...account, credentials: { grant, clientId: 'sandbox-confidential', clientSecret: 'sandbox-secret' } }, trigger, debug('out'), { id: 'catch', type: 'catch', wires: [['caught']] }, debug('caught'));
}

async function create(title: string): Promise<void> {
	const operation = operationsOf(acc).get('acc.issue.create')?.operation;
	if (!operation) throw new Error('There is no such operation.');
	await connect(acc, sandbox.origins.acc, bearer(sandbox.acc.issueTokens(people.nora.autodeskId).access_token)).run(operation, { projectId: TOWER_ID, title, issueSubtypeId: subtypeId(TOWER_ID, 'Defect'), status: 'open' });
	await sandbox.acc.webhooks.deliveries.settled();
}

const told = (): readonly unknown[] => red.arrived.filter(({ at }) => at === 'out').map(({ message }) => [message.event, isRecord(message.payload) ? message.payload.title : undefined]);
const standing = (): string => red.statuses.filter(({ at, status }) => at === 'watch' && status.text !== '' && status.text !== 'looking').at(-1)?.status.text ?? '';
const stands = async (pattern: RegExp): Promise<void> => await until(() => pattern.test(standing()), `the status ${String(pattern)}`, () => `${JSON.stringify(red.statuses)} ${JSON.stringify(red.arrived)} ${red.output}`);
const hooks = (): readonly string[] => sandbox.acc.webhooks.hooks.map(({ event, status }) => `${event} ${status}`).sort();

describe('an instant trigger in Node-RED', () => {
	it('hears of a change at once, through what stands before Node-RED', async () => {
		await deploy(flow());
		await stands(/^instant/);
		expect(hooks()).toEqual(['issue.created-1.0 active', 'issue.updated-1.0 active']);
		await create('Leak');
		await red.at('out', 1);
		expect(told()).toEqual([['created', 'Leak']]);
		expect(red.arrived.find(({ at }) => at === 'out')?.message).toMatchObject({ topic: 'acc.issue.created', payload: { title: 'Leak' } });
	});

	it('refuses what is not signed, too large, or for nobody', async () => {
		const path = new URL(sandbox.acc.webhooks.hooks[0]?.callbackUrl ?? '').pathname;
		const post = async (to: string, body: string): Promise<number> => (await fetch(`${publicAddress}${to}`, { method: 'POST', body, headers: { 'x-adsk-signature': `sha1hash=${'0'.repeat(40)}` } })).status;
		expect(await post(path, JSON.stringify({ hook: { event: 'issue.created-1.0', scope: { project: TOWER_ID } } }))).toBe(401);
		expect(await post(path, 'x'.repeat(1024 * 1024 + 1))).toBe(413);
		expect(await post(`${path}0`, '{}')).toBe(404);
	});

	it('a repeated delivery is acknowledged and told nothing of', async () => {
		const reads = sandbox.exchanges.length;
		sandbox.acc.webhooks.deliveries.repeat();
		await sandbox.acc.webhooks.deliveries.settled();
		expect(answers.at(-1)).toBe(200);
		expect(sandbox.exchanges).toHaveLength(reads);
	});

	it('keeps its hooks over a crash, and finds what was not delivered meanwhile', async () => {
		const ids = sandbox.acc.webhooks.hooks.map(({ id }) => id);
		await red.crash();
		sandbox.acc.webhooks.deliveries.lose(1);
		await create('Lost');
		red = await RunningNodeRed.start(userDir);
		await red.at('out', 1);
		expect(told()).toEqual([['created', 'Lost']]);
		await stands(/^instant/);
		await create('Found');
		await red.at('out', 2);
		expect(told()).toEqual([['created', 'Lost'], ['created', 'Found']]);
		expect(sandbox.acc.webhooks.hooks.map(({ id }) => id)).toEqual(ids);
	});

	it('keeps no secret: it is made from the credentials', () => {
		const secret = sandbox.acc.webhooks.hooks[0]?.token ?? '';
		expect(secret).toMatch(/^[0-9a-f]{64}$/);
		const settings = readFileSync(join(userDir, '.config.runtime.json'), 'utf8');
		expect(settings).toContain('"listening"');
		expect(settings).not.toContain(secret);
		expect(red.output).not.toContain(secret);
	});

	it('listens for other events when it is told to', async () => {
		await deploy(flow({ events: ['created'] }));
		await stands(/^instant/);
		await until(() => hooks().length === 1, 'one hook', () => JSON.stringify([hooks(), red.statuses, sandbox.exchanges.slice(-8).map(({ method, url, status }) => [method, url, status])]), 4000);
		expect(hooks()).toEqual(['issue.created-1.0 active']);
	});

	it.each([
		['no public address', {}, { publicAddress: '' }, /public address/],
		['an event that is not announced', { events: ['created', 'commented'] }, {}, /commented/],
		['a region that announces nothing', {}, { region: 'CAN' }, /CAN/],
	])('looks at its interval where there is %s, and says why', async (_about, trigger, account, why) => {
		await deploy(flow(trigger, account));
		await stands(/^polling/);
		expect(standing()).toMatch(why);
	});

	it('keeps nothing once a redeploy has ended it, however late it wakes', async () => {
		const asked = (path: string): number => sandbox.exchanges.filter(({ url }) => url.includes(path)).length;
		await deploy(flow());
		await stands(/^instant/);
		const [checks, renewals] = [asked('/webhooks/'), asked('/authentication/v2/token')];
		// Its look is done, and to check its hooks it waits for another token.
		sandbox.faults.inject({ service: 'acc', path: '/webhooks/', times: 1, kind: { status: 401, json: {} } });
		sandbox.faults.inject({ service: 'acc', path: '/authentication/v2/token', times: 1, kind: { latencyMs: 5_000 } });
		await deploy(flow({ name: 'old' }));
		await until(() => asked('/webhooks/') > checks, 'the check of the hooks');
		await create('Once');
		await deploy(flow({ name: 'new' }));
		await until(() => told().some((one) => JSON.stringify(one) === '["created","Once"]'), 'the change');
		await until(() => asked('/authentication/v2/token') > renewals, 'the token');
		await deploy(flow({ name: 'newest' }));
		await stands(/^instant/);
		expect(told().filter((one) => JSON.stringify(one) === '["created","Once"]')).toHaveLength(1);
	});

	it('takes its hooks away when it shall not listen any more, and when it is deleted', async () => {
		await deploy(flow());
		await stands(/^instant/);
		await deploy(flow({ instant: false }));
		await stands(/^nothing new/);
		expect(hooks()).toEqual([]);
		await deploy(flow());
		await stands(/^instant/);
		expect(hooks()).toHaveLength(2);
		await deploy(tab(debug('out')));
		await until(() => hooks().length === 0, 'the hooks to go', () => red.output);
	});
});

it('a Node-RED that serves no HTTP nodes looks at the interval', async () => {
	const shut = await RunningNodeRed.start(undefined, { httpNodeRoot: false });
	try {
		const { access_token: accessToken, refresh_token: refreshToken } = sandbox.acc.issueTokens(people.nora.autodeskId);
		grant = await shut.storeGrant({ accessToken, refreshToken: refreshToken ?? '', expiresAt: Date.now() + 3_600_000 });
		await shut.deploy(flow());
		await until(() => shut.statuses.some(({ status }) => status.text?.includes('httpNodeRoot') ?? false), 'the status', () => JSON.stringify(shut.statuses));
	} finally {
		await shut.discard();
	}
});
