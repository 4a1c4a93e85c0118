import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { inSentence, labelOf, titleCase, type AnyOperation, type OperationStatus, type Resource, type Service } from '../catalog/vocabulary';
import { clearable, collectionLabels, givesFile, isPaged, placesOf, type Collection, type Place } from './placement';
import { choicesName, propertyOf } from './property';
import { shareProperties, type Form } from './sharing';
import { allowDestructive, destructiveSwitch } from './tool';

/** Names that the form uses for itself; no field of the catalog may be called so. */
export const formNames = { resource: 'resource', operation: 'operation', returnAll: 'returnAll', limit: 'limit', outputField: 'binaryPropertyName', clear: 'clearFields', signInNotice: 'signInNotice', statusNotice: 'statusNotice', allowDestructive } as const;

const collections: readonly Collection[] = ['filters', 'additionalFields', 'updateFields', 'options'];

/** Value of a resource in the form: `acc.issue` → `issue`. */
export function resourceValue(resource: Resource): string {
	return resource.id.slice(resource.id.indexOf('.') + 1);
}

/** The operations that people are offered. */
export function offered(resource: Resource): readonly (readonly [string, AnyOperation])[] {
	return Object.entries(resource.operations).filter(([, operation]) => operation.hidden !== true);
}

/** All parameters of a service's node: Resource, Operation, then what each operation takes. */
export function propertiesOf(service: Service, services: readonly Service[]): INodeProperties[] {
	const resources = service.resources.filter((resource) => offered(resource).length > 0);
	const forms = resources.flatMap((resource) => offered(resource).map(([name, operation]) => formOf(resource, name, operation, service, services)));
	const destructive = resources.filter((resource) => offered(resource).some(([, operation]) => operation.destructive)).map(resourceValue);
	return [resourceProperty(resources), ...resources.map(operationProperty), ...destructiveSwitch(destructive), ...shareProperties(forms)];
}

function resourceProperty(resources: readonly Resource[]): INodeProperties {
	const [first] = resources;
	return {
		displayName: 'Resource',
		name: formNames.resource,
		type: 'options',
		noDataExpression: true,
		default: first ? resourceValue(first) : '',
		options: sorted(resources.map((resource) => ({ name: resource.label, value: resourceValue(resource), ...(resource.description === undefined ? {} : { description: resource.description }) }))),
	};
}

function operationProperty(resource: Resource): INodeProperties {
	const operations = offered(resource);
	return {
		displayName: 'Operation',
		name: formNames.operation,
		type: 'options',
		noDataExpression: true,
		default: operations[0]?.[0] ?? '',
		options: sorted(
			operations.map(([name, operation]) => ({
				name: operation.label ?? titleCase(name),
				value: name,
				action: operation.action,
				description: name === 'upsert' ? `Create a new ${inSentence(resource.label)}, or update the current one if it already exists (upsert)` : operation.description,
				// Only the tool has the switch, and it is off until a person turns it on.
				...(operation.destructive ? { displayOptions: { hide: { [formNames.allowDestructive]: [false] } } } : {}),
			})),
		),
		displayOptions: { show: { resource: [resourceValue(resource)] } },
	};
}

function sorted(options: INodePropertyOptions[]): INodePropertyOptions[] {
	return options.sort((a, b) => a.name.localeCompare(b.name));
}

