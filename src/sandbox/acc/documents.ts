import { cut, memberOf, repeatList, allows, commaList, rowsOf, textOf, textsOf, windowOf, type Json } from '../reading';
import type { Handler, SandboxReply, SandboxRequest, SandboxWorld } from '../service';
import { personOf, projectOf, userOf } from './access';
import { filesError, Refusal } from './refusal';
import { BUCKET } from './sample';
import { storageUrn } from './data-management';
import type { AccState, DocumentAttribute, Folder, Version } from './state';

const LINK_SECONDS = 300;
const ALL_ACTIONS: readonly string[] = ['PUBLISH', 'VIEW', 'DOWNLOAD', 'COLLABORATE', 'PUBLISH_MARKUP', 'EDIT', 'CONTROL'];
const LONGEST_TEXT = 255;

/** Who can have permissions. */
interface Subject {
	readonly subjectId: string;
	readonly autodeskId: string;
	readonly name: string;
	readonly subjectType: 'USER' | 'ROLE' | 'COMPANY';
	readonly email?: string;
	readonly userType?: 'PROJECT_ADMIN' | 'PROJECT_MEMBER';
}

/** Documents beyond what Data Management knows of them: permissions, attributes, naming standards, links between models. */
export function documentsHandlers(world: SandboxWorld, state: AccState): Readonly<Record<string, Handler>> {
	return {
		'acc.folderPermission.getMany': permissions,
		'acc.folderPermission.create': (request) => grant(request, false),
		'acc.folderPermission.update': (request) => grant(request, true),
		'acc.folderPermission.delete': revoke,
		'acc.folderCustomAttribute.getMany': definitions,
		'acc.document.batchGet': batchGet,
		'acc.document.updateAttributes': updateAttributes,
		'acc.namingStandard.get': standard,
		'acc.linkedFile.getMany': linkedFiles,
	};

	function projectId(request: SandboxRequest, prefix: 'bare' | 'either' = 'bare'): string {
		return projectOf(request, state, { prefix, shape: filesError }).id;
	}

	function folder(request: SandboxRequest): Folder {
		const project = projectId(request);
		const found = state.folders.find((one) => one.projectId === project && one.id === request.path['folder_id'] && one.removed !== true);
		if (found === undefined) throw new Refusal(filesError(404, 'The folder does not exist.', 'ERR_RESOURCE_NOT_EXIST'));
		return found;
	}

	/** By the id of a version, or of an item for its latest one. */
	function version(project: string, urn: string): Version | undefined {
		const items = state.items.filter((item) => item.projectId === project && item.removed !== true);
		return state.versions.find((one) => one.id === urn && items.some((item) => item.id === one.itemId))
			?? [...state.versions].sort((one, other) => other.number - one.number).find((one) => one.itemId === urn && items.some((item) => item.id === urn));
	}

	/** Administrators inherit everything; the others have what the folder itself or one above it gives them. */
	function permissions(request: SandboxRequest): SandboxReply {
		const { id, projectId: project } = folder(request);
		const above = new Set<string>();
		for (let one = parentOf(id); one !== undefined; one = parentOf(one.id)) above.add(one.id);
		const json = subjectsOf(project).flatMap((subject) => {
			const given = (of: (folderId: string) => boolean): readonly string[] => [...new Set(state.folderPermissions.filter((one) => of(one.folderId) && one.subjectId === subject.subjectId).flatMap((one) => one.actions))];
			const [actions, inherited] = [given((one) => one === id), subject.userType === 'PROJECT_ADMIN' ? ALL_ACTIONS : given((one) => above.has(one))];
			return actions.length + inherited.length === 0 ? [] : [{ ...subject, subjectStatus: 'ACTIVE', actions, inheritActions: inherited }];
		});
		return { status: 200, json };
	}

	function parentOf(id: string): Folder | undefined {
		const parent = state.folders.find((one) => one.id === id)?.parentId;
		return state.folders.find((one) => one.id === parent);
	}

	function subjectsOf(project: string): readonly Subject[] {
		const members = state.members.filter((member) => member.projectId === project && member.status === 'active');
		const users = members.flatMap((member): readonly Subject[] => {
			const user = userOf(state, member.userId);
			return user === undefined ? [] : [{ subjectId: user.id, autodeskId: user.autodeskId, name: `${user.firstName} ${user.lastName}`, email: user.email, userType: member.isAdmin ? 'PROJECT_ADMIN' : 'PROJECT_MEMBER', subjectType: 'USER' }];
		});
		const groups = [...state.roles.map((one) => [one, 'ROLE'] as const), ...state.companies.map((one) => [one, 'COMPANY'] as const)];
		return [...users, ...groups.map(([{ id, name, memberGroupId }, subjectType]): Subject => ({ subjectId: id, autodeskId: memberGroupId, name, subjectType }))];
	}

	/** The wanted subjects of a write, each of the kind it says. */
	function subjectsIn(request: SandboxRequest, project: string): readonly (Subject & { readonly row: unknown })[] {
		return rowsOf(request.json).map((row) => {
			const found = subjectsOf(project).find((one) => one.subjectId === memberOf(row, 'subjectId') && one.subjectType === memberOf(row, 'subjectType'));
			if (found === undefined) throw new Refusal(filesError(400, 'The subject id and the subject type do not fit.', 'ERR_BAD_INPUT'));
			return { ...found, row };
		});
	}

	function grant(request: SandboxRequest, present: boolean): SandboxReply {
		const { id, projectId: project } = folder(request);
		const results = subjectsIn(request, project).map(({ subjectId, subjectType, row }) => {
			const actions = textsOf(memberOf(row, 'actions'));
			const own = state.folderPermissions.find((one) => one.folderId === id && one.subjectId === subjectId);
			if ((own !== undefined) !== present) throw new Refusal(filesError(422, present ? 'The subject has no permission in the folder yet.' : 'The subject has permissions in the folder already.', 'ERR_UNPROCESSABLE'));
			if (own === undefined) state.folderPermissions.push({ folderId: id, subjectId, subjectType, actions });
			else own.actions = actions;
			return { subjectId, subjectType, actions };
		});
		return { status: 200, json: { results } };
	}

	function revoke(request: SandboxRequest): SandboxReply {
		const { id, projectId: project } = folder(request);
		const gone = new Set(subjectsIn(request, project).map(({ subjectId }) => subjectId));
		const kept = state.folderPermissions.filter((one) => one.folderId !== id || !gone.has(one.subjectId));
		state.folderPermissions.splice(0, Number.POSITIVE_INFINITY, ...kept);
		return { status: 200 };
	}

	function definitions(request: SandboxRequest): SandboxReply {
		const { projectId: project } = folder(request);
		const all = state.documentAttributes.filter((one) => one.projectId === project);
		const window = windowOf(request.query, 10, 200);
		const results = cut(all, window).map(({ projectId: _of, ...one }) => one);
		return { status: 200, json: { results, pagination: { ...window, totalResults: all.length, previousUrl: '', nextUrl: '' } } };
	}

	function batchGet(request: SandboxRequest): SandboxReply {
		const project = projectId(request);
		const found = textsOf(memberOf(request.json, 'urns')).map((urn) => ({ urn, version: version(project, urn) }));
		return {
			status: 200,
			json: {
				results: found.flatMap((one) => (one.version === undefined ? [] : [detailsOf(project, one.version)])),
				errors: found.flatMap(({ urn, version: known }) => (known === undefined ? [{ urn, code: 'ERR_RESOURCE_NOT_EXIST', title: 'The resource does not exist', detail: `The resource ${urn} does not exist.` }] : [])),
			},
		};
	}

	function detailsOf(project: string, one: Version): Json {
		return {
			urn: one.id,
			itemUrn: one.itemId,
			name: one.name,
			title: one.name,
			number: '',
			createTime: one.createdAt,
			createUserId: one.createdBy,
			lastModifiedTime: one.createdAt,
			lastModifiedUserId: one.createdBy,
			storageUrn: storageUrn(one.objectKey),
			storageSize: state.objects.get(one.objectKey)?.size ?? 0,
			entityType: 'SEED_FILE',
			revisionNumber: one.number,
			processState: 'PROCESSING_COMPLETE',
			customAttributes: valuesOf(project, one),
		};
	}

	function valuesOf(project: string, one: Version): readonly Json[] {
		const values = state.documentValues.get(one.id);
		return state.documentAttributes.filter((attribute) => attribute.projectId === project).flatMap(({ id, name, type }) => {
			const value = values?.get(id);
			return value === undefined ? [] : [{ id, type, name, value }];
		});
	}

	function updateAttributes(request: SandboxRequest): SandboxReply {
		const project = projectId(request);
		const one = version(project, request.path['version_id'] ?? '');
		if (one === undefined) throw new Refusal(filesError(404, 'The version does not exist.', 'ERR_RESOURCE_NOT_EXIST'));
		const values = new Map(state.documentValues.get(one.id));
		for (const row of rowsOf(request.json)) {
			const attribute = state.documentAttributes.find((known) => known.projectId === project && String(known.id) === String(memberOf(row, 'id')));
			if (attribute === undefined) throw new Refusal(filesError(400, 'A custom attribute does not exist.', 'ERR_BAD_INPUT'));
			const value = memberOf(row, 'value');
			if (value === null) values.delete(attribute.id);
			else values.set(attribute.id, checked(attribute, textOf(value) ?? ''));
		}
		state.documentValues.set(one.id, values);
		return { status: 200, json: { results: valuesOf(project, one) } };
	}

	function checked({ name, type, arrayValues }: DocumentAttribute, value: string): string {
		const fits = type === 'array' ? arrayValues?.includes(value) === true : type === 'date' ? !Number.isNaN(Date.parse(value)) : value.length <= LONGEST_TEXT;
		if (!fits) throw new Refusal(filesError(400, `The value of ${name} is invalid.`, 'ERR_BAD_INPUT'));
		return value;
	}

	function standard(request: SandboxRequest): SandboxReply {
		const project = projectId(request);
		const found = state.namingStandards.find((one) => one.projectId === project && one.id === request.path['id']);
		if (found === undefined) throw new Refusal(filesError(404, 'The file naming standard does not exist.', 'ERR_RESOURCE_NOT_EXIST'));
		const { id, name, definition } = found;
		return { status: 200, json: { id, name, definition } };
	}

	function linkedFiles(request: SandboxRequest): SandboxReply {
		personOf(request, filesError);
		const project = projectId(request, 'either');
		const host = version(project, request.path['versionId'] ?? '');
		if (host === undefined) throw new Refusal(filesError(404, 'The version does not exist or was published before links were kept.', 'ERR_RESOURCE_NOT_EXIST'));
		const names = repeatList(request.query, 'filter[name]');
		const statuses = commaList(request.query, 'filter[publishStatus]');
		const linked = (state.linkedModels.get(host.id) ?? []).flatMap((id) => version(project, id) ?? []).filter((one) => allows(names, one.name) && allows(statuses, 'published'));
		const window = windowOf(request.query, 600, 600);
		const shown = cut(linked, window);
		return {
			status: 200,
			json: {
				...(request.query.get('includeHost') === 'false' ? {} : { hostFile: { ...linkOf(host), size: state.objects.get(host.objectKey)?.size ?? 0 } }),
				linkedFiles: { pagination: { ...window, nextOffset: window.offset + shown.length, totalResults: linked.length }, results: shown.map(linkOf) },
			},
		};
	}

	function linkOf(one: Version): Json {
		return { modelName: one.name, signedUrl: world.sign(`${BUCKET}/${one.objectKey}`, 'GET', LINK_SECONDS), itemId: one.itemId, versionId: one.id, publishStatus: 'published' };
	}
}
