import type { Handler, SandboxReply, SandboxRequest } from '../service';
import { jpeg, png } from '../images';
import { FieldRefusal, given, givenJson, givenList, isRecord, ofProject, onProject, page, textMember, type FieldContext, type OnProject } from './request';
import { changedAfter, readStamp, stamp } from './stamp';
import type { FieldAttachment } from './state';
import { compareVersions } from './version';

const containers = ['Issue', 'Task', 'Equipment', 'CompletedChecklistItem', 'CompletedChecklist'];

/** Attachments, signatures, photos and the bytes of all of them. */
export function attachmentHandlers(context: FieldContext): Record<string, Handler> {
	const { state, world } = context;

	const binary = (request: SandboxRequest): SandboxReply => {
		const { project } = onProject(context, request);
		const id = given(request, 'object_id') ?? '';
		const image = given(request, 'image_type') ?? 'original';
		const attachment = state.attachments.get(id);
		const document = state.documents.get(id);
		if (attachment !== undefined && attachment.projectId === project.id && attachment.kind === given(request, 'object_type')) {
			if (image === 'thumb') return { status: 200, bytes: attachment.thumb ?? png(16, 12, [160, 160, 160]), type: 'image/png' };
			if (image === 'vv') return { status: 200, bytes: jpeg(), type: 'image/jpeg' };
			return { status: 200, bytes: attachment.original, type: attachment.contentType };
		}
		const revision = document?.revisions.at(-1);
		if (document !== undefined && revision !== undefined && document.projectId === project.id && given(request, 'object_type') === 'Document') {
			if (Number(given(request, 'page') ?? 0) >= revision.pages) throw new FieldRefusal(404, 'The requested page does not exist');
			if (image === 'thumb') return { status: 200, bytes: png(16, 12, [160, 160, 160]), type: 'image/png' };
			if (image === 'original') return { status: 200, bytes: revision.bytes, type: document.contentType };
			return { status: 200, bytes: jpeg(), type: 'image/jpeg' };
		}
		throw new FieldRefusal(404, 'The requested file does not exist');
	};

	return {
		'field.file.download': binary,
		'field.file.downloadByLink': binary,
		'field.attachment.upload': (request) => {
			const found = onProject(context, request);
			const sent = givenJson(request, 'attachment');
			if (!isRecord(sent)) throw new FieldRefusal(500, 'attachment is not a hash');
			const containerType = textMember(sent, 'container_type') ?? '';
			const original = request.parts.get('original');
			return store(found, sent, {
				kind: 'Attachment',
				containerType,
				contentType: textMember(sent, 'content_type') ?? original?.type ?? 'application/octet-stream',
				original: original?.bytes,
				thumb: request.parts.get('thumb')?.bytes,
			});
		},
		'field.signature.upload': (request) => {
			const found = onProject(context, request);
			const sent = givenJson(request, 'signature');
			if (!isRecord(sent)) throw new FieldRefusal(400, 'signature is not a hash');
			const original = request.parts.get('original');
			return store(found, sent, {
				kind: 'Signature',
				containerType: textMember(sent, 'container_type') ?? '',
				contentType: original?.type ?? 'image/png',
				original: original?.bytes,
				thumb: undefined,
			});
		},
		'field.documentReference.upload': (request) => {
			const { project } = onProject(context, request);
			const sent = givenJson(request, 'document_reference');
			if (!isRecord(sent)) throw new FieldRefusal(500, 'document_reference is not a hash');
			const id = textMember(sent, 'id') ?? world.uuid();
			const known = state.documentReferences.get(id);
			if (sent['deleted'] === true || textMember(sent, 'deleted') === 'true') {
				if (known === undefined || known.projectId !== project.id) throw new FieldRefusal(404, 'The document reference does not exist');
				state.documentReferences.delete(id);
				return { status: 200, json: { id, success: true, deleted: true } };
			}
			const containerType = textMember(sent, 'container_type') ?? '';
			const containerId = textMember(sent, 'container_id') ?? '';
			const documentId = textMember(sent, 'document_id') ?? '';
			if (!containers.includes(containerType)) throw new FieldRefusal(400, 'container_type is not known');
			if (!containerExists(project.id, containerType, containerId) || state.documents.get(documentId)?.projectId !== project.id) throw new FieldRefusal(404, 'The container or the document does not exist');
			state.documentReferences.set(id, { id, projectId: project.id, documentId, containerType, containerId, caption: textMember(sent, 'caption') ?? known?.caption ?? null, tags: textMember(sent, 'tags') ?? known?.tags ?? null });
			return { status: 200, json: { id, success: true } };
		},
		'field.markup.getMany': (request) => {
			const { project } = onProject(context, request);
			const found = givenList(request, 'object_ids').flatMap((id) => {
				const document = state.documents.get(id);
				return document === undefined || document.projectId !== project.id ? [] : [document];
			});
			return {
				status: 200,
				json: found.map((document) => ({ id: document.id, pages: [{ id: `${document.id}-0`, page_number: 0, markups: [{ id: `${document.id}-0-0`, element_type: 'line', element_data: '<line x1="0" y1="0" x2="9" y2="9"/>', 'created-at': stamp(document.revisions[0]?.createdAt ?? world.now()) }] }] })),
			};
		},
		'field.photo.getMany': (request) => {
			const { project } = onProject(context, request);
			const since = readStamp(given(request, 'max_updated_at') ?? '');
			const filters = since !== undefined && compareVersions(given(request, 'application_version') ?? '0', '4.7') >= 0;
			const rows = ofProject(state.documents, project).flatMap((photo) => {
				const revision = photo.revisions.at(-1);
				if (!photo.photo || revision === undefined || (filters && !changedAfter(revision.createdAt, since))) return [];
				return [
					{
						id: photo.id,
						document_id: photo.id,
						filename: photo.filename,
						content_type: photo.contentType,
						size: revision.bytes.length,
						caption: photo.caption,
						tags: photo.tags,
						created_by: revision.createdBy,
						created_at: stamp(revision.createdAt),
						updated_at: stamp(revision.createdAt),
					},
				];
			});
			// One without the other does not page (line 633).
			const paged = given(request, 'limit') !== undefined && given(request, 'offset') !== undefined;
			return { status: 200, json: paged ? page(rows, request) : rows };
		},
	};

	interface Bytes {
		readonly kind: FieldAttachment['kind'];
		readonly containerType: string;
		readonly contentType: string;
		readonly original: Uint8Array | undefined;
		readonly thumb: Uint8Array | undefined;
	}

	/** Creates, replaces or deletes by id. What the reply holds is not documented beyond key and status. */
	function store({ project, user }: OnProject, sent: Readonly<Record<string, unknown>>, bytes: Bytes): SandboxReply {
		const id = textMember(sent, 'id') ?? world.uuid();
		const known = state.attachments.get(id);
		if (known !== undefined && known.projectId !== project.id) throw new FieldRefusal(404, 'The attachment does not exist');
		if (sent['deleted'] === true || textMember(sent, 'deleted') === 'true') {
			if (known === undefined) throw new FieldRefusal(404, 'The attachment does not exist');
			state.attachments.delete(id);
			return { status: 200, json: { id, success: true, deleted: true } };
		}
		const containerId = textMember(sent, 'container_id') ?? '';
		if (!containers.includes(bytes.containerType)) throw new FieldRefusal(400, 'container_type is not known');
		if (!containerExists(project.id, bytes.containerType, containerId)) throw new FieldRefusal(404, 'The container does not exist');
		const original = bytes.original ?? known?.original;
		if (original === undefined) throw new FieldRefusal(400, 'original is missing');
		const now = world.now();
		state.attachments.set(id, {
			id,
			projectId: project.id,
			kind: bytes.kind,
			containerType: bytes.containerType,
			containerId,
			filename: textMember(sent, 'filename') ?? known?.filename ?? '',
			contentType: bytes.contentType,
			caption: textMember(sent, 'caption') ?? known?.caption ?? null,
			tags: textMember(sent, 'tags') ?? known?.tags ?? null,
			original,
			thumb: bytes.thumb ?? known?.thumb,
			createdBy: known?.createdBy ?? user.email,
			createdAt: known?.createdAt ?? now,
			updatedAt: now,
		});
		return { status: 200, json: { id, success: true } };
	}

	function containerExists(projectId: string, type: string, id: string): boolean {
		if (type === 'CompletedChecklistItem') {
			return [...state.checklists.values()].some((one) => one.projectId === projectId && one.items.some((item) => item.id === id));
		}
		const records = { Issue: state.issues, Task: state.tasks, Equipment: state.equipment, CompletedChecklist: state.checklists };
		if (type !== 'Issue' && type !== 'Task' && type !== 'Equipment' && type !== 'CompletedChecklist') return false;
		return records[type].get(id)?.projectId === projectId;
	}
}
