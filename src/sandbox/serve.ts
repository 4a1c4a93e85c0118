import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { findContracts, knowsPath, violations } from '../contracts/conformance';
import type { ServiceId } from '../contracts/contract';
import { decodeWire, type WireRequest } from '../contracts/wire';
import { createFaults, type FaultSwitches } from './faults';
import type { Caller, Exchange, Fault, SandboxReply, SandboxRequest, SandboxService, SandboxWorld } from './service';
import { storageService } from './storage';
import { createWorld, type WorldOptions } from './world';

export interface ServeOptions extends WorldOptions {
	/** Fixed ports; any free one where left out. */
	readonly ports?: Partial<Record<ServiceId, number>>;
	/** How many exchanges are remembered. A demo polls for days: by default the log ends at 5,000. */
	readonly keptExchanges?: number;
}

export interface Served<S> {
	readonly services: S;
	readonly origins: Readonly<Record<ServiceId, string>>;
	readonly world: SandboxWorld;
	readonly faults: Pick<FaultSwitches, 'inject' | 'clear'>;
	/** What came over the wire, oldest first; the last `keptExchanges` of it. */
	readonly exchanges: readonly Exchange[];
	/** Breaks every open connection and closes the ports. */
	stop(): Promise<void>;
}

const keptBodyBytes = 64 * 1024;

const serviceIds: readonly ServiceId[] = ['cintoo', 'acc', 'field', 'storage'];

/**
 * Serves the given services and the storage behind their signed URLs on 127.0.0.1, one port each.
 *
 * A service that is not given answers 404 to everything, so that its origin exists nonetheless.
 *
 * @param build brings the services to life once the origins are known
 */
export async function serve<S extends Readonly<Record<string, SandboxService>>>(build: (world: SandboxWorld) => S, options: ServeOptions = {}): Promise<Served<S>> {
	const { keptExchanges = 5_000 } = options;
	const faults = createFaults();
	const exchanges: Exchange[] = [];
	const live = new Map<ServiceId, SandboxService>();
	const servers = new Map<ServiceId, Server>();
	for (const id of serviceIds) {
		servers.set(id, createServer((message, response) => {
			// Whatever goes wrong here must end in a broken connection, never in a broken sandbox.
			answer(id, message, response).catch(() => response.destroy());
		}));
	}
	const listening = await Promise.allSettled(serviceIds.map((id) => listen(servers.get(id), options.ports?.[id] ?? 0)));
	const failed = listening.find((one) => one.status === 'rejected');
	if (failed !== undefined) {
		// One taken port must not leave the others open.
		await stop([...servers.values()]);
		throw failed.reason;
	}
	const [cintoo = '', acc = '', field = '', storage = ''] = listening.map((one) => (one.status === 'fulfilled' ? one.value : ''));
	const origins = { cintoo, acc, field, storage };
	const world = createWorld(origins, options);
	const services = build(world);
	for (const service of Object.values(services)) live.set(service.id, service);
	live.set('storage', storageService(world, options.seed ?? 1));
	return { services, origins, world, faults, exchanges, stop: () => stop([...servers.values()]) };

	async function answer(id: ServiceId, message: IncomingMessage, response: ServerResponse): Promise<void> {
		const method = message.method ?? 'GET';
		const target = message.url ?? '/';
		const headers = headersOf(message);
		const bytes = await readAll(message);
		const receivedAt = world.now();
		const kinds = faults.take(id, method, target);
		for (const kind of kinds) if ('latencyMs' in kind) await pause(kind.latencyMs);
		const fault = kinds.find((kind) => !('latencyMs' in kind));
		const wire = await decodeWire(method, target, headers, bytes);
		const outcome = await outcomeOf(live.get(id), wire, fault);
		exchanges.push({
			service: id,
			method,
			url: `${origins[id]}${target}`,
			requestHeaders: headers,
			requestBody: bytes.subarray(0, keptBodyBytes),
			...(outcome.contractId === undefined ? {} : { contractId: outcome.contractId }),
			violations: outcome.violations,
			status: outcome.reply?.status ?? 0,
			receivedAt,
			at: world.now(),
		});
		if (exchanges.length > keptExchanges) exchanges.splice(0, exchanges.length - keptExchanges);
		deliver(response, outcome.reply, fault);
	}
}

interface Outcome {
	/** Left out when the connection breaks without an answer. */
	readonly reply?: SandboxReply;
	readonly contractId?: string;
	readonly violations: readonly string[];
}

