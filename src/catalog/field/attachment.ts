import { choice, constant, dateTime, file, isObject, number, operation, post, returns, text, texts, type Resource } from '../vocabulary';
import { hiddenFailure } from './failures';
import { signedIn } from './needs';
import { inProject } from './references';

const container = {
	containerType: choice({ Issue: 'Issue', Task: 'Task', Equipment: 'Equipment', CompletedChecklist: 'Checklist', CompletedChecklistItem: 'Checklist Question' }, { required: true, default: 'Issue', wire: 'attachment.container_type', label: 'Attach To' }),
	containerId: text({ required: true, wire: 'attachment.container_id', label: 'Attach To ID', description: 'ID of the issue, task, equipment, checklist or question' }),
};

const details = {
	caption: text({ wire: 'attachment.caption' }),
	tags: texts({ wire: 'attachment.tags', list: 'comma' }),
	width: number({ integer: true, min: 1, wire: 'attachment.width', description: 'Width of the picture in pixels' }),
	height: number({ integer: true, min: 1, wire: 'attachment.height', description: 'Height of the picture in pixels' }),
	pageCount: number({ integer: true, min: 1, wire: 'attachment.num_pages', label: 'Number of Pages' }),
	markup: texts({ wire: 'attachment.markup', list: 'json', description: 'Markup over the picture, each an SVG text' }),
	fileCreatedAt: dateTime({ wire: 'attachment.fcreate_date', format: 'field', label: 'File Created At', description: 'When the file was made; now if left empty' }),
	fileModifiedAt: dateTime({ wire: 'attachment.fmod_date', format: 'field', label: 'File Modified At', description: 'When the file was last changed; now if left empty' }),
};

const files = {
	file: file({ required: true, wire: 'original', label: 'File' }),
	thumbnail: file({ wire: 'thumb', label: 'Thumbnail', description: 'Small picture of the file; the service works without' }),
};

const send = operation({
	action: 'Send attachment',
	description: 'Create or replace an attachment by its ID',
	call: post('/api/attachments', { body: 'multipart' }),
	needs: signedIn,
	input: {
		...inProject,
		...container,
		...files,
		...details,
		attachmentId: text({ required: true, wire: 'attachment.id' }),
		fileName: text({ required: true, wire: 'attachment.filename' }),
		contentType: text({ required: true, wire: 'attachment.content_type' }),
		size: number({ required: true, integer: true, wire: 'attachment.size' }),
		createdAt: dateTime({ required: true, wire: 'attachment.created_at', format: 'field' }),
		updatedAt: dateTime({ required: true, wire: 'attachment.updated_at', format: 'field' }),
	},
	returns: returns.value(),
	// The same id replaces what the first sending made.
	repeat: 'safe',
	ok: hiddenFailure,
	hidden: true,
	source: 'BIM 360 Field API, line 282',
});

const upload = operation({
	action: 'Upload attachment',
	description: 'Attach a file to an issue, a task, a piece of equipment or a checklist; the same file attached again replaces itself instead of standing there twice',
	needs: signedIn,
	input: {
		...inProject,
		...container,
		...files,
		fileName: text({ label: 'File Name', description: 'Name under which it is attached; the name of the file if left empty' }),
		...details,
		attachmentId: text({ label: 'Attachment ID', description: 'GUID of an attachment to replace, or of your own making' }),
	},
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'sent', id: 'id' },
	source: 'BIM 360 Field API, line 282',
	steps: {
		calls: [send],
		async run(context, { fileName, attachmentId, fileCreatedAt, fileModifiedAt, ...input }) {
			const { size, md5Hex } = await context.measure(input.file);
			const name = fileName ?? input.file.name;
			const id = attachmentId ?? context.idFor('attachment', input.containerType, input.containerId, name, md5Hex);
			const now = new Date(context.now()).toISOString();
			const reply = await context.call(send, {
				...input,
				attachmentId: id,
				fileName: name,
				contentType: input.file.type ?? mediaTypeOf(name),
				size,
				createdAt: now,
				updatedAt: now,
				fileCreatedAt: fileCreatedAt ?? now,
				fileModifiedAt: fileModifiedAt ?? now,
			});
			return [{ json: { receipt: { done: 'sent', id }, ...(isObject(reply) ? reply : {}), id, fileName: name, size, md5: md5Hex } }];
		},
	},
});

const remove = operation({
	action: 'Delete attachment',
	description: 'Take an attachment off the record it belongs to',
	call: post('/api/attachments', { body: 'multipart' }),
	needs: signedIn,
	input: { ...inProject, attachmentId: text({ required: true, wire: 'attachment.id', label: 'Attachment ID' }), deleted: constant('true', { wire: 'attachment.deleted' }) },
	returns: returns.nothing,
	repeat: 'safe',
	receipt: { done: 'deleted' },
	ok: hiddenFailure,
	destructive: true,
	source: 'BIM 360 Field API, line 282',
});

/** Media types by the ending of a name: where a host knows none, a picture is to be shown as one all the same. */
const mediaTypes = new Map(Object.entries({ jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png', gif: 'image/gif', bmp: 'image/bmp', tif: 'image/tiff', tiff: 'image/tiff', heic: 'image/heic', pdf: 'application/pdf', txt: 'text/plain', csv: 'text/csv', mp4: 'video/mp4', mov: 'video/quicktime' }));

function mediaTypeOf(name: string): string {
	return mediaTypes.get(/\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? '') ?? 'application/octet-stream';
}

export const attachment: Resource = {
	id: 'field.attachment',
	label: 'Attachment',
	plural: 'Attachments',
	area: 'library',
	operations: { upload, delete: remove, send },
};
