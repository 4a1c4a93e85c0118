import { choices, get, isObject, onward, operation, post, ref, refs, returns, text, textAt, texts, type Attempt, type CallContext, type DownloadedFile, type JsonObject, type Output, type Reference, type RunContext } from '../vocabulary';
import { blobNameOf, category, filesOf, getMany, isFile } from './file-list';
import { permitted } from './needs';
import { inProject, project } from './references';

const read = permitted('workzone:workzones:read');
const anyBlob = 'A file of the project, or the blob name of a file, a picture or an attachment';
/** Addresses asked for in one call. */
const addressesTogether = 100;

export const downloadBlob = operation({
	action: 'Download blob',
	description: 'Fetch the bytes behind a blob name',
	call: get(`${project}/blobs/{blobRef}`),
	needs: read,
	input: { ...inProject, blobRef: text({ required: true }) },
	returns: returns.file,
	repeat: 'safe',
	hidden: true,
	source: 'Cintoo API 2, line 1319',
});

export const getDownloadUrls = operation({
	action: 'Get download addresses',
	description: 'Get addresses that give the bytes behind blob names to whoever has them, for three hours',
	call: post(`${project}/blobs`, { body: 'bare' }),
	needs: read,
	input: { ...inProject, blobNames: texts({ required: true, wire: 'blobs', description: 'Blob names of files, pictures or attachments' }) },
	returns: returns.record(),
	repeat: 'safe',
	source: 'Cintoo API 2, line 1326',
});

export const download = operation({
	action: 'Download file',
	description: 'Fetch one file, picture or attachment',
	needs: read,
	input: { ...inProject, fileRef: ref('cintoo.file', { required: true, label: 'File', description: anyBlob }) },
	returns: returns.file,
	repeat: 'safe',
	unordered: true,
	source: 'Cintoo API 2, line 1319',
	steps: {
		calls: [getMany, downloadBlob, getDownloadUrls],
		async run(context, { fileRef, ...where }) {
			const [found] = await blobsOf(context, where, [fileRef]);
			if (!found || 'failure' in found) throw found?.failure ?? context.refusal('No file was named.', 'Choose a file.');
			const wanted = found.value;
			// A blob name with a slash in it would have to travel percent-encoded, which not every server on the way lets through.
			if (wanted.blobName.includes('/')) {
				const [addressed] = await addressedOf(context, where, [wanted]);
				return addressed ? [await fetched(context, where, addressed)] : [];
			}
			const outputs = await context.run(downloadBlob, { ...where, blobRef: wanted.blobName });
			return outputs.map((output) => (output.file ? received({ ...output.file, name: wanted.name ?? output.file.name }, wanted) : output));
		},
	},
});

export const downloadMany = operation({
	action: 'Download many files',
	description: 'Fetch several files, pictures or attachments, one output each; one that fails says why and does not keep the others',
	needs: read,
	input: { ...inProject, fileRefs: refs('cintoo.file', { required: true, label: 'Files', description: `${anyBlob}; several of them` }) },
	returns: returns.files,
	repeat: 'safe',
	unordered: true,
	source: 'Cintoo API 2, line 1326',
	steps: {
		calls: [getMany, getDownloadUrls],
		async *run(context, { fileRefs, ...where }) {
			yield* fetchedAll(context, where, await blobsOf(context, where, fileRefs));
		},
	},
});

export const downloadAll = operation({
	action: 'Download files by category',
	description: 'Fetch all files of some categories, one output each; one that fails says why and does not keep the others',
	label: 'Download by Category',
	needs: read,
	input: { ...inProject, category: choices(category, { required: true, label: 'Categories' }), workzoneId: getMany.input.workzoneId, created: getMany.input.created },
	returns: returns.files,
	repeat: 'safe',
	unordered: true,
	source: 'Cintoo API 2, lines 1298 and 1326',
	steps: {
		calls: [getMany, getDownloadUrls],
		async *run(context, asked) {
			const wanted: Attempt<Wanted>[] = [];
			for await (const record of context.list(getMany, asked)) {
				const value = wantedOf(record);
				wanted.push(value ? { value } : { failure: context.refusal(`Cintoo names no blob for "${textAt(record, 'name') ?? '?'}".`, 'Fetch it in Cintoo: the API gives no bytes of it.') });
			}
			yield* fetchedAll(context, { accountRef: asked.accountRef, projectRef: asked.projectRef }, wanted);
		},
	},
});

