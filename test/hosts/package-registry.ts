import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename } from 'node:path';
import manifest from '../../package.json';

/** An npm registry on this machine that holds one package, the packed one: installers fetch it as they would from the public one. */
export class PackageRegistry {
	private constructor(
		private readonly server: Server,
		readonly url: string,
	) {}

	static async start(tarball: string): Promise<PackageRegistry> {
		const bytes = readFileSync(tarball);
		const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
		const server = createServer((request, response) => {
			const path = decodeURIComponent(request.url ?? '');
			if (path === `/${manifest.name}`) {
				const version = { ...manifest, dist: { integrity, tarball: `${url}/files/${basename(tarball)}` } };
				response.setHeader('content-type', 'application/json').end(JSON.stringify({ name: manifest.name, 'dist-tags': { latest: manifest.version }, versions: { [manifest.version]: version } }));
			} else if (path === `/files/${basename(tarball)}`) {
				createReadStream(tarball).pipe(response.setHeader('content-type', 'application/octet-stream'));
			} else response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"Not found"}');
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		return new PackageRegistry(server, url);
	}

	/** What tells npm to fetch this package's scope here, and everything else from where it always does. */
	get environment(): Readonly<Record<string, string>> {
		return { [`npm_config_${manifest.name.split('/')[0]}:registry`]: `${this.url}/` };
	}

	async stop(): Promise<void> {
		await new Promise((resolve) => this.server.close(resolve));
	}
}
