import { createServer, type IncomingMessage, type OutgoingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { breakIn, brokenConnection } from '../../src/core/broken-connection';
import { bytesOf } from '../../src/core/bytes';
import { Client } from '../../src/core/client';
import { ConnectionError } from '../../src/core/errors';
import type { HttpRequest } from '../../src/core/ports';
import { AxiosTransport } from '../../src/host/axios-transport';
import { systemClock } from '../../src/host/clock';
import { bearer, ports } from '../support/connect';
import { depot, depotService } from '../core/made-up-service';
import { fileOf, numbered } from '../core/scripted';
import { failureFrom } from '../support/failure';
import { networkError, watchSockets } from '../support/sockets';

type Handler = (request: IncomingMessage, response: ServerResponse, body: Buffer, count: number) => void;
let server: Server;
let origin = '';
let handle: Handler;
let count = 0;

beforeAll(async () => {
	server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		const index = count++;
		request.on('error', () => undefined);
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => handle(request, response, Buffer.concat(chunks), index));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address: AddressInfo | string | null = server.address();
	if (typeof address !== 'object' || address === null) throw new Error('The server has no port.');
	origin = `http://127.0.0.1:${address.port}`;
});
const otherEndOf = watchSockets();
beforeEach(() => {
	count = 0;
});
afterAll(async () => {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
});

const transport = new AxiosTransport();
const plain = Buffer.from('position,tag\n'.repeat(50_000));
const packingWherePossible: Handler = (incoming, response) => {
	const packs = /gzip/.test(incoming.headers['accept-encoding'] ?? '');
	const sent = packs ? gzipSync(plain) : plain;
	response.writeHead(200, { 'content-type': 'text/csv', 'content-length': sent.length, ...(packs ? { 'content-encoding': 'gzip' } : {}) }).end(sent);
};
const request = (path: string, more: Partial<HttpRequest> = {}): HttpRequest => ({ method: 'GET', url: origin + path, headers: {}, expect: 'text', ...more });
const client = (): Client => {
	const service = depotService();
	return new Client({ service, services: [service], origin, ports: ports(bearer('canary')) });
};
async function bytes(body: string | Readable): Promise<Buffer> {
	if (typeof body === 'string') return Buffer.from(body);
	const chunks: Buffer[] = [];
	for await (const chunk of bytesOf(body)) chunks.push(chunk);
	return Buffer.concat(chunks);
}

describe('an answer without end', () => {
	it('is not read into memory', async () => {
		handle = (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(3_000_000, ' ')));
		const failure = await failureFrom(new AxiosTransport(1_000_000).send(request('/x')));
		expect(failure.kind).toBe('ceiling');
		expect(failure.message).toContain('1 MiB');
	});

	it('may be a file', async () => {
		handle = (_, response) => response.end(Buffer.alloc(3_000_000, 'x'));
		const { body } = await new AxiosTransport(1_000_000).send(request('/x', { expect: 'stream' }));
		expect(await bytes(body)).toHaveLength(3_000_000);
	});
});

