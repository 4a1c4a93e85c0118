import { objectOf, rowsOf, textOf, textsOf, type Json } from '../reading';
import type { Handler, SandboxRequest } from '../service';
import { created, inProject, onWorkzone, permissionsOf, touch, type CintooContext, type ProjectAccess } from './access';
import { checkActive } from './capacity';
import { look } from './later';
import { invalidInput } from './problem';
import { resolveIn } from './reference';
import { tagListShape } from './shapes';
import type { CintooTagList, TagListAttachment, TagListPage } from './state';
import { workzoneIn } from './workzone-tree';

/** Names that metadata cannot have, because a tag has a member of that name (Cintoo OpenAPI 2.0.0, TagListMetadataDefinition). */
const taken = new Set(['id', 'description', 'cameraState', 'model', 'x', 'y', 'z', 'size', 'xMin', 'xMax', 'yMin', 'yMax', 'zMin', 'zMax', 'scanUuids', 'subId', 'nature', 'confidence', 'needValidation']);

type Content = Pick<CintooTagList, 'workzoneId' | 'tagListType' | 'name' | 'description' | 'color' | 'metadataDefinition' | 'attachments'>;

/** Tag lists. */
export function tagListHandlers(context: CintooContext): Readonly<Record<string, Handler>> {
	const { state, world } = context;
	return {
		'cintoo.tagList.getMany': (request) => {
			const { project, may } = inProject(context, request, 'list-tag-lists');
			checkActive(state, project);
			look(context, 'detection', project.id);
			const own = [...state.tagLists.values()].filter((list) => list.projectId === project.id && may(permissionsOf(request), list.workzoneId));
			return { status: 200, json: own.map(tagListShape) };
		},
		'cintoo.tagList.create': (request) => {
			const access = inProject(context, request, 'create-tag-list');
			checkActive(state, access.project);
			const list: CintooTagList = {
				id: world.uuid(),
				projectId: access.project.id,
				...contentOf(access, request, 'create-tag-list', objectOf(request.json)),
				tagsVersion: 0,
				pending: false,
				tags: new Map(),
				modification: created(context, access.user),
			};
			state.tagLists.set(list.id, list);
			return { status: 201, json: tagListShape(list) };
		},
		/** Overwrites everything; another work zone moves the list. */
		'cintoo.tagList.update': (request) => {
			const access = inProject(context, request, 'update-tag-list');
			const list = listToChange(context, access, request, 'update-tag-list');
			Object.assign(list, contentOf(access, request, 'update-tag-list', objectOf(request.json)));
			touch(context, access.user, list.modification);
			return { status: 200, json: tagListShape(list) };
		},
		/** That one bad row keeps all of them as they were is a guess: no document says it. */
		'cintoo.tagList.bulkUpdate': (request) => {
			const access = inProject(context, request, 'update-tag-list');
			const changes = rowsOf(request.json).map((row) => {
				const body = objectOf(row);
				const list = listToChange(context, access, request, 'update-tag-list', textOf(body['id']) ?? '');
				return { list, content: contentOf(access, request, 'update-tag-list', body) };
			});
			for (const { list, content } of changes) {
				Object.assign(list, content);
				touch(context, access.user, list.modification);
			}
			return { status: 200, json: changes.map(({ list }) => tagListShape(list)) };
		},
		'cintoo.tagList.delete': (request) => {
			state.tagLists.delete(listToChange(context, inProject(context, request, 'delete-tag-list'), request, 'delete-tag-list').id);
			return { status: 204 };
		},
		'cintoo.tagList.bulkDelete': (request) => {
			const access = inProject(context, request, 'delete-tag-list');
			const leaving = textsOf(objectOf(request.json)['ids'] ?? []).map((ref) => listToChange(context, access, request, 'delete-tag-list', ref));
			for (const { id } of leaving) state.tagLists.delete(id);
			return { status: 204 };
		},
	};

	function contentOf(access: ProjectAccess, request: SandboxRequest, action: string, body: Json): Content {
		const workzone = workzoneIn(context, access.project, textOf(body['workzoneId']) ?? '');
		onWorkzone(access, action, permissionsOf(request), workzone.id);
		const metadataDefinition = rowsOf(body['metadataDefinition']);
		for (const row of metadataDefinition) {
			const name = textOf(objectOf(row)['name']) ?? '';
			if (taken.has(name) || name !== name.trim()) throw invalidInput(`Metadata cannot be named '${name}'.`);
		}
		return {
			workzoneId: workzone.id,
			tagListType: body['tagListType'] === '2d' ? '2d' : '3d',
			name: textOf(body['name']) ?? '',
			description: textOf(body['description']) ?? null,
			color: textOf(body['color']) ?? null,
			metadataDefinition,
			attachments: rowsOf(body['attachments']).map(attachmentOf),
		};
	}
}

/** The tag list that a reference names, if it belongs to the project and the permissions of the call hold there. */
export function listIn({ state }: CintooContext, access: ProjectAccess, request: SandboxRequest, action: string, ref = request.path['tagListRef'] ?? ''): CintooTagList {
	const list = resolveIn('tag-list', ref, state.tagLists, access.project.id);
	onWorkzone(access, action, permissionsOf(request), list.workzoneId);
	return list;
}

/** As {@link listIn}, of a list that can be changed now. @throws Problem 400 where it is pending, for which no code is documented, or where the subscription has ended */
export function listToChange(context: CintooContext, access: ProjectAccess, request: SandboxRequest, action: string, ref?: string): CintooTagList {
	const list = listIn(context, access, request, action, ref);
	checkActive(context.state, access.project);
	if (list.pending) throw invalidInput(`Tag list ${list.id} is pending.`);
	return list;
}

/** As it comes back: every member is there, and null where nothing was given. */
function attachmentOf(value: unknown): TagListAttachment {
	const row = objectOf(value);
	return { id: textOf(row['id']) ?? '', name: textOf(row['name']) ?? '', blob: textOf(row['blob']) ?? null, pages: rowsOf(row['pages']).map(pageOf) };
}

function pageOf(value: unknown): TagListPage {
	const row = objectOf(value);
	const number = (name: string): number | null => {
		const found = row[name];
		return typeof found === 'number' ? found : null;
	};
	const { hidden } = row;
	return { id: textOf(row['id']) ?? '', index: number('index'), scale: number('scale'), width: number('width'), height: number('height'), name: textOf(row['name']) ?? null, hidden: typeof hidden === 'boolean' ? hidden : null };
}
