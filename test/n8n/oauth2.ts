import type { ICredentialType } from 'n8n-workflow';

/** A credential type that n8n signs and refreshes by OAuth2. */
export function oAuth2(name: string): ICredentialType {
	return { name, displayName: name, extends: ['oAuth2Api'], properties: [] };
}
