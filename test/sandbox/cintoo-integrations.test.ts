import { sampleIds } from '../../src/sandbox/cintoo/sample';
import { people, type PersonKey } from '../../src/sandbox/people';
import { account, callAs, containing, holding, quay, record, serveCintoo, tower, urn, type Answer, type CintooServed } from './cintoo-call';

let served: CintooServed;
beforeEach(async () => {
	served = await serveCintoo();
});
afterEach(() => served.stop());

const as = (who: PersonKey, method: string, path: string, json?: unknown): Promise<Answer> => callAs(served, who, method, path, json);
const annotation = (id: string): string => urn('annotation', id);

describe('links of annotations', () => {
	const link = (body: Record<string, unknown>): Promise<Answer> => as('mei', 'POST', `${tower}/annotations/bulk-create-integration`, { integrationTypes: ['AUTODESK'], ...body });
	const integrationsOf = async (id: string): Promise<unknown> => record(await as('mei', 'GET', `${tower}/annotations/${id}`))['integrations'];

	it('get their address later', async () => {
		expect((await link({ annotations: [annotation(sampleIds.ductClash)] })).body).toEqual({ created: { [annotation(sampleIds.ductClash)]: ['AUTODESK'] } });
		const seen = [await integrationsOf(sampleIds.ductClash), await integrationsOf(sampleIds.ductClash), await integrationsOf(sampleIds.ductClash)];
		expect(seen).toEqual([[{ type: 'AUTODESK', url: null }], [{ type: 'AUTODESK', url: null }], [{ type: 'AUTODESK', url: containing('https://acc.') }]]);
	});

	it('mean all annotations without a list, and none with an empty one', async () => {
		expect(await link({ annotations: [] })).toMatchObject({ status: 202, body: { created: {} } });
		expect(await integrationsOf(sampleIds.sharedIssue)).toEqual([]);
		// Of all, those that are not linked yet and whose author is signed in to Autodesk.
		const mine = ['resolvedIssue', 'privateNote', 'ductClash', 'sharedIssue'] as const;
		expect((await link({ annotations: null })).body).toEqual({ created: Object.fromEntries(mine.map((name) => [annotation(sampleIds[name]), ['AUTODESK']])) });
		expect((await link({})).body).toEqual({ created: {} });
	});

	it('need a configuration, an active subscription, and annotations of the project', async () => {
		expect((await link({ annotations: [annotation(sampleIds.ductClash)], integrationTypes: ['PROCORE', 'NEWFORMA_KONEKT'] })).body).toEqual({ created: {} });
		await as('nora', 'POST', `${tower}/integrations/konekt`, { hubId: 'harbor-construction', konektProjectId: 2041, options: { allowInviteUsers: true } });
		expect((await link({ annotations: [annotation(sampleIds.note)], integrationTypes: ['NEWFORMA_KONEKT'] })).body).toEqual({ created: { [annotation(sampleIds.note)]: ['NEWFORMA_KONEKT'] } });
		await as('nora', 'DELETE', `${tower}/integrations/autodesk`);
		expect((await link({ annotations: [annotation(sampleIds.ductClash)] })).body).toEqual({ created: {} });
		expect((await link({ annotations: [annotation(sampleIds.quayIssue)] })).status).toBe(404);
		expect((await link({ integrationTypes: ['JIRA'] })).status).toBe(400);
	});
});

