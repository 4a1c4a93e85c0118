import { jsonParse } from 'n8n-workflow';
import { isObject, type AnyOperation, type Field, type Fields, type FileInput, type Input, type InputValue, type Json } from '../catalog/vocabulary';
import { InputError } from '../core/errors';
import { dayText, momentText } from './dates';
import { formNames } from './description';
import { clearable, placesOf } from './placement';
import { entryNames } from './property';

/** Where the values of one item come from. */
export interface Source {
	/** The resolved value of a parameter; undefined where the form has none. */
	parameter(name: string): unknown;
	/** The file under the name, or behind the object, that a file parameter holds. */
	file(value: unknown): Promise<FileInput>;
	/** IANA name of the workflow's time zone. */
	readonly timeZone: string;
}

/**
 * What a person filled in, from n8n's parameters. Left alone, empty and null by expression all mean "left out"; only
 * what is named under Clear Fields becomes null, so that a missing value never empties anything.
 */
export async function readInput(name: string, operation: AnyOperation, source: Source): Promise<Input> {
	const result: Record<string, Input[string]> = {};
	for (const [key, place] of placesOf(name, operation)) {
		const field = operation.input[key];
		if (!field) continue;
		const value = await valueOf(field, place === 'own' ? source.parameter(key) : member(source.parameter(place), key), source);
		if (value !== undefined) result[key] = value;
	}
	const emptied = member(source.parameter('updateFields'), formNames.clear);
	const known = clearable(name, operation);
	for (const key of severalOf(emptied)?.map(String) ?? names(emptied)) {
		if (!known.includes(key)) throw new InputError(`Clear Fields: "${key}" is no field that can be emptied.`, { remedy: known.length === 0 ? `${operation.action} has none.` : `There are: ${known.join(', ')}.` });
		result[key] = null;
	}
	return result;
}

/** How many records are wanted; undefined for all. Throws InputError where an expression gives no such number: neither nothing nor everything was meant. */
export function readLimit(source: Pick<Source, 'parameter'>): number | undefined {
	const all = source.parameter(formNames.returnAll);
	if (all === true || all === 'true') return undefined;
	const given = source.parameter(formNames.limit);
	const limit = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
	if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 1) throw new InputError('Limit must be a whole number from 1 on.', { remedy: 'Enter one, or switch on Return All. If it comes from an expression, the expression gave something else for this item.' });
	return limit;
}

function member(value: unknown, key: string): unknown {
	return isObject(value) ? value[key] : undefined;
}

function names(value: unknown): readonly string[] {
	if (Array.isArray(value)) return value.map(String);
	return typeof value === 'string' ? value.split(',').map((one) => one.trim()).filter(Boolean) : [];
}

async function valueOf(field: Field, raw: unknown, source: Source): Promise<InputValue | undefined> {
	if (raw === undefined || raw === null || raw === '') return undefined;
	switch (field.kind) {
		case 'ref':
			return referenceOf(raw);
		case 'refs':
			return (severalOf(raw) ?? (typeof raw === 'string' ? names(raw) : [raw])).flatMap((one) => referenceOf(one) ?? []);
		case 'texts':
		case 'choices':
			return severalOf(raw)?.flatMap((one) => plain(one) ?? []) ?? plain(raw);
		case 'date':
			return plain(dayText(raw, source.timeZone));
		case 'dateTime':
			return plain(momentText(raw, source.timeZone));
		case 'range': {
			const range = entry(parsed(raw), entryNames.range);
			const end = (name: string): unknown => (field.of === 'date' ? dayText(member(range, name), source.timeZone) : momentText(member(range, name), source.timeZone));
			return isObject(range) ? { from: plain(end('from') || undefined), to: plain(end('to') || undefined) } : plain(raw);
		}
		case 'group': {
			const group = entry(parsed(raw), entryNames.group);
			// n8n puts an empty one where a group inside a group was left alone.
			return !isObject(group) ? plain(group) : Object.keys(group).length === 0 ? undefined : await members(field.fields, group, source);
		}
		case 'rows': {
			const rows = entry(parsed(raw), entryNames.rows);
			const list = Array.isArray(rows) ? rows : isObject(rows) && Object.keys(rows).length > 0 ? [rows] : isObject(rows) ? [] : undefined;
			return list ? await Promise.all(list.map(async (row: unknown) => (isObject(row) ? await members(field.fields, row, source) : (plain(row) ?? '')))) : plain(raw);
		}
		case 'dynamic': {
			const mapped = parsed(raw);
			const values = isObject(mapped) && 'mappingMode' in mapped ? mapped.value : mapped;
			if (!isObject(values)) return values === null ? undefined : plain(values);
			const filled = Object.entries(values).filter(([, value]) => value !== null && value !== '');
			return filled.length === 0 ? undefined : Object.fromEntries(filled.map(([id, value]) => [id, plain(parsed(value))]));
		}
		case 'file':
			return await source.file(raw);
		case 'files': {
			const several = Array.isArray(raw) ? raw : typeof raw === 'string' ? names(raw) : [raw];
			return await Promise.all(several.map(async (one: unknown) => await source.file(one)));
		}
		default:
			return plain(raw);
	}
}

async function members(fields: Fields, given: { readonly [key: string]: unknown }, source: Source): Promise<Input> {
	const result: Record<string, Input[string]> = {};
	for (const [key, field] of Object.entries(fields)) {
		const value = field.kind === 'constant' ? undefined : await valueOf(field, given[key], source);
		if (value !== undefined) result[key] = value;
	}
	return result;
}

/** A reference from a resource locator, or from an expression in its place. */
export function referenceOf(raw: unknown): InputValue | undefined {
	// The value of a locator is missing where the editor cannot tell what its expression gives.
	if (isObject(raw) && 'mode' in raw && ('value' in raw || '__rl' in raw)) {
		const { mode, value } = raw;
		if (value === undefined || value === null || value === '') return undefined;
		return mode === 'name' && (typeof value === 'string' || typeof value === 'number') ? { name: String(value) } : referenceOf(value);
	}
	if (raw === undefined || raw === null || raw === '') return undefined;
	return typeof raw === 'number' ? String(raw) : plain(raw);
}

/** The entry of a fixed collection, or what an expression gave in place of the whole. */
function entry(value: unknown, name: string): unknown {
	return isObject(value) && name in value ? value[name] : value;
}

/** A list however it came: as one, or as JSON text from an agent. */
function severalOf(raw: unknown): readonly unknown[] | undefined {
	const list = parsed(raw);
	return Array.isArray(list) ? list.filter((one) => one !== '' && one !== null && one !== undefined) : undefined;
}

/** Agents hand over lists and objects as JSON text. */
function parsed(raw: unknown): unknown {
	if (typeof raw !== 'string' || !/^\s*[[{]/.test(raw)) return raw;
	try {
		return JSON.parse(raw);
	} catch {
		return raw;
	}
}

/** Any value as plain data; dates become text, what cannot be written is left out. */
function plain(value: unknown): Json | undefined {
	if (value === undefined || value === null) return undefined;
	if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
	const text: string | undefined = JSON.stringify(value);
	if (text === undefined) return undefined;
	return jsonParse<Json>(text);
}
