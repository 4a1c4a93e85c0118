import { createServer, type Server } from 'node:http';
import type { Response } from 'express';
import express from 'express';
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { AccOAuth2Api } from '../../credentials/AccOAuth2Api.credentials';
import { AutodeskConstructionCloudInstantTrigger } from '../../nodes/AutodeskConstructionCloud/AutodeskConstructionCloudInstantTrigger.node';
import { acc } from '../../src/catalog/acc';
import { isObject, operationsOf, textAt } from '../../src/catalog/vocabulary';
import { reconcileEvery } from '../../src/core/pushed/listening';
import { subtypeId, TOWER_ID } from '../../src/sandbox/acc';
import { people } from '../../src/sandbox/people';
import { startSandbox, type Sandbox } from '../../src/sandbox/server';
import { bearer, connect } from '../support/connect';
import { Engine, type ActiveWorkflow } from './engine';
import { accountsOf } from './sandbox-accounts';

const settings: INodeParameters = { watch: 'issue', scope: 'one', projectId: { __rl: true, mode: 'id', value: TOWER_ID }, events: ['created', 'statusChanged'], startFrom: 'now' };

let sandbox: Sandbox;
let engine: Engine;
let server: Server;
let address: string;
let active: ActiveWorkflow;
let began: INodeExecutionData[][];
let answers: number[];
let mode: 'webhook' | 'manual';

beforeEach(async () => {
	sandbox = await startSandbox({ acc: { deliveryPauses: [5] } });
	engine = new Engine({ node: new AutodeskConstructionCloudInstantTrigger(), credentialType: new AccOAuth2Api(), credentials: accountsOf(sandbox).accOAuth2Api });
	began = [];
	answers = [];
	mode = 'webhook';
	const app = express();
	// As n8n does it: the raw bytes stay beside what was parsed.
	app.use(express.json({ verify: (request, _response, raw) => void Object.assign(request, { rawBody: raw }) }));
	app.post(/webhook/, (request, response: Response, next) => {
		response.on('finish', () => void answers.push(response.statusCode));
		active.receive('Trigger', request, response, mode).then((items) => void (items.length > 0 && began.push([...items])), next);
	});
	server = createServer(app);
	await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
	const place = server.address();
	address = `http://127.0.0.1:${typeof place === 'object' && place ? place.port : 0}`;
});
afterEach(async () => {
	await delivered();
	await new Promise((resolve) => server.close(resolve));
	const odd = sandbox.exchanges.filter(({ violations }) => violations.length > 0).map(({ method, url, violations }) => [method, url, violations]);
	await sandbox.stop();
	expect(odd).toEqual([]);
});

/** Activates the workflow as n8n does: hooks first, then the first poll. */
async function activate(parameters: INodeParameters = settings, stored: IDataObject = {}): Promise<void> {
	active = engine.activate({ Trigger: parameters }, stored, address);
	if (!(await active.hook('Trigger', 'checkExists'))) await active.hook('Trigger', 'create');
	await active.poll('Trigger');
}

async function delivered(): Promise<void> {
	await sandbox.acc.webhooks.deliveries.settled();
	// What was acknowledged at once is looked for afterwards.
	for (let before = -1; before !== began.length + sandbox.exchanges.length; ) {
		before = began.length + sandbox.exchanges.length;
		await new Promise((resolve) => setTimeout(resolve, 60));
	}
}

