import { createHash } from 'node:crypto';
import { cintooContracts } from '../../src/contracts/cintoo';
import type { Contract } from '../../src/contracts/contract';
import { sampleIds } from '../../src/sandbox/cintoo/sample';
import { people, type PersonKey } from '../../src/sandbox/people';
import { callAs, listOf, record, recordOf, rows, send, serveCintoo, urn, type Answer, type CintooServed } from './cintoo-call';

/** One good call of a contract, which Nora makes: what stands in its path and in its body. */
interface Good {
	readonly refs?: Readonly<Record<string, string>>;
	readonly query?: string;
	readonly body?: unknown;
	/** Members of the reply that the document names and this call has no reason to hold. */
	readonly absent?: readonly string[];
	/** What must have happened before. */
	readonly before?: (good: (name: string) => Promise<Answer>) => Promise<unknown>;
}

const api2 = cintooContracts.filter((contract) => contract.path.startsWith('/api/2/'));

const refs: Readonly<Record<string, string>> = {
	accountRef: sampleIds.account,
	projectRef: sampleIds.harborTower,
	subscriptionRef: sampleIds.subscription,
	roleRef: sampleIds.roleTrade,
	userRef: people.tom.cintooId,
	groupRef: sampleIds.groupSurvey,
	workzoneRef: sampleIds.levelTwo,
	annotationRef: sampleIds.ductClash,
	cropRef: sampleIds.ductCrop,
	tagListRef: sampleIds.tagList,
	shareLinkRef: 'urn:cintoo:sharelink:quay4owners1',
	integrationRef: urn('newforma-konekt-hub', sampleIds.konektHub),
	blobRef: '1f74af182236bd4e5df2c3f18f3d94fe.png',
	fileRef: sampleIds.scanNorth,
};

const atQuay = { projectRef: sampleIds.quay, workzoneRef: sampleIds.quayRoot };
const bytes = Buffer.from('a picture, for all the storage knows');
const picture = { name: 'cover.png', extension: 'png', size: bytes.length, md5: createHash('md5').update(bytes).digest('hex') };
const position = { x: 1, y: 2, z: 3 };
const annotation = { annotationType: 'Issue', title: 'Loose anchor', description: 'At grid C', position, savedView: { type: 'legacy' } };
const shareOptions = { workzones: false, notes: true, issues: true, measurements: false, crops: false, tags: false };
const crop = { workzoneId: sampleIds.roof, name: 'Opening', crop: 'c', actualCrop: 'a', rotation: 'r', cameraType: 'overview', cameraState: 's', scan: 'x' };
const tagList = { workzoneId: sampleIds.roof, tagListType: '3d', name: 'Anchors', metadataDefinition: [{ id: 'load', name: 'Load' }] };
const konektProject = { hubId: 'harbor-construction', konektProjectId: 2041, options: { allowInviteUsers: false } };
const role = { name: 'Inspector', permissions: ['workzone:annotations:read', 'workzone:annotations:write'] };
/** Of a file that never changed, a tag that is there, a user without a picture. */
const never = ['deletedBy', 'deletedAt', 'avatar', 'coverBlobName'];

