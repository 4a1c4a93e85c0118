import { cintoo } from '../../../src/catalog/cintoo';
import { operationsOf, type Input, type Json, type JsonObject } from '../../../src/catalog/vocabulary';
import { cintooContracts } from '../../../src/contracts/cintoo';
import { findContract, violations } from '../../../src/contracts/conformance';
import { decodeWire } from '../../../src/contracts/wire';
import { InputError } from '../../../src/core/errors';
import { buildRequest, type Draft } from '../../../src/core/request';

const operations = operationsOf(cintoo);

function draft(id: string, input: Input): Draft {
	const entry = operations.get(`cintoo.${id}`);
	if (!entry) throw new Error(`There is no operation cintoo.${id}.`);
	return buildRequest(entry.operation, input);
}

/** A write whose rest is read from the service first: alone it is not a whole request. */
function isPartial(id: string): boolean {
	return operations.get(`cintoo.${id}`)?.operation.merge !== undefined;
}

const A = { accountRef: 'urn:cintoo:account:a' };
const P = { ...A, projectRef: 'urn:cintoo:project:p' };
const account = '/api/2/accounts/urn%3Acintoo%3Aaccount%3Aa';
const project = `${account}/projects/urn%3Acintoo%3Aproject%3Ap`;
const zone = 'urn:cintoo:workzone:w';
/** The same of API 1, which takes no URNs. */
const A1 = { accountId: 'urn:cintoo:account:a' };
const P1 = { ...A1, projectId: 'urn:cintoo:project:p' };
const T1 = { ...P1, tagListId: 'urn:cintoo:tag-list:t' };
const account1 = '/api/accounts/a';
const project1 = `${account1}/projects/p`;
const origin = { x: 0, y: -1.5, z: 2 };

interface Row {
	readonly of: string;
	readonly why?: string;
	readonly input: Input;
	readonly sends: string;
	readonly query?: readonly (readonly [string, string])[];
	readonly body?: Json;
}

const row = (name: string, size: number): JsonObject => ({ name, extension: 'pdf', size, md5: 'd41d8cd98f00b204e9800998ecf8427e' });

const crop: JsonObject = { workzoneId: zone, name: 'n', crop: 'c', actualCrop: 'a', rotation: 'r', cameraType: 'scan', cameraState: 'cs', scan: 'sc' };
const tagList: JsonObject = { workzoneId: zone, tagListType: '3d', name: 'Pumps' };

/** The reads that can show people by name. */
const people: readonly (readonly [of: string, input: Input, sends: string])[] = [
	['crop.get', { ...P, cropRef: 'c' }, `${project}/crops/c`],
	['crop.getMany', P, `${project}/crops`],
	['file.getMany', P, `${project}/files`],
	['group.get', { ...A, groupRef: 'g' }, `${account}/groups/g`],
	['group.getMany', A, `${account}/groups`],
	['measurement.getMany', P, `${project}/measurements`],
	['project.get', P, project],
	['project.getMany', A, `${account}/projects`],
	['role.get', { ...A, roleRef: 'r' }, `${account}/roles/r`],
	['role.getMany', A, `${account}/roles`],
	['shareLink.get', { ...P, shareLinkRef: 's' }, `${project}/share-links/s`],
	['shareLink.getMany', P, `${project}/share-links`],
	['tag.getMany', { ...P, tagListRef: 't' }, `${project}/tag-lists/t/tags`],
	['tagList.getMany', P, `${project}/tag-lists`],
	['workzone.getMany', P, `${project}/workzones`],
];

