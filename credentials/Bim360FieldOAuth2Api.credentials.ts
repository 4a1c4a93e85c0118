import type { ICredentialTestRequest, ICredentialType, INodeProperties, Icon } from 'n8n-workflow';
import { acc } from '../src/catalog/acc';
import { field } from '../src/catalog/field';
import { clientIdProperty, personProperties } from '../src/n8n/acc-credential';
import { ownAddress } from '../src/n8n/accounts';
import { expressionFor, probePath, siteProperties } from '../src/n8n/credential';

/** Where a person signs in: Autodesk, or what stands for it beside a BIM 360 Field at another address. */
const autodeskOfSelf = expressionFor('autodesk', Object.values(acc.origins)[0] ?? '');

/** Single sign-on to BIM 360 Field: a person’s token of Autodesk stands for user name and password (a later edition of the Field document; not in API 1.0). */
export class Bim360FieldOAuth2Api implements ICredentialType {
	name = 'bim360FieldOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'BIM 360 Field OAuth2 API';

	icon: Icon = { light: 'file:../icons/field.svg', dark: 'file:../icons/field.dark.svg' };

	documentationUrl = 'https://github.com/aec-nodes/n8n-nodes-aec/blob/main/docs/SIGN-IN.md';

	properties: INodeProperties[] = [
		...siteProperties(field),
		{ displayName: 'Autodesk Address', name: 'autodesk', type: 'string', default: Object.values(acc.origins)[0] ?? '', description: 'Where people sign in to Autodesk', displayOptions: { show: { site: [ownAddress] } } },
		clientIdProperty,
		{ displayName: 'Client Secret', name: 'clientSecret', type: 'string', typeOptions: { password: true }, default: '', hint: 'Leave empty for an app without one' },
		{ displayName: 'Scope', name: 'scope', type: 'hidden', default: 'data:read' },
		...personProperties(autodeskOfSelf),
		{
			displayName: 'For accounts with single sign-on. The call that takes the sign-in stands in a later edition of the documents of BIM 360 Field only: try it out first. Connect as an Autodesk user with the e-mail address of the one in BIM 360 Field.',
			name: 'laterEditionNotice',
			type: 'notice',
			default: '',
		},
	];

	/** Reads at Autodesk, where n8n can renew the sign-in; whether BIM 360 Field knows the person is said when the node runs. */
	test: ICredentialTestRequest = { request: { baseURL: `={{ ${autodeskOfSelf.replaceAll('$self', '$credentials')} }}`, url: probePath(acc) } };
}
