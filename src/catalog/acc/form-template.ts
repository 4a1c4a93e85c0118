import { choice, get, operation, range, returns, textAt, type Resource } from '../vocabulary';
import { counted } from './choices';
import { needs } from './families';
import { inProject } from './ids';

export const readForms = needs('forms', 'data:read');
/** Pages of everything the family lists. */
export const formPage = counted(50, 'data');
export const updated = range('dateTime', { ends: { from: 'updatedAfter', to: 'updatedBefore' } });
export const sortOrder = choice({ asc: 'Ascending', desc: 'Descending' });

export const getTemplates = operation({
	action: 'Get many form templates',
	description: 'Retrieve the form templates of a project that you may use',
	call: get('/construction/forms/v1/projects/{projectId}/form-templates'),
	needs: readForms,
	input: { ...inProject, updated, sortOrder },
	page: formPage,
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
