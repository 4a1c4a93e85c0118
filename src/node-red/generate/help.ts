import { inSentence, labelOf, type AnyOperation, type Area, type Field, type Fields, type Resource, type Service } from '../../catalog/vocabulary';
import { editorTable, givesOf } from '../editor-table';
import { actionsOf, triggerType } from '../names';
import { words } from './words';

/** Type of a field in words, as help texts show it. */
function kindWords(field: Field): string {
	const kinds: Readonly<Record<Field['kind'], string>> = { text: 'string', number: 'number', boolean: 'boolean', date: 'string, YYYY-MM-DD', dateTime: 'string, ISO 8601', range: 'object with from and to', choice: 'string', choices: 'list', texts: 'list of strings', ref: 'id or name', refs: 'list of ids or names', rows: 'list of objects', group: 'object', json: 'JSON', file: 'Buffer or stream', files: 'list of Buffers or streams', constant: '', dynamic: 'object' };
	return kinds[field.kind];
}

/** One entry of a list of properties in Node-RED's dialect of Markdown. */
function property(name: string, type: string, text: string): string {
	return `: ${name} (${type}) : ${text}`;
}

function inputs(fields: Fields): readonly string[] {
	return Object.entries(fields)
		.filter(([, field]) => field.kind !== 'constant')
		.map(([key, field]) => {
			const description = [field.description, field.required ? 'Required.' : undefined, field.clear === undefined ? undefined : 'Can be cleared.', members(field)].filter(Boolean).map((one) => (/[.!?]$/.test(one ?? '') ? one : `${one}.`));
			return property(oneLine(labelOf(key, field)), kindWords(field), oneLine(description.join(' ')) || 'As the service defines it.');
		});
}

function members(field: Field): string | undefined {
	if (field.kind === 'choice') return `One of ${valuesOf(field)}`;
	if (field.kind === 'choices') return `Any of ${valuesOf(field)}`;
	if (field.kind === 'dynamic') return 'As the project defines them';
	if (field.kind === 'rows' || field.kind === 'group') return `Members: ${Object.entries(field.fields).filter(([, member]) => member.kind !== 'constant').map(([key, member]) => `\`${key}\`${member.required ? '' : ' (optional)'}`).join(', ')}`;
	return undefined;
}

function valuesOf({ options }: Extract<Field, { kind: 'choice' | 'choices' }>): string {
	return `${options.slice(0, 12).map(({ value }) => `\`${value}\``).join(', ')}${options.length > 12 ? ', …' : ''}`;
}

function outputs(operation: AnyOperation): readonly string[] {
	switch (givesOf(operation)) {
		case 'file':
			return [property('payload', 'Buffer', 'The content; or a sequence of Buffers, or a stream, as chosen under File As. A reply that is no file arrives as an object.'), property('filename', 'string', 'Its name.'), property('contentType', 'string', 'Its media type.'), property('details', 'object', 'What else is known of it.')];
		case 'list':
			return [property('payload', 'array | object', 'All records; or one record a message, with `msg.parts`, as chosen under Deliver.')];
		case 'one':
			return [property('payload', 'object', operation.receipt ? 'What the service answered, with a `receipt`: what was done, and the id.' : 'What the service answered.')];
	}
}

const details = [
	'### Details',
	'Every field takes a fixed value, a property of the message, context, an environment variable or a JSONata expression. A field whose expression gives nothing is left out; *clear on the service* empties it there.',
	'',
	'With **Items From**, the action runs once for each entry of a list; the entry is `msg.item` while the fields are evaluated. An entry that fails goes to the Catch nodes with its `item`, the others go on.',
	'',
	'A failure goes to the Catch nodes with `msg.error.code`, `msg.statusCode` and `msg.failure` (kind, the service’s words, what to do).',
];

function isCaution(status: string | undefined): status is keyof typeof words.aec.status {
	return status !== undefined && status in words.aec.status;
}

/** Markdown help of an area's node. */
export function areaHelp(service: Service, area: Area): string {
	const parts = actionsOf(service, area).flatMap(({ resource, name }) => {
		const operation = resource.operations[name];
		if (!operation) return [];
		const asked = inputs(operation.input);
		return [
			`## ${oneLine(operation.action)}`,
			oneLine(operation.description) + (operation.destructive ? ' — this cannot be undone' : '') + '.',
			...(operation.needs.token === 'app' ? ['', `*${words.aec.byApp}.*`] : []),
			...(isCaution(operation.status) ? ['', `*${words.aec.status[operation.status]}.*`] : []),
			...(asked.length === 0 ? [] : ['', '### Inputs', '', ...asked]),
			'',
			'### Outputs',
			'',
			...outputs(operation),
			'',
		];
	});
	return [`${service.label}: ${oneLine(area.description)}.`, '', ...parts, ...details].join('\n');
}

