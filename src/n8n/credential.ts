import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';
import type { Service } from '../catalog/vocabulary';
import { buildRequest } from '../core/request';
import { authenticationName, ownAddress } from './accounts';
import type { NodeService } from './connection';

/** Where the service is reached: one of its own addresses, or another for a dedicated tenant or the sandbox. */
export function siteProperties(service: Service): INodeProperties[] {
	return [
		{
			displayName: 'Service',
			name: 'site',
			type: 'options',
			options: [...Object.entries(service.origins).map(([name, value]) => ({ name, value })), { name: 'Other Address', value: ownAddress }],
			default: Object.values(service.origins)[0] ?? ownAddress,
		},
		{
			displayName: 'Service Address',
			name: 'address',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://company.example.com',
			description: 'Address of a dedicated tenant or of the sandbox, with https:// in front as the browser shows it',
			displayOptions: { show: { site: [ownAddress] } },
		},
	];
}

/**
 * Expression within the credential itself for scheme and host of an address, without a trailing slash, as `accountOf` reads
 * them: of the property `own` beside another service address, else the usual one; without that the chosen service.
 */
export function expressionFor(own: string, usual?: string): string {
	return `($self["site"] === "${ownAddress}" ? $self["${own}"] : ${usual === undefined ? '$self["site"]' : JSON.stringify(usual)}).trim().replace(/^(https?:\\/\\/[^\\/?#]+).*$/i, "$1")`;
}

/** The chosen address of the service. */
export const siteOfSelf = expressionFor('address');

/** Elsewhere in n8n, such as in the HTTP Request node, the sign-in goes to the host of this address only. */
export function domainsOf(address: string): INodeProperties[] {
	return [
		{ displayName: 'Allowed HTTP Request Domains', name: 'allowedHttpRequestDomains', type: 'hidden', default: 'domains' },
		{ displayName: 'Allowed Domains', name: 'allowedDomains', type: 'hidden', default: `={{ ${address}.replace(/^[a-z]+:\\/\\//i, "").replace(/[:\\/].*$/, "") }}` },
	];
}

/** The same for the service itself. */
export const domainProperties: readonly INodeProperties[] = domainsOf(siteOfSelf);

/** The same where a credential is tested. */
export const siteOfCredential = siteOfSelf.replaceAll('$self', '$credentials');

/** Address of the cheapest read that needs a valid sign-in. */
export function probePath(service: Service): string {
	return buildRequest(service.probe, {}).path;
}

/** The credentials of a node, each shown when Authentication says so. */
export function credentialsOf({ credential, ways }: NodeService): INodeCredentialDescription[] {
	if (!ways) return [{ name: credential, required: true }];
	return ways.map((way) => ({ name: way.credential, required: true, displayOptions: { show: { [authenticationName]: [way.value] } } }));
}

/** The choice between ways to sign in, where there is one. */
export function authenticationProperty({ credential, ways }: NodeService): INodeProperties[] {
	if (!ways) return [];
	return [
		{
			displayName: 'Authentication',
			name: authenticationName,
			type: 'options',
			noDataExpression: true,
			options: ways.map(({ label, value, description }) => ({ name: label, value, description })),
			default: ways.find((way) => way.credential === credential)?.value ?? '',
		},
	];
}
