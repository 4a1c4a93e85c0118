import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { acc } from '../../../src/catalog/acc';
import { needs } from '../../../src/catalog/acc/families';
import { inProject } from '../../../src/catalog/acc/ids';
import { partSizeOf, upload, uploadCalls } from '../../../src/catalog/acc/upload';
import { file, listAt, operation, operationsOf, resourceOf, returns, textAt, type FileInput, type Input, type Output } from '../../../src/catalog/vocabulary';
import { look, type ChangeOptions, type ChangeState } from '../../../src/core/changes';
import type { Client, Pick } from '../../../src/core/client';
import { partsOf } from '../../../src/core/parts';
import { ACCOUNT_ID, attributeId, BIM360_ID, createAccService, folderId, optionId, subtypeId, TOWER_ID, typeId, type AccService } from '../../../src/sandbox/acc';
import { people, type PersonKey } from '../../../src/sandbox/people';
import { serve, type Served } from '../../../src/sandbox/serve';
import type { Exchange } from '../../../src/sandbox/service';
import { carryOut } from '../../support/carry-out';
import { bearer, connect, ports } from '../../support/connect';
import { failureFrom } from '../../support/failure';

const operations = operationsOf(acc);
const { run, records, only } = carryOut(acc);
const tower = { projectId: TOWER_ID };
const source = attributeId(TOWER_ID, 'Cintoo annotation');
const defect = subtypeId(TOWER_ID, 'Defect');

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

function as(who: PersonKey): Client {
	return connect(acc, served.origins.acc, bearer(served.services.acc.issueTokens(people[who].autodeskId).access_token));
}

function asApp(): Client {
	return connect(acc, served.origins.acc, bearer(served.services.acc.issueTokens().access_token, ['app']));
}

async function pick(resource: string, parents: Input, search = ''): Promise<readonly Pick[]> {
	return await nora.lookup(resourceOf([acc], resource), parents, search);
}

function calls(method: string, part: string): readonly Exchange[] {
	return served.exchanges.filter((one) => one.method === method && one.url.includes(part));
}

function sent(exchange: Exchange | undefined): unknown {
	return exchange && JSON.parse(Buffer.from(exchange.requestBody).toString('utf8'));
}

function fileOf(name: string, bytes: Buffer): FileInput {
	return { name, type: 'image/png', open: async () => await Promise.resolve(Readable.from([bytes])) };
}

async function bytesOf(output: Output | undefined): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of output?.file?.stream ?? []) chunks.push(Buffer.from(chunk as Uint8Array));
	return Buffer.concat(chunks);
}

const issuesInState = (title: string) => served.services.acc.state.issues.filter((issue) => issue.title === title);

describe('lists come to their end', () => {
	it.each([
		['issue.getMany', tower, 100],
		['photo.search', tower, 50],
		['asset.getMany', tower, 25],
		['rfi.search', tower, 10],
		['form.getMany', tower, 5],
		['projectUser.getMany', tower, 5],
	] as const)('%s', async (id, input, more) => {
		const found = await records(nora, id, input);
		expect(found.length).toBeGreaterThan(more);
		expect(new Set(found.map((record) => textAt(record, 'id'))).size).toBe(found.length);
	});

	it('pages the member directory by short pages, with the application’s token alone', async () => {
		const found = await records(asApp(), 'user.getMany', { accountId: `b.${ACCOUNT_ID}` });
		expect(found.length).toBe(served.services.acc.state.users.length);
		expect((await failureFrom(records(nora, 'user.getMany', { accountId: ACCOUNT_ID }))).kind).toBe('sign-in');
	});

	it('finds one member by the exact address', async () => {
		const found = await only(nora, 'projectUser.getMany', { ...tower, email: people.mei.email.toUpperCase(), textMatch: 'equals' });
		expect(found).toMatchObject({ email: people.mei.email, autodeskId: people.mei.autodeskId });
		expect(await records(asApp(), 'user.search', { accountId: ACCOUNT_ID, email: people.mei.email })).toHaveLength(1);
	});

	it('stops at the limit and asks for no more than that', async () => {
		expect(await records(nora, 'issue.getMany', { ...tower }, { limit: 3 })).toHaveLength(3);
		expect(calls('GET', '/issues?').map((one) => new URL(one.url).searchParams.get('limit'))).toEqual(['3']);
	});
});

