import { Engine, runWorkflow, storeFilesOutsideMemory, type SavedWorkflow } from './engine';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { jsonParse, NodeHelpers, NodeOperationError, type ICredentialDataDecryptedObject, type IExecuteFunctions, type INodeExecutionData, type INodeProperties, type INodeType } from 'n8n-workflow';
import { AccOAuth2Api } from '../../credentials/AccOAuth2Api.credentials';
import { Bim360FieldApi } from '../../credentials/Bim360FieldApi.credentials';
import { CintooOAuth2Api } from '../../credentials/CintooOAuth2Api.credentials';
import { AutodeskConstructionCloud } from '../../nodes/AutodeskConstructionCloud/AutodeskConstructionCloud.node';
import { AutodeskConstructionCloudTrigger } from '../../nodes/AutodeskConstructionCloud/AutodeskConstructionCloudTrigger.node';
import { Bim360Field } from '../../nodes/Bim360Field/Bim360Field.node';
import { Bim360FieldTrigger } from '../../nodes/Bim360Field/Bim360FieldTrigger.node';
import { Cintoo } from '../../nodes/Cintoo/Cintoo.node';
import { CintooTrigger } from '../../nodes/Cintoo/CintooTrigger.node';
import { isObject, written } from '../../src/catalog/vocabulary';
import { CONFIDENTIAL_CLIENT, TOWER_ID } from '../../src/sandbox/acc';
import { sampleIds } from '../../src/sandbox/cintoo/sample';
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
		expect(Object.keys(node.credentials ?? {})).toEqual(credentials?.filter((one) => NodeHelpers.displayParameter(kept ?? {}, one, node, type.description)).map((one) => one.name));
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

/** Runs a Code node's script with what n8n gives it of the nodes before. */
const code: INodeType = {
	...standIn(() => undefined, ['jsCode']),
	async execute() {
		const $: unknown = this.getWorkflowDataProxy(0).$;
		const items: unknown = runInNewContext(`(() => {${written(this.getNodeParameter('jsCode', 0))}})()`, { $ });
		return [jsonParse<INodeExecutionData[]>(JSON.stringify(items))];
	},
};

const stopAndError = standIn((context, _item, index) => {
	throw new NodeOperationError(context.getNode(), written(context.getNodeParameter('errorMessage', index)));
}, ['errorMessage']);

const through = standIn((_context, item, index) => ({ ...item, pairedItem: { item: index } }), []);

