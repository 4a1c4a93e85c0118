import { choice, number, operation, post, returns, text, type Resource } from '../vocabulary';
import { signedIn } from './needs';
import { inProject } from './references';

const download = operation({
	action: 'Download file',
	description: 'Download the bytes of an attachment, a signature, a photo or a document, in the rendition you choose',
	call: post('/api/binary_data', { body: 'form' }),
	needs: signedIn,
	input: {
		...inProject,
		objectType: choice({ Attachment: 'Attachment', Document: 'Document or Photo', DocumentReference: 'Document Reference', Signature: 'Signature' }, { required: true, default: 'Attachment', wire: 'object_type', label: 'Kind of File' }),
		objectId: text({ required: true, wire: 'object_id', label: 'File ID', description: 'ID of the attachment, signature, photo or document' }),
		rendition: choice({ original: 'Original', composite: 'With Markup', thumb: 'Thumbnail', vv: 'Viewer Image' }, { default: 'original', wire: 'image_type' }),
		page: number({ integer: true, min: 0, description: 'Page of a document with several pages, counted from 0' }),
	},
	returns: returns.file,
	repeat: 'safe',
	source: 'BIM 360 Field API, line 351',
});

export const file: Resource = {
	id: 'field.file',
	label: 'File',
	plural: 'Files',
	area: 'library',
	description: 'The bytes of attachments, signatures, photos and documents',
	operations: { download },
};
