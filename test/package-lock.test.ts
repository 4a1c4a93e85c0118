import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { at, isObject, parseJson, type Json } from '../src/catalog/vocabulary';

const root = join(__dirname, '..');
const hosts = readdirSync(join(__dirname, 'hosts')).map((host) => join('test', 'hosts', host));
const folders = ['', ...hosts].filter((folder) => existsSync(join(root, folder, 'package-lock.json')));

it('looks at the lock of every host too', () => expect(folders.length).toBeGreaterThanOrEqual(5));

describe.each(folders)('the lock file in "%s"', (folder) => {
	const all = at(parseJson(readFileSync(join(root, folder, 'package-lock.json'), 'utf8')), 'packages');
	const packages = isObject(all) ? all : {};
	const where = (wrong: (locked: Json | undefined) => boolean) => Object.keys(packages).filter((path) => wrong(packages[path]));

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
		expect(Object.keys(packages).length).toBeGreaterThan(1);
		expect(lacking).toEqual([]);
	});

	// `npm ci` stops at what is made for another system, unless it can be left out.
	it('lets be left out what is for one system only', () => expect(where((locked) => (at(locked, 'os') ?? at(locked, 'cpu')) !== undefined && at(locked, 'optional') !== true)).toEqual([]));

	it('names no registry', () => expect(where((locked) => at(locked, 'resolved') !== undefined)).toEqual([]));
});
