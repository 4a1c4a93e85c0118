import type { Handler, SandboxReply, SandboxRequest, SandboxWorld } from '../service';
import { actorOf, insideAccount, isAccountAdmin, memberOfProject, projectOf, userOf } from './access';
import { allows, commaList, cut, memberOf, minusSort, pick, sorted, textMatches, windowOf, within, wordSort, type Json } from '../reading';
import { adminError, Refusal } from './refusal';
import { hqCompany, hqUser, projectBody, projectUserBody } from './admin-records';
import type { AccProject, AccState, AccUser, Member } from './state';

/** Account administration: the newer calls in camel case with a page object, the older HQ ones in snake case with bare lists. */
export function adminHandlers(world: SandboxWorld, state: AccState): Readonly<Record<string, Handler>> {
	return {
		'acc.project.getMany': projects,
		'acc.project.get': project,
		'acc.projectUser.getMany': projectUsers,
		'acc.projectUser.get': projectUser,
		'acc.company.getMany': accountCompanies,
		'acc.company.get': company,
		'acc.company.search': searchCompanies,
		'acc.projectCompany.getMany': projectCompanies,
		'acc.user.getMany': users,
		'acc.user.get': user,
		'acc.user.search': searchUsers,
	};

	// Projects -----------------------------------------------------------------------------------------------

	function projects(request: SandboxRequest): SandboxReply {
		insideAccount(request, state);
		const { query } = request;
		const actor = actorOf(request.caller);
		const mode = query.get('filterTextMatch');
		const list = (name: string): readonly string[] | undefined => commaList(query, `filter[${name}]`);
		const kinds = list('type') ?? [];
		const unwanted = kinds.filter((kind) => kind.startsWith('-')).map((kind) => kind.slice(1));
		const wanted = kinds.filter((kind) => !kind.startsWith('-'));
		const templates = list('classification')?.includes('template') === true;
		const found = (templates ? state.templates : state.projects).filter((one) =>
			(actor === undefined || isAccountAdmin(state, actor) || memberOfProject(state, one.id, actor) !== undefined)
			&& textMatches(one.name, query.get('filter[name]'), mode)
			&& textMatches(one.jobNumber, query.get('filter[jobNumber]'), mode)
			&& allows(list('platform'), one.platform)
			&& allows(list('status'), one.status)
			&& allows(list('classification'), one.classification ?? 'production')
			&& (list('products')?.some((key) => one.products.includes(key)) ?? true)
			&& (wanted.length === 0 || wanted.includes(one.type))
			&& !unwanted.includes(one.type)
			&& query.get('filter[businessUnitId]') === null
			&& within(one.updatedAt, query.get('filter[updatedAt]')));
		const rows = bySort(found.map((one) => projectBody(state, one)), query, 'name');
		return paged(world, request, rows.map((row) => pick(row, commaList(query, 'fields'), ['id'])));
	}

	function project(request: SandboxRequest): SandboxReply {
		const found = setUpFurther(state, projectOf(request, state, { prefix: 'bare', shape: adminError }), world.now());
		return { status: 200, json: pick(projectBody(state, found), commaList(request.query, 'fields'), ['id']) };
	}

	// People of a project ------------------------------------------------------------------------------------

	function projectUsers(request: SandboxRequest): SandboxReply {
		const project = projectOf(request, state, { prefix: 'bare', shape: adminError });
		const { query } = request;
		const statuses = commaList(query, 'filter[status]') ?? ['active', 'pending'];
		const either = commaList(query, 'orFilters') ?? [];
		const found = state.members.flatMap((member) => {
			const person = userOf(state, member.userId);
			return member.projectId === project.id && person !== undefined && userPasses(member, person, query, statuses, either) ? [projectUserBody(state, member, person)] : [];
		});
		return paged(world, request, bySort(found, query, 'name').map((row) => pick(row, commaList(query, 'fields'), ['id', 'email'])));
	}

	/** Filters join by AND; those that `orFilters` names join by OR among themselves. */
	function userPasses(member: Member, person: AccUser, query: URLSearchParams, statuses: readonly string[], either: readonly string[]): boolean {
		const mode = query.get('filterTextMatch');
		const list = (name: string): readonly string[] | undefined => commaList(query, `filter[${name}]`);
		const company = state.companies.find((one) => one.id === person.companyId);
		const access = [...(member.isAdmin ? ['projectAdmin'] : []), ...(person.accountRole === 'account_admin' ? ['accountAdmin'] : [])];
		const tests: Readonly<Record<string, boolean>> = {
			name: textMatches(`${person.firstName} ${person.lastName}`, query.get('filter[name]'), mode),
			email: textMatches(person.email, query.get('filter[email]'), mode),
			companyName: textMatches(company?.name ?? '', query.get('filter[companyName]'), mode),
			companyId: query.get('filter[companyId]') === null || query.get('filter[companyId]') === person.companyId,
			autodeskId: allows(list('autodeskId'), person.autodeskId),
			id: allows(list('id'), person.id),
			status: statuses.includes(member.status),
			accessLevels: list('accessLevels')?.some((level) => access.includes(level)) ?? true,
			roleId: query.get('filter[roleId]') === null || member.roleIds.includes(query.get('filter[roleId]') ?? ''),
			roleIds: list('roleIds')?.some((id) => member.roleIds.includes(id)) ?? true,
			products: true,
		};
		const asked = either.filter((name) => query.has(`filter[${name}]`));
		const must = Object.entries(tests).filter(([name]) => !asked.includes(name));
		return must.every(([, passes]) => passes) && (asked.length === 0 || asked.some((name) => tests[name] === true));
	}

	function projectUser(request: SandboxRequest): SandboxReply {
		const project = projectOf(request, state, { prefix: 'bare', shape: adminError });
		const person = userOf(state, request.path['userId'] ?? '');
		const member = state.members.find((one) => one.projectId === project.id && (one.userId === person?.autodeskId || one.userId === person?.id));
		if (person === undefined || member === undefined) throw new Refusal(adminError(404, 'The user does not exist in this project.'));
		return { status: 200, json: pick(projectUserBody(state, member, person), commaList(request.query, 'fields'), ['id', 'email']) };
	}

	// Companies ----------------------------------------------------------------------------------------------

	function accountCompanies(request: SandboxRequest): SandboxReply {
		insideAccount(request, state);
		const { query } = request;
		const mode = query.get('filterTextMatch');
		const found = state.companies.filter((one) =>
			textMatches(one.name, query.get('filter[name]'), mode) && textMatches(one.trade, query.get('filter[trade]'), mode) && within(one.updatedAt, query.get('filter[updatedAt]')));
		const rows = found.map((one) => ({
			id: one.id,
			accountId: state.accountId,
			name: one.name,
			trade: one.trade,
			addresses: [],
			websiteUrl: null,
			description: null,
			erpId: null,
			taxId: null,
			imageUrl: null,
			status: 'active',
			createdAt: one.createdAt,
			updatedAt: one.updatedAt,
			originalName: null,
			projectSize: state.projects.length,
			userSize: state.users.filter((person) => person.companyId === one.id).length,
		}));
		return paged(world, request, bySort(rows, query, 'name').map((row) => pick(row, commaList(query, 'fields'), ['id'])));
	}

	function company(request: SandboxRequest): SandboxReply {
		insideAccount(request, state);
		const found = state.companies.find((one) => one.id === request.path['company_id']);
		if (found === undefined) throw new Refusal(adminError(404, 'The company does not exist.'));
		return { status: 200, json: hqCompany(state, found) };
	}

	function searchCompanies(request: SandboxRequest): SandboxReply {
		insideAccount(request, state);
		return hqList(request, state.companies.filter((one) => searched(request.query, { name: one.name, trade: one.trade })).map((one) => hqCompany(state, one)));
	}

	function projectCompanies(request: SandboxRequest): SandboxReply {
		insideAccount(request, state);
		const project = projectOf(request, state, { prefix: 'bare', shape: adminError });
		return hqList(request, state.companies.map((one) => ({ ...hqCompany(state, one), project_id: project.id, member_group_id: one.memberGroupId })));
	}

	// The account's member directory -------------------------------------------------------------------------

	function users(request: SandboxRequest): SandboxReply {
		insideAccount(request, state);
		return hqList(request, state.users.map((one) => hqUser(state, one)));
	}

	function user(request: SandboxRequest): SandboxReply {
		insideAccount(request, state);
		const found = state.users.find((one) => one.id === request.path['user_id']);
		if (found === undefined) throw new Refusal(adminError(404, 'The user does not exist.'));
		return { status: 200, json: hqUser(state, found) };
	}

	function searchUsers(request: SandboxRequest): SandboxReply {
		insideAccount(request, state);
		const found = state.users.map((one) => hqUser(state, one)).filter((row) =>
			searched(request.query, { name: String(row['name']), email: String(row['email']), company_name: String(row['company_name']) }));
		return hqList(request, found);
	}
}

