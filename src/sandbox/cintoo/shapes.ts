import { accountPermissions, accessTo, administers, type CintooContext } from './access';
import { usageOf } from './capacity';
import { urn } from './reference';
import { legacyNames } from './role-permissions';
import type {
	AccountRole,
	AutodeskLink,
	CintooAnnotation,
	CintooAttachment,
	CintooComment,
	CintooCrop,
	CintooFile,
	CintooGroup,
	CintooMeasurement,
	CintooProject,
	CintooRole,
	CintooShareLink,
	CintooSubscription,
	CintooTag,
	CintooTagList,
	CintooUser,
	CintooWorkzone,
	KonektHub,
	KonektLink,
	Modification,
	Point,
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
		subscriptions: [...context.state.subscriptions.values()].map((subscription) => subscriptionShape(context, user, subscription)),
		regions: [{ id: 'default', name: 'West Europe', description: 'West Europe', provider: 'azure', cloudProvider: 'azure', region: 'westeurope', countryCode: 'NL', hasCdn: true, selected: true, default: true }],
	};
}

/** The end is shown to the owner and administrators only (Cintoo OpenAPI 2.0.0). */
export function subscriptionShape(context: CintooContext, caller: CintooUser, subscription: CintooSubscription): Shape {
	return {
		id: urn('subscription', subscription.id),
		type: 'subscription',
		accountId: urn('account', context.state.account.id),
		isVa: false,
		isActive: subscription.isActive,
		name: subscription.name,
		isTrial: false,
		start: subscription.start,
		...(administers(context.state, caller) ? { end: subscription.end } : {}),
		geoImageCapacity: subscription.geoImageCapacity,
		tagCapacity: subscription.tagCapacity,
		scanCapacity: subscription.scanCapacity,
		createdAt: subscription.start,
		updatedAt: subscription.start,
	};
}

export function roleShape(context: CintooContext, role: CintooRole): Shape {
	return {
		id: urn('role', role.id),
		type: 'role',
		name: role.name,
		description: role.description,
		color: role.color,
		createdBy: urn('user', role.createdBy),
		createdAt: role.createdAt,
		updatedAt: role.updatedAt,
		permissions: role.permissions,
		legacyPermissions: legacyNames(role.permissions),
		accountIds: [urn('account', context.state.account.id)],
	};
}

export function groupShape(context: CintooContext, group: CintooGroup): Shape {
	return {
		id: urn('group', group.id),
		type: 'group',
		name: group.name,
		description: group.description,
		color: group.color,
		createdAt: group.createdAt,
		createdBy: urn('user', group.createdBy),
		updatedAt: group.updatedAt,
		userIds: [...group.userIds].map((id) => urn('user', id)),
		accountIds: [urn('account', context.state.account.id)],
	};
}

/** The id of API 1, base64url of `user-{id}` (Cintoo API 2, line 689). */
export function userApi1Id(id: string): string {
	return Buffer.from(`user-${id}`, 'utf8').toString('base64url');
}

const readingOf: Readonly<Record<AccountRole, string>> = {
	administrator: 'account:administrators:read',
	projectManager: 'account:project-managers:read',
	projectLister: 'account:project-listers:read',
};

/**
 * How a caller sees users: one who has not confirmed is anonymized (line 721; how, the document does not say), and
 * of the account roles only those that the caller may list are there (Cintoo OpenAPI 2.0.0).
 */
export function userShaper(context: CintooContext, caller: CintooUser): (user: CintooUser) => Shape {
	const granted = accountPermissions(context, caller);
	const seesRoles = Object.values(readingOf).some((permission) => granted.has(permission));
	return (user) => ({
		id: urn('user', user.id),
		type: 'user',
		api1Id: userApi1Id(user.id),
		...(user.confirmed
			? { firstName: user.firstName, lastName: user.lastName, email: user.email, company: user.company, title: user.title }
			: { firstName: '', lastName: '', email: anonymized(user.email) }),
		...(seesRoles ? { accountRoles: user.accountRoles.filter((role) => granted.has(readingOf[role])) } : {}),
	});
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

/** Which statistics of a project are counted; without any the member is null (Cintoo OpenAPI 2.0.0, ProjectStatsInfo). */
export interface Counts {
	readonly scans: boolean;
	readonly tags: boolean;
	readonly workzones: boolean;
}

export const everyCount: Counts = { scans: true, tags: true, workzones: true };

export function projectShape(context: CintooContext, caller: CintooUser, project: CintooProject, counts: Counts = everyCount): Shape {
	const { account } = context.state;
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
		spatialReference: project.spatialReference,
		coordinatesTransformation: project.coordinatesTransformation,
		permissions: [...accessTo(context, caller, project).granted].filter((permission) => permission.startsWith('project:')),
		modificationInfo: modificationShape(project.modification),
		statsInfo: statsOf(context, project, counts),
		coverUrl: project.coverBlobName === null ? null : blobUrl(context, project.id, project.coverBlobName),
	};
}

