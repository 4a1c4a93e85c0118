import { boolean, choice, choices, dateTime, del, get, given, number, objectOf, operation, patch, post, range, ref, refs, returns, text, unpaged, type Completion, type Input, type InputValue, type RunContext } from '../vocabulary';
import { counted, sortByMinus } from './choices';
import { needs } from './families';
import { account, bare } from './ids';

/** The single calls of the Data Connector: extracts of an account's data, on request or by schedule. */
const base = '/data-connector/v1/accounts/{accountId}';
export const read = needs('dataConnector', 'data:read');
const write = needs('dataConnector', 'data:write');
export const inAccount = { accountId: account(bare) };
export const requestId = ref('acc.dataRequest', { required: true, label: 'Data Request' });
export const jobId = ref('acc.dataJob', { required: true, label: 'Data Job' });
const page = counted(100);
const order = choice({ asc: 'Oldest First', desc: 'Newest First' }, { wire: 'sort', label: 'Order' });
/** `null` asks for those of the whole account (line 4861). */
const projectId = text({ prefix: bare, wire: 'filter[projectId]', label: 'Project ID', description: 'ID of a project, or "null" for all of the account' });
const dates = { startDate: dateTime({ wire: 'filter[startDate]' }), endDate: dateTime({ wire: 'filter[endDate]' }) };

const intervals = { ONE_TIME: 'Once', DAY: 'Daily', WEEK: 'Weekly', MONTH: 'Monthly', YEAR: 'Yearly' } as const;

export const getRequests = operation({
	action: 'Get many data requests',
	description: 'Retrieve your requests for data extracts',
	call: get(`${base}/requests`),
	needs: read,
	input: {
		...inAccount,
		projectId,
		isActive: boolean({ wire: 'filter[isActive]', label: 'Active', description: 'Whether to return only active requests, or only inactive ones' }),
		scheduleInterval: choice(intervals, { wire: 'filter[scheduleInterval]' }),
		// Spelled so in the filter; the records say reoccuringInterval (line 4861).
		recurringInterval: number({ wire: 'filter[reocurringInterval]', integer: true }),
		created: range('dateTime', { wire: 'filter[createdAt]' }),
		updated: range('dateTime', { wire: 'filter[updatedAt]' }),
		effectiveFrom: dateTime({ wire: 'filter[effectiveFrom]' }),
		effectiveTo: dateTime({ wire: 'filter[effectiveTo]' }),
		...dates,
		order,
		sort: sortByMinus(['isActive', 'accountId', 'createdBy', 'createdByEmail', 'createdAt', 'updatedBy', 'updatedAt', 'scheduleInterval', 'reoccuringInterval', 'effectiveFrom', 'effectiveTo', 'startDate', 'endDate'], 'sortFields'),
	},
	page,
	returns: returns.records('results'),
	repeat: 'safe',
	source: 'ACC Data Connector, line 4810',
});

export const getRequest = operation({
	action: 'Get data request',
	description: 'Retrieve one request for data extracts',
	call: get(`${base}/requests/{requestId}`),
	needs: read,
	input: { ...inAccount, requestId },
	returns: returns.record(),
	repeat: 'safe',
	source: 'ACC Data Connector, line 4950',
});

/** Groups of which an extract holds only what changed in a stretch of time (page of POST requests; beta there). */
const changesOnly = { cdcadmin: 'Account and Project Admin (Changes)', cdccost: 'Cost (Changes)', cdcissues: 'Issues (Changes)', cdclocations: 'Locations (Changes)', cdcmeetingminutes: 'Meeting Minutes (Changes)', cdcrfis: 'RFIs (Changes)', cdcschedule: 'Schedule (Changes)', cdcsheets: 'Sheets (Changes)', cdcsubmittalsacc: 'Submittals (Changes)', cdctransmittals: 'Transmittals (Changes)' } as const;
/** Service groups (line 5066). */
const services = { all: 'All', activities: 'Activities', admin: 'Account and Project Admin', assets: 'Assets', checklists: 'Checklists', cost: 'Cost', dailylogs: 'Daily Logs', forms: 'Forms', iq: 'Construction IQ', issues: 'Issues', locations: 'Locations', markups: 'Markups', meetingminutes: 'Meeting Minutes', photos: 'Photos', relationships: 'Relationships', reviews: 'Reviews', rfis: 'RFIs', schedule: 'Schedule', sheets: 'Sheets', submittals: 'Submittals (BIM 360)', submittalsacc: 'Submittals', transmittals: 'Transmittals', ...changesOnly } as const;
const groups = { label: 'Services', description: 'What to extract the data of' } as const;

