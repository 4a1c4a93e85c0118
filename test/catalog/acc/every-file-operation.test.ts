import { Readable } from 'node:stream';
import { acc } from '../../../src/catalog/acc';
import type { FileInput, JsonObject } from '../../../src/catalog/vocabulary';
import { ACCOUNT_ID, createAccService, folderId, TOWER_ID, type AccService } from '../../../src/sandbox/acc';
import { people } from '../../../src/sandbox/people';
import { serve, type Served } from '../../../src/sandbox/serve';
import { bearer, connect } from '../../support/connect';
import { testEveryOperation, type Case } from '../../support/every-operation';

type State = AccService['state'];

const resources = ['hub', 'folder', 'item', 'version', 'namingStandard', 'fileExport'];
const some = (members: JsonObject): unknown => expect.objectContaining(members);
const done = (word: string): { readonly receipt: unknown } => ({ receipt: some({ done: word }) });
const fileOf = (name: string, text = 'bytes of a file'): FileInput => ({ name, open: async () => Readable.from([Buffer.from(text)]) });

const tower = { projectId: { name: 'Harbor Tower (sandbox)' } };
const drawings = { ...tower, folderId: 'Project Files/Drawings' };
const steel = { ...tower, itemId: 'Project Files/Drawings/S-201 Steel.pdf' };
const folderCalled = (name: string) => (state: State): unknown => state.folders.find((one) => one.projectId === TOWER_ID && one.name === name);
const itemCalled = (name: string) => (state: State): State['items'][number] | undefined => state.items.find((one) => one.projectId === TOWER_ID && one.name === name);
const versionCalled = (state: State, name: string): string => state.versions.find((one) => one.itemId === itemCalled(name)(state)?.id)?.id ?? '';
const exported: Case<State>['input'] = (state) => ({ ...tower, fileVersions: [versionCalled(state, 'S-201 Steel.pdf')], options: { outputFileName: 'Steel' } });

