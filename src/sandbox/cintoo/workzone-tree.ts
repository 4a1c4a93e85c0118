import type { CintooContext } from './access';
import { resolveIn } from './reference';
import type { CintooProject, CintooState, CintooWorkzone } from './state';

/** The work zone that a reference names, if it belongs to the project. */
export function workzoneIn({ state }: CintooContext, project: CintooProject, ref: string): CintooWorkzone {
	return resolveIn('workzone', ref, state.workzones, project.id);
}

export function workzonesOf(state: CintooState, projectId: string): readonly CintooWorkzone[] {
	return [...state.workzones.values()].filter((workzone) => workzone.projectId === projectId);
}

/** The work zone and all below it, itself first and parents before their children. */
export function withBelow(state: CintooState, workzone: CintooWorkzone): readonly CintooWorkzone[] {
	const children = workzonesOf(state, workzone.projectId).filter(({ parentId }) => parentId === workzone.id);
	return [workzone, ...children.flatMap((child) => withBelow(state, child))];
}

/** The ids of the work zones above, the nearest first. */
export function above(state: CintooState, workzone: CintooWorkzone): readonly string[] {
	const parent = state.workzones.get(workzone.parentId ?? '');
	return parent === undefined ? [] : [parent.id, ...above(state, parent)];
}

/** Puts a work zone into the tree; it takes over the contributors of its parent (Cintoo API 2, line 1197). */
export function addWorkzone(state: CintooState, project: CintooProject, workzone: CintooWorkzone): void {
	state.workzones.set(workzone.id, workzone);
	for (const { workzoneIds } of [...project.members.values(), ...project.groups.values()]) {
		if (workzoneIds.has(workzone.parentId ?? '')) workzoneIds.add(workzone.id);
	}
}
