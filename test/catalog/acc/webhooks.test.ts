import { createServer, type Server } from 'node:http';
import { Readable } from 'node:stream';
import { acc } from '../../../src/catalog/acc';
import { issue } from '../../../src/catalog/acc/issue';
import { item } from '../../../src/catalog/acc/item';
import { pushedFiles, pushedIssues } from '../../../src/catalog/acc/webhook';
import { textAt } from '../../../src/catalog/vocabulary';
import type { Client } from '../../../src/core/client';
import { removeHooks } from '../../../src/core/pushed/hooks';
import { isInstant, judge, listen, readListening, whyPolling, type Listening, type Verdict } from '../../../src/core/pushed/listening';
import type { Watching, Where } from '../../../src/core/watching';
import { createAccService, QUAY_ID, subtypeId, TOWER_ID, type AccService } from '../../../src/sandbox/acc';
import { people, type PersonKey } from '../../../src/sandbox/people';
import { serve, type Served } from '../../../src/sandbox/serve';
import { carryOut } from '../../support/carry-out';
import { bearer, connect } from '../../support/connect';

const { only, records, run } = carryOut(acc);
const secret = 'a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6';
const system = 'autodesk.construction.issues';
const tower: Where = { within: { projectId: TOWER_ID } };

let served: Served<{ acc: AccService }>;
let nora: Client;
let receiver: Server;
let callback: string;
let answers: number[] = [];
let arrived: { readonly body: Buffer; readonly headers: Readonly<Record<string, unknown>> }[] = [];

