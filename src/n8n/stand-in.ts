import { readFileSync } from 'node:fs';
import { isList, isObject, parseJson, written } from '../catalog/vocabulary/json';

/**
 * Makes an object stand in for an instance of a class of which the build wrote the outline down. n8n loads every class
 * of a community package when it starts (2.41, `PackageDirectoryLoader`), and ours need the whole catalog for their
 * work; so it gets their data alone, and a class is loaded when one of its functions is first called.
 * @param name of the class
 * @param file in which the class is, without `.js`; its outline lies beside it in `.json`
 */
export function standIn(target: object, name: string, file: string): void {
	// Not by require, which gives the same object again: n8n changes what it gets.
	const outline = parseJson(readFileSync(`${file}.json`, 'utf8'));
	if (!isObject(outline) || !isList(outline.functions)) throw new TypeError(`${file}.json is damaged: install the package anew`);
	Object.assign(target, outline.data);
	const original = new Original(name, file);
	for (const entry of outline.functions) {
		const path = isList(entry) ? entry.map(written) : [];
		const holder = path.slice(0, -1).reduce(memberOf, target);
		if (!isHolder(holder)) continue;
		holder[path.at(-1) ?? ''] = async function (this: unknown, ...given: readonly unknown[]): Promise<unknown> {
			return await Reflect.apply(await original.at(path), this, given);
		};
	}
}

/** The class that is stood in for. */
class Original {
	private instance: unknown;

	constructor(
		private readonly name: string,
		private readonly file: string,
	) {}

	/** One of its functions. What every instance has in common needs none: making one makes the whole form. */
	async at(path: readonly string[]): Promise<(...given: readonly unknown[]) => unknown> {
		const Class = memberOf(await import(this.file), this.name);
		if (!isFunction(Class)) throw new TypeError(`${this.file}.js has no class ${this.name}: install the package anew`);
		const shared = path.reduce(memberOf, Class.prototype);
		const found = isFunction(shared) ? shared : path.reduce(memberOf, (this.instance ??= Reflect.construct(Class, [])));
		if (!isFunction(found)) throw new TypeError(`${this.name} has no ${path.join('.')}: install the package anew`);
		return found;
	}
}

function memberOf(holder: unknown, name: string): unknown {
	return isHolder(holder) ? holder[name] : undefined;
}

function isHolder(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null;
}

function isFunction(value: unknown): value is (...given: readonly unknown[]) => unknown {
	return typeof value === 'function';
}
