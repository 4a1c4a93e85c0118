import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { N8nServer } from '../../test/hosts/n8n-server.ts';
import { sandboxCredentials } from '../../test/hosts/n8n-main-job.ts';
import { nodeOf, programOf } from '../hosts.mjs';
import { pack } from '../pack.mjs';
import { filesIn, matches } from './node-red.mjs';

const require = createRequire(import.meta.url);
const { name: packageName } = require('../../package.json');
const { people } = require('../../dist/src/sandbox/people.js');

const operations = {
	cintoo: ['cintoo', 'cintooOAuth2Api', { resource: 'account', operation: 'getMany', returnAll: true }],
	acc: ['autodeskConstructionCloud', 'accOAuth2Api', { resource: 'hub', operation: 'getMany', returnAll: true }],
	pasted: ['cintoo', 'cintooRefreshTokenApi', { authentication: 'refreshToken', resource: 'account', operation: 'getMany', returnAll: true }],
};

/** A real n8n whose webhooks answer `GET /webhook/faults-<way>` with what a node read. */
export class N8nUnderFaults {
	searched = 'log, answers, execution data and user folder';
	answers = [];
	scratch = mkdtempSync(join(tmpdir(), 'aec-faults-'));

	constructor(sandbox, ways) {
		this.sandbox = sandbox;
		this.ways = ways;
	}

	/** @param settings environment variables, e.g. of a database */
	async start(settings = {}) {
		this.n8n = new N8nServer({ node: nodeOf('n8n'), program: programOf('n8n') }, { N8N_LOG_LEVEL: 'debug', N8N_CONCURRENCY_PRODUCTION_LIMIT: '-1', ...settings });
		this.n8n.place(packageName, pack(this.scratch).tarball);
		for (const way of this.ways) {
			await this.signIn(way);
			await this.n8n.import('workflow', [workflow(way, this.credentials(way))]);
		}
		await this.n8n.start();
		for (const way of this.ways) await this.n8n.api('POST', `/workflows/faults-${way}/activate`);
	}

	credentials(way) {
		return sandboxCredentials(this.sandbox, people.nora).find(({ type }) => type === operations[way][1]);
	}

	/** Signs in as importing the file of `login` does, or by the refresh token alone. */
	async signIn(way, tokens) {
		const credential = this.credentials(way);
		const held = tokens && (way === 'pasted' ? { refreshToken: tokens.refresh_token } : { oauthTokenData: { ...tokens } });
		await this.n8n.import('credentials', [{ ...credential, data: { ...credential.data, ...held } }]);
	}

	async execute(way) {
		try {
			const response = await fetch(`${this.n8n.url}/webhook/faults-${way}`, { signal: AbortSignal.timeout(120_000) });
			const words = await response.text();
			this.answers.push(words);
			return { ok: response.ok && !words.includes('"error":'), words };
		} catch (error) {
			return { ok: false, words: String(error) };
		}
	}

	async kill() {
		await this.n8n.stop('SIGKILL');
	}

	async restart() {
		await this.n8n.start();
		// It answers before its webhooks do.
		for (let patience = 100; patience > 0 && (await this.registered()) === false; patience--) await new Promise((resolve) => setTimeout(resolve, 200));
	}

	async registered() {
		const answers = await Promise.all(Object.keys(operations).map(async (way) => (await this.execute(way)).words));
		return !answers.some((words) => words.includes('not registered') || words.includes('starting up'));
	}

	async searchFor(secrets) {
		const files = filesIn(this.n8n.userFolder).filter((file) => !file.includes('node_modules')).map((file) => [file.slice(this.n8n.userFolder.length), readFileSync(file, 'latin1')]);
		return matches([['log', this.n8n.output], ['answers', this.answers.join('\n')], ...files], secrets);
	}

	async discard() {
		await this.n8n?.discard();
		rmSync(this.scratch, { recursive: true, force: true });
	}
}

function workflow(way, credential) {
	const [type, credentialType, parameters] = operations[way];
	return {
		id: `faults-${way}`,
		name: `Faults ${way}`,
		active: false,
		settings: { executionOrder: 'v1' },
		nodes: [
			{ id: `${way}-in`, name: 'In', type: 'n8n-nodes-base.webhook', typeVersion: 2, position: [0, 0], webhookId: `faults-${way}`, parameters: { path: `faults-${way}`, responseMode: 'lastNode', responseData: 'allEntries', options: {} } },
			{ id: `${way}-read`, name: 'Read', type: `${packageName}.${type}`, typeVersion: 1, position: [240, 0], onError: 'continueRegularOutput', parameters, credentials: { [credentialType]: { id: credential.id, name: credential.name } } },
		],
		connections: { In: { main: [[{ node: 'Read', type: 'main', index: 0 }]] } },
	};
}
