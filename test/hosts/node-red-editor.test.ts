import type { Browser, Page } from 'playwright-core';
import { CONFIDENTIAL_CLIENT } from '../../src/sandbox/acc';
import { people } from '../../src/sandbox/people';
import { startSandbox, type Sandbox } from '../../src/sandbox/server';
import { holding, including, saying } from '../node-red/support/matchers';
import { isRecord } from '../node-red/support/node-red';
import { picture, startBrowser, Traffic } from './browser';
import { NodeRedEditor } from './node-red-editor';
import { editions, NodeRedServer } from './node-red-server';
import { tarball } from './tarball';

const accountName = 'Harbor Construction (sandbox)';
const scanProject = 'Harbor Tower – Level 2 MEP (sandbox)';
const projectName = 'Harbor Tower (sandbox)';

/** A tab that makes an issue out of a message, context, an expression and the environment; its dialog is filled in by hand. */
const own = [
	{ id: 'own', type: 'tab', label: 'Site walk' },
	{ id: 'own.start', type: 'inject', z: 'own', x: 130, y: 80, name: 'walk', props: [{ p: 'payload' }, { p: 'topic', vt: 'str' }], payload: '{"title":"Cable tray too low","note":"Seen by two people"}', payloadType: 'json', repeat: '', crontab: '', once: false, onceDelay: 0.1, topic: 'walk', wires: [['own.context']] },
	{ id: 'own.context', type: 'function', z: 'own', x: 330, y: 80, name: 'remember', func: "flow.set('where', 'Level 2, grid C4');\nglobal.set('due', '2027-03-31');\nreturn msg;", outputs: 1, libs: [], initialize: '', finalize: '', wires: [['own.issue']] },
	{ id: 'own.issue', type: 'aec-acc-issue', z: 'own', x: 540, y: 80, name: '', version: 1, account: '', resource: 'acc.issue', operation: 'create', input: {}, items: { type: 'none', value: '' }, returnAll: false, limit: 100, output: 'payload', deliver: 'array', file: 'buffer', wires: [['own.end']] },
	{ id: 'own.end', type: 'debug', z: 'own', x: 760, y: 80, name: 'made', active: true, tosidebar: true, console: false, tostatus: false, complete: 'payload.receipt', targetType: 'msg', statusVal: '', statusType: 'auto', wires: [] },
];