const rows: readonly Row[] = [
	{ of: 'account.getMany', input: {}, sends: 'GET /api/2/accounts' },
	{ of: 'account.get', input: A, sends: `GET ${account}` },
	{ of: 'account.getRegions', input: A, sends: `GET ${account}` },
	{ of: 'account.checkSession', input: {}, sends: 'GET /api/isLogged' },

	{ of: 'subscription.getMany', input: A, sends: `GET ${account}/subscriptions` },
	{ of: 'subscription.get', input: { ...A, subscriptionRef: 's' }, sends: `GET ${account}/subscriptions/s` },
	{ of: 'subscription.getUsage', why: 'all parameters', input: { ...A, subscriptionRef: 's', from: '2026-01-01', until: '2026-01-31', includeDeleted: true }, sends: `GET ${account}/subscriptions/s/usage-report`, query: [['from', '2026-01-01'], ['until', '2026-01-31'], ['includeDeleted', 'true']] },

	{ of: 'role.getMany', input: A, sends: `GET ${account}/roles` },
	{ of: 'role.get', input: { ...A, roleRef: 'r' }, sends: `GET ${account}/roles/r` },

	{ of: 'user.getMany', input: A, sends: `GET ${account}/users` },
	{ of: 'user.get', input: { ...A, userRef: 'urn:cintoo:user:u' }, sends: `GET ${account}/users/urn%3Acintoo%3Auser%3Au` },
	{ of: 'user.invite', why: 'a list of objects is the whole body', input: { ...A, users: [{ email: 'a@b.example', roles: ['projectManager'] }, { email: 'c@d.example' }] }, sends: `POST ${account}/users/bulk-invite`, body: [{ email: 'a@b.example', roles: ['projectManager'] }, { email: 'c@d.example' }] },
	{ of: 'user.remove', why: 'a list of URNs is the whole body of a DELETE', input: { ...A, users: ['urn:cintoo:user:u', 'v'] }, sends: `DELETE ${account}/members`, body: ['urn:cintoo:user:u', 'urn:cintoo:user:v'] },
	{ of: 'user.updateRoles', why: 'set', input: { ...A, userRef: 'u', roles: ['administrator', 'projectLister'] }, sends: `PUT ${account}/members/u/roles`, body: ['administrator', 'projectLister'] },
	{ of: 'user.updateRoles', why: 'cleared', input: { ...A, userRef: 'u', roles: null }, sends: `PUT ${account}/members/u/roles`, body: [] },

	{ of: 'project.getMany', why: 'what is filtered here is not sent', input: { ...A, includeDeleted: true, countScans: false }, sends: `GET ${account}/projects`, query: [['countScans', 'false']] },
	{ of: 'project.get', input: { ...P, countScans: true, countTags: false, countWorkzones: false }, sends: `GET ${project}`, query: [['countScans', 'true'], ['countTags', 'false'], ['countWorkzones', 'false']] },
	{ of: 'project.create', why: 'least', input: { ...A, name: 'Tower', subscriptionId: 'urn:cintoo:subscription:s' }, sends: `POST ${account}/projects`, body: { name: 'Tower', subscriptionId: 'urn:cintoo:subscription:s' } },
	{
		of: 'project.create',
		why: 'everything',
		input: { ...A, name: 'Tower', subscriptionId: 's', description: 'd', region: 'default', location: { lat: 43.6, lng: 7.2 }, cover: 'c.png', spatialReference: { authName: 'EPSG', code: '2154' }, coordinatesTransformation: { type: 'similarity', similarity: { ordinate1: 1, ordinate2: 2, scaleFactor: 1, rotationAngle: 90 } } },
		sends: `POST ${account}/projects`,
		body: { name: 'Tower', subscriptionId: 'urn:cintoo:subscription:s', description: 'd', region: 'default', location: { lat: 43.6, lng: 7.2 }, cover: 'c.png', spatialReference: { authName: 'EPSG', code: '2154' }, coordinatesTransformation: { type: 'similarity', similarity: { ordinate1: 1, ordinate2: 2, scaleFactor: 1, rotationAngle: 90 } } },
	},
	{ of: 'project.update', why: 'cleared, left out and set', input: { ...P, name: 'New', description: null, location: null, coverBlobName: '', countTags: false }, sends: `PUT ${project}`, query: [['countTags', 'false']], body: { name: 'New', description: null, location: null } },
	{ of: 'project.updatePartly', input: { ...P, ownerId: 'urn:cintoo:user:u' }, sends: `PATCH ${project}`, body: { ownerId: 'urn:cintoo:user:u' } },
	{ of: 'project.delete', why: 'left out', input: P, sends: `DELETE ${project}` },
	{ of: 'project.delete', why: 'for good', input: { ...P, permanent: true }, sends: `DELETE ${project}`, query: [['permanent', 'true']] },
	{ of: 'project.restore', why: 'PUT without a body', input: P, sends: `PUT ${project}/restore` },
	{ of: 'project.signCover', input: { ...P, name: 'c.png', extension: 'png', size: 3, md5: 'm' }, sends: `POST ${project}/cover`, body: { name: 'c.png', extension: 'png', size: 3, md5: 'm' } },
	{ of: 'project.registerCover', input: { ...P, name: 'c.png', extension: 'png', size: 3, md5: 'm' }, sends: `PUT ${project}/cover`, body: { name: 'c.png', extension: 'png', size: 3, md5: 'm' } },

	{ of: 'workzone.getMany', input: P, sends: `GET ${project}/workzones` },
	{ of: 'workzone.create', input: { ...P, name: 'Level 3', parentWorkzoneId: zone, description: 'd', coverUrl: 'https://x.example/c.png' }, sends: `POST ${project}/workzones`, body: { name: 'Level 3', parentWorkzoneId: zone, description: 'd', coverUrl: 'https://x.example/c.png' } },
	{ of: 'workzone.removeUser', input: { ...P, workzoneRef: 'w', userRef: 'u' }, sends: `DELETE ${project}/workzones/w/members/users/u`, query: [['allowRemoveOnParents', 'false']] },
	{ of: 'workzone.copy', input: { ...P, workzoneRef: 'w', destinationName: 'Copy', destinationProject: 'q', destinationWorkzone: 'v' }, sends: `POST ${project}/workzones/w/copy`, body: { destinationName: 'Copy', destinationProject: 'q', destinationWorkzone: 'v' } },

	{ of: 'annotation.getMany', why: 'what is filtered here is not sent', input: { ...P, includeComments: true, annotationType: ['Issue'], workzoneId: zone, assignedTo: 'u', withPeople: true, updated: { from: '2026-01-01T00:00:00Z' } }, sends: `GET ${project}/annotations`, query: [['includeComments', 'true'], ['includeAttachments', 'false']] },
	...people.map(([of, input, sends]): Row => ({ of, why: 'people are not named to the service', input: { ...input, withPeople: true }, sends: `GET ${sends}` })),
	{ of: 'annotation.get', input: { ...P, annotationRef: 'n', includeAttachments: true, withPeople: true }, sends: `GET ${project}/annotations/n`, query: [['includeComments', 'false'], ['includeAttachments', 'true']] },
	{
		of: 'annotation.create',
		why: 'least',
		input: { ...P, workzoneId: zone, title: 'Crack', description: 'In the wall', position: origin },
		sends: `POST ${project}/annotations`,
		body: { workzoneId: zone, annotationType: 'Issue', title: 'Crack', description: 'In the wall', position: origin, savedView: { type: 'legacy' } },
	},
	{
		of: 'annotation.create',
		why: 'everything',
		input: { ...P, workzoneId: zone, annotationType: 'Note', title: 'Crack', description: 'd', position: origin, normal: origin, assignedTo: ['urn:cintoo:user:u'], dueDate: '2026-07-21', priority: 8, imgBlobName: 'i.png', labels: ['wall', 'wet, inside'], attachments: ['a/b.pdf'], modelElementGUIDs: ['g'] },
		sends: `POST ${project}/annotations`,
		body: { workzoneId: zone, annotationType: 'Note', title: 'Crack', description: 'd', position: origin, normal: origin, assignedTo: ['urn:cintoo:user:u'], dueDate: '2026-07-21', priority: 8, imgBlobName: 'i.png', labels: ['wall', 'wet, inside'], attachments: ['a/b.pdf'], modelElementGUIDs: ['g'], savedView: { type: 'legacy' } },
	},
	{ of: 'annotation.update', why: 'a cleared date is what the replacement does not name', input: { ...P, annotationRef: 'n', title: 'T', dueDate: null, assignedTo: null, labels: [] }, sends: `PUT ${project}/annotations/n`, body: { title: 'T', assignedTo: [] } },
	{ of: 'annotation.delete', input: { ...P, annotationRef: 'n' }, sends: `DELETE ${project}/annotations/n` },
	{ of: 'annotation.postComment', input: { ...P, annotationRef: 'n', description: 'Done', attachments: ['a.png'] }, sends: `POST ${project}/annotations/n/comments`, body: { description: 'Done', attachments: ['a.png'] } },
	{ of: 'annotation.startLinks', why: 'chosen ones, by URN alone', input: { ...P, annotations: ['n', 'urn:cintoo:annotation:m'], integrationTypes: ['AUTODESK'] }, sends: `POST ${project}/annotations/bulk-create-integration`, body: { annotations: ['urn:cintoo:annotation:n', 'urn:cintoo:annotation:m'], integrationTypes: ['AUTODESK'] } },
	{ of: 'annotation.startLinks', why: 'all', input: { ...P, annotations: null, integrationTypes: ['AUTODESK'] }, sends: `POST ${project}/annotations/bulk-create-integration`, body: { annotations: null, integrationTypes: ['AUTODESK'] } },

	{ of: 'shareLink.getMany', input: P, sends: `GET ${project}/share-links` },
	{ of: 'shareLink.get', input: { ...P, shareLinkRef: 'urn:cintoo:sharelink:abc' }, sends: `GET ${project}/share-links/urn%3Acintoo%3Asharelink%3Aabc` },
	{
		of: 'shareLink.create',
		why: 'members only and nothing shown unless said',
		input: { ...P, name: 'L', workzoneId: zone },
		sends: `POST ${project}/share-links`,
		body: { name: 'L', workzoneId: zone, membershipRequired: true, shareOptions: { workzones: false, notes: false, issues: false, measurements: false, crops: false, tags: false } },
	},
	{
		of: 'shareLink.create',
		why: 'everything',
		input: { ...P, name: 'L', workzoneId: zone, membershipRequired: false, shareWorkzones: true, shareNotes: true, shareIssues: true, shareMeasurements: true, shareCrops: true, shareTags: true, password: 'a very long passphrase indeed', expiresAt: '2027-02-24T14:24:42+02:00', sharedWorkzonesIds: [zone], logoBlob: 'l.png', savedView: { type: 'legacy' } },
		sends: `POST ${project}/share-links`,
		body: { name: 'L', workzoneId: zone, membershipRequired: false, shareOptions: { workzones: true, notes: true, issues: true, measurements: true, crops: true, tags: true }, password: 'a very long passphrase indeed', expiresAt: '2027-02-24T12:24:42.000Z', sharedWorkzonesIds: [zone], logoBlob: 'l.png', savedView: { type: 'legacy' } },
	},
	{ of: 'shareLink.update', why: 'the password is removed only when cleared', input: { ...P, shareLinkRef: 's', password: null, expiresAt: null }, sends: `PUT ${project}/share-links/s`, body: { password: '', expiresAt: null } },
	{ of: 'shareLink.delete', input: { ...P, shareLinkRef: 's' }, sends: `DELETE ${project}/share-links/s` },

	{ of: 'file.getMany', why: 'no category means all: none is sent', input: { ...P, category: [] }, sends: `GET ${project}/files` },
	{ of: 'file.getMany', why: 'categories by comma', input: { ...P, category: ['document', 'scan'], workzoneId: zone }, sends: `GET ${project}/files`, query: [['category', 'document,scan']] },
	{ of: 'file.signUpload', input: { ...P, workzoneRef: 'w', files: [row('a.pdf', 0), { ...row('b.pdf', 7), isAttachment: true }] }, sends: `POST ${project}/workzones/w/bulk-files`, body: [row('a.pdf', 0), { ...row('b.pdf', 7), isAttachment: true }] },
	{ of: 'file.registerUpload', input: { ...P, workzoneRef: 'w', files: [row('a.pdf', 9)] }, sends: `PUT ${project}/workzones/w/bulk-files`, body: [row('a.pdf', 9)] },
	{ of: 'file.downloadBlob', why: 'a slash stays in its segment', input: { ...P, blobRef: 'dXJu/1f.png' }, sends: `GET ${project}/blobs/dXJu%2F1f.png` },
	{ of: 'file.getDownloadUrls', input: { ...P, blobNames: ['dXJu/1f.png', 'b.pdf'] }, sends: `POST ${project}/blobs`, body: ['dXJu/1f.png', 'b.pdf'] },
	{ of: 'file.rename', input: { ...P, fileRef: 'f', name: 'New.pdf' }, sends: `PATCH ${project}/files/f`, body: { name: 'New.pdf' } },
	{ of: 'file.transform', input: { ...P, files: [{ id: 'f', translation: origin, rotation: { ...origin, w: 1 }, scale: origin }] }, sends: `POST ${project}/files/bulk-transformation`, body: [{ id: 'f', translation: origin, rotation: { ...origin, w: 1 }, scale: origin }] },
	{ of: 'fileFormat.getMany', input: {}, sends: 'GET /api/2/values/formats' },

	{ of: 'tagList.getMany', input: P, sends: `GET ${project}/tag-lists` },
	{ of: 'tag.getMany', why: 'all', input: { ...P, tagListRef: 't' }, sends: `GET ${project}/tag-lists/t/tags` },
	{ of: 'tag.getMany', why: 'since a version', input: { ...P, tagListRef: 't', afterVersion: 3 }, sends: `GET ${project}/tag-lists/t/tags`, query: [['afterVersion', '3']] },

	{ of: 'group.getMany', input: A, sends: `GET ${account}/groups` },
	{ of: 'group.get', input: { ...A, groupRef: 'g' }, sends: `GET ${account}/groups/g` },
	{ of: 'group.create', input: { ...A, name: 'Trades', description: 'd', color: '#0698ec' }, sends: `POST ${account}/groups`, body: { name: 'Trades', description: 'd', color: '#0698ec' } },
	{ of: 'group.delete', input: { ...A, groupRef: 'g' }, sends: `DELETE ${account}/groups/g` },
	{ of: 'group.addUsers', input: { ...A, groupRef: 'g', users: ['u'] }, sends: `POST ${account}/groups/g/members`, body: ['urn:cintoo:user:u'] },
	{ of: 'group.removeUsers', input: { ...A, groupRef: 'g', users: ['u', 'v'] }, sends: `DELETE ${account}/groups/g/members`, body: ['urn:cintoo:user:u', 'urn:cintoo:user:v'] },
	{ of: 'role.create', input: { ...A, name: 'Guest', permissions: ['workzone:annotations:read'], description: 'd', color: '#0698ec' }, sends: `POST ${account}/roles`, body: { name: 'Guest', permissions: ['workzone:annotations:read'], description: 'd', color: '#0698ec' } },
	{ of: 'role.create', why: 'by the old names', input: { ...A, name: 'Guest', legacyPermissions: ['upload'] }, sends: `POST ${account}/roles`, body: { name: 'Guest', legacyPermissions: ['upload'] } },
	{ of: 'role.update', why: 'set and cleared', input: { ...A, roleRef: 'r', name: 'Guest', description: null, color: null }, sends: `PUT ${account}/roles/r`, body: { name: 'Guest' } },
	{ of: 'role.delete', input: { ...A, roleRef: 'r' }, sends: `DELETE ${account}/roles/r` },
	{ of: 'permission.getMany', input: {}, sends: 'GET /api/2/values/permissions' },
	{ of: 'spatialReference.getMany', input: {}, sends: 'GET /api/2/values/spatial-references' },
	{ of: 'detectionClass.getMany', input: {}, sends: 'GET /api/2/values/ai-detection-classes' },

	{ of: 'konektHub.getMany', input: A, sends: `GET ${account}/integrations` },
	{ of: 'konektHub.get', input: { ...A, integrationRef: 'urn:cintoo:newforma-konekt-hub:h' }, sends: `GET ${account}/integrations/konekt/urn%3Acintoo%3Anewforma-konekt-hub%3Ah` },
	{ of: 'konektHub.create', input: { ...A, token: 't', allowCreateNewUsersOnHub: true, syncStrategy: 'CONFIG_ON_PROJECT' }, sends: `POST ${account}/integrations/konekt`, body: { token: 't', options: { allowCreateNewUsersOnHub: true, syncStrategy: 'CONFIG_ON_PROJECT' } } },
	{ of: 'konektHub.update', input: { ...A, integrationRef: 'urn:cintoo:newforma-konekt-hub:h', syncStrategy: 'BOTH_WAY' }, sends: `PUT ${account}/integrations/konekt/urn%3Acintoo%3Anewforma-konekt-hub%3Ah`, body: { options: { syncStrategy: 'BOTH_WAY' } } },
	{ of: 'konektHub.delete', input: { ...A, integrationRef: 'urn:cintoo:newforma-konekt-hub:h' }, sends: `DELETE ${account}/integrations/konekt/urn%3Acintoo%3Anewforma-konekt-hub%3Ah` },
	{ of: 'konektHub.connect', input: { ...A, integrationRef: 'urn:cintoo:newforma-konekt-hub:h', token: 't' }, sends: `POST ${account}/integrations/konekt/urn%3Acintoo%3Anewforma-konekt-hub%3Ah/connection`, body: { token: 't' } },
	{ of: 'konektHub.disconnect', input: { ...A, integrationRef: 'urn:cintoo:newforma-konekt-hub:h' }, sends: `DELETE ${account}/integrations/konekt/urn%3Acintoo%3Anewforma-konekt-hub%3Ah/connection` },
	{ of: 'autodeskConnection.get', input: {}, sends: 'GET /api/2/integrations/autodesk/connection' },
	{ of: 'autodeskConnection.getHubs', input: {}, sends: 'GET /api/2/integrations/autodesk/connection' },
	{ of: 'autodeskConnection.delete', input: {}, sends: 'DELETE /api/2/integrations/autodesk/connection' },
	{ of: 'autodeskConnection.authorize', input: { redirectUri: 'https://a.example/?b=c' }, sends: 'GET /api/2/integrations/autodesk/connection/url', query: [['redirectUri', 'https://a.example/?b=c']] },
	{ of: 'projectIntegration.get', input: P, sends: `GET ${project}/integrations` },
	{ of: 'konektProject.get', input: P, sends: `GET ${project}/integrations/konekt` },
	{ of: 'konektProject.create', why: 'options are always said', input: { ...P, hubId: 'h', konektProjectId: 7 }, sends: `POST ${project}/integrations/konekt`, body: { hubId: 'h', konektProjectId: 7, options: { allowInviteUsers: false, syncStrategy: 'BOTH_WAY' } } },
	{ of: 'konektProject.update', input: { ...P, allowInviteUsers: true }, sends: `PUT ${project}/integrations/konekt`, body: { options: { allowInviteUsers: true } } },
	{ of: 'konektProject.delete', input: P, sends: `DELETE ${project}/integrations/konekt` },
	{ of: 'autodeskProject.get', input: P, sends: `GET ${project}/integrations/autodesk` },
	{ of: 'autodeskProject.create', input: { ...P, autodeskHubId: 'b.h', autodeskProjectId: 'b.p' }, sends: `POST ${project}/integrations/autodesk`, body: { autodeskHubId: 'b.h', autodeskProjectId: 'b.p' } },
	{ of: 'autodeskProject.update', input: { ...P, autodeskProjectId: 'b.q' }, sends: `PUT ${project}/integrations/autodesk`, body: { autodeskProjectId: 'b.q' } },
	{ of: 'autodeskProject.delete', input: P, sends: `DELETE ${project}/integrations/autodesk` },

	{ of: 'member.getMany', input: P, sends: `GET ${project}/members` },
	{
		of: 'member.add',
		input: { ...P, users: [{ user: 'a@b.example', role: 'urn:cintoo:role:r', expirationDate: '2035-12-31T23:59:59Z' }], groups: [{ group: 'g', role: 'r', expirationDate: null }], workzones: [zone] },
		sends: `POST ${project}/members`,
		body: { members: { users: [{ user: 'a@b.example', role: 'urn:cintoo:role:r', expirationDate: '2035-12-31T23:59:59.000Z' }], groups: [{ group: 'g', role: 'r', expirationDate: null }] }, workzones: [zone] },
	},
	{ of: 'member.removeMany', input: { ...P, users: ['u'], groups: ['g'] }, sends: `POST ${project}/members/bulk-remove`, body: { users: ['u'], groups: ['g'] } },
	{ of: 'member.removeUser', input: { ...P, userRef: 'u' }, sends: `DELETE ${project}/members/users/u` },
	{ of: 'member.removeGroup', input: { ...P, groupRef: 'g' }, sends: `DELETE ${project}/members/groups/g` },

	{ of: 'crop.getMany', why: 'no work zone means all: none is sent', input: { ...P, workzones: [] }, sends: `GET ${project}/crops` },
	{ of: 'crop.getMany', why: 'work zones by comma', input: { ...P, workzones: [zone, 'v'] }, sends: `GET ${project}/crops`, query: [['workzones', `${zone},v`]] },
	{ of: 'crop.get', input: { ...P, cropRef: 'c' }, sends: `GET ${project}/crops/c` },
	{ of: 'crop.create', input: { ...P, ...crop, layers: 'l', thumbnailBlobName: 't.png', oview: 0, settings: 's' }, sends: `POST ${project}/crops`, body: { ...crop, layers: 'l', thumbnailBlobName: 't.png', oview: 0, settings: 's' } },
	{ of: 'crop.update', why: 'set and cleared', input: { ...P, cropRef: 'c', name: 'n', layers: null, oview: null }, sends: `PUT ${project}/crops/c`, body: { name: 'n', layers: null, oview: null } },
	{ of: 'crop.delete', input: { ...P, cropRef: 'c' }, sends: `DELETE ${project}/crops/c` },
	{ of: 'crop.signThumbnail', input: { ...P, cropRef: 'c', name: 't', extension: 'png', size: 3, md5: 'm' }, sends: `POST ${project}/crops/c/cover`, body: { name: 't', extension: 'png', size: 3, md5: 'm' } },
	{ of: 'measurement.getMany', input: { ...P, workzoneId: zone, includeDeleted: true }, sends: `GET ${project}/measurements` },
	{
		of: 'meshExport.start',
		why: 'bare UUIDs',
		input: { ...P, scans: ['urn:cintoo:file:f'], name: 'Mesh', outputFormat: 'obj', resolution: 0.05, workzoneId: zone, items: [{ cropRegions: [[[1, 2, 3, 4]]] }] },
		sends: `POST ${project}/jobs/export-to-mesh`,
		body: { scans: ['f'], name: 'Mesh', outputFormat: 'obj', resolution: 0.05, workzoneId: 'w', items: [{ cropRegions: [[[1, 2, 3, 4]]] }] },
	},

	{ of: 'tagList.create', input: { ...P, ...tagList, description: 'd', color: '#0698ec', metadataDefinition: [{ id: 'm', name: 'Maker' }] }, sends: `POST ${project}/tag-lists`, body: { ...tagList, description: 'd', color: '#0698ec', metadataDefinition: [{ id: 'm', name: 'Maker' }] } },
	{ of: 'tagList.replace', input: { ...P, tagListRef: 't', ...tagList, description: null, attachments: [{ id: 'a', name: 'P&ID', blob: null, pages: [{ id: 'p', index: 1, scale: null }] }] }, sends: `PUT ${project}/tag-lists/t`, body: { ...tagList, description: null, attachments: [{ id: 'a', name: 'P&ID', blob: null, pages: [{ id: 'p', index: 1, scale: null }] }] } },
	{ of: 'tagList.replaceMany', input: { ...P, tagLists: [{ id: 't', ...tagList }] }, sends: `POST ${project}/tag-lists/bulk-update`, body: [{ id: 't', ...tagList }] },
	{ of: 'tagList.delete', input: { ...P, tagListRef: 't' }, sends: `DELETE ${project}/tag-lists/t` },
	{ of: 'tagList.deleteMany', input: { ...P, ids: ['t', 's'] }, sends: `POST ${project}/tag-lists/bulk-delete`, body: { ids: ['t', 's'] } },
	{ of: 'tagList.detectObjects', input: { ...P, tagListRef: 't', classes: ['control_box'], filesIds: ['f'] }, sends: `POST ${project}/tag-lists/t/ai-detection`, body: { classes: ['control_box'], filesIds: ['f'] } },
	{
		of: 'tagList.addDiagramElements',
		input: { ...P, tagListRef: 't', pages: [{ attachmentId: 'a', index: 1, instruments: [{ name: 'V', class: 'valve', confidence: 0.9, location: { min: { x: 1, y: 2 }, max: [3, 4] } }], pipes: [{ name: 'P', segments: [{ x: 0, y: 0 }, [5, 5]] }] }] },
		sends: `POST ${project}/tag-lists/t/pnid-elements/bulk-add`,
		body: { pages: [{ attachmentId: 'a', index: 1, instruments: [{ name: 'V', class: 'valve', confidence: 0.9, location: [[1, 2], [3, 4]] }], pipes: [{ name: 'P', segments: [[0, 0], [5, 5]] }] }] },
	},
	{
		of: 'tag.writeTags',
		why: 'what people read is inside, what names the tag is outside',
		input: { ...P, tagListRef: 't', create: [{ id: 'P-103', class: 'pump', boundingBox: [0, 0, 0, 1, 1, 1], metadata: [{ id: 'maker', value: 'Northflow' }] }], update: [{ id: 'urn:cintoo:tag:a', data: { id: 'P-101', needValidation: true } }], delete: ['urn:cintoo:tag:b'] },
		sends: `POST ${project}/tag-lists/t/tags/bulk`,
		body: { create: [{ data: { id: 'P-103', class: 'pump', boundingBox: [0, 0, 0, 1, 1, 1], metadata: [{ id: 'maker', value: 'Northflow' }] } }], update: [{ id: 'urn:cintoo:tag:a', data: { id: 'P-101', needValidation: true } }], delete: ['urn:cintoo:tag:b'] },
	},
	{
		of: 'tag.create',
		why: 'boxes and view by their numbers',
		input: {
			...P,
			tagListRef: 't',
			id: 'P-103',
			customFields: [{ name: 'Room', value: '2.14' }],
			boundingBox: { zMax: 6, yMax: '5', xMax: 4, zMin: 3, yMin: 2, xMin: -1.5 },
			orientedBoundingBox: { xPos: 1, yPos: 2, zPos: 3, xQuat: 0, yQuat: 0, zQuat: 0, wQuat: 1, xScale: 4, yScale: 5, zScale: 6 },
			cameraState: { position: { x: 1, y: 2, z: 3 }, target: [4, 5, 6], rotationQuaternion: { x: 0, y: 0, z: 0, w: 1 }, fov: 0.8, ortho: false, camType: 'scan' },
			model: { type: 'konva', data: 'x' },
		},
		sends: `POST ${project}/tag-lists/t/tags/bulk`,
		body: {
			create: [
				{
					data: {
						id: 'P-103',
						customFields: [{ name: 'Room', value: '2.14' }],
						boundingBox: [-1.5, 2, 3, 4, 5, 6],
						orientedBoundingBox: [1, 2, 3, 0, 0, 0, 1, 4, 5, 6],
						cameraState: { position: [1, 2, 3], target: [4, 5, 6], rotationQuaternion: [0, 0, 0, 1], fov: 0.8, ortho: false, camType: 'scan' },
						model: { type: 'konva', data: 'x' },
					},
				},
			],
		},
	},
	{ of: 'tag.create', why: 'a box as it was read, or as JSON', input: { ...P, tagListRef: 't', id: 'P-103', boundingBox: '[0, 0, 0, 1, 1, 1]', orientedBoundingBox: [1, 2, 3, 0, 0, 0, 1, 4, 5, 6] }, sends: `POST ${project}/tag-lists/t/tags/bulk`, body: { create: [{ data: { id: 'P-103', boundingBox: [0, 0, 0, 1, 1, 1], orientedBoundingBox: [1, 2, 3, 0, 0, 0, 1, 4, 5, 6] } }] } },
	{ of: 'tag.delete', input: { ...P, tagListRef: 't', delete: ['urn:cintoo:tag:b', 'c'] }, sends: `POST ${project}/tag-lists/t/tags/bulk`, body: { delete: ['urn:cintoo:tag:b', 'c'] } },
	{ of: 'tag.move', input: { ...P, tagListRef: 't', moves: [{ sourceTagListId: 's', tagsIds: ['urn:cintoo:tag:a'], metadataIdMapping: [{ sourceId: 'm', targetId: 'n' }] }] }, sends: `POST ${project}/tag-lists/t/tags/bulk-move`, body: [{ sourceTagListId: 's', tagsIds: ['urn:cintoo:tag:a'], metadataIdMapping: [{ sourceId: 'm', targetId: 'n' }] }] },

	{ of: 'v1Account.getMany', input: {}, sends: 'GET /api/accounts' },
	{ of: 'v1Account.get', why: 'by the id of old', input: { accountId: 'YWNjb3VudC03' }, sends: 'GET /api/accounts/YWNjb3VudC03' },
	{ of: 'v1Subscription.getMany', input: A1, sends: `GET ${account1}/subscriptions` },
	{ of: 'v1User.getMany', input: A1, sends: `GET ${account1}/users` },
	{ of: 'v1User.get', input: { ...A1, userId: 'dXNlci01' }, sends: `GET ${account1}/users/dXNlci01` },
	{ of: 'v1Group.getMany', input: A1, sends: `GET ${account1}/groups` },
	{ of: 'v1Group.get', input: { ...A1, groupId: 'urn:cintoo:group:g' }, sends: `GET ${account1}/groups/g` },
	{ of: 'v1Role.getMany', input: A1, sends: `GET ${account1}/roles` },
	{ of: 'v1Role.get', input: { ...A1, roleId: 'urn:cintoo:role:r' }, sends: `GET ${account1}/roles/r` },
	{ of: 'v1Project.getMany', why: 'what is filtered here is not sent', input: { ...A1, workzoneId: 'w', includeDeleted: true }, sends: `GET ${account1}/projects`, query: [['workzoneId', 'w']] },
	{ of: 'v1Project.get', input: P1, sends: `GET ${project1}` },
	{ of: 'v1Project.getWorkzones', input: P1, sends: `GET ${project1}` },
	{ of: 'v1Project.patch', why: 'an id where a JSON Patch has a pointer', input: { ...P1, steps: [{ from: 's', to: 'urn:cintoo:subscription:n' }] }, sends: `PATCH ${project1}`, body: [{ op: 'replace', path: 's', value: 'n' }] },
	{ of: 'v1File.getMany', why: 'all', input: P1, sends: `GET ${project1}/files` },
	{ of: 'v1File.getMany', why: 'some', input: { ...P1, category: ['scan', 'model'] }, sends: `GET ${project1}/files`, query: [['category', 'scan,model']] },
	{ of: 'v1TagList.list', input: { ...P1, since: '2026-01-31', updatedSince: '2026-01-31' }, sends: `GET ${project1}/tagLists`, query: [['since', '2026-01-31T00:00:00.000Z']] },
	{
		of: 'v1TagList.create',
		why: 'with tags and the search for more',
		input: { ...P1, parentId: zone, name: 'Pumps', color: '#0698ec', metadataDefinitions: [{ id: 'm', name: 'Maker' }], insert: [{ id: 'P-101', class: 'pump', boundingBox: '[0,0,0,1,1,1]', metadata: [{ id: 'm', value: 'Northflow' }] }], classes: ['pump'], fileIds: ['urn:cintoo:file:f'] },
		sends: `POST ${project1}/tagLists`,
		body: { parentId: 'w', data: { name: 'Pumps', color: '#0698ec', metadataDefinitions: [{ id: 'm', name: 'Maker' }] }, insert: [{ id: 'P-101', class: 'pump', boundingBox: [0, 0, 0, 1, 1, 1], metadata: [{ id: 'm', value: 'Northflow' }] }], detect: { classes: ['pump'], fileIds: ['f'] } },
	},
	{
		of: 'v1TagList.patch',
		why: 'set, cleared and left out',
		input: { ...T1, description: null, metadataDefinitions: null, update: { x: { id: 'P-1' } }, delete: ['urn:cintoo:tag:y'], cleanRemovedMetadataIds: true },
		sends: `PATCH ${project1}/tagLists/t`,
		body: { data: { description: '', metadataDefinitions: [] }, update: { x: { id: 'P-1' } }, delete: ['y'], cleanRemovedMetadataIds: true },
	},
	{ of: 'v1TagList.delete', input: T1, sends: `DELETE ${project1}/tagLists/t` },
	{ of: 'v1Tag.list', input: { ...T1, since: '2026-01-31T08:00:00+01:00' }, sends: `GET ${project1}/tagLists/t`, query: [['since', '2026-01-31T07:00:00.000Z']] },
];

