import { boolean, dateTime, isObject, number, operation, ref, returns, textAt, texts, unpaged, type JsonObject, type Output, type Reference, type RunContext } from '../vocabulary';
import { getContents, getFolder, inFolder, nameOf, read, source } from './folder-calls';
import { pathOf } from './folder-path';
import { idOf, listed } from './ids';

/** Everything below a folder. */

/** Which files of a tree are wanted. */
export const treeFilters = {
	extensions: texts({ placeholder: 'e.g. pdf, dwg' }),
	changedSince: dateTime({ description: 'Only files of which the latest version is newer' }),
	depth: number({ integer: true, min: 0, description: 'Levels of folders below this one; all if left empty' }),
};

export interface Tree {
	readonly projectId: Reference;
	readonly folderId: Reference;
	readonly extensions?: readonly string[] | null;
	/** ISO 8601. */
	readonly changedSince?: string | null;
	readonly depth?: number | null;
}

/** Folders that are read side by side before their files are given out. */
const together = 16;

interface Place {
	readonly id: string;
	readonly path: string;
	readonly depth: number;
}

export const treeCalls = [getFolder, getContents] as const;

/** The files of a tree as they are found, each with the path of its folder; a folder that cannot be read is given as a failure and does not keep the others. */
export async function* filesBelow(context: RunContext, { projectId, folderId, depth, ...filters }: Tree): AsyncGenerator<Output> {
	const top = await context.call(getFolder, { projectId, folderId });
	const wanted = wantedFiles(filters);
	const waiting: Place[] = [{ id: idOf(folderId), path: nameOf(isObject(top) && isObject(top.data) ? top.data : undefined), depth: 0 }];
	const seen = new Set(waiting.map(({ id }) => id));
	while (waiting.length > 0) {
		const places = waiting.splice(0, together);
		const attempts = await context.each(places, async ({ id }) => {
			const records: JsonObject[] = [];
			for await (const record of context.list(getContents, { projectId, folderId: id })) records.push(record);
			return records;
		});
		for (const [index, attempt] of attempts.entries()) {
			const place = places[index];
			if (!place) continue;
			if ('failure' in attempt) {
				yield context.failed(attempt.failure, place.path, { id: place.id, type: 'folders', path: place.path });
				continue;
			}
			for (const record of attempt.value) {
				const id = textAt(record, 'id') ?? '';
				if (textAt(record, 'type') === 'folders') {
					if (!seen.has(id) && (depth === undefined || depth === null || place.depth < depth)) waiting.push({ id, path: pathOf(place.path, nameOf(record)), depth: place.depth + 1 });
					seen.add(id);
				} else if (wanted(record)) yield { json: { ...record, path: place.path } };
			}
		}
	}
}

function wantedFiles({ extensions, changedSince }: Pick<Tree, 'extensions' | 'changedSince'>): (record: JsonObject) => boolean {
	const endings = (extensions ?? []).map((one) => one.trim().toLowerCase().replace(/^\*?\./, ''));
	const since = changedSince === undefined || changedSince === null ? Number.NEGATIVE_INFINITY : Date.parse(changedSince);
	return (record) => {
		if (endings.length > 0 && !endings.includes(extensionOf(nameOf(record)))) return false;
		const changed = Date.parse(textAt(record, 'tip.attributes.createTime') ?? textAt(record, 'attributes.lastModifiedTime') ?? '');
		return Number.isNaN(changed) || changed >= since;
	};
}

/** Extension of a file name without the dot, in lower case; empty when there is none. */
export function extensionOf(name: string): string {
	return /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
}

const files = {
	needs: read,
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	status: 'reference',
	source,
} as const;

export const getFiles = operation({
	action: 'Get files in folder and below',
	description: 'Retrieve all files below a folder with the path of their folder; a folder that cannot be read says why',
	label: 'Get Files in Folder and Below',
	...files,
	input: { ...inFolder, ...treeFilters, failIfAnyFails: boolean({ label: 'Fail If Any Folder Fails', description: 'Whether to fail as a whole when one of several folders does' }) },
	steps: {
		calls: treeCalls,
		async *run(context, { failIfAnyFails, ...tree }) {
			for await (const output of filesBelow(context, { ...tree, extensions: listed(tree.extensions) })) {
				if (output.failure && failIfAnyFails === true) throw output.failure;
				yield output;
			}
		},
	},
});

/** What a trigger reads of one folder; a folder that cannot be read must not pass for one whose files are gone. */
export const watchFiles = operation({
	action: 'Watch files',
	description: 'Retrieve all files below a folder',
	hidden: true,
	...files,
	input: { projectId: inFolder.projectId, folderId: ref('acc.topFolder', { required: true, label: 'Folder', description: inFolder.folderId.description }) },
	steps: {
		calls: treeCalls,
		async *run(context, tree) {
			for await (const output of filesBelow(context, tree)) {
				if (output.failure) throw output.failure;
				yield output;
			}
		},
	},
});
