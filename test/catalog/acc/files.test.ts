import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { acc } from '../../../src/catalog/acc';
import { faultsIn } from '../../../src/catalog/acc/naming-standard';
import { resourceOf, textAt, type FileInput, type Input, type JsonObject, type Output, type Reference } from '../../../src/catalog/vocabulary';
import type { ChangeOptions } from '../../../src/core/changes';
import type { Client } from '../../../src/core/client';
import { watch, type WatchState, type Where } from '../../../src/core/watching';
import { BIM360_ID, createAccService, folderId, TOWER_ID, type AccService } from '../../../src/sandbox/acc';
import { people, type PersonKey } from '../../../src/sandbox/people';
import { serve, type Served } from '../../../src/sandbox/serve';
import type { Exchange } from '../../../src/sandbox/service';
import { carryOut } from '../../support/carry-out';
import { bearer, connect, ports } from '../../support/connect';
import { failureFrom } from '../../support/failure';

const { run, records, only } = carryOut(acc);
const tower = { projectId: TOWER_ID };
const drawings = { ...tower, folderId: folderId(TOWER_ID, 'Drawings') };
const partBytes = 8 * 1024 * 1024;

let served: Served<{ acc: AccService }>;
let nora: Client;

beforeEach(async () => {
	served = await serve((world) => ({ acc: createAccService(world) }));
	nora = as('nora');
});

afterEach(async () => {
	const broken = served.exchanges.filter(({ violations }) => violations.length > 0);
	await served.stop();
	expect(broken.map(({ method, url, violations }) => `${method} ${url}: ${violations.join('; ')}`)).toEqual([]);
});

const state = (): AccService['state'] => served.services.acc.state;

function as(who: PersonKey): Client {
	return connect(acc, served.origins.acc, bearer(served.services.acc.issueTokens(people[who].autodeskId).access_token));
}

function calls(method: string, part: string): readonly Exchange[] {
	return served.exchanges.filter((one) => one.method === method && one.url.includes(part));
}

/** A file of which it is counted how often it is opened. */
function fileOf(name: string, bytes: Buffer | string = `bytes of ${name}`, size?: number): FileInput & { opened: number } {
	const file = {
		name,
		size: size ?? Buffer.byteLength(bytes),
		opened: 0,
		async open() {
			file.opened += 1;
			return await Promise.resolve(Readable.from([Buffer.from(bytes)]));
		},
	};
	return file;
}

async function bytesOf(output: Output | undefined): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of output?.file?.stream ?? []) chunks.push(Buffer.from(chunk as Uint8Array));
	return Buffer.concat(chunks);
}

const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex');
const itemsCalled = (name: string) => state().items.filter((one) => one.projectId === TOWER_ID && one.name === name && one.removed !== true);
const versionsOf = (itemId: string | undefined) => state().versions.filter((one) => one.itemId === itemId);
const foldersCalled = (name: string) => state().folders.filter((one) => one.projectId === TOWER_ID && one.name === name);

describe('a published model', () => {
	const linkedOf = async (input: Input = {}): Promise<readonly unknown[]> => {
		const versionId = versionsOf(itemsCalled('Tower.rvt')[0]?.id)[0]?.id ?? '';
		return (await records(nora, 'version.getLinkedFiles', { ...tower, versionId, ...input })).map(({ host, modelName }) => [host, modelName]);
	};

	it('that links to nothing is given itself, unless it is not wanted', async () => {
		served.services.acc.state.linkedModels.clear();
		expect(await linkedOf()).toEqual([[true, 'Tower.rvt']]);
		expect(await linkedOf({ includeHost: true })).toEqual([[true, 'Tower.rvt']]);
		expect(await linkedOf({ includeHost: false })).toEqual([]);
	});
});

