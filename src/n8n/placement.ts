import type { AnyOperation, Field } from '../catalog/vocabulary';

/** Names of the collections that hold what may be left out. Saved workflows name them: they never change. */
export type Collection = 'filters' | 'additionalFields' | 'updateFields' | 'options';

/** Where a field stands in the form: on its own, or in a collection. */
export type Place = 'own' | Collection;

export const collectionLabels: Readonly<Record<Collection, string>> = { filters: 'Filters', additionalFields: 'Additional Fields', updateFields: 'Update Fields', options: 'Options' };

/** Whether n8n pages the operation by Return All and Limit. */
export function isPaged(operation: AnyOperation): boolean {
	return operation.page !== undefined;
}

/** Whether the operation changes a record that exists, so that its fields can also be emptied. */
export function changesRecord(name: string, operation: AnyOperation): boolean {
	return operation.merge !== undefined || operation.call?.method === 'PATCH' || /^(update|upsert)/.test(name);
}

/** Whether the operation may hand over a file. */
export function givesFile(operation: AnyOperation): boolean {
	return operation.returns.kind === 'file' || operation.returns.kind === 'mixed';
}

/** Keys of the fields that can be emptied, where the operation changes a record. */
export function clearable(name: string, operation: AnyOperation): readonly string[] {
	return changesRecord(name, operation) ? Object.entries(operation.input).flatMap(([key, field]) => (field.clear === undefined || field.required ? [] : [key])) : [];
}

/** By operation and its name: a run asks for them once an item. */
const known = new WeakMap<AnyOperation, Map<string, ReadonlyMap<string, Place>>>();

/** The place of every field a person can fill in, in the order of declaration. */
export function placesOf(name: string, operation: AnyOperation): ReadonlyMap<string, Place> {
	const named = known.get(operation) ?? new Map<string, ReadonlyMap<string, Place>>();
	known.set(operation, named);
	const places = named.get(name) ?? placed(name, operation);
	named.set(name, places);
	return places;
}

function placed(name: string, operation: AnyOperation): ReadonlyMap<string, Place> {
	const shown = Object.entries(operation.input).filter(([, field]) => field.kind !== 'constant');
	const own = new Set(shown.filter(([, field]) => standsAlone(field)).map(([key]) => key));
	// What decides whether such a field is shown must stand outside as well: a collection cannot be asked from there.
	for (let grown = -1; grown !== own.size; ) {
		grown = own.size;
		for (const [key, field] of shown) if (own.has(key)) for (const other of Object.keys(field.when ?? {})) if (other in operation.input) own.add(other);
	}
	const collection = collectionOf(name, operation);
	return new Map(shown.map(([key, field]) => [key, own.has(key) ? 'own' : collection === 'filters' && isDetail(key, field) ? 'options' : collection]));
}

function standsAlone(field: Field): boolean {
	return field.required || field.kind === 'dynamic';
}

function collectionOf(name: string, operation: AnyOperation): Collection {
	if (changesRecord(name, operation)) return 'updateFields';
	if (/^(create|add|invite)/.test(name)) return 'additionalFields';
	return operation.page !== undefined || /^(getMany|search|find|count)/.test(name) ? 'filters' : 'options';
}

/** Says how records are given back instead of which ones. */
function isDetail(key: string, field: Field): boolean {
	return (field.kind === 'boolean' && /^(include|with|show|expand)/.test(key)) || /^(fields|include|sort|sortBy|orderBy|order)$/.test(key);
}
