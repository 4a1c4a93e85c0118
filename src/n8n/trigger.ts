import { createHash } from 'node:crypto';
import { jsonParse, type IDataObject, type INodeExecutionData, type INodeProperties, type INodePropertyOptions, type IHookFunctions, type IPollFunctions, type IWebhookFunctions } from 'n8n-workflow';
import { inSentence, isObject, type Changes, type Field, type InputValue, type Resource, type Service } from '../catalog/vocabulary';
import { observe, showsUpdates, type ChangeOptions, type StartFrom } from '../core/changes';
import type { Client } from '../core/client';
import { InputError } from '../core/errors';
import { readWatchState, recordsOf, watch, whereFields, whereOf, type WatchEvent, type WatchState, type Where } from '../core/watching';
import { openClient, type NodeService } from './connection';
import { momentText } from './dates';
import { resourceValue } from './description';
import { nodeError } from './errors';
import { referenceOf } from './input';
import { inGoodOrder, propertyOf } from './property';

/** Names of the trigger's own parameters; saved workflows hold them. */
const names = { watch: 'watch', events: 'events', filters: 'filters', startFrom: 'startFrom', startDate: 'startDate', ignoreOwn: 'ignoreOwnChanges' } as const;

/** Where the trigger stands, in n8n's static data of the node. */
const storeKey = 'position';

/** Records shown when a person tries the trigger out. */
const sampleSize = 3;

/** What a trigger is handed when it looks, is told, or sets up to be told. */
export type TriggerContext = IPollFunctions | IWebhookFunctions | IHookFunctions;

interface Watched {
	readonly resource: Resource;
	readonly changes: Changes;
}

/** A trigger looks at intervals, or is told at once of what the service announces. */
export type Manner = 'looks' | 'listens';

function watchedOf(service: Service, manner: Manner): readonly Watched[] {
	return service.resources.flatMap((resource) => (resource.changes && (manner === 'looks' || resource.changes.pushed) ? [{ resource, changes: resource.changes }] : []));
}

