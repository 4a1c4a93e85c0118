import type { ServiceId } from '../contracts/contract';
import type { Fault } from './service';

/** The switched-on faults, each with what is left of its counts. */
export interface FaultSwitches {
	/** Switches a fault on; it hits the next matching requests. */
	inject(fault: Fault): void;
	/** Switches off every fault, or those of one service only. */
	clear(service?: ServiceId): void;
	/** The faults that hit this request, in the order they were injected; counts them down. */
	take(service: ServiceId, method: string, target: string): readonly Fault['kind'][];
}

export function createFaults(): FaultSwitches {
	let active: { readonly fault: Fault; skip: number; left: number }[] = [];
	return {
		inject(fault) {
			active.push({ fault, skip: fault.after ?? 0, left: fault.times ?? 1 });
		},
		clear(service) {
			active = service === undefined ? [] : active.filter(({ fault }) => fault.service !== service);
		},
		take(service, method, target) {
			const hit: Fault['kind'][] = [];
			for (const entry of active) {
				const { fault } = entry;
				if (fault.service !== undefined && fault.service !== service) continue;
				if (fault.method !== undefined && fault.method !== method) continue;
				if (fault.path !== undefined && !target.includes(fault.path)) continue;
				if (entry.skip > 0) {
					entry.skip -= 1;
					continue;
				}
				entry.left -= 1;
				hit.push(fault.kind);
			}
			active = active.filter((entry) => entry.left > 0);
			return hit;
		},
	};
}
