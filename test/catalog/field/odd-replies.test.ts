import { field } from '../../../src/catalog/field';
import { parseJson, type Input, type Json, type JsonObject } from '../../../src/catalog/vocabulary';
import { bench, type Answer } from '../../core/scripted';
import { carryOut } from '../../support/carry-out';
import { ticket } from '../../support/connect';
import { failureFrom } from '../../support/failure';

const { records } = carryOut(field);
const projectId = 'ca0e24b0-be43-11e2-92b9-bd56764d1fb2';
const one = 'bea2eb64-4420-11e2-b406-80c45664f08a';
const other = '058ba013-42eb-11e2-b406-80c45664f08a';

/** What an operation makes of a single answer of the service. */
const reads = async (name: string, input: Input, answer: Answer): Promise<readonly JsonObject[]> => await records(bench([answer], { service: field, session: ticket('t') }).client, name, { projectId, ...input });
const fails = async (name: string, input: Input, answer: Answer): Promise<unknown> => await failureFrom(reads(name, input, answer));
const saying = (words: string): unknown => expect.objectContaining({ message: expect.stringContaining(words) as unknown });

describe('a custom field, of which the document promises result codes as text (line 1146)', () => {
	const input = { category: 'Issue', name: 'Inspector On Duty' };

	it.each<[string, Answer, JsonObject]>([
		['a record', { status: 201, json: { id: one, name: 'Inspector On Duty' } }, { receipt: { done: 'created', id: one }, id: one }],
		['a result code', { status: 201, body: 'I;201;Created' }, { receipt: { done: 'created' } }],
		['nothing', { status: 201, body: '' }, { receipt: { done: 'created' } }],
	])('is created where the answer is %s', async (_, answer, told) => {
		expect(await reads('customField.create', input, answer)).toEqual([expect.objectContaining(told)]);
	});

	it('is refused where a text says so', async () => {
		expect(await fails('customField.create', input, { body: 'E;409;Name in use' })).toEqual(saying('Name in use'));
	});
});

describe('what became of each of several documents to delete (line 758)', () => {
	const input = { documentIds: [one, other] };

	it.each<[string, Json]>([
		['words by id', { [one]: 'deleted', [other]: 'deleted' }],
		['codes by id', { [one]: 200, [other]: '200' }],
		['yes by id', { [one]: true, [other]: true }],
		['records', [{ id: one, status: 'deleted' }, { id: other, success: true }]],
		['status lines', { [one]: 'I;200;Successful', [other]: 'I;200;Successful' }],
		['nothing at all', {}],
	])('is a success with %s', async (_, json) => {
		expect(await reads('document.deleteMany', input, { json })).toEqual([expect.objectContaining({ receipt: { done: 'deleted' } })]);
	});

	it.each<[string, Json]>([
		['a code', { [one]: 200, [other]: 404 }],
		['words', { [one]: 'deleted', [other]: 'not found' }],
		['no', { [one]: true, [other]: false }],
		['a record', [{ id: one, status: 'deleted' }, { id: other, status: 'failed' }]],
		['a record with errors', [{ id: one, success: true }, { id: other, success: false, errors: ['Not found'] }]],
		['a status line', { [one]: 'I;200;Successful', [other]: 'E;404;Not found' }],
	])('is a failure that names the document where %s says so', async (_, json) => {
		const failure = await fails('document.deleteMany', input, { json });
		expect(failure).toEqual(saying(other));
		expect(failure).not.toEqual(saying(one));
	});
});

it('a folder that could not be moved is told by a list of texts, whatever the status (line 799)', async () => {
	const input = { path: 'Plans', newPath: 'Drawings' };
	expect(await fails('documentFolder.move', input, { json: ['Path has already been taken'] })).toEqual(saying('Path has already been taken'));
	expect(await fails('documentFolder.move', input, { status: 400, json: ['Path has already been taken'] })).toEqual(saying('Path has already been taken'));
	expect(await reads('documentFolder.move', input, { json: { path: 'Drawings', id: one } })).toEqual([expect.objectContaining({ receipt: { done: 'updated', id: one } })]);
});

it.each<[string, Json]>([
	['a list', [{ id: one, email: 'Mei@site.example' }]],
	['a list without addresses', [{ id: one }]],
	['one record (line 1899)', { id: one, email: 'Mei@site.example' }],
])('a person who was added alone is met in %s', async (_, json) => {
	const input = { email: 'mei@site.example', name: 'Mei', companyId: other };
	expect(await reads('user.create', input, { json })).toEqual([expect.objectContaining({ id: one })]);
});

