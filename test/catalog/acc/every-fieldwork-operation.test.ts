import { Readable } from 'node:stream';
import { acc } from '../../../src/catalog/acc';
import type { FileInput, JsonObject } from '../../../src/catalog/vocabulary';
import { attributeId, createAccService, optionId, subtypeId, TOWER_ID, typeId, type AccService } from '../../../src/sandbox/acc';
import { stableId } from '../../../src/sandbox/acc/sample';
import { people, type PersonKey } from '../../../src/sandbox/people';
import { serve, type Served } from '../../../src/sandbox/serve';
import { bearer, connect } from '../../support/connect';
import { testEveryOperation, type Case } from '../../support/every-operation';

type State = AccService['state'];

/** Resources on issues, RFIs, forms, assets, photos and locations. */
const fieldwork = /^acc\.(issue|rfi|form|asset|photo|location)/;
const some = (members: JsonObject | { readonly [name: string]: unknown }): unknown => expect.objectContaining(members);
const done = (word: string): { readonly receipt: unknown } => ({ receipt: some({ done: word }) });
const fileOf = (name: string, text = 'bytes of a file'): FileInput => ({ name, open: async () => Readable.from([Buffer.from(text)]) });

const tower = { projectId: { name: 'harbor tower (sandbox)' } };
const issue3 = { ...tower, issueId: { name: '3' } };
const rfi3 = { ...tower, rfiId: { name: 'RFI-003' } };
const rfiById = (state: State, number: number) => state.rfis.find(({ id }) => id === stableId(`rfi ${TOWER_ID} ${number}`));
const issueByNumber = (state: State, number: number) => state.issues.find(({ projectId, displayId }) => projectId === TOWER_ID && displayId === number);
const assetNamed = (state: State, name: string) => state.assets.filter(({ clientAssetId }) => clientAssetId === name);
const question = (label: string): string => stableId(`form field ${TOWER_ID} ${label}`);
const column = (key: string): string => stableId(`form column ${TOWER_ID}  ${key}`);
const formByNumber = (state: State, number: number) => state.forms.find(({ projectId, formNum }) => projectId === TOWER_ID && formNum === number);
const attach: Case<State>['before'] = async ({ run: carried }) => await carried('issueAttachment.add', { ...issue3, file: fileOf('plan.txt') });

