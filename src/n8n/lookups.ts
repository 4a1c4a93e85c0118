import type { FieldType, ILoadOptionsFunctions, INodeListSearchResult, INodePropertyOptions, INodeType, ResourceMapperField } from 'n8n-workflow';
import { isObject, type AnyOperation, type Input, type InputValue, type ProjectField, type Resource } from '../catalog/vocabulary';
import type { Pick } from '../core/client';
import { openClient, type NodeService } from './connection';
import { formNames, offered, resourceValue } from './description';
import { nodeError } from './errors';
import { referenceOf } from './input';
import { choicesName, choicesOf, isLongList, lookupName } from './property';

/** Entries of a list to tick: it cannot be searched on the service. */
const mostOptions = 1000;

const homes = ['', 'filters.', 'additionalFields.', 'updateFields.', 'options.'] as const;

/** The look-ups of a service's nodes: a searchable list and a list to tick for every resource that can be listed, and the fields that projects define. */
export function lookupsOf(node: NodeService): NonNullable<INodeType['methods']> {
	const resources = node.service.resources.filter((resource) => resource.lookup !== undefined);
	const dynamic = new Set(node.service.resources.flatMap((resource) => Object.values(resource.operations)).flatMap(dynamicKeys));
	return {
		listSearch: Object.fromEntries(
			resources.map((resource) => [
				lookupName(resource.id),
				async function (this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
					return { results: (await picks(this, node, resource, filter)).map((pick) => ({ name: nameOf(pick), value: pick.id })) };
				},
			]),
		),
		loadOptions: Object.fromEntries([
			...resources.map((resource): [string, LoadOptions] => [
				lookupName(resource.id),
				async function (this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
					return (await picks(this, node, resource, '', mostOptions)).map((pick) => ({ name: nameOf(pick), value: pick.id }));
				},
			]),
			...node.service.resources.flatMap(longLists),
		]),
		resourceMapping: Object.fromEntries(
			[...dynamic].map((key) => [
				key,
				async function (this: ILoadOptionsFunctions): Promise<{ fields: ResourceMapperField[] }> {
					return { fields: (await projectFields(this, node, key)).map(mapperField) };
				},
			]),
		),
	};
}

type LoadOptions = (this: ILoadOptionsFunctions) => Promise<INodePropertyOptions[]>;

/** The choices that the forms leave out for their length. */
function longLists(resource: Resource): readonly [string, LoadOptions][] {
	return offered(resource).flatMap(([name, { input }]) => Object.entries(input).flatMap(([key, field]): [string, LoadOptions][] => (isLongList(field) ? [[choicesName(resourceValue(resource), name, key), async () => choicesOf(field.options)]] : [])));
}

function dynamicKeys(operation: AnyOperation): readonly string[] {
	return Object.entries(operation.input).flatMap(([key, field]) => (field.kind === 'dynamic' ? [key] : []));
}

async function picks(context: ILoadOptionsFunctions, node: NodeService, resource: Resource, filter?: string, most?: number): Promise<readonly Pick[]> {
	try {
		const client = await openClient(context, node);
		return await client.lookup(resource, chosen(context, resource.lookup?.within ?? []), filter, most);
	} catch (error) {
		throw nodeError(context.getNode(), error);
	}
}

async function projectFields(context: ILoadOptionsFunctions, node: NodeService, key: string): Promise<readonly ProjectField[]> {
	try {
		const resource = node.service.resources.find((one) => resourceValue(one) === context.getCurrentNodeParameter(formNames.resource));
		const name = context.getCurrentNodeParameter(formNames.operation);
		const operation = typeof name === 'string' ? resource?.operations[name] : undefined;
		if (!operation) return [];
		const references = Object.entries(operation.input).flatMap(([name, field]) => (field.kind === 'ref' ? [name] : []));
		const client = await openClient(context, node);
		return await client.projectFields(operation, key, chosen(context, references));
	} catch (error) {
		throw nodeError(context.getNode(), error);
	}
}

/** What is chosen so far for these keys, wherever in the form. A value that an expression gives is not known while editing. */
function chosen(context: ILoadOptionsFunctions, keys: readonly string[]): Input {
	const found = (key: string): InputValue | undefined => {
		for (const home of homes) {
			const value = referenceOf(context.getCurrentNodeParameter(home + key));
			if (value !== undefined && !isExpression(value)) return value;
		}
		return undefined;
	};
	return Object.fromEntries(keys.map((key) => [key, found(key)]));
}

function isExpression(value: InputValue): boolean {
	const text = isObject(value) ? value.name : value;
	return typeof text === 'string' && text.startsWith('=');
}

function nameOf({ label, detail, active }: Pick): string {
	return [label, detail === undefined || detail === '' ? '' : ` (${detail})`, active ? '' : ' – inactive'].join('');
}

const fieldTypes: Readonly<Record<ProjectField['type'], FieldType>> = { text: 'string', multiline: 'string', number: 'number', boolean: 'boolean', date: 'dateTime', choice: 'options', choices: 'array' };

function mapperField({ id, label, type, options, required }: ProjectField): ResourceMapperField {
	return {
		id,
		displayName: type === 'choices' && options ? `${label} (several of: ${options.map((option) => option.label).join(', ')})` : label,
		type: fieldTypes[type],
		required: required === true,
		defaultMatch: false,
		display: true,
		// Shown once chosen: a box that is merely there would send its default.
		removed: required !== true,
		...(type === 'choice' && options ? { options: options.map((option) => ({ name: option.label, value: option.value })) } : {}),
	};
}
