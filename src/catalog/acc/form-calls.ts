import { choice, choices, date, dateTime, get, json, number, operation, patch, post, put, range, ref, refs, returns, rows, text, texts } from '../vocabulary';
import { counted } from './choices';
import { needs } from './families';
import { inProject } from './ids';
import { formNames, withNames } from './names';

/** The single calls on forms, from which the operations people see are put together. */
const base = '/construction/forms/v1/projects/{projectId}';
export const readForms = needs('forms', 'data:read');
const write = needs('forms', 'data:write');
const page = counted(50, 'data');
const updated = range('dateTime', { ends: { from: 'updatedAfter', to: 'updatedBefore' } });
const sortOrder = choice({ asc: 'Ascending', desc: 'Descending' });
export const formStatuses = { draft: 'Draft', inReview: 'In Review', submitted: 'Submitted', archived: 'Archived' } as const;

export const getTemplates = operation({
	action: 'Get many form templates',
	description: 'Retrieve the form templates of a project that you may use',
	call: get(`${base}/form-templates`),
	needs: readForms,
	input: { ...inProject, updated, sortOrder },
	page,
	returns: returns.records('data'),
	repeat: 'safe',
	source: 'ACC Forms, line 7500',
});

export const getForms = operation({
	action: 'Get many forms',
	description: 'Retrieve the forms of a project',
	call: get(`${base}/forms`),
	needs: readForms,
	input: {
		...inProject,
		statuses: choices(formStatuses, { list: 'repeat' }),
		templateId: ref('acc.formTemplate', { label: 'Template' }),
		formDate: range('date', { ends: { from: 'formDateMin', to: 'formDateMax' } }),
		updated,
		locationIds: refs('acc.location', { label: 'Locations', list: 'repeat' }),
		ids: texts({ label: 'IDs', list: 'repeat' }),
		sortBy: text({ placeholder: 'e.g. updatedAt' }),
		sortOrder,
		...withNames,
	},
	page,
	beside: formNames,
	returns: returns.records('data'),
	repeat: 'safe',
	source: 'ACC Forms, line 7626',
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

/** The service's own spellings differ from those of the list: in_review. */
export const settableStatuses = { draft: 'Draft', in_review: 'In Review', submitted: 'Submitted', archived: 'Archived', discarded: 'Discarded' } as const;
const template = ref('acc.formTemplate', { required: true, label: 'Template' });
export const userCreatedAt = dateTime({ label: 'Created At', description: 'When the form was made in another system' });
export const formReceipt = { id: 'id', number: 'formNum' } as const;

export const postForm = operation({
	action: 'Post form',
	description: 'Create a form with wire-ready values',
	call: post(`${base}/form-templates/{templateId}/forms`),
	needs: write,
	input: { ...inProject, templateId: template, ...formDetails, userCreatedAt },
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'created', ...formReceipt },
	hidden: true,
	status: 'reference',
	source: 'APS Forms v1, POST forms',
});

export const patchForm = operation({
	action: 'Patch form',
	description: 'Change some members of a form with wire-ready values',
	call: patch(`${base}/form-templates/{templateId}/forms/{formId}`),
	needs: write,
	input: { ...inProject, templateId: template, formId: ref('acc.form', { required: true }), ...formDetails, status: choice(settableStatuses) },
	returns: returns.record(),
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
	call: put(`${base}/forms/{formId}/values:batch-update`),
	needs: write,
	input: { ...inProject, formId: ref('acc.form', { required: true }), customValues: json(), tabularValues: json() },
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', ...formReceipt },
	hidden: true,
	status: 'deprecated',
	source: 'APS Forms v1, PUT values:batch-update',
});

const count = { label: 'Quantity' } as const;
const description = text({ label: 'Description' });

/** What a person fills in of a form itself: values by the question, and rows of the three tables every template may have. */
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
};
