import { objectOf, rowsOf, textOf, textsOf, type Json } from '../reading';
import type { Handler, SandboxRequest } from '../service';
import { created, inProject, touch, userIds, workzoneIn, type CintooContext } from './access';
import { invalidInput, Problem, unknown } from './problem';
import { idOf, resolve, urn } from './reference';
import { annotationShape, commentShape, type Includes } from './shapes';
import type { AnnotationType, CintooAnnotation, CintooAttachment, CintooProject } from './state';

/** Annotations that one project may hold (Cintoo OpenAPI 2.0.0). */
const maxAnnotations = 3000;

const everything: Includes = { comments: true, attachments: true };

/** What a PUT replaces as a whole: a member that is left out is erased. */
type Replaceable = Pick<CintooAnnotation, 'annotationType' | 'title' | 'description' | 'assignedTo' | 'position' | 'labels' | 'attachments'> &
	Partial<Pick<CintooAnnotation, 'dueDate' | 'priority' | 'normal' | 'imgBlobName' | 'savedView' | 'modelElementGUIDs'>>;

/** Annotations and their comments. */
export function annotationHandlers(context: CintooContext): Readonly<Record<string, Handler>> {
	const { state, world } = context;
	return {
		'cintoo.annotation.getMany': (request) => {
			const { project } = inProject(context, request, 'list-annotations');
			const includes = includesOf(request);
			return { status: 200, json: annotationsOf(project).map((annotation) => annotationShape(context, annotation, includes)) };
		},
		'cintoo.annotation.get': (request) => {
			const { project } = inProject(context, request, 'view-annotation');
			return { status: 200, json: annotationShape(context, annotationIn(project, request), includesOf(request)) };
		},
		'cintoo.annotation.create': (request) => {
			const { user, project } = inProject(context, request, 'create-annotation');
			const body = objectOf(request.json);
			const ref = textOf(body['workzoneId']) ?? '';
			if (!ref.startsWith('urn:')) throw new Problem(400, 'invalid-workzone-urn', 'workzoneId must be an Urn');
			const workzone = workzoneIn(context, project, ref);
			const own = annotationsOf(project);
			if (own.length >= maxAnnotations) throw new Problem(400, 'project-max-annotations', 'The project cannot hold more annotations.', { max: maxAnnotations });
			const id = world.uuid();
			const annotation: CintooAnnotation = {
				id,
				projectId: project.id,
				workzoneId: workzone.id,
				number: Math.max(0, ...own.map((one) => one.number)) + 1,
				...contentOf(body, project),
				comments: [],
				integrations: [],
				modification: created(context, user),
			};
			state.annotations.set(id, annotation);
			return { status: 201, json: annotationShape(context, annotation, everything) };
		},
		/** Replaces the whole annotation, attachments too; comments and links stay (Cintoo OpenAPI 2.0.0). */
		'cintoo.annotation.update': (request) => {
			const { user, project } = inProject(context, request, 'update-annotation');
			const annotation = annotationIn(project, request);
			const content = contentOf(objectOf(request.json), project);
			delete annotation.dueDate;
			delete annotation.priority;
			delete annotation.normal;
			delete annotation.imgBlobName;
			delete annotation.savedView;
			delete annotation.modelElementGUIDs;
			Object.assign(annotation, content);
			touch(context, user, annotation.modification);
			return { status: 200, json: annotationShape(context, annotation, everything) };
		},
		'cintoo.annotation.delete': (request) => {
			const { project } = inProject(context, request, 'delete-annotation');
			state.annotations.delete(annotationIn(project, request).id);
			return { status: 204 };
		},
		'cintoo.annotation.createComment': (request) => {
			const { user, project } = inProject(context, request, 'create-annotation-comment');
			const annotation = annotationIn(project, request);
			const body = objectOf(request.json);
			const comment = {
				id: world.uuid(),
				description: textOf(body['description']) ?? '',
				attachments: attachmentsOf(body, project),
				modification: created(context, user),
			};
			annotation.comments.push(comment);
			touch(context, user, annotation.modification);
			return { status: 201, json: commentShape(context, annotation, comment) };
		},
		/** Answers at once; the links themselves come later (lines 2505 to 2520). Here they stay without an address. */
		'cintoo.annotation.createIntegrationLinks': (request) => {
			const { project } = inProject(context, request, 'create-integration-link');
			const body = objectOf(request.json);
			const refs = rowsOf(body['annotations']);
			const wanted = refs.length === 0 ? annotationsOf(project) : textsOf(refs).map((ref) => resolve('annotation', ref, ownMap(project)));
			const types = textsOf(body['integrationTypes']).flatMap(trackerOf);
			const links = wanted.map((annotation) => {
				const added = types.filter((type) => !annotation.integrations.some((one) => one.type === type));
				annotation.integrations.push(...added.map((type) => ({ type, url: null })));
				return [urn('annotation', annotation.id), added] as const;
			});
			return { status: 202, json: { created: Object.fromEntries<readonly Tracker[]>(links) } };
		},
	};

	function annotationsOf(project: CintooProject): readonly CintooAnnotation[] {
		return [...state.annotations.values()].filter((annotation) => annotation.projectId === project.id);
	}

	function ownMap(project: CintooProject): ReadonlyMap<string, CintooAnnotation> {
		return new Map(annotationsOf(project).map((annotation) => [annotation.id, annotation]));
	}

	function annotationIn(project: CintooProject, request: SandboxRequest): CintooAnnotation {
		const id = idOf('annotation', request.path['annotationRef'] ?? '');
		const annotation = state.annotations.get(id);
		if (annotation === undefined || annotation.projectId !== project.id) throw unknown('annotation', id);
		return annotation;
	}

	function contentOf(body: Json, project: CintooProject): Replaceable {
		const { dueDate, priority, normal, imgBlobName, savedView, modelElementGUIDs } = body;
		if (typeof imgBlobName === 'string') checkBlob(imgBlobName, project);
		return {
			annotationType: typeOf(body['annotationType']),
			title: textOf(body['title']) ?? '',
			description: textOf(body['description']) ?? '',
			assignedTo: userIds(context, textsOf(body['assignedTo'] ?? [])),
			position: body['position'],
			labels: textsOf(body['labels'] ?? []),
			attachments: attachmentsOf(body, project),
			...(typeof dueDate === 'string' ? { dueDate } : {}),
			...(typeof priority === 'number' ? { priority } : {}),
			...(normal === undefined ? {} : { normal }),
			...(typeof imgBlobName === 'string' ? { imgBlobName } : {}),
			...(savedView === undefined ? {} : { savedView }),
			...(modelElementGUIDs === undefined ? {} : { modelElementGUIDs: textsOf(modelElementGUIDs) }),
		};
	}

	function attachmentsOf(body: Json, project: CintooProject): readonly CintooAttachment[] {
		return textsOf(body['attachments'] ?? []).map((blobName) => {
			checkBlob(blobName, project);
			return { id: world.uuid(), blobName };
		});
	}

	/** A blob name counts once its bytes are in storage for this project. */
	function checkBlob(blobName: string, project: CintooProject): void {
		if (state.blobProjects.get(blobName) !== project.id || !world.blobs.has(blobName)) throw invalidInput(`Blob ${blobName} is not in this project.`);
	}
}

function includesOf(request: SandboxRequest): Includes {
	return { comments: request.query.get('includeComments') === 'true', attachments: request.query.get('includeAttachments') === 'true' };
}

type Tracker = CintooAnnotation['integrations'][number]['type'];

function trackerOf(name: string): readonly Tracker[] {
	return name === 'AUTODESK' || name === 'NEWFORMA_KONEKT' || name === 'PROCORE' ? [name] : [];
}

function typeOf(value: unknown): AnnotationType {
	if (value === 'Private note' || value === 'Note' || value === 'Issue' || value === 'Resolved') return value;
	throw invalidInput('annotationType is not valid.');
}
