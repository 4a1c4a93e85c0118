import { bodyCursor, offset, operation, post, type AnyOperation, type Input, type Json, type JsonObject } from '../../src/catalog/vocabulary';
import { CeilingError } from '../../src/core/errors';
import { pagesOf, type PagingOptions } from '../../src/core/paging';
import { buildRequest } from '../../src/core/request';
import { depot, depotService } from './made-up-service';
import { bench, CountingSession, numbered, origin, ScriptedTransport, type Answer, type Sent } from './scripted';
import { failureFrom } from '../support/failure';

const site = { siteId: 's1' };
const param = (request: Sent, name: string): number => Number(new URL(request.url).searchParams.get(name));
const ids = (outputs: readonly { readonly json: JsonObject }[]): readonly Json[] => outputs.map(({ json }) => json.id ?? null);
const upTo = (count: number, from = 0): readonly string[] => numbered(count, from).map(({ id }) => id);

/** A service that pages by offset over `all` records and gives at most `cap` a page. */
function byOffset(all: number, cap = Number.POSITIVE_INFINITY): (request: Sent) => Answer {
	return (request) => {
		const from = param(request, 'offset');
		const count = Math.max(0, Math.min(param(request, 'limit'), cap, all - from));
		return { json: { results: numbered(count, from), total: all } };
	};
}

describe('without pages', () => {
	it('one request gives all', async () => {
		const { client, transport } = bench([{ json: [{ id: '1' }, 'plain'] }]);
		expect(await client.run(depot.halls, site)).toEqual([{ json: { id: '1' } }, { json: { value: 'plain' } }]);
		expect(transport.lines).toEqual(['GET /sites/s1/halls']);
	});
	it('a limit cuts what came', async () => {
		const { client } = bench([{ json: numbered(10) }]);
		expect(await client.run(depot.halls, site, { limit: 3 })).toHaveLength(3);
	});
	it.each([null, ''])('an empty answer is an empty list (%j)', async (body) => {
		const { client } = bench([body === null ? { json: null } : { body }]);
		expect(await client.run(depot.halls, site)).toEqual([]);
	});
});

