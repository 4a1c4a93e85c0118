import { choices, refs, textAt, type Resource } from '../vocabulary';
import { formStatuses, getForms, getFormsV1, getTableRows, getValues, getWeather, ofEveryTemplate, patchForm, postForm, putValues } from './form-calls';
import { getForm } from './form-answers';
import { getSectionItems, getSections } from './form-layout';
import { createForm, updateForm } from './form-write';

export const form: Resource = {
	id: 'acc.form',
	label: 'Form',
	plural: 'Forms',
	area: 'form',
	operations: { getMany: getForms, get: getForm, create: createForm, update: updateForm, getManyV1: getFormsV1, post: postForm, patch: patchForm, putValues, getValues, getTableRows, getSections, getSectionItems, getWeather },
	lookup: {
		list: getForms,
		with: ofEveryTemplate,
		within: ['projectId'],
		value: 'id',
		label: (record) => `#${textAt(record, 'formNum') ?? '?'} ${textAt(record, 'name') ?? ''}`.trim(),
		detail: (record) => textAt(record, 'formDate'),
		names: (record) => [textAt(record, 'name'), textAt(record, 'formNum'), `#${textAt(record, 'formNum') ?? ''}`],
		standing: (record) => (['archived', 'discarded'].includes(textAt(record, 'status') ?? '') ? 'inactive' : 'active'),
	},
	changes: {
		list: getForms,
		with: ofEveryTemplate,
		within: ['projectId'],
		since: 'updated',
		id: 'id',
		created: 'createdAt',
		updated: 'updatedAt',
		author: 'updatedBy',
		creator: 'createdBy',
		watch: {
			statusChanged: { label: 'Status Changed', description: 'The status of a form changed', read: (record) => textAt(record, 'status') ?? null },
			submitted: { label: 'Closed', description: 'A form was closed', read: (record) => textAt(record, 'status') ?? null, becomes: (now) => now === 'closed' },
		},
		filters: { status: choices(formStatuses, { label: 'Statuses' }), templateId: refs('acc.formTemplate', { label: 'Templates' }) },
		filterPaths: { status: 'status', templateId: 'formTemplateId' },
	},
};
