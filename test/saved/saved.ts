import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonParse } from 'n8n-workflow';
import { decodeWire } from '../../src/contracts/wire';
import type { Sandbox } from '../../src/sandbox/server';

/**
 * What people have saved with each release, and what must come of it for ever: `<version>/<host>/<name>.json` as the host
 * stored it, `<version>/<host>/expected/<name>.json` beside it.
 */
export interface Saved {
	readonly version: string;
	readonly name: string;
	readonly file: string;
	readonly expected: Expected;
}

export interface Expected {
	/** Requests that must reach the services, in any order. */
	readonly sent: readonly ExpectedRequest[];
	/** What comes out of a node, by its name. */
	readonly given: Readonly<Record<string, ExpectedOutput>>;
}

/** A part of a request; `*` stands for anything. */
export interface ExpectedRequest {
	/** Service, method and path: `acc GET /project/v1/hubs`; a segment may be `*`. */
	readonly request: string;
	readonly query?: unknown;
	readonly json?: unknown;
	readonly form?: unknown;
	/** File parts of a multipart body. */
	readonly parts?: unknown;
}

export interface ExpectedOutput {
	/** Parts of records, each of which is in a record of its own. */
	readonly records?: readonly unknown[];
	/** Parts that no record has. */
	readonly lacks?: readonly unknown[];
	readonly count?: number;
}

/** The sandbox's present in which the saved triggers had looked before; nothing else depends on it. */
export const savedOn = new Date('2026-11-20T09:00:00Z');

/** Everything kept for a host, oldest release first. */
export function savedFor(host: 'n8n' | 'node-red'): readonly Saved[] {
	return readdirSync(__dirname, { withFileTypes: true })
		.filter((entry) => entry.isDirectory() && existsSync(join(__dirname, entry.name, host)))
		.map(({ name }) => name)
		.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
		.flatMap((version) => {
			const folder = join(__dirname, version, host);
			return readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name: file }) => {
				return { version, name: file.replace(/\.json$/, ''), file: join(folder, file), expected: jsonParse<Expected>(readFileSync(join(folder, 'expected', file), 'utf8')) };
			});
		});
}

/** A request as it went over the wire. */
export interface SentRequest {
	readonly request: string;
	readonly query: Readonly<Record<string, unknown>>;
	readonly json: unknown;
	readonly form: Readonly<Record<string, unknown>>;
	readonly parts: Readonly<Record<string, unknown>>;
}

/** What the sandbox has heard, from an exchange on. */
export async function sentTo({ exchanges, origins }: Sandbox, from = 0): Promise<readonly SentRequest[]> {
	return await Promise.all(
		exchanges.slice(from).map(async ({ service, method, url, requestHeaders, requestBody }) => {
			const { pathname, query, json, form, parts } = await decodeWire(method, url.slice(origins[service].length), requestHeaders, requestBody);
			return { request: `${service} ${method} ${pathname}`, query: valuesOf(query), json, form: valuesOf(form), parts: Object.fromEntries([...parts].map(([name, part]) => [name, { name: part.name, type: part.type, bytes: part.bytes.length }])) };
		}),
	);
}

/** Of several values of one name a list; JSON in a parameter is read. */
function valuesOf(params: URLSearchParams): Readonly<Record<string, unknown>> {
	return Object.fromEntries([...new Set(params.keys())].map((name) => {
		const values = params.getAll(name).map((value): unknown => (/^[[{]/.test(value) ? JSON.parse(value) : value));
		return [name, values.length === 1 ? values[0] : values];
	}));
}

/** The expected requests that were not sent. */
export function unsent(expected: readonly ExpectedRequest[], sent: readonly SentRequest[]): readonly ExpectedRequest[] {
	const left = [...sent];
	return expected.filter((one) => {
		const { request, ...parts } = one;
		const found = left.findIndex((other) => isRequest(request, other.request) && contains(other, parts));
		if (found >= 0) left.splice(found, 1);
		return found < 0;
	});
}

/** Requests to the same method and path as an expected one: what was sent instead. */
export function sentInstead({ request }: ExpectedRequest, sent: readonly SentRequest[]): readonly SentRequest[] {
	return sent.filter((other) => isRequest(request, other.request));
}

function isRequest(expected: string, sent: string): boolean {
	const ours = expected.split('/');
	const theirs = sent.split('/');
	return ours.length === theirs.length && ours.every((part, index) => part === '*' || part === theirs[index]);
}

/** What is wrong with the records that came out of a node, in words. */
export function objections(expected: ExpectedOutput, records: readonly unknown[]): readonly string[] {
	const left = [...records];
	const missing = (expected.records ?? []).filter((part) => {
		const found = left.findIndex((record) => contains(record, part));
		if (found >= 0) left.splice(found, 1);
		return found < 0;
	});
	const unwanted = (expected.lacks ?? []).filter((part) => records.some((record) => contains(record, part)));
	return [
		...missing.map((part) => `no record has ${JSON.stringify(part)}`),
		...unwanted.map((part) => `a record has ${JSON.stringify(part)}`),
		...(expected.count === undefined || expected.count === records.length ? [] : [`there are ${records.length} records, not ${expected.count}`]),
	];
}

/** Whether a value has all that is expected of it; lists agree member by member, `*` stands for anything. */
export function contains(value: unknown, expected: unknown): boolean {
	if (expected === '*') return true;
	if (Array.isArray(expected)) return Array.isArray(value) && value.length === expected.length && expected.every((one, index) => contains(value[index], one));
	if (typeof expected === 'object' && expected !== null) return typeof value === 'object' && value !== null && Object.entries(expected).every(([key, one]) => contains(Reflect.get(value, key), one));
	return value === expected;
}
