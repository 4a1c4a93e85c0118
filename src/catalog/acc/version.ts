import { at, boolean, choices, get, isObject, numberAt, offset, operation, returns, text, textAt, texts, type Json, type Resource } from '../vocabulary';
import { batchGet, getDetails, writeAttributes } from './document-attributes';
import { needs } from './families';
import { downloadVersion } from './file-download';
import { anyProject, bare } from './ids';
import { createItem, createVersion, getVersion, getVersions } from './item-calls';

/** The model itself comes beside the models it links to, unless it is not wanted (line 7106). */
function withHostMarked(reply: Json): Json {
	const host = at(reply, 'hostFile');
	return isObject(reply) && isObject(host) ? { ...reply, hostFile: { host: true, ...host } } : reply;
}

const getLinked = operation({
	action: 'Get many linked files',
	description: 'Retrieve a published model and those it links to, each with an address valid for a short time',
	call: get('/construction/rcm/v1/projects/{projectId}/published-versions/{versionId}/linked-files'),
	needs: needs('linkedFiles', 'data:read'),
	input: {
		projectId: anyProject(bare),
		versionId: text({ required: true, label: 'Version ID' }),
		names: texts({ wire: 'filter[name]', list: 'repeat' }),
		publishStatus: choices(['published', 'notPublished'], { wire: 'filter[publishStatus]' }),
		includeHost: boolean({ description: 'Whether the model itself comes first (default)' }),
	},
	page: offset({ items: 'linkedFiles.results', size: 600, total: 'linkedFiles.pagination.totalResults', lead: 'hostFile' }),
	reshape: withHostMarked,
	returns: returns.records('linkedFiles.results'),
	repeat: 'safe',
	source: 'ACC Files, line 7025',
});

export const version: Resource = {
	id: 'acc.version',
	label: 'File Version',
	plural: 'File Versions',
	area: 'file',
	operations: { get: getVersion, getMany: getVersions, getDetails, download: downloadVersion, getLinkedFiles: getLinked, createItem, create: createVersion, batchGet, writeAttributes },
	lookup: {
		list: getVersions,
		within: ['projectId', 'itemId'],
		value: 'id',
		label: (record) => `v${numberAt(record, 'attributes.versionNumber') ?? '?'} ${textAt(record, 'attributes.displayName') ?? ''}`.trim(),
		names: (record) => [textAt(record, 'attributes.versionNumber'), textAt(record, 'attributes.displayName')],
	},
};