/** All parameters of a service's trigger, made from the resources whose changes can be seen. */
export function triggerPropertiesOf(service: Service, services: readonly Service[], manner: Manner = 'looks'): INodeProperties[] {
	const watched = watchedOf(service, manner);
	const first = watched.find(({ resource }) => resource.id === service.watchedFirst) ?? watched[0];
	return [
		// Of a parameter with this label, n8n lists every choice as a trigger of its own where nodes are added.
		{ displayName: 'Trigger On', name: names.watch, type: 'options', noDataExpression: true, default: first ? resourceValue(first.resource) : '', options: inGoodOrder(watched.map(({ resource }) => ({ name: resource.plural, value: resourceValue(resource), action: `On new or changed ${inSentence(resource.label)}` })), ({ name }) => name) },
		...forWatched(watched.map((one) => ({ value: resourceValue(one.resource), properties: watchProperties(one, service, services, manner) }))),
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

function watchProperties({ resource, changes }: Watched, service: Service, services: readonly Service[], manner: Manner): readonly INodeProperties[] {
	const where = whereFields(changes, services);
	const frame = { service, services, keys: Object.keys(where), pathOf: (key: string) => key };
	const filters = Object.entries(changes.filters).map(([key, field]) => propertyOf(key, several(field), frame));
	return [
		...Object.entries(where).map(([key, field]) => propertyOf(key, field, frame)),
		{ displayName: 'Events', name: names.events, type: 'multiOptions', required: true, default: ['created'], options: eventsOf(resource, changes).filter(({ value }) => manner === 'looks' || String(value) in (changes.pushed?.events ?? {})) },
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
		{ name: changes.createdAs?.label ?? 'Created', value: 'created', description: changes.createdAs?.description ?? `A new ${thing}` },
		...(showsUpdates(changes) ? [{ name: 'Updated', value: 'updated', description: `Any change of a known ${thing}` }] : []),
		...(changes.deleted === undefined ? [] : [{ name: 'Deleted', value: 'deleted', description: `The ${thing} is gone` }]),
		...Object.entries(changes.watch).map(([value, { label, description }]) => ({ name: label, value, description })),
	];
	return inGoodOrder(all, ({ name }) => name);
}

/** What a person chose. */
export interface Settings extends Watched {
	readonly events: readonly string[];
	readonly where: Where;
	readonly filters: Readonly<Record<string, readonly string[]>>;
	readonly startFrom: StartFrom;
	/** The start as it stands in the form: an expression there may give another moment at every poll. */
	readonly startAsked: unknown;
	readonly ignoreOwn: boolean;
}

/**
 * One look at the service: an item for each event, or null. The position is stored only after everything else has
 * succeeded; a look that fails is repeated from where the last good one ended.
 */
export async function poll(context: IPollFunctions, node: NodeService): Promise<INodeExecutionData[][] | null> {
	try {
		const settings = settingsOf(context, node, 'looks');
		const client = await openClient(context, node);
		if (context.getMode() === 'manual') return [await sample(client, settings, node)];

		return await onePoll(context, async () => {
			const store = context.getWorkflowStaticData('node');
			const key = keyOf(settings);
			const { state, items } = await look(context, client, node, settings, storedState(store, key));
			store[storeKey] = { key, state: jsonParse<IDataObject>(JSON.stringify(state)) };
			return items;
		});
	} catch (error) {
		throw nodeError(context.getNode(), error);
	}
}

/** Names a trigger in this process, by the ids of workflow and node. */
export function nodeKey(context: TriggerContext): string {
	return `${context.getWorkflow().id ?? ''} ${context.getNode().id}`;
}

/** Triggers of which a poll is under way. */
const polling = new Set<string>();

/** Polls unless a poll of the same trigger is under way: n8n begins the next one on time, and both would tell the same. */
export async function onePoll(context: IPollFunctions, work: () => Promise<INodeExecutionData[]>): Promise<INodeExecutionData[][] | null> {
	const key = nodeKey(context);
	if (polling.has(key)) return null;
	polling.add(key);
	try {
		const items = await work();
		return items.length === 0 ? null : [items];
	} finally {
		polling.delete(key);
	}
}

/** One look at all places, or at those for which `only` holds: what there is to tell, and what to keep once it is told. */
export async function look(context: TriggerContext, client: Client, node: NodeService, settings: Settings, state: WatchState | undefined, only?: (place: string) => boolean): Promise<{ readonly state: WatchState; readonly items: INodeExecutionData[] }> {
	const options: ChangeOptions = { events: settings.events, startFrom: settings.startFrom, filters: settings.filters, exceptBy: settings.ignoreOwn ? await ownId(client, node) : undefined, now: Date.now() };
	const seen = await watch({ client, services: node.services, ...settings }, state, options, only);
	for (const { place, error } of seen.missed) context.logger.warn(`${node.service.label} Trigger could not look at ${place} and goes on with the others: ${error.message}`);
	return { state: seen.state, items: seen.events.map(itemOf) };
}

function itemOf({ event, place, before, record }: Pick<WatchEvent, 'event' | 'place' | 'before' | 'record'>): INodeExecutionData {
	return { json: jsonParse<IDataObject>(JSON.stringify({ event, place, before, record })) };
}

/** Reads what a person chose. Throws InputError for what is missing. */
export function settingsOf(context: TriggerContext, { service, services }: NodeService, manner: Manner): Settings {
	const wanted = context.getNodeParameter(names.watch, '');
	const watched = watchedOf(service, manner).find(({ resource }) => resourceValue(resource) === wanted);
	if (!watched) throw new InputError(`${service.label}: what to watch is not chosen.`, { remedy: 'Choose it from the list.' });
	const { resource, changes } = watched;
	const events = textsOf(context.getNodeParameter(names.events, []));
	if (events.length === 0) throw new InputError('No event is chosen.', { remedy: 'Choose at least one under Events.' });
	const where = whereOf(changes, services, Object.fromEntries(Object.entries(whereFields(changes, services)).map(([key, field]) => [key, field.kind === 'ref' ? referenceOf(context.getNodeParameter(key, '')) : valueOf(context.getNodeParameter(key, field.default ?? []))])));
	const given: unknown = context.getNodeParameter(names.filters, {});
	const filters = Object.fromEntries(Object.keys(changes.filters).map((key) => [key, isObject(given) ? textsOf(given[key]) : []]));
	return { resource, changes, events, where, filters, ...startOf(context), ignoreOwn: context.getNodeParameter(names.ignoreOwn, false) === true };
}

/** A choice or a list of references as the form holds it. */
function valueOf(value: unknown): InputValue {
	return Array.isArray(value) ? value.map(String) : typeof value === 'string' ? value : '';
}

function textsOf(value: unknown): readonly string[] {
	if (Array.isArray(value)) return value.map(String);
	return typeof value === 'string' && value !== '' ? value.split(',').map((one) => one.trim()) : [];
}

function startOf(context: TriggerContext): Pick<Settings, 'startFrom' | 'startAsked'> {
	const chosen = context.getNodeParameter(names.startFrom, 'now');
	const startFrom: StartFrom = chosen === 'everything' ? 'everything' : chosen === 'date' ? { date: String(momentText(context.getNodeParameter(names.startDate, ''), context.getTimezone())) } : 'now';
	const asked = chosen === 'date' ? context.getNode().parameters[names.startDate] : undefined;
	return { startFrom, startAsked: typeof asked === 'string' && asked.startsWith('=') ? asked : startFrom };
}

/** Digest of the settings. The same ones keep their position; other ones start anew. What a later version adds and nobody uses is no other setting. */
export function keyOf({ resource, events, where, filters, startAsked, ignoreOwn }: Settings): string {
	const used = Object.entries(filters).filter(([, values]) => values.length > 0).sort(([a], [b]) => a.localeCompare(b));
	const places = where.places === undefined ? [] : [where.places];
	return createHash('sha256').update(JSON.stringify([resource.id, [...events].sort(), where.within, used, startAsked, ignoreOwn, ...places])).digest('hex').slice(0, 16);
}

function storedState(store: IDataObject, key: string): WatchState | undefined {
	const stored = store[storeKey];
	return isObject(stored) && stored.key === key ? readWatchState(stored.state) : undefined;
}

/** Who the credential stands for. Without knowing, nothing could be left out: better to say so than to run in circles. */
async function ownId(client: Client, { service }: NodeService): Promise<string> {
	const me = await client.me();
	if (me === undefined) throw new InputError(`${service.label} does not tell who is signed in.`, { remedy: 'Switch off Ignore Own Changes, and filter by the user who changed the record instead.' });
	return me;
}

/** A few records as they are now, so that a person sees what the trigger gives; nothing is remembered. */
export async function sample(client: Client, { changes, where, filters, events }: Settings, { service, services }: NodeService): Promise<INodeExecutionData[]> {
	const found: INodeExecutionData[] = [];
	for await (const { place, record } of recordsOf({ client, services, changes, where }, filters)) {
		const fits = observe(changes, undefined, [record], false, { events: ['created'], startFrom: 'everything', filters, now: 0 }).events.length > 0;
		if (fits) found.push(itemOf({ event: events[0] ?? 'created', record, ...(place === undefined ? {} : { place }) }));
		if (found.length === sampleSize) break;
	}
	if (found.length === 0) throw new InputError('There is nothing to show yet.', { remedy: `Create one in ${service.label}, or loosen the filters, and try again. Once the workflow is active, the trigger waits for the first one.` });
	return found;
}
