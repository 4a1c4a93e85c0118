import { createHash } from 'node:crypto';
import { at, isList, textAt, written, type Changes, type Counted, type Input, type Json, type JsonObject, type Watch } from '../catalog/vocabulary';
import type { Client } from './client';
import { readMoment } from './dates';
import { CeilingError, InputError, PermissionError } from './errors';

/** Where a trigger stands. Plain data: hosts store it as it is. */
export interface ChangeState {
	readonly version: 1;
	/** ms since the epoch of the newest change seen, by the service's clock. */
	readonly since: number;
	/** ms since the epoch: what is older when first met is no news. */
	readonly from: number;
	/** By record id. */
	readonly seen: Readonly<Record<string, Sighting>>;
	/** Whether that is every record, not only the recent ones. */
	readonly all?: boolean;
	/** Highest count seen, where the service counts its changes. */
	readonly count?: number;
}

/** Time of the last change (ms), how the record stood, and its watched parts by name. */
export type Sighting = readonly [updated: number, standing: Standing, watched?: Readonly<Record<string, Json>>];

/** Within the filters, outside them, or deleted. */
export type Standing = 'in' | 'out' | 'gone';

export type StartFrom = 'now' | 'everything' | { readonly date: string };

export interface ChangeOptions {
	/** `created`, `updated`, `deleted` or names of the resource's watched parts. */
	readonly events: readonly string[];
	readonly startFrom: StartFrom;
	/** Conditions on the record, by filter key; any of the values suffices. */
	readonly filters?: Readonly<Record<string, readonly string[]>>;
	/** Leaves out changes whose author is this one. */
	readonly exceptBy?: string;
	/** ms since the epoch. */
	readonly now: number;
}

export interface ChangeEvent {
	readonly event: string;
	readonly id: string;
	/** The record as it is now; for a deleted one only what is known of it. */
	readonly record: JsonObject;
	/** For a watched part: what it was, where that is known. */
	readonly before?: Json;
}

export interface Observation {
	readonly state: ChangeState;
	readonly events: readonly ChangeEvent[];
}

/** Most bytes of state a host has to keep for one trigger. */
export const stateCeiling = 512 * 1024;

const minute = 60_000;
/** How far the service's clock may be off ours, in ms, when a trigger starts "from now". */
const clockSlack = 5 * minute;

/** Whether records bear a time of their last change. */
export function showsUpdates({ created, updated }: Changes): boolean {
	return updated !== created;
}

/** Whether these events need every record remembered, not only the recent ones. */
export function needsEverything(changes: Changes, events: readonly string[]): boolean {
	return changes.created === undefined || events.some((event) => event in changes.watch || (event === 'deleted' && changes.deleted === 'absent'));
}

/**
 * Compares what is there with what was seen. Pure: the state is replaced, never changed, so that a host keeps the
 * old one until the events are delivered.
 * @param complete whether `records` is all there is, so that a missing one was deleted.
 * @param unsure ids of those that are missing and yet were not deleted: they are remembered as they were.
 * @throws CeilingError when the state would outgrow what a host can keep.
 */
