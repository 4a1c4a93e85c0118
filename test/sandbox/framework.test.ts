import { createHash } from 'node:crypto';
import type { Contract } from '../../src/contracts/contract';
import type { SandboxService, SandboxWorld } from '../../src/sandbox/service';
import { serve, type Served } from '../../src/sandbox/serve';

const echo: Contract = {
	id: 'field.echo.say',
	service: 'field',
	method: 'POST',
	path: '/echo/{name}',
	auth: { kind: 'none' },
	params: [
		{ name: 'word', in: 'body', type: 'string', required: true },
		{ name: 'loud', in: 'query', type: 'boolean', required: false },
	],
	body: 'json',
	reply: { statuses: [200], kind: 'object' },
	source: 'invented for this test',
	evidence: 'stated',
};

interface EchoService extends SandboxService {
	readonly said: string[];
}

function echoService(): EchoService {
	const said: string[] = [];
	return {
		id: 'field',
		contracts: [
			echo,
			{ ...echo, id: 'field.echo.later', path: '/later', params: [], body: 'none' },
			{ ...echo, id: 'field.echo.secret', path: '/secret', params: [], body: 'none', auth: { kind: 'ticket' } },
			{ ...echo, id: 'field.echo.crash', path: '/crash', params: [], body: 'none' },
		],
		handlers: {
			'field.echo.say': (request) => {
				said.push(request.path['name'] ?? '');
				return { status: 200, json: { said: request.json, by: request.path['name'] } };
			},
			'field.echo.crash': () => {
				throw new Error('out of words');
			},
		},
		authenticate: (request) => (request.contract.auth.kind === 'ticket' ? { status: 401, text: 'no ticket' } : { kind: 'anonymous' }),
		refuse: (status, words) => ({ status, text: `refused: ${words}` }),
		said,
	};
}

let served: Served<{ echo: EchoService }>;
let now = new Date('2026-10-01T08:00:00Z');

beforeEach(async () => {
	now = new Date('2026-10-01T08:00:00Z');
	served = await serve(() => ({ echo: echoService() }), { now: () => now });
});
afterEach(() => served.stop());

