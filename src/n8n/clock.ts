import { sleep } from 'n8n-workflow';
import { cancelled } from '../core/broken-connection';
import type { Clock } from '../core/ports';

/** n8n's own pause, cut short when the run is cancelled. */
export const clock: Clock = {
	now: () => Date.now(),
	async sleep(ms, signal) {
		await (signal === undefined ? sleep(ms) : Promise.race([sleep(ms), cancellation(signal)]));
	},
};

async function cancellation(signal: AbortSignal): Promise<never> {
	return await new Promise((_resolve, reject) => {
		const cancel = (): void => reject(cancelled());
		if (signal.aborted) cancel();
		else signal.addEventListener('abort', cancel, { once: true });
	});
}