export function observe(changes: Changes, state: ChangeState | undefined, records: readonly JsonObject[], complete: boolean, options: ChangeOptions, unsure: readonly string[] = []): Observation {
	const first = state === undefined;
	const from = state?.from ?? startOf(options);
	const known = state?.seen ?? {};
	const keepAll = needsEverything(changes, options.events);
	const watched = Object.entries(changes.watch).filter(([name]) => options.events.includes(name));
	// Of the second reading there is never all.
	const seen: Record<string, Sighting> = keepAll && (!complete || changes.alsoWith !== undefined) ? { ...known } : {};
	const events: ChangeEvent[] = [];
	let since = state?.since ?? (options.startFrom === 'everything' ? 0 : from);
	const overlap = changes.overlapMs ?? minute;
	// Older than this and not remembered: it was told before and forgotten since.
	const forgotten = state === undefined || state.all === true ? Number.NEGATIVE_INFINITY : state.since - overlap;

	for (const record of records) {
		const id = textAt(record, changes.id);
		if (id === undefined) continue;
		const gone = changes.deleted !== undefined && changes.deleted !== 'absent' && isSet(at(record, changes.deleted));
		// A deletion need not count as a change.
		const updated = Math.max(timeOf(record, changes.updated) ?? timeOf(record, changes.created) ?? 0, gone ? (timeOf(record, changes.deletion?.time ?? changes.deleted) ?? 0) : 0);
		const standing: Standing = gone ? 'gone' : matches(changes, record, options.filters) ? 'in' : 'out';
		const parts = Object.fromEntries(watched.map(([name, watch]) => [name, compact(watch, watch.read(record, options.now))]));
		// A time far ahead is not believed: the next look must start neither there nor ahead of what happens meanwhile.
		since = Math.max(since, updated > options.now + clockSlack ? options.now - clockSlack : updated);
		seen[id] = watched.length > 0 ? [updated, standing, parts] : [updated, standing];

		const isOwn = (who: string | undefined): boolean => options.exceptBy !== undefined && who === options.exceptBy;
		const own = isOwn(authorOf(changes, record, gone));
		const isOwnPart = (watch: Watch, was: Json): boolean => {
			const by = watch.by?.(record, was) ?? [];
			return by.length === 0 ? own : by.every(isOwn);
		};
		const before = known[id];
		if (standing === 'out' || (first && options.startFrom === 'now') || (before === undefined && updated < forgotten)) continue;
		const tell = (event: string, was?: Json): number => events.push({ event, id, record, ...(was === undefined ? {} : { before: was }) });

		if (standing === 'gone') {
			const news = before === undefined ? updated >= from : before[1] === 'in';
			if (!own && news && options.events.includes('deleted')) tell('deleted');
			continue;
		}
		if (before === undefined) {
			const isNew = changes.created === undefined ? !first || options.startFrom === 'everything' : (timeOf(record, changes.created) ?? updated) >= from;
			if (!own && isNew && options.events.includes('created')) tell('created');
			if (!own && !isNew && changes.created !== undefined && updated >= from && options.events.includes('updated')) tell('updated');
			if (isNew) for (const [name, watch] of watched) if (watch.becomes?.(parts[name] ?? null, null) && !isOwnPart(watch, null)) tell(name, null);
			continue;
		}
		for (const [name, watch] of watched) {
			const was = before[2]?.[name];
			if (was !== undefined && differs(watch, parts[name] ?? null, was) && !isOwnPart(watch, was)) tell(name, was);
		}
		if (!own && options.events.includes('updated') && updated > before[0]) tell('updated');
	}

	for (const id of unsure) {
		const before = known[id];
		if (before) seen[id] = before;
	}
	if (complete && changes.deleted === 'absent' && options.events.includes('deleted')) {
		for (const [id, [updated, standing]] of Object.entries(known)) if (!(id in seen) && standing === 'in') events.push({ event: 'deleted', id, record: { [changes.id]: id, ...(updated === 0 ? {} : { lastChangedAt: new Date(updated).toISOString() }) } });
	}

	const horizon = since - overlap;
	const kept = keepAll ? seen : Object.fromEntries(Object.entries({ ...known, ...seen }).filter(([, [updated]]) => updated >= horizon));
	const next: ChangeState = { version: 1, since, from, seen: kept, ...(keepAll && (complete || first || state.all === true) ? { all: true } : {}) };
	const size = Buffer.byteLength(JSON.stringify(next));
	if (size > stateCeiling) {
		throw new CeilingError(`This trigger would have to remember ${Object.keys(kept).length} records (${Math.round(size / 1024)} KiB), more than a host keeps for it.`, { remedy: 'Choose the events Created and Updated only, or watch fewer records: a filter, a smaller project.' });
	}
	return { state: next, events };
}

/**
 * What a trigger reads for one look, and what came of it. Nothing is remembered here: the host stores the new state
 * once the events are delivered.
 * @param known what several looks at once share: by which id the records of an account name whoever is signed in.
 */
export async function look(client: Client, changes: Changes, within: Input, state: ChangeState | undefined, asked: ChangeOptions, known: Map<string, Promise<string | undefined>> = new Map()): Promise<Observation> {
	const options = state === undefined && asked.startFrom === 'now' ? { ...asked, now: await serviceTime(client, changes, asked.now) } : asked;
	if (changes.counted) return await lookByCount(client, changes, changes.counted, within, state, options, known);
	const filtered = changes.since !== undefined && !mustReadAll(changes, state, options);
	const reach = (state?.since ?? startOf(options)) - (changes.overlapMs ?? minute);
	const from = new Date(Math.max(0, reach)).toISOString();
	const changed = changes.since === undefined ? {} : { [changes.since]: changes.list.input[changes.since]?.kind === 'range' ? { from } : from };
	const records: JsonObject[] = [];
	for (const narrowed of narrowings(changes, options.filters)) {
		const input = { ...changes.with, ...within, ...narrowed };
		for await (const { json } of client.stream(changes.list, { ...input, ...(filtered ? changed : {}) })) records.push(json);
		if (changes.alsoWith) for await (const { json } of client.stream(changes.list, { ...input, ...changed, ...changes.alsoWith })) records.push(json);
		if (changes.deletedWith && options.events.includes('deleted')) for await (const { json } of client.stream(changes.list, { ...input, ...changes.deletedWith })) records.push(json);
	}
	const unsure = filtered ? [] : await askedAgain(client, changes, within, state, records, options);
	const exceptBy = records.length === 0 ? undefined : await selfOnce(client, changes, within, options.exceptBy, known);
	return observe(changes, state, changes.alsoWith || changes.asked ? eachOnce(changes, records) : records, !filtered, { ...options, exceptBy }, unsure);
}

