import type { Service } from '../catalog/vocabulary';
import type { Ports } from './ports';

/** Everything a client needs to reach one service as one user. */
export interface Connection {
	readonly service: Service;
	/** All services of the catalog: references may cross them. */
	readonly services: readonly Service[];
	/** Scheme, host and port. */
	readonly origin: string;
	readonly ports: Ports;
	/** Region the calls are routed to, for services with a region header. */
	readonly region?: string;
	/** The user an application acts as. */
	readonly actAs?: string;
	readonly signal?: AbortSignal;
	/** Told how far a transfer or a wait has come, for hosts that show it. */
	onProgress?(message: string): void;
}
