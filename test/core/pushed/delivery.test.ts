import { mostReceived, readDelivery, repeatedFor, wasReceived, withReceived, type Received } from '../../../src/core/pushed/delivery';

const hook = { event: 'issue.updated-1.0', scope: { project: 'p1' } };
const read = (content: unknown, id?: string): ReturnType<typeof readDelivery> => readDelivery(Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)), id);

describe('what a delivery says', () => {
	it('is where to look', () => expect(read({ hook, payload: { id: 'i1' } }, 'd1')).toEqual({ id: 'd1', event: 'issue.updated-1.0', place: 'p1' }));

	it('is known again by its body where it bears no id', () => {
		const first = read({ hook, payload: { id: 'i1' } });
		expect(first?.id).toMatch(/^[\w-]{22}$/);
		expect(read({ hook, payload: { id: 'i1' } })).toEqual(first);
		expect(read({ hook, payload: { id: 'i2' } })?.id).not.toBe(first?.id);
	});

	it.each([['no JSON', 'hello'], ['a list', []], ['no hook', { payload: {} }], ['no place', { hook: { event: 'x' } }], ['no event', { hook: { scope: { project: 'p' } } }], ['a place that is no text', { hook: { event: 'x', scope: { project: 1 } } }]])('is nothing where it is %s', (_about, content) => expect(read(content)).toBeUndefined());
});

describe('the memory of deliveries', () => {
	it('holds one for two days', () => {
		const received = withReceived([], ['a'], 1_000);
		expect(wasReceived(received, 'a')).toBe(true);
		expect(wasReceived(withReceived(received, ['b'], 1_000 + repeatedFor - 1), 'a')).toBe(true);
		expect(wasReceived(withReceived(received, ['b'], 1_000 + repeatedFor + 1), 'a')).toBe(false);
	});

	it('is bounded, and forgets the oldest', () => {
		let received: Received = [];
		for (let index = 0; index < mostReceived + 10; index++) received = withReceived(received, [`d${index}`], index);
		expect(received).toHaveLength(mostReceived);
		expect([wasReceived(received, 'd9'), wasReceived(received, 'd10'), wasReceived(received, `d${mostReceived + 9}`)]).toEqual([false, true, true]);
	});

	it('holds a repeated one once', () => expect(withReceived(withReceived([], ['a'], 1), ['a'], 2)).toEqual([['a', 2]]));
});
