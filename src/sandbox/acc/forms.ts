import type { Handler, SandboxReply, SandboxRequest, SandboxWorld } from '../service';
import { personOf, projectOf } from './access';
import { pathOf } from './admin';
import { allows, cut, objectOf, repeatList, sorted, textOf, windowOf, type Json } from '../reading';
import { problem, Refusal } from './refusal';
import type { AccState, Form, FormTemplate } from './state';

/** Forms and templates: records stand under `data`, and the last page says `nextUrl: null` (lines 7621, 7799). */
export function formsHandlers(world: SandboxWorld, state: AccState): Readonly<Record<string, Handler>> {
	return { 'acc.formTemplate.getMany': templates, 'acc.form.getMany': forms, 'acc.form.create': create, 'acc.form.update': update };

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
			createdBy: me,
			createdAt: now,
			updatedAt: now,
		};
		write(made, objectOf(request.json));
		state.forms.push(made);
		return { status: 201, json: formBody(made) };
	}

	function update(request: SandboxRequest): SandboxReply {
		const { projectId } = visit(request);
		const form = state.forms.find((one) => one.projectId === projectId && one.id === request.path['formId'] && one.templateId === request.path['templateId']);
		if (form === undefined) throw new Refusal(problem(404, 'The form does not exist.'));
		if (state.formTemplates.find((one) => one.id === form.templateId)?.isPdf === true) throw new Refusal(problem(400, 'PDF forms cannot be changed.'));
		write(form, objectOf(request.json));
		form.updatedAt = world.now().toISOString();
		return { status: 200, json: formBody(form) };
	}

	function write(form: Form, body: Json): void {
		for (const name of ['name', 'notes', 'formDate', 'status'] as const) form[name] = textOf(body[name]) ?? form[name];
		for (const name of ['assigneeId', 'locationId'] as const) form[name] = textOf(body[name]) ?? form[name];
	}

	function formBody(form: Form): Json {
		const template = state.formTemplates.find((one) => one.id === form.templateId);
		return {
			status: form.status,
			id: form.id,
			projectId: form.projectId,
			formNum: form.formNum,
			name: form.name,
			formDate: form.formDate,
			assigneeId: form.assigneeId,
			assigneeType: form.assigneeId === null ? null : 'user',
			locationId: form.locationId,
			updatedAt: precise(form.updatedAt),
			createdBy: form.createdBy,
			notes: form.notes,
			description: null,
			formTemplate: template === undefined ? null : templateBody(template),
			pdfValues: template?.isPdf === true ? [{ name: 'CommentsRow1', value: 'Dry and clear' }] : [],
			pdfUrl: null,
			weather: null,
			tabularValues: { worklogEntries: null, materialsEntries: null, equipmentEntries: null },
			customValues: [],
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
