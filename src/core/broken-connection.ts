import { CancelledError, ConnectionError } from './errors';

/** Error codes of Node's network before a request can have reached the service. */
const neverSent: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'ERR_TLS_CERT_ALTNAME_INVALID', 'ERR_INVALID_URL']);

/** Whether an error code of Node's network rules out that the service saw the request. */
export function isNeverSent(code: string): boolean {
	return neverSent.has(code);
}

/** What a transport throws when the network ends a request with an error code. */
export function brokenConnection(code: string): ConnectionError {
	const sent = !isNeverSent(code);
	const what = code === 'ECONNABORTED' || code === 'ETIMEDOUT' ? 'there was no answer in time' : sent ? 'the connection broke off' : `the service cannot be reached (${code})`;
	return new ConnectionError(what, sent, { cause: code });
}

export function cancelled(): CancelledError {
	return new CancelledError('The run was cancelled.');
}
