import { Engine, storeFilesOutsideMemory, testCredential } from './engine';
import { accountsOf } from './sandbox-accounts';
import { Workflow, type ICredentialType, type IDataObject, type INode, type INodeExecutionData, type INodeParameters } from 'n8n-workflow';
import { AccOAuth2Api } from '../../credentials/AccOAuth2Api.credentials';
import { Bim360FieldApi } from '../../credentials/Bim360FieldApi.credentials';
import { Bim360FieldOAuth2Api } from '../../credentials/Bim360FieldOAuth2Api.credentials';
import { CintooOAuth2Api } from '../../credentials/CintooOAuth2Api.credentials';
import { AutodeskConstructionCloud } from '../../nodes/AutodeskConstructionCloud/AutodeskConstructionCloud.node';
import { Bim360Field } from '../../nodes/Bim360Field/Bim360Field.node';
import { Bim360FieldTrigger } from '../../nodes/Bim360Field/Bim360FieldTrigger.node';
import { Cintoo } from '../../nodes/Cintoo/Cintoo.node';
import { CintooTrigger } from '../../nodes/Cintoo/CintooTrigger.node';
import { isObject } from '../../src/catalog/vocabulary';
import { people } from '../../src/sandbox/people';
import { startSandbox, type Sandbox } from '../../src/sandbox/server';

const name = (value: string): INodeParameters => ({ __rl: true, mode: 'name', value });
const inHarborTower = ({ json }: INodeExecutionData): boolean => typeof json.name === 'string' && json.name.startsWith('Harbor');
const id = (value: unknown): INodeParameters => ({ __rl: true, mode: 'id', value: typeof value === 'string' ? value : '' });

