import type { IAuthenticateGeneric, INodeProperties } from 'n8n-workflow';

/** Holds the token that a credential type gets by itself; n8n asks for another when it is empty or refused. */
export const tokenProperty: INodeProperties = { displayName: 'Access Token', name: 'accessToken', type: 'hidden', typeOptions: { expirable: true, password: true }, default: '' };

export const authenticateByToken: IAuthenticateGeneric = { type: 'generic', properties: { headers: { authorization: '=Bearer {{ $credentials.accessToken }}' } } };
