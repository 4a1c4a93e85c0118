import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { people } from '../../../src/sandbox/people';
import type { Sandbox } from '../../../src/sandbox/server';
import { isRecord, type Flow, type RunningNodeRed } from './node-red';

/** An example of the package as a person imports it, with the connections filled in. */
export async function importedExample(name: string, red: RunningNodeRed, sandbox: Sandbox): Promise<Flow> {
	const tokens = sandbox.acc.issueTokens(people.nora.autodeskId);
	const grant = await red.storeGrant({ accessToken: tokens.access_token, refreshToken: tokens.refresh_token ?? '', expiresAt: Date.now() + tokens.expires_in * 1000 });
	const accounts: Readonly<Record<string, object>> = {
		'aec-acc-account': { origin: 'custom', address: sandbox.origins.acc, credentials: { grant, clientId: 'sandbox-confidential', clientSecret: 'sandbox-secret' } },
		'aec-field-account': { origin: 'custom', address: sandbox.origins.field, credentials: { username: people.nora.email, password: 'sandbox' } },
	};
	const saved: unknown = JSON.parse(readFileSync(join(__dirname, '..', '..', '..', 'examples', `${name}.json`), 'utf8'));
	return (Array.isArray(saved) ? saved : []).filter(isRecord).map((node) => ({ ...node, id: String(node.id), type: String(node.type), ...accounts[String(node.type)] }));
}
