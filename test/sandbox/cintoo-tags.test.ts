import { sampleIds } from '../../src/sandbox/cintoo/sample';
import type { PersonKey } from '../../src/sandbox/people';
import { callAs, containing, holding, listOf, quay, record, rows, serveCintoo, tower, urn, type Answer, type CintooServed } from './cintoo-call';

let served: CintooServed;
beforeEach(async () => {
	served = await serveCintoo({ looksUntilDone: 1 });
});
afterEach(() => served.stop());

const as = (who: PersonKey, method: string, path: string, json?: unknown): Promise<Answer> => callAs(served, who, method, path, json);
const lists = `${tower}/tag-lists`;
const pumps = `${lists}/${sampleIds.tagList}`;
const drawings = `${quay}/tag-lists/${sampleIds.drawingTags}`;
const body = { workzoneId: sampleIds.mechanicalRoom, tagListType: '3d', name: 'Pumps' };

async function newList(name: string): Promise<string> {
	return String(record(await as('nora', 'POST', lists, { ...body, name }))['id']);
}

describe('tag lists', () => {
	it('are overwritten one or several at a time, and stay as they are when one of several is wrong', async () => {
		expect(await as('nora', 'PUT', pumps, body)).toMatchObject({ status: 200, body: { description: null, color: null, metadataDefinition: [], tagsVersion: 3 } });
		const other = await newList('Valves');
		const both = [{ ...body, id: sampleIds.tagList, workzoneId: sampleIds.roof, color: '#ff0000' }, { ...body, id: other, name: 'Valves 2' }];
		expect((await as('nora', 'POST', `${lists}/bulk-update`, [...both, { ...body, id: sampleIds.drawingTags }])).status).toBe(404);
		expect(rows(await as('nora', 'GET', lists)).map((list) => list['name'])).toEqual(['Pumps', 'Valves']);
		expect(rows(await as('nora', 'POST', `${lists}/bulk-update`, both)).map((list) => [list['name'], list['workzoneId']])).toEqual([['Pumps', urn('workzone', sampleIds.roof)], ['Valves 2', urn('workzone', sampleIds.mechanicalRoom)]]);
	});

	it('are deleted with their tags, several at a time', async () => {
		const other = await newList('Valves');
		expect((await as('nora', 'POST', `${lists}/bulk-delete`, { ids: [other, sampleIds.drawingTags] })).status).toBe(404);
		expect((await as('nora', 'POST', `${lists}/bulk-delete`, { ids: [other, urn('tag-list', sampleIds.tagList)] })).status).toBe(204);
		expect(rows(await as('nora', 'GET', lists))).toEqual([]);
		expect((await as('nora', 'GET', `${pumps}/tags`)).status).toBe(404);
	});

	it.each([[{ tagListType: '4d' }], [{ name: '' }], [{ workzoneId: sampleIds.quayRoot }], [{ metadataDefinition: [{ id: 'a', name: 'size' }] }], [{ metadataDefinition: [{ id: 'a', name: ' padded ' }] }], [{ attachments: [{ id: 'a', name: 'b' }] }]])('are refused with %j', async (change) => {
		expect((await as('nora', 'POST', lists, { ...body, ...change })).status).toBeGreaterThanOrEqual(400);
		expect(rows(await as('nora', 'GET', lists))).toHaveLength(1);
	});

	it('give back drawings with every member, null where nothing was said', async () => {
		const made = await as('nora', 'POST', lists, { ...body, tagListType: '2d', attachments: [{ id: 'p', name: 'plan.pdf', pages: [{ id: 'p1', index: 1 }] }] });
		expect(record(made)['attachments']).toEqual([{ id: 'p', name: 'plan.pdf', blob: null, pages: [{ id: 'p1', index: 1, scale: null, width: null, height: null, name: null, hidden: null }] }]);
	});

	it('need an active subscription', async () => {
		Object.assign(served.services.cintoo.state.subscriptions.get(sampleIds.subscription) ?? {}, { isActive: false });
		for (const answer of [await as('nora', 'GET', lists), await as('nora', 'POST', lists, body), await as('nora', 'GET', `${pumps}/tags`)]) expect(answer.body).toMatchObject({ status: 400, errorCode: 'subscription-not-active' });
	});
});

