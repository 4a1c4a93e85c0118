import { isList, isObject, type Json, type JsonObject } from '../../../src/catalog/vocabulary';

/** JSON Schema as far as n8n reads it for previews. An empty one says that a member exists, and nothing of its type. Nothing is required: the services leave members out. */
export interface Shape {
	readonly type?: Kind | readonly Kind[];
	readonly properties?: Readonly<Record<string, Shape>>;
	readonly items?: Shape;
}

type Kind = 'object' | 'array' | 'string' | 'number' | 'boolean';

/** Members under which stands what a project defines: their own members are another project’s no more. */
const open: readonly string[] = ['answersByQuestion', 'byName', 'customAttributes', 'customAttributesByName', 'permittedStatuses'];

/** Keys that are ids of records, not names of members. */
const id = /^\d+$|^urn:|[\da-f]{8}-[\da-f]{4}-|[\da-f]{16}/i;

/** What is known of a value’s type. Of null nothing is. */
export function shapeOf(value: Json): Shape {
	if (value === null) return {};
	if (isList(value)) return value.length === 0 ? { type: 'array' } : { type: 'array', items: value.map(shapeOf).reduce(either) };
	if (isObject(value)) return objectOf(value);
	if (typeof value === 'string') return { type: 'string' };
	return { type: typeof value === 'number' ? 'number' : 'boolean' };
}

function objectOf(value: JsonObject): Shape {
	const members = Object.entries(value).filter(([key]) => !id.test(key));
	return members.length === 0 ? { type: 'object' } : { type: 'object', properties: Object.fromEntries(members.map(([key, member]) => [key, open.includes(key) && isObject(member) ? { type: 'object' } : shapeOf(member)])) };
}

/** What is one or the other. What they contradict each other in is left open. */
export function either(one: Shape, other: Shape): Shape {
	if (one.type === undefined) return other;
	if (other.type === undefined) return one;
	if (one.type === 'object' && other.type === 'object') return withProperties(one, other);
	if (one.type === 'array' && other.type === 'array') return one.items && other.items ? { type: 'array', items: either(one.items, other.items) } : one.items ? one : other;
	const kinds = [...new Set([one.type, other.type].flat())].sort();
	if (kinds.length === 1) return one;
	return kinds.some((kind) => kind === 'object' || kind === 'array') ? {} : { type: kinds };
}

function withProperties(one: Shape, other: Shape): Shape {
	const properties = { ...one.properties };
	for (const [key, shape] of Object.entries(other.properties ?? {})) properties[key] = either(properties[key] ?? {}, shape);
	return Object.keys(properties).length === 0 ? { type: 'object' } : { type: 'object', properties };
}

/** Every place at which a value is not of the shape, by dotted path. */
export function objections(shape: Shape, value: Json, path = ''): readonly string[] {
	if (value === null || shape.type === undefined) return [];
	const kinds = [shape.type].flat();
	const kind = isList(value) ? 'array' : typeof value;
	if (!kinds.some((one) => one === kind)) return [`${path} is ${kind} instead of ${kinds.join(' or ')}`];
	if (isList(value)) return shape.items ? value.flatMap((item, index) => objections(shape.items ?? {}, item, `${path}.${index}`)) : [];
	if (!isObject(value)) return [];
	return Object.entries(value).flatMap(([key, member]) => {
		const known = shape.properties?.[key];
		if (known) return objections(known, member, `${path}.${key}`);
		return shape.properties === undefined || id.test(key) ? [] : [`${path}.${key} is not in the schema`];
	});
}
