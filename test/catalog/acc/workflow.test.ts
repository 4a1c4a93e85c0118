import { Readable } from 'node:stream';
import { acc } from '../../../src/catalog/acc';
import { textAt, type Input } from '../../../src/catalog/vocabulary';
import { look, type ChangeOptions, type ChangeState } from '../../../src/core/changes';
import type { Client } from '../../../src/core/client';
import { createAccService, TOWER_ID, type AccService } from '../../../src/sandbox/acc';
import { people, type PersonKey } from '../../../src/sandbox/people';
import { serve, type Served } from '../../../src/sandbox/serve';
import type { Exchange } from '../../../src/sandbox/service';
import { carryOut } from '../../support/carry-out';
import { bearer, connect } from '../../support/connect';
import { failureFrom } from '../../support/failure';

const { records, only } = carryOut(acc);
const tower = { projectId: TOWER_ID };

let served: Served<{ acc: AccService }>;
beforeEach(async () => {
	served = await serve((world) => ({ acc: createAccService(world) }));
});
afterEach(async () => {
	const broken = served.exchanges.filter(({ violations }) => violations.length > 0);
	await served.stop();
	expect(broken.map(({ method, url, violations }) => `${method} ${url}: ${violations.join('; ')}`)).toEqual([]);
});

function as(who: PersonKey): Client {
	return connect(acc, served.origins.acc, bearer(served.services.acc.issueTokens(people[who].autodeskId).access_token));
}

const writes = (): readonly Exchange[] => served.exchanges.filter(({ method, url }) => method !== 'GET' && !url.includes('search:'));

