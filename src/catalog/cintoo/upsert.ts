import { at, findOrCreate, given, isList, isObject, receipted, same, textAt, tooMany, written, type AnyOperation, type Found, type Input, type Json, type JsonObject, type Output, type RunContext } from '../vocabulary';
import { bareId, isDeleted, refersTo } from './selection';

/** For people, of the field they pick. */
export const whatMatches = 'What tells whether it is there already';
export const phraseWords = 'Such as the number it has in another system; it is added to the description of a new one';

/** How the records of one kind are read, made and changed. */
export interface Kind {
	/** As messages speak of several. */
	readonly plural: string;
	/** Keys of the input that say where: every call takes them over. */
	readonly within: readonly string[];
	/** Gives all of them: the service searches for nothing. */
	readonly list: AnyOperation;
	readonly listWith?: Input;
	readonly create: AnyOperation;
	/** Changes what it is given and leaves the rest; `ref` is the key that names the record. Absent where the service has no such call. */
	readonly update?: { readonly operation: AnyOperation; readonly ref: string };
	readonly number?: string;
	named(record: JsonObject): string;
	/**
	 * What to write of a value where comparing alone does not tell, by key; undefined when it stands in the record. `again` reads the
	 * record anew, for what is built on it: the list may have been read a while ago.
	 */
	readonly changes?: Readonly<Record<string, (wanted: Json, record: JsonObject, again: () => Promise<JsonObject>) => Json | undefined | Promise<Json | undefined>>>;
	/** Reads one; `ref` is the key that names it. */
	readonly read?: { readonly operation: AnyOperation; readonly ref: string; readonly with?: Input };
	/** What takes a call of its own, once the record is there; undefined when nothing is lacking. */
	complete?(context: RunContext, record: JsonObject): Promise<JsonObject | undefined>;
}

/** How one record is recognised. */
export interface Match {
	/** For messages: `title is "Crack"`. */
	readonly words: string;
	fits(record: JsonObject): boolean;
	/** What a new record must hold to be recognised the next time. */
	readonly mark?: { readonly key: string; add(value: Json | undefined): Json };
	/** What to do when there is none, where none could be created that fits. */
	readonly mustExist?: string;
}

/** What becomes of one that fits and is deleted. */
export interface Gone {
	readonly choice: 'leave' | 'restore' | 'recreate';
	restore(record: JsonObject): Promise<JsonObject>;
}

/** By the text of a member, in the whole of it; `below` narrows it down to those that refer to one thing. */
export function byText(member: string, wanted: string, below?: { readonly path: string; readonly id: string }): Match {
	const plain = wanted.trim();
	return {
		words: `${member} is "${plain}"${below === undefined ? '' : ` in ${below.id}`}`,
		fits: (record) => textAt(record, member)?.trim() === plain && (below === undefined || refersTo(record, below.path, below.id)),
	};
}

/** By URN or UUID. */
export function byUrn(reference: string): Match {
	return { words: `URN is ${reference}`, fits: (record) => bareId(textAt(record, 'id') ?? '') === bareId(reference), mustExist: 'Cintoo gives new ones their URN: match on something else to create what is missing.' };
}

/** By a text that stands in a description, not as a part of a longer word or number: `A-1` is not found in `A-10`. */
export function byPhrase(wanted: string, read: (record: JsonObject) => string | undefined): Match {
	const phrase = wanted.trim();
	const whole = new RegExp(`(?:^|[\\s([{"'<>,;])${phrase.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')}(?=$|[\\s)\\]}"'<>,;]|[.:!?](?:\\s|$))`);
	const holds = (text: string | undefined): boolean => whole.test(text ?? '');
	const add = (value: Json | undefined): Json => (typeof value !== 'string' || value === '' ? phrase : holds(value) ? value : `${value}\n${phrase}`);
	return { words: `"${phrase}" in the description`, fits: (record) => holds(read(record)), mark: { key: 'description', add } };
}

/** A reference as the id it was turned into. */
export function idIn(reference: Input[string]): string {
	return typeof reference === 'string' ? reference : '';
}

/**
 * Finds the record that fits, creates it if there is none, else writes what differs. `values` are the fields of creation and
 * update, and those that say where. The receipt names in `cannotChange` what differs and no call can change.
 */
export async function upsert(context: RunContext, kind: Kind, match: Match, values: Input, gone?: Gone): Promise<readonly Output[]> {
	const { found, kept } = await upserted(context, kind, match, values, gone);
	return receipted(found, { id: 'id', ...(kind.number === undefined ? {} : { number: kind.number }) }, kept.length === 0 ? {} : { cannotChange: kept });
}