async function change(operation: string, input: Readonly<Record<string, string>>): Promise<string> {
	const found = operationsOf(acc).get(operation);
	if (!found) throw new Error(`There is no ${operation}.`);
	const client = connect(acc, sandbox.origins.acc, bearer(sandbox.acc.issueTokens(people.nora.autodeskId).access_token));
	const [output] = await client.run(found.operation, { projectId: TOWER_ID, ...input });
	await delivered();
	return textAt(output?.json, 'id') ?? '';
}
const create = async (title: string): Promise<string> => await change('acc.issue.create', { title, issueSubtypeId: subtypeId(TOWER_ID, 'Defect'), status: 'open' });
const told = (items: readonly INodeExecutionData[] | null | undefined): unknown => items?.map(({ json }) => [json.event, isObject(json.record) ? json.record.title : undefined]) ?? null;
const reads = (): number => sandbox.exchanges.filter(({ method, url }) => method === 'GET' && url.includes('/issues?')).length;
const hooks = (): readonly string[] => sandbox.acc.webhooks.hooks.map(({ event, status }) => `${event} ${status}`).sort();
const later = (ms: number): jest.SpyInstance => jest.spyOn(Date, 'now').mockImplementation(() => new Date().getTime() + ms);
afterEach(() => jest.restoreAllMocks());

