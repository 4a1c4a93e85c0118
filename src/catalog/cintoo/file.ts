import { boolean, choices, collected, files, get, group, isObject, listAt, number, operation, patch, post, put, range, ref, refs, returns, rows, text, textAt, texts, unpaged, type CallContext, type DownloadedFile, type InputOf, type JsonObject, type Output, type Reference, type Resource } from '../vocabulary';
import { permitted } from './needs';
import { inProject, project, workzoneRef } from './references';
import { bareId, isWithin, refersTo } from './selection';
import { uploadHeaders, uploadRow } from './upload';
import { asUser } from './user';

/** The last two are in OpenAPI 2.0.0 only. */
const category = {
	document: 'Document',
	model: 'Model',
	scan: 'Scan',
	media: 'Media',
	miscfile: 'Other',
	archive: 'Archive',
	geoImage: '360 Image',
	sitemap: 'Site Map',
	modelReport: 'Model Report',
	video3d: '360 Video',
	gaussian: 'Gaussian Splat',
} as const;

const read = permitted('workzone:workzones:read');
const write = permitted('workzone:documents:write', 'workzone:reality-data:write');
const anyBlob = 'A file of the project, or the blob name of a file, a picture or an attachment';

const getMany = operation({
	action: 'Get many files',
	description: 'Retrieve the files of a project: documents, models, scans and so on',
	call: get(`${project}/files`),
	needs: read,
	input: {
		...inProject,
		category: choices(category, { label: 'Categories', description: 'All of them if left empty' }),
		workzoneId: ref('cintoo.workzone', { in: 'here', label: 'Work Zone', description: 'Only files that lie in this work zone itself' }),
		created: range('dateTime', { in: 'here', description: 'Only files added in this time' }),
	},
	page: unpaged(),
	select: (record, wanted) => refersTo(record, 'workzoneId', wanted.workzoneId) && isWithin(record, 'createdAt', wanted.created),
	returns: returns.records(),
	repeat: 'safe',
	status: 'beta',
	source: 'Cintoo API 2, line 1298',
});

const fileRows = rows(
	{ name: text({ required: true, minLength: 1, maxLength: 255 }), extension: text({ required: true }), size: number({ required: true, integer: true, min: 0 }), md5: text({ required: true }), isAttachment: boolean() },
	{ required: true },
);

const uploadTo = { ...inProject, workzoneRef };
const uploadRows = { files: fileRows };

