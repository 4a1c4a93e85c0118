import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { cintoo } from '../../../src/catalog/cintoo';
import { listAt, operationsOf, resourceOf, textAt, type FileInput, type Input, type JsonObject, type Output } from '../../../src/catalog/vocabulary';
import type { Client, Pick } from '../../../src/core/client';
import { look, type ChangeOptions, type ChangeState } from '../../../src/core/changes';
import { createCintooService, type CintooService } from '../../../src/sandbox/cintoo';
import { sampleIds } from '../../../src/sandbox/cintoo/sample';
import { people, type PersonKey } from '../../../src/sandbox/people';
import { serve, type Served } from '../../../src/sandbox/serve';
import type { Exchange } from '../../../src/sandbox/service';
import { carryOut } from '../../support/carry-out';
import { bearer, connect } from '../../support/connect';
import { failureFrom } from '../../support/failure';

const operations = operationsOf(cintoo);
const { run, records, only } = carryOut(cintoo);
const urn = (kind: string, id: string): string => `urn:cintoo:${kind}:${id}`;
const inAccount = { accountRef: urn('account', sampleIds.account) };
const tower = { ...inAccount, projectRef: urn('project', sampleIds.harborTower) };

let served: Served<{ cintoo: CintooService }>;
let nora: Client;

beforeEach(async () => {
	served = await serve((world) => ({ cintoo: createCintooService(world) }));
	nora = as('nora');
});

afterEach(async () => {
	const broken = served.exchanges.filter(({ violations }) => violations.length > 0);
	await served.stop();
	expect(broken.map(({ method, url, violations }) => `${method} ${url}: ${violations.join('; ')}`)).toEqual([]);
});

function as(who: PersonKey): Client {
	const { access_token: token } = served.services.cintoo.issueTokens(people[who].cintooId);
	return connect(cintoo, served.origins.cintoo, bearer(token));
}

async function lookup(client: Client, resource: string, parents: Input, search = ''): Promise<readonly Pick[]> {
	return await client.lookup(resourceOf([cintoo], `cintoo.${resource}`), parents, search);
}

function fileOf(name: string, bytes: Buffer, type?: string): FileInput {
	return { name, type, open: async () => Readable.from([bytes.subarray(0, 5), bytes.subarray(5)]) };
}

async function bytesOf(output: Output | undefined): Promise<Buffer> {
	if (!output?.file) throw new Error('There is no file.');
	const chunks: Buffer[] = [];
	for await (const chunk of output.file.stream) if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
	return Buffer.concat(chunks);
}

const writes = (): readonly Exchange[] => served.exchanges.filter(({ service, method }) => service === 'cintoo' && method !== 'GET');
const bodyOf = (exchange: Exchange | undefined): unknown => JSON.parse(Buffer.from(exchange?.requestBody ?? []).toString('utf8'));

