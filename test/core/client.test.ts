import { Readable } from 'node:stream';
import { get, operation, post, ref, returns, text, textAt, type AnyOperation, type Input, type JsonObject, type Output, type RunContext } from '../../src/catalog/vocabulary';
import { nameBasedUuid } from '../../src/core/name-based-uuid';
import { bytesOf } from '../../src/core/bytes';
import { ConflictError } from '../../src/core/errors';
import { depot, depotService, resources } from './made-up-service';
import { bench, broken, CountingSession, fileOf, origin, type Answer, type Bench } from './scripted';
import { failureFrom } from '../support/failure';

const crate = { siteId: 's1', crateId: 'c1' };
const steps = (calls: readonly AnyOperation[], run: (context: RunContext) => Promise<readonly Output[]> | AsyncIterable<Output>): AnyOperation => ({ action: 'Do it', description: 'Does it', needs: { token: 'user' }, input: { siteId: ref('depot.site'), title: text({ maxLength: 5 }) }, returns: returns.record(), repeat: 'never', source: 'made up', steps: { calls, run } });
async function textOf(stream: Readable | undefined): Promise<string> {
	const chunks: Buffer[] = [];
	if (stream) for await (const chunk of bytesOf(stream)) chunks.push(chunk);
	return Buffer.concat(chunks).toString();
}

describe('read, change, write', () => {
	const present: JsonObject = { id: 'c1', title: 'Old', note: 'keep me', labels: ['a', 'b'], attachments: [{ blob: 'b1', url: 'https://x' }, { blob: 'b2' }], other: 'not ours' };
	const both = (): Bench => bench([{ json: present }, { json: { id: 'c1' } }]);

	it('writes back what the service would erase, attachments in the form it takes', async () => {
		const { client, transport } = both();
		expect(await client.run(depot.update, { ...crate, title: 'New' })).toEqual([{ json: { receipt: { done: 'updated', id: 'c1' }, id: 'c1' } }]);
		expect(transport.lines).toEqual(['GET /sites/s1/crates/c1?withLabels=true', 'PUT /sites/s1/crates/c1']);
		expect(JSON.parse(transport.request(1).sent)).toEqual({ title: 'New', note: 'keep me', labels: ['a', 'b'], attachments: ['b1', 'b2'] });
	});
	it('clears what is to be cleared, and nothing besides', async () => {
		const { client, transport } = both();
		await client.run(depot.update, { ...crate, note: null, labels: null });
		expect(JSON.parse(transport.request(1).sent)).toEqual({ title: 'Old', note: null, labels: [], attachments: ['b1', 'b2'] });
	});
	it.each([undefined, '', '  '])('takes a left-out value for left alone (%j)', async (note) => {
		const { client, transport } = both();
		await client.run(depot.update, { ...crate, note, labels: [] });
		expect(JSON.parse(transport.request(1).sent)).toMatchObject({ note: 'keep me', labels: ['a', 'b'] });
	});
	it('writes nothing when the present state cannot be read', async () => {
		const { client, transport } = bench([{ status: 404, json: { detail: 'gone' } }]);
		expect(await failureFrom(client.run(depot.update, { ...crate, title: 'New' }))).toMatchObject({ kind: 'not-found' });
		expect(transport.requests).toHaveLength(1);
	});
	it('sends no null for what the service leaves empty and cannot be cleared', async () => {
		const { client, transport } = bench([{ json: { ...present, title: null, note: null } }, { json: { id: 'c1' } }]);
		await client.run(depot.update, { ...crate, labels: ['c'] });
		expect(JSON.parse(transport.request(1).sent)).toEqual({ labels: ['c'], attachments: ['b1', 'b2'] });
	});
});