/** The same within a longer way: the record, and the keys of what cannot be changed. */
export async function upserted(context: RunContext, kind: Kind, match: Match, values: Input, gone?: Gone): Promise<{ readonly found: Found; readonly kept: readonly string[] }> {
	const where = Object.fromEntries(kind.within.map((key) => [key, values[key]]));
	const filled = Object.fromEntries(Object.entries(given(values)).filter(([key]) => !kind.within.includes(key)));
	const set = Object.fromEntries(Object.entries(filled).filter(([, value]) => value !== null));
	const wire = context.bodyOf(kind.create, { ...where, ...set });
	const { mark } = match;
	let kept: readonly string[] = [];
	let read: readonly JsonObject[] = [];

	const changed = async (present: JsonObject): Promise<JsonObject | undefined> => {
		const again = async (): Promise<JsonObject> => {
			const now = kind.read && (await context.call(kind.read.operation, { ...where, [kind.read.ref]: textAt(present, 'id'), ...kind.read.with }));
			return now !== undefined && isObject(now) ? now : present;
		};
		const differing: (readonly [string, Input[string]])[] = [];
		for (const [key, asGiven] of Object.entries(filled)) {
			const value = asGiven === null ? null : at(wire, kind.create.input[key]?.wire ?? key);
			if (value === undefined) continue;
			const wanted = mark?.key === key ? mark.add(value) : value;
			const written = kind.changes?.[key] ? await kind.changes[key](wanted, present, again) : stands(kind, key, wanted, present) ? undefined : wanted;
			if (written !== undefined) differing.push([key, written === value ? asGiven : written]);
		}
		const { update } = kind;
		const isChangeable = ([key]: readonly [string, unknown]): boolean => update !== undefined && key in update.operation.input;
		kept = differing.filter((one) => !isChangeable(one)).map(([key]) => key);
		const changes = Object.fromEntries(differing.filter(isChangeable));
		const [output] = update && Object.keys(changes).length > 0 ? await context.run(update.operation, { ...where, [update.ref]: textAt(present, 'id'), ...changes }) : [];
		return (await kind.complete?.(context, output?.json ?? present)) ?? output?.json;
	};

	const records = async (fits: (record: JsonObject) => boolean): Promise<readonly JsonObject[]> => {
		const input = { ...where, ...kind.listWith };
		// What this run has read before will do for a record that is there; that one is missing, only a fresh list tells.
		const known = ((await context.recalled(kind.list, input)) ?? []).filter(fits);
		if (known.length === 1) return known;
		read = await context.read(kind.list, input);
		return read.filter(fits);
	};

	const deleted = async (): Promise<JsonObject | undefined> => {
		if (!gone || gone.choice === 'recreate') return undefined;
		const all = read.filter((record) => isDeleted(record) && match.fits(record));
		if (all.length > 1 && gone.choice === 'restore') throw tooMany(context, { ...kind, plural: `deleted ${kind.plural}`, words: match.words }, all);
		return all[0];
	};

	const found = await findOrCreate(context, {
		plural: kind.plural,
		place: kind.within.map((key) => bareId(idIn(where[key]))).join(' '),
		words: match.words,
		named: (record) => kind.named(record),
		find: async () => await records((record) => !isDeleted(record) && match.fits(record)),
		again: async (before) => (isDeleted(before) ? undefined : before),
		deleted,
		...(gone?.choice === 'restore'
			? {
					restore: async (record: JsonObject) => {
						const back = await gone.restore(record);
						return (await changed(back)) ?? back;
					},
				}
			: {}),
		change: changed,
		create: async () => {
			if (match.mustExist !== undefined) throw context.refusal(`None of the ${kind.plural} fits (${match.words}).`, match.mustExist);
			const made = await context.call(kind.create, { ...where, ...set, ...(mark ? { [mark.key]: mark.add(at(wire, mark.key)) } : {}) });
			const record = isObject(made) ? made : {};
			context.made(kind.plural, kind.named(record));
			return (await kind.complete?.(context, record)) ?? record;
		},
	});
	return { found, kept };
}

/** Whether a value stands in the record already. References are the same with and without `urn:cintoo:…:`. */
function stands({ create, update }: Kind, key: string, wanted: Json, present: JsonObject): boolean {
	const field = create.input[key];
	const from = update?.operation.merge?.keep[key] ?? field?.wire ?? key;
	const there = typeof from === 'string' ? at(present, from) : from(present);
	return field?.kind === 'ref' || field?.kind === 'refs' ? same(wanted, there, (one) => bareId(written(one))) : same(wanted, there);
}

/** How a message tells a record from others of its name. */
export function named(record: JsonObject): string {
	return `${textAt(record, 'name') ?? '?'} (${textAt(record, 'id') ?? '?'})`;
}

/** The values of a list with one more, which is in it once. */
export function withOne(value: Json | undefined, one: string): Json {
	const list = isList(value) ? value : [];
	return list.includes(one) ? list : [...list, one];
}