describe('reading', () => {
	it('checks the sign-in with the list of accounts', async () => {
		await nora.probe();
		expect(served.exchanges.map(({ contractId }) => contractId)).toEqual(['cintoo.account.getMany']);
	});

	it('gives accounts, regions, subscriptions, roles and users', async () => {
		expect(await records(nora, 'account.getMany', {})).toMatchObject([{ id: inAccount.accountRef, type: 'account' }]);
		expect(await only(nora, 'account.get', inAccount)).toMatchObject({ id: inAccount.accountRef });
		expect(await records(nora, 'account.getRegions', inAccount)).toMatchObject([{ id: 'default', countryCode: 'NL' }]);
		expect(await records(nora, 'subscription.getMany', inAccount)).toHaveLength(1);
		expect((await records(nora, 'role.getMany', inAccount)).map(({ name }) => name)).toContain('Trade Contractor');
		expect((await records(nora, 'user.getMany', inAccount)).map(({ email }) => email)).toContain(people.tom.email);
		expect(await only(nora, 'user.get', { ...inAccount, userRef: { name: people.mei.email.toUpperCase() } })).toMatchObject({ firstName: 'Mei' });
	});

	it('hides deleted projects unless asked for, and counts the limit after that', async () => {
		expect((await records(nora, 'project.getMany', inAccount)).map(({ id }) => id)).toEqual([urn('project', sampleIds.harborTower), urn('project', sampleIds.quay)]);
		expect(await records(nora, 'project.getMany', { ...inAccount, includeDeleted: true })).toHaveLength(3);
		expect(await records(nora, 'project.getMany', inAccount, { limit: 1 })).toHaveLength(1);
		expect(await records(nora, 'project.getMany', inAccount, { limit: 0 })).toHaveLength(0);
	});

	it('picks annotations by type, work zone, assignee and time, which the service cannot', async () => {
		const titles = async (more: Input): Promise<readonly unknown[]> => (await records(nora, 'annotation.getMany', { ...tower, ...more })).map(({ title }) => title);
		const all = await titles({});
		const issues = await titles({ annotationType: ['Issue'] });
		expect(all.length).toBeGreaterThan(issues.length);
		expect(issues).toContain('Duct clashes with beam at C4');
		expect(issues).not.toContain('Scan position moved');
		expect(await titles({ workzoneId: { name: 'Level 2 / Mechanical Room 2.14' }, annotationType: ['Issue'] })).toEqual(['Duct clashes with beam at C4']);
		expect(await titles({ assignedTo: people.tom.cintooId })).toEqual(['Rescan the roof opening']);
		const now = served.world.now().getTime();
		expect(await titles({ updated: { from: new Date(now - 3 * 86_400_000).toISOString() } })).toEqual(['Emergency exit sign not visible']);
		expect(await titles({ updated: { to: new Date(now - 30 * 86_400_000).toISOString() } })).toEqual(['Hanger spacing on sprinkler main']);
	});

	it('reads tags since a version, deleted ones included', async () => {
		const list = { ...tower, tagListRef: { name: 'pumps and valves' } };
		const names = async (more: Input): Promise<readonly unknown[]> => (await records(nora, 'tag.getMany', { ...list, ...more })).map((tag) => [textAt(tag, 'data.id'), tag.isDeleted]);
		expect(await names({})).toEqual([['P-101', false], ['P-102', false], ['V-201', false]]);
		expect(await names({ afterVersion: 2 })).toEqual([['V-202', true]]);
	});

	it('asks for categories of files only when some are named', async () => {
		expect(await records(nora, 'file.getMany', { ...tower, category: [] })).toHaveLength(3);
		expect(await records(nora, 'file.getMany', { ...tower, category: ['document'] })).toHaveLength(0);
		expect(await records(nora, 'file.getMany', { ...tower, category: ['media'], workzoneId: { name: 'roof' } })).toMatchObject([{ name: 'Guardrail at roof opening.png' }]);
		expect((await records(nora, 'fileFormat.getMany', {})).length).toBeGreaterThan(3);
	});
});

describe('looking up', () => {
	it('names a work zone with those above it', async () => {
		expect((await lookup(nora, 'workzone', tower)).map(({ label }) => label)).toEqual(['Harbor Tower', 'Level 2', 'Level 2 / Corridor East', 'Level 2 / Mechanical Room 2.14', 'Roof']);
		expect(await lookup(nora, 'workzone', tower, 'mechanical')).toMatchObject([{ id: urn('workzone', sampleIds.mechanicalRoom) }]);
	});

	it('leaves deleted projects out and finds people by e-mail, the unconfirmed last', async () => {
		expect((await lookup(nora, 'project', inAccount)).map(({ id }) => id)).not.toContain(urn('project', sampleIds.deletedProject));
		expect(await lookup(nora, 'user', inAccount, people.samir.email)).toMatchObject([{ label: 'Samir Haddad', detail: `${people.samir.email}, Harbor Construction` }]);
		expect((await lookup(nora, 'user', inAccount)).at(-1)).toMatchObject({ id: urn('user', sampleIds.invitedUser), active: false });
	});

	it('lists regions, subscriptions, tag lists and annotations', async () => {
		expect(await lookup(nora, 'region', inAccount)).toMatchObject([{ id: 'default', label: 'West Europe' }]);
		expect(await lookup(nora, 'subscription', inAccount)).toMatchObject([{ label: 'Harbor 500 scans' }]);
		expect(await lookup(nora, 'tagList', tower)).toMatchObject([{ label: 'Pumps and valves', detail: '3D' }]);
		expect(await lookup(nora, 'annotation', tower, 'duct clashes')).toMatchObject([{ label: '#5 Duct clashes with beam at C4', detail: 'Issue' }]);
	});
});

