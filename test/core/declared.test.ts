import { boolean, choice, choices, get, group, number, operation, refs, returns, rows, text, texts, type AnyOperation, type Fields, type Input } from '../../src/catalog/vocabulary';
import { asDeclared } from '../../src/core/declared';
import { bench } from './scripted';

const fields = {
	level: choice({ view: 'View', edit: 'Edit All' }),
	days: choice([{ value: 1, label: 'One' }]),
	kinds: choices({ a: 'First', b: 'Second' }),
	sure: boolean(),
	count: number(),
	title: text(),
	names: texts(),
	sites: refs('depot.site'),
	lines: rows({ sure: boolean(), title: text() }),
	place: group({ count: number() }),
} satisfies Fields;

describe('a value', () => {
	it.each<[string, Input, Input]>([
		['a choice by its label', { level: 'edit all' }, { level: 'edit' }],
		['a choice by its value', { level: 'view' }, { level: 'view' }],
		['a choice whose value is a number', { days: 'one' }, { days: 1 }],
		['choices in one text', { kinds: 'first, b' }, { kinds: ['a', 'b'] }],
		['a yes as text', { sure: 'true' }, { sure: true }],
		['a no as text', { sure: 'false' }, { sure: false }],
		['a number as text', { count: '10' }, { count: 10 }],
		['a text that came as a number', { title: 2026 }, { title: '2026' }],
		['texts in one', { names: 'a, b' }, { names: ['a', 'b'] }],
		['texts as JSON', { names: '["a,b",7]' }, { names: ['a,b', '7'] }],
		['ids in one text', { sites: '1, 2' }, { sites: ['1', '2'] }],
		['rows as JSON', { lines: '[{"sure":"true","title":5}]' }, { lines: [{ sure: true, title: '5' }] }],
		['one row by itself', { lines: { title: 5 } }, { lines: [{ title: '5' }] }],
		['a member of a group', { place: { count: '3' } }, { place: { count: 3 } }],
		['an empty text, which is nobody’s wish', { title: '' }, {}],
		['an emptied value', { title: null, names: null }, { title: null, names: null }],
		['what is no field', { other: '1' }, { other: '1' }],
	])('is %s', (_, given, declared) => expect(asDeclared(fields, given)).toEqual(declared));

	it.each<Input>([{ level: 'own' }, { sure: 'maybe' }, { count: 'many' }, { count: ' ' }, { place: 'x' }, { title: { a: 1 } }])('that does not fit stays for the check to name (%j)', (given) => expect(asDeclared(fields, given)).toEqual(given));

	it('is the same when it is declared twice', () => {
		const once = asDeclared(fields, { level: 'View', days: 'One', kinds: 'a,Second', sure: 'true', count: '1', title: 1, names: 'a', sites: '1', lines: [{ title: 1 }], place: { count: '2' } });
		expect(asDeclared(fields, once)).toEqual(once);
	});
});

it('decides by its meaning which other fields count', async () => {
	const { client, transport } = bench([{ json: {} }]);
	const reading: AnyOperation = operation({ action: 'Read', description: 'Reads', call: get('/read'), needs: { token: 'user' }, input: { by: choice({ all: 'All', one: 'Only One' }), id: text({ required: true, when: { by: ['one'] } }) }, returns: returns.record(), repeat: 'safe', source: 'made up' });
	await client.run(reading, { by: 'only one', id: '7' });
	expect(transport.lines).toEqual(['GET /read?by=one&id=7']);
});

it('reaches an operation in several steps as declared', async () => {
	const { client } = bench([]);
	const told: unknown[] = [];
	const doing: AnyOperation = operation({ action: 'Do it', description: 'Does it', needs: { token: 'user' }, input: fields, returns: returns.record(), repeat: 'never', source: 'made up', steps: { calls: [], run: async (_, given) => [{ json: { count: told.push(given) } }] } });
	await client.run(doing, { level: 'Edit All', sure: 'false', title: 7 });
	expect(told).toEqual([{ level: 'edit', sure: false, title: '7' }]);
});
