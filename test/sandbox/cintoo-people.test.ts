import { sampleIds } from '../../src/sandbox/cintoo/sample';
import { people, type PersonKey } from '../../src/sandbox/people';
import { account, callAs, callAsUser, containing, holding, quay, record, rows, serveCintoo, tower, urn, type Answer, type CintooServed } from './cintoo-call';

let served: CintooServed;
let now: Date;
beforeEach(async () => {
	now = new Date('2026-03-02T08:00:00Z');
	served = await serveCintoo({}, { now: () => now });
});
afterEach(() => served.stop());

const as = (who: PersonKey, method: string, path: string, json?: unknown): Promise<Answer> => callAs(served, who, method, path, json);
const userOf = (who: PersonKey): string => urn('user', people[who].cintooId);

describe('roles', () => {
	const inspector = { name: 'Inspector', permissions: ['workzone:annotations:read', 'workzone:annotations:write'] };
	const roles = (who: PersonKey, body: unknown): Promise<Answer> => as(who, 'POST', `${account}/roles`, body);
	const guest = `${account}/roles/${sampleIds.roleGuest}`;

	it('take only the combinations that the document allows', async () => {
		expect(await roles('nora', inspector)).toMatchObject({ status: 201, body: { type: 'role', name: 'Inspector', legacyPermissions: ['view_annotation', 'annotate'] } });
		expect(await roles('nora', { ...inspector, permissions: ['workzone:annotations:write'] })).toMatchObject({ status: 400, body: { errorCode: 'invalid-input', detail: containing('workzone:annotations:write') } });
		for (const wrong of [{ permissions: [] }, { permissions: undefined }, { permissions: ['workzone:pizza:read'] }, { color: '#FF0000' }, { color: 'red' }, { name: undefined }]) {
			expect([wrong, (await roles('nora', { ...inspector, ...wrong })).status]).toEqual([wrong, 400]);
		}
	});

	it('take the names of API 1 instead, or both when they mean the same', async () => {
		const { permissions: _, ...bare } = inspector;
		expect(record(await roles('nora', { ...bare, legacyPermissions: ['view3d', 'view_asset'] }))['permissions']).toEqual(['workzone:reality-data:read', 'workzone:tags:read']);
		expect((await roles('nora', { ...inspector, legacyPermissions: ['annotate'] })).status).toBe(201);
		expect((await roles('nora', { ...inspector, legacyPermissions: ['view3d'] })).status).toBe(400);
	});

	it('are overwritten as a whole, and left alone when they are base roles', async () => {
		expect(await as('nora', 'PUT', guest, inspector)).toMatchObject({ status: 200, body: { name: 'Inspector', description: '', color: '#0698ec' } });
		expect((await as('nora', 'PUT', guest, { name: 'Nothing allowed' })).status).toBe(400);
		expect(await as('nora', 'PUT', `${account}/roles/${sampleIds.roleViewer}`, inspector)).toMatchObject({ status: 400, body: { errorCode: 'cannot-update-base-role' } });
	});

	it('are deleted unless they are base roles or in use', async () => {
		expect((await as('nora', 'DELETE', guest)).status).toBe(204);
		expect((await as('nora', 'GET', guest)).status).toBe(404);
		expect((await as('nora', 'DELETE', `${account}/roles/${sampleIds.roleManager}`)).body).toEqual({ status: 400, title: 'Bad Request', detail: "Base roles can't be deleted", errorCode: 'cannot-delete-base-role' });
		expect((await as('nora', 'DELETE', `${account}/roles/${sampleIds.roleTrade}`)).body).toMatchObject({ status: 400, errorCode: 'role-used', errorValues: { projectIds: sampleIds.harborTower } });
	});
});

