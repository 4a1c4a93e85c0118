import { at, isList, textAt, type Json, type JsonObject } from '../vocabulary';

// The lists of API 2 filter nothing: they hold everything, deleted records too (API 2, line 841). What a person wants of them is picked here.

/** Whether the record carries the service's mark of deletion. */
export function isDeleted(record: JsonObject): boolean {
	return at(record, 'modificationInfo.isDeleted') === true || record.isDeleted === true;
}

/** Whether nothing is wanted, or the text at the path is one of what is wanted. */
export function isOneOf(record: JsonObject, path: string, wanted: Json | undefined): boolean {
	if (wanted === undefined) return true;
	const found = at(record, path);
	return isList(wanted) ? wanted.some((one) => one === found) : wanted === found;
}

/** Whether no reference is wanted, or the URN (or one of the URNs) at the path is it. A raw UUID stands for the URN that ends in it. */
export function refersTo(record: JsonObject, path: string, wanted: Json | undefined): boolean {
	if (typeof wanted !== 'string') return true;
	const found = at(record, path);
	return (isList(found) ? found : [found]).some((one) => typeof one === 'string' && bareId(one) === bareId(wanted));
}

/** Whether no range is wanted, or the time at the path lies within it. `wanted` is `from..to`, ISO 8601, either end open. */
export function isWithin(record: JsonObject, path: string, wanted: Json | undefined): boolean {
	if (typeof wanted !== 'string') return true;
	const [from = '', to = ''] = wanted.split('..');
	const time = Date.parse(textAt(record, path) ?? '');
	return (from === '' || time >= Date.parse(from)) && (to === '' || time <= Date.parse(to));
}

/** The UUID of a URN, or the id itself (API 2, lines 160-171). */
export function bareId(reference: string): string {
	return reference.trim().split(':').pop()?.toLowerCase() ?? '';
}
