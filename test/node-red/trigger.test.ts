import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACCOUNT_ID, TOWER_ID } from '../../src/sandbox/acc';
import { sampleIds } from '../../src/sandbox/cintoo/sample';
import { people } from '../../src/sandbox/people';
import { startSandbox, type Sandbox } from '../../src/sandbox/server';
import { including, saying } from './support/matchers';
import { debug, isRecord, newUserDir, RunningNodeRed, tab, until, type Flow } from './support/node-red';

let sandbox: Sandbox;
let red: RunningNodeRed;
let userDir: string;
let account: Flow[number];

beforeAll(async () => {
	sandbox = await startSandbox();
	userDir = newUserDir();
	red = await RunningNodeRed.start(userDir);
	const pair = sandbox.cintoo.issueTokens(people.nora.cintooId);
	const grant = await red.storeGrant({ accessToken: pair.access_token, refreshToken: pair.refresh_token, expiresAt: Date.now() + 3_600_000 });
	account = { id: 'account', type: 'aec-cintoo-account', origin: 'custom', address: sandbox.origins.cintoo, credentials: { grant } };
});
afterAll(async () => {
	await red?.discard();
	await sandbox?.stop();
});
afterEach(() => expect(red.unhandled).toEqual([]));

const text = (value: string): { readonly type: 'str'; readonly value: string } => ({ type: 'str', value });
const within = { accountRef: text(`urn:cintoo:account:${sampleIds.account}`), projectRef: { type: 'name', value: 'Harbor Tower – Level 2 MEP (sandbox)' } };

function flow(id: string, more: Readonly<Record<string, unknown>>): Flow {
	const trigger = { id, type: 'aec-cintoo-annotation-trigger', version: 1, account: 'account', within, filters: { annotationType: { type: 'pick', value: 'Issue' } }, events: ['created'], every: 60, unit: 'minutes', startFrom: 'everything', ignoreOwn: false, wires: [['out']], ...more };
	return tab(account, trigger, debug('out'), { id: 'catch', type: 'catch', wires: [['caught']] }, debug('caught'));
}

/** Ids of the events that arrived so far. */
function told(): readonly string[] {
	return red.arrived.filter(({ at }) => at === 'out').map(({ message }) => `${String(message.event)} ${isRecord(message.payload) ? String(message.payload.id).split(':').pop() : ''}`);
}

async function looked(id: string): Promise<void> {
	await until(() => red.statuses.some(({ at, status }) => at === id && /new/.test(status.text ?? '')), 'the trigger to look', () => `${JSON.stringify(red.statuses)} ${red.output}`);
}

/** Deploys, and forgets how it stood before. */
async function deploy(next: Flow): Promise<void> {
	red.statuses.length = 0;
	await red.deploy(next);
}

async function restart(): Promise<void> {
	await red.crash();
	red = await RunningNodeRed.start(userDir);
}

