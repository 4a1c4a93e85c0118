import { Readable } from 'node:stream';
import { cintoo } from '../../../src/catalog/cintoo';
import type { FileInput, JsonObject } from '../../../src/catalog/vocabulary';
import { createCintooService, type CintooService } from '../../../src/sandbox/cintoo';
import { sampleIds } from '../../../src/sandbox/cintoo/sample';
import { people, type PersonKey } from '../../../src/sandbox/people';
import { serve, type Served } from '../../../src/sandbox/serve';
import { bearer, connect } from '../../support/connect';
import { testEveryOperation, type Case } from '../../support/every-operation';

type State = CintooService['state'];

const urn = (kind: string, id: string): string => `urn:cintoo:${kind}:${id}`;
const any: unknown = expect.anything();
const some = (members: JsonObject): unknown => expect.objectContaining(members);
const like = (text: string | RegExp): unknown => expect.stringMatching(text);
const done = (word: string): { readonly receipt: unknown } => ({ receipt: some({ done: word }) });
const fileOf = (name: string, text = 'bytes of a file'): FileInput => ({ name, open: async () => Readable.from([Buffer.from(text)]) });

const A = { accountRef: { name: 'Harbor Construction (sandbox)' } };
const tower = { ...A, projectRef: { name: 'Harbor Tower – Level 2 MEP (sandbox)' } };
const quay = { ...A, projectRef: sampleIds.quay };
const atQuay = { ...quay, workzoneId: sampleIds.quayRoot };
const clash = { ...tower, annotationRef: { name: '#5' } };
const ducts = { ...tower, cropRef: { name: 'ducts above the pumps' } };
const pumps = { ...tower, tagListRef: { name: 'Pumps and valves' } };
const drawings = { ...quay, tagListRef: sampleIds.drawingTags };
const owners = { ...quay, shareLinkRef: { name: 'for the owners of the quay' } };
const hub = { ...A, integrationRef: { name: 'Harbor Construction' } };
const survey = { ...A, groupRef: { name: 'survey crew' } };
const guest = { ...A, roleRef: { name: 'guest' } };
const A1 = { accountId: { name: 'Harbor Construction (sandbox)' } };
const tower1 = { ...A1, projectId: urn('project', sampleIds.harborTower) };
const pumps1 = { ...tower1, tagListId: { name: 'pumps and valves' } };
const point = { x: 1, y: 2, z: 3 };

const towerOf = (state: State) => state.projects.get(sampleIds.harborTower);
const pumpTags = (state: State): readonly unknown[] => [...(state.tagLists.get(sampleIds.tagList)?.tags.values() ?? [])].filter(({ modification }) => modification.deletedAt === undefined).map(({ data }) => data['id']);
const names = (things: Iterable<{ readonly name: string }>): readonly string[] => [...things].map(({ name }) => name);
const toBeLinked: Case<State>['before'] = async ({ run: carried }) => await carried('konektProject.create', { ...tower, hubId: 'harbor-construction', konektProjectId: 2041 });
const konektOf = (state: State): unknown => towerOf(state)?.konekt;
const autodeskOf = (state: State): unknown => towerOf(state)?.autodesk;

