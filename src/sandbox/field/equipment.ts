import type { Handler, SandboxRequest } from '../service';
import { takeValues, valueRecords } from './custom-values';
import { attachmentRecord, attachmentsOf } from './file-links';
import { commentRecord } from './issues';
import { FieldRefusal, given, givenJson, givenList, isRecord, ofProject, onProject, page, textMember, type FieldContext } from './request';
import { readStamp, stamp } from './stamp';
import type { FieldEquipment, FieldProject } from './state';

/** Members of sent equipment that are kept apart from the rest. */
const apart = new Set(['id', 'created_by', 'updated_at', 'source', 'custom_field_values', 'comment']);

/** Equipment: read in four ways, only changed and never created (line 504), and its statuses over time. */
export function equipmentHandlers(context: FieldContext): Record<string, Handler> {
	const { state, world } = context;

	const record = (request: SandboxRequest, one: FieldEquipment): object => ({
		equipment_id: one.id,
		...Object.fromEntries(one.given),
		created_by: one.createdBy,
		created_at: stamp(one.createdAt),
		updated_at: stamp(one.updatedAt),
		deleted: one.deleted,
		custom_field_values: valueRecords(one.customValues, { type: 'Equipment', id: one.id }),
		comments: one.comments.map(commentRecord),
		attachments: attachmentsOf(context, one.id).map((attachment) => attachmentRecord(context, request, attachment)),
		document_references: [],
		uri_references: [],
	});

	const changesOf = (one: FieldEquipment): readonly { readonly from: Date; readonly record: { readonly status: string } & object }[] =>
		one.history.map((entry, index) => {
			const next = one.history[index + 1];
			return { from: entry.from, record: { id: one.id, status: entry.status, user: entry.user, starting_at: stamp(entry.from), ending_at: next === undefined ? null : stamp(next.from) } };
		});

	return {
		'field.equipment.getMany': (request) => {
			const { project } = onProject(context, request);
			const step = given(request, 'step') ?? 'headers';
			// A day: everything changed on it or later is told, whatever the hour.
			const since = step === 'headers' ? readStamp(given(request, 'max_date') ?? '') : undefined;
			const ids = givenList(request, 'equipment_ids');
			if (step === 'filter' && !project.filters.some((filter) => filter.container === 'Equipment' && filter.id === given(request, 'filter_id'))) throw new FieldRefusal(404, 'The filter does not exist');
			const rows = ofProject(state.equipment, project)
				.filter((one) => ids.length === 0 || ids.includes(one.id))
				.filter((one) => step === 'softdeletes' || !one.deleted || since !== undefined)
				.filter((one) => since === undefined || one.updatedAt >= since);
			return { status: 200, json: page(rows, request).map((one) => record(request, one)) };
		},
		'field.equipment.update': (request) => {
			const { project, user } = onProject(context, request);
			const rows = givenJson(request, 'equipment');
			if (!Array.isArray(rows)) throw new FieldRefusal(500, 'equipment is not an array');
			const sent: readonly unknown[] = rows;
			const results = sent.map((row) => {
				const id = isRecord(row) ? (textMember(row, 'id') ?? '') : '';
				const one = state.equipment.get(id);
				if (!isRecord(row) || one === undefined || one.projectId !== project.id) return { id, success: false, errors: ['Equipment not found'] };
				const objection = objectionTo(project, row);
				if (objection !== undefined) return { id, success: false, errors: [objection] };
				const now = world.now();
				const before = one.given.get('equipment_status_id');
				// The record is whole: what is not named is gone.
				one.given = new Map(Object.entries(row).filter(([name]) => !apart.has(name)));
				takeValues(one.customValues, row['custom_field_values']);
				const comments: readonly unknown[] = Array.isArray(row['comment']) ? row['comment'] : [];
				for (const comment of comments) {
					const commentId = isRecord(comment) ? textMember(comment, 'id') : undefined;
					if (isRecord(comment) && commentId !== undefined && !one.comments.some((known) => known.id === commentId)) one.comments.push({ id: commentId, text: textMember(comment, 'comment_text') ?? '', createdBy: user.email, createdAt: now });
				}
				const status = one.given.get('equipment_status_id');
				if (status !== before) one.history.push({ status: project.entries.find((entry) => entry.id === status)?.name ?? '', user: user.email, from: now });
				one.updatedAt = now;
				return { id, success: true, errors: [] };
			});
			const failed = results.filter((one) => !one.success);
			return { status: 200, json: { success: failed.length === 0, ids: results.filter((one) => one.success).map((one) => one.id), errors: failed.flatMap((one) => one.errors) } };
		},
		'field.equipmentStatusChange.getMany': (request) => {
			const { project } = onProject(context, request);
			const from = readStamp(given(request, 'start_dt') ?? '');
			const to = readStamp(given(request, 'end_dt') ?? '');
			const statuses = givenList(request, 'status');
			const rows = ofProject(state.equipment, project).flatMap((one) => changesOf(one).map((change, index) => ({ ...change, previous: one.history[index - 1]?.status ?? null })));
			return {
				status: 200,
				json: rows
					.filter(({ from: at, record: change }) => (from === undefined || at >= from) && (to === undefined || at <= to) && (statuses.length === 0 || statuses.includes(change.status)))
					.map(({ record: change, previous }) => ({ ...change, previous_status: previous })),
			};
		},
		'field.equipmentStatusChange.getManyForEquipment': (request) => {
			const { project } = onProject(context, request);
			const one = ofProject(state.equipment, project).find((known) => known.id === request.path['equipment_id']);
			if (one === undefined) throw new FieldRefusal(404, 'Equipment not found');
			return { status: 200, json: changesOf(one).map(({ record: change }) => change) };
		},
	};
}

function objectionTo(project: FieldProject, row: Readonly<Record<string, unknown>>): string | undefined {
	for (const [name, label] of [['equipment_status_id', 'Equipment status'], ['equipment_type_id', 'Equipment type']] as const) {
		const id = textMember(row, name);
		if (id !== undefined && !project.entries.some((entry) => entry.id === id)) return `${label} does not exist`;
	}
	return (textMember(row, 'name') ?? '') === '' ? 'Name can\'t be blank' : undefined;
}
