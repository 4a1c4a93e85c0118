import type { Readable } from 'node:stream';
import { isList, isObject, labelOf, placeOf, rows, textAt, type AnyOperation, type Batch, type Field, type Fields, type FileInput, type Input, type Json, type JsonObject, type ListStyle, type Method, type Rule } from '../catalog/vocabulary';
import { applicable, asJson, cleared, encodeMembers, encodeValue, filledIn, isInputList, missing, setAt, wrong, type MutableObject } from './encode';
import { InputError } from './errors';

/** A request before it is signed and rendered: everything that follows from operation and input alone. */
export interface Draft {
	readonly method: Method;
	/** Percent-encoded, from the root of the host. */
	readonly path: string;
	readonly query: readonly Pair[];
	/** Lower-case names. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: DraftBody;
}

export type Pair = readonly [name: string, value: string];

export type DraftBody =
	| { readonly kind: 'none' }
	| { readonly kind: 'json'; readonly contentType: string; readonly value: Json }
	| { readonly kind: 'form'; readonly fields: readonly Pair[] }
	| { readonly kind: 'multipart'; readonly fields: readonly Pair[]; readonly files: readonly { readonly name: string; readonly file: FileInput }[] }
	| { readonly kind: 'stream'; readonly contentType: string; readonly length: number; open(): Promise<Readable> };

/**
 * Builds the request of an operation, purely from what it declares and what was filled in. References are ids
 * and dynamic fields are wire-ready by now (see prepare.ts).
 * @param asRead keys whose values the service itself gave: they go back as they are, also where this package knows better.
 * @throws InputError naming the field, what is wrong with it and what to do.
 */
export function buildRequest(operation: AnyOperation, input: Input, asRead: ReadonlySet<string> = new Set()): Draft {
	const { call } = operation;
	if (!call) throw new InputError(`${operation.action} is not a single call.`);
	const shown = applicable(operation.input, input);
	const { batch } = operation;
	const gathered = batch?.row ? rowsGiven(batch, input) : undefined;
	// Of gathered rows each was checked with the item it came from.
	if (gathered === undefined) checkRules(operation.rules ?? [], operation.input, input);

	const pathValues = new Map<string, string>();
	const query: Pair[] = [];
	const headers: Record<string, string> = {};
	const parts: { wire: string; field: Field; value: Json }[] = [];
	const files: { name: string; file: FileInput }[] = [];

	for (const [key, field] of shown) {
		if (field.in === 'row') continue;
		const wire = field.wire ?? key;
		const label = labelOf(key, field);
		// What the service holds empty goes back empty: left out it might be missed.
		const given = asRead.has(key) ? input[key] : filledIn(field, key, input);
		if (given === undefined) {
			if (field.required) throw missing(label);
			continue;
		}
		if (field.kind === 'file' || field.kind === 'files') {
			const list = field.kind === 'file' ? [given] : isInputList(given) ? given : [given];
			for (const file of list) files.push({ name: wire, file: asFile(file, label) });
			continue;
		}
		const value = given === null ? cleared(field, label) : asRead.has(key) ? asJson(given, label) : encodeValue(field, given, label);
		if (value === undefined) continue;
		const place = placeOf(operation, key, field);
		if (place === 'here') continue;
		for (const [name, sent] of field.kind === 'range' && field.ends ? endsOf(field.ends, value) : [[wire, value] as const]) {
			if (place === 'path') pathValues.set(name, segment(sent, label));
			else if (place === 'query') query.push(...pairs(name, sent, listStyle(field), label));
			else if (place === 'header') headers[name.toLowerCase()] = headerValue(sent, label);
			else parts.push({ wire: name, field, value: sent });
		}
	}

	if (batch?.row) parts.push({ wire: batch.list, field: batchRows, value: batch.keyed ? keyedRows(batch, gathered ?? [rowOf(operation, input)]) : (gathered ?? [rowOf(operation, input)]) });
	return { method: call.method, path: fillPath(call.path, pathValues), query, headers, body: bodyOf(operation, parts, files) };
}

const batchRows: Field = rows({});

/** The rows that several items have put together (see batch.ts); undefined where one item speaks for itself. */
function rowsGiven(batch: Batch, input: Input): Json | undefined {
	const given = input[batch.list];
	return Array.isArray(given) ? asJson(given, batch.list) : undefined;
}

/** Rows as members of one object, each under its mark, which it does not repeat. */
function keyedRows({ match }: Batch, rows: Json): JsonObject {
	return Object.fromEntries((isList(rows) ? rows : []).filter(isObject).map((row) => [textAt(row, match) ?? '', Object.fromEntries(Object.entries(row).filter(([name]) => name !== match))]));
}

const rowFields = new WeakMap<AnyOperation['input'], Fields>();

/** The row that one item adds to a batch, wire-ready. Throws InputError. */
export function rowOf({ input: fields, batch }: AnyOperation, input: Input): JsonObject {
	const own = rowFields.get(fields) ?? Object.fromEntries(Object.entries(fields).filter(([, field]) => field.in === 'row'));
	rowFields.set(fields, own);
	const members = encodeMembers(own, input, '');
	return batch?.row?.(members) ?? members;
}

/** The wire-ready values that stay here to be compared with the records of the reply, by key. Throws InputError. */
export function localValues(operation: AnyOperation, input: Input): JsonObject {
	return encodeMembers(Object.fromEntries(Object.entries(operation.input).filter(([, field]) => field.in === 'here')), input, operation.action);
}

/** The filled-in ends of `from..to` under their own names. */
function endsOf(names: { readonly from: string; readonly to: string }, value: Json): readonly (readonly [string, Json])[] {
	const [from = '', to = ''] = typeof value === 'string' ? value.split('..') : [];
	return [[names.from, from] as const, [names.to, to] as const].filter(([, end]) => end !== '');
}

function asFile(given: unknown, label: string): FileInput {
	if (isFile(given)) return given;
	throw wrong(label, 'a file', given);
}

function isFile(value: unknown): value is FileInput {
	return typeof value === 'object' && value !== null && 'open' in value && typeof value.open === 'function' && 'name' in value && typeof value.name === 'string';
}

/** One percent-encoded path segment. A value that could leave its segment or hide in it is refused. */
function segment(value: Json, label: string): string {
	const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
	if (typeof text !== 'string' || text === '') throw wrong(label, 'an id', value);
	// A half of a surrogate pair has no UTF-8 form.
	if (text === '.' || text === '..' || /\p{Surrogate}/u.test(text)) throw wrong(label, 'an id', value);
	return encodeURIComponent(text);
}

/** The path with its values; bracketed tails without theirs are left off. */
function fillPath(template: string, values: ReadonlyMap<string, string>): string {
	let path = template;
	for (let tail = /\[([^[\]]*)\]/.exec(path); tail; tail = /\[([^[\]]*)\]/.exec(path)) {
		const inside = tail[1] ?? '';
		const filled = [...inside.matchAll(/\{([^}]+)\}/g)].every(([, name]) => values.has(name ?? ''));
		path = path.replace(tail[0], filled ? inside : '');
	}
	return path.replace(/\{([^}]+)\}/g, (_, name: string) => {
		const value = values.get(name);
		if (value === undefined) throw missing(name);
		return value;
	});
}

