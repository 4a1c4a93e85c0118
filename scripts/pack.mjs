import { execFileSync } from 'node:child_process';
import { basename, join } from 'node:path';
import { callable, root } from './prepare.mjs';

/**
 * Packs what is built as npm publishes it, into a folder.
 * @returns `tarball` its absolute path, `files` the paths in it, `size` bytes packed, `unpackedSize` bytes, `entryCount`
 */
export function pack(folder) {
	const [packed] = JSON.parse(npm(['pack', '--json', '--ignore-scripts', '--pack-destination', folder], root));
	return {
		tarball: join(folder, basename(packed.filename)),
		files: packed.files.map(({ path }) => path),
		size: packed.size,
		unpackedSize: packed.unpackedSize,
		entryCount: packed.entryCount,
	};
}

/** What npm prints. What it complains of is in the error. */
export function npm(args, cwd) {
	const { file, words, shell } = callable('npm', args);
	// Inside `npm publish --dry-run` an npm would inherit the dry run, and pack or install nothing.
	const { npm_config_dry_run: _, ...env } = process.env;
	return execFileSync(file, words, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], shell, env, maxBuffer: 64 * 1024 * 1024 });
}
