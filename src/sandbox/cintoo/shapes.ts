import type { CintooContext } from './access';
import { urn } from './reference';
import type {
	CintooAnnotation,
	CintooAttachment,
	CintooComment,
	CintooFile,
	CintooProject,
	CintooRole,
	CintooShareLink,
	CintooSubscription,
	CintooTag,
	CintooTagList,
	CintooUser,
	CintooWorkzone,
	Modification,
} from './state';

/** The records of API 2 as they go over the wire: URNs in `id`, and the members the document lists. */
export type Shape = Readonly<Record<string, unknown>>;

export function accountShape(context: CintooContext, user: CintooUser): Shape {
	const { account } = context.state;
	return {
		id: urn('account', account.id),
		type: 'account',
		name: account.name,
		createdAt: account.createdAt,
		updatedAt: account.createdAt,
		ownerId: urn('user', account.ownerId),
		permissions: {
			isOwner: account.ownerId === user.id,
			isAdmin: user.accountRoles.includes('administrator'),
			isManager: user.accountRoles.includes('projectManager'),
			isProjectLister: user.accountRoles.includes('projectLister'),
		},
		subscriptions: [...context.state.subscriptions.values()].map((subscription) => subscriptionShape(context, subscription)),
		regions: [{ id: 'default', description: 'West Europe', provider: 'azure', cloudProvider: 'azure', region: 'westeurope', countryCode: 'NL', hasCdn: true, selected: true, default: true }],
	};
}

export function subscriptionShape(context: CintooContext, subscription: CintooSubscription): Shape {
	return {
		id: urn('subscription', subscription.id),
		type: 'subscription',
		accountId: urn('account', context.state.account.id),
		isVa: false,
		isActive: subscription.isActive,
		name: subscription.name,
		start: subscription.start,
		tagCapacity: subscription.tagCapacity,
		scanCapacity: subscription.scanCapacity,
		createdAt: subscription.start,
		updatedAt: subscription.start,
	};
}

export function roleShape(context: CintooContext, role: CintooRole): Shape {
	const { account } = context.state;
	return {
		id: urn('role', role.id),
		type: 'role',
		name: role.name,
		description: role.description,
		color: role.color,
		createdBy: urn('user', account.ownerId),
		createdAt: account.createdAt,
		updatedAt: account.createdAt,
		permissions: role.permissions,
		accountIds: [urn('account', account.id)],
	};
}

/** The id of API 1, base64url of `user-{id}` (Cintoo API 2, line 689). */
export function userApi1Id(id: string): string {
	return Buffer.from(`user-${id}`, 'utf8').toString('base64url');
}

/** A user; one who has not confirmed the invitation is anonymized (line 721). How, the document does not say. */
export function userShape(user: CintooUser): Shape {
	const base = { id: urn('user', user.id), type: 'user', api1Id: userApi1Id(user.id) };
	if (!user.confirmed) return { ...base, firstName: '', lastName: '', email: anonymized(user.email) };
	return { ...base, firstName: user.firstName, lastName: user.lastName, email: user.email, company: user.company, title: user.title };
}

function anonymized(email: string): string {
	const [name = '', domain = ''] = email.split('@');
	return `${name.slice(0, 1)}****@${domain}`;
}

export function modificationShape(modification: Modification): Shape {
	const { createdAt, createdBy, updatedAt, updatedBy, deletedAt, deletedBy } = modification;
	return {
		createdAt,
		createdBy: urn('user', createdBy),
		...(updatedAt === undefined ? {} : { updatedAt }),
		...(updatedBy === undefined ? {} : { updatedBy: urn('user', updatedBy) }),
		...(deletedAt === undefined ? {} : { deletedAt }),
		...(deletedBy === undefined ? {} : { deletedBy: urn('user', deletedBy) }),
		isDeleted: deletedAt !== undefined,
	};
}

function apiRoot(context: CintooContext): string {
	return `${context.world.origins.cintoo}/api/2/accounts/${context.state.account.id}`;
}

