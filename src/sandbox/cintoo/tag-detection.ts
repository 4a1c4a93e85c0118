import { objectOf, rowsOf, textOf, textsOf, type Json } from '../reading';
import type { Handler } from '../service';
import { inProject, onWorkzone, type CintooContext } from './access';
import { takeOn } from './later';
import { invalidInput } from './problem';
import { scanIn } from './scans';
import { tagListShape } from './shapes';
import type { CintooFile, CintooTagList, CintooUser } from './state';
import { listIn, listToChange } from './tag-lists';
import { addTag, checkRoom } from './tags';
import { detectionClasses } from './values';

const onScans = ['workzone:reality-data:read', 'workzone:export-jobs-reality-data:write'];
const onList = ['workzone:tags:write'];

/** Tags that machines find: objects in scans, instruments and pipes on drawings (Cintoo OpenAPI 2.0.0, tagListAiDetection, addPnIdElementsInTagList). */
export function tagDetectionHandlers(context: CintooContext): Readonly<Record<string, Handler>> {
	return {
		/** The list is pending until the work is done, which is not said when it is. */
		'cintoo.tagList.detectObjects': (request) => {
			const access = inProject(context, request, 'update-tag-list', { permissions: onList });
			const list = listToChange(context, access, request, 'update-tag-list');
			onWorkzone(access, 'update-tag-list', onList, list.workzoneId);
			const body = objectOf(request.json);
			const classes = textsOf(body['classes'] ?? []);
			const strange = classes.find((name) => !detectionClasses.some((one) => one.name === name));
			if (strange !== undefined) throw invalidInput(`${strange} is no class of the AI detection.`);
			const scans = textsOf(body['filesIds'] ?? []).map((ref) => scanIn(context, access, 'update-tag-list', onScans, ref));
			list.pending = true;
			takeOn(context, {
				kind: 'detection',
				projectIds: [access.project.id],
				finish: () => {
					list.pending = false;
					list.tagsVersion += 1;
					addDetected(access.user, list, classes, scans);
				},
			});
			return { status: 200, json: tagListShape(list) };
		},
		/** Adds to what is there, twice where it is sent twice; all or nothing. */
		'cintoo.tagList.addPnidElements': (request) => {
			const access = inProject(context, request, 'update-tag-list');
			if (listIn(context, access, request, 'update-tag-list').tagListType !== '2d') throw invalidInput('P&ID elements go to a 2d tag list only.');
			const list = listToChange(context, access, request, 'update-tag-list');
			const found = rowsOf(objectOf(request.json)['pages']).flatMap((page) => elementsOf(list, objectOf(page)));
			checkRoom(list, found.length);
			list.tagsVersion += 1;
			for (const data of found) addTag(context, access.user, list, data);
			return { status: 201, json: tagListShape(list) };
		},
	};

	function addDetected(user: CintooUser, list: CintooTagList, classes: readonly string[], scans: readonly CintooFile[]): void {
		for (const [row, scan] of scans.entries()) {
			for (const [column, name] of classes.entries()) {
				addTag(context, user, list, {
					id: `${name}-${row + 1}`,
					class: name,
					boundingBox: [column, row, 0, column + 0.5, row + 0.5, 0.5],
					confidence: 0.87,
					scanUuids: [scan.id],
					needValidation: true,
					nature: 'AI',
				});
			}
		}
	}
}

/** The tags of one page. @throws Problem 400 where the page is not on the list, or brings nothing */
function elementsOf(list: CintooTagList, body: Json): readonly Json[] {
	const attachment = list.attachments.find((one) => one.id === body['attachmentId']);
	const page = attachment?.pages.find((one) => one.index === body['index']);
	if (page === undefined) throw invalidInput('A page is not on the tag list.');
	const instruments = rowsOf(body['instruments']).map(objectOf);
	const pipes = rowsOf(body['pipes']).map(objectOf);
	if (instruments.length + pipes.length === 0) throw invalidInput('A page must bring an instrument or a pipe.');
	return [
		...instruments.map((row) => ({
			...drawn(page.id, row, 'instrumentation', outline(rowsOf(row['location']).map(rowsOf))),
			...(textOf(row['class']) === undefined ? {} : { class: row['class'] }),
			...(typeof row['confidence'] === 'number' ? { confidence: row['confidence'] } : {}),
		})),
		...pipes.map((row) => drawn(page.id, row, 'pipe', rowsOf(row['segments']).flatMap(rowsOf))),
	];
}

function drawn(pageId: string, row: Json, functionalSystem: string, points: readonly unknown[]): Json {
	return { id: textOf(row['name']) ?? '', pageId, functionalSystem, nature: 'AI', model: { type: 'konva', data: JSON.stringify({ points }) } };
}

/** The closed polygon around two corners. */
function outline([low = [], high = []]: readonly (readonly unknown[])[]): readonly unknown[] {
	const [left, top] = low;
	const [right, bottom] = high;
	return [left, top, right, top, right, bottom, left, bottom];
}
