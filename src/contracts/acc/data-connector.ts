import type { Contract, ContractParam } from '../contract';
import { byUser, commas, inBody, offsetPage, query, referenced, reply, stated, words } from './notation';

const DATA_REQUEST: readonly string[] = words(`
	id description isActive accountId projectId projectIdList createdBy createdByEmail createdAt
	updatedBy updatedAt scheduleInterval reoccuringInterval effectiveFrom effectiveTo lastQueuedAt
	serviceGroups callbackUrl sendEmail startDate endDate dateRange projectStatus
`);

const DATA_JOB: readonly string[] = words(`
	id requestId accountId projectId projectIdList createdBy createdByEmail createdAt status
	completionStatus startedAt completedAt sendEmail progress lastDownloadedBy lastDownloadedAt
	startDate endDate
`);

/** Data Connector: requests, jobs and the extracts they leave. */
export const dataConnectorContracts: readonly Contract[] = [
	stated('acc.dataRequest.getMany', 'GET', '/data-connector/v1/accounts/{accountId}/requests', 4810, {
		auth: byUser('data:read'),
		params: [
			query('sort', 'enum', { values: ['asc', 'desc'], note: 'direction by date only; use sortFields where offered' }),
			query('limit', 'integer', { note: 'no maximum stated' }),
			query('offset', 'integer', { note: 'objects to skip' }),
			commas('sortFields', { values: words(`
				isActive accountId createdBy createdByEmail createdAt updatedBy updatedAt scheduleInterval
				reoccuringInterval effectiveFrom effectiveTo startDate endDate
			`).flatMap((name) => [name, `-${name}`]), note: 'comma-separated, ascending; "-field" descending (line 4852); invalid fields ignored' }),
			query('filter[projectId]', 'string', { note: 'project ID, or null for all requests in the account' }),
			query('filter[createdAt]', 'range', { note: 'ISO 8601 range a..b, a.., ..b; time part required' }),
			query('filter[updatedAt]', 'range', { note: 'ISO 8601 range a..b, a.., ..b; time part required' }),
			query('filter[scheduleInterval]', 'enum', { values: ['ONE_TIME', 'DAY', 'WEEK', 'MONTH', 'YEAR'], note: 'exact value; values from the response field' }),
			query('filter[reocurringInterval]', 'integer', { note: 'spelled so here; response field is reoccuringInterval' }),
			query('filter[effectiveFrom]', 'date-time', { note: 'exact value; range not documented' }),
			query('filter[effectiveTo]', 'date-time', { note: 'exact value; range not documented' }),
			query('filter[isActive]', 'boolean'),
			query('filter[startDate]', 'date-time', { note: 'alone, it is used as endDate too' }),
			query('filter[endDate]', 'date-time', { note: 'alone, it is used as startDate too' }),
		],
		reply: reply('page', [200, 400, 401, 403, 404, 429, 500, 503], DATA_REQUEST, 'results'),
		page: offsetPage({ default: 20 }),
		notes: [
			'user needs executive overview or project administrator permissions; sees only own requests and their jobs',
			'document writes these as filter[field_to_filter]; many filters allowed, one value per field',
			'projectIdList documented as array but example is a JSON string: parse both',
			'sort is asc|desc by date; named sorting is sortFields',
			'429: "Rate limited exceeded; wait some time before retrying." no Retry-After documented',
			'activities data can lag up to 20 minutes',
			'creating requests (POST) is not in this document',
			'filter name reocurringInterval and field name reoccuringInterval are spelled differently',
		],
	}),
	stated('acc.dataRequest.get', 'GET', '/data-connector/v1/accounts/{accountId}/requests/{requestId}', 4950, {
		auth: byUser('data:read'),
		reply: reply('object', [200, 400, 401, 403, 404, 429, 500, 503], DATA_REQUEST),
		notes: [
			'user needs executive overview or project administrator permissions; sees only own requests and their jobs',
			'projectIdList documented as array but example is a JSON string: parse both',
			'429: "Rate limited exceeded; wait some time before retrying." no Retry-After documented',
			'callbackUrl webhook: POST {accountId, requestId, jobId, state:"complete", success} after each job (line 5075)',
			'projectId is legacy, superseded by projectIdList (up to 50 IDs)',
			'dateRange: TODAY, YESTERDAY, PAST_7_DAYS, MONTH_TO_DATE, LAST_MONTH (activities only); projectStatus: all, archived, active',
			'serviceGroups: all, activities, admin, assets, checklists, cost, dailylogs, forms, iq, issues, locations, markups, meetingminutes, photos, relationships, reviews, rfis, schedule, sheets, submittals, submittalsacc, transmittals',
		],
	}),
	stated('acc.dataRequest.delete', 'DELETE', '/data-connector/v1/accounts/{accountId}/requests/{requestId}', 5149, {
		auth: byUser('data:write'),
		reply: reply('none', [204, 400, 401, 403, 404, 429, 500, 503]),
		notes: [
			'user needs executive overview or project administrator permissions; sees only own requests and their jobs',
			'429: "Rate limited exceeded; wait some time before retrying." no Retry-After documented',
			'204 without a body',
		],
	}),
	stated('acc.dataJob.getManyByRequest', 'GET', '/data-connector/v1/accounts/{accountId}/requests/{requestId}/jobs', 5222, {
		auth: byUser('data:read'),
		params: [
			query('sort', 'enum', { values: ['asc', 'desc'], note: 'direction by date only; use sortFields where offered' }),
			query('limit', 'integer', { note: 'no maximum stated' }),
			query('offset', 'integer', { note: 'objects to skip' }),
		],
		reply: reply('page', [200, 400, 401, 403, 404, 429, 500, 503], DATA_JOB, 'results'),
		page: offsetPage({ default: 20 }),
		notes: [
			'user needs executive overview or project administrator permissions; sees only own requests and their jobs',
			'projectIdList documented as array but example is a JSON string: parse both',
			'status: queued, running, complete; completionStatus: success, failed, cancelled',
			'progress documented int 0-100 but example is an empty string',
			'429: "Rate limited exceeded; wait some time before retrying." no Retry-After documented',
			'no filters or sortFields here',
		],
	}),
	stated('acc.dataJob.getMany', 'GET', '/data-connector/v1/accounts/{accountId}/jobs', 5340, {
		auth: byUser('data:read'),
		params: [
			query('sort', 'enum', { values: ['asc', 'desc'], note: 'direction by date only; use sortFields where offered' }),
			query('limit', 'integer', { note: 'no maximum stated' }),
			query('offset', 'integer', { note: 'objects to skip' }),
			query('projectId', 'string', { note: 'project of the returned jobs; plain parameter beside filter[projectId]' }),
			commas('sortFields', { values: words(`
				projectId createdBy createdByEmail createdAt status completionStatus startedAt completedAt startDate
				endDate
			`), note: 'comma-separated, ascending; "-field" descending; invalid fields ignored' }),
			query('filter[projectId]', 'string', { note: 'project ID, or null for all jobs in the account' }),
			query('filter[createdAt]', 'range', { note: 'ISO 8601 range a..b, a.., ..b; time part required' }),
			query('filter[status]', 'enum', { values: ['queued', 'running', 'complete'], note: 'values from the response field' }),
			query('filter[completionStatus]', 'enum', { values: ['success', 'failed', 'cancelled'], note: 'values from the response field' }),
			query('filter[startedAt]', 'range', { note: 'ISO 8601 range a..b, a.., ..b; time part required' }),
			query('filter[completedAt]', 'range', { note: 'ISO 8601 range a..b, a.., ..b; time part required' }),
			query('filter[startDate]', 'date-time', { note: 'alone, it is used as endDate too' }),
			query('filter[endDate]', 'date-time', { note: 'alone, it is used as startDate too' }),
		],
		reply: reply('page', [200, 400, 401, 403, 404, 429, 500, 503], DATA_JOB, 'results'),
		page: offsetPage({ default: 20 }),
		notes: [
			'user needs executive overview or project administrator permissions; sees only own requests and their jobs',
			'project administrators may list one project; executive overview users one or all',
			'document writes these as filter[field_to_filter]; many filters allowed, one value per field',
			'projectIdList documented as array but example is a JSON string: parse both',
			'status: queued, running, complete; completionStatus: success, failed, cancelled',
			'progress documented int 0-100 but example is an empty string',
			'429: "Rate limited exceeded; wait some time before retrying." no Retry-After documented',
			'jobs have no updatedAt',
		],
	}),
	stated('acc.dataJob.get', 'GET', '/data-connector/v1/accounts/{accountId}/jobs/{jobId}', 5479, {
		auth: byUser('data:write'),
		reply: reply('object', [200, 400, 401, 403, 404, 429, 500, 503], DATA_JOB),
		notes: [
			'user needs executive overview or project administrator permissions; sees only own requests and their jobs',
			'scope is data:write although this is a GET (stated so; its siblings say data:read)',
			'projectIdList documented as array but example is a JSON string: parse both',
			'status: queued, running, complete; completionStatus: success, failed, cancelled',
			'progress documented int 0-100 but example is an empty string',
			'429: "Rate limited exceeded; wait some time before retrying." no Retry-After documented',
			'startedAt and completedAt are null until reached; poll until status=complete',
			'lastDownloadedBy documented as user ID but example is an email',
		],
	}),
	stated('acc.dataJob.cancel', 'DELETE', '/data-connector/v1/accounts/{accountId}/jobs/{jobId}', 5628, {
		auth: byUser('data:write'),
		reply: reply('none', [204, 400, 401, 403, 404, 429, 500, 503]),
		notes: [
			'user needs executive overview or project administrator permissions; sees only own requests and their jobs',
			'429: "Rate limited exceeded; wait some time before retrying." no Retry-After documented',
			'DELETE cancels a running job; the job stays listed with completionStatus cancelled',
			'204 without a body',
		],
	}),
	stated('acc.dataFile.getMany', 'GET', '/data-connector/v1/accounts/{accountId}/jobs/{jobId}/data-listing', 5701, {
		auth: byUser('data:read'),
		reply: reply('array', [200, 400, 401, 403, 404, 429, 500, 503], ['name', 'createdAt', 'size']),
		notes: [
			'user needs executive overview or project administrator permissions; sees only own requests and their jobs',
			'429: "Rate limited exceeded; wait some time before retrying." no Retry-After documented',
			'bare array, no paging',
			'404 "The requested resource does not exist." when the job was cancelled or failed',
			'size documented int (bytes) but example is a string',
			'files: one CSV per service group, a README, and a master ZIP',
		],
	}),
	stated('acc.dataFile.getDownloadUrl', 'GET', '/data-connector/v1/accounts/{accountId}/jobs/{jobId}/data/{name}', 5790, {
		auth: byUser('data:read'),
		reply: reply('object', [200, 400, 401, 403, 404, 429, 500, 503], ['size', 'name', 'signedUrl']),
		notes: [
			'user needs executive overview or project administrator permissions; sees only own requests and their jobs',
			'429: "Rate limited exceeded; wait some time before retrying." no Retry-After documented',
			'returns JSON with an S3 signed URL, not the file',
			'signed URL must be contacted within 60 seconds; a started download may take longer',
			'do not send the Bearer token to the signed URL (inferred)',
			'get the whole extract via its ZIP name (example autodesk_data_extract.zip)',
			'size documented int but example is a string',
		],
	}),
];

