import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import manifest from '../../package.json';
import { attributeId, CONFIDENTIAL_CLIENT, optionId, TOWER_ID } from '../../src/sandbox/acc';
import { sampleIds } from '../../src/sandbox/field/sample';
import { people } from '../../src/sandbox/people';
import { startSandbox, type Sandbox } from '../../src/sandbox/server';
import { saying, someText } from '../node-red/support/matchers';
import { picture, startBrowser, Traffic } from './browser';
import { installedN8n } from './installed';
import { N8nEditor } from './n8n-editor';
import { workflowsOf } from './n8n-main-job';
import { N8nServer, record } from './n8n-server';
import { PackageRegistry } from './package-registry';
import { tarball } from './tarball';

const accountName = 'Harbor Construction (sandbox)';
const scanProject = 'Harbor Tower – Level 2 MEP (sandbox)';
const tower = 'Harbor Tower (sandbox)';
const byName = (value: string): object => ({ __rl: true, mode: 'name', value });
const byId = (value: string): object => ({ __rl: true, mode: 'id', value });
const unpicked = { __rl: true, mode: 'list', value: '' };
/** What an issue of ACC needs, its title and assignee from the items. */
const issueOf = { resource: 'issue', operation: 'create', projectId: byName(tower), issueSubtypeId: byName('Quality > Defect'), title: '={{ $json.title }}', additionalFields: { assignedTo: byName('={{ $json.who }}') } };
const twoIssues = [{ title: 'Sprinkler head blocked', who: 'Mei Tanaka' }, { title: 'Hanger missing', who: 'Tom Bauer' }];

