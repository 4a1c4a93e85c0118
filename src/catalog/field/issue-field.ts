import { isList, isObject, listAt, operation, post, returns, textAt, unpaged, type Choice, type DynamicSource, type Input, type Json, type JsonObject, type ProjectField, type Resource } from '../vocabulary';
import { issueTypeField, namesFor, refers } from './issue-references';
import { signedIn } from './needs';
import { guid, inProject } from './references';

const getMany = operation({
	action: 'Get many issue fields',
	description: 'Retrieve the fields that issues of a project have: standard, custom, and those of single issue types',
	call: post('/fieldapi/issues/v1/fields', { body: 'form' }),
	needs: signedIn,
	input: inProject,
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	reshape: definitionsIn,
	source: 'BIM 360 Field API, line 1357',
});

/**
 * The field definitions in a reply, each once, with the issue types it belongs to. The document's example is broken: the
 * key over the block of an issue type is lost (line 1379). So whatever holds `fields` is taken for a block.
 */
function definitionsIn(reply: Json): readonly Json[] {
	const found = new Map<string, { readonly definition: JsonObject; readonly issueTypes: JsonObject[] }>();
	const visit = (value: Json, section: string): void => {
		if (isList(value)) value.forEach((member) => visit(member, section));
		if (!isObject(value)) return;
		const typeId = textAt(value, 'id');
		for (const definition of listAt(value, 'fields')?.filter(isObject) ?? []) {
			const id = textAt(definition, 'id');
			if (id === undefined) continue;
			const known = found.get(id) ?? { definition: { ...definition, section }, issueTypes: [] };
			found.set(id, known);
			if (typeId !== undefined) known.issueTypes.push({ id: typeId, name: textAt(value, 'name') ?? typeId });
		}
		for (const [key, member] of Object.entries(value)) if (key !== 'fields') visit(member, key);
	};
	visit(reply, '');
	return [...found.values()].map(({ definition, issueTypes }) => ({ ...definition, issueTypes }));
}

export const issueField: Resource = {
	id: 'field.issueField',
	label: 'Issue Field',
	plural: 'Issue Fields',
	area: 'issue',
	operations: { getMany },
	lookup: {
		list: getMany,
		within: ['projectId'],
		value: 'id',
		label: (record) => textAt(record, 'name') ?? '',
		detail: (record) => textAt(record, 'display_type'),
		names: (record) => [textAt(record, 'name')],
		idPattern: /^c?f--/,
	},
};

/**
 * The fields of an issue by name. Companies, areas and root causes are read as well where a person picks or names one.
 * @param complete whether the issue must have its required fields: when it is created, not when it is changed.
 */
export function issueFields(complete: boolean): DynamicSource {
	return {
		dependsOn: ['projectId', 'issueTypeId'],
		async load(context, input) {
			const { projectId, issueTypeId, fields: values } = input;
			if (typeof projectId !== 'string') return [];
			const definitions = listAt(await context.call(getMany, { projectId }), '') ?? [];
			const { fields, referring: references } = fieldsIn(definitions, typeof issueTypeId === 'string' ? issueTypeId : undefined, complete);
			const open = references.filter((field) => needsNames(field, values));
			if (open.length === 0) return fields;
			return await Promise.all(fields.map(async (field) => (open.includes(field) ? withOptions(field, await namesFor(field.id, projectId, context)) : field)));
		},
		encode: (values) => Object.fromEntries(Object.entries(values).map(([id, value]) => [id, typeof value === 'boolean' ? String(value) : value])),
	};
}

/** Signatures are pictures with a call of their own. */
function isOffered(definition: JsonObject): boolean {
	return textAt(definition, 'id') !== issueTypeField && textAt(definition, 'display_type') !== 'signature';
}

interface Offered {
	readonly fields: readonly ProjectField[];
	/** Those of them that hold the id of something else. */
	readonly referring: readonly ProjectField[];
}