const SERVICE_GROUPS: readonly string[] = words(`
	all activities admin assets checklists cost dailylogs forms iq issues locations markups meetingminutes photos
	relationships reviews rfis schedule sheets submittals submittalsacc transmittals
	cdcadmin cdccost cdcissues cdclocations cdcrfis cdcschedule cdcsubmittalsacc cdcsheets cdcmeetingminutes cdctransmittals
`);

const requestBody = (creating: boolean): readonly ContractParam[] => [
	inBody('description', 'string'),
	inBody('isActive', 'boolean', { note: 'true when left out of a new one' }),
	inBody('scheduleInterval', 'enum', { required: true, values: ['ONE_TIME', 'DAY', 'WEEK', 'MONTH', 'YEAR'] }),
	inBody('reoccuringInterval', 'integer', { note: 'spelled so' }),
	inBody('effectiveFrom', 'date-time', { required: creating }),
	inBody('effectiveTo', 'date-time', { note: 'required unless scheduleInterval is ONE_TIME, and not taken with it' }),
	inBody('serviceGroups', 'array', { required: true, values: SERVICE_GROUPS, note: 'cdc…: only what changed between startDate and endDate (beta)' }),
	inBody('projectIdList', 'array', { max: 50 }),
	inBody('callbackUrl', 'string'),
	inBody('sendEmail', 'boolean', { note: 'true when left out' }),
	inBody('startDate', 'date-time'),
	inBody('endDate', 'date-time'),
];

