import { inspect } from 'node:util';
import { operation, returns, type Output } from '../../src/catalog/vocabulary';
import type { AecError } from '../../src/core/errors';
import { redactText, redactUrl, withoutSecrets } from '../../src/core/redact';
import type { Session } from '../../src/core/ports';
import { OAuthSession } from '../../src/core/sign-in/oauth-session';
import { FieldSession } from '../../src/core/sign-in/field';
import { requestTokens, type TokenRequest } from '../../src/core/sign-in/token-endpoint';
import { depot, depotService } from './made-up-service';
import { bench, broken, fileOf, ScriptedTransport, type Answer } from './scripted';
import { failureFrom } from '../support/failure';

describe('texts', () => {
	it.each([
		['https://x.example/a?access_token=canary&b=1', 'b=1'],
		['https://x.example/a?b=1&ticket=canary', 'b=1'],
		['https://s3.example/k?X-Amz-Credential=canary&X-Amz-Signature=canary2', 's3.example/k'],
		['https://blob.example/k?sv=2020&sig=canary%2Bx%3D', 'sv=2020'],
		['https://goog.example/k?X-Goog-Signature=canary', 'goog.example'],
		['https://cdn.example/k?Policy=canary&Signature=canary&Key-Pair-Id=canary', 'cdn.example'],
		['back at http://localhost/callback?code=canary&state=s', 'state=s'],
		['Authorization: Bearer canary.canary', 'Authorization'],
		['{"authorization":"Basic Y2FuYXJ5OmNhbmFyeQ==","status":401}', '"status":401'],
		['sent Bearer canary-canary to it', 'to it'],
		['Cookie: session=canary; other=canary', 'Cookie'],
		['{"password":"canary with blanks, and a comma","user":"u"}', '"user":"u"'],
		["password: 'canary of the mine'", 'password'],
		['client_secret=canary&grant_type=x', 'grant_type=x'],
		['refresh_token: canary', 'refresh_token'],
		['token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.canary_sig here', 'here'],
		['cannot reach https://user:canary@host.example/x', 'host.example/x'],
		['refreshToken: canary', 'refreshToken'],
		['{"accessToken":"canary","status":401}', '"status":401'],
		['clientSecret=canary&grant_type=x', 'grant_type=x'],
		['apikey=canary of the mine', 'of the mine'],
		['{"password":"canary with blanks, cut', 'password'],
	])('%s', (words, kept) => {
		const shown = redactText(words);
		expect(shown).not.toMatch(/canary|Y2FuYXJ5|eyJ/);
		expect(shown).toContain(kept);
	});

	it.each(['errorCode: 404', 'The zip code: 80331 is unknown', 'Policy of the project forbids it', 'The signature is missing', 'user@mail.example is no member', 'a ticket was expected', 'see https://x.example/a?page=2'])('leaves alone: %s', (words) => expect(redactText(words)).toBe(words));

	// Half a megabyte of beginnings: read anew from each of them, it would take minutes.
	it.each([['eyJ-'], ['a-'], ['password:"\\'], ["ticket='"], ['Bearer '], ['?sig='], ['authorization: '], ['password          ']])('goes through %j again and again in one sweep', (beginning) => {
		const hostile = beginning.repeat(Math.ceil(500_000 / beginning.length));
		expect(redactText(`${hostile} Bearer canary-canary`)).not.toContain('canary');
	});

	it.each(['eyJ-', 'eyJ-'.repeat(250), 'eyJaaaaaaaa.', 'ticket="', 'ticket ', 'a.'])('comes to an end with ten megabytes of %.12j', (beginning) => {
		const hostile = `ticket="canary" ${beginning.repeat(Math.ceil(10_000_000 / beginning.length))}`;
		const words = redactText(hostile);
		expect(words).toMatch(/^ticket=\[hidden\]/);
		expect(words.length).toBeLessThan(5000);
		expect(words).not.toContain('canary');
	});
	it('comes to an end with one quoted value of ten megabytes', () => expect(redactText(`password="${'canary '.repeat(1_500_000)}"`)).toBe('password=[hidden]'));
	it('hides a known secret where a long text is cut', () => expect(redactText(`${'x'.repeat(4090)}canary-canary-canary`, ['canary-canary-canary'])).not.toContain('canary'));

	it('hides what is known to be secret wherever it stands', () => expect(redactText('Token abc/def= is spent (abc%2Fdef%3D)', ['abc/def='])).toBe('Token [hidden] is spent ([hidden])'));

	it.each([
		['https://x.example/a?b=1#c', 'https://x.example/a'],
		['https://x.example/a#c?d', 'https://x.example/a'],
		['/a/b', '/a/b'],
	])('shows of the address %s only %s', (url, shown) => expect(redactUrl(url)).toBe(shown));
});

