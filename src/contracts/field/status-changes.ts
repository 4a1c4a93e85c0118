import type { Contract } from '../contract';
import { array, fieldCall, list, moment } from './call';

/** When issues and equipment entered and left a status. */
export const fieldStatusChanges: readonly Contract[] = [
	fieldCall('GET /api/v1/projects/{project_id}/equipment_changes', {
		id: 'field.equipmentStatusChange.getMany',
		line: 2023,
		params: { status: list, start_dt: moment(), end_dt: moment() },
		reply: array('id', 'status', 'previous_status', 'user', 'starting_at', 'ending_at'),
	}),
	fieldCall('GET /api/v1/projects/{project_id}/equipment_changes/{equipment_id}', {
		id: 'field.equipmentStatusChange.getManyForEquipment',
		line: 2042,
		reply: array('id', 'status', 'user', 'starting_at', 'ending_at'),
	}),
	fieldCall('GET /api/v1/projects/{project_id}/issue_changes', {
		id: 'field.issueStatusChange.getMany',
		line: 2059,
		params: { status: list, start_dt: moment(), end_dt: moment() },
		reply: array('id', 'status', 'previous_status', 'user', 'start_dt', 'end_dt'),
	}),
	fieldCall('GET /api/v1/projects/{project_id}/issue_changes/{issue_id}', {
		id: 'field.issueStatusChange.getManyForIssue',
		line: 2078,
		reply: array('id', 'status', 'user', 'start_dt', 'end_dt'),
	}),
];
