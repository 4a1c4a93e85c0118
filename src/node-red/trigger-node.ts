import { isObject, parseJson, textAt, type Changes, type Field, type Fields, type Input, type Json, type Pushed, type Resource, type Service } from '../catalog/vocabulary';
import type { Client } from '../core/client';
import type { ChangeOptions } from '../core/changes';
import { asList, optionOf } from '../core/encode';
import { AecError, InputError } from '../core/errors';
import { readListening, type Listening } from '../core/pushed/listening';
import { readWatchState, watch, whereFields, whereOf, type Watched, type Watching, type WatchState } from '../core/watching';
import { accountOf } from './account';
import { openRecords } from './durable';
import { nodeError, shortWords, wasCancelled, withFailure } from './failure';
import { Instant, silence } from './instant';
import { tellsAuthors, triggerType } from './names';
import type { NodeRed, RedNode, SavedConfig } from './node-red';
import { readTrigger, type SavedTrigger } from './saved';
import { inputFrom } from './values';

const settingsKey = 'aecNodesTriggers';

/** Registers the trigger node of a resource. */
export function registerTrigger(red: NodeRed, service: Service, resource: Resource, changes: Changes): void {
	red.nodes.registerType(triggerType(service, resource), function (config) {
		red.nodes.createNode(this, config);
		const watcher = new Watcher(red, this, service, resource, changes, config);
		// Wires and the nodes behind them exist only when all flows have started.
		const begin = (): void => void watcher.run();
		red.events.once('flows:started', begin);
		this.on('close', (removed, closed) => {
			red.events.removeListener('flows:started', begin);
			this.status({});
			void watcher.stop(removed).then(closed);
		});
	});
}

/** One trigger at work: looks, tells, remembers, waits; never two looks at a time. */
class Watcher {
	private readonly closing = new AbortController();
	private told: string | undefined;
	private missed: ReadonlySet<string> = new Set();
	private instant: Instant | undefined;
	/** ms since the epoch: when the last look at everything began that succeeded. */
	private lookedAt = 0;
	/** Why it looks at intervals although it shall be told, as a person was told last. */
	private polling: string | undefined;
	private wake = (): void => undefined;

	constructor(
		private readonly red: NodeRed,
		private readonly node: RedNode,
		private readonly service: Service,
		private readonly resource: Resource,
		private readonly changes: Changes,
		private readonly config: SavedConfig,
	) {}

	/** Ends it; takes the hooks of a node that is gone for good with it. Rejects never. */
	async stop(removed: boolean): Promise<void> {
		this.closing.abort();
		this.instant?.close();
		if (!removed) return;
		try {
			await this.instant?.leave();
		} catch (error) {
			this.red.log.warn(`[aec-nodes] The webhooks of a deleted trigger could not be taken away; they end by themselves: ${error instanceof Error ? error.message : String(error)}`);
		}
	}

	async run(): Promise<void> {
		const { signal } = this.closing;
		while (!signal.aborted) {
			const waitMs = await this.once();
			await pause(this.instant?.waits ? 0 : waitMs, signal, (wake) => {
				this.wake = wake;
			});
		}
	}

	/** One look; gives the ms until the next. Rejects never. */
	private async once(): Promise<number> {
		const { node } = this;
		let everyMs = 60_000;
		try {
			const saved = readTrigger(this.config);
			({ everyMs } = saved);
			node.status({ fill: 'blue', shape: 'dot', text: 'looking' });
			const count = await this.look(saved);
			if (this.closing.signal.aborted) return everyMs;
			this.told = undefined;
			node.status({ fill: 'green', shape: 'dot', text: this.standing(saved, count) });
			return this.instant ? Math.max(1_000, this.lookedAt + this.instant.lookEvery(saved.events, everyMs) - Date.now()) : everyMs;
		} catch (error) {
			if (wasCancelled(error) || this.closing.signal.aborted) return everyMs;
			node.status({ fill: 'red', shape: 'ring', text: shortWords(error) });
			const kind = error instanceof AecError ? `${error.kind} ${error.facts.status ?? ''} ${error.kind === 'input' ? error.message : ''}` : String(error);
			// A service that is down for the night is one message, not one a minute.
			if (kind !== this.told) node.error(nodeError(error), withFailure({ topic: this.resource.id }, error));
			this.told = kind;
			if (error instanceof AecError && error.facts.retryAfterMs !== undefined) return Math.max(everyMs, error.facts.retryAfterMs);
		}
		return everyMs;
	}

