import { boolean, files, isObject, listAt, number, onward, operation, post, put, returns, rows, text, textAt, type AnyOperation, type Attempt, type FileInput, type FileMeasure, type JsonObject, type Output, type Reference, type RunContext } from '../vocabulary';
import { blobNameOf, filesOf, getMany, isFile } from './file-list';
import { permitted } from './needs';
import { inProject, project, workzoneRef } from './references';

/** Files that are announced to the service in one call. */
const announcedTogether = 20;

const write = permitted('workzone:documents:write', 'workzone:reality-data:write');

const fileRows = rows(
	{ name: text({ required: true, minLength: 1, maxLength: 255 }), extension: text({ required: true }), size: number({ required: true, integer: true, min: 0 }), md5: text({ required: true }), isAttachment: boolean() },
	{ required: true },
);

const uploadTo = { ...inProject, workzoneRef };
const uploadRows = { files: fileRows };

export const signUpload = operation({
	action: 'Sign uploads',
	description: 'Get the addresses to which files are sent',
	call: post(`${project}/workzones/{workzoneRef}/bulk-files`, { body: 'bare' }),
	needs: write,
	input: { ...uploadTo, ...uploadRows },
	returns: returns.record(),
	repeat: 'safe',
	hidden: true,
	status: 'beta',
	source: 'Cintoo API 2, line 1334',
});

export const registerUpload = operation({
	action: 'Register uploads',
	description: 'Add files that were sent to a work zone',
	// The tutorial says POST (line 2991), which signs; PUT registers (line 1369; OpenAPI 2.0.0, registerFiles).
	call: put(`${project}/workzones/{workzoneRef}/bulk-files`, { body: 'bare' }),
	needs: write,
	input: { ...uploadTo, ...uploadRows },
	returns: returns.records(),
	repeat: 'never',
	hidden: true,
	status: 'beta',
	source: 'Cintoo API 2, line 1369',
});

/** What whoever sends files has to declare as its calls. */
export const uploadCalls: readonly AnyOperation[] = [signUpload, registerUpload, getMany];

/** A work zone that takes files. */
export interface Destination {
	readonly accountRef: Reference;
	readonly projectRef: Reference;
	readonly workzoneRef: Reference;
}

interface Measured {
	readonly file: FileInput;
	readonly measure: FileMeasure;
	readonly row: UploadRow;
}
interface Signed extends Measured {
	readonly url: string;
	readonly blobName?: string;
}
/** A file that has become one of the project. */
export interface Uploaded extends Measured {
	readonly id?: string;
	readonly blobName?: string;
}

/** What the service is told about a file before and after it is sent; size in bytes, MD5 in hexadecimal (API 2, lines 1334-1369). */
interface UploadRow {
	readonly name: string;
	readonly extension: string;
	readonly size: number;
	readonly md5: string;
	readonly isAttachment?: boolean;
}

/** Sends files to a work zone and registers them, each with a success or failure of its own. Bytes are read twice, to measure and to send, and never kept. */
export async function sendFiles(context: RunContext, to: Destination, given: readonly FileInput[], asAttachment: boolean): Promise<readonly Attempt<Uploaded>[]> {
	const results: Attempt<Uploaded>[] = [];
	for (let start = 0; start < given.length; start += announcedTogether) {
		const measured = await context.each(given.slice(start, start + announcedTogether), async (file) => await measuredOf(context, file, asAttachment));
		const signed = await onward(measured, async (ready) => await context.together(ready, async (part) => await sign(context, to, part)));
		const stored = await onward(signed, async (ready) => await context.each(ready, async (one) => await store(context, to, one)));
		results.push(...(await onward(stored, async (ready) => await context.together(ready, async (part) => await register(context, to, part)))));
	}
	return results;
}

/** Sends pictures or attachments and gives their blob names, by which others refer to them. Throws the failure of the first that fails: who lacks a picture looks complete without it. */
export async function sendAttachments(context: RunContext, to: Destination, given: readonly FileInput[]): Promise<readonly string[]> {
	return (await sendFiles(context, to, given, true)).map((attempt) => {
		if ('failure' in attempt) throw attempt.failure;
		const { blobName, row } = attempt.value;
		if (blobName === undefined) throw context.refusal(`Cintoo named no blob for "${row.name}".`, 'Look for the file in the project and give its blob name instead.');
		return blobName;
	});
}

async function measuredOf(context: RunContext, file: FileInput, asAttachment: boolean): Promise<Measured> {
	const extension = extensionOf(file.name);
	if (extension === '') throw context.refusal(`"${file.name}" has no extension, by which Cintoo tells kinds of files.`, 'Give the file a name that ends in one, such as .pdf.');
	const measure = await context.measure(file);
	return { file, measure, row: { name: file.name, extension, size: measure.size, md5: measure.md5Hex, ...(asAttachment ? { isAttachment: true } : {}) } };
}

