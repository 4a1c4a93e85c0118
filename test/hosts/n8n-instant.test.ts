import manifest from '../../package.json';
import { acc } from '../../src/catalog/acc';
import { operationsOf } from '../../src/catalog/vocabulary';
import { subtypeId, TOWER_ID } from '../../src/sandbox/acc';
import { people } from '../../src/sandbox/people';
import { startSandbox, type Sandbox } from '../../src/sandbox/server';
import { bearer, connect } from '../support/connect';
import { installedN8n } from './installed';
import { sandboxCredentials } from './n8n-main-job';
import { N8nServer, record, until } from './n8n-server';
import { tarball } from './tarball';

const workflow = {
	id: 'instant',
	name: 'Instant',
	active: false,
	nodes: [
		{ id: 'b5c1b5f0-6a53-4a6c-9d0e-2f54f3f6b0a1', name: 'Trigger', type: `${manifest.name}.autodeskConstructionCloudInstantTrigger`, typeVersion: 1, position: [0, 0], webhookId: '0d0e2c3a-5b0c-4b8e-8a3b-1f3a8f1f2c11', credentials: { accOAuth2Api: { id: 'aecAcc', name: 'ACC (sandbox)' } }, parameters: { watch: 'issue', scope: 'one', projectId: { __rl: true, mode: 'id', value: TOWER_ID }, events: ['created'], startFrom: 'now' } },
		{ id: 'c6d2c6f1-7b64-4b7d-8e1f-3f65f4f7c1b2', name: 'End', type: 'n8n-nodes-base.noOp', typeVersion: 1, position: [200, 0], parameters: {} },
	],
	connections: { Trigger: { main: [[{ node: 'End', type: 'main', index: 0 }]] } },
	settings: { executionOrder: 'v1' },
};

/** The poll of every minute, twice. */
const twoPollsMs = 130_000;

describe('the instant trigger in a real n8n', () => {
	let sandbox: Sandbox;
	let n8n: N8nServer;

	beforeAll(async () => {
		sandbox = await startSandbox({ acc: { deliveryPauses: [200, 400, 800, 1_600] } });
		n8n = new N8nServer(installedN8n);
		n8n.place(manifest.name, tarball());
		await n8n.import('credentials', sandboxCredentials(sandbox, people.nora));
		await n8n.import('workflow', [workflow]);
		await n8n.start();
	});
	afterAll(async () => {
		await n8n?.discard();
		await sandbox?.stop();
	});
	afterEach(() => expect(sandbox.exchanges.filter(({ violations }) => violations.length > 0).map(({ method, url, violations }) => [method, url, violations])).toEqual([]));

	const hooks = (): readonly string[] => sandbox.acc.webhooks.hooks.map(({ event, status }) => `${event} ${status}`);
	const looks = (): number => sandbox.exchanges.filter(({ method, url }) => method === 'GET' && url.includes('/issues?')).length;
	const known = (): string => `${n8n.output.slice(-3000)}\n${JSON.stringify(sandbox.acc.webhooks.deliveries.attempts)}\n${sandbox.exchanges.slice(-15).map(({ method, url, status }) => `${method} ${url} ${status}`).join('\n')}`;

	async function create(title: string): Promise<void> {
		const operation = operationsOf(acc).get('acc.issue.create')?.operation;
		if (!operation) throw new Error('There is no such operation.');
		await connect(acc, sandbox.origins.acc, bearer(sandbox.acc.issueTokens(people.nora.autodeskId).access_token)).run(operation, { projectId: TOWER_ID, title, issueSubtypeId: subtypeId(TOWER_ID, 'Defect'), status: 'open' });
		await sandbox.acc.webhooks.deliveries.settled();
	}

	/** Titles of the issues with which runs began, oldest first. */
	async function told(): Promise<readonly unknown[]> {
		const { data } = await n8n.api('GET', '/executions?workflowId=instant&includeData=true');
		return (Array.isArray(data) ? data : []).map(record).flatMap((execution) => titlesIn(record(record(record(execution.data).resultData).runData).Trigger)).reverse();
	}

	test('activated, it has its hook; a change starts a run at once, and the polls do not repeat it', async () => {
		await n8n.api('POST', '/workflows/instant/activate');
		// n8n answers before it has activated.
		await until(() => hooks().length > 0 && looks() > 0, 'the hook and the first poll', known);
		expect(hooks()).toEqual(['issue.created-1.0 active']);
		await create('Leak');
		await until(async () => (await told()).length > 0, 'the run', known, 30_000);
		const before = looks();
		await until(() => looks() > before, 'the poll that closes the gap before the hook', known, twoPollsMs);
		expect(await told()).toEqual(['Leak']);
	}, twoPollsMs + 60_000);

	test('after a crash it keeps its hook, has lost nothing, and repeats nothing', async () => {
		const [hook] = sandbox.acc.webhooks.hooks;
		await n8n.stop('SIGKILL');
		sandbox.acc.webhooks.deliveries.lose(1);
		await create('Lost');
		await n8n.start();
		await until(async () => (await told()).includes('Lost'), 'what was lost', known, twoPollsMs);
		await create('Later');
		await until(async () => (await told()).includes('Later'), 'what came later', known, 30_000);
		expect(await told()).toEqual(['Leak', 'Lost', 'Later']);
		expect(sandbox.acc.webhooks.hooks.map(({ id }) => id)).toEqual([hook?.id]);
	}, 2 * twoPollsMs);

	test('deactivated, it takes its hook away', async () => {
		await n8n.api('POST', '/workflows/instant/deactivate');
		await until(() => hooks().length === 0, 'the hook to go', known);
	});
});

/** The titles of the issues in the items of a node's runs, wherever n8n put them. */
function titlesIn(runs: unknown): readonly unknown[] {
	return (Array.isArray(runs) ? runs : []).flatMap((run) => {
		const { main } = record(record(run).data);
		return (Array.isArray(main) ? main : []).flatMap((output) => (Array.isArray(output) ? output : []).map((item) => record(record(record(item).json).record).title));
	});
}
