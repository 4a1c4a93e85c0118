import { runWorkflow, storeFilesOutsideMemory, type SavedWorkflow } from './engine';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonParse, NodeHelpers, type ICredentialDataDecryptedObject, type IExecuteFunctions, type INodeExecutionData, type INodeProperties, type INodeType } from 'n8n-workflow';
import { AccOAuth2Api } from '../../credentials/AccOAuth2Api.credentials';
import { Bim360FieldApi } from '../../credentials/Bim360FieldApi.credentials';
import { CintooOAuth2Api } from '../../credentials/CintooOAuth2Api.credentials';
import { AutodeskConstructionCloud } from '../../nodes/AutodeskConstructionCloud/AutodeskConstructionCloud.node';
import { AutodeskConstructionCloudTrigger } from '../../nodes/AutodeskConstructionCloud/AutodeskConstructionCloudTrigger.node';
import { Bim360Field } from '../../nodes/Bim360Field/Bim360Field.node';
import { Bim360FieldTrigger } from '../../nodes/Bim360Field/Bim360FieldTrigger.node';
import { Cintoo } from '../../nodes/Cintoo/Cintoo.node';
import { CintooTrigger } from '../../nodes/Cintoo/CintooTrigger.node';
import { isObject } from '../../src/catalog/vocabulary';
import { CONFIDENTIAL_CLIENT } from '../../src/sandbox/acc';
import { people } from '../../src/sandbox/people';
import { startSandbox, type Sandbox } from '../../src/sandbox/server';

const ours: readonly INodeType[] = [new Cintoo(), new CintooTrigger(), new AutodeskConstructionCloud(), new AutodeskConstructionCloudTrigger(), new Bim360Field(), new Bim360FieldTrigger()];
const prefix = '@aec-nodes/n8n-nodes-aec.';
const folder = join(__dirname, '../../workflows');

const read = (file: string): SavedWorkflow => jsonParse<SavedWorkflow>(readFileSync(join(folder, file), 'utf8'));

describe.each(readdirSync(folder))('the example workflow %s', (file) => {
	const { nodes, connections } = read(file);

	test('connects nodes that exist', () => {
		const names = new Set(nodes.map((node) => node.name));
		const ends = Object.entries(connections).flatMap(([from, { main }]) => [from, ...(main ?? []).flatMap((output) => output ?? []).map((one) => one.node)]);
		expect(ends.filter((name) => !names.has(name))).toEqual([]);
	});

	test.each(nodes.filter((node) => node.type.startsWith(prefix)).map((node) => [node.name, node] as const))('%s keeps all its parameters in n8n, and none is missing', (_name, node) => {
		const type = ours.find((one) => prefix + one.description.name === node.type);
		if (!type) throw new Error(`There is no node ${node.type}.`);
		const { properties, credentials } = type.description;
		const { pollTimes: _pollTimes, ...given } = node.parameters;
		const kept = NodeHelpers.getNodeParameters(properties, given, true, false, node, type.description);
		expect(kept).toMatchObject(given);
		expect(NodeHelpers.getNodeParametersIssues(properties, { ...node, parameters: kept ?? {} }, type.description)).toBeNull();
		expect(Object.keys(node.credentials ?? {})).toEqual(credentials?.map((one) => one.name));
	});
});

/** n8n's own nodes, as far as the examples use them: conditions that are true, assigned texts, and what merely passes through. */
function standIn(work: (context: IExecuteFunctions, item: INodeExecutionData, index: number) => INodeExecutionData | undefined, parameters: readonly string[]): INodeType {
	const properties = parameters.map((name): INodeProperties => ({ displayName: name, name, type: 'json', default: '' }));
	return {
		description: { displayName: 'Stand-in', name: 'standIn', group: ['transform'], version: [2.2, 3.4], description: 'Stands in for a node of n8n', defaults: { name: 'Stand-in' }, inputs: ['main'], outputs: ['main'], properties },
		async execute() {
			return [this.getInputData().flatMap((item, index) => work(this, item, index) ?? [])];
		},
	};
}

const filter = standIn((context, item, index) => (isObject(context.getNodeParameter('conditions', index)) && Object.values(context.getNodeParameter('conditions.conditions', index) ?? {}).every((one) => isObject(one) && one.leftValue === true) ? { ...item, pairedItem: { item: index } } : undefined), ['conditions', 'options']);
const editFields = standIn((context, _item, index) => ({ json: Object.fromEntries(Object.values(context.getNodeParameter('assignments.assignments', index) ?? {}).flatMap((one) => (isObject(one) && typeof one.name === 'string' ? [[one.name, one.value ?? null]] : []))), pairedItem: { item: index } }), ['assignments', 'options']);

const through = standIn((_context, item, index) => ({ ...item, pairedItem: { item: index } }), []);

