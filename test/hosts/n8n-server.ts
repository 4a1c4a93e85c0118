import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

/** The person who owns this n8n. */
export const owner = { email: 'owner@example.com', firstName: 'Nora', lastName: 'Lind', password: 'Sandbox-0nly' } as const;

export interface Reply {
	readonly status: number;
	readonly body: unknown;
}

/** The n8n to run: its program, and the Node that runs it. */
export interface InstalledN8n {
	readonly node: string;
	readonly program: string;
}

/**
 * A real n8n with a user folder of its own. It can be stopped and started again over the same folder.
 * `npm run start:n8n` loads this file as it is: types that can be stripped, and no imports of our own.
 */
export class N8nServer {
	readonly userFolder = mkdtempSync(join(tmpdir(), 'aec-n8n-'));
	url = '';
	output = '';
	private readonly n8n: InstalledN8n;
	private readonly more: Readonly<Record<string, string>>;
	private child: ChildProcess | undefined;
	private readonly children = new Set<ChildProcess>();
	private cookie = '';
	private key = '';
	private port: number;

	/**
	 * @param more environment variables, e.g. where npm finds this package
	 * @param port of the editor; 0 takes a free one
	 */
	constructor(n8n: InstalledN8n, more: Readonly<Record<string, string>> = {}, port = 0) {
		this.n8n = n8n;
		this.more = more;
		this.port = port;
	}

	private get environment(): NodeJS.ProcessEnv {
		return {
			...process.env,
			PATH: [dirname(this.n8n.node), process.env.PATH].join(delimiter),
			N8N_USER_FOLDER: this.userFolder,
			N8N_ENCRYPTION_KEY: 'a sandbox keeps no secrets',
			N8N_HOST: 'localhost',
			N8N_LISTEN_ADDRESS: '127.0.0.1',
			N8N_PORT: String(this.port),
			N8N_RUNNERS_BROKER_PORT: String(this.port + 1),
			N8N_SECURE_COOKIE: 'false',
			N8N_DIAGNOSTICS_ENABLED: 'false',
			N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
			N8N_TEMPLATES_ENABLED: 'false',
			N8N_PERSONALIZATION_ENABLED: 'false',
			N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem',
			N8N_LOG_LEVEL: 'info',
			NODE_ENV: 'production',
			...this.more,
		};
	}

	/** Runs a command of n8n's own command line, e.g. `import:credentials`. Resolves to what it prints. */
	async command(...words: readonly string[]): Promise<string> {
		const { stdout } = await promisify(execFile)(this.n8n.node, [this.n8n.program, ...words], { env: this.environment, maxBuffer: 256 * 1024 * 1024 });
		return stdout;
	}

	/** Imports records of n8n's export format: `credentials` with plain data, or `workflow`. */
	async import(kind: 'credentials' | 'workflow', records: readonly object[]): Promise<void> {
		const file = join(this.userFolder, `${kind}.json`);
		writeFileSync(file, JSON.stringify(records));
		await this.command(`import:${kind}`, `--input=${file}`);
		rmSync(file);
	}

	/** Starts the server; resolves when it answers. The first time the owner is set up, later the owner signs in. */
	async start(): Promise<void> {
		this.port ||= await freePorts();
		this.url = `http://localhost:${this.port}`;
		this.child = await this.spawned(this.url, ['start'], this.environment);
		await this.signIn();
	}

	/** Starts a worker of queue mode; resolves when it answers. */
	async startWorker(): Promise<ChildProcess> {
		const port = await freePorts();
		return await this.spawned(`http://127.0.0.1:${port}`, ['worker', '--concurrency=20'], { ...this.environment, QUEUE_HEALTH_CHECK_ACTIVE: 'true', QUEUE_HEALTH_CHECK_PORT: String(port), N8N_WORKER_SERVER_ADDRESS: '127.0.0.1', N8N_RUNNERS_BROKER_PORT: String(port + 1) });
	}

