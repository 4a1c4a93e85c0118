import { Readable } from 'node:stream';
import { acc } from '../../../src/catalog/acc';
import type { FileInput } from '../../../src/catalog/vocabulary';
import type { Client } from '../../../src/core/client';
import { ACCOUNT_ID, accountUserId, createAccService, QUAY_ID, stableId, TOWER_ID, type AccService, type AccState } from '../../../src/sandbox/acc';
import { companies, people, type PersonKey } from '../../../src/sandbox/people';
import { serve, type Served } from '../../../src/sandbox/serve';
import { bearer, connect } from '../../support/connect';
import { testEveryOperation, type Case } from '../../support/every-operation';

type Who = PersonKey | 'app';

const mine = ['project', 'projectUser', 'role', 'user', 'userAccess', 'company', 'projectCompany', 'businessUnit', 'dataRequest', 'dataJob', 'dataFile'];
const some = (members: Readonly<Record<string, unknown>>): unknown => expect.objectContaining(members);
const done = (word: string): { readonly receipt: unknown } => ({ receipt: some({ done: word }) });
const image: FileInput = { name: 'tower.png', type: 'image/png', open: async () => Readable.from([Buffer.from('png')]) };

const A = { accountId: { name: 'Harbor Construction (sandbox)' } };
const tower = { projectId: { name: 'Harbor Tower (sandbox)' } };
const weekly = { requestId: { name: 'Weekly issues and RFIs' } };
const job = { ...A, jobId: stableId('data job 0') };
const mei = { userId: { name: people.mei.email } };
const membership = (state: AccState, key: PersonKey) => state.members.find(({ projectId, userId }) => projectId === TOWER_ID && userId === people[key].autodeskId);
const person = (state: AccState, email: string) => state.users.find((one) => one.email === email);
const office = stableId('unit Oslo');

