import { createHash } from 'node:crypto';
import { sampleIds } from '../../src/sandbox/cintoo/sample';
import { people, type PersonKey } from '../../src/sandbox/people';
import { account, callAs, containing, holding, listOf, quay, record, rows, send, serveCintoo, tower, urn, type Answer, type CintooServed } from './cintoo-call';

let served: CintooServed;
beforeEach(async () => {
	served = await serveCintoo();
});
afterEach(() => served.stop());

const as = (who: PersonKey, method: string, path: string, json?: unknown): Promise<Answer> => callAs(served, who, method, path, json);

describe('references and refusals', () => {
	it('takes a URN or a raw UUID', async () => {
		for (const ref of [sampleIds.account, encodeURIComponent(urn('account', sampleIds.account))]) {
			expect(await as('nora', 'GET', `/api/2/accounts/${ref}`)).toMatchObject({ status: 200, body: { id: urn('account', sampleIds.account), name: 'Harbor Construction (sandbox)' } });
		}
	});

	it.each([
		[`/api/2/accounts/${encodeURIComponent(urn('role', sampleIds.account))}`, 400, 'invalid-account-urn'],
		['/api/2/accounts/urn%3Acintoo%3Aaccount%3A12', 400, 'invalid-account-urn'],
		['/api/2/accounts/..%2F..%2Fetc', 400, 'invalid-account-id'],
		[`${account}/projects/12`, 400, 'invalid-project-id'],
		[`${account}/projects/${sampleIds.levelTwo}`, 404, 'project-not-found'],
		[`${tower}/annotations/${sampleIds.quayIssue}`, 404, 'annotation-not-found'],
	])('answers %s with %i %s', async (path, status, errorCode) => {
		expect(await as('nora', 'GET', path)).toMatchObject({ status, body: { status, errorCode } });
	});

	it('names the unknown thing, and the permissions that are missing', async () => {
		expect((await as('nora', 'GET', `${account}/projects/${sampleIds.levelTwo}`)).body).toEqual({
			status: 404,
			title: 'Not Found',
			detail: `project ${sampleIds.levelTwo} not found`,
			errorCode: 'project-not-found',
			errorValues: { project: sampleIds.levelTwo },
		});
		expect((await as('samir', 'POST', `${account}/projects`, { name: 'x', subscriptionId: sampleIds.subscription })).body).toMatchObject({
			status: 403,
			title: 'Forbidden',
			errorCode: 'create-project-forbidden',
			errorValues: { requiredPermissions: ['account:projects:create'] },
		});
		expect((await as('luis', 'DELETE', `${tower}/annotations/${sampleIds.note}`)).body).toMatchObject({
			errorCode: 'delete-annotation-forbidden',
			errorValues: { requiredPermissions: ['workzone:annotations:write'] },
		});
	});

	it('keeps those out who are no members, and everybody out of a deleted project', async () => {
		expect((await as('luis', 'GET', `${quay}/annotations`)).body).toMatchObject({ status: 403, errorCode: 'not-member-of-project' });
		expect((await as('nora', 'GET', `${account}/projects/${sampleIds.deletedProject}/annotations`)).body).toMatchObject({ status: 403, errorCode: 'deleted-project' });
		expect((await as('nora', 'GET', `${account}/projects/${sampleIds.deletedProject}`)).status).toBe(200);
	});

	it('refuses what no document knows, in the shape of a problem', async () => {
		expect((await as('nora', 'GET', `${tower}/annotations?limit=5`)).body).toMatchObject({ status: 400, errorCode: 'invalid-input' });
		expect((await as('nora', 'GET', '/api/2/nothing')).body).toMatchObject({ status: 404, title: 'Not Found' });
	});
});

