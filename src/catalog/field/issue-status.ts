import { choices, get, operation, range, ref, returns, unpaged, type Resource } from '../vocabulary';
import { signedIn } from './needs';
import { inProject } from './references';

/** The statuses of an issue (Field document, line 1379). */
export const statuses = ['Draft', 'Open', 'Work Completed', 'Ready to Inspect', 'Not Approved', 'In Dispute', 'Closed', 'Void'] as const;

const changes = '/api/v1/projects/{project_id}/issue_changes';

const getMany = operation({
	action: 'Get many issue status changes',
	description: 'Retrieve which issues of a project changed their status, when and by whom',
	call: get(changes),
	needs: signedIn,
	input: {
		...inProject,
		statuses: choices(statuses, { wire: 'status', label: 'Statuses', description: 'Only changes to these' }),
		changed: range('dateTime', { ends: { from: 'start_dt', to: 'end_dt' }, description: 'Only changes in this time' }),
	},
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	source: 'BIM 360 Field API, line 2059',
});

const getManyForIssue = operation({
	action: 'Get many status changes of issue',
	description: 'Retrieve the statuses that one issue went through',
	call: get(`${changes}/{issue_id}`),
	needs: signedIn,
	input: { ...inProject, issueId: ref('field.issue', { required: true, wire: 'issue_id', label: 'Issue' }) },
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	source: 'BIM 360 Field API, line 2078',
});

export const issueStatusChange: Resource = {
	id: 'field.issueStatusChange',
	label: 'Issue Status Change',
	plural: 'Issue Status Changes',
	area: 'issue',
	operations: { getMany, getManyForIssue },
};
