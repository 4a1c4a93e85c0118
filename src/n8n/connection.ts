import { acc } from '../catalog/acc';
import type { Service } from '../catalog/vocabulary';
import { Client } from '../core/client';
import { SignInError } from '../core/errors';
import { pacingOf } from '../core/pacing';
import type { Ports, Session, Signature, TokenKind } from '../core/ports';
import { buildRequest } from '../core/request';
import { appSignIn, scopesOfApp, serviceAccountSignIn, userOfToken } from '../core/sign-in/acc';
import { FieldSession } from '../core/sign-in/field';
import { OAuthSession, type MadeSignIn } from '../core/sign-in/oauth-session';
import { signInAgain } from '../core/sign-in/token-endpoint';
import { accountOf, authenticationName } from './accounts';
import { clock } from './clock';
import { NodeTransport, PlainTransport, type KnownTokens, type NodeContext } from './transport';

/** One service as its n8n nodes offer it. */
export interface NodeService {
	readonly service: Service;
	/** All services: references may cross them. */
	readonly services: readonly Service[];
	/** Type of the credential, unless the node's Authentication says another. */
	readonly credential: string;
	/** Types of other credentials, by the value of Authentication. */
	readonly ways?: readonly WayIn[];
}

/** One of several ways to sign in. */
export interface WayIn {
	/** As people choose it. */
	readonly label: string;
	readonly description: string;
	readonly value: string;
	/** Type of its credential. */
	readonly credential: string;
}

/** A client that is signed in as the node's credential says. Throws SignInError, or n8n's error where the node has none. */
export async function openClient(context: NodeContext, { service, services, credential: usual, ways }: NodeService, signal?: AbortSignal): Promise<Client> {
	const { parameters, credentials } = context.getNode();
	const credential = ways?.find(({ value }) => value === parameters[authenticationName])?.credential ?? usual;
	const account = accountOf(service, await context.getCredentials(credential));
	const { origin, app } = account;
	const plain = new PlainTransport(context.helpers);
	const oauth = (own: MadeSignIn | undefined, user?: MadeSignIn): Session => new OAuthSession({ service: service.label, transport: plain, clock, credential: credentials?.[credential]?.name, app: own, user });
	const own = app && appSignIn(origin, app, account.scopes === undefined ? undefined : scopesOfApp(account.scopes));
	const ports = (session: Session, transport: Ports['transport'] = plain): Ports => ({ ...clock, transport, session, random: () => Math.random(), logger: { debug: (message) => context.logger.debug(message), warn: (message) => context.logger.warn(message) } });
	const probeOf = (origin: string, { probe }: Service): string => origin + buildRequest(probe, {}).path;
	const tokens = { held: account.held, read: async () => accountOf(service, await context.getCredentials(credential)).held };
	const signedIn = (): Ports => {
		if (account.autodesk !== undefined) {
			const probe = probeOf(account.autodesk, acc);
			// A token that names nobody stands for itself alone.
			const key = JSON.stringify([credentials?.[credential]?.id, account.userId ?? account.held.accessToken]);
			return ports(new FieldSession({ origin, by: { key, session: new HeldSession(new NodeTransport(context, credential, probe, tokens), probe, tokens, account.userId, credentials?.[credential]?.name) } }, plain, clock));
		}
		if (account.login) return ports(new FieldSession({ origin, by: account.login }, plain, clock));
		if (app && account.serviceAccount) return ports(oauth(own, serviceAccountSignIn(origin, app, account.serviceAccount, account.scopes)));
		if (account.appOnly) return ports(oauth(own));
		return ports(new HostSession(account.userId, own && oauth(own)), new NodeTransport(context, credential, probeOf(origin, service), tokens));
	};
	return new Client({ service, services, origin, region: account.region, actAs: account.actAs, pacing: pacingOf(`${service.id} ${origin} ${account.clientId ?? ''}`), share: account.share, ports: signedIn(), signal });
}

/** Users are signed in by n8n, which signs each request and renews by itself; an application's own token is ours to ask for. */
class HostSession implements Session {
	readonly tokens: readonly TokenKind[];

	constructor(
		private readonly userId: string | undefined,
		private readonly app: Session | undefined,
	) {
		this.tokens = app ? ['user', 'app'] : ['user'];
	}

	async sign(token: TokenKind): Promise<Signature> {
		return token === 'app' && this.app ? await this.app.sign(token) : {};
	}

	/** By the time a user's 401 is seen here, the transport has had it renewed and sent again. */
	async renew(token: TokenKind, refused: Signature): Promise<boolean> {
		return token === 'app' && this.app ? await this.app.renew(token, refused) : false;
	}

	async me(): Promise<string | undefined> {
		return this.userId;
	}
}

/** A person's tokens that n8n holds, for a service that takes one as proof of who calls. */
class HeldSession implements Session {
	readonly tokens: readonly TokenKind[] = ['user'];

	constructor(
		private readonly transport: NodeTransport,
		/** A cheap read that lets n8n renew the tokens. */
		private readonly probeUrl: string,
		private readonly known: KnownTokens,
		/** Autodesk's id of whoever was signed in at the start, where the token told. */
		private readonly userId: string | undefined,
		private readonly credential: string | undefined,
	) {}

	async sign(): Promise<Signature> {
		const { accessToken } = this.known.held;
		if (accessToken === undefined) throw new SignInError('Autodesk: nobody is signed in yet.', { remedy: signInAgain(this.credential) });
		// What is made from the token is kept for the one it began with.
		if (this.userId !== undefined && userOfToken(accessToken) !== this.userId) throw new SignInError('Autodesk: somebody else has signed in meanwhile.', { remedy: 'Run it again.' });
		return { headers: { authorization: `Bearer ${accessToken}` } };
	}

	/** Whether n8n holds another token than the refused one by now, or could get one. */
	async renew(_token: TokenKind, refused: Signature): Promise<boolean> {
		const another = async (): Promise<boolean> => {
			this.known.held = await this.known.read();
			return (await this.sign()).headers?.authorization !== refused.headers?.authorization;
		};
		if (await another()) return true;
		await this.transport.send({ method: 'GET', url: this.probeUrl, headers: { accept: 'application/json' }, expect: 'text', token: 'user' });
		return await another();
	}

	/** It signs in elsewhere; who that is there, these tokens do not tell. */
	async me(): Promise<undefined> {
		return undefined;
	}
}
