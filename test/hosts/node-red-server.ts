import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import manifest from '../../package.json';
import { isRecord, isReport, until, type Flow, type NodeSetReport } from '../node-red/support/node-red';
import { newerNode } from './installed';

/** The Node-RED these tests install, each in a folder of its own. */
export const editions = ['node-red-4', 'node-red-5'] as const;
export type Edition = (typeof editions)[number];

/** Node-RED 4 runs on the Node of these tests, 5 on the newer one it asks for; `scripts/hosts.mjs` has put it there. */
const nodes: Readonly<Record<Edition, string>> = { 'node-red-4': process.execPath, 'node-red-5': newerNode };

/** Starting on a machine that does other things as well takes its time. ms. */
const patience = 120_000;

/** A real Node-RED, started by its own program, with a user folder that outlives it. */
export class NodeRedServer {
	readonly userDir = mkdtempSync(join(tmpdir(), 'aec-node-red-'));
	url = '';
	/** What it printed since it was started last. */
	output = '';
	private child: ChildProcess | undefined;

	constructor(readonly edition: Edition) {}

	/** The release that runs, e.g. `5.0.7`. */
	get release(): string {
		const found: unknown = JSON.parse(readFileSync(join(__dirname, this.edition, 'node_modules', 'node-red', 'package.json'), 'utf8'));
		return isRecord(found) ? String(found.version) : '';
	}

	/** Starts it; resolves when its flows run. Another time it is on the same port: an editor that is open finds it again. */
	async start(): Promise<void> {
		const port = this.url === '' ? await freePort() : new URL(this.url).port;
		this.url = `http://127.0.0.1:${port}`;
		this.output = '';
		const settings = { uiHost: '127.0.0.1', uiPort: Number(port), flowFile: 'flows.json', credentialSecret: 'a sandbox keeps no secrets', telemetry: { enabled: false, updateNotification: false }, editorTheme: { tours: false, projects: { enabled: false } }, logging: { console: { level: 'info', metrics: false, audit: false } } };
		const file = join(this.userDir, 'settings.js');
		writeFileSync(file, `module.exports = ${JSON.stringify(settings, null, '\t')};\n`);
		const node = nodes[this.edition];
		// npm is called by the palette: it must run on the same Node, and not as part of the npm that runs these tests.
		const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
		const child = spawn(node, [join(__dirname, this.edition, 'node_modules', 'node-red', 'red.js'), '-s', file, '-u', this.userDir], { env: { ...environment, NODE_ENV: 'production', PATH: [dirname(node), process.env.PATH].join(delimiter) }, stdio: ['ignore', 'pipe', 'pipe'] });
		this.child = child;
		for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
		await until(() => {
			if (child.exitCode !== null) throw new Error(`Node-RED ended with ${child.exitCode}.\n${this.output}`);
			return this.timesStarted > 0 && this.output.includes('Server now running');
		}, 'Node-RED to start', () => this.output, patience);
	}

	private get timesStarted(): number {
		return this.output.split('Started flows').length - 1;
	}

	/** Installs a packed package as the palette does. Gives what the palette is told: the sets with their types and errors. */
	async install(tarball: string): Promise<readonly NodeSetReport[]> {
		const form = new FormData();
		form.append('tarball', new Blob([readFileSync(tarball)], { type: 'application/gzip' }), basename(tarball));
		const response = await fetch(`${this.url}/nodes`, { method: 'POST', body: form });
		const text = await response.text();
		if (!response.ok) throw new Error(`Installing ${basename(tarball)}: ${response.status} ${text}\n${this.output}`);
		return setsIn(JSON.parse(text));
	}

	/** The sets of this package, as the palette lists them now; none when it is not installed. */
	async sets(): Promise<readonly NodeSetReport[]> {
		const { status, body } = await this.request('GET', `nodes/${manifest.name}`);
		return status === 200 ? setsIn(body) : [];
	}

	async uninstall(): Promise<void> {
		const { status, body } = await this.request('DELETE', `nodes/${manifest.name}`);
		if (status !== 204) throw new Error(`Uninstalling: ${status} ${JSON.stringify(body)}`);
	}

	/** Asks Node-RED's own API as its editor does. */
	async request(method: string, path: string, body?: unknown): Promise<{ readonly status: number; readonly body: unknown }> {
		const response = await fetch(`${this.url}/${path}`, { method, headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
		const text = await response.text();
		return { status: response.status, body: parsed(text) };
	}

	/** Deploys flows as the editor does; resolves when they run. */
	async deploy(flow: Flow): Promise<void> {
		const before = this.timesStarted;
		const printed = this.output.length;
		const { status, body } = await this.request('POST', 'flows', flow);
		if (status !== 204) throw new Error(`Deploying: ${status} ${JSON.stringify(body)}`);
		await until(() => {
			if (this.output.includes('missing types', printed)) throw new Error(`Node-RED lacks node types.\n${this.output.slice(printed)}`);
			return this.timesStarted > before;
		}, 'the flows to start', () => this.output, patience);
	}

	/** Presses the button of an inject node. */
	async inject(id: string): Promise<void> {
		const { status } = await this.request('POST', `inject/${id}`, {});
		if (status !== 200) throw new Error(`Injecting ${id}: ${status}`);
	}

	/** What the nodes of {@link recorder} wrote down, over restarts, oldest first. */
	recorded(name: string): readonly Readonly<Record<string, unknown>>[] {
		const file = this.recordFile(name);
		if (!existsSync(file)) return [];
		return readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line): unknown => JSON.parse(line)).filter(isRecord);
	}

	/** Nodes on a tab that write what they get into a file, one line a message; wire to the id. */
	recorder(name: string, tab: string, id = name): Flow {
		return [
			{ id, type: 'function', z: tab, x: 900, y: 40, func: 'return { payload: JSON.stringify({ ...msg, req: undefined, res: undefined }) };', outputs: 1, wires: [[`${id}-file`]] },
			{ id: `${id}-file`, type: 'file', z: tab, x: 1100, y: 40, filename: this.recordFile(name), filenameType: 'str', appendNewline: true, createDir: false, overwriteFile: 'false', encoding: 'none', wires: [[]] },
		];
	}

	private recordFile(name: string): string {
		return join(this.userDir, `${name}.jsonl`);
	}

	/** Ends it as a service manager does, or at once as a crash does. The user folder stays. */
	async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
		const { child } = this;
		if (!child || child.exitCode !== null || child.signalCode !== null) return;
		const gone = new Promise((resolve) => child.once('exit', resolve));
		child.kill(signal);
		await gone;
	}

	/** Ends it and removes its user folder. */
	async discard(): Promise<void> {
		await this.stop('SIGKILL');
		rmSync(this.userDir, { recursive: true, force: true, maxRetries: 5 });
	}
}

function setsIn(module: unknown): readonly NodeSetReport[] {
	return isRecord(module) && Array.isArray(module.nodes) ? module.nodes.filter(isReport) : [];
}

async function freePort(): Promise<number> {
	const server = createServer();
	return await new Promise((resolve) => {
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
		});
	});
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
