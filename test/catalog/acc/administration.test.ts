import { acc } from '../../../src/catalog/acc';
import { operationsOf, resourceOf, textAt, type Input, type JsonObject } from '../../../src/catalog/vocabulary';
import { look, type ChangeEvent, type ChangeState } from '../../../src/core/changes';
import type { Client } from '../../../src/core/client';
import { ACCOUNT_ID, BIM360_ID, QUAY_ID, stableId, TOWER_ID } from '../../../src/sandbox/acc';
import { people, type PersonKey } from '../../../src/sandbox/people';
import type { Exchange } from '../../../src/sandbox/service';
import { accSandbox } from '../../support/acc-sandbox';
import { carryOut } from '../../support/carry-out';
import { bearer, connect, ports } from '../../support/connect';
import { failureFrom } from '../../support/failure';

const operations = operationsOf(acc);
const { run, records, only } = carryOut(acc);
const A = { accountId: ACCOUNT_ID };
const tower = { projectId: TOWER_ID };
const superintendent = stableId('role superintendent');
const subcontractor = stableId('role subcontractor');

const { served, as, asApp } = accSandbox();

/** A client whose clock stands still but for its pauses. */
function patient(who: PersonKey): Client {
	const session = bearer(served().services.acc.issueTokens(people[who].autodeskId).access_token);
	let now = Date.now();
	const sleep = async (ms: number): Promise<void> => void (now += ms);
	return connect(acc, served().origins.acc, session, { ports: { ...ports(session), now: () => now, sleep } });
}

const writes = (): readonly Exchange[] => served().exchanges.filter(({ method }) => method !== 'GET');
const sent = (exchange: Exchange | undefined): unknown => exchange && JSON.parse(Buffer.from(exchange.requestBody).toString('utf8'));
const state = () => served().services.acc.state;
const member = (key: PersonKey) => state().members.find(({ projectId, userId }) => projectId === TOWER_ID && userId === people[key].autodeskId);

async function many(client: Client, name: string, inputs: readonly Input[]): Promise<readonly (JsonObject | string)[]> {
	const entry = operations.get(`acc.${name}`);
	if (!entry) throw new Error(`There is no ${name}.`);
	const results = await client.runMany(entry.operation, inputs);
	return results.map((one) => ('error' in one ? one.error.message : (one.outputs[0]?.json ?? {})));
}

describe('a project that is created and waited for', () => {
	const pier = { ...A, name: 'Pier 7', type: 'Seaport', jobNumber: 'P-7' };

	it('is one, however often and by whatever name it is asked for', async () => {
		const first = await only(as('nora'), 'project.create', { ...pier, matchOn: 'name' });
		const again = await only(as('nora'), 'project.create', { ...pier, matchOn: 'name', name: 'pier 7' });
		const byNumber = await only(as('nora'), 'project.create', { ...pier, matchOn: 'jobNumber', name: 'Another' });
		expect([first, again, byNumber].map(({ receipt, status }) => [receipt, status])).toEqual([
			[{ done: 'created', id: first.id, number: 'P-7' }, 'active'],
			[{ done: 'unchanged', id: first.id, number: 'P-7' }, 'active'],
			[{ done: 'unchanged', id: first.id, number: 'P-7' }, 'active'],
		]);
		expect(writes()).toHaveLength(1);
	});

	it('is one when two runs ask at the same time', async () => {
		const both = await Promise.all([only(as('nora'), 'project.create', { ...pier, matchOn: 'name' }), only(as('nora'), 'project.create', { ...pier, matchOn: 'name' })]);
		expect(new Set(both.map(({ id }) => id)).size).toBe(1);
		expect(both.map(({ status }) => status)).toEqual(['active', 'active']);
		expect(writes()).toHaveLength(1);
	});

	it('is named when it takes too long, and waited for by the next run', async () => {
		const error = await failureFrom(run(patient('nora'), 'project.create', { ...pier, matchOn: 'name', interval: 60, timeout: 1 }));
		const made = state().projects.at(-1);
		expect(error.message).toContain(`"Pier 7" (${made?.id ?? ''}) is still being set up after 1 minutes`);
		expect(error.facts.made).toEqual({ project: made?.id });
		expect((await only(as('nora'), 'project.create', { ...pier, matchOn: 'name' })).id).toBe(made?.id);
		expect(writes()).toHaveLength(1);
	});

	it('is refused where the one of this name is archived', async () => {
		const [first] = state().projects;
		if (first) state().projects[0] = { ...first, status: 'archived' };
		const error = await failureFrom(run(as('nora'), 'project.create', { ...A, matchOn: 'name', name: first?.name, type: 'Office' }));
		expect(error.message).toContain('is archived');
		expect(writes()).toEqual([]);
	});

	it('takes a user, which is said before anything is sent', async () => {
		const error = await failureFrom(run(asApp(), 'project.post', pier));
		expect(error.kind).toBe('sign-in');
		expect(error.explanation).toContain('as whom the application acts');
		expect(served().exchanges).toEqual([]);
		expect(await only(asApp(people.nora.autodeskId), 'project.post', pier)).toMatchObject({ status: 'pending' });
	});
});

