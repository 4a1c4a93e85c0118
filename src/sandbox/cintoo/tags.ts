import { objectOf, rowsOf, textOf, textsOf, type Json } from '../reading';
import type { Handler } from '../service';
import { created, inProject, stamp, touch, type CintooContext } from './access';
import { checkActive, maxTags } from './capacity';
import { look } from './later';
import { invalidInput, unknown } from './problem';
import { idOf, resolve, urn } from './reference';
import { tagListShape, tagShape } from './shapes';
import type { CintooTag, CintooTagList, CintooUser } from './state';
import { listIn, listToChange } from './tag-lists';

/** Tags, with the versions of their list that make an incremental read possible. */
export function tagHandlers(context: CintooContext): Readonly<Record<string, Handler>> {
	return {
		/** With `afterVersion` only what changed since, deleted tags included; 0 or less asks for all that exist. */
		'cintoo.tag.getMany': (request) => {
			const access = inProject(context, request, 'list-tags');
			checkActive(context.state, access.project);
			look(context, 'detection', access.project.id);
			const list = listIn(context, access, request, 'list-tags');
			const after = Number(request.query.get('afterVersion') ?? 0);
			const wanted = [...list.tags.values()].filter((tag) => (after > 0 ? tag.tagsVersion > after : !isDeleted(tag)));
			return { status: 200, json: wanted.map((tag) => tagShape(list, tag)) };
		},
		/** All or nothing. That an update replaces the data of the tag as a whole is a guess. */
		'cintoo.tag.bulk': (request) => {
			const access = inProject(context, request, 'update-tag');
			const list = listToChange(context, access, request, 'update-tag');
			const body = objectOf(request.json);
			const changes = rowsOf(body['update']).map((row) => ({ tag: tagIn(list, textOf(objectOf(row)['id']) ?? ''), data: objectOf(objectOf(row)['data']) }));
			const leaving = textsOf(body['delete'] ?? []).map((ref) => tagIn(list, ref));
			const additions = rowsOf(body['create']).map((row) => objectOf(objectOf(row)['data']));
			if (changes.length + leaving.length + additions.length === 0) throw invalidInput('Nothing to create, update or delete.');
			checkRoom(list, additions.length - leaving.length);
			list.tagsVersion += 1;
			for (const { tag, data } of changes) {
				tag.data = data;
				tag.tagsVersion = list.tagsVersion;
				touch(context, access.user, tag.modification);
			}
			for (const tag of leaving) remove(context, access.user, list, tag);
			const made = additions.map((data) => addTag(context, access.user, list, data));
			return {
				status: 200,
				json: {
					tagsVersion: list.tagsVersion,
					created: made.map((tag) => tagShape(list, tag)),
					updated: changes.map(({ tag }) => tagShape(list, tag)),
					deleted: leaving.map((tag) => urn('tag', tag.id)),
				},
			};
		},
		/** New tags in the target, deleted ones in the sources, each list in a new version (OpenAPI 2.0.0, bulkMoveTags). */
		'cintoo.tag.bulkMove': (request) => {
			const access = inProject(context, request, 'update-tag');
			const target = listToChange(context, access, request, 'update-tag');
			const moves = rowsOf(request.json).map((value) => {
				const row = objectOf(value);
				const source = listToChange(context, access, request, 'update-tag', textOf(row['sourceTagListId']) ?? '');
				if (source.id === target.id) throw invalidInput('A tag list cannot be the source and the target.');
				const renamed = new Map(rowsOf(row['metadataIdMapping']).map((one) => [objectOf(one)['sourceId'], objectOf(one)['targetId']]));
				return { source, tags: [...new Set(textsOf(row['tagsIds'] ?? []).map((ref) => tagIn(source, ref)))], renamed };
			});
			if (new Set(moves.map(({ source }) => source.id)).size !== moves.length) throw invalidInput('A source tag list is named twice.');
			checkRoom(target, moves.reduce((sum, { tags }) => sum + tags.length, 0));
			target.tagsVersion += 1;
			const arrived = moves.flatMap(({ tags, renamed }) => tags.map((tag) => addTag(context, access.user, target, renameMetadata(tag.data, renamed))));
			for (const { source, tags } of moves) {
				source.tagsVersion += 1;
				for (const tag of tags) remove(context, access.user, source, tag);
			}
			const changed = [...moves.map(({ source, tags }) => ({ list: source, tags })), { list: target, tags: arrived }];
			return { status: 200, json: changed.map(({ list, tags }) => ({ tagList: tagListShape(list), updatedTags: tags.map((tag) => tagShape(list, tag)) })) };
		},
	};
}

/** Puts a tag into the version that the list has now. */
export function addTag(context: CintooContext, user: CintooUser, list: CintooTagList, data: Json): CintooTag {
	const tag: CintooTag = { id: context.world.uuid(), data, tagsVersion: list.tagsVersion, modification: created(context, user) };
	list.tags.set(tag.id, tag);
	return tag;
}

/** @throws Problem 400 where the list would hold more than {@link maxTags}; no code is documented */
export function checkRoom(list: CintooTagList, more: number): void {
	if (more <= 0 || list.tags.size + more <= maxTags) return;
	const alive = [...list.tags.values()].filter((tag) => !isDeleted(tag)).length;
	if (alive + more > maxTags) throw invalidInput(`A tag list cannot hold more than ${maxTags} tags.`);
}

function remove(context: CintooContext, user: CintooUser, list: CintooTagList, tag: CintooTag): void {
	tag.tagsVersion = list.tagsVersion;
	tag.modification.deletedAt = stamp(context.world.now());
	tag.modification.deletedBy = user.id;
}

function isDeleted(tag: CintooTag): boolean {
	return tag.modification.deletedAt !== undefined;
}

function tagIn(list: CintooTagList, ref: string): CintooTag {
	const tag = resolve('tag', ref, list.tags);
	if (isDeleted(tag)) throw unknown('tag', idOf('tag', ref));
	return tag;
}

function renameMetadata(data: Json, renamed: ReadonlyMap<unknown, unknown>): Json {
	if (renamed.size === 0 || data['metadata'] === undefined) return data;
	const metadata = rowsOf(data['metadata']).map((row) => ({ ...objectOf(row), id: renamed.get(objectOf(row)['id']) ?? objectOf(row)['id'] }));
	return { ...data, metadata };
}
