import { at, choice, files, get, isObject, json, listAt, objectOf, operation, post, receipted, ref, returns, text, textAt, type Resource } from '../vocabulary';
import { commentOnce, onlyOnce } from './comment-once';
import { needs } from './families';
import { idOf, inProject } from './ids';
import { people, withNames } from './names';
import { storedFor } from './rfi-files';
import { readRfis, rfiPage, rfis } from './rfi-setup';
import { getRfi, rfiId } from './rfi-write';
import { downloadAttached } from './stored-attachment';
import { signDownload, uploadCalls } from './upload';

/** What is said on an RFI: comments, responses, and the files that came with responses. */
const write = needs('rfis', 'data:write', 'data:create');
const one = { ...inProject, rfiId };

const getComments = operation({
	action: 'Get many RFI comments',
	description: 'Retrieve the comments of an RFI',
	call: get(`${rfis}/rfis/{rfiId}/comments`),
	needs: readRfis,
	input: { ...one, ...withNames },
	page: rfiPage,
	beside: people,
	returns: returns.records('results'),
	repeat: 'safe',
	status: 'reference',
	source: 'APS RFIs v3, GET comments',
});

const body = text({ required: true, minLength: 1, maxLength: 10_000, multiline: true, label: 'Comment' });

const postComment = operation({
	action: 'Post RFI comment',
	description: 'Add a comment to an RFI',
	call: post(`${rfis}/rfis/{rfiId}/comments`),
	needs: write,
	input: { ...one, body },
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'created', id: 'id' },
	hidden: true,
	status: 'reference',
	source: 'APS RFIs v3, POST comments',
});

const createComment = operation({
	action: 'Create RFI comment',
	description: 'Add a comment to an RFI, by default only if the same words do not stand there yet',
	needs: write,
	input: { ...one, body, onlyOnce },
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'created', id: 'id' },
	status: 'reference',
	source: 'APS RFIs v3, POST comments',
	steps: {
		calls: [getComments, postComment],
		async run(context, { onlyOnce: once, ...input }) {
			const present = once === false ? undefined : context.list(getComments, { projectId: input.projectId, rfiId: input.rfiId });
			return await commentOnce(input.body, present, async () => await context.call(postComment, input));
		},
	},
});

export const rfiComment: Resource = {
	id: 'acc.rfiComment',
	label: 'RFI Comment',
	plural: 'RFI Comments',
	area: 'rfi',
	operations: { getMany: getComments, create: createComment, post: postComment },
};

const answered = {
	...one,
	text: text({ required: true, minLength: 1, multiline: true, label: 'Response' }),
	status: choice(['answered', 'rejected'], { default: 'answered' }),
	onBehalf: ref('acc.projectUser', { label: 'On Behalf Of', description: 'Takes the right to answer for others' }),
};
const made = { returns: returns.record(), repeat: 'never', receipt: { done: 'created', id: 'id' }, status: 'reference', source: 'APS RFIs v3, POST responses; its tutorial "RFI Response"' } as const;

const postResponse = operation({
	action: 'Post RFI response',
	description: 'Answer an RFI with wire-ready values',
	call: post(`${rfis}/rfis/{rfiId}/responses`),
	needs: write,
	input: { ...answered, attachments: json() },
	...made,
	// Beside the response the reply has the RFI as it is then, and the attachments.
	reshape: (reply) => {
		const response = at(reply, 'response');
		const attachments = listAt(reply, 'responseAttachments.attachments') ?? [];
		return isObject(response) ? { ...response, ...(attachments.length > 0 ? { attachments } : {}) } : reply;
	},
	hidden: true,
});

const respond = operation({
	action: 'Create RFI response',
	description: 'Answer an RFI as one of its reviewers; the official response is given on closing, by Update RFI',
	needs: needs('rfis', 'data:write', 'data:create', 'data:read'),
	input: { ...answered, files: files() },
	...made,
	steps: {
		calls: [getRfi, postResponse, ...uploadCalls],
		async run(context, { files: given, ...input }) {
			const sent = given ?? [];
			const attachments = sent.length === 0 ? undefined : await storedFor(context, 'rfiResponse', input.projectId, await context.call(getRfi, { projectId: input.projectId, rfiId: input.rfiId }), sent);
			return receipted({ done: 'created', record: objectOf(await context.call(postResponse, { ...input, attachments })) }, { id: 'id' });
		},
	},
});

export const rfiResponse: Resource = {
	id: 'acc.rfiResponse',
	label: 'RFI Response',
	plural: 'RFI Responses',
	area: 'rfi',
	operations: { create: respond, post: postResponse },
};

const getAttachments = operation({
	action: 'Get many RFI attachments',
	description: 'Retrieve the files attached to an RFI and its responses',
	call: get(`${rfis}/rfis/{rfiId}/attachments`),
	needs: readRfis,
	input: one,
	page: rfiPage,
	returns: returns.records('results'),
	repeat: 'safe',
	status: 'reference',
	source: 'APS RFIs v3, GET attachments',
});

const download = operation({
	action: 'Download RFI attachment',
	description: 'Download a file that is attached to an RFI',
	needs: readRfis,
	input: { ...one, attachmentId: ref('acc.rfiAttachment', { required: true, label: 'Attachment' }) },
	returns: returns.file,
	repeat: 'safe',
	status: 'reference',
	source: 'APS RFIs v3, GET attachments; Autodesk Platform Services, Object Storage v2',
	steps: {
		calls: [getAttachments, signDownload],
		async run(context, { attachmentId, ...where }) {
			return await downloadAttached(context, context.list(getAttachments, where), idOf(attachmentId), 'RFI');
		},
	},
});

export const rfiAttachment: Resource = {
	id: 'acc.rfiAttachment',
	label: 'RFI Attachment',
	plural: 'RFI Attachments',
	area: 'rfi',
	operations: { getMany: getAttachments, download },
	lookup: {
		list: getAttachments,
		within: ['projectId', 'rfiId'],
		value: 'attachmentId',
		label: (record) => textAt(record, 'displayName') || textAt(record, 'fileName') || '',
		detail: (record) => textAt(record, 'fileType'),
		names: (record) => [textAt(record, 'displayName'), textAt(record, 'fileName')],
	},
};
