'use strict';
// A Node-RED in this process, with this package installed and one account.
const { once } = require('node:events');
const { mkdirSync, symlinkSync, writeFileSync } = require('node:fs');
const { createServer } = require('node:http');
const { dirname, join } = require('node:path');
const express = require('express');
const RED = require('node-red');
const { name } = require('../package.json');

/**
 * @param userDir a folder that is not there yet
 * @param account service, address and tokens of the account with the id `account`
 * @param nodes what stands in the one flow; whatever is wired to `out` is what `ask` gives
 */
async function startNodeRed(userDir, { service, address, tokens }, nodes) {
	const place = join(userDir, 'node_modules', name);
	mkdirSync(dirname(place), { recursive: true });
	symlinkSync(join(__dirname, '..'), place, 'junction');
	writeFileSync(join(userDir, 'package.json'), JSON.stringify({ name: 'node-red-project', private: true, dependencies: { [name]: '*' } }));
	const app = express();
	const server = createServer(app);
	RED.init(server, { httpAdminRoot: '/', httpNodeRoot: '/api', userDir, flowFile: 'flows.json', credentialSecret: 'none', telemetry: { enabled: false, updateNotification: false }, logging: { console: { level: 'off', metrics: false, audit: false } } });
	app.use('/', RED.httpAdmin);
	server.listen(0, '127.0.0.1');
	const started = once(RED.events, 'flows:started');
	await RED.start();
	await started;
	const { storeGrant } = require('../dist/src/node-red/vault.js');
	const account = { id: 'account', type: `aec-${service}-account`, name: 'Bench', origin: 'custom', address, credentials: { grant: await storeGrant(RED, tokens) } };
	const deploy = async (all) => {
		const restarted = once(RED.events, 'flows:started');
		await RED.runtime.flows.setFlows({
			flows: {
				flows: [
					{ id: 'tab', type: 'tab', label: 'Bench' },
					account,
					...all.map((node) => ({ z: 'tab', version: 1, account: 'account', wires: [['out']], ...node })),
					{ id: 'out', type: 'debug', z: 'tab', active: false, wires: [] },
					{ id: 'failed', type: 'catch', z: 'tab', scope: null, uncaught: false, wires: [['out']] },
				],
			},
		});
		await restarted;
	};
	/** Calls `take` with every message that arrives after `begin`, until it gives something. */
	const arriving = async (begin, take) => {
		const enough = new Promise((resolve, reject) => {
			RED.hooks.add('preRoute.bench', ({ destination, msg }) => {
				if (destination.id !== 'out') return;
				if (msg.error) reject(new Error(msg.error.message));
				const taken = take(msg);
				if (taken !== undefined) resolve(taken);
			});
		});
		await begin();
		try {
			return await enough;
		} finally {
			RED.hooks.remove('preRoute.bench');
		}
	};
	await deploy(nodes);
	return {
		deploy,
		arriving,
		/** What the node hands on for one message. */
		ask: async (id, message) => await arriving(() => RED.nodes.getNode(id).receive(message), (arrived) => arrived),
	};
}

module.exports = { startNodeRed };
