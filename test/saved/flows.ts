import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonParse } from 'n8n-workflow';
import { CONFIDENTIAL_CLIENT } from '../../src/sandbox/acc';
import { people } from '../../src/sandbox/people';
import type { Sandbox } from '../../src/sandbox/server';
import { isRecord, newUserDir, RunningNodeRed, until, type Flow } from '../node-red/support/node-red';

/** All flows saved with one release, in one Node-RED: as they were imported, then with the sign-in a person adds. */
export class SavedFlows {
	private constructor(
		readonly red: RunningNodeRed,
		private readonly flows: Flow,
	) {}

	/** Starts them on what the triggers remembered, with the accounts pointed at the sandbox. */
	static async start(version: string, sandbox: Sandbox): Promise<SavedFlows> {
		const folder = join(__dirname, version, 'node-red');
		const flows = readdirSync(folder).filter((name) => name.endsWith('.json')).flatMap((name) => nodesOf(join(folder, name)));
		const here = flows.map((node) => (isAccount(node) ? { ...node, origin: 'custom', address: sandbox.origins[serviceOf(node)] } : node));
		const userDir = newUserDir();
		const remembered = rememberedIn(join(folder, 'runtime'));
		if (Object.keys(remembered).length > 0) writeFileSync(join(userDir, '.config.runtime.json'), JSON.stringify({ aecNodesTriggers: { rev: 1, records: remembered } }));
		writeFileSync(join(userDir, 'flows.json'), JSON.stringify(here));
		const red = await RunningNodeRed.start(userDir);
		const grantFor = async ({ access_token, refresh_token, user_id }: { readonly access_token: string; readonly refresh_token?: string; readonly user_id?: string }): Promise<string> => await red.storeGrant({ accessToken: access_token, refreshToken: refresh_token ?? '', expiresAt: Date.now() + 3_600_000, ...(user_id === undefined ? {} : { userId: user_id }) });
		const credentials = {
			cintoo: { grant: await grantFor(sandbox.cintoo.issueTokens(people.nora.cintooId)) },
			acc: { clientId: CONFIDENTIAL_CLIENT.id, clientSecret: CONFIDENTIAL_CLIENT.secret, grant: await grantFor(sandbox.acc.issueTokens(people.nora.autodeskId)) },
			field: { username: people.nora.email, password: 'sandbox' },
		};
		red.statuses.length = 0;
		await red.deploy(here.map((node) => (isAccount(node) ? { ...node, credentials: credentials[serviceOf(node)] } : node)));
		return new SavedFlows(red, flows);
	}

	/** Presses the button of every inject node of a saved file, and waits until its triggers have looked. */
	async run(file: string): Promise<void> {
		const nodes = nodesOf(file);
		for (const { id, type } of nodes) if (type === 'inject') this.red.send(String(id));
		const looked = (id: unknown): boolean => this.red.statuses.some(({ at, status }) => at === id && (status.fill === 'green' || status.fill === 'red'));
		await until(() => nodes.every(({ id, type }) => !String(type).endsWith('-trigger') || looked(id)), 'the triggers to look', () => JSON.stringify(this.red.statuses));
	}

	/** What has reached the debug node behind a node so far, record by record. */
	given(file: string, name: string): readonly unknown[] {
		const source = nodesOf(file).find((node) => node.name === name && String(node.type).startsWith('aec-'));
		return this.red.arrived.filter(({ from }) => from === source?.id).flatMap(({ message }): readonly unknown[] => {
			if (typeof source?.output !== 'string') return [{ json: { event: message.event, before: message.before, place: message.place, record: message.payload } }];
			const found = propertyOf(message, source.output);
			if (message.filename !== undefined && (Buffer.isBuffer(found) || found === '[stream]')) return [{ json: message.details, file: { filename: message.filename, contentType: message.contentType } }];
			return (Array.isArray(found) ? found : [found]).map((json: unknown) => ({ json }));
		});
	}
}

/** What triggers remembered, by id of the node, in all files of a folder: Node-RED keeps one for all flows. */
function rememberedIn(folder: string): Readonly<Record<string, unknown>> {
	const files = existsSync(folder) ? readdirSync(folder) : [];
	const records = files.flatMap((file) => {
		const { aecNodesTriggers: kept } = jsonParse<{ readonly aecNodesTriggers: { readonly records: Readonly<Record<string, unknown>> } }>(readFileSync(join(folder, file), 'utf8'));
		return Object.entries(kept.records);
	});
	return Object.fromEntries(records);
}

/** The nodes of a saved file. */
export function nodesOf(file: string): Flow {
	const nodes: unknown = JSON.parse(readFileSync(file, 'utf8'));
	return Array.isArray(nodes) ? nodes.filter(isRecord) : [];
}

function isAccount({ type }: Flow[number]): boolean {
	return /^aec-\w+-account$/.test(String(type));
}

function serviceOf({ type }: Flow[number]): 'cintoo' | 'acc' | 'field' {
	const [, service] = String(type).split('-');
	return service === 'acc' || service === 'field' ? service : 'cintoo';
}

function propertyOf(message: Readonly<Record<string, unknown>>, path: string): unknown {
	return path.split('.').reduce((value: unknown, key) => (isRecord(value) ? value[key] : undefined), message);
}
