import { isObject, listAt, parseJson, textAt, type AnyOperation, type Batch, type Input, type InputValue, type Json, type JsonObject } from '../catalog/vocabulary';
import { isInput } from './encode';
import { InputError, PermissionError, RefusedError, ReplyError, type AecError } from './errors';
import { oneLine } from './brief';
import { sentence } from './failure';
import { redactText } from './redact';
import { buildRequest, checkRules, rowOf } from './request';

type BatchOperation = AnyOperation & { readonly batch: Batch };

/** What one item brings to a batch: what it must have in common with others, and the rows that are its own. */
export interface Share {
	readonly item: number;
	readonly shared: Input;
	/** The same for items that may go in one call. */
	readonly key: string;
	readonly rows: readonly Input[];
}

/** One call that carries rows of several items. */
export interface BatchCall {
	readonly input: Input;
	/** For each row of the call: the item it came from. */
	readonly items: readonly number[];
	readonly marks: readonly string[];
}

/**
 * Puts the rows of many items into as few calls as their other inputs allow. Items whose project differs go separately.
 * Every row gets a mark that the reply repeats, so that each result finds its item again.
 */
export function gather({ batch }: BatchOperation, shares: readonly Share[], mark: (item: number, row: number) => string): readonly BatchCall[] {
	const groups = new Map<string, { shared: Input; rows: { item: number; row: Input; mark: string }[] }>();
	for (const { item, shared, key, rows } of shares) {
		const group = groups.get(key) ?? { shared, rows: [] };
		groups.set(key, group);
		rows.forEach((row, index) => {
			const own = memberAt(row, batch.match);
			const known = typeof own === 'string' && own !== '';
			const name = known ? own : mark(item, index);
			group.rows.push({ item, row: known ? row : { ...row, [batch.match]: name }, mark: name });
		});
	}
	return [...groups.values()].flatMap(({ shared, rows }) => {
		const parts: (typeof rows)[] = [];
		const marks = new Set<string>();
		for (const row of rows) {
			const part = parts.at(-1);
			const folded = row.mark.toLowerCase();
			// A mark that is there already would lead both results to one item.
			if (part && part.length < batch.max && !marks.has(folded)) part.push(row);
			else {
				parts.push([row]);
				marks.clear();
			}
			marks.add(folded);
		}
		return parts.map((part): BatchCall => ({ input: { ...shared, [batch.list]: part.map(({ row }) => row) }, items: part.map(({ item }) => item), marks: part.map(({ mark: name }) => name) }));
	});
}

/** The value at a dotted path of a row. */
function memberAt(row: Input, path: string): unknown {
	return path.split('.').reduce<unknown>((here, key) => (isObject(here) ? here[key] : undefined), row);
}

/** What an item has in common with others. */
function sharedOf({ batch, input: fields }: BatchOperation, input: Input): Input {
	return Object.fromEntries(Object.entries(input).filter(([key]) => (batch.row ? fields[key]?.in !== 'row' : key !== batch.list)));
}

/**
 * The part of one item, checked with all that its call would hold. Throws InputError.
 * @param checked keys whose common part was found right already: a thousand items of one project have one between them
 */
export function shareOf(operation: BatchOperation, item: number, input: Input, checked: Set<string>): Share {
	const { batch } = operation;
	const shared = sharedOf(operation, input);
	const key = JSON.stringify(Object.entries(shared).sort(([a], [b]) => (a < b ? -1 : 1)));
	if (!batch.row) {
		buildRequest(operation, input);
		return { item, shared, key, rows: rowsOf(input[batch.list], batch.list) };
	}
	checkRules(operation.rules ?? [], operation.input, input);
	if (!checked.has(key)) buildRequest(operation, { ...shared, [batch.list]: [] });
	checked.add(key);
	return { item, shared, key, rows: [rowOf(operation, input)] };
}

/** The rows of one item, given as a list, one object, or either as JSON. Throws InputError when there is none. */
function rowsOf(given: Input[string], list: string): readonly Input[] {
	const value = typeof given === 'string' ? parseJson(given) : given;
	const rows: readonly (InputValue | undefined)[] = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
	if (rows.length === 0) throw new InputError(`${list} is missing.`, { remedy: 'Fill in at least one.' });
	return rows.map((row) => {
		if (isInput(row)) return row;
		throw new InputError(`${list} must be a list of objects.`, { remedy: 'Fill in its fields.' });
	});
}

/** What became of one row of a call. */
export type BatchResult = { readonly item: number; readonly result: JsonObject } | { readonly item: number; readonly error: AecError };

/** Brings the results of a call back to their items; a row without a result is a failure, never a silent success. */
export function scatter(batch: Batch, call: BatchCall, reply: Json, about: { readonly action: string; readonly operation: string; readonly service: string }): readonly BatchResult[] {
	if (batch.silent) return call.items.map((item) => ({ item, result: isObject(reply) ? reply : {} }));
	const results = (listAt(reply, batch.results) ?? []).filter(isObject);
	// Services give back e-mail addresses and names in a case of their own.
	const byMark = new Map(results.map((result) => [textAt(result, batch.match)?.toLowerCase(), result]));
	const positional = results.length === call.marks.length && !results.some((result) => textAt(result, batch.match) !== undefined);
	return call.marks.map((mark, index): BatchResult => {
		const item = call.items[index] ?? 0;
		const result = positional ? results[index] : byMark.get(mark.toLowerCase());
		if (!result) return { item, error: new ReplyError(`${about.action}: ${about.service} said nothing about this one.`, { operation: about.operation, remedy: 'Look whether it was carried out before running it again.' }) };
		const refused = batch.refused(result);
		if (!refused) return { item, result };
		const words = oneLine(redactText(refused.words));
		const Kind = refused.permission ? PermissionError : RefusedError;
		return { item, error: new Kind(`${about.action}: ${about.service} refused it: ${sentence(words)}`, { operation: about.operation, words, code: refused.code, remedy: refused.permission ? 'Ask a project administrator for the right.' : 'Correct what the message names.' }) };
	});
}
