import { collected, constant, del, file, get, isObject, listAt, operation, post, ref, returns, rows, text, textAt, unpaged, type FileInput, type JsonObject, type Reference, type Resource, type RunContext } from '../vocabulary';
import { needs } from './families';
import { getTopFolders } from './folder-calls';
import { idOf, inProject } from './ids';
import { issueId } from './issue-calls';
import { people, withNames } from './names';
import { getOne as getProject } from './project';
import { downloadAttached } from './stored-attachment';
import { nameIn, signDownload, upload, uploadCalls } from './upload';

const attachments = '/construction/issues/v1/projects/{projectId}/attachments';

const getMany = operation({
	action: 'Get many issue attachments',
	description: 'Retrieve the files attached to an issue; deleted ones are marked as such',
	call: get(`${attachments}/{issueId}/items`),
	needs: needs('issueAttachments', 'data:read'),
	input: { ...inProject, issueId, ...withNames },
	page: unpaged('attachments'),
	beside: people,
	returns: returns.records('attachments'),
	repeat: 'safe',
	source: 'ACC Issues, line 9246',
});

const attach = operation({
	action: 'Attach stored file',
	description: 'Attach a file that lies in storage already',
	call: post(attachments),
	needs: needs('issueAttachments', 'data:write'),
	input: {
		...inProject,
		issueId: ref('acc.issue', { required: true, label: 'Issue', wire: 'domainEntityId' }),
		attachments: rows(
			{
				attachmentId: text({ required: true }),
				displayName: text({ required: true }),
				fileName: text({ required: true }),
				attachmentType: constant('issue-attachment'),
				storageUrn: text({ required: true }),
			},
			{ required: true },
		),
	},
	returns: returns.record(),
	// The id comes from the client: a second time is refused as a conflict.
	repeat: 'safe',
	receipt: { done: 'created', id: 'attachments.0.attachmentId' },
	hidden: true,
	status: 'reference',
	source: 'APS Issues v1, reference pages',
});

const add = operation({
	action: 'Attach file to issue',
	description: 'Upload a file and attach it to an issue; the same file under the same name is attached only once',
	label: 'Add',
	needs: needs('issueAttachments', 'data:write', 'data:create', 'data:read'),
	input: {
		...inProject,
		issueId,
		file: file({ required: true }),
		displayName: text({ description: 'Name shown in the issue; the name of the file if left empty' }),
		folderId: text({ label: 'Storage Folder ID', description: 'URN of the folder whose storage holds the file; the root of the project if left empty' }),
	},
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'created', id: 'attachmentId' },
	status: 'reference',
	source: 'APS Issues v1, POST attachments and its tutorial; the vendor’s article "Attachment API of ACC Issue", 29 August 2025',
	steps: {
		calls: [getMany, getProject, getTopFolders, ...uploadCalls, attach],
		async run(context, { projectId, issueId: id, file: given, displayName, folderId }) {
			const name = displayName ?? given.name;
			const { size, md5Hex } = await context.measure(given);
			const all = await collected(context.list(getMany, { projectId, issueId: id }));
			const attachmentId = freeId(context, all, [idOf(id), name, md5Hex]);
			const present = all.find((one) => textAt(one, 'attachmentId') === attachmentId);
			if (present) return [{ json: { receipt: { done: 'unchanged', id: attachmentId }, ...present } }];

			const folder = folderId ?? (await rootFolder(context, projectId));
			const storageUrn = await upload(context, { projectId, folderId: folder, name: `${attachmentId}.${extensionOf(given)}`, file: given, size });
			context.made('storage object', storageUrn);
			const fileName = nameIn(storageUrn);
			try {
				const reply = await context.call(attach, { projectId, issueId: id, attachments: [{ attachmentId, displayName: name, fileName, storageUrn }] });
				const made = listAt(reply, 'attachments')?.[0];
				return [{ json: { receipt: { done: 'created', id: attachmentId }, ...(isObject(made) ? made : { attachmentId, displayName: name, fileName, storageUrn }) } }];
			} catch (error) {
				// A lost answer sent again, or another run at the same time: it is there, and that is what was wanted.
				for await (const one of context.list(getMany, { projectId, issueId: id })) {
					if (textAt(one, 'attachmentId') === attachmentId) return [{ json: { receipt: { done: textAt(one, 'storageUrn') === storageUrn ? 'created' : 'unchanged', id: attachmentId }, ...one } }];
				}
				throw error;
			}
		},
	},
});