/** Members that only a new request takes. */
const onlyNew: readonly ContractParam[] = [
	inBody('dateRange', 'enum', { values: ['TODAY', 'YESTERDAY', 'PAST_7_DAYS', 'MONTH_TO_DATE', 'LAST_MONTH', 'CUSTOM'], note: 'CUSTOM: startDate and endDate; the others go before them' }),
	inBody('projectStatus', 'enum', { values: ['all', 'archived', 'active'] }),
];

/** Ordering extracts: not in the API reference at hand, only on the vendor's own pages. */
export const dataConnectorWriteContracts: readonly Contract[] = [
	referenced('acc.dataRequest.create', 'POST', '/data-connector/v1/accounts/{accountId}/requests', 'APS Data Connector v1, reference page data-connector-requests-POST', {
		auth: byUser('data:create'),
		params: [...requestBody(true), ...onlyNew],
		body: 'json',
		reply: reply('object', [200, 201, 400, 401, 403, 404, 429, 500, 503], DATA_REQUEST),
		notes: ['a request that is to run once makes its job at effectiveFrom', 'at most 24 jobs of an account, and of a person, in any 24 hours', 'cdc… service groups need a stretch of time (field guide); a later announcement lets them go without'],
	}),
	referenced('acc.dataRequest.update', 'PATCH', '/data-connector/v1/accounts/{accountId}/requests/{requestId}', 'APS Data Connector v1, reference page data-connector-requests-requestId-PATCH', {
		auth: byUser('data:write'),
		params: requestBody(false),
		body: 'json',
		reply: reply('object', [200, 201, 400, 401, 403, 404, 429, 500, 503], DATA_REQUEST),
		notes: ['what is not named stays, but for the two members that are required'],
	}),
];