async function outcomeOf(service: SandboxService | undefined, wire: WireRequest, fault: Fault['kind'] | undefined): Promise<Outcome> {
	if (fault !== undefined) {
		if ('cutAfterBytes' in fault && fault.cutAfterBytes === 0) return { violations: [] };
		if ('status' in fault && fault.status !== undefined && !('html' in fault)) {
			return { reply: { status: fault.status, headers: fault.headers ?? {}, json: 'json' in fault ? fault.json : { title: 'A fault of the sandbox' } }, violations: [] };
		}
		if ('html' in fault) {
			const page = '<!doctype html><html><head><title>Service unavailable (sandbox)</title></head><body><h1>We will be right back</h1></body></html>';
			return { reply: { status: fault.status ?? 200, text: page, type: 'text/html; charset=utf-8' }, violations: [] };
		}
	}
	if (wire.pathname === '/' && wire.method === 'GET') return { reply: frontPage(service), violations: [] };
	if (service === undefined) return { reply: { status: 404, json: { title: 'This service is not part of this sandbox.' } }, violations: [] };
	const candidates = findContracts(service.contracts, wire.method, wire.pathname).map((match) => ({ ...match, objections: violations(match.contract, wire, match.path) }));
	const [match] = candidates.sort((one, other) => one.objections.length - other.objections.length);
	if (match === undefined) {
		const known = knowsPath(service.contracts, wire.pathname);
		const words = known ? `${wire.method} is not documented for this path.` : 'No document describes this path.';
		return { reply: service.refuse(known ? 405 : 404, words), violations: [`${wire.method} on an undocumented path`] };
	}
	const log = { contractId: match.contract.id, violations: match.objections };
	if (match.objections.length > 0) {
		return { ...log, reply: service.refuse(400, `The request is not as documented for ${match.contract.id}: ${match.objections.join('; ')}.`) };
	}
	const request = { ...wire, contract: match.contract, path: match.path };
	try {
		const caller = service.authenticate(request);
		if (isReply(caller)) return { ...log, reply: caller };
		const handler = service.handlers[match.contract.id];
		if (handler === undefined) return { ...log, reply: service.refuse(501, `The sandbox does not carry out ${match.contract.id} yet.`) };
		const complete: SandboxRequest = { ...request, caller };
		return { ...log, reply: await handler(complete) };
	} catch (error) {
		const words = error instanceof Error ? error.message : 'unknown';
		return { ...log, reply: service.refuse(500, `The sandbox failed in ${match.contract.id}: ${words}`) };
	}
}

function isReply(value: Caller | SandboxReply): value is SandboxReply {
	return 'status' in value;
}

function frontPage(service: SandboxService | undefined): SandboxReply {
	const name = service === undefined ? 'a service that is switched off' : service.id;
	return {
		status: 200,
		type: 'text/plain; charset=utf-8',
		text: `This is a SANDBOX of ${name} on your own machine.\nIt is not the real service. Everybody and everything in it is invented.\n`,
	};
}

function deliver(response: ServerResponse, reply: SandboxReply | undefined, fault: Fault['kind'] | undefined): void {
	if (reply === undefined || (fault !== undefined && 'loseAnswer' in fault)) {
		response.destroy();
		return;
	}
	const body = bodyOf(reply);
	response.statusCode = reply.status;
	response.setHeader('x-sandbox', 'true');
	for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
	if (body.type !== undefined) response.setHeader('content-type', body.type);
	if (reply.status !== 204 && reply.status !== 304) response.setHeader('content-length', body.bytes.length);
	if (fault !== undefined && 'cutAfterBytes' in fault) {
		response.write(body.bytes.subarray(0, fault.cutAfterBytes), () => response.destroy());
		return;
	}
	response.end(body.bytes);
}

function bodyOf(reply: SandboxReply): { readonly bytes: Uint8Array; readonly type?: string } {
	if (reply.bytes !== undefined) return { bytes: reply.bytes, type: reply.type ?? 'application/octet-stream' };
	if (reply.text !== undefined) return { bytes: Buffer.from(reply.text, 'utf8'), type: reply.type ?? 'text/plain; charset=utf-8' };
	if (reply.json !== undefined) return { bytes: Buffer.from(JSON.stringify(reply.json), 'utf8'), type: reply.type ?? 'application/json; charset=utf-8' };
	return { bytes: new Uint8Array() };
}

function headersOf(message: IncomingMessage): Record<string, string> {
	const headers: Record<string, string> = {};
	for (const [name, value] of Object.entries(message.headers)) {
		if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
	}
	return headers;
}

async function readAll(message: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of message) chunks.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk)));
	return Buffer.concat(chunks);
}

function listen(server: Server | undefined, port: number): Promise<string> {
	return new Promise((resolve, reject) => {
		if (server === undefined) {
			reject(new Error('no server to listen with'));
			return;
		}
		server.once('error', reject);
		server.listen(port, '127.0.0.1', () => {
			const address = server.address();
			if (address === null || typeof address === 'string') reject(new Error('the server has no port'));
			else resolve(`http://127.0.0.1:${address.port}`);
		});
	});
}

async function stop(servers: readonly Server[]): Promise<void> {
	await Promise.all(
		servers.map(
			(server) =>
				new Promise<void>((resolve) => {
					server.close(() => resolve());
					server.closeAllConnections();
				}),
		),
	);
}

function pause(milliseconds: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
