import { field } from '../../../src/catalog/field';
import { hiddenFailure, readFailure } from '../../../src/catalog/field/failures';
import { issueFields, valuesByName } from '../../../src/catalog/field/issue-field';
import { operationsOf, resourceOf, type CallContext, type Json, type JsonObject } from '../../../src/catalog/vocabulary';

const operations = operationsOf(field);
const reshape = (id: string, reply: Json, local: JsonObject = {}): Json | undefined => operations.get(id)?.operation.reshape?.(reply, local);

test.each([
	['E;404;Issue type not found', { words: 'Issue type not found', code: '404' }],
	['E;500', { words: undefined, code: '500' }],
	['Authentication failed', { words: 'Authentication failed' }],
	['  ', { words: undefined }],
	[{ message: 'One or more issues not found' }, { words: 'One or more issues not found', code: undefined }],
	[{ error: 'No', code: 7 }, { words: 'No', code: '7' }],
	[{ success: false, errors: [['f--description', "Description can't be blank"], ['cf--1', 'Too long']] }, { words: "Description can't be blank (f--description); Too long (cf--1)", code: undefined }],
	[['The folder is not empty', 'The name is taken'], { words: 'The folder is not empty; The name is taken', code: undefined }],
	[{ errors: { name: ["can't be blank"] } }, { words: "can't be blank", code: undefined }],
	[{}, { words: undefined, code: undefined }],
] as const)('the words of %j', (body, words) => {
	expect(readFailure(body)).toEqual(words);
});

test.each([
	['I;200;Successful', undefined],
	['Successful', undefined],
	['I;404;Not there', { words: 'Not there', code: '404', permission: false }],
	['E;401;Not authorized', { words: 'Not authorized', code: '401', permission: true }],
	[[], undefined],
	[{ id: '1', success: true, errors: [], general_errors: [] }, undefined],
	[{ comment_text: 'no error here' }, undefined],
	[{ success: false }, { words: 'It gave no reason.', permission: false }],
	[{ success: false, general_errors: ['Not authorized to close'], errors: [] }, { words: 'Not authorized to close', permission: true }],
	[{ success: true, errors: [['f--cost', 'Cost is not a number']] }, { words: 'Cost is not a number (f--cost)', permission: false }],
] as const)('a failure hidden in %j', (reply, failure) => {
	expect(hiddenFailure(reply)).toEqual(failure);
});

const status = { display_type: 'drop-down', required: false, position: 10006, name: 'Status', possible_values: ['Draft', 'Open'], id: 'f--status' };
const observers = { display_type: 'text', required: true, position: 30002, name: 'Observers', possible_values: [], id: 'cf--1' };
const signature = { display_type: 'signature', required: true, position: 30003, name: 'Closing Authority', possible_values: [], id: 'cf--2' };
const other = { display_type: 'text', required: false, position: 30004, name: 'observers', possible_values: [], id: 'cf--3' };
const safety = { category: 'Safety', fields: [observers, signature], name: 'Safety Incident', id: 'type-1' };
const quality = { category: 'QA/QC', fields: [other], name: 'Quality', id: 'type-2' };

