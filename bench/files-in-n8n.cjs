'use strict';
// Files through the node of a service in n8n's own engine, with n8n's binary data in files.
require('./typescript.cjs');
const { Engine, storeFilesOutsideMemory } = require('../test/n8n/engine.ts');
const { createReadStream } = require('node:fs');
const { basename } = require('node:path');
const { Container } = require('@n8n/di');
const { BinaryDataService } = require('n8n-core');
const { serveBench } = require('./files-host.cjs');

const { service, places, account } = JSON.parse(process.argv[2]);
const id = (value) => ({ __rl: true, mode: 'id', value });
const stored = new Map();
const subjects = {
	cintoo: () => ({
		node: require('../dist/nodes/Cintoo/Cintoo.node.js').Cintoo,
		credential: require('../dist/credentials/CintooOAuth2Api.credentials.js').CintooOAuth2Api,
		up: { resource: 'file', workzoneRef: id(places.workzoneRef) },
		down: (reference) => ({ resource: 'file', fileRef: id(reference) }),
		within: { accountRef: id(places.accountRef), projectRef: id(places.projectRef) },
		reference: ({ blobName }) => blobName,
	}),
	acc: () => ({
		node: require('../dist/nodes/AutodeskConstructionCloud/AutodeskConstructionCloud.node.js').AutodeskConstructionCloud,
		credential: require('../dist/credentials/AccOAuth2Api.credentials.js').AccOAuth2Api,
		up: { resource: 'item', folderId: id(places.folderId) },
		down: (reference) => ({ resource: 'item', itemId: id(reference) }),
		within: { projectId: id(places.projectId) },
		reference: (json) => json.id,
	}),
};

serveBench(async () => {
	await storeFilesOutsideMemory();
	const { node: Node, credential: Credential, up, down, within, reference } = subjects[service]();
	const engine = new Engine({ node: new Node(), credentialType: new Credential(), credentials: account });
	const binaries = Container.get(BinaryDataService);
	const run = async (parameters, item) => {
		const { outputs, error } = await engine.run({ parameters: { ...within, ...parameters }, items: [item] });
		if (error) throw new Error(`${error.message} ${error.description ?? ''}`);
		return outputs[0][0];
	};
	return {
		/** Puts a file where n8n keeps those of a run: that is the step before. */
		async provide(path) {
			stored.set(path, await binaries.store({ type: 'execution', workflowId: 'w', executionId: '0' }, createReadStream(path), { data: '', fileName: basename(path), mimeType: 'application/octet-stream' }));
		},
		async upload(path) {
			const { json } = await run({ ...up, operation: 'upload', files: 'data' }, { json: {}, binary: { data: stored.get(path) } });
			return { reference: reference(json), size: json.size };
		},
		async download(wanted) {
			const { binary } = await run({ ...down(wanted), operation: 'download', binaryPropertyName: 'data' }, { json: {} });
			return { size: binary.data.bytes, clear: binaries.getPath(binary.data.id) };
		},
	};
});
