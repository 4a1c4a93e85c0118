import { boolean, get, group, isObject, listAt, number, operation, post, refs, returns, text, textAt, type InputOf, type Json, type Output, type Resource, type RunContext } from '../vocabulary';
import { detailCalls, versionsOf } from './document-attributes';
import { needs } from './families';
import { accProject, bare, listed } from './ids';

const exportJobs = '/construction/files/v1/projects/{projectId}/exports';
const projectId = accProject(bare);
/** Files one export takes (line 5893). */
const most = 200;

const markups = (label: string, more: Readonly<Record<string, ReturnType<typeof boolean>>> = {}) =>
	group({ includePublishedMarkups: boolean({ description: 'Whether to include what everybody sees' }), includeUnpublishedMarkups: boolean({ description: 'Whether to include what only the authors see' }), ...more }, { label });

const options = group(
	{
		outputFileName: text({ description: 'Name of the exported file' }),
		standardMarkups: markups('Markups', { includeMarkupLinks: boolean({ description: 'Whether to include the links on markups' }) }),
		issueMarkups: markups('Issue Markups'),
		photoMarkups: markups('Photo Markups'),
	},
	{ label: 'Export Options' },
);
const versions = { label: 'File Versions', description: 'URNs of versions of PDF, DWG or RVT files, or of the files for their latest ones' } as const;

const create = operation({
	action: 'Start file export',
	description: 'Start an export of files as PDF with their markups; get it later to have the result',
	call: post(exportJobs),
	needs: needs('fileWrites', 'data:write'),
	input: { projectId, fileVersions: refs('acc.version', { ...versions, required: true, maxItems: most }), options },
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'started', id: 'id' },
	source: 'ACC Files, line 5886',
});

const getOne = operation({
	action: 'Get file export',
	description: 'Retrieve how far an export is; only for the user who started it',
	call: get(`${exportJobs}/{exportId}`),
	needs: needs('files', 'data:read'),
	input: { projectId, exportId: text({ required: true, label: 'Export ID' }) },
	returns: returns.record(),
	repeat: 'safe',
	source: 'ACC Files, line 6060',
});

const exportFiles = operation({
	action: 'Export files and wait',
	description: 'Export files as PDF with their markups, wait for the result and download it; more than 200 files become several exports',
	label: 'Export Files and Wait',
	needs: needs('fileWrites', 'data:write', 'data:read'),
	input: {
		projectId,
		fileVersions: refs('acc.version', { ...versions, required: true }),
		options,
		interval: number({ default: 5, min: 1, max: 300, description: 'Seconds between two looks' }),
		timeout: number({ default: 30, min: 1, max: 1440, description: 'Minutes after which to give up' }),
	},
	returns: returns.files,
	repeat: 'never',
	receipt: { done: 'exported', id: 'id' },
	source: 'ACC Files, lines 5886 and 6060',
	steps: {
		calls: [...detailCalls, create, getOne],
		async *run(context, { projectId: project, fileVersions, options: chosen, interval, timeout }) {
			const urns = await versionsOf(context, project, listed(fileVersions));
			const often = { intervalMs: (interval ?? 5) * 1000, minutes: timeout ?? 30 };
			for (let first = 0; first < urns.length; first += most) {
				const some = urns.slice(first, first + most);
				const attempt = await context.attempt(async () => await exported(context, { projectId: project, fileVersions: some, options: chosen }, often));
				// What is exported already is not lost with a part that fails.
				if ('value' in attempt) yield attempt.value;
				else yield context.failed(attempt.failure, `files ${first + 1} to ${first + some.length}`, { id: null, status: 'failed', fileVersions: some });
			}
		},
	},
});

interface Looks {
	readonly intervalMs: number;
	/** After which to give up. */
	readonly minutes: number;
}

async function exported(context: RunContext, wanted: InputOf<typeof create.input>, { intervalMs, minutes }: Looks): Promise<Output> {
	const exportId = textAt(await context.call(create, wanted), 'id') ?? '';
	context.made('export', exportId);
	const deadline = context.now() + minutes * 60_000;
	for (;;) {
		const job = await context.call(getOne, { projectId: wanted.projectId, exportId });
		const status = textAt(job, 'status') ?? '';
		if (status === 'successful' || status === 'partialSuccess') return await delivered(context, exportId, status, job);
		if (status !== 'processing') throw context.refusal(`The export failed: ${failureWords(job)}`, 'Check that the files are PDF, DWG (uploaded after 1 May 2023) or RVT (2022 or newer) and are processed; then export again.');
		if (context.now() >= deadline) throw context.refusal(`The export ${exportId} is still being processed after ${minutes} minutes.`, 'Get the file export later by its id, or give it more time.');
		await context.wait(intervalMs);
	}
}

/** The file, and which of the wanted files are not in it. Text and example of the document disagree on the places (lines 6168 and 6202). */
async function delivered(context: RunContext, exportId: string, status: string, job: Json): Promise<Output> {
	const url = textAt(job, 'result.output.signedUrl') ?? textAt(job, 'result.signedUrl');
	const failedFiles = listAt(job, 'result.output.failedFiles') ?? listAt(job, 'result.failedFiles') ?? [];
	if (url === undefined) throw context.refusal(`The export ${exportId} ended without a file.`, 'Export again.');
	const file = await context.fetch(url);
	return { json: { receipt: { done: 'exported', id: exportId }, id: exportId, status, fileName: file.name, failedFiles: failedFiles.filter(isObject) }, file };
}

function failureWords(job: Json): string {
	return [textAt(job, 'result.error.title'), textAt(job, 'result.error.detail')].filter((part) => part !== undefined && part !== '').join(': ') || 'the service gave no reason.';
}

export const fileExport: Resource = {
	id: 'acc.fileExport',
	label: 'File Export',
	plural: 'File Exports',
	area: 'file',
	operations: { create, get: getOne, export: exportFiles },
};
