import { Problem, unknown } from './problem';

/** The kinds of things that a reference can name and whose id is a UUID. */
export type UrnKind =
	| 'account'
	| 'user'
	| 'subscription'
	| 'role'
	| 'group'
	| 'project'
	| 'workzone'
	| 'file'
	| 'annotation'
	| 'crop'
	| 'tag'
	| 'tag-list'
	| 'newforma-konekt-hub';

const uuid4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** `urn:cintoo:{kind}:{id}` (Cintoo API 2, line 160). */
export function urn(kind: string, id: string): string {
	return `urn:cintoo:${kind}:${id}`;
}

/**
 * The bare id of a reference, which is a URN or a raw UUID (lines 164 to 171).
 *
 * @throws Problem 400 `invalid-xxx-urn` or `invalid-xxx-id` (lines 299 to 312)
 */
export function idOf(kind: UrnKind, ref: string): string {
	if (ref.startsWith('urn:')) {
		const [, , found, id = '', ...rest] = ref.split(':');
		if (found !== kind) throw new Problem(400, `invalid-${kind}-urn`, `ID type mismatch in Urn. Expected a '${kind}', found a '${found ?? ''}'`);
		if (!uuid4.test(id) || rest.length > 0) throw new Problem(400, `invalid-${kind}-urn`, `The id in the Urn of a ${kind} must be an UUIDv4`);
		return id.toLowerCase();
	}
	if (!uuid4.test(ref)) throw new Problem(400, `invalid-${kind}-id`, `${kind} must be given as an UUID or URN`);
	return ref.toLowerCase();
}

/** A reference where the document takes a URN and nothing else. @throws Problem 400 `invalid-xxx-urn` */
export function urnOnly(kind: UrnKind, ref: string): string {
	if (!ref.startsWith('urn:')) throw new Problem(400, `invalid-${kind}-urn`, `${kind} must be given as an Urn`);
	return ref;
}

/** The thing that a reference names. @throws Problem 400 for a bad reference, 404 for an unknown one */
export function resolve<T>(kind: UrnKind, ref: string, things: ReadonlyMap<string, T>): T {
	const id = idOf(kind, ref);
	const thing = things.get(id);
	if (thing === undefined) throw unknown(kind, id);
	return thing;
}

/** As {@link resolve}, of things that belong to projects: those of another project are unknown. */
export function resolveIn<T extends { readonly projectId: string }>(kind: UrnKind, ref: string, things: ReadonlyMap<string, T>, projectId: string): T {
	const thing = resolve(kind, ref, things);
	if (thing.projectId !== projectId) throw unknown(kind, idOf(kind, ref));
	return thing;
}