/** A page with the total; the next address stands there only where there is a next page (line 271). */
export function paged(world: SandboxWorld, request: SandboxRequest, rows: readonly Json[]): SandboxReply {
	const window = windowOf(request.query, 20, 200);
	const address = (offset: number): string => {
		const query = new URLSearchParams(request.query);
		query.set('limit', String(window.limit));
		query.set('offset', String(offset));
		return `${world.origins.acc}${pathOf(request)}?${query.toString()}`;
	};
	const pagination = {
		...window,
		totalResults: rows.length,
		...(window.offset + window.limit < rows.length ? { nextUrl: address(window.offset + window.limit) } : {}),
		...(window.offset > 0 ? { previousUrl: address(Math.max(0, window.offset - window.limit)) } : {}),
	};
	return { status: 200, json: { pagination, results: cut(rows, window) } };
}

/** The path of a request, rebuilt from its contract. */
export function pathOf(request: SandboxRequest): string {
	return request.contract.path.replace(/\{([^}]+)\}/g, (_all, name: string) => encodeURIComponent(request.path[name] ?? ''));
}

/** Records in the order that `sort` asks for. */
export function bySort(rows: readonly Json[], query: URLSearchParams, standard: string): readonly Json[] {
	const keys = wordSort(query.get('sort'));
	return sorted(rows, keys.length === 0 ? [{ name: standard, descending: false }] : keys, (row, name) => row[name]);
}

