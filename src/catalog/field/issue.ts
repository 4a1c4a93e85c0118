import { boolean, choice, choices, constant, dynamic, get, isList, listAt, number, operation, post, ref, refs, returns, rows, text, textAt, texts, unpaged, type Batch, type Json, type JsonObject, type Resource } from '../vocabulary';
import { hiddenFailure } from './failures';
import { issueFields, issueTypeField, withNames } from './issue-field';
import { statuses } from './issue-status';
import { signedIn } from './needs';
import { guid, inProject, namedFields, pages } from './references';
import { clock } from './server';

const issueId = ref('field.issue', { required: true, wire: 'id', label: 'Issue' });

const getMany = operation({
	action: 'Get many issues',
	description: 'Retrieve the issues of a project with all fields, comments and attachments',
	call: get('/fieldapi/issues/v1/list'),
	needs: signedIn,
	input: {
		...inProject,
		withoutArea: boolean({ default: false, wire: 'area_ids', sends: { yes: 'No Area', no: undefined }, label: 'Only Without Area', description: 'Whether to return only the issues that lie in no area' }),
		areaIds: refs('field.area', { wire: 'area_ids', label: 'Areas', when: { withoutArea: [false] } }),
		namedFields,
	},
	page: pages,
	returns: returns.records(),
	repeat: 'safe',
	reshape: withNames,
	source: 'BIM 360 Field API, line 1436',
});

const getOne = operation({
	action: 'Get issue',
	description: 'Retrieve one or more issues with all fields, comments and attachments; fails if one of them does not exist',
	call: post('/fieldapi/issues/v1/retrieve', { body: 'form' }),
	needs: signedIn,
	input: { ...inProject, issueIds: refs('field.issue', { required: true, wire: 'ids', label: 'Issues' }), namedFields },
	returns: returns.records(),
	repeat: 'safe',
	reshape: withNames,
	source: 'BIM 360 Field API, line 1411',
});

const operators = {
	eq: 'Is',
	neq: 'Is Not',
	like: 'Contains',
	nlike: 'Does Not Contain',
	startswith: 'Starts With',
	nstartswith: 'Does Not Start With',
	endswith: 'Ends With',
	nendswith: 'Does Not End With',
	in: 'Is One Of',
	nin: 'Is None Of',
	geq: 'Is at Least (Number)',
	leq: 'Is at Most (Number)',
} as const;

const wanted = {
	...inProject,
	filterId: ref('field.issueFilter', { wire: 'filter_id', label: 'Filter', description: 'Saved filter to start from; all issues if left empty' }),
	conditions: rows(
		{
			field: ref('field.issueField', { required: true, label: 'Field', description: 'Name or ID of a field, e.g. Status or f--status' }),
			operator: choice(operators, { required: true, default: 'eq' }),
			value: text({ when: { operator: ['eq', 'neq', 'like', 'nlike', 'startswith', 'nstartswith', 'endswith', 'nendswith'] }, description: 'For types, companies and areas their ID' }),
			values: texts({ required: true, when: { operator: ['in', 'nin'] } }),
			number: number({ required: true, when: { operator: ['geq', 'leq'] } }),
		},
		{ description: 'All of them must hold', encodeRow: condition },
	),
	sourceType: choice(['Task', 'Equipment'], { wire: 'source_type', label: 'Belongs To' }),
	sourceId: text({ wire: 'source_id', label: 'Belongs To ID', description: 'ID of the task or the piece of equipment' }),
};

/** `field,operator,value as JSON` (Field document, lines 1536 to 1553). */
function condition({ field, operator, value, values, number: least }: JsonObject): string {
	const compared = values ?? least ?? value ?? '';
	return `${textAt(field, '') ?? ''},${textAt(operator, '') ?? ''},${JSON.stringify(compared)}`;
}

const search = operation({
	action: 'Search issues',
	description: 'Find issues by a saved filter and by conditions on any field; records hold only some of the fields',
	call: post('/fieldapi/issues/v1/search', { body: 'form' }),
	needs: signedIn,
	input: { ...wanted, namedFields },
	rules: [{ together: ['sourceType', 'sourceId'] }],
	page: pages,
	returns: returns.records(),
	repeat: 'safe',
	reshape: withNames,
	source: 'BIM 360 Field API, line 1528',
});

const count = operation({
	action: 'Count issues',
	description: 'Count the issues that match a saved filter and conditions',
	call: post('/fieldapi/issues/v1/search', { body: 'form' }),
	needs: signedIn,
	input: { ...wanted, count: constant('1') },
	rules: [{ together: ['sourceType', 'sourceId'] }],
	returns: returns.value(),
	repeat: 'safe',
	source: 'BIM 360 Field API, line 1528',
});

