import type { IExecuteFunctions, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { isObject } from '../catalog/vocabulary';
import { isTool } from './tool';

/** The value of a parameter by name, for one item. */
export type Parameter = (name: string) => unknown;

/** What a parameter holds for an item with this JSON; undefined where only n8n can tell. */
type Answer = (json: unknown) => unknown;

/**
 * The parameters of a node for many items. n8n works a parameter out anew at every reading, and every expression in it
 * costs a fifth of a millisecond: what has no expression is read once for all items, and what only names members of the
 * item is taken from the item, once n8n has given just that for an item before. All else is n8n's, once an item.
 */
export class Parameters {
	private readonly raw: INodeParameters;
	/** What `$json` speaks of; that of a tool is the agent's. */
	private readonly items: readonly INodeExecutionData[];
	private readonly fixed = new Map<string, unknown>();
	private readonly answers = new Map<string, { readonly answer: Answer | undefined; proved: boolean }>();

	constructor(private readonly context: IExecuteFunctions) {
		this.raw = context.getNode().parameters;
		this.items = isTool(context) ? [] : context.getInputData();
	}

	of(item: number): Parameter {
		const known = new Map<string, unknown>();
		return (name) => {
			if (this.fixed.has(name)) return this.fixed.get(name);
			if (!known.has(name)) known.set(name, this.read(name, item));
			return known.get(name);
		};
	}

	private read(name: string, item: number): unknown {
		const raw = this.raw[name];
		// An expression begins with an equals sign, wherever in the parameter it stands.
		if (!this.answers.has(name) && !JSON.stringify(raw ?? '').includes('"=')) {
			this.fixed.set(name, this.context.getNodeParameter(name, item, ''));
			return this.fixed.get(name);
		}
		const way = this.answers.get(name) ?? { answer: answerOf(raw), proved: false };
		this.answers.set(name, way);
		const own = way.answer?.(this.items[item]?.json);
		if (own !== undefined && way.proved) return own;
		const value: unknown = this.context.getNodeParameter(name, item, '');
		way.proved = own !== undefined && JSON.stringify(own) === JSON.stringify(value);
		return value;
	}
}

/** `{{ $json.name }}` and nothing around it, as n8n writes it when a member is dragged into a field. */
const memberOfItem = /^=\{\{\s*\$json((?:\.[A-Za-z_]\w*|\[(?:"[^"\\{}]+"|'[^'\\{}]+')\])+)\s*\}\}$/;
const step = /\.(\w+)|\[["'](.+?)["']\]/g;

/** The way from an item to the parameter; undefined where an expression does more than name a member. */
function answerOf(raw: unknown): Answer | undefined {
	if (typeof raw === 'string' && raw.startsWith('=')) {
		const [, path] = memberOfItem.exec(raw) ?? [];
		const keys = path === undefined ? [] : [...path.matchAll(step)].map(([, plain, quoted]) => plain ?? quoted ?? '');
		return path === undefined ? undefined : (json) => memberAt(json, keys);
	}
	if (typeof raw !== 'object' || raw === null) return () => raw;
	const inner = Object.entries(raw).map(([key, value]: [string, unknown]) => [key, answerOf(value)] as const);
	const answers = inner.flatMap(([key, answer]) => (answer ? [[key, answer] as const] : []));
	if (answers.length < inner.length) return undefined;
	return (json) => {
		const values = answers.map(([key, answer]) => [key, answer(json)] as const);
		if (values.some(([, value]) => value === undefined)) return undefined;
		return Array.isArray(raw) ? values.map(([, value]) => value) : Object.fromEntries(values);
	};
}

/** A text, a number or a yes-no in the item; what is missing, inherited or more than that is for n8n to say. */
function memberAt(json: unknown, keys: readonly string[]): unknown {
	const value = keys.reduce<unknown>((here, key) => (isObject(here) && Object.hasOwn(here, key) ? here[key] : undefined), json);
	return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}