describe('the fields of issues', () => {
	it.each([
		['under a key of its own', { common: { fields: [status] }, 'type-1': safety }],
		['in a list', { common: { fields: [status] }, types: [safety] }],
		['deep inside', { common: { fields: [status] }, ancillary: { fields: [], more: { safety } } }],
	])('are found wherever a block stands: %s', (_, reply) => {
		const found = reshape('field.issueField.getMany', reply);
		expect(found).toMatchObject([{ id: 'f--status', section: 'common', issueTypes: [] }, { id: 'cf--1', issueTypes: [{ id: 'type-1', name: 'Safety Incident' }] }, { id: 'cf--2' }]);
	});

	it('that several types share stand there once', () => {
		expect(reshape('field.issueField.getMany', { a: safety, b: { ...safety, id: 'type-9', name: 'Near Miss' } })).toMatchObject([{ id: 'cf--1', issueTypes: [{ id: 'type-1' }, { id: 'type-9' }] }, { id: 'cf--2' }]);
	});

	const context: CallContext = {
		call: async () => reshape('field.issueField.getMany', { common: { fields: [status] }, a: safety, b: quality }) ?? null,
		async *list() {
			yield* [];
		},
		run: async () => [],
	};

	it('of the same name are told apart by their type, and signatures left out', async () => {
		const all = await issueFields(true).load(context, { projectId: 'p' });
		expect(all.map(({ id, label, type, required }) => [id, label, type, required])).toEqual([
			['f--status', 'Status', 'choice', false],
			['cf--1', 'Observers (Safety Incident)', 'text', true],
			['cf--3', 'observers (Quality)', 'text', false],
		]);
		expect((await issueFields(true).load(context, { projectId: 'p', issueTypeId: 'type-1' })).map(({ label }) => label)).toEqual(['Status', 'Observers']);
	});

	it('are written by id, yes and no as texts, and read by name', () => {
		const source = issueFields(false);
		expect(source.encode({ 'f--status': 'Open', 'cf--1': null, 'cf--4': 6.5, 'cf--5': true }, [])).toEqual({ 'f--status': 'Open', 'cf--1': null, 'cf--4': 6.5, 'cf--5': 'true' });
		expect(valuesByName({ id: '1', fields: [{ id: 'f--priority', name: 'Priority', display_type: 'drop-down', value: 'High' }, { id: 'f--cost', name: 'Cost', value: null }] })).toEqual({ Priority: 'High', Cost: null });
	});
});

test.each([
	[[{ current_date: '2014-11-05 11:01:23 -0500' }], { current_date: '2014-11-05 11:01:23 -0500' }],
	[{ current_date: '2014-11-05 11:01:23 -0500' }, { current_date: '2014-11-05 11:01:23 -0500' }],
	['2014-11-05 11:01:23 -0500', { current_date: '2014-11-05 11:01:23 -0500' }],
	[[], null],
])('the clock answers %j', (reply, read) => {
	expect(reshape('field.server.getCurrentDate', reply)).toEqual(read);
});

test('names are added to issues unless that is switched off', () => {
	const issue = { id: '1', fields: [{ id: 'f--priority', name: 'Priority', value: 'High' }] };
	expect(reshape('field.issue.getMany', [issue], { namedFields: true })).toEqual([{ ...issue, byName: { Priority: 'High' } }]);
	expect(reshape('field.issue.getMany', [issue], { namedFields: false })).toEqual([issue]);
});

describe('the service', () => {
	it('resolves every reference, and keys that lists lie within are known to them', () => {
		for (const { operation } of operations.values()) {
			for (const one of Object.values(operation.input)) if (one.kind === 'ref' || one.kind === 'refs') expect(resourceOf([field], one.to).lookup).toBeDefined();
		}
		for (const { lookup } of field.resources) for (const key of lookup?.within ?? []) expect(Object.keys(lookup?.list.input ?? {})).toContain(key);
	});

	it('has an area for every resource and a resource for every area', () => {
		expect(new Set(field.resources.map((one) => one.area))).toEqual(new Set(field.areas.map((one) => one.id)));
	});

	it('tells what every write did', () => {
		const silent = [...operations].filter(([, { operation }]) => operation.repeat === 'never' && operation.receipt === undefined);
		expect(silent.map(([id]) => id)).toEqual([]);
	});

	it('names the counterpart only where the service is gone, and says that a refusal for good is one', () => {
		expect(field.remedy?.(410, {})).toContain('Autodesk Construction Cloud');
		expect(field.remedy?.(404, { words: 'Project not found' })).toBeUndefined();
		expect(field.remedy?.(426, {})).toContain('does not help');
	});
});