describe('details of documents', () => {
	it.each([[false], [true]])('a file stands for its latest version, also beside an older one (the other way round: %s)', async (turned) => {
		const [item] = itemsCalled('A-101 Level 1.pdf');
		const old = versionsOf(item?.id).find(({ number }) => number === 1)?.id ?? '';
		const asked = turned ? [old, item?.id ?? ''] : [item?.id ?? '', old];
		const found = await records(nora, 'version.getDetails', { ...tower, urns: asked });
		expect(found.map(({ revisionNumber }) => revisionNumber)).toEqual(turned ? [1, 2] : [2, 1]);
	});
});

describe('a path of folders', () => {
	const nightly = { ...tower, path: 'Project Files/Exports/2026' };

	it('is made once, then used as it is, whatever its letters', async () => {
		expect(await only(nora, 'folder.ensure', nightly)).toMatchObject({ receipt: { done: 'created' }, path: 'Project Files/Exports/2026' });
		expect(await only(nora, 'folder.ensure', { ...tower, path: ' exports > 2026 ' })).toMatchObject({ receipt: { done: 'unchanged', id: foldersCalled('2026')[0]?.id }, made: [] });
		expect(calls('POST', '/folders')).toHaveLength(2);
	});

	it('is made once by several runs at a time', async () => {
		const all = await Promise.all([only(nora, 'folder.ensure', nightly), only(nora, 'folder.ensure', nightly), only(as('nora'), 'folder.ensure', nightly)]);
		expect(new Set(all.map((one) => textAt(one, 'id'))).size).toBe(1);
		expect([foldersCalled('Exports').length, foldersCalled('2026').length]).toEqual([1, 1]);
	});

	it('is found again when the answer to making it was lost, or somebody else was faster', async () => {
		served.faults.inject({ service: 'acc', method: 'POST', path: '/folders', kind: { loseAnswer: true } });
		expect(await only(nora, 'folder.ensure', { ...tower, path: 'Exports' })).toMatchObject({ id: foldersCalled('Exports')[0]?.id });
		expect(foldersCalled('Exports')).toHaveLength(1);
	});

	it('says what failed and what there is by then', async () => {
		served.faults.inject({ service: 'acc', method: 'POST', path: '/folders', after: 1, kind: { status: 423, json: { errors: [{ detail: 'The folder is locked.' }] } } });
		const error = await failureFrom(run(nora, 'folder.ensure', nightly));
		expect([error.kind, Object.keys(error.facts.made ?? {})]).toEqual(['conflict', ['folder Project Files/Exports']]);
	});

	it('names a folder wherever one is asked for; a wrong one is said', async () => {
		expect(await records(nora, 'folder.getContents', { ...tower, folderId: 'Drawings' })).toHaveLength(4);
		expect(await records(nora, 'folder.getContents', { ...tower, folderId: { name: 'project files/DRAWINGS' } })).toHaveLength(4);
		expect((await failureFrom(run(nora, 'folder.getContents', { ...tower, folderId: 'Project Files/Nowhere' }))).message).toContain('there is no "Project Files/Nowhere"');
		expect((await failureFrom(run(nora, 'folder.delete', { ...tower, folderId: 'Project Files' }))).message).toContain('topmost folders');
	});
});

