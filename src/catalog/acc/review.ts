import { boolean, choice, choices, collected, get, number, operation, range, ref, returns, text, textAt, texts, type JsonObject, type Resource } from '../vocabulary';
import { sortByOne } from './choices';
import { getVersion } from './item-calls';
import { inProject } from './ids';
import { createReview, postReview } from './review-start';
import { readReviews, reviewPage, reviews } from './review-workflow';
import { storedFileCalls, storedFiles } from './stored-file';
import { pushedReviews } from './webhook';

const reviewId = ref('acc.review', { required: true, label: 'Review' });
const statuses = { OPEN: 'Open', CLOSED: 'Closed', VOID: 'Void', FAILED: 'Failed' } as const;

const getMany = operation({
	action: 'Get many reviews',
	description: 'Retrieve the file reviews of a project',
	call: get(`${reviews}/reviews`),
	needs: readReviews,
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
	page: reviewPage,
	returns: returns.records('results'),
	repeat: 'safe',
	source: 'ACC Reviews, line 10169',
});

const getOne = operation({
	action: 'Get review',
	description: 'Retrieve one file review',
	call: get(`${reviews}/reviews/{reviewId}`),
	needs: readReviews,
	input: { ...inProject, reviewId },
	returns: returns.record(),
	repeat: 'safe',
	source: 'ACC Reviews, line 10437',
});

const getProgress = operation({
	action: 'Get review progress',
	description: 'Retrieve what was done in the current round of a review, the newest first',
	call: get(`${reviews}/reviews/{reviewId}/progress`),
	needs: readReviews,
	input: { ...inProject, reviewId },
	page: reviewPage,
	returns: returns.records('results'),
	repeat: 'safe',
	source: 'ACC Reviews, line 10786',
});

const filesOf = { ...inProject, reviewId, approvalStatuses: texts({ wire: 'filter[approveStatus]', list: 'repeat', description: 'Labels of approval statuses' }) };

const getVersions = operation({
	action: 'Get review file versions',
	description: 'Retrieve the file versions under review',
	call: get(`${reviews}/reviews/{reviewId}/versions`),
	needs: readReviews,
	input: filesOf,
	page: reviewPage,
	returns: returns.records('results'),
	repeat: 'safe',
	source: 'ACC Reviews, line 10925',
});

const downloadFiles = operation({
	action: 'Download review files',
	description: 'Fetch the files under review in their reviewed versions, one output each',
	needs: readReviews,
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
	call: get(`${reviews}/reviews/{reviewId}/workflow`),
	// Unlike its siblings it names no header for an acting user (line 10624).
	needs: { ...readReviews, actAs: undefined, person: undefined },
	input: { ...inProject, reviewId },
	returns: returns.record(),
	repeat: 'safe',
	source: 'ACC Reviews, line 10612',
});

const getApprovals = operation({
	action: 'Get approval statuses of file version',
	description: 'Retrieve what reviews decided on one version of a file',
	call: get(`${reviews}/versions/{versionId}/approval-statuses`),
	needs: readReviews,
	input: { ...inProject, versionId: text({ required: true, label: 'Version ID' }) },
	page: reviewPage,
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
	operations: { get: getOne, getMany, create: createReview, getProgress, getVersions, downloadFiles, getWorkflow: getOwnWorkflow, getApprovalStatuses: getApprovals, post: postReview },
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
		// Without it the service leaves out archived ones (line 10319), also one that was closed since the last look.
		alsoWith: { archived: true },
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
