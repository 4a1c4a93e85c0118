import { choices, refs, textAt, type Resource } from '../vocabulary';
import { formStatuses, getForms, getTemplates, patchForm, postForm, putValues } from './form-calls';
import { createForm, updateForm } from './form-write';

export const formTemplate: Resource = {
	id: 'acc.formTemplate',
	label: 'Form Template',
	plural: 'Form Templates',
	area: 'form',
	operations: { getMany: getTemplates },
	lookup: {
		list: getTemplates,
		within: ['projectId'],
		value: 'id',
		label: (record) => textAt(record, 'name') ?? '',
		detail: (record) => textAt(record, 'templateType'),
		names: (record) => [textAt(record, 'name')],
		standing: (record) => (textAt(record, 'status') === 'deleted' ? 'deleted' : textAt(record, 'status') === 'inactive' ? 'inactive' : 'active'),
	},
	changes: {
		list: getTemplates,
		within: ['projectId'],
		since: 'updated',
		id: 'id',
		updated: 'updatedAt',
		watch: { statusChanged: { label: 'Status Changed', description: 'A template was archived, brought back or deleted', read: (record) => textAt(record, 'status') ?? null } },
		filters: {},
		filterPaths: {},
	},
};

export const form: Resource = {
	id: 'acc.form',
	label: 'Form',
	plural: 'Forms',
	area: 'form',
	operations: { getMany: getForms, create: createForm, update: updateForm, post: postForm, patch: patchForm, putValues },
	lookup: {
		list: getForms,
		within: ['projectId'],
		value: 'id',
		label: (record) => `#${textAt(record, 'formNum') ?? '?'} ${textAt(record, 'name') ?? ''}`.trim(),
		detail: (record) => textAt(record, 'formDate'),
		names: (record) => [textAt(record, 'name'), textAt(record, 'formNum'), `#${textAt(record, 'formNum') ?? ''}`],
		standing: (record) => (textAt(record, 'status') === 'archived' ? 'inactive' : 'active'),
	},
	changes: {
		list: getForms,
		within: ['projectId'],
		since: 'updated',
		id: 'id',
		created: 'createdAt',
		updated: 'updatedAt',
		watch: {
			statusChanged: { label: 'Status Changed', description: 'The status of a form changed', read: (record) => textAt(record, 'status') ?? null },
			submitted: { label: 'Submitted', description: 'A form was submitted', read: (record) => textAt(record, 'status') ?? null, becomes: (now) => now === 'submitted' },
		},
		filters: { status: choices(formStatuses, { label: 'Statuses' }), templateId: refs('acc.formTemplate', { label: 'Templates' }) },
		filterPaths: { status: 'status', templateId: 'formTemplate.id' },
	},
};