const goods: Readonly<Record<string, Good>> = {
	'account.getMany': {},
	'account.get': {},
	'account.removeUsers': { body: [urn('user', people.tom.cintooId)] },
	'account.updateUserRoles': { body: ['projectLister'] },
	'subscription.getMany': {},
	'subscription.get': {},
	'usageReport.get': { query: 'from=2020-01-01&until=2099-12-31&includeDeleted=true' },
	'role.getMany': {},
	'role.create': { body: role },
	'role.get': {},
	'role.delete': { refs: { roleRef: sampleIds.roleGuest } },
	'role.update': { refs: { roleRef: sampleIds.roleGuest }, body: role },
	'user.invite': { body: [{ email: 'new.one@harbor.example', roles: ['projectLister'] }] },
	'user.getMany': {},
	'user.get': {},
	'group.getMany': {},
	'group.get': {},
	'group.create': { body: { name: 'Roofers' } },
	'group.delete': {},
	'group.addUsers': { body: [urn('user', people.mei.cintooId)] },
	'group.removeUsers': { body: [urn('user', people.tom.cintooId)] },
	'project.getMany': {},
	'project.create': { body: { name: 'Pier 7 (sandbox)', subscriptionId: urn('subscription', sampleIds.subscription) } },
	'project.get': {},
	'project.delete': {},
	'project.update': { body: { name: 'Tower' } },
	'project.patch': { body: { description: 'Shorter' } },
	'project.restore': { before: async (good) => await good('project.delete') },
	'project.signCoverUpload': { body: picture },
	'project.updateCover': {
		body: picture,
		before: async (good) => {
			const { url } = recordOf(record(await good('project.signCoverUpload'))['file']);
			await fetch(String(url), { method: 'PUT', body: bytes, headers: { 'x-ms-blob-type': 'BlockBlob' } });
		},
	},
	'projectMember.getMany': {},
	'projectMember.add': { body: { members: { users: [{ user: 'roofer@roofs.example', role: sampleIds.roleGuest }], groups: [{ group: sampleIds.groupApex, role: sampleIds.roleGuest, expirationDate: null }] }, workzones: [sampleIds.roof] } },
	'projectMember.bulkRemove': { body: { users: [people.luis.cintooId], groups: [sampleIds.groupApex] } },
	'projectMember.removeUser': {},
	'projectMember.removeGroup': {},
	'workzone.getMany': {},
	'workzone.create': { body: { name: 'Shaft', parentWorkzoneId: sampleIds.levelTwo } },
	'workzone.removeUser': { query: 'allowRemoveOnParents=true' },
	'workzone.copy': { body: { destinationName: 'Copy' } },
	'file.getMany': { refs: atQuay },
	'file.download': {},
	'file.getDownloadUrls': { body: [refs['blobRef']] },
	'file.signUpload': { body: [picture] },
	'file.register': {
		body: [picture],
		before: async (good) => {
			const [file] = listOf(record(await good('file.signUpload'))['files']);
			await fetch(String(file?.['url']), { method: 'PUT', body: bytes, headers: { 'x-ms-blob-type': 'BlockBlob' } });
		},
	},
	'file.rename': { refs: atQuay, body: { name: 'North facade first.e57' } },
	'file.bulkTransform': { refs: atQuay, body: [{ id: urn('file', sampleIds.scanNorth), translation: position, rotation: { ...position, w: 1 } }] },
	'job.exportToMesh': { refs: atQuay, body: { scans: [sampleIds.scanNorth], name: 'facade', outputFormat: 'obj', resolution: 0.05, workzoneId: sampleIds.quayRoot } },
	'annotation.getMany': { query: 'includeComments=true&includeAttachments=true', absent: ['dueDate', 'priority', 'imgBlobName'] },
	'annotation.get': { query: 'includeComments=true&includeAttachments=true' },
	'annotation.create': { body: { ...annotation, workzoneId: urn('workzone', sampleIds.roof) }, absent: ['dueDate', 'priority', 'normal', 'imgBlobName'] },
	'annotation.update': { body: annotation, absent: ['dueDate', 'priority', 'normal', 'imgBlobName'] },
	'annotation.delete': {},
	'annotation.createComment': { body: { description: 'Seen' } },
	'annotation.createIntegrationLinks': { body: { annotations: [urn('annotation', sampleIds.ductClash)], integrationTypes: ['AUTODESK'] } },
	'shareLink.getMany': { refs: atQuay },
	'shareLink.create': { body: { name: 'For the owner', workzoneId: urn('workzone', sampleIds.levelTwo), membershipRequired: true, shareOptions } },
	'shareLink.get': { refs: atQuay },
	'shareLink.delete': { refs: atQuay },
	'shareLink.update': { refs: atQuay, body: { name: 'Renamed', sharedWorkzonesIds: null, expiresAt: null, logoBlob: null, membershipRequired: true, shareOptions, savedView: null } },
	'crop.getMany': {},
	'crop.create': { body: crop },
	'crop.get': {},
	'crop.update': { body: crop },
	'crop.signCoverUpload': { body: picture },
	'crop.delete': {},
	'measurement.getMany': { refs: atQuay },
	'tagList.getMany': {},
	'tagList.create': { body: tagList },
	'tagList.bulkUpdate': { body: [{ ...tagList, id: sampleIds.tagList }] },
	'tagList.bulkDelete': { body: { ids: [sampleIds.tagList] } },
	'tagList.update': { body: tagList },
	'tagList.delete': {},
	'tagList.detectObjects': { refs: { ...atQuay, tagListRef: sampleIds.drawingTags }, body: { classes: ['pump'], filesIds: [sampleIds.scanNorth] } },
	'tagList.addPnidElements': { refs: { ...atQuay, tagListRef: sampleIds.drawingTags }, body: { pages: [{ attachmentId: 'drainage', index: 1, pipes: [{ name: 'DN 100', segments: [[0, 0], [5, 5]] }] }] } },
	'tag.bulkMove': { body: [] },
	'tag.getMany': {},
	'tag.bulk': { body: { create: [{ data: { id: 'P-104' } }] } },
	'accountIntegration.getMany': {},
	'projectIntegration.getMany': { before: async (good) => await good('konektProject.create') },
	'konektHub.create': { body: { token: 'konekt-sandbox-apex' } },
	'konektHub.get': {},
	'konektHub.update': { body: { options: { syncStrategy: 'BOTH_WAY' } } },
	'konektHub.delete': {},
	'konektHub.connect': { body: { token: 'konekt-sandbox-harbor' } },
	'konektHub.disconnect': {},
	'konektProject.get': { before: async (good) => await good('konektProject.create') },
	'konektProject.create': { body: konektProject },
	'konektProject.update': { body: { ...konektProject, konektProjectId: 2042 }, before: async (good) => await good('konektProject.create') },
	'konektProject.delete': { before: async (good) => await good('konektProject.create') },
	'autodeskProject.get': {},
	'autodeskProject.create': { refs: { projectRef: sampleIds.quay }, body: { autodeskHubId: 'b.harbor', autodeskProjectId: 'b.old-quay' } },
	'autodeskProject.update': { body: { autodeskHubId: 'b.harbor', autodeskProjectId: 'b.old-quay' } },
	'autodeskProject.delete': {},
	'autodeskConnection.get': {},
	'autodeskConnection.delete': {},
	'autodeskConnection.getAuthorizeUrl': { query: 'redirectUri=https%3A%2F%2Fa.example%2Fdone' },
	'permission.getMany': {},
	'fileFormat.getMany': {},
	'spatialReference.getMany': {},
	'aiDetectionClass.getMany': {},
};

