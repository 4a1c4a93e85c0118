import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { prepare } from './prepare.mjs';

/**
 * `npm start`: the sandbox and a real Node-RED with the main job, in the browser.
 * `npm start -- --once`: the same without an editor, once through and checked.
 */
const { values } = parseArgs({ options: { once: { type: 'boolean', default: false }, port: { type: 'string', default: '1880' } } });

prepare();
const require = createRequire(import.meta.url);
const { startSandbox } = require('../dist/src/sandbox/server.js');
const { startNodeRed } = await import('./node-red-host.mjs');
const mainJob = await import('./main-job.mjs');

const folders = [];
const freshFolder = () => {
	const folder = mkdtempSync(join(tmpdir(), 'aec-node-red-'));
	folders.push(folder);
	return folder;
};
process.once('exit', () => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));
let interrupt = () => process.exit(130);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => interrupt());

process.exitCode = values.once ? await once() : await forever(Number(values.port));

async function forever(port) {
	if (!Number.isInteger(port) || port < 0 || port > 65_535) {
		console.error('--port must be a number from 0 to 65535.');
		return 2;
	}
	const sandbox = await startSandbox();
	let nodeRed;
	try {
		nodeRed = await startNodeRed({ userDir: freshFolder(), port });
	} catch (error) {
		console.error(`Node-RED cannot start on port ${port} (${error.message}). Choose another one: npm start -- --port 1890`);
		await sandbox.stop();
		return 1;
	}
	await nodeRed.deploy(await mainJob.signedInFlows(sandbox, nodeRed, 30));
	console.log(`
  Node-RED with the nodes:  ${nodeRed.url}

  It works in a SANDBOX on this machine: Cintoo ${sandbox.origins.cintoo}, ACC ${sandbox.origins.acc},
  BIM 360 Field ${sandbox.origins.field}. None of these is the real service, nothing leaves this machine.

  Flow 1 turns annotations into issues right now; look at its debug nodes. Ctrl+C stops everything.
`);
	await new Promise((resolve) => (interrupt = resolve));
	await nodeRed.stop();
	await sandbox.stop();
	return 0;
}

async function once() {
	const sandbox = await startSandbox();
	const troubles = [];
	let summary;
	const onDebug = (at, message) => {
		if (at.endsWith('-wrong')) troubles.push(message.error?.message ?? JSON.stringify(message));
		if (at === 'aec-3-done') summary = message.payload;
	};
	const begin = async () => {
		const nodeRed = await startNodeRed({ userDir: freshFolder(), quiet: true, onDebug });
		await nodeRed.deploy(await mainJob.signedInFlows(sandbox, nodeRed, 10));
		return nodeRed;
	};
	let nodeRed = await begin();
	try {
		console.log('1. Annotations of type Issue become ACC issues.');
		await until(() => mainJob.annotationsArrived(sandbox), 'the annotations to arrive in ACC');
		console.log(mainJob.account(sandbox).join('\n'));

		console.log('2. Everything again, by a Node-RED that remembers nothing: nothing is made twice.');
		await nodeRed.stop();
		const before = sandbox.exchanges.length;
		nodeRed = await begin();
		await until(() => sandbox.exchanges.slice(before).filter((exchange) => /\/annotations\/[^/]+\?/.test(exchange.url)).length >= 4, 'the annotations to be looked at again');
		await pause(2_000);
		console.log(mainJob.account(sandbox).join('\n'));

		const closed = await mainJob.closeIssue(sandbox, 'ductClash');
		console.log(`3. Somebody closes issue #${closed.displayId}; its annotation becomes Resolved.`);
		await until(() => mainJob.isResolved(sandbox, 'ductClash'), 'the annotation to be resolved');

		console.log('4. The open checklists by company:');
		nodeRed.inject('aec-3-daily');
		await until(() => summary !== undefined, 'the summary of the checklists');
		console.log(summary.text.replace(/^/gm, '  '));

		// Another round of the triggers: an echo of what was done would show now.
		await pause(11_000);
		const wrong = [...(await mainJob.faults(sandbox, { resolved: 'ductClash', summary })), ...troubles.map((trouble) => `a node reported: ${trouble}`)];
		console.log(wrong.length === 0 ? 'All is right: one issue per annotation, the right people, the pictures open, nothing twice.' : `NOT right:\n${wrong.map((words) => `  ${words}`).join('\n')}`);
		return wrong.length === 0 ? 0 : 1;
	} catch (error) {
		console.error(error.message);
		for (const trouble of troubles) console.error(`  a node reported: ${trouble}`);
		return 1;
	} finally {
		await nodeRed.stop();
		await sandbox.stop();
	}
}

async function until(holds, what) {
	const end = Date.now() + 90_000;
	while (!holds()) {
		if (Date.now() > end) throw new Error(`Waited 90 seconds in vain for ${what}.`);
		await pause(200);
	}
}
