import { operation, post, ref, returns, text, textAt, unpaged, type Resource } from '../vocabulary';
import { hiddenFailure } from './failures';
import { signedIn } from './needs';
import { guid, inProject } from './references';

const getManyTypes = operation({
	action: 'Get many issue types',
	description: 'Retrieve the issue types of a project',
	call: post('/fieldapi/issues/v1/types', { body: 'form' }),
	needs: signedIn,
	input: inProject,
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	source: 'BIM 360 Field API, line 1226',
});

const createType = operation({
	action: 'Create issue type',
	description: 'Create an issue type in a category; one that exists already is given back',
	call: post('/fieldapi/issues/v1/create_type', { body: 'form' }),
	needs: signedIn,
	input: { ...inProject, category: text({ required: true, wire: 'category_name', description: 'Made where it does not exist yet' }), name: text({ required: true }) },
	returns: returns.record(),
	// A type that exists is answered with 200 instead of 201 (line 1262).
	repeat: 'safe',
	receipt: { done: 'created', id: 'id' },
	source: 'BIM 360 Field API, line 1253',
});

const removeType = operation({
	action: 'Delete issue type',
	description: 'Delete an issue type; its issues get another type',
	call: post('/fieldapi/issues/v1/destroy_type', { body: 'form' }),
	needs: signedIn,
	input: {
		...inProject,
		issueTypeId: ref('field.issueType', { required: true, wire: 'issue_type_id' }),
		replacementId: ref('field.issueType', { required: true, wire: 'alternate_issue_type_id', label: 'Type of Its Issues From Now On' }),
	},
	returns: returns.nothing,
	repeat: 'safe',
	receipt: { done: 'deleted' },
	ok: hiddenFailure,
	destructive: true,
	source: 'BIM 360 Field API, line 1279',
});

export const issueType: Resource = {
	id: 'field.issueType',
	label: 'Issue Type',
	plural: 'Issue Types',
	area: 'issue',
	operations: { getMany: getManyTypes, create: createType, delete: removeType },
	lookup: {
		list: getManyTypes,
		within: ['projectId'],
		value: 'id',
		label: (record) => textAt(record, 'name') ?? '',
		detail: (record) => textAt(record, 'category_name'),
		names: (record) => [textAt(record, 'name'), `${textAt(record, 'category_name') ?? ''} > ${textAt(record, 'name') ?? ''}`],
		idPattern: guid,
	},
};

const getManyRootCauses = operation({
	action: 'Get many root causes',
	description: 'Retrieve the root causes that issues of a project may have',
	call: post('/fieldapi/issues/v1/root_causes', { body: 'form' }),
	needs: signedIn,
	input: inProject,
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	source: 'BIM 360 Field API, line 1387',
});

export const rootCause: Resource = {
	id: 'field.rootCause',
	label: 'Root Cause',
	plural: 'Root Causes',
	area: 'issue',
	operations: { getMany: getManyRootCauses },
	lookup: {
		list: getManyRootCauses,
		within: ['projectId'],
		value: 'id',
		label: (record) => textAt(record, 'name') ?? '',
		detail: (record) => textAt(record, 'category_name'),
		names: (record) => [textAt(record, 'name'), `${textAt(record, 'category_name') ?? ''} > ${textAt(record, 'name') ?? ''}`],
		idPattern: guid,
	},
};

const getManyFilters = operation({
	action: 'Get many issue filters',
	description: 'Retrieve the saved issue filters of the signed-in user',
	call: post('/api/issue_filters', { body: 'form' }),
	needs: signedIn,
	input: inProject,
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	source: 'BIM 360 Field API, line 156',
});

export const issueFilter: Resource = {
	id: 'field.issueFilter',
	label: 'Issue Filter',
	plural: 'Issue Filters',
	area: 'issue',
	operations: { getMany: getManyFilters },
	lookup: {
		list: getManyFilters,
		within: ['projectId'],
		value: 'issue_filter_id',
		label: (record) => textAt(record, 'name') ?? '',
		names: (record) => [textAt(record, 'name')],
		idPattern: guid,
	},
};
