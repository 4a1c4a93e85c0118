import { ref, type IdPrefix } from '../vocabulary';

/** References that nearly every call of API 2 has in its path: URN preferred, raw UUID accepted (API 2, lines 160-171). */
export const accountRef = ref('cintoo.account', { required: true, label: 'Account' });
export const projectRef = ref('cintoo.project', { required: true, label: 'Project' });
export const workzoneRef = ref('cintoo.workzone', { required: true, label: 'Work Zone' });
export const inAccount = { accountRef };
export const inProject = { accountRef, projectRef };

export const accounts = '/api/2/accounts';
export const account = `${accounts}/{accountRef}`;
export const project = `${account}/projects/{projectRef}`;

/** URN, UUID, or the numbers of old that are still taken (API 2, lines 160-171); anything else a person gives is a name. */
export const idPattern = /^(urn:cintoo:\S+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d+)$/i;

/** For the calls that take a URN and nothing else, such as the work zone of a new annotation: a raw id becomes one. */
export const asUrn = (kind: string): { readonly prefix: IdPrefix } => ({ prefix: { text: `urn:cintoo:${kind}:`, wanted: true } });
