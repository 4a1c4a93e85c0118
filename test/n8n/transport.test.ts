import { Engine } from './engine';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { IExecuteFunctions, INodeType } from 'n8n-workflow';
import { CintooOAuth2Api } from '../../credentials/CintooOAuth2Api.credentials';
import { bytesOf } from '../../src/core/bytes';
import { Client } from '../../src/core/client';
import { AecError, ConnectionError } from '../../src/core/errors';
import { PlainTransport } from '../../src/n8n/transport';
import { depot, depotService } from '../core/made-up-service';
import { bearer, ports } from '../support/connect';
import { networkError, watchSockets } from '../support/sockets';

let handle: (request: IncomingMessage, response: ServerResponse) => void;
const server = createServer((request, response) => request.resume().on('end', () => handle(request, response)));
let origin = '';
const otherEndOf = watchSockets();

beforeAll(async () => {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
});
afterAll(async () => {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
});

/** What a client gives or throws that sends through the HTTP helper n8n hands to a node. */
async function inNode<T>(work: (client: Client) => Promise<T>): Promise<T | AecError> {
	let result: T | AecError | undefined;
	const node: INodeType = {
		description: { displayName: 'Depot', name: 'depot', group: ['input'], version: 1, description: 'Reaches the depot', defaults: { name: 'Depot' }, inputs: ['main'], outputs: ['main'], properties: [] },
		async execute(this: IExecuteFunctions) {
			const service = depotService();
			const client = new Client({ service, services: [service], origin, ports: ports(bearer('token'), new PlainTransport(this.helpers)) });
			result = await work(client).catch((error: unknown) => {
				if (error instanceof AecError) return error;
				throw error;
			});
			return [[{ json: {} }]];
		},
	};
	const { error } = await new Engine({ node, credentialType: new CintooOAuth2Api(), credentials: {} }).run({ parameters: {} });
	if (error) throw new Error(error.message);
	if (result === undefined) throw new Error('The node did not run.');
	return result;
}

it('gets a file whole from a service that packs where it may', async () => {
	const plain = Buffer.from('position,tag\n'.repeat(50_000));
	handle = (request, response) => {
		const packs = /gzip/.test(request.headers['accept-encoding'] ?? '');
		const sent = packs ? gzipSync(plain) : plain;
		response.writeHead(200, { 'content-type': 'text/csv', 'content-length': sent.length, ...(packs ? { 'content-encoding': 'gzip' } : {}) }).end(sent);
	};
	const fetched = await inNode(async (client) => {
		const [output] = await client.run(depot.download, { siteId: 's', crateId: 'c' });
		const chunks: Buffer[] = [];
		if (output?.file) for await (const chunk of bytesOf(output.file.stream)) chunks.push(chunk);
		return Buffer.concat(chunks);
	});
	expect(Buffer.isBuffer(fetched) && fetched.equals(plain)).toBe(true);
});

it.each([
	['EHOSTUNREACH', 'read', 1],
	['ENETUNREACH', 'write', 1],
	['EHOSTUNREACH', 'connect', 2],
])('a create that ends with %s in %s is sent %d times', async (code, syscall, times) => {
	let made = 0;
	handle = (request, response) => {
		made++;
		if (made === 1) otherEndOf(request).destroy(networkError(syscall, code));
		else response.writeHead(201, { 'content-type': 'application/json' }).end('{"id":"c1"}');
	};
	const result = await inNode(async (client) => await client.run(depot.create, { siteId: 's', title: 't' }));
	expect(made).toBe(times);
	if (times === 1) expect(result).toMatchObject({ kind: 'connection', maybeDone: true });
	else expect(result).not.toBeInstanceOf(ConnectionError);
});
