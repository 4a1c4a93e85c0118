import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { isObject, type Service } from '../catalog/vocabulary';
import { SignInError } from '../core/errors';
import type { AccApp } from '../core/sign-in/acc';

/** What a credential says, beyond the tokens that n8n keeps for itself. */
export interface Account {
	readonly origin: string;
	readonly region?: string;
	readonly actAs?: string;
	/** The service's id of whoever signed in, where the tokens tell. */
	readonly userId?: string;
	/** ACC: the app, where its own token can be asked for. */
	readonly app?: AccApp;
	/** BIM 360 Field. */
	readonly login?: { readonly username: string; readonly password: string };
}

/** Value of the service choice that stands for an address of one's own. */
export const ownAddress = 'other';

/** Reads a credential. Throws SignInError when its address is none. */
export function accountOf(service: Service, credentials: ICredentialDataDecryptedObject): Account {
	const site = textOf(credentials.site);
	const origin = originOf(service, site === ownAddress ? textOf(credentials.address) : (site ?? Object.values(service.origins)[0]));
	switch (service.id) {
		case 'cintoo':
			return { origin, userId: isObject(credentials.oauthTokenData) ? textOf(credentials.oauthTokenData.user_id) : undefined };
		case 'acc': {
			const clientId = textOf(credentials.clientId);
			const clientSecret = textOf(credentials.clientSecret);
			const token = isObject(credentials.oauthTokenData) ? textOf(credentials.oauthTokenData.access_token) : undefined;
			return { origin, region: textOf(credentials.region), actAs: textOf(credentials.actAs), userId: token === undefined ? undefined : userOfToken(token), app: clientId !== undefined && clientSecret !== undefined ? { clientId, clientSecret } : undefined };
		}
		case 'field':
			return { origin, login: { username: textOf(credentials.username) ?? '', password: typeof credentials.password === 'string' ? credentials.password : '' } };
	}
}

function textOf(value: unknown): string | undefined {
	const text = typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
	return text === '' ? undefined : text;
}

function originOf(service: Service, given: string | undefined): string {
	if (given !== undefined && URL.canParse(given)) {
		const { protocol, origin } = new URL(given);
		if (protocol === 'https:' || protocol === 'http:') return origin;
	}
	throw new SignInError(`${service.label}: the address in the credential is none.`, { remedy: 'Enter it with https:// in front, as your browser shows it.' });
}

/** Autodesk's access tokens are JWTs that name the user they stand for; nothing is decided by it but what counts as one's own change. */
function userOfToken(token: string): string | undefined {
	const payload = token.split('.')[1];
	if (payload === undefined) return undefined;
	try {
		const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
		return isObject(claims) ? textOf(claims.userid) : undefined;
	} catch {
		return undefined;
	}
}
