'use strict';
// Files through the Cintoo node in n8n's own engine, with n8n's binary data in files.
require('./typescript.cjs');
const { Engine, storeFilesOutsideMemory } = require('../test/n8n/engine.ts');
const { createReadStream } = require('node:fs');
const { basename } = require('node:path');
const { Container } = require('@n8n/di');
const { BinaryDataService } = require('n8n-core');
const { CintooOAuth2Api } = require('../dist/credentials/CintooOAuth2Api.credentials.js');
const { Cintoo } = require('../dist/nodes/Cintoo/Cintoo.node.js');
const { serveBench } = require('./files-host.cjs');

const { accountRef, projectRef, workzoneRef, account } = JSON.parse(process.argv[2]);
const id = (value) => ({ __rl: true, mode: 'id', value });
const inProject = { accountRef: id(accountRef), projectRef: id(projectRef) };
const stored = new Map();

serveBench(async () => {
	await storeFilesOutsideMemory();
	const engine = new Engine({ node: new Cintoo(), credentialType: new CintooOAuth2Api(), credentials: account });
	const binaries = Container.get(BinaryDataService);
	const run = async (parameters, item) => {
		const { outputs, error } = await engine.run({ parameters, items: [item] });
		if (error) throw new Error(`${error.message} ${error.description ?? ''}`);
		return outputs[0][0];
	};
	return {
		/** Puts a file where n8n keeps those of a run: that is the step before. */
		async provide(path) {
			stored.set(path, await binaries.store({ type: 'execution', workflowId: 'w', executionId: '0' }, createReadStream(path), { data: '', fileName: basename(path), mimeType: 'application/octet-stream' }));
		},
		async upload(path) {
			const { json } = await run({ resource: 'file', operation: 'upload', ...inProject, workzoneRef: id(workzoneRef), files: 'data' }, { json: {}, binary: { data: stored.get(path) } });
			return { blobName: json.blobName, size: json.size };
		},
		async download(blobName) {
			const { binary } = await run({ resource: 'file', operation: 'download', ...inProject, fileRef: id(blobName), binaryPropertyName: 'data' }, { json: {} });
			return { size: binary.data.bytes, clear: binaries.getPath(binary.data.id) };
		},
	};
});
