import { acc } from '../../../src/catalog/acc';
import { operationsOf, resourceOf, textAt, type Input, type JsonObject } from '../../../src/catalog/vocabulary';
import { ACCOUNT_ID, accountUserId, TOWER_ID } from '../../../src/sandbox/acc';
import type { Asset, AssetAttribute } from '../../../src/sandbox/acc/state';
import { accSandbox } from '../../support/acc-sandbox';
import { carryOut } from '../../support/carry-out';
import { failureFrom } from '../../support/failure';

const { records, only, run } = carryOut(acc);
const tower = { projectId: TOWER_ID };
const { served, as } = accSandbox();
const state = () => served().services.acc.state;
const ids = (found: readonly JsonObject[]): readonly unknown[] => found.map(({ id }) => id);
/** The values of a parameter in the last request. */
const sent = (name: string): readonly string[] => new URL(served().exchanges.at(-1)?.url ?? '', served().origins.acc).searchParams.getAll(name);

describe('a range of moments takes in the day at its end', () => {
	it('of RFIs that are due on it', async () => {
		const made = await only(as('nora'), 'rfi.create', { ...tower, title: 'Which anchor?', dueDate: '2027-03-31' });
		const due = async (from: string, to: string): Promise<readonly unknown[]> => ids(await records(as('nora'), 'rfi.search', { ...tower, dueDate: { from, to } }));
		expect(await due('2027-03-31', '2027-03-31')).toEqual([made.id]);
		expect(await due('2027-03-31T13:00:00Z', '2027-03-31T14:00:00Z')).toEqual([]);
		expect(await due('2027-04-01', '2027-04-02')).toEqual([]);
	});

	it('of issues that were changed on it', async () => {
		const everything = (await records(as('nora'), 'issue.getMany', tower)).map((one) => textAt(one, 'updatedAt') ?? '');
		const day = everything.find((at) => !at.includes('T00:00:00'))?.slice(0, 10) ?? '';
		expect(await records(as('nora'), 'issue.getMany', { ...tower, updated: { from: day, to: day } })).toHaveLength(everything.filter((at) => at.startsWith(day)).length);
	});

	it('and leaves calendar days as they are', async () => {
		await run(as('nora'), 'issue.getMany', { ...tower, dueDate: { from: '2026-03-31', to: '2026-03-31' } });
		expect(sent('filter[dueDate]')).toEqual(['2026-03-31..2026-03-31']);
	});
});

describe('RFIs by priority', () => {
	it.each<Input>([{ priority: ['Urgent'] }, { priority: 'Urgent' }, { priority: ['Urgent', 'Low'] }])('as the project names it (%j)', async (asked) => {
		const made = await only(as('nora'), 'rfi.create', { ...tower, title: 'Which anchor?', priority: 'Urgent' });
		expect(ids(await records(as('nora'), 'rfi.search', { ...tower, ...asked }))).toContain(made.id);
	});
	it('as saved before', async () => {
		const wanted = ['High', 'Normal'];
		const expected = ids(state().rfis.filter(({ projectId, priority }) => projectId === TOWER_ID && wanted.includes(priority ?? '')).map(({ id }) => ({ id })));
		expect(new Set(ids(await records(as('nora'), 'rfi.search', { ...tower, priority: wanted })))).toEqual(new Set(expected));
	});
});

describe('assets by custom attributes', () => {
	const shared = { projectId: TOWER_ID, categoryId: '1', values: [] } as const;
	const attributes: readonly AssetAttribute[] = [
		{ ...shared, id: 'a5', name: 'ca5', displayName: 'Zones', dataType: 'multi_select', values: [{ id: 'z1', displayName: 'North' }, { id: 'z2', displayName: 'South' }, { id: 'z3', displayName: 'East, upper' }] },
		{ ...shared, id: 'a6', name: 'ca6', displayName: 'Note', dataType: 'text' },
		{ ...shared, id: 'a7', name: 'ca7', displayName: 'Inspected', dataType: 'date' },
	];
	let first: Asset;
	let second: Asset;
	beforeEach(() => {
		state().assetAttributes.push(...attributes);
		const [one, other] = state().assets.filter(({ projectId, deletedAt }) => projectId === TOWER_ID && deletedAt === null);
		if (!one || !other) throw new Error('There are too few assets.');
		[first, second] = [one, other];
		first.customAttributes = { ca2: 5001, ca3: state().assetAttributes.find(({ name }) => name === 'ca3')?.values[0]?.id ?? '', ca5: ['z1', 'z2'], ca6: 'Left of the Door', ca7: '2026-03-31' };
		second.customAttributes = { ca2: 5002, ca3: state().assetAttributes.find(({ name }) => name === 'ca3')?.values[1]?.id ?? '', ca5: ['z3'], ca6: 'Right', ca7: '2026-04-02' };
	});
	const found = async (customAttributes: Input): Promise<readonly unknown[]> => ids(await records(as('nora'), 'asset.getMany', { ...tower, customAttributes }));

	it.each<[string, Input, string, readonly string[], readonly (1 | 2)[]]>([
		['one option of several', { Zones: 'North' }, 'ca5', ['z1'], [1]],
		['options of several', { Zones: ['South', 'z3'] }, 'ca5', ['z2', 'z3'], [1, 2]],
		['options in one text', { Zones: 'north, south' }, 'ca5', ['z1', 'z2'], [1]],
		['an option with a comma in its name', { Zones: 'East, upper' }, 'ca5', ['z3'], [2]],
		['numbers', { 'Power (kW)': '5001,5002' }, 'ca2', ['5001', '5002'], [1, 2]],
		['a number', { 'Power (kW)': 5002 }, 'ca2', ['5002'], [2]],
		['a range of numbers', { 'Power (kW)': '5001..' }, 'ca2', ['5001..'], [1, 2]],
		['a part of a text, commas and all', { Note: 'of the door' }, 'ca6', ['of the door'], [1]],
		['a range of days', { Inspected: '..2026-03-31' }, 'ca7', ['..2026-03-31'], [1]],
		['days', { Inspected: ['2026-03-31', '2026-04-02'] }, 'ca7', ['2026-03-31', '2026-04-02'], [1, 2]],
	])('%s', async (_, asked, name, wire, which) => {
		expect(new Set(await found(asked))).toEqual(new Set(which.map((one) => (one === 1 ? first.id : second.id))));
		expect(sent(`filter[customAttributes][${name}]`)).toEqual(wire);
	});

	it('several makes', async () => {
		expect(new Set(await found({ Make: ['Nordvent', 'Aerotec'] }))).toEqual(new Set([first.id, second.id]));
		expect(await found({ Make: 'Aerotec' })).toEqual([second.id]);
	});

	it('a range beside a value is refused by the service', async () => expect((await failureFrom(run(as('nora'), 'asset.getMany', { ...tower, customAttributes: { 'Power (kW)': '1..5,7' } }))).message).toContain('in conjunction'));

	it('and by the search for text', async () => expect(ids(await records(as('nora'), 'asset.getMany', { ...tower, search: 'of the door' }))).toEqual([first.id]));
});