export function blobUrl(context: CintooContext, projectId: string, blobName: string): string {
	return `${apiRoot(context)}/projects/${projectId}/blobs/${encodeURIComponent(blobName)}`;
}

export function projectShape(context: CintooContext, project: CintooProject): Shape {
	const { account, workzones, files } = context.state;
	const scans = [...files.values()].filter((file) => file.projectId === project.id && file.category === 'scan');
	return {
		id: urn('project', project.id),
		type: 'project',
		accountId: urn('account', account.id),
		subscriptionId: urn('subscription', project.subscriptionId),
		isdemo: false,
		region: project.region,
		name: project.name,
		description: project.description ?? '',
		ownerId: urn('user', project.ownerId),
		location: project.location,
		rootWorkzoneId: urn('workzone', project.rootWorkzoneId),
		modificationInfo: modificationShape(project.modification),
		statsInfo: {
			scanCount: scans.length,
			scanSize: scans.reduce((sum, file) => sum + file.size, 0),
			workzoneCount: [...workzones.values()].filter((workzone) => workzone.projectId === project.id).length,
		},
		coverUrl: project.coverBlobName === null ? null : blobUrl(context, project.id, project.coverBlobName),
	};
}

export function workzoneShape(context: CintooContext, workzone: CintooWorkzone): Shape {
	return {
		id: urn('workzone', workzone.id),
		type: 'workzone',
		projectId: urn('project', workzone.projectId),
		parentId: workzone.parentId === null ? null : urn('workzone', workzone.parentId),
		rootWorkzoneId: urn('workzone', workzone.rootWorkzoneId),
		name: workzone.name,
		description: workzone.description,
		roleIds: [...context.state.roles.keys()].map((id) => urn('role', id)),
		coverUrl: null,
		modificationInfo: modificationShape(workzone.modification),
		statsInfo: { scanCount: 0, scanSize: 0 },
	};
}

/** Whether comments and attachments are in the reply; without them the members are absent (lines 1559 to 1570). */
export interface Includes {
	readonly comments: boolean;
	readonly attachments: boolean;
}

export function annotationShape(context: CintooContext, annotation: CintooAnnotation, includes: Includes): Shape {
	const attached = (attachments: readonly CintooAttachment[], kind: string, to: string): readonly Shape[] =>
		attachments.map((attachment) => ({ id: urn(kind, attachment.id), type: kind, attachedTo: to, file: fileAttribute(context, attachment.blobName) }));
	const id = urn('annotation', annotation.id);
	const { dueDate, priority, normal, imgBlobName, savedView } = annotation;
	return {
		id,
		type: 'annotation',
		workzoneId: urn('workzone', annotation.workzoneId),
		modificationInfo: modificationShape(annotation.modification),
		annotationType: annotation.annotationType,
		title: annotation.title,
		description: annotation.description,
		descriptionText: plainText(annotation.description),
		assignedTo: annotation.assignedTo.map((user) => urn('user', user)),
		...(dueDate === undefined ? {} : { dueDate }),
		...(priority === undefined ? {} : { priority }),
		number: annotation.number,
		position: annotation.position,
		...(normal === undefined ? {} : { normal }),
		...(imgBlobName === undefined ? {} : { imgBlobName }),
		...(savedView === undefined ? {} : { savedView }),
		...(includes.comments ? { comments: annotation.comments.map((comment) => commentShape(context, annotation, comment)) } : {}),
		...(includes.attachments ? { attachments: attached(annotation.attachments, 'annotation-attachment', id) } : {}),
		labels: annotation.labels,
		...(annotation.modelElementGUIDs === undefined ? {} : { modelElementGUIDs: annotation.modelElementGUIDs }),
		integrations: annotation.integrations,
	};
}

export function commentShape(context: CintooContext, annotation: CintooAnnotation, comment: CintooComment): Shape {
	const id = urn('annotation-comment', comment.id);
	const kind = 'annotation-comment-attachment';
	return {
		id,
		type: 'annotation-comment',
		modificationInfo: modificationShape(comment.modification),
		attachedTo: urn('annotation', annotation.id),
		description: comment.description,
		descriptionText: plainText(comment.description),
		attachments: comment.attachments.map((attachment) => ({ id: urn(kind, attachment.id), type: kind, attachedTo: id, file: fileAttribute(context, attachment.blobName) })),
	};
}

