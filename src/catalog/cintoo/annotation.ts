import { boolean, choice, choices, constant, date, del, get, given, group, isList, isObject, leftOut, json, listAt, number, operation, post, put, range, ref, refs, returns, text, textAt, texts, unpaged, written, type Json, type JsonObject, type Resource } from '../vocabulary';
import { attached, attachFiles, blobNames, sendBeside } from './annotation-attachment';
import { linkAnnotations, startLinks } from './annotation-link';
import { permitted } from './needs';
import { peopleBeside, withPeople } from './people';
import { asUrn, idPattern, inProject, project } from './references';
import { isDeleted, isOneOf, isWithin, refersTo } from './selection';
import { uploadCalls } from './upload';
import { byPhrase, byText, byUrn, idIn, phraseWords, upsert, whatMatches, withOne, type Kind, type Match } from './upsert';
import { asUser } from './user';

const annotations = `${project}/annotations`;
const read = permitted('workzone:annotations:read');
const write = permitted('workzone:annotations:write');

const annotationRef = ref('cintoo.annotation', { required: true, label: 'Annotation' });
const annotationType = { 'Private note': 'Private Note', Note: 'Note', Issue: 'Issue', Resolved: 'Resolved' } as const;
/** The five steps of the service's scale (API 2, line 1652); their names are ours. */
const priority = [
	{ value: 0, label: 'None' },
	{ value: 1, label: 'Low' },
	{ value: 5, label: 'Medium' },
	{ value: 8, label: 'High' },
	{ value: 10, label: 'Critical' },
] as const;
const point = { x: number({ required: true }), y: number({ required: true }), z: number({ required: true }) };

const include = {
	includeComments: boolean({ default: false, description: 'Whether to return the comments of each annotation' }),
	includeAttachments: boolean({ default: false, description: 'Whether to return the files attached to each annotation and comment' }),
};

const details = {
	// People and the work zone of a new annotation are taken as URNs only (API 2, lines 1647 and 1651).
	assignedTo: refs('cintoo.user', { label: 'Assigned To', clear: [], ...asUrn('user') }),
	dueDate: date({ clear: leftOut }),
	priority: choice(priority),
	imgBlobName: text({ label: 'Picture', description: 'Blob name of a picture uploaded before', clear: leftOut }),
	normal: group(point, { label: 'Surface Normal' }),
	labels: texts({ clear: [] }),
	attachments: texts({ description: 'Blob names of files uploaded before', clear: [] }),
	modelElementGUIDs: texts({ label: 'Model Elements', description: 'GUIDs of the elements of a BIM model that it is about', clear: [] }),
};

const getMany = operation({
	action: 'Get many annotations',
	description: 'Retrieve the annotations of a project that you may see',
	call: get(annotations),
	needs: read,
	input: {
		...inProject,
		...include,
		annotationType: choices(annotationType, { in: 'here', label: 'Types' }),
		workzoneId: ref('cintoo.workzone', { in: 'here', label: 'Work Zone', description: 'Only annotations of this work zone itself, not of those below it' }),
		assignedTo: ref('cintoo.user', { in: 'here', label: 'Assigned To' }),
		updated: range('dateTime', { in: 'here', description: 'Only annotations created or changed in this time' }),
		...withPeople,
	},
	page: unpaged(),
	select: (record, wanted) =>
		!isDeleted(record) &&
		isOneOf(record, 'annotationType', wanted.annotationType) &&
		refersTo(record, 'workzoneId', wanted.workzoneId) &&
		refersTo(record, 'assignedTo', wanted.assignedTo) &&
		isWithin(record, textAt(record, 'modificationInfo.updatedAt') === undefined ? 'modificationInfo.createdAt' : 'modificationInfo.updatedAt', wanted.updated),
	beside: peopleBeside,
	returns: returns.records(),
	repeat: 'safe',
	status: 'beta',
	source: 'Cintoo API 2, line 1559',
});

