import { ref, returns, textAt, unpaged, type AnyOperation, type IdPrefix, type Lookup, type Reference, type Resource } from '../../vocabulary';

/** API 1 takes its own ids and UUIDs, never URNs (API 1, line 232): of a URN the UUID is sent, so that records of API 2 lead here. */
export const bare = (kind: string): { readonly prefix: IdPrefix } => ({ prefix: { text: `urn:cintoo:${kind}:`, wanted: false } });

export const accountId = ref('cintoo.v1Account', { required: true, label: 'Account', ...bare('account') });
export const projectId = ref('cintoo.v1Project', { required: true, label: 'Project', ...bare('project') });
export const inAccount = { accountId };
export const inProject = { accountId, projectId };

/** Reading: the document of API 1 names no permissions, any signed-in user may ask. */
export const one = { needs: { token: 'user' }, returns: returns.record(), repeat: 'safe' } as const;
export const many = { ...one, page: unpaged(), returns: returns.records() } as const;

/** 1 to 50 letters, digits, hyphens and underscores (API 1, line 232), or a URN of API 2; anything else a person gives is a name. */
export const idPattern = /^(urn:cintoo:\S+|[\w-]{1,50})$/;

/** What goes on the wire for a reference of which the name is looked up already. */
export function plainId(reference: Reference): string {
	const id = typeof reference === 'string' ? reference : reference.name;
	return id.trim().replace(/^urn:cintoo:[\w-]+:/, '');
}

/** How records with an id and a name are found. */
export function byName(list: AnyOperation, within: readonly string[]): Lookup {
	return { list, within, value: 'id', idPattern, label: (record) => textAt(record, 'name') ?? '?', names: (record) => [textAt(record, 'name')] };
}

/** A resource of API 1 stands in an area of its own, and says which version it belongs to wherever all resources stand together. */
export function labelled(label: string, plural: string): Pick<Resource, 'label' | 'plural' | 'area'> {
	return { label: `API V1: ${label}`, plural: `API V1: ${plural}`, area: 'v1' };
}
