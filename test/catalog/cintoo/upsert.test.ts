import { cintoo } from '../../../src/catalog/cintoo';
import { listAt, textAt, written, type Input, type JsonObject } from '../../../src/catalog/vocabulary';
import type { Client } from '../../../src/core/client';
import type { CintooService } from '../../../src/sandbox/cintoo';
import { sampleIds } from '../../../src/sandbox/cintoo/sample';
import { people } from '../../../src/sandbox/people';
import { carryOut } from '../../support/carry-out';
import { cintooSandbox } from '../../support/cintoo-sandbox';
import { failureFrom } from '../../support/failure';

const { run, only, records } = carryOut(cintoo);
const urn = (kind: string, id: string): string => `urn:cintoo:${kind}:${id}`;
const inAccount = { accountRef: urn('account', sampleIds.account) };
const tower = { ...inAccount, projectRef: urn('project', sampleIds.harborTower) };
const [levelTwo, roof, root] = [urn('workzone', sampleIds.levelTwo), urn('workzone', sampleIds.roof), urn('workzone', sampleIds.harborTowerRoot)];

const { served, as } = cintooSandbox();
let nora: Client;

beforeEach(() => {
	nora = as('nora');
});

const state = (): CintooService['state'] => served().services.cintoo.state;
const writes = (): readonly string[] => served().exchanges.filter(({ method }) => method !== 'GET').map(({ contractId }) => contractId?.replace('cintoo.', '') ?? '?');
const reads = (contract: string): number => served().exchanges.filter(({ contractId }) => contractId === `cintoo.${contract}`).length;
const lastBody = (): unknown => JSON.parse(Buffer.from(served().exchanges.filter(({ method }) => method !== 'GET').at(-1)?.requestBody ?? []).toString('utf8'));
const done = (record: JsonObject): unknown => textAt(record, 'receipt.done');

const project = { ...inAccount, matchOn: 'name', name: 'Pier 7', subscriptionId: { name: 'Harbor 500 scans' }, description: 'Survey before works', location: { lat: 1.5, lng: 2 } };
const workzone = { ...tower, matchOn: 'name', name: 'Level 3', parentWorkzoneId: root, description: 'From the drawings' };
const group = { ...inAccount, matchOn: 'name', name: 'Night shift', description: 'd', color: '#0698ec', users: [people.mei.email] };
const tagList = { ...tower, matchOn: 'name', name: 'Hangers', workzoneId: levelTwo, tagListType: '3d', color: '#0698ec', metadataDefinition: [{ id: 'm', name: 'Maker' }], attachments: [{ id: 'a', name: 'Drawing', pages: [{ id: 'p', index: 1 }] }] };
const annotation = { ...tower, matchOn: 'title', title: 'Crack', description: 'In the wall', workzoneId: levelTwo, position: { x: 1, y: 2.5, z: 3 }, assignedTo: [people.mei.email, people.tom.email], dueDate: '2030-01-31', priority: 'High', labels: ['wall', 'wet'] };

const kinds: readonly { readonly of: string; readonly wanted: Input; readonly create: string; readonly path: string; readonly count: () => number }[] = [
	{ of: 'project', wanted: project, create: 'project.create', path: '/projects', count: () => state().projects.size },
	{ of: 'workzone', wanted: workzone, create: 'workzone.create', path: '/workzones', count: () => state().workzones.size },
	{ of: 'group', wanted: group, create: 'group.create', path: '/groups', count: () => state().groups.size },
	{ of: 'tagList', wanted: tagList, create: 'tagList.create', path: '/tag-lists', count: () => state().tagLists.size },
	{ of: 'annotation', wanted: annotation, create: 'annotation.create', path: '/annotations', count: () => state().annotations.size },
];

