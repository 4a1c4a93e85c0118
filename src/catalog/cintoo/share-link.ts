import { at, boolean, dateTime, del, file, get, isList, json, operation, post, put, ref, refs, returns, text, textAt, unpaged, type Json, type JsonObject, type Resource } from '../vocabulary';
import { coverExtension } from './cover';
import { permitted } from './needs';
import { peopleBeside, withPeople } from './people';
import { asUrn, inProject, project } from './references';
import { bareId } from './selection';
import { sendAttachments, uploadCalls } from './upload';
import { asUser } from './user';

const shareLinks = `${project}/share-links`;
const shareLinkRef = ref('cintoo.shareLink', { required: true, label: 'Share Link' });
const read = permitted('workzone:share-links:read', 'workzone:own-share-links:read');
const write = permitted('workzone:share-links:write', 'workzone:own-share-links:write');

/** What a visitor of the link sees; the service wants all six said. */
const shown = (preset?: boolean) => ({
	shareWorkzones: boolean({ wire: 'shareOptions.workzones', default: preset, label: 'Share Work Zones', description: 'Whether visitors see other work zones too' }),
	shareNotes: boolean({ wire: 'shareOptions.notes', default: preset, description: 'Whether visitors see notes' }),
	shareIssues: boolean({ wire: 'shareOptions.issues', default: preset, description: 'Whether visitors see issues' }),
	shareMeasurements: boolean({ wire: 'shareOptions.measurements', default: preset, description: 'Whether visitors see measurements' }),
	shareCrops: boolean({ wire: 'shareOptions.crops', default: preset, description: 'Whether visitors see crops' }),
	shareTags: boolean({ wire: 'shareOptions.tags', default: preset, description: 'Whether visitors see tags' }),
});

const settings = {
	password: text({ secret: true, clear: '', description: 'At least 12 characters of three kinds, or 24 of any' }),
	expiresAt: dateTime({ clear: null, label: 'Expires' }),
	// Work zones are taken as URNs only (OpenAPI 2.0.0, createShareLink).
	sharedWorkzonesIds: refs('cintoo.workzone', { clear: null, label: 'Shared Work Zones', description: 'Counts only if work zones are shared', ...asUrn('workzone') }),
	logoBlob: text({ clear: null, label: 'Logo', description: 'Blob name of a picture uploaded before' }),
	// Of its kinds only `legacy` is described, and as internal (OpenAPI 2.0.0, SavedViewData).
	savedView: json({ clear: null, description: 'View that the link opens, as another share link has it' }),
};

const getMany = operation({
	action: 'Get many share links',
	description: 'Retrieve the share links of a project that you may see',
	call: get(shareLinks),
	needs: read,
	input: { ...inProject, ...withPeople },
	page: unpaged(),
	beside: peopleBeside,
	returns: returns.records(),
	repeat: 'safe',
	status: 'beta',
	source: 'Cintoo API 2, list of changes, line 112; OpenAPI 2.0.0, getShareLinks',
});

const getOne = operation({
	action: 'Get share link',
	description: 'Retrieve one share link with its address and what its visitors see',
	call: get(`${shareLinks}/{shareLinkRef}`),
	needs: read,
	input: { ...inProject, shareLinkRef, ...withPeople },
	beside: peopleBeside,
	returns: returns.record(),
	repeat: 'safe',
	status: 'beta',
	source: 'Cintoo API 2, list of changes, line 116; OpenAPI 2.0.0, getShareLink',
});

const create = operation({
	action: 'Create share link',
	description: 'Create a link to a work zone; without a password and for everyone only if you say so',
	call: post(shareLinks),
	needs: write,
	input: {
		...inProject,
		name: text({ required: true, minLength: 1, maxLength: 255 }),
		workzoneId: ref('cintoo.workzone', { required: true, label: 'Work Zone', ...asUrn('workzone') }),
		// Without membership and password, whoever has the link can look: that must be somebody's choice.
		membershipRequired: boolean({ default: true, label: 'Members Only', description: 'Whether only members of the project may use the link' }),
		...shown(false),
		...settings,
	},
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'created', id: 'id' },
	status: 'beta',
	source: 'Cintoo API 2, list of changes, line 114; OpenAPI 2.0.0, createShareLink',
});

