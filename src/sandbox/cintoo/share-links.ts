import { objectOf, textOf, textsOf, type Json } from '../reading';
import type { Handler, SandboxRequest } from '../service';
import { inProject, onWorkzone, permissionsOf, stamp, type CintooContext, type ProjectAccess } from './access';
import { forbidden, invalidInput, Problem, unknown } from './problem';
import { urnOnly } from './reference';
import { shareLinkShape } from './shapes';
import type { CintooProject, CintooShareLink } from './state';
import { checkBlob } from './uploads';
import { workzoneIn } from './workzone-tree';

const ofAll = { read: 'workzone:share-links:read', write: 'workzone:share-links:write' };
const ofOwn = { read: 'workzone:own-share-links:read', write: 'workzone:own-share-links:write' };

/** Share links. */
export function shareLinkHandlers(context: CintooContext): Readonly<Record<string, Handler>> {
	const { state, world } = context;
	return {
		'cintoo.shareLink.getMany': (request) => {
			const access = inProject(context, request, 'list-share-links');
			const own = [...state.shareLinks.values()].filter((link) => link.projectId === access.project.id && reaches(access, link, 'read'));
			return { status: 200, json: own.map((link) => shareLinkShape(context, link)) };
		},
		'cintoo.shareLink.get': (request) => {
			return { status: 200, json: shareLinkShape(context, linkIn(inProject(context, request, 'view-share-link'), request, 'view-share-link', 'read')) };
		},
		'cintoo.shareLink.create': (request) => {
			const access = inProject(context, request, 'create-share-link');
			const { user, project } = access;
			const body = objectOf(request.json);
			const workzone = workzoneIn(context, project, urnOnly('workzone', textOf(body['workzoneId']) ?? ''));
			onWorkzone(access, 'create-share-link', permissionsOf(request), workzone.id);
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
			const access = inProject(context, request, 'update-share-link');
			const link = linkIn(access, request, 'update-share-link', 'write');
			const body = objectOf(request.json);
			const password = textOf(body['password']);
			if (password !== undefined) checkPassword(password);
			Object.assign(link, contentOf(body, access.project));
			if (password === '') delete link.password;
			else if (password !== undefined) link.password = password;
			return { status: 200, json: shareLinkShape(context, link) };
		},
		'cintoo.shareLink.delete': (request) => {
			state.shareLinks.delete(linkIn(inProject(context, request, 'delete-share-link'), request, 'delete-share-link', 'write').id);
			return { status: 204 };
		},
	};

	/** Share links are named by their URN; the bare text is accepted too, since it is no UUID that could be mistaken. */
	function linkIn(access: ProjectAccess, request: SandboxRequest, action: string, right: keyof typeof ofAll): CintooShareLink {
		const ref = request.path['shareLinkRef'] ?? '';
		if (ref.startsWith('urn:') && !ref.startsWith('urn:cintoo:sharelink:')) throw new Problem(400, 'invalid-sharelink-urn', 'ID type mismatch in Urn.');
		const id = ref.replace('urn:cintoo:sharelink:', '');
		const link = state.shareLinks.get(id);
		if (link === undefined || link.projectId !== access.project.id) throw unknown('sharelink', id);
		if (!reaches(access, link, right)) throw forbidden(action, permissionsOf(request));
		return link;
	}

	/** Some may do it to every link, others to those they made (Cintoo OpenAPI 2.0.0, getShareLinks). */
	function reaches({ user, may }: ProjectAccess, link: CintooShareLink, right: keyof typeof ofAll): boolean {
		return may([ofAll[right]], link.workzoneId) || (link.createdBy === user.id && may([ofOwn[right]], link.workzoneId));
	}

	function contentOf(body: Json, project: CintooProject): Pick<CintooShareLink, 'name' | 'sharedWorkzonesIds' | 'membershipRequired' | 'shareOptions' | 'expiresAt' | 'logoBlob' | 'savedView'> {
		const expiresAt = textOf(body['expiresAt']) ?? null;
		if (expiresAt !== null && Date.parse(expiresAt) <= world.now().getTime()) throw new Problem(400, 'expiration-date-in-past', 'The expiration date lies in the past.');
		const logoBlob = textOf(body['logoBlob']);
		if (logoBlob !== undefined) checkBlob(context, logoBlob, project.id);
		return {
			name: textOf(body['name']) ?? '',
			sharedWorkzonesIds: textsOf(body['sharedWorkzonesIds'] ?? []).map((ref) => workzoneIn(context, project, urnOnly('workzone', ref)).id),
			membershipRequired: body['membershipRequired'] === true,
			shareOptions: body['shareOptions'],
			expiresAt,
			logoBlob: logoBlob ?? null,
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
