import type { Contract } from '../contract';
import { actingUser, byEither, byEitherActing, inBody, offsetPage, query, referenced, repeated, reply, stated, words } from './notation';

const WORKFLOW: readonly string[] = words(`
	name description notes additionalOptions id status approvalStatusOptions steps copyFilesOptions
	attachedAttributes updateAttributesOptions createdAt updatedAt
`);

const REVIEW: readonly string[] = words(`
	id sequenceId name status currentStepId currentStepDueDate createdBy createdAt updatedAt finishedAt
	archived archivedBy archivedAt workflowId nextActionBy
`);

/** Reviews of documents and their workflows. */
export const reviewsContracts: readonly Contract[] = [
	stated('acc.reviewWorkflow.get', 'GET', '/construction/reviews/v1/projects/{projectId}/workflows/{workflowId}', 9778, {
		auth: byEitherActing('data:read'),
		params: [actingUser],
		reply: reply('object', [200, 400, 403, 404, 500], WORKFLOW),
		notes: [
			'ACC only: not compatible with BIM 360 projects',
			'status ACTIVE|INACTIVE',
			'name max 255, description and notes max 4096',
			'names unique within the project',
		],
	}),
	stated('acc.reviewWorkflow.getMany', 'GET', '/construction/reviews/v1/projects/{projectId}/workflows', 9977, {
		auth: byEitherActing('data:read'),
		params: [
			actingUser,
			query('limit', 'integer', { min: 1, max: 50 }),
			query('offset', 'integer'),
			query('sort', 'enum', { values: [
				'name',
				'name desc',
				'status',
				'status desc',
				'updatedAt',
				'updatedAt desc',
			], note: '"field" or "field desc"; one field' }),
			query('filter[initiator]', 'boolean', { note: 'ignored for project admins; not together with filter[status]' }),
			query('filter[status]', 'enum', { values: ['ACTIVE', 'INACTIVE'], note: 'not together with filter[initiator]' }),
		],
		reply: reply('page', [200, 400, 403, 404, 500], WORKFLOW, 'results'),
		page: offsetPage({ default: 50, max: 50, next: 'pagination.nextUrl' }),
		notes: [
			'ACC only: not compatible with BIM 360 projects',
			'default returns only ACTIVE workflows: a second call with filter[status]=INACTIVE is needed for all',
			'filter[initiator] and filter[status] are mutually exclusive (the curl example uses both and also repeats sort=sort=)',
			'sort value contains a space: percent-encode it',
		],
	}),
	stated('acc.review.getMany', 'GET', '/construction/reviews/v1/projects/{projectId}/reviews', 10169, {
		auth: byEitherActing('data:read'),
		params: [
			actingUser,
			query('limit', 'integer', { min: 1, max: 50 }),
			query('offset', 'integer'),
			query('sort', 'enum', { values: [
				'name',
				'name desc',
				'status',
				'status desc',
				'sequenceId',
				'sequenceId desc',
				'currentStepDueDate',
				'currentStepDueDate desc',
				'createdAt',
				'createdAt desc',
				'finishedAt',
				'finishedAt desc',
			], note: '"field" or "field desc"; one field' }),
			query('filter[workflowId]'),
			query('filter[status]', 'enum', { values: ['OPEN', 'CLOSED', 'VOID', 'FAILED'], note: 'FAILED only visible to project administrators' }),
			query('filter[currentStepDueDate]', 'range', { note: 'ISO 8601 start..end range, URL-encoded' }),
			query('filter[createdAt]', 'range', { note: 'ISO 8601 start..end range, URL-encoded' }),
			query('filter[updatedAt]', 'range', { note: 'ISO 8601 start..end range, URL-encoded' }),
			query('filter[finishedAt]', 'range', { note: 'ISO 8601 start..end range, URL-encoded' }),
			query('filter[nextActionByUser]', 'string', { note: 'Autodesk ID; includes reviews assigned through role or company' }),
			query('filter[nextActionByRole]', 'string', { note: 'numeric role id' }),
			query('filter[nextActionByCompany]', 'string', { note: 'numeric company id' }),
			query('filter[name]', 'string', { note: 'contains, not case-sensitive' }),
			query('filter[sequenceId]', 'integer', { note: 'partial match: 11 also finds 113 and 211' }),
			query('filter[archived]', 'boolean', { note: 'omitted: only active reviews' }),
			query('filter[archivedBy]', 'string', { note: 'Autodesk ID; only with filter[archived]=true' }),
			query('filter[archivedAt]', 'range', { note: 'ISO range; only with filter[archived]=true' }),
		],
		reply: reply('page', [200, 400, 403, 404, 500], REVIEW, 'results'),
		page: offsetPage({ default: 50, max: 50, next: 'pagination.nextUrl' }),
		notes: [
			'ACC only: not compatible with BIM 360 projects',
			'date filters: the document shows only closed ranges A..B with dates, no open ends',
			'default excludes archived; all reviews = two calls',
			'filter[sequenceId] is a partial match: compare on the client for an exact one',
			'sort value contains a space: percent-encode it',
			'the example under filter[currentStepDueDate] wrongly shows filter[updatedAt]',
		],
	}),
	stated('acc.review.get', 'GET', '/construction/reviews/v1/projects/{projectId}/reviews/{reviewId}', 10437, {
		auth: byEitherActing('data:read'),
		params: [actingUser],
		reply: reply('object', [200, 400, 403, 404, 500], REVIEW),
		notes: [
			'ACC only: not compatible with BIM 360 projects',
			'status OPEN|CLOSED|VOID|FAILED',
			'nextActionBy holds claimedBy[] and candidates{roles,users,companies}',
			'archivedAt null when not archived',
		],
	}),
	stated('acc.reviewWorkflow.getForReview', 'GET', '/construction/reviews/v1/projects/{projectId}/reviews/{reviewId}/workflow', 10612, {
		auth: byEither('data:read'),
		reply: reply('object', [200, 400, 403, 404, 500], words(`
			name description notes additionalOptions id approvalStatusOptions steps copyFilesOptions
			attachedAttributes updateAttributesOptions
		`)),
		notes: [
			'ACC only: not compatible with BIM 360 projects',
			'snapshot of the workflow as used at creation: no status, createdAt, updatedAt',
			'no x-user-id header listed, unlike every sibling',
		],
	}),
	stated('acc.reviewProgress.getMany', 'GET', '/construction/reviews/v1/projects/{projectId}/reviews/{reviewId}/progress', 10786, {
		auth: byEitherActing('data:read'),
		params: [
			actingUser,
			query('limit', 'integer', { min: 1, max: 50 }),
			query('offset', 'integer', { note: 'zero-based' }),
		],
		reply: reply('page', [200, 400, 403, 404, 500], words(`
			stepId stepName claimedBy actionBy candidates endTime notes status
		`), 'results'),
		page: offsetPage({ default: 50, max: 50, next: 'pagination.nextUrl' }),
		notes: [
			'ACC only: not compatible with BIM 360 projects',
			'only the current round of the review',
			'newest action first',
			'records have no id of their own',
		],
	}),
	stated('acc.reviewVersion.getMany', 'GET', '/construction/reviews/v1/projects/{projectId}/reviews/{reviewId}/versions', 10925, {
		auth: byEitherActing('data:read'),
		params: [
			actingUser,
			query('limit', 'integer', { min: 1, max: 50 }),
			query('offset', 'integer', { note: 'zero-based' }),
			repeated('filter[approveStatus]', { note: 'status LABEL; repeat the parameter for several' }),
		],
		reply: reply('page', [200, 400, 403, 404, 500], ['urn', 'itemUrn', 'approveStatus', 'reviewContent', 'copiedFileVersionUrn', 'name'], 'results'),
		page: offsetPage({ default: 50, max: 50, next: 'pagination.nextUrl' }),
		notes: [
			'ACC only: not compatible with BIM 360 projects',
			'only the latest round of the review',
			'filter[approveStatus] matches the label of the workflow\'s status (not its value) and is repeated, not comma separated',
			'field is approveStatus here, approvalStatus in approval-statuses',
			'the urns are inputs of the file export operation (POST exports)',
		],
	}),
	stated('acc.versionApprovalStatus.getMany', 'GET', '/construction/reviews/v1/projects/{projectId}/versions/{versionId}/approval-statuses', 11064, {
		auth: byEitherActing('data:read'),
		params: [actingUser, query('limit', 'integer', { min: 1, max: 50 }), query('offset', 'integer')],
		reply: reply('page', [200, 400, 403, 404, 500], ['approvalStatus', 'review'], 'results'),
		page: offsetPage({ default: 50, max: 50, next: 'pagination.nextUrl' }),
		notes: [
			'ACC only: not compatible with BIM 360 projects',
			'order: In Review group first, then finished; newest first within each by sequenceId',
			'the version URN must be percent-encoded as one path segment (urn%3Aadsk...%3Fversion%3D2)',
		],
	}),
	referenced('acc.review.create', 'POST', '/construction/reviews/v1/projects/{projectId}/reviews', 'the vendor\'s reference pages of Reviews v1', {
		auth: byEitherActing('data:write'),
		params: [
			actingUser,
			inBody('name', 'string', { required: true, maxLength: 255 }),
			inBody('fileVersions', 'array', { required: true, note: 'at most 1000' }),
			inBody('fileVersions.urn', 'string', { required: true }),
			inBody('workflowId', 'string', { required: true }),
			inBody('notes', 'string', { maxLength: 4096 }),
			inBody('workflowOptions', 'object'),
			inBody('workflowOptions.copyFilesOptions', 'object'),
			inBody('workflowOptions.copyFilesOptions.folderUrn'),
			inBody('workflowOptions.steps', 'array', { note: 'takes the place of the candidates of the workflow for the steps it names' }),
			inBody('workflowOptions.steps.id', 'string', { required: true }),
			inBody('workflowOptions.steps.candidates', 'object', { required: true, note: 'users, roles or companies, each as {autodeskId}; at least one; of roles and companies the id of the member group' }),
		],
		body: 'json',
		reply: reply('object', [201, 400, 401, 403, 404, 500], [...REVIEW, 'approvedBy', 'approvedAt']),
		notes: ['x-user-id is needed with an application\'s own token', 'what an initiator may change stands in the workflow: additionalOptions.initiatorEditPermissions, copyFilesOptions.allowOverride', 'a review may turn FAILED afterwards'],
	}),
];