describe('the exact request', () => {
	it.each(rows.map((one) => [`${one.of}${one.why === undefined ? '' : `: ${one.why}`}`, one] as const))('%s', (_, { of, input, sends, query, body }) => {
		const made = draft(of, input);
		expect(`${made.method} ${made.path}`).toBe(sends);
		expect(made.query).toEqual(query ?? []);
		expect(made.body.kind === 'json' ? made.body.value : undefined).toEqual(body);
		expect(made.headers).toEqual({});
	});

	// API 2 wants the permissions of a role by their new names; that the old ones may stand in for them is in OpenAPI 2.0.0 only.
	it.each(rows.filter(({ of, input }) => !isPartial(of) && !('legacyPermissions' in input)).map((one) => [`${one.of}${one.why === undefined ? '' : `: ${one.why}`}`, one] as const))('keeps to the document: %s', async (_, { of, input }) => {
		const { method, path, query, body } = draft(of, input);
		const json = body.kind === 'json';
		const target = `${path}?${query.map((pair) => pair.map(encodeURIComponent).join('=')).join('&')}`;
		const wire = await decodeWire(method, target, json ? { 'content-type': body.contentType } : {}, Buffer.from(json ? JSON.stringify(body.value) : ''));
		const match = findContract(cintooContracts, method, path);
		expect(match && violations(match.contract, wire, match.path)).toEqual([]);
	});

	it('is tested for every read that shows people by name', () => {
		const tested = new Set(rows.filter(({ input }) => input.withPeople === true).map(({ of }) => `cintoo.${of}`));
		expect([...operations].filter(([id, { operation }]) => operation.beside && !tested.has(id)).map(([id]) => id)).toEqual([]);
	});

	it('is tested for every operation that is a single call', () => {
		const tested = new Set(rows.map(({ of }) => `cintoo.${of}`));
		expect([...operations].filter(([id, { operation }]) => operation.call && !tested.has(id)).map(([id]) => id)).toEqual([]);
	});
});

