import type { Json } from '../reading';
import type { AccCompany, AccProject, AccState, AccUser, Member } from './state';

/** A project as account administration shows it. */
export function projectBody(state: AccState, project: AccProject): Json {
	const members = state.members.filter((member) => member.projectId === project.id && member.status !== 'deleted');
	return {
		id: project.id,
		name: project.name,
		startDate: null,
		endDate: null,
		type: project.type,
		classification: project.classification ?? 'production',
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
		imageUrl: state.images.get(project.id) ?? null,
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

/** A member of a project; whoever has not accepted the invitation has no Autodesk ID yet. */
export function projectUserBody(state: AccState, member: Member, person: AccUser): Json {
	const companyId = member.companyId ?? person.companyId;
	const roles = state.roles.filter((role) => member.roleIds.includes(role.id));
	return {
		email: person.email,
		id: person.id,
		name: `${person.firstName} ${person.lastName}`,
		firstName: person.firstName,
		lastName: person.lastName,
		...(person.autodeskId === '' ? {} : { autodeskId: person.autodeskId }),
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
		updatedAt: member.updatedAt ?? person.updatedAt,
		companyId,
		companyName: state.companies.find((one) => one.id === companyId)?.name ?? null,
		roleIds: member.roleIds,
		roles: roles.map((role) => ({ id: role.id, name: role.name })),
		status: member.status,
		products: member.products ?? ['build', 'docs'].map((key) => ({ key, access: member.isAdmin ? 'administrator' : 'member' })),
	};
}

/** A company as the older account administration shows it. */
export function hqCompany(state: AccState, one: AccCompany): Json {
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
		...one.details,
		created_at: one.createdAt,
		updated_at: one.updatedAt,
	};
}

/** A member of an account as the older account administration shows it. */
export function hqUser(state: AccState, person: AccUser): Json {
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
		uid: person.autodeskId === '' ? null : person.autodeskId,
		image_url: null,
		phone: null,
		company: null,
		job_title: person.jobTitle,
		industry: null,
		about_me: null,
		default_role: person.defaultRole ?? null,
		default_role_id: null,
		created_at: person.createdAt,
		updated_at: person.updatedAt,
	};
}
