import { createHmac } from 'node:crypto';
import type { Service } from '../catalog/vocabulary';
import { Client } from '../core/client';
import { InputError, SignInError } from '../core/errors';
import { pacingOf, shareOf } from '../core/pacing';
import type { Session, Transport } from '../core/ports';
import * as acc from '../core/sign-in/acc';
import * as cintoo from '../core/sign-in/cintoo';
import { FieldSession } from '../core/sign-in/field';
import { OAuthSession, type OAuthSessionOptions, type UserSignIn } from '../core/sign-in/oauth-session';
import { AxiosTransport } from '../host/axios-transport';
import { systemClock } from '../host/clock';
import type { NodeRed, RedNode, SavedConfig } from './node-red';
import { accountType } from './names';
import { tokenStore } from './vault';

/** A deployed config node: who is signed in, and where. */
export interface Account {
	readonly service: Service;
	/** Throws SignInError when the account is not complete. */
	session(): Session;
	/** Scheme, host and port. Throws InputError when none is entered. */
	origin(): string;
	/** A client that stops with the signal. Throws SignInError when the account is not complete. */
	connect(signal?: AbortSignal, onProgress?: (message: string) => void): Client;
	/** Address at which the HTTP nodes of this Node-RED are reached from outside, without a slash at its end; '' where none is entered. */
	readonly publicAddress: string;
	/** A secret of 64 letters and digits for a purpose, the same over restarts and kept nowhere: made from the credentials. */
	secretFor(purpose: string): string;
}

const accounts = new WeakMap<RedNode, Account>();
export const transport: Transport = new AxiosTransport();

/** The credentials of each service's config node, by name. */
export const credentialsOf: Readonly<Record<Service['id'], Readonly<Record<string, { readonly type: 'text' | 'password' }>>>> = {
	cintoo: { grant: { type: 'password' } },
	acc: { clientId: { type: 'text' }, clientSecret: { type: 'password' }, grant: { type: 'password' }, kid: { type: 'text' }, privateKey: { type: 'password' } },
	field: { username: { type: 'text' }, password: { type: 'password' } },
};

/** Registers the config node of a service. */
export function registerAccount(red: NodeRed, service: Service, services: readonly Service[]): void {
	red.nodes.registerType(
		accountType(service),
		function (config) {
			red.nodes.createNode(this, config);
			accounts.set(this, accountFrom(red, service, services, config, this.credentials ?? {}));
		},
		{ credentials: credentialsOf[service.id] },
	);
}

/** The deployed account with this id. Throws InputError when there is none. */
export function accountOf(red: NodeRed, id: string): Account {
	const node = id === '' ? undefined : red.nodes.getNode(id);
	const account = node ? accounts.get(node) : undefined;
	if (!account) throw new InputError('The connection is not deployed.', { remedy: 'Choose a connection in the node, press Done, then Deploy.' });
	return account;
}

/** Where a deployed account is reached; empty for any other node. */
export function reachedBy(node: RedNode): string {
	return accounts.get(node)?.origin() ?? '';
}

/**
 * Scheme, host and port an account reaches: one of the service's own, or a custom one.
 * @throws InputError when it is no web address.
 */
export function originOf(service: Service, choice: unknown, address: unknown): string {
	if (choice !== 'custom') {
		const known = Object.entries(service.origins);
		const origin = (known.find(([name]) => name === choice) ?? known[0])?.[1];
		if (origin === undefined) throw new InputError(`${service.label} has no known address.`, { remedy: 'Enter it in the connection.' });
		return origin;
	}
	const written = typeof address === 'string' ? address.trim() : '';
	if (!URL.canParse(written) || !/^https?:$/.test(new URL(written).protocol)) throw new InputError(`The address of ${service.label} must begin with https://.`, { remedy: 'Correct the address in the connection.' });
	return new URL(written).origin;
}

