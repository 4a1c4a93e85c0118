import type { Handler, SandboxReply } from '../service';

/** Thrown by a handler to end the call with a reply. */
export class Refusal extends Error {
	constructor(readonly reply: SandboxReply) {
		super(`refused with ${reply.status}`);
	}
}

/**
 * The words of a refusal in the shape of its family.
 *
 * The API reference documents no error body but that of a failed export (line 6190); the other shapes are
 * plausible ones, a different one each, so that a client learns to read them all.
 */
export type ErrorShape = (status: number, words: string, code?: string) => SandboxReply;

/** What the gateway before all services answers to a bad token. */
export const gatewayError: ErrorShape = (status, words, code = 'AUTH-006') => ({
	status,
	json: { developerMessage: words, moreInfo: 'https://aps.autodesk.com/en/docs/oauth/v2/developers_guide/error_handling/', errorCode: code },
});

export const oauthError: ErrorShape = (status, words, code = 'invalid_request') => ({
	status,
	json: { error: code, error_description: words },
});

export const issuesError: ErrorShape = (status, words, code) => ({
	status,
	json: { title: titleOf(status), detail: words, ...(code === undefined ? {} : { errors: [{ field: code, title: titleOf(status), detail: words }] }) },
});

export const adminError: ErrorShape = (status, words, code = titleOf(status).toUpperCase().replace(/ /g, '_')) => ({
	status,
	json: { code, message: words },
});

export const dataError: ErrorShape = (status, words, code = titleOf(status).toUpperCase().replace(/ /g, '_')) => ({
	status,
	type: 'application/vnd.api+json',
	json: { jsonapi: { version: '1.0' }, errors: [{ status: String(status), code, title: titleOf(status), detail: words }] },
});

export const storageError: ErrorShape = (status, words) => ({ status, json: { reason: words } });

/** As in the failed export of the document: the code is the status, the title the name of the error. */
export const filesError: ErrorShape = (status, words, code = 'ERR_BAD_INPUT') => ({
	status,
	json: { code: String(status), title: code, detail: words },
});

export const problem: ErrorShape = (status, words) => ({ status, json: { status, title: titleOf(status), detail: words } });

function titleOf(status: number): string {
	const titles: Readonly<Record<number, string>> = {
		400: 'Bad Request',
		401: 'Unauthorized',
		403: 'Forbidden',
		404: 'Not Found',
		405: 'Method Not Allowed',
		409: 'Conflict',
		410: 'Gone',
		422: 'Unprocessable Entity',
		501: 'Not Implemented',
	};
	return titles[status] ?? 'Error';
}

/** Turns thrown refusals into replies. */
export function refusing(handler: Handler): Handler {
	return async (request) => {
		try {
			return await handler(request);
		} catch (error) {
			if (error instanceof Refusal) return error.reply;
			throw error;
		}
	};
}