describe('receipts', () => {
	it('stand ahead of what the service gave', async () => {
		const { client } = bench([{ status: 201, json: { id: 'c9', number: 12, title: 't' } }]);
		expect(await client.run(depot.create, { siteId: 's1', title: 't' })).toEqual([{ json: { receipt: { done: 'created', id: 'c9', number: 12 }, id: 'c9', number: 12, title: 't' } }]);
	});
	it('tell of a delete that gave nothing', async () => {
		const { client } = bench([{ status: 204 }]);
		expect(await client.run(depot.delete, crate)).toEqual([{ json: { receipt: { done: 'deleted' }, deleted: true } }]);
	});
	it('tell of a delete of what was gone already', async () => {
		const { client } = bench([broken(true), { status: 404, json: { code: 'x' } }]);
		expect(await client.run(depot.delete, crate)).toEqual([{ json: { receipt: { done: 'deleted', already: true }, deleted: true } }]);
	});
	it('where the service has a code for gone, another 404 stays a failure', async () => {
		const missing = bench([{ status: 404, json: { code: 'no-site' } }]);
		expect(await failureFrom(missing.client.run(depot.deleteKnown, crate))).toMatchObject({ kind: 'not-found' });
		const gone = bench([{ status: 404, json: { code: 'no-crate' } }]);
		expect(await gone.client.run(depot.deleteKnown, crate)).toMatchObject([{ json: { deleted: true } }]);
	});
	it('a web page with 404 is no sign of a deletion', async () => {
		const { client } = bench([{ status: 404, headers: { 'content-type': 'text/html' }, body: '<html>' }]);
		expect(await failureFrom(client.run(depot.delete, crate))).toMatchObject({ kind: 'unexpected-reply' });
	});
});

describe('what comes back', () => {
	const reading = (kind: AnyOperation['returns']): AnyOperation => ({ ...depot.get, steps: undefined, returns: kind });
	it.each<[string, AnyOperation['returns'], Answer, unknown]>([
		['a record at a path', returns.record('data.crate'), { json: { data: { crate: { id: 'c1' } } } }, [{ json: { id: 'c1' } }]],
		['records', returns.records('data'), { json: { data: [{ id: '1' }, { id: '2' }] } }, [{ json: { id: '1' } }, { json: { id: '2' } }]],
		['a plain value', returns.value(), { json: 7 }, [{ json: { value: 7 } }]],
		['a text where a value is due', returns.value(), { body: 'pong' }, [{ json: { value: 'pong' } }]],
		['nothing', returns.nothing, { status: 204 }, [{ json: { success: true } }]],
		['a text', returns.text, { body: 'all well' }, [{ json: { text: 'all well' } }]],
		['data where a file might come', returns.mixed, { json: { state: 'pending' } }, [{ json: { state: 'pending' } }]],
	])('%s', async (_, kind, answer, outputs) => {
		expect(await bench([answer]).client.run(reading(kind), crate)).toEqual(outputs);
	});
	it('a file, with its name, type and bytes', async () => {
		const { client, transport } = bench([{ headers: { 'content-type': 'image/png', 'content-length': '5', 'content-disposition': 'attachment; filename="../crate 1.png"' }, body: Readable.from([Buffer.from('he'), Buffer.from('llo')]) }]);
		const [output] = await client.run(depot.download, crate);
		expect(transport.request(0)).toMatchObject({ expect: 'stream', headers: { accept: '*/*' } });
		expect(output?.json).toEqual({ fileName: 'crate 1.png', mimeType: 'image/png', fileSize: 5 });
		expect(await textOf(output?.file?.stream)).toBe('hello');
	});
	it('no file that is shorter or longer than announced', async () => {
		for (const size of ['6', '4']) {
			const { client } = bench([{ headers: { 'content-length': size }, body: Readable.from([Buffer.from('hello')]) }]);
			const [output] = await client.run(depot.download, crate);
			await expect(textOf(output?.file?.stream)).rejects.toThrow(`broke off after 5 of ${size} bytes`);
		}
	});
	it('no web page for a file', async () => {
		const { client } = bench([{ headers: { 'content-type': 'text/html' }, body: Readable.from([Buffer.from('<html>')]) }]);
		expect(await failureFrom(client.run(depot.download, crate))).toMatchObject({ kind: 'unexpected-reply' });
	});
	/** `mebibytes` of them, over and over the same piece, and how many were taken. */
	const pieces = (mebibytes: number, fill: string): { readonly body: Readable; taken(): number } => {
		const piece = Buffer.alloc(1024 * 1024, fill);
		let taken = 0;
		return { taken: () => taken, body: new Readable({ read() { this.push(taken++ < mebibytes ? piece : null); } }) };
	};
	it('of an endless web page only the beginning is read', async () => {
		const page = pieces(1000, '<');
		const { client } = bench([{ headers: { 'content-type': 'text/html' }, body: page.body }]);
		expect(await failureFrom(client.run(depot.download, crate))).toMatchObject({ kind: 'unexpected-reply' });
		expect(page.taken()).toBeLessThan(5);
		expect(page.body.destroyed).toBe(true);
	});
	it('no endless data where a file might come', async () => {
		const data = pieces(1000, ' ');
		const { client } = bench([{ headers: { 'content-type': 'application/json' }, body: data.body }]);
		expect(await failureFrom(client.run(reading(returns.mixed), crate))).toMatchObject({ kind: 'ceiling' });
		expect(data.taken()).toBeLessThan(260);
	});
});