function listStyle(field: Field): ListStyle {
	return 'list' in field ? (field.list ?? 'comma') : field.kind === 'rows' ? 'json' : 'comma';
}

/** A value as parameters: lists by their style, objects as `name[member]`, everything else as text. */
function pairs(name: string, value: Json, style: ListStyle, label: string): readonly Pair[] {
	if (isList(value)) {
		if (style === 'json' || (style === 'comma' && value.some((one) => isList(one) || isObject(one)))) return [[name, JSON.stringify(value)]];
		const texts = value.map(plain);
		if (style === 'repeat') return texts.map((text): Pair => [name, text]);
		const torn = texts.find((text) => text.includes(','));
		if (torn !== undefined) throw new InputError(`${label} has a value with a comma in it ("${torn}"), which the service would read as two.`, { remedy: 'Search for the values one at a time, or leave that one out.' });
		return [[name, texts.join(',')]];
	}
	if (isObject(value)) return Object.entries(value).flatMap(([member, inner]) => pairs(`${name}[${member}]`, inner, style, label));
	return [[name, plain(value)]];
}

function plain(value: Json): string {
	return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : value === null ? '' : JSON.stringify(value);
}

function headerValue(value: Json, label: string): string {
	const text = plain(value);
	if (/[^\t\x20-\x7e\x80-\xff]/.test(text)) throw wrong(label, 'a single line of Latin letters', value);
	return text;
}

