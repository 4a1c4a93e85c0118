import { collected, get, isList, isObject, listAt, operation, returns, textAt, written, type DynamicSource, type JsonObject, type ProjectField, type Resource } from '../vocabulary';
import { counted } from './choices';
import { needs } from './families';
import { inProject } from './ids';
import { idIn } from './issue-attributes';

/** What a project's administrators have set up for its RFIs, and what the signed-in user may do with them. */
export const rfis = '/construction/rfis/v3/projects/{projectId}';
export const readRfis = needs('rfis', 'data:read');
export const rfiPage = counted(200);

export const getRfiTypes = operation({
	action: 'Get many RFI types',
	description: 'Retrieve the types of RFIs with their workflow, roles and default values',
	call: get(`${rfis}/rfi-types`),
	needs: readRfis,
	input: inProject,
	page: rfiPage,
	returns: returns.records('results'),
	repeat: 'safe',
	status: 'reference',
	source: 'APS RFIs v3, GET rfi-types',
});

const standing = (record: JsonObject): 'active' | 'inactive' => (textAt(record, 'status') === 'active' ? 'active' : 'inactive');

export const rfiType: Resource = {
	id: 'acc.rfiType',
	label: 'RFI Type',
	plural: 'RFI Types',
	area: 'rfi',
	operations: { getMany: getRfiTypes },
	lookup: {
		list: getRfiTypes,
		within: ['projectId'],
		value: 'id',
		label: (record) => textAt(record, 'name') ?? '',
		detail: (record) => (record.isDefault === true ? 'Default' : undefined),
		names: (record) => [textAt(record, 'name')],
		standing,
	},
};

export const getRfiAttributes = operation({
	action: 'Get many RFI custom attributes',
	description: 'Retrieve the custom attributes RFIs can have, with their possible values',
	call: get(`${rfis}/attributes`),
	needs: readRfis,
	input: inProject,
	page: rfiPage,
	returns: returns.records('results'),
	repeat: 'safe',
	status: 'reference',
	source: 'APS RFIs v3, GET attributes',
});

export const rfiAttribute: Resource = {
	id: 'acc.rfiAttribute',
	label: 'RFI Custom Attribute',
	plural: 'RFI Custom Attributes',
	area: 'rfi',
	operations: { getMany: getRfiAttributes },
};

/** Custom attributes of RFIs by name: values that can be chosen travel as their ids, always as a list. */
export const rfiAttributesToWrite: DynamicSource = {
	dependsOn: ['projectId'],
	async load(context, input) {
		const projectId = idIn(input, 'projectId');
		if (projectId === undefined) return [];
		return (await collected(context.list(getRfiAttributes, { projectId }))).filter((one) => standing(one) === 'active').map(fieldOf);
	},
	encode: (values) => Object.entries(values).map(([id, value]) => ({ id, values: value === null ? [] : isList(value) ? value : [written(value)] })),
};

/** The same as the search takes them: one value for each, by its id where it can be chosen (APS RFIs v3, search:rfis). */
export const rfiAttributesToFilter: DynamicSource = {
	dependsOn: ['projectId'],
	load: async (context, input) => (await rfiAttributesToWrite.load(context, input)).map((field) => (field.type === 'choices' ? { ...field, type: 'choice' } : field)),
	encode: (values) => Object.fromEntries(Object.entries(values).map(([id, value]) => [id, written(value)])),
};

function fieldOf(attribute: JsonObject): ProjectField {
	const options = (listAt(attribute, 'possibleValues') ?? []).filter(isObject).map((one) => ({ value: textAt(one, 'id') ?? '', label: textAt(one, 'name') ?? '' }));
	const chosen = attribute.multipleChoice === true ? 'choices' : 'choice';
	const typed = textAt(attribute, 'type') === 'numeric' ? 'number' : 'text';
	return { id: textAt(attribute, 'id') ?? '', label: textAt(attribute, 'name') ?? '', type: options.length > 0 ? chosen : typed, ...(options.length > 0 ? { options } : {}) };
}

export const getRfiProfile = operation({
	action: 'Get my RFI permissions',
	description: 'Retrieve what the signed-in user may do with RFIs of a project',
	call: get(`${rfis}/users/me`),
	needs: readRfis,
	input: inProject,
	returns: returns.record(),
	repeat: 'safe',
	source: 'ACC RFIs, line 11965',
});

export const rfiUserProfile: Resource = {
	id: 'acc.rfiUserProfile',
	label: 'RFI User Profile',
	plural: 'RFI User Profiles',
	area: 'rfi',
	operations: { get: getRfiProfile },
};
