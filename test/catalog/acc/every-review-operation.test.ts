import { acc } from '../../../src/catalog/acc';
import { resourceOf, textAt, type Input, type JsonObject } from '../../../src/catalog/vocabulary';
import { look, type ChangeOptions, type ChangeState } from '../../../src/core/changes';
import type { Client } from '../../../src/core/client';
import { BIM360_ID, createAccService, folderId, TOWER_ID, type AccService } from '../../../src/sandbox/acc';
import { people, type PersonKey } from '../../../src/sandbox/people';
import { serve, type Served } from '../../../src/sandbox/serve';
import { carryOut } from '../../support/carry-out';
import { bearer, connect } from '../../support/connect';
import { testEveryOperation, type Case } from '../../support/every-operation';
import { failureFrom } from '../../support/failure';

const families = ['acc.review', 'acc.reviewWorkflow', 'acc.package', 'acc.specification'];
const { run, records } = carryOut(acc);

const tower = { projectId: { name: 'Harbor Tower (sandbox)' } };
const first = { ...tower, reviewId: { name: '#1' } };
const second = { ...tower, reviewId: { name: 'facade brackets, part 2' } };
const milestones = { ...tower, packageId: { name: '#105' } };
const issued = { ...tower, versionId: { name: 'issued for construction' } };
const some = (members: Readonly<Record<string, unknown>>): unknown => expect.objectContaining(members);
const like = (text: RegExp): unknown => expect.stringMatching(text);
const versionOf = (name: string, number = 1) => (state: AccService['state']): string => state.versions.find((one) => one.name === name && one.number === number && state.items.some(({ id, projectId }) => id === one.itemId && projectId === TOWER_ID))?.id ?? '';

const cases: Readonly<Record<string, Case<AccService['state']>>> = {
	'review.get': { input: second, gives: [{ sequenceId: 2, status: 'OPEN', createdBy: { autodeskId: people.samir.autodeskId, name: 'Samir Haddad' } }] },
	'review.getMany': { input: tower, gives: 52 },
	'review.create': {
		input: { ...tower, workflowId: { name: 'final structural review' }, name: 'Steel, level 1', itemIds: ['Drawings/S-201 Steel.pdf'], notes: 'Please check', folderId: 'Project Files/Drawings', reviewers: [{ step: 'discipline review', userIds: [{ name: people.mei.email }], companyIds: ['120451'], roleIds: [{ name: 'bim manager' }] }] },
		gives: [{ receipt: some({ done: 'created', number: 59 }), status: 'OPEN', nextActionBy: some({ candidates: some({ users: [{ autodeskId: people.mei.autodeskId, name: 'Mei Tanaka' }] }) }) }],
		leaves: [
			(state) => [state.reviews.at(-1), state.reviews.at(-1)?.files.map(({ versionId }) => versionId === versionOf('S-201 Steel.pdf')(state))],
			[some({ name: 'Steel, level 1', createdBy: people.nora.autodeskId, started: { notes: 'Please check', copyTo: folderId(TOWER_ID, 'Drawings'), steps: [{ id: 'Lane_review01', candidates: { users: [{ autodeskId: people.mei.autodeskId, name: 'Mei Tanaka' }], roles: [{ autodeskId: '120502', name: 'BIM Manager' }], companies: [{ autodeskId: '120451', name: expect.any(String) as string }] } }] } }), [true]],
		],
	},
	'review.getProgress': { input: first, gives: [{ status: 'SUBMITTED', actionBy: some({ autodeskId: people.nora.autodeskId }) }, { status: 'CLAIMED', actionBy: null }] },
	'review.getVersions': { input: first, gives: [{ approveStatus: some({ label: 'Approved' }) }, { approveStatus: some({ label: 'Rejected' }) }] },
	'review.downloadFiles': { input: { ...first, approvalStatuses: ['Approved', 'Rejected'] }, gives: [{ fileName: like(/\.pdf$/), mimeType: 'application/pdf' }, { fileName: like(/\./) }] },
	'review.getWorkflow': { input: first, gives: [{ name: 'Shop Drawing Approval', steps: [some({ type: 'APPROVER' })] }] },
	'review.getApprovalStatuses': { input: (state) => ({ ...tower, versionId: versionOf('A-101 Level 1.pdf', 2)(state) }), gives: expect.arrayContaining([some({ review: some({ status: 'OPEN' }) })]) as readonly unknown[] },
	'reviewWorkflow.get': { input: { ...tower, workflowId: { name: 'Tender Review (2025)' } }, gives: [{ status: 'INACTIVE' }] },
	'reviewWorkflow.getMany': { input: { ...tower, sort: 'name desc' }, gives: [{ name: 'Shop Drawing Approval' }, { name: 'Final Structural Review' }] },
	'package.getMany': { input: { ...tower, createdBy: [{ name: people.samir.email }], versionType: 'FIXED', sort: 'displayId desc' }, gives: [111, 109, 107, 105, 103, 101].map((displayId) => ({ displayId })) },
	'package.getFiles': { input: { ...milestones, fileTypes: ['pdf', 'rvt'], sort: 'name' }, gives: 5 },
	'package.downloadFiles': { input: milestones, gives: 4 },
	'specification.getMetadata': { input: tower, gives: [{ region: 'CANADA' }] },
	'specification.getSmartRegister': { input: issued, gives: 18 },
	'specification.getRequirements': { input: { ...tower, versionId: '2268' }, gives: 3 },
	'specification.getSubmittalsSummary': { input: issued, gives: expect.arrayContaining([some({ submittalGroup: 'Mockups' })]) as readonly unknown[] },
};

