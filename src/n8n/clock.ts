import { sleep } from 'n8n-workflow';
import { cancelled } from '../core/broken-connection';
import type { Clock } from '../core/ports';

/** n8n's own pause, cut short when the run is cancelled. */
export const clock: Clock = {
	now: () => Date.now(),
	async sleep(ms, signal) {
		if (signal === undefined) return await sleep(ms);
		if (signal.aborted) throw cancelled();
		let cancel = (): void => undefined;
		const cancellation = new Promise<never>((_resolve, reject) => {
			cancel = () => reject(cancelled());
		});
		signal.addEventListener('abort', cancel);
		try {
			await Promise.race([sleep(ms), cancellation]);
		} finally {
			// The signal outlives thousands of pauses.
			signal.removeEventListener('abort', cancel);
		}
	},
};
