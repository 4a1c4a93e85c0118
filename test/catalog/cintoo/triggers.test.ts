import { cintoo } from '../../../src/catalog/cintoo';
import { resourceOf, textAt, type Input } from '../../../src/catalog/vocabulary';
import { look, type ChangeOptions } from '../../../src/core/changes';
import { sampleIds } from '../../../src/sandbox/cintoo/sample';
import { people } from '../../../src/sandbox/people';
import { carryOut } from '../../support/carry-out';
import { cintooSandbox } from '../../support/cintoo-sandbox';

const { served, as } = cintooSandbox();
const { run } = carryOut(cintoo);
const urn = (kind: string, id: string): string => `urn:cintoo:${kind}:${id}`;
const inAccount = { accountRef: urn('account', sampleIds.account) };
const tower = { ...inAccount, projectRef: urn('project', sampleIds.harborTower) };
const quay = { ...inAccount, projectRef: urn('project', sampleIds.quay) };

/** What a trigger that stands at "now" tells of an act. */
async function told(resource: string, within: Input, options: Partial<ChangeOptions> & Pick<ChangeOptions, 'events'>, act: () => Promise<unknown>): Promise<readonly string[]> {
	const { changes } = resourceOf([cintoo], `cintoo.${resource}`);
	if (!changes) throw new Error(`${resource} has no changes.`);
	const now = (): number => served().world.now().getTime();
	const nora = as('nora');
	const { state } = await look(nora, changes, within, undefined, { startFrom: 'now', now: now(), ...options });
	await act();
	const { events } = await look(nora, changes, within, state, { startFrom: 'now', ...options, now: now() });
	return events.map(({ event, record }) => `${event} ${textAt(record, 'title') ?? textAt(record, 'name') ?? textAt(record, 'data.id') ?? ''}`.trim());
}

describe('the trigger', () => {
	it('tells that a project was deleted whose last change is long ago', async () => {
		for (const events of [['deleted'], ['created', 'updated', 'deleted']]) {
			expect(await told('project', inAccount, { events }, async () => await run(as('nora'), 'project.delete', quay))).toEqual(['deleted Old Quay – Facade Survey (sandbox)']);
			await run(as('nora'), 'project.restore', quay);
		}
	});

	it('takes who deleted a record for the author of its deletion, whoever changed it before', async () => {
		const { state } = served().services.cintoo;
		const [mine, his] = [people.nora.cintooId, people.samir.cintooId];
		const exceptBy = served().services.cintoo.issueTokens(mine).user_id;
		const project = state.projects.get(sampleIds.quay);
		const [tag, other] = state.tagLists.get(sampleIds.tagList)?.tags.values() ?? [];
		if (!project || !tag || !other) throw new Error('The sample has changed.');
		project.modification.updatedBy = mine;
		const byHim = async (): Promise<unknown> => Object.assign(project.modification, { deletedAt: served().world.now().toISOString(), deletedBy: his });
		expect(await told('project', inAccount, { events: ['deleted'], exceptBy }, byHim)).toEqual(['deleted Old Quay – Facade Survey (sandbox)']);
		const list = { ...tower, tagListRef: urn('tag-list', sampleIds.tagList) };
		tag.modification.updatedBy = his;
		other.modification.updatedBy = mine;
		expect(await told('tag', list, { events: ['deleted'], exceptBy }, async () => await run(as('nora'), 'tag.delete', { ...list, delete: [tag.id] }))).toEqual([]);
		expect(await told('tag', list, { events: ['deleted'], exceptBy }, async () => await run(as('samir'), 'tag.delete', { ...list, delete: [other.id] }))).toEqual(['deleted P-102']);
	});

	it('tells of a comment by another that was answered before the next look, and of no own one', async () => {
		const exceptBy = served().services.cintoo.issueTokens(people.nora.cintooId).user_id;
		const clash = { ...tower, annotationRef: urn('annotation', sampleIds.ductClash) };
		const both = async (): Promise<void> => {
			await run(as('samir'), 'annotation.comment', { ...clash, description: 'Which route?' });
			await run(as('nora'), 'annotation.comment', { ...clash, description: 'The upper one' });
		};
		const events = ['created', 'updated', 'commented'];
		expect(await told('annotation', tower, { events, exceptBy }, both)).toEqual(['commented Duct clashes with beam at C4']);
		// Times are told to the second.
		Object.assign(served().services.cintoo.state.annotations.get(sampleIds.ductClash)?.modification ?? {}, { updatedAt: '2026-01-05T08:00:00Z' });
		const later = async (): Promise<void> => {
			await run(as('nora'), 'annotation.comment', { ...clash, description: 'Or the lower one' });
			await run(as('samir'), 'annotation.update', { ...clash, priority: 10 });
		};
		expect(await told('annotation', tower, { events, exceptBy }, later)).toEqual(['updated Duct clashes with beam at C4']);
	});

	it('takes a raw id in its filter', async () => {
		const draft: Input = { ...tower, workzoneId: urn('workzone', sampleIds.roof), title: 'New', description: 'd', position: { x: 0, y: 0, z: 0 } };
		expect(await told('annotation', tower, { events: ['created'], filters: { workzoneId: [sampleIds.roof] } }, async () => await run(as('nora'), 'annotation.create', draft))).toEqual(['created New']);
	});

	it('tells that a share link shows other work zones', async () => {
		const made = await run(as('nora'), 'shareLink.create', { ...tower, name: 'L', workzoneId: urn('workzone', sampleIds.roof), shareWorkzones: true });
		const id = textAt(made[0]?.json, 'id') ?? '';
		expect(await told('shareLink', tower, { events: ['settingsChanged'] }, async () => await run(as('nora'), 'shareLink.update', { ...tower, shareLinkRef: id, sharedWorkzonesIds: [urn('workzone', sampleIds.mechanicalRoom)] }))).toEqual(['settingsChanged L']);
	});
});
