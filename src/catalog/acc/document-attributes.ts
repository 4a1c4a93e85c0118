import { dynamic, get, isObject, json, listAt, operation, post, refs, returns, text, textAt, texts, unpaged, type CallContext, type DynamicSource, type Input, type Json, type JsonObject, type ProjectField, type Reference } from '../vocabulary';
import { counted } from './choices';
import { needs } from './families';
import { folderId, inFolder, projectId } from './folder-calls';
import { follow, namesIn } from './folder-path';
import { anyProject, bare, listed } from './ids';
import { idIn } from './issue-attributes';

/** Custom attributes of documents: what a folder defines, what its files have. */

const documents = '/bim360/docs/v1/projects/{project_id}';
export const plainProjectId = anyProject(bare, { wire: 'project_id' });

export const getAttributes = operation({
	action: 'Get folder attribute definitions',
	description: 'Retrieve the custom attributes that files of a folder can have',
	call: get(`${documents}/folders/{folder_id}/custom-attribute-definitions`),
	needs: needs('documents', 'data:read'),
	input: { projectId: plainProjectId, folderId },
	page: counted(200),
	returns: returns.records('results'),
	repeat: 'safe',
	status: 'beta',
	source: 'ACC Files, line 6370',
});

/** Documents one call takes. */
const detailsTogether = 50;

export const batchGet = operation({
	action: 'Get details',
	description: 'Retrieve the details of several documents',
	call: post(`${documents}/versions:batch-get`),
	needs: needs('documents', 'data:read'),
	input: { projectId: plainProjectId, urns: texts({ required: true, maxItems: detailsTogether }) },
	returns: returns.record(),
	repeat: 'safe',
	hidden: true,
	status: 'reference',
	source: 'ACC Files, reference page POST versions:batch-get',
});

export const detailCalls = [batchGet] as const;

/** The details of documents by the URNs of files or versions, and why there are none; a file stands for its latest version. */
export async function detailsOf(context: CallContext, project: Reference, urns: readonly string[]): Promise<ReadonlyMap<string, JsonObject>> {
	const found = new Map<string, JsonObject>();
	const ask = async (wanted: readonly string[], key: 'urn' | 'itemUrn'): Promise<void> => {
		for (let first = 0; first < wanted.length; first += detailsTogether) {
			const reply = await context.call(batchGet, { projectId: project, urns: wanted.slice(first, first + detailsTogether) });
			for (const one of (listAt(reply, 'errors') ?? []).filter(isObject)) found.set(textAt(one, 'urn') ?? '', { urn: one.urn ?? null, error: textAt(one, 'detail') ?? textAt(one, 'title') ?? 'It cannot be read.' });
			for (const one of (listAt(reply, 'results') ?? []).filter(isObject)) found.set(textAt(one, key) ?? '', one);
		}
	};
	// Apart: beside an older version of the same file, nothing in the reply says which one was asked for as its latest.
	const distinct = [...new Set(urns)];
	await ask(distinct.filter((urn) => !isFile(urn)), 'urn');
	await ask(distinct.filter(isFile), 'itemUrn');
	return found;
}

/** Whether a URN is that of a file and not of one of its versions. */
function isFile(urn: string): boolean {
	return urn.includes(':dm.lineage:');
}

/** Versions as they are; a file stands for its latest one. */
export async function versionsOf(context: CallContext, project: Reference, urns: readonly string[]): Promise<readonly string[]> {
	const files = urns.filter(isFile);
	const details = files.length === 0 ? undefined : await detailsOf(context, project, files);
	return urns.map((urn) => textAt(details?.get(urn), 'urn') ?? urn);
}

export const getDetails = operation({
	action: 'Get document details and attributes',
	description: 'Retrieve custom attribute values, revision and approval status of many files or versions; one that cannot be read says why',
	label: 'Get Details and Attributes',
	needs: needs('documents', 'data:read'),
	input: { projectId, urns: texts({ required: true, label: 'URNs', description: 'URNs of versions, or of files for their latest version' }) },
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	status: 'reference',
	source: 'ACC Files, reference page POST versions:batch-get',
	steps: {
		calls: detailCalls,
		async run(context, { projectId: project, urns }) {
			const wanted = listed(urns);
			const found = await detailsOf(context, project, wanted);
			return wanted.map((urn) => ({ json: found.get(urn) ?? { urn, error: 'The service said nothing about this one.' } }));
		},
	},
});

export const writeAttributes = operation({
	action: 'Write attributes',
	description: 'Set custom attributes of a version',
	call: post(`${documents}/versions/{version_id}/custom-attributes:batch-update`, { body: 'bare' }),
	needs: needs('documents', 'data:write'),
	input: { projectId: plainProjectId, versionId: text({ required: true, wire: 'version_id' }), attributes: json({ required: true }) },
	returns: returns.records('results'),
	repeat: 'safe',
	receipt: { done: 'updated' },
	hidden: true,
	status: 'reference',
	source: 'ACC Files, reference page POST custom-attributes:batch-update',
});

export const attributeCalls = [writeAttributes] as const;

/** Sets attributes, as `documentAttributes` encodes them, of a version; what the version has then. */
export async function setAttributesOf(context: CallContext, project: Reference, version: string, attributes: Json): Promise<JsonObject> {
	const reply = await context.call(writeAttributes, { projectId: project, versionId: version, attributes });
	return Object.fromEntries((listAt(reply, 'results') ?? []).filter(isObject).map((one) => [textAt(one, 'name') ?? textAt(one, 'id') ?? '', one.value ?? null]));
}

/** Attributes by name. Folders that are to be made have those of the folder they will lie in. */
const source: DynamicSource = {
	dependsOn: ['projectId', 'folderId'],
	async load(context, input) {
		const folder = await folderOf(context, input);
		const fields: ProjectField[] = [];
		if (folder !== undefined) for await (const definition of context.list(getAttributes, { projectId: idIn(input, 'projectId') ?? '', folderId: folder })) fields.push(fieldOf(definition));
		return fields;
	},
	encode: (values) => Object.entries(values).map(([id, value]) => ({ id: /^\d+$/.test(id) ? Number(id) : id, value })),
};

async function folderOf(context: CallContext, input: Input): Promise<string | undefined> {
	const project = idIn(input, 'projectId');
	const folder = idIn(input, 'folderId');
	const path = idIn(input, 'folderPath');
	if (project === undefined || folder === undefined || path === undefined || namesIn(path).length === 0) return folder;
	return (await follow(context, project, path, { id: folder, path: '', record: {} })).folder?.id;
}

function fieldOf(definition: JsonObject): ProjectField {
	const type = textAt(definition, 'type');
	const options = (listAt(definition, 'arrayValues') ?? []).filter((one) => typeof one === 'string').map((value) => ({ value, label: value }));
	return { id: textAt(definition, 'id') ?? '', label: textAt(definition, 'name') ?? '', type: type === 'array' ? 'choice' : type === 'date' ? 'date' : 'text', ...(type === 'array' ? { options } : {}) };
}

export const documentAttributes = dynamic(source, { label: 'Attributes' });

/** Where a write of attributes is offered: they are those of one folder. */
export const inAttributesFolder = { ...inFolder, itemIds: refs('acc.item', { required: true, label: 'Files' }), attributes: dynamic(source, { required: true, label: 'Attributes' }) };
