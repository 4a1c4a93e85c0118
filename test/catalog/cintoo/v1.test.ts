import { cintoo } from '../../../src/catalog/cintoo';
import { resourceOf, textAt, type Input, type JsonObject } from '../../../src/catalog/vocabulary';
import type { Client, Pick } from '../../../src/core/client';
import { createCintooService, type CintooService } from '../../../src/sandbox/cintoo';
import { sampleIds } from '../../../src/sandbox/cintoo/sample';
import { people, type PersonKey } from '../../../src/sandbox/people';
import { serve, type Served } from '../../../src/sandbox/serve';
import { carryOut } from '../../support/carry-out';
import { bearer, connect } from '../../support/connect';
import { failureFrom } from '../../support/failure';

const { run, records, only } = carryOut(cintoo);
const A = { accountId: sampleIds.account };
const tower = { ...A, projectId: sampleIds.harborTower };
const list = { ...tower, tagListId: sampleIds.tagList };
const nobody = '00000000-0000-4000-8000-000000000000';

let served: Served<{ cintoo: CintooService }>;
let nora: Client;

beforeEach(async () => {
	served = await serve((world) => ({ cintoo: createCintooService(world) }));
	nora = as('nora');
});

afterEach(async () => {
	const broken = served.exchanges.filter(({ violations }) => violations.length > 0);
	await served.stop();
	expect(broken.map(({ method, url, violations }) => `${method} ${url}: ${violations.join('; ')}`)).toEqual([]);
});

function as(who: PersonKey): Client {
	return connect(cintoo, served.origins.cintoo, bearer(served.services.cintoo.issueTokens(people[who].cintooId).access_token));
}

async function lookup(resource: string, parents: Input, search = ''): Promise<readonly Pick[]> {
	return await nora.lookup(resourceOf([cintoo], `cintoo.${resource}`), parents, search);
}

const names = (found: readonly JsonObject[]): readonly unknown[] => found.map(({ name }) => name);
const tagsOf = async (): Promise<readonly (readonly unknown[])[]> => (await records(nora, 'v1Tag.getMany', list)).map((tag) => [textAt(tag, 'data.id'), textAt(tag, 'data.class')]);
const listNames = async (): Promise<readonly unknown[]> => (await records(nora, 'v1TagList.getMany', tower)).map((one) => textAt(one, 'data.name'));
const ids = (): readonly (string | undefined)[] => served.exchanges.map(({ contractId }) => contractId);

