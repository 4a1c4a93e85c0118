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
export function shareProperties(separate: readonly Form[]): INodeProperties[] {
	const forms = joinCollections(separate);
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
		return conditions(entry.uses, forms).map((where): INodeProperties => ({ ...rest, displayOptions: both(where, displayOptions) }));
	});
}

/**
 * One collection for all operations of a resource that have it, where that is shorter: what only some of them take is
 * offered to those alone. A saved value keeps its path.
 */
function joinCollections(forms: readonly Form[]): readonly Form[] {
	const joined = new Map<string, INodeProperties>();
	const all = forms.flatMap(({ resource, operation, properties }) => properties.filter(isCollection).map((collection) => ({ of: `${resource} ${collection.name}`, operation, collection })));
	for (const [of, uses] of groupBy(all, (use) => use.of, (use) => use)) {
		const join = joinOf(uses);
		const kinds = new Set(uses.map(({ collection }) => JSON.stringify(collection)));
		if (join && JSON.stringify(join).length < [...kinds].join().length) joined.set(of, join);
	}
	return forms.map((form) => ({ ...form, properties: form.properties.map((property) => (isCollection(property) ? (joined.get(`${form.resource} ${property.name}`) ?? property) : property)) }));
}

function isCollection({ type }: INodeProperties): boolean {
	return type === 'collection';
}

function joinOf(uses: readonly { readonly operation: string; readonly collection: INodeProperties }[]): INodeProperties | undefined {
	const [first] = uses;
	if (!first) return undefined;
	const members = new Map<string, { readonly member: INodeProperties; readonly operations: string[] }>();
	for (const { operation, collection } of uses) {
		for (const member of collection.options ?? []) {
			if (!('type' in member)) return undefined;
			const key = JSON.stringify(member);
			const known = members.get(key);
			if (known) known.operations.push(operation);
			else members.set(key, { member, operations: [operation] });
		}
	}
	const options = [...members.values()].map(({ member, operations }): INodeProperties => (operations.length === uses.length ? member : { ...member, displayOptions: both({ show: { '/operation': operations } }, member.displayOptions) }));
	return { ...first.collection, options: options.sort((a, b) => a.displayName.localeCompare(b.displayName)) };
}

/** Both conditions must hold. */
function both(one: IDisplayOptions, other: IDisplayOptions | undefined): IDisplayOptions {
	const hide = { ...one.hide, ...other?.hide };
	return { show: { ...one.show, ...other?.show }, ...(Object.keys(hide).length === 0 ? {} : { hide }) };
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
	yield* rectangles(uses.filter(({ resource }) => !whole.has(resource)), forms);
}

/** Operations that are meant in every resource that has them, then the rest. */
function* wholeOperations(uses: readonly Form[], forms: readonly Form[]): Generator<IDisplayOptions> {
	const whole = new Set(uses.map(({ operation }) => operation).filter((operation) => count(uses, { operation }) === count(forms, { operation })));
	if (whole.size > 0) yield { show: { operation: [...whole] } };
	yield* rectangles(uses.filter(({ operation }) => !whole.has(operation)), forms);
}

function count(forms: readonly Form[], { resource, operation }: Partial<Form>): number {
	return forms.filter((form) => (resource === undefined || form.resource === resource) && (operation === undefined || form.operation === operation)).length;
}

interface Rectangle {
	readonly resource: readonly string[];
	readonly operation: readonly string[];
}

/** n8n shows a parameter for every pair of the resources and operations it names; pairs that do not exist do no harm, one that stands in two rectangles would be shown twice. */
function rectangles(uses: readonly Form[], forms: readonly Form[]): readonly IDisplayOptions[] {
	const others = forms.filter((form) => !uses.includes(form));
	const pairsOf = (one: Rectangle): readonly Form[] => uses.filter((form) => covers(one, form));
	const joined = joinRectangles(uses.map(({ resource, operation }) => ({ resource: [resource], operation: [operation] })), (both, rest) => {
		if (others.some((form) => covers(both, form))) return undefined;
		const left = rest.filter((one) => pairsOf(one).some((form) => !covers(both, form)));
		return left.some((one) => pairsOf(one).some((form) => covers(both, form))) ? undefined : left;
	});
	return joined.map(({ resource, operation }) => ({ show: { resource: [...resource], operation: [...operation] } }));
}

function covers({ resource, operation }: Rectangle, form: Form): boolean {
	return resource.includes(form.resource) && operation.includes(form.operation);
}

/** @param leaves the other rectangles that are still needed beside a joined one; undefined where it must not be */
function joinRectangles(list: readonly Rectangle[], leaves: (both: Rectangle, rest: readonly Rectangle[]) => readonly Rectangle[] | undefined): readonly Rectangle[] {
	for (const [index, one] of list.entries()) {
		for (const other of list.slice(index + 1)) {
			const both: Rectangle = { resource: [...new Set([...one.resource, ...other.resource])], operation: [...new Set([...one.operation, ...other.operation])] };
			const left = leaves(both, list.filter((rest) => rest !== one && rest !== other));
			if (left) return joinRectangles([both, ...left], leaves);
		}
	}
	return list;
}

function groupBy<T, V>(list: readonly T[], keyOf: (one: T) => string, valueOf: (one: T) => V): Map<string, V[]> {
	const groups = new Map<string, V[]>();
	for (const one of list) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), valueOf(one)]);
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
