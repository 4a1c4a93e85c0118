'use strict';
// Files through the Cintoo node in an embedded Node-RED, as streams: a flow with a gigabyte in a Buffer is beyond help.
const { once } = require('node:events');
const { createReadStream, createWriteStream, mkdirSync, symlinkSync, writeFileSync } = require('node:fs');
const { createServer } = require('node:http');
const { basename, dirname, join } = require('node:path');
const { pipeline } = require('node:stream/promises');
const express = require('express');
const RED = require('node-red');
const { name } = require('../package.json');
const { serveBench } = require('./files-host.cjs');

const { accountRef, projectRef, workzoneRef, address, tokens, userDir } = JSON.parse(process.argv[2]);
const text = (value) => ({ type: 'str', value });
const fromMessage = (value) => ({ type: 'msg', value });
const inProject = { accountRef: text(accountRef), projectRef: text(projectRef) };

serveBench(async () => {
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
	const account = { id: 'account', type: 'aec-cintoo-account', name: 'Bench', origin: 'custom', address, credentials: { grant: await storeGrant(RED, tokens) } };
	const node = (id, operation, input) => ({ id, type: 'aec-cintoo-file', z: 'tab', version: 1, account: 'account', resource: 'cintoo.file', operation, input, returnAll: true, output: 'payload', deliver: 'array', file: 'stream', wires: [['out']] });
	const restarted = once(RED.events, 'flows:started');
	await RED.runtime.flows.setFlows({
		flows: {
			flows: [
				{ id: 'tab', type: 'tab', label: 'Bench' },
				account,
				node('up', 'upload', { ...inProject, workzoneRef: text(workzoneRef), files: fromMessage('payload') }),
				node('down', 'download', { ...inProject, fileRef: fromMessage('blobName') }),
				{ id: 'out', type: 'debug', z: 'tab', active: false, wires: [] },
				{ id: 'failed', type: 'catch', z: 'tab', scope: null, uncaught: false, wires: [['out']] },
			],
		},
	});
	await restarted;
	/** What the node hands on for one message. */
	const ask = async (id, message) => {
		const arrived = new Promise((resolve, reject) => {
			RED.hooks.add('preRoute.bench', ({ destination, msg }) => {
				if (destination.id === 'out') msg.error ? reject(new Error(msg.error.message)) : resolve(msg);
			});
		});
		RED.nodes.getNode(id).receive(message);
		try {
			return await arrived;
		} finally {
			RED.hooks.remove('preRoute.bench');
		}
	};
	return {
		async provide() {},
		async upload(path) {
			const { payload } = await ask('up', { payload: createReadStream(path), filename: basename(path) });
			return { blobName: payload[0].blobName, size: payload[0].size };
		},
		async download(blobName) {
			const { payload } = await ask('down', { blobName });
			const path = join(userDir, 'downloaded');
			const file = createWriteStream(path);
			await pipeline(payload, file);
			return { size: file.bytesWritten, clear: path };
		},
	};
});
