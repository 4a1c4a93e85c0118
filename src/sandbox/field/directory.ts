import type { Handler } from '../service';
import { FieldRefusal, given, ofProject, onProject, userOf, visibleProjects, type FieldContext } from './request';
import { changedAfter, readStamp, stamp } from './stamp';
import type { FieldCompany, FieldDailyUpdate, FieldMembership, FieldProject, FieldUser } from './state';

const roleIds: Readonly<Record<FieldMembership['role'], string>> = {
	contractor: '00000000-0005-0000-0001-000000000003',
	architect: '00000000-0006-0000-0001-000000000003',
	engineer: '00000000-0007-0000-0001-000000000003',
	owner: '00000000-0008-0000-0001-000000000003',
	subcontractor: '00000000-0009-0000-0001-000000000003',
	inspector: '00000000-000b-0000-0001-000000000003',
};

/** Projects, areas, companies and people, in all the shapes in which the document hands them out. */
export function directoryHandlers(context: FieldContext): Record<string, Handler> {
	const { state } = context;

	const members = (project: FieldProject): readonly { readonly user: FieldUser; readonly rights: FieldMembership }[] =>
		[...state.users.values()].flatMap((user) => {
			const rights = user.memberships.get(project.id);
			return rights === undefined ? [] : [{ user, rights }];
		});
	const companiesOf = (projectId: string): readonly FieldCompany[] => [...state.companies.values()].filter((company) => company.projectIds.has(projectId));
	const projectUser = (user: FieldUser, rights: FieldMembership): object => ({
		id: user.id,
		name: `${user.firstName} ${user.lastName}`,
		first_name: user.firstName,
		last_name: user.lastName,
		email: user.email,
		role_id: roleIds[rights.role],
		project_admin: rights.admin,
		document_manager: rights.documentManager,
		photo_viewer: true,
		company: { id: user.companyId, name: state.companies.get(user.companyId)?.name ?? '' },
	});

	return {
		'field.project.getMany': (request) => {
			const user = userOf(context, request);
			return { status: 200, json: visibleProjects(context, user).map((project) => projectRecord(project, user)) };
		},
		'field.project.get': (request) => {
			const { project, user } = onProject(context, request);
			return { status: 200, json: { ...projectRecord(project, user), timezone: 'Eastern Time (US & Canada)' } };
		},
		'field.project.getManyNames': (request) => {
			const rows = visibleProjects(context, userOf(context, request)).map((project) => ({
				id: project.id,
				name: project.name,
				a360_project_id: project.a360Id,
				updated_at: project.updatedAt.toISOString(),
				include_in_reports: true,
			}));
			const key = given(request, 'sort_order');
			if (key === 'name') rows.sort((one, other) => one.name.localeCompare(other.name));
			if (key === 'updated_at') rows.sort((one, other) => one.updated_at.localeCompare(other.updated_at));
			return { status: 200, json: given(request, 'sort_direction') === 'desc' ? rows.reverse() : rows };
		},
		'field.area.getMany': (request) => {
			const { project } = onProject(context, request);
			const live = project.areas.filter((area) => !area.deleted);
			return { status: 200, json: live.map((area) => ({ area_id: area.id, path: fullPath(area) })) };
		},
		'field.area.getManyAdmin': (request) => {
			const { project } = onProject(context, request);
			return {
				status: 200,
				json: project.areas.map((area) => ({
					id: area.id,
					name: area.name,
					full_path: fullPath(area),
					path: area.path,
					identifier: '',
					parent_id: area.parentId,
					deleted: area.deleted ? 1 : 0,
				})),
			};
		},
		'field.contact.getMany': (request) => {
			const { project } = onProject(context, request);
			return {
				status: 200,
				json: members(project).map(({ user, rights }) => ({
					id: user.id,
					user_id: user.id,
					company_id: user.companyId,
					first_name: user.firstName,
					last_name: user.lastName,
					email: user.email,
					telephone: null,
					roles: rolesText(rights),
					junior: false,
					key_contact: rights.admin,
				})),
			};
		},
		'field.user.getManyAdmin': (request) => {
			const { project } = onProject(context, request);
			return {
				status: 200,
				json: members(project).map(({ user, rights }) => ({
					id: user.id,
					email: user.email,
					first_name: user.firstName,
					last_name: user.lastName,
					telephone: null,
					junior: false,
					roles: rolesText(rights),
					company: { id: user.companyId, name: state.companies.get(user.companyId)?.name ?? '' },
				})),
			};
		},
		'field.user.getMany': (request) => {
			const { project } = onProject(context, request);
			return { status: 200, json: members(project).map(({ user, rights }) => projectUser(user, rights)) };
		},
		'field.user.get': (request) => {
			const { project } = onProject(context, request);
			const found = members(project).find(({ user }) => user.id === request.path['id']);
			if (found === undefined) throw new FieldRefusal(404, 'User not found');
			return { status: 200, json: projectUser(found.user, found.rights) };
		},
		'field.company.getMany': (request) => {
			const projectId = given(request, 'project_id');
			const rows = projectId === undefined ? [...state.companies.values()] : companiesOf(onProject(context, request).project.id);
			return { status: 200, json: rows.map(companyRecord) };
		},
		'field.company.get': (request) => {
			const company = state.companies.get(request.path['id'] ?? '');
			if (company === undefined) throw new FieldRefusal(404, 'Could not find the company with the specified ID');
			return { status: 200, json: companyRecord(company) };
		},
		'field.company.getManyLegacy': (request) => {
			const { project } = onProject(context, request);
			const since = readStamp(given(request, 'max_date') ?? '');
			const rows = companiesOf(project.id).filter((company) => since === undefined || changedAfter(company.updatedAt, since));
			return {
				status: 200,
				json: rows.map((company) => ({ company_id: company.id, name: company.name, category: company.category, ctype: company.trade, updated_at: stamp(company.updatedAt) })),
			};
		},
		'field.company.getManyAdmin': (request) => {
			const { project } = onProject(context, request);
			return {
				status: 200,
				json: companiesOf(project.id).map(({ id, name, category, trade }) => ({
					id,
					name,
					account_company: name === 'Harbor Construction',
					address: address(),
					url: null,
					duns_no: null,
					ein_no: null,
					telephone: null,
					fax: null,
					description: trade,
					company_type: trade,
					company_category: category,
				})),
			};
		},
		'field.dailyUpdate.getMany': (request) => {
			const { project, user } = onProject(context, request);
			const from = readStamp(given(request, 'from') ?? '');
			const to = readStamp(given(request, 'to') ?? '');
			const by = given(request, 'by') ?? 'daily_update_date';
			const scope = given(request, 'filter') ?? 'all';
			const rows = ofProject(state.dailyUpdates, project).filter((update) => {
				const at = by === 'created_at' ? update.createdAt : by === 'last_modified_at' ? update.updatedAt : readStamp(update.day);
				if (at === undefined || (from !== undefined && at < from) || (to !== undefined && at > to)) return false;
				if (scope === 'my_own') return update.createdBy === user.email;
				const author = [...state.users.values()].find((one) => one.email === update.createdBy);
				return scope !== 'my_company' || author?.companyId === user.companyId;
			});
			return { status: 200, json: rows.map(dailyUpdateRecord) };
		},
		'field.dailyUpdate.get': (request) => {
			const { project } = onProject(context, request);
			const update = ofProject(state.dailyUpdates, project).find((one) => one.id === request.path['id']);
			if (update === undefined) throw new FieldRefusal(404, 'Daily update not found');
			return { status: 200, json: dailyUpdateRecord(update) };
		},
	};

}