/** Several issues in one JSON list; each answer carries the mark of its issue and its own errors (lines 1482 and 1517). */
const together: Batch = {
	list: 'issues',
	max: 50,
	match: 'temporary_id',
	results: '',
	refused: hiddenFailure,
	row({ [issueTypeField]: type, fields, ...members }) {
		const values: readonly Json[] = isList(fields) ? fields : [];
		return { ...members, fields: type === undefined ? values : [{ id: issueTypeField, value: type }, ...values] };
	},
};

const link = {
	name: text({ required: true }),
	path: text({ required: true, label: 'URL', placeholder: 'e.g. https://example.com/drawing.pdf' }),
	caption: text(),
	tags: text({ description: 'Separated by commas' }),
};

const create = operation({
	action: 'Create issue',
	description: 'Create an issue from values by field name; at least type and description are needed',
	call: post('/fieldapi/issues/v1/create', { body: 'form' }),
	needs: signedIn,
	input: {
		...inProject,
		issueTypeId: ref('field.issueType', { required: true, in: 'row', wire: issueTypeField, label: 'Issue Type' }),
		fields: dynamic(issueFields(true), { required: true, in: 'row', description: 'Values by the name of the field, or by its ID (f--… or cf--…)' }),
		uriReferences: rows(link, { in: 'row', wire: 'uri_references', label: 'Links' }),
	},
	batch: together,
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'created', id: 'id' },
	source: 'BIM 360 Field API, line 1459',
});

const update = operation({
	action: 'Update issue',
	description: 'Change the named fields of an issue; all others stay',
	call: post('/fieldapi/issues/v1/update', { body: 'form' }),
	needs: signedIn,
	input: {
		...inProject,
		issueId: ref('field.issue', { required: true, in: 'row', wire: 'id', label: 'Issue' }),
		issueTypeId: ref('field.issueType', { in: 'row', wire: issueTypeField, label: 'Issue Type' }),
		fields: dynamic(issueFields(false), { in: 'row', description: 'Values by the name of the field, or by its ID (f--… or cf--…)' }),
		uriReferences: rows(
			{
				id: text({ label: 'ID', description: 'ID of a link to change or to remove; a link is added if left empty' }),
				name: text(),
				path: text({ label: 'URL', placeholder: 'e.g. https://example.com/drawing.pdf' }),
				caption: text(),
				tags: text({ description: 'Separated by commas' }),
				remove: boolean({ default: false, wire: 'delete', sends: { yes: '1', no: undefined }, description: 'Whether to remove the link with this ID' }),
			},
			{ in: 'row', wire: 'uri_references', label: 'Links' },
		),
	},
	rules: [{ oneOf: ['fields', 'issueTypeId', 'uriReferences'] }],
	batch: together,
	returns: returns.record(),
	// A link without an id would be added once more.
	repeat: 'never',
	receipt: { done: 'updated', id: 'id' },
	source: 'BIM 360 Field API, line 1493',
});

const comment = operation({
	action: 'Comment on issue',
	description: 'Add a comment to an issue',
	call: post('/fieldapi/issues/v1/comment', { body: 'form' }),
	needs: signedIn,
	input: {
		...inProject,
		issueId,
		comment: text({ required: true, multiline: true }),
		author: text({ description: 'E-mail address of the author, where it is not the signed-in user', placeholder: 'e.g. name@example.com' }),
	},
	returns: returns.value(),
	repeat: 'never',
	receipt: { done: 'created', id: 'id' },
	ok: hiddenFailure,
	source: 'BIM 360 Field API, line 1603',
});

const listed = {
	...inProject,
	filterId: ref('field.issueFilter', { wire: 'issue_filter_id', label: 'Filter', description: 'Saved filter of the signed-in user' }),
	allIssues: boolean({ default: true, wire: 'default_to_all_issues', sends: { yes: 'true', no: undefined }, label: 'All Without Filter', description: 'Whether to return all issues when no filter is chosen' }),
	areaIds: refs('field.area', { wire: 'area_ids', label: 'Areas' }),
};

const getManyByFilter = operation({
	action: 'Get many issues by filter',
	description: 'Retrieve issues as flat records with the times of creation and of the last change',
	call: post('/api/get_issues', { body: 'form' }),
	needs: signedIn,
	input: listed,
	page: pages,
	returns: returns.records(),
	repeat: 'safe',
	status: 'inferred',
	source: 'BIM 360 Field API, line 213; members of the reply as public clients show them',
});