describe('an upload', () => {
	const again = (more: Input = {}) => ({ ...drawings, files: [fileOf('A-102 Level 2.pdf', 'new')], ...more });

	it('adds a version where the name is taken, unless told otherwise', async () => {
		const id = itemsCalled('A-102 Level 2.pdf')[0]?.id;
		expect(await only(nora, 'item.upload', again())).toMatchObject({ receipt: { done: 'updated', id, number: 2 }, versionId: versionsOf(id)[1]?.id });
		expect(await only(nora, 'item.upload', again({ ifExists: 'skip' }))).toMatchObject({ receipt: { done: 'unchanged', id } });
		expect((await failureFrom(run(nora, 'item.upload', again({ ifExists: 'fail' })))).message).toContain('has a file "A-102 Level 2.pdf" already');
		expect(versionsOf(id)).toHaveLength(2);
		expect(await only(nora, 'item.upload', again({ ifExists: 'rename' }))).toMatchObject({ receipt: { done: 'created' }, name: 'A-102 Level 2 (1).pdf', versionNumber: 1 });
		expect(calls('POST', '/storage')).toHaveLength(2);
	});

	it('becomes a version where another made the file meanwhile', async () => {
		await records(nora, 'item.upload', { ...drawings, files: [fileOf('first.pdf')] });
		// The folder as this run read it has no such file by now.
		await records(as('samir'), 'item.upload', { ...drawings, files: [fileOf('race.pdf', 'theirs')] });
		expect(await only(nora, 'item.upload', { ...drawings, files: [fileOf('race.pdf', 'ours')] })).toMatchObject({ receipt: { done: 'updated', number: 2 } });
		expect(itemsCalled('race.pdf')).toHaveLength(1);
		expect(await only(as('samir'), 'item.upload', { ...drawings, files: [fileOf('race.pdf', 'again')], ifExists: 'skip' })).toMatchObject({ receipt: { done: 'unchanged' } });
	});

	it('reads a folder once for many files of a run', async () => {
		for (const name of ['1.pdf', '2.pdf', '3.pdf']) await records(nora, 'item.upload', { ...drawings, files: [fileOf(name)], checkNames: false });
		expect(calls('GET', '/contents')).toHaveLength(1);
	});

	it('makes one file when the answer to making it was lost', async () => {
		served.faults.inject({ service: 'acc', method: 'POST', path: '/items', kind: { loseAnswer: true } });
		expect(await only(nora, 'item.upload', { ...drawings, files: [fileOf('new.pdf')] })).toMatchObject({ receipt: { done: 'created', id: itemsCalled('new.pdf')[0]?.id, number: 1 } });
		served.faults.inject({ service: 'acc', method: 'POST', path: '/versions', kind: { loseAnswer: true } });
		expect(await only(nora, 'item.upload', { ...drawings, files: [fileOf('new.pdf', 'v2')] })).toMatchObject({ receipt: { done: 'updated', number: 2 } });
		expect(itemsCalled('new.pdf').map(({ id }) => versionsOf(id).length)).toEqual([2]);
	});

	it('tells of each file by itself', async () => {
		for (const one of itemsCalled('S-201 Steel.pdf')) one.locked = true;
		const all = await records(nora, 'item.upload', { ...drawings, files: [fileOf('one.pdf'), fileOf('S-201 Steel.pdf'), fileOf('three.pdf')] });
		expect(all.map((one) => textAt(one, 'receipt.done'))).toEqual(['created', 'failed', 'created']);
		expect(textAt(all[1], 'error')).toMatch(/^Upload files "S-201 Steel\.pdf" .*conflicts with what is there \(423\): The file is locked by another user\./);
		expect((await failureFrom(run(nora, 'item.upload', { ...drawings, files: [fileOf('one.pdf'), fileOf('S-201 Steel.pdf')], failIfAnyFails: true }))).kind).toBe('conflict');
	});

	it('refuses a name that breaks the standard of the folder before a byte goes up', async () => {
		const issued = { ...tower, folderId: 'Project Files/Issued' };
		const file = fileOf('HT-XYZ-12.pdf');
		const error = await failureFrom(run(nora, 'item.upload', { ...issued, files: [file] }));
		expect(error.message).toContain('Originator is "XYZ" but must be one of HAR, APX; Number is "12" but must have at least 4 characters');
		expect([file.opened, calls('POST', '/storage').length]).toEqual([0, 0]);
		expect(await only(nora, 'item.upload', { ...issued, files: [fileOf('HT-HAR-01-0001.pdf')] })).toMatchObject({ receipt: { done: 'created' } });
		expect(await only(nora, 'item.upload', { ...issued, files: [file], checkNames: false })).toMatchObject({ receipt: { done: 'created' } });
	});

	it('sets attributes by name, and sends nothing of a value there is not', async () => {
		const made = await only(nora, 'item.upload', { ...drawings, files: [fileOf('x.pdf')], attributes: { purpose: 'for construction', 1002: 'Mei' } });
		expect(made).toMatchObject({ attributes: { Purpose: 'For construction', 'Checked by': 'Mei' } });
		expect(await only(nora, 'version.getDetails', { ...tower, urns: [textAt(made, 'versionId') ?? ''] })).toMatchObject({ name: 'x.pdf', customAttributes: [{ name: 'Purpose', value: 'For construction' }, { name: 'Checked by', value: 'Mei' }] });
		const error = await failureFrom(run(nora, 'item.upload', { ...drawings, files: [fileOf('y.pdf')], attributes: { Purpose: 'For fun' } }));
		expect(error.message).toContain('For information, For construction, As built');
		expect(itemsCalled('y.pdf')).toEqual([]);
		await records(nora, 'item.setAttributes', { ...drawings, itemIds: [textAt(made, 'id') ?? ''], attributes: { 'Checked by': null } });
		expect([...(state().documentValues.get(textAt(made, 'versionId') ?? '') ?? [])]).toEqual([[1001, 'For construction']]);
	});

	it('takes BIM 360 projects too', async () => {
		expect(await only(nora, 'item.upload', { projectId: `b.${BIM360_ID}`, folderId: 'Drawings', files: [fileOf('b.pdf')] })).toMatchObject({ receipt: { done: 'created' } });
	});
});

