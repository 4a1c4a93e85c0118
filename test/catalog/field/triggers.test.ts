import { field } from '../../../src/catalog/field';
import { operationsOf, type Changes, type Input } from '../../../src/catalog/vocabulary';
import { look, type ChangeOptions } from '../../../src/core/changes';
import type { Client } from '../../../src/core/client';
import { createFieldService, sampleIds, type FieldService } from '../../../src/sandbox/field';
import { companies, people } from '../../../src/sandbox/people';
import { serve, type Served } from '../../../src/sandbox/serve';
import { connect, ticket } from '../../support/connect';

const projectId = sampleIds.tower;
const hour = 3_600_000;

let served: Served<{ field: FieldService }>;
let client: Client;
beforeEach(async () => {
	served = await serve((world) => ({ field: createFieldService(world) }));
	client = connect(field, served.origins.field, ticket(served.services.field.issueTicket(people.nora.email)));
});
afterEach(async () => await served.stop());

type State = FieldService['state'];

interface Case {
	/** What happens between two looks. */
	readonly happens: (state: State, run: (id: string, input: Input) => Promise<unknown>) => unknown;
	/** What the second look tells, in any order. */
	readonly tells: readonly string[];
}

const firstOf = <T>(of: ReadonlyMap<string, T>): T => {
	const [one] = of.values();
	if (one === undefined) throw new Error('The sample has none.');
	return one;
};

const cases: Readonly<Record<string, Case>> = {
	'field.issue': { happens: async (state, run) => await run('field.issue.update', { projectId, issueId: firstOf(state.issues).id, fields: { Status: 'Work Completed' } }), tells: ['statusChanged', 'updated'] },
	'field.voidedIssue': { happens: async (state, run) => await run('field.issue.update', { projectId, issueId: firstOf(state.issues).id, fields: { Status: 'Void' } }), tells: ['created'] },
	'field.checklist': { happens: async (_, run) => await run('field.checklist.upsert', { projectId, templateId: 'Pipe pressure test', identifier: 'R-1' }), tells: ['created'] },
	'field.photo': {
		happens: (state) => {
			const [photo] = [...state.documents.values()].filter((one) => one.photo);
			if (!photo) throw new Error('The sample has no photos.');
			state.documents.set('new', { ...photo, id: 'new', filename: 'new.png', revisions: photo.revisions.map((one) => ({ ...one, createdAt: served.world.now() })) });
		},
		tells: ['created'],
	},
	'field.task': { happens: async (_, run) => await run('field.task.upsert', { projectId, identifier: 'T-1', name: 'Sweep', assignedUserId: people.mei.fieldId }), tells: ['assigned', 'created'] },
	'field.equipment': { happens: async (_, run) => await run('field.equipment.update', { projectId, equipmentId: 'EQ-2', statusId: 'Installed', comment: 'In place' }), tells: ['commented', 'statusChanged', 'updated'] },
	'field.dailyUpdate': { happens: async (_, run) => await run('field.dailyUpdate.create', { projectId, date: '2026-03-31', status: 'Closed', summary: 'Done' }), tells: ['closed', 'created'] },
	'field.document': { happens: async (state, run) => await run('field.document.rename', { projectId, documentId: [...state.documents.values()].find((one) => !one.photo)?.id ?? '', name: 'Other name' }), tells: ['moved'] },
	'field.projectExport': { happens: (state) => Object.assign(state.projects.get(projectId)?.export ?? {}, { lastAt: served.world.now(), succeeded: true }), tells: ['created', 'finished'] },
	'field.user': { happens: async (_, run) => await run('field.user.create', { projectId, email: 'new.one@harbor.example', name: 'New One', companyId: 'Apex MEP' }), tells: ['created'] },
	'field.company': { happens: (state) => state.companies.get(companies.steelworks.fieldId)?.projectIds.delete(projectId), tells: ['deleted'] },
};

const watched = new Map(field.resources.flatMap((resource) => (resource.changes ? [[resource.id, resource.changes] as const] : [])));

it('begins with issues, which a trigger in n8n watches where nobody chose', () => expect([...watched.keys()][0]).toBe('field.issue'));

it('is tested for every trigger', () => expect(Object.keys(cases).sort()).toEqual([...watched.keys()].sort()));

describe.each(Object.entries(cases))('%s', (id, { happens, tells }) => {
	const changesOf = (): Changes => {
		const changes = watched.get(id);
		if (!changes) throw new Error(`${id} has no trigger.`);
		return changes;
	};
	const options = (): ChangeOptions => ({ events: ['created', 'updated', ...(changesOf().deleted === undefined ? [] : ['deleted']), ...Object.keys(changesOf().watch)], startFrom: 'now', now: served.world.now().getTime() });

	it('tells of what happens between two looks, once', async () => {
		const operations = operationsOf(field);
		const first = await look(client, changesOf(), { projectId }, undefined, options());
		expect(first.events).toEqual([]);
		await happens(served.services.field.state, async (operation, input) => {
			const found = operations.get(operation);
			if (!found) throw new Error(`There is no ${operation}.`);
			return await client.run(found.operation, input);
		});
		const next = await look(client, changesOf(), { projectId }, first.state, options());
		expect(next.events.map(({ event }) => event).sort()).toEqual(tells);
		expect((await look(client, changesOf(), { projectId }, next.state, options())).events).toEqual([]);
		expect(served.exchanges.flatMap(({ violations }) => violations)).toEqual([]);
	});
});

it.each([...watched].filter(([, { clock }]) => clock !== undefined))('%s starts from now by the clock of the service', async (_, changes) => {
	const yesterday = served.world.now().getTime() - 24 * hour;
	const { state } = await look(client, changes, { projectId }, undefined, { events: ['created'], startFrom: 'now', now: yesterday });
	expect(state.from).toBeGreaterThan(yesterday + 23 * hour);
});

it('a new equipment trigger asks for days, two of them back', async () => {
	const changes = watched.get('field.equipment');
	if (!changes) throw new Error('Equipment has no trigger.');
	const options: ChangeOptions = { events: ['created', 'updated'], startFrom: { date: '2026-03-31T06:00:00Z' }, now: served.world.now().getTime() };
	const { state } = await look(client, changes, { projectId }, undefined, options);
	await look(client, changes, { projectId }, { ...state, since: Date.parse('2026-03-31T06:00:00Z') }, options);
	expect(new URLSearchParams(Buffer.from(served.exchanges.at(-1)?.requestBody ?? new Uint8Array()).toString()).get('max_date')).toBe('2026-03-29');
});
