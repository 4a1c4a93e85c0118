import { objectOf, textOf } from '../reading';
import type { CintooContext } from './access';
import { invalidInput } from './problem';
import type { CintooUpload } from './state';

/** A signed upload lives one hour; how long, the document does not say. */
const uploadSeconds = 3_600;

/** What is said of a file before and after it goes up (lines 2977 and 2992). */
export type UploadRow = Pick<CintooUpload, 'name' | 'extension' | 'size' | 'md5'>;

/** @throws Problem 400 where the MD5 is none */
export function uploadRow(value: unknown): UploadRow {
	const row = objectOf(value);
	const size = row['size'];
	const md5 = (textOf(row['md5']) ?? '').toLowerCase();
	if (!/^[0-9a-f]{32}$/.test(md5)) throw invalidInput('md5 must be 32 hexadecimal digits.');
	return { name: textOf(row['name']) ?? '', extension: (textOf(row['extension']) ?? '').toLowerCase(), size: typeof size === 'number' ? size : 0, md5 };
}

/**
 * Signs one upload to the storage of a project.
 *
 * @param purpose the URN of what the file is for
 * @param prefix the part of the blob name before its slash, where new ones have one
 */
export function signUpload({ state, world }: CintooContext, projectId: string, purpose: string, row: UploadRow, prefix = ''): CintooUpload & { readonly url: string } {
	const key = world.uuid().replaceAll('-', '');
	const upload: CintooUpload = { ...row, projectId, purpose, blobName: `${prefix}${key}.${row.extension}` };
	state.uploads.push(upload);
	state.blobProjects.set(upload.blobName, projectId);
	return { ...upload, url: world.sign(upload.blobName, 'PUT', uploadSeconds, { blockBlob: true }) };
}

/** The reply to signing the cover of a project or a crop, which names no blob. */
export function coverReply(context: CintooContext, projectId: string, purpose: string, body: unknown) {
	const row = uploadRow(body);
	const { url } = signUpload(context, projectId, purpose, row);
	return { status: 200, json: { ...uploadTerms, file: { ...row, url } } };
}

export const uploadTerms = { provider: 'azure', expiresIn: uploadSeconds };

/**
 * The upload that was signed for a purpose and is in storage now.
 *
 * @param taken uploads that belong to another row already: the same file may come twice
 * @throws Problem 400 where there is none, or where it is not what was announced
 */
export function uploaded({ state, world }: CintooContext, purpose: string, row: UploadRow, taken: readonly CintooUpload[] = []): CintooUpload {
	const upload = state.uploads.find(
		(one) => one.purpose === purpose && !taken.includes(one) && one.name === row.name && one.extension === row.extension && one.size === row.size && one.md5 === row.md5 && world.blobs.has(one.blobName),
	);
	const blob = upload === undefined ? undefined : world.blobs.get(upload.blobName);
	if (upload === undefined || blob === undefined) throw invalidInput(`File ${row.name} was not signed here, or not uploaded.`);
	if (blob.bytes.length !== row.size || blob.md5 !== row.md5) throw invalidInput(`File ${row.name} was uploaded with another size or md5 than announced.`);
	return upload;
}

/** @throws Problem 400 where no bytes of that name are in the storage of the project */
export function checkBlob({ state, world }: CintooContext, blobName: string, projectId: string): void {
	if (state.blobProjects.get(blobName) !== projectId || !world.blobs.has(blobName)) throw invalidInput(`Blob ${blobName} is not in this project.`);
}
