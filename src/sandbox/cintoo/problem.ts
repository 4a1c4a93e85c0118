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

/** The error body of API 2: `status` and `title` always, the rest when there is something to say (lines 173 to 196). */
export function problemReply({ status, errorCode, message, errorValues }: Problem): SandboxReply {
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

export function invalidInput(detail: string): Problem {
	return new Problem(400, 'invalid-input', detail);
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