const nameOf = (contract: Contract): string => contract.id.slice('cintoo.'.length);

function contractOf(name: string): Contract {
	const contract = api2.find((one) => nameOf(one) === name);
	if (contract === undefined) throw new Error(`There is no contract ${name}.`);
	return contract;
}

function pathOf(contract: Contract, instead: Readonly<Record<string, string>> = {}): string {
	const good = goods[nameOf(contract)];
	const path = contract.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(instead[name] ?? good?.refs?.[name] ?? refs[name] ?? ''));
	return good?.query === undefined ? path : `${path}?${good.query}`;
}

async function call(served: CintooServed, contract: Contract, who: PersonKey, instead?: Readonly<Record<string, string>>): Promise<Answer> {
	return await callAs(served, who, contract.method, pathOf(contract, instead), goods[nameOf(contract)]?.body);
}

it('has a good call for every contract of API 2, and a handler behind it', async () => {
	const served = await serveCintoo();
	expect(Object.keys(goods).sort()).toEqual(api2.map(nameOf).sort());
	expect(api2.map((contract) => contract.id).filter((id) => !(id in served.services.cintoo.handlers))).toEqual([]);
	await served.stop();
});

describe('answers as documented', () => {
	let served: CintooServed;
	beforeEach(async () => {
		served = await serveCintoo();
	});
	afterEach(() => served.stop());

	async function well(name: string): Promise<Answer> {
		await goods[name]?.before?.(well);
		return await call(served, contractOf(name), 'nora');
	}

	it.each(api2.map((contract) => [nameOf(contract), contract.reply] as const))('%s', async (name, reply) => {
		const answer = await well(name);
		expect({ status: answer.status, body: answer.status >= 400 ? answer.body : '' }).toEqual({ status: reply.statuses[0], body: '' });
		const sample = reply.kind === 'array' ? rows(answer)[0] : record(answer);
		if (reply.kind === 'array') expect(rows(answer).length).toBeGreaterThan(0);
		if (reply.kind === 'none') expect(answer.body).toBe('');
		if (reply.kind === 'redirect') expect(answer.headers.get('location')).toMatch(/^http:\/\/127\.0\.0\.1:/);
		const absent = [...never, ...(goods[name]?.absent ?? [])];
		expect((reply.fields ?? []).filter((field) => !absent.includes(field) && !(field in (sample ?? {})))).toEqual([]);
		expect(served.exchanges.filter((exchange) => exchange.violations.length > 0).map((exchange) => [exchange.contractId, exchange.violations])).toEqual([]);
	});
});

