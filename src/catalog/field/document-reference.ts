import { choice, constant, file, get, isObject, number, operation, post, ref, refs, returns, text, texts, unpaged, type Resource } from '../vocabulary';
import { hiddenFailure } from './failures';
import { signedIn } from './needs';
import { idOf, inProject } from './references';

const call = post('/api/document_references', { body: 'multipart' });

const details = {
	containerType: choice({ Issue: 'Issue', Task: 'Task', Equipment: 'Equipment', CompletedChecklist: 'Checklist', CompletedChecklistItem: 'Checklist Question' }, { required: true, default: 'Issue', wire: 'document_reference.container_type', label: 'Refer From' }),
	containerId: text({ required: true, wire: 'document_reference.container_id', label: 'Refer From ID', description: 'ID of the issue, task, equipment, checklist or question' }),
	documentId: ref('field.document', { required: true, wire: 'document_reference.document_id', label: 'Document' }),
	caption: text({ wire: 'document_reference.caption' }),
	tags: texts({ wire: 'document_reference.tags', list: 'comma' }),
	pageCount: number({ integer: true, min: 1, wire: 'document_reference.num_pages', label: 'Number of Pages' }),
	contentType: text({ wire: 'document_reference.content_type', placeholder: 'e.g. application/pdf' }),
	markup: texts({ wire: 'document_reference.markup', list: 'json', description: 'Markup over the document, each an SVG text' }),
	thumbnail: file({ wire: 'thumb', label: 'Thumbnail' }),
};

const send = operation({
	action: 'Send document reference',
	description: 'Create or replace a document reference by its ID',
	call,
	needs: signedIn,
	input: { ...inProject, ...details, referenceId: text({ required: true, wire: 'document_reference.id' }) },
	returns: returns.value(),
	repeat: 'safe',
	ok: hiddenFailure,
	hidden: true,
	source: 'BIM 360 Field API, line 317',
});

const add = operation({
	action: 'Add document reference',
	description: 'Refer from an issue, a task, equipment or a checklist to a document of the library; the same document is referred to once',
	needs: signedIn,
	input: { ...inProject, ...details, referenceId: text({ label: 'Reference ID', description: 'GUID of a reference to change' }) },
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'sent', id: 'id' },
	source: 'BIM 360 Field API, line 317',
	steps: {
		calls: [send],
		async run(context, { referenceId, ...input }) {
			const id = referenceId ?? context.idFor('document reference', input.containerType, input.containerId, idOf(input.documentId));
			const reply = await context.call(send, { ...input, referenceId: id });
			return [{ json: { receipt: { done: 'sent', id }, ...(isObject(reply) ? reply : {}), id } }];
		},
	},
});

const remove = operation({
	action: 'Delete document reference',
	description: 'Take a reference off the record it belongs to; the document stays in the library',
	call,
	needs: signedIn,
	input: { ...inProject, referenceId: text({ required: true, wire: 'document_reference.id', label: 'Reference ID' }), deleted: constant('true', { wire: 'document_reference.deleted' }) },
	returns: returns.nothing,
	repeat: 'safe',
	receipt: { done: 'deleted' },
	ok: hiddenFailure,
	destructive: true,
	source: 'BIM 360 Field API, line 317',
});

export const documentReference: Resource = {
	id: 'field.documentReference',
	label: 'Document Reference',
	plural: 'Document References',
	area: 'library',
	operations: { add, delete: remove, send },
};

const getManyMarkups = operation({
	action: 'Get many markups',
	description: 'Retrieve the markups on the pages of documents',
	call: get('/api/download_markups'),
	needs: signedIn,
	// Only documents so far (line 348).
	input: { ...inProject, documentIds: refs('field.document', { required: true, wire: 'object_ids', label: 'Documents' }), objectType: constant('Document', { wire: 'object_type' }) },
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	source: 'BIM 360 Field API, line 342',
});

export const markup: Resource = {
	id: 'field.markup',
	label: 'Markup',
	plural: 'Markups',
	area: 'library',
	operations: { getMany: getManyMarkups },
};
