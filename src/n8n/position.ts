import { randomBytes } from 'node:crypto';
import { jsonParse, type IDataObject } from 'n8n-workflow';
import { isObject, textAt } from '../catalog/vocabulary';
import { readListening, type Listening } from '../core/pushed/listening';
import { readWatchState, type WatchState } from '../core/watching';

/** Where an instant trigger stands. */
export interface Position {
	/** Grows with every change. */
	readonly revision: number;
	/** Digest of the settings. */
	readonly key: string;
	/** Signs the deliveries. It opens nothing: a delivery only says where to look. */
	readonly secret: string;
	/** Where the service sends to; '' before n8n has told. */
	readonly callback: string;
	readonly state?: WatchState;
	readonly listening?: Listening;
	/** ms since the epoch: when a look at all places began that succeeded. */
	readonly lookedAt: number;
	/** A delivery was acknowledged and the look after it failed: the next poll makes up for it. */
	readonly due: boolean;
	/** Why it polls, as the log was told last. */
	readonly told?: string;
}

/**
 * The newest position of each trigger in this process. n8n polls from a workflow in memory, makes hooks with another and
 * takes deliveries with a third: none of them sees what the others stored, and each stores its own old data over it.
 */
const newest = new Map<string, Position>();

/** Where in a node's static data a position lies: what is tried out is apart from what is active. */
export type Slot = 'position' | 'triedOut';

/** One trigger's place in the store, with what names it in this process. */
export interface Shelf {
	readonly store: IDataObject;
	readonly slot: Slot;
	/** Ids of workflow and node. */
	readonly owner: string;
	/** Digest of the settings. */
	readonly key: string;
}

/** The position as it is stored, or in memory where that is newer; a fresh one for other settings. */
export function readPosition({ store, slot, owner, key }: Shelf): Position {
	const stored = parsed(store[slot]);
	const known = newest.get(`${slot} ${owner}`);
	const found = known && known.revision >= (stored?.revision ?? 0) ? known : stored;
	if (!found) return { revision: 0, key, secret: randomBytes(24).toString('hex'), callback: '', lookedAt: 0, due: false };
	if (found.key === key) return found;
	const { state: _elsewhere, ...rest } = found;
	return { ...rest, key, lookedAt: 0 };
}

/** Keeps a position. */
export function writePosition({ store, slot, owner }: Shelf, position: Position): void {
	const next = { ...position, revision: position.revision + 1 };
	newest.set(`${slot} ${owner}`, next);
	store[slot] = jsonParse<IDataObject>(JSON.stringify(next));
}

function parsed(value: unknown): Position | undefined {
	if (!isObject(value)) return undefined;
	const { revision, lookedAt } = value;
	const [key, secret, callback] = ['key', 'secret', 'callback'].map((name) => textAt(value, name));
	if (key === undefined || secret === undefined || callback === undefined || typeof revision !== 'number' || typeof lookedAt !== 'number') return undefined;
	return { revision, key, secret, callback, lookedAt, due: value.due === true, state: readWatchState(value.state), listening: readListening(value.listening), told: textAt(value, 'told') };
}