function projectRecord(project: FieldProject, user: FieldUser): object {
	const rights = user.memberships.get(project.id);
	return {
		project_id: project.id,
		name: project.name,
		hq_identifier: project.a360Id,
		user_company_id: user.companyId,
		user_roles: rights === undefined ? '' : rolesText(rights),
		is_active: user.activeProjectId === project.id,
		filters: ['Issue', 'Task', 'Equipment', 'Checklist'].map((container) => ({ filter_id: `${container.toLowerCase()}-${project.id}`, container, name: `All ${container}s` })),
		issue_filters: project.issueFilters
			.filter((filter) => filter.ownerId === undefined || filter.ownerId === user.id)
			.map((filter) => ({ issue_filter_id: filter.id, name: filter.name })),
		permissions: [],
		document_paths: [],
	};
}

function fullPath(area: { readonly path: string; readonly name: string }): string {
	return area.path === '' ? area.name : `${area.path}>${area.name}`;
}

function rolesText(rights: FieldMembership): string {
	return [...(rights.admin ? ['project_admin'] : []), ...(rights.documentManager ? ['document_manager'] : []), rights.role].join(',');
}

function address(): object {
	return { country: 'US', state: null, address1: '1 Sandbox Way', address2: null, address3: null, postal_code: '00000', county: null, city: 'Example City' };
}

function companyRecord(company: FieldCompany): object {
	return {
		id: company.id,
		name: company.name,
		address: address(),
		url: null,
		telephone: null,
		fax: null,
		ctype: company.trade,
		category: company.category,
		description: company.trade,
		ein_no: null,
		duns_no: null,
		custom_fields: [],
	};
}

function dailyUpdateRecord(update: FieldDailyUpdate): object {
	return {
		id: update.id,
		status: update.status,
		update_date: update.day,
		created_by: update.createdBy,
		created_at: stamp(update.createdAt),
		last_modified_at: stamp(update.updatedAt),
		sections: {
			summary: { id: update.id, notes: update.summary },
			labor: { labors: update.labor.map((row) => ({ company_id: row.companyId, workers: row.workers, total_hours: row.hours, notes: row.notes })) },
		},
	};
}