/**
 * A list that changes while its pages are read may lack what is there all the same: what is missing is asked about once
 * more before it counts as deleted. What is found is added to the records; given are the ids of those that are missing
 * and yet not deleted.
 */
async function askedAgain(client: Client, changes: Changes, within: Input, state: ChangeState | undefined, records: JsonObject[], { events, filters }: ChangeOptions): Promise<readonly string[]> {
	if (state === undefined || changes.alsoWith || !needsEverything(changes, events)) return [];
	const missing = new Set(Object.keys(state.seen));
	for (const record of records) missing.delete(textAt(record, changes.id) ?? '');
	if (missing.size === 0) return [];
	const deleted = new Set<string>();
	for (const narrowed of narrowings(changes, filters)) {
		for await (const { json } of client.stream(changes.list, { ...changes.with, ...within, ...narrowed, ...changes.absentWith })) {
			const id = textAt(json, changes.id) ?? '';
			if (!missing.has(id)) continue;
			if (changes.absentWith) deleted.add(id);
			else records.push(json);
		}
	}
	return changes.absentWith ? [...missing].filter((id) => !deleted.has(id)) : [];
}

/** What the list is given of the filters that it goes by itself; once for every value that is wanted. */
export function narrowings({ asked = {} }: Changes, filters: ChangeOptions['filters'] = {}): readonly Input[] {
	return Object.entries(asked).reduce<readonly Input[]>((made, [filter, key]) => {
		const wanted = [...new Set(filters[filter] ?? [])];
		return wanted.length === 0 ? made : made.flatMap((input) => wanted.map((one) => ({ ...input, [key]: one })));
	}, [{}]);
}

/** As it was read last: a record can stand in several readings, and go from one list into another between two of them. */
function eachOnce({ id }: Changes, records: readonly JsonObject[]): readonly JsonObject[] {
	const last = new Map(records.map((record, index) => [textAt(record, id), index]));
	return records.filter((record, index) => last.get(textAt(record, id)) === index);
}

/** Whether what has changed since the last look does not suffice. */
function mustReadAll(changes: Changes, state: ChangeState | undefined, { events, startFrom }: ChangeOptions): boolean {
	if (events.some((event) => changes.watch[event]?.byTime === true)) return true;
	if (events.includes('deleted') && changes.deleted === 'absent') return true;
	if (needsEverything(changes, events) && state?.all !== true) return true;
	return state === undefined && startFrom !== 'now';
}

/** The time by the service's clock, where it tells; else ours. In ms since the epoch. */
async function serviceTime(client: Client, { clock }: Changes, ours: number): Promise<number> {
	if (clock === undefined) return ours;
	for await (const { json } of client.stream(clock.read, {})) return timeOf(json, clock.path) ?? ours;
	return ours;
}

async function lookByCount(client: Client, changes: Changes, counted: Counted, within: Input, state: ChangeState | undefined, options: ChangeOptions, known: Map<string, Promise<string | undefined>>): Promise<Observation> {
	const after = state?.count === undefined ? {} : { [counted.after]: state.count };
	const records: JsonObject[] = [];
	for await (const { json } of client.stream(changes.list, { ...changes.with, ...within, ...after })) records.push(json);
	const exceptBy = records.length === 0 ? undefined : await selfOnce(client, changes, within, options.exceptBy, known);
	return observeCounted(changes, counted, state, records, { ...options, exceptBy });
}

/**
 * What a service that counts its changes gave for "after the highest count seen". Nothing but the count and the newest
 * time has to be remembered: the records are the changes. Pure, as `observe`.
 */