describe('tags', () => {
	const idsOf = async (path: string): Promise<readonly unknown[]> => rows(await as('nora', 'GET', path)).map((tag) => tag['id']);

	it('move to another list as new ones, and are seen to be gone from theirs', async () => {
		const target = await newList('Everything');
		const [first, second, third] = await idsOf(`${pumps}/tags`);
		const moved = await as('nora', 'POST', `${lists}/${target}/tags/bulk-move`, [{ sourceTagListId: sampleIds.tagList, tagsIds: [first, second], metadataIdMapping: [{ sourceId: 'maker', targetId: 'vendor' }] }]);
		expect(moved.status).toBe(200);
		const [source, there] = rows(moved);
		expect(source).toMatchObject({ tagList: { id: urn('tag-list', sampleIds.tagList), tagsVersion: 4 }, updatedTags: [{ id: first, isDeleted: true, tagsVersion: 4 }, { id: second, isDeleted: true }] });
		expect(there).toMatchObject({ tagList: { id: target, tagsVersion: 1 }, updatedTags: [{ isDeleted: false, tagsVersion: 1, data: { id: 'P-101', metadata: [{ id: 'vendor', value: 'Northflow' }] } }, { data: { id: 'P-102' } }] });
		expect(listOf(there?.['updatedTags']).map((tag) => tag['id'])).not.toContain(first);
		expect(await idsOf(`${pumps}/tags`)).toEqual([third]);
		expect(rows(await as('nora', 'GET', `${pumps}/tags?afterVersion=3`)).map((tag) => [tag['id'], tag['isDeleted'], tag['deletedBy']])).toEqual([[first, true, expect.any(String)], [second, true, expect.any(String)]]);
		expect((await as('nora', 'POST', `${lists}/${target}/tags/bulk-move`, [{ sourceTagListId: sampleIds.tagList, tagsIds: [first] }])).status).toBe(404);
		expect((await as('nora', 'POST', `${pumps}/tags/bulk-move`, [{ sourceTagListId: sampleIds.tagList, tagsIds: [third] }])).status).toBe(400);
	});

	it('are not more than fifty thousand in a list', async () => {
		const { projectId, tagListId } = served.services.cintoo.fill({ tags: 50_000 });
		const path = `/api/2/accounts/${sampleIds.account}/projects/${projectId}/tag-lists/${tagListId}/tags`;
		const [first] = served.services.cintoo.state.tagLists.get(tagListId)?.tags.keys() ?? [];
		const one = [{ data: { id: 'one more' } }];
		expect((await as('nora', 'POST', `${path}/bulk`, { create: one })).body).toMatchObject({ status: 400, detail: containing('50000') });
		expect((await as('nora', 'POST', `${path}/bulk`, { create: one, delete: [first] })).status).toBe(200);
	});
});

describe('objects in scans', () => {
	const detect = (who: PersonKey, more: Record<string, unknown> = {}): Promise<Answer> => as(who, 'POST', `${drawings}/ai-detection`, { classes: ['pump', 'valve'], filesIds: [sampleIds.scanNorth], ...more });

	it('close the list until they are found', async () => {
		expect(await detect('tom')).toMatchObject({ status: 200, body: { pending: true } });
		expect((await as('tom', 'POST', `${drawings}/tags/bulk`, { create: [{ data: { id: 'x' } }] })).body).toMatchObject({ status: 400, detail: containing('pending') });
		expect((await detect('tom')).status).toBe(400);
		expect((await as('nora', 'DELETE', drawings)).status).toBe(400);
		expect(rows(await as('tom', 'GET', `${quay}/tag-lists`))).toEqual([holding({ pending: true, tagsVersion: 0 })]);
		expect(rows(await as('tom', 'GET', `${quay}/tag-lists`))).toEqual([holding({ pending: false, tagsVersion: 1 })]);
		expect(rows(await as('tom', 'GET', `${drawings}/tags`)).map((tag) => tag['data'])).toEqual([holding({ class: 'pump', nature: 'AI', scanUuids: [sampleIds.scanNorth] }), holding({ class: 'valve' })]);
	});

	it('are looked for in scans, by known classes, by those who may', async () => {
		for (const wrong of [{ classes: ['unicorn'] }, { classes: [] }, { filesIds: [] }, { filesIds: [sampleIds.drawing] }]) expect([wrong, (await detect('tom', wrong)).status]).toEqual([wrong, 400]);
		expect((await detect('grace')).body).toMatchObject({ status: 403, errorValues: { requiredPermissions: ['workzone:tags:write'] } });
	});
});

describe('elements of P&ID drawings', () => {
	const pages = [{ attachmentId: 'drainage', index: 2, instruments: [{ name: 'LT-7', class: 'valve', confidence: 0.9, location: [[10, 20], [30, 40]] }], pipes: [{ name: 'DN 100', segments: [[0, 0], [5, 5], [10, 0]] }] }];
	const add = (list: readonly unknown[], path = drawings): Promise<Answer> => as('nora', 'POST', `${path}/pnid-elements/bulk-add`, { pages: list });

	it('become tags, twice when they are sent twice', async () => {
		expect(await add(pages)).toMatchObject({ status: 201, body: { tagsVersion: 1 } });
		await add(pages);
		const tags = rows(await as('nora', 'GET', `${drawings}/tags`));
		expect(tags).toHaveLength(4);
		expect(tags[0]?.['data']).toEqual({ id: 'LT-7', pageId: 'drainage-2', functionalSystem: 'instrumentation', nature: 'AI', class: 'valve', confidence: 0.9, model: { type: 'konva', data: '{"points":[10,20,30,20,30,40,10,40]}' } });
		expect(tags[1]?.['data']).toMatchObject({ id: 'DN 100', model: { data: '{"points":[0,0,5,5,10,0]}' } });
	});

	it('need a page that is there, something on it, and a list of drawings', async () => {
		const [page] = pages;
		for (const wrong of [[...pages, { ...page, index: 3 }], [...pages, { attachmentId: 'drainage', index: 1, pipes: [] }], [{ ...page, attachmentId: 'other' }], []]) expect((await add(wrong)).status).toBe(400);
		expect((await add(pages, pumps)).body).toMatchObject({ detail: containing('2d') });
		expect(rows(await as('nora', 'GET', `${drawings}/tags`))).toEqual([]);
	});
});