describe('a project that need not be the only one', () => {
	it('is created each time, and not waited for', async () => {
		const wanted = { ...A, name: 'Pier 7', type: 'Seaport', matchOn: 'nothing', wait: false };
		const both = [await only(as('nora'), 'project.create', wanted), await only(as('nora'), 'project.create', wanted)];
		expect(new Set(both.map(({ id }) => id)).size).toBe(2);
		expect(both.map(({ status }) => status)).toEqual(['pending', 'pending']);
	});
});

describe('people of a project', () => {
	const mei = { ...tower, email: people.mei.email };

	it('stay as they are where nothing is missing', async () => {
		const record = await only(as('nora'), 'projectUser.upsert', { ...mei, products: [{ key: 'build', access: 'member' }], roleIds: [subcontractor] });
		expect(record.receipt).toMatchObject({ done: 'unchanged' });
		expect(writes()).toEqual([]);
	});

	it('lose what is not named only when that is wanted', async () => {
		await only(as('nora'), 'projectUser.upsert', { ...mei, products: [{ key: 'docs', access: 'administrator' }], roleIds: [{ name: 'Superintendent' }] });
		expect(member('mei')).toMatchObject({ roleIds: [subcontractor, superintendent], products: [{ key: 'build', access: 'member' }, { key: 'docs', access: 'administrator' }] });
		await only(as('nora'), 'projectUser.upsert', { ...mei, products: [{ key: 'docs', access: 'administrator' }], roleIds: [superintendent], exactly: true });
		expect(member('mei')).toMatchObject({ roleIds: [superintendent], products: [{ key: 'build', access: 'none' }, { key: 'docs', access: 'administrator' }] });
		await only(as('nora'), 'projectUser.upsert', { ...mei, products: [{ key: 'docs', access: 'administrator' }], exactly: true });
		expect(writes()).toHaveLength(2);
	});

	it('keep what no member of a project can be given to themselves', async () => {
		Object.assign(member('mei') ?? {}, { products: [{ key: 'accountAdministration', access: 'member' }, { key: 'projectAdministration', access: 'member' }, { key: 'build', access: 'member' }] });
		await only(as('nora'), 'projectUser.upsert', { ...mei, products: [{ key: 'docs', access: 'member' }] });
		expect(sent(writes()[0])).toEqual({ products: [{ key: 'build', access: 'member' }, { key: 'docs', access: 'member' }] });
	});

	it.each([[false], [true]])('are brought up to date without a word about products where none are filled in, nothing else wanted: %s', async (exactly) => {
		await only(as('nora'), 'projectUser.upsert', { ...mei, roleIds: [superintendent], exactly });
		expect(sent(writes()[0])).toEqual({ roleIds: exactly ? [superintendent] : [subcontractor, superintendent] });
		expect(writes()).toHaveLength(1);
	});

	it('are managed by member managers, as long as nothing is said about products', async () => {
		Object.assign(member('luis') ?? {}, { managesMembers: true, isAdmin: false });
		const wanted = { ...tower, email: 'new.one@harbor.example', withoutMail: true };
		expect((await only(as('luis'), 'projectUser.upsert', wanted)).receipt).toMatchObject({ done: 'created' });
		expect((await only(as('luis'), 'projectUser.upsert', { ...wanted, roleIds: [superintendent] })).receipt).toMatchObject({ done: 'updated' });
		expect(writes().map(sent)).toEqual([{ email: 'new.one@harbor.example', suppressAdministrativeEmails: true }, { roleIds: [superintendent] }]);
		expect(await many(as('luis'), 'projectUser.import', [{ ...tower, email: 'two@harbor.example' }])).toEqual([expect.objectContaining({ jobId: expect.any(String) as unknown })]);
		expect((await failureFrom(run(as('luis'), 'projectUser.add', { ...tower, email: 'three@harbor.example', products: [{ key: 'docs', access: 'member' }] }))).kind).toBe('permission');
	});

	it.each(['add', 'upsert'])('are not members of Project Administration, which is said before anything is sent: %s', async (name) => {
		const error = await failureFrom(run(as('nora'), `projectUser.${name}`, { ...mei, products: [{ key: 'docs', access: 'member' }, { key: 'Project Administration', access: 'Member' }] }));
		expect(error.explanation).toContain('Products, row 2: Project Administration has no members. Choose Administrator');
		expect(writes()).toEqual([]);
	});

	it('are added once when they are not there, whatever the case of the address', async () => {
		const wanted = { ...tower, products: [{ key: 'docs', access: 'member' }] };
		const first = await only(as('nora'), 'projectUser.upsert', { ...wanted, email: 'New.One@harbor.example' });
		const again = await only(as('nora'), 'projectUser.upsert', { ...wanted, email: 'new.one@HARBOR.example' });
		expect([first.receipt, again.receipt]).toEqual([{ done: 'created', id: first.id }, { done: 'unchanged', id: first.id }]);
	});

	it('who have not accepted yet can be changed by their address', async () => {
		await run(as('nora'), 'projectUser.add', { ...tower, email: 'new.one@harbor.example', products: [{ key: 'docs', access: 'member' }] });
		const changed = await only(as('nora'), 'projectUser.update', { ...tower, userId: { name: 'new.one@harbor.example' }, roleIds: [superintendent] });
		expect(changed).toMatchObject({ status: 'pending', roleIds: [superintendent] });
	});

	it('can lose all their roles', async () => {
		await run(as('nora'), 'projectUser.update', { ...tower, userId: people.mei.autodeskId, roleIds: null });
		expect(member('mei')?.roleIds).toEqual([]);
	});

	it('get roles by name also where the list of roles is refused', async () => {
		served().faults.inject({ service: 'acc', path: '/industry_roles', kind: { status: 403, json: { code: 'FORBIDDEN', message: 'Not for ACC' } } });
		await run(as('nora'), 'projectUser.update', { ...tower, userId: people.mei.autodeskId, roleIds: [{ name: 'superintendent' }] });
		expect(member('mei')?.roleIds).toEqual([superintendent]);
	});

	it('are imported 200 in one call', async () => {
		const inputs = Array.from({ length: 201 }, (_, index) => ({ ...tower, email: `person.${index}@harbor.example`, products: [{ key: 'docs', access: 'member' }] }));
		const results = await many(as('nora'), 'projectUser.import', inputs);
		expect(results).toHaveLength(201);
		expect(results.every((one) => typeof one !== 'string' && one.jobId !== undefined)).toBe(true);
		expect(writes().map((one) => (sent(one) as { users: unknown[] }).users.length)).toEqual([200, 1]);
		expect(state().members.filter(({ projectId, status }) => projectId === TOWER_ID && status === 'pending').length).toBeGreaterThanOrEqual(201);
	});

	it('that cannot be filled in fail by themselves; the others go', async () => {
		const results = await many(as('nora'), 'projectUser.import', [
			{ ...tower, email: 'one@harbor.example', products: [{ key: 'docs', access: 'member' }] },
			{ ...tower, email: 'two@harbor.example', products: [{ key: 'kitchen', access: 'member' }] },
			{ ...tower, email: 'three@harbor.example', products: [{ key: 'projectAdministration', access: 'member' }] },
		]);
		expect(results[0]).toHaveProperty('jobId');
		expect(results[1]).toContain('Product');
		expect(results[2]).toContain('Project Administration has no members.');
	});

	it('of BIM 360 are not changed', async () => {
		const error = await failureFrom(run(as('nora'), 'projectUser.add', { projectId: BIM360_ID, email: 'a@b.example', products: [{ key: 'docs', access: 'member' }] }));
		expect(error.explanation).toContain('ACC projects only');
	});
});

