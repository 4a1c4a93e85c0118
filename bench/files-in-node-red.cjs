'use strict';
// Files through the node of a service in an embedded Node-RED, as streams: a flow with a gigabyte in a Buffer is beyond help.
const { createReadStream, createWriteStream } = require('node:fs');
const { basename, join } = require('node:path');
const { pipeline } = require('node:stream/promises');
const { serveBench } = require('./files-host.cjs');
const { startNodeRed } = require('./node-red-host.cjs');

const { service, places, address, tokens, userDir } = JSON.parse(process.argv[2]);
const text = (value) => ({ type: 'str', value });
const fromMessage = (value) => ({ type: 'msg', value });
const given = (...keys) => Object.fromEntries(keys.map((key) => [key, text(places[key])]));
const subjects = {
	cintoo: { resource: 'cintoo.file', up: given('accountRef', 'projectRef', 'workzoneRef'), down: { ...given('accountRef', 'projectRef'), fileRef: fromMessage('reference') }, reference: ({ blobName }) => blobName },
	acc: { resource: 'acc.item', up: given('projectId', 'folderId'), down: { ...given('projectId'), itemId: fromMessage('reference') }, reference: ({ id }) => id },
};
const { resource, up, down, reference } = subjects[service];
const node = (id, operation, input) => ({ id, type: `aec-${service}-file`, resource, operation, input, returnAll: true, output: 'payload', deliver: 'array', file: 'stream' });

serveBench(async () => {
	const { ask } = await startNodeRed(userDir, { service, address, tokens }, [node('up', 'upload', { ...up, files: fromMessage('payload') }), node('down', 'download', down)]);
	return {
		async provide() {},
		async upload(path) {
			const { payload } = await ask('up', { payload: createReadStream(path), filename: basename(path) });
			return { reference: reference(payload[0]), size: payload[0].size };
		},
		async download(wanted) {
			const { payload } = await ask('down', { reference: wanted });
			const path = join(userDir, 'downloaded');
			const file = createWriteStream(path);
			await pipeline(payload, file);
			return { size: file.bytesWritten, clear: path };
		},
	};
});
