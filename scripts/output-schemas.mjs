import { createRequire } from 'node:module';
import { transformFileSync } from '@swc/core';

/**
 * Writes what n8n shows of each operation's output before its first run. Every operation is carried out in the sandbox;
 * of those that cannot be, the members come from the documents alone.
 */
const require = createRequire(import.meta.url);
// The sources as they stand: nothing has to be built first.
require.extensions['.ts'] = (module, file) => module._compile(transformFileSync(file, { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } }).code, file);

const { nodes, schemasOf, write } = require('../test/n8n/output-schema/schemas.ts');

for (const { folder, service, contracts } of nodes) {
	const schemas = await schemasOf(service, contracts);
	write(folder, schemas);
	const all = [...schemas];
	console.log(`${folder}: ${all.filter(([, { shape }]) => shape).length} schemas for ${all.length} operations`);
	for (const [place, { shape, failure }] of all) {
		if (!shape) console.log(`  ${place}: none, the documents name no member. ${failure}`);
		else if (failure) console.log(`  ${place}: from the documents alone. ${failure}`);
	}
}
