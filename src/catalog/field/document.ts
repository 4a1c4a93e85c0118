import { boolean, choice, constant, file, get, isList, number, operation, post, ref, refs, returns, text, textAt, texts, unpaged, type JsonObject, type Resource } from '../vocabulary';
import { failuresByRecord, hiddenFailure } from './failures';
import { signedIn } from './needs';
import { guid, inProject, pages } from './references';
import { clock } from './server';

const documentId = ref('field.document', { required: true, wire: 'id', label: 'Document' });

const listed = {
	...inProject,
	topLevel: boolean({ default: false, wire: 'directory', sends: { yes: '', no: undefined }, label: 'Top Level Only', description: 'Whether to look in the top-level folder instead of the whole library' }),
	directory: text({ when: { topLevel: [false] }, label: 'Folder', description: 'Path of a folder; the whole library if left empty', placeholder: 'e.g. Plans/Structure' }),
	subfolders: boolean({ default: true, wire: 'sub_directories', sends: { yes: '1', no: '0' }, label: 'With Subfolders', description: 'Whether to include the folders below' }),
	includeHidden: boolean({ default: false, wire: 'include_hidden', sends: { yes: '1', no: undefined }, label: 'With Photos and Models', description: 'Whether to include photos and models, which the library hides' }),
};

const getMany = operation({
	action: 'Get many documents',
	description: 'Retrieve the documents of the library, also those that are still being processed',
	call: get('/api/library/all_filtered_files'),
	needs: signedIn,
	input: {
		...listed,
		sortBy: choice({ uploaded_at: 'Upload Time', filename: 'File Name' }, { wire: 'sort', label: 'Sort By' }),
		sortDirection: choice({ asc: 'Ascending', desc: 'Descending' }, { wire: 'sort_dir', label: 'Sort Direction' }),
	},
	page: pages,
	returns: returns.records(),
	repeat: 'safe',
	source: 'BIM 360 Field API, line 691',
});

const getManyProcessed = operation({
	action: 'Get many processed documents',
	description: 'Retrieve the documents of the library that are ready, all at once',
	call: post('/api/library/all_files', { body: 'form' }),
	needs: signedIn,
	input: { ...inProject, topLevel: listed.topLevel, directory: listed.directory, includeHidden: listed.includeHidden },
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	source: 'BIM 360 Field API, line 675',
});

const count = operation({
	action: 'Count documents',
	description: 'Count the documents of the library or of a folder',
	call: get('/api/library/all_filtered_files'),
	needs: signedIn,
	input: { ...listed, count: constant('1', { wire: 'count_only' }) },
	returns: returns.value(),
	repeat: 'safe',
	source: 'BIM 360 Field API, line 691',
});

const download = operation({
	action: 'Download document',
	description: 'Download a document, a picture of it, everything as a zip file, or what is known of it',
	call: post('/api/library/file/{id}/{type}[/{rev}[/{page}]]', { body: 'form' }),
	needs: signedIn,
	input: {
		...inProject,
		documentId,
		type: choice(
			{ original: 'Original File', vela_viewer: 'Picture of a Page', thumb: 'Thumbnail', metadata: 'Metadata', metadata_rev: 'Metadata of All Revisions', all: 'Everything as Zip File' },
			{ required: true, default: 'original', label: 'What to Get' },
		),
		revision: number({ integer: true, min: 0, wire: 'rev', description: 'Counted from 0; the latest if left empty' }),
		page: number({ integer: true, min: 0, when: { type: ['vela_viewer'] }, description: 'Page of a PDF document; needs the revision' }),
	},
	// The page follows the revision in the path, and how to name the latest one there is not documented (line 864).
	rules: [{ key: 'page', with: ['revision'] }],
	returns: returns.mixed,
	repeat: 'safe',
	source: 'BIM 360 Field API, line 851',
});

