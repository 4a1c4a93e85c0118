import { choice, json, number, operation, post, ref, refs, returns, rows, text, type Resource } from '../vocabulary';
import { permitted } from './needs';
import { inProject, project } from './references';

const start = operation({
	action: 'Start mesh export',
	description: 'Start turning scans into a mesh file; the service does not tell when it is done',
	call: post(`${project}/jobs/export-to-mesh`),
	needs: permitted('workzone:reality-data:read', 'workzone:export-jobs-reality-data:write'),
	input: {
		...inProject,
		// Bare UUIDs only, unlike everywhere else (OpenAPI 2.0.0, postExportToMesh).
		scans: refs('cintoo.file', { required: true, label: 'Scans', prefix: { text: 'urn:cintoo:file:', wanted: false } }),
		name: text({ required: true, minLength: 1, maxLength: 255, label: 'File Name', description: 'Without angle brackets and any of : ; , ? " * | \\ /' }),
		outputFormat: choice({ obj: 'OBJ', fbx: 'FBX', stl: 'STL', usd: 'USD' }, { required: true, label: 'Format' }),
		resolution: number({ required: true, min: 0.02, max: 0.2, description: 'In metres' }),
		workzoneId: ref('cintoo.workzone', { required: true, label: 'Work Zone', prefix: { text: 'urn:cintoo:workzone:', wanted: false } }),
		// Three lists deep, and nobody types planes: they come from a computation.
		items: rows({ cropRegions: json({ required: true, description: 'Boxes, each a list of planes, each plane a list of four numbers', placeholder: 'e.g. [[[1, 0, 0, -4.2], [-1, 0, 0, 6.8]]]' }) }, { label: 'Crop Regions', description: 'Everything if left empty' }),
	},
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'started', id: 'jobId' },
	status: 'reference',
	source: 'Cintoo OpenAPI 2.0.0, postExportToMesh',
});

export const meshExport: Resource = {
	id: 'cintoo.meshExport',
	label: 'Mesh Export',
	plural: 'Mesh Exports',
	area: 'file',
	operations: { start },
};
