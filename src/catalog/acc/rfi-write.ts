import { choice, files, get, isObject, json, operation, patch, post, receipted, ref, returns, text, textAt, written, type Json, type Output } from '../vocabulary';
import { needs } from './families';
import { idOf, inProject } from './ids';
import { rfiNames, withNames } from './names';
import { closing, rfiDetails, rfiStatuses, sentRfiDetails, withDueMoment } from './rfi-fields';
import { storedFor } from './rfi-files';
import { readRfis, rfis } from './rfi-setup';
import { checkCreation, checkTransition, creationCalls } from './rfi-workflow';
import { uploadCalls } from './upload';

const source = 'APS RFIs v3, POST rfis, PATCH rfis/:id and their tutorials; ACC RFIs, line 11965';
const status = choice(rfiStatuses);
const rfiReceipt = { id: 'id', number: 'customIdentifier' } as const;
export const rfiId = ref('acc.rfi', { required: true, label: 'RFI' });

export const getRfi = operation({
	action: 'Get RFI',
	description: 'Retrieve one RFI with its responses',
	call: get(`${rfis}/rfis/{rfiId}`),
	needs: readRfis,
	input: { ...inProject, rfiId, ...withNames },
	beside: rfiNames,
	returns: returns.record(),
	repeat: 'safe',
	source: 'ACC RFIs, line 11435',
});

export const postRfi = operation({
	action: 'Post RFI',
	description: 'Create an RFI with wire-ready values',
	call: post(`${rfis}/rfis`),
	needs: needs('rfis', 'data:write', 'data:create'),
	input: { ...inProject, title: text({ required: true }), status: choice(rfiStatuses, { required: true }), customIdentifier: text(), ...sentRfiDetails },
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'created', ...rfiReceipt },
	hidden: true,
	status: 'reference',
	source,
});

export const patchRfi = operation({
	action: 'Patch RFI',
	description: 'Change some members of an RFI with wire-ready values',
	call: patch(`${rfis}/rfis/{rfiId}`),
	needs: needs('rfis', 'data:write'),
	input: { ...inProject, rfiId, title: text(), status, ...closing, attachments: json(), ...sentRfiDetails },
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', ...rfiReceipt },
	hidden: true,
	status: 'reference',
	source,
});

/** With files: sent twice, they would be attached twice. */
export const closeRfi = operation({
	...patchRfi,
	action: 'Close RFI',
	description: 'Close an RFI with wire-ready values and the files of the official response',
	repeat: 'never',
});

export const createRfi = operation({
	action: 'Create RFI',
	description: 'Create an RFI; whether you may and what the status needs is checked first',
	needs: needs('rfis', 'data:write', 'data:create'),
	input: {
		...inProject,
		title: text({ required: true, minLength: 1 }),
		status: choice(rfiStatuses, { default: 'draft' }),
		rfiTypeId: ref('acc.rfiType', { label: 'Type', description: 'The default type of the project if left empty' }),
		customIdentifier: text({ label: 'Number', description: 'The next one if left empty' }),
		...rfiDetails,
	},
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'created', ...rfiReceipt },
	status: 'reference',
	source,
	steps: {
		calls: [...creationCalls, postRfi],
		async run(context, given) {
			const input = withDueMoment({ ...given, status: given.status ?? 'draft' });
			const body = context.bodyOf(postRfi, input);
			const rfiTypeId = await checkCreation(context, idOf(input.projectId), written(body.status), body);
			const made = await context.call(postRfi, { ...input, rfiTypeId });
			return receipted({ done: 'created', record: isObject(made) ? made : {} }, rfiReceipt);
		},
	},
});

export const updateRfi = operation({
	action: 'Update RFI',
	description: 'Change some fields of an RFI; everything else stays',
	needs: needs('rfis', 'data:write', 'data:create', 'data:read'),
	input: { ...inProject, rfiId, title: text({ minLength: 1 }), status, ...closing, files: files({ description: 'Go with the official response, only on closing' }), rfiTypeId: ref('acc.rfiType', { label: 'Type' }), ...rfiDetails },
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', ...rfiReceipt },
	status: 'reference',
	source,
	steps: {
		calls: [getRfi, patchRfi, closeRfi, ...uploadCalls],
		async run(context, { files: given, ...details }) {
			const input = withDueMoment(details);
			const body = context.bodyOf(patchRfi, input);
			const sent = given ?? [];
			const nothing = Object.keys(body).length === 0 && sent.length === 0;
			if (!nothing && typeof body.status !== 'string' && sent.length === 0) return told(await context.call(patchRfi, input), 'updated');
			const present = await context.call(getRfi, { projectId: input.projectId, rfiId: input.rfiId });
			if (nothing) return told(present, 'unchanged');
			checkTransition(context, present, written(body.status ?? textAt(present, 'status') ?? ''), body);
			const closes = body.status === 'closed' && textAt(present, 'status') !== 'closed';
			if (sent.length > 0 && !closes) throw context.refusal('Files go with the official response when an RFI is closed.', 'Set the status to Closed, or leave the files out; a closed RFI takes none.');
			if (sent.length === 0) return told(await context.call(patchRfi, input), 'updated');
			const attachments = await storedFor(context, 'rfiOfficialResponse', input.projectId, present, sent);
			try {
				return told(await context.call(closeRfi, { ...input, attachments }), 'updated');
			} catch (error) {
				// Where only the answer was lost, the RFI is closed with what was said.
				const now = await context.call(getRfi, { projectId: input.projectId, rfiId: input.rfiId });
				if (textAt(now, 'status') === 'closed' && textAt(now, 'officialResponse') === textAt(body, 'officialResponse')) return told(now, 'updated');
				throw error;
			}
		},
	},
});

function told(record: Json, done: 'updated' | 'unchanged'): readonly Output[] {
	return receipted({ done, record: isObject(record) ? record : {} }, rfiReceipt);
}
