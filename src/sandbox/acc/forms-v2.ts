import type { Handler, SandboxReply, SandboxRequest, SandboxWorld } from '../service';
import { allows, memberOf, objectOf, repeatList, rowsOf, sorted, textOf, wordSort, type Json } from '../reading';
import { answersIn, editedForm, formIn, formVisit, pagedForms, precise, templateOf, updatedBetween } from './form-exchange';
import { layoutIdOf, sectionIdOf } from './form-layouts';
import { problem, Refusal } from './refusal';
import { stableId } from './sample-values';
import type { AccState, Form, FormTableLayout } from './state';

/** Status words of version 2, by those of version 1 (Forms API Migration Guide, Status Changes). */
const statuses: Readonly<Record<string, string>> = { draft: 'inProgress', submitted: 'closed' };

/** Ids of the tables every template may have (APS Forms v1, GET table values). */
const builtIn: Readonly<Record<string, string>> = { '6c8055d5-1301-46f6-9d18-8a2a208a277e': 'worklogEntries', '2adf5ad9-d9d3-ee42-6fd8-015c34ce474d': 'materialsEntries', '8af6c450-dd2a-32ae-0090-5493a9cc884e': 'equipmentEntries' };

/** Version 2 of forms: records without their answers, which are read and written by themselves. */
export function formsV2Handlers(world: SandboxWorld, state: AccState): Readonly<Record<string, Handler>> {
	return { 'acc.form.getManyV2': forms, 'acc.formValue.getMany': values, 'acc.formTableRow.getMany': tableRows, 'acc.formValue.updateV2': updateValues, 'acc.formWeather.get': weather };

	function forms(request: SandboxRequest): SandboxReply {
		const { projectId } = formVisit(request, state);
		const { query } = request;
		const from = query.get('formDateMin') ?? '';
		const to = query.get('formDateMax') ?? '9999-12-31';
		const include = repeatList(query, 'include') ?? [];
		const search = query.get('search') ?? '';
		const found = state.forms.filter((form) =>
			form.projectId === projectId
			&& allows(repeatList(query, 'ids'), form.id)
			&& allows(repeatList(query, 'statuses'), statusOf(form))
			&& placesOf(form, query.get('includeSubLocations') === 'true').some((place) => allows(repeatList(query, 'locationIds'), place))
			&& (query.get('templateId') === null || query.get('templateId') === form.templateId)
			&& (include.includes('inactiveFormTemplates') || templateOf(state, form)?.status === 'active')
			&& [form.name, form.description ?? '', form.notes].some((text) => text.includes(search))
			&& form.formDate >= from && form.formDate <= to
			&& updatedBetween(form.updatedAt, query));
		const keys = wordSort(query.get('sort'));
		const ordered = sorted(found, keys.length === 0 ? [{ name: 'updatedAt', descending: true }] : keys, (form, name) => (name === 'templateName' ? templateOf(state, form)?.name : memberOf(formBody(form), name)));
		return pagedForms(world, request, ordered.map((form) => formBody(form, include)));
	}

	function values(request: SandboxRequest): SandboxReply {
		const { form } = formIn(request, state);
		const template = templateOf(state, form);
		const section = request.query.get('sectionUid');
		const rows = (template?.fields ?? []).flatMap((field): readonly Json[] => {
			const answer = form.values[field.fieldId];
			if (answer === undefined || template === undefined || (section !== null && sectionIdOf(template, field.sectionLabel) !== section)) return [];
			const toggle = textOf(answer['toggleVal']);
			return [{ id: stableId(`form value ${form.id} ${field.fieldId}`), fieldId: field.fieldId, deleted: false, ...answer, ...(toggle === undefined ? {} : { toggleVal: normal(toggle) }), updatedAt: precise(form.updatedAt), updatedBy: form.updatedBy }];
		});
		return pagedForms(world, request, rows);
	}

	function tableRows(request: SandboxRequest): SandboxReply {
		const { form } = formIn(request, state);
		const fieldId = request.path['fieldId'] ?? '';
		const wanted = builtIn[fieldId] ?? fieldId;
		const table = templateOf(state, form)?.tables.find(({ schema, uid }) => schema === wanted || uid === wanted);
		if (table === undefined) throw new Refusal(problem(404, 'The form has no such table.'));
		return pagedForms(world, request, rowsOfTable(form, table).map((row) => ({ ...row, schema: fieldId, fieldId })));
	}

	function updateValues(request: SandboxRequest): SandboxReply {
		const { form, me } = editedForm(request, state);
		const answers = answersIn(request, form, templateOf(state, form));
		const rows = rowsOf(memberOf(request.json, 'tabularValues')).map((row) => {
			const table = tableOf(form, textOf(memberOf(row, 'schema')) ?? '');
			if (table === undefined) throw new Refusal(problem(400, 'The form has no such table.'));
			const columns = rowsOf(memberOf(row, 'columns')).map(objectOf);
			for (const cell of columns) checkCell(table, cell);
			return { id: textOf(memberOf(row, 'id')) ?? '', table: table.schema, columns };
		});
		form.values = { ...form.values, ...answers };
		// A row whose id is there is written anew.
		form.rows = [...form.rows.filter((one) => !rows.some(({ id }) => id === one.id)), ...rows];
		form.updatedAt = world.now().toISOString();
		form.updatedBy = me;
		if (request.query.get('excludeFormResponse') === 'true') return { status: 204 };
		const body = formBody(form);
		if (request.query.get('includeNativeFormValues') !== 'true') return { status: 200, json: body };
		const template = templateOf(state, form);
		const customValues = (template?.fields ?? []).map((field) => ({ ...field, ...form.values[field.fieldId] }));
		return { status: 200, json: { ...body, nativeForm: { ...objectOf(body['nativeForm']), customValues, tabularValues: (template?.tables ?? []).flatMap((table) => rowsOfTable(form, table)) } } };
	}

	function weather(request: SandboxRequest): SandboxReply {
		const { projectId } = formVisit(request, state);
		const form = state.forms.find((one) => one.projectId === projectId && String(weatherIdOf(one)) === request.path['weatherId']);
		if (form === undefined) throw new Refusal(problem(404, 'The weather record does not exist.'));
		const hourlyWeather = [{ id: weatherIdOf(form) * 10, summaryKey: 'PARTLY_CLOUDY', hour: '12:00:00', temp: 22.5, windSpeed: 16.9, windBearing: 225, windBearingKey: 'SW', humidity: 0.65 }];
		return { status: 200, json: { id: weatherIdOf(form), summaryKey: 'CLEAR', precipitationType: null, precipitationAccumulation: 0, hourlyWeather, provider: 'WEATHER_KIT', fetchedAt: precise(form.createdAt) } };
	}

	function tableOf(form: Form, schema: string): FormTableLayout | undefined {
		return templateOf(state, form)?.tables.find((table) => table.schema === schema);
	}

	/** Where a form lies, and above that where it counts for the places above. */
	function placesOf(form: Form, above: boolean): readonly (string | null)[] {
		const places: (string | null)[] = [form.locationId];
		for (let id = above ? parentOf(form.locationId) : null; id !== null; id = parentOf(id)) places.push(id);
		return places;
	}

	function parentOf(id: string | null): string | null {
		return state.locations.find((one) => one.id === id)?.parentId ?? null;
	}

	function formBody(form: Form, include: readonly string[] = []): Json {
		const template = templateOf(state, form);
		return {
			formTemplateId: form.templateId,
			id: form.id,
			status: statusOf(form),
			formNum: form.formNum,
			formDate: form.formDate,
			assigneeId: form.assigneeId,
			assigneeType: form.assigneeType,
			dueDate: null,
			locationId: form.locationId,
			createdBy: form.createdBy,
			createdAt: precise(form.createdAt),
			userCreatedAt: precise(form.createdAt),
			notes: form.notes,
			description: form.description,
			name: form.name,
			updatedAt: precise(form.updatedAt),
			updatedBy: form.updatedBy,
			weatherId: weatherIdOf(form),
			lastSubmitterSignature: null,
			lastSubmittedBy: null,
			lastSubmittedAt: null,
			lastReopenedBy: null,
			lastStatusChanges: { previousStatus: null, [statusOf(form)]: { by: form.updatedBy, at: precise(form.updatedAt) } },
			nativeForm: template === undefined || template.isPdf ? null : { id: form.id, layoutId: layoutIdOf(template), version: '13.0', ...(include.includes('layoutInfo') ? { layoutInfo: { description: template.name, hasSectionAssignees: false } } : {}) },
			pdfFile: template?.isPdf === true ? { id: stableId(`form pdf ${form.id}`), fileName: `${form.name}.pdf`, pdfUrl: null } : null,
			lastFetchedAt: precise(world.now().toISOString()),
		};
	}
}

