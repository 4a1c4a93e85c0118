import { objectOf, textOf, textsOf, type Json } from '../reading';
import type { Handler, SandboxRequest } from '../service';
import { created, inProject, onWorkzone, permissionsOf, touch, userIds, type CintooContext, type ProjectAccess } from './access';
import { maxAnnotations } from './capacity';
import { look } from './later';
import { invalidInput, Problem } from './problem';
import { resolveIn, urnOnly } from './reference';
import { annotationShape, commentShape, filesByBlob, type Includes } from './shapes';
import type { AnnotationType, CintooAnnotation, CintooAttachment, CintooProject } from './state';
import { checkBlob } from './uploads';
import { workzoneIn } from './workzone-tree';

const everything: Includes = { comments: true, attachments: true };

/** What a PUT replaces as a whole: a member that is left out is erased. */
type Replaceable = Pick<CintooAnnotation, 'annotationType' | 'title' | 'description' | 'assignedTo' | 'position' | 'labels' | 'attachments'> &
	Partial<Pick<CintooAnnotation, 'dueDate' | 'priority' | 'normal' | 'imgBlobName' | 'savedView' | 'modelElementGUIDs'>>;

/** Annotations and their comments. */
export function annotationHandlers(context: CintooContext): Readonly<Record<string, Handler>> {
	const { state, world } = context;
	return {
		'cintoo.annotation.getMany': (request) => {
			const { project, may } = inProject(context, request, 'list-annotations');
			look(context, 'link', project.id);
			const includes = includesOf(request);
			const files = filesByBlob(context);
			const readable = annotationsOf(project).filter((annotation) => may(permissionsOf(request), annotation.workzoneId));
			return { status: 200, json: readable.map((annotation) => annotationShape(context, annotation, includes, files)) };
		},
		'cintoo.annotation.get': (request) => {
			const { project, annotation } = reach(request, 'view-annotation');
			look(context, 'link', project.id);
			return { status: 200, json: annotationShape(context, annotation, includesOf(request), filesByBlob(context)) };
		},
		'cintoo.annotation.create': (request) => {
			const access = inProject(context, request, 'create-annotation');
			const { user, project } = access;
			const body = objectOf(request.json);
			const workzone = workzoneIn(context, project, urnOnly('workzone', textOf(body['workzoneId']) ?? ''));
			onWorkzone(access, 'create-annotation', permissionsOf(request), workzone.id);
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
			return { status: 201, json: annotationShape(context, annotation, everything, filesByBlob(context)) };
		},
		/** Replaces the whole annotation, attachments too; comments and links stay (Cintoo OpenAPI 2.0.0). */
		'cintoo.annotation.update': (request) => {
			const { user, project, annotation } = reach(request, 'update-annotation');
			const content = contentOf(objectOf(request.json), project);
			delete annotation.dueDate;
			delete annotation.priority;
			delete annotation.normal;
			delete annotation.imgBlobName;
			delete annotation.savedView;
			delete annotation.modelElementGUIDs;
			Object.assign(annotation, content);
			touch(context, user, annotation.modification);
			return { status: 200, json: annotationShape(context, annotation, everything, filesByBlob(context)) };
		},
		'cintoo.annotation.delete': (request) => {
			state.annotations.delete(reach(request, 'delete-annotation').annotation.id);
			return { status: 204 };
		},
		'cintoo.annotation.createComment': (request) => {
			const { user, project, annotation } = reach(request, 'create-annotation-comment');
			const body = objectOf(request.json);
			const comment = {
				id: world.uuid(),
				description: textOf(body['description']) ?? '',
				attachments: attachmentsOf(body, project),
				modification: created(context, user),
			};
			annotation.comments.push(comment);
			touch(context, user, annotation.modification);
			return { status: 201, json: commentShape(context, annotation, comment, filesByBlob(context)) };
		},
	};

	function annotationsOf(project: CintooProject): readonly CintooAnnotation[] {
		return [...state.annotations.values()].filter((annotation) => annotation.projectId === project.id);
	}

	function reach(request: SandboxRequest, action: string): ProjectAccess & { readonly annotation: CintooAnnotation } {
		const access = inProject(context, request, action);
		const annotation = resolveIn('annotation', request.path['annotationRef'] ?? '', state.annotations, access.project.id);
		onWorkzone(access, action, permissionsOf(request), annotation.workzoneId);
		return { ...access, annotation };
	}

	function contentOf(body: Json, project: CintooProject): Replaceable {
		const { dueDate, priority, normal, imgBlobName, savedView, modelElementGUIDs } = body;
		if (typeof imgBlobName === 'string') checkBlob(context, imgBlobName, project.id);
		return {
			annotationType: typeOf(body['annotationType']),
			title: textOf(body['title']) ?? '',
			description: textOf(body['description']) ?? '',
			assignedTo: userIds(context, textsOf(body['assignedTo'] ?? []).map((ref) => urnOnly('user', ref))),
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
			checkBlob(context, blobName, project.id);
			return { id: world.uuid(), blobName };
		});
	}
}

function includesOf(request: SandboxRequest): Includes {
	return { comments: request.query.get('includeComments') === 'true', attachments: request.query.get('includeAttachments') === 'true' };
}

function typeOf(value: unknown): AnnotationType {
	if (value === 'Private note' || value === 'Note' || value === 'Issue' || value === 'Resolved') return value;
	throw invalidInput('annotationType is not valid.');
}
