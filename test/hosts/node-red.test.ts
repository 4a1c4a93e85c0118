import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import manifest from '../../package.json';
import * as mainJob from '../../scripts/main-job.mjs';
import { services } from '../../src/catalog';
import type { Resource } from '../../src/catalog/vocabulary';
import { accountType, areasOf, areaType, triggerType, watchedOf } from '../../src/node-red/names';
import { CONFIDENTIAL_CLIENT, TOWER_ID } from '../../src/sandbox/acc';
import { sampleIds } from '../../src/sandbox/cintoo/sample';
import { sampleIds as fieldIds } from '../../src/sandbox/field';
import { people } from '../../src/sandbox/people';
import { startSandbox, type Sandbox } from '../../src/sandbox/server';
import { allowed } from '../node-red/support/consent';
import { isRecord, until, type Flow } from '../node-red/support/node-red';
import { editions, NodeRedServer } from './node-red-server';
import { tarball } from './tarball';

const types = services.flatMap((service) => [accountType(service), ...areasOf(service).map((area) => areaType(service, area)), ...watchedOf(service).map((resource) => triggerType(service, resource))]);
/** The flows of the main job, among the examples. */
const mainExample = 'Scan annotations, issues and checklists';
/** Whoever the flows are signed in as: may do what they do in Cintoo and ACC. */
const signedInAs = people.samir;

const text = (value: string): { readonly type: 'str'; readonly value: string } => ({ type: 'str', value });
const cintooProject = { accountRef: { type: 'name', value: 'Harbor Construction (sandbox)' }, projectRef: { type: 'name', value: 'Harbor Tower – Level 2 MEP (sandbox)' } };
const tower = { projectId: { type: 'name', value: 'Harbor Tower (sandbox)' } };

