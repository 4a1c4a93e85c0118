import { cintoo } from '../../../src/catalog/cintoo';
import { operationsOf, type Input, type Json, type JsonObject } from '../../../src/catalog/vocabulary';
import { InputError } from '../../../src/core/errors';
import { buildRequest, type Draft } from '../../../src/core/request';

const operations = operationsOf(cintoo);

function draft(id: string, input: Input): Draft {
	const entry = operations.get(`cintoo.${id}`);
	if (!entry) throw new Error(`There is no operation cintoo.${id}.`);
	return buildRequest(entry.operation, input);
}

const A = { accountRef: 'urn:cintoo:account:a' };
const P = { ...A, projectRef: 'urn:cintoo:project:p' };
const account = '/api/2/accounts/urn%3Acintoo%3Aaccount%3Aa';
const project = `${account}/projects/urn%3Acintoo%3Aproject%3Ap`;
const zone = 'urn:cintoo:workzone:w';
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
	{ of: 'user.remove', why: 'a list of URNs is the whole body of a DELETE', input: { ...A, users: ['urn:cintoo:user:u', 'urn:cintoo:user:v'] }, sends: `DELETE ${account}/members`, body: ['urn:cintoo:user:u', 'urn:cintoo:user:v'] },
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
		body: { name: 'Tower', subscriptionId: 's', description: 'd', region: 'default', location: { lat: 43.6, lng: 7.2 }, cover: 'c.png', spatialReference: { authName: 'EPSG', code: '2154' }, coordinatesTransformation: { type: 'similarity', similarity: { ordinate1: 1, ordinate2: 2, scaleFactor: 1, rotationAngle: 90 } } },
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

	{ of: 'annotation.getMany', why: 'what is filtered here is not sent', input: { ...P, includeComments: true, annotationType: ['Issue'], workzoneId: zone, assignedTo: 'u', updated: { from: '2026-01-01T00:00:00Z' } }, sends: `GET ${project}/annotations`, query: [['includeComments', 'true'], ['includeAttachments', 'false']] },
	{ of: 'annotation.get', input: { ...P, annotationRef: 'n', includeAttachments: true }, sends: `GET ${project}/annotations/n`, query: [['includeComments', 'false'], ['includeAttachments', 'true']] },
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
	{ of: 'annotation.update', why: 'cleared and left out', input: { ...P, annotationRef: 'n', title: 'T', dueDate: null, assignedTo: null, labels: [] }, sends: `PUT ${project}/annotations/n`, body: { title: 'T', dueDate: null, assignedTo: [] } },
	{ of: 'annotation.delete', input: { ...P, annotationRef: 'n' }, sends: `DELETE ${project}/annotations/n` },
	{ of: 'annotation.postComment', input: { ...P, annotationRef: 'n', description: 'Done', attachments: ['a.png'] }, sends: `POST ${project}/annotations/n/comments`, body: { description: 'Done', attachments: ['a.png'] } },
	{ of: 'annotation.link', input: { ...P, annotations: ['n'], integrationTypes: ['AUTODESK'] }, sends: `POST ${project}/annotations/bulk-create-integration`, body: { annotations: ['n'], integrationTypes: ['AUTODESK'] } },

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
];

describe('the exact request', () => {
	it.each(rows.map((one) => [`${one.of}${one.why === undefined ? '' : `: ${one.why}`}`, one] as const))('%s', (_, { of, input, sends, query, body }) => {
		const made = draft(of, input);
		expect(`${made.method} ${made.path}`).toBe(sends);
		expect(made.query).toEqual(query ?? []);
		expect(made.body.kind === 'json' ? made.body.value : undefined).toEqual(body);
		expect(made.headers).toEqual({});
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
		['linking all annotations by leaving them out', 'annotation.link', { ...P, annotations: [], integrationTypes: ['AUTODESK'] }, /Annotations is missing/],
		['a latitude beyond the pole', 'project.create', { ...A, name: 'n', subscriptionId: 's', location: { lat: 91, lng: 0 } }, /Latitude must be between/],
		['two covers', 'project.create', { ...A, name: 'n', subscriptionId: 's', cover: 'a', coverUrl: 'b' }, /exclude each other/],
		['a file without extension', 'file.signUpload', { ...P, workzoneRef: 'w', files: [{ ...row('a', 1), extension: '' }] }, /row 1: Extension is missing/],
	])('%s', (_, of, input, words) => {
		expect(() => draft(of, input)).toThrow(InputError);
		expect(() => draft(of, input)).toThrow(words);
	});
});
