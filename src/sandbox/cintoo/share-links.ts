import { objectOf, textOf, textsOf, type Json } from '../reading';
import type { Handler, SandboxRequest } from '../service';
import { inProject, stamp, workzoneIn, type CintooContext } from './access';
import { invalidInput, Problem, unknown } from './problem';
import { shareLinkShape } from './shapes';
import type { CintooProject, CintooShareLink } from './state';

/** Share links. */
export function shareLinkHandlers(context: CintooContext): Readonly<Record<string, Handler>> {
	const { state, world } = context;
	return {
		'cintoo.shareLink.getMany': (request) => {
			const { project } = inProject(context, request, 'list-share-links');
			const own = [...state.shareLinks.values()].filter((link) => link.projectId === project.id);
			return { status: 200, json: own.map((link) => shareLinkShape(context, link)) };
		},
		'cintoo.shareLink.get': (request) => {
			const { project } = inProject(context, request, 'view-share-link');
			return { status: 200, json: shareLinkShape(context, linkIn(project, request)) };
		},
		'cintoo.shareLink.create': (request) => {
			const { user, project } = inProject(context, request, 'create-share-link');
			const body = objectOf(request.json);
			const workzone = workzoneIn(context, project, textOf(body['workzoneId']) ?? '');
			const password = textOf(body['password']) ?? '';
			checkPassword(password);
			const id = world.uuid().replaceAll('-', '').slice(0, 12);
			const link: CintooShareLink = {
				id,
				projectId: project.id,
				workzoneId: workzone.id,
				...contentOf(body, project),
				...(password === '' ? {} : { password }),
				createdBy: user.id,
				createdAt: stamp(world.now()),
			};
			state.shareLinks.set(id, link);
			return { status: 201, json: shareLinkShape(context, link) };
		},
		/** Overwrites everything but the password, which null or nothing keeps and an empty text removes. */
		'cintoo.shareLink.update': (request) => {
			const { project } = inProject(context, request, 'update-share-link');
			const link = linkIn(project, request);
			const body = objectOf(request.json);
			const password = textOf(body['password']);
			if (password !== undefined) checkPassword(password);
			Object.assign(link, contentOf(body, project));
			if (password === '') delete link.password;
			else if (password !== undefined) link.password = password;
			return { status: 200, json: shareLinkShape(context, link) };
		},
		'cintoo.shareLink.delete': (request) => {
			const { project } = inProject(context, request, 'delete-share-link');
			state.shareLinks.delete(linkIn(project, request).id);
			return { status: 204 };
		},
	};

	/** Share links are named by their URN; the bare text is accepted too, since it is no UUID that could be mistaken. */
	function linkIn(project: CintooProject, request: SandboxRequest): CintooShareLink {
		const ref = request.path['shareLinkRef'] ?? '';
		if (ref.startsWith('urn:') && !ref.startsWith('urn:cintoo:sharelink:')) throw new Problem(400, 'invalid-sharelink-urn', 'ID type mismatch in Urn.');
		const id = ref.replace('urn:cintoo:sharelink:', '');
		const link = state.shareLinks.get(id);
		if (link === undefined || link.projectId !== project.id) throw unknown('sharelink', id);
		return link;
	}

	function contentOf(body: Json, project: CintooProject): Pick<CintooShareLink, 'name' | 'sharedWorkzonesIds' | 'membershipRequired' | 'shareOptions' | 'expiresAt' | 'logoBlob' | 'savedView'> {
		const expiresAt = textOf(body['expiresAt']) ?? null;
		if (expiresAt !== null && Date.parse(expiresAt) <= world.now().getTime()) throw new Problem(400, 'expiration-date-in-past', 'The expiration date lies in the past.');
		return {
			name: textOf(body['name']) ?? '',
			sharedWorkzonesIds: textsOf(body['sharedWorkzonesIds'] ?? []).map((ref) => workzoneIn(context, project, ref).id),
			membershipRequired: body['membershipRequired'] === true,
			shareOptions: body['shareOptions'],
			expiresAt,
			logoBlob: textOf(body['logoBlob']) ?? null,
			savedView: body['savedView'] ?? null,
		};
	}
}

/** At least 12 characters of three classes, or 24 of any (Cintoo OpenAPI 2.0.0). */
function checkPassword(password: string): void {
	if (password === '' || password.length >= 24) return;
	const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/].filter((kind) => kind.test(password)).length;
	if (password.length < 12 || classes < 3) throw invalidInput('The password is too weak.');
}