describe('what is refused before anything is sent', () => {
	it.each<readonly [string, string, Input, RegExp]>([
		['nobody to remove', 'user.remove', { ...A, users: [] }, /Users is missing/],
		['nobody to invite', 'user.invite', { ...A, users: [] }, /Users is missing/],
		['account roles left out, which would revoke them all', 'user.updateRoles', { ...A, userRef: 'u', roles: [] }, /Account Roles is missing/],
		['an unknown account role', 'user.updateRoles', { ...A, userRef: 'u', roles: ['owner'] }, /Account Roles must be one of/],
		['a path out of the project', 'project.get', { ...A, projectRef: '..' }, /Project must be an id/],
		['a title that is too long', 'annotation.create', { ...P, workzoneId: 'w', title: 'x'.repeat(256), description: 'd', position: origin }, /256 characters/],
		['a position without height', 'annotation.create', { ...P, workzoneId: 'w', title: 't', description: 'd', position: { x: 0, y: 0 } }, /Z is missing/],
		['a day that is none', 'annotation.create', { ...P, workzoneId: 'w', title: 't', description: 'd', position: origin, dueDate: '2026-02-30' }, /Due Date/],
		['clearing a title', 'annotation.update', { ...P, annotationRef: 'n', title: null }, /Title cannot be cleared/],
		['linking all annotations by leaving them out', 'annotation.startLinks', { ...P, annotations: [], integrationTypes: ['AUTODESK'] }, /Annotations is missing/],
		['a latitude beyond the pole', 'project.create', { ...A, name: 'n', subscriptionId: 's', location: { lat: 91, lng: 0 } }, /Latitude must be between/],
		['a work zone of no project to copy into', 'workzone.copy', { ...P, workzoneRef: 'w', destinationName: 'n', destinationWorkzone: 'v' }, /Under Work Zone needs Into Project/],
		['two covers', 'project.create', { ...A, name: 'n', subscriptionId: 's', cover: 'a', coverUrl: 'b' }, /exclude each other/],
		['removing nobody from a project', 'member.removeMany', { ...P, users: [] }, /Users or Groups/],
		['deleting no tag lists', 'tagList.deleteMany', { ...P, ids: [] }, /Tag Lists is missing/],
		['a bulk change of nothing', 'tag.writeTags', { ...P, tagListRef: 't' }, /One of/],
		['the deletion of no tags', 'tag.delete', { ...P, tagListRef: 't', delete: [] }, /Tags is missing/],
		['a box of five numbers', 'tag.create', { ...P, tagListRef: 't', id: 'P', boundingBox: [0, 0, 0, 1, 1] }, /Bounding Box has 5 values; it takes 6/],
		['a box with a number missing', 'tag.create', { ...P, tagListRef: 't', id: 'P', boundingBox: { xMin: 0, yMin: 0, zMin: 0, xMax: 1, yMax: 1 } }, /Bounding Box: Z Max is missing/],
		['a box of words', 'tag.create', { ...P, tagListRef: 't', id: 'P', boundingBox: 'large' }, /Bounding Box must be an object, or a list of 6 values/],
		['a point in words', 'tagList.addDiagramElements', { ...P, tagListRef: 't', pages: [{ attachmentId: 'a', index: 1, pipes: [{ name: 'P', segments: [['a', 'b']] }] }] }, /X must be a number/],
		['a role without permissions', 'role.create', { ...A, name: 'Guest' }, /Permissions or Legacy Permissions/],
		['a list of tags to detect without scans', 'v1TagList.create', { ...P1, parentId: 'w', name: 'n', classes: ['pump'] }, /go together/],
		['a file without extension', 'file.signUpload', { ...P, workzoneRef: 'w', files: [{ ...row('a', 1), extension: '' }] }, /row 1: Extension is missing/],
	])('%s', (_, of, input, words) => {
		expect(() => draft(of, input)).toThrow(InputError);
		expect(() => draft(of, input)).toThrow(words);
	});
});
