/** Reading what a request says: lists, ranges, pages and JSON of unknown shape. */

export type Json = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Json {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as an object, or an empty one. */
export function objectOf(value: unknown): Json {
	return isObject(value) ? value : {};
}

/** The member at a dotted path, or undefined. */
export function memberOf(value: unknown, path: string): unknown {
	return path.split('.').reduce<unknown>((inner, name) => (isObject(inner) ? inner[name] : undefined), value);
}

export function textOf(value: unknown): string | undefined {
	return typeof value === 'string' ? value : undefined;
}

export function rowsOf(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}

export function textsOf(value: unknown): readonly string[] {
	if (typeof value === 'string') return [value];
	return rowsOf(value).filter((row) => typeof row === 'string');
}

/** Values of a parameter that separates them by commas; undefined when it is not given. */
export function commaList(query: URLSearchParams, name: string): readonly string[] | undefined {
	const text = query.get(name);
	return text === null || text === '' ? undefined : text.split(',').map((value) => value.trim());
}

/** Values of a repeated parameter; undefined when it is not given. */
export function repeatList(query: URLSearchParams, name: string): readonly string[] | undefined {
	const values = query.getAll(name).filter((value) => value !== '');
	return values.length === 0 ? undefined : values;
}

/** Whether a list filter lets the value pass; a filter that is not given lets everything pass. */
export function allows(list: readonly string[] | undefined, value: string | null): boolean {
	return list === undefined || list.includes(value ?? 'null');
}

/**
 * Whether a moment lies in `a..b`, `a..`, `..b`, both ends included, or on a single day or moment.
 *
 * @param range undefined or empty lets everything pass
 */
export function within(value: string | null, range: string | null | undefined): boolean {
	if (range === null || range === undefined || range === '') return true;
	if (value === null || value === '') return false;
	const at = Date.parse(value);
	const dots = range.indexOf('..');
	const from = dots < 0 ? range : range.slice(0, dots);
	const to = dots < 0 ? range : range.slice(dots + 2);
	return (from === '' || at >= Date.parse(from)) && (to === '' || at <= endOf(to));
}

/** The last millisecond that an end of a range covers: a day ends at midnight. */
function endOf(text: string): number {
	const at = Date.parse(text);
	return /^\d{4}-\d{2}-\d{2}$/.test(text) ? at + 86_400_000 - 1 : at;
}

export interface Window {
	readonly limit: number;
	readonly offset: number;
}

/** @param cap the most records that come, whatever is asked for */
export function windowOf(query: URLSearchParams, standard: number, cap: number): Window {
	return {
		limit: Math.min(Number(query.get('limit') ?? standard), cap),
		offset: Math.max(0, Number(query.get('offset') ?? 0)),
	};
}

export function cut<T>(records: readonly T[], window: Window): readonly T[] {
	return records.slice(window.offset, window.offset + window.limit);
}

/** Compares without regard to case, as `filterTextMatch` does (lines 107-124). */
export function textMatches(value: string, wanted: string | null, mode: string | null): boolean {
	if (wanted === null) return true;
	const text = value.toLowerCase();
	const piece = wanted.toLowerCase();
	switch (mode) {
		case 'startsWith':
			return text.startsWith(piece);
		case 'endsWith':
			return text.endsWith(piece);
		case 'equals':
			return text === piece;
		default:
			return text.includes(piece);
	}
}

export interface SortKey {
	readonly name: string;
	readonly descending: boolean;
}

/** `name desc,other` as account administration and assets write it. */
export function wordSort(text: string | null): readonly SortKey[] {
	return (text ?? '')
		.split(',')
		.map((piece) => piece.trim().split(/\s+/))
		.flatMap(([name, way]) => (name === undefined || name === '' ? [] : [{ name, descending: way === 'desc' }]));
}

/** `-name,other` as issues and the older account administration write it. */
export function minusSort(text: string | null): readonly SortKey[] {
	return (text ?? '')
		.split(',')
		.map((piece) => piece.trim())
		.flatMap((piece) => (piece === '' ? [] : [{ name: piece.replace(/^-/, ''), descending: piece.startsWith('-') }]));
}

/** A sorted copy; records that agree in all keys keep their order. */
export function sorted<T>(records: readonly T[], keys: readonly SortKey[], valueOf: (record: T, name: string) => unknown): readonly T[] {
	return [...records].sort((one, other) => {
		for (const key of keys) {
			const order = compare(valueOf(one, key.name), valueOf(other, key.name));
			if (order !== 0) return key.descending ? -order : order;
		}
		return 0;
	});
}

function compare(one: unknown, other: unknown): number {
	if (typeof one === 'number' && typeof other === 'number') return one - other;
	const left = words(one);
	const right = words(other);
	return left < right ? -1 : left > right ? 1 : 0;
}

function words(value: unknown): string {
	if (value === undefined || value === null) return '';
	return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Only the named members, and those that always come. */
export function pick(record: Json, names: readonly string[] | undefined, always: readonly string[]): Json {
	if (names === undefined) return record;
	return Object.fromEntries(Object.entries(record).filter(([name]) => names.includes(name) || always.includes(name)));
}