async function sign(context: RunContext, to: Destination, part: readonly Measured[]): Promise<readonly Signed[]> {
	const signed = listAt(await context.call(signUpload, { ...to, files: part.map(({ row }) => row) }), 'files') ?? [];
	return part.map(({ file, measure, row }, index) => {
		const url = textAt(signed[index], 'url');
		if (url === undefined) throw context.refusal(`Cintoo gave no address for "${file.name}".`, 'Try again later; nothing was added to the work zone.');
		const blobName = textAt(signed[index], 'blobName');
		return { file, measure, row, url, ...(blobName === undefined ? {} : { blobName }) };
	});
}

/** A fresh address has a fresh blob name. */
async function store(context: RunContext, to: Destination, signed: Signed): Promise<Signed> {
	let current = signed;
	await context.put(signed.url, signed.file, {
		size: signed.measure.size,
		headers: uploadHeaders(signed.measure),
		renew: async () => {
			[current = signed] = await sign(context, to, [signed]);
			return current.url;
		},
	});
	return current;
}

/** Until this is done the service may clean up what was sent (API 2, line 2969). */
async function register(context: RunContext, to: Destination, part: readonly Signed[]): Promise<readonly Uploaded[]> {
	const where = { accountRef: to.accountRef, projectRef: to.projectRef };
	const registered = await registeredOf(context, to, where, part);
	for (const [index, { row }] of part.entries()) context.made(`file ${row.name}`, textAt(registered[index], 'id') ?? '?');
	// The API 2 document names no blob in either reply, OpenAPI 2.0.0 in both; the list of files always has it.
	const named = part.map(({ blobName }, index) => textAt(registered[index], 'blobName') ?? blobName);
	const listed = named.every((name) => name !== undefined) ? [] : await filesOf(context, where);
	return part.map(({ file, measure, row }, index) => {
		const id = textAt(registered[index], 'id');
		const blobName = named[index] ?? blobNameOf(listed.find((record) => id !== undefined && isFile(record, id)));
		return { file, measure, row, ...(id === undefined ? {} : { id }), ...(blobName === undefined ? {} : { blobName }) };
	});
}

/** If the answer is lost, the list of files tells whether it was done, so that nothing is registered twice. */
async function registeredOf(context: RunContext, to: Destination, where: Omit<Destination, 'workzoneRef'>, part: readonly Signed[]): Promise<readonly JsonObject[]> {
	try {
		return (listAt(await context.call(registerUpload, { ...to, files: part.map(({ row }) => row) }), '') ?? []).filter(isObject);
	} catch (error) {
		const listed = part.every(({ blobName }) => blobName !== undefined) ? await filesOf(context, where).catch(() => []) : [];
		const found = part.map(({ blobName }) => listed.find((record) => blobNameOf(record) === blobName)).filter(isObject);
		if (found.length === 0 || found.length < part.length) throw error;
		return found;
	}
}

/** Headers of a signed upload; the last is for Azure, other storage ignores it (API 2, lines 1003-1010). */
export function uploadHeaders(measure: FileMeasure): Readonly<Record<string, string>> {
	return { 'content-md5': measure.md5Base64, 'cache-control': 'max-age=2592000', 'x-ms-blob-type': 'BlockBlob' };
}

/** Extension of a file name without the dot, in lower case; empty when there is none. */
export function extensionOf(name: string): string {
	return /\.([^.\\/]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
}

export const upload = operation({
	action: 'Upload files',
	description: 'Send files to a work zone; one output for each tells its URN and blob name, or why it failed',
	needs: write,
	input: {
		...inProject,
		workzoneRef,
		files: files({ required: true }),
		asAttachment: boolean({ default: false, description: 'Whether the files are pictures or attachments of annotations rather than documents of their own' }),
		failIfAnyFails: boolean({ default: false, label: 'Fail If Any File Fails', description: 'Whether to fail as a whole when one of several files does; what went up stays' }),
	},
	returns: returns.records(),
	repeat: 'never',
	unordered: true,
	receipt: { done: 'created', id: 'id' },
	status: 'beta',
	source: 'Cintoo API 2, lines 1334, 1369 and 2968',
	steps: {
		calls: uploadCalls,
		async run(context, { files: given, asAttachment, failIfAnyFails, ...to }) {
			const attempts = await sendFiles(context, to, given, asAttachment === true);
			return attempts.map((attempt, index): Output => {
				if ('failure' in attempt) {
					const name = given[index]?.name ?? 'file';
					const output = context.failed(attempt.failure, name, { id: null, name, blobName: null });
					if (failIfAnyFails === true) throw output.failure;
					return output;
				}
				const { id, blobName, row } = attempt.value;
				const { name, extension, size, md5 } = row;
				return { json: { receipt: { done: 'created', id: id ?? null }, id: id ?? null, name, extension, size, md5, blobName: blobName ?? null } };
			});
		},
	},
});