describe('records', () => {
	const clean = (url: string): unknown => withoutSecrets({ url }, ['ticket', 'key']);
	it.each([
		['https://f.example/p?ticket=canary', 'https://f.example/p'],
		['https://f.example/p?ticket=canary&size=2', 'https://f.example/p?size=2'],
		['https://f.example/p?size=2&ticket=canary', 'https://f.example/p?size=2'],
		['https://f.example/p?size=2&ticket=canary&page=3', 'https://f.example/p?size=2&page=3'],
		['https://f.example/p?ticket=canary#top', 'https://f.example/p#top'],
		['https://f.example/p?ticket=canary&ticket=canary&size=2', 'https://f.example/p?size=2'],
		['https://f.example/p?ticket=canary&key=canary', 'https://f.example/p'],
		['https://f.example/p?size=2&TICKET=canary&key=canary&page=3', 'https://f.example/p?size=2&page=3'],
		['https://f.example/p?my_ticket=kept&size=2', 'https://f.example/p?my_ticket=kept&size=2'],
		['<a href="/p?ticket=canary">x</a>', '<a href="/p">x</a>'],
		['<a href=/p?ticket=canary>x</a>', '<a href=/p>x</a>'],
		['<a href="/p?ticket=canary&amp;size=2">x</a>', '<a href="/p?size=2">x</a>'],
		['<a href="/p?size=2&amp;ticket=canary&amp;key=canary&amp;page=3">x</a>', '<a href="/p?size=2&amp;page=3">x</a>'],
		['https://f.example/v?file=https%3A%2F%2Ff.example%2Fp%3Fticket%3Dcanary', 'https://f.example/v?file=https%3A%2F%2Ff.example%2Fp'],
		['https://f.example/v?file=%2Fp%3Fsize%3D2%26ticket%3Dcanary%26page%3D3&b=1', 'https://f.example/v?file=%2Fp%3Fsize%3D2%26page%3D3&b=1'],
		['https://f.example/v?file=%2Fp%3Fticket%3Dcanary%26key%3Dcanary%26page%3D3', 'https://f.example/v?file=%2Fp%3Fpage%3D3'],
		['https://f.example/v?in=%2Fw%3Ffile%3D%252Fp%253Fticket%253Dcanary%2526page%253D3', 'https://f.example/v?in=%2Fw%3Ffile%3D%252Fp%253Fpage%253D3'],
		['https://f.example/p;ticket=canary', 'https://f.example/p'],
		['https://f.example/p;ticket=canary;size=2', 'https://f.example/p;size=2'],
		['https://f.example/#ticket=canary', 'https://f.example/'],
		['https://f.example/p?size=2\\u0026ticket=canary\\u0026page=3', 'https://f.example/p?size=2\\u0026page=3'],
		['2 = 1 + 1', '2 = 1 + 1'],
	])('%s', (url, shown) => expect(clean(url)).toEqual({ url: shown }));

	it('to any depth, and nothing else of them changes', () => {
		expect(withoutSecrets({ a: [{ b: 'x?ticket=canary' }, 1, null, true], ticket: 'number 7' }, ['ticket'])).toEqual({ a: [{ b: 'x' }, 1, null, true], ticket: 'number 7' });
		const same = { a: 'x?ticket=1' };
		expect(withoutSecrets(same, [])).toBe(same);
	});

	it.each(['a', '%20', '%25', '%3Fticket%3D'])('whose value is ten megabytes of %s', (piece) => expect(clean(`/v?file=%2Fp%3Fticket%3D${piece.repeat(10_000_000 / piece.length)}%26page%3D3`)).toEqual({ url: '/v?file=%2Fp%3Fpage%3D3' }));

	it('wherever a live ticket stands in them', async () => {
		const session: Session = { tokens: ['user'], sign: async () => ({ param: { name: 'ticket', value: 'canary/1' } }), renew: async () => false };
		const { client } = bench([{ json: { id: 'c1', session: { ticket: 'canary/1' }, note: 'Signed in (canary%2F1).' } }], { session });
		expect(await client.run(depot.get, { siteId: 's1', crateId: 'c1' })).toEqual([{ json: { id: 'c1', session: { ticket: '[hidden]' }, note: 'Signed in ([hidden]).' } }]);
	});

	it('on their way out of a call', async () => {
		const { client } = bench([{ json: { id: 'c1', photo: 'https://depot.example/p?ticket=canary&size=2' } }]);
		expect(await client.run(depot.get, { siteId: 's1', crateId: 'c1' })).toEqual([{ json: { id: 'c1', photo: 'https://depot.example/p?size=2' } }]);
	});
});

