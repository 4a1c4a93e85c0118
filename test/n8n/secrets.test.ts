import { Engine, storeFilesOutsideMemory } from './engine';
import { inspect } from 'node:util';
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { Bim360FieldApi } from '../../credentials/Bim360FieldApi.credentials';
import { AccOAuth2Api } from '../../credentials/AccOAuth2Api.credentials';
import { AutodeskConstructionCloud } from '../../nodes/AutodeskConstructionCloud/AutodeskConstructionCloud.node';
import { Bim360Field } from '../../nodes/Bim360Field/Bim360Field.node';
import { Depot, DepotServer, type Reply, type Seen } from './depot';
import { oAuth2 } from './oauth2';

/** Everything that can be read off a value: what is written to the database, and what a console would print of errors and their causes. */
function visible(value: unknown): string {
	return `${JSON.stringify(value)} ${inspect(value, { depth: 12, showHidden: true, maxArrayLength: null, maxStringLength: null })}`;
}

const canaries = { accessToken: 'canary-access-7Qw', refreshToken: 'canary-refresh-8Rx', renewed: 'canary-renewed-9Sy', clientSecret: 'canary-secret-1Ta', password: 'canary-passw0rd-2Ub', ticket: 'canary-ticket-3Vc', signature: 'canary-signature-4Wd' } as const;

function leaks(value: unknown): readonly string[] {
	const text = visible(value);
	return Object.entries(canaries).flatMap(([name, canary]) => (text.includes(canary) || text.includes(Buffer.from(canary).toString('base64')) || text.includes(Buffer.from(`n8n:${canary}`).toString('base64')) ? [name] : []));
}

test('a secret that is there is found, however deep', () => {
	const cause = Object.assign(new Error('broken'), { config: { headers: { authorization: `Bearer ${canaries.accessToken}` } } });
	expect(leaks([{ error: new Error('outer', { cause }) }])).toEqual(['accessToken']);
});