describe.each(kinds)('create or update $of', ({ of, wanted, create, path, count }) => {
	it('creates once, and a second run changes nothing', async () => {
		const before = count();
		const first = await only(nora, `${of}.upsert`, wanted);
		expect(first).toMatchObject({ receipt: { done: 'created', id: first.id } });
		const after = JSON.stringify(await records(nora, `${of}.getMany`, of === 'project' || of === 'group' ? inAccount : tower));
		const written = writes().length;
		const again = await only(as('nora'), `${of}.upsert`, wanted);
		expect(again).toMatchObject({ receipt: { done: 'unchanged', id: first.id } });
		expect(again.receipt).not.toHaveProperty('cannotChange');
		expect(writes()).toHaveLength(written);
		expect(JSON.stringify(await records(nora, `${of}.getMany`, of === 'project' || of === 'group' ? inAccount : tower))).toBe(after);
		expect(count()).toBe(before + 1);
	});

	it('makes one of several runs at once', async () => {
		const before = count();
		const all = await Promise.all([only(nora, `${of}.upsert`, wanted), only(nora, `${of}.upsert`, wanted), only(as('nora'), `${of}.upsert`, wanted)]);
		expect(all.map(done)).toEqual(['created', 'unchanged', 'unchanged']);
		expect(new Set(all.map((one) => textAt(one, 'id'))).size).toBe(1);
		expect(count()).toBe(before + 1);
		expect(writes().filter((id) => id === create)).toHaveLength(1);
	});

	it('finds what was created though the answer was lost', async () => {
		const before = count();
		served().faults.inject({ service: 'cintoo', method: 'POST', path, kind: { loseAnswer: true } });
		const lost = await failureFrom(run(nora, `${of}.upsert`, wanted));
		expect(lost).toMatchObject({ kind: 'connection', maybeDone: true });
		const found = await only(nora, `${of}.upsert`, wanted);
		expect(done(found)).toBe(of === 'group' ? 'updated' : 'unchanged');
		expect(count()).toBe(before + 1);
	});

	it('says which right is missing and creates nothing', async () => {
		const before = count();
		// Luis looks, and changes nothing.
		const denied = await failureFrom(run(as('luis'), `${of}.upsert`, { ...wanted, ...(of === 'project' ? { subscriptionId: urn('subscription', sampleIds.subscription) } : {}), ...('users' in wanted ? { users: [people.mei.cintooId] } : {}), ...('assignedTo' in wanted ? { assignedTo: [] } : {}) }));
		expect(denied.kind).toBe('permission');
		expect(denied.message).toMatch(/^Create or update /);
		expect(count()).toBe(before);
	});
});

