import { createHash } from 'node:crypto';
import { jsonParse, type IDataObject, type INodeExecutionData, type INodeProperties, type INodePropertyOptions, type IPollFunctions } from 'n8n-workflow';
import { isObject, labelOf, type Changes, type Field, type Input, type Json, type JsonObject, type Resource, type Service } from '../catalog/vocabulary';
import { look, observe, type ChangeOptions, type ChangeState, type StartFrom } from '../core/changes';
import { InputError } from '../core/errors';
import type { Client } from '../core/client';
import { openClient, type NodeService } from './connection';
import { momentText } from './dates';
import { inSentence, resourceValue } from './description';
import { nodeError } from './errors';
import { referenceOf } from './input';
import { inGoodOrder, propertyOf } from './property';

/** Names of the trigger's own parameters; saved workflows hold them. */
const names = { watch: 'watch', events: 'events', filters: 'filters', startFrom: 'startFrom', startDate: 'startDate', ignoreOwn: 'ignoreOwnChanges' } as const;

/** Where the trigger stands, in n8n's static data of the node. */
const storeKey = 'position';

/** Records shown when a person tries the trigger out. */
const sampleSize = 3;

interface Watched {
	readonly resource: Resource;
	readonly changes: Changes;
}

function watchedOf(service: Service): readonly Watched[] {
	return service.resources.flatMap((resource) => (resource.changes ? [{ resource, changes: resource.changes }] : []));
}

/** All parameters of a service's trigger, made from the resources whose changes can be seen. */
export function triggerPropertiesOf(service: Service, services: readonly Service[]): INodeProperties[] {
	const watched = watchedOf(service);
	const [first] = watched;
	return [
		// Of a parameter with this label, n8n lists every choice as a trigger of its own where nodes are added.
		{ displayName: 'Trigger On', name: names.watch, type: 'options', noDataExpression: true, default: first ? resourceValue(first.resource) : '', options: inGoodOrder(watched.map(({ resource }) => ({ name: resource.plural, value: resourceValue(resource), action: `On new or changed ${inSentence(resource.label)}` })), ({ name }) => name) },
		...forWatched(watched.map((one) => ({ value: resourceValue(one.resource), properties: watchProperties(one, service, services) }))),
		{
			displayName: 'Start From',
			name: names.startFrom,
			type: 'options',
			default: 'now',
			options: [
				{ name: 'Now', value: 'now', description: 'Only what happens from now on' },
				{ name: 'Date', value: 'date', description: 'Also what happened since a date' },
				{ name: 'Everything', value: 'everything', description: 'Everything that exists counts as created' },
			],
			description: 'Changing any setting of this trigger starts it anew',
		},
		{ displayName: 'Start Date', name: names.startDate, type: 'dateTime', required: true, default: '', displayOptions: { show: { [names.startFrom]: ['date'] } } },
		{
			displayName: 'Ignore Own Changes',
			name: names.ignoreOwn,
			type: 'boolean',
			default: false,
			description: 'Whether to leave out what the user of this credential changed, so that a workflow does not set itself off',
			displayOptions: { show: { [names.watch]: watched.flatMap(({ resource, changes }) => (changes.author === undefined ? [] : [resourceValue(resource)])) } },
		},
	];
}

function watchProperties({ resource, changes }: Watched, service: Service, services: readonly Service[]): readonly INodeProperties[] {
	const frame = { service, services, pathOf: (key: string) => key };
	const filters = Object.entries(changes.filters).map(([key, field]) => propertyOf(key, several(field), frame));
	return [
		...changes.within.flatMap((key) => {
			const field = changes.list.input[key];
			return field ? [{ ...propertyOf(key, field, frame), required: true }] : [];
		}),
		{ displayName: 'Events', name: names.events, type: 'multiOptions', required: true, default: ['created'], options: eventsOf(resource, changes) },
		...(filters.length === 0 ? [] : [{ displayName: 'Filters', name: names.filters, type: 'collection' as const, placeholder: 'Add Filter', default: {}, options: filters.sort((a, b) => a.displayName.localeCompare(b.displayName)) }]),
	];
}

/** Every parameter once, shown for all that have it in the same form. */
function forWatched(forms: readonly { readonly value: string; readonly properties: readonly INodeProperties[] }[]): readonly INodeProperties[] {
	const shared = new Map<string, { readonly property: INodeProperties; readonly watch: string[] }>();
	for (const { value, properties } of forms) {
		for (const property of properties) {
			const key = JSON.stringify(property);
			const known = shared.get(key);
			if (known) known.watch.push(value);
			else shared.set(key, { property, watch: [value] });
		}
	}
	return [...shared.values()].map(({ property, watch }) => ({ ...property, displayOptions: { show: { [names.watch]: watch, ...property.displayOptions?.show } } }));
}

/** A filter takes several values, any of which suffices. */
function several(field: Field): Field {
	return field.kind === 'ref' ? { kind: 'refs', to: field.to, required: false, label: field.label, description: field.description } : field;
}

function eventsOf(resource: Resource, changes: Changes): INodePropertyOptions[] {
	const thing = inSentence(resource.label);
	const all = [
		{ name: 'Created', value: 'created', description: `A new ${thing}` },
		{ name: 'Updated', value: 'updated', description: `Any change of a known ${thing}` },
		...(changes.deleted === undefined ? [] : [{ name: 'Deleted', value: 'deleted', description: `The ${thing} is gone` }]),
		...Object.entries(changes.watch).map(([value, { label, description }]) => ({ name: label, value, description })),
	];
	return inGoodOrder(all, ({ name }) => name);
}