describe('a large file', () => {
	const bytes = Buffer.alloc(3 * partBytes + 5, 'harbour ');

	const storedBytes = (name: string): Uint8Array => {
		const [key = ''] = versionsOf(itemsCalled(name)[0]?.id).map(({ objectKey }) => objectKey);
		return served.world.blobs.get(`wip.dm.prod/${key}`)?.bytes ?? new Uint8Array();
	};

	it('goes up in parts, read once, each with its MD5', async () => {
		const file = fileOf('scan.rcp', bytes);
		await records(nora, 'item.upload', { ...drawings, files: [file] });
		expect(md5(storedBytes('scan.rcp'))).toBe(md5(bytes));
		expect(file.opened).toBe(1);
		const puts = served.exchanges.filter((one) => one.method === 'PUT');
		expect(puts.map(({ requestHeaders }) => requestHeaders['content-length']).sort()).toEqual(['5', ...Array.from({ length: 3 }, () => String(partBytes))]);
		const sums = [0, 1, 2, 3].map((part) => createHash('md5').update(bytes.subarray(part * partBytes, (part + 1) * partBytes)).digest('base64'));
		expect(puts.map(({ requestHeaders }) => requestHeaders['content-md5']).sort()).toEqual(sums.sort());
		expect(calls('GET', '/signeds3upload')).toHaveLength(1);
	});

	it('is measured first where its size is not known', async () => {
		const file = fileOf('scan.rcp', bytes);
		expect(await only(nora, 'item.upload', { ...drawings, files: [{ name: file.name, open: async () => await file.open() }] })).toMatchObject({ size: bytes.length });
		expect(md5(storedBytes('scan.rcp'))).toBe(md5(bytes));
	});

	it('sends a part again, without reading it again, when the connection breaks or its address has expired', async () => {
		served.faults.inject({ service: 'storage', method: 'PUT', after: 1, kind: { cutAfterBytes: 0 } });
		served.faults.inject({ service: 'storage', method: 'PUT', after: 2, kind: { status: 403 } });
		const file = fileOf('scan.rcp', bytes);
		await records(nora, 'item.upload', { ...drawings, files: [file] });
		expect(md5(storedBytes('scan.rcp'))).toBe(md5(bytes));
		expect(file.opened).toBe(1);
		const [first, renewal] = calls('GET', '/signeds3upload').map(({ url }) => new URL(url).searchParams);
		expect([first?.get('parts'), renewal?.get('parts')]).toEqual(['4', '1']);
		expect(renewal?.get('uploadKey')).not.toBeNull();
	});

	it.each([['shorter', bytes.length + 1, 'ended before its stated size'], ['longer', bytes.length - 1, 'is longer than']])('that is %s than stated makes no file', async (_how, size, words) => {
		expect((await failureFrom(run(nora, 'item.upload', { ...drawings, files: [fileOf('odd.rcp', bytes, size)] }))).message).toContain(words);
		expect(itemsCalled('odd.rcp')).toEqual([]);
	});

	it('of which a part got lost makes no file, and goes up when it is run again', async () => {
		served.faults.inject({ service: 'storage', method: 'PUT', after: 1, kind: { status: 200 } });
		const given = { ...drawings, files: [fileOf('scan.rcp', bytes)] };
		const error = await failureFrom(run(nora, 'item.upload', given));
		expect([error.kind, error.message, error.facts.remedy]).toEqual(['unavailable', expect.stringMatching(/MissingOrInvalidParts: .* bytes arrived, part \d: Pending/), expect.stringContaining('upload the file again from the start')]);
		expect([itemsCalled('scan.rcp'), error.facts.made]).toEqual([[], undefined]);
		await records(nora, 'item.upload', given);
		expect(md5(storedBytes('scan.rcp'))).toBe(md5(bytes));
	});

	it('tells how far it has come, as one file', async () => {
		const told: string[] = [];
		const client = connect(acc, served.origins.acc, bearer(served.services.acc.issueTokens(people.nora.autodeskId).access_token), { onProgress: (words) => told.push(words) });
		await run(client, 'item.upload', { ...drawings, files: [fileOf('scan.rcp', bytes)] });
		expect(told.length).toBeGreaterThan(0);
		for (const words of told) expect(words).toMatch(/^sending scan\.rcp: \d+ %$/);
	});

	it('comes down whole over a connection that breaks and an address that has expired', async () => {
		await records(nora, 'item.upload', { ...drawings, files: [fileOf('scan.rcp', bytes)] });
		served.faults.inject({ service: 'storage', method: 'GET', kind: { cutAfterBytes: 1_000_000 } });
		served.faults.inject({ service: 'storage', method: 'GET', after: 1, kind: { status: 403 } });
		const [output] = await run(nora, 'item.download', { ...tower, itemId: 'Drawings/scan.rcp' });
		expect(md5(await bytesOf(output))).toBe(md5(bytes));
		expect(calls('GET', '/signeds3download')).toHaveLength(2);
	});
});

