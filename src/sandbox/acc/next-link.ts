import { cut, windowOf, type Json } from '../reading';
import type { SandboxReply, SandboxRequest, SandboxWorld } from '../service';
import { pathOf } from './admin';

/** A page under `results` with the total, and the address of the next one while there is one, as packages and reviews answer (lines 7225 and 10024). */
export function nextLink(world: SandboxWorld, request: SandboxRequest, rows: readonly Json[], standard: number, cap: number): SandboxReply {
	const window = windowOf(request.query, standard, cap);
	const next = window.offset + window.limit;
	const query = new URLSearchParams(request.query);
	query.set('offset', String(next));
	query.set('limit', String(window.limit));
	const nextUrl = next < rows.length ? { nextUrl: `${world.origins.acc}${pathOf(request)}?${query.toString()}` } : {};
	return { status: 200, json: { results: cut(rows, window), pagination: { ...window, totalResults: rows.length, ...nextUrl } } };
}
