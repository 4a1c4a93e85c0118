import { acc } from '../../../src/catalog/acc';
import { field } from '../../../src/catalog/field';
import { instead, labels, successors } from '../../../src/catalog/field/successors';
import { operationsOf, titleCase } from '../../../src/catalog/vocabulary';
import { createFieldService, sampleIds, type FieldService } from '../../../src/sandbox/field';
import { people } from '../../../src/sandbox/people';
import { serve, type Served } from '../../../src/sandbox/serve';
import { connect, ticket } from '../../support/connect';

const ours = operationsOf(field);
const theirs = operationsOf(acc);

it('says of every operation what takes its place, or that nothing does', () => {
	expect(Object.keys(successors).map((id) => `field.${id}`).sort()).toEqual([...ours.keys()].sort());
});

it('names operations that exist and are offered, as their users see them', () => {
	const named = [...new Set(Object.values(successors).filter((id) => id !== undefined))];
	expect(named.filter((id) => theirs.get(`acc.${id}`)?.operation.hidden !== undefined || !theirs.has(`acc.${id}`))).toEqual([]);
	const labelOf = (resource = ''): string => labels[resource] ?? titleCase(resource);
	expect(named.filter((id) => labelOf(id.split('.')[0]).toLowerCase() !== theirs.get(`acc.${id}`)?.resource.label.toLowerCase())).toEqual([]);
});

describe('a service that is closed', () => {
	let served: Served<{ field: FieldService }>;
	beforeEach(async () => {
		served = await serve((world) => ({ field: createFieldService(world) }));
	});
	afterEach(async () => await served.stop());

	const fails = async (id: string, status: number, html: boolean): Promise<unknown> => {
		const client = connect(field, served.origins.field, ticket(served.services.field.issueTicket(people.nora.email)));
		served.faults.inject({ service: 'field', times: 20, kind: html ? { html: true, status } : { status } });
		const operation = ours.get(id)?.operation;
		if (!operation) throw new Error(`There is no ${id}.`);
		return await client.run(operation, { projectId: sampleIds.tower }).then(() => undefined, (error: unknown) => error);
	};

	it.each([
		['field.issue.getMany', 410, false, 'acc.issue.getMany'],
		['field.issue.getMany', 404, true, 'acc.issue.getMany'],
		['field.checklist.getMany', 410, true, 'acc.form.getMany'],
		['field.equipment.getMany', 410, false, 'acc.asset.getMany'],
		['field.photo.getMany', 200, true, 'acc.photo.search'],
	] as const)('%s, answered with %i, page %s, names %s', async (id, status, html, successor) => {
		expect(await fails(id, status, html)).toMatchObject({ facts: { remedy: expect.stringContaining(`(${successor}) takes the place of this`) as unknown } });
	});

	it('is told from a record that is not there', async () => {
		const client = connect(field, served.origins.field, ticket(served.services.field.issueTicket(people.nora.email)));
		const operation = ours.get('field.checklist.get')?.operation;
		if (!operation) throw new Error('There is no field.checklist.get.');
		const failure: unknown = await client.run(operation, { projectId: sampleIds.tower, checklistId: '00000000-0000-4000-8000-000000000000' }).then(() => undefined, (error: unknown) => error);
		expect(failure).toMatchObject({ kind: 'not-found', facts: { remedy: expect.not.stringContaining('closed') as unknown } });
	});

	it('says where to go also where nothing does the same', () => {
		expect(instead('field.markup.getMany')).toContain('its Issues, Forms');
		expect(instead(undefined)).toContain('Autodesk Construction Cloud');
	});
});
