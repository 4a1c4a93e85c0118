import { boolean, choice, date, group, number, ref, refs, text } from '../vocabulary';
import { assignedCompany } from './assignable';

const longer = 'a comment takes 10,000 characters.';

/**
 * What a person can write into an issue beside title, subtype, status and custom attributes. The keys are the service's
 * names as well. The lengths are enforced since May 2025 (APS Issues v1, changelog); before, 4200, 10,000 and 8300 characters were taken.
 */
export const issueDetails = {
	description: text({ multiline: true, maxLength: 1000, longer, clear: null }),
	assignedTo: ref('acc.projectUser', { label: 'Assigned To', clear: null, description: 'A member; for the ID of a company or a role also set Assignee Type' }),
	assignedToType: choice({ user: 'User', company: 'Company', role: 'Role' }, { label: 'Assignee Type', description: 'User if left empty' }),
	watchers: refs('acc.projectUser', { clear: [], description: 'Members who are told about changes; replaces those who watch now' }),
	dueDate: date({ clear: null }),
	startDate: date({ clear: null }),
	locationId: ref('acc.location', { clear: null }),
	locationDetails: text({ maxLength: 250, longer, clear: null }),
	rootCauseId: ref('acc.issueRootCause', { clear: null }),
	gpsCoordinates: group({ latitude: number({ required: true, min: -90, max: 90 }), longitude: number({ required: true, min: -180, max: 180 }) }, { label: 'GPS Coordinates', clear: null }),
};

/** The same with the kind of assignee clearable, as it must be when the assignee is cleared. */
export const sentDetails = { ...issueDetails, assignedToType: choice({ user: 'User', company: 'Company', role: 'Role' }, { clear: null }) };

export const title = { maxLength: 100, longer, minLength: 1 } as const;
/** Of a new issue. */
export const published = boolean({ default: true, description: 'Whether others can see the issue; an unpublished one is visible to its author, assignee and watchers only' });
/** Of an issue that may be there already: what nobody mentions stays. */
export const publishedOrNot = boolean({ label: 'Published', description: 'Whether others can see the issue' });

/** What a person can choose for an issue; the company takes the place of the assignee before anything is sent. */
export const chosenDetails = { ...issueDetails, assignedCompany };
export const oneAssignee = { atMostOne: ['assignedTo', 'assignedCompany'] } as const;

/** Autodesk wants the kind of assignee along with the assignee (line 8938): a user unless said otherwise, nobody when cleared. */
export function assignee<T extends { readonly assignedTo?: unknown; readonly assignedToType?: unknown; readonly assignedCompany?: unknown }>(input: T): T {
	if (input.assignedCompany !== undefined && input.assignedCompany !== null && input.assignedCompany !== '') return { ...input, assignedTo: input.assignedCompany, assignedToType: 'company' };
	if (input.assignedTo === null) return { ...input, assignedToType: null };
	if (input.assignedTo === undefined || input.assignedTo === '') return input;
	return { ...input, assignedToType: input.assignedToType ?? 'user' };
}
