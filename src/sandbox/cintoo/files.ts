import { objectOf, rowsOf, textOf, textsOf } from '../reading';
import type { Handler, SandboxRequest } from '../service';
import { created, inProject, stamp, workzoneIn, type CintooContext } from './access';
import { invalidInput, Problem } from './problem';
import { urn } from './reference';
import { fileShape } from './shapes';
import type { CintooFile, CintooUpload } from './state';
import { formatOf } from './values';

/** A signed download lives three hours (Cintoo OpenAPI 2.0.0), a signed upload one. */
const downloadSeconds = 10_800;
const uploadSeconds = 3_600;

type UploadRow = Pick<CintooUpload, 'name' | 'extension' | 'size' | 'md5'>;

/** Files and the blobs behind them. */
export function fileHandlers(context: CintooContext): Readonly<Record<string, Handler>> {
	const { state, world } = context;
	return {
		/** No category means all files, an empty one none (line 1303). */
		'cintoo.file.getMany': (request) => {
			const { project } = inProject(context, request, 'list-files');
			const wanted = request.query.get('category')?.split(',');
			const own = [...state.files.values()].filter((file) => file.projectId === project.id && (wanted === undefined || wanted.includes(file.category)));
			return { status: 200, json: own.map((file) => fileShape(context, file)) };
		},
		'cintoo.file.download': (request) => {
			inProject(context, request, 'view-blob');
			return { status: 302, headers: { location: downloadUrl(request, request.path['blobRef'] ?? '') }, text: '' };
		},
		'cintoo.file.getDownloadUrls': (request) => {
			inProject(context, request, 'view-blob');
			const names = textsOf(rowsOf(request.json));
			return { status: 200, json: { expiresIn: downloadSeconds, urls: Object.fromEntries(names.map((name) => [name, downloadUrl(request, name)])) } };
		},
		'cintoo.file.signUpload': (request) => {
			const { project, workzone } = place(request);
			const files = rowsOf(request.json).map(rowOf).map((row) => {
				const key = world.uuid().replaceAll('-', '');
				const blobName = `${key.slice(0, 2)}/${key}.${row.extension}`;
				state.uploads.push({ ...row, projectId: project.id, workzoneId: workzone.id, blobName });
				state.blobProjects.set(blobName, project.id);
				return { ...row, url: world.sign(blobName, 'PUT', uploadSeconds, { blockBlob: true }), blobName };
			});
			return { status: 200, json: { provider: 'azure', expiresIn: uploadSeconds, files } };
		},
		/** All or nothing: every file must have been signed, uploaded, and be what it was said to be. */
		'cintoo.file.register': (request) => {
			const { user, project, workzone } = place(request);
			const found = rowsOf(request.json).map(rowOf).map((row) => {
				const upload = state.uploads.find(
					(one) => one.workzoneId === workzone.id && one.name === row.name && one.extension === row.extension && one.size === row.size && one.md5 === row.md5 && world.blobs.has(one.blobName),
				);
				const blob = upload === undefined ? undefined : world.blobs.get(upload.blobName);
				if (upload === undefined || blob === undefined) throw invalidInput(`File ${row.name} was not signed for this work zone, or not uploaded.`);
				if (blob.bytes.length !== row.size || blob.md5 !== row.md5) throw invalidInput(`File ${row.name} was uploaded with another size or md5 than announced.`);
				return { row, upload };
			});
			const registered = found.map(({ row, upload }) => {
				state.uploads.splice(state.uploads.indexOf(upload), 1);
				const format = formatOf(row.extension);
				const id = world.uuid();
				const file: CintooFile = {
					id,
					projectId: project.id,
					workzoneId: workzone.id,
					category: format.categoryType,
					name: row.name.endsWith(`.${row.extension}`) ? row.name : `${row.name}.${row.extension}`,
					formatId: format.id,
					size: row.size,
					blobName: upload.blobName,
					createdAt: created(context, user).createdAt,
					createdBy: user.id,
				};
				state.files.set(id, file);
				return { ...row, id: urn('file', id) };
			});
			return { status: 200, json: registered };
		},
		'cintoo.project.signCoverUpload': (request) => {
			const { project } = inProject(context, request, 'update-project');
			const row = rowOf(request.json);
			const blobName = `${world.uuid().replaceAll('-', '')}.${row.extension}`;
			state.uploads.push({ ...row, projectId: project.id, workzoneId: project.rootWorkzoneId, blobName });
			state.blobProjects.set(blobName, project.id);
			return { status: 200, json: { provider: 'azure', expiresIn: uploadSeconds, file: { ...row, url: world.sign(blobName, 'PUT', uploadSeconds, { blockBlob: true }) } } };
		},
		'cintoo.project.updateCover': (request) => {
			const { project } = inProject(context, request, 'update-project');
			const row = rowOf(request.json);
			const upload = state.uploads.find((one) => one.projectId === project.id && one.md5 === row.md5 && world.blobs.get(one.blobName)?.md5 === row.md5);
			if (upload === undefined) throw invalidInput('The cover was not signed, or not uploaded.');
			project.coverBlobName = upload.blobName;
			project.modification.updatedAt = stamp(world.now());
			return { status: 200, json: { ...row, id: urn('file', world.uuid()) } };
		},
	};

	function place(request: SandboxRequest) {
		const access = inProject(context, request, 'create-file');
		return { ...access, workzone: workzoneIn(context, access.project, request.path['workzoneRef'] ?? '') };
	}

	function downloadUrl(request: SandboxRequest, blobName: string): string {
		const { project } = inProject(context, request, 'view-blob');
		if (state.blobProjects.get(blobName) !== project.id || !world.blobs.has(blobName)) {
			throw new Problem(404, 'blob-not-found', `blob ${blobName} not found`, { blob: blobName });
		}
		return world.sign(blobName, 'GET', downloadSeconds);
	}
}

function rowOf(value: unknown): UploadRow {
	const row = objectOf(value);
	const size = row['size'];
	const md5 = (textOf(row['md5']) ?? '').toLowerCase();
	if (!/^[0-9a-f]{32}$/.test(md5)) throw invalidInput('md5 must be 32 hexadecimal digits.');
	return { name: textOf(row['name']) ?? '', extension: (textOf(row['extension']) ?? '').toLowerCase(), size: typeof size === 'number' ? size : 0, md5 };
}
