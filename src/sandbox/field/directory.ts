import type { Handler, SandboxReply, SandboxRequest } from '../service';
import { filtersOf } from './custom-fields';
import { FieldRefusal, given, givenJson, givenList, isRecord, onProject, textMember, userOf, visibleProjects, type FieldContext } from './request';
import { changedAfter, readStamp, stamp } from './stamp';
import type { FieldCompany, FieldMembership, FieldProject, FieldUser } from './state';

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
		'field.projectExport.getStatus': (request) => {
			const { running, lastAt, succeeded } = onProject(context, request).project.export;
			return { status: 200, json: { export_running: running, last_export_at: lastAt?.toISOString() ?? null, last_export_succeeded: lastAt === undefined ? null : succeeded } };
		},
		'field.projectExport.getLatest': (request) => {
			const { lastAt, succeeded } = onProject(context, request).project.export;
			if (lastAt === undefined || !succeeded) return { status: 200, json: [] };
			return { status: 200, json: ['database', 'files'].map((type) => ({ type, url: `${context.world.origins.storage}/exports/${type}.zip` })) };
		},
		'field.userPreference.getMany': (request) => {
			const { user } = onProject(context, request);
			return { status: 200, json: [{ name: 'active_project_id', value: user.activeProjectId }, { name: 'units', value: 'imperial' }] };
		},
		'field.user.create': (request) => {
			const { project, rights } = onProject(context, request);
			if (!rights.admin) throw new FieldRefusal(401, 'Not authorized');
			return { status: 200, json: rowsGiven(request, 'users').map((row) => addUser(project, row)) };
		},
		'field.user.update': (request) => {
			const { project, rights } = onProject(context, request);
			if (!rights.admin) throw new FieldRefusal(401, 'Not authorized');
			const found = members(project).find(({ user }) => user.id === request.path['id']);
			if (found === undefined) throw new FieldRefusal(404, 'User not found');
			const sent = givenJson(request, 'user');
			if (!isRecord(sent)) throw new FieldRefusal(400, 'user is not a hash');
			const companyId = textMember(sent, 'company_id');
			if (companyId !== undefined && state.companies.get(companyId)?.projectIds.has(project.id) !== true) return { status: 200, json: { success: false, errors: ['Company is not on the project'] } };
			found.user.companyId = companyId ?? found.user.companyId;
			const changed = { ...found.rights, admin: flag(sent, 'project_admin') ?? found.rights.admin, documentManager: flag(sent, 'document_manager') ?? found.rights.documentManager };
			found.user.memberships.set(project.id, changed);
			return { status: 200, json: projectUser(found.user, changed) };
		},
		'field.user.delete': (request) => {
			const { project, rights } = onProject(context, request);
			if (!rights.admin) throw new FieldRefusal(401, 'Not authorized');
			const found = members(project).find(({ user }) => user.id === request.path['id']);
			if (found === undefined) throw new FieldRefusal(404, 'User not found');
			found.user.memberships.delete(project.id);
			return { status: 200, json: { success: true } };
		},
		'field.accountUser.changeStatus': () => ({ status: 401, text: 'Authentication failed' }),
		'field.company.create': (request) => {
			userOf(context, request);
			const sent = givenJson(request, 'company');
			if (!isRecord(sent)) throw new FieldRefusal(500, 'company is not a hash');
			const name = textMember(sent, 'name') ?? '';
			if (name === '') return { status: 200, json: { success: false, errors: [['name', 'can\'t be blank']], id: null } };
			if ([...state.companies.values()].some((one) => one.name === name)) return { status: 200, json: { success: false, errors: [['name', 'has already been taken']], id: null } };
			const id = context.world.uuid();
			const company: FieldCompany = { id, name, trade: '', category: '', projectIds: new Set(), updatedAt: context.world.now(), given: new Map() };
			describeCompany(company, sent);
			state.companies.set(id, company);
			return { status: 200, json: { success: true, errors: [], id } };
		},
		'field.company.update': (request) => {
			userOf(context, request);
			const company = state.companies.get(request.path['id'] ?? '');
			const sent = givenJson(request, 'company');
			if (company === undefined) throw new FieldRefusal(404, 'One or more companies not found');
			if (!isRecord(sent)) throw new FieldRefusal(500, 'company is not a hash');
			describeCompany(company, sent);
			company.updatedAt = context.world.now();
			return { status: 200, json: { success: true, errors: [], id: company.id } };
		},
		'field.company.addToProjects': (request) => onCompanyProjects(request, (company, projectId) => company.projectIds.add(projectId)),
		'field.company.removeFromProjects': (request) => onCompanyProjects(request, (company, projectId) => company.projectIds.delete(projectId)),
	};

	function addUser(project: FieldProject, row: Readonly<Record<string, unknown>>): object {
		const email = (textMember(row, 'email') ?? '').toLowerCase();
		const company = isRecord(row['company']) ? textMember(row['company'], 'id') : undefined;
		const role = Object.entries(roleIds).find(([, id]) => id === row['role_id'])?.[0];
		if (!email.includes('@')) return { email, success: false, errors: ['Email is invalid'] };
		if (company === undefined || state.companies.get(company)?.projectIds.has(project.id) !== true) return { email, success: false, errors: ['Company is not on the project'] };
		const known = [...state.users.values()].find((one) => one.email === email);
		const [firstName = '', ...rest] = (textMember(row, 'name') ?? '').split(' ');
		const user = known ?? { id: context.world.uuid(), email, firstName, lastName: rest.join(' '), companyId: company, password: 'sandbox', activeProjectId: project.id, memberships: new Map<string, FieldMembership>() };
		const rights: FieldMembership = { role: isRole(role) ? role : 'contractor', admin: flag(row, 'project_admin') ?? false, documentManager: flag(row, 'document_manager') ?? false, readsIssues: true };
		user.memberships.set(project.id, rights);
		state.users.set(user.id, user);
		return projectUser(user, rights);
	}

	function onCompanyProjects(request: SandboxRequest, change: (company: FieldCompany, projectId: string) => void): SandboxReply {
		const user = userOf(context, request);
		const found = givenList(request, 'company_ids').map((id) => state.companies.get(id));
		if (found.includes(undefined)) throw new FieldRefusal(404, 'Companies are not found');
		const projects = givenList(request, 'project_ids');
		const strange = projects.filter((id) => user.memberships.get(id)?.admin !== true);
		if (strange.length > 0) return { status: 200, json: { success: false, errors: strange.map((id) => `Project ${id} is not yours to change`) } };
		for (const company of found) for (const id of projects) if (company !== undefined) change(company, id);
		return { status: 200, json: { errors: [], success: true } };
	}
}

