import { Readable } from 'node:stream';
import { field } from '../../../src/catalog/field';
import { at, objectOf, operationsOf, parseJson, textAt, type FileInput, type Input, type JsonObject } from '../../../src/catalog/vocabulary';
import type { Client } from '../../../src/core/client';
import { createFieldService, sampleIds, type FieldService } from '../../../src/sandbox/field';
import { companies, people } from '../../../src/sandbox/people';
import { serve, type Served } from '../../../src/sandbox/serve';
import { carryOut } from '../../support/carry-out';
import { connect, ticket } from '../../support/connect';

const projectId = sampleIds.tower;
const nowhere = '00000000-0000-4000-8000-000000000000';
const { only } = carryOut(field);

let served: Served<{ field: FieldService }>;
let state: FieldService['state'];
let client: Client;
beforeEach(async () => {
	served = await serve((world) => ({ field: createFieldService(world) }));
	({ state } = served.services.field);
	client = connect(field, served.origins.field, ticket(served.services.field.issueTicket(people.nora.email)));
});
afterEach(async () => {
	const objections = served.exchanges.flatMap(({ violations }) => violations);
	await served.stop();
	expect(objections).toEqual([]);
});

const run = async (name: string, input: Input): Promise<JsonObject> => await only(client, name, input);
const done = (record: JsonObject): string | undefined => textAt(record, 'receipt.done');
const picture = (name: string): FileInput => ({ name, open: async () => Readable.from([Buffer.from('a picture')]) });
const sectionsOf = (sent: string | null): JsonObject => objectOf(at(parseJson(sent ?? ''), 'sections'));
const firstOf = <T>(of: ReadonlyMap<string, T>): T => {
	const [one] = of.values();
	if (one === undefined) throw new Error('The sample has none.');
	return one;
};
const chiller = () => [...state.equipment.values()].find((one) => one.given.get('tag_number') === 'EQ-2') ?? firstOf(state.equipment);