describe('what differs', () => {
	it('is all that is written of a project; the rest stays', async () => {
		const { id } = await only(nora, 'project.upsert', project);
		const changed = await only(nora, 'project.upsert', { ...project, description: 'After the works', location: { lat: 1.5, lng: 2 } });
		expect(changed).toMatchObject({ receipt: { done: 'updated', id }, id, name: 'Pier 7', description: 'After the works', location: { lat: 1.5, lng: 2 }, ownerId: urn('user', people.nora.cintooId) });
		expect(writes()).toEqual(['project.create', 'project.update']);
		expect(await only(nora, 'project.upsert', { ...project, description: null })).toMatchObject({ receipt: { done: 'updated' }, description: '' });
		expect(await only(nora, 'project.upsert', { ...project, description: null })).toMatchObject({ receipt: { done: 'unchanged' } });
		expect(await only(nora, 'project.upsert', { ...project, description: '' })).toMatchObject({ receipt: { done: 'unchanged' } });
	});

	it('is all that is written of an annotation; comments, attachments and its type stay', async () => {
		const { id } = await only(nora, 'annotation.upsert', annotation);
		await run(nora, 'annotation.comment', { ...tower, annotationRef: id, description: 'Seen' });
		await run(nora, 'annotation.update', { ...tower, annotationRef: id, annotationType: 'Resolved', description: '<p>In the <b>wall</b></p>', attachments: [picture()] });
		const left = await only(nora, 'annotation.upsert', { ...annotation, labels: ['wet', 'wall'], assignedTo: [people.tom.cintooId, people.mei.cintooId] });
		expect(left).toMatchObject({ receipt: { done: 'unchanged', id, number: left.number }, annotationType: 'Resolved' });
		const written = writes().length;
		expect(await only(nora, 'annotation.upsert', { ...annotation, dueDate: null, labels: ['wall'], attachments: [picture()] })).toMatchObject({ receipt: { done: 'updated' }, labels: ['wall'], annotationType: 'Resolved' });
		expect(lastBody()).toMatchObject({ annotationType: 'Resolved', description: '<p>In the <b>wall</b></p>', attachments: [picture()], labels: ['wall'] });
		expect(lastBody()).not.toHaveProperty('dueDate');
		expect(writes()).toHaveLength(written + 1);
		const now = await only(nora, 'annotation.get', { ...tower, annotationRef: id, includeComments: true, includeAttachments: true });
		expect([listAt(now, 'comments')?.length, listAt(now, 'attachments')?.length]).toEqual([1, 1]);
	});

	it('adds attachments to those that came since the list was read', async () => {
		const [first, second, third] = [picture(0), picture(1), picture(2)];
		const made = await only(nora, 'annotation.upsert', { ...annotation, attachments: [first] });
		await only(nora, 'annotation.upsert', { ...annotation, attachments: [first] });
		await run(as('samir'), 'annotation.update', { ...tower, annotationRef: textAt(made, 'id') ?? '', attachments: [first, second] });
		await only(nora, 'annotation.upsert', { ...annotation, attachments: [third] });
		expect(lastBody()).toMatchObject({ attachments: [first, second, third] });
	});

	it('adds attachments and takes none away', async () => {
		const [first, second] = [picture(0), picture(1)];
		await only(nora, 'annotation.upsert', { ...annotation, attachments: [first] });
		await only(nora, 'annotation.upsert', { ...annotation, attachments: [second] });
		expect(lastBody()).toMatchObject({ attachments: [first, second] });
		expect(done(await only(nora, 'annotation.upsert', { ...annotation, attachments: [second] }))).toBe('unchanged');
	});

	it('moves a tag list that is found in another work zone, and keeps what nobody mentions', async () => {
		const { id } = await only(nora, 'tagList.upsert', tagList);
		const { color: _, attachments: _a, ...less } = tagList;
		const moved = await only(nora, 'tagList.upsert', { ...less, matchOn: 'nameInProject', workzoneId: roof });
		expect(moved).toMatchObject({ receipt: { done: 'updated', id }, workzoneId: roof, color: '#0698ec', metadataDefinition: [{ id: 'm', name: 'Maker' }] });
		expect(await only(nora, 'tagList.upsert', { ...less, metadataDefinition: [{ id: 'n', name: 'Norm' }], workzoneId: roof })).toMatchObject({ receipt: { done: 'updated', id }, metadataDefinition: [{ id: 'n', name: 'Norm' }] });
		// In the work zone it left there is none of this name now.
		expect(await only(nora, 'tagList.upsert', tagList)).toMatchObject({ receipt: { done: 'created' }, workzoneId: levelTwo });
	});

	it('cannot be written everywhere: the receipt says where', async () => {
		await only(nora, 'workzone.upsert', workzone);
		expect((await only(nora, 'workzone.upsert', { ...workzone, description: 'Other' })).receipt).toMatchObject({ done: 'unchanged', cannotChange: ['description'] });
		const made = await only(nora, 'group.upsert', group);
		expect((await only(nora, 'group.upsert', { ...group, name: 'NIGHT shift', color: '#000000' })).receipt).toEqual({ done: 'unchanged', id: made.id, cannotChange: ['name', 'color'] });
		const first = await only(nora, 'annotation.upsert', { ...annotation, matchOn: 'label', matchLabel: 'row 7' });
		expect((await only(nora, 'annotation.upsert', { ...annotation, matchOn: 'label', matchLabel: 'row 7', workzoneId: roof, title: 'Gap' })).receipt).toEqual({ done: 'updated', id: first.id, number: first.number, cannotChange: ['workzoneId'] });
	});

	it('takes a reference by name, URN and UUID for the same', async () => {
		await only(nora, 'tagList.upsert', tagList);
		for (const workzoneId of [sampleIds.levelTwo, { name: 'Level 2' }, levelTwo.toUpperCase()]) expect(done(await only(nora, 'tagList.upsert', { ...tagList, workzoneId }))).toBe('unchanged');
		expect(done(await only(nora, 'tagList.upsert', { ...tagList, accountRef: sampleIds.account, projectRef: sampleIds.harborTower }))).toBe('unchanged');
	});
});

