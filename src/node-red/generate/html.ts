import { inSentence, type Area, type Resource, type Service } from '../../catalog/vocabulary';
import { scopes } from '../../core/sign-in/acc';
import { accountType, actionsOf, areasOf, areaType, tellsAuthors, triggerType, watchedOf } from '../names';
import { accountHelp, areaHelp, triggerHelp } from './help';
import { iconName, looks } from './look';
import { words } from './words';

/** Where the runtime serves the files of the package's `resources` folder, seen from the editor. */
const resources = 'resources/@aec-nodes/n8n-nodes-aec';

/**
 * The editor's half of a node set. Every type is registered with a literal definition: the tools that list Node-RED
 * nodes read it without running it. What all dialogs share is in the package's `resources/editor.js`.
 */
export function setHtml(service: Service): string {
	return [
		`<link rel="stylesheet" href="${resources}/editor.css">`,
		`<script src="${resources}/editor.js"></script>`,
		account(service),
		...areasOf(service).map((area) => areaNode(service, area)),
		...watchedOf(service).map((resource) => triggerNode(service, resource)),
		'',
	].join('\n');
}

function areaNode(service: Service, area: Area): string {
	const type = areaType(service, area);
	const first = actionsOf(service, area)[0];
	const look = looks[service.id];
	return [
		registered(type, [
			`category: ${quoted(look.category)},`,
			`color: ${quoted(look.color)},`,
			'defaults: {',
			"	name: { value: '' },",
			'	version: { value: 1 },',
			`	account: { value: '', type: ${quoted(accountType(service))}, required: true },`,
			`	resource: { value: ${quoted(first?.resource.id ?? '')} },`,
			`	operation: { value: ${quoted(first?.name ?? '')}, required: true },`,
			'	input: { value: {}, validate: function (value, options) { return AecNodes.checkAction(this, value, options); } },',
			"	items: { value: { type: 'none', value: '' } },",
			'	returnAll: { value: false },',
			'	limit: { value: 100, validate: function (value, options) { return AecNodes.checkLimit(this, value, options); } },',
			"	output: { value: 'payload', required: true },",
			"	deliver: { value: 'array' },",
			"	file: { value: 'buffer' }",
			'},',
			'inputs: 1,',
			'outputs: 1,',
			`icon: ${quoted(iconName(service, false))},`,
			`paletteLabel: ${quoted(inSentence(area.label))},`,
			`label: function () { return this.name || AecNodes.label(this, ${quoted(inSentence(area.label))}); },`,
			"labelStyle: function () { return this.name ? 'node_label_italic' : ''; },",
			'oneditprepare: function () { AecNodes.editAction(this); },',
			'oneditsave: function () { AecNodes.saveAction(this); }',
		]),
		template(type, [
			row('node-input-name', 'tag', 'name'),
			row('node-input-account', 'user', 'account'),
			'<div class="form-row"><label for="aec-operation"><i class="fa fa-bolt"></i> <span data-i18n="aec.label.action"></span></label><select id="aec-operation"></select></div>',
			'<p id="aec-about" class="aec-about"></p>',
			'<div id="aec-fields"></div>',
			'<div class="form-row aec-add"><label></label><select id="aec-add"></select></div>',
			'<hr>',
			'<div class="form-row"><label for="aec-items"><i class="fa fa-list"></i> <span data-i18n="aec.label.items"></span></label><input type="text" id="aec-items"></div>',
			'<div class="form-row aec-list"><label for="node-input-limit"><i class="fa fa-sort-amount-asc"></i> <span data-i18n="aec.label.limit"></span></label><input type="number" min="1" id="node-input-limit" class="aec-short"> <input type="checkbox" id="node-input-returnAll" class="aec-check"> <label for="node-input-returnAll" class="aec-check-label" data-i18n="aec.label.returnAll"></label></div>',
			'<div class="form-row aec-many"><label for="node-input-deliver"><i class="fa fa-envelope-o"></i> <span data-i18n="aec.label.deliver"></span></label><select id="node-input-deliver"><option value="array" data-i18n="aec.deliver.array"></option><option value="messages" data-i18n="aec.deliver.messages"></option></select></div>',
			'<div class="form-row aec-file"><label for="node-input-file"><i class="fa fa-file-o"></i> <span data-i18n="aec.label.file"></span></label><select id="node-input-file"><option value="buffer" data-i18n="aec.file.buffer"></option><option value="chunks" data-i18n="aec.file.chunks"></option><option value="stream" data-i18n="aec.file.stream"></option></select></div>',
			'<div class="form-row"><label for="node-input-output"><i class="fa fa-sign-out"></i> <span data-i18n="aec.label.output"></span></label><input type="text" id="node-input-output"></div>',
		]),
		help(type, areaHelp(service, area)),
	].join('\n');
}

