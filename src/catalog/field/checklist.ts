import { choices, textAt, texts, type Resource } from '../vocabulary';
import { getMany, getManyHeaders, getManyTemplates, getOne } from './checklist-reads';
import { upsertCalls, upsertChecklist } from './checklist-upsert';
import { guid } from './references';
import { clock } from './server';

export const checklistTemplate: Resource = {
	id: 'field.checklistTemplate',
	label: 'Checklist Template',
	plural: 'Checklist Templates',
	area: 'checklist',
	operations: { getMany: getManyTemplates },
	lookup: {
		list: getManyTemplates,
		within: ['projectId'],
		value: 'template_id',
		label: (record) => textAt(record, 'name') ?? '',
		detail: (record) => textAt(record, 'checklist_type'),
		names: (record) => [textAt(record, 'name')],
		idPattern: guid,
	},
};

export const checklist: Resource = {
	id: 'field.checklist',
	label: 'Checklist',
	plural: 'Checklists',
	area: 'checklist',
	operations: { get: getOne, getMany, getManyHeaders, upsert: upsertChecklist, ...upsertCalls },
	lookup: {
		list: getMany,
		within: ['projectId'],
		value: 'id',
		label: (record) => `${textAt(record, 'identifier') ?? ''} ${textAt(record, 'name') ?? ''}`.trim(),
		detail: (record) => textAt(record, 'status'),
		names: (record) => [textAt(record, 'identifier'), textAt(record, 'name')],
		idPattern: guid,
	},
	changes: {
		list: getManyHeaders,
		within: ['projectId'],
		since: 'changedSince',
		// How the service reads the time and in which zone is not documented (line 432); a day is on the safe side.
		overlapMs: 86_400_000,
		id: 'completed_checklist_id',
		created: 'created_at',
		updated: 'updated_at',
		clock,
		deleted: 'deleted',
		watch: {
			statusChanged: { label: 'Status Changed', description: 'The status of a checklist changed', read: (record) => textAt(record, 'status') ?? null },
			completed: { label: 'Completed', description: 'A checklist was closed', read: (record) => textAt(record, 'status') ?? null, becomes: (now) => now === 'Closed' },
		},
		filters: {
			status: choices(['Open', 'Closed'], { label: 'Statuses' }),
			checklistType: texts({ label: 'Types', placeholder: 'e.g. Commissioning' }),
		},
		filterPaths: { status: 'status', checklistType: 'checklist_type' },
	},
};