describe('groups', () => {
	const crew = `${account}/groups/${sampleIds.groupSurvey}`;

	it('have one name each, whatever its case', async () => {
		const made = await as('nora', 'POST', `${account}/groups`, { name: 'Roofers', color: '#ff0000' });
		expect(made).toMatchObject({ status: 201, body: { type: 'group', userIds: [], color: '#ff0000' } });
		expect(made.headers.get('location')).toBe(`${served.origins.cintoo}${account}/groups/${String(record(made)['id']).slice('urn:cintoo:group:'.length)}`);
		expect((await as('nora', 'POST', `${account}/groups`, { name: 'ROOFERS' })).body).toEqual({ status: 409, title: 'Conflict', detail: "Group name 'ROOFERS' already exists" });
		expect((await as('nora', 'POST', `${account}/groups`, { name: 'x'.repeat(37) })).status).toBe(400);
	});

	it('take people and give them back, all or nobody', async () => {
		expect(await as('nora', 'POST', `${crew}/members`, [userOf('mei'), people.tom.cintooId])).toMatchObject({ status: 200, body: { userIds: [userOf('tom'), userOf('mei')] } });
		expect((await as('nora', 'DELETE', `${crew}/members`, [userOf('tom'), userOf('luis')])).body).toMatchObject({ status: 400, errorCode: 'users-not-in-groups', errorValues: { users: userOf('luis') } });
		expect(await as('nora', 'DELETE', `${crew}/members`, [userOf('tom')])).toMatchObject({ status: 200, body: [{ userIds: [userOf('mei')] }] });
		expect((await as('mei', 'POST', `${crew}/members`, [userOf('mei')])).body).toMatchObject({ status: 403, errorCode: 'update-group-forbidden', errorValues: { requiredPermissions: ['account:groups:write'] } });
	});

	it('bring their people into projects, and take them out when they end', async () => {
		expect(rows(await as('tom', 'GET', `${account}/projects`)).map((project) => project['id'])).toEqual([urn('project', sampleIds.harborTower), urn('project', sampleIds.quay)]);
		expect((await as('tom', 'GET', `${quay}/crops`)).status).toBe(200);
		expect((await as('nora', 'DELETE', crew)).status).toBe(204);
		expect((await as('tom', 'GET', `${quay}/crops`)).body).toMatchObject({ errorCode: 'not-member-of-project' });
	});
});

describe('people of the account', () => {
	it('keep who owns a project', async () => {
		await as('nora', 'PUT', `${account}/members/${people.samir.cintooId}/roles`, ['projectManager']);
		await as('nora', 'PATCH', quay, { ownerId: userOf('samir') });
		expect((await as('nora', 'DELETE', `${account}/members`, [userOf('tom'), userOf('samir')])).body).toMatchObject({ status: 403, errorCode: 'remove-user-from-account-forbidden' });
		expect(served.services.cintoo.state.users.has(people.tom.cintooId)).toBe(true);
	});

	it('show their account roles to those who may list them', async () => {
		const rolesOf = async (who: PersonKey): Promise<unknown> => record(await as(who, 'GET', `${account}/users/${people.grace.cintooId}`))['accountRoles'];
		expect([await rolesOf('nora'), await rolesOf('samir')]).toEqual([['administrator'], undefined]);
		await as('nora', 'PUT', `${account}/members/${people.samir.cintooId}/roles`, ['projectManager']);
		expect(await rolesOf('samir')).toEqual([]);
	});

	it('get their account roles from owner and administrators only', async () => {
		await as('nora', 'PUT', `${account}/members/${people.samir.cintooId}/roles`, ['projectManager']);
		expect((await as('samir', 'PUT', `${account}/members/${people.mei.cintooId}/roles`, ['projectManager'])).body).toMatchObject({ status: 403, errorCode: 'update-user-account-roles-forbidden' });
	});

	it('see when the subscription ends only where they own or administer the account', async () => {
		expect(rows(await as('nora', 'GET', `${account}/subscriptions`))[0]).toHaveProperty('end');
		expect(record(await as('mei', 'GET', account))['subscriptions']).toEqual([expect.not.objectContaining({ end: expect.anything() as unknown })]);
	});
});

