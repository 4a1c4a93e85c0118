import type { Service } from '../catalog/vocabulary';
import type { Pacing } from './pacing';
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
	/** Shared by all connections of the same application. Left out: calls go out unpaced. */
	readonly pacing?: Pacing;
	/** Percent of the service's rate limits that this connection may use. Default 100. */
	readonly share?: number;
	readonly signal?: AbortSignal;
	/** Told how far a transfer or a wait has come, for hosts that show it. */
	onProgress?(message: string): void;
}
