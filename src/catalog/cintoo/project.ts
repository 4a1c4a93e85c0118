import { at, boolean, choice, del, file, get, group, isObject, number, numberAt, operation, patch, post, put, ref, returns, text, textAt, unpaged, type JsonObject, type Resource } from '../vocabulary';
import { permitted } from './needs';
import { peopleBeside, withPeople } from './people';
import { account, asUrn, idPattern, inAccount, inProject, project as path } from './references';
import { isDeleted } from './selection';
import { coverExtension, coverRow } from './cover';
import { uploadHeaders } from './upload';
import { byPhrase, byText, byUrn, idIn, named, phraseWords, upsert, whatMatches, type Kind } from './upsert';
import { asUser } from './user';

const counts = {
	countScans: boolean({ in: 'query', description: 'Whether to count scans and their size in the statistics' }),
	countTags: boolean({ in: 'query', description: 'Whether to count tags in the statistics' }),
	countWorkzones: boolean({ in: 'query', label: 'Count Work Zones', description: 'Whether to count work zones in the statistics' }),
};

/** Where the project lies, in degrees (API 2, line 868). */
const location = group({ lat: number({ required: true, label: 'Latitude', min: -90, max: 90 }), lng: number({ required: true, label: 'Longitude', min: -180, max: 180 }) }, { label: 'Location', clear: null });

const coefficients = { a0: number({ required: true }), a1: number({ required: true }), a2: number({ required: true }), b0: number({ required: true }), b1: number({ required: true }), b2: number({ required: true }) };
const similarity = {
	ordinate1: number({ required: true, label: 'First Translation', description: 'In metres' }),
	ordinate2: number({ required: true, label: 'Second Translation', description: 'In metres' }),
	scaleFactor: number({ required: true }),
	rotationAngle: number({ required: true, description: 'Around the up axis, in degrees' }),
};

/** How the model lies in the world; known from OpenAPI 2.0.0 only. */
const georeference = {
	spatialReference: group(
		{ authName: text({ required: true, label: 'Authority', placeholder: 'e.g. EPSG', maxLength: 128 }), code: text({ required: true, placeholder: 'e.g. 2154', maxLength: 128 }) },
		{ clear: null, description: 'Coordinate reference system of the project' },
	),
	coordinatesTransformation: group(
		{
			type: choice({ affine: 'Affine', similarity: 'Similarity' }, { required: true, clear: null, label: 'Active Transformation' }),
			affine: group(coefficients, { clear: null }),
			similarity: group(similarity, { clear: null }),
		},
		{ clear: null, description: 'How coordinates of the project become those of the reference system' },
	),
};

const getMany = operation({
	action: 'Get many projects',
	description: 'Retrieve the projects of an account, deleted ones only if asked for',
	call: get(`${account}/projects`),
	needs: permitted('account:projects:read'),
	input: { ...inAccount, includeDeleted: boolean({ in: 'here', default: false, description: 'Whether to return deleted projects too' }), ...counts, ...withPeople },
	page: unpaged(),
	// The service returns active and deleted projects alike (API 2, line 841).
	select: (record, wanted) => wanted.includeDeleted === true || !isDeleted(record),
	beside: peopleBeside,
	returns: returns.records(),
	repeat: 'safe',
	status: 'beta',
	source: 'Cintoo API 2, line 841',
});

const getOne = operation({
	action: 'Get project',
	description: 'Retrieve one project with its region, owner and statistics',
	call: get(path),
	needs: permitted('project:project:read'),
	input: { ...inProject, ...counts, ...withPeople },
	beside: peopleBeside,
	returns: returns.record(),
	repeat: 'safe',
	status: 'beta',
	source: 'Cintoo API 2, line 909',
});

/** What a new project takes beside its cover and its place in the world. */
const beginning = {
	name: text({ required: true, minLength: 1, maxLength: 255 }),
	// A URN only, unlike in the update (API 2, lines 874 and 963).
	subscriptionId: ref('cintoo.subscription', { required: true, ...asUrn('subscription') }),
	description: text({ multiline: true, maxLength: 1000 }),
	region: ref('cintoo.region', { description: 'Where the data is hosted; the default region of the account if left empty' }),
	location,
};

const create = operation({
	action: 'Create project',
	description: 'Create a project under a subscription',
	call: post(`${account}/projects`),
	needs: permitted('account:projects:create'),
	input: {
		...inAccount,
		...beginning,
		// Two names for one thing: the first stands in the API 2 document, the second in OpenAPI 2.0.0.
		coverUrl: text({ label: 'Cover URL', description: 'Address of a cover picture; better upload a cover afterwards' }),
		cover: text({ label: 'Cover', description: 'The same for newer servers, which know it by this name' }),
		...georeference,
	},
	rules: [{ atMostOne: ['coverUrl', 'cover'] }],
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'created', id: 'id' },
	status: 'beta',
	source: 'Cintoo API 2, line 868',
});

