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
	/** Path of another field of the operation as a condition on this one names it. */
	pathOf(key: string): string;
	/** Name of the method that gives the choices of a field when they are asked for; without it they all stand in the form. */
	methodOf?(key: string): string;
}

/** From this many choices on, a list to tick is read from the catalog when a person opens it: the editor loads every form at its start. */
const longList = 16;

/** Whether the choices of a field are kept out of the form. */
export function isLongList(field: Field): field is Extract<Field, { kind: 'choices' }> {
	return field.kind === 'choices' && field.options.length >= longList;
}

/** Name of the method that gives the choices of an operation's field: `issue`, `getMany`, `sort` → `issueGetManySort`. */
export function choicesName(resource: string, operation: string, key: string): string {
	return resource + [operation, key].map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('');
}

/** One parameter of the form. Its name is the key of the field; conditions on the operation are added by whoever shares it. */
export function propertyOf(key: string, field: Field, frame: Frame): INodeProperties {
	const conditions = Object.entries(field.when ?? {}).map(([other, values]): [string, NodeParameterValue[]] => [frame.pathOf(other), [...values]]);
	const displayOptions: IDisplayOptions | undefined = conditions.length === 0 ? undefined : { show: Object.fromEntries(conditions) };
	return {
		displayName: labelOf(key, field),
		name: key,
		...(field.required ? { required: true } : {}),
		...shapeOf(key, field, frame),
		...(field.description === undefined ? {} : { description: field.description }),
		...(field.placeholder === undefined ? {} : { placeholder: field.placeholder }),
		...(displayOptions === undefined ? {} : { displayOptions }),
	};
}

type Shape = Pick<INodeProperties, 'type' | 'default'> & Partial<INodeProperties>;

function shapeOf(key: string, field: Field, frame: Frame): Shape {
	switch (field.kind) {
		case 'text':
			return { type: 'string', default: field.default ?? '', ...(field.secret ? { typeOptions: { password: true } } : field.multiline ? { typeOptions: { rows: 4 } } : {}) };
		case 'number': {
			const bounds = { ...(field.min === undefined ? {} : { minValue: field.min }), ...(field.max === undefined ? {} : { maxValue: field.max }), ...(field.integer ? { numberPrecision: 0 } : {}) };
			return { type: 'number', default: field.default ?? (field.required ? '' : Math.max(field.min ?? 0, 0)), ...(Object.keys(bounds).length === 0 ? {} : { typeOptions: bounds }) };
		}
		case 'boolean':
			return { type: 'boolean', default: field.default ?? false };
		case 'date':
			return { type: 'dateTime', default: field.default ?? '', typeOptions: { dateOnly: true } };
		case 'dateTime':
			return { type: 'dateTime', default: field.default ?? '' };
		case 'range':
			return {
				type: 'fixedCollection',
				default: {},
				options: [{ displayName: 'Range', name: entryNames.range, values: ['from', 'to'].map((end): INodeProperties => ({ displayName: end === 'from' ? 'From' : 'To', name: end, type: 'dateTime', default: '', ...(field.of === 'date' ? { typeOptions: { dateOnly: true } } : {}) })) }],
			};
		case 'choice':
			return { type: 'options', default: field.default ?? '', options: choicesOf(field.options) };
		case 'choices':
			return { type: 'multiOptions', default: [...(field.default ?? [])], ...(isLongList(field) && frame.methodOf ? { typeOptions: { loadOptionsMethod: frame.methodOf(key) } } : { options: choicesOf(field.options) }) };
		case 'texts':
			return { type: 'string', default: [...(field.default ?? [])], typeOptions: { multipleValues: true } };
		case 'ref':
			return locator(listed(field.to, frame));
		case 'refs':
			return severalOf(key, field, listed(field.to, frame));
		case 'rows':
			return { type: 'fixedCollection', default: {}, typeOptions: { multipleValues: true }, options: [{ displayName: 'Row', name: entryNames.rows, values: members(field.fields, frame) }] };
		case 'group':
			return { type: 'fixedCollection', default: {}, options: [{ displayName: labelOf(key, field), name: entryNames.group, values: members(field.fields, frame) }] };
		case 'json':
			return { type: 'json', default: field.default === undefined ? '' : JSON.stringify(field.default) };
		case 'dynamic':
			return {
				type: 'resourceMapper',
				default: { mappingMode: 'defineBelow', value: null },
				noDataExpression: true,
				typeOptions: {
					loadOptionsDependsOn: field.source.dependsOn.map((other) => `${frame.pathOf(other).replace(/^\//, '')}.value`),
					resourceMapper: { resourceMapperMethod: key, mode: 'add', addAllFields: true, multiKeyMatch: false, supportAutoMap: false, fieldWords: { singular: 'field', plural: 'fields' }, noFieldsError: 'The project defines no fields for this choice, or the project is not chosen yet' },
				},
			};
		case 'file':
			return { type: 'string', default: 'data', hint: 'Name of the input field that holds the file' };
		case 'files':
			return { type: 'string', default: 'data', hint: 'Names of the input fields that hold the files, separated by commas' };
		case 'constant':
			throw new Error(`${key} is a constant: it is never shown.`);
	}
}

function members(fields: Fields, frame: Frame): INodeProperties[] {
	// Inside a row, a condition names its neighbour.
	return Object.entries(fields).flatMap(([key, field]) => (field.kind === 'constant' ? [] : [propertyOf(key, field, { ...frame, pathOf: (other) => other, methodOf: undefined })]));
}

/** Choices of the catalog as n8n lists them. */
export function choicesOf(options: readonly Choice[]): INodePropertyOptions[] {
	return options.map(({ value, label, description }) => ({ name: label, value, ...(description === undefined ? {} : { description }) }));
}

/** The resource a reference points to; one of another service cannot be listed with this node's sign-in. */
function listed(id: string, { service, services }: Frame): Resource {
	const resource = resourceOf(services, id);
	return service.resources.includes(resource) ? resource : { ...resource, lookup: undefined };
}

function locator(resource: Resource): Shape {
	const byId: INodePropertyMode = { displayName: 'By ID', name: 'id', type: 'string' };
	if (!resource.lookup) return { type: 'resourceLocator', default: { mode: 'id', value: '' }, modes: [byId] };
	const list: INodePropertyMode = { displayName: 'From List', name: 'list', type: 'list', typeOptions: { searchListMethod: lookupName(resource.id), searchable: true } };
	const byName: INodePropertyMode = { displayName: 'By Name or Number', name: 'name', type: 'string' };
	const byUrl: INodePropertyMode[] = resource.lookup.url ? [{ displayName: 'By URL', name: 'url', type: 'string', placeholder: 'e.g. https://…' }] : [];
	return { type: 'resourceLocator', default: { mode: 'list', value: '' }, modes: [list, byName, ...byUrl, byId] };
}

/** n8n has no locator for several: a list to tick where there is one, with the ids by expression. */
function severalOf(key: string, field: Extract<Field, { kind: 'refs' }>, resource: Resource): Shape {
	if (!resource.lookup) return { type: 'string', default: [], typeOptions: { multipleValues: true } };
	return {
		displayName: `${labelOf(key, field)} Names or IDs`,
		type: 'multiOptions',
		default: [],
		typeOptions: { loadOptionsMethod: lookupName(resource.id), ...(resource.lookup.within.length === 0 ? {} : { loadOptionsDependsOn: resource.lookup.within.map((parent) => `${parent}.value`) }) },
	};
}