describe('imports into the account', () => {
	it('give each person a result', async () => {
		const people50 = Array.from({ length: 51 }, (_, index) => ({ ...A, email: `Person.${index}@Harbor.example` }));
		const results = await many(asApp(), 'user.import', [{ ...A, email: people.mei.email }, ...people50]);
		expect(results[0]).toContain('exists already');
		expect(results.slice(1).every((one) => typeof one !== 'string')).toBe(true);
		expect(writes().map((one) => (sent(one) as unknown[]).length)).toEqual([50, 2]);
	});

	it.each([
		['{ item, error }', { item: { name: 'Roofs' }, error: 'taken' }],
		['{ item, errors }', { item: { name: 'Roofs' }, errors: [{ code: 1004, message: 'taken' }] }],
		['the record with its errors', { name: 'ROOFS', errors: [{ message: 'taken' }] }],
	])('read the reason out of %s', async (_shape, failure) => {
		served().faults.inject({ service: 'acc', method: 'POST', path: '/companies/import', kind: { status: 201, json: { success: 0, failure: 1, success_items: [], failure_items: [failure] } } });
		expect(await many(asApp(), 'company.import', [{ ...A, name: 'Roofs', trade: 'Masonry' }])).toEqual([expect.stringContaining('refused it: taken')]);
	});

	it('leave nothing unsaid: a row without a result is a failure', async () => {
		served().faults.inject({ service: 'acc', method: 'POST', path: '/companies/import', kind: { status: 201, json: { success: 1, failure: 0, success_items: [{ name: 'Another' }], failure_items: [] } } });
		expect(await many(asApp(), 'company.import', [{ ...A, name: 'Roofs', trade: 'Masonry' }])).toEqual([expect.stringContaining('said nothing about this one')]);
	});
});

