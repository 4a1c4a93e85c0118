import { Engine, storeFilesOutsideMemory } from './engine';
import { jsonParse } from 'n8n-workflow';
import { createHash } from 'node:crypto';
import { oAuth2 } from './oauth2';
import { Depot, DepotServer, type Seen } from './depot';

const pages = (seen: Seen, all: readonly object[]): { json: unknown } => {
	const query = new URL(seen.url, 'http://x').searchParams;
	const from = Number(query.get('offset'));
	return { json: { items: all.slice(from, from + Number(query.get('limit'))), total: all.length } };
};

describe('a node made from a catalog, in n8n’s engine', () => {
	const server = new DepotServer(() => undefined);
	const engine = (accessToken?: string): Engine => new Engine({ node: new Depot(), credentialType: oAuth2('cintooOAuth2Api'), credentials: server.credentials(accessToken), timezone: 'Europe/Berlin' });
	const yard = { __rl: true, mode: 'id', value: 'y1' };

	beforeAll(async () => {
		await storeFilesOutsideMemory();
		await server.start();
	});
	afterAll(async () => await server.stop());
	beforeEach(() => {
		server.seen.length = 0;
		server.refreshes = 0;
		server.accessToken = 'first';
		server.refuseRefresh = false;
		server.reply = () => undefined;
	});

	test('reads as many pages as the limit needs and pairs every record with its item', async () => {
		const all = [1, 2, 3, 4, 5].map((id) => ({ id }));
		server.reply = (seen) => pages(seen, all);
		const { outputs } = await engine().run({ items: [{ yard: 'a b' }, { yard: 'c' }], parameters: { resource: 'crate', operation: 'getMany', yardId: { __rl: true, mode: 'id', value: '={{ $json.yard }}' }, returnAll: false, limit: 3 } });
		expect(outputs[0]?.map(({ json, pairedItem }) => [json.id, pairedItem])).toEqual([1, 2, 3].flatMap((id) => [[id, { item: 0 }]]).concat([1, 2, 3].map((id) => [id, { item: 1 }])));
		expect(server.seen.map(({ url }) => url.split('?')[0])).toContain('/yards/a%20b/crates');
		const everything = await engine().run({ parameters: { resource: 'crate', operation: 'getMany', yardId: yard, returnAll: true } });
		expect(everything.outputs[0]).toHaveLength(5);
	});

	test('sends filters by their kinds and leaves out what was not filled in', async () => {
		server.reply = (seen) => pages(seen, []);
		await engine().run({ parameters: { resource: 'crate', operation: 'getMany', yardId: yard, filters: { state: ['open', 'closed'], packed: { range: { from: '2026-03-31T00:00:00', to: '' } }, keeperId: { __rl: true, mode: 'list', value: '' } }, options: { includeContents: true } } });
		expect([...new URL(server.seen[0]?.url ?? '', 'http://x').searchParams]).toEqual([['state', 'open,closed'], ['packed', '2026-03-31..'], ['includeContents', 'true'], ['limit', '2'], ['offset', '0']]);
	});

	test('writes every kind of field: days as written, times on the clock of the workflow, what is null left out', async () => {
		server.reply = (seen) => (seen.method === 'POST' ? { json: { id: 'c1' } } : { json: { items: [{ id: 'm1', label: 'Colour' }] } });
		const { outputs, error } = await engine().run({
			items: [{ missing: null, labels: ['a', 'b'], when: '2026-07-01T08:00:00' }],
			parameters: {
				resource: 'crate',
				operation: 'create',
				yardId: { __rl: true, mode: 'url', value: 'https://depot.example/yard/y7/crates' },
				name: 'Beams',
				state: 'open',
				marks: { mappingMode: 'defineBelow', value: { m1: 'red', m2: null } },
				additionalFields: {
					packedOn: '={{ DateTime.fromISO("2026-03-31T23:30:00", { zone: "America/New_York" }) }}',
					due: '={{ $json.when }}',
					weight: '={{ $json.missing }}',
					labels: '={{ $json.labels }}',
					keepers: '["k1","k2"]',
					size: { value: { width: 2, height: '={{ 1 + 2 }}' } },
					contents: { row: [{ name: 'Bolt', keeperId: { __rl: true, mode: 'id', value: 'k9' } }] },
					extra: '{"deep":[1,{}]}',
				},
			},
		});
		expect(error).toBeUndefined();
		expect(outputs[0]?.[0]?.json).toMatchObject({ id: 'c1', receipt: { done: 'created', id: 'c1' } });
		const posted = server.seen.find(({ method }) => method === 'POST');
		expect(posted?.url).toBe('/yards/y7/crates');
		expect(JSON.parse(posted?.body.toString() ?? '')).toEqual({
			name: 'Beams',
			state: 'open',
			packedOn: '2026-03-31',
			due: '2026-07-01T06:00:00.000Z',
			labels: ['a', 'b'],
			keepers: ['k1', 'k2'],
			size: { width: 2, height: 3 },
			contents: [{ name: 'Bolt', keeperId: 'k9', kind: 'thing' }],
			extra: { deep: [1, {}] },
			marks: { m1: 'red' },
			form: 'crate',
		});
	});

	test('empties only what Clear Fields names', async () => {
		server.reply = () => ({ json: { id: 'c1' } });
		const { error } = await engine().run({ items: [{ none: null }], parameters: { resource: 'crate', operation: 'update', yardId: yard, crateId: { __rl: true, mode: 'id', value: 'c1' }, updateFields: { name: '={{ $json.none }}', clearFields: ['packedOn', 'labels'] } } });
		expect(error).toBeUndefined();
		expect(JSON.parse(server.seen[0]?.body.toString() ?? '')).toEqual({ packedOn: null, labels: [] });
	});

	test('finds a reference by name', async () => {
		server.reply = (seen) => (seen.url.startsWith('/yards?') ? pages(seen, [{ id: 'y1', name: 'North' }, { id: 'y2', name: 'South' }]) : { json: { items: [{ id: 1 }], total: 1 } });
		const { outputs, error } = await engine().run({ parameters: { resource: 'crate', operation: 'getMany', yardId: { __rl: true, mode: 'name', value: 'south' }, returnAll: true } });
		expect(error).toBeUndefined();
		expect(outputs[0]).toHaveLength(1);
		expect(server.seen.at(-1)?.url).toContain('/yards/y2/crates');
	});

	test('a thousand items that give a project by name look it up once', async () => {
		server.reply = (seen) => (seen.url.startsWith('/yards?') ? pages(seen, [{ id: 'y1', name: 'North' }, { id: 'y2', name: 'South' }]) : { json: { id: seen.url.split('/').pop() } });
		const items = Array.from({ length: 1000 }, (_, index) => ({ id: `c${index}` }));
		const { outputs, error } = await engine().run({ items, parameters: { resource: 'crate', operation: 'get', yardId: { __rl: true, mode: 'name', value: 'South' }, crateId: { __rl: true, mode: 'id', value: '={{ $json.id }}' } } });
		expect(error).toBeUndefined();
		expect(outputs[0]?.map(({ json }) => json.id)).toEqual(items.map(({ id }) => id));
		expect(server.seen.filter(({ url }) => url.startsWith('/yards?'))).toHaveLength(1);
	}, 60_000);

	test.each([
		['by name', '={{ $json.id }}', [{ id: 'a' }, { id: 'b' }, { id: 'c d' }], ['a', 'b', 'c%20d']],
		['in a member, quoted', '={{ $json["the crate"].id }}', [{ 'the crate': { id: 'a' } }, { 'the crate': { id: 'b' } }], ['a', 'b']],
		['as a number', '={{ $json.id }}', [{ id: 1 }, { id: 2 }, { id: '3' }], ['1', '2', '3']],
		['as text that looks like an expression', '={{ $json.id }}', [{ id: 'a' }, { id: '={{ 1 }}' }], ['a', '%3D%7B%7B%201%20%7D%7D']],
		['inside other text', '=x{{ $json.id }}', [{ id: 'a' }, { id: 'b' }], ['xa', 'xb']],
		['worked on', '={{ $json.id.toUpperCase() }}', [{ id: 'a' }, { id: 'b' }], ['A', 'B']],
		['missing, empty or inherited', '={{ $json.id }}', [{ id: 'a' }, {}, { id: null }, { id: '' }, { id: 'b' }], ['a', 'b']],
		['whose text is no member', '={{ $json.id.length }}', [{ id: { length: 'a' } }, { id: 'four' }], ['a', '4']],
		['that n8n does not give away', '={{ $json.constructor }}', [{ constructor: 'a' }, { constructor: 'b' }], []],
	])('a member of each item, %s, is what n8n makes of it', async (_what, value, items, sent) => {
		server.reply = () => ({ json: { id: 'c1' } });
		await engine().run({ items, onError: 'continueRegularOutput', parameters: { resource: 'crate', operation: 'get', yardId: yard, crateId: { __rl: true, mode: 'id', value } } });
		expect(server.seen.map(({ url }) => url.split('?')[0]?.split('/').pop())).toEqual(sent);
	});

	test.each([
		['a list of names and ids', '={{ [{ name: "zoe" }, "k1"] }}', ['k2', 'k1']],
		['a text with commas', '={{ "k1, k2" }}', ['k1', 'k2']],
		['one text', '={{ "k2" }}', ['k2']],
		['one by name', '={{ { name: "Abel" } }}', ['k1']],
		['nothing', '={{ $json.none }}', undefined],
	])('several people from an expression: %s', async (_what, keepers, sent) => {
		server.reply = (seen) => (seen.method === 'POST' ? { json: { id: 'c1' } } : { json: { items: [{ id: 'k1', name: 'Abel' }, { id: 'k2', name: 'Zoe' }] } });
		const { error } = await engine().run({ parameters: { resource: 'crate', operation: 'create', yardId: yard, name: 'x', state: 'open', additionalFields: { keepers } } });
		expect(error).toBeUndefined();
		expect(jsonParse<{ keepers?: string[] }>(server.seen.find(({ method }) => method === 'POST')?.body.toString() ?? '').keepers).toEqual(sent);
	});

	test.each([['text', '={{ "many" }}'], ['nothing', '={{ $json.none }}'], ['zero', '={{ 0 }}']])('a limit that an expression makes %s is refused: neither nothing nor everything was meant', async (_what, limit) => {
		const { error } = await engine().run({ parameters: { resource: 'crate', operation: 'getMany', yardId: yard, returnAll: false, limit } });
		expect(error?.message).toBe('Limit must be a whole number from 1 on.');
		expect(server.seen).toHaveLength(0);
	});

	test('a limit given as text counts', async () => {
		server.reply = (seen) => pages(seen, [{ id: 1 }, { id: 2 }, { id: 3 }]);
		const { outputs } = await engine().run({ parameters: { resource: 'crate', operation: 'getMany', yardId: yard, returnAll: false, limit: '={{ "1" }}' } });
		expect(outputs[0]).toHaveLength(1);
	});

	test('Clear Fields takes a list as an agent writes it, and refuses what cannot be emptied', async () => {
		server.reply = () => ({ json: { id: 'c1' } });
		const update = { resource: 'crate', operation: 'update', yardId: yard, crateId: { __rl: true, mode: 'id', value: 'c1' } };
		await engine().run({ parameters: { ...update, updateFields: { clearFields: '={{ \'["packedOn"]\' }}' } } });
		expect(JSON.parse(server.seen[0]?.body.toString() ?? '')).toEqual({ packedOn: null });
		const { error } = await engine().run({ parameters: { ...update, updateFields: { clearFields: '={{ ["weight"] }}' } } });
		expect(error?.message).toBe('Clear Fields: "weight" is no field that can be emptied.');
		expect(server.seen).toHaveLength(1);
	});

	test('a run that is cancelled ends at once, even while it waits to try again and though it would go on after failures', async () => {
		const runner = engine();
		server.reply = () => {
			runner.cancel();
			return { status: 503, headers: { 'retry-after': '20' }, json: { title: 'Later' } };
		};
		const started = server.seen.length;
		await runner.run({ items: [{}, {}, {}], onError: 'continueRegularOutput', parameters: { resource: 'crate', operation: 'get', yardId: yard, crateId: { __rl: true, mode: 'id', value: 'c1' } } });
		expect(server.seen.length - started).toBe(1);
	});

	test('stops at the item that failed, with what happened, what to do and the status', async () => {
		const { error } = await engine().run({ items: [{}], parameters: { resource: 'crate', operation: 'get', yardId: yard, crateId: { __rl: true, mode: 'id', value: 'gone' } } });
		expect(error?.message).toBe('Get crate (yard y1, crate gone): Depot cannot find it (404): There is none.');
		expect(error?.description).toContain('Check the ids');
		expect(error?.httpCode).toBe('404');
		expect(error?.context?.itemIndex).toBe(0);
	});

	test.each(['continueRegularOutput', 'continueErrorOutput'] as const)('%s: the failure stays with its item, the others are unharmed', async (onError) => {
		server.reply = (seen) => (seen.url.endsWith('/gone') ? undefined : { json: { id: seen.url.split('/').pop() } });
		const { outputs, error } = await engine().run({ items: [{ id: 'a' }, { id: 'gone' }, { id: 'b' }], onError, parameters: { resource: 'crate', operation: 'get', yardId: yard, crateId: { __rl: true, mode: 'id', value: '={{ $json.id }}' } } });
		expect(error).toBeUndefined();
		const [good = [], bad = []] = outputs;
		const failed = onError === 'continueErrorOutput' ? bad : good.filter(({ json }) => 'error' in json);
		expect(good.flatMap(({ json, pairedItem }) => (typeof json.id === 'string' && !('error' in json) ? [[json.id, pairedItem]] : []))).toEqual([['a', { item: 0 }], ['b', { item: 2 }]]);
		expect(failed).toHaveLength(1);
		expect(failed[0]?.json.error).toContain('Depot cannot find it (404)');
		expect(failed[0]?.pairedItem).toMatchObject({ item: 1 });
	});

	test('says which value is missing before anything is sent', async () => {
		const { error } = await engine().run({ parameters: { resource: 'crate', operation: 'get', yardId: yard, crateId: { __rl: true, mode: 'id', value: '={{ $json.nothing }}' } } });
		expect(error?.message).toContain('Crate is missing.');
		expect(error?.description).toContain('expression');
		expect(server.seen).toHaveLength(0);
	});

	test('sends the rows of many items in one call, each failure back at its own item', async () => {
		server.reply = (seen) => {
			const sent = jsonParse<{ weights: { mark: string; kilos: number }[] }>(seen.body.toString());
			return { json: { items: sent.weights.map(({ mark, kilos }) => (kilos > 9 ? { mark, ok: false, words: 'too heavy' } : { mark, ok: true, kilos })) } };
		};
		const { outputs } = await engine().run({ items: [{ kilos: 1 }, { kilos: 10 }, { kilos: 3 }], onError: 'continueRegularOutput', parameters: { resource: 'crate', operation: 'weigh', yardId: yard, weights: { row: [{ kilos: '={{ $json.kilos }}' }] } } });
		expect(server.seen).toHaveLength(1);
		expect(outputs[0]?.map(({ json, pairedItem }) => [json.kilos ?? json.error, pairedItem])).toEqual([[1, { item: 0 }], [expect.stringContaining('too heavy'), { item: 1 }], [3, { item: 2 }]]);
	});

	test('streams a file up from n8n’s store, and again from the start after a renewal', async () => {
		const bytes = Buffer.alloc(600_000, 'picture ');
		server.accessToken = 'second';
		server.reply = (seen) => (seen.url.startsWith('/yards?') ? { json: { items: [], total: 0 } } : { json: { size: seen.body.length } });
		const runner = engine('first');
		const picture = await runner.store(bytes, 'beam.jpg', 'image/jpeg');
		expect(picture.id).toBeDefined();
		const { outputs, error } = await runner.run({ items: [{ json: {}, binary: { data: picture } }], parameters: { resource: 'photo', operation: 'upload', yardId: yard, picture: 'data' } });
		expect(error).toBeUndefined();
		expect(outputs[0]).toHaveLength(1);
		const last = server.seen.at(-1);
		expect(last?.headers['content-length']).toBe(String(last?.body.length));
		expect(last?.body.includes(bytes)).toBe(true);
		expect(last?.body.includes('filename="beam.jpg"')).toBe(true);
		expect(server.refreshes).toBe(1);
	});

	test('takes the file itself from an expression, or by its name where it travels in the item', async () => {
		server.reply = (seen) => ({ json: { size: seen.body.length } });
		const runner = engine();
		const stored = await runner.store(Buffer.from('outside memory'), 'stored.txt', 'text/plain');
		const travelling = { data: Buffer.from('in the item').toString('base64'), mimeType: 'text/plain', fileName: 'note.txt' };
		for (const picture of ['={{ $binary.stored }}', 'travelling']) {
			const { error } = await runner.run({ items: [{ json: {}, binary: { stored, travelling } }], parameters: { resource: 'photo', operation: 'upload', yardId: yard, picture } });
			expect(error).toBeUndefined();
		}
		expect(server.seen.map(({ body }) => [body.includes('outside memory'), body.includes('in the item')])).toEqual([[true, false], [false, true]]);
	});

	test('streams a file down over a redirect to another host, without the credential', async () => {
		const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));
		const store = new DepotServer(() => ({ bytes, headers: { 'content-disposition': 'attachment; filename="plan.pdf"', 'content-type': 'application/pdf' } }));
		await store.start();
		try {
			server.reply = () => ({ status: 302, headers: { location: `${store.origin}/open/plan?signature=s` } });
			const runner = engine();
			const { outputs, error } = await runner.run({ parameters: { resource: 'photo', operation: 'download', yardId: yard, photoId: 'p1', binaryPropertyName: 'plan' } });
			expect(error).toBeUndefined();
			const binary = outputs[0]?.[0]?.binary?.plan;
			expect(binary).toMatchObject({ fileName: 'plan.pdf', mimeType: 'application/pdf' });
			if (!binary) throw new Error('no file');
			expect(createHash('md5').update(await runner.bytes(binary)).digest('hex')).toBe(createHash('md5').update(bytes).digest('hex'));
			expect(store.seen[0]?.headers.authorization).toBeUndefined();
		} finally {
			await store.stop();
		}
	});

	test('lets n8n renew an expired token once for all items, and keeps the new one', async () => {
		server.accessToken = 'second';
		server.reply = (seen) => pages(seen, [{ id: 1 }, { id: 2 }, { id: 3 }, { id: 4 }, { id: 5 }]);
		const runner = engine('first');
		const { outputs, error } = await runner.run({ items: [{}, {}], parameters: { resource: 'crate', operation: 'getMany', yardId: yard, returnAll: true } });
		expect(error).toBeUndefined();
		expect(outputs[0]).toHaveLength(10);
		expect(server.refreshes).toBe(1);
		expect(runner.credentials.cintooOAuth2Api?.oauthTokenData).toMatchObject({ access_token: 'second', refresh_token: 'r1' });
	});

	test('says that a person has to sign in again when the renewal is refused', async () => {
		server.refuseRefresh = true;
		const { error } = await engine('old').run({ parameters: { resource: 'crate', operation: 'get', yardId: yard, crateId: { __rl: true, mode: 'id', value: 'c1' } } });
		expect(error?.description).toContain('sign in again');
		expect(error?.failure).toEqual({ cause: 'credential-invalid' });
		expect(JSON.stringify(error)).not.toContain('old');
	});

	test('a network failure names the operation and says that nothing was carried out', async () => {
		const dead = new Engine({ node: new Depot(), credentialType: oAuth2('cintooOAuth2Api'), credentials: { ...server.credentials(), address: 'http://127.0.0.1:9' } });
		const { error } = await dead.run({ parameters: { resource: 'crate', operation: 'create', yardId: yard, name: 'x', state: 'open' } });
		expect(error?.message).toContain('Create crate (yard y1): the service cannot be reached (ECONNREFUSED)');
		expect(error?.description).toContain('Nothing was carried out.');
	}, 60_000);

	test('points to the HTTP Request node for custom calls', async () => {
		const { error } = await engine().run({ parameters: { resource: 'crate', operation: '__CUSTOM_API_CALL__', yardId: yard } });
		expect(error?.message).toBe('Custom API calls are made with the HTTP Request node.');
	});

	test('hidden operations are not offered, not even by a hand-written workflow', async () => {
		const { error } = await engine().run({ parameters: { resource: 'crate', operation: 'marks', yardId: yard } });
		expect(error?.message).toContain('has no operation "marks"');
	});

	test('a 429 ends with what the service asked for', async () => {
		server.reply = () => ({ status: 429, headers: { 'retry-after': '120' }, json: { title: 'Slow down' } });
		const { error } = await engine().run({ parameters: { resource: 'crate', operation: 'get', yardId: yard, crateId: { __rl: true, mode: 'id', value: 'c1' } } });
		expect(error?.failure).toEqual({ cause: 'rate-limited', retryAfterMs: 120_000 });
	});
});
