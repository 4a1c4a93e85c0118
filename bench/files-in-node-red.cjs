'use strict';
// Files through the Cintoo node in an embedded Node-RED, as streams: a flow with a gigabyte in a Buffer is beyond help.
const { createReadStream, createWriteStream } = require('node:fs');
const { basename, join } = require('node:path');
const { pipeline } = require('node:stream/promises');
const { serveBench } = require('./files-host.cjs');
const { startNodeRed } = require('./node-red-host.cjs');

const { accountRef, projectRef, workzoneRef, address, tokens, userDir } = JSON.parse(process.argv[2]);
const text = (value) => ({ type: 'str', value });
const fromMessage = (value) => ({ type: 'msg', value });
const inProject = { accountRef: text(accountRef), projectRef: text(projectRef) };
const node = (id, operation, input) => ({ id, type: 'aec-cintoo-file', resource: 'cintoo.file', operation, input, returnAll: true, output: 'payload', deliver: 'array', file: 'stream' });

serveBench(async () => {
	const { ask } = await startNodeRed(userDir, { service: 'cintoo', address, tokens }, [
		node('up', 'upload', { ...inProject, workzoneRef: text(workzoneRef), files: fromMessage('payload') }),
		node('down', 'download', { ...inProject, fileRef: fromMessage('blobName') }),
	]);
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
