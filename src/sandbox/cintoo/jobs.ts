import { objectOf, textOf, textsOf } from '../reading';
import type { Handler } from '../service';
import { blobOf } from '../world';
import { inProject, permissionsOf, stamp, type CintooContext } from './access';
import { checkFileName, formatOf } from './file-formats';
import { takeOn } from './later';
import { urn } from './reference';
import { scanIn } from './scans';
import { fileShape } from './shapes';
import type { CintooFile } from './state';
import { workzoneIn } from './workzone-tree';

/** Jobs that turn scans into something else (Cintoo OpenAPI 2.0.0, postExportToMesh). */
export function jobHandlers(context: CintooContext): Readonly<Record<string, Handler>> {
	const { state, world } = context;
	return {
		/** The file is named at once, and empty until the work is done: so one sees that it is. That last part is a guess. */
		'cintoo.job.exportToMesh': (request) => {
			const access = inProject(context, request, 'create-export-job');
			const { project, user } = access;
			const body = objectOf(request.json);
			const workzone = workzoneIn(context, project, textOf(body['workzoneId']) ?? '');
			for (const ref of textsOf(body['scans'] ?? [])) scanIn(context, access, 'create-export-job', permissionsOf(request), ref);
			const extension = textOf(body['outputFormat']) ?? '';
			const name = textOf(body['name']) ?? '';
			checkFileName(name);
			const format = formatOf(extension);
			const id = world.uuid();
			const blobName = `${id.replaceAll('-', '')}.${extension}`;
			const file: CintooFile = {
				id,
				projectId: project.id,
				workzoneId: workzone.id,
				category: format.categoryType,
				name: `${name}.${extension}`,
				formatId: format.id,
				size: 0,
				blobName,
				createdAt: stamp(world.now()),
				createdBy: user.id,
			};
			state.files.set(id, file);
			state.blobProjects.set(blobName, project.id);
			takeOn(context, {
				kind: 'export',
				projectIds: [project.id],
				finish: () => {
					const bytes = Buffer.from(`# ${name}\nv 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n`, 'utf8');
					world.blobs.set(blobName, blobOf(bytes, 'application/octet-stream', file.name));
					file.size = bytes.length;
				},
			});
			return { status: 201, json: { jobId: urn('workflowjob', world.uuid()), file: fileShape(context, file) } };
		},
	};
}