describe('the nodes of this package in n8n’s engine, against the sandbox', () => {
	let sandbox: Sandbox;
	let cintoo: Engine;
	let cintooTrigger: Engine;
	let acc: Engine;
	let field: Engine;
	let fieldTrigger: Engine;

	beforeAll(async () => {
		await storeFilesOutsideMemory();
		sandbox = await startSandbox();
		const accounts = accountsOf(sandbox);
		cintoo = new Engine({ node: new Cintoo(), credentialType: new CintooOAuth2Api(), credentials: accounts.cintooOAuth2Api });
		cintooTrigger = new Engine({ node: new CintooTrigger(), credentialType: new CintooOAuth2Api(), credentials: accountsOf(sandbox).cintooOAuth2Api });
		acc = new Engine({ node: new AutodeskConstructionCloud(), credentialType: new AccOAuth2Api(), credentials: accounts.accOAuth2Api });
		field = new Engine({ node: new Bim360Field(), credentialType: new Bim360FieldApi(), credentials: accounts.bim360FieldApi });
		fieldTrigger = new Engine({ node: new Bim360FieldTrigger(), credentialType: new Bim360FieldApi(), credentials: accounts.bim360FieldApi });
	});
	afterAll(async () => {
		const odd = sandbox.exchanges.filter(({ violations }) => violations.length > 0).map(({ method, url, violations }) => [method, url, violations]);
		await sandbox.stop();
		expect(odd).toEqual([]);
	});

	/** What came out; a failure of the node fails the test. */
	async function run(engine: Engine, parameters: INodeParameters, items?: readonly (IDataObject | INodeExecutionData)[]): Promise<readonly INodeExecutionData[]> {
		const { outputs, error } = await engine.run({ parameters, ...(items === undefined ? {} : { items }) });
		if (error) throw new Error(`${error.message} ${error.description ?? ''}`);
		return outputs[0] ?? [];
	}

	test('ACC: a list made in several steps ends at its limit, and gives everything where a workflow says nothing of it', async () => {
		const files = { resource: 'folder', operation: 'getFiles', projectId: name('Harbor Tower (sandbox)'), folderId: name('Project Files') };
		const all = await run(acc, files);
		expect(all.length).toBeGreaterThan(2);
		expect(await run(acc, { ...files, returnAll: false, limit: 2 })).toHaveLength(2);
		expect(await run(acc, { ...files, returnAll: true, limit: 2 })).toHaveLength(all.length);
	});

	test('Cintoo: accounts, projects and annotations are found by name; many items share one renewal', async () => {
		const before = sandbox.exchanges.filter(({ url }) => url.endsWith('/oauth/token')).length;
		sandbox.cintoo.expireAccessTokens();
		const accounts = await run(cintoo, { resource: 'account', operation: 'getMany', returnAll: true });
		const projects = await run(cintoo, { resource: 'project', operation: 'getMany', accountRef: id(accounts[0]?.json.id), returnAll: true });
		const harbor = projects.find(inHarborTower);
		const annotations = await run(cintoo, { resource: 'annotation', operation: 'getMany', accountRef: id(accounts[0]?.json.id), projectRef: name(typeof harbor?.json.name === 'string' ? harbor.json.name : ''), returnAll: true }, [{}, {}]);
		expect(annotations.length).toBeGreaterThan(1);
		expect(new Set(annotations.map(({ pairedItem }) => JSON.stringify(pairedItem))).size).toBe(2);
		expect(sandbox.exchanges.filter(({ url }) => url.endsWith('/oauth/token')).length - before).toBe(1);
	});

	test('Cintoo: an annotation is created, changed without losing anything, and seen by the trigger; one’s own change is not', async () => {
		const accounts = await run(cintoo, { resource: 'account', operation: 'getMany', returnAll: true });
		const accountRef = id(accounts[0]?.json.id);
		const [project] = (await run(cintoo, { resource: 'project', operation: 'getMany', accountRef, returnAll: true })).filter(inHarborTower);
		const where = { accountRef, projectRef: id(project?.json.id) };
		const [zone] = await run(cintoo, { resource: 'workzone', operation: 'getMany', ...where, returnAll: true });
		const watch = { watch: 'annotation', ...where, events: ['created', 'resolved'], startFrom: 'now', ignoreOwnChanges: false };
		const [open, ignoring]: [IDataObject, IDataObject] = [{}, {}];
		expect(await cintooTrigger.poll(watch, open)).toBeNull();
		expect(await cintooTrigger.poll({ ...watch, ignoreOwnChanges: true }, ignoring)).toBeNull();

		const [created] = await run(cintoo, {
			resource: 'annotation', operation: 'create', ...where, workzoneId: id(zone?.json.id), annotationType: 'Issue', title: 'Clash of duct and beam', description: 'At grid B4', position: { value: { x: 1, y: 2.5, z: 3 } }, additionalFields: { dueDate: '2026-12-24T00:00:00', labels: ['MEP'] },
		});
		expect(created?.json).toMatchObject({ receipt: { done: 'created' }, title: 'Clash of duct and beam', dueDate: '2026-12-24' });
		const [updated] = await run(cintoo, { resource: 'annotation', operation: 'update', ...where, annotationRef: id(created?.json.id), updateFields: { annotationType: 'Resolved', clearFields: ['labels'] } });
		expect(updated?.json).toMatchObject({ annotationType: 'Resolved', title: 'Clash of duct and beam', dueDate: '2026-12-24', labels: [] });

		const told = await cintooTrigger.poll(watch, open);
		expect(told?.map(({ json }) => [json.event, isObject(json.record) ? json.record.title : undefined])).toEqual(expect.arrayContaining([['created', 'Clash of duct and beam']]));
		expect(await cintooTrigger.poll({ ...watch, ignoreOwnChanges: true }, ignoring)).toBeNull();
	});

	test('Cintoo: a file goes up and comes down again, byte by byte', async () => {
		const accounts = await run(cintoo, { resource: 'account', operation: 'getMany', returnAll: true });
		const accountRef = id(accounts[0]?.json.id);
		const [project] = (await run(cintoo, { resource: 'project', operation: 'getMany', accountRef, returnAll: true })).filter(inHarborTower);
		const where = { accountRef, projectRef: id(project?.json.id) };
		const [zone] = await run(cintoo, { resource: 'workzone', operation: 'getMany', ...where, returnAll: true });
		const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, index) => (index * 31) % 256));
		const data = await cintoo.store(bytes, 'Survey report.pdf', 'application/pdf');
		const [uploaded] = await run(cintoo, { resource: 'file', operation: 'upload', ...where, workzoneRef: id(zone?.json.id), files: 'data' }, [{ json: {}, binary: { data } }]);
		const [downloaded] = await run(cintoo, { resource: 'file', operation: 'download', ...where, fileRef: id(uploaded?.json.id), binaryPropertyName: 'report' });
		const report = downloaded?.binary?.report;
		if (!report) throw new Error('no file came down');
		expect((await cintoo.bytes(report)).equals(bytes)).toBe(true);
	});

	test('ACC: a user’s and the application’s own token each go where they are wanted', async () => {
		const [hub] = await run(acc, { resource: 'hub', operation: 'getMany', returnAll: true });
		const found = await run(acc, { resource: 'user', operation: 'search', accountId: id(hub?.json.id), returnAll: true, filters: { email: people.samir.email } });
		expect(found.map(({ json }) => json.email)).toContain(people.samir.email);
		const kinds = sandbox.exchanges.filter(({ service }) => service === 'acc').map(({ url, requestHeaders }) => [new URL(url).pathname.split('/')[1], requestHeaders.authorization?.split(' ')[0]]);
		expect(kinds).toContainEqual(['authentication', 'Basic']);
	});

	test('ACC: an issue with fields that the project defines, chosen as the editor offers them', async () => {
		const projects = await acc.search('accAccProject', {});
		const tower = projects.results.find((one) => one.name.includes('Harbor Tower'));
		const projectId = id(tower?.value);
		const subtypes = await acc.search('accIssueSubtype', { projectId });
		const subtype = subtypes.results[0];
		const { fields } = await acc.fields('customAttributes', { resource: 'issue', operation: 'create', projectId, issueSubtypeId: id(subtype?.value) });
		const text = fields.find(({ type }) => type === 'string');
		const [issue] = await run(acc, { resource: 'issue', operation: 'create', projectId, issueSubtypeId: id(subtype?.value), title: 'Clash at B4', customAttributes: text ? { mappingMode: 'defineBelow', value: { [text.id]: 'from n8n' } } : {}, additionalFields: { dueDate: '2026-12-24T00:00:00' } });
		expect(issue?.json).toMatchObject({ title: 'Clash at B4', dueDate: '2026-12-24', published: true, receipt: { done: 'created' } });
		if (text) expect(JSON.stringify(issue?.json)).toContain('from n8n');
		const listed = await run(acc, { resource: 'issue', operation: 'getMany', projectId, returnAll: true });
		expect(listed.map(({ json }) => json.id)).toContain(issue?.json.id);
	});

	test('ACC: people are given by e-mail in an expression, as assignee and as watchers', async () => {
		const [issue] = await run(acc, { resource: 'issue', operation: 'create', projectId: name('Harbor Tower (sandbox)'), issueSubtypeId: name('Quality > Defect'), title: 'By e-mail', additionalFields: { assignedTo: id(people.mei.email), watchers: '={{ $json.people }}' } }, [{ people: `${people.grace.email}, ${people.luis.email}` }]);
		expect(issue?.json).toMatchObject({ assignedTo: people.mei.autodeskId, watchers: [people.grace.autodeskId, people.luis.autodeskId] });
	});

	test('BIM 360 Field: one login for all items, and many issues in one call', async () => {
		const logins = (): number => sandbox.exchanges.filter(({ contractId }) => contractId === 'field.session.login').length;
		const [project] = await run(field, { resource: 'project', operation: 'getMany' });
		const projectId = id(project?.json.project_id ?? project?.json.id);
		const types = await field.search('fieldIssueType', { projectId });
		const before = sandbox.exchanges.length;
		const { fields } = await field.fields('fields', { resource: 'issue', operation: 'create', projectId, issueTypeId: id(types.results[0]?.value) });
		const description = fields.find(({ displayName }) => /description/i.test(displayName));
		expect(description).toBeDefined();
		const parameters = { resource: 'issue', operation: 'create', projectId, issueTypeId: id(types.results[0]?.value), fields: { mappingMode: 'defineBelow', value: { [description?.id ?? '']: '={{ $json.text }}' } } };
		const created = await run(field, parameters, [{ text: 'Chipped tile' }, { text: 'Loose handrail' }]);
		expect(created).toHaveLength(2);
		expect(created.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect(sandbox.exchanges.slice(before).filter(({ contractId }) => contractId === 'field.issue.create')).toHaveLength(1);
		expect(logins()).toBe(1);
	});

	test('BIM 360 Field: the checklist trigger starts without a flood', async () => {
		const [project] = await run(field, { resource: 'project', operation: 'getMany' });
		const settings = { watch: 'checklist', projectId: id(project?.json.project_id ?? project?.json.id), events: ['created', 'completed'], startFrom: 'now' };
		const store: IDataObject = {};
		expect(await fieldTrigger.poll(settings, store)).toBeNull();
		expect(await fieldTrigger.poll(settings, store)).toBeNull();
		const all = await fieldTrigger.poll({ ...settings, startFrom: 'everything' }, {});
		expect(all?.length).toBeGreaterThan(0);
	});

	test('the Test button of each credential tells a good sign-in from a bad one', async () => {
		const accounts = accountsOf(sandbox);
		await testCredential(new Bim360FieldApi(), accounts.bim360FieldApi);
		await expect(testCredential(new Bim360FieldApi(), { ...accounts.bim360FieldApi, password: 'p&ss wörd' })).rejects.toMatchObject({ httpCode: '401' });
		await testCredential(new CintooOAuth2Api(), accounts.cintooOAuth2Api);
		await expect(testCredential(new CintooOAuth2Api(), { ...accounts.cintooOAuth2Api, oauthTokenData: { access_token: 'wrong', refresh_token: 'wrong' } })).rejects.toThrow();
		await testCredential(new AccOAuth2Api(), accounts.accOAuth2Api);
		await expect(testCredential(new AccOAuth2Api(), { ...accounts.accOAuth2Api, oauthTokenData: { access_token: 'wrong', refresh_token: 'wrong' } })).rejects.toThrow();
	});

	test('no secret reaches what a failed item shows', async () => {
		const { outputs } = await field.run({ onError: 'continueRegularOutput', parameters: { resource: 'issue', operation: 'get', projectId: id('no-such-project'), issueIds: ['no-such-issue'] } });
		const shown = JSON.stringify(outputs);
		expect(shown).toContain('error');
		for (const { url, requestBody } of sandbox.exchanges) for (const [, ticket] of `${url} ${Buffer.from(requestBody).toString()}`.matchAll(/ticket=([\w-]{8,})/g)) expect(shown).not.toContain(ticket);
		expect(shown).not.toContain('"password"');
	});
});

