import { same, type Json } from '../../../src/catalog/vocabulary';

describe('what is wanted stands there already', () => {
	it.each<readonly [string, Json | undefined, Json | undefined, boolean]>([
		['nothing and null', undefined, null, true],
		['cleared and empty', null, '', true],
		['cleared and an empty list', null, [], true],
		['cleared and zero', null, 0, false],
		['no and nothing', false, undefined, false],
		['a number and its text', 7, '7', true],
		['line ends and blanks around', 'a\r\nb ', ' a\nb', true],
		['another case', 'a', 'A', false],
		['a list in another order', ['b', 'a'], ['a', 'b'], true],
		['a list that is longer', ['a'], ['a', 'b'], false],
		['the same twice', ['a', 'a'], ['a', 'b'], false],
		['an object with more members', { x: 1 }, { x: 1, y: null }, true],
		['an object with one other', { x: 1 }, { x: 2 }, false],
		['rows with members that the service fills up', [{ id: 'a' }, { id: 'b', name: null }], [{ id: 'a', name: null }, { id: 'b' }], true],
		['rows in another order', [{ id: 'a' }, { id: 'b' }], [{ id: 'b' }, { id: 'a' }], false],
		['an object and a text', { x: 1 }, 'x', false],
	])('%s', (_, wanted, present, expected) => expect(same(wanted, present)).toBe(expected));

	it('as the one who asks reads values', () => expect([same('A', 'a', (value) => JSON.stringify(value).toLowerCase()), same([{ x: 'A' }], [{ x: 'a' }], (value) => JSON.stringify(value).toLowerCase())]).toEqual([true, true]));
});
