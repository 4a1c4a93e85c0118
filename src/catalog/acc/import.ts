import { isObject, listAt, textAt, written, type Batch, type Fields, type Json, type JsonObject } from '../vocabulary';

/** Records one call of the older account administration takes in (reference pages of `users/import` and `companies/import`). */
const most = 50;
const refusedWith = 'refusedWith';

/** How many records go into the account in one call, with a result for each, recognised by a member that every one has. */
export const inOneCall = (match: string): Batch => ({
	list: 'records',
	max: most,
	match,
	results: '',
	row: (members) => members,
	refused: (result) => (result[refusedWith] === undefined ? undefined : { words: textAt(result, refusedWith) ?? '' }),
});

/** The reply of an import as one list: those taken in, and those refused with the reason. A refused one may be wrapped (`{ item, error }`) or bear its errors itself. */
export function resultsOfImport(reply: Json): Json {
	const refused = (listAt(reply, 'failure_items') ?? []).filter(isObject).map((one): JsonObject => {
		const record = [one.item, one.content].find(isObject) ?? one;
		return { ...record, [refusedWith]: reasonsIn(one.error ?? one.errors ?? record.error ?? record.errors ?? null) };
	});
	return [...(listAt(reply, 'success_items') ?? []), ...refused];
}

function reasonsIn(given: Json): string {
	const reasons = (Array.isArray(given) ? given : [given]).map((one: Json) => textAt(one, 'message') ?? textAt(one, 'detail') ?? (one === null ? '' : written(one)));
	return reasons.filter((one) => one !== '').join(' ') || 'no reason was given.';
}

/** Fields of which each item fills in one row of a call. */
export function asRow(fields: Fields): Fields {
	return Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, { ...field, in: 'row' }]));
}