/** The id that follows from issue, name and content. One that was deleted stays taken: the next in line is used then. */
function freeId(context: RunContext, present: readonly JsonObject[], parts: readonly string[]): string {
	for (let turn = 0; ; turn++) {
		const id = context.idFor(...parts, ...(turn === 0 ? [] : [String(turn)]));
		if (present.find((one) => textAt(one, 'attachmentId') === id)?.isDeleted !== true) return id;
	}
}

/** Extension of the file name the service wants: of the name, else of the media type. */
function extensionOf(given: FileInput): string {
	const extension = /\.([A-Za-z0-9]{1,10})$/.exec(given.name)?.[1] ?? /\/(?:x-)?([a-z0-9]{2,5})$/i.exec(given.type ?? '')?.[1] ?? 'bin';
	return extension.toLowerCase() === 'jpeg' && !/\.jpeg$/i.test(given.name) ? 'jpg' : extension;
}

/** The hidden folder above Project Files, where the storage of attachments is made. */
async function rootFolder(context: RunContext, projectId: Reference): Promise<string> {
	const accountId = textAt(await context.call(getProject, { projectId }), 'accountId');
	if (accountId === undefined) throw context.refusal('The account of the project is not known.', 'Enter a Storage Folder ID.');
	let any: string | undefined;
	for await (const folder of context.list(getTopFolders, { accountId, projectId })) {
		const parent = textAt(folder, 'relationships.parent.data.id');
		if (textAt(folder, 'attributes.name') === 'Project Files' && parent !== undefined) return parent;
		any ??= parent ?? textAt(folder, 'id');
	}
	if (any === undefined) throw context.refusal('You see no folder of the project in which the file could be stored.', 'Ask a project administrator for access to Files, or enter a Storage Folder ID.');
	return any;
}

const attachmentId = ref('acc.issueAttachment', { required: true, label: 'Attachment' });

const download = operation({
	action: 'Download issue attachment',
	description: 'Download a file that is attached to an issue',
	needs: needs('issueAttachments', 'data:read'),
	input: { ...inProject, issueId, attachmentId },
	returns: returns.file,
	repeat: 'safe',
	status: 'reference',
	source: 'ACC Issues, line 9246; Autodesk Platform Services, Object Storage v2',
	steps: {
		calls: [getMany, signDownload],
		async run(context, { projectId, issueId: id, attachmentId: wanted }) {
			return await downloadAttached(context, context.list(getMany, { projectId, issueId: id }), idOf(wanted), 'issue');
		},
	},
});

const remove = operation({
	action: 'Delete issue attachment',
	description: 'Take a file off an issue',
	call: del(`${attachments}/{issueId}/items/{attachmentId}`),
	needs: needs('issueAttachments', 'data:write'),
	input: { ...inProject, issueId, attachmentId },
	returns: returns.nothing,
	repeat: 'safe',
	receipt: { done: 'deleted' },
	destructive: true,
	status: 'reference',
	source: 'APS Issues v1, reference pages',
});

export const issueAttachment: Resource = {
	id: 'acc.issueAttachment',
	label: 'Issue Attachment',
	plural: 'Issue Attachments',
	area: 'issue',
	operations: { getMany, add, download, delete: remove, attach },
	lookup: {
		list: getMany,
		within: ['projectId', 'issueId'],
		value: 'attachmentId',
		label: (record) => textAt(record, 'displayName') ?? '',
		detail: (record) => textAt(record, 'fileType'),
		names: (record) => [textAt(record, 'displayName')],
		standing: (record) => (record.isDeleted === true ? 'deleted' : 'active'),
	},
};
