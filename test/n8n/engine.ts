import './environment';
import type { Readable } from 'node:stream';
import { Container } from '@n8n/di';
import { BinaryDataConfig, BinaryDataService, ExecuteContext, ExecutionLifecycleHooks, ExternalSecretsProxy, HookContext, LoadOptionsContext, PollContext, RoutingNode, WebhookContext, WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	ICredentialsHelper,
	jsonParse,
	Workflow,
	type IBinaryData,
	type ICredentialDataDecryptedObject,
	type ICredentials,
	type ICredentialType,
	type IConnections,
	type IDataObject,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialsDetails,
	type INodeExecutionData,
	type INodeListSearchResult,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyOptions,
	type INodeType,
	type INodeTypes,
	type IRun,
	type IWebhookData,
	type IWorkflowSettings,
	type ITaskDataConnections,
	type IWorkflowExecuteAdditionalData,
	type ResourceMapperFields,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { agent, toolOf, type ToolPath } from './tool-call';

/** Credentials as n8n's database would hold them: by type, read anew for every request and written after a refresh. */
class StoredCredentials extends ICredentialsHelper {
	constructor(
		private readonly types: readonly ICredentialType[],
		private readonly stored: Record<string, ICredentialDataDecryptedObject>,
	) {
		super();
	}

	getParentTypes(name: string): string[] {
		return [...(this.types.find((type) => type.name === name)?.extends ?? [])];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	/** Headers of a type's generic way to sign, as n8n adds them. */
	async authenticate(credentials: ICredentialDataDecryptedObject, name: string, options: IHttpRequestOptions, workflow: Workflow, node: INode): Promise<IHttpRequestOptions> {
		const way = this.types.find((type) => type.name === name)?.authenticate;
		const headers = way === undefined || typeof way === 'function' ? {} : (way.properties.headers ?? {});
		const resolved = Object.entries(headers).map(([key, value]): [string, string] => [key, String(workflow.expression.getSimpleParameterValue(node, typeof value === 'string' ? value : '', 'internal', { $credentials: credentials }, undefined, ''))]);
		return { ...options, headers: { ...options.headers, ...Object.fromEntries(resolved) } };
	}

	/** Without a token, or with a refused one, the type gets another, and n8n keeps it. */
	async preAuthentication(helper: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject, name: string, _node: INode, expired: boolean): Promise<ICredentialDataDecryptedObject | undefined> {
		const type = this.types.find((one) => one.name === name);
		const token = type?.properties.find(({ typeOptions }) => typeOptions?.expirable === true)?.name;
		if (token === undefined || !type?.preAuthentication || ((credentials[token] ?? '') !== '' && !expired)) return undefined;
		const given = await type.preAuthentication.call(helper, credentials);
		const fresh = Object.fromEntries(Object.entries(given).flatMap(([key, value]): [string, string][] => (typeof value === 'string' ? [[key, value]] : [])));
		this.stored[name] = { ...this.stored[name], ...fresh };
		return Object.assign(credentials, fresh);
	}

	async runPreAuthentication(): Promise<undefined> {
		return undefined;
	}

	async getCredentials(): Promise<ICredentials> {
		throw new Error('Encrypted credentials are not part of this harness.');
	}

	async getDecrypted(_data: IWorkflowExecuteAdditionalData, _details: INodeCredentialsDetails, type: string): Promise<ICredentialDataDecryptedObject> {
		return structuredClone(this.stored[type] ?? {});
	}

	async updateCredentials(): Promise<void> {
		throw new Error('Only tokens are updated here.');
	}

	async updateCredentialsOauthTokenData(_details: INodeCredentialsDetails, type: string, data: ICredentialDataDecryptedObject): Promise<void> {
		const token = data.oauthTokenData;
		if (token !== undefined) this.stored[type] = { ...this.stored[type], oauthTokenData: token };
	}

	getCredentialsProperties(name: string): INodeProperties[] {
		return this.types.find((type) => type.name === name)?.properties ?? [];
	}
}

/** Hands the items of the test to the node under test. */
function startNode(items: INodeExecutionData[]): INodeType {
	return {
		description: { displayName: 'Start', name: 'start', group: ['trigger'], version: 1, description: 'Hands out the items of a test', defaults: { name: 'Start' }, inputs: [], outputs: ['main'], properties: [] },
		execute: async () => [items],
	};
}

export interface EngineOptions {
	readonly node: INodeType;
	readonly credentialType: ICredentialType;
	/** Decrypted; changed in place when n8n refreshes a token. */
	readonly credentials: ICredentialDataDecryptedObject;
	readonly timezone?: string;
	/** Version of the node. Default 1. */
	readonly typeVersion?: number;
}

export interface RunOptions {
	readonly items?: readonly (IDataObject | INodeExecutionData)[];
	readonly parameters: INodeParameters;
	readonly onError?: INode['onError'];
	readonly mode?: WorkflowExecuteMode;
}

export interface Outcome {
	/** Items by output: the second one is the error branch. */
	readonly outputs: readonly (readonly INodeExecutionData[])[];
	/** The error that ended the run. */
	readonly error?: { readonly message: string; readonly description?: string | null; readonly httpCode?: string | null; readonly failure?: unknown; readonly context?: IDataObject };
	readonly run: IRun;
}

export interface ActiveWorkflow {
	readonly poll: (name: string, mode?: WorkflowExecuteMode) => Promise<readonly INodeExecutionData[] | null>;
	/** Sets a trigger's hooks up, or ends them: those of the active workflow, or of one that a person tries out. */
	readonly hook: (name: string, method: 'checkExists' | 'create' | 'delete', whose?: 'active' | 'tried') => Promise<boolean>;
	/** Hands a request to a trigger's webhook; the items with which a run would begin. */
	readonly receive: (name: string, request: IWorkflowExecuteAdditionalData['httpRequest'], response: IWorkflowExecuteAdditionalData['httpResponse'], mode?: WorkflowExecuteMode) => Promise<readonly INodeExecutionData[]>;
	readonly stored: () => IDataObject;
}

let engines = 0;

/** n8n's own engine in this process, with one node of ours and one credential. */
export class Engine {
	readonly credentials: Record<string, ICredentialDataDecryptedObject>;
	/** Stops the run that is under way, as the Stop button does. */
	cancel = (): void => undefined;
	private readonly helper: StoredCredentials;
	/** What a node remembers of a workflow is nothing to those of other tests. */
	private readonly workflowId = `w${engines++}`;

	constructor(private readonly options: EngineOptions) {
		this.credentials = { [options.credentialType.name]: options.credentials };
		this.helper = new StoredCredentials([options.credentialType], this.credentials);
	}

	/** Runs start → node and gives what came out. */
	async run({ items = [{}], parameters, onError, mode = 'manual' }: RunOptions): Promise<Outcome> {
		const workflow = this.workflow(parameters, onError, items.map(asItem));
		const running = start(workflow, 'Start', this.helper, mode);
		this.cancel = () => running.cancel();
		const run = await running;
		const [result] = run.data.resultData.runData.Node ?? [];
		const outputs = (result?.data?.main ?? []).map((output) => output ?? []);
		const error = result?.error ?? run.data.resultData.error;
		return { outputs, run, ...(error === undefined ? {} : { error }) };
	}

	/** What an agent is told that uses the node as its tool, as text; `input` is what the agent fills in. */
	async callTool(parameters: INodeParameters, path: ToolPath, input: IDataObject = {}): Promise<string> {
		const { node, credentialType } = this.options;
		const placed = (name: string, type: string, more: Partial<INode> = {}): INode => ({ id: name, name, type, typeVersion: 1, position: [0, 0], parameters: {}, ...more });
		const nodes = [placed('Start', 'start'), placed('Agent', 'agent'), placed('Node', 'nodeTool', { parameters, credentials: { [credentialType.name]: { id: 'c1', name: 'Account' } } })];
		const connections: IConnections = { Start: { main: [[{ node: 'Agent', type: 'main', index: 0 }]] }, Node: { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] } };
		const workflow = new Workflow({ id: 'w', nodes, connections, active: false, nodeTypes: typesOf({ start: startNode([{ json: {} }]), agent: agent(path, input), nodeTool: toolOf(node) }), settings: { executionOrder: 'v1' } });
		const run = await start(workflow, 'Start', this.helper, 'manual');
		const told = run.data.resultData.runData.Agent?.at(-1)?.data?.main?.[0]?.[0]?.json.told;
		if (typeof told !== 'string') throw run.data.resultData.error ?? new Error('The agent was told nothing.');
		return told;
	}

	/** Calls the node's poll as an active workflow does; `staticData` is what n8n keeps between polls. */
	async poll(parameters: INodeParameters, staticData: IDataObject, mode: WorkflowExecuteMode = 'trigger'): Promise<readonly INodeExecutionData[] | null> {
		const workflow = this.workflow(parameters);
		const context = new PollContext(workflow, this.nodeOf(workflow), surroundings(this.helper), mode, mode === 'manual' ? 'manual' : 'activate', undefined, undefined, undefined, undefined, () => staticData);
		if (!this.options.node.poll) throw new Error('The node does not poll.');
		const found = await this.options.node.poll.call(context);
		return found?.[0] ?? null;
	}

	/**
	 * An active workflow with these triggers, on what n8n has stored of it; `stored` is what it has stored by now. As in
	 * n8n, the workflow that polls stays in memory, while hooks and deliveries work on ones made from what is stored.
	 * @param address where this n8n is reached from outside
	 */
	activate(triggers: Readonly<Record<string, INodeParameters>>, stored: IDataObject, address?: string): ActiveWorkflow {
		const nodes = Object.entries(triggers).map(([name, parameters]): INode => ({ id: name, name, type: 'node', typeVersion: 1, position: [0, 0], parameters, credentials: { [this.options.credentialType.name]: { id: 'c1', name: 'Account' } } }));
		let database = jsonParse<IDataObject>(JSON.stringify(stored));
		const opened = (): Workflow => new Workflow({ id: this.workflowId, nodes, connections: {}, active: true, nodeTypes: typesOf({ node: this.options.node }), staticData: structuredClone(database), ...(this.options.timezone === undefined ? {} : { settings: { timezone: this.options.timezone } }) });
		const inMemory = opened();
		const nodeIn = (workflow: Workflow, name: string): INode => {
			const node = workflow.getNode(name);
			if (!node) throw new Error(`There is no trigger ${name}.`);
			return node;
		};
		const save = (workflow: Workflow): void => {
			if (workflow.staticData.__dataChanged !== true) return;
			database = jsonParse<IDataObject>(JSON.stringify(workflow.staticData));
			workflow.staticData.__dataChanged = false;
		};
		const data = surroundings(this.helper, address);
		const webhookData = (name: string, isTest = false): IWebhookData => ({ node: name, httpMethod: 'POST', path: 'webhook', webhookDescription: { name: 'default', httpMethod: 'POST', path: 'webhook' }, workflowId: 'w', workflowExecuteAdditionalData: data, isTest });
		// What a try-out stores, n8n keeps apart and for as long as it lasts.
		let registered: IDataObject | undefined;
		return {
			poll: async (name, mode = 'trigger') => {
				const found = (await this.options.node.poll?.call(new PollContext(inMemory, nodeIn(inMemory, name), data, mode, mode === 'manual' ? 'manual' : 'activate')))?.[0] ?? null;
				save(inMemory);
				return found;
			},
			hook: async (name, method, whose = 'active') => {
				const workflow = opened();
				const tried = whose === 'tried';
				if (tried) workflow.staticData = structuredClone(method === 'delete' ? registered : undefined) ?? {};
				// n8n ends both in the same mode; only the address tells them apart (n8n 2.41, test-webhooks.js and active-workflow-manager.js).
				const [mode, activation] = method === 'delete' ? (['internal', 'update'] as const) : tried ? (['manual', 'manual'] as const) : (['trigger', 'activate'] as const);
				const done = await this.options.node.webhookMethods?.default?.[method].call(new HookContext(workflow, nodeIn(workflow, name), data, mode, activation, webhookData(name, tried)));
				if (tried) registered = jsonParse<IDataObject>(JSON.stringify(workflow.staticData));
				else save(workflow);
				return done === true;
			},
			receive: async (name, httpRequest, httpResponse, mode = 'webhook') => {
				const workflow = opened();
				if (mode === 'manual' && registered) workflow.setTestStaticData(structuredClone(registered));
				const result = await this.options.node.webhook?.call(new WebhookContext(workflow, nodeIn(workflow, name), { ...data, httpRequest, httpResponse }, mode, webhookData(name, mode === 'manual'), [], null));
				if (mode !== 'manual') save(workflow);
				return result?.workflowData?.[0] ?? [];
			},
			stored: () => structuredClone(database),
		};
	}

	/** What a searchable list shows in the editor. */
	async search(method: string, parameters: INodeParameters, filter?: string): Promise<INodeListSearchResult> {
		const search = this.options.node.methods?.listSearch?.[method];
		if (!search) throw new Error(`The node has no list ${method}.`);
		return await search.call(this.editing(parameters), filter);
	}

	/** What a list to tick shows in the editor. */
	async choices(method: string, parameters: INodeParameters): Promise<INodePropertyOptions[]> {
		const load = this.options.node.methods?.loadOptions?.[method];
		if (!load) throw new Error(`The node has no options ${method}.`);
		return await load.call(this.editing(parameters));
	}

	/** The project-defined fields that the editor offers. */
	async fields(method: string, parameters: INodeParameters): Promise<ResourceMapperFields> {
		const load = this.options.node.methods?.resourceMapping?.[method];
		if (!load) throw new Error(`The node has no fields ${method}.`);
		return await load.call(this.editing(parameters));
	}

	/** Puts bytes into n8n's store outside memory and gives the reference an item carries. */
	async store(bytes: Buffer, fileName: string, mimeType: string): Promise<IBinaryData> {
		return await (await binaryStore()).store({ type: 'execution', workflowId: 'w', executionId: '1' }, bytes, { data: '', fileName, mimeType });
	}

	/** The bytes behind the binary of an output item. */
	async bytes(binary: IBinaryData): Promise<Buffer> {
		if (binary.id === undefined) return Buffer.from(binary.data, 'base64');
		return await collect(await (await binaryStore()).getAsStream(binary.id));
	}

	private editing(parameters: INodeParameters): LoadOptionsContext {
		const workflow = this.workflow(parameters);
		// The editor sends defaults along; which credential counts hangs on this one.
		const authentication = this.options.node.description.properties.find(({ name }) => name === 'authentication')?.default;
		const current: INodeParameters = { ...(typeof authentication === 'string' ? { authentication } : {}), ...parameters };
		return new LoadOptionsContext(workflow, this.nodeOf(workflow), { ...surroundings(this.helper), currentNodeParameters: current }, 'parameters.x');
	}

	private workflow(parameters: INodeParameters, onError?: INode['onError'], items: INodeExecutionData[] = []): Workflow {
		const { node, credentialType, timezone, typeVersion = 1 } = this.options;
		const nodes: INode[] = [
			{ id: '0', name: 'Start', type: 'start', typeVersion: 1, position: [0, 0], parameters: {} },
			{ id: '1', name: 'Node', type: 'node', typeVersion, position: [200, 0], parameters, ...(onError === undefined ? {} : { onError }), credentials: { [credentialType.name]: { id: 'c1', name: 'Account' } } },
		];
		return new Workflow({ id: 'w', nodes, connections: { Start: { main: [[{ node: 'Node', type: 'main', index: 0 }]] } }, active: false, nodeTypes: typesOf({ start: startNode(items), node }), settings: { executionOrder: 'v1', ...(timezone === undefined ? {} : { timezone }) } });
	}

	private nodeOf(workflow: Workflow): INode {
		const node = workflow.getNode('Node');
		if (!node) throw new Error('The node is missing.');
		return node;
	}
}

/** What n8n hands to every node of a run. */
function surroundings(credentialsHelper: ICredentialsHelper, address = 'http://localhost:5678'): IWorkflowExecuteAdditionalData {
	return {
		credentialsHelper,
		externalSecretsProxy: Container.get(ExternalSecretsProxy),
		executeWorkflow: async () => await Promise.reject(new Error('No other workflows here.')),
		getRunExecutionData: async () => undefined,
		getRuntimeCredential: async () => undefined,
		startRunnerTask: async () => await Promise.reject(new Error('No task runners here.')),
		currentNodeExecutionIndex: 0,
		executionId: '1',
		restApiUrl: `${address}/rest`,
		instanceBaseUrl: address,
		formBaseUrl: `${address}/form`,
		formWaitingBaseUrl: `${address}/form-waiting`,
		formTestBaseUrl: `${address}/form-test`,
		webhookBaseUrl: `${address}/webhook`,
		webhookWaitingBaseUrl: `${address}/webhook-waiting`,
		webhookTestBaseUrl: `${address}/webhook-test`,
		mcpBaseUrl: `${address}/mcp`,
		mcpTestBaseUrl: `${address}/mcp-test`,
		variables: {},
		logAiEvent: () => undefined,
	};
}

function start(workflow: Workflow, from: string, helper: ICredentialsHelper, mode: WorkflowExecuteMode): ReturnType<WorkflowExecute['run']> {
	const data = surroundings(helper);
	data.hooks = new ExecutionLifecycleHooks(mode, '1', { id: workflow.id, name: 'test', createdAt: new Date(), updatedAt: new Date(), isArchived: false, active: false, activeVersionId: null, nodes: [], connections: {} });
	return new WorkflowExecute(data, mode).run({ workflow, startNode: workflow.getNode(from) ?? undefined });
}

function typesOf(types: Readonly<Record<string, INodeType>>): INodeTypes {
	const find = (name: string): INodeType => {
		const found = types[name];
		if (!found) throw new Error(`There is no node type ${name}.`);
		return found;
	};
	return { getByName: find, getByNameAndVersion: find, getKnownTypes: () => ({}) };
}

/** Sends the test request of a credential as n8n's Test button does; throws what n8n would show. */
export async function testCredential(type: ICredentialType, data: ICredentialDataDecryptedObject): Promise<void> {
	if (!type.test) throw new Error(`${type.name} has no test.`);
	const probe: INodeType = {
		description: { displayName: 'Temp', name: 'temp', group: ['input'], version: 1, description: 'Carries the test request', defaults: { name: 'Temp' }, inputs: ['main'], outputs: ['main'], credentials: [{ name: type.name, required: true }], properties: [{ displayName: 'Temp', name: 'temp', type: 'string', routing: { request: type.test.request }, default: '' }] },
	};
	const node: INode = { id: 'temp', name: 'Temp', type: 'temp', typeVersion: 1, position: [0, 0], parameters: {}, credentials: { [type.name]: { id: 'c1', name: 'Account' } } };
	const workflow = new Workflow({ id: 'w', nodes: [node], connections: {}, active: false, nodeTypes: typesOf({ temp: probe }) });
	const input: ITaskDataConnections = { main: [[{ json: {} }]] };
	const context = new ExecuteContext(workflow, node, surroundings(new StoredCredentials([type], { [type.name]: data })), 'internal', createRunExecutionData(), 0, [], input, { node, data: input, source: null }, []);
	const [[answer] = []] = (await new RoutingNode(context, probe, { id: 'c1', name: 'Account', type: type.name, data }).runNode()) ?? [];
	// As n8n does after a success (n8n 2.41, credentials-tester.service.js).
	for (const rule of type.test.rules ?? []) {
		if (rule.type !== 'responseSuccessBody') continue;
		const found = rule.properties.key.split('.').reduce<unknown>((here, name) => (typeof here === 'object' && here !== null ? Reflect.get(here, name) : undefined), answer?.json);
		const refused: unknown = rule.properties.value;
		if (found === refused) throw new Error(rule.properties.message);
	}
}

/** What expressions of a credential give beside its other properties, as n8n works them out. */
export function expressionsOf(credential: INodeParameters, expressions: INodeParameters): unknown {
	const node: INode = { id: 'n', name: 'n', type: 'start', typeVersion: 1, position: [0, 0], parameters: {} };
	const workflow = new Workflow({ id: 'w', nodes: [node], connections: {}, active: false, nodeTypes: typesOf({ start: startNode([]) }) });
	return workflow.expression.getComplexParameterValue(node, expressions, 'internal', {}, undefined, undefined, { ...credential, ...expressions });
}

export interface SavedWorkflow {
	readonly nodes: INode[];
	readonly connections: IConnections;
	readonly settings?: IWorkflowSettings;
}

/** Runs a saved workflow from one of its nodes, as its Test button does, and gives what came out of each node by name. */
export async function runWorkflow(saved: SavedWorkflow, from: string, types: Readonly<Record<string, INodeType>>, credentialTypes: readonly ICredentialType[], credentials: Record<string, ICredentialDataDecryptedObject>): Promise<{ readonly run: IRun; readonly output: (node: string, index?: number) => readonly INodeExecutionData[] }> {
	const nodes = saved.nodes.map((node) => ({ ...node, credentials: Object.fromEntries(Object.keys(node.credentials ?? {}).map((type) => [type, { id: type, name: type }])) }));
	const workflow = new Workflow({ id: 'w', nodes, connections: saved.connections, active: false, nodeTypes: typesOf(types), settings: { executionOrder: 'v1', ...saved.settings } });
	const run = await start(workflow, from, new StoredCredentials(credentialTypes, credentials), 'manual');
	return { run, output: (node, index = 0) => (run.data.resultData.runData[node] ?? []).flatMap((task) => task.data?.main?.[index] ?? []) };
}

function asItem(item: IDataObject | INodeExecutionData): INodeExecutionData {
	return isItem(item) ? item : { json: item };
}

function isItem(item: IDataObject | INodeExecutionData): item is INodeExecutionData {
	return 'json' in item && typeof item.json === 'object' && item.json !== null;
}

let ready: Promise<BinaryDataService> | undefined;

async function binaryStore(): Promise<BinaryDataService> {
	ready ??= (async () => {
		Container.get(BinaryDataConfig).mode = 'filesystem';
		const service = Container.get(BinaryDataService);
		await service.init();
		return service;
	})();
	return await ready;
}

/** Makes n8n keep files outside memory, as it does by default; in its absence they travel in the items. */
export async function storeFilesOutsideMemory(): Promise<void> {
	await binaryStore();
}

async function collect(stream: Readable): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of stream) chunks.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk)));
	return Buffer.concat(chunks);
}
