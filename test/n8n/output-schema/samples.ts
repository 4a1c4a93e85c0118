import type { Input } from '../../../src/catalog/vocabulary';
import { folderId, TOWER_ID } from '../../../src/sandbox/acc';
import { sampleIds } from '../../../src/sandbox/cintoo/sample';
import { companies, people } from '../../../src/sandbox/people';

/** What carrying out an operation takes beyond references from lists and made-up values. */
export interface Sample {
	readonly input?: Input;
	/** Operation that is carried out before, on the same input. */
	readonly after?: string;
	/** What of its output goes into which field: dotted paths by key. */
	readonly take?: Readonly<Record<string, string>>;
}

const drawings: Input = { projectId: TOWER_ID, folderId: folderId(TOWER_ID, 'Drawings'), kinds: ['items'] };
const anItem: Sample = { input: drawings, after: 'acc.folder.getContents', take: { itemId: 'id' } };

const quay: Input = { accountRef: sampleIds.account, projectRef: sampleIds.quay };
const toKonekt: Sample = { after: 'cintoo.konektHub.getMany', take: { hubId: 'konektId', konektProjectId: 'konektProjects.0.id' } };

/** By operation. */
export const samples: Readonly<Record<string, Sample>> = {
	'cintoo.role.create': { input: { permissions: ['workzone:annotations:read'] } },
	'cintoo.konektHub.create': { input: { token: 'konekt-sandbox-apex' } },
	'cintoo.konektHub.connect': { input: { token: 'konekt-sandbox-harbor' } },
	'cintoo.konektProject.create': toKonekt,
	'cintoo.konektProject.get': { after: 'cintoo.konektProject.create' },
	'cintoo.konektProject.update': { after: 'cintoo.konektProject.create' },
	'cintoo.crop.create': { input: { cameraType: 'overview' } },
	'cintoo.file.transform': { input: { ...quay, files: [{ id: sampleIds.scanNorth, translation: { x: 1, y: 2, z: 3 } }] } },
	'cintoo.meshExport.start': { input: { ...quay, scans: [sampleIds.scanNorth] } },
	'cintoo.tagList.detectObjects': { input: { ...quay, filesIds: [sampleIds.scanNorth] } },
	'cintoo.project.restore': { after: 'cintoo.project.delete' },
	'cintoo.shareLink.get': { after: 'cintoo.shareLink.create', take: { shareLinkRef: 'id' } },
	'cintoo.shareLink.getMany': { after: 'cintoo.shareLink.create' },
	'cintoo.shareLink.update': { after: 'cintoo.shareLink.create', take: { shareLinkRef: 'id' } },
	'cintoo.shareLink.delete': { after: 'cintoo.shareLink.create', take: { shareLinkRef: 'id' } },
	'cintoo.file.getDownloadUrls': { after: 'cintoo.file.getMany', take: { blobNames: 'blobName' } },
	'acc.user.search': { input: { email: people.mei.email } },
	'acc.company.search': { input: { name: companies.apexmep.name } },
	'acc.issueAttachment.getMany': { after: 'acc.issueAttachment.add' },
	'acc.issueAttachment.download': { after: 'acc.issueAttachment.add', take: { attachmentId: 'attachmentId' } },
	'acc.issueAttachment.delete': { after: 'acc.issueAttachment.add', take: { attachmentId: 'attachmentId' } },
	'acc.photo.get': { input: { include: ['signedUrls'] } },
	'acc.photo.search': { input: { include: ['signedUrls'] } },
	'acc.folder.get': { input: drawings },
	'acc.folder.getContents': { input: { ...drawings, kinds: undefined } },
	'acc.item.get': anItem,
	'acc.item.getTip': anItem,
	'acc.version.getMany': anItem,
	'acc.version.get': { after: 'acc.item.getTip', take: { versionId: 'id' } },
	'acc.version.getLinkedFiles': { after: 'acc.item.getTip', take: { versionId: 'id' } },
	'acc.fileExport.create': { after: 'acc.item.getTip', take: { fileVersions: 'id' } },
	'acc.fileExport.export': { after: 'acc.item.getTip', take: { fileVersions: 'id' } },
	'acc.fileExport.get': { after: 'acc.fileExport.create', take: { exportId: 'id' } },
	'field.issue.create': { input: { fields: { Description: 'Sample' } } },
	'field.issue.update': { input: { fields: { Status: 'Closed' } } },
	'field.document.move': { input: { topLevel: true } },
	'field.attachment.upload': { after: 'field.issue.getMany', take: { containerId: 'id' } },
	'field.attachment.delete': { after: 'field.attachment.upload', take: { attachmentId: 'id' } },
	'field.file.download': { after: 'field.attachment.upload', take: { objectId: 'id' } },
};
