import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { cintoo } from '../../../src/catalog/cintoo';
import { listAt, operationsOf, textAt, type FileInput, type JsonObject, type Output } from '../../../src/catalog/vocabulary';
import type { Client } from '../../../src/core/client';
import type { Connection } from '../../../src/core/connection';
import { createCintooService, type CintooService } from '../../../src/sandbox/cintoo';
import { sampleIds } from '../../../src/sandbox/cintoo/sample';
import { people, type PersonKey } from '../../../src/sandbox/people';
import { serve, type Served } from '../../../src/sandbox/serve';
import type { Exchange } from '../../../src/sandbox/service';
import { blobOf } from '../../../src/sandbox/world';
import { carryOut } from '../../support/carry-out';
import { bearer, connect } from '../../support/connect';
import { failureFrom } from '../../support/failure';

const { run, records, only } = carryOut(cintoo);
const urn = (kind: string, id: string): string => `urn:cintoo:${kind}:${id}`;
const tower = { accountRef: urn('account', sampleIds.account), projectRef: urn('project', sampleIds.harborTower) };
const where = { ...tower, workzoneRef: urn('workzone', sampleIds.roof) };

let served: Served<{ cintoo: CintooService }>;
let nora: Client;

beforeEach(async () => {
	served = await serve((world) => ({ cintoo: createCintooService(world) }));
	nora = as('nora');
});

afterEach(async () => {
	const broken = served.exchanges.flatMap(({ method, url, violations }) => violations.map((violation) => `${method} ${url}: ${violation}`));
	await served.stop();
	expect(broken).toEqual([]);
});

function as(who: PersonKey, more: Partial<Connection> = {}): Client {
	const { access_token: token } = served.services.cintoo.issueTokens(people[who].cintooId);
	return connect(cintoo, served.origins.cintoo, bearer(token), more);
}

const contentOf = (name: string): Buffer => Buffer.from(`What stands in ${name}. `.repeat(20));
const fileOf = (name: string, bytes = contentOf(name)): FileInput => ({ name, open: async () => Readable.from([bytes.subarray(0, 7), bytes.subarray(7)]) });
const unreadable = (name: string): FileInput => ({ name, open: async () => Promise.reject(new Error('gone')) });
const calls = (contractId: string): readonly Exchange[] => served.exchanges.filter((one) => one.contractId === contractId);
const sent = (): readonly Exchange[] => served.exchanges.filter(({ service, method }) => service === 'storage' && method === 'PUT');
const doneOf = (rows: readonly JsonObject[]): readonly unknown[] => rows.map((row) => textAt(row, 'receipt.done'));

async function bytesOf(output: Output | undefined): Promise<Buffer> {
	if (!output?.file) throw new Error('There is no file.');
	const chunks: Buffer[] = [];
	for await (const chunk of output.file.stream) if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
	return Buffer.concat(chunks);
}

