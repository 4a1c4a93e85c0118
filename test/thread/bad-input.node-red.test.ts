import { services } from '../../src/catalog';
import { areaType } from '../../src/node-red/names';
import { CONFIDENTIAL_CLIENT } from '../../src/sandbox/acc';
import { people, type Person } from '../../src/sandbox/people';
import { startSandbox, type Sandbox } from '../../src/sandbox/server';
import { debug, isRecord, RunningNodeRed, tab, until, type Flow } from '../node-red/support/node-red';
import { secretsOf, serviceOf, troubles, type Given, type Trouble } from './troubles';

type Node = Flow[number];

const listed = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A field as a saved node holds it. */
function saved(given: Given): unknown {
	switch (given.as) {
		case 'item id':
		case 'item text':
			return { type: 'msg', value: 'item.value' };
		case 'item file':
			return { type: 'msg', value: 'item.file' };
		case 'fields':
			return { type: 'fields', value: Object.fromEntries(Object.entries(given.value).map(([key, one]) => [key, saved(one)])) };
		default:
			return { type: 'str', value: given.value };
	}
}

function nodeFor({ operation, input }: Trouble): Node {
	const [service = '', resource = '', name = ''] = operation.split('.');
	const known = services.find(({ id }) => id === service);
	const area = known?.areas.find(({ id }) => id === known.resources.find((one) => one.id === `${service}.${resource}`)?.area);
	if (!known || !area) throw new Error(`There is no operation ${operation}.`);
	return { id: 'node', type: areaType(known, area), version: 1, account: 'account', resource: `${service}.${resource}`, operation: name, input: Object.fromEntries(Object.entries(input).map(([key, given]) => [key, saved(given)])), items: { type: 'msg', value: 'payload' }, returnAll: true, output: 'payload', deliver: 'messages', file: 'buffer', wires: [['out']] };
}

describe('what bad input gets in Node-RED', () => {
	let sandbox: Sandbox;
	let red: RunningNodeRed;

	beforeAll(async () => {
		red = await RunningNodeRed.start(undefined);
	});
	afterAll(async () => await red?.discard());
	beforeEach(async () => {
		sandbox = await startSandbox();
	});
	afterEach(async () => {
		await sandbox.stop();
		expect(red.unhandled).toEqual([]);
	});

	/** The account node of somebody who has just signed in. */
	async function accountFor(trouble: Trouble): Promise<Node> {
		const person: Person = people[trouble.person ?? 'nora'];
		const service = serviceOf(trouble);
		const node = (credentials: Readonly<Record<string, string>>): Node => ({ id: 'account', type: `aec-${service}-account`, name: person.firstName, origin: 'custom', address: sandbox.origins[service], credentials });
		if (service === 'field') return node({ username: person.email, password: trouble.password ?? 'sandbox' });
		const { access_token: accessToken, refresh_token: refreshToken = '', expires_in: seconds } = service === 'cintoo' ? sandbox.cintoo.issueTokens(person.cintooId) : sandbox.acc.issueTokens(person.autodeskId);
		const grant = await red.storeGrant({ accessToken, refreshToken, expiresAt: Date.now() + seconds * 1000 });
		return node(service === 'acc' ? { clientId: CONFIDENTIAL_CLIENT.id, clientSecret: CONFIDENTIAL_CLIENT.secret, grant } : { grant });
	}

	/** Runs the node over the items; gives which items came out and what was caught. */
	async function run(items: readonly unknown[]): Promise<{ readonly out: ReadonlySet<number>; readonly caught: readonly Readonly<Record<string, unknown>>[] }> {
		red.arrived.length = 0;
		red.statuses.length = 0;
		red.send('node', { payload: items });
		const done = (): boolean => red.statuses.some(({ at, status }) => at === 'node' && (status.fill === 'green' || status.fill === 'red'));
		// Five attempts with pauses take up to eight seconds.
		await until(done, 'the node to finish', () => `${JSON.stringify(red.statuses)}\n${red.output}`, 25_000);
		// What goes to a Catch node is on its way for a moment longer.
		const failed = Number(/(\d+) failed/.exec(red.statuses.at(-1)?.status.text ?? '')?.[1] ?? 0);
		const caught = failed === 0 ? [] : await red.at('caught', failed);
		const message = (at: string): readonly Readonly<Record<string, unknown>>[] => red.arrived.filter((one) => one.at === at).map((one) => one.message);
		return { out: new Set(message('out').map(({ item }) => indexOf(item))), caught };
	}

	function indexOf(item: unknown): number {
		return isRecord(item) && typeof item.index === 'number' ? item.index : -1;
	}

	test.each(troubles)('$name', async (trouble) => {
		const account = await accountFor(trouble);
		await red.deploy(tab(account, nodeFor(trouble), debug('out'), { id: 'catch', type: 'catch', scope: null, uncaught: false, wires: [['caught']] }, debug('caught')));
		const items = trouble.items(sandbox).slice(0, 3).map((value, index) => ({ index, value, file: { content: Buffer.from(`file ${index}`), filename: `plan ${index}.txt`, contentType: 'text/plain' } }));
		const before = trouble.witness?.(sandbox) ?? 0;
		trouble.arrange?.(sandbox);
		const { out, caught } = await run(items);

		expect(caught.map(({ item }) => indexOf(item)).sort()).toEqual(trouble.fails);
		expect([...out].sort()).toEqual([0, 1, 2].filter((index) => !trouble.fails.includes(index)));
		for (const message of caught) {
			const { failure, error } = message;
			const words = isRecord(error) && typeof error.message === 'string' ? error.message : '';
			expect(words).toMatch(trouble.message ?? /./);
			expect(words).toMatch(trouble.remedy ?? /./);
			expect(failure).toMatchObject({ operation: trouble.operation, ...(trouble.kind === undefined ? {} : { kind: trouble.kind }), ...(trouble.permissions === undefined ? {} : { requiredPermissions: trouble.permissions }) });
		}
		if (trouble.grows !== undefined) expect((trouble.witness?.(sandbox) ?? 0) - before).toBe(trouble.grows);

		const shown = JSON.stringify([listed(red.arrived), red.statuses]) + red.output;
		for (const secret of secretsOf(sandbox)) expect(shown).not.toContain(secret);

		sandbox.faults.clear();
		if (trouble.growsAgain !== undefined || trouble.recovers === true) {
			const then = trouble.witness?.(sandbox) ?? 0;
			const again = await run(items);
			expect(again.caught).toEqual([]);
			if (trouble.growsAgain !== undefined) expect((trouble.witness?.(sandbox) ?? 0) - then).toBe(trouble.growsAgain);
		}
		expect(sandbox.acc.refreshReplays()).toBe(0);
	}, 60_000);
});
