import { at, isList, isObject, parseJson, type AnyOperation, type Json, type JsonObject, type Receipt } from '../catalog/vocabulary';
import { NotFoundError, PermissionError, RefusedError, ReplyError, UnavailableError } from './errors';
import { oneLine } from './brief';
import { isPage, pageFailure, sentence } from './failure';
import { redactText, withoutSecrets } from './redact';
import { about, textOf, type Answered, type Endpoint, type Purpose } from './send';

/**
 * The data of a successful reply, without the session's secrets.
 * @throws ReplyError for a web page or broken JSON; the hidden failure's error where the service hides one.
 */
export async function replyOf(endpoint: Endpoint, purpose: Purpose, response: Answered): Promise<Json> {
	const text = await textOf(response);
	const contentType = response.headers['content-type'] ?? '';
	const { operation } = purpose;
	if (operation.returns.kind === 'text') {
		if (isPage(contentType, text)) throw pageFailure(response.status, about(endpoint, purpose, false));
		return checked(endpoint, purpose, response, text);
	}
	if (text.trim() === '') return checked(endpoint, purpose, response, null);
	if (isPage(contentType, text)) throw pageFailure(response.status, about(endpoint, purpose, false));
	const value = parseJson(text);
	if (value === undefined) {
		if (operation.returns.kind === 'nothing' || operation.returns.kind === 'value') return checked(endpoint, purpose, response, text);
		throw new ReplyError(`${operation.action}${purpose.concerning}: ${endpoint.service.label} answered with something that is not data (${contentType || 'no content type'}).`, { operation: purpose.id, status: response.status, remedy: 'Check the address of the service in the credential, then try again.' });
	}
	return checked(endpoint, purpose, response, value);
}

function checked(endpoint: Endpoint, purpose: Purpose, { secrets }: Answered, value: Json): Json {
	const failure = purpose.operation.ok?.(value);
	if (failure) {
		const words = oneLine(redactText(failure.words, secrets));
		const facts = { operation: purpose.id, words, code: failure.code };
		const message = `${purpose.operation.action}${purpose.concerning}: ${endpoint.service.label} reported a failure in a successful answer: ${sentence(words)}`;
		if (failure.permission) throw new PermissionError(message, { ...facts, remedy: 'Ask a project administrator for the right.' });
		if (failure.anew !== undefined) throw new UnavailableError(message, { ...facts, remedy: failure.anew });
		throw new RefusedError(message, { ...facts, remedy: 'Correct the input that the message names.' });
	}
	const clean = withoutSecrets(value, endpoint.service.secretParams, secrets);
	return purpose.operation.reshape?.(clean, purpose.local ?? {}) ?? clean;
}

/** The records of a reply that is a list. Throws ReplyError when there is none where the document promises one. */
export function recordsOf(reply: Json, path: string, operation: AnyOperation, id: string): readonly JsonObject[] {
	const found = at(reply, path);
	if (isList(found)) return found.map((record) => (isObject(record) ? record : { value: record }));
	if (reply === null || found === null || found === '') return [];
	throw new ReplyError(`${operation.action}: the answer holds no list${path === '' ? '' : ` under "${path}"`}.`, { operation: id, remedy: 'The service may have changed; report this with the name of the operation.' });
}

/** One record, or any value as one. */
export function recordOf(reply: Json, path: string): JsonObject {
	const found = at(reply, path);
	if (isObject(found)) return found;
	return { value: found ?? null };
}

/** What a write did, ahead of the record it gave back. */
export function withReceipt(receipt: Receipt | undefined, record: JsonObject): JsonObject {
	if (!receipt) return record;
	const id = receipt.id === undefined ? undefined : at(record, receipt.id);
	const number = receipt.number === undefined ? undefined : at(record, receipt.number);
	return { receipt: { done: receipt.done, ...(id === undefined ? {} : { id }), ...(number === undefined ? {} : { number }) }, ...record };
}

/** Whether a delete that found nothing did what was wanted all the same. */
export function alreadyGone(operation: AnyOperation, error: unknown): boolean {
	const { call, receipt, repeat } = operation;
	if (call?.method !== 'DELETE' || repeat !== 'safe' || (receipt?.done !== 'deleted' && receipt?.done !== 'removed')) return false;
	if (receipt.gone === undefined) return error instanceof NotFoundError;
	return (error instanceof NotFoundError || error instanceof RefusedError) && [receipt.gone].flat().includes(error.facts.code ?? '');
}
