import { boolean, choice, collected, isList, isObject, listAt, operation, post, ref, returns, text, textAt, unpaged, written, type Beside, type DynamicSource, type Json, type JsonObject, type ProjectField, type Resource, type RunContext } from '../vocabulary';
import { hiddenFailure } from './failures';
import { signedIn } from './needs';
import { applicationVersion, guid, inProject } from './references';

const getMany = operation({
	action: 'Get many custom fields',
	description: 'Retrieve the custom fields of a project, of areas, checklists, equipment, issues and tasks alike',
	call: post('/api/custom_fields', { body: 'form' }),
	needs: signedIn,
	input: inProject,
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	reshape: (reply) => (isList(reply) ? reply.map((one) => (isObject(one) ? { ...one, possible_values: possibleValues(one.possible_values) } : one)) : reply),
	source: 'BIM 360 Field API, line 166',
});

/** A list as public clients read it, or the YAML list of texts of which the document speaks (line 181). */
function possibleValues(value: Json | undefined): readonly Json[] {
	if (isList(value)) return value;
	if (typeof value !== 'string') return [];
	return [...value.matchAll(/^\s*-\s+(.*)$/gm)].map(([, one = '']) => one.trim().replace(/^(['"])(.*)\1$/, '$2'));
}

const added = {
	...inProject,
	category: choice(['Issue', 'Equipment', 'Checklist', 'Task'], { required: true, label: 'Field Of' }),
	name: text({ required: true }),
	type: choice(['text', 'date', 'signature', 'numeric', 'checkbox', 'drop-down'], { required: true, default: 'text' }),
	possibleValues: text({ required: true, wire: 'possible_values', when: { type: ['drop-down'] }, description: 'Separated by two colons', placeholder: 'e.g. Low::Medium::High' }),
	mandatory: boolean({ default: false, wire: 'required', sends: { yes: '1', no: undefined }, description: 'Whether it must be filled in' }),
	defaultValue: text({ wire: 'default_value' }),
	subCategoryId: text({ wire: 'sub_category_id', label: 'Only for Type ID', description: 'ID of an issue type or an equipment type' }),
};

const add = operation({
	action: 'Add custom field',
	description: 'Add a custom field',
	call: post('/fieldapi/admin/v1/custom_field_create', { body: 'form' }),
	needs: signedIn,
	input: added,
	// Text or nothing by the Return line, a record by the example (lines 1143 and 1146).
	returns: returns.value(),
	// A name in use is refused as a conflict (line 1137), so a second sending makes no second field.
	repeat: 'safe',
	receipt: { done: 'created', id: 'id' },
	ok: hiddenFailure,
	hidden: true,
	source: 'BIM 360 Field API, line 1109',
});

const create = operation({
	action: 'Create custom field',
	description: 'Add a field of your own to issues, equipment, checklists or tasks; takes a project administrator',
	needs: signedIn,
	input: added,
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'created', id: 'id' },
	source: 'BIM 360 Field API, line 1109',
	steps: {
		calls: [add],
		run: async (context, input) => await context.run(add, input),
	},
});

const remove = operation({
	action: 'Delete custom field',
	description: 'Delete a custom field for good; takes a project administrator',
	call: post('/fieldapi/admin/v1/custom_field_destroy', { body: 'form' }),
	needs: signedIn,
	input: { ...inProject, customFieldId: ref('field.customField', { required: true, wire: 'id', label: 'Custom Field' }) },
	returns: returns.nothing,
	repeat: 'safe',
	receipt: { done: 'deleted' },
	ok: hiddenFailure,
	destructive: true,
	source: 'BIM 360 Field API, line 1159',
});

export const customField: Resource = {
	id: 'field.customField',
	label: 'Custom Field',
	plural: 'Custom Fields',
	area: 'setup',
	operations: { getMany, create, delete: remove, add },
	lookup: {
		list: getMany,
		within: ['projectId'],
		value: 'custom_field_id',
		label: (record) => textAt(record, 'name') ?? '',
		detail: (record) => textAt(record, 'container_type'),
		names: (record) => [textAt(record, 'name')],
		idPattern: guid,
	},
};

/** What holds values of custom fields; the names are the service's (line 174). */
export type Container = 'Checklist' | 'EquipmentType' | 'Task';

/** The custom fields of one kind of record by name. Sent is the value by the id of its definition. */
export function customFields(container: Container): DynamicSource {
	return {
		dependsOn: ['projectId'],
		async load(context, { projectId }) {
			if (typeof projectId !== 'string') return [];
			const definitions = await collected(context.list(getMany, { projectId }));
			return definitions.filter((one) => textAt(one, 'container_type') === container && kinds[textAt(one, 'display_type') ?? ''] !== undefined).map(projectField);
		},
		// Several answers are joined by a bar, as the service gives them (line 1678); how a checkbox travels is not documented.
		encode: (values) => Object.fromEntries(Object.entries(values).map(([id, value]) => [id, isList(value) ? value.map(written).join('|') : typeof value === 'boolean' ? String(value) : value])),
	};
}

/** Signatures are pictures with a call of their own, and a group is a heading. */
const kinds: Readonly<Record<string, ProjectField['type']>> = { text: 'text', numeric: 'number', date: 'date', checkbox: 'boolean', 'drop-down': 'choice', 'single-select': 'choice', 'multi-select': 'choices' };

function projectField(definition: JsonObject): ProjectField {
	const options = (listAt(definition, 'possible_values') ?? []).filter((value) => typeof value === 'string').map((value) => ({ value, label: value === '' ? '(none)' : value }));
	const kind = kinds[textAt(definition, 'display_type') ?? ''] ?? 'text';
	return {
		id: textAt(definition, 'custom_field_id') ?? '',
		label: textAt(definition, 'name') ?? '',
		type: (kind === 'choice' || kind === 'choices') && options.length === 0 ? 'text' : kind,
		...(options.length > 0 ? { options } : {}),
	};
}

/** What a value consists of (lines 537 to 541). */
const valueMembers = ['id', 'custom_field_definition_id', 'container_id', 'container_type', 'value'] as const;

/**
 * The values of a record as the service wants them: those it has, and the new ones over them. The id of a new value
 * follows from record and field, so that a second sending meets the first (line 537).
 */
export function customValues(context: Pick<RunContext, 'idFor'>, container: { readonly type: 'Equipment' | 'Task' | 'CompletedChecklist'; readonly id: string }, given: Readonly<Record<string, Json>>, present: readonly Json[] = []): readonly JsonObject[] {
	const place = { container_id: container.id, container_type: container.type };
	// A checklist names its values by nothing but their own ids (line 1678).
	const known = new Map<string, JsonObject>(present.filter(isObject).map((one) => [textAt(one, 'custom_field_definition_id') ?? textAt(one, 'id') ?? '', { ...place, ...membersOf(one) }]));
	for (const [definition, value] of Object.entries(given)) {
		const id = context.idFor('custom field value', container.id, definition);
		const before = known.get(definition) ?? known.get(id);
		known.delete(id);
		known.set(definition, { id, ...before, custom_field_definition_id: definition, ...place, value });
	}
	return [...known.values()];
}

function membersOf(value: JsonObject): JsonObject {
	return Object.fromEntries(valueMembers.flatMap((name) => (value[name] === undefined ? [] : [[name, value[name]]])));
}

/** `{ "Serial plate": "read" }` as `byName` beside the values, which name their fields by id at most. */
export const namedValues: Beside = {
	on: 'namedFields',
	list: getMany,
	within: ['projectId'],
	adds(listed, refusal) {
		const names = new Map(listed.map((definition) => [textAt(definition, 'custom_field_id'), textAt(definition, 'name')]));
		return (record) => {
			const values = (listAt(record, 'custom_field_values') ?? []).filter(isObject);
			const nameOf = (one: JsonObject): string => textAt(one, 'name') ?? names.get(textAt(one, 'custom_field_definition_id')) ?? onlyOfItsType(one, values, listed, textAt(record, 'template.id')) ?? textAt(one, 'custom_field_definition_id') ?? textAt(one, 'id') ?? '';
			const named = values.map((one): readonly [string, Json] => [nameOf(one), one.value ?? null]);
			return { ...record, byName: Object.fromEntries(named), ...(refusal === undefined ? {} : { byNameNote: `Not shown by name: ${refusal}` }) };
		};
	},
};

/** The name of a checklist's value, of which the service tells the type alone (line 1678): known where neither checklist nor template has another of that type. */
function onlyOfItsType(value: JsonObject, values: readonly JsonObject[], definitions: readonly JsonObject[], templateId: string | undefined): string | undefined {
	const type = textAt(value, 'display_type');
	if (type === undefined || templateId === undefined || values.filter((one) => textAt(one, 'display_type') === type).length > 1) return undefined;
	const fitting = definitions.filter((one) => textAt(one, 'container_type') === 'Checklist' && textAt(one, 'display_type') === type && [undefined, '', templateId].includes(textAt(one, 'container_id')));
	return fitting.length === 1 ? textAt(fitting[0], 'name') : undefined;
}

/** Asks for `namedValues`. */
export const withNamedValues = boolean({ default: false, in: 'here', label: 'Add Values by Name', description: 'Whether to add the custom fields as "byName", by the names of the fields' });

const getStandard = operation({
	action: 'Get many standard fields',
	description: 'Retrieve the standard fields of a project: which are shown and which must be filled in',
	call: post('/api/vela_fields', { body: 'form' }),
	needs: signedIn,
	input: { ...inProject, applicationVersion },
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	source: 'BIM 360 Field API, line 189',
});

const standard = { ...inProject, fieldId: ref('field.issueField', { required: true, wire: 'name', label: 'Field', description: 'Name or ID of a standard field, e.g. Priority or f--priority' }) };

const enable = operation({
	action: 'Show standard field',
	label: 'Enable',
	description: 'Show a standard field of issues; what stands in it was kept while it was hidden',
	call: post('/fieldapi/issues/v1/enable_standard_field', { body: 'form' }),
	needs: signedIn,
	input: { ...standard, mandatory: boolean({ default: false, wire: 'required', sends: { yes: '1', no: undefined }, description: 'Whether it must be filled in' }) },
	returns: returns.nothing,
	repeat: 'safe',
	receipt: { done: 'updated' },
	ok: hiddenFailure,
	source: 'BIM 360 Field API, line 1304',
});

const disable = operation({
	action: 'Hide standard field',
	label: 'Disable',
	description: 'Hide a standard field of issues; what stands in it is kept',
	call: post('/fieldapi/issues/v1/disable_standard_field', { body: 'form' }),
	needs: signedIn,
	input: standard,
	returns: returns.nothing,
	repeat: 'safe',
	receipt: { done: 'updated' },
	ok: hiddenFailure,
	source: 'BIM 360 Field API, line 1331',
});

export const standardField: Resource = {
	id: 'field.standardField',
	label: 'Standard Field',
	plural: 'Standard Fields',
	area: 'setup',
	operations: { getMany: getStandard, enable, disable },
};
