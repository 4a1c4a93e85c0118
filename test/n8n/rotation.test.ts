import { CintooRefreshTokenApi } from '../../credentials/CintooRefreshTokenApi.credentials';
import { Cintoo } from '../../nodes/Cintoo/Cintoo.node';
import type { OAuthTokens } from '../../src/core/sign-in/token-endpoint';
import { rotated } from '../../src/n8n/rotation';
import { people } from '../../src/sandbox/people';
import { startSandbox, type Sandbox } from '../../src/sandbox/server';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { Engine, testCredential } from './engine';

describe('a chain of refresh tokens', () => {
	let next = 0;
	const asked: string[] = [];
	const renew = async (refreshToken: string): Promise<OAuthTokens> => {
		asked.push(refreshToken);
		next++;
		return await Promise.resolve({ accessToken: `a${next}`, refreshToken: `r${next}`, expiresAt: 0 });
	};

	test('is followed to its end: one renewal for all, old copies get the newest', async () => {
		const both = await Promise.all([rotated('r0', '', renew), rotated('r0', '', renew)]);
		expect(both.map(({ accessToken }) => accessToken)).toEqual(['a1', 'a1']);
		const later = await Promise.all([rotated('r0', 'a1', renew), rotated('r1', 'a1', renew), rotated('r0', 'a0', renew)]);
		expect(new Set(later.map(({ refreshToken }) => refreshToken))).toEqual(new Set(['r2']));
		expect(asked).toEqual(['r0', 'r1']);
	});

	test('goes on where a renewal failed', async () => {
		await expect(rotated('x0', '', () => Promise.reject(new Error('no answer')))).rejects.toThrow('no answer');
		expect(await rotated('x0', '', renew)).toMatchObject({ accessToken: 'a3' });
	});
});

describe('a refresh token that was pasted', () => {
	let sandbox: Sandbox;
	beforeEach(async () => {
		sandbox = await startSandbox();
	});
	afterEach(async () => await sandbox.stop());

	const pasted = (): { site: string; address: string; accessToken: string; refreshToken: string } => ({ site: 'other', address: sandbox.origins.cintoo, accessToken: '', refreshToken: sandbox.cintoo.issueTokens(people.nora.cintooId).refresh_token });
	const spend = async (refresh_token: string): Promise<void> => {
		await fetch(`${sandbox.origins.cintoo}/oauth/token`, { method: 'POST', body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token }) });
	};
	const engineFor = (credentials: ICredentialDataDecryptedObject): Engine => new Engine({ node: new Cintoo(), credentialType: new CintooRefreshTokenApi(), credentials });
	const parameters = { authentication: 'refreshToken', resource: 'account', operation: 'getMany', returnAll: true };

	test('serves many executions at once, over many renewals, without being used twice', async () => {
		const engine = engineFor(pasted());
		for (let rotation = 0; rotation < 3; rotation++) {
			const runs = await Promise.all(Array.from({ length: 5 }, async () => await engine.run({ parameters, items: [{}, {}] })));
			expect(runs.flatMap(({ error }) => (error ? [`${error.message} ${error.description}`] : []))).toEqual([]);
			sandbox.cintoo.expireAccessTokens();
		}
		expect(sandbox.cintoo.refreshReplays()).toBe(0);
		expect(sandbox.cintoo.state.signIn.refreshes).toBe(3);
	});

	test('takes the tokens of another worker that was faster', async () => {
		const credentials = pasted();
		const engine = engineFor(credentials);
		await spend(credentials.refreshToken);
		const other = sandbox.cintoo.issueTokens(people.nora.cintooId);
		// The other worker stores its tokens while this one is being refused.
		const stored = engine.credentials;
		let reads = 0;
		Object.defineProperty(stored, 'cintooRefreshTokenApi', { get: () => (++reads <= 2 ? credentials : { ...credentials, accessToken: other.access_token, refreshToken: other.refresh_token }) });
		const { outputs, error } = await engine.run({ parameters });
		expect(error?.message).toBeUndefined();
		expect(outputs[0]?.length).toBeGreaterThan(0);
	});

	test('that is spent is refused with what to do, and is not offered again for every item', async () => {
		const credentials = pasted();
		await spend(credentials.refreshToken);
		const engine = engineFor(credentials);
		for (let run = 0; run < 2; run++) {
			const { error } = await engine.run({ parameters, items: [{}, {}, {}], onError: undefined });
			expect(`${error?.message} ${error?.description}`).toMatch(/refused.*Open the credential “Account” and sign in again/s);
		}
		expect(sandbox.cintoo.refreshReplays()).toBe(1);
	});

	test.each([['busy', { status: 503 }], ['asked too often', { status: 429, headers: { 'retry-after': '0' } }], ['silent', { cutAfterBytes: 0 }]])('outlasts a sign-in service that is %s for a moment', async (_what, kind) => {
		const engine = engineFor(pasted());
		sandbox.faults.inject({ service: 'cintoo', path: '/oauth/token', kind, times: 1 });
		expect((await engine.run({ parameters })).error?.message).toBeUndefined();
	});

	test('is still good when a sign-in service that was down is back', async () => {
		const engine = engineFor(pasted());
		sandbox.faults.inject({ service: 'cintoo', path: '/oauth/token', kind: { status: 429, headers: { 'retry-after': '86400' } }, times: 100 });
		const { error } = await engine.run({ parameters });
		expect(`${error?.message} ${error?.description}`).toMatch(/sign-in service is not available \(429\)/);
		expect(`${error?.message} ${error?.description}`).not.toMatch(/sign in again/);
		sandbox.faults.clear();
		expect((await engine.run({ parameters })).error?.message).toBeUndefined();
	});

	test('is proven by the Test button', async () => {
		await testCredential(new CintooRefreshTokenApi(), pasted());
		await expect(testCredential(new CintooRefreshTokenApi(), { ...pasted(), refreshToken: 'wrong' })).rejects.toThrow();
	});
});
