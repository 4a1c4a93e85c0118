import { Readable } from 'node:stream';
import { field } from '../../../src/catalog/field';
import type { FileInput, Input, JsonObject } from '../../../src/catalog/vocabulary';
import type { Client } from '../../../src/core/client';
import { createFieldService, sampleIds, type FieldService } from '../../../src/sandbox/field';
import { companies, people } from '../../../src/sandbox/people';
import { serve, type Served } from '../../../src/sandbox/serve';
import { connect, ticket } from '../../support/connect';
import { testEveryOperation, type Case } from '../../support/every-operation';

type State = FieldService['state'];

const some = (members: JsonObject): unknown => expect.objectContaining(members);
const having = (...members: readonly unknown[]): unknown => expect.arrayContaining([...members]);
const like = (text: string | RegExp): unknown => expect.stringMatching(text);
const done = (word: string): { readonly receipt: unknown } => ({ receipt: some({ done: word }) });
const fileOf = (name: string, text = 'bytes of a file'): FileInput => ({ name, open: async () => Readable.from([Buffer.from(text)]) });
const first = <T>(of: ReadonlyMap<string, T>): string => [...of.keys()][0] ?? '';
const firstOf = <T>(of: ReadonlyMap<string, T>): T | undefined => [...of.values()][0];

const P = { projectId: { name: 'Harbor Tower (sandbox)' } };
const issue = { ...P, issueId: { name: 'HT-0001' } };
const apex = companies.apexmep.fieldId;
const chiller = (state: State) => [...state.equipment.values()].find((one) => one.given.get('tag_number') === 'EQ-2');
const plan = { ...P, documentId: { name: 'Site rules.pdf' } };
const planIn = (state: State) => [...state.documents.values()].find((one) => one.filename.startsWith('Site rules'));
const towerIn = (state: State) => state.projects.get(sampleIds.tower);
const dayOne = '2026-03-31';
const toSign = (state: State): Input => ({ ...P, containerId: first(state.checklists), customFieldId: sampleIds.trade.slice('cf--'.length), file: fileOf('signature.png') });
const toAttach = (state: State): Input => ({ ...P, containerId: first(state.issues), file: fileOf('crack.png') });

