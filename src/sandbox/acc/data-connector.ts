import { commaList, cut, memberOf, minusSort, objectOf, sorted, textOf, textsOf, windowOf, within, type Json } from '../reading';
import type { Handler, SandboxReply, SandboxRequest, SandboxWorld } from '../service';
import { blobOf } from '../world';
import { zip } from '../zip';
import { insideAccount, isAccountAdmin, memberOfProject, personOf, userOf } from './access';
import { problem, Refusal } from './refusal';
import type { AccState, DataJob, DataRequest } from './state';

/** A signed address must be used within this time (line 5802). */
const SIGNED_SECONDS = 60;
const DAY = 24 * 60 * 60 * 1000;
const JOBS_A_DAY = 24;
const ARCHIVE = 'autodesk_data_extract.zip';

/** Data Connector: requests, the jobs they make, and the files these leave. Everybody sees their own. */
export function dataConnectorHandlers(world: SandboxWorld, state: AccState, jobLooks: number): Readonly<Record<string, Handler>> {
	return {
		'acc.dataRequest.getMany': requests,
		'acc.dataRequest.get': (request) => ({ status: 200, json: requestBody(requestAt(request)) }),
		'acc.dataRequest.create': create,
		'acc.dataRequest.update': update,
		'acc.dataRequest.delete': remove,
		'acc.dataJob.getMany': jobs,
		'acc.dataJob.getManyByRequest': jobsOfRequest,
		'acc.dataJob.get': (request) => ({ status: 200, json: jobBody(further(jobAt(request))) }),
		'acc.dataJob.cancel': cancel,
		'acc.dataFile.getMany': files,
		'acc.dataFile.getDownloadUrl': sign,
	};

	function me(request: SandboxRequest): string {
		insideAccount(request, state, problem);
		return personOf(request, problem);
	}

	// Requests -----------------------------------------------------------------------------------------------

	function requestAt(request: SandboxRequest): DataRequest {
		const mine = me(request);
		const found = state.dataRequests.find((one) => one.id === request.path['requestId'] && one.createdBy === mine);
		if (found === undefined) throw new Refusal(problem(404, 'The requested resource does not exist.'));
		return found;
	}

	function requestBody(one: DataRequest): Json {
		const { projectIdList, ...content } = one.content;
		return {
			id: one.id,
			accountId: state.accountId,
			projectId: null,
			// An array by the text of the document, a text in its example (line 4925).
			projectIdList: projectIdList ?? null,
			createdBy: one.createdBy,
			createdByEmail: userOf(state, one.createdBy)?.email ?? '',
			createdAt: one.createdAt,
			updatedBy: one.createdBy,
			updatedAt: one.updatedAt,
			lastQueuedAt: jobsOf(one.id).at(-1)?.createdAt ?? null,
			...content,
		};
	}

	function requests(request: SandboxRequest): SandboxReply {
		const mine = me(request);
		const { query } = request;
		const is = (name: string, value: unknown): boolean => query.get(`filter[${name}]`) === null || query.get(`filter[${name}]`) === JSON.stringify(value ?? null).replace(/"/g, '');
		const found = state.dataRequests.filter((one) =>
			one.createdBy === mine
			&& is('isActive', one.content['isActive'])
			&& is('scheduleInterval', one.content['scheduleInterval'])
			&& is('reocurringInterval', one.content['reoccuringInterval'])
			&& within(one.createdAt, query.get('filter[createdAt]'))
			&& within(one.updatedAt, query.get('filter[updatedAt]')));
		return page(request, found.map(requestBody));
	}

	/** Project administrators must name projects of theirs; account administrators count as executives here. */
	function mayExtract(mine: string, content: Json): void {
		const projects = textsOf(content['projectIdList']);
		if (projects.some((id) => !state.projects.some((one) => one.id === id))) throw new Refusal(problem(400, 'A project does not exist.'));
		if (isAccountAdmin(state, mine)) return;
		if (projects.length === 0 || !projects.every((id) => memberOfProject(state, id, mine)?.isAdmin === true)) throw new Refusal(problem(403, 'The user does not have permission to perform this operation.'));
	}

	function create(request: SandboxRequest): SandboxReply {
		const mine = me(request);
		const content = objectOf(request.json);
		mayExtract(mine, content);
		if (content['scheduleInterval'] !== 'ONE_TIME' && (content['reoccuringInterval'] === undefined || content['effectiveTo'] === undefined)) throw new Refusal(problem(400, 'reoccuringInterval and effectiveTo are required.'));
		if (content['scheduleInterval'] === 'ONE_TIME' && content['effectiveTo'] !== undefined) throw new Refusal(problem(400, 'effectiveTo is not for requests that run once.'));
		const dated = content['startDate'] !== undefined && content['endDate'] !== undefined;
		const range = content['dateRange'];
		if (!dated && (range === 'CUSTOM' || (range === undefined && textsOf(content['serviceGroups']).some((group) => group.startsWith('cdc'))))) throw new Refusal(problem(400, 'startDate and endDate are required.'));
		const atOnce = content['scheduleInterval'] === 'ONE_TIME' && content['isActive'] !== false;
		const now = world.now();
		if (atOnce && state.dataJobs.filter((one) => Date.parse(one.createdAt) > now.getTime() - DAY).length >= JOBS_A_DAY) throw new Refusal(problem(429, 'The account has created 24 jobs within 24 hours.'));
		const made: DataRequest = { id: world.uuid(), createdBy: mine, createdAt: now.toISOString(), updatedAt: now.toISOString(), content: { isActive: true, sendEmail: true, ...content } };
		state.dataRequests.push(made);
		if (atOnce) state.dataJobs.push({ id: world.uuid(), requestId: made.id, createdBy: mine, createdAt: now.toISOString(), startedAt: null, completedAt: null, status: 'queued', outcome: state.plannedOutcomes.shift() ?? 'success', looksLeft: jobLooks });
		return { status: 201, json: requestBody(made) };
	}

	function update(request: SandboxRequest): SandboxReply {
		const found = requestAt(request);
		found.content = { ...found.content, ...objectOf(request.json) };
		found.updatedAt = world.now().toISOString();
		return { status: 200, json: requestBody(found) };
	}

	function remove(request: SandboxRequest): SandboxReply {
		state.dataRequests.splice(state.dataRequests.indexOf(requestAt(request)), 1);
		return { status: 204 };
	}

	// Jobs ---------------------------------------------------------------------------------------------------

	function jobsOf(requestId: string): readonly DataJob[] {
		return state.dataJobs.filter((one) => one.requestId === requestId);
	}

	function jobAt(request: SandboxRequest): DataJob {
		const mine = me(request);
		const found = state.dataJobs.find((one) => one.id === request.path['jobId'] && one.createdBy === mine);
		if (found === undefined) throw new Refusal(problem(404, 'The requested resource does not exist.'));
		return found;
	}

	/** Every look at a job brings it nearer to its end. */
	function further(job: DataJob): DataJob {
		if (job.status === 'complete') return job;
		const now = world.now().toISOString();
		if (job.looksLeft > 0) {
			if (job.looksLeft < jobLooks) {
				job.status = 'running';
				job.startedAt ??= now;
			}
			job.looksLeft -= 1;
			return job;
		}
		job.status = 'complete';
		job.startedAt ??= now;
		job.completedAt = now;
		return job;
	}

	function jobBody(one: DataJob): Json {
		const request = state.dataRequests.find(({ id }) => id === one.requestId);
		return {
			id: one.id,
			requestId: one.requestId,
			accountId: state.accountId,
			projectId: null,
			projectIdList: request?.content['projectIdList'] ?? null,
			createdBy: one.createdBy,
			createdByEmail: userOf(state, one.createdBy)?.email ?? '',
			createdAt: one.createdAt,
			status: one.status,
			completionStatus: one.status === 'complete' ? one.outcome : null,
			startedAt: one.startedAt,
			completedAt: one.completedAt,
			sendEmail: true,
			// A number by the text of the document, empty in its example (line 5621).
			progress: one.status === 'complete' ? 100 : '',
			lastDownloadedBy: null,
			lastDownloadedAt: null,
			startDate: null,
			endDate: null,
		};
	}

	/** Project administrators may list the jobs of one project, account administrators, as executives, those of all (line 5345). */
	function listedProject(mine: string, query: URLSearchParams): string | undefined {
		const named = query.get('projectId') ?? query.get('filter[projectId]');
		const project = named === null || named === 'null' ? undefined : named;
		if (!isAccountAdmin(state, mine) && (project === undefined || memberOfProject(state, project, mine)?.isAdmin !== true)) throw new Refusal(problem(403, 'The user does not have permission to perform this operation.'));
		return project;
	}

	function jobs(request: SandboxRequest): SandboxReply {
		const mine = me(request);
		const { query } = request;
		const project = listedProject(mine, query);
		const found = state.dataJobs.filter((one) =>
			one.createdBy === mine
			&& (project === undefined || textsOf(state.dataRequests.find(({ id }) => id === one.requestId)?.content['projectIdList']).includes(project))
			&& (query.get('filter[status]') ?? one.status) === one.status
			&& (query.get('filter[completionStatus]') ?? (one.status === 'complete' ? one.outcome : null)) === (one.status === 'complete' ? one.outcome : null)
			&& within(one.createdAt, query.get('filter[createdAt]'))
			&& within(one.startedAt, query.get('filter[startedAt]'))
			&& within(one.completedAt, query.get('filter[completedAt]')));
		return page(request, found.map((one) => jobBody(further(one))));
	}

	function jobsOfRequest(request: SandboxRequest): SandboxReply {
		return page(request, jobsOf(requestAt(request).id).map((one) => jobBody(further(one))));
	}

	function cancel(request: SandboxRequest): SandboxReply {
		const job = jobAt(request);
		if (job.status !== 'complete') {
			job.status = 'complete';
			job.outcome = 'cancelled';
			job.completedAt = world.now().toISOString();
		}
		return { status: 204 };
	}

	// Files --------------------------------------------------------------------------------------------------

	/** What a job has left behind; nothing where it failed, was cancelled or is not over (line 5708). */
	function filesOf(job: DataJob): readonly { readonly name: string; readonly bytes: Uint8Array }[] {
		if (job.status !== 'complete' || job.outcome !== 'success') throw new Refusal(problem(404, 'The requested resource does not exist.'));
		const groups = textsOf(state.dataRequests.find(({ id }) => id === job.requestId)?.content['serviceGroups']);
		const tables = groups.map((group) => ({ name: `${group}_${group}.csv`, bytes: Buffer.from(`id,name\n1,${group} (sandbox)\n`) }));
		const all = [{ name: 'README.html', bytes: Buffer.from('<h1>Data extract (sandbox)</h1>') }, ...tables];
		return [...all, { name: ARCHIVE, bytes: zip(all) }];
	}

	function files(request: SandboxRequest): SandboxReply {
		const job = jobAt(request);
		return { status: 200, json: filesOf(job).map(({ name, bytes }) => ({ name, createdAt: job.completedAt, size: bytes.length })) };
	}

	function sign(request: SandboxRequest): SandboxReply {
		const job = jobAt(request);
		const found = filesOf(job).find(({ name }) => name === request.path['name']);
		if (found === undefined) throw new Refusal(problem(404, 'The requested resource does not exist.'));
		const key = `data/${job.id}/${found.name}`;
		world.blobs.set(key, blobOf(found.bytes, found.name.endsWith('.zip') ? 'application/zip' : 'text/csv', found.name));
		return { status: 200, json: { name: found.name, size: String(found.bytes.length), signedUrl: world.sign(key, 'GET', SIGNED_SECONDS) } };
	}

	/** Pages tell the total and no next address (line 4913); the order is that of creation unless asked otherwise. */
	function page(request: SandboxRequest, rows: readonly Json[]): SandboxReply {
		const { query } = request;
		const named = commaList(query, 'sortFields') === undefined ? [] : minusSort(query.get('sortFields'));
		const keys = named.length > 0 ? named : [{ name: 'createdAt', descending: query.get('sort') === 'desc' }];
		const window = windowOf(query, 20, Number.POSITIVE_INFINITY);
		return { status: 200, json: { pagination: { ...window, totalResults: rows.length }, results: cut(sorted(rows, keys, (row, name) => textOf(memberOf(row, name)) ?? memberOf(row, name)), window) } };
	}
}
