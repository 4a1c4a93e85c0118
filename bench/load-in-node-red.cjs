'use strict';
// Starts a Node-RED over a user folder and says what that took; ends with the process.
const { createServer } = require('node:http');
const { createRequire } = require('node:module');
const { join } = require('node:path');

const [, , userDir, modules] = process.argv;
const hosts = createRequire(join(modules, 'package.json'));
const express = hosts('express');
const RED = hosts('node-red');

const app = express();
const server = createServer(app);
RED.init(server, { userDir, httpAdminRoot: '/', httpNodeRoot: '/api', uiHost: '127.0.0.1', credentialSecret: 'none', telemetry: { enabled: false, updateNotification: false }, logging: { console: { level: 'off', metrics: false, audit: false } } });
app.use('/', RED.httpAdmin);

RED.events.once('flows:started', () => {
	const ms = performance.now() - start;
	global.gc();
	global.gc();
	const { heapUsed: heap, rss } = process.memoryUsage();
	const types = RED.nodes.getNodeList().filter(({ module }) => module !== 'node-red').flatMap((set) => set.types).length;
	console.log(JSON.stringify({ ms, heap, rss, types }));
	process.exit(0);
});
const start = performance.now();
server.listen(0, '127.0.0.1', () => RED.start());
