import { boolean, dateTime, dynamic, isList, isObject, json, listAt, operation, post, ref, returns, rows, text, textAt, texts, type Resource } from '../vocabulary';
import { customFields, customValues, namedValues, withNamedValues } from './custom-field';
import { hiddenFailure } from './failures';
import { signedIn } from './needs';
import { changedSince, guid, idOf, inProject, pages } from './references';
import { clock } from './server';

const getMany = operation({
	action: 'Get many tasks',
	description: 'Retrieve the tasks of a project with comments, attachments and checklists',
	call: post('/api/get_tasks', { body: 'form' }),
	needs: signedIn,
	input: {
		...inProject,
		changedSince: changedSince('max_date'),
		filterId: ref('field.taskFilter', { wire: 'filter_id', label: 'Filter', description: 'Saved filter; all tasks if left empty' }),
		namedFields: withNamedValues,
	},
	page: pages,
	returns: returns.records(),
	repeat: 'safe',
	beside: namedValues,
	source: 'BIM 360 Field API, line 555',
});

/** Times are written without a zone here (lines 595 to 605); they are UTC. */
const details = {
	identifier: text({ description: 'Number of the task as people know it' }),
	name: text(),
	description: text({ multiline: true }),
	status: text(),
	companyId: ref('field.company', { wire: 'company_id', label: 'Company' }),
	assignedUserId: ref('field.user', { wire: 'assigned_user_id', label: 'Assigned To' }),
	locationDetail: text({ wire: 'location_detail' }),
	scheduledAt: dateTime({ wire: 'scheduled_at', format: 'field-local', label: 'Scheduled At', description: 'When the task is to be done' }),
	sendReminders: boolean({ wire: 'send_reminders', sends: { yes: 'true', no: '' }, description: 'Whether to send reminders about the task' }),
	template: boolean({ sends: { yes: 'true', no: undefined }, label: 'Task Template', description: 'Whether it is a template for tasks instead of a task' }),
	areas: rows({ areaId: ref('field.area', { required: true, wire: 'area_id' }) }),
	checklists: rows({ checklistId: ref('field.checklist', { required: true, wire: 'checklist_id' }) }),
	taskTypes: rows({ categoryId: ref('field.taskType', { required: true, wire: 'customizable_category_id', label: 'Task Type' }) }, { wire: 'task_types' }),
	uriReferences: rows({ name: text({ required: true }), path: text({ required: true, label: 'URL' }), caption: text(), tags: text({ description: 'Separated by commas' }) }, { wire: 'uri_references', label: 'Links' }),
	comments: json({ description: 'List of comments; their form is not documented' }),
	customFieldValues: json({ wire: 'custom_field_values', description: 'List of values of custom fields; their form is not documented' }),
	documentFolders: json({ wire: 'document_folder_references', description: 'List of references to folders of the library; their form is not documented' }),
	createdAt: dateTime({ wire: 'created_at', format: 'field-local', label: 'Created At' }),
	updatedAt: dateTime({ wire: 'updated_at', format: 'field-local', label: 'Updated At', description: 'Now if left empty' }),
};

const send = operation({
	action: 'Send tasks',
	description: 'Create or update tasks by their IDs',
	call: post('/api/tasks', { body: 'form' }),
	needs: signedIn,
	input: { ...inProject, tasks: rows({ id: text({ required: true }), ...details }, { required: true }) },
	returns: returns.value(),
	// A known id is updated, so that sending it again makes no second task (line 592).
	repeat: 'safe',
	ok: hiddenFailure,
	hidden: true,
	source: 'BIM 360 Field API, line 590',
});