describe('by offset with a total', () => {
	it('reads every record once, in order', async () => {
		const { client, transport } = bench(byOffset(250));
		expect(ids(await client.run(depot.getMany, site))).toEqual(upTo(250));
		expect(transport.lines).toEqual(['GET /sites/s1/crates?limit=100&offset=0', 'GET /sites/s1/crates?limit=100&offset=100', 'GET /sites/s1/crates?limit=100&offset=200']);
	});

	it.each([0, 1, 99, 100, 101, 200])('reads all of %i', async (all) => {
		const { client } = bench(byOffset(all));
		expect(ids(await client.run(depot.getMany, site))).toEqual(upTo(all));
	});

	it('keeps four and then up to ten pages under way and their order, whichever comes first', async () => {
		const waiting: (() => void)[] = [];
		let underWay = 0;
		let most = 0;
		const answer = byOffset(3000);
		const starts: number[] = [];
		const { client, transport } = bench(async (request, index) => {
			if (index > 0) {
				most = Math.max(most, ++underWay);
				starts.push(underWay);
				await new Promise<void>((resolve) => waiting.push(resolve));
				underWay--;
			}
			return answer(request);
		});
		const all = client.run(depot.getMany, site);
		while (transport.requests.length < 30 || waiting.length > 0) {
			await new Promise((resolve) => setImmediate(resolve));
			// The latest first: the opposite of the order they are wanted in.
			waiting.pop()?.();
		}
		expect(ids(await all)).toEqual(upTo(3000));
		expect([starts.indexOf(5) >= 4, most]).toEqual([true, 10]);
	});

	it('asks for less at a time once the service says "too often", and gives all the same', async () => {
		let underWay = 0;
		const seen: number[] = [];
		const refused = new Set<number>();
		const answer = byOffset(20_000);
		const { client } = bench(async (request) => {
			seen.push(++underWay);
			await new Promise((resolve) => setImmediate(resolve));
			const from = param(request, 'offset');
			const tooMany = underWay > 6 && !refused.has(from);
			underWay--;
			if (!tooMany) return answer(request);
			refused.add(from);
			return { status: 429, json: { detail: 'slowly' } };
		});
		expect(ids(await client.run(depot.getMany, site))).toEqual(upTo(20_000));
		// Without heeding it, every page would be refused once.
		expect(refused.size).toBeGreaterThan(0);
		expect(refused.size).toBeLessThan(80);
		expect(Math.max(...seen)).toBeLessThanOrEqual(10);
	});

	it('asks only for what is wanted', async () => {
		const small = bench(byOffset(1000));
		expect(ids(await small.client.run(depot.getMany, site, { limit: 7 }))).toEqual(upTo(7));
		expect(small.transport.lines).toEqual(['GET /sites/s1/crates?limit=7&offset=0']);

		const larger = bench(byOffset(1000));
		expect(ids(await larger.client.run(depot.getMany, site, { limit: 150 }))).toEqual(upTo(150));
		expect(larger.transport.requests).toHaveLength(2);

		const none = bench([]);
		expect(await none.client.run(depot.getMany, site, { limit: 0 })).toEqual([]);
	});

	it('reads all of a service that gives smaller pages than asked', async () => {
		const { client, transport } = bench(byOffset(120, 50));
		expect(ids(await client.run(depot.getMany, site))).toEqual(upTo(120));
		expect(transport.lines.slice(1)).toEqual(['GET /sites/s1/crates?limit=50&offset=50', 'GET /sites/s1/crates?limit=50&offset=100']);
	});

	it('reads all of a service that gives larger pages than asked, none twice', async () => {
		const { client } = bench((request) => ({ json: { results: numbered(Math.max(0, Math.min(150, 400 - param(request, 'offset'))), param(request, 'offset')), total: 400 } }));
		expect(ids(await client.run(depot.getMany, site))).toEqual(upTo(400));
	});

	it('says so when the service gives the same page over and over', async () => {
		const { client } = bench(() => ({ json: { results: numbered(100), total: 300 } }));
		expect((await failureFrom(client.run(depot.getMany, site))).message).toContain('leads back to a page');
	});

	it('asks again for a page that is empty although more is said to be there', async () => {
		const hollow = new Set([0, 100]);
		const { client } = bench((request) => (hollow.delete(Number(param(request, 'offset'))) ? { json: { results: [], total: 300 } } : byOffset(300)(request)));
		expect(await client.run(depot.getMany, site)).toHaveLength(300);
	});
	it('does not take a first page that stays empty for an empty list', async () => {
		const { client } = bench(() => ({ json: { results: [], total: 300 } }));
		await expect(client.run(depot.getMany, site)).rejects.toThrow('the service says that there are 300, and gives none');
	});
	it('goes on over a page that has become empty', async () => {
		const { client } = bench((request) => (param(request, 'offset') === 100 ? { json: { results: [], total: 300 } } : byOffset(300)(request)));
		expect(ids(await client.run(depot.getMany, site))).toEqual([...upTo(100), ...upTo(100, 200)]);
	});

	it('goes on over several pages that have become empty', async () => {
		const { client } = bench((request) => ([100, 200].includes(Number(param(request, 'offset'))) ? { json: { results: [], total: 400 } } : byOffset(400)(request)));
		expect(ids(await client.run(depot.getMany, site))).toEqual([...upTo(100), ...upTo(100, 300)]);
	});

	it('delivers what came before a page that fails, then fails', async () => {
		const { client } = bench((request) => (param(request, 'offset') === 200 ? { status: 400, json: { detail: 'no' } } : byOffset(500)(request)));
		const got: Json[] = [];
		const error = await failureFrom(
			(async () => {
				for await (const { json } of client.stream(depot.getMany, site)) got.push(json.id ?? null);
			})(),
		);
		expect(got).toEqual(upTo(200));
		expect(error).toMatchObject({ kind: 'refused', facts: { operation: 'depot.crate.getMany' } });
	});

	it('tries a page again that breaks off', async () => {
		let broke = false;
		const { client } = bench((request) => {
			if (param(request, 'offset') === 100 && !broke) {
				broke = true;
				return { status: 503 };
			}
			return byOffset(250)(request);
		});
		expect(ids(await client.run(depot.getMany, site))).toEqual(upTo(250));
	});

	it('counts pages where the service does', async () => {
		const paged = (cap: number) => (request: Sent): Answer => {
			const size = Math.min(cap, param(request, 'size'));
			const from = param(request, 'page') * size;
			return { json: { results: numbered(Math.max(0, Math.min(size, 230 - from)), from), total: 230 } };
		};
		const one = bench(paged(100));
		expect(ids(await one.client.run(depot.getPages, site))).toEqual(upTo(230));
		expect(one.transport.lines).toEqual(['GET /sites/s1/crates?size=100&page=0', 'GET /sites/s1/crates?size=100&page=1', 'GET /sites/s1/crates?size=100&page=2']);
		const capped = bench(paged(50));
		expect(ids(await capped.client.run(depot.getPages, site))).toEqual(upTo(230));
	});

	it('asks in the body where the other parameters travel there', async () => {
		const inBody = operation({ ...depot.getMany, call: post('/sites/{siteId}/find'), page: offset({ items: 'results', size: 2, total: 'total' }) });
		const { client, transport } = bench([{ json: { results: numbered(2), total: 3 } }, { json: { results: numbered(1, 2), total: 3 } }]);
		expect(ids(await client.run(inBody, site))).toEqual(upTo(3));
		expect(transport.requests.map(({ sent }) => sent)).toEqual(['{"limit":2,"offset":0}', '{"limit":2,"offset":2}']);
	});
});

