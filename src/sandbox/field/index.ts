import { fieldContracts } from '../../contracts/field';
import { fieldTokenSignIn } from '../../contracts/field/session';
import type { SandboxService, SandboxWorld } from '../service';
import { attachmentHandlers } from './attachments';
import { categoryHandlers } from './categories';
import { checklistHandlers } from './checklists';
import { customFieldHandlers } from './custom-fields';
import { dailyUpdateHandlers } from './daily-updates';
import { definitionHandlers } from './definitions';
import { directoryHandlers } from './directory';
import { equipmentHandlers } from './equipment';
import { issueHandlers } from './issues';
import { libraryHandlers } from './library';
import { answering, type FieldContext } from './request';
import { createSampleState } from './sample';
import { authenticate, openTicket, sessionHandlers } from './session';
import type { FieldState } from './state';
import { workHandlers } from './work';

export { sampleIds } from './sample';
export type * from './state';

export interface FieldOptions {
	/** What Field knows at the start; the sample projects when left out. */
	readonly state?: FieldState;
	/** E-mail address of whoever a token of Autodesk stands for. */
	readonly emailOf?: (autodeskToken: string) => string | undefined;
}

/** BIM 360 Field in the sandbox, with switches for tests. */
export interface FieldService extends SandboxService {
	readonly state: FieldState;
	/**
	 * A ticket as login would give it, without logging in.
	 *
	 * @throws Error when nobody has this e-mail address
	 */
	issueTicket(email: string): string;
	/** Makes every ticket given so far a dead one. */
	expireTickets(): void;
}

/**
 * BIM 360 Field as its document describes it, on invented projects.
 *
 * Log in with the e-mail address of one of the sandbox's people and the password `sandbox`.
 */
export function createFieldService(world: SandboxWorld, options: FieldOptions = {}): FieldService {
	const state = options.state ?? createSampleState(world);
	const context: FieldContext = { world, state };
	return {
		id: 'field',
		contracts: [...fieldContracts, fieldTokenSignIn],
		handlers: answering({
			...sessionHandlers(context, options.emailOf ?? (() => undefined)),
			...directoryHandlers(context),
			...definitionHandlers(context),
			...issueHandlers(context),
			...categoryHandlers(context),
			...customFieldHandlers(context),
			...checklistHandlers(context),
			...equipmentHandlers(context),
			...dailyUpdateHandlers(context),
			...attachmentHandlers(context),
			...libraryHandlers(context),
			...workHandlers(context),
		}),
		authenticate: (request) => authenticate(context, request),
		refuse: (status, words) => ({ status, json: { message: words } }),
		state,
		issueTicket(email) {
			const user = [...state.users.values()].find((one) => one.email === email);
			if (user === undefined) throw new Error(`Nobody in the sandbox's Field has the address ${email}.`);
			return openTicket(context, user);
		},
		expireTickets() {
			for (const ticket of state.tickets.values()) ticket.expired = true;
		},
	};
}
