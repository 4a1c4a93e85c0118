import type { Handler, SandboxReply, SandboxRequest, SandboxWorld } from '../service';
import { allows, memberOf, objectOf, repeatList, rowsOf, sorted, textOf, type Json } from '../reading';
import { answersIn, editedForm, formVisit, pagedForms, precise, templateOf, updatedBetween } from './form-exchange';
import { layoutIdOf } from './form-layouts';
import { problem, Refusal } from './refusal';
import type { AccState, Form, FormTable, FormTemplate } from './state';

/** Version 1 of forms and their templates: records stand under `data`, and the last page says `nextUrl: null` (lines 7621, 7799). */
export function formsHandlers(world: SandboxWorld, state: AccState): Readonly<Record<string, Handler>> {
	return { 'acc.formTemplate.getMany': templates, 'acc.form.getMany': forms, 'acc.form.create': create, 'acc.form.update': update, 'acc.formValue.update': updateValues };

	function templates(request: SandboxRequest): SandboxReply {
		const { projectId } = formVisit(request, state);
		const { query } = request;
		const found = state.formTemplates.filter((one) => one.projectId === projectId && updatedBetween(one.updatedAt, query));
		const rows = sorted(found, [{ name: 'updatedAt', descending: query.get('sortOrder') !== 'asc' }], (one) => one.updatedAt);
		return pagedForms(world, request, rows.map((one) => ({ ...templateBody(one), isPdf: one.isPdf, pdfUrl: null, userPermissions: [], groupPermissions: [], createdBy: null, updatedAt: precise(one.updatedAt), forms: {}, currentLayoutId: layoutIdOf(one) })));
	}

	function forms(request: SandboxRequest): SandboxReply {
		const { projectId } = formVisit(request, state);
		const { query } = request;
		const from = query.get('formDateMin') ?? '';
		const to = query.get('formDateMax') ?? '9999-12-31';
		const found = state.forms.filter((form) =>
			form.projectId === projectId
			&& allows(repeatList(query, 'ids'), form.id)
			&& allows(repeatList(query, 'statuses'), form.status)
			&& allows(repeatList(query, 'locationIds'), form.locationId)
			&& (query.get('templateId') === null || query.get('templateId') === form.templateId)
			&& form.formDate >= from && form.formDate <= to
			&& updatedBetween(form.updatedAt, query));
		return pagedForms(world, request, sorted(found, [{ name: 'updatedAt', descending: query.get('sortOrder') !== 'asc' }], (form) => form.updatedAt).map(formBody));
	}

	function create(request: SandboxRequest): SandboxReply {
		const { projectId, me } = formVisit(request, state);
		const template = state.formTemplates.find((one) => one.projectId === projectId && one.id === request.path['templateId']);
		if (template === undefined) throw new Refusal(problem(404, 'The template does not exist.'));
		const now = world.now().toISOString();
		const made: Form = {
			id: world.uuid(),
			projectId,
			templateId: template.id,
			formNum: 1 + state.forms.filter((form) => form.projectId === projectId).length,
			name: template.name,
			status: 'draft',
			formDate: now.slice(0, 10),
			assigneeId: null,
			locationId: null,
			notes: '',
			description: null,
			assigneeType: null,
			values: {},
			rows: [],
			createdBy: me,
			updatedBy: me,
			createdAt: now,
			updatedAt: now,
		};
		write(made, objectOf(request.json));
		state.forms.push(made);
		return { status: 201, json: formBody(made) };
	}

	function update(request: SandboxRequest): SandboxReply {
		const { form, me } = editedForm(request, state);
		if (form.templateId !== request.path['templateId']) throw new Refusal(problem(404, 'The form does not exist.'));
		write(form, objectOf(request.json));
		form.updatedAt = world.now().toISOString();
		form.updatedBy = me;
		return { status: 200, json: formBody(form) };
	}

	function updateValues(request: SandboxRequest): SandboxReply {
		const { form, me } = editedForm(request, state);
		const answers = answersIn(request, form, templateOf(state, form));
		const rows = rowsOf(memberOf(request.json, 'tabularValues')).map((row) => ({ id: textOf(memberOf(row, 'id')) ?? '', table: textOf(memberOf(row, 'table')) ?? '', columns: rowsOf(memberOf(row, 'columns')).map(objectOf) }));
		form.values = { ...form.values, ...answers };
		// A row whose id is there is written anew.
		form.rows = [...form.rows.filter((one) => !rows.some(({ id }) => id === one.id)), ...rows];
		form.updatedAt = world.now().toISOString();
		form.updatedBy = me;
		return { status: 200, json: formBody(form) };
	}

	function write(form: Form, body: Json): void {
		for (const name of ['name', 'notes', 'formDate'] as const) form[name] = textOf(body[name]) ?? form[name];
		for (const name of ['assigneeId', 'assigneeType', 'locationId', 'description'] as const) form[name] = textOf(body[name]) ?? form[name];
		const status = textOf(body['status']);
		// Written in_review, read inReview.
		if (status !== undefined) form.status = status === 'in_review' ? 'inReview' : status;
	}

	function tableOf(form: Form, table: FormTable): readonly Json[] | null {
		const rows = form.rows.filter((one) => one.table === table);
		return rows.length === 0 ? null : rows.map(({ id, columns }) => ({ id, ...Object.fromEntries(columns.map(({ columnName, ...value }) => [String(columnName), Object.values(value)[0]])) }));
	}

	function formBody(form: Form): Json {
		const template = templateOf(state, form);
		return {
			status: form.status,
			id: form.id,
			projectId: form.projectId,
			formNum: form.formNum,
			name: form.name,
			formDate: form.formDate,
			assigneeId: form.assigneeId,
			assigneeType: form.assigneeType,
			locationId: form.locationId,
			updatedAt: precise(form.updatedAt),
			createdBy: form.createdBy,
			notes: form.notes,
			description: form.description,
			formTemplate: template === undefined ? null : templateBody(template),
			pdfValues: template?.isPdf === true ? [{ name: 'CommentsRow1', value: 'Dry and clear' }] : [],
			pdfUrl: null,
			weather: null,
			tabularValues: { worklogEntries: tableOf(form, 'worklogEntries'), materialsEntries: tableOf(form, 'materialsEntries'), equipmentEntries: tableOf(form, 'equipmentEntries') },
			customValues: (template?.fields ?? []).map((field) => ({ ...field, ...form.values[field.fieldId] })),
			lastReopenedBy: null,
			lastSubmitterSignature: null,
			userCreatedAt: precise(form.createdAt),
			createdAt: precise(form.createdAt),
		};
	}
}

function templateBody(template: FormTemplate): Json {
	return { status: template.status, id: template.id, projectId: template.projectId, name: template.name, templateType: template.templateType };
}
