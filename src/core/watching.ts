import { at, choice, inSentence, labelOf, refs, resourceOf, textAt, written, type Changes, type Field, type Fields, type Input, type InputValue, type JsonObject, type Resource, type Service } from '../catalog/vocabulary';
import { look, narrowings, stateCeiling, type ChangeEvent, type ChangeOptions, type ChangeState, type StartFrom } from './changes';
import type { Client } from './client';
import { AecError, CancelledError, CeilingError, InputError, NotFoundError, SignInError } from './errors';

/** What a trigger watches, and with which sign-in. */
export interface Watching {
	readonly client: Client;
	readonly services: readonly Service[];
	readonly changes: Changes;
	readonly where: Where;
}

/** Where a trigger looks. */
export interface Where {
	/** What a person set of the keys in `changes.within`. */
	readonly within: Input;
	/** Left out: the one place that `within` names. Else several of them, or all there are, new ones joining. */
	readonly places?: Wanted;
}

type Wanted = 'all' | readonly InputValue[];

/** Where a trigger stands in all its places. Plain data: hosts store it as it is. */
export interface WatchState {
	readonly version: 2;
	/** ms since the epoch: a place that joins later tells what happened in it since. */
	readonly began: number;
	/** Ids of what a person named, so that a name is looked up once and not at every look. */
	readonly within: Input;
	/** By id of the place; the only one is called ''. */
	readonly places: Readonly<Record<string, ChangeState>>;
}

export interface WatchEvent extends ChangeEvent {
	/** Where it happened, when several places are watched. */
	readonly place?: { readonly id: string; readonly name?: string };
}

export interface Watched {
	readonly state: WatchState;
	readonly events: readonly WatchEvent[];
	/** Places that could not be looked at; they stand where they stood, and the next look goes on from there. */
	readonly missed: readonly { readonly place: string; readonly error: AecError }[];
}

/** Places that are looked at side by side. */
const parallel = 4;

/** The key of `changes.within` of which several may be watched, with the resource it refers to; undefined where there is no list of them. */
export function placesOfChanges(changes: Changes, services: readonly Service[]): { readonly key: string; readonly resource: Resource } | undefined {
	const key = changes.within.at(-1);
	const field = key === undefined ? undefined : changes.list.input[key];
	if (key === undefined || field?.kind !== 'ref') return undefined;
	const resource = resourceOf(services, field.to);
	return resource.lookup ? { key, resource } : undefined;
}

/**
 * What a person fills in to say where a trigger looks: the keys of `within`; of the last one, where there is a list to
 * choose from, one, several or all.
 */
export function whereFields(changes: Changes, services: readonly Service[]): Fields {
	const spread = placesOfChanges(changes, services);
	return Object.fromEntries(
		changes.within.flatMap((key): readonly (readonly [string, Field])[] => {
			const field = changes.list.input[key];
			if (!field) return [];
			if (field.kind !== 'ref') return [[key, field]];
			if (key !== spread?.key) return [[key, { ...field, required: true }]];
			const { label, plural } = spread.resource;
			return [
				['scope', choice({ one: `One ${label}`, chosen: `Several ${plural}`, all: `All ${plural}` }, { default: 'one', label: 'Watch', description: `New ${inSentence(plural)} join by themselves when all are watched` })],
				[key, { ...field, required: true, when: { scope: ['one'] } }],
				['places', { ...refs(field.to, { required: true, label: plural, when: { scope: ['chosen'] } }), ...(field.prefix === undefined ? {} : { prefix: field.prefix }) }],
			];
		}),
	);
}

/** Reads what was filled in of `whereFields`. Throws InputError for what is missing. */
export function whereOf(changes: Changes, services: readonly Service[], given: Input): Where {
	const spread = placesOfChanges(changes, services);
	const { scope = 'one', places } = given;
	const many = spread !== undefined && scope !== 'one';
	const wanted = many ? changes.within.filter((key) => key !== spread.key) : changes.within;
	const within = Object.fromEntries(
		wanted.map((key) => {
			const value = given[key];
			if (value === undefined || value === null || value === '') throw new InputError(`${titleOf(key, changes.list.input[key])} is missing.`, { remedy: 'Choose it in the trigger.' });
			return [key, value];
		}),
	);
	if (!many) return { within };
	return { within, places: scope === 'all' ? 'all' : Array.isArray(places) ? places : [] };
}

