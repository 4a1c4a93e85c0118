import { choices, get, operation, post, ref, refs, returns, text, textAt, texts, unpaged, type Resource } from '../vocabulary';
import { signedIn } from './needs';
import { applicationVersion, changedSince, guid, inProject, pages } from './references';

const getMany = operation({
	action: 'Get many checklists',
	description: 'Retrieve the checklists of a project, without their questions; get one checklist for those',
	call: get('/fieldapi/checklists/v1'),
	needs: signedIn,
	input: { ...inProject, sourceId: text({ wire: 'source_id', label: 'Belongs To ID', description: 'Only the checklists of the task or the piece of equipment with this ID' }) },
	page: pages,
	returns: returns.records(),
	repeat: 'safe',
	source: 'BIM 360 Field API, line 1628',
});

const getOne = operation({
	action: 'Get checklist',
	description: 'Retrieve one checklist with its questions, answers, comments and signatures',
	call: get('/fieldapi/checklists/v1/{id}'),
	needs: signedIn,
	input: { ...inProject, checklistId: ref('field.checklist', { required: true, wire: 'id', label: 'Checklist' }) },
	returns: returns.record(),
	repeat: 'safe',
	source: 'BIM 360 Field API, line 1658',
});

const getManyHeaders = operation({
	action: 'Get many checklist headers',
	description: 'Retrieve checklists with description, phase and priority, also those that were deleted',
	call: post('/api/get_checklist_headers', { body: 'form' }),
	needs: signedIn,
	input: {
		...inProject,
		filterId: text({ wire: 'filter_id', label: 'Filter ID', description: 'ID of a saved filter with the container Checklist, as the project lists them' }),
		changedSince: changedSince('max_date'),
		applicationVersion,
	},
	page: pages,
	returns: returns.records(),
	repeat: 'safe',
	source: 'BIM 360 Field API, line 402',
});

const getManyTemplates = operation({
	action: 'Get many checklist templates',
	description: 'Retrieve the checklist templates of a project with their questions',
	call: post('/api/templates', { body: 'form' }),
	needs: signedIn,
	input: { ...inProject, templateIds: refs('field.checklistTemplate', { wire: 'ids', label: 'Templates', description: 'All if left empty' }), applicationVersion },
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	source: 'BIM 360 Field API, line 60',
});

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
	operations: { get: getOne, getMany, getManyHeaders },
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
