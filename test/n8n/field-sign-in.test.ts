import { Bim360FieldOAuth2Api } from '../../credentials/Bim360FieldOAuth2Api.credentials';
import { Bim360Field } from '../../nodes/Bim360Field/Bim360Field.node';
import { Bim360FieldTrigger } from '../../nodes/Bim360Field/Bim360FieldTrigger.node';
import { CONFIDENTIAL_CLIENT } from '../../src/sandbox/acc';
import { people } from '../../src/sandbox/people';
import { startSandbox, type Sandbox } from '../../src/sandbox/server';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { Engine, testCredential, type Outcome } from './engine';

let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(async () => {
	const odd = sandbox.exchanges.filter(({ violations }) => violations.length > 0);
	await sandbox.stop();
	expect(odd).toEqual([]);
});

/** What n8n keeps after somebody connected. */
function connected(person = people.nora): ICredentialDataDecryptedObject {
	const { origins, acc } = sandbox;
	return { site: 'other', address: origins.field, autodesk: origins.acc, grantType: 'authorizationCode', accessTokenUrl: `${origins.acc}/authentication/v2/token`, clientId: CONFIDENTIAL_CLIENT.id, clientSecret: CONFIDENTIAL_CLIENT.secret, authentication: 'header', oauthTokenData: { ...acc.issueTokens(person.autodeskId) } };
}
const engineFor = (credentials: ICredentialDataDecryptedObject): Engine => new Engine({ node: new Bim360Field(), credentialType: new Bim360FieldOAuth2Api(), credentials });
const projects = { authentication: 'autodesk', resource: 'project', operation: 'getMany' };
const wordsOf = ({ error }: Outcome): string => `${error?.message} ${error?.description}`;
const logins = (): readonly number[] => sandbox.exchanges.filter(({ contractId }) => contractId === 'field.session.loginByAuthToken').map(({ status }) => status);
const renewals = (): number => sandbox.exchanges.filter(({ contractId }) => contractId === 'acc.auth.token').length;

test('an Autodesk sign-in opens one session for many items, lists and polls', async () => {
	const credentials = connected();
	const engine = engineFor(credentials);
	const { outputs, error } = await engine.run({ parameters: projects, items: [{}, {}, {}] });
	expect(error).toBeUndefined();
	const id = outputs[0]?.[0]?.json.project_id;
	const project = typeof id === 'string' ? id : '';
	expect(project).not.toBe('');
	expect((await engine.search('fieldProject', { authentication: 'autodesk' })).results.length).toBeGreaterThan(0);
	const trigger = new Engine({ node: new Bim360FieldTrigger(), credentialType: new Bim360FieldOAuth2Api(), credentials });
	const found = await trigger.poll({ authentication: 'autodesk', watch: 'checklist', projectId: { __rl: true, mode: 'id', value: project }, events: ['created'], startFrom: 'everything' }, {});
	expect(found?.length).toBeGreaterThan(0);
	expect(logins()).toEqual([200]);
});

test('an expired token is renewed by n8n once, for several executions at a time', async () => {
	const engine = engineFor(connected());
	sandbox.acc.expireAccessTokens();
	const runs = await Promise.all([1, 2, 3].map(async () => await engine.run({ parameters: projects })));
	expect(runs.flatMap(({ error }) => (error ? [error.message] : []))).toEqual([]);
	expect(logins()).toEqual([401, 200]);
	expect(renewals()).toBe(1);
	expect(sandbox.acc.refreshReplays()).toBe(0);
});

test('a token that another worker has renewed meanwhile is taken as it is', async () => {
	const stale = connected();
	sandbox.acc.expireAccessTokens();
	const fresh = connected();
	const engine = engineFor(stale);
	Object.defineProperty(engine.credentials, 'bim360FieldOAuth2Api', { get: () => (logins().length === 0 ? stale : fresh) });
	expect((await engine.run({ parameters: projects })).error).toBeUndefined();
	expect(logins()).toEqual([401, 200]);
	expect(renewals()).toBe(0);
});

test('somebody whom BIM 360 Field does not know is told so once, and n8n is not asked to renew what is valid', async () => {
	const engine = engineFor(connected());
	sandbox.field.state.users.clear();
	expect(wordsOf(await engine.run({ parameters: projects, items: [{}, {}] }))).toMatch(/refused the Autodesk sign-in.*same e-mail address/);
	expect(logins()).toEqual([401]);
	expect(renewals()).toBe(0);
});

test('a sign-in that has ended, or never was, asks for one thing, with the name of the credential', async () => {
	const engine = engineFor({ ...connected(), oauthTokenData: { access_token: 'over', refresh_token: 'over' } });
	expect(wordsOf(await engine.run({ parameters: projects }))).toMatch(/could not be renewed.*“Account”/);
	const { oauthTokenData: _, ...never } = connected();
	expect(wordsOf(await engineFor(never).run({ parameters: projects }))).toMatch(/nobody is signed in yet.*“Account”/);
	expect(logins()).toEqual([401]);
});

test('the session of one person is opened with no token of another who signs in meanwhile', async () => {
	const first = connected();
	sandbox.acc.expireAccessTokens();
	const second = connected(people.grace);
	const engine = engineFor(first);
	Object.defineProperty(engine.credentials, 'bim360FieldOAuth2Api', { get: () => (logins().length === 0 ? first : second) });
	expect(wordsOf(await engine.run({ parameters: projects }))).toMatch(/somebody else has signed in.*Run it again/);
	expect(logins()).toEqual([401]);
	expect((await engine.run({ parameters: projects })).error).toBeUndefined();
	expect(logins()).toEqual([401, 200]);
});

test('the Test button reads at Autodesk', async () => {
	await testCredential(new Bim360FieldOAuth2Api(), connected());
	await expect(testCredential(new Bim360FieldOAuth2Api(), { ...connected(), oauthTokenData: { access_token: 'wrong', refresh_token: 'wrong' } })).rejects.toThrow();
});
