import { choice, choices, titleCase, type Choice } from '../vocabulary';

/** How text filters of the account administration compare (line 107): without regard to case, no wildcards. */
export const textMatch = choice(['contains', 'startsWith', 'endsWith', 'equals'], { wire: 'filterTextMatch', label: 'Text Match', description: 'How text filters compare; upper and lower case do not matter' });

/** `name` and `name desc`, as account administration and assets sort. */
export const sortByWord = (names: readonly string[]) => choices(bothWays(names, (name) => `${name} desc`), { wire: 'sort', label: 'Sort By' });

/** `name` and `-name`, as issues sort. */
export const sortByMinus = (names: readonly string[]) => choices(bothWays(names, (name) => `-${name}`), { wire: 'sortBy', label: 'Sort By' });

function bothWays(names: readonly string[], descending: (name: string) => string): readonly (Choice & { readonly value: string })[] {
	return names.flatMap((name) => [
		{ value: name, label: titleCase(name) },
		{ value: descending(name), label: `${titleCase(name)}, Descending` },
	]);
}

/** One key to sort by, `name` or `name desc`, as packages and reviews sort. */
export const sortByOne = (names: readonly string[]) => choice(bothWays(names, (name) => `${name} desc`), { wire: 'sort', label: 'Sort By' });

/** Members of the records to give back. */
export const returnFields = (names: readonly string[], wire = 'fields') => choices(names, { wire, label: 'Return Only', description: 'Members of each record to return; all of them when left empty' });

/** Products of ACC and of BIM 360 (line 66). */
export const products = ['accountAdministration', 'autoSpecs', 'build', 'buildingConnected', 'capitalPlanning', 'cloudWorksharing', 'cost', 'designCollaboration', 'docs', 'financials', 'insight', 'modelCoordination', 'projectAdministration', 'takeoff', 'workshopxr', 'assets', 'costManagement', 'documentManagement', 'field', 'fieldManagement', 'glue', 'plan', 'projectHome', 'projectManagement', 'quantification'] as const;

export const issueStatuses = { draft: 'Draft', open: 'Open', pending: 'Pending', in_progress: 'In Progress', completed: 'Completed', in_review: 'In Review', not_approved: 'Not Approved', in_dispute: 'In Dispute', closed: 'Closed' } as const;
