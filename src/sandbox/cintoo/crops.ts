import { objectOf, textOf } from '../reading';
import type { Handler, SandboxRequest } from '../service';
import { created, inProject, onWorkzone, permissionsOf, touch, type CintooContext, type ProjectAccess } from './access';
import { invalidInput, Problem } from './problem';
import { resolveIn, urn } from './reference';
import { cropShape } from './shapes';
import type { CintooCrop } from './state';
import { checkBlob, coverReply } from './uploads';
import { workzoneIn } from './workzone-tree';

/** The kinds of camera (Cintoo API 2, line 2005). */
const cameraTypes = ['overview', 'ground', 'scan', 'arcrotate'];

type Content = Omit<CintooCrop, 'id' | 'projectId' | 'modification'>;

/** Crops: boxes cut out of a scan. */
export function cropHandlers(context: CintooContext): Readonly<Record<string, Handler>> {
	const { state, world } = context;
	return {
		/** Work zones that are named and unknown, unreachable or no references are a 400, an empty list of them gives nothing (line 2066). */
		'cintoo.crop.getMany': (request) => {
			const access = inProject(context, request, 'list-crops');
			const named = request.query.get('workzones');
			const wanted = named === null ? undefined : new Set(named === '' ? [] : named.split(',').map((ref) => reachable(access, ref.trim(), permissionsOf(request))));
			const own = [...state.crops.values()].filter(
				(crop) => crop.projectId === access.project.id && access.may(permissionsOf(request), crop.workzoneId) && (wanted === undefined || wanted.has(crop.workzoneId)),
			);
			return { status: 200, json: own.map((crop) => cropShape(context, crop)) };
		},
		'cintoo.crop.get': (request) => ({ status: 200, json: cropShape(context, cropOf(inProject(context, request, 'view-crop'), request, 'view-crop')) }),
		'cintoo.crop.create': (request) => {
			const access = inProject(context, request, 'create-crop');
			const content = contentOf(access, request, 'create-crop');
			const crop: CintooCrop = { id: world.uuid(), projectId: access.project.id, ...content, modification: created(context, access.user) };
			state.crops.set(crop.id, crop);
			return { status: 201, json: cropShape(context, crop) };
		},
		/** Overwrites everything; another work zone moves the crop (lines 2157 to 2159). */
		'cintoo.crop.update': (request) => {
			const access = inProject(context, request, 'update-crop');
			const crop = cropOf(access, request, 'update-crop');
			Object.assign(crop, contentOf(access, request, 'update-crop'));
			touch(context, access.user, crop.modification);
			return { status: 200, json: cropShape(context, crop) };
		},
		'cintoo.crop.delete': (request) => {
			state.crops.delete(cropOf(inProject(context, request, 'delete-crop'), request, 'delete-crop').id);
			return { status: 204 };
		},
		/** Nothing registers it: the picture shows once the crop names its blob. */
		'cintoo.crop.signCoverUpload': (request) => {
			const access = inProject(context, request, 'update-crop');
			const crop = cropOf(access, request, 'update-crop');
			return coverReply(context, access.project.id, urn('crop', crop.id), request.json);
		},
	};

	function cropOf(access: ProjectAccess, request: SandboxRequest, action: string): CintooCrop {
		const crop = resolveIn('crop', request.path['cropRef'] ?? '', state.crops, access.project.id);
		onWorkzone(access, action, permissionsOf(request), crop.workzoneId);
		return crop;
	}

	function reachable(access: ProjectAccess, ref: string, permissions: readonly string[]): string {
		try {
			const { id } = workzoneIn(context, access.project, ref);
			if (access.may(permissions, id)) return id;
		} catch (error) {
			if (!(error instanceof Problem)) throw error;
		}
		throw invalidInput(`Work zone ${ref} is not valid, not there or not reachable.`);
	}

	function contentOf(access: ProjectAccess, request: SandboxRequest, action: string): Content {
		const body = objectOf(request.json);
		const workzone = workzoneIn(context, access.project, textOf(body['workzoneId']) ?? '');
		onWorkzone(access, action, permissionsOf(request), workzone.id);
		const { cameraType, thumbnailBlobName, oview } = body;
		if (typeof cameraType !== 'string' || !cameraTypes.includes(cameraType)) throw invalidInput(`cameraType must be one of ${cameraTypes.join(', ')}.`);
		if (typeof thumbnailBlobName === 'string') checkBlob(context, thumbnailBlobName, access.project.id);
		const words = (member: string): string => textOf(body[member]) ?? '';
		return {
			workzoneId: workzone.id,
			name: words('name'),
			crop: words('crop'),
			actualCrop: words('actualCrop'),
			rotation: words('rotation'),
			cameraState: words('cameraState'),
			scan: words('scan'),
			cameraType,
			layers: textOf(body['layers']) ?? null,
			thumbnailBlobName: textOf(thumbnailBlobName) ?? null,
			oview: typeof oview === 'number' ? oview : null,
			settings: textOf(body['settings']) ?? null,
		};
	}
}