const cases: Readonly<Record<string, Case<State, PersonKey>>> = {
	'issue.get': { input: issue3, gives: [{ displayId: 3 }] },
	'issue.getMany': { input: { ...tower, status: ['open'], issueSubtypeId: [{ name: 'Quality > Defect' }] }, gives: expect.arrayContaining([some({ issueSubtypeId: subtypeId(TOWER_ID, 'Defect'), status: 'open' })]) as readonly unknown[] },
	'issue.create': { input: { ...tower, issueSubtypeId: { name: 'Quality > Defect' }, title: 'Crack', dueDate: '2026-12-01', locationId: { name: 'Level 2' }, customAttributes: { Trade: 'Mechanical' } }, gives: [{ ...done('created'), title: 'Crack' }], leaves: [(state) => state.issues.at(-1), some({ title: 'Crack', dueDate: '2026-12-01', published: true, customAttributes: [{ attributeDefinitionId: attributeId(TOWER_ID, 'Trade'), value: optionId(TOWER_ID, 'Mechanical') }] })] },
	'issue.update': { input: { ...issue3, status: 'In Review', assignedTo: { name: people.mei.email } }, gives: [done('updated')], leaves: [(state) => issueByNumber(state, 3), some({ status: 'in_review', assignedTo: people.mei.autodeskId, assignedToType: 'user' })] },
	'issue.upsert': { input: { ...tower, matchOn: 'title', title: 'Only once', issueSubtypeId: { name: 'Clash' } }, gives: [done('created')], leaves: [(state) => state.issues.filter(({ title }) => title === 'Only once').length, 1] },
	'issueComment.getMany': { input: { ...tower, issueId: { name: '7' } }, gives: 2 },
	'issueComment.create': { input: { ...issue3, body: 'Seen' }, gives: [{ ...done('created'), body: 'Seen' }], leaves: [(state) => state.comments.at(-1)?.body, 'Seen'] },
	'issueAttachment.getMany': { input: issue3, before: attach, gives: [{ displayName: 'plan.txt' }] },
	'issueAttachment.add': { input: { ...issue3, file: fileOf('plan.txt') }, gives: [done('created')], leaves: [(state) => state.attachments.map(({ displayName }) => displayName), ['plan.txt']] },
	'issueAttachment.download': { input: { ...issue3, attachmentId: { name: 'plan.txt' } }, before: attach, gives: [{ displayName: 'plan.txt' }] },
	'issueAttachment.delete': { input: { ...issue3, attachmentId: { name: 'plan.txt' } }, before: attach, gives: [done('deleted')], leaves: [(state) => state.attachments.map(({ deletedBy }) => deletedBy), [people.nora.autodeskId]] },
	'issueType.getMany': { input: tower, gives: 4 },
	'issueAttributeDefinition.getMany': { input: { ...tower, dataTypes: ['list'] }, gives: [{ title: 'Trade' }] },
	'issueAttributeMapping.getMany': { input: { ...tower, mappedItemIds: [typeId(TOWER_ID, 'Quality')] }, gives: 2 },
	'issueRootCause.getMany': { input: tower, gives: [{ title: 'Workmanship' }, { title: 'Coordination' }] },
	'issueUserProfile.get': { input: tower, gives: [{ isProjectAdmin: true }] },

	'rfi.get': { input: rfi3, gives: [{ customIdentifier: 'RFI-003' }] },
	'rfi.search': { input: { ...tower, search: 'shaft wall', types: [{ name: 'General' }], locationIds: [{ name: 'Level 3' }] }, gives: expect.arrayContaining([some({ title: expect.stringContaining('Fire rating') as string })]) as readonly unknown[] },
	'rfi.create': {
		input: { ...tower, title: 'Which anchor?', status: 'Open', question: 'M12 or M16?', assignedTo: [{ name: people.mei.email }], rfiTypeId: { name: 'general' }, dueDate: '2026-12-01', customAttributes: { Zone: ['North'], 'Days Lost': 2 } },
		gives: [{ ...done('created'), title: 'Which anchor?' }],
		leaves: [(state) => state.rfis.at(-1), some({ status: 'open', assignedTo: [{ id: people.mei.autodeskId, type: 'user' }], dueDate: '2026-12-01T12:00:00.000Z', customAttributes: [{ id: stableId(`rfi attribute ${TOWER_ID} zone`), values: [optionId(TOWER_ID, 'zone North')] }, { id: stableId(`rfi attribute ${TOWER_ID} days`), values: ['2'] }] })],
	},
	'rfi.update': { input: { ...tower, rfiId: { name: 'RFI-005' }, status: 'closed', officialResponse: 'M16', officialResponseStatus: 'answered', files: [fileOf('anchor.txt')] }, gives: [done('updated')], leaves: [(state) => [rfiById(state, 5), state.rfiAttachments.at(-1)], [some({ status: 'closed', officialResponse: 'M16', officialResponseStatus: 'answered' }), some({ displayName: 'anchor.txt' })]] },
	'rfiComment.getMany': { input: rfi3, before: async ({ run: carried }) => await carried('rfiComment.create', { ...rfi3, body: 'Urgent' }), gives: [{ body: 'Urgent' }] },
	'rfiComment.create': { input: { ...rfi3, body: 'Urgent' }, gives: [done('created')], leaves: [(state) => state.rfiComments.map(({ body }) => body), ['Urgent']] },
	'rfiResponse.create': { input: { ...tower, rfiId: { name: 'RFI-005' }, text: 'M16', onBehalf: { name: people.mei.email }, files: [fileOf('anchor.txt')] }, gives: [{ receipt: { done: 'created', id: expect.any(String) as string }, text: 'M16', attachments: [some({ displayName: 'anchor.txt' })] }], leaves: [(state) => [state.rfiResponses, state.rfiAttachments.at(-1)], [[some({ text: 'M16', status: 'answered', onBehalf: people.mei.autodeskId })], some({ displayName: 'anchor.txt' })]] },
	'rfiAttachment.getMany': { input: rfi3, gives: [{ displayName: 'Section.pdf' }] },
	'rfiAttachment.download': { input: { ...rfi3, attachmentId: { name: 'section.pdf' } }, gives: [{ displayName: 'Section.pdf' }] },
	'rfiType.getMany': { input: tower, gives: [{ name: 'General', isDefault: true }, { name: 'Design Clarification' }] },
	'rfiAttribute.getMany': { input: tower, gives: 3 },
	'rfiUserProfile.get': { input: tower, gives: [{ workflow: some({ type: 'US' }) }] },

	'asset.getMany': { input: { ...tower, categoryIds: [{ name: 'Mechanical > Air handling' }], statusIds: [{ name: 'Specified' }], includeCustomAttributes: true, customAttributes: { 'Power (kW)': '0..300' } }, gives: expect.arrayContaining([some({ categoryId: '4' })]) as readonly unknown[] },
	'asset.create': {
		input: { ...tower, clientAssetId: 'AHU-900', categoryId: { name: 'Air handling' }, statusId: { name: 'Installation > Delivered' }, locationId: { name: 'Level 2' }, customAttributes: { Make: 'nordvent', 'Power (kW)': 12.5, Commissioned: false } },
		gives: [{ receipt: some({ done: 'created', number: 'AHU-900' }) }],
		leaves: [(state) => state.assets.at(-1), some({ clientAssetId: 'AHU-900', categoryId: '4', statusId: stableId(`asset status ${TOWER_ID} Delivered`), customAttributes: { ca3: optionId(TOWER_ID, 'make Nordvent'), ca2: 12.5, ca1: false } })],
	},
	'asset.update': { input: { ...tower, assetId: { name: 'HT-DB-001' }, statusId: { name: 'installed' }, description: null }, gives: [done('updated')], leaves: [(state) => assetNamed(state, 'HT-DB-001'), [some({ statusId: stableId(`asset status ${TOWER_ID} Installed`), description: null, barcode: '90000001' })]] },
	'asset.upsert': { input: { ...tower, clientAssetId: 'HT-DB-001', categoryId: { name: 'Electrical' }, statusId: { name: 'Installed' }, customAttributes: { 'Power (kW)': 10 } }, gives: [done('updated')], leaves: [(state) => assetNamed(state, 'HT-DB-001'), [some({ statusId: stableId(`asset status ${TOWER_ID} Installed`), version: 3 })]] },
	'asset.delete': { input: { ...tower, assetIds: [{ name: 'HT-DB-001' }] }, gives: [done('deleted')], leaves: [(state) => assetNamed(state, 'HT-DB-001').map(({ isActive }) => isActive), [false]] },
	'assetCategory.getMany': { input: { ...tower, parentId: { name: 'Mechanical' } }, gives: [{ name: 'Air handling' }] },
	'assetStatus.getMany': { input: tower, gives: 3 },
	'assetStatusSet.getMany': { input: tower, gives: [{ name: 'Installation' }] },
	'assetCustomAttribute.getMany': { input: tower, gives: 3 },
	'assetCustomAttribute.getByCategory': { input: { ...tower, categoryId: { name: 'Air handling' }, includeInherited: true }, gives: 3 },

	'photo.get': { input: { ...tower, photoId: { name: 'Riser shaft 1' } }, gives: [{ title: 'Riser shaft 1' }] },
	'photo.search': { input: { ...tower, title: 'roof', createdBy: [{ name: people.samir.email }] }, gives: expect.arrayContaining([some({ createdBy: people.samir.autodeskId })]) as readonly unknown[] },
	'photo.downloadMany': { input: { ...tower, photoIds: [{ name: 'Riser shaft 1' }, stableId(`photo ${TOWER_ID} 9`), { name: 'Roof edge 2' }] }, gives: [{ title: 'Riser shaft 1' }, { receipt: some({ done: 'failed' }), error: expect.stringContaining('deleted') as string }, { title: 'Roof edge 2' }] },
	'photo.download': { input: { ...tower, photoId: { name: 'Riser shaft 1' } }, gives: [{ title: 'Riser shaft 1' }] },

	'formTemplate.getMany': { input: tower, gives: 2 },
	'form.getMany': { input: { ...tower, templateId: { name: 'safety inspection' }, statuses: ['inReview'] }, gives: expect.arrayContaining([some({ status: 'inReview' })]) as readonly unknown[] },
	'form.getManyV1': { input: { ...tower, statuses: ['Closed'] }, gives: expect.arrayContaining([some({ status: 'submitted' })]) as readonly unknown[] },
	'form.get': {
		input: { ...tower, formId: { name: '#5' }, withWeather: true },
		before: async ({ state, run: carried }) => {
			Object.assign(formByNumber(state, 5) ?? {}, { status: 'draft' });
			await carried('form.update', { ...tower, formId: { name: '#5' }, status: 'Closed', values: [{ question: 'Remarks', value: 'Good' }], worklog: [{ trade: 'Masons', timespan: 7.5 }] });
		},
		gives: [{ formNum: 5, status: 'closed', answersByQuestion: some({ Remarks: 'Good', 'Height (m)': null }), tables: expect.arrayContaining([some({ table: 'Work Log', rows: [some({ cells: { Crew: 'Masons', Hours: 7.5 } })] })]) as unknown, weather: some({ summaryKey: 'CLEAR' }) }],
	},
	'form.create': {
		input: {
			...tower,
			templateId: { name: 'Safety Inspection' },
			formDate: '2026-12-01',
			assigneeId: { name: people.mei.email },
			values: [{ question: 'is the site clean?', value: 'yes' }, { question: 'Scaffold > Height (m)', value: '4.5', notes: 'measured' }, { question: 'Trades on it', value: 'Masons, Painters' }, { question: 'Tagged on', value: '2026-11-30' }],
			worklog: [{ trade: 'Masons', headcount: 3, timespan: 7.5, description: 'North wall' }],
			equipment: [{ item: 'Crane', quantity: 1, timespan: 2 }],
			tableRows: [{ table: 'machines', cells: { Machine: 'Crane 5', runs: 3, Hours: 0.5, 'Checked On': '2026-11-30', Operators: ['Ann, Bo', 'Cy'] } }],
		},
		gives: [{ ...done('created'), formDate: '2026-12-01' }],
		leaves: [
			(state) => state.forms.at(-1),
			some({
				assigneeId: people.mei.autodeskId,
				assigneeType: 'user',
				values: { [question('Is the site clean?')]: { toggleVal: 'Yes' }, [question('Height (m)')]: { numberVal: 4.5, notes: 'measured' }, [question('Trades on it')]: { arrayVal: ['Masons', 'Painters'] }, [question('Tagged on')]: { dateVal: '2026-11-30' } },
				rows: [
					some({ table: 'worklogEntries', columns: [{ columnName: 'trade', textVal: 'Masons' }, { columnName: 'description', textVal: 'North wall' }, { columnName: 'headcount', numberVal: 3 }, { columnName: 'timespan', timespanVal: 27_000_000 }] }),
					some({ table: 'equipmentEntries' }),
					some({ table: stableId(`form table schema ${TOWER_ID} Machines`), columns: [{ columnId: column('machine'), textVal: 'Crane 5' }, { columnId: column('runs'), integerVal: 3 }, { columnId: column('timespan'), timespanVal: 1_800_000 }, { columnId: column('checked_on'), dateVal: '2026-11-30' }, { columnId: column('operators'), arrayVal: ['Ann, Bo', 'Cy'] }] }),
				],
			}),
		],
	},
	'form.update': { input: { ...tower, formId: { name: '#5' }, status: 'In Review', assignedRole: { name: 'superintendent' }, notes: 'Please check', values: [{ question: 'Remarks', value: 'Good' }] }, before: async ({ state }) => Object.assign(formByNumber(state, 5) ?? {}, { status: 'draft' }), gives: [{ ...done('updated'), status: 'inReview' }], leaves: [(state) => formByNumber(state, 5), some({ status: 'inReview', assigneeId: stableId('role superintendent'), assigneeType: 'role', notes: 'Please check', values: { [question('Remarks')]: { textVal: 'Good' } } })] },

	'location.getMany': { input: tower, gives: 6 },
};

let served: Served<{ acc: AccService }>;
beforeEach(async () => {
	served = await serve((world) => ({ acc: createAccService(world) }));
});
afterEach(async () => await served.stop());

testEveryOperation<State, PersonKey>(acc, cases, {
	place: () => ({ state: served.services.acc.state, exchanges: served.exchanges, as: (who = 'nora') => connect(acc, served.origins.acc, bearer(served.services.acc.issueTokens(people[who].autodeskId).access_token)) }),
	on: (resource) => fieldwork.test(resource),
});
