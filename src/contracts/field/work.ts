import type { Contract } from '../contract';
import { array, day, fieldCall, integer, jsonRows, list, moment, must, object, one, text, version } from './call';

/** Equipment and tasks. */
export const fieldWork: readonly Contract[] = [
	fieldCall('POST /api/get_equipment', {
		id: 'field.equipment.getMany',
		line: 463,
		project: 'id',
		params: {
			step: one('headers', 'softdeletes', 'updatedownloaded', 'filter'),
			details: one('some', 'more', 'none', 'all'),
			equipment_ids: list,
			filter_id: text,
			limit: integer,
			offset: integer,
			max_date: day,
			ids_only: one('1'),
			application_version: version('above 1.9.2 for the current form of the call'),
		},
		reply: array(
			'equipment_id', 'name', 'description', 'serial_number', 'tag_number', 'barcode', 'asset_identifier',
			'area_id', 'equipment_type_id', 'equipment_status_id', 'created_by', 'custom_field_values', 'comments',
			'attachments', 'document_references', 'uri_references', 'deleted',
		),
		paged: true,
		notes: ['Public clients show the members of the reply; the document lists none.'],
	}),
	fieldCall('POST /api/equipment', {
		id: 'field.equipment.update',
		line: 502,
		project: 'id',
		params: {
			equipment: must(jsonRows(
				'id', 'name', 'description', 'serial_number', 'created_by', 'tag_number', 'barcode',
				'asset_identifier', 'purchase_order', 'submittal', 'purchase_date', 'install_date',
				'warranty_start_date', 'warranty_end_date', 'expected_life', 'area_id', 'bim_file_id',
				'bim_object_identifier', 'source', 'updated_at', 'equipment_type_id', 'equipment_status_id',
				'custom_field_values.id', 'custom_field_values.custom_field_definition_id',
				'custom_field_values.container_id', 'custom_field_values.container_type', 'custom_field_values.value',
				'comment.id', 'comment.comment_text', 'comment.object_id', 'comment.created_at',
			)),
		},
		reply: object(),
		notes: ['Updates only (line 504).'],
	}),
	fieldCall('POST /api/get_tasks', {
		id: 'field.task.getMany',
		line: 555,
		project: 'id',
		params: { max_date: moment(), filter_id: text, offset: integer, limit: integer },
		reply: array(
			'task_id', 'identifier', 'name', 'description', 'status', 'company_id', 'assigned_user_id',
			'location_detail', 'scheduled_at', 'comments', 'custom_field_values', 'uri_references', 'created_at',
			'updated_at',
		),
		paged: true,
	}),
	fieldCall('POST /api/get_task_templates', {
		id: 'field.taskTemplate.getMany',
		line: 573,
		project: 'id',
		params: { max_date: moment(), offset: integer, limit: integer },
		reply: array(),
		paged: true,
	}),
	fieldCall('POST /api/tasks', {
		id: 'field.task.upsert',
		line: 590,
		project: 'id',
		params: {
			tasks: must(jsonRows(
				'id', 'created_at', 'updated_at', 'template', 'identifier', 'description', 'status', 'company_id',
				'assigned_user_id', 'location_detail', 'send_reminders', 'scheduled_at', 'name',
				'task_types.customizable_category_id', 'areas.area_id', 'checklists.checklist_id', 'comments',
				'custom_field_values', 'uri_references', 'document_folder_references',
			)),
		},
		reply: object(),
		notes: ['A known id updates, a new one creates (line 592).'],
	}),
];
