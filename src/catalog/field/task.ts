import { boolean, dateTime, isObject, json, operation, post, ref, returns, rows, text, textAt, type Resource } from '../vocabulary';
import { hiddenFailure } from './failures';
import { signedIn } from './needs';
import { changedSince, guid, inProject, pages } from './references';

const getMany = operation({
	action: 'Get many tasks',
	description: 'Retrieve the tasks of a project with comments, attachments and checklists',
	call: post('/api/get_tasks', { body: 'form' }),
	needs: signedIn,
	input: {
		...inProject,
		changedSince: changedSince('max_date'),
		filterId: text({ wire: 'filter_id', label: 'Filter ID', description: 'ID of a saved filter with the container Task, as the project lists them' }),
	},
	page: pages,
	returns: returns.records(),
	repeat: 'safe',
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
	taskTypes: rows({ categoryId: text({ required: true, wire: 'customizable_category_id', label: 'Category ID' }) }, { wire: 'task_types' }),
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
	},
	rules: [{ oneOf: ['taskId', 'matchValue', 'identifier'] }],
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'sent', id: 'id', number: 'identifier' },
	source: 'BIM 360 Field API, line 590',
	steps: {
		calls: [send],
		async run(context, { projectId, taskId, matchValue, ...task }) {
			const project = typeof projectId === 'string' ? projectId : projectId.name;
			const known = typeof taskId === 'string' && taskId.trim() !== '' ? taskId : undefined;
			const id = known ?? context.idFor('task', project, matchValue ?? task.identifier ?? '');
			const reply = await context.call(send, { projectId, tasks: [{ ...task, updatedAt: task.updatedAt ?? new Date(context.now()).toISOString(), id }] });
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
};
