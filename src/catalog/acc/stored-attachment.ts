import { textAt, type JsonObject, type Output, type RunContext } from '../vocabulary';
import { signDownload, storedAt } from './upload';

/** The bytes of one of several attachments, from the storage its URN names. The operation declares `signDownload`. */
export async function downloadAttached(context: RunContext, attachments: AsyncIterable<JsonObject>, wanted: string, where: string): Promise<readonly Output[]> {
	for await (const one of attachments) {
		if (textAt(one, 'attachmentId') !== wanted) continue;
		const place = storedAt(textAt(one, 'storageUrn') ?? '');
		const sign = async (): Promise<string> => {
			const url = place && textAt(await context.call(signDownload, place), 'url');
			if (url === undefined) throw context.refusal('The file of this attachment is not in storage.', `Open the ${where} in ACC and attach the file again.`);
			return url;
		};
		return [{ json: one, file: await context.fetch(await sign(), { name: textAt(one, 'displayName') || textAt(one, 'fileName'), renew: sign }) }];
	}
	throw context.refusal(`The ${where} has no attachment ${wanted}.`, `Get the attachments of the ${where} first.`);
}
