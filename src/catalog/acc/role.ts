import { collected, get, isObject, listAt, operation, returns, textAt, unpaged, type JsonObject, type Resource } from '../vocabulary';
import { needs } from './families';
import { directory } from './hq';
import { anyProject, bare } from './ids';
import { getOne as getProject } from './project';
import { getMany as getMembers } from './project-user-calls';

const getMany = operation({
	action: 'Get many roles',
	description: 'Retrieve the roles that people can have in a project',
	call: get('/hq/v2/accounts/{account_id}/projects/{project_id}/industry_roles'),
	needs: needs('roles', 'account:read'),
	input: { ...directory, projectId: anyProject(bare, { wire: 'project_id' }) },
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	// Documented for BIM 360; that it answers for ACC too is known from Autodesk's own article only.
	status: 'inferred',
	source: 'BIM 360 Account Admin, projects/:project_id/industry_roles; APS blog of 28 October 2025 on roles',
});

const find = operation({
	action: 'Find roles',
	description: 'Find the roles of a project by name',
	needs: needs('admin', 'account:read'),
	input: { projectId: anyProject(bare) },
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	hidden: true,
	status: 'inferred',
	source: 'BIM 360 Account Admin, projects/:project_id/industry_roles; ACC Account Administration, line 2817',
	steps: {
		calls: [getProject, getMany, getMembers],
		async run(context, { projectId }) {
			const accountId = textAt(await context.call(getProject, { projectId }), 'accountId') ?? '';
			const listed = await context.attempt(async () => await collected(context.list(getMany, { accountId, projectId })));
			// Nobody promises that list for ACC; the roles that members have are known without it.
			const roles = 'value' in listed ? listed.value : rolesOf(await collected(context.list(getMembers, { projectId })));
			return roles.map((json) => ({ json }));
		},
	},
});

function rolesOf(members: readonly JsonObject[]): readonly JsonObject[] {
	const roles = members.flatMap((member) => (listAt(member, 'roles') ?? []).filter(isObject));
	return [...new Map(roles.map((role) => [textAt(role, 'id'), role])).values()];
}

export const role: Resource = {
	id: 'acc.role',
	label: 'Role',
	plural: 'Roles',
	area: 'admin',
	operations: { getMany, find },
	lookup: {
		list: find,
		within: ['projectId'],
		value: 'id',
		label: (record) => textAt(record, 'name') ?? '',
		names: (record) => [textAt(record, 'name')],
		// Roles that were taken away stay in the list; members who still have one show it by this ending.
		standing: (record) => (/\(Removed\)$/i.test(textAt(record, 'name') ?? '') ? 'deleted' : 'active'),
	},
};