describe('projects', () => {
	it('changes one field and keeps the cover, of which the reply gives only a link', async () => {
		await run(nora, 'project.uploadCover', { ...tower, file: fileOf('Tower.PNG', Buffer.from('a picture of the tower')) });
		const before = served.services.cintoo.state.projects.get(sampleIds.harborTower);
		const cover = before?.coverBlobName;
		expect(cover).toEqual(expect.stringMatching(/\.png$/));
		const changed = await only(nora, 'project.update', { ...tower, name: 'Harbor Tower' });
		expect(changed).toMatchObject({ receipt: { done: 'updated', id: tower.projectRef }, name: 'Harbor Tower', description: 'Weekly scans of the second floor while ducts and pipes go in.', location: { lat: 45.5231, lng: -122.6765 } });
		expect(served.services.cintoo.state.projects.get(sampleIds.harborTower)?.coverBlobName).toBe(cover);
	});

	it('empties what is cleared, and nothing else', async () => {
		const changed = await only(nora, 'project.update', { ...tower, description: null, location: null });
		expect(changed).toMatchObject({ description: '', location: null, name: 'Harbor Tower – Level 2 MEP (sandbox)' });
		await run(nora, 'project.update', { ...tower, name: 'Tower' });
		expect(bodyOf(writes().at(-1))).toMatchObject({ name: 'Tower', description: '', location: null, coverBlobName: null, subscriptionId: urn('subscription', sampleIds.subscription), ownerId: urn('user', people.nora.cintooId) });
	});

	it('is created, deleted, restored and deleted for good', async () => {
		const made = await only(nora, 'project.create', { ...inAccount, name: 'Pier 7', subscriptionId: { name: 'harbor 500 SCANS' }, region: { name: 'West Europe' }, location: { lat: 1, lng: 2 } });
		expect(made).toMatchObject({ receipt: { done: 'created', id: made.id ?? '' }, name: 'Pier 7', region: 'default' });
		const pier = { ...inAccount, projectRef: textAt(made, 'id') ?? '' };
		expect(await only(nora, 'project.delete', pier)).toMatchObject({ receipt: { done: 'deleted' }, deleted: true });
		expect(await only(nora, 'project.delete', pier)).toMatchObject({ receipt: { done: 'deleted', already: true } });
		expect(await only(nora, 'project.restore', pier)).toMatchObject({ receipt: { done: 'updated' } });
		expect(await failureFrom(run(nora, 'project.delete', { ...pier, permanent: true }))).toMatchObject({ facts: { code: 'project-not-deleted' } });
		await run(nora, 'project.delete', pier);
		await run(nora, 'project.delete', { ...pier, permanent: true });
		expect(await only(nora, 'project.delete', { ...pier, permanent: true })).toMatchObject({ receipt: { done: 'deleted', already: true } });
	});

	it('is not said to be undeletable because the answer to its deletion was lost', async () => {
		const quay = { ...inAccount, projectRef: urn('project', sampleIds.quay) };
		served.faults.inject({ service: 'cintoo', method: 'DELETE', path: sampleIds.quay, kind: { loseAnswer: true } });
		expect(await only(nora, 'project.delete', quay)).toMatchObject({ receipt: { done: 'deleted' } });
		expect(served.exchanges.map(({ status }) => status)).toEqual([204, 400]);
	});

	it('refuses a cover that is no picture before anything is sent', async () => {
		expect((await failureFrom(run(nora, 'project.uploadCover', { ...tower, file: fileOf('plan.pdf', Buffer.from('x')) }))).message).toContain('not a PNG or JPEG');
		expect(served.exchanges).toHaveLength(0);
	});
});

describe('users', () => {
	it('invites twice without harm, changes roles, removes', async () => {
		const guests = { ...inAccount, users: [{ email: 'new.person@harbor.example', roles: ['projectLister'] }, { email: people.tom.email }] };
		expect(await only(as('grace'), 'user.invite', guests)).toMatchObject({ receipt: { done: 'sent' }, success: true });
		await run(as('grace'), 'user.invite', guests);
		const ids = (await records(nora, 'user.getMany', inAccount)).map(({ id }) => id);
		expect(ids).toHaveLength(new Set(ids).size);
		const tom = urn('user', people.tom.cintooId);
		await run(as('grace'), 'user.updateRoles', { ...inAccount, userRef: tom, roles: ['projectLister'] });
		expect(served.services.cintoo.state.users.get(people.tom.cintooId)?.accountRoles).toEqual(['projectLister']);
		await run(as('grace'), 'user.updateRoles', { ...inAccount, userRef: tom, roles: null });
		expect(served.services.cintoo.state.users.get(people.tom.cintooId)?.accountRoles).toEqual([]);
		expect(await only(as('grace'), 'user.remove', { ...inAccount, users: [{ name: people.tom.email }] })).toMatchObject({ receipt: { done: 'removed' } });
		expect(served.services.cintoo.state.users.has(people.tom.cintooId)).toBe(false);
	});

	it('does not call a list removed when one of them is unknown', async () => {
		const unknown = urn('user', '00000000-0000-4000-8000-000000000000');
		expect(await failureFrom(run(as('grace'), 'user.remove', { ...inAccount, users: [urn('user', people.tom.cintooId), unknown] }))).toMatchObject({ kind: 'not-found', facts: { code: 'user-not-found' } });
		expect(served.services.cintoo.state.users.has(people.tom.cintooId)).toBe(true);
	});
});