	private standing({ events }: SavedTrigger, count: number): string {
		const news = count === 0 ? 'nothing new' : `${count} new`;
		if (!this.instant) return news;
		const why = this.instant.whyPolling(events);
		if (why !== this.polling && why !== undefined) this.node.warn(`It looks at the interval, because ${why}`);
		this.polling = why;
		return why === undefined ? `instant, ${news}` : `polling: ${why}`;
	}

	/** Listens from the first look on, where a person wants it and the service can tell. */
	private listener({ instant, account }: SavedTrigger, key: string): Instant | undefined {
		const { red, service, changes } = this;
		if (instant && changes.pushed) this.instant ??= new Instant(red, service, changes, changes.pushed, accountOf(red, account), `${account} ${key}`, () => this.wake());
		return this.instant;
	}

	private async look(saved: SavedTrigger): Promise<number> {
		const { red, node, service, changes, resource } = this;
		const began = Date.now();
		if (saved.events.length === 0) throw new InputError('No event is chosen.', { remedy: 'Open the node and choose at least one event.' });
		const client = accountOf(red, saved.account).connect(this.closing.signal);
		const fields = whereFields(changes, [service]);
		const within = await this.input(fields, saved.within);
		const options: ChangeOptions = { events: saved.events, startFrom: saved.startFrom, filters: await this.filters(saved), now: Date.now(), ...(saved.ignoreOwn && tellsAuthors(changes) ? { exceptBy: await self(client) } : {}) };

		const records = openRecords(red.settings, settingsKey);
		const key = node._alias === undefined ? node.id : `${node._flow?.path ?? ''}/${node._alias}`;
		const where = JSON.stringify([saved.account, within]);
		const start = JSON.stringify(saved.startFrom);
		const stored = records.read(key);
		// Pointed at another place or told to start from elsewhere, it begins anew; what says nothing of its start is of before that was kept.
		const before = textAt(stored, 'where') === where && (textAt(stored, 'start') ?? start) === start ? stateIn(stored) : undefined;
		const heard = isObject(stored) ? readListening(stored.listening) : undefined;
		const listener = this.listener(saved, key);
		listener?.resume(heard);
		const deliveries = listener?.take() ?? [];
		// Told of a change, it looks there and nowhere else, unless a look at everything is due.
		const nearby = listener && deliveries.length > 0 && before && began < this.lookedAt + listener.lookEvery(saved.events, saved.everyMs);
		const watching: Watching = { client, services: [service], changes, where: whereOf(changes, [service], typeof within.places === 'string' ? { ...within, places: asList(within.places) } : within) };
		const { state, events, missed } = await watch(watching, before, options, nearby ? listener.placesOf(deliveries) : undefined);
		if (this.closing.signal.aborted) return 0;
		if (!nearby) this.lookedAt = began;
		for (const { event, record, place, before: was } of events) {
			node.send({ topic: `${resource.id}.${event}`, event, payload: record, ...(place === undefined ? {} : { place }), ...(was === undefined ? {} : { before: was }) });
		}
		this.tellMissed(missed);
		const keep = async (listening: Listening | undefined): Promise<void> => {
			const next = parseJson(JSON.stringify({ where, start, state, listening }));
			if (isObject(next) && JSON.stringify(records.read(key)) !== JSON.stringify(next)) await records.write(key, next);
		};
		await keep(listener?.done(deliveries));
		// Once closed, another watcher may go on from here: the hooks are its own, and what it keeps is newer.
		if (this.closing.signal.aborted) return events.length;
		if (listener) {
			const listening = await this.upkeep(listener, watching, state, saved.events);
			if (!this.closing.signal.aborted) await keep(listening);
		} else if (heard && changes.pushed) await this.silence(saved.account, changes.pushed, heard);
		return events.length;
	}

