import { boolean, choice, choices, dynamic, get, isObject, operation, range, receipted, ref, refs, returns, text, textAt, texts, type CallContext, type Input, type Resource } from '../vocabulary';
import { issueStatuses, returnFields, sortByMinus } from './choices';
import { due, dueCompletion } from './due';
import { needs } from './families';
import { idOf, inProject } from './ids';
import { attributesToFilter, attributesToWrite, idIn } from './issue-attributes';
import { getOne, issueId, issueReceipt, issues, match, page, patchIssue, postIssue } from './issue-calls';
import { assignee, chosenDetails, oneAssignee, published, publishedOrNot, title } from './issue-fields';
import { getIssueProfile } from './issue-setup';
import { checkNewStatus, checkStatusOf } from './issue-status';
import { upsertIssue } from './issue-upsert';
import { issueNames, withNames } from './names';
import { pushedIssues } from './webhook';

const getMany = operation({
	action: 'Get many issues',
	description: 'Retrieve the issues of a project that you may see',
	call: get(issues),
	needs: needs('issues', 'data:read'),
	input: {
		...inProject,
		status: choices(issueStatuses, { wire: 'filter[status]' }),
		issueTypeId: refs('acc.issueType', { wire: 'filter[issueTypeId]', label: 'Types' }),
		issueSubtypeId: refs('acc.issueSubtype', { wire: 'filter[issueSubtypeId]', label: 'Subtypes' }),
		assignedTo: refs('acc.projectUser', { wire: 'filter[assignedTo]', label: 'Assigned To', description: 'Members; IDs of companies and roles count as well' }),
		assignedToType: choices({ user: 'User', company: 'Company', role: 'Role', null: 'Nobody' }, { wire: 'filter[assignedToType]', label: 'Assignee Types' }),
		search: text({ wire: 'filter[search]', description: 'Text in the title, or the number' }),
		displayIds: texts({ wire: 'filter[displayId]', label: 'Numbers' }),
		updated: range('dateTime', { wire: 'filter[updatedAt]' }),
		created: range('dateTime', { wire: 'filter[createdAt]' }),
		closed: range('dateTime', { wire: 'filter[closedAt]' }),
		dueDate: range('date', { wire: 'filter[dueDate]' }),
		...due,
		startDate: range('date', { wire: 'filter[startDate]' }),
		createdBy: refs('acc.projectUser', { wire: 'filter[createdBy]' }),
		updatedBy: refs('acc.projectUser', { wire: 'filter[updatedBy]' }),
		closedBy: refs('acc.projectUser', { wire: 'filter[closedBy]' }),
		rootCauseIds: refs('acc.issueRootCause', { wire: 'filter[rootCauseId]', label: 'Root Causes' }),
		locationIds: refs('acc.location', { wire: 'filter[locationId]', label: 'Locations', description: 'Exactly these locations' }),
		withinLocationIds: refs('acc.location', { wire: 'filter[subLocationId]', label: 'Locations and Below', description: 'These locations and all that lie in them' }),
		customAttributes: dynamic(attributesToFilter, { wire: 'filter[customAttributes]' }),
		linkedDocumentUrns: texts({ wire: 'filter[linkedDocumentUrn]', label: 'Linked Document URNs', description: 'URNs of files the issues are pinned on; @ and a number for a version' }),
		ids: texts({ wire: 'filter[id]', label: 'IDs' }),
		deleted: boolean({ wire: 'filter[deleted]', description: 'Whether to return only deleted issues' }),
		valid: boolean({ wire: 'filter[valid]', label: 'With Type', description: 'Whether to return only issues that have a type and a subtype' }),
		sort: sortByMinus(['displayId', 'title', 'description', 'status', 'assignedTo', 'assignedToType', 'dueDate', 'locationDetails', 'published', 'closedBy', 'closedAt', 'createdBy', 'createdAt', 'updatedAt', 'issueSubType', 'issueType', 'startDate', 'rootCause']),
		fields: returnFields(['id', 'displayId', 'title', 'description', 'issueTypeId', 'issueSubtypeId', 'status', 'assignedTo', 'assignedToType', 'dueDate', 'startDate', 'locationId', 'locationDetails', 'rootCauseTitle', 'rootCauseId', 'permittedStatuses', 'permittedAttributes', 'permittedActions', 'published', 'commentCount', 'openedBy', 'openedAt', 'closedBy', 'closedAt', 'createdBy', 'createdAt', 'updatedBy', 'updatedAt', 'customAttributes']),
		...withNames,
	},
	page,
	beside: issueNames,
	completes: dueCompletion,
	rules: [{ atMostOne: ['due', 'dueDate'] }],
	returns: returns.records('results'),
	repeat: 'safe',
	source: 'ACC Issues, line 8541',
});