describe('roles', () => {
	it('take other permissions, by their present names or by the old ones', async () => {
		const role = { ...inAccount, roleRef: textAt(await only(nora, 'role.create', { ...inAccount, name: 'Looks', permissions: ['workzone:tags:read'] }), 'id') ?? '' };
		expect(await only(nora, 'role.update', { ...role, permissions: ['workzone:savedviews:read'] })).toMatchObject({ name: 'Looks', permissions: ['workzone:savedviews:read'] });
		expect(await only(nora, 'role.update', { ...role, legacyPermissions: ['view_annotation'] })).toMatchObject({ name: 'Looks', permissions: ['workzone:annotations:read'] });
		expect((await failureFrom(run(nora, 'role.update', { ...role, permissions: ['workzone:tags:read'], legacyPermissions: ['view_annotation'] }))).message).toContain('exclude each other');
	});
});

describe('work zones and share links', () => {
	it('creates a work zone below another', async () => {
		const made = await only(nora, 'workzone.create', { ...tower, name: 'Shaft', parentWorkzoneId: { name: 'Level 2' } });
		expect(made).toMatchObject({ receipt: { done: 'created' }, name: 'Shaft', parentId: urn('workzone', sampleIds.levelTwo) });
		expect(await lookup(nora, 'workzone', tower, 'shaft')).toMatchObject([{ label: 'Level 2 / Shaft' }]);
	});

	it('creates, changes, reads and deletes a share link; the password stays unless it is touched', async () => {
		const made = await only(nora, 'shareLink.create', { ...tower, name: 'For Apex', workzoneId: urn('workzone', sampleIds.levelTwo), shareIssues: true, password: 'Tr1cky-passphrase', expiresAt: '2099-01-01T00:00:00Z' });
		expect(made).toMatchObject({ receipt: { done: 'created' }, membershipRequired: true, passwordProtected: true, shareOptions: { issues: true, notes: false } });
		const link = { ...tower, shareLinkRef: textAt(made, 'id') ?? '' };
		expect(await only(nora, 'shareLink.update', { ...link, shareNotes: true })).toMatchObject({ name: 'For Apex', passwordProtected: true, expiresAt: made.expiresAt ?? null, shareOptions: { issues: true, notes: true } });
		expect(await only(nora, 'shareLink.update', { ...link, expiresAt: null, password: null })).toMatchObject({ passwordProtected: false, expiresAt: null, shareOptions: { notes: true } });
		expect(await records(nora, 'shareLink.getMany', tower)).toHaveLength(1);
		expect(await only(nora, 'shareLink.get', { ...tower, shareLinkRef: { name: 'for apex' } })).toMatchObject({ id: link.shareLinkRef });
		await run(nora, 'shareLink.delete', link);
		expect(await records(nora, 'shareLink.getMany', tower)).toHaveLength(0);
	});
});

