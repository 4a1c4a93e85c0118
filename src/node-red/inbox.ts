import type { EventEmitter } from 'node:events';
import type { NodeRed, RouteRequest, RouteResponse } from './node-red';

/** Where deliveries arrive, below the address at which the HTTP nodes of this Node-RED are reached. */
export const inboxPath = '/aec-nodes/hooks';

/** Judges a delivery by its raw bytes and its headers by lower-case name; gives the status to answer with. */
export type Receiver = (body: Uint8Array, headers: Readonly<Record<string, unknown>>) => number;

/** Bytes of the largest delivery that is read. */
const mostBytes = 1024 * 1024;

/** By runtime: receivers by the last part of their path. */
const inboxes = new WeakMap<EventEmitter, Map<string, Receiver>>();

/** Why nothing can arrive here; undefined where it can. */
export function whyClosed({ settings }: NodeRed): string | undefined {
	if (settings.httpNodeRoot === false) return 'this Node-RED serves no HTTP nodes (httpNodeRoot is false)';
	return settings.httpNodeAuth === undefined || settings.httpNodeAuth === null ? undefined : 'this Node-RED asks for a password at its HTTP nodes (httpNodeAuth)';
}

/** Takes what arrives under a name until the given function is called. The route itself is one for all, made once a runtime. */
export function openInbox(red: NodeRed, name: string, receiver: Receiver): () => void {
	const known = inboxes.get(red.events);
	const receivers = known ?? new Map<string, Receiver>();
	if (!known) {
		inboxes.set(red.events, receivers);
		red.httpNode.post(`${inboxPath}/:name`, (request, response) => void take(receivers, request, response));
	}
	receivers.set(name, receiver);
	return () => {
		if (receivers.get(name) === receiver) receivers.delete(name);
	};
}

async function take(receivers: ReadonlyMap<string, Receiver>, request: RouteRequest, response: RouteResponse): Promise<void> {
	const receiver = receivers.get(request.params.name ?? '');
	if (!receiver) {
		response.status(404).json({ message: 'Nobody waits for this.' });
		return;
	}
	const body = await bytesOf(request);
	const status = body === undefined ? 413 : receiver(body, request.headers);
	response.status(status).json({});
}

/** The body as it comes over the wire; undefined where it is too large, or was parsed by something ahead of us. */
async function bytesOf(request: RouteRequest): Promise<Buffer | undefined> {
	const chunks: Buffer[] = [];
	let size = 0;
	try {
		for await (const chunk of request) {
			const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
			size += bytes.length;
			if (size > mostBytes) return undefined;
			chunks.push(bytes);
		}
	} catch {
		// It broke off: without its end no signature holds.
	}
	return Buffer.concat(chunks);
}
