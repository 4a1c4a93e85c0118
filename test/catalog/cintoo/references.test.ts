import { cintoo } from '../../../src/catalog/cintoo';
import { operation, ref, returns, resourceOf, text, textAt, type AnyOperation, type Input } from '../../../src/catalog/vocabulary';
import type { Client, Pick } from '../../../src/core/client';
import { createCintooService, type CintooService } from '../../../src/sandbox/cintoo';
import { sampleIds } from '../../../src/sandbox/cintoo/sample';
import { people, type PersonKey } from '../../../src/sandbox/people';
import { serve, type Served } from '../../../src/sandbox/serve';
import { carryOut } from '../../support/carry-out';
import { bearer, connect } from '../../support/connect';
import { failureFrom } from '../../support/failure';

const { only } = carryOut(cintoo);
const urn = (kind: string, id: string): string => `urn:cintoo:${kind}:${id}`;
const A = { accountRef: urn('account', sampleIds.account) };
const tower = { ...A, projectRef: urn('project', sampleIds.harborTower) };
const quay = { ...A, projectRef: urn('project', sampleIds.quay) };
const A1 = { accountId: sampleIds.account };
const tower1 = { ...A1, projectId: sampleIds.harborTower };

let served: Served<{ cintoo: CintooService }>;
beforeAll(async () => {
	served = await serve((world) => ({ cintoo: createCintooService(world) }));
});
afterAll(async () => {
	const broken = served.exchanges.flatMap(({ url, violations }) => violations.map((one) => `${url}: ${one}`));
	await served.stop();
	expect(broken).toEqual([]);
});

function as(who: PersonKey): Client {
	return connect(cintoo, served.origins.cintoo, bearer(served.services.cintoo.issueTokens(people[who].cintooId).access_token));
}

async function picks(resource: string, parents: Input, search = '', who: PersonKey = 'nora'): Promise<readonly Pick[]> {
	return await as(who).lookup(resourceOf([cintoo], `cintoo.${resource}`), parents, search);
}

/** An operation that refers to one thing, with what the thing lies within. */
function naming(resource: string, parents: Input): AnyOperation {
	return operation({ action: 'Name one', description: '', needs: { token: 'user' }, input: { ...Object.fromEntries(Object.keys(parents).map((key) => [key, text()])), it: ref(`cintoo.${resource}`, { required: true }) }, returns: returns.nothing, repeat: 'safe', source: '' });
}

async function idOf(resource: string, parents: Input, it: Input[string], who: PersonKey = 'nora'): Promise<unknown> {
	return (await as(who).references(naming(resource, parents), { ...parents, it }))['it'];
}

/** Where each thing lies, words by which a person finds it, and what one of them is called. */
const lookups: readonly (readonly [resource: string, parents: Input, search: string, label: string, who?: PersonKey])[] = [
	['account', {}, 'harbor', 'Harbor Construction (sandbox)'],
	['region', A, 'europe', 'West Europe'],
	['subscription', A, '500', 'Harbor 500 scans'],
	['user', A, people.mei.email, 'Mei Tanaka'],
	['group', A, 'crew', 'Survey crew'],
	['role', A, 'trade', 'Trade Contractor'],
	['konektHub', A, 'harbor', 'Harbor Construction', 'grace'],
	['konektSite', A, 'harbor', 'Harbor Construction', 'grace'],
	['autodeskHub', {}, 'harbor', 'Harbor Construction'],
	['autodeskPlace', {}, 'quay', 'Old Quay'],
	['project', A, 'quay', 'Old Quay – Facade Survey (sandbox)'],
	['deletedProject', A, 'ferry', 'Ferry Terminal – Trial Scan (sandbox)'],
	['anyProject', A, 'ferry', 'Ferry Terminal – Trial Scan (sandbox) (deleted)'],
	['member', tower, 'ortega', 'Luis Ortega'],
	['workzone', tower, 'mechanical', 'Level 2 / Mechanical Room 2.14'],
	['crop', tower, 'ducts', 'Ducts above the pumps'],
	['annotation', tower, 'duct clashes', '#5 Duct clashes with beam at C4'],
	['file', quay, 'drainage', 'Drainage P&ID.pdf'],
	['fileFormat', {}, 'e57', 'e57'],
	['tagList', tower, 'pumps', 'Pumps and valves'],
	['tag', { ...tower, tagListRef: urn('tag-list', sampleIds.tagList) }, '102', 'P-102'],
	['detectionClass', {}, 'control', 'control_box'],
	['shareLink', quay, 'owners', 'For the owners of the quay'],
	['v1Account', {}, 'harbor', 'Harbor Construction (sandbox)'],
	['v1Subscription', A1, '500', 'Harbor 500 scans'],
	['v1User', A1, people.mei.email, 'Mei Tanaka'],
	['v1Group', A1, 'crew', 'Survey crew'],
	['v1Role', A1, 'trade', 'Trade Contractor'],
	['v1Project', A1, 'quay', 'Old Quay – Facade Survey (sandbox)'],
	['v1Workzone', tower1, 'mechanical', 'Mechanical Room 2.14'],
	['v1File', { ...A1, projectId: sampleIds.quay }, 'north', 'North facade 01.e57'],
	['v1TagList', tower1, 'pumps', 'Pumps and valves'],
	['v1Tag', { ...tower1, tagListId: sampleIds.tagList }, '102', 'P-102'],
];

it('is tested for everything that can be looked up', () => {
	expect(lookups.map(([resource]) => `cintoo.${resource}`).sort()).toEqual(cintoo.resources.filter(({ lookup }) => lookup).map(({ id }) => id).sort());
});

