import type { Contract } from '../contract';
import { array, fieldCall, jsonRecord, list, must, object, one } from './call';

/** Companies of the account. */
export const fieldCompanies: readonly Contract[] = [
	fieldCall('GET /fieldapi/companies/v1', {
		id: 'field.company.getMany',
		line: 1688,
		project: 'optional',
		params: { no_http_status: one('1') },
		reply: array(
			'name', 'id', 'address', 'url', 'telephone', 'ctype', 'custom_fields', 'fax', 'ein_no', 'description',
			'category', 'duns_no',
		),
		statuses: [200, 401, 500],
		notes: ['no_http_status turns failures into 200 with a text (line 1708).'],
	}),
	fieldCall('GET /fieldapi/companies/v1/{id}', {
		id: 'field.company.get',
		line: 1712,
		params: { no_http_status: one('1') },
		reply: object(
			'name', 'id', 'address', 'url', 'telephone', 'ctype', 'custom_fields', 'fax', 'ein_no', 'description',
			'category', 'duns_no',
		),
		statuses: [200, 400, 401, 404, 500],
	}),
	fieldCall('POST /fieldapi/companies/v1', {
		id: 'field.company.create',
		line: 1738,
		params: {
			no_http_status: one('1'),
			company: must(jsonRecord(
				'name', 'address.country', 'address.state', 'address.address1', 'address.address2', 'address.address3',
				'address.postal_code', 'address.county', 'address.city', 'url', 'telephone', 'fax', 'ctype',
				'category', 'description', 'ein_no', 'duns_no', 'custom_fields.name', 'custom_fields.value',
				'custom_fields.default_value', 'custom_fields.possible_values', 'custom_fields.display_type',
			)),
		},
		reply: object('success', 'errors', 'id'),
		statuses: [200, 401, 404, 500],
	}),
	fieldCall('PUT /fieldapi/companies/v1/{id}', {
		id: 'field.company.update',
		line: 1769,
		params: {
			no_http_status: one('1'),
			company: must(jsonRecord(
				'name', 'address.country', 'address.state', 'address.address1', 'address.address2', 'address.address3',
				'address.postal_code', 'address.county', 'address.city', 'url', 'telephone', 'fax', 'ctype',
				'category', 'description', 'ein_no', 'duns_no', 'custom_fields.name', 'custom_fields.value',
				'custom_fields.default_value', 'custom_fields.possible_values', 'custom_fields.display_type',
			)),
		},
		reply: object('success', 'errors', 'id'),
		statuses: [200, 401, 404, 500],
		notes: ['The text calls the field companies; the parameter is company (lines 1775 and 1799).'],
	}),
	fieldCall('POST /fieldapi/companies/v1/add_to_projects', {
		id: 'field.company.addToProjects',
		line: 1801,
		params: { no_http_status: one('1'), company_ids: must(list), project_ids: must(list) },
		reply: object('success', 'errors'),
		statuses: [200, 401, 404, 500],
	}),
	fieldCall('POST /fieldapi/companies/v1/remove_from_projects', {
		id: 'field.company.removeFromProjects',
		line: 1827,
		params: { no_http_status: one('1'), company_ids: must(list), project_ids: must(list) },
		reply: object('success', 'errors'),
		statuses: [200, 401, 404, 500],
	}),
];