/** By list of definitions: a list is read once a run, and every item of the run asks for its fields. */
const worked = new WeakMap<readonly Json[], Map<string, Offered>>();

function fieldsIn(definitions: readonly Json[], issueTypeId: string | undefined, complete: boolean): Offered {
	const known = worked.get(definitions) ?? new Map<string, Offered>();
	worked.set(definitions, known);
	const mark = `${issueTypeId ?? ''} ${complete}`;
	const found = known.get(mark) ?? offeredOf(definitions.filter(isObject), issueTypeId, complete);
	known.set(mark, found);
	return found;
}

function offeredOf(definitions: readonly JsonObject[], issueTypeId: string | undefined, complete: boolean): Offered {
	const offered = definitions.filter((definition) => isOffered(definition) && belongsTo(definition, issueTypeId));
	const bearers = new Map<string, number>();
	for (const definition of offered) bearers.set(foldedName(definition), (bearers.get(foldedName(definition)) ?? 0) + 1);
	const fields = offered.map((definition) => projectField(definition, complete, (bearers.get(foldedName(definition)) ?? 0) > 1));
	return { fields, referring: fields.filter(({ id }) => refers(id)) };
}

function belongsTo(definition: JsonObject, issueTypeId: string | undefined): boolean {
	const types = listAt(definition, 'issueTypes') ?? [];
	return types.length === 0 || issueTypeId === undefined || types.some((type) => textAt(type, 'id') === issueTypeId);
}

function nameOf(record: JsonObject): string {
	return textAt(record, 'name') ?? '';
}

function foldedName(definition: JsonObject): string {
	return nameOf(definition).toLowerCase();
}

function projectField(definition: JsonObject, complete: boolean, ambiguous: boolean): ProjectField {
	const id = textAt(definition, 'id') ?? '';
	const types = (listAt(definition, 'issueTypes') ?? []).flatMap((type) => textAt(type, 'name') ?? []);
	const values = refers(id) ? [] : (listAt(definition, 'possible_values') ?? []).filter((value) => typeof value === 'string');
	const field: ProjectField = {
		id,
		label: ambiguous && types.length > 0 ? `${nameOf(definition)} (${types.join(', ')})` : nameOf(definition),
		type: kinds[textAt(definition, 'display_type') ?? ''] ?? (id === 'f--description' ? 'multiline' : 'text'),
		// The service numbers issues by itself: its smallest example creates one without an identifier (line 1470).
		required: complete && definition.required === true && id !== 'f--identifier',
	};
	return withOptions(field, values.map((value) => ({ value, label: value === '' ? '(none)' : value })));
}

function withOptions(field: ProjectField, options: readonly Choice[]): ProjectField {
	return options.length > 0 ? { ...field, type: 'choice', options } : field;
}

/** How a checkbox travels is not documented; it is written as text. */
const kinds: Readonly<Record<string, ProjectField['type']>> = { numeric: 'number', date: 'date', checkbox: 'boolean' };

/** Whether the value of this field has to be found among names: always before anything is filled in, later only for what is no id. */
function needsNames({ id, label }: ProjectField, values: Input[string]): boolean {
	if (!isObject(values)) return true;
	return Object.entries(values).some(([key, value]) => (key === id || key.trim().toLowerCase() === label.toLowerCase()) && typeof value === 'string' && value !== '' && !guid.test(value));
}

/** `{ "Priority": "High" }` of an issue's own list of fields. */
export function valuesByName(record: JsonObject): JsonObject {
	const fields = (listAt(record, 'fields') ?? []).filter(isObject);
	return Object.fromEntries(fields.map((one) => [textAt(one, 'name') ?? textAt(one, 'id') ?? '', one.value ?? null]));
}

/** Issues with their values by name beside the record as it came. */
export function withNames(reply: Json, local: JsonObject): Json {
	if (local.namedFields === false || !isList(reply)) return reply;
	return reply.map((record) => (isObject(record) ? { ...record, byName: valuesByName(record) } : record));
}
