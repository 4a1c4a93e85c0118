import { createHash } from 'node:crypto';
import type { Service } from '../catalog/vocabulary';
import { Client } from '../core/client';
import type { Ports, Session, Signature, TokenKind, Transport } from '../core/ports';
import { buildRequest } from '../core/request';
import { appTokenRequest, type AccApp } from '../core/sign-in/acc';
import { FieldSession } from '../core/sign-in/field';
import { OAuthSession } from '../core/sign-in/oauth-session';
import { accountOf, type Account } from './accounts';
import { clock } from './clock';
import { NodeTransport, type NodeContext } from './transport';

/** One service as its n8n nodes offer it. */
export interface NodeService {
	readonly service: Service;
	/** All services: references may cross them. */
	readonly services: readonly Service[];
	/** Name of the credential type. */
	readonly credential: string;
}

/** A client that is signed in as the node's credential says. Throws SignInError, or n8n's error where the node has none. */
export async function openClient(context: NodeContext, { service, services, credential }: NodeService, signal?: AbortSignal): Promise<Client> {
	const account = accountOf(service, await context.getCredentials(credential));
	const transport = new NodeTransport(context, credential, account.origin + buildRequest(service.probe, {}).path);
	const ports: Ports = { ...clock, transport, session: sessionOf(service, account, transport), random: () => Math.random(), logger: { debug: (message) => context.logger.debug(message), warn: (message) => context.logger.warn(message) } };
	return new Client({ service, services, origin: account.origin, region: account.region, actAs: account.actAs, ports, signal });
}

function sessionOf(service: Service, account: Account, transport: Transport): Session {
	if (account.login) return new FieldSession({ origin: account.origin, ...account.login }, transport, clock);
	return new HostSession(account.userId, account.app && appSession(service, account.origin, account.app, transport));
}

function appSession(service: Service, origin: string, app: AccApp, transport: Transport): OAuthSession {
	const key = createHash('sha256').update(JSON.stringify([origin, app.clientId, app.clientSecret])).digest('hex');
	return new OAuthSession({ service: service.label, transport, clock, app: { key, tokenRequest: () => appTokenRequest(origin, app) } });
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
