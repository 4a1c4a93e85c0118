'use strict';

const { execFile } = require('node:child_process');
const { cp, mkdir, rename, rm, writeFile } = require('node:fs/promises');
const { basename, dirname, join, relative } = require('node:path');
const { promisify } = require('node:util');
const gulp = require('gulp');

const run = promisify(execFile);
const dist = join(__dirname, 'dist');

async function clean() {
	await rm(dist, { recursive: true, force: true });
}

async function compile() {
	try {
		await run(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.build.json'], { cwd: __dirname });
	} catch (error) {
		throw new Error(error.stdout || error.message);
	}
}

/** n8n loads every class when it starts. What it finds under their names has all that a class says, and loads the class when it is used. */
async function standIns() {
	const { outlineOf, standInSource } = require('./dist/src/n8n/outline');
	const { nodes, credentials } = require('./package.json').n8n;
	for (const file of [...nodes, ...credentials]) {
		const name = basename(file).split('.')[0];
		const outline = outlineOf(new (require(`./${file}`)[name])());
		const original = file.replace(/js$/, 'class');
		await rename(join(__dirname, file), join(__dirname, `${original}.js`));
		await writeFile(join(__dirname, `${original}.json`), JSON.stringify(outline));
		await writeFile(join(__dirname, file), standInSource(name, basename(original), relative(dirname(file), 'dist/src').replaceAll('\\', '/')));
		delete require.cache[require.resolve(`./${file}`)];
	}
}

/** Icons and codex files go where n8n looks for them: beside the compiled classes, same layout as the sources. */
function copy() {
	return gulp.src(['icons/**/*.svg', 'nodes/**/*.{json,svg,png}', 'credentials/**/*.svg'], { base: '.', encoding: false }).pipe(gulp.dest(dist));
}

/** Node-RED wants one script and one page per node set, with literal registrations that its scanners can read. */
async function nodeRed() {
	const { generateNodeRed } = require('./dist/src/node-red/generate');
	await generateNodeRed(dist);
}

/** The n8n forms are made from the catalog, but lint rules read sources: these files are for them alone and are not published. */
async function forms() {
	const { literalSource } = require('./dist/src/n8n/literal');
	for (const file of require('./package.json').n8n.nodes) {
		const name = basename(file, '.node.js');
		const Node = require(`./${file}`)[name];
		const target = join(__dirname, file.replace(/^dist/, 'dist/lint').replace(/js$/, 'ts'));
		await mkdir(dirname(target), { recursive: true });
		await writeFile(target, literalSource(name, new Node()));
	}
	// A rule looks for the icons from there.
	await cp(join(__dirname, 'icons'), join(dist, 'lint', 'icons'), { recursive: true });
}

exports.clean = clean;
exports.forms = forms;
exports.build = gulp.series(clean, compile, standIns, gulp.parallel(copy, nodeRed, forms));
exports.default = exports.build;