const getOne = operation({
	action: 'Get annotation',
	description: 'Retrieve one annotation, with comments and attachments if asked for',
	call: get(`${annotations}/{annotationRef}`),
	needs: read,
	input: { ...inProject, annotationRef, ...include, ...withPeople },
	beside: peopleBeside,
	returns: returns.record(),
	repeat: 'safe',
	status: 'beta',
	source: 'Cintoo API 2, line 1757',
});

const beginning = {
	workzoneId: ref('cintoo.workzone', { required: true, label: 'Work Zone', ...asUrn('workzone') }),
	annotationType: choice(annotationType, { required: true, label: 'Type', default: 'Issue' }),
	title: text({ required: true, minLength: 1, maxLength: 255 }),
	description: text({ required: true, minLength: 1, multiline: true }),
	position: group(point, { required: true }),
	...details,
};

const create = operation({
	action: 'Create annotation',
	description: 'Create a note or an issue at a point of a work zone',
	call: post(annotations),
	needs: write,
	input: {
		...inProject,
		...beginning,
		// Only `legacy` is defined, and the call requires one (API 2, lines 1657 and 1677).
		savedView: constant({ type: 'legacy' }),
	},
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'created', id: 'id', number: 'number' },
	status: 'beta',
	source: 'Cintoo API 2, line 1642',
});

const update = operation({
	action: 'Update annotation',
	description: 'Change some fields of an annotation; everything else stays, attachments included',
	call: put(`${annotations}/{annotationRef}`),
	needs: write,
	input: {
		...inProject,
		annotationRef,
		annotationType: choice(annotationType, { label: 'Type' }),
		title: text({ minLength: 1, maxLength: 255 }),
		description: text({ minLength: 1, multiline: true }),
		position: group(point),
		...details,
		// Of its kinds only `legacy` is described (API 2, line 1677).
		savedView: json({ description: 'View that the annotation opens, as another annotation has it' }),
	},
	// PUT replaces the whole annotation: what it does not name is erased.
	merge: {
		read: getOne,
		with: { includeAttachments: true },
		keep: { annotationType: 'annotationType', title: 'title', description: 'description', assignedTo: 'assignedTo', dueDate: 'dueDate', priority: 'priority', imgBlobName: 'imgBlobName', position: 'position', normal: 'normal', labels: 'labels', attachments: blobNames, modelElementGUIDs: 'modelElementGUIDs', savedView: 'savedView' },
	},
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', id: 'id', number: 'number' },
	status: 'beta',
	source: 'Cintoo API 2, line 1840',
});

const upsertAnnotation = operation({
	action: 'Create or update annotation',
	description: 'Find an annotation by its title, a label, a text in its description, its number or its URN; create it if there is none, else change only what differs',
	label: 'Create or Update',
	needs: write,
	input: {
		...inProject,
		matchOn: choice({ title: 'Title in Work Zone', label: 'Label', description: 'Text in Description', number: 'Number', urn: 'URN' }, { required: true, default: 'title', description: whatMatches }),
		matchLabel: text({ required: true, when: { matchOn: ['label'] }, description: 'Such as the number it has in another system; a new one gets it' }),
		matchText: text({ required: true, when: { matchOn: ['description'] }, description: phraseWords }),
		number: number({ required: true, integer: true, min: 1, when: { matchOn: ['number'] }, description: 'An annotation of this number must exist' }),
		annotationRef: { ...annotationRef, when: { matchOn: ['urn'] } },
		...beginning,
		annotationType: choice(annotationType, { label: 'Type', description: 'Issue on new ones if left empty; existing ones keep theirs' }),
		attachments: texts({ description: 'Blob names of files uploaded before, added where they are not attached yet' }),
	},
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', id: 'id', number: 'number' },
	status: 'beta',
	source: 'Cintoo API 2, lines 1559, 1642 and 1840',
	steps: {
		calls: [getMany, getOne, create, update],
		async run(context, { matchOn, matchLabel, matchText, number: wanted, annotationRef: reference, ...values }) {
			const matches: Readonly<Record<typeof matchOn, () => Match>> = {
				title: () => byText('title', values.title, { path: 'workzoneId', id: idIn(values.workzoneId) }),
				label: () => byLabel(matchLabel),
				description: () => byPhrase(matchText, wordsOf),
				number: () => ({ words: `number is ${wanted}`, fits: (record) => textAt(record, 'number') === String(wanted), mustExist: 'Cintoo numbers new ones itself: match on something else to create what is missing.' }),
				urn: () => byUrn(idIn(reference)),
			};
			// Without being asked for them, the list names no attachments to compare with.
			const kind = { ...asFound, listWith: { includeAttachments: 'attachments' in given(values) } };
			return await upsert(context, kind, matches[matchOn](), values);
		},
	},
});

