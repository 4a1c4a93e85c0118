import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installInto } from './package';

/** A message that reached a `debug` node of the flows. */
export interface Arrived {
	/** Id of the debug node. */
	readonly at: string;
	readonly from: string;
	readonly message: Readonly<Record<string, unknown>>;
}

export interface NodeSetReport {
	readonly name: string;
	readonly types: readonly string[];
	readonly err?: string;
	readonly enabled: boolean;
}

export type Flow = readonly Readonly<Record<string, unknown>>[];

/** A running Node-RED with the package installed, in a process of its own. */
export class RunningNodeRed {
	readonly arrived: Arrived[] = [];
	readonly statuses: { readonly at: string; readonly status: { readonly text?: string; readonly fill?: string } }[] = [];
	readonly unhandled: string[] = [];
	sets: readonly NodeSetReport[] = [];
	url = '';
	output = '';
	private started = 0;
	private readonly answers = new Map<number, (value: string) => void>();

	private constructor(
		private readonly child: ChildProcess,
		readonly userDir: string,
	) {}

	/**
	 * Starts it in a user folder; in a fresh one when none is given. Resolves when its flows run.
	 * @param permissions of the users who may log in, by name; without it everybody may do everything
	 */
	static async start(userDir: string | undefined, settings: Readonly<Record<string, unknown>> = {}, permissions?: Readonly<Record<string, readonly string[]>>): Promise<RunningNodeRed> {
		const folder = userDir ?? newUserDir();
		const child = fork(join(__dirname, 'host.cjs'), [JSON.stringify({ userDir: folder, settings, permissions })], { serialization: 'advanced', silent: true, execArgv: [] });
		const running = new RunningNodeRed(child, folder);
		for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (running.output += chunk.toString()));
		child.on('message', (message: unknown) => running.hear(message));
		await until(() => running.url !== '' && running.started > 0, 'Node-RED to start', () => running.output);
		const faults = running.sets.flatMap(({ name, err }) => (err === undefined ? [] : [`${name}: ${err}`]));
		if (running.sets.length > 0 && faults.length === 0) return running;
		// At once, and not after every test has waited in vain for nodes that are not there.
		await running.stop();
		throw new Error(`Node-RED could not load the package: ${faults.join('; ') || 'it found none'}\n${running.output}`);
	}

	private hear(message: unknown): void {
		if (!isRecord(message)) return;
		switch (message.kind) {
			case 'ready':
				this.url = `http://127.0.0.1:${String(message.port)}/red`;
				this.sets = Array.isArray(message.nodes) ? message.nodes.filter(isReport) : [];
				break;
			case 'started':
				this.started++;
				break;
			case 'message':
				if (isRecord(message.message)) this.arrived.push({ at: String(message.at), from: String(message.from), message: message.message });
				break;
			case 'status':
				if (isRecord(message.status)) this.statuses.push({ at: String(message.at), status: { text: textIn(message.status.text), fill: textIn(message.status.fill) } });
				break;
			case 'unhandled':
				this.unhandled.push(String(message.words));
				break;
			case 'answer':
				this.answers.get(Number(message.id))?.(String(message.value));
				break;
		}
	}

	/** Deploys flows as the editor does; resolves when they run. */
	async deploy(flow: Flow, token?: string): Promise<void> {
		const before = this.started;
		const response = await fetch(`${this.url}/flows`, { method: 'POST', headers: { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) }, body: JSON.stringify(flow) });
		if (response.status >= 300) throw new Error(`Deploy: ${response.status} ${await response.text()}`);
		await until(() => this.started > before, 'the flows to start', () => this.output);
	}

	/** Hands a message to a node. */
	send(to: string, message: Readonly<Record<string, unknown>> = {}): void {
		this.child.send({ kind: 'send', to, message });
	}

	/** Keeps tokens in the vault, as a script does. */
	async storeGrant(tokens: { readonly accessToken: string; readonly refreshToken: string; readonly expiresAt: number; readonly userId?: string }): Promise<string> {
		const id = this.answers.size + 1;
		const answer = new Promise<string>((resolve) => this.answers.set(id, resolve));
		this.child.send({ kind: 'storeGrant', id, tokens });
		return await answer;
	}

	/** The messages that reached a debug node, once there are so many of them. */
	async at(node: string, count: number, patienceMs?: number): Promise<readonly Readonly<Record<string, unknown>>[]> {
		const found = (): readonly Arrived[] => this.arrived.filter((one) => one.at === node);
		await until(() => found().length >= count, `${count} messages at ${node}`, () => `${JSON.stringify(this.arrived, (_key, value: unknown) => (isRecord(value) && value.type === 'Buffer' ? '[bytes]' : value)).slice(0, 4000)}\n${JSON.stringify(this.statuses)}\n${this.output}`, patienceMs);
		return found().map(({ message }) => message);
	}

	/** Sends a message and gives what reaches one debug node because of it. */
	async ask(to: string, at: string, message: Readonly<Record<string, unknown>> = {}): Promise<Readonly<Record<string, unknown>>> {
		const before = this.arrived.filter((one) => one.at === at).length;
		this.send(to, message);
		const all = await this.at(at, before + 1);
		return all[before] ?? {};
	}

	async request(method: string, path: string, body?: unknown, token?: string): Promise<{ readonly status: number; readonly body: unknown; readonly text: string }> {
		const response = await fetch(`${this.url}/${path}`, { method, headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
		const text = await response.text();
		return { status: response.status, text, body: parsed(text) };
	}

	/** The token of a user who logs in to the editor. */
	async login(username: string): Promise<string> {
		const { body } = await this.request('POST', 'auth/token', { client_id: 'node-red-editor', grant_type: 'password', scope: '', username, password: 'secret' });
		return isRecord(body) ? String(body.access_token) : '';
	}

	/** Ends the process at once, as a crash does; the user folder stays. */
	async crash(): Promise<void> {
		await this.ended(() => this.child.kill('SIGKILL'));
	}

	async stop(): Promise<void> {
		await this.ended(() => this.child.send({ kind: 'stop' }));
	}

	/** Stops it and removes its user folder. */
	async discard(): Promise<void> {
		await this.stop();
		rmSync(this.userDir, { recursive: true, force: true });
	}

	private async ended(end: () => void): Promise<void> {
		if (this.child.exitCode !== null || this.child.signalCode !== null) return;
		const gone = new Promise<void>((resolve) => this.child.once('exit', () => resolve()));
		end();
		await gone;
	}
}

export function newUserDir(): string {
	const folder = mkdtempSync(join(tmpdir(), 'aec-nodes-user-'));
	installInto(folder);
	return folder;
}

/** Waits until something holds; fails with what is known when it never does. */
export async function until(holds: () => boolean, what: string, known: () => string = () => '', patienceMs = 40_000): Promise<void> {
	const end = Date.now() + patienceMs;
	while (!holds()) {
		if (Date.now() > end) throw new Error(`Waited in vain for ${what}.\n${known()}`);
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}

/** A tab with nodes in it, each wired as it says. */
export function tab(...nodes: Flow): Flow {
	return [{ id: 'tab', type: 'tab', label: 'Test' }, ...nodes.map((node) => (node.type?.toString().endsWith('-account') ? node : { z: 'tab', x: 100, y: 100, wires: [], ...node }))];
}

export function debug(id: string): Readonly<Record<string, unknown>> {
	return { id, type: 'debug', active: false, complete: 'true', tosidebar: false, console: false, tostatus: false };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isReport(value: unknown): value is NodeSetReport {
	return isRecord(value) && typeof value.name === 'string' && Array.isArray(value.types) && typeof value.enabled === 'boolean';
}

function textIn(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
