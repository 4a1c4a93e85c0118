import type { IDisplayOptions, INodeProperties, INodePropertyMode, INodePropertyOptions, NodeParameterValue } from 'n8n-workflow';
import { labelOf, resourceOf, type Choice, type Field, type Fields, type Resource, type Service } from '../catalog/vocabulary';

/** Name under which the entries of a group, of rows or of a range stand in a fixed collection. */
export const entryNames = { group: 'value', rows: 'row', range: 'range' } as const;

/** Name of the look-up methods of a resource: `acc.issueType` → `accIssueType`. */
export function lookupName(resourceId: string): string {
	return resourceId.replace(/[.-](\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** How a field is shown where: `show` holds what decides it, by path as n8n wants it from there. */
export interface Frame {
	readonly service: Service;
	readonly services: readonly Service[];
	/** Keys of the whole form: a list of what lies within a record takes the record from there. */
	readonly keys: readonly string[];
	/** Path of another field of the operation as a condition on this one names it. */
	pathOf(key: string): string;
	/** Another field of the operation that the form may lack: until a person adds it, its default counts. */
	addable?(key: string): Field | undefined;
	/** Whether n8n fills the field in with its default unasked, as it does outside of collections: then an optional one must start empty, or the default would be sent. */
	readonly unasked?: boolean;
	/** Name of the method that gives the choices of a field when they are asked for; without it they all stand in the form. */
	methodOf?(key: string): string;
}

/** From this many choices on, a list to pick from or to tick is read from the catalog when a person opens it: the editor loads every form at its start. */
const longList = { choice: 40, choices: 16 } as const;

/** Whether the choices of a field are kept out of the form. */
export function isLongList(field: Field): field is Extract<Field, { kind: 'choice' | 'choices' }> {
	return (field.kind === 'choice' || field.kind === 'choices') && field.options.length >= longList[field.kind];
}

/** Name of the method that gives the choices of an operation's field: `issue`, `getMany`, `sort` → `issueGetManySort`. */
export function choicesName(resource: string, operation: string, key: string): string {
	return resource + [operation, key].map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('');
}

/** One parameter of the form. Its name is the key of the field; conditions on the operation are added by whoever shares it. */
export function propertyOf(key: string, field: Field, frame: Frame): INodeProperties {
	const displayOptions = displayOptionsOf(field, frame);
	const shape = shapeOf(key, field, frame);
	const description = describe(field.description, shape);
	return {
		displayName: labelOf(key, field),
		name: key,
		...(field.required ? { required: true } : {}),
		...shape,
		...(description === undefined ? {} : { description }),
		...(field.placeholder === undefined ? {} : { placeholder: field.placeholder }),
		...(displayOptions === undefined ? {} : { displayOptions }),
	};
}

/** What is not in the form has no value for n8n: where its default would do, everything else is what hides the field. */
function displayOptionsOf(field: Field, frame: Frame): IDisplayOptions | undefined {
	const show: Record<string, NodeParameterValue[]> = {};
	const hide: Record<string, NodeParameterValue[]> = {};
	for (const [other, values] of Object.entries(field.when ?? {})) {
		const decider = frame.addable?.(other);
		const all: readonly NodeParameterValue[] = decider?.kind === 'boolean' ? [true, false] : decider?.kind === 'choice' ? decider.options.map(({ value }) => value) : [];
		if (values.some((value) => value === decider?.default)) hide[frame.pathOf(other)] = all.filter((value) => !values.some((one) => one === value));
		else show[frame.pathOf(other)] = [...values];
	}
	if (Object.keys(show).length + Object.keys(hide).length === 0) return undefined;
	return { ...(Object.keys(show).length === 0 ? {} : { show }), ...(Object.keys(hide).length === 0 ? {} : { hide }) };
}

/** What n8n wants said of every list that is loaded when a person opens it. */
function loadedList(type: string): string {
	return `Choose from the list, or specify ${type === 'options' ? 'an ID' : 'IDs'} using an <a href="https://docs.n8n.io/code/expressions/">expression</a>`;
}

function describe(own: string | undefined, { type, typeOptions }: Shape): string | undefined {
	if (typeOptions?.loadOptionsMethod === undefined) return own;
	return own === undefined ? loadedList(type) : `${own}. ${loadedList(type)}.`;
}

type Shape = Pick<INodeProperties, 'type' | 'default'> & Partial<INodeProperties>;

function shapeOf(key: string, field: Field, frame: Frame): Shape {
	switch (field.kind) {
		case 'text':
			return { type: 'string', default: field.default ?? '', ...(field.secret ? { typeOptions: { password: true } } : field.multiline ? { typeOptions: { rows: 4 } } : {}) };
		case 'number': {
			const bounds = { ...(field.min === undefined ? {} : { minValue: field.min }), ...(field.max === undefined ? {} : { maxValue: field.max }), ...(field.integer ? { numberPrecision: 0 } : {}) };
			return { type: 'number', default: field.default ?? (field.required || frame.unasked ? '' : Math.max(field.min ?? 0, 0)), ...(Object.keys(bounds).length === 0 ? {} : { typeOptions: bounds }) };
		}
		case 'boolean':
			if (frame.unasked && !field.required && field.default === undefined) return { type: 'options', default: '', options: [leaveOut, { name: 'No', value: false }, { name: 'Yes', value: true }] };
			return { type: 'boolean', default: field.default ?? false };
		case 'date':
			return { type: 'dateTime', default: field.default ?? '', typeOptions: { dateOnly: true } };
		case 'dateTime':
			return { type: 'dateTime', default: field.default ?? '' };
		case 'range':
			return {
				type: 'fixedCollection',
				default: {},
				placeholder: 'Add Range',
				options: [{ displayName: 'Range', name: entryNames.range, values: ['from', 'to'].map((end): INodeProperties => ({ displayName: end === 'from' ? 'From' : 'To', name: end, type: 'dateTime', default: '', ...(field.of === 'date' ? { typeOptions: { dateOnly: true } } : {}) })) }],
			};
		case 'choice':
			if (isLongList(field) && frame.methodOf) return { type: 'options', default: field.default ?? '', typeOptions: { loadOptionsMethod: frame.methodOf(key) } };
			if (frame.unasked && !field.required && field.default === undefined) return { type: 'options', default: '', options: [leaveOut, ...choicesOf(field.options)] };
			return { type: 'options', default: field.default ?? field.options[0]?.value ?? '', options: choicesOf(field.options) };
		case 'choices':
			return { type: 'multiOptions', default: [...(field.default ?? [])], ...(isLongList(field) && frame.methodOf ? { typeOptions: { loadOptionsMethod: frame.methodOf(key) } } : { options: choicesOf(field.options) }) };
		case 'texts':
			return { type: 'string', default: [...(field.default ?? [])], typeOptions: { multipleValues: true } };
		case 'ref':
			return locator(listed(field.to, frame));
		case 'refs':
			return severalOf(key, field, listed(field.to, frame));
		case 'rows':
			return { type: 'fixedCollection', default: {}, placeholder: `Add ${singular(labelOf(key, field))}`, typeOptions: { multipleValues: true }, options: [{ displayName: singular(labelOf(key, field)), name: entryNames.rows, values: members(field.fields, frame) }] };
		case 'group':
			return { type: 'fixedCollection', default: {}, placeholder: `Add ${labelOf(key, field)}`, options: [{ displayName: labelOf(key, field), name: entryNames.group, values: members(field.fields, frame) }] };
		case 'json':
			return { type: 'json', default: field.default === undefined ? '' : JSON.stringify(field.default) };
		case 'dynamic':
			return {
				type: 'resourceMapper',
				default: { mappingMode: 'defineBelow', value: null },
				noDataExpression: true,
				typeOptions: {
					loadOptionsDependsOn: field.source.dependsOn.map((other) => `${frame.pathOf(other).replace(/^\//, '')}.value`),
					resourceMapper: { resourceMapperMethod: key, mode: 'add', valuesLabel: labelOf(key, field), addAllFields: true, multiKeyMatch: false, supportAutoMap: false, fieldWords: { singular: 'field', plural: 'fields' }, noFieldsError: 'No fields are defined here, or the project is not chosen yet' },
				},
			};
		case 'file':
			return { type: 'string', default: 'data', hint: 'The name of the input data field that contains the file' };
		case 'files':
			return { type: 'string', default: 'data', hint: 'The names of the input data fields that contain the files, separated by commas' };
		case 'constant':
			throw new Error(`${key} is a constant: it is never shown.`);
	}
}

function members(fields: Fields, frame: Frame): INodeProperties[] {
	// Inside a row, a condition names its neighbour.
	const properties = Object.entries(fields).flatMap(([key, field]) => (field.kind === 'constant' ? [] : [propertyOf(key, field, { ...frame, unasked: true, pathOf: (other) => other, addable: undefined, methodOf: undefined })]));
	return inGoodOrder(properties, ({ displayName }) => displayName);
}

/** The choice by which a person leaves a field alone that n8n shows unasked. */
const leaveOut: INodePropertyOptions = { name: '(Leave Out)', value: '' };

/** Choices of the catalog as n8n lists them. */
export function choicesOf(options: readonly Choice[]): INodePropertyOptions[] {
	const choices = options.map(({ value, label, description }) => ({ name: label, value, ...(description === undefined ? {} : { description }) }));
	return choices.every(({ value }) => typeof value === 'number') ? choices : inGoodOrder(choices, ({ name }) => name);
}

/** From this many on a list is searched by its names instead of being read; n8n wants it in alphabetical order. */
const searchedList = 5;

/** A list as n8n wants it: by name where it is long, else as declared. */
export function inGoodOrder<T>(list: readonly T[], nameOf: (one: T) => string): T[] {
	return list.length < searchedList ? [...list] : [...list].sort((a, b) => nameOf(a).localeCompare(nameOf(b)));
}

/** The last word in the singular: `Tag Lists` → `Tag List`, `Categories` → `Category`. */
function singular(label: string): string {
	return label.replace(/ies$/, 'y').replace(/(tus|ss|x|ch)es$/, '$1').replace(/([^us])s$/, '$1');
}

/** The resource a reference points to; one of another service cannot be listed with this node's sign-in, nor one within what the form does not ask for. */
function listed(id: string, { service, services, keys }: Frame): Resource {
	const resource = resourceOf(services, id);
	const reachable = service.resources.includes(resource) && (resource.lookup?.within ?? []).every((parent) => keys.includes(parent));
	return reachable ? resource : { ...resource, lookup: undefined };
}

function locator(resource: Resource): Shape {
	const byId: INodePropertyMode = { displayName: 'By ID', name: 'id', type: 'string' };
	if (!resource.lookup) return { type: 'resourceLocator', default: { mode: 'id', value: '' }, modes: [byId] };
	const list: INodePropertyMode = { displayName: 'From List', name: 'list', type: 'list', typeOptions: { searchListMethod: lookupName(resource.id), searchable: true } };
	const byName: INodePropertyMode = { displayName: 'By Name', name: 'name', type: 'string' };
	const byUrl: INodePropertyMode[] = resource.lookup.url ? [{ displayName: 'By URL', name: 'url', type: 'string', placeholder: 'e.g. https://…' }] : [];
	return { type: 'resourceLocator', default: { mode: 'list', value: '' }, modes: [list, byName, ...byUrl, byId] };
}

/** n8n has no locator for several: a list to tick where there is one, with the ids by expression. */
function severalOf(key: string, field: Extract<Field, { kind: 'refs' }>, resource: Resource): Shape {
	if (!resource.lookup) return { type: 'string', default: [], typeOptions: { multipleValues: true } };
	return {
		displayName: `${singular(labelOf(key, field))} Names or IDs`,
		type: 'multiOptions',
		default: [],
		typeOptions: { loadOptionsMethod: lookupName(resource.id), ...(resource.lookup.within.length === 0 ? {} : { loadOptionsDependsOn: resource.lookup.within.map((parent) => `${parent}.value`) }) },
	};
}
