import { choice, get, isObject, operation, patch, post, receipted, ref, returns, text, written } from '../vocabulary';
import { needs } from './families';
import { idOf, inProject } from './ids';
import { rfiNames, withNames } from './names';
import { rfiDetails, rfiStatuses, sentRfiDetails, withDueMoment } from './rfi-fields';
import { readRfis, rfis } from './rfi-setup';
import { checkCreation, checkTransition, creationCalls } from './rfi-workflow';

const source = 'APS RFIs v3, POST rfis and PATCH rfis/:id; ACC RFIs, line 11965';
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
	input: { ...inProject, title: text({ required: true }), status: choice(rfiStatuses, { required: true }), ...sentRfiDetails },
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'created', ...rfiReceipt },
	hidden: true,
	status: 'reference',
	source,
});

const answer = {
	officialResponse: text({ multiline: true, description: 'Only on closing' }),
	officialResponseStatus: choice(['answered', 'rejected'], { label: 'Official Response Is', description: 'Only on closing' }),
};

export const patchRfi = operation({
	action: 'Patch RFI',
	description: 'Change some members of an RFI with wire-ready values',
	call: patch(`${rfis}/rfis/{rfiId}`),
	needs: needs('rfis', 'data:write'),
	input: { ...inProject, rfiId, title: text(), status, ...answer, ...sentRfiDetails },
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', ...rfiReceipt },
	hidden: true,
	status: 'reference',
	source,
});

export const createRfi = operation({
	action: 'Create RFI',
	description: 'Create an RFI; whether you may and what the status needs is checked first',
	needs: needs('rfis', 'data:write', 'data:create'),
	input: { ...inProject, title: text({ required: true, minLength: 1 }), status: choice(rfiStatuses, { default: 'draft' }), ...rfiDetails },
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
			await checkCreation(context, idOf(input.projectId), written(body.status), body);
			const made = await context.call(postRfi, input);
			return receipted({ done: 'created', record: isObject(made) ? made : {} }, rfiReceipt);
		},
	},
});

export const updateRfi = operation({
	action: 'Update RFI',
	description: 'Change some fields of an RFI; everything else stays',
	needs: needs('rfis', 'data:write'),
	input: { ...inProject, rfiId, title: text({ minLength: 1 }), status, ...answer, ...rfiDetails },
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', ...rfiReceipt },
	status: 'reference',
	source,
	steps: {
		calls: [getRfi, patchRfi],
		async run(context, given) {
			const input = withDueMoment(given);
			const body = context.bodyOf(patchRfi, input);
			const nothing = Object.keys(body).length === 0;
			if (nothing || typeof input.status === 'string') {
				const present = await context.call(getRfi, { projectId: input.projectId, rfiId: input.rfiId });
				if (nothing) return receipted({ done: 'unchanged', record: isObject(present) ? present : {} }, rfiReceipt);
				checkTransition(context, present, written(body.status), body);
			}
			const changed = await context.call(patchRfi, input);
			return receipted({ done: 'updated', record: isObject(changed) ? changed : {} }, rfiReceipt);
		},
	},
});
