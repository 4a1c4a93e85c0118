import type { OAuthTokens } from '../core/sign-in/token-endpoint';

/** What became of refresh tokens that this process has spent: n8n hands out copies of a credential, some of them old. */
const successors = new Map<string, Promise<OAuthTokens>>();
/** An execution that began so many renewals ago has ended. */
const mostKept = 1000;

/**
 * The tokens that follow a refresh token, renewed at most once however many ask with the same one. Whoever comes with
 * an older one gets the newest.
 * @param stale the access token that is refused or missing
 * @param renew asks the service
 */
export async function rotated(refreshToken: string, stale: string, renew: (refreshToken: string) => Promise<OAuthTokens>): Promise<OAuthTokens> {
	let tokens: OAuthTokens | undefined;
	let newest = refreshToken;
	for (let next = successors.get(newest); next; next = successors.get(newest)) {
		tokens = await next;
		if (tokens.refreshToken === undefined || tokens.refreshToken === newest) break;
		newest = tokens.refreshToken;
	}
	if (tokens && tokens.accessToken !== stale) return tokens;
	const started = renew(newest);
	successors.set(newest, started);
	for (const [oldest] of successors) if (successors.size > mostKept) successors.delete(oldest);
	try {
		return await started;
	} catch (error) {
		// What was refused may be right after the next sign-in; what got no answer is asked for again.
		successors.delete(newest);
		throw error;
	}
}
