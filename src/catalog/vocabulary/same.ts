import { isList, isObject, type Json } from './json';

/**
 * Whether what is wanted stands there already, as far as a reader can tell: services trim, write numbers as text, give
 * null for what is empty and name more members than were sent. Plain values of a list count in any order.
 * @param plain how one plain value reads, e.g. a reference without what it can be written with or without
 */
export function same(wanted: Json | undefined, present: Json | undefined, plain: (value: Json) => string = asRead): boolean {
	if (isEmpty(wanted) || isEmpty(present)) return isEmpty(wanted) && isEmpty(present);
	if (isList(wanted)) return isList(present) && wanted.length === present.length && sameMembers(wanted, present, plain);
	if (isObject(wanted)) return isObject(present) && Object.entries(wanted).every(([name, value]) => same(value, present[name], plain));
	return plain(wanted ?? null) === plain(present ?? null);
}

function sameMembers(wanted: readonly Json[], present: readonly Json[], plain: (value: Json) => string): boolean {
	if (wanted.some((one) => isList(one) || isObject(one))) return wanted.every((one, index) => same(one, present[index], plain));
	const sorted = (list: readonly Json[]): readonly string[] => list.map(plain).sort();
	const others = sorted(present);
	return sorted(wanted).every((one, index) => one === others[index]);
}

function isEmpty(value: Json | undefined): boolean {
	return value === undefined || value === null || value === '' || (isList(value) && value.length === 0);
}

function asRead(value: Json): string {
	return typeof value === 'string' ? value.replace(/\r\n?/g, '\n').trim() : JSON.stringify(value);
}