	private async spawned(url: string, words: readonly string[], env: NodeJS.ProcessEnv): Promise<ChildProcess> {
		const child = spawn(this.n8n.node, [this.n8n.program, ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] });
		this.children.add(child);
		child.once('exit', () => this.children.delete(child));
		for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
		await until(async () => {
			if (child.exitCode !== null) throw new Error(`n8n ended with ${child.exitCode}.\n${this.output.slice(-4000)}`);
			return (await fetch(`${url}/healthz/readiness`).catch(() => undefined))?.ok === true;
		}, `n8n to ${words[0]}`, () => this.output.slice(-4000));
		return child;
	}

	/** The first time this sets the owner up and asks for a key of the public API, which outlives restarts. */
	private async signIn(): Promise<void> {
		const [path, body] = this.key === '' ? ['/rest/owner/setup', owner] : ['/rest/login', { emailOrLdapLoginId: owner.email, password: owner.password }];
		await until(async () => (await this.request('POST', path, body)).status === 200, 'the owner to sign in');
		if (this.key !== '') return;
		const { body: scopes } = await this.request('GET', '/rest/api-keys/scopes');
		const { body: made } = await this.request('POST', '/rest/api-keys', { label: 'tests', expiresAt: null, scopes: record(scopes).data });
		this.key = String(record(record(made).data).rawApiKey);
	}

	/** Asks as n8n's editor does. */
	async request(method: string, path: string, body?: unknown): Promise<Reply> {
		const response = await fetch(`${this.url}${path}`, {
			method,
			headers: { 'content-type': 'application/json', 'browser-id': 'tests', cookie: this.cookie },
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
		const given = response.headers.getSetCookie().find((one) => one.startsWith('n8n-auth='));
		if (given) this.cookie = given.split(';')[0] ?? '';
		const text = await response.text();
		return { status: response.status, body: parsed(text) };
	}

	/** Asks n8n's public API. Throws unless it answers with success. */
	async api(method: string, path: string): Promise<Readonly<Record<string, unknown>>> {
		const response = await fetch(`${this.url}/api/v1${path}`, { method, headers: { 'x-n8n-api-key': this.key } });
		const text = await response.text();
		if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
		return record(parsed(text));
	}

	/** Puts a packed package where n8n finds it when it starts, without a registry: what an installer leaves. */
	place(name: string, tarball: string): void {
		const home = join(this.userFolder, '.n8n', 'nodes');
		mkdirSync(home, { recursive: true });
		writeFileSync(join(home, 'package.json'), '{ "private": true }');
		execFileSync('npm', ['install', '--omit=dev', '--omit=peer', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', tarball], { cwd: home, env: this.environment, shell: process.platform === 'win32' });
		if (!existsSync(join(home, 'node_modules', name, 'package.json'))) throw new Error(`${tarball} does not hold ${name}.`);
	}

	/** Installs a package as *Settings → Community nodes* does. Throws what n8n says against it. */
	async install(name: string): Promise<Readonly<Record<string, unknown>>> {
		const { status, body } = await this.request('POST', '/rest/community-packages', { name });
		if (status !== 200) throw new Error(`Installing ${name}: ${status} ${JSON.stringify(body)}`);
		return record(record(body).data);
	}

	/** Stops it as a service manager does, or at once as a crash does. */
	async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
		if (this.child) await ended(this.child, signal);
	}

	async discard(): Promise<void> {
		await Promise.all([...this.children].map(async (child) => await ended(child, 'SIGKILL')));
		rmSync(this.userFolder, { recursive: true, force: true, maxRetries: 5 });
	}
}

/** Ends a process and waits for it; none that has ended is asked again. */
export async function ended(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const gone = new Promise((resolve) => child.once('exit', resolve));
	child.kill(signal);
	await gone;
}

/** A free port whose successor is free as well. */
async function freePorts(): Promise<number> {
	for (;;) {
		const port = await listened(0);
		if (port !== undefined && (await listened(port + 1)) !== undefined) return port;
	}
}

async function listened(wanted: number): Promise<number | undefined> {
	const server = createServer();
	return await new Promise((resolve) => {
		server.once('error', () => resolve(undefined));
		server.listen(wanted, '127.0.0.1', () => {
			const { port } = server.address() as AddressInfo;
			server.close(() => resolve(port));
		});
	});
}

/** Waits until something holds; fails with what is known when it never does. */
export async function until(holds: () => Promise<boolean> | boolean, what: string, known: () => string = () => '', patienceMs = 120_000): Promise<void> {
	const end = Date.now() + patienceMs;
	while (!(await holds())) {
		if (Date.now() > end) throw new Error(`Waited in vain for ${what}.\n${known()}`);
		await pause(200);
	}
}

/** What should be an object; an empty one where it is none. */
export function record(value: unknown): Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : {};
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
