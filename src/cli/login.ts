import { once } from 'node:events';
import { open as openFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { parseArgs } from 'node:util';
import { acc as accService } from '../catalog/acc';
import { cintoo as cintooService } from '../catalog/cintoo';
import type { Service } from '../catalog/vocabulary';
import { oneLine } from '../core/brief';
import { InputError, SignInError } from '../core/errors';
import { redactText } from '../core/redact';
import * as acc from '../core/sign-in/acc';
import * as cintoo from '../core/sign-in/cintoo';
import { createPkce, createState } from '../core/sign-in/pkce';
import { requestTokens, type OAuthTokens } from '../core/sign-in/token-endpoint';
import { AxiosTransport } from '../host/axios-transport';
import { openBrowser } from './browser';

const help = `npx @aec-nodes/n8n-nodes-aec login cintoo|acc [options]

Opens your browser, you sign in there, and the tokens arrive here. The address is printed as well.

  --url ORIGIN       address of the service, for dedicated tenants; default the public one
  --port N           port of this machine the browser comes back to; default 8765
  --client-id ID     acc: the app's client ID (callback http://localhost:<port>/callback)
  --client-secret S  acc: its secret, for confidential apps; better in the environment as ACC_CLIENT_SECRET
  --n8n FILE         write an n8n credential file for "n8n import:credentials --input=FILE" (readable by you alone)
  --no-open          only print the address
  --timeout SECONDS  how long to wait for the browser; default 300`;

const usualPort = 8765;
/** ms. */
const longestWait = 24 * 3_600_000;

interface Flow {
	readonly title: string;
	readonly credentialType: string;
	readonly origin: string;
	authorizeUrl(options: { redirectUri: string; state: string; challenge: string }): string;
	exchange(options: { code: string; redirectUri: string; verifier: string }): Promise<OAuthTokens>;
	credentialData(tokens: OAuthTokens): Readonly<Record<string, unknown>>;
}

/** Signs a person in through the browser on this machine and hands out the tokens. */
export async function loginCommand(args: readonly string[], open: (url: string) => void = openBrowser): Promise<number> {
	const { values, positionals } = parseArgs({
		args: [...args],
		allowPositionals: true,
		options: { url: { type: 'string' }, port: { type: 'string', default: String(usualPort) }, 'client-id': { type: 'string' }, 'client-secret': { type: 'string' }, n8n: { type: 'string' }, 'no-open': { type: 'boolean', default: false }, timeout: { type: 'string', default: '300' }, help: { type: 'boolean' } },
	});
	const [service] = positionals;
	if (values.help || (service !== 'cintoo' && service !== 'acc')) {
		console.log(help);
		return values.help ? 0 : 2;
	}
	if (service === 'acc' && values['client-id'] === undefined) {
		console.error('acc needs --client-id: the client ID of your app at Autodesk Platform Services.');
		return 2;
	}
	const flow = service === 'cintoo' ? cintooFlow(values.url) : accFlow(values.url, { clientId: values['client-id'] ?? '', clientSecret: values['client-secret'] ?? process.env.ACC_CLIENT_SECRET });
	const port = Number(values.port);
	const timeoutMs = Number(values.timeout) * 1000;
	if (!Number.isInteger(port) || port < 1 || port > 65_535 || !(timeoutMs > 0 && timeoutMs <= longestWait)) {
		console.error('--port must be a number from 1 to 65535, --timeout a number of seconds up to a day.');
		return 2;
	}
	const visit = (url: string): void => {
		console.log(`Sign in to ${flow.title} in your browser:\n\n${url}\n`);
		if (!values['no-open']) open(url);
	};
	if (values.n8n === undefined) {
		const { refreshToken } = await signIn(flow, port, timeoutMs, visit);
		console.log(`Signed in. Refresh token (a secret; it works once, so use it in one place only):\n${refreshToken ?? '(none)'}`);
		return 0;
	}
	// Opened ahead: tokens that cannot be written down are lost, and an existing file is nobody's to overwrite.
	const file = await openFile(values.n8n, 'wx', 0o600);
	try {
		const data = flow.credentialData(await signIn(flow, port, timeoutMs, visit));
		await file.writeFile(JSON.stringify([{ id: `aec-${service}`, name: `${flow.title} (signed in)`, type: flow.credentialType, data }], undefined, '\t'));
	} catch (error) {
		await rm(values.n8n, { force: true });
		throw error;
	} finally {
		await file.close();
	}
	console.log(`Signed in. Import it with: n8n import:credentials --input=${values.n8n}\nThen delete the file: it holds the tokens.`);
	return 0;
}

function cintooFlow(url: string | undefined): Flow {
	const origin = originFrom(cintooService, url);
	const transport = new AxiosTransport();
	return {
		title: 'Cintoo',
		credentialType: 'cintooOAuth2Api',
		origin,
		authorizeUrl: (options) => cintoo.authorizeUrl(origin, options),
		exchange: async (options) => await requestTokens(transport, cintoo.codeRequest(origin, options), Date.now()),
		credentialData: (tokens) => ({ ...siteOf(cintooService, origin), oauthTokenData: tokenData(tokens) }),
	};
}

function accFlow(url: string | undefined, app: acc.AccApp): Flow {
	const origin = originFrom(accService, url);
	const transport = new AxiosTransport();
	return {
		title: 'Autodesk Construction Cloud',
		credentialType: 'accOAuth2Api',
		origin,
		authorizeUrl: (options) => acc.authorizeUrl(origin, app, options),
		exchange: async (options) => await requestTokens(transport, acc.codeRequest(origin, app, options), Date.now()),
		credentialData: (tokens) => ({ ...siteOf(accService, origin), clientId: app.clientId, clientSecret: app.clientSecret ?? '', oauthTokenData: tokenData(tokens) }),
	};
}

/** Throws InputError when the address is none of the web. */
function originFrom(service: Service, url: string | undefined): string {
	const written = url ?? Object.values(service.origins)[0] ?? '';
	if (!URL.canParse(written) || !/^https?:$/.test(new URL(written).protocol)) throw new InputError(`--url must be the address of ${service.label}, such as ${Object.values(service.origins)[0] ?? 'https://…'}.`);
	return new URL(written).origin;
}

/** How n8n's credentials say where a service is reached (see src/n8n/accounts.ts). */
function siteOf(service: Service, origin: string): { readonly site: string; readonly address?: string } {
	return Object.values(service.origins).includes(origin) ? { site: origin } : { site: 'other', address: origin };
}

function tokenData(tokens: OAuthTokens): Readonly<Record<string, unknown>> {
	return { access_token: tokens.accessToken, refresh_token: tokens.refreshToken, token_type: 'Bearer', ...(tokens.userId === undefined ? {} : { user_id: tokens.userId }) };
}

async function signIn(flow: Flow, port: number, timeoutMs: number, visit: (url: string) => void): Promise<OAuthTokens> {
	const { verifier, challenge } = createPkce();
	const state = createState();
	const redirectUri = `http://localhost:${port}/callback`;
	const servers = await listening(port);
	try {
		const answered = waitForCode(servers, state, timeoutMs);
		visit(flow.authorizeUrl({ redirectUri, state, challenge }));
		return await flow.exchange({ code: await answered, redirectUri, verifier });
	} finally {
		for (const server of servers) {
			server.close();
			server.closeAllConnections();
		}
	}
}

/** Servers on both addresses that `localhost` may stand for; one where this machine has only that. Throws when the port is taken. */
async function listening(port: number): Promise<readonly Server[]> {
	const servers: Server[] = [];
	for (const address of ['127.0.0.1', '::1']) {
		const server = createServer();
		try {
			await once(server.listen(port, address), 'listening');
			servers.push(server);
		} catch (cause) {
			const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
			if (servers.length > 0 && code !== 'EADDRINUSE') continue;
			for (const one of servers) one.close();
			throw new Error(code === 'EADDRINUSE' ? `Port ${port} is in use by another program. Choose another one with --port; for ACC its address must be registered with the app.` : `Port ${port} cannot be listened on (${code}). Choose another one with --port.`, { cause });
		}
	}
	return servers;
}

async function waitForCode(servers: readonly Server[], state: string, timeoutMs: number): Promise<string> {
	return await new Promise((resolve, reject) => {
		const timer = setTimeout(() => reject(new Error(`Nobody signed in within ${Math.round(timeoutMs / 1000)} seconds: the browser was closed, or Allow was not pressed. Run the command again, with a longer --timeout if need be.`)), timeoutMs);
		const hear = (request: IncomingMessage, response: ServerResponse): void => {
			answer(request, response, state).then(
				(code) => {
					if (code === undefined) return;
					clearTimeout(timer);
					resolve(code);
				},
				(error: unknown) => {
					// A visitor who broke off is none of ours; only the service's own no ends the wait.
					if (!(error instanceof SignInError)) return;
					clearTimeout(timer);
					reject(error);
				},
			);
		};
		for (const server of servers) server.on('request', hear);
	});
}

/** The document speaks of a form post and of query parameters (API 1, line 121): both are taken. */
async function answer(request: IncomingMessage, response: ServerResponse, state: string): Promise<string | undefined> {
	const [path = '', query = ''] = (request.url ?? '').split('?');
	const params = new URLSearchParams(query);
	if (request.method === 'POST') {
		let body = '';
		for await (const chunk of request.setEncoding('utf8')) {
			body += String(chunk);
			if (body.length > 10_000) break;
		}
		new URLSearchParams(body).forEach((value, name) => params.set(name, value));
	}
	const code = params.get('code');
	const ours = path === '/callback' && params.get('state') === state;
	const refusal = params.get('error_description') ?? params.get('error');
	const tell = (status: number, words: string): unknown => response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff', connection: 'close' }).end(words);
	if (ours && code !== null) {
		tell(200, 'Signed in. You can close this page.');
		return code;
	}
	if (ours && refusal !== null) {
		tell(400, 'Not signed in. You can close this page.');
		throw new SignInError(`The service did not sign you in: ${oneLine(redactText(refusal)).slice(0, 200)}`);
	}
	tell(400, 'This is not the sign-in that was started. Start it again.');
	if (path === '/callback') console.error('An answer to another sign-in came, with another state: it is ignored. Use the address printed last.');
	return undefined;
}
