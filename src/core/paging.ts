import { at, isObject, numberAt, textAt, type Json, type JsonObject, type Page } from '../catalog/vocabulary';
import { CeilingError, ReplyError } from './errors';
import type { Draft, Pair } from './request';
import { PageWindow } from './page-window';
import { recordsOf, replyOf } from './reply';
import { send, type Endpoint, type Purpose } from './send';

export interface PagingOptions {
	/** Most records wanted; all of them when left out. */
	readonly limit?: number;
	/** More records than this end in an error instead of a silent cut. Default 500,000. */
	readonly ceiling?: number;
}

/**
 * The records of a paged list, in order. With a known total several pages are under way at once.
 * @throws CeilingError past the ceiling; ReplyError when the service repeats a cursor or leads to another origin.
 */
export async function* pagesOf(endpoint: Endpoint, draft: Draft, purpose: Purpose, page: Page, options: PagingOptions = {}): AsyncGenerator<JsonObject> {
	const wanted = options.limit ?? Number.POSITIVE_INFINITY;
	const ceiling = options.ceiling ?? 500_000;
	if (wanted <= 0) return;
	let delivered = 0;
	for await (const records of batches(endpoint, draft, purpose, page, wanted)) {
		for (const record of records) {
			if (delivered === wanted) return;
			if (delivered === ceiling) throw new CeilingError(`${purpose.operation.action}: there are more than ${ceiling} records.`, { operation: purpose.id, remedy: 'Narrow the filters, or set a limit.' });
			delivered++;
			yield record;
		}
		if (delivered === wanted) return;
	}
}

/** One list while it is read. */
interface Listing {
	readonly endpoint: Endpoint;
	readonly draft: Draft;
	readonly purpose: Purpose;
	/** Records wanted at most. */
	readonly wanted: number;
	readonly window: PageWindow;
	/** Asks with these parameters more. */
	readonly ask: (params: readonly Param[]) => Promise<Json>;
	readonly read: (asked: Draft) => Promise<Json>;
	readonly records: (reply: Json) => readonly JsonObject[];
}

type Batches = AsyncGenerator<readonly JsonObject[]>;

function batches(endpoint: Endpoint, draft: Draft, purpose: Purpose, page: Page, wanted: number): Batches {
	const window = new PageWindow();
	const read = async (asked: Draft): Promise<Json> => await replyOf(endpoint, purpose, await send(endpoint, asked, { ...purpose, onRefusal: () => window.refused() }));
	const ask = async (params: readonly Param[]): Promise<Json> => await read(withParams(draft, params));
	const records = (reply: Json): readonly JsonObject[] => recordsOf(reply, page.items, purpose.operation, purpose.id);
	const listing: Listing = { endpoint, draft, purpose, wanted, window, ask, read, records };
	switch (page.style) {
		case 'none':
			return inOnePage(listing);
		case 'offset':
			return byOffset(listing, page);
		case 'cursor':
			return byCursor(listing, page);
		case 'body-cursor':
			return byBodyCursor(listing, page);
	}
}

async function* inOnePage({ read, records, draft }: Listing): Batches {
	yield records(await read(draft));
}

type OffsetPage = Extract<Page, { style: 'offset' }>;

async function* byOffset(listing: Listing, page: OffsetPage): Batches {
	const { ask, records, wanted, draft } = listing;
	if (page.wholeWith !== undefined && draft.query.some(([name]) => name === page.wholeWith)) {
		yield* inOnePage(listing);
		return;
	}
	const size = Math.min(page.size, wanted);
	const start: readonly Param[] = [[page.limit, size], [page.offset, 0]];
	let first = await ask(start);
	if (isHollow(listing, page, first, 0)) {
		first = await ask(start);
		if (isHollow(listing, page, first, 0)) throw new ReplyError(`${listing.purpose.operation.action}: the service says that there are ${totalIn(page, first)}, and gives none.`, { operation: listing.purpose.id, remedy: 'Try again later. If it stays so, the signed-in user may not be allowed to see them.' });
	}
	const lead = page.lead === undefined ? undefined : at(first, page.lead);
	if (isObject(lead)) yield [lead];
	const head = records(first);
	yield head;
	const total = totalIn(page, first);
	if (total === undefined) yield* untilShort(listing, page, fullPage(head.length, size), head);
	else if (head.length > 0 && head.length < Math.min(total, wanted)) yield* upToTotal(listing, page, Math.min(total, wanted), head);
}

function totalIn(page: OffsetPage, reply: Json): number | undefined {
	return page.total === undefined ? undefined : numberAt(reply, page.total);
}

/** Whether a page has nothing although the service says, in the same reply, that there is more from here on. */
function isHollow({ records }: Listing, page: OffsetPage, reply: Json, from: number): boolean {
	return records(reply).length === 0 && (totalIn(page, reply) ?? 0) > from;
}

/**
 * How many records a full page has. A first page of fewer than asked for, yet of a round number, may be all that the
 * service gives at a time: where no maximum is documented, it could stand for the last page and hide the others.
 */
function fullPage(got: number, asked: number): number {
	return got > 0 && got < asked && (got % 10 === 0 || got % 25 === 0) ? got : asked;
}

