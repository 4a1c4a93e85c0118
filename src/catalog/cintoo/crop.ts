import { choice, del, file, get, number, operation, post, put, ref, refs, returns, text, textAt, unpaged, type Resource } from '../vocabulary';
import { coverExtension, coverRow } from './cover';
import { permitted } from './needs';
import { peopleBeside, withPeople } from './people';
import { idPattern, inProject, project } from './references';
import { sendAttachments, uploadCalls } from './upload';
import { asUser } from './user';

const crops = `${project}/crops`;
const cropRef = ref('cintoo.crop', { required: true, label: 'Crop' });
const read = permitted('workzone:crops:read');
const write = permitted('workzone:crops:write');
const viewer = 'As the viewer writes it';

const geometry = <const R extends boolean>(required: R) => ({
	workzoneId: ref('cintoo.workzone', { required, label: 'Work Zone' }),
	name: text({ required, minLength: 1 }),
	crop: text({ required, label: 'Crop Box', description: 'Planes of the box in the scene, as the viewer writes them' }),
	actualCrop: text({ required, label: 'Actual Crop Box', description: 'Planes of the box seen from the camera, as the viewer writes them' }),
	rotation: text({ required, description: viewer }),
	cameraType: text({ required, placeholder: 'e.g. overview, ground, scan or arcrotate' }),
	cameraState: text({ required, description: viewer }),
	scan: text({ required, label: 'Root Scan' }),
});
const extras = {
	layers: text({ clear: null, description: 'Related scans' }),
	thumbnailBlobName: text({ label: 'Thumbnail', clear: null, description: 'Blob name of a picture uploaded before' }),
	oview: number({ label: 'Overview', clear: null }),
	settings: text({ clear: null, description: viewer }),
};

const getMany = operation({
	action: 'Get many crops',
	description: 'Retrieve the crops of a project',
	call: get(crops),
	needs: read,
	input: { ...inProject, workzones: refs('cintoo.workzone', { label: 'Work Zones', description: 'All of them if left empty' }), ...withPeople },
	page: unpaged(),
	beside: peopleBeside,
	returns: returns.records(),
	repeat: 'safe',
	status: 'beta',
	source: 'Cintoo API 2, line 2059',
});

const getOne = operation({
	action: 'Get crop',
	description: 'Retrieve one crop with its box, camera and layers',
	call: get(`${crops}/{cropRef}`),
	needs: read,
	input: { ...inProject, cropRef, ...withPeople },
	beside: peopleBeside,
	returns: returns.record(),
	repeat: 'safe',
	status: 'beta',
	source: 'Cintoo API 2, line 2133',
});

const create = operation({
	action: 'Create crop',
	description: 'Create a crop from geometry of another one or of the viewer',
	call: post(crops),
	needs: write,
	input: { ...inProject, ...geometry(true), ...extras },
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'created', id: 'id' },
	status: 'beta',
	source: 'Cintoo API 2, line 2086',
});

const update = operation({
	action: 'Update crop',
	description: 'Change some fields of a crop, or move it to another work zone; everything else stays',
	call: put(`${crops}/{cropRef}`),
	needs: write,
	input: { ...inProject, cropRef, ...geometry(false), ...extras },
	// PUT replaces the whole crop (API 2, line 2157).
	merge: {
		read: getOne,
		keep: { workzoneId: 'workzoneId', name: 'name', crop: 'crop', actualCrop: 'actualCrop', rotation: 'rotation', cameraType: 'cameraType', cameraState: 'cameraState', scan: 'scan', layers: 'layers', thumbnailBlobName: 'thumbnailBlobName', oview: 'oview', settings: 'settings' },
	},
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', id: 'id' },
	status: 'beta',
	source: 'Cintoo API 2, line 2157',
});

const remove = operation({
	action: 'Delete crop',
	description: 'Delete a crop from its work zone',
	call: del(`${crops}/{cropRef}`),
	needs: write,
	input: { ...inProject, cropRef },
	returns: returns.nothing,
	repeat: 'safe',
	receipt: { done: 'deleted', gone: 'crop-not-found' },
	destructive: true,
	status: 'inferred',
	source: 'Cintoo API 2, list of changes, line 133; OpenAPI 2.0.0, deleteCrop',
});

const signThumbnail = operation({
	action: 'Get upload address of crop thumbnail',
	description: 'Get the address to which a thumbnail is sent by HTTP PUT; Cintoo does not document how the picture is set afterwards',
	call: post(`${crops}/{cropRef}/cover`),
	needs: write,
	input: { ...inProject, cropRef, ...coverRow, extension: choice(['png', 'jpg', 'jpeg'], { required: true }), md5: text({ required: true, label: 'MD5', description: 'In hexadecimal' }) },
	returns: returns.record(),
	repeat: 'safe',
	status: 'beta',
	source: 'Cintoo API 2, line 2181',
});

/**
 * A picture signed by the call for thumbnails has no name known to us (see {@link signThumbnail}); one that goes up as an
 * attachment has, and a thumbnail may be any picture of the project.
 */
const uploadThumbnail = operation({
	action: 'Upload thumbnail of crop',
	description: 'Show a picture (PNG or JPEG, at most 10 MiB) for a crop; it goes up as an attachment in the work zone of the crop, everything else of the crop stays',
	needs: write,
	input: { ...inProject, cropRef, file: file({ required: true, label: 'Picture' }) },
	returns: returns.record(),
	// The picture goes up once more.
	repeat: 'never',
	receipt: { done: 'updated', id: 'id' },
	status: 'reference',
	source: 'Cintoo API 2, lines 1334, 1369 and 2157',
	steps: {
		calls: [getOne, ...uploadCalls, update],
		async run(context, { cropRef: reference, file: picture, ...where }) {
			coverExtension(context, picture, (await context.measure(picture)).size);
			const workzoneId = textAt(await context.call(getOne, { ...where, cropRef: reference }), 'workzoneId');
			if (workzoneId === undefined) throw context.refusal('Cintoo does not say in which work zone the crop is.', 'Update the crop with the blob name of a picture that is there.');
			const [blobName] = await sendAttachments(context, { ...where, workzoneRef: workzoneId }, [picture]);
			return await context.run(update, { ...where, cropRef: reference, thumbnailBlobName: blobName });
		},
	},
});

export const crop: Resource = {
	id: 'cintoo.crop',
	label: 'Crop',
	plural: 'Crops',
	area: 'workzone',
	operations: { get: getOne, getMany, create, update, delete: remove, uploadThumbnail, signThumbnail },
	lookup: {
		list: getMany,
		within: ['accountRef', 'projectRef'],
		value: 'id',
		idPattern,
		label: (record) => textAt(record, 'name') ?? '?',
		names: (record) => [textAt(record, 'name')],
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
		watch: {},
		filters: { workzoneId: ref('cintoo.workzone', { label: 'Work Zone' }) },
		filterPaths: { workzoneId: 'workzoneId' },
	},
};
