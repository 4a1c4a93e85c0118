import { choice, date, dateTime, dynamic, isObject, json, listAt, ref, refs, text, texts, textAt, type Json, type Reference } from '../vocabulary';
import { listed } from './ids';
import { rfiAttributesToWrite } from './rfi-setup';

/** Of both workflows, the one with a single reviewer and the one with two (line 11538). */
export const rfiStatuses = { draft: 'Draft', submitted: 'Submitted', open: 'Open', openRev1: 'Open, Reviewer 1', openRev2: 'Open, Reviewer 2', answered: 'Answered', answeredRev1: 'Answered, Reviewer 1', answeredManager: 'Answered, Manager', rejected: 'Rejected', closed: 'Closed', void: 'Void' } as const;
export const impact = ['Yes', 'No', 'Unknown'] as const;

/** People whom the service wants as `{ id, type: 'user' }`. */
const people = (label: string) => refs('acc.projectUser', { label, clear: [], encodeEach: (id): Json => ({ id, type: 'user' }) });
const members = refs('acc.projectUser', { clear: [] });
/** Companies and roles by their member group, the id by which RFIs and reviews know them. */
export const groupsOf = (label?: string) => ({
	companies: refs('acc.assignableCompany', { clear: [], ...(label === undefined ? {} : { label: `${label} Companies` }) }),
	roles: refs('acc.role', { clear: [], sends: 'member_group_id', ...(label === undefined ? {} : { label: `${label} Roles` }) }),
});
const coReviewing = groupsOf('Co-Reviewer');
const watching = groupsOf('Watcher');

/** What a person can write into an RFI beside title and status. The keys are the service's names as well. */
export const rfiDetails = {
	question: text({ multiline: true, clear: null }),
	suggestedAnswer: text({ multiline: true }),
	assignedTo: people('Assigned To'),
	coReviewers: members,
	coReviewerCompanies: coReviewing.companies,
	coReviewerRoles: coReviewing.roles,
	watchers: members,
	watcherCompanies: watching.companies,
	watcherRoles: watching.roles,
	dueDate: date({ clear: null }),
	locations: refs('acc.location', { clear: [] }),
	locationDescription: text({ clear: null }),
	costImpact: choice(impact, { clear: null }),
	scheduleImpact: choice(impact, { clear: null }),
	priority: text({ clear: null, placeholder: 'e.g. High' }),
	discipline: texts({ clear: [], label: 'Disciplines' }),
	category: texts({ clear: [], label: 'Categories', description: 'Upper and lower case matter' }),
	reference: text({ maxLength: 20, description: 'Reference number outside of ACC' }),
	customAttributes: dynamic(rfiAttributesToWrite),
};

/** What is said on the way on: the official response, or to whom an answered one goes back. */
export const closing = {
	officialResponse: text({ multiline: true, description: 'Only on closing' }),
	officialResponseStatus: choice(['answered', 'rejected'], { label: 'Official Response Is', description: 'Only on closing' }),
	aggregatedResponseIds: texts({ label: 'Responses to Include', description: 'Their IDs; only on closing' }),
	returnForReviewerList: people('Return To'),
};

const { coReviewerCompanies: _companies, coReviewerRoles: _roles, watcherCompanies: _watching, watcherRoles: _watchers, ...plain } = rfiDetails;
const parties = json({ clear: [] });
/** The same as it is sent: the service takes a moment for the due date, and people, companies and roles in one list. */
export const sentRfiDetails = { ...plain, coReviewers: parties, watchers: parties, dueDate: dateTime({ clear: null }), rfiTypeId: ref('acc.rfiType') };

type Several = readonly Reference[] | null | undefined;
interface Parties {
	readonly coReviewers?: Several;
	readonly coReviewerCompanies?: Several;
	readonly coReviewerRoles?: Several;
	readonly watchers?: Several;
	readonly watcherCompanies?: Several;
	readonly watcherRoles?: Several;
}

/** The input with one list for each kind of party; kinds that are left alone keep whom the RFI has. */
export function withParties<T extends Parties>(input: T, present: Json): Omit<T, keyof Parties> & { readonly coReviewers?: Json; readonly watchers?: Json } {
	const { coReviewers, coReviewerCompanies, coReviewerRoles, watchers, watcherCompanies, watcherRoles, ...rest } = input;
	return {
		...rest,
		...partiesOf('coReviewers', { user: coReviewers, company: coReviewerCompanies, role: coReviewerRoles }, present),
		...partiesOf('watchers', { user: watchers, company: watcherCompanies, role: watcherRoles }, present),
	};
}

/** Whether one list is given in part, so that the rest of it has to be known. */
export function needsPresent(input: Parties): boolean {
	const partial = (...kinds: readonly Several[]): boolean => kinds.some(isGiven) && !kinds.every(isGiven);
	return partial(input.coReviewers, input.coReviewerCompanies, input.coReviewerRoles) || partial(input.watchers, input.watcherCompanies, input.watcherRoles);
}

function partiesOf(name: 'coReviewers' | 'watchers', kinds: Readonly<Record<string, Several>>, present: Json): Readonly<Partial<Record<typeof name, Json>>> {
	if (!Object.values(kinds).some(isGiven)) return {};
	const there = (listAt(present, name) ?? []).filter(isObject);
	const list = Object.entries(kinds).flatMap(([type, given]): Json[] => (isGiven(given) ? listed(given).map((id) => ({ id, type })) : there.filter((one) => (textAt(one, 'type') ?? 'user') === type)));
	return { [name]: list.length === 0 ? null : list };
}

/** Empty lists are nobody's wish; null empties. */
function isGiven(kind: Several): boolean {
	return kind === null || (kind !== undefined && kind.length > 0);
}

/** The due day as a moment. Noon in UTC is the same day in all time zones but those beyond UTC+11. */
export function withDueMoment<T extends { readonly dueDate?: string | null }>(input: T): T {
	return typeof input.dueDate === 'string' && input.dueDate !== '' ? { ...input, dueDate: `${input.dueDate.slice(0, 10)}T12:00:00.000Z` } : input;
}
