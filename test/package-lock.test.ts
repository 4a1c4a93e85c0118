import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { at, isObject, parseJson } from '../src/catalog/vocabulary';

const lock = parseJson(readFileSync(join(__dirname, '..', 'package-lock.json'), 'utf8'));
const all = at(lock, 'packages');
const packages = isObject(all) ? all : {};

/** Where a package finds another one: beside it, or in a folder above. */
function found(from: string, name: string): boolean {
	for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
		if (packages[`${at === '' ? '' : `${at}/`}node_modules/${name}`]) return true;
		if (at === '') return false;
	}
}

// npm leaves out what does not fit the machine that locks, and `npm ci` then refuses the lock everywhere.
it('locks what every system installs, not only this one', () => {
	const lacking = Object.entries(packages).flatMap(([path, locked]) => Object.keys(at(locked, 'optionalDependencies') ?? {}).filter((name) => !found(path, name)));
	expect(Object.keys(packages).length).toBeGreaterThan(100);
	expect(lacking).toEqual([]);
});

it('names no registry', () => expect(Object.values(packages).filter((locked) => at(locked, 'resolved') !== undefined)).toEqual([]));