describe('what is written twice', () => {
	it('is one issue for each value of the field it is matched by, changed only where it differs', async () => {
		const input = { projectId, matchField: 'Description', matchValue: 'Row 7', issueTypeId: { name: 'Punch List' }, fields: { Area: 'Building A>Roof', Status: 'Open' } };
		const before = state.issues.size;
		const made = await run('issue.upsert', input);
		expect([done(made), state.issues.size]).toEqual(['created', before + 1]);
		const again = await run('issue.upsert', input);
		expect([done(again), textAt(again, 'id')]).toEqual(['unchanged', textAt(made, 'id')]);
		const changed = await run('issue.upsert', { ...input, fields: { Status: 'Closed' } });
		expect([done(changed), textAt(changed, 'id')]).toEqual(['updated', textAt(made, 'id')]);
		expect(state.issues.get(textAt(made, 'id') ?? '')?.values.get('f--status')).toBe('Closed');
		expect(state.issues.get(textAt(made, 'id') ?? '')?.values.get('f--area_id')).not.toBeUndefined();
		expect(state.issues.size).toBe(before + 1);
		expect(served.exchanges.filter(({ contractId }) => contractId === 'field.issue.update')).toHaveLength(1);
	});

	it('is one comment, unless told otherwise', async () => {
		const input = { projectId, issueId: firstOf(state.issues).id, comment: 'Looked at  again' };
		const first = await run('issue.comment', input);
		const second = await run('issue.comment', { ...input, comment: 'Looked at again ' });
		expect([done(first), done(second), textAt(second, 'id')]).toEqual(['created', 'unchanged', textAt(first, 'id')]);
		expect(done(await run('issue.comment', { ...input, onlyOnce: false }))).toBe('created');
		expect(firstOf(state.issues).comments.filter(({ text }) => text === 'Looked at  again')).toHaveLength(2);
	});

	it('is nothing at all where no field was filled in', async () => {
		await expect(run('issue.update', { projectId, issueId: firstOf(state.issues).id, fields: {} })).rejects.toThrow(/^Update issue: One of Fields or Issue Type or Links is needed/);
		await expect(run('equipment.update', { projectId, equipmentId: chiller().id, fields: {} })).rejects.toThrow(/is needed/);
	});

	it('is no issue where the service refuses it, or where several fit', async () => {
		const wrong = run('issue.upsert', { projectId, matchField: 'Description', matchValue: 'Row 8', issueTypeId: { name: 'Punch List' }, fields: { 'f--area_id': nowhere } });
		await expect(wrong).rejects.toThrow(/^Create or update issue.*refused it: .*\(f--area_id\)/);
		await expect(run('issue.upsert', { projectId, matchField: 'Status', matchValue: 'Open', issueTypeId: { name: 'Punch List' } })).rejects.toThrow(/issues fit \(f--status is "Open"\)/);
	});

	it('is one daily update for each day, changed only where it differs', async () => {
		const input = { projectId, date: '2026-03-31', summary: 'Roof closed', labor: [{ companyId: 'Apex MEP', workers: 2, totalHours: 16 }] };
		expect(done(await run('dailyUpdate.upsert', input))).toBe('created');
		expect(done(await run('dailyUpdate.upsert', input))).toBe('unchanged');
		expect(done(await run('dailyUpdate.upsert', { ...input, summary: 'Roof closed, dry' }))).toBe('updated');
		expect(done(await run('dailyUpdate.upsert', { ...input, summary: 'Roof closed, dry', labor: [...input.labor, { companyId: 'Harbor Construction', workers: 1 }] }))).toBe('updated');
		const ofDay = [...state.dailyUpdates.values()].filter(({ day }) => day === '2026-03-31');
		expect(ofDay.map(({ summary, labor }) => [summary, labor.length])).toEqual([['Roof closed, dry', 2]]);
		const sent = served.exchanges.filter(({ contractId }) => contractId === 'field.dailyUpdate.update').map(({ requestBody }) => new URLSearchParams(Buffer.from(requestBody).toString()).get('daily_update'));
		// Only what differs: rows that are there already might be added once more.
		expect(sent.map((one) => Object.keys(sectionsOf(one)))).toEqual([['summary'], ['labor']]);
	});

	it('is one company for each name', async () => {
		const input = { name: 'Roofers Ltd', category: 'Contractor' };
		expect(done(await run('company.upsert', input))).toBe('created');
		expect(done(await run('company.upsert', input))).toBe('unchanged');
		expect(done(await run('company.upsert', { ...input, telephone: '555-0100' }))).toBe('updated');
		expect(state.companies.size).toBe(4);
	});

	it('is one checklist for each match value, whose answers and values stay when others are added', async () => {
		const input = { projectId, templateId: 'Pipe pressure test', matchValue: 'riser 7' };
		const first = await run('checklist.upsert', { ...input, answers: [{ question: '1', response: '+' }], fields: { Witness: 'Grace' } });
		const again = await run('checklist.upsert', { ...input, status: 'Closed', answers: [{ question: 'Result agrees with the specification', response: '-' }], fields: { Witness: 'Mei' } });
		expect([done(first), done(again), again.id]).toEqual(['created', 'updated', first.id]);
		const made = state.checklists.get(textAt(first, 'id') ?? '');
		expect([made?.status, made?.items.map(({ response }) => response), made?.customValues.map(({ value }) => value)]).toEqual(['Closed', ['+', '', '-'], ['Mei']]);
		expect(await run('checklist.get', { projectId, checklistId: textAt(first, 'id'), namedFields: true })).toMatchObject({ byName: { Witness: 'Mei' } });
	});

	it('is one comment and one value of a custom field for each piece of equipment', async () => {
		const input = { projectId, equipmentId: 'EQ-2', comment: 'Set on its base', fields: { 'Serial plate': 'Missing' } };
		await run('equipment.update', input);
		await run('equipment.update', { ...input, fields: { 'Serial plate': 'Legible' } });
		expect([chiller().comments.length, chiller().customValues.map(({ value }) => value), chiller().history.length]).toEqual([1, ['Legible'], 1]);
		expect(await run('equipment.get', { projectId, equipmentId: 'EQ-2', namedFields: true })).toMatchObject({ byName: { 'Serial plate': 'Legible' } });
	});

	it('is one signature for each field of a record, and one reference to each document', async () => {
		const signed = { projectId, containerId: [...state.checklists.keys()][0], customFieldId: nowhere };
		const one = await run('signature.upload', { ...signed, file: picture('a.png') });
		expect((await run('signature.upload', { ...signed, file: picture('b.png') })).id).toBe(one.id);
		const reference = { projectId, containerId: [...state.issues.keys()][0], documentId: 'Site rules.pdf' };
		await run('documentReference.add', reference);
		await run('documentReference.add', { ...reference, caption: 'Page 1' });
		expect([...state.documentReferences.values()].map(({ caption }) => caption)).toEqual(['Page 1']);
	});

	it('is one entry of a category, renamed where that is asked', async () => {
		const input = { projectId, category: 'Workmanship', name: 'Not cleaned' };
		expect(done(await run('category.upsert', input))).toBe('created');
		expect(done(await run('category.upsert', input))).toBe('unchanged');
		expect(done(await run('category.upsert', { ...input, newName: 'Left dirty' }))).toBe('updated');
		expect(done(await run('category.upsert', { ...input, newName: 'Left dirty' }))).toBe('unchanged');
		expect(state.projects.get(projectId)?.entries.slice(-1).map(({ name }) => name)).toEqual(['Left dirty']);
	});

	it('keeps what equipment had and nobody named', async () => {
		const before = Object.fromEntries(chiller().given);
		await run('equipment.update', { projectId, equipmentId: 'EQ-2', serialNumber: 'S-1' });
		expect(Object.fromEntries(chiller().given)).toEqual({ ...before, serial_number: 'S-1' });
	});
});

