import { at, isObject, json, listAt, objectOf, operation, post, receipted, ref, refs, returns, rows, text, textAt, type Json, type JsonObject, type RunContext } from '../vocabulary';
import { detailCalls, versionsOf } from './document-attributes';
import { needs } from './families';
import { idOf, inProject, listed } from './ids';
import { getWorkflow, reviews } from './review-workflow';

const workflowId = ref('acc.reviewWorkflow', { required: true, label: 'Workflow' });
const name = text({ required: true, minLength: 1, maxLength: 255 });
const notes = text({ maxLength: 4096, multiline: true });
const made = { returns: returns.record(), repeat: 'never', receipt: { done: 'created', id: 'id', number: 'sequenceId' }, status: 'reference', source: 'APS Reviews v1, POST reviews and GET workflows/:id' } as const;

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
	description: 'Start a review of files by an approval workflow; it may still turn FAILED afterwards',
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
			{ step: text({ required: true, description: 'Its name in the workflow, or its ID' }), userIds: refs('acc.projectUser', { label: 'Users' }), companyIds: refs('acc.assignableCompany', { label: 'Companies' }), roleIds: refs('acc.assignableRole', { label: 'Roles' }) },
			{ label: 'Reviewers', description: 'In place of those the workflow names for a step' },
		),
	},
	rules: [{ oneOf: ['itemIds', 'fileVersions'] }],
	...made,
	steps: {
		calls: [getWorkflow, ...detailCalls, postReview],
		async run(context, { itemIds, fileVersions, folderId, reviewers, ...input }) {
			const chosen = reviewers ?? [];
			const workflow = chosen.length > 0 || folderId ? await context.call(getWorkflow, { projectId: input.projectId, workflowId: input.workflowId }) : null;
			const steps = chosen.map(({ step, userIds, companyIds, roleIds }) => {
				const candidates = Object.fromEntries(Object.entries({ users: userIds, companies: companyIds, roles: roleIds }).map(([kind, ids]) => [kind, listed(ids).map((autodeskId) => ({ autodeskId }))] as const).filter(([, ids]) => ids.length > 0));
				if (Object.keys(candidates).length === 0) throw context.refusal(`Nobody is named for the step "${step}".`, 'Name a user, a company or a role, or leave the step out.');
				return { id: stepOf(context, workflow, step), candidates };
			});
			if (folderId) checkFolder(context, workflow, idOf(folderId));
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
	checkRefill(context, workflow, found[0]);
	return id;
}

/** What the starter of a review has to be allowed to change who acts in a step of this type. */
const rights: Readonly<Record<string, string>> = { REVIEWER: 'REVIEWER_ASSIGNMENTS_AND_DURATION', APPROVER: 'APPROVERS' };

/** Refuses other people for a step than the workflow names, where its options do not allow it. */
function checkRefill(context: RunContext, workflow: Json, step: Json | undefined): void {
	const permissions = listAt(workflow, 'additionalOptions.initiatorEditPermissions');
	const right = rights[textAt(step, 'type') ?? ''];
	const named = Object.values(objectOf(at(step, 'candidates') ?? null)).some((some) => Array.isArray(some) && some.length > 0);
	// Workflows without the newer list have one switch, which is that of reviewers.
	const allowed = permissions === undefined ? right !== rights.REVIEWER || at(workflow, 'additionalOptions.allowInitiatorToEdit') !== false : right === undefined || permissions.includes(right);
	if (named && !allowed) throw context.refusal(`The workflow does not let you change who acts in the step "${textAt(step, 'name') ?? ''}".`, 'Leave its reviewers out, or have the workflow allow it in the settings of Reviews.');
}

/** Refuses a folder for the approved files where the workflow copies none, or only into its own. */
function checkFolder(context: RunContext, workflow: Json, folder: string): void {
	const options = at(workflow, 'copyFilesOptions');
	if (at(options, 'enabled') === false) throw context.refusal('The workflow copies no approved files.', 'Leave the folder out, or have the workflow copy them in the settings of Reviews.');
	if (at(options, 'allowOverride') === false && textAt(options, 'folderUrn') !== folder) throw context.refusal('The workflow copies approved files into its own folder only.', 'Leave the folder out, or have the workflow allow another one in the settings of Reviews.');
}