const cases: Readonly<Record<string, Case<AccState, Who>>> = {
	'project.get': { input: tower, gives: [{ id: TOWER_ID, accountId: ACCOUNT_ID }] },
	'project.getMany': { input: { accountId: `b.${ACCOUNT_ID}`, platform: ['ACC'], status: ['active'], updated: { from: '2020-01-01T00:00:00Z' } }, gives: 2 },
	'project.create': {
		input: { ...A, name: 'Pier 7', type: 'Seaport', templateId: { name: 'Office Building Template (sandbox)' }, includeCompanies: true, startDate: '2027-01-04', projectValue: { value: 5_000_000, currency: 'NOK' } },
		gives: [{ ...done('created'), name: 'Pier 7', status: 'active' }],
		leaves: [(state) => state.projects.at(-1), some({ name: 'Pier 7', type: 'Seaport', status: 'active', products: ['build', 'docs', 'modelCoordination', 'insight'] })],
	},
	'project.setImage': { who: 'app', input: { accountId: ACCOUNT_ID, projectId: TOWER_ID, image }, gives: [done('updated')], leaves: [(state) => state.images.get(TOWER_ID), 'https://images.example/tower.png'] },

	'projectUser.get': { input: { ...tower, ...mei }, gives: [{ email: people.mei.email }] },
	'projectUser.getMany': { input: { ...tower, email: people.mei.email, textMatch: 'equals' }, gives: [{ autodeskId: people.mei.autodeskId }] },
	'projectUser.add': {
		input: { ...tower, email: 'new.one@harbor.example', products: [{ key: 'Build', access: 'Member' }, { key: 'docs', access: 'administrator' }], companyId: { name: 'apex mep' }, roleIds: [{ name: 'superintendent' }] },
		gives: [{ ...done('created'), status: 'pending', roles: [{ id: stableId('role superintendent'), name: 'Superintendent' }] }],
		leaves: [(state) => state.members.at(-1), some({ userId: expect.any(String), companyId: companies.apexmep.accId, products: [{ key: 'build', access: 'member' }, { key: 'docs', access: 'administrator' }] })],
	},
	'projectUser.import': { input: { ...tower, email: 'new.one@harbor.example', firstName: 'New', products: [{ key: 'docs', access: 'member' }], roleIds: [{ name: 'Subcontractor' }] }, gives: [{ receipt: { done: 'started', id: expect.any(String) as unknown } }], leaves: [(state) => state.members.at(-1), some({ roleIds: [stableId('role subcontractor')], products: [{ key: 'docs', access: 'member' }] })] },
	'projectUser.update': { input: { ...tower, ...mei, roleIds: [{ name: 'Superintendent' }], companyId: { name: 'Apex MEP' } }, gives: [done('updated')], leaves: [(state) => membership(state, 'mei'), some({ roleIds: [stableId('role superintendent')], companyId: companies.apexmep.accId })] },
	'projectUser.upsert': { input: { ...tower, email: people.mei.email, products: [{ key: 'cost', access: 'member' }], roleIds: [{ name: 'Superintendent' }] }, gives: [done('updated')], leaves: [(state) => membership(state, 'mei'), some({ roleIds: [stableId('role subcontractor'), stableId('role superintendent')], products: [{ key: 'build', access: 'member' }, { key: 'docs', access: 'member' }, { key: 'cost', access: 'member' }] })] },
	'projectUser.remove': { input: { ...tower, ...mei }, gives: [done('removed')], leaves: [(state) => membership(state, 'mei')?.status, 'deleted'] },
	'role.getMany': { input: { ...A, ...tower }, gives: 3 },

	'user.get': { who: 'app', input: { ...A, userId: { name: people.mei.email } }, gives: [{ uid: people.mei.autodeskId }] },
	'user.getMany': { who: 'app', input: { ...A, sort: ['-created_at'] }, gives: 17 },
	'user.search': { who: 'app', input: { ...A, email: people.mei.email }, gives: [{ email: people.mei.email }] },
	'user.create': { who: 'app', input: { ...A, email: 'new.one@harbor.example', firstName: 'New', companyId: { name: 'Apex MEP' }, defaultRole: 'BIM Manager' }, gives: [{ ...done('created'), status: 'not_invited', default_role: 'BIM Manager' }], leaves: [(state) => person(state, 'new.one@harbor.example'), some({ firstName: 'New', companyId: companies.apexmep.accId })] },
	'user.import': { who: 'app', input: { ...A, email: 'new.one@harbor.example', lastName: 'One' }, gives: [{ ...done('created'), email: 'new.one@harbor.example' }], leaves: [(state) => person(state, 'new.one@harbor.example'), some({ lastName: 'One' })] },
	'user.update': { who: 'app', input: { ...A, userId: accountUserId('mei'), status: 'Inactive', defaultRole: 'BIM Manager' }, gives: [{ ...done('updated'), status: 'inactive', default_role: 'BIM Manager' }], leaves: [(state) => person(state, people.mei.email)?.status, 'inactive'] },
	'user.upsert': { who: 'app', input: { ...A, email: people.mei.email.toUpperCase(), companyId: { name: 'Northern Steelworks' } }, gives: [{ ...done('updated'), company_id: companies.steelworks.accId }], leaves: [(state) => person(state, people.mei.email)?.companyId, companies.steelworks.accId] },
	'userAccess.getProjects': { input: { ...A, userId: accountUserId('mei'), platform: ['acc'] }, gives: 2 },
	'userAccess.getProducts': { input: { ...A, userId: accountUserId('mei'), keys: ['Build'] }, gives: [{ key: 'build' }] },
	'userAccess.getRoles': { input: { ...A, userId: accountUserId('mei') }, gives: [{ name: 'Subcontractor' }] },

	'company.get': { who: 'app', input: { ...A, companyId: companies.apexmep.accId }, gives: [{ name: 'Apex MEP' }] },
	'company.getMany': { input: { ...A, name: 'apex', updated: { from: '2020-01-01T00:00:00Z' } }, gives: [{ name: 'Apex MEP' }] },
	'company.search': { who: 'app', input: { ...A, name: 'Apex MEP' }, gives: [{ name: 'Apex MEP' }] },
	'company.create': { who: 'app', input: { ...A, name: 'Roofs', trade: 'Moisture Protection, Roofing', erpId: 'R-1', addressLine1: 'Quay 9' }, gives: [done('created')], leaves: [(state) => state.companies.at(-1), some({ name: 'Roofs', trade: 'Moisture Protection | Roofing', details: { erp_id: 'R-1', address_line_1: 'Quay 9' } })] },
	'company.import': { who: 'app', input: { ...A, name: 'Roofs', trade: 'Masonry' }, gives: [{ ...done('created'), name: 'Roofs' }], leaves: [(state) => state.companies.at(-1)?.trade, 'Masonry'] },
	'company.update': { who: 'app', input: { ...A, companyId: companies.apexmep.accId, taxId: '4711' }, gives: [done('updated')], leaves: [(state) => state.companies.find(({ id }) => id === companies.apexmep.accId), some({ name: 'Apex MEP', details: { tax_id: '4711' } })] },
	'company.upsert': { who: 'app', input: { ...A, name: 'apex mep', trade: 'Electrical' }, gives: [{ ...done('updated'), trade: 'Electrical' }], leaves: [(state) => state.companies.find(({ id }) => id === companies.apexmep.accId)?.trade, 'Electrical'] },
	'company.setImage': { who: 'app', input: { ...A, companyId: companies.apexmep.accId, image }, gives: [done('updated')], leaves: [(state) => state.images.get(companies.apexmep.accId), 'https://images.example/tower.png'] },
	'projectCompany.getMany': { who: 'app', input: { ...A, projectId: `b.${TOWER_ID}` }, gives: Object.keys(companies).map(() => ({ project_id: TOWER_ID })) },
	'businessUnit.getMany': { who: 'app', input: A, gives: [{ name: 'Harbor Construction' }, { path: 'Harbor Construction/Oslo' }, { name: 'Bergen' }] },
	'businessUnit.replace': { who: 'app', input: { ...A, units: [{ id: office, name: 'Oslo' }, { name: 'Oslo East', parentId: office }] }, gives: 2, leaves: [(state) => state.businessUnits.map(({ name, parentId }) => [name, parentId]), [['Oslo', null], ['Oslo East', office]]] },

	'dataRequest.get': { input: { ...A, ...weekly }, gives: [{ scheduleInterval: 'WEEK' }] },
	'dataRequest.getMany': { input: { ...A, isActive: true, scheduleInterval: 'Weekly', recurringInterval: 1 }, gives: 1 },
	'dataRequest.create': { input: { ...A, scheduleInterval: 'Daily', recurringInterval: 2, serviceGroups: ['Issues', 'rfis'], projectIds: [{ name: 'Old Quay Refurbishment (sandbox)' }], effectiveFrom: '2027-01-01T00:00:00.000Z', effectiveTo: '2027-06-30T00:00:00Z', sendEmail: false }, gives: [done('created')], leaves: [(state) => state.dataRequests.at(-1)?.content, { isActive: true, scheduleInterval: 'DAY', reoccuringInterval: 2, serviceGroups: ['issues', 'rfis'], projectIdList: [QUAY_ID], effectiveFrom: '2027-01-01T00:00:00.000Z', effectiveTo: '2027-06-30T00:00:00.000Z', sendEmail: false }] },
	'dataRequest.update': { input: { ...A, ...weekly, isActive: false }, gives: [{ ...done('updated'), isActive: false, scheduleInterval: 'WEEK' }], leaves: [(state) => state.dataRequests[0]?.content, some({ isActive: false, serviceGroups: ['issues', 'rfis'] })] },
	'dataRequest.delete': { input: { ...A, ...weekly }, gives: [done('deleted')], leaves: [(state) => state.dataRequests, []] },
	'dataRequest.extract': { input: { ...A, serviceGroups: ['issues'], dateRange: 'Yesterday' }, gives: [{ ...done('exported'), status: 'complete', completionStatus: 'success' }], leaves: [(state) => state.dataRequests.at(-1)?.content, some({ scheduleInterval: 'ONE_TIME', serviceGroups: ['issues'], dateRange: 'YESTERDAY' })] },
	'dataJob.get': { input: job, gives: [{ status: 'complete' }] },
	'dataJob.getMany': { input: { ...A, completionStatus: 'failed', completed: { from: '2020-01-01T00:00:00Z' } }, gives: [{ id: stableId('data job 1') }] },
	'dataJob.getByRequest': { input: { ...A, ...weekly, order: 'Newest First' }, gives: [{ id: stableId('data job 2') }, { id: stableId('data job 1') }, { id: stableId('data job 0') }] },
	'dataJob.getLatest': { input: { ...A, ...weekly }, gives: [{ id: stableId('data job 2'), completionStatus: 'success' }] },
	'dataJob.wait': { input: { ...A, ...weekly }, gives: [{ id: stableId('data job 2') }] },
	'dataJob.cancel': { input: job, before: ({ state }) => void Object.assign(state.dataJobs[0] ?? {}, { status: 'running' }), gives: [done('cancelled')], leaves: [(state) => state.dataJobs[0], some({ status: 'complete', outcome: 'cancelled' })] },
	'dataFile.getMany': { input: job, gives: [{ name: 'README.html' }, { name: 'issues_issues.csv' }, { name: 'rfis_rfis.csv' }, { name: 'autodesk_data_extract.zip' }] },
	'dataFile.download': { input: { ...job, fileName: 'autodesk_data_extract.zip' }, gives: [{ name: 'autodesk_data_extract.zip' }] },
	'dataFile.downloadAll': { input: job, gives: [{ name: 'README.html' }, { name: 'issues_issues.csv' }, { name: 'rfis_rfis.csv' }] },
};

let served: Served<{ acc: AccService }>;
beforeEach(async () => {
	served = await serve((world) => ({ acc: createAccService(world) }));
});
afterEach(async () => await served.stop());

/** A client as one run of a host has it. The application has its own token and, beside it, Nora's for the lists of names. */
function as(who: Who): Client {
	const { acc: service } = served.services;
	const person = service.issueTokens(people[who === 'app' ? 'nora' : who].autodeskId).access_token;
	if (who !== 'app') return connect(acc, served.origins.acc, bearer(person));
	const own = service.issueTokens().access_token;
	return connect(acc, served.origins.acc, { tokens: ['user', 'app'], sign: async (kind) => ({ headers: { authorization: `Bearer ${kind === 'app' ? own : person}` } }), renew: async () => false });
}

testEveryOperation<AccState, Who>(acc, cases, {
	place: () => ({ state: served.services.acc.state, exchanges: served.exchanges, as: (who = 'nora') => as(who) }),
	on: (resource) => mine.includes(resource.slice('acc.'.length)),
	reads: ['GET'],
});
