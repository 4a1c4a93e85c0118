import { createHash } from 'node:crypto';
import { sampleIds } from '../../src/sandbox/cintoo/sample';
import { sampleIds as fieldIds } from '../../src/sandbox/field';
import { people } from '../../src/sandbox/people';
import { startSandbox, type Sandbox } from '../../src/sandbox/server';
import { holding, including, like, saying, someText } from './support/matchers';
import { debug, isRecord, RunningNodeRed, tab, until, type Flow } from './support/node-red';

let sandbox: Sandbox;
let red: RunningNodeRed;
let accounts: Flow;
let checked = 0;

beforeAll(async () => {
	sandbox = await startSandbox();
	red = await RunningNodeRed.start(undefined, { functionExternalModules: true });
	const pair = sandbox.cintoo.issueTokens(people.nora.cintooId);
	const grant = await red.storeGrant({ accessToken: pair.access_token, refreshToken: pair.refresh_token, expiresAt: Date.now() + pair.expires_in * 1000 });
	accounts = [
		{ id: 'account', type: 'aec-cintoo-account', name: 'Nora', origin: 'custom', address: sandbox.origins.cintoo, credentials: { grant } },
		{ id: 'field', type: 'aec-field-account', name: 'Nora', origin: 'custom', address: sandbox.origins.field, credentials: { username: people.nora.email, password: 'sandbox' } },
	];
});

afterAll(async () => {
	await red?.discard();
	await sandbox?.stop();
});

afterEach(() => {
	expect(red.unhandled).toEqual([]);
	expect(sandbox.exchanges.slice(checked).flatMap(({ contractId, violations }) => violations.map((violation) => `${contractId}: ${violation}`))).toEqual([]);
	checked = sandbox.exchanges.length;
	sandbox.faults.clear();
});

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const text = (value: string): { readonly type: 'str'; readonly value: string } => ({ type: 'str', value });
const fromMessage = (value: string): { readonly type: 'msg'; readonly value: string } => ({ type: 'msg', value });
const inProject = { accountRef: text(`urn:cintoo:account:${sampleIds.account}`), projectRef: text(`urn:cintoo:project:${sampleIds.harborTower}`) };

function action(operation: string, input: Readonly<Record<string, unknown>>, more: Readonly<Record<string, unknown>> = {}): Flow[number] {
	const [service, thing, name] = operation.split('.');
	return { id: 'node', type: `aec-${service}-${thing}`, version: 1, account: 'account', resource: `${service}.${thing}`, operation: name, input, returnAll: true, output: 'payload', deliver: 'array', wires: [['out']], ...more };
}

/** Waits for the status line of the node. */
async function shown(fill: string, words: RegExp): Promise<void> {
	await until(() => red.statuses.some(({ at, status }) => at === 'node' && status.fill === fill && words.test(status.text ?? '')), `the status ${String(words)}`, () => JSON.stringify(red.statuses));
}

const catching: Flow = [{ id: 'catch', type: 'catch', scope: null, uncaught: false, wires: [['caught']] }, debug('caught')];

async function deploy(...nodes: Flow): Promise<void> {
	red.arrived.length = 0;
	red.statuses.length = 0;
	await red.deploy(tab(...accounts, ...nodes, debug('out'), ...catching));
}

describe('a list', () => {
	it('arrives as one array, in a property of choice, the rest of the message unharmed', async () => {
		await deploy(action('cintoo.annotation.getMany', inProject, { output: 'found.annotations' }));
		const message = await red.ask('node', 'out', { payload: 'mine', topic: 'kept' });
		expect(message).toMatchObject({ payload: 'mine', topic: 'kept', found: { annotations: including(holding({ annotationType: 'Issue' })) } });
		await shown('green', /^\d+ records$/);
	});

	it('stops at the limit', async () => {
		await deploy(action('cintoo.annotation.getMany', inProject, { returnAll: false, limit: 2 }));
		expect((await red.ask('node', 'out')).payload).toHaveLength(2);
	});

	it('arrives as a sequence that a join node puts together again', async () => {
		await deploy(
			action('cintoo.annotation.getMany', inProject, { returnAll: false, limit: 3, deliver: 'messages', wires: [['out', 'join']] }),
			{ id: 'join', type: 'join', mode: 'auto', build: 'object', property: 'payload', propertyType: 'msg', wires: [['joined']] },
			debug('joined'),
		);
		red.send('node', { parts: { id: 'outer', index: 0, count: 1, type: 'array' } });
		const [joined] = await red.at('joined', 1);
		const messages = await red.at('out', 3);
		expect(messages.map(({ parts }) => parts)).toEqual([
			{ id: someText, type: 'array', len: 1, index: 0, parts: holding({ id: 'outer' }) },
			{ id: someText, type: 'array', len: 1, index: 1, parts: holding({ id: 'outer' }) },
			{ id: someText, type: 'array', len: 1, index: 2, count: 3, parts: holding({ id: 'outer' }) },
		]);
		expect(joined?.payload).toEqual(messages.map(({ payload }) => payload));
	});
});

