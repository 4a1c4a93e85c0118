import { createHash, createSign, generateKeyPairSync } from 'node:crypto';
import {
	ACCOUNT_ID, accountUserId, attributeId, BIM360_ID, CONFIDENTIAL_CLIENT, createAccService, folderId, optionId, PUBLIC_CLIENT, QUAY_ID, subtypeId,
	TOWER_ID, typeId, type AccService, type AccServiceOptions,
} from '../../src/sandbox/acc';
import { isObject, memberOf, rowsOf, textOf } from '../../src/sandbox/reading';
import { people } from '../../src/sandbox/people';
import { serve, type Served } from '../../src/sandbox/serve';

interface Answer {
	readonly status: number;
	readonly headers: Headers;
	readonly json: unknown;
	readonly text: string;
}

let sandbox: Served<{ readonly acc: AccService }>;
let acc: AccService;
let now: Date;
let token: string;

async function start(options: AccServiceOptions = {}): Promise<void> {
	now = new Date('2026-11-20T09:00:00.000Z');
	sandbox = await serve((world) => ({ acc: createAccService(world, options) }), { now: () => now });
	acc = sandbox.services.acc;
	token = acc.issueTokens(people.samir.autodeskId).access_token;
}

async function call(method: string, target: string, body?: unknown, bearer: string | undefined = token, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
	const type = target.startsWith('/data/') ? 'application/vnd.api+json' : 'application/json';
	const response = await fetch(target.startsWith('http') ? target : `${sandbox.origins.acc}${target}`, {
		method,
		redirect: 'manual',
		headers: {
			...(bearer === '' ? {} : { authorization: `Bearer ${bearer}` }),
			...(body === undefined ? {} : { 'content-type': type }),
			...headers,
		},
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});
	return answerOf(response);
}

async function answerOf(response: Response): Promise<Answer> {
	const text = await response.text();
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch {
		json = undefined;
	}
	return { status: response.status, headers: response.headers, json, text };
}

async function form(path: string, fields: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
	return answerOf(await fetch(`${sandbox.origins.acc}${path}`, { method: 'POST', redirect: 'manual', headers, body: new URLSearchParams(fields) }));
}

function results(answer: Answer): readonly unknown[] {
	return rowsOf(memberOf(answer.json, 'results'));
}

function texts(rows: readonly unknown[], name: string): readonly string[] {
	return rows.map((row) => String(memberOf(row, name)));
}

const issues = `/construction/issues/v1/projects/${TOWER_ID}`;

afterEach(() => sandbox.stop());

it('takes the token of an application for linked files and reviews only where it names a user', async () => {
	await start();
	const { reviews, versions, items } = acc.state;
	const model = versions.find(({ name, itemId }) => name === 'Tower.rvt' && items.some(({ id, projectId }) => id === itemId && projectId === TOWER_ID))?.id ?? '';
	const review = `/construction/reviews/v1/projects/${TOWER_ID}/reviews/${reviews.find(({ projectId }) => projectId === TOWER_ID)?.id ?? ''}`;
	const app = acc.issueTokens().access_token;
	const asked = async (target: string, headers: Readonly<Record<string, string>> = {}): Promise<number> => (await call('GET', target, undefined, app, headers)).status;
	for (const target of [review, `${review}/progress`, `${review}/versions`, `/construction/reviews/v1/projects/${TOWER_ID}/workflows`, `/construction/rcm/v1/projects/${TOWER_ID}/published-versions/${encodeURIComponent(model)}/linked-files`]) {
		expect([target, await asked(target), await asked(target, { 'x-user-id': people.nora.autodeskId })]).toEqual([target, 403, 200]);
	}
	// The one of them that lists no such header.
	expect(await asked(`${review}/workflow`)).toBe(200);
});

it('routes locations to every region', async () => {
	await start();
	const answer = await call('GET', `/construction/locations/v2/projects/${TOWER_ID}/trees/default/nodes`, undefined, token, { region: 'AUS' });
	expect([answer.status, sandbox.exchanges.at(-1)?.violations]).toEqual([200, []]);
});

