import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import manifest from '../../package.json';
import { record, type N8nServer, owner } from './n8n-server';

/** The editor of an n8n, used as a person does: by what is seen, clicked and typed. */
export class N8nEditor {
	/** Errors of the page's scripts; none is expected. */
	readonly problems: string[] = [];

	private constructor(
		private readonly context: BrowserContext,
		readonly page: Page,
		private readonly n8n: N8nServer,
	) {}

	/** Opens the editor and signs in as the owner. */
	static async open(browser: Browser, n8n: N8nServer): Promise<N8nEditor> {
		const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
		const page = await context.newPage();
		const editor = new N8nEditor(context, page, n8n);
		page.setDefaultTimeout(60_000);
		page.on('pageerror', (error) => editor.problems.push(error.stack ?? String(error)));
		// Leaving a workflow that is not saved.
		page.on('dialog', (dialog) => void dialog.accept());
		await page.goto(`${n8n.url}/signin`);
		await editor.part('emailOrLdapLoginId').locator('input').fill(owner.email);
		await editor.part('password').locator('input').fill(owner.password);
		await editor.part('form-submit-button').click();
		await page.waitForURL((url) => !url.pathname.startsWith('/signin'));
		return editor;
	}

	async close(): Promise<void> {
		await this.context.close();
	}

	async go(path: string): Promise<void> {
		await this.page.goto(this.n8n.url + path);
	}

	/** A part of the editor by the name that n8n's own tests know it by. */
	part(name: string, within: Page | Locator = this.page): Locator {
		return within.locator(`[data-test-id="${name}"]`);
	}

	/** An entry of the list that is open. */
	choice(text: string): Locator {
		return this.page.locator('[role="option"]:visible, [role="menu"][data-state="open"] [role="menuitem"]').filter({ hasText: text }).first();
	}

	/** Types into a field of a form. */
	async fill(key: string, text: string): Promise<void> {
		const name = `[data-test-id="parameter-input-${key}"]`;
		await this.page.locator(`${name} :is(input, textarea), :is(input, textarea)${name}`).first().fill(text);
	}

	/** Chooses from a fixed list of a form. */
	async choose(key: string, text: string): Promise<void> {
		await this.part(`parameter-input-${key}`).click();
		await this.choice(text).click();
	}

	/** Settings → Community nodes → Install. */
	async install(name: string): Promise<void> {
		await this.go('/settings/community-nodes');
		await this.page.getByRole('button', { name: 'Install a community node' }).click();
		await this.part('package-name-input').fill(name);
		await this.part('user-agreement-checkbox').click();
		await this.part('install-community-package-button').click();
		await this.part('communityPackageInstall-modal').waitFor({ state: 'detached', timeout: 120_000 });
	}

	/** Opens the dialog for a new credential of a type. */
	async newCredential(type: string): Promise<void> {
		await this.go('/home/credentials');
		await this.part('add-resource-credential').click();
		await this.part('new-credential-type-select').locator('input').fill(type);
		await this.part('new-credential-type-select-option').filter({ hasText: type }).first().click();
		await this.part('new-credential-type-button').click();
		await this.part('credential-edit-dialog').waitFor();
	}

	/** Opens the dialog of a credential that is there. */
	async openCredential(name: string): Promise<void> {
		await this.go('/home/credentials');
		await this.part('resources-list-item').filter({ hasText: name }).first().click();
		await this.part('credential-edit-dialog').waitFor();
	}

	/** Chooses Connect, or Switch account; gives the window in which the service asks for consent. */
	async connect(): Promise<Page> {
		const button = this.part('credential-edit-dialog').getByRole('button', { name: /^(Connect|Switch account)$/ });
		const [popup] = await Promise.all([this.page.waitForEvent('popup'), button.click()]);
		await popup.waitForURL(/authorize/);
		return popup;
	}

	/** What the banner of the credential's dialog says, once it says this. */
	async saysOfCredential(words: string): Promise<void> {
		await this.part('credential-edit-dialog').getByText(words).first().waitFor();
	}

	/** Saves the credential; gives what its test says in full. */
	async testCredential(): Promise<string> {
		const dialog = this.part('credential-edit-dialog');
		const tested = this.page.waitForResponse((response) => response.url().endsWith('/rest/credentials/test'));
		await this.part('credential-save-button').click();
		await tested;
		const success = this.part('credentials-config-container-test-success');
		const failure = dialog.getByText('Couldn’t connect with these settings');
		await success.or(failure).first().waitFor();
		if (await success.isVisible()) return await success.innerText();
		const more = dialog.getByText('More details');
		if (await more.isVisible()) await more.click();
		return await this.part('node-credentials-config-container').innerText();
	}

	/** Searches in the list of nodes. */
	async searchNodes(text: string): Promise<void> {
		await this.part('node-creator-search-bar').fill(text);
	}

	/** An entry of the list of nodes, by its name or the name of an action. */
	listed(name: string): Locator {
		return this.part('item-iterator-item').filter({ has: this.page.locator('[data-test-id="node-creator-item-name"]').getByText(name, { exact: true }) });
	}

	/** A new workflow, with the list of nodes open for its first step. */
	async newWorkflow(): Promise<void> {
		await this.go('/workflow/new');
		await this.part('canvas-add-button').first().click();
		await this.part('node-creator-search-bar').waitFor();
	}

