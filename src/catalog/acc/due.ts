import { choice, number, textAt, written, type Completion, type Input, type RunContext } from '../vocabulary';
import { issueStatuses } from './choices';
import { getOne as getProject } from './project';

/** Due days seen from today, as it is where the project is. */
export const due = {
	due: choice({ overdue: 'Overdue', today: 'Today', within: 'Within Days' }, { in: 'here', description: 'By the day it is in the time zone of the project; overdue ones are not closed' }),
	dueWithinDays: number({ in: 'here', label: 'Days', integer: true, min: 0, max: 3650, default: 7, when: { due: ['within'] } }),
};

/** Every status but the one in which nothing is due any more. */
const unclosed = Object.keys(issueStatuses).filter((status) => status !== 'closed');

/** Writes the range of due days that a choice means. @throws where the project does not say its time zone. */
export const dueCompletion: Completion = {
	calls: [getProject],
	async run(context, input) {
		const { due: chosen, dueWithinDays, ...rest } = input;
		const wanted = due.due.options.find(({ value, label }) => [value, label].some((one) => String(one).toLowerCase() === written(chosen ?? '').trim().toLowerCase()))?.value;
		// Anything else, and both at once, is refused as any other input.
		if (wanted === undefined || !isLeftAlone(input.dueDate)) return input;
		const today = await todayThere(context, input);
		if (wanted === 'overdue') return { ...rest, dueDate: { to: dayAfter(today, -1) }, ...(isLeftAlone(input.status) ? { status: unclosed } : {}) };
		return { ...rest, dueDate: { from: today, to: wanted === 'today' ? today : dayAfter(today, Number(dueWithinDays ?? due.dueWithinDays.default)) } };
	},
};

async function todayThere(context: RunContext, { projectId }: Input): Promise<string> {
	const zone = textAt(await context.call(getProject, { projectId: typeof projectId === 'string' ? projectId : '' }), 'timezone') ?? '';
	const day = zone === '' ? undefined : dayIn(zone, context.now());
	if (day === undefined) throw context.refusal('The project does not say its time zone, so that today is not known there.', 'Use a range of due dates, or have the time zone set in Project Admin.');
	return day;
}

/** The calendar day (YYYY-MM-DD) at a moment (ms since the epoch) in a time zone of the IANA database; undefined where there is no such zone. */
export function dayIn(zone: string, at: number): string | undefined {
	try {
		const parts = new Intl.DateTimeFormat('en', { timeZone: zone, calendar: 'iso8601', year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(at);
		const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((one) => one.type === type)?.value ?? '';
		return `${part('year')}-${part('month')}-${part('day')}`;
	} catch (error) {
		if (error instanceof RangeError) return undefined;
		throw error;
	}
}

/** Days are counted without a clock: a calendar day has no hours to lose. */
function dayAfter(day: string, days: number): string {
	return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

function isLeftAlone(value: Input[string]): boolean {
	return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}
