import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Person } from '../../src/sandbox/people';
import type { Sandbox } from '../../src/sandbox/server';

/** A credential as n8n's own export writes it, its data in the clear. */
export interface ExportedCredential {
	readonly id: string;
	readonly name: string;
	readonly type: string;
	readonly data: Readonly<Record<string, unknown>>;
}

interface WorkflowNode {
	readonly name: string;
	readonly type: string;
	readonly parameters: Readonly<Record<string, unknown>>;
	readonly credentials?: Readonly<Record<string, { readonly id: string; readonly name: string }>>;
}

/** A workflow as n8n exports it. */
export interface ExportedWorkflow {
	readonly id: string;
	readonly name: string;
	readonly nodes: readonly WorkflowNode[];
	readonly connections: object;
}

/** The credentials of a person, signed in to the sandbox as n8n keeps them after Connect. */
export function sandboxCredentials(sandbox: Pick<Sandbox, 'origins' | 'cintoo' | 'acc'>, person: Person): readonly ExportedCredential[] {
	const { origins, cintoo, acc } = sandbox;
	return [
		{ id: 'aecCintoo', name: 'Cintoo (sandbox)', type: 'cintooOAuth2Api', data: { site: 'other', address: origins.cintoo, grantType: 'pkce', authUrl: `${origins.cintoo}/oauth/authorize`, accessTokenUrl: `${origins.cintoo}/oauth/token`, clientId: 'n8n', authentication: 'body', oauthTokenData: { ...cintoo.issueTokens(person.cintooId) } } },
		{ id: 'aecCintooPasted', name: 'Cintoo by a pasted token (sandbox)', type: 'cintooRefreshTokenApi', data: { site: 'other', address: origins.cintoo, refreshToken: cintoo.issueTokens(person.cintooId).refresh_token } },
		{ id: 'aecAcc', name: 'ACC (sandbox)', type: 'accOAuth2Api', data: { site: 'other', address: origins.acc, region: 'US', grantType: 'authorizationCode', authUrl: `${origins.acc}/authentication/v2/authorize`, accessTokenUrl: `${origins.acc}/authentication/v2/token`, clientId: 'sandbox-confidential', clientSecret: 'sandbox-secret', authentication: 'header', oauthTokenData: { ...acc.issueTokens(person.autodeskId) } } },
		{ id: 'aecField', name: 'BIM 360 Field (sandbox)', type: 'bim360FieldApi', data: { site: 'other', address: origins.field, username: person.email, password: 'sandbox' } },
		{ id: 'aecFieldSso', name: 'BIM 360 Field by Autodesk (sandbox)', type: 'bim360FieldOAuth2Api', data: { site: 'other', address: origins.field, autodesk: origins.acc, clientId: 'sandbox-confidential', clientSecret: 'sandbox-secret', oauthTokenData: { ...acc.issueTokens(person.autodeskId) } } },
	];
}

/** The workflows of a folder with an id, their nodes using these credentials. The id is the name of the file. */
export function workflowsOf(folder: string, credentials: readonly ExportedCredential[]): readonly ExportedWorkflow[] {
	return readdirSync(folder)
		.filter((file) => file.endsWith('.json'))
		.map((file) => {
			const workflow: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'));
			if (!isWorkflow(workflow)) throw new Error(`${file} is no workflow.`);
			const nodes = workflow.nodes.map((node) => (node.credentials ? { ...node, credentials: Object.fromEntries(Object.keys(node.credentials).map((type) => [type, reference(credentials, type)])) } : node));
			return { ...workflow, id: basename(file, '.json'), nodes };
		});
}

function isWorkflow(value: unknown): value is Omit<ExportedWorkflow, 'id'> {
	return typeof value === 'object' && value !== null && 'nodes' in value && Array.isArray(value.nodes) && 'connections' in value;
}

function reference(credentials: readonly ExportedCredential[], type: string): { readonly id: string; readonly name: string } {
	const found = credentials.find((one) => one.type === type);
	if (!found) throw new Error(`No credential of type ${type}.`);
	return { id: found.id, name: found.name };
}
