import { range, texts, type AnyOperation, type Changes, type Input, type JsonObject } from '../../src/catalog/vocabulary';
import { look, needsEverything, observe, stateCeiling, type ChangeOptions, type ChangeState, type Observation } from '../../src/core/changes';
import { depot } from './made-up-service';
import { bench, type Answer, type Sent } from './scripted';

const start = Date.parse('2026-10-01T08:00:00Z');
const minute = 60_000;
const at = (minutes: number): string => new Date(start + minutes * minute).toISOString();
const list: AnyOperation = { ...depot.getCursor, steps: undefined, input: { ...depot.getCursor.input, updated: range('dateTime', { wire: 'filter[updatedAt]' }) } };
const changes: Changes = {
	list,
	within: ['siteId'],
	since: 'updated',
	id: 'id',
	created: 'created',
	updated: 'updated',
	author: 'by',
	deleted: 'deletedAt',
	watch: {
		closed: { label: 'Closed', description: 'It was closed', read: (record) => record.state ?? null, becomes: (now, before) => now === 'closed' && before !== 'closed' },
		commented: { label: 'Commented', description: 'It was commented', read: (record) => record.comments ?? null },
	},
	filters: { state: texts(), labels: texts() },
	filterPaths: { state: 'state', labels: 'labels' },
};
const absent: Changes = { ...changes, deleted: 'absent' };
const record = (id: string, updated: number, more: JsonObject = {}): JsonObject => ({ id, created: at(updated), updated: at(updated), ...more });
const everything: ChangeOptions = { events: ['created', 'updated', 'deleted'], startFrom: 'everything', now: start };

function throughJson(state: ChangeState): ChangeState {
	const copy: unknown = JSON.parse(JSON.stringify(state));
	const isState = (value: unknown): value is ChangeState => typeof value === 'object' && value !== null && 'seen' in value;
	if (!isState(copy)) throw new Error('The state did not survive.');
	return copy;
}

/** One look after the other, the state stored as JSON in between as a host does. */
function looks(one: Changes, options: Partial<ChangeOptions>, ...rounds: readonly (readonly JsonObject[])[]): readonly (readonly string[])[] {
	let state: ChangeState | undefined;
	return rounds.map((records, index) => {
		const stored = state === undefined ? undefined : throughJson(state);
		const seen = observe(one, stored, records, one.deleted === 'absent', { ...everything, ...options, now: start + index * 10 * minute });
		state = seen.state;
		return seen.events.map(({ event, id }) => `${event} ${id}`);
	});
}

describe('where it starts', () => {
	const old = record('old', -60);
	it.each<[string, Partial<ChangeOptions>, readonly string[]]>([
		['now: what is there is no news', { startFrom: 'now' }, []],
		['everything', { startFrom: 'everything' }, ['created old', 'created young']],
		['a moment', { startFrom: { date: at(-30) } }, ['created young']],
		['a day', { startFrom: { date: '2026-10-01' } }, ['created old', 'created young']],
	])('%s', (_, options, told) => expect(looks(changes, options, [old, record('young', -1)])).toEqual([told]));

	it('refuses a date that is none', () => expect(() => observe(changes, undefined, [], false, { ...everything, startFrom: { date: 'soon' } })).toThrow('Start From must be a date'));
	it('tells what happens after "now", even where the service’s clock runs minutes behind', () => {
		expect(looks(changes, { startFrom: 'now' }, [old], [old, record('new', 5)], [record('late', -4)])).toEqual([[], ['created new'], []]);
		expect(looks(changes, { startFrom: 'now' }, [old], [old, record('behind', -4)])).toEqual([[], ['created behind']]);
	});
	it('tells a change of what was there before "now"', () => expect(looks(changes, { startFrom: 'now' }, [old], [{ ...old, updated: at(3) }])).toEqual([[], ['updated old']]));
	it('takes a change after the date of something older for an update', () => expect(looks(changes, { startFrom: { date: at(-30) } }, [{ ...old, updated: at(-10) }])).toEqual([['updated old']]));
});

