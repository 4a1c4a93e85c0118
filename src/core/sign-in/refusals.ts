import { createHash } from 'node:crypto';
import type { SignInError } from '../errors';

/** For so long, in ms, a refused refresh token is not offered again: a service may take a spent one for a stolen one and end the sign-in that replaced it. */
const rest = 600_000;

/** Refusals by a digest of what was refused, for the whole process: hosts re-create connections. */
const refusals = new Map<string, { readonly error: SignInError; readonly until: number }>();

/** Why this refresh token, or other proof of who asks, was refused, where that was a short while ago. */
export function refusalOf(proof: string, now: number): SignInError | undefined {
	for (const [digest, { until }] of refusals) if (now >= until) refusals.delete(digest);
	return refusals.get(digestOf(proof))?.error;
}

/** @param forMs how long it is not offered again */
export function rememberRefusal(proof: string, error: SignInError, now: number, forMs = rest): void {
	refusals.set(digestOf(proof), { error, until: now + forMs });
}

function digestOf(proof: string): string {
	return createHash('sha256').update(proof).digest('base64');
}
