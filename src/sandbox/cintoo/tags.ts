import { objectOf, rowsOf, textOf, textsOf, type Json } from '../reading';
import type { Handler, SandboxRequest } from '../service';
import { created, inProject, stamp, touch, workzoneIn, type CintooContext } from './access';
import { invalidInput, unknown } from './problem';
import { idOf, urn } from './reference';
import { tagListShape, tagShape } from './shapes';
import type { CintooProject, CintooTag, CintooTagList } from './state';

/** Tag lists, and tags with the versions that make an incremental read possible. */
export function tagHandlers(context: CintooContext): Readonly<Record<string, Handler>> {
	const { state, world } = context;
	return {
		'cintoo.tagList.getMany': (request) => {
			const { project } = inProject(context, request, 'list-tag-lists');
			return { status: 200, json: [...state.tagLists.values()].filter((list) => list.projectId === project.id).map(tagListShape) };
		},
		'cintoo.tagList.create': (request) => {
			const { user, project } = inProject(context, request, 'create-tag-list');
			const body = objectOf(request.json);
			const id = world.uuid();
			const list: CintooTagList = {
				id,
				projectId: project.id,
				tagListType: body['tagListType'] === '2d' ? '2d' : '3d',
				...contentOf(body, project),
				tagsVersion: 0,
				modification: created(context, user),
			};
			state.tagLists.set(id, list);
			return { status: 201, json: tagListShape(list) };
		},
		/** Overwrites everything. */
		'cintoo.tagList.update': (request) => {
			const { user, project } = inProject(context, request, 'update-tag-list');
			const list = listIn(project, request);
			Object.assign(list, contentOf(objectOf(request.json), project));
			touch(context, user, list.modification);
			return { status: 200, json: tagListShape(list) };
		},
		'cintoo.tagList.delete': (request) => {
			const { project } = inProject(context, request, 'delete-tag-list');
			state.tagLists.delete(listIn(project, request).id);
			return { status: 204 };
		},
		/** With `afterVersion` only what changed since, deleted tags included; 0 or less asks for all that exist. */
		'cintoo.tag.getMany': (request) => {
			const { project } = inProject(context, request, 'list-tags');
			const list = listIn(project, request);
			const after = Number(request.query.get('afterVersion') ?? 0);
			const wanted = tagsOf(list).filter((tag) => (after > 0 ? tag.tagsVersion > after : tag.modification.deletedAt === undefined));
			return { status: 200, json: wanted.map((tag) => tagShape(list, tag)) };
		},
		/** All or nothing. */
		'cintoo.tag.bulk': (request) => {
			const { user, project } = inProject(context, request, 'update-tag');
			const list = listIn(project, request);
			const body = objectOf(request.json);
			const own = new Map(tagsOf(list).map((tag) => [tag.id, tag]));
			const existing = (ref: string): CintooTag => {
				const tag = own.get(idOf('tag', ref));
				if (tag === undefined || tag.modification.deletedAt !== undefined) throw unknown('tag', ref);
				return tag;
			};
			const changes = rowsOf(body['update']).map((row) => ({ tag: existing(textOf(objectOf(row)['id']) ?? ''), data: objectOf(objectOf(row)['data']) }));
			const leaving = textsOf(body['delete'] ?? []).map(existing);
			const additions = rowsOf(body['create']).map((row) => objectOf(objectOf(row)['data']));
			if (changes.length + leaving.length + additions.length === 0) throw invalidInput('Nothing to create, update or delete.');
			list.tagsVersion += 1;
			const { tagsVersion } = list;
			for (const { tag, data } of changes) {
				tag.data = data;
				tag.tagsVersion = tagsVersion;
				touch(context, user, tag.modification);
			}
			for (const tag of leaving) {
				tag.tagsVersion = tagsVersion;
				tag.modification.deletedAt = stamp(world.now());
				tag.modification.deletedBy = user.id;
			}
			const made = additions.map((data) => {
				const tag: CintooTag = { id: world.uuid(), tagListId: list.id, data, tagsVersion, modification: created(context, user) };
				state.tags.set(tag.id, tag);
				return tag;
			});
			return {
				status: 200,
				json: {
					tagsVersion,
					created: made.map((tag) => tagShape(list, tag)),
					updated: changes.map(({ tag }) => tagShape(list, tag)),
					deleted: leaving.map((tag) => urn('tag', tag.id)),
				},
			};
		},
	};

	function listIn(project: CintooProject, request: SandboxRequest): CintooTagList {
		const id = idOf('tag-list', request.path['tagListRef'] ?? '');
		const list = state.tagLists.get(id);
		if (list === undefined || list.projectId !== project.id) throw unknown('tag-list', id);
		return list;
	}

	function tagsOf(list: CintooTagList): readonly CintooTag[] {
		return [...state.tags.values()].filter((tag) => tag.tagListId === list.id);
	}

	function contentOf(body: Json, project: CintooProject): Pick<CintooTagList, 'workzoneId' | 'name' | 'description' | 'color' | 'metadataDefinition' | 'attachments'> {
		return {
			workzoneId: workzoneIn(context, project, textOf(body['workzoneId']) ?? '').id,
			name: textOf(body['name']) ?? '',
			description: textOf(body['description']) ?? null,
			color: textOf(body['color']) ?? null,
			metadataDefinition: rowsOf(body['metadataDefinition']),
			attachments: rowsOf(body['attachments']),
		};
	}
}
