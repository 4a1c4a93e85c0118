import { createCintooService, type CintooService } from '../../src/sandbox/cintoo';
import type { SignInOptions } from '../../src/sandbox/cintoo/sign-in';
import { people, type PersonKey } from '../../src/sandbox/people';
import { serve, type Served, type ServeOptions } from '../../src/sandbox/serve';

export type CintooServed = Served<{ cintoo: CintooService }>;

export function serveCintoo(signIn: SignInOptions = {}, options: ServeOptions = {}): Promise<CintooServed> {
	return serve((world) => ({ cintoo: createCintooService(world, signIn) }), options);
}

export interface Answer {
	readonly status: number;
	readonly headers: Headers;
	/** Parsed JSON, or the text. */
	readonly body: unknown;
}

/** One call as a person, over HTTP, without following redirects. */
export async function callAs(served: CintooServed, who: PersonKey, method: string, path: string, json?: unknown): Promise<Answer> {
	const { access_token: token } = served.services.cintoo.issueTokens(people[who].cintooId);
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