const changeable = {
	name: text({ minLength: 1, maxLength: 255 }),
	description: text({ multiline: true, maxLength: 1000, clear: null }),
	location,
	coverBlobName: text({ label: 'Cover', description: 'Blob name of a picture uploaded before', clear: null }),
	subscriptionId: ref('cintoo.subscription', { description: 'Takes the account owner or an administrator' }),
	ownerId: ref('cintoo.user', { label: 'Owner', description: 'A project manager; takes the account owner or an administrator' }),
	...georeference,
};

const update = operation({
	action: 'Update project',
	description: 'Change some fields of a project; everything else stays, the cover included',
	call: put(path),
	needs: permitted('project:project:update-details', 'account:projects:update'),
	input: { ...inProject, ...changeable, ...counts },
	// PUT replaces the whole project: what it does not name is erased (API 2, line 955).
	merge: {
		read: getOne,
		with: { countScans: false, countTags: false, countWorkzones: false },
		keep: {
			name: 'name',
			description: 'description',
			// Empty ones go along as null: OpenAPI 2.0.0 wants every field named.
			location: (record) => (numberAt(record, 'location.lat') === undefined ? null : at(record, 'location')),
			coverBlobName: (record) => coverBlobName(record) ?? null,
			subscriptionId: 'subscriptionId',
			ownerId: 'ownerId',
			spatialReference: 'spatialReference',
			coordinatesTransformation: 'coordinatesTransformation',
		},
	},
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', id: 'id' },
	status: 'beta',
	source: 'Cintoo API 2, line 955',
});

/**
 * Blob name of the present cover. OpenAPI 2.0.0 has it in the record; the API 2 document has only `coverUrl`, a link to
 * the blob that ends in its name. A link of another form is sent as it is: the service refuses it rather than losing the picture.
 */