function accountFrom(red: NodeRed, service: Service, services: readonly Service[], config: SavedConfig, credentials: Readonly<Record<string, unknown>>): Account {
	const region = textOf(config.region);
	const actAs = textOf(config.actAs);
	return {
		service,
		session: () => sessionFor(red, service, originOf(service, config.origin, config.address), config, credentials),
		origin: () => originOf(service, config.origin, config.address),
		publicAddress: textOf(config.publicAddress).replace(/\/+$/, ''),
		secretFor: (purpose) => createHmac('sha256', JSON.stringify(Object.entries(credentials).sort(([a], [b]) => a.localeCompare(b)))).update(purpose).digest('hex'),
		connect(signal, onProgress) {
			const origin = originOf(service, config.origin, config.address);
			const session = sessionFor(red, service, origin, config, credentials);
			return new Client({
				service,
				services,
				origin,
				...(region === '' ? {} : { region }),
				...(actAs === '' ? {} : { actAs }),
				pacing: pacingOf(`${service.id} ${origin} ${textOf(credentials.clientId)}`),
				share: shareOf(config.share),
				...(signal ? { signal } : {}),
				...(onProgress ? { onProgress } : {}),
				ports: { transport, session, ...systemClock, random: Math.random, logger: { debug: (message) => red.log.debug(`[aec-nodes] ${message}`), warn: (message) => red.log.warn(`[aec-nodes] ${message}`) } },
			});
		},
	};
}

/** Tokens are shared by all accounts with the same grant; what an application or a service account makes by all that hold the same secrets. */
function sessionFor(red: NodeRed, service: Service, origin: string, config: SavedConfig, credentials: Readonly<Record<string, unknown>>): Session {
	const credential = textOf(config.name) || service.label;
	const oauth = (signIns: Pick<OAuthSessionOptions, 'user' | 'app'>): Session => new OAuthSession({ service: service.label, credential, transport, clock: systemClock, ...signIns });
	const person = (refreshRequest: UserSignIn['refreshRequest']): UserSignIn | undefined => {
		const store = tokenStore(red, textOf(credentials.grant));
		return store && { store, key: store.key, refreshRequest };
	};
	switch (service.id) {
		case 'cintoo':
			return oauth({ user: person((token) => cintoo.refreshRequest(origin, token)) });
		case 'acc': {
			const app = { clientId: textOf(credentials.clientId), clientSecret: textOf(credentials.clientSecret) };
			const asked = scopesOf(config.scopes);
			const own = acc.appSignIn(origin, app, acc.scopesOfApp(asked));
			if (config.way === 'app') return oauth({ app: own });
			if (config.way !== 'serviceAccount') return oauth({ user: person((token) => acc.refreshRequest(origin, app, token)), app: own });
			const account = { id: textOf(config.serviceAccountId), keyId: textOf(credentials.kid), privateKey: textOf(credentials.privateKey) };
			if (!own || Object.values(account).includes('')) throw new SignInError(`${service.label}: the service account is not complete.`, { remedy: 'Enter client ID, client secret, service account ID, key ID and private key in the connection and deploy.' });
			return oauth({ user: acc.serviceAccountSignIn(origin, app, account, asked), app: own });
		}
		case 'field': {
			if (config.way === 'autodesk') {
				const autodesk = accountOf(red, textOf(config.autodesk));
				if (autodesk.service.id !== 'acc') throw new InputError(`${service.label}: this is no connection to Autodesk.`, { remedy: 'Choose one in the connection and deploy.' });
				const session = autodesk.session();
				return new FieldSession({ origin, by: { key: session.userKey ?? '', session } }, transport, systemClock);
			}
			const username = textOf(credentials.username);
			const password = textOf(credentials.password);
			if (username === '' || password === '') throw new SignInError(`${service.label}: user name or password is missing.`, { remedy: 'Enter both in the connection and deploy.' });
			return new FieldSession({ origin, by: { username, password } }, transport, systemClock);
		}
	}
}

/** What an ACC account asks for, separated by spaces; everything when nothing is ticked. */
export function scopesOf(scopes: unknown): string {
	return textOf(scopes) || acc.userScopes;
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value.trim() : '';
}
