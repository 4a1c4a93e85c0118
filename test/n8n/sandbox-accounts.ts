import { generateKeyPairSync } from 'node:crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { CONFIDENTIAL_CLIENT } from '../../src/sandbox/acc';
import { people } from '../../src/sandbox/people';
import type { Sandbox } from '../../src/sandbox/server';

const key = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** The service account of these tests, to be told to the sandbox. Its Autodesk ID is Nora’s, so that it may do what she may. */
export const serviceAccount = { userId: people.nora.autodeskId, keyId: '550e8400-e29b-41d4-a716-446655440000', publicKeyPem: key.publicKey.export({ type: 'spki', format: 'pem' }).toString() };

/** Sign-ins with Autodesk for which nobody signs in, as n8n keeps them, by credential type. */
export function unattendedAccountsOf({ origins }: Sandbox): Record<'accServiceAccountApi' | 'accAppApi', ICredentialDataDecryptedObject> {
	const app = { site: 'other', address: origins.acc, region: 'US', clientId: CONFIDENTIAL_CLIENT.id, clientSecret: CONFIDENTIAL_CLIENT.secret };
	return {
		// As n8n's field for one line keeps what is pasted into it.
		accServiceAccountApi: { ...app, serviceAccountId: serviceAccount.userId, kid: serviceAccount.keyId, privateKey: key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString().replaceAll('\n', ' ') },
		accAppApi: { ...app, appOnly: true },
	};
}

/** Nora’s accounts in the sandbox as n8n keeps them, decrypted, by credential type; every call signs in anew. */
export function accountsOf({ origins, cintoo, acc }: Sandbox): Record<'cintooOAuth2Api' | 'accOAuth2Api' | 'bim360FieldApi', ICredentialDataDecryptedObject> {
	return {
		cintooOAuth2Api: { site: 'other', address: origins.cintoo, grantType: 'pkce', accessTokenUrl: `${origins.cintoo}/oauth/token`, clientId: 'n8n', authentication: 'body', oauthTokenData: { ...cintoo.issueTokens(people.nora.cintooId) } },
		accOAuth2Api: { site: 'other', address: origins.acc, region: 'US', grantType: 'authorizationCode', accessTokenUrl: `${origins.acc}/authentication/v2/token`, clientId: CONFIDENTIAL_CLIENT.id, clientSecret: CONFIDENTIAL_CLIENT.secret, authentication: 'header', oauthTokenData: { ...acc.issueTokens(people.nora.autodeskId) } },
		bim360FieldApi: { site: 'other', address: `${origins.field}/`, username: people.nora.email, password: 'sandbox' },
	};
}
