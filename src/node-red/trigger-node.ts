import { parseJson, textAt, type Changes, type Fields, type Input, type Json, type Resource, type Service } from '../catalog/vocabulary';
import type { Client } from '../core/client';
import type { ChangeOptions } from '../core/changes';
import { AecError, InputError } from '../core/errors';
import { readWatchState, watch, whereFields, whereOf, type Watched, type WatchState } from '../core/watching';
import { accountOf } from './account';
import { openRecords } from './durable';
import { nodeError, shortWords, wasCancelled, withFailure } from './failure';
import { triggerType } from './names';
import type { NodeRed, RedNode, SavedConfig } from './node-red';
import { readTrigger, type SavedTrigger } from './saved';
import { inputFrom } from './values';

const settingsKey = 'aecNodesTriggers';

/** Registers the trigger node of a resource. */
export function registerTrigger(red: NodeRed, service: Service, resource: Resource, changes: Changes): void {
	red.nodes.registerType(triggerType(service, resource), function (config) {
		red.nodes.createNode(this, config);
		const watching = new Watching(red, this, service, resource, changes, config);
		// Wires and the nodes behind them exist only when all flows have started.
		const begin = (): void => void watching.run();
		red.events.once('flows:started', begin);
		this.on('close', (_removed, closed) => {
			red.events.removeListener('flows:started', begin);
			watching.stop();
			this.status({});
			closed();
		});
	});
}

/** One trigger at work: looks, tells, remembers, waits; never two looks at a time. */
class Watching {
	private readonly closing = new AbortController();
	private told: string | undefined;
	private missed: ReadonlySet<string> = new Set();

	constructor(
		private readonly red: NodeRed,
		private readonly node: RedNode,
		private readonly service: Service,
		private readonly resource: Resource,
		private readonly changes: Changes,
		private readonly config: SavedConfig,
	) {}

	stop(): void {
		this.closing.abort();
	}

	async run(): Promise<void> {
		const { signal } = this.closing;
		while (!signal.aborted) {
			const waitMs = await this.once();
			await pause(waitMs, signal);
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
			this.told = undefined;
			node.status({ fill: 'green', shape: 'dot', text: count === 0 ? 'nothing new' : `${count} new` });
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

	private async look(saved: SavedTrigger): Promise<number> {
		const { red, node, service, changes, resource } = this;
		if (saved.events.length === 0) throw new InputError('No event is chosen.', { remedy: 'Open the node and choose at least one event.' });
		const client = accountOf(red, saved.account).connect(this.closing.signal);
		const fields = whereFields(changes, [service]);
		const within = await this.input(fields, saved.within);
		const options: ChangeOptions = { events: saved.events, startFrom: saved.startFrom, filters: await this.filters(saved), now: Date.now(), ...(saved.ignoreOwn ? await author(client) : {}) };

		const records = openRecords(red.settings, settingsKey);
		const key = node._alias === undefined ? node.id : `${node._flow?.path ?? ''}/${node._alias}`;
		const where = JSON.stringify([saved.account, within]);
		const stored = records.read(key);
		// Pointed at another place, it begins anew.
		const before = textAt(stored, 'where') === where ? stateIn(stored) : undefined;
		const { state, events, missed } = await watch(client, [service], changes, whereOf(changes, [service], within), before, options);
		if (this.closing.signal.aborted) return 0;
		for (const { event, record, place, before: was } of events) {
			node.send({ topic: `${resource.id}.${event}`, event, payload: record, ...(place === undefined ? {} : { place }), ...(was === undefined ? {} : { before: was }) });
		}
		this.tellMissed(missed);
		if (JSON.stringify(state) !== JSON.stringify(before)) await records.write(key, { where, at: Date.now(), state: parseJson(JSON.stringify(state)) ?? null });
		return events.length;
	}

	/** A place that cannot be looked at is told once, until it can be again. */
	private tellMissed(missed: Watched['missed']): void {
		for (const { place, error } of missed) if (!this.missed.has(place)) this.node.warn(`Could not look at ${place}, and goes on with the others: ${error.message}`);
		this.missed = new Set(missed.map(({ place }) => place));
	}

	private async input(fields: Fields, saved: SavedTrigger['within']): Promise<Input> {
		return await inputFrom(fields, saved, { red: this.red, node: this.node, message: {}, cleanUps: [] });
	}

	private async filters(saved: SavedTrigger): Promise<Readonly<Record<string, readonly string[]>>> {
		const input = await this.input(this.changes.filters, saved.filters);
		return Object.fromEntries(
			Object.entries(input).map(([key, value]) => {
				const values = Array.isArray(value) ? value : [value];
				return [key, values.map((one) => {
					if (typeof one === 'object') throw new InputError(`The filter ${key} takes ids.`, { remedy: 'Pick it from the list, or enter its id.' });
					return String(one);
				})];
			}),
		);
	}
}

async function author(client: Client): Promise<{ exceptBy?: string }> {
	const me = await client.me();
	return me === undefined ? {} : { exceptBy: me };
}

/** What was stored is what was written: `watch` made it. */
function stateIn(stored: Json | undefined): WatchState | undefined {
	return typeof stored === 'object' && stored !== null && 'state' in stored ? readWatchState(stored.state) : undefined;
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
	if (signal.aborted) return;
	await new Promise<void>((resolve) => {
		const end = (): void => {
			clearTimeout(timer);
			signal.removeEventListener('abort', end);
			resolve();
		};
		const timer = setTimeout(end, ms);
		signal.addEventListener('abort', end);
	});
}

/** ms a trigger that is no longer in the flows is remembered, so that an undone deletion costs nothing. */
const rememberFor = 30 * 24 * 3_600_000;

/** Forgets the triggers that have been gone from the flows for a month. */
export async function forgetTriggers(red: NodeRed): Promise<void> {
	const present = new Set<string>();
	red.nodes.eachNode(({ id }) => void present.add(id));
	await openRecords(red.settings, settingsKey).prune((key, record) => {
		const at = Number(textAt(record, 'at') ?? 0);
		return !present.has(key.split('/').pop() ?? '') && at < Date.now() - rememberFor;
	});
}
