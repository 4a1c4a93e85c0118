import { AccAppApi } from '../../credentials/AccAppApi.credentials';
import { AccOAuth2Api } from '../../credentials/AccOAuth2Api.credentials';
import { AccServiceAccountApi } from '../../credentials/AccServiceAccountApi.credentials';
import { AutodeskConstructionCloud } from '../../nodes/AutodeskConstructionCloud/AutodeskConstructionCloud.node';
import { userScopes } from '../../src/core/sign-in/acc';
import { CONFIDENTIAL_CLIENT } from '../../src/sandbox/acc';
import { people } from '../../src/sandbox/people';
import { startSandbox, type Sandbox } from '../../src/sandbox/server';
import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { Engine, expressionsOf, testCredential, type Outcome } from './engine';
import { accountsOf, serviceAccount, unattendedAccountsOf } from './sandbox-accounts';

const hubs = { resource: 'hub', operation: 'getMany', returnAll: true };
const members = (accountId: unknown): INodeParameters => ({ resource: 'user', operation: 'search', accountId: { __rl: true, mode: 'id', value: typeof accountId === 'string' ? accountId : '' }, returnAll: true, filters: { email: people.samir.email } });

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ acc: { serviceAccounts: [serviceAccount] } });
});
afterAll(async () => {
	const odd = sandbox.exchanges.filter(({ violations }) => violations.length > 0);
	await sandbox.stop();
	expect(odd).toEqual([]);
});

const tokensAsked = (): readonly string[] => sandbox.exchanges.filter(({ contractId }) => contractId === 'acc.auth.token').map(({ requestBody }) => new URLSearchParams(Buffer.from(requestBody).toString()).get('grant_type') ?? '');
const engineFor = (credentialType: AccServiceAccountApi | AccAppApi | AccOAuth2Api, credentials: ICredentialDataDecryptedObject): Engine => new Engine({ node: new AutodeskConstructionCloud(), credentialType, credentials });
const first = ({ outputs, error }: Outcome): Readonly<Record<string, unknown>> => {
	if (error) throw new Error(`${error.message} ${error.description ?? ''}`);
	return outputs[0]?.[0]?.json ?? {};
};

test('a service account works as the user it is, and as the application where that is wanted', async () => {
	const engine = engineFor(new AccServiceAccountApi(), unattendedAccountsOf(sandbox).accServiceAccountApi);
	const before = tokensAsked().length;
	const hub = first(await engine.run({ parameters: { authentication: 'serviceAccount', ...hubs }, items: [{}, {}, {}] }));
	const member = first(await engine.run({ parameters: { authentication: 'serviceAccount', ...members(hub.id) } }));
	expect(member.email).toBe(people.samir.email);
	expect(tokensAsked().slice(before)).toEqual(['urn:ietf:params:oauth:grant-type:jwt-bearer', 'client_credentials']);
	sandbox.acc.expireAccessTokens();
	first(await engine.run({ parameters: { authentication: 'serviceAccount', ...hubs } }));
	expect(tokensAsked().length - before).toBe(3);
	expect((await engine.search('accAccProject', { authentication: 'serviceAccount' })).results.length).toBeGreaterThan(0);
});

test('an application works by itself, and says so where a user is needed', async () => {
	const engine = engineFor(new AccAppApi(), unattendedAccountsOf(sandbox).accAppApi);
	const hub = first(await engine.run({ parameters: { authentication: 'app', ...hubs } }));
	expect(first(await engine.run({ parameters: { authentication: 'app', ...members(hub.id) } })).email).toBe(people.samir.email);
	const { error } = await engine.run({ parameters: { authentication: 'app', resource: 'rfi', operation: 'search', projectId: { __rl: true, mode: 'name', value: 'Harbor Tower (sandbox)' } } });
	expect(`${error?.message} ${error?.description}`).toMatch(/takes a signed-in user/);
});