describe('no secret is seen in what a run leaves behind', () => {
	const yard = { __rl: true, mode: 'id', value: 'y1' };
	const get = { resource: 'crate', operation: 'get', yardId: yard, crateId: { __rl: true, mode: 'id', value: 'c1' } };
	const create = { resource: 'crate', operation: 'create', yardId: yard, name: 'x', state: 'open' };
	const download = { resource: 'photo', operation: 'download', yardId: yard, photoId: 'p1', binaryPropertyName: 'data' };
	const upload = { resource: 'photo', operation: 'upload', yardId: yard, picture: 'data' };
	const signed = (origin: string): string => `${origin}/open/plan?X-Amz-Signature=${canaries.signature}&se=2026`;
	const server = new DepotServer(() => undefined);
	let engine: Engine;

	beforeAll(async () => {
		await storeFilesOutsideMemory();
		await server.start();
	});
	afterAll(async () => await server.stop());
	beforeEach(() => {
		server.accessToken = canaries.accessToken;
		server.refuseRefresh = false;
		const credentials = server.credentials();
		engine = new Engine({ node: new Depot(), credentialType: oAuth2('cintooOAuth2Api'), credentials: { ...credentials, clientSecret: canaries.clientSecret, oauthTokenData: { ...credentials.oauthTokenData, refresh_token: canaries.refreshToken } } });
	});

	const echo = ({ headers, url }: Seen): string => `You sent ${headers.authorization ?? 'nothing'} to ${url}`;
	test.each<[string, INodeParameters, (seen: Seen) => Reply | undefined]>([
		['the service repeats the header in its refusal', get, (seen) => ({ status: 403, json: { title: echo(seen) } })],
		['the service repeats the header in a failure of its own', get, (seen) => ({ status: 400, bytes: Buffer.from(echo(seen)) })],
		['the service answers with a web page', get, (seen) => ({ bytes: Buffer.from(`<html>${echo(seen)}</html>`), headers: { 'content-type': 'text/html' } })],
		['the service names a signed address in its refusal', create, () => ({ status: 409, json: { title: `There is one already at ${signed('https://store.example')}` } })],
		['the signed address refuses', download, (seen) => (seen.url.startsWith('/open/') ? { status: 403, json: { title: `No: ${seen.url}` } } : { status: 302, headers: { location: signed(server.origin) } })],
		['an upload is refused', upload, (seen) => ({ status: 422, json: { title: echo(seen) } })],
	])('when %s', async (_when, parameters, reply) => {
		server.reply = reply;
		const data = await engine.store(Buffer.from('picture'), 'a.jpg', 'image/jpeg');
		for (const onError of [undefined, 'continueRegularOutput', 'continueErrorOutput'] as const) {
			const { outputs, error, run } = await engine.run({ items: [{ json: {}, binary: { data } }], parameters, onError });
			expect(onError === undefined ? error?.message : JSON.stringify(outputs)).toMatch(/Depot|service/);
			expect(leaks([outputs, error, run])).toEqual([]);
		}
	});

	test('when nobody is at the signed address', async () => {
		server.reply = () => ({ status: 302, headers: { location: signed('http://127.0.0.1:9') } });
		const { outputs, error, run } = await engine.run({ parameters: download, onError: 'continueErrorOutput' });
		expect(outputs[1]?.[0]?.json.error).toContain('ECONNREFUSED');
		expect(leaks([outputs, error, run])).toEqual([]);
	}, 60_000);

	test('when the renewal is refused, or gives a token that is refused too', async () => {
		server.accessToken = 'another';
		server.refuseRefresh = true;
		const data = await engine.store(Buffer.from('picture'), 'a.jpg', 'image/jpeg');
		const items: INodeExecutionData[] = [{ json: {}, binary: { data } }];
		for (const parameters of [get, upload, download]) {
			const { error, run } = await engine.run({ items, parameters });
			expect(error?.description).toContain('sign in again');
			expect(leaks([error, run])).toEqual([]);
		}
	});

	test('when a look-up of the editor fails', async () => {
		server.reply = (seen) => ({ status: 403, json: { title: echo(seen) } });
		const failure: unknown = await engine.search('cintooYard', {}).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(Error);
		expect(leaks(failure)).toEqual([]);
	});

	test('when BIM 360 Field repeats user name, password and ticket', async () => {
		const field = new Engine({ node: new Bim360Field(), credentialType: new Bim360FieldApi(), credentials: { site: 'other', address: server.origin, username: 'nora@example.com', password: canaries.password } });
		const signIn: IDataObject = { ticket: canaries.ticket, message: 'Hello' };
		try {
			for (const reply of [
				(seen: Seen): Reply => ({ status: 401, json: { message: `${seen.body.toString()} is wrong` } }),
				(seen: Seen): Reply => (seen.url.includes('/api/login') ? { json: signIn } : { status: 403, json: { message: `${seen.url} ${seen.body.toString()}` } }),
				(seen: Seen): Reply => (seen.url.includes('/api/login') ? { json: signIn } : { status: 404, json: { message: `${seen.url} ${seen.body.toString()}` } }),
			]) {
				// Field signs in without a bearer token: everything of this server is open.
				server.open = true;
				server.reply = reply;
				for (const onError of [undefined, 'continueRegularOutput'] as const) {
					const { outputs, error, run } = await field.run({ parameters: { resource: 'project', operation: 'getMany' }, onError });
					expect(onError === undefined ? error?.message : JSON.stringify(outputs)).toContain('BIM 360 Field');
					expect(leaks([outputs, error, run])).toEqual([]);
				}
			}
		} finally {
			server.open = false;
		}
	});

	test('when the application’s own token of ACC is refused', async () => {
		const acc = new Engine({ node: new AutodeskConstructionCloud(), credentialType: new AccOAuth2Api(), credentials: { site: 'other', address: server.origin, region: 'US', grantType: 'authorizationCode', accessTokenUrl: `${server.origin}/authentication/v2/token`, clientId: 'n8n', clientSecret: canaries.clientSecret, authentication: 'header', oauthTokenData: { access_token: canaries.accessToken, refresh_token: canaries.refreshToken } } });
		server.open = true;
		try {
			for (const reply of [
				(seen: Seen): Reply => ({ status: 401, json: { errorDescription: echo(seen) } }),
				(seen: Seen): Reply => (seen.url.includes('/token') ? { json: { access_token: canaries.renewed, token_type: 'Bearer', expires_in: 3599 } } : { status: 403, json: { detail: echo(seen) } }),
			]) {
				server.reply = reply;
				const { error, run } = await acc.run({ parameters: { resource: 'user', operation: 'search', accountId: { __rl: true, mode: 'id', value: 'b0000000-0000-4000-8000-000000000001' } } });
				expect(error?.message).toBeDefined();
				expect(leaks([error, run])).toEqual([]);
			}
		} finally {
			server.open = false;
		}
	});
});
