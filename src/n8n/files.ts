import { Readable } from 'node:stream';
import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import type { DownloadedFile, FileInput, JsonObject, Output } from '../catalog/vocabulary';
import { InputError, type AecError } from '../core/errors';

/** Bytes read at a time from n8n's store. */
const chunk = 256 * 1024;

/** A file of an item as core takes it: opened anew for every attempt, streamed where n8n keeps it outside memory. */
export async function fileOf(context: IExecuteFunctions, item: number, given: unknown): Promise<FileInput> {
	if (typeof given !== 'string' && !isBinary(given)) throw new InputError('The file must be the name of an input field that holds one.', { remedy: 'Enter the name, usually "data", or map the file itself with an expression.' });
	const binary = context.helpers.assertBinaryData(item, given);
	const name = binary.fileName ?? (binary.fileExtension === undefined ? 'file' : `file.${binary.fileExtension}`);
	const { id, mimeType: type } = binary;
	if (id !== undefined && id !== '') {
		const { fileSize } = await context.helpers.getBinaryMetadata(id);
		return { name, type, size: fileSize, open: async () => await context.helpers.getBinaryStream(id, chunk) };
	}
	const bytes = await context.helpers.getBinaryDataBuffer(item, given);
	return { name, type, size: bytes.length, open: async () => Readable.from([bytes]) };
}

/** A received file in n8n's store, streamed there. */
export async function storeFile(context: IExecuteFunctions, file: DownloadedFile): Promise<IBinaryData> {
	return await context.helpers.prepareBinaryData(file.stream, file.name, file.type);
}

/** The data of an output. What a file is stands there too: an agent sees nothing else of it. `bytes`: its size, where the service did not tell. */
export function dataOf({ json, file }: Output, bytes?: number): JsonObject {
	if (!file) return json;
	const fileSize = file.size ?? bytes;
	return { fileName: file.name, mimeType: file.type, ...(fileSize === undefined ? {} : { fileSize }), ...json };
}

/** What is told of a file that broke off on its way here, while others arrived. */
export function failedRow({ json }: Output, failure: AecError): JsonObject {
	return { receipt: { done: 'failed', id: null }, ...json, error: failure.explanation };
}

function isBinary(value: unknown): value is IBinaryData {
	return typeof value === 'object' && value !== null && 'mimeType' in value && ('data' in value || 'id' in value);
}