export function observeCounted(changes: Changes, counted: Counted, state: ChangeState | undefined, records: readonly JsonObject[], options: ChangeOptions): Observation {
	const from = state?.from ?? startOf(options);
	const events: ChangeEvent[] = [];
	let count = state?.count ?? 0;
	let since = state?.since ?? 0;
	for (const record of records) {
		const id = textAt(record, changes.id);
		if (id === undefined) continue;
		const created = timeOf(record, changes.created) ?? 0;
		const updated = timeOf(record, changes.updated) ?? created;
		count = Math.max(count, Number(at(record, counted.path) ?? 0));
		since = Math.max(since, updated);
		if (state === undefined && options.startFrom === 'now') continue;
		const gone = changes.deleted !== undefined && isSet(at(record, changes.deleted));
		if ((options.exceptBy !== undefined && authorOf(changes, record, gone) === options.exceptBy) || !matches(changes, record, options.filters)) continue;
		// In the second of the newest one known, what was changed in any way is that one.
		const isNew = state === undefined ? created >= from : created > state.since || (created === state.since && created === updated && !gone);
		const event = gone ? (isNew ? undefined : 'deleted') : isNew ? 'created' : updated >= from ? 'updated' : undefined;
		if (event !== undefined && options.events.includes(event)) events.push({ event, id, record });
	}
	return { state: { version: 1, since, from, seen: {}, count }, events };
}

async function selfOnce(client: Client, changes: Changes, within: Input, me: string | undefined, known: Map<string, Promise<string | undefined>>): Promise<string | undefined> {
	const parents = JSON.stringify((changes.self?.within ?? []).map((key) => within[key]));
	const asked = known.get(parents) ?? selfOf(client, changes, within, me);
	known.set(parents, asked);
	return await asked;
}

/** The id by which records name whoever is signed in. Who may not read the list of people is named as the sign-in does. */
async function selfOf(client: Client, changes: Changes, within: Input, me: string | undefined): Promise<string | undefined> {
	const { self } = changes;
	if (me === undefined || self === undefined) return me;
	const parents = Object.fromEntries(self.within.map((key) => [key, within[key]]));
	try {
		for await (const { json } of client.stream(self.list, parents)) if (textAt(json, self.named) === me) return textAt(json, self.value) ?? me;
	} catch (error) {
		if (!(error instanceof PermissionError)) throw error;
	}
	return me;
}

function authorOf(changes: Changes, record: JsonObject, gone: boolean): string | undefined {
	const deleter = gone && changes.deletion?.author !== undefined ? textAt(record, changes.deletion.author) : undefined;
	return deleter ?? (changes.author === undefined ? undefined : textAt(record, changes.author)) ?? (changes.creator === undefined ? undefined : textAt(record, changes.creator));
}

function startOf(options: ChangeOptions): number {
	if (options.startFrom === 'now') return options.now - clockSlack;
	if (options.startFrom === 'everything') return 0;
	const time = readMoment(options.startFrom.date);
	if (Number.isNaN(time)) throw new InputError('Start From must be a date.', { remedy: 'Enter it as 2026-03-31 or 2026-03-31T08:00:00Z.' });
	return time;
}

function differs(watch: Watch, now: Json, before: Json): boolean {
	return JSON.stringify(now) !== JSON.stringify(before) && (watch.becomes?.(now, before) ?? true);
}

/** Long values are kept as a digest: only whether they changed matters. */
function compact(watch: Watch, value: Json): Json {
	const said = JSON.stringify(value);
	return said.length <= 64 || watch.becomes ? value : `#${createHash('sha1').update(said).digest('base64url').slice(0, 12)}`;
}

function matches(changes: Changes, record: JsonObject, filters: ChangeOptions['filters']): boolean {
	return Object.entries(filters ?? {}).every(([key, wanted]) => {
		if (wanted.length === 0 || changes.asked?.[key] !== undefined) return true;
		const found = at(record, changes.filterPaths[key] ?? key);
		const values = isList(found) ? found.map(written) : [written(found ?? '')];
		const field = changes.filters[key];
		const isReference = field?.kind === 'ref' || field?.kind === 'refs';
		return values.some((value) => wanted.includes(value) || (isReference && wanted.some((one) => endsInId(value, one))));
	});
}

/** Whether a record names by URN what a person named by its bare id. */
function endsInId(urn: string, id: string): boolean {
	return id !== '' && urn.toLowerCase().endsWith(`:${id.toLowerCase()}`);
}

function isSet(value: Json | undefined): boolean {
	return value !== undefined && value !== null && value !== false && value !== '';
}

function timeOf(record: JsonObject, path: string | undefined): number | undefined {
	const said = path === undefined ? undefined : textAt(record, path);
	if (said === undefined || said === '') return undefined;
	const time = readMoment(said);
	return Number.isNaN(time) ? undefined : time;
}