interface Where {
	readonly accountRef: Reference;
	readonly projectRef: Reference;
}
interface Wanted {
	readonly blobName: string;
	readonly name?: string;
	readonly id?: string;
}
interface Addressed extends Wanted {
	readonly url: string;
}
type Calls = CallContext & Pick<RunContext, 'refusal'>;

function wantedOf(record: JsonObject | undefined): Wanted | undefined {
	const [blobName, name, id] = [blobNameOf(record), textAt(record, 'name'), textAt(record, 'id')];
	return blobName === undefined ? undefined : { blobName, ...(name === undefined ? {} : { name }), ...(id === undefined ? {} : { id }) };
}

/** The blob behind each reference: a file's URN or UUID is looked up in the list, anything else is a blob name already. */
async function blobsOf(context: Calls, where: Where, references: readonly Reference[]): Promise<readonly Attempt<Wanted>[]> {
	const named = references.map((reference) => (typeof reference === 'string' ? reference : reference.name));
	const records = named.some(namesFile) ? await filesOf(context, where) : [];
	return named.map((reference) => {
		if (!namesFile(reference)) return { value: { blobName: reference } };
		const value = wantedOf(records.find((record) => isFile(record, reference)));
		return value ? { value } : { failure: context.refusal(`The project has no file ${reference}.`, 'Pick the file from the list, or give its blob name.') };
	});
}

async function addressedOf(context: Calls, where: Where, wanted: readonly Wanted[]): Promise<readonly Addressed[]> {
	const reply = await context.call(getDownloadUrls, { ...where, blobNames: wanted.map(({ blobName }) => blobName) });
	const urls = isObject(reply) && isObject(reply.urls) ? reply.urls : {};
	return wanted.map((one) => {
		const { blobName } = one;
		// Not by path: a blob name has dots in it.
		const url = urls[blobName];
		if (typeof url !== 'string') throw context.refusal(`Cintoo gave no address for ${blobName}.`, 'Check the blob name: the file may be deleted or lie in another project.');
		return { ...one, url };
	});
}

/** Each file as it is wanted: the next is opened when whoever takes them asks for it. */
async function* fetchedAll(context: RunContext, where: Where, wanted: readonly Attempt<Wanted>[]): AsyncGenerator<Output> {
	for (let start = 0; start < wanted.length; start += addressesTogether) {
		const part = wanted.slice(start, start + addressesTogether);
		const addressed = await onward(part, async (ready) => await context.together(ready, async (some) => await addressedOf(context, where, some)));
		for (const [index, attempt] of addressed.entries()) {
			const opened = 'failure' in attempt ? attempt : await context.attempt(async () => await fetched(context, where, attempt.value));
			if ('value' in opened) {
				yield opened.value;
				continue;
			}
			const known = part[index];
			const { id = null, name = null, blobName = null } = known && 'value' in known ? known.value : {};
			yield context.failed(opened.failure, name ?? blobName ?? 'file', { id, fileName: name, blobName });
		}
	}
}

async function fetched(context: RunContext, where: Where, wanted: Addressed): Promise<Output> {
	const renew = async (): Promise<string> => (await addressedOf(context, where, [wanted]))[0]?.url ?? wanted.url;
	return received(await context.fetch(wanted.url, { name: wanted.name ?? lastPart(wanted.blobName), renew }), wanted);
}

function received(file: DownloadedFile, { blobName, id }: Wanted): Output {
	return { json: { fileName: file.name, mimeType: file.type, ...(file.size === undefined ? {} : { fileSize: file.size }), ...(id === undefined ? {} : { id }), blobName }, file };
}

/** Whether a reference names a file by URN or UUID rather than by its blob (API 2, lines 160-171). */
function namesFile(reference: string): boolean {
	return /^(urn:cintoo:file:.+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.test(reference.trim());
}

function lastPart(blobName: string): string {
	return blobName.split('/').pop() ?? blobName;
}