describe('what is picked from a list', () => {
	it('finds projects in all accounts, active ones of ACC only where only those will do', async () => {
		expect((await pick('acc.accProject', {})).map((one) => one.id)).not.toContain(BIM360_ID);
		const all = await pick('acc.project', {});
		expect(all.find((one) => one.id === BIM360_ID)?.detail).toContain('BIM 360');
		expect((await pick('acc.project', {}, 'HC-2026-014')).map((one) => one.id)).toEqual([TOWER_ID]);
	});

	it('names subtypes with their type, inactive ones last', async () => {
		const picks = await pick('acc.issueSubtype', tower);
		expect(picks.map((one) => one.label)).toContain('Quality > Defect');
		expect(picks.at(-1)).toMatchObject({ label: 'Commissioning > Commissioning', active: false });
	});

	it('resolves names on the way: project, subtype and people', async () => {
		const made = await only(nora, 'issue.create', { projectId: { name: 'harbor tower (sandbox)' }, issueSubtypeId: { name: 'Quality > Defect' }, title: 'By name', assignedTo: { name: people.mei.email }, watchers: [{ name: 'Grace Okafor' }] });
		expect(made).toMatchObject({ issueSubtypeId: defect, assignedTo: people.mei.autodeskId, watchers: [people.grace.autodeskId] });
	});

	it('offers the custom attributes that apply to a subtype, inherited ones included', async () => {
		const create = operations.get('acc.issue.create')?.operation;
		if (!create) throw new Error('no create');
		const labels = async (issueSubtypeId: string): Promise<readonly string[]> => (await nora.projectFields(create, 'customAttributes', { ...tower, issueSubtypeId })).map((one) => one.label);
		expect(await labels(defect)).toEqual(['Cintoo annotation', 'Trade', 'Deviation (mm)', 'Inspection notes', 'BIM 360 Field issue']);
		expect(await labels(subtypeId(TOWER_ID, 'Observation'))).toEqual(['Cintoo annotation', 'Trade', 'Inspection notes', 'BIM 360 Field issue']);
		expect(await labels(subtypeId(TOWER_ID, 'Near miss'))).toEqual(['Cintoo annotation', 'BIM 360 Field issue']);
	});
});

describe('issues', () => {
	it('creates a visible one with custom attributes by name and the day as it is', async () => {
		const made = await only(nora, 'issue.create', { ...tower, issueSubtypeId: defect, title: 'Fire stop open', dueDate: '2026-12-31', assignedTo: people.mei.autodeskId, customAttributes: { Trade: 'electrical', 'Deviation (mm)': '12.5' } });
		expect(made).toMatchObject({ receipt: { done: 'created', id: made.id, number: made.displayId }, published: true, status: 'open', dueDate: '2026-12-31', assignedToType: 'user' });
		expect(listAt(made, 'customAttributes')).toEqual(
			expect.arrayContaining([
				expect.objectContaining({ attributeDefinitionId: attributeId(TOWER_ID, 'Trade'), value: optionId(TOWER_ID, 'Electrical') }),
				expect.objectContaining({ attributeDefinitionId: attributeId(TOWER_ID, 'Deviation (mm)'), value: 12.5 }),
			]),
		);
		// Others see it.
		expect(await only(as('samir'), 'issue.get', { ...tower, issueId: textAt(made, 'id') })).toMatchObject({ title: 'Fire stop open' });
	});

	it('sends nothing of a value the attribute does not have', async () => {
		const error = await failureFrom(run(nora, 'issue.create', { ...tower, issueSubtypeId: defect, title: 'x', customAttributes: { Trade: 'Painting' } }));
		expect(error.message).toContain('Mechanical, Electrical, Structural');
		expect(calls('POST', '/issues')).toEqual([]);
	});

	it('changes only what was given, and clears what is to be cleared', async () => {
		const made = await only(nora, 'issue.create', { ...tower, issueSubtypeId: defect, title: 'Door', description: 'Loose', assignedTo: people.mei.autodeskId, dueDate: '2026-12-31', customAttributes: { Trade: 'Mechanical' } });
		const issueId = textAt(made, 'id');
		const changed = await only(nora, 'issue.update', { ...tower, issueId, assignedTo: null, dueDate: null, status: 'closed', customAttributes: { Trade: 'Structural' } });
		expect(sent(calls('PATCH', '/issues/').at(-1))).toEqual({ status: 'closed', assignedTo: null, assignedToType: null, dueDate: null, customAttributes: [{ attributeDefinitionId: attributeId(TOWER_ID, 'Trade'), value: optionId(TOWER_ID, 'Structural') }] });
		expect(changed).toMatchObject({ receipt: { done: 'updated' }, title: 'Door', description: 'Loose', assignedTo: null, dueDate: null, status: 'closed' });
		expect(await only(nora, 'issue.update', { ...tower, issueId })).toMatchObject({ receipt: { done: 'unchanged' } });
		expect(await only(nora, 'issue.upsert', { ...tower, matchOn: 'title', title: 'Nobody’s', issueSubtypeId: defect, assignedTo: null })).toMatchObject({ receipt: { done: 'created' }, assignedTo: null });
	});

	it('filters by custom attributes by name, several options at once', async () => {
		const found = await records(nora, 'issue.getMany', { ...tower, customAttributes: { Trade: ['Mechanical', 'Structural'] }, issueTypeId: [{ name: 'Quality' }] });
		const wanted = [optionId(TOWER_ID, 'Mechanical'), optionId(TOWER_ID, 'Structural')];
		expect(found.length).toBeGreaterThan(5);
		for (const issue of found) expect(wanted).toContain((listAt(issue, 'customAttributes') ?? []).map((one) => textAt(one, 'value')).find((value) => wanted.includes(value ?? '')));
	});

	it('says what the service says, and what to do', async () => {
		const denied = await failureFrom(run(as('luis'), 'issue.create', { ...tower, issueSubtypeId: defect, title: 'x', locationId: '00000000-0000-4000-8000-000000000000' }));
		expect(denied.kind).toBe('refused');
		expect(denied.message).toContain('The location does not exist in this project.');
		const bim360 = await failureFrom(run(nora, 'issue.getMany', { projectId: BIM360_ID }));
		expect(bim360.explanation).toContain('This works in ACC projects only');
		const unknown = await failureFrom(run(nora, 'issue.getMany', { projectId: '00000000-0000-4000-8000-000000000000' }));
		expect(unknown.kind).toBe('not-found');
		expect(unknown.message).toContain('project 00000000-0000-4000-8000-000000000000');
	});
});