/** The pages after the first one of a service that does not say how many there are: a full page may have a successor. */
async function* untilShort({ ask, records }: Listing, page: OffsetPage, size: number, head: readonly JsonObject[]): Batches {
	const step = page.counts === 'page' ? 1 : size;
	let before = head;
	// More than asked for: the service ignores the page size and has sent everything.
	for (let index = 1; before.length === size; index++) {
		const next = records(await ask([[page.limit, size], [page.offset, index * step]]));
		if (next.length === 0 || sameRecords(next, before)) return;
		yield next;
		before = next;
	}
}

/** The pages after the first one of a known number of records, several under way at once. */
async function* upToTotal(listing: Listing, page: OffsetPage, total: number, head: readonly JsonObject[]): Batches {
	const { ask, records, window, purpose, endpoint } = listing;
	// A service may give pages of another size than asked.
	const perPage = head.length;
	const step = page.counts === 'page' ? 1 : perPage;
	const last = Math.ceil(total / perPage) - 1;
	const underWay: { readonly at: number; readonly reply: Promise<Json> }[] = [];
	let index = 1;
	const pageAt = async (at: number): Promise<Json> => await ask([[page.limit, perPage], [page.offset, at * step]]);
	const fill = (): void => {
		for (; underWay.length < window.size && index <= last; index++) {
			const reply = pageAt(index);
			// It is awaited in order below; until then a failure must not count as unhandled.
			reply.catch(() => undefined);
			underWay.push({ at: index, reply });
		}
	};
	fill();
	let before = head;
	for (let one = underWay.shift(); one; one = underWay.shift()) {
		const reply = await one.reply;
		window.came();
		fill();
		const got = records(isHollow(listing, page, reply, one.at * perPage) ? await pageAt(one.at) : reply);
		if (got.length === 0) {
			endpoint.ports.logger.debug('A page came back empty before the stated total: records were removed meanwhile.');
			continue;
		}
		if (sameRecords(got, before)) throw repeated(purpose);
		before = got;
		yield got;
	}
}

async function* byCursor({ ask, records, wanted, purpose }: Listing, page: Extract<Page, { style: 'cursor' }>): Batches {
	const limit: readonly Param[] = page.limit === undefined ? [] : [[page.limit, Math.min(page.size, wanted)]];
	const seen = new Set<string>();
	for (let cursor: string | undefined; ; ) {
		const reply = await ask(cursor === undefined ? limit : [...limit, [page.cursor, cursor]]);
		yield records(reply);
		cursor = textAt(reply, page.next);
		if (cursor === undefined || cursor === '') return;
		if (seen.has(cursor)) throw repeated(purpose);
		seen.add(cursor);
	}
}

async function* byBodyCursor({ read, records, wanted, draft, purpose, endpoint }: Listing, page: Extract<Page, { style: 'body-cursor' }>): Batches {
	let asked = withParams(draft, [[page.limit, Math.min(page.size, wanted)]]);
	const seen = new Set<string>();
	for (;;) {
		const reply = await read(asked);
		yield records(reply);
		const body = at(reply, `${page.next}.body`);
		if (!isObject(body)) return;
		const mark = JSON.stringify(body);
		if (seen.has(mark)) throw repeated(purpose);
		seen.add(mark);
		asked = { ...asked, path: samePlace(endpoint, draft, textAt(reply, `${page.next}.url`), purpose), body: { kind: 'json', contentType: 'application/json', value: body } };
	}
}

/** The path of a next link; refused when it leads to another origin, where the credential must not go. */
function samePlace(endpoint: Endpoint, draft: Draft, link: string | undefined, purpose: Purpose): string {
	if (link === undefined) return draft.path;
	const url = new URL(link, endpoint.origin);
	if (url.origin !== new URL(endpoint.origin).origin) throw new ReplyError(`${purpose.operation.action}: the next page lies on another host (${url.host}).`, { operation: purpose.id, remedy: 'Check the address of the service in the credential; the sign-in is not sent to other hosts.' });
	return url.pathname + url.search;
}

function repeated(purpose: Purpose): ReplyError {
	return new ReplyError(`${purpose.operation.action}: the service leads back to a page that was read already.`, { operation: purpose.id, remedy: 'Try again later; nothing of what was read so far is lost on the service.' });
}

function sameRecords(a: readonly JsonObject[], b: readonly JsonObject[]): boolean {
	return a.length === b.length && JSON.stringify(a) === JSON.stringify(b);
}

type Param = readonly [name: string, value: string | number];

/** The draft with these parameters, where its other ones travel. */
export function withParams(draft: Draft, params: readonly Param[]): Draft {
	const texts = params.map(([name, value]): Pair => [name, String(value)]);
	switch (draft.body.kind) {
		case 'none':
			return { ...draft, query: [...draft.query, ...texts] };
		case 'json':
			return { ...draft, body: { ...draft.body, value: { ...(isObject(draft.body.value) ? draft.body.value : {}), ...Object.fromEntries(params) } } };
		case 'stream':
			throw new ReplyError('A list cannot be asked for with a file.');
		default:
			return { ...draft, body: { ...draft.body, fields: [...draft.body.fields, ...texts] } };
	}
}