function bodyOf(operation: AnyOperation, parts: readonly { wire: string; field: Field; value: Json }[], files: readonly { name: string; file: FileInput }[]): DraftBody {
	switch (operation.call?.body) {
		case undefined:
			return { kind: 'none' };
		case 'bare':
			return parts[0] ? { kind: 'json', contentType: 'application/json', value: parts[0].value } : { kind: 'none' };
		case 'json':
		case 'json-api': {
			const value: MutableObject = {};
			for (const part of parts) setAt(value, part.wire, part.value);
			return { kind: 'json', contentType: operation.call.body === 'json' ? 'application/json' : 'application/vnd.api+json', value };
		}
		case 'form':
		case 'multipart': {
			const nested: MutableObject = {};
			for (const { wire, field, value } of parts) if (wire.includes('.')) setAt(nested, wire, isList(value) && 'list' in field && field.list === 'comma' ? value.map(plain).join(',') : value);
			const flat = parts.filter(({ wire }) => !wire.includes('.'));
			const fields = [
				...flat.flatMap(({ wire, field, value }): readonly Pair[] => (isObject(value) ? [[wire, JSON.stringify(value)]] : pairs(wire, value, listStyle(field), wire))),
				...Object.entries(nested).map(([wire, value]): Pair => [wire, JSON.stringify(value)]),
			];
			return operation.call.body === 'form' ? { kind: 'form', fields } : { kind: 'multipart', fields, files };
		}
	}
}

/** Throws InputError where the input breaks a rule between its fields. */
export function checkRules(rules: readonly Rule[], fields: Fields, input: Input): void {
	const given = (key: string): boolean => {
		const field = fields[key];
		const value = field && filledIn(field, key, input);
		// A switch that stands as it does by itself is nobody's wish.
		return field !== undefined && value !== undefined && !(field.kind === 'boolean' && value === field.default);
	};
	const names = (keys: readonly string[], word: string): string => keys.map((key) => (fields[key] ? labelOf(key, fields[key]) : key)).join(` ${word} `);
	for (const rule of rules) {
		if ('oneOf' in rule && !rule.oneOf.some(given)) throw new InputError(`One of ${names(rule.oneOf, 'or')} is needed.`, { remedy: 'Fill in at least one of them.' });
		if ('together' in rule && rule.together.some(given) && !rule.together.every(given)) throw new InputError(`${names(rule.together, 'and')} go together.`, { remedy: 'Fill in all of them or none.' });
		if ('atMostOne' in rule && rule.atMostOne.filter(given).length > 1) throw new InputError(`${names(rule.atMostOne, 'and')} exclude each other.`, { remedy: 'Keep one of them.' });
		if ('with' in rule && given(rule.key) && !rule.with.every(given)) throw new InputError(`${names([rule.key], '')} needs ${names(rule.with, 'and')}.`, { remedy: `Fill in ${names(rule.with, 'and')} too, or leave ${names([rule.key], '')} out.` });
	}
}
