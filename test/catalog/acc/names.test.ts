import { acc } from '../../../src/catalog/acc';
import { dayIn } from '../../../src/catalog/acc/due';
import { textAt } from '../../../src/catalog/vocabulary';
import type { Client } from '../../../src/core/client';
import { createAccService, TOWER_ID, type AccService } from '../../../src/sandbox/acc';
import { people } from '../../../src/sandbox/people';
import { serve, type Served } from '../../../src/sandbox/serve';
import { carryOut } from '../../support/carry-out';
import { bearer, connect, ports } from '../../support/connect';
import { failureFrom } from '../../support/failure';

const { records, only } = carryOut(acc);
const tower = { projectId: TOWER_ID };

let served: Served<{ acc: AccService }>;
let nora: Client;
beforeEach(async () => {
	served = await serve((world) => ({ acc: createAccService(world) }));
	nora = clientAt();
});
afterEach(async () => await served.stop());

/** Nora's client, at a moment of its own where one is given. */
function clientAt(moment?: string): Client {
	const session = bearer(served.services.acc.issueTokens(people.nora.autodeskId).access_token);
	return connect(acc, served.origins.acc, session, moment === undefined ? {} : { ports: { ...ports(session), now: () => Date.parse(moment) } });
}

const reads = (part: string): number => served.exchanges.filter(({ url }) => url.includes(part)).length;

describe('names beside ids', () => {
	it('of issues: people, types, places and list values, from one reading of each list', async () => {
		const [issue] = await records(nora, 'issue.getMany', { ...tower, displayIds: ['9'], withNames: true });
		expect(issue).toMatchObject({
			createdByPerson: { id: issue?.createdBy, name: expect.stringMatching(/ /) as string, email: expect.stringContaining('@') as string },
			issueTypeName: 'Quality',
			issueSubtypeName: 'Quality > Observation',
			locationName: expect.stringMatching(/Level/) as string,
			customAttributes: [{ title: 'Trade', valueName: expect.stringMatching(/al$/) as string }],
		});
		const before = reads('/issue-types');
		await records(nora, 'issue.getMany', { ...tower, withNames: true });
		expect(reads('/issue-types')).toBe(before);
	});

	it('are not there, and no list is read, unless they are asked for', async () => {
		const issue = await only(nora, 'issue.get', { ...tower, issueId: { name: '9' } });
		expect(Object.keys(issue).filter((name) => /Name$|Person$/.test(name))).toEqual([]);
		expect(reads('/issue-types')).toBe(0);
	});

	it('leave companies as they are and say who is no member', async () => {
		const issue = served.services.acc.state.issues.find(({ displayId, projectId }) => displayId === 9 && projectId === TOWER_ID);
		Object.assign(issue ?? {}, { assignedTo: '120450', assignedToType: 'company', createdBy: 'GONE' });
		const told = await only(nora, 'issue.get', { ...tower, issueId: issue?.id ?? '', withNames: true });
		expect(told).not.toHaveProperty('assignedToPerson');
		expect(told.createdByPerson).toEqual({ id: 'GONE', name: null, email: null, note: 'No member of the project' });
	});

	it('of people who have left the project', async () => {
		const { state } = served.services.acc;
		const issue = state.issues.find(({ displayId, projectId }) => displayId === 9 && projectId === TOWER_ID);
		Object.assign(issue ?? {}, { createdBy: people.mei.autodeskId });
		Object.assign(state.members.find(({ projectId, userId }) => projectId === TOWER_ID && userId === people.mei.autodeskId) ?? {}, { status: 'deleted' });
		expect(await only(nora, 'issue.get', { ...tower, issueId: issue?.id ?? '', withNames: true })).toMatchObject({ createdByPerson: { name: 'Mei Tanaka', email: people.mei.email } });
	});

	it('of assets: values under the names people know', async () => {
		const [asset] = await records(nora, 'asset.getMany', { ...tower, search: 'HT-AHU-003', includeCustomAttributes: true, withNames: true });
		expect(asset).toMatchObject({ categoryName: 'Mechanical > Air handling', statusName: 'Specified', customAttributesByName: { 'Power (kW)': 30 } });
	});

	it('of RFIs: assignees, type and several places', async () => {
		const rfi = await only(nora, 'rfi.get', { ...tower, rfiId: { name: 'RFI-003' }, withNames: true });
		expect(rfi).toMatchObject({ rfiTypeName: 'General', locationNames: [expect.stringMatching(/Level|Roof|./) as string], assignedToPeople: [{ email: expect.stringContaining('@') as string }] });
	});
});