/** Everything of an error that a host may write down. */
function shown(error: AecError): string {
	return [error.message, error.explanation, error.stack, JSON.stringify(error), inspect(error, { depth: 10, showHidden: true }), String(error)].join('\n');
}

describe('no canary sings', () => {
	const crate = { siteId: 's1', crateId: 'c1' };
	const asUser: Session = { tokens: ['user'], sign: async () => ({ headers: { authorization: 'Bearer canary-access-token' } }), renew: async () => false };
	const withTicket: Session = { tokens: ['user'], sign: async () => ({ param: { name: 'ticket', value: 'canary-ticket' } }), renew: async () => false };
	/** Each service repeats the credential it was sent. */
	const words = (credential: string): string => `No: Bearer canary-access-token, ${credential}, https://s3.example/k?X-Amz-Signature=canary-sig and {"password":"canary pass"}`;
	const answers: readonly (readonly [string, (credential: string) => Answer])[] = [
		...[400, 401, 403, 404, 409, 429, 500].map((status) => [`a ${status} that repeats all of it`, (credential: string): Answer => ({ status, json: { detail: words(credential), code: 'c' } })] as const),
		['a plain text', (credential) => ({ status: 400, body: words(credential) })],
		['a page', (credential) => ({ status: 502, headers: { 'content-type': 'text/html' }, body: `<html>${words(credential)}</html>` })],
		['a page with 200', (credential) => ({ headers: { 'content-type': 'text/html' }, body: `<html>${words(credential)}</html>` })],
		['broken JSON', (credential) => ({ headers: { 'content-type': 'application/json' }, body: `{${words(credential)}` })],
		['a broken connection', () => broken(true)],
		['an endless redirect', () => ({ status: 302, headers: { location: '/x?ticket=canary-ticket' } })],
		['a redirect that leads nowhere', () => ({ status: 302, headers: { location: 'ftp://canary-ticket' } })],
	];
	it.each(answers)('in %s', async (_, answer) => {
		for (const [session, credential] of [[asUser, 'canary-access-token'], [withTicket, 'canary-ticket']] as const) {
			for (const act of [(one: ReturnType<typeof bench>): Promise<readonly Output[]> => one.client.run(depot.get, crate), (one: ReturnType<typeof bench>): Promise<readonly Output[]> => one.client.run(depot.upload, { ...crate, picture: fileOf('x') })]) {
				const one = bench(() => answer(credential), { session, service: depotService({ ambiguous401: true }) });
				const error = await failureFrom(act(one));
				expect(shown(error)).not.toContain('canary');
				expect(one.logged.join('\n')).not.toContain('canary');
			}
		}
	});

	it('in the failure of a signed address', async () => {
		const fetching = operation({ action: 'Fetch', description: 'Fetches', needs: { token: 'user' }, input: {}, returns: returns.file, repeat: 'safe', source: 'made up', steps: { calls: [], run: async (context) => [{ json: {}, file: await context.fetch('https://s3.example/k?X-Amz-Signature=canary-sig') }] } });
		const sending = operation({ ...fetching, steps: { calls: [], run: async (context) => [{ json: await context.put('https://s3.example/k?X-Amz-Signature=canary-sig', fileOf('x'), { size: 1 }) }] } });
		for (const one of [fetching, sending]) {
			for (const answer of [{ status: 403, headers: { 'content-type': 'application/xml' }, body: '<Error>k?X-Amz-Signature=canary-sig</Error>' }, { status: 500 }, broken(true)]) {
				const { client, logged, transport } = bench(() => answer, { session: asUser });
				expect(shown(await failureFrom(client.run(one, {})))).not.toContain('canary');
				expect(logged.join('\n')).not.toContain('canary');
				expect(transport.request(0).headers.authorization).toBeUndefined();
			}
		}
	});

	it('in a failure within a successful answer', async () => {
		for (const [session, credential] of [[asUser, 'canary-access-token'], [withTicket, 'canary-ticket']] as const) {
			const { client } = bench([{ json: {} }], { session });
			expect(shown(await failureFrom(client.run(operation({ ...depot.get, ok: () => ({ words: `Not with ${credential}` }) }), crate)))).not.toContain('canary');
		}
	});

	it.each<[string, Omit<TokenRequest, 'service' | 'url'>]>([
		['refresh token', { fields: { grant_type: 'refresh_token', refresh_token: 'canary-1234' } }],
		['code', { fields: { grant_type: 'authorization_code', code: 'canary-1234' } }],
		['verifier', { fields: { grant_type: 'authorization_code', code_verifier: 'canary-1234' } }],
		['assertion', { fields: { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: 'canary-1234' } }],
		['client secret in the form', { fields: { grant_type: 'client_credentials', client_id: 'public-id', client_secret: 'canary-1234' } }],
		['client secret in the header', { fields: { grant_type: 'client_credentials' }, headers: { authorization: `Basic ${Buffer.from('public-id:canary-1234').toString('base64')}` } }],
	])('in a refusal that repeats the %s', async (_, request) => {
		const proof = request.headers?.authorization?.slice(6) ?? 'canary-1234';
		const transport = new ScriptedTransport(() => ({ status: 400, json: { error: 'refused canary-1234', error_description: `What you sent, canary-1234 (${proof}), is not known for public-id with ${request.fields.grant_type}` } }));
		const said = shown(await failureFrom(requestTokens(transport, { service: 'Depot', url: 'https://depot.example/token', ...request }, 1e12)));
		expect(said).not.toContain('canary');
		expect(said).not.toContain(proof);
		expect(said).toContain(`is not known for public-id with ${request.fields.grant_type}`);
	});

	it('in the failure of a sign-in', async () => {
		const clock = { now: () => 1e12, sleep: async () => undefined };
		const refused = new ScriptedTransport(() => ({ status: 400, json: { error: 'invalid_grant', error_description: 'refresh_token=canary-refresh is spent' } }));
		const oauth = new OAuthSession({ service: 'Depot', transport: refused, clock, user: { key: 'canary', store: { read: async () => ({ accessToken: 'canary-access', refreshToken: 'canary-refresh', expiresAt: 0 }), write: async () => undefined }, refreshRequest: (refreshToken) => ({ service: 'Depot', url: 'https://depot.example/token', fields: { refresh_token: refreshToken } }) } });
		expect(shown(await failureFrom(oauth.sign('user')))).not.toContain('canary');
		for (const status of [401, 404, 426, 500, 200]) {
			const field = new FieldSession({ origin: 'https://field.example', by: { username: 'u', password: `canary-pass-${status}` } }, new ScriptedTransport(() => ({ status, json: { message: `canary-pass-${status}` } })), clock);
			expect(shown(await failureFrom(field.sign()))).not.toContain('canary');
		}
	});
});
