import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { parseArgs } from 'node:util';
import * as acc from '../core/sign-in/acc';
import * as cintoo from '../core/sign-in/cintoo';
import { createPkce, createState } from '../core/sign-in/pkce';
import { requestTokens, type OAuthTokens } from '../core/sign-in/token-endpoint';
import { AxiosTransport } from '../host/axios-transport';

const help = `aec-nodes login cintoo|acc [options]

Opens nothing by itself: it prints an address, you sign in there with your browser, and the tokens arrive here.

  --url ORIGIN       address of the service, for dedicated tenants; default the public one
  --port N           port of this machine the browser comes back to; default 8765
  --client-id ID     acc: the app's client ID (callback http://localhost:<port>/callback)
  --client-secret S  acc: its secret, for confidential apps; better in the environment as ACC_CLIENT_SECRET
  --n8n FILE         write an n8n credential file for "n8n import:credentials --input=FILE" (readable by you alone)
  --timeout SECONDS  how long to wait for the browser; default 300`;

interface Flow {
	readonly title: string;
	readonly credentialType: string;
	readonly origin: string;
	authorizeUrl(options: { redirectUri: string; state: string; challenge: string }): string;
	exchange(options: { code: string; redirectUri: string; verifier: string }): Promise<OAuthTokens>;
	credentialData(tokens: OAuthTokens): Readonly<Record<string, unknown>>;
}

/** Signs a person in through the browser on this machine and hands out the tokens. */
export async function loginCommand(args: readonly string[]): Promise<number> {
	const { values, positionals } = parseArgs({
		args: [...args],
		allowPositionals: true,
		options: { url: { type: 'string' }, port: { type: 'string', default: '8765' }, 'client-id': { type: 'string' }, 'client-secret': { type: 'string' }, n8n: { type: 'string' }, timeout: { type: 'string', default: '300' }, help: { type: 'boolean' } },
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
	const tokens = await signIn(flow, Number(values.port), Number(values.timeout) * 1000);
	if (values.n8n === undefined) {
		console.log(`Signed in. Refresh token (a secret; it works once, so use it in one place only):\n${tokens.refreshToken ?? '(none)'}`);
		return 0;
	}
	const credential = [{ id: `aec-${service}`, name: `${flow.title} (signed in)`, type: flow.credentialType, data: flow.credentialData(tokens) }];
	await writeFile(values.n8n, JSON.stringify(credential, undefined, '\t'), { mode: 0o600, flag: 'wx' });
	console.log(`Signed in. Import it with: n8n import:credentials --input=${values.n8n}\nThen delete the file: it holds the tokens.`);
	return 0;
}

function cintooFlow(url: string | undefined): Flow {
	const origin = (url ?? 'https://aec.cintoo.com').replace(/\/+$/, '');
	const transport = new AxiosTransport();
	return {
		title: 'Cintoo',
		credentialType: 'cintooOAuth2Api',
		origin,
		authorizeUrl: (options) => cintoo.authorizeUrl(origin, options),
		exchange: async (options) => await requestTokens(transport, cintoo.codeRequest(origin, options), Date.now()),
		credentialData: (tokens) => ({ serviceAddress: origin, oauthTokenData: tokenData(tokens) }),
	};
}

function accFlow(url: string | undefined, app: acc.AccApp): Flow {
	const origin = (url ?? 'https://developer.api.autodesk.com').replace(/\/+$/, '');
	const transport = new AxiosTransport();
	return {
		title: 'Autodesk Construction Cloud',
		credentialType: 'accOAuth2Api',
		origin,
		authorizeUrl: (options) => acc.authorizeUrl(origin, app, options),
		exchange: async (options) => await requestTokens(transport, acc.codeRequest(origin, app, options), Date.now()),
		credentialData: (tokens) => ({ serviceAddress: origin, clientId: app.clientId, clientSecret: app.clientSecret ?? '', oauthTokenData: tokenData(tokens) }),
	};
}

function tokenData(tokens: OAuthTokens): Readonly<Record<string, unknown>> {
	return { access_token: tokens.accessToken, refresh_token: tokens.refreshToken, token_type: 'Bearer', ...(tokens.userId === undefined ? {} : { user_id: tokens.userId }) };
}

async function signIn(flow: Flow, port: number, timeoutMs: number): Promise<OAuthTokens> {
	const { verifier, challenge } = createPkce();
	const state = createState();
	const redirectUri = `http://localhost:${port}/callback`;
	const server = createServer();
	server.listen(port, '127.0.0.1');
	await once(server, 'listening');
	try {
		console.log(`Open this address in your browser and sign in to ${flow.title}:\n\n${flow.authorizeUrl({ redirectUri, state, challenge })}\n`);
		const code = await waitForCode(server, state, timeoutMs);
		return await flow.exchange({ code, redirectUri, verifier });
	} finally {
		server.close();
		server.closeAllConnections();
	}
}

async function waitForCode(server: Server, state: string, timeoutMs: number): Promise<string> {
	return await new Promise((resolve, reject) => {
		const timer = setTimeout(() => reject(new Error('Nobody signed in in time. Run the command again.')), timeoutMs);
		server.on('request', (request: IncomingMessage, response: ServerResponse) => {
			void answer(request, response, state).then((code) => {
				if (code === undefined) return;
				clearTimeout(timer);
				resolve(code);
			}, reject);
		});
	});
}

/** The document speaks of a form post and of query parameters (API 1, line 121): both are taken. */
async function answer(request: IncomingMessage, response: ServerResponse, state: string): Promise<string | undefined> {
	const url = new URL(request.url ?? '/', 'http://localhost');
	const params = url.searchParams;
	if (request.method === 'POST') {
		let body = '';
		for await (const chunk of request.setEncoding('utf8')) {
			body += String(chunk);
			if (body.length > 10_000) break;
		}
		new URLSearchParams(body).forEach((value, name) => params.set(name, value));
	}
	const code = params.get('code');
	const fits = url.pathname === '/callback' && code !== null && params.get('state') === state;
	response.writeHead(fits ? 200 : 400, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
	response.end(fits ? 'Signed in. You can close this page.' : 'This is not the sign-in that was started. Start it again.');
	return fits ? code : undefined;
}