describe('one exchange', () => {
	it.each([200, 201, 302, 401, 404, 500])('gives a %i as it is: nothing thrown, nothing followed', async (status) => {
		handle = (_, response) => response.writeHead(status, { location: '/elsewhere', 'X-Tag': 'T' }).end('{"a": 1}');
		expect(await transport.send(request('/x'))).toMatchObject({ status, headers: { location: '/elsewhere', 'x-tag': 'T' }, body: '{"a": 1}' });
		expect(count).toBe(1);
	});

	it.each<[string, string | Uint8Array | (() => Promise<Readable>)]>([
		['{}', '{}'],
		['[]', '[]'],
		['"text"', '"text"'],
		['bytes', Buffer.from('bytes')],
		['stream', async () => Readable.from([Buffer.from('str'), Buffer.from('eam')])],
	])('sends %s as it is, with its type and length', async (sent, content) => {
		handle = (incoming, response, body) => response.end(JSON.stringify({ type: incoming.headers['content-type'], length: incoming.headers['content-length'], encoding: incoming.headers['transfer-encoding'], body: body.toString() }));
		const length = Buffer.byteLength(sent);
		const { body } = await transport.send(request('/x', { method: 'POST', headers: { 'content-type': 'application/vnd.api+json', 'content-length': String(length) }, body: { contentType: 'application/vnd.api+json', length, content } }));
		expect(JSON.parse(String(await bytes(body)))).toEqual({ type: 'application/vnd.api+json', length: String(length), body: sent });
	});

	it('sends a body with a DELETE, and none with a GET', async () => {
		handle = (incoming, response, body) => response.end(`${incoming.method} ${incoming.headers['content-type'] ?? 'no type'} ${body.toString()}`);
		expect(await transport.send(request('/x', { method: 'DELETE', headers: { 'content-type': 'application/json' }, body: { contentType: 'application/json', content: '["u1"]' } }))).toMatchObject({ body: 'DELETE application/json ["u1"]' });
		expect(await transport.send(request('/x'))).toMatchObject({ body: 'GET no type ' });
	});

	it('keeps the address as it was encoded', async () => {
		handle = (incoming, response) => response.end(incoming.url);
		const path = '/a%2Fb/%252e%252e/b.1?filter%5Bx%5D=a%2Cb&d=2026-01-01..&e=%2B';
		expect(await transport.send(request(path))).toMatchObject({ body: path });
	});

	it.each([['gzip', gzipSync], ['br', brotliCompressSync]] as const)('unpacks %s, as text and as a stream of another length than the packed one', async (encoding, pack) => {
		const packed = pack(Buffer.from('hello '.repeat(1000)));
		handle = (_, response) => response.writeHead(200, { 'content-encoding': encoding, 'content-length': packed.length, 'content-type': 'application/octet-stream' }).end(packed);
		expect(await transport.send(request('/x'))).toMatchObject({ body: 'hello '.repeat(1000) });
		const [output] = await client().run(depot.download, { siteId: 's', crateId: 'c' });
		if (!output?.file) throw new Error('no file');
		expect(String(await bytes(output.file.stream))).toBe('hello '.repeat(1000));
		expect(output.file.size).toBeUndefined();
	});

	it('asks for files unpacked', async () => {
		handle = packingWherePossible;
		const [output] = await client().run(depot.download, { siteId: 's', crateId: 'c' });
		expect(output?.file?.size).toBe(plain.length);
		expect((await bytes(output?.file?.stream ?? '')).equals(plain)).toBe(true);
	});
});

describe('silence', () => {
	const silence = 750;
	const impatient = new AxiosTransport(undefined, silence);
	const trickle = async function* (): AsyncGenerator<Buffer> {
		for (let piece = 0; piece < 8; piece++) {
			await pause(silence / 3);
			yield Buffer.from('piece ');
		}
	};

	it('is what counts, not how long a whole upload takes', async () => {
		handle = (_, response, body) => response.end(String(body.length));
		expect(await impatient.send(request('/x', { method: 'PUT', headers: { 'content-length': '48' }, body: { contentType: 'text/plain', length: 48, content: async () => Readable.from(trickle()) } }))).toMatchObject({ status: 200, body: '48' });
	});
	it('ends a call that gets no answer', async () => {
		handle = () => undefined;
		expect(await failureFrom(impatient.send(request('/x')))).toMatchObject({ kind: 'connection', message: 'there was no answer in time' });
	});
	it.each(['text', 'stream'] as const)('ends an answer that stops in the middle, read as %s', async (expected) => {
		handle = (_, response) => response.writeHead(200, { 'content-length': 100 }).write('half');
		await expect(impatient.send(request('/x', { expect: expected })).then(async ({ body }) => await bytes(body))).rejects.toThrow();
	});
	it('of the reader ends nothing', async () => {
		const sent = Buffer.alloc(3_000_000, 'x');
		handle = (_, response) => response.end(sent);
		const { body } = await impatient.send(request('/x', { expect: 'stream' }));
		await pause(3 * silence);
		expect(await bytes(body)).toHaveLength(sent.length);
	});
});

