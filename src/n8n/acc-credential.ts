import type { ICredentialDataDecryptedObject, ICredentialTestRequest, IHttpRequestHelper, INodeProperties } from 'n8n-workflow';
import { acc } from '../catalog/acc';
import { appTokenRequest, scopes, scopesOfApp, serviceAccountRequest, userScopes } from '../core/sign-in/acc';
import { SignInError } from '../core/errors';
import { requestTokens, type TokenRequest } from '../core/sign-in/token-endpoint';
import { accountOf } from './accounts';
import { domainsOf, probePath, siteOfCredential } from './credential';
import { PlainTransport } from './transport';

/** What the credentials of Autodesk Construction Cloud have in common. */

export const clientIdProperty: INodeProperties = { displayName: 'Client ID', name: 'clientId', type: 'string', default: '', required: true, hint: 'Of your app at aps.autodesk.com. An administrator must add it to the account once: Account Admin, Custom Integrations.' };

export const regionProperty: INodeProperties = {
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
};

export const actAsProperty: INodeProperties = { displayName: 'Act as User', name: 'actAs', type: 'string', default: '', placeholder: 'e.g. QWERTY12345X', description: 'Autodesk ID of the user in whose name the application’s own token works. Leave empty to work as the user who signs in.' };

export const shareProperty: INodeProperties = { displayName: 'Share of Rate Limit (%)', name: 'share', type: 'number', typeOptions: { minValue: 1, maxValue: 100 }, default: 100, description: 'How much of the rate limits of the app this credential may use, where other programs use the same app' };

/** The scopes as choices; none chosen means all, so that nobody signs in twice for one that was forgotten. */
export function scopesProperty(except: readonly string[] = []): INodeProperties {
	const offered = scopes.filter(({ name }) => !except.includes(name));
	return { displayName: 'Scopes', name: 'scopes', type: 'multiOptions', options: offered.map(({ name, use }) => ({ name, value: name, description: use })), default: [], description: 'What the sign-in may do; all of it if left empty. To read only, choose those that end in read and data:search.' };
}

/** The chosen scopes as n8n sends them. */
export const scopeProperty: INodeProperties = { displayName: 'Scope', name: 'scope', type: 'hidden', default: `={{ ($self["scopes"] ?? []).join(" ") || "${userScopes}" }}` };

/** How a person signs in to Autodesk by n8n's own OAuth2. `address`: expression for where, without a trailing slash. */
export function personProperties(address: string): INodeProperties[] {
	return [
		{ displayName: 'Grant Type', name: 'grantType', type: 'hidden', default: 'authorizationCode' },
		{ displayName: 'Use PKCE', name: 'usePkce', type: 'hidden', default: true },
		{ displayName: 'Authorization URL', name: 'authUrl', type: 'hidden', default: `={{ ${address} }}/authentication/v2/authorize`, required: true },
		{ displayName: 'Access Token URL', name: 'accessTokenUrl', type: 'hidden', default: `={{ ${address} }}/authentication/v2/token`, required: true },
		...domainsOf(address),
		{ displayName: 'Auth URI Query Parameters', name: 'authQueryParameters', type: 'hidden', default: '' },
		{ displayName: 'Authentication', name: 'authentication', type: 'hidden', default: 'header' },
	];
}

/**
 * Reads something with the token: client ID, secret, key, and whether the app is known to an account, are proven at once.
 * To an app that no account knows the service says 200, with no hub and the refusal in `meta.warnings`.
 */
export const accTest: ICredentialTestRequest = {
	request: { baseURL: `={{ ${siteOfCredential} }}`, url: probePath(acc) },
	rules: [
		{
			type: 'responseSuccessBody',
			properties: { key: 'data.length', value: 0, message: 'Signed in, but no account is visible. An administrator adds the client ID under Account Admin, Custom Integrations, and invites the user or service account.' },
		},
	],
};

/** A token for the credential of a service account, or of an application. Throws SignInError with what to correct. */
export async function accToken(helper: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject): Promise<{ readonly accessToken: string }> {
	const { origin, app, serviceAccount, appOnly, scopes: asked = userScopes } = accountOf(acc, credentials);
	if (!app || (!serviceAccount && appOnly !== true)) throw new SignInError('Autodesk Construction Cloud: the credential is not complete.', { remedy: 'Fill in all its fields.' });
	const request = (now: number): TokenRequest => (serviceAccount ? serviceAccountRequest(origin, app, serviceAccount, now, asked) : appTokenRequest(origin, app, scopesOfApp(asked)));
	return { accessToken: (await requestTokens(new PlainTransport(helper.helpers), request, Date.now())).accessToken };
}