const cases: Readonly<Record<string, Case<State, PersonKey>>> = {
	'account.get': { input: A, gives: [{ id: urn('account', sampleIds.account) }] },
	'account.getMany': { input: {}, gives: [{ type: 'account' }] },
	'account.getRegions': { input: A, gives: [{ id: 'default', countryCode: 'NL' }] },
	'subscription.get': { input: { ...A, subscriptionRef: { name: 'harbor 500 scans' } }, gives: [{ isActive: true }] },
	'subscription.getMany': { input: A, gives: 1 },
	'subscription.getUsage': { input: { ...A, subscriptionRef: sampleIds.subscription, from: '2020-01-01', until: '2099-12-31', includeDeleted: true }, gives: 7 },
	'user.get': { input: { ...A, userRef: { name: people.mei.email } }, gives: [{ firstName: 'Mei' }] },
	'user.getMany': { input: A, gives: 7 },
	'user.invite': { input: { ...A, users: [{ email: 'new.one@harbor.example', roles: ['projectLister'] }] }, gives: [done('sent')], leaves: [(state) => [...state.users.values()].find(({ email }) => email === 'new.one@harbor.example'), some({ confirmed: false, accountRoles: ['projectLister'] })] },
	'user.remove': { input: { ...A, users: [{ name: people.tom.email }] }, gives: [done('removed')], leaves: [(state) => state.users.has(people.tom.cintooId), false] },
	'user.updateRoles': { who: 'grace', input: { ...A, userRef: { name: 'Tom Bauer' }, roles: ['Project Lister'] }, gives: [done('updated')], leaves: [(state) => state.users.get(people.tom.cintooId)?.accountRoles, ['projectLister']] },
	'group.get': { input: survey, gives: [{ name: 'Survey crew' }] },
	'group.getMany': { input: A, gives: 2 },
	'group.create': { input: { ...A, name: 'Roofers', color: '#0698ec' }, gives: [{ ...done('created'), name: 'Roofers' }], leaves: [(state) => names(state.groups.values()), ['Survey crew', 'Apex MEP', 'Roofers']] },
	'group.upsert': { input: { ...A, matchOn: 'name', name: 'Roofers', description: 'Slate' }, gives: [{ ...done('created'), name: 'Roofers' }], leaves: [(state) => names(state.groups.values()), ['Survey crew', 'Apex MEP', 'Roofers']] },
	'group.delete': { input: survey, gives: [{ ...done('deleted'), deleted: true }], leaves: [(state) => state.groups.has(sampleIds.groupSurvey), false] },
	'group.addUsers': { input: { ...survey, users: [people.mei.email] }, gives: [done('updated')], leaves: [(state) => state.groups.get(sampleIds.groupSurvey)?.userIds.has(people.mei.cintooId), true] },
	'group.removeUsers': { input: { ...survey, users: [urn('user', people.tom.cintooId)] }, gives: [done('removed')], leaves: [(state) => state.groups.get(sampleIds.groupSurvey)?.userIds.size, 0] },
	'role.get': { input: guest, gives: [{ name: 'Guest' }] },
	'role.getMany': { input: A, gives: 5 },
	'role.create': { input: { ...A, name: 'Inspector', permissions: ['workzone:annotations:read', 'workzone:annotations:write'] }, gives: [done('created')], leaves: [(state) => names(state.roles.values()), expect.arrayContaining(['Inspector'])] },
	'role.update': { input: { ...guest, description: 'Looks around' }, gives: [done('updated')], leaves: [(state) => state.roles.get(sampleIds.roleGuest), some({ name: 'Guest', description: 'Looks around', color: '#b8bcc2', permissions: ['workzone:reality-data:read'] })] },
	'role.delete': { input: guest, gives: [done('deleted')], leaves: [(state) => state.roles.has(sampleIds.roleGuest), false] },
	'permission.getMany': { input: {}, gives: expect.arrayContaining([some({ name: 'workzone:tags:write' })]) as readonly unknown[] },
	'konektHub.get': { who: 'grace', input: hub, gives: [{ konektId: 'harbor-construction', connected: true }] },
	'konektHub.getMany': { who: 'grace', input: A, gives: [{ name: 'Harbor Construction' }] },
	'konektHub.create': { who: 'grace', input: { ...A, token: 'konekt-sandbox-apex', allowCreateNewUsersOnHub: true }, gives: [{ ...done('created'), konektId: 'apex-mep' }], leaves: [(state) => [...state.konektHubs.values()].map(({ site, options }) => [site.konektId, options.allowCreateNewUsersOnHub]), [['harbor-construction', false], ['apex-mep', true]]] },
	'konektHub.update': { who: 'grace', input: { ...hub, syncStrategy: 'Both Ways' }, gives: [done('updated')], leaves: [(state) => state.konektHubs.get(sampleIds.konektHub)?.options, { allowCreateNewUsersOnHub: false, syncStrategy: 'BOTH_WAY' }] },
	'konektHub.delete': { who: 'grace', input: { ...A, integrationRef: sampleIds.konektHub }, gives: [done('deleted')], leaves: [(state) => state.konektHubs.size, 0] },
	'konektHub.connect': { who: 'grace', input: { ...hub, token: 'konekt-sandbox-harbor' }, before: async ({ run: carried }) => await carried('konektHub.disconnect', hub), gives: [{ ...done('updated'), connected: true }], leaves: [(state) => state.konektHubs.get(sampleIds.konektHub)?.connected, true] },
	'konektHub.disconnect': { who: 'grace', input: hub, gives: [done('removed')], leaves: [(state) => state.konektHubs.get(sampleIds.konektHub)?.connected, false] },
	'autodeskConnection.get': { input: {}, gives: [{ email: people.nora.email }] },
	'autodeskConnection.delete': { input: {}, gives: [done('deleted')], leaves: [(state) => state.autodeskConnections.has(people.nora.cintooId), false] },
	'autodeskConnection.getSignInLink': { input: { redirectUri: 'https://a.example/done' }, gives: [{ url: like(/connection\/url\?redirectUri=https/) }] },

	'project.get': { input: { ...tower, countScans: true }, gives: [{ id: urn('project', sampleIds.harborTower) }] },
	'project.getMany': { input: { ...A, includeDeleted: true }, gives: 3 },
	'project.create': { input: { ...A, name: 'Pier 7', subscriptionId: { name: 'Harbor 500 scans' }, region: { name: 'West Europe' }, spatialReference: { authName: 'EPSG', code: '2154' } }, gives: [{ ...done('created'), name: 'Pier 7' }], leaves: [(state) => names(state.projects.values()), expect.arrayContaining(['Pier 7'])] },
	'project.update': { input: { ...tower, description: 'New words', location: null }, gives: [{ ...done('updated'), description: 'New words' }], leaves: [towerOf, some({ name: 'Harbor Tower – Level 2 MEP (sandbox)', description: 'New words', location: null })] },
	'project.upsert': { input: { ...A, matchOn: 'name', name: 'Pier 7', subscriptionId: sampleIds.subscription }, gives: [{ ...done('created'), name: 'Pier 7' }], leaves: [(state) => names(state.projects.values()), expect.arrayContaining(['Pier 7'])] },
	'project.updatePartly': { input: { ...tower, name: 'Tower' }, gives: [done('updated')], leaves: [towerOf, some({ name: 'Tower', description: like('Weekly scans') as string })] },
	'project.delete': { input: quay, gives: [done('deleted')], leaves: [(state) => state.projects.get(sampleIds.quay)?.modification.deletedAt, any] },
	'project.restore': { input: { ...A, projectRef: { name: 'Ferry Terminal – Trial Scan (sandbox)' } }, gives: [done('updated')], leaves: [(state) => state.projects.get(sampleIds.deletedProject)?.modification.deletedAt, undefined] },
	'project.uploadCover': { input: { ...tower, file: fileOf('Tower.png') }, gives: [{ ...done('updated'), extension: 'png' }], leaves: [(state) => towerOf(state)?.coverBlobName, like(/\.png$/)] },
	'member.getMany': { input: tower, gives: 6 },
	'member.add': { input: { ...tower, users: [{ user: 'roofer@roofs.example', role: { name: 'Guest' } }], groups: [{ group: { name: 'Apex MEP' }, role: sampleIds.roleGuest, expirationDate: '2099-01-01T00:00:00Z' }], workzones: [{ name: 'Roof' }] }, gives: [done('updated')], leaves: [(state) => towerOf(state)?.groups.get(sampleIds.groupApex), { roleId: sampleIds.roleGuest, workzoneIds: new Set([sampleIds.roof]), expiresAt: '2099-01-01T00:00:00.000Z' }] },
	'member.removeMany': { input: { ...tower, users: [people.luis.email], groups: [{ name: 'survey crew' }] }, gives: [done('removed')], leaves: [(state) => [towerOf(state)?.members.has(people.luis.cintooId), towerOf(state)?.groups.size], [false, 0]] },
	'member.removeUser': { input: { ...tower, userRef: people.luis.email }, gives: [done('removed')], leaves: [(state) => towerOf(state)?.members.has(people.luis.cintooId), false] },
	'member.removeGroup': { input: { ...tower, groupRef: sampleIds.groupSurvey }, gives: [done('removed')], leaves: [(state) => towerOf(state)?.groups.size, 0] },
	'projectIntegration.get': { input: tower, gives: [{ autodesk: some({ autodeskHubId: 'b.harbor' }) }] },
	'konektProject.get': { input: tower, before: toBeLinked, gives: [{ hubId: 'harbor-construction', konektId: 2041 }] },
	'konektProject.create': { who: 'grace', input: { ...tower, hubId: { name: 'Harbor Construction' }, konektProjectId: 2041, allowInviteUsers: true }, before: ({ state }) => towerOf(state)?.members.set(people.grace.cintooId, { roleId: sampleIds.roleManager, workzoneIds: new Set([sampleIds.harborTowerRoot]), expiresAt: null }), gives: [done('created')], leaves: [konektOf, some({ hubId: 'harbor-construction', konektId: 2041, options: { allowInviteUsers: true, syncStrategy: 'BOTH_WAY' } })] },
	'konektProject.update': { input: { ...tower, konektProjectId: 2042 }, before: toBeLinked, gives: [done('updated')], leaves: [konektOf, some({ hubId: 'harbor-construction', konektId: 2042, options: { allowInviteUsers: false, syncStrategy: 'BOTH_WAY' } })] },
	'konektProject.delete': { input: tower, before: toBeLinked, gives: [done('deleted')], leaves: [konektOf, undefined] },
	'autodeskProject.get': { input: tower, gives: [{ autodeskProjectId: 'b.harbor-tower' }] },
	'autodeskProject.create': { input: { ...quay, autodeskHubId: { name: 'harbor construction' }, autodeskProjectId: { name: 'Old Quay' } }, gives: [done('created')], leaves: [(state) => state.projects.get(sampleIds.quay)?.autodesk, some({ autodeskHubId: 'b.harbor', autodeskProjectId: 'b.old-quay' })] },
	'autodeskProject.update': { input: { ...tower, autodeskProjectId: 'b.old-quay' }, gives: [done('updated')], leaves: [autodeskOf, some({ autodeskHubId: 'b.harbor', autodeskProjectId: 'b.old-quay' })] },
	'autodeskProject.delete': { input: tower, gives: [done('deleted')], leaves: [autodeskOf, undefined] },
	'spatialReference.getMany': { input: {}, gives: expect.arrayContaining([some({ code: '2154' })]) as readonly unknown[] },

	'workzone.getMany': { input: tower, gives: 5 },
	'workzone.create': { input: { ...tower, name: 'Shaft', parentWorkzoneId: sampleIds.levelTwo }, gives: [done('created')], leaves: [(state) => [...state.workzones.values()].at(-1), some({ name: 'Shaft', parentId: sampleIds.levelTwo })] },
	'workzone.upsert': { input: { ...tower, matchOn: 'name', name: 'Shaft', parentWorkzoneId: { name: 'Level 2' } }, gives: [done('created')], leaves: [(state) => [...state.workzones.values()].at(-1), some({ name: 'Shaft', parentId: sampleIds.levelTwo })] },
	'workzone.copy': { input: { ...tower, workzoneRef: { name: 'Level 2' }, destinationName: 'Copy', destinationProject: { name: 'Old Quay – Facade Survey (sandbox)' } }, gives: [done('started')], leaves: [(state) => state.later.map(({ kind }) => kind), ['copy']] },
	'workzone.removeUser': { input: { ...tower, workzoneRef: { name: 'Level 2 / Corridor East' }, userRef: people.luis.email, allowRemoveOnParents: true }, gives: [done('removed')], leaves: [(state) => towerOf(state)?.members.get(people.luis.cintooId)?.workzoneIds.has(sampleIds.corridor) ?? false, false] },
	'crop.get': { input: ducts, gives: [{ name: 'Ducts above the pumps' }] },
	'crop.getMany': { input: { ...tower, workzones: [{ name: 'Level 2 / Mechanical Room 2.14' }, sampleIds.roof] }, gives: 1 },
	'crop.create': { input: { ...tower, workzoneId: { name: 'Roof' }, name: 'Opening', crop: 'c', actualCrop: 'a', rotation: 'r', cameraType: 'overview', cameraState: 's', scan: 'x' }, gives: [{ ...done('created'), name: 'Opening' }], leaves: [(state) => names(state.crops.values()), expect.arrayContaining(['Opening'])] },
	'crop.update': { input: { ...ducts, name: 'Ducts', workzoneId: { name: 'Roof' } }, gives: [done('updated')], leaves: [(state) => state.crops.get(sampleIds.ductCrop), some({ name: 'Ducts', workzoneId: sampleIds.roof, rotation: '[0,0,0,1]', cameraType: 'arcrotate', thumbnailBlobName: any as string })] },
	'crop.delete': { input: ducts, gives: [done('deleted')], leaves: [(state) => state.crops.has(sampleIds.ductCrop), false] },
	'crop.uploadThumbnail': { input: { ...ducts, file: fileOf('ducts.jpg') }, gives: [{ ...done('updated'), thumbnailBlobName: like(/\.jpg$/) }], leaves: [(state) => state.crops.get(sampleIds.ductCrop), some({ name: 'Ducts above the pumps', cameraType: 'arcrotate', thumbnailBlobName: like(/\.jpg$/) as string })] },
	'crop.signThumbnail': { input: { ...ducts, name: 'd.png', extension: 'png', size: 3, md5: 'd41d8cd98f00b204e9800998ecf8427e' }, gives: [{ file: some({ url: like('^http') as string }) }] },
	'measurement.getMany': { input: { ...atQuay, includeDeleted: true }, gives: 3 },

	'annotation.get': { input: { ...clash, includeComments: true, includeAttachments: true }, gives: [{ id: urn('annotation', sampleIds.ductClash) }] },
	'annotation.getMany': { input: tower, gives: 8 },
	'annotation.create': { input: { ...tower, workzoneId: sampleIds.roof, annotationType: 'Issue', title: 'Loose anchor', description: 'At grid C', position: point, assignedTo: [people.mei.cintooId] }, gives: [{ ...done('created'), number: 9 }], leaves: [(state) => [...state.annotations.values()].at(-1), some({ title: 'Loose anchor', assignedTo: [people.mei.cintooId], savedView: { type: 'legacy' } })] },
	'annotation.update': { input: { ...clash, priority: 'Critical' }, gives: [done('updated')], leaves: [(state) => state.annotations.get(sampleIds.ductClash), some({ priority: 10, title: 'Duct clashes with beam at C4', labels: ['duct', 'clash'] })] },
	'annotation.upsert': { input: { ...tower, matchOn: 'title', title: 'Loose anchor', description: 'd', workzoneId: { name: 'Roof' }, position: point }, gives: [{ ...done('created'), title: 'Loose anchor' }], leaves: [(state) => [...state.annotations.values()].at(-1), some({ title: 'Loose anchor' })] },
	'annotation.delete': { input: clash, gives: [done('deleted')], leaves: [(state) => state.annotations.has(sampleIds.ductClash), false] },
	'annotation.comment': { input: { ...clash, description: 'Seen' }, gives: [done('created')], leaves: [(state) => state.annotations.get(sampleIds.ductClash)?.comments.at(-1)?.description, 'Seen'] },
	'annotation.attach': { input: { ...clash, files: [fileOf('a.png')] }, gives: [{ name: 'a.png' }], leaves: [(state) => state.annotations.get(sampleIds.ductClash)?.attachments.length, 2] },
	'annotation.link': { input: { ...tower, annotations: [{ name: 'Duct clashes with beam at C4' }], integrationTypes: ['Autodesk'] }, gives: [{ ...done('created'), complete: true }], leaves: [(state) => state.annotations.get(sampleIds.ductClash)?.integrations, [{ type: 'AUTODESK', url: like('^https') }]] },

	'file.getMany': { input: { ...quay, category: ['Scan', 'Model'] }, gives: 3 },
	'file.upload': { input: { ...tower, workzoneRef: { name: 'Roof' }, files: [fileOf('a.pdf'), fileOf('b.pdf')] }, gives: [{ ...done('created'), name: 'a.pdf' }, { ...done('created'), name: 'b.pdf' }], leaves: [(state) => names(state.files.values()).slice(-2), ['a.pdf', 'b.pdf']] },
	'file.download': { input: { ...tower, fileRef: { name: 'duct clash at beam c4.PNG' } }, gives: [{ fileName: 'Duct clash at beam C4.png' }] },
	'file.downloadMany': { input: { ...quay, fileRefs: [{ name: 'North facade 01.e57' }, sampleIds.drawing] }, gives: [{ fileName: 'North facade 01.e57' }, { fileName: 'Drainage P&ID.pdf' }] },
	'file.downloadAll': { input: { ...tower, category: ['media'] }, gives: 3 },
	'file.getDownloadUrls': { input: { ...tower, blobNames: ['1f74af182236bd4e5df2c3f18f3d94fe.png'] }, gives: [{ urls: { '1f74af182236bd4e5df2c3f18f3d94fe.png': like('^http') } }] },
	'file.rename': { input: { ...quay, fileRef: sampleIds.scanNorth, name: 'North.e57' }, gives: [{ ...done('updated'), name: 'North.e57' }], leaves: [(state) => state.files.get(sampleIds.scanNorth)?.name, 'North.e57'] },
	'file.transform': { input: { ...quay, files: [{ id: { name: 'North facade 01.e57' }, translation: point, rotation: { x: 0, y: 0, z: 0, w: 1 } }] }, gives: [done('updated')], leaves: [(state) => state.files.get(sampleIds.scanNorth)?.placement?.translation, point] },
	'fileFormat.getMany': { input: {}, gives: expect.arrayContaining([some({ extension: 'e57' })]) as readonly unknown[] },
	'meshExport.start': { input: { ...quay, scans: [{ name: 'North facade 01.e57' }], name: 'facade', outputFormat: 'OBJ', resolution: 0.05, workzoneId: { name: 'Old Quay' }, items: [{ cropRegions: [[[1, 0, 0, -4.2]]] }] }, gives: [{ ...done('started'), jobId: like('^urn:cintoo:workflowjob:') }], leaves: [(state) => state.later.map(({ kind }) => kind), ['export']] },

	'tagList.getMany': { input: tower, gives: 1 },
	'tagList.create': { input: { ...tower, workzoneId: { name: 'Roof' }, tagListType: '3D', name: 'Anchors', metadataDefinition: [{ id: 'load', name: 'Load' }] }, gives: [{ ...done('created'), name: 'Anchors' }], leaves: [(state) => [...state.tagLists.values()].at(-1), some({ name: 'Anchors', workzoneId: sampleIds.roof, metadataDefinition: [{ id: 'load', name: 'Load' }] })] },
	'tagList.update': { input: { ...pumps, color: '#0698ec' }, gives: [done('updated')], leaves: [(state) => state.tagLists.get(sampleIds.tagList), some({ name: 'Pumps and valves', color: '#0698ec', description: 'Equipment of the chilled water plant' })] },
	'tagList.upsert': { input: { ...tower, matchOn: 'name', workzoneId: { name: 'Roof' }, tagListType: '3d', name: 'Anchors' }, gives: [{ ...done('created'), name: 'Anchors' }], leaves: [(state) => names(state.tagLists.values()), expect.arrayContaining(['Anchors'])] },
	'tagList.delete': { input: pumps, gives: [done('deleted')], leaves: [(state) => state.tagLists.has(sampleIds.tagList), false] },
	'tagList.deleteMany': { input: { ...tower, ids: [{ name: 'Pumps and valves' }] }, gives: [done('deleted')], leaves: [(state) => state.tagLists.has(sampleIds.tagList), false] },
	'tagList.replaceMany': { input: { ...tower, tagLists: [{ id: { name: 'Pumps and valves' }, workzoneId: { name: 'Roof' }, tagListType: '3d', name: 'Pumps' }] }, gives: [{ ...done('updated'), name: 'Pumps' }], leaves: [(state) => state.tagLists.get(sampleIds.tagList), some({ name: 'Pumps', workzoneId: sampleIds.roof, description: null })] },
	'tagList.detectObjects': { input: { ...drawings, classes: [{ name: 'Pump' }], filesIds: [{ name: 'North facade 01.e57' }] }, gives: [{ ...done('started'), pending: true }], leaves: [(state) => state.tagLists.get(sampleIds.drawingTags)?.pending, true] },
	'tagList.addDiagramElements': {
		input: { ...drawings, pages: [{ attachmentId: 'drainage', index: 1, instruments: [{ name: 'V-1', class: 'valve', location: { min: { x: 1, y: 2 }, max: { x: 3, y: 4 } } }], pipes: [{ name: 'DN 100', segments: [{ x: 0, y: 0 }, { x: 5, y: 5 }] }] }] },
		gives: [done('updated')],
		leaves: [(state) => [...(state.tagLists.get(sampleIds.drawingTags)?.tags.values() ?? [])].map(({ data }) => data['name'] ?? data['id']), ['V-1', 'DN 100']],
	},
	'tag.getMany': { input: pumps, gives: 3 },
	'tag.create': { input: { ...pumps, id: 'P-103', class: 'pump', boundingBox: { xMin: 0, yMin: 0, zMin: 0, xMax: 1, yMax: 1, zMax: 2 } }, gives: [{ receipt: { done: 'created', id: like('^urn:cintoo:tag:'), number: 'P-103' } }], leaves: [(state) => [...(state.tagLists.get(sampleIds.tagList)?.tags.values() ?? [])].at(-1)?.data, { id: 'P-103', class: 'pump', boundingBox: [0, 0, 0, 1, 1, 2] }] },
	'tag.update': { input: { ...pumps, tagRef: { name: 'P-102' }, description: 'Spare' }, gives: [{ receipt: { done: 'updated', id: any, number: 'P-102' } }], leaves: [(state) => [...(state.tagLists.get(sampleIds.tagList)?.tags.values() ?? [])][1]?.data, { id: 'P-102', class: 'pump', description: 'Spare', boundingBox: [1, 0, 0, 2, 1, 1], metadata: [{ id: 'maker', value: 'Northflow' }] }] },
	'tag.delete': { input: { ...pumps, delete: [{ name: 'P-101' }, { name: 'V-201' }] }, gives: [{ ...done('deleted'), tagsVersion: 4 }], leaves: [pumpTags, ['P-102']] },
	'tag.bulk': { input: { ...pumps, create: [{ id: 'P-103' }], update: [{ tagRef: { name: 'P-101' }, id: 'P-1' }], delete: [{ name: 'V-201' }] }, gives: [{ receipt: { done: 'updated', id: 4 } }], leaves: [pumpTags, ['P-1', 'P-102', 'P-103']] },
	'tag.move': {
		input: (state) => ({ ...tower, tagListRef: { name: 'Anchors' }, moves: [{ sourceTagListId: { name: 'Pumps and valves' }, tagsIds: [...(state.tagLists.get(sampleIds.tagList)?.tags.keys() ?? [])].slice(0, 1) }] }),
		before: async ({ run: carried }) => await carried('tagList.create', { ...tower, workzoneId: { name: 'Roof' }, tagListType: '3d', name: 'Anchors' }),
		gives: 2,
		leaves: [pumpTags, ['P-102', 'V-201']],
	},
	'detectionClass.getMany': { input: {}, gives: expect.arrayContaining([some({ name: 'pump' })]) as readonly unknown[] },

	'shareLink.get': { input: owners, gives: [{ name: 'For the owners of the quay' }] },
	'shareLink.getMany': { input: quay, gives: 1 },
	'shareLink.create': { input: { ...tower, name: 'For Apex', workzoneId: sampleIds.levelTwo, shareWorkzones: true, sharedWorkzonesIds: [sampleIds.corridor, { name: 'Roof' }] }, gives: [done('created')], leaves: [(state) => [...state.shareLinks.values()].at(-1), some({ name: 'For Apex', sharedWorkzonesIds: [sampleIds.corridor, sampleIds.roof], membershipRequired: true })] },
	'shareLink.update': { input: { ...quay, shareLinkRef: 'quay4owners1', shareTags: true }, gives: [done('updated')], leaves: [(state) => state.shareLinks.get('quay4owners1'), some({ name: 'For the owners of the quay', shareOptions: { workzones: false, notes: false, issues: true, measurements: true, crops: true, tags: true } })] },
	'shareLink.uploadLogo': { input: { ...owners, file: fileOf('logo.png') }, gives: [done('updated')], leaves: [(state) => state.shareLinks.get('quay4owners1'), some({ name: 'For the owners of the quay', logoBlob: like(/\.png$/) as string })] },
	'shareLink.delete': { input: owners, gives: [done('deleted')], leaves: [(state) => state.shareLinks.size, 0] },

	'v1Account.get': { input: A1, gives: [{ id: sampleIds.account }] },
	'v1Account.getMany': { input: {}, gives: 1 },
	'v1Subscription.getMany': { input: A1, gives: 1 },
	'v1User.get': { input: { ...A1, userId: { name: people.mei.email } }, gives: [{ firstname: 'Mei' }] },
	'v1User.getMany': { input: A1, gives: 7 },
	'v1Group.get': { input: { ...A1, groupId: urn('group', sampleIds.groupApex) }, gives: [{ name: 'Apex MEP' }] },
	'v1Group.getMany': { input: A1, gives: 2 },
	'v1Role.get': { input: { ...A1, roleId: { name: 'Guest' } }, gives: [{ name: 'Guest' }] },
	'v1Role.getMany': { input: A1, gives: 5 },
	'v1Project.get': { input: tower1, gives: [{ id: sampleIds.harborTower }] },
	'v1Project.getMany': { input: A1, gives: 2 },
	'v1Project.getWorkzones': { input: tower1, gives: 5 },
	'v1Project.updateSubscription': {
		input: { ...tower1, subscriptionId: { name: 'Next year' } },
		before: ({ state }) => {
			const [present] = state.subscriptions.values();
			if (present) state.subscriptions.set('next', { ...present, id: 'next', name: 'Next year' });
		},
		gives: [done('updated')],
		leaves: [(state) => towerOf(state)?.subscriptionId, 'next'],
	},
	'v1File.getMany': { input: { ...A1, projectId: sampleIds.quay, category: ['scan'] }, gives: 2 },
	'v1TagList.getMany': { input: tower1, gives: 1 },
	'v1TagList.create': { input: { ...tower1, parentId: { name: 'roof' }, name: 'Drains', insert: [{ id: 'D-1', class: 'drain', boundingBox: [0, 0, 0, 1, 1, 1] }] }, gives: [done('created')], leaves: [(state) => [...([...state.tagLists.values()].at(-1)?.tags.values() ?? [])].map(({ data }) => data), [{ id: 'D-1', class: 'drain', boundingBox: [0, 0, 0, 1, 1, 1] }]] },
	'v1TagList.update': { input: { ...pumps1, update: [{ tagId: { name: 'P-101' }, cameraState: { position: [1, 2, 3], fov: 1 } }] }, gives: [done('updated')], leaves: [(state) => [...(state.tagLists.get(sampleIds.tagList)?.tags.values() ?? [])][0]?.data, some({ id: 'P-101', class: 'pump', cameraState: { position: [1, 2, 3], fov: 1 } })] },
	'v1TagList.delete': { input: pumps1, gives: [done('deleted')], leaves: [(state) => state.tagLists.has(sampleIds.tagList), false] },
	'v1Tag.getMany': { input: pumps1, gives: 3 },
};

let served: Served<{ cintoo: CintooService }>;
beforeEach(async () => {
	served = await serve((world) => ({ cintoo: createCintooService(world, { looksUntilDone: 0 }) }));
});
afterEach(async () => await served.stop());

testEveryOperation<State, PersonKey>(cintoo, cases, {
	place: () => ({ state: served.services.cintoo.state, exchanges: served.exchanges, as: (who = 'nora') => connect(cintoo, served.origins.cintoo, bearer(served.services.cintoo.issueTokens(people[who].cintooId).access_token)) }),
});
