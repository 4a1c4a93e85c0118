import { choice, isObject, operation, receipted, ref, returns, textAt, type Json, type JsonObject, type Reference } from '../vocabulary';
import { presentForm } from './form-answers';
import { formDetails, formReceipt, formValues, getForms, patchForm, postForm, settableStatuses, userCreatedAt } from './form-calls';
import { valueCalls, writeValues } from './form-values';
import { needs } from './families';
import { idOf, inProject } from './ids';

const write = needs('forms', 'data:write');
const source = 'APS Forms v1, POST forms and PATCH forms/:formId; v2, GET forms, GET sections/:sectionId and PUT values:batch-update';

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
		calls: [postForm, ...valueCalls],
		async run(context, { values, worklog, materials, equipment, tableRows, ...details }) {
			const made = await context.call(postForm, assigned(details));
			const form = isObject(made) ? made : {};
			const filled = await context.attempt(async () => await writeValues(context, idOf(details.projectId), textAt(form, 'id') ?? '', form, { values, worklog, materials, equipment, tableRows }));
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
		calls: [getForms, patchForm, ...valueCalls],
		async run(context, { values, worklog, materials, equipment, tableRows, ...details }) {
			const form = await presentForm(context, idOf(details.projectId), idOf(details.formId));
			const changes = { ...assigned(details), templateId: textAt(form, 'formTemplateId') ?? '' };
			const fill = async (): Promise<Json | undefined> => await writeValues(context, idOf(details.projectId), idOf(details.formId), form, { values, worklog, materials, equipment, tableRows });
			const change = async (): Promise<Json | undefined> => (Object.keys(context.bodyOf(patchForm, changes)).length > 0 ? await context.call(patchForm, changes) : undefined);
			// A form takes values while it is in progress alone: they go ahead of the status, or after it where it is opened again.
			const [one, other] = changes.status === 'draft' ? [change, fill] : [fill, change];
			const before = await one();
			const after = (await other()) ?? before;
			return receipted({ done: after === undefined ? 'unchanged' : 'updated', record: recordOf(after, form) }, formReceipt);
		},
	},
});

function recordOf(reply: Json | undefined, otherwise: JsonObject): JsonObject {
	return isObject(reply) ? reply : otherwise;
}
