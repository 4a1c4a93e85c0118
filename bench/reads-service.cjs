'use strict';
// One service of the sandbox in a process of its own, filled to a size. Says where it is, with tokens.
const { serve } = require('../dist/src/sandbox/serve.js');
const { createAccService, CONFIDENTIAL_CLIENT, TOWER_ID } = require('../dist/src/sandbox/acc/index.js');
const { createCintooService } = require('../dist/src/sandbox/cintoo/index.js');
const { sampleIds } = require('../dist/src/sandbox/cintoo/sample-ids.js');
const { people } = require('../dist/src/sandbox/people.js');

const { service, latencyMs = 0, issues = 0, ...scale } = JSON.parse(process.argv[2]);

(async () => {
	const { services, origins, faults, world } = await serve((place) => (service === 'acc' ? { acc: createAccService(place) } : { cintoo: createCintooService(place) }));
	if (latencyMs > 0) faults.inject({ service, kind: { latencyMs }, times: Number.POSITIVE_INFINITY });
	const address = origins[service];
	const live = services[service];
	for (const id of Object.keys(live.handlers)) live.handlers[id] = remembering(live.handlers[id]);
	const tokens = () => live.issueTokens(service === 'acc' ? people.nora.autodeskId : people.nora.cintooId);
	const signedIn = () => {
		const { access_token: accessToken, refresh_token: refreshToken, expires_in: seconds } = tokens();
		return { accessToken, refreshToken, expiresAt: Date.now() + seconds * 1000 };
	};
	const account = service === 'acc' ? { grantType: 'authorizationCode', accessTokenUrl: `${address}/authentication/v2/token`, region: 'US', clientId: CONFIDENTIAL_CLIENT.id, clientSecret: CONFIDENTIAL_CLIENT.secret, authentication: 'header' } : { grantType: 'pkce', accessTokenUrl: `${address}/oauth/token`, clientId: 'n8n', authentication: 'body' };
	process.send({ kind: 'ready', place: { service, address, token: tokens().access_token, tokens: signedIn(), account: { site: 'other', address, ...account, oauthTokenData: tokens() }, where: service === 'acc' ? issuesOf(live, world) : recordsOf(live) } });
})();

/** A project with so many issues that Nora sees. */
function issuesOf({ state }, { uuid }) {
	const [pattern] = state.issues.filter(({ projectId, deleted, published }) => projectId === TOWER_ID && !deleted && published);
	state.issues.splice(0);
	for (let number = 1; number <= issues; number++) state.issues.push({ ...pattern, id: uuid(), displayId: number, title: `${pattern.title} (${number})` });
	return { projectId: TOWER_ID };
}

/** Nothing is written here: what was answered once is answered again without making it anew, so that its cost is not measured. */
function remembering(handler) {
	const known = new Map();
	return async (request) => {
		const mark = `${request.method} ${request.pathname} ${request.query}`;
		if (request.method !== 'GET') return await handler(request);
		if (!known.has(mark)) known.set(mark, await handler(request));
		return known.get(mark);
	};
}

/** A project with so many annotations, made a minute apart, and tags. */
function recordsOf({ fill, state }) {
	const { projectId, tagListId } = fill(scale);
	const filled = [...state.annotations.values()].filter((one) => one.projectId === projectId);
	for (const [index, { modification }] of filled.entries()) modification.createdAt = modification.updatedAt = new Date(Date.now() - (filled.length - index) * 60_000).toISOString();
	const urn = (kind, id) => `urn:cintoo:${kind}:${id}`;
	return { accountRef: urn('account', sampleIds.account), projectRef: urn('project', projectId), tagListRef: urn('tag-list', tagListId) };
}

process.on('disconnect', () => process.exit(0));