describe('due days', () => {
	it.each([
		['2026-09-20T21:30:00Z', '2026-09-20'],
		['2026-09-20T22:30:00Z', '2026-09-21'],
	])('at %s it is %s where the project is', async (moment, today) => {
		const found = await records(clientAt(moment), 'issue.getMany', { ...tower, due: 'today' });
		expect(found.length).toBeGreaterThan(0);
		expect(new Set(found.map(({ dueDate }) => dueDate))).toEqual(new Set([today]));
	});

	it('overdue ones were due before today and are not closed', async () => {
		const found = await records(clientAt('2026-10-01T10:00:00Z'), 'issue.getMany', { ...tower, due: 'Overdue' });
		expect(found.length).toBeGreaterThan(0);
		expect(found.filter((issue) => (textAt(issue, 'dueDate') ?? '') >= '2026-10-01' || issue.status === 'closed')).toEqual([]);
	});

	it('within a number of days counts from today', async () => {
		const found = await records(clientAt('2026-10-01T10:00:00Z'), 'issue.getMany', { ...tower, due: 'within', dueWithinDays: 2 });
		expect([...new Set(found.map(({ dueDate }) => dueDate))].sort()).toEqual(['2026-10-01', '2026-10-02', '2026-10-03']);
	});

	it('refuse a range beside, and a word they do not know', async () => {
		expect((await failureFrom(records(nora, 'issue.getMany', { ...tower, due: 'today', dueDate: { to: '2026-10-01' } }))).message).toMatch(/exclude each other/);
		expect((await failureFrom(records(nora, 'issue.getMany', { ...tower, due: 'someday' }))).message).toMatch(/Due must be one of/);
	});

	it('know no day in a zone that is none', () => {
		expect(dayIn('Mars/Olympus', 0)).toBeUndefined();
		expect(dayIn('Pacific/Kiritimati', Date.parse('2026-12-31T11:00:00Z'))).toBe('2027-01-01');
	});
});

it('takes places by their way', async () => {
	const found = await records(nora, 'issue.getMany', { ...tower, withinLocationIds: [{ name: 'Level 1 > Plant room 1' }] });
	expect(found.length).toBeGreaterThan(0);
});

it('gives moments of photos a zone', async () => {
	const [photo] = await records(nora, 'photo.search', { ...tower, title: 'Riser shaft 1' });
	expect([photo?.takenAt, photo?.createdAt]).toEqual([expect.stringMatching(/\dZ$/), expect.stringMatching(/\dZ$/)]);
});

describe('a company as assignee', () => {
	const wanted = { ...tower, issueSubtypeId: { name: 'Clash' }, title: 'For the company', assignedCompany: { name: 'Apex MEP' } };

	it('is found by name with the application’s own sign-in', async () => {
		const { acc: service } = served.services;
		const user = service.issueTokens(people.nora.autodeskId).access_token;
		const app = service.issueTokens().access_token;
		const both = connect(acc, served.origins.acc, { tokens: ['user', 'app'], sign: async (kind) => ({ headers: { authorization: `Bearer ${kind === 'app' ? app : user}` } }), renew: async () => false });
		const company = service.state.companies.find(({ name }) => name.startsWith('Apex'));
		const made = await only(both, 'issue.create', { ...wanted, assignedCompany: { name: company?.name ?? '' } });
		expect(made).toMatchObject({ assignedTo: company?.memberGroupId, assignedToType: 'company' });
	});

	it('is taken by id without it, and not beside a person', async () => {
		const { memberGroupId = '' } = served.services.acc.state.companies[0] ?? {};
		expect(await only(nora, 'issue.create', { ...wanted, assignedCompany: memberGroupId })).toMatchObject({ assignedTo: memberGroupId, assignedToType: 'company' });
		expect((await failureFrom(only(nora, 'issue.create', { ...wanted, assignedTo: 'A', assignedCompany: memberGroupId }))).message).toMatch(/exclude each other/);
	});
});