const cases: Readonly<Record<string, Case<State>>> = {
	'hub.get': { input: { accountId: { name: 'Harbor Construction (sandbox)' } }, gives: [{ id: `b.${ACCOUNT_ID}` }] },
	'hub.getMany': { input: { types: ['hubs:autodesk.bim360:Account'] }, gives: 1 },
	'hub.getProjects': { input: { accountId: ACCOUNT_ID }, gives: 3 },

	'folder.get': { input: drawings, gives: [{ id: folderId(TOWER_ID, 'Drawings') }] },
	'folder.getTopFolders': { input: { accountId: ACCOUNT_ID, ...tower }, gives: 2 },
	'folder.getContents': { input: { ...drawings, kinds: ['items'] }, gives: [{ type: 'items', tip: some({ type: 'versions' }) }, { type: 'items' }, { type: 'items' }, { type: 'items' }] },
	'folder.getFiles': { input: { ...tower, folderId: 'Project Files', extensions: ['rvt', '.DWG'] }, gives: [{ path: 'Project Files/Models' }, { path: 'Project Files/Models' }] },
	'folder.search': { input: { ...tower, folderId: 'Project Files', name: 'steel', fileTypes: ['pdf'] }, gives: [{ type: 'versions', item: some({ type: 'items' }) }] },
	'folder.create': { input: { ...drawings, name: 'Old' }, gives: [{ ...done('created'), type: 'folders' }], leaves: [folderCalled('Old'), some({ parentId: folderId(TOWER_ID, 'Drawings') })] },
	'folder.ensure': { input: { ...tower, path: 'Project Files/Exports/2026' }, gives: [{ ...done('created'), path: 'Project Files/Exports/2026', made: ['Project Files/Exports', 'Project Files/Exports/2026'] }], leaves: [(state) => state.folders.filter(({ name }) => name === '2026').length, 1] },
	'folder.update': { input: { ...drawings, name: 'Plans', parentId: 'Project Files/Models' }, gives: [done('updated')], leaves: [folderCalled('Plans'), some({ id: folderId(TOWER_ID, 'Drawings'), parentId: folderId(TOWER_ID, 'Models') })] },
	'folder.delete': { input: drawings, gives: [{ ...done('deleted'), deleted: true }], leaves: [folderCalled('Drawings'), some({ removed: true })] },
	'folder.download': { input: { ...drawings, extensions: ['pdf'] }, gives: [{ fileName: 'A-101 Level 1.pdf', versionNumber: 2, path: 'Drawings' }, { fileName: 'A-102 Level 2.pdf' }, { fileName: 'S-201 Steel.pdf' }, { fileName: 'M-301 Ducts.pdf' }] },
	'folder.getPermissions': { input: drawings, gives: expect.arrayContaining([some({ email: people.nora.email, userType: 'PROJECT_ADMIN' })]) as readonly unknown[] },
	'folder.setPermissions': {
		input: { ...drawings, level: 'upload', userIds: [{ name: people.mei.email }], roleIds: [{ name: 'BIM Manager' }], companyIds: [{ name: 'Apex MEP' }] },
		gives: [{ ...done('created'), subjectType: 'USER', level: 'upload' }, { ...done('created'), subjectType: 'ROLE' }, { ...done('created'), subjectType: 'COMPANY', inheritActions: ['VIEW', 'DOWNLOAD', 'COLLABORATE'] }],
		leaves: [(state) => state.folderPermissions.filter((one) => one.folderId === folderId(TOWER_ID, 'Drawings')).map(({ subjectType, actions }) => [subjectType, actions.length]), [['USER', 5], ['ROLE', 5], ['COMPANY', 5]]],
	},
	'folder.getAttributeDefinitions': { input: drawings, gives: [{ name: 'Purpose', type: 'array' }, { name: 'Checked by' }, { name: 'Issued on' }] },

	'item.get': { input: steel, gives: [{ type: 'items' }] },
	'item.getTip': { input: { ...tower, itemId: 'A-101 Level 1.pdf' }, gives: [{ id: expect.stringMatching(/version=2$/) as string }] },
	'item.upload': {
		input: { ...tower, folderId: 'Project Files', folderPath: 'Exports/2026', files: [fileOf('a.pdf'), fileOf('b.pdf')], attributes: { Purpose: 'as built', 'Issued on': '2026-11-22' } },
		gives: [{ ...done('created'), name: 'a.pdf', versionNumber: 1, attributes: { Purpose: 'As built', 'Issued on': '2026-11-22' } }, { ...done('created'), name: 'b.pdf' }],
		leaves: [(state) => [itemCalled('a.pdf')(state)?.folderId, itemCalled('b.pdf')(state)?.folderId].map((id) => state.folders.find((one) => one.id === id)?.name), ['2026', '2026']],
	},
	'item.download': { input: steel, gives: [{ fileName: 'S-201 Steel.pdf', versionNumber: 1 }] },
	'item.downloadMany': { input: { ...tower, itemIds: ['Drawings/S-201 Steel.pdf', { name: 'Tower.rvt' }] }, gives: [{ fileName: 'S-201 Steel.pdf' }, { fileName: 'Tower.rvt' }] },
	'item.rename': { input: { ...steel, name: 'S-202.pdf' }, gives: [{ ...done('updated') }], leaves: [itemCalled('S-202.pdf'), some({ folderId: folderId(TOWER_ID, 'Drawings') })] },
	'item.delete': { input: steel, gives: [{ ...done('deleted'), deleted: true }], leaves: [itemCalled('S-201 Steel.pdf'), some({ removed: true })] },
	'item.setAttributes': {
		input: { ...drawings, itemIds: ['Drawings/S-201 Steel.pdf'], attributes: { Purpose: 'For construction', 'Checked by': 'Mei' } },
		gives: [{ ...done('updated'), attributes: { Purpose: 'For construction', 'Checked by': 'Mei' } }],
		leaves: [(state) => [...(state.documentValues.get(versionCalled(state, 'S-201 Steel.pdf')) ?? [])], [[1001, 'For construction'], [1002, 'Mei']]],
	},

	'version.get': { input: (state) => ({ ...tower, versionId: versionCalled(state, 'Tower.rvt') }), gives: [{ type: 'versions' }] },
	'version.getMany': { input: { ...tower, itemId: { name: 'A-101 Level 1.pdf' } }, gives: [{ type: 'versions' }, { type: 'versions' }] },
	'version.getDetails': { input: (state) => ({ ...tower, urns: [itemCalled('A-101 Level 1.pdf')(state)?.id ?? '', 'urn:adsk.wipprod:dm.lineage:none'] }), gives: [{ revisionNumber: 2, customAttributes: [] }, { error: expect.stringContaining('does not exist') as string }] },
	'version.download': { input: (state) => ({ ...tower, versionId: versionCalled(state, 'A-101 Level 1.pdf') }), gives: [{ fileName: 'A-101 Level 1.pdf', versionNumber: 1 }] },
	'version.getLinkedFiles': { input: (state) => ({ ...tower, versionId: versionCalled(state, 'Tower.rvt') }), gives: [{ host: true, modelName: 'Tower.rvt' }, { modelName: 'Site.dwg' }] },

	'namingStandard.get': { input: (state) => ({ ...tower, namingStandardId: state.namingStandards.find((one) => one.projectId === TOWER_ID)?.id ?? '' }), gives: [{ name: 'Default - ISO 19650' }] },
	'namingStandard.check': { input: { ...tower, folderId: 'Issued', names: ['HT-HAR-0001.pdf', 'plan.pdf'] }, gives: [{ conforms: true, faults: [] }, { conforms: false }] },

	'fileExport.create': { input: exported, gives: [{ ...done('started'), status: 'processing' }], leaves: [(state) => state.exports.length, 1] },
	'fileExport.get': { input: (state) => {
		state.exports.push({ id: '11111111-1111-4111-8111-111111111111', projectId: TOWER_ID, startedBy: people.nora.autodeskId, versionIds: [versionCalled(state, 'S-201 Steel.pdf')], fileName: 'Steel.pdf', pollsLeft: 0 });
		return { ...tower, exportId: '11111111-1111-4111-8111-111111111111' };
	}, gives: [{ status: 'successful' }] },
	'fileExport.export': { input: exported, gives: [{ ...done('exported'), fileName: 'Steel.pdf', failedFiles: [] }], leaves: [(state) => state.exports.length, 1] },
};

let served: Served<{ acc: AccService }>;
beforeEach(async () => {
	served = await serve((world) => ({ acc: createAccService(world, { minimumPartBytes: 1 }) }));
});
afterEach(async () => await served.stop());

testEveryOperation<State>(acc, cases, {
	place: () => ({ state: served.services.acc.state, exchanges: served.exchanges, as: () => connect(acc, served.origins.acc, bearer(served.services.acc.issueTokens(people.nora.autodeskId).access_token)) }),
	on: (resource) => resources.includes(resource.slice('acc.'.length)),
});
