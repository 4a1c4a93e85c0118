import { isList, isObject, parseJson, rows, text, written, type AnyOperation, type Json, type JsonObject } from '../../src/catalog/vocabulary';
import type { ItemResult } from '../../src/core/client';
import { depot } from './made-up-service';
import { bench, broken, type Answer, type Sent } from './scripted';

function rowsIn(request: Sent): readonly JsonObject[] {
	const body = parseJson(request.sent);
	const list = isObject(body) ? body.rows : undefined;
	return isList(list) ? list.filter(isObject) : [];
}
const weight = (value: number, more: { mark?: string } = {}, siteId = 's1'): { siteId: string; rows: { weight: number; mark?: string }[] } => ({ siteId, rows: [{ weight: value, ...more }] });
/** Answers each row by its mark, in the opposite order. */
const echo = (request: Sent): Answer => ({ json: rowsIn(request).map(({ mark, weight: given }): Json => ({ mark: mark ?? null, id: `w${written(given)}` })).reverse() });
const told = (results: readonly ItemResult[]): readonly unknown[] => results.map((one) => ('error' in one ? one.error.kind : one.outputs.map(({ json }) => json.id)));

it('puts the items of one site into one call and brings each result back to its item', async () => {
	const { client, transport } = bench(echo);
	const results = await client.runMany(depot.weigh, [weight(1), weight(2), weight(3)]);
	expect(transport.lines).toEqual(['POST /sites/s1/weights']);
	expect(told(results)).toEqual([['w1'], ['w2'], ['w3']]);
	expect(results[0]).toMatchObject({ item: 0, outputs: [{ json: { receipt: { done: 'created', id: 'w1' } } }] });
});

it('makes as many calls as the service’s maximum takes', async () => {
	const { client, transport } = bench(echo);
	expect(told(await client.runMany(depot.weigh, [1, 2, 3, 4, 5, 6, 7].map((value) => weight(value))))).toEqual([1, 2, 3, 4, 5, 6, 7].map((value) => [`w${value}`]));
	expect(transport.requests.map((request) => rowsIn(request).length)).toEqual([3, 3, 1]);
});

it('keeps items of different sites apart', async () => {
	const { client, transport } = bench(echo);
	expect(told(await client.runMany(depot.weigh, [weight(1), weight(2, {}, 's2'), weight(3)]))).toEqual([['w1'], ['w2'], ['w3']]);
	expect(transport.lines).toEqual(['POST /sites/s1/weights', 'POST /sites/s2/weights']);
});

it('gives every row a mark of its own, keeps a given one, and never sends one twice in a call', async () => {
	const { client, transport } = bench(echo);
	expect(told(await client.runMany(depot.weigh, [weight(1, { mark: 'mine' }), weight(2), weight(3, { mark: 'mine' })]))).toEqual([['w1'], ['w2'], ['w3']]);
	expect(transport.requests.map((request) => rowsIn(request).map(({ mark }) => mark))).toEqual([['mine', '1-0'], ['mine']]);
});

it('takes several rows of one item, and JSON for them', async () => {
	const { client } = bench(echo);
	expect(told(await client.runMany(depot.weigh, [{ siteId: 's1', rows: [{ weight: 1 }, { weight: 2 }] }, { siteId: 's1', rows: '[{"weight":3}]' }]))).toEqual([['w1', 'w2'], ['w3']]);
});

it('matches by position where the reply repeats no mark', async () => {
	const { client } = bench((request) => ({ json: rowsIn(request).map(({ weight: given }) => ({ id: `w${written(given)}` })) }));
	expect(told(await client.runMany(depot.weigh, [weight(1), weight(2)]))).toEqual([['w1'], ['w2']]);
});

it('fails only the item that the service refuses', async () => {
	const { client } = bench((request) => ({ json: rowsIn(request).map(({ mark, weight: given }): Json => (given === 2 ? { mark: mark ?? null, error: 'too heavy, ticket=canary' } : given === 3 ? { mark: mark ?? null, error: 'not yours' } : { mark: mark ?? null, id: 'w' })) }));
	const results = await client.runMany(depot.weigh, [weight(1), weight(2), weight(3)]);
	expect(told(results)).toEqual([['w'], 'refused', 'permission']);
	const second = results[1];
	if (!second || !('error' in second)) throw new Error('The second item must fail.');
	expect(second.error).toMatchObject({ facts: { operation: 'depot.crate.weigh' } });
	expect(second.error.message).toContain('too heavy');
	expect(second.error.message).not.toContain('canary');
});