/** How an annotation is found, made and changed. */
const asFound: Kind = {
	plural: 'annotations',
	within: ['accountRef', 'projectRef'],
	list: getMany,
	create,
	update: { operation: update, ref: 'annotationRef' },
	read: { operation: getOne, ref: 'annotationRef', with: { includeAttachments: true } },
	number: 'number',
	named: (record) => `#${textAt(record, 'number') ?? '?'} ${textAt(record, 'title') ?? ''}`,
	changes: {
		// Written in the viewer, it has markup.
		description: (wanted, record) => (says(record, written(wanted)) ? undefined : wanted),
		async attachments(wanted, record, again) {
			const lackingIn = (present: readonly string[]): readonly string[] => (listAt(wanted, '') ?? []).map(written).filter((one) => !present.includes(one));
			if (lackingIn(blobNames(record)).length === 0) return undefined;
			const present = blobNames(await again());
			const lacking = lackingIn(present);
			return lacking.length === 0 ? undefined : [...present, ...lacking];
		},
	},
};

function byLabel(wanted: string): Match {
	const label = wanted.trim();
	return { words: `label is "${label}"`, fits: (record) => (listAt(record, 'labels') ?? []).includes(label), mark: { key: 'labels', add: (value) => withOne(value, label) } };
}

function wordsOf(record: JsonObject): string | undefined {
	return textAt(record, 'descriptionText') ?? textAt(record, 'description');
}

const remove = operation({
	action: 'Delete annotation',
	description: 'Delete a note or an issue from its work zone',
	call: del(`${annotations}/{annotationRef}`),
	needs: write,
	input: { ...inProject, annotationRef },
	returns: returns.nothing,
	repeat: 'safe',
	receipt: { done: 'deleted', gone: 'annotation-not-found' },
	destructive: true,
	status: 'beta',
	source: 'Cintoo API 2, line 1954',
});

const postComment = operation({
	action: 'Post comment',
	description: 'Add a comment to an annotation',
	call: post(`${annotations}/{annotationRef}/comments`),
	needs: write,
	input: { ...inProject, annotationRef, description: text({ required: true, minLength: 1, multiline: true, label: 'Comment' }), attachments: texts({ description: 'Blob names of files uploaded before' }) },
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'created', id: 'id' },
	hidden: true,
	status: 'beta',
	source: 'Cintoo API 2, line 1963',
});

const comment = operation({
	action: 'Comment on annotation',
	description: 'Add a comment to an annotation, by default only if the same words do not stand there yet',
	needs: write,
	input: { ...postComment.input, files: attached, onlyOnce: boolean({ default: true, label: 'Skip If Already There', description: 'Whether to leave the annotation alone when a comment with the same words exists, so that running again adds nothing' }) },
	returns: returns.record(),
	// Told to add it in any case, a second run adds it again.
	repeat: 'never',
	receipt: { done: 'created', id: 'id' },
	status: 'beta',
	source: 'Cintoo API 2, line 1963',
	steps: {
		calls: [getOne, ...uploadCalls, postComment],
		async run(context, { onlyOnce, files: given, ...input }) {
			if (onlyOnce !== false) {
				const annotation = await context.call(getOne, { accountRef: input.accountRef, projectRef: input.projectRef, annotationRef: input.annotationRef, includeComments: true });
				const same = (listAt(annotation, 'comments') ?? []).find((one) => isObject(one) && says(one, input.description));
				if (isObject(same)) return [{ json: { receipt: { done: 'unchanged', id: textAt(same, 'id') ?? null }, ...same } }];
			}
			const { accountRef, projectRef, annotationRef: reference } = input;
			const sent = await sendBeside(context, getOne, { accountRef, projectRef, annotationRef: reference }, given ?? []);
			return await context.run(postComment, sent.length === 0 ? input : { ...input, attachments: [...(input.attachments ?? []), ...sent] });
		},
	},
});