describe('what is refused behind a success', () => {
	const operations = operationsOf(field);
	const many = async (name: string, inputs: readonly Input[]): Promise<readonly string[]> => {
		const operation = operations.get(`field.${name}`)?.operation;
		if (!operation) throw new Error(`There is no ${name}.`);
		return (await client.runMany(operation, inputs)).map((result) => ('error' in result ? result.error.message : 'done'));
	};
	const saying = (words: string): unknown => expect.stringContaining(words);

	it('fails with its own item: people in one call', async () => {
		const one = { projectId, name: 'A B', companyId: 'Apex MEP' };
		expect(await many('user.create', [{ ...one, email: 'a@harbor.example' }, { ...one, email: 'nobody' }, { ...one, email: 'b@harbor.example' }])).toEqual(['done', saying('Email is invalid'), 'done']);
		expect(served.exchanges.filter(({ contractId }) => contractId === 'field.user.create')).toHaveLength(1);
	});

	it('fails with its own item: equipment', async () => {
		expect(await many('equipment.update', [{ projectId, equipmentId: 'EQ-1', statusId: nowhere }, { projectId, equipmentId: 'EQ-2', statusId: 'Installed' }, { projectId, equipmentId: nowhere, barcode: '1' }])).toEqual([saying('Equipment status does not exist'), 'done', saying('no such equipment')]);
	});

	it('fails with its own item: companies', async () => {
		expect(await many('company.create', [{ name: 'Apex MEP' }, { name: 'Roofers Ltd' }])).toEqual([saying('has already been taken'), 'done']);
		expect(await many('company.addToProjects', [{ companyIds: [companies.apexmep.fieldId], projectIds: [nowhere] }])).toEqual([saying('not yours to change')]);
	});

	it('fails with its own item: checklists, of which the service only leaves out the id', async () => {
		const there = firstOf(state.checklists);
		const strange = { ...there, id: nowhere, projectId: sampleIds.depot };
		state.checklists.set(strange.id, strange);
		expect(await many('checklist.upsert', [{ projectId, checklistId: there.id, status: 'Closed' }, { projectId, checklistId: nowhere, status: 'Closed' }])).toEqual(['done', saying('404')]);
		expect(await many('checklist.upsert', [{ projectId, matchValue: 'new' }, { projectId, checklistId: there.id, answers: [{ question: 'Why?', response: '42' }] }])).toEqual([saying('a new one needs a template'), saying('has no question "Why?"')]);
	});

	it('fails where a text says so', async () => {
		expect(await many('standardField.enable', [{ projectId, fieldId: 'f--priority' }, { projectId, fieldId: 'f--nothing' }])).toEqual(['done', saying('Field not found')]);
	});
});
