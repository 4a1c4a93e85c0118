import type { Handler, SandboxRequest } from '../service';
import { meets, parseConditions, type FieldValue } from './conditions';
import { attachmentRecord, attachmentsOf } from './file-links';
import { typeOf } from './categories';
import { FieldRefusal, given, givenJson, givenList, isRecord, ofProject, onIssues, page, textMember, type FieldContext, type OnProject } from './request';
import { readStamp, stamp } from './stamp';
import type { FieldComment, FieldDefinition, FieldIssue, FieldProject, FieldUriReference } from './state';

/** Issues in both families of paths. Writing answers 200 even where it fails: each issue tells for itself (line 1482). */
export function issueHandlers(context: FieldContext): Record<string, Handler> {
	const { state, world } = context;

	return {
		'field.issue.getMany': (request) => {
			const { project } = onIssues(context, request);
			const areas = givenList(request, 'area_ids');
			const rows = inAreas(ofProject(state.issues, project), areas);
			return { status: 200, json: page(rows, request, 25).map((issue) => fullRecord(request, project, issue)) };
		},
		'field.issue.get': (request) => {
			const { project } = onIssues(context, request);
			return { status: 200, json: named(project, givenList(request, 'ids')).map((issue) => fullRecord(request, project, issue)) };
		},
		'field.issue.search': (request) => {
			const found = onIssues(context, request);
			const { project } = found;
			const rows = searched(request, found);
			if (/^(1|true|yes)$/i.test(given(request, 'count') ?? '')) return { status: 200, json: { count: rows.length } };
			const shown = new Set(['f--identifier', 'f--status', 'f--description', 'f--issue_type_id', ...conditionsOf(request).map((one) => one.field)]);
			const fields = project.fields.filter((field) => shown.has(field.id));
			return {
				status: 200,
				json: page(rows, request).map((issue) => ({
					id: issue.id,
					closed_at: issue.closedAt === undefined ? null : stamp(issue.closedAt),
					fields: fields.map((field) => ({ value: issue.values.get(field.id) ?? null, name: field.name, display_type: 'text', id: field.id })),
				})),
			};
		},
		'field.issue.create': (request) => {
			const found = onIssues(context, request);
			return { status: 200, json: issuesGiven(request).map((one) => create(found, one)) };
		},
		'field.issue.update': (request) => {
			const found = onIssues(context, request);
			return { status: 200, json: issuesGiven(request).map((one) => update(found, one)) };
		},
		'field.issue.addComment': (request) => {
			const { project, user } = onIssues(context, request);
			const [issue] = named(project, [given(request, 'id') ?? '']);
			const comment: FieldComment = { id: world.uuid(), text: given(request, 'comment') ?? '', createdBy: given(request, 'author') ?? user.email, createdAt: world.now() };
			issue?.comments.push(comment);
			if (issue !== undefined) issue.updatedAt = comment.createdAt;
			return { status: 200, json: commentRecord(comment) };
		},
		'field.issue.delete': (request) => {
			const { project } = onIssues(context, request);
			for (const issue of named(project, givenList(request, 'ids'))) state.issues.delete(issue.id);
			return { status: 200, json: {} };
		},
		'field.issue.getVoidedIds': (request) => {
			const { project } = onIssues(context, request);
			return { status: 200, json: ofProject(state.issues, project).filter((issue) => issue.values.get('f--status') === 'Void').map((issue) => issue.id) };
		},
		'field.issue.getManyByFilter': (request) => {
			const found = onIssues(context, request);
			const filterId = given(request, 'issue_filter_id');
			const all = inAreas(ofProject(state.issues, found.project), givenList(request, 'area_ids'));
			const rows = filterId === undefined ? all : filtered(found, filterId, all);
			// Any value asks for the count, "false" too (line 229).
			if (given(request, 'count_only') !== undefined) return { status: 200, json: { count: rows.length } };
			return { status: 200, json: page(rows, request).map((issue) => flatRecord(request, issue)) };
		},
		'field.issue.getManyForObjects': (request) => {
			const { project } = onIssues(context, request);
			const ids = givenList(request, 'object_ids');
			if (ids.length === 0) throw new FieldRefusal(400, 'The list of object IDs is empty');
			const rows = ofProject(state.issues, project).filter((issue) => issue.source?.type === given(request, 'object_type') && ids.includes(issue.source?.id ?? ''));
			return { status: 200, json: rows.map((issue) => ({ ...flatRecord(request, issue), signatures: [] })) };
		},
		'field.issueStatusChange.getMany': (request) => {
			const { project } = onIssues(context, request);
			const from = readStamp(given(request, 'start_dt') ?? '');
			const to = readStamp(given(request, 'end_dt') ?? '');
			const statuses = givenList(request, 'status');
			const rows = ofProject(state.issues, project).flatMap((issue) =>
				issue.history.map((entry, index) => ({ issue, entry, previous: issue.history[index - 1], next: issue.history[index + 1] })),
			);
			return {
				status: 200,
				json: rows
					.filter(({ entry }) => (from === undefined || entry.from >= from) && (to === undefined || entry.from <= to))
					.filter(({ entry }) => statuses.length === 0 || statuses.includes(entry.status))
					.map(({ issue, entry, previous, next }) => ({
						id: issue.id,
						status: entry.status,
						previous_status: previous?.status ?? null,
						user: entry.user,
						start_dt: stamp(entry.from),
						end_dt: next === undefined ? null : stamp(next.from),
					})),
			};
		},
		'field.issueStatusChange.getManyForIssue': (request) => {
			const { project } = onIssues(context, request);
			const [issue] = named(project, [request.path['issue_id'] ?? '']);
			const history = issue?.history ?? [];
			return {
				status: 200,
				json: history.map((entry, index) => {
					const next = history[index + 1];
					return { id: issue?.id, status: entry.status, user: entry.user, start_dt: stamp(entry.from), end_dt: next === undefined ? null : stamp(next.from) };
				}),
			};
		},
	};

	/** All of the named issues, or 404 if one is missing (line 1421). */
	function named(project: FieldProject, ids: readonly string[]): readonly FieldIssue[] {
		return ids.map((id) => {
			const issue = state.issues.get(id);
			if (issue === undefined || issue.projectId !== project.id) throw new FieldRefusal(404, 'One or more issues not found');
			return issue;
		});
	}

	function searched(request: SandboxRequest, found: OnProject): readonly FieldIssue[] {
		const conditions = conditionsOf(request);
		const unknown = conditions.find((one) => !found.project.fields.some((field) => field.id === one.field));
		if (unknown !== undefined) throw new FieldRefusal(500, `${unknown.field} is not a field of this project`);
		const filterId = given(request, 'filter_id');
		const sourceId = given(request, 'source_id');
		const all = ofProject(state.issues, found.project);
		const rows = filterId === undefined ? all : filtered(found, filterId, all);
		return rows
			.filter((issue) => sourceId === undefined || (issue.source?.id === sourceId && issue.source.type === given(request, 'source_type')))
			.filter((issue) => conditions.every((condition) => meets(issue.values.get(condition.field) ?? null, condition)));
	}

	function filtered({ project, user }: OnProject, filterId: string, rows: readonly FieldIssue[]): readonly FieldIssue[] {
		const filter = project.issueFilters.find((one) => one.id === filterId);
		if (filter === undefined) throw new FieldRefusal(404, 'The issue filter does not exist');
		if (filter.ownerId !== undefined && filter.ownerId !== user.id) throw new FieldRefusal(401, 'Not authorized');
		const { statuses } = filter;
		return statuses === undefined ? rows : rows.filter((issue) => statuses.includes(String(issue.values.get('f--status'))));
	}

	function create(found: OnProject, sent: unknown): object {
		const { project, user } = found;
		const temporaryId = isRecord(sent) ? (textMember(sent, 'temporary_id') ?? null) : null;
		const { values, general, errors } = readFields(found, sent);
		const typeId = values.get('f--issue_type_id');
		for (const field of project.fields) {
			if (!field.required || field.id === 'f--identifier' || (field.block === 'type' && field.issueTypeId !== typeId)) continue;
			const value = values.get(field.id);
			if ((value === undefined || value === null || value === '') && !errors.some(([id]) => id === field.id)) errors.push([field.id, `${field.name} can't be blank`]);
		}
		if (general.length > 0 || errors.length > 0) return { success: false, general_errors: general, errors, id: null, temporary_id: temporaryId };
		project.lastIssue += 1;
		if (!values.has('f--identifier')) values.set('f--identifier', identifierOf(project));
		if (!values.has('f--status')) values.set('f--status', 'Open');
		const now = world.now();
		const issue: FieldIssue = {
			id: world.uuid(),
			projectId: project.id,
			createdBy: user.email,
			createdAt: now,
			updatedAt: now,
			closedAt: values.get('f--status') === 'Closed' ? now : undefined,
			values,
			comments: [],
			uriReferences: [],
			history: [{ status: String(values.get('f--status')), user: user.email, from: now }],
		};
		changeReferences(issue.uriReferences, sent);
		state.issues.set(issue.id, issue);
		return { success: true, general_errors: [], errors: [], id: issue.id, temporary_id: temporaryId };
	}

	function update(found: OnProject, sent: unknown): object {
		const id = isRecord(sent) ? (textMember(sent, 'id') ?? null) : null;
		const temporaryId = isRecord(sent) ? (textMember(sent, 'temporary_id') ?? null) : null;
		const issue = state.issues.get(id ?? '');
		const { values, general, errors } = readFields(found, sent);
		if (issue === undefined || issue.projectId !== found.project.id) general.push('Issue not found');
		for (const field of found.project.fields) {
			if (field.required && values.has(field.id) && (values.get(field.id) ?? '') === '') errors.push([field.id, `${field.name} can't be blank`]);
		}
		if (issue === undefined || general.length > 0 || errors.length > 0) return { success: false, general_errors: general, errors, id, temporary_id: temporaryId };
		const now = world.now();
		const before = issue.values.get('f--status');
		for (const [field, value] of values) issue.values.set(field, value);
		const status = issue.values.get('f--status');
		if (status !== before) {
			issue.history.push({ status: String(status), user: found.user.email, from: now });
			issue.closedAt = status === 'Closed' ? now : undefined;
		}
		changeReferences(issue.uriReferences, sent);
		issue.updatedAt = now;
		return { success: true, general_errors: [], errors: [], id: issue.id, temporary_id: temporaryId };
	}

	function changeReferences(references: FieldUriReference[], sent: unknown): void {
		const rows: readonly unknown[] = isRecord(sent) && Array.isArray(sent['uri_references']) ? sent['uri_references'] : [];
		for (const row of rows) {
			if (!isRecord(row)) continue;
			const at = references.findIndex((one) => one.id === row['id']);
			const known = references[at];
			if (known !== undefined && textMember(row, 'delete') === '1') {
				references.splice(at, 1);
				continue;
			}
			const next = {
				name: textMember(row, 'name') ?? known?.name ?? '',
				path: textMember(row, 'path') ?? known?.path ?? '',
				caption: textMember(row, 'caption') ?? known?.caption ?? null,
				tags: textMember(row, 'tags') ?? known?.tags ?? null,
			};
			if (known === undefined) references.push({ id: world.uuid(), ...next });
			else Object.assign(known, next);
		}
	}

	interface ReadFields {
		readonly values: Map<string, FieldValue>;
		readonly general: string[];
		readonly errors: [string, string][];
	}

	function readFields(found: OnProject, sent: unknown): ReadFields {
		const read: ReadFields = { values: new Map(), general: [], errors: [] };
		if (!isRecord(sent)) {
			read.general.push('An issue must be a hash');
			return read;
		}
		const fields: readonly unknown[] = Array.isArray(sent['fields']) ? sent['fields'] : [];
		if (fields.length === 0 && sent['uri_references'] === undefined) read.general.push('No fields were given');
		for (const field of fields) {
			const id = isRecord(field) ? textMember(field, 'id') : undefined;
			const definition = found.project.fields.find((one) => one.id === id);
			if (!isRecord(field) || id === undefined) read.general.push('A field has no id');
			else if (definition === undefined) read.errors.push([id, `${id} is not a field of this project`]);
			else {
				const value = field['value'];
				const objection = objectionTo(found.project, definition, value);
				if (objection !== undefined) read.errors.push([id, objection]);
				else read.values.set(id, typeof value === 'string' || typeof value === 'number' ? value : null);
			}
		}
		return read;
	}

	function objectionTo(project: FieldProject, field: FieldDefinition, value: unknown): string | undefined {
		if (value === null || value === undefined || value === '') return undefined;
		if (typeof value !== 'string' && typeof value !== 'number') return `${field.name} must be text or a number`;
		const text = String(value);
		switch (field.refersTo) {
			case 'issue_type_id':
				return project.issueTypes.some((type) => type.id === text) ? undefined : 'Issue type does not exist';
			case 'company_id':
				return state.companies.get(text)?.projectIds.has(project.id) === true ? undefined : 'Responsible company does not exist';
			case 'location_id':
				return project.areas.some((area) => area.id === text && !area.deleted) ? undefined : 'Area does not exist';
			case 'root_cause_id':
				return project.entries.some((entry) => entry.id === text && typeOf(project, entry) === 'RootCause') ? undefined : 'Root cause does not exist';
			case undefined:
				break;
		}
		if (field.possibleValues.length > 0 && !field.possibleValues.includes(text)) return `${field.name} is not included in the list`;
		if (field.type === 'numeric' && !Number.isFinite(Number(text))) return `${field.name} is not a number`;
		if (field.type === 'date' && readStamp(text) === undefined) return `${field.name} is not a date`;
		return undefined;
	}

	function fullRecord(request: SandboxRequest, project: FieldProject, issue: FieldIssue): object {
		const typeId = issue.values.get('f--issue_type_id');
		const fields = project.fields.filter((field) => field.block !== 'type' || field.issueTypeId === typeId);
		return {
			id: issue.id,
			created_by: issue.createdBy,
			fields: fields.map((field) => ({ id: field.id, name: field.name, display_type: field.refersTo ?? field.type, value: issue.values.get(field.id) ?? null })),
			comments: issue.comments.map(commentRecord),
			attachments: [
				...attachmentsOf(context, issue.id).map((attachment) => attachmentRecord(context, request, attachment)),
				...issue.uriReferences.map((reference) => ({ type: 'UriReference', ...reference })),
			],
		};
	}

	function flatRecord(request: SandboxRequest, issue: FieldIssue): object {
		const value = (id: string): FieldValue => issue.values.get(id) ?? null;
		return {
			issue_id: issue.id,
			identifier: value('f--identifier'),
			description: value('f--description'),
			status: value('f--status'),
			priority: value('f--priority'),
			area_id: value('f--area_id'),
			company_id: value('f--responsible_company_id'),
			source_id: issue.source?.id ?? null,
			source_type: issue.source?.type ?? null,
			created_by: issue.createdBy,
			created_at: stamp(issue.createdAt),
			updated_at: stamp(issue.updatedAt),
			comments: issue.comments.map(commentRecord),
			attachments: attachmentsOf(context, issue.id).map((attachment) => attachmentRecord(context, request, attachment)),
			document_references: [],
			uri_references: issue.uriReferences,
			custom_field_values: [...issue.values]
				.filter(([id]) => id.startsWith('cf--'))
				.map(([id, custom]) => ({ custom_field_definition_id: id.slice('cf--'.length), container_id: issue.id, container_type: 'Issue', value: custom })),
		};
	}
}

