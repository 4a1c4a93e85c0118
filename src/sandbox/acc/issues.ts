import type { Handler, SandboxReply, SandboxRequest, SandboxWorld } from '../service';
import { memberOfProject, personOf, projectOf, userOf } from './access';
import { allows, commaList, cut, memberOf, minusSort, objectOf, pick, rowsOf, sorted, textOf, textsOf, windowOf, within, type Json } from '../reading';
import { issuesError, Refusal } from './refusal';
import { BUCKET } from './sample';
import type { AccProject, AccState, Attachment, AttributeDefinition, AttributeValue, Issue, IssueComment, Member } from './state';

const STATUSES = ['draft', 'open', 'pending', 'in_progress', 'completed', 'in_review', 'not_approved', 'in_dispute', 'closed'] as const;

/** What those who may not manage issues can set. */
const PLAIN_STATUSES: readonly string[] = ['draft', 'open', 'pending', 'in_progress', 'completed', 'in_review'];

const ATTRIBUTES: readonly string[] = [
	'title', 'description', 'issueSubtypeId', 'status', 'assignedTo', 'assignedToType', 'dueDate', 'startDate', 'locationId', 'locationDetails',
	'rootCauseId', 'published', 'watchers', 'customAttributes', 'gpsCoordinates',
];

const MOST_ATTACHMENTS = 100;

interface Visit {
	readonly project: AccProject;
	/** Autodesk ID of the person who calls. */
	readonly me: string;
	readonly member: Member;
}

