import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sampleIds } from '../../src/sandbox/cintoo/sample';
import { people } from '../../src/sandbox/people';
import { startSandbox, type Sandbox } from '../../src/sandbox/server';
import { including } from './support/matchers';
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