describe('companies and people by upsert', () => {
	it('are written only when something differs', async () => {
		const roofs = { ...A, name: 'Roofs', trade: 'Masonry', phone: '1' };
		const first = await only(asApp(), 'company.upsert', roofs);
		const again = await only(asApp(), 'company.upsert', { ...roofs, name: 'ROOFS' });
		const changed = await only(asApp(), 'company.upsert', { ...roofs, phone: '2' });
		expect([first, again, changed].map(({ receipt }) => receipt)).toEqual([{ done: 'created', id: first.id }, { done: 'unchanged', id: first.id }, { done: 'updated', id: first.id }]);
		expect(await only(asApp(), 'user.upsert', { ...A, email: 'new.one@harbor.example' })).toMatchObject({ receipt: { done: 'created' } });
		expect(await only(asApp(), 'user.upsert', { ...A, email: 'new.one@harbor.example' })).toMatchObject({ receipt: { done: 'unchanged' } });
		expect(writes()).toHaveLength(3);
		const manager = { ...A, email: 'new.one@harbor.example', defaultRole: 'BIM Manager' };
		expect([await only(asApp(), 'user.upsert', manager), await only(asApp(), 'user.upsert', manager)]).toMatchObject([{ receipt: { done: 'updated' }, default_role: 'BIM Manager' }, { receipt: { done: 'unchanged' } }]);
		expect(sent(writes()[3])).toEqual({ default_role: 'BIM Manager' });
	});
});

