import type { Handler, SandboxReply, SandboxRequest, SandboxWorld } from '../service';
import { actorOf, memberOfProject, personOf, projectOf, userOf } from './access';
import { allows, memberOf, repeatList, rowsOf, sorted, textOf, within, wordSort, type Json } from '../reading';
import { nextLink } from './next-link';
import { problem, Refusal } from './refusal';
import type { AccProject, AccState, ApprovalStatus, Candidates, Review, ReviewParty, ReviewWorkflow, WorkflowStep } from './state';

const pageSize = 50;
const nobody: Candidates = { roles: [], users: [], companies: [] };

/** Reviews of files and the workflows they follow: of ACC projects only, whose ids come with `b.` or without. */
export function reviewsHandlers(world: SandboxWorld, state: AccState): Readonly<Record<string, Handler>> {
	return {
		'acc.reviewWorkflow.getMany': workflows,
		'acc.reviewWorkflow.get': (request) => ({ status: 200, json: workflowBody(workflowOf(visit(request), request.path['workflowId'])) }),
		'acc.review.getMany': reviews,
		'acc.review.create': create,
		'acc.review.get': (request) => ({ status: 200, json: reviewBody(reviewOf(request)) }),
		'acc.reviewWorkflow.getForReview': ownWorkflow,
		'acc.reviewProgress.getMany': progress,
		'acc.reviewVersion.getMany': versions,
		'acc.versionApprovalStatus.getMany': approvals,
	};

	function visit(request: SandboxRequest): AccProject {
		return projectOf(request, state, { prefix: 'either', accOnly: true, shape: problem });
	}

	/** Whether whoever calls administers the project; an application on its own sees everything. */
	function administers(request: SandboxRequest, projectId: string): boolean {
		const actor = actorOf(request.caller);
		return actor === undefined || memberOfProject(state, projectId, actor)?.isAdmin === true;
	}

	function workflowOf({ id }: AccProject, wanted: string | undefined): ReviewWorkflow {
		const found = state.workflows.find((one) => one.projectId === id && one.id === wanted);
		if (found === undefined) throw new Refusal(problem(404, 'The workflow does not exist.'));
		return found;
	}

	function reviewOf(request: SandboxRequest): Review {
		const { id } = visit(request);
		const found = state.reviews.find((one) => one.projectId === id && one.id === request.path['reviewId'] && (one.status !== 'FAILED' || administers(request, id)));
		if (found === undefined) throw new Refusal(problem(404, 'The review does not exist.'));
		return found;
	}

	function workflows(request: SandboxRequest): SandboxReply {
		const { id } = visit(request);
		const { query } = request;
		const status = query.get('filter[status]');
		const mine = query.get('filter[initiator]');
		if (status !== null && mine !== null) throw new Refusal(problem(400, 'filter[initiator] and filter[status] exclude each other.'));
		// Who does not administer the project starts reviews only by the workflows of ACC's first kind here.
		const startable = (one: ReviewWorkflow): boolean => mine !== 'true' || administers(request, id) || one.steps.length === 1;
		const found = state.workflows.filter((one) => one.projectId === id && one.status === (status ?? 'ACTIVE') && startable(one));
		return paged(request, sorted(found, wordSort(query.get('sort')), memberOf).map(workflowBody));
	}

	function reviews(request: SandboxRequest): SandboxReply {
		const { id } = visit(request);
		const { query } = request;
		const archived = query.get('filter[archived]') === 'true';
		const name = query.get('filter[name]')?.toLowerCase();
		const number = query.get('filter[sequenceId]');
		const found = state.reviews.filter((one) =>
			one.projectId === id
			&& (one.archivedAt !== null) === archived
			&& (one.status !== 'FAILED' || administers(request, id))
			&& is(one.workflowId, 'filter[workflowId]')
			&& is(one.status, 'filter[status]')
			&& during(one.currentStepDueDate, 'filter[currentStepDueDate]')
			&& during(one.createdAt, 'filter[createdAt]')
			&& during(one.updatedAt, 'filter[updatedAt]')
			&& during(one.finishedAt, 'filter[finishedAt]')
			&& (!archived || (is(one.archivedBy, 'filter[archivedBy]') && during(one.archivedAt, 'filter[archivedAt]')))
			&& (name === undefined || one.name.toLowerCase().includes(name))
			&& (number === null || String(one.sequenceId).includes(number))
			&& next(one, 'filter[nextActionByRole]', 'roles')
			&& next(one, 'filter[nextActionByCompany]', 'companies')
			&& waitsFor(one, query.get('filter[nextActionByUser]')));
		return paged(request, sorted(found, wordSort(query.get('sort')), memberOf).map(reviewBody));

		function is(value: string | null, filter: string): boolean {
			const wanted = query.get(filter);
			return wanted === null || wanted === value;
		}

		/** The document shows ranges with both ends and no others (lines 10245-10275): half-open ones are refused. */
		function during(value: string | null, filter: string): boolean {
			const range = query.get(filter);
			if (range !== null && !/^[^.]\S*\.\.[^.]\S*$/.test(range.replace(/\.\d{3}Z/g, 'Z'))) throw new Refusal(problem(400, `${filter} must be a range startDate..endDate.`));
			return within(value, range);
		}

		function next(one: Review, filter: string, kind: keyof Candidates): boolean {
			const wanted = query.get(filter);
			return wanted === null || candidatesOf(one)[kind].some(({ autodeskId }) => autodeskId === wanted);
		}
	}

	/** By an active workflow, of versions of the project; whose turn it is may be named anew for each step. */
	function create(request: SandboxRequest): SandboxReply {
		const me = personOf(request, problem);
		const project = visit(request);
		const workflow = workflowOf(project, textOf(memberOf(request.json, 'workflowId')));
		const options = memberOf(request.json, 'workflowOptions');
		const urns = rowsOf(memberOf(request.json, 'fileVersions')).map((row) => textOf(memberOf(row, 'urn')) ?? '');
		const here = new Set(state.items.filter(({ projectId }) => projectId === project.id).map(({ id }) => id));
		if (workflow.status !== 'ACTIVE') throw new Refusal(problem(400, 'The workflow is not active.'));
		if (urns.length === 0 || !urns.every((urn) => state.versions.some(({ id, itemId }) => id === urn && here.has(itemId)))) throw new Refusal(problem(400, 'A file version does not exist.'));
		const steps = rowsOf(memberOf(options, 'steps')).map((row) => ({ id: textOf(memberOf(row, 'id')) ?? '', candidates: named(memberOf(row, 'candidates')) }));
		for (const { id, candidates } of steps) {
			const step = workflow.steps.find((one) => one.id === id);
			if (step === undefined || [candidates.users, candidates.roles, candidates.companies].every((some) => some.length === 0)) throw new Refusal(problem(400, 'A step does not exist, or nobody is named for it.'));
			if (!workflow.refills.includes(step.type)) throw new Refusal(problem(400, 'The workflow does not let the initiator change who acts in this step.'));
		}
		const copyTo = textOf(memberOf(memberOf(options, 'copyFilesOptions'), 'folderUrn')) ?? workflow.copyTo;
		if (copyTo !== workflow.copyTo && !workflow.copiesElsewhere) throw new Refusal(problem(400, 'The workflow does not let the initiator choose the folder.'));
		const now = world.now();
		const [first] = workflow.steps;
		const made: Review = {
			id: world.uuid(),
			projectId: project.id,
			sequenceId: 1 + Math.max(0, ...state.reviews.filter(({ projectId }) => projectId === project.id).map(({ sequenceId }) => sequenceId)),
			name: textOf(memberOf(request.json, 'name')) ?? '',
			status: 'OPEN',
			workflowId: workflow.id,
			currentStepId: first?.id ?? null,
			currentStepDueDate: new Date(now.getTime() + (first?.duration ?? 1) * 86_400_000).toISOString(),
			createdBy: me,
			createdAt: now.toISOString(),
			updatedAt: now.toISOString(),
			finishedAt: null,
			archivedBy: null,
			archivedAt: null,
			progress: [],
			files: urns.map((versionId) => ({ versionId, approvalStatusId: null, copiedVersionId: null })),
			started: { notes: textOf(memberOf(request.json, 'notes')) ?? '', copyTo, steps },
		};
		state.reviews.push(made);
		return { status: 201, json: { ...reviewBody(made), approvedBy: {}, approvedAt: null } };
	}

	/** Whom a request names; companies and roles by their member groups. */
	function named(candidates: unknown): Candidates {
		const ids = (kind: string): readonly string[] => rowsOf(memberOf(candidates, kind)).map((one) => textOf(memberOf(one, 'autodeskId')) ?? '');
		const known = (parties: readonly (ReviewParty | null)[]): readonly ReviewParty[] => parties.map((one) => {
			if (one === null) throw new Refusal(problem(400, 'There is no such user, role or company.'));
			return one;
		});
		const inGroups = (groups: readonly { readonly memberGroupId: string; readonly name: string }[], wanted: readonly string[]): readonly ReviewParty[] =>
			known(wanted.map((id) => groups.find(({ memberGroupId }) => memberGroupId === id) ?? null).map((group) => group && { autodeskId: group.memberGroupId, name: group.name }));
		return { users: known(ids('users').map(partyOf)), roles: inGroups(state.roles, ids('roles')), companies: inGroups(state.companies, ids('companies')) };
	}

	/** Through the person, or through their role or company (line 10276). */
	function waitsFor(one: Review, wanted: string | null): boolean {
		if (wanted === null) return true;
		const { users, roles, companies } = candidatesOf(one);
		const company = state.companies.find(({ id }) => id === userOf(state, wanted)?.companyId);
		const held = memberOfProject(state, one.projectId, wanted)?.roleIds ?? [];
		return users.some(({ autodeskId }) => autodeskId === wanted)
			|| companies.some(({ autodeskId }) => autodeskId === company?.memberGroupId)
			|| roles.some(({ autodeskId }) => state.roles.some((role) => role.memberGroupId === autodeskId && held.includes(role.id)));
	}

	/** As it was when the review began: without status and dates. */
	function ownWorkflow(request: SandboxRequest): SandboxReply {
		const { workflowId } = reviewOf(request);
		const { status: _status, createdAt: _created, updatedAt: _updated, ...kept } = workflowBody(workflowOf(visit(request), workflowId));
		return { status: 200, json: kept };
	}

	function progress(request: SandboxRequest): SandboxReply {
		const review = reviewOf(request);
		return paged(request, [...review.progress].reverse().map((one) => {
			const step = stepOf(review, one.stepId);
			return {
				stepId: one.stepId,
				stepName: step?.name ?? '',
				claimedBy: partyOf(one.by),
				actionBy: one.endTime === null ? null : partyOf(one.by),
				candidates: step?.candidates ?? nobody,
				endTime: one.endTime,
				notes: one.notes,
				status: one.status,
			};
		}));
	}

	function versions(request: SandboxRequest): SandboxReply {
		const review = reviewOf(request);
		const labels = repeatList(request.query, 'filter[approveStatus]');
		const rows = review.files.map((file) => {
			const version = state.versions.find(({ id }) => id === file.versionId);
			return {
				urn: file.versionId,
				itemUrn: version?.itemId ?? '',
				approveStatus: statusOf(review, file.approvalStatusId),
				reviewContent: { name: version?.name ?? '', customAttributes: [{ id: 1001, type: 'string', name: 'Reference Document Number', value: `X-${review.sequenceId}` }] },
				copiedFileVersionUrn: file.copiedVersionId,
				name: version?.name ?? '',
			};
		});
		return paged(request, rows.filter(({ approveStatus }) => allows(labels, approveStatus?.label ?? null)));
	}

	/** Those in review first, then the finished ones, the newest of each first. */
	function approvals(request: SandboxRequest): SandboxReply {
		const { id } = visit(request);
		const wanted = request.path['versionId'];
		if (!state.versions.some((one) => one.id === wanted)) throw new Refusal(problem(404, 'The version does not exist.'));
		const found = state.reviews
			.filter((one) => one.projectId === id && one.status !== 'FAILED')
			.sort((left, right) => Number(right.status === 'OPEN') - Number(left.status === 'OPEN') || right.sequenceId - left.sequenceId)
			.flatMap((review) => review.files.filter(({ versionId }) => versionId === wanted).map((file) => ({
				approvalStatus: statusOf(review, file.approvalStatusId) ?? { label: 'In Review', value: 'IN_REVIEW' },
				review: { id: review.id, sequenceId: review.sequenceId, status: review.status },
			})));
		return paged(request, found);
	}

	function stepOf(review: Review, id: string | null): WorkflowStep | undefined {
		return state.workflows.find((one) => one.id === review.workflowId)?.steps.find((step) => step.id === id);
	}

	function candidatesOf(review: Review): Candidates {
		const anew = review.started?.steps.find(({ id }) => id === review.currentStepId);
		return anew?.candidates ?? stepOf(review, review.currentStepId)?.candidates ?? nobody;
	}

	function statusOf(review: Review, id: string | null): { readonly id: string; readonly label: string; readonly value: string } | null {
		const found = state.workflows.find((one) => one.id === review.workflowId)?.approvalStatuses.find((one) => one.id === id);
		return found === undefined ? null : { id: found.id, label: found.label, value: found.value };
	}

	function partyOf(id: string | null): ReviewParty | null {
		const user = id === null ? undefined : userOf(state, id);
		return user === undefined ? null : { autodeskId: user.autodeskId, name: `${user.firstName} ${user.lastName}` };
	}

	function reviewBody(one: Review): Json {
		const claimed = one.progress.at(-1);
		return {
			id: one.id,
			sequenceId: one.sequenceId,
			name: one.name,
			status: one.status,
			currentStepId: one.currentStepId,
			currentStepDueDate: one.currentStepDueDate,
			createdBy: partyOf(one.createdBy),
			createdAt: one.createdAt,
			updatedAt: one.updatedAt,
			finishedAt: one.finishedAt,
			archived: one.archivedAt !== null,
			archivedBy: partyOf(one.archivedBy),
			archivedAt: one.archivedAt,
			workflowId: one.workflowId,
			nextActionBy: { claimedBy: claimed?.status === 'CLAIMED' && one.status === 'OPEN' ? [partyOf(claimed.by)] : [], candidates: candidatesOf(one) },
		};
	}

	function paged(request: SandboxRequest, rows: readonly Json[]): SandboxReply {
		return nextLink(world, request, rows, pageSize, pageSize);
	}
}

