import { cintoo } from '../../../src/catalog/cintoo';
import { operationsOf, textAt, type AnyOperation, type Input, type JsonObject } from '../../../src/catalog/vocabulary';
import type { Client, ItemResult } from '../../../src/core/client';
import { createCintooService, type CintooService } from '../../../src/sandbox/cintoo';
import { sampleIds } from '../../../src/sandbox/cintoo/sample';
import { people } from '../../../src/sandbox/people';
import { serve, type Served } from '../../../src/sandbox/serve';
import { carryOut } from '../../support/carry-out';
import { bearer, connect } from '../../support/connect';
import { failureFrom } from '../../support/failure';

const { only, records } = carryOut(cintoo);
const tower = { accountRef: sampleIds.account, projectRef: sampleIds.harborTower };
const pumps = { ...tower, tagListRef: sampleIds.tagList };

let served: Served<{ cintoo: CintooService }>;
let nora: Client;

beforeEach(async () => {
	served = await serve((world) => ({ cintoo: createCintooService(world) }));
	nora = connect(cintoo, served.origins.cintoo, bearer(served.services.cintoo.issueTokens(people.nora.cintooId).access_token));
});

afterEach(async () => {
	const broken = served.exchanges.flatMap(({ url, violations }) => violations.map((one) => `${url}: ${one}`));
	await served.stop();
	expect(broken).toEqual([]);
});

const create = ((): AnyOperation => {
	const entry = operationsOf(cintoo).get('cintoo.tag.create');
	if (!entry) throw new Error('There is no operation.');
	return entry.operation;
})();
const all = (): NonNullable<ReturnType<CintooService['state']['tagLists']['get']>> => {
	const list = served.services.cintoo.state.tagLists.get(sampleIds.tagList);
	if (!list) throw new Error('There is no list.');
	return list;
};
const dataOf = (name: string): unknown => [...all().tags.values()].find(({ data }) => data['id'] === name)?.data;
const calls = (contract: string): number => served.exchanges.filter(({ contractId }) => contractId === `cintoo.${contract}`).length;
const told = (results: readonly ItemResult[]): readonly unknown[] => results.map((result) => ('error' in result ? result.error.kind : textAt(result.outputs[0]?.json, 'receipt.number')));

describe('tags of many items', () => {
	it('are created in one call for each list, each result at its own item', async () => {
		const drains = await only(nora, 'tagList.create', { ...tower, workzoneId: sampleIds.roof, tagListType: '3d', name: 'Drains' });
		const elsewhere = { ...tower, tagListRef: textAt(drains, 'id') ?? '' };
		const results = await nora.runMany(create, [{ ...pumps, id: 'P-1', class: 'pump' }, { ...elsewhere, id: 'D-1' }, { ...pumps, id: 'P-2', boundingBox: [0, 0, 0, 1, 1, 1] }]);
		expect(told(results)).toEqual(['P-1', 'D-1', 'P-2']);
		expect(results.map((result) => ('error' in result ? '' : textAt(result.outputs[0]?.json, 'tagListId')))).toEqual([`urn:cintoo:tag-list:${sampleIds.tagList}`, elsewhere.tagListRef, `urn:cintoo:tag-list:${sampleIds.tagList}`]);
		expect(calls('tag.bulk')).toBe(2);
		expect(all().tagsVersion).toBe(4);
		expect(dataOf('P-2')).toEqual({ id: 'P-2', boundingBox: [0, 0, 0, 1, 1, 1] });
	});

	it('leave out the one that is wrong before anything is sent', async () => {
		const results = await nora.runMany(create, [{ ...pumps, id: 'P-1' }, { ...pumps, id: 'P-2', boundingBox: [1, 2] }, { ...pumps, class: 'pump' }, { ...pumps, id: 'P-4', name: 'x'.repeat(51) }, { ...pumps, id: 'P-5' }]);
		expect(told(results)).toEqual(['P-1', 'input', 'input', 'input', 'P-5']);
		expect(calls('tag.bulk')).toBe(1);
	});

	it('keep two of the same name apart', async () => {
		const results = await nora.runMany(create, ['a', 'b'].map((description) => ({ ...pumps, id: 'P-1', description })));
		const ids = results.map((result) => ('error' in result ? '' : textAt(result.outputs[0]?.json, 'id')));
		expect(new Set(ids).size).toBe(2);
		expect(calls('tag.bulk')).toBe(2);
		expect(results.map((result) => ('error' in result ? '' : textAt(result.outputs[0]?.json, 'data.description')))).toEqual(['a', 'b']);
	});

	it('are not sent again when the answer is lost', async () => {
		served.faults.inject({ service: 'cintoo', method: 'POST', path: 'tags/bulk', kind: { loseAnswer: true } });
		expect(told(await nora.runMany(create, [{ ...pumps, id: 'P-1' }, { ...pumps, id: 'P-2' }]))).toEqual(['connection', 'connection']);
		expect(calls('tag.bulk')).toBe(1);
		expect([dataOf('P-1'), dataOf('P-2')]).toEqual([{ id: 'P-1' }, { id: 'P-2' }]);
	});
});