describe('records chosen here', () => {
	const chosen: AnyOperation = { ...depot.getCursor, steps: undefined, input: { ...depot.getCursor.input, colour: text({ in: 'here' }) }, select: (record, wanted) => wanted.colour === undefined || record.colour === wanted.colour };
	it('are those that fit, up to the limit, over as many pages as it takes', async () => {
		const { client, transport } = bench((_, index) => ({ json: { results: [{ colour: 'red', n: index }, { colour: 'blue', n: index }], next: `p${index + 1}` } }));
		expect(await client.run(chosen, { siteId: 's1', colour: 'red' }, { limit: 3 })).toEqual([0, 1, 2].map((n) => ({ json: { colour: 'red', n } })));
		expect(transport.requests).toHaveLength(3);
		expect(transport.lines[0]).toBe('GET /sites/s1/crates?limit=50');
	});
});

describe('several steps', () => {
	it.each([{}, { by: '' }])('are given the defaults of required fields that were left alone (%j)', async (input) => {
		const given: Input[] = [];
		const choosing: AnyOperation = {
			...steps([], async () => []),
			input: { by: text({ required: true, default: 'name' }), name: text({ required: true, default: 'n', when: { by: ['name'] } }), id: text({ required: true, default: 'i', when: { by: ['id'] } }), hint: text({ default: 'h' }) },
			steps: { calls: [], run: async (_context, values) => [{ json: { count: given.push(values) } }] },
		};
		await bench([]).client.run(choosing, input);
		expect(given).toEqual([{ by: 'name', name: 'n' }]);
	});
	it('speak of the chosen operation alone when nobody is signed in', async () => {
		const reading = steps([depot.get], async (context) => [{ json: { value: await context.call(depot.get, crate) } }]);
		const { message, kind } = await failureFrom(bench([{ status: 401 }, { status: 401 }]).client.run(reading, {}));
		expect(kind).toBe('sign-in');
		expect(message).toMatch(/^Do it\b/);
		expect(message).not.toContain(depot.get.action);
	});
	it('name what exists by now when a later step fails, and say what to do', async () => {
		const two = steps([depot.create, depot.update], async (context) => {
			const made = await context.call(depot.create, { siteId: 's1', title: 't' });
			context.made('crate', textAt(made, 'id') ?? '');
			await context.call(depot.replace, { ...crate, title: 'x' });
			return [];
		});
		const declared: AnyOperation = { ...two, steps: two.steps && { ...two.steps, calls: [depot.create, depot.replace] } };
		const { client } = bench([{ json: { id: 'c9' } }, { status: 409, json: { detail: 'busy' } }]);
		const error = await failureFrom(client.run(declared, { siteId: 's1' }));
		expect(error).toBeInstanceOf(ConflictError);
		expect(error.facts.made).toEqual({ crate: 'c9' });
		expect(error.explanation).toContain('busy');
		expect(error.explanation).toContain('Made so far: crate c9');
	});
	it('may call only what they declare', async () => {
		const { client, transport } = bench([{ json: {} }]);
		const sneaky = steps([depot.get], async (context) => [{ json: { value: await context.call(depot.delete, crate) } }]);
		await expect(client.run(sneaky, {})).rejects.toThrow('without being declared');
		expect(transport.requests).toHaveLength(0);
	});
	it('have their input checked before the first of them', async () => {
		const { client, transport } = bench([]);
		expect(await failureFrom(client.run(steps([], async () => [{ json: {} }]), { title: 'much too long' }))).toMatchObject({ kind: 'input', facts: { operation: 'Do it' } });
		expect(transport.requests).toHaveLength(0);
	});
	it('give what they have when they have it', async () => {
		const { client } = bench([]);
		const order: string[] = [];
		const slow = steps([], async function* () {
			for (const n of [1, 2]) {
				order.push(`made ${n}`);
				yield { json: { n } };
			}
		} satisfies () => AsyncGenerator<Output>);
		for await (const { json } of client.stream(slow, {})) order.push(`got ${textAt(json, 'n') ?? ''}`);
		expect(order).toEqual(['made 1', 'got 1', 'made 2', 'got 2']);
	});
	it('send a part of a file to a signed address without credential, again after a failure', async () => {
		const file = fileOf('0123456789');
		const sending = steps([], async (context) => [{ json: { ...(await context.put('https://s3.example/k?sig=1', file, { from: 2, to: 6, size: 10, headers: { 'Content-MD5': 'x' } })) } }]);
		const { client, transport } = bench([{ status: 500 }, { headers: { etag: '"e"' } }]);
		expect(await client.run(sending, {})).toMatchObject([{ json: { etag: '"e"' } }]);
		expect(transport.requests.map(({ method, url, sent, token }) => ({ method, url, sent, token }))).toEqual(Array.from({ length: 2 }, () => ({ method: 'PUT', url: 'https://s3.example/k?sig=1', sent: '2345', token: undefined })));
		expect(transport.request(1).headers).toMatchObject({ 'content-length': '4', 'content-md5': 'x' });
		expect(transport.request(1).headers.authorization).toBeUndefined();
	});
	it('sign what they fetch from the service itself, and only that', async () => {
		const fetching = (url: string): AnyOperation => steps([], async (context) => [{ json: {}, file: await context.fetch(url) }]);
		for (const [url, signed] of [['/files/1', true], [`${origin}/files/1`, true], ['https://s3.example/k', false], ['https://depot.example.evil/k', false]] as const) {
			const { client, transport } = bench([{ body: 'x' }]);
			await client.run(fetching(url), {});
			expect(transport.request(0).headers.authorization !== undefined).toBe(signed);
			expect(transport.request(0).token).toBe(signed ? 'user' : undefined);
		}
	});
	it.each(['http://', 'file:///etc/passwd', 'http://s3.example/k', 'http://169.254.169.254/latest'])('refuse to fetch %s', async (url) => {
		const { client, transport } = bench([]);
		expect(await failureFrom(client.run(steps([], async (context) => [{ json: {}, file: await context.fetch(url) }]), {}))).toMatchObject({ kind: 'unexpected-reply' });
		expect(transport.requests).toHaveLength(0);
	});
	it('wait by the clock of the host', async () => {
		const { client, slept } = bench([]);
		const waiting = steps([], async (context) => {
			const before = context.now();
			await context.wait(5000);
			return [{ json: { waited: context.now() - before } }];
		});
		expect(await client.run(waiting, {})).toEqual([{ json: { waited: 5000 } }]);
		expect(slept).toEqual([5000]);
	});
});