function workflowBody(one: ReviewWorkflow): Json {
	return {
		name: one.name,
		description: one.description,
		notes: one.notes,
		additionalOptions: {
			allowInitiatorToEdit: one.refills.includes('REVIEWER'),
			initiatorEditPermissions: one.refills.map((type) => (type === 'REVIEWER' ? 'REVIEWER_ASSIGNMENTS_AND_DURATION' : 'APPROVERS')),
			approverEditPermissions: [],
		},
		id: one.id,
		status: one.status,
		approvalStatusOptions: one.approvalStatuses.map(({ label, value, id, builtIn }: ApprovalStatus) => ({ label, value, id, builtIn })),
		steps: one.steps.map((step) => ({
			name: step.name,
			type: step.type,
			duration: step.duration,
			dueDateType: 'CALENDAR_DAY',
			groupReview: { enabled: false },
			id: step.id,
			candidates: step.candidates,
		})),
		copyFilesOptions: { enabled: one.copyTo !== null, allowOverride: one.copiesElsewhere, condition: 'ANY', folderUrn: one.copyTo, includeMarkups: false, disableOverrideMarkupSetting: false },
		attachedAttributes: [{ id: 1001, required: false }],
		updateAttributesOptions: { enableAttachedAttributes: false, updateSourceAndCopiedFiles: false },
		createdAt: one.createdAt,
		updatedAt: one.updatedAt,
	};
}
