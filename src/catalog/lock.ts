import type { AnyOperation, Field, Fields, Json, JsonObject, Resource, Service } from './vocabulary';
import { isList, isObject } from './vocabulary';

/**
 * Everything a saved workflow or flow can refer to: ids, keys, kinds, placements, defaults, option values.
 * It is committed, and only additions are allowed: hosts drop or misread stored values whose key changed.
 */
export function lockOf(services: readonly Service[]): JsonObject {
	return Object.fromEntries(
		services.map((service) => [
			service.id,
			{
				areas: service.areas.map((area) => area.id),
				// n8n does not store what equals the default, and the first ones are the defaults.
				first: service.resources.find(isOffered)?.id ?? '',
				watchedFirst: service.watchedFirst,
				resources: Object.fromEntries(
					service.resources.map((resource) => [
						resource.id,
						{
							area: resource.area,
							...(isOffered(resource) ? { first: Object.entries(resource.operations).find(([, operation]) => operation.hidden !== true)?.[0] ?? '' } : {}),
							operations: Object.fromEntries(Object.entries(resource.operations).filter(([, operation]) => operation.hidden !== true).map(([name, operation]) => [name, lockOperation(operation)])),
							...(resource.changes ? { events: ['created', 'updated', ...(resource.changes.deleted === undefined ? [] : ['deleted']), ...Object.keys(resource.changes.watch)], filters: lockFields(resource.changes.filters) } : {}),
						},
					]),
				),
			},
		]),
	);
}

function isOffered(resource: Resource): boolean {
	return Object.values(resource.operations).some((operation) => operation.hidden !== true);
}

function lockOperation(operation: AnyOperation): JsonObject {
	return { returns: operation.returns.kind, paged: operation.page !== undefined, input: lockFields(operation.input) };
}

function lockFields(fields: Fields): JsonObject {
	return Object.fromEntries(Object.entries(fields).filter(([, field]) => field.kind !== 'constant').flatMap(([key, field]) => [[key, lockField(field)] as const, ...(field.was ?? []).map((old) => [old, { ...lockField(field), now: key }] as const)]));
}

function lockField(field: Field): JsonObject {
	return {
		kind: field.kind,
		...(field.required ? { required: true } : {}),
		...(field.clear === undefined ? {} : { clears: true }),
		...(field.default === undefined || field.default instanceof Object ? {} : { default: field.default }),
		...('options' in field ? { options: field.options.map((option) => option.value) } : {}),
		...('to' in field ? { to: field.to } : {}),
		...('fields' in field ? { fields: lockFields(field.fields) } : {}),
	};
}

/** What of an earlier lock is gone or changed in a later one, as paths; empty when only additions were made. */
export function losses(before: Json, after: Json | undefined, path = ''): readonly string[] {
	if (after === undefined) return [`${path} is gone`];
	if (isList(before)) {
		if (!isList(after)) return [`${path} is no list any more`];
		const kept = new Set(after.map((entry) => JSON.stringify(entry)));
		return before.filter((entry) => !kept.has(JSON.stringify(entry))).map((entry) => `${path} lost ${JSON.stringify(entry)}`);
	}
	if (isObject(before)) {
		if (!isObject(after)) return [`${path} is no object any more`];
		const lost = Object.entries(before).flatMap(([key, value]) => losses(value, after[key], path === '' ? key : `${path}.${key}`));
		const demands = 'kind' in before ? (after.required === true && before.required !== true ? [`${path} became required`] : []) : newDemands(before, after, path);
		return [...lost, ...demands];
	}
	return before === after ? [] : [`${path} changed from ${JSON.stringify(before)} to ${JSON.stringify(after)}`];
}

/** A new field that must be filled in breaks what was saved without it. */
function newDemands(before: JsonObject, after: JsonObject, path: string): readonly string[] {
	if (!path.endsWith('.input')) return [];
	return Object.entries(after).filter(([key, field]) => !(key in before) && isObject(field) && field.required === true).map(([key]) => `${path}.${key} is new and required`);
}
