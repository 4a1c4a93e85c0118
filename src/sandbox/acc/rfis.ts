import type { Handler, SandboxReply, SandboxRequest, SandboxWorld } from '../service';
import { memberOfProject, personOf, projectOf, userOf } from './access';
import { allows, cut, isObject, memberOf, objectOf, pick, rowsOf, sorted, textOf, textsOf, windowOf, within, type Json } from '../reading';
import { filesError, Refusal } from './refusal';
import { BUCKET, folderId } from './sample';
import type { AccState, Member, Party, Rfi, RfiAttachment, RfiComment, RfiResponse } from './state';

/** Where an RFI can go from a status, in the workflow with a single reviewer. */
const transitions: Readonly<Record<string, readonly string[]>> = {
	draft: ['submitted', 'open', 'void'],
	submitted: ['open', 'rejected', 'closed', 'void'],
	open: ['answered', 'submitted', 'closed', 'void'],
	answered: ['open', 'closed'],
	rejected: ['open'],
	closed: ['open'],
};

/** Requests for information: a search whose paging stands in the body, single ones, and the few documented writes. */
export function rfisHandlers(world: SandboxWorld, state: AccState): Readonly<Record<string, Handler>> {
	return {
		'acc.rfi.search': search,
		'acc.rfi.get': (request) => ({ status: 200, json: wholeBody(rfiOf(request)) }),
		'acc.rfiUserProfile.get': userProfile,
		'acc.rfi.create': create,
		'acc.rfi.update': update,
		'acc.rfiComment.create': comment,
		'acc.rfiComment.getMany': (request) => {
			const rfi = rfiOf(request);
			return paged(request, state.rfiComments.filter((one) => one.rfiId === rfi.id).map((one) => ({ ...one, updatedAt: one.createdAt, source: 'web' })));
		},
		'acc.rfiResponse.create': respond,
		'acc.rfiAttachment.getMany': attachments,
		'acc.rfiType.getMany': (request) => {
			const { projectId } = visit(request);
			return paged(request, state.rfiTypes.filter((one) => one.projectId === projectId).map(({ projectId: _project, ...rest }) => ({ ...rest, manager: [], projectReviewer: [], projectCoordinator: [], watchers: [], dueDateOffset: 7 })));
		},
		'acc.rfiAttribute.getMany': (request) => {
			const { projectId } = visit(request);
			return paged(request, state.rfiAttributes.filter((one) => one.projectId === projectId).map(({ projectId: _project, ...rest }) => ({ ...rest, description: '' })));
		},
	};

	/** The lists around RFIs: ten at a time unless more are asked for. */
	function paged(request: SandboxRequest, rows: readonly Json[]): SandboxReply {
		const window = windowOf(request.query, 10, 200);
		return { status: 200, json: { results: cut(rows, window), pagination: { ...window, totalResults: rows.length } } };
	}

	function respond(request: SandboxRequest): SandboxReply {
		const rfi = rfiOf(request);
		const { me } = visit(request);
		if (rfi.status !== 'open') throw new Refusal(filesError(400, 'Only an open RFI takes responses.'));
		const made: RfiResponse = { id: world.uuid(), rfiId: rfi.id, state: 'submitted', text: textOf(memberOf(request.json, 'text')) ?? '', status: textOf(memberOf(request.json, 'status')) ?? 'answered', createdBy: me, onBehalf: textOf(memberOf(request.json, 'onBehalf')) ?? null, createdAt: world.now().toISOString() };
		const files = attached(request, rfi);
		state.rfiResponses.push(made);
		rfi.updatedAt = made.createdAt;
		rfi.updatedBy = me;
		return { status: 201, json: { rfi: wholeBody(rfi), response: made, responseAttachments: { attachments: files } } };
	}

	function attachments(request: SandboxRequest): SandboxReply {
		const rfi = rfiOf(request);
		return paged(request, state.rfiAttachments.filter((one) => one.rfiId === rfi.id).map(({ objectKey, ...one }) => ({ ...one, attachmentType: 'rfiResponse', fileName: objectKey, fileType: 'pdf', storageUrn: `urn:adsk.objects:os.object:${BUCKET}/${objectKey}`, domainEntityId: rfi.id, version: 1, isDeleted: false })));
	}

	function memberHere(projectId: string, me: string): Member | undefined {
		return memberOfProject(state, projectId, me);
	}

	/** The statuses that somebody may choose, as the document tells them: by workflow, with what each wants. */
	function permitted(statuses: readonly string[], before?: string): Json {
		const steps = (names: readonly string[]): readonly Json[] => names.map((status) => ({ status, maxAssignees: 1, requiredAttributes: status === 'open' ? [before === 'answered' ? { name: 'returnForReviewerList' } : { name: 'assignedTo', values: [] }] : [], permittedAttributes: [] }));
		return { permittedStatuses: { wfUS: steps(statuses), wfEU: steps(statuses.map((status) => (status === 'open' ? 'openRev1' : status))) } };
	}

	/** Only those who manage RFIs create open ones. */
	function creatable(member: Member | undefined): readonly string[] {
		return member?.level === 'manage' ? ['draft', 'submitted', 'open'] : ['draft', 'submitted'];
	}

	function checkStatus(status: string, possible: readonly string[], rfi: Rfi): void {
		if (!possible.includes(status) && !possible.includes(status.replace(/Rev1$/, ''))) throw new Refusal(filesError(400, `The status ${status} is not permitted.`));
		if (status === 'open' && rfi.assignedTo.length === 0) throw new Refusal(filesError(400, 'The attribute assignedTo is required.'));
	}

	function visit(request: SandboxRequest): { readonly projectId: string; readonly me: string } {
		const me = personOf(request, filesError);
		return { projectId: projectOf(request, state, { prefix: 'bare', accOnly: true, shape: filesError }).id, me };
	}

	function search(request: SandboxRequest): SandboxReply {
		const { projectId } = visit(request);
		const asked = objectOf(request.json);
		const limit = typeof asked['limit'] === 'number' ? asked['limit'] : 10;
		const offset = typeof asked['offset'] === 'number' ? asked['offset'] : 0;
		const text = textOf(asked['search'])?.toLowerCase();
		const keys = rowsOf(asked['sort']).map((row) => ({ name: textOf(memberOf(row, 'field')) ?? '', descending: memberOf(row, 'order') === 'DESC' }));
		const found = sorted(
			state.rfis.filter((rfi) => rfi.projectId === projectId && passes(rfi, objectOf(asked['filter']))
				&& (text === undefined || `${rfi.title} ${rfi.question} ${rfi.officialResponse ?? ''}`.toLowerCase().includes(text))),
			keys.length === 0 ? [{ name: 'customIdentifier', descending: false }] : keys,
			memberOf,
		);
		const fields = asked['fields'] === undefined ? undefined : textsOf(asked['fields']);
		return {
			status: 200,
			json: { results: cut(found.map(rfiBody), { limit, offset }).map((row) => pick(row, fields, ['id'])), pagination: { limit, offset, totalResults: found.length } },
		};
	}

	function rfiOf(request: SandboxRequest): Rfi {
		const { projectId } = visit(request);
		const found = state.rfis.find((rfi) => rfi.projectId === projectId && rfi.id === request.path['rfiId']);
		if (found === undefined) throw new Refusal(filesError(404, 'The RFI does not exist.', 'ERR_RESOURCE_NOT_EXIST'));
		return found;
	}

	function userProfile(request: SandboxRequest): SandboxReply {
		const { projectId, me } = visit(request);
		const user = userOf(state, me);
		const member = memberHere(projectId, me);
		const admin = member?.isAdmin ?? false;
		return {
			status: 200,
			json: {
				user: { id: me, name: `${user?.firstName ?? ''} ${user?.lastName ?? ''}`, role: admin ? 'project_admin' : 'project_user' },
				permittedActions: member === undefined || member.level === 'create' ? {} : { createRfi: permitted(creatable(member)) },
				workflow: { roles: admin ? ['projectGC'] : ['projectSC'], type: 'US' },
				defaultRfiType: defaultType(projectId),
				externalUsers: [],
				maintenanceEndDate: '',
			},
		};
	}

	function defaultType(projectId: string): string {
		return state.rfiTypes.find((one) => one.projectId === projectId && one.isDefault)?.id ?? '';
	}

	function create(request: SandboxRequest): SandboxReply {
		const { projectId, me } = visit(request);
		const now = world.now().toISOString();
		const number = 1 + state.rfis.filter((rfi) => rfi.projectId === projectId).length;
		const made: Rfi = {
			id: world.uuid(),
			projectId,
			customIdentifier: textOf(memberOf(request.json, 'customIdentifier')) ?? `RFI-${String(number).padStart(3, '0')}`,
			title: '',
			question: '',
			status: 'draft',
			previousStatus: null,
			assignedTo: [],
			dueDate: null,
			locationDescription: '',
			locations: [],
			officialResponse: null,
			officialResponseStatus: 'unanswered',
			suggestedAnswer: null,
			costImpact: null,
			scheduleImpact: null,
			priority: null,
			discipline: [],
			category: [],
			reference: '',
			rfiTypeId: defaultType(projectId),
			coReviewers: [],
			watchers: [],
			customAttributes: [],
			createdBy: me,
			createdAt: now,
			updatedBy: me,
			updatedAt: now,
			closedAt: null,
		};
		const member = memberHere(projectId, me);
		if (member === undefined || member.level === 'create') throw new Refusal(filesError(403, 'The user has no role that creates RFIs.'));
		write(made, objectOf(request.json));
		checkStatus(made.status, creatable(member), made);
		made.previousStatus = null;
		state.rfis.push(made);
		return { status: 201, json: wholeBody(made) };
	}

	function update(request: SandboxRequest): SandboxReply {
		const rfi = rfiOf(request);
		const next = { ...rfi };
		write(next, objectOf(request.json));
		if (next.status !== rfi.status) checkStatus(next.status, transitions[rfi.status] ?? [], next);
		if (rfi.status === 'answered' && next.status === 'open' && rowsOf(memberOf(request.json, 'returnForReviewerList')).length === 0) throw new Refusal(filesError(400, 'The attribute returnForReviewerList is required.'));
		const quoted = textsOf(memberOf(request.json, 'aggregatedResponseIds') ?? []);
		if (!quoted.every((id) => state.rfiResponses.some((one) => one.id === id && one.rfiId === rfi.id))) throw new Refusal(filesError(400, 'The RFI has no such response.'));
		attached(request, rfi);
		Object.assign(rfi, next);
		rfi.updatedAt = world.now().toISOString();
		rfi.updatedBy = visit(request).me;
		return { status: 200, json: wholeBody(rfi) };
	}

	/** The files that come with a response, which must have been uploaded before. */
	function attached(request: SandboxRequest, rfi: Rfi): readonly RfiAttachment[] {
		const files = rowsOf(memberOf(request.json, 'attachments')).map((row): RfiAttachment => {
			const objectKey = (textOf(memberOf(row, 'storageUrn')) ?? '').slice(`urn:adsk.objects:os.object:${BUCKET}/`.length);
			const size = state.objects.get(objectKey)?.size;
			if (size === undefined) throw new Refusal(filesError(400, 'Nothing was uploaded under this storage URN.'));
			if ((textOf(memberOf(row, 'fileName')) ?? objectKey) !== objectKey) throw new Refusal(filesError(400, 'The file name must be that of the object in storage.'));
			return { attachmentId: world.uuid(), rfiId: rfi.id, displayName: textOf(memberOf(row, 'displayName')) ?? '', objectKey, fileSize: size, createdBy: visit(request).me, createdOn: world.now().toISOString() };
		});
		state.rfiAttachments.push(...files);
		return files;
	}

	function write(rfi: Rfi, body: Json): void {
		const has = (name: string): boolean => Object.hasOwn(body, name);
		for (const name of ['question', 'locationDescription', 'costImpact', 'scheduleImpact', 'priority', 'dueDate', 'officialResponse', 'suggestedAnswer'] as const) {
			if (has(name)) rfi[name] = textOf(body[name]) ?? null;
		}
		for (const name of ['title', 'reference', 'rfiTypeId', 'officialResponseStatus'] as const) rfi[name] = textOf(body[name]) ?? rfi[name];
		if (!state.rfiTypes.some((one) => one.id === rfi.rfiTypeId)) throw new Refusal(filesError(400, 'The RFI type does not exist in this project.'));
		for (const name of ['locations', 'discipline', 'category'] as const) if (has(name)) rfi[name] = textsOf(body[name]);
		for (const name of ['assignedTo', 'coReviewers', 'watchers'] as const) if (has(name)) rfi[name] = rowsOf(body[name]).flatMap(knownParty);
		// Who is asked again is assigned.
		if (has('returnForReviewerList')) rfi.assignedTo = rowsOf(body['returnForReviewerList']).flatMap(knownParty);
		if (has('customAttributes')) rfi.customAttributes = rowsOf(body['customAttributes']).map(checkedAttribute);
		const status = textOf(body['status']) ?? rfi.status;
		if (status === rfi.status) return;
		rfi.previousStatus = rfi.status;
		rfi.status = status;
		rfi.closedAt = status === 'closed' ? world.now().toISOString() : null;
	}

	/** Companies and roles by their member groups. */
	function knownParty(row: unknown): readonly Party[] {
		const groups: Readonly<Record<string, readonly { readonly memberGroupId: string }[]>> = { company: state.companies, role: state.roles };
		const found = partyOf(row);
		if (!found.every(({ id, type }) => groups[type]?.some(({ memberGroupId }) => memberGroupId === id) ?? true)) throw new Refusal(filesError(400, 'There is no such company or role.'));
		return found;
	}

	function checkedAttribute(row: unknown): Rfi['customAttributes'][number] {
		const attribute = state.rfiAttributes.find((one) => one.id === memberOf(row, 'id'));
		const values = textsOf(memberOf(row, 'values'));
		const options = attribute?.possibleValues.map((one) => one.id) ?? [];
		if (attribute === undefined || (options.length > 0 && !values.every((value) => options.includes(value)))) throw new Refusal(filesError(400, 'The custom attribute has no such value.'));
		return { id: attribute.id, values };
	}

	function comment(request: SandboxRequest): SandboxReply {
		const rfi = rfiOf(request);
		const made: RfiComment = { id: world.uuid(), rfiId: rfi.id, body: textOf(memberOf(request.json, 'body')) ?? '', createdBy: visit(request).me, createdAt: world.now().toISOString() };
		state.rfiComments.push(made);
		return { status: 201, json: made };
	}

	function wholeBody(rfi: Rfi): Json {
		return { ...rfiBody(rfi), responses: state.rfiResponses.filter((one) => one.rfiId === rfi.id), draftResponses: [], maxAssignees: 10 };
	}

	function rfiBody(rfi: Rfi): Json {
		return {
			...rfi,
			containerId: rfi.projectId,
			virtualFolderUrn: folderId(rfi.projectId, 'root'),
			workflowType: 'US',
			managerId: null,
			constructionManagerId: null,
			architects: [],
			reviewers: [],
			commentsCount: state.rfiComments.filter((one) => one.rfiId === rfi.id).length,
			// Empty text where the document types a truth value or a number (line 11430).
			bridgedSource: '',
			bridgedTarget: '',
			bridgeSyncOutdated: '',
			syncVersion: '',
			permittedActions: { updateRfi: permitted(transitions[rfi.status] ?? [], rfi.status), createComment: true, createResponse: rfi.status === 'open' },
		};
	}
}

