import { isObject } from '../catalog/vocabulary';

/** What n8n reads of a class when it starts, a node or a credential, and where its functions are: what JSON can say of it. */
export interface Outline {
	/** Everything but the functions. */
	readonly data: Readonly<Record<string, unknown>>;
	/** The functions by their path, such as `['methods', 'listSearch', 'project']`. */
	readonly functions: readonly (readonly string[])[];
}

const AsyncFunction = (async () => undefined).constructor;

/** Takes the outline of an instance. Throws TypeError for a function that is not async: its caller would not wait until the class is loaded. */
export function outlineOf(instance: object): Outline {
	const functions: (readonly string[])[] = [];
	const withoutFunctions = (value: unknown, path: readonly string[]): unknown => {
		if (typeof value === 'function') {
			if (!(value instanceof AsyncFunction)) throw new TypeError(`${path.join('.')} is not async`);
			functions.push(path);
			return undefined;
		}
		if (Array.isArray(value)) return value.map((entry, index) => withoutFunctions(entry, [...path, String(index)]));
		return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withoutFunctions(entry, [...path, key])])) : value;
	};
	const shared: unknown = Object.getPrototypeOf(instance);
	const { constructor: _constructor, ...inherited } = shared === Object.prototype ? {} : Object.getOwnPropertyDescriptors(shared);
	const members = [...Object.entries(instance), ...Object.entries(inherited).map(([key, { value }]): [string, unknown] => [key, value])];
	return { data: Object.fromEntries(members.map(([key, value]) => [key, withoutFunctions(value, [key])])), functions };
}

/**
 * Source of the file that n8n is told to load in place of a class.
 * @param file in which the class is, in the same folder, without `.js`
 * @param folderOfCode relative path from that folder to the compiled `src`
 */
export function standInSource(name: string, file: string, folderOfCode: string): string {
	return `'use strict';
const { join } = require('node:path');
const { standIn } = require('${folderOfCode}/n8n/stand-in');

exports.${name} = class ${name} {
	constructor() {
		standIn(this, '${name}', join(__dirname, '${file}'));
	}
};
`;
}