const contents = {
	file: file({ required: true, wire: 'Filedata', label: 'File' }),
	directory: text({ label: 'Folder', description: 'Path of the folder; the top level if left empty', placeholder: 'e.g. Plans/Structure' }),
	baseDocumentId: ref('field.document', { wire: 'document_id', label: 'New Revision Of', description: 'Document that gets a new revision, whatever name and folder say' }),
	tags: texts(),
	caption: text(),
};

const publish = operation({
	action: 'Publish document',
	description: 'Publish a file under a name',
	call: post('/api/library/publish', { body: 'multipart' }),
	needs: signedIn,
	input: { ...inProject, ...contents, fileName: text({ required: true, wire: 'filename' }) },
	returns: returns.record(),
	// A second sending would be a second revision.
	repeat: 'never',
	receipt: { done: 'created', id: 'document_id' },
	ok: hiddenFailure,
	hidden: true,
	source: 'BIM 360 Field API, line 644',
});

const upload = operation({
	action: 'Upload document',
	description: 'Publish a file in the library; where the folder has a document of that name, it gets a new revision',
	needs: signedIn,
	input: { ...inProject, ...contents, fileName: text({ label: 'File Name', description: 'Name in the library; the name of the file if left empty' }) },
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'created', id: 'document_id' },
	source: 'BIM 360 Field API, line 644',
	steps: {
		calls: [publish],
		run: async (context, input) => await context.run(publish, { ...input, fileName: input.fileName ?? input.file.name }),
	},
});

const rename = operation({
	action: 'Rename document',
	description: 'Give a document another name; its extension stays',
	call: post('/api/library/rename/{id}', { body: 'form' }),
	needs: signedIn,
	input: { ...inProject, documentId, name: text({ required: true, wire: 'new_name', label: 'New Name', description: 'Without angle brackets, slash and backslash' }) },
	returns: returns.nothing,
	repeat: 'safe',
	receipt: { done: 'updated' },
	ok: hiddenFailure,
	source: 'BIM 360 Field API, line 874',
});

const move = operation({
	action: 'Move document',
	description: 'Move a document to another folder',
	call: post('/api/library/move/{id}', { body: 'form' }),
	needs: signedIn,
	input: {
		...inProject,
		documentId,
		topLevel: boolean({ default: false, wire: 'folder', sends: { yes: '', no: undefined }, label: 'To Top Level', description: 'Whether to move it out of all folders' }),
		folder: text({ required: true, when: { topLevel: [false] }, description: 'Whole path of the folder', placeholder: 'e.g. Plans/Structure' }),
	},
	returns: returns.nothing,
	repeat: 'safe',
	receipt: { done: 'updated' },
	ok: hiddenFailure,
	source: 'BIM 360 Field API, line 894',
});

const remove = operation({
	action: 'Delete document',
	description: 'Delete a document or one revision of it',
	call: post('/api/library/delete/{id}[/{rev}]', { body: 'form' }),
	needs: signedIn,
	input: {
		...inProject,
		documentId,
		// Without a revision the service deletes all of them: that has to be said, not left out.
		what: choice({ revision: 'One Revision', document: 'Whole Document' }, { required: true, default: 'revision', in: 'here', label: 'What to Delete' }),
		revision: number({ required: true, integer: true, min: 0, wire: 'rev', when: { what: ['revision'] }, description: 'Counted from 0' }),
	},
	returns: returns.nothing,
	// Once a revision is gone, its number may stand for the next one.
	repeat: 'never',
	receipt: { done: 'deleted' },
	ok: hiddenFailure,
	destructive: true,
	source: 'BIM 360 Field API, line 731',
});

const deleteMany = operation({
	action: 'Delete many documents',
	description: 'Delete documents with all their revisions',
	call: post('/api/library/delete_files', { body: 'form' }),
	needs: signedIn,
	input: { ...inProject, documentIds: refs('field.document', { required: true, wire: 'ids', label: 'Documents' }) },
	returns: returns.value(),
	repeat: 'safe',
	receipt: { done: 'deleted' },
	ok: failuresByRecord,
	destructive: true,
	source: 'BIM 360 Field API, line 748',
});

