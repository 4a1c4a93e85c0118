'use strict';
// Cloud storage behind a link of limited speed, in a process of its own. It keeps no bytes: what goes up is hashed and
// dropped, what comes down is one block over and over.
const { createHash } = require('node:crypto');
const { createServer } = require('node:http');
const { pipeline } = require('node:stream/promises');
const { block, md5Of } = require('./files-content.cjs');

const bytesPerSecond = Number(process.argv[2]);
/** ms that the link may run ahead, so that a late timer costs no speed. */
const slack = 10;

let due = 0;

/** How many ms too early a piece came. All connections share the link. */
function early(bytes) {
	const now = performance.now();
	due = Math.max(due, now - slack) + (bytes / bytesPerSecond) * 1000;
	return due - now;
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function* paced(size) {
	for (let sent = 0; sent < size; ) {
		const piece = block.subarray(0, Math.min(block.length, size - sent));
		sent += piece.length;
		yield piece;
		const ms = early(piece.length);
		if (ms > 1) await pause(ms);
	}
}

createServer(async (request, response) => {
	const { pathname, searchParams } = new URL(request.url, 'http://localhost');
	if (request.method === 'PUT') {
		const hash = createHash('md5');
		let size = 0;
		for await (const piece of request) {
			hash.update(piece);
			size += piece.length;
			const ms = early(piece.length);
			if (ms > 1) await pause(ms);
		}
		const md5 = hash.digest();
		const right = request.headers['content-md5'] === md5.toString('base64');
		if (right) process.send({ kind: 'stored', key: decodeURIComponent(pathname.split('/').pop()), size, md5: md5.toString('hex') });
		response.writeHead(right ? 201 : 400).end();
		return;
	}
	const size = Number(searchParams.get('size'));
	response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': size, 'content-md5': md5Of(size).toString('base64') });
	await pipeline(paced(size), response).catch(() => undefined);
}).listen(0, '127.0.0.1', function () {
	process.send({ kind: 'ready', origin: `http://127.0.0.1:${this.address().port}` });
});
process.on('disconnect', () => process.exit(0));
