import type { SandboxReply } from '../service';

const titles: Readonly<Record<number, string>> = {
	400: 'Bad Request',
	401: 'Unauthorized',
	403: 'Forbidden',
	404: 'Not Found',
	405: 'Method Not Allowed',
	409: 'Conflict',
	500: 'Internal Server Error',
	501: 'Not Implemented',
};

/** A refusal on its way out of a handler. */
export class Problem extends Error {
	constructor(
		readonly status: number,
		readonly errorCode: string | undefined,
		detail: string,
		readonly errorValues?: Readonly<Record<string, unknown>>,
	) {
		super(detail);
	}
}

/** A refusal with `type` in place of `title` and nothing else, as two removals of members give it (lines 1111 and 1132). */
export class BareProblem extends Error {
	constructor(
		readonly status: number,
		type: string,
	) {
		super(type);
	}
}

/** The error body of API 2: `status` and `title` always, the rest when there is something to say (lines 173 to 196). */
export function problemReply(problem: Problem | BareProblem): SandboxReply {
	const { status, message } = problem;
	if (problem instanceof BareProblem) return { status, json: { status, type: message } };
	const { errorCode, errorValues } = problem;
	const title = titles[status] ?? 'Error';
	return {
		status,
		json: {
			status,
			title,
			...(message === '' ? {} : { detail: message }),
			...(errorCode === undefined ? {} : { errorCode }),
			...(errorValues === undefined ? {} : { errorValues }),
		},
	};
}

/** The code for whatever in a request is invalid (line 313); also where the document names no code of its own. */
export function invalidInput(detail: string): Problem {
	return new Problem(400, 'invalid-input', detail);
}

/** 409, for which no document knows an error code. */
export function conflict(detail: string): Problem {
	return new Problem(409, undefined, detail);
}

export function unknown(kind: string, id: string): Problem {
	const name = kind.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
	return new Problem(404, `${kind}-not-found`, `${kind} ${id} not found`, { [name]: id });
}

/** @param action the code without `-forbidden`, such as `delete-project` */
export function forbidden(action: string, required: readonly string[]): Problem {
	const needs = required.map((permission) => `"${permission}"`).join(' or ');
	return new Problem(403, `${action}-forbidden`, `You do not have the permission to ${action.replaceAll('-', ' ')}. It requires to have permission ${needs}`, {
		requiredPermissions: required,
	});
}