describe('annotations', () => {
	const clash = { ...tower, annotationRef: urn('annotation', sampleIds.ductClash) };

	it('keeps attachments, picture, labels and assignees when one field changes', async () => {
		const before = await only(nora, 'annotation.get', { ...clash, includeAttachments: true, includeComments: true });
		const after = await only(nora, 'annotation.update', { ...clash, annotationType: 'Resolved', labels: [], title: ' ' });
		expect(after.annotationType).toBe('Resolved');
		for (const kept of ['title', 'description', 'assignedTo', 'dueDate', 'priority', 'position', 'normal', 'imgBlobName', 'labels', 'savedView']) expect([kept, after[kept]]).toEqual([kept, before[kept]]);
		const blobs = (record: JsonObject): readonly unknown[] => (listAt(record, 'attachments') ?? []).map((one) => textAt(one, 'file.blob') ?? textAt(one, 'file.blobName'));
		expect(blobs(before)).toHaveLength(1);
		expect(blobs(after)).toEqual(blobs(before));
		expect(listAt(after, 'comments')).toHaveLength(1);
	});

	it('keeps a saved view that we do not understand', async () => {
		const stored = served.services.cintoo.state.annotations.get(sampleIds.ductClash);
		if (stored) stored.savedView = { type: 'scan', scanId: 's', zoom: 2 };
		await run(nora, 'annotation.update', { ...clash, title: 'New' });
		expect(served.services.cintoo.state.annotations.get(sampleIds.ductClash)?.savedView).toEqual({ type: 'scan', scanId: 's', zoom: 2 });
	});

	it('empties what is cleared', async () => {
		const after = await only(nora, 'annotation.update', { ...clash, assignedTo: null, labels: null, attachments: null, dueDate: null });
		expect(after.dueDate ?? null).toBeNull();
		expect(after).toMatchObject({ assignedTo: [], labels: [], attachments: [], title: 'Duct clashes with beam at C4' });
	});

	it('is created for people named by e-mail and deleted; deleting it again is no failure, a wrong project is one', async () => {
		const made = await only(nora, 'annotation.create', { ...tower, workzoneId: { name: 'Roof' }, title: 'Loose flashing', description: 'North edge', position: { x: 1, y: 2, z: 3 }, assignedTo: [{ name: people.mei.email }, { name: 'Tom Bauer' }], dueDate: '2026-08-01', priority: 5 });
		expect(made).toMatchObject({ receipt: { done: 'created', id: made.id ?? '', number: made.number ?? 0 }, dueDate: '2026-08-01', assignedTo: [urn('user', people.mei.cintooId), urn('user', people.tom.cintooId)] });
		const one = { ...tower, annotationRef: textAt(made, 'id') ?? '' };
		await run(nora, 'annotation.delete', one);
		expect(await only(nora, 'annotation.delete', one)).toMatchObject({ receipt: { done: 'deleted', already: true } });
		const astray = { ...one, projectRef: urn('project', '00000000-0000-4000-8000-000000000000') };
		expect(await failureFrom(run(nora, 'annotation.delete', astray))).toMatchObject({ kind: 'not-found', facts: { code: 'project-not-found' } });
	});

	it('tells words with a sign of comparison in them apart, and written text from markup', async () => {
		const said = async (description: string): Promise<unknown> => textAt(await only(nora, 'annotation.comment', { ...clash, description }), 'receipt.done');
		expect([await said('Gap <3 mm> at C4'), await said('Gap <5 mm> at C4'), await said('Gap <3 mm> at C4')]).toEqual(['created', 'created', 'unchanged']);
		expect([await said('<p>Seen &amp; done</p>'), await said('Seen & done')]).toEqual(['created', 'unchanged']);
	});

	it('comments once, however often it runs, and as often as asked otherwise', async () => {
		const comment = { ...clash, description: 'ACC issue #12 was created.' };
		expect(await only(nora, 'annotation.comment', comment)).toMatchObject({ receipt: { done: 'created' } });
		expect(await only(nora, 'annotation.comment', comment)).toMatchObject({ receipt: { done: 'unchanged' } });
		await run(nora, 'annotation.comment', { ...comment, onlyOnce: false });
		expect(served.services.cintoo.state.annotations.get(sampleIds.ductClash)?.comments).toHaveLength(3);
	});
});

describe('changes', () => {
	const userIdOf = (who: PersonKey): string => served.services.cintoo.issueTokens(people[who].cintooId).user_id;

	async function watch(resource: string, within: Input, options: Partial<ChangeOptions>, act: () => Promise<unknown>): Promise<readonly string[]> {
		const { changes } = resourceOf([cintoo], `cintoo.${resource}`);
		if (!changes) throw new Error(`${resource} has no changes.`);
		const all = { events: ['created', 'updated', 'deleted', ...Object.keys(changes.watch)], startFrom: 'now', now: served.world.now().getTime(), ...options } as const;
		const state: ChangeState = (await look(nora, changes, within, undefined, all)).state;
		await act();
		const { events } = await look(nora, changes, within, state, { ...all, now: served.world.now().getTime() });
		return events.map(({ event, record }) => `${event} ${textAt(record, 'title') ?? textAt(record, 'name') ?? ''}`.trim());
	}

	const draftOf = (title: string): Input => ({ ...tower, workzoneId: urn('workzone', sampleIds.roof), title, description: 'd', position: { x: 0, y: 0, z: 0 } });

	it('tell of annotations that are new, resolved and gone', async () => {
		const seen = await watch('annotation', tower, {}, async () => {
			await run(nora, 'annotation.create', draftOf('New one'));
			await run(nora, 'annotation.update', { ...tower, annotationRef: urn('annotation', sampleIds.ductClash), annotationType: 'Resolved' });
			await run(nora, 'annotation.delete', { ...tower, annotationRef: urn('annotation', sampleIds.note) });
		});
		expect(seen).toEqual(expect.arrayContaining(['created New one', 'resolved Duct clashes with beam at C4', 'statusChanged Duct clashes with beam at C4', 'deleted']));
		expect(seen.filter((event) => event.startsWith('created'))).toHaveLength(1);
	});

	it('leave out what the signed-in user did, whom the sign-in names otherwise than the records do', async () => {
		const seen = await watch('annotation', tower, { exceptBy: userIdOf('nora') }, async () => {
			await run(nora, 'annotation.create', draftOf('Mine'));
			await run(as('samir'), 'annotation.create', draftOf('His'));
		});
		expect(seen).toEqual(['created His']);
	});

	it('tell of projects and files', async () => {
		expect(await watch('project', inAccount, {}, async () => await run(nora, 'project.delete', { ...inAccount, projectRef: urn('project', sampleIds.quay) }))).toEqual(['deleted Old Quay – Facade Survey (sandbox)']);
		expect(await watch('file', tower, { events: ['created'] }, async () => await run(nora, 'file.upload', { ...tower, workzoneRef: urn('workzone', sampleIds.roof), files: [fileOf('a.pdf', Buffer.from('abcdefgh'))] }))).toEqual(['created a.pdf']);
	});
});

