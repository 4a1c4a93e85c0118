import { TOWER_ID } from '../../src/sandbox/acc';
import { startSandbox, type Sandbox } from '../../src/sandbox/server';
import { importedExample } from './support/example';
import { RunningNodeRed, until } from './support/node-red';

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
	const day = new Date().toISOString().slice(0, 10);
	await red.deploy(await importedExample('ACC nightly exports', red, sandbox));
	for (const versions of [1, 2]) {
		red.send('aec-n-start', {});
		await until(() => JSON.stringify(filed()) === JSON.stringify([[day, versions]]), `version ${versions} filed`, () => JSON.stringify([filed(), red.statuses.slice(-5)]), 60_000);
	}
	expect(sandbox.exchanges.flatMap(({ contractId, violations }) => violations.map((one) => `${contractId}: ${one}`))).toEqual([]);
}, 150_000);