describe('the instant trigger', () => {
	test('tells at once, in the form of the trigger that looks; the poll neither repeats it nor asks the service', async () => {
		await activate();
		expect(hooks()).toEqual(['issue.created-1.0 active', 'issue.updated-1.0 active']);
		const id = await create('Leak');
		expect(began.map(told)).toEqual([[['created', 'Leak']]]);
		expect(began[0]?.[0]?.json).toMatchObject({ event: 'created', record: { id, title: 'Leak', status: 'open' } });
		const before = reads();
		expect(await active.poll('Trigger')).toBeNull();
		expect(reads()).toBe(before);
		later(reconcileEvery + 1);
		expect(await active.poll('Trigger')).toBeNull();
		expect(reads()).toBeGreaterThan(before);

		await change('acc.issue.update', { issueId: id, status: 'in_review' });
		expect(began.map(told)).toEqual([[['created', 'Leak']], [['statusChanged', 'Leak']]]);
		expect(answers).toEqual([200, 200]);
	});

	test('one item of the sandbox’s many carries neither the secret nor the signature, nor do exported data', async () => {
		await activate();
		await create('Leak');
		const [secret] = sandbox.acc.webhooks.hooks.map(({ token }) => token);
		expect(secret).toMatch(/^[0-9a-f]{48}$/);
		expect(JSON.stringify(began)).not.toContain(secret);
	});

	test('refuses what is tampered with or not signed, and starts nothing', async () => {
		await activate();
		const url = sandbox.acc.webhooks.hooks[0]?.callbackUrl ?? '';
		const body = JSON.stringify({ hook: { event: 'issue.created-1.0', scope: { project: TOWER_ID } } });
		const before = reads();
		const send = async (headers: Readonly<Record<string, string>>): Promise<number> => (await fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } })).status;
		expect(await send({})).toBe(401);
		expect(await send({ 'x-adsk-signature': `sha1hash=${'0'.repeat(40)}` })).toBe(401);
		await delivered();
		expect([reads(), began]).toEqual([before, []]);
	});

	test('a delivery that comes twice is acknowledged and not looked for again', async () => {
		await activate();
		await create('Leak');
		const before = reads();
		sandbox.acc.webhooks.deliveries.repeat();
		await delivered();
		expect([answers, began.length, reads()]).toEqual([[200, 200], 1, before]);
	});

	test('several at once are each told once, though each webhook begins from the same stored data', async () => {
		await activate();
		await Promise.all([create('A'), create('B'), create('C')]);
		await delivered();
		expect(began.flat().map(({ json }) => (isObject(json.record) ? json.record.title : '')).sort()).toEqual(['A', 'B', 'C']);
	});

	test('n8n may poll before it sets the hooks up: what happens between is found by the next poll, and then all is at once', async () => {
		active = engine.activate({ Trigger: settings }, {}, address);
		await active.poll('Trigger');
		await create('Between');
		await active.hook('Trigger', 'create');
		expect(told(await active.poll('Trigger'))).toEqual([['created', 'Between']]);
		await create('After');
		expect(began.map(told)).toEqual([[['created', 'After']]]);
		const before = reads();
		expect(await active.poll('Trigger')).toBeNull();
		expect(reads()).toBe(before);
	});

	test('what was not delivered is found by the poll, also after a restart', async () => {
		await activate();
		sandbox.acc.webhooks.deliveries.lose(1);
		await create('Lost');
		expect(began).toEqual([]);
		later(reconcileEvery + 1);
		const stored = active.stored();
		active = engine.activate({ Trigger: settings }, stored, address);
		expect(told(await active.poll('Trigger'))).toEqual([['created', 'Lost']]);
		expect(await active.poll('Trigger')).toBeNull();
	});

	test('when the look after a delivery fails, the next poll makes up for it at once', async () => {
		await activate();
		sandbox.faults.inject({ service: 'acc', method: 'GET', path: '/issues?', times: 1, kind: { status: 403 } });
		await create('Later');
		expect([answers, began]).toEqual([[200], []]);
		expect(told(await active.poll('Trigger'))).toEqual([['created', 'Later']]);
	});

	test('hooks stay over a restart, are revived when they went inactive, and go with the workflow', async () => {
		await activate();
		const ids = sandbox.acc.webhooks.hooks.map(({ id }) => id);
		await activate(settings, active.stored());
		expect(sandbox.acc.webhooks.hooks.map(({ id }) => id)).toEqual(ids);
		const [first] = sandbox.acc.webhooks.hooks;
		if (first) first.status = 'inactive';
		later(reconcileEvery + 1);
		await active.poll('Trigger');
		expect(hooks()).toEqual(['issue.created-1.0 reactivated', 'issue.updated-1.0 active']);
		await active.hook('Trigger', 'delete');
		expect(hooks()).toEqual([]);
	});

	test('where it cannot be told it looks at every poll time, and says why once', async () => {
		sandbox.faults.inject({ service: 'acc', method: 'POST', path: '/webhooks/', times: 9, kind: { status: 403, json: { detail: ['Only administrators'] } } });
		await activate();
		await create('Polled');
		expect([hooks(), began]).toEqual([[], []]);
		expect(told(await active.poll('Trigger'))).toEqual([['created', 'Polled']]);
		expect(await active.poll('Trigger')).toBeNull();
		expect(JSON.stringify(active.stored())).toContain('Only administrators');
		await expect(active.hook('Trigger', 'create', 'tried')).rejects.toThrow('Only administrators');
	});

	test('a service that is down does not keep the workflow from becoming active; the hooks come later', async () => {
		sandbox.faults.inject({ service: 'acc', path: '/webhooks/', times: 12, kind: { status: 503, headers: { 'retry-after': '3600' } } });
		await activate();
		expect(hooks()).toEqual([]);
		sandbox.faults.clear();
		await active.poll('Trigger');
		expect(hooks()).toHaveLength(2);
	});

	test('tried out by hand it shows what happened, also when n8n runs the poll afterwards', async () => {
		active = engine.activate({ Trigger: settings }, {}, address);
		await active.hook('Trigger', 'create', 'tried');
		mode = 'manual';
		await create('Tried');
		expect(began.map(told)).toEqual([[['created', 'Tried']]]);
		expect(told(await active.poll('Trigger', 'manual'))).toEqual([['created', 'Tried']]);
		expect(told(await active.poll('Trigger', 'manual'))).toHaveLength(3);
		await active.hook('Trigger', 'delete', 'tried');
		expect(hooks()).toEqual([]);
	});

	test('trying it out leaves the active one alone, also with other settings, and leaves nothing behind', async () => {
		await activate();
		const live = active;
		const edited = { ...settings, events: ['created'] };
		const tried = engine.activate({ Trigger: edited }, active.stored(), address);
		await tried.hook('Trigger', 'create', 'tried');
		expect(sandbox.acc.webhooks.hooks.map(({ callbackUrl }) => new URL(callbackUrl).pathname.split('/')[1]).sort()).toEqual(['webhook', 'webhook', 'webhook-test']);
		await tried.hook('Trigger', 'delete', 'tried');
		expect(sandbox.acc.webhooks.hooks.map(({ callbackUrl }) => callbackUrl.startsWith(`${address}/webhook/`))).toEqual([true, true]);
		await tried.hook('Trigger', 'delete', 'tried');
		expect(hooks()).toHaveLength(2);
		active = live;
		await create('Live');
		expect(began.map(told)).toEqual([[['created', 'Live']]]);
	});

	test('a try-out that fails half way leaves nothing behind either', async () => {
		await activate();
		const tried = engine.activate({ Trigger: settings }, {}, address);
		sandbox.faults.inject({ service: 'acc', method: 'POST', path: '/webhooks/', after: 1, times: 1, kind: { status: 403, json: { detail: ['No more webhooks'] } } });
		await expect(tried.hook('Trigger', 'create', 'tried')).rejects.toThrow('No more webhooks');
		await tried.hook('Trigger', 'delete', 'tried');
		expect(sandbox.acc.webhooks.hooks.map(({ callbackUrl }) => callbackUrl.startsWith(`${address}/webhook/`))).toEqual([true, true]);
	});

	test('deactivated during a look it loses nothing, and neither that look nor a later one makes the hooks anew', async () => {
		await activate();
		sandbox.acc.webhooks.deliveries.lose(1);
		await create('Meanwhile');
		later(reconcileEvery + 1);
		const looks = active.poll('Trigger');
		const ended = active.hook('Trigger', 'delete');
		expect(told(await looks)).toEqual([['created', 'Meanwhile']]);
		await ended;
		expect(hooks()).toEqual([]);
		expect(await active.poll('Trigger')).toBeNull();
		expect(hooks()).toEqual([]);
		await active.hook('Trigger', 'create');
		expect(await active.poll('Trigger')).toBeNull();
		expect(hooks()).toHaveLength(2);
	});

	test('a burst takes as few looks as tell all of it', async () => {
		await activate();
		const before = reads();
		// The first look is still under way when the others are announced.
		sandbox.faults.inject({ service: 'acc', method: 'GET', path: '/issues?', times: 1, kind: { latencyMs: 1500 } });
		await Promise.all(Array.from({ length: 6 }, async (_, index) => await create(`B${index}`)));
		await delivered();
		for (let waits = 0; began.flat().length < 6 && waits < 100; waits++) await delivered();
		expect(began.flat().map(({ json }) => (isObject(json.record) ? json.record.title : '')).sort()).toEqual(['B0', 'B1', 'B2', 'B3', 'B4', 'B5']);
		expect(answers).toHaveLength(6);
		expect(reads() - before).toBeLessThan(6);
		await create('After');
		expect(began.flat()).toHaveLength(7);
	});

	test('of two polls at once only one looks, where it has to look at every poll time', async () => {
		sandbox.faults.inject({ service: 'acc', method: 'POST', path: '/webhooks/', times: 9, kind: { status: 403, json: { detail: ['Only administrators'] } } });
		await activate();
		await create('Once');
		const before = reads();
		const both = await Promise.all([active.poll('Trigger'), active.poll('Trigger')]);
		expect(both.map(told)).toEqual([[['created', 'Once']], null]);
		expect(reads()).toBe(before + 1);
	});

	test('under another address the hooks move', async () => {
		await activate();
		const stored = active.stored();
		active = engine.activate({ Trigger: settings }, stored, address.replace('127.0.0.1', 'localhost'));
		if (!(await active.hook('Trigger', 'checkExists'))) await active.hook('Trigger', 'create');
		expect(sandbox.acc.webhooks.hooks.map(({ callbackUrl }) => new URL(callbackUrl).hostname)).toEqual(['localhost', 'localhost']);
	});
});
