import { boolean, choice, get, operation, ref, returns, textAt, type Resource } from '../vocabulary';
import { counted, sortByOne } from './choices';
import { needs } from './families';
import { inProject } from './ids';

/** The workflows that reviews follow. */
export const reviews = '/construction/reviews/v1/projects/{projectId}';
export const readReviews = needs('reviews', 'data:read');
export const reviewPage = counted(50);

const getWorkflows = operation({
	action: 'Get many review workflows',
	description: 'Retrieve the review workflows of a project',
	call: get(`${reviews}/workflows`),
	needs: readReviews,
	input: {
		...inProject,
		status: choice({ ACTIVE: 'Active', INACTIVE: 'Inactive' }, { wire: 'filter[status]' }),
		initiator: boolean({ wire: 'filter[initiator]', label: 'Only Mine', description: 'Whether to return only workflows that you may start' }),
		sort: sortByOne(['name', 'status', 'updatedAt']),
	},
	rules: [{ atMostOne: ['status', 'initiator'] }],
	page: reviewPage,
	returns: returns.records('results'),
	repeat: 'safe',
	source: 'ACC Reviews, line 9977',
});

export const getWorkflow = operation({
	action: 'Get review workflow',
	description: 'Retrieve one review workflow with its steps and approval statuses',
	call: get(`${reviews}/workflows/{workflowId}`),
	needs: readReviews,
	input: { ...inProject, workflowId: ref('acc.reviewWorkflow', { required: true, label: 'Workflow' }) },
	returns: returns.record(),
	repeat: 'safe',
	source: 'ACC Reviews, line 9778',
});

/** The list alone gives the active ones (line 9977); reviews refer to the others as well. */
const listWorkflows = operation({
	action: 'List review workflows',
	description: 'Active and inactive workflows',
	needs: readReviews,
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
