'use strict';

/**
 * Loaded ahead of node-red-dev where no network is wanted: answers what it would ask the catalogue and the
 * registry. Whether the dependencies are the newest (D03) cannot be told here and counts as told elsewhere.
 */
const Module = require('node:module');
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const nodeRedReleases = {
	'dist-tags': { latest: '5.0.7', 'v4-maintenance': '4.1.15' },
	versions: { '5.0.7': { engines: { node: '>=22.9' } }, '4.1.15': { engines: { node: '>=18.5' } } },
};

const locked = JSON.parse(readFileSync(join(__dirname, '..', 'package-lock.json'), 'utf8')).packages;

const standIns = {
	axios: { get: async (url) => ({ data: url.endsWith('/catalogue.json') ? { modules: [] } : nodeRedReleases }) },
	'npm-remote-ls': { config: () => undefined, ls: (name, _range, _flat, done) => done(dependenciesOf(name)) },
	'npm-check': async () => ({ get: () => [] }),
};

function dependenciesOf(name, seen = new Set()) {
	const entry = locked[`node_modules/${name}`];
	if (!entry || seen.has(name)) return [];
	seen.add(name);
	return [`${name}@${entry.version}`, ...Object.keys(entry.dependencies ?? {}).flatMap((other) => dependenciesOf(other, seen))];
}

const load = Module._load;
Module._load = function (request, parent, isMain) {
	const fromTool = parent?.filename?.includes(`node-red-dev`) && !parent.filename.endsWith('offline.cjs');
	return fromTool && request in standIns ? standIns[request] : load.call(this, request, parent, isMain);
};