describe('accounts and people', () => {
	it('shows the account with what the caller may do in it', async () => {
		expect(rows(await as('nora', 'GET', '/api/2/accounts'))[0]).toMatchObject({ permissions: { isOwner: true, isAdmin: false, isManager: true } });
		expect(rows(await as('grace', 'GET', '/api/2/accounts'))[0]).toMatchObject({ permissions: { isOwner: false, isAdmin: true, isManager: false } });
	});

	it('lists people with their e-mail, and anonymizes those who have not confirmed', async () => {
		const users = rows(await as('nora', 'GET', `${account}/users`));
		expect(users).toContainEqual(holding({ id: urn('user', people.tom.cintooId), email: 'tom.bauer@freelance.example', lastName: 'Bauer' }));
		const invited = users.find((user) => user['id'] === urn('user', sampleIds.invitedUser));
		expect(invited).toMatchObject({ firstName: '', lastName: '', email: 'p****@apexmep.example' });
		expect((await as('mei', 'GET', `${account}/users`)).status).toBe(403);
	});

	it('invites all or nobody, and nobody twice', async () => {
		const invite = (who: PersonKey, list: unknown): Promise<Answer> => as(who, 'POST', `${account}/users/bulk-invite`, list);
		const before = served.services.cintoo.state.users.size;
		expect((await invite('nora', [{ email: 'new.one@harbor.example' }, { email: 'not an address' }])).status).toBe(400);
		expect((await invite('nora', [{ email: 'new.one@harbor.example' }, { email: 'chief@harbor.example', roles: ['administrator'] }])).status).toBe(201);
		expect((await invite('samir', [{ email: 'other@harbor.example', roles: ['projectLister'] }])).body).toMatchObject({ errorValues: { requiredPermissions: ['account:project-listers:write'] } });
		expect((await invite('nora', [{ email: 'new.one@harbor.example', roles: ['projectLister'] }])).status).toBe(201);
		const { users, invitations } = served.services.cintoo.state;
		expect(users.size).toBe(before + 2);
		expect(invitations).toEqual(['new.one@harbor.example', 'chief@harbor.example']);
		expect([...users.values()].find((user) => user.email === 'new.one@harbor.example')?.accountRoles).toEqual(['projectLister']);
		expect((await invite('nora', [{ email: 'a@b.example', roles: ['king'] }])).status).toBe(400);
	});

	it('removes people by a DELETE with a body, but never the owner', async () => {
		const remove = (who: PersonKey, ids: readonly string[]): Promise<Answer> => as(who, 'DELETE', `${account}/members`, ids.map((id) => urn('user', id)));
		expect((await remove('nora', [people.tom.cintooId, people.nora.cintooId])).body).toMatchObject({ status: 403, errorCode: 'delete-account-owner-forbidden' });
		expect(served.services.cintoo.state.users.has(people.tom.cintooId)).toBe(true);
		expect((await remove('mei', [people.tom.cintooId])).body).toMatchObject({ status: 403, errorCode: 'remove-user-from-account-forbidden' });
		expect((await remove('nora', [people.tom.cintooId])).status).toBe(204);
		expect(served.services.cintoo.state.users.has(people.tom.cintooId)).toBe(false);
		expect((await as('nora', 'DELETE', `${account}/members`)).status).toBe(400);
	});

	it('replaces the account roles of a user as far as the caller may', async () => {
		const roles = (who: PersonKey, list: readonly string[]): Promise<Answer> => as(who, 'PUT', `${account}/members/${people.samir.cintooId}/roles`, list);
		expect((await roles('nora', ['projectLister', 'administrator'])).status).toBe(204);
		expect((await roles('nora', ['projectManager'])).status).toBe(204);
		expect(served.services.cintoo.state.users.get(people.samir.cintooId)?.accountRoles).toEqual(['projectManager']);
		expect((await roles('samir', ['administrator'])).body).toMatchObject({ status: 403, errorCode: 'update-user-account-roles-forbidden' });
		expect((await roles('nora', [])).status).toBe(204);
	});
});