describe.each(editions)('%s', (edition) => {
	let sandbox: Sandbox;
	let red: NodeRedServer;
	/** Of what was made for the triggers to see. */
	const names: string[] = [];

	beforeAll(async () => {
		sandbox = await startSandbox();
		red = new NodeRedServer(edition);
		await red.start();
	});
	afterAll(async () => {
		await red?.discard();
		await sandbox?.stop();
	});
	afterEach(() => {
		expect(sandbox.exchanges.filter(({ violations }) => violations.length > 0).map(({ method, url, violations }) => `${method} ${url}: ${violations.join('; ')}`)).toEqual([]);
		expect(red.output).not.toMatch(/Uncaught|UnhandledPromise/);
	});

	it('gets the package from its own installer: every set loads, every type is there', async () => {
		expect(red.release.split('.')[0]).toBe(edition.at(-1));
		const sets = await red.install(tarball());
		expect(sets.map(({ name, err, enabled }) => ({ name, err, enabled })).sort((one, other) => one.name.localeCompare(other.name))).toEqual(['aec-acc', 'aec-cintoo', 'aec-field'].map((name) => ({ name, err: undefined, enabled: true })));
		expect(sets.flatMap((set) => set.types).sort()).toEqual([...types].sort());
	});

	it('offers its examples for import, and runs every one of them', async () => {
		const names = await exampleNames();
		expect(names).toEqual(expect.arrayContaining([mainExample, ...types.filter((type) => !type.endsWith('-account')).map((type) => type.slice(4))]));
		const imported: Flow[] = [];
		for (const name of names) imported.push(onTab(name, await example(name)));
		await red.deploy(imported.flat());
		expect((await red.request('GET', 'flows')).body).toHaveLength(imported.flat().length);
	});

	it('signs in to all three services', async () => {
		const accounts = [
			{ id: 'aec-account-cintoo', type: 'aec-cintoo-account', name: 'Cintoo', origin: 'custom', address: sandbox.origins.cintoo, credentials: { grant: await grant('cintoo') } },
			{ id: 'aec-account-acc', type: 'aec-acc-account', name: 'ACC', origin: 'custom', address: sandbox.origins.acc, region: '', actAs: '', credentials: { clientId: CONFIDENTIAL_CLIENT.id, clientSecret: CONFIDENTIAL_CLIENT.secret, grant: await grant('acc') } },
			{ id: 'aec-account-field', type: 'aec-field-account', name: 'Field', origin: 'custom', address: sandbox.origins.field, credentials: { username: people.nora.email, password: 'sandbox' } },
		];
		await red.deploy([...(await mainFlows()), ...watching(), ...accounts]);
		for (const { id } of accounts) expect(await red.request('GET', `aec-nodes/check/${id}`)).toEqual({ status: 200, body: { ok: true } });
	});

	it('makes issues of annotations, resolves the annotation of a closed issue, and sums up the checklists', async () => {
		await until(() => mainJob.annotationsArrived(sandbox), 'the annotations to arrive', known, 120_000);
		await mainJob.closeIssue(sandbox, 'ductClash');
		await until(() => mainJob.isResolved(sandbox, 'ductClash'), 'the annotation to be resolved', known, 60_000);
		await red.inject('aec-3-daily');
		await until(() => red.recorded('summary').length > 0, 'the summary of the checklists', known);
		await allIsRight();
	});

	it('tells of a new annotation, issue and Field issue, once each', async () => {
		await until(() => triggers.every(({ type }) => looks(type) > 0), 'every trigger to look', known, 60_000);
		await make('first');
	});

	it('goes on after a crash without signing in again: nothing is told or made twice', async () => {
		await red.stop('SIGKILL');
		sandbox.cintoo.expireAccessTokens();
		sandbox.acc.expireAccessTokens();
		sandbox.field.expireTickets();
		await red.start();
		await everyTriggerLooks();
		await make('second');
		await allIsRight();
		expect([sandbox.cintoo.state.signIn.refreshes > 0, sandbox.acc.refreshReplays()]).toEqual([true, 0]);
	});

	it('takes a newer release in place of this one, and goes on with it after a restart', async () => {
		const newer = withVersion('99.0.0', join(red.userDir, 'newer'));
		await red.install(newer);
		await red.stop();
		sandbox.cintoo.expireAccessTokens();
		sandbox.acc.expireAccessTokens();
		await red.start();
		expect((await red.request('GET', `nodes/${manifest.name}`)).body).toMatchObject({ version: '99.0.0' });
		await everyTriggerLooks();
		await make('third');
		await everyTriggerLooks();
		await allIsRight();
		expect(sandbox.acc.refreshReplays()).toBe(0);
	});

	it('leaves a running Node-RED when it is removed, and finds its sign-ins when it comes back', async () => {
		// What is in use cannot be removed.
		await red.deploy([{ id: 'empty', type: 'tab', label: 'Empty' }]);
		await red.uninstall();
		expect(await red.sets()).toEqual([]);
		expect((await red.request('GET', 'settings')).status).toBe(200);

		await red.install(tarball());
		await red.stop();
		await red.start();
		expect((await red.sets()).map(({ err }) => err)).toEqual([undefined, undefined, undefined]);
	});

	async function exampleNames(): Promise<readonly string[]> {
		const { body } = await red.request('GET', `library/examples/flows/${manifest.name}`);
		return Array.isArray(body) ? body.filter(isRecord).map(({ fn }) => String(fn)) : [];
	}

	async function example(name: string): Promise<Flow> {
		const { body } = await red.request('GET', `library/examples/flows/${manifest.name}/${encodeURIComponent(name)}`);
		return Array.isArray(body) ? body.filter(isRecord) : [];
	}

	/** What a page of a service and the editor's dialog do together: the grant that the dialog keeps. */
	async function grant(service: 'cintoo' | 'acc'): Promise<string> {
		const about = { service, origin: 'custom', address: sandbox.origins[service], redirectUri: `${red.url}/aec-nodes/oauth/callback`, clientId: CONFIDENTIAL_CLIENT.id, clientSecret: CONFIDENTIAL_CLIENT.secret };
		const started = await red.request('POST', 'aec-nodes/oauth/start', about);
		const { url, state } = isRecord(started.body) ? started.body : {};
		const back = await allowed(String(url), service === 'cintoo' ? signedInAs.cintooId : signedInAs.autodeskId);
		expect((await fetch(back)).status).toBe(200);
		const claimed = await red.request('POST', 'aec-nodes/oauth/claim', { state });
		return isRecord(claimed.body) ? String(claimed.body.grant) : '';
	}

	/** The flows of the main job as they are imported, but looking every ten seconds, and with what goes wrong written down. */
	async function mainFlows(): Promise<Flow> {
		const nodes = (await example(mainExample)).filter(({ type }) => !String(type).endsWith('-account'));
		const wired = nodes.map((node) => {
			if (String(node.type).endsWith('-trigger')) return { ...node, every: 10, unit: 'seconds' };
			if (node.type === 'catch') return { ...node, wires: [[`troubles ${String(node.z)}`]] };
			return node.id === 'aec-3-summary' ? { ...node, wires: [['summary']] } : node;
		});
		return [...wired, ...red.recorder('summary', 'aec-flow-checklists'), ...nodes.filter(({ type }) => type === 'tab').flatMap(({ id }) => red.recorder('troubles', String(id), `troubles ${String(id)}`))];
	}

	/** Every trigger of the three services, and what makes something new for them. */
	function watching(): Flow {
		const actions = {
			annotation: { type: 'aec-cintoo-annotation', account: 'aec-account-cintoo', resource: 'cintoo.annotation', operation: 'create', input: { ...cintooProject, workzoneId: text(`urn:cintoo:workzone:${sampleIds.levelTwo}`), annotationType: { type: 'pick', value: 'Note' }, title: { type: 'msg', value: 'topic' }, description: text('Made by a flow'), position: { type: 'fields', value: { x: { type: 'num', value: '1' }, y: { type: 'num', value: '2' }, z: { type: 'num', value: '3' } } } } },
			issue: { type: 'aec-acc-issue', account: 'aec-account-acc', resource: 'acc.issue', operation: 'create', input: { ...tower, issueSubtypeId: { type: 'name', value: 'Quality > Defect' }, title: { type: 'msg', value: 'topic' } } },
			field: { type: 'aec-field-issue', account: 'aec-account-field', resource: 'field.issue', operation: 'create', input: { ...tower, issueTypeId: text(fieldIds.punchList), fields: { type: 'jsonata', value: '{ "Description": topic }' } } },
		};
		return [
			{ id: 'watching', type: 'tab', label: 'Everything is watched' },
			...triggers.map(({ type, service, within }, index) => ({ id: type, type, z: 'watching', x: 200, y: 60 * index, version: 1, account: `aec-account-${service}`, within, filters: {}, events: ['created'], every: 10, unit: 'seconds', startFrom: 'now', startDate: '', ignoreOwn: false, wires: [['told']] })),
			...Object.entries(actions).flatMap(([id, action], index) => [
				{ id: `make-${id}`, type: 'inject', z: 'watching', x: 500, y: 60 * index, props: [{ p: 'topic', v: 'made', vt: 'flow' }], wires: [[id]] },
				{ id, z: 'watching', x: 700, y: 60 * index, version: 1, items: { type: 'none', value: '' }, returnAll: false, limit: 100, output: 'payload', deliver: 'array', file: 'buffer', ...action, wires: [[]] },
			]),
			{ id: 'name', type: 'http in', z: 'watching', x: 500, y: 400, url: '/name/:name', method: 'post', wires: [['keep-name']] },
			{ id: 'keep-name', type: 'function', z: 'watching', x: 700, y: 400, func: "flow.set('made', msg.req.params.name); return msg;", outputs: 1, wires: [['named']] },
			{ id: 'named', type: 'http response', z: 'watching', x: 900, y: 400, wires: [] },
			{ id: 'wrong', type: 'catch', z: 'watching', x: 500, y: 460, scope: null, uncaught: false, wires: [['troubles']] },
			{ id: 'state', type: 'status', z: 'watching', x: 500, y: 520, scope: triggers.map(({ type }) => type), wires: [['states']] },
			...red.recorder('told', 'watching'),
			...red.recorder('troubles', 'watching'),
			...red.recorder('states', 'watching'),
		];
	}

	/** Makes one of each under a name, and waits until the triggers told of it. */
	async function make(name: string): Promise<void> {
		names.push(name);
		await fetch(`${red.url}/name/${name}`, { method: 'POST' });
		for (const id of ['annotation', 'issue', 'field']) await red.inject(`make-${id}`);
		await until(() => red.recorded('told').length >= expected().length && everythingRemembered(), 'the triggers to tell', known, 60_000);
		everythingOnce();
	}

	/** What the triggers should have told of so far: the flows made issues as well. */
	function expected(): readonly unknown[] {
		const flowMade = (['ductClash', 'sharedIssue', 'surveyorIssue', 'bareIssue'] as const).flatMap((name) => mainJob.issuesOf(sandbox, name).map(({ title }) => title));
		return [...[...names, ...flowMade].map((name) => `acc.issue.created ${name}`), ...names.flatMap((name) => [`cintoo.annotation.created ${name}`, `field.issue.created ${name}`])].sort();
	}

	/** Everything so far was made once and told of once, and nothing else was. */
	function everythingOnce(): void {
		expect(red.recorded('told').map(({ topic, payload }) => `${String(topic)} ${titleOf(payload)}`).sort()).toEqual(expected());
		for (const name of names) {
			expect(sandbox.acc.state.issues.filter((issue) => issue.projectId === TOWER_ID && issue.title === name)).toHaveLength(1);
			expect([...sandbox.cintoo.state.annotations.values()].filter(({ title }) => title === name)).toHaveLength(1);
		}
	}

	/** Whether the triggers have kept that they told of what they told: a crash before that makes them tell it again. */
	function everythingRemembered(): boolean {
		const counts = red.recorded('states').map(({ status }) => /^(\d+) new$/.exec(isRecord(status) ? String(status.text) : '')?.[1]);
		return counts.reduce((sum, count) => sum + Number(count ?? 0), 0) === red.recorded('told').length;
	}

	/** Every trigger looks once more: an echo of what was told before would show now. */
	async function everyTriggerLooks(): Promise<void> {
		const ends = new Map(triggers.map(({ type }) => [type, looks(type)]));
		await until(() => triggers.every(({ type }) => looks(type) > (ends.get(type) ?? 0)), 'every trigger to look', known, 60_000);
		everythingOnce();
	}

	async function allIsRight(): Promise<void> {
		expect(await mainJob.faults(sandbox, { resolved: 'ductClash', summary: red.recorded('summary')[0]?.payload })).toEqual([]);
		expect(red.recorded('troubles')).toEqual([]);
	}

	/** How often a trigger came to the end of a look. */
	function looks(type: string): number {
		return red.recorded('states').filter(({ status }) => isRecord(status) && status.fill === 'green' && isRecord(status.source) && status.source.id === type).length;
	}

	function known(): string {
		return JSON.stringify({ troubles: red.recorded('troubles'), states: red.recorded('states').slice(-20), told: red.recorded('told').length, output: red.output.slice(-2000) }, null, '\t').slice(0, 8000);
	}
});