describe('a trigger', () => {
	it('tells of everything there is once, also after a crash, and of what is new then', async () => {
		await red.deploy(flow('watch', {}));
		await looked('watch');
		const first = told();
		expect(first).toEqual(including(`created ${sampleIds.ductClash}`, `created ${sampleIds.bareIssue}`));
		expect(first).not.toContain(`created ${sampleIds.note}`);
		expect(new Set(first).size).toBe(first.length);
		expect(red.arrived.find(({ at }) => at === 'out')?.message).toMatchObject({ topic: 'cintoo.annotation.created', payload: { annotationType: 'Issue' } });

		await restart();
		await looked('watch');
		expect(told()).toEqual([]);

		const template = sandbox.cintoo.state.annotations.get(sampleIds.bareIssue);
		if (!template) throw new Error('The sandbox has no such annotation.');
		const now = new Date().toISOString();
		const id = '7a4e2f10-93c5-4d8b-a6e1-0c5b8d2f4eff';
		sandbox.cintoo.state.annotations.set(id, { ...template, id, title: 'Found just now', modification: { ...template.modification, createdAt: now, updatedAt: now } });
		await restart();
		await looked('watch');
		expect(told()).toEqual([`created ${id}`]);
	});

	it('begins anew when it is pointed at another place, and says nothing of what was before "now"', async () => {
		red.arrived.length = 0;
		await red.deploy(flow('watch', { startFrom: 'now', filters: {} }));
		await looked('watch');
		await red.deploy(flow('fresh', { startFrom: 'now' }));
		await looked('fresh');
		expect(told()).toEqual([]);
	});

	it('begins anew when it is told to start from elsewhere', async () => {
		red.arrived.length = 0;
		await deploy(flow('moved', { startFrom: 'now' }));
		await looked('moved');
		expect(told()).toEqual([]);
		await deploy(flow('moved', { startFrom: 'everything' }));
		await looked('moved');
		expect(told()).toEqual(including(`created ${sampleIds.ductClash}`));
	});

	it('takes filters as a person types them: several with commas, options by their words, none where the environment says nothing', async () => {
		red.arrived.length = 0;
		await deploy(flow('typed', { filters: { annotationType: text('issue, Resolved'), workzoneId: { type: 'env', value: 'NO_SUCH_WORK_ZONE' } } }));
		await looked('typed');
		const kinds = new Set(red.arrived.filter(({ at }) => at === 'out').map(({ message }) => isRecord(message.payload) && message.payload.annotationType));
		expect([...kinds].sort()).toEqual(['Issue', 'Resolved']);
	});

	it('watches several places that a person typed in one line', async () => {
		red.arrived.length = 0;
		await deploy(flow('places', { within: { accountRef: within.accountRef, scope: { type: 'pick', value: 'chosen' }, places: text(`urn:cintoo:project:${sampleIds.harborTower}, urn:cintoo:project:${sampleIds.quay}`) } }));
		await looked('places');
		expect(red.arrived.filter(({ at }) => at === 'out').map(({ message }) => isRecord(message.place) && message.place.id)).toEqual(including(`urn:cintoo:project:${sampleIds.harborTower}`));
	});

	it('says that it cannot leave out its own changes where nobody is signed in, and asks nobody where changes name no author', async () => {
		const own = { version: 1, filters: {}, events: ['created'], every: 60, unit: 'minutes', startFrom: 'now', ignoreOwn: true, wires: [['out']] };
		red.arrived.length = 0;
		await deploy(
			tab(
				{ id: 'application', type: 'aec-acc-account', origin: 'custom', address: sandbox.origins.acc, way: 'app', credentials: { clientId: 'sandbox-confidential', clientSecret: 'sandbox-secret' } },
				{ id: 'issues', type: 'aec-acc-issue-trigger', account: 'application', within: { projectId: text(TOWER_ID) }, ...own },
				{ id: 'companies', type: 'aec-acc-company-trigger', account: 'application', within: { accountId: text(ACCOUNT_ID) }, ...own },
				debug('out'),
				{ id: 'catch', type: 'catch', wires: [['caught']] },
				debug('caught'),
			),
		);
		const caught = await red.at('caught', 1);
		await looked('companies');
		expect(caught).toMatchObject([{ topic: 'acc.issue', failure: { kind: 'input', message: saying('does not tell who is signed in') } }]);
	});

	it('waits as long as it is told to, however long that is', async () => {
		await deploy(flow('monthly', { startFrom: 'now', every: 60 * 24 * 31 }));
		await looked('monthly');
		await new Promise((resolve) => setTimeout(resolve, 500));
		expect(red.statuses.filter(({ at, status }) => at === 'monthly' && status.text === 'looking')).toHaveLength(1);
	});

	it('is remembered for a month from when it went, however long it had nothing to tell', async () => {
		const settingsFile = join(userDir, '.config.runtime.json');
		const remembered = (): Readonly<Record<string, unknown>> | undefined => {
			const settings: unknown = JSON.parse(readFileSync(settingsFile, 'utf8'));
			const shelf = isRecord(settings) && isRecord(settings.aecNodesTriggers) ? settings.aecNodesTriggers.records : undefined;
			return isRecord(shelf) && isRecord(shelf.quiet) ? shelf.quiet : undefined;
		};
		await deploy(flow('quiet', {}));
		await looked('quiet');
		await red.deploy(tab(account));
		await until(() => remembered()?.gone !== undefined, 'the trigger to be missed');

		red.arrived.length = 0;
		await deploy(flow('quiet', {}));
		await looked('quiet');
		expect(told()).toEqual([]);
		await until(() => remembered()?.gone === undefined, 'the trigger to be there again');

		await red.deploy(tab(account));
		await until(() => remembered()?.gone !== undefined, 'the trigger to be missed');
		await red.crash();
		const aMonthAgo = Date.now() - 31 * 24 * 3_600_000;
		writeFileSync(settingsFile, readFileSync(settingsFile, 'utf8').replace(/"gone": ?\d+/g, `"gone":${aMonthAgo}`));
		red = await RunningNodeRed.start(userDir);
		await until(() => remembered() === undefined, 'the trigger to be forgotten');
	});

	it('says once what is wrong, however often it looks, and goes on when it is right again', async () => {
		red.arrived.length = 0;
		sandbox.faults.inject({ service: 'cintoo', times: 1, kind: { status: 403, json: { detail: 'Not today' } } });
		await red.deploy(flow('refused', { startFrom: 'now', every: 10, unit: 'seconds' }));
		const [caught] = await red.at('caught', 1);
		expect(caught).toMatchObject({ statusCode: 403, failure: { kind: 'permission' }, error: { source: { id: 'refused' } } });
		await until(() => red.statuses.some(({ at, status }) => at === 'refused' && status.fill === 'green'), 'the next look', () => '', 40_000);
		expect(red.arrived.filter(({ at }) => at === 'caught')).toHaveLength(1);
	});

	it('keeps its memory in the settings, and none of it in the flows', async () => {
		const settings = readFileSync(join(userDir, '.config.runtime.json'), 'utf8');
		expect(settings).toContain('aecNodesTriggers');
		expect(readFileSync(join(userDir, 'flows.json'), 'utf8')).not.toContain('"seen"');
	});
});