describe('many files in one go', () => {
	it('go up four at a time, announced and registered together', async () => {
		let open = 0;
		let most = 0;
		const watched = (name: string): FileInput => ({
			name,
			open: async () => {
				most = Math.max(most, ++open);
				return fileOf(name).open().then((stream) => stream.once('close', () => open--));
			},
		});
		const names = Array.from({ length: 45 }, (_, index) => `scan ${index}.pdf`);
		const rows = await records(nora, 'file.upload', { ...where, files: names.map(watched) });
		expect(rows.map(({ name }) => name)).toEqual(names);
		expect(new Set(doneOf(rows))).toEqual(new Set(['created']));
		expect(new Set(rows.map(({ id }) => id)).size).toBe(45);
		expect([most, open]).toEqual([4, 0]);
		expect([calls('cintoo.file.signUpload').length, calls('cintoo.file.register').length]).toEqual([3, 3]);
		const [some] = await run(nora, 'file.download', { ...tower, fileRef: textAt(rows[44], 'id') ?? '' });
		expect(await bytesOf(some)).toEqual(contentOf('scan 44.pdf'));
	});

	it('have a result each: one that cannot be read and one that storage refuses leave the others alone', async () => {
		served.faults.inject({ service: 'storage', method: 'PUT', kind: { status: 400, json: { title: 'BadDigest' } } });
		const rows = await records(nora, 'file.upload', { ...where, files: [fileOf('a.pdf'), unreadable('b.pdf'), fileOf('c.pdf')] });
		expect(rows.map(({ name }) => name)).toEqual(['a.pdf', 'b.pdf', 'c.pdf']);
		expect(doneOf(rows)[1]).toBe('failed');
		expect([...doneOf(rows)].sort()).toEqual(['created', 'failed', 'failed']);
		expect(rows[1]).toMatchObject({ id: null, blobName: null });
		expect(textAt(rows[1], 'error')).toMatch(/^Upload files "b.pdf".*cannot be read.*Check that/);
		expect(await records(nora, 'file.getMany', { ...tower, category: ['document'] })).toHaveLength(1);
	});

	it('without an extension are refused in words that say so', async () => {
		const rows = await records(nora, 'file.upload', { ...where, files: [fileOf('README'), fileOf('a.pdf')] });
		expect(doneOf(rows)).toEqual(['failed', 'created']);
		expect(textAt(rows[0], 'error')).toContain('"README" has no extension');
	});

	it('are announced one by one when the service refuses them together', async () => {
		const rows = await records(nora, 'file.upload', { ...where, files: [fileOf('a.pdf'), fileOf(`${'x'.repeat(300)}.pdf`), fileOf('c.pdf')] });
		expect(doneOf(rows)).toEqual(['created', 'failed', 'created']);
		expect(textAt(rows[1], 'error')).toContain('255');
	});

	it('are registered one by one when the service refuses them together', async () => {
		served.faults.inject({ service: 'cintoo', method: 'PUT', path: 'bulk-files', times: 2, kind: { status: 400, json: { status: 400, title: 'Bad Request', errorCode: 'invalid-input' } } });
		const rows = await records(nora, 'file.upload', { ...where, files: [fileOf('a.pdf'), fileOf('b.pdf'), fileOf('c.pdf')] });
		expect(doneOf(rows)).toEqual(['failed', 'created', 'created']);
		expect((await records(nora, 'file.getMany', { ...tower, category: ['document'] })).map(({ name }) => name)).toEqual(['b.pdf', 'c.pdf']);
	});

	it('fail together when all do, or when that is asked for; what went up is named', async () => {
		expect((await failureFrom(run(nora, 'file.upload', { ...where, files: [unreadable('a.pdf'), unreadable('b.pdf')] }))).message).toMatch(/^Upload files: none of the 2 succeeded; of the first: Upload files "a\.pdf"/);
		const failed = await failureFrom(run(nora, 'file.upload', { ...where, files: [fileOf('a.pdf'), unreadable('b.pdf')], failIfAnyFails: true }));
		expect(failed.message).toContain('b.pdf');
		const [listed] = await records(nora, 'file.getMany', { ...tower, category: ['document'] });
		expect(failed.facts.made).toEqual({ 'file a.pdf': listed?.id });
	});

	it('do not try a refused sign-in again and again', async () => {
		served.services.cintoo.expireAccessTokens();
		const files = Array.from({ length: 50 }, (_, index) => fileOf(`${index}.pdf`));
		expect(await failureFrom(run(nora, 'file.upload', { ...where, files }))).toMatchObject({ kind: 'sign-in' });
		expect(calls('cintoo.file.signUpload')).toHaveLength(1);
	});
});

