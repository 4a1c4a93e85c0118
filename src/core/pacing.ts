import type { Rate } from '../catalog/vocabulary';

const minute = 60_000;

/** The calls of one family: when each of the last minute's went or goes out, and until when the service wants none (ms since the epoch). */
interface Calls {
	slots: number[];
	notBefore: number;
}

/**
 * Keeps the calls of one application within what its service allows, so that a run slows down before it is refused.
 * Pure but for what it remembers: times come in and waits go out, in ms. Callers wait in the order in which they ask.
 */
export class Pacing {
	private readonly families = new Map<string, Calls>();

	/**
	 * Takes the next free slot.
	 * @param share percent of the allowed calls that are for us; others may use the same application.
	 * @returns the moment (ms since the epoch) at which the call may go out; `now` when it may go at once.
	 */
	take({ family, perMinute }: Rate, share: number, now: number): number {
		const calls = this.of(family);
		if (perMinute === undefined) return Math.max(now, calls.notBefore);
		const most = Math.max(1, Math.floor((perMinute * share) / 100));
		calls.slots = calls.slots.filter((slot) => slot > now - minute);
		const earlier = calls.slots.at(-most);
		const slot = Math.max(now, calls.notBefore, earlier === undefined ? 0 : earlier + minute);
		calls.slots.push(slot);
		return slot;
	}

	/** Gives back a slot whose call was never sent. */
	giveBack({ family }: Rate, slot: number): void {
		const calls = this.of(family);
		const index = calls.slots.lastIndexOf(slot);
		if (index >= 0) calls.slots.splice(index, 1);
	}

	/** The service asked for quiet until then (`Retry-After`): that holds for the whole family. */
	hold({ family }: Rate, until: number): void {
		const calls = this.of(family);
		calls.notBefore = Math.max(calls.notBefore, until);
	}

	/** Until when (ms since the epoch) the service wants no calls of this family; 0 when it never said. */
	heldUntil({ family }: Rate): number {
		return this.of(family).notBefore;
	}

	private of(family: string): Calls {
		const known = this.families.get(family) ?? { slots: [], notBefore: 0 };
		this.families.set(family, known);
		return known;
	}
}

/** By application and origin: all connections of this process that use the same one share what it may do. */
const shared = new Map<string, Pacing>();

/** The pacing of all connections with this key. */
export function pacingOf(key: string): Pacing {
	const known = shared.get(key) ?? new Pacing();
	shared.set(key, known);
	return known;
}

/** A share of the rate limits as a person enters it, in percent; everything when left empty. */
export function shareOf(given: unknown): number {
	const share = typeof given === 'string' ? Number(given.trim() || '100') : typeof given === 'number' ? given : 100;
	return Number.isFinite(share) ? Math.min(100, Math.max(1, share)) : 100;
}
