import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { CONFIDENTIAL_CLIENT } from '../../src/sandbox/acc';
import type { Sandbox } from '../../src/sandbox/server';

/** Where the pictures of README and docs lie. */
const pictures = join(__dirname, '..', '..', 'docs', 'images');

const paths = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Starts Chromium. Throws when there is none: these tests are nothing without it. */
export async function startBrowser(): Promise<Browser> {
	const executablePath = paths.find((path) => path !== undefined && existsSync(path));
	if (executablePath === undefined) throw new Error('Chromium is missing: install it (apt-get install chromium), or give its path in CHROMIUM_PATH.');
	return await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-background-networking'] });
}

/** Takes a picture for README and docs, when it was asked for by `npm run test:hosts -- --pictures`. */
export async function picture(page: Page, name: string, of?: string): Promise<void> {
	if (process.env.AEC_PICTURES === undefined) return;
	mkdirSync(pictures, { recursive: true });
	await (of === undefined ? page : page.locator(of).first()).screenshot({ path: join(pictures, `${name}.png`) });
}

/** What a host sends to a browser, over HTTP and sockets, its scripts and pictures aside. */
export class Traffic {
	private readonly texts: Promise<string>[] = [];

	constructor(context: BrowserContext, url: string) {
		const origin = new URL(url).origin;
		context.on('response', (response) => {
			// What a page left behind cannot be read any more.
			if (response.url().startsWith(origin) && !['script', 'stylesheet', 'image', 'font'].includes(response.request().resourceType())) this.texts.push(response.text().catch(() => ''));
		});
		for (const page of context.pages()) page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => this.texts.push(Promise.resolve(String(payload)))));
	}

	/** How much was sent, in characters, and which of the secrets that the sandbox was shown are in it. */
	async search({ exchanges }: Pick<Sandbox, 'exchanges'>): Promise<{ readonly length: number; readonly found: readonly string[] }> {
		const shown = exchanges.flatMap(({ requestHeaders, requestBody }) => [/^Bearer (\S+)$/.exec(requestHeaders.authorization ?? '')?.[1], new URLSearchParams(Buffer.from(requestBody).toString('latin1')).get('refresh_token') ?? undefined]);
		const secrets = new Set([CONFIDENTIAL_CLIENT.secret, ...shown.filter((one) => one !== undefined)]);
		const all = (await Promise.all(this.texts)).join('\n');
		return { length: all.length, found: [...secrets].filter((secret) => all.includes(secret)) };
	}
}