/** All that whoever is signed in may watch: data jobs are shown to administrators alone (ACC Data Connector, line 5345). */
const triggers = services.flatMap((service) => watchedOf(service).filter(({ id }) => id !== 'acc.dataJob').map((resource) => ({ type: triggerType(service, resource), service: service.id, within: withinOf(resource) })));

/** One account or project for most, everything below it for what lies deeper. */
function withinOf({ changes }: Resource): Readonly<Record<string, unknown>> {
	const known: Readonly<Record<string, unknown>> = { ...cintooProject, ...tower, accountId: cintooProject.accountRef };
	const keys = changes?.within ?? [];
	return { ...Object.fromEntries(keys.filter((key) => key in known).map((key) => [key, known[key]])), ...(keys.every((key) => key in known) ? {} : { scope: { type: 'pick', value: 'all' } }) };
}

function titleOf(record: unknown): string {
	return isRecord(record) ? String(record.title ?? record.description) : '';
}

/** The nodes of an example on a tab, as the editor puts them there. */
function onTab(name: string, nodes: Flow): Flow {
	return [{ id: `tab of ${name}`, type: 'tab', label: name }, ...nodes.map((node) => (node.type === 'tab' || node.z !== undefined || String(node.type).endsWith('-account') ? node : { ...node, z: `tab of ${name}` }))];
}

/** The packed package under another version, packed again in a folder of its own. */
function withVersion(version: string, folder: string): string {
	mkdirSync(folder);
	execFileSync('tar', ['-xzf', tarball(), '-C', folder]);
	writeFileSync(join(folder, 'package', 'package.json'), JSON.stringify({ ...manifest, version }));
	const packed = join(folder, `aec-nodes-n8n-nodes-aec-${version}.tgz`);
	execFileSync('tar', ['-czf', packed, '-C', folder, 'package']);
	return packed;
}
