import { isObject, type Json, type JsonObject } from '../catalog/vocabulary';
import type { SettingsStore } from './node-red';

/**
 * Small records kept in the runtime's settings, so by whatever storage the runtime has, and safe once `write` resolves.
 * Without storage they live as long as the process; whoever keeps secrets there is told by `durable`.
 */
export interface DurableRecords {
	readonly durable: boolean;
	read(id: string): Json | undefined;
	write(id: string, value: Json): Promise<void>;
	/** Puts what `next` gives in the place of every record; undefined removes it. Writes nothing where it gives all as they are. */
	revise(next: (id: string, value: Json) => Json | undefined): Promise<void>;
}

interface Shelf {
	readonly rev: number;
	readonly records: JsonObject;
}

const shelves = new Map<string, Shelf>();

/** Opens the records under one key of the settings. All who open the same key see the same records. */
export function openRecords(settings: SettingsStore, key: string): DurableRecords {
	const durable = (): boolean => settings.available() && settings.readOnly !== true;
	const load = (): Shelf => {
		if (!durable()) return shelves.get(key) ?? { rev: 0, records: {} };
		const stored = settings.get(key);
		return isObject(stored) && isObject(stored.records) ? { rev: Number(stored.rev ?? 0), records: stored.records } : { rev: 0, records: {} };
	};
	// The runtime replaces its memory before it writes, so reading and setting in one go cannot lose another write;
	// it also skips a value equal to the last one, even if that was never written: hence a number that always changes.
	const replace = async (change: (records: JsonObject) => JsonObject): Promise<void> => {
		const { rev, records } = load();
		const next: Shelf = { rev: rev + 1, records: change(records) };
		if (durable()) await settings.set(key, next);
		else shelves.set(key, next);
	};
	return {
		get durable() {
			return durable();
		},
		read: (id) => load().records[id],
		write: async (id, value) => await replace((records) => ({ ...records, [id]: value })),
		revise: async (next) => {
			const all = Object.entries(load().records);
			const revised = all.flatMap(([id, value]): (readonly [string, Json])[] => {
				const other = next(id, value);
				return other === undefined ? [] : [[id, other]];
			});
			if (revised.length < all.length || revised.some(([, value], index) => value !== all[index]?.[1])) await replace(() => Object.fromEntries(revised));
		},
	};
}
