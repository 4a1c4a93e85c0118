import { AecError, CancelledError } from '../core/errors';
import { redactText } from '../core/redact';
import type { Message } from './node-red';

/** An error as Catch nodes and people want it: the remedy is part of the message, the facts are own properties. */
export interface NodeError extends Error {
	statusCode?: number;
	code?: string;
	remedy?: string;
}

/** What a node hands to Node-RED. Secrets in the words of foreign errors are hidden. */
export function nodeError(cause: unknown): NodeError {
	if (!(cause instanceof AecError)) return new Error(redactText(cause instanceof Error ? cause.message : String(cause)));
	const { status, code, remedy } = cause.facts;
	const error: NodeError = new Error(cause.explanation);
	error.name = cause.name;
	error.code = code ?? cause.kind;
	// Node-RED shows people what this gives; the name of a class helps none of them.
	Object.defineProperty(error, 'toString', { value: () => error.message });
	if (status !== undefined) error.statusCode = status;
	if (remedy !== undefined) error.remedy = remedy;
	return error;
}

/** Puts the facts of a failure on the message: Node-RED keeps only words and code of an error. */
export function withFailure(message: Message, cause: unknown): Message {
	if (!(cause instanceof AecError)) return message;
	const { status, code, words, requiredPermissions, made, operation, remedy, retryAfterMs } = cause.facts;
	message.failure = { kind: cause.kind, message: cause.message, ...definedOf({ operation, statusCode: status, code, words, requiredPermissions, remedy, retryAfterMs }), ...(made && Object.keys(made).length > 0 ? { made } : {}) };
	if (status !== undefined) message.statusCode = status;
	return message;
}

/** Whether the node was closed while it worked: no failure to tell of. */
export function wasCancelled(cause: unknown): boolean {
	return cause instanceof CancelledError;
}

/** Words for a node's status line: short, and the same for the same kind of failure. */
export function shortWords(cause: unknown): string {
	if (!(cause instanceof AecError)) return 'failed';
	const words: Readonly<Record<AecError['kind'], string>> = { input: 'check the input', 'sign-in': 'sign in again', permission: 'no permission', 'not-found': 'not found', conflict: 'conflict', refused: 'refused', 'rate-limited': 'rate limited', unavailable: 'not available', connection: 'no connection', 'unexpected-reply': 'unexpected reply', ceiling: 'too much', cancelled: 'stopped' };
	return words[cause.kind];
}

function definedOf(facts: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
	return Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined));
}
