import { sampleIds } from '../../src/sandbox/cintoo/sample';
import { people } from '../../src/sandbox/people';
import { startSandbox, type Sandbox } from '../../src/sandbox/server';
import { holding, including, like, saying, someText } from './support/matchers';
import { isRecord, RunningNodeRed, tab } from './support/node-red';

let sandbox: Sandbox;
let red: RunningNodeRed;

beforeAll(async () => {
	sandbox = await startSandbox();
	red = await RunningNodeRed.start(undefined);
	const pair = sandbox.cintoo.issueTokens(people.nora.cintooId);
	const nora = await red.storeGrant({ accessToken: pair.access_token, refreshToken: pair.refresh_token, expiresAt: Date.now() + 3_600_000 });
	const dead = await red.storeGrant({ accessToken: 'dead', refreshToken: 'dead', expiresAt: Date.now() + 3_600_000 });
	await red.deploy(
		tab(
			{ id: 'nora', type: 'aec-cintoo-account', origin: 'custom', address: sandbox.origins.cintoo, credentials: { grant: nora } },
			{ id: 'dead', type: 'aec-cintoo-account', origin: 'custom', address: sandbox.origins.cintoo, credentials: { grant: dead } },
			{ id: 'field', type: 'aec-field-account', origin: 'custom', address: sandbox.origins.field, credentials: { username: people.nora.email, password: 'sandbox' } },
		),
	);
});
afterAll(async () => {
	await red?.discard();
	await sandbox?.stop();
});

async function labels(path: string): Promise<readonly unknown[]> {
	const { status, body, text } = await red.request('GET', path);
	expect(`${status} ${text}`).toMatch(/^200 /);
	return isRecord(body) && Array.isArray(body.picks) ? body.picks.map((pick: unknown) => (isRecord(pick) ? pick.label : pick)) : [];
}

const where = `accountRef=${encodeURIComponent(`urn:cintoo:account:${sampleIds.account}`)}`;

it('lists what can be picked, searched by words, with parents by id or by name', async () => {
	expect(await labels(`aec-nodes/lookup/nora/cintoo.project?${where}`)).toEqual(including(saying('Harbor Tower')));
	const all = await labels(`aec-nodes/lookup/nora/cintoo.workzone?${where}&projectRef.name=${encodeURIComponent('Harbor Tower – Level 2 MEP (sandbox)')}`);
	const found = await labels(`aec-nodes/lookup/nora/cintoo.workzone?${where}&projectRef.name=${encodeURIComponent('Harbor Tower – Level 2 MEP (sandbox)')}&q=mechanical`);
	expect(all.length).toBeGreaterThan(found.length);
	expect(found).toEqual([like(/mechanical/i)]);
});

it('offers the fields a project defines', async () => {
	const types = await red.request('GET', `aec-nodes/lookup/field/field.issueType?projectId.name=${encodeURIComponent('Harbor Tower (sandbox)')}`);
	const picks: readonly unknown[] = isRecord(types.body) && Array.isArray(types.body.picks) ? types.body.picks : [];
	const [first] = picks;
	const { status, body } = await red.request('GET', `aec-nodes/fields/field/field.issue.create?field=fields&projectId.name=${encodeURIComponent('Harbor Tower (sandbox)')}&issueTypeId=${isRecord(first) ? String(first.id) : ''}`);
	expect(status).toBe(200);
	expect(body).toMatchObject({ fields: including(holding({ id: 'f--description', label: someText })) });
});

it.each([
	['an account that is not deployed', 'lookup/unknown/cintoo.project', 400, /not deployed/],
	['a list of another service', 'lookup/nora/acc.project', 400, /no such list/],
	['a parent that is missing', 'lookup/nora/cintoo.workzone', 400, /must be chosen first/],
	['a value the list does not depend on', 'lookup/nora/cintoo.project?title=1', 400, /no value/],
	['a nested value', 'lookup/nora/cintoo.project?accountRef[x]=1', 400, /no value/],
	['an action that does not exist', 'fields/field/field.issue.explode?field=fields', 400, /no such action/],
	['a service that does not exist', 'catalog/nothing', 400, /no such service/i],
	['an account whose sign-in has ended', 'check/dead', 409, /sign-in/],
])('tells %s from what went well', async (_case, path, status, words) => {
	const answer = await red.request('GET', `aec-nodes/${path}`);
	expect(answer.status).toBe(status);
	expect(answer.body).toMatchObject({ message: like(words) });
});

it('shows the dialogs the catalog without code or wire names', async () => {
	const { body } = await red.request('GET', 'aec-nodes/catalog/cintoo');
	expect(body).toMatchObject({
		areas: { 'aec-cintoo-annotation': { operations: including(holding({ id: 'cintoo.annotation.create', gives: 'one', fields: including(holding({ key: 'title', required: true })) })) } },
		triggers: { 'aec-cintoo-annotation-trigger': { events: including(holding({ name: 'created' }), holding({ name: 'resolved' })), within: including(holding({ key: 'accountRef' }), holding({ key: 'projectRef', when: { scope: ['one'] } })) } },
		lookups: { 'cintoo.workzone': { within: ['accountRef', 'projectRef'] } },
	});
});
