import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { transformSync } from '@swc/core';

const root = join(__dirname, '..', '..', '..');
/** Below `node_modules`, so that it finds the dependencies of this checkout, and goes when they go. */
const cache = join(root, 'node_modules', '.cache', 'aec-nodes');

/**
 * The package as Node-RED sees it once installed: compiled code, generated node sets and resources.
 * Built once for the present sources; gives its folder.
 */
export function builtPackage(): string {
	const sources = filesBelow(join(root, 'src')).filter((path) => path.endsWith('.ts'));
	const extras = ['package.json', ...filesBelow(join(root, 'resources')).map((path) => relative(root, path))];
	const hash = createHash('sha256');
	for (const path of [...sources, ...extras.map((name) => join(root, name))]) hash.update(relative(root, path)).update('\0').update(readFileSync(path)).update('\0');
	const finished = join(cache, `package-${hash.digest('hex').slice(0, 16)}`);
	if (existsSync(finished)) return finished;

	const folder = `${finished}.${process.pid}`;
	rmSync(folder, { recursive: true, force: true });
	for (const path of sources) {
		const target = join(folder, 'dist', relative(root, path)).replace(/\.ts$/, '.js');
		mkdirSync(dirname(target), { recursive: true });
		const { code } = transformSync(readFileSync(path, 'utf8'), { filename: path, swcrc: false, jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } });
		writeFileSync(target, code);
	}
	cpSync(join(root, 'package.json'), join(folder, 'package.json'));
	cpSync(join(root, 'resources'), join(folder, 'resources'), { recursive: true });
	// In a process of its own, outside of the test's module registry: it is the built code that generates.
	execFileSync(process.execPath, ['-e', "require('./dist/src/node-red/generate').generateNodeRed('dist')"], { cwd: folder });
	try {
		renameSync(folder, finished);
	} catch (error) {
		// Another test file of this run was faster.
		if (!existsSync(finished)) throw error;
		rmSync(folder, { recursive: true, force: true });
	}
	return finished;
}

/** Installs the package into a user folder of Node-RED. */
export function installInto(userDir: string): void {
	const scope = join(userDir, 'node_modules', '@aec-nodes');
	mkdirSync(scope, { recursive: true });
	symlinkSync(builtPackage(), join(scope, 'n8n-nodes-aec'), 'dir');
	writeFileSync(join(userDir, 'package.json'), JSON.stringify({ name: 'node-red-project', private: true, version: '0.0.1', dependencies: { '@aec-nodes/n8n-nodes-aec': '*' } }));
}

function filesBelow(folder: string): readonly string[] {
	if (!existsSync(folder)) return [];
	return readdirSync(folder)
		.sort()
		.flatMap((name) => {
			const path = join(folder, name);
			return statSync(path).isDirectory() ? filesBelow(path) : [path];
		});
}
