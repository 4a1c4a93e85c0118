'use strict';

const { execFile } = require('node:child_process');
const { rm } = require('node:fs/promises');
const { join } = require('node:path');
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

/** Icons and codex files go where n8n looks for them: beside the compiled classes, same layout as the sources. */
function copy() {
	return gulp.src(['icons/**/*.svg', 'nodes/**/*.{json,svg,png}', 'credentials/**/*.svg'], { base: '.', encoding: false }).pipe(gulp.dest(dist));
}

/** Node-RED wants one script and one page per node set, with literal registrations that its scanners can read. */
async function nodeRed() {
	const { generateNodeRed } = require('./dist/src/node-red/generate');
	await generateNodeRed(dist);
}

exports.clean = clean;
exports.build = gulp.series(clean, compile, gulp.parallel(copy, nodeRed));
exports.default = exports.build;
