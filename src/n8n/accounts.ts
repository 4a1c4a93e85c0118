import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { acc } from '../catalog/acc';
import { isObject, type Service } from '../catalog/vocabulary';
import { SignInError } from '../core/errors';
import { shareOf } from '../core/pacing';
import { userOfToken, userScopes, type AccApp, type ServiceAccount } from '../core/sign-in/acc';

/** What a credential says, beyond the tokens that n8n keeps for itself. */
export interface Account {
	readonly origin: string;
	readonly region?: string;
	readonly actAs?: string;
	/** Percent of the application's rate limits that this credential may use. */
	readonly share?: number;
	/** ACC: whose rate limits count. */
	readonly clientId?: string;
	/** The service's id of whoever signed in, where the tokens tell. */
	readonly userId?: string;
	/** The tokens n8n holds, to know them again. */
	readonly held: HeldTokens;
	/** ACC: the app, where its own token can be asked for. */
	readonly app?: AccApp;
	/** ACC: a service account that signs in by a key. */
	readonly serviceAccount?: ServiceAccount;
	/** ACC: nobody signs in, the application works by itself. */
	readonly appOnly?: boolean;
	/** ACC: what is asked for, separated by spaces. */
	readonly scopes?: string;
	/** BIM 360 Field: Autodesk's address, where a person signs in there. */
	readonly autodesk?: string;
	/** BIM 360 Field: user name and password. */
	readonly login?: { readonly username: string; readonly password: string };
}

/** Tokens as n8n keeps them in a credential. */
export interface HeldTokens {
	readonly accessToken?: string;
	readonly refreshToken?: string;
}

/** Value of the service choice that stands for an address of one's own. */
export const ownAddress = 'other';

/** Name of the parameter that chooses between the credentials of a node. */
export const authenticationName = 'authentication';

/** Reads a credential. Throws SignInError when its address is none. */
export function accountOf(service: Service, credentials: ICredentialDataDecryptedObject): Account {
	const site = textOf(credentials.site);
	const origin = originOf(service, site === ownAddress ? textOf(credentials.address) : (site ?? Object.values(service.origins)[0]));
	switch (service.id) {
		case 'cintoo':
			return { origin, held: heldIn(credentials), userId: isObject(credentials.oauthTokenData) ? textOf(credentials.oauthTokenData.user_id) : textOf(credentials.userId) };
		case 'acc': {
			const clientId = textOf(credentials.clientId);
			const clientSecret = textOf(credentials.clientSecret);
			const token = isObject(credentials.oauthTokenData) ? textOf(credentials.oauthTokenData.access_token) : undefined;
			const [id, keyId, privateKey] = [textOf(credentials.serviceAccountId), textOf(credentials.kid), textOf(credentials.privateKey)];
			const chosen = Array.isArray(credentials.scopes) ? credentials.scopes.map(String) : [];
			return {
				origin,
				region: textOf(credentials.region),
				actAs: textOf(credentials.actAs),
				share: shareOf(credentials.share),
				clientId,
				userId: token === undefined ? undefined : userOfToken(token),
				held: heldIn(credentials),
				app: clientId !== undefined && clientSecret !== undefined ? { clientId, clientSecret } : undefined,
				scopes: chosen.length === 0 ? userScopes : chosen.join(' '),
				...(id === undefined || keyId === undefined || privateKey === undefined ? {} : { serviceAccount: { id, keyId, privateKey } }),
				appOnly: credentials.appOnly === true,
			};
		}
		case 'field':
			if (credentials.grantType !== undefined) {
				const held = heldIn(credentials);
				return { origin, held, userId: held.accessToken === undefined ? undefined : userOfToken(held.accessToken), autodesk: originOf(acc, (site === ownAddress ? textOf(credentials.autodesk) : undefined) ?? Object.values(acc.origins)[0]) };
			}
			return { origin, held: {}, login: { username: textOf(credentials.username) ?? '', password: typeof credentials.password === 'string' ? credentials.password : '' } };
	}
}

function heldIn({ oauthTokenData, accessToken, refreshToken }: ICredentialDataDecryptedObject): HeldTokens {
	return isObject(oauthTokenData) ? { accessToken: textOf(oauthTokenData.access_token), refreshToken: textOf(oauthTokenData.refresh_token) } : { accessToken: textOf(accessToken), refreshToken: textOf(refreshToken) };
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
