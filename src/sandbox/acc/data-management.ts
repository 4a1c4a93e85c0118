import { extname } from 'node:path/posix';
import type { Handler, SandboxReply, SandboxRequest, SandboxWorld } from '../service';
import { actorOf, isAccountAdmin, memberOfProject, projectOf } from './access';
import { pathOf } from './admin';
import { allows, commaList, memberOf, repeatList, rowsOf, textOf, type Json } from '../reading';
import { dataError, Refusal } from './refusal';
import { BUCKET, urnTail } from './sample';
import type { AccProject, AccState, Folder, Item, Version } from './state';

/** Records of a page of a search. */
const SEARCH_PAGE = 50;
const JSON_API = 'application/vnd.api+json';

/** Hubs, projects, folders, items and versions in JSON:API; ids of hubs and projects keep their `b.` here. */
export function dataManagementHandlers(world: SandboxWorld, state: AccState): Readonly<Record<string, Handler>> {
	return {
		'acc.hub.getMany': hubs,
		'acc.hub.get': (request) => record(200, hub(request)),
		'acc.hubProject.getMany': projects,
		'acc.hubProject.get': oneProject,
		'acc.topFolder.getMany': topFolders,
		'acc.folder.get': (request) => record(200, folderBody(folder(request, request.path['folder_id']))),
		'acc.folder.update': updateFolder,
		'acc.folder.search': search,
		'acc.folderContent.getMany': contents,
		'acc.item.get': (request) => record(200, itemBody(item(request)), [versionBody(tipOf(item(request)))]),
		'acc.item.getTip': (request) => record(200, versionBody(tipOf(item(request)))),
		'acc.itemVersion.getMany': versions,
		'acc.version.get': (request) => record(200, versionBody(version(request))),
		'acc.storage.create': createStorage,
		'acc.folder.create': createFolder,
		'acc.item.create': createItem,
		'acc.version.create': createVersion,
	};

	/** The one hub there is, as its record. */
	function hub(request: SandboxRequest): Json {
		const given = request.path['hub_id'] ?? '';
		if (!given.startsWith('b.')) throw new Refusal(dataError(400, 'The hub id must begin with "b.".', 'BAD_INPUT'));
		if (given !== `b.${state.accountId}`) throw new Refusal(dataError(404, 'The hub does not exist.', 'NOT_FOUND'));
		return hubBody();
	}

	function project(request: SandboxRequest): AccProject {
		return projectOf(request, state, { prefix: 'prefixed', shape: dataError });
	}

	function folder(request: SandboxRequest, id: string | undefined): Folder {
		const { id: projectId } = project(request);
		const found = state.folders.find((one) => one.projectId === projectId && one.id === id);
		if (found === undefined) throw new Refusal(dataError(404, 'The folder does not exist.', 'NOT_FOUND'));
		return found;
	}

	function item(request: SandboxRequest, id = request.path['item_id']): Item {
		const { id: projectId } = project(request);
		const found = state.items.find((one) => one.projectId === projectId && one.id === id);
		if (found === undefined) throw new Refusal(dataError(404, 'The item does not exist.', 'NOT_FOUND'));
		return found;
	}

	function version(request: SandboxRequest): Version {
		const { id: projectId } = project(request);
		const found = state.versions.find((one) => one.id === request.path['version_id'] && itemOf(one)?.projectId === projectId);
		if (found === undefined) throw new Refusal(dataError(404, 'The version does not exist.', 'NOT_FOUND'));
		return found;
	}

	function itemOf(one: Version): Item | undefined {
		return state.items.find((other) => other.id === one.itemId);
	}

	function versionsOf(one: Item): readonly Version[] {
		return state.versions.filter((other) => other.itemId === one.id).sort((left, right) => right.number - left.number);
	}

	function tipOf(one: Item): Version {
		const [tip] = versionsOf(one);
		if (tip === undefined) throw new Refusal(dataError(404, 'The item has no version.', 'NOT_FOUND'));
		return tip;
	}

	// Reading ------------------------------------------------------------------------------------------------

	function hubs(request: SandboxRequest): SandboxReply {
		const { query } = request;
		const shown = allows(commaList(query, 'filter[id]'), `b.${state.accountId}`)
			&& allows(commaList(query, 'filter[name]'), state.accountName)
			&& allows(commaList(query, 'filter[extension.type]'), 'hubs:autodesk.bim360:Account');
		return { status: 200, type: JSON_API, json: { jsonapi: { version: '1.0' }, links: self(request), data: shown ? [hubBody()] : [] } };
	}

	function hubBody(): Json {
		return {
			type: 'hubs',
			id: `b.${state.accountId}`,
			attributes: {
				name: state.accountName,
				extension: { type: 'hubs:autodesk.bim360:Account', version: '1.0', data: {} },
				region: state.region,
			},
			relationships: { projects: { links: { related: { href: `${world.origins.acc}/project/v1/hubs/b.${state.accountId}/projects` } } } },
		};
	}

	function projects(request: SandboxRequest): SandboxReply {
		hub(request);
		const actor = actorOf(request.caller);
		const ids = commaList(request.query, 'filter[id]');
		const found = state.projects.filter((one) =>
			(actor === undefined || isAccountAdmin(state, actor) || memberOfProject(state, one.id, actor) !== undefined) && allows(ids, `b.${one.id}`));
		return paged(request, found.map(projectBody));
	}

	function oneProject(request: SandboxRequest): SandboxReply {
		hub(request);
		return record(200, projectBody(project(request)));
	}

	function projectBody(one: AccProject): Json {
		return {
			type: 'projects',
			id: `b.${one.id}`,
			attributes: {
				name: one.name,
				scopes: ['b360project.accounts'],
				extension: { type: 'projects:autodesk.bim360:Project', version: '1.0', data: { projectType: one.platform === 'acc' ? 'ACC' : 'BIM360' } },
			},
			relationships: {
				hub: { data: { type: 'hubs', id: `b.${state.accountId}` } },
				rootFolder: { data: { type: 'folders', id: rootOf(one.id)?.id } },
			},
		};
	}

	function rootOf(projectId: string): Folder | undefined {
		return state.folders.find((one) => one.projectId === projectId && one.hidden);
	}

	function topFolders(request: SandboxRequest): SandboxReply {
		hub(request);
		const { id } = project(request);
		const root = rootOf(id);
		const found = state.folders.filter((one) => one.projectId === id && one.parentId === root?.id && one.removed !== true);
		return { status: 200, type: JSON_API, json: { jsonapi: { version: '1.0' }, links: self(request), data: found.map(folderBody) } };
	}

	function contents(request: SandboxRequest): SandboxReply {
		const { id } = folder(request, request.path['folder_id']);
		const kinds = repeatList(request.query, 'filter[type]');
		const ids = commaList(request.query, 'filter[id]');
		const shown = ({ removed }: { readonly removed?: boolean }): boolean => removed !== true || request.query.get('includeHidden') === 'true';
		const folders = state.folders.filter((one) => one.parentId === id && shown(one) && allows(kinds, 'folders') && allows(ids, one.id));
		const items = state.items.filter((one) => one.folderId === id && shown(one) && allows(kinds, 'items') && allows(ids, one.id));
		return paged(request, [...folders.map(folderBody), ...items.map(itemBody)], items.map((one) => versionBody(tipOf(one))));
	}

	/** The latest versions below a folder, a page of the service's own length at a time. */
	function search(request: SandboxRequest): SandboxReply {
		const { id } = folder(request, request.path['folder_id']);
		const below = new Set([id]);
		// Folders are listed after the one they lie in, unless they were moved.
		for (let before = 0; before < below.size; ) {
			before = below.size;
			for (const one of state.folders) if (one.removed !== true && one.parentId !== null && below.has(one.parentId)) below.add(one.id);
		}
		const name = request.query.get('filter[attributes.displayName]-contains')?.toLowerCase() ?? '';
		const types = commaList(request.query, 'filter[fileType]');
		const items = state.items.filter((one) => below.has(one.folderId) && one.removed !== true && one.name.toLowerCase().includes(name) && allows(types, extname(one.name).slice(1)));
		return paged(request, items.map((one) => versionBody(tipOf(one))), items.map(itemBody), SEARCH_PAGE);
	}

	function versions(request: SandboxRequest): SandboxReply {
		const numbers = commaList(request.query, 'filter[versionNumber]');
		const ids = commaList(request.query, 'filter[id]');
		return paged(request, versionsOf(item(request)).filter((one) => allows(numbers, String(one.number)) && allows(ids, one.id)).map(versionBody));
	}

	function folderBody(one: Folder): Json {
		return {
			type: 'folders',
			id: one.id,
			attributes: {
				name: one.name,
				displayName: one.name,
				createTime: one.createdAt,
				lastModifiedTime: one.createdAt,
				objectCount: state.items.filter((other) => other.folderId === one.id && other.removed !== true).length,
				hidden: one.hidden || one.removed === true,
				extension: { type: 'folders:autodesk.bim360:Folder', version: '1.0', data: { namingStandardIds: one.namingStandardId === undefined ? [] : [one.namingStandardId] } },
			},
			relationships: one.parentId === null ? {} : { parent: { data: { type: 'folders', id: one.parentId } } },
		};
	}

	function itemBody(one: Item): Json {
		return {
			type: 'items',
			id: one.id,
			attributes: {
				displayName: one.name,
				createTime: one.createdAt,
				createUserId: one.createdBy,
				lastModifiedTime: tipOf(one).createdAt,
				lastModifiedUserId: tipOf(one).createdBy,
				hidden: one.removed === true,
				reserved: one.locked === true,
				extension: { type: 'items:autodesk.bim360:File', version: '1.0', data: {} },
			},
			relationships: { tip: { data: { type: 'versions', id: tipOf(one).id } }, parent: { data: { type: 'folders', id: one.folderId } } },
		};
	}

	function versionBody(one: Version): Json {
		return {
			type: 'versions',
			id: one.id,
			attributes: {
				name: one.name,
				displayName: one.name,
				versionNumber: one.number,
				fileType: extname(one.name).slice(1),
				storageSize: state.objects.get(one.objectKey)?.size ?? 0,
				createTime: one.createdAt,
				createUserId: one.createdBy,
				lastModifiedTime: one.createdAt,
				extension: { type: 'versions:autodesk.bim360:File', version: '1.0', data: {} },
			},
			relationships: {
				item: { data: { type: 'items', id: one.itemId } },
				storage: { data: { type: 'objects', id: storageUrn(one.objectKey) } },
			},
		};
	}

	// Writing ------------------------------------------------------------------------------------------------

	function createStorage(request: SandboxRequest): SandboxReply {
		const { id: projectId } = project(request);
		const target = memberOf(request.json, 'data.relationships.target.data');
		if (memberOf(target, 'type') === 'items') item(request, textOf(memberOf(target, 'id')));
		else folder(request, textOf(memberOf(target, 'id')));
		const name = textOf(memberOf(request.json, 'data.attributes.name')) ?? '';
		const key = `${world.uuid()}${extname(name)}`;
		state.objects.set(key, { key, name, projectId });
		return record(201, { type: 'objects', id: storageUrn(key), relationships: { target: { data: target } } });
	}

	function createFolder(request: SandboxRequest): SandboxReply {
		const parent = folder(request, textOf(memberOf(request.json, 'data.relationships.parent.data.id')));
		const name = textOf(memberOf(request.json, 'data.attributes.name')) ?? '';
		if (state.folders.some((one) => one.parentId === parent.id && one.removed !== true && one.name.toLowerCase() === name.toLowerCase())) throw new Refusal(dataError(409, 'A folder of this name exists already.', 'CONFLICT'));
		const made: Folder = {
			id: `urn:adsk.wipprod:fs.folder:co.${urnTail(world.uuid())}`,
			projectId: parent.projectId,
			name,
			parentId: parent.id,
			hidden: false,
			createdAt: world.now().toISOString(),
		};
		state.folders.push(made);
		return record(201, folderBody(made));
	}

	function updateFolder(request: SandboxRequest): SandboxReply {
		const found = folder(request, request.path['folder_id']);
		if (memberOf(request.json, 'data.id') !== found.id) throw new Refusal(dataError(400, 'The id in the body is not that of the folder.', 'BAD_INPUT'));
		if (found.parentId === rootOf(found.projectId)?.id || found.parentId === null) throw new Refusal(dataError(423, 'The topmost folders of a project cannot be changed.', 'LOCKED'));
		const name = textOf(memberOf(request.json, 'data.attributes.name'));
		const hidden = memberOf(request.json, 'data.attributes.hidden');
		const parent = textOf(memberOf(request.json, 'data.relationships.parent.data.id'));
		if (name !== undefined) found.name = name;
		if (typeof hidden === 'boolean') found.removed = hidden;
		if (parent !== undefined) found.parentId = folder(request, parent).id;
		return record(200, folderBody(found));
	}

	function createItem(request: SandboxRequest): SandboxReply {
		const parent = folder(request, textOf(memberOf(request.json, 'data.relationships.parent.data.id')));
		const [first] = rowsOf(memberOf(request.json, 'included'));
		const name = textOf(memberOf(first, 'attributes.name')) ?? '';
		const objectKey = uploaded(parent.projectId, memberOf(first, 'relationships.storage.data.id'));
		if (name === '') throw new Refusal(dataError(400, 'The included version has no name.', 'BAD_INPUT'));
		if (state.items.some((one) => one.folderId === parent.id && one.removed !== true && one.name.toLowerCase() === name.toLowerCase())) throw new Refusal(dataError(409, 'A file of this name exists already.', 'CONFLICT'));
		const made: Item = {
			id: `urn:adsk.wipprod:dm.lineage:${urnTail(world.uuid())}`,
			projectId: parent.projectId,
			folderId: parent.id,
			name,
			createdBy: actorOf(request.caller) ?? '',
			createdAt: world.now().toISOString(),
		};
		state.items.push(made);
		const tip = addVersion(made, name, objectKey);
		return record(201, itemBody(made), [versionBody(tip)]);
	}

	function createVersion(request: SandboxRequest): SandboxReply {
		const owner = item(request, textOf(memberOf(request.json, 'data.relationships.item.data.id')));
		if (owner.locked === true) throw new Refusal(dataError(423, 'The file is locked by another user.', 'LOCKED'));
		if (memberOf(request.json, 'data.attributes.extension.type') === 'versions:autodesk.core:Deleted') {
			owner.removed = true;
			const tip = tipOf(owner);
			const extension = { type: 'versions:autodesk.core:Deleted', version: '1.0', data: {} };
			return record(201, { type: 'versions', id: `${tip.id.replace(/\d+$/, '')}${tip.number + 1}`, attributes: { name: owner.name, versionNumber: tip.number + 1, extension }, relationships: { item: { data: { type: 'items', id: owner.id } } } });
		}
		const name = textOf(memberOf(request.json, 'data.attributes.name')) ?? owner.name;
		const copyFrom = request.query.get('copyFrom');
		const objectKey = copyFrom === null ? uploaded(owner.projectId, memberOf(request.json, 'data.relationships.storage.data.id')) : state.versions.find((one) => one.id === copyFrom)?.objectKey;
		if (objectKey === undefined) throw new Refusal(dataError(404, 'The version to copy does not exist.', 'NOT_FOUND'));
		owner.name = name;
		return record(201, versionBody(addVersion(owner, name, objectKey)));
	}

	function addVersion(owner: Item, name: string, objectKey: string): Version {
		const number = versionsOf(owner).length + 1;
		const made: Version = {
			id: `urn:adsk.wipprod:fs.file:vf.${owner.id.slice(owner.id.lastIndexOf(':') + 1)}?version=${number}`,
			itemId: owner.id,
			number,
			name,
			objectKey,
			createdBy: owner.createdBy,
			createdAt: world.now().toISOString(),
			exported: /\.(pdf|dwg|rvt)$/i.test(name) ? 'page' : 'empty',
		};
		state.versions.push(made);
		return made;
	}

	/** The key behind a storage URN, which must hold a completed upload. */
	function uploaded(projectId: string, urn: unknown): string {
		const key = (textOf(urn) ?? '').slice(storageUrn('').length);
		const object = state.objects.get(key);
		if (object?.size === undefined || object.projectId !== projectId) throw new Refusal(dataError(400, 'Nothing was uploaded to this storage object.', 'BAD_INPUT'));
		return key;
	}

	// Envelopes ----------------------------------------------------------------------------------------------

	function self(request: SandboxRequest): Json {
		return { self: { href: `${world.origins.acc}${pathOf(request)}` } };
	}

	function paged(request: SandboxRequest, rows: readonly Json[], included: readonly Json[] = [], length = 200): SandboxReply {
		const limit = Number(request.query.get('page[limit]') ?? length);
		const number = Number(request.query.get('page[number]') ?? 0);
		const more = (number + 1) * limit < rows.length;
		const query = new URLSearchParams(request.query);
		query.set('page[number]', String(number + 1));
		if (request.query.has('page[limit]')) query.set('page[limit]', String(limit));
		const links = { ...self(request), ...(more ? { next: { href: `${world.origins.acc}${pathOf(request)}?${query.toString()}` } } : {}) };
		const data = rows.slice(number * limit, (number + 1) * limit);
		return { status: 200, type: JSON_API, json: { jsonapi: { version: '1.0' }, links, data, ...(included.length === 0 ? {} : { included }) } };
	}
}

export function storageUrn(key: string): string {
	return `urn:adsk.objects:os.object:${BUCKET}/${key}`;
}

function record(status: number, data: Json, included: readonly Json[] = []): SandboxReply {
	return { status, type: JSON_API, json: { jsonapi: { version: '1.0' }, data, ...(included.length === 0 ? {} : { included }) } };
}
