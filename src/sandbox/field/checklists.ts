import type { Handler, SandboxReply, SandboxRequest } from '../service';
import { attachmentRecord, attachmentsOf, binaryLink } from './file-links';
import { FieldRefusal, given, ofProject, onProject, page, type FieldContext } from './request';
import { changedAfter, isoStamp, readStamp, stamp } from './stamp';
import type { FieldChecklist } from './state';
import { compareVersions } from './version';

/** Completed checklists. The headers tell of deleted ones and hide rich ones from old applications; the v1 calls do neither. */
export function checklistHandlers(context: FieldContext): Record<string, Handler> {
	const { state } = context;

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
			custom_field_values: [],
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
						comment: null,
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
