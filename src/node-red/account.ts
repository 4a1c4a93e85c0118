import { createHash } from 'node:crypto';
import type { Service } from '../catalog/vocabulary';
import { Client } from '../core/client';
import { InputError, SignInError } from '../core/errors';
import type { Session, Transport } from '../core/ports';
import * as acc from '../core/sign-in/acc';
import * as cintoo from '../core/sign-in/cintoo';
import { FieldSession } from '../core/sign-in/field';
import { OAuthSession, type UserSignIn } from '../core/sign-in/oauth-session';
import { AxiosTransport } from '../host/axios-transport';
import { systemClock } from '../host/clock';
import type { NodeRed, RedNode, SavedConfig } from './node-red';
import { accountType } from './names';
import { tokenStore } from './vault';

/** A deployed config node: who is signed in, and where. */
export interface Account {
	readonly service: Service;
	/** A client that stops with the signal. Throws SignInError when the account is not complete. */
	connect(signal?: AbortSignal, onProgress?: (message: string) => void): Client;
}

const accounts = new WeakMap<RedNode, Account>();
export const transport: Transport = new AxiosTransport();

/** The credentials of each service's config node, by name. */
export const credentialsOf: Readonly<Record<Service['id'], Readonly<Record<string, { readonly type: 'text' | 'password' }>>>> = {
	cintoo: { grant: { type: 'password' } },
	acc: { clientId: { type: 'text' }, clientSecret: { type: 'password' }, grant: { type: 'password' } },
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
		connect(signal, onProgress) {
			const origin = originOf(service, config.origin, config.address);
			const session = sessionFor(red, service, origin, credentials);
			return new Client({
				service,
				services,
				origin,
				...(region === '' ? {} : { region }),
				...(actAs === '' ? {} : { actAs }),
				...(signal ? { signal } : {}),
				...(onProgress ? { onProgress } : {}),
				ports: { transport, session, ...systemClock, random: Math.random, logger: { debug: (message) => red.log.debug(`[aec-nodes] ${message}`), warn: (message) => red.log.warn(`[aec-nodes] ${message}`) } },
			});
		},
	};
}

/** Tokens are shared by all accounts with the same grant; an application's own by all with the same id and secret. */
function sessionFor(red: NodeRed, service: Service, origin: string, credentials: Readonly<Record<string, unknown>>): Session {
	const user = (refreshRequest: UserSignIn['refreshRequest']): UserSignIn | undefined => {
		const store = tokenStore(red, textOf(credentials.grant));
		return store && { store, key: `vault ${store.id}`, refreshRequest };
	};
	switch (service.id) {
		case 'cintoo': {
			const signIn = user((token) => cintoo.refreshRequest(origin, token));
			return new OAuthSession({ service: service.label, transport, clock: systemClock, ...(signIn ? { user: signIn } : {}) });
		}
		case 'acc': {
			const app = { clientId: textOf(credentials.clientId), clientSecret: textOf(credentials.clientSecret) };
			const signIn = user((token) => acc.refreshRequest(origin, app, token));
			const key = createHash('sha256').update(JSON.stringify([origin, app.clientId, app.clientSecret])).digest('hex');
			const own = app.clientId === '' || app.clientSecret === '' ? undefined : { key, tokenRequest: () => acc.appTokenRequest(origin, app) };
			return new OAuthSession({ service: service.label, transport, clock: systemClock, ...(signIn ? { user: signIn } : {}), ...(own ? { app: own } : {}) });
		}
		case 'field': {
			const username = textOf(credentials.username);
			const password = textOf(credentials.password);
			if (username === '' || password === '') throw new SignInError(`${service.label}: user name or password is missing.`, { remedy: 'Enter both in the connection and deploy.' });
			return new FieldSession({ origin, username, password }, transport, systemClock);
		}
	}
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value.trim() : '';
}
