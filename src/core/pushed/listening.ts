import { isList, isObject, textAt, written, type Json, type Pushed } from '../../catalog/vocabulary';
import { placeIds, type Watching, type WatchState } from '../watching';
import { unreachable } from './callback';
import { readDelivery, wasReceived, type Delivery, type Received } from './delivery';
import { announcing, keepHooks, markOf, mostHooks, placeName, type Hooks } from './hooks';
import { isSigned } from './signature';

/** How a trigger stands that is told of changes. Plain data: hosts store it beside where it looks from. It holds no secret. */
export interface Listening extends Hooks {
	/** ms since the epoch: when the hooks were last brought in order; 0: not yet. */
	readonly checkedAt: number;
	readonly received: Received;
}

/** ms between two full looks of a trigger that is told of changes, and between two checks of its hooks: an inactive one is noticed as late. */
export const reconcileEvery = 15 * 60_000;

/** What became of a delivery. */
export type Verdict =
	/** Not signed with our secret: the sender is told 401, so that a real one comes again. */
	| { readonly kind: 'refused' }
	/** Known already, or about nothing: it is acknowledged and forgotten. */
	| { readonly kind: 'void' }
	| { readonly kind: 'news'; readonly delivery: Delivery };

/** Judges a delivery by its raw bytes. Headers by lower-case name. */
export function judge(listening: Listening | undefined, secret: string, body: Uint8Array, headers: Readonly<Record<string, unknown>>): Verdict {
	if (!isSigned(body, textOf(headers['x-adsk-signature']), secret)) return { kind: 'refused' };
	const delivery = readDelivery(body, textOf(headers['x-adsk-delivery-id']));
	if (!delivery || wasReceived(listening?.received ?? [], delivery.id)) return { kind: 'void' };
	return { kind: 'news', delivery };
}

function textOf(value: unknown): string | undefined {
	return typeof value === 'string' ? value : undefined;
}

/** Whether a place is among those that deliveries speak of. */
export function spokenOf(pushed: Pushed, deliveries: readonly Delivery[]): (place: string) => boolean {
	const named = new Set(deliveries.map(({ place }) => place));
	return (id) => named.has(placeName(pushed, id));
}

export interface ListenOptions {
	readonly events: readonly string[];
	/** Address of ours at which deliveries arrive. */
	readonly callback: string;
	/** Why there is no such address; then there is nothing to listen at. */
	readonly closed?: string;
	/** 32 to 64 letters and digits. */
	readonly secret: string;
	/** ms since the epoch. */
	readonly now: number;
}

/** How the trigger stands so far. */
export interface Standing {
	readonly state?: WatchState;
	readonly listening?: Listening;
}

/**
 * Has the service tell of changes, as far as it can, and says where it cannot.
 * @throws AecError where it may go better later: then the trigger looks, and tries again.
 */
export async function listen(watching: Watching, pushed: Pushed, { state, listening: before }: Standing, { events, callback, closed, secret, now }: ListenOptions): Promise<Listening> {
	const { client } = watching;
	const received = before?.callback === callback ? before.received : [];
	const without = (why: string): Listening => ({ callback, mark: markOf(secret), known: [], refused: { '': why }, checkedAt: now, received });
	const why = closed ?? unreachable(callback, client.origin) ?? elsewhere(pushed, client.region);
	if (why !== undefined) return without(why);
	const each = announcing(pushed, events).length;
	if (each === 0) return without('the service announces none of these events');
	const places = await placeIds(watching, state);
	if (places.length * each > mostHooks) return without(`it would take ${places.length * each} webhooks, more than ${mostHooks}: watch fewer places, or fewer events`);
	return { ...(await keepHooks(client, pushed, { events, places }, before, callback, secret)), checkedAt: now, received };
}

function elsewhere({ regions }: Pushed, region: string | undefined): string | undefined {
	return regions === undefined || region === undefined || regions.includes(region) ? undefined : `the region ${region} does not announce these events`;
}

/** Whether nothing but deliveries is needed to hear of all the events at once. */
export function isInstant({ events: announced }: Pushed, events: readonly string[], listening: Listening | undefined): boolean {
	return listening !== undefined && listening.checkedAt > 0 && Object.keys(listening.refused).length === 0 && events.every((event) => event in announced);
}

/** Why a trigger looks at intervals although it listens; undefined where it need not. */
export function whyPolling({ events: announced }: Pushed, events: readonly string[], listening: Listening | undefined): string | undefined {
	if (!listening) return 'not listening yet';
	const [[place, why] = [undefined, undefined], ...more] = Object.entries(listening.refused);
	if (place !== undefined && why !== undefined) return `${place === '' ? why : `${place}: ${why}`}${more.length === 0 ? '' : ` (and ${more.length} more)`}`;
	const silent = events.filter((event) => !(event in announced));
	return silent.length === 0 ? undefined : `the service does not announce ${silent.join(', ')}`;
}

/** What a host has stored. */
export function readListening(value: unknown): Listening | undefined {
	if (!isObject(value)) return undefined;
	const callback = textAt(value, 'callback');
	const mark = textAt(value, 'mark');
	const { known, refused, checkedAt, received } = value;
	if (callback === undefined || mark === undefined || typeof checkedAt !== 'number' || !isList(known) || !isObject(refused) || !isList(received)) return undefined;
	return {
		callback,
		mark,
		checkedAt,
		known: known.map(String),
		refused: Object.fromEntries(Object.entries(refused).map(([place, why]) => [place, written(why)])),
		received: received.flatMap((one: Json) => (isList(one) && typeof one[0] === 'string' && typeof one[1] === 'number' ? [[one[0], one[1]] as const] : [])),
	};
}
