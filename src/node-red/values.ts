import { labelOf, type Field, type Fields, type Input, type InputValue } from '../catalog/vocabulary';
import { InputError } from '../core/errors';
import { fileFrom, type CleanUp } from './files';
import type { Message, NodeRed, RedNode } from './node-red';
import type { SavedInput, SavedValue } from './saved';

/** What is needed to find the values of a node's fields when a message arrives. */
export interface Evaluation {
	readonly red: NodeRed;
	readonly node: RedNode;
	readonly message: Message;
	/** Filled with what has to be removed once the values are used up. */
	readonly cleanUps: CleanUp[];
}

/** One value as Node-RED finds it. Rejects when an expression or a JSON text is wrong. */
export async function evaluate(saved: { readonly type: string; readonly value: string }, { red, node, message }: Evaluation): Promise<unknown> {
	return await new Promise((resolve, reject) => {
		// Errors of JSON and of expressions are thrown at once, those of contexts arrive in the callback.
		red.util.evaluateNodeProperty(saved.value, saved.type, node, message, (error, value) => {
			if (error) reject(error instanceof Error ? error : new Error('the expression failed'));
			else resolve(value);
		});
	});
}

/**
 * The input of an operation from a node's saved fields and the message. Fields that are hidden by now, and those whose
 * expression gives nothing, are left out.
 * @throws InputError naming the field.
 */
export async function inputFrom(fields: Fields, saved: SavedInput, evaluation: Evaluation): Promise<Input> {
	const input: Record<string, InputValue | null> = {};
	for (const [key, field] of Object.entries(fields)) {
		const given = [key, ...(field.was ?? [])].map((name) => saved[name]).find((one) => one !== undefined);
		if (given === undefined || field.kind === 'constant') continue;
		const value = await valueOf(field, labelOf(key, field), given, evaluation);
		if (value !== undefined) input[key] = value;
	}
	return input;
}

async function valueOf(field: Field, label: string, saved: SavedValue, evaluation: Evaluation): Promise<InputValue | null | undefined> {
	if (saved.type === 'clear') return null;
	if (field.kind === 'file') {
		const [content] = await contentsOf(saved, label, evaluation);
		return content === undefined ? undefined : await fileFrom(content, label, evaluation.message, evaluation.cleanUps);
	}
	if (field.kind === 'files') {
		const files: InputValue[] = [];
		for (const content of await contentsOf(saved, label, evaluation)) files.push(await fileFrom(content, label, evaluation.message, evaluation.cleanUps));
		return files.length === 0 ? undefined : files;
	}
	if (saved.type === 'pick') return saved.value === '' ? undefined : field.kind === 'refs' || field.kind === 'choices' ? saved.value.split(',') : saved.value;
	if (saved.type === 'name') return saved.value === '' ? undefined : field.kind === 'refs' ? [{ name: saved.value }] : { name: saved.value };
	if (saved.type === 'list') {
		const values: InputValue[] = [];
		for (const one of saved.value) {
			const value = await valueOf(memberOf(field), label, one, evaluation);
			if (value !== undefined && value !== null) values.push(value);
		}
		return values.flat();
	}
	if (saved.type === 'fields') {
		if (field.kind === 'group' || field.kind === 'rows') return await inputFrom(field.fields, saved.value, evaluation);
		const members: Record<string, InputValue | null> = {};
		for (const [key, one] of Object.entries(saved.value)) {
			const value = await valueOf({ kind: 'json', required: false }, `${label}: ${key}`, one, evaluation);
			if (value !== undefined) members[key] = value;
		}
		return members;
	}
	const found = await plainOf(saved, label, evaluation);
	if (found === undefined || found === null) return undefined;
	return asInput(found, label);
}

/** One entry of a list is read like a single value of the same kind. */
function memberOf(field: Field): Field {
	return field.kind === 'refs' ? { kind: 'ref', to: field.to, required: false } : field;
}

async function contentsOf(saved: SavedValue, label: string, evaluation: Evaluation): Promise<readonly unknown[]> {
	if (saved.type === 'list') return (await Promise.all(saved.value.map(async (one) => await contentsOf(one, label, evaluation)))).flat();
	if (saved.type === 'clear' || saved.type === 'fields' || saved.type === 'pick' || saved.type === 'name') return [];
	const found = await plainOf(saved, label, evaluation);
	if (found === undefined || found === null || found === '') return [];
	const contents: readonly unknown[] = Array.isArray(found) ? found : [found];
	return contents;
}

async function plainOf(saved: { readonly type: string; readonly value: string }, label: string, evaluation: Evaluation): Promise<unknown> {
	if (saved.value === '' && saved.type !== 'str') return undefined;
	try {
		const found = await evaluate(saved, evaluation);
		if (saved.type === 'num' && Number.isNaN(found)) throw new Error(`"${saved.value}" is no number`);
		return found;
	} catch (error) {
		// `msg.a.b` where there is no `a`: as absent as `msg.a` would be. A wrong expression has a code of its own.
		if (saved.type === 'msg' && error instanceof TypeError) return undefined;
		throw new InputError(`${label}: ${error instanceof Error ? error.message : 'the expression failed'}.`, { remedy: `Correct ${label} in the node.`, cause: error });
	}
}

/** A value out of a message, as far as it can be sent: plain data, or a date as its ISO text. Throws InputError for anything else. */
function asInput(value: unknown, label: string): InputValue {
	if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
	if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
	if (typeof value === 'number' && Number.isFinite(value)) return value;
	if (Array.isArray(value)) return value.filter((one) => one !== undefined).map((one: unknown) => asInput(one, label));
	if (typeof value === 'object' && !Buffer.isBuffer(value)) return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined).map(([key, member]: [string, unknown]) => [key, asInput(member, label)]));
	throw new InputError(`${label} holds something that cannot be sent (${Buffer.isBuffer(value) ? 'a Buffer' : typeof value}).`, { remedy: `Give ${label} a text, a number, true or false, a list or an object.` });
}
