import { acc } from '../../../src/catalog/acc';
import { textAt } from '../../../src/catalog/vocabulary';
import { look, type ChangeOptions } from '../../../src/core/changes';
import type { Client } from '../../../src/core/client';
import { createAccService, TOWER_ID, type AccService } from '../../../src/sandbox/acc';
import { stableId } from '../../../src/sandbox/acc/sample';
import { people } from '../../../src/sandbox/people';
import { serve, type Served } from '../../../src/sandbox/serve';
import { carryOut } from '../../support/carry-out';
import { bearer, connect } from '../../support/connect';
import { failureFrom } from '../../support/failure';

const { records, only } = carryOut(acc);
const tower = { projectId: TOWER_ID };
const safety = { templateId: { name: 'Safety Inspection' } };

let served: Served<{ acc: AccService }>;
let nora: Client;
beforeEach(async () => {
	served = await serve((world) => ({ acc: createAccService(world) }));
	nora = connect(acc, served.origins.acc, bearer(served.services.acc.issueTokens(people.nora.autodeskId).access_token));
});
afterEach(async () => {
	const broken = served.exchanges.filter(({ violations }) => violations.length > 0);
	await served.stop();
	expect(broken.map(({ method, url, violations }) => `${method} ${url}: ${violations.join('; ')}`)).toEqual([]);
});

const forms = () => served.services.acc.state.forms;
const numbered = (number: number) => forms().find(({ projectId, formNum }) => projectId === TOWER_ID && formNum === number);
const calls = (method: string, part: string): number => served.exchanges.filter((one) => one.method === method && one.url.includes(part)).length;
function deactivate(): void {
	const { formTemplates } = served.services.acc.state;
	for (const [index, one] of formTemplates.entries()) formTemplates[index] = { ...one, status: 'inactive' };
}

describe('the list of forms', () => {
	it('speaks of statuses as people see them, and asks only the successor of the list that goes away', async () => {
		const found = await records(nora, 'form.getMany', { ...tower, statuses: ['In Progress', 'Closed'] });
		expect(new Set(found.map(({ status }) => status))).toEqual(new Set(['inProgress', 'closed']));
		expect(found).toHaveLength(forms().filter(({ status }) => ['draft', 'submitted'].includes(status)).length);
		expect(calls('GET', '/forms/v1/')).toBe(0);
	});

	it('understands the older words that the reference of the new list still shows', async () => {
		served.faults.inject({ service: 'acc', path: '/forms/v2/', kind: { status: 200, json: { data: [{ id: 'a', status: 'draft' }, { id: 'b', status: 'submitted' }], pagination: { totalResults: 2 } } } });
		expect((await records(nora, 'form.getMany', tower)).map(({ status }) => status)).toEqual(['inProgress', 'closed']);
	});

	it('takes in the places below a place, and finds text', async () => {
		const places = await records(nora, 'location.getMany', tower);
		const root = textAt(places.find(({ type }) => type === 'Root'), 'id') ?? '';
		expect(await records(nora, 'form.getMany', { ...tower, locationIds: [root] })).toEqual([]);
		expect((await records(nora, 'form.getMany', { ...tower, locationIds: [root], includeSubLocations: true })).length).toBeGreaterThan(3);
		expect((await records(nora, 'form.getMany', { ...tower, search: 'Inspection 11' })).map(({ formNum }) => formNum)).toEqual([11]);
	});

	it('sorts by several keys', async () => {
		const found = await records(nora, 'form.getMany', { ...tower, sort: ['templateName desc', 'formNum'] });
		expect(found.map(({ formNum }) => formNum)).toEqual([1, 3, 5, 7, 9, 11, 2, 4, 6, 8, 10, 12]);
	});

	it('leaves out forms of inactive templates unless they are wanted; a single form is found all the same', async () => {
		deactivate();
		expect(await records(nora, 'form.getMany', tower)).toEqual([]);
		expect(await records(nora, 'form.getMany', { ...tower, include: ['Forms of Inactive Templates'] })).toHaveLength(12);
		expect(await only(nora, 'form.get', { ...tower, formId: { name: '#1' } })).toMatchObject({ formNum: 1 });
		expect(await only(nora, 'form.update', { ...tower, formId: { name: '#1' }, notes: 'Seen' })).toMatchObject({ receipt: { done: 'updated' }, notes: 'Seen' });
	});

	it('names templates, people and places beside their ids', async () => {
		const [form] = await records(nora, 'form.getMany', { ...tower, ids: [numbered(1)?.id ?? ''], withNames: true });
		expect(form).toMatchObject({ formTemplateName: 'Safety Inspection', createdByPerson: { email: people.samir.email }, updatedByPerson: { email: people.samir.email }, locationName: expect.any(String) as string });
	});
});