describe('signing in', () => {
	const redirectUri = 'http://localhost:5678/callback';
	const verifier = 'a'.repeat(50);
	const challenge = createHash('sha256').update(verifier).digest('base64url');
	const basic = { authorization: `Basic ${Buffer.from(`${CONFIDENTIAL_CLIENT.id}:${CONFIDENTIAL_CLIENT.secret}`).toString('base64')}` };

	async function consent(clientId: string, query: Readonly<Record<string, string>>, decision = 'allow'): Promise<URL> {
		const asked = new URLSearchParams({ client_id: clientId, response_type: 'code', redirect_uri: redirectUri, scope: 'data:read account:read', state: 'st&te', ...query });
		const page = await call('GET', `/authentication/v2/authorize?${asked.toString()}`, undefined, '');
		expect(page.status).toBe(200);
		expect(page.text).toContain('SANDBOX');
		const request = /name="request" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
		const answer = await form('/sandbox/consent', { request, user: people.mei.autodeskId, decision });
		expect(answer.status).toBe(302);
		return new URL(answer.headers.get('location') ?? '');
	}

	it('leads a public application with PKCE to a token of the person who allowed it', async () => {
		await start();
		const back = await consent(PUBLIC_CLIENT.id, { code_challenge: challenge, code_challenge_method: 'S256' });
		expect(`${back.origin}${back.pathname}`).toBe(redirectUri);
		expect(back.searchParams.get('state')).toBe('st&te');
		const fields = { grant_type: 'authorization_code', client_id: PUBLIC_CLIENT.id, code: back.searchParams.get('code') ?? '', redirect_uri: redirectUri };
		const answer = await form('/authentication/v2/token', { ...fields, code_verifier: verifier });
		expect(answer.status).toBe(200);
		expect(memberOf(answer.json, 'token_type')).toBe('Bearer');
		const me = await call('GET', `${issues}/users/me`, undefined, textOf(memberOf(answer.json, 'access_token')));
		expect(memberOf(me.json, 'id')).toBe(people.mei.autodeskId);
	});

	it('tells a token\'s owner who it belongs to', async () => {
		await start();
		expect((await call('GET', '/userinfo')).json).toMatchObject({ sub: people.samir.autodeskId, email: people.samir.email });
	});

	it('refuses a wrong code verifier, and a code that has served', async () => {
		await start();
		const back = await consent(PUBLIC_CLIENT.id, { code_challenge: challenge, code_challenge_method: 'S256' });
		const fields = { grant_type: 'authorization_code', client_id: PUBLIC_CLIENT.id, code: back.searchParams.get('code') ?? '', redirect_uri: redirectUri };
		const wrong = await form('/authentication/v2/token', { ...fields, code_verifier: 'b'.repeat(50) });
		expect([wrong.status, memberOf(wrong.json, 'error')]).toEqual([400, 'invalid_grant']);
		const again = await form('/authentication/v2/token', { ...fields, code_verifier: verifier });
		expect([again.status, memberOf(again.json, 'error')]).toEqual([400, 'invalid_grant']);
	});

	it('hands denial back to the application', async () => {
		await start();
		const back = await consent(CONFIDENTIAL_CLIENT.id, {}, 'deny');
		expect(back.searchParams.get('error')).toBe('access_denied');
		expect(back.searchParams.get('code')).toBeNull();
	});

	it('signs a named person in without the page where it was told to', async () => {
		await start({ consentAs: people.grace.autodeskId });
		const asked = new URLSearchParams({ client_id: CONFIDENTIAL_CLIENT.id, response_type: 'code', redirect_uri: redirectUri, scope: 'data:read', state: 's' });
		const answer = await call('GET', `/authentication/v2/authorize?${asked.toString()}`, undefined, '');
		const code = new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? '';
		const made = await form('/authentication/v2/token', { grant_type: 'authorization_code', code, redirect_uri: redirectUri }, basic);
		const me = await call('GET', `${issues}/users/me`, undefined, textOf(memberOf(made.json, 'access_token')));
		expect(memberOf(me.json, 'id')).toBe(people.grace.autodeskId);
	});

	it('sends nobody to an address that is not registered', async () => {
		await start();
		const asked = new URLSearchParams({ client_id: CONFIDENTIAL_CLIENT.id, response_type: 'code', redirect_uri: 'https://elsewhere.example/cb', scope: 'data:read' });
		const answer = await call('GET', `/authentication/v2/authorize?${asked.toString()}`, undefined, '');
		expect(answer.status).toBe(400);
		expect(answer.headers.get('location')).toBeNull();
	});

	it('takes a refresh token once, and gives a new one', async () => {
		await start();
		const first = acc.issueTokens(people.samir.autodeskId).refresh_token ?? '';
		const renewed = await form('/authentication/v2/token', { grant_type: 'refresh_token', refresh_token: first }, basic);
		expect(renewed.status).toBe(200);
		const second = textOf(memberOf(renewed.json, 'refresh_token')) ?? '';
		expect(second).not.toBe(first);
		const replay = await form('/authentication/v2/token', { grant_type: 'refresh_token', refresh_token: first }, basic);
		expect([replay.status, memberOf(replay.json, 'error')]).toEqual([400, 'invalid_grant']);
		expect(acc.refreshReplays()).toBe(1);
		expect((await form('/authentication/v2/token', { grant_type: 'refresh_token', refresh_token: second }, basic)).status).toBe(200);
	});

	it('refuses a refresh token after fifteen days and an access token after an hour', async () => {
		await start();
		const { refresh_token: refresh = '' } = acc.issueTokens(people.samir.autodeskId);
		expect((await call('GET', `${issues}/users/me`)).status).toBe(200);
		now = new Date(now.getTime() + 3_600_000);
		expect((await call('GET', `${issues}/users/me`)).status).toBe(401);
		now = new Date(now.getTime() + 15 * 86_400_000);
		expect((await form('/authentication/v2/token', { grant_type: 'refresh_token', refresh_token: refresh }, basic)).status).toBe(400);
	});

	it('refuses a confidential application without its secret', async () => {
		await start();
		const answer = await form('/authentication/v2/token', { grant_type: 'client_credentials', scope: 'account:read', client_id: CONFIDENTIAL_CLIENT.id });
		expect([answer.status, memberOf(answer.json, 'error')]).toEqual([401, 'invalid_client']);
	});

	it('exchanges the signed assertion of a service account for a token of its user', async () => {
		const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
		const account = { userId: people.grace.autodeskId, keyId: 'key-1', publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
		await start({ serviceAccounts: [account] });
		const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
		const signed = (claims: Readonly<Record<string, unknown>>): string => {
			const words = `${part({ alg: 'RS256', kid: 'key-1' })}.${part(claims)}`;
			return `${words}.${createSign('RSA-SHA256').update(words).sign(privateKey).toString('base64url')}`;
		};
		const claims = { iss: CONFIDENTIAL_CLIENT.id, sub: account.userId, aud: 'https://developer.api.autodesk.com/authentication/v2/token', exp: now.getTime() / 1000 + 300, scope: ['data:read'] };
		const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
		const good = await form('/authentication/v2/token', { grant_type, assertion: signed(claims) }, basic);
		const me = await call('GET', `${issues}/users/me`, undefined, textOf(memberOf(good.json, 'access_token')));
		expect(memberOf(me.json, 'id')).toBe(people.grace.autodeskId);
		const late = await form('/authentication/v2/token', { grant_type, assertion: signed({ ...claims, exp: now.getTime() / 1000 - 1 }) }, basic);
		expect(late.status).toBe(400);
		for (const odd of [{ aud: 'https://another.example/token' }, { exp: now.getTime() / 1000 + 3600 }, { iss: 'another' }]) expect((await form('/authentication/v2/token', { grant_type, assertion: signed({ ...claims, ...odd }) }, basic)).status).toBe(400);
		const [head = '', , signature = ''] = signed(claims).split('.');
		const forged = await form('/authentication/v2/token', { grant_type, assertion: `${head}.${part({ ...claims, scope: ['data:write'] })}.${signature}` }, basic);
		expect(forged.status).toBe(400);
	});
});

describe('who may call', () => {
	it('lets only an application\'s own token into the member directory', async () => {
		await start();
		const search = `/hq/v1/accounts/${ACCOUNT_ID}/users/search?email=${encodeURIComponent(people.mei.email)}&partial=false`;
		expect((await call('GET', search)).status).toBe(403);
		const found = await call('GET', search, undefined, acc.issueTokens().access_token);
		expect(texts(rowsOf(found.json), 'uid')).toEqual([people.mei.autodeskId]);
	});

	it('lets no application\'s own token near issues', async () => {
		await start();
		expect((await call('GET', `${issues}/issues`, undefined, acc.issueTokens().access_token)).status).toBe(403);
	});

	it('lets an application act for a person where the call allows it', async () => {
		await start();
		const app = acc.issueTokens().access_token;
		const body = { fileVersions: [acc.state.versions[0]?.id] };
		const target = `/construction/files/v1/projects/${TOWER_ID}/exports`;
		expect((await call('POST', target, body, app)).status).toBe(403);
		expect((await call('POST', target, body, app, { 'x-user-id': people.nora.autodeskId })).status).toBe(202);
		expect((await call('POST', target, body, app, { 'x-user-id': 'NOBODY000000' })).status).toBe(403);
	});

	it('asks for the scope of the call', async () => {
		await start();
		const poor = acc.issueTokens(people.samir.autodeskId, ['data:read']).access_token;
		const answer = await call('POST', `${issues}/issues`, { title: 'x', status: 'open', issueSubtypeId: subtypeId(TOWER_ID, 'Defect') }, poor);
		expect(answer.status).toBe(403);
		expect(answer.text).toContain('data:write');
	});

	it('answers 401 to an ended token, but 403 to missing credentials for photos', async () => {
		await start();
		const photo = `/construction/photos/v1/projects/${TOWER_ID}/photos/${acc.state.photos[0]?.id ?? ''}`;
		expect((await call('GET', photo, undefined, '')).status).toBe(403);
		acc.expireAccessTokens();
		expect((await call('GET', photo)).status).toBe(401);
	});

	it('checks the region it is told', async () => {
		await start();
		expect((await call('GET', `${issues}/issues`, undefined, token, { 'x-ads-region': 'EMEA' })).status).toBe(200);
		expect((await call('GET', `${issues}/issues`, undefined, token, { 'x-ads-region': 'MOON' })).status).toBe(400);
	});
});

describe('projects and people', () => {
	it('wants the "b." of project ids in data management and nowhere else', async () => {
		await start();
		expect((await call('GET', `/construction/admin/v1/projects/b.${TOWER_ID}`)).status).toBe(400);
		expect(memberOf((await call('GET', `/construction/admin/v1/projects/${TOWER_ID}`)).json, 'name')).toBe('Harbor Tower (sandbox)');
		const hub = `/project/v1/hubs/b.${ACCOUNT_ID}/projects`;
		expect((await call('GET', `${hub}/${TOWER_ID}`)).status).toBe(400);
		expect(memberOf((await call('GET', `${hub}/b.${TOWER_ID}`)).json, 'data.attributes.name')).toBe('Harbor Tower (sandbox)');
		expect((await call('GET', `${issues.replace(TOWER_ID, `b.${TOWER_ID}`)}/issues`)).status).toBe(400);
	});

	it('pages projects by offset, names the next page only where there is one, and picks fields', async () => {
		await start();
		const base = `/construction/admin/v1/accounts/${ACCOUNT_ID}/projects`;
		const first = await call('GET', `${base}?limit=2&fields=name`);
		expect(memberOf(first.json, 'pagination.totalResults')).toBe(3);
		expect(Object.keys(results(first).find(isObject) ?? {}).sort()).toEqual(['id', 'name']);
		const last = await call('GET', textOf(memberOf(first.json, 'pagination.nextUrl')) ?? '');
		expect(results(last)).toHaveLength(1);
		expect(memberOf(last.json, 'pagination.nextUrl')).toBeUndefined();
		expect(memberOf((await call('GET', `${base}?filter[platform]=bim360`)).json, 'pagination.totalResults')).toBe(1);
		expect(texts(results(await call('GET', `${base}?filter[type]=-Seaport&filter[name]=tower`)), 'id')).toEqual([TOWER_ID]);
	});

	it('finds a person of a project by exact e-mail', async () => {
		await start();
		const base = `/construction/admin/v1/projects/${TOWER_ID}/users`;
		const exact = await call('GET', `${base}?filter[email]=${people.luis.email.toUpperCase()}&filterTextMatch=equals`);
		expect(texts(results(exact), 'autodeskId')).toEqual([people.luis.autodeskId]);
		expect(texts(results(exact), 'id')).toEqual([accountUserId('luis')]);
		expect(results(await call('GET', `${base}?filter[email]=luis&filterTextMatch=equals`))).toHaveLength(0);
		const all = await call('GET', `${base}?limit=200`);
		expect(texts(results(all), 'status')).not.toContain('deleted');
		expect(results(await call('GET', `${base}?filter[status]=deleted`)).length).toBeGreaterThan(0);
		const either = await call('GET', `${base}?filter[email]=${people.luis.email}&filter[name]=Mei&orFilters=email,name`);
		expect([...texts(results(either), 'autodeskId')].sort()).toEqual([people.luis.autodeskId, people.mei.autodeskId].sort());
	});

	it('pages the member directory as a bare list that ends with a short page', async () => {
		await start();
		const app = acc.issueTokens().access_token;
		const base = `/hq/v1/accounts/${ACCOUNT_ID}/users`;
		const pages = [await call('GET', base, undefined, app), await call('GET', `${base}?offset=10`, undefined, app)];
		expect(pages.map((page) => rowsOf(page.json).length)).toEqual([10, acc.state.users.length - 10]);
		expect((await call('GET', `${base}?limit=101`, undefined, app)).status).toBe(400);
		expect(rowsOf((await call('GET', `${base}/search?name=Nora&email=mei`, undefined, app)).json)).toHaveLength(2);
		expect(rowsOf((await call('GET', `${base}/search?name=Nora&email=mei&operator=AND`, undefined, app)).json)).toHaveLength(0);
	});

	it('shows a person only projects of theirs', async () => {
		await start();
		const outsider = acc.state.users.find((user) => user.firstName === 'Ines')?.autodeskId;
		const theirs = acc.issueTokens(outsider).access_token;
		expect(texts(results(await call('GET', `/construction/admin/v1/accounts/${ACCOUNT_ID}/projects`, undefined, theirs)), 'id')).toEqual([TOWER_ID]);
		expect((await call('GET', `/construction/admin/v1/projects/${QUAY_ID}`, undefined, theirs)).status).toBe(403);
	});
});

describe('issues', () => {
	const defect = subtypeId(TOWER_ID, 'Defect');
	const annotation = attributeId(TOWER_ID, 'Cintoo annotation');
	const trade = attributeId(TOWER_ID, 'Trade');
	const deviation = attributeId(TOWER_ID, 'Deviation (mm)');

	function create(members: Readonly<Record<string, unknown>> = {}, bearer = token): Promise<Answer> {
		return call('POST', `${issues}/issues`, { title: 'Beam off by 12 mm', issueSubtypeId: defect, status: 'open', published: true, ...members }, bearer);
	}

	it('returns subtypes only where asked for, and never inherited mappings', async () => {
		await start();
		expect(memberOf(results(await call('GET', `${issues}/issue-types`))[0], 'subtypes')).toBeNull();
		const types = results(await call('GET', `${issues}/issue-types?include=subtypes`));
		expect(texts(rowsOf(memberOf(types[0], 'subtypes')), 'title')).toEqual(['Defect', 'Observation']);
		const ofDefect = await call('GET', `${issues}/issue-attribute-mappings?filter[mappedItemId]=${defect}`);
		expect(texts(results(ofDefect), 'attributeDefinitionId')).toEqual([deviation]);
		const lists = results(await call('GET', `${issues}/issue-attribute-definitions?filter[dataType]=list`));
		expect(texts(rowsOf(memberOf(lists[0], 'metadata.list.options')), 'value')).toEqual(['Mechanical', 'Electrical', 'Structural']);
		expect(memberOf(results(await call('GET', `${issues}/issue-root-cause-categories?include=rootcauses`))[0], 'rootCauses')).toHaveLength(2);
	});

	it('pages by offset until the total, without a next address', async () => {
		await start();
		const pages = [await call('GET', `${issues}/issues`), await call('GET', `${issues}/issues?offset=100`)];
		const total = memberOf(pages[0]?.json, 'pagination.totalResults');
		expect(pages.map((page) => results(page).length)).toEqual([100, Number(total) - 100]);
		expect(memberOf(pages[0]?.json, 'pagination')).toEqual({ limit: 100, offset: 0, totalResults: total });
		expect(new Set(pages.flatMap((page) => texts(results(page), 'id'))).size).toBe(total);
		expect((await call('GET', `${issues}/issues?limit=101`)).status).toBe(400);
	});

	it('filters by status, ranges, number, custom attributes, and sorts', async () => {
		await start();
		const found = async (query: string): Promise<readonly unknown[]> => results(await call('GET', `${issues}/issues?${query}`));
		expect(new Set(texts(await found('filter[status]=closed,pending'), 'status'))).toEqual(new Set(['closed', 'pending']));
		const since = '2026-10-10T00:00:00.000Z';
		const late = texts(await found(`filter[updatedAt]=${encodeURIComponent(`${since}..`)}&sortBy=updatedAt`), 'updatedAt');
		expect(late.length).toBeGreaterThan(0);
		expect(late.every((moment) => moment >= since)).toBe(true);
		expect([...late].sort()).toEqual(late);
		expect(texts(await found('filter[displayId]=7,8'), 'displayId')).toEqual(['7', '8']);
		expect(texts(await found('sortBy=-displayId&limit=1'), 'displayId')).toEqual(['130']);
		const structural = optionId(TOWER_ID, 'Structural');
		const ofTrade = await found(`filter[customAttributes][${trade}]=${structural}`);
		expect(ofTrade.length).toBeGreaterThan(0);
		expect(ofTrade.every((issue) => rowsOf(memberOf(issue, 'customAttributes')).some((one) => memberOf(one, 'value') === structural))).toBe(true);
		expect(texts(await found('filter[dueDate]=2026-09-15'), 'dueDate').every((day) => day === '2026-09-15')).toBe(true);
		expect(Object.keys((await found('fields=displayId&limit=1')).find(isObject) ?? {}).sort()).toEqual(['displayId', 'id', 'issueTypeId', 'status', 'title']);
	});

	it('keeps a new issue from others until it is published', async () => {
		await start();
		const made = await create({ published: undefined });
		expect([made.status, memberOf(made.json, 'published')]).toEqual([201, false]);
		const id = textOf(memberOf(made.json, 'id')) ?? '';
		const others = acc.issueTokens(people.grace.autodeskId).access_token;
		expect((await call('GET', `${issues}/issues/${id}`, undefined, others)).status).toBe(404);
		expect((await call('GET', `${issues}/issues/${id}`)).status).toBe(200);
		await call('PATCH', `${issues}/issues/${id}`, { published: true });
		expect((await call('GET', `${issues}/issues/${id}`, undefined, others)).status).toBe(200);
	});

	it('creates an issue with everything a caller may say of it', async () => {
		await start();
		const made = await create({
			description: 'From the scan',
			assignedTo: people.luis.autodeskId,
			assignedToType: 'user',
			dueDate: '2026-12-01',
			watchers: [people.grace.autodeskId],
			customAttributes: [
				{ attributeDefinitionId: annotation, value: 'urn:cintoo:annotation:1' },
				{ attributeDefinitionId: trade, value: optionId(TOWER_ID, 'Structural') },
				{ attributeDefinitionId: deviation, value: 12 },
			],
		});
		expect(made.status).toBe(201);
		expect(made.json).toMatchObject({ displayId: 131, issueTypeId: typeId(TOWER_ID, 'Quality'), dueDate: '2026-12-01', createdBy: people.samir.autodeskId, createdAt: now.toISOString() });
		const found = await call('GET', `${issues}/issues?filter[customAttributes][${annotation}]=${encodeURIComponent('urn:cintoo:annotation:1')}`);
		expect(texts(results(found), 'id')).toEqual([memberOf(made.json, 'id')]);
	});

	it.each<[string, Readonly<Record<string, unknown>>, string]>([
		['an unknown subtype', { issueSubtypeId: subtypeId(QUAY_ID, 'Defect') }, 'subtype'],
		['an inactive subtype', { issueSubtypeId: subtypeId(TOWER_ID, 'Commissioning') }, 'not active'],
		['an unknown status', { status: 'resolved' }, 'status'],
		['an assignee from nowhere', { assignedTo: people.tom.autodeskId, assignedToType: 'user' }, 'assignee'],
		['an assignee without a kind', { assignedTo: people.luis.autodeskId }, 'together'],
		['an attribute of another subtype', { issueSubtypeId: subtypeId(TOWER_ID, 'Near miss'), customAttributes: [{ attributeDefinitionId: deviation, value: 1 }] }, 'custom attribute'],
		['a list value by its name', { customAttributes: [{ attributeDefinitionId: trade, value: 'Structural' }] }, 'Trade'],
		['a moment as due date', { dueDate: '2026-12-01T00:00:00Z' }, 'dueDate'],
		['a member nobody documents', { priority: 'high' }, 'priority'],
	])('refuses %s with a detail, and makes nothing', async (_name, members, words) => {
		await start();
		const before = acc.state.issues.length;
		const answer = await create(members);
		expect(answer.status).toBe(400);
		expect(String(memberOf(answer.json, 'detail'))).toContain(words);
		expect(acc.state.issues).toHaveLength(before);
	});

	it('lets members with little right assign inside their company only, and not close', async () => {
		await start();
		const mei = acc.issueTokens(people.mei.autodeskId).access_token;
		expect((await create({ assignedTo: people.luis.autodeskId, assignedToType: 'user' }, mei)).status).toBe(403);
		expect((await create({ status: 'closed' }, mei)).status).toBe(400);
		expect((await create({ assignedTo: people.mei.autodeskId, assignedToType: 'user' }, mei)).status).toBe(201);
	});

	it('changes only what a PATCH names, and clears what it sets to null', async () => {
		await start();
		const made = await create({ dueDate: '2026-12-01', description: 'stays', customAttributes: [{ attributeDefinitionId: annotation, value: 'a' }, { attributeDefinitionId: deviation, value: 3 }] });
		const target = `${issues}/issues/${String(memberOf(made.json, 'id'))}`;
		now = new Date(now.getTime() + 60_000);
		const closed = await call('PATCH', target, { status: 'closed', dueDate: null, customAttributes: [{ attributeDefinitionId: deviation, value: null }] });
		expect(closed.json).toMatchObject({ status: 'closed', dueDate: null, description: 'stays', closedBy: people.samir.autodeskId, closedAt: now.toISOString(), updatedAt: now.toISOString() });
		expect(texts(rowsOf(memberOf(closed.json, 'customAttributes')), 'value')).toEqual(['a']);
		expect((await call('PATCH', target, { status: 'open' })).json).toMatchObject({ closedAt: null, closedBy: null });
	});

	it('keeps comments, with empty moments as empty text', async () => {
		await start();
		const id = acc.state.issues[0]?.id ?? '';
		const made = await call('POST', `${issues}/issues/${id}/comments`, { body: 'Seen.' });
		expect([made.status, memberOf(made.json, 'updatedAt')]).toEqual([201, '']);
		expect(texts(results(await call('GET', `${issues}/issues/${id}/comments?sortBy=-createdAt`)), 'body')).toEqual(['Seen.']);
		expect(memberOf((await call('GET', `${issues}/issues/${id}`)).json, 'commentCount')).toBe(1);
	});

	it('is not there for projects of BIM 360', async () => {
		await start();
		expect((await call('GET', `/construction/issues/v1/projects/${BIM360_ID}/issues`)).status).toBe(400);
	});
});

describe('a picture on an issue', () => {
	const root = folderId(TOWER_ID, 'root');
	const attachmentId = '5f0c7b52-9a64-4d7b-8a1f-0c2d3e4f5a6b';

	async function storage(name: string): Promise<{ readonly urn: string; readonly object: string }> {
		const made = await call('POST', `/data/v1/projects/b.${TOWER_ID}/storage`, {
			jsonapi: { version: '1.0' },
			data: { type: 'objects', attributes: { name }, relationships: { target: { data: { type: 'folders', id: root } } } },
		});
		expect(made.status).toBe(201);
		const urn = textOf(memberOf(made.json, 'data.id')) ?? '';
		expect(urn).toMatch(/^urn:adsk\.objects:os\.object:wip\.dm\.prod\//);
		return { urn, object: `/oss/v2/buckets/wip.dm.prod/objects/${encodeURIComponent(urn.slice(urn.indexOf('/') + 1))}` };
	}

	function attach(storageUrn: string, issueId: string): Promise<Answer> {
		return call('POST', `${issues}/attachments`, {
			domainEntityId: issueId,
			attachments: [{ attachmentId, displayName: 'view.png', fileName: storageUrn.slice(storageUrn.indexOf('/') + 1), attachmentType: 'issue-attachment', storageUrn }],
		});
	}

	it('goes up by signed addresses of another origin, is attached, and comes down again', async () => {
		await start();
		const bytes = sandbox.world.blobs.get(acc.state.photos[0]?.fileKey ?? '')?.bytes ?? new Uint8Array();
		const { urn, object } = await storage('view.png');
		const signed = await call('GET', `${object}/signeds3upload`);
		const address = String(rowsOf(memberOf(signed.json, 'urls'))[0]);
		expect(new URL(address).origin).toBe(sandbox.origins.storage);
		expect((await fetch(address, { method: 'PUT', body: Buffer.from(bytes), headers: { authorization: `Bearer ${token}` } })).status).toBe(400);
		expect((await attach(urn, acc.state.issues[0]?.id ?? '')).status).toBe(400);
		expect((await fetch(address, { method: 'PUT', body: Buffer.from(bytes), headers: { 'content-type': 'image/png' } })).status).toBe(200);
		const done = await call('POST', `${object}/signeds3upload`, { uploadKey: memberOf(signed.json, 'uploadKey') });
		expect(done.json).toMatchObject({ size: bytes.length, objectId: urn });

		const issueId = acc.state.issues[0]?.id ?? '';
		expect((await attach(urn, issueId)).status).toBe(200);
		expect((await attach(urn, issueId)).status).toBe(409);
		const kept = rowsOf(memberOf((await call('GET', `${issues}/attachments/${issueId}/items`)).json, 'attachments'));
		expect(texts(kept, 'storageUrn')).toEqual([urn]);

		const down = await call('GET', `${object}/signeds3download`);
		const url = textOf(memberOf(down.json, 'url')) ?? '';
		expect(new URL(url).origin).toBe(sandbox.origins.storage);
		expect(Buffer.from(await (await fetch(url)).arrayBuffer()).equals(Buffer.from(bytes))).toBe(true);
		now = new Date(now.getTime() + 121_000);
		expect((await fetch(url)).status).toBe(403);

		expect((await call('DELETE', `${issues}/attachments/${issueId}/items/${attachmentId}`)).status).toBe(204);
		expect(memberOf((await call('GET', `${issues}/issues/${issueId}`)).json, 'attachmentCount')).toBe(0);
	});

	it('goes up in parts, and is there only when all of them are', async () => {
		await start({ minimumPartBytes: 4 });
		const { object } = await storage('long.bin');
		const signed = await call('GET', `${object}/signeds3upload?parts=2`);
		const [first, second] = rowsOf(memberOf(signed.json, 'urls')).map(String);
		const uploadKey = memberOf(signed.json, 'uploadKey');
		await fetch(first ?? '', { method: 'PUT', body: 'hello ' });
		const early = await call('POST', `${object}/signeds3upload`, { uploadKey });
		expect([early.status, memberOf(early.json, 'reason')]).toEqual([400, 'The parts of the object are missing or have fewer than 4 bytes.']);
		expect((await call('POST', `${object}/signeds3upload`, { uploadKey, size: 9 })).json).toMatchObject({ status: 'error', reason: 'MissingOrInvalidParts', parts: [{ part: 1, status: 'Ok' }, { part: 2, status: 'Pending' }] });
		await fetch(second ?? '', { method: 'PUT', body: 'all' });
		expect((await call('POST', `${object}/signeds3upload`, { uploadKey, size: 8 })).json).toMatchObject({ status: 'error', size: { expected: 8, detected: 9 } });
		expect((await call('POST', `${object}/signeds3upload`, { uploadKey, eTags: ['a', 'b'] })).json).toMatchObject({ status: 'error', parts: [{ status: 'Unexpected' }, { status: 'Unexpected' }] });
		expect((await call('GET', `${object}/signeds3download`)).status).toBe(404);
		expect((await call('POST', `${object}/signeds3upload`, { uploadKey, size: 9 })).json).toMatchObject({ size: 9 });
		const down = await call('GET', `${object}/signeds3download`);
		expect(await (await fetch(textOf(memberOf(down.json, 'url')) ?? '')).text()).toBe('hello all');
	});
});

describe('files', () => {
	const exportsPath = `/construction/files/v1/projects/b.${TOWER_ID}/exports`;

	function versionIds(...names: readonly string[]): readonly string[] {
		return names.map((name) => acc.state.versions.find((version) => version.name === name && acc.state.items.some((item) => item.id === version.itemId && item.projectId === TOWER_ID))?.id ?? '');
	}

	async function exported(names: readonly string[]): Promise<readonly Answer[]> {
		const begun = await call('POST', exportsPath, { fileVersions: versionIds(...names), options: { outputFileName: 'Set' } });
		expect(begun.status).toBe(202);
		const target = `${exportsPath}/${String(memberOf(begun.json, 'id'))}`;
		return [await call('GET', target), await call('GET', target), await call('GET', target)];
	}

	it('lists hubs, projects, folders and versions', async () => {
		await start();
		const hubs = await call('GET', '/project/v1/hubs');
		expect(memberOf(rowsOf(memberOf(hubs.json, 'data'))[0], 'attributes.name')).toBe('Harbor Construction (sandbox)');
		const top = await call('GET', `/project/v1/hubs/b.${ACCOUNT_ID}/projects/b.${TOWER_ID}/topFolders`);
		const files = rowsOf(memberOf(top.json, 'data')).find((row) => memberOf(row, 'attributes.name') === 'Project Files');
		expect(memberOf(files, 'relationships.parent.data.id')).toBe(folderId(TOWER_ID, 'root'));
		const folder = `/data/v1/projects/b.${TOWER_ID}/folders/${encodeURIComponent(folderId(TOWER_ID, 'Drawings'))}/contents`;
		const page = await call('GET', `${folder}?page[limit]=3`);
		expect(rowsOf(memberOf(page.json, 'data'))).toHaveLength(3);
		const rest = await call('GET', textOf(memberOf(page.json, 'links.next.href')) ?? '');
		expect(rowsOf(memberOf(rest.json, 'data'))).toHaveLength(1);
		expect(memberOf(rest.json, 'links.next')).toBeUndefined();
		const [second = ''] = acc.state.versions.filter((version) => version.number === 2).map((version) => version.id);
		expect(memberOf((await call('GET', `/data/v1/projects/b.${TOWER_ID}/versions/${encodeURIComponent(second)}`)).json, 'data.attributes.versionNumber')).toBe(2);
	});

	it('makes a file of an upload, refuses a second one of that name, and adds a version to it', async () => {
		await start();
		const data = `/data/v1/projects/b.${TOWER_ID}`;
		const parent = { data: { type: 'folders', id: folderId(TOWER_ID, 'Drawings') } };
		const jsonapi = { version: '1.0' };
		const upload = async (): Promise<string> => {
			const made = await call('POST', `${data}/storage`, { jsonapi, data: { type: 'objects', attributes: { name: 'New.pdf' }, relationships: { target: parent } } });
			const urn = textOf(memberOf(made.json, 'data.id')) ?? '';
			const object = `/oss/v2/buckets/wip.dm.prod/objects/${urn.slice(urn.indexOf('/') + 1)}/signeds3upload`;
			const signed = await call('GET', object);
			await fetch(String(rowsOf(memberOf(signed.json, 'urls'))[0]), { method: 'PUT', body: '%PDF-1.4' });
			await call('POST', object, { uploadKey: memberOf(signed.json, 'uploadKey') });
			return urn;
		};
		const storage = { data: { type: 'objects', id: await upload() } };
		const item = {
			jsonapi,
			data: {
				type: 'items',
				attributes: { displayName: 'New.pdf', extension: { type: 'items:autodesk.bim360:File', version: '1.0' } },
				relationships: { tip: { data: { type: 'versions', id: '1' } }, parent },
			},
			included: [{ type: 'versions', id: '1', attributes: { name: 'New.pdf', extension: { type: 'versions:autodesk.bim360:File', version: '1.0' } }, relationships: { storage } }],
		};
		const made = await call('POST', `${data}/items`, item);
		expect(made.status).toBe(201);
		const again = await call('POST', `${data}/items`, item);
		expect([again.status, memberOf(rowsOf(memberOf(again.json, 'errors'))[0], 'code')]).toEqual([409, 'CONFLICT']);
		const next = await call('POST', `${data}/versions`, {
			jsonapi,
			data: {
				type: 'versions',
				attributes: { name: 'New.pdf', extension: { type: 'versions:autodesk.bim360:File', version: '1.0' } },
				relationships: { item: { data: { type: 'items', id: memberOf(made.json, 'data.id') } }, storage: { data: { type: 'objects', id: await upload() } } },
			},
		});
		expect([next.status, memberOf(next.json, 'data.attributes.versionNumber')]).toEqual([201, 2]);
		const tip = await call('GET', `${data}/items/${encodeURIComponent(String(memberOf(made.json, 'data.id')))}/tip`);
		expect(memberOf(tip.json, 'data.id')).toBe(memberOf(next.json, 'data.id'));
	});

	it('answers processing for a while, then a signed address', async () => {
		await start();
		const states = await exported(['A-101 Level 1.pdf', 'A-102 Level 2.pdf']);
		expect(states.map((state) => memberOf(state.json, 'status'))).toEqual(['processing', 'processing', 'successful']);
		const url = textOf(memberOf(states[2]?.json, 'result.output.signedUrl')) ?? '';
		expect(new URL(url).origin).toBe(sandbox.origins.storage);
		expect((await (await fetch(url)).text()).startsWith('PK')).toBe(true);
	});

	it('tells of files it had to leave out, and hides a failure in a 200', async () => {
		await start();
		const [, , partial] = await exported(['A-101 Level 1.pdf', 'Site.dwg']);
		expect(memberOf(partial?.json, 'status')).toBe('partialSuccess');
		expect(texts(rowsOf(memberOf(partial?.json, 'result.failedFiles')), 'reason')).toEqual(['ERR_NO_PROCESSABLE_FILES']);
		const [, , failed] = await exported(['M-301 Ducts.pdf']);
		expect([failed?.status, memberOf(failed?.json, 'status'), memberOf(failed?.json, 'result.error.title')]).toEqual([200, 'failed', 'ERR_INTERNAL_SERVER_ERROR']);
	});

	it('shows an export to nobody but the one who started it', async () => {
		await start();
		const begun = await call('POST', exportsPath, { fileVersions: versionIds('S-201 Steel.pdf') });
		const target = `${exportsPath}/${String(memberOf(begun.json, 'id'))}`;
		expect((await call('GET', target, undefined, acc.issueTokens(people.nora.autodeskId).access_token)).status).toBe(403);
		const tooMany = Array.from({ length: 201 }, () => versionIds('S-201 Steel.pdf')[0]);
		expect((await call('POST', exportsPath, { fileVersions: tooMany })).status).toBe(400);
	});
});

describe('photos, assets, RFIs, forms and locations', () => {
	it('pages photos by posting the next body to the next address', async () => {
		await start();
		const seen: string[] = [];
		let target = `/construction/photos/v1/projects/${TOWER_ID}/photos:filter`;
		let body: unknown = { limit: 20, sort: ['createdAt', 'asc'], filter: { mediaType: ['NORMAL'] } };
		let pages = 0;
		for (; pages < 9; pages += 1) {
			const page = await call('POST', target, body);
			seen.push(...texts(results(page), 'createdAt'));
			expect(texts(results(page), 'mediaType').every((type) => type === 'NORMAL')).toBe(true);
			const next = memberOf(page.json, 'pagination.nextPost');
			if (next === undefined) break;
			target = textOf(memberOf(next, 'url')) ?? '';
			expect(new URL(target).origin).toBe(sandbox.origins.acc);
			body = memberOf(next, 'body');
		}
		expect(pages).toBe(2);
		expect([...seen].sort()).toEqual(seen);
		expect(seen.every((moment) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(moment))).toBe(true);
		expect(seen).toHaveLength(acc.state.photos.filter((photo) => photo.projectId === TOWER_ID && photo.mediaType === 'NORMAL' && photo.deletedAt === null).length);
	});

	it('hands out pictures with the token, or by a signed address without it', async () => {
		await start();
		const [first] = acc.state.photos;
		const base = `/construction/photos/v1/projects/${TOWER_ID}/photos`;
		const plain = await call('GET', `${base}/${first?.id ?? ''}`);
		expect(memberOf(plain.json, 'signedUrls')).toBeUndefined();
		const url = textOf(memberOf(plain.json, 'urls.fileUrl')) ?? '';
		expect((await fetch(url)).status).toBe(403);
		const picture = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
		expect(picture.headers.get('content-type')).toBe('image/png');
		expect((await picture.arrayBuffer()).byteLength).toBe(memberOf(plain.json, 'size'));
		const thumbnail = await fetch(textOf(memberOf(plain.json, 'urls.thumbnailUrl')) ?? '', { redirect: 'manual', headers: { authorization: `Bearer ${token}` } });
		expect(new URL(thumbnail.headers.get('location') ?? '').origin).toBe(sandbox.origins.storage);
		const signed = await call('GET', `${base}/${first?.id ?? ''}?include=signedUrls`);
		expect((await fetch(textOf(memberOf(signed.json, 'signedUrls.fileUrl')) ?? '')).status).toBe(200);
		const deleted = acc.state.photos.find((photo) => photo.deletedAt !== null);
		expect((await call('GET', `${base}/${deleted?.id ?? ''}`)).status).toBe(410);
	});

	it('pages assets by cursor, keeps the filters in it, and shows deleted ones on demand', async () => {
		await start();
		const base = `/construction/assets/v2/projects/b.${TOWER_ID}/assets`;
		const first = await call('GET', `${base}?limit=25&filter[categoryId]=2&filter[categoryId]=4&includeCustomAttributes=true`);
		const cursor = textOf(memberOf(first.json, 'pagination.cursorState')) ?? '';
		const second = await call('GET', `${base}?cursorState=${cursor}`);
		expect((await call('GET', textOf(memberOf(first.json, 'pagination.nextUrl')) ?? '')).json).toEqual(second.json);
		expect(memberOf(second.json, 'pagination.cursorState')).toBeUndefined();
		const all = [...results(first), ...results(second)];
		expect(new Set(texts(all, 'categoryId'))).toEqual(new Set(['2', '4']));
		expect(all).toHaveLength(acc.state.assets.filter((asset) => asset.isActive && asset.categoryId !== '3').length);
		expect((await call('GET', `${base}?filter[categoryId]=2,4`)).json).toMatchObject({ results: [] });
		const withDeleted = await call('GET', `${base}?includeDeleted=true&limit=200`);
		expect(results(withDeleted)).toHaveLength(60);
		const ranged = results(await call('GET', `${base}?filter[customAttributes][ca2]=100..150&includeCustomAttributes=true`));
		expect(ranged.map((asset) => memberOf(asset, 'customAttributes.ca2')).sort()).toEqual([100, 110, 120, 130, 140]);
	});

	it('pages RFIs in the body, ten at a time', async () => {
		await start();
		const base = `/construction/rfis/v3/projects/${TOWER_ID}/search:rfis`;
		const first = await call('POST', base, {});
		expect([results(first).length, memberOf(first.json, 'pagination')]).toEqual([10, { limit: 10, offset: 0, totalResults: 25 }]);
		expect(results(await call('POST', base, { limit: 10, offset: 20 }))).toHaveLength(5);
		const open = await call('POST', base, { filter: { status: ['open'], updatedAt: '2026-09-10T00:00:00.000Z..' }, sort: [{ field: 'createdAt', order: 'DESC' }] });
		expect(new Set(texts(results(open), 'status'))).toEqual(new Set(['open']));
		const moments = texts(results(open), 'createdAt');
		expect([...moments].sort().reverse()).toEqual(moments);
		const one = await call('GET', `/construction/rfis/v3/projects/${TOWER_ID}/rfis/${String(memberOf(results(open)[0], 'id'))}`);
		expect(memberOf(one.json, 'maxAssignees')).toBe(10);
	});

	it('keeps forms under data, with a null next address at the end', async () => {
		await start();
		const page = await call('GET', `/construction/forms/v1/projects/${TOWER_ID}/forms?limit=5`);
		expect(rowsOf(memberOf(page.json, 'data'))).toHaveLength(5);
		const next = await call('GET', textOf(memberOf(page.json, 'pagination.nextUrl')) ?? '');
		const last = await call('GET', textOf(memberOf(next.json, 'pagination.nextUrl')) ?? '');
		expect(rowsOf(memberOf(last.json, 'data'))).toHaveLength(2);
		expect(memberOf(last.json, 'pagination.nextUrl')).toBeNull();
		expect(String(memberOf(rowsOf(memberOf(page.json, 'data'))[0], 'updatedAt'))).toMatch(/\.\d{6}\+00:00$/);
		const two = await call('GET', `/construction/forms/v1/projects/${TOWER_ID}/forms?statuses=draft&statuses=submitted`);
		expect(new Set(texts(rowsOf(memberOf(two.json, 'data')), 'status'))).toEqual(new Set(['draft', 'submitted']));
	});

	it('gives forms without their answers in version 2, and takes answers and rows of every table', async () => {
		await start();
		const base = `/construction/forms/v2/projects/${TOWER_ID}/forms`;
		const list = await call('GET', `${base}?statuses=inProgress&statuses=closed`);
		const [form] = rowsOf(memberOf(list.json, 'data')).filter((one) => memberOf(one, 'nativeForm') !== null && memberOf(one, 'status') === 'inProgress');
		expect(form ?? (await call('GET', base)).json).not.toHaveProperty('nativeForm.layoutInfo');
		expect((await call('GET', `${base}?statuses=draft`)).status).toBe(400);
		expect((await call('GET', `${base}?include=nativeValues`)).status).toBe(400);

		const filled = acc.state.forms.find(({ formNum }) => formNum === 1);
		const template = acc.state.formTemplates.find(({ id }) => id === filled?.templateId);
		const own = template?.tables.at(-1);
		if (!filled || !template || !own) throw new Error('The sample has no such form.');
		filled.status = 'draft';
		const put = async (body: unknown, query = ''): Promise<Answer> => await call('PUT', `${base}/${filled.id}/values:batch-update${query}`, body);
		const rows = [{ id: 'r1', schema: 'worklogEntries', columns: [{ columnName: 'trade', textVal: 'Masons' }] }, { id: 'r2', schema: own.schema, columns: [{ columnId: own.columns[0]?.uid, textVal: 'Crane' }] }];
		expect((await put({ tabularValues: rows }, '?excludeFormResponse=true')).status).toBe(204);
		const kept = await put({ customValues: [{ fieldId: template.fields[0]?.fieldId, toggleVal: 'Yes' }] }, '?includeNativeFormValues=true');
		expect(rowsOf(memberOf(kept.json, 'nativeForm.tabularValues')).map((row) => [memberOf(row, 'schema'), memberOf(row, 'table')])).toEqual([['worklogEntries', 'worklogEntries'], [own.schema, undefined]]);
		expect(texts(rowsOf(memberOf((await call('GET', `${base}/${filled.id}/values`)).json, 'data')), 'toggleVal')).toEqual(['True']);
		for (const columns of [[{ columnName: 'machine', textVal: 'x' }], [{ columnId: own.columns[0]?.uid, numberVal: 1 }], [{ textVal: 'x' }]]) expect((await put({ tabularValues: [{ id: 'r3', schema: own.schema, columns }] })).status).toBe(400);
		filled.status = 'submitted';
		expect((await put({ tabularValues: rows })).status).toBe(409);
	});

	it('takes new RFIs, their comments and new forms', async () => {
		await start();
		const base = `/construction/rfis/v3/projects/${TOWER_ID}`;
		const rfi = await call('POST', `${base}/rfis`, { title: 'Which anchor?', status: 'draft', question: 'M12 or M16?' });
		expect([rfi.status, memberOf(rfi.json, 'customIdentifier')]).toEqual([201, 'RFI-026']);
		const target = `${base}/rfis/${String(memberOf(rfi.json, 'id'))}`;
		expect((await call('POST', `${target}/comments`, { body: 'Urgent.' })).status).toBe(201);
		expect((await call('PATCH', target, { status: 'submitted' })).json).toMatchObject({ status: 'submitted', previousStatus: 'draft', commentsCount: 1 });
		expect((await call('POST', `${base}/rfis`, { title: 'No status' })).status).toBe(400);
		const [template] = acc.state.formTemplates;
		const made = await call('POST', `/construction/forms/v1/projects/${TOWER_ID}/form-templates/${template?.id ?? ''}/forms`, {});
		expect([made.status, memberOf(made.json, 'formNum'), memberOf(made.json, 'formDate')]).toEqual([201, 13, '2026-11-20']);
	});

	it('gives a next address for locations that must not be followed', async () => {
		await start();
		const base = `/construction/locations/v2/projects/${TOWER_ID}/trees/default/nodes`;
		const page = await call('GET', `${base}?limit=4`);
		expect(String(memberOf(page.json, 'pagination.nextUrl'))).toMatch(/^\/locations\/v2\//);
		const leaf = acc.state.locations.find((node) => node.name === 'Plant room 1' && node.projectId === TOWER_ID)?.id ?? '';
		expect(memberOf(results(await call('GET', `${base}?filter[id]=${leaf}`))[0], 'path')).toEqual(['Project', 'Level 1']);
	});
});
