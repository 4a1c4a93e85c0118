import { choice, date, dateTime, dynamic, ref, refs, text, texts, type Json } from '../vocabulary';
import { rfiAttributesToWrite } from './rfi-setup';

/** Of both workflows, the one with a single reviewer and the one with two (line 11538). */
export const rfiStatuses = { draft: 'Draft', submitted: 'Submitted', open: 'Open', openRev1: 'Open, Reviewer 1', openRev2: 'Open, Reviewer 2', answered: 'Answered', answeredRev1: 'Answered, Reviewer 1', answeredManager: 'Answered, Manager', rejected: 'Rejected', closed: 'Closed', void: 'Void' } as const;
export const impact = ['Yes', 'No', 'Unknown'] as const;

const person = (id: string): Json => ({ id, type: 'user' });
const people = (label?: string) => refs('acc.projectUser', { clear: [], encodeEach: person, ...(label === undefined ? {} : { label }) });

/** What a person can write into an RFI beside title and status. The keys are the service's names as well. */
export const rfiDetails = {
	question: text({ multiline: true, clear: null }),
	suggestedAnswer: text({ multiline: true }),
	assignedTo: people('Assigned To'),
	coReviewers: people(),
	watchers: people(),
	dueDate: date({ clear: null }),
	rfiTypeId: ref('acc.rfiType', { label: 'Type', description: 'The default type of the project if left empty' }),
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

/** The same as it is sent: the service takes a moment for the due date. */
export const sentRfiDetails = { ...rfiDetails, dueDate: dateTime({ clear: null }) };

/** The due day as a moment. Noon in UTC is the same day in all time zones but those beyond UTC+11. */
export function withDueMoment<T extends { readonly dueDate?: string | null }>(input: T): T {
	return typeof input.dueDate === 'string' && input.dueDate !== '' ? { ...input, dueDate: `${input.dueDate.slice(0, 10)}T12:00:00.000Z` } : input;
}