/** What is refused changes nothing, so that one sandbox serves all of it. */
describe('refuses', () => {
	let served: CintooServed;
	let deleted: CintooServed;
	beforeAll(async () => {
		served = await serveCintoo();
		deleted = await serveCintoo();
		const projects = `/api/2/accounts/${sampleIds.account}/projects`;
		await callAs(served, 'nora', 'POST', `${projects}/${sampleIds.quay}/members`, { members: { users: [{ user: people.luis.email, role: sampleIds.roleViewer }] } });
		for (const id of [sampleIds.harborTower, sampleIds.quay]) await callAs(deleted, 'nora', 'DELETE', `${projects}/${id}`);
	});
	afterAll(async () => {
		await served.stop();
		await deleted.stop();
	});

	it.each(api2.map((contract) => [nameOf(contract), contract] as const))('%s to those who are not signed in', async (name, contract) => {
		const { body } = goods[name] ?? {};
		const init = body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
		const answer = await send(`${served.origins.cintoo}${pathOf(contract)}`, { method: contract.method, ...init });
		expect(answer).toMatchObject({ status: 401, body: { status: 401, title: 'Unauthorized', errorCode: 'unauthorized' } });
	});

	const kinds: Readonly<Record<string, string>> = { tagListRef: 'tag-list', shareLinkRef: 'sharelink', integrationRef: 'newforma-konekt-hub' };
	const references = api2.flatMap((contract) => [...contract.path.matchAll(/\{(\w+)\}/g)].map(([, ref = '']) => [nameOf(contract), ref, contract] as const)).filter(([, ref]) => ref !== 'blobRef');
	it.each(references)('%s with a %s of another kind, or one that is not there', async (_, ref, contract) => {
		const kind = kinds[ref] ?? ref.replace(/Ref$/, '');
		const other = urn(kind === 'role' ? 'user' : 'role', sampleIds.roleGuest);
		expect(await call(served, contract, 'nora', { [ref]: other })).toMatchObject({ status: 400, body: { status: 400, title: 'Bad Request', errorCode: `invalid-${kind}-urn` } });
		const id = ref === 'shareLinkRef' ? 'nothing' : '00000000-0000-4000-8000-000000000000';
		const member = kind.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
		expect(await call(served, contract, 'nora', { [ref]: urn(kind, id) })).toMatchObject({ status: 404, body: { status: 404, title: 'Not Found', errorCode: `${kind}-not-found`, errorValues: { [member]: id } } });
	});

	const inProject = api2.filter(({ path }) => path.includes('{projectRef}')).map((contract) => [nameOf(contract), contract] as const);
	it.each(inProject.filter(([name]) => !['project.get', 'project.delete', 'project.restore'].includes(name)))('%s in a deleted project', async (name, contract) => {
		const projectId = goods[name]?.refs?.['projectRef'] ?? refs['projectRef'];
		expect(await call(deleted, contract, 'nora')).toMatchObject({ status: 403, body: { title: 'Forbidden', errorCode: 'deleted-project', errorValues: { projectId } } });
	});

	/** Luis may look at the account, its roles and groups, and at two projects with their annotations. */
	const ofLuis = ['account:account:read', 'account:roles:read', 'account:groups:read', 'account:projects:read', 'project:project:read', 'project:members:list', 'workzone:workzones:read', 'workzone:annotations:read', 'workzone:crops:read'];
	const scopesOf = ({ auth }: Contract): readonly string[] => (auth.kind === 'bearer' ? auth.scopes : []);
	const permitted = api2.filter((contract) => scopesOf(contract).length > 0 && !scopesOf(contract).some((permission) => ofLuis.includes(permission)));
	/** Their examples name no permissions (Cintoo API 2, lines 1111 to 1133; OpenAPI 2.0.0, removeUserFromWorkzone). */
	const silent = ['projectMember.removeUser', 'projectMember.removeGroup', 'workzone.removeUser'];

	it.each(permitted.filter((contract) => !silent.includes(nameOf(contract))).map((contract) => [nameOf(contract), contract] as const))('%s without the permission, and names it', async (_, contract) => {
		const answer = await call(served, contract, 'luis');
		expect(answer).toMatchObject({ status: 403, body: { status: 403, title: 'Forbidden', errorCode: expect.stringMatching(/-forbidden$/) as unknown } });
		const { requiredPermissions } = recordOf(record(answer)['errorValues']);
		expect(scopesOf(contract)).toEqual(expect.arrayContaining(Array.isArray(requiredPermissions) ? requiredPermissions : ['none']));
	});

	it.each([
		['projectMember.removeUser', { status: 403, title: 'Forbidden', detail: 'You do not have the permission to remove contributor. It requires to be targeting self, or to have permission "manage_users"', errorCode: 'remove-contributor-forbidden' }],
		['projectMember.removeGroup', { status: 403, type: 'Cannot remove group(s). Need to have "manage_user" permission on the project' }],
		['projectMember.bulkRemove', { status: 403, type: 'Cannot remove users or groups. Need to have "manage_user" permission on the project' }],
		['workzone.removeUser', { status: 403, title: 'Forbidden', detail: 'You do not have the permission to remove contributor from work zone. It requires to be targeting self, or to be Project Owner, or to have permission "manage_users"', errorCode: 'remove-contributor-from-work-zone-forbidden' }],
	])('%s word for word as the document does', async (name, body) => {
		expect(await call(served, contractOf(name), 'luis')).toMatchObject({ status: 403, body });
		expect(Object.keys(record(await call(served, contractOf(name), 'luis'))).sort()).toEqual(Object.keys(body).sort());
	});
});