describe('projects and work zones', () => {
	it('lists deleted projects too, and to members only their own', async () => {
		const all = rows(await as('nora', 'GET', `${account}/projects`));
		expect(all).toHaveLength(3);
		expect(all.filter((project) => JSON.stringify(project['modificationInfo']).includes('"isDeleted":true'))).toHaveLength(1);
		for (const project of all) expect(project['name']).toContain('(sandbox)');
		expect(rows(await as('luis', 'GET', `${account}/projects`)).map((project) => project['id'])).toEqual([urn('project', sampleIds.harborTower)]);
	});

	it('erases with PUT what is left out, and keeps it with PATCH', async () => {
		const name = 'Harbor Tower – Level 3 MEP (sandbox)';
		expect(record(await as('nora', 'PATCH', tower, { name }))).toMatchObject({ name, description: 'Weekly scans of the second floor while ducts and pipes go in.' });
		expect(record(await as('nora', 'PUT', tower, { name }))).toMatchObject({ name, description: '', location: null });
		expect((await as('nora', 'PUT', tower, { description: 'no name' })).status).toBe(400);
	});

	it('lets the owner of the account, not of the project, hand a project over, and to managers only', async () => {
		expect((await as('samir', 'PATCH', tower, { ownerId: urn('user', people.samir.cintooId) })).body).toMatchObject({ errorCode: 'update-project-ownership-or-subscription-forbidden' });
		expect((await as('nora', 'PATCH', tower, { ownerId: urn('user', people.samir.cintooId) })).body).toMatchObject({ errorCode: 'new-project-owner-not-manager' });
	});

	it('creates a project with a root work zone, deletes it in two steps, and takes it back in between', async () => {
		const made = await as('nora', 'POST', `${account}/projects`, { name: 'Pier 7 (sandbox)', subscriptionId: urn('subscription', sampleIds.subscription), location: { lat: 45, lng: -122 } });
		expect(made.status).toBe(201);
		const path = `${account}/projects/${encodeURIComponent(String(record(made)['id']))}`;
		expect(rows(await as('nora', 'GET', `${path}/workzones`))).toEqual([holding({ name: 'Pier 7 (sandbox)', parentId: null })]);
		expect((await as('nora', 'DELETE', `${path}?permanent=true`)).body).toMatchObject({ errorCode: 'project-not-deleted' });
		expect((await as('nora', 'DELETE', path)).status).toBe(204);
		expect((await as('nora', 'DELETE', path)).body).toMatchObject({ status: 400, errorCode: 'project-deleted' });
		expect((await as('nora', 'PUT', `${path}/restore`)).status).toBe(200);
		expect((await as('nora', 'GET', `${path}/workzones`)).status).toBe(200);
		await as('nora', 'DELETE', path);
		expect((await as('nora', 'DELETE', `${path}?permanent=true`)).status).toBe(204);
		expect((await as('nora', 'GET', path)).status).toBe(404);
	});

	it('grows the tree of work zones', async () => {
		const made = await as('samir', 'POST', `${tower}/workzones`, { name: 'Shaft 3', parentWorkzoneId: urn('workzone', sampleIds.levelTwo) });
		expect(made).toMatchObject({ status: 201, body: { name: 'Shaft 3', parentId: urn('workzone', sampleIds.levelTwo), rootWorkzoneId: urn('workzone', sampleIds.harborTowerRoot) } });
		expect(rows(await as('luis', 'GET', `${tower}/workzones`))).toHaveLength(6);
		expect((await as('samir', 'POST', `${tower}/workzones`, { name: 'x', parentWorkzoneId: urn('workzone', sampleIds.quayRoot) })).status).toBe(404);
		expect((await as('mei', 'POST', `${tower}/workzones`, { name: 'x', parentWorkzoneId: sampleIds.levelTwo })).body).toMatchObject({ errorCode: 'create-workzone-forbidden' });
	});

	it('lists the members, the owner first', async () => {
		expect(rows(await as('mei', 'GET', `${tower}/members`)).map((user) => user['email'])).toEqual([
			'nora.lindqvist@harbor.example',
			'samir.haddad@harbor.example',
			'mei.tanaka@apexmep.example',
			'luis.ortega@steelworks.example',
			'grace.okafor@harbor.example',
			'tom.bauer@freelance.example',
		]);
	});
});

