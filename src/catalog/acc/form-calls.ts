import { boolean, choice, choices, date, dateTime, get, isObject, json, listAt, number, operation, patch, post, put, range, ref, refs, returns, rows, text, textAt, texts, type Json } from '../vocabulary';
import { sortByWord } from './choices';
import { needs } from './families';
import { formPage, readForms, sortOrder, updated } from './form-template';
import { inProject } from './ids';
import { formNames, withNames } from './names';

/** The single calls on forms, from which the operations people see are put together. */
const v1 = '/construction/forms/v1/projects/{projectId}';
const v2 = '/construction/forms/v2/projects/{projectId}';
const write = needs('forms', 'data:write');
const anyForm = ref('acc.form', { required: true });

/** As the list of today names them (Forms API Migration Guide, Status Changes). */
export const formStatuses = { inProgress: 'In Progress', inReview: 'In Review', closed: 'Closed', archived: 'Archived', discarded: 'Discarded' } as const;

/** The words of the first version, in which forms are still made and changed, by those of the list. */
const renamed: Readonly<Record<string, string>> = { draft: 'inProgress', in_review: 'inReview', submitted: 'closed' };

/** A form as the list shows it, whichever version of the service gave it: pages of version 2 themselves show statuses of version 1. */
function asListed(form: Json): Json {
	if (!isObject(form)) return form;
	const status = textAt(form, 'status');
	const templateId = textAt(form, 'formTemplate.id');
	return { ...form, ...(status === undefined ? {} : { status: renamed[status] ?? status }), ...(templateId === undefined ? {} : { formTemplateId: templateId }) };
}

const include = choices({ inactiveFormTemplates: 'Forms of Inactive Templates', layoutInfo: 'Layout', sublocations: 'Sublocations' }, { list: 'repeat' });
/** For whoever must find a form whatever became of its template. */
export const ofEveryTemplate = { include: ['inactiveFormTemplates'] } as const;

const filters = {
	templateId: ref('acc.formTemplate', { label: 'Template' }),
	formDate: range('date', { ends: { from: 'formDateMin', to: 'formDateMax' } }),
	updated,
	locationIds: refs('acc.location', { label: 'Locations', list: 'repeat' }),
	ids: texts({ label: 'IDs', list: 'repeat' }),
};

export const getForms = operation({
	action: 'Get many forms',
	description: 'Retrieve the forms of a project',
	call: get(`${v2}/forms`),
	needs: readForms,
	input: {
		...inProject,
		statuses: choices(formStatuses, { list: 'repeat' }),
		...filters,
		includeSubLocations: boolean({ label: 'Include Sublocations', description: 'Whether forms at the places below count too' }),
		search: text(),
		include,
		sort: sortByWord(['formDate', 'updatedAt', 'status', 'formNum', 'description', 'dueDate', 'templateName', 'createdByName', 'updatedByName']),
		...withNames,
	},
	page: formPage,
	beside: formNames,
	returns: returns.records('data'),
	reshape: (reply) => (isObject(reply) ? { ...reply, data: listAt(reply, 'data')?.map(asListed) ?? [] } : reply),
	repeat: 'safe',
	status: 'reference',
	source: 'APS Forms v2, GET forms',
});

export const getFormsV1 = operation({
	action: 'Get many forms (version 1)',
	label: 'Get Many (Version 1)',
	description: 'Retrieve forms with their answers, as Autodesk offers it until 2026-12-29; then Get Many Forms and Get Form take its place',
	call: get(`${v1}/forms`),
	needs: readForms,
	input: { ...inProject, statuses: choices({ draft: 'In Progress', inReview: 'In Review', submitted: 'Closed', archived: 'Archived' }, { list: 'repeat' }), ...filters, sortBy: text({ placeholder: 'e.g. updatedAt' }), sortOrder },
	page: formPage,
	returns: returns.records('data'),
	repeat: 'safe',
	status: 'deprecated',
	source: 'ACC Forms, line 7626',
});

export const getValues = operation({
	action: 'Get form values',
	description: 'Retrieve the answers to the questions of a form',
	call: get(`${v2}/forms/{formId}/values`),
	needs: readForms,
	input: { ...inProject, formId: anyForm, sectionUid: text() },
	page: formPage,
	returns: returns.records('data'),
	repeat: 'safe',
	hidden: true,
	status: 'reference',
	source: 'APS Forms v2, GET custom values',
});

export const getTableRows = operation({
	action: 'Get form table rows',
	description: 'Retrieve the rows of one table of a form',
	call: get(`${v1}/forms/{formId}/table/{fieldId}/values`),
	needs: readForms,
	input: { ...inProject, formId: anyForm, fieldId: text({ required: true }) },
	page: formPage,
	returns: returns.records('data'),
	repeat: 'safe',
	hidden: true,
	status: 'reference',
	source: 'APS Forms v1, GET table values',
});

