import { Readable } from 'node:stream';
import { get, operation, post, put, returns, text } from '../../src/catalog/vocabulary';
import { ConnectionError } from '../../src/core/errors';
import type { Session } from '../../src/core/ports';
import { depot, depotService } from './made-up-service';
import { bench, broken, CountingSession, fileOf, numbered, origin, type Answer } from './scripted';
import { failureFrom } from '../support/failure';

const crate = { siteId: 's1', crateId: 'c1' };
const ok: Answer = { json: { id: 'c1' } };
const authorizations = (requests: readonly { readonly headers: Readonly<Record<string, string>> }[]): readonly (string | undefined)[] => requests.map(({ headers }) => headers.authorization);

describe('sending again', () => {
	it.each([408, 425, 429, 500, 502, 503, 504])('a read after %i', async (status) => {
		const { client, transport } = bench([{ status }, { status }, ok]);
		expect(await client.run(depot.get, crate)).toEqual([{ json: { id: 'c1' } }]);
		expect(transport.requests).toHaveLength(3);
	});

	it.each([400, 403, 404, 409, 410, 415, 422, 501])('no read after %i', async (status) => {
		const { client, transport } = bench([{ status, json: { detail: 'no' } }]);
		await failureFrom(client.run(depot.get, crate));
		expect(transport.requests).toHaveLength(1);
	});

	it.each([408, 500, 502, 503, 504])('no create after %i, which may have been carried out', async (status) => {
		const { client, transport } = bench([{ status, json: { detail: 'no' } }]);
		const error = await failureFrom(client.run(depot.create, { siteId: 's1', title: 't' }));
		expect(transport.requests).toHaveLength(1);
		expect(error).toMatchObject({ kind: 'unavailable', facts: { status } });
		expect(error.explanation).toContain('may have been carried out');
	});

	it('a create after 429, which was surely not carried out', async () => {
		const { client, transport } = bench([{ status: 429 }, { status: 201, json: { id: 'new', number: 7 } }]);
		expect(await client.run(depot.create, { siteId: 's1', title: 't' })).toEqual([{ json: { receipt: { done: 'created', id: 'new', number: 7 }, id: 'new', number: 7 } }]);
		expect(transport.requests.map(({ sent }) => sent)).toEqual(['{"title":"t"}', '{"title":"t"}']);
	});

	it('a read after a broken connection', async () => {
		const { client, transport } = bench([broken(true), broken(false), ok]);
		await client.run(depot.get, crate);
		expect(transport.requests).toHaveLength(3);
	});

	it('a create only when the connection broke before it was sent', async () => {
		const before = bench([broken(false), ok]);
		await before.client.run(depot.create, { siteId: 's1', title: 't' });
		expect(before.transport.requests).toHaveLength(2);

		const during = bench([broken(true)]);
		const error = await failureFrom(during.client.run(depot.create, { siteId: 's1', title: 't' }));
		expect(during.transport.requests).toHaveLength(1);
		expect(error).toBeInstanceOf(ConnectionError);
		expect(error).toMatchObject({ maybeDone: true, facts: { operation: 'depot.crate.create' } });
		expect(error.explanation).toContain('may have carried it out');
	});

	it('five times in all, then the failure', async () => {
		const { client, transport, slept } = bench(() => ({ status: 503, json: { detail: 'busy' } }), { random: 0 });
		const error = await failureFrom(client.run(depot.get, crate));
		expect(transport.requests).toHaveLength(5);
		expect(slept).toEqual([250, 500, 1000, 2000]);
		expect(error).toMatchObject({ kind: 'unavailable', facts: { operation: 'depot.crate.get', status: 503, words: 'busy' } });
	});

	it.each([0, 0.5, 0.999])('with pauses between half and all of the doubled one (chance %d)', async (random) => {
		const { client, slept } = bench(() => ({ status: 503 }), { random });
		await failureFrom(client.run(depot.get, crate));
		slept.forEach((pause, index) => {
			expect(pause).toBeGreaterThanOrEqual(250 * 2 ** index);
			expect(pause).toBeLessThanOrEqual(500 * 2 ** index);
		});
	});

	it.each([
		['in seconds', '7', 7000],
		['in parts of a second', '0.5', 500],
		['at once', '0', 0],
		['as a date', 'Thu, 01 Oct 2026 08:00:12 GMT', 12_000],
		['as a date gone by', 'Thu, 01 Oct 2026 07:00:00 GMT', 0],
	])('after the time the service states %s', async (_, stated, pause) => {
		const { client, slept } = bench([{ status: 429, headers: { 'retry-after': stated } }, ok]);
		await client.run(depot.get, crate);
		expect(slept).toEqual([pause]);
	});

	it('after its own pause where the stated time makes no sense', async () => {
		const { client, slept } = bench([{ status: 429, headers: { 'retry-after': 'later' } }, ok], { random: 0 });
		await client.run(depot.get, crate);
		expect(slept).toEqual([250]);
	});

	it('not when the service wants a longer wait than the budget has: the time is in the error', async () => {
		const { client, transport, slept } = bench([{ status: 429, headers: { 'retry-after': '3600' }, json: { detail: 'quota' } }]);
		const error = await failureFrom(client.run(depot.get, crate));
		expect(transport.requests).toHaveLength(1);
		expect(slept).toEqual([]);
		expect(error).toMatchObject({ kind: 'rate-limited', facts: { retryAfterMs: 3_600_000 } });
		expect(error.explanation).toContain('60 minutes');
	});

	it('ends when the run is cancelled during a pause', async () => {
		const { client, transport } = bench([{ status: 503 }], {
			ports: {
				sleep: async () => {
					throw new Error('cancelled');
				},
			},
		});
		await expect(client.run(depot.get, crate)).rejects.toThrow('cancelled');
		expect(transport.requests).toHaveLength(1);
	});

	it('opens a file anew for each attempt', async () => {
		const picture = fileOf('label');
		const { client, transport } = bench([{ status: 503 }, broken(true), ok]);
		await client.run(depot.upload, { ...crate, title: 't', picture });
		expect(picture.opened).toBe(3);
		const [first, , third] = transport.requests;
		expect(first?.sent).toContain('label');
		const plain = (body = ''): string => body.replace(/-{20,}\w+/g, '--');
		expect(plain(third?.sent)).toBe(plain(first?.sent));
		expect(Number(first?.headers['content-length'])).toBe(Buffer.byteLength(first?.sent ?? ''));
	});

	it('says which file cannot be opened and sends nothing', async () => {
		const { client } = bench([ok]);
		const error = await failureFrom(client.run(depot.upload, { ...crate, picture: { name: 'gone.png', open: () => Promise.reject(new Error('no such file')) } }));
		expect(error).toMatchObject({ kind: 'input', message: 'Upload label: The file "gone.png" cannot be read.' });
	});
});

