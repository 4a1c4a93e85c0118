import { cintoo } from '../../../src/catalog/cintoo';
import { listAt, textAt, type Input, type JsonObject } from '../../../src/catalog/vocabulary';
import { Client } from '../../../src/core/client';
import { createCintooService, type CintooService } from '../../../src/sandbox/cintoo';
import { sampleIds } from '../../../src/sandbox/cintoo/sample';
import { people } from '../../../src/sandbox/people';
import { serve, type Served } from '../../../src/sandbox/serve';
import { carryOut } from '../../support/carry-out';
import { bearer, ports } from '../../support/connect';
import { failureFrom } from '../../support/failure';

const { only } = carryOut(cintoo);
const urn = (id: string): string => `urn:cintoo:annotation:${id}`;
const tower = { accountRef: `urn:cintoo:account:${sampleIds.account}`, projectRef: `urn:cintoo:project:${sampleIds.harborTower}` };
const autodesk: Input = { ...tower, integrationTypes: ['AUTODESK'] };

let served: Served<{ cintoo: CintooService }>;
let client: Client;
/** ms that were waited; the clock moves with them. */
let waited: number[];

async function start(looksUntilDone: number): Promise<void> {
	served = await serve((world) => ({ cintoo: createCintooService(world, { looksUntilDone }) }));
	const { access_token: token } = served.services.cintoo.issueTokens(people.nora.cintooId);
	waited = [];
	const own = ports(bearer(token));
	client = new Client({ service: cintoo, services: [cintoo], origin: served.origins.cintoo, ports: { ...own, now: () => waited.reduce((sum, ms) => sum + ms, 0), sleep: async (ms) => void waited.push(ms) } });
}

afterEach(async () => {
	const broken = served.exchanges.flatMap(({ url, violations }) => violations.map((one) => `${url}: ${one}`));
	await served.stop();
	expect(broken).toEqual([]);
});

const sent = (): readonly unknown[] => served.exchanges.filter(({ method }) => method === 'POST').map(({ requestBody }): unknown => JSON.parse(Buffer.from(requestBody).toString('utf8')));
const looks = (): readonly string[] => served.exchanges.filter(({ method }) => method === 'GET').map(({ contractId }) => contractId ?? '');
const named = (record: JsonObject, member: string): readonly (string | undefined)[] => (listAt(record, member) ?? []).map((one) => textAt(one, 'annotation'));

