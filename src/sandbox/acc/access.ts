import type { Contract } from '../../contracts/contract';
import type { Caller, SandboxReply, SandboxRequest } from '../service';
import { adminError, gatewayError, Refusal, type ErrorShape } from './refusal';
import type { AccessTokens } from './tokens';
import type { AccProject, AccState, AccUser, Member } from './state';

/** Reads the bearer token, as the gateway before all services does, and decides who calls. */
export function callerOf(request: Omit<SandboxRequest, 'caller'>, tokens: AccessTokens, state: AccState): Caller | SandboxReply {
	const { auth } = request.contract;
	if (auth.kind !== 'bearer') return { kind: 'anonymous' };
	const given = /^Bearer\s+(\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
	// Photos answer 403 where credentials are missing (line 9509).
	if (given === undefined) return gatewayError(isPhotos(request.contract) ? 403 : 401, 'The access token is missing.', 'AUTH-008');
	const token = tokens.access(given);
	if (token === undefined) return gatewayError(401, 'The access token is invalid or has expired.', 'AUTH-006');
	if (auth.context === 'app' && token.userId !== undefined) return gatewayError(403, 'This call takes an application\'s own (2-legged) token only.', 'AUTH-012');
	if (auth.context === 'user' && token.userId === undefined) return gatewayError(403, 'This call takes a person\'s (3-legged) token only.', 'AUTH-012');
	if (!auth.scopes.some((some) => some.split(' ').every((scope) => token.scopes.includes(scope)))) {
		return gatewayError(403, `The access token lacks the scope ${auth.scopes.join(' or ')}.`, 'AUTH-010');
	}
	if (token.userId !== undefined) return { kind: 'user', userId: token.userId };
	const caller = appCaller(request, state);
	if (auth.acting === true && 'kind' in caller && caller.kind === 'app' && caller.actingAs === undefined) return gatewayError(403, 'A user has to be named in x-user-id with an application\'s token.', 'AUTH-012');
	return caller;
}

function isPhotos(contract: Contract): boolean {
	return contract.path.startsWith('/construction/photos/');
}

function appCaller(request: Omit<SandboxRequest, 'caller'>, state: AccState): Caller | SandboxReply {
	const named = request.headers['x-user-id'] ?? request.headers['user-id'];
	if (named === undefined) return { kind: 'app' };
	const user = state.users.find((one) => one.autodeskId === named || one.id === named);
	if (user === undefined) return gatewayError(403, 'The application may not act for this user.', 'AUTH-013');
	return { kind: 'app', actingAs: user.autodeskId };
}

/** The Autodesk ID of the person the call is made for; undefined for an application on its own. */
export function actorOf(caller: Caller): string | undefined {
	if (caller.kind === 'user') return caller.userId;
	return caller.kind === 'app' ? caller.actingAs : undefined;
}

/** The person the call is made for. */
export function personOf(request: SandboxRequest, shape: ErrorShape): string {
	const actor = actorOf(request.caller);
	if (actor === undefined) throw new Refusal(shape(403, 'A user has to be named in x-user-id with an application\'s token.'));
	return actor;
}

/** How an endpoint wants project ids written. */
export type Prefix = 'bare' | 'prefixed' | 'either';

export interface ProjectRules {
	readonly prefix: Prefix;
	readonly shape: ErrorShape;
	/** Refuses projects of BIM 360, as the ACC-only calls do. */
	readonly accOnly?: boolean;
}

/** The project a path names, as far as the caller may see it. */
export function projectOf(request: SandboxRequest, state: AccState, rules: ProjectRules): AccProject {
	const given = request.path['projectId'] ?? request.path['project_id'] ?? '';
	const prefixed = given.startsWith('b.');
	if (prefixed && rules.prefix === 'bare') throw new Refusal(rules.shape(400, 'The project id must be a UUID without the "b." prefix.', 'projectId'));
	if (!prefixed && rules.prefix === 'prefixed') throw new Refusal(rules.shape(400, 'The project id must begin with "b.".', 'BAD_INPUT'));
	const project = state.projects.find((one) => one.id === given.replace(/^b\./, ''));
	if (project === undefined) throw new Refusal(rules.shape(404, 'The project does not exist.'));
	const actor = actorOf(request.caller);
	if (actor !== undefined && !isAccountAdmin(state, actor) && memberOfProject(state, project.id, actor) === undefined) {
		throw new Refusal(rules.shape(403, 'The user is not a member of the project.'));
	}
	if (rules.accOnly === true && project.platform !== 'acc') throw new Refusal(rules.shape(400, 'This call is not compatible with BIM 360 projects.'));
	return project;
}

/** Refuses calls on another account, and ids with the prefix of data management. */
export function insideAccount(request: SandboxRequest, state: AccState, shape: ErrorShape = adminError): void {
	const given = request.path['accountId'] ?? request.path['account_id'] ?? '';
	if (given.startsWith('b.')) throw new Refusal(shape(400, 'The account id must be a UUID without the "b." prefix.'));
	if (given !== state.accountId) throw new Refusal(shape(404, 'The account does not exist.'));
}

export function isAccountAdmin(state: AccState, userId: string): boolean {
	return userOf(state, userId)?.accountRole === 'account_admin';
}

/** @param id Autodesk ID or the UUID of the account administration */
export function userOf(state: AccState, id: string): AccUser | undefined {
	return state.users.find((user) => user.autodeskId === id || user.id === id);
}

/** The membership, unless it was ended. */
export function memberOfProject(state: AccState, projectId: string, userId: string): Member | undefined {
	return state.members.find((member) => member.projectId === projectId && member.userId === userId && member.status !== 'deleted');
}
