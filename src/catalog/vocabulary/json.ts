/** A value as it travels in JSON. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
	readonly [key: string]: Json;
}

/** Whether a value is a JSON object (not null, not a list). */
export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value where it is an object, else an empty one. */
export function objectOf(value: Json | undefined): JsonObject {
	return isObject(value) ? value : {};
}

export function isList(value: Json | undefined): value is readonly Json[] {
	return Array.isArray(value);
}

/** The value at a dotted path (`pagination.totalResults`, `comments.length`), or undefined. An empty path is the value itself. */
export function at(value: Json | undefined, path: string): Json | undefined {
	let here: Json | undefined = value;
	for (const key of path === '' ? [] : path.split('.')) {
		if (isList(here)) here = key === 'length' ? here.length : here[Number(key)];
		else if (isObject(here)) here = here[key];
		else return undefined;
	}
	return here;
}

/** The text at a dotted path; a number becomes text; anything else is undefined. */
export function textAt(value: Json | undefined, path: string): string | undefined {
	const found = at(value, path);
	if (typeof found === 'string') return found;
	return typeof found === 'number' ? String(found) : undefined;
}

/** The number at a dotted path, or undefined. */
export function numberAt(value: Json | undefined, path: string): number | undefined {
	const found = at(value, path);
	return typeof found === 'number' && Number.isFinite(found) ? found : undefined;
}

/** The list at a dotted path; undefined when there is none. */
export function listAt(value: Json | undefined, path: string): readonly Json[] | undefined {
	const found = at(value, path);
	return isList(found) ? found : undefined;
}

/** The value a JSON text stands for, or undefined when it is none. */
export function parseJson(text: string): Json | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return isJson(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

function isJson(value: unknown): value is Json {
	return value === null || ['boolean', 'number', 'string', 'object'].includes(typeof value);
}

/** A value as a person would write it: text as it is, anything else as JSON. */
export function written(value: unknown): string {
	return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
