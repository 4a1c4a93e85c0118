import type { Service } from '../../src/catalog/vocabulary';
import { Client } from '../../src/core/client';
import type { Connection } from '../../src/core/connection';
import type { Ports, Session, Transport } from '../../src/core/ports';
import { AxiosTransport } from '../../src/host/axios-transport';
import { systemClock } from '../../src/host/clock';

/** A session that always signs with one bearer token. */
export function bearer(token: string, kinds: Session['tokens'] = ['user']): Session {
	return { tokens: kinds, sign: async () => ({ headers: { authorization: `Bearer ${token}` } }), renew: async () => false };
}

/** A session that always signs with one ticket. */
export function ticket(value: string): Session {
	return { tokens: ['ticket'], sign: async () => ({ param: { name: 'ticket', value } }), renew: async () => false };
}

/** Ports with the real network and clock, pauses skipped so that retries take no time. */
export function ports(session: Session, transport: Transport = new AxiosTransport()): Ports {
	return { transport, session, now: () => systemClock.now(), sleep: async () => undefined, random: () => 0.5, logger: { debug: () => undefined, warn: () => undefined } };
}

/** A client of one service against one origin. */
export function connect(service: Service, origin: string, session: Session, more: Partial<Connection> = {}): Client {
	return new Client({ service, services: [service], origin, ports: ports(session), ...more });
}
