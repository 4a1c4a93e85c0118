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

it('hands issues, comments, files and equipment of a Field project over to ACC, and writes nothing the second time', async () => {
	const { acc, field } = sandbox;
	const inField = [...field.state.issues.values()];
	const files = [...field.state.attachments.values()].filter(({ containerType, kind }) => containerType === 'Issue' && kind === 'Attachment').length;
	const comments = inField.reduce((sum, issue) => sum + issue.comments.length, 0);
	const count = (): readonly number[] => [acc.state.issues, acc.state.assets, acc.state.attachments].map((all) => all.filter((one) => !('projectId' in one) || one.projectId === TOWER_ID).length);
	const [issues = 0, assets = 0, attached = 0] = count();
	const pump = [...field.state.equipment.values()].find(({ given }) => given.get('tag_number') === 'EQ-3');
	pump?.given.set('tag_number', 'EQ-1');
	pump?.comments.push({ id: 'c1', text: 'Seal leaks', createdBy: 'mei.tanaka@harbor.example', createdAt: new Date('2026-10-01T08:00:00Z') });
	await red.deploy(await importedExample('BIM 360 Field project to ACC', red, sandbox));
	const calls = (id: string): number => sandbox.exchanges.filter(({ contractId }) => contractId === id).length;

	red.send('aec-h-start', {});
	await until(() => JSON.stringify(count()) === JSON.stringify([issues + inField.length, assets + field.state.equipment.size, attached + files]) && calls('acc.issueComment.create') === comments, 'everything handed over', () => JSON.stringify([count(), calls('acc.issueComment.create'), red.statuses.slice(-5)]), 120_000);

	const before = JSON.stringify([acc.state.issues, acc.state.assets, acc.state.attachments]);
	const looks = calls('acc.issueAttachment.getMany');
	red.send('aec-h-start', {});
	await until(() => calls('acc.issueAttachment.getMany') >= looks + files, 'all files looked at again', () => String(calls('acc.issueAttachment.getMany')), 120_000);
	expect(JSON.stringify([acc.state.issues, acc.state.assets, acc.state.attachments])).toBe(before);
	expect(calls('acc.issueComment.create')).toBe(comments);
	expect(acc.state.issues.find(({ title }) => title.startsWith('HT-0001 '))?.description).toMatch(/^Responsible company: Apex MEP$[^]*^Area: Building A$/m);
	const assetOf = (id: string | undefined): string => acc.state.assets.find(({ clientAssetId }) => clientAssetId === id)?.description ?? '';
	expect(assetOf('EQ-1')).toMatch(/^AHU-1/);
	expect(assetOf(`EQ-1 (${pump?.id})`)).toMatch(/^Fire pump[^]*\nArea: Building [^]*\nBIM 360 Field: Pump, Commissioned\nmei\.tanaka@harbor\.example, 2026-10-01 [^\n]*: Seal leaks$/);
	expect(sandbox.exchanges.flatMap(({ contractId, violations }) => violations.map((one) => `${contractId}: ${one}`))).toEqual([]);
}, 300_000);
