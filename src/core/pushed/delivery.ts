import { createHash } from 'node:crypto';
import { isObject, parseJson, textAt } from '../../catalog/vocabulary';

/** What a delivery says. Nothing of it is told to a flow: it only says where to look. */
export interface Delivery {
	/** The service's own id of the delivery, the same in every repetition; a digest of the body where there is none. */
	readonly id: string;
	readonly event: string;
	/** Id of the place the hook is bound to, as the service writes it. */
	readonly place: string;
}

/** Reads the body of a delivery; undefined where it is none (Webhooks v1, "Callback Payload"). */
export function readDelivery(body: Uint8Array, deliveryId: string | undefined): Delivery | undefined {
	const content = parseJson(Buffer.from(body).toString('utf8'));
	if (!isObject(content) || !isObject(content.hook)) return undefined;
	const event = textAt(content, 'hook.event');
	const place = isObject(content.hook.scope) ? Object.values(content.hook.scope).find((value) => typeof value === 'string') : undefined;
	if (event === undefined || typeof place !== 'string') return undefined;
	return { id: deliveryId === undefined || deliveryId === '' ? createHash('sha256').update(body).digest('base64url').slice(0, 22) : deliveryId.slice(0, 64), event, place };
}

/** Deliveries that led to a look, by id with the time in ms since the epoch; oldest first. */
export type Received = readonly (readonly [id: string, at: number])[];

/** The service repeats a delivery for as long ("API Basics": the last retry is made after 48 hours). ms. */
export const repeatedFor = 48 * 3_600_000;

/** Most deliveries remembered: a repetition of one that is forgotten costs a look and tells nothing twice. */
export const mostReceived = 500;

export function wasReceived(received: Received, id: string): boolean {
	return received.some(([known]) => known === id);
}

/** With one more, without those too old to be repeated. */
export function withReceived(received: Received, ids: readonly string[], now: number): Received {
	const recent = received.filter(([id, at]) => at > now - repeatedFor && !ids.includes(id));
	return [...recent, ...ids.map((id) => [id, now] as const)].slice(-mostReceived);
}
