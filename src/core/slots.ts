/** Files of one run that are under way at a time. */
export const transfersAtATime = 4;

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
