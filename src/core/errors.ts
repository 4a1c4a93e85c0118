/** What every error of this package tells, beyond its message. */
export interface ErrorFacts {
	/** Id of the operation, e.g. `acc.issue.create`. */
	readonly operation?: string;
	/** HTTP status, where the service answered. */
	readonly status?: number;
	/** The service's own code, e.g. `project-not-found`. */
	readonly code?: string;
	/** The service's own words. */
	readonly words?: string;
	readonly requiredPermissions?: readonly string[];
	/** ms to wait before trying again, where the service said so. */
	readonly retryAfterMs?: number;
	/** What exists already although the whole did not succeed: kind of thing → id. */
	readonly made?: Readonly<Record<string, string>>;
	/** What to do about it. */
	readonly remedy?: string;
	readonly cause?: unknown;
}

/**
 * Base of all failures a person may see. The message says what happened; `remedy` says what to do.
 * Neither ever holds a credential: whoever creates one passes redacted words.
 */
export abstract class AecError extends Error {
	abstract readonly kind:
		| 'input'
		| 'sign-in'
		| 'permission'
		| 'not-found'
		| 'conflict'
		| 'refused'
		| 'rate-limited'
		| 'unavailable'
		| 'connection'
		| 'unexpected-reply'
		| 'ceiling'
		| 'cancelled';

	constructor(
		message: string,
		readonly facts: ErrorFacts = {},
	) {
		super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
		this.name = new.target.name;
	}

	/** Message and remedy in one text. */
	get explanation(): string {
		return this.facts.remedy === undefined ? this.message : `${this.message} ${this.facts.remedy}`;
	}

	/** The same failure as that of an operation a person knows: the message begins with it. */
	during(operation: string, message: string): this {
		return this.copy(message, { ...this.facts, operation });
	}

	/** The same failure with more facts: the first ones win, remedies and things made add up. */
	with(more: ErrorFacts): this {
		const made = { ...this.facts.made, ...more.made };
		const remedies = [this.facts.remedy, more.remedy].filter((one) => one !== undefined && one !== '');
		const facts: ErrorFacts = { ...more, ...definedOf(this.facts), ...(remedies.length === 0 ? {} : { remedy: remedies.join(' ') }), ...(Object.keys(made).length === 0 ? {} : { made }) };
		return this.copy(this.message, facts);
	}

	/** An error of its own, whose message, stack and cause are as hidden as an error has them: a host that writes it out as JSON shows facts only. */
	private copy(message: string, facts: ErrorFacts): this {
		const copy = Reflect.construct(Error, [message], this.constructor) as this;
		const { message: _message, ...own } = Object.getOwnPropertyDescriptors(this);
		return Object.defineProperties(copy, { ...own, facts: { value: facts, enumerable: true, writable: true, configurable: true } });
	}
}

function definedOf(facts: ErrorFacts): ErrorFacts {
	return Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined));
}

/** A value is missing, malformed or contradicts another: nothing was sent. */
export class InputError extends AecError {
	readonly kind = 'input';
}
/** The credential was refused, has expired or cannot be renewed. */
export class SignInError extends AecError {
	readonly kind = 'sign-in';
}
/** Signed in, but without the right. */
export class PermissionError extends AecError {
	readonly kind = 'permission';
}
export class NotFoundError extends AecError {
	readonly kind = 'not-found';
}
/** The service's present state does not allow it (409, 423). */
export class ConflictError extends AecError {
	readonly kind = 'conflict';
}
/** The service refused what was sent, openly or hidden in a successful reply. */
export class RefusedError extends AecError {
	readonly kind = 'refused';
}
export class RateLimitError extends AecError {
	readonly kind = 'rate-limited';
}
/** The service failed on its side (5xx). */
export class UnavailableError extends AecError {
	readonly kind = 'unavailable';
}
/** No answer, or a broken one. */
export class ConnectionError extends AecError {
	readonly kind = 'connection';

	constructor(
		message: string,
		/** Whether the service may have carried the request out all the same. */
		readonly maybeDone: boolean,
		facts: ErrorFacts = {},
	) {
		super(message, facts);
	}
}
/** An answer of another kind than documented, such as an HTML page. */
export class ReplyError extends AecError {
	readonly kind = 'unexpected-reply';
}
/** More than this package hands on in one go: an error instead of a silent cut. */
export class CeilingError extends AecError {
	readonly kind = 'ceiling';
}

/** Bytes of an answer that is read into memory: 256 MiB. */
export const longestText = 256 * 1024 * 1024;

/** The error for an answer of more bytes than are read into memory. */
export function tooLong(most: number): CeilingError {
	return new CeilingError(`The answer is longer than ${Math.ceil(most / 1024 / 1024)} MiB.`, { remedy: 'Narrow the filters, or ask for less at a time.' });
}

export class CancelledError extends AecError {
	readonly kind = 'cancelled';
}