function formOf(resource: Resource, name: string, operation: AnyOperation, service: Service, services: readonly Service[]): Form {
	const places = placesOf(name, operation);
	const keys = [...places.keys()];
	const at = (place: Place): readonly INodeProperties[] =>
		[...places].flatMap(([key, itsPlace]) => {
			const field = operation.input[key];
			if (!field || itsPlace !== place) return [];
			const pathOf = (other: string): string => {
				const otherPlace = places.get(other) ?? 'own';
				if (otherPlace === place) return other;
				return otherPlace === 'own' ? `/${other}` : `/${otherPlace}.${other}`;
			};
			return [propertyOf(key, field, { service, services, keys, unasked: place === 'own', addable: (other) => (places.get(other) === 'own' ? undefined : operation.input[other]), methodOf: (list) => choicesName(resourceValue(resource), name, list), pathOf: place === 'own' ? (other) => (places.get(other) === 'own' ? other : `${places.get(other)}.${other}`) : pathOf })];
		});
	return {
		resource: resourceValue(resource),
		operation: name,
		properties: [
			...noticesOf(operation),
			...at('own'),
			...(givesFile(operation) ? [outputField] : []),
			...(isPaged(operation) ? [returnAllOf(operation), limit] : []),
			...collections.flatMap((collection) => collectionProperty(collection, [...at(collection), ...(collection === 'updateFields' ? clearProperty(name, operation) : [])])),
		],
	};
}

/** What a person should know before filling in the form. */
function noticesOf({ needs, status }: AnyOperation): readonly INodeProperties[] {
	const words = status === undefined ? undefined : standing[status];
	return [
		...(needs.token === 'app' ? [notice(formNames.signInNotice, 'Takes the application’s own sign-in: the credential needs a client secret, and an account administrator must have added the application')] : []),
		...(words === undefined ? [] : [notice(formNames.statusNotice, words)]),
	];
}

/** Standings of an operation that a person should know of. */
const standing: Partial<Record<OperationStatus, string>> = {
	beta: 'The service calls this a beta: it may change without notice',
	inferred: 'The documents of the service do not describe this in full: try it out on something unimportant first',
	deprecated: 'The service will take this away: use it in no new workflow',
};

function notice(name: string, words: string): INodeProperties {
	return { displayName: words, name, type: 'notice', default: '' };
}

const outputField: INodeProperties = { displayName: 'Put Output File in Field', name: formNames.outputField, type: 'string', required: true, default: 'data', hint: 'The name of the output data field to put the file in' };
const returnAll = { displayName: 'Return All', name: formNames.returnAll, type: 'boolean', default: false, description: 'Whether to return all results or only up to a given limit' } satisfies INodeProperties;
/** A list made in several steps was given as a whole at first: saved workflows go on so. */
const returnAllOf = ({ steps }: AnyOperation): INodeProperties => (steps === undefined || steps.limited === true ? returnAll : { ...returnAll, default: true });
const limit: INodeProperties = { displayName: 'Limit', name: formNames.limit, type: 'number', typeOptions: { minValue: 1 }, default: 50, description: 'Max number of results to return', displayOptions: { show: { returnAll: [false] } } };

function collectionProperty(collection: Collection, properties: readonly INodeProperties[]): readonly INodeProperties[] {
	if (properties.length === 0) return [];
	const options = properties.map(undemanding).sort((a, b) => a.displayName.localeCompare(b.displayName));
	return [{ displayName: collectionLabels[collection], name: collection, type: 'collection', placeholder: collection === 'filters' ? 'Add Filter' : collection === 'options' ? 'Add Option' : 'Add Field', default: {}, options }];
}

/**
 * A field of a collection whose rows demand nothing: n8n looks for what they lack one level too high (`getParameterIssues`
 * of n8n-workflow) and so in the rows of other operations. What is missing is said when the node runs.
 */
function undemanding(property: INodeProperties): INodeProperties {
	if (property.type !== 'fixedCollection' || !property.options) return property;
	return { ...property, options: property.options.map((option) => ('values' in option ? { ...option, values: option.values.map(({ required: _required, ...value }) => undemanding(value)) } : option)) };
}

function clearProperty(name: string, operation: AnyOperation): readonly INodeProperties[] {
	const keys = clearable(name, operation);
	if (keys.length === 0) return [];
	const options = keys.flatMap((key) => {
		const field = operation.input[key];
		return field ? [{ name: labelOf(key, field), value: key }] : [];
	});
	return [{ displayName: 'Clear Fields', name: formNames.clear, type: 'multiOptions', default: [], description: 'Fields to empty; a field that is left out of the form stays as it is', options: sorted(options) }];
}