describe('events', () => {
	it('tells each change once, however often the record comes', () => {
		const a = record('a', 1);
		const b = { ...a, updated: at(2) };
		expect(looks(changes, {}, [a], [a], [b], [b], [b])).toEqual([['created a'], [], ['updated a'], [], []]);
	});
	it('tells only what was asked for', () => {
		const a = record('a', 1);
		expect(looks(changes, { events: ['updated'] }, [a], [{ ...a, updated: at(2) }])).toEqual([[], ['updated a']]);
		expect(looks(changes, { events: ['created'] }, [a], [{ ...a, updated: at(2) }])).toEqual([['created a'], []]);
	});
	it('tells a change of a watched part with what it was, whatever the time says', () => {
		const a = record('a', 1, { comments: 1 });
		const first = observe(changes, undefined, [a], true, { ...everything, events: ['commented'] });
		const second = observe(changes, first.state, [{ ...a, comments: 2 }], true, { ...everything, events: ['commented'] });
		expect(second.events).toEqual([{ event: 'commented', id: 'a', record: { ...a, comments: 2 }, before: 1 }]);
		expect(observe(changes, second.state, [{ ...a, comments: 2 }], true, { ...everything, events: ['commented'] }).events).toEqual([]);
	});
	it('tells a becoming once, not its opposite, and again after it', () => {
		const a = record('a', 1, { state: 'open' });
		const closed = { ...a, state: 'closed' };
		expect(looks(changes, { events: ['closed'] }, [a], [closed], [closed], [a], [closed])).toEqual([[], ['closed a'], [], [], ['closed a']]);
	});
	it('tells a becoming of a record that is new and is so already', () => expect(looks(changes, { events: ['created', 'closed'] }, [record('a', 1, { state: 'closed' })])).toEqual([['created a', 'closed a']]));
	it('remembers long parts by their digest', () => {
		const a = record('a', 1, { comments: 'x'.repeat(1000) });
		const first = observe(changes, undefined, [a], true, { ...everything, events: ['commented'] });
		expect(JSON.stringify(first.state).length).toBeLessThan(300);
		expect(observe(changes, first.state, [a], true, { ...everything, events: ['commented'] }).events).toEqual([]);
		expect(observe(changes, first.state, [{ ...a, comments: `${'x'.repeat(999)}y` }], true, { ...everything, events: ['commented'] }).events).toHaveLength(1);
	});
	it('tells a deletion by its flag, once', () => {
		const a = record('a', 1);
		const gone = { ...a, updated: at(2), deletedAt: at(2) };
		expect(looks(changes, {}, [a], [gone], [gone])).toEqual([['created a'], ['deleted a'], []]);
		expect(looks(changes, { startFrom: 'now' }, [], [gone])).toEqual([[], ['deleted a']]);
	});
	it.each([null, false, ''])('takes %j for not deleted', (deletedAt) => expect(looks(changes, {}, [record('a', 1, { deletedAt })])).toEqual([['created a']]));
	it('tells a deletion by absence, once, and the return as no second one', () => {
		const [a, b] = [record('a', 1), record('b', 1)];
		expect(looks(absent, {}, [a, b], [b], [b], [])).toEqual([['created a', 'created b'], ['deleted a'], [], ['deleted b']]);
	});
	it('tells no deletion of what is only not among the recent', () => {
		const first = observe(absent, undefined, [record('a', 1)], true, everything);
		expect(observe(absent, first.state, [], false, everything).events).toEqual([]);
	});
	it('passes over a record without id, and one without times', () => expect(looks(changes, {}, [{ name: 'x' }, { id: 'y' }])).toEqual([['created y']]));
});

describe('filters', () => {
	const open = record('a', 1, { state: 'open', labels: ['x', 'y'] });
	it.each<[Readonly<Record<string, readonly string[]>>, readonly string[]]>([
		[{ state: ['open'] }, ['created a']],
		[{ state: ['closed'] }, []],
		[{ state: ['closed', 'open'] }, ['created a']],
		[{ labels: ['y'] }, ['created a']],
		[{ labels: ['z'] }, []],
		[{ state: ['open'], labels: ['z'] }, []],
		[{ state: [] }, ['created a']],
	])('%j', (filters, told) => expect(looks(changes, { filters }, [open])).toEqual([told]));

	it('follow a record in, out and in again: changes outside are not told, nor told later', () => {
		const options = { filters: { state: ['open'] }, events: ['created', 'updated', 'commented'] };
		const step = (minutes: number, state: string, comments: number): readonly JsonObject[] => [{ ...open, updated: at(minutes), state, comments }];
		expect(looks(changes, options, step(1, 'open', 0), step(2, 'draft', 1), step(3, 'draft', 2), step(4, 'open', 2), step(5, 'open', 3))).toEqual([['created a'], [], [], ['updated a'], ['commented a', 'updated a']]);
	});
	it('tell no deletion of what was outside', () => {
		expect(looks(absent, { filters: { state: ['open'] } }, [record('a', 1, { state: 'draft' })], [])).toEqual([[], []]);
		expect(looks(changes, { filters: { state: ['open'] } }, [record('a', 1, { state: 'draft' })], [record('a', 2, { state: 'draft', deletedAt: at(2) })])).toEqual([[], []]);
	});
});

