import type { Output } from './context';
import { boolean } from './field';
import { isObject, textAt, type Json, type JsonObject } from './json';

/** Whether a comment is left out when its words stand there already. */
export const onlyOnce = boolean({ default: true, label: 'Skip If Already There', description: 'Whether to add nothing when a comment with the same words exists, so that running again adds nothing' });

/**
 * Adds a comment unless one of those present has the same words; blanks do not count.
 * @param says the texts of a comment that may be its words
 */
export async function addOnce(comment: string, present: AsyncIterable<JsonObject> | Iterable<JsonObject>, says: (one: JsonObject) => readonly (string | undefined)[], post: () => Promise<Json>): Promise<readonly Output[]> {
	for await (const one of present) {
		if (says(one).some((said) => words(said) === words(comment))) return [{ json: { receipt: { done: 'unchanged', id: textAt(one, 'id') ?? null }, ...one } }];
	}
	const made = await post();
	return [{ json: { receipt: { done: 'created', id: textAt(made, 'id') ?? null }, ...(isObject(made) ? made : {}) } }];
}

function words(said: string | undefined): string {
	return (said ?? '').replace(/\s+/g, ' ').trim();
}
