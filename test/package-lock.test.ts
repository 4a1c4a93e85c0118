import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Locked {
	readonly optionalDependencies?: Readonly<Record<string, string>>;
	readonly resolved?: string;
}

const { packages }: { packages: Readonly<Record<string, Locked>> } = JSON.parse(readFileSync(join(__dirname, '..', 'package-lock.json'), 'utf8'));

/** Where a package finds another one: beside it, or in a folder above. */
function found(from: string, name: string): boolean {
	for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
		if (packages[`${at === '' ? '' : `${at}/`}node_modules/${name}`]) return true;
		if (at === '') return false;
	}
}

// npm leaves out what does not fit the machine that locks, and `npm ci` then refuses the lock everywhere.
it('locks what every system installs, not only this one', () => {
	const lacking = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) => Object.keys(optionalDependencies).filter((name) => !found(path, name)));
	expect(lacking).toEqual([]);
});

it('names no registry', () => expect(Object.values(packages).filter(({ resolved }) => resolved !== undefined)).toEqual([]));
