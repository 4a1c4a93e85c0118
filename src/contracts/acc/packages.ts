import type { Contract } from '../contract';
import { actingUser, byEither, commas, offsetPage, query, reply, stated, words } from './notation';

/** Packages of files. */
export const packagesContracts: readonly Contract[] = [
	stated('acc.package.getMany', 'GET', '/construction/packages/v1/projects/{projectId}/packages', 7178, {
		auth: byEither('data:read'),
		params: [
			actingUser,
			query('limit', 'integer', { min: 1, max: 200 }),
			query('offset', 'integer'),
			commas('filter[createdBy]', { note: 'Autodesk IDs, comma separated' }),
			commas('filter[updatedBy]', { note: 'Autodesk IDs, comma separated' }),
			query('filter[createdAt]', 'range', { note: 'ISO 8601 start..end; either side may be omitted' }),
			query('filter[updatedAt]', 'range', { note: 'ISO 8601 start..end; either side may be omitted' }),
			query('filter[versionType]', 'enum', { values: ['FIXED', 'CURRENT'] }),
			query('sort', 'enum', { values: [
				'name',
				'name desc',
				'createdAt',
				'createdAt desc',
				'updatedAt',
				'updatedAt desc',
				'displayId',
				'displayId desc',
			], note: '"field" or "field desc"; one field' }),
		],
		reply: reply('page', [200, 400, 403, 404, 500], words(`
			id displayId name description createdAt createdBy updatedAt updatedBy locked lockedBy lockedAt
			resourceCount versionType
		`), 'results'),
		page: offsetPage({ default: 200, max: 200, next: 'pagination.nextUrl' }),
		notes: [
			'2-legged without x-user-id returns all packages; with x-user-id or 3-legged only those the user may access',
			'sort value contains a space (sort=createdAt desc): percent-encode it',
			'example nextUrl jumps to offset=400 from offset 0 with limit 200: prefer computing offset',
			'the project id statement says UUID but the b. prefix is accepted',
		],
	}),
	stated('acc.packageResource.getMany', 'GET', '/construction/packages/v1/projects/{projectId}/packages/{packageId}/resources', 7346, {
		auth: byEither('data:read'),
		params: [
			actingUser,
			query('limit', 'integer', { min: 1, max: 1000 }),
			query('offset', 'integer'),
			commas('filter[fileType]', { note: 'comma separated, e.g. pdf,rvt' }),
			commas('filter[version]', { note: 'version numbers, comma separated, e.g. 1,2,3' }),
			query('sort', 'enum', { values: [
				'name',
				'name desc',
				'description',
				'description desc',
				'updatedAt',
				'updatedAt desc',
				'approvalStatus',
				'approvalStatus desc',
				'version',
				'version desc',
			], note: '"field" or "field desc"; one field' }),
		],
		reply: reply('page', [200, 400, 403, 404, 500], words(`
			urn id createdAt createdBy createdByName updatedAt updatedBy updatedByName name description
			isDeleted entityType parentFolderUrn storageUrn customAttributes version approvalStatus fileType
		`), 'results'),
		page: offsetPage({ default: 200, max: 1000, next: 'pagination.nextUrl' }),
		notes: [
			'2-legged without x-user-id returns all resources; otherwise only what the user may access',
			'includes deleted files (isDeleted=true), also when only the parent folder was deleted: filter them on the client',
			'storageUrn is an OSS object urn: download needs the OSS signeds3download call (not in this document)',
			'example nextUrl carries a different limit than the request',
		],
	}),
];
