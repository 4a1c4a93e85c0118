import { boolean, choice, get, json, operation, patch, post, ref, returns, text, texts } from '../vocabulary';
import { counted, issueStatuses } from './choices';
import { needs } from './families';
import { inProject } from './ids';
import { published, sentDetails, title } from './issue-fields';
import { issueNames, withNames } from './names';

/** The single calls on issues, from which the operations people see are put together. */
export const issues = '/construction/issues/v1/projects/{projectId}/issues';
const reference = 'APS Issues v1, reference pages and OpenAPI description';
export const page = counted(100);
export const issueId = ref('acc.issue', { required: true, label: 'Issue' });

export const getOne = operation({
	action: 'Get issue',
	description: 'Retrieve one issue with its custom attributes and what you may do with it',
	call: get(`${issues}/{issueId}`),
	needs: needs('issues', 'data:read'),
	input: { ...inProject, issueId, ...withNames },
	beside: issueNames,
	returns: returns.record(),
	repeat: 'safe',
	source: 'ACC Issues, line 8837',
});

/** The list with the filters a match takes, values wire-ready. */
export const match = operation({
	action: 'Find matching issues',
	description: 'Find the issues that have a value',
	call: get(issues),
	needs: needs('issues', 'data:read'),
	input: {
		...inProject,
		search: text({ wire: 'filter[search]' }),
		displayIds: texts({ wire: 'filter[displayId]' }),
		customAttributes: json({ wire: 'filter[customAttributes]' }),
		deleted: boolean({ wire: 'filter[deleted]' }),
	},
	page,
	returns: returns.records('results'),
	repeat: 'safe',
	hidden: true,
	source: 'ACC Issues, line 8541',
});

export const postIssue = operation({
	action: 'Post issue',
	description: 'Create an issue with wire-ready values',
	call: post(issues),
	needs: needs('issues', 'data:write'),
	input: {
		...inProject,
		title: text({ ...title, required: true }),
		issueSubtypeId: ref('acc.issueSubtype', { required: true }),
		status: choice(issueStatuses, { default: 'open' }),
		// False when left out, and then nobody else sees the issue.
		published,
		...sentDetails,
		customAttributes: json(),
	},
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'created', id: 'id', number: 'displayId' },
	hidden: true,
	status: 'reference',
	source: reference,
});

export const patchIssue = operation({
	action: 'Patch issue',
	description: 'Change some members of an issue with wire-ready values',
	call: patch(`${issues}/{issueId}`),
	needs: needs('issues', 'data:read data:write'),
	input: {
		...inProject,
		issueId,
		title: text(title),
		issueSubtypeId: ref('acc.issueSubtype'),
		status: choice(issueStatuses),
		published: boolean(),
		...sentDetails,
		customAttributes: json(),
	},
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', id: 'id', number: 'displayId' },
	hidden: true,
	status: 'reference',
	source: reference,
});

/** Where a receipt of an issue takes its members from. */
export const issueReceipt = { id: 'id', number: 'displayId' } as const;