/** One n8n and one person, from the installation on: each test goes on where the one before ended. */
describe('the editor of n8n', () => {
	let sandbox: Sandbox;
	let registry: PackageRegistry;
	let n8n: N8nServer;
	let browser: Browser;
	let editor: N8nEditor;
	let traffic: Traffic;

	beforeAll(async () => {
		sandbox = await startSandbox();
		registry = await PackageRegistry.start(tarball());
		n8n = new N8nServer(installedN8n, registry.environment);
		await n8n.start();
		browser = await startBrowser();
		editor = await N8nEditor.open(browser, n8n);
		traffic = new Traffic(editor.page.context(), n8n.url);
	});
	afterAll(async () => {
		await browser?.close();
		await n8n?.discard();
		await registry?.stop();
		await sandbox?.stop();
	});
	afterEach(() => {
		expect(editor.problems.splice(0)).toEqual([]);
		// A browser asks every page for its icon.
		expect(sandbox.exchanges.filter(({ url, violations }) => violations.length > 0 && !url.endsWith('/favicon.ico')).map(({ method, url, violations }) => [method, url, violations])).toEqual([]);
	});

	describe('before any work', () => {
		test('installs the package by its name', async () => {
			await editor.install(manifest.name);
			const card = editor.page.getByText(manifest.name, { exact: true });
			await card.waitFor();
			expect(await editor.page.getByText(/^\s*7 nodes:/).locator('..').innerText()).toContain('Cintoo Trigger');
		});

		test.each([
			['light', '.svg'],
			['dark', '.dark.svg'],
		] as const)('finds the nodes by what people call them, with icons for a %s screen', async (colorScheme, ending) => {
			await editor.page.emulateMedia({ colorScheme });
			await editor.newWorkflow();
			for (const [words, node, icon] of [
				['laser scan', 'Cintoo', 'cintoo'],
				['ACC', 'Autodesk Construction Cloud', 'acc'],
				['checklist', 'BIM 360 Field', 'field'],
				['cintoo', 'Cintoo', 'cintoo'],
			] as const) {
				await editor.searchNodes(words);
				const image = editor.listed(node).first().locator('img').first();
				await image.waitFor();
				const source = (await image.getAttribute('src')) ?? '';
				expect([words, source]).toEqual([words, saying(`/icons/${icon}${ending}`)]);
				expect((await editor.page.request.get(new URL(source, n8n.url).href)).headers()['content-type']).toContain('image/svg');
			}
			await editor.page.emulateMedia({ colorScheme: 'light' });
		});

		test('lists every kind of record as a trigger of its own, and every action under what it is about', async () => {
			await editor.newWorkflow();
			await editor.searchNodes('Autodesk');
			await editor.listed('Autodesk Construction Cloud').first().click();
			await editor.listed('On new or changed issue').waitFor();
			expect(await editor.listed('On new or changed RFI').count()).toBe(1);
			await editor.page.getByText(/^Actions \(\d+\)$/).click();
			await editor.part('item-iterator-item').filter({ hasText: /^issue actions$/i }).waitFor();
			expect(await editor.listed('Create issue').count()).toBe(1);
		});
	});

	describe('the credentials', () => {
		test('of Cintoo: sign in through its page, with nothing to register', async () => {
			await editor.newCredential('Cintoo OAuth2 API');
			await editor.choose('site', 'Other Address');
			await editor.fill('address', sandbox.origins.cintoo);
			const consent = await editor.connect();
			await consent.selectOption('select', people.nora.cintooId);
			await Promise.all([consent.waitForEvent('close'), consent.click('#allow')]);
			await editor.saysOfCredential('Account connected');
			await editor.clear();
			await picture(editor.page, 'n8n-sign-in');
		});

		test('of ACC: who presses Deny is told so and stays unconnected, who presses Allow is connected', async () => {
			await editor.newCredential('Autodesk Construction Cloud OAuth2 API');
			await editor.choose('site', 'Other Address');
			await editor.fill('address', sandbox.origins.acc);
			await editor.fill('clientId', CONFIDENTIAL_CLIENT.id);
			await editor.fill('clientSecret', CONFIDENTIAL_CLIENT.secret);
			const denied = await editor.connect();
			await denied.click('button[value=deny]');
			await denied.getByText('Failed to connect').waitFor();
			await denied.close();
			await editor.saysOfCredential('Connect your account to use this credential');
			await editor.openCredential('Autodesk Construction Cloud');
			await editor.saysOfCredential('Connect your account to use this credential');
			const allowed = await editor.connect();
			await allowed.selectOption('select', people.nora.autodeskId);
			await Promise.all([allowed.waitForEvent('close'), allowed.click('button[value=allow]')]);
			await editor.saysOfCredential('Account connected');
		});

		test('of BIM 360 Field: says why it is refused, and that it works', async () => {
			await editor.newCredential('BIM 360 Field API');
			await editor.choose('site', 'Other Address');
			await editor.fill('address', sandbox.origins.field);
			await editor.fill('username', people.nora.email);
			await editor.fill('password', 'wrong');
			expect(await editor.testCredential()).toContain('BIM 360 Field refused user name and password. Accounts with single sign-on need a password of their own');
			await editor.fill('username', people.luis.email);
			await editor.fill('password', 'sandbox');
			expect(await editor.testCredential()).toContain('does not let subcontractors sign in');
			await editor.fill('username', people.nora.email);
			await editor.fill('address', registry.url);
			expect(await editor.testCredential()).toContain('There is no BIM 360 Field at this address');
			await editor.fill('address', sandbox.origins.field);
			expect(await editor.testCredential()).toContain('Connection tested successfully');
		});
	});

	describe('a step', () => {
		test('is filled in from lists, each within what was picked before, and shows what it did', async () => {
			await editor.newAction('Cintoo', 'Create annotation');
			expect(await editor.refusal('projectRef')).toContain('Account must be chosen first.');
			await editor.part('tab-params').click();
			await editor.pick('accountRef', 'harbor', accountName);
			await editor.search('projectRef', 'mep');
			expect(await editor.found()).toEqual([saying(scanProject)]);
			await picture(editor.page, 'n8n-pick-project');
			await editor.page.locator('[data-test-id="rlc-item"]:visible').click();
			await editor.pick('workzoneId', 'mechanical', 'Level 2 / Mechanical Room 2.14');
			await editor.fill('title', 'Duct touches the beam');
			await editor.fill('description', 'Seen in the scan of last Monday');
			const add = editor.part('fixed-collection-position').getByRole('button', { name: 'Add Position' });
			if (await add.isVisible()) await add.click();
			for (const [axis, metres] of [['x', '12.5'], ['y', '3'], ['z', '6.2']] as const) await editor.fill(axis, metres);
			const { notice, output } = await editor.execute();
			expect(notice).toContain('Node executed successfully');
			expect(output).toContain('1 item');
			expect(await editor.show('json', /Duct touches/)).toContain('"title": "Duct touches the beam"');
			expect(await editor.show('table', /created/)).toContain('created');
			expect([...sandbox.cintoo.state.annotations.values()].filter(({ title }) => title === 'Duct touches the beam').map(({ workzoneId, position }) => ({ workzoneId, position }))).toEqual([{ workzoneId: someText, position: { x: 12.5, y: 3, z: 6.2 } }]);
		});

		test('takes a project’s custom attributes by their names', async () => {
			await editor.newAction('Autodesk Construction Cloud', 'Create issue');
			await editor.pick('projectId', 'tower', tower);
			await editor.pick('issueSubtypeId', 'defect', 'Quality > Defect');
			await editor.fill('title', 'Pipe clashes at grid C4');
			await editor.part('mapping-fields-container').getByText('Custom Attributes').waitFor();
			for (const label of ['Trade', 'Deviation (mm)', 'Inspection notes']) await editor.addProjectField(label);
			await editor.projectField('Trade').locator('input').first().click();
			await editor.choice('Electrical').click();
			await editor.projectField('Deviation (mm)').locator('input').fill('12.5');
			await editor.projectField('Inspection notes').locator('input, textarea').first().fill('Checked from the scan');
			await editor.part('tab-params').click();
			await picture(editor.page, 'n8n-issue-attributes');
			const { notice } = await editor.execute();
			expect(notice).toContain('Node executed successfully');
			await picture(editor.page, 'n8n-output');
			const [issue] = sandbox.acc.state.issues.filter(({ title }) => title === 'Pipe clashes at grid C4');
			expect(Object.fromEntries((issue?.customAttributes ?? []).map(({ attributeDefinitionId, value }) => [attributeDefinitionId, value]))).toEqual({
				[attributeId(TOWER_ID, 'Trade')]: optionId(TOWER_ID, 'Electrical'),
				[attributeId(TOWER_ID, 'Deviation (mm)')]: 12.5,
				[attributeId(TOWER_ID, 'Inspection notes')]: 'Checked from the scan',
			});
		});

		test('takes the fields of BIM 360 Field, standard and custom ones', async () => {
			await editor.newAction('BIM 360 Field', 'Create issue');
			await editor.pick('projectId', '', tower);
			await editor.pick('issueTypeId', 'punch', 'Punch List');
			await editor.projectField('Description').locator('input, textarea').first().fill('Door does not close');
			for (const label of ['Status', 'Trade', 'Deviation (mm)']) await editor.addProjectField(label);
			await editor.projectField('Status').locator('input').first().click();
			await editor.choice('Open').click();
			await editor.projectField('Trade').locator('input').first().click();
			await editor.choice('Facade').click();
			await editor.projectField('Deviation (mm)').locator('input').fill('4');
			const { notice } = await editor.execute();
			expect(notice).toContain('Node executed successfully');
			const [issue] = [...sandbox.field.state.issues.values()].filter(({ values }) => values.get('f--description') === 'Door does not close');
			expect([issue?.values.get('f--status'), issue?.values.get(sampleIds.trade), Number(issue?.values.get(sampleIds.deviation))]).toEqual(['Open', 'Facade', 4]);
		});

		test('says, where a parent comes from an expression, why a list cannot be loaded and what to do; with its value known, the list is there', async () => {
			const step = { name: 'Punch item', type: 'bim360Field', parameters: { resource: 'issue', operation: 'create', projectId: byId('={{ $json.project }}'), issueTypeId: unpicked } };
			await editor.openStep([{ project: null }], step, 'bim360FieldApi');
			expect(await editor.refusal('issueTypeId')).toContain('Project comes from an expression, and its value is not known yet. Execute the previous nodes, then open this list again.');
			await editor.openStep([{ project: sampleIds.tower }], step, 'bim360FieldApi');
			await editor.pick('issueTypeId', '', 'Punch List');
			await editor.projectField('Description').waitFor();
		});

		test('names the item that it fails at, and what to do about it', async () => {
			await editor.openStep(twoIssues, { name: 'Create issue', type: 'autodeskConstructionCloud', parameters: issueOf }, 'accOAuth2Api');
			const { notice, output } = await editor.execute();
			expect(notice).toContain('Problem in node');
			expect(output).toContain('Create issue: Assigned To: there is no "Tom Bauer". [item 1]');
			expect(output).toContain('Check the spelling, or pick it from the list');
			await picture(editor.page, 'n8n-error');
		});

		test('goes on with the other items where it shall, and tells the failure at its item', async () => {
			await editor.openStep(twoIssues, { name: 'Create issue', type: 'autodeskConstructionCloud', parameters: issueOf, onError: 'continueRegularOutput' }, 'accOAuth2Api');
			const { notice, output } = await editor.execute();
			expect(notice).toContain('Node executed successfully');
			expect(output).toContain('2 items');
			expect(output).toContain('Sprinkler head blocked');
			expect(output).toContain('Create issue: Assigned To: there is no "Tom Bauer". Check the spelling');
		});
	});

	test('a trigger shows a sample of what it will tell', async () => {
		await editor.newWorkflow();
		await editor.searchNodes('Autodesk');
		await editor.listed('Autodesk Construction Cloud').first().click();
		await editor.listed('On new or changed issue').click();
		await editor.part('ndv').waitFor();
		await editor.pick('projectId', 'tower', tower);
		const { notice, output } = await editor.execute();
		expect(notice).toContain('Node executed successfully');
		expect(output).toContain('3 items');
		expect(await editor.show('json', /displayId/)).toMatch(/"event": "created", "record": \{.*"displayId": \d+/);
	});

	describe('a sign-in that has ended', () => {
		const annotations = { name: 'Annotations', type: 'cintoo', parameters: { resource: 'annotation', operation: 'getMany', accountRef: byName(accountName), projectRef: unpicked } };

		test('is renewed without anybody noticing', async () => {
			await editor.openStep([{}], { ...annotations, parameters: { ...annotations.parameters, projectRef: byName(scanProject) } }, 'cintooOAuth2Api');
			const before = sandbox.cintoo.state.signIn.refreshes;
			sandbox.cintoo.expireAccessTokens();
			expect((await editor.execute()).notice).toContain('Node executed successfully');
			expect(sandbox.cintoo.state.signIn.refreshes).toBe(before + 1);
		});

		test('and cannot be renewed is told with what to do, by the step and by its lists', async () => {
			sandbox.cintoo.expireAccessTokens();
			sandbox.cintoo.state.signIn.refreshTokens.clear();
			const { output } = await editor.execute();
			expect(output).toContain('The sign-in has expired and could not be renewed');
			expect(output).toContain('Open the credential “Cintoo account” and sign in again.');
			await editor.openStep([{}], annotations, 'cintooOAuth2Api');
			expect(await editor.refusal('projectRef')).toMatch(/has expired and could not be renewed[^]*Open the credential “Cintoo account” and sign in again\./);
		});

		test('works again after Switch account', async () => {
			await editor.openCredential('Cintoo account');
			const consent = await editor.connect();
			await consent.selectOption('select', people.nora.cintooId);
			await Promise.all([consent.waitForEvent('close'), consent.click('#allow')]);
			await editor.saysOfCredential('Account connected');
			await editor.openStep([{}], annotations, 'cintooOAuth2Api');
			await editor.pick('projectRef', '', scanProject);
			expect((await editor.execute()).notice).toContain('Node executed successfully');
		});
	});

	test('the example workflow stands on the canvas with every node known and nothing left to fill in', async () => {
		const { body } = await n8n.request('GET', '/rest/credentials');
		const data = record(body).data;
		const credentials = (Array.isArray(data) ? data : []).map(record).map(({ id, name, type }) => ({ id: String(id), name: String(name), type: String(type), data: {} }));
		const [workflow] = workflowsOf(join(__dirname, '../../workflows'), credentials).filter(({ id }) => id === 'cintoo-annotation-to-acc-issue');
		const made = await n8n.request('POST', '/rest/workflows', { ...workflow, id: undefined });
		await editor.openWorkflow(String(record(record(made.body).data).id));
		await editor.part('canvas-node').filter({ hasText: 'Attach Picture' }).first().waitFor();
		expect(await editor.part('canvas-node').count()).toBe(workflow?.nodes.filter(({ type }) => !type.endsWith('.stickyNote')).length);
		expect(await editor.part('node-issues').count()).toBe(0);
		await editor.part('zoom-to-fit').click();
		await picture(editor.page, 'n8n-workflow');
	});

	test('is sent no token and no secret', async () => {
		const { length, found } = await traffic.search(sandbox);
		expect(found).toEqual([]);
		expect(length).toBeGreaterThan(10_000);
	});
});