/** Markdown help of a trigger node. */
export function triggerHelp(service: Service, resource: Resource): string {
	const trigger = editorTable(service).triggers[triggerType(service, resource)];
	return [
		`Tells of new and changed ${inSentence(resource.plural)} in ${service.label}, one message each.`,
		'',
		'### Outputs',
		'',
		property('payload', 'object', 'The record as it is now; of a deleted one only what is known of it.'),
		property('event', 'string', 'What happened.'),
		property('before', 'any', 'For a watched part: what it was, where that is known.'),
		...(trigger?.within.some(({ key }) => key === 'scope') ? [property('place', 'object', 'Where it happened, when several places are watched: its `id` and `name`.')] : []),
		property('topic', 'string', 'Kind of thing and event.'),
		'',
		'### Events',
		'',
		...(trigger?.events ?? []).map(({ label, description }) => `- **${label}**: ${description}`),
		'',
		'### Details',
		'It looks at the interval given, never twice at the same time, and remembers what it told of over restarts where Node-RED can keep settings. After a crash in the middle of a delivery the last messages may come again, none is lost.',
		...(resource.changes?.pushed ? ['', `With **Instant** the service tells of changes, and it looks at once; now and then it looks all the same and finds what was not told. The connection must name the public address at which the HTTP nodes of this Node-RED are reached, e.g. \`https://flows.example.com\`. Where the service cannot tell, it looks at the interval, and its status says why. Told at once: ${(trigger?.events ?? []).filter(({ name }) => name in (resource.changes?.pushed?.events ?? {})).map(({ label }) => `*${label}*`).join(', ')}.`] : []),
	].join('\n');
}

/** Markdown help of a config node. */
export function accountHelp(service: Service): string {
	const how: Readonly<Record<Service['id'], readonly string[]>> = {
		cintoo: ['Press **Sign in**. Cintoo sends people back to `localhost` only: if the editor is open under another address, the last page cannot be shown; copy its address from the browser and paste it. Or paste a refresh token.', '', 'A sign-in lasts 21 days without use. Its refresh token works once, so use it in one place only.'],
		acc: ['Recommended: a **service account** of your app from Autodesk Platform Services. Enter its Autodesk ID, the id of its key and the private key; invite its e-mail address to your projects. It signs in by itself for good.', '', 'As a **person**: enter the client ID (and secret) of your app, register the redirect address shown, press **Sign in**. Such a sign-in lasts 15 days without use. With a secret the application can also act by itself; the account’s administrator must have added it.'],
		field: ['Enter user name and password. Accounts with single sign-on need a password of their own, or an Autodesk connection to sign in by: that call stands in a later edition of the API’s document only, so try it out first.'],
	};
	return [`Who works in ${service.label}, and at which address.`, '', ...how[service.id], '', 'Sign-ins are kept encrypted; exported flows hold none.'].join('\n');
}

function oneLine(text: string): string {
	return text.replace(/\s+/g, ' ').trim();
}