describe('one record', () => {
	it('is a message of its own, no sequence, whatever a list before it was set to', async () => {
		await deploy(action('cintoo.annotation.get', { ...inProject, annotationRef: text(`urn:cintoo:annotation:${sampleIds.ductClash}`) }, { deliver: 'messages' }));
		const message = await red.ask('node', 'out', { topic: 'kept' });
		expect(message).toMatchObject({ topic: 'kept', payload: { id: `urn:cintoo:annotation:${sampleIds.ductClash}` } });
		expect(message).not.toHaveProperty('parts');
	});
});

describe('values of fields', () => {
	it('come from message, expression, environment and names', async () => {
		await deploy(
			action('cintoo.annotation.create', {
				accountRef: { type: 'jsonata', value: '$split(where, "/")[0]' },
				projectRef: { type: 'name', value: 'harbor tower – level 2 mep (sandbox)' },
				workzoneId: fromMessage('zone'),
				title: text('Made in Node-RED'),
				description: { type: 'env', value: 'NR_NODE_NAME' },
				position: { type: 'fields', value: { x: { type: 'num', value: '1.5' }, y: { type: 'num', value: '2' }, z: fromMessage('height') } },
				labels: { type: 'json', value: '["a, b","c"]' },
				dueDate: { type: 'msg', value: 'nothing.there' },
			}, { name: 'a description' }),
		);
		const { payload } = await red.ask('node', 'out', { where: `urn:cintoo:account:${sampleIds.account}/x`, zone: `urn:cintoo:workzone:${sampleIds.levelTwo}`, height: 3 });
		expect(payload).toMatchObject({ title: 'Made in Node-RED', position: { x: 1.5, y: 2, z: 3 }, receipt: { done: 'created' } });
		const made = [...sandbox.cintoo.state.annotations.values()].find((one) => one.title === 'Made in Node-RED');
		expect(made).toMatchObject({ description: 'a description', labels: ['a, b', 'c'], annotationType: 'Issue' });
	});

	it('are cleared on the service when that is asked for, and left alone otherwise', async () => {
		await deploy(action('cintoo.annotation.update', { ...inProject, annotationRef: text(`urn:cintoo:annotation:${sampleIds.ductClash}`), labels: { type: 'clear' } }));
		const before = sandbox.cintoo.state.annotations.get(sampleIds.ductClash);
		const title = before?.title;
		await red.ask('node', 'out');
		expect(sandbox.cintoo.state.annotations.get(sampleIds.ductClash)).toMatchObject({ title, labels: [] });
	});
});

