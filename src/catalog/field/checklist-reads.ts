import { get, operation, post, ref, refs, returns, text, unpaged } from '../vocabulary';
import { namedValues, withNamedValues } from './custom-field';
import { signedIn } from './needs';
import { applicationVersion, changedSince, inProject, pages, withDeletion } from './references';

export const getMany = operation({
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

export const getOne = operation({
	action: 'Get checklist',
	description: 'Retrieve one checklist with its questions, answers, comments and signatures',
	call: get('/fieldapi/checklists/v1/{id}'),
	needs: signedIn,
	input: { ...inProject, checklistId: ref('field.checklist', { required: true, wire: 'id', label: 'Checklist' }), namedFields: withNamedValues },
	returns: returns.record(),
	repeat: 'safe',
	beside: namedValues,
	source: 'BIM 360 Field API, line 1658',
});

export const getManyHeaders = operation({
	action: 'Get many checklist headers',
	description: 'Retrieve checklists with description, phase and priority, also those that were deleted',
	call: post('/api/get_checklist_headers', { body: 'form' }),
	needs: signedIn,
	input: {
		...inProject,
		filterId: ref('field.checklistFilter', { wire: 'filter_id', label: 'Filter', description: 'Saved filter; all checklists if left empty' }),
		changedSince: changedSince('max_date'),
		applicationVersion,
	},
	page: pages,
	returns: returns.records(),
	repeat: 'safe',
	reshape: withDeletion,
	source: 'BIM 360 Field API, line 402',
});

export const getManyTemplates = operation({
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