/** A bare list: no total, no next address, the end is a short page (line 1239). */
function hqList(request: SandboxRequest, rows: readonly Json[]): SandboxReply {
	const { query } = request;
	const ordered = sorted(rows, minusSort(query.get('sort')), memberOf);
	const fields = commaList(query, 'field');
	return { status: 200, json: cut(ordered, windowOf(query, 10, 100)).map((row) => pick(row, fields, ['id'])) };
}

/** The criteria join by OR unless told otherwise, and match a part unless `partial=false` (lines 1111-1114). */
function searched(query: URLSearchParams, values: Readonly<Record<string, string>>): boolean {
	const asked = Object.entries(values).filter(([name]) => query.has(name));
	const exact = query.get('partial') === 'false';
	const hits = asked.map(([name, value]) => textMatches(value, query.get(name), exact ? 'equals' : 'contains'));
	return query.get('operator') === 'AND' ? hits.every(Boolean) : hits.length === 0 || hits.some(Boolean);
}

/** One look at a project that is being set up brings it nearer to its end. */
function setUpFurther(state: AccState, project: AccProject, now: Date): AccProject {
	const left = state.settingUp.get(project.id);
	if (left === undefined) return project;
	state.settingUp.set(project.id, left - 1);
	if (left > 0) return project;
	state.settingUp.delete(project.id);
	const active: AccProject = { ...project, status: 'active', updatedAt: now.toISOString() };
	state.projects[state.projects.indexOf(project)] = active;
	return active;
}
