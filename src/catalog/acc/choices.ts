import { choice, choices, offset, titleCase, type Choice } from '../vocabulary';

/** Pages by limit and offset with the total beside them, as nearly every family of services answers. `size` is the service's maximum. */
export const counted = (size: number, items = 'results', besides: { readonly wholeWith?: string } = {}) => offset({ items, size, total: 'pagination.totalResults', ...besides });

/** How text filters of the account administration compare (line 107): without regard to case, no wildcards. */
export const textMatch = choice(['contains', 'startsWith', 'endsWith', 'equals'], { wire: 'filterTextMatch', label: 'Text Match', description: 'Upper and lower case do not matter' });

/** `name` and `name desc`, as account administration and assets sort. */
export const sortByWord = (names: readonly string[]) => choices(bothWays(names, (name) => `${name} desc`), { wire: 'sort', label: 'Sort By' });

/** `name` and `-name`, as issues and the Data Connector sort. */
export const sortByMinus = (names: readonly string[], wire = 'sortBy') => choices(bothWays(names, (name) => `-${name}`), { wire, label: 'Sort By' });

/** One key to sort by, `name` or `name desc`, as packages and reviews sort. */
export const sortByOne = (names: readonly string[]) => choice(bothWays(names, (name) => `${name} desc`), { wire: 'sort', label: 'Sort By' });

/** Members whose names the service spells in its own way. */
const spelling: Readonly<Record<string, string>> = { reoccuringInterval: 'Recurring Interval', issueSubType: 'Issue Subtype', displayId: 'Number', sequenceId: 'Number', formNum: 'Number', createdByName: 'Created By', updatedByName: 'Updated By' };

function bothWays(names: readonly string[], descending: (name: string) => string): readonly (Choice & { readonly value: string })[] {
	return names.flatMap((name) => {
		const label = spelling[name] ?? titleCase(name);
		return [
			{ value: name, label },
			{ value: descending(name), label: `${label}, Descending` },
		];
	});
}

/** Members of the records to give back. */
export const returnFields = (names: readonly string[], wire = 'fields') => choices(names, { wire, label: 'Fields to Return', description: 'All if left empty' });

/** Products of ACC (line 66). */
export const accProducts = { accountAdministration: 'Account Administration', autoSpecs: 'AutoSpecs', build: 'Build', buildingConnected: 'BuildingConnected', capitalPlanning: 'Capital Planning', cloudWorksharing: 'Cloud Worksharing', cost: 'Cost', designCollaboration: 'Design Collaboration', docs: 'Docs', financials: 'Financials', insight: 'Insight', modelCoordination: 'Model Coordination', projectAdministration: 'Project Administration', takeoff: 'Takeoff', workshopxr: 'Workshop XR' } as const;

/** Products that a member of a project can be given (reference pages of project users). */
export const memberProducts = { autoSpecs: 'AutoSpecs', build: 'Build', cost: 'Cost', designCollaboration: 'Design Collaboration', docs: 'Docs', insight: 'Insight', modelCoordination: 'Model Coordination', projectAdministration: 'Project Administration', takeoff: 'Takeoff' } as const;

/** Products of ACC and of BIM 360 (line 66). */
export const products = { ...accProducts, assets: 'Assets', costManagement: 'Cost Management', documentManagement: 'Document Management', field: 'Field', fieldManagement: 'Field Management', glue: 'Glue', plan: 'Plan', projectHome: 'Project Home', projectManagement: 'Project Management', quantification: 'Quantification' } as const;

export const issueStatuses = { draft: 'Draft', open: 'Open', pending: 'Pending', in_progress: 'In Progress', completed: 'Completed', in_review: 'In Review', not_approved: 'Not Approved', in_dispute: 'In Dispute', closed: 'Closed' } as const;
