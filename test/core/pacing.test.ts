import { get, operation, returns } from '../../src/catalog/vocabulary';
import { Pacing, pacingOf, shareOf } from '../../src/core/pacing';
import { failureFrom } from '../support/failure';
import { bench, type Answer } from './scripted';

const rate = { family: 'shelves', perMinute: 3 };
const start = Date.parse('2026-10-01T08:00:00Z');

function slots(pacing: Pacing, count: number, share = 100, at = start): readonly number[] {
	return Array.from({ length: count }, () => (pacing.take(rate, share, at) - start) / 1000);
}

describe('slots', () => {
	it('are free until the minute is full, then open a minute after those before', () => {
		expect(slots(new Pacing(), 7)).toEqual([0, 0, 0, 60, 60, 60, 120]);
	});

	it('leave no minute with more calls than allowed, whenever they are asked for', () => {
		const pacing = new Pacing();
		const taken = Array.from({ length: 40 }, (_, index) => pacing.take(rate, 100, start + index * 7_000));
		for (const slot of taken) expect(taken.filter((other) => other > slot - 60_000 && other <= slot).length).toBeLessThanOrEqual(3);
		expect([...taken].sort((a, b) => a - b)).toEqual(taken);
	});

	it('are fewer for a share, but never none', () => {
		expect(slots(new Pacing(), 3, 67)).toEqual([0, 0, 60]);
		expect(slots(new Pacing(), 2, 1)).toEqual([0, 60]);
	});

	it('are counted by family', () => {
		const pacing = new Pacing();
		slots(pacing, 3);
		expect(pacing.take({ family: 'ladders', perMinute: 3 }, 100, start)).toBe(start);
	});

	it('open when the service wants calls again', () => {
		const pacing = new Pacing();
		pacing.hold(rate, start + 20_000);
		pacing.hold(rate, start + 5_000);
		expect(slots(pacing, 1)).toEqual([20]);
		expect(slots(pacing, 1, 100, start + 30_000)).toEqual([30]);
	});

	it('are free where no number is published, until the service asks for quiet', () => {
		const pacing = new Pacing();
		const quiet = { family: 'ladders' };
		expect(Array.from({ length: 500 }, () => pacing.take(quiet, 1, start)).every((slot) => slot === start)).toBe(true);
		pacing.hold(quiet, start + 4_000);
		expect(pacing.take(quiet, 1, start)).toBe(start + 4_000);
	});

	it('go back when the call is not made', () => {
		const pacing = new Pacing();
		slots(pacing, 3);
		pacing.giveBack(rate, start);
		expect(slots(pacing, 2)).toEqual([0, 60]);
	});
});

describe('calls', () => {
	const look = operation({ action: 'Look at shelf', description: 'One shelf', call: get('/shelf'), needs: { token: 'user', rate }, input: {}, returns: returns.record(), repeat: 'safe', source: 'made up for tests' });
	const climb = operation({ ...look, action: 'Climb ladder', needs: { token: 'user' } });
	const ok: Answer = { json: { id: 's' } };

	it('wait before the service would refuse them, and all get their answer', async () => {
		const { client, transport, slept } = bench(() => ok, { connection: { pacing: new Pacing() } });
		for (let count = 0; count < 7; count++) await client.run(look, {});
		expect(transport.requests).toHaveLength(7);
		expect(slept).toEqual([60_000, 60_000]);
	});

	it('of several connections to one application count together, each with its share', async () => {
		const one = bench(() => ok, { connection: { pacing: pacingOf('app 1') } });
		const other = bench(() => ok, { connection: { pacing: pacingOf('app 1'), share: 34 } });
		const third = bench(() => ok, { connection: { pacing: pacingOf('app 2') } });
		for (const { client } of [one, other, third]) await client.run(look, {});
		expect([one.slept, other.slept, third.slept]).toEqual([[], [60_000], []]);
	});

	it('without a known rate never wait', async () => {
		const { client, slept } = bench(() => ok, { connection: { pacing: new Pacing() } });
		for (let count = 0; count < 9; count++) await client.run(climb, {});
		expect(slept).toEqual([]);
	});

	it('of the whole family obey Retry-After', async () => {
		const pacing = new Pacing();
		const refused = bench([{ status: 429, headers: { 'retry-after': '20' } }, ok], { connection: { pacing } });
		const other = bench([ok], { connection: { pacing } });
		await refused.client.run(look, {});
		await other.client.run(look, {});
		expect(refused.slept).toEqual([20_000]);
		expect(other.slept).toEqual([20_000]);
	});

	it('end at once where the service asked for more patience than a call has', async () => {
		const pacing = new Pacing();
		const refused = bench([{ status: 429, headers: { 'retry-after': '3600' } }], { connection: { pacing } });
		const other = bench([], { connection: { pacing } });
		await failureFrom(refused.client.run(look, {}));
		const error = await failureFrom(other.client.run(look, {}));
		expect(error).toMatchObject({ kind: 'rate-limited', facts: { retryAfterMs: 3_600_000 } });
		expect(error.explanation).toContain('60 minutes');
		expect(other.transport.requests).toEqual([]);
	});

	it('that are given up while they wait leave their slot to others', async () => {
		const pacing = new Pacing();
		slots(pacing, 3);
		const stopped = bench([], { connection: { pacing }, ports: { sleep: async () => await Promise.reject(new Error('stopped')) } });
		await expect(stopped.client.run(look, {})).rejects.toThrow('stopped');
		expect(slots(pacing, 1)).toEqual([60]);
	});
});

it.each([[undefined, 100], ['', 100], ['40', 40], [25, 25], [0, 1], [300, 100], ['much', 100]])('reads a share of %p as %d', (given, share) => {
	expect(shareOf(given)).toBe(share);
});
