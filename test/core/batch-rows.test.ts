import { dynamic, isObject, operation, post, ref, returns, text, type AnyOperation, type Batch, type Input } from '../../src/catalog/vocabulary';
import { gather, shareOf } from '../../src/core/batch';
import { InputError } from '../../src/core/errors';
import { buildRequest } from '../../src/core/request';

const batch: Batch = { list: 'things', max: 2, match: 'mark', results: '', refused: () => undefined, row: ({ extra, ...members }) => ({ ...members, ...(isObject(extra) ? extra : {}) }) };

/** One item is one thing: `name` and `values` are members of its row, `place` is common to a call. */
const create = operation({
	action: 'Create thing',
	description: 'Create a thing',
	call: post('/things', { body: 'form' }),
	needs: { token: 'ticket' },
	input: {
		place: ref('test.place', { required: true }),
		name: text({ required: true, in: 'row', wire: 'title' }),
		note: text({ in: 'row', clear: null }),
		values: dynamic({ dependsOn: [], load: async () => [], encode: () => ({}) }, { in: 'row', wire: 'extra' }),
	},
	rules: [{ oneOf: ['note', 'values'] }],
	batch,
	returns: returns.record(),
	repeat: 'never',
	source: 'test',
});
const operationWithBatch = { ...create, batch } satisfies AnyOperation;

const gathered = (inputs: readonly Input[]): ReturnType<typeof gather> => {
	const checked = new Set<string>();
	return gather(operationWithBatch, inputs.map((input, item) => shareOf(operationWithBatch, item, input, checked)), (item) => `m${item}`);
};

test('one item alone is a list of one row, wire-ready', () => {
	expect(buildRequest(create, { place: 'p', name: 'A', note: null, values: { size: 3 } }).body).toEqual({ kind: 'form', fields: [['place', 'p'], ['things', '[{"title":"A","note":null,"size":3}]']] });
});

test('rows of items in the same place travel together, no more than the service takes, each with its mark', () => {
	const calls = gathered([
		{ place: 'p', name: 'A', note: '1' },
		{ place: 'q', name: 'B', note: '2' },
		{ place: 'p', name: 'C', note: '3' },
		{ place: 'p', name: 'D', note: '4' },
	]);
	expect(calls.map(({ items, marks }) => [items, marks])).toEqual([[[0, 2], ['m0', 'm2']], [[3], ['m3']], [[1], ['m1']]]);
	expect(calls.map(({ input }) => buildRequest(create, input).body)).toEqual([
		{ kind: 'form', fields: [['place', 'p'], ['things', '[{"title":"A","note":"1","mark":"m0"},{"title":"C","note":"3","mark":"m2"}]']] },
		{ kind: 'form', fields: [['place', 'p'], ['things', '[{"title":"D","note":"4","mark":"m3"}]']] },
		{ kind: 'form', fields: [['place', 'q'], ['things', '[{"title":"B","note":"2","mark":"m1"}]']] },
	]);
});

test('what a row lacks is said for the item, before anything is sent', () => {
	expect(() => buildRequest(create, { place: 'p', note: 'x' })).toThrow(new InputError('Name is missing.'));
	expect(() => buildRequest(create, { place: 'p', name: 'A' })).toThrow('One of Note or Values is needed.');
	expect(() => shareOf(operationWithBatch, 0, { place: 'p', note: 'x' }, new Set())).toThrow(new InputError('Name is missing.'));
	expect(() => shareOf(operationWithBatch, 0, { name: 'A', note: 'x' }, new Set())).toThrow(new InputError('Place is missing.'));
	expect(() => shareOf(operationWithBatch, 0, { place: 'p', name: 'A' }, new Set())).toThrow('One of Note or Values is needed.');
});