describe('a form', () => {
	it('has one vocabulary, whichever version of the service made or changed it', async () => {
		const made = await only(nora, 'form.create', { ...tower, ...safety });
		expect(made).toMatchObject({ status: 'inProgress', formTemplateId: stableId(`template ${TOWER_ID} Safety Inspection`) });
		const formId = textAt(made, 'id') ?? '';
		expect(await only(nora, 'form.update', { ...tower, formId, status: 'Closed' })).toMatchObject({ status: 'closed' });
		expect(await only(nora, 'form.update', { ...tower, formId, status: 'In Progress', values: [{ question: 'Remarks', value: 'x' }] })).toMatchObject({ status: 'inProgress' });
		expect(served.exchanges.filter(({ method }) => method === 'PATCH').map(({ requestBody }) => JSON.parse(Buffer.from(requestBody).toString('utf8')) as unknown)).toEqual([{ status: 'submitted' }, { status: 'draft' }]);
	});

	it('is read with what it was filled in with: answers by question, rows by table and column', async () => {
		const values = [{ question: 'Is the site clean?', value: 'no', notes: 'mud' }, { question: 'Trades on it', value: 'Masons, Painters' }];
		const tableRows = [{ table: 'Machines', cells: { Machine: 'Crane 5', Hours: 1.5 } }, { table: 'Machines > Machines', cells: '{ "machine": "Crane 6", "Runs": "2" }' }];
		const made = await only(nora, 'form.create', { ...tower, ...safety, values, tableRows, materials: [{ item: 'Bolt', quantity: 12 }] });
		const form = await only(nora, 'form.get', { ...tower, formId: textAt(made, 'id') ?? '' });
		expect(form.answers).toContainEqual(expect.objectContaining({ section: 'Site', question: 'Is the site clean?', type: 'toggleVal', value: 'No', notes: 'mud', updatedBy: people.nora.autodeskId }));
		expect(form.answersByQuestion).toEqual({ 'Is the site clean?': 'No', Remarks: null, 'Tagged on': null, 'Height (m)': null, 'Load class': null, 'Trades on it': ['Masons', 'Painters'] });
		expect(form.tables).toEqual([
			{ table: 'Work Log', section: 'Daily Log', rows: [] },
			{ table: 'Materials', section: 'Daily Log', rows: [expect.objectContaining({ cells: { Material: 'Bolt', Quantity: 12 } })] },
			{ table: 'Equipment', section: 'Daily Log', rows: [] },
			{ table: 'Machines', section: 'Machines', rows: [expect.objectContaining({ cells: { Machine: 'Crane 5', Hours: 1.5 } }), expect.objectContaining({ cells: { Machine: 'Crane 6', Runs: 2 } })] },
		]);
		expect(form).not.toHaveProperty('weather');
	});

	it('of a PDF has no answers, and none are asked for', async () => {
		expect(await only(nora, 'form.get', { ...tower, formId: { name: '#2' } })).toMatchObject({ pdfFile: { fileName: 'Daily Report 2.pdf' }, answers: [], answersByQuestion: {}, tables: [] });
		expect(calls('GET', '/values') + calls('GET', '/layouts/')).toBe(0);
	});

	it('shares its layout with the forms of its template: it is read once a run', async () => {
		for (const number of [1, 3, 5]) await only(nora, 'form.get', { ...tower, formId: { name: `#${number}` } });
		expect([calls('GET', '/sections/'), served.exchanges.filter(({ url }) => /\/layouts\/[^/]+$/.test(url)).length]).toEqual([4, 1]);
	});

	it.each([
		[{ table: 'Cranes', cells: {} }, /no table "Cranes"/, /Daily Log > Work Log/],
		[{ table: 'Machines', cells: { Colour: 'red' } }, /no column "Colour"/, /Machine, Runs, Hours/],
		[{ table: 'Machines', cells: { Runs: 2.5 } }, /"Runs" takes a whole number/, /Correct/],
		[{ table: 'Machines', cells: ['red'] }, /no object/, /by column/],
	])('refuses the row %j', async (row, words, remedy) => {
		const failure = await failureFrom(only(nora, 'form.update', { ...tower, formId: { name: '#1' }, tableRows: [row] }));
		expect(failure.message).toMatch(words);
		expect(failure.facts.remedy).toMatch(remedy);
		expect(calls('PUT', '')).toBe(0);
	});

	it('is filled in and read under whichever of the two ids the service knows a question by', async () => {
		const { formTemplates } = served.services.acc.state;
		for (const [index, one] of formTemplates.entries()) formTemplates[index] = { ...one, fields: one.fields.map((field) => ({ ...field, uid: stableId(`item of ${field.fieldId}`) })) };
		const made = await only(nora, 'form.create', { ...tower, ...safety, values: [{ question: 'Remarks', value: 'Good' }] });
		expect(made).toMatchObject({ receipt: { done: 'created' } });
		expect(await only(nora, 'form.get', { ...tower, formId: textAt(made, 'id') ?? '' })).toMatchObject({ answersByQuestion: { Remarks: 'Good' } });
	});

	it('is told by the first refusal why it cannot be filled in', async () => {
		Object.assign(numbered(1) ?? {}, { status: 'submitted' });
		const failure = await failureFrom(only(nora, 'form.update', { ...tower, formId: { name: '#1' }, values: [{ question: 'Remarks', value: 'x' }] }));
		expect(failure.message).toMatch(/Only drafts can be filled in/);
	});

	it('gives the rows of a table under either of its ids', async () => {
		const made = await only(nora, 'form.create', { ...tower, ...safety, tableRows: [{ table: 'Machines', cells: { Machine: 'Crane 5' } }] });
		served.faults.inject({ service: 'acc', path: `/table/${stableId(`form table schema ${TOWER_ID} Machines`)}`, kind: { status: 404, json: { detail: 'No such table.' } } });
		const { tables } = await only(nora, 'form.get', { ...tower, formId: textAt(made, 'id') ?? '' });
		expect(tables).toContainEqual({ table: 'Machines', section: 'Machines', rows: [expect.objectContaining({ cells: { Machine: 'Crane 5' } })] });
	});
});