it('a section of a daily update that has an id is changed by it (line 1996)', async () => {
	const day = { id: one, update_date: '2015-08-17T00:00:00Z', status: 'Open', sections: { summary: { id: 's', notes: 'Dry' }, weather: { id: 'w', humidity: 60 }, labor: { id: 'l', labors: [] } } };
	const { client, transport } = bench([{ json: [day] }, { json: day }, { json: day }], { service: field, session: ticket('t') });
	const [told] = await records(client, 'dailyUpdate.upsert', { projectId, date: '2015-08-17', status: 'Open', summary: 'Wet', weather: { humidity: 61 }, labor: [{ companyId: other, workers: 2 }] });
	expect(told).toMatchObject({ receipt: { done: 'updated', id: one } });
	expect(parseJson(new URLSearchParams(transport.request(2).sent).get('daily_update') ?? '')).toEqual({ sections: { summary: { id: 's', notes: 'Wet' }, weather: { id: 'w', humidity: 61 }, labor: { id: 'l', labors: [{ company_id: other, workers: 2 }] } } });
	const again = bench([{ json: [day] }, { json: day }], { service: field, session: ticket('t') });
	expect(await records(again.client, 'dailyUpdate.upsert', { projectId, date: '2015-08-17', status: 'Open', summary: 'Dry' })).toEqual([expect.objectContaining({ receipt: { done: 'unchanged', id: one } })]);
});

describe('the values of a checklist, told by type and their own ids (line 1678)', () => {
	const witness = { custom_field_id: 'd1', container_type: 'Checklist', display_type: 'text', name: 'Witness' };
	const checked = { custom_field_id: 'd2', container_type: 'Checklist', container_id: 'template', display_type: 'date', name: 'Checked On' };
	const elsewhere = { custom_field_id: 'd3', container_type: 'Checklist', container_id: 'other', display_type: 'date', name: 'Poured On' };
	const ofTask = { custom_field_id: 'd4', container_type: 'Task', display_type: 'text', name: 'Shift' };
	const read = async (values: readonly JsonObject[]): Promise<unknown> => {
		const answers: readonly Answer[] = [{ json: { id: one, template: { id: 'template' }, custom_field_values: values } }, { json: [witness, checked, elsewhere, ofTask] }];
		const [told] = await records(bench(answers, { service: field, session: ticket('t') }).client, 'checklist.get', { projectId, checklistId: one, namedFields: true });
		return told?.byName;
	};

	it('have a name where it can be no other', async () => {
		expect(await read([{ id: 'v1', value: 'Grace', display_type: 'text' }, { id: 'v2', value: '06/05/2013', display_type: 'date' }])).toEqual({ Witness: 'Grace', 'Checked On': '06/05/2013' });
	});

	it('keep their ids where it could be, and none is lost', async () => {
		expect(await read([{ id: 'v1', value: 'Grace', display_type: 'text' }, { id: 'v2', value: 'Mei', display_type: 'text' }, { id: 'v3', value: '1', display_type: 'checkbox' }])).toEqual({ v1: 'Grace', v2: 'Mei', v3: '1' });
	});
});

it('equipment keeps the values of custom fields that nobody named, since the whole record is written (line 506)', async () => {
	const value = { id: 'v1', custom_field_definition_id: 'd1', container_id: one, container_type: 'Equipment', value: 'Legible' };
	const { client, transport } = bench([{ json: [{ equipment_id: one, name: 'Chiller', custom_field_values: [{ ...value, display_type: 'drop-down' }] }] }, { json: {} }], { service: field, session: ticket('t') });
	await records(client, 'equipment.update', { projectId, equipmentId: one, serialNumber: 'S-1' });
	expect(parseJson(new URLSearchParams(transport.request(1).sent).get('equipment') ?? '')).toEqual([expect.objectContaining({ name: 'Chiller', serial_number: 'S-1', custom_field_values: [value] })]);
});

it('a person who was refused alone fails', async () => {
	const input = { email: 'mei@site.example', name: 'Mei', companyId: other };
	expect(await fails('user.create', input, { json: { success: false, errors: ['Email is invalid'] } })).toEqual(saying('Email is invalid'));
});

it('a record that says nothing of a deletion stays as it came', async () => {
	expect(await reads('checklist.getManyHeaders', {}, { json: [{ completed_checklist_id: one }] })).toEqual([{ completed_checklist_id: one }]);
});

describe('whether a record was deleted', () => {
	it.each<[string, JsonObject, boolean]>([
		['a number', { deleted: 0 }, false],
		['a number', { deleted: 1 }, true],
		['a text', { deleted: 'false' }, false],
		['a text', { deleted: '0' }, false],
		['a text', { deleted: 'True' }, true],
		['a time, as the text says (line 405)', { deleted_at: '2013-05-20 12:23:07 -0400' }, true],
		['a time that is none', { deleted_at: null }, false],
		['a time beside an entry', { deleted: false, deleted_at: '2013-05-20 12:23:07 -0400' }, true],
	])('is read from %s: %j', async (_, said, deleted) => {
		expect(await reads('checklist.getManyHeaders', {}, { json: [{ completed_checklist_id: one, ...said }] })).toEqual([expect.objectContaining({ ...said, deleted })]);
		expect(await reads('equipment.getMany', {}, { json: [{ equipment_id: one, ...said }] })).toEqual([expect.objectContaining({ ...said, deleted })]);
	});
});
