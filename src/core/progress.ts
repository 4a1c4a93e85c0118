import { brief } from './brief';

/** One transfer that is under way. */
export interface Transfer {
	/** So many bytes more have gone over the wire. */
	passed(bytes: number): void;
	end(): void;
}

/** ms between two words about it: hosts show them to people. */
const pause = 500;
const mebibyte = 1024 * 1024;

/** Tells in words how far the transfers of a run have come, all that are under way together. */
export class Progress {
	private readonly underWay = new Set<{ readonly size: number | undefined; readonly name: string; done: number }>();
	private toldAt = Number.NEGATIVE_INFINITY;

	constructor(
		private readonly tell: ((words: string) => void) | undefined,
		private readonly now: () => number,
	) {}

	/** @param size bytes in all, where they are known */
	begin(doing: 'sending' | 'fetching', name: string, size: number | undefined): Transfer {
		const transfer = { size, name, done: 0 };
		this.underWay.add(transfer);
		return {
			passed: (bytes) => {
				transfer.done += bytes;
				const now = this.now();
				if (!this.tell || now - this.toldAt < pause) return;
				this.toldAt = now;
				this.tell(this.words(doing));
			},
			end: () => void this.underWay.delete(transfer),
		};
	}

	private words(doing: string): string {
		const all = [...this.underWay];
		const [one] = all;
		const done = all.reduce((sum, transfer) => sum + transfer.done, 0);
		const size = all.reduce((sum, transfer) => sum + (transfer.size ?? Number.NaN), 0);
		const far = Number.isNaN(size) || size === 0 ? `${Math.floor(done / mebibyte)} MiB` : `${Math.floor((100 * done) / size)} %`;
		return `${doing} ${all.length === 1 && one ? brief(one.name) : `${all.length} files`}: ${far}`;
	}
}