describe('a failure', () => {
	it('goes to the Catch node with the service’s words, status and remedy; other messages go on', async () => {
		await deploy(action('cintoo.annotation.get', { ...inProject, annotationRef: fromMessage('id') }));
		red.send('node', { id: 'urn:cintoo:annotation:00000000-0000-4000-8000-000000000000', mine: 1 });
		red.send('node', { id: `urn:cintoo:annotation:${sampleIds.ductClash}`, mine: 2 });
		const [caught] = await red.at('caught', 1);
		const [fine] = await red.at('out', 1);
		expect(caught).toMatchObject({ mine: 1, statusCode: 404, failure: { kind: 'not-found', operation: 'cintoo.annotation.get', statusCode: 404, remedy: someText }, error: { message: saying('annotation'), source: { id: 'node' } } });
		expect(fine).toMatchObject({ mine: 2, payload: { id: `urn:cintoo:annotation:${sampleIds.ductClash}` } });
	});

	it.each([
		['a required field is empty', { ...inProject, annotationRef: text('') }, /Annotation is missing/],
		['an expression is wrong', { ...inProject, annotationRef: { type: 'jsonata', value: '$nope(' } }, /Annotation: /],
		['JSON is wrong', { ...inProject, annotationRef: { type: 'json', value: '{' } }, /Annotation: /],
		['a value cannot be sent', { ...inProject, annotationRef: fromMessage('payload') }, /Annotation must be an id/],
	])('says which field it is when %s, and sends nothing', async (_case, input, words) => {
		await deploy(action('cintoo.annotation.get', input));
		const sent = sandbox.exchanges.length;
		const caught = await red.ask('node', 'caught', { payload: [1] });
		expect(caught).toMatchObject({ failure: { kind: 'input', message: like(words) } });
		expect(sandbox.exchanges.length).toBe(sent);
	});

	it('says that the account is missing', async () => {
		await deploy(action('cintoo.annotation.getMany', inProject, { account: 'gone' }));
		expect(await red.ask('node', 'caught')).toMatchObject({ error: { message: saying('connection') } });
	});

	it('shows no secret, whatever the service answers', async () => {
		await deploy(action('cintoo.annotation.getMany', inProject));
		const token = sandbox.exchanges.map(({ requestHeaders }) => requestHeaders.authorization).find(Boolean)?.split(' ')[1] ?? '';
		sandbox.faults.inject({ service: 'cintoo', kind: { status: 403, json: { detail: `Bearer ${token} may not` } } });
		const caught = await red.ask('node', 'caught');
		expect(token).not.toBe('');
		expect(JSON.stringify(caught)).not.toContain(token);
		expect(red.output).not.toContain(token);
	});

	it('ends a call under way without a word when the node is taken away', async () => {
		await deploy(action('cintoo.annotation.getMany', inProject));
		sandbox.faults.inject({ service: 'cintoo', kind: { latencyMs: 1_500 } });
		red.send('node');
		await red.deploy(tab(...accounts, debug('out'), ...catching));
		await new Promise((resolve) => setTimeout(resolve, 1_700));
		expect(red.arrived).toEqual([]);
	});

	it('is told to nobody where a deploy had ended the run before', async () => {
		const breaking = `
			const slow = async function* () {
				yield Buffer.from('one');
				await timers.setTimeout(700);
				throw new Error('broken');
			};
			msg.payload = stream.Readable.from(slow(), { objectMode: false });
			return msg;`;
		const upload = action('cintoo.file.upload', { ...inProject, workzoneRef: text(`urn:cintoo:workzone:${sampleIds.levelTwo}`), files: fromMessage('payload') });
		await deploy({ id: 'begin', type: 'function', func: breaking, outputs: 1, libs: [{ var: 'stream', module: 'stream' }, { var: 'timers', module: 'timers/promises' }], wires: [['node']] }, upload);
		red.send('begin', { filename: 'broken.pdf' });
		await shown('blue', /^requesting$/);
		await red.deploy(tab(...accounts, debug('out'), ...catching));
		await new Promise((resolve) => setTimeout(resolve, 1_000));
		expect(red.arrived).toEqual([]);
		expect(red.statuses.filter(({ at, status }) => at === 'node' && status.fill === 'red')).toEqual([]);
	});
});