const signUpload = operation({
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

const registerUpload = operation({
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

const upload = operation({
	action: 'Upload files',
	description: 'Send files to a work zone; the output names each by URN and by blob name',
	needs: write,
	input: {
		...inProject,
		workzoneRef,
		files: files({ required: true }),
		asAttachment: boolean({ default: false, description: 'Whether the files are pictures or attachments of annotations rather than documents of their own' }),
	},
	returns: returns.records(),
	repeat: 'never',
	receipt: { done: 'created', id: 'id' },
	status: 'beta',
	source: 'Cintoo API 2, lines 1334, 1369 and 2968',
	steps: {
		calls: [signUpload, registerUpload, getMany],
		async run(context, { files: sent, asAttachment, ...where }) {
			const measured = await inOrder(sent, async (one) => ({ file: one, measure: await context.measure(one) }));
			const announced = measured.map(({ file, measure }) => ({ ...uploadRow(file, measure), ...(asAttachment === true ? { isAttachment: true } : {}) }));
			const signed = (listAt(await context.call(signUpload, { ...where, files: announced }), 'files') ?? []).filter(isObject);
			for (const [index, { file, measure }] of measured.entries()) {
				const url = textAt(signed[index], 'url');
				if (url === undefined) throw context.refusal(`Cintoo gave no address for "${file.name}".`, 'Try again later; nothing was added to the work zone.');
				await context.put(url, file, { size: measure.size, headers: uploadHeaders(measure) });
			}

			// Until this is done the service may clean up what was sent (API 2, line 2969).
			const registered = await registeredOf(context, where, announced, signed);
			for (const [index, { file }] of measured.entries()) context.made(`file ${file.name}`, textAt(registered[index], 'id') ?? '?');

			// The API 2 document names no blob in either reply, OpenAPI 2.0.0 in both; the list of files always has it.
			const named = registered.map((record, index) => textAt(record, 'blobName') ?? textAt(signed[index], 'blobName'));
			const listed = named.every((name) => name !== undefined) ? [] : await recordsOf(context, where);
			return announced.map(({ name, extension, size, md5 }, index): Output => {
				const id = textAt(registered[index], 'id');
				const blob = named[index] ?? blobNameOf(listed.find((record) => id !== undefined && isFile(record, id)));
				return { json: { receipt: { done: 'created', id: id ?? null }, id: id ?? null, name, extension, size, md5, blobName: blob ?? null } };
			});
		},
	},
});

const downloadBlob = operation({
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

const getDownloadUrls = operation({
	action: 'Get download addresses',
	description: 'Get addresses that give the bytes behind blob names to whoever has them, for three hours',
	call: post(`${project}/blobs`, { body: 'bare' }),
	needs: read,
	input: { ...inProject, blobNames: texts({ required: true, wire: 'blobs', description: 'Blob names of files, pictures or attachments' }) },
	returns: returns.record(),
	repeat: 'safe',
	source: 'Cintoo API 2, line 1326',
});

const download = operation({
	action: 'Download file',
	description: 'Fetch one file, picture or attachment',
	needs: read,
	input: { ...inProject, fileRef: ref('cintoo.file', { required: true, label: 'File', description: anyBlob }) },
	returns: returns.file,
	repeat: 'safe',
	source: 'Cintoo API 2, line 1319',
	steps: {
		calls: [getMany, downloadBlob, getDownloadUrls],
		async run(context, { fileRef, ...where }) {
			const [wanted] = await blobsOf(context, where, [fileRef]);
			if (!wanted) throw context.refusal('No file was named.', 'Choose a file.');
			// A blob name with a slash in it would have to travel percent-encoded, which not every server on the way lets through.
			if (wanted.blobName.includes('/')) {
				const [url] = await urlsOf(context, where, [wanted]);
				return [received(await context.fetch(url ?? '', { name: wanted.name ?? lastPart(wanted.blobName) }), wanted)];
			}
			const outputs = await context.run(downloadBlob, { ...where, blobRef: wanted.blobName });
			return outputs.map((output) => (output.file ? received({ ...output.file, name: wanted.name ?? output.file.name }, wanted) : output));
		},
	},
});

const downloadMany = operation({
	action: 'Download many files',
	description: 'Fetch several files, pictures or attachments, one output each',
	needs: read,
	input: { ...inProject, fileRefs: refs('cintoo.file', { required: true, label: 'Files', description: `${anyBlob}; several of them` }) },
	returns: returns.file,
	repeat: 'safe',
	source: 'Cintoo API 2, line 1326',
	steps: {
		calls: [getMany, getDownloadUrls],
		async *run(context, { fileRefs, ...where }) {
			const wanted = await blobsOf(context, where, fileRefs);
			const urls = await urlsOf(context, where, wanted);
			for (const [index, one] of wanted.entries()) yield received(await context.fetch(urls[index] ?? '', { name: one.name ?? lastPart(one.blobName) }), one);
		},
	},
});

type Where = { readonly accountRef: Reference; readonly projectRef: Reference };
type Wanted = { readonly blobName: string; readonly name?: string };
type Calls = CallContext & { refusal(message: string, remedy: string): Error };

/** Registers what was sent. If the answer is lost, the list of files tells whether it was done, so that nothing is registered twice. */
async function registeredOf(context: CallContext, where: InputOf<typeof uploadTo>, announced: InputOf<typeof uploadRows>['files'], signed: readonly JsonObject[]): Promise<readonly JsonObject[]> {
	try {
		return (listAt(await context.call(registerUpload, { ...where, files: announced }), '') ?? []).filter(isObject);
	} catch (error) {
		const blobs = signed.map((one) => textAt(one, 'blobName'));
		const listed = blobs.every((blob) => blob !== undefined) ? await recordsOf(context, where).catch(() => []) : [];
		const found = blobs.map((blob) => listed.find((record) => blobNameOf(record) === blob)).filter(isObject);
		if (found.length === 0 || found.length < announced.length) throw error;
		return found;
	}
}

async function recordsOf(context: CallContext, where: Where): Promise<readonly JsonObject[]> {
	return await collected(context.list(getMany, where));
}

/** The blob behind each reference: a file's URN or UUID is looked up in the list, anything else is a blob name already. */
async function blobsOf(context: Calls, where: Where, references: readonly Reference[]): Promise<readonly Wanted[]> {
	const named = references.map((reference) => (typeof reference === 'string' ? reference : reference.name));
	const records = named.some(namesFile) ? await recordsOf(context, where) : [];
	return named.map((reference) => {
		if (!namesFile(reference)) return { blobName: reference };
		const record = records.find((one) => isFile(one, reference));
		const blobName = blobNameOf(record);
		if (blobName === undefined) throw context.refusal(`The project has no file ${reference}.`, 'Pick the file from the list, or give its blob name.');
		return { blobName, name: textAt(record, 'name') };
	});
}

async function urlsOf(context: Calls, where: Where, wanted: readonly Wanted[]): Promise<readonly string[]> {
	const reply = await context.call(getDownloadUrls, { ...where, blobNames: wanted.map(({ blobName }) => blobName) });
	const urls = isObject(reply) && isObject(reply.urls) ? reply.urls : {};
	return wanted.map(({ blobName }) => {
		// Not by path: a blob name has dots in it.
		const url = urls[blobName];
		if (typeof url !== 'string') throw context.refusal(`Cintoo gave no address for ${blobName}.`, 'Check the blob name: the file may be deleted or lie in another project.');
		return url;
	});
}

function received(file: DownloadedFile, { blobName }: Wanted): Output {
	return { json: { fileName: file.name, mimeType: file.type, ...(file.size === undefined ? {} : { fileSize: file.size }), blobName }, file };
}

/** Whether a reference names a file by URN or UUID rather than by its blob (API 2, lines 160-171). */
function namesFile(reference: string): boolean {
	return /^(urn:cintoo:file:.+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.test(reference.trim());
}

function isFile(record: JsonObject, reference: string): boolean {
	return bareId(textAt(record, 'id') ?? '') === bareId(reference);
}

/** `blob` is being given up for `blobName` (OpenAPI 2.0.0). */
function blobNameOf(record: JsonObject | undefined): string | undefined {
	return textAt(record, 'blobName') ?? textAt(record, 'blob');
}

function lastPart(blobName: string): string {
	return blobName.split('/').pop() ?? blobName;
}

async function inOrder<T, R>(list: readonly T[], each: (one: T) => Promise<R>): Promise<readonly R[]> {
	const results: R[] = [];
	for (const one of list) results.push(await each(one));
	return results;
}

const rename = operation({
	action: 'Rename file',
	description: 'Change the name of a file',
	call: patch(`${project}/files/{fileRef}`),
	needs: permitted('workzone:documents:write', 'workzone:reality-data:write', 'workzone:cad-model:write', 'workzone:model-reports:write', 'workzone:video3d:write', 'workzone:workzones:write'),
	input: { ...inProject, fileRef: ref('cintoo.file', { required: true, label: 'File' }), name: text({ required: true, minLength: 1, maxLength: 255 }) },
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', id: 'id' },
	status: 'reference',
	source: 'Cintoo OpenAPI 2.0.0, updateFileName',
});

const axes = { x: number({ required: true }), y: number({ required: true }), z: number({ required: true }) };

const transform = operation({
	action: 'Move and turn files',
	description: 'Set position, rotation and scale of scans, models, 360 images and videos',
	call: post(`${project}/files/bulk-transformation`, { body: 'bare' }),
	needs: permitted('workzone:reality-data:transform', 'workzone:cad-model:transform', 'workzone:geoimages:transform', 'workzone:video3d:transform'),
	input: {
		...inProject,
		files: rows(
			{
				id: ref('cintoo.file', { required: true, label: 'File' }),
				translation: group(axes, { label: 'Position', description: 'In metres' }),
				rotation: group({ ...axes, w: number({ required: true }) }, { description: 'As a quaternion' }),
				scale: group(axes, { description: 'For 360 videos only' }),
			},
			{ required: true },
		),
	},
	returns: returns.records(),
	repeat: 'safe',
	receipt: { done: 'updated', id: 'id' },
	status: 'reference',
	source: 'Cintoo OpenAPI 2.0.0, UpdateBulkFilesTransformation',
});

export const file: Resource = {
	id: 'cintoo.file',
	label: 'File',
	plural: 'Files',
	area: 'file',
	operations: { getMany, upload, download, downloadMany, getDownloadUrls, rename, transform, signUpload, registerUpload, downloadBlob },
	lookup: {
		list: getMany,
		within: ['accountRef', 'projectRef'],
		value: 'id',
		label: (record) => textAt(record, 'name') ?? '?',
		detail: (record) => textAt(record, 'type'),
		names: (record) => [textAt(record, 'name'), blobNameOf(record)],
	},
	changes: {
		list: getMany,
		within: ['accountRef', 'projectRef'],
		id: 'id',
		created: 'createdAt',
		updated: 'updatedAt',
		author: 'updatedBy',
		creator: 'createdBy',
		self: asUser,
		deleted: 'absent',
		watch: {
			renamed: { label: 'Renamed', description: 'The name of a file changed', read: (record) => textAt(record, 'name') ?? null },
		},
		filters: { category: choices(category, { label: 'Categories' }), workzoneId: ref('cintoo.workzone', { label: 'Work Zone' }) },
		filterPaths: { category: 'type', workzoneId: 'workzoneId' },
	},
};
