import { isList, labelOf, leftOut, parseJson, written, type Choice, type Field, type Fields, type Input, type Json, type JsonObject } from '../catalog/vocabulary';
import { brief } from './brief';
import { calendarDay, fieldMoment, lastMoment, moment } from './dates';
import { InputError } from './errors';

/** The fields that count with this input: those whose `when` holds. */
export function applicable(fields: Fields, input: Input): readonly (readonly [string, Field])[] {
	return Object.entries(fields).filter(([, field]) =>
		Object.entries(field.when ?? {}).every(([other, values]) => {
			const deciding = fields[other];
			const set = deciding ? filledIn(deciding, other, input) : input[other];
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

/** An input in which the required fields that count and were left alone have their defaults: saved flows need not hold them. */
export function withDefaults(fields: Fields, input: Input): Input {
	const open = applicable(fields, input).flatMap(([key, field]) => (field.required && field.default !== undefined && (input[key] === undefined || input[key] === '') ? [[key, field.default] as const] : []));
	return open.length === 0 ? input : { ...input, ...Object.fromEntries(open) };
}

/** Whether a value is a list of values. */
export function isInputList(value: Input[string]): value is readonly (Json & Input)[] {
	return Array.isArray(value);
}

/** What empties a field on the service; undefined where sending nothing does. Throws InputError where it cannot be emptied. */
export function cleared(field: Field, label: string): Json | undefined {
	if (field.clear === undefined) throw new InputError(`${label} cannot be cleared.`, { remedy: 'Take it out of the fields to clear, or set it to another value.' });
	return field.clear === leftOut ? undefined : field.clear;
}

/** What a person reads who left a required value out. */
export function missing(label: string): InputError {
	return new InputError(`${label} is missing.`, { remedy: `Fill in ${label}. If it comes from an expression, check that the expression gives a value for this item.` });
}

/** What a person reads who gave a value of another kind; `secret` values are not repeated. */
export function wrong(label: string, expected: string, given: unknown, secret = false): InputError {
	const shown = secret ? 'something else' : typeof given === 'string' ? `"${brief(given)}"` : Array.isArray(given) ? 'a list' : given === null ? 'empty' : typeof given === 'object' ? 'an object' : written(given);
	return new InputError(`${label} must be ${expected}, but it is ${shown}.`, { remedy: `Correct ${label} and run again.` });
}

/** The wire form of one value, or undefined when nothing is to be sent. Throws InputError. */
export function encodeValue(field: Field, given: Exclude<Input[string], null | undefined>, label: string): Json | undefined {
	switch (field.kind) {
		case 'text': {
			const text = typeof given === 'number' || typeof given === 'boolean' ? String(given) : given;
			if (typeof text !== 'string') throw wrong(label, 'a text', given, field.secret);
			if (field.minLength !== undefined && text.length < field.minLength) throw wrong(label, `at least ${field.minLength} characters long`, given, field.secret);
			if (field.maxLength !== undefined && text.length > field.maxLength) throw new InputError(`${label} is ${text.length} characters long; the service takes ${field.maxLength}.`, { remedy: `Shorten ${label}${field.longer === undefined ? '.' : `; ${field.longer}`}` });
			return field.prefix ? identifier(text, field.prefix, label) : text;
		}
		case 'number': {
			const value = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
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
			return rangeText(field.of, given, label, field.closed === true);
		case 'choice':
			return chosen(field.options, given, label);
		case 'choices':
			return asChoices(field.options, given).map((one) => chosen(field.options, one, label));
		case 'texts':
			return bounded(asList(given), field.maxItems, label).map((one) => {
				if (typeof one !== 'string' && typeof one !== 'number') throw wrong(label, 'a list of texts', one);
				return field.prefix ? identifier(one, field.prefix, label) : String(one);
			});
		case 'ref':
			return identifier(given, field.prefix, label);
		case 'refs':
			return bounded(asList(given), field.maxItems, label).map((one) => {
				const id = identifier(one, field.prefix, label);
				return field.encodeEach ? field.encodeEach(id) : id;
			});
		case 'rows':
			return bounded(asList(given), field.maxItems, label).map((row, index) => {
				const at = `${label}, row ${index + 1}`;
				if (field.asList) return encodeAsList(field.fields, row, at);
				if (!isInput(row)) throw wrong(at, 'an object', row);
				const encoded = encodeMembers(field.fields, row, at);
				const refused = field.refuses?.(encoded);
				if (refused) throw new InputError(`${at}: ${refused.words}`, { remedy: refused.remedy });
				return field.encodeRow ? field.encodeRow(encoded) : encoded;
			});
		case 'group':
			if (field.asList) return encodeAsList(field.fields, given, label);
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

/** The wire form of a record of fields, by wire name; `label` goes ahead of the members' own in messages. Throws InputError. */
export function encodeMembers(fields: Fields, input: Input, label: string): JsonObject {
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

/** The values of the members in the order of declaration; given as members, or as such a list already. Throws InputError. */
function encodeAsList(fields: Fields, given: Exclude<Input[string], null | undefined>, label: string): Json {
	const declared = Object.entries(fields);
	const value = typeof given === 'string' ? parseJson(given) : given;
	if (value !== undefined && isInputList(value) && value.length !== declared.length) {
		throw new InputError(`${label} has ${value.length} values; it takes ${declared.length}.`, { remedy: `They are, in this order: ${declared.map(([key, field]) => labelOf(key, field)).join(', ')}.` });
	}
	const members = value !== undefined && isInputList(value) ? Object.fromEntries(declared.map(([key], index) => [key, value[index]])) : value;
	if (!isInput(members)) throw wrong(label, `an object, or a list of ${declared.length} values`, given);
	const encoded = encodeMembers(fields, members, label);
	return declared.map(([key, field]) => encoded[field.wire ?? key] ?? null);
}

/** A JSON object that is being put together. */
export interface MutableObject {
	[key: string]: Json | MutableObject;
}

/** Sets the value at a dotted path; objects on the way are made. */
export function setAt(target: MutableObject, path: string, value: Json): void {
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

/** Whether a value is a record of values, as a group or a row is. */
export function isInput(value: unknown): value is Input {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Several values however they came: as a list, as one as JSON text, or separated by commas. */
export function asList(given: Exclude<Input[string], null | undefined>): readonly Exclude<Input[string], null | undefined>[] {
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

/** Several of the options: as a list, or as one text, which may be the label of a single one with commas in it. */
export function asChoices(options: readonly Choice[], given: Exclude<Input[string], null | undefined>): ReturnType<typeof asList> {
	return typeof given === 'string' && optionOf(options, given) ? [given] : asList(given);
}

function bounded<T>(list: readonly T[], most: number | undefined, label: string): readonly T[] {
	if (most !== undefined && list.length > most) throw new InputError(`${label} has ${list.length} entries; the service takes ${most} at a time.`, { remedy: 'Split them over several items.' });
	return list;
}

/** The option that is meant by its value or its label, whatever the case. */
export function optionOf(options: readonly Choice[], given: unknown): Choice | undefined {
	const wanted = written(given).trim();
	return options.find((option) => String(option.value) === wanted) ?? options.find((option) => option.label.toLowerCase() === wanted.toLowerCase() || String(option.value).toLowerCase() === wanted.toLowerCase());
}

function chosen(options: readonly Choice[], given: unknown, label: string): string | number {
	const found = optionOf(options, given);
	if (!found) throw wrong(label, `one of ${options.slice(0, 12).map((option) => option.label).join(', ')}${options.length > 12 ? ', …' : ''}`, given);
	return found.value;
}

function identifier(given: unknown, prefix: { text: string; wanted: boolean } | undefined, label: string): string {
	const id = typeof given === 'number' ? String(given) : typeof given === 'string' ? given.trim() : '';
	if (id === '' || id.length > 2048 || [...id].some((character) => character.charCodeAt(0) < 32 || character.charCodeAt(0) === 127)) throw wrong(label, 'an id', given);
	if (!prefix) return id;
	const bare = id.startsWith(prefix.text) ? id.slice(prefix.text.length) : id;
	return prefix.wanted ? prefix.text + bare : bare;
}

/** What stands for an open end where a service takes none: days before and after all that a construction project speaks of. */
const farDays = { from: '1970-01-01', to: '2100-01-01' } as const;

function rangeText(of: 'date' | 'dateTime', given: unknown, label: string, closed: boolean): string | undefined {
	if (!isInput(given)) throw wrong(label, 'a range with From or To', given);
	const end = (value: unknown, name: string, read: typeof moment): string => (value === undefined || value === null || value === '' ? '' : read(value, `${label}: ${name}`));
	const from = end(given.from, 'From', of === 'date' ? calendarDay : moment);
	const to = end(given.to, 'To', of === 'date' ? calendarDay : lastMoment);
	if (from === '' && to === '') return undefined;
	if (from !== '' && to !== '' && from > to) throw new InputError(`${label}: From (${from}) is after To (${to}).`, { remedy: 'Swap them.' });
	if (!closed) return `${from}..${to}`;
	const far = (day: string): string => (of === 'date' ? day : `${day}T00:00:00.000Z`);
	return `${from === '' ? far(farDays.from) : from}..${to === '' ? far(farDays.to) : to}`;
}

function parsed(text: string, label: string): Json {
	const value = parseJson(text);
	if (value === undefined) throw wrong(label, 'valid JSON', text);
	return value;
}

/** A value as plain data, e.g. a Date as its text. Throws InputError for what JSON cannot say. */
export function asJson(given: unknown, label: string): Json {
	const value: Json | undefined = parseJson(JSON.stringify(given) ?? '');
	if (value === undefined) throw wrong(label, 'plain data', given);
	return value;
}
