import { Engine, storeFilesOutsideMemory, type Outcome } from './engine';
import { accountsOf } from './sandbox-accounts';
import type { IBinaryData, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { CintooOAuth2Api } from '../../credentials/CintooOAuth2Api.credentials';
import { Cintoo } from '../../nodes/Cintoo/Cintoo.node';
import { isObject } from '../../src/catalog/vocabulary';
import { sampleIds } from '../../src/sandbox/cintoo/sample';
import { startSandbox, type Sandbox } from '../../src/sandbox/server';

const id = (value: string): INodeParameters => ({ __rl: true, mode: 'id', value });
const inTower = { accountRef: id(`urn:cintoo:account:${sampleIds.account}`), projectRef: id(`urn:cintoo:project:${sampleIds.harborTower}`) };
const upload = { resource: 'file', operation: 'upload', ...inTower, workzoneRef: id(`urn:cintoo:workzone:${sampleIds.roof}`) };
const downloadMany = { resource: 'file', operation: 'downloadMany', ...inTower, binaryPropertyName: 'data' };
const missing = 'urn:cintoo:file:00000000-0000-4000-8000-000000000000';

describe('files in n8n’s engine', () => {
	let sandbox: Sandbox;
	let engine: Engine;

	beforeAll(async () => {
		await storeFilesOutsideMemory();
		sandbox = await startSandbox();
		engine = new Engine({ node: new Cintoo(), credentialType: new CintooOAuth2Api(), credentials: accountsOf(sandbox).cintooOAuth2Api });
	});
	afterEach(() => sandbox.faults.clear());
	afterAll(async () => {
		const odd = sandbox.exchanges.flatMap(({ method, url, violations }) => violations.map((violation) => `${method} ${url}: ${violation}`));
		await sandbox.stop();
		expect(odd).toEqual([]);
	});

	const bytesOf = (name: string): Buffer => Buffer.from(`What stands in ${name}. `.repeat(5_000));
	const binaryOf = async (name: string): Promise<IBinaryData> => await engine.store(bytesOf(name), name, 'application/pdf');
	/** Refers to a file that n8n no longer has. */
	const lost = async (name: string): Promise<IBinaryData> => ({ ...(await binaryOf(name)), id: 'filesystem-v2:workflows/w/executions/1/binary_data/gone' });
	const itemsOf = ({ outputs, error }: Outcome, branch = 0): readonly INodeExecutionData[] => {
		if (error) throw new Error(`${error.message} ${error.description ?? ''}`);
		return outputs[branch] ?? [];
	};
	const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
	const done = ({ json }: INodeExecutionData): unknown => (isObject(json.receipt) ? json.receipt.done : undefined);

	test('several of one item have a result each, and whoever looks is told that one failed', async () => {
		sandbox.faults.inject({ service: 'storage', method: 'PUT', kind: { status: 400, json: { title: 'BadDigest' } } });
		const items = [{ json: {}, binary: { a: await binaryOf('a.pdf'), b: await binaryOf('b.pdf'), c: await binaryOf('c.pdf') } }];
		const outcome = await engine.run({ items, parameters: { ...upload, files: 'a,b,c' } });
		const rows = itemsOf(outcome);
		expect(rows.map(({ json }) => json.name)).toEqual(['a.pdf', 'b.pdf', 'c.pdf']);
		expect(rows.map(done).sort()).toEqual(['created', 'created', 'failed']);
		expect(rows.find((row) => done(row) === 'failed')?.json.error).toContain('storage');
		expect(outcome.run.data.resultData.runData.Node?.[0]?.hints?.map(({ message }) => message)).toEqual([expect.stringContaining('One file failed')]);
	});

	test('one of several that fails takes the error branch where there is one', async () => {
		sandbox.faults.inject({ service: 'storage', method: 'PUT', kind: { status: 400, json: { title: 'BadDigest' } } });
		const outcome = await engine.run({ items: [{ json: {}, binary: { a: await binaryOf('a.pdf'), b: await binaryOf('b.pdf') } }], parameters: { ...upload, files: 'a,b' }, onError: 'continueErrorOutput' });
		expect(itemsOf(outcome).map(done)).toEqual(['created']);
		expect(itemsOf(outcome, 1).map(({ json }) => json.error)).toEqual([expect.stringMatching(/^Upload files "[ab]\.pdf"/)]);
	});

	test('an item of which all fail is a failed item; the others come out in their order', async () => {
		const names = Array.from({ length: 9 }, (_, index) => `plan ${index}.pdf`);
		const items = await Promise.all(names.map(async (name, index) => ({ json: {}, binary: { data: index === 4 ? await lost(name) : await binaryOf(name) } })));
		const outcome = await engine.run({ items, parameters: { ...upload, files: 'data' }, onError: 'continueErrorOutput' });
		expect(itemsOf(outcome).map(({ json }) => json.name)).toEqual(names.filter((_, index) => index !== 4));
		expect(itemsOf(outcome, 1)).toHaveLength(1);
		expect((await engine.run({ items, parameters: { ...upload, files: 'data' } })).error?.context?.itemIndex).toBe(4);
	});

	test('come down one item each; one that is missing and one that breaks off leave the others alone', async () => {
		const items = [{ json: {}, binary: { a: await binaryOf('one.pdf'), b: await binaryOf('two.pdf'), c: await binaryOf('three.pdf') } }];
		const [one, two, three] = itemsOf(await engine.run({ items, parameters: { ...upload, files: 'a,b,c' } })).map(({ json }) => textOf(json.id));
		const key = sandbox.cintoo.state.files.get(two?.split(':').pop() ?? '')?.blobName ?? '';
		sandbox.faults.inject({ service: 'storage', method: 'GET', path: encodeURIComponent(key), times: 99, kind: { cutAfterBytes: 10 } });
		const rows = itemsOf(await engine.run({ parameters: { ...downloadMany, fileRefs: [one, missing, two, three].join(',') } }));
		expect(rows.map((row) => done(row) ?? row.json.fileName)).toEqual(['one.pdf', 'failed', 'failed', 'three.pdf']);
		for (const row of rows) {
			const { data } = row.binary ?? {};
			if (data) expect((await engine.bytes(data)).equals(bytesOf(textOf(row.json.fileName)))).toBe(true);
		}
		expect((await engine.run({ parameters: { ...downloadMany, fileRefs: missing } })).error?.message).toContain(missing);
	});

	test('by category come down one item each', async () => {
		const rows = itemsOf(await engine.run({ parameters: { resource: 'file', operation: 'downloadAll', ...inTower, category: ['media'], binaryPropertyName: 'picture' } }));
		expect(rows.length).toBeGreaterThan(1);
		expect(rows.every(({ binary }) => binary?.picture?.mimeType === 'image/png')).toBe(true);
	});

	test('are attached to an annotation from several fields of an item', async () => {
		const annotationRef = id(`urn:cintoo:annotation:${sampleIds.bareIssue}`);
		const items = [{ json: {}, binary: { a: await binaryOf('x.pdf'), b: await binaryOf('y.pdf') } }];
		expect(itemsOf(await engine.run({ items, parameters: { resource: 'annotation', operation: 'attach', ...inTower, annotationRef, files: 'a,b' } })).map(done)).toEqual(['updated', 'updated']);
		const [comment] = itemsOf(await engine.run({ items, parameters: { resource: 'annotation', operation: 'comment', ...inTower, annotationRef, description: 'See both', options: { files: 'a,b' } } }));
		expect(comment?.json.attachments).toHaveLength(2);
	});
});
