'use strict';

/**
 * A real Node-RED with this package in a process of its own. The parent says where, and hears what reaches the
 * debug nodes. Sign-ins are put into the package's own vault, as its sign-in page does.
 */
const { mkdirSync, symlinkSync, existsSync } = require('node:fs');
const { createServer } = require('node:http');
const { dirname, join } = require('node:path');
const express = require('express');
const RED = require('node-red');

const { userDir, port, quiet } = JSON.parse(process.argv[2]);
const root = join(__dirname, '..');
const { name } = require('../package.json');

const place = join(userDir, 'node_modules', name);
mkdirSync(dirname(place), { recursive: true });
if (!existsSync(place)) symlinkSync(root, place, 'junction');

const app = express();
const server = createServer(app);
RED.init(server, {
	httpAdminRoot: '/',
	httpNodeRoot: '/api',
	userDir,
	flowFile: 'flows.json',
	credentialSecret: 'a sandbox keeps no secrets',
	uiHost: '127.0.0.1',
	telemetry: { enabled: false, updateNotification: false },
	editorTheme: { tours: false, header: { title: 'Node-RED (sandbox)' } },
	logging: { console: { level: quiet ? 'fatal' : 'warn', metrics: false, audit: false } },
});
app.use('/', RED.httpAdmin);
app.use('/api', RED.httpNode);

RED.hooks.add('preRoute', ({ destination, msg }) => {
	const target = RED.nodes.getNode(destination.id);
	if (target?.type === 'debug') process.send({ kind: 'debug', at: target.id, message: JSON.parse(JSON.stringify(msg, (key, value) => (key === 'picture' || key === '_msgid' ? undefined : value))) });
});

process.on('message', async ({ kind, id, tokens }) => {
	if (kind === 'storeGrant') {
		const { storeGrant } = require('../dist/src/node-red/vault.js');
		process.send({ kind: 'grant', id, grant: await storeGrant(RED, tokens) });
	}
	if (kind === 'inject') RED.nodes.getNode(id).receive({});
});
process.on('disconnect', () => RED.stop().then(() => process.exit(0)));

RED.events.on('flows:started', () => process.send({ kind: 'started' }));
server.on('error', (error) => {
	process.send({ kind: 'failed', words: error.message });
	process.exit(1);
});
server.listen(port, '127.0.0.1', async () => {
	await RED.start();
	process.send({ kind: 'ready', port: server.address().port });
});
