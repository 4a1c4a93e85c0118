import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { services } from '../../src/catalog';
import { accountType, areasOf, areaType, triggerType, watchedOf } from '../../src/node-red/names';
import { exampleFiles } from '../../src/node-red/generate/examples';
import { isRecord, RunningNodeRed, tab } from './support/node-red';
import { builtPackage } from './support/package';

const types = services.flatMap((service) => [accountType(service), ...areasOf(service).map((area) => areaType(service, area)), ...watchedOf(service).map((resource) => triggerType(service, resource))]);
const examples = join(__dirname, '..', '..', 'examples');

describe('in a running Node-RED', () => {
	let red: RunningNodeRed;
	beforeAll(async () => {
		red = await RunningNodeRed.start(undefined);
	});
	afterAll(async () => await red?.discard());

	it('loads every node set without an error', () => {
		expect(red.sets.map(({ name, err, enabled }) => ({ name, err, enabled })).sort((a, b) => a.name.localeCompare(b.name))).toEqual([
			{ name: 'aec-acc', err: undefined, enabled: true },
			{ name: 'aec-cintoo', err: undefined, enabled: true },
			{ name: 'aec-field', err: undefined, enabled: true },
		]);
	});

	it('registers every area, trigger and account, no two under one name', () => {
		expect(red.sets.flatMap((set) => set.types).sort()).toEqual([...types].sort());
		expect(new Set(types).size).toBe(types.length);
	});

	it('serves the dialogs, their script, their words and their icons', async () => {
		const html = await (await fetch(`${red.url}/nodes`, { headers: { accept: 'text/html' } })).text();
		for (const type of types) {
			expect(html).toContain(`RED.nodes.registerType('${type}', {`);
			expect(html).toContain(`data-template-name="${type}"`);
			expect(html).toContain(`data-help-name="${type}"`);
		}
		const script = await fetch(`${red.url}/resources/@aec-nodes/n8n-nodes-aec/editor.js`);
		expect(script.status).toBe(200);
		expect((await fetch(`${red.url}/icons/@aec-nodes/n8n-nodes-aec/aec-acc-trigger.svg`)).status).toBe(200);
		const words = (await red.request('GET', 'nodes/messages?lng=en-US')).body;
		expect(words).toHaveProperty(['@aec-nodes/n8n-nodes-aec/aec-field', 'aec', 'label', 'account'], 'Connection');
	});

	it('keeps running when a node has neither account nor fields', async () => {
		const nodes = types.filter((type) => !type.endsWith('-account')).map((type, index) => ({ id: `n${index}`, type, version: 1 }));
		await red.deploy(tab(...nodes));
		for (const { id } of nodes) red.send(id, {});
		expect((await red.request('GET', 'flows')).status).toBe(200);
		expect(red.unhandled).toEqual([]);
	});
});

it('defines every type literally, so that tools can read it without running it', () => {
	for (const service of services) {
		const html = readFileSync(join(builtPackage(), 'dist', 'node-red', `aec-${service.id}.html`), 'utf8');
		const scripts = [...html.matchAll(/<script type="text\/javascript">([\s\S]*?)<\/script>/g)].map(([, script]) => script ?? '');
		const registered: string[] = [];
		for (const script of scripts) runInNewContext(script, { RED: { nodes: { registerType: (type: string) => registered.push(type) } } });
		expect(registered.sort()).toEqual(types.filter((type) => type.startsWith(`aec-${service.id}-`)).sort());
	}
});

it('offers to leave out one’s own changes only where changes tell who made them', () => {
	for (const service of services) {
		const html = readFileSync(join(builtPackage(), 'dist', 'node-red', `aec-${service.id}.html`), 'utf8');
		for (const resource of watchedOf(service)) {
			const dialog = html.split(`data-template-name="${triggerType(service, resource)}"`)[1]?.split('</script>')[0] ?? '';
			expect(`${resource.id} ${dialog.includes('node-input-ignoreOwn')}`).toBe(`${resource.id} ${(resource.changes?.author ?? resource.changes?.creator) !== undefined}`);
		}
	}
});

it('keeps one example flow for every type that stands in flows', () => {
	const committed = existsSync(examples) ? readdirSync(examples) : [];
	const shown = new Set<unknown>();
	for (const name of committed.filter((one) => one.endsWith('.json'))) {
		const flow: unknown = JSON.parse(readFileSync(join(examples, name), 'utf8'));
		for (const node of Array.isArray(flow) ? flow : []) if (isRecord(node)) shown.add(node.type);
	}
	expect(types.filter((type) => !shown.has(type))).toEqual([]);
	for (const [name, content] of exampleFiles()) expect(`${name}: ${readFileSync(join(examples, name), 'utf8') === content ? 'up to date' : 'generate it anew'}`).toBe(`${name}: up to date`);
});
