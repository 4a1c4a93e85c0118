import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TOWER_ID } from '../../src/sandbox/acc';
import { startSandbox, type Sandbox } from '../../src/sandbox/server';
import { importedExample } from './support/example';
import { isRecord, RunningNodeRed, until } from './support/node-red';

/** Evaluates a JSONata expression as Node-RED does. */
const evaluation = "const { util } = require('@node-red/util'); util.evaluateJSONataExpression(util.prepareJSONataExpression(process.argv[1], {}), {}, (error, value) => console.log(error ?? value));";

let sandbox: Sandbox;
let red: RunningNodeRed;
beforeAll(async () => {
	sandbox = await startSandbox();
	red = await RunningNodeRed.start(undefined);
});
afterAll(async () => {
	await red?.discard();
	await sandbox?.stop();
});

it('files drawings that changed since last night under the day, a second run adding a version', async () => {
	const { state } = sandbox.acc;
	const drawing = state.items.find(({ name, projectId }) => name === 'S-201 Steel.pdf' && projectId === TOWER_ID);
	const [first] = state.versions.filter(({ itemId }) => itemId === drawing?.id);
	if (!first) throw new Error('There is no such drawing.');
	state.versions.push({ ...first, id: first.id.replace('version=1', 'version=2'), number: 2, createdAt: new Date().toISOString() });
	const filed = (): readonly unknown[] => state.items.filter(({ name }) => name.startsWith('Export')).map(({ id, folderId }) => [state.folders.find((one) => one.id === folderId)?.name, state.versions.filter(({ itemId }) => itemId === id).length]);
	const now = new Date();
	const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
	await red.deploy(await importedExample('ACC nightly exports', red, sandbox));
	for (const versions of [1, 2]) {
		red.send('aec-n-start', {});
		await until(() => JSON.stringify(filed()) === JSON.stringify([[day, versions]]), `version ${versions} filed`, () => JSON.stringify([filed(), red.statuses.slice(-5)]), 60_000);
	}
	expect(sandbox.exchanges.flatMap(({ contractId, violations }) => violations.map((one) => `${contractId}: ${one}`))).toEqual([]);
}, 150_000);

it('the day is the one of the place where Node-RED runs', () => {
	const flow: unknown = JSON.parse(readFileSync(join(__dirname, '../../examples/ACC nightly exports.json'), 'utf8'));
	const upload = (Array.isArray(flow) ? flow : []).filter(isRecord).find(({ id }) => id === 'aec-n-file');
	const path = isRecord(upload?.input) && isRecord(upload.input.folderPath) ? String(upload.input.folderPath.value) : '';
	// 25 hours apart: whatever the time, at least one of them has another day than UTC.
	for (const TZ of ['Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
		const folder = execFileSync(process.execPath, ['-e', evaluation, path], { cwd: __dirname, env: { ...process.env, TZ }, encoding: 'utf8' }).trim();
		expect(folder).toBe(`Exports/${new Intl.DateTimeFormat('en-CA', { timeZone: TZ }).format(new Date())}`);
	}
});