describe('the examples at work, against the sandbox', () => {
	let sandbox: Sandbox;
	let credentials: Record<string, ICredentialDataDecryptedObject>;
	const types: Record<string, INodeType> = { ...Object.fromEntries(ours.map((type) => [prefix + type.description.name, type])), 'n8n-nodes-base.filter': filter, 'n8n-nodes-base.set': editFields, 'n8n-nodes-base.code': code, 'n8n-nodes-base.stopAndError': stopAndError, 'n8n-nodes-base.stickyNote': through, 'n8n-nodes-base.scheduleTrigger': through, 'n8n-nodes-base.summarize': through };
	const credentialTypes = [new CintooOAuth2Api(), new AccOAuth2Api(), new Bim360FieldApi()];
	const run = async (file: string, start: string): ReturnType<typeof runWorkflow> => await runWorkflow(read(file), start, types, credentialTypes, credentials);

	beforeAll(async () => {
		await storeFilesOutsideMemory();
		sandbox = await startSandbox({ acc: { exportPolls: 0 } });
		const { origins } = sandbox;
		credentials = {
			cintooOAuth2Api: { site: 'other', address: origins.cintoo, grantType: 'pkce', accessTokenUrl: `${origins.cintoo}/oauth/token`, clientId: 'n8n', authentication: 'body', oauthTokenData: { ...sandbox.cintoo.issueTokens(people.nora.cintooId) } },
			accOAuth2Api: { site: 'other', address: origins.acc, region: 'US', grantType: 'authorizationCode', accessTokenUrl: `${origins.acc}/authentication/v2/token`, clientId: CONFIDENTIAL_CLIENT.id, clientSecret: CONFIDENTIAL_CLIENT.secret, authentication: 'header', oauthTokenData: { ...sandbox.acc.issueTokens(people.nora.autodeskId) } },
			bim360FieldApi: { site: 'other', address: origins.field, username: people.nora.email, password: 'sandbox' },
		};
	});
	afterAll(async () => await sandbox.stop());

	/** Runs the first example with everything there is, as its trigger tells it, with this e-mail address for what nobody else can take. */
	async function annotations(fallback: string = people.samir.email): ReturnType<typeof runWorkflow> {
		const saved = read('cintoo-annotation-to-acc-issue.json');
		const compose = saved.nodes.find(({ name }) => name === 'Compose Issue');
		if (compose) compose.parameters = { jsCode: written(compose.parameters.jsCode).replace(people.samir.email, fallback) };
		const { pollTimes: _pollTimes, ...settings } = saved.nodes.find(({ name }) => name === 'New Annotation')?.parameters ?? {};
		const trigger = new Engine({ node: new CintooTrigger(), credentialType: new CintooOAuth2Api(), credentials: credentials.cintooOAuth2Api ?? {} });
		const told = await trigger.poll({ ...settings, startFrom: 'everything' }, {});
		const telling: INodeType = { ...through, execute: async () => [(told ?? []).map((item) => ({ ...item }))] };
		return await runWorkflow(saved, 'New Annotation', { ...types, [`${prefix}cintooTrigger`]: telling }, credentialTypes, credentials);
	}
	const issuesOf = (name: keyof typeof sampleIds): typeof sandbox.acc.state.issues => sandbox.acc.state.issues.filter((issue) => issue.customAttributes.some(({ value }) => value === `urn:cintoo:annotation:${sampleIds[name]}`));
	const commentsOf = (name: keyof typeof sampleIds): readonly string[] => sandbox.cintoo.state.annotations.get(sampleIds[name])?.comments.map(({ description }) => description).filter((words) => words.includes('Autodesk issue #')) ?? [];

	test('annotations become issues for the first assignee, watched by the others, with a note where somebody is no member; private and linked ones stay', async () => {
		const { run: done, output } = await annotations();
		expect(done.data.resultData.error).toBeUndefined();
		expect(output('Create or Update Issue', 1)).toEqual([]);
		for (const [name, assignee, watchers, note, pictures] of [
			['ductClash', people.mei, [], false, 1],
			['sharedIssue', people.luis, [people.mei, people.samir], false, 1],
			['surveyorIssue', people.samir, [], true, 1],
			['bareIssue', undefined, [], false, 0],
		] as const) {
			const annotation = sandbox.cintoo.state.annotations.get(sampleIds[name]);
			const [issue, ...more] = issuesOf(name);
			if (!issue || !annotation) throw new Error(`${name} has no issue.`);
			expect([name, more.length, issue.title, issue.dueDate ?? undefined, issue.assignedTo ?? undefined]).toEqual([name, 0, annotation.title, annotation.dueDate, assignee?.autodeskId]);
			expect([...issue.watchers].sort()).toEqual(watchers.map(({ autodeskId }) => autodeskId).sort());
			expect([name, issue.description?.includes('not a member of this project')]).toEqual([name, note]);
			expect([name, sandbox.acc.state.attachments.filter(({ issueId }) => issueId === issue.id).length]).toEqual([name, pictures]);
			expect(commentsOf(name)).toEqual([expect.stringContaining(`#${issue.displayId}`)]);
		}
		expect((['privateNote', 'note', 'linkedIssue', 'resolvedIssue'] as const).flatMap(issuesOf)).toEqual([]);
	});

	test('drawings that changed since last night are exported into a folder of the day, a second run adding a version', async () => {
		const { state } = sandbox.acc;
		const inDrawings = state.items.find(({ name, projectId }) => name === 'S-201 Steel.pdf' && projectId === TOWER_ID);
		const [pattern] = state.versions.filter(({ itemId }) => itemId === inDrawings?.id);
		if (!pattern) throw new Error('There is no such drawing.');
		state.versions.push({ ...pattern, id: pattern.id.replace('version=1', 'version=2'), number: 2, createdAt: new Date().toISOString() });
		const filed = (): readonly unknown[] => state.items.filter(({ name }) => name.startsWith('Export')).map(({ id, name, folderId }) => [name, state.folders.find((one) => one.id === folderId)?.name, state.versions.filter(({ itemId }) => itemId === id).length]);
		const day: unknown = expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/);
		for (const versions of [1, 2]) {
			const { run: done, output } = await run('acc-nightly-exports.json', 'Every Night');
			expect(done.data.resultData.error).toBeUndefined();
			expect(output('Changed Drawings').map(({ json }) => isObject(json.tip) && json.tip.id)).toEqual([pattern.id.replace('version=1', 'version=2')]);
			expect(filed()).toEqual([['Export.pdf', day, versions]]);
		}
	});

	test('a second run writes nothing: no issue, picture or comment is made twice, none is changed', async () => {
		await annotations();
		const present = (): string => JSON.stringify([sandbox.acc.state.issues, sandbox.acc.state.attachments, [...sandbox.cintoo.state.annotations.values()]]);
		const before = present();
		const { run: done } = await annotations();
		expect(done.data.resultData.error).toBeUndefined();
		expect(present()).toBe(before);
	});

	test('the address of who takes over may be written in capitals', async () => {
		const issues = sandbox.acc.state.issues.splice(0);
		try {
			expect((await annotations(people.samir.email.toUpperCase())).run.data.resultData.error).toBeUndefined();
			expect(issuesOf('surveyorIssue').map(({ assignedTo }) => assignedTo)).toEqual([people.samir.autodeskId]);
		} finally {
			sandbox.acc.state.issues.splice(0, Infinity, ...issues);
		}
	});

	test('a title and a description that are too long are cut, and the whole text stands in comments once, however often it runs', async () => {
		const long = sandbox.cintoo.state.annotations.get(sampleIds.bareIssue);
		if (!long) throw new Error('The sample lacks an annotation.');
		const before = { ...long };
		Object.assign(long, { title: `Crack ${'x'.repeat(200)}`, description: `Seen ${'y'.repeat(6000)}` });
		try {
			for (const _run of [1, 2]) expect((await annotations()).run.data.resultData.error).toBeUndefined();
			const [issue] = issuesOf('bareIssue');
			expect([issue?.title.length, issue?.title.slice(-2), issue?.description?.length]).toEqual([100, 'x…', 1000]);
			expect(issue?.description).toMatch(/y…\n\nFrom Cintoo annotation #\d+\.$/);
			const said = sandbox.acc.state.comments.filter(({ issueId }) => issueId === issue?.id).map(({ body }) => body).join('');
			expect(said).toBe(`${long.title}\n\n${String(long.description)}\n\nFrom Cintoo annotation #${String(long.number)}.`);
		} finally {
			Object.assign(long, before);
		}
	});

	test('one annotation that is refused does not hold up the others, and the run says which it was', async () => {
		const { ductClash } = sampleIds;
		const broken = sandbox.cintoo.state.annotations.get(ductClash);
		if (!broken) throw new Error('The sample lacks an annotation.');
		const { dueDate } = broken;
		broken.dueDate = 'someday';
		try {
			const { run: done, output } = await annotations();
			expect(done.data.resultData.error?.message).toContain(broken.title);
			expect(output('Create or Update Issue', 1)).toHaveLength(1);
			expect(output('Say So in Cintoo')).toHaveLength(output('Create or Update Issue').length);
		} finally {
			broken.dueDate = dueDate;
		}
	});

	test('a closed issue resolves its annotation', async () => {
		await annotations();
		const id = `urn:cintoo:annotation:${sampleIds.ductClash}`;
		const [issue] = issuesOf('ductClash');
		if (!issue) throw new Error('The annotation has no issue.');
		// A trigger that is tried out shows the first few records: here there is but one to show.
		sandbox.acc.state.issues.splice(0, sandbox.acc.state.issues.length, issue);
		const { run: done, output } = await run('acc-issue-closed-to-cintoo.json', 'Issue Closed');
		expect(done.data.resultData.error).toBeUndefined();
		expect(output('Resolve Annotation').map(({ json }) => [json.id, json.annotationType])).toEqual([[id, 'Resolved']]);
	});

	test('an annotation that is gone does not hold up the others, and the run says so', async () => {
		await annotations();
		const [lost, kept] = [...issuesOf('sharedIssue'), ...issuesOf('surveyorIssue')];
		if (!lost || !kept) throw new Error('The annotations have no issues.');
		sandbox.acc.state.issues.splice(0, sandbox.acc.state.issues.length, lost, kept);
		sandbox.cintoo.state.annotations.delete(sampleIds.sharedIssue);
		const { run: done, output } = await run('acc-issue-closed-to-cintoo.json', 'Issue Closed');
		expect(output('Resolve Annotation').map(({ json }) => json.id)).toEqual([`urn:cintoo:annotation:${sampleIds.surveyorIssue}`]);
		expect(done.data.resultData.error?.message).toContain('Cintoo cannot find it (404)');
	});

	test('a BIM 360 Field project moves to ACC: issues, comments, files and equipment, and a second run writes nothing', async () => {
		const ofTower = <T extends { readonly projectId: string }>(all: readonly T[]): readonly T[] => all.filter(({ projectId }) => projectId === TOWER_ID);
		const { acc, field } = sandbox;
		const linked = [...field.state.issues.values()].find(({ values }) => values.get('f--identifier') === 'HT-0001');
		if (!linked) throw new Error('The sample lacks an issue.');
		Object.assign(linked, { uriReferences: [{ id: 'r1', name: 'Detail', path: 'https://example.com/detail.pdf' }] });
		const pump = [...field.state.equipment.values()].find(({ given }) => given.get('tag_number') === 'EQ-3');
		pump?.given.set('tag_number', 'EQ-1').set('purchase_order', 'PO-77');
		pump?.comments.push({ id: 'c1', text: 'Seal leaks', createdBy: 'mei.tanaka@harbor.example', createdAt: new Date('2026-10-01T08:00:00Z') });
		const before = { issues: ofTower(acc.state.issues).length, assets: ofTower(acc.state.assets).length };
		const first = await run('field-project-to-acc.json', 'Hand Over');
		expect(first.run.data.resultData.error).toBeUndefined();
		const inField = [...field.state.issues.values()];
		const comments = inField.flatMap((issue) => issue.comments);
		const files = [...field.state.attachments.values()].filter(({ containerType, kind }) => containerType === 'Issue' && kind === 'Attachment');
		expect(ofTower(acc.state.issues)).toHaveLength(before.issues + inField.length);
		expect(ofTower(acc.state.assets)).toHaveLength(before.assets + field.state.equipment.size);
		expect(first.output('Comment')).toHaveLength(comments.length);
		expect(first.output('Attach')).toHaveLength(files.length);
		const [moved] = acc.state.issues.filter(({ title }) => title.startsWith('HT-0001 '));
		expect(moved?.status).toBe('open');
		for (const words of ['Trade: Mechanical', 'Responsible company: Apex MEP', 'Area: Building A', 'Detail: https://example.com/detail.pdf']) expect(moved?.description).toContain(words);
		expect(acc.state.attachments.filter(({ issueId }) => issueId === moved?.id).map(({ displayName }) => displayName)).toEqual(['site-1.png']);

		const assetOf = (id: string | undefined): string => acc.state.assets.find(({ clientAssetId }) => clientAssetId === id)?.description ?? '';
		expect(assetOf('EQ-1')).toMatch(/^AHU-1/);
		expect(assetOf(`EQ-1 (${pump?.id})`)).toMatch(/^Fire pump[^]*\nPurchase order: PO-77\n[^]*\nArea: Building [^]*\nBIM 360 Field: Pump, Commissioned\nmei\.tanaka@harbor\.example, 2026-10-01 [^\n]*: Seal leaks$/);

		const present = (): string => JSON.stringify([acc.state.issues, acc.state.attachments, acc.state.assets]);
		const after = present();
		const definitionsRead = (): number => sandbox.exchanges.filter(({ contractId }) => contractId === 'acc.issueAttributeDefinition.getMany').length;
		const read = definitionsRead();
		const second = await run('field-project-to-acc.json', 'Hand Over');
		expect(definitionsRead() - read).toBeLessThanOrEqual(2);
		expect(second.run.data.resultData.error).toBeUndefined();
		expect(second.output('Create or Update Issue').every(({ json }) => isObject(json.receipt) && json.receipt.done === 'unchanged')).toBe(true);
		expect(present()).toBe(after);

		const known = inField.find(({ id }) => moved?.customAttributes.some(({ value }) => value === id));
		if (!known) throw new Error('The issue does not say where it comes from.');
		known.values.set('f--description', 'Told otherwise');
		const [file] = acc.state.attachments.splice(acc.state.attachments.findIndex(({ issueId }) => issueId === moved?.id), 1);
		sandbox.faults.inject({ service: 'field', path: '/api/binary_data', kind: { status: 404 } });
		const third = await run('field-project-to-acc.json', 'Hand Over');
		expect(third.run.data.resultData.error?.message).toMatch(/^1 failed\. File: /);
		expect(third.output('Attach')).toHaveLength(files.length - 1);
		expect(ofTower(acc.state.issues)).toHaveLength(before.issues + inField.length);
		expect(moved).toMatchObject({ title: 'HT-0001 Told otherwise' });
		expect(third.output('Create or Update Asset')).toHaveLength(field.state.equipment.size);
		const fourth = await run('field-project-to-acc.json', 'Hand Over');
		expect(fourth.run.data.resultData.error).toBeUndefined();
		expect(acc.state.attachments.some(({ issueId, displayName }) => issueId === moved?.id && displayName === file?.displayName)).toBe(true);
	});

	test('open checklists are read in full, with their companies', async () => {
		const { run: done, output } = await run('field-checklists-daily-summary.json', 'Every Morning');
		expect(done.data.resultData.error).toBeUndefined();
		const open = output('In Full');
		expect(open.length).toBeGreaterThan(0);
		expect(open.every(({ json }) => json.status === 'Open' && isObject(json.company) && typeof json.company.name === 'string')).toBe(true);
	});
});
