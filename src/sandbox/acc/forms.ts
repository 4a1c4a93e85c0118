import type { Handler, SandboxReply, SandboxRequest, SandboxWorld } from '../service';
import { personOf, projectOf } from './access';
import { pathOf } from './admin';
import { allows, cut, memberOf, objectOf, repeatList, rowsOf, sorted, textOf, windowOf, type Json } from '../reading';
import { problem, Refusal } from './refusal';
import type { AccState, Form, FormTable, FormTemplate } from './state';

/** Forms and templates: records stand under `data`, and the last page says `nextUrl: null` (lines 7621, 7799). */
export function formsHandlers(world: SandboxWorld, state: AccState): Readonly<Record<string, Handler>> {
	return { 'acc.formTemplate.getMany': templates, 'acc.form.getMany': forms, 'acc.form.create': create, 'acc.form.update': update, 'acc.formValue.update': updateValues };

	function visit(request: SandboxRequest): { readonly projectId: string; readonly me: string } {
		const me = personOf(request, problem);
		return { projectId: projectOf(request, state, { prefix: 'bare', shape: problem }).id, me };
	}

	function templates(request: SandboxRequest): SandboxReply {
		const { projectId } = visit(request);
		const { query } = request;
		const found = state.formTemplates.filter((one) => one.projectId === projectId && updatedBetween(one.updatedAt, query));
		const rows = sorted(found, [{ name: 'updatedAt', descending: query.get('sortOrder') !== 'asc' }], (one) => one.updatedAt);
		return paged(request, rows.map((one) => ({ ...templateBody(one), isPdf: one.isPdf, pdfUrl: null, userPermissions: [], groupPermissions: [], createdBy: null, updatedAt: precise(one.updatedAt), forms: {} })));
	}

	function forms(request: SandboxRequest): SandboxReply {
		const { projectId } = visit(request);
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
		return paged(request, sorted(found, [{ name: 'updatedAt', descending: query.get('sortOrder') !== 'asc' }], (form) => form.updatedAt).map(formBody));
	}

	function create(request: SandboxRequest): SandboxReply {
		const { projectId, me } = visit(request);
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
			createdAt: now,
			updatedAt: now,
		};
		write(made, objectOf(request.json));
		state.forms.push(made);
		return { status: 201, json: formBody(made) };
	}

	function update(request: SandboxRequest): SandboxReply {
		const form = formOf(request);
		if (form.templateId !== request.path['templateId']) throw new Refusal(problem(404, 'The form does not exist.'));
		write(form, objectOf(request.json));
		form.updatedAt = world.now().toISOString();
		return { status: 200, json: formBody(form) };
	}

	/** A form that may be written: there, and no PDF. */
	function formOf(request: SandboxRequest): Form {
		const { projectId } = visit(request);
		const form = state.forms.find((one) => one.projectId === projectId && one.id === request.path['formId']);
		if (form === undefined) throw new Refusal(problem(404, 'The form does not exist.'));
		if (templateOf(form)?.isPdf === true) throw new Refusal(problem(400, 'PDF forms cannot be changed.'));
		return form;
	}

	function templateOf(form: Form): FormTemplate | undefined {
		return state.formTemplates.find((one) => one.id === form.templateId);
	}

	function updateValues(request: SandboxRequest): SandboxReply {
		const form = formOf(request);
		if (form.status !== 'draft') throw new Refusal(problem(409, 'Only drafts can be filled in.'));
		const fields = templateOf(form)?.fields ?? [];
		const answers = rowsOf(memberOf(request.json, 'customValues')).map((row): readonly [string, Json] => {
			const { fieldId, ...answer } = objectOf(row);
			const field = fields.find((one) => one.fieldId === fieldId);
			if (field === undefined) throw new Refusal(problem(400, 'The form has no such field.'));
			const wrong = Object.keys(answer).find((name) => name !== 'notes' && name !== field.valueName);
			if (wrong !== undefined) throw new Refusal(problem(400, `The field takes ${field.valueName}, not ${wrong}.`));
			return [field.fieldId, answer];
		});
		const rows = rowsOf(memberOf(request.json, 'tabularValues')).map((row) => ({ id: textOf(memberOf(row, 'id')) ?? '', table: textOf(memberOf(row, 'table')) ?? '', columns: rowsOf(memberOf(row, 'columns')).map(objectOf) }));
		form.values = { ...form.values, ...Object.fromEntries(answers) };
		// A row whose id is there is written anew.
		form.rows = [...form.rows.filter((one) => !rows.some(({ id }) => id === one.id)), ...rows];
		form.updatedAt = world.now().toISOString();
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
		const template = templateOf(form);
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

	function paged(request: SandboxRequest, rows: readonly Json[]): SandboxReply {
		const window = windowOf(request.query, 50, 50);
		const next = window.offset + window.limit;
		const query = new URLSearchParams(request.query);
		query.set('offset', String(next));
		const nextUrl = next < rows.length ? `${world.origins.acc}${pathOf(request)}?${query.toString()}` : null;
		return { status: 200, json: { data: cut(rows, window), pagination: { offset: window.offset, limit: window.limit, totalResults: rows.length, nextUrl } } };
	}
}

function templateBody(template: FormTemplate): Json {
	return { status: template.status, id: template.id, projectId: template.projectId, name: template.name, templateType: template.templateType };
}

function updatedBetween(moment: string, query: URLSearchParams): boolean {
	const after = query.get('updatedAfter');
	const before = query.get('updatedBefore');
	return (after === null || Date.parse(moment) >= Date.parse(after)) && (before === null || Date.parse(moment) <= Date.parse(before));
}

/** Microseconds and a written offset instead of Z (line 7738). */
function precise(moment: string): string {
	return moment.replace(/\.(\d{3})Z$/, '.$1000+00:00');
}