describe('downloads', () => {
	it('tell of each file by itself', async () => {
		const steel = itemsCalled('S-201 Steel.pdf')[0]?.id ?? '';
		const outputs = await run(nora, 'item.downloadMany', { ...tower, itemIds: ['urn:adsk.wipprod:dm.lineage:none', steel] });
		expect(outputs.map(({ json }) => [textAt(json, 'receipt.done'), textAt(json, 'fileName')])).toEqual([['failed', undefined], [undefined, 'S-201 Steel.pdf']]);
		expect((await failureFrom(run(nora, 'item.downloadMany', { ...tower, itemIds: ['urn:adsk.wipprod:dm.lineage:none'] }))).kind).toBe('not-found');
	});

	it('take several paths or names in one text', async () => {
		const outputs = await run(nora, 'item.downloadMany', { ...tower, itemIds: 'Drawings/S-201 Steel.pdf, Tower.rvt' });
		expect(outputs.map(({ json }) => textAt(json, 'fileName'))).toEqual(['S-201 Steel.pdf', 'Tower.rvt']);
	});

	it('give the whole tree with its paths, and the files that are there where one is not', async () => {
		const lost = versionsOf(itemsCalled('Tower.rvt')[0]?.id)[0]?.objectKey ?? '';
		served.world.blobs.delete(`wip.dm.prod/${lost}`);
		const outputs = await run(nora, 'folder.download', { ...tower, folderId: 'Project Files' });
		const told = outputs.map(({ json }) => `${textAt(json, 'path') ?? ''}/${textAt(json, 'fileName') ?? ''}${textAt(json, 'receipt.done') ?? ''}`);
		expect(told).toEqual(['Project Files/Drawings/A-101 Level 1.pdf', 'Project Files/Drawings/A-102 Level 2.pdf', 'Project Files/Drawings/S-201 Steel.pdf', 'Project Files/Drawings/M-301 Ducts.pdf', 'Project Files/Models/Tower.rvtfailed', 'Project Files/Models/Site.dwg']);
		expect((await bytesOf(outputs[0])).toString('latin1')).toContain('version 2');
	});
});

