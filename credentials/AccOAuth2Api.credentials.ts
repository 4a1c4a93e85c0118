import type { ICredentialTestRequest, ICredentialType, INodeProperties, Icon } from 'n8n-workflow';
import { acc } from '../src/catalog/acc';
import { userScopes } from '../src/core/sign-in/acc';
import { domainProperties, probePath, siteOfCredential, siteOfSelf, siteProperties } from '../src/n8n/credential';

/** Sign-in with Autodesk: a user by authorization code, and the application's own token from the same client ID and secret. */
export class AccOAuth2Api implements ICredentialType {
	name = 'accOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'Autodesk Construction Cloud OAuth2 API';

	icon: Icon = { light: 'file:../icons/acc.svg', dark: 'file:../icons/acc.dark.svg' };

	documentationUrl = 'https://github.com/aec-nodes/n8n-nodes-aec#sign-in';

	properties: INodeProperties[] = [
		...siteProperties(acc),
		{ displayName: 'Client ID', name: 'clientId', type: 'string', default: '', required: true, hint: 'Of your app at aps.autodesk.com. An administrator must add it to the account once: Account Admin, Custom Integrations.' },
		{ displayName: 'Client Secret', name: 'clientSecret', type: 'string', typeOptions: { password: true }, default: '', hint: 'Leave empty for an app without one. Account administration does not work without it: there the app signs in by itself.' },
		{ displayName: 'Scope', name: 'scope', type: 'string', default: userScopes, required: true, description: 'What the sign-in may do. To read only, take out data:write, data:create and account:write.' },
		{
			displayName: 'Region',
			name: 'region',
			type: 'options',
			options: [
				{ name: 'United States', value: 'US' },
				{ name: 'Europe', value: 'EMEA' },
				{ name: 'Australia', value: 'AUS' },
				{ name: 'Canada', value: 'CAN' },
				{ name: 'Germany', value: 'DEU' },
				{ name: 'India', value: 'IND' },
				{ name: 'Japan', value: 'JPN' },
				{ name: 'United Kingdom', value: 'GBR' },
			],
			default: 'US',
			description: 'Where the account keeps its data',
		},
		{ displayName: 'Act as User', name: 'actAs', type: 'string', default: '', placeholder: 'e.g. QWERTY12345X', description: 'Autodesk ID of the user in whose name the application’s own token works. Leave empty to work as the user who signs in.' },
		{ displayName: 'Grant Type', name: 'grantType', type: 'hidden', default: 'authorizationCode' },
		{ displayName: 'Use PKCE', name: 'usePkce', type: 'hidden', default: true },
		{ displayName: 'Authorization URL', name: 'authUrl', type: 'hidden', default: `={{ ${siteOfSelf} }}/authentication/v2/authorize`, required: true },
		{ displayName: 'Access Token URL', name: 'accessTokenUrl', type: 'hidden', default: `={{ ${siteOfSelf} }}/authentication/v2/token`, required: true },
		...domainProperties,
		{ displayName: 'Auth URI Query Parameters', name: 'authQueryParameters', type: 'hidden', default: '' },
		{ displayName: 'Authentication', name: 'authentication', type: 'hidden', default: 'header' },
	];

	test: ICredentialTestRequest = { request: { baseURL: `={{ ${siteOfCredential} }}`, url: probePath(acc) } };
}