describe('tag lists', () => {
	const list = { ...tower, tagListRef: urn('tag-list', sampleIds.tagList) };

	it('keep what is not touched, for which there is no call that reads one', async () => {
		expect(await only(nora, 'tagList.update', { ...tower, tagListRef: { name: 'Pumps and valves' }, name: 'Pumps', color: null, metadataDefinition: [] })).toMatchObject({
			receipt: { done: 'updated', id: list.tagListRef },
			name: 'Pumps',
			description: 'Equipment of the chilled water plant',
			color: null,
			metadataDefinition: [{ id: 'maker', name: 'Manufacturer' }],
			workzoneId: urn('workzone', sampleIds.mechanicalRoom),
		});
		expect((await failureFrom(run(nora, 'tagList.update', { ...tower, tagListRef: urn('tag-list', sampleIds.roof), name: 'x' }))).message).toContain('no tag list');
	});

	it('take a drawing by as little as its name and those of its pages', async () => {
		const made = await only(nora, 'tagList.create', { ...tower, workzoneId: { name: 'Roof' }, tagListType: '2d', name: 'Drains', attachments: [{ id: 'a', name: 'P&ID 12', pages: [{ id: 'p' }] }, { id: 'b', name: 'P&ID 13' }] });
		expect((listAt(made, 'attachments') ?? []).map((one) => listAt(one, 'pages')?.map((page) => textAt(page, 'id')))).toEqual([['p'], []]);
	});

	it('keep a drawing of which no pages are known yet', async () => {
		const present = served.services.cintoo.state.tagLists.get(sampleIds.tagList);
		if (present) present.attachments = [{ id: 'a', name: 'P&ID 12', blob: null, pages: [] }];
		expect(await only(nora, 'tagList.update', { ...list, name: 'Pumps' })).toMatchObject({ name: 'Pumps', attachments: [{ id: 'a', name: 'P&ID 12', blob: null, pages: [] }] });
	});

	it('take new, changed and deleted tags at once', async () => {
		const [first, second] = await records(nora, 'tag.getMany', list);
		const changed = await only(nora, 'tag.bulk', { ...list, create: [{ id: 'P-103', class: 'pump' }], update: [{ tagRef: textAt(first, 'id') ?? '', id: 'P-101', needValidation: true }], delete: [textAt(second, 'id') ?? ''] });
		expect(changed).toMatchObject({ receipt: { done: 'updated', id: 4 }, tagsVersion: 4 });
		expect((await records(nora, 'tag.getMany', { ...list, afterVersion: 3 })).map((tag) => [textAt(tag, 'data.id'), tag.isDeleted]).sort()).toEqual([['P-101', false], ['P-102', true], ['P-103', false]]);
	});

	it('are created in a work zone and deleted', async () => {
		const made = await only(nora, 'tagList.create', { ...tower, workzoneId: { name: 'Roof' }, tagListType: '2d', name: 'Drains' });
		expect(made).toMatchObject({ receipt: { done: 'created' }, tagListType: '2d' });
		await run(nora, 'tagList.delete', { ...tower, tagListRef: textAt(made, 'id') ?? '' });
		expect(await records(nora, 'tagList.getMany', tower)).toHaveLength(1);
	});
});

describe('members', () => {
	it('are listed, found by e-mail and removed', async () => {
		expect((await records(nora, 'member.getMany', tower)).map(({ email }) => email)).toContain(people.luis.email);
		expect(await lookup(nora, 'member', tower, 'ortega')).toMatchObject([{ id: urn('user', people.luis.cintooId) }]);
		await run(nora, 'member.removeUser', { ...tower, userRef: people.luis.email });
		expect((await records(nora, 'member.getMany', tower)).map(({ email }) => email)).not.toContain(people.luis.email);
	});
});

