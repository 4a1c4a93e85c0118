import { NodeConnectionTypes, type IDataObject, type INodeExecutionData, type INodeType, type IPollFunctions } from 'n8n-workflow';
import { isObject, text } from '../../src/catalog/vocabulary';
import { lookupsOf } from '../../src/n8n/lookups';
import { poll, triggerPropertiesOf } from '../../src/n8n/trigger';
import { Depot, depot, DepotServer, depotService } from './depot';
import { Engine } from './engine';
import { oAuth2 } from './oauth2';

class DepotTrigger implements INodeType {
	description = { ...new Depot().description, group: ['trigger' as const], inputs: [], outputs: [NodeConnectionTypes.Main], polling: true as const, properties: triggerPropertiesOf(depot, [depot]) };
	methods = lookupsOf(depotService);
	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this, depotService);
	}
}

describe('a polling trigger made from a catalog', () => {
	interface Crate { readonly id: string; readonly state: string; readonly by: string; readonly createdAt: string; readonly updatedAt: string }
	let crates: Crate[] = [];
	const server = new DepotServer((seen) => {
		const query = new URL(seen.url, 'http://x').searchParams;
		const from = Number(query.get('offset'));
		return { json: { items: crates.slice(from, from + Number(query.get('limit'))), total: crates.length } };
	});
	const settings = { watch: 'crate', yardId: { __rl: true, mode: 'id', value: 'y1' }, events: ['created', 'closed', 'deleted'], startFrom: 'now', ignoreOwnChanges: false };
	const later = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();
	const crate = (id: string, more: Partial<Crate> = {}): Crate => ({ id, state: 'open', by: 'u-zoe', createdAt: '2020-01-01T00:00:00Z', updatedAt: '2020-01-01T00:00:00Z', ...more });
	const told = (items: readonly INodeExecutionData[] | null): unknown => items?.map(({ json }) => [json.event, isObject(json.record) ? json.record.id : undefined, json.before]) ?? null;
	let engine: Engine;

	beforeAll(async () => {
		await server.start();
		engine = new Engine({ node: new DepotTrigger(), credentialType: oAuth2('cintooOAuth2Api'), credentials: server.credentials() });
	});
	afterAll(async () => await server.stop());

	test('tells nothing of what was there before, then each event once, with what it was before', async () => {
		const store: IDataObject = {};
		crates = [crate('a'), crate('b'), crate('c')];
		expect(await engine.poll(settings, store)).toBeNull();
		crates = [crate('a', { state: 'closed', updatedAt: later(1) }), crate('b'), crate('new', { createdAt: later(1), updatedAt: later(1) })];
		expect(told(await engine.poll(settings, store))).toEqual([['closed', 'a', 'open'], ['created', 'new', undefined], ['deleted', 'c', undefined]]);
		expect(await engine.poll(settings, store)).toBeNull();
	});

	test('a poll that begins while the one before is under way tells nothing twice', async () => {
		const active = engine.activate({ Trigger: settings }, {});
		crates = [];
		await active.poll('Trigger');
		crates = [crate('n', { createdAt: later(1), updatedAt: later(1) })];
		const before = server.seen.length;
		const both = await Promise.all([active.poll('Trigger'), active.poll('Trigger')]);
		expect(both.map(told)).toEqual([[['created', 'n', undefined]], null]);
		expect(server.seen.length - before).toBe(1);
		expect(await active.poll('Trigger')).toBeNull();
		crates = [...crates, crate('m', { createdAt: later(2), updatedAt: later(2) })];
		expect(told(await active.poll('Trigger'))).toEqual([['created', 'm', undefined]]);
	});

	test('a poll that failed does not keep the next one from looking', async () => {
		const active = engine.activate({ Trigger: settings }, {});
		crates = [];
		const { reply } = server;
		server.reply = () => ({ status: 403, json: { title: 'Members only' } });
		await expect(active.poll('Trigger')).rejects.toThrow();
		server.reply = reply;
		await active.poll('Trigger');
		crates = [crate('n', { createdAt: later(1), updatedAt: later(1) })];
		expect(told(await active.poll('Trigger'))).toEqual([['created', 'n', undefined]]);
	});

	test('a start date that an expression gives does not start it anew at every poll', async () => {
		const store: IDataObject = {};
		const dated = { ...settings, events: ['created'], startFrom: 'date', startDate: '={{ $now.minus({ days: 1 }).toISO() }}' };
		crates = [crate('old'), crate('young', { createdAt: later(-60), updatedAt: later(-60) })];
		expect(told(await engine.poll(dated, store))).toEqual([['created', 'young', undefined]]);
		await new Promise((resolve) => setTimeout(resolve, 5));
		expect(await engine.poll(dated, store)).toBeNull();
		expect(await engine.poll({ ...dated, startDate: '={{ $now.minus({ days: 2 }).toISO() }}' }, store)).toHaveLength(1);
	});

	test('stays where it was when a look fails, and makes up for it', async () => {
		const store: IDataObject = {};
		crates = [crate('a')];
		await engine.poll(settings, store);
		const before = JSON.stringify(store);
		crates = [crate('a'), crate('n', { createdAt: later(1), updatedAt: later(1) })];
		const { reply } = server;
		server.reply = () => ({ status: 403, json: { title: 'Members only' } });
		await expect(engine.poll(settings, store)).rejects.toMatchObject({ name: 'NodeApiError', httpCode: '403' });
		expect(JSON.stringify(store)).toBe(before);
		server.reply = reply;
		expect(told(await engine.poll(settings, store))).toEqual([['created', 'n', undefined]]);
	});

	test('other settings start anew, without a flood', async () => {
		const store: IDataObject = {};
		crates = [crate('a')];
		await engine.poll(settings, store);
		expect(await engine.poll({ ...settings, yardId: { __rl: true, mode: 'id', value: 'y2' } }, store)).toBeNull();
	});

	test('two triggers of one workflow each keep their own place, through deactivation and restart', async () => {
		crates = [crate('a')];
		const first = engine.activate({ Left: settings, Right: settings }, {});
		expect(await first.poll('Left')).toBeNull();
		crates = [crate('a'), crate('n', { createdAt: later(1), updatedAt: later(1) })];
		// The other one starts only now: what is there already is nothing new to it.
		expect(await first.poll('Right')).toBeNull();
		expect(told(await first.poll('Left'))).toEqual([['created', 'n', undefined]]);

		const stored = first.stored();
		crates = [...crates, crate('m', { createdAt: later(2), updatedAt: later(2) })];
		const second = engine.activate({ Left: settings, Right: settings }, stored);
		expect(told(await second.poll('Left'))).toEqual([['created', 'm', undefined]]);
		expect(told(await second.poll('Right'))).toEqual([['created', 'm', undefined]]);
		expect(await second.poll('Left')).toBeNull();
	});

	test('a filter that a later version of the package adds does not start it anew', async () => {
		const grown = { ...depot, resources: depot.resources.map((resource) => (resource.changes ? { ...resource, changes: { ...resource.changes, filters: { by: text(), ...resource.changes.filters }, filterPaths: { by: 'by', ...resource.changes.filterPaths } } } : resource)) };
		class Grown extends DepotTrigger {
			override async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
				return await poll(this, { ...depotService, service: grown });
			}
		}
		const store: IDataObject = {};
		const everything = { ...settings, events: ['created'], startFrom: 'everything' };
		crates = [crate('a')];
		expect(await engine.poll(everything, store)).toHaveLength(1);
		const updated = new Engine({ node: new Grown(), credentialType: oAuth2('cintooOAuth2Api'), credentials: server.credentials() });
		expect(await updated.poll(everything, store)).toBeNull();
	});

	test('from a date or from everything, on demand', async () => {
		crates = [crate('old'), crate('young', { createdAt: '2026-05-01T00:00:00Z', updatedAt: '2026-05-01T00:00:00Z' })];
		expect(told(await engine.poll({ ...settings, events: ['created'], startFrom: 'everything' }, {}))).toEqual([['created', 'old', undefined], ['created', 'young', undefined]]);
		expect(told(await engine.poll({ ...settings, events: ['created'], startFrom: 'date', startDate: '2026-01-01T00:00:00' }, {}))).toEqual([['created', 'young', undefined]]);
	});

	test('leaves out changes made by this credential, and what the filters exclude', async () => {
		const store: IDataObject = {};
		const wanted = { ...settings, ignoreOwnChanges: true, filters: { state: ['open'] } };
		crates = [];
		await engine.poll(wanted, store);
		const now = { createdAt: later(1), updatedAt: later(1) };
		crates = [crate('mine', { by: 'u-nathan', ...now }), crate('theirs', now), crate('shut', { state: 'closed', ...now })];
		expect(told(await engine.poll(wanted, store))).toEqual([['created', 'theirs', undefined]]);
	});

	test('tried out by hand it shows a few records and remembers nothing', async () => {
		const store: IDataObject = {};
		crates = [crate('a'), crate('b'), crate('c'), crate('d')];
		expect(told(await engine.poll(settings, store, 'manual'))).toEqual([['created', 'a', undefined], ['created', 'b', undefined], ['created', 'c', undefined]]);
		expect(store).toEqual({});
		crates = [];
		await expect(engine.poll(settings, store, 'manual')).rejects.toThrow('There is nothing to show yet.');
	});

	test('says what is missing', async () => {
		await expect(engine.poll({ ...settings, yardId: { __rl: true, mode: 'id', value: '' } }, {})).rejects.toThrow('Yard is missing.');
		await expect(engine.poll({ ...settings, events: [] }, {})).rejects.toThrow('No event is chosen.');
	});
});

describe('a trigger that would both poll and take webhooks', () => {
	class Both extends DepotTrigger {
		async webhook(): Promise<{ workflowData: INodeExecutionData[][] }> {
			return { workflowData: [[{ json: { from: 'webhook' } }]] };
		}
	}

	test.each([
		['manual' as const, 'poll'],
		['webhook' as const, 'webhook'],
	])('in mode %s n8n runs %s: what a webhook brought would be lost while a person tries it out, so there are two types', async (mode, ran) => {
		const node = new Both();
		node.poll = async () => [[{ json: { from: 'poll' } }]];
		const both = new Engine({ node, credentialType: oAuth2('cintooOAuth2Api'), credentials: {} });
		const { outputs } = await both.run({ items: [{ from: 'webhook' }], parameters: { watch: 'crate', yardId: { __rl: true, mode: 'id', value: 'y1' }, events: ['created'] }, mode });
		expect(outputs[0]?.map(({ json }) => json.from)).toEqual([ran]);
	});
});
