import type { Handler, SandboxRequest } from '../service';
import { FieldRefusal, given, givenJson, isRecord, ofProject, onProject, textMember, type FieldContext } from './request';
import { readStamp, stamp } from './stamp';
import type { FieldDailyUpdate } from './state';

/** Daily updates, section by section. */
export function dailyUpdateHandlers(context: FieldContext): Record<string, Handler> {
	const { state, world } = context;

	const named = (request: SandboxRequest): FieldDailyUpdate => {
		const { project } = onProject(context, request);
		const update = ofProject(state.dailyUpdates, project).find((one) => one.id === request.path['id']);
		if (update === undefined) throw new FieldRefusal(404, 'Daily update not found');
		return update;
	};

	/** Takes over what was sent and leaves the rest; the notes are named by their id once they are there (line 1996). */
	const take = (update: FieldDailyUpdate, sent: Readonly<Record<string, unknown>>, known: boolean): void => {
		const sections = isRecord(sent['sections']) ? sent['sections'] : {};
		const { summary, weather, labor } = sections;
		if (known && isRecord(summary) && summary['id'] !== update.summaryId) throw new FieldRefusal(400, 'The id of the summary is missing');
		const status = textMember(sent, 'status');
		if (status === 'Open' || status === 'Closed') update.status = status;
		update.day = textMember(sent, 'update_date') ?? update.day;
		if (isRecord(summary)) update.summary = textMember(summary, 'notes') ?? update.summary;
		if (isRecord(weather)) update.weather = { ...update.weather, ...weather };
		if (isRecord(labor) && Array.isArray(labor['labors'])) {
			const rows: readonly unknown[] = labor['labors'];
			const wrong = rows.find((row) => !isRecord(row) || !state.companies.has(textMember(row, 'company_id') ?? ''));
			if (wrong !== undefined) throw new FieldRefusal(400, 'Company does not exist');
			update.labor = rows.filter(isRecord);
		}
		update.updatedAt = world.now();
	};

	const sentUpdate = (request: SandboxRequest): Readonly<Record<string, unknown>> => {
		const sent = givenJson(request, 'daily_update');
		if (!isRecord(sent)) throw new FieldRefusal(400, 'daily_update is not a hash');
		return sent;
	};

	return {
		'field.dailyUpdate.getMany': (request) => {
			const { project, user } = onProject(context, request);
			const from = readStamp(given(request, 'from') ?? '');
			const to = readStamp(given(request, 'to') ?? '');
			const by = given(request, 'by') ?? 'daily_update_date';
			const scope = given(request, 'filter') ?? 'all';
			const rows = ofProject(state.dailyUpdates, project).filter((update) => {
				const at = by === 'created_at' ? update.createdAt : by === 'last_modified_at' ? update.updatedAt : readStamp(update.day);
				if (at === undefined || (from !== undefined && at < from) || (to !== undefined && at > to)) return false;
				if (scope === 'my_own') return update.createdBy === user.email;
				const author = [...state.users.values()].find((one) => one.email === update.createdBy);
				return scope !== 'my_company' || author?.companyId === user.companyId;
			});
			return { status: 200, json: rows.map(dailyUpdateRecord) };
		},
		'field.dailyUpdate.get': (request) => ({ status: 200, json: dailyUpdateRecord(named(request)) }),
		'field.dailyUpdate.create': (request) => {
			const { project, user } = onProject(context, request);
			const sent = sentUpdate(request);
			const now = world.now();
			const update: FieldDailyUpdate = { id: world.uuid(), projectId: project.id, createdBy: user.email, createdAt: now, updatedAt: now, status: 'Open', day: '', summaryId: world.uuid(), summary: '', weather: {}, labor: [] };
			take(update, sent, false);
			if (update.day === '') throw new FieldRefusal(400, 'update_date is missing');
			state.dailyUpdates.set(update.id, update);
			return { status: 200, json: dailyUpdateRecord(update) };
		},
		'field.dailyUpdate.update': (request) => {
			const update = named(request);
			take(update, sentUpdate(request), true);
			return { status: 200, json: dailyUpdateRecord(update) };
		},
		'field.dailyUpdate.delete': (request) => {
			state.dailyUpdates.delete(named(request).id);
			return { status: 200, json: { success: true } };
		},
	};
}

function dailyUpdateRecord(update: FieldDailyUpdate): object {
	return {
		id: update.id,
		status: update.status,
		update_date: update.day,
		created_by: update.createdBy,
		created_at: stamp(update.createdAt),
		last_modified_at: stamp(update.updatedAt),
		sections: { summary: { id: update.summaryId, notes: update.summary }, weather: update.weather, labor: { labors: update.labor } },
	};
}
