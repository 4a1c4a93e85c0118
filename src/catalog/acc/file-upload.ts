import { boolean, choice, files, isObject, listAt, numberAt, operation, returns, text, textAt, type FileInput, type Json, type JsonObject, type Output, type Reference, type RunContext } from '../vocabulary';
import { needs } from './families';
import { attributeCalls, documentAttributes, setAttributesOf } from './document-attributes';
import { createFolder, getContents, inFolder, nameOf, source } from './folder-calls';
import { ensured, pathCalls, type Placed } from './folder-path';
import { idOf } from './ids';
import { createItem, createVersion, fileExtension } from './item-calls';
import { faultsIn, standardCalls, standardOf } from './naming-standard';
import { upload, uploadCalls } from './upload';

const present = { version: 'Add a Version', skip: 'Leave It Alone', rename: 'Keep Both', fail: 'Fail' } as const;
type IfPresent = keyof typeof present;

/** Where files go and what holds there. */
interface Destination {
	readonly projectId: Reference;
	readonly folderId: string;
	readonly ifExists: IfPresent;
	readonly standard: Json | undefined;
	/** Wire-ready. */
	readonly attributes: Json | undefined;
}

export const uploadFiles = operation({
	action: 'Upload files',
	description: 'Send files to a folder: a new file, or a new version where the name is taken; one output each',
	label: 'Upload',
	needs: needs('dataManagement', 'data:create', 'data:write', 'data:read'),
	input: {
		...inFolder,
		folderPath: text({ placeholder: 'e.g. Exports/2026', description: 'Path below the folder; folders that are missing are made' }),
		files: files({ required: true }),
		ifExists: choice(present, { default: 'version', label: 'If the Name Is Taken' }),
		attributes: documentAttributes,
		checkNames: boolean({ default: true, description: 'Whether to refuse names that break the naming standard of the folder' }),
		failIfAnyFails: boolean({ default: false, label: 'Fail If Any File Fails', description: 'Whether to fail as a whole when one of several files does; what went up stays' }),
	},
	returns: returns.records(),
	repeat: 'never',
	unordered: true,
	receipt: { done: 'created', id: 'id', number: 'versionNumber' },
	status: 'reference',
	source: `${source}, Object Storage v2; its tutorial "Upload a file"`,
	steps: {
		calls: [...pathCalls, createFolder, ...standardCalls, ...uploadCalls, createItem, createVersion, ...attributeCalls],
		async run(context, { projectId: project, folderId, folderPath, files: given, ifExists, attributes, checkNames, failIfAnyFails }) {
			const folder = await folderFor(context, project, folderId, folderPath);
			const standard = checkNames === false ? undefined : await standardOf(context, project, folder);
			const to: Destination = { projectId: project, folderId: folder, ifExists: ifExists ?? 'version', standard, attributes: isEmpty(attributes) ? undefined : attributes };
			const attempts = await context.each(given, async (file) => await sent(context, to, file));
			return attempts.map((attempt, index): Output => {
				if ('value' in attempt) return { json: attempt.value };
				const name = given[index]?.name ?? 'file';
				const output = context.failed(attempt.failure, name, { id: null, name, folderId: folder });
				if (failIfAnyFails === true) throw output.failure;
				return output;
			});
		},
	},
});

function isEmpty(attributes: unknown): boolean {
	return attributes === undefined || attributes === null || (Array.isArray(attributes) ? attributes.length === 0 : isObject(attributes) && Object.keys(attributes).length === 0);
}

async function folderFor(context: RunContext, project: Reference, folderId: Reference, path: string | null | undefined): Promise<string> {
	const from: Placed = { id: idOf(folderId), path: '', record: {} };
	return path === undefined || path === null || path.trim() === '' ? from.id : (await ensured(context, project, path, from)).folder.id;
}

/** The files of a folder, as an earlier item of the run read them unless they are to be fresh. */
async function filesIn(context: RunContext, { projectId: project, folderId }: Pick<Destination, 'projectId' | 'folderId'>, fresh: boolean): Promise<readonly JsonObject[]> {
	const input = { projectId: project, folderId, kinds: ['items'] } as const;
	return (fresh ? undefined : await context.recalled(getContents, input)) ?? (await context.read(getContents, input));
}

function fileCalled(records: readonly JsonObject[], name: string): JsonObject | undefined {
	return records.find((record) => nameOf(record) === name) ?? records.find((record) => nameOf(record).toLowerCase() === name.toLowerCase());
}

