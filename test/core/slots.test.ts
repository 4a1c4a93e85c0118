import { atATime, Slots } from '../../src/core/slots';

/** Work that ends when it is told to, and what is under way of it. */
class Bench {
	underWay = 0;
	most = 0;
	readonly begun: number[] = [];

	async work(one: number): Promise<number> {
		this.begun.push(one);
		this.most = Math.max(this.most, ++this.underWay);
		for (let turn = 0; turn < 5 + (one % 3); turn++) await new Promise((resolve) => setImmediate(resolve));
		this.underWay--;
		if (one === 13) throw new Error('13');
		return one * 10;
	}
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe('slots', () => {
	it('let so many go on at a time, all in the end, after failures too', async () => {
		const bench = new Bench();
		const slots = new Slots(3);
		const results = await Promise.allSettled(upTo(20).map(async (one) => await slots.with(async () => await bench.work(one))));
		expect([bench.most, bench.underWay]).toEqual([3, 0]);
		expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(1);
		expect(await slots.with(async () => await bench.work(1))).toBe(10);
	});
});

describe('work on a source', () => {
	it('goes on so many at a time, the results in their order', async () => {
		const bench = new Bench();
		expect(await atATime(4, upTo(10), async (one) => await bench.work(one))).toEqual(upTo(10).map((one) => one * 10));
		expect([bench.most, bench.underWay]).toEqual([4, 0]);
	});

	it('takes no more from its source than there is room for', async () => {
		const bench = new Bench();
		let given = 0;
		async function* source(): AsyncGenerator<number> {
			for (; given < 9; given++) {
				expect(bench.underWay).toBeLessThan(2);
				yield given;
			}
		}
		await atATime(2, source(), async (one) => await bench.work(one));
		expect(given).toBe(9);
	});

	it('ends at the first failure, when those under way are done', async () => {
		const bench = new Bench();
		await expect(atATime(4, upTo(100), async (one) => await bench.work(one))).rejects.toThrow('13');
		expect(bench.underWay).toBe(0);
		expect(bench.begun.length).toBeLessThan(20);
	});

	it('ends when the source fails', async () => {
		const bench = new Bench();
		async function* source(): AsyncGenerator<number> {
			yield 1;
			yield await Promise.reject(new Error('dry'));
		}
		await expect(atATime(4, source(), async (one) => await bench.work(one))).rejects.toThrow('dry');
		expect(bench.underWay).toBe(0);
	});
});
