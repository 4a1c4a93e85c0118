import type { Json } from '../reading';
import type { CintooContext, ProjectAccess } from './access';
import type { CintooFile, CintooGroup, CintooProject, CintooRole, CintooSubscription, CintooTag, CintooTagList, CintooUser, CintooWorkzone, Contribution, Modification } from './state';

/** The records of API 1 as they go over the wire: plain ids, names of old, work zones inside their project. */
export function v1Shapes(context: CintooContext) {
	const { account, workzones, files } = context.state;
	const accountIds = [account.id];

	return {
		account: (caller: CintooUser): Json => ({
			id: account.id,
			type: 'account',
			name: account.name,
			createdAt: account.createdAt,
			createdBy: account.ownerId,
			ownerId: account.ownerId,
			permissions: { owner: account.ownerId === caller.id, admin: caller.accountRoles.includes('administrator'), manager: caller.accountRoles.includes('projectManager') },
		}),

		subscription: ({ id, name, isActive, start, tagCapacity, scanCapacity }: CintooSubscription): Json => ({ id, type: 'subscription', accountId: account.id, isVa: false, isActive, isTrial: false, name, start, tagCapacity, scanCapacity, createdAt: start, UpdatedAt: start }),

		user: ({ id, email, firstName, lastName, company, title, confirmed }: CintooUser): Json => ({ id, type: 'user', firstname: confirmed ? firstName : '', lastname: confirmed ? lastName : '', company: confirmed ? company : '', title: confirmed ? title : '', email: confirmed ? email : '', accountIds }),

		group: ({ id, name, description, color, userIds, createdAt, createdBy, updatedAt }: CintooGroup): Json => ({ id, type: 'group', name, description, color, createdAt, createdBy, updatedAt, userIds: [...userIds], accountIds }),

		/** Only `upload` is known of the old names of permissions (line 1053). */
		role: ({ id, name, description, color, permissions, createdAt, updatedAt }: CintooRole): Json => ({ id, type: 'role', name, description, color, createdAt, updatedAt, permissions: permissions.includes('workzone:documents:write') ? ['upload'] : [], accountIds }),

		project: ({ user, project, granted }: ProjectAccess): Json => {
			const own = [...workzones.values()].filter((workzone) => workzone.projectId === project.id);
			return {
				id: project.id,
				type: 'project',
				accountId: account.id,
				planId: project.subscriptionId,
				isdemo: false,
				region: project.region,
				projectIdV0: project.rootWorkzoneId,
				projectIdDefault: project.rootWorkzoneId,
				ownerId: project.ownerId,
				...changed(project.modification),
				name: project.name,
				description: project.description ?? '',
				location: project.location,
				isDeleted: project.modification.deletedAt !== undefined,
				...(project.modification.deletedAt === undefined ? {} : { deletedAt: project.modification.deletedAt, deletedBy: project.modification.deletedBy }),
				...scans(project.id),
				workzoneCount: own.length,
				rootWorkzoneCount: own.filter(({ parentId }) => parentId === null).length,
				userIds: [...project.members.keys()],
				groupIds: [...project.groups.keys()],
				roleIds: roleIds(project),
				workzones: own.map((workzone) => workzoneShape(project, workzone)),
				permissions: { administrator: user.accountRoles.includes('administrator'), manager: granted.has('project:project:update-details'), contributor: project.members.has(user.id) },
			};
		},

		file: (file: CintooFile): Json => ({
			projectId: file.projectId,
			parentId: file.workzoneId,
			parentUuid: file.workzoneId,
			id: file.id,
			type: file.category,
			uuid: file.id,
			name: file.name,
			formatId: String(file.formatId),
			size: file.size,
			createdBy: file.createdBy,
			createdAt: file.createdAt,
			updatedAt: file.updatedAt ?? file.createdAt,
			updatedBy: file.updatedBy ?? file.createdBy,
			importedAt: file.createdAt,
			...(file.placement === undefined ? {} : { translation: file.placement.translation, rotation: file.placement.rotation }),
		}),

		tagList: (list: CintooTagList): Json => ({
			projectId: list.projectId,
			parentId: list.workzoneId,
			parentUuid: list.workzoneId,
			id: list.id,
			type: 'tagList',
			...changed(list.modification),
			data: { name: list.name, description: list.description ?? '', color: list.color ?? '', pending: list.pending, metadataDefinitions: list.metadataDefinition },
		}),

		tag: (list: CintooTagList, tag: CintooTag): Json => ({ id: tag.id, type: 'tag', parentId: list.id, ...changed(tag.modification), data: tag.data }),
	};

	function workzoneShape(project: CintooProject, workzone: CintooWorkzone): Json {
		return {
			projectId: project.id,
			id: workzone.id,
			uuid: workzone.id,
			type: 'workzone',
			root: workzone.rootWorkzoneId,
			name: workzone.name,
			roleIds: roleIds(project),
			description: workzone.description,
			...changed(workzone.modification),
			userContributors: contributors(project.members, workzone).map(([userId, roleId]) => ({ userId, roleId })),
			groupContributors: contributors(project.groups, workzone).map(([groupId, roleId]) => ({ groupId, roleId })),
			...scans(project.id, workzone.id),
		};
	}

	function scans(projectId: string, workzoneId?: string): Json {
		const own = [...files.values()].filter((file) => file.projectId === projectId && file.category === 'scan' && (workzoneId === undefined || file.workzoneId === workzoneId));
		return { scanCount: own.length, scanSize: own.reduce((sum, { size }) => sum + size, 0) };
	}
}

function roleIds(project: CintooProject): readonly string[] {
	return [...new Set([...project.members.values(), ...project.groups.values()].map(({ roleId }) => roleId))];
}

/** Who contributes to the work zone, each with the role. */
function contributors(contributions: ReadonlyMap<string, Contribution>, { id }: CintooWorkzone): readonly (readonly [who: string, roleId: string])[] {
	return [...contributions].filter(([, { workzoneIds }]) => workzoneIds.has(id)).map(([who, { roleId }]) => [who, roleId]);
}

function changed({ createdAt, createdBy, updatedAt, updatedBy }: Modification): Json {
	return { createdAt, createdBy, updatedAt: updatedAt ?? createdAt, updatedBy: updatedBy ?? createdBy };
}
