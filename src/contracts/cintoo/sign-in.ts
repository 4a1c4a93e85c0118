import type { Contract, ContractParam, ContractReply } from '../contract';

const tokens: ContractReply = {
	statuses: [200, 400, 401],
	kind: 'object',
	fields: ['access_token', 'refresh_token', 'token_type', 'expires_in', 'user_id'],
};

/** A standard OAuth client sends these without being asked, and a server must ignore what it does not know (RFC 6749, 3.1). */
const ignored = (place: 'query' | 'body' | 'form', names: readonly string[]): readonly ContractParam[] =>
	names.map((name) => ({ name, in: place, type: 'string', required: false, note: 'not in the document; RFC 6749, section 3.1' }));

const codeParams = (place: 'body' | 'form'): readonly ContractParam[] => [
	{ name: 'grant_type', in: place, type: 'enum', values: ['authorization_code'], required: true },
	{ name: 'code', in: place, type: 'string', required: true },
	{ name: 'authorization_code', in: place, type: 'string', required: false, note: 'carries the redirect URI (sic)' },
	{ name: 'redirect_uri', in: place, type: 'string', required: false, note: 'RFC 6749, 4.1.3; one of the two names must carry it' },
	{ name: 'code_verifier', in: place, type: 'string', required: false, min: 43, maxLength: 128 },
	...ignored(place, ['client_id', 'client_secret']),
];

/**
 * Sign-in of Cintoo: authorization code with an optional PKCE proof, and rotating refresh tokens.
 *
 * The sign-in of API 1 and 2 is one and the same, described most fully in the document of API 1.
 */
export const signIn: readonly Contract[] = [
	{
		id: 'cintoo.auth.authorize',
		service: 'cintoo',
		method: 'GET',
		path: '/oauth/authorize',
		auth: { kind: 'none' },
		params: [
			{ name: 'redirect_uri', in: 'query', type: 'string', required: true, note: 'localhost, 127.0.0.1 or / (Cintoo API 1, line 97)' },
			{ name: 'state', in: 'query', type: 'string', required: true, note: '[a-z0-9]+' },
			{ name: 'code_challenge', in: 'query', type: 'string', required: false, note: 'SHA-256 of the verifier, base64url' },
			{ name: 'code_challenge_method', in: 'query', type: 'enum', values: ['SHA256', 'SHA-256', 'S256'], required: false, note: 'SHA256 in the text, SHA-256 in a table; S256 is the name in RFC 7636' },
			...ignored('query', ['client_id', 'response_type', 'scope']),
		],
		body: 'none',
		reply: { statuses: [200, 400], kind: 'text' },
		source: 'Cintoo API 1, lines 97 to 123; Cintoo API 2, lines 88 to 112',
		evidence: 'stated',
		notes: [
			'A page with an Allow button; then a "Form Post URL redirect" to redirect_uri with code and state, while the text also speaks of query parameters.',
			'No client id, scope or secret is documented.',
		],
	},
	{
		id: 'cintoo.auth.exchangeCode',
		service: 'cintoo',
		method: 'POST',
		path: '/oauth/token',
		auth: { kind: 'none' },
		params: codeParams('body'),
		body: 'json',
		reply: tokens,
		source: 'Cintoo API 1, lines 126 to 141; Cintoo API 2, lines 115 to 126',
		evidence: 'stated',
		notes: ['The payload is shown as JSON; its content type is not stated.'],
	},
	{
		id: 'cintoo.auth.exchangeCodeByForm',
		service: 'cintoo',
		method: 'POST',
		path: '/oauth/token',
		auth: { kind: 'none' },
		params: codeParams('form'),
		body: 'form',
		reply: tokens,
		source: 'RFC 6749, section 4.1.3',
		evidence: 'reference',
		notes: ['The same path takes the refresh grant form-encoded, and every standard client sends this grant so.'],
	},
	{
		id: 'cintoo.auth.refreshToken',
		service: 'cintoo',
		method: 'POST',
		path: '/oauth/token',
		auth: { kind: 'none' },
		params: [
			{ name: 'grant_type', in: 'form', type: 'enum', values: ['refresh_token'], required: true },
			{ name: 'refresh_token', in: 'form', type: 'string', required: true },
			...ignored('form', ['client_id', 'client_secret', 'scope']),
		],
		body: 'form',
		reply: tokens,
		source: 'Cintoo API 1, lines 24 and 62 to 82; Cintoo API 2, lines 55 to 74',
		evidence: 'stated',
		notes: ['A refresh token is consumed by its use and valid for 21 days; older access tokens stay valid.'],
	},
	{
		id: 'cintoo.auth.isLogged',
		service: 'cintoo',
		method: 'GET',
		path: '/api/isLogged',
		auth: { kind: 'bearer', context: 'user', scopes: [] },
		params: [],
		body: 'none',
		reply: { statuses: [200, 401], kind: 'object', fields: ['success'] },
		source: 'Cintoo API 1, line 154; Cintoo API 2, line 136',
		evidence: 'stated',
		notes: ['A path of API 1, the check for tokens of both. Its 401 has the error body of API 1: code and message.'],
	},
];
