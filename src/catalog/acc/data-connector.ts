import { boolean, choice, choices, collected, number, objectOf, operation, ref, refs, returns, textAt, type JsonObject, type Output, type Reference, type Resource, type RunContext } from '../vocabulary';
import { cancelJob, completions, contents, createRequest, fileName, getFiles, getJob, getJobs, getJobsOfRequest, getRequest, getRequests, inAccount, jobId, read, removeRequest, requestId, serviceGroups, signFile, updateRequest, withDates } from './data-connector-calls';
import { needs } from './families';

const patience = {
	interval: number({ default: 30, min: 1, max: 300, description: 'Seconds between two looks' }),
	timeout: number({ default: 120, min: 1, max: 1440, description: 'Minutes after which to give up' }),
};

interface Patience {
	/** Seconds. */
	readonly interval?: number | null;
	/** Minutes. */
	readonly timeout?: number | null;
}

const day = 24 * 60 * 60_000;
/** Jobs that one person, and one account, may create in any 24 hours (APS "Data Connector API Rate Limit and Quota"). */
const jobsADay = 24;

const extract = operation({
	action: 'Extract data and wait',
	description: 'Order one extract of the data of an account and wait until it is ready; then download the files of its job',
	label: 'Extract and Wait',
	needs: needs('dataConnector', 'data:create', 'data:read'),
	input: { ...inAccount, serviceGroups, ...contents, ...patience },
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'exported', id: 'id' },
	status: 'reference',
	source: 'APS Data Connector v1, reference pages of requests; ACC Data Connector, lines 5222 and 5479',
	steps: {
		calls: [getJobs, createRequest, getJobsOfRequest, getJob],
		async run(context, { accountId, interval, timeout, ...wanted }) {
			withDates(context, wanted);
			await roomForJob(context, accountId);
			const made = await context.call(createRequest, { accountId, scheduleInterval: 'ONE_TIME', effectiveFrom: new Date(context.now()).toISOString(), ...wanted });
			const request = textAt(made, 'id') ?? '';
			context.made('data request', request);
			const job = await jobOver(context, { accountId, requestId: request }, { interval, timeout });
			return [{ json: { receipt: { done: 'exported', id: textAt(job, 'id') ?? null }, ...job } }];
		},
	},
});

/** Says so before anything is ordered where the day's jobs are used up. Who may not list the jobs of the account is told by the service. */
async function roomForJob(context: RunContext, accountId: Reference): Promise<void> {
	const from = new Date(context.now() - day).toISOString();
	const recent = await context.attempt(async () => await collected(context.list(getJobs, { accountId, created: { from } })));
	if (!('value' in recent) || recent.value.length < jobsADay) return;
	const next = recent.value.map((job) => Date.parse(textAt(job, 'createdAt') ?? '')).sort((a, b) => b - a)[jobsADay - 1] ?? context.now();
	throw context.refusal(`${recent.value.length} data jobs were created in the last 24 hours; the service allows ${jobsADay}.`, `The next can be created after ${new Date(next + day).toISOString()}; download the files of an earlier job until then.`);
}

/** Which job is meant: this one, or the newest of a request. */
interface Wanted {
	readonly accountId: Reference;
	readonly jobId?: Reference | null;
	readonly requestId?: Reference | null;
}

/** Looks until the job is over. Throws where it failed, was cancelled or takes too long. */
async function jobOver(context: RunContext, { accountId, jobId: known, requestId: request }: Wanted, { interval, timeout }: Patience): Promise<JsonObject> {
	const minutes = timeout ?? 120;
	const deadline = context.now() + minutes * 60_000;
	let id = known ?? undefined;
	for (;;) {
		const job = id === undefined ? await newestJob(context, accountId, request ?? '', false) : objectOf(await context.call(getJob, { accountId, jobId: id }));
		if (job && isOver(job)) return succeeded(context, job);
		id = job ? textAt(job, 'id') : id;
		const what = job ? `The data job ${textAt(job, 'id') ?? ''} is still ${textAt(job, 'status') ?? 'running'}` : 'The data request has no job yet';
		if (context.now() >= deadline) throw context.refusal(`${what} after ${minutes} minutes.`, 'It goes on by itself: wait for the data job once more, or give it more time.');
		await context.wait((interval ?? 30) * 1000);
	}
}

function isOver(job: JsonObject): boolean {
	return textAt(job, 'status') === 'complete';
}

function succeeded(context: RunContext, job: JsonObject): JsonObject {
	const outcome = textAt(job, 'completionStatus') ?? 'success';
	if (outcome === 'success') return job;
	throw context.refusal(`The data job ${textAt(job, 'id') ?? ''} ${outcome === 'cancelled' ? 'was cancelled' : 'failed'}: it has no files.`, 'Look at the request in Data Connector, then extract again.');
}

async function newestJob(context: RunContext, accountId: Reference, request: Reference, onlySuccessful: boolean): Promise<JsonObject | undefined> {
	for await (const job of context.list(getJobsOfRequest, { accountId, requestId: request, order: 'desc' })) {
		if (!onlySuccessful || textAt(job, 'completionStatus') === 'success') return job;
	}
	return undefined;
}