describe('several items', () => {
	const items = { type: 'msg', value: 'payload' };

	it('run one by one; one that fails goes its own way', async () => {
		await deploy(action('cintoo.annotation.get', { ...inProject, annotationRef: { type: 'jsonata', value: 'item.id' } }, { items }));
		red.send('node', { payload: [{ id: `urn:cintoo:annotation:${sampleIds.ductClash}` }, { id: 'urn:cintoo:annotation:00000000-0000-4000-8000-000000000000', mark: 'bad' }, {}, { id: `urn:cintoo:annotation:${sampleIds.note}` }] });
		const [message] = await red.at('out', 1);
		const caught = await red.at('caught', 2);
		expect(message?.payload).toEqual([holding({ id: `urn:cintoo:annotation:${sampleIds.ductClash}` }), holding({ id: `urn:cintoo:annotation:${sampleIds.note}` })]);
		expect(caught.map(({ item, failure }) => [item, isRecord(failure) ? failure.kind : undefined])).toEqual(including([{ id: 'urn:cintoo:annotation:00000000-0000-4000-8000-000000000000', mark: 'bad' }, 'not-found'], [{}, 'input']));
		await shown('red', /^2 ok, 2 failed$/);
	});

	it('go in one call where the service takes many, each result with its item', async () => {
		await deploy(
			action(
				'field.issue.create',
				{ projectId: text(fieldIds.tower), issueTypeId: { type: 'name', value: 'Punch List' }, fields: { type: 'fields', value: { 'f--description': fromMessage('item.words') } } },
				{ account: 'field', items, deliver: 'messages' },
			),
		);
		const before = sandbox.exchanges.length;
		red.send('node', { payload: [{ words: 'first' }, { words: 'second' }, { words: 'third' }] });
		const messages = await red.at('out', 3);
		expect(messages.map(({ item, payload }) => [item, isRecord(payload) && isRecord(payload.receipt) ? payload.receipt.done : payload])).toEqual([[{ words: 'first' }, 'created'], [{ words: 'second' }, 'created'], [{ words: 'third' }, 'created']]);
		expect(sandbox.exchanges.slice(before).filter(({ url }) => url.includes('/issues/v1/create'))).toHaveLength(1);
	});

	it('must be a list', async () => {
		await deploy(action('cintoo.annotation.get', inProject, { items }));
		expect(await red.ask('node', 'caught', { payload: 'no list' })).toMatchObject({ failure: { message: saying('Items From') } });
	});
});

describe('a file', () => {
	const content = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7919) % 251));
	const digest = (bytes: unknown): string => createHash('sha256').update(Buffer.isBuffer(bytes) ? bytes : '').digest('hex');
	const upload = action('cintoo.file.upload', { ...inProject, workzoneRef: text(`urn:cintoo:workzone:${sampleIds.levelTwo}`), files: fromMessage('payload') }, { id: 'up', wires: [['out']] });
	let blob: string;

	it('goes up from a Buffer', async () => {
		await deploy(upload);
		const { payload } = await red.ask('up', 'out', { payload: content, filename: '/some/where/plan.pdf', contentType: 'application/pdf' });
		expect(payload).toEqual([holding({ name: 'plan.pdf', blobName: someText, receipt: holding({ done: 'created' }) })]);
		const [made] = listOf(payload);
		blob = isRecord(made) ? String(made.blobName) : '';
	});

	it('is not read from a path', async () => {
		await deploy(upload);
		expect(await red.ask('up', 'caught', { payload: '/etc/hostname' })).toMatchObject({ failure: { kind: 'input', message: saying('must be a file') } });
	});

	it('comes down whole, in parts or as a stream, the same bytes', async () => {
		const download = (file: string): Flow[number] => action('cintoo.file.download', { ...inProject, fileRef: text(blob) }, { file });
		await deploy(download('buffer'));
		const whole = await red.ask('node', 'out');
		expect(digest(whole.payload)).toBe(digest(content));
		expect(whole).toMatchObject({ filename: someText, contentType: someText, details: { fileSize: content.length } });

		await deploy({ ...download('chunks'), wires: [['join']] }, { id: 'join', type: 'join', mode: 'auto', property: 'payload', propertyType: 'msg', wires: [['joined']] }, debug('joined'));
		expect(digest((await red.ask('node', 'joined')).payload)).toBe(digest(content));
	});

	it('goes up from the stream of another node', async () => {
		await deploy({ ...action('cintoo.file.download', { ...inProject, fileRef: text(blob) }, { file: 'stream' }), wires: [['up']] }, { ...upload, z: 'tab' });
		const { payload } = await red.ask('node', 'out');
		const [made] = listOf(payload);
		const again = isRecord(made) ? String(made.blobName) : '';
		expect(again).not.toBe(blob);
		await deploy(action('cintoo.file.download', { ...inProject, fileRef: text(again) }));
		expect(digest((await red.ask('node', 'out')).payload)).toBe(digest(content));
	});
});