test('workflows that were saved before there was a choice sign in by OAuth2', async () => {
	const engine = engineFor(new AccOAuth2Api(), accountsOf(sandbox).accOAuth2Api);
	expect(first(await engine.run({ parameters: hubs }))).toHaveProperty('id');
});

test('the Test button tells a good key, secret or account from a bad one', async () => {
	const { accServiceAccountApi, accAppApi } = unattendedAccountsOf(sandbox);
	await testCredential(new AccServiceAccountApi(), { ...accServiceAccountApi, accessToken: '' });
	await testCredential(new AccAppApi(), { ...accAppApi, accessToken: '' });
	const bad = async (credentials: ICredentialDataDecryptedObject, type: AccServiceAccountApi | AccAppApi): Promise<string> => {
		const failure = await testCredential(type, { ...credentials, accessToken: '' }).then(() => 'no failure', (error: unknown) => (error instanceof Error ? `${error.message} ${'description' in error ? String(error.description) : ''}` : ''));
		expect(failure).not.toContain(CONFIDENTIAL_CLIENT.secret);
		return failure;
	};
	expect(await bad({ ...accServiceAccountApi, kid: 'another' }, new AccServiceAccountApi())).toContain('key or subject is not known');
	expect(await bad({ ...accServiceAccountApi, privateKey: 'none' }, new AccServiceAccountApi())).toContain('private key');
	expect(await bad({ ...accAppApi, clientSecret: 'wrong' }, new AccAppApi())).toContain('client secret is wrong');
});

test.each([
	['a person', new AccOAuth2Api(), () => accountsOf(sandbox).accOAuth2Api],
	['a service account', new AccServiceAccountApi(), () => ({ ...unattendedAccountsOf(sandbox).accServiceAccountApi, accessToken: '' })],
	['an application', new AccAppApi(), () => ({ ...unattendedAccountsOf(sandbox).accAppApi, accessToken: '' })],
])('the Test button tells when no account knows the app: %s', async (_who, type, credentials) => {
	await testCredential(type, credentials());
	// The service refuses in words beside an empty list, with status 200.
	sandbox.faults.inject({ service: 'acc', method: 'GET', path: '/project/v1/hubs', kind: { status: 200, json: { jsonapi: { version: '1.0' }, data: [], meta: { warnings: [{ HttpStatusCode: '403', ErrorCode: 'BIM360DM_ERROR' }] } } } });
	await expect(testCredential(type, credentials())).rejects.toThrow('no account is visible');
});

test('a refused key ends the run with the name of the credential, and is not offered to every item', async () => {
	const engine = engineFor(new AccServiceAccountApi(), { ...unattendedAccountsOf(sandbox).accServiceAccountApi, kid: 'gone' });
	const { error } = await engine.run({ parameters: { authentication: 'serviceAccount', ...hubs }, items: [{}, {}, {}] });
	expect(`${error?.message} ${error?.description}`).toMatch(/key or subject is not known.*key ID/);
});

test('a scope that is missing is named', async () => {
	const credentials = unattendedAccountsOf(sandbox).accServiceAccountApi;
	const engine = engineFor(new AccServiceAccountApi(), { ...credentials, scopes: ['account:write'] });
	const { error } = await engine.run({ parameters: { authentication: 'serviceAccount', ...hubs } });
	expect(`${error?.message} ${error?.description}`).toMatch(/all the scopes it needs.*It takes the scope data:read/);
});

test('the scopes that are chosen are those that n8n asks for', () => {
	const type = new AccOAuth2Api();
	const scopeOf = (scopes: string[] | undefined): unknown => {
		const property = (name: string): INodeParameters[string] => {
			const value = type.properties.find((one) => one.name === name)?.default;
			return Array.isArray(value) ? value.map(String) : typeof value === 'string' ? value : '';
		};
		return expressionsOf({ scopes: scopes ?? property('scopes') }, { scope: property('scope') });
	};
	expect(scopeOf(undefined)).toEqual({ scope: userScopes });
	expect(scopeOf(['data:read', 'account:read'])).toEqual({ scope: 'data:read account:read' });
});