beforeEach(async () => {
	served = await serve((world) => ({ acc: createAccService(world, { deliveryPauses: [5, 5, 5, 5] }) }));
	nora = as('nora');
	arrived = [];
	answers = [];
	receiver = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => void chunks.push(chunk)).on('end', () => {
			arrived.push({ body: Buffer.concat(chunks), headers: request.headers });
			response.writeHead(answers.shift() ?? 200).end();
		});
	});
	await new Promise<void>((resolve) => void receiver.listen(0, '127.0.0.1', resolve));
	const address = receiver.address();
	callback = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/hook`;
});
afterEach(async () => {
	const broken = served.exchanges.filter(({ violations }) => violations.length > 0);
	await served.services.acc.webhooks.deliveries.settled();
	await served.stop();
	await new Promise((resolve) => receiver.close(resolve));
	expect(broken.map(({ method, url, violations }) => `${method} ${url}: ${violations.join('; ')}`)).toEqual([]);
});

function as(who: PersonKey, region?: string): Client {
	return connect(acc, served.origins.acc, bearer(served.services.acc.issueTokens(people[who].autodeskId).access_token), region === undefined ? {} : { region });
}

const changes = issue.changes ?? ((): never => { throw new Error('Issues are not watched.'); })();
const watching = (client: Client, where = tower): Watching => ({ client, services: [acc], changes, where });
const listening = async (client = nora, before?: Listening, where = tower, events = ['created', 'statusChanged'], at = callback): Promise<Listening> => await listen(watching(client, where), pushedIssues, { listening: before }, { events, callback: at, secret, now: 1_000 });
const hooks = (): readonly string[] => served.services.acc.webhooks.hooks.map(({ event, scope, status }) => `${event} ${scope.project === TOWER_ID ? 'tower' : scope.project === QUAY_ID ? 'quay' : '?'} ${status}`).sort();
const verdicts = (state: Listening): readonly Verdict['kind'][] => arrived.map(({ body, headers }) => judge(state, secret, body, headers).kind);

async function newIssue(): Promise<void> {
	await run(nora, 'issue.create', { projectId: TOWER_ID, title: 'Leak', issueSubtypeId: subtypeId(TOWER_ID, 'Defect'), status: 'open' });
	await served.services.acc.webhooks.deliveries.settled();
}

describe('webhooks managed by people', () => {
	it('are created, found, changed and deleted', async () => {
		const made = await only(nora, 'webhook.create', { system, event: 'issue.created-1.0', callbackUrl: callback, project: `b.${TOWER_ID}` });
		expect(made).toMatchObject({ receipt: { done: 'created' }, status: 'active', autoReactivateHook: true, scope: { project: TOWER_ID } });
		const id = { system, event: 'issue.created-1.0', hookId: textAt(made, 'hookId') ?? '' };
		expect(made.receipt).toEqual({ done: 'created', id: made.hookId });
		expect(await only(nora, 'webhook.update', { ...id, newStatus: 'inactive' })).toMatchObject({ receipt: { done: 'updated' } });
		expect(await records(nora, 'webhook.getMany', { system, status: 'inactive' })).toHaveLength(1);
		expect(await records(nora, 'webhook.getMany', { system, status: 'active' })).toEqual([]);
		expect(await only(nora, 'webhook.get', id)).toMatchObject({ status: 'inactive' });
		await run(nora, 'webhook.delete', id);
		expect(hooks()).toEqual([]);
	});

	it('are listed over all pages, the next one being named in a link', async () => {
		for (let index = 0; index < 203; index++) await run(nora, 'webhook.register', { system: 'data', event: `dm.version.added`, callbackUrl: `${callback}/${index}`, folder: served.services.acc.state.folders[0]?.id ?? '' });
		expect(await records(nora, 'webhook.getMany', { system: 'data' })).toHaveLength(203);
	});

	it('take a project or a folder', async () => {
		await expect(run(nora, 'webhook.create', { system, event: 'issue.created-1.0', callbackUrl: callback })).rejects.toMatchObject({ kind: 'input' });
	});
});

describe('the life of the hooks of a trigger', () => {
	it('one for each event that announces what is wanted, with the secret; again changes nothing', async () => {
		const state = await listening();
		expect(hooks()).toEqual(['issue.created-1.0 tower active', 'issue.updated-1.0 tower active']);
		expect([state.refused, state.known.length]).toEqual([{}, 2]);
		expect(isInstant(pushedIssues, ['created', 'statusChanged'], state)).toBe(true);
		const writes = served.exchanges.filter(({ method }) => method !== 'GET').length;
		expect(await listening(nora, readListening(JSON.parse(JSON.stringify(state))))).toEqual(state);
		expect(served.exchanges.filter(({ method }) => method !== 'GET')).toHaveLength(writes);
		expect(JSON.stringify(state)).not.toContain(secret);
	});

	it('deliveries are signed, and told apart from forged, tampered and repeated ones', async () => {
		const state = await listening();
		await newIssue();
		expect(verdicts(state)).toEqual(['news']);
		const [first] = arrived;
		if (!first) throw new Error('Nothing arrived.');
		const verdict = judge(state, secret, first.body, first.headers);
		expect(verdict).toMatchObject({ delivery: { event: 'issue.created-1.0', place: TOWER_ID } });
		expect(judge(state, secret, Buffer.from(first.body.toString().replace('Leak', 'Leek')), first.headers).kind).toBe('refused');
		expect(judge(state, `${secret}0`, first.body, first.headers).kind).toBe('refused');
		expect(judge(state, secret, first.body, {}).kind).toBe('refused');
		const id = verdict.kind === 'news' ? verdict.delivery.id : '';
		served.services.acc.webhooks.deliveries.repeat();
		await served.services.acc.webhooks.deliveries.settled();
		expect(verdicts({ ...state, received: [[id, 1]] })).toEqual(['void', 'void']);
	});

	it('a hook that went inactive goes on; one that is gone is made anew; one for what nobody wants any more is deleted', async () => {
		const state = await listening();
		const [first, second] = served.services.acc.webhooks.hooks;
		if (!first || !second) throw new Error('There are no hooks.');
		first.status = 'inactive';
		await run(nora, 'webhook.delete', { system, event: second.event, hookId: second.id });
		expect((await listening(nora, state)).refused).toEqual({});
		expect(hooks()).toEqual(['issue.created-1.0 tower reactivated', 'issue.updated-1.0 tower active']);
		await listening(nora, state, tower, ['created']);
		expect(hooks()).toEqual(['issue.created-1.0 tower reactivated']);
		await newIssue();
		expect(verdicts(state)).toEqual(['news']);
	});

	it('what others have sent elsewhere stays, and all of ours go with the trigger', async () => {
		await run(nora, 'webhook.create', { system, event: 'issue.deleted-1.0', callbackUrl: `${callback}/other`, project: TOWER_ID });
		await listening();
		await removeHooks(nora, pushedIssues, callback);
		expect(hooks()).toEqual(['issue.deleted-1.0 tower active']);
	});

	it('another secret is given to the hooks there are', async () => {
		await listening(nora);
		const other = 'ffffffffffffffffffffffffffffffff';
		await listen(watching(nora), pushedIssues, { listening: await listening() }, { events: ['created'], callback, secret: other, now: 1 });
		await newIssue();
		expect(arrived.map(({ body, headers }) => judge(undefined, other, body, headers).kind)).toEqual(['news']);
	});

	it('an address that fails has its hook inactive after five attempts, and the next check revives it', async () => {
		const state = await listening();
		for (const hook of served.services.acc.webhooks.hooks) hook.autoReactivate = false;
		answers = [500, 500, 401, 503, 500];
		await newIssue();
		expect(arrived).toHaveLength(5);
		expect(hooks()).toContain('issue.created-1.0 tower inactive');
		await listening(nora, state);
		expect(hooks()).not.toContain('issue.created-1.0 tower inactive');
	});

	it('one for each project where all or several are watched', async () => {
		expect((await listening(nora, undefined, { within: {}, places: 'all' }, ['created'])).refused).toEqual({});
		expect(hooks()).toEqual(served.services.acc.state.projects.filter(({ platform, status }) => platform === 'acc' && status === 'active').map(({ id }) => `issue.created-1.0 ${id === TOWER_ID ? 'tower' : id === QUAY_ID ? 'quay' : '?'} active`).sort());
	});
});

describe('files', () => {
	it('are told of in a folder and in those below it', async () => {
		const files = item.changes;
		const { folders } = served.services.acc.state;
		const below = folders.find(({ projectId, parentId, hidden }) => projectId === TOWER_ID && !hidden && folders.some(({ id, hidden: root }) => id === parentId && !root));
		if (!files || !below?.parentId) throw new Error('There is no such folder.');
		const state = await listen({ ...watching(nora, { within: { projectId: TOWER_ID, folderId: below.parentId } }), changes: files }, pushedFiles, {}, { events: ['newVersion'], callback, secret, now: 1 });
		expect([state.refused, served.services.acc.webhooks.hooks.map(({ event, scope }) => [event, scope])]).toEqual([{}, [['dm.version.added', { folder: below.parentId }]]]);
		await run(nora, 'item.upload', { projectId: TOWER_ID, folderId: below.id, files: [{ name: 'Plan.txt', type: 'text/plain', size: 4, open: async () => Readable.from([Buffer.from('plan')]) }] });
		await served.services.acc.webhooks.deliveries.settled();
		expect(arrived.map(({ body, headers }) => judge(state, secret, body, headers))).toMatchObject([{ kind: 'news', delivery: { event: 'dm.version.added', place: below.parentId } }]);
	});
});

describe('where there can be no hooks, it says why and looks instead', () => {
	it.each([
		['whoever is no administrator', async () => await listening(as('mei')), /administrators/],
		['a region that does not announce', async () => await listening(as('nora', 'CAN')), /region CAN/],
		['an address nobody reaches', async () => await listen(watching(connect(acc, 'https://developer.api.autodesk.com', bearer('x'))), pushedIssues, {}, { events: ['created'], callback: 'http://localhost:5678/hook', secret, now: 1 }), /localhost cannot be reached/],
		['the application alone', async () => await listening(connect(acc, served.origins.acc, bearer(served.services.acc.issueTokens().access_token, ['app']))), /three-legged/],
		['an event nobody announces', async () => await listening(nora, undefined, tower, ['commented']), /announces none/],
		['no place to listen at', async () => await listen(watching(nora), pushedIssues, {}, { events: ['created'], callback, closed: 'the port is shut', secret, now: 1 }), /port is shut/],
	])('%s', async (_about, attempt, why) => {
		const state = await attempt();
		expect(isInstant(pushedIssues, ['created'], state)).toBe(false);
		expect(whyPolling(pushedIssues, ['created'], state)).toMatch(why);
		expect(hooks()).toEqual([]);
	});

	it('some events at once and others by looking, where the service announces not all of them', async () => {
		const state = await listening(nora, undefined, tower, ['created', 'commented']);
		expect(isInstant(pushedIssues, ['created', 'commented'], state)).toBe(false);
		expect(whyPolling(pushedIssues, ['created', 'commented'], state)).toContain('commented');
		expect(hooks()).toEqual(['issue.created-1.0 tower active']);
	});

	it('a service that is down is no reason to give up', async () => {
		served.faults.inject({ service: 'acc', path: '/webhooks/', times: 20, kind: { status: 503 } });
		await expect(listening()).rejects.toMatchObject({ kind: 'unavailable' });
	});

	it('more hooks than are bearable are not begun', async () => {
		const many = Array.from({ length: 401 }, (_, index) => `p${index}`);
		const state = await listening(nora, undefined, { within: {}, places: many }, ['created']);
		expect(whyPolling(pushedIssues, ['created'], state)).toContain('401 webhooks');
	});
});