export const getWeather = operation({
	action: 'Get form weather',
	description: 'Retrieve the weather kept with a form, in metric units',
	call: get('/construction/forms/v3/projects/{projectId}/weather/{weatherId}'),
	needs: readForms,
	input: { ...inProject, weatherId: text({ required: true }) },
	returns: returns.record(),
	repeat: 'safe',
	hidden: true,
	status: 'reference',
	source: 'APS Forms v3, GET weather',
});

/** What can be written into a form beside its values. The keys are the service's names as well. */
export const formDetails = {
	name: text({ maxLength: 100, description: 'That of the template if left empty' }),
	description: text({ multiline: true, maxLength: 8000, clear: '' }),
	formDate: date(),
	assigneeId: ref('acc.projectUser', { label: 'Assigned To', description: 'A contributor of the template' }),
	assigneeType: choice({ user: 'User', company: 'Company', role: 'Role' }, { description: 'User if left empty' }),
	locationId: ref('acc.location'),
	notes: text({ multiline: true, maxLength: 8000, clear: '' }),
};

/** What is set is still written in the words of version 1; people read those of the list. */
export const settableStatuses = { draft: 'In Progress', in_review: 'In Review', submitted: 'Closed', archived: 'Archived', discarded: 'Discarded' } as const;
const template = ref('acc.formTemplate', { required: true, label: 'Template' });
export const userCreatedAt = dateTime({ label: 'Created At', description: 'When the form was made in another system' });
export const formReceipt = { id: 'id', number: 'formNum' } as const;

export const postForm = operation({
	action: 'Post form',
	description: 'Create a form with wire-ready values',
	call: post(`${v1}/form-templates/{templateId}/forms`),
	needs: write,
	input: { ...inProject, templateId: template, ...formDetails, userCreatedAt },
	returns: returns.record(),
	reshape: asListed,
	repeat: 'never',
	receipt: { done: 'created', ...formReceipt },
	hidden: true,
	status: 'reference',
	source: 'APS Forms v1, POST forms',
});

export const patchForm = operation({
	action: 'Patch form',
	description: 'Change some members of a form with wire-ready values',
	call: patch(`${v1}/form-templates/{templateId}/forms/{formId}`),
	needs: write,
	input: { ...inProject, templateId: template, formId: anyForm, ...formDetails, status: choice(settableStatuses) },
	returns: returns.record(),
	reshape: asListed,
	repeat: 'safe',
	receipt: { done: 'updated', ...formReceipt },
	hidden: true,
	status: 'reference',
	source: 'APS Forms v1, PATCH forms/:formId',
});

/** Ten values and ten rows at a time; rows under ids of the client's making are written, not added, a second time. */
export const putValues = operation({
	action: 'Put form values',
	description: 'Change values and table rows of a form, wire-ready',
	call: put(`${v2}/forms/{formId}/values:batch-update`),
	needs: write,
	input: { ...inProject, formId: anyForm, customValues: json(), tabularValues: json() },
	returns: returns.record(),
	reshape: asListed,
	repeat: 'safe',
	receipt: { done: 'updated', ...formReceipt },
	hidden: true,
	status: 'reference',
	source: 'APS Forms v2, PUT values:batch-update',
});

const count = { label: 'Quantity' } as const;
const description = text({ label: 'Description' });

/** What a person fills in of a form itself: values by the question, rows of the three tables every template may have, and of those it defines itself. */
export const formValues = {
	values: rows(
		{
			question: text({ required: true, description: 'As it stands in the form, or the ID of the field; with its section in front where the same question comes twice: Site > Clean?' }),
			value: text({ description: 'Several answers separated by commas; dates as YYYY-MM-DD' }),
			notes: text({ maxLength: 8000 }),
		},
		{ label: 'Values' },
	),
	worklog: rows({ trade: text({ label: 'Crew' }), headcount: number({ label: 'Workers' }), timespan: number({ label: 'Hours' }), description }, { label: 'Work Log' }),
	materials: rows({ item: text({ label: 'Material' }), quantity: number(count), unit: text(), description }),
	equipment: rows({ item: text({ label: 'Equipment' }), quantity: number(count), timespan: number({ label: 'Hours' }), description }),
	tableRows: rows({ table: text({ required: true, description: 'Its name, or that of the section it stands in' }), cells: json({ required: true, placeholder: 'e.g. {"Machine": "Crane 5", "Hours": 2}' }) }, { label: 'Rows of Other Tables' }),
};