const upsert = operation({
	action: 'Create or update task',
	label: 'Create or Update',
	description: 'Create a task, or update the one that was made from the same value before; a task that was made elsewhere is met by its ID only',
	needs: signedIn,
	input: {
		...inProject,
		taskId: ref('field.task', { label: 'Task', description: 'The task to update; the one that belongs to the match value if left empty' }),
		matchValue: text({ label: 'Match Value', description: 'The same value always means the same task; the identifier if left empty' }),
		...details,
		fields: dynamic(customFields('Task'), { label: 'Custom Fields', description: 'Values by the name of the field' }),
		comment: text({ multiline: true, description: 'Comment to add; the same words are added once' }),
	},
	rules: [{ oneOf: ['taskId', 'matchValue', 'identifier'] }],
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'sent', id: 'id', number: 'identifier' },
	source: 'BIM 360 Field API, line 590',
	steps: {
		calls: [send],
		async run(context, { projectId, taskId, matchValue, fields, comment, ...task }) {
			const known = typeof taskId === 'string' && taskId.trim() !== '' ? taskId : undefined;
			const id = known ?? context.idFor('task', idOf(projectId), matchValue ?? task.identifier ?? '');
			const now = new Date(context.now()).toISOString();
			const values = fields === undefined || fields === null ? {} : { customFieldValues: customValues(context, { type: 'Task', id }, fields, isList(task.customFieldValues) ? task.customFieldValues : []) };
			// A comment of a task is written as one of equipment (line 543): the document shows no other form.
			const comments = typeof comment === 'string' && comment.trim() !== '' ? { comments: [...(isList(task.comments) ? task.comments : []), { id: context.idFor('comment', id, comment.trim()), comment_text: comment, object_id: id }] } : {};
			const reply = await context.call(send, { projectId, tasks: [{ ...task, ...values, ...comments, updatedAt: task.updatedAt ?? now, id }] });
			const { identifier } = task;
			return [{ json: { receipt: { done: 'sent', id, ...(identifier === undefined || identifier === null ? {} : { number: identifier }) }, ...(isObject(reply) ? { reply } : {}), id } }];
		},
	},
});

const getManyTemplates = operation({
	action: 'Get many task templates',
	description: 'Retrieve the task templates of a project',
	call: post('/api/get_task_templates', { body: 'form' }),
	needs: signedIn,
	input: { ...inProject, changedSince: changedSince('max_date') },
	page: pages,
	returns: returns.records(),
	repeat: 'safe',
	source: 'BIM 360 Field API, line 573',
});

export const taskTemplate: Resource = {
	id: 'field.taskTemplate',
	label: 'Task Template',
	plural: 'Task Templates',
	area: 'task',
	operations: { getMany: getManyTemplates },
};

export const task: Resource = {
	id: 'field.task',
	label: 'Task',
	plural: 'Tasks',
	area: 'task',
	operations: { getMany, upsert, send },
	lookup: {
		list: getMany,
		within: ['projectId'],
		value: 'task_id',
		label: (record) => `${textAt(record, 'identifier') ?? ''} ${textAt(record, 'name') ?? ''}`.trim(),
		detail: (record) => textAt(record, 'status'),
		names: (record) => [textAt(record, 'identifier'), textAt(record, 'name')],
		idPattern: guid,
	},
	changes: {
		list: getMany,
		within: ['projectId'],
		since: 'changedSince',
		// How the service reads the time and in which zone is not documented (line 566); a day is on the safe side.
		overlapMs: 86_400_000,
		id: 'task_id',
		created: 'created_at',
		updated: 'updated_at',
		clock,
		watch: {
			statusChanged: { label: 'Status Changed', description: 'The status of a task changed', read: (record) => textAt(record, 'status') ?? null },
			assigned: { label: 'Assigned', description: 'A task was given to somebody', read: (record) => textAt(record, 'assigned_user_id') ?? null, becomes: (now) => now !== null && now !== '' },
			commented: { label: 'Commented', description: 'A comment was added', read: (record) => listAt(record, 'comments')?.length ?? 0, becomes: (now, before) => Number(now) > Number(before) },
		},
		filters: { status: texts({ label: 'Statuses' }), assignedTo: ref('field.user', { label: 'Assigned To' }), companyId: ref('field.company', { label: 'Company' }) },
		filterPaths: { status: 'status', assignedTo: 'assigned_user_id', companyId: 'company_id' },
	},
};