describe('whose sign-in, which region', () => {
	const needing = (needs: AnyOperation['needs']): AnyOperation => ({ action: 'Look', description: 'Looks', call: get('/x'), needs, input: {}, returns: returns.record(), repeat: 'safe', source: 'made up' });
	const acting = { token: 'either', actAs: 'User-Id', region: 'Region' } as const;
	it.each<[string, AnyOperation['needs'], readonly ('user' | 'app')[], string | undefined, string | undefined, string | undefined]>([
		['a user’s', { token: 'user' }, ['user', 'app'], undefined, 'user', undefined],
		['the application’s own', { token: 'app' }, ['user', 'app'], undefined, 'app', undefined],
		['either: the user’s first', { token: 'either' }, ['user', 'app'], undefined, 'user', undefined],
		['either: what there is', { token: 'either' }, ['app'], undefined, 'app', undefined],
		['either, acting as a user', acting, ['user', 'app'], 'u1', 'app', 'u1'],
		['either, nobody to act as', acting, ['user', 'app'], undefined, 'user', undefined],
		['a user’s, by an app that acts as one', { token: 'user', actAs: 'User-Id' }, ['app'], 'u1', 'app', 'u1'],
		['a user’s own, although it could act', { token: 'user', actAs: 'User-Id' }, ['user', 'app'], 'u1', 'user', undefined],
		['the application’s, which acts as nobody here', { token: 'app' }, ['app'], 'u1', 'app', undefined],
	])('%s', async (_, needs, tokens, actAs, token, header) => {
		const { client, transport } = bench([{ json: {} }], { session: new CountingSession(tokens), connection: { actAs, region: 'EMEA' } });
		await client.run(needing(needs), {});
		expect(transport.request(0).token).toBe(token);
		expect(transport.request(0).headers['user-id']).toBe(header);
		expect(transport.request(0).headers.region).toBe(needs.region === undefined ? undefined : 'EMEA');
	});
	it.each<[AnyOperation['needs'], readonly ('user' | 'app')[], string]>([
		[{ token: 'app' }, ['user'], 'the application’s own sign-in'],
		[{ token: 'user' }, ['app'], 'a signed-in user'],
	])('says before the call what is missing: %j with %j', async (needs, tokens, said) => {
		const { client, transport } = bench([], { session: new CountingSession(tokens) });
		const error = await failureFrom(client.run(needing(needs), {}));
		expect(error).toMatchObject({ kind: 'sign-in' });
		expect(error.message).toContain(said);
		expect(transport.requests).toHaveLength(0);
	});
});

