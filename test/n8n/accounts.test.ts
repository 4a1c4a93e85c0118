import { acc, cintoo, field } from '../../src/catalog';
import { accountOf } from '../../src/n8n/accounts';
import { domainProperties, siteOfSelf } from '../../src/n8n/credential';
import { expressionsOf } from './engine';

const token = (claims: unknown): string => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;

describe('what a credential says', () => {
	test.each([
		['Cintoo tells it with the tokens', cintoo, { oauthTokenData: { access_token: 'opaque', user_id: 'u-1' } }, 'u-1'],
		['Autodesk in the access token', acc, { oauthTokenData: { access_token: token({ userid: 'QWERTY12345X', client_id: 'app' }) } }, 'QWERTY12345X'],
		['not with a token of the application', acc, { oauthTokenData: { access_token: token({ client_id: 'app' }) } }, undefined],
		['not with a token that cannot be read', acc, { oauthTokenData: { access_token: 'a.%%%.c' } }, undefined],
		['not with a token of another kind', acc, { oauthTokenData: { access_token: token('text') } }, undefined],
		['not before anybody signed in', acc, {}, undefined],
		['BIM 360 Field tells it elsewhere', field, { username: 'nora', password: 'x' }, undefined],
	])('who is signed in: %s', (_how, service, credentials, userId) => {
		expect(accountOf(service, credentials).userId).toBe(userId);
	});

	test.each(['', 'cintoo.example', 'file:///etc/passwd', 'javascript:alert(1)'])('an address of one’s own that is none is refused: "%s"', (address) => {
		expect(() => accountOf(cintoo, { site: 'other', address })).toThrow('the address in the credential is none');
	});

	test('how much of the rate limits is its own, and which application they belong to', () => {
		expect(accountOf(acc, { clientId: 'app', share: 40 })).toMatchObject({ clientId: 'app', share: 40 });
		expect(accountOf(acc, { clientId: 'app' }).share).toBe(100);
	});

	test.each([' https://scan.example:8443/some/page?x=1 ', 'https://scan.example:8443', 'https://scan.example:8443///', 'https://scan.example:8443?x=/a', 'https://scan.example:8443#/projects'])('only scheme and host of an address count, when it runs as when it is connected and tested: "%s"', (address) => {
		const credentials = { site: 'other', address };
		expect(accountOf(cintoo, credentials).origin).toBe('https://scan.example:8443');
		const domains = domainProperties.find(({ name }) => name === 'allowedDomains')?.default;
		expect(expressionsOf(credentials, { at: `={{ ${siteOfSelf} }}/oauth/token`, domains: typeof domains === 'string' ? domains : '' })).toEqual({ at: 'https://scan.example:8443/oauth/token', domains: 'scan.example' });
	});
});