describe('issues by a numeric attribute', () => {
	it.each<[Input[string], string]>([['11,12,13', '11,12,13'], [[11, 12], '11,12'], [12, '12']])('%j', async (value, wire) => {
		const subtype = { name: 'Quality > Defect' };
		const made = await only(as('nora'), 'issue.create', { ...tower, issueSubtypeId: subtype, title: 'Crack', customAttributes: { 'Deviation (mm)': 12 } });
		await only(as('nora'), 'issue.create', { ...tower, issueSubtypeId: subtype, title: 'Gap', customAttributes: { 'Deviation (mm)': 444 } });
		expect(ids(await records(as('nora'), 'issue.getMany', { ...tower, customAttributes: { 'Deviation (mm)': value } }))).toContain(made.id);
		expect([...new URL(served().exchanges.at(-1)?.url ?? '', served().origins.acc).searchParams].filter(([name]) => name.startsWith('filter[customAttributes]')).map(([, text]) => text)).toEqual([wire]);
	});
});

describe('ids of projects as Data Management writes them', () => {
	const prefixed = `b.${TOWER_ID}`;
	const account = { accountId: ACCOUNT_ID };
	const person = { ...account, userId: accountUserId('mei') };
	it.each<[string, Input, string, string]>([
		['userAccess.getProjects', { ...person, ids: [prefixed] }, 'filter[id]', TOWER_ID],
		['userAccess.getProducts', { ...person, projectIds: [prefixed] }, 'filter[projectId]', TOWER_ID],
		['userAccess.getRoles', { ...person, projectIds: `${prefixed}, ${prefixed}` }, 'filter[projectId]', `${TOWER_ID},${TOWER_ID}`],
		['dataRequest.getMany', { ...account, projectId: prefixed }, 'filter[projectId]', TOWER_ID],
		['dataRequest.getMany', { ...account, projectId: 'null' }, 'filter[projectId]', 'null'],
		['dataJob.getMany', { ...account, projectId: prefixed }, 'filter[projectId]', TOWER_ID],
		['dataJob.getMany', { ...account, onlyProjectId: prefixed }, 'projectId', TOWER_ID],
		['issueAttributeMapping.getMany', { ...tower, mappedItemIds: [prefixed] }, 'filter[mappedItemId]', TOWER_ID],
	])('lose their prefix in %s (%j)', async (operation, input, name, wire) => {
		await run(as('nora'), operation, input);
		expect(sent(name)).toEqual([wire]);
	});
});

test('issues are not sorted by custom attributes without saying by which', () => {
	const sort = operationsOf(acc).get('acc.issue.getMany')?.operation.input.sort;
	expect(sort?.kind === 'choices' && sort.options.map(({ value }) => value).filter((value) => String(value).includes('customAttributes'))).toEqual([]);
});

test('a root cause of an inactive category counts as inactive', () => {
	const { lookup } = resourceOf([acc], 'acc.issueRootCause');
	const causes = (isActive: boolean): readonly JsonObject[] => lookup?.nested?.({ title: 'Old', isActive, rootCauses: [{ id: 'a', title: 'One', isActive: true }, { id: 'b', title: 'Other', isActive: false }] }) ?? [];
	expect([true, false].map((isActive) => causes(isActive).map((cause) => lookup?.standing?.(cause)))).toEqual([['active', 'inactive'], ['inactive', 'inactive']]);
});
