import type { Contract } from '../contract';
import { array, fieldCall, jsonRecord, moment, must, object, one, text } from './call';

/** Daily updates. */
export const fieldDailyUpdates: readonly Contract[] = [
	fieldCall('GET /api/v1/projects/{project_id}/daily_updates', {
		id: 'field.dailyUpdate.getMany',
		line: 1939,
		params: {
			from: moment(),
			to: moment(),
			by: one('daily_update_date', 'created_at', 'last_modified_at'),
			filter: one('my_own', 'my_company', 'all'),
			include_attachments: text,
		},
		reply: array('id', 'status', 'update_date', 'sections'),
	}),
	fieldCall('GET /api/v1/projects/{project_id}/daily_updates/{id}', {
		id: 'field.dailyUpdate.get',
		line: 1956,
		reply: object('id', 'status', 'update_date', 'sections'),
	}),
	fieldCall('POST /api/v1/projects/{project_id}/daily_updates', {
		id: 'field.dailyUpdate.create',
		line: 1970,
		params: {
			daily_update: must(jsonRecord(
				'status', 'update_date', 'sections.summary.id', 'sections.summary.notes', 'sections.weather.notes',
				'sections.weather.humidity', 'sections.weather.precip_accumulation', 'sections.weather.precip_type',
				'sections.weather.summary', 'sections.weather.temperature_max',
				'sections.weather.temperature_max_time', 'sections.weather.temperature_min',
				'sections.weather.temperature_min_time', 'sections.weather.visibility', 'sections.weather.wind_speed',
				'sections.weather.zipcode', 'sections.weather.location_search_term',
				'sections.labor.labors.company_id', 'sections.labor.labors.workers',
				'sections.labor.labors.total_hours', 'sections.labor.labors.notes',
			)),
		},
		reply: object('id', 'status', 'update_date', 'sections'),
	}),
	fieldCall('PUT /api/v1/projects/{project_id}/daily_updates/{id}', {
		id: 'field.dailyUpdate.update',
		line: 1989,
		params: {
			daily_update: must(jsonRecord(
				'status', 'update_date', 'sections.summary.id', 'sections.summary.notes', 'sections.weather.notes',
				'sections.weather.humidity', 'sections.weather.precip_accumulation', 'sections.weather.precip_type',
				'sections.weather.summary', 'sections.weather.temperature_max',
				'sections.weather.temperature_max_time', 'sections.weather.temperature_min',
				'sections.weather.temperature_min_time', 'sections.weather.visibility', 'sections.weather.wind_speed',
				'sections.weather.zipcode', 'sections.weather.location_search_term',
				'sections.labor.labors.company_id', 'sections.labor.labors.workers',
				'sections.labor.labors.total_hours', 'sections.labor.labors.notes',
			)),
		},
		reply: object('id', 'status', 'update_date', 'sections'),
	}),
	fieldCall('DELETE /api/v1/projects/{project_id}/daily_updates/{id}', {
		id: 'field.dailyUpdate.delete',
		line: 2009,
		reply: object(),
	}),
];
