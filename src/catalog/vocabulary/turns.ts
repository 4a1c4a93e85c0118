/**
 * Lets runs with the same key go one after the other within this process, and hands each what the one before found:
 * a service may list a new record only after a moment.
 */
export class Turns<Result> {
	private readonly last = new Map<string, Promise<Result | undefined>>();

	/** Runs `act` after all earlier runs with this key; a failed one hands on nothing. */
	async take(key: string, act: (before: Result | undefined) => Promise<Result>): Promise<Result> {
		const before = this.last.get(key) ?? Promise.resolve(undefined);
		const mine = before.then(act);
		const settled = mine.catch(() => undefined);
		this.last.set(key, settled);
		try {
			return await mine;
		} finally {
			// Nobody waits any more: the service is asked again next time.
			if (this.last.get(key) === settled) this.last.delete(key);
		}
	}
}