describe('API 1', () => {
	it('reads an account and what belongs to it, with the same token', async () => {
		expect(await records(nora, 'v1Account.getMany', {})).toMatchObject([{ id: sampleIds.account, type: 'account', permissions: { manager: true } }]);
		expect(await only(nora, 'v1Account.get', { accountId: { name: 'harbor construction (sandbox)' } })).toMatchObject({ id: sampleIds.account });
		expect(await records(nora, 'v1Subscription.getMany', A)).toMatchObject([{ type: 'subscription', isTrial: false }]);
		expect((await records(nora, 'v1User.getMany', A)).map(({ firstname }) => firstname)).toContain('Mei');
		expect(await only(nora, 'v1User.get', { ...A, userId: { name: people.mei.email.toUpperCase() } })).toMatchObject({ id: people.mei.cintooId, email: people.mei.email });
		expect(names(await records(nora, 'v1Role.getMany', A))).toContain('Trade Contractor');
		expect(await only(nora, 'v1Role.get', { ...A, roleId: sampleIds.roleTrade })).toMatchObject({ permissions: ['upload'] });
	});

	it('reads groups', async () => {
		const made = await only(nora, 'group.create', { accountRef: sampleIds.account, name: 'Surveyors' });
		expect(names(await records(nora, 'v1Group.getMany', A))).toContain('Surveyors');
		// A URN of API 2 leads to the record of API 1.
		expect(await only(nora, 'v1Group.get', { ...A, groupId: textAt(made, 'id') ?? '' })).toMatchObject({ name: 'Surveyors', type: 'group' });
	});

	it('reads projects with their work zones, deleted ones only on request', async () => {
		expect((await records(nora, 'v1Project.getMany', A)).map(({ id }) => id)).toEqual([sampleIds.harborTower, sampleIds.quay]);
		expect(await records(nora, 'v1Project.getMany', { ...A, includeDeleted: true })).toHaveLength(3);
		expect((await records(nora, 'v1Project.getMany', { ...A, workzoneId: sampleIds.quayRoot })).map(({ id }) => id)).toEqual([sampleIds.quay]);
		expect(await only(nora, 'v1Project.get', { ...A, projectId: `urn:cintoo:project:${sampleIds.quay}` })).toMatchObject({ id: sampleIds.quay, workzones: [{ id: sampleIds.quayRoot, root: sampleIds.quayRoot }] });
		expect(names(await records(nora, 'v1Project.getWorkzones', tower))).toContain('Mechanical Room 2.14');
		expect((await lookup('v1Project', A)).map(({ id }) => id)).not.toContain(sampleIds.deletedProject);
	});

	it('reads files by category', async () => {
		const { files } = served.services.cintoo.state;
		const [some] = files.values();
		if (some) files.set(nobody, { ...some, id: nobody, category: 'scan', name: 'Position 14', projectId: sampleIds.harborTower });
		expect(await records(nora, 'v1File.getMany', { ...tower, category: ['scan'] })).toEqual(expect.arrayContaining([expect.objectContaining({ id: nobody, type: 'scan', name: 'Position 14' })]));
		expect(names(await records(nora, 'v1File.getMany', { ...tower, category: ['model'] }))).not.toContain('Position 14');
	});

	it('puts a project under another subscription once, and sees that it is there', async () => {
		const { subscriptions, projects } = served.services.cintoo.state;
		const [present] = subscriptions.values();
		if (present) subscriptions.set(nobody, { ...present, id: nobody, name: 'Next year' });
		expect(await only(nora, 'v1Project.updateSubscription', { ...tower, subscriptionId: { name: 'next year' } })).toMatchObject({ receipt: { done: 'updated', id: sampleIds.harborTower }, planId: nobody });
		expect(projects.get(sampleIds.harborTower)?.subscriptionId).toBe(nobody);
		expect(await only(nora, 'v1Project.updateSubscription', { ...tower, subscriptionId: nobody })).toMatchObject({ receipt: { done: 'unchanged' } });
		expect(ids().filter((id) => id === 'cintoo.v1.project.updateSubscription')).toHaveLength(1);
	});

	it('reads tag lists and tags, and what changed since, whether or not the service knows the parameter', async () => {
		const now = served.world.now().getTime();
		const daysAgo = (days: number): string => new Date(now - days * 86_400_000).toISOString();
		expect(await records(nora, 'v1TagList.getMany', tower)).toMatchObject([{ id: sampleIds.tagList, data: { name: 'Pumps and valves' } }]);
		expect(await tagsOf()).toEqual([['P-101', 'pump'], ['P-102', 'pump'], ['V-201', 'valve']]);
		expect(await records(nora, 'v1TagList.getMany', { ...tower, updatedSince: daysAgo(1) })).toEqual([]);
		expect((await records(nora, 'v1Tag.getMany', { ...list, updatedSince: daysAgo(29.5) })).map((tag) => textAt(tag, 'data.id'))).toEqual(['P-102', 'V-201']);

		served.faults.inject({ path: '/tagLists', kind: { status: 200, json: [{ id: 'old', updatedAt: daysAgo(9) }, { id: 'new', updatedAt: daysAgo(1) }, { id: 'undated' }] } });
		expect((await records(nora, 'v1TagList.getMany', { ...tower, updatedSince: daysAgo(5) })).map(({ id }) => id)).toEqual(['new', 'undated']);
	});

	it('creates a tag list with tags and the search for more, and deletes it', async () => {
		const { files } = served.services.cintoo.state;
		const [some] = files.values();
		if (some) files.set(nobody, { ...some, id: nobody, category: 'scan', name: 'Position 14', projectId: sampleIds.harborTower });
		const made = await only(nora, 'v1TagList.create', { ...tower, parentId: { name: 'roof' }, name: 'Drains', insert: [{ id: 'D-1', class: 'drain' }], classes: ['pump'], fileIds: [{ name: 'position 14' }] });
		expect(made).toMatchObject({ receipt: { done: 'created', id: made.id ?? '' }, parentId: sampleIds.roof, data: { name: 'Drains' } });
		const drains = { ...tower, tagListId: { name: 'drains' } };
		expect((await records(nora, 'v1Tag.getMany', drains)).map((tag) => textAt(tag, 'data.class'))).toEqual(['drain', 'pump']);
		expect(await only(nora, 'v1TagList.delete', drains)).toMatchObject({ receipt: { done: 'deleted' }, value: [{ isDeleted: true }, { isDeleted: true }] });
		expect(await listNames()).not.toContain('Drains');
	});

	it('changes one field of a tag list and one of a tag, and keeps the rest', async () => {
		const changed = await only(nora, 'v1TagList.update', {
			...list,
			name: 'Pumps',
			insert: [{ id: 'P-103' }],
			update: [{ tagId: { name: 'P-101' }, needValidation: 'true' }],
			delete: [{ name: 'V-201' }],
		});
		expect(changed).toMatchObject({ receipt: { done: 'updated', id: sampleIds.tagList }, data: { name: 'Pumps', description: 'Equipment of the chilled water plant', color: '#2e8b57', metadataDefinitions: [{ id: 'maker', name: 'Manufacturer' }] } });
		expect(await tagsOf()).toEqual([['P-101', 'pump'], ['P-102', 'pump'], ['P-103', undefined]]);
		const [first] = await records(nora, 'v1Tag.getMany', list);
		expect(first?.data).toMatchObject({ needValidation: true, boundingBox: [0, 0, 0, 1, 1, 1], metadata: [{ id: 'maker', value: 'Northflow' }] });
		expect(await only(nora, 'v1TagList.update', { ...list, description: null, metadataDefinitions: null })).toMatchObject({ data: { name: 'Pumps', description: '', metadataDefinitions: [] } });
	});

	it('changes a tag that stands in two rows by both', async () => {
		await run(nora, 'v1TagList.update', { ...list, update: [{ tagId: { name: 'P-101' }, unit: 1 }, { tagId: { name: 'P-101' }, description: 'b' }] });
		expect((await records(nora, 'v1Tag.getMany', list))[0]?.data).toMatchObject({ id: 'P-101', unit: 1, description: 'b', class: 'pump' });
	});

	it('changes tags without touching what the list says of itself', async () => {
		await run(nora, 'v1TagList.update', { ...list, insert: [{ id: 'P-104' }] });
		expect(ids()).toEqual(['cintoo.v1.tagList.update']);
		expect(served.services.cintoo.state.tagLists.get(sampleIds.tagList)).toMatchObject({ name: 'Pumps and valves', color: '#2e8b57' });
	});

	it('refuses to change what is not there, before anything is written', async () => {
		expect((await failureFrom(run(nora, 'v1TagList.update', { ...list, update: [{ tagId: nobody, class: 'pump' }] }))).message).toContain(`no tag ${nobody}`);
		expect((await failureFrom(run(nora, 'v1TagList.update', { ...list, tagListId: nobody, name: 'x' }))).message).toContain(`no tag list ${nobody}`);
		expect(ids()).not.toContain('cintoo.v1.tagList.update');
		await expect(run(nora, 'v1TagList.update', list)).rejects.toThrow(/One of/);
	});

	it('does not take a 404 for a list that is gone: the path is inferred', async () => {
		expect(await failureFrom(run(nora, 'v1TagList.delete', { ...list, tagListId: nobody }))).toMatchObject({ kind: 'not-found', facts: { words: 'tag list not found', code: '404' } });
	});

	it('says in its own words what is not allowed', async () => {
		expect(await failureFrom(run(as('luis'), 'v1TagList.delete', list))).toMatchObject({ kind: 'permission', facts: { words: 'Forbidden', code: '403' } });
		expect(served.services.cintoo.state.tagLists.has(sampleIds.tagList)).toBe(true);
	});
});

describe('the two versions side by side', () => {
	it('keep apart: a resource of API 1 says so, and stands in an area of its own', () => {
		for (const { id, area, label, operations } of cintoo.resources) {
			const old = Object.values(operations).some(({ call }) => call !== undefined && /^\/api\/accounts\b/.test(call.path)) || id.startsWith('cintoo.v1');
			expect([id, area === 'v1', label.startsWith('API V1: ')]).toEqual([id, old, old]);
		}
	});
});
