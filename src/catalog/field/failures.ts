import { isList, isObject, textAt, written, type HiddenFailure, type Json, type ServiceWords } from '../vocabulary';
import { instead } from './successors';

/** Text replies have the form kind;code;text, `I` for information (Field document, line 994). */
const statusLine = /^\s*([A-Z]);(\d+);?([^]*)$/;
const speaksOfRights = /not authori[sz]ed|unauthori[sz]ed|permission/i;

/** The words of an error reply: JSON with a message or errors, a list of texts (line 799), a status line, or plain text. */
export function readFailure(body: Json | string): ServiceWords {
	if (typeof body === 'string') {
		const [, , code, words] = statusLine.exec(body) ?? [];
		return code === undefined ? { words: blank(body) } : { words: blank(words ?? ''), code };
	}
	return { words: wordsOf(body), code: textAt(body, 'code') ?? textAt(body, 'error_code') };
}

/** A failure in a reply with status 200: a status line that is no information, `success: false`, or errors. */
export function hiddenFailure(reply: Json): HiddenFailure | undefined {
	if (typeof reply === 'string') {
		const [, kind, code = '', words = ''] = statusLine.exec(reply) ?? [];
		if (kind === undefined || (kind === 'I' && Number(code) < 400)) return undefined;
		return { words: blank(words) ?? reply.trim(), code, permission: code === '401' || code === '403' };
	}
	if (!isObject(reply)) return undefined;
	const errors = [reply.general_errors, reply.errors, reply.error].some((member) => (isList(member) ? member.length > 0 : isObject(member) ? Object.keys(member).length > 0 : typeof member === 'string' && member !== ''));
	if (reply.success !== false && reply.success !== 'false' && !errors) return undefined;
	const words = wordsOf(reply) ?? 'It gave no reason.';
	return { words, permission: speaksOfRights.test(words) };
}

/** Failures in a reply that tells of each of several records by its id, as a code, in words, by yes and no or as a record: how is not documented (line 758). */
export function failuresByRecord(reply: Json): HiddenFailure | undefined {
	const whole = hiddenFailure(reply);
	if (whole) return whole;
	const told = isList(reply) ? reply.map((one): readonly [string, Json] => [textAt(one, 'id') ?? '', one]) : isObject(reply) ? Object.entries(reply) : [];
	const words = told.flatMap(([id, said]) => {
		const why = failureIn(said);
		return why === undefined ? [] : [`${id}: ${why}`];
	});
	return words.length === 0 ? undefined : { words: words.join('; '), permission: words.every((one) => speaksOfRights.test(one)) };
}

function failureIn(said: Json | undefined): string | undefined {
	if (isObject(said)) return hiddenFailure(said)?.words ?? failureIn(said.status ?? said.code);
	if (said === false) return 'It gave no reason.';
	const text = said === undefined ? '' : written(said).trim();
	if (/^\d{3}$/.test(text)) return Number(text) < 400 ? undefined : text;
	return hiddenFailure(text)?.words ?? (/\b(?:err|fail|not\b|no such|denied|forbidden|unauthori[sz]ed|missing|invalid)/i.test(text) ? text : undefined);
}

/** What a person reads: the messages in a reply, `[field, message]` pairs as "message (field)" (line 1482). */
function wordsOf(value: Json | undefined): string | undefined {
	if (typeof value === 'string') return blank(value);
	if (isList(value)) {
		const [field, message, ...more] = value;
		if (typeof field === 'string' && typeof message === 'string' && more.length === 0 && /^c?f--/.test(field)) return `${message} (${field})`;
		return joined(value.map(wordsOf));
	}
	if (!isObject(value)) return undefined;
	const named = joined([value.general_errors, value.errors, value.error, value.message].map(wordsOf));
	// Under `errors` also stands an object of texts by field.
	return named ?? joined(Object.entries(value).map(([field, message]) => (typeof message === 'string' && message !== '' ? `${field}: ${message}` : isList(message) ? wordsOf(message) : undefined)));
}

function joined(parts: readonly (string | undefined)[]): string | undefined {
	return blank(parts.filter((part) => part !== undefined && part !== '').join('; '));
}

function blank(words: string): string | undefined {
	return words.trim() === '' ? undefined : words.trim();
}

/** What helps beyond the general remedy. A 404 without a word comes from whoever stands where the service stood. */
export function remedy(status: number, said: ServiceWords = {}, operation?: string): string | undefined {
	switch (status) {
		case 401:
			return 'The sign-in works, so it is the user’s rights in the project: ask a project administrator for them.';
		case 404:
			return said.words === undefined ? instead(operation) : undefined;
		case 410:
			return instead(operation);
		case 426:
			return 'Subcontractors of the active project cannot sign in; trying again does not help.';
		default:
			return undefined;
	}
}
