import { setTimeout as after } from 'node:timers/promises';
import { cancelled } from '../core/broken-connection';
import type { Clock } from '../core/ports';

/** The machine's own clock. */
export const systemClock: Clock = {
	now: () => Date.now(),
	async sleep(ms, signal) {
		try {
			await after(ms, undefined, { signal });
		} catch {
			throw cancelled();
		}
	},
};