const which = {
	description: text({ description: 'Name by which the request is found again' }),
	projectIds: refs('acc.project', { prefix: bare, wire: 'projectIdList', maxItems: 50, label: 'Projects', description: 'All of the account if left empty; whoever is not an executive must name one' }),
};
const when = {
	startDate: dateTime({ description: 'For the tables that can be narrowed to a stretch of time' }),
	endDate: dateTime(),
	callbackUrl: text({ label: 'Callback URL', description: 'Address that the service calls after each job' }),
	sendEmail: boolean({ label: 'Send E-Mail', description: 'Whether to send you an e-mail after each job; the service does unless told otherwise' }),
};
/** What an extract holds. */
export const contents = {
	...which,
	projectStatus: choice({ all: 'All', active: 'Active', archived: 'Archived' }, { description: 'Which projects to take, where none are named' }),
	dateRange: choice({ TODAY: 'Today', YESTERDAY: 'Yesterday', PAST_7_DAYS: 'Past 7 Days', MONTH_TO_DATE: 'Month to Date', LAST_MONTH: 'Last Month', CUSTOM: 'From Start Date to End Date' }, { description: 'For activities and changes' }),
	...when,
};
const schedule = {
	isActive: boolean({ label: 'Active', description: 'Whether the request makes jobs' }),
	recurringInterval: number({ wire: 'reoccuringInterval', integer: true, min: 1, description: 'So many days, weeks, months or years between two jobs' }),
	effectiveFrom: dateTime({ description: 'When the first job begins' }),
	effectiveTo: dateTime({ description: 'When the jobs end' }),
};
export const serviceGroups = choices(services, { ...groups, required: true });
const reference = 'APS Data Connector v1, reference pages of requests and field guide';

/** Throws where an extract is to hold what changed and nothing says when (field guide), or where the dates that a date range speaks of are missing. */
export function withDates(context: Pick<RunContext, 'refusal'>, input: Input): void {
	if (filled(input, 'startDate') && filled(input, 'endDate')) return;
	if (input.dateRange === 'CUSTOM') throw context.refusal('Date Range says From Start Date to End Date, and these are not both filled in.', 'Fill in Start Date and End Date, or choose another Date Range.');
	const changes = filled(input, 'dateRange') ? [] : changesIn(input.serviceGroups);
	if (changes.length > 0) throw context.refusal(`${changes.join(', ')}: what changed is extracted of a stretch of time, and none is given.`, 'Fill in Start Date and End Date, or choose a Date Range where there is one.');
}

function filled(input: Input, key: string): boolean {
	return input[key] !== undefined && input[key] !== null;
}

/** The labels of those groups that hold only what changed. */
function changesIn(chosen: Input[string]): readonly string[] {
	const among: readonly InputValue[] = Array.isArray(chosen) ? chosen : [];
	return Object.entries(changesOnly).flatMap(([group, label]) => (among.includes(group) ? [label] : []));
}

/** One that runs once takes no end (page of POST requests). */
function endOnlyOfMany(context: Pick<RunContext, 'refusal'>, { scheduleInterval, effectiveTo }: Input): void {
	if (scheduleInterval === 'ONE_TIME' && effectiveTo !== undefined && effectiveTo !== null) throw context.refusal('A request that runs once has no end.', 'Leave Effective To empty, or choose how often the request runs.');
}

/** The first job is due at once unless said otherwise; a request that runs again and again also needs its interval and its end (page of POST requests). */
const scheduled: Completion = {
	calls: [],
	async run(context, input) {
		const whole: Input = { effectiveFrom: new Date(context.now()).toISOString(), ...given(input) };
		withDates(context, whole);
		endOnlyOfMany(context, whole);
		if (input.scheduleInterval === 'ONE_TIME') return whole;
		if (whole.effectiveTo === undefined) throw context.refusal('A request that runs again and again needs an end.', 'Fill in Effective To, or choose Once.');
		return { recurringInterval: 1, ...whole };
	},
};

/** A change names interval and services in any case (page of PATCH requests): those of the request where they are to stay. */
const asBefore: Completion = {
	calls: [getRequest],
	async run(context, input) {
		const { accountId, requestId: id, ...changes } = given(input);
		if (typeof accountId !== 'string' || typeof id !== 'string' || Object.keys(changes).length === 0) return input;
		const dated = changesIn(changes.serviceGroups).length === 0 || (filled(changes, 'startDate') && filled(changes, 'endDate'));
		const complete = 'scheduleInterval' in changes && 'serviceGroups' in changes && dated;
		const present = complete ? {} : objectOf(await context.call(getRequest, { accountId, requestId: id }));
		const { scheduleInterval, serviceGroups, startDate, endDate, dateRange } = { ...present, ...changes };
		endOnlyOfMany(context, { scheduleInterval, effectiveTo: changes.effectiveTo });
		// What the request holds already the service has taken, with dates or without.
		if (changesIn(serviceGroups).some((one) => !changesIn(present.serviceGroups).includes(one))) withDates(context, { serviceGroups, startDate, endDate, dateRange });
		return { accountId, requestId: id, ...changes, scheduleInterval, serviceGroups };
	},
};