describe('files', () => {
	const pdf = Buffer.from('%PDF-1.7 a plan of the plant room, long enough to come in two pieces');
	const png = Buffer.from('not really a picture, but bytes are bytes');
	const where = { ...tower, workzoneRef: { name: 'Roof' } };

	it('go up with their checksum and come back the same', async () => {
		const uploaded = await records(nora, 'file.upload', { ...where, files: [fileOf('Plan Ü.pdf', pdf, 'application/pdf'), fileOf('photo.PNG', png)] });
		expect(uploaded).toMatchObject([
			{ name: 'Plan Ü.pdf', extension: 'pdf', size: pdf.length, md5: createHash('md5').update(pdf).digest('hex') },
			{ name: 'photo.PNG', extension: 'png', size: png.length },
		]);
		expect(uploaded[0]?.receipt).toEqual({ done: 'created', id: uploaded[0]?.id });
		expect(textAt(uploaded[0], 'blobName')).toMatch(/\.pdf$/);

		const puts = served.exchanges.filter(({ service, method }) => service === 'storage' && method === 'PUT');
		expect(puts.map(({ requestHeaders }) => [requestHeaders['content-md5'], requestHeaders['cache-control'], requestHeaders['x-ms-blob-type'], requestHeaders['authorization']])).toEqual([pdf, png].map((bytes) => [createHash('md5').update(bytes).digest('base64'), 'max-age=2592000', 'BlockBlob', undefined]));

		const id = textAt(uploaded[0], 'id') ?? '';
		for (const fileRef of [id, id.slice('urn:cintoo:file:'.length), textAt(uploaded[0], 'blobName') ?? '', { name: 'plan ü.PDF' }]) {
			const [got] = await run(nora, 'file.download', { ...tower, fileRef });
			expect(await bytesOf(got)).toEqual(pdf);
			expect(got?.json).toMatchObject({ fileSize: pdf.length, blobName: uploaded[0]?.blobName });
		}
	});

	it('become attachments of an annotation by their blob names', async () => {
		const [uploaded] = await records(nora, 'file.upload', { ...where, files: [fileOf('photo.png', png)], asAttachment: true });
		const row = { name: 'photo.png', isAttachment: true };
		expect(writes().map(bodyOf)).toMatchObject([[row], [row]]);
		const changed = await only(nora, 'annotation.update', { ...tower, annotationRef: urn('annotation', sampleIds.bareIssue), imgBlobName: textAt(uploaded, 'blobName') ?? '', attachments: [textAt(uploaded, 'blobName') ?? ''] });
		expect(listAt(changed, 'attachments')).toHaveLength(1);
	});

	it('come down through the redirect without the credential, under their own name', async () => {
		const [got] = await run(nora, 'file.download', { ...tower, fileRef: { name: 'Duct clash at beam C4.png' } });
		expect(got?.file).toMatchObject({ name: 'Duct clash at beam C4.png', type: 'image/png' });
		expect((await bytesOf(got)).length).toBe(got?.json.fileSize);
		const storage = served.exchanges.filter(({ service }) => service === 'storage');
		expect(storage).toHaveLength(1);
		expect(storage[0]?.requestHeaders['authorization']).toBeUndefined();
		expect(served.exchanges.some(({ contractId }) => contractId === 'cintoo.file.download')).toBe(true);
	});

	it('come down several by one call for their addresses, one opened at a time', async () => {
		const all = await records(nora, 'file.getMany', tower);
		const entry = operations.get('cintoo.file.downloadMany');
		if (!entry) throw new Error('There is no such operation.');
		const stored = (): number => served.exchanges.filter(({ service }) => service === 'storage').length;
		const seen: unknown[] = [];
		for await (const output of nora.stream(entry.operation, { ...tower, fileRefs: all.map((record) => textAt(record, 'id') ?? '') })) {
			expect(stored()).toBeLessThanOrEqual(seen.length + 1);
			await bytesOf(output);
			seen.push(output.json.fileName);
		}
		expect(seen).toEqual(all.map(({ name }) => name));
		expect(served.exchanges.filter(({ contractId }) => contractId === 'cintoo.file.getDownloadUrls')).toHaveLength(1);
	});

	it('that are not there are told by name', async () => {
		const missing = urn('file', '00000000-0000-4000-8000-000000000000');
		expect((await failureFrom(run(nora, 'file.download', { ...tower, fileRef: missing }))).message).toContain(missing);
		expect(await failureFrom(run(nora, 'file.download', { ...tower, fileRef: 'nothing.png' }))).toMatchObject({ kind: 'not-found', facts: { code: 'blob-not-found' } });
	});

	it('that cannot be read add nothing', async () => {
		const broken: FileInput = { name: 'a.pdf', open: async () => Readable.from((async function* () { yield Buffer.from('x'); throw new Error('gone'); })()) };
		expect((await failureFrom(run(nora, 'file.upload', { ...where, files: [broken] }))).message).toContain('a.pdf');
		expect(writes()).toHaveLength(0);
	});

	it('are not there when the service does not register them', async () => {
		served.faults.inject({ service: 'cintoo', method: 'PUT', path: 'bulk-files', kind: { status: 500, json: { status: 500, title: 'Internal Server Error' } } });
		const failed = await failureFrom(run(nora, 'file.upload', { ...where, files: [fileOf('a.pdf', pdf)] }));
		expect(failed).toMatchObject({ kind: 'unavailable', facts: { operation: 'cintoo.file.upload', words: 'Internal Server Error' } });
		expect(writes()).toHaveLength(2);
		expect(await records(nora, 'file.getMany', { ...tower, category: ['document'] })).toHaveLength(0);
	});

	it('are there once when the answer to their registration is lost', async () => {
		served.faults.inject({ service: 'cintoo', method: 'PUT', path: 'bulk-files', kind: { loseAnswer: true } });
		const [uploaded] = await records(nora, 'file.upload', { ...where, files: [fileOf('a.pdf', pdf)] });
		const listed = await records(nora, 'file.getMany', { ...tower, category: ['document'] });
		expect(listed.map(({ id }) => id)).toEqual([uploaded?.id]);
	});

	it('are sent again when storage is busy or the connection breaks', async () => {
		served.faults.inject({ service: 'storage', method: 'PUT', kind: { status: 503 } });
		served.faults.inject({ service: 'storage', method: 'PUT', after: 1, kind: { loseAnswer: true } });
		const [uploaded] = await records(nora, 'file.upload', { ...where, files: [fileOf('a.pdf', pdf)] });
		const [got] = await run(nora, 'file.download', { ...tower, fileRef: textAt(uploaded, 'id') ?? '' });
		expect(await bytesOf(got)).toEqual(pdf);
	});
});

