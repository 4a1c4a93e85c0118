import type { FieldType, ILoadOptionsFunctions, INodeListSearchResult, INodePropertyOptions, INodeType, ResourceMapperField } from 'n8n-workflow';
import { isObject, labelOf, type AnyOperation, type Fields, type Input, type InputValue, type ProjectField, type Resource } from '../catalog/vocabulary';
import type { Pick } from '../core/client';
import { InputError } from '../core/errors';
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
					return { results: (await picks(this, node, resource, filter)).map((pick) => ({ name: lineOf(pick), value: pick.id })) };
				},
			]),
		),
		loadOptions: Object.fromEntries([
			...resources.map((resource): [string, LoadOptions] => [
				lookupName(resource.id),
				async function (this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
					return (await picks(this, node, resource, '', mostOptions)).map((pick) => ({ name: nameOf(pick), value: pick.id, ...(pick.detail ? { description: pick.detail } : {}) }));
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
		const { within = [], list } = resource.lookup ?? {};
		const parents = chosen(context, list?.input ?? {}, within, within);
		const client = await openClient(context, node);
		return await client.lookup(resource, parents, filter, most);
	} catch (error) {
		throw told(context, error);
	}
}

async function projectFields(context: ILoadOptionsFunctions, node: NodeService, key: string): Promise<readonly ProjectField[]> {
	try {
		const resource = node.service.resources.find((one) => resourceValue(one) === context.getCurrentNodeParameter(formNames.resource));
		const name = context.getCurrentNodeParameter(formNames.operation);
		const operation = typeof name === 'string' ? resource?.operations[name] : undefined;
		const field = operation?.input[key];
		if (!operation || field?.kind !== 'dynamic') return [];
		const { dependsOn } = field.source;
		const known = chosen(context, operation.input, dependsOn, dependsOn.slice(0, 1));
		const client = await openClient(context, node);
		return await client.projectFields(operation, key, known);
	} catch (error) {
		throw told(context, error);
	}
}

/** The editor shows nothing of a failed look-up but its message: what to do goes into it. */
function told(context: ILoadOptionsFunctions, error: unknown): ReturnType<typeof nodeError> {
	const failure = nodeError(context.getNode(), error);
	if (failure.description) failure.message = `${failure.message} ${failure.description}`;
	return failure;
}

/**
 * What is chosen so far for these keys, wherever in the form. What an expression gives is known only after the nodes
 * before have run. Throws InputError when that concerns a key without which nothing can be looked up.
 */
function chosen(context: ILoadOptionsFunctions, fields: Fields, keys: readonly string[], needed: readonly string[]): Input {
	const found = (key: string): InputValue | undefined => {
		for (const home of homes) {
			const raw = context.getCurrentNodeParameter(home + key);
			const value = referenceOf(raw);
			if (value !== undefined && !isExpression(value)) return value;
			// A locator that nobody touched holds an empty text.
			const open = value !== undefined || (isObject(raw) && (raw.value === undefined || raw.value === null));
			const field = fields[key];
			if (open && field && needed.includes(key)) throw unknownYet(labelOf(key, field));
		}
		return undefined;
	};
	return Object.fromEntries(keys.map((key) => [key, found(key)]));
}

function isExpression(value: InputValue): boolean {
	const text = isObject(value) ? value.name : value;
	return typeof text === 'string' && text.startsWith('=');
}

function unknownYet(label: string): InputError {
	return new InputError(`${label} comes from an expression, and its value is not known yet.`, { remedy: `Execute the previous nodes, then open this list again. Or set ${label} to a fixed value, or switch this field to By ID or By Name.` });
}

function nameOf({ label, active }: Pick): string {
	return active ? label : `${label} – inactive`;
}

/** Characters of a detail that a list shows before it cuts off the rest. */
const mostDetail = 40;

/** A list that is searched has but one line for each: what tells two of the same name apart stands behind the name. */
function lineOf(pick: Pick): string {
	const { label, detail = '', active } = pick;
	const short = detail.length <= mostDetail ? detail : `${detail.slice(0, mostDetail).replace(/[\s·,]+\S*$/, '')}…`;
	return [label, short === '' || short === label ? '' : ` (${short})`, active ? '' : ' – inactive'].join('');
}

// Several choices are a text: of a list n8n would take nothing but JSON.
const fieldTypes: Readonly<Record<ProjectField['type'], FieldType>> = { text: 'string', multiline: 'string', number: 'number', boolean: 'boolean', date: 'dateTime', choice: 'options', choices: 'string' };

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
		// An empty value is none to n8n: what shall stay empty is left out of the form.
		...(type === 'choice' && options ? { options: options.filter(({ value }) => value !== '').map((option) => ({ name: option.label, value: option.value })) } : {}),
	};
}
