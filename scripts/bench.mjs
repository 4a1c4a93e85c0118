import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { prepare, root } from './prepare.mjs';

/** `npm run bench -- <name>`: measures beside a peer in the same run and prints ratios. Nothing here is a test. */
const folder = join(root, 'bench');
const names = readdirSync(folder).flatMap((file) => (file.endsWith('.mjs') ? [file.slice(0, -'.mjs'.length)] : []));
const [name, ...words] = process.argv.slice(2);

if (name === undefined || !names.includes(name)) {
	console.error(`npm run bench -- <${names.join(' | ')}>`);
	process.exitCode = 2;
} else {
	prepare();
	const { bench } = await import(`../bench/${name}.mjs`);
	await bench(words);
}