describe('the files of a tree', () => {
	const all = { ...tower, folderId: 'Project Files' };
	const named = (found: readonly JsonObject[]): readonly (string | undefined)[] => found.map((one) => textAt(one, 'attributes.displayName'));

	it('are found by depth, extension and age', async () => {
		expect(await records(nora, 'folder.getFiles', all)).toHaveLength(6);
		expect(await records(nora, 'folder.getFiles', { ...all, depth: 0 })).toEqual([]);
		expect(named(await records(nora, 'folder.getFiles', { ...all, extensions: 'rvt' }))).toEqual(['Tower.rvt']);
		const [tip] = versionsOf(itemsCalled('A-101 Level 1.pdf')[0]?.id).filter(({ number }) => number === 2);
		expect(named(await records(nora, 'folder.getFiles', { ...all, changedSince: tip?.createdAt }))).toEqual(['A-101 Level 1.pdf']);
	});

	it('come from everywhere but a folder that cannot be read, which is told', async () => {
		served.faults.inject({ service: 'acc', method: 'GET', path: `${encodeURIComponent(folderId(TOWER_ID, 'Models'))}/contents`, kind: { status: 403, json: { errors: [{ detail: 'No right.' }] } } });
		const found = await records(nora, 'folder.getFiles', all);
		expect(found.filter((one) => textAt(one, 'receipt.done') === 'failed').map((one) => textAt(one, 'path'))).toEqual(['Project Files/Models']);
		expect(found).toHaveLength(5);
		served.faults.inject({ service: 'acc', method: 'GET', path: `${encodeURIComponent(folderId(TOWER_ID, 'Models'))}/contents`, kind: { status: 403, json: {} } });
		expect((await failureFrom(run(nora, 'folder.getFiles', { ...all, failIfAnyFails: true }))).kind).toBe('permission');
	});

	it('are searched through page after page', async () => {
		const [first] = state().items.filter((one) => one.projectId === TOWER_ID);
		const [tip] = state().versions;
		if (!first || !tip) throw new Error('no sample');
		for (let number = 1; number <= 60; number++) {
			state().items.push({ ...first, id: `urn:adsk.wipprod:dm.lineage:many${number}`, name: `Report ${number}.pdf` });
			state().versions.push({ ...tip, id: `urn:adsk.wipprod:fs.file:vf.many${number}?version=1`, itemId: `urn:adsk.wipprod:dm.lineage:many${number}`, number: 1, name: `Report ${number}.pdf` });
		}
		expect(await records(nora, 'folder.search', { ...all, name: 'report' })).toHaveLength(60);
		expect(await records(nora, 'folder.search', { ...all, name: 'report' }, { limit: 10 })).toHaveLength(10);
	});
});