describe('failures', () => {
	it('carry the words of the service, the permission and what to do', async () => {
		const denied = await failureFrom(run(as('luis'), 'annotation.delete', { ...tower, annotationRef: urn('annotation', sampleIds.note) }));
		expect(denied).toMatchObject({ kind: 'permission', facts: { status: 403, code: 'delete-annotation-forbidden', operation: 'cintoo.annotation.delete', requiredPermissions: ['workzone:annotations:write'] } });
		expect(denied.facts.remedy).toContain('workzone:annotations:write');
	});

	it('explain a deleted project, a foreign one, a wrong kind of URN and a number', async () => {
		const of = async (who: PersonKey, projectRef: string): Promise<readonly [unknown, string]> => {
			const error = await failureFrom(run(as(who), 'annotation.getMany', { ...inAccount, projectRef }));
			return [error.facts.code, error.facts.remedy ?? ''];
		};
		expect(await of('samir', urn('project', sampleIds.deletedProject))).toEqual(['deleted-project', expect.stringContaining('restore it first')]);
		expect(await of('luis', urn('project', sampleIds.quay))).toEqual(['not-member-of-project', expect.stringContaining('no member of this project')]);
		expect(await of('nora', urn('workzone', sampleIds.roof))).toEqual(['invalid-project-urn', expect.stringContaining('another kind')]);
		expect(await of('nora', '12')).toEqual(['invalid-project-id', expect.stringContaining('UUID')]);
	});

	it('say that a full project is full', async () => {
		const { annotations } = served.services.cintoo.state;
		const sample = annotations.get(sampleIds.bareIssue);
		if (!sample) throw new Error('There is no sample.');
		for (let index = annotations.size; index <= 3001; index++) annotations.set(`many-${index}`, { ...sample, id: `many-${index}`, number: 100 + index });
		const full = await failureFrom(run(nora, 'annotation.create', { ...tower, workzoneId: urn('workzone', sampleIds.roof), title: 'T', description: 'D', position: { x: 0, y: 0, z: 0 } }));
		expect(full).toMatchObject({ facts: { code: 'project-max-annotations' } });
		expect(full.facts.remedy).toContain('3000');
	});

	it('stay at their own item', async () => {
		const entry = operations.get('cintoo.annotation.get');
		if (!entry) throw new Error('There is no such operation.');
		const results = await nora.runMany(entry.operation, [
			{ ...tower, annotationRef: urn('annotation', sampleIds.note) },
			{ ...tower, annotationRef: urn('annotation', '00000000-0000-4000-8000-000000000000') },
			{ ...tower, annotationRef: urn('annotation', sampleIds.ductClash) },
		]);
		expect(results.map((result) => ('error' in result ? result.error.facts.code : textAt(result.outputs[0]?.json, 'title')))).toEqual(['Scan position moved', 'annotation-not-found', 'Duct clashes with beam at C4']);
	});

	it('show no token', async () => {
		const { access_token: token } = served.services.cintoo.issueTokens(people.luis.cintooId);
		const denied = await failureFrom(run(connect(cintoo, served.origins.cintoo, bearer(token)), 'project.delete', tower));
		expect(JSON.stringify([denied.message, denied.facts])).not.toContain(token);
	});
});
