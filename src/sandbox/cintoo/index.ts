import { cintooContracts } from '../../contracts/cintoo';
import type { Handler, SandboxService, SandboxWorld } from '../service';
import type { CintooContext } from './access';
import { accountHandlers } from './accounts';
import { annotationHandlers } from './annotations';
import { autodeskHandlers } from './autodesk';
import { cropHandlers } from './crops';
import { fileHandlers } from './files';
import { groupHandlers } from './groups';
import { integrationLinkHandlers } from './integration-links';
import { integrationHandlers } from './integrations';
import { jobHandlers } from './jobs';
import { konektHandlers } from './konekt';
import { measurementHandlers } from './measurements';
import { memberHandlers } from './members';
import { BareProblem, Problem, problemReply } from './problem';
import { projectHandlers } from './projects';
import { roleHandlers } from './roles';
import { sampleState } from './sample';
import { fillProject, type FilledProject, type Scale } from './scale';
import { shareLinkHandlers } from './share-links';
import { createSignIn, type SignIn, type SignInOptions } from './sign-in';
import type { CintooState } from './state';
import { tagDetectionHandlers } from './tag-detection';
import { tagListHandlers } from './tag-lists';
import { tagHandlers } from './tags';
import { usageReportHandlers } from './usage-report';
import { userHandlers } from './users';
import { v1Handlers } from './v1';
import { valueHandlers } from './values';
import { workzoneCopyHandlers } from './workzone-copy';
import { workzoneHandlers } from './workzones';

export interface CintooOptions extends SignInOptions {
	/** How many looks still find unfinished what the service does later: links of annotations, object detection, copies, exports. 2 when left out. */
	readonly looksUntilDone?: number;
}

export interface CintooService extends SandboxService, Pick<SignIn, 'issueTokens' | 'expireAccessTokens' | 'refreshReplays'> {
	readonly state: CintooState;
	/** Makes a project of its own with as much in it as asked for. */
	readonly fill: (scale: Scale) => FilledProject;
}

/** Cintoo on loopback, with a sample account in it. */
export function createCintooService(world: SandboxWorld, options: CintooOptions = {}): CintooService {
	const state = sampleState(world);
	const context: CintooContext = { world, state, looksUntilDone: options.looksUntilDone ?? 2 };
	const signIn = createSignIn(context, options);
	return {
		id: 'cintoo',
		contracts: [...cintooContracts, ...signIn.contracts],
		handlers: answering({
			...signIn.handlers,
			...accountHandlers(context),
			...userHandlers(context),
			...roleHandlers(context),
			...groupHandlers(context),
			...usageReportHandlers(context),
			...projectHandlers(context),
			...memberHandlers(context),
			...workzoneHandlers(context),
			...workzoneCopyHandlers(context),
			...fileHandlers(context),
			...jobHandlers(context),
			...annotationHandlers(context),
			...integrationLinkHandlers(context),
			...shareLinkHandlers(context),
			...cropHandlers(context),
			...measurementHandlers(context),
			...tagListHandlers(context),
			...tagHandlers(context),
			...tagDetectionHandlers(context),
			...integrationHandlers(context),
			...konektHandlers(context),
			...autodeskHandlers(context),
			...valueHandlers,
			...v1Handlers(context),
		}),
		authenticate: signIn.authenticate,
		refuse: (status, words, code) => problemReply(new Problem(status, code ?? (status === 400 ? 'invalid-input' : undefined), words)),
		state,
		fill: (scale) => fillProject(context, scale),
		issueTokens: signIn.issueTokens,
		expireAccessTokens: signIn.expireAccessTokens,
		refreshReplays: signIn.refreshReplays,
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
					if (error instanceof Problem || error instanceof BareProblem) return problemReply(error);
					throw error;
				}
			},
		]),
	);
}