describe('connections that break', () => {
	it.each(['SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'CERT_NOT_YET_VALID', 'ERR_TLS_CERT_ALTNAME_INVALID'])('over a certificate (%s): surely not carried out, and told so', (code) => {
		const error = brokenConnection(code);
		expect(error).toMatchObject({ maybeDone: false });
		expect(error.explanation).toMatch(new RegExp(`${code}.*certificate.*NODE_EXTRA_CA_CERTS`));
	});
	const refused = async (): Promise<number> => {
		const closed = createServer();
		await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
		const address = closed.address();
		await new Promise((resolve) => closed.close(resolve));
		return typeof address === 'object' && address !== null ? address.port : 0;
	};
	it('before anything was sent: surely not carried out', async () => {
		const port = await refused();
		const error = await failureFrom(transport.send(request('', { url: `http://127.0.0.1:${port}/?ticket=canary` })));
		expect(error).toMatchObject({ kind: 'connection', maybeDone: false });
		expect(error.message).toContain('ECONNREFUSED');
	});
	it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'])('with %s: surely not carried out', (code) => expect(brokenConnection(code)).toMatchObject({ maybeDone: false }));
	it.each(['EHOSTUNREACH', 'ENETUNREACH'])('with %s: surely not carried out only while connecting', (code) => {
		expect(brokenConnection(code, 'connect')).toMatchObject({ maybeDone: false });
		for (const syscall of ['read', 'write', undefined]) expect(brokenConnection(code, syscall)).toMatchObject({ maybeDone: true });
	});
	it.each(['EHOSTUNREACH', 'ENETUNREACH'])('with %s in the middle of a create: it is not sent again', async (code) => {
		handle = (incoming) => otherEndOf(incoming).destroy(networkError('read', code));
		const error = await failureFrom(client().run(depot.create, { siteId: 's', title: 't' }));
		expect(error).toMatchObject({ kind: 'connection', maybeDone: true });
		expect(count).toBe(1);
	});
	it('while connecting to each of several addresses are known as such', () => {
		const tries = Object.assign(new AggregateError([networkError('connect', 'EHOSTUNREACH')]), { code: 'EHOSTUNREACH' });
		expect(breakIn(Object.assign(new Error('It failed.', { cause: tries }), { code: 'EHOSTUNREACH' }))).toEqual({ code: 'EHOSTUNREACH', syscall: 'connect' });
	});
	it('after it was sent: perhaps carried out', async () => {
		handle = (incoming) => incoming.socket.destroy();
		await expect(transport.send(request('/x'))).rejects.toMatchObject({ kind: 'connection', maybeDone: true });
	});
	it('in the middle of a text', async () => {
		handle = (incoming, response) => {
			response.writeHead(200, { 'content-length': 100 }).write('half');
			setImmediate(() => incoming.socket.destroy());
		};
		await expect(transport.send(request('/x'))).rejects.toBeInstanceOf(ConnectionError);
	});
	it('show no secret of the address', async () => {
		handle = (incoming) => incoming.socket.destroy();
		for (const url of [`${origin}/x?ticket=canary`, 'http://:0/?ticket=canary', 'nonsense?ticket=canary']) {
			const error: unknown = await transport.send(request('', { url, headers: { authorization: 'Bearer canary' } })).catch((cause: unknown) => cause);
			expect(error).toBeInstanceOf(ConnectionError);
			expect(JSON.stringify(error) + String(error) + (error instanceof Error ? String(error.stack) + String(error.cause) : '')).not.toContain('canary');
		}
	});
	it('end when the run is cancelled', async () => {
		const stop = new AbortController();
		handle = () => stop.abort();
		await expect(transport.send(request('/x', { signal: stop.signal }))).rejects.toMatchObject({ kind: 'cancelled' });
		const before = new AbortController();
		before.abort();
		await expect(systemClock.sleep(60_000, before.signal)).rejects.toMatchObject({ kind: 'cancelled' });
	});
	it('by the file, not by the network, when the file cannot be read', async () => {
		handle = (_, response) => response.end('{}');
		const broken = (): Readable => new Readable({ read() { this.destroy(new Error('EIO')); } });
		const error = await failureFrom(client().run(depot.upload, { siteId: 's', crateId: 'c', picture: { name: 'x.png', open: async () => broken() } }));
		expect(error).toMatchObject({ kind: 'input' });
	});
});