describe('what the service would refuse is refused before it is sent, with what is possible', () => {
	it.each<[what: string, who: PersonKey, name: string, input: Input, words: RegExp, remedy: RegExp]>([
		['a status of a new issue', 'mei', 'issue.create', { issueSubtypeId: { name: 'Clash' }, title: 'Crack', status: 'closed' }, /cannot give a new issue the status Closed/, /Possible for you: Draft, Open, Pending/],
		['a status of an issue', 'mei', 'issue.update', { issueId: { name: '4' }, status: 'Closed' }, /cannot give the issue #4 the status Closed/, /In Review\./],
		['a status of an issue by upsert', 'mei', 'issue.upsert', { matchOn: 'displayId', displayId: 4, title: 'x', issueSubtypeId: { name: 'Clash' }, status: 'closed' }, /cannot give the issue #4/, /Possible for you/],
		['the first status of an RFI', 'grace', 'rfi.create', { title: 'Which anchor?', status: 'open' }, /A new RFI cannot be brought into the status Open/, /Possible for you: Draft, Submitted/],
		['an RFI of the other workflow', 'nora', 'rfi.create', { title: 'Which anchor?', status: 'open', rfiTypeId: { name: 'Design Clarification' } }, /cannot be brought into the status Open/, /Open, Reviewer 1/],
		['an RFI without what its status needs', 'nora', 'rfi.create', { title: 'Which anchor?', status: 'open' }, /The status Open needs Assigned To/, /Fill it in/],
		['an RFI of somebody without a role', 'mei', 'rfi.create', { title: 'Which anchor?' }, /may not create RFIs/, /Creator or Manager/],
		['files of an RFI that is not closed', 'nora', 'rfi.update', { rfiId: { name: 'RFI-005' }, files: [{ name: 'a.txt', open: async () => Readable.from(['a']) }] }, /Files go with the official response/, /Closed/],
		['a title longer than issues have', 'nora', 'issue.create', { issueSubtypeId: { name: 'Clash' }, title: 'x'.repeat(101) }, /Title is 101 characters long; the service takes 100/, /Shorten Title; a comment takes 10,000 characters/],
		['a description longer than issues have', 'nora', 'issue.upsert', { matchOn: 'title', issueSubtypeId: { name: 'Clash' }, title: 'New', description: 'x'.repeat(1001) }, /Description is 1001 characters long/, /a comment takes/],
		['an RFI that goes back to nobody', 'nora', 'rfi.update', { rfiId: { name: 'RFI-007' }, status: 'open', assignedTo: [{ name: people.mei.email }] }, /The status Open needs Return To/, /Fill it in/],
		['two assignees of an issue', 'nora', 'issue.update', { issueId: { name: '4' }, assignedTo: { name: people.mei.email }, assignedCompany: 'c1' }, /Assigned To and Assigned Company exclude each other/, /Keep one/],
		['an asset without a change', 'nora', 'asset.update', { assetId: { name: 'HT-DB-001' } }, /One of .* is needed/, /Fill in/],
		['a step of an RFI', 'nora', 'rfi.update', { rfiId: { name: 'RFI-004' }, status: 'answered' }, /RFI-004 \(Draft\) cannot be brought into the status Answered/, /Submitted, Open, Void/],
	])('%s', async (_what, who, name, input, words, remedy) => {
		const failure = await failureFrom(records(as(who), name, { ...tower, ...input }));
		expect(failure.message).toMatch(words);
		expect(failure.facts.remedy).toMatch(remedy);
		expect(writes()).toEqual([]);
	});

	it('a change of an issue takes both scopes, and says so', async () => {
		const client = connect(acc, served.origins.acc, bearer(served.services.acc.issueTokens(people.nora.autodeskId, ['data:write']).access_token));
		const failure = await failureFrom(records(client, 'issue.update', { ...tower, issueId: served.services.acc.state.issues[0]?.id ?? '', title: 'Crack' }));
		expect([failure.kind, failure.facts.remedy]).toEqual(['permission', expect.stringContaining('It takes the scope data:read and data:write.')]);
	});

	it('asks once a run what is permitted', async () => {
		const mei = as('mei');
		for (const title of ['One', 'Two', 'Three']) await only(mei, 'issue.create', { ...tower, issueSubtypeId: { name: 'Clash' }, title });
		expect(served.exchanges.filter(({ url }) => url.endsWith('/users/me'))).toHaveLength(1);
	});
});

describe('forms', () => {
	it('say what was created when the values do not fit, and name the questions', async () => {
		const failure = await failureFrom(only(as('nora'), 'form.create', { ...tower, templateId: { name: 'Safety Inspection' }, values: [{ question: 'Colour?', value: 'red' }] }));
		expect(failure.message).toMatch(/The form #13 \([0-9a-f-]{36}\) was created but not filled in: .*no question "Colour\?"/);
		expect(failure.facts.remedy).toMatch(/Update Form/);
	});

	it.each([['Height (m)', 'tall', /takes a number/], ['Tagged on', 'soon', /takes a day/], ['Is the site clean?', 'maybe', /takes one of Yes, No/]])('refuse for "%s" the value "%s"', async (question, value, words) => {
		const form = served.services.acc.state.forms.find(({ formNum }) => formNum === 1);
		const failure = await failureFrom(only(as('nora'), 'form.update', { ...tower, formId: form?.id ?? '', values: [{ question, value }] }));
		expect(failure.message).toMatch(words);
		expect(writes()).toEqual([]);
	});

	it.each([['submitted', 'draft', ['PATCH', 'PUT']], ['draft', 'submitted', ['PUT', 'PATCH']]] as const)('that are %s and shall be %s get their values while they are drafts', async (is, becomes, calls) => {
		const form = served.services.acc.state.forms.find(({ formNum }) => formNum === 1);
		if (!form) throw new Error('The sample has no form.');
		form.status = is;
		expect(await only(as('nora'), 'form.update', { ...tower, formId: form.id, status: becomes, values: [{ question: 'Height (m)', value: '4.5' }] })).toMatchObject({ receipt: { done: 'updated' } });
		expect(form.status).toBe(becomes);
		expect(writes().map(({ method }) => method)).toEqual(calls);
	});

	it('write more than ten values and rows in several calls, the same rows only once', async () => {
		const nora = as('nora');
		const made = await only(nora, 'form.create', { ...tower, templateId: { name: 'Safety Inspection' } });
		const materials = Array.from({ length: 12 }, (_, index) => ({ item: `Bolt M${index + 1}`, quantity: index }));
		const input = { ...tower, formId: textAt(made, 'id') ?? '', materials: [...materials, { item: 'Bolt M1', quantity: 0 }] };
		await only(nora, 'form.update', input);
		await only(nora, 'form.update', input);
		expect(writes().filter(({ method }) => method === 'PUT')).toHaveLength(4);
		expect(served.services.acc.state.forms.at(-1)?.rows).toHaveLength(13);
	});
});

describe('assets', () => {
	it('of several items go in one call, and come back to their items', async () => {
		const operation = acc.resources.find(({ id }) => id === 'acc.asset')?.operations.create;
		if (!operation) throw new Error('Assets cannot be created.');
		const asset = (clientAssetId: string): Input => ({ ...tower, clientAssetId, categoryId: '4', statusId: { name: 'Installed' } });
		const results = await as('nora').runMany(operation, [asset('A-1'), asset('A-2'), asset('A-1')]);
		expect(results.map((result) => ('outputs' in result ? result.outputs.map(({ json }) => json.clientAssetId) : String(result.error)))).toEqual([['A-1'], ['A-2'], ['A-1']]);
		expect(writes()).toHaveLength(2);
	});

	it('are left alone when nothing differs, and created when there is none', async () => {
		const input = { ...tower, clientAssetId: 'HT-NEW-1', categoryId: { name: 'Mechanical > Air handling' }, statusId: { name: 'Delivered' }, customAttributes: { 'Power (kW)': 5 } };
		const first = await only(as('nora'), 'asset.upsert', input);
		const second = await only(as('nora'), 'asset.upsert', input);
		expect([first.receipt, second.receipt]).toEqual([expect.objectContaining({ done: 'created' }), expect.objectContaining({ done: 'unchanged', id: first.id })]);
		expect(writes()).toHaveLength(1);
	});
});

describe('triggers', () => {
	/** Looks once, lets something happen, and tells what a second look brings. */
	async function told(id: string, events: readonly string[], happens: (state: AccService['state'], now: string) => unknown): Promise<readonly string[]> {
		const changes = acc.resources.find((one) => one.id === id)?.changes;
		if (!changes) throw new Error(`${id} is not watched.`);
		const nora = as('nora');
		const options: ChangeOptions = { events, startFrom: 'now', now: Date.now() };
		const before: ChangeState = (await look(nora, changes, tower, undefined, options)).state;
		happens(served.services.acc.state, new Date(Date.now() + 1000).toISOString());
		return (await look(nora, changes, tower, before, { ...options, now: Date.now() + 2000 })).events.map(({ event, record }) => `${event} ${textAt(record, 'displayId') ?? textAt(record, 'name') ?? '?'}`);
	}

	it('tell of a deleted issue', async () => {
		expect(await told('acc.issue', ['created', 'updated', 'deleted'], (state, now) => Object.assign(state.issues.find(({ displayId }) => displayId === 3) ?? {}, { deleted: true, deletedAt: now }))).toEqual(['deleted 3']);
	});

	it('tell new form templates from changed ones, though none says when it was made', async () => {
		const happens = (state: AccService['state'], now: string): void => {
			const [first] = state.formTemplates;
			if (!first) throw new Error('There is no template.');
			state.formTemplates[0] = { ...first, status: 'inactive', updatedAt: now };
			state.formTemplates.push({ ...first, id: 'new', name: 'Permit', updatedAt: now });
		};
		expect([...(await told('acc.formTemplate', ['created', 'updated', 'statusChanged'], happens))].sort()).toEqual(['created Permit', 'statusChanged Daily Report', 'updated Daily Report']);
	});
});
