import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import manifest from '../../package.json';
import { isRecord } from '../node-red/support/node-red';

/** The editor of a Node-RED, used as a person does: by what is seen, clicked and typed. */
export class NodeRedEditor {
	/** Errors of the page's scripts and of its console; none is expected. */
	readonly problems: string[] = [];

	private constructor(
		private readonly context: BrowserContext,
		readonly page: Page,
		private readonly url: string,
	) {}

	static async open(browser: Browser, url: string): Promise<NodeRedEditor> {
		const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
		const page = await context.newPage();
		const editor = new NodeRedEditor(context, page, url);
		page.setDefaultTimeout(30_000);
		page.on('pageerror', (error) => editor.problems.push(error.stack ?? String(error)));
		page.on('console', (message) => {
			// The public list of nodes, which the palette asks for, is not ours; a refused look-up is told in the dialog.
			if (message.type() === 'error' && !/catalogue\.nodered\.org|ERR_NAME_NOT_RESOLVED|ERR_INTERNET_DISCONNECTED|status of 4\d\d/.test(`${message.text()} ${message.location().url}`)) editor.problems.push(message.text());
		});
		await editor.reload();
		return editor;
	}

	async reload(): Promise<void> {
		await this.page.goto(this.url);
		await this.page.waitForFunction('window.RED && RED.nodes && window.AecNodes && RED.workspaces && RED.workspaces.active()');
		await this.page.locator('#red-ui-palette-container-cintoo').waitFor({ state: 'attached' });
		await this.page.locator('#red-ui-loading-progress').waitFor({ state: 'hidden' });
	}

	async close(): Promise<void> {
		await this.context.close();
	}

	/** Drags a type from the palette to a place of the workspace, in px from its left upper corner. */
	async drag(type: string, x: number, y: number): Promise<void> {
		const entry = this.page.locator(`.red-ui-palette-node[data-palette-type="${type}"]`);
		await entry.scrollIntoViewIfNeeded();
		const from = await boxOf(entry);
		const to = await boxOf(this.page.locator('#red-ui-workspace-chart'));
		await this.page.mouse.move(from.x + 40, from.y + 12);
		await this.page.mouse.down();
		await this.page.mouse.move(to.x + x, to.y + y, { steps: 6 });
		await this.page.mouse.up();
	}

	/** Imports one of the package's examples by the menu: Import, Examples. One without a tab of its own is put down by a click. */
	async importExample(name: string, x?: number, y?: number): Promise<void> {
		await this.page.click('#red-ui-header-button-sidemenu');
		await this.page.click('#menu-item-import');
		await this.page.click('#red-ui-tab-red-ui-clipboard-dialog-import-tab-examples');
		const library = this.page.locator('#red-ui-clipboard-dialog-import-tab-examples');
		await library.getByText(manifest.name, { exact: true }).click();
		await library.getByText(name, { exact: true }).click();
		await this.imported();
		if (x === undefined || y === undefined) return;
		await this.page.mouse.move(x, y, { steps: 3 });
		await this.page.mouse.click(x, y);
		await this.page.waitForFunction('RED.view.state() === RED.state.DEFAULT');
	}

	/** Pastes flows as JSON by the menu, onto tabs of their own. */
	async importJson(flows: readonly unknown[]): Promise<void> {
		await this.page.click('#red-ui-header-button-sidemenu');
		await this.page.click('#menu-item-import');
		await this.page.click('#red-ui-tab-red-ui-clipboard-dialog-import-tab-clipboard');
		await this.page.fill('#red-ui-clipboard-dialog-import-text', JSON.stringify(flows));
		// It is looked at when a key goes up.
		await this.page.press('#red-ui-clipboard-dialog-import-text', 'End');
		await this.imported();
	}

	private async imported(): Promise<void> {
		await this.page.click('#red-ui-clipboard-dialog-ok');
		await this.page.locator('#red-ui-clipboard-dialog-ok').waitFor({ state: 'hidden' });
		await this.hideNotices();
	}

	/** Shows the tab with this name. Not by a click: a busy page takes two clicks on tabs for a double one. */
	async showTab(name: string): Promise<void> {
		const flow = `RED.nodes.getWorkspaceOrder().find((id) => RED.nodes.workspace(id)?.label === ${JSON.stringify(name)})`;
		await this.page.waitForFunction(`((id) => id !== undefined && (RED.workspaces.show(id), RED.workspaces.active() === id))(${flow})`);
	}

	/** A node on the canvas, by its label. */
	node(label: string): Locator {
		return this.page.locator('.red-ui-flow-node-group', { has: this.page.locator('.red-ui-flow-node-label-text', { hasText: new RegExp(`^${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ /g, '\\s')}$`) }) });
	}

	/** Opens a node's dialog, by its label, and waits until its fields are there. */
	async edit(label: string): Promise<void> {
		const dialog = this.page.locator('#node-dialog-ok');
		// On a slow machine two clicks may be too far apart for the editor to see them as one.
		for (let attempt = 0; attempt < 5 && !(await dialog.isVisible()); attempt++) {
			await this.node(label).locator('.red-ui-flow-node').dblclick();
			await dialog.waitFor({ timeout: 5_000 }).catch(() => undefined);
		}
		await this.page.locator('.aec-form').waitFor();
		await this.page.waitForFunction('$("#aec-operation option, #aec-events input").length > 0');
	}

	async done(): Promise<void> {
		await this.page.click('#node-dialog-ok');
		await this.page.locator('#node-dialog-ok').waitFor({ state: 'detached' });
	}

