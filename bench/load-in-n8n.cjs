'use strict';
// Loads one package by n8n's loader of community packages, in a process in which n8n itself is loaded already.
const { createRequire } = require('node:module');
const { join } = require('node:path');

const hosts = createRequire(join(process.cwd(), 'package.json'));
hosts('reflect-metadata');
hosts('n8n-workflow');
const { PackageDirectoryLoader } = hosts('n8n-core');

const settled = () => {
	global.gc();
	global.gc();
	return process.memoryUsage().heapUsed;
};

(async () => {
	const loader = new PackageDirectoryLoader(process.argv[2]);
	const before = settled();
	const start = performance.now();
	await loader.loadAll();
	const ms = performance.now() - start;
	const heap = settled() - before;
	const descriptions = Object.values(loader.nodeTypes).map(({ type }) => (type.nodeVersions ? Object.values(type.nodeVersions).at(-1) : type).description);
	const operations = descriptions.flatMap(({ properties }) => properties.filter(({ name }) => name === 'operation').flatMap(({ options }) => options ?? [])).filter(({ value }) => value !== '__CUSTOM_API_CALL__').length;
	console.log(JSON.stringify({ ms, heap, operations, bytes: Buffer.byteLength(JSON.stringify(descriptions)) }));
})();