let served: Served<{ acc: AccService }>;
let nora: Client;

beforeEach(async () => {
	served = await serve((world) => ({ acc: createAccService(world) }));
	nora = as('nora');
});

afterEach(async () => {
	const broken = served.exchanges.flatMap(({ method, url, violations }) => violations.map((one) => `${method} ${url}: ${one}`));
	await served.stop();
	expect(broken).toEqual([]);
});

function as(who: PersonKey): Client {
	return connect(acc, served.origins.acc, bearer(served.services.acc.issueTokens(people[who].autodeskId).access_token));
}

testEveryOperation<AccService['state']>(acc, cases, {
	place: () => ({ state: served.services.acc.state, exchanges: served.exchanges, as: () => nora }),
	on: (resource) => families.includes(resource),
	reads: ['GET'],
});

describe('filters of reviews', () => {
	const all = async (): Promise<readonly JsonObject[]> => await records(nora, 'review.getMany', tower);
	const texts = (list: readonly JsonObject[], path: string): readonly unknown[] => list.map((record) => textAt(record, path));

	it('take open ends, which the service does not', async () => {
		const from = '2026-09-20T00:00:00.000Z';
		const later = await records(nora, 'review.getMany', { ...tower, updated: { from } });
		expect(later.length).toBeGreaterThan(5);
		expect(texts(later, 'id')).toEqual((await all()).filter((record) => Date.parse(textAt(record, 'updatedAt') ?? '') >= Date.parse(from)).map((record) => textAt(record, 'id')));
		const due = await records(nora, 'review.getMany', { ...tower, stepDue: { to: '2026-09-15' }, status: 'OPEN' });
		expect(due.length).toBeGreaterThan(0);
		for (const record of due) expect(Date.parse(textAt(record, 'currentStepDueDate') ?? '')).toBeLessThan(Date.parse('2026-09-16'));
	});

	it('name workflows, also inactive ones, and people', async () => {
		const tender = await records(nora, 'review.getMany', { ...tower, workflowId: { name: 'tender review (2025)' } });
		expect(new Set(texts(tender, 'workflowId')).size).toBe(1);
		expect(tender.length).toBeGreaterThan(0);
		const waiting = await records(nora, 'review.getMany', { ...tower, nextUserId: { name: people.samir.email } });
		expect(waiting.length).toBeGreaterThan(0);
		expect(waiting.length).toBeLessThan((await all()).length);
	});

	it('give the archived ones apart', async () => {
		const archived = await records(nora, 'review.getMany', { ...tower, archived: true, archivedBy: { name: people.nora.email }, archivedAt: { from: '2026-09-01' } });
		expect(archived.length + (await all()).length).toBe(served.services.acc.state.reviews.length);
		expect(archived.every((record) => record.archived === true)).toBe(true);
	});

	it('show failed ones to project administrators alone', async () => {
		const failed = { ...tower, status: 'FAILED' };
		expect(await records(nora, 'review.getMany', failed)).not.toEqual([]);
		expect(await records(as('samir'), 'review.getMany', failed)).toEqual([]);
	});
});

