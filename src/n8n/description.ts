import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { labelOf, titleCase, type AnyOperation, type Resource, type Service } from '../catalog/vocabulary';
import { clearable, collectionLabels, givesFile, isPaged, placesOf, type Collection, type Place } from './placement';
import { choicesName, propertyOf } from './property';
import { shareProperties, type Form } from './sharing';

/** Names that the form uses for itself; no field of the catalog may be called so. */
export const formNames = { resource: 'resource', operation: 'operation', returnAll: 'returnAll', limit: 'limit', outputField: 'binaryPropertyName', clear: 'clearFields' } as const;

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
	return [resourceProperty(resources), ...resources.map(operationProperty), ...shareProperties(forms)];
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
				description: operation.description,
				// An agent must not be able to do what nobody can undo.
				...(operation.destructive ? { displayOptions: { hide: { '@tool': [true] } } } : {}),
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
	const at = (place: Place): readonly INodeProperties[] =>
		[...places].flatMap(([key, itsPlace]) => {
			const field = operation.input[key];
			if (!field || itsPlace !== place) return [];
			const pathOf = (other: string): string => {
				const otherPlace = places.get(other) ?? 'own';
				if (otherPlace === place) return other;
				return otherPlace === 'own' ? `/${other}` : `/${otherPlace}.${other}`;
			};
			return [propertyOf(key, field, { service, services, methodOf: (list) => choicesName(resourceValue(resource), name, list), pathOf: place === 'own' ? (other) => (places.get(other) === 'own' ? other : `${places.get(other)}.${other}`) : pathOf })];
		});
	return {
		resource: resourceValue(resource),
		operation: name,
		properties: [
			...at('own'),
			...(givesFile(operation) ? [outputField] : []),
			...(isPaged(operation) ? [returnAll, limit] : []),
			...collections.flatMap((collection) => collectionProperty(collection, [...at(collection), ...(collection === 'updateFields' ? clearProperty(name, operation) : [])])),
		],
	};
}

const outputField: INodeProperties = { displayName: 'Put Output File in Field', name: formNames.outputField, type: 'string', required: true, default: 'data', hint: 'Name of the output field to put the file in' };
const returnAll: INodeProperties = { displayName: 'Return All', name: formNames.returnAll, type: 'boolean', default: false, description: 'Whether to return all results or only up to a given limit' };
const limit: INodeProperties = { displayName: 'Limit', name: formNames.limit, type: 'number', typeOptions: { minValue: 1 }, default: 50, description: 'Max number of results to return', displayOptions: { show: { returnAll: [false] } } };

function collectionProperty(collection: Collection, properties: readonly INodeProperties[]): readonly INodeProperties[] {
	if (properties.length === 0) return [];
	const options = [...properties].sort((a, b) => a.displayName.localeCompare(b.displayName));
	return [{ displayName: collectionLabels[collection], name: collection, type: 'collection', placeholder: collection === 'filters' ? 'Add Filter' : collection === 'options' ? 'Add option' : 'Add Field', default: {}, options }];
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
