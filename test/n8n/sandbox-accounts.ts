import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { CONFIDENTIAL_CLIENT } from '../../src/sandbox/acc';
import { people } from '../../src/sandbox/people';
import type { Sandbox } from '../../src/sandbox/server';

/** Nora’s accounts in the sandbox as n8n keeps them, decrypted, by credential type; every call signs in anew. */
export function accountsOf({ origins, cintoo, acc }: Sandbox): Record<'cintooOAuth2Api' | 'accOAuth2Api' | 'bim360FieldApi', ICredentialDataDecryptedObject> {
	return {
		cintooOAuth2Api: { site: 'other', address: origins.cintoo, grantType: 'pkce', accessTokenUrl: `${origins.cintoo}/oauth/token`, clientId: 'n8n', authentication: 'body', oauthTokenData: { ...cintoo.issueTokens(people.nora.cintooId) } },
		accOAuth2Api: { site: 'other', address: origins.acc, region: 'US', grantType: 'authorizationCode', accessTokenUrl: `${origins.acc}/authentication/v2/token`, clientId: CONFIDENTIAL_CLIENT.id, clientSecret: CONFIDENTIAL_CLIENT.secret, authentication: 'header', oauthTokenData: { ...acc.issueTokens(people.nora.autodeskId) } },
		bim360FieldApi: { site: 'other', address: `${origins.field}/`, username: people.nora.email, password: 'sandbox' },
	};
}