describe('annotations', () => {
	const fresh = {
		workzoneId: urn('workzone', sampleIds.corridor),
		annotationType: 'Issue',
		title: 'Pipe without insulation',
		description: '<p>Chilled water, grid B &amp; C</p>',
		position: { x: 1, y: 2, z: 3 },
		savedView: { type: 'legacy' },
	};

	it('lists all of a project, with comments and attachments only when asked', async () => {
		const plain = rows(await as('luis', 'GET', `${tower}/annotations`));
		expect(plain).toHaveLength(8);
		expect(new Set(plain.map((one) => one['annotationType']))).toEqual(new Set(['Issue', 'Note', 'Private note', 'Resolved']));
		expect(plain.some((one) => 'comments' in one || 'attachments' in one)).toBe(false);
		const full = rows(await as('luis', 'GET', `${tower}/annotations?includeComments=true&includeAttachments=true`));
		const clash = full.find((one) => one['id'] === urn('annotation', sampleIds.ductClash));
		expect(clash).toMatchObject({
			annotationType: 'Issue',
			descriptionText: 'Supply duct SD-21 runs 60 mm into beam C4.\nPlease propose a new route.',
			assignedTo: [urn('user', people.mei.cintooId)],
			comments: [holding({ descriptionText: 'We look at it on Thursday.' })],
			attachments: [holding({ file: holding({ blob: '1f74af182236bd4e5df2c3f18f3d94fe.png', name: 'Duct clash at beam C4.png' }) })],
			integrations: [],
		});
		expect(full.find((one) => one['id'] === urn('annotation', sampleIds.linkedIssue))).toMatchObject({ integrations: [{ type: 'AUTODESK', url: containing('https://') }] });
	});

	it('has a picture behind imgBlobName that opens', async () => {
		const clash = record(await as('mei', 'GET', `${tower}/annotations/${encodeURIComponent(urn('annotation', sampleIds.ductClash))}`));
		const redirect = await as('mei', 'GET', `${tower}/blobs/${String(clash['imgBlobName'])}`);
		expect(redirect.status).toBe(302);
		const location = redirect.headers.get('location') ?? '';
		expect(new URL(location).origin).toBe(served.origins.storage);
		const picture = await fetch(location);
		expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png']);
		const bytes = Buffer.from(await picture.arrayBuffer());
		expect(bytes.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
		expect((await fetch(location, { headers: { authorization: 'Bearer x' } })).status).toBe(400);
		expect((await as('mei', 'GET', `${tower}/blobs/unknown.png`)).body).toMatchObject({ errorCode: 'blob-not-found' });
	});

	it('creates with the next number, and reads back what was sent', async () => {
		const made = await as('mei', 'POST', `${tower}/annotations`, { ...fresh, assignedTo: [urn('user', people.luis.cintooId)], dueDate: '2026-11-30', priority: 5, labels: ['insulation'] });
		expect(made).toMatchObject({
			status: 201,
			body: {
				type: 'annotation',
				number: 9,
				title: fresh.title,
				descriptionText: 'Chilled water, grid B & C',
				dueDate: '2026-11-30',
				priority: 5,
				labels: ['insulation'],
				modificationInfo: { createdBy: urn('user', people.mei.cintooId), isDeleted: false },
			},
		});
		expect((await as('luis', 'GET', `${tower}/annotations/${encodeURIComponent(String(record(made)['id']))}`)).status).toBe(200);
	});

	it.each([
		[{ title: '' }],
		[{ title: 'x'.repeat(256) }],
		[{ description: '' }],
		[{ annotationType: 'issue' }],
		[{ priority: 3 }],
		[{ dueDate: '30.11.2026' }],
		[{ dueDate: null }],
		[{ position: '1,2,3' }],
		[{ savedView: undefined }],
		[{ workzoneId: sampleIds.corridor }],
		[{ assignedTo: [urn('role', sampleIds.roleViewer)] }],
		[{ imgBlobName: 'nowhere.png' }],
		[{ type: 'Issue' }],
	])('refuses to create with %j', async (change) => {
		expect((await as('mei', 'POST', `${tower}/annotations`, { ...fresh, ...change })).status).toBe(400);
		expect(rows(await as('mei', 'GET', `${tower}/annotations`))).toHaveLength(8);
	});

	it('erases with PUT whatever is left out, attachments too, but not comments', async () => {
		const path = `${tower}/annotations/${sampleIds.ductClash}`;
		const { workzoneId: _, ...rest } = fresh;
		const changed = record(await as('samir', 'PUT', path, { ...rest, annotationType: 'Resolved' }));
		expect(changed).toMatchObject({ annotationType: 'Resolved', title: fresh.title, attachments: [], labels: [], assignedTo: [], comments: [holding({ type: 'annotation-comment' })] });
		for (const gone of ['dueDate', 'priority', 'imgBlobName', 'normal']) expect(changed).not.toHaveProperty(gone);
		expect(changed['workzoneId']).toBe(urn('workzone', sampleIds.mechanicalRoom));
		expect((await as('samir', 'PUT', path, fresh)).status).toBe(400);
		expect((await as('luis', 'PUT', path, rest)).body).toMatchObject({ errorCode: 'update-annotation-forbidden' });
	});

	it('takes comments, and counts them as a change', async () => {
		const path = `${tower}/annotations/${sampleIds.bareIssue}`;
		const before = record(await as('mei', 'GET', path))['modificationInfo'];
		const made = await as('mei', 'POST', `${path}/comments`, { description: 'ACC issue #12' });
		expect(made).toMatchObject({ status: 201, body: { type: 'annotation-comment', attachedTo: urn('annotation', sampleIds.bareIssue), descriptionText: 'ACC issue #12', attachments: [] } });
		const after = record(await as('mei', 'GET', `${path}?includeComments=true`));
		expect(after).toMatchObject({ comments: [{ description: 'ACC issue #12' }] });
		expect(after['modificationInfo']).not.toEqual(before);
	});

	it('deletes once', async () => {
		const path = `${tower}/annotations/${sampleIds.note}`;
		expect((await as('mei', 'DELETE', path)).status).toBe(204);
		expect((await as('mei', 'DELETE', path)).status).toBe(404);
		expect(rows(await as('mei', 'GET', `${tower}/annotations`))).toHaveLength(7);
	});
});

describe('files', () => {
	const bytes = Buffer.from('%PDF-1.4 method statement');
	const row = { name: 'Method statement.pdf', extension: 'pdf', size: bytes.length, md5: createHash('md5').update(bytes).digest('hex') };
	const folder = `${tower}/workzones/${sampleIds.levelTwo}/bulk-files`;
	const azure = { 'x-ms-blob-type': 'BlockBlob', 'cache-control': 'max-age=2592000', 'content-md5': createHash('md5').update(bytes).digest('base64') };

	const sign = async (list: readonly unknown[] = [row]): Promise<{ url: string; blobName: string }[]> => {
		const answer = await as('mei', 'POST', folder, list);
		expect(answer).toMatchObject({ status: 200, body: { provider: 'azure', expiresIn: 3600 } });
		const { files } = record(answer);
		return listOf(files).map((file) => ({ url: String(file['url']), blobName: String(file['blobName']) }));
	};

	it('are signed, uploaded and registered, and only then exist', async () => {
		const [signed] = await sign();
		expect((await as('mei', 'PUT', folder, [row])).status).toBe(400);
		expect((await fetch(signed?.url ?? '', { method: 'PUT', body: bytes })).status).toBe(400);
		expect((await fetch(signed?.url ?? '', { method: 'PUT', body: bytes, headers: azure })).status).toBe(201);
		expect(rows(await as('mei', 'GET', `${tower}/files?category=document`))).toEqual([]);
		const registered = await as('mei', 'PUT', folder, [row]);
		expect(registered).toMatchObject({ status: 200, body: [{ ...row, id: containing('urn:cintoo:file:') }] });
		expect(rows(await as('mei', 'GET', `${tower}/files?category=document`))).toEqual([holding({ name: 'Method statement.pdf', type: 'document', blobName: signed?.blobName, size: bytes.length })]);
		expect((await as('mei', 'PUT', folder, [row])).status).toBe(400);
	});

	it('are not registered when one of several is missing or other than announced', async () => {
		const other = { ...row, name: 'Other.pdf' };
		const [first, second] = await sign([row, other]);
		await fetch(first?.url ?? '', { method: 'PUT', body: bytes, headers: azure });
		expect((await as('mei', 'PUT', folder, [row, other])).status).toBe(400);
		await fetch(second?.url ?? '', { method: 'PUT', body: Buffer.from('something else'), headers: { 'x-ms-blob-type': 'BlockBlob' } });
		expect((await as('mei', 'PUT', folder, [other])).body).toMatchObject({ errorCode: 'invalid-input', detail: containing('another size or md5') });
		expect(rows(await as('mei', 'GET', `${tower}/files?category=document`))).toEqual([]);
	});

	it('are downloaded one by one or by several signed URLs, slashes in the names and all', async () => {
		const [signed] = await sign();
		await fetch(signed?.url ?? '', { method: 'PUT', body: bytes, headers: azure });
		const { blobName = '' } = signed ?? {};
		expect(blobName).toContain('/');
		const redirect = await as('mei', 'GET', `${tower}/blobs/${encodeURIComponent(blobName)}`);
		expect(await (await fetch(redirect.headers.get('location') ?? '')).text()).toBe(bytes.toString());
		const several = await as('mei', 'POST', `${tower}/blobs`, [blobName, '9c3e17d5a8b24f60b1c94e7a2d586f03.png']);
		expect(several).toMatchObject({ status: 200, body: { expiresIn: 10_800, urls: { [blobName]: containing(served.origins.storage) } } });
		expect((await as('samir', 'GET', `${quay}/blobs/${encodeURIComponent(blobName)}`)).status).toBe(404);
	});

	it('can be attached to an annotation and a comment once uploaded', async () => {
		const [signed] = await sign([{ ...row, isAttachment: false }]);
		const comment = { description: 'See the statement', attachments: [signed?.blobName] };
		const path = `${tower}/annotations/${sampleIds.bareIssue}/comments`;
		expect((await as('mei', 'POST', path, comment)).status).toBe(400);
		await fetch(signed?.url ?? '', { method: 'PUT', body: bytes, headers: azure });
		expect(await as('mei', 'POST', path, comment)).toMatchObject({ status: 201, body: { attachments: [{ type: 'annotation-comment-attachment', file: { blob: signed?.blobName, size: bytes.length } }] } });
	});

	it('are filtered by category: none given is all, an empty one is nothing, a wrong one an error', async () => {
		expect(rows(await as('luis', 'GET', `${tower}/files`))).toHaveLength(3);
		expect(rows(await as('luis', 'GET', `${tower}/files?category=media,document`))).toHaveLength(3);
		expect(await as('luis', 'GET', `${tower}/files?category=`)).toMatchObject({ status: 200, body: [] });
		expect((await as('luis', 'GET', `${tower}/files?category=media,Document`)).status).toBe(400);
		expect((await as('luis', 'POST', folder, [row])).body).toMatchObject({ errorValues: { requiredPermissions: ['workzone:documents:write', 'workzone:reality-data:write'] } });
	});

	it('have formats that belong to no account', async () => {
		expect(rows(await as('luis', 'GET', '/api/2/values/formats'))).toContainEqual(holding({ id: 8, extension: 'png', categoryType: 'media' }));
	});
});

describe('share links', () => {
	const options = { workzones: true, notes: false, issues: true, measurements: false, crops: false, tags: false };
	const fresh = { name: 'For the owner', workzoneId: urn('workzone', sampleIds.levelTwo), membershipRequired: false, shareOptions: options };

	it('are made, read, overwritten and deleted; the password survives an overwrite', async () => {
		const made = await as('mei', 'POST', `${tower}/share-links`, { ...fresh, password: 'Harbor-Tower-2', expiresAt: '2099-01-01T00:00:00Z' });
		expect(made).toMatchObject({ status: 201, body: { type: 'sharelink', passwordProtected: true, expiresAt: '2099-01-01T00:00:00Z', shareOptions: options } });
		expect(JSON.stringify(made.body)).not.toContain('Harbor-Tower-2');
		const path = `${tower}/share-links/${encodeURIComponent(String(record(made)['id']))}`;
		const { workzoneId: _, ...rest } = fresh;
		const overwrite = { ...rest, sharedWorkzonesIds: null, expiresAt: null, logoBlob: null, savedView: null };
		expect(await as('mei', 'PUT', path, overwrite)).toMatchObject({ status: 200, body: { passwordProtected: true, expiresAt: null } });
		expect(await as('mei', 'PUT', path, { ...overwrite, password: '' })).toMatchObject({ body: { passwordProtected: false } });
		expect((await as('mei', 'PUT', path, { ...overwrite, workzoneId: fresh.workzoneId })).status).toBe(400);
		expect(rows(await as('mei', 'GET', `${tower}/share-links`))).toHaveLength(1);
		expect((await as('mei', 'DELETE', path)).status).toBe(204);
		expect((await as('mei', 'GET', path)).body).toMatchObject({ status: 404, errorCode: 'sharelink-not-found' });
	});

	it('are each for who made them, unless one may reach all of them', async () => {
		const path = `${tower}/share-links/${encodeURIComponent(String(record(await as('nora', 'POST', `${tower}/share-links`, fresh))['id']))}`;
		expect([rows(await as('mei', 'GET', `${tower}/share-links`)), rows(await as('samir', 'GET', `${tower}/share-links`)).length]).toEqual([[], 1]);
		expect((await as('mei', 'GET', path)).body).toMatchObject({ status: 403, errorCode: 'view-share-link-forbidden' });
		expect((await as('mei', 'DELETE', path)).body).toMatchObject({ status: 403, errorCode: 'delete-share-link-forbidden' });
		expect((await as('samir', 'DELETE', path)).status).toBe(204);
	});

	it.each([[{ password: 'short' }], [{ password: 'onlylowercaseletters' }], [{ expiresAt: '2001-01-01T00:00:00Z' }], [{ shareOptions: { notes: true } }]])('are refused with %j', async (change) => {
		expect((await as('mei', 'POST', `${tower}/share-links`, { ...fresh, ...change })).status).toBe(400);
	});
});

describe('tags', () => {
	const path = `${tower}/tag-lists/${sampleIds.tagList}/tags`;

	it('come whole without the deleted, or since a version with them', async () => {
		expect(rows(await as('mei', 'GET', path)).map((tag) => tag['isDeleted'])).toEqual([false, false, false]);
		expect(rows(await as('mei', 'GET', `${path}?afterVersion=0`))).toHaveLength(3);
		expect(rows(await as('mei', 'GET', `${path}?afterVersion=2`))).toEqual([holding({ isDeleted: true, tagsVersion: 3 })]);
		expect(await as('mei', 'GET', `${path}?afterVersion=3`)).toMatchObject({ status: 200, body: [] });
	});

	it('change in bulk, all or nothing, under a new version', async () => {
		const [first, second] = rows(await as('nora', 'GET', path));
		const bulk = (body: unknown): Promise<Answer> => as('nora', 'POST', `${path}/bulk`, body);
		expect((await bulk({ create: [{ data: { id: 'P-103', colour: 'red' } }] })).status).toBe(400);
		expect((await bulk({ create: [{ data: { id: 'P-103' } }], delete: [urn('tag', sampleIds.tagList)] })).status).toBe(404);
		expect(rows(await as('nora', 'GET', path))).toHaveLength(3);
		const done = await bulk({ create: [{ data: { id: 'P-103', class: 'pump' } }], update: [{ id: first?.['id'], data: { id: 'P-101b' } }], delete: [second?.['id']] });
		expect(done).toMatchObject({ status: 200, body: { tagsVersion: 4, created: [{ data: { id: 'P-103' } }], updated: [{ data: { id: 'P-101b' } }], deleted: [second?.['id']] } });
		expect(rows(await as('mei', 'GET', `${path}?afterVersion=3`))).toHaveLength(3);
		expect(rows(await as('mei', 'GET', `${tower}/tag-lists`))).toEqual([holding({ name: 'Pumps and valves', tagsVersion: 4 })]);
	});
});

it('says on its front page that it is none of the real services', async () => {
	expect(await send(`${served.origins.cintoo}/`)).toMatchObject({ status: 200, body: containing('SANDBOX of cintoo') });
});