const wait = operation({
	action: 'Wait for data job',
	description: 'Wait until a data extract is ready: a job, or the newest one of a request',
	label: 'Wait',
	needs: needs('dataConnector', 'data:write', 'data:read'),
	input: { ...inAccount, requestId: ref('acc.dataRequest', { label: 'Data Request', description: 'Its newest job is waited for' }), jobId: ref('acc.dataJob', { label: 'Data Job' }), ...patience },
	rules: [{ oneOf: ['requestId', 'jobId'] }, { atMostOne: ['requestId', 'jobId'] }],
	returns: returns.record(),
	repeat: 'safe',
	source: 'ACC Data Connector, lines 5222 and 5479',
	steps: {
		calls: [getJobsOfRequest, getJob],
		run: async (context, { interval, timeout, ...wanted }) => [{ json: await jobOver(context, wanted, { interval, timeout }) }],
	},
});

const getLatest = operation({
	action: 'Get latest data job',
	description: 'Retrieve the newest run of a data request, by default the newest that succeeded',
	needs: read,
	input: { ...inAccount, requestId, onlySuccessful: boolean({ default: true, description: 'Whether to pass over jobs that are under way, failed or were cancelled' }) },
	returns: returns.record(),
	repeat: 'safe',
	source: 'ACC Data Connector, line 5222',
	steps: {
		calls: [getJobsOfRequest],
		async run(context, { accountId, requestId: request, onlySuccessful }) {
			const job = await newestJob(context, accountId, request, onlySuccessful !== false);
			if (!job) throw context.refusal(`The request has no ${onlySuccessful === false ? 'job' : 'job that succeeded'}.`, 'Wait for its job, or look at the request.');
			return [{ json: job }];
		},
	},
});

const download = operation({
	action: 'Download data file',
	description: 'Download a file of a data extract, or all of them as one archive',
	needs: read,
	input: { ...inAccount, jobId, fileName },
	returns: returns.file,
	repeat: 'safe',
	source: 'ACC Data Connector, line 5790',
	steps: {
		calls: [signFile],
		run: async (context, input) => [await opened(context, input, { name: input.fileName })],
	},
});

const downloadAll = operation({
	action: 'Download data files',
	description: 'Download what a data extract holds, one output each; one that cannot be had says why and does not keep the others',
	label: 'Download All',
	needs: read,
	input: { ...inAccount, jobId, which: choice({ tables: 'Each File by Itself', archive: 'One Archive' }, { default: 'tables', label: 'Files' }) },
	returns: returns.files,
	repeat: 'safe',
	unordered: true,
	source: 'ACC Data Connector, lines 5479, 5701 and 5790',
	steps: {
		calls: [getJob, getFiles, signFile],
		async *run(context, { accountId, jobId: job, which }) {
			const where = { accountId, jobId: job };
			const found = objectOf(await context.call(getJob, where));
			if (!isOver(found)) throw context.refusal(`The data job ${textAt(found, 'id') ?? ''} is still ${textAt(found, 'status') ?? 'running'}.`, 'Wait for the data job first.');
			succeeded(context, found);
			for (const record of await collected(context.list(getFiles, where))) {
				const name = textAt(record, 'name') ?? '';
				if (/\.zip$/i.test(name) !== (which === 'archive')) continue;
				// The address of a file is good for a minute: it is asked for when the file's turn comes.
				const one = await context.attempt(async () => await opened(context, { ...where, fileName: name }, record));
				yield 'value' in one ? one.value : context.failed(one.failure, name, record);
			}
		},
	},
});

async function opened(context: RunContext, input: { readonly accountId: Reference; readonly jobId: Reference; readonly fileName: string }, record: JsonObject): Promise<Output> {
	const sign = async (): Promise<string> => {
		const url = textAt(await context.call(signFile, input), 'signedUrl');
		if (url === undefined) throw context.refusal('The service gave no address for this file.', 'Get the files of the job to see what there is.');
		return url;
	};
	return { json: record, file: await context.fetch(await sign(), { name: input.fileName, renew: sign }) };
}

export const dataRequest: Resource = {
	id: 'acc.dataRequest',
	label: 'Data Request',
	plural: 'Data Requests',
	area: 'data',
	operations: { get: getRequest, getMany: getRequests, create: createRequest, update: updateRequest, delete: removeRequest, extract },
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

export const dataJob: Resource = {
	id: 'acc.dataJob',
	label: 'Data Job',
	plural: 'Data Jobs',
	area: 'data',
	operations: { get: getJob, getMany: getJobs, getByRequest: getJobsOfRequest, getLatest, wait, cancel: cancelJob },
	lookup: {
		list: getJobs,
		within: ['accountId'],
		value: 'id',
		label: (record) => textAt(record, 'createdAt') ?? '',
		detail: (record) => textAt(record, 'completionStatus') ?? textAt(record, 'status'),
		names: (record) => [textAt(record, 'createdAt')],
	},
	changes: {
		list: getJobs,
		// Jobs bear no time of their last change: they are news when they are over.
		with: { status: 'complete' },
		within: ['accountId'],
		since: 'completed',
		id: 'id',
		created: 'completedAt',
		updated: 'completedAt',
		createdAs: { label: 'Finished', description: 'A job is over: it succeeded, failed or was cancelled' },
		watch: {},
		filters: { completionStatus: choices(completions, { label: 'Outcomes' }), projects: refs('acc.project', { label: 'Projects', description: 'Project administrators see jobs of projects they name here' }) },
		filterPaths: { completionStatus: 'completionStatus', projects: 'projectIdList' },
		// Who is no executive may list the jobs of one project only (line 5345).
		asked: { projects: 'onlyProjectId' },
	},
};

export const dataFile: Resource = {
	id: 'acc.dataFile',
	label: 'Data File',
	plural: 'Data Files',
	area: 'data',
	operations: { getMany: getFiles, download, downloadAll, sign: signFile },
};
