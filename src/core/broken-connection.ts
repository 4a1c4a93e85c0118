import { CancelledError, ConnectionError } from './errors';

/** Error codes of Node's network before a request can have reached the service. */
const neverSent: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ERR_INVALID_URL']);

/** Codes with which Node does not accept a certificate: the handshake fails, nothing is sent. */
const certificate = /^(?:CERT_|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_CERT|UNABLE_TO_(?:GET_ISSUER|VERIFY_LEAF)|ERR_TLS_CERT_)/;

/** Whether an error code of Node's network rules out that the service saw the request. */
export function isNeverSent(code: string): boolean {
	return neverSent.has(code) || certificate.test(code);
}

/** What a transport throws when the network ends a request with an error code. */
export function brokenConnection(code: string): ConnectionError {
	const sent = !isNeverSent(code);
	const what = code === 'ECONNABORTED' || code === 'ETIMEDOUT' ? 'there was no answer in time' : sent ? 'the connection broke off' : `the service cannot be reached (${code})`;
	return new ConnectionError(what, sent, { cause: code, ...(certificate.test(code) ? { remedy: 'The certificate was not accepted. Check the clock of this machine; where a company proxy stands in between, give Node its certificate (NODE_EXTRA_CA_CERTS).' } : {}) });
}

export function cancelled(): CancelledError {
	return new CancelledError('The run was cancelled.');
}
