import { services } from '../../src/catalog';
import { operationsOf, type Field, type Fields, type Resource } from '../../src/catalog/vocabulary';
import { whereFields } from '../../src/core/watching';
import { areaType, triggerType } from '../../src/node-red/names';
import { readAction, readTrigger, type SavedInput } from '../../src/node-red/saved';
import { startSandbox, type Sandbox } from '../../src/sandbox/server';
import { nodesOf, SavedFlows } from './flows';
import { objections, savedFor, savedOn, sentInstead, sentTo, unsent } from './saved';

const operations = new Map(services.flatMap((service) => [...operationsOf(service)]));
const actionTypes = new Set(services.flatMap((service) => service.areas.map((area) => areaType(service, area))));
const watched = new Map<string, Resource>(services.flatMap((service) => service.resources.flatMap((resource) => (resource.changes ? [[triggerType(service, resource), resource] as const] : []))));

/** Paths of saved values that no field reads any more, members of groups and rows included. */
function unread(fields: Fields, saved: SavedInput, path = ''): readonly string[] {
	return Object.entries(saved).flatMap(([key, value]) => {
		const field = Object.entries(fields).find(([name, { was }]) => name === key || was?.includes(key))?.[1];
		if (!field) return [path + key];
		const members = membersOf(field);
		if (!members) return [];
		const parts = value.type === 'list' ? value.value : [value];
		return parts.flatMap((part) => (part.type === 'fields' ? unread(members, part.value, `${path}${key}.`) : []));
	});
}

function membersOf(field: Field): Fields | undefined {
	return field.kind === 'group' || field.kind === 'rows' ? field.fields : undefined;
}

/** When nothing has happened for so long, on a busy machine too, nothing more will. */
const quietMs = 10_000;

const all = savedFor('node-red');

describe.each(all.map((saved) => [`${saved.version} ${saved.name}`, saved] as const))('the flow saved by %s', (_name, { file }) => {
	const nodes = nodesOf(file);
	const named = (wanted: (type: string) => boolean): readonly (readonly [string, { readonly id: string; readonly type: string; readonly [key: string]: unknown }])[] =>
		nodes.flatMap((node) => (wanted(String(node.type)) ? [[String(node.name), { ...node, id: String(node.id), type: String(node.type) }] as const] : []));

	test('has nodes of types that exist', () => {
		const types = nodes.map(({ type }) => String(type)).filter((type) => type.startsWith('aec-') && !type.endsWith('-account'));
		expect(types.filter((type) => !actionTypes.has(type) && !watched.has(type))).toEqual([]);
	});

	test.each(named((type) => actionTypes.has(type) || watched.has(type)))('%s: every saved value is read', (_node, node) => {
		const changes = watched.get(node.type)?.changes;
		if (changes) {
			const trigger = readTrigger(node);
			expect([trigger.account, trigger.within, trigger.filters, trigger.events, trigger.ignoreOwn, trigger.everyMs]).toEqual([node.account, node.within, node.filters, node.events, node.ignoreOwn, Number(node.every) * 60_000]);
			expect([...unread(whereFields(changes, services), trigger.within), ...unread(changes.filters, trigger.filters)]).toEqual([]);
			return;
		}
		const action = readAction(node);
		const found = operations.get(`${action.resource}.${action.operation}`);
		expect([action.account, action.input, action.returnAll, String(action.limit), action.output, action.deliver, action.file]).toEqual([node.account, node.input, node.returnAll, String(node.limit), node.output, node.deliver, node.file]);
		expect(found && unread(found.operation.input, action.input)).toEqual([]);
	});
});

describe.each([...new Set(all.map(({ version }) => version))])('all flows saved by %s, in one Node-RED', (version) => {
	let sandbox: Sandbox;
	let flows: SavedFlows;

	beforeAll(async () => {
		sandbox = await startSandbox({ now: () => savedOn });
		flows = await SavedFlows.start(version, sandbox);
	});
	afterAll(async () => {
		await flows?.red.discard();
		await sandbox?.stop();
	});

	test.each(all.filter((saved) => saved.version === version).map((saved) => [saved.name, saved] as const))('%s gives and sends what it did then, in requests as the services document them', async (_name, { file, expected }) => {
		const before = sandbox.exchanges.length;
		await flows.run(file);
		const wrong = (): readonly string[] => Object.entries(expected.given).flatMap(([name, output]) => objections(output, flows.given(file, name)).map((words) => `${name}: ${words}`));
		let sent = await sentTo(sandbox);
		const happened = (): number => sandbox.exchanges.length + flows.red.arrived.length;
		for (let last = happened(), quiet = Date.now(); Date.now() < quiet + quietMs && (wrong().length > 0 || unsent(expected.sent, sent).length > 0); sent = await sentTo(sandbox)) {
			await new Promise((resolve) => setTimeout(resolve, 250));
			if (happened() !== last) [last, quiet] = [happened(), Date.now()];
		}
		expect(unsent(expected.sent, sent).map((one) => ({ expected: one, sent: sentInstead(one, sent) }))).toEqual([]);
		expect(wrong()).toEqual([]);
		expect(sandbox.exchanges.slice(before).flatMap(({ contractId, violations }) => violations.map((words) => `${contractId ?? 'no contract'}: ${words}`))).toEqual([]);
		expect(flows.red.unhandled).toEqual([]);
	});
});