describe('a refused sign-in', () => {
	it('is renewed once, and the request goes out again with its body', async () => {
		const session = new CountingSession();
		const picture = fileOf('label');
		const { client, transport } = bench([{ status: 401 }, ok], { session });
		await client.run(depot.upload, { ...crate, picture });
		expect(authorizations(transport.requests)).toEqual(['Bearer token-1', 'Bearer token-2']);
		expect(session.renewals).toBe(1);
		expect(picture.opened).toBe(2);
		expect(transport.request(1).sent).toContain('label');
	});

	it('is renewed for a create too: it was not carried out', async () => {
		const { client, transport } = bench([{ status: 401 }, ok]);
		await client.run(depot.create, { siteId: 's1', title: 't' });
		expect(transport.requests).toHaveLength(2);
	});

	it('fails the second time', async () => {
		const session = new CountingSession();
		const { client, transport } = bench(() => ({ status: 401, json: { detail: 'unknown token' } }), { session });
		const error = await failureFrom(client.run(depot.get, crate));
		expect(transport.requests).toHaveLength(2);
		expect(session.renewals).toBe(1);
		expect(error).toMatchObject({ kind: 'sign-in', facts: { status: 401, words: 'unknown token' } });
	});

	it('is a missing right the second time where the service says 401 for both', async () => {
		const { client } = bench(() => ({ status: 401 }), { service: depotService({ ambiguous401: true }) });
		expect(await failureFrom(client.run(depot.get, crate))).toMatchObject({ kind: 'permission' });
	});

	it('is not sent again where renewing makes no sense', async () => {
		const session = new CountingSession(['user'], false);
		const { client, transport } = bench([{ status: 401 }], { session });
		expect(await failureFrom(client.run(depot.get, crate))).toMatchObject({ kind: 'sign-in' });
		expect(transport.requests).toHaveLength(1);
	});

	it('keeps the words of a refusal that came where a file should', async () => {
		const session = new CountingSession(['user'], false);
		const { client } = bench([{ status: 401, headers: { 'content-type': 'application/json' }, body: Readable.from([Buffer.from('{"detail":"no right to this file"}')]) }], { session });
		expect(await failureFrom(client.run(depot.download, crate))).toMatchObject({ facts: { words: 'no right to this file' } });
	});

	it('does not use up the attempts', async () => {
		const { client, transport } = bench([{ status: 401 }, ...Array.from({ length: 4 }, (): Answer => ({ status: 503 })), ok]);
		await client.run(depot.get, crate);
		expect(transport.requests).toHaveLength(6);
	});
});

