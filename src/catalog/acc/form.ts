import { choice, choices, get, operation, range, ref, refs, returns, text, textAt, texts, type Resource } from '../vocabulary';
import { counted } from './choices';
import { needs } from './families';
import { inProject } from './ids';

const base = '/construction/forms/v1/projects/{projectId}';
const read = needs('forms', 'data:read');
const page = counted(50, 'data');
const updated = range('dateTime', { ends: { from: 'updatedAfter', to: 'updatedBefore' } });
const sortOrder = choice({ asc: 'Ascending', desc: 'Descending' });
const statuses = { draft: 'Draft', inReview: 'In Review', submitted: 'Submitted', archived: 'Archived' } as const;

const getTemplates = operation({
	action: 'Get many form templates',
	description: 'Retrieve the form templates of a project that you may use',
	call: get(`${base}/form-templates`),
	needs: read,
	input: { ...inProject, updated, sortOrder },
	page,
	returns: returns.records('data'),
	repeat: 'safe',
	source: 'ACC Forms, line 7500',
});

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
};

const getMany = operation({
	action: 'Get many forms',
	description: 'Retrieve the forms of a project',
	call: get(`${base}/forms`),
	needs: read,
	input: {
		...inProject,
		statuses: choices(statuses, { list: 'repeat' }),
		templateId: ref('acc.formTemplate', { label: 'Template' }),
		formDate: range('date', { ends: { from: 'formDateMin', to: 'formDateMax' } }),
		updated,
		locationIds: refs('acc.location', { label: 'Locations', list: 'repeat' }),
		ids: texts({ label: 'IDs', list: 'repeat' }),
		sortBy: text({ placeholder: 'e.g. updatedAt' }),
		sortOrder,
	},
	page,
	returns: returns.records('data'),
	repeat: 'safe',
	source: 'ACC Forms, line 7626',
});

export const form: Resource = {
	id: 'acc.form',
	label: 'Form',
	plural: 'Forms',
	area: 'form',
	operations: { getMany },
	lookup: {
		list: getMany,
		within: ['projectId'],
		value: 'id',
		label: (record) => `#${textAt(record, 'formNum') ?? '?'} ${textAt(record, 'name') ?? ''}`.trim(),
		detail: (record) => textAt(record, 'formDate'),
		names: (record) => [textAt(record, 'name'), textAt(record, 'formNum'), `#${textAt(record, 'formNum') ?? ''}`],
		standing: (record) => (textAt(record, 'status') === 'archived' ? 'inactive' : 'active'),
	},
	changes: {
		list: getMany,
		within: ['projectId'],
		since: 'updated',
		id: 'id',
		created: 'createdAt',
		updated: 'updatedAt',
		watch: {
			statusChanged: { label: 'Status Changed', description: 'The status of a form changed', read: (record) => textAt(record, 'status') ?? null },
			submitted: { label: 'Submitted', description: 'A form was submitted', read: (record) => textAt(record, 'status') ?? null, becomes: (now) => now === 'submitted' },
		},
		filters: { status: choices(statuses, { label: 'Statuses' }) },
		filterPaths: { status: 'status' },
	},
};
