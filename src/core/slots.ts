/** Files of one run that are under way at a time. */
export const transfersAtATime = 4;
/** Parts of files of one run that are held in memory and sent at a time. */
export const partsAtATime = 4;

/**
 * Works on what a source gives, so many at a time; results in their order. The next is taken only when there is room for
 * it. The first failure ends it, once those under way have come to their own end.
 */
export async function atATime<T, R>(count: number, source: Iterable<T> | AsyncIterable<T>, work: (one: T) => Promise<R>): Promise<readonly R[]> {
	const all: Promise<R>[] = [];
	const underWay = new Set<Promise<void>>();
	let failed = false;
	try {
		for await (const one of source) {
			const mine = work(one);
			all.push(mine);
			const over: Promise<void> = mine.then(
				() => void underWay.delete(over),
				() => {
					failed = true;
					underWay.delete(over);
				},
			);
			underWay.add(over);
			if (underWay.size >= count) await Promise.race(underWay);
			if (failed) break;
		}
	} finally {
		await Promise.all(underWay);
	}
	return await Promise.all(all);
}

/** Lets so many pieces of work go on at a time; the others wait for their turn. */
export class Slots {
	private readonly waiting: (() => void)[] = [];

	constructor(private free: number) {}

	async with<T>(work: () => Promise<T>): Promise<T> {
		if (this.free > 0) this.free--;
		else await new Promise<void>((resolve) => this.waiting.push(resolve));
		try {
			return await work();
		} finally {
			const next = this.waiting.shift();
			if (next) next();
			else this.free++;
		}
	}
}