export function issuesHandlers(world: SandboxWorld, state: AccState): Readonly<Record<string, Handler>> {
	return {
		'acc.issueUserProfile.get': userProfile,
		'acc.issueType.getMany': issueTypes,
		'acc.issueAttributeDefinition.getMany': definitions,
		'acc.issueAttributeMapping.getMany': mappings,
		'acc.issueRootCauseCategory.getMany': rootCauses,
		'acc.issue.getMany': getMany,
		'acc.issue.get': get,
		'acc.issue.create': create,
		'acc.issue.update': update,
		'acc.issueComment.getMany': comments,
		'acc.issueComment.create': createComment,
		'acc.issueAttachment.getMany': attachments,
		'acc.issueAttachment.create': createAttachments,
		'acc.issueAttachment.delete': deleteAttachment,
	};

	function visit(request: SandboxRequest): Visit {
		const me = personOf(request, issuesError);
		const project = projectOf(request, state, { prefix: 'bare', accOnly: true, shape: issuesError });
		const member = memberOfProject(state, project.id, me);
		if (member === undefined) throw new Refusal(issuesError(403, 'The user has no access to issues of this project.'));
		return { project, me, member };
	}

	// Settings -----------------------------------------------------------------------------------------------

	function userProfile(request: SandboxRequest): SandboxReply {
		const { me, member } = visit(request);
		const permitted = permittedStatuses(member);
		const actions = permittedActions(member);
		return {
			status: 200,
			json: {
				id: me,
				isProjectAdmin: member.isAdmin,
				canManageTemplates: '',
				issues: {
					new: {
						permittedActions: actions,
						permittedAttributes: ATTRIBUTES,
						permittedStatuses: permitted,
						permitted_actions: actions,
						permitted_attributes: ATTRIBUTES,
						permitted_statuses: permitted,
					},
					filter: { permittedStatuses: STATUSES },
				},
				permissionLevels: member.level === 'manage' ? ['create', 'read', 'write'] : member.level === 'full' ? ['create', 'read'] : ['create'],
			},
		};
	}

	function issueTypes(request: SandboxRequest): SandboxReply {
		const { project } = visit(request);
		const active = request.query.get('filter[isActive]');
		const found = state.issueTypes.filter((type) =>
			type.projectId === project.id && (active === null || String(type.isActive) === active) && within(type.updatedAt, request.query.get('filter[updatedAt]')));
		const withSubtypes = request.query.get('include') === 'subtypes';
		return paged(request, found.map((type, index) => ({
			id: type.id,
			containerId: project.id,
			title: type.title,
			isActive: type.isActive,
			orderIndex: index,
			permittedActions: ['edit'],
			permittedAttributes: ['title'],
			subtypes: withSubtypes
				? type.subtypes.map((subtype, place) => ({ ...subtype, issueTypeId: type.id, orderIndex: place, isReadOnly: false, permittedActions: ['edit'], permittedAttributes: ['title'], ...stamps(type.updatedAt) }))
				: null,
			statusSet: 'gg',
			...stamps(type.updatedAt),
		})), 100);
	}

	function definitions(request: SandboxRequest): SandboxReply {
		const { project } = visit(request);
		const kinds = commaList(request.query, 'filter[dataType]');
		const found = state.attributes.filter((one) =>
			one.projectId === project.id && allows(kinds, one.dataType) && within(one.createdAt, request.query.get('filter[createdAt]')) && within(one.updatedAt, request.query.get('filter[updatedAt]')));
		return paged(request, found.map((one) => ({
			id: one.id,
			containerId: project.id,
			title: one.title,
			description: one.description,
			dataType: one.dataType,
			metadata: one.dataType === 'list' ? { list: { options: one.options } } : {},
			permittedActions: ['edit'],
			permittedAttributes: ['title'],
			...stamps(one.updatedAt, one.createdAt),
		})), 200);
	}

	/** Only what was mapped by hand: what a type or subtype inherits is never returned (line 8268). */
	function mappings(request: SandboxRequest): SandboxReply {
		const { project } = visit(request);
		const attributes = commaList(request.query, 'filter[attributeDefinitionId]');
		const mapped = commaList(request.query, 'filter[mappedItemId]');
		const found = state.mappings.filter((one) =>
			one.projectId === project.id && allows(attributes, one.attributeDefinitionId) && allows(mapped, one.mappedItemId) &&
			within(one.createdAt, request.query.get('filter[createdAt]')) && within(one.updatedAt, request.query.get('filter[updatedAt]')));
		return paged(request, found.map((one) => ({
			id: one.id,
			attributeDefinitionId: one.attributeDefinitionId,
			containerId: project.id,
			mappedItemType: one.mappedItemType,
			mappedItemId: one.mappedItemId,
			order: one.order,
			permittedActions: ['edit'],
			permittedAttributes: ['order'],
			...stamps(one.updatedAt, one.createdAt),
		})), 200);
	}

	function rootCauses(request: SandboxRequest): SandboxReply {
		const { project } = visit(request);
		const withCauses = request.query.get('include') === 'rootcauses';
		const found = state.rootCauses.filter((one) => one.projectId === project.id && within(one.updatedAt, request.query.get('filter[updatedAt]')));
		return paged(request, found.map((one) => ({
			id: one.id,
			title: one.title,
			isActive: true,
			permittedActions: ['edit'],
			permittedAttributes: ['title'],
			rootCauses: withCauses ? one.rootCauses.map((cause) => ({ ...cause, rootCauseCategoryId: one.id, isActive: true, ...stamps(one.updatedAt) })) : null,
			...stamps(one.updatedAt),
		})), 100);
	}

	// Issues -------------------------------------------------------------------------------------------------

	function getMany(request: SandboxRequest): SandboxReply {
		const place = visit(request);
		const keys = minusSort(request.query.get('sortBy'));
		const passes = passing(request.query);
		const found = sorted(
			state.issues.filter((issue) => issue.projectId === place.project.id && isVisible(issue, place) && passes(issue)),
			keys.length === 0 ? [{ name: 'displayId', descending: false }] : keys,
			sortValue,
		);
		const fields = commaList(request.query, 'fields');
		return paged(request, found, 100, (issue) => pick(issueBody(issue, place), fields, ['id', 'title', 'status', 'issueTypeId']));
	}

	function get(request: SandboxRequest): SandboxReply {
		const place = visit(request);
		return { status: 200, json: issueBody(issueOf(request, place), place) };
	}

	/** Whether an issue is one of those that the filters ask for. */
	function passing(query: URLSearchParams): (issue: Issue) => boolean {
		const oneOf = (name: string, read: (issue: Issue) => string | null): readonly ((issue: Issue) => boolean)[] => {
			const wanted = commaList(query, `filter[${name}]`);
			return wanted === undefined ? [] : [(issue) => allows(wanted, read(issue))];
		};
		const during = (name: string, read: (issue: Issue) => string | null): readonly ((issue: Issue) => boolean)[] => {
			const range = query.get(`filter[${name}]`);
			return range === null ? [] : [(issue) => within(read(issue), range)];
		};
		const deleted = query.get('filter[deleted]') === 'true';
		const search = query.get('filter[search]')?.toLowerCase();
		const below = commaList(query, 'filter[subLocationId]');
		const custom = customFilters(query);
		const conditions = [
			...oneOf('id', ({ id }) => id),
			...oneOf('issueTypeId', ({ issueTypeId }) => issueTypeId),
			...oneOf('issueSubtypeId', ({ issueSubtypeId }) => issueSubtypeId),
			...oneOf('status', ({ status }) => status),
			...oneOf('displayId', ({ displayId }) => String(displayId)),
			...oneOf('createdBy', ({ createdBy }) => createdBy),
			...oneOf('updatedBy', ({ updatedBy }) => updatedBy),
			...oneOf('closedBy', ({ closedBy }) => closedBy),
			...oneOf('assignedTo', ({ assignedTo }) => assignedTo),
			...oneOf('assignedToType', ({ assignedToType }) => assignedToType),
			...oneOf('rootCauseId', ({ rootCauseId }) => rootCauseId),
			...oneOf('locationId', ({ locationId }) => locationId),
			// No sample issue is a pushpin of a file.
			...(commaList(query, 'filter[linkedDocumentUrn]') === undefined ? [] : [() => false]),
			...during('dueDate', ({ dueDate }) => dueDate),
			...during('startDate', ({ startDate }) => startDate),
			...during('createdAt', ({ createdAt }) => createdAt),
			...during('updatedAt', ({ updatedAt }) => updatedAt),
			...during('closedAt', ({ closedAt }) => closedAt),
		];
		return (issue) =>
			issue.deleted === deleted
			&& conditions.every((holds) => holds(issue))
			&& liesBelow(issue.locationId, below)
			&& (search === undefined || issue.title.toLowerCase().includes(search) || String(issue.displayId) === search)
			&& custom.every(([id, wanted]) => wanted.includes(String(valueOf(issue, id) ?? '')));
	}

	function liesBelow(locationId: string | null, roots: readonly string[] | undefined): boolean {
		if (roots === undefined) return true;
		for (let id = locationId; id !== null; id = state.locations.find((node) => node.id === id)?.parentId ?? null) {
			if (roots.includes(id)) return true;
		}
		return false;
	}

	function create(request: SandboxRequest): SandboxReply {
		const place = visit(request);
		const body = objectOf(request.json);
		const now = world.now().toISOString();
		const subtype = subtypeOf(place.project.id, textOf(body['issueSubtypeId']) ?? '');
		const issue: Issue = {
			id: world.uuid(),
			projectId: place.project.id,
			displayId: 1 + Math.max(0, ...state.issues.filter((one) => one.projectId === place.project.id).map((one) => one.displayId)),
			title: '',
			description: null,
			issueTypeId: subtype.typeId,
			issueSubtypeId: subtype.id,
			status: 'draft',
			assignedTo: null,
			assignedToType: null,
			dueDate: null,
			startDate: null,
			locationId: null,
			locationDetails: null,
			rootCauseId: null,
			published: false,
			deleted: false,
			deletedAt: null,
			deletedBy: null,
			watchers: [],
			customAttributes: [],
			gpsCoordinates: null,
			closedAt: null,
			closedBy: null,
			createdBy: place.me,
			createdAt: now,
			updatedBy: place.me,
			updatedAt: now,
		};
		const made = changed(issue, body, place, now);
		state.issues.push(made);
		return { status: 201, json: issueBody(made, place) };
	}

	function update(request: SandboxRequest): SandboxReply {
		const place = visit(request);
		const issue = issueOf(request, place);
		if (place.member.level !== 'manage' && issue.createdBy !== place.me && issue.assignedTo !== place.me) {
			throw new Refusal(issuesError(403, 'The user may not edit this issue.'));
		}
		Object.assign(issue, changed(issue, objectOf(request.json), place, world.now().toISOString()));
		return { status: 200, json: issueBody(issue, place) };
	}

	/** The issue with the members of the body in it; refuses before anything is written. */
	function changed(issue: Issue, body: Json, place: Visit, now: string): Issue {
		const next: Issue = { ...issue, updatedAt: now, updatedBy: place.me };
		const has = (name: string): boolean => Object.hasOwn(body, name);
		const text = (name: string): string | null => textOf(body[name]) ?? null;
		if (has('title')) next.title = text('title') ?? '';
		for (const [name, most] of Object.entries(longest)) {
			if ((text(name) ?? '').length > most) throw new Refusal(issuesError(400, `The ${name} must have ${most} characters at most.`, name));
		}
		if (next.title.trim() === '') throw new Refusal(issuesError(400, 'The title must not be empty.', 'title'));
		for (const name of ['description', 'locationDetails', 'dueDate', 'startDate'] as const) if (has(name)) next[name] = text(name);
		if (has('issueSubtypeId')) {
			const subtype = subtypeOf(issue.projectId, text('issueSubtypeId') ?? '');
			next.issueSubtypeId = subtype.id;
			next.issueTypeId = subtype.typeId;
		}
		if (has('status')) setStatus(next, text('status') ?? '', place, now);
		if (has('assignedTo') || has('assignedToType')) setAssignee(next, text('assignedTo'), text('assignedToType'), place);
		if (has('locationId')) {
			next.locationId = text('locationId');
			if (next.locationId !== null && !state.locations.some((node) => node.projectId === issue.projectId && node.id === next.locationId)) {
				throw new Refusal(issuesError(400, 'The location does not exist in this project.', 'locationId'));
			}
		}
		if (has('rootCauseId')) {
			next.rootCauseId = text('rootCauseId');
			const causes = state.rootCauses.filter((category) => category.projectId === issue.projectId).flatMap((category) => category.rootCauses);
			if (next.rootCauseId !== null && !causes.some((cause) => cause.id === next.rootCauseId)) {
				throw new Refusal(issuesError(400, 'The root cause does not exist in this project.', 'rootCauseId'));
			}
		}
		if (has('published')) next.published = body['published'] === true;
		if (has('watchers')) {
			next.watchers = textsOf(body['watchers']);
			const stranger = next.watchers.find((id) => memberOfProject(state, issue.projectId, id) === undefined);
			if (stranger !== undefined) throw new Refusal(issuesError(400, 'A watcher is not a member of the project.', 'watchers'));
		}
		if (has('gpsCoordinates')) {
			const { latitude, longitude } = objectOf(body['gpsCoordinates']);
			next.gpsCoordinates = typeof latitude === 'number' && typeof longitude === 'number' ? { latitude, longitude } : null;
		}
		if (has('customAttributes')) next.customAttributes = mergedValues(next, rowsOf(body['customAttributes']));
		return next;
	}

	function subtypeOf(projectId: string, id: string): { readonly id: string; readonly typeId: string } {
		for (const type of state.issueTypes) {
			const subtype = type.projectId === projectId ? type.subtypes.find((one) => one.id === id) : undefined;
			if (subtype === undefined) continue;
			if (!subtype.isActive) throw new Refusal(issuesError(400, `The issue subtype "${subtype.title}" is not active.`, 'issueSubtypeId'));
			return { id: subtype.id, typeId: type.id };
		}
		throw new Refusal(issuesError(400, 'The issue subtype does not exist in this project.', 'issueSubtypeId'));
	}

	function setStatus(issue: Issue, status: string, place: Visit, now: string): void {
		if (!permittedStatuses(place.member).includes(status)) {
			throw new Refusal(issuesError(400, `The status "${status}" is not permitted for this user. Permitted: ${permittedStatuses(place.member).join(', ')}.`, 'status'));
		}
		if (status === 'closed' && issue.status !== 'closed') {
			issue.closedAt = now;
			issue.closedBy = place.me;
		}
		if (status !== 'closed') {
			issue.closedAt = null;
			issue.closedBy = null;
		}
		issue.status = status;
	}

	function setAssignee(issue: Issue, assignee: string | null, type: string | null, place: Visit): void {
		if ((assignee === null) !== (type === null)) throw new Refusal(issuesError(400, 'assignedTo and assignedToType must be given together.', 'assignedTo'));
		issue.assignedTo = assignee;
		issue.assignedToType = type;
		if (assignee === null) return;
		if (!isAssignable(assignee, type, issue.projectId)) throw new Refusal(issuesError(400, 'The assignee does not exist in this project.', 'assignedTo'));
		if (place.member.level === 'create' && type === 'user' && userOf(state, assignee)?.companyId !== userOf(state, place.me)?.companyId) {
			throw new Refusal(issuesError(403, 'The user may assign issues inside the own company only.', 'assignedTo'));
		}
	}

	function isAssignable(id: string, type: string | null, projectId: string): boolean {
		if (type === 'company') return state.companies.some((company) => company.memberGroupId === id);
		if (type === 'role') return state.roles.some((role) => role.memberGroupId === id);
		return memberOfProject(state, projectId, id) !== undefined;
	}

	/** Values of the body over those the issue has: an attribute that is not named keeps its value. */
	function mergedValues(issue: Issue, rows: readonly unknown[]): readonly AttributeValue[] {
		const values = new Map(issue.customAttributes.map((one) => [one.attributeDefinitionId, one.value]));
		for (const row of rows) {
			const id = textOf(memberOf(row, 'attributeDefinitionId')) ?? '';
			values.set(id, checkedValue(issue, id, memberOf(row, 'value')));
		}
		return [...values].filter(([, value]) => value !== null).map(([attributeDefinitionId, value]) => ({ attributeDefinitionId, value }));
	}

	function checkedValue(issue: Issue, id: string, value: unknown): string | number | null {
		const definition = state.attributes.find((one) => one.id === id && one.projectId === issue.projectId);
		const applies = state.mappings.some((one) => one.attributeDefinitionId === id && [issue.projectId, issue.issueTypeId, issue.issueSubtypeId].includes(one.mappedItemId));
		if (definition === undefined || !applies) throw new Refusal(issuesError(400, 'The custom attribute is not available for this issue subtype.', 'customAttributes'));
		if (value === null) return null;
		if (isValid(definition, value)) return value;
		throw new Refusal(issuesError(400, `The value of the custom attribute "${definition.title}" is invalid for the type ${definition.dataType}.`, 'customAttributes'));
	}

	// What one sees ------------------------------------------------------------------------------------------

	/** An unpublished issue shows itself to its author, its assignee and its watchers only. */
	function isVisible(issue: Issue, place: Visit): boolean {
		return issue.published || issue.createdBy === place.me || issue.assignedTo === place.me || issue.watchers.includes(place.me);
	}

	function issueOf(request: SandboxRequest, place: Visit): Issue {
		const id = request.path['issueId'] ?? '';
		if (!/^[0-9a-f-]{36}$/i.test(id)) throw new Refusal(issuesError(400, 'The issue id must be a UUID.', 'issueId'));
		const issue = state.issues.find((one) => one.id === id && one.projectId === place.project.id);
		if (issue === undefined || !isVisible(issue, place)) throw new Refusal(issuesError(404, 'The issue does not exist.'));
		return issue;
	}

	function issueBody(issue: Issue, place: Visit): Json {
		const { projectId, ...rest } = issue;
		return {
			...rest,
			containerId: projectId,
			snapshotUrn: null,
			linkedDocuments: [],
			links: [],
			ownerId: null,
			officialResponse: null,
			issueTemplateId: null,
			permittedStatuses: permittedStatuses(place.member),
			permittedAttributes: ATTRIBUTES,
			permittedActions: permittedActions(place.member),
			commentCount: state.comments.filter((one) => one.issueId === issue.id).length,
			attachmentCount: attachmentsOf(issue).length,
			openedBy: issue.createdBy,
			openedAt: issue.createdAt,
			customAttributes: issue.customAttributes.map((one) => {
				const definition = state.attributes.find((other) => other.id === one.attributeDefinitionId);
				return { ...one, type: definition?.dataType, title: definition?.title };
			}),
			snapshotHasMarkups: false,
		};
	}

	// Comments and attachments -------------------------------------------------------------------------------

	function comments(request: SandboxRequest): SandboxReply {
		const issue = issueOf(request, visit(request));
		const keys = minusSort(request.query.get('sortBy'));
		const found = sorted(
			state.comments.filter((one) => one.issueId === issue.id),
			keys.length === 0 ? [{ name: 'createdAt', descending: false }] : keys,
			(one, name) => (name === 'createdBy' ? one.createdBy : one.createdAt),
		);
		return paged(request, found.map(commentBody), 100);
	}

	function createComment(request: SandboxRequest): SandboxReply {
		const place = visit(request);
		const issue = issueOf(request, place);
		if (issue.deleted) throw new Refusal(issuesError(409, 'The issue is deleted.'));
		const body = textOf(memberOf(request.json, 'body')) ?? '';
		if (body.trim() === '') throw new Refusal(issuesError(400, 'The comment must not be empty.', 'body'));
		const comment: IssueComment = { id: world.uuid(), issueId: issue.id, body, createdBy: place.me, createdAt: world.now().toISOString() };
		state.comments.push(comment);
		issue.updatedAt = comment.createdAt;
		issue.updatedBy = place.me;
		return { status: 201, json: commentBody(comment) };
	}

	function attachmentsOf(issue: Issue): readonly Attachment[] {
		return state.attachments.filter((one) => one.issueId === issue.id && one.deletedOn === null);
	}

	function attachments(request: SandboxRequest): SandboxReply {
		const issue = issueOf(request, visit(request));
		// Deleted ones come along, marked as such.
		return { status: 200, json: { attachments: state.attachments.filter((one) => one.issueId === issue.id).map(attachmentBody) } };
	}

	function createAttachments(request: SandboxRequest): SandboxReply {
		const place = visit(request);
		const issue = issueOf({ ...request, path: { ...request.path, issueId: textOf(memberOf(request.json, 'domainEntityId')) ?? '' } }, place);
		const made = rowsOf(memberOf(request.json, 'attachments')).map((row) => attachmentFrom(row, issue, place.me));
		if (attachmentsOf(issue).length + made.length > MOST_ATTACHMENTS) throw new Refusal(issuesError(422, `An issue has at most ${MOST_ATTACHMENTS} attachments.`));
		state.attachments.push(...made);
		return { status: 200, json: { attachments: made.map(attachmentBody) } };
	}

	function attachmentFrom(row: unknown, issue: Issue, me: string): Attachment {
		const text = (name: string): string => textOf(memberOf(row, name)) ?? '';
		const attachmentId = text('attachmentId');
		if (state.attachments.some((one) => one.attachmentId === attachmentId)) throw new Refusal(issuesError(409, 'An attachment with this id exists already.', 'attachmentId'));
		if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(attachmentId)) throw new Refusal(issuesError(400, 'The attachment id must be a UUID.', 'attachmentId'));
		const fileName = text('fileName');
		const storageUrn = text('storageUrn');
		const objectKey = storageUrn.slice(`urn:adsk.objects:os.object:${BUCKET}/`.length);
		if (fileName !== objectKey) throw new Refusal(issuesError(400, 'The file name must be that of the object in storage.', 'fileName'));
		const object = state.objects.get(objectKey);
		if (object?.size === undefined || object.projectId !== issue.projectId) throw new Refusal(issuesError(400, 'Nothing was uploaded under this storage URN.', 'storageUrn'));
		return {
			attachmentId,
			projectId: issue.projectId,
			issueId: issue.id,
			displayName: text('displayName'),
			fileName,
			attachmentType: text('attachmentType'),
			storageUrn,
			fileSize: object.size,
			createdBy: me,
			createdOn: world.now().toISOString(),
			deletedBy: null,
			deletedOn: null,
		};
	}

	function deleteAttachment(request: SandboxRequest): SandboxReply {
		const place = visit(request);
		const found = attachmentsOf(issueOf(request, place)).find((one) => one.attachmentId === request.path['attachmentId']);
		if (found === undefined) throw new Refusal(issuesError(404, 'The attachment does not exist.'));
		found.deletedBy = place.me;
		found.deletedOn = world.now().toISOString();
		return { status: 204 };
	}
}