function triggerNode(service: Service, resource: Resource): string {
	const type = triggerType(service, resource);
	const look = looks[service.id];
	const title = `${inSentence(resource.label)} trigger`;
	return [
		registered(type, [
			`category: ${quoted(look.category)},`,
			`color: ${quoted(look.color)},`,
			'defaults: {',
			"	name: { value: '' },",
			'	version: { value: 1 },',
			`	account: { value: '', type: ${quoted(accountType(service))}, required: true },`,
			'	within: { value: {}, validate: function (value, options) { return AecNodes.checkWithin(this, value, options); } },',
			'	filters: { value: {} },',
			"	events: { value: ['created'], validate: function (value, options) { return AecNodes.checkEvents(this, value, options); } },",
			'	every: { value: 5, validate: function (value, options) { return AecNodes.checkInterval(this, value, options); } },',
			"	unit: { value: 'minutes' },",
			"	startFrom: { value: 'now' },",
			"	startDate: { value: '', validate: function (value, options) { return AecNodes.checkStartDate(this, value, options); } },",
			`	ignoreOwn: { value: false }${resource.changes?.pushed ? ',' : ''}`,
			...(resource.changes?.pushed ? ['	instant: { value: false }'] : []),
			'},',
			'inputs: 0,',
			'outputs: 1,',
			`icon: ${quoted(iconName(service, true))},`,
			`paletteLabel: ${quoted(title)},`,
			`label: function () { return this.name || ${quoted(title)}; },`,
			"labelStyle: function () { return this.name ? 'node_label_italic' : ''; },",
			'oneditprepare: function () { AecNodes.editTrigger(this); },',
			'oneditsave: function () { AecNodes.saveTrigger(this); }',
		]),
		template(type, [
			row('node-input-name', 'tag', 'name'),
			row('node-input-account', 'user', 'account'),
			'<div class="form-row"><label><i class="fa fa-bell-o"></i> <span data-i18n="aec.label.events"></span></label><div id="aec-events" class="aec-events"></div></div>',
			'<div id="aec-within"></div>',
			'<div class="form-row"><b data-i18n="aec.field.filters"></b></div>',
			'<div id="aec-filters"></div>',
			'<hr>',
			'<div class="form-row"><label for="node-input-every"><i class="fa fa-clock-o"></i> <span data-i18n="aec.label.every"></span></label><input type="number" min="1" id="node-input-every" class="aec-short"> <select id="node-input-unit" class="aec-short"><option value="seconds" data-i18n="aec.unit.seconds"></option><option value="minutes" data-i18n="aec.unit.minutes"></option></select></div>',
			'<div class="form-row"><label for="node-input-startFrom"><i class="fa fa-flag-o"></i> <span data-i18n="aec.label.startFrom"></span></label><select id="node-input-startFrom" class="aec-short"><option value="now" data-i18n="aec.start.now"></option><option value="everything" data-i18n="aec.start.everything"></option><option value="date" data-i18n="aec.start.date"></option></select> <input type="text" id="node-input-startDate" class="aec-short" placeholder="2026-03-31"></div>',
			...(resource.changes && tellsAuthors(resource.changes) ? [tickRow('ignoreOwn')] : []),
			...(resource.changes?.pushed ? [tickRow('instant')] : []),
		]),
		help(type, triggerHelp(service, resource)),
	].join('\n');
}

