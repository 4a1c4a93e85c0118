import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleIds } from '../../src/sandbox/cintoo/sample';
import { people } from '../../src/sandbox/people';
import { startSandbox, type Sandbox } from '../../src/sandbox/server';
import { holding, saying, someText } from './support/matchers';
import { debug, isRecord, RunningNodeRed, tab, until, type Flow } from './support/node-red';

let sandbox: Sandbox;
let red: RunningNodeRed;
let accounts: Flow;
const folder = mkdtempSync(join(tmpdir(), 'aec-files-'));

beforeAll(async () => {
	sandbox = await startSandbox();
	red = await RunningNodeRed.start(undefined, { functionExternalModules: true });
	const pair = sandbox.cintoo.issueTokens(people.nora.cintooId);
	const grant = await red.storeGrant({ accessToken: pair.access_token, refreshToken: pair.refresh_token, expiresAt: Date.now() + pair.expires_in * 1000 });
	accounts = [{ id: 'account', type: 'aec-cintoo-account', name: 'Nora', origin: 'custom', address: sandbox.origins.cintoo, credentials: { grant } }];
});

afterAll(async () => {
	await red?.discard();
	await sandbox?.stop();
	rmSync(folder, { recursive: true, force: true });
});

afterEach(() => {
	expect(red.unhandled).toEqual([]);
	expect(sandbox.exchanges.flatMap(({ contractId, violations }) => violations.map((violation) => `${contractId}: ${violation}`))).toEqual([]);
	sandbox.faults.clear();
});

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const text = (value: string): { readonly type: 'str'; readonly value: string } => ({ type: 'str', value });
const inTower = { accountRef: text(`urn:cintoo:account:${sampleIds.account}`), projectRef: text(`urn:cintoo:project:${sampleIds.harborTower}`) };
const action = (id: string, operation: string, input: Readonly<Record<string, unknown>>, more: Readonly<Record<string, unknown>> = {}): Flow[number] => ({ id, type: 'aec-cintoo-file', version: 1, account: 'account', resource: 'cintoo.file', operation, input: { ...inTower, ...input }, returnAll: true, output: 'payload', deliver: 'array', wires: [['out']], ...more });
const upload = action('node', 'upload', { workzoneRef: text(`urn:cintoo:workzone:${sampleIds.roof}`), files: { type: 'msg', value: 'payload' } });
const catching: Flow = [{ id: 'catch', type: 'catch', scope: null, uncaught: false, wires: [['caught']] }, debug('caught')];
const bytesOf = (name: string): Buffer => Buffer.from(`What stands in ${name}. `.repeat(20_000));
const fileOf = (filename: string): { readonly content: Buffer; readonly filename: string } => ({ content: bytesOf(filename), filename });
const digest = (bytes: unknown): string => createHash('sha256').update(Buffer.isBuffer(bytes) ? bytes : '').digest('hex');

async function deploy(...nodes: Flow): Promise<void> {
	red.arrived.length = 0;
	red.statuses.length = 0;
	await red.deploy(tab(...accounts, ...nodes, debug('out'), ...catching));
}

async function shown(fill: string, words: RegExp): Promise<void> {
	await until(() => red.statuses.some(({ at, status }) => at === 'node' && status.fill === fill && words.test(status.text ?? '')), `the status ${String(words)}`, () => JSON.stringify(red.statuses));
}

describe('several files of one message', () => {
	it('have a row each; one that fails goes to the Catch node as well', async () => {
		sandbox.faults.inject({ service: 'storage', method: 'PUT', kind: { status: 400, json: { title: 'BadDigest' } } });
		await deploy(upload);
		red.send('node', { topic: 'kept', payload: ['a.pdf', 'b.pdf', 'c.pdf'].map(fileOf) });
		const [out] = await red.at('out', 1);
		const rows = listOf(out?.payload);
		expect(out?.topic).toBe('kept');
		expect(rows.map((row) => isRecord(row) && row.name)).toEqual(['a.pdf', 'b.pdf', 'c.pdf']);
		expect(rows.filter((row) => isRecord(row) && isRecord(row.receipt) && row.receipt.done === 'created')).toHaveLength(2);
		const [caught, ...more] = await red.at('caught', 1);
		expect(caught).toMatchObject({ topic: 'kept', failure: { kind: 'refused', message: saying('Upload files "') }, details: { receipt: { done: 'failed' }, name: someText } });
		expect(more).toEqual([]);
		await shown('red', /^2 ok, 1 failed$/);
	});

	it('fail together where all fail, and nothing goes on', async () => {
		sandbox.faults.inject({ service: 'storage', method: 'PUT', times: 2, kind: { status: 400, json: { title: 'BadDigest' } } });
		await deploy(upload);
		expect(await red.ask('node', 'caught', { payload: ['a.pdf', 'b.pdf'].map(fileOf) })).toMatchObject({ failure: { message: saying('none of the 2 succeeded') } });
		expect(red.arrived.filter(({ at }) => at === 'out')).toEqual([]);
	});

	it('as items go up too, each with its own result', async () => {
		await deploy({ ...upload, input: { ...inTower, workzoneRef: text(`urn:cintoo:workzone:${sampleIds.roof}`), files: { type: 'msg', value: 'item' } }, items: { type: 'msg', value: 'payload' } });
		const { payload } = await red.ask('node', 'out', { payload: Array.from({ length: 9 }, (_, index) => fileOf(`item ${index}.pdf`)) });
		expect(listOf(payload).map((row) => isRecord(row) && row.name)).toEqual(Array.from({ length: 9 }, (_, index) => `item ${index}.pdf`));
	});
});