describe('changes made by this connection', () => {
	const a = record('a', 1, { by: 'other' });
	it('are not told, nor told later; those of others are', () => {
		const mine = { ...a, updated: at(2), by: 'me' };
		const theirs = { ...a, updated: at(3), by: 'other' };
		expect(looks(changes, { exceptBy: 'me' }, [a], [mine], [mine], [theirs])).toEqual([['created a'], [], [], ['updated a']]);
	});
	it('do not make a watched part news when another changes something else', () => {
		const options = { exceptBy: 'me', events: ['closed', 'updated'] };
		expect(looks(changes, options, [{ ...a, state: 'open' }], [{ ...a, state: 'closed', updated: at(2), by: 'me' }], [{ ...a, state: 'closed', updated: at(3), by: 'other' }])).toEqual([[], [], ['updated a']]);
	});
});

describe('what is remembered', () => {
	it('is only the recent, and what was forgotten is not told again', () => {
		const a = record('a', 0);
		const b = record('b', 30);
		let state = observe(changes, undefined, [a], false, everything).state;
		state = observe(changes, state, [a, b], false, { ...everything, now: start + 30 * minute }).state;
		expect(Object.keys(state.seen)).toEqual(['b']);
		expect(observe(changes, state, [a, b], false, { ...everything, now: start + 31 * minute }).events).toEqual([]);
	});
	it('is everything where deletions show by absence or parts are watched', () => {
		expect([needsEverything(changes, ['created', 'updated', 'deleted']), needsEverything(absent, ['deleted']), needsEverything(changes, ['closed'])]).toEqual([false, true, true]);
	});
	it('does not grow past what a host keeps: the reason is said', () => {
		const many = Array.from({ length: 20_000 }, (_, index) => record(`urn:crate:${index}`, 0));
		expect(() => observe(absent, undefined, many, true, everything)).toThrow(/20000 records/);
		const { state } = observe(changes, undefined, many.slice(0, 5000), false, everything);
		expect(Buffer.byteLength(JSON.stringify(state))).toBeLessThan(stateCeiling);
	});
	it('does not run ahead with a record from the future', () => {
		const { state } = observe(changes, undefined, [record('a', 60 * 24 * 365)], false, everything);
		expect(state.since).toBeLessThanOrEqual(start + 5 * minute);
		expect(observe(changes, state, [record('b', 6)], false, { ...everything, now: start + 7 * minute }).events).toMatchObject([{ event: 'created', id: 'b' }]);
	});
	it('misses nothing while a record from the future comes back at every look', () => {
		let { state } = observe(changes, undefined, [], false, { ...everything, startFrom: 'now' });
		const told: string[] = [];
		for (let now = 1; now <= 10; now++) {
			const seen = observe(changes, state, [record('tablet', 60 * 24 * 365), record(`at ${now}`, now - 0.5)], false, { ...everything, startFrom: 'now', now: start + now * minute });
			state = seen.state;
			told.push(...seen.events.map(({ id }) => id));
		}
		expect(told).toEqual(['tablet', ...Array.from({ length: 10 }, (_, index) => `at ${index + 1}`)]);
	});
	it('tells nothing again when it is asked for events that need every record remembered', () => {
		const records = [record('a', 10), record('b', 20), record('c', 30)];
		const before = observe(absent, undefined, records, false, { ...everything, events: ['created'], now: start + 31 * minute });
		expect(before.events).toHaveLength(3);
		const later = { ...everything, events: ['created', 'deleted', 'closed'], now: start + 60 * minute };
		const first = observe(absent, before.state, [...records, record('d', 59)], true, later);
		expect(first.events).toMatchObject([{ event: 'created', id: 'd' }]);
		const second = observe(absent, first.state, [record('b', 20, { state: 'closed' }), ...records.slice(2), record('d', 59)], true, later);
		expect(second.events).toMatchObject([{ event: 'closed', id: 'b' }, { event: 'deleted', id: 'a' }]);
	});
	it('is never changed in place, and survives JSON', () => {
		const options = { ...everything, events: ['created', 'updated', 'closed', 'commented'] };
		const first = observe(changes, undefined, [record('a', 1, { state: 'open', comments: [1] })], true, options);
		const before = JSON.stringify(first.state);
		observe(changes, first.state, [record('a', 2, { state: 'closed' }), record('b', 2)], true, options);
		expect(JSON.stringify(first.state)).toBe(before);
		expect(JSON.parse(before)).toEqual(first.state);
	});
});