describe('data extracts', () => {
	const order = { ...A, serviceGroups: ['issues'] };

	it('are ordered from now on, with every interval and until an end, where nothing else is said', async () => {
		const weekly = { ...order, scheduleInterval: 'Weekly' };
		expect((await failureFrom(run(as('nora'), 'dataRequest.create', weekly))).explanation).toContain('Fill in Effective To, or choose Once.');
		await run(as('nora'), 'dataRequest.create', { ...weekly, effectiveTo: '2099-01-01T00:00:00Z' });
		expect(state().dataRequests.at(-1)?.content).toMatchObject({ reoccuringInterval: 1, effectiveFrom: expect.stringMatching(/^20\d\d-/) as string });
		await run(as('nora'), 'dataRequest.create', { ...order, scheduleInterval: 'ONE_TIME' });
		expect(state().dataRequests.at(-1)?.content).not.toHaveProperty('reoccuringInterval');
		const [first] = state().dataRequests;
		await run(as('nora'), 'dataRequest.update', { ...A, requestId: first?.id ?? '', serviceGroups: ['forms'] });
		expect(first?.content).toMatchObject({ serviceGroups: ['forms'], scheduleInterval: 'WEEK' });
	});

	const noDates = 'Fill in Start Date and End Date';
	const once = { ...order, scheduleInterval: 'ONE_TIME' };
	it.each<readonly [string, Input, string]>([
		['dataRequest.create', { ...once, dateRange: 'CUSTOM', startDate: '2026-11-01T00:00:00Z' }, noDates],
		['dataRequest.create', { ...once, serviceGroups: ['issues', 'cdcrfis'] }, `RFIs (Changes): what changed is extracted of a stretch of time, and none is given. ${noDates}`],
		['dataRequest.create', { ...once, effectiveTo: '2099-01-01T00:00:00Z' }, 'Leave Effective To empty'],
		['dataRequest.extract', { ...order, dateRange: 'CUSTOM', endDate: '2026-11-01T00:00:00Z' }, noDates],
		['dataRequest.extract', { ...order, serviceGroups: ['cdcissues'], endDate: '2026-11-01T00:00:00Z' }, noDates],
		['dataRequest.update', { ...A, requestId: stableId('data request weekly'), serviceGroups: ['cdcissues'] }, noDates],
		['dataRequest.update', { ...A, requestId: stableId('data request weekly'), scheduleInterval: 'Once', effectiveTo: '2099-01-01T00:00:00Z' }, 'Leave Effective To empty'],
	])('are refused before anything is ordered where the dates are not right: %s %#', async (name, input, words) => {
		expect((await failureFrom(run(as('nora'), name, input))).explanation).toContain(words);
		expect(writes()).toEqual([]);
	});

	it('hold what changed where it is said when, and change like others', async () => {
		const changes = { ...once, serviceGroups: ['RFIs (Changes)'] };
		await run(as('nora'), 'dataRequest.create', { ...changes, startDate: '2026-11-01T00:00:00Z', endDate: '2026-11-08T00:00:00Z' });
		await run(as('nora'), 'dataRequest.create', { ...changes, dateRange: 'Yesterday' });
		const made = state().dataRequests.at(-1);
		const requestId = made?.id ?? '';
		await run(as('nora'), 'dataRequest.update', { ...A, requestId, isActive: false });
		expect(sent(writes().at(-1))).toEqual({ isActive: false, scheduleInterval: 'ONE_TIME', serviceGroups: ['cdcrfis'] });
		await run(as('nora'), 'dataRequest.update', { ...A, requestId, serviceGroups: ['cdcrfis', 'cdccost'] });
		await run(as('nora'), 'dataRequest.update', { ...A, requestId: stableId('data request weekly'), serviceGroups: ['cdccost'], startDate: '2026-11-01T00:00:00Z', endDate: '2026-11-08T00:00:00Z' });
		expect(writes()).toHaveLength(5);
		// As it may have been made elsewhere: what it holds already is not asked about.
		if (made) made.content = { ...made.content, dateRange: undefined };
		await run(as('nora'), 'dataRequest.update', { ...A, requestId, serviceGroups: ['cdccost', 'issues'] });
		expect(made?.content).toMatchObject({ serviceGroups: ['cdccost', 'issues'] });
	});

	it.each(['failed', 'cancelled'] as const)('say which job %s', async (outcome) => {
		state().plannedOutcomes.push(outcome);
		const error = await failureFrom(run(as('nora'), 'dataRequest.extract', order));
		expect(error.message).toContain(`${state().dataJobs.at(-1)?.id ?? ''} ${outcome === 'failed' ? 'failed' : 'was cancelled'}`);
		expect(error.facts.made).toEqual({ 'data request': state().dataRequests.at(-1)?.id });
	});

	it('that take too long are named, and can be waited for later', async () => {
		const error = await failureFrom(run(patient('nora'), 'dataRequest.extract', { ...order, interval: 60, timeout: 1 }));
		const job = state().dataJobs.at(-1);
		expect(error.message).toContain(`The data job ${job?.id ?? ''} is still running after 1 minutes`);
		expect(await only(as('nora'), 'dataJob.wait', { ...A, jobId: job?.id })).toMatchObject({ id: job?.id, completionStatus: 'success' });
	});

	it('are not ordered where the day is used up, and the time of the next is told', async () => {
		const [sample] = state().dataJobs;
		const oldest = Date.now() - 23 * 60 * 60_000;
		if (sample) for (let count = 0; count < 24; count++) state().dataJobs.push({ ...sample, id: stableId(`used ${count}`), createdAt: new Date(oldest + count * 1000).toISOString() });
		const error = await failureFrom(run(as('nora'), 'dataRequest.extract', order));
		expect(error.message).toContain('24 data jobs were created in the last 24 hours');
		expect(error.explanation).toContain(new Date(oldest + 24 * 60 * 60_000).toISOString());
		expect(writes()).toEqual([]);
	});

	it('have a latest job that succeeded, and a latest of any outcome', async () => {
		const requestId = { name: 'Weekly issues and RFIs' };
		Object.assign(state().dataJobs[2] ?? {}, { outcome: 'failed' });
		expect(await only(as('nora'), 'dataJob.getLatest', { ...A, requestId })).toMatchObject({ id: stableId('data job 0') });
		expect(await only(as('nora'), 'dataJob.getLatest', { ...A, requestId, onlySuccessful: false })).toMatchObject({ id: stableId('data job 2') });
		for (const job of state().dataJobs) job.outcome = 'failed';
		expect((await failureFrom(run(as('nora'), 'dataJob.getLatest', { ...A, requestId }))).message).toContain('no job that succeeded');
	});

	it('are downloaded file by file, each address asked for right before it is used', async () => {
		const job = { ...A, jobId: stableId('data job 0') };
		const outputs = [];
		for (const output of await run(as('nora'), 'dataFile.downloadAll', job)) {
			let text = '';
			for await (const chunk of output.file?.stream ?? []) text += String(chunk);
			outputs.push([output.file?.name, text]);
		}
		expect(outputs).toEqual([['README.html', '<h1>Data extract (sandbox)</h1>'], ['issues_issues.csv', 'id,name\n1,issues (sandbox)\n'], ['rfis_rfis.csv', 'id,name\n1,rfis (sandbox)\n']]);
		const order = served().exchanges.slice(2).map(({ url }) => (url.includes('/objects/') ? 'storage' : url.includes('/data/') ? 'sign' : url));
		expect(order).toEqual(['sign', 'storage', 'sign', 'storage', 'sign', 'storage']);
		const archive = await run(as('nora'), 'dataFile.downloadAll', { ...job, which: 'archive' });
		expect(archive.map(({ file }) => file?.name)).toEqual(['autodesk_data_extract.zip']);
		for (const { file } of archive) file?.stream.destroy();
	});

	it('give the other files when one cannot be had', async () => {
		served().faults.inject({ service: 'acc', path: '/data/issues_issues.csv', kind: { status: 404, json: { detail: 'The requested resource does not exist.' } } });
		const outputs = await run(as('nora'), 'dataFile.downloadAll', { ...A, jobId: stableId('data job 0') });
		expect(outputs.map(({ json }) => json.error === undefined)).toEqual([true, false, true]);
		expect(outputs[1]?.json).toMatchObject({ receipt: { done: 'failed' }, name: 'issues_issues.csv', error: expect.stringContaining('does not exist') as unknown });
		for (const { file } of outputs) file?.stream.destroy();
	});

	it('of a project are listed by its administrators, who name it; of all only by those of the account', async () => {
		const [request] = state().dataRequests;
		const [job] = state().dataJobs;
		for (const one of state().members) if (one.userId === people.mei.autodeskId) Object.assign(one, { isAdmin: true });
		const mine = { ...request?.content, projectIdList: [TOWER_ID] };
		if (request && job) {
			state().dataRequests.push({ ...request, id: stableId('of mei'), createdBy: people.mei.autodeskId, content: mine });
			state().dataJobs.push({ ...job, id: stableId('by mei'), requestId: stableId('of mei'), createdBy: people.mei.autodeskId, status: 'complete', completedAt: '2026-11-22T07:00:00.000Z' });
		}
		const refused = await failureFrom(run(as('mei'), 'dataJob.getMany', A));
		expect([refused.kind, await records(as('mei'), 'dataJob.getMany', { ...A, onlyProjectId: TOWER_ID })]).toEqual(['permission', [expect.objectContaining({ id: stableId('by mei') })]]);
		expect((await records(as('nora'), 'dataJob.getMany', A)).length).toBeGreaterThan(1);
		expect(await failureFrom(run(as('samir'), 'dataJob.getMany', { ...A, onlyProjectId: TOWER_ID }))).toMatchObject({ kind: 'permission' });

		const { changes } = resourceOf([acc], 'acc.dataJob');
		if (!changes) throw new Error('Data jobs cannot be watched.');
		const watched = async (projects: readonly string[]) => await look(as('mei'), changes, { accountId: ACCOUNT_ID }, undefined, { events: ['created'], startFrom: { date: '2026-11-22' }, filters: { projects }, now: Date.parse('2026-11-22T08:00:00Z') });
		expect((await failureFrom(watched([]))).kind).toBe('permission');
		expect((await watched([TOWER_ID])).events.map(({ event, id }) => [event, id])).toEqual([['created', stableId('by mei')]]);
		// A job over several projects is told once.
		Object.assign(mine, { projectIdList: [TOWER_ID, QUAY_ID] });
		expect((await watched([TOWER_ID, QUAY_ID])).events).toHaveLength(1);
	});

	it('of a failed job are not looked for, of a running one neither', async () => {
		expect((await failureFrom(run(as('nora'), 'dataFile.downloadAll', { ...A, jobId: stableId('data job 1') }))).message).toContain('failed: it has no files');
		Object.assign(state().dataJobs[0] ?? {}, { status: 'running', looksLeft: 5 });
		expect((await failureFrom(run(as('nora'), 'dataFile.downloadAll', { ...A, jobId: stableId('data job 0') }))).explanation).toContain('Wait for the data job first');
	});
});

