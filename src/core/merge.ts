import { at, given, type AnyOperation, type Input, type JsonObject, type Merge } from '../catalog/vocabulary';

/** An input that holds the present state as well, and the keys whose values the service itself gave. */
export interface Merged {
	readonly input: Input;
	readonly asRead?: ReadonlySet<string>;
}

/** What a write that erases what it does not name has to send: the present state, with the changes over it. */
export function mergeInto(operation: AnyOperation, merge: Merge, present: JsonObject, input: Input): Merged {
	const kept = Object.entries(merge.keep).map(([key, from]) => [key, typeof from === 'string' ? (at(present, from) ?? undefined) : from(present)] as const);
	const state = Object.fromEntries(kept.filter(([key, value]) => value !== undefined && (value !== null || operation.input[key]?.clear !== undefined)));
	const changes = given(input);
	// What stands there gives way to a change that goes without it.
	const ousted = new Set((operation.rules ?? []).flatMap((rule) => ('atMostOne' in rule && rule.atMostOne.some((key) => key in changes) ? rule.atMostOne : [])));
	const held = Object.fromEntries(Object.entries(state).filter(([key]) => !(key in changes) && !ousted.has(key)));
	return { input: { ...held, ...changes }, asRead: new Set(Object.keys(held)) };
}