describe('the trigger on forms', () => {
	it('tells once a form is closed, to those who watch its template and status', async () => {
		const changes = acc.resources.find(({ id }) => id === 'acc.form')?.changes;
		if (!changes) throw new Error('Forms are not watched.');
		const options: ChangeOptions = { events: ['submitted', 'statusChanged'], startFrom: 'now', now: Date.now(), filters: { status: ['closed'], templateId: [stableId(`template ${TOWER_ID} Safety Inspection`)] } };
		deactivate();
		const { state } = await look(nora, changes, tower, undefined, options);
		const updatedAt = new Date(Date.now() + 1000).toISOString();
		for (const number of [1, 2]) Object.assign(numbered(number) ?? {}, { status: 'draft', updatedAt });
		const reopened = await look(nora, changes, tower, state, { ...options, now: Date.now() + 2000 });
		for (const number of [1, 2]) Object.assign(numbered(number) ?? {}, { status: 'submitted', updatedAt: new Date(Date.now() + 3000).toISOString() });
		const { events } = await look(nora, changes, tower, reopened.state, { ...options, now: Date.now() + 4000 });
		expect(events.map(({ event, record }) => [event, record.formNum, record.status])).toEqual(expect.arrayContaining([['submitted', 1, 'closed'], ['statusChanged', 1, 'closed']]));
		expect(events).toHaveLength(2);
		expect((await look(nora, changes, tower, reopened.state, { ...options, now: Date.now() + 4000, exceptBy: people.samir.autodeskId })).events).toEqual([]);
	});
});
