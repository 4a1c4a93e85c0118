import { accContracts } from '../../contracts/acc';
import type { Handler, SandboxService, SandboxWorld } from '../service';
import { callerOf } from './access';
import { adminHandlers } from './admin';
import { adminWriteHandlers } from './admin-writes';
import { assetsHandlers } from './assets';
import { autospecsHandlers } from './autospecs';
import { dataConnectorHandlers } from './data-connector';
import { dataManagementHandlers } from './data-management';
import { documentsHandlers } from './documents';
import { filesHandlers } from './files';
import { formLayoutsHandlers } from './form-layouts';
import { formsHandlers } from './forms';
import { formsV2Handlers } from './forms-v2';
import { issuesHandlers } from './issues';
import { locationsHandlers } from './locations';
import { objectStorageHandlers } from './object-storage';
import { packagesHandlers } from './packages';
import { photosHandlers } from './photos';
import { problem, refusing } from './refusal';
import { reviewsHandlers } from './reviews';
import { rfisHandlers } from './rfis';
import { sampleState } from './sample';
import { consentContract, signInHandlers, type AccClient, type ServiceAccount } from './sign-in';
import type { AccState } from './state';
import { createTokens, SCOPES, type IssuedTokens } from './tokens';
import { userAccessHandlers } from './user-access';
import { createWebhooks, type Webhooks } from './webhooks';

export { accountUserId, ACCOUNT_ID, attributeId, BIM360_ID, folderId, optionId, QUAY_ID, stableId, subtypeId, TOWER_ID, typeId } from './sample';
export type { AccState } from './state';

export interface AccServiceOptions {
	/** Applications besides {@link CONFIDENTIAL_CLIENT} and {@link PUBLIC_CLIENT}. */
	readonly clients?: readonly AccClient[];
	/** Redirect addresses besides those on this machine. */
	readonly redirectUris?: readonly string[];
	readonly serviceAccounts?: readonly ServiceAccount[];
	/** Signs this person in without the consent page (Autodesk ID). */
	readonly consentAs?: string;
	/** Life of an access token in seconds; an hour when left out. */
	readonly accessSeconds?: number;
	/** How many looks at an export answer `processing`; 2 when left out. */
	readonly exportPolls?: number;
	/** How many looks at a new project find it pending; 2 when left out. */
	readonly setupLooks?: number;
	/** How many looks at a job of the Data Connector find it unfinished; 2 when left out. */
	readonly jobLooks?: number;
	/** The least size of an upload's part but the last, in bytes; 5 MiB when left out, as S3 wants it. */
	readonly minimumPartBytes?: number;
	/** ms before each retry of a webhook's delivery; four short ones when left out, where the real service takes two days. */
	readonly deliveryPauses?: readonly number[];
}

/** A confidential application of the sandbox; its secret is no secret. */
export const CONFIDENTIAL_CLIENT = { id: 'sandbox-confidential', secret: 'sandbox-secret' } as const;

/** A public application of the sandbox, which signs in by PKCE. */
export const PUBLIC_CLIENT = { id: 'sandbox-public' } as const;

export interface AccService extends SandboxService {
	readonly state: AccState;
	/**
	 * Tokens as after a sign-in; with nobody named, the application's own.
	 *
	 * @param userId Autodesk ID
	 */
	issueTokens(userId?: string, scopes?: readonly string[]): IssuedTokens;
	/** Ends every access token given out so far; refresh tokens live on. */
	expireAccessTokens(): void;
	/** E-mail address of whoever a living access token stands for. */
	emailOf(accessToken: string): string | undefined;
	/** How often a refresh token was tried after it had served. */
	refreshReplays(): number;
	/** The hooks there are, what was sent to them, and switches to lose or repeat a delivery. */
	readonly webhooks: Pick<Webhooks, 'hooks' | 'deliveries' | 'announce'>;
}

/** Autodesk Construction Cloud and the platform services under it, filled with sample projects. */
export function createAccService(world: SandboxWorld, options: AccServiceOptions = {}): AccService {
	const state = sampleState(world);
	const tokens = createTokens(() => world.now(), options.accessSeconds);
	const webhooks = createWebhooks(world, state, options.deliveryPauses ?? [100, 200, 400, 800]);
	const handlers: Readonly<Record<string, Handler>> = {
		...signInHandlers(world, state, tokens, {
			clients: [CONFIDENTIAL_CLIENT, PUBLIC_CLIENT, ...(options.clients ?? [])],
			redirectUris: options.redirectUris ?? [],
			serviceAccounts: options.serviceAccounts ?? [],
			...(options.consentAs === undefined ? {} : { consentAs: options.consentAs }),
		}),
		...dataManagementHandlers(world, state),
		...objectStorageHandlers(world, state, options.minimumPartBytes ?? 5 * 1024 * 1024),
		...adminHandlers(world, state),
		...adminWriteHandlers(world, state, options.setupLooks ?? 2),
		...userAccessHandlers(world, state),
		...dataConnectorHandlers(world, state, options.jobLooks ?? 2),
		...issuesHandlers(world, state),
		...photosHandlers(world, state),
		...assetsHandlers(world, state),
		...rfisHandlers(world, state),
		...formsHandlers(world, state),
		...formsV2Handlers(world, state),
		...formLayoutsHandlers(state),
		...filesHandlers(world, state, options.exportPolls ?? 2),
		...documentsHandlers(world, state),
		...locationsHandlers(state),
		...webhooks.handlers,
		...reviewsHandlers(world, state),
		...packagesHandlers(world, state),
		...autospecsHandlers(state),
	};
	return {
		id: 'acc',
		contracts: [...accContracts, consentContract],
		handlers: Object.fromEntries(Object.entries(webhooks.announcing(handlers)).map(([id, handler]) => [id, refusing(handler)])),
		authenticate: (request) => callerOf(request, tokens, state),
		refuse: (status, words, code) => problem(status, words, code),
		state,
		issueTokens: (userId, scopes = SCOPES) => tokens.issue(CONFIDENTIAL_CLIENT.id, scopes, userId),
		expireAccessTokens: () => tokens.expireAccess(),
		emailOf: (accessToken) => state.users.find(({ autodeskId }) => autodeskId === tokens.access(accessToken)?.userId)?.email,
		refreshReplays: () => tokens.replays(),
		webhooks,
	};
}
