import type { Readable } from 'node:stream';
import { isList, isObject, labelOf, parseJson, rows, written, type AnyOperation, type Batch, type Field, type Fields, type FileInput, type Input, type Json, type JsonObject, type ListStyle, type Method, type Placement, type Rule } from '../catalog/vocabulary';
import { calendarDay, fieldMoment, moment } from './dates';
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
 * @throws InputError naming the field, what is wrong with it and what to do.
 */
export function buildRequest(operation: AnyOperation, input: Input): Draft {
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
		const given = filledIn(field, key, input);
		if (given === undefined) {
			if (field.required) throw missing(label);
			continue;
		}
		if (field.kind === 'file' || field.kind === 'files') {
			const list = field.kind === 'file' ? [given] : isInputList(given) ? given : [given];
			for (const file of list) files.push({ name: wire, file: asFile(file, label) });
			continue;
		}
		const value = given === null ? cleared(field, label) : encodeValue(field, given, label);
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

	if (batch?.row) parts.push({ wire: batch.list, field: batchRows, value: gathered ?? [rowOf(operation, input)] });
	return { method: call.method, path: fillPath(call.path, pathValues), query, headers, body: bodyOf(operation, parts, files) };
}

const batchRows: Field = rows({});

/** The rows that several items have put together (see batch.ts); undefined where one item speaks for itself. */
function rowsGiven(batch: Batch, input: Input): Json | undefined {
	const given = input[batch.list];
	return Array.isArray(given) ? asJson(given, batch.list) : undefined;
}

/** The row that one item adds to a batch, wire-ready. Throws InputError. */
export function rowOf(operation: AnyOperation, input: Input): JsonObject {
	const members = encodeMembers(Object.fromEntries(Object.entries(operation.input).filter(([, field]) => field.in === 'row')), input, '');
	return operation.batch?.row?.(members) ?? members;
}

/** The wire-ready values that stay here to be compared with the records of the reply, by key. Throws InputError. */
export function localValues(operation: AnyOperation, input: Input): JsonObject {
	return encodeMembers(Object.fromEntries(Object.entries(operation.input).filter(([, field]) => field.in === 'here')), input, operation.action);
}

/** Where a field of this operation travels. */
export function placeOf(operation: AnyOperation, key: string, field: Field): Placement {
	if (field.in !== undefined) return field.in;
	if (!operation.call) return 'body';
	if (operation.call.path.includes(`{${field.wire ?? key}}`)) return 'path';
	return operation.call.body === undefined ? 'query' : 'body';
}

/** The fields that count with this input: those whose `when` holds. */
export function applicable(fields: Fields, input: Input): readonly (readonly [string, Field])[] {
	return Object.entries(fields).filter(([, field]) =>
		Object.entries(field.when ?? {}).every(([other, values]) => {
			const set = input[other] ?? fields[other]?.default;
			return (typeof set === 'string' || typeof set === 'number' || typeof set === 'boolean') && values.includes(set);
		}),
	);
}

/** What was filled in for a field, under its key or an earlier one; undefined when left alone, null when to be cleared. */
export function filledIn(field: Field, key: string, input: Input): Input[string] {
	if (field.kind === 'constant') return field.sends;
	for (const name of [key, ...(field.was ?? [])]) {
		const given = input[name];
		if (given === null) return null;
		if (given !== undefined && given !== '' && !(isInputList(given) && given.length === 0)) return typeof given === 'string' && given.trim() === '' ? undefined : given;
	}
	return field.default;
}

function isInputList(value: Input[string]): value is readonly (Json & Input)[] {
	return Array.isArray(value);
}

function cleared(field: Field, label: string): Json {
	if (field.clear === undefined) throw new InputError(`${label} cannot be cleared.`, { remedy: 'Take it out of the fields to clear, or set it to another value.' });
	return field.clear;
}

function missing(label: string): InputError {
	return new InputError(`${label} is missing.`, { remedy: `Fill in ${label}. If it comes from an expression, check that the expression gives a value for this item.` });
}

function wrong(label: string, expected: string, given: unknown, secret = false): InputError {
	const shown = secret ? 'something else' : typeof given === 'string' ? `"${given.length > 80 ? `${given.slice(0, 80)}…` : given}"` : Array.isArray(given) ? 'a list' : given === null ? 'empty' : typeof given === 'object' ? 'an object' : written(given);
	return new InputError(`${label} must be ${expected}, but it is ${shown}.`, { remedy: `Correct ${label} and run again.` });
}

