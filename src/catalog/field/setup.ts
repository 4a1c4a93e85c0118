import { choice, isList, isObject, listAt, operation, post, returns, textAt, unpaged, type Json, type Lookup, type Resource } from '../vocabulary';
import { signedIn } from './needs';
import { getOne as getProject } from './project';
import { guid, inProject } from './references';

/** What the document does not describe may be lists of texts. */
const asRecords = (reply: Json): Json => (isList(reply) ? reply.map((one) => (isObject(one) ? one : { name: one })) : reply);

const getManyFilters = operation({
	action: 'Get many filters',
	description: 'Retrieve the saved filters of a project',
	call: post('/fieldapi/admin/v1/filters', { body: 'form' }),
	needs: signedIn,
	input: { ...inProject, category: choice(['Issue', 'Equipment', 'Checklist', 'Task'], { label: 'Of' }) },
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	source: 'BIM 360 Field API, line 1188',
});

export const filter: Resource = {
	id: 'field.filter',
	label: 'Filter',
	plural: 'Filters',
	area: 'setup',
	operations: { getMany: getManyFilters },
	lookup: lookupOf(),
};

/** Saved filters, to be picked from: all, or those of one kind of record. */
function lookupOf(container?: string): Lookup {
	return {
		// The reply of the call above is not described; the project lists its filters as well (lines 431 and 557).
		list: getProject,
		within: ['projectId'],
		value: 'filter_id',
		label: (record) => textAt(record, 'name') ?? '',
		detail: (record) => (container === undefined ? textAt(record, 'container') : undefined),
		names: (record) => [textAt(record, 'name')],
		nested: (record) => (listAt(record, 'filters') ?? []).filter(isObject).filter((one) => container === undefined || textAt(one, 'container') === container),
		idPattern: guid,
	};
}

const filterOf = (id: string, container: string): Resource => ({ id, label: `${container} Filter`, plural: `${container} Filters`, area: 'setup', operations: {}, lookup: lookupOf(container) });

export const checklistFilter = filterOf('field.checklistFilter', 'Checklist');
export const equipmentFilter = filterOf('field.equipmentFilter', 'Equipment');
export const taskFilter = filterOf('field.taskFilter', 'Task');

const getManyPreferences = operation({
	action: 'Get many user preferences',
	description: 'Retrieve the preferences of the signed-in user in a project',
	call: post('/api/user_prefs', { body: 'form' }),
	needs: signedIn,
	input: inProject,
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	source: 'BIM 360 Field API, line 40',
});

export const userPreference: Resource = {
	id: 'field.userPreference',
	label: 'User Preference',
	plural: 'User Preferences',
	area: 'setup',
	operations: { getMany: getManyPreferences },
};

interface WordList {
	readonly id: string;
	readonly label: string;
	readonly plural: string;
	readonly description: string;
	readonly path: string;
	/** Where the document describes it. */
	readonly line: number;
	readonly status?: 'deprecated';
}

/** A list of words that is the same in every project. */
function wordList({ id, label, plural, description, path, line, status }: WordList): Resource {
	const getMany = operation({
		action: `Get many ${plural.toLowerCase()}`,
		description,
		call: post(path, { body: 'form' }),
		needs: signedIn,
		input: {},
		page: unpaged(),
		returns: returns.records(),
		repeat: 'safe',
		reshape: asRecords,
		status,
		source: `BIM 360 Field API, line ${line}`,
	});
	return { id, label, plural, area: 'setup', operations: { getMany } };
}

export const specRef = wordList({ id: 'field.specRef', label: 'Specification Reference', plural: 'Specification References', description: 'Retrieve the sections of specifications to which records can refer', path: '/api/spec_refs', line: 115 });

export const priority = wordList({ id: 'field.priority', label: 'Priority', plural: 'Priorities', description: 'Retrieve the priorities that records can have', path: '/api/priorities', line: 124 });

export const checklistStatus = wordList({ id: 'field.checklistStatus', label: 'Checklist Status', plural: 'Checklist Statuses', description: 'Retrieve the statuses that checklists can have', path: '/api/checklist_status', line: 133, status: 'deprecated' });
