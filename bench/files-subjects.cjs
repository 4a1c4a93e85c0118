'use strict';
// The services whose files the bench sends and fetches: how each is served, who is signed in, where a file goes, and the
// same steps by curl.
const { createAccService, CONFIDENTIAL_CLIENT, folderId, TOWER_ID } = require('../dist/src/sandbox/acc/index.js');
const { createCintooService } = require('../dist/src/sandbox/cintoo/index.js');
const { sampleIds } = require('../dist/src/sandbox/cintoo/sample-ids.js');
const { people } = require('../dist/src/sandbox/people.js');

const bucket = 'wip.dm.prod';

const cintoo = {
	label: 'Cintoo',
	serve: (world) => createCintooService(world),
	tokens: (service) => service.issueTokens(people.nora.cintooId),
	account: (address) => ({ grantType: 'pkce', accessTokenUrl: `${address}/oauth/token`, clientId: 'n8n', authentication: 'body' }),
	places: { accountRef: `urn:cintoo:account:${sampleIds.account}`, projectRef: `urn:cintoo:project:${sampleIds.harborTower}`, workzoneRef: `urn:cintoo:workzone:${sampleIds.levelTwo}` },
	curl(address, { accountRef, projectRef, workzoneRef }, { json, put }) {
		const project = `${address}/api/2/accounts/${accountRef}/projects/${projectRef}`;
		return {
			async upload({ path, size, md5, md5Base64 }) {
				const rows = [{ name: 'by-curl.bin', extension: 'bin', size, md5 }];
				const { files } = await json('POST', `${project}/workzones/${workzoneRef}/bulk-files`, rows);
				await put(path, files[0].url, [`Content-MD5: ${md5Base64}`, 'Cache-Control: max-age=2592000', 'x-ms-blob-type: BlockBlob', 'Content-Type: application/octet-stream']);
				await json('PUT', `${project}/workzones/${workzoneRef}/bulk-files`, rows);
				return files[0].blobName;
			},
			addressOf: async (blobName) => (await json('POST', `${project}/blobs`, [blobName])).urls[blobName],
		};
	},
};

const acc = {
	label: 'Autodesk Construction Cloud',
	serve(world) {
		const service = createAccService(world);
		// The storage keeps no bytes: a file is as long as its parts together, and has no digest.
		const bytesless = {
			'acc.object.completeSignedUpload': async ({ path, json }) => await completed(world, service.state, path.objectKey, json.uploadKey),
			'acc.object.getSignedDownload': ({ path: { objectKey } }) => ({ status: 200, json: { status: 'complete', url: world.sign(`${bucket}/${objectKey}`), size: service.state.objects.get(objectKey).size } }),
		};
		return { ...service, handlers: { ...service.handlers, ...bytesless } };
	},
	tokens: (service) => service.issueTokens(people.nora.autodeskId),
	account: (address) => ({ grantType: 'authorizationCode', accessTokenUrl: `${address}/authentication/v2/token`, region: 'US', clientId: CONFIDENTIAL_CLIENT.id, clientSecret: CONFIDENTIAL_CLIENT.secret, authentication: 'header' }),
	places: { projectId: TOWER_ID, folderId: folderId(TOWER_ID, 'Models') },
	curl(address, { projectId, folderId: folder }, { json, put }) {
		const data = `${address}/data/v1/projects/b.${projectId}`;
		const jsonapi = { version: '1.0' };
		const to = (type, id) => ({ data: { type, id } });
		const extension = (type) => ({ type: `${type}:autodesk.bim360:File`, version: '1.0' });
		const objectOf = (urn) => `${address}/oss/v2/buckets/${bucket}/objects/${encodeURIComponent(urn.slice(urn.indexOf('/') + 1))}`;
		let count = 0;
		return {
			async upload({ path, size, md5Base64 }) {
				const name = `by-curl-${++count}.bin`;
				const { data: { id: storage } } = await json('POST', `${data}/storage`, { jsonapi, data: { type: 'objects', attributes: { name }, relationships: { target: to('folders', folder) } } });
				const { urls, uploadKey } = await json('GET', `${objectOf(storage)}/signeds3upload`);
				await put(path, urls[0], [`Content-MD5: ${md5Base64}`, 'Content-Type: application/octet-stream']);
				await json('POST', `${objectOf(storage)}/signeds3upload`, { uploadKey, size }, 'application/json');
				const { data: { id } } = await json('POST', `${data}/items`, {
					jsonapi,
					data: { type: 'items', attributes: { displayName: name, extension: extension('items') }, relationships: { tip: to('versions', '1'), parent: to('folders', folder) } },
					included: [{ type: 'versions', id: '1', attributes: { name, extension: extension('versions') }, relationships: { storage: to('objects', storage) } }],
				});
				return id;
			},
			async addressOf(item) {
				const { data: { relationships } } = await json('GET', `${data}/items/${encodeURIComponent(item)}/tip`);
				return (await json('GET', `${objectOf(relationships.storage.data.id)}/signeds3download`)).url;
			},
			type: 'application/vnd.api+json',
		};
	},
};

async function completed(world, state, objectKey, uploadKey) {
	const { parts } = state.uploads.get(uploadKey);
	const keys = Array.from({ length: parts }, (_, index) => `uploads/${uploadKey}/${index + 1}`);
	// What the storage says of a part comes by another way than the answer to whoever sent it.
	while (!keys.every((key) => world.blobs.has(key))) await new Promise((resolve) => setTimeout(resolve, 1));
	const size = keys.reduce((sum, key) => sum + world.blobs.get(key).bytes.length, 0);
	for (const key of keys) world.blobs.delete(key);
	world.blobs.set(`${bucket}/${objectKey}`, { bytes: { length: size }, type: 'application/octet-stream', md5: '' });
	state.uploads.delete(uploadKey);
	state.objects.set(objectKey, { ...state.objects.get(objectKey), size });
	return { status: 200, json: { bucketKey: bucket, objectId: `urn:adsk.objects:os.object:${bucket}/${objectKey}`, objectKey, size } };
}

module.exports = { cintoo, acc };
