import { memberOf, objectOf, rowsOf, textOf, textsOf, type Json } from '../reading';
import type { Handler, SandboxReply, SandboxRequest, SandboxWorld } from '../service';
import { actorOf, insideAccount, isAccountAdmin, memberOfProject, projectOf, userOf } from './access';
import { hqCompany, hqUser, projectBody, projectUserBody } from './admin-records';
import { adminError, Refusal } from './refusal';
import type { AccCompany, AccProject, AccState, AccUser, Member } from './state';

const MOST_IMPORTED = 50;

/** What changes an account: projects, their members, people, companies and business units. */
export function adminWriteHandlers(world: SandboxWorld, state: AccState, setupLooks: number): Readonly<Record<string, Handler>> {
	return {
		'acc.project.create': createProject,
		'acc.project.setImage': setProjectImage,
		'acc.projectUser.create': addMember,
		'acc.projectUser.import': importMembers,
		'acc.projectUser.update': updateMember,
		'acc.projectUser.delete': removeMember,
		'acc.role.getMany': roles,
		'acc.user.create': (request) => ({ status: 201, json: hqUser(state, createUser(inside(request).json)) }),
		'acc.user.import': (request) => imported(request, 'email', (row) => hqUser(state, createUser(row))),
		'acc.user.update': updateUser,
		'acc.company.create': (request) => ({ status: 201, json: hqCompany(state, createCompany(inside(request).json)) }),
		'acc.company.import': (request) => imported(request, 'name', (row) => hqCompany(state, createCompany(row))),
		'acc.company.update': updateCompany,
		'acc.company.setImage': setCompanyImage,
		'acc.businessUnit.getMany': (request) => ({ status: 200, json: { business_units: (inside(request), units()) } }),
		'acc.businessUnit.replace': replaceUnits,
	};

	function now(): string {
		return world.now().toISOString();
	}

	function inside(request: SandboxRequest): SandboxRequest {
		insideAccount(request, state);
		return request;
	}

	// Projects -----------------------------------------------------------------------------------------------

	/** The person a write is made for: with the application's token alone nobody is (line 29). */
	function person(request: SandboxRequest): string {
		const actor = actorOf(request.caller);
		if (actor === undefined) throw new Refusal(adminError(403, 'A user has to be named in User-Id with an application\'s token.'));
		return actor;
	}

	function createProject(request: SandboxRequest): SandboxReply {
		insideAccount(request, state);
		if (!isAccountAdmin(state, person(request))) throw new Refusal(adminError(403, 'Only account administrators can create projects.'));
		const { json } = request;
		const templateId = textOf(memberOf(json, 'template.projectId'));
		const template = state.templates.find((one) => one.id === templateId);
		if (templateId !== undefined && template === undefined) throw new Refusal(adminError(404, 'The template does not exist.'));
		const made: AccProject = {
			id: world.uuid(),
			name: textOf(memberOf(json, 'name')) ?? '',
			platform: 'acc',
			status: 'pending',
			type: textOf(memberOf(json, 'type')) ?? '',
			jobNumber: textOf(memberOf(json, 'jobNumber')) ?? '',
			city: textOf(memberOf(json, 'city')) ?? '',
			country: textOf(memberOf(json, 'country')) ?? '',
			timezone: textOf(memberOf(json, 'timezone')) ?? 'Etc/UTC',
			products: template?.products ?? ['build', 'docs', 'insight'],
			createdAt: now(),
			updatedAt: now(),
		};
		state.projects.push(made);
		state.settingUp.set(made.id, setupLooks);
		return { status: 202, json: projectBody(state, made) };
	}

	function setProjectImage(request: SandboxRequest): SandboxReply {
		insideAccount(request, state);
		const project = projectOf(request, state, { prefix: 'bare', shape: adminError });
		state.images.set(project.id, picture(request));
		return { status: 200, json: { id: project.id, account_id: state.accountId, name: project.name, status: project.status } };
	}

	function picture(request: SandboxRequest): string {
		const file = request.parts.get('chunk');
		if (file === undefined || !/^image\/(png|jpe?g|bmp|gif)$/.test(file.type)) throw new Refusal(adminError(422, 'The image must be a PNG, JPEG, BMP or GIF.'));
		return `https://images.example/${file.name}`;
	}

	// Members of a project -----------------------------------------------------------------------------------

	/** The project whose members the caller may change. A member manager may say nothing about products. */
	function managed(request: SandboxRequest, rows: readonly unknown[] = []): AccProject {
		const actor = person(request);
		const project = projectOf(request, state, { prefix: 'bare', accOnly: true, shape: adminError });
		const member = memberOfProject(state, project.id, actor);
		const mayManage = member?.managesMembers === true && rows.every((row) => memberOf(row, 'products') === undefined);
		if (!isAccountAdmin(state, actor) && member?.isAdmin !== true && !mayManage) throw new Refusal(adminError(403, 'Only project administrators can change the members of a project.'));
		return project;
	}

	function addMember(request: SandboxRequest): SandboxReply {
		return { status: 201, json: added(managed(request, [request.json]), request.json) };
	}

	function added(project: AccProject, row: unknown): Json {
		const someone = known(textOf(memberOf(row, 'email')) ?? '', row);
		const index = state.members.findIndex((one) => one.projectId === project.id && isOf(one, someone));
		if (index >= 0 && state.members[index]?.status !== 'deleted') throw new Refusal(adminError(409, `${someone.email} is in the project already.`));
		const made: Member = withWritten({ projectId: project.id, userId: someone.autodeskId === '' ? someone.id : someone.autodeskId, roleIds: [], products: [], isAdmin: false, level: 'create', status: someone.autodeskId === '' ? 'pending' : 'active', addedOn: now() }, row);
		if (index >= 0) state.members[index] = made;
		else state.members.push(made);
		return projectUserBody(state, made, someone);
	}

	function isOf(member: Member, someone: AccUser): boolean {
		return member.userId === someone.id || (someone.autodeskId !== '' && member.userId === someone.autodeskId);
	}

	/** Whoever has this address; an unknown one is invited. */
	function known(email: string, row: unknown): AccUser {
		return state.users.find((one) => one.email.toLowerCase() === email.toLowerCase()) ?? createUser({ email, first_name: memberOf(row, 'firstName'), last_name: memberOf(row, 'lastName') });
	}

	function withWritten(member: Member, row: unknown): Member {
		const roleIds = memberOf(row, 'roleIds');
		const companyId = textOf(memberOf(row, 'companyId'));
		const products = rowsOf(memberOf(row, 'products')).map((one) => ({ key: textOf(memberOf(one, 'key')) ?? '', access: textOf(memberOf(one, 'access')) ?? 'none' }));
		const unknown = textsOf(roleIds).find((id) => !state.roles.some((role) => role.id === id));
		if (unknown !== undefined) throw new Refusal(adminError(400, `The role ${unknown} does not exist.`));
		if (products.some(({ key, access }) => key === 'projectAdministration' && access === 'member')) throw new Refusal(adminError(400, 'The access to projectAdministration cannot be member.'));
		if (companyId !== undefined && !state.companies.some((one) => one.id === companyId)) throw new Refusal(adminError(400, 'The company does not exist.'));
		const present = member.products ?? [];
		return {
			...member,
			...(roleIds === undefined ? {} : { roleIds: textsOf(roleIds) }),
			...(companyId === undefined ? {} : { companyId }),
			...(products.length === 0 ? {} : { products: [...present.filter(({ key }) => !products.some((one) => one.key === key)), ...products], isAdmin: products.some(({ key, access }) => key === 'projectAdministration' && access === 'administrator') || member.isAdmin }),
			updatedAt: now(),
		};
	}

	/** One bad row refuses the whole call; the job that is named cannot be asked about. */
	function importMembers(request: SandboxRequest): SandboxReply {
		const rows = rowsOf(memberOf(request.json, 'users'));
		const project = managed(request, rows);
		for (const row of rows) withWritten({ projectId: project.id, userId: '', roleIds: [], isAdmin: false, level: 'create', status: 'active', addedOn: now() }, row);
		for (const row of rows) {
			const someone = known(textOf(memberOf(row, 'email')) ?? '', row);
			if (!state.members.some((one) => one.projectId === project.id && one.status !== 'deleted' && isOf(one, someone))) added(project, row);
		}
		return { status: 202, json: { jobId: world.uuid() } };
	}

	function memberAt(request: SandboxRequest, project: AccProject): { readonly index: number; readonly member: Member; readonly someone: AccUser } {
		const someone = userOf(state, request.path['userId'] ?? '');
		const index = state.members.findIndex((one) => one.projectId === project.id && one.status !== 'deleted' && someone !== undefined && isOf(one, someone));
		const member = state.members[index];
		if (someone === undefined || member === undefined) throw new Refusal(adminError(404, 'The user does not exist in this project.'));
		return { index, member, someone };
	}

	function updateMember(request: SandboxRequest): SandboxReply {
		const { index, member, someone } = memberAt(request, managed(request, [request.json]));
		const changed = withWritten(member, request.json);
		state.members[index] = changed;
		return { status: 200, json: projectUserBody(state, changed, someone) };
	}

	function removeMember(request: SandboxRequest): SandboxReply {
		const { index, member } = memberAt(request, managed(request));
		state.members[index] = { ...member, status: 'deleted' };
		return { status: 204 };
	}

	function roles(request: SandboxRequest): SandboxReply {
		insideAccount(request, state);
		const project = projectOf(request, state, { prefix: 'bare', shape: adminError });
		return { status: 200, json: state.roles.map((role) => ({ id: role.id, project_id: project.id, name: role.name, services: {}, member_group_id: role.memberGroupId })) };
	}

	// People and companies of the account ----------------------------------------------------------------------

	function createUser(row: unknown): AccUser {
		const email = textOf(memberOf(row, 'email')) ?? '';
		if (!/^[^@\s]+@[^@\s]+$/.test(email)) throw new Refusal(adminError(422, 'The email is not valid.'));
		if (state.users.some((one) => one.email.toLowerCase() === email.toLowerCase())) throw new Refusal(adminError(409, `A user with the email ${email} exists already.`));
		const made: AccUser = {
			id: world.uuid(),
			autodeskId: '',
			email,
			firstName: textOf(memberOf(row, 'first_name')) ?? '',
			lastName: textOf(memberOf(row, 'last_name')) ?? '',
			jobTitle: textOf(memberOf(row, 'job_title')) ?? '',
			companyId: textOf(memberOf(row, 'company_id')) ?? '',
			defaultRole: textOf(memberOf(row, 'default_role')),
			accountRole: 'account_user',
			status: 'not_invited',
			createdAt: now(),
			updatedAt: now(),
		};
		state.users.push(made);
		return made;
	}

	function updateUser(request: SandboxRequest): SandboxReply {
		insideAccount(request, state);
		const index = state.users.findIndex((one) => one.id === request.path['user_id']);
		const found = state.users[index];
		if (found === undefined) throw new Refusal(adminError(404, 'The user does not exist.'));
		const status = memberOf(request.json, 'status');
		if (status !== undefined && (found.status === 'pending' || found.status === 'not_invited')) throw new Refusal(adminError(422, `The status of a user who is ${found.status} cannot be changed.`));
		const changed: AccUser = { ...found, ...(status === 'active' || status === 'inactive' ? { status } : {}), companyId: textOf(memberOf(request.json, 'company_id')) ?? found.companyId, defaultRole: textOf(memberOf(request.json, 'default_role')) ?? found.defaultRole, updatedAt: now() };
		state.users[index] = changed;
		return { status: 200, json: hqUser(state, changed) };
	}

	function createCompany(row: unknown): AccCompany {
		const { name, trade, ...details } = objectOf(row);
		freeName(textOf(name) ?? '');
		const made: AccCompany = { id: world.uuid(), name: textOf(name) ?? '', trade: textOf(trade) ?? '', memberGroupId: String(130_000 + state.companies.length), details, createdAt: now(), updatedAt: now() };
		state.companies.push(made);
		return made;
	}

	function freeName(name: string, but?: AccCompany): void {
		if (state.companies.some((one) => one !== but && one.name.toLowerCase() === name.toLowerCase())) throw new Refusal(adminError(409, `A company called ${name} exists already.`));
	}

	function companyAt(request: SandboxRequest): { readonly index: number; readonly found: AccCompany } {
		insideAccount(request, state);
		const index = state.companies.findIndex((one) => one.id === request.path['company_id']);
		const found = state.companies[index];
		if (found === undefined) throw new Refusal(adminError(404, 'The company does not exist.'));
		return { index, found };
	}

	function updateCompany(request: SandboxRequest): SandboxReply {
		const { index, found } = companyAt(request);
		const { name, trade, ...details } = objectOf(request.json);
		freeName(textOf(name) ?? found.name, found);
		const changed: AccCompany = { ...found, name: textOf(name) ?? found.name, trade: textOf(trade) ?? found.trade, details: { ...found.details, ...details }, updatedAt: now() };
		state.companies[index] = changed;
		return { status: 200, json: hqCompany(state, changed) };
	}

	function setCompanyImage(request: SandboxRequest): SandboxReply {
		const { found } = companyAt(request);
		state.images.set(found.id, picture(request));
		return { status: 200, json: hqCompany(state, found) };
	}

	/** Takes in what it can and tells of each row; the record that failed stands beside the reason. */
	function imported(request: SandboxRequest, key: string, take: (row: unknown) => Json): SandboxReply {
		insideAccount(request, state);
		const rows = rowsOf(request.json);
		if (rows.length > MOST_IMPORTED) throw new Refusal(adminError(400, `At most ${MOST_IMPORTED} can be imported.`));
		const taken: Json[] = [];
		const failed: Json[] = [];
		for (const row of rows) {
			try {
				taken.push(take(row));
			} catch (error) {
				if (!(error instanceof Refusal)) throw error;
				failed.push({ item: { [key]: memberOf(row, key) }, error: memberOf(error.reply.json, 'message') });
			}
		}
		return { status: 201, json: { success: taken.length, failure: failed.length, success_items: taken, failure_items: failed } };
	}

	// Business units -------------------------------------------------------------------------------------------

	function units(): readonly Json[] {
		const path = (name: string, parentId: string | null): string => {
			const parent = state.businessUnits.find((one) => one.id === parentId);
			return parent === undefined ? name : `${path(parent.name, parent.parentId)}/${name}`;
		};
		return state.businessUnits.map((one) => ({ id: one.id, account_id: state.accountId, parent_id: one.parentId, name: one.name, description: one.description, path: path(one.name, one.parentId), created_at: one.createdAt, updated_at: one.createdAt }));
	}

	function replaceUnits(request: SandboxRequest): SandboxReply {
		insideAccount(request, state);
		const rows = rowsOf(memberOf(request.json, 'business_units'));
		const made = rows.map((row) => ({ id: textOf(memberOf(row, 'id')) ?? world.uuid(), parentId: textOf(memberOf(row, 'parent_id')) ?? null, name: textOf(memberOf(row, 'name')) ?? '', description: textOf(memberOf(row, 'description')) ?? null, createdAt: now() }));
		if (made.some(({ parentId }) => parentId !== null && !made.some(({ id }) => id === parentId))) throw new Refusal(adminError(422, 'A parent is not among the business units.'));
		state.businessUnits.splice(0, state.businessUnits.length, ...made);
		return { status: 200, json: { business_units: units() } };
	}
}