/** Characters of texts, enforced since May 2025 (changelog of Issues v1). */
const longest: Readonly<Record<string, number>> = { title: 100, description: 1000, locationDetails: 250 };

function permittedStatuses(member: Member): readonly string[] {
	return member.level === 'manage' ? STATUSES : PLAIN_STATUSES;
}

function permittedActions(member: Member): readonly string[] {
	const plain = ['add_comment', 'add_attachment', 'remove_attachment', 'clear_assignee'];
	return member.level === 'create' ? [...plain, 'assign_same_company'] : [...plain, 'assign_all', ...(member.level === 'manage' ? ['delete'] : [])];
}

function stamps(updatedAt: string, createdAt = updatedAt): Json {
	return { createdBy: null, createdAt, updatedBy: null, updatedAt, deletedBy: null, deletedAt: null };
}

/** Every list of the family: the rows asked for and the total, without a next address (line 8737). */
/** @param bodyOf makes the record of a row, of those on the page alone */
function paged<T>(request: SandboxRequest, rows: readonly T[], most: number, bodyOf: (row: T) => unknown = (row) => row): SandboxReply {
	const window = windowOf(request.query, most, most);
	return { status: 200, json: { pagination: { ...window, totalResults: rows.length }, results: cut(rows, window).map(bodyOf) } };
}

