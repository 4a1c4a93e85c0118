import { CancelledError, ConnectionError } from './errors';

/** Error codes of Node's network before a request can have reached the service. */
const neverSent: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ERR_INVALID_URL']);

/** Codes that Node also gives for reading and writing on a connection that stood: never sent only where it was being made. */
const noRoute: ReadonlySet<string> = new Set(['EHOSTUNREACH', 'ENETUNREACH']);

/** Codes with which Node does not accept a certificate: the handshake fails, nothing is sent. */
const certificate = /^(?:CERT_|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_CERT|UNABLE_TO_(?:GET_ISSUER|VERIFY_LEAF)|ERR_TLS_CERT_)/;

/** Whether an error code of Node's network says that the service cannot be reached. */
export function isUnreachable(code: string): boolean {
	return neverSent.has(code) || noRoute.has(code) || certificate.test(code);
}

/**
 * What a transport throws when the network ends a request with an error code.
 * @param syscall what Node was doing, such as `connect` or `read`; unknown counts as if the request was sent.
 */
export function brokenConnection(code: string, syscall?: string): ConnectionError {
	const sent = !(neverSent.has(code) || certificate.test(code) || (noRoute.has(code) && syscall === 'connect'));
	const what = code === 'ECONNABORTED' || code === 'ETIMEDOUT' ? 'there was no answer in time' : sent ? 'the connection broke off' : `the service cannot be reached (${code})`;
	return new ConnectionError(what, sent, { cause: code, ...(certificate.test(code) ? { remedy: 'The certificate was not accepted. Check the clock of this machine; where a company proxy stands in between, give Node its certificate (NODE_EXTRA_CA_CERTS).' } : {}) });
}

/** The code and the system call of a broken connection, as they stand in an error or in what caused it. */
export function breakIn(error: unknown): { readonly code?: string; readonly syscall?: string } {
	const causes = [...causesOf(error)];
	const text = (name: string): string | undefined => causes.map((one) => one[name]).find((value) => typeof value === 'string');
	return { code: text('code'), syscall: text('syscall') };
}

/** An error and what it was caused by. Of the tries at several addresses, which Node makes together, the first one. */
export function* causesOf(error: unknown): Generator<{ readonly [key: string]: unknown }> {
	for (let one = error, depth = 0; isRecord(one) && depth < 6; one = one.cause ?? (Array.isArray(one.errors) ? one.errors[0] : undefined), depth++) yield one;
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
	return typeof value === 'object' && value !== null;
}

export function cancelled(): CancelledError {
	return new CancelledError('The run was cancelled.');
}