describe('an application by itself', () => {
	const app = (actAs?: string): Client => connect(acc, served.origins.acc, bearer(served.services.acc.issueTokens().access_token, ['app']), actAs === undefined ? {} : { actAs });
	const started = { ...tower, workflowId: { name: 'shop drawing approval' }, name: 'Steel' };

	it.each<readonly [string, (version: string) => Input]>([
		['review.create', (version) => ({ ...started, fileVersions: [version] })],
		['fileExport.create', (version) => ({ ...tower, fileVersions: [version] })],
	])('is told before %s is sent that it takes a user, and acts as one', async (id, input) => {
		const given = input(versionOf('S-201 Steel.pdf')(served.services.acc.state));
		const failure = await failureFrom(run(app(), id, given));
		expect([failure.kind, failure.message, served.exchanges.filter(({ method }) => method === 'POST')]).toEqual(['sign-in', expect.stringContaining('this takes a user'), []]);
		expect(await records(app(people.samir.autodeskId), id, given)).toMatchObject([{ id: like(/./) }]);
		expect(served.exchanges.at(-1)?.requestHeaders['x-user-id']).toBe(people.samir.autodeskId);
	});
});

describe('an application that reads', () => {
	const app = (actAs?: string): Client => connect(acc, served.origins.acc, bearer(served.services.acc.issueTokens().access_token, ['app']), actAs === undefined ? {} : { actAs });
	const ofTower = { projectId: TOWER_ID };
	const reviewOf = ({ reviews }: AccService['state']): Input => ({ ...ofTower, reviewId: reviews.find(({ projectId }) => projectId === TOWER_ID)?.id ?? '' });

	it.each<readonly [string, (state: AccService['state']) => Input]>([
		['review.getMany', () => ofTower],
		['review.get', reviewOf],
		['review.getProgress', reviewOf],
		['review.getVersions', reviewOf],
		['review.getApprovalStatuses', (state) => ({ ...ofTower, versionId: versionOf('A-101 Level 1.pdf')(state) })],
		['reviewWorkflow.getMany', () => ofTower],
		['reviewWorkflow.get', ({ workflows }) => ({ ...ofTower, workflowId: workflows.find(({ projectId }) => projectId === TOWER_ID)?.id ?? '' })],
		['version.getLinkedFiles', (state) => ({ ...ofTower, versionId: versionOf('Tower.rvt')(state) })],
	])('is told before %s is sent that it takes a user, and acts as one', async (id, input) => {
		const given = input(served.services.acc.state);
		const failure = await failureFrom(run(app(), id, given));
		expect([failure.kind, failure.message, served.exchanges]).toEqual(['sign-in', expect.stringContaining('this takes a user'), []]);
		expect(await records(app(people.nora.autodeskId), id, given)).not.toEqual([]);
		expect(served.exchanges.at(-1)?.requestHeaders['x-user-id']).toBe(people.nora.autodeskId);
	});

	it('needs no user for the workflow of a review, and names none', async () => {
		const given = reviewOf(served.services.acc.state);
		expect(await records(app(), 'review.getWorkflow', given)).toHaveLength(1);
		expect(served.exchanges.at(-1)?.requestHeaders['x-user-id']).toBeUndefined();
	});
});

it('refuses what the service would before anything is asked', async () => {
	const failure = await failureFrom(records(nora, 'reviewWorkflow.getMany', { projectId: TOWER_ID, status: 'INACTIVE', initiator: true }));
	expect([failure.kind, served.exchanges.length]).toEqual(['input', 0]);
});