const cases: Readonly<Record<string, Case<State>>> = {
	'project.getMany': { input: {}, gives: 2 },
	'project.get': { input: P, gives: [{ timezone: like('Eastern') }] },
	'project.getManyNames': { input: { sortBy: 'Name', sortDirection: 'desc' }, gives: [{ name: like('Riverside') }, { name: like('Harbor') }] },
	'project.getExportStatus': { input: P, gives: [{ export_running: false, last_export_at: null }] },
	'project.getLatestExport': {
		input: P,
		before: ({ state }) => Object.assign(towerIn(state)?.export ?? {}, { lastAt: new Date(), succeeded: true }),
		gives: [{ type: 'database' }, { type: 'files', url: like(/^http/) }],
	},
	'area.getMany': { input: P, gives: 6 },
	'area.getManyPaths': { input: P, gives: having(some({ path: 'Building A>Level 02' })) as readonly unknown[] },
	'company.getMany': { input: P, gives: 3 },
	'company.get': { input: { ...P, companyId: { name: 'apex mep' } }, gives: [{ id: apex, category: 'Contractor' }] },
	'company.getManyWithDetails': { input: P, gives: having(some({ company_type: 'Mechanical' })) as readonly unknown[] },
	'company.create': { input: { name: 'Roofers Ltd', category: 'Contractor', address: { city: 'Example City' } }, gives: [{ ...done('created'), success: true }], leaves: [(state) => [...state.companies.values()].at(-1), some({ name: 'Roofers Ltd', category: 'Contractor' })] },
	'company.update': { input: { companyId: { name: 'Apex MEP' }, telephone: '555-0100', address: { city: 'Boston' }, customFields: [{ name: 'State Identifier', value: '000' }] }, gives: [done('updated')], leaves: [(state) => Object.fromEntries(state.companies.get(apex)?.given ?? []), { telephone: '555-0100', address: { city: 'Boston' }, custom_fields: [{ name: 'State Identifier', value: '000', display_type: 'text' }] }] },
	'company.upsert': { input: { name: 'apex mep', description: 'Pipes' }, gives: [done('updated')], leaves: [(state) => [state.companies.size, state.companies.get(apex)?.given.get('description')], [3, 'Pipes']] },
	'company.addToProjects': { input: { companyIds: ['Northern Steelworks'], projectIds: ['Riverside Depot (sandbox)'] }, gives: [done('updated')], leaves: [(state) => state.companies.get(companies.steelworks.fieldId)?.projectIds.has(sampleIds.depot), true] },
	'company.removeFromProjects': { input: { companyIds: [apex], projectIds: [sampleIds.depot] }, gives: [done('removed')], leaves: [(state) => state.companies.get(apex)?.projectIds.has(sampleIds.depot), false] },
	'user.getMany': { input: P, gives: 5 },
	'user.get': { input: { ...P, userId: { name: people.mei.email } }, gives: [{ first_name: 'Mei' }] },
	'user.getManyWithRoles': { input: P, gives: 5 },
	'user.create': { input: { ...P, email: 'New.One@harbor.example', name: 'New One', role: 'Inspector', companyId: 'Harbor Construction', documentManager: true }, gives: [{ ...done('created'), email: 'new.one@harbor.example' }], leaves: [(state) => [...state.users.values()].at(-1)?.memberships.get(sampleIds.tower), some({ role: 'inspector', documentManager: true, admin: false })] },
	'user.update': { input: { ...P, userId: people.samir.fieldId, projectAdmin: true, companyId: 'Apex MEP' }, gives: [done('updated')], leaves: [(state) => [state.users.get(people.samir.fieldId)?.companyId, state.users.get(people.samir.fieldId)?.memberships.get(sampleIds.tower)?.admin], [apex, true]] },
	'user.delete': { input: { ...P, userId: people.samir.fieldId }, gives: [done('removed')], leaves: [(state) => state.users.get(people.samir.fieldId)?.memberships.has(sampleIds.tower), false] },
	'contact.getMany': { input: P, gives: 5 },

	'issue.get': { input: { ...P, issueIds: ['HT-0001', 'HT-0002'] }, gives: [{ byName: some({ Identifier: 'HT-0001' }) }, { byName: some({ Identifier: 'HT-0002' }) }] },
	'issue.getMany': { input: P, gives: 40 },
	'issue.search': { input: { ...P, conditions: [{ field: 'Status', operator: 'in', values: ['Void'] }] }, gives: 5 },
	'issue.count': { input: { ...P, conditions: [{ field: 'Trade', value: 'Steel' }] }, gives: [{ count: 10 }] },
	'issue.create': { input: { ...P, issueTypeId: { name: 'Punch List' }, fields: { Description: 'Loose tile', Area: 'Building A>Roof' } }, gives: [{ ...done('created'), success: true }], leaves: [(state) => [...state.issues.values()].at(-1)?.values.get('f--description'), 'Loose tile'] },
	'issue.update': { input: { ...issue, fields: { Status: 'Closed' } }, gives: [done('updated')], leaves: [(state) => firstOf(state.issues)?.values.get('f--status'), 'Closed'] },
	'issue.upsert': { input: { ...P, matchField: 'Description', matchValue: 'Row 7', issueTypeId: 'Punch List', fields: { Area: 'Building A>Roof' } }, gives: [{ ...done('created'), values: some({ 'f--description': 'Row 7' }) }], leaves: [(state) => [...state.issues.values()].at(-1)?.values.get('f--description'), 'Row 7'] },
	'issue.comment': { input: { ...issue, comment: 'Seen' }, gives: [{ ...done('created'), comment_text: 'Seen' }], leaves: [(state) => firstOf(state.issues)?.comments.at(-1)?.text, 'Seen'] },
	'issue.delete': { input: { ...P, issueIds: ['HT-0001'] }, gives: [done('deleted')], leaves: [(state) => state.issues.size, 39] },
	'issue.getManyByFilter': { input: { ...P, filterId: 'Open Issues' }, gives: 15 },
	'issue.countByFilter': { input: P, gives: [{ count: 40 }] },
	'issue.getManyForObjects': { input: (state) => ({ ...P, objectType: 'Equipment', objectIds: [first(state.equipment)] }), gives: 0 },
	'issue.getVoidedIds': { input: P, gives: 5 },
	'issueType.getMany': { input: P, gives: 4 },
	'issueType.create': { input: { ...P, category: 'Clash', name: 'Clearance' }, gives: [{ ...done('created'), category_name: 'Clash' }], leaves: [(state) => towerIn(state)?.issueTypes.at(-1)?.name, 'Clearance'] },
	'issueType.delete': { input: { ...P, issueTypeId: 'Commissioning', replacementId: 'Punch List' }, gives: [done('deleted')], leaves: [(state) => [...state.issues.values()].some((one) => one.values.get('f--issue_type_id') === sampleIds.commissioning), false] },
	'issueField.getMany': { input: P, gives: 16 },
	'issueFilter.getMany': { input: P, gives: 3 },
	'issueStatusChange.getMany': { input: { ...P, statuses: ['Void'] }, gives: 5 },
	'issueStatusChange.getManyForIssue': { input: issue, gives: [{ status: 'Open' }] },
	'rootCause.getMany': { input: P, gives: 3 },

	'checklist.get': { input: { ...P, checklistId: { name: '000001' }, namedFields: true }, gives: [{ name: 'Concrete pour release', byName: {} }] },
	'checklist.getMany': { input: P, gives: 12 },
	'checklist.getManyHeaders': { input: { ...P, filterId: 'All Checklists' }, gives: 14 },
	'checklist.upsert': {
		input: { ...P, templateId: { name: 'pipe pressure test' }, matchValue: 'riser 7', identifier: 'R-7', companyId: 'Apex MEP', answers: [{ question: 'Result agrees with the specification', response: '-', comment: 'Leaks' }, { question: '1', response: '+' }], fields: { Witness: 'Grace' } },
		gives: [{ receipt: some({ done: 'created', number: 'R-7' }), items: 3 }],
		leaves: [(state) => [...state.checklists.values()].at(-1), some({ name: 'Pipe pressure test', identifier: 'R-7', companyId: apex, items: [some({ response: '+' }), some({ response: '' }), some({ response: '-', comment: 'Leaks' })] as JsonObject[], customValues: [some({ value: 'Grace' })] as JsonObject[] })],
	},
	'checklistTemplate.getMany': { input: P, gives: 5 },
	'photo.getMany': { input: P, gives: 9 },
	'task.getMany': { input: { ...P, filterId: 'All Tasks', namedFields: true }, gives: 4 },
	'task.upsert': { input: { ...P, identifier: 'T-900', name: 'Inspect anchors', fields: { Shift: 'night' }, comment: 'Bring the torque key' }, gives: [{ receipt: some({ done: 'sent', number: 'T-900' }) }], leaves: [(state) => Object.fromEntries([...state.tasks.values()].at(-1)?.given ?? []), some({ name: 'Inspect anchors', custom_field_values: [some({ value: 'Night', container_type: 'Task' })] as JsonObject[], comments: [some({ comment_text: 'Bring the torque key' })] as JsonObject[] })] },
	'taskTemplate.getMany': { input: P, gives: 1 },

	'document.getMany': { input: { ...P, directory: 'Drawings/Level 02' }, gives: 1 },
	'document.getManyProcessed': { input: { ...P, topLevel: true }, gives: [{ filename: 'Site rules.pdf' }] },
	'document.count': { input: P, gives: [{ count: 4 }] },
	'document.download': { input: plan, gives: [{ fileName: 'Site rules.pdf' }] },
	'document.upload': { input: { ...P, directory: 'Plans', file: fileOf('Level 4.pdf') }, gives: [{ ...done('created'), path: 'Plans' }], leaves: [(state) => [...state.documents.values()].at(-1)?.filename, 'Level 4.pdf'] },
	'document.rename': { input: { ...plan, name: 'Site rules 2' }, gives: [done('updated')], leaves: [(state) => planIn(state)?.filename, 'Site rules 2.pdf'] },
	'document.move': { input: { ...plan, folder: 'Drawings/Level 01' }, gives: [done('updated')], leaves: [(state) => planIn(state)?.folder, 'Drawings/Level 01'] },
	'document.delete': { input: { ...plan, what: 'Whole Document' }, gives: [done('deleted')], leaves: [planIn, undefined] },
	'document.deleteMany': { input: { ...P, documentIds: ['Site rules.pdf'] }, gives: [done('deleted')], leaves: [planIn, undefined] },
	'documentFolder.getMany': { input: P, gives: [{ name: 'Drawings', child_count: 3 }] },
	'documentFolder.getManyPaths': { input: P, gives: 4 },
	'documentFolder.create': { input: { ...P, path: 'Reports/2026' }, gives: [{ ...done('created'), path: 'Reports/2026' }], leaves: [(state) => [...state.folders.values()].map(({ path }) => path), ['Reports', 'Reports/2026']] },
	'documentFolder.move': { input: { ...P, path: 'Drawings', newPath: 'Plans' }, gives: [{ ...done('updated'), path: 'Plans' }], leaves: [(state) => [...state.documents.values()].filter((one) => one.folder.startsWith('Plans/')).length, 3] },
	'documentFolder.delete': { input: { ...P, path: 'Drawings' }, gives: [{ ...done('deleted'), documents_deleted: 3 }], leaves: [(state) => [...state.documents.values()].some((one) => one.folder.startsWith('Drawings')), false] },
	'file.download': { input: (state) => ({ ...P, objectId: first(state.attachments) }), gives: [{ fileName: like(/\.png$/) }] },
	'attachment.upload': { input: toAttach, gives: [{ ...done('sent'), fileName: 'crack.png' }], leaves: [(state) => [...state.attachments.values()].at(-1), some({ filename: 'crack.png', contentType: 'image/png' })] },
	'attachment.delete': { input: (state) => ({ ...P, attachmentId: first(state.attachments) }), gives: [done('deleted')], leaves: [(state) => state.attachments.size, 7] },
	'signature.upload': { input: toSign, gives: [done('sent')], leaves: [(state) => [...state.attachments.values()].at(-1), some({ kind: 'Signature', containerType: 'CompletedChecklist' })] },
	'signature.delete': {
		before: async ({ state, run: carried }) => await carried('signature.upload', toSign(state)),
		input: (state) => ({ ...P, signatureId: [...state.attachments.keys()].at(-1) ?? '' }),
		gives: [done('deleted')],
		leaves: [(state) => [...state.attachments.values()].some((one) => one.kind === 'Signature'), false],
	},
	'documentReference.add': { input: (state) => ({ ...plan, containerId: first(state.issues), caption: 'See page 1', tags: ['rules', 'site'] }), gives: [done('sent')], leaves: [(state) => firstOf(state.documentReferences), some({ containerType: 'Issue', caption: 'See page 1', tags: 'rules,site' })] },
	'documentReference.delete': {
		before: async ({ state, run: carried }) => await carried('documentReference.add', { ...plan, containerId: first(state.issues) }),
		input: (state) => ({ ...P, referenceId: first(state.documentReferences) }),
		gives: [done('deleted')],
		leaves: [(state) => state.documentReferences.size, 0],
	},
	'markup.getMany': { input: { ...P, documentIds: ['Site rules.pdf'] }, gives: [{ pages: [some({ page_number: 0 })] }] },

	'equipment.getMany': { input: { ...P, namedFields: true }, gives: 3 },
	'equipment.get': { input: { ...P, equipmentId: { name: 'EQ-2' } }, gives: [{ name: 'Chiller 1 (sandbox)' }] },
	'equipment.update': {
		input: { ...P, equipmentId: { name: 'Chiller 1 (sandbox)' }, statusId: 'Installed', installDate: '2026-04-01', fields: { 'serial plate': 'legible', 'Commissioned on': '2026-05-01' }, comment: 'Set on its base' },
		gives: [done('updated')],
		leaves: [
			(state) => [Object.fromEntries(chiller(state)?.given ?? []), chiller(state)?.customValues.map(({ value }) => value), chiller(state)?.comments.map(({ text }) => text), chiller(state)?.history.at(-1)?.status],
			[some({ name: 'Chiller 1 (sandbox)', description: 'Plant room equipment', tag_number: 'EQ-2', install_date: '2026-04-01', warranty_end_date: '2030-06-30' }), ['Legible', '2026-05-01'], ['Set on its base'], 'Installed'],
		],
	},
	'equipmentStatusChange.getMany': { input: { ...P, statuses: ['Ordered'] }, gives: 3 },
	'equipmentStatusChange.getManyForEquipment': { input: { ...P, equipmentId: 'EQ-1' }, gives: [{ status: 'Ordered' }, { status: 'Installed' }] },
	'dailyUpdate.get': { input: (state) => ({ ...P, updateId: first(state.dailyUpdates) }), gives: [{ status: 'Open' }] },
	'dailyUpdate.getMany': { input: { ...P, scope: 'Everybody' }, gives: 5 },
	'dailyUpdate.create': {
		input: { ...P, date: dayOne, status: 'Open', summary: 'Roof closed', weather: { humidity: 79, highest: 83.4, highestAt: '2026-03-31T18:00:00Z', precipitationType: 'rain' }, labor: [{ companyId: 'Apex MEP', workers: 2, totalHours: 16, notes: 'Ducts' }] },
		gives: [{ ...done('created'), update_date: dayOne }],
		leaves: [(state) => [...state.dailyUpdates.values()].at(-1), some({ day: dayOne, summary: 'Roof closed', weather: { humidity: 79, temperature_max: 83.4, temperature_max_time: '2026-03-31T18:00:00.000Z', precip_type: 'rain' }, labor: [{ company_id: apex, workers: 2, total_hours: 16, notes: 'Ducts' }] })],
	},
	'dailyUpdate.update': { input: (state) => ({ ...P, updateId: first(state.dailyUpdates), summary: 'Corrected', weather: { windSpeed: 4.3 } }), gives: [done('updated')], leaves: [(state) => firstOf(state.dailyUpdates), some({ summary: 'Corrected', weather: some({ wind_speed: 4.3, humidity: 60 }) as JsonObject })] },
	'dailyUpdate.upsert': { input: { ...P, date: dayOne, summary: 'Roof closed' }, gives: [{ ...done('created'), update_date: dayOne }], leaves: [(state) => state.dailyUpdates.size, 6] },
	'dailyUpdate.delete': { input: (state) => ({ ...P, updateId: first(state.dailyUpdates) }), gives: [done('deleted')], leaves: [(state) => state.dailyUpdates.size, 4] },

	'customField.getMany': { input: P, gives: having(some({ name: 'Serial plate', possible_values: ['Legible', 'Missing'] })) as readonly unknown[] },
	'customField.create': { input: { ...P, category: 'Equipment', name: 'Grade', type: 'drop-down', possibleValues: 'A::B', mandatory: true }, gives: [{ ...done('created'), name: 'Grade' }], leaves: [(state) => towerIn(state)?.customFields.at(-1), some({ container: 'EquipmentType', required: true, possibleValues: ['A', 'B'] })] },
	'customField.delete': { input: { ...P, customFieldId: 'Shift' }, gives: [done('deleted')], leaves: [(state) => towerIn(state)?.customFields.some(({ name }) => name === 'Shift'), false] },
	'standardField.getMany': { input: P, gives: having(some({ name: 'root_cause_id', hidden: false })) as readonly unknown[] },
	'standardField.enable': { input: { ...P, fieldId: 'f--priority' }, before: async ({ run: carried }) => await carried('standardField.disable', { ...P, fieldId: 'f--priority' }), gives: [done('updated')], leaves: [(state) => towerIn(state)?.hidden.size, 0] },
	'standardField.disable': { input: { ...P, fieldId: 'Priority' }, gives: [done('updated')], leaves: [(state) => [...(towerIn(state)?.hidden ?? [])], ['f--priority']] },
	'category.getMany': { input: { ...P, kind: 'Equipment Statuses' }, gives: [{ name: 'Ordered', category_name: 'Status' }, { name: 'Installed' }, { name: 'Commissioned' }] },
	'category.upsert': { input: { ...P, category: 'workmanship', name: 'Not cleaned' }, gives: [done('created')], leaves: [(state) => towerIn(state)?.entries.at(-1)?.name, 'Not cleaned'] },
	'filter.getMany': { input: { ...P, category: 'Task' }, gives: [{ name: 'All Tasks' }] },
	'userPreference.getMany': { input: P, gives: 2 },
	'specRef.getMany': { input: {}, gives: 2 },
	'priority.getMany': { input: {}, gives: 4 },
	'checklistStatus.getMany': { input: {}, gives: 2 },
	'server.ping': { input: {}, gives: [{ text: 'I;200;Successful' }] },
	'server.getCurrentDate': { input: {}, gives: [{ current_date: like(/^\d{4}-/) }] },
};

let served: Served<{ field: FieldService }>;
let client: Client;
beforeEach(async () => {
	served = await serve((world) => ({ field: createFieldService(world) }));
	client = connect(field, served.origins.field, ticket(served.services.field.issueTicket(people.nora.email)));
});
afterEach(async () => await served.stop());

it('has a handler for every call of the document', () => {
	const { contracts, handlers } = served.services.field;
	expect(contracts.filter(({ id }) => handlers[id] === undefined).map(({ id }) => id)).toEqual([]);
});

testEveryOperation<State>(field, cases, { place: () => ({ state: served.services.field.state, exchanges: served.exchanges, as: () => client }) });