describe('a transfer', () => {
	it('gets a fresh address when the signed one has expired meanwhile', async () => {
		served.faults.inject({ service: 'storage', method: 'PUT', kind: { status: 403, json: { title: 'Request has expired.' } } });
		const [row] = await records(nora, 'file.upload', { ...where, files: [fileOf('a.pdf')] });
		expect(calls('cintoo.file.signUpload')).toHaveLength(2);
		expect(new Set(sent().map(({ url }) => new URL(url).pathname)).size).toBe(2);
		const [got] = await run(nora, 'file.download', { ...tower, fileRef: textAt(row, 'blobName') ?? '' });
		expect(await bytesOf(got)).toEqual(contentOf('a.pdf'));
	});

	it('is given up when a fresh address is refused as well', async () => {
		served.faults.inject({ service: 'storage', method: 'PUT', times: 9, kind: { status: 403, json: { title: 'No.' } } });
		expect(await failureFrom(run(nora, 'file.upload', { ...where, files: [fileOf('a.pdf')] }))).toMatchObject({ kind: 'refused', facts: { status: 403 } });
		expect(sent()).toHaveLength(2);
	});

	const large = Buffer.from(Array.from({ length: 700_000 }, (_, index) => (index * 31) % 253));
	const stored = async (): Promise<string> => textAt((await records(nora, 'file.upload', { ...where, files: [fileOf('large.pdf', large)] }))[0], 'blobName') ?? '';

	it.each(['download', 'downloadMany'])('goes on from the byte that came last when the connection breaks (%s)', async (how) => {
		const blobName = await stored();
		served.faults.inject({ service: 'storage', method: 'GET', kind: { cutAfterBytes: 100_000 } });
		served.faults.inject({ service: 'storage', method: 'GET', after: 1, kind: { cutAfterBytes: 50_000 } });
		const [got] = await run(nora, `file.${how}`, how === 'download' ? { ...tower, fileRef: blobName } : { ...tower, fileRefs: [blobName] });
		expect((await bytesOf(got)).equals(large)).toBe(true);
		const ranges = served.exchanges.filter(({ service, method }) => service === 'storage' && method === 'GET').map(({ requestHeaders }) => requestHeaders['range']);
		expect(ranges).toEqual([undefined, 'bytes=100000-', 'bytes=150000-']);
	});

	it('fails when the bytes are not those whose MD5 storage states', async () => {
		const blobName = await stored();
		served.world.blobs.set(blobName, { ...blobOf(Buffer.from(large).fill(0, 5, 9), 'application/pdf'), md5: createHash('md5').update(large).digest('hex') });
		const [got] = await run(nora, 'file.download', { ...tower, fileRef: blobName });
		const failed = await failureFrom(bytesOf(got));
		expect([failed.kind, failed.message]).toEqual(['connection', 'Download file: the file arrived damaged: its MD5 is another than stated.']);
	});

	it('tells how far it has come', async () => {
		const told: string[] = [];
		let now = 0;
		const watching = as('nora', { onProgress: (words) => told.push(words) });
		const slow: FileInput = { name: 'large.pdf', size: large.length, open: async () => Readable.from([large.subarray(0, 350_000), large.subarray(350_000)]) };
		jest.spyOn(Date, 'now').mockImplementation(() => (now += 1_000));
		try {
			await run(watching, 'file.upload', { ...where, files: [slow] });
		} finally {
			jest.restoreAllMocks();
		}
		expect(told).toContain('sending large.pdf: 50 %');
	});
});

describe('several downloads', () => {
	it('leave out what is missing and say so', async () => {
		const [first] = await records(nora, 'file.getMany', tower);
		const missing = urn('file', '00000000-0000-4000-8000-000000000000');
		const outputs = await run(nora, 'file.downloadMany', { ...tower, fileRefs: [missing, 'nothing.png', textAt(first, 'id') ?? ''] });
		expect(outputs.map(({ json }) => textAt(json, 'receipt.done') ?? json.fileName)).toEqual(['failed', 'failed', first?.name]);
		expect(textAt(outputs[1]?.json, 'error')).toContain('nothing.png');
		expect((await bytesOf(outputs[2])).length).toBe(outputs[2]?.json.fileSize);
		expect((await failureFrom(run(nora, 'file.downloadMany', { ...tower, fileRefs: [missing] }))).message).toContain(missing);
	});

	it('take all files of a category, of one work zone if wanted', async () => {
		const listed = await records(nora, 'file.getMany', { ...tower, category: ['media'] });
		const outputs = await run(nora, 'file.downloadAll', { ...tower, category: ['media'] });
		expect(outputs.map(({ json }) => [json.id, json.fileName])).toEqual(listed.map(({ id, name }) => [id, name]));
		for (const output of outputs) expect((await bytesOf(output)).length).toBe(output.json.fileSize);
		const [only, ...more] = await run(nora, 'file.downloadAll', { ...tower, category: ['media'], workzoneId: where.workzoneRef });
		expect([only?.json.fileName, more.length]).toEqual(['Guardrail at roof opening.png', 0]);
		expect(await run(nora, 'file.downloadAll', { ...tower, category: ['document'] })).toEqual([]);
	});

	it('open one at a time, as they are taken', async () => {
		const entry = operationsOf(cintoo).get('cintoo.file.downloadAll');
		if (!entry) throw new Error('There is no such operation.');
		let taken = 0;
		for await (const output of nora.stream(entry.operation, { ...tower, category: ['media'] })) {
			expect(served.exchanges.filter(({ service }) => service === 'storage')).toHaveLength(++taken);
			await bytesOf(output);
		}
		expect(taken).toBeGreaterThan(1);
	});
});

