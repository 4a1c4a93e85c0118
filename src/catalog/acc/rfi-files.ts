import { textAt, type FileInput, type Json, type JsonObject, type Reference, type RunContext } from '../vocabulary';
import { nameIn, upload } from './upload';

/**
 * Files in the folder of an RFI, as a response names them (APS RFIs v3, tutorial "RFI Response"). Of the official one its tutorial
 * says the same, but the example of PATCH rfis shows a lineage URN and a free name. The operation declares `uploadCalls`.
 */
export async function storedFor(context: RunContext, attachmentType: 'rfiResponse' | 'rfiOfficialResponse', projectId: Reference, rfi: Json, sent: readonly FileInput[]): Promise<readonly JsonObject[]> {
	const folderId = textAt(rfi, 'virtualFolderUrn');
	if (folderId === undefined || folderId === '') throw context.refusal('The RFI has no folder for files yet.', 'The service makes it a while after the RFI: try again later, or leave the files out.');
	const attachments: JsonObject[] = [];
	for (const file of sent) {
		const { size } = await context.measure(file);
		const storageUrn = await upload(context, { projectId, folderId, name: file.name, file, size });
		attachments.push({ attachmentType, displayName: file.name, fileName: nameIn(storageUrn), storageUrn });
	}
	return attachments;
}
