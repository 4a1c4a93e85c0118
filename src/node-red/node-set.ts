import type { EventEmitter } from 'node:events';
import type { Service } from '../catalog/vocabulary';
import { registerAccount } from './account';
import { registerArea } from './action-node';
import { accountType, areasOf } from './names';
import type { NodeRed } from './node-red';
import { registerReading } from './routes';
import { registerSignIn } from './sign-in-routes';
import { forgetTriggers, registerTrigger } from './trigger-node';
import { forgetUnused } from './vault';

/** Registers everything of one service: what a node set's file exports. */
export function nodeSet(service: Service, services: readonly Service[]): (red: NodeRed) => void {
	return (red) => {
		registerShared(red, services);
		registerAccount(red, service, services);
		for (const area of areasOf(service)) registerArea(red, service, area);
		for (const resource of service.resources) if (resource.changes) registerTrigger(red, service, resource, resource.changes);
	};
}

const prepared = new WeakSet<EventEmitter>();

/** Routes and housekeeping, once a runtime, whichever set comes first: a user may have disabled the others. */
function registerShared(red: NodeRed, services: readonly Service[]): void {
	if (prepared.has(red.events)) return;
	prepared.add(red.events);
	registerReading(red, services);
	registerSignIn(red, services);
	const accountTypes = new Set(services.map(accountType));
	red.events.on('flows:started', () => {
		Promise.all([forgetUnused(red, accountTypes), forgetTriggers(red)]).catch((error: unknown) => red.log.warn(`[aec-nodes] Could not tidy up: ${error instanceof Error ? error.message : String(error)}`));
	});
}