function fileAttribute(context: CintooContext, blobName: string): Shape {
	const { files } = context.state;
	const file = [...files.values()].find((one) => one.blobName === blobName);
	const blob = context.world.blobs.get(blobName);
	return {
		...(file === undefined ? {} : { id: urn('file', file.id), formatId: urn('format', String(file.formatId)) }),
		size: blob?.bytes.length ?? 0,
		name: file?.name ?? blobName,
		blob: blobName,
	};
}

function plainText(html: string): string {
	return html
		.replace(/<br\s*\/?>|<\/p>\s*<p>/gi, '\n')
		.replace(/<[^>]+>/g, '')
		.replace(/&nbsp;/g, ' ')
		.replace(/&lt;/g, '<')
		.replace(/&gt;/g, '>')
		.replace(/&amp;/g, '&');
}

export function shareLinkShape(context: CintooContext, link: CintooShareLink): Shape {
	return {
		id: urn('sharelink', link.id),
		type: 'sharelink',
		name: link.name,
		link: `${context.world.origins.cintoo}/share/${link.id}`,
		workzoneId: urn('workzone', link.workzoneId),
		sharedWorkzonesIds: link.sharedWorkzonesIds.map((id) => urn('workzone', id)),
		createdBy: urn('user', link.createdBy),
		createdAt: link.createdAt,
		expiresAt: link.expiresAt,
		passwordProtected: link.password !== undefined,
		membershipRequired: link.membershipRequired,
		shareOptions: link.shareOptions,
		logoBlob: link.logoBlob,
		savedView: link.savedView,
	};
}

export function fileShape(context: CintooContext, file: CintooFile): Shape {
	return {
		id: urn('file', file.id),
		type: file.category,
		api1Id: file.id,
		projectId: urn('project', file.projectId),
		workzoneId: urn('workzone', file.workzoneId),
		name: file.name,
		formatId: urn('format', String(file.formatId)),
		size: file.size,
		createdAt: file.createdAt,
		createdBy: urn('user', file.createdBy),
		updatedAt: null,
		updatedBy: null,
		blob: file.blobName,
		blobName: file.blobName,
		url: blobUrl(context, file.projectId, file.blobName),
	};
}

export function tagListShape(list: CintooTagList): Shape {
	const { createdAt, createdBy, updatedAt, updatedBy } = list.modification;
	return {
		id: urn('tag-list', list.id),
		type: 'tag-list',
		workzoneId: urn('workzone', list.workzoneId),
		tagListType: list.tagListType,
		name: list.name,
		description: list.description,
		color: list.color,
		metadataDefinition: list.metadataDefinition,
		attachments: list.attachments,
		pending: false,
		createdBy: urn('user', createdBy),
		createdAt,
		updatedBy: urn('user', updatedBy ?? createdBy),
		updatedAt: updatedAt ?? createdAt,
		tagsVersion: list.tagsVersion,
	};
}

export function tagShape(list: CintooTagList, tag: CintooTag): Shape {
	const { createdAt, createdBy, updatedAt, updatedBy, deletedAt, deletedBy } = tag.modification;
	return {
		id: urn('tag', tag.id),
		type: 'tag',
		tagListId: urn('tag-list', list.id),
		tagListType: list.tagListType,
		createdBy: urn('user', createdBy),
		createdAt,
		updatedBy: urn('user', updatedBy ?? createdBy),
		updatedAt: updatedAt ?? createdAt,
		isDeleted: deletedAt !== undefined,
		...(deletedBy === undefined ? {} : { deletedBy: urn('user', deletedBy) }),
		...(deletedAt === undefined ? {} : { deletedAt }),
		tagsVersion: tag.tagsVersion,
		data: tag.data,
	};
}
