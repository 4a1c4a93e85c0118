import { choice, isObject, operation, receipted, ref, returns, textAt, type Json, type JsonObject, type Reference, type RunContext } from '../vocabulary';
import { formDetails, formReceipt, formValues, getForms, patchForm, postForm, putValues, settableStatuses, userCreatedAt } from './form-calls';
import { writeValues } from './form-values';
import { needs } from './families';
import { idOf, inProject } from './ids';

const write = needs('forms', 'data:write');
const source = 'APS Forms v1, POST forms, PATCH forms/:formId and PUT values:batch-update; ACC Forms, line 7626';

/** Who else than a person can be assigned; forms know companies and roles by their ids in the account. */
const groups = {
	assignedCompany: ref('acc.companyForProject', { label: 'Assigned Company', description: 'In place of a person' }),
	assignedRole: ref('acc.role', { label: 'Assigned Role', description: 'In place of a person' }),
};
const oneAssignee = { atMostOne: ['assigneeId', 'assignedCompany', 'assignedRole'] };

interface Assignee {
	readonly assigneeId?: Reference | null;
	readonly assigneeType?: 'user' | 'company' | 'role' | null;
	readonly assignedCompany?: Reference | null;
	readonly assignedRole?: Reference | null;
}

/** The assignee with its kind: a person unless said otherwise. */
function assigned<T extends Assignee>({ assignedCompany, assignedRole, ...input }: T): Omit<T, 'assignedCompany' | 'assignedRole'> {
	if (assignedCompany) return { ...input, assigneeId: assignedCompany, assigneeType: 'company' };
	if (assignedRole) return { ...input, assigneeId: assignedRole, assigneeType: 'role' };
	return input.assigneeId && !input.assigneeType ? { ...input, assigneeType: 'user' } : input;
}

export const createForm = operation({
	action: 'Create form',
	description: 'Create a form from a template and fill in its values and tables',
	needs: write,
	input: { ...inProject, templateId: ref('acc.formTemplate', { required: true, label: 'Template' }), ...formDetails, ...groups, userCreatedAt, ...formValues },
	rules: [oneAssignee],
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'created', ...formReceipt },
	status: 'reference',
	source,
	steps: {
		calls: [postForm, putValues],
		async run(context, { values, worklog, materials, equipment, ...details }) {
			const made = await context.call(postForm, assigned(details));
			const form = isObject(made) ? made : {};
			const filled = await context.attempt(async () => await writeValues(context, idOf(details.projectId), form, { values, worklog, materials, equipment }));
			if ('failure' in filled) throw context.refusal(`The form #${textAt(form, 'formNum') ?? '?'} (${textAt(form, 'id') ?? '?'}) was created but not filled in: ${filled.failure.message}`, 'Fill it in by Update Form: running this again would create a second one.');
			return receipted({ done: 'created', record: recordOf(filled.value, form) }, formReceipt);
		},
	},
});

export const updateForm = operation({
	action: 'Update form',
	description: 'Change some fields, values or table rows of a form; everything else stays; not for PDF forms',
	needs: write,
	input: { ...inProject, formId: ref('acc.form', { required: true, label: 'Form' }), ...formDetails, ...groups, status: choice(settableStatuses), ...formValues },
	rules: [oneAssignee],
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', ...formReceipt },
	status: 'reference',
	source,
	steps: {
		calls: [getForms, patchForm, putValues],
		async run(context, { values, worklog, materials, equipment, ...details }) {
			const form = await presentForm(context, idOf(details.projectId), idOf(details.formId));
			const changes = { ...assigned(details), templateId: textAt(form, 'formTemplate.id') ?? '' };
			const fill = async (): Promise<Json | undefined> => await writeValues(context, idOf(details.projectId), form, { values, worklog, materials, equipment });
			const change = async (): Promise<Json | undefined> => (Object.keys(context.bodyOf(patchForm, changes)).length > 0 ? await context.call(patchForm, changes) : undefined);
			// A form takes values as a draft alone: they go ahead of the status, or after it where it is opened again.
			const [one, other] = changes.status === 'draft' ? [change, fill] : [fill, change];
			const before = await one();
			const after = (await other()) ?? before;
			return receipted({ done: after === undefined ? 'unchanged' : 'updated', record: recordOf(after, form) }, formReceipt);
		},
	},
});

/** The list alone reads a form, by its id (line 7658). */
async function presentForm(context: RunContext, projectId: string, formId: string): Promise<JsonObject> {
	for await (const form of context.list(getForms, { projectId, ids: [formId] })) if (textAt(form, 'id') === formId) return form;
	throw context.refusal(`The project has no form ${formId}.`, 'Pick the form from the list; it may be archived or in another project.');
}

function recordOf(reply: Json | undefined, otherwise: JsonObject): JsonObject {
	return isObject(reply) ? reply : otherwise;
}
