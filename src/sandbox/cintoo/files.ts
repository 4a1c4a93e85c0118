import { objectOf, rowsOf, textOf, textsOf } from '../reading';
import type { Handler, SandboxRequest } from '../service';
import { inProject, onWorkzone, permissionsOf, stamp, type CintooContext, type ProjectAccess } from './access';
import { categories, checkFileName, formatOf, isScaled } from './file-formats';
import { look } from './later';
import { forbidden, invalidInput, Problem } from './problem';
import { resolveIn, urn } from './reference';
import { fileShape } from './shapes';
import type { CintooFile, CintooProject, CintooUpload, CintooUser, CintooWorkzone, Placement } from './state';
import { coverReply, signUpload, uploaded, uploadRow, uploadTerms, type UploadRow } from './uploads';
import { workzoneIn } from './workzone-tree';

/** A signed download lives three hours (Cintoo OpenAPI 2.0.0, BlobName). */
const downloadSeconds = 10_800;

/** Files, their names and places, the blobs behind them, and the covers of projects. */
export function fileHandlers(context: CintooContext): Readonly<Record<string, Handler>> {
	const { state, world } = context;
	return {
		/** No category means all files, an empty one none (line 1303). */
		'cintoo.file.getMany': (request) => {
			const { project, may } = inProject(context, request, 'list-files');
			look(context, 'copy', project.id);
			look(context, 'export', project.id);
			const wanted = request.query.get('category')?.split(',');
			const own = [...state.files.values()].filter((file) => file.projectId === project.id && may(permissionsOf(request), file.workzoneId) && (wanted === undefined || wanted.includes(file.category)));
			return { status: 200, json: own.map((file) => fileShape(context, file)) };
		},
		'cintoo.file.download': (request) => {
			const { project } = inProject(context, request, 'view-blob');
			return { status: 302, headers: { location: downloadUrl(project, request.path['blobRef'] ?? '') }, text: '' };
		},
		'cintoo.file.getDownloadUrls': (request) => {
			const { project } = inProject(context, request, 'view-blob');
			const names = textsOf(rowsOf(request.json));
			return { status: 200, json: { expiresIn: downloadSeconds, urls: Object.fromEntries(names.map((name) => [name, downloadUrl(project, name)])) } };
		},
		'cintoo.file.signUpload': (request) => {
			const { project, purpose, rows } = place(request);
			const files = rows.map((row) => {
				const { url, blobName } = signUpload(context, project.id, purpose, row, `${project.id.slice(0, 2)}/`);
				return { ...row, url, blobName };
			});
			return { status: 200, json: { ...uploadTerms, files } };
		},
		/** All or nothing: every file must have been signed, uploaded, and be what it was said to be. */
		'cintoo.file.register': (request) => {
			const { user, workzone, purpose, rows } = place(request);
			const found: CintooUpload[] = [];
			for (const row of rows) found.push(uploaded(context, purpose, row, found));
			const registered = found.map((upload) => {
				const { name, extension, size, md5, blobName } = upload;
				state.uploads.splice(state.uploads.indexOf(upload), 1);
				const file = newFile(user, workzone, upload);
				state.files.set(file.id, file);
				return { name, extension, size, md5, id: urn('file', file.id), blobName };
			});
			return { status: 200, json: registered };
		},
		'cintoo.file.rename': (request) => {
			const access = inProject(context, request, 'update-file', { permissions: [] });
			const file = fileIn(access.project, request.path['fileRef'] ?? '');
			onWorkzone(access, 'update-file', [categories[file.category].toWrite], file.workzoneId);
			const name = textOf(objectOf(request.json)['name']) ?? '';
			checkFileName(name);
			file.name = name;
			touchFile(file, access.user);
			return { status: 200, json: fileShape(context, file) };
		},
		/** All or nothing; each kind of file by its own permission, and only video can be scaled (OpenAPI 2.0.0). */
		'cintoo.file.bulkTransform': (request) => {
			const access = inProject(context, request, 'update-file');
			const moves = rowsOf(request.json).map((value) => {
				const row = objectOf(value);
				const file = fileIn(access.project, textOf(row['id']) ?? '');
				const category = categories[file.category];
				if (!('toTransform' in category)) throw invalidInput(`File ${file.id} has no place in the scene.`);
				onWorkzone(access, 'update-file', [category.toTransform], file.workzoneId);
				if (row['scale'] !== undefined && !isScaled(file.category)) throw invalidInput(`File ${file.id} cannot be scaled.`);
				const { translation = null, rotation = null, scale = null } = file.placement ?? {};
				const placement: Placement = { translation: row['translation'] ?? translation, rotation: row['rotation'] ?? rotation, scale: row['scale'] ?? scale };
				return { file, placement };
			});
			for (const { file, placement } of moves) {
				file.placement = placement;
				touchFile(file, access.user);
			}
			return { status: 200, json: moves.map(({ file }) => fileShape(context, file)) };
		},

		'cintoo.project.signCoverUpload': (request) => {
			const { project } = inProject(context, request, 'update-project');
			return coverReply(context, project.id, urn('project', project.id), request.json);
		},
		'cintoo.project.updateCover': (request) => {
			const { user, project } = inProject(context, request, 'update-project');
			const row = uploadRow(request.json);
			const upload = uploaded(context, urn('project', project.id), row);
			state.uploads.splice(state.uploads.indexOf(upload), 1);
			project.coverBlobName = upload.blobName;
			project.modification.updatedAt = stamp(world.now());
			project.modification.updatedBy = user.id;
			return { status: 200, json: { ...row, id: urn('file', world.uuid()) } };
		},
	};

	/** Where files are to go, and whether their kinds may go there (lines 1335 to 1337). */
	function place(request: SandboxRequest): ProjectAccess & { readonly workzone: CintooWorkzone; readonly purpose: string; readonly rows: readonly UploadRow[] } {
		const access = inProject(context, request, 'create-file', { permissions: [] });
		const workzone = workzoneIn(context, access.project, request.path['workzoneRef'] ?? '');
		const rows = rowsOf(request.json).map(uploadRow);
		if (!access.may(permissionsOf(request), workzone.id)) throw forbidden('create-file', permissionsOf(request));
		for (const { extension } of rows) {
			const isRealityData = categories[formatOf(extension).categoryType].toWrite === 'workzone:reality-data:write';
			onWorkzone(access, 'create-file', [isRealityData ? 'workzone:reality-data:write' : 'workzone:documents:write'], workzone.id);
		}
		return { ...access, workzone, purpose: urn('workzone', workzone.id), rows };
	}

	function newFile(user: CintooUser, workzone: CintooWorkzone, { name, extension, size, blobName }: CintooUpload): CintooFile {
		const format = formatOf(extension);
		return {
			id: world.uuid(),
			projectId: workzone.projectId,
			workzoneId: workzone.id,
			category: format.categoryType,
			name: name.endsWith(`.${extension}`) ? name : `${name}.${extension}`,
			formatId: format.id,
			size,
			blobName,
			createdAt: stamp(world.now()),
			createdBy: user.id,
		};
	}

	function fileIn(project: CintooProject, ref: string): CintooFile {
		return resolveIn('file', ref, state.files, project.id);
	}

	function touchFile(file: CintooFile, user: CintooUser): void {
		file.updatedAt = stamp(world.now());
		file.updatedBy = user.id;
	}

	function downloadUrl(project: CintooProject, blobName: string): string {
		if (state.blobProjects.get(blobName) !== project.id || !world.blobs.has(blobName)) {
			throw new Problem(404, 'blob-not-found', `blob ${blobName} not found`, { blob: blobName });
		}
		return world.sign(blobName, 'GET', downloadSeconds);
	}
}
