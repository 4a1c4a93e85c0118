import { boolean, choices, get, isObject, listAt, operation, range, returns, text, textAt, texts, type JsonObject, type Resource } from '../vocabulary';
import { counted } from './choices';
import { needs } from './families';
import { bare, inProject } from './ids';

/** What a project's administrators have set up for its issues. What users call category and type is type and subtype here (line 7953). */
const base = '/construction/issues/v1/projects/{projectId}';
const read = needs('issues', 'data:read');

/** `from..to` of the deletion, with the records that are not deleted when wanted (line 8174). */
const deletedAt = text({ wire: 'filter[deletedAt]', label: 'Deleted', placeholder: 'e.g. null,2026-01-01..', description: 'Range in which records were deleted; "null," in front returns those not deleted as well' });

export const getTypes = operation({
	action: 'Get many issue types',
	description: 'Retrieve the types (categories) of issues with their subtypes',
	call: get(`${base}/issue-types`),
	needs: read,
	input: {
		...inProject,
		includeSubtypes: boolean({ wire: 'include', default: true, sends: { yes: 'subtypes', no: undefined }, description: 'Whether to return the subtypes of each type' }),
		isActive: boolean({ wire: 'filter[isActive]', label: 'Active', description: 'Whether to return only active types, or only inactive ones' }),
		updated: range('dateTime', { wire: 'filter[updatedAt]' }),
	},
	page: counted(100),
	returns: returns.records('results'),
	repeat: 'safe',
	source: 'ACC Issues, line 7949',
});

const standing = (record: JsonObject): 'active' | 'inactive' => (record.isActive === false ? 'inactive' : 'active');

export const issueType: Resource = {
	id: 'acc.issueType',
	label: 'Issue Type',
	plural: 'Issue Types',
	area: 'issue',
	description: 'Types of issues, which the screens call categories',
	operations: { getMany: getTypes },
	lookup: {
		list: getTypes,
		within: ['projectId'],
		value: 'id',
		label: (record) => textAt(record, 'title') ?? '',
		names: (record) => [textAt(record, 'title')],
		standing,
	},
};

export const issueSubtype: Resource = {
	id: 'acc.issueSubtype',
	label: 'Issue Subtype',
	plural: 'Issue Subtypes',
	area: 'issue',
	description: 'Subtypes of issues, which the screens call types',
	operations: {},
	lookup: {
		list: getTypes,
		within: ['projectId'],
		value: 'id',
		nested: (type) => (listAt(type, 'subtypes') ?? []).filter(isObject).map((subtype) => ({ ...subtype, typeTitle: textAt(type, 'title') ?? '', isActive: type.isActive !== false && subtype.isActive !== false })),
		label: (record) => `${textAt(record, 'typeTitle') ?? ''} > ${textAt(record, 'title') ?? ''}`,
		detail: (record) => textAt(record, 'code'),
		names: (record) => [textAt(record, 'title'), `${textAt(record, 'typeTitle') ?? ''} > ${textAt(record, 'title') ?? ''}`, textAt(record, 'code')],
		standing,
	},
};

export const getDefinitions = operation({
	action: 'Get many issue attribute definitions',
	description: 'Retrieve the custom attributes (custom fields) that issues can have',
	call: get(`${base}/issue-attribute-definitions`),
	needs: read,
	input: {
		...inProject,
		dataTypes: choices(['list', 'text', 'paragraph', 'numeric'], { wire: 'filter[dataType]' }),
		created: range('dateTime', { wire: 'filter[createdAt]' }),
		updated: range('dateTime', { wire: 'filter[updatedAt]' }),
		deleted: deletedAt,
	},
	page: counted(200),
	returns: returns.records('results'),
	repeat: 'safe',
	source: 'ACC Issues, line 8102',
});

export const issueAttributeDefinition: Resource = {
	id: 'acc.issueAttributeDefinition',
	label: 'Issue Attribute Definition',
	plural: 'Issue Attribute Definitions',
	area: 'issue',
	description: 'Custom attributes of issues, which the screens call custom fields',
	operations: { getMany: getDefinitions },
	lookup: {
		list: getDefinitions,
		within: ['projectId'],
		value: 'id',
		label: (record) => textAt(record, 'title') ?? '',
		detail: (record) => textAt(record, 'dataType'),
		names: (record) => [textAt(record, 'title')],
		standing: (record) => (typeof record.deletedAt === 'string' && record.deletedAt !== '' ? 'deleted' : 'active'),
	},
};

export const getMappings = operation({
	action: 'Get many issue attribute mappings',
	description: 'Retrieve which custom attributes are set for the project, a type or a subtype; what is inherited is not returned',
	call: get(`${base}/issue-attribute-mappings`),
	needs: read,
	input: {
		...inProject,
		definitionIds: texts({ wire: 'filter[attributeDefinitionId]', label: 'Definition IDs' }),
		mappedItemIds: texts({ prefix: bare, wire: 'filter[mappedItemId]', label: 'Mapped Item IDs', description: 'IDs of the project, of types or of subtypes' }),
		created: range('dateTime', { wire: 'filter[createdAt]' }),
		updated: range('dateTime', { wire: 'filter[updatedAt]' }),
		deleted: deletedAt,
	},
	page: counted(200),
	returns: returns.records('results'),
	repeat: 'safe',
	source: 'ACC Issues, line 8259',
});

export const issueAttributeMapping: Resource = {
	id: 'acc.issueAttributeMapping',
	label: 'Issue Attribute Mapping',
	plural: 'Issue Attribute Mappings',
	area: 'issue',
	operations: { getMany: getMappings },
};

export const getCauses = operation({
	action: 'Get many issue root cause categories',
	description: 'Retrieve the categories of root causes with their root causes',
	call: get(`${base}/issue-root-cause-categories`),
	needs: read,
	input: {
		...inProject,
		includeRootCauses: boolean({ wire: 'include', default: true, sends: { yes: 'rootcauses', no: undefined }, description: 'Whether to return the root causes of each category' }),
		updated: range('dateTime', { wire: 'filter[updatedAt]' }),
	},
	page: counted(100),
	returns: returns.records('results'),
	repeat: 'safe',
	source: 'ACC Issues, line 8404',
});

export const issueRootCause: Resource = {
	id: 'acc.issueRootCause',
	label: 'Issue Root Cause',
	plural: 'Issue Root Causes',
	area: 'issue',
	operations: { getMany: getCauses },
	lookup: {
		list: getCauses,
		within: ['projectId'],
		value: 'id',
		nested: (category) => (listAt(category, 'rootCauses') ?? []).filter(isObject).map((cause) => ({ ...cause, categoryTitle: textAt(category, 'title') ?? '', isActive: category.isActive !== false && cause.isActive !== false })),
		label: (record) => `${textAt(record, 'categoryTitle') ?? ''} > ${textAt(record, 'title') ?? ''}`,
		names: (record) => [textAt(record, 'title'), `${textAt(record, 'categoryTitle') ?? ''} > ${textAt(record, 'title') ?? ''}`],
		standing,
	},
};

export const getIssueProfile = operation({
	action: 'Get my issue permissions',
	description: 'Retrieve what the signed-in user may do with issues of a project',
	call: get(`${base}/users/me`),
	needs: read,
	input: inProject,
	returns: returns.record(),
	repeat: 'safe',
	source: 'ACC Issues, line 7806',
});

export const issueUserProfile: Resource = {
	id: 'acc.issueUserProfile',
	label: 'Issue User Profile',
	plural: 'Issue User Profiles',
	area: 'issue',
	operations: { get: getIssueProfile },
};
