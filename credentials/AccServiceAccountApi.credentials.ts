import type { ICredentialDataDecryptedObject, ICredentialType, IHttpRequestHelper, INodeProperties, Icon } from 'n8n-workflow';
import { acc } from '../src/catalog/acc';
import { accTest, accToken, actAsProperty, clientIdProperty, regionProperty, scopesProperty, shareProperty } from '../src/n8n/acc-credential';
import { authenticateByToken, tokenProperty } from '../src/n8n/bearer-credential';
import { domainProperties, siteProperties } from '../src/n8n/credential';

/** A Secure Service Account of Autodesk: a user without a person. It signs in by its key, so there is no refresh token to lose. */
export class AccServiceAccountApi implements ICredentialType {
	name = 'accServiceAccountApi';

	displayName = 'Autodesk Construction Cloud Service Account API';

	icon: Icon = { light: 'file:../icons/acc.svg', dark: 'file:../icons/acc.dark.svg' };

	documentationUrl = 'https://github.com/aec-nodes/n8n-nodes-aec/blob/main/docs/SIGN-IN.md';

	properties: INodeProperties[] = [
		...siteProperties(acc),
		clientIdProperty,
		{ displayName: 'Client Secret', name: 'clientSecret', type: 'string', typeOptions: { password: true }, default: '', required: true },
		{ displayName: 'Service Account ID', name: 'serviceAccountId', type: 'string', default: '', placeholder: 'e.g. QWERTY12345X', required: true, hint: 'Its Autodesk ID. A project administrator invites its e-mail address like a person’s.' },
		{ displayName: 'Key ID', name: 'kid', type: 'string', default: '', placeholder: 'e.g. 550e8400-e29b-41d4-a716-446655440000', required: true },
		{ displayName: 'Private Key', name: 'privateKey', type: 'string', typeOptions: { password: true }, default: '', required: true, hint: 'Whole, from -----BEGIN to the end of the last line' },
		scopesProperty(),
		regionProperty,
		actAsProperty,
		shareProperty,
		...domainProperties,
		tokenProperty,
	];

	authenticate = authenticateByToken;

	test = accTest;

	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject): Promise<{ accessToken: string }> {
		return await accToken(this, credentials);
	}
}
