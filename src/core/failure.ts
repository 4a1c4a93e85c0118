import { parseJson, type Service, type ServiceWords } from '../catalog/vocabulary';
import { type AecError, ConflictError, NotFoundError, PermissionError, RateLimitError, RefusedError, ReplyError, SignInError, UnavailableError, type ErrorFacts } from './errors';
import { oneLine } from './brief';
import { redactText } from './redact';

/** What a failed exchange was about. */
export interface Circumstances {
	readonly service: Service;
	/** Id of the operation, e.g. `acc.issue.create`. */
	readonly operation: string;
	/** As people read it: `Create issue`. */
	readonly action: string;
	/** Values of the references in the path, for the message: `project 3e35…`. */
	readonly concerning: string;
	/** The request was renewed and sent again after a first 401. */
	readonly renewed: boolean;
	/** Whether it may be carried out twice; if not, a failure on the service's side needs a look before the next try. */
	readonly repeat: 'safe' | 'never';
	/** Permissions of which the operation takes any one: told where the service names none. */
	readonly permissions?: readonly string[];
	/** OAuth scopes of which the operation takes any one. */
	readonly scopes?: readonly string[];
	readonly retryAfterMs?: number;
	/** Values of the credential that was sent: taken out of the service's words. */
	readonly secrets?: readonly string[];
}

const longest = 600;

/** The typed error for a reply that is not a success: what happened, the service's own words, what to do. */
export function failureOf(status: number, contentType: string, body: string, about: Circumstances): AecError {
	const page = isPage(contentType, body);
	// What these two mean is plain whoever answers, a gateway with a page of its own too.
	if (page && status !== 401 && status !== 429) return pageFailure(status, about);
	const said = page ? {} : about.service.readFailure(parseJson(body) ?? body);
	const special = about.service.remedy?.(status, said, about.operation);
	const permissions = said.permissions ?? (status === 403 && special === undefined ? about.permissions : undefined);
	const words = said.words === undefined ? undefined : oneLine(redactText(said.words, about.secrets)).slice(0, longest);
	const facts: ErrorFacts = {
		operation: about.operation,
		status,
		code: said.code,
		words,
		requiredPermissions: permissions,
		retryAfterMs: about.retryAfterMs,
	};
	// What the service's documents and support know it by; a bare number says nothing beside the status.
	const code = said.code !== undefined && /[a-z]/i.test(said.code) && said.code !== words ? ` [${oneLine(redactText(said.code, about.secrets)).slice(0, 100)}]` : '';
	const tail = words === undefined ? `.${code}` : `: ${sentence(words)}${code}`;
	const head = `${about.action}${about.concerning}`;
	// What the service's own remedy says takes the place of the general advice; only signing in again is needed with any.
	const remedy = (general: string, always = false): string => [special, scopesText(status, said, about.scopes), permissionsText(permissions, about.service), special === undefined || always ? general : undefined].filter((part) => part !== undefined).join(' ');
	const make = (Kind: new (message: string, facts: ErrorFacts) => AecError, what: string, general: string, always = false): AecError =>
		new Kind(`${head}: ${about.service.label} ${what} (${status})${tail}`, { ...facts, remedy: remedy(general, always) });

	if (status === 401 && !(about.service.ambiguous401 && about.renewed)) return make(SignInError, 'refused the sign-in', 'Open the credential and sign in again.', true);
	if (status === 401 || status === 403) return make(PermissionError, 'does not allow this to the signed-in user', 'Ask a project administrator for the right, or sign in as a user who has it.');
	if (status === 404 || status === 410) return make(NotFoundError, 'cannot find it', 'Check the ids: the record may be deleted, may lie in another project, or the signed-in user may not see it.');
	if (status === 409 || status === 423) return make(ConflictError, 'says that it conflicts with what is there', 'Read the present state, then decide.');
	if (status === 429) return make(RateLimitError, 'is asked too often', waitText(about.retryAfterMs));
	const later = `${unsure(about) ?? 'Try again later.'} If it stays, ask the service’s support with the time of this run.`;
	if (status === 408 || status === 425) return make(UnavailableError, 'did not finish in time', later);
	if (status >= 500) return make(UnavailableError, 'failed on its side', later);
	return make(RefusedError, 'refused it', 'Correct the input that the message names.');
}

/** Whether a reply is a web page where data was expected. */
export function isPage(contentType: string, body: string): boolean {
	return /^text\/html|^application\/xhtml/i.test(contentType) || /^\s*<(?:!doctype html|html)/i.test(body);
}

/** The error for a web page in place of data. */
export function pageFailure(status: number, about: Circumstances): AecError {
	const closed = about.service.remedy?.(410, {}, about.operation);
	const facts: ErrorFacts = {
		operation: about.operation,
		status,
		retryAfterMs: about.retryAfterMs,
		remedy: [unsure(about), status >= 500 ? 'Try again later: this looks like maintenance.' : 'Check the address of the service in the credential. A proxy, a sign-in page or maintenance can stand in between.', closed].filter((part) => part !== undefined).join(' '),
	};
	const message = `${about.action}${about.concerning}: ${about.service.label} answered with a web page instead of data (${status}).`;
	if (status >= 500) return new UnavailableError(message, facts);
	return new ReplyError(message, facts);
}

/** What to do first where a second time is not the same as once. */
function unsure({ repeat }: Circumstances): string | undefined {
	return repeat === 'safe' ? undefined : 'It may have been carried out all the same: look there before running it again.';
}

/** Which scope is missing, where the service says that one is, but rarely which. */
function scopesText(status: number, said: ServiceWords, scopes: readonly string[] | undefined): string | undefined {
	const lacksOne = status === 403 && /scope|AUTH-010|does not have the privilege/i.test(`${said.words ?? ''} ${said.code ?? ''}`);
	return lacksOne && scopes !== undefined && scopes.length > 0 ? `It takes the scope ${scopes.map((one) => one.split(' ').join(' and ')).join(' or ')}.` : undefined;
}

/** `It takes the permission a (what that is) or b.` */
function permissionsText(permissions: readonly string[] | undefined, service: Service): string | undefined {
	if (permissions === undefined || permissions.length === 0) return undefined;
	const named = permissions.map((permission) => {
		const words = service.permissionWords?.(permission);
		return words === undefined ? permission : `${permission} (${words})`;
	});
	return `It takes the permission ${named.join(' or ')}.`;
}

function waitText(ms: number | undefined): string {
	return ms === undefined ? 'Wait a little and run it again, or let it run less often.' : `The service asks to wait ${duration(ms)}; run it again then.`;
}

/** As people say it: `45 seconds`, `60 minutes`, `3 hours`. */
function duration(ms: number): string {
	const seconds = Math.ceil(ms / 1000);
	if (seconds < 120) return seconds === 1 ? '1 second' : `${seconds} seconds`;
	const minutes = Math.ceil(seconds / 60);
	return minutes < 120 ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`;
}

/** A text as a sentence: it ends with a mark. */
export function sentence(text: string): string {
	return /[.!?…]$/.test(text) ? text : `${text}.`;
}
