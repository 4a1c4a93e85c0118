import { textAt, type FileInput, type Json, type JsonObject, type Reference, type RunContext } from '../vocabulary';
import { upload } from './upload';

/** Files in the folder of an RFI, as a response or the official one names them (APS RFIs v3, tutorial "RFI Response"). The operation declares `uploadCalls`. */
export async function storedFor(context: RunContext, attachmentType: 'rfiResponse' | 'rfiOfficialResponse', projectId: Reference, rfi: Json, sent: readonly FileInput[]): Promise<readonly JsonObject[]> {
	const folderId = textAt(rfi, 'virtualFolderUrn');
	if (folderId === undefined || folderId === '') throw context.refusal('The RFI has no folder for files yet.', 'The service makes it a while after the RFI: try again later, or leave the files out.');
	const attachments: JsonObject[] = [];
	for (const file of sent) {
		const { size } = await context.measure(file);
		attachments.push({ attachmentType, displayName: file.name, fileName: file.name, storageUrn: await upload(context, { projectId, folderId, name: file.name, file, size }) });
	}
	return attachments;
}
