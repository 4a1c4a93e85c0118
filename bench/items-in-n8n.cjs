'use strict';
// Creates and updates issues from items in n8n's own engine: with the node of this package, or with n8n's HTTP Request node.
require('./typescript.cjs');
const { createRequire } = require('node:module');
const { join } = require('node:path');
const { Engine } = require('../test/n8n/engine.ts');

const { how, address, username, password, projectId, issueTypeId, areaId, count, every } = JSON.parse(process.argv[2]);
const id = (value) => ({ __rl: true, mode: 'id', value });
const nowhere = '00000000-0000-4000-8000-000000000000';
const items = Array.from({ length: count }, (_, index) => ({ index, text: `Loose tile ${index}`, area: index % every === every - 1 ? nowhere : areaId }));
const wanted = items.filter(({ area }) => area === nowhere).map(({ index }) => index);

/** The node of this package: values by field, each item one issue. */
function ours() {
	const { Bim360Field } = require('../dist/nodes/Bim360Field/Bim360Field.node.js');
	const { Bim360FieldApi } = require('../dist/credentials/Bim360FieldApi.credentials.js');
	const engine = new Engine({ node: new Bim360Field(), credentialType: new Bim360FieldApi(), credentials: { site: 'other', address, username, password } });
	const run = async (parameters, given) => (await engine.run({ parameters: { resource: 'issue', projectId: id(projectId), ...parameters }, items: given, onError: 'continueRegularOutput' })).outputs[0];
	const fields = (value) => ({ mappingMode: 'defineBelow', value });
	return {
		create: (given) => run({ operation: 'create', issueTypeId: id(issueTypeId), fields: fields({ 'f--description': '={{ $json.text }}', 'f--area_id': '={{ $json.area }}' }) }, given),
		update: (made) => run({ operation: 'update', issueId: id('={{ $json.id }}'), fields: fields({ 'f--status': 'Closed', 'f--area_id': '={{ $json.area }}' }) }, made),
		idOf: ({ id: made }) => made,
		failed: ({ error }) => error !== undefined,
	};
}

/** n8n's HTTP Request node, an issue a call, as its users build it; the ticket is fetched beforehand. */
async function theirs() {
	const hosts = createRequire(join(__dirname, '..', 'test', 'hosts', 'n8n', 'package.json'));
	const { HttpRequest } = hosts('n8n-nodes-base/dist/nodes/HttpRequest/HttpRequest.node.js');
	const node = new HttpRequest().getNodeType(4.2);
	const none = { name: 'none', displayName: 'None', properties: [] };
	const engine = new Engine({ node, credentialType: none, credentials: {}, typeVersion: 4.2 });
	const { ticket } = await (await fetch(`${address}/api/login`, { method: 'POST', body: new URLSearchParams({ username, password }) })).json();
	const post = async (path, issue, given) => {
		const parameters = [['ticket', ticket], ['project_id', projectId], ['issues', issue]].map(([name, value]) => ({ name, value }));
		return (await engine.run({ parameters: { method: 'POST', url: `${address}${path}`, sendBody: true, contentType: 'form-urlencoded', specifyBody: 'keypair', bodyParameters: { parameters }, options: {} }, items: given, onError: 'continueRegularOutput' })).outputs[0];
	};
	return {
		create: (given) => post('/fieldapi/issues/v1/create', `={{ JSON.stringify([{ temporary_id: String($json.index), fields: [{ id: 'f--issue_type_id', value: '${issueTypeId}' }, { id: 'f--description', value: $json.text }, { id: 'f--area_id', value: $json.area }] }]) }}`, given),
		update: (made) => post('/fieldapi/issues/v1/update', "={{ JSON.stringify([{ id: $json.id, temporary_id: String($json.index), fields: [{ id: 'f--status', value: 'Closed' }, { id: 'f--area_id', value: $json.area }] }]) }}", made),
		idOf: ({ id: made }) => made,
		failed: ({ error }) => error !== undefined,
	};
}

/** The work once, timed; and whether exactly the bad items are marked as failed. */
async function timed(work, { failed }) {
	const start = performance.now();
	const outputs = await work();
	const ms = performance.now() - start;
	const marked = outputs.filter(({ json }) => failed(json)).map(({ pairedItem }) => (typeof pairedItem === 'object' ? pairedItem.item : pairedItem));
	return { ms, outputs, results: outputs.length, marked: marked.length, right: JSON.stringify(marked) === JSON.stringify(wanted) };
}

(async () => {
	const subject = how === 'ours' ? ours() : await theirs();
	const toldOf = async (kind) => {
		process.send({ kind });
		await new Promise((resolve) => process.once('message', resolve));
	};
	// An n8n that is asked for much has run before: neither its first expression nor its first call is timed.
	await subject.create(items.slice(0, 100));
	await toldOf('warm');
	const created = await timed(async () => await subject.create(items), subject);
	await toldOf('created');
	const ids = created.outputs.map(({ json }) => subject.idOf(json)).filter((made) => typeof made === 'string');
	// Every item has an issue to change; the bad ones name an area that is not there.
	const updated = await timed(() => subject.update(items.map((item) => ({ ...item, id: ids[item.index % ids.length] }))), subject);
	const plain = ({ ms, results, marked, right }) => ({ ms, results, marked, right });
	process.send({ kind: 'done', created: plain(created), updated: plain(updated), bad: wanted.length });
})().catch((error) => process.send({ kind: 'failed', words: error.stack ?? String(error) }));
