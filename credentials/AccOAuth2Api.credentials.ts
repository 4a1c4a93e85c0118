import type { ICredentialType, INodeProperties, Icon } from 'n8n-workflow';
import { acc } from '../src/catalog/acc';
import { accTest, actAsProperty, clientIdProperty, personProperties, regionProperty, scopeProperty, scopesProperty, shareProperty } from '../src/n8n/acc-credential';
import { siteOfSelf, siteProperties } from '../src/n8n/credential';

/** Sign-in with Autodesk: a user by authorization code, and the application's own token from the same client ID and secret. */
export class AccOAuth2Api implements ICredentialType {
	name = 'accOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'Autodesk Construction Cloud OAuth2 API';

	icon: Icon = { light: 'file:../icons/acc.svg', dark: 'file:../icons/acc.dark.svg' };

	documentationUrl = 'https://github.com/aec-nodes/n8n-nodes-aec#sign-in';

	properties: INodeProperties[] = [
		...siteProperties(acc),
		clientIdProperty,
		{ displayName: 'Client Secret', name: 'clientSecret', type: 'string', typeOptions: { password: true }, default: '', hint: 'Leave empty for an app without one. Account administration does not work without it: there the app signs in by itself.' },
		scopesProperty(),
		scopeProperty,
		regionProperty,
		actAsProperty,
		shareProperty,
		...personProperties(siteOfSelf),
	];

	test = accTest;
}