const regions = ['US', 'EMEA', 'AUS', 'CAN', 'DEU', 'GBR', 'IND', 'JPN'];

function account(service: Service): string {
	const type = accountType(service);
	const fields: Readonly<Record<Service['id'], { readonly defaults: readonly string[]; readonly credentials: string; readonly rows: readonly string[] }>> = {
		cintoo: { defaults: [], credentials: "grant: { type: 'password' }", rows: [signInRows(true), checkRow, stateRow] },
		acc: {
			defaults: ["way: { value: 'person' },", "serviceAccountId: { value: '' },", "scopes: { value: '' },", "region: { value: '' },", "actAs: { value: '' },", "share: { value: '' },", "publicAddress: { value: '' },"],
			credentials: "clientId: { type: 'text' }, clientSecret: { type: 'password' }, grant: { type: 'password' }, kid: { type: 'text' }, privateKey: { type: 'password' }",
			rows: [
				waySelect('way'),
				row('node-config-input-clientId', 'id-card-o', 'clientId'),
				row('node-config-input-clientSecret', 'lock', 'clientSecret', 'password', 'clientSecret'),
				`<div class="aec-way-serviceAccount">${row('node-config-input-serviceAccountId', 'id-badge', 'serviceAccountId')}${row('node-config-input-kid', 'key', 'kid')}${row('node-config-input-privateKey', 'lock', 'privateKey', 'password', 'privateKey')}</div>`,
				scopeRows,
				`<div class="form-row"><label for="node-config-input-region"><i class="fa fa-globe"></i> <span data-i18n="aec.label.region"></span></label><select id="node-config-input-region"><option value="" data-i18n="aec.region.none"></option>${regions.map((region) => `<option value="${region}">${region}</option>`).join('')}</select></div>`,
				row('node-config-input-actAs', 'user-o', 'actAs', 'text', 'actAs'),
				row('node-config-input-publicAddress', 'rss', 'publicAddress', 'text', 'publicAddress'),
				row('node-config-input-share', 'tachometer', 'share', 'text', 'share'),
				`<div class="aec-way-person">${signInRows(false)}</div>`,
				checkRow,
				stateRow,
			],
		},
		field: { defaults: ["way: { value: 'password' },", "autodesk: { value: '', type: 'aec-acc-account', required: false },"], credentials: "username: { type: 'text' }, password: { type: 'password' }", rows: [waySelect('fieldWay'), `<div class="aec-way-password">${row('node-config-input-username', 'user', 'username')}${row('node-config-input-password', 'lock', 'password', 'password')}</div>`, `<div class="aec-way-autodesk">${row('node-config-input-autodesk', 'sign-in', 'autodesk')}</div>`, checkRow, stateRow] },
	};
	const own = fields[service.id];
	const origins = Object.keys(service.origins).map((name) => `<option value="${escaped(name)}">${escaped(name)}</option>`);
	return [
		registered(type, [
			"category: 'config',",
			'defaults: {',
			"	name: { value: '' },",
			'	version: { value: 1 },',
			...own.defaults.map((one) => `	${one}`),
			`	origin: { value: ${quoted(Object.keys(service.origins)[0] ?? '')} },`,
			"	address: { value: '', validate: function (value, options) { return AecNodes.checkAddress(this, value, options); } }",
			'},',
			`credentials: { ${own.credentials} },`,
			`paletteLabel: ${quoted(`${service.label} connection`)},`,
			`label: function () { return this.name || ${quoted(service.label)}; },`,
			`oneditprepare: function () { AecNodes.editAccount(this, ${quoted(service.id)}); },`,
			'oneditcancel: function () { AecNodes.closeAccount(this); },',
			'oneditsave: function () { AecNodes.closeAccount(this); }',
		]),
		template(type, [
			row('node-config-input-name', 'tag', 'name'),
			`<div class="form-row"><label for="node-config-input-origin"><i class="fa fa-cloud"></i> <span data-i18n="aec.label.origin"></span></label><select id="node-config-input-origin">${origins.join('')}<option value="custom" data-i18n="aec.origin.custom"></option></select></div>`,
			row('node-config-input-address', 'link', 'address'),
			...own.rows,
		]),
		help(type, accountHelp(service)),
	].join('\n');
}

