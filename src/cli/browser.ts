import { spawn } from 'node:child_process';

/** The program that opens an address in the person's own browser, without a shell that could read something into it. */
export function opener(platform: NodeJS.Platform, url: string): { readonly file: string; readonly args: readonly string[] } {
	if (platform === 'win32') return { file: 'rundll32', args: ['url.dll,FileProtocolHandler', url] };
	return { file: platform === 'darwin' ? 'open' : 'xdg-open', args: [url] };
}

/** Opens an address in the browser. Nothing happens where there is none: the address is printed as well. */
export function openBrowser(url: string): void {
	const { file, args } = opener(process.platform, url);
	spawn(file, args, { stdio: 'ignore', detached: true }).on('error', () => undefined).unref();
}
