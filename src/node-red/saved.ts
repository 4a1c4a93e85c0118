import { isObject } from '../catalog/vocabulary';
import type { SavedConfig } from './node-red';

/** How a plain value is found when a message arrives: Node-RED's own types. */
export type PlainType = 'str' | 'num' | 'bool' | 'json' | 'msg' | 'flow' | 'global' | 'jsonata' | 'env';

/**
 * One filled-in field of a saved node.
 * - plain types: as Node-RED evaluates them
 * - `pick`: an id chosen from a list, with the label it had; several are joined by commas
 * - `name`: a record by the name or number people know it by
 * - `clear`: emptied on the service
 * - `list`: several values · `fields`: members by key (groups, ranges, fields a project defined: these keep their
 *   name as `field`, for the dialog alone)
 */
export type SavedValue =
	| { readonly type: PlainType; readonly value: string }
	| { readonly type: 'pick'; readonly value: string; readonly label?: string }
	| { readonly type: 'name'; readonly value: string }
	| { readonly type: 'clear' }
	| { readonly type: 'list'; readonly value: readonly SavedValue[] }
	| { readonly type: 'fields'; readonly value: Readonly<Record<string, SavedValue>> };

export type SavedInput = Readonly<Record<string, SavedValue>>;

/** An action node as it stands in the flows. Only filled-in fields are in `input`. */
export interface SavedAction {
	readonly version: 1;
	/** Id of the config node. */
	readonly account: string;
	/** `<resource id>`, e.g. `acc.issue`. */
	readonly resource: string;
	/** Name of the operation within the resource, e.g. `create`. */
	readonly operation: string;
	readonly input: SavedInput;
	/** Where several items come from; undefined: the message is the one item. */
	readonly items?: SavedValue;
	readonly returnAll: boolean;
	readonly limit: number;
	/** Property of the message that takes the result. */
	readonly output: string;
	readonly deliver: 'array' | 'messages';
	/** How a file arrives: whole, in a sequence of parts, or as a stream that is read once. */
	readonly file: 'buffer' | 'chunks' | 'stream';
}

/** A trigger node as it stands in the flows. */
export interface SavedTrigger {
	readonly version: 1;
	readonly account: string;
	readonly within: SavedInput;
	readonly filters: SavedInput;
	readonly events: readonly string[];
	/** ms between two looks, at least {@link shortestInterval}. */
	readonly everyMs: number;
	readonly startFrom: 'now' | 'everything' | { readonly date: string };
	readonly ignoreOwn: boolean;
	/** Is told of changes at once, where the service does. */
	readonly instant: boolean;
}

/** ms. */
export const shortestInterval = 10_000;

const plainTypes: ReadonlySet<string> = new Set(['str', 'num', 'bool', 'json', 'msg', 'flow', 'global', 'jsonata', 'env']);

/** Steps from one version of a saved node to the next; the first has no version and is read as 1. */
const migrations: Readonly<Record<number, (config: SavedConfig) => SavedConfig>> = {};

function upToDate(config: SavedConfig): SavedConfig {
	let current = config;
	for (let step = migrations[versionOf(current)]; step; step = migrations[versionOf(current)]) current = step(current);
	if (versionOf(current) !== 1) throw new Error(`This node was saved by a newer release of the package (version ${versionOf(current)}). Update the package.`);
	return current;
}

function versionOf(config: SavedConfig): number {
	return typeof config.version === 'number' ? config.version : 1;
}

/** Reads an action node of any release. Throws when it is of a later one. */
export function readAction(saved: SavedConfig): SavedAction {
	const config = upToDate(saved);
	const items = readValue(config.items);
	return {
		version: 1,
		account: text(config.account),
		resource: text(config.resource),
		operation: text(config.operation),
		input: readInput(config.input),
		...(items && !('value' in items && items.value === '') ? { items } : {}),
		returnAll: config.returnAll === true || config.returnAll === 'true',
		limit: positive(config.limit, 100),
		output: text(config.output) || 'payload',
		deliver: config.deliver === 'messages' ? 'messages' : 'array',
		file: config.file === 'chunks' || config.file === 'stream' ? config.file : 'buffer',
	};
}

/** Reads a trigger node of any release. Throws when it is of a later one. */
export function readTrigger(saved: SavedConfig): SavedTrigger {
	const config = upToDate(saved);
	const unit = config.unit === 'seconds' ? 1_000 : 60_000;
	return {
		version: 1,
		account: text(config.account),
		within: readInput(config.within),
		filters: readInput(config.filters),
		events: Array.isArray(config.events) ? config.events.filter((event): event is string => typeof event === 'string') : [],
		everyMs: Math.max(shortestInterval, positive(config.every, 5) * unit),
		startFrom: config.startFrom === 'everything' ? 'everything' : config.startFrom === 'date' ? { date: text(config.startDate) } : 'now',
		ignoreOwn: config.ignoreOwn === true || config.ignoreOwn === 'true',
		instant: config.instant === true || config.instant === 'true',
	};
}

/** Reads a record of saved values; whatever is none is left out. */
export function readInput(saved: unknown): SavedInput {
	if (!isObject(saved)) return {};
	return Object.fromEntries(
		Object.entries(saved).flatMap(([key, one]) => {
			const value = readValue(one);
			return value ? [[key, value] as const] : [];
		}),
	);
}

function readValue(saved: unknown): SavedValue | undefined {
	if (!isObject(saved) || typeof saved.type !== 'string') return undefined;
	const { type, value } = saved;
	if (type === 'clear') return { type };
	if (type === 'list') return Array.isArray(value) ? { type, value: value.flatMap((one) => readValue(one) ?? []) } : undefined;
	if (type === 'fields') return { type, value: readInput(value) };
	if (type === 'pick') return { type, value: text(value), ...(typeof saved.label === 'string' ? { label: saved.label } : {}) };
	if (type === 'name') return { type, value: text(value) };
	return isPlain(type) ? { type, value: text(value) } : undefined;
}

function isPlain(type: string): type is PlainType {
	return plainTypes.has(type);
}

function text(value: unknown): string {
	return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function positive(value: unknown, otherwise: number): number {
	const number = Number(value);
	return Number.isFinite(number) && number > 0 ? number : otherwise;
}
