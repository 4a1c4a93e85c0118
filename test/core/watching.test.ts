import { cintoo } from '../../src/catalog/cintoo';
import { annotation } from '../../src/catalog/cintoo/annotation';
import { tag } from '../../src/catalog/cintoo/tag';
import { textAt, type Changes, type Input } from '../../src/catalog/vocabulary';
import type { ChangeOptions } from '../../src/core/changes';
import { PermissionError } from '../../src/core/errors';
import { readWatchState, watch, whereFields, whereOf, type Watched, type WatchState, type Where } from '../../src/core/watching';
import { sampleIds } from '../../src/sandbox/cintoo/sample';
import { people } from '../../src/sandbox/people';
import { startSandbox, type Sandbox } from '../../src/sandbox/server';
import { bearer, connect } from '../support/connect';

const account = { name: 'Harbor Construction (sandbox)' };
const tower = { name: 'Harbor Tower – Level 2 MEP (sandbox)' };

const changesOf = (resource: { readonly id: string; readonly changes?: Changes }): Changes => {
	if (!resource.changes) throw new Error(`${resource.id} has no changes.`);
	return resource.changes;
};
const annotations = changesOf(annotation);
const tags = changesOf(tag);

/** Looks one after the other, the state kept as JSON in between as a host does. */
describe('a trigger over one place or many', () => {
	let sandbox: Sandbox;
	let state: WatchState | undefined;
	let clock: number;

	beforeEach(async () => {
		sandbox = await startSandbox();
		state = undefined;
		clock = Date.now();
	});
	afterEach(async () => await sandbox.stop());

	const lookAt = async (changes: Changes, where: Where, options: Partial<ChangeOptions> = {}): Promise<Watched & { readonly calls: readonly (string | undefined)[] }> => {
		const before = sandbox.exchanges.length;
		const client = connect(cintoo, sandbox.origins.cintoo, bearer(sandbox.cintoo.issueTokens(people.nora.cintooId).access_token));
		clock += 60_000;
		const seen = await watch({ client, services: [cintoo], changes, where }, state, { events: ['created', 'updated', 'deleted'], startFrom: 'now', now: clock, ...options });
		state = readWatchState(JSON.parse(JSON.stringify(seen.state)));
		return { ...seen, calls: sandbox.exchanges.slice(before).map(({ contractId }) => contractId?.replace('cintoo.', '')) };
	};
	const told = ({ events }: Watched): readonly string[] => events.map(({ event, record, place }) => `${event} ${textAt(record, 'title') ?? textAt(record, 'id')}${place === undefined ? '' : ` in ${place.name ?? place.id}`}`);
	const annotate = (title: string, projectId?: string): void => {
		const model = sandbox.cintoo.state.annotations.get(sampleIds.bareIssue);
		if (!model) throw new Error('The sample lacks an annotation.');
		const at = new Date(clock + 30_000).toISOString();
		const id = crypto.randomUUID();
		sandbox.cintoo.state.annotations.set(id, { ...structuredClone(model), id, title, ...(projectId === undefined ? {} : { projectId }), comments: [], modification: { ...model.modification, createdAt: at, updatedAt: at } });
	};

	it('makes room by what is no longer watched, and tells of it what is new should it come back', async () => {
		const where: Where = { within: { accountRef: account }, places: 'all' };
		const events = { events: ['created', 'resolved'] };
		await lookAt(annotations, where, events);
		if (!state) throw new Error('Nothing was remembered.');
		const gone = 'urn:cintoo:project:00000000-0000-4000-8000-000000000000';
		const long: Readonly<Record<string, [number, 'in']>> = Object.fromEntries(Array.from({ length: 15_000 }, (_, index) => [`urn:cintoo:annotation:${index}`, [clock, 'in']]));
		state = { ...state, places: { ...state.places, [gone]: { version: 1, since: clock, from: clock, seen: long, all: true } } };
		annotate('Loose anchor');
		expect(told(await lookAt(annotations, where, events))).toEqual(['created Loose anchor in Harbor Tower – Level 2 MEP (sandbox)']);
		expect(state?.places[gone]?.seen).toEqual({});
	});

	it('looks a name up once, not at every look', async () => {
		const where = { within: { accountRef: account, projectRef: tower } };
		expect((await lookAt(annotations, where)).calls).toEqual(['account.getMany', 'project.getMany', 'annotation.getMany']);
		annotate('Loose anchor');
		const second = await lookAt(annotations, where);
		expect(second.calls).toEqual(['annotation.getMany']);
		expect(told(second)).toEqual(['created Loose anchor']);
	});

	it('watches all projects of an account in one call each, and tells where it was', async () => {
		const where: Where = { within: { accountRef: account }, places: 'all' };
		const first = await lookAt(annotations, where);
		expect(told(first)).toEqual([]);
		const projects = Object.keys(first.state.places).length;
		expect(projects).toBeGreaterThan(1);
		annotate('Loose anchor');
		const second = await lookAt(annotations, where);
		expect(second.calls.filter((call) => call !== 'annotation.getMany')).toEqual(['project.getMany']);
		expect(second.calls).toHaveLength(projects + 1);
		expect(told(second)).toEqual([`created Loose anchor in ${tower.name}`]);
	});

	it('lets a new project join, with what was made in it since the trigger began', async () => {
		const where: Where = { within: { accountRef: account }, places: 'all' };
		await lookAt(annotations, where);
		const filled = sandbox.cintoo.fill({ annotations: 0 });
		annotate('First in the new project', filled.projectId);
		expect(told(await lookAt(annotations, where))).toEqual([expect.stringContaining('created First in the new project in ')]);
		expect(told(await lookAt(annotations, where))).toEqual([]);
	});

	it('goes on without a project that cannot be looked at, and makes up for it later', async () => {
		const where: Where = { within: { accountRef: account }, places: 'all' };
		await lookAt(annotations, where);
		const filled = sandbox.cintoo.fill({ annotations: 0 });
		annotate('Seen late', filled.projectId);
		annotate('Seen at once');
		const project = sandbox.cintoo.state.projects.get(filled.projectId);
		sandbox.faults.inject({ path: `${filled.projectId}/annotations`, kind: { status: 403 } });
		const second = await lookAt(annotations, where);
		expect(told(second)).toEqual([`created Seen at once in ${tower.name}`]);
		expect(second.missed.map(({ place, error }) => [place, error instanceof PermissionError])).toEqual([[project?.name, true]]);
		sandbox.faults.clear();
		expect(told(await lookAt(annotations, where))).toEqual([`created Seen late in ${project?.name}`]);
	});

	it('reads only the tag lists whose count has grown, and tells deleted tags', async () => {
		const { projectId, tagListId } = sandbox.cintoo.fill({ tags: 3 });
		for (const { modification } of sandbox.cintoo.state.tagLists.get(tagListId)?.tags.values() ?? []) Object.assign(modification, { createdAt: '2026-10-01T08:00:00Z', updatedAt: '2026-10-01T08:00:00Z' });
		const where: Where = { within: { accountRef: account, projectRef: `urn:cintoo:project:${projectId}` }, places: 'all' };
		await lookAt(tags, where);
		expect((await lookAt(tags, where)).calls).toEqual(['tagList.getMany']);
		const client = connect(cintoo, sandbox.origins.cintoo, bearer(sandbox.cintoo.issueTokens(people.nora.cintooId).access_token));
		const input: Input = { accountRef: account, projectRef: `urn:cintoo:project:${projectId}`, tagListRef: `urn:cintoo:tag-list:${tagListId}` };
		const present = await client.run(tags.list, input);
		const [gone, changed] = present.map(({ json }) => textAt(json, 'id'));
		await client.run(tag.operations.bulk ?? tags.list, { ...input, create: [{ id: 'P-900', name: 'New' }], update: [{ tagRef: changed, id: 'P-2', name: 'Changed' }], delete: [gone ?? ''] });
		const { events, calls } = await lookAt(tags, where);
		expect(calls.filter((call) => call === 'tag.getMany')).toHaveLength(1);
		expect(events.map(({ event, id, record }) => [event, event === 'created' ? 'new' : id, record.isDeleted]).sort()).toEqual([['created', 'new', false], ['deleted', gone, true], ['updated', changed, false]]);
		expect((await lookAt(tags, where)).events).toEqual([]);
	});

	it('goes on from what an earlier version has stored for its one place', async () => {
		const old = { version: 1, since: clock, from: clock, seen: {} };
		state = readWatchState(old);
		annotate('Since then');
		expect(told(await lookAt(annotations, { within: { accountRef: account, projectRef: tower } }))).toEqual(['created Since then']);
	});

	it.each([undefined, null, 'text', { version: 3 }, { version: 2, began: 1, within: {}, places: { a: 1 } }])('starts anew from what it cannot read: %j', (value) => expect(readWatchState(value)).toBeUndefined());
});

describe('what a person says of where to look', () => {
	it('is one, several or all of the innermost thing that can be listed', () => {
		expect(Object.keys(whereFields(annotations, [cintoo]))).toEqual(['accountRef', 'scope', 'projectRef', 'places']);
		expect(Object.keys(whereFields(tags, [cintoo]))).toEqual(['accountRef', 'projectRef', 'scope', 'tagListRef', 'places']);
	});
	it.each<[Input, Where]>([
		[{ accountRef: 'a', projectRef: 'p' }, { within: { accountRef: 'a', projectRef: 'p' } }],
		[{ accountRef: 'a', projectRef: 'p', scope: 'all' }, { within: { accountRef: 'a' }, places: 'all' }],
		[{ accountRef: 'a', scope: 'chosen', places: ['p', 'q'] }, { within: { accountRef: 'a' }, places: ['p', 'q'] }],
	])('%j', (given, where) => expect(whereOf(annotations, [cintoo], given)).toEqual(where));
	it('says what is missing', () => expect(() => whereOf(annotations, [cintoo], { accountRef: 'a' })).toThrow('Project is missing.'));
});