const countByFilter = operation({
	action: 'Count issues by filter',
	description: 'Count the issues of a saved filter',
	call: post('/api/get_issues', { body: 'form' }),
	needs: signedIn,
	// Any value asks for the count, "false" too (line 229).
	input: { ...listed, count: constant('1', { wire: 'count_only' }) },
	returns: returns.value(),
	repeat: 'safe',
	source: 'BIM 360 Field API, line 213',
});

const getManyForObjects = operation({
	action: 'Get many issues of objects',
	description: 'Retrieve the issues that were raised from equipment, tasks or checklist questions',
	call: post('/api/get_object_issues', { body: 'form' }),
	needs: signedIn,
	input: {
		...inProject,
		objectType: choice({ Equipment: 'Equipment', Task: 'Task', CompletedChecklistItem: 'Checklist Question' }, { required: true, wire: 'object_type', label: 'Raised From' }),
		objectIds: texts({ required: true, wire: 'object_ids', label: 'Raised From IDs' }),
	},
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	source: 'BIM 360 Field API, line 235',
});

const getVoidedIds = operation({
	action: 'Get many voided issues',
	description: 'Retrieve the IDs of all issues of a project that were voided',
	call: post('/api/get_voided_issues', { body: 'form' }),
	needs: signedIn,
	input: inProject,
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	reshape: (reply) => (isList(reply) ? reply.map((id) => ({ id })) : reply),
	source: 'BIM 360 Field API, line 203',
});

const remove = operation({
	action: 'Delete issue',
	description: 'Delete one or more issues for good',
	call: post('/fieldapi/issues/v1/destroy', { body: 'form' }),
	needs: signedIn,
	input: { ...inProject, issueIds: refs('field.issue', { required: true, wire: 'ids', label: 'Issues' }) },
	returns: returns.nothing,
	repeat: 'safe',
	receipt: { done: 'deleted' },
	ok: hiddenFailure,
	destructive: true,
	source: 'BIM 360 Field API, line 1579',
});

export const issue: Resource = {
	id: 'field.issue',
	label: 'Issue',
	plural: 'Issues',
	area: 'issue',
	operations: { get: getOne, getMany, search, count, create, update, comment, delete: remove, getManyByFilter, countByFilter, getManyForObjects, getVoidedIds },
	lookup: {
		list: getMany,
		with: { namedFields: false },
		within: ['projectId'],
		value: 'id',
		label: (record) => [valueOf(record, 'f--identifier'), valueOf(record, 'f--description')].filter((part) => part !== undefined).join(' '),
		detail: (record) => valueOf(record, 'f--status'),
		names: (record) => [valueOf(record, 'f--identifier'), valueOf(record, 'f--description')],
		idPattern: guid,
	},
	changes: {
		// No call takes "changed since" for issues, and only these records tell when they were changed: all are read each time.
		list: getManyByFilter,
		within: ['projectId'],
		id: 'issue_id',
		created: 'created_at',
		updated: 'updated_at',
		clock,
		watch: {
			statusChanged: { label: 'Status Changed', description: 'The status of an issue changed', read: (record) => textAt(record, 'status') ?? null },
			closed: { label: 'Closed', description: 'An issue was closed', read: (record) => textAt(record, 'status') ?? null, becomes: (now) => now === 'Closed' },
			commented: { label: 'Commented', description: 'A comment was added', read: (record) => listAt(record, 'comments')?.length ?? 0, becomes: (now, before) => Number(now) > Number(before) },
			companyChanged: { label: 'Company Changed', description: 'The responsible company changed', read: (record) => textAt(record, 'company_id') ?? null },
		},
		filters: {
			status: choices(statuses, { label: 'Statuses' }),
			priority: texts({ label: 'Priorities' }),
			companyId: ref('field.company', { label: 'Responsible Company' }),
			areaId: ref('field.area', { label: 'Area' }),
		},
		filterPaths: { status: 'status', priority: 'priority', companyId: 'company_id', areaId: 'area_id' },
	},
};

/** A service that hands out the ids of voided issues need not list the issues themselves any more: they have a trigger of their own. */
export const voidedIssue: Resource = {
	id: 'field.voidedIssue',
	label: 'Voided Issue',
	plural: 'Voided Issues',
	area: 'issue',
	operations: {},
	changes: { list: getVoidedIds, within: ['projectId'], id: 'id', watch: {}, filters: {}, filterPaths: {} },
};

/** One value of an issue by the id of its field. */
function valueOf(record: JsonObject, id: string): string | undefined {
	const found = isList(record.fields) ? record.fields.find((field) => textAt(field, 'id') === id) : undefined;
	return textAt(found, 'value');
}
