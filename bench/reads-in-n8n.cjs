'use strict';
// Lists in n8n's own engine: by the node of this package, and by n8n's own HTTP Request node.
require('./typescript.cjs');
const { createRequire } = require('node:module');
const { join } = require('node:path');
const { Engine } = require('../test/n8n/engine.ts');
const { digestOf } = require('./digest.cjs');
const { serveBench } = require('./files-host.cjs');

const { service, token, account } = JSON.parse(process.argv[2]);
const hosts = createRequire(join(__dirname, '..', 'test', 'hosts', 'n8n', 'package.json'));
const nodes = {
	acc: () => ({ node: require('../dist/nodes/AutodeskConstructionCloud/AutodeskConstructionCloud.node.js').AutodeskConstructionCloud, credential: require('../dist/credentials/AccOAuth2Api.credentials.js').AccOAuth2Api }),
	cintoo: () => ({ node: require('../dist/nodes/Cintoo/Cintoo.node.js').Cintoo, trigger: require('../dist/nodes/Cintoo/CintooTrigger.node.js').CintooTrigger, credential: require('../dist/credentials/CintooOAuth2Api.credentials.js').CintooOAuth2Api }),
};

serveBench(async () => {
	const { node: Node, trigger: Trigger, credential: Credential } = nodes[service]();
	const { HttpRequest } = hosts('n8n-nodes-base/dist/nodes/HttpRequest/HttpRequest.node.js');
	const versions = new HttpRequest();
	const engineOf = (node, more = {}) => new Engine({ node, credentialType: new Credential(), credentials: account, ...more });
	const ours = engineOf(new Node());
	const theirs = engineOf(versions.getNodeType(), { typeVersion: versions.currentVersion });
	const run = async (engine, parameters) => {
		const { outputs, error } = await engine.run({ parameters });
		if (error) throw new Error(`${error.message} ${error.description ?? ''}`);
		return outputs[0].map(({ json }) => json);
	};
	return {
		/** Leaves nothing that has served: from then on the peak says what the work itself takes. */
		async settle() {
			global.gc();
		},
		async read(parameters) {
			return digestOf(await run(ours, parameters));
		},
		/** As people set it up: the offset from the page count, until a page is not full. */
		async request({ url, size, items }) {
			const pages = { pagination: { pagination: { paginationMode: 'updateAParameterInEachRequest', parameters: { parameters: [{ type: 'qs', name: 'offset', value: `={{ $pageCount * ${size} }}` }] }, paginationCompleteWhen: 'other', completeExpression: `={{ $response.body.${items}.length < ${size} }}`, limitPagesFetched: false } } };
			const parameters = {
				method: 'GET',
				url,
				sendHeaders: true,
				headerParameters: { parameters: [{ name: 'Authorization', value: `Bearer ${token}` }] },
				...(size === undefined ? {} : { sendQuery: true, queryParameters: { parameters: [{ name: 'limit', value: String(size) }] } }),
				options: size === undefined ? {} : pages,
			};
			const replies = await run(theirs, parameters);
			return digestOf(items === '' ? replies : replies.flatMap((reply) => reply[items]));
		},
		/** The first look of a trigger that starts with everything. */
		async look(parameters) {
			const told = await engineOf(new Trigger()).poll({ ...parameters, startFrom: 'everything' }, {});
			return digestOf((told ?? []).map(({ json }) => json.record));
		},
	};
});