/**
 * One look at every place, or at those of them for which `only` holds. The new state is for the host to keep once the
 * events are delivered.
 * @throws AecError when nothing could be looked at, or when the state would outgrow what a host can keep.
 */
export async function watch(watching: Watching, state: WatchState | undefined, options: ChangeOptions, only: (place: string) => boolean = () => true): Promise<Watched> {
	const { places } = watching.where;
	return places === undefined ? await watchOne(watching, state, options) : await watchMany(watching, places, state, options, only);
}

async function watchOne(watching: Watching, state: WatchState | undefined, options: ChangeOptions): Promise<Watched> {
	const { client, changes } = watching;
	return await withIds(watching, state, async (within) => {
		const { state: next, events } = await look(client, changes, within, state?.places[''], options);
		return { state: { version: 2, began: state?.began ?? options.now, within, places: { '': next } }, events, missed: [] };
	});
}

/** Works with the ids found out before; anew from the names where what they meant is gone, for another may have taken the name. */
async function withIds<T>({ client, changes, where }: Watching, state: WatchState | undefined, work: (within: Input) => Promise<T>): Promise<T> {
	if (state !== undefined && Object.keys(where.within).every((key) => key in state.within)) {
		try {
			return await work(state.within);
		} catch (error) {
			if (!(error instanceof NotFoundError)) throw error;
		}
	}
	return await work(await client.references(changes.list, where.within));
}

async function watchMany(watching: Watching, wanted: Wanted, state: WatchState | undefined, options: ChangeOptions, only: (place: string) => boolean): Promise<Watched> {
	const { client, changes } = watching;
	const { resource, key, parents, places } = await spreadOut(watching, wanted, state);
	const looked = places.filter(({ id }) => only(id));
	/** By which id the records of an account name whoever is signed in. */
	const selves = new Map<string, Promise<string | undefined>>();

	const began = state?.began ?? options.now;
	const joining: StartFrom = state !== undefined && options.startFrom === 'now' ? { date: new Date(began).toISOString() } : options.startFrom;
	const standing: Record<string, ChangeState> = { ...state?.places };
	const events: WatchEvent[] = [];
	const missed: { place: string; error: AecError }[] = [];
	await sideBySide(looked, async ({ id, label, count }) => {
		try {
			const before = state?.places[id];
			if (count !== undefined && before?.count !== undefined && count <= before.count) return;
			const seen = await look(client, changes, { ...parents, [key]: id }, before, before ? options : { ...options, startFrom: joining }, selves);
			standing[id] = seen.state;
			for (const event of seen.events) events.push({ ...event, place: nameOf({ id, label }) });
		} catch (error) {
			if (!(error instanceof AecError) || error instanceof CancelledError || error instanceof SignInError || error instanceof InputError) throw error;
			missed.push({ place: label, error });
		}
	});
	const [first] = missed;
	if (first && missed.length === looked.length) throw first.error;

	const holding = (kept: WatchState['places']): WatchState => ({ version: 2, began, within: parents, places: kept });
	const whole = holding(standing);
	const next = sizeOf(whole) <= stateCeiling ? whole : holding(withoutGone(changes, standing, new Set(places.map(({ id }) => id))));
	const size = sizeOf(next);
	if (size > stateCeiling) {
		throw new CeilingError(`This trigger would have to remember ${Math.round(size / 1024)} KiB of ${Object.keys(standing).length} ${inSentence(resource.plural)}, more than a host keeps for it.`, { remedy: `Choose the events Created and Updated only, or watch fewer ${inSentence(resource.plural)} with each trigger.` });
	}
	return { state: next, events, missed };
}

function sizeOf(state: WatchState): number {
	return Buffer.byteLength(JSON.stringify(state));
}

/** Where room is short, what is no longer watched goes first: of such a place it is enough how far it was told, should it come back. */
function withoutGone(changes: Changes, standing: WatchState['places'], here: ReadonlySet<string>): WatchState['places'] {
	return Object.fromEntries(
		Object.entries(standing).flatMap(([id, state]): [string, ChangeState][] => {
			if (here.has(id) || changes.counted) return [[id, state]];
			// Without a time of creation, what is met anew would count as made meanwhile.
			return changes.created === undefined ? [] : [[id, { version: 1, since: state.since, from: state.since, seen: {} }]];
		}),
	);
}

interface Spread {
	/** What its places are, and the key that names one of them. */
	readonly resource: Resource;
	readonly key: string;
	/** Ids of what the places lie in. */
	readonly parents: Input;
	readonly places: readonly Place[];
}

