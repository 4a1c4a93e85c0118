import type { SandboxReply, SandboxRequest, SandboxWorld } from '../service';
import { personOf, projectOf } from './access';
import { pathOf } from './admin';
import { cut, memberOf, objectOf, rowsOf, windowOf, type Json } from '../reading';
import { problem, Refusal } from './refusal';
import type { AccState, Form, FormTemplate } from './state';

/** What both versions of forms share: who asks, pages, times, and the answers in a body. */

/** The project a request is about, and whoever asks. */
export function formVisit(request: SandboxRequest, state: AccState): { readonly projectId: string; readonly me: string } {
	const me = personOf(request, problem);
	return { projectId: projectOf(request, state, { prefix: 'bare', shape: problem }).id, me };
}

export function formIn(request: SandboxRequest, state: AccState): { readonly form: Form; readonly me: string } {
	const { projectId, me } = formVisit(request, state);
	const form = state.forms.find((one) => one.projectId === projectId && one.id === request.path['formId']);
	if (form === undefined) throw new Refusal(problem(404, 'The form does not exist.'));
	return { form, me };
}

/** A form that may be written: there, and no PDF. */
export function editedForm(request: SandboxRequest, state: AccState): { readonly form: Form; readonly me: string } {
	const found = formIn(request, state);
	if (templateOf(state, found.form)?.isPdf === true) throw new Refusal(problem(400, 'PDF forms cannot be changed.'));
	return found;
}

export function templateOf(state: AccState, form: Form): FormTemplate | undefined {
	return state.formTemplates.find((one) => one.id === form.templateId);
}

/** The answers of a request by field, each under the name of its type. */
export function answersIn(request: SandboxRequest, form: Form, template: FormTemplate | undefined): Form['values'] {
	if (form.status !== 'draft') throw new Refusal(problem(409, 'Only drafts can be filled in.'));
	return Object.fromEntries(
		rowsOf(memberOf(request.json, 'customValues')).map((row): readonly [string, Json] => {
			const { fieldId, ...answer } = objectOf(row);
			const field = template?.fields.find((one) => one.fieldId === fieldId);
			if (field === undefined) throw new Refusal(problem(400, 'The form has no such field.'));
			const wrong = Object.keys(answer).find((name) => name !== 'notes' && name !== field.valueName);
			if (wrong !== undefined) throw new Refusal(problem(400, `The field takes ${field.valueName}, not ${wrong}.`));
			return [field.fieldId, answer];
		}),
	);
}

export function pagedForms(world: SandboxWorld, request: SandboxRequest, rows: readonly Json[]): SandboxReply {
	const window = windowOf(request.query, 50, 50);
	const next = window.offset + window.limit;
	const query = new URLSearchParams(request.query);
	query.set('offset', String(next));
	const nextUrl = next < rows.length ? `${world.origins.acc}${pathOf(request)}?${query.toString()}` : null;
	return { status: 200, json: { data: cut(rows, window), pagination: { offset: window.offset, limit: window.limit, totalResults: rows.length, nextUrl } } };
}

export function updatedBetween(moment: string, query: URLSearchParams): boolean {
	const after = query.get('updatedAfter');
	const before = query.get('updatedBefore');
	return (after === null || Date.parse(moment) >= Date.parse(after)) && (before === null || Date.parse(moment) <= Date.parse(before));
}

/** Microseconds and a written offset instead of Z (line 7738). */
export function precise(moment: string): string {
	return moment.replace(/\.(\d{3})Z$/, '.$1000+00:00');
}
