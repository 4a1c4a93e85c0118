import { boolean, isObject, textAt, type Json, type JsonObject, type Output } from '../vocabulary';

/** Whether a comment is left out when its words stand there already. */
export const onlyOnce = boolean({ default: true, label: 'Skip If Already There', description: 'Whether to add nothing when a comment with the same words exists, so that running again adds nothing' });

/** Adds a comment unless one of those present has the same words; blanks do not count. */
export async function commentOnce(body: string, present: AsyncIterable<JsonObject> | undefined, post: () => Promise<Json>): Promise<readonly Output[]> {
	if (present) {
		for await (const comment of present) {
			if (stands(comment) && words(textAt(comment, 'body')) === words(body)) return [{ json: { receipt: { done: 'unchanged', id: textAt(comment, 'id') ?? null }, ...comment } }];
		}
	}
	const made = await post();
	return [{ json: { receipt: { done: 'created', id: textAt(made, 'id') ?? null }, ...(isObject(made) ? made : {}) } }];
}

/** Moments that never came are empty texts here, not null (line 9230). */
function stands(comment: JsonObject): boolean {
	return comment.deletedAt === undefined || comment.deletedAt === null || comment.deletedAt === '';
}

function words(body: string | undefined): string {
	return (body ?? '').replace(/\s+/g, ' ').trim();
}
