import type { ICredentialDataDecryptedObject, ICredentialType, IHttpRequestHelper, INodeProperties, Icon } from 'n8n-workflow';
import { acc } from '../src/catalog/acc';
import { accTest, accToken, actAsProperty, clientIdProperty, regionProperty, scopesProperty, shareProperty } from '../src/n8n/acc-credential';
import { authenticateByToken, tokenProperty } from '../src/n8n/bearer-credential';
import { domainProperties, siteProperties } from '../src/n8n/credential';

/** An application that works by itself: its own token, for account administration and in the name of a user. */
export class AccAppApi implements ICredentialType {
	name = 'accAppApi';

	displayName = 'Autodesk Construction Cloud App API';

	icon: Icon = { light: 'file:../icons/acc.svg', dark: 'file:../icons/acc.dark.svg' };

	documentationUrl = 'https://github.com/aec-nodes/n8n-nodes-aec/blob/main/docs/SIGN-IN.md';

	properties: INodeProperties[] = [
		...siteProperties(acc),
		clientIdProperty,
		{ displayName: 'Client Secret', name: 'clientSecret', type: 'string', typeOptions: { password: true }, default: '', required: true },
		scopesProperty(['data:search']),
		regionProperty,
		actAsProperty,
		shareProperty,
		{ displayName: 'Application Only', name: 'appOnly', type: 'hidden', default: true },
		...domainProperties,
		tokenProperty,
	];

	authenticate = authenticateByToken;

	test = accTest;

	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject): Promise<{ accessToken: string }> {
		return await accToken(this, credentials);
	}
}
