import { boolean, choice, dateTime, del, get, number, operation, range, ref, returns, text, textAt, unpaged, type Resource } from '../vocabulary';
import { counted, sortByMinus } from './choices';
import { needs } from './families';
import { account, bare } from './ids';

/** Data Connector: extracts of an account's data, on request or by schedule. */
const base = '/data-connector/v1/accounts/{accountId}';
const read = needs('dataConnector', 'data:read');
const write = needs('dataConnector', 'data:write');
const inAccount = { accountId: account(bare) };
const requestId = ref('acc.dataRequest', { required: true, label: 'Data Request' });
const jobId = ref('acc.dataJob', { required: true, label: 'Data Job' });
const page = counted(100);
const order = choice({ asc: 'Oldest First', desc: 'Newest First' }, { wire: 'sort', label: 'Order' });
/** `null` asks for those of the whole account (line 4861). */
const projectId = text({ wire: 'filter[projectId]', label: 'Project ID', description: 'ID of a project, or "null" for all of the account' });
const dates = { startDate: dateTime({ wire: 'filter[startDate]' }), endDate: dateTime({ wire: 'filter[endDate]' }) };

const getRequests = operation({
	action: 'Get many data requests',
	description: 'Retrieve your requests for data extracts',
	call: get(`${base}/requests`),
	needs: read,
	input: {
		...inAccount,
		projectId,
		isActive: boolean({ wire: 'filter[isActive]', label: 'Active', description: 'Whether to return only active requests, or only inactive ones' }),
		scheduleInterval: choice({ ONE_TIME: 'Once', DAY: 'Daily', WEEK: 'Weekly', MONTH: 'Monthly', YEAR: 'Yearly' }, { wire: 'filter[scheduleInterval]' }),
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

const getRequest = operation({
	action: 'Get data request',
	description: 'Retrieve one request for data extracts',
	call: get(`${base}/requests/{requestId}`),
	needs: read,
	input: { ...inAccount, requestId },
	returns: returns.record(),
	repeat: 'safe',
	source: 'ACC Data Connector, line 4950',
});

const removeRequest = operation({
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

export const dataRequest: Resource = {
	id: 'acc.dataRequest',
	label: 'Data Request',
	plural: 'Data Requests',
	area: 'data',
	operations: { get: getRequest, getMany: getRequests, delete: removeRequest },
	lookup: {
		list: getRequests,
		within: ['accountId'],
		value: 'id',
		label: (record) => textAt(record, 'description') ?? textAt(record, 'id') ?? '',
		detail: (record) => textAt(record, 'scheduleInterval'),
		names: (record) => [textAt(record, 'description')],
		standing: (record) => (record.isActive === false ? 'inactive' : 'active'),
	},
};

const getJobs = operation({
	action: 'Get many data jobs',
	description: 'Retrieve the runs of your data extracts',
	call: get(`${base}/jobs`),
	needs: read,
	input: {
		...inAccount,
		projectId,
		onlyProjectId: text({ wire: 'projectId', label: 'Only Project ID', description: 'ID of the one project whose jobs you may see as its administrator' }),
		status: choice(['queued', 'running', 'complete'], { wire: 'filter[status]' }),
		completionStatus: choice(['success', 'failed', 'cancelled'], { wire: 'filter[completionStatus]' }),
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

const getJobsOfRequest = operation({
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

const getJob = operation({
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

const cancelJob = operation({
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

export const dataJob: Resource = {
	id: 'acc.dataJob',
	label: 'Data Job',
	plural: 'Data Jobs',
	area: 'data',
	operations: { get: getJob, getMany: getJobs, getByRequest: getJobsOfRequest, cancel: cancelJob },
	lookup: {
		list: getJobs,
		within: ['accountId'],
		value: 'id',
		label: (record) => textAt(record, 'createdAt') ?? '',
		detail: (record) => textAt(record, 'completionStatus') ?? textAt(record, 'status'),
		names: (record) => [textAt(record, 'createdAt')],
	},
};

const getFiles = operation({
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

const fileName = text({ required: true, wire: 'name', label: 'File Name', placeholder: 'e.g. autodesk_data_extract.zip' });

const signFile = operation({
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

const downloadFile = operation({
	action: 'Download data file',
	description: 'Download a file of a data extract, or all of them as one archive',
	needs: read,
	input: { ...inAccount, jobId, fileName },
	returns: returns.file,
	repeat: 'safe',
	source: 'ACC Data Connector, line 5790',
	steps: {
		calls: [signFile],
		async run(context, input) {
			const url = textAt(await context.call(signFile, input), 'signedUrl');
			if (url === undefined) throw context.refusal('The service gave no address for this file.', 'Get the files of the job to see what there is.');
			return [{ json: { name: input.fileName }, file: await context.fetch(url, { name: input.fileName }) }];
		},
	},
});

export const dataFile: Resource = {
	id: 'acc.dataFile',
	label: 'Data File',
	plural: 'Data Files',
	area: 'data',
	operations: { getMany: getFiles, download: downloadFile, sign: signFile },
};
