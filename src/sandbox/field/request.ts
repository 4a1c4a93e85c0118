import type { Handler, SandboxReply, SandboxRequest, SandboxWorld } from '../service';
import type { FieldMembership, FieldProject, FieldState, FieldUser } from './state';

/** What every handler of the sandbox's Field works on. */
export interface FieldContext {
	readonly world: SandboxWorld;
	readonly state: FieldState;
}

/** A refusal on its way out of a handler; {@link answering} gives it the shape of the path it was asked under. */
export class FieldRefusal extends Error {
	constructor(
		readonly status: number,
		words: string,
	) {
		super(words);
	}
}

/** A refusal as Field writes it: plain text under `/api`, an object with a message under `/fieldapi`. */
export function refusal(path: string, status: number, words: string): SandboxReply {
	return path.startsWith('/fieldapi') ? { status, json: { message: words } } : { status, text: words };
}

/** The handlers with every {@link FieldRefusal} turned into a reply; `no_http_status=1` hides it in a 200 (line 1708). */
export function answering(handlers: Readonly<Record<string, Handler>>): Readonly<Record<string, Handler>> {
	return Object.fromEntries(
		Object.entries(handlers).map(([id, handler]): [string, Handler] => [
			id,
			async (request) => {
				try {
					return await handler(request);
				} catch (error) {
					if (!(error instanceof FieldRefusal)) throw error;
					if (given(request, 'no_http_status') === '1') return { status: 200, text: `E;${error.status};${error.message}` };
					return refusal(request.contract.path, error.status, error.message);
				}
			},
		]),
	);
}

/** A parameter wherever it travelled: form and query may be mixed. */
export function given(request: Pick<SandboxRequest, 'form' | 'query'>, name: string): string | undefined {
	return request.form.get(name) ?? request.query.get(name) ?? undefined;
}

/** Comma-separated values; empty for a parameter that is blank or left out. */
export function givenList(request: SandboxRequest, name: string): readonly string[] {
	return (given(request, name) ?? '').split(',').map((one) => one.trim()).filter((one) => one !== '');
}

/** JSON in a parameter. The contracts have made sure that it parses. */
export function givenJson(request: SandboxRequest, name: string): unknown {
	const text = given(request, name);
	if (text === undefined) return undefined;
	try {
		const value: unknown = JSON.parse(text);
		return value;
	} catch {
		throw new FieldRefusal(500, `${name} could not be parsed`);
	}
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A member as text; numbers are written out, anything else counts as left out. */
export function textMember(record: Readonly<Record<string, unknown>>, name: string): string | undefined {
	const value = record[name];
	return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
}

/** The slice that offset and limit ask for; a missing limit means the rest, or the default where there is one. */
export function page<T>(rows: readonly T[], request: SandboxRequest, defaultLimit?: number): readonly T[] {
	const offset = Number(given(request, 'offset') ?? 0);
	const limit = given(request, 'limit');
	const size = limit === undefined ? defaultLimit : Number(limit);
	return rows.slice(offset, size === undefined ? undefined : offset + size);
}

export function userOf(context: FieldContext, request: SandboxRequest): FieldUser {
	const user = request.caller.kind === 'user' ? context.state.users.get(request.caller.userId) : undefined;
	if (user === undefined) throw new FieldRefusal(401, 'Authentication failed');
	return user;
}

/** Projects a person sees: those on which they are a subcontractor are left out without a word (line 33). */
export function visibleProjects(context: FieldContext, user: FieldUser): readonly FieldProject[] {
	return [...context.state.projects.values()].filter((project) => {
		const membership = user.memberships.get(project.id);
		return membership !== undefined && membership.role !== 'subcontractor';
	});
}

export interface OnProject {
	readonly user: FieldUser;
	readonly project: FieldProject;
	readonly rights: FieldMembership;
}

/**
 * The project a request is about, by project_id, a360_project_id or its path, and what the caller may do there.
 *
 * @throws FieldRefusal 400 when none is named, 404 when it is unknown or the caller is not on it
 */
export function onProject(context: FieldContext, request: SandboxRequest): OnProject {
	const user = userOf(context, request);
	const id = request.path['project_id'] ?? given(request, 'project_id');
	const a360Id = given(request, 'a360_project_id');
	if (id === undefined && a360Id === undefined) throw new FieldRefusal(400, 'project_id is missing');
	const project = visibleProjects(context, user).find((one) => (id === undefined ? one.a360Id === a360Id : one.id === id));
	const rights = project === undefined ? undefined : user.memberships.get(project.id);
	if (project === undefined || rights === undefined) throw new FieldRefusal(404, 'Project not found');
	return { user, project, rights };
}

/**
 * The same for calls on issues. Field answers a missing permission and a dead ticket with the same status
 * (lines 220 and 244).
 *
 * @throws FieldRefusal 401 without permission to read issues
 */
export function onIssues(context: FieldContext, request: SandboxRequest): OnProject {
	const found = onProject(context, request);
	if (!found.rights.readsIssues) throw new FieldRefusal(401, 'Not authorized');
	return found;
}

/** Records of one project, in the order in which they came to be. */
export function ofProject<T extends { readonly projectId: string }>(records: ReadonlyMap<string, T>, project: FieldProject): readonly T[] {
	return [...records.values()].filter((record) => record.projectId === project.id);
}
