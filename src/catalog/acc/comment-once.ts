import { addOnce, textAt, type Json, type JsonObject, type Output } from '../vocabulary';

export { onlyOnce } from '../vocabulary';

/** Adds a comment unless one of those present has the same words. */
export async function commentOnce(body: string, present: AsyncIterable<JsonObject> | undefined, post: () => Promise<Json>): Promise<readonly Output[]> {
	return await addOnce(body, present ?? [], (comment) => (stands(comment) ? [textAt(comment, 'body')] : []), post);
}

/** Moments that never came are empty texts here, not null (line 9230). */
function stands(comment: JsonObject): boolean {
	return comment.deletedAt === undefined || comment.deletedAt === null || comment.deletedAt === '';
}
