import type { SandboxRequest } from '../service';
import { given, type FieldContext } from './request';
import { stamp } from './stamp';
import type { FieldAttachment } from './state';

/** A link to an object's bytes as replies carry it: with the caller's live ticket in it (line 1426). */
export function binaryLink(context: FieldContext, request: SandboxRequest, object: { readonly type: string; readonly id: string; readonly projectId: string }, image: string): string {
	const query = new URLSearchParams({
		ticket: given(request, 'ticket') ?? '',
		project_id: object.projectId,
		object_id: object.id,
		object_type: object.type,
		image_type: image,
		page: '0',
	});
	return `${context.world.origins.field}/api/binary_data?${query.toString()}`;
}

/** An attachment as it stands inside an issue or a checklist. */
export function attachmentRecord(context: FieldContext, request: SandboxRequest, attachment: FieldAttachment): object {
	const { id, projectId, kind: type } = attachment;
	const link = (image: string): string => binaryLink(context, request, { type, id, projectId }, image);
	return {
		id,
		type,
		name: attachment.filename,
		caption: attachment.caption,
		tags: attachment.tags,
		content_type: attachment.contentType,
		original_url: link('original'),
		thumb_url: link('thumb'),
		num_pages: 1,
		composites: [{ page: 0, url: link('composite') }],
		created_at: stamp(attachment.createdAt),
		updated_at: stamp(attachment.updatedAt),
		created_by: attachment.createdBy,
	};
}

/** Attachments that hang on one record. */
export function attachmentsOf(context: FieldContext, containerId: string): readonly FieldAttachment[] {
	return [...context.state.attachments.values()].filter((attachment) => attachment.containerId === containerId && attachment.kind === 'Attachment');
}
