import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { npm, pack } from './pack.mjs';
import { prepare, root } from './prepare.mjs';

/**
 * Packs the package as npm would publish it, installs it into an empty folder and uses it there: what a person gets,
 * not what lies in the checkout. `--build` builds anew, as `npm publish` has it done; `--keep` does so too and leaves
 * the verified file in the project.
 */
const { values } = parseArgs({ options: { build: { type: 'boolean', default: false }, keep: { type: 'boolean', default: false } } });

/** More than this, in bytes, and something has slipped in. */
const largest = 750_000;
const meant = [/^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/, /^dist\/(src|nodes|credentials)\/.+\.js$/, /^dist\/(nodes\/[^/]+|credentials)\/[^/]+\.class\.json$/, /^dist\/nodes\/[^/]+\/[^/]+\.node\.json$/, /^dist\/nodes\/[^/]+\/__schema__\/.+\.json$/, /^dist\/(icons|node-red\/icons)\/[^/]+\.svg$/, /^dist\/node-red\/[^/]+\.(js|html)$/, /^dist\/node-red\/locales\/.+\.json$/, /^(examples|workflows)\/[^/]+\.json$/, /^resources\/editor\.(js|css)$/];

const faults = [];
const check = (holds, words) => holds || faults.push(words);

prepare({ rebuild: values.build || values.keep });
const scratch = mkdtempSync(join(tmpdir(), 'aec-package-'));
try {
	const { tarball, files, size, unpackedSize, entryCount } = pack(scratch);
	checkContent(files, size);
	checkInstalled(install(tarball));
	if (values.keep && faults.length === 0) copyFileSync(tarball, join(root, basename(tarball)));
	for (const fault of faults) console.error(fault);
	const extent = `${entryCount} files, ${kB(size)} packed, ${kB(unpackedSize)} unpacked`;
	console.log(faults.length > 0 ? `The package is not fit to publish: ${faults.length} faults; ${extent}.` : `${extent}: installs, loads and runs on its own.${values.keep ? `\nPublish it with: npm publish ./${basename(tarball)}` : ''}`);
	process.exitCode = faults.length > 0 ? 1 : 0;
} finally {
	rmSync(scratch, { recursive: true, force: true });
}

function kB(bytes) {
	return `${Math.round(bytes / 1000)} kB`;
}

/** Nothing but what is meant, and all that was built of it. */
function checkContent(files, size) {
	for (const path of files) {
		check(meant.some((pattern) => pattern.test(path)), `${path} is not meant to be published`);
		const source = /^dist\/((?:src|nodes|credentials)\/.+?)(\.class)?\.js$/.exec(path)?.[1];
		check(source === undefined || existsSync(join(root, `${source}.ts`)), `${path} is left over from a source that is gone: build anew`);
		const text = readFileSync(join(root, path), 'utf8');
		for (const place of [root.replace(/[\\/]$/, ''), homedir()]) check(place.length < 3 || !text.includes(`${place}/`), `${path} speaks of a folder of this machine`);
		check(!text.includes('sourceMappingURL='), `${path} points to a source map`);
	}
	check(size <= largest, `${size} bytes packed are more than ${largest}`);
	for (const path of ['README.md', 'LICENSE', 'CHANGELOG.md']) check(files.includes(path), `${path} is missing`);
	for (const folder of ['dist/nodes', 'dist/credentials', 'dist/icons', 'dist/node-red', 'examples', 'workflows', 'resources']) {
		for (const path of below(folder)) check(files.includes(path), `${path} is missing`);
	}
}

/** Every file below a folder of the project, as npm writes paths. */
function below(folder) {
	return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? below(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`]));
}

/** Installs into an empty folder, as the palette of Node-RED does; gives the folder of the package in it. */
function install(tarball) {
	const home = join(scratch, 'home');
	mkdirSync(home);
	writeFileSync(join(home, 'package.json'), '{ "private": true }\n');
	npm(['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', tarball], home);
	return join(home, 'node_modules', ...JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).name.split('/'));
}

function checkInstalled(place) {
	const manifest = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8'));
	const require = createRequire(join(place, 'package.json'));
	const modules = dirname(dirname(place));
	check(manifest.main === undefined || existsSync(join(place, manifest.main)), `main points to ${manifest.main}, which is not there`);
	check(!existsSync(join(modules, 'n8n-workflow')), 'n8n-workflow is installed along with it: Node-RED would carry it for nothing');

	const classes = [...manifest.n8n.nodes, ...manifest.n8n.credentials];
	const nameOf = (path) => basename(path).split('.')[0];
	for (const path of classes) {
		attempt(path, () => {
			const made = new (require(join(place, path))[nameOf(path)])();
			const icon = made.description?.icon ?? made.icon;
			const icons = typeof icon === 'string' ? [icon] : Object.values(icon ?? {});
			check(icons.length > 0, `${path} has no icon`);
			for (const file of icons) check(existsSync(join(place, dirname(path), file.replace(/^file:/, ''))), `${path}: its icon ${file} is not there`);
			if (!made.description) return;
			const { node, categories } = JSON.parse(readFileSync(join(place, `${path}on`), 'utf8'));
			check(node === `${manifest.name}.${made.description.name}` && categories.length > 0, `${path}: its codex file speaks of ${node}`);
			check(made.description.polling || existsSync(join(place, dirname(path), '__schema__')), `${path} has no schemas of its output`);
		});
	}
	const early = Object.keys(require.cache).filter((path) => path.startsWith(join(place, 'dist', 'src', 'catalog')) && basename(path) !== 'json.js');
	check(early.length === 0, `n8n would load ${early.length} files of the catalog when it starts, before anybody uses a node`);

	for (const [name, path] of Object.entries(manifest['node-red'].nodes)) {
		attempt(path, () => check(typeof require(join(place, path)) === 'function', `${path} is no node set`));
		const page = join(place, path.replace(/\.js$/, '.html'));
		check(existsSync(page), `${name} has no page for the editor`);
		const icons = existsSync(page) ? readFileSync(page, 'utf8').match(/(?<=\bicon: ')[^'/]+\.svg(?=')/g) ?? [] : [];
		check(icons.length > 0, `${name} names no icon`);
		for (const icon of new Set(icons)) check(existsSync(join(place, dirname(path), 'icons', icon)), `${path}: its icon ${icon} is not there`);
		check(existsSync(join(place, dirname(path), 'locales', 'en-US', `${name}.json`)), `${name} has no words for the editor`);
	}
	for (const [name, path] of Object.entries(manifest.bin)) {
		check(readFileSync(join(place, path), 'utf8').startsWith('#!/usr/bin/env node\n'), `${path} does not begin with its interpreter`);
		check(existsSync(join(modules, '.bin', process.platform === 'win32' ? `${name}.cmd` : name)), `npm made no command ${name}`);
		for (const args of [['--help'], ['login', '--help'], ['sandbox', '--help'], ['catalog']]) attempt(`${name} ${args.join(' ')}`, () => execFileSync(process.execPath, [join(place, path), ...args], { stdio: ['ignore', 'pipe', 'pipe'] }));
	}

	// n8n brings n8n-workflow; everything else has to come along.
	symlinkSync(join(root, 'node_modules', 'n8n-workflow'), join(modules, 'n8n-workflow'), 'junction');
	for (const path of classes) {
		const file = path.replace(/\.js$/, '.class.js');
		attempt(file, () => check(typeof require(join(place, file))[nameOf(path)] === 'function', `${file} has no class ${nameOf(path)}`));
	}
}

function attempt(what, work) {
	try {
		work();
	} catch (error) {
		faults.push(`${what}: ${error.message}`);
	}
}
