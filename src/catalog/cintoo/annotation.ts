import { boolean, choice, choices, constant, date, del, get, group, isList, isObject, leftOut, json, listAt, number, operation, post, put, range, ref, refs, returns, text, textAt, texts, unpaged, type JsonObject, type Resource } from '../vocabulary';
import { permitted } from './needs';
import { idPattern, inProject, project } from './references';
import { isDeleted, isOneOf, isWithin, refersTo } from './selection';
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
	assignedTo: refs('cintoo.user', { label: 'Assigned To', clear: [] }),
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
	},
	page: unpaged(),
	select: (record, wanted) =>
		!isDeleted(record) &&
		isOneOf(record, 'annotationType', wanted.annotationType) &&
		refersTo(record, 'workzoneId', wanted.workzoneId) &&
		refersTo(record, 'assignedTo', wanted.assignedTo) &&
		isWithin(record, textAt(record, 'modificationInfo.updatedAt') === undefined ? 'modificationInfo.createdAt' : 'modificationInfo.updatedAt', wanted.updated),
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
	input: { ...inProject, annotationRef, ...include },
	returns: returns.record(),
	repeat: 'safe',
	status: 'beta',
	source: 'Cintoo API 2, line 1757',
});

const create = operation({
	action: 'Create annotation',
	description: 'Create a note or an issue at a point of a work zone',
	call: post(annotations),
	needs: write,
	input: {
		...inProject,
		workzoneId: ref('cintoo.workzone', { required: true, label: 'Work Zone' }),
		annotationType: choice(annotationType, { required: true, label: 'Type', default: 'Issue' }),
		title: text({ required: true, minLength: 1, maxLength: 255 }),
		description: text({ required: true, minLength: 1, multiline: true }),
		position: group(point, { required: true }),
		...details,
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

/** The attachments of a record, in the form in which a write names them. */
function blobNames(record: JsonObject): readonly string[] {
	return (listAt(record, 'attachments') ?? []).flatMap((attachment) => textAt(attachment, 'file.blobName') ?? textAt(attachment, 'file.blob') ?? []);
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

const link = operation({
	action: 'Link annotations to issue trackers',
	description: 'Start creating the issues of annotations in Autodesk, Newforma Konekt or Procore, as the project is set up for it',
	call: post(`${annotations}/bulk-create-integration`),
	needs: permitted('project:annotations:create-integration-link'),
	input: {
		...inProject,
		annotations: refs('cintoo.annotation', { required: true, label: 'Annotations' }),
		integrationTypes: choices({ AUTODESK: 'Autodesk', NEWFORMA_KONEKT: 'Newforma Konekt', PROCORE: 'Procore' }, { required: true, label: 'Issue Trackers' }),
	},
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'started' },
	status: 'beta',
	source: 'Cintoo API 2, line 2505',
});

const comment = operation({
	action: 'Comment on annotation',
	description: 'Add a comment to an annotation, by default only if the same words do not stand there yet',
	needs: write,
	input: { ...postComment.input, onlyOnce: boolean({ default: true, label: 'Skip If Already There', description: 'Whether to leave the annotation alone when a comment with the same words exists, so that running again adds nothing' }) },
	returns: returns.record(),
	// Told to add it in any case, a second run adds it again.
	repeat: 'never',
	receipt: { done: 'created', id: 'id' },
	status: 'beta',
	source: 'Cintoo API 2, line 1963',
	steps: {
		calls: [getOne, postComment],
		async run(context, { onlyOnce, ...input }) {
			if (onlyOnce !== false) {
				const annotation = await context.call(getOne, { accountRef: input.accountRef, projectRef: input.projectRef, annotationRef: input.annotationRef, includeComments: true });
				const same = (listAt(annotation, 'comments') ?? []).find((one) => plainText(textAt(one, 'descriptionText') ?? textAt(one, 'description')) === plainText(input.description));
				if (isObject(same)) return [{ json: { receipt: { done: 'unchanged', id: textAt(same, 'id') ?? null }, ...same } }];
			}
			return await context.run(postComment, input);
		},
	},
});

/** Words as a reader sees them: markup and runs of white space do not count. */
function plainText(words: string | undefined): string {
	return (words ?? '').replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ').trim();
}

export const annotation: Resource = {
	id: 'cintoo.annotation',
	label: 'Annotation',
	plural: 'Annotations',
	area: 'annotation',
	operations: { get: getOne, getMany, create, update, delete: remove, comment, link, postComment },
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
			commented: { label: 'Commented', description: 'A comment was added', read: (record) => listAt(record, 'comments')?.length ?? 0, becomes: (now, before) => Number(now) > Number(before) },
			assigned: { label: 'Assigned', description: 'The people it is assigned to changed', read: (record) => (isList(record.assignedTo) ? record.assignedTo.map(String).sort().join(' ') : '') },
		},
		filters: {
			annotationType: choices(annotationType, { label: 'Types' }),
			workzoneId: ref('cintoo.workzone', { label: 'Work Zone' }),
		},
		filterPaths: { annotationType: 'annotationType', workzoneId: 'workzoneId' },
	},
};
