import { boolean, choice, choices, collected, get, number, operation, range, ref, returns, text, textAt, texts, type JsonObject, type Resource } from '../vocabulary';
import { counted, sortByOne } from './choices';
import { needs } from './families';
import { getVersion } from './item-calls';
import { inProject } from './ids';
import { pushedReviews } from './webhook';
import { storedFileCalls, storedFiles } from './stored-file';

const base = '/construction/reviews/v1/projects/{projectId}';
const read = needs('reviews', 'data:read');
const page = counted(50);
const reviewId = ref('acc.review', { required: true, label: 'Review' });
const statuses = { OPEN: 'Open', CLOSED: 'Closed', VOID: 'Void', FAILED: 'Failed' } as const;

const getMany = operation({
	action: 'Get many reviews',
	description: 'Retrieve the file reviews of a project',
	call: get(`${base}/reviews`),
	needs: read,
	input: {
		...inProject,
		status: choice(statuses, { wire: 'filter[status]' }),
		name: text({ wire: 'filter[name]' }),
		number: number({ wire: 'filter[sequenceId]', integer: true, description: 'Numbers that contain it count too' }),
		workflowId: ref('acc.reviewWorkflow', { wire: 'filter[workflowId]', label: 'Workflow' }),
		updated: range('dateTime', { wire: 'filter[updatedAt]', closed: true }),
		created: range('dateTime', { wire: 'filter[createdAt]', closed: true }),
		finished: range('dateTime', { wire: 'filter[finishedAt]', closed: true }),
		stepDue: range('dateTime', { wire: 'filter[currentStepDueDate]', closed: true }),
		nextUserId: ref('acc.projectUser', { wire: 'filter[nextActionByUser]', label: 'Next Action by User' }),
		nextRoleId: text({ wire: 'filter[nextActionByRole]', label: 'Next Action by Role' }),
		nextCompanyId: text({ wire: 'filter[nextActionByCompany]', label: 'Next Action by Company' }),
		archived: boolean({ wire: 'filter[archived]', description: 'Whether to return only archived reviews' }),
		archivedBy: ref('acc.projectUser', { wire: 'filter[archivedBy]', when: { archived: [true] } }),
		archivedAt: range('dateTime', { wire: 'filter[archivedAt]', closed: true, when: { archived: [true] } }),
		sort: sortByOne(['name', 'status', 'sequenceId', 'currentStepDueDate', 'createdAt', 'finishedAt']),
	},
	page,
	returns: returns.records('results'),
	repeat: 'safe',
	source: 'ACC Reviews, line 10169',
});

const getOne = operation({
	action: 'Get review',
	description: 'Retrieve one file review',
	call: get(`${base}/reviews/{reviewId}`),
	needs: read,
	input: { ...inProject, reviewId },
	returns: returns.record(),
	repeat: 'safe',
	source: 'ACC Reviews, line 10437',
});

const getProgress = operation({
	action: 'Get review progress',
	description: 'Retrieve what was done in the current round of a review, the newest first',
	call: get(`${base}/reviews/{reviewId}/progress`),
	needs: read,
	input: { ...inProject, reviewId },
	page,
	returns: returns.records('results'),
	repeat: 'safe',
	source: 'ACC Reviews, line 10786',
});

const filesOf = { ...inProject, reviewId, approvalStatuses: texts({ wire: 'filter[approveStatus]', list: 'repeat', description: 'Labels of approval statuses' }) };

const getVersions = operation({
	action: 'Get review file versions',
	description: 'Retrieve the file versions under review',
	call: get(`${base}/reviews/{reviewId}/versions`),
	needs: read,
	input: filesOf,
	page,
	returns: returns.records('results'),
	repeat: 'safe',
	source: 'ACC Reviews, line 10925',
});

const downloadFiles = operation({
	action: 'Download review files',
	description: 'Fetch the files under review in their reviewed versions, one output each',
	needs: read,
	input: filesOf,
	returns: returns.files,
	repeat: 'safe',
	unordered: true,
	status: 'reference',
	source: 'ACC Reviews, line 10925; Autodesk Platform Services, Data Management v1 and Object Storage v2',
	steps: {
		calls: [getVersions, getVersion, ...storedFileCalls],
		async *run(context, asked) {
			const files = (await collected(context.list(getVersions, asked))).map((record) => ({
				name: textAt(record, 'name') ?? 'file',
				record,
				urn: async () => textAt(await context.call(getVersion, { projectId: asked.projectId, versionId: textAt(record, 'urn') ?? '' }), 'data.relationships.storage.data.id'),
			}));
			yield* storedFiles(context, files);
		},
	},
});

const getOwnWorkflow = operation({
	action: 'Get workflow of review',
	description: 'Retrieve the workflow as it was when the review began',
	call: get(`${base}/reviews/{reviewId}/workflow`),
	// Unlike its siblings it names no header for an acting user (line 10624).
	needs: { ...read, actAs: undefined },
	input: { ...inProject, reviewId },
	returns: returns.record(),
	repeat: 'safe',
	source: 'ACC Reviews, line 10612',
});