describe('pick lists', () => {
	const [sites] = resources;
	if (!sites) throw new Error('no sites');
	const list: Answer = { json: { sites: [{ id: '1', name: 'Zug', number: 'N-1' }, { id: '2', name: 'Aarau', state: 'old' }, { id: '3', name: 'Basel', state: 'deleted' }, { id: '4', name: 'Chur' }, { name: 'no id' }] } };
	it('show active ones first, by name, and no deleted ones', async () => {
		expect((await bench([list]).client.lookup(sites, {})).map(({ label, active }) => [label, active])).toEqual([['Chur', true], ['Zug', true], ['Aarau', false]]);
	});
	it.each([['zu', ['Zug']], ['n-1', ['Zug']], ['  CHUR ', ['Chur']], ['nowhere', []]])('find %j', async (search, labels) => {
		expect((await bench([list]).client.lookup(sites, {}, search)).map(({ label }) => label)).toEqual(labels);
	});
	it('show the id of what has no name', async () => {
		expect((await bench([{ json: { sites: [{ id: '7', name: ' ' }, { id: '8' }] } }]).client.lookup(sites, {})).map(({ label }) => label)).toEqual(['7', '8']);
	});

	it('say which choice comes first', async () => {
		const [, halls] = resources;
		if (!halls) throw new Error('no halls');
		expect((await failureFrom(bench([]).client.lookup(halls, {}))).message).toContain('Site must be chosen first');
	});
});

it('checks a sign-in with one cheap read', async () => {
	const { client, transport } = bench([{ json: { id: 'me' } }]);
	await client.probe();
	expect(transport.lines).toEqual(['GET /me']);
});

it('takes an origin with a slash at its end', async () => {
	const { client, transport } = bench([{ json: {} }], { connection: { origin: `${origin}/` }, service: depotService() });
	await client.run(depot.get, crate);
	expect(transport.request(0).url).toBe(`${origin}/sites/s1/crates/c1`);
});

describe('ids made from names', () => {
	it('are the same each time and differ by every part', () => {
		const all = [['a', 'b'], ['ab'], ['a', 'b', ''], ['', 'ab'], ['b', 'a'], ['a', 'c']].map((parts) => nameBasedUuid(parts));
		expect(new Set(all).size).toBe(all.length);
		expect(nameBasedUuid(['a', 'b'])).toBe(all[0]);
	});
	it('are UUIDs of version 5', () => {
		for (let n = 0; n < 200; n++) expect(nameBasedUuid(['item', String(n)])).toMatch(/^[\da-f]{8}-[\da-f]{4}-5[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
	});
	it('stay what they were: flows that ran before meet their own records', () => expect(nameBasedUuid(['issue', 'urn:x', '1'])).toBe('cf69b323-c10e-5f82-a8e4-6a32ff4bc6ba'));
});

it('sends a body that hosts cannot reshape: text, never an object', async () => {
	const { client, transport } = bench([{ json: {} }]);
	await client.run(operation({ ...depot.create, call: post('/sites/{siteId}/crates') }), { siteId: 's1', title: 't' });
	expect(transport.request(0).body).toEqual({ contentType: 'application/json', length: 13, content: '{"title":"t"}' });
});
