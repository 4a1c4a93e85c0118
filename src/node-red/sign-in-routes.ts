import { isObject, type Service } from '../catalog/vocabulary';
import { AecError, InputError, SignInError } from '../core/errors';
import * as acc from '../core/sign-in/acc';
import * as cintoo from '../core/sign-in/cintoo';
import { endSignIn } from '../core/sign-in/oauth-session';
import { createPkce, createState } from '../core/sign-in/pkce';
import { requestTokens, revokeToken, type OAuthTokens, type TokenRequest } from '../core/sign-in/token-endpoint';
import { systemClock } from '../host/clock';
import { accountOf, originOf, reachedBy, scopesOf, transport } from './account';
import { accountType } from './names';
import type { NodeRed, RedNode, RouteHandler, RouteRequest, RouteResponse } from './node-red';
import { answering, readPermission, serviceOf, textIn, writePermission } from './routes';
import { isDurable, storeGrant, tokenStore, type Grant } from './vault';

/** A sign-in must be finished within this time. ms. */
const patience = 10 * 60_000;
/** The dialog waits no longer to name who is signed in. ms. */
const nameWithin = 5_000;
/** Sign-ins under way at a time: an editor that starts more forgets the oldest. */
const mostPending = 50;

/** How an app of Autodesk Platform Services proves itself; without a secret it is a public one. */
interface AppCredentials {
	readonly clientId: string;
	readonly clientSecret: string;
}

interface Pending {
	readonly until: number;
	readonly tokenRequest: (code: string) => TokenRequest;
	/** Set once the tokens are safe; fetched once by the editor that started. */
	grant?: Grant;
	used: boolean;
}

/** Sign-ins under way, by their one-time state: it is the only authority of the call back. */
const pending = new Map<string, Pending>();

/**
 * The routes of signing in. Tokens never reach the browser: the editor that started fetches the grant, once.
 * Nothing hangs on the id of a node, so an account can sign in before it is deployed.
 */
export function registerSignIn(red: NodeRed, services: readonly Service[]): void {
	const permitted = red.auth.needsPermission(writePermission);
	const onPost = (path: string, work: (request: RouteRequest) => unknown): unknown => red.httpAdmin.post(path, permitted, jsonOnly, answering(work));

	onPost('/aec-nodes/oauth/start', (request) => start(red, services, request));
	onPost('/aec-nodes/oauth/finish', async (request) => {
		const body = bodyOf(request);
		const address = textIn(body.address) ?? '';
		if (!URL.canParse(address)) throw new InputError('This is no address.', { remedy: 'Copy the whole address of the page you ended up on.' });
		const query = new URL(address).searchParams;
		const state = query.get('state') ?? textIn(body.state) ?? '';
		if (state !== body.state) throw new InputError('This address belongs to another sign-in.', { remedy: 'Start again, and copy the address of the page that follows.' });
		await complete(red, state, query.get('code') ?? '', query.get('error_description') ?? query.get('error') ?? '');
		return { grant: claim(state) };
	});
	onPost('/aec-nodes/oauth/claim', (request) => ({ grant: claim(textIn(bodyOf(request).state) ?? '') }));
	onPost('/aec-nodes/oauth/token', async (request) => {
		const body = bodyOf(request);
		const service = serviceOf(services, body.service);
		const refreshToken = (textIn(body.refreshToken) ?? '').trim();
		if (refreshToken === '') throw new InputError('The refresh token is missing.', { remedy: 'Paste it whole.' });
		const origin = originOf(service, body.origin, body.address);
		const app = appOf(red, service, origin, body);
		// Renewed at once: it proves that the token works, and the pasted one is spent by it.
		const tokens = await requestTokens(transport, service.id === 'acc' ? acc.refreshRequest(origin, app, refreshToken) : cintoo.refreshRequest(origin, refreshToken), systemClock.now());
		return { grant: await keep(red, { ...tokens, refreshToken: tokens.refreshToken ?? refreshToken }) };
	});

	red.httpAdmin.get('/aec-nodes/oauth/status/:account', red.auth.needsPermission(readPermission), answering(async ({ params }) => await statusOf(red, services, textIn(params.account) ?? '')));
	onPost('/aec-nodes/oauth/sign-out', async (request) => {
		const body = bodyOf(request);
		const { service, origin, grant, app } = signedIn(red, services, textIn(body.account) ?? '');
		// What the dialog was given since the last deploy, or what is deployed.
		const store = tokenStore(red, textIn(body.grant) ?? '') ?? tokenStore(red, grant);
		if (!store) throw new InputError('Nobody is signed in.', { remedy: 'There is nothing to sign out of.' });
		const tokens = await endSignIn({ key: store.key, store });
		// Forgotten here whatever the service says: a token that stays valid there is in nobody's hands.
		if (service?.id === 'acc' && tokens?.refreshToken !== undefined) await revokeToken(transport, acc.revokeRequest(origin, app, tokens.refreshToken)).catch(() => undefined);
		return { ok: true };
	});

	const callback = (parameters: (request: RouteRequest) => Readonly<Record<string, unknown>>): RouteHandler => (request, response) => {
		const given = parameters(request);
		const state = textIn(given.state) ?? '';
		complete(red, state, textIn(given.code) ?? '', textIn(given.error_description) ?? textIn(given.error) ?? '').then(
			() => {
				red.comms.publish(`aec-nodes/oauth/${state}`, { ok: true }, false);
				page(response, 200, 'Signed in', 'You can close this window and go on in Node-RED.');
			},
			(error: unknown) => {
				const words = error instanceof AecError ? error.explanation : 'It failed.';
				if (/^[0-9a-f]{40}$/.test(state)) red.comms.publish(`aec-nodes/oauth/${state}`, { ok: false, message: words }, false);
				page(response, 400, 'Not signed in', words);
			},
		);
	};
	// A service redirects a browser here, without the editor's own credential: the state alone decides.
	red.httpAdmin.get('/aec-nodes/oauth/callback', callback(({ query }) => query));
	// Cintoo's document can be read as a redirect by a posted form (API 1, line 103).
	red.httpAdmin.post('/aec-nodes/oauth/callback', callback(bodyOf));
}