interface Settings extends Watched {
	readonly events: readonly string[];
	readonly within: Input;
	readonly filters: Readonly<Record<string, readonly string[]>>;
	readonly startFrom: StartFrom;
	readonly ignoreOwn: boolean;
}

/**
 * One look at the service: an item for each event, or null. The position is stored only after everything else has
 * succeeded; a look that fails is repeated from where the last good one ended.
 */
export async function poll(context: IPollFunctions, node: NodeService): Promise<INodeExecutionData[][] | null> {
	try {
		const settings = settingsOf(context, node.service);
		const client = await openClient(context, node);
		if (context.getMode() === 'manual') return [await sample(client, settings, node)];

		const store = context.getWorkflowStaticData('node');
		const key = keyOf(settings);
		const options: ChangeOptions = { events: settings.events, startFrom: settings.startFrom, filters: settings.filters, exceptBy: settings.ignoreOwn ? await ownId(client, node) : undefined, now: Date.now() };
		const { state, events } = await look(client, settings.changes, settings.within, storedState(store, key), options);
		store[storeKey] = { key, state: jsonParse<IDataObject>(JSON.stringify(state)) };
		return events.length === 0 ? null : [events.map(({ event, record, before }) => itemOf(event, record, before))];
	} catch (error) {
		throw nodeError(context.getNode(), error);
	}
}

function itemOf(event: string, record: JsonObject, before?: Json): INodeExecutionData {
	return { json: jsonParse<IDataObject>(JSON.stringify({ event, before, record })) };
}

function settingsOf(context: IPollFunctions, service: Service): Settings {
	const wanted = context.getNodeParameter(names.watch, '');
	const watched = watchedOf(service).find(({ resource }) => resourceValue(resource) === wanted);
	if (!watched) throw new InputError(`${service.label}: what to watch is not chosen.`, { remedy: 'Choose it from the list.' });
	const { resource, changes } = watched;
	const events = textsOf(context.getNodeParameter(names.events, []));
	if (events.length === 0) throw new InputError('No event is chosen.', { remedy: 'Choose at least one under Events.' });
	const within = Object.fromEntries(
		changes.within.map((key) => {
			const value = referenceOf(context.getNodeParameter(key, ''));
			const field = changes.list.input[key];
			if (value === undefined) throw new InputError(`${field ? labelOf(key, field) : key} is missing.`, { remedy: 'Choose it in the trigger.' });
			return [key, value];
		}),
	);
	const given: unknown = context.getNodeParameter(names.filters, {});
	const filters = Object.fromEntries(Object.keys(changes.filters).map((key) => [key, isObject(given) ? textsOf(given[key]) : []]));
	return { resource, changes, events, within, filters, startFrom: startOf(context), ignoreOwn: context.getNodeParameter(names.ignoreOwn, false) === true };
}

function textsOf(value: unknown): readonly string[] {
	if (Array.isArray(value)) return value.map(String);
	return typeof value === 'string' && value !== '' ? value.split(',').map((one) => one.trim()) : [];
}

function startOf(context: IPollFunctions): StartFrom {
	const chosen = context.getNodeParameter(names.startFrom, 'now');
	if (chosen === 'everything') return 'everything';
	return chosen === 'date' ? { date: String(momentText(context.getNodeParameter(names.startDate, ''), context.getTimezone())) } : 'now';
}

/** The same settings keep their position; other ones start anew. Filters that a later version adds are no other setting. */
function keyOf({ resource, events, within, filters, startFrom, ignoreOwn }: Settings): string {
	const used = Object.entries(filters).filter(([, values]) => values.length > 0).sort(([a], [b]) => a.localeCompare(b));
	return createHash('sha256').update(JSON.stringify([resource.id, [...events].sort(), within, used, startFrom, ignoreOwn])).digest('hex').slice(0, 16);
}

function storedState(store: IDataObject, key: string): ChangeState | undefined {
	const stored = store[storeKey];
	return isObject(stored) && stored.key === key && isState(stored.state) ? stored.state : undefined;
}

function isState(value: unknown): value is ChangeState {
	return isObject(value) && value.version === 1 && typeof value.since === 'number' && typeof value.from === 'number' && isObject(value.seen);
}

/** Who the credential stands for. Without knowing, nothing could be left out: better to say so than to run in circles. */
async function ownId(client: Client, { service }: NodeService): Promise<string> {
	const me = await client.me();
	if (me === undefined) throw new InputError(`${service.label} does not tell who is signed in.`, { remedy: 'Switch off Ignore Own Changes, and filter by the user who changed the record instead.' });
	return me;
}

/** A few records as they are now, so that a person sees what the trigger gives; nothing is remembered. */
async function sample(client: Client, { changes, within, filters, events }: Settings, { service }: NodeService): Promise<INodeExecutionData[]> {
	const found: INodeExecutionData[] = [];
	for await (const { json } of client.stream(changes.list, { ...changes.with, ...within })) {
		const fits = observe(changes, undefined, [json], false, { events: ['created'], startFrom: 'everything', filters, now: 0 }).events.length > 0;
		if (fits) found.push(itemOf(events[0] ?? 'created', json));
		if (found.length === sampleSize) break;
	}
	if (found.length === 0) throw new InputError('There is nothing to show yet.', { remedy: `Create one in ${service.label}, or loosen the filters, and try again. Once the workflow is active, the trigger waits for the first one.` });
	return found;
}
