import { cintooContracts } from '../../contracts/cintoo';
import type { Handler, SandboxService, SandboxWorld } from '../service';
import type { CintooContext } from './access';
import { accountHandlers } from './accounts';
import { annotationHandlers } from './annotations';
import { fileHandlers } from './files';
import { Problem, problemReply } from './problem';
import { projectHandlers } from './projects';
import { sampleState } from './sample';
import { shareLinkHandlers } from './share-links';
import { createSignIn, type SignIn, type SignInOptions } from './sign-in';
import type { CintooState } from './state';
import { tagHandlers } from './tags';
import { valueHandlers } from './values';

export interface CintooService extends SandboxService, Pick<SignIn, 'issueTokens' | 'expireAccessTokens'> {
	readonly state: CintooState;
}

/** Cintoo on loopback, with a sample account in it. */
export function createCintooService(world: SandboxWorld, options: SignInOptions = {}): CintooService {
	const state = sampleState(world);
	const context: CintooContext = { world, state };
	const signIn = createSignIn(context, options);
	return {
		id: 'cintoo',
		contracts: [...cintooContracts, ...signIn.contracts],
		handlers: answering({
			...signIn.handlers,
			...accountHandlers(context),
			...projectHandlers(context),
			...annotationHandlers(context),
			...fileHandlers(context),
			...shareLinkHandlers(context),
			...tagHandlers(context),
			...valueHandlers,
		}),
		authenticate: signIn.authenticate,
		refuse: (status, words, code) => problemReply(new Problem(status, code ?? (status === 400 ? 'invalid-input' : undefined), words)),
		state,
		issueTokens: signIn.issueTokens,
		expireAccessTokens: signIn.expireAccessTokens,
	};
}

/** The handlers with every {@link Problem} turned into a reply. */
function answering(handlers: Readonly<Record<string, Handler>>): Readonly<Record<string, Handler>> {
	return Object.fromEntries(
		Object.entries(handlers).map(([id, handler]): [string, Handler] => [
			id,
			async (request) => {
				try {
					return await handler(request);
				} catch (error) {
					if (error instanceof Problem) return problemReply(error);
					throw error;
				}
			},
		]),
	);
}
