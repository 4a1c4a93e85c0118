import type { Handler, SandboxReply, SandboxRequest, SandboxWorld } from '../service';
import { personOf, projectOf } from './access';
import { cursorOf, readCursor } from './cursor';
import { allows, commaList, cut, memberOf, objectOf, sorted, textOf, textsOf, within, type Json } from '../reading';
import { problem, Refusal } from './refusal';
import type { AccState, Photo } from './state';

const SIGNED_SECONDS = 60;

/** Photos: a search whose pages follow from the body, single media, and the bytes behind their addresses. */
export function photosHandlers(world: SandboxWorld, state: AccState): Readonly<Record<string, Handler>> {
	return { 'acc.photo.search': search, 'acc.photo.get': get, 'acc.photoAsset.download': download };

	function visit(request: SandboxRequest): string {
		personOf(request, problem);
		return projectOf(request, state, { prefix: 'bare', shape: problem }).id;
	}

	function search(request: SandboxRequest): SandboxReply {
		const projectId = visit(request);
		const word = textOf(memberOf(request.json, 'cursorState'));
		// With a cursor every other member of the body is ignored (line 9660).
		const asked = word === undefined ? objectOf(request.json) : readCursor(word, problem);
		const limit = typeof asked['limit'] === 'number' ? asked['limit'] : 25;
		const offset = typeof asked['offset'] === 'number' ? asked['offset'] : 0;
		const [name = 'createdAt', way = 'desc'] = textsOf(asked['sort']);
		const found = sorted(
			state.photos.filter((photo) => photo.projectId === projectId && photo.deletedAt === null && passes(photo, objectOf(asked['filter']))),
			[{ name, descending: way === 'desc' }],
			memberOf,
		);
		const signed = textsOf(asked['include']).includes('signedUrls');
		const more = offset + limit < found.length;
		const nextPost = {
			body: { cursorState: cursorOf({ ...asked, limit, offset: offset + limit }) },
			url: `${world.origins.acc}/construction/photos/v1/projects/${projectId}/photos:filter`,
		};
		return {
			status: 200,
			json: {
				pagination: { limit, ...(more ? { nextPost } : {}) },
				results: cut(found, { limit, offset }).map((photo) => photoBody(photo, signed)),
			},
		};
	}

	function get(request: SandboxRequest): SandboxReply {
		const projectId = visit(request);
		const photo = state.photos.find((one) => one.projectId === projectId && one.id === request.path['photoId']);
		if (photo === undefined) throw new Refusal(problem(404, 'The media does not exist.'));
		if (photo.deletedAt !== null) throw new Refusal(problem(410, 'The media was deleted by a user.'));
		return { status: 200, json: photoBody(photo, commaList(request.query, 'include')?.includes('signedUrls') ?? false) };
	}

	/** The full picture comes at once, its thumbnail by way of the storage: the document leaves open which happens. */
	function download(request: SandboxRequest): SandboxReply {
		const name = request.path['fileName'] ?? '';
		const photo = state.photos.find((one) => one.containerId === request.path['containerId'] && name.startsWith(one.id));
		if (photo === undefined) throw new Refusal(problem(404, 'The media does not exist.'));
		if (name.endsWith('_t.png')) return { status: 302, headers: { location: world.sign(photo.thumbnailKey, 'GET', SIGNED_SECONDS) } };
		const blob = world.blobs.get(photo.fileKey);
		if (blob === undefined) throw new Refusal(problem(404, 'The media does not exist.'));
		return { status: 200, bytes: blob.bytes, type: blob.type };
	}

	function photoBody(photo: Photo, signed: boolean): Json {
		const base = `${world.origins.acc}/construction/photos/assets/${photo.containerId}/${photo.id}`;
		return {
			createdAt: zoneless(photo.createdAt),
			createdBy: photo.createdBy,
			deletedAt: null,
			deletedBy: null,
			description: photo.description,
			id: photo.id,
			isPublic: false,
			latitude: 59.9075,
			locked: false,
			longitude: 10.7528,
			mediaType: photo.mediaType,
			projectId: photo.projectId,
			...(signed
				? { signedUrls: { fileUrl: world.sign(photo.fileKey, 'GET', SIGNED_SECONDS), thumbnailUrl: world.sign(photo.thumbnailKey, 'GET', SIGNED_SECONDS) } }
				: {}),
			size: photo.size,
			takenAt: zoneless(photo.takenAt),
			title: photo.title,
			type: photo.type,
			updatedAt: zoneless(photo.createdAt),
			updatedBy: photo.createdBy,
			urls: { fileUrl: `${base}.png`, thumbnailUrl: `${base}_t.png` },
			userCreatedAt: zoneless(photo.createdAt),
		};
	}
}

function passes(photo: Photo, filter: Json): boolean {
	const list = (name: string): readonly string[] | undefined => (filter[name] === undefined ? undefined : textsOf(filter[name]));
	const title = textOf(filter['title'])?.toLowerCase();
	return allows(list('id'), photo.id)
		&& allows(list('createdBy'), photo.createdBy)
		&& allows(list('mediaType'), photo.mediaType)
		&& within(photo.createdAt, textOf(filter['createdAt']))
		&& within(photo.takenAt, textOf(filter['takenAt']))
		&& (title === undefined || photo.title.toLowerCase().includes(title));
}

/** Moments of photos are UTC without saying so (line 9594). */
function zoneless(moment: string): string {
	return moment.slice(0, 19);
}
