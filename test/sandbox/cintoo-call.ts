import { createHash } from 'node:crypto';
import { createCintooService, type CintooOptions, type CintooService } from '../../src/sandbox/cintoo';
import { sampleIds } from '../../src/sandbox/cintoo/sample';
import { people, type PersonKey } from '../../src/sandbox/people';
import { serve, type Served, type ServeOptions } from '../../src/sandbox/serve';

export type CintooServed = Served<{ cintoo: CintooService }>;

export function serveCintoo(cintoo: CintooOptions = {}, options: ServeOptions = {}): Promise<CintooServed> {
	return serve((world) => ({ cintoo: createCintooService(world, cintoo) }), options);
}

export interface Answer {
	readonly status: number;
	readonly headers: Headers;
	/** Parsed JSON, or the text. */
	readonly body: unknown;
}

/** One call as a person, over HTTP, without following redirects. */
export function callAs(served: CintooServed, who: PersonKey, method: string, path: string, json?: unknown): Promise<Answer> {
	return callAsUser(served, people[who].cintooId, method, path, json);
}

/** As {@link callAs}, of somebody who is not in the cast. */
export async function callAsUser(served: CintooServed, userId: string, method: string, path: string, json?: unknown): Promise<Answer> {
	const { access_token: token } = served.services.cintoo.issueTokens(userId);
	return send(`${served.origins.cintoo}${path}`, {
		method,
		headers: { authorization: `Bearer ${token}`, ...(json === undefined ? {} : { 'content-type': 'application/json' }) },
		...(json === undefined ? {} : { body: JSON.stringify(json) }),
	});
}

export async function send(url: string, init: RequestInit = {}): Promise<Answer> {
	const response = await fetch(url, { redirect: 'manual', ...init });
	const text = await response.text();
	const isJson = response.headers.get('content-type')?.includes('json') === true;
	const body: unknown = isJson && text !== '' ? JSON.parse(text) : text;
	return { status: response.status, headers: response.headers, body };
}

export const urn = (kind: string, id: string): string => `urn:cintoo:${kind}:${id}`;

export function recordOf(value: unknown): Record<string, unknown> {
	return typeof value === 'object' && value !== null ? { ...value } : {};
}

export function listOf(value: unknown): readonly Record<string, unknown>[] {
	const list: readonly unknown[] = Array.isArray(value) ? value : [];
	return list.map(recordOf);
}

export const rows = (answer: Answer): readonly Record<string, unknown>[] => listOf(answer.body);
export const record = (answer: Answer): Record<string, unknown> => recordOf(answer.body);
export const containing = (text: string): unknown => expect.stringContaining(text);
export const holding = (members: Record<string, unknown>): unknown => expect.objectContaining(members);

/** Where the sample lies. */
export const account = `/api/2/accounts/${sampleIds.account}`;
export const tower = `${account}/projects/${encodeURIComponent(urn('project', sampleIds.harborTower))}`;
export const quay = `${account}/projects/${sampleIds.quay}`;

/** Signs an upload by a call that answers with one file or several, and brings the bytes to storage. */
export async function upload(signed: Answer, bytes: Buffer): Promise<string> {
	const { file, files } = record(signed);
	const url = String(recordOf(file ?? listOf(files)[0])['url']);
	const response = await fetch(url, { method: 'PUT', body: bytes, headers: { 'x-ms-blob-type': 'BlockBlob', 'content-md5': createHash('md5').update(bytes).digest('base64') } });
	if (!response.ok) throw new Error(`Storage answered ${response.status}.`);
	return decodeURIComponent(new URL(url).pathname.replace('/objects/', ''));
}

/** What is said of a file before it goes up. */
export function uploadRow(name: string, bytes: Buffer): Readonly<Record<string, unknown>> {
	return { name, extension: name.slice(name.lastIndexOf('.') + 1), size: bytes.length, md5: createHash('md5').update(bytes).digest('hex') };
}