/** `HT-0041`: the initials of the project and the number of the issue. */
function identifierOf(project: FieldProject): string {
	const initials = project.name.replace(/ \(.*/, '').split(' ').map((word) => word.charAt(0));
	return `${initials.join('')}-${String(project.lastIssue).padStart(4, '0')}`;
}

function conditionsOf(request: SandboxRequest): ReturnType<typeof parseConditions> {
	const text = given(request, 'conditions');
	if (text === undefined || text === '') return [];
	try {
		return parseConditions(text);
	} catch (error) {
		throw new FieldRefusal(500, error instanceof Error ? error.message : 'conditions could not be read');
	}
}

function issuesGiven(request: SandboxRequest): readonly unknown[] {
	const sent = givenJson(request, 'issues');
	if (!Array.isArray(sent)) throw new FieldRefusal(500, 'issues is not an array');
	return sent;
}

function inAreas(rows: readonly FieldIssue[], areas: readonly string[]): readonly FieldIssue[] {
	if (areas.length === 0) return rows;
	return rows.filter((issue) => areas.includes(String(issue.values.get('f--area_id') ?? 'No Area')));
}

/** A comment as issues and equipment show it. */
export function commentRecord(comment: FieldComment): object {
	return { id: comment.id, comment_text: comment.text, created_by: comment.createdBy, created_at: stamp(comment.createdAt) };
}
