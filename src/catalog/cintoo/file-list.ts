import { choices, collected, get, operation, range, ref, returns, textAt, unpaged, type CallContext, type JsonObject, type Reference } from '../vocabulary';
import { permitted } from './needs';
import { peopleBeside, withPeople } from './people';
import { inProject, project } from './references';
import { bareId, isWithin, refersTo } from './selection';

/** The last two are in OpenAPI 2.0.0 only. */
export const category = {
	document: 'Document',
	model: 'Model',
	scan: 'Scan',
	media: 'Media',
	miscfile: 'Other',
	archive: 'Archive',
	geoImage: '360 Image',
	sitemap: 'Site Map',
	modelReport: 'Model Report',
	video3d: '360 Video',
	gaussian: 'Gaussian Splat',
} as const;

export const getMany = operation({
	action: 'Get many files',
	description: 'Retrieve the files of a project: documents, models, scans and so on',
	call: get(`${project}/files`),
	needs: permitted('workzone:workzones:read'),
	input: {
		...inProject,
		category: choices(category, { label: 'Categories', description: 'All of them if left empty' }),
		workzoneId: ref('cintoo.workzone', { in: 'here', label: 'Work Zone', description: 'Only files that lie in this work zone itself' }),
		created: range('dateTime', { in: 'here', description: 'Only files added in this time' }),
		...withPeople,
	},
	page: unpaged(),
	select: (record, wanted) => refersTo(record, 'workzoneId', wanted.workzoneId) && isWithin(record, 'createdAt', wanted.created),
	beside: peopleBeside,
	returns: returns.records(),
	repeat: 'safe',
	status: 'beta',
	source: 'Cintoo API 2, line 1298',
});

/** All files of a project, as the service lists them. */
export async function filesOf(context: CallContext, where: { readonly accountRef: Reference; readonly projectRef: Reference }): Promise<readonly JsonObject[]> {
	return await collected(context.list(getMany, where));
}

/** Whether a record is the file of this URN or UUID. */
export function isFile(record: JsonObject, reference: string): boolean {
	return bareId(textAt(record, 'id') ?? '') === bareId(reference);
}

/** `blob` is being given up for `blobName` (OpenAPI 2.0.0). */
export function blobNameOf(record: JsonObject | undefined): string | undefined {
	return textAt(record, 'blobName') ?? textAt(record, 'blob');
}
