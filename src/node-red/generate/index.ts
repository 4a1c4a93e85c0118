import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { services } from '../../catalog';
import { setName } from '../names';
import { setHtml } from './html';
import { iconsOf } from './look';
import { words } from './words';

/** The files of all node sets, by path below the folder of the sets. */
export function nodeSetFiles(): ReadonlyMap<string, string> {
	const files = new Map<string, string>();
	for (const service of services) {
		const name = setName(service);
		files.set(`${name}.js`, `'use strict';\n\nmodule.exports = require('../src/node-red/sets').${service.id};\n`);
		files.set(`${name}.html`, setHtml(service));
		files.set(`locales/en-US/${name}.json`, `${JSON.stringify(words, null, '\t')}\n`);
		for (const [icon, svg] of Object.entries(iconsOf(service))) files.set(`icons/${icon}`, svg);
	}
	return files;
}

/**
 * Writes the node sets that package.json lists, beside the compiled code.
 * @param distDir the compiler's output folder: it holds `src/node-red/sets.js`; the sets go to `node-red/` in it.
 */
export function generateNodeRed(distDir: string): void {
	for (const [path, content] of nodeSetFiles()) {
		const target = join(distDir, 'node-red', path);
		mkdirSync(dirname(target), { recursive: true });
		writeFileSync(target, content);
	}
}

export { generateExamples } from './examples';