	async cancel(): Promise<void> {
		await this.page.click('#node-dialog-cancel');
		await this.page.locator('#node-dialog-ok').waitFor({ state: 'detached' });
	}

	/** Opens the connection of the node whose dialog is open: the chosen one, or a new one. */
	async editConnection(which: 'edit' | 'add'): Promise<void> {
		await this.page.click(`#node-input-btn-account-${which}`);
		await this.page.waitForSelector('#node-config-dialog-ok');
		await this.page.locator('#aec-check').waitFor();
	}

	async doneConnection(): Promise<void> {
		await this.page.click('#node-config-dialog-ok');
		await this.page.locator('#node-config-dialog-ok').waitFor({ state: 'detached' });
	}

	/** The window that a button opens. */
	async popup(button: string): Promise<Page> {
		const [popup] = await Promise.all([this.context.waitForEvent('page'), this.page.click(button)]);
		return popup;
	}

	/** What the dialog of a connection says of its sign-in, once it is good or bad. */
	async signInState(): Promise<string> {
		const state = this.page.locator('#aec-state.aec-ok, #aec-state.aec-bad');
		await state.waitFor();
		return (await state.textContent()) ?? '';
	}

	row(key: string): Locator {
		return this.page.locator(`.aec-row[data-key="${key}"]`);
	}

	/** Adds an optional field. */
	async add(key: string): Promise<void> {
		await this.page.selectOption('#aec-add', key);
		await this.row(key).waitFor();
	}

	/** Searches the list of a field and picks what is called so. */
	async pick(key: string, typed: string, name: string): Promise<void> {
		const input = this.row(key).locator('input.red-ui-autoComplete').first();
		await input.click();
		if (typed !== '') await input.pressSequentially(typed);
		const entry = this.page.locator('.red-ui-autoComplete-container .aec-pick', { hasText: name }).first();
		await entry.waitFor();
		await entry.click();
		await this.page.locator('.red-ui-autoComplete-container').waitFor({ state: 'detached' });
	}

	/** Chooses one of the fixed values of a field. */
	async choose(key: string, label: string): Promise<void> {
		await this.row(key).locator('.red-ui-typedInput-option-trigger').click();
		await this.page.locator('.red-ui-typedInput-options:visible').getByText(label, { exact: true }).click();
	}

	/** Chooses the kind of value in the menu of a typed input, then types. */
	async type(input: Locator, kind: string, value: string): Promise<void> {
		await input.locator('.red-ui-typedInput-type-select').click();
		await this.page.locator(`.red-ui-typedInput-options:visible [value="${kind}"]`).click();
		const text = input.locator('input.red-ui-typedInput-input:visible, .red-ui-typedInput-input input:visible, input:visible').first();
		await text.fill(value);
		await text.blur();
	}

	/** Presses Deploy; nodes that are not complete yet do not keep it from being done. */
	async deploy(): Promise<void> {
		await this.page.evaluate('$("#red-ui-notifications").show()');
		await this.page.click('#red-ui-header-button-deploy');
		const confirm = this.page.locator('button:has-text("Confirm deploy")');
		for (let step = 0; step < 600 && (await this.page.evaluate('RED.nodes.dirty()')) !== false; step++) {
			if (await confirm.isVisible()) await confirm.click();
			await pause(100);
		}
		await this.hideNotices();
	}

	/** Notices go by themselves, but until then they lie over what is clicked next. */
	private async hideNotices(): Promise<void> {
		await this.page.evaluate('$("#red-ui-notifications").hide()');
	}

	/** Presses the button of an inject node, by its label, and gives what a debug node, by its name, shows in the sidebar because of it. */
	async run(label: string, at: string): Promise<string> {
		await this.page.evaluate('RED.actions.invoke("core:show-debug-tab")');
		const messages = this.page.locator('.red-ui-debug-msg', { has: this.page.locator('.red-ui-debug-msg-name', { hasText: at }) });
		const before = await messages.count();
		await this.node(label).locator('.red-ui-flow-node-button-button').click();
		await messages.nth(before).waitFor();
		const message = messages.nth(before);
		const expand = message.locator('.red-ui-debug-msg-object-handle, .red-ui-debug-msg-expandable').first();
		if (await expand.isVisible()) await expand.click();
		return (await message.innerText()).replace(/\s+/g, ' ');
	}

	/** The words under a node, by its label, once they say this. */
	async status(label: string, words: RegExp): Promise<string> {
		const status = this.node(label).locator('.red-ui-flow-node-status-label', { hasText: words });
		await status.waitFor();
		return (await status.textContent()) ?? '';
	}

	/** What the editor holds against a node, by its id; empty when it is fine. */
	async objections(id: string): Promise<readonly unknown[]> {
		const found: unknown = await this.page.evaluate(`RED.nodes.node(${JSON.stringify(id)}).validationErrors`);
		const objections: readonly unknown[] = Array.isArray(found) ? found : [];
		return objections;
	}

	/** The nodes of a type as the editor has them now, oldest first. */
	async nodes(type: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
		const found: unknown = await this.page.evaluate(`JSON.parse(JSON.stringify(RED.nodes.filterNodes({ type: ${JSON.stringify(type)} }).map(({ id, z, valid, resource, operation, input, within }) => ({ id, z, valid, resource, operation, input, within }))))`);
		return Array.isArray(found) ? found.filter(isRecord) : [];
	}
}

async function boxOf(element: Locator): Promise<{ readonly x: number; readonly y: number }> {
	const box = await element.boundingBox();
	if (!box) throw new Error('The element is not shown.');
	return box;
}
