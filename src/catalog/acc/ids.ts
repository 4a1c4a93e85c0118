import { ref, type FieldOptions, type IdPrefix, type Reference } from '../vocabulary';

/** Data Management writes hub and project ids with `b.` in front. */
export const prefixed: IdPrefix = { text: 'b.', wanted: true };
/** Everything else takes them without. */
export const bare: IdPrefix = { text: 'b.', wanted: false };

type Options = Omit<FieldOptions<Reference, boolean>, 'required'>;

/** The account, which Data Management calls a hub. */
export const account = (prefix: IdPrefix, options: Options = {}) => ref('acc.hub', { label: 'Account', ...options, required: true, prefix });

/** A project of ACC or BIM 360. */
export const anyProject = (prefix: IdPrefix, options: Options = {}) => ref('acc.project', { label: 'Project', ...options, required: true, prefix });

/** A project of ACC, for operations that refuse those of BIM 360. */
export const accProject = (prefix: IdPrefix = bare, options: Options = {}) => ref('acc.accProject', { label: 'Project', description: 'Of ACC itself; projects of BIM 360 are not taken here', ...options, required: true, prefix });

/** The id of a reference inside a several-step operation, where names are resolved by then. */
export const idOf = (reference: Reference): string => (typeof reference === 'string' ? reference : reference.name);

/** The values of a list that may be left out; names are resolved by then. */
export const listed = (given: readonly Reference[] | null | undefined): readonly string[] => (given ?? []).map(idOf);

/** What nearly every operation on the content of an ACC project begins with. */
export const inProject = { projectId: accProject() };