describe('members of a project', () => {
	const add = (who: PersonKey, users: readonly unknown[], more: Record<string, unknown> = {}): Promise<Answer> => as(who, 'POST', `${quay}/members`, { members: { users }, ...more });
	const mei = { user: people.mei.email, role: urn('role', sampleIds.roleTrade) };
	const memberIds = async (): Promise<readonly unknown[]> => rows(await as('nora', 'GET', `${quay}/members`)).map((user) => user['id']);

	it('are the owner, the users and the people of groups', async () => {
		expect(await memberIds()).toEqual((['nora', 'samir', 'grace', 'tom'] as const).map(userOf));
	});

	it('are added by e-mail, and invited where nobody knows them', async () => {
		expect((await add('nora', [mei, { user: 'New.Roofer@roofs.example', role: sampleIds.roleGuest }])).status).toBe(204);
		expect(served.services.cintoo.state.invitations).toEqual(['new.roofer@roofs.example']);
		expect(await memberIds()).toContain(userOf('mei'));
		expect((await as('mei', 'POST', `${quay}/annotations`, { workzoneId: urn('workzone', sampleIds.quayRoot), annotationType: 'Note', title: 't', description: 'd', position: { x: 0, y: 0, z: 0 }, savedView: { type: 'legacy' } })).status).toBe(201);
	});

	it('are added all or none', async () => {
		const refused: readonly (readonly [unknown[], Record<string, unknown>])[] = [
			[[mei, { ...mei, user: people.samir.email }], { errorCode: 'invalid-input' }],
			[[mei, { ...mei, user: people.mei.email.toUpperCase() }], { errorCode: 'invalid-input' }],
			[[mei, { ...mei, user: 'nobody' }], { errorCode: 'invalid-input' }],
			[[mei, { ...mei, user: people.luis.email, expirationDate: '2026-03-01T00:00:00Z' }], { errorCode: 'expiration-date-in-past' }],
			[[mei, { ...mei, user: people.luis.email, role: sampleIds.quay }], { errorCode: 'role-not-found' }],
		];
		for (const [users, body] of refused) expect((await add('nora', users)).body).toMatchObject(body);
		expect(await memberIds()).not.toContain(userOf('mei'));
	});

	it('are added by those who may, with no more than they have themselves', async () => {
		expect((await add('tom', [mei])).body).toMatchObject({ status: 403, errorCode: 'create-member-forbidden', errorValues: { requiredPermissions: ['workzone:members:write'] } });
		// An administrator manages members everywhere, and is here a viewer.
		expect((await add('grace', [{ ...mei, role: sampleIds.roleGuest }])).status).toBe(204);
		expect((await add('grace', [{ user: people.luis.email, role: sampleIds.roleTrade }])).body).toMatchObject({ status: 403, errorValues: { requiredPermissions: expect.arrayContaining(['workzone:annotations:write', 'workzone:documents:write']) as unknown } });
	});

	it('lose what has expired, and get it back with the same role', async () => {
		await add('nora', [{ ...mei, expirationDate: '2026-04-01T00:00:00Z' }]);
		expect((await as('mei', 'GET', `${quay}/annotations`)).status).toBe(200);
		now = new Date('2026-04-02T08:00:00Z');
		expect((await as('mei', 'GET', `${quay}/annotations`)).body).toMatchObject({ errorCode: 'not-member-of-project' });
		expect((await add('nora', [{ ...mei, role: sampleIds.roleGuest }])).status).toBe(400);
		expect((await add('nora', [mei])).status).toBe(204);
		expect((await as('mei', 'GET', `${quay}/annotations`)).status).toBe(200);
	});

	it('are removed together, and those who are none are ignored; anybody may leave', async () => {
		expect((await as('nora', 'POST', `${quay}/members/bulk-remove`, { users: [userOf('grace'), userOf('luis')], groups: [sampleIds.groupSurvey, sampleIds.groupApex] })).status).toBe(204);
		expect(await memberIds()).toEqual([userOf('nora'), userOf('samir')]);
		expect((await as('mei', 'DELETE', `${tower}/members/users/${people.luis.cintooId}`)).status).toBe(403);
		expect((await as('mei', 'DELETE', `${tower}/members/users/${people.mei.cintooId}`)).status).toBe(204);
		expect((await as('mei', 'GET', tower)).body).toMatchObject({ errorCode: 'not-member-of-project' });
	});
});