function statusOf(form: Form): string {
	return statuses[form.status] ?? form.status;
}

function weatherIdOf(form: Form): number {
	return 12_000 + form.formNum;
}

/** Toggles are given without regard to the words the form shows. */
function normal(toggle: string): string {
	if (['Yes', 'True', 'Plus', 'Pass'].includes(toggle)) return 'True';
	return toggle === 'NA' ? 'NA' : 'False';
}

function rowsOfTable(form: Form, table: FormTableLayout): readonly Json[] {
	return form.rows
		.filter((row) => row.table === table.schema)
		.map((row, rank) => ({
			id: row.id,
			...(isBuiltIn(table) ? { table: table.schema } : {}),
			schema: table.schema,
			rank,
			deleted: false,
			columns: row.columns.map(({ columnId, columnName, ...value }) => {
				const column = table.columns.find((one) => one.uid === columnId || one.columnKey === columnName);
				return { formValueId: row.id, columnId: column?.uid, columnName: column?.columnKey, ...value };
			}),
			updatedAt: precise(form.updatedAt),
			updatedBy: form.updatedBy,
		}));
}

function isBuiltIn(table: FormTableLayout): boolean {
	return Object.values(builtIn).includes(table.schema);
}

/** Columns of a table of the template are named by their ids alone, and each takes values of its type. */
function checkCell(table: FormTableLayout, { columnId, columnName, ...value }: Json): void {
	if ((columnId === undefined) === (columnName === undefined)) throw new Refusal(problem(400, 'Either columnId or columnName must be given.'));
	if (columnName !== undefined && !isBuiltIn(table)) throw new Refusal(problem(400, 'This table takes columnId.'));
	const column = table.columns.find((one) => one.uid === columnId || one.columnKey === columnName);
	if (column === undefined) throw new Refusal(problem(400, 'The table has no such column.'));
	const takes = column.columnType.replace('_v', 'V');
	const wrong = Object.keys(value).find((name) => name !== takes);
	if (wrong !== undefined) throw new Refusal(problem(400, `The column takes ${takes}, not ${wrong}.`));
}
