import type { Handler, SandboxReply, SandboxRequest, SandboxWorld } from '../service';
import { memberOfProject, personOf, projectOf, userOf } from './access';
import { allows, cut, isObject, memberOf, objectOf, pick, rowsOf, sorted, textOf, textsOf, within, type Json } from '../reading';
import { filesError, Refusal } from './refusal';
import { stableId } from './sample';
import type { AccState, Party, Rfi, RfiComment } from './state';

/** Requests for information: a search whose paging stands in the body, single ones, and the few documented writes. */
export function rfisHandlers(world: SandboxWorld, state: AccState): Readonly<Record<string, Handler>> {
	return {
		'acc.rfi.search': search,
		'acc.rfi.get': (request) => ({ status: 200, json: wholeBody(rfiOf(request)) }),
		'acc.rfiUserProfile.get': userProfile,
		'acc.rfi.create': create,
		'acc.rfi.update': update,
		'acc.rfiComment.create': comment,
	};

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
		const admin = memberOfProject(state, projectId, me)?.isAdmin ?? false;
		return {
			status: 200,
			json: {
				user: { id: me, name: `${user?.firstName ?? ''} ${user?.lastName ?? ''}`, role: admin ? 'project_admin' : 'project_user' },
				permittedActions: { createRfi: { permittedStatuses: { wfUS: ['draft', 'submitted', 'open'].map((status) => ({ status, requiredAttributes: [], permittedAttributes: [] })) } } },
				workflow: { roles: admin ? ['projectGC'] : ['projectSC'], type: 'US' },
				defaultRfiType: stableId(`rfi type ${projectId}`),
				externalUsers: [],
				maintenanceEndDate: '',
			},
		};
	}

	function create(request: SandboxRequest): SandboxReply {
		const { projectId, me } = visit(request);
		const now = world.now().toISOString();
		const number = 1 + state.rfis.filter((rfi) => rfi.projectId === projectId).length;
		const made: Rfi = {
			id: world.uuid(),
			projectId,
			customIdentifier: `RFI-${String(number).padStart(3, '0')}`,
			title: '',
			question: '',
			status: 'draft',
			previousStatus: null,
			assignedTo: [],
			dueDate: null,
			locationDescription: '',
			locations: [],
			officialResponse: null,
			costImpact: 'Unknown',
			scheduleImpact: 'Unknown',
			priority: 'Normal',
			discipline: [],
			category: [],
			reference: '',
			createdBy: me,
			createdAt: now,
			updatedBy: me,
			updatedAt: now,
			closedAt: null,
		};
		write(made, objectOf(request.json));
		state.rfis.push(made);
		return { status: 201, json: wholeBody(made) };
	}

	function update(request: SandboxRequest): SandboxReply {
		const rfi = rfiOf(request);
		write(rfi, objectOf(request.json));
		rfi.updatedAt = world.now().toISOString();
		rfi.updatedBy = visit(request).me;
		return { status: 200, json: wholeBody(rfi) };
	}

	function write(rfi: Rfi, body: Json): void {
		for (const name of ['title', 'question', 'locationDescription', 'costImpact', 'scheduleImpact', 'priority', 'reference'] as const) {
			rfi[name] = textOf(body[name]) ?? rfi[name];
		}
		for (const name of ['locations', 'discipline', 'category'] as const) if (body[name] !== undefined) rfi[name] = textsOf(body[name]);
		rfi.dueDate = textOf(body['dueDate']) ?? rfi.dueDate;
		rfi.officialResponse = textOf(body['officialResponse']) ?? rfi.officialResponse;
		if (body['assignedTo'] !== undefined) rfi.assignedTo = rowsOf(body['assignedTo']).flatMap(partyOf);
		const status = textOf(body['status']) ?? rfi.status;
		if (status === rfi.status) return;
		rfi.previousStatus = rfi.status;
		rfi.status = status;
		rfi.closedAt = status === 'closed' ? world.now().toISOString() : null;
	}

	function comment(request: SandboxRequest): SandboxReply {
		const rfi = rfiOf(request);
		const made: RfiComment = { id: world.uuid(), rfiId: rfi.id, body: textOf(memberOf(request.json, 'body')) ?? '', createdBy: visit(request).me, createdAt: world.now().toISOString() };
		state.rfiComments.push(made);
		return { status: 201, json: made };
	}

	function wholeBody(rfi: Rfi): Json {
		return { ...rfiBody(rfi), responses: [], draftResponses: [], maxAssignees: 10 };
	}

	function rfiBody(rfi: Rfi): Json {
		return {
			...rfi,
			containerId: rfi.projectId,
			virtualFolderUrn: null,
			workflowType: 'US',
			managerId: null,
			constructionManagerId: null,
			architects: [],
			reviewers: [],
			coReviewers: [],
			watchers: [],
			commentsCount: state.rfiComments.filter((one) => one.rfiId === rfi.id).length,
			officialResponseStatus: rfi.officialResponse === null ? 'unanswered' : 'answered',
			suggestedAnswer: null,
			customAttributes: [],
			rfiTypeId: stableId(`rfi type ${rfi.projectId}`),
			// Empty text where the document types a truth value or a number (line 11430).
			bridgedSource: '',
			bridgedTarget: '',
			bridgeSyncOutdated: '',
			syncVersion: '',
			permittedActions: {},
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
		&& allows(list('officialResponseStatus'), rfi.officialResponse === null ? 'unanswered' : 'answered')
		&& allows(list('createdBy'), rfi.createdBy)
		&& allows(list('costImpact'), rfi.costImpact)
		&& allows(list('scheduleImpact'), rfi.scheduleImpact)
		&& allows(list('priority'), rfi.priority)
		&& overlaps('assignedTo', rfi.assignedTo.map((party) => party.id))
		&& overlaps('locations', rfi.locations)
		&& overlaps('discipline', rfi.discipline)
		&& overlaps('category', rfi.category)
		&& (filter['reference'] === undefined || filter['reference'] === rfi.reference)
		&& within(rfi.createdAt, textOf(filter['createdAt']))
		&& within(rfi.updatedAt, textOf(filter['updatedAt']))
		&& within(rfi.closedAt, textOf(filter['closedAt']))
		&& within(rfi.dueDate, textOf(filter['dueDate']));
}