	/** What was found is told even where the hooks cannot be looked after. */
	private async upkeep(listener: Instant, watching: Watching, state: WatchState, events: readonly string[]): Promise<Listening | undefined> {
		try {
			return await listener.upkeep(watching, state, events);
		} catch (error) {
			if (!wasCancelled(error)) this.node.warn(`Its webhooks could not be checked: ${error instanceof Error ? error.message : String(error)}`);
			return listener.done([]);
		}
	}

	/** It listened before and shall no longer. */
	private async silence(account: string, pushed: Pushed, heard: Listening): Promise<void> {
		try {
			await silence(accountOf(this.red, account), pushed, heard);
		} catch (error) {
			this.node.warn(`Its webhooks could not be taken away: ${error instanceof Error ? error.message : String(error)}`);
		}
	}

	/** A place that cannot be looked at is told once, until it can be again. */
	private tellMissed(missed: Watched['missed']): void {
		for (const { place, error } of missed) if (!this.missed.has(place)) this.node.warn(`Could not look at ${place}, and goes on with the others: ${error.message}`);
		this.missed = new Set(missed.map(({ place }) => place));
	}

	private async input(fields: Fields, saved: SavedTrigger['within']): Promise<Input> {
		return await inputFrom(fields, saved, { red: this.red, node: this.node, message: {}, cleanUps: [] });
	}

	/** A filter whose expression gives nothing is none. */
	private async filters(saved: SavedTrigger): Promise<Readonly<Record<string, readonly string[]>>> {
		const { filters } = this.changes;
		const input = await this.input(filters, saved.filters);
		return Object.fromEntries(
			Object.entries(input).map(([key, value]) => [
				key,
				asList(value ?? []).map((one) => {
					if (typeof one === 'object') throw new InputError(`The filter ${key} takes ids.`, { remedy: 'Pick it from the list, or enter its id.' });
					return String(meant(filters[key], one));
				}),
			]),
		);
	}
}

/** The value of an option that is given by its label. */
function meant(field: Field | undefined, given: string | number | boolean | undefined): unknown {
	return field?.kind === 'choice' || field?.kind === 'choices' ? (optionOf(field.options, given)?.value ?? given) : given;
}

/** Whoever is signed in. Without knowing, nothing could be left out: better to say so than to run in circles. */
async function self(client: Client): Promise<string> {
	const me = await client.me();
	if (me === undefined) throw new InputError('The service does not tell who is signed in.', { remedy: 'Switch off "Ignore changes made by this connection".' });
	return me;
}

/** What was stored is what was written: `watch` made it. */
function stateIn(stored: Json | undefined): WatchState | undefined {
	return typeof stored === 'object' && stored !== null && 'state' in stored ? readWatchState(stored.state) : undefined;
}

/** ms: what the runtime's timers take; longer ones end at once. */
const longestTimer = 2 ** 31 - 1;

/** @param waking is handed what ends the pause early */
async function pause(ms: number, signal: AbortSignal, waking: (wake: () => void) => void): Promise<void> {
	if (signal.aborted) return;
	await new Promise<void>((resolve) => {
		let timer: NodeJS.Timeout;
		const end = (): void => {
			clearTimeout(timer);
			signal.removeEventListener('abort', end);
			resolve();
		};
		const wait = (left: number): void => {
			timer = left > longestTimer ? setTimeout(() => wait(left - longestTimer), longestTimer) : setTimeout(end, left);
		};
		wait(ms);
		signal.addEventListener('abort', end);
		waking(end);
	});
}

/** ms a trigger that is no longer in the flows is remembered, so that an undone deletion costs nothing. */
const rememberFor = 30 * 24 * 3_600_000;

/** Forgets the triggers that have been gone from the flows for a month. */
export async function forgetTriggers(red: NodeRed): Promise<void> {
	const present = new Set<string>();
	red.nodes.eachNode(({ id }) => void present.add(id));
	const now = Date.now();
	await openRecords(red.settings, settingsKey).revise((key, record) => {
		if (!isObject(record)) return undefined;
		const { gone = null, ...known } = record;
		if (present.has(key.split('/').pop() ?? '')) return gone === null ? record : known;
		if (typeof gone !== 'number') return { ...known, gone: now };
		return gone < now - rememberFor ? undefined : record;
	});
}