function start(red: NodeRed, services: readonly Service[], request: RouteRequest): { url: string; state: string; paste: boolean; durable: boolean } {
	const body = bodyOf(request);
	const service = serviceOf(services, body.service);
	const origin = originOf(service, body.origin, body.address);
	const asked = textIn(body.redirectUri) ?? '';
	if (!URL.canParse(asked) || !/^https?:$/.test(new URL(asked).protocol) || !new URL(asked).pathname.endsWith('/aec-nodes/oauth/callback')) throw new InputError('The redirect address is not one of this editor.');
	const { verifier, challenge } = createPkce();
	const state = createState();
	const remember = (tokenRequest: Pending['tokenRequest']): void => {
		forgetOld();
		pending.set(state, { until: systemClock.now() + patience, tokenRequest, used: false });
	};
	switch (service.id) {
		case 'cintoo': {
			const paste = !local(asked);
			// The page cannot be shown then, but its address holds the code.
			const redirectUri = paste ? 'http://localhost/aec-nodes/oauth/callback' : asked;
			cintoo.checkRedirect(redirectUri);
			remember((code) => cintoo.codeRequest(origin, { code, redirectUri, verifier }));
			return { url: cintoo.authorizeUrl(origin, { redirectUri, state, challenge }), state, paste, durable: isDurable(red) };
		}
		case 'acc': {
			const app = appOf(red, service, origin, body);
			if (app.clientId === '') throw new InputError('The client ID is missing.', { remedy: 'Enter the ID of your app from Autodesk Platform Services.' });
			remember((code) => acc.codeRequest(origin, app, { code, redirectUri: asked, verifier }));
			return { url: acc.authorizeUrl(origin, app, { redirectUri: asked, state, challenge, scopes: scopesOf(body.scopes) }), state, paste: false, durable: isDurable(red) };
		}
		case 'field':
			throw new InputError(`${service.label} signs in with user name and password.`, { remedy: 'Enter both in the connection.' });
	}
}

async function complete(red: NodeRed, state: string, code: string, refusal: string): Promise<void> {
	forgetOld();
	const waiting = pending.get(state);
	if (!waiting || waiting.used) throw new SignInError('This sign-in is unknown, used or too old.', { remedy: 'Start again in the connection’s dialog.' });
	waiting.used = true;
	if (refusal !== '' || code === '') {
		pending.delete(state);
		throw new SignInError(`The service did not sign you in${refusal === '' ? '' : `: ${refusal.slice(0, 200)}`}.`, { remedy: 'Start again in the connection’s dialog.' });
	}
	let tokens: OAuthTokens;
	try {
		tokens = await requestTokens(transport, waiting.tokenRequest(code), systemClock.now());
	} catch (error) {
		pending.delete(state);
		throw error;
	}
	waiting.grant = await keep(red, tokens);
}

/** With the person's id, which Cintoo tells beside the tokens and Autodesk within. */
async function keep(red: NodeRed, tokens: OAuthTokens): Promise<Grant> {
	return await storeGrant(red, { ...tokens, userId: tokens.userId ?? acc.userOfToken(tokens.accessToken) });
}