describe('what is created or updated', () => {
	it('is found by a name with blanks around it or in other letters, and keeps the name that it has', async () => {
		const companies = state().companies.length;
		for (const name of ['Apex MEP ', 'APEX mep']) expect((await only(asApp(), 'company.upsert', { ...A, name, trade: 'Concrete' })).name).toBe('Apex MEP');
		expect(state().companies).toHaveLength(companies);
		const users = state().users.length;
		for (const email of [` ${people.mei.email} `, people.mei.email.toUpperCase()]) expect(await only(asApp(), 'user.upsert', { ...A, email })).toMatchObject({ email: people.mei.email });
		expect((await only(as('nora'), 'projectUser.upsert', { ...tower, email: ' new.two@harbor.example ', products: [{ key: 'docs', access: 'member' }] })).email).toBe('new.two@harbor.example');
		expect(state().users).toHaveLength(users + 1);
	});
});

describe('a member who has not accepted the invitation', () => {
	const invite = async (): Promise<string> => textAt((await run(as('nora'), 'projectUser.add', { ...tower, email: 'new.one@harbor.example', products: [{ key: 'docs', access: 'member' }] }))[0]?.json, 'id') ?? '';

	it('is picked and changed by the ID of the administration', async () => {
		const id = await invite();
		const picks = await as('nora').lookup(resourceOf([acc], 'acc.projectMember'), tower);
		expect(picks).toContainEqual(expect.objectContaining({ id, detail: 'new.one@harbor.example' }));
		expect((await run(as('nora'), 'projectUser.update', { ...tower, userId: id, roleIds: [superintendent] }))[0]?.json).toMatchObject({ id, roleIds: [superintendent] });
	});

	it('cannot be named where an Autodesk ID is needed', async () => {
		await invite();
		const refused = await failureFrom(run(as('nora'), 'issue.create', { ...tower, title: 'Crack', issueSubtypeId: { name: 'Quality > Defect' }, assignedTo: { name: 'new.one@harbor.example' } }));
		expect(refused.message).toContain('"new.one@harbor.example" has no id that the service would take');
	});
});

