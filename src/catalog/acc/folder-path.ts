import { at, boolean, collected, isObject, operation, returns, text, textAt, Turns, unpaged, type CallContext, type JsonObject, type Reference, type RunContext } from '../vocabulary';
import { createFolder, getContents, getTopFolders, nameOf, projectId, read, source } from './folder-calls';
import { getOne as getProject } from './project';

/** Folders by their path in a project, such as `Project Files/Exports/2026`; without its first name it lies in Project Files. */

/** A folder with its path. */
export interface Placed {
	readonly id: string;
	readonly path: string;
	readonly record: JsonObject;
}

/** Calls that following a path makes. */
export const pathCalls = [getProject, getTopFolders, getContents] as const;

const common = 'Project Files';

/** The names of a path as people write it: with slashes of either kind, or `A > B`. */
export function namesIn(path: string): readonly string[] {
	return path.split(/[/\\]|\s>\s/).map((name) => name.trim()).filter((name) => name !== '');
}

export const pathOf = (...names: readonly string[]): string => names.filter((name) => name !== '').join('/');

/** The topmost folders of a project. Throws what the service refuses, such as a project that is not there. */
export async function topFolders(context: CallContext, project: Reference): Promise<readonly Placed[]> {
	const accountId = textAt(await context.call(getProject, { projectId: project }), 'accountId') ?? '';
	return placedIn('', await collected(context.list(getTopFolders, { accountId, projectId: project })));
}

/** The folders right in another one. */
export async function subfolders(context: CallContext, project: Reference, { id, path }: Pick<Placed, 'id' | 'path'>): Promise<readonly Placed[]> {
	return placedIn(path, await collected(context.list(getContents, { projectId: project, folderId: id, kinds: ['folders'] })));
}

function placedIn(path: string, records: readonly JsonObject[]): readonly Placed[] {
	return records.map((record) => ({ id: textAt(record, 'id') ?? '', path: pathOf(path, nameOf(record)), record }));
}

/** The one of this name; letters of the same case first. */
export function called<T extends { readonly record: JsonObject }>(all: readonly T[], name: string): T | undefined {
	return all.find(({ record }) => nameOf(record) === name) ?? all.find(({ record }) => nameOf(record).toLowerCase() === name.toLowerCase());
}

/** How far a path leads: the last folder that is there, and the names that are not. */
export async function follow(context: CallContext, project: Reference, path: string, from?: Placed): Promise<{ readonly folder: Placed | undefined; readonly missing: readonly string[] }> {
	let missing = namesIn(path);
	let folder = from;
	if (!folder) {
		const top = await topFolders(context, project);
		folder = called(top, missing[0] ?? '');
		if (folder) missing = missing.slice(1);
		else folder = called(top, common) ?? top[0];
	}
	while (folder && missing[0] !== undefined) {
		const next: Placed | undefined = called(await subfolders(context, project, folder), missing[0]);
		if (!next) break;
		folder = next;
		missing = missing.slice(1);
	}
	return { folder, missing };
}

const turns = new Turns<Placed>();

/** The folder at the end of a path, with those on the way made where they are missing. Runs that want the same one take turns; what was made although its answer was lost is found again. */
export async function ensured(context: RunContext, project: Reference, path: string, from?: Placed): Promise<{ readonly folder: Placed; readonly made: readonly Placed[] }> {
	const { folder: found, missing } = await follow(context, project, path, from);
	if (!found) throw context.refusal('You see no folder of the project.', 'Ask a project administrator for access to Files.');
	let folder = found;
	const made: Placed[] = [];
	for (const name of missing) {
		const parent = folder;
		let isNew = false;
		folder = await turns.take([parent.id, name.toLowerCase()].join(' '), async (before) => {
			const present = before ?? called(await subfolders(context, project, parent), name);
			if (present) return present;
			const attempt = await context.attempt(async () => at(await context.call(createFolder, { projectId: project, folderId: parent.id, name }), 'data'));
			isNew = true;
			if ('failure' in attempt) {
				// Another run made it meanwhile, or ours did and the answer was lost.
				const there = called(await subfolders(context, project, parent), name);
				if (!there) throw attempt.failure;
				return there;
			}
			const record = isObject(attempt.value) ? attempt.value : {};
			return { id: textAt(record, 'id') ?? '', path: pathOf(parent.path, name), record };
		});
		if (isNew) {
			made.push(folder);
			context.made(`folder ${folder.path}`, folder.id);
		}
	}
	return { folder, made };
}

/** Most folders that are shown where nothing is searched for. */
const shown = 200;

export const findFolders = operation({
	action: 'Find folders',
	description: 'Find the folders of a project by their path',
	needs: read,
	input: { projectId, search: text(), topOnly: boolean() },
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	hidden: true,
	status: 'reference',
	source,
	steps: {
		calls: pathCalls,
		async run(context, { projectId: project, search, topOnly }) {
			const names = namesIn(search ?? '');
			if (names.length > 1) {
				const { folder, missing } = await follow(context, project, search ?? '');
				return folder && missing.length === 0 ? [{ json: { ...withPath(folder), asked: search ?? '' } }] : [];
			}
			const all: Placed[] = [];
			for (const folder of await topFolders(context, project)) {
				all.push(folder, ...(topOnly === true && names.length === 0 ? [] : await subfolders(context, project, folder)));
				if (all.length >= shown) break;
			}
			return all.map((folder) => ({ json: withPath(folder) }));
		},
	},
});

export const withPath = ({ record, path }: Placed): JsonObject => ({ ...record, path });

/** What a person may type for a folder: its name, its path, also without Project Files, or a path as it was searched for. */
export function namesOfFolder(record: JsonObject): readonly (string | undefined)[] {
	const names = namesIn(textAt(record, 'path') ?? '');
	return [nameOf(record), pathOf(...names), names[0] === common ? pathOf(...names.slice(1)) : undefined, textAt(record, 'asked')];
}
