import { textAt, type JsonObject, type Output, type RunContext } from '../vocabulary';
import { signDownload, storedAt } from './upload';

/** A file that lies in Autodesk's storage, and the record that speaks of it. */
export interface StoredFile {
	readonly name: string;
	readonly record: JsonObject;
	/** Where it lies, `urn:adsk.objects:os.object:<bucket>/<key>`; asked for when the file's turn comes. */
	readonly urn: () => Promise<string | undefined>;
}

/** The calls of `storedFiles`, to be declared by the operations that use it. */
export const storedFileCalls = [signDownload] as const;

/** Opens one file after the other, each when whoever takes them asks for it. One that fails says why and does not keep the others. */
export async function* storedFiles(context: RunContext, files: Iterable<StoredFile> | AsyncIterable<StoredFile>): AsyncGenerator<Output> {
	for await (const one of files) {
		const opened = await context.attempt(async () => await openStored(context, one));
		yield 'value' in opened ? opened.value : context.failed(opened.failure, one.name, { ...one.record, fileName: one.name });
	}
}

async function openStored(context: RunContext, { name, record, urn }: StoredFile): Promise<Output> {
	const place = storedAt((await urn()) ?? '');
	if (!place) throw context.refusal('The file is not in storage.', 'Open the file in ACC and see whether it was deleted.');
	const sign = async (): Promise<string> => {
		const url = textAt(await context.call(signDownload, place), 'url');
		if (url === undefined) throw context.refusal('The service gave no address for the file.', 'Try again later: a file that was just uploaded is not ready at once.');
		return url;
	};
	const file = await context.fetch(await sign(), { name, renew: sign });
	return { json: { ...record, fileName: file.name, mimeType: file.type, ...(file.size === undefined ? {} : { fileSize: file.size }) }, file };
}