describe('links of annotations', () => {
	it('are waited for, one annotation by one small call a look', async () => {
		await start(2);
		const made = await only(client, 'annotation.link', { ...autodesk, annotations: [sampleIds.ductClash], interval: 7 });
		expect(made).toMatchObject({ receipt: { done: 'created' }, complete: true, waiting: [], unlinked: [], linked: [{ annotationId: urn(sampleIds.ductClash), annotation: '#5 Duct clashes with beam at C4', type: 'AUTODESK' }] });
		expect(textAt(made, 'linked.0.url')).toMatch(/^https:/);
		expect(sent()).toEqual([{ annotations: [urn(sampleIds.ductClash)], integrationTypes: ['AUTODESK'] }]);
		expect(looks()).toEqual(Array(3).fill('cintoo.annotation.get'));
		expect(waited).toEqual([7000, 7000]);
	});

	it('that are there already are given back, and nothing new is begun', async () => {
		await start(0);
		const again = await only(client, 'annotation.link', { ...autodesk, annotations: [urn(sampleIds.linkedIssue)] });
		expect(again).toMatchObject({ receipt: { done: 'unchanged' }, complete: true, linked: [{ annotationId: urn(sampleIds.linkedIssue) }] });
		expect(waited).toEqual([]);
	});

	it('that come partly name the annotations without one, and why', async () => {
		await start(0);
		// The author of one of them is not signed in to Autodesk.
		const partly = await only(client, 'annotation.link', { ...autodesk, annotations: [urn(sampleIds.ductClash), urn(sampleIds.note)] });
		expect(partly).toMatchObject({ receipt: { done: 'created' }, complete: false, waiting: [] });
		expect(named(partly, 'linked')).toEqual(['#5 Duct clashes with beam at C4']);
		expect(named(partly, 'unlinked')).toEqual(['#4 Scan position moved']);
		expect(textAt(partly, 'message')).toMatch(/^Not linked: #4 Scan position moved\. .*whoever made the annotation/);
		expect(looks()).toEqual(['cintoo.annotation.getMany']);
	});

	it('that take longer than the time given are named as waiting, without a failure: they are begun', async () => {
		await start(1000);
		const slow = await only(client, 'annotation.link', { ...autodesk, annotations: [urn(sampleIds.ductClash), urn(sampleIds.linkedIssue)], interval: 30, timeout: 1 });
		expect(slow).toMatchObject({ receipt: { done: 'started' }, complete: false });
		expect([named(slow, 'linked'), named(slow, 'waiting')]).toEqual([[expect.stringMatching(/^#/)], ['#5 Duct clashes with beam at C4']]);
		expect(textAt(slow, 'message')).toContain('Still waiting for an address: #5 Duct clashes with beam at C4.');
		expect(waited).toEqual([30_000, 30_000]);
	});

	it('are not waited for when told so', async () => {
		await start(1000);
		expect(await only(client, 'annotation.link', { ...autodesk, annotations: [urn(sampleIds.ductClash)], wait: false })).toMatchObject({ receipt: { done: 'started' }, waiting: [{ annotationId: urn(sampleIds.ductClash) }] });
		expect(waited).toEqual([]);
	});

	it('are found again whatever the case of the ids', async () => {
		await start(0);
		const made = await only(client, 'annotation.link', { ...autodesk, annotations: [sampleIds.ductClash.toUpperCase(), sampleIds.linkedIssue] });
		expect((listAt(made, 'linked') ?? []).map((one) => textAt(one, 'annotationId')).sort()).toEqual([urn(sampleIds.ductClash), urn(sampleIds.linkedIssue)].sort());
	});

	it('of nothing at all are a failure that says what is missing, although the service calls it a success', async () => {
		await start(0);
		const failed = await failureFrom(only(client, 'annotation.link', { ...tower, integrationTypes: ['PROCORE'], annotations: [urn(sampleIds.ductClash)] }));
		expect(failed).toMatchObject({ kind: 'refused', message: expect.stringContaining('#5 Duct clashes with beam at C4') as unknown });
		expect(failed.facts.remedy).toContain('Link the project to that product first');
	});

	it('of all annotations are asked for by choice alone', async () => {
		await start(1);
		for (const annotations of [[], null, undefined, '']) expect((await failureFrom(only(client, 'annotation.link', { ...autodesk, ...(annotations === undefined ? {} : { annotations }) }))).kind).toBe('input');
		expect(sent()).toEqual([]);
		const all = await only(client, 'annotation.link', { ...autodesk, which: 'all', annotations: [] });
		expect(sent()).toEqual([{ annotations: null, integrationTypes: ['AUTODESK'] }]);
		const { annotations } = served.services.cintoo.state;
		const ofTower = [...annotations.values()].filter(({ projectId }) => projectId === sampleIds.harborTower);
		expect([...(listAt(all, 'linked') ?? []), ...(listAt(all, 'unlinked') ?? [])]).toHaveLength(ofTower.length);
		expect(listAt(all, 'unlinked')?.length).toBeGreaterThan(0);
		expect(all).toMatchObject({ receipt: { done: 'created' }, complete: false, waiting: [] });
	});

	it('that were begun are told of when a look fails', async () => {
		await start(1000);
		served.faults.inject({ service: 'cintoo', method: 'GET', path: 'annotations', after: 1, times: 100, kind: { status: 404, json: { status: 404, title: 'Not Found', errorCode: 'annotation-not-found' } } });
		const failed = await failureFrom(only(client, 'annotation.link', { ...autodesk, annotations: [urn(sampleIds.ductClash)] }));
		expect(failed.facts).toMatchObject({ code: 'annotation-not-found', made: { 'links begun': '1' } });
	});
});
