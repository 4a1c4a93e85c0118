import { Engine, runWorkflow, storeFilesOutsideMemory, type SavedWorkflow } from '../n8n/engine';
import { readFileSync } from 'node:fs';
import { jsonParse, NodeHelpers, type ICredentialDataDecryptedObject, type ICredentialType, type IDataObject, type INode, type INodeType, type IRun } from 'n8n-workflow';
import { AccOAuth2Api } from '../../credentials/AccOAuth2Api.credentials';
import { Bim360FieldApi } from '../../credentials/Bim360FieldApi.credentials';
import { CintooOAuth2Api } from '../../credentials/CintooOAuth2Api.credentials';
import { startSandbox, type Sandbox } from '../../src/sandbox/server';
import { accountsOf } from '../n8n/sandbox-accounts';
import { ours, parametersOf, prefix } from './nodes';
import { objections, savedFor, savedOn, sentInstead, sentTo, unsent } from './saved';

/** As n8n keeps a workflow, what its triggers remember included. */
interface StoredWorkflow extends SavedWorkflow {
	readonly staticData?: IDataObject | null;
}

const credentialTypes: readonly ICredentialType[] = [new CintooOAuth2Api(), new AccOAuth2Api(), new Bim360FieldApi()];
const manual: INodeType = {
	description: { displayName: 'Manual Trigger', name: 'manualTrigger', group: ['trigger'], version: 1, description: 'Stands in for the node of n8n', defaults: { name: 'Start' }, inputs: [], outputs: ['main'], properties: [] },
	execute: async () => [[{ json: {} }]],
};
const types: Readonly<Record<string, INodeType>> = { ...ours, 'n8n-nodes-base.manualTrigger': manual };

function typeOf({ type }: INode): INodeType {
	const found = types[type];
	if (!found) throw new Error(`There is no node ${type}.`);
	return found;
}

beforeAll(async () => await storeFilesOutsideMemory());

describe.each(savedFor('n8n').map((saved) => [`${saved.version} ${saved.name}`, saved] as const))('the workflow saved by %s', (_name, { file, expected }) => {
	const workflow = jsonParse<StoredWorkflow>(readFileSync(file, 'utf8'));
	const placed = workflow.nodes.filter(({ type }) => type.startsWith(prefix));
	const triggers = placed.filter((node) => 'poll' in typeOf(node));
	const timezone = workflow.settings?.timezone;
	let sandbox: Sandbox;
	let credentials: Record<string, ICredentialDataDecryptedObject>;

	beforeAll(async () => {
		sandbox = await startSandbox({ now: () => savedOn });
		credentials = accountsOf(sandbox);
	});
	afterAll(async () => await sandbox.stop());

	test.each(placed.map((node) => [node.name, node] as const))('%s: n8n drops none of its parameters and misses none', (_node, node) => {
		const type = typeOf(node);
		const { description } = type;
		const { pollTimes: _pollTimes, ...given } = node.parameters;
		const kept = parametersOf(type, node);
		expect(kept).toMatchObject(given);
		expect(NodeHelpers.getNodeParametersIssues(description.properties, { ...node, parameters: kept }, description)).toBeNull();
		expect(description.credentials?.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(node.credentials ?? {})));
	});

	test('gives and sends what it did then, in requests as the services document them', async () => {
		const given = new Map<string, readonly unknown[]>();
		let run: IRun | undefined;
		if (workflow.nodes.some(({ type }) => types[type] === manual)) {
			const done = await runWorkflow(workflow, 'Start', types, credentialTypes, credentials);
			run = done.run;
			for (const { name } of placed) given.set(name, done.output(name));
		}
		for (const trigger of triggers) {
			const type = typeOf(trigger);
			const [credentialType] = credentialTypes.filter(({ name }) => name in (trigger.credentials ?? {}));
			if (!credentialType) throw new Error(`${trigger.name} has no credential.`);
			const active = new Engine({ node: type, credentialType, credentials: credentials[credentialType.name] ?? {}, ...(timezone === undefined ? {} : { timezone }) }).activate({ [trigger.name]: trigger.parameters }, workflow.staticData ?? {});
			for (const time of [trigger.name, `${trigger.name}, later`]) {
				try {
					given.set(time, (await active.poll(trigger.name)) ?? []);
				} catch (error) {
					// What the sandbox cannot answer is told by its request alone.
					if (trigger.name in expected.given) throw error;
				}
			}
		}
		expect(run?.data.resultData.error).toBeUndefined();
		const sent = await sentTo(sandbox);
		expect(unsent(expected.sent, sent).map((one) => ({ expected: one, sent: sentInstead(one, sent) }))).toEqual([]);
		expect(Object.entries(expected.given).flatMap(([name, output]) => objections(output, given.get(name) ?? []).map((words) => `${name}: ${words}`))).toEqual([]);
		expect(sandbox.exchanges.flatMap(({ contractId, violations }) => violations.map((words) => `${contractId ?? 'no contract'}: ${words}`))).toEqual([]);
	});
});