describe('what it is recognised by', () => {
	it('is a label that a new annotation gets and keeps', async () => {
		const byLabel = { ...annotation, matchOn: 'label', matchLabel: 'ERP, row 17' };
		const made = await only(nora, 'annotation.upsert', byLabel);
		expect(made.labels).toEqual(['wall', 'wet', 'ERP, row 17']);
		expect(done(await only(nora, 'annotation.upsert', { ...byLabel, title: 'Another title' }))).toBe('updated');
		expect(await only(nora, 'annotation.upsert', { ...byLabel, title: 'Another title', labels: null })).toMatchObject({ receipt: { id: made.id }, labels: ['ERP, row 17'] });
		expect(done(await only(nora, 'annotation.upsert', { ...byLabel, title: 'Another title', labels: [] }))).toBe('unchanged');
		expect(done(await only(nora, 'annotation.upsert', { ...byLabel, matchLabel: 'ERP-1' }))).toBe('created');
	});

	it.each<readonly [string, Input]>([['annotation', annotation], ['project', project]])('is a text in the description of one %s, not a part of a longer one', async (of, base) => {
		const byPhrase = { ...base, matchOn: 'description', matchText: 'A-1' };
		const made = await only(nora, `${of}.upsert`, byPhrase);
		expect(made.description).toBe(`${written(base.description)}\nA-1`);
		expect(done(await only(nora, `${of}.upsert`, byPhrase))).toBe('unchanged');
		expect(done(await only(nora, `${of}.upsert`, { ...byPhrase, matchText: 'A-10' }))).toBe('created');
		expect(await only(nora, `${of}.upsert`, { ...byPhrase, description: 'Now (A-1), moved' })).toMatchObject({ receipt: { done: 'updated', id: made.id }, description: 'Now (A-1), moved' });
	});

	it('is a number or a URN of one that must exist', async () => {
		const { number, id } = await only(nora, 'annotation.upsert', annotation);
		for (const match of [{ matchOn: 'number', number }, { matchOn: 'urn', annotationRef: id }, { matchOn: 'urn', annotationRef: { name: `#${written(number)}` } }]) expect(await only(nora, 'annotation.upsert', { ...annotation, ...match })).toMatchObject({ receipt: { done: 'unchanged', id } });
		const none = await failureFrom(run(nora, 'annotation.upsert', { ...annotation, matchOn: 'number', number: 9999 }));
		expect(none.explanation).toMatch(/None of the annotations fits \(number is 9999\).*match on something else/s);
		const missing = urn('project', '00000000-0000-4000-8000-000000000000');
		expect((await failureFrom(run(nora, 'project.upsert', { ...project, matchOn: 'urn', projectRef: missing }))).message).toContain('None of the projects fits');
		expect(await only(nora, 'project.upsert', { ...project, matchOn: 'urn', projectRef: sampleIds.quay, name: 'Old Quay', description: null })).toMatchObject({ receipt: { done: 'updated', id: urn('project', sampleIds.quay) }, name: 'Old Quay' });
		expect(await only(nora, 'group.upsert', { ...group, matchOn: 'urn', groupRef: { name: 'Night shift' } }).catch((error: unknown) => String(error))).toContain('there is no "Night shift"');
	});

	it('is a path of work zones, of which the missing ones are created', async () => {
		const byPath = { ...tower, matchOn: 'path', path: 'Level 2 / Corridor East / North end', parentWorkzoneId: root, description: 'New' };
		const made = await only(nora, 'workzone.upsert', byPath);
		expect(made).toMatchObject({ receipt: { done: 'created' }, name: 'North end', parentId: urn('workzone', sampleIds.corridor), description: 'New' });
		expect(writes()).toEqual(['workzone.create']);
		expect(await only(nora, 'workzone.upsert', byPath)).toMatchObject({ receipt: { done: 'unchanged', id: made.id } });
		const [a, b] = await Promise.all(['Level 4 / East', 'Level 4 / West'].map(async (path) => await only(nora, 'workzone.upsert', { ...byPath, path })));
		expect(a?.parentId).toBe(b?.parentId);
		expect([...state().workzones.values()].filter(({ name }) => name === 'Level 4')).toHaveLength(1);
		expect((await failureFrom(run(nora, 'workzone.upsert', { ...byPath, path: ' / ' }))).explanation).toContain('names no work zone');
	});

	it('is, for a work zone, a name among those right below its parent', async () => {
		expect(await only(nora, 'workzone.upsert', { ...tower, matchOn: 'name', name: ' Corridor East ', parentWorkzoneId: sampleIds.levelTwo })).toMatchObject({ receipt: { done: 'unchanged', id: urn('workzone', sampleIds.corridor) } });
		expect(done(await only(nora, 'workzone.upsert', { ...tower, matchOn: 'name', name: 'Corridor East', parentWorkzoneId: roof }))).toBe('created');
	});

	it('fits several: then it refuses to choose, and names them', async () => {
		await run(nora, 'project.create', project);
		await run(nora, 'project.create', project);
		const ids = [...state().projects.values()].filter(({ name }) => name === 'Pier 7').map(({ id }) => urn('project', id));
		const failure = await failureFrom(run(nora, 'project.upsert', project));
		expect(failure.message).toBe(`Create or update project: 2 projects fit (name is "Pier 7"): Pier 7 (${ids[0]}), Pier 7 (${ids[1]}).`);
		for (const title of ['Gap', 'Hole']) await run(nora, 'annotation.create', { ...annotation, title, labels: ['twice'] });
		expect((await failureFrom(run(nora, 'annotation.upsert', { ...annotation, matchOn: 'label', matchLabel: 'twice' }))).message).toMatch(/2 annotations fit \(label is "twice"\): #\d+ Gap, #\d+ Hole\./);
	});
});

describe('what is refused before anything is sent', () => {
	it.each<readonly [string, string, Input, RegExp]>([
		['no label to match on', 'annotation', { ...annotation, matchOn: 'label' }, /Match Label is missing/],
		['no text to match on', 'project', { ...project, subscriptionId: urn('subscription', sampleIds.subscription), matchOn: 'description', matchText: ' ' }, /Match Text is missing/],
		['no number to match on', 'annotation', { ...annotation, matchOn: 'number' }, /Number is missing/],
		['no path', 'workzone', { ...workzone, matchOn: 'path' }, /Path is missing/],
		['no name', 'tagList', { ...tagList, name: '' }, /Name is missing/],
		['a match nobody offers', 'group', { ...group, matchOn: 'colour' }, /Match On must be one of/],
		['clearing what must be there', 'annotation', { ...annotation, title: null }, /Title cannot be cleared/],
		['an empty point', 'annotation', { ...annotation, position: { x: 1 } }, /Position: Y is missing/],
		['a name that is too long', 'group', { ...group, name: 'x'.repeat(37) }, /takes 36/],
	])('%s', async (_, of, input, words) => {
		const failure = await failureFrom(run(nora, `${of}.upsert`, { ...input, assignedTo: undefined, users: undefined }));
		expect(failure.message).toMatch(words);
		expect(writes()).toEqual([]);
	});
});

describe('people of a group', () => {
	it('are put in where they are lacking, and nobody is taken out', async () => {
		const first = await only(nora, 'group.upsert', group);
		expect(first.userIds).toEqual([urn('user', people.mei.cintooId)]);
		expect(await only(nora, 'group.upsert', { ...group, users: [people.tom.email, people.mei.cintooId] })).toMatchObject({ receipt: { done: 'updated' }, userIds: [urn('user', people.mei.cintooId), urn('user', people.tom.cintooId)] });
		expect(lastBody()).toEqual([urn('user', people.tom.cintooId)]);
		expect(done(await only(nora, 'group.upsert', { ...group, users: [people.tom.email] }))).toBe('unchanged');
	});

	it('are put in by the next run when they could not be at first', async () => {
		served().faults.inject({ service: 'cintoo', path: '/members', times: 9, kind: { status: 500 } });
		const failure = await failureFrom(run(nora, 'group.upsert', group));
		expect(failure.explanation).toContain('Night shift (urn:cintoo:group:');
		served().faults.clear();
		expect(await only(nora, 'group.upsert', group)).toMatchObject({ receipt: { done: 'updated' }, userIds: [urn('user', people.mei.cintooId)] });
	});
});

describe('a deleted project', () => {
	const trial = { ...project, name: 'Ferry Terminal – Trial Scan (sandbox)' };
	const id = urn('project', sampleIds.deletedProject);

	it('is left alone', async () => {
		expect(await only(nora, 'project.upsert', trial)).toMatchObject({ receipt: { done: 'unchanged', id }, modificationInfo: { isDeleted: true } });
		expect(writes()).toEqual([]);
	});

	it('is restored and brought up to date', async () => {
		expect(await only(nora, 'project.upsert', { ...trial, ifDeleted: 'restore' })).toMatchObject({ receipt: { done: 'updated', id }, description: 'Survey before works', modificationInfo: { isDeleted: false } });
		expect(writes()).toEqual(['project.restore', 'project.update']);
		expect(await only(nora, 'project.upsert', { ...trial, ifDeleted: 'restore' })).toMatchObject({ receipt: { done: 'unchanged', id } });
	});

	it('is replaced by a new one, once', async () => {
		const made = await only(nora, 'project.upsert', { ...trial, ifDeleted: 'recreate' });
		expect(done(made)).toBe('created');
		expect(made.id).not.toBe(id);
		expect(await only(nora, 'project.upsert', { ...trial, ifDeleted: 'recreate' })).toMatchObject({ receipt: { done: 'unchanged', id: made.id } });
	});

	it('is not chosen among several that are deleted', async () => {
		const { id: second } = await only(nora, 'project.create', trial);
		await run(nora, 'project.delete', { ...inAccount, projectRef: second });
		expect((await failureFrom(run(nora, 'project.upsert', { ...trial, ifDeleted: 'restore' }))).message).toContain('2 deleted projects fit');
	});

	it('counts for nothing beside one that is not deleted', async () => {
		const { id: second } = await only(nora, 'project.create', trial);
		expect(await only(nora, 'project.upsert', { ...trial, ifDeleted: 'restore' })).toMatchObject({ receipt: { done: 'unchanged', id: second } });
	});
});

describe('many items of one run', () => {
	it('read the list once for what is there already, and again only for what is missing', async () => {
		const titles = ['One', 'Two', 'Three'];
		for (const title of titles) await run(nora, 'annotation.upsert', { ...annotation, title });
		const next = as('nora');
		const before = reads('annotation.getMany');
		for (const title of titles) expect(done(await only(next, 'annotation.upsert', { ...annotation, title }))).toBe('unchanged');
		expect(reads('annotation.getMany') - before).toBe(1);
	});

	it('see what another run did meanwhile before they create', async () => {
		await run(nora, 'annotation.upsert', { ...annotation, title: 'One' });
		const other = as('nora');
		expect(done(await only(other, 'annotation.upsert', { ...annotation, title: 'One' }))).toBe('unchanged');
		await run(nora, 'annotation.upsert', { ...annotation, title: 'Two' });
		expect(done(await only(other, 'annotation.upsert', { ...annotation, title: 'Two' }))).toBe('unchanged');
	});
});

/** The blob name of a picture of the tower. */
function picture(index = 0): string {
	return [...state().files.values()].filter(({ projectId }) => projectId === sampleIds.harborTower)[index]?.blobName ?? '';
}
