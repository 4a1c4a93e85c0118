import { addOnce, boolean, choice, choices, collected, constant, get, isList, isObject, listAt, onlyOnce, operation, post, ref, refs, returns, text, textAt, texts, unpaged, type JsonObject, type Resource } from '../vocabulary';
import { hiddenFailure } from './failures';
import { create, find, getOne, match, search, update, wanted } from './issue-calls';
import { withNames } from './issue-field';
import { namedInConditions, namedReferences, referenceNames } from './issue-references';
import { statuses } from './issue-status';
import { upsertIssue } from './issue-upsert';
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
		referenceNames,
	},
	page: pages,
	returns: returns.records(),
	repeat: 'safe',
	reshape: withNames,
	beside: namedReferences,
	source: 'BIM 360 Field API, line 1436',
});
const count = operation({
	action: 'Count issues',
	description: 'Count the issues that match a saved filter and conditions',
	call: post('/fieldapi/issues/v1/search', { body: 'form' }),
	needs: signedIn,
	input: { ...wanted, count: constant('1') },
	rules: [{ together: ['sourceType', 'sourceId'] }],
	completes: namedInConditions,
	returns: returns.value(),
	repeat: 'safe',
	source: 'BIM 360 Field API, line 1528',
});
const said = {
	...inProject,
	issueId,
	comment: text({ required: true, multiline: true }),
	author: text({ description: 'E-mail address of the author, where it is not the signed-in user', placeholder: 'e.g. name@example.com' }),
};

const postComment = operation({
	action: 'Post issue comment',
	description: 'Add a comment to an issue',
	call: post('/fieldapi/issues/v1/comment', { body: 'form' }),
	needs: signedIn,
	input: said,
	returns: returns.value(),
	repeat: 'never',
	receipt: { done: 'created', id: 'id' },
	ok: hiddenFailure,
	hidden: true,
	source: 'BIM 360 Field API, line 1603',
});

const comment = operation({
	action: 'Comment on issue',
	description: 'Add a comment to an issue, by default only if the same words do not stand there yet',
	needs: signedIn,
	input: { ...said, onlyOnce },
	returns: returns.value(),
	// Told to add it in any case, a second run adds it again.
	repeat: 'never',
	receipt: { done: 'created', id: 'id' },
	source: 'BIM 360 Field API, lines 1411 and 1603',
	steps: {
		calls: [getOne, postComment],
		async run(context, { onlyOnce: once, ...input }) {
			// An issue that cannot be read is commented on all the same: the service says best what is wrong.
			const read = once === false ? undefined : await context.attempt(async () => await collected(context.list(getOne, { projectId: input.projectId, issueIds: [input.issueId] })));
			const present = (read && 'value' in read ? read.value : []).flatMap((one) => listAt(one, 'comments') ?? []).filter(isObject);
			// The document shows no comment of an issue: whichever member holds the words, they count.
			return await addOnce(input.comment, present, (one) => Object.values(one).map((member) => textAt(member, '')), async () => await context.call(postComment, input));
		},
	},
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
	operations: { get: getOne, getMany, search, count, create, update, upsert: upsertIssue, comment, delete: remove, getManyByFilter, countByFilter, getManyForObjects, getVoidedIds, find, match, postComment },
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
