import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { sampleIds } from '../../src/sandbox/cintoo/sample';
import { people } from '../../src/sandbox/people';
import { startSandbox, type Sandbox } from '../../src/sandbox/server';
import { like, saying } from './support/matchers';
import { debug, RunningNodeRed, tab } from './support/node-red';

const browserPath = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => path !== undefined && existsSync(path));
const withBrowser = browserPath === undefined ? describe.skip : describe;

withBrowser('the editor', () => {
	let sandbox: Sandbox;
	let red: RunningNodeRed;
	let browser: Browser;
	let page: Page;
	const problems: string[] = [];

	beforeAll(async () => {
		sandbox = await startSandbox();
		red = await RunningNodeRed.start(undefined);
		const pair = sandbox.cintoo.issueTokens(people.nora.cintooId);
		const grant = await red.storeGrant({ accessToken: pair.access_token, refreshToken: pair.refresh_token, expiresAt: Date.now() + 3_600_000 });
		await red.deploy(
			tab(
				{ id: 'account', type: 'aec-cintoo-account', name: 'Nora', origin: 'custom', address: sandbox.origins.cintoo, credentials: { grant } },
				{ id: 'field', type: 'aec-field-account', name: 'Field', origin: 'custom', address: sandbox.origins.field, credentials: { username: people.nora.email, password: 'sandbox' } },
				{ id: 'action', type: 'aec-cintoo-annotation', version: 1, account: 'account', resource: 'cintoo.annotation', operation: 'getMany', input: {}, items: { type: 'msg', value: '' }, returnAll: false, limit: 100, output: 'payload', deliver: 'array', file: 'buffer', x: 200, wires: [['out']] },
				{ id: 'trigger', type: 'aec-cintoo-annotation-trigger', version: 1, account: 'account', within: {}, filters: {}, events: ['created'], every: 5, unit: 'minutes', startFrom: 'now', startDate: '', ignoreOwn: false, x: 200, y: 200, wires: [[]] },
				{ id: 'issue', type: 'aec-field-issue', version: 1, account: 'field', resource: 'field.issue', operation: 'create', input: { projectId: { type: 'name', value: 'Harbor Tower (sandbox)' } }, items: { type: 'msg', value: '' }, returnAll: false, limit: 100, output: 'payload', deliver: 'array', file: 'buffer', x: 200, y: 300, wires: [[]] },
				{ id: 'tags', type: 'aec-cintoo-tag', version: 1, account: 'account', resource: 'cintoo.tag', operation: 'bulk', input: {}, returnAll: false, limit: 100, output: 'payload', deliver: 'array', file: 'buffer', x: 200, y: 400, wires: [[]] },
				{ id: 'daily', type: 'aec-field-daily-update-trigger', version: 1, account: 'field', within: {}, filters: {}, events: ['created'], every: 5, unit: 'minutes', startFrom: 'now', startDate: '', x: 200, y: 500, wires: [[]] },
				{ id: 'dates', type: 'aec-acc-issue', version: 1, account: '', resource: 'acc.issue', operation: 'getMany', input: { projectId: { type: 'name', value: 'Tower' }, dueDate: { type: 'fields', value: { from: { type: 'str', value: '2026-03-31' } } } }, returnAll: false, limit: 100, output: 'payload', deliver: 'array', file: 'buffer', x: 200, y: 600, wires: [[]] },
				debug('out'),
			),
		);
		browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
		page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
		page.setDefaultTimeout(30_000);
		page.on('pageerror', (error) => problems.push(String(error)));
		await page.goto(red.url);
		await page.waitForFunction('window.RED && RED.nodes && RED.nodes.node("action") && window.AecNodes');
	}, 60_000);
	afterAll(async () => {
		await browser?.close();
		await red?.discard();
		await sandbox?.stop();
	});
	afterEach(() => expect(problems).toEqual([]));

	const evaluate = async (code: string): Promise<unknown> => await page.evaluate(code);
	const open = async (id: string): Promise<void> => {
		await evaluate(`RED.editor.edit(RED.nodes.node("${id}"))`);
		await page.waitForSelector('#node-dialog-ok');
	};
	const done = async (): Promise<void> => {
		await page.click('#node-dialog-ok');
		await page.waitForSelector('#node-dialog-ok', { state: 'detached' });
	};
	const deploy = async (): Promise<void> => {
		await page.click('#red-ui-header-button-deploy');
		// Some of the nodes above are not complete.
		await page.click('button:has-text("Confirm deploy")');
		await page.waitForFunction('!RED.nodes.dirty()');
	};
	const saved = async (id: string): Promise<unknown> => await evaluate(`(({ resource, operation, input, within, filters, events, items, valid }) => JSON.parse(JSON.stringify({ resource, operation, input, within, filters, events, items, valid })))(RED.nodes.node("${id}"))`);
	const row = (key: string): string => `#aec-fields .aec-row[data-key="${key}"]`;

	it('marks a node whose required fields are empty', async () => {
		await page.waitForFunction('RED.nodes.node("action").valid === false');
		expect(await evaluate('RED.nodes.node("action").validationErrors')).toEqual(['Account is missing.']);
		expect(await evaluate('RED.utils.getNodeLabel(RED.nodes.node("action"))')).toBe('get many annotations');
	});

	it('picks account and project from lists, each within what was picked before, and saves only what is filled in', async () => {
		await open('action');
		await page.waitForSelector(row('projectRef'));
		const pick = async (key: string, typed: string, label: string): Promise<void> => {
			const input = page.locator(`${row(key)} input.red-ui-autoComplete`);
			await input.click();
			await input.pressSequentially(typed);
			await page.locator('.red-ui-autoComplete-container', { hasText: label }).waitFor();
			await page.locator('.red-ui-autoComplete-container a, .red-ui-autoComplete-container li', { hasText: label }).first().click();
		};
		await pick('accountRef', 'Harbor', 'Harbor Construction');
		await pick('projectRef', 'Tower', 'Harbor Tower');
		expect(await page.locator(`${row('projectRef')} input.red-ui-autoComplete`).inputValue()).toContain('Harbor Tower');
		await page.selectOption('#aec-add', 'includeComments');
		await page.waitForSelector(row('includeComments'));
		await done();
		expect(await saved('action')).toMatchObject({
			operation: 'getMany',
			valid: true,
			input: { accountRef: { type: 'pick', value: `urn:cintoo:account:${sampleIds.account}`, label: saying('Harbor Construction') }, projectRef: { type: 'pick', value: `urn:cintoo:project:${sampleIds.harborTower}`, label: saying('Harbor Tower') } },
		});
	});

	it('keeps what was filled in when the action changes, and shows it again', async () => {
		await open('action');
		await page.waitForSelector(row('projectRef'));
		await page.selectOption('#aec-operation', 'cintoo.annotation.create');
		await page.waitForSelector(row('title'));
		await page.locator(`${row('title')} input.red-ui-typedInput-input, ${row('title')} .red-ui-typedInput-input input`).first().fill('From the dialog');
		await page.locator(`${row('position')} .aec-inner input`).nth(0).waitFor({ state: 'attached' });
		await done();
		expect(await saved('action')).toMatchObject({ operation: 'create', valid: false, input: { title: { type: 'str', value: 'From the dialog' }, annotationType: { type: 'pick', value: 'Issue' }, projectRef: { type: 'pick' } } });
		await open('action');
		await page.waitForSelector(row('title'));
		expect(await evaluate(`$('${row('title')} .aec-value > input').typedInput('value')`)).toBe('From the dialog');
		await page.click('#node-dialog-cancel');
		await page.waitForSelector('#node-dialog-ok', { state: 'detached' });
	});

	it('offers the fields of a project by name and keeps them by id', async () => {
		await open('issue');
		await page.waitForSelector(`${row('fields')} select`);
		await evaluate(`$('${row('issueTypeId')} .aec-value > input').typedInput('type', 'name').typedInput('value', 'Punch List')`);
		await page.locator(`${row('fields')} select`).focus();
		await page.waitForSelector(`${row('fields')} select option[value="f--description"]`, { state: 'attached' });
		await page.selectOption(`${row('fields')} select`, 'f--description');
		await evaluate(`$('${row('fields')} .aec-inner input').first().typedInput('value', 'Door is missing')`);
		await done();
		expect(await saved('issue')).toMatchObject({ valid: true, input: { fields: { type: 'fields', value: { 'f--description': { type: 'str', value: 'Door is missing', field: saying('Description') } } } } });
	});

	it('asks the project for its fields as soon as project and type are known, and shows a saved one by its name', async () => {
		await open('issue');
		await page.waitForSelector(`${row('fields')} .aec-inner[data-key="f--description"]`);
		await page.waitForFunction(`$('${row('fields')} .aec-inner[data-key="f--description"] > span').first().text() !== 'f--description'`);
		await page.waitForSelector(`${row('fields')} select option:nth-child(3)`, { state: 'attached' });
		await page.click('#node-dialog-cancel');
		await page.waitForSelector('#node-dialog-ok', { state: 'detached' });
	});

	it('edits rows one by one, shows only the members that count, and names a member that is missing', async () => {
		await open('issue');
		await page.waitForSelector('#aec-operation');
		await page.selectOption('#aec-operation', 'field.issue.search');
		await page.selectOption('#aec-add', 'conditions');
		await page.click(`${row('conditions')} .red-ui-editableList-addButton`);
		await page.waitForSelector(`${row('conditions')} .aec-inner[data-key="operator"]`);
		expect(await page.locator(`${row('conditions')} .aec-inner[data-key="value"]`).isVisible()).toBe(true);
		expect(await page.locator(`${row('conditions')} .aec-inner[data-key="number"]`).isVisible()).toBe(false);
		const member = (key: string): string => `$('${row('conditions')} .aec-inner[data-key="${key}"] > div > input')`;
		await evaluate(`${member('value')}.typedInput('value', 'open')`);
		await done();
		await page.waitForFunction('RED.nodes.node("issue").valid === false');
		expect(await evaluate('RED.nodes.node("issue").validationErrors')).toEqual([saying('Conditions, Field is missing.')]);
		await open('issue');
		await page.waitForSelector(`${row('conditions')} .aec-inner[data-key="value"]`);
		expect(await evaluate(`${member('value')}.typedInput('value')`)).toBe('open');
		await page.click('#node-dialog-cancel');
		await page.waitForSelector('#node-dialog-ok', { state: 'detached' });
		expect(await saved('issue')).toMatchObject({ operation: 'search', input: { conditions: { type: 'list', value: [{ type: 'fields', value: { value: { type: 'str', value: 'open' } } }] } } });
	});

	it('takes several values whole from an expression instead', async () => {
		await open('issue');
		await page.waitForSelector(`${row('conditions')} .aec-switch`);
		await page.click(`${row('conditions')} .aec-switch`);
		await evaluate(`$('${row('conditions')} .aec-value > div > input').typedInput('type', 'msg').typedInput('value', 'conditions')`);
		await done();
		expect(await saved('issue')).toMatchObject({ valid: true, input: { conditions: { type: 'msg', value: 'conditions' } } });
	});

	it('leaves out members and filters that nobody chose, yes/no and choices too', async () => {
		await open('tags');
		await page.selectOption('#aec-add', 'create');
		await page.click(`${row('create')} .red-ui-editableList-addButton`);
		const member = (key: string): string => `$('${row('create')} .aec-inner[data-key="${key}"] > div > input')`;
		await page.waitForSelector(`${row('create')} .aec-inner[data-key="nature"]`);
		await evaluate(`${member('name')}.typedInput('value', 'Pump')`);
		expect(await evaluate(`[${member('needValidation')}.typedInput('type'), ${member('nature')}.typedInput('type')]`)).toEqual(['none', 'none']);
		await done();
		expect(await saved('tags')).toMatchObject({ input: { create: { type: 'list', value: [{ type: 'fields', value: { name: { type: 'str', value: 'Pump' } } }] } } });
		expect(await evaluate('Object.keys(RED.nodes.node("tags").input.create.value[0].value)')).toEqual(['name']);
		await open('tags');
		await page.waitForSelector(`${row('create')} .aec-inner[data-key="nature"]`, { state: 'attached' });
		await evaluate(`${member('needValidation')}.typedInput('type', 'bool').typedInput('value', 'false')`);
		await done();
		expect(await saved('tags')).toMatchObject({ input: { create: { value: [{ value: { needValidation: { type: 'bool', value: 'false' } } }] } } });

		await open('daily');
		await page.waitForSelector('#aec-filters .aec-row[data-key="status"]');
		expect(await page.locator('#node-input-ignoreOwn').count()).toBe(0);
		expect(await evaluate(`$('#aec-filters .aec-row[data-key="status"] .aec-value > input').typedInput('instance').typeList.map(function (one) { return one.value; })`)).toEqual(['none', 'pick', 'env']);
		await done();
		expect(await evaluate('RED.nodes.node("daily").filters')).toEqual({});
	});

	it('gives the next action what suits its fields, keeps the rest for when it is chosen again, and what was left out stays out', async () => {
		const choose = async (operation: string): Promise<void> => void (await page.selectOption('#aec-operation', operation));
		const from = `$('${row('dueDate')} .aec-inner[data-key="from"] > div > input')`;
		await open('dates');
		await page.waitForSelector(`${row('dueDate')} .aec-inner[data-key="from"]`);
		await choose('acc.issue.create');
		await page.waitForSelector(row('title'));
		expect(await page.locator(row('dueDate')).count()).toBe(0);
		expect(await evaluate(`$('${row('projectId')} .aec-value > input').typedInput('value')`)).toBe('Tower');
		await choose('acc.issue.getMany');
		await page.waitForSelector(row('dueDate'));
		expect(await evaluate(`${from}.typedInput('value')`)).toBe('2026-03-31');
		await page.click(`${row('dueDate')} > .aec-remove`);
		await choose('acc.issue.create');
		await page.waitForSelector(row('title'));
		await choose('acc.issue.getMany');
		await page.waitForSelector(row('title'), { state: 'detached' });
		expect(await page.locator(row('dueDate')).count()).toBe(0);
		await done();
		expect(await evaluate('RED.nodes.node("dates").input')).toEqual({ projectId: { type: 'name', value: 'Tower' } });
	});

	it('shows filters of a flow written by hand as the choices they are, and keeps what it cannot show', async () => {
		const filters = { annotationType: { type: 'list', value: [{ type: 'str', value: 'Issue' }, { type: 'str', value: 'resolved' }] }, workzoneId: { type: 'list', value: [{ type: 'env', value: 'ZONE' }] } };
		await evaluate(`RED.nodes.node("trigger").filters = ${JSON.stringify(filters)}`);
		await open('trigger');
		await page.waitForSelector('#aec-filters .aec-row[data-key="annotationType"]');
		expect(await page.locator('#aec-filters .aec-row[data-key="annotationType"] .aec-hint').textContent()).toBe('Issue, Resolved');
		expect(await page.locator('#node-input-ignoreOwn').isChecked()).toBe(false);
		await done();
		expect(await saved('trigger')).toMatchObject({ filters: { annotationType: { type: 'pick', value: 'Issue,Resolved' }, workzoneId: filters.workzoneId } });
	});

	it('saves events, places and filters of a trigger', async () => {
		await open('trigger');
		await page.waitForSelector('#aec-events input[value="resolved"]');
		await page.check('#aec-events input[value="resolved"]');
		await evaluate(`$('#aec-within .aec-row[data-key="accountRef"] .aec-value > input').typedInput('type', 'name').typedInput('value', 'Harbor')`);
		await evaluate(`$('#aec-filters .aec-row[data-key="annotationType"] .aec-value > input').typedInput('value', 'Issue,Resolved')`);
		await done();
		expect(await saved('trigger')).toMatchObject({ events: ['created', 'resolved'], within: { accountRef: { type: 'name', value: 'Harbor' } }, filters: { annotationType: { type: 'pick', value: 'Issue,Resolved' } } });
	});

	it('does not call an account fine whose changes the runtime has not seen, and tells a wrong password', async () => {
		const edit = async (): Promise<void> => {
			await evaluate('RED.editor.editConfig("", "aec-field-account", "field")');
			await page.waitForSelector('#aec-check');
		};
		const state = page.locator('#aec-state.aec-bad, #aec-state.aec-ok');
		await edit();
		await page.click('#aec-check');
		await state.waitFor();
		expect(await state.textContent()).toBe('The connection works.');
		await page.fill('#node-config-input-password', 'not the password');
		await page.click('#aec-check');
		await page.waitForSelector('#aec-state.aec-bad');
		expect(await state.textContent()).toContain('then Deploy');
		await page.click('#node-config-dialog-ok');
		await page.waitForSelector('#node-config-dialog-ok', { state: 'detached' });
		await deploy();
		await edit();
		await page.click('#aec-check');
		await page.waitForSelector('#aec-state.aec-bad');
		expect(await state.textContent()).toContain('refused user name and password');
		await page.click('#node-config-dialog-cancel');
		await page.waitForSelector('#node-config-dialog-ok', { state: 'detached' });
	});

	it('tells of a connection in its own dialog only, and of a wrong address by its name', async () => {
		let answer = (): void => undefined;
		const asked = new Promise<void>((resolve) => {
			void page.route('**/aec-nodes/check/field', async (route) => {
				resolve();
				await new Promise<void>((go) => (answer = go));
				await route.fulfill({ status: 200, contentType: 'application/json', body: '{}' });
			});
		});
		await evaluate('RED.editor.editConfig("", "aec-field-account", "field")');
		await page.waitForSelector('#aec-check');
		await page.click('#aec-check');
		await asked;
		await page.click('#node-config-dialog-cancel');
		await page.waitForSelector('#node-config-dialog-ok', { state: 'detached' });
		await evaluate('RED.editor.editConfig("", "aec-acc-account", "_ADD_")');
		await page.waitForSelector('#aec-sign-in');
		const answered = page.waitForResponse('**/aec-nodes/check/field');
		answer();
		await answered;
		await page.waitForTimeout(200);
		expect(await page.locator('#aec-state').textContent()).not.toContain('works');
		await page.unroute('**/aec-nodes/check/field');
		await page.selectOption('#node-config-input-origin', 'custom');
		await page.fill('#node-config-input-address', 'nowhere');
		expect(await evaluate(`AecNodes.checkAddress(Object.assign({}, RED.nodes.node("account"), { origin: 'custom' }), 'nowhere', {})`)).toContain('address');
		await page.click('#node-config-dialog-cancel');
		await page.waitForSelector('#node-config-dialog-ok', { state: 'detached' });
	});

	it('signs in from the dialog of an account: a window opens, the person agrees, the grant comes back', async () => {
		await evaluate('RED.editor.editConfig("", "aec-cintoo-account", "account")');
		await page.waitForSelector('#node-config-dialog-ok');
		await page.waitForSelector('#aec-sign-in');
		const [popup] = await Promise.all([page.context().waitForEvent('page'), page.click('#aec-sign-in')]);
		await popup.waitForSelector('#allow');
		await popup.selectOption('select[name="user"]', people.nora.cintooId);
		await popup.click('#allow');
		await popup.waitForSelector('text=Signed in');
		await page.waitForSelector('#aec-state.aec-ok');
		expect(await evaluate('$("#node-config-input-grant").val()')).toEqual(like(/^[\w-]+:[\w-]{43}$/));
		await page.click('#node-config-dialog-ok');
		await deploy();
		expect((await red.request('GET', 'aec-nodes/check/account')).status).toBe(200);
	});

	it('shows of an account what its way in needs, keeps the chosen scopes, and signs out', async () => {
		const visible = async (): Promise<unknown> => await evaluate(`['#aec-sign-in', '#node-config-input-privateKey', '#aec-check'].filter(function (one) { return $(one).is(':visible'); })`);
		await evaluate('RED.editor.editConfig("", "aec-acc-account", "_ADD_")');
		await page.waitForSelector('#aec-check');
		expect(await visible()).toEqual(['#aec-sign-in', '#aec-check']);
		await page.selectOption('#node-config-input-way', 'serviceAccount');
		expect(await visible()).toEqual(['#node-config-input-privateKey', '#aec-check']);
		await page.selectOption('#node-config-input-way', 'app');
		expect(await visible()).toEqual(['#aec-check']);
		expect(await evaluate(`$('#node-config-input-scopes').val()`)).toBe('');
		await evaluate(`$('.aec-scope input').not('[value="data:read"]').prop('checked', false).first().trigger('change')`);
		await page.click('#node-config-dialog-ok');
		await page.waitForSelector('#node-config-dialog-ok', { state: 'detached' });
		expect(await evaluate(`RED.nodes.createCompleteNodeSet().filter(function (one) { return one.type === 'aec-acc-account'; }).map(function (one) { return one.way + ' ' + one.scopes; })`)).toContain('app data:read');

		await evaluate('RED.editor.editConfig("", "aec-cintoo-account", "account")');
		await page.waitForSelector('#aec-state:has-text("Signed in as Nora")');
		await page.click('#aec-sign-out');
		await page.waitForSelector('#aec-state.aec-ok');
		expect(await evaluate('$("#node-config-input-grant").val()')).toBe('');
		await page.click('#node-config-dialog-ok');
		await deploy();
		expect((await red.request('GET', 'aec-nodes/check/account')).status).toBe(409);
	});
});
