import { boolean, choice, constant, get, number, operation, post, ref, returns, text, textAt, type JsonObject, type Resource } from '../vocabulary';
import { signedIn } from './needs';
import { guid, inProject, pages } from './references';

const listed = {
	...inProject,
	topLevel: boolean({ default: false, wire: 'directory', sends: { yes: '', no: undefined }, label: 'Top Level Only', description: 'Whether to look in the top-level folder instead of the whole library' }),
	directory: text({ when: { topLevel: [false] }, label: 'Folder', description: 'Path of a folder; the whole library when left out', placeholder: 'e.g. Plans/Structure' }),
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
		documentId: ref('field.document', { required: true, wire: 'id', label: 'Document' }),
		type: choice(
			{ original: 'Original File', vela_viewer: 'Picture of a Page', thumb: 'Thumbnail', metadata: 'Metadata', metadata_rev: 'Metadata of All Revisions', all: 'Everything as Zip File' },
			{ required: true, default: 'original', label: 'What to Get' },
		),
		revision: number({ integer: true, min: 0, wire: 'rev', description: 'Counted from 0; the latest when left out' }),
		page: number({ integer: true, min: 0, when: { type: ['vela_viewer'] }, description: 'Page of a PDF document; needs the revision' }),
	},
	// The page follows the revision in the path, and how to name the latest one there is not documented (line 864).
	rules: [{ key: 'page', with: ['revision'] }],
	returns: returns.mixed,
	repeat: 'safe',
	source: 'BIM 360 Field API, line 851',
});

export const document: Resource = {
	id: 'field.document',
	label: 'Document',
	plural: 'Documents',
	area: 'library',
	operations: { getMany, count, download },
	lookup: {
		list: getMany,
		within: ['projectId'],
		value: 'document_id',
		label: pathOf,
		detail: (record) => textAt(record, 'content_type'),
		names: (record) => [pathOf(record), textAt(record, 'filename')],
		idPattern: guid,
	},
};

function pathOf(record: JsonObject): string {
	return [textAt(record, 'path'), textAt(record, 'filename')].filter((part) => part !== undefined && part !== '').join('/');
}
