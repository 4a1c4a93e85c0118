import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';

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
