import type { Handler, SandboxReply, SandboxRequest } from '../service';
import { attachmentRecord, attachmentsOf } from './file-links';
import { FieldRefusal, given, givenJson, isRecord, ofProject, onProject, page, textMember, type FieldContext } from './request';
import { changedAfter, readStamp, stamp } from './stamp';
import type { FieldTask } from './state';

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Tasks and task templates. */
export function workHandlers(context: FieldContext): Record<string, Handler> {
	const { state, world } = context;

	const listTasks = (template: boolean) => (request: SandboxRequest): SandboxReply => {
		const { project } = onProject(context, request);
		const since = readStamp(given(request, 'max_date') ?? '');
		const rows = ofProject(state.tasks, project).filter((task) => task.template === template && (since === undefined || changedAfter(task.updatedAt, since)));
		return { status: 200, json: page(rows, request).map((task) => taskRecord(request, task)) };
	};

	return {
		'field.task.getMany': listTasks(false),
		'field.taskTemplate.getMany': listTasks(true),
		'field.task.upsert': (request) => {
			const { project, user } = onProject(context, request);
			const rows = givenJson(request, 'tasks');
			if (!Array.isArray(rows)) throw new FieldRefusal(500, 'tasks is not an array');
			const sent: readonly unknown[] = rows;
			const done: Record<string, 'created' | 'updated'> = {};
			for (const row of sent) {
				const id = isRecord(row) ? textMember(row, 'id') : undefined;
				if (!isRecord(row) || id === undefined || !guid.test(id)) continue;
				const known = state.tasks.get(id);
				if (known !== undefined && known.projectId !== project.id) continue;
				const now = world.now();
				const task: FieldTask = known ?? {
					id,
					projectId: project.id,
					template: false,
					createdAt: readStamp(textMember(row, 'created_at') ?? '') ?? now,
					updatedAt: now,
					given: new Map([['created_by', user.email]]),
				};
				for (const [name, value] of Object.entries(row)) if (!own.has(name)) task.given.set(name, value);
				if (row['template'] !== undefined) task.template = textMember(row, 'template') === 'true';
				task.updatedAt = now;
				state.tasks.set(id, task);
				done[id] = known === undefined ? 'created' : 'updated';
			}
			return { status: 200, json: done };
		},
	};

	function taskRecord(request: SandboxRequest, task: FieldTask): object {
		return {
			comments: [],
			custom_field_values: [],
			uri_references: [],
			...Object.fromEntries(task.given),
			task_id: task.id,
			created_at: stamp(task.createdAt),
			updated_at: stamp(task.updatedAt),
			attachments: attachmentsOf(context, task.id).map((attachment) => attachmentRecord(context, request, attachment)),
		};
	}
}

/** Members of a sent task that the sandbox keeps for itself. */
const own = new Set(['id', 'created_at', 'updated_at', 'template']);
