import type { Contract } from '../contract';
import { array, fieldCall, integer, moment, object, one, text, version } from './call';

/** Projects and what each of them holds: areas, companies, people, the user's preferences, exports. */
export const fieldProjects: readonly Contract[] = [
	fieldCall('POST /api/projects', {
		id: 'field.project.getMany',
		line: 31,
		reply: array(
			'project_id', 'name', 'hq_identifier', 'user_company_id', 'user_roles', 'is_active', 'filters',
			'issue_filters', 'permissions', 'document_paths',
		),
		notes: [
			'Projects on which the user is a subcontractor are left out (line 33).',
			'Public clients show the members of the reply; the document lists none.',
		],
	}),
	fieldCall('POST /api/user_prefs', {
		id: 'field.userPreference.getMany',
		line: 40,
		project: 'id',
		reply: array(),
	}),
	fieldCall('POST /api/project', {
		id: 'field.project.get',
		line: 50,
		project: 'id',
		reply: object(
			'project_id', 'name', 'timezone', 'status', 'filters', 'issue_filters', 'permissions', 'document_paths',
		),
		notes: ['Public clients show the members of the reply; the document lists none.'],
	}),
	fieldCall('POST /api/areas', {
		id: 'field.area.getMany',
		line: 75,
		project: 'id',
		params: {
			synced_date: moment(),
			fresh_sync: text,
			offset: integer,
			limit: integer,
			application_version: version('above 4.7 for the current form of the call'),
		},
		reply: array('area_id', 'path'),
		paged: true,
		notes: ['Public clients show the members of the reply; the document lists none.'],
	}),
	fieldCall('POST /api/companies', {
		id: 'field.company.getManyLegacy',
		line: 92,
		project: 'id',
		params: { max_date: moment() },
		reply: array('company_id', 'name', 'category', 'ctype', 'updated_at'),
		notes: [
			'Deprecated in favour of GET /fieldapi/companies/v1 (line 96), which has no max_date.',
			'Public clients show the members of the reply; the document lists none.',
		],
	}),
	fieldCall('POST /api/contacts', {
		id: 'field.contact.getMany',
		line: 105,
		project: 'id',
		reply: array(
			'id', 'user_id', 'company_id', 'first_name', 'last_name', 'email', 'telephone', 'roles', 'junior',
			'key_contact',
		),
		notes: ['Public clients show the members of the reply; the document lists none.'],
	}),
	fieldCall('GET /api/latest_project_export/{project_id}', {
		id: 'field.projectExport.getLatest',
		line: 913,
		reply: array('type', 'url'),
		statuses: [200, 401, 404],
		notes: ['The heading lacks the leading slash; the example has it (line 923).'],
	}),
	fieldCall('GET /api/project_export_status/{project_id}', {
		id: 'field.projectExport.getStatus',
		line: 940,
		reply: object('export_running', 'last_export_at', 'last_export_succeeded'),
		statuses: [200, 401, 404],
		notes: ['The heading lacks the leading slash; the example has it (line 951) and prints a Ruby hash.'],
	}),
	fieldCall('POST /fieldapi/admin/v1/project_names', {
		id: 'field.project.getManyNames',
		line: 1002,
		params: { sort_order: one('name', 'updated_at'), sort_direction: one('asc', 'desc') },
		reply: array('id', 'name', 'a360_project_id', 'updated_at', 'include_in_reports'),
		statuses: [200, 400, 401, 500],
	}),
	fieldCall('POST /fieldapi/admin/v1/locations', {
		id: 'field.area.getManyAdmin',
		line: 1029,
		project: 'either',
		reply: array('id', 'name', 'full_path', 'path', 'identifier', 'parent_id', 'deleted'),
		statuses: [200, 401, 500],
	}),
	fieldCall('POST /fieldapi/admin/v1/companies', {
		id: 'field.company.getManyAdmin',
		line: 1052,
		project: 'either',
		reply: array(
			'id', 'name', 'account_company', 'address', 'url', 'duns_no', 'ein_no', 'telephone', 'fax', 'description',
			'company_type', 'company_category',
		),
		statuses: [200, 401, 500],
	}),
	fieldCall('POST /fieldapi/admin/v1/users', {
		id: 'field.user.getManyAdmin',
		line: 1075,
		project: 'either',
		reply: array('id', 'email', 'first_name', 'last_name', 'telephone', 'junior', 'roles', 'company'),
		statuses: [200, 401, 500],
	}),
];