describe('Newforma Konekt', () => {
	const hubs = `${account}/integrations/konekt`;
	const harbor = `${hubs}/${encodeURIComponent(urn('newforma-konekt-hub', sampleIds.konektHub))}`;

	it('connects a hub by its token, once', async () => {
		const made = await as('grace', 'POST', hubs, { token: 'konekt-sandbox-apex', options: { allowCreateNewUsersOnHub: true } });
		expect(made).toMatchObject({ status: 201, body: { konektId: 'apex-mep', beta: true, connected: true, options: { allowCreateNewUsersOnHub: true, syncStrategy: 'CONFIG_ON_PROJECT' }, konektProjects: [{ id: '77' }], linkedProjects: [] } });
		expect(JSON.stringify(made.body)).not.toContain('konekt-sandbox-apex');
		expect(await as('grace', 'POST', hubs, { token: 'konekt-sandbox-harbor' })).toMatchObject({ status: 409, body: { status: 409, title: 'Conflict' } });
		expect((await as('grace', 'POST', hubs, { token: 'made up' })).status).toBe(400);
		expect((await as('samir', 'POST', hubs, { token: 'konekt-sandbox-apex' })).body).toMatchObject({ status: 403, errorValues: { requiredPermissions: ['account:integrations:write'] } });
	});

	it('names a hub by its URN alone', async () => {
		expect((await as('grace', 'GET', harbor)).status).toBe(200);
		expect((await as('grace', 'GET', `${hubs}/${sampleIds.konektHub}`)).body).toMatchObject({ status: 400, errorCode: 'invalid-newforma-konekt-hub-urn' });
	});

	it('disconnects and connects again with a token of the same hub', async () => {
		expect((await as('grace', 'DELETE', `${harbor}/connection`)).status).toBe(204);
		expect(record(await as('grace', 'GET', harbor))).toMatchObject({ connected: false, konektProjects: [] });
		expect((await as('nora', 'POST', `${tower}/integrations/konekt`, { hubId: 'harbor-construction', konektProjectId: 2041, options: { allowInviteUsers: false } })).status).toBe(400);
		expect((await as('grace', 'POST', `${harbor}/connection`, { token: 'konekt-sandbox-apex' })).status).toBe(400);
		expect(await as('grace', 'POST', `${harbor}/connection`, { token: 'konekt-sandbox-harbor' })).toMatchObject({ status: 200, body: { connected: true } });
	});

	it('links a project once, by the rules of the hub unless told otherwise', async () => {
		const path = `${quay}/integrations/konekt`;
		const link = { hubId: 'harbor-construction', konektProjectId: 2042, options: { allowInviteUsers: false } };
		expect((await as('nora', 'GET', path)).status).toBe(404);
		expect((await as('nora', 'PUT', path, link)).status).toBe(404);
		await as('grace', 'PUT', harbor, { options: { syncStrategy: 'UPDATES_ONLY_FROM_KONEKT' } });
		expect(await as('nora', 'POST', path, link)).toMatchObject({ status: 201, body: { konektId: 2042, options: { allowInviteUsers: false, syncStrategy: 'UPDATES_ONLY_FROM_KONEKT' } } });
		expect((await as('nora', 'POST', path, link)).status).toBe(409);
		expect(record(await as('nora', 'PUT', path, { ...link, konektProjectId: 2041, options: { allowInviteUsers: true, syncStrategy: 'BOTH_WAY' } }))).toMatchObject({ konektId: 2041, options: { syncStrategy: 'BOTH_WAY' } });
		expect((await as('nora', 'PUT', path, { ...link, konektProjectId: 9 })).status).toBe(400);
		expect(record(await as('grace', 'GET', harbor))['linkedProjects']).toEqual([holding({ id: urn('project', sampleIds.quay), konektId: 2041 })]);
		expect(record(await as('nora', 'GET', `${quay}/integrations`))).toEqual({ konekt: holding({ konektId: 2041 }) });
		await as('grace', 'DELETE', harbor);
		expect(record(await as('nora', 'GET', `${quay}/integrations`))).toEqual({});
	});
});

describe('Autodesk', () => {
	const path = `${tower}/integrations/autodesk`;

	it('is linked to a project once, changed and taken off', async () => {
		const other = { autodeskHubId: 'b.harbor', autodeskProjectId: 'b.old-quay' };
		expect(await as('mei', 'GET', path)).toMatchObject({ status: 200, body: { projectId: urn('project', sampleIds.harborTower), autodeskProjectId: 'b.harbor-tower', link: containing('harbor-tower') } });
		expect((await as('mei', 'POST', path, other)).status).toBe(409);
		expect(record(await as('mei', 'PUT', path, other))).toMatchObject({ ...other, updatedBy: urn('user', people.mei.cintooId) });
		expect((await as('mei', 'DELETE', path)).status).toBe(204);
		expect((await as('mei', 'GET', path)).status).toBe(404);
		expect((await as('mei', 'POST', path, other)).status).toBe(201);
	});

	it('knows who is signed in there, and sends others to sign in', async () => {
		const connection = '/api/2/integrations/autodesk/connection';
		expect(record(await as('samir', 'GET', connection))).toMatchObject({ email: people.samir.email, hubs: [{ autodeskId: 'b.harbor' }] });
		expect((await as('mei', 'GET', connection)).status).toBe(404);
		expect((await as('samir', 'DELETE', connection)).status).toBe(204);
		expect((await as('samir', 'GET', connection)).status).toBe(404);
		const forward = await as('mei', 'GET', `${connection}/url?redirectUri=${encodeURIComponent('https://a.example/done')}`);
		expect(forward.status).toBe(302);
		expect(forward.headers.get('location')).toContain(served.origins.acc);
		expect((await as('mei', 'GET', `${connection}/url?redirectUri=nowhere`)).status).toBe(400);
	});
});
