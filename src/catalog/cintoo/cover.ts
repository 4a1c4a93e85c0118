import { choice, number, text, type FileMeasure } from '../vocabulary';

const extensions = ['png', 'jpg', 'jpeg'] as const;
type PictureExtension = (typeof extensions)[number];

/** What the service takes as a cover picture (API 2, lines 1012-1015). */
export const cover = {
	/** Bytes. */
	maxBytes: 10 * 1024 * 1024,
	isPicture: (extension: string): extension is PictureExtension => extensions.some((one) => one === extension),
};

/** What the service is told about a picture before and after it is sent. */
export const coverRow = {
	name: text({ required: true }),
	extension: choice(extensions, { required: true }),
	size: number({ required: true, integer: true, min: 1, max: cover.maxBytes }),
	md5: text({ required: true }),
};

/** Headers of a signed upload; the last is for Azure, other storage ignores it (API 2, lines 1003-1010). */
export function coverHeaders(measure: FileMeasure): Readonly<Record<string, string>> {
	return { 'content-md5': measure.md5Base64, 'cache-control': 'max-age=2592000', 'x-ms-blob-type': 'BlockBlob' };
}

/** Extension of a file name without the dot, in lower case; empty when there is none. */
export function extensionOf(name: string): string {
	return /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
}
