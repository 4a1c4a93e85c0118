import type { Contract } from '../contract';
import { array, fieldCall, integer, jsonRows, list, moment, must, object, text, version } from './call';

const calls: readonly Contract[] = [
	fieldCall('POST /api/get_checklists', {
		id: 'field.checklist.getManyLegacy',
		line: 372,
		project: 'id',
		params: {
			checklist_ids: list,
			max_date: moment(),
			forced_checklist_ids: text,
			device_type: text,
			application_version: version('above 1.10 for checklists with single-select or multi-select items'),
		},
		reply: array(
			'completed_checklist_id', 'checklist_id', 'identifier', 'name', 'status', 'checklist_items',
			'custom_field_values', 'comments',
		),
		notes: ['Deprecated in favour of GET /fieldapi/checklists/v1 (line 377).'],
	}),
	fieldCall('POST /api/checklists', {
		id: 'field.checklist.upsert',
		line: 391,
		project: 'id',
		params: {
			checklists: must(jsonRows(
				'id', 'template_id', 'name', 'identifier', 'status', 'checklist_type', 'priority', 'tags',
				'description', 'area_id', 'company_id', 'source_id', 'source_type', 'created_at',
				'custom_field_values.id', 'custom_field_values.custom_field_definition_id',
				'custom_field_values.container_id', 'custom_field_values.container_type', 'custom_field_values.value',
				'checklist_items.id', 'checklist_items.template_item_id', 'checklist_items.checklist_id',
				'checklist_items.position', 'checklist_items.response', 'checklist_items.comment',
				'checklist_items.spec_ref', 'checklist_items.location_detail', 'checklist_items.company_id',
				'checklist_items.area_id',
			)),
		},
		reply: object(),
		notes: [
			'A published SDK of the vendor shows the inner shape; the document has none.',
			'Ids missing from the reply failed (line 396).',
		],
	}),
	fieldCall('POST /api/get_checklist_headers', {
		id: 'field.checklist.getManyHeaders',
		line: 402,
		project: 'id',
		params: {
			filter_id: text,
			max_date: moment(),
			limit: integer,
			offset: integer,
			application_version: version('above 1.10 for checklists with single-select or multi-select items'),
		},
		reply: array(
			'completed_checklist_id', 'checklist_template_id', 'checklist_type', 'identifier', 'name', 'description',
			'created_by', 'phase', 'priority', 'status', 'tags', 'created_at', 'updated_at', 'deleted',
		),
		paged: true,
		notes: [
			'Deleted checklists are included (line 405).',
			'max_date is described as holding for areas (line 432): a slip.',
		],
	}),
	fieldCall('GET /fieldapi/checklists/v1', {
		id: 'field.checklist.getMany',
		line: 1628,
		project: 'either',
		params: { source_id: text, limit: integer, offset: integer },
		reply: array('id', 'identifier', 'name', 'checklist_type', 'status', 'created_by', 'created_at', 'updated_at'),
		statuses: [200, 401, 500],
		paged: 25,
	}),
	fieldCall('GET /fieldapi/checklists/v1/{id}', {
		id: 'field.checklist.get',
		line: 1658,
		project: 'either',
		reply: object(
			'id', 'identifier', 'name', 'description', 'checklist_type', 'status', 'priority', 'phase', 'project_id',
			'company', 'source', 'template', 'created_by', 'created_at', 'updated_at', 'comments',
			'custom_field_values', 'signatures', 'attachments', 'sections',
		),
		statuses: [200, 400, 401, 404, 500],
	}),
];

/** The two calls whose examples have `.json` behind the path (lines 1642 and 1674), in that form. */
const suffixed: readonly Contract[] = calls
	.filter((contract) => contract.path.startsWith('/fieldapi/'))
	.map((contract) => ({ ...contract, id: `${contract.id}Json`, path: `${contract.path}.json` }));

/** Completed checklists. */
export const fieldChecklists: readonly Contract[] = [...calls, ...suffixed];