/** Whether an annotation or a comment says these words, as it was written or as the service reads it. */
function says({ description, descriptionText }: JsonObject, words: string): boolean {
	return [description, descriptionText].some((said) => typeof said === 'string' && plainText(said) === plainText(words));
}

/** Words as a reader sees them: markup and runs of white space do not count. `<5 mm` is no markup. */
function plainText(words: string): string {
	return words.replace(/<\/?[a-z][^<>]*>/gi, ' ').replace(/\s+/g, ' ').trim();
}

/** Who wrote the comments that came after the first so many. */
function authorsOf(comments: readonly Json[], known: number): readonly string[] {
	const at = (comment: Json): string => textAt(comment, 'modificationInfo.createdAt') ?? '';
	return [...comments].sort((a, b) => (at(a) < at(b) ? -1 : at(a) > at(b) ? 1 : 0)).slice(known).flatMap((comment) => textAt(comment, 'modificationInfo.createdBy') ?? []);
}

export const annotation: Resource = {
	id: 'cintoo.annotation',
	label: 'Annotation',
	plural: 'Annotations',
	area: 'annotation',
	operations: { get: getOne, getMany, create, update, upsert: upsertAnnotation, delete: remove, comment, attach: attachFiles({ read: getOne, update, reference: annotationRef }), link: linkAnnotations({ one: getOne, many: getMany }), postComment, startLinks },
	lookup: {
		list: getMany,
		within: ['accountRef', 'projectRef'],
		value: 'id',
		idPattern,
		label: (record) => `#${textAt(record, 'number') ?? '?'} ${textAt(record, 'title') ?? ''}`.trim(),
		detail: (record) => textAt(record, 'annotationType'),
		names: (record) => [textAt(record, 'title'), textAt(record, 'number'), `#${textAt(record, 'number') ?? ''}`],
		standing: (record) => (isDeleted(record) ? 'deleted' : 'active'),
	},
	changes: {
		list: getMany,
		with: { includeComments: true },
		within: ['accountRef', 'projectRef'],
		id: 'id',
		created: 'modificationInfo.createdAt',
		updated: 'modificationInfo.updatedAt',
		author: 'modificationInfo.updatedBy',
		creator: 'modificationInfo.createdBy',
		self: asUser,
		deleted: 'absent',
		watch: {
			statusChanged: { label: 'Type Changed', description: 'A note became an issue, an issue was resolved, and so on', read: (record) => textAt(record, 'annotationType') ?? null },
			resolved: { label: 'Resolved', description: 'An annotation was resolved', read: (record) => textAt(record, 'annotationType') ?? null, becomes: (now) => now === 'Resolved' },
			commented: { label: 'Commented', description: 'A comment was added', read: (record) => listAt(record, 'comments')?.length ?? 0, becomes: (now, before) => Number(now) > Number(before), by: (record, before) => authorsOf(listAt(record, 'comments') ?? [], Number(before)) },
			assigned: { label: 'Assigned', description: 'The people it is assigned to changed', read: (record) => (isList(record.assignedTo) ? record.assignedTo.map(String).sort().join(' ') : '') },
		},
		filters: {
			annotationType: choices(annotationType, { label: 'Types' }),
			workzoneId: ref('cintoo.workzone', { label: 'Work Zone' }),
		},
		filterPaths: { annotationType: 'annotationType', workzoneId: 'workzoneId' },
	},
};