describe('a change of tags', () => {
	const held = { id: 'P-101', class: 'pump', boundingBox: [0, 0, 0, 1, 1, 1], metadata: [{ id: 'maker', value: 'Northflow' }] };

	it('keeps what it does not name, also what this package does not know', async () => {
		const [first] = all().tags.values();
		if (first) first.data = { ...held, model: { type: 'konva', data: '{}' }, cameraState: { camType: 'scan', position: [1, 2, 3] } };
		await only(nora, 'tag.update', { ...pumps, tagRef: { name: 'P-101' }, description: 'Runs hot', cameraState: { fov: 0.9 } });
		expect(dataOf('P-101')).toEqual({ ...held, model: { type: 'konva', data: '{}' }, cameraState: { fov: 0.9 }, description: 'Runs hot' });
	});

	it('takes what is cleared, and nothing that is left blank', async () => {
		await only(nora, 'tag.update', { ...pumps, tagRef: { name: 'P-101' }, boundingBox: null, metadata: [], class: '', name: 'Main' });
		expect(dataOf('P-101')).toEqual({ id: 'P-101', class: 'pump', name: 'Main', metadata: held.metadata });
	});

	it('gives a tag another id that people read', async () => {
		expect(await only(nora, 'tag.update', { ...pumps, tagRef: { name: 'P-101' }, id: 'P-1' })).toMatchObject({ receipt: { done: 'updated', number: 'P-1' } });
		expect([dataOf('P-101'), dataOf('P-1')]).toEqual([undefined, { ...held, id: 'P-1' }]);
	});

	it('of many reads the list once and writes once', async () => {
		const [one, two] = [...all().tags.keys()];
		const rows: readonly Input[] = [{ tagRef: one, unit: 1 }, { tagRef: `urn:cintoo:tag:${two ?? ''}`, unit: 2, metadata: null }];
		expect(await only(nora, 'tag.bulk', { ...pumps, update: rows })).toMatchObject({ receipt: { done: 'updated', id: 4 } });
		expect([dataOf('P-101'), dataOf('P-102')]).toEqual([{ ...held, unit: 1 }, { id: 'P-102', class: 'pump', boundingBox: [1, 0, 0, 2, 1, 1], unit: 2 }]);
		expect([calls('tag.getMany'), calls('tag.bulk')]).toEqual([1, 1]);
	});

	it('does not write back what is not there', async () => {
		const [first] = all().tags.values();
		if (first) first.data = { ...held, name: null };
		await only(nora, 'tag.update', { ...pumps, tagRef: { name: 'P-101' }, unit: 1 });
		expect(dataOf('P-101')).toEqual({ ...held, unit: 1 });
	});

	it('in two rows loses neither', async () => {
		const [one] = all().tags.keys();
		await only(nora, 'tag.bulk', { ...pumps, update: [{ tagRef: one, unit: 1, description: 'a', class: null }, { tagRef: `urn:cintoo:tag:${one ?? ''}`, description: 'b', name: '' }] });
		expect(dataOf('P-101')).toEqual({ ...held, class: undefined, unit: 1, description: 'b' });
	});

	it('of one that is gone changes nothing', async () => {
		const nobody = '00000000-0000-4000-8000-000000000000';
		const [one] = all().tags.keys();
		for (const attempt of [only(nora, 'tag.update', { ...pumps, tagRef: nobody, name: 'x' }), only(nora, 'tag.bulk', { ...pumps, update: [{ tagRef: one, name: 'x' }, { tagRef: nobody, name: 'y' }] })]) {
			expect((await failureFrom(attempt)).message).toContain(`The tag list has no tag ${nobody}.`);
		}
		expect(calls('tag.bulk')).toBe(0);
	});

	it('that comes from another tag takes its geometry as it was read', async () => {
		const read: readonly JsonObject[] = await records(nora, 'tag.getMany', pumps);
		const { boundingBox } = read[0]?.data instanceof Object && 'boundingBox' in read[0].data ? read[0].data : { boundingBox: null };
		await only(nora, 'tag.create', { ...pumps, id: 'P-103', boundingBox });
		expect(dataOf('P-103')).toEqual({ id: 'P-103', boundingBox: held.boundingBox });
	});
});