/** The wire form of one value, or undefined when nothing is to be sent. Throws InputError. */
export function encodeValue(field: Field, given: Exclude<Input[string], null | undefined>, label: string): Json | undefined {
	switch (field.kind) {
		case 'text': {
			const text = typeof given === 'number' || typeof given === 'boolean' ? String(given) : given;
			if (typeof text !== 'string') throw wrong(label, 'a text', given, field.secret);
			if (field.minLength !== undefined && text.length < field.minLength) throw wrong(label, `at least ${field.minLength} characters long`, given, field.secret);
			if (field.maxLength !== undefined && text.length > field.maxLength) throw new InputError(`${label} is ${text.length} characters long; the service takes ${field.maxLength}.`, { remedy: `Shorten ${label}.` });
			return text;
		}
		case 'number': {
			const value = typeof given === 'string' ? Number(given) : given;
			if (typeof value !== 'number' || !Number.isFinite(value)) throw wrong(label, 'a number', given);
			if (field.integer && !Number.isInteger(value)) throw wrong(label, 'a whole number', given);
			if ((field.min !== undefined && value < field.min) || (field.max !== undefined && value > field.max)) throw wrong(label, `between ${field.min ?? '−∞'} and ${field.max ?? '∞'}`, given);
			return value;
		}
		case 'boolean': {
			const value = given === 'true' ? true : given === 'false' ? false : given;
			if (typeof value !== 'boolean') throw wrong(label, 'true or false', given);
			return field.sends ? (value ? field.sends.yes : field.sends.no) : value;
		}
		case 'date':
			return calendarDay(given, label);
		case 'dateTime':
			return field.format === 'field' || field.format === 'field-local' ? fieldMoment(given, label, field.format === 'field') : moment(given, label);
		case 'range':
			return rangeText(field.of, given, label);
		case 'choice':
			return chosen(field.options, given, label);
		case 'choices':
			return asList(given).map((one) => chosen(field.options, one, label));
		case 'texts':
			return bounded(asList(given), field.maxItems, label).map((one) => {
				if (typeof one !== 'string' && typeof one !== 'number') throw wrong(label, 'a list of texts', one);
				return String(one);
			});
		case 'ref':
			return identifier(given, field.prefix, label);
		case 'refs':
			return bounded(asList(given), field.maxItems, label).map((one) => identifier(one, field.prefix, label));
		case 'rows':
			return bounded(asList(given), field.maxItems, label).map((row, index) => {
				const at = `${label}, row ${index + 1}`;
				if (!isInput(row)) throw wrong(at, 'an object', row);
				const encoded = encodeMembers(field.fields, row, at);
				return field.encodeRow ? field.encodeRow(encoded) : encoded;
			});
		case 'group':
			if (!isInput(given)) throw wrong(label, 'an object', given);
			return encodeMembers(field.fields, given, label);
		case 'json':
			return typeof given === 'string' ? parsed(given, label) : asJson(given, label);
		case 'dynamic':
			return asJson(given, label);
		case 'constant':
			return field.sends;
		case 'file':
		case 'files':
			throw wrong(label, 'sent as a file', given);
	}
}

function encodeMembers(fields: Fields, input: Input, label: string): JsonObject {
	const result: MutableObject = {};
	for (const [key, field] of applicable(fields, input)) {
		const given = filledIn(field, key, input);
		const name = label === '' ? labelOf(key, field) : `${label}: ${labelOf(key, field)}`;
		if (given === undefined) {
			if (field.required) throw missing(name);
			continue;
		}
		const value = given === null ? cleared(field, name) : encodeValue(field, given, name);
		if (value !== undefined) setAt(result, field.wire ?? key, value);
	}
	return result;
}

interface MutableObject {
	[key: string]: Json | MutableObject;
}

function setAt(target: MutableObject, path: string, value: Json): void {
	const keys = path.split('.');
	const last = keys.pop();
	let here: MutableObject = target;
	for (const key of keys) {
		const next = here[key];
		const inside: MutableObject = isMutable(next) ? next : {};
		here[key] = inside;
		here = inside;
	}
	if (last !== undefined) here[last] = value;
}

