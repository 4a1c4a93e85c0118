import type { CintooContext } from './access';
import type { LaterWork } from './state';

/** Takes on work that is done once it has been looked for often enough. */
export function takeOn({ state, looksUntilDone }: CintooContext, work: Omit<LaterWork, 'looksLeft'>): void {
	state.later.push({ ...work, looksLeft: looksUntilDone });
}

/** Somebody looks whether work of a kind is done: counts the look, and finishes what has waited long enough. */
export function look({ state }: CintooContext, kind: LaterWork['kind'], projectId: string): void {
	for (const work of state.later.filter((one) => one.kind === kind && one.projectIds.includes(projectId))) {
		if (work.looksLeft > 0) {
			work.looksLeft -= 1;
			continue;
		}
		state.later.splice(state.later.indexOf(work), 1);
		work.finish();
	}
}