function statsOf({ state }: CintooContext, project: CintooProject, counts: Counts): Shape | null {
	if (!counts.scans && !counts.tags && !counts.workzones) return null;
	return {
		...(counts.scans ? scanStats([...state.files.values()].filter((file) => file.projectId === project.id)) : {}),
		...(counts.tags ? { tagCount: usageOf(state, project).tag } : {}),
		...(counts.workzones ? { workzoneCount: [...state.workzones.values()].filter((workzone) => workzone.projectId === project.id).length } : {}),
	};
}

function scanStats(files: readonly CintooFile[]): Shape {
	const scans = files.filter((file) => file.category === 'scan');
	return { scanCount: scans.length, scanSize: scans.reduce((sum, file) => sum + file.size, 0) };
}

/** That its roles are those of its contributors is a guess: the document names only the member (line 1141). */
export function workzoneShape({ state }: CintooContext, workzone: CintooWorkzone): Shape {
	const project = state.projects.get(workzone.projectId);
	const contributions = project === undefined ? [] : [...project.members.values(), ...project.groups.values()];
	const roleIds = new Set(contributions.filter(({ workzoneIds }) => workzoneIds.has(workzone.id)).map(({ roleId }) => roleId));
	return {
		id: urn('workzone', workzone.id),
		type: 'workzone',
		projectId: urn('project', workzone.projectId),
		parentId: workzone.parentId === null ? null : urn('workzone', workzone.parentId),
		rootWorkzoneId: urn('workzone', workzone.rootWorkzoneId),
		name: workzone.name,
		description: workzone.description,
		roleIds: [...roleIds].map((id) => urn('role', id)),
		coverUrl: workzone.coverUrl,
		modificationInfo: modificationShape(workzone.modification),
		statsInfo: scanStats([...state.files.values()].filter((file) => file.workzoneId === workzone.id)),
	};
}

/** Whether comments and attachments are in the reply; without them the members are absent (lines 1559 to 1570). */
export interface Includes {
	readonly comments: boolean;
	readonly attachments: boolean;
}

/** Finds files by the names of their blobs, many times over. */
export type FilesByBlob = ReadonlyMap<string, CintooFile>;

export function filesByBlob({ state }: CintooContext): FilesByBlob {
	return new Map([...state.files.values()].map((file) => [file.blobName, file]));
}

export function annotationShape(context: CintooContext, annotation: CintooAnnotation, includes: Includes, files: FilesByBlob): Shape {
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
		...(includes.comments ? { comments: annotation.comments.map((comment) => commentShape(context, annotation, comment, files)) } : {}),
		...(includes.attachments ? { attachments: attachmentShapes(context, annotation.attachments, 'annotation-attachment', id, files) } : {}),
		labels: annotation.labels,
		...(annotation.modelElementGUIDs === undefined ? {} : { modelElementGUIDs: annotation.modelElementGUIDs }),
		integrations: annotation.integrations,
	};
}

export function commentShape(context: CintooContext, annotation: CintooAnnotation, comment: CintooComment, files: FilesByBlob): Shape {
	const id = urn('annotation-comment', comment.id);
	return {
		id,
		type: 'annotation-comment',
		modificationInfo: modificationShape(comment.modification),
		attachedTo: urn('annotation', annotation.id),
		description: comment.description,
		descriptionText: plainText(comment.description),
		attachments: attachmentShapes(context, comment.attachments, 'annotation-comment-attachment', id, files),
	};
}

function attachmentShapes(context: CintooContext, attachments: readonly CintooAttachment[], kind: string, to: string, files: FilesByBlob): readonly Shape[] {
	return attachments.map((attachment) => ({ id: urn(kind, attachment.id), type: kind, attachedTo: to, file: fileAttribute(context, attachment.blobName, files) }));
}