describe('many messages at once', () => {
	it('have no more than four files under way', async () => {
		const script = `
			const open = (more) => global.set('open', (global.get('open') || 0) + more);
			for (let index = 0; index < 12; index++) {
				const slow = async function* () {
					open(1);
					global.set('most', Math.max(global.get('most') || 0, global.get('open')));
					await new Promise((resolve) => setTimeout(resolve, 30));
					yield Buffer.from('message ' + index);
					open(-1);
				};
				node.send({ payload: stream.Readable.from(slow(), { objectMode: false }), filename: index + '.pdf' }, false);
			}`;
		await deploy(
			{ id: 'begin', type: 'function', func: script, outputs: 1, libs: [{ var: 'stream', module: 'stream' }], wires: [['node']] },
			{ ...upload, wires: [['ask']] },
			{ id: 'ask', type: 'function', func: "msg.most = global.get('most'); return msg;", outputs: 1, wires: [['out']] },
		);
		red.send('begin', {});
		const messages = await red.at('out', 12);
		expect(messages.at(-1)?.most).toBe(4);
	});
});

describe('a file of this machine', () => {
	const path = join(folder, 'large.pdf');
	const opening = (script: string): Flow => [{ id: 'open', type: 'function', func: script, outputs: 1, libs: [{ var: 'fs', module: 'fs' }], wires: [['node']] }];
	const uploaded = async (): Promise<string> => {
		const { payload } = await red.ask('open', 'out');
		const [row] = listOf(payload);
		return isRecord(row) ? String(row.blobName) : '';
	};

	it.each([
		['whole, without a copy of it', "msg.payload = fs.createReadStream(PATH); msg.filename = 'large.pdf'; return msg;", 0],
		['from the middle', "msg.payload = fs.createReadStream(PATH, { start: 1000 }); msg.filename = 'large.pdf'; return msg;", 1000],
	])('goes up by its stream: %s', async (_, script, from) => {
		writeFileSync(path, bytesOf('large.pdf'));
		await deploy(...opening(script.replace('PATH', JSON.stringify(path))), upload);
		const blobName = await uploaded();
		await deploy(action('node', 'download', { fileRef: text(blobName) }));
		expect(digest((await red.ask('node', 'out')).payload)).toBe(digest(bytesOf('large.pdf').subarray(from)));
	});

	it('that is not there is told of', async () => {
		await deploy(...opening(`msg.payload = fs.createReadStream(${JSON.stringify(join(folder, 'none.pdf'))}); msg.filename = 'none.pdf'; return msg;`), upload);
		expect(await red.ask('open', 'caught')).toMatchObject({ failure: { kind: 'input', message: saying('cannot be read') } });
	});
});

describe('several downloads', () => {
	const missing = 'urn:cintoo:file:00000000-0000-4000-8000-000000000000';
	let blobs: readonly string[];

	it('arrive one message each; what is missing goes to the Catch node', async () => {
		await deploy(upload);
		const { payload } = await red.ask('node', 'out', { payload: ['one.pdf', 'two.pdf', 'three.pdf', 'four.pdf', 'five.pdf', 'six.pdf'].map(fileOf) });
		blobs = listOf(payload).map((row) => (isRecord(row) ? String(row.blobName) : ''));
		await deploy(action('node', 'downloadMany', { fileRefs: { type: 'json', value: JSON.stringify([blobs[0], missing, blobs[1]]) } }));
		red.send('node', {});
		const messages = await red.at('out', 2);
		expect(messages.map(({ payload: bytes }) => digest(bytes))).toEqual(['one.pdf', 'two.pdf'].map((name) => digest(bytesOf(name))));
		const [caught] = await red.at('caught', 1);
		expect(caught).toMatchObject({ failure: { message: saying(missing) }, details: holding({ receipt: { done: 'failed', id: null } }) });
		await shown('red', /^2 ok, 1 failed$/);
	});

	it('of which none succeeds, or of which there are none, give no message', async () => {
		const each = action('node', 'download', { fileRef: { type: 'msg', value: 'item' } }, { items: { type: 'msg', value: 'payload' } });
		await deploy(each);
		red.send('node', { payload: [] });
		await shown('green', /^0 records$/);
		red.send('node', { payload: [missing] });
		await shown('red', /^0 ok, 1 failed$/);
		expect(red.arrived.map(({ at }) => at)).toEqual(['caught']);
	});

	it('as streams that are left halfway do not hold up others for ever', async () => {
		const half = "msg.payload.once('readable', () => { msg.payload.read(1000); node.send({ payload: 'begun' }); });";
		await deploy({ ...action('node', 'download', { fileRef: text(blobs[0] ?? '') }, { file: 'stream' }), wires: [['half']] }, { id: 'half', type: 'function', func: half, outputs: 1, wires: [['out']] });
		for (let index = 0; index < 5; index++) red.send('node', {});
		await red.at('out', 5, 60_000);
	});

	it('as streams are opened as they are read', async () => {
		const before = sandbox.exchanges.length;
		await deploy({ ...action('node', 'downloadMany', { fileRefs: { type: 'json', value: JSON.stringify(blobs) } }, { file: 'stream' }), wires: [['again']] }, { ...upload, id: 'again' });
		red.send('node', {});
		const messages = await red.at('out', 6);
		expect(messages.map(({ payload }) => listOf(payload).length)).toEqual([1, 1, 1, 1, 1, 1]);
		expect(sandbox.exchanges.slice(before).filter(({ service, method }) => service === 'storage' && method === 'GET')).toHaveLength(6);
	});
});
