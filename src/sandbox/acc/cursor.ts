import { isObject, type Json } from '../reading';
import { Refusal, type ErrorShape } from './refusal';

/** An opaque word that carries where a list goes on and what was asked for. */
export function cursorOf(state: Json): string {
	return Buffer.from(JSON.stringify(state)).toString('base64url');
}

/** What a cursor carries; refuses words that this service did not make. */
export function readCursor(word: string, shape: ErrorShape): Json {
	try {
		const value: unknown = JSON.parse(Buffer.from(word, 'base64url').toString('utf8'));
		if (isObject(value)) return value;
	} catch {
		// Falls through to the refusal.
	}
	throw new Refusal(shape(400, 'The cursor is not valid.'));
}
