import type { ICredentialTestRequest, ICredentialType, INodeProperties, Icon } from 'n8n-workflow';
import { cintoo } from '../src/catalog/cintoo';
import { domainProperties, probePath, siteOfCredential, siteOfSelf, siteProperties } from '../src/n8n/credential';

/** Cintoo's own sign-in: authorization code with PKCE, without any registered application (Cintoo API 1, lines 93 to 131). */
export class CintooOAuth2Api implements ICredentialType {
	name = 'cintooOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'Cintoo OAuth2 API';

	icon: Icon = { light: 'file:../icons/cintoo.svg', dark: 'file:../icons/cintoo.dark.svg' };

	documentationUrl = 'https://github.com/aec-nodes/n8n-nodes-aec#sign-in';

	properties: INodeProperties[] = [
		...siteProperties(cintoo),
		{ displayName: 'Grant Type', name: 'grantType', type: 'hidden', default: 'pkce' },
		{ displayName: 'Authorization URL', name: 'authUrl', type: 'hidden', default: `={{ ${siteOfSelf} }}/oauth/authorize`, required: true },
		{ displayName: 'Access Token URL', name: 'accessTokenUrl', type: 'hidden', default: `={{ ${siteOfSelf} }}/oauth/token`, required: true },
		{ displayName: 'Client ID', name: 'clientId', type: 'hidden', default: 'n8n' },
		{ displayName: 'Client Secret', name: 'clientSecret', type: 'hidden', typeOptions: { password: true }, default: '' },
		{ displayName: 'Scope', name: 'scope', type: 'hidden', default: '' },
		...domainProperties,
		{ displayName: 'Auth URI Query Parameters', name: 'authQueryParameters', type: 'hidden', default: '' },
		{ displayName: 'Authentication', name: 'authentication', type: 'hidden', default: 'body' },
		{
			displayName: `Nothing has to be registered with Cintoo: choose Connect and sign in. Cintoo leads back to localhost only, so open n8n as http://localhost while you connect. Where that is not possible, <a href="${this.documentationUrl}" target="_blank">import the credential</a> that the command "npx @aec-nodes/n8n-nodes-aec login cintoo" writes.`,
			name: 'redirectNotice',
			type: 'notice',
			default: '',
		},
	];

	test: ICredentialTestRequest = { request: { baseURL: `={{ ${siteOfCredential} }}`, url: probePath(cintoo) } };
}