function fileAttribute(context: CintooContext, blobName: string, files: FilesByBlob): Shape {
	const file = files.get(blobName);
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
		.replace(/<\/?[a-z][^<>]*>/gi, '')
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
		updatedAt: file.updatedAt ?? null,
		updatedBy: file.updatedBy === undefined ? null : urn('user', file.updatedBy),
		blob: file.blobName,
		blobName: file.blobName,
		url: blobUrl(context, file.projectId, file.blobName),
		...(file.placement ?? {}),
	};
}

export function cropShape(context: CintooContext, crop: CintooCrop): Shape {
	const { modification, projectId: _, ...content } = crop;
	const { thumbnailBlobName } = content;
	return {
		...content,
		id: urn('crop', crop.id),
		workzoneId: urn('workzone', crop.workzoneId),
		thumbnailUrl: thumbnailBlobName === null ? null : blobUrl(context, crop.projectId, thumbnailBlobName),
		...authorship(modification),
	};
}

export function measurementShape(measurement: CintooMeasurement): Shape {
	const { startPoint, endPoint, scanId, modification } = measurement;
	return {
		id: urn('measurement', measurement.id),
		type: 'measurement',
		workzoneId: urn('workzone', measurement.workzoneId),
		name: measurement.name,
		startPoint,
		endPoint,
		length: millimetres(Math.hypot(...difference(startPoint, endPoint))),
		height: millimetres(Math.abs(endPoint.z - startPoint.z)),
		width: millimetres(Math.hypot(endPoint.x - startPoint.x, endPoint.y - startPoint.y)),
		thumbnailBlobName: null,
		cameraState: null,
		scanId: scanId === null ? null : urn('file', scanId),
		createdAt: modification.createdAt,
		createdBy: urn('user', modification.createdBy),
		isDeleted: modification.deletedAt !== undefined,
		deletedAt: modification.deletedAt ?? null,
	};
}

function difference(start: Point, end: Point): readonly [number, number, number] {
	return [end.x - start.x, end.y - start.y, end.z - start.z];
}

function millimetres(metres: number): number {
	return Math.round(metres * 1000) / 1000;
}

function authorship({ createdAt, createdBy, updatedAt, updatedBy }: Modification): Shape {
	return { createdBy: urn('user', createdBy), createdAt, updatedBy: urn('user', updatedBy ?? createdBy), updatedAt: updatedAt ?? createdAt };
}

export function tagListShape(list: CintooTagList): Shape {
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
		pending: list.pending,
		...authorship(list.modification),
		tagsVersion: list.tagsVersion,
	};
}

export function tagShape(list: CintooTagList, tag: CintooTag): Shape {
	const { deletedAt, deletedBy } = tag.modification;
	return {
		id: urn('tag', tag.id),
		type: 'tag',
		tagListId: urn('tag-list', list.id),
		tagListType: list.tagListType,
		...authorship(tag.modification),
		isDeleted: deletedAt !== undefined,
		deletedBy: deletedBy === undefined ? null : urn('user', deletedBy),
		deletedAt: deletedAt ?? null,
		tagsVersion: tag.tagsVersion,
		data: tag.data,
	};
}

export function konektHubShape({ state }: CintooContext, hub: KonektHub): Shape {
	const linked = [...state.projects.values()].flatMap(({ id, konekt }) => (konekt?.hubId === hub.site.konektId ? [{ id: urn('project', id), konektId: konekt.konektId, options: konekt.options }] : []));
	return {
		id: urn('newforma-konekt-hub', hub.id),
		konektId: hub.site.konektId,
		beta: hub.site.beta,
		modificationInfo: modificationShape(hub.modification),
		link: `https://app.konekt.example/hubs/${hub.site.konektId}`,
		options: hub.options,
		name: hub.site.name,
		connected: hub.connected,
		// Without a token Konekt shows its projects to nobody.
		konektProjects: hub.connected ? hub.site.projects : [],
		linkedProjects: linked,
	};
}

export function konektLinkShape(projectId: string, link: KonektLink): Shape {
	return {
		projectId: urn('project', projectId),
		hubId: link.hubId,
		konektId: link.konektId,
		options: link.options,
		link: `https://app.konekt.example/hubs/${link.hubId}/projects/${link.konektId}`,
		...authorship(link.modification),
	};
}

export function autodeskLinkShape(projectId: string, link: AutodeskLink): Shape {
	return {
		projectId: urn('project', projectId),
		autodeskHubId: link.autodeskHubId,
		autodeskProjectId: link.autodeskProjectId,
		link: `https://acc.autodesk.example/projects/${link.autodeskProjectId.replace(/^b\./, '')}`,
		...authorship(link.modification),
	};
}
