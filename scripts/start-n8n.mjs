import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { environmentOf, installHosts, nodeOf, programOf } from './hosts.mjs';
import { interrupted } from './interrupted.mjs';
import { pack } from './pack.mjs';
import { prepare, root, run } from './prepare.mjs';

/** `npm run start:n8n`: the sandbox and a real n8n with the packed package and the workflows of the main job, signed in, in the browser. */
const { values } = parseArgs({ options: { port: { type: 'string', default: '5678' } } });
const port = Number(values.port);

if (!Number.isInteger(port) || port < 1 || port > 65_534) {
	console.error('--port must be a number from 1 to 65534.');
	process.exitCode = 2;
} else if (process.argv0 !== nodeOf('n8n') && process.execPath !== nodeOf('n8n')) {
	prepare();
	installHosts(['n8n']);
	// n8n asks for a newer Node than this project does; from here on everything runs on that one.
	run(nodeOf('n8n'), ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', join(root, 'scripts', 'start-n8n.mjs'), `--port=${port}`], { env: environmentOf('n8n') });
} else await start();

async function start() {
	const require = createRequire(import.meta.url);
	const { startSandbox } = require('../dist/src/sandbox/server.js');
	const { people } = require('../dist/src/sandbox/people.js');
	const { name } = require('../package.json');
	const { N8nServer, owner } = await import('../test/hosts/n8n-server.ts');
	const { sandboxCredentials, workflowsOf } = await import('../test/hosts/n8n-main-job.ts');

	const scratch = mkdtempSync(join(tmpdir(), 'aec-start-n8n-'));
	const sandbox = await startSandbox();
	const n8n = new N8nServer({ node: nodeOf('n8n'), program: programOf('n8n') }, {}, port);
	const end = interrupted();
	try {
		console.log('Setting up n8n (about half a minute) …');
		n8n.place(name, pack(scratch).tarball);
		const credentials = sandboxCredentials(sandbox, people.nora);
		await n8n.import('credentials', credentials);
		await n8n.import('workflow', workflowsOf(join(root, 'workflows'), credentials));
		await n8n.start();
		console.log(`
  n8n with the nodes:  ${n8n.url}     e-mail ${owner.email}     password ${owner.password}

  It works in a SANDBOX on this machine: Cintoo ${sandbox.origins.cintoo}, ACC ${sandbox.origins.acc},
  BIM 360 Field ${sandbox.origins.field}. None of these is the real service, nothing leaves this machine.

  Open "Cintoo annotation becomes an ACC issue" and press Execute workflow. Ctrl+C stops everything and removes it.
`);
		await end;
	} catch (error) {
		console.error(error.message);
		process.exitCode = 1;
	} finally {
		await n8n.discard();
		await sandbox.stop();
		rmSync(scratch, { recursive: true, force: true });
	}
}
