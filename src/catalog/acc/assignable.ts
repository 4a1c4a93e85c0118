import { operation, ref, returns, textAt, unpaged, type Resource } from '../vocabulary';
import { getInProject } from './company';
import { needs } from './families';
import { inProject } from './ids';
import { getOne as getProject } from './project';
import { role } from './role';

const find = operation({
	action: 'Find companies to assign',
	description: 'Find the companies of a project under the IDs by which issues know them',
	needs: needs('directory', 'account:read'),
	input: inProject,
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	hidden: true,
	source: 'ACC Account Administration, lines 344 and 1261',
	steps: {
		calls: [getProject, getInProject],
		async *run(context, { projectId }) {
			const accountId = textAt(await context.call(getProject, { projectId }), 'accountId') ?? '';
			for await (const json of context.list(getInProject, { accountId, projectId })) yield { json };
		},
	},
});

/** Companies as assignees: issues know them by the id of their member group (line 1418), which only the application's own sign-in reads. */
export const assignableCompany: Resource = {
	id: 'acc.assignableCompany',
	label: 'Company to Assign',
	plural: 'Companies to Assign',
	area: 'issue',
	operations: { find },
	lookup: {
		list: find,
		within: ['projectId'],
		value: 'member_group_id',
		label: (record) => textAt(record, 'name') ?? '',
		detail: (record) => textAt(record, 'trade'),
		names: (record) => [textAt(record, 'name')],
	},
};

export const assignedCompany = ref('acc.assignableCompany', { label: 'Assigned Company', description: 'In place of a person; to find it by name takes the application’s own sign-in' });

/** Roles by their member group, as reviews know them. */
export const assignableRole: Resource = {
	...role,
	id: 'acc.assignableRole',
	label: 'Role to Assign',
	plural: 'Roles to Assign',
	area: 'review',
	operations: {},
	...(role.lookup ? { lookup: { ...role.lookup, value: 'member_group_id' } } : {}),
};