describe('contributors of work zones', () => {
	const guestAt = (workzones: readonly string[]): Promise<Answer> => as('nora', 'POST', `${tower}/members`, { members: { users: [{ user: 'roofer@roofs.example', role: sampleIds.roleTrade }] }, workzones });
	const rooferId = (): string => [...served.services.cintoo.state.users.values()].find((user) => user.email === 'roofer@roofs.example')?.id ?? '';
	const roofer = (method: string, path: string): Promise<Answer> => callAsUser(served, rooferId(), method, path);
	const zonesOf = async (): Promise<readonly unknown[]> => rows(await roofer('GET', `${tower}/workzones`)).map((zone) => zone['name']);

	it('reach those zones, the ones below and new ones in them, and nothing else', async () => {
		expect((await guestAt([sampleIds.levelTwo])).status).toBe(204);
		expect(await zonesOf()).toEqual(['Level 2', 'Mechanical Room 2.14', 'Corridor East']);
		await as('nora', 'POST', `${tower}/workzones`, { name: 'Shaft', parentWorkzoneId: sampleIds.corridor });
		expect(await zonesOf()).toContain('Shaft');
		expect(rows(await roofer('GET', `${tower}/annotations`)).map((one) => one['title'])).toEqual(expect.not.arrayContaining(['Rescan the roof opening', 'Emergency exit sign not visible']));
		expect((await roofer('GET', `${tower}/annotations/${sampleIds.surveyorIssue}`)).body).toMatchObject({ status: 403, errorCode: 'not-contributor-of-project' });
		expect((await roofer('GET', `${tower}/annotations/${sampleIds.ductClash}`)).status).toBe(200);
		expect(rows(await roofer('GET', `${tower}/files`)).map((file) => file['name'])).toEqual(['Duct clash at beam C4.png', 'Sleeve missing in shear wall.png']);
		// Only who may write annotations on the root work zone may link them.
		expect((await roofer('GET', `${tower}/integrations`)).body).toMatchObject({ status: 403, errorValues: { requiredPermissions: ['project:integrations:read'] } });
	});

	it('leave a zone with all below, and those above only on demand', async () => {
		await guestAt([sampleIds.levelTwo]);
		const from = (zone: string, query = ''): Promise<Answer> => as('nora', 'DELETE', `${tower}/workzones/${zone}/members/users/${rooferId()}${query}`);
		expect((await from(sampleIds.corridor)).body).toEqual({
			status: 400,
			title: 'Bad Request',
			detail: "Invalid parameter allowRemoveOnParents: The user is contributor on a parent work zone and parameter 'allowRemoveOnParents' is false",
			errorCode: 'invalid-input',
		});
		expect((await from(sampleIds.corridor, '?allowRemoveOnParents=true')).status).toBe(204);
		expect(await zonesOf()).toEqual(['Mechanical Room 2.14']);
		expect((await from(sampleIds.mechanicalRoom)).status).toBe(204);
		expect((await roofer('GET', tower)).body).toMatchObject({ errorCode: 'not-member-of-project' });
	});
});

it('keeps a deleted project listed, to be shown or not by who asks', async () => {
	const deleted = rows(await as('nora', 'GET', `${account}/projects`)).filter((project) => JSON.stringify(project['modificationInfo']).includes('"isDeleted":true'));
	expect(deleted).toEqual([holding({ id: urn('project', sampleIds.deletedProject) })]);
});
