import { boolean, choice, isObject, listAt, offset, returns, text, textAt, texts, written, type Batch, type Json, type JsonObject } from '../vocabulary';
import { needs } from './families';
import { account, bare } from './ids';

/** The older account administration, `hq`: what its calls share. All of them are on an account. */
export const directory = { accountId: account(bare, { wire: 'account_id' }) };
export const shaping = {
	sort: texts({ label: 'Sort By', placeholder: 'e.g. -created_at', description: 'Fields to sort by; a minus in front turns the order round' }),
	fields: texts({ wire: 'field', label: 'Fields to Return', description: 'All if left empty' }),
};
/** The service takes any criterion and similar texts by itself (line 1111); here all of them must hold and be equal unless chosen otherwise. */
export const matching = {
	operator: choice({ AND: 'All of Them', OR: 'Any of Them' }, { label: 'Must Match', default: 'AND', description: 'How several criteria combine' }),
	partial: boolean({ default: false, label: 'Partial Match', description: 'Whether similar texts count too; otherwise only equal ones' }),
};
/** Its lists are bare arrays without a total, so that a short page is the last. */
export const shortPage = offset({ items: '', size: 100 });

/** Where somebody is found. */
export const address = {
	addressLine1: text({ wire: 'address_line_1', maxLength: 255 }),
	addressLine2: text({ wire: 'address_line_2', maxLength: 255 }),
	city: text({ maxLength: 255 }),
	stateOrProvince: text({ wire: 'state_or_province', maxLength: 255 }),
	postalCode: text({ wire: 'postal_code', maxLength: 255 }),
	country: text({ maxLength: 255 }),
	phone: text({ maxLength: 255 }),
};

/** What its writes share. */
const write = { needs: needs('directory', 'account:write'), returns: returns.record(), status: 'reference', source: 'APS Account Admin v1, reference pages and OpenAPI description' } as const;
export const hqReceipt = { id: 'id' } as const;
/** A call that adds a record. */
export const addition = { ...write, repeat: 'never', receipt: { done: 'created', ...hqReceipt } } as const;
/** A call that changes what it names of a record. */
export const change = { ...write, repeat: 'safe', receipt: { done: 'updated', ...hqReceipt } } as const;

/** Records one call of the older account administration takes in (reference pages of `users/import` and `companies/import`). */
const most = 50;
const refusedWith = 'refusedWith';

/** How many records go into the account in one call, with a result for each, recognised by a member that every one has. */
const inOneCall = (match: string): Batch => ({
	list: 'records',
	max: most,
	match,
	results: '',
	row: (members) => members,
	refused: (result) => (result[refusedWith] === undefined ? undefined : { words: textAt(result, refusedWith) ?? '' }),
});

/** The reply of an import as one list: those taken in, and those refused with the reason. A refused one may be wrapped (`{ item, error }`) or bear its errors itself. */
function resultsOfImport(reply: Json): Json {
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

/** A call that adds many records, each with a result of its own. */
export const additions = (match: string) => ({ ...addition, label: 'Import', batch: inOneCall(match), reshape: resultsOfImport }) as const;