describe('triggers', () => {
	async function next(resource: string, within: Input, before: ChangeState | undefined, events: readonly string[], filters: Readonly<Record<string, readonly string[]>> = {}): Promise<{ readonly told: readonly (readonly [string, string | undefined])[]; readonly state: ChangeState }> {
		const changes = acc.resources.find(({ id }) => id === resource)?.changes;
		if (!changes) throw new Error(`${resource} has no trigger.`);
		const { events: seen, state: after } = await look(as('nora'), changes, within, before, { events, startFrom: 'now', filters, now: Date.now() });
		return { told: seen.map(({ event, record }: ChangeEvent) => [event, textAt(record, 'email') ?? textAt(record, 'name') ?? textAt(record, 'id')] as const), state: after };
	}

	it('tell of new projects and of those that become active', async () => {
		const first = await next('acc.project', A, undefined, ['created', 'activated']);
		await run(as('nora'), 'project.create', { ...A, wait: false, name: 'Pier 7', type: 'Seaport' });
		const second = await next('acc.project', A, first.state, ['created', 'activated']);
		expect(second.told).toEqual([['created', 'Pier 7']]);
		await run(as('nora'), 'project.create', { ...A, matchOn: 'name', name: 'Pier 7', type: 'Seaport' });
		expect((await next('acc.project', A, second.state, ['created', 'activated'])).told).toEqual([['activated', 'Pier 7']]);
	});

	it('tell who came, who has other roles or products, and who went', async () => {
		const events = ['created', 'deleted', 'rolesChanged', 'accessChanged'];
		const first = await next('acc.projectUser', tower, undefined, events);
		await run(as('nora'), 'projectUser.add', { ...tower, email: 'new.one@harbor.example', products: [{ key: 'docs', access: 'member' }] });
		await run(as('nora'), 'projectUser.update', { ...tower, userId: people.mei.autodeskId, roleIds: [superintendent] });
		await run(as('nora'), 'projectUser.update', { ...tower, userId: people.luis.autodeskId, products: [{ key: 'cost', access: 'member' }] });
		await run(as('nora'), 'projectUser.remove', { ...tower, userId: people.samir.autodeskId });
		const { told } = await next('acc.projectUser', tower, first.state, events);
		expect([...told].sort()).toEqual([['accessChanged', people.luis.email], ['created', 'new.one@harbor.example'], ['deleted', expect.any(String)], ['rolesChanged', people.mei.email]]);
	});

	it('do not take a suspended member for a removed one', async () => {
		const events = ['created', 'deleted'];
		const standing = (status: 'active' | 'disabled' | 'deleted'): void => void Object.assign(state().members.find((one) => one.projectId === TOWER_ID && one.userId === people.mei.autodeskId) ?? {}, { status });
		let seen = await next('acc.projectUser', tower, undefined, events);
		const told: unknown[] = [];
		for (const status of ['disabled', 'disabled', 'active', 'disabled', 'deleted', 'deleted'] as const) {
			standing(status);
			seen = await next('acc.projectUser', tower, seen.state, events);
			told.push(seen.told.map(([event]) => event));
		}
		expect(told).toEqual([[], [], [], [], ['deleted'], []]);
	});

	it('tell of new and changed companies', async () => {
		const first = await next('acc.company', A, undefined, ['created', 'updated']);
		await run(asApp(), 'company.create', { ...A, name: 'Roofs', trade: 'Masonry' });
		const { told } = await next('acc.company', A, first.state, ['created', 'updated']);
		expect(told).toEqual([['created', 'Roofs']]);
	});

	it('tell of jobs that are over, or of the failed ones alone', async () => {
		const all = await next('acc.dataJob', A, undefined, ['created']);
		const failed = await next('acc.dataJob', A, undefined, ['created'], { completionStatus: ['failed'] });
		state().plannedOutcomes.push('success', 'failed');
		await run(as('nora'), 'dataRequest.extract', { ...A, serviceGroups: ['issues'] });
		await failureFrom(run(as('nora'), 'dataRequest.extract', { ...A, serviceGroups: ['rfis'] }));
		const [good, bad] = state().dataJobs.slice(-2).map(({ id }) => id);
		expect((await next('acc.dataJob', A, all.state, ['created'])).told).toEqual([['created', good], ['created', bad]]);
		expect((await next('acc.dataJob', A, failed.state, ['created'], { completionStatus: ['failed'] })).told).toEqual([['created', bad]]);
	});
});

