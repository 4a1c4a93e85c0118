import { extname } from 'node:path/posix';
import type { Handler, SandboxReply, SandboxRequest, SandboxWorld } from '../service';
import { projectOf, userOf } from './access';
import { storageUrn } from './data-management';
import { allows, commaList, memberOf, sorted, within, wordSort, type Json } from '../reading';
import { nextLink } from './next-link';
import { problem, Refusal } from './refusal';
import type { AccProject, AccState, FilePackage, PackagedFile } from './state';

/** Packages of files, in ACC projects alone (line 7179); project ids come with `b.` or without (line 7216). */
export function packagesHandlers(world: SandboxWorld, state: AccState): Readonly<Record<string, Handler>> {
	return { 'acc.package.getMany': packages, 'acc.packageResource.getMany': resources };

	function visit(request: SandboxRequest): AccProject {
		return projectOf(request, state, { prefix: 'either', accOnly: true, shape: problem });
	}

	function packages(request: SandboxRequest): SandboxReply {
		const { id } = visit(request);
		const { query } = request;
		const found = state.packages.filter((one) =>
			one.projectId === id
			&& allows(commaList(query, 'filter[createdBy]'), one.createdBy)
			&& allows(commaList(query, 'filter[updatedBy]'), one.updatedBy)
			&& allows(commaList(query, 'filter[versionType]'), one.versionType)
			&& within(one.createdAt, query.get('filter[createdAt]'))
			&& within(one.updatedAt, query.get('filter[updatedAt]')));
		return nextLink(world, request, sorted(found, wordSort(query.get('sort')), memberOf).map(packageBody), 200, 200);
	}

	/** Deleted files stay in the list and are marked (line 7346). */
	function resources(request: SandboxRequest): SandboxReply {
		const { id } = visit(request);
		const { query } = request;
		const one = state.packages.find((other) => other.projectId === id && other.id === request.path['packageId']);
		if (one === undefined) throw new Refusal(problem(404, 'The package does not exist.'));
		const rows = one.files.map((file) => fileBody(one, file)).filter((row) =>
			allows(commaList(query, 'filter[fileType]'), String(row['fileType'])) && allows(commaList(query, 'filter[version]'), String(row['version'])));
		return nextLink(world, request, sorted(rows, wordSort(query.get('sort')), memberOf), 200, 1000);
	}

	function fileBody(one: FilePackage, file: PackagedFile): Json {
		const version = state.versions.find(({ id }) => id === file.versionId);
		const item = state.items.find(({ id }) => id === version?.itemId);
		return {
			urn: file.versionId,
			id: file.id,
			createdAt: version?.createdAt ?? '',
			createdBy: version?.createdBy ?? '',
			createdByName: nameOf(version?.createdBy),
			updatedAt: file.addedAt,
			updatedBy: one.updatedBy,
			updatedByName: nameOf(one.updatedBy),
			name: version?.name ?? '',
			description: '',
			isDeleted: file.isDeleted,
			entityType: 'SEED_FILE',
			parentFolderUrn: item?.folderId ?? '',
			storageUrn: storageUrn(version?.objectKey ?? ''),
			customAttributes: [{ id: 123, type: 'array', name: 'Drawing Type', value: 'General' }],
			version: version?.number ?? 0,
			approvalStatus: null,
			fileType: extname(version?.name ?? '').slice(1),
		};
	}

	function nameOf(userId: string | undefined): string {
		const user = userId === undefined ? undefined : userOf(state, userId);
		return user === undefined ? '' : `${user.firstName} ${user.lastName}`;
	}
}

function packageBody({ projectId: _project, files, lockedBy, lockedAt, ...one }: FilePackage): Json {
	return { ...one, locked: lockedAt !== null, lockedBy, lockedAt, resourceCount: files.length };
}