function isMutable(value: Json | MutableObject | undefined): value is MutableObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isInput(value: unknown): value is Input {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asList(given: Exclude<Input[string], null | undefined>): readonly Exclude<Input[string], null | undefined>[] {
	if (isInputList(given)) return given.filter((one) => one !== null && one !== undefined);
	if (typeof given === 'string') {
		const trimmed = given.trim();
		if (trimmed.startsWith('[')) {
			const list = parseJson(trimmed);
			if (isList(list)) return list.filter((one) => one !== null);
		}
		return trimmed.split(',').map((one) => one.trim()).filter((one) => one !== '');
	}
	return [given];
}

function bounded<T>(list: readonly T[], most: number | undefined, label: string): readonly T[] {
	if (most !== undefined && list.length > most) throw new InputError(`${label} has ${list.length} entries; the service takes ${most} at a time.`, { remedy: 'Split them over several items.' });
	return list;
}

function chosen(options: readonly { value: string | number; label: string }[], given: unknown, label: string): string | number {
	const wanted = written(given).trim();
	const found = options.find((option) => String(option.value) === wanted) ?? options.find((option) => option.label.toLowerCase() === wanted.toLowerCase() || String(option.value).toLowerCase() === wanted.toLowerCase());
	if (!found) throw wrong(label, `one of ${options.slice(0, 12).map((option) => option.value).join(', ')}${options.length > 12 ? ', …' : ''}`, given);
	return found.value;
}

function identifier(given: unknown, prefix: { text: string; wanted: boolean } | undefined, label: string): string {
	const id = typeof given === 'number' ? String(given) : typeof given === 'string' ? given.trim() : '';
	if (id === '' || id.length > 2048 || [...id].some((character) => character.charCodeAt(0) < 32 || character.charCodeAt(0) === 127)) throw wrong(label, 'an id', given);
	if (!prefix) return id;
	const bare = id.startsWith(prefix.text) ? id.slice(prefix.text.length) : id;
	return prefix.wanted ? prefix.text + bare : bare;
}

function rangeText(of: 'date' | 'dateTime', given: unknown, label: string): string | undefined {
	if (!isInput(given)) throw wrong(label, 'a range with From or To', given);
	const end = (value: unknown, name: string): string => (value === undefined || value === null || value === '' ? '' : of === 'date' ? calendarDay(value, `${label}: ${name}`) : moment(value, `${label}: ${name}`));
	const from = end(given.from, 'From');
	const to = end(given.to, 'To');
	if (from === '' && to === '') return undefined;
	if (from !== '' && to !== '' && from > to) throw new InputError(`${label}: From (${from}) is after To (${to}).`, { remedy: 'Swap them.' });
	return `${from}..${to}`;
}

/** The filled-in ends of `from..to` under their own names. */
function endsOf(names: { readonly from: string; readonly to: string }, value: Json): readonly (readonly [string, Json])[] {
	const [from = '', to = ''] = typeof value === 'string' ? value.split('..') : [];
	return [[names.from, from] as const, [names.to, to] as const].filter(([, end]) => end !== '');
}

function parsed(text: string, label: string): Json {
	const value = parseJson(text);
	if (value === undefined) throw wrong(label, 'valid JSON', text);
	return value;
}

function asJson(given: unknown, label: string): Json {
	const value: Json | undefined = parseJson(JSON.stringify(given) ?? '');
	if (value === undefined) throw wrong(label, 'plain data', given);
	return value;
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

function checkRules(rules: readonly Rule[], fields: Fields, input: Input): void {
	const given = (key: string): boolean => {
		const field = fields[key];
		return field !== undefined && filledIn(field, key, input) !== undefined;
	};
	const names = (keys: readonly string[], word: string): string => keys.map((key) => (fields[key] ? labelOf(key, fields[key]) : key)).join(` ${word} `);
	for (const rule of rules) {
		if ('oneOf' in rule && !rule.oneOf.some(given)) throw new InputError(`One of ${names(rule.oneOf, 'or')} is needed.`, { remedy: 'Fill in at least one of them.' });
		if ('together' in rule && rule.together.some(given) && !rule.together.every(given)) throw new InputError(`${names(rule.together, 'and')} go together.`, { remedy: 'Fill in all of them or none.' });
		if ('atMostOne' in rule && rule.atMostOne.filter(given).length > 1) throw new InputError(`${names(rule.atMostOne, 'and')} exclude each other.`, { remedy: 'Keep one of them.' });
		if ('with' in rule && given(rule.key) && !rule.with.every(given)) throw new InputError(`${names([rule.key], '')} needs ${names(rule.with, 'and')}.`, { remedy: `Fill in ${names(rule.with, 'and')} too, or leave ${names([rule.key], '')} out.` });
	}
}
