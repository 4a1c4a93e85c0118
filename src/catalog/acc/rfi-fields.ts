import { choice, date, dateTime, dynamic, ref, refs, text, texts, type Json } from '../vocabulary';
import { rfiAttributesToWrite } from './rfi-setup';

/** Of both workflows, the one with a single reviewer and the one with two (line 11538). */
export const rfiStatuses = { draft: 'Draft', submitted: 'Submitted', open: 'Open', openRev1: 'Open, Reviewer 1', openRev2: 'Open, Reviewer 2', answered: 'Answered', answeredRev1: 'Answered, Reviewer 1', answeredManager: 'Answered, Manager', rejected: 'Rejected', closed: 'Closed', void: 'Void' } as const;
export const impact = ['Yes', 'No', 'Unknown'] as const;

const person = (id: string): Json => ({ id, type: 'user' });
/** Companies and roles go by the id of their member group, behind a word for what it is. */
const party = (id: string): Json => {
	const [, type, group] = /^(company|role):(.+)$/i.exec(id) ?? [];
	return type === undefined || group === undefined ? person(id) : { id: group, type: type.toLowerCase() };
};
const parties = refs('acc.projectUser', { clear: [], encodeEach: party, description: 'Members; company:ID or role:ID with the member_group_id of a company or a role' });

/** What a person can write into an RFI beside title and status. The keys are the service's names as well. */
export const rfiDetails = {
	question: text({ multiline: true, clear: null }),
	suggestedAnswer: text({ multiline: true }),
	assignedTo: refs('acc.projectUser', { label: 'Assigned To', clear: [], encodeEach: person }),
	coReviewers: { ...parties, label: 'Co-Reviewers' },
	watchers: parties,
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
	returnForReviewerList: refs('acc.projectUser', { label: 'Return To', encodeEach: party }),
};

/** The same as it is sent: the service takes a moment for the due date. */
export const sentRfiDetails = { ...rfiDetails, dueDate: dateTime({ clear: null }), rfiTypeId: ref('acc.rfiType') };

/** The due day as a moment. Noon in UTC is the same day in all time zones but those beyond UTC+11. */
export function withDueMoment<T extends { readonly dueDate?: string | null }>(input: T): T {
	return typeof input.dueDate === 'string' && input.dueDate !== '' ? { ...input, dueDate: `${input.dueDate.slice(0, 10)}T12:00:00.000Z` } : input;
}