const create = operation({
	action: 'Create issue',
	description: 'Create an issue in a project',
	needs: needs('issues', 'data:read data:write'),
	input: {
		...inProject,
		issueSubtypeId: ref('acc.issueSubtype', { required: true, label: 'Issue Subtype' }),
		title: text({ ...title, required: true }),
		status: choice(issueStatuses, { default: 'open' }),
		published,
		...chosenDetails,
		customAttributes: dynamic(attributesToWrite(['projectId', 'issueSubtypeId'])),
	},
	rules: [oneAssignee],
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'created', id: 'id', number: 'displayId' },
	status: 'reference',
	source: 'APS Issues v1, reference pages; ACC Issues, line 8837',
	steps: {
		calls: [getIssueProfile, postIssue],
		async run(context, given) {
			const input = assignee(given);
			await checkNewStatus(context, idOf(input.projectId), context.bodyOf(postIssue, input).status);
			const issue = await context.call(postIssue, input);
			return receipted({ done: 'created', record: isObject(issue) ? issue : {} }, issueReceipt);
		},
	},
});

const update = operation({
	action: 'Update issue',
	description: 'Change some fields of an issue; everything else stays',
	needs: needs('issues', 'data:read data:write'),
	input: {
		...inProject,
		issueId,
		title: text(title),
		issueSubtypeId: ref('acc.issueSubtype', { label: 'Issue Subtype' }),
		status: choice(issueStatuses),
		published: publishedOrNot,
		...chosenDetails,
		customAttributes: dynamic(attributesToWrite(['projectId', 'issueId', 'issueSubtypeId'], presentSubtype)),
	},
	rules: [oneAssignee],
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', id: 'id', number: 'displayId' },
	status: 'reference',
	source: 'APS Issues v1, reference pages; ACC Issues, line 8837',
	steps: {
		calls: [getOne, patchIssue],
		async run(context, given) {
			const input = assignee(given);
			const body = context.bodyOf(patchIssue, input);
			const nothing = Object.keys(body).length === 0;
			const present = nothing || body.status !== undefined ? await context.call(getOne, { projectId: input.projectId, issueId: input.issueId }) : undefined;
			if (present !== undefined) checkStatusOf(context, present, body.status);
			const issue = nothing ? present : await context.call(patchIssue, input);
			return receipted({ done: nothing ? 'unchanged' : 'updated', record: isObject(issue) ? issue : {} }, issueReceipt);
		},
	},
});

/** The subtype of the issue that is about to be changed. */
async function presentSubtype(context: CallContext, input: Input): Promise<string | undefined> {
	const projectId = idIn(input, 'projectId');
	const id = idIn(input, 'issueId');
	return projectId === undefined || id === undefined ? undefined : textAt(await context.call(getOne, { projectId, issueId: id }), 'issueSubtypeId');
}

export const issue: Resource = {
	id: 'acc.issue',
	label: 'Issue',
	plural: 'Issues',
	area: 'issue',
	operations: { get: getOne, getMany, create, update, upsert: upsertIssue, match, post: postIssue, patch: patchIssue },
	lookup: {
		list: getMany,
		within: ['projectId'],
		search: 'search',
		value: 'id',
		label: (record) => `#${textAt(record, 'displayId') ?? '?'} ${textAt(record, 'title') ?? ''}`.trim(),
		detail: (record) => textAt(record, 'status'),
		names: (record) => [textAt(record, 'displayId'), textAt(record, 'title')],
		standing: (record) => (record.deleted === true ? 'deleted' : textAt(record, 'status') === 'closed' ? 'inactive' : 'active'),
		url: /\/issues?(?:\/|\?.*\bissueId=)([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/i,
	},
	changes: {
		list: getMany,
		within: ['projectId'],
		since: 'updated',
		id: 'id',
		created: 'createdAt',
		updated: 'updatedAt',
		author: 'updatedBy',
		deleted: 'deletedAt',
		// One filter gives the deleted ones, or the others, never both (line 8623).
		deletedWith: { deleted: true },
		watch: {
			statusChanged: { label: 'Status Changed', description: 'The status of an issue changed', read: (record) => textAt(record, 'status') ?? null },
			closed: { label: 'Closed', description: 'An issue was closed', read: (record) => textAt(record, 'status') ?? null, becomes: (now) => now === 'closed' },
			assigned: { label: 'Assigned', description: 'An issue was assigned to somebody else', read: (record) => textAt(record, 'assignedTo') ?? null },
			commented: { label: 'Commented', description: 'A comment was added', read: (record) => record.commentCount ?? 0, becomes: (now, before) => Number(now) > Number(before) },
		},
		filters: {
			status: choices(issueStatuses, { label: 'Statuses' }),
			issueTypeId: refs('acc.issueType', { label: 'Types' }),
			issueSubtypeId: refs('acc.issueSubtype', { label: 'Subtypes' }),
		},
		filterPaths: { status: 'status', issueTypeId: 'issueTypeId', issueSubtypeId: 'issueSubtypeId' },
		pushed: pushedIssues,
	},
};