/** Where the dialog says how signing in or checking went. */
const stateRow = '<div class="form-row"><label></label><span id="aec-state" role="status"></span></div>';

/** The choice between ways to sign in. */
function waySelect(kind: 'way' | 'fieldWay'): string {
	return `<div class="form-row"><label for="node-config-input-way"><i class="fa fa-user-o"></i> <span data-i18n="aec.label.way"></span></label><select id="node-config-input-way">${Object.keys(words.aec[kind]).map((way) => `<option value="${way}" data-i18n="aec.${kind}.${way}"></option>`).join('')}</select></div>`;
}

const checkRow = '<div class="form-row"><label></label><button type="button" class="red-ui-button" id="aec-check" data-i18n="aec.signIn.check"></button></div>';

/** What ACC may be asked for, each with what it is for. The ticked ones are kept in the hidden field; none means all. */
const scopeRows = `<details><summary data-i18n="aec.label.scopes"></summary><input type="hidden" id="node-config-input-scopes">${scopes.map(({ name, use }) => `<label class="aec-scope"><input type="checkbox" class="aec-check" value="${name}"> <code>${name}</code> ${escaped(use)}</label>`).join('')}</details>`;

function signInRows(token: boolean): string {
	return [
		'<input type="hidden" id="node-config-input-grant">',
		'<div class="form-row"><label><i class="fa fa-sign-in"></i> <span data-i18n="aec.label.signIn"></span></label><button type="button" class="red-ui-button" id="aec-sign-in" data-i18n="aec.signIn.button"></button> <button type="button" class="red-ui-button" id="aec-sign-out" data-i18n="aec.signIn.out"></button></div>',
		'<p class="aec-about"><span data-i18n="aec.signIn.redirect"></span> <code id="aec-redirect"></code></p>',
		`<details id="aec-otherwise"><summary data-i18n="aec.signIn.otherwise"></summary>${[otherWay('address', 'text'), ...(token ? [otherWay('token', 'password')] : [])].join('')}</details>`,
	].join('\n');
}

/** Something to paste where the browser cannot come back by itself. */
function otherWay(what: 'address' | 'token', type: string): string {
	const id = `aec-paste-${what}`;
	return `<label for="${id}" class="aec-about" data-i18n="aec.signIn.paste${what === 'address' ? 'Address' : 'Token'}"></label><div class="form-row"><label></label><input type="${type}" id="${id}" autocomplete="off"> <button type="button" class="red-ui-button" id="aec-use-${what}" data-i18n="aec.signIn.use"></button></div>`;
}

function row(id: string, icon: string, key: string, type = 'text', placeholder?: string): string {
	return `<div class="form-row"><label for="${id}"><i class="fa fa-${icon}"></i> <span data-i18n="aec.label.${key}"></span></label><input type="${type}" id="${id}"${placeholder === undefined ? '' : ` data-i18n="[placeholder]aec.placeholder.${placeholder}"`}></div>`;
}

function tickRow(key: 'ignoreOwn' | 'instant'): string {
	return `<div class="form-row"><label></label><input type="checkbox" id="node-input-${key}" class="aec-check"> <label for="node-input-${key}" class="aec-check-label" data-i18n="aec.label.${key}"></label></div>`;
}

function registered(type: string, lines: readonly string[]): string {
	return `<script type="text/javascript">\nRED.nodes.registerType(${quoted(type)}, {\n${lines.map((line) => `\t${line}`).join('\n')}\n});\n</script>`;
}

function template(type: string, rows: readonly string[]): string {
	return `<script type="text/html" data-template-name="${type}">\n<div class="aec-form">\n${rows.filter(Boolean).join('\n')}\n</div>\n</script>`;
}

function help(type: string, markdown: string): string {
	return `<script type="text/markdown" data-help-name="${type}">\n${markdown.replace(/<\//g, '&lt;/')}\n</script>`;
}

function quoted(text: string): string {
	return `'${text.replace(/[\\']/g, '\\$&')}'`;
}

function escaped(text: string): string {
	return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
