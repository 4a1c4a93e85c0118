import { choice, number, text, type FileInput, type FileMeasure } from '../vocabulary';

/** Headers of a signed upload; the last is for Azure, other storage ignores it (API 2, lines 1003-1010). */
export function uploadHeaders(measure: FileMeasure): Readonly<Record<string, string>> {
	return { 'content-md5': measure.md5Base64, 'cache-control': 'max-age=2592000', 'x-ms-blob-type': 'BlockBlob' };
}

/** What the service is told about a file before and after it is sent; size in bytes, MD5 in hexadecimal (API 2, lines 1334-1369). */
export function uploadRow(file: FileInput, measure: FileMeasure): { readonly name: string; readonly extension: string; readonly size: number; readonly md5: string } {
	return { name: file.name, extension: extensionOf(file.name), size: measure.size, md5: measure.md5Hex };
}

/** Extension of a file name without the dot, in lower case; empty when there is none. */
export function extensionOf(name: string): string {
	return /\.([^.\\/]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
}

const pictures = ['png', 'jpg', 'jpeg'] as const;
/** Most bytes of a cover picture (API 2, lines 1012-1015). */
export const coverBytes = 10 * 1024 * 1024;

/** Whether a file of this extension can be a cover. */
export function isPicture(extension: string): extension is (typeof pictures)[number] {
	return pictures.some((one) => one === extension);
}

/** What the service is told about a cover. */
export const coverRow = {
	name: text({ required: true }),
	extension: choice(pictures, { required: true }),
	size: number({ required: true, integer: true, min: 1, max: coverBytes }),
	md5: text({ required: true }),
};
