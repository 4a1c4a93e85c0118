import type { Contract } from '../contract';
import { array, fieldCall, integer, jsonRecord, jsonRows, must, noted, object, text } from './call';

/** People on a project, and the account call that switches them on and off. */
export const fieldUsers: readonly Contract[] = [
	fieldCall('GET /api/v1/projects/{project_id}/users', {
		id: 'field.user.getMany',
		line: 1853,
		reply: array(),
	}),
	fieldCall('GET /api/v1/projects/{project_id}/users/{id}', {
		id: 'field.user.get',
		line: 1865,
		reply: object(),
	}),
	fieldCall('POST /api/v1/projects/{project_id}/users', {
		id: 'field.user.create',
		line: 1878,
		params: {
			users: must(jsonRows(
				'name', 'email', 'project_admin', 'document_manager', 'photo_viewer', 'role_id', 'company.id',
			)),
		},
		reply: array(),
	}),
	fieldCall('PUT /api/v1/projects/{project_id}/users/{id}', {
		id: 'field.user.update',
		line: 1906,
		params: { user: must(jsonRecord('id', 'company_id', 'project_admin', 'document_manager', 'photo_viewer')) },
		reply: object(),
	}),
	fieldCall('DELETE /api/v1/projects/{project_id}/users/{id}', {
		id: 'field.user.delete',
		line: 1926,
		reply: object(),
	}),
	fieldCall('PUT /admin/v1/accounts/{account_id}/users/change_status', {
		id: 'field.accountUser.changeStatus',
		line: 2095,
		auth: 'none',
		params: {
			api_key: must(text),
			timestamp: must(noted(integer, 'seconds since 1970, UTC')),
			sig: must(text),
			oxygen_id: text,
			email: text,
			status: must(text),
		},
		reply: object('user_id', 'role', 'status'),
		statuses: [200, 400, 401, 500],
		notes: [
			'Signed with an API key in place of a ticket; how the signature is made is not told (line 2117).',
			'Where the parameters travel is not told; form fields assumed.',
		],
	}),
];
