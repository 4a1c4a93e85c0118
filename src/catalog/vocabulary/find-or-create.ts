import type { Output, RunContext } from './context';
import { at, type JsonObject } from './json';
import type { Receipt } from './operation';
import { Turns } from './turns';

/** One record that is to be there: how it is found, what is done when it is there and what when it is not. */
export interface Sought {
	/** As messages speak of several: `issues`. */
	readonly plural: string;
	/** The place it belongs to, by id. Runs that look for the same in the same place take turns. */
	readonly place: string;
	/** What it is recognised by, for messages: `title is "Crack"`. */
	readonly words: string;
	/** All that fit, without deleted ones. */
	find(): Promise<readonly JsonObject[]>;
	/** What an earlier run of this process left a moment ago, if it is still to be counted: the list may not show it yet. */
	again(before: JsonObject): Promise<JsonObject | undefined>;
	/** How a message tells one of several from the others. */
	named(record: JsonObject): string;
	/** One that fits and is deleted, when it is not to be replaced by a new one. */
	deleted?(): Promise<JsonObject | undefined>;
	/** Brings a deleted one back and up to date; absent where it is left alone. */
	restore?(gone: JsonObject): Promise<JsonObject>;
	/** Writes what differs; undefined when nothing does. */
	change(present: JsonObject): Promise<JsonObject | undefined>;
	create(): Promise<JsonObject>;
}

/** What came of it, and the record as it is now. */
export interface Found {
	readonly done: 'created' | 'updated' | 'unchanged';
	readonly record: JsonObject;
}

const turns = new Turns<JsonObject>();

/** Sees to it that exactly one such record is there, with what is wanted of it. Throws where several fit: any might be meant. */
export async function findOrCreate(context: Pick<RunContext, 'refusal'>, sought: Sought): Promise<Found> {
	let done: Found['done'] = 'unchanged';
	const record = await turns.take([sought.plural, sought.place, sought.words].join(' '), async (before) => {
		const found = await sought.find();
		if (found.length > 1) throw tooMany(context, sought, found);
		const present = found[0] ?? (before && (await sought.again(before)));
		if (present) {
			const changed = await sought.change(present);
			if (changed) done = 'updated';
			return changed ?? present;
		}
		const gone = await sought.deleted?.();
		if (gone && !sought.restore) return gone;
		done = gone ? 'updated' : 'created';
		return gone && sought.restore ? await sought.restore(gone) : await sought.create();
	});
	return { done, record };
}

/** What to throw when several fit, naming the first of them. */
export function tooMany(context: Pick<RunContext, 'refusal'>, { plural, words, named }: Pick<Sought, 'plural' | 'words' | 'named'>, found: readonly JsonObject[]): Error {
	return context.refusal(`${found.length} ${plural} fit (${words}): ${found.slice(0, 10).map(named).join(', ')}.`, 'Delete or change the wrong ones, or match on something that is unique.');
}

/** The record with what was done to it ahead of it, at the paths of the receipt. */
export function receipted({ done, record }: Found, { id, number }: Pick<Receipt, 'id' | 'number'>, more: JsonObject = {}): readonly Output[] {
	const told = { done, ...(id === undefined ? {} : { id: at(record, id) ?? null }), ...(number === undefined ? {} : { number: at(record, number) ?? null }), ...more };
	return [{ json: { receipt: told, ...Object.fromEntries(Object.entries(record).filter(([name]) => name !== 'receipt')) } }];
}
