import type { Contract } from '../contract';
import { byUser, field, query, referenced, reply } from './notation';

const OPENAPI = 'aps-sdk-openapi, authentication/authentication.yaml';

/** Signing in: codes, tokens and who the token belongs to. */
export const authenticationContracts: readonly Contract[] = [
	referenced('acc.auth.authorize', 'GET', '/authentication/v2/authorize', OPENAPI, {
		auth: { kind: 'none' },
		params: [
			query('client_id', 'string', { required: true }),
			query('response_type', 'enum', { required: true, values: ['code', 'id_token'] }),
			query('redirect_uri', 'string', { required: true }),
			query('scope', 'string', { required: true, maxLength: 3000, note: 'separated by spaces, at most 50' }),
			query('state'),
			query('nonce'),
			query('response_mode', 'enum', { values: ['fragment', 'form_post', 'query'] }),
			query('prompt', 'enum', { values: ['login', 'create'] }),
			query('authoptions', 'json'),
			query('code_challenge'),
			query('code_challenge_method', 'enum', { values: ['S256'] }),
		],
		reply: reply('redirect', [200, 302, 400]),
		notes: ['the code lives 5 minutes', 'the redirect address must be one registered for the application'],
	}),
	referenced('acc.auth.token', 'POST', '/authentication/v2/token', `${OPENAPI}, and secureserviceaccount/secureServiceAccount.yaml`, {
		auth: { kind: 'none' },
		params: [
			field('grant_type', 'enum', {
				required: true,
				values: ['authorization_code', 'refresh_token', 'client_credentials', 'urn:ietf:params:oauth:grant-type:jwt-bearer'],
			}),
			field('code'),
			field('redirect_uri'),
			field('code_verifier'),
			field('refresh_token'),
			field('scope', 'string', { maxLength: 3000 }),
			field('assertion', 'string', { note: 'a signed JWT of a service account' }),
			field('client_id', 'string', { note: 'public applications; confidential ones send Basic client_id:client_secret' }),
			field('client_secret'),
		],
		body: 'form',
		reply: reply('object', [200, 400, 401, 403, 429, 500], ['access_token', 'token_type', 'expires_in', 'refresh_token', 'id_token']),
		notes: [
			'an access token lives 60 minutes, a refresh token 15 days and serves once',
			'500 calls a minute',
			'an assertion is signed with RS256; iss is the client id, sub the service account, aud always https://developer.api.autodesk.com/authentication/v2/token, exp at most 5 minutes ahead, scope a list; it comes with Basic and its token has no refresh token (Secure Service Account API, JWT Assertions)',
			'the application token of client_credentials comes without a refresh token',
		],
	}),
	referenced('acc.auth.revoke', 'POST', '/authentication/v2/revoke', OPENAPI, {
		auth: { kind: 'none' },
		params: [
			field('token', 'string', { required: true }),
			field('token_type_hint', 'enum', { required: true, values: ['access_token', 'refresh_token'] }),
			field('client_id'),
			field('client_secret'),
		],
		body: 'form',
		reply: reply('none', [200, 400, 401, 500]),
	}),
	referenced('acc.userInfo.get', 'GET', '/userinfo', OPENAPI, {
		auth: byUser('user-profile:read'),
		reply: reply('object', [200, 401, 403], ['sub', 'name', 'given_name', 'family_name', 'preferred_username', 'email', 'email_verified', 'profile', 'picture', 'locale', 'updated_at']),
		notes: ['served by https://api.userprofile.autodesk.com, not by the host of the other calls; scope user-profile:read or openid'],
	}),
];