describe.each(lookups.map(([resource, parents, search, label, who = 'nora']) => [resource, { parents, search, label, who }] as const))('%s', (resource, { parents, search, label, who }) => {
	it('is found by words, and named by each of its names and by its id', async () => {
		const found = await picks(resource, parents, search, who);
		expect(found.map((one) => one.label)).toContain(label);
		expect(found.length).toBeLessThanOrEqual((await picks(resource, parents, '', who)).length);
		const { lookup } = resourceOf([cintoo], `cintoo.${resource}`);
		if (!lookup) throw new Error('It cannot be looked up.');
		const id = found.find((one) => one.label === label)?.id ?? '';
		const client = as(who);
		for await (const record of client.lookedUp(resourceOf([cintoo], `cintoo.${resource}`), parents)) {
			if (textAt(record, lookup.value) !== id) continue;
			const names = lookup.names(record).filter((name) => name !== undefined && name !== '');
			expect(names.length).toBeGreaterThan(0);
			for (const name of names) expect([name, await idOf(resource, parents, { name: ` ${name?.toUpperCase() ?? ''} ` }, who)]).toEqual([name, id]);
		}
		expect(await idOf(resource, parents, id, who)).toBe(id);
		expect((await failureFrom(idOf(resource, parents, { name: 'no such thing' }, who))).message).toContain('there is no "no such thing"');
	});
});

describe('a reference', () => {
	const nobody = '00000000-0000-4000-8000-000000000000';

	it.each([urn('project', nobody), nobody, nobody.toUpperCase(), '42'])('goes as it is where it is an id: %s', async (id) => {
		const before = served.exchanges.length;
		expect(await idOf('project', A, ` ${id} `)).toBe(id);
		expect(served.exchanges).toHaveLength(before);
	});

	it('is looked up where it is a name in plain text, as an expression gives it', async () => {
		expect(await idOf('workzone', tower, 'level 2 / corridor east')).toBe(urn('workzone', sampleIds.corridor));
		expect(await idOf('annotation', tower, '#5')).toBe(urn('annotation', sampleIds.ductClash));
		expect(await idOf('shareLink', quay, 'quay4owners1')).toBe(urn('sharelink', 'quay4owners1'));
		expect(await idOf('konektHub', A, sampleIds.konektHub, 'grace')).toBe(urn('newforma-konekt-hub', sampleIds.konektHub));
	});

	it('is not guessed where several bear the name', async () => {
		const { workzones } = served.services.cintoo.state;
		const corridor = workzones.get(sampleIds.corridor);
		if (!corridor) throw new Error('There is no corridor.');
		workzones.set(nobody, { ...corridor, id: nobody, parentId: sampleIds.roof });
		const several = await failureFrom(idOf('workzone', tower, { name: 'Corridor East' }));
		expect(several.message).toContain('2 of them are called "Corridor East"');
		expect(several.facts.remedy).toContain(sampleIds.corridor);
		expect(await idOf('workzone', tower, { name: 'Roof / Corridor East' })).toBe(urn('workzone', nobody));
		workzones.delete(nobody);
	});

	it('needs what it lies within', async () => {
		expect((await failureFrom(picks('tag', tower))).message).toContain('Tag List must be chosen first');
	});

	it('is a URN on the wire where the service takes nothing else', async () => {
		const made = await only(as('nora'), 'annotation.create', { ...tower, workzoneId: sampleIds.roof, title: 'T', description: 'D', position: { x: 0, y: 0, z: 0 }, assignedTo: [people.mei.cintooId, { name: 'Tom Bauer' }] });
		expect(made).toMatchObject({ workzoneId: urn('workzone', sampleIds.roof), assignedTo: [urn('user', people.mei.cintooId), urn('user', people.tom.cintooId)] });
	});
});

describe('deleted projects', () => {
	const ids = async (resource: string): Promise<readonly string[]> => (await picks(resource, A)).map(({ id }) => id);
	const [living, gone] = [[urn('project', sampleIds.quay), urn('project', sampleIds.harborTower)], urn('project', sampleIds.deletedProject)];

	it('are offered where they are restored or deleted for good, and nowhere else', async () => {
		expect((await ids('project')).toSorted()).toEqual(living.toSorted());
		expect(await ids('deletedProject')).toEqual([gone]);
		expect((await ids('anyProject')).at(-1)).toBe(gone);
		expect(await ids('anyProject')).toHaveLength(3);
		const operations = resourceOf([cintoo], 'cintoo.project').operations;
		const targets = Object.entries(operations).map(([name, { input }]) => [name, input['projectRef']] as const).filter(([, field]) => field !== undefined && 'to' in field && field.to !== 'cintoo.project');
		expect(targets.map(([name]) => name)).toEqual(['delete', 'restore']);
	});

	it('are named there alone', async () => {
		const ferry = { name: 'Ferry Terminal – Trial Scan (sandbox)' };
		expect((await failureFrom(idOf('project', A, ferry))).message).toContain('there is no');
		expect(await idOf('deletedProject', A, ferry)).toBe(gone);
		expect(await idOf('anyProject', A, ferry)).toBe(gone);
		expect((await failureFrom(idOf('deletedProject', A, { name: 'Old Quay – Facade Survey (sandbox)' }))).message).toContain('there is no');
		expect(await only(as('nora'), 'project.delete', { ...A, projectRef: ferry, permanent: true })).toMatchObject({ deleted: true });
		expect(served.services.cintoo.state.projects.has(sampleIds.deletedProject)).toBe(false);
	});
});
