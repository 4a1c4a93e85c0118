import type { Handler, SandboxReply, SandboxRequest } from '../service';
import { jpeg, png } from '../images';
import { FieldRefusal, given, givenList, ofProject, onProject, page, type FieldContext, type OnProject } from './request';
import { stamp } from './stamp';
import type { FieldDocument, FieldFolder, FieldProject, FieldRevision } from './state';
import { zip } from '../zip';

const contentTypes: Readonly<Record<string, string>> = {
	pdf: 'application/pdf',
	png: 'image/png',
	jpg: 'image/jpeg',
	jpeg: 'image/jpeg',
	txt: 'text/plain',
};

/** The document library: publish, list, read in four kinds, rename, move, delete. */
export function libraryHandlers(context: FieldContext): Record<string, Handler> {
	const { state, world } = context;

	return {
		'field.document.upload': (request) => {
			const { project, user } = onProject(context, request);
			const file = request.parts.get('Filedata');
			const filename = given(request, 'filename') ?? '';
			// A document that was not published answers 500 (line 661).
			if (file === undefined || filename === '' || /[<>/\\]/.test(filename)) throw new FieldRefusal(500, 'The document was not published');
			const folder = (given(request, 'directory') ?? '').replace(/^\/+|\/+$/g, '');
			const documentId = given(request, 'document_id');
			const known = ofProject(state.documents, project).find((one) => (documentId === undefined ? one.folder === folder && one.filename === filename : one.id === documentId));
			if (documentId !== undefined && known === undefined) throw new FieldRefusal(500, 'The document was not published');
			const revision: FieldRevision = { bytes: file.bytes, pages: 1, createdBy: user.email, createdAt: world.now() };
			const extension = filename.split('.').at(-1)?.toLowerCase() ?? '';
			const document = known ?? {
				id: world.uuid(),
				projectId: project.id,
				folder,
				filename,
				contentType: contentTypes[extension] ?? 'application/octet-stream',
				tags: null,
				caption: null,
				photo: false,
				pending: true,
				revisions: [],
			};
			document.revisions.push(revision);
			document.pending = true;
			document.tags = given(request, 'tags') ?? document.tags;
			document.caption = given(request, 'caption') ?? document.caption;
			state.documents.set(document.id, document);
			return { status: 201, json: metadata(document) };
		},
		'field.document.getMany': (request) => {
			const { project } = onProject(context, request);
			const key = given(request, 'sort') ?? 'uploaded_at';
			const direction = given(request, 'sort_dir') === 'desc' ? -1 : 1;
			const rows = [...inFolder(request, shownDocuments(request, project))].sort((one, other) => {
				if (key === 'filename') return direction * one.filename.localeCompare(other.filename);
				return direction * (uploadedAt(one) - uploadedAt(other));
			});
			if (given(request, 'count_only') === '1') return { status: 200, json: { count: rows.length } };
			const listed = page(rows, request, 20).map(metadata);
			// Processing takes a while; here it ends once a document has been seen pending.
			for (const document of page(rows, request, 20)) document.pending = false;
			return { status: 200, json: listed };
		},
		'field.document.getManyProcessed': (request) => {
			const { project } = onProject(context, request);
			const directory = given(request, 'directory');
			const rows = shownDocuments(request, project).filter((one) => !one.pending && (directory === undefined || one.folder === directory));
			return { status: 200, json: rows.map(metadata) };
		},
		'field.documentFolder.getManyPaths': (request) => {
			const { project } = onProject(context, request);
			return { status: 200, json: folderPaths(project).map((path) => ({ path })) };
		},
		'field.documentFolder.getMany': (request) => {
			const { project } = onProject(context, request);
			return { status: 200, json: treeUnder(project, '') };
		},
		'field.documentFolder.create': (request) => {
			const { project } = managing(request);
			const path = pathGiven(request, 'path');
			return { status: 200, json: { path, id: folderAt(project, path).id } };
		},
		'field.documentFolder.move': (request) => {
			const { project } = managing(request);
			const path = pathGiven(request, 'path');
			const next = pathGiven(request, 'new_path');
			if (!folderPaths(project).includes(path)) throw new FieldRefusal(404, 'The requested folder cannot be found');
			if (folderPaths(project).includes(next)) return { status: 400, json: ['Path has already been taken'] };
			const { id } = folderAt(project, path);
			const moved = (one: string): string => (one === path || one.startsWith(`${path}/`) ? next + one.slice(path.length) : one);
			for (const folder of ofProject(state.folders, project)) folder.path = moved(folder.path);
			for (const document of ofProject(state.documents, project)) document.folder = moved(document.folder);
			return { status: 200, json: { path: next, id } };
		},
		'field.documentFolder.delete': (request) => {
			const { project } = managing(request);
			const path = pathGiven(request, 'path');
			if (!folderPaths(project).includes(path)) throw new FieldRefusal(404, 'The requested document or folder cannot be found');
			const below = (one: string): boolean => one === path || one.startsWith(`${path}/`);
			for (const folder of ofProject(state.folders, project)) if (below(folder.path)) state.folders.delete(folder.id);
			const documents = ofProject(state.documents, project).filter((document) => below(document.folder));
			for (const document of documents) state.documents.delete(document.id);
			return { status: 200, json: { documents_deleted: documents.length } };
		},
		'field.document.download': (request) => {
			const { project } = onProject(context, request);
			const document = libraryDocument(project, request.path['id'] ?? '');
			const asked = request.path['rev'];
			const revision = asked === undefined ? document.revisions.at(-1) : document.revisions[Number(asked)];
			if (revision === undefined) throw new FieldRefusal(404, 'The requested document could not be found');
			return inKind(document, revision, request);
		},
		'field.document.rename': (request) => {
			const { project } = managing(request);
			const document = libraryDocument(project, request.path['id'] ?? '');
			const extension = /\.[^.]+$/.exec(document.filename)?.[0] ?? '';
			const name = given(request, 'new_name') ?? '';
			if (name === '' || /[<>/\\]/.test(name)) throw new FieldRefusal(400, 'The change was not valid');
			const extensionGiven = /\.[^.]+$/.exec(name)?.[0];
			if (extensionGiven !== undefined && extensionGiven.toLowerCase() !== extension.toLowerCase()) throw new FieldRefusal(400, 'The extension does not match');
			const next = extensionGiven === undefined ? `${name}${extension}` : name;
			if (next === document.filename) return { status: 201 };
			document.filename = next;
			return { status: 200 };
		},
		'field.document.move': (request) => {
			const { project } = managing(request);
			const document = libraryDocument(project, request.path['id'] ?? '');
			const folder = given(request, 'folder') ?? '';
			if (folder !== '' && !folderPaths(project).includes(folder)) throw new FieldRefusal(404, 'The requested folder could not be found');
			document.folder = folder;
			return { status: 200 };
		},
		'field.document.delete': (request) => {
			const { project } = managing(request);
			const document = libraryDocument(project, request.path['id'] ?? '');
			const asked = request.path['rev'];
			if (asked === undefined) state.documents.delete(document.id);
			else if (document.revisions.splice(Number(asked), 1).length === 0) throw new FieldRefusal(404, 'The document could not be found');
			if (document.revisions.length === 0) state.documents.delete(document.id);
			return { status: 200, json: { success: true } };
		},
		'field.document.deleteMany': (request) => {
			const { project } = managing(request);
			const documents = givenList(request, 'ids').map((id) => libraryDocument(project, id));
			for (const document of documents) state.documents.delete(document.id);
			return { status: 200, json: Object.fromEntries(documents.map((document) => [document.id, 'deleted'])) };
		},
	};

	/** 403 for anybody who neither manages documents nor administers the project (line 883). */
	function managing(request: SandboxRequest): OnProject {
		const found = onProject(context, request);
		if (!found.rights.documentManager && !found.rights.admin) throw new FieldRefusal(403, 'The user is not a document manager or project admin');
		return found;
	}

	function libraryDocument(project: FieldProject, id: string): FieldDocument {
		const document = state.documents.get(id);
		if (document === undefined || document.projectId !== project.id) throw new FieldRefusal(404, 'The requested document could not be found');
		return document;
	}

	function shownDocuments(request: SandboxRequest, project: FieldProject): readonly FieldDocument[] {
		return ofProject(state.documents, project).filter((document) => !document.photo || given(request, 'include_hidden') === '1');
	}

	function pathGiven(request: SandboxRequest, name: string): string {
		const path = (given(request, name) ?? '').replace(/^\/+|\/+$/g, '');
		if (path === '') throw new FieldRefusal(400, 'The change was not valid');
		return path;
	}

	/** The folder with this path; it gets its id, and those above theirs, when they are first spoken of. */
	function folderAt(project: FieldProject, path: string): FieldFolder {
		const parent = path.split('/').slice(0, -1).join('/');
		if (parent !== '') folderAt(project, parent);
		const known = ofProject(state.folders, project).find((folder) => folder.path === path);
		const folder = known ?? { id: world.uuid(), projectId: project.id, path };
		state.folders.set(folder.id, folder);
		return folder;
	}

	function treeUnder(project: FieldProject, above: string): readonly object[] {
		const paths = folderPaths(project).filter((path) => path.split('/').slice(0, -1).join('/') === above);
		return paths.map((path) => {
			const folders = treeUnder(project, path);
			return {
				id: folderAt(project, path).id,
				name: path.split('/').at(-1),
				child_count: folders.length,
				document_count: ofProject(state.documents, project).filter((document) => !document.photo && document.folder === path).length,
				thumbnail_document_id: null,
				folders,
			};
		});
	}

	function folderPaths(project: FieldProject): readonly string[] {
		const holding = ofProject(state.documents, project).filter((document) => !document.photo && document.folder !== '').map((document) => document.folder);
		const folders = [...holding, ...ofProject(state.folders, project).map((folder) => folder.path)];
		const paths = folders.flatMap((folder) => folder.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/')));
		return [...new Set(paths)].sort();
	}
}

function inFolder(request: SandboxRequest, rows: readonly FieldDocument[]): readonly FieldDocument[] {
	const directory = given(request, 'directory');
	if (directory === undefined) return rows;
	const below = given(request, 'sub_directories') !== '0';
	return rows.filter((one) => one.folder === directory || (below && (directory === '' || one.folder.startsWith(`${directory}/`))));
}

function uploadedAt(document: FieldDocument): number {
	return document.revisions.at(-1)?.createdAt.getTime() ?? 0;
}

/** An image, JSON, the file itself or a zip, by the type asked for (lines 866 to 872). */
function inKind(document: FieldDocument, revision: FieldRevision, request: SandboxRequest): SandboxReply {
	const asked = request.path['page'];
	switch (request.path['type']) {
		case 'metadata':
			return { status: 200, json: { ...metadata(document), ...revisionData(document, revision) } };
		case 'metadata_rev':
			return { status: 200, json: { ...metadata(document), revisions: document.revisions.map((one) => revisionData(document, one)) } };
		case 'thumb':
			return { status: 200, bytes: png(24, 32, [200, 200, 190]), type: 'image/png' };
		case 'vela_viewer':
			if (asked !== undefined && Number(asked) >= revision.pages) throw new FieldRefusal(404, 'The requested page could not be found');
			return { status: 200, bytes: jpeg(), type: 'image/jpeg' };
		case 'all':
			return { status: 200, bytes: archive(document), type: 'application/zip' };
		default:
			return {
				status: 200,
				bytes: revision.bytes,
				type: document.contentType,
				headers: { 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(document.filename)}` },
			};
	}
}

/** Every revision of a document with the two descriptions the document names (line 872). */
function archive(document: FieldDocument): Uint8Array {
	const files = document.revisions.map((revision, index) => ({ name: `${index}/${document.filename}`, bytes: revision.bytes }));
	const xml = (root: string, inner: string): Uint8Array => Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n<${root}>${inner}</${root}>\n`, 'utf8');
	return zip([
		{ name: 'manifest.xml', bytes: xml('manifest', files.map((file) => `<file>${escapeXml(file.name)}</file>`).join('')) },
		{ name: 'metadata.xml', bytes: xml('document', `<id>${document.id}</id><filename>${escapeXml(document.filename)}</filename><revisions>${files.length}</revisions>`) },
		...files,
	]);
}

function escapeXml(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function metadata(document: FieldDocument): object {
	const last = document.revisions.at(-1);
	return {
		document_id: document.id,
		filename: document.filename,
		path: document.folder,
		content_type: document.contentType,
		tags: document.tags,
		caption: document.caption,
		pending: document.pending,
		revision_count: document.revisions.length,
		...(last === undefined ? {} : revisionData(document, last)),
	};
}

function revisionData(document: FieldDocument, revision: FieldRevision): object {
	const at = stamp(revision.createdAt);
	return {
		revision_position: document.revisions.indexOf(revision),
		size: revision.bytes.length,
		num_pages: revision.pages,
		created_by: revision.createdBy,
		created_at: at,
		updated_at: at,
		fcreate_date: at,
		fmod_date: at,
	};
}
