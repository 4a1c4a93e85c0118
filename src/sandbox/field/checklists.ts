import type { Handler, SandboxReply, SandboxRequest } from '../service';
import { takeValues } from './custom-values';
import { attachmentRecord, attachmentsOf, binaryLink } from './file-links';
import { FieldRefusal, given, givenJson, givenList, isRecord, ofProject, onProject, page, textMember, type FieldContext } from './request';
import { changedAfter, isoStamp, readStamp, stamp } from './stamp';
import type { FieldChecklist, FieldChecklistItem, FieldProject } from './state';
import { compareVersions } from './version';

/** Checklists and their templates. The headers tell of deleted ones and hide rich ones from old applications; the v1 calls do neither. */
export function checklistHandlers(context: FieldContext): Record<string, Handler> {
	const { state, world } = context;

	const getMany = (request: SandboxRequest): SandboxReply => {
		const { project } = onProject(context, request);
		const sourceId = given(request, 'source_id');
		const rows = ofProject(state.checklists, project).filter((one) => one.deletedAt === undefined && (sourceId === undefined || one.sourceId === sourceId));
		return {
			status: 200,
			json: page(rows, request, 25).map((one) => ({
				status: one.status,
				created_at: stamp(one.createdAt),
				checklist_type: one.type,
				identifier: one.identifier,
				name: one.name,
				id: one.id,
				updated_at: stamp(one.updatedAt),
				created_by: one.createdBy,
			})),
		};
	};

	const get = (request: SandboxRequest): SandboxReply => {
		const { project } = onProject(context, request);
		const checklist = state.checklists.get(request.path['id'] ?? '');
		if (checklist === undefined || checklist.projectId !== project.id || checklist.deletedAt !== undefined) {
			throw new FieldRefusal(404, 'Could not find the checklist with the specified ID');
		}
		return { status: 200, json: fullRecord(request, checklist) };
	};

	return {
		'field.checklistTemplate.getMany': (request) => {
			const { project } = onProject(context, request);
			const seesRich = compareVersions(given(request, 'application_version') ?? '0', '1.10') > 0;
			const ids = givenList(request, 'ids');
			const rows = ofProject(state.templates, project).filter((one) => (seesRich || !one.rich) && (ids.length === 0 || ids.includes(one.id)));
			return {
				status: 200,
				json: rows.map((one) => ({
					template_id: one.id,
					name: one.name,
					checklist_type: one.type,
					template_items: one.items.map((item, index) => ({ template_item_id: item.id, question_text: item.question, section_name: item.section, display_type: item.type, possible_values: item.possibleValues, position: index + 1 })),
				})),
			};
		},
		'field.checklist.getManyLegacy': (request) => {
			const { project } = onProject(context, request);
			const ids = givenList(request, 'checklist_ids');
			const rows = ofProject(state.checklists, project).filter((one) => one.deletedAt === undefined && ids.includes(one.id));
			return { status: 200, json: rows.map((one) => ({ completed_checklist_id: one.id, ...fullRecord(request, one) })) };
		},
		'field.checklist.upsert': (request) => {
			const { project, user } = onProject(context, request);
			const sent = givenJson(request, 'checklists');
			if (!Array.isArray(sent)) throw new FieldRefusal(500, 'checklists is not an array');
			const rows: readonly unknown[] = sent;
			const ids = rows.filter(isRecord).flatMap((row) => take(project, user.email, row) ?? []);
			return { status: 200, json: { ids } };
		},
		'field.checklist.getMany': getMany,
		'field.checklist.getManyJson': getMany,
		'field.checklist.get': get,
		'field.checklist.getJson': get,
		'field.checklist.getManyHeaders': (request) => {
			const { project } = onProject(context, request);
			const since = readStamp(given(request, 'max_date') ?? '');
			const seesRich = compareVersions(given(request, 'application_version') ?? '0', '1.10') > 0;
			const rows = ofProject(state.checklists, project)
				.filter((one) => seesRich || !one.rich)
				.filter((one) => since === undefined || changedAfter(one.updatedAt, since));
			return {
				status: 200,
				json: page(rows, request).map((one) => ({
					completed_checklist_id: one.id,
					checklist_template_id: one.templateId,
					checklist_type: one.type,
					identifier: one.identifier,
					name: one.name,
					description: one.description,
					created_by: one.createdBy,
					phase: one.phase,
					priority: one.priority,
					status: one.status,
					tags: '',
					created_at: stamp(one.createdAt),
					updated_at: stamp(one.updatedAt),
					deleted: one.deletedAt !== undefined,
					deleted_at: one.deletedAt === undefined ? null : stamp(one.deletedAt),
				})),
			};
		},
	};

	/** The id, or nothing: a checklist that is refused is left out of the reply without a word (line 396). */
	function take(project: FieldProject, author: string, row: Readonly<Record<string, unknown>>): string | undefined {
		const id = textMember(row, 'id');
		const template = state.templates.get(textMember(row, 'template_id') ?? '');
		const known = state.checklists.get(id ?? '');
		const asked = known?.items.length ?? template?.items.length;
		const sentItems: readonly unknown[] = Array.isArray(row['checklist_items']) ? row['checklist_items'] : [];
		const items = sentItems.filter(isRecord);
		if (id === undefined || asked === undefined || items.length !== asked || (known !== undefined && known.projectId !== project.id)) return undefined;
		const now = world.now();
		const fresh = (): readonly FieldChecklistItem[] =>
			(template?.items ?? []).map((one) => ({ id: textMember(items.find((item) => item['template_item_id'] === one.id) ?? {}, 'id') ?? world.uuid(), section: one.section, question: one.question, type: one.type, possibleValues: one.possibleValues, response: '', comment: null, conforming: 'Other', issueIds: [] }));
		const sourceId = textMember(row, 'source_id');
		const checklist: FieldChecklist = known ?? {
			id,
			projectId: project.id,
			templateId: template?.id ?? '',
			identifier: textMember(row, 'identifier') ?? String(state.checklists.size + 1).padStart(6, '0'),
			name: template?.name ?? '',
			description: '',
			type: template?.type ?? '',
			phase: null,
			priority: 'Low',
			status: 'Open',
			companyId: '',
			createdBy: author,
			createdAt: now,
			updatedAt: now,
			deletedAt: undefined,
			rich: template?.rich ?? false,
			...(sourceId === undefined ? {} : { sourceId }),
			customValues: [],
			comments: [],
			items: fresh(),
		};
		if (items.some((item) => !checklist.items.some((one) => one.id === item['id']))) return undefined;
		checklist.identifier = textMember(row, 'identifier') ?? checklist.identifier;
		checklist.name = textMember(row, 'name') ?? checklist.name;
		checklist.description = textMember(row, 'description') ?? checklist.description;
		checklist.priority = textMember(row, 'priority') ?? checklist.priority;
		checklist.companyId = textMember(row, 'company_id') ?? checklist.companyId;
		const status = textMember(row, 'status');
		if (status === 'Open' || status === 'Closed') checklist.status = status;
		for (const item of items) {
			const one = checklist.items.find((known) => known.id === item['id']);
			if (one === undefined) continue;
			one.response = textMember(item, 'response') ?? one.response;
			one.comment = textMember(item, 'comment') ?? one.comment;
		}
		takeValues(checklist.customValues, row['custom_field_values']);
		checklist.updatedAt = now;
		state.checklists.set(id, checklist);
		return id;
	}

	function fullRecord(request: SandboxRequest, checklist: FieldChecklist): object {
		const sections = [...new Set(checklist.items.map((item) => item.section))];
		return {
			id: checklist.id,
			project_id: checklist.projectId,
			identifier: checklist.identifier,
			name: checklist.name,
			description: checklist.description,
			checklist_type: checklist.type,
			status: checklist.status,
			priority: checklist.priority,
			phase: checklist.phase,
			company: { name: state.companies.get(checklist.companyId)?.name ?? '', id: checklist.companyId },
			source: {},
			template: { name: checklist.name, id: checklist.templateId },
			created_by: checklist.createdBy,
			created_at: stamp(checklist.createdAt),
			updated_at: stamp(checklist.updatedAt),
			comments: checklist.comments.map((comment) => ({ id: comment.id, comment_text: comment.text, created_by: comment.createdBy, created_at: isoStamp(comment.createdAt) })),
			// By their own ids and types alone (line 1678).
			custom_field_values: checklist.customValues.map((one) => ({ value: one.value, display_type: state.projects.get(checklist.projectId)?.customFields.find((field) => field.id === one.definitionId)?.type ?? 'text', id: one.id })),
			signatures: [...state.attachments.values()]
				.filter((one) => one.kind === 'Signature' && one.containerId === checklist.id)
				.map((one) => ({ type: 'Signature', id: one.id, original_url: binaryLink(context, request, { type: 'Signature', id: one.id, projectId: one.projectId }, 'original') })),
			attachments: attachmentsOf(context, checklist.id).map((attachment) => attachmentRecord(context, request, attachment)),
			sections: sections.map((section) => ({
				section_name: section,
				items: checklist.items
					.filter((item) => item.section === section)
					.map((item) => ({
						id: item.id,
						question_text: item.question,
						display_type: item.type,
						possible_values: item.possibleValues,
						response: item.response,
						is_conforming: item.conforming,
						display_number: `${checklist.items.indexOf(item) + 1}.`,
						position: checklist.items.indexOf(item) + 2,
						comment: item.comment,
						spec_ref: '',
						attachments: attachmentsOf(context, item.id).map((attachment) => attachmentRecord(context, request, attachment)),
						issues: item.issueIds.flatMap((id) => {
							const issue = state.issues.get(id);
							return issue === undefined ? [] : [{ id, identifier: issue.values.get('f--identifier') ?? '', description: issue.values.get('f--description') ?? '' }];
						}),
						created_by: checklist.createdBy,
						created_at: stamp(checklist.createdAt),
						updated_at: stamp(checklist.updatedAt),
					})),
			})),
		};
	}
}
