import { collected, isObject, listAt, numberAt, textAt, type CallContext, type DynamicSource, type Input, type JsonObject, type ProjectField } from '../vocabulary';
import { getDefinitions, getMappings, getTypes } from './issue-setup';

/** The subtype an issue has by now, for operations that name the issue. */
export type SubtypeOf = (context: CallContext, input: Input) => Promise<string | undefined>;

/** Custom attributes as a write sends them: only those that apply to the subtype, inherited ones included. */
export const attributesToWrite = (dependsOn: readonly string[], subtypeOf?: SubtypeOf): DynamicSource => ({
	dependsOn,
	async load(context, input) {
		const [definitions, mappings] = await setUp(context, input);
		return fieldsOf(definitions, mappings, await applicable(context, input, idIn(input, 'issueSubtypeId') ?? (await subtypeOf?.(context, input))));
	},
	encode: (values) => Object.entries(values).map(([attributeDefinitionId, value]) => ({ attributeDefinitionId, value })),
});

/** Custom attributes as a list filters by them; of options and of numbers several may be given, as in `1,2,3` (line 8687). */
export const attributesToFilter: DynamicSource = {
	dependsOn: ['projectId'],
	async load(context, input) {
		const [definitions, mappings] = await setUp(context, input);
		return fieldsOf(definitions, mappings, undefined).map((field) => (field.type === 'choice' ? { ...field, type: 'choices' } : field.type === 'number' ? { ...field, type: 'text', several: true } : field));
	},
	encode: (values) => values,
};

async function setUp(context: CallContext, input: Input): Promise<readonly [readonly JsonObject[], readonly JsonObject[]]> {
	const projectId = idIn(input, 'projectId');
	if (projectId === undefined) return [[], []];
	return await Promise.all([collected(context.list(getDefinitions, { projectId })), collected(context.list(getMappings, { projectId }))]);
}

/** Ids whose mappings hold: the subtype, its type, and the project. Undefined when the subtype is not known: all hold. */
async function applicable(context: CallContext, input: Input, subtype: string | undefined): Promise<ReadonlySet<string> | undefined> {
	const projectId = idIn(input, 'projectId');
	if (subtype === undefined || projectId === undefined) return undefined;
	for await (const type of context.list(getTypes, { projectId })) {
		if ((listAt(type, 'subtypes') ?? []).some((one) => textAt(one, 'id') === subtype)) return new Set([subtype, textAt(type, 'id') ?? '']);
	}
	return new Set([subtype]);
}

/** The service returns no inherited mapping: a mapping to the project counts for all types, one to a type for its subtypes (line 8268). */
function fieldsOf(definitions: readonly JsonObject[], mappings: readonly JsonObject[], items: ReadonlySet<string> | undefined): readonly ProjectField[] {
	const order = new Map<string, number>();
	for (const mapping of mappings) {
		if (isDeleted(mapping)) continue;
		const kind = textAt(mapping, 'mappedItemType');
		const toProject = kind !== 'issueType' && kind !== 'issueSubtype';
		if (items === undefined || toProject || items.has(textAt(mapping, 'mappedItemId') ?? '')) order.set(textAt(mapping, 'attributeDefinitionId') ?? '', numberAt(mapping, 'order') ?? 0);
	}
	return definitions
		.filter((definition) => !isDeleted(definition) && order.has(textAt(definition, 'id') ?? ''))
		.sort((a, b) => (order.get(textAt(a, 'id') ?? '') ?? 0) - (order.get(textAt(b, 'id') ?? '') ?? 0))
		.map(fieldOf);
}

function isDeleted(record: JsonObject): boolean {
	return typeof record.deletedAt === 'string' && record.deletedAt !== '';
}

/** A custom attribute as a field a person fills in. */
export function fieldOf(definition: JsonObject): ProjectField {
	const options = (listAt(definition, 'metadata.list.options') ?? []).filter(isObject).map((option) => ({ value: textAt(option, 'id') ?? '', label: textAt(option, 'value') ?? textAt(option, 'id') ?? '' }));
	const types: Readonly<Record<string, ProjectField['type']>> = { list: 'choice', numeric: 'number', paragraph: 'multiline' };
	const type = types[textAt(definition, 'dataType') ?? ''] ?? 'text';
	return { id: textAt(definition, 'id') ?? '', label: textAt(definition, 'title') ?? '', type, ...(type === 'choice' ? { options } : {}) };
}

/** A filled-in id. */
export function idIn(input: Input, key: string): string | undefined {
	const value = input[key];
	return typeof value === 'string' && value !== '' ? value : undefined;
}
