import { isObject, json, listAt, objectOf, operation, post, receipted, ref, refs, returns, rows, text, textAt, type Json, type JsonObject, type RunContext } from '../vocabulary';
import { detailCalls, versionsOf } from './document-attributes';
import { needs } from './families';
import { idOf, inProject, listed } from './ids';
import { getWorkflow, reviews } from './review-workflow';

const workflowId = ref('acc.reviewWorkflow', { required: true, label: 'Workflow' });
const name = text({ required: true, minLength: 1, maxLength: 255 });
const notes = text({ maxLength: 4096, multiline: true });
const made = { returns: returns.record(), repeat: 'never', receipt: { done: 'created', id: 'id', number: 'sequenceId' }, status: 'reference', source: 'APS Reviews v1, POST reviews' } as const;

export const postReview = operation({
	action: 'Post review',
	description: 'Start a review with wire-ready values',
	call: post(`${reviews}/reviews`),
	needs: needs('reviewWrites', 'data:write'),
	input: {
		...inProject,
		workflowId,
		name,
		fileVersions: rows({ urn: text({ required: true }) }, { required: true }),
		notes,
		folderId: text({ wire: 'workflowOptions.copyFilesOptions.folderUrn' }),
		steps: json({ wire: 'workflowOptions.steps' }),
	},
	...made,
	hidden: true,
});

/** Most files of one review. */
const most = 1000;

export const createReview = operation({
	action: 'Create review',
	description: 'Start a review of files by an approval workflow',
	needs: needs('reviewWrites', 'data:write', 'data:read'),
	input: {
		...inProject,
		workflowId,
		name,
		itemIds: refs('acc.item', { maxItems: most, label: 'Files', description: 'Their latest versions' }),
		fileVersions: refs('acc.version', { maxItems: most, label: 'File Versions', description: 'URNs of versions' }),
		notes,
		folderId: ref('acc.folder', { label: 'Copy Approved Files To' }),
		reviewers: rows(
			{ step: text({ required: true, description: 'Its name in the workflow, or its ID' }), userIds: refs('acc.projectUser', { required: true, label: 'Users' }) },
			{ label: 'Reviewers', description: 'In place of those the workflow names for a step' },
		),
	},
	rules: [{ oneOf: ['itemIds', 'fileVersions'] }],
	...made,
	steps: {
		calls: [getWorkflow, ...detailCalls, postReview],
		async run(context, { itemIds, fileVersions, folderId, reviewers, ...input }) {
			const workflow = reviewers && reviewers.length > 0 ? await context.call(getWorkflow, { projectId: input.projectId, workflowId: input.workflowId }) : null;
			const steps = (reviewers ?? []).map(({ step, userIds }) => ({ id: stepOf(context, workflow, step), candidates: { users: listed(userIds).map((autodeskId) => ({ autodeskId })) } }));
			const urns = await versionsOf(context, input.projectId, [...listed(itemIds), ...listed(fileVersions)]);
			const review = await context.call(postReview, { ...input, fileVersions: [...new Set(urns)].map((urn) => ({ urn })), folderId: folderId ? idOf(folderId) : undefined, ...(steps.length > 0 ? { steps } : {}) });
			return receipted({ done: 'created', record: objectOf(review) }, made.receipt);
		},
	},
});

/** The id of a step of the workflow by its name or its id. */
function stepOf(context: RunContext, workflow: Json, wanted: string): string {
	const steps = (listAt(workflow, 'steps') ?? []).filter(isObject);
	const told = (step: JsonObject): string => textAt(step, 'name') ?? '';
	const found = steps.filter((step) => textAt(step, 'id') === wanted.trim() || told(step).trim().toLowerCase() === wanted.trim().toLowerCase());
	const id = found.length === 1 ? textAt(found[0], 'id') : undefined;
	if (id === undefined) throw context.refusal(`The workflow has ${found.length === 0 ? 'no' : String(found.length)} ${found.length > 1 ? 'steps' : 'step'} "${wanted}".`, `There are: ${steps.map((step) => `${told(step)} (${textAt(step, 'id') ?? ''})`).join(', ')}.`);
	return id;
}