/** One file: everything that can be wrong with it is said before its bytes go up. */
async function sent(context: RunContext, to: Destination, file: FileInput): Promise<JsonObject> {
	const faults = to.standard === undefined ? [] : faultsIn(file.name, to.standard);
	if (faults.length > 0) throw context.refusal(`The name breaks the naming standard "${textAt(to.standard, 'name') ?? ''}": ${faults.join('; ')}.`, 'Rename the file, or switch the check of names off.');
	const listed = await filesIn(context, to, false);
	const there = fileCalled(listed, file.name);
	if (there && to.ifExists === 'skip') return receipt('unchanged', there, file, to);
	if (there && to.ifExists === 'fail') throw taken(context, file.name);
	const name = there && to.ifExists === 'rename' ? freeName(listed, file.name) : file.name;

	const size = file.size ?? (await context.measure(file)).size;
	const storage = await upload(context, { projectId: to.projectId, folderId: to.folderId, name, file, size });
	const made = there && to.ifExists === 'version' ? await nextVersion(context, to, there, name, storage) : await firstVersion(context, to, name, storage);
	const versionId = textAt(made.record, 'tip.id') ?? '';
	context.made(`file ${name}`, textAt(made.record, 'id') ?? '');
	const attributes = to.attributes === undefined || made.done === 'unchanged' ? undefined : await setAttributesOf(context, to.projectId, versionId, to.attributes);
	return { ...receipt(made.done, made.record, { name, size }, to), ...(attributes === undefined ? {} : { attributes }) };
}

interface Made {
	readonly done: 'created' | 'updated' | 'unchanged';
	/** The file with its version under `tip`. */
	readonly record: JsonObject;
}

/** The name may be taken by now, and a lost answer may have been a success: the folder tells. */
async function firstVersion(context: RunContext, to: Destination, name: string, storage: string): Promise<Made> {
	const attempt = await context.attempt(async () => await context.call(createItem, { projectId: to.projectId, folderId: to.folderId, name, first: [{ name, storage }] }));
	if ('value' in attempt) {
		const { value } = attempt;
		const [data, tip] = [isObject(value) ? value.data : null, listAt(value, 'included')?.[0] ?? null];
		return { done: 'created', record: { ...(isObject(data) ? data : {}), tip } };
	}
	const listed = await filesIn(context, to, true);
	const there = fileCalled(listed, name);
	if (!there) throw attempt.failure;
	if (isOf(there, storage)) return { done: 'created', record: there };
	if (to.ifExists === 'skip') return { done: 'unchanged', record: there };
	if (to.ifExists === 'fail') throw taken(context, name);
	return to.ifExists === 'rename' ? await firstVersion(context, to, freeName(listed, name), storage) : await nextVersion(context, to, there, name, storage);
}

async function nextVersion(context: RunContext, to: Destination, there: JsonObject, name: string, storage: string): Promise<Made> {
	const itemId = textAt(there, 'id') ?? '';
	const attempt = await context.attempt(async () => await context.call(createVersion, { projectId: to.projectId, itemId, name, extensionType: fileExtension, storage: { data: { type: 'objects', id: storage } } }));
	if ('value' in attempt) return { done: 'updated', record: { ...there, tip: isObject(attempt.value) ? (attempt.value.data ?? null) : null } };
	const now = fileCalled(await filesIn(context, to, true), name);
	// The file as an earlier item of the run saw it may be gone.
	if (!now) return await firstVersion(context, to, name, storage);
	if (isOf(now, storage)) return { done: 'updated', record: now };
	throw attempt.failure;
}

function isOf(record: JsonObject, storage: string): boolean {
	return textAt(record, 'tip.relationships.storage.data.id') === storage;
}

function taken(context: RunContext, name: string): Error {
	return context.refusal(`The folder has a file "${name}" already.`, 'Choose what to do where the name is taken.');
}

/** `A.pdf` → `A (1).pdf`, or the next that is free. */
function freeName(listed: readonly JsonObject[], name: string): string {
	const [, stem = name, extension = ''] = /^(.+?)(\.[^.]+)?$/.exec(name) ?? [];
	for (let number = 1; ; number++) {
		const free = `${stem} (${number})${extension}`;
		if (!fileCalled(listed, free)) return free;
	}
}

function receipt(done: Made['done'], record: JsonObject, file: { readonly name: string; readonly size?: number }, { folderId }: Destination): JsonObject {
	const [id, number] = [textAt(record, 'id') ?? null, numberAt(record, 'tip.attributes.versionNumber') ?? null];
	return { receipt: { done, id, number }, id, name: file.name, ...(file.size === undefined ? {} : { size: file.size }), folderId, versionId: textAt(record, 'tip.id') ?? null, versionNumber: number };
}