describe('attachments', () => {
	const issue = { ...tower, annotationRef: urn('annotation', sampleIds.ductClash) };
	const attached = async (): Promise<readonly unknown[]> => (listAt(await only(nora, 'annotation.get', { ...issue, includeAttachments: true }), 'attachments') ?? []).map((one) => textAt(one, 'file.name'));

	it('of an annotation go up and are attached beside those that are there, once', async () => {
		const before = await attached();
		const files = [fileOf('photo.png'), unreadable('b.png'), fileOf('report.pdf')];
		const rows = await records(nora, 'annotation.attach', { ...issue, files, asPicture: true });
		expect(rows.map(({ name }, index) => [name, doneOf(rows)[index]])).toEqual([['photo.png', 'updated'], ['b.png', 'failed'], ['report.pdf', 'updated']]);
		expect(rows[0]).toMatchObject({ receipt: { id: issue.annotationRef }, md5: createHash('md5').update(contentOf('photo.png')).digest('hex') });
		expect(await attached()).toEqual([...before, 'photo.png', 'report.pdf']);
		expect((await only(nora, 'annotation.get', issue)).imgBlobName).toBe(rows[0]?.blobName);

		expect(doneOf(await records(nora, 'annotation.attach', { ...issue, files: [fileOf('photo.png'), fileOf('report.pdf', Buffer.from('another'))] }))).toEqual(['unchanged', 'updated']);
		expect(await attached()).toEqual([...before, 'photo.png', 'report.pdf', 'report.pdf']);
	});

	it('of an annotation are all kept when several runs attach at once', async () => {
		const before = await attached();
		await Promise.all(['a.png', 'b.png', 'c.png'].map(async (name) => await run(nora, 'annotation.attach', { ...issue, files: [fileOf(name)] })));
		expect([...(await attached())].sort()).toEqual([...before, 'a.png', 'b.png', 'c.png'].sort());
	});

	it('of a comment come with it; without one of them there is no comment', async () => {
		const made = await only(nora, 'annotation.comment', { ...issue, description: 'See the photos', files: [fileOf('one.png'), fileOf('two.png')] });
		expect((listAt(made, 'attachments') ?? []).map((one) => textAt(one, 'file.name'))).toEqual(['one.png', 'two.png']);
		expect((await failureFrom(run(nora, 'annotation.comment', { ...issue, description: 'More', files: [fileOf('three.png'), unreadable('four.png')] }))).message).toContain('four.png');
		expect(calls('cintoo.annotation.createComment')).toHaveLength(1);
	});

	it('are not sent again with a comment that stands there already', async () => {
		const comment = { ...issue, description: 'See the photo', files: [fileOf('one.png')] };
		await run(nora, 'annotation.comment', comment);
		const before = sent().length;
		expect(doneOf(await records(nora, 'annotation.comment', comment))).toEqual(['unchanged']);
		expect(sent()).toHaveLength(before);
	});

	it('show as the logo of a share link, whose other settings stay', async () => {
		const made = await only(nora, 'shareLink.create', { ...tower, name: 'For the owner', workzoneId: where.workzoneRef, shareNotes: true });
		const shareLinkRef = textAt(made, 'id') ?? '';
		const shown = await only(nora, 'shareLink.uploadLogo', { ...tower, shareLinkRef, file: fileOf('logo.png') });
		expect(shown).toMatchObject({ name: 'For the owner', shareOptions: { notes: true } });
		expect(shown.logoBlob).toMatch(/\.png$/);
		expect((await failureFrom(run(nora, 'shareLink.uploadLogo', { ...tower, shareLinkRef, file: fileOf('logo.gif') }))).message).toContain('not a PNG or JPEG');
	});

	it('get a fresh address for a cover when the signed one has expired', async () => {
		served.faults.inject({ service: 'storage', method: 'PUT', kind: { status: 403, json: { title: 'Request has expired.' } } });
		expect(doneOf(await records(nora, 'project.uploadCover', { ...tower, file: fileOf('tower.png') }))).toEqual(['updated']);
	});
});