describe('what a credential works out by itself', () => {
	/** The credential as n8n hands it out: what is not filled in by its defaults, expressions resolved against itself. */
	function resolved(type: ICredentialType, given: Readonly<Record<string, string>>): unknown {
		const node: INode = { id: 'n', name: 'n', type: 'n', typeVersion: 1, position: [0, 0], parameters: {} };
		const nodeTypes = { getByName: () => new Cintoo(), getByNameAndVersion: () => new Cintoo(), getKnownTypes: () => ({}) };
		const data: INodeParameters = Object.fromEntries(type.properties.map(({ name: key, default: value }) => [key, given[key] ?? (typeof value === 'string' ? value : '')]));
		return new Workflow({ id: 'w', nodes: [node], connections: {}, active: false, nodeTypes }).expression.getComplexParameterValue(node, data, 'internal', {}, undefined, undefined, data);
	}

	test.each([
		['Cintoo', new CintooOAuth2Api(), { site: 'https://aec.cintoo.com' }, 'aec.cintoo.com', 'https://aec.cintoo.com/oauth/token'],
		['Cintoo at an address of one’s own', new CintooOAuth2Api(), { site: 'other', address: 'http://127.0.0.1:4010/' }, '127.0.0.1', 'http://127.0.0.1:4010/oauth/token'],
		['BIM 360 Field by Autodesk', new Bim360FieldOAuth2Api(), { site: 'https://manage.velasystems.com' }, 'developer.api.autodesk.com', 'https://developer.api.autodesk.com/authentication/v2/token'],
		['BIM 360 Field and Autodesk at addresses of one’s own', new Bim360FieldOAuth2Api(), { site: 'other', address: 'http://127.0.0.1:4030', autodesk: 'http://127.0.0.1:4020/' }, '127.0.0.1', 'http://127.0.0.1:4020/authentication/v2/token'],
		['ACC', new AccOAuth2Api(), { site: 'https://developer.api.autodesk.com' }, 'developer.api.autodesk.com', 'https://developer.api.autodesk.com/authentication/v2/token'],
	])('%s: its addresses, and the one host that other nodes may send it to', (_name, type, given, host, tokenUrl) => {
		expect(resolved(type, given)).toMatchObject({ allowedHttpRequestDomains: 'domains', allowedDomains: host, accessTokenUrl: tokenUrl });
	});
});