export const createRequest = operation({
	action: 'Create data request',
	description: 'Order extracts of the data of an account, once or again and again',
	call: post(`${base}/requests`),
	needs: needs('dataConnector', 'data:create'),
	input: { ...inAccount, scheduleInterval: choice(intervals, { required: true }), serviceGroups, ...schedule, ...contents },
	completes: scheduled,
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'created', id: 'id' },
	status: 'reference',
	source: reference,
});

export const updateRequest = operation({
	action: 'Update data request',
	description: 'Change some fields of a request for data extracts; everything else stays',
	call: patch(`${base}/requests/{requestId}`),
	needs: write,
	input: { ...inAccount, requestId, scheduleInterval: choice(intervals), serviceGroups: choices(services, groups), ...schedule, ...which, ...when },
	completes: asBefore,
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', id: 'id' },
	status: 'reference',
	source: reference,
});

export const removeRequest = operation({
	action: 'Delete data request',
	description: 'Delete a request for data extracts',
	call: del(`${base}/requests/{requestId}`),
	needs: write,
	input: { ...inAccount, requestId },
	returns: returns.nothing,
	repeat: 'safe',
	receipt: { done: 'deleted' },
	destructive: true,
	source: 'ACC Data Connector, line 5149',
});

export const completions = ['success', 'failed', 'cancelled'] as const;

export const getJobs = operation({
	action: 'Get many data jobs',
	description: 'Retrieve the runs of your data extracts',
	call: get(`${base}/jobs`),
	needs: read,
	input: {
		...inAccount,
		projectId,
		onlyProjectId: text({ prefix: bare, wire: 'projectId', label: 'Only Project ID', description: 'ID of the one project whose jobs you may see as its administrator' }),
		status: choice(['queued', 'running', 'complete'], { wire: 'filter[status]' }),
		completionStatus: choice(completions, { wire: 'filter[completionStatus]' }),
		created: range('dateTime', { wire: 'filter[createdAt]' }),
		started: range('dateTime', { wire: 'filter[startedAt]' }),
		completed: range('dateTime', { wire: 'filter[completedAt]' }),
		...dates,
		order,
		sort: sortByMinus(['projectId', 'createdBy', 'createdByEmail', 'createdAt', 'status', 'completionStatus', 'startedAt', 'completedAt', 'startDate', 'endDate'], 'sortFields'),
	},
	page,
	returns: returns.records('results'),
	repeat: 'safe',
	source: 'ACC Data Connector, line 5340',
});

export const getJobsOfRequest = operation({
	action: 'Get many data jobs of request',
	description: 'Retrieve the runs of one data request',
	call: get(`${base}/requests/{requestId}/jobs`),
	needs: read,
	input: { ...inAccount, requestId, order },
	page,
	returns: returns.records('results'),
	repeat: 'safe',
	source: 'ACC Data Connector, line 5222',
});

export const getJob = operation({
	action: 'Get data job',
	description: 'Retrieve one run of a data extract',
	call: get(`${base}/jobs/{jobId}`),
	// Stated so, although it only reads (line 5497).
	needs: write,
	input: { ...inAccount, jobId },
	returns: returns.record(),
	repeat: 'safe',
	source: 'ACC Data Connector, line 5479',
});

export const cancelJob = operation({
	action: 'Cancel data job',
	description: 'Stop a running data extract; the job stays in the list',
	call: del(`${base}/jobs/{jobId}`),
	needs: write,
	input: { ...inAccount, jobId },
	returns: returns.nothing,
	repeat: 'safe',
	receipt: { done: 'cancelled' },
	destructive: true,
	source: 'ACC Data Connector, line 5628',
});

export const getFiles = operation({
	action: 'Get many data files',
	description: 'Retrieve the files of a finished data extract',
	call: get(`${base}/jobs/{jobId}/data-listing`),
	needs: read,
	input: { ...inAccount, jobId },
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	source: 'ACC Data Connector, line 5701',
});

export const fileName = text({ required: true, wire: 'name', label: 'File Name', placeholder: 'e.g. autodesk_data_extract.zip' });

export const signFile = operation({
	action: 'Sign data file',
	description: 'Get the address of a file, valid for a minute',
	call: get(`${base}/jobs/{jobId}/data/{name}`),
	needs: read,
	input: { ...inAccount, jobId, fileName },
	returns: returns.record(),
	repeat: 'safe',
	hidden: true,
	source: 'ACC Data Connector, line 5790',
});
