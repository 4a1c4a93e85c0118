import { Readable } from 'node:stream';
import type { FileInput, Json, Service } from '../../src/catalog/vocabulary';
import { Client } from '../../src/core/client';
import type { Connection } from '../../src/core/connection';
import { ConnectionError } from '../../src/core/errors';
import type { HttpRequest, HttpResponse, Ports, Session, Transport } from '../../src/core/ports';
import { bytesOf } from '../../src/core/bytes';
import { depotService } from './made-up-service';

export const origin = 'https://depot.example';

/** What one exchange gives: a reply, or an error of the connection. */
export type Answer = { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly json?: Json; readonly body?: string | Readable } | Error;

export interface Sent extends HttpRequest {
	/** The body as it went over the wire. */
	readonly sent: string;
}

/** A transport that answers by a script and keeps what was sent, bodies read to their end. */
export class ScriptedTransport implements Transport {
	readonly requests: Sent[] = [];

	constructor(private readonly answer: (request: Sent, index: number) => Answer | Promise<Answer>) {}

	async send(request: HttpRequest): Promise<HttpResponse> {
		const sent: Sent = { ...request, sent: await contentOf(request) };
		this.requests.push(sent);
		const answer = await this.answer(sent, this.requests.length - 1);
		if (answer instanceof Error) throw answer;
		const { status = 200, headers = {}, json, body } = answer;
		return { status, headers: { 'content-type': json === undefined ? 'text/plain' : 'application/json', ...headers }, body: json === undefined ? (body ?? '') : JSON.stringify(json) };
	}

	/** `METHOD path?query` of everything sent. */
	get lines(): readonly string[] {
		return this.requests.map(({ method, url }) => `${method} ${url.replace(/^https?:\/\/[^/]+/, '')}`);
	}

	request(index: number): Sent {
		const found = this.requests[index];
		if (!found) throw new Error(`Only ${this.requests.length} requests were sent.`);
		return found;
	}
}

async function contentOf(request: HttpRequest): Promise<string> {
	const content = request.body?.content;
	if (content === undefined || typeof content === 'string') return content ?? '';
	if (content instanceof Uint8Array) return Buffer.from(content).toString('utf8');
	const chunks: Buffer[] = [];
	for await (const chunk of bytesOf(await content())) chunks.push(chunk);
	return Buffer.concat(chunks).toString('utf8');
}

export const broken = (maybeDone: boolean): ConnectionError => new ConnectionError('the connection broke off', maybeDone);

/** A session that signs with `token-1`, `token-2`, … : one more with each renewal. */
export class CountingSession implements Session {
	signed = 0;
	renewals = 0;
	constructor(
		readonly tokens: Session['tokens'] = ['user'],
		private readonly renewable = true,
	) {}
	async sign(): Promise<{ headers: Record<string, string> }> {
		this.signed++;
		return { headers: { authorization: `Bearer token-${this.renewals + 1}` } };
	}
	async renew(): Promise<boolean> {
		if (this.renewable) this.renewals++;
		return this.renewable;
	}
}

export interface Bench {
	readonly client: Client;
	readonly transport: ScriptedTransport;
	/** Pauses in ms, none of which took time. */
	readonly slept: number[];
	readonly logged: string[];
	/** ms since the epoch; pauses move it on. */
	readonly clock: { now: number };
}

export interface BenchOptions {
	readonly session?: Session;
	readonly service?: Service;
	readonly random?: number;
	readonly connection?: Partial<Connection>;
	readonly ports?: Partial<Ports>;
}

/** A client over a scripted transport with a clock of its own. A list of answers is given one after the other. */
export function bench(answers: readonly Answer[] | ((request: Sent, index: number) => Answer | Promise<Answer>), options: BenchOptions = {}): Bench {
	const transport = new ScriptedTransport(
		typeof answers === 'function'
			? answers
			: (request, index) => {
					const answer = answers[index];
					if (!answer) throw new Error(`Nothing is scripted for ${request.method} ${request.url}.`);
					return answer;
				},
	);
	const slept: number[] = [];
	const logged: string[] = [];
	const clock = { now: Date.parse('2026-10-01T08:00:00Z') };
	const log = (message: string): number => logged.push(message);
	const ports: Ports = {
		transport,
		session: options.session ?? new CountingSession(),
		now: () => clock.now,
		sleep: async (ms) => {
			slept.push(ms);
			clock.now += ms;
		},
		random: () => options.random ?? 0.5,
		logger: { debug: log, warn: log },
		...options.ports,
	};
	const service = options.service ?? depotService();
	return { client: new Client({ service, services: [service], origin, ports, ...options.connection }), transport, slept, logged, clock };
}

/** A file of a text that counts how often it is opened. */
export function fileOf(content: string, more: Partial<FileInput> = {}): FileInput & { readonly opened: number } {
	let opened = 0;
	return {
		name: 'label.txt',
		size: Buffer.byteLength(content),
		...more,
		open: async () => {
			opened++;
			if (more.open) return await more.open();
			return Readable.from([Buffer.from(content)]);
		},
		get opened() {
			return opened;
		},
	};
}

/** Records `{ id: '0' }`, `{ id: '1' }`, … */
export const numbered = (count: number, from = 0): readonly { readonly id: string }[] => Array.from({ length: count }, (_, index) => ({ id: String(from + index) }));