describe('the examples at work, against the sandbox', () => {
	let sandbox: Sandbox;
	let credentials: Record<string, ICredentialDataDecryptedObject>;
	const types: Record<string, INodeType> = { ...Object.fromEntries(ours.map((type) => [prefix + type.description.name, type])), 'n8n-nodes-base.filter': filter, 'n8n-nodes-base.set': editFields, 'n8n-nodes-base.stickyNote': through, 'n8n-nodes-base.scheduleTrigger': through, 'n8n-nodes-base.summarize': through };
	const run = async (file: string, start: string): ReturnType<typeof runWorkflow> => await runWorkflow(read(file), start, types, [new CintooOAuth2Api(), new AccOAuth2Api(), new Bim360FieldApi()], credentials);

	beforeAll(async () => {
		await storeFilesOutsideMemory();
		sandbox = await startSandbox();
		const { origins } = sandbox;
		credentials = {
			cintooOAuth2Api: { site: 'other', address: origins.cintoo, grantType: 'pkce', accessTokenUrl: `${origins.cintoo}/oauth/token`, clientId: 'n8n', authentication: 'body', oauthTokenData: { ...sandbox.cintoo.issueTokens(people.nora.cintooId) } },
			accOAuth2Api: { site: 'other', address: origins.acc, region: 'US', grantType: 'authorizationCode', accessTokenUrl: `${origins.acc}/authentication/v2/token`, clientId: CONFIDENTIAL_CLIENT.id, clientSecret: CONFIDENTIAL_CLIENT.secret, authentication: 'header', oauthTokenData: { ...sandbox.acc.issueTokens(people.nora.autodeskId) } },
			bim360FieldApi: { site: 'other', address: origins.field, username: people.nora.email, password: 'sandbox' },
		};
	});
	afterAll(async () => await sandbox.stop());

	test('annotations become issues, once: the second run adds nothing', async () => {
		const first = await run('cintoo-annotation-to-acc-issue.json', 'New Annotation');
		expect(first.run.data.resultData.error).toBeUndefined();
		const annotations = first.output('Not Linked Yet').length;
		expect(annotations).toBeGreaterThan(0);
		expect(first.output('Issue').map(({ json }) => typeof json.issueNumber)).toEqual(Array.from({ length: annotations }, () => 'number'));
		const pictures = first.output('Not Linked Yet').filter(({ json }) => isObject(json.record) && typeof json.record.imgBlobName === 'string').length;
		expect(first.output('Attach Picture')).toHaveLength(pictures);
		for (const { json } of first.output('Issue for Assignee')) expect([json.title, json.assignedTo]).toEqual([json.title, expect.stringMatching(/^[A-Z0-9]{12}$/)]);
		const { length: issues } = sandbox.acc.state.issues;
		const { length: attachments } = sandbox.acc.state.attachments;
		const comments = JSON.stringify([...sandbox.cintoo.state.annotations.values()].map((one) => one.comments.length));
		const second = await run('cintoo-annotation-to-acc-issue.json', 'New Annotation');
		expect(second.run.data.resultData.error).toBeUndefined();
		expect(second.output('Issue').map(({ json }) => json.issueId).sort()).toEqual(first.output('Issue').map(({ json }) => json.issueId).sort());
		expect(sandbox.acc.state.issues).toHaveLength(issues);
		expect(sandbox.acc.state.attachments).toHaveLength(attachments);
		expect(JSON.stringify([...sandbox.cintoo.state.annotations.values()].map((one) => one.comments.length))).toBe(comments);
	});

	test('a closed issue resolves its annotation', async () => {
		const [made] = (await run('cintoo-annotation-to-acc-issue.json', 'New Annotation')).output('Not Linked Yet');
		const record = made?.json.record;
		const id = isObject(record) && typeof record.id === 'string' ? record.id : '';
		const issue = sandbox.acc.state.issues.find((one) => one.customAttributes.some(({ value }) => value === id));
		if (!issue) throw new Error('The annotation has no issue.');
		// A trigger that is tried out shows the first few records: here there is but one to show.
		sandbox.acc.state.issues.splice(0, sandbox.acc.state.issues.length, issue);
		const { run: done, output } = await run('acc-issue-closed-to-cintoo.json', 'Issue Closed');
		expect(done.data.resultData.error).toBeUndefined();
		expect(output('Resolve Annotation').map(({ json }) => [json.id, json.annotationType])).toEqual([[id, 'Resolved']]);
	});

	test('open checklists are read in full, with their companies', async () => {
		const { run: done, output } = await run('field-checklists-daily-summary.json', 'Every Morning');
		expect(done.data.resultData.error).toBeUndefined();
		const open = output('In Full');
		expect(open.length).toBeGreaterThan(0);
		expect(open.every(({ json }) => json.status === 'Open' && isObject(json.company) && typeof json.company.name === 'string')).toBe(true);
	});
});