it('says which rows of a failed item were carried out', async () => {
	const { client } = bench((request) => ({ json: rowsIn(request).map(({ mark, weight: given }): Json => (given === 2 ? { mark: mark ?? null, error: 'too heavy' } : { mark: mark ?? null, id: `w${written(given)}` })) }));
	const [result] = await client.runMany(depot.weigh, [{ siteId: 's1', rows: [{ weight: 1 }, { weight: 2 }, { weight: 3 }] }]);
	if (!result || !('error' in result)) throw new Error('The item must fail.');
	expect(result.error).toMatchObject({ kind: 'refused', facts: { made: { 'row 1': 'w1', 'row 2': 'w3' } } });
	expect(result.error.explanation).toContain('Carried out already: w1, w3.');
});

it('fails the item that the reply does not speak of: silence is no success', async () => {
	const { client } = bench((request) => ({ json: rowsIn(request).slice(1).map(({ mark }) => ({ mark: mark ?? null, id: 'w' })) }));
	const results = await client.runMany(depot.weigh, [weight(1), weight(2)]);
	expect(told(results)).toEqual(['unexpected-reply', ['w']]);
	const [first] = results;
	if (!first || !('error' in first)) throw new Error('The first item must fail.');
	expect(first.error.explanation).toContain('Look whether it was carried out');
});

it('sends the others when one item is wrong', async () => {
	const optional: AnyOperation = { ...depot.weigh, steps: undefined, input: { ...depot.weigh.input, rows: rows({ mark: text(), weight: text() }) } };
	const { client, transport } = bench(echo);
	const results = await client.runMany(optional, [{ siteId: 's1', rows: [{ weight: ['x'] }] }, { siteId: 's1', rows: [{ weight: 2 }] }, { siteId: 's1' }, { siteId: 's1', rows: [] }, { siteId: 's1', rows: 'x' }, { rows: [{ weight: 6 }] }, { siteId: { name: 'Nowhere' }, rows: [{ weight: 7 }] }]);
	expect(told(results)).toEqual(['input', ['w2'], 'input', 'input', 'input', 'input', expect.any(String)]);
	expect(transport.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
});

it('fails all items of a call that fails, and no others', async () => {
	const { client } = bench((request) => (request.url.includes('s2') ? { status: 403, json: { detail: 'no' } } : echo(request)));
	expect(told(await client.runMany(depot.weigh, [weight(1), weight(2, {}, 's2'), weight(3), weight(4, {}, 's2')]))).toEqual([['w1'], 'permission', ['w3'], 'permission']);
});

it('does not send a batch of creates again after a lost answer', async () => {
	const { client, transport } = bench(() => broken(true));
	const results = await client.runMany(depot.weigh, [weight(1), weight(2)]);
	expect(transport.requests).toHaveLength(1);
	expect(told(results)).toEqual(['connection', 'connection']);
});

it('runs a single item through the same call', async () => {
	const { client } = bench(echo);
	expect(await client.run(depot.weigh, weight(9))).toEqual([{ json: { receipt: { done: 'created', id: 'w9' }, mark: '0-0', id: 'w9' } }]);
	const refused = bench(() => ({ json: [{ error: 'too heavy' }] }));
	await expect(refused.client.run(depot.weigh, weight(9))).rejects.toThrow('too heavy');
});

it('runs items one by one where the service takes one: a failure stays with its item', async () => {
	const { client } = bench((request): Answer => (request.url.endsWith('/c2') ? { status: 404, json: {} } : { json: { id: request.url.slice(-2) } }));
	const results = await client.runMany(depot.get, [{ siteId: 's1', crateId: 'c1' }, { siteId: 's1', crateId: 'c2' }, { siteId: 's1' }, { siteId: 's1', crateId: 'c4' }]);
	expect(told(results)).toEqual([['c1'], 'not-found', 'input', ['c4']]);
	expect(results.map(({ item }) => item)).toEqual([0, 1, 2, 3]);
});