it.each(['image/png\r\nx-injected: 1', 'image/png\r\n\r\nbody\r\n--', 'image/png\n;a=b', 'png'])('a file’s type that is none (%j) goes as bytes of no kind', async (type) => {
	const { client, transport } = bench([ok]);
	await client.run(depot.upload, { ...crate, picture: fileOf('bytes', { type, name: 'a"\r\nx-injected: 1.png' }) });
	const { sent } = transport.request(0);
	expect(sent).toContain('Content-Type: application/octet-stream\r\n\r\nbytes');
	expect(sent).not.toMatch(/^x-injected/m);
});

describe('redirects', () => {
	const to = (location: string, status = 302): Answer => ({ status, headers: { location } });
	const session: Session = { tokens: ['user'], sign: async () => ({ headers: { authorization: 'Bearer canary', cookie: 'canary=1' } }), renew: async () => false };

	it('keep the credential on the same origin', async () => {
		const { client, transport } = bench([to('/elsewhere'), ok], { session });
		await client.run(depot.get, crate);
		expect(transport.request(1)).toMatchObject({ url: `${origin}/elsewhere`, token: 'user', headers: { authorization: 'Bearer canary' } });
	});

	it.each(['https://files.example/x?sig=1', 'https://depot.example:444/x', '//other.example/x'])('drop it on the way to %s', async (location) => {
		const { client, transport } = bench([to(location), ok], { session });
		await client.run(depot.get, crate);
		expect(transport.request(1).token).toBeUndefined();
		expect(JSON.stringify(transport.request(1))).not.toContain('canary');
	});

	it('do not give it back on the way home', async () => {
		const { client, transport } = bench([to('https://other.example/x'), to(`${origin}/y`), ok], { session });
		await client.run(depot.get, crate);
		expect(transport.request(2).url).toBe(`${origin}/y`);
		expect(JSON.stringify(transport.request(2))).not.toContain('canary');
	});

	it('do not carry a ticket in the address along', async () => {
		const ticket: Session = { tokens: ['ticket'], sign: async () => ({ param: { name: 'ticket', value: 'canary' } }), renew: async () => false };
		const read = operation({ ...depot.get, needs: { token: 'ticket' } });
		const { client, transport } = bench([to('https://files.example/x'), ok], { session: ticket });
		await client.run(read, crate);
		expect(transport.request(0).url).toContain('ticket=canary');
		expect(JSON.stringify(transport.request(1))).not.toContain('canary');
	});

	it('take the ticket out of an address elsewhere, and leave all else of it as it was signed', async () => {
		const { client, transport } = bench([to('https://files.example/x?name=a%20b&ticket=canary&sig=1%2B2'), ok]);
		await client.run(depot.get, crate);
		expect(transport.request(1).url).toBe('https://files.example/x?name=a%20b&sig=1%2B2');
	});

	it.each(['x-user-id', 'User-Id'])('do not tell others as whom the application acts (%s)', async (actAs) => {
		const read = operation({ ...depot.get, needs: { token: 'either', actAs } });
		const { client, transport } = bench([to('/elsewhere'), to('https://files.example/x'), ok], { session: new CountingSession(['app']), connection: { actAs: 'canary' } });
		await client.run(read, crate);
		expect(transport.request(1).headers).toMatchObject({ [actAs.toLowerCase()]: 'canary' });
		expect(JSON.stringify(transport.request(2).headers)).not.toContain('canary');
	});

	it.each([301, 302, 303, 307, 308])('are refused for a write (%i)', async (status) => {
		const { client, transport } = bench([to('https://other.example/x', status)]);
		expect(await failureFrom(client.run(depot.create, { siteId: 's1', title: 't' }))).toMatchObject({ kind: 'unexpected-reply', facts: { status } });
		expect(transport.requests).toHaveLength(1);
	});

	it('end after five', async () => {
		const { client, transport } = bench((_, index) => to(`/${index}`));
		expect((await failureFrom(client.run(depot.get, crate))).message).toContain('redirected more than 5 times');
		expect(transport.requests).toHaveLength(6);
	});

	it.each(['javascript:alert(1)', 'file:///etc/passwd', 'http://', 'http://depot.example/x', 'http://127.0.0.1/x'])('to %s are refused', async (location) => {
		const { client, transport } = bench([to(location)]);
		expect(await failureFrom(client.run(depot.get, crate))).toMatchObject({ kind: 'unexpected-reply' });
		expect(transport.requests).toHaveLength(1);
	});
});