function rowsGiven(request: SandboxRequest, name: string): readonly Readonly<Record<string, unknown>>[] {
	const sent = givenJson(request, name);
	if (!Array.isArray(sent)) throw new FieldRefusal(400, `${name} is not an array`);
	const rows: readonly unknown[] = sent;
	return rows.filter(isRecord);
}

function flag(record: Readonly<Record<string, unknown>>, name: string): boolean | undefined {
	const value = record[name];
	return typeof value === 'boolean' ? value : undefined;
}

function isRole(name: string | undefined): name is FieldMembership['role'] {
	return name !== undefined && name in roleIds;
}

/** What is not named stays as it is, inside the address too (line 1778). */
function describeCompany(company: FieldCompany, sent: Readonly<Record<string, unknown>>): void {
	company.name = textMember(sent, 'name') ?? company.name;
	company.trade = textMember(sent, 'ctype') ?? company.trade;
	company.category = textMember(sent, 'category') ?? company.category;
	for (const [name, value] of Object.entries(sent)) {
		const before = company.given.get(name);
		if (name !== 'name' && name !== 'ctype' && name !== 'category') company.given.set(name, isRecord(value) && isRecord(before) ? { ...before, ...value } : value);
	}
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
		filters: filtersOf(project),
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
		...Object.fromEntries(company.given),
	};
}
