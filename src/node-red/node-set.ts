import type { Service } from '../catalog/vocabulary';
import { registerAccount } from './account';
import { registerArea } from './action-node';
import { areasOf } from './names';
import type { NodeRed } from './node-red';

/** Registers everything of one service: what a node set's file exports. */
export function nodeSet(service: Service, services: readonly Service[]): (red: NodeRed) => void {
	return (red) => {
		registerAccount(red, service, services);
		for (const area of areasOf(service)) registerArea(red, service, area);
	};
}
