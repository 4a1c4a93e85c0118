/** One condition of an issue search, as written in the document: field, operation, JSON value. */
export interface Condition {
	readonly field: string;
	readonly op: Operation;
	readonly value: unknown;
}

export type FieldValue = string | number | null;

const operations = ['eq', 'neq', 'like', 'nlike', 'startswith', 'nstartswith', 'endswith', 'nendswith', 'in', 'nin', 'geq', 'leq'] as const;

type Operation = (typeof operations)[number];

/**
 * Reads the `conditions` of an issue search: a JSON array of `field,op,jsonValue` texts (BIM 360 Field API,
 * lines 1534 to 1553).
 *
 * @throws Error naming the condition that does not follow the grammar
 */
export function parseConditions(text: string): readonly Condition[] {
	const parsed: unknown = JSON.parse(text);
	if (!Array.isArray(parsed)) throw new Error('conditions is not an array');
	const texts: readonly unknown[] = parsed;
	return texts.map((entry, index) => {
		const found = typeof entry === 'string' ? /^([^,]+),([a-z]+),(.*)$/s.exec(entry) : null;
		const [, field = '', word = '', json = ''] = found ?? [];
		const op = operations.find((known) => known === word);
		if (op === undefined) throw new Error(`condition ${index + 1} is not field,operation,value`);
		return { field, op, value: valueOf(op, json, index + 1) };
	});
}

function valueOf(op: Operation, json: string, number: number): unknown {
	let value: unknown;
	try {
		value = JSON.parse(json);
	} catch {
		throw new Error(`the value of condition ${number} is not JSON`);
	}
	if ((op === 'in' || op === 'nin') && !Array.isArray(value)) throw new Error(`condition ${number} needs an array`);
	if ((op === 'geq' || op === 'leq') && asNumber(value) === undefined) throw new Error(`condition ${number} needs a number`);
	return value;
}

/** Whether a value meets a condition. Text is compared without regard to case. */
export function meets(value: FieldValue, condition: Condition): boolean {
	switch (condition.op) {
		case 'eq':
			return same(value, condition.value);
		case 'neq':
			return !same(value, condition.value);
		case 'like':
			return folded(value).includes(folded(condition.value));
		case 'nlike':
			return !folded(value).includes(folded(condition.value));
		case 'startswith':
			return folded(value).startsWith(folded(condition.value));
		case 'nstartswith':
			return !folded(value).startsWith(folded(condition.value));
		case 'endswith':
			return folded(value).endsWith(folded(condition.value));
		case 'nendswith':
			return !folded(value).endsWith(folded(condition.value));
		case 'in':
			return among(value, condition.value);
		case 'nin':
			return !among(value, condition.value);
		case 'geq':
		case 'leq': {
			const left = asNumber(value);
			const right = asNumber(condition.value);
			if (left === undefined || right === undefined) return false;
			return condition.op === 'geq' ? left >= right : left <= right;
		}
	}
}

function among(value: FieldValue, wanted: unknown): boolean {
	if (!Array.isArray(wanted)) return false;
	const values: readonly unknown[] = wanted;
	return values.some((one) => same(value, one));
}

function same(value: FieldValue, wanted: unknown): boolean {
	if (value === null || wanted === null) return value === wanted || folded(value) === folded(wanted);
	const left = asNumber(value);
	const right = asNumber(wanted);
	if (typeof value === 'number' && left !== undefined && right !== undefined) return left === right;
	return folded(value) === folded(wanted);
}

function folded(value: unknown): string {
	return value === null || value === undefined ? '' : (typeof value === 'string' ? value : JSON.stringify(value)).toLowerCase();
}

function asNumber(value: unknown): number | undefined {
	if (typeof value === 'number') return value;
	if (typeof value !== 'string' || value.trim() === '') return undefined;
	const number = Number(value);
	return Number.isFinite(number) ? number : undefined;
}
