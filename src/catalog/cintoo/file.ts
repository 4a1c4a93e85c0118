import { choices, group, number, operation, patch, post, ref, returns, rows, text, textAt, type Resource } from '../vocabulary';
import { download, downloadAll, downloadBlob, downloadMany, getDownloadUrls } from './download';
import { blobNameOf, category, getMany } from './file-list';
import { permitted } from './needs';
import { inProject, project } from './references';
import { registerUpload, signUpload, upload } from './upload';
import { asUser } from './user';

const rename = operation({
	action: 'Rename file',
	description: 'Change the name of a file',
	call: patch(`${project}/files/{fileRef}`),
	needs: permitted('workzone:documents:write', 'workzone:reality-data:write', 'workzone:cad-model:write', 'workzone:model-reports:write', 'workzone:video3d:write', 'workzone:workzones:write'),
	input: { ...inProject, fileRef: ref('cintoo.file', { required: true, label: 'File' }), name: text({ required: true, minLength: 1, maxLength: 255 }) },
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', id: 'id' },
	status: 'reference',
	source: 'Cintoo OpenAPI 2.0.0, updateFileName',
});

const axes = { x: number({ required: true }), y: number({ required: true }), z: number({ required: true }) };

const transform = operation({
	action: 'Move and turn files',
	description: 'Set position, rotation and scale of scans, models, 360 images and videos',
	call: post(`${project}/files/bulk-transformation`, { body: 'bare' }),
	needs: permitted('workzone:reality-data:transform', 'workzone:cad-model:transform', 'workzone:geoimages:transform', 'workzone:video3d:transform'),
	input: {
		...inProject,
		files: rows(
			{
				id: ref('cintoo.file', { required: true, label: 'File' }),
				translation: group(axes, { label: 'Position', description: 'In metres' }),
				rotation: group({ ...axes, w: number({ required: true }) }, { description: 'As a quaternion' }),
				scale: group(axes, { description: 'For 360 videos only' }),
			},
			{ required: true },
		),
	},
	returns: returns.records(),
	repeat: 'safe',
	receipt: { done: 'updated', id: 'id' },
	status: 'reference',
	source: 'Cintoo OpenAPI 2.0.0, UpdateBulkFilesTransformation',
});

export const file: Resource = {
	id: 'cintoo.file',
	label: 'File',
	plural: 'Files',
	area: 'file',
	operations: { getMany, upload, download, downloadMany, downloadAll, getDownloadUrls, rename, transform, signUpload, registerUpload, downloadBlob },
	lookup: {
		list: getMany,
		within: ['accountRef', 'projectRef'],
		value: 'id',
		label: (record) => textAt(record, 'name') ?? '?',
		detail: (record) => textAt(record, 'type'),
		names: (record) => [textAt(record, 'name'), blobNameOf(record)],
	},
	changes: {
		list: getMany,
		within: ['accountRef', 'projectRef'],
		id: 'id',
		created: 'createdAt',
		updated: 'updatedAt',
		author: 'updatedBy',
		creator: 'createdBy',
		self: asUser,
		deleted: 'absent',
		watch: {
			renamed: { label: 'Renamed', description: 'The name of a file changed', read: (record) => textAt(record, 'name') ?? null },
		},
		filters: { category: choices(category, { label: 'Categories' }), workzoneId: ref('cintoo.workzone', { label: 'Work Zone' }) },
		filterPaths: { category: 'type', workzoneId: 'workzoneId' },
	},
};
