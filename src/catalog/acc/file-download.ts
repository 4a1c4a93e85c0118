import { at, numberAt, objectOf, operation, refs, returns, textAt, type CallContext, type JsonObject, type Reference } from '../vocabulary';
import { needs } from './families';
import { inFolder, nameOf, projectId, source } from './folder-calls';
import { filesBelow, treeCalls, treeFilters } from './folder-tree';
import { listed } from './ids';
import { getTip, getVersion, inItem, versionId } from './item-calls';
import { storedFileCalls, storedFiles, type StoredFile } from './stored-file';

const download = { label: 'Download', needs: needs('dataManagement', 'data:read'), repeat: 'safe', unordered: true, status: 'reference', source: `${source}, Object Storage v2` } as const;

/** The file of a version under the name it has there. */
function storedOf(version: JsonObject, more: JsonObject = {}): StoredFile {
	const id = textAt(version, 'relationships.item.data.id');
	return {
		name: nameOf(version),
		record: { ...(id === undefined ? {} : { id }), versionId: textAt(version, 'id') ?? null, versionNumber: numberAt(version, 'attributes.versionNumber') ?? null, ...more },
		urn: async () => textAt(version, 'relationships.storage.data.id'),
	};
}

async function tipOf(context: CallContext, project: Reference, item: Reference): Promise<JsonObject> {
	return objectOf(at(await context.call(getTip, { projectId: project, itemId: item }), 'data'));
}

export const downloadItem = operation({
	action: 'Download file',
	description: 'Fetch the latest version of a file',
	...download,
	input: inItem,
	returns: returns.file,
	steps: {
		calls: [getTip, ...storedFileCalls],
		async *run(context, { projectId: project, itemId }) {
			yield* storedFiles(context, [storedOf(await tipOf(context, project, itemId))]);
		},
	},
});

export const downloadVersion = operation({
	action: 'Download file version',
	description: 'Fetch one version of a file',
	...download,
	input: { projectId, versionId },
	returns: returns.file,
	steps: {
		calls: [getVersion, ...storedFileCalls],
		async *run(context, asked) {
			yield* storedFiles(context, [storedOf(objectOf(at(await context.call(getVersion, asked), 'data')))]);
		},
	},
});

export const downloadItems = operation({
	action: 'Download many files',
	description: 'Fetch the latest versions of several files, one output each; one that fails says why and does not keep the others',
	...download,
	label: 'Download Many',
	input: { projectId, itemIds: refs('acc.item', { required: true, label: 'Files' }) },
	returns: returns.files,
	steps: {
		calls: [getTip, ...storedFileCalls],
		async *run(context, { projectId: project, itemIds }) {
			for (const id of listed(itemIds)) {
				const tip = await context.attempt(async () => await tipOf(context, project, id));
				if ('failure' in tip) yield context.failed(tip.failure, id, { id });
				else yield* storedFiles(context, [storedOf(tip.value)]);
			}
		},
	},
});

export const downloadFolder = operation({
	action: 'Download folder',
	description: 'Fetch all files below a folder with the path of their folder, one output each; one that fails says why',
	...download,
	input: { ...inFolder, ...treeFilters },
	returns: returns.files,
	steps: {
		calls: [...treeCalls, ...storedFileCalls],
		async *run(context, tree) {
			for await (const output of filesBelow(context, { ...tree, extensions: listed(tree.extensions) })) {
				if (output.failure) yield output;
				else yield* storedFiles(context, [storedOf(objectOf(output.json.tip), { id: output.json.id ?? null, path: output.json.path ?? null })]);
			}
		},
	},
});