describe('by offset until a short page', () => {
	const bare = (all: number, cap = Number.POSITIVE_INFINITY) => (request: Sent): Answer => ({ json: numbered(Math.max(0, Math.min(param(request, 'limit'), cap, all - param(request, 'offset'))), param(request, 'offset')) });
	it.each([
		[0, 1],
		[99, 1],
		[100, 2],
		[250, 3],
	])('reads all of %i in %i requests', async (all, requests) => {
		const { client, transport } = bench(bare(all));
		expect(ids(await client.run(depot.getShort, site))).toEqual(upTo(all));
		expect(transport.requests).toHaveLength(requests);
	});
	it.each([
		[25, 120, 5],
		[50, 100, 3],
		[100, 50, 2],
	])('of a service that gives %i at most reads all of %i in %i requests', async (cap, all, requests) => {
		const { client, transport } = bench(bare(all, cap));
		expect(ids(await client.run(depot.getShort, site))).toEqual(upTo(all));
		expect(transport.requests).toHaveLength(requests);
	});
	it('ends when the service ignores the offset', async () => {
		const { client, transport } = bench(() => ({ json: numbered(100) }));
		expect(ids(await client.run(depot.getShort, site))).toEqual(upTo(100));
		expect(transport.requests).toHaveLength(2);
	});
	it('takes all of a service that ignores the page size', async () => {
		const { client, transport } = bench(() => ({ json: numbered(300) }));
		expect(await client.run(depot.getShort, site)).toHaveLength(300);
		expect(transport.requests).toHaveLength(1);
	});
});

describe('by cursor', () => {
	it('follows it to its end', async () => {
		const { client, transport } = bench([{ json: { results: numbered(2), next: 'a b' } }, { json: { results: numbered(2, 2), next: 'c' } }, { json: { results: numbered(1, 4), next: null } }]);
		expect(ids(await client.run(depot.getCursor, site))).toEqual(upTo(5));
		expect(transport.lines).toEqual(['GET /sites/s1/crates?limit=50', 'GET /sites/s1/crates?limit=50&cursor=a%20b', 'GET /sites/s1/crates?limit=50&cursor=c']);
	});
	it('asks no further than the limit', async () => {
		const { client, transport } = bench([{ json: { results: numbered(5), next: 'more' } }]);
		expect(await client.run(depot.getCursor, site, { limit: 5 })).toHaveLength(5);
		expect(transport.lines).toEqual(['GET /sites/s1/crates?limit=5']);
	});
	it('goes on over an empty page', async () => {
		const { client } = bench([{ json: { results: [], next: 'a' } }, { json: { results: numbered(1), next: '' } }]);
		expect(await client.run(depot.getCursor, site)).toHaveLength(1);
	});
	it('refuses one that comes again', async () => {
		const { client, transport } = bench((_, index) => ({ json: { results: numbered(1, index), next: index % 2 === 0 ? 'a' : 'b' } }));
		expect(await failureFrom(client.run(depot.getCursor, site))).toMatchObject({ kind: 'unexpected-reply', facts: { operation: 'depot.crate.getCursor' } });
		expect(transport.requests).toHaveLength(3);
	});
});