/** `filter[customAttributes][<id>]=a,b` as pairs of id and values. */
function customFilters(query: URLSearchParams): readonly (readonly [id: string, values: readonly string[]])[] {
	return [...new Set(query.keys())].flatMap((name) => {
		const id = /^filter\[customAttributes\]\[([^\]]+)\]$/.exec(name)?.[1];
		return id === undefined ? [] : [[id, commaList(query, name) ?? []] as const];
	});
}

function valueOf(issue: Issue, attributeDefinitionId: string): string | number | null | undefined {
	return issue.customAttributes.find((one) => one.attributeDefinitionId === attributeDefinitionId)?.value;
}

/** The names of a sort differ from those of the record in three places (line 8699). */
function sortValue(issue: Issue, name: string): unknown {
	const custom = /^customAttributes\[([^\]]+)\]$/.exec(name)?.[1];
	if (custom !== undefined) return valueOf(issue, custom);
	const renamed: Readonly<Record<string, string>> = { issueSubType: 'issueSubtypeId', issueType: 'issueTypeId', rootCause: 'rootCauseId' };
	return memberOf(issue, renamed[name] ?? name);
}

function isValid(definition: AttributeDefinition, value: unknown): value is string | number {
	switch (definition.dataType) {
		case 'list':
			return definition.options.some((option) => option.id === value);
		case 'numeric':
			return (typeof value === 'number' && Number.isFinite(value)) || (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)));
		case 'text':
			return typeof value === 'string' && value.length <= 255;
		case 'paragraph':
			return typeof value === 'string';
	}
}

function commentBody(comment: IssueComment): Json {
	return {
		id: comment.id,
		body: comment.body,
		createdAt: comment.createdAt,
		createdBy: comment.createdBy,
		// Moments that never came are empty text here, not null (line 9230).
		updatedAt: '',
		deletedAt: '',
		clientCreatedAt: '',
		clientUpdatedAt: '',
		permittedActions: [],
		permittedAttributes: [],
	};
}

function attachmentBody(one: Attachment): Json {
	const { projectId: _project, issueId, ...rest } = one;
	return {
		...rest,
		domainEntityId: issueId,
		fileType: one.fileName.slice(one.fileName.lastIndexOf('.') + 1),
		lineageUrn: null,
		version: 1,
		versionUrn: null,
		tipVersionUrn: null,
		bubbleUrn: null,
		modifiedBy: one.createdBy,
		modifiedOn: one.createdOn,
		isDeleted: one.deletedOn !== null,
	};
}
