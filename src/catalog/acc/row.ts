import type { Fields } from '../vocabulary';

/** Fields of which each item fills in one row of a call. */
export function asRow(fields: Fields): Fields {
	return Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, { ...field, in: 'row' }]));
}