function partyOf(row: unknown): Party[] {
	if (!isObject(row)) return [];
	const id = textOf(row['id']);
	return id === undefined ? [] : [{ id, type: textOf(row['type']) ?? 'user' }];
}

function passes(rfi: Rfi, filter: Json): boolean {
	const list = (name: string): readonly string[] | undefined => (filter[name] === undefined ? undefined : textsOf(filter[name]));
	const overlaps = (name: string, values: readonly string[]): boolean => list(name)?.some((value) => values.includes(value)) ?? true;
	return allows(list('id'), rfi.id)
		&& allows(list('status'), rfi.status)
		&& allows(list('officialResponseStatus'), rfi.officialResponseStatus)
		&& allows(list('rfiTypeId'), rfi.rfiTypeId)
		&& allows(list('createdBy'), rfi.createdBy)
		&& allows(list('costImpact'), rfi.costImpact)
		&& allows(list('scheduleImpact'), rfi.scheduleImpact)
		&& allows(list('priority'), rfi.priority)
		&& overlaps('assignedTo', rfi.assignedTo.map((party) => party.id))
		&& overlaps('locations', rfi.locations)
		&& overlaps('discipline', rfi.discipline)
		&& overlaps('category', rfi.category)
		&& (filter['reference'] === undefined || filter['reference'] === rfi.reference)
		&& Object.entries(objectOf(filter['customAttributes'])).every(([id, value]) => rfi.customAttributes.some((one) => one.id === id && one.values.includes(textOf(value) ?? '')))
		&& within(rfi.createdAt, textOf(filter['createdAt']))
		&& within(rfi.updatedAt, textOf(filter['updatedAt']))
		&& within(rfi.closedAt, textOf(filter['closedAt']))
		&& within(rfi.dueDate, textOf(filter['dueDate']));
}