it.each([
	[{ reviewers: [{ step: 'Third review', userIds: [people.mei.autodeskId] }] }, 'The workflow has no step "Third review".', 'Discipline review (Lane_review01), Final approval'],
	[{ reviewers: [{ step: 'Discipline review' }] }, 'Nobody is named for the step "Discipline review".', 'a company or a role'],
	[{ reviewers: [{ step: 'Final approval', userIds: [people.mei.autodeskId] }] }, 'does not let you change who acts in the step "Final approval"', 'Leave its reviewers out'],
	[{ workflowId: { name: 'Shop Drawing Approval' }, folderId: 'Project Files/Drawings' }, 'The workflow copies no approved files.', 'Leave the folder out'],
	[{ itemIds: [] }, 'One of Files or File Versions is needed', ''],
])('starts no review where it is not clear of what or by whom (%j)', async (given, words, remedy) => {
	const failure = await failureFrom(records(nora, 'review.create', { ...tower, workflowId: { name: 'Final Structural Review' }, name: 'x', itemIds: ['Drawings/S-201 Steel.pdf'], ...given }));
	expect(failure.message).toContain(words);
	expect(failure.facts.remedy).toContain(remedy);
	expect(served.exchanges.filter(({ method }) => method !== 'GET')).toEqual([]);
});

it('copies approved files elsewhere only where the workflow lets one choose', async () => {
	const given = { ...tower, workflowId: { name: 'Final Structural Review' }, name: 'x', itemIds: ['Drawings/S-201 Steel.pdf'], folderId: 'Project Files/Issued' };
	expect(await records(nora, 'review.create', given)).toMatchObject([{ receipt: { done: 'created' } }]);
	const own = { enabled: true, allowOverride: false, folderUrn: folderId(TOWER_ID, 'Drawings') };
	served.faults.inject({ service: 'acc', method: 'GET', path: '/workflows/', times: 2, kind: { status: 200, json: { id: 'w1', steps: [], copyFilesOptions: own } } });
	expect((await failureFrom(records(nora, 'review.create', given))).message).toContain('into its own folder only');
	expect(await records(nora, 'review.create', { ...given, folderId: own.folderUrn })).toMatchObject([{ receipt: { done: 'created' } }]);
});

it.each(['review.getMany', 'package.getMany'])('says that projects of BIM 360 have none (%s), and offers them not', async (id) => {
	const failure = await failureFrom(records(nora, id, { projectId: BIM360_ID }));
	expect(acc.resources.flatMap(({ id: of, operations }) => (`acc.${id.split('.')[0] ?? ''}` === of ? Object.values(operations).map(({ input }) => input.projectId) : [])).every((field) => field?.kind === 'ref' && field.to === 'acc.accProject')).toBe(true);
	expect(failure.facts.remedy).toContain('ACC projects only');
});

describe('download of the files', () => {
	it('leaves out the deleted ones of a package and gives a result for each other, also for one that fails', async () => {
		const { state } = served.services.acc;
		const [gone] = await records(nora, 'package.getFiles', milestones);
		const urn = textAt(gone, 'storageUrn') ?? '';
		state.objects.delete(urn.slice(urn.lastIndexOf('/') + 1));
		const outputs = await run(nora, 'package.downloadFiles', milestones);
		expect(outputs.map(({ failure, file, json }) => [failure?.message === undefined ? '' : 'failed', file?.name, json.fileName])).toEqual([
			['failed', undefined, 'A-101 Level 1.pdf'],
			['', 'A-102 Level 2.pdf', 'A-102 Level 2.pdf'],
			['', 'S-201 Steel.pdf', 'S-201 Steel.pdf'],
			['', 'M-301 Ducts.pdf', 'M-301 Ducts.pdf'],
		]);
		expect(outputs[0]?.json).toEqual(expect.objectContaining({ id: textAt(gone, 'id') }));
	});

	it('gives the reviewed version and not a later one', async () => {
		const reviewed = served.services.acc.state.reviews.find(({ projectId, files }) => projectId === TOWER_ID && files.some(({ versionId }) => versionId === versionOf('A-101 Level 1.pdf', 1)(served.services.acc.state)));
		const [output] = (await run(nora, 'review.downloadFiles', { projectId: TOWER_ID, reviewId: reviewed?.id ?? '' })).filter(({ json }) => textAt(json, 'urn')?.endsWith('version=1') === true && json.fileName === 'A-101 Level 1.pdf');
		let text = '';
		for await (const chunk of output?.file?.stream ?? []) text += Buffer.from(chunk as Uint8Array).toString('latin1');
		expect(text).toContain('version 1 ');
	});
});

