import { createHash, randomBytes } from 'node:crypto';

export interface Pkce {
	/** Kept until the code is exchanged. */
	readonly verifier: string;
	/** base64url of the SHA-256 of the verifier (RFC 7636 §4.2). */
	readonly challenge: string;
}

/** A fresh verifier of 43 characters and its challenge. */
export function createPkce(): Pkce {
	const verifier = randomBytes(32).toString('base64url');
	return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

/** A random state of lower-case letters and digits, as Cintoo's document asks for (API 1, line 108). */
export function createState(): string {
	return randomBytes(20).toString('hex');
}
