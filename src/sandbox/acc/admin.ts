import type { Handler, SandboxReply, SandboxRequest, SandboxWorld } from '../service';
import { actorOf, isAccountAdmin, memberOfProject, projectOf, userOf } from './access';
import { allows, commaList, cut, memberOf, minusSort, pick, sorted, textMatches, windowOf, within, wordSort, type Json } from '../reading';
import { adminError, Refusal } from './refusal';
import type { AccCompany, AccProject, AccState, AccUser, Member } from './state';

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

	function account(request: SandboxRequest): void {
		const given = request.path['accountId'] ?? request.path['account_id'] ?? '';
		if (given.startsWith('b.')) throw new Refusal(adminError(400, 'The account id must be a UUID without the "b." prefix.'));
		if (given !== state.accountId) throw new Refusal(adminError(404, 'The account does not exist.'));
	}

	// Projects -----------------------------------------------------------------------------------------------

	function projects(request: SandboxRequest): SandboxReply {
		account(request);
		const { query } = request;
		const actor = actorOf(request.caller);
		const mode = query.get('filterTextMatch');
		const list = (name: string): readonly string[] | undefined => commaList(query, `filter[${name}]`);
		const kinds = list('type') ?? [];
		const unwanted = kinds.filter((kind) => kind.startsWith('-')).map((kind) => kind.slice(1));
		const wanted = kinds.filter((kind) => !kind.startsWith('-'));
		const found = state.projects.filter((one) =>
			(actor === undefined || isAccountAdmin(state, actor) || memberOfProject(state, one.id, actor) !== undefined)
			&& textMatches(one.name, query.get('filter[name]'), mode)
			&& textMatches(one.jobNumber, query.get('filter[jobNumber]'), mode)
			&& allows(list('platform'), one.platform)
			&& allows(list('status'), one.status)
			&& allows(list('classification'), 'production')
			&& (list('products')?.some((key) => one.products.includes(key)) ?? true)
			&& (wanted.length === 0 || wanted.includes(one.type))
			&& !unwanted.includes(one.type)
			&& query.get('filter[businessUnitId]') === null
			&& within(one.updatedAt, query.get('filter[updatedAt]')));
		const rows = bySort(found.map(projectBody), query, 'name');
		return paged(request, rows.map((row) => pick(row, commaList(query, 'fields'), ['id'])));
	}

	function project(request: SandboxRequest): SandboxReply {
		const found = projectOf(request, state, { prefix: 'bare', shape: adminError });
		return { status: 200, json: pick(projectBody(found), commaList(request.query, 'fields'), ['id']) };
	}

	function projectBody(project: AccProject): Json {
		const members = state.members.filter((member) => member.projectId === project.id && member.status !== 'deleted');
		return {
			id: project.id,
			name: project.name,
			startDate: null,
			endDate: null,
			type: project.type,
			classification: 'production',
			projectValue: null,
			status: project.status,
			jobNumber: project.jobNumber,
			addressLine1: 'Quay 4',
			addressLine2: null,
			city: project.city,
			stateOrProvince: null,
			postalCode: '0150',
			country: project.country,
			latitude: '59.9075',
			longitude: '10.7528',
			timezone: project.timezone,
			constructionType: 'New Construction',
			deliveryMethod: 'Design-Bid',
			contractType: null,
			currentPhase: null,
			businessUnitId: null,
			lastSignIn: project.updatedAt,
			imageUrl: null,
			thumbnailImageUrl: null,
			createdAt: project.createdAt,
			updatedAt: project.updatedAt,
			memberGroupId: '120400',
			adminGroupId: '120401',
			accountId: state.accountId,
			sheetCount: 0,
			products: project.products.map((key) => ({ key, status: 'active', icon: '' })),
			platform: project.platform,
			companyCount: state.companies.length,
			memberCount: members.length,
			templateId: null,
		};
	}

	// People of a project ------------------------------------------------------------------------------------

	function projectUsers(request: SandboxRequest): SandboxReply {
		const project = projectOf(request, state, { prefix: 'bare', shape: adminError });
		const { query } = request;
		const statuses = commaList(query, 'filter[status]') ?? ['active', 'pending'];
		const either = commaList(query, 'orFilters') ?? [];
		const found = state.members.flatMap((member) => {
			const person = userOf(state, member.userId);
			return member.projectId === project.id && person !== undefined && userPasses(member, person, query, statuses, either) ? [projectUserBody(member, person)] : [];
		});
		return paged(request, bySort(found, query, 'name').map((row) => pick(row, commaList(query, 'fields'), ['id', 'email'])));
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
		const member = state.members.find((one) => one.projectId === project.id && one.userId === person?.autodeskId);
		if (person === undefined || member === undefined) throw new Refusal(adminError(404, 'The user does not exist in this project.'));
		return { status: 200, json: pick(projectUserBody(member, person), commaList(request.query, 'fields'), ['id', 'email']) };
	}

	function projectUserBody(member: Member, person: AccUser): Json {
		const roles = state.roles.filter((role) => member.roleIds.includes(role.id));
		return {
			email: person.email,
			id: person.id,
			name: `${person.firstName} ${person.lastName}`,
			firstName: person.firstName,
			lastName: person.lastName,
			autodeskId: person.autodeskId,
			analyticsId: null,
			addressLine1: null,
			addressLine2: null,
			city: 'Oslo',
			stateOrProvince: null,
			postalCode: null,
			country: 'Norway',
			imageUrl: null,
			phone: { number: null, phoneType: null, extension: null },
			jobTitle: person.jobTitle,
			industry: null,
			aboutMe: null,
			accessLevels: { accountAdmin: person.accountRole === 'account_admin', projectAdmin: member.isAdmin, executive: false },
			addedOn: member.addedOn,
			updatedAt: person.updatedAt,
			companyId: person.companyId,
			companyName: state.companies.find((one) => one.id === person.companyId)?.name ?? null,
			roleIds: member.roleIds,
			roles: roles.map((role) => ({ id: role.id, name: role.name })),
			status: member.status,
			products: ['build', 'docs'].map((key) => ({ key, access: member.isAdmin ? 'administrator' : 'member' })),
		};
	}

	// Companies ----------------------------------------------------------------------------------------------

	function accountCompanies(request: SandboxRequest): SandboxReply {
		account(request);
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
		return paged(request, bySort(rows, query, 'name').map((row) => pick(row, commaList(query, 'fields'), ['id'])));
	}

	function company(request: SandboxRequest): SandboxReply {
		account(request);
		const found = state.companies.find((one) => one.id === request.path['company_id']);
		if (found === undefined) throw new Refusal(adminError(404, 'The company does not exist.'));
		return { status: 200, json: hqCompany(found) };
	}

	function searchCompanies(request: SandboxRequest): SandboxReply {
		account(request);
		return hqList(request, state.companies.filter((one) => searched(request.query, { name: one.name, trade: one.trade })).map(hqCompany));
	}

	function projectCompanies(request: SandboxRequest): SandboxReply {
		account(request);
		const project = projectOf(request, state, { prefix: 'bare', shape: adminError });
		return hqList(request, state.companies.map((one) => ({ ...hqCompany(one), project_id: project.id, member_group_id: one.memberGroupId })));
	}

	function hqCompany(one: AccCompany): Json {
		return {
			id: one.id,
			account_id: state.accountId,
			name: one.name,
			trade: one.trade,
			address_line_1: null,
			city: 'Oslo',
			country: 'Norway',
			phone: null,
			website_url: null,
			description: null,
			erp_id: null,
			tax_id: null,
			created_at: one.createdAt,
			updated_at: one.updatedAt,
		};
	}

	// The account's member directory -------------------------------------------------------------------------

	function users(request: SandboxRequest): SandboxReply {
		account(request);
		return hqList(request, state.users.map(hqUser));
	}

	function user(request: SandboxRequest): SandboxReply {
		account(request);
		const found = state.users.find((one) => one.id === request.path['user_id']);
		if (found === undefined) throw new Refusal(adminError(404, 'The user does not exist.'));
		return { status: 200, json: hqUser(found) };
	}

	function searchUsers(request: SandboxRequest): SandboxReply {
		account(request);
		const found = state.users.map(hqUser).filter((row) =>
			searched(request.query, { name: String(row['name']), email: String(row['email']), company_name: String(row['company_name']) }));
		return hqList(request, found);
	}

	function hqUser(person: AccUser): Json {
		return {
			id: person.id,
			account_id: state.accountId,
			role: person.accountRole,
			status: person.status,
			company_id: person.companyId,
			company_name: state.companies.find((one) => one.id === person.companyId)?.name ?? null,
			last_sign_in: null,
			email: person.email,
			name: `${person.firstName} ${person.lastName}`,
			nickname: null,
			first_name: person.firstName,
			last_name: person.lastName,
			uid: person.autodeskId,
			image_url: null,
			phone: null,
			company: null,
			job_title: person.jobTitle,
			industry: null,
			about_me: null,
			default_role: null,
			default_role_id: null,
			created_at: person.createdAt,
			updated_at: person.updatedAt,
		};
	}

	/** A page with the total; the next address stands there only where there is a next page (line 271). */
	function paged(request: SandboxRequest, rows: readonly Json[]): SandboxReply {
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
}

/** The path of a request, rebuilt from its contract. */
export function pathOf(request: SandboxRequest): string {
	return request.contract.path.replace(/\{([^}]+)\}/g, (_all, name: string) => encodeURIComponent(request.path[name] ?? ''));
}

function bySort(rows: readonly Json[], query: URLSearchParams, standard: string): readonly Json[] {
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