const getManyFolders = operation({
	action: 'Get many document folders',
	description: 'Retrieve the folders of the library as a tree',
	call: get('/api/library/folders'),
	needs: signedIn,
	input: inProject,
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	source: 'BIM 360 Field API, line 832',
});

const createFolder = operation({
	action: 'Create document folder',
	description: 'Create a folder in the library, those above it included',
	call: post('/api/library/folder/add', { body: 'form' }),
	needs: signedIn,
	input: { ...inProject, path: text({ required: true, description: 'Whole path of the folder', placeholder: 'e.g. Plans/Structure' }) },
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'created', id: 'id' },
	ok: hiddenFailure,
	source: 'BIM 360 Field API, line 764',
});

const moveFolder = operation({
	action: 'Move document folder',
	description: 'Move or rename a folder of the library',
	call: post('/api/library/folder/move', { body: 'form' }),
	needs: signedIn,
	input: { ...inProject, path: text({ required: true, description: 'Whole path of the folder' }), newPath: text({ required: true, wire: 'new_path', description: 'Whole path it is to have' }) },
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'updated', id: 'id' },
	// What was not valid is told by a list of texts (line 799).
	ok: (reply) => hiddenFailure(isList(reply) && reply.length > 0 ? { errors: reply } : reply),
	source: 'BIM 360 Field API, line 785',
});

const getManyFolderPaths = operation({
	action: 'Get many document folder paths',
	description: 'Retrieve the paths of all folders of the library',
	call: post('/api/library/all_folders', { body: 'form' }),
	needs: signedIn,
	input: inProject,
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	source: 'BIM 360 Field API, line 713',
});

const removeFolder = operation({
	action: 'Delete document folder',
	description: 'Delete a folder with all documents and folders in it, and every reference to them',
	call: post('/api/library/folder/delete', { body: 'form' }),
	needs: signedIn,
	input: { ...inProject, path: text({ required: true, description: 'Whole path of the folder' }), folderId: text({ wire: 'folder_id', label: 'Folder ID' }) },
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'deleted' },
	ok: hiddenFailure,
	destructive: true,
	source: 'BIM 360 Field API, line 809',
});

export const documentFolder: Resource = {
	id: 'field.documentFolder',
	label: 'Document Folder',
	plural: 'Document Folders',
	area: 'library',
	operations: { getMany: getManyFolders, getManyPaths: getManyFolderPaths, create: createFolder, move: moveFolder, delete: removeFolder },
};

export const document: Resource = {
	id: 'field.document',
	label: 'Document',
	plural: 'Documents',
	area: 'library',
	operations: { getMany, getManyProcessed, count, download, upload, rename, move, delete: remove, deleteMany, publish },
	lookup: {
		list: getMany,
		within: ['projectId'],
		value: 'document_id',
		label: pathOf,
		detail: (record) => textAt(record, 'content_type'),
		names: (record) => [pathOf(record), textAt(record, 'filename')],
		idPattern: guid,
	},
	changes: {
		// No filter by time, and which of the times the sorting means is not said (line 700): all are read each time.
		list: getMany,
		within: ['projectId'],
		id: 'document_id',
		created: 'created_at',
		updated: 'updated_at',
		clock,
		deleted: 'absent',
		watch: {
			revised: { label: 'New Revision', description: 'A document got another revision', read: (record) => Number(textAt(record, 'revision_count') ?? 0), becomes: (now, before) => Number(now) > Number(before ?? now) },
			moved: { label: 'Moved or Renamed', description: 'The folder or the name of a document changed', read: pathOf },
		},
		filters: { folder: texts({ label: 'Folders' }), contentType: texts({ label: 'Media Types', placeholder: 'e.g. application/pdf' }) },
		filterPaths: { folder: 'path', contentType: 'content_type' },
	},
};

function pathOf(record: JsonObject): string {
	return [textAt(record, 'path'), textAt(record, 'filename')].filter((part) => part !== undefined && part !== '').join('/');
}