const say = (path: string, body: unknown = { word: 'hi' }): Promise<Response> =>
	fetch(`${served.origins.field}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

describe('routing and contracts', () => {
	it('decodes the path, hands over the body and labels every reply', async () => {
		const response = await say('/echo/a%2Fb%20%C3%A4');
		expect(response.status).toBe(200);
		expect(response.headers.get('x-sandbox')).toBe('true');
		expect(await response.json()).toEqual({ said: { word: 'hi' }, by: 'a/b ä' });
	});

	it('refuses in the words of the service what no contract knows', async () => {
		const unknown = await say('/nothing');
		expect([unknown.status, await unknown.text()]).toEqual([404, 'refused: No document describes this path.']);
		const verb = await fetch(`${served.origins.field}/echo/a`, { method: 'PUT' });
		expect(verb.status).toBe(405);
		const words = await say('/echo/a?loud=very', { wrod: 'hi' });
		expect(words.status).toBe(400);
		expect(await words.text()).toBe(
			'refused: The request is not as documented for field.echo.say: query loud is not true or false; body word is missing; body wrod is not documented.',
		);
		expect(served.services.echo.said).toEqual([]);
	});

	it('asks the service who calls, admits what it cannot do, and survives a broken handler', async () => {
		const post = (path: string): Promise<Response> => fetch(`${served.origins.field}${path}`, { method: 'POST' });
		expect((await post('/secret')).status).toBe(401);
		expect((await post('/later')).status).toBe(501);
		const crash = await post('/crash');
		expect([crash.status, await crash.text()]).toEqual([500, 'refused: The sandbox failed in field.echo.crash: out of words']);
		expect((await say('/echo/still-there')).status).toBe(200);
	});

	it('records every exchange with what the contract objects to', async () => {
		await say('/echo/a');
		await say('/echo/a', { word: 1 });
		await say('/nothing');
		expect(served.exchanges.map(({ contractId, status, violations }) => ({ contractId, status, violations }))).toEqual([
			{ contractId: 'field.echo.say', status: 200, violations: [] },
			{ contractId: 'field.echo.say', status: 400, violations: ['body word is not a string'] },
			{ contractId: undefined, status: 404, violations: ['POST on an undocumented path'] },
		]);
		expect(Buffer.from(served.exchanges[0]?.requestBody ?? []).toString()).toBe('{"word":"hi"}');
		expect(served.exchanges[0]?.url).toBe(`${served.origins.field}/echo/a`);
	});

	it('says on its front page, and on that of a service it does not have, that it is a sandbox', async () => {
		for (const origin of [served.origins.field, served.origins.cintoo, served.origins.storage]) {
			expect(await (await fetch(origin)).text()).toContain('SANDBOX');
		}
		expect((await fetch(`${served.origins.cintoo}/api/2/accounts`)).status).toBe(404);
	});

	it('gives the same ids to the same seed, and others to another', async () => {
		const other = await serve(() => ({}), { seed: 1 });
		const third = await serve(() => ({}), { seed: 2 });
		const [id] = [served.world.uuid()];
		expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
		expect(other.world.uuid()).toBe(id);
		expect(third.world.uuid()).not.toBe(id);
		await Promise.all([other.stop(), third.stop()]);
	});
});

describe('faults', () => {
	it('answers a status once, or as often as told, and after as many as told', async () => {
		served.faults.inject({ service: 'field', path: '/echo', method: 'POST', after: 1, times: 2, kind: { status: 429, headers: { 'retry-after': '7' } } });
		const statuses: [number, string | null][] = [];
		for (let count = 0; count < 4; count += 1) {
			const response = await say('/echo/a');
			statuses.push([response.status, response.headers.get('retry-after')]);
		}
		expect(statuses).toEqual([[200, null], [429, '7'], [429, '7'], [200, null]]);
		expect(served.services.echo.said).toHaveLength(2);
	});

	it('hits only what it is meant for', async () => {
		served.faults.inject({ service: 'storage', kind: { status: 503 } });
		served.faults.inject({ method: 'DELETE', kind: { status: 503 } });
		served.faults.inject({ path: '/elsewhere', kind: { status: 503 } });
		expect((await say('/echo/a')).status).toBe(200);
		served.faults.inject({ kind: { status: 503 } });
		served.faults.clear();
		expect((await say('/echo/a')).status).toBe(200);
	});

	it('shows a page of HTML instead of an answer', async () => {
		served.faults.inject({ kind: { html: true } });
		const response = await say('/echo/a');
		expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
		expect(served.services.echo.said).toEqual([]);
	});

	it('cuts the connection before anything happens, or in the middle of the answer', async () => {
		served.faults.inject({ kind: { cutAfterBytes: 0 } });
		await expect(say('/echo/a')).rejects.toThrow();
		expect(served.services.echo.said).toEqual([]);
		served.faults.inject({ kind: { cutAfterBytes: 5 } });
		const response = await say('/echo/a');
		expect(response.status).toBe(200);
		await expect(response.text()).rejects.toThrow();
		expect(served.services.echo.said).toEqual(['a']);
	});

	it('loses an answer to what was carried out', async () => {
		served.faults.inject({ kind: { loseAnswer: true } });
		await expect(say('/echo/lost')).rejects.toThrow();
		expect(served.services.echo.said).toEqual(['lost']);
	});

	it('delays, and then answers as ever', async () => {
		served.faults.inject({ kind: { latencyMs: 5 } });
		expect((await say('/echo/late')).status).toBe(200);
	});
});

describe('storage behind signed URLs', () => {
	const bytes = Buffer.from('0123456789');
	const md5 = createHash('md5').update(bytes).digest('base64');
	const put = (world: SandboxWorld, key: string, headers: Record<string, string> = {}, blockBlob = false): Promise<Response> =>
		fetch(world.sign(key, 'PUT', 60, { blockBlob }), { method: 'PUT', body: bytes, headers });

	it('takes bytes and gives them back, whole or in ranges', async () => {
		const stored = await put(served.world, 'a/b c.bin', { 'content-type': 'text/x-test', 'content-md5': md5 });
		expect([stored.status, stored.headers.get('etag')]).toEqual([200, `"${createHash('md5').update(bytes).digest('hex')}"`]);
		const url = served.world.sign('a/b c.bin', 'GET', 60);
		const whole = await fetch(url);
		expect([whole.status, whole.headers.get('content-type'), whole.headers.get('content-md5'), await whole.text()]).toEqual([200, 'text/x-test', md5, '0123456789']);
		for (const [range, status, contentRange, text] of [
			['bytes=0-3', 206, 'bytes 0-3/10', '0123'],
			['bytes=7-', 206, 'bytes 7-9/10', '789'],
			['bytes=-2', 206, 'bytes 8-9/10', '89'],
			['bytes=8-99', 206, 'bytes 8-9/10', '89'],
		] as const) {
			const piece = await fetch(url, { headers: { range } });
			expect([piece.status, piece.headers.get('content-range'), await piece.text()]).toEqual([status, contentRange, text]);
		}
		const outside = await fetch(url, { headers: { range: 'bytes=10-' } });
		expect([outside.status, outside.headers.get('content-range')]).toEqual([416, 'bytes */10']);
	});

	it('verifies the checksum and keeps nothing that is wrong', async () => {
		const wrong = await put(served.world, 'k', { 'content-md5': createHash('md5').update('other').digest('base64') });
		expect(wrong.status).toBe(400);
		expect(await wrong.text()).toContain('<Code>BadDigest</Code>');
		expect(served.world.blobs.has('k')).toBe(false);
	});

	it('refuses a credential sent along', async () => {
		const response = await put(served.world, 'k', { authorization: 'Bearer secret' });
		expect(response.status).toBe(400);
		const text = await response.text();
		expect(text).toContain('a credential was sent to a signed URL');
		expect(text).not.toContain('secret');
		expect(served.world.blobs.has('k')).toBe(false);
	});

	it('lets a URL expire, and does not let one verb or key stand for another', async () => {
		await put(served.world, 'k');
		const url = served.world.sign('k', 'GET', 60);
		expect((await fetch(url, { method: 'PUT', body: 'x' })).status).toBe(403);
		expect((await fetch(url.replace('/objects/k', '/objects/j'))).status).toBe(403);
		expect((await fetch(url.replace(/expires=\d+/, 'expires=9999999999'))).status).toBe(403);
		now = new Date(now.getTime() + 61_000);
		const late = await fetch(url);
		expect(late.status).toBe(403);
		expect(late.headers.get('content-type')).toBe('application/xml');
		expect(await late.text()).toContain('<Message>Request has expired.</Message>');
		expect((await fetch(served.world.sign('nothing', 'GET', 60))).status).toBe(404);
	});

	it('wants the blob type where the storage is Azure', async () => {
		expect((await put(served.world, 'k', {}, true)).status).toBe(400);
		expect((await put(served.world, 'k', { 'x-ms-blob-type': 'BlockBlob' }, true)).status).toBe(201);
		// Without the header's demand in the signature a client cannot drop it by editing the URL.
		const url = served.world.sign('k', 'PUT', 60, { blockBlob: true }).replace('&demands=block-blob', '');
		expect((await fetch(url, { method: 'PUT', body: 'x' })).status).toBe(403);
	});

	it('can be cut in the middle and resumed', async () => {
		await put(served.world, 'k');
		const url = served.world.sign('k', 'GET', 60);
		served.faults.inject({ service: 'storage', kind: { cutAfterBytes: 4 } });
		const broken = await fetch(url);
		await expect(broken.text()).rejects.toThrow();
		expect(await (await fetch(url, { headers: { range: 'bytes=4-' } })).text()).toBe('456789');
	});
});