const update = operation({
	action: 'Update share link',
	description: 'Change some settings of a share link; everything else stays, the password included',
	call: put(`${shareLinks}/{shareLinkRef}`),
	needs: write,
	input: {
		...inProject,
		shareLinkRef,
		name: text({ minLength: 1, maxLength: 255 }),
		membershipRequired: boolean({ label: 'Members Only', description: 'Whether only members of the project may use the link' }),
		...shown(),
		...settings,
	},
	// PUT erases what it does not name, except the password, which is never read either (OpenAPI 2.0.0, updateShareLink).
	merge: {
		read: getOne,
		keep: {
			name: 'name',
			membershipRequired: 'membershipRequired',
			shareWorkzones: 'shareOptions.workzones',
			shareNotes: 'shareOptions.notes',
			shareIssues: 'shareOptions.issues',
			shareMeasurements: 'shareOptions.measurements',
			shareCrops: 'shareOptions.crops',
			shareTags: 'shareOptions.tags',
			expiresAt: orNull('expiresAt'),
			sharedWorkzonesIds: workzonesOrNull,
			logoBlob: orNull('logoBlob'),
			savedView: orNull('savedView'),
		},
	},
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', id: 'id' },
	status: 'beta',
	source: 'Cintoo API 2, list of changes, line 120; OpenAPI 2.0.0, updateShareLink',
});

/** The service wants these named even when they are empty. */
function orNull(path: string): (record: JsonObject) => Json {
	return (record) => at(record, path) ?? null;
}

/** An empty list would count as left alone; null says the same. */
function workzonesOrNull(record: JsonObject): Json {
	const found = at(record, 'sharedWorkzonesIds');
	return Array.isArray(found) && found.length > 0 ? found : null;
}

const uploadLogo = operation({
	action: 'Upload logo of share link',
	description: 'Show a picture (PNG or JPEG, at most 10 MiB) as the logo of a share link; it goes up as an attachment in the work zone of the link, everything else of the link stays',
	needs: write,
	input: { ...inProject, shareLinkRef, file: file({ required: true, label: 'Picture' }) },
	returns: returns.record(),
	// The picture goes up once more.
	repeat: 'never',
	receipt: { done: 'updated', id: 'id' },
	status: 'reference',
	source: 'Cintoo API 2, lines 120, 1334 and 1369; OpenAPI 2.0.0, updateShareLink',
	steps: {
		calls: [getOne, ...uploadCalls, update],
		async run(context, { shareLinkRef: reference, file: picture, ...where }) {
			coverExtension(context, picture, (await context.measure(picture)).size);
			const workzoneId = textAt(await context.call(getOne, { ...where, shareLinkRef: reference }), 'workzoneId');
			if (workzoneId === undefined) throw context.refusal('Cintoo does not say to which work zone the link leads.', 'Update the link with the blob name of a picture that is there.');
			const [logoBlob] = await sendAttachments(context, { ...where, workzoneRef: workzoneId }, [picture]);
			return await context.run(update, { ...where, shareLinkRef: reference, logoBlob });
		},
	},
});

const remove = operation({
	action: 'Delete share link',
	description: 'Delete a share link; it stops working at once',
	call: del(`${shareLinks}/{shareLinkRef}`),
	needs: write,
	input: { ...inProject, shareLinkRef },
	returns: returns.nothing,
	repeat: 'safe',
	receipt: { done: 'deleted', gone: 'sharelink-not-found' },
	destructive: true,
	status: 'beta',
	source: 'Cintoo API 2, list of changes, line 118; OpenAPI 2.0.0, deleteShareLink',
});

export const shareLink: Resource = {
	id: 'cintoo.shareLink',
	label: 'Share Link',
	plural: 'Share Links',
	area: 'shareLink',
	operations: { get: getOne, getMany, create, update, uploadLogo, delete: remove },
	lookup: {
		list: getMany,
		within: ['accountRef', 'projectRef'],
		value: 'id',
		// Its id is a word like any other: bare it is looked up.
		idPattern: /^urn:cintoo:\S+$/,
		label: (record) => textAt(record, 'name') ?? '?',
		detail: (record) => textAt(record, 'link'),
		names: (record) => [textAt(record, 'name'), textAt(record, 'link'), bareId(textAt(record, 'id') ?? '')],
	},
	changes: {
		list: getMany,
		within: ['accountRef', 'projectRef'],
		id: 'id',
		created: 'createdAt',
		// A share link bears no time of its last change.
		updated: 'createdAt',
		creator: 'createdBy',
		self: asUser,
		deleted: 'absent',
		watch: {
			settingsChanged: { label: 'Settings Changed', description: 'What a visitor sees, the expiry or the protection of a link changed', read: ({ name, expiresAt, passwordProtected, membershipRequired, shareOptions, sharedWorkzonesIds }) => [name, expiresAt, passwordProtected, membershipRequired, shareOptions, ...(isList(sharedWorkzonesIds) ? sharedWorkzonesIds.map(String).sort() : [])].map((value) => value ?? null) },
		},
		filters: { workzoneId: ref('cintoo.workzone', { label: 'Work Zone' }) },
		filterPaths: { workzoneId: 'workzoneId' },
	},
};