it('keeps to the rate that is published for a family of calls', () => {
	const apart: ReadonlySet<string> = new Set(['construction/admin', 'construction/assets', 'construction/reviews', 'construction/files']);
	const rates = [...operations.values()].flatMap(({ operation: { call, needs } }): readonly (readonly [string, string])[] => {
		const [, family] = /^\/(construction\/\w+(?=\/)|hq|data-connector)\//.exec(call?.path ?? '') ?? [];
		const { rate } = needs;
		return family === undefined || !call || rate?.perMinute === undefined ? [] : [[apart.has(family) ? `${call.method === 'GET' ? 'reads' : 'writes'} of ${family}` : family, `${rate.family}: ${rate.perMinute}`]];
	});
	const distinct = [...new Set(rates.map(([family, rate]) => `${family} → ${rate}`))].sort();
	expect(distinct).toEqual([
		'construction/forms → forms: 100',
		'construction/issues → issues: 500',
		'construction/locations → locations: 200',
		'construction/packages → package files: 200',
		'construction/packages → packages: 200',
		'construction/rcm → linked files: 200',
		'construction/rfis → rfis: 100',
		'data-connector → data connector: 60',
		'hq → hq: 100',
		'reads of construction/admin → admin: 600',
		'reads of construction/assets → assets: 1000',
		'reads of construction/files → file exports: 200',
		'reads of construction/reviews → reviews: 200',
		'writes of construction/admin → admin writes: 100',
		'writes of construction/assets → asset writes: 100',
		'writes of construction/files → file export writes: 100',
		'writes of construction/reviews → review writes: 100',
	]);
});

it('names what the records of a list are', async () => {
	expect((await records(as('nora'), 'role.getMany', { ...A, ...tower })).map(({ name }) => name)).toEqual(['Superintendent', 'BIM Manager', 'Subcontractor']);
});
