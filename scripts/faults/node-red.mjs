import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from '../prepare.mjs';

const require = createRequire(import.meta.url);
const { name: packageName } = require('../../package.json');

const operations = { cintoo: ['aec-cintoo-project', 'cintoo.account', 'getMany'], acc: ['aec-acc-admin', 'acc.hub', 'getMany'] };
const app = { clientId: 'sandbox-confidential', clientSecret: 'sandbox-secret' };

/** A real Node-RED whose flows answer `GET /run/<way>` with what a node read. */
export class NodeRedUnderFaults {
	searched = 'log, answers, exported flows, settings and user folder';
	userDir = mkdtempSync(join(tmpdir(), 'aec-faults-'));
	output = '';
	answers = [];
	grants = {};

	constructor(sandbox, ways) {
		this.sandbox = sandbox;
		this.ways = ways;
	}

	async start() {
		this.port = await freePort();
		mkdirSync(join(this.userDir, 'node_modules', dirname(packageName)), { recursive: true });
		symlinkSync(root, join(this.userDir, 'node_modules', packageName), 'junction');
		const settings = { uiHost: '127.0.0.1', uiPort: this.port, flowFile: 'flows.json', credentialSecret: 'a sandbox keeps no secrets', telemetry: { enabled: false, updateNotification: false }, logging: { console: { level: 'debug', metrics: false, audit: false } } };
		writeFileSync(join(this.userDir, 'settings.js'), `module.exports = ${JSON.stringify(settings)};\n`);
		await this.restart();
	}

	get url() {
		return `http://127.0.0.1:${this.port}`;
	}

	async restart() {
		const from = this.output.length;
		this.child = spawn(process.execPath, [join(root, 'node_modules', 'node-red', 'red.js'), '-s', join(this.userDir, 'settings.js'), '-u', this.userDir], { stdio: ['ignore', 'pipe', 'pipe'] });
		for (const stream of [this.child.stdout, this.child.stderr]) stream.on('data', (chunk) => (this.output += chunk));
		await until(() => this.output.includes('Started flows', from) && this.output.includes('Server now running', from), () => this.output.slice(from));
	}

	/** Signs in as the dialog does with a pasted refresh token, and deploys. */
	async signIn(way, tokens) {
		const about = { service: way, origin: 'custom', address: this.sandbox.origins[way], refreshToken: tokens.refresh_token, ...(way === 'acc' ? app : {}) };
		const { grant } = await this.ask('POST', 'aec-nodes/oauth/token', about);
		this.grants[way] = grant;
		const flows = this.ways.flatMap((one) => (this.grants[one] === undefined ? [] : this.flow(one)));
		const from = this.output.length;
		await this.ask('POST', 'flows', flows);
		await until(() => this.output.includes('Started flows', from) || this.output.includes('Started modified', from), () => this.output.slice(from));
	}

	flow(way) {
		const [type, resource, operation] = operations[way];
		const at = (id) => `${way}-${id}`;
		return [
			{ id: at('tab'), type: 'tab', label: way },
			{ id: at('account'), type: `aec-${way}-account`, name: `${way} of Nora`, version: 1, origin: 'custom', address: this.sandbox.origins[way], credentials: { grant: this.grants[way], ...(way === 'acc' ? app : {}) } },
			{ id: at('in'), type: 'http in', z: at('tab'), url: `/run/${way}`, method: 'get', wires: [[at('node')]] },
			{ id: at('node'), type, z: at('tab'), version: 1, account: at('account'), resource, operation, input: {}, returnAll: true, output: 'payload', deliver: 'array', wires: [[at('out')]] },
			{ id: at('catch'), type: 'catch', z: at('tab'), scope: [at('node')], wires: [[at('failed')]] },
			{ id: at('failed'), type: 'change', z: at('tab'), rules: [{ t: 'set', p: 'payload', pt: 'msg', to: 'error.message', tot: 'msg' }, { t: 'set', p: 'statusCode', pt: 'msg', to: '500', tot: 'num' }], wires: [[at('out')]] },
			{ id: at('out'), type: 'http response', z: at('tab'), wires: [] },
		];
	}

	async execute(way) {
		try {
			const response = await fetch(`${this.url}/run/${way}`, { signal: AbortSignal.timeout(60_000) });
			const words = await response.text();
			this.answers.push(words);
			return { ok: response.ok, words };
		} catch (error) {
			return { ok: false, words: String(error) };
		}
	}

	async kill() {
		const gone = new Promise((resolve) => this.child.once('exit', resolve));
		this.child.kill('SIGKILL');
		await gone;
	}

	async ask(method, path, body) {
		const response = await fetch(`${this.url}/${path}`, { method, headers: { 'content-type': 'application/json' }, body: body && JSON.stringify(body) });
		const text = await response.text();
		if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
		return text === '' ? undefined : JSON.parse(text);
	}

	/** Where a secret was found; the grant is one too. */
	async searchFor(secrets) {
		const exported = JSON.stringify(await this.ask('GET', 'flows'));
		const files = filesIn(this.userDir).map((file) => [file.slice(this.userDir.length), readFileSync(file, 'latin1')]);
		return matches([['log', this.output], ['answers', this.answers.join('\n')], ['exported flows', exported], ...files], [...secrets, ...Object.values(this.grants).flatMap((grant) => grant.split(':').slice(1))]);
	}

	async discard() {
		if (this.child?.exitCode === null && this.child.signalCode === null) await this.kill();
		rmSync(this.userDir, { recursive: true, force: true, maxRetries: 5 });
	}
}

/** Files of a folder, what it links to aside. */
export function filesIn(folder) {
	return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		const path = join(folder, entry.name);
		return entry.isDirectory() ? filesIn(path) : entry.isFile() ? [path] : [];
	});
}

export function matches(places, secrets) {
	return places.flatMap(([place, text]) => secrets.filter((secret) => text.includes(secret)).map((secret) => `${place}: ${secret.slice(0, 4)}…`));
}

export async function until(holds, known, patienceMs = 120_000) {
	const end = Date.now() + patienceMs;
	while (!(await holds())) {
		if (Date.now() > end) throw new Error(`Waited in vain.\n${known()}`);
		await pause(50);
	}
}

export async function freePort() {
	const server = createServer();
	await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address();
	await new Promise((resolve) => server.close(resolve));
	return port;
}
