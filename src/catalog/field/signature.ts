import { choice, constant, file, isObject, operation, post, returns, text, type Resource } from '../vocabulary';
import { hiddenFailure } from './failures';
import { signedIn } from './needs';
import { inProject } from './references';

const call = post('/api/signatures', { body: 'multipart' });

const details = {
	containerType: choice({ Issue: 'Issue', CompletedChecklist: 'Checklist', Task: 'Task', Equipment: 'Equipment' }, { required: true, default: 'CompletedChecklist', wire: 'signature.container_type', label: 'Sign' }),
	containerId: text({ required: true, wire: 'signature.container_id', label: 'Sign ID', description: 'ID of the issue, checklist, task or equipment' }),
	customFieldId: text({ required: true, wire: 'signature.custom_field_definition_id', label: 'Custom Field ID', description: 'ID of the custom field of the type Signature' }),
	file: file({ required: true, wire: 'original', label: 'Picture' }),
};

const send = operation({
	action: 'Send signature',
	description: 'Create or replace a signature by its ID',
	call,
	needs: signedIn,
	input: { ...inProject, ...details, signatureId: text({ required: true, wire: 'signature.id' }), fileName: text({ required: true, wire: 'signature.filename' }) },
	returns: returns.value(),
	repeat: 'safe',
	ok: hiddenFailure,
	hidden: true,
	source: 'BIM 360 Field API, line 255',
});

const upload = operation({
	action: 'Upload signature',
	description: 'Sign a record with the picture of a signature; signing the same field of a record again replaces it',
	needs: signedIn,
	input: { ...inProject, ...details, signatureId: text({ label: 'Signature ID', description: 'GUID of a signature to replace' }) },
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'sent', id: 'id' },
	source: 'BIM 360 Field API, line 255',
	steps: {
		calls: [send],
		async run(context, { signatureId, ...input }) {
			const id = signatureId ?? context.idFor('signature', input.containerType, input.containerId, input.customFieldId);
			const reply = await context.call(send, { ...input, signatureId: id, fileName: input.file.name });
			return [{ json: { receipt: { done: 'sent', id }, ...(isObject(reply) ? reply : {}), id } }];
		},
	},
});

const remove = operation({
	action: 'Delete signature',
	description: 'Take a signature off the record it belongs to',
	call,
	needs: signedIn,
	input: { ...inProject, signatureId: text({ required: true, wire: 'signature.id', label: 'Signature ID' }), deleted: constant('true', { wire: 'signature.deleted' }) },
	returns: returns.nothing,
	repeat: 'safe',
	receipt: { done: 'deleted' },
	ok: hiddenFailure,
	destructive: true,
	source: 'BIM 360 Field API, line 255',
});

export const signature: Resource = {
	id: 'field.signature',
	label: 'Signature',
	plural: 'Signatures',
	area: 'library',
	operations: { upload, delete: remove, send },
};