async function spreadOut(watching: Watching, wanted: Wanted, state: WatchState | undefined): Promise<Spread> {
	const spread = placesOfChanges(watching.changes, watching.services);
	if (!spread) throw new InputError('This trigger watches one place only.', { remedy: 'Choose it by name or id.' });
	return await withIds(watching, state, async (parents) => ({ ...spread, parents, places: wanted === 'all' ? await everyPlace(watching, spread.resource, parents) : await chosen(watching, spread.key, parents, wanted) }));
}

/** Ids of the places that are watched now. Throws AecError. */
export async function placeIds(watching: Watching, state: WatchState | undefined): Promise<readonly string[]> {
	const { client, changes, where } = watching;
	if (where.places !== undefined) return (await spreadOut(watching, where.places, state)).places.map(({ id }) => id);
	const key = changes.within.at(-1) ?? '';
	const known = state?.within[key] ?? (await client.references(changes.list, where.within))[key];
	return [written(known)];
}

/** The records of all places as they are now, one place after the other, for a person who tries a trigger out. */
export async function* recordsOf(watching: Watching, filters?: ChangeOptions['filters']): AsyncGenerator<{ readonly record: JsonObject; readonly place?: WatchEvent['place'] }> {
	const { client, changes, where } = watching;
	const narrowed = narrowings(changes, filters);
	if (where.places === undefined) {
		const within = await client.references(changes.list, where.within);
		for (const one of narrowed) for await (const { json } of client.stream(changes.list, { ...changes.with, ...within, ...one })) yield { record: json };
		return;
	}
	const { key, parents, places } = await spreadOut(watching, where.places, undefined);
	for (const place of places) {
		for (const one of narrowed) for await (const { json } of client.stream(changes.list, { ...changes.with, ...parents, [key]: place.id, ...one })) yield { record: json, place: nameOf(place) };
	}
}

function nameOf({ id, label }: Pick<Place, 'id' | 'label'>): { readonly id: string; readonly name?: string } {
	return { id, ...(label === id ? {} : { name: label }) };
}

interface Place {
	readonly id: string;
	readonly label: string;
	/** Where the service counts the changes in it. */
	readonly count?: number;
}

/** All that are neither archived nor deleted. */
async function everyPlace({ client, changes: { counted } }: Watching, resource: Resource, parents: Input): Promise<readonly Place[]> {
	const { lookup } = resource;
	const places: Place[] = [];
	for await (const record of client.lookedUp(resource, parents)) {
		const id = lookup && textAt(record, lookup.value);
		if (id === undefined || (lookup?.standing?.(record) ?? 'active') !== 'active') continue;
		const count = counted && at(record, counted.path);
		places.push({ id, label: lookup?.label(record).trim() || id, ...(typeof count === 'number' ? { count } : {}) });
	}
	return places;
}

/** Those a person chose, each once, by id. */
async function chosen({ client, changes }: Watching, key: string, parents: Input, wanted: readonly InputValue[]): Promise<readonly Place[]> {
	if (wanted.length === 0) throw new InputError(`${titleOf(key, changes.list.input[key])}: none is chosen.`, { remedy: 'Choose at least one, or watch all of them.' });
	const ids = await Promise.all(wanted.map(async (one) => (await client.references(changes.list, { ...parents, [key]: one }))[key]));
	return [...new Set(ids.map(String))].map((id) => ({ id, label: id }));
}

function titleOf(key: string, field: Field | undefined): string {
	return field ? labelOf(key, field) : key;
}

async function sideBySide<T>(list: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
	const waiting = [...list];
	const worker = async (): Promise<void> => {
		for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(next);
	};
	await Promise.all(Array.from({ length: Math.min(parallel, list.length) }, worker));
}

/** What a host has stored; a state of the first version, which knew one place only, is carried over. */
export function readWatchState(value: unknown): WatchState | undefined {
	if (isWatchState(value)) return value;
	return isChangeState(value) ? { version: 2, began: value.from, within: {}, places: { '': value } } : undefined;
}

function isWatchState(value: unknown): value is WatchState {
	return isRecord(value) && value.version === 2 && typeof value.began === 'number' && isRecord(value.within) && isRecord(value.places) && Object.values(value.places).every(isChangeState);
}

function isChangeState(value: unknown): value is ChangeState {
	return isRecord(value) && value.version === 1 && typeof value.since === 'number' && typeof value.from === 'number' && isRecord(value.seen);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
