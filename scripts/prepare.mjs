import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** On Windows npm is a script of the shell, which takes words apart at their blanks; programs need no shell anywhere. */
export function callable(command, args) {
	return process.platform === 'win32' && command === 'npm' ? { file: command, words: args.map((word) => `"${word}"`), shell: true } : { file: command, words: args, shell: false };
}

/** Runs a command in the project, its output shown. Throws when it does not end well. */
export function run(command, args, options = {}) {
	const { file, words, shell } = callable(command, args);
	const result = spawnSync(file, words, { cwd: root, stdio: 'inherit', shell, ...options });
	if (result.error) throw result.error;
	if (result.status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${result.status ?? result.signal}.`);
}

/** What installing and building say must not mix with what a command prints. */
const aside = { stdio: ['inherit', 2, 2] };

/** Installs and builds whatever a fresh clone still lacks. */
export function prepare({ rebuild = false } = {}) {
	const [major] = process.versions.node.split('.').map(Number);
	if (major < 20) throw new Error(`Node ${process.versions.node} is too old: this needs Node 20 or newer.`);
	if (!existsSync(join(root, 'node_modules', 'node-red'))) {
		console.error('Installing (once, about two minutes) …');
		run('npm', ['ci'], aside);
	}
	if (rebuild || newest(['src', 'nodes', 'credentials', 'icons']) > built()) {
		console.error('Building …');
		run('npm', ['run', '--silent', 'build'], aside);
	}
}

function built() {
	const mark = join(root, 'dist', 'node-red', 'aec-field.html');
	return existsSync(mark) ? statSync(mark).mtimeMs : 0;
}

function newest(folders) {
	const times = folders.flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => statSync(join(entry.parentPath ?? entry.path, entry.name)).mtimeMs));
	return Math.max(0, ...times);
}