describe.each(editions)('the editor of %s', (edition) => {
	let sandbox: Sandbox;
	let red: NodeRedServer;
	let browser: Browser;
	let editor: NodeRedEditor;
	let page: Page;
	let traffic: Traffic;
	/** Pictures are taken of the newest release. */
	const shown = async (name: string, of?: string): Promise<void> => {
		if (edition === 'node-red-5') await picture(page, `node-red-${name}`, of);
	};
	const tray = '.red-ui-tray:last-child';

	beforeAll(async () => {
		sandbox = await startSandbox();
		red = new NodeRedServer(edition);
		await red.start();
		await red.install(tarball());
		browser = await startBrowser();
		editor = await NodeRedEditor.open(browser, red.url);
		({ page } = editor);
		traffic = new Traffic(page.context(), red.url);
		await editor.reload();
	});
	afterAll(async () => {
		await browser?.close();
		await red?.discard();
		await sandbox?.stop();
	});
	afterEach(() => {
		expect(editor.problems).toEqual([]);
		// A browser asks every page it opens for its icon.
		expect(sandbox.exchanges.filter(({ url, violations }) => violations.length > 0 && !url.endsWith('/favicon.ico')).map(({ method, url, violations }) => `${method} ${url}: ${violations.join('; ')}`)).toEqual([]);
	});

	it('shows a node in the palette, on the canvas and as incomplete', async () => {
		await editor.drag('aec-cintoo-annotation', 200, 200);
		const node = editor.node('get annotation');
		await node.waitFor();
		expect(await node.locator('rect.red-ui-flow-node').getAttribute('fill')).toBe('#A6BBCF');
		const icon = /icons\/[^"]+aec-cintoo\.svg/.exec(await node.innerHTML())?.[0] ?? '';
		expect((await fetch(`${red.url}/${icon}`)).headers.get('content-type')).toContain('svg');
		const [added] = await editor.nodes('aec-cintoo-annotation');
		expect(await editor.objections(String(added?.id))).toEqual(expect.arrayContaining(['Account is missing.']));
		await page.keyboard.press('Delete');
		expect(await editor.nodes('aec-cintoo-annotation')).toEqual([]);
	});

	it('imports the flows of the main job from the menu, each node in its colour', async () => {
		await editor.importExample('Scan annotations, issues and checklists');
		await editor.showTab('1 · Annotations become issues');
		expect((await editor.nodes('aec-acc-issue')).map(({ valid }) => valid)).toEqual([true, true, true, true]);
	});

	it('signs in to Cintoo on its own page, to ACC with consent, to Field by a form', async () => {
		await editor.edit('Work zones');
		await editor.editConnection('edit');
		await page.fill('#node-config-input-name', 'Cintoo of Harbor');
		await elsewhere(sandbox.origins.cintoo);
		expect(await page.locator('#aec-state').textContent()).toBe('Nobody is signed in yet.');
		const cintoo = await editor.popup('#aec-sign-in');
		await cintoo.waitForSelector('#allow');
		await cintoo.selectOption('select[name="user"]', people.samir.cintooId);
		await cintoo.click('#allow');
		await cintoo.getByText('You can close this window').waitFor();
		await cintoo.close();
		expect(await editor.signInState()).toBe('Signed in. Press Update, then Deploy.');
		await shown('sign-in', tray);
		await editor.doneConnection();
		await editor.done();

		await editor.edit('Create or update the issue');
		await editor.editConnection('edit');
		await elsewhere(sandbox.origins.acc);
		await page.fill('#node-config-input-clientId', CONFIDENTIAL_CLIENT.id);
		await page.fill('#node-config-input-clientSecret', CONFIDENTIAL_CLIENT.secret);
		expect(await page.locator('#aec-redirect').textContent()).toBe(`${red.url}/aec-nodes/oauth/callback`);
		const denied = await editor.popup('#aec-sign-in');
		await denied.click('button[value="deny"]');
		await denied.getByText('Not signed in').waitFor();
		await denied.close();
		expect(await editor.signInState()).toContain('did not sign you in');
		const acc = await editor.popup('#aec-sign-in');
		await acc.selectOption('select[name="user"]', people.samir.autodeskId);
		await acc.click('button[value="allow"]');
		await acc.getByText('You can close this window').waitFor();
		await acc.close();
		await page.locator('#aec-state.aec-ok').waitFor();
		await editor.doneConnection();
		await editor.done();

		await editor.showTab('3 · Open checklists, daily');
		await editor.edit('Checklists');
		await editor.editConnection('edit');
		await elsewhere(sandbox.origins.field);
		await page.fill('#node-config-input-username', people.nora.email);
		await page.fill('#node-config-input-password', 'wrong');
		await editor.doneConnection();
		await editor.done();
		await editor.deploy();
		await editor.edit('Checklists');
		await editor.editConnection('edit');
		await page.click('#aec-check');
		expect(await editor.signInState()).toMatch(/refused user name and password.*Correct/s);
		await page.fill('#node-config-input-password', 'sandbox');
		await page.click('#aec-check');
		await page.getByText('Press Update, then Deploy; then check.').waitFor();
		await editor.doneConnection();
		await editor.done();
		await editor.deploy();
		await editor.edit('Checklists');
		await editor.editConnection('edit');
		await page.click('#aec-check');
		expect(await editor.signInState()).toBe('The connection works.');
		await page.click('#node-config-dialog-cancel');
		await editor.cancel();

		await editor.showTab('1 · Annotations become issues');
		await editor.edit('Create or update the issue');
		await editor.editConnection('edit');
		await page.getByText(new RegExp(`Signed in as ${people.samir.autodeskId} since .+ Without use it ends on`)).waitFor();
		await page.click('#node-config-dialog-cancel');
		await editor.cancel();
		await editor.showTab('3 · Open checklists, daily');
	});

	it('runs a flow by its inject node and shows the result and how it went', async () => {
		expect(await editor.run('At six, Monday to Friday ↻', 'Summary')).toContain('open');
		await editor.status('Checklists', /record/);
		await editor.showTab('1 · Annotations become issues');
		await editor.status('Create or update the issue', /done/);
		await page.evaluate('RED.view.select({ nodes: [] }); RED.actions.invoke("core:toggle-sidebar"); RED.actions.invoke("core:zoom-fit")');
		await page.mouse.move(640, 700);
		await shown('main-flow');
		await page.evaluate('RED.actions.invoke("core:toggle-sidebar"); RED.actions.invoke("core:zoom-reset")');
	});

	it('picks account, project and work zone from lists that can be searched, and shows them by name', async () => {
		await editor.showTab('Flow 1');
		await editor.importExample('cintoo-annotation', 600, 300);
		await editor.edit('get many annotations');
		await page.selectOption('#node-input-account', { label: 'Cintoo of Harbor' });
		await page.selectOption('#aec-operation', 'cintoo.annotation.create');
		await editor.pick('accountRef', 'harb', accountName);
		await editor.pick('projectRef', 'tower', scanProject);
		const zones = editor.row('workzoneId').locator('input.red-ui-autoComplete');
		await zones.click();
		await page.locator('.aec-pick', { hasText: 'Mechanical Room' }).waitFor();
		await shown('pick');
		await page.locator('.aec-pick', { hasText: 'Mechanical Room' }).click();
		expect(await zones.inputValue()).toContain('Mechanical Room');
		await editor.type(editor.row('title'), 'jsonata', '"Annotated by " & "hand"');
		await editor.type(editor.row('description'), 'str', 'From the dialog');
		for (const [index, value] of ['1', '2', '3'].entries()) await editor.row('position').locator('.aec-inner input:visible').nth(index).fill(value);
		await editor.done();
		await editor.deploy();
		expect(await editor.run('run', 'result')).toContain('Annotated by hand');
		await editor.status('create annotation', /done/);
		expect([...sandbox.cintoo.state.annotations.values()].filter(({ title }) => title === 'Annotated by hand')).toMatchObject([{ annotationType: 'Issue', description: saying('From the dialog') }]);
	});

	it('fills in an issue from message, context, expression and environment, with custom attributes by name', async () => {
		await editor.importJson(own);
		await editor.showTab('Site walk');
		await editor.edit('create issue');
		await page.selectOption('#node-input-account', { label: 'Autodesk Construction Cloud' });
		await editor.pick('projectId', '', projectName);
		await editor.pick('issueSubtypeId', 'def', 'Defect');
		await editor.type(editor.row('title'), 'msg', 'payload.title');
		for (const [key, kind, value] of [['description', 'jsonata', 'payload.note & "."'], ['locationDetails', 'flow', 'where'], ['dueDate', 'global', 'due']] as const) {
			await editor.add(key);
			await editor.type(editor.row(key), kind, value);
		}
		await editor.add('customAttributes');
		const attributes = editor.row('customAttributes').locator('select').last();
		await attributes.focus();
		await attributes.locator('option', { hasText: 'Trade' }).waitFor({ state: 'attached' });
		for (const label of ['Trade', 'Inspection notes']) await attributes.selectOption({ label });
		await editor.type(editor.row('customAttributes').locator('.aec-inner', { hasText: 'Inspection notes' }), 'env', 'NR_FLOW_NAME');
		await shown('attributes', tray);
		await editor.done();
		await editor.deploy();
		const told = await editor.run('walk', 'made');
		expect(told).toMatch(/done: "created"/);
		const [issue, ...others] = sandbox.acc.state.issues.filter(({ title }) => title === 'Cable tray too low');
		expect(others).toEqual([]);
		expect(issue).toMatchObject({ description: 'Seen by two people.', locationDetails: 'Level 2, grid C4', dueDate: '2027-03-31', customAttributes: including(holding({ value: 'Site walk' })) });

		// Opened again it shows everything by name.
		await editor.edit('create issue');
		await editor.row('customAttributes').getByText('Inspection notes').waitFor();
		expect(await editor.row('projectId').locator('input.red-ui-autoComplete').inputValue()).toContain(projectName);
		await editor.cancel();
	});

	it('offers the fields of a Field project by name and sends them by id', async () => {
		await editor.showTab('2 · Closed issues resolve annotations');
		await editor.importExample('field-issue', 600, 500);
		await editor.edit('get many issues');
		await page.selectOption('#node-input-account', { label: 'BIM 360 Field' });
		await page.selectOption('#aec-operation', 'field.issue.create');
		await editor.pick('projectId', 'tower', projectName);
		await editor.pick('issueTypeId', '', 'Punch List');
		const fields = editor.row('fields').locator('select').last();
		await fields.focus();
		await fields.locator('option[value="f--description"]').waitFor({ state: 'attached' });
		const custom = await fields.locator('option[value^="cf--"]').first().getAttribute('value');
		await fields.selectOption('f--description');
		await editor.type(editor.row('fields').locator('.aec-inner[data-key="f--description"]'), 'str', 'Door is missing');
		await fields.selectOption(custom ?? '');
		await editor.done();
		const [node] = (await editor.nodes('aec-field-issue')).filter(({ operation }) => operation === 'create');
		expect(node).toMatchObject({ valid: true, input: { fields: { value: { 'f--description': { value: 'Door is missing' } } } } });
		await editor.deploy();
		expect(await editor.run('run', 'result')).toContain('success: true');
		expect(sandbox.exchanges.some(({ url, requestBody }) => url.includes('/issues/v1/create') && Buffer.from(requestBody).toString().includes('f--description'))).toBe(true);
	});

	it('takes what is typed and not picked for a name or an id, and says so', async () => {
		await editor.showTab('Site walk');
		await editor.edit('create issue');
		const project = editor.row('projectId').locator('input.red-ui-autoComplete').first();
		await project.fill('Old Quay');
		await project.blur();
		await editor.row('projectId').getByText('taken as its name').waitFor();
		await project.fill('b.7d9f0a4e-1111-4222-8333-444455556666');
		await project.blur();
		await editor.row('projectId').getByText('taken as its id').waitFor();
		await editor.cancel();
	});

	it('says why there is no list: nothing chosen above, an expression above, a sign-in that has ended', async () => {
		await editor.showTab('Flow 1');
		await editor.edit('create annotation');
		const hint = editor.row('workzoneId').locator('.aec-hint');
		const openList = async (): Promise<void> => await editor.row('workzoneId').locator('.red-ui-typedInput-option-expand').click();
		await editor.type(editor.row('projectRef'), 'jsonata', '$env("PROJECT")');
		await openList();
		await hint.getByText('Project comes from an expression: enter the id or the name instead.').waitFor();
		await editor.type(editor.row('projectRef'), 'name', '');
		await openList();
		await hint.getByText('Choose Project first.').waitFor();
		await editor.type(editor.row('projectRef'), 'name', scanProject);
		sandbox.cintoo.state.signIn.refreshTokens.clear();
		sandbox.cintoo.expireAccessTokens();
		await openList();
		await hint.getByText(/sign in again/i).waitFor();
		await editor.cancel();
		await editor.node('run').locator('.red-ui-flow-node-button-button').click();
		await editor.status('create annotation', /sign in again/);
	});

	it('watches several places, picked one after the other and shown by name', async () => {
		await editor.showTab('Site walk');
		await editor.drag('aec-acc-issue-trigger', 200, 300);
		await editor.edit('issue trigger');
		await page.selectOption('#node-input-account', { label: 'Autodesk Construction Cloud' });
		expect(await editor.row('projectId').isVisible()).toBe(true);
		await editor.choose('scope', 'Several ACC Projects');
		await editor.row('projectId').waitFor({ state: 'hidden' });
		await editor.pick('places', 'tower', projectName);
		const places = editor.row('places').locator('input.red-ui-autoComplete');
		await places.press('End');
		await places.pressSequentially('; quay');
		await page.locator('.aec-pick', { hasText: 'Old Quay' }).click();
		await page.locator('#aec-events').getByLabel('Closed').check();
		await editor.done();
		const [trigger] = await editor.nodes('aec-acc-issue-trigger').then((all) => all.filter(({ z }) => z === 'own'));
		expect(trigger).toMatchObject({ valid: true, within: { scope: { value: 'chosen' }, places: { type: 'pick', value: saying(','), label: saying('; Old Quay') } } });
		await editor.edit('issue trigger');
		expect(await places.inputValue()).toMatch(/^Harbor Tower \(sandbox\); Old Quay/);
		await editor.cancel();
		await editor.node('issue trigger').locator('rect.red-ui-flow-node').click();
		await page.keyboard.press('Delete');
	});

	it('marks what is missing with words, and shows only the rows that the action has', async () => {
		await editor.showTab('Flow 1');
		await editor.edit('create annotation');
		await page.selectOption('#aec-operation', 'cintoo.annotation.comment');
		await editor.row('annotationRef').waitFor();
		expect(await editor.row('title').count()).toBe(0);
		expect(await page.locator('.aec-list').isVisible()).toBe(false);
		await page.selectOption('#aec-operation', 'cintoo.annotation.getMany');
		expect(await page.locator('.aec-list').isVisible()).toBe(true);
		await page.fill('#node-input-limit', '0');
		await editor.done();
		const [node] = await editor.nodes('aec-cintoo-annotation').then((all) => all.filter(({ operation }) => operation === 'getMany'));
		expect(await editor.objections(String(node?.id))).toEqual([saying('Limit must be a positive number.')]);
	});

	it('explains every action in the help sidebar, with inputs and outputs', async () => {
		await editor.showTab('Site walk');
		await editor.node('create issue').locator('rect.red-ui-flow-node').click();
		await page.evaluate('RED.actions.invoke("core:show-help-tab")');
		const help = page.locator('.red-ui-help:visible');
		await help.getByRole('heading', { name: 'Create issue', exact: true }).waitFor();
		for (const words of ['Inputs', 'Outputs', 'Details']) expect(await help.getByRole('heading', { name: words }).count()).toBeGreaterThan(0);
		expect(await help.locator('dl.message-properties dt', { hasText: 'Custom Attributes' }).count()).toBeGreaterThan(0);
		if (edition === 'node-red-5') {
			// Room for the help, at the cost of the debug messages below it.
			await page.mouse.move(1126, 354);
			await page.mouse.down();
			await page.mouse.move(1126, 745, { steps: 5 });
			await page.mouse.up();
			await help.getByRole('heading', { name: 'Create issue', exact: true }).evaluate('(heading) => heading.scrollIntoView()');
			await shown('help');
		}
	});

	it('can be read in light and dark', async () => {
		const unreadable = async (): Promise<unknown> => await page.evaluate(faintTexts);
		await editor.edit('create issue');
		await page.evaluate('$(".aec-hint").first().text("A hint"); $(".aec-hint").last().addClass("aec-problem").text("A problem")');
		expect(await unreadable()).toEqual([]);
		if (edition === 'node-red-5') {
			await page.evaluate('document.documentElement.classList.add("nr-theme-dark")');
			expect(await unreadable()).toEqual([]);
			await editor.cancel();
			await editor.edit('create issue');
			await editor.row('customAttributes').getByText('Inspection notes').waitFor();
			await shown('dark');
			await page.evaluate('document.documentElement.classList.remove("nr-theme-dark")');
		}
		await editor.cancel();
	});

	it('can be used by keyboard alone, and in a narrow window', async () => {
		await editor.edit('create issue');
		await page.setViewportSize({ width: 480, height: 800 });
		expect(await page.evaluate('[...document.querySelectorAll(".aec-form .form-row")].filter((row) => row.scrollWidth > row.clientWidth + 1).map((row) => row.outerHTML.slice(0, 200))')).toEqual([]);
		const project = editor.row('projectId').locator('input.red-ui-autoComplete').first();
		await project.focus();
		await page.keyboard.press('Control+A');
		await page.keyboard.type('quay');
		await page.locator('.aec-pick', { hasText: 'Old Quay' }).waitFor();
		await page.keyboard.press('Enter');
		await page.locator('.aec-pick').waitFor({ state: 'detached' });
		await page.keyboard.press('Control+Enter');
		await page.locator('#node-dialog-ok').waitFor({ state: 'detached' });
		const [node] = await editor.nodes('aec-acc-issue').then((all) => all.filter(({ resource, operation }) => resource === 'acc.issue' && operation === 'create'));
		expect(isRecord(node?.input) ? node.input.projectId : undefined).toMatchObject({ type: 'pick', label: saying('Old Quay') });
		await page.setViewportSize({ width: 1280, height: 800 });
	});

	it('is sent no token and no secret', async () => {
		const { length, found } = await traffic.search(sandbox);
		expect(found).toEqual([]);
		expect(length).toBeGreaterThan(10_000);
	});

	/** Points the connection whose dialog is open at the sandbox. */
	async function elsewhere(address: string): Promise<void> {
		await page.selectOption('#node-config-input-origin', 'custom');
		await page.fill('#node-config-input-address', address);
	}
});

/** Texts of our dialogs with less contrast to what lies behind them than 4.5 : 1, as WCAG 2.1 asks of small text. Runs in the page. */
const faintTexts = `(() => {
	const numbers = (colour) => (colour.match(/[\\d.]+/g) || []).map(Number);
	const light = ([r, g, b]) => [r, g, b].map((part) => part / 255).map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)).reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
	const behind = (element) => {
		for (let one = element; one; one = one.parentElement) {
			const colour = numbers(getComputedStyle(one).backgroundColor);
			if (colour.length === 3 || colour[3] > 0.9) return colour;
		}
		return [255, 255, 255];
	};
	return [...document.querySelectorAll('.aec-form label, .aec-form span, .aec-form p, .aec-form a, .aec-form input, .aec-form select, .aec-form button')]
		.filter((element) => element.offsetParent && (element.value || element.textContent.trim()))
		.map((element) => {
			const [bright, dim] = [light(numbers(getComputedStyle(element).color)), light(behind(element))].sort((one, other) => other - one);
			return { words: (element.value || element.textContent).trim().slice(0, 30), contrast: (bright + 0.05) / (dim + 0.05) };
		})
		.filter(({ contrast }) => contrast < 4.5);
})()`;