const getApprovals = operation({
	action: 'Get approval statuses of file version',
	description: 'Retrieve what reviews decided on one version of a file',
	call: get(`${base}/versions/{versionId}/approval-statuses`),
	needs: read,
	input: { ...inProject, versionId: text({ required: true, label: 'Version ID' }) },
	page,
	returns: returns.records('results'),
	repeat: 'safe',
	source: 'ACC Reviews, line 11064',
});

/** A number as people write it, `23` or `#23`. */
const isNumber = (said: string): boolean => /^#?\d{1,9}$/.test(said);

/** The due date of the step a review stands at, once it has passed. */
function passedDue(record: JsonObject, now: number): string | null {
	const due = textAt(record, 'currentStepDueDate');
	return due !== undefined && textAt(record, 'status') === 'OPEN' && Date.parse(due) <= now ? due : null;
}

export const review: Resource = {
	id: 'acc.review',
	label: 'Review',
	plural: 'Reviews',
	area: 'review',
	operations: { get: getOne, getMany, getProgress, getVersions, downloadFiles, getWorkflow: getOwnWorkflow, getApprovalStatuses: getApprovals },
	lookup: {
		list: getMany,
		within: ['projectId'],
		search: (said) => (isNumber(said) ? { number: Number(said.replace('#', '')) } : { name: said }),
		value: 'id',
		label: (record) => `#${textAt(record, 'sequenceId') ?? '?'} ${textAt(record, 'name') ?? ''}`.trim(),
		detail: (record) => textAt(record, 'status'),
		names: (record) => [textAt(record, 'name'), textAt(record, 'sequenceId'), `#${textAt(record, 'sequenceId') ?? ''}`],
		standing: (record) => (textAt(record, 'status') === 'OPEN' ? 'active' : 'inactive'),
	},
	changes: {
		list: getMany,
		within: ['projectId'],
		since: 'updated',
		id: 'id',
		created: 'createdAt',
		updated: 'updatedAt',
		watch: {
			statusChanged: { label: 'Status Changed', description: 'The status of a review changed', read: (record) => textAt(record, 'status') ?? null },
			stepChanged: { label: 'Step Changed', description: 'A review went on to another step', read: (record) => textAt(record, 'currentStepId') ?? null },
			closed: { label: 'Closed', description: 'A review was closed', read: (record) => textAt(record, 'status') ?? null, becomes: (now) => now === 'CLOSED' },
			stepDue: { label: 'Step Due', description: 'The due date of the present step has passed', read: passedDue, becomes: (now) => now !== null, byTime: true },
		},
		filters: { status: choices(statuses, { label: 'Statuses' }) },
		filterPaths: { status: 'status' },
		pushed: pushedReviews,
	},
};

const getWorkflows = operation({
	action: 'Get many review workflows',
	description: 'Retrieve the review workflows of a project',
	call: get(`${base}/workflows`),
	needs: read,
	input: {
		...inProject,
		status: choice({ ACTIVE: 'Active', INACTIVE: 'Inactive' }, { wire: 'filter[status]' }),
		initiator: boolean({ wire: 'filter[initiator]', label: 'Only Mine', description: 'Whether to return only workflows that you may start' }),
		sort: sortByOne(['name', 'status', 'updatedAt']),
	},
	rules: [{ atMostOne: ['status', 'initiator'] }],
	page,
	returns: returns.records('results'),
	repeat: 'safe',
	source: 'ACC Reviews, line 9977',
});

const getWorkflow = operation({
	action: 'Get review workflow',
	description: 'Retrieve one review workflow with its steps and approval statuses',
	call: get(`${base}/workflows/{workflowId}`),
	needs: read,
	input: { ...inProject, workflowId: ref('acc.reviewWorkflow', { required: true, label: 'Workflow' }) },
	returns: returns.record(),
	repeat: 'safe',
	source: 'ACC Reviews, line 9778',
});

/** The list alone gives the active ones (line 9977); reviews refer to the others as well. */
const listWorkflows = operation({
	action: 'List review workflows',
	description: 'Active and inactive workflows',
	needs: read,
	input: inProject,
	returns: returns.records(),
	repeat: 'safe',
	hidden: true,
	source: 'ACC Reviews, line 9977',
	steps: {
		calls: [getWorkflows],
		async *run(context, asked) {
			for (const status of ['ACTIVE', 'INACTIVE'] as const) for await (const json of context.list(getWorkflows, { ...asked, status })) yield { json };
		},
	},
});

export const reviewWorkflow: Resource = {
	id: 'acc.reviewWorkflow',
	label: 'Review Workflow',
	plural: 'Review Workflows',
	area: 'review',
	operations: { get: getWorkflow, getMany: getWorkflows, list: listWorkflows },
	lookup: {
		list: listWorkflows,
		within: ['projectId'],
		value: 'id',
		label: (record) => textAt(record, 'name') ?? '',
		names: (record) => [textAt(record, 'name')],
		standing: (record) => (textAt(record, 'status') === 'INACTIVE' ? 'inactive' : 'active'),
	},
};