describe('by a cursor in the body', () => {
	const next = (url: string | undefined, at: number): Json => ({ body: { words: 'x', at }, ...(url === undefined ? {} : { url }) });
	it('posts what the service says next', async () => {
		const { client, transport } = bench([{ json: { results: numbered(2), next: next(`${origin}/sites/s1/crates:search?v=2`, 2) } }, { json: { results: numbered(1, 2), next: next(undefined, 3) } }, { json: { results: [], next: null } }]);
		expect(ids(await client.run(depot.search, { ...site, words: 'x' }))).toEqual(upTo(3));
		expect(transport.lines).toEqual(['POST /sites/s1/crates:search', 'POST /sites/s1/crates:search?v=2', 'POST /sites/s1/crates:search']);
		expect(transport.requests.map(({ sent }) => sent)).toEqual(['{"words":"x","limit":50}', '{"words":"x","at":2}', '{"words":"x","at":3}']);
	});
	it.each(['https://evil.example/x', '//evil.example/x', 'http://depot.example/x'])('refuses to go to %s', async (url) => {
		const session = new CountingSession();
		const { client, transport } = bench([{ json: { results: numbered(1), next: next(url, 1) } }], { session });
		expect((await failureFrom(client.run(depot.search, site))).message).toContain('lies on another host');
		expect(transport.requests).toHaveLength(1);
	});
	it('refuses one that comes again', async () => {
		const { client } = bench(() => ({ json: { results: numbered(1), next: next(undefined, 1) } }));
		expect(await failureFrom(client.run(depot.search, site))).toMatchObject({ kind: 'unexpected-reply' });
	});
	it('asks no further than the limit', async () => {
		const { client, transport } = bench([{ json: { results: numbered(2), next: next(undefined, 1) } }]);
		expect(await client.run(operation({ ...depot.search, page: bodyCursor({ items: 'results', size: 50, next: 'next' }) }), site, { limit: 2 })).toHaveLength(2);
		expect(transport.request(0).sent).toBe('{"limit":2}');
	});
});

describe('the ceiling', () => {
	function read(operation: AnyOperation, input: Input, options: PagingOptions, answer: (request: Sent) => Answer): AsyncGenerator<JsonObject> {
		const endpoint = { service: depotService(), origin, ports: { transport: new ScriptedTransport(answer), session: new CountingSession(), now: () => 0, sleep: async () => undefined, random: () => 0, logger: { debug: () => undefined, warn: () => undefined } } };
		return pagesOf(endpoint, buildRequest(operation, input), { operation, id: 'depot.crate.getMany', concerning: '', token: 'user', expect: 'text' }, operation.page ?? { style: 'none', items: '' }, options);
	}
	it('is an error after what fits, never a silent cut', async () => {
		const got: JsonObject[] = [];
		const error = await failureFrom(
			(async () => {
				for await (const record of read(depot.getMany, site, { ceiling: 150 }, byOffset(151))) got.push(record);
			})(),
		);
		expect(got).toHaveLength(150);
		expect(error).toBeInstanceOf(CeilingError);
		expect(error.facts.remedy).toContain('filters');
	});
	it('does not mind exactly as many', async () => {
		let count = 0;
		for await (const _ of read(depot.getMany, site, { ceiling: 150 }, byOffset(150))) count++;
		expect(count).toBe(150);
	});
});

it('stops asking when the reader stops reading', async () => {
	const { client, transport } = bench(byOffset(100_000));
	for await (const { json } of client.stream(depot.getMany, site)) if (json.id === '5') break;
	await new Promise((resolve) => setImmediate(resolve));
	expect(transport.requests.length).toBeLessThanOrEqual(5);
});