/** What is known of a deployed connection's sign-in. */
function signedIn(red: NodeRed, services: readonly Service[], id: string): { readonly service?: Service; readonly origin: string; readonly grant: Grant; readonly app: AppCredentials } {
	const node = (id === '' ? undefined : red.nodes.getNode(id)) ?? undefined;
	const service = services.find((one) => accountType(one) === node?.type);
	const grant = node?.credentials?.grant;
	return { service, origin: node && service ? reachedBy(node) : '', grant: service && typeof grant === 'string' ? grant : '', app: storedIn(node, service) };
}

/** Who is signed in, since when, and until when it lasts unless it is used; times in ms since the epoch. No tokens. */
async function statusOf(red: NodeRed, services: readonly Service[], id: string): Promise<{ readonly user?: string; readonly since?: number; readonly until?: number; readonly lost?: boolean }> {
	const { service, grant } = signedIn(red, services, id);
	if (!service) throw new InputError('The connection is not deployed.', { remedy: 'Deploy it first.' });
	const store = tokenStore(red, grant);
	if (!store) return {};
	try {
		const tokens = await store.read();
		if (!tokens) return { lost: true };
		const days = service.id === 'acc' ? acc.refreshDays : cintoo.refreshDays;
		return { user: await nameOf(red, id), since: tokens.signedInAt, until: tokens.issuedAt === undefined ? undefined : tokens.issuedAt + days * 24 * 3_600_000 };
	} catch (error) {
		if (error instanceof SignInError) return { lost: true };
		throw error;
	}
}

/** A name is a courtesy: without it the rest is told. */
async function nameOf(red: NodeRed, account: string): Promise<string | undefined> {
	try {
		return await accountOf(red, account).connect(AbortSignal.timeout(nameWithin)).who();
	} catch (error) {
		if (error instanceof AecError) return undefined;
		throw error;
	}
}

function claim(state: string): Grant {
	const grant = pending.get(state)?.grant;
	if (grant === undefined) throw new SignInError('This sign-in is not finished.', { remedy: 'Finish it in the window that opened, or start again.' });
	pending.delete(state);
	return grant;
}

function forgetOld(): void {
	const now = systemClock.now();
	for (const [state, { until }] of pending) if (until < now) pending.delete(state);
	for (const state of [...pending.keys()].slice(0, Math.max(0, pending.size - mostPending + 1))) pending.delete(state);
}

/** Whether Cintoo would send a person back there. */
function local(redirectUri: string): boolean {
	return ['localhost', '127.0.0.1'].includes(new URL(redirectUri).hostname);
}

/** Credentials of a deployed connection, as they are stored; of no other node, whatever the dialog names. */
function storedIn(node: RedNode | undefined, service: Service | undefined): AppCredentials {
	const { clientId, clientSecret } = (service && node?.type === accountType(service) ? node.credentials : undefined) ?? {};
	return { clientId: typeof clientId === 'string' ? clientId.trim() : '', clientSecret: typeof clientSecret === 'string' ? clientSecret.trim() : '' };
}

/**
 * The app of an account: what the dialog holds, and for what it does not show, what is deployed.
 * What is stored goes nowhere but where the deployed connection sends it itself. Throws InputError for another address.
 */
function appOf(red: NodeRed, service: Service, origin: string, body: Readonly<Record<string, unknown>>): AppCredentials {
	const node = red.nodes.getNode(textIn(body.account) ?? '') ?? undefined;
	const value = (name: keyof AppCredentials, label: string): string => {
		const given = (textIn(body[name]) ?? '').trim();
		// The editor shows a stored secret as this; an environment variable is known to the deployed node only.
		const hidden = given === '__PWRD__' || /^\$\{.+\}$/.test(given);
		if (!hidden) return given;
		if (node?.type !== accountType(service) || reachedBy(node) !== origin) throw new InputError(`The stored ${label} is not sent to an address that is not deployed with it.`, { remedy: `Enter the ${label} again, or deploy the connection with this address first.` });
		return storedIn(node, service)[name];
	};
	return { clientId: value('clientId', 'client ID'), clientSecret: value('clientSecret', 'client secret') };
}

/** A page of another site can have a browser post a form unasked. For JSON the browser asks first, and Node-RED answers as it does for its own routes. */
const jsonOnly: RouteHandler = ({ headers }, response, next) => {
	if (/^application\/json\s*(;|$)/i.test(textIn(headers['content-type']) ?? '')) next();
	else response.status(415).json({ message: 'This takes JSON only.', remedy: 'Send it with “content-type: application/json”.' });
};

function bodyOf(request: RouteRequest): Readonly<Record<string, unknown>> {
	return isObject(request.body) ? request.body : {};
}

function page(response: RouteResponse, status: number, title: string, words: string): void {
	const escaped = words.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
	response
		.status(status)
		.set({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'", 'x-content-type-options': 'nosniff' })
		.send(`<!doctype html><html lang="en"><head><title>${title}</title></head><body style="font-family: sans-serif; margin: 3em"><h1>${title}</h1><p>${escaped}</p></body></html>`);
}
