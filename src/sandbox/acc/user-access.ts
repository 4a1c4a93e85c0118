import { allows, commaList, pick, textMatches, within } from '../reading';
import type { Handler, SandboxReply, SandboxRequest, SandboxWorld } from '../service';
import { actorOf, insideAccount, isAccountAdmin, userOf } from './access';
import { bySort, paged } from './admin';
import { projectBody } from './admin-records';
import { adminError, Refusal } from './refusal';
import type { AccState, AccUser, Member } from './state';

/** What one person of the account takes part in; for account administrators only. */
export function userAccessHandlers(world: SandboxWorld, state: AccState): Readonly<Record<string, Handler>> {
	return { 'acc.userProject.getMany': projects, 'acc.userProduct.getMany': products, 'acc.userRole.getMany': roles };

	function visit(request: SandboxRequest): { readonly person: AccUser; readonly memberships: readonly Member[] } {
		insideAccount(request, state);
		const actor = actorOf(request.caller);
		if (actor !== undefined && !isAccountAdmin(state, actor)) throw new Refusal(adminError(403, 'Only account administrators may ask.'));
		const person = userOf(state, request.path['userId'] ?? '');
		if (person === undefined) throw new Refusal(adminError(404, 'The user does not exist.'));
		const among = commaList(request.query, 'filter[projectId]');
		return { person, memberships: state.members.filter((one) => (one.userId === person.autodeskId || one.userId === person.id) && one.status !== 'deleted' && allows(among, one.projectId)) };
	}

	function projects(request: SandboxRequest): SandboxReply {
		const { query } = request;
		const { memberships } = visit(request);
		const mode = query.get('filterTextMatch');
		const list = (name: string): readonly string[] | undefined => commaList(query, `filter[${name}]`);
		const rows = memberships.flatMap((member) => {
			const project = state.projects.find((one) => one.id === member.projectId);
			const level = member.isAdmin ? 'projectAdmin' : 'projectMember';
			const passes = project && allows(list('id'), project.id) && allows(list('status'), project.status) && allows(list('platform'), project.platform) && allows(list('accessLevels'), level) && textMatches(project.name, query.get('filter[name]'), mode) && textMatches(project.jobNumber, query.get('filter[jobNumber]'), mode) && within(project.updatedAt, query.get('filter[updatedAt]'));
			return passes ? [{ ...projectBody(state, project), accessLevels: { projectAdmin: member.isAdmin, projectMember: !member.isAdmin } }] : [];
		});
		return paged(world, request, bySort(rows, query, 'name').map((row) => pick(row, commaList(query, 'fields'), ['id'])));
	}

	function products(request: SandboxRequest): SandboxReply {
		const { memberships } = visit(request);
		const wanted = commaList(request.query, 'filter[key]');
		const found = new Map<string, string[]>();
		for (const member of memberships) for (const { key, access } of member.products ?? [{ key: 'build', access: 'member' }, { key: 'docs', access: 'member' }]) if (access !== 'none' && allows(wanted, key)) found.set(key, [...(found.get(key) ?? []), member.projectId]);
		return paged(world, request, bySort([...found].map(([key, projectIds]) => ({ key, name: key, icon: '', projectIds })), request.query, 'name'));
	}

	function roles(request: SandboxRequest): SandboxReply {
		const { memberships } = visit(request);
		const rows = state.roles.flatMap((role) => {
			const projectIds = memberships.filter(({ roleIds }) => roleIds.includes(role.id)).map(({ projectId }) => projectId);
			return projectIds.length > 0 && textMatches(role.name, request.query.get('filter[name]'), request.query.get('filterTextMatch')) ? [{ id: role.id, status: 'active', name: role.name, key: role.name.toLowerCase().replace(/ /g, '_'), createdAt: state.projects[0]?.createdAt, updatedAt: state.projects[0]?.createdAt, projectIds }] : [];
		});
		return paged(world, request, bySort(rows, request.query, 'name'));
	}
}
