'use strict';
// A Node-RED of its own, told what to do by the test that forked it. One process, one runtime.
const { createServer } = require('node:http');
const express = require('express');
const RED = require('node-red');

const { userDir, settings, permissions } = JSON.parse(process.argv[2]);
const app = express();
const server = createServer(app);

RED.init(server, {
	httpAdminRoot: '/red',
	httpNodeRoot: '/api',
	userDir,
	flowFile: 'flows.json',
	credentialSecret: 'test',
	telemetry: { enabled: false },
	editorTheme: { tours: false },
	logging: { console: { level: 'warn', metrics: false, audit: false } },
	...settings,
	...(permissions ? { adminAuth: adminAuth(permissions) } : {}),
});
app.use('/red', RED.httpAdmin);
app.use('/api', RED.httpNode);

process.on('message', async (command) => {
	if (command.kind === 'send') RED.nodes.getNode(command.to)?.receive(command.message);
	if (command.kind === 'stop') {
		await RED.stop();
		process.exit(0);
	}
	if (command.kind === 'storeGrant') {
		const { storeGrant } = require(`${userDir}/node_modules/@aec-nodes/n8n-nodes-aec/dist/src/node-red/vault.js`);
		process.send({ kind: 'answer', id: command.id, value: await storeGrant(RED, command.tokens) });
	}
});
process.on('disconnect', () => process.exit(0));
process.on('unhandledRejection', (error) => process.send({ kind: 'unhandled', words: String(error && error.stack) }));

RED.hooks.add('preRoute', ({ source, destination, msg }) => {
	const target = RED.nodes.getNode(destination.id);
	if (target && target.type === 'debug') process.send({ kind: 'message', at: destination.id, from: source.id, message: plain(msg) });
});

/** Users by name, with their permissions; everybody's password is `secret`. */
function adminAuth(users) {
	const user = async (username) => (username in users ? { username, permissions: users[username] } : null);
	return { type: 'credentials', users: user, authenticate: async (username, password) => (password === 'secret' ? await user(username) : null) };
}

/** Without what a process cannot hand to another. */
function plain(value, depth = 0) {
	if (value === null || ['string', 'number', 'boolean', 'undefined'].includes(typeof value) || Buffer.isBuffer(value)) return value;
	if (typeof value !== 'object' || depth > 12) return `[${typeof value}]`;
	if (typeof value.pipe === 'function') return '[stream]';
	if (Array.isArray(value)) return value.map((one) => plain(one, depth + 1));
	return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one, depth + 1)]));
}

RED.events.on('flows:started', () => process.send({ kind: 'started' }));
RED.events.on('node-status', ({ id, status }) => process.send({ kind: 'status', at: id, status }));

server.listen(0, '127.0.0.1', async () => {
	await RED.start();
	process.send({ kind: 'ready', port: server.address().port, nodes: RED.nodes.getNodeList().filter((set) => set.module === '@aec-nodes/n8n-nodes-aec').map((set) => ({ name: set.name, types: set.types, err: set.err ? String(set.err) : undefined, enabled: set.enabled })) });
});
