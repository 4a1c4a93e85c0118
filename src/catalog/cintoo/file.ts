import { boolean, choices, file, files, get, group, isList, isObject, listAt, number, operation, patch, post, put, ref, refs, returns, rows, text, textAt, texts, unpaged, type DownloadedFile, type FileInput, type JsonObject, type Output, type Reference, type Resource, type RunContext } from '../vocabulary';
import { extensionOf, uploadHeaders } from './upload';
import { permitted } from './needs';
import { inProject, project, workzoneRef } from './references';
import { bareId, isWithin, refersTo } from './selection';

/** The last two are in OpenAPI 2.0.0 only. */
const category = {
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

const read = permitted('workzone:workzones:read');
const write = permitted('workzone:documents:write', 'workzone:reality-data:write');
const fileRef = ref('cintoo.file', { required: true, label: 'File', description: 'A file of the project, or the blob name of a file, a picture or an attachment' });

const getMany = operation({
	action: 'Get many files',
	description: 'Retrieve the files of a project: documents, models, scans and so on',
	call: get(`${project}/files`),
	needs: read,
	input: {
		...inProject,
		category: choices(category, { label: 'Categories', description: 'All of them if left out' }),
		workzoneId: ref('cintoo.workzone', { in: 'here', label: 'Work Zone', description: 'Only files that lie in this work zone itself' }),
		created: { ...createdRange(), in: 'here' },
	},
	page: unpaged(),
	select: (record, wanted) => refersTo(record, 'workzoneId', wanted.workzoneId) && isWithin(record, 'createdAt', wanted.created),
	returns: returns.records(),
	repeat: 'safe',
	status: 'beta',
	source: 'Cintoo API 2, line 1298',
});