describe('changes of files', () => {
	const { changes } = resourceOf([acc], 'acc.item');
	const base: ChangeOptions = { events: ['created', 'deleted', 'newVersion', 'renamed', 'moved'], startFrom: 'now', now: Date.now() };

	async function look(before: WatchState | undefined, where: Where): Promise<readonly [state: WatchState, told: readonly string[]]> {
		if (!changes) throw new Error('no changes');
		const seen = await watch({ client: nora, services: [acc], changes, where }, before, base);
		return [seen.state, seen.events.map(({ event, record }) => `${event} ${textAt(record, 'attributes.displayName') ?? textAt(record, 'id') ?? ''}`)];
	}

	it.each([['one folder and below', { within: { projectId: TOWER_ID, folderId: 'Project Files' } }], ['all folders, each file once', { within: { projectId: TOWER_ID }, places: 'all' as const }]])('are told of %s', async (_what, where) => {
		const [start, none] = await look(undefined, where);
		expect(none).toEqual([]);
		await records(nora, 'item.upload', { ...drawings, files: [fileOf('new.pdf'), fileOf('A-102 Level 2.pdf')] });
		const gone = itemsCalled('S-201 Steel.pdf')[0]?.id ?? '';
		await records(nora, 'item.delete', { ...tower, itemId: gone });
		await records(nora, 'item.rename', { ...tower, itemId: 'Drawings/M-301 Ducts.pdf', name: 'M-302.pdf' });
		const [next, told] = await look(start, where);
		expect([...told].sort()).toEqual(['created new.pdf', `deleted ${gone}`, 'newVersion A-102 Level 2.pdf', 'newVersion M-302.pdf', 'renamed M-302.pdf']);
		expect((await look(next, where))[1]).toEqual([]);
	});

	it('take no unread folder for a deletion', async () => {
		const where = { within: { projectId: TOWER_ID, folderId: 'Project Files' } };
		const [start] = await look(undefined, where);
		served.faults.inject({ service: 'acc', method: 'GET', path: `${encodeURIComponent(folderId(TOWER_ID, 'Models'))}/contents`, kind: { status: 403, json: {} } });
		expect((await failureFrom(look(start, where))).kind).toBe('permission');
		expect((await look(start, where))[1]).toEqual([]);
	});
});

describe('an export', () => {
	const urn = (name: string): string => versionsOf(itemsCalled(name)[0]?.id).at(-1)?.id ?? '';

	it('takes 200 files at a time and names those that are not in it; a part that fails does not keep the others', async () => {
		const steel = urn('S-201 Steel.pdf');
		const fileVersions = [...Array.from({ length: 199 }, () => steel), urn('Site.dwg'), urn('M-301 Ducts.pdf')];
		const outputs = await run(nora, 'fileExport.export', { ...tower, fileVersions });
		expect(outputs.map(({ json }) => textAt(json, 'status') ?? textAt(json, 'receipt.done'))).toEqual(['partialSuccess', 'failed']);
		expect(outputs[0]?.json).toMatchObject({ failedFiles: [{ id: urn('Site.dwg'), reason: 'ERR_NO_PROCESSABLE_FILES' }] });
		expect(textAt(outputs[1]?.json, 'error')).toContain('Request failed for internal exception');
		expect((await bytesOf(outputs[0])).subarray(0, 2).toString()).toBe('PK');
	});

	it('takes files for their latest versions', async () => {
		const [output] = await run(nora, 'fileExport.export', { ...tower, fileVersions: [itemsCalled('A-101 Level 1.pdf')[0]?.id ?? ''] });
		expect(state().exports[0]?.versionIds).toEqual([urn('A-101 Level 1.pdf')]);
		expect((await bytesOf(output)).toString('latin1')).toContain('A-101');
	});

	it('gives up at its ceiling and says how to go on', async () => {
		await served.stop();
		served = await serve((world) => ({ acc: createAccService(world, { exportPolls: 1_000_000 }) }));
		let now = Date.now();
		const session = bearer(served.services.acc.issueTokens(people.nora.autodeskId).access_token);
		const quick = connect(acc, served.origins.acc, session, { ports: { ...ports(session), now: () => now, sleep: async (ms) => { now += ms; await Promise.resolve(); } } });
		const error = await failureFrom(run(quick, 'fileExport.export', { ...tower, fileVersions: [urn('S-201 Steel.pdf')], interval: 60, timeout: 5 }));
		expect(error.explanation).toContain('still being processed after 5 minutes');
		expect(calls('GET', '/exports/')).toHaveLength(6);
	});
});