	/** A new workflow that is started by hand, and an action of a node behind it, opened. */
	async newAction(node: string, action: string): Promise<void> {
		await this.newWorkflow();
		await this.searchNodes('manual');
		await this.listed('Manual Trigger').first().click();
		await this.part('canvas-trigger-node').waitFor();
		await this.part('node-creator-plus-button').click();
		await this.searchNodes(node);
		await this.listed(node).first().click();
		await this.listed(action).first().click();
		await this.part('ndv').waitFor();
	}

	/**
	 * Opens a workflow that stands there already: these items and one node behind them, which is opened.
	 * @param node all but its place and credential
	 */
	async openStep(items: readonly object[], node: { readonly name: string; readonly type: string; readonly parameters: object; readonly onError?: string }, credentialType: string): Promise<void> {
		const { body } = await this.n8n.request('GET', '/rest/credentials');
		const known = record(body).data;
		const credential = (Array.isArray(known) ? known : []).map(record).find(({ type }) => type === credentialType);
		const nodes = [
			{ id: 'start', name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position: [0, 0], parameters: {} },
			{ id: 'step', typeVersion: 1, position: [220, 0], credentials: { [credentialType]: { id: credential?.id, name: credential?.name } }, ...node, type: `${manifest.name}.${node.type}` },
		];
		const connections = { Start: { main: [[{ node: node.name, type: 'main', index: 0 }]] } };
		const made = await this.n8n.request('POST', '/rest/workflows', { name: node.name, nodes, connections, pinData: { Start: items.map((json) => ({ json })) }, settings: { executionOrder: 'v1' }, active: false });
		await this.openWorkflow(String(record(record(made.body).data).id));
		await this.part('canvas-node').filter({ hasText: node.name }).first().dblclick();
		await this.part('ndv').waitFor();
	}

	async openWorkflow(id: string): Promise<void> {
		await this.go(`/workflow/${id}`);
		await this.part('canvas-node').first().waitFor();
	}

	/** Opens the list of a field that is picked from one, and types into its search. */
	async search(key: string, text = ''): Promise<void> {
		await this.part('rlc-input', this.part(`resource-locator-${key}`)).click();
		if (text === '') return;
		// What is typed while the list is still loading, n8n waits for in vain.
		await this.page.locator('[data-test-id="rlc-item"]:visible').first().waitFor();
		const box = this.page.locator('[data-test-id="rlc-search"]:visible').last();
		await box.locator('input').or(box).last().fill(text);
	}

	/** The entries of the list that is open, once there are any. */
	async found(): Promise<readonly string[]> {
		const items = this.page.locator('[data-test-id="rlc-item"]:visible');
		await items.first().waitFor();
		return await items.allInnerTexts();
	}

	/** Picks from a list that is searched. */
	async pick(key: string, typed: string, label: string): Promise<void> {
		await this.search(key, typed);
		await this.page.locator('[data-test-id="rlc-item"]:visible').filter({ hasText: label }).first().click();
		await this.page.locator('[data-test-id="rlc-item"]').first().waitFor({ state: 'hidden' });
	}

	/** What the list of a field says in place of entries. */
	async refusal(key: string): Promise<string> {
		await this.search(key);
		const box = this.page.getByText('Could not load list').locator('xpath=ancestor::*[2]');
		await box.waitFor();
		return await box.innerText();
	}

	/** Adds a field that the project defines. */
	async addProjectField(label: string): Promise<void> {
		await this.part('add-fields-select').locator('button').click();
		await this.choice(label).click();
		await this.projectField(label).waitFor();
	}

	/** The input of a field that the project defines, by its label. */
	projectField(label: string): Locator {
		return this.part('mapping-fields-container').locator('.parameter-item').filter({ hasText: label }).last();
	}

	/** Executes the step, or fetches a test event; gives what n8n says when it has ended, and what the output panel holds. */
	async execute(): Promise<{ readonly notice: string; readonly output: string }> {
		await this.clear();
		await this.part('node-execute-button').click();
		const notice = this.page.locator('.el-notification').filter({ hasText: /Node executed successfully|Problem in node|cannot start/ }).first();
		await notice.waitFor();
		const said = await notice.innerText();
		await this.clear();
		return { notice: said, output: await this.part('output-panel').innerText() };
	}

	/** Shows the output as a table, as JSON or as a schema; gives its text, with one space for each gap, once what is wanted stands there: a long output is drawn piece by piece. */
	async show(mode: 'table' | 'json' | 'schema', wanted: RegExp): Promise<string> {
		await this.part(`radio-button-${mode}`, this.part('output-panel')).click();
		const text = async (): Promise<string> => (await this.part('ndv-data-container', this.part('output-panel')).innerText()).replace(/[·\s]+/g, ' ');
		for (let look = 0; look < 40 && !wanted.test(await text()); look++) await this.page.waitForTimeout(500);
		return await text();
	}

	/** Puts n8n's notices away, as they lie over what a picture shows. */
	async clear(): Promise<void> {
		const notices = this.page.locator('.el-notification:visible');
		for (const notice of await notices.all()) await notice.locator('.el-notification__closeBtn').click({ timeout: 2000 }).catch(() => undefined);
		await notices.first().waitFor({ state: 'hidden' });
	}
}
