import { createHash } from 'node:crypto';
import type { SignInError } from '../errors';

/** For so long, in ms, a refused refresh token is not offered again: a service may take a spent one for a stolen one and end the sign-in that replaced it. */
const rest = 600_000;

/** Refusals by a digest of the refresh token, for the whole process: hosts re-create connections. */
const refusals = new Map<string, { readonly error: SignInError; readonly at: number }>();

/** Why a refresh token was refused, where that was a short while ago. */
export function refusalOf(refreshToken: string, now: number): SignInError | undefined {
	for (const [digest, { at }] of refusals) if (now - at >= rest) refusals.delete(digest);
	return refusals.get(digestOf(refreshToken))?.error;
}

export function rememberRefusal(refreshToken: string, error: SignInError, now: number): void {
	refusals.set(digestOf(refreshToken), { error, at: now });
}

function digestOf(refreshToken: string): string {
	return createHash('sha256').update(refreshToken).digest('base64');
}
