import type { ICredentialTestRequest, ICredentialType, INodeProperties, Icon } from 'n8n-workflow';
import { field } from '../src/catalog/field';
import { siteOfCredential, siteProperties } from '../src/n8n/credential';

/** User name and password of BIM 360 Field; the session they open lives in memory only. */
export class Bim360FieldApi implements ICredentialType {
	name = 'bim360FieldApi';

	displayName = 'BIM 360 Field API';

	icon: Icon = { light: 'file:../icons/field.svg', dark: 'file:../icons/field.dark.svg' };

	documentationUrl = 'https://github.com/aec-nodes/n8n-nodes-aec#sign-in';

	properties: INodeProperties[] = [
		...siteProperties(field),
		{ displayName: 'Username', name: 'username', type: 'string', default: '', placeholder: 'e.g. nathan@example.com', required: true },
		{ displayName: 'Password', name: 'password', type: 'string', typeOptions: { password: true }, default: '', required: true, hint: 'Of BIM 360 Field itself: accounts with single sign-on need one of their own.' },
	];

	test: ICredentialTestRequest = {
		request: {
			baseURL: `={{ ${siteOfCredential} }}`,
			url: '/api/login',
			method: 'POST',
			headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
			body: '=username={{ encodeURIComponent($credentials.username) }}&password={{ encodeURIComponent($credentials.password) }}&device_type=api&device_identifier=aec-nodes',
		},
		rules: [
			{ type: 'responseCode', properties: { value: 401, message: 'BIM 360 Field refused user name and password. Accounts with single sign-on need a password of their own in BIM 360 Field.' } },
			{ type: 'responseCode', properties: { value: 404, message: 'There is no BIM 360 Field at this address. Choose the US or the European service, or correct the address.' } },
			{ type: 'responseCode', properties: { value: 426, message: 'BIM 360 Field does not let subcontractors sign in here. Use an account that is no subcontractor in its active project.' } },
		],
	};
}