describe('pick lists', () => {
	it.each([
		['acc.review', 'duct', { label: '#1 Duct layout, part 1', active: false }],
		['acc.review', '#2', { label: '#2 Facade brackets, part 2', active: true }],
		['acc.reviewWorkflow', '', { label: 'Final Structural Review', active: true }],
		['acc.package', '105', { label: '#105 Milestones 05', active: true }],
		['acc.specification', '', { label: 'Issued For Construction', detail: 'Current' }],
	])('%s by "%s"', async (resource, search, expected) => {
		const picks = await nora.lookup(resourceOf([acc], resource), { projectId: TOWER_ID }, search);
		expect(picks).toContainEqual(expect.objectContaining(expected));
	});

	it('put inactive workflows last', async () => {
		const picks = await nora.lookup(resourceOf([acc], 'acc.reviewWorkflow'), { projectId: TOWER_ID });
		expect(picks.map(({ label, active }) => [label, active])).toEqual([['Final Structural Review', true], ['Shop Drawing Approval', true], ['Tender Review (2025)', false]]);
	});
});

describe('triggers', () => {
	const start = Date.parse('2026-11-22T08:00:00.000Z');
	const hour = 3_600_000;

	async function looks(resource: string, options: Omit<ChangeOptions, 'now' | 'startFrom'>, between: (state: AccService['state']) => void): Promise<readonly unknown[]> {
		const { changes } = resourceOf([acc], resource);
		if (!changes) throw new Error(`${resource} cannot be watched.`);
		const within: Input = { projectId: TOWER_ID };
		const told = async (state: ChangeState | undefined, now: number) => await look(nora, changes, within, state, { ...options, startFrom: 'now', now });
		const before = await told(undefined, start);
		between(served.services.acc.state);
		const after = await told(before.state, start + hour);
		const again = await told(after.state, start + 2 * hour);
		expect([before.events, again.events]).toEqual([[], []]);
		return after.events.map(({ event, record }) => `${event} ${textAt(record, 'name') ?? ''}`).sort();
	}

	const at = (minutes: number): string => new Date(start + minutes * 60_000).toISOString();

	it('tell of new, changed, closed and overdue reviews', async () => {
		const told = await looks('acc.review', { events: ['created', 'updated', 'statusChanged', 'closed', 'stepDue'] }, ({ reviews }) => {
			const [closed, due] = reviews.filter(({ status, archivedAt }) => status === 'OPEN' && archivedAt === null);
			if (!closed || !due) throw new Error('The sample has no open reviews.');
			Object.assign(closed, { status: 'CLOSED', updatedAt: at(10) });
			// Nothing changes of it: its date lies an hour ahead, and then behind.
			reviews.push({ ...due, id: 'new', sequenceId: 900, name: 'New one', createdAt: at(20), updatedAt: at(20), currentStepDueDate: at(30) });
		});
		expect(told).toEqual(['closed Facade brackets, part 2', 'created New one', 'statusChanged Facade brackets, part 2', 'stepDue New one', 'updated Facade brackets, part 2']);
	});

	it.each([[['closed', 'statusChanged', 'updated']], [['closed', 'statusChanged', 'updated', 'stepDue']]])('tell once of one that is closed and archived between two looks (%j)', async (events) => {
		const told = await looks('acc.review', { events }, ({ reviews }) => {
			for (const review of reviews) review.currentStepDueDate = null;
			const [both] = reviews.filter(({ status, archivedAt }) => status === 'OPEN' && archivedAt === null);
			Object.assign(both ?? {}, { status: 'CLOSED', updatedAt: at(10), finishedAt: at(10), archivedAt: at(11), archivedBy: people.nora.autodeskId });
		});
		expect(told).toEqual(['closed Facade brackets, part 2', 'statusChanged Facade brackets, part 2', 'updated Facade brackets, part 2']);
		const archived = served.exchanges.map(({ url }) => new URL(url, 'http://here').searchParams).filter((query) => query.get('filter[archived]') === 'true');
		// One call a look, for what changed alone.
		expect(archived.map((query) => query.has('filter[updatedAt]'))).toEqual([true, true, true]);
	});

	it('tell once of one that goes into the archive between the two readings of a look', async () => {
		const { changes } = resourceOf([acc], 'acc.review');
		if (!changes) throw new Error('Reviews cannot be watched.');
		const told = async (state: ChangeState | undefined, now: number) => await look(nora, changes, { projectId: TOWER_ID }, state, { events: ['closed', 'updated'], startFrom: 'now', now });
		const { state } = await told(undefined, start);
		const [one] = await records(nora, 'review.getMany', { projectId: TOWER_ID, status: 'OPEN' });
		const closed = { ...one, status: 'CLOSED', updatedAt: at(10) };
		for (const [after, more] of [{}, { archived: true }].entries()) served.faults.inject({ service: 'acc', path: '/reviews', after, kind: { status: 200, json: { results: [{ ...closed, ...more }], pagination: { limit: 50, offset: 0, totalResults: 1 } } } });
		expect((await told(state, start + hour)).events.map(({ event, record }) => [event, record.archived])).toEqual([['closed', true], ['updated', true]]);
	});

	it('do not tell anew of one that comes back from the archive', async () => {
		const { changes } = resourceOf([acc], 'acc.review');
		if (!changes) throw new Error('Reviews cannot be watched.');
		const { reviews } = served.services.acc.state;
		for (const review of reviews) review.currentStepDueDate = null;
		const [known] = reviews;
		if (!known) throw new Error('The sample has no reviews.');
		const back = { ...known, id: 'new', sequenceId: 900, status: 'CLOSED' as const, createdAt: at(5), updatedAt: at(10), archivedAt: at(11), archivedBy: people.nora.autodeskId };
		const told: string[] = [];
		let state: ChangeState | undefined;
		for (const hours of [0, 1, 5, 5.2, 6]) {
			if (hours === 1) reviews.push(back);
			if (hours === 5) Object.assign(known, { updatedAt: at(4 * 60) });
			if (hours === 6) Object.assign(back, { updatedAt: at(5.5 * 60), archivedAt: null, archivedBy: null });
			const seen = await look(nora, changes, { projectId: TOWER_ID }, state, { events: ['created', 'updated', 'closed', 'stepDue'], startFrom: 'now', now: start + hours * hour });
			state = seen.state;
			told.push(...seen.events.map(({ event, id }) => `${hours} ${event} ${id === 'new' ? id : 'known'}`));
		}
		expect(told).toEqual(['1 created new', '1 closed new', '5 updated known', '6 updated new']);
	});

	it('tell that a step is due though the review did not change', async () => {
		const { state } = served.services.acc;
		for (const review of state.reviews) review.currentStepDueDate = null;
		const [due] = state.reviews.filter(({ status, archivedAt }) => status === 'OPEN' && archivedAt === null);
		if (due) due.currentStepDueDate = at(30);
		expect(await looks('acc.review', { events: ['stepDue'] }, () => undefined)).toEqual([`stepDue ${due?.name ?? ''}`]);
	});

	it('tell of new, changed and locked packages, of one kind of versions', async () => {
		const told = await looks('acc.package', { events: ['created', 'updated', 'locked'], filters: { versionType: ['FIXED'] } }, ({ packages }) => {
			const [fixed, current] = packages;
			if (!fixed || !current) throw new Error('The sample has no packages.');
			Object.assign(fixed, { lockedBy: people.nora.autodeskId, lockedAt: at(5), updatedAt: at(5) });
			Object.assign(current, { updatedAt: at(5) });
			packages.push({ ...fixed, id: 'new', name: 'New one', createdAt: at(6), updatedAt: at(6), lockedAt: null, lockedBy: null });
		});
		expect(told).toEqual(['created New one', 'locked Milestones 01', 'updated Milestones 01']);
	});
});