describe('create or update', () => {
	const wanted = { ...tower, matchOn: 'attribute', matchAttribute: source, matchValue: 'urn:cintoo:annotation:1', issueSubtypeId: defect, title: 'From the scan', description: 'Line one\nline two', dueDate: '2026-12-31', assignedTo: people.mei.autodeskId, watchers: [people.grace.autodeskId, people.luis.autodeskId], customAttributes: { 'Deviation (mm)': 12 } };

	it('creates once, then leaves alone, then changes only what differs', async () => {
		expect(await only(nora, 'issue.upsert', wanted)).toMatchObject({ receipt: { done: 'created' }, published: true, status: 'open' });
		const again = await only(nora, 'issue.upsert', { ...wanted, watchers: [...wanted.watchers].reverse(), description: 'Line one\r\nline two ' });
		expect(again).toMatchObject({ receipt: { done: 'unchanged' } });
		expect(calls('PATCH', '/issues/')).toEqual([]);
		expect(await only(nora, 'issue.upsert', { ...wanted, title: 'From the scan, corrected', customAttributes: { 'Deviation (mm)': 14 } })).toMatchObject({ receipt: { done: 'updated', id: again.id, number: again.displayId } });
		expect(sent(calls('PATCH', '/issues/')[0])).toEqual({ title: 'From the scan, corrected', customAttributes: [{ attributeDefinitionId: attributeId(TOWER_ID, 'Deviation (mm)'), value: 14 }] });
		expect(calls('POST', '/issues')).toHaveLength(1);
	});

	it('makes one issue of several runs at once', async () => {
		const all = await Promise.all([only(nora, 'issue.upsert', wanted), only(nora, 'issue.upsert', wanted), only(as('nora'), 'issue.upsert', wanted)]);
		expect(new Set(all.map((one) => textAt(one, 'id'))).size).toBe(1);
		expect(all.map((one) => textAt(one, 'receipt.done')).sort()).toEqual(['created', 'unchanged', 'unchanged']);
		expect(issuesInState('From the scan')).toHaveLength(1);
	});

	it('keeps the status that people gave it meanwhile, unless one is asked for', async () => {
		const { id } = await only(nora, 'issue.upsert', wanted);
		await run(nora, 'issue.update', { ...tower, issueId: id, status: 'closed' });
		expect(await only(nora, 'issue.upsert', wanted)).toMatchObject({ receipt: { done: 'unchanged' }, status: 'closed' });
		expect(await only(nora, 'issue.upsert', { ...wanted, status: 'open' })).toMatchObject({ receipt: { done: 'updated' }, status: 'open' });
	});

	it('publishes one that only its people see when it is told to, and not by itself', async () => {
		await only(nora, 'issue.upsert', { ...wanted, published: false });
		expect(await only(nora, 'issue.upsert', wanted)).toMatchObject({ receipt: { done: 'unchanged' }, published: false });
		expect(await only(nora, 'issue.upsert', { ...wanted, published: true })).toMatchObject({ receipt: { done: 'updated' }, published: true });
		expect(await only(nora, 'issue.upsert', { ...wanted, published: false })).toMatchObject({ receipt: { done: 'unchanged' }, published: true });
	});

	it('leaves a deleted one alone unless told to create it anew', async () => {
		const { id } = await only(nora, 'issue.upsert', wanted);
		for (const issue of served.services.acc.state.issues) if (issue.id === id) Object.assign(issue, { deleted: true });
		expect(await only(nora, 'issue.upsert', wanted)).toMatchObject({ receipt: { done: 'unchanged', id }, deleted: true });
		const anew = await only(nora, 'issue.upsert', { ...wanted, recreateDeleted: true });
		expect(anew).toMatchObject({ receipt: { done: 'created' }, deleted: false });
		expect(anew.id).not.toBe(id);
	});

	it('refuses to choose between several that fit', async () => {
		for (const title of ['One', 'Two']) await run(nora, 'issue.create', { ...tower, issueSubtypeId: defect, title, customAttributes: { 'Cintoo annotation': 'urn:cintoo:annotation:1' } });
		const error = await failureFrom(run(nora, 'issue.upsert', wanted));
		expect(error.message).toMatch(/2 issues fit .*#\d+ One, #\d+ Two/);
	});

	it('finds by title, number, an option by its words, and a value with a comma', async () => {
		const byTitle = { ...tower, matchOn: 'title', title: 'Unique, with comma', issueSubtypeId: defect };
		expect(await only(nora, 'issue.upsert', byTitle)).toMatchObject({ receipt: { done: 'created' } });
		const found = await only(nora, 'issue.upsert', { ...byTitle, description: 'more' });
		expect(found).toMatchObject({ receipt: { done: 'updated' } });
		expect(await only(nora, 'issue.upsert', { ...byTitle, matchOn: 'displayId', displayId: Number(found.displayId), description: 'more' })).toMatchObject({ receipt: { done: 'unchanged' } });
		expect((await failureFrom(run(nora, 'issue.upsert', { ...byTitle, matchOn: 'displayId', displayId: 9999 }))).message).toContain('#9999');
		const comma = { ...wanted, matchValue: 'a,b', title: 'Comma' };
		expect(await only(nora, 'issue.upsert', comma)).toMatchObject({ receipt: { done: 'created' } });
		expect(await only(nora, 'issue.upsert', comma)).toMatchObject({ receipt: { done: 'unchanged' } });
		expect((await failureFrom(run(nora, 'issue.upsert', { ...wanted, matchAttribute: { name: 'Trade' }, matchValue: 'Painting' }))).explanation).toContain('Mechanical');
	});

	it('creates nothing twice when the answer to the creation is lost', async () => {
		served.faults.inject({ service: 'acc', method: 'POST', path: '/issues', kind: { loseAnswer: true } });
		expect((await failureFrom(run(nora, 'issue.upsert', wanted))).kind).toBe('connection');
		expect(await only(nora, 'issue.upsert', wanted)).toMatchObject({ receipt: { done: 'unchanged' } });
		expect(issuesInState('From the scan')).toHaveLength(1);
	});
});

describe('comments and attachments', () => {
	const issueId = (): string => served.services.acc.state.issues[0]?.id ?? '';

	it('writes the same words once', async () => {
		const comment = { ...tower, issueId: issueId(), body: 'Created from annotation 7' };
		expect(await only(nora, 'issueComment.create', comment)).toMatchObject({ receipt: { done: 'created' }, body: comment.body });
		expect(await only(nora, 'issueComment.create', comment)).toMatchObject({ receipt: { done: 'unchanged' } });
		expect(await only(nora, 'issueComment.create', { ...comment, onlyOnce: false })).toMatchObject({ receipt: { done: 'created' } });
	});

	it('attaches a picture that opens again, once', async () => {
		const bytes = createHash('sha512').update('picture').digest();
		const input = { ...tower, issueId: issueId(), file: fileOf('picture.png', bytes) };
		const made = await only(nora, 'issueAttachment.add', input);
		expect(made).toMatchObject({ receipt: { done: 'created', id: made.attachmentId }, displayName: 'picture.png', fileName: (textAt(made, 'storageUrn') ?? '').split('/').at(-1) });
		expect(textAt(made, 'fileName')).toMatch(/\.png$/);
		expect(sent(calls('POST', '/storage')[0])).toMatchObject({ data: { relationships: { target: { data: { type: 'folders', id: folderId(TOWER_ID, 'root') } } } } });
		for (const put of served.exchanges.filter((one) => one.service === 'storage')) expect(put.requestHeaders.authorization).toBeUndefined();

		expect(await only(nora, 'issueAttachment.add', input)).toMatchObject({ receipt: { done: 'unchanged', id: made.attachmentId } });
		expect(calls('POST', '/storage')).toHaveLength(1);
		const [download] = await run(nora, 'issueAttachment.download', { ...tower, issueId: issueId(), attachmentId: textAt(made, 'attachmentId') });
		expect(await bytesOf(download)).toEqual(bytes);
		expect(download?.file?.name).toBe('picture.png');
	});

	it('attaches once more after it was deleted; deleting twice does no harm', async () => {
		const input = { ...tower, issueId: issueId(), file: fileOf('picture.png', Buffer.from('p')) };
		const first = await only(nora, 'issueAttachment.add', input);
		const gone = { ...tower, issueId: issueId(), attachmentId: textAt(first, 'attachmentId') };
		expect(await only(nora, 'issueAttachment.delete', gone)).toMatchObject({ deleted: true });
		expect(await only(nora, 'issueAttachment.delete', gone)).toMatchObject({ deleted: true });
		const second = await only(nora, 'issueAttachment.add', input);
		expect(second).toMatchObject({ receipt: { done: 'created' } });
		expect(second.attachmentId).not.toBe(first.attachmentId);
		expect(await only(nora, 'issueAttachment.add', input)).toMatchObject({ receipt: { done: 'unchanged', id: second.attachmentId } });
	});

	it('takes it up again when the last step fails, and does not attach twice when its answer is lost', async () => {
		const input = { ...tower, issueId: issueId(), file: fileOf('picture.png', Buffer.from('p')) };
		served.faults.inject({ service: 'acc', method: 'POST', path: '/attachments', kind: { status: 400, json: { title: 'Bad Request', detail: 'No.' } } });
		const error = await failureFrom(run(nora, 'issueAttachment.add', input));
		expect(error.facts.made).toHaveProperty('storage object');
		served.faults.inject({ service: 'acc', method: 'POST', path: '/attachments', kind: { loseAnswer: true } });
		expect(await only(nora, 'issueAttachment.add', input)).toMatchObject({ receipt: { done: 'created' } });
		expect(served.services.acc.state.attachments.filter((one) => one.issueId === issueId())).toHaveLength(1);
	});
});

describe('the upload recipe', () => {
	const sendInParts = (partSize: number) =>
		operation({
			action: 'Send in parts',
			description: 'Send a file in small parts',
			needs: needs('storage', 'data:write'),
			input: { ...inProject, file: file({ required: true }) },
			returns: returns.record(),
			repeat: 'never',
			source: 'this test',
			steps: {
				calls: uploadCalls,
				async run(context, { projectId, file: given }) {
					const { size } = await context.measure(given);
					return [{ json: { urn: await upload(context, { projectId, folderId: folderId(TOWER_ID, 'root'), name: 'scan.bin', file: given, size, partSize }) } }];
				},
			},
		});

	it.each([0, 1, 25, 26, 60])('sends a file of %i parts of one byte, 25 addresses at a time, without the sign-in', async (size) => {
		await served.stop();
		served = await serve((world) => ({ acc: createAccService(world, { minimumPartBytes: 1 }) }));
		const bytes = Buffer.from(Array.from({ length: size }, (_, index) => index));
		const [output] = await as('nora').run(sendInParts(1), { ...tower, file: fileOf('scan.bin', bytes) });
		const key = (textAt(output?.json, 'urn') ?? '').replace('urn:adsk.objects:os.object:', '');
		expect(Buffer.from(served.world.blobs.get(key)?.bytes ?? [])).toEqual(bytes);
		expect(calls('GET', '/signeds3upload')).toHaveLength(Math.max(1, Math.ceil(size / 25)));
		const puts = served.exchanges.filter((one) => one.service === 'storage');
		expect(puts).toHaveLength(Math.max(1, size));
		for (const put of puts) expect(put.requestHeaders.authorization).toBeUndefined();
	});

	it('sends a part again from its own start when the connection breaks', async () => {
		const bytes = Buffer.alloc(5 * 1024 * 1024 + 5, 7);
		served.faults.inject({ service: 'storage', method: 'PUT', after: 1, kind: { cutAfterBytes: 0 } });
		const [output] = await nora.run(sendInParts(5 * 1024 * 1024), { ...tower, file: fileOf('scan.bin', bytes) });
		const key = (textAt(output?.json, 'urn') ?? '').replace('urn:adsk.objects:os.object:', '');
		expect(createHash('md5').update(served.world.blobs.get(key)?.bytes ?? '').digest('hex')).toBe(createHash('md5').update(bytes).digest('hex'));
	});

	it('cuts files into parts that S3 takes, at most 10,000', () => {
		const mebibyte = 1024 * 1024;
		expect(partSizeOf(0)).toBe(8 * mebibyte);
		expect(partsOf(0, 8)).toEqual([{ number: 1, from: 0, to: 0 }]);
		expect(partsOf(8, 8)).toHaveLength(1);
		expect(partsOf(18, 8)).toEqual([{ number: 1, from: 0, to: 8 }, { number: 2, from: 8, to: 16 }, { number: 3, from: 16, to: 18 }]);
		const huge = 5 * 1024 * 1024 * mebibyte;
		expect(Math.ceil(huge / partSizeOf(huge))).toBe(10_000);
	});
});

describe('changes of issues', () => {
	const changes = resourceOf([acc], 'acc.issue').changes;

	async function seen(state: ChangeState | undefined, more: Partial<ChangeOptions> = {}) {
		if (!changes) throw new Error('Issues have no changes.');
		return await look(nora, changes, tower, state, { events: ['created', 'statusChanged', 'closed', 'assigned', 'commented'], startFrom: 'now', now: Date.now(), ...more });
	}

	it('tells of what is new, closed, assigned and commented, once', async () => {
		const before = await seen(undefined);
		expect(before.events).toEqual([]);
		const made = await only(nora, 'issue.create', { ...tower, issueSubtypeId: defect, title: 'New' });
		const issueId = textAt(made, 'id');
		const created = await seen(before.state);
		expect(created.events.map(({ event, id }) => [event, id])).toEqual([['created', issueId]]);
		await run(nora, 'issue.update', { ...tower, issueId, status: 'closed', assignedTo: people.mei.autodeskId });
		await run(nora, 'issueComment.create', { ...tower, issueId, body: 'Done' });
		const changed = await seen(created.state);
		expect(changed.events.map(({ event }) => event).sort()).toEqual(['assigned', 'closed', 'commented', 'statusChanged']);
		expect((await seen(changed.state)).events).toEqual([]);
	});

	it('asks the service only for what changed, and leaves out what this connection did', async () => {
		const before = await seen(undefined, { events: ['updated'] });
		await run(nora, 'issue.update', { ...tower, issueId: served.services.acc.state.issues[0]?.id, title: 'Mine' });
		await run(as('samir'), 'issue.update', { ...tower, issueId: served.services.acc.state.issues[1]?.id, title: 'His' });
		const after = await seen(before.state, { events: ['updated'], exceptBy: people.nora.autodeskId });
		expect(after.events.map(({ record }) => record.title)).toEqual(['His']);
		expect(new URL(calls('GET', '/issues?').at(-1)?.url ?? '').searchParams.get('filter[updatedAt]')).toMatch(/Z\.\.$/);
	});

	it.each(['acc.photo', 'acc.asset', 'acc.rfi', 'acc.form'])('%s can be watched as well', async (id) => {
		const watched = resourceOf([acc], id).changes;
		if (!watched) throw new Error('It has no changes.');
		const { events } = await look(nora, watched, tower, undefined, { events: ['created'], startFrom: 'everything', now: Date.now() });
		expect(events.length).toBeGreaterThan(2);
		const { state } = await look(nora, watched, tower, undefined, { events: ['created'], startFrom: 'now', now: Date.now() });
		expect((await look(nora, watched, tower, state, { events: ['created'], startFrom: 'now', now: Date.now() })).events).toEqual([]);
	});
});

describe('photos', () => {
	it('searches by person, time and kind, in the order asked for', async () => {
		const found = await records(nora, 'photo.search', { ...tower, createdBy: [{ name: people.samir.email }], created: { from: '2026-09-10T00:00:00Z' }, mediaTypes: ['NORMAL'], sort: ['createdAt', 'asc'] });
		expect(found.length).toBeGreaterThan(3);
		expect(found.map((one) => textAt(one, 'createdAt'))).toEqual([...found].map((one) => textAt(one, 'createdAt')).sort());
		expect(new Set(found.map((one) => textAt(one, 'createdBy')))).toEqual(new Set([people.samir.autodeskId]));
	});

	it.each(['original', 'thumbnail'])('downloads the %s without showing its signed address', async (size) => {
		const photo = served.services.acc.state.photos[0];
		const [output] = await run(nora, 'photo.download', { ...tower, photoId: photo?.id, size });
		const blob = served.world.blobs.get((size === 'original' ? photo?.fileKey : photo?.thumbnailKey) ?? '');
		expect(await bytesOf(output)).toEqual(Buffer.from(blob?.bytes ?? []));
		expect(output?.json).not.toHaveProperty('signedUrls');
		for (const one of served.exchanges.filter((exchange) => exchange.service === 'storage')) expect(one.requestHeaders.authorization).toBeUndefined();
	});
});

describe('assets, RFIs, forms, locations, files', () => {
	it('repeats filters, and shows deleted assets when wanted', async () => {
		const { state } = served.services.acc;
		const wanted = state.assetCategories.slice(-2).map((one) => one.id);
		const found = await records(nora, 'asset.getMany', { ...tower, categoryIds: wanted });
		expect(found.length).toBe(state.assets.filter((one) => one.projectId === TOWER_ID && wanted.includes(one.categoryId) && one.deletedAt === null).length);
		expect((await records(nora, 'asset.getMany', { ...tower, includeDeleted: true })).length).toBeGreaterThanOrEqual((await records(nora, 'asset.getMany', tower)).length);
	});

	it('searches and opens RFIs', async () => {
		const found = await records(nora, 'rfi.search', { ...tower, status: ['open'], sort: [{ field: 'updatedAt', order: 'ASC' }] });
		expect(found.length).toBeGreaterThan(0);
		for (const one of found) expect(one.status).toBe('open');
		expect(found.map((one) => textAt(one, 'updatedAt'))).toEqual([...found].map((one) => textAt(one, 'updatedAt')).sort());
		expect(await only(nora, 'rfi.get', { ...tower, rfiId: textAt(found[0], 'id') })).toMatchObject({ id: found[0]?.id });
		expect(await only(nora, 'rfiUserProfile.get', tower)).toHaveProperty('permittedActions');
	});

	it('finds forms by state, day and template', async () => {
		const [template] = await records(nora, 'formTemplate.getMany', tower);
		const { forms } = served.services.acc.state;
		const some = forms.find((one) => one.templateId === template?.id);
		const found = await records(nora, 'form.getManyV1', { ...tower, statuses: [some?.status ?? '', 'draft'], formDate: { from: some?.formDate }, templateId: { name: textAt(template, 'name') ?? '' } });
		const wanted = forms.filter((one) => one.templateId === template?.id && [some?.status, 'draft'].includes(one.status) && one.formDate >= (some?.formDate ?? ''));
		expect(found.map((one) => one.id).sort()).toEqual(wanted.map((one) => one.id).sort());
		expect(found.length).toBeGreaterThan(0);
	});

	it('reads locations, root causes, companies, top folders and what lies in them', async () => {
		const places = await records(nora, 'location.getMany', tower);
		expect(places.length).toBeGreaterThan(3);
		const before = served.exchanges.length;
		const ids = places.slice(1, 3).map((place) => textAt(place, 'id') ?? '');
		// The total may be that of the tree: asked for by id, there is one page and no limit.
		served.faults.inject({ service: 'acc', path: '/nodes', kind: { status: 200, json: { pagination: { limit: 10_000, offset: 0, totalResults: 7 }, results: ids.map((id) => ({ id })) } } });
		expect(await records(nora, 'location.getMany', { ...tower, ids })).toEqual(ids.map((id) => ({ id })));
		expect(served.exchanges.slice(before).map(({ url }) => [...new URL(url, 'http://here').searchParams])).toEqual([[['filter[id]', ids.join(',')]]]);
		expect((await pick('acc.issueRootCause', tower)).map((one) => one.label)).toContain('Workmanship > Damage');
		expect((await records(nora, 'company.getMany', { accountId: ACCOUNT_ID, name: 'apex' })).map((one) => textAt(one, 'name'))).toEqual(['Apex MEP']);
		expect((await records(nora, 'folder.getTopFolders', { accountId: ACCOUNT_ID, ...tower })).map((one) => textAt(one, 'attributes.name'))).toContain('Project Files');
		const items = await records(nora, 'folder.getContents', { ...tower, folderId: folderId(TOWER_ID, 'Drawings'), kinds: ['items'] });
		expect(items.map((one) => textAt(one, 'attributes.displayName'))).toContain('A-101 Level 1.pdf');
	});

	async function versionsIn(folder: string, ...names: readonly string[]): Promise<readonly string[]> {
		const items = await records(nora, 'folder.getContents', { ...tower, folderId: folderId(TOWER_ID, folder), kinds: ['items'] });
		const tips = items.filter((one) => names.includes(textAt(one, 'attributes.displayName') ?? ''));
		return await Promise.all(tips.map(async (one) => textAt(await only(nora, 'item.getTip', { ...tower, itemId: textAt(one, 'id') }), 'id') ?? ''));
	}

	it('exports, waits and downloads', async () => {
		const [output] = await run(nora, 'fileExport.export', { ...tower, fileVersions: await versionsIn('Drawings', 'A-101 Level 1.pdf'), options: { outputFileName: 'Level 1', standardMarkups: { includePublishedMarkups: true } } });
		expect(output?.json).toMatchObject({ status: 'successful', fileName: 'Level 1.pdf', failedFiles: [] });
		expect((await bytesOf(output)).subarray(0, 5).toString()).toBe('%PDF-');
	});

	it('gives the file of a partial success and says what is missing in it', async () => {
		const versions = [...(await versionsIn('Drawings', 'A-102 Level 2.pdf')), ...(await versionsIn('Models', 'Site.dwg'))];
		const [output] = await run(nora, 'fileExport.export', { ...tower, fileVersions: versions });
		expect(output?.json).toMatchObject({ status: 'partialSuccess', failedFiles: [{ id: versions[1], reason: 'ERR_NO_PROCESSABLE_FILES' }] });
		expect((await bytesOf(output)).length).toBeGreaterThan(0);
	});

	it('names the reason of a failed export, and the export to look for when it takes too long', async () => {
		const broken = await failureFrom(run(nora, 'fileExport.export', { ...tower, fileVersions: await versionsIn('Drawings', 'M-301 Ducts.pdf') }));
		expect(broken.message).toContain('ERR_INTERNAL_SERVER_ERROR');
		expect(broken.facts.made).toHaveProperty('export');
	});
});

describe('replies of calls the sandbox does not play', () => {
	const reply = (path: string, json: unknown): void => served.faults.inject({ service: 'acc', path, kind: { status: 200, json } });
	const inAccount = { accountId: ACCOUNT_ID };

	it.each([
		['businessUnit.getMany', '/business_units_structure', { business_units: [{ id: 'u1' }, { id: 'u2' }] }, inAccount, true],
		['specification.getSubmittalsSummary', '/submittalsSummary', { submittalGroups: [{ submittalGroup: 'A' }, { submittalGroup: 'B' }] }, { ...tower, versionId: '1' }, false],
		['specification.getSmartRegister', '/smartregister', [{ submittalId: '1' }, { submittalId: '2' }], { ...tower, versionId: '1' }, false],
		['folder.getPermissions', '/permissions', [{ subjectId: 'a' }, { subjectId: 'b' }], { ...tower, folderId: 'urn:f' }, false],
		['review.getMany', '/reviews', { results: [{ id: 'r1' }, { id: 'r2' }], pagination: { limit: 50, offset: 0, totalResults: 2 } }, tower, false],
		['dataFile.getMany', '/data-listing', [{ name: 'a.csv' }, { name: 'b.csv' }], { ...inAccount, jobId: 'j' }, false],
	] as const)('%s gives one output a record', async (id, path, json, input, app) => {
		reply(path, json);
		expect(await records(app ? asApp() : nora, id, input)).toHaveLength(2);
	});

	it('a published model comes once, before the models it links to', async () => {
		for (const [after, modelName] of ['A', 'B'].entries()) served.faults.inject({ service: 'acc', path: '/linked-files', after, kind: { status: 200, json: { hostFile: { modelName: 'Tower', size: 7 }, linkedFiles: { pagination: { limit: 1, offset: after, totalResults: 2 }, results: [{ modelName }] } } } });
		expect(await records(nora, 'version.getLinkedFiles', { ...tower, versionId: 'urn:v' })).toEqual([{ host: true, modelName: 'Tower', size: 7 }, { modelName: 'A' }, { modelName: 'B' }]);
	});

	it('downloads a file of a data extract from its signed address, without the sign-in', async () => {
		const { fileKey } = served.services.acc.state.photos[0] ?? { fileKey: '' };
		reply('/data/', { name: 'a.zip', size: '5', signedUrl: served.world.sign(fileKey, 'GET', 60) });
		const [output] = await run(nora, 'dataFile.download', { ...inAccount, jobId: 'j', fileName: 'a.zip' });
		expect(await bytesOf(output)).toEqual(Buffer.from(served.world.blobs.get(fileKey)?.bytes ?? []));
		expect(output?.file?.name).toBe('a.zip');
		expect(JSON.stringify(output?.json)).not.toContain('signedUrl');
		expect(served.exchanges.at(-1)?.requestHeaders.authorization).toBeUndefined();
	});

	it('gives up an export that takes too long, and names it', async () => {
		served.faults.inject({ service: 'acc', method: 'POST', path: '/exports', kind: { status: 202, json: { id: 'e1', status: 'processing' } } });
		served.faults.inject({ service: 'acc', method: 'GET', path: '/exports/e1', times: 10, kind: { status: 200, json: { id: 'e1', status: 'processing' } } });
		let clock = 0;
		const session = bearer(served.services.acc.issueTokens(people.nora.autodeskId).access_token);
		const impatient = connect(acc, served.origins.acc, session, { ports: { ...ports(session), now: () => (clock += 40_000) } });
		const error = await failureFrom(run(impatient, 'fileExport.export', { ...tower, fileVersions: ['urn:v'], timeout: 1 }));
		expect(error.message).toContain('e1 is still being processed after 1 minutes');
		expect(error.facts.made).toEqual({ export: 'e1' });
	});

	it('reads failed files where the text of the document puts them', async () => {
		const { fileKey } = served.services.acc.state.photos[0] ?? { fileKey: '' };
		served.faults.inject({ service: 'acc', method: 'POST', path: '/exports', kind: { status: 202, json: { id: 'e1', status: 'processing' } } });
		served.faults.inject({ service: 'acc', method: 'GET', path: '/exports/e1', kind: { status: 200, json: { id: 'e1', status: 'partialSuccess', result: { output: { signedUrl: served.world.sign(fileKey, 'GET', 60), failedFiles: [{ id: 'x' }] } } } } });
		const [output] = await run(nora, 'fileExport.export', { ...tower, fileVersions: ['urn:v'] });
		expect(output?.json).toMatchObject({ status: 'partialSuccess', failedFiles: [{ id: 'x' }] });
	});
});

describe('sign-in and rights', () => {
	it('checks a sign-in without a project', async () => {
		await expect(nora.probe()).resolves.toBeUndefined();
		served.services.acc.expireAccessTokens();
		expect((await failureFrom(nora.probe())).kind).toBe('sign-in');
	});

	it('tells of the custom integrations where the account does not know the app', async () => {
		served.faults.inject({ service: 'acc', path: '/construction/admin', kind: { status: 403, json: { code: 'FORBIDDEN', message: 'Forbidden' } } });
		const error = await failureFrom(run(nora, 'project.get', tower));
		expect(error.kind).toBe('permission');
		expect(error.explanation).toContain('Custom Integrations');
	});

	it.each([
		['{title, detail, errors}', { title: 'Bad Request', detail: 'Invalid input', errors: [{ field: 'dueDate', title: 'Bad', detail: 'not a date' }] }, 'Invalid input dueDate: not a date', undefined],
		['{code, message}', { code: 'ERR_1', message: 'Wrong' }, 'Wrong', 'ERR_1'],
		['JSON:API', { jsonapi: { version: '1.0' }, errors: [{ status: '400', code: 'BAD_INPUT', title: 'Bad', detail: 'The id is wrong.' }] }, 'The id is wrong.', 'BAD_INPUT'],
		['the gateway', { developerMessage: 'Token expired', errorCode: 'AUTH-006' }, 'Token expired', 'AUTH-006'],
		['the storage', { reason: 'Object not found' }, 'Object not found', undefined],
		['an export', { code: '401', title: 'ERR_X', detail: 'Header wrong' }, 'Header wrong', '401'],
		['a sign-in', { error: 'invalid_grant', error_description: 'Expired' }, 'Expired', 'invalid_grant'],
		['text', 'Service Unavailable', 'Service Unavailable', undefined],
	])('reads the words of %s', (_name, body, words, code) => {
		expect(acc.readFailure(body)).toEqual({ words, ...(code === undefined ? {} : { code }) });
	});
});

it('knows the ids of its own references', () => {
	expect(typeId(TOWER_ID, 'Quality')).not.toBe(defect);
	for (const { operation } of operations.values()) for (const field of Object.values(operation.input)) if (field.kind === 'ref' || field.kind === 'refs') expect(() => resourceOf([acc], field.to)).not.toThrow();
});
