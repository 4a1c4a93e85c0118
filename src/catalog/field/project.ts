import { choice, get, isObject, operation, post, returns, textAt, unpaged, type Resource } from '../vocabulary';
import { signedIn } from './needs';
import { guid, inProject } from './references';
import { clock } from './server';

const getMany = operation({
	action: 'Get many projects',
	description: 'Retrieve the projects you work in, with their filters and permissions; the service keeps back those in which you are a subcontractor',
	call: post('/api/projects', { body: 'form' }),
	needs: signedIn,
	input: {},
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	source: 'BIM 360 Field API, line 31',
});

/** One project with the filters and permissions that lie in it. */
export const getOne = operation({
	action: 'Get project',
	description: 'Retrieve one project with its time zone, filters and permissions',
	call: post('/api/project', { body: 'form' }),
	needs: signedIn,
	input: inProject,
	returns: returns.record(),
	repeat: 'safe',
	source: 'BIM 360 Field API, line 50',
});

const getManyNames = operation({
	action: 'Get many project names',
	description: 'Retrieve name, ID and time of the last change of all projects of the account',
	call: post('/fieldapi/admin/v1/project_names', { body: 'form' }),
	needs: signedIn,
	input: {
		sortBy: choice({ name: 'Name', updated_at: 'Last Change' }, { wire: 'sort_order', label: 'Sort By' }),
		sortDirection: choice({ asc: 'Ascending', desc: 'Descending' }, { wire: 'sort_direction', label: 'Sort Direction' }),
	},
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	source: 'BIM 360 Field API, line 1002',
});

const getExportStatus = operation({
	action: 'Get project export status',
	description: 'Tell whether an export of the project is running and when the last one ended; exports are started in BIM 360 Field itself',
	call: get('/api/project_export_status/{project_id}'),
	needs: signedIn,
	input: inProject,
	returns: returns.record(),
	repeat: 'safe',
	source: 'BIM 360 Field API, line 940',
});

const getLatestExport = operation({
	action: 'Get latest project export',
	description: 'Retrieve links to the files of the last export; a link is valid for 24 hours and needs no sign-in',
	call: get('/api/latest_project_export/{project_id}'),
	needs: signedIn,
	input: inProject,
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	source: 'BIM 360 Field API, line 913',
});

const getFinishedExport = operation({
	action: 'Get finished project export',
	description: 'The last export of a project, once it is finished',
	call: get('/api/project_export_status/{project_id}'),
	needs: signedIn,
	input: inProject,
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	reshape: (reply) => (isObject(reply) && reply.export_running !== true && textAt(reply, 'last_export_at') !== undefined ? [{ id: reply.last_export_at ?? null, ...reply }] : []),
	hidden: true,
	source: 'BIM 360 Field API, line 940',
});

/** Only its trigger is of its own: what can be asked about exports stands with the project. */
export const projectExport: Resource = {
	id: 'field.projectExport',
	label: 'Project Export',
	plural: 'Project Exports',
	area: 'project',
	operations: { getFinished: getFinishedExport },
	changes: {
		list: getFinishedExport,
		within: ['projectId'],
		id: 'id',
		created: 'last_export_at',
		updated: 'last_export_at',
		clock,
		watch: { finished: { label: 'Finished', description: 'An export of the project ended', read: (record) => textAt(record, 'last_export_at') ?? null, becomes: () => true } },
		filters: {},
		filterPaths: {},
	},
};

export const project: Resource = {
	id: 'field.project',
	label: 'Project',
	plural: 'Projects',
	area: 'project',
	operations: { getMany, get: getOne, getManyNames, getExportStatus, getLatestExport },
	lookup: {
		list: getMany,
		within: [],
		value: 'project_id',
		label: (record) => textAt(record, 'name') ?? '',
		names: (record) => [textAt(record, 'name'), textAt(record, 'hq_identifier')],
		idPattern: guid,
	},
};