describe('a client over the network', () => {
	const site = { siteId: 's1' };
	it('reads a page again that was cut in the middle', async () => {
		handle = (incoming, response, _, index) => {
			if (index === 0) {
				response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 }).write('{"results":[{"id":"0"}');
				setImmediate(() => incoming.socket.destroy());
			} else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ results: numbered(3), total: 3 }));
		};
		expect(await client().run(depot.getMany, site)).toHaveLength(3);
		expect(count).toBe(2);
	});
	it('does not create again what was cut off, and says that it may exist', async () => {
		handle = (incoming, response) => {
			response.writeHead(201, { 'content-type': 'application/json', 'content-length': 1000 }).write('{"id":');
			setImmediate(() => incoming.socket.destroy());
		};
		const error = await failureFrom(client().run(depot.create, { ...site, title: 't' }));
		expect(error).toMatchObject({ kind: 'connection', maybeDone: true });
		expect(error.explanation).toContain('may have carried it out');
		expect(count).toBe(1);
	});
	it('uploads with the exact length, anew after a 503', async () => {
		const lengths: (string | undefined)[] = [];
		handle = (incoming, response, body, index) => {
			lengths.push(incoming.headers['content-length']);
			expect(Number(incoming.headers['content-length'])).toBe(body.length);
			expect(body.toString()).toMatch(/name="title"\r\n\r\nünï\r\n[^]*filename="label.txt"[^]*0123456789\r\n--/);
			response.writeHead(index === 0 ? 503 : 200, { 'content-type': 'application/json' }).end('{"id":"c1"}');
		};
		const picture = fileOf('0123456789');
		expect(await client().run(depot.upload, { ...site, crateId: 'c1', title: 'ünï', picture })).toEqual([{ json: { id: 'c1' } }]);
		expect(picture.opened).toBe(2);
		expect(lengths).toHaveLength(2);
	});
	it('uploads in chunks where the size is not known', async () => {
		handle = (incoming, response, body) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ encoding: incoming.headers['transfer-encoding'], has: body.includes('0123456789') }));
		expect(await client().run(depot.upload, { ...site, crateId: 'c1', picture: fileOf('0123456789', { size: undefined }) })).toEqual([{ json: { encoding: 'chunked', has: true } }]);
	});
	it('closes a file that the service did not want to the end', async () => {
		const early = createServer((_, response) => response.writeHead(403, { 'content-type': 'application/json', connection: 'close' }).end('{"detail":"no"}'));
		await new Promise<void>((resolve) => early.listen(0, '127.0.0.1', resolve));
		const address = early.address();
		const endless = new Readable({ read() { setImmediate(() => this.push(Buffer.alloc(1024))); } });
		const service = depotService();
		const other = new Client({ service, services: [service], origin: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`, ports: ports(bearer('x')) });
		await failureFrom(other.run(depot.upload, { ...site, crateId: 'c1', picture: { name: 'x', open: async () => endless } }));
		await new Promise<void>((resolve) => (endless.closed ? resolve() : endless.once('close', () => resolve())));
		expect(endless.destroyed).toBe(true);
		early.closeAllConnections();
		await new Promise((resolve) => early.close(resolve));
	});
	it('downloads a large file no faster than it is taken, from another origin without credential', async () => {
		const size = 32 * 1024 * 1024;
		let produced = 0;
		let authorization: string | undefined;
		const files = createServer((incoming, response) => {
			authorization = incoming.headers.authorization;
			response.writeHead(200, { 'content-length': size, 'content-type': 'application/octet-stream' });
			const source = new Readable({ read() { const piece = Math.min(65_536, size - produced); produced += piece; this.push(piece === 0 ? null : Buffer.alloc(piece)); } });
			source.pipe(response);
		});
		await new Promise<void>((resolve) => files.listen(0, '127.0.0.1', resolve));
		const address = files.address();
		handle = (_, response) => response.writeHead(302, { location: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/k?sig=canary` }).end();
		const [output] = await client().run(depot.download, { ...site, crateId: 'c1' });
		if (!output?.file) throw new Error('no file');
		expect(authorization).toBeUndefined();
		expect(output.json).toMatchObject({ fileSize: size, fileName: 'label' });
		const reader = output.file.stream[Symbol.asyncIterator]();
		await reader.next();
		await new Promise((resolve) => setTimeout(resolve, 50));
		// Sockets and streams hold some of it, never most of it.
		expect(produced).toBeLessThan(size / 2);
		let rest = 0;
		for (let next = await reader.next(); !next.done; next = await reader.next()) rest++;
		expect(rest).toBeGreaterThan(0);
		expect(produced).toBe(size);
		files.closeAllConnections();
		await new Promise((resolve) => files.close(resolve));
	});
	describe('goes on where a download broke off', () => {
		const [first, rest] = [Buffer.alloc(200_000, 'A'), Buffer.alloc(200_000, 'B')];
		const whole = first.length + rest.length;
		/** Sends half a file, then by `more` what answers the request for the rest. */
		const inTwo = (mark: OutgoingHttpHeaders, more: OutgoingHttpHeaders, status = 206): { readonly asked: IncomingMessage[] } => {
			const asked: IncomingMessage[] = [];
			handle = (incoming, response, _, index) => {
				asked.push(incoming);
				if (index === 0) {
					response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': whole, ...mark });
					response.write(first, () => setTimeout(() => incoming.socket.destroy(), 50));
					return;
				}
				const from = Number(/bytes=(\d+)/.exec(incoming.headers.range ?? '')?.[1]);
				const left = Buffer.concat([first, rest]).subarray(status === 206 ? from : 0);
				response.writeHead(status, { 'content-type': 'application/octet-stream', 'content-length': left.length, ...(status === 206 ? { 'content-range': `bytes ${from}-${whole - 1}/${whole}` } : {}), ...more }).end(left);
			};
			return { asked };
		};
		const downloaded = async (): Promise<Buffer> => {
			const [output] = await client().run(depot.download, { ...site, crateId: 'c1' });
			return await bytes(output?.file?.stream ?? '');
		};
		const changed = (): Promise<void> => expect(downloaded()).rejects.toThrow('the file changed while it was downloaded');
		const [monday, tuesday] = ['Mon, 02 Nov 2026 08:00:00 GMT', 'Tue, 03 Nov 2026 08:00:00 GMT'];

		it.each<[string, OutgoingHttpHeaders, string | undefined]>([
			['by its ETag', { etag: '"v1"', 'last-modified': monday }, '"v1"'],
			['by its date', { 'last-modified': monday }, monday],
			['with an ETag that is not exact', { etag: 'W/"v1"', 'last-modified': monday }, undefined],
			['without any mark', {}, undefined],
		])('%s', async (_, mark, condition) => {
			const { asked } = inTwo(mark, mark);
			expect((await downloaded()).equals(Buffer.concat([first, rest]))).toBe(true);
			expect(asked.map(({ headers }) => headers['if-range'])).toEqual([undefined, condition]);
		});
		it.each<[string, OutgoingHttpHeaders, OutgoingHttpHeaders]>([
			['has another ETag', { etag: '"v1"' }, { etag: '"v2"' }],
			['has another inexact ETag', { etag: 'W/"v1"' }, { etag: 'W/"v2"' }],
			['has another date', { 'last-modified': monday }, { 'last-modified': tuesday }],
		])('but not with one that %s', async (_, mark, more) => {
			inTwo(mark, more);
			await changed();
		});
		it('but not with one of another length', async () => {
			inTwo({}, { 'content-range': `bytes ${first.length}-${whole - 1}/${whole + 1}` });
			await changed();
		});
		it('but not with the whole file from its start', async () => {
			inTwo({ etag: '"v1"' }, { etag: '"v2"' }, 200);
			await expect(downloaded()).rejects.toMatchObject({ kind: 'connection' });
		});
	});
	it('notices a download that breaks off', async () => {
		handle = (incoming, response) => {
			response.writeHead(200, { 'content-length': 1000, 'content-type': 'application/octet-stream' }).write('half');
			setImmediate(() => incoming.socket.destroy());
		};
		const [output] = await client().run(depot.download, { ...site, crateId: 'c1' });
		await expect(bytes(output?.file?.stream ?? '')).rejects.toMatchObject({ kind: 'connection' });
	});
});
