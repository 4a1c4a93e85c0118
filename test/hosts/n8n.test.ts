import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import manifest from '../../package.json';
import { TOWER_ID } from '../../src/sandbox/acc';
import { sampleIds } from '../../src/sandbox/cintoo/sample';
import { people } from '../../src/sandbox/people';
import { startSandbox, type Sandbox } from '../../src/sandbox/server';
import { serviceAccount, unattendedAccountsOf } from '../n8n/sandbox-accounts';
import { installedN8n } from './installed';
import { sandboxCredentials, workflowsOf, type ExportedWorkflow } from './n8n-main-job';
import { N8nServer, record, until } from './n8n-server';
import { PackageRegistry } from './package-registry';
import { tarball } from './tarball';

const typeOf = (name: string): string => `${manifest.name}.${name}`;
const ofAnnotations = 'cintoo-annotation-to-acc-issue';
const ofClosedIssues = 'acc-issue-closed-to-cintoo';
const ofChecklists = 'field-checklists-daily-summary';
const withSingleSignOn = 'field-by-autodesk';

/** Two looks of a trigger that looks every minute, and the work that follows. */
const twoLooksMs = 180_000;

/** One server, from the installation to the removal of the package: each test goes on where the one before ended. */
describe('the packed package in a real n8n', () => {
	let sandbox: Sandbox;
	let registry: PackageRegistry;
	let n8n: N8nServer;
	let credentialIds: readonly string[];

	beforeAll(async () => {
		sandbox = await startSandbox({ acc: { serviceAccounts: [serviceAccount] } });
		registry = await PackageRegistry.start(tarball());
		n8n = new N8nServer(installedN8n, registry.environment);
		const credentials = [...sandboxCredentials(sandbox, people.nora), ...Object.entries(unattendedAccountsOf(sandbox)).map(([type, data]) => ({ id: type, name: type, type, data }))];
		credentialIds = credentials.map(({ id }) => id);
		await n8n.import('credentials', credentials);
		const workflows = workflowsOf(join(__dirname, '../../workflows'), credentials).map(fromTheBeginning);
		await n8n.import('workflow', [...workflows, ...workflows.filter(({ id }) => id === ofChecklists).map(bySingleSignOn)]);
		await n8n.start();
	});
	afterAll(async () => {
		await n8n?.discard();
		await registry?.stop();
		await sandbox?.stop();
	});
	afterEach(() => expect(sandbox.exchanges.filter(({ violations }) => violations.length > 0).map(({ method, url, violations }) => [method, url, violations])).toEqual([]));

	const issuesOf = (name: keyof typeof sampleIds): typeof sandbox.acc.state.issues => issuesAbout(sampleIds[name]);
	const issuesAbout = (id: string): typeof sandbox.acc.state.issues => sandbox.acc.state.issues.filter((issue) => issue.projectId === TOWER_ID && issue.customAttributes.some(({ value }) => value === `urn:cintoo:annotation:${id}`));

	/** What somebody in the team does meanwhile: a new annotation of type Issue, by a copy of one that is there. Gives its id. */
	const annotate = (title: string): string => {
		const model = sandbox.cintoo.state.annotations.get(sampleIds.bareIssue);
		if (!model) throw new Error('The sample lacks an annotation.');
		const id = crypto.randomUUID();
		const now = new Date().toISOString();
		sandbox.cintoo.state.annotations.set(id, { ...structuredClone(model), id, title, number: sandbox.cintoo.state.annotations.size + 1, comments: [], modification: { ...model.modification, createdAt: now, updatedAt: now } });
		return id;
	};

	test('n8n’s own installer takes it, and knows every node, trigger, tool and credential', async () => {
		const { installedNodes, installedVersion } = await n8n.install(manifest.name);
		expect(installedVersion).toBe(manifest.version);
		const names = ['cintoo', 'cintooTrigger', 'autodeskConstructionCloud', 'autodeskConstructionCloudTrigger', 'autodeskConstructionCloudInstantTrigger', 'bim360Field', 'bim360FieldTrigger'];
		expect((Array.isArray(installedNodes) ? installedNodes : []).map((one) => record(one).type).sort()).toEqual(names.map(typeOf).sort());
		const known = await typesKnown();
		expect(known).toEqual(expect.arrayContaining([...names, 'cintooTool', 'autodeskConstructionCloudTool', 'bim360FieldTool'].map(typeOf)));
		const { body } = await n8n.request('GET', '/types/credentials.json');
		expect((Array.isArray(body) ? body : []).map((one) => record(one).name)).toEqual(expect.arrayContaining(['cintooOAuth2Api', 'cintooRefreshTokenApi', 'accOAuth2Api', 'accServiceAccountApi', 'accAppApi', 'bim360FieldApi', 'bim360FieldOAuth2Api']));
	});

	test('every credential passes its test', async () => {
		expect(credentialIds).toHaveLength(manifest.n8n.credentials.length);
		for (const id of credentialIds) expect([id, (await n8n.api('POST', `/credentials/${id}/test`)).status]).toEqual([id, 'OK']);
	});

	test('an activated trigger turns the annotations that are there into issues, each with its people, day, picture and comment', async () => {
		await n8n.api('POST', `/workflows/${ofAnnotations}/activate`);
		await until(() => issuesOf('bareIssue').length > 0 && sandbox.acc.state.attachments.length > 2, 'the issues', known, twoLooksMs);
		await settled(ofAnnotations);
		expect(issuesOf('ductClash').map(({ assignedTo, dueDate, published }) => ({ assignedTo, dueDate, published }))).toEqual([{ assignedTo: people.mei.autodeskId, dueDate: sandbox.cintoo.state.annotations.get(sampleIds.ductClash)?.dueDate, published: true }]);
		for (const name of ['ductClash', 'sharedIssue', 'surveyorIssue', 'bareIssue'] as const) {
			const [issue] = issuesOf(name);
			expect([name, issuesOf(name).length]).toEqual([name, 1]);
			expect(sandbox.cintoo.state.annotations.get(sampleIds[name])?.comments.filter(({ description }) => description.includes(`#${issue?.displayId}`))).toHaveLength(1);
		}
		expect((['privateNote', 'note', 'linkedIssue', 'resolvedIssue'] as const).flatMap(issuesOf)).toEqual([]);
	}, twoLooksMs + 60_000);

	test('the picture went through n8n’s file store, and is the one of the annotation', () => {
		const [issue] = issuesOf('ductClash');
		const attached = sandbox.acc.state.attachments.filter(({ issueId }) => issueId === issue?.id);
		expect(attached).toHaveLength(1);
		const files = filesBelow(join(n8n.userFolder, '.n8n')).filter((path) => path.includes('binary_data'));
		const picture = sandbox.world.blobs.get(sandbox.cintoo.state.annotations.get(sampleIds.ductClash)?.imgBlobName ?? '');
		expect(files.some((path) => picture !== undefined && readFileSync(path).equals(Buffer.from(picture.bytes)))).toBe(true);
	});

	test('run by hand, the checklists give a summary by company', async () => {
		const nodes = await runByHand(ofChecklists, 'Every Morning');
		const open = nodes('In Full');
		expect(open.length).toBeGreaterThan(0);
		expect(open.every(({ status }) => status === 'Open')).toBe(true);
		const companies = new Set(open.map((checklist) => record(checklist.company).name));
		expect(nodes('By Company').map(({ company_name: name }) => name).sort()).toEqual([...companies].sort());
	});

	test('the same comes of it by an Autodesk sign-in, which n8n renews', async () => {
		sandbox.acc.expireAccessTokens();
		const nodes = await runByHand(withSingleSignOn, 'Every Morning');
		expect(nodes('In Full').length).toBeGreaterThan(0);
		expect(sandbox.exchanges.filter(({ contractId }) => contractId === 'field.session.loginByAuthToken').map(({ status }) => status)).toEqual([401, 200]);
	});

	test('a trigger that is tried out by hand shows samples, and moves nothing', async () => {
		const nodes = await runByHand(ofAnnotations, 'New Annotation', 'New Annotation');
		expect(nodes('New Annotation').length).toBeGreaterThan(0);
		expect(nodes('New Annotation').every((item) => typeof record(item.record).title === 'string')).toBe(true);
	});

	test('a trigger that starts from now tells nothing that was before', async () => {
		await n8n.api('POST', `/workflows/${ofClosedIssues}/activate`);
		expect(await executionsOf(ofClosedIssues)).toEqual([]);
	});

	test.each([
		['stopped as a service manager does', 'SIGTERM'],
		['killed', 'SIGKILL'],
	] as const)('after being %s and started again, the triggers go on: what is new comes once, what was told stays told', async (_how, signal) => {
		const before = sandbox.acc.state.issues.length;
		await n8n.stop(signal);
		const id = annotate(`Found while n8n was away (${signal})`);
		await n8n.start();
		await until(() => issuesAbout(id).length > 0, 'the issue', known, twoLooksMs);
		await settled(ofAnnotations);
		expect(sandbox.acc.state.issues).toHaveLength(before + 1);

		const [issue] = issuesAbout(id);
		if (!issue) throw new Error('There is no issue.');
		await close(issue.id);
		await until(() => sandbox.cintoo.state.annotations.get(id)?.annotationType === 'Resolved', 'the annotation to be resolved', known, twoLooksMs);
		await settled(ofClosedIssues);
		expect(sandbox.acc.state.issues).toHaveLength(before + 1);
	}, 3 * twoLooksMs);

	test('no token, ticket or password lies in the log, the executions or anywhere else in the clear', () => {
		const secrets = [...new Set(sandbox.exchanges.flatMap(({ requestHeaders }) => /^Bearer (.+)$/.exec(requestHeaders.authorization ?? '')?.[1] ?? []))];
		expect(secrets.length).toBeGreaterThan(1);
		const places = [n8n.output, ...filesBelow(n8n.userFolder).filter((path) => !path.includes('node_modules')).map((path) => readFileSync(path, 'latin1'))];
		expect(secrets.filter((secret) => places.some((text) => text.includes(secret)))).toEqual([]);
	});

	test('taken away again, it leaves a running n8n', async () => {
		for (const id of [ofAnnotations, ofClosedIssues]) await n8n.api('POST', `/workflows/${id}/deactivate`);
		const { status } = await n8n.request('DELETE', `/rest/community-packages?name=${encodeURIComponent(manifest.name)}`);
		expect(status).toBe(200);
		expect((await typesKnown()).filter((type) => type.startsWith(manifest.name))).toEqual([]);
		expect((await n8n.request('GET', '/healthz')).status).toBe(200);
	});

	function known(): string {
		return `${n8n.output.slice(-3000)}\n${sandbox.exchanges.slice(-15).map(({ method, url, status }) => `${method} ${url} ${status}`).join('\n')}`;
	}

	async function typesKnown(): Promise<readonly string[]> {
		const { body } = await n8n.request('GET', '/types/nodes.json');
		return (Array.isArray(body) ? body : []).map((one) => String(record(one).name));
	}

	async function executionsOf(workflowId: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
		const { data } = await n8n.api('GET', `/executions?workflowId=${workflowId}&includeData=true`);
		return (Array.isArray(data) ? data : []).map(record);
	}

	/** Waits until a workflow has nothing under way. Throws when an execution went wrong. */
	async function settled(workflowId: string): Promise<void> {
		await until(async () => {
			const executions = await executionsOf(workflowId);
			const failed = executions.find(({ status }) => status === 'error' || status === 'crashed');
			if (failed) throw new Error(`An execution of ${workflowId} ended with ${String(failed.status)}: ${JSON.stringify(record(record(failed.data).resultData).error).slice(0, 3000)}`);
			return executions.length > 0 && executions.every(({ status }) => status === 'success');
		}, `${workflowId} to settle`, known);
	}

	/** Runs a saved workflow as the editor's button does, up to a node if one is named. Gives the JSON of what each node put out. */
	async function runByHand(id: string, trigger: string, last?: string): Promise<(node: string) => readonly Readonly<Record<string, unknown>>[]> {
		const { status, body } = await n8n.request('POST', `/rest/workflows/${id}/run`, { triggerToStartFrom: { name: trigger }, ...(last === undefined ? {} : { destinationNode: { nodeName: last, mode: 'inclusive' } }) });
		if (status !== 200) throw new Error(`Running ${id}: ${status} ${JSON.stringify(body)}`);
		const executionId = String(record(record(body).data).executionId);
		const execution = async (): Promise<Readonly<Record<string, unknown>>> => await n8n.api('GET', `/executions/${executionId}?includeData=true`);
		await until(async () => ['success', 'error', 'crashed'].includes(String((await execution()).status)), `${id} to end`, known);
		const { runData, error } = record(record((await execution()).data).resultData);
		expect(error).toBeUndefined();
		return (node) => itemsOf(record(runData)[node]);
	}

	async function close(issueId: string): Promise<void> {
		const { access_token: accessToken } = sandbox.acc.issueTokens(people.samir.autodeskId);
		const response = await fetch(`${sandbox.origins.acc}/construction/issues/v1/projects/${TOWER_ID}/issues/${issueId}`, { method: 'PATCH', headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' }, body: '{"status":"closed"}' });
		if (!response.ok) throw new Error(`Closing: ${response.status}`);
	}
});

/** The workflow with its triggers telling what is there already. */
function fromTheBeginning(workflow: ExportedWorkflow): ExportedWorkflow {
	return workflow.id === ofAnnotations ? { ...workflow, nodes: workflow.nodes.map((node) => (node.type.endsWith('Trigger') ? { ...node, parameters: { ...node.parameters, startFrom: 'everything' } } : node)) } : workflow;
}

/** The workflow with its steps in BIM 360 Field signing in by Autodesk. */
function bySingleSignOn(workflow: ExportedWorkflow): ExportedWorkflow {
	const nodes = workflow.nodes.map((node) => (node.credentials?.bim360FieldApi ? { ...node, parameters: { ...node.parameters, authentication: 'autodesk' }, credentials: { bim360FieldOAuth2Api: { id: 'aecFieldSso', name: 'BIM 360 Field by Autodesk (sandbox)' } } } : node));
	return { ...workflow, id: withSingleSignOn, nodes };
}

/** The JSON of all items of a node's runs, out of n8n's execution data. */
function itemsOf(runs: unknown): readonly Readonly<Record<string, unknown>>[] {
	return (Array.isArray(runs) ? runs : []).flatMap((run) => {
		const { main } = record(record(run).data);
		return (Array.isArray(main) ? main : []).flatMap((output) => (Array.isArray(output) ? output : []).map((item) => record(record(item).json)));
	});
}

function filesBelow(folder: string): readonly string[] {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.map((name) => join(folder, name))
		.filter((path) => statSync(path).isFile());
}