describe('permissions of a folder', () => {
	it('go to a member who is picked from the list, named, or given by either id', async () => {
		const given = async (member: Reference): Promise<unknown> => textAt(await only(nora, 'folder.setPermissions', { ...drawings, level: 'view', userIds: [member] }), 'subjectId');
		const { email: address, autodeskId } = people.mei;
		const picks = await nora.lookup(resourceOf([acc], 'acc.projectMember'), { projectId: TOWER_ID });
		const mei = picks.find(({ label }) => label === 'Mei Tanaka')?.id ?? '';
		expect(mei).toMatch(/^[\da-f]{8}-/);
		for (const member of [mei, { name: address }, address, autodeskId]) expect(await given(member)).toBe(mei);
	});

	it('count as given when only the answer was lost, and are replaced when somebody else gave others meanwhile', async () => {
		const set = async (): Promise<JsonObject> => await only(nora, 'folder.setPermissions', { ...drawings, level: 'view', roleIds: [{ name: 'BIM Manager' }] });
		served.faults.inject({ service: 'acc', method: 'POST', path: 'permissions:batch-create', kind: { loseAnswer: true } });
		expect(await set()).toMatchObject({ receipt: { done: 'created' }, actions: ['VIEW', 'COLLABORATE'] });
		expect(await set()).toMatchObject({ receipt: { done: 'unchanged' } });
		served.faults.inject({ service: 'acc', method: 'POST', path: 'permissions:batch', times: 9, kind: { status: 403, json: {} } });
		await expect(only(nora, 'folder.setPermissions', { ...drawings, level: 'view', roleIds: [{ name: 'Superintendent' }] })).rejects.toThrow('does not allow this');
	});

	it('are given, changed, left as they are and taken away', async () => {
		const set = async (level: string, project: Input = drawings): Promise<JsonObject> => await only(nora, 'folder.setPermissions', { ...project, level, userIds: people.mei.email });
		expect(await set('view')).toMatchObject({ receipt: { done: 'created' }, actions: ['VIEW', 'COLLABORATE'] });
		expect(await set('view')).toMatchObject({ receipt: { done: 'unchanged' } });
		expect(await set('control')).toMatchObject({ receipt: { done: 'updated' }, name: 'Mei Tanaka' });
		expect(await set('none')).toMatchObject({ receipt: { done: 'removed' } });
		expect(state().folderPermissions.filter((one) => one.folderId === drawings.folderId)).toEqual([]);
		expect(calls('POST', '/permissions:').map(({ url }) => url.split(':').at(-1))).toEqual(['batch-create', 'batch-update', 'batch-delete']);
		const old = { projectId: BIM360_ID, folderId: 'Drawings' };
		expect(await set('upload', old)).toMatchObject({ actions: ['PUBLISH', 'VIEW', 'DOWNLOAD', 'COLLABORATE'] });
		expect((await failureFrom(set('markup', old))).message).toContain('no permission to publish markups');
	});
});

describe('a naming standard', () => {
	const standard: JsonObject = { definition: { delimiter: '_', fields: [{ name: 'A', type: 'ALPHANUMERIC', optional: false }, { name: 'B', type: 'ARRAY', optional: true, options: [{ value: 'X' }] }, { name: 'C', type: 'NUMERIC', optional: true, maxLength: 2 }, { name: 'D', type: 'ALPHANUMERIC', optional: false, minLength: 2 }] } };

	it.each([
		['a_de.pdf', []],
		['a_X_de.pdf', []],
		['a_12_de.pdf', []],
		['a_X_12_de.tar', []],
		['a.pdf', ['it has 1 of the fields A_B (optional)_C (optional)_D']],
		['a_Y_12_de.pdf', ['B is "Y" but must be one of X']],
		['a_123_de.pdf', ['B is "123" but must be one of X']],
		['a-b_d.pdf', ['A is "a-b" but must be letters and digits', 'D is "d" but must have at least 2 characters']],
	])('%s', (name, faults) => expect(faultsIn(name, standard)).toEqual(faults));
});