describe('a look', () => {
	const site: Input = { siteId: 's1' };
	const page = (records: readonly JsonObject[]): Answer => ({ json: { results: records, next: null } });
	const sinceOf = (request: Sent): string | null => new URL(request.url).searchParams.get('filter[updatedAt]');
	const options: ChangeOptions = { events: ['created', 'updated'], startFrom: 'now', now: start };

	it('asks from a little before the last change on', async () => {
		const { client, transport } = bench([page([record('a', -1)]), page([record('a', -1), record('b', 5)]), page([])]);
		let seen: Observation = await look(client, changes, site, undefined, options);
		seen = await look(client, changes, site, seen.state, { ...options, now: start + 6 * minute });
		expect(seen.events.map(({ id }) => id)).toEqual(['b']);
		await look(client, changes, site, seen.state, { ...options, now: start + 7 * minute });
		expect(transport.requests.map(sinceOf)).toEqual([`${at(-6)}..`, `${at(-2)}..`, `${at(4)}..`]);
	});
	it.each<[string, Changes, Partial<ChangeOptions>, string | null, string | null]>([
		['everything first, then what changed', changes, { startFrom: 'everything' }, null, `${at(0)}..`],
		['everything first for watched parts, then what changed', changes, { events: ['closed'] }, null, `${at(0)}..`],
		['everything always for deletions by absence', absent, { events: ['deleted'] }, null, null],
		['everything always where the service cannot filter', { ...changes, since: undefined }, {}, null, null],
		['everything always for what comes with time', { ...changes, watch: { late: { label: 'Late', description: 'It is late', read: () => null, byTime: true } } }, { events: ['late'] }, null, null],
		['further back where the service counts days', { ...changes, overlapMs: 1440 * minute }, { startFrom: 'everything' }, null, `${at(1 - 1440)}..`],
	])('reads %s', async (_, one, more, first, second) => {
		const { client, transport } = bench([page([record('a', 1)]), page([record('a', 1)])]);
		const { state } = await look(client, one, site, undefined, { ...options, ...more });
		await look(client, one, site, state, { ...options, ...more, now: start + 2 * minute });
		expect(transport.requests.map(sinceOf)).toEqual([first, second]);
	});
	it('asks once more about what is missing: a list that shrinks while it is read skips what is there', async () => {
		const all = { ...options, events: ['deleted'] };
		const { client, transport } = bench([page([record('a', 1), record('b', 1), record('c', 1)]), page([record('a', 1)]), page([record('a', 1), record('c', 1)]), page([record('a', 1), record('c', 1)])]);
		let seen: Observation = await look(client, absent, site, undefined, all);
		seen = await look(client, absent, site, seen.state, { ...all, now: start + 2 * minute });
		expect(seen.events).toMatchObject([{ event: 'deleted', id: 'b' }]);
		seen = await look(client, absent, site, seen.state, { ...all, now: start + 4 * minute });
		expect(seen.events).toEqual([]);
		expect(transport.requests).toHaveLength(4);
	});
	it('reads everything once when it is asked for watched parts later on', async () => {
		const { client, transport } = bench([page([record('a', 1)]), page([record('a', 1)]), page([record('a', 3, { state: 'closed' })])]);
		let seen: Observation = await look(client, changes, site, undefined, options);
		const closed = { ...options, events: ['closed'] };
		seen = await look(client, changes, site, seen.state, { ...closed, now: start + 2 * minute });
		seen = await look(client, changes, site, seen.state, { ...closed, now: start + 4 * minute });
		expect(transport.requests.map(sinceOf)).toEqual([`${at(-6)}..`, null, `${at(0)}..`]);
		expect(seen.events).toMatchObject([{ event: 'closed', id: 'a' }]);
	});
	it('tells once what came with time alone', async () => {
		const due: Changes = { ...changes, watch: { late: { label: 'Late', description: 'It is late', read: (one, now) => typeof one.due === 'string' && Date.parse(one.due) <= now, becomes: (now) => now === true, byTime: true } } };
		const { client } = bench([0, 1, 2].map(() => page([record('a', -9, { due: at(5) }), record('b', -9, { due: at(-5) })])));
		let state: ChangeState | undefined;
		const told: string[][] = [];
		for (const now of [0, 10, 20]) {
			const seen: Observation = await look(client, due, site, state, { ...options, events: ['late'], now: start + now * minute });
			state = seen.state;
			told.push(seen.events.map(({ event, id }) => `${event} ${id}`));
		}
		expect(told).toEqual([[], ['late a'], []]);
	});
	it('that fails changes nothing: the next one tells all of it', async () => {
		const { client } = bench([page([]), { status: 400, json: {} }, page([record('a', 1)])]);
		const { state } = await look(client, changes, site, undefined, options);
		const before = JSON.stringify(state);
		await expect(look(client, changes, site, state, { ...options, now: start + 2 * minute })).rejects.toMatchObject({ kind: 'refused' });
		expect(JSON.stringify(state)).toBe(before);
		expect((await look(client, changes, site, state, { ...options, now: start + 3 * minute })).events).toMatchObject([{ event: 'created', id: 'a' }]);
	});
	it('that fails in the middle of its pages tells nothing of the first ones', async () => {
		const { client } = bench([{ json: { results: [record('a', 1)], next: 'p2' } }, { status: 400, json: {} }]);
		await expect(look(client, changes, site, undefined, { ...options, startFrom: 'everything' })).rejects.toMatchObject({ kind: 'refused' });
	});
});
