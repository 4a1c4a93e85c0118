import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

/** The form of one operation: its parameters, not yet bound to it. */
export interface Form {
	readonly resource: string;
	readonly operation: string;
	readonly properties: readonly INodeProperties[];
}

/** Choice that n8n itself adds to every list of operations. */
const foreign = '__CUSTOM_API_CALL__';

/**
 * Puts the forms of all operations into one list of parameters: what is the same in several stands there once, shown
 * for all of them, and what comes first in a form comes first in the list.
 */
export function shareProperties(forms: readonly Form[]): INodeProperties[] {
	const shared = new Map<string, { readonly property: INodeProperties; readonly uses: Form[] }>();
	for (const form of forms) {
		for (const property of form.properties) {
			const key = JSON.stringify(property);
			const known = shared.get(key);
			if (known) known.uses.push(form);
			else shared.set(key, { property, uses: [form] });
		}
	}
	return inOrder(forms, [...shared.keys()]).flatMap((key) => {
		const entry = shared.get(key);
		if (!entry) return [];
		const { displayOptions, ...rest } = entry.property;
		return conditions(entry.uses, forms).map((where): INodeProperties => ({ ...rest, displayOptions: { ...where, show: { ...where.show, ...displayOptions?.show } } }));
	});
}

/** Conditions that together hold for exactly these operations, in the shorter of two ways. */
function conditions(uses: readonly Form[], forms: readonly Form[]): readonly IDisplayOptions[] {
	const ways = [[...wholeResources(uses, forms)], [...wholeOperations(uses, forms)]].sort((a, b) => a.length - b.length || JSON.stringify(a).length - JSON.stringify(b).length);
	return ways[0] ?? [];
}

/** Resources of which every operation is meant, then the rest. */
function* wholeResources(uses: readonly Form[], forms: readonly Form[]): Generator<IDisplayOptions> {
	const whole = new Set(uses.map(({ resource }) => resource).filter((resource) => count(uses, { resource }) === count(forms, { resource })));
	if (whole.size > 0) yield { show: { resource: [...whole] }, hide: { operation: [foreign] } };
	yield* rectangles(uses.filter(({ resource }) => !whole.has(resource)));
}

/** Operations that are meant in every resource that has them, then the rest. */
function* wholeOperations(uses: readonly Form[], forms: readonly Form[]): Generator<IDisplayOptions> {
	const whole = new Set(uses.map(({ operation }) => operation).filter((operation) => count(uses, { operation }) === count(forms, { operation })));
	if (whole.size > 0) yield { show: { operation: [...whole] } };
	yield* rectangles(uses.filter(({ operation }) => !whole.has(operation)));
}

function count(forms: readonly Form[], { resource, operation }: Partial<Form>): number {
	return forms.filter((form) => (resource === undefined || form.resource === resource) && (operation === undefined || form.operation === operation)).length;
}

/** n8n shows a parameter for every pair of the resources and operations it names. */
function rectangles(uses: readonly Form[]): readonly IDisplayOptions[] {
	const rows = groupBy([...groupBy(uses, ({ resource }) => resource, ({ operation }) => operation)], ([, operations]) => [...operations].join(' '), ([resource]) => resource);
	const columns = groupBy([...groupBy(uses, ({ operation }) => operation, ({ resource }) => resource)], ([, resources]) => [...resources].join(' '), ([operation]) => operation);
	return rows.size <= columns.size ? [...rows].map(([operations, resources]) => ({ show: { resource: [...resources], operation: operations.split(' ') } })) : [...columns].map(([resources, operations]) => ({ show: { resource: resources.split(' '), operation: [...operations] } }));
}

function groupBy<T>(list: readonly T[], keyOf: (one: T) => string, valueOf: (one: T) => string): Map<string, Set<string>> {
	const groups = new Map<string, Set<string>>();
	for (const one of list) groups.set(keyOf(one), (groups.get(keyOf(one)) ?? new Set()).add(valueOf(one)));
	return groups;
}

/** The keys so that every form keeps its order; where two forms disagree, the first one wins. */
function inOrder(forms: readonly Form[], keys: readonly string[]): readonly string[] {
	const before = new Map<string, Set<string>>(keys.map((key) => [key, new Set()]));
	for (const { properties } of forms) {
		const names = properties.map((property) => JSON.stringify(property));
		names.forEach((name, index) => {
			const previous = names[index - 1];
			if (previous !== undefined) before.get(name)?.add(previous);
		});
	}
	const ordered: string[] = [];
	const waiting = new Set(keys);
	while (waiting.size > 0) {
		const next = [...waiting].find((key) => [...(before.get(key) ?? [])].every((other) => !waiting.has(other))) ?? [...waiting][0];
		if (next === undefined) break;
		waiting.delete(next);
		ordered.push(next);
	}
	return ordered;
}