describe('a ticket as a parameter', () => {
	const session: Session = { tokens: ['ticket'], sign: async () => ({ param: { name: 'ticket', value: 't&1' } }), renew: async () => false };
	const declared = { description: 'Tries', needs: { token: 'ticket' }, returns: returns.record(), repeat: 'safe', source: 'made up' } as const;
	const input = { a: text() };

	it('joins the query of a read', async () => {
		const { client, transport } = bench([ok], { session });
		await client.run(operation({ ...declared, action: 'Read', call: get('/x'), input }), { a: '1' });
		expect(transport.lines).toEqual(['GET /x?a=1&ticket=t%261']);
	});
	it('joins the fields of a form', async () => {
		const { client, transport } = bench([ok], { session });
		await client.run(operation({ ...declared, action: 'Write', call: post('/x', { body: 'form' }), input }), { a: '1' });
		expect(transport.request(0)).toMatchObject({ url: `${origin}/x`, sent: 'ticket=t%261&a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } });
	});
	it('joins the query where the body has no place for it', async () => {
		const { client, transport } = bench([ok], { session });
		await client.run(operation({ ...declared, action: 'Put', call: put('/x'), input }), { a: '1' });
		expect(transport.request(0)).toMatchObject({ url: `${origin}/x?ticket=t%261`, sent: '{"a":"1"}' });
	});
	it('is a part among parts', async () => {
		const { client, transport } = bench([ok], { session });
		await client.run(operation({ ...depot.upload, needs: { token: 'ticket' } }), { ...crate, picture: fileOf('label') });
		expect(transport.request(0).sent).toMatch(/name="ticket"\r\n\r\nt&1/);
	});
	it('sends half a surrogate pair as the replacement character instead of failing', async () => {
		const { client, transport } = bench([ok], { session });
		await client.run(operation({ ...declared, action: 'Read', call: get('/x'), input }), { a: 'a\ud800' });
		expect(transport.request(0).url).toContain('a=a%EF%BF%BD');
	});
});

describe('answers that are not what was promised', () => {
	const page = '<!DOCTYPE html><html><body>Sign in</body></html>';
	it.each([
		['a page with 200', { headers: { 'content-type': 'text/html; charset=utf-8' }, body: page }, 'unexpected-reply', 'web page instead of data (200)'],
		['a page that calls itself JSON', { headers: { 'content-type': 'application/json' }, body: page }, 'unexpected-reply', 'web page instead of data (200)'],
		['a page with 404', { status: 404, headers: { 'content-type': 'text/html' }, body: page }, 'unexpected-reply', 'web page instead of data (404)'],
		['a page with 400', { status: 400, headers: { 'content-type': 'text/html' }, body: page }, 'unexpected-reply', 'web page instead of data (400)'],
		['broken JSON', { headers: { 'content-type': 'application/json' }, body: '{"id": "c1"' }, 'unexpected-reply', 'something that is not data'],
	] as const)('%s', async (_, answer, kind, said) => {
		const { client } = bench([answer]);
		const error = await failureFrom(client.run(depot.get, crate));
		expect(error).toMatchObject({ kind, facts: { operation: 'depot.crate.get' } });
		expect(error.message).toContain(said);
		expect(error.message).not.toContain('<');
		expect(error.facts.remedy).toContain('address of the service');
	});

	it('a page with 503, tried again first', async () => {
		const { client, transport } = bench(() => ({ status: 503, headers: { 'content-type': 'text/html' }, body: page }));
		expect(await failureFrom(client.run(depot.get, crate))).toMatchObject({ kind: 'unavailable' });
		expect(transport.requests).toHaveLength(5);
	});

	it('a list where none is', async () => {
		const { client } = bench([{ json: { other: [] } }]);
		expect((await failureFrom(client.run(depot.getMany, { siteId: 's1' }))).message).toContain('holds no list under "results"');
	});

	it('a reply that breaks off while it is read', async () => {
		const cut = (): Readable =>
			Readable.from(
				(async function* () {
					yield Buffer.from('{"id":');
					throw new Error('socket hang up');
				})(),
			);
		const { client } = bench([{ headers: { 'content-type': 'application/json' }, body: cut() }]);
		expect(await failureFrom(client.run(depot.create, { siteId: 's1', title: 't' }))).toMatchObject({ kind: 'connection', maybeDone: true });
	});

	it('a failure inside a successful reply', async () => {
		const strict = operation({ ...depot.get, ok: () => ({ words: 'Crate is locked; ticket=canary', code: 'locked' }) });
		const { client } = bench([ok]);
		const error = await failureFrom(client.run(strict, crate));
		expect(error).toMatchObject({ kind: 'refused', facts: { code: 'locked' } });
		expect(error.message).toContain('Crate is locked');
		expect(error.message).not.toContain('canary');
	});
});

describe('what an error tells', () => {
	it.each([
		[400, 'refused'],
		[401, 'sign-in'],
		[403, 'permission'],
		[404, 'not-found'],
		[409, 'conflict'],
		[410, 'not-found'],
		[422, 'refused'],
		[423, 'conflict'],
		[429, 'rate-limited'],
		[500, 'unavailable'],
	])('of a %i: kind %s, the operation, the record, the service’s words, a remedy', async (status, kind) => {
		const { client } = bench(() => ({ status, json: { detail: 'Crate c1 is painted', code: 'painted', permissions: ['crates:write'] } }), { session: new CountingSession(['user'], false) });
		const error = await failureFrom(client.run(depot.get, crate));
		expect(error).toMatchObject({ kind, facts: { operation: 'depot.crate.get', status, code: 'painted', words: 'Crate c1 is painted', requiredPermissions: ['crates:write'] } });
		expect(error.message).toMatch(/^Get crate \(site s1, crate c1\): Depot .*Crate c1 is painted\. \[painted\]$/);
		expect(error.explanation).toContain('crates:write');
	});

	it('adds what the service’s own catalog knows to the remedy', async () => {
		const { client } = bench([{ status: 404, json: { code: 'no-project' } }], { service: depotService({ remedy: (_, words) => (words.code === 'no-project' ? 'Projects of the old platform are not here.' : undefined) }) });
		expect((await failureFrom(client.run(depot.get, crate))).explanation).toContain('Projects of the old platform are not here.');
	});

	it('cuts endless words', async () => {
		const { client } = bench([{ status: 400, json: { detail: 'x'.repeat(100_000) } }]);
		expect((await failureFrom(client.run(depot.get, crate))).message.length).toBeLessThan(1000);
	});

	it.each(['eyJ-', 'eyJaaaaaaaa.', 'ticket="'])('cuts four megabytes of %j', async (beginning) => {
		const { client } = bench([{ status: 400, json: { detail: `Painted ticket=canary ${beginning.repeat(4_000_000 / beginning.length)}`, code: `c ${beginning.repeat(100_000)}` } }]);
		const error = await failureFrom(client.run(depot.get, crate));
		expect(error.message).toContain('Painted ticket=[hidden] ');
		expect(error.message.length).toBeLessThan(1000);
	});

	it('keeps the first 600 characters of words', async () => {
		const detail = Array.from({ length: 300 }, (_, index) => `word${index}`).join(' ');
		const { client } = bench([{ status: 400, json: { detail } }]);
		expect((await failureFrom(client.run(depot.get, crate))).facts.words).toBe(detail.slice(0, 600));
	});

	it('logs attempts by operation and status alone', async () => {
		const { client, logged } = bench([{ status: 503 }, { json: { results: numbered(1), total: 1 } }]);
		await client.run(depot.getMany, { siteId: 's1' });
		expect(logged).toEqual([expect.stringContaining('depot.crate.getMany: attempt 1 did not succeed (503)')]);
	});
});