function coverBlobName(record: JsonObject): string | undefined {
	const given = textAt(record, 'coverBlobName') ?? textAt(record, 'coverUrl');
	const tail = /\/blobs\/([^?#]+)/.exec(given ?? '')?.[1];
	return tail === undefined ? given : tail.split('/').map(decodeURIComponent).join('/');
}

const updatePartly = operation({
	action: 'Update fields of project',
	description: 'Change only the fields given, in one call that older servers may not know',
	call: patch(path),
	needs: permitted('project:project:update-details'),
	input: { ...inProject, ...changeable, ...counts },
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', id: 'id' },
	status: 'reference',
	source: 'Cintoo OpenAPI 2.0.0, patchProject',
});

const remove = operation({
	action: 'Delete project',
	description: 'Delete a project; a deleted one can be restored until it is deleted for good',
	call: del(path),
	needs: permitted('project:project:delete'),
	input: { ...inAccount, projectRef: ref('cintoo.anyProject', { required: true, label: 'Project' }), permanent: boolean({ label: 'For Good', description: 'Whether to erase a project that is deleted already; this cannot be undone' }) },
	returns: returns.nothing,
	repeat: 'safe',
	// A second try meets what the first has done, of which the answer may be lost.
	receipt: { done: 'deleted', gone: ['project-not-found', 'project-deleted'] },
	destructive: true,
	status: 'beta',
	source: 'Cintoo API 2, line 939',
});

const restore = operation({
	action: 'Restore project',
	description: 'Bring a deleted project back',
	// No body at all: the only fields go into the query.
	call: put(`${path}/restore`, { body: 'bare' }),
	needs: permitted('project:project:delete'),
	input: { ...inAccount, projectRef: ref('cintoo.deletedProject', { required: true, label: 'Project' }), ...counts },
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', id: 'id' },
	status: 'beta',
	source: 'Cintoo API 2, line 1046',
});

const upsertProject = operation({
	action: 'Create or update project',
	description: 'Find a project by its name, a text in its description or its URN; create it if there is none, else change only what differs',
	label: 'Create or Update',
	needs: permitted('account:projects:create'),
	input: {
		...inAccount,
		matchOn: choice({ name: 'Name', description: 'Text in Description', urn: 'URN' }, { required: true, default: 'name', description: whatMatches }),
		matchText: text({ required: true, when: { matchOn: ['description'] }, description: phraseWords }),
		projectRef: ref('cintoo.project', { required: true, label: 'Project', when: { matchOn: ['urn'] } }),
		...beginning,
		description: changeable.description,
		...georeference,
		ifDeleted: choice({ leave: 'Leave It Alone', restore: 'Restore It', recreate: 'Create a New One' }, { default: 'leave', description: 'What to do when the matching project is deleted' }),
	},
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', id: 'id' },
	status: 'beta',
	source: 'Cintoo API 2, lines 841, 868, 955 and 1046',
	steps: {
		calls: [getMany, create, update, restore],
		async run(context, { matchOn, matchText, projectRef, ifDeleted, ...values }) {
			const match = matchOn === 'name' ? byText('name', values.name) : matchOn === 'description' ? byPhrase(matchText, (record) => textAt(record, 'description')) : byUrn(idIn(projectRef));
			const restored = async (record: JsonObject): Promise<JsonObject> => {
				const back = await context.call(restore, { accountRef: values.accountRef, projectRef: textAt(record, 'id') ?? '' });
				return isObject(back) ? back : record;
			};
			return await upsert(context, asFound, match, values, { choice: ifDeleted ?? 'leave', restore: restored });
		},
	},
});

/** How a project is found, made and changed. */
const asFound: Kind = {
	plural: 'projects',
	within: ['accountRef'],
	list: getMany,
	listWith: { includeDeleted: true, countScans: false, countTags: false, countWorkzones: false },
	create,
	update: { operation: update, ref: 'projectRef' },
	named,
};

const details = permitted('project:project:update-details');

const signCover = operation({
	action: 'Sign cover upload',
	description: 'Get the address to which the cover of a project is sent',
	call: post(`${path}/cover`),
	needs: details,
	input: { ...inProject, ...coverRow },
	returns: returns.record(),
	repeat: 'safe',
	hidden: true,
	status: 'beta',
	source: 'Cintoo API 2, line 999',
});

const registerCover = operation({
	action: 'Register cover',
	description: 'Make a picture that was sent the cover of a project',
	call: put(`${path}/cover`),
	needs: details,
	input: { ...inProject, ...coverRow },
	returns: returns.record(),
	repeat: 'safe',
	hidden: true,
	status: 'beta',
	source: 'Cintoo API 2, line 1028',
});

const uploadCover = operation({
	action: 'Upload cover of project',
	description: 'Replace the cover of a project by a picture (PNG or JPEG, at most 10 MiB)',
	needs: details,
	input: { ...inProject, file: file({ required: true, label: 'Picture' }) },
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', id: 'id' },
	status: 'beta',
	source: 'Cintoo API 2, lines 999 and 1028',
	steps: {
		calls: [signCover, registerCover],
		async run(context, { file: picture, ...where }) {
			const measured = await context.measure(picture);
			const extension = coverExtension(context, picture, measured.size);
			const row = { ...where, name: picture.name, extension, size: measured.size, md5: measured.md5Hex };
			const url = textAt(await context.call(signCover, row), 'file.url');
			if (url === undefined) throw context.refusal('Cintoo gave no address for the cover.', 'Try again later.');
			const renew = async (): Promise<string> => textAt(await context.call(signCover, row), 'file.url') ?? url;
			await context.put(url, picture, { size: measured.size, headers: uploadHeaders(measured), renew });
			const registered = await context.call(registerCover, row);
			return [{ json: { receipt: { done: 'updated' }, id: textAt(registered, 'id') ?? null, name: picture.name, extension, size: measured.size, md5: measured.md5Hex } }];
		},
	},
});

export const project: Resource = {
	id: 'cintoo.project',
	label: 'Project',
	plural: 'Projects',
	area: 'project',
	operations: { get: getOne, getMany, create, update, upsert: upsertProject, updatePartly, delete: remove, restore, uploadCover, signCover, registerCover },
	lookup: {
		list: getMany,
		with: { countScans: false, countTags: false, countWorkzones: false },
		within: ['accountRef'],
		value: 'id',
		idPattern,
		label: (record) => textAt(record, 'name') ?? '?',
		detail: (record) => textAt(record, 'description') || undefined,
		names: (record) => [textAt(record, 'name')],
		standing: (record) => (isDeleted(record) ? 'deleted' : 'active'),
	},
	changes: {
		list: getMany,
		with: { includeDeleted: true, countScans: false, countTags: false, countWorkzones: false },
		within: ['accountRef'],
		id: 'id',
		created: 'modificationInfo.createdAt',
		updated: 'modificationInfo.updatedAt',
		author: 'modificationInfo.updatedBy',
		creator: 'modificationInfo.createdBy',
		self: asUser,
		deleted: 'modificationInfo.isDeleted',
		// A deletion is no update: whenever the project changed last, this is the news (API 2, line 835).
		deletion: { time: 'modificationInfo.deletedAt', author: 'modificationInfo.deletedBy' },
		watch: {
			renamed: { label: 'Renamed', description: 'The name of a project changed', read: (record) => textAt(record, 'name') ?? null },
		},
		filters: {},
		filterPaths: {},
	},
};
