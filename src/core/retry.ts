import type { HttpResponse, Ports } from './ports';
import { ConnectionError } from './errors';

/** How long and how often one call is tried. All times in ms. */
export interface RetryBudget {
	/** Attempts in all, the first included. */
	readonly attempts: number;
	/** Longest wait for one attempt; a longer `Retry-After` ends the call with that time in the error. */
	readonly longestWaitMs: number;
	/** First pause; doubled each time, half of it by chance so that parallel callers spread out. */
	readonly firstPauseMs: number;
}

export const defaultBudget: RetryBudget = { attempts: 5, longestWaitMs: 60_000, firstPauseMs: 500 };

export type Verdict = { readonly again: true; readonly afterMs: number } | { readonly again: false; readonly retryAfterMs?: number };

const passing: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);
/** Statuses with which the service surely did nothing, so that even a create may be sent again. */
const untouched: ReadonlySet<number> = new Set([425, 429]);

/** Whether trying again can help after this status (RFC 9110 §15; 429 in RFC 6585). */
export function isPassing(status: number): boolean {
	return passing.has(status);
}

/** ms to wait by a `Retry-After` header, given in seconds or as a date; undefined without one. */
export function retryAfterMs(headers: Readonly<Record<string, string>>, now: number): number | undefined {
	const given = headers['retry-after']?.trim();
	if (given === undefined || given === '') return undefined;
	if (/^\d+(\.\d+)?$/.test(given)) return Math.ceil(Number(given) * 1000);
	const date = Date.parse(given);
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Whether to send again after this outcome, and after how many ms. `attempt` counts from 1. */
export function judge(outcome: HttpResponse | ConnectionError, attempt: number, repeat: 'safe' | 'never', budget: RetryBudget, ports: Pick<Ports, 'now' | 'random'>): Verdict {
	const failed = outcome instanceof ConnectionError;
	const told = failed ? undefined : retryAfterMs(outcome.headers, ports.now());
	const helps = failed ? repeat === 'safe' || !outcome.maybeDone : isPassing(outcome.status) && (repeat === 'safe' || untouched.has(outcome.status));
	if (!helps || attempt >= budget.attempts) return { again: false, retryAfterMs: told };
	const pause = budget.firstPauseMs * 2 ** (attempt - 1);
	const afterMs = told ?? Math.min(budget.longestWaitMs, pause / 2 + (pause / 2) * ports.random());
	return afterMs > budget.longestWaitMs ? { again: false, retryAfterMs: told } : { again: true, afterMs };
}
