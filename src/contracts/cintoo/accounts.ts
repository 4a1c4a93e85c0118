import type { Contract } from '../contract';
import { ACCOUNT, accountRoles, answers, api2, call, changeList, day, flag, legacyRolePermissions, list, must, openApi, rolePermissions, text } from './vocabulary';

const accountFields = ['id', 'type', 'name', 'createdAt', 'updatedAt', 'ownerId', 'permissions', 'subscriptions', 'regions'];
const subscriptionFields = ['id', 'type', 'accountId', 'isVa', 'isActive', 'name', 'start', 'tagCapacity', 'scanCapacity', 'createdAt', 'updatedAt'];
const roleFields = ['id', 'type', 'name', 'description', 'color', 'createdBy', 'createdAt', 'updatedAt', 'permissions', 'accountIds'];
const userFields = ['id', 'type', 'api1Id', 'firstName', 'lastName', 'email', 'company', 'title', 'avatar'];
const groupFields = ['id', 'type', 'name', 'description', 'color', 'createdAt', 'createdBy', 'updatedAt', 'userIds', 'accountIds'];

/** Accounts with their subscriptions, roles, users and groups. */
export const accounts: readonly Contract[] = [
	call('account.getMany', 'GET', '/api/2/accounts', {
		reply: { statuses: [200, 401, 403], kind: 'array', fields: accountFields },
		source: api2(417),
		evidence: 'stated',
		notes: [
			'document lost its heading; only schema, curl and example remain',
			'OpenAPI 2.0.0 adds api1Id and region.name',
		],
	}),
	call('account.get', 'GET', ACCOUNT, {
		permissions: ['account:account:read'],
		reply: { statuses: answers(200), kind: 'object', fields: accountFields },
		source: api2(454),
		evidence: 'stated',
	}),
	call('account.removeUsers', 'DELETE', `${ACCOUNT}/members`, {
		body: [must(list('users', { note: 'whole body is a bare JSON array of user URNs' }))],
		sends: 'json-values',
		reply: { statuses: answers(204), kind: 'none' },
		source: api2(494),
		evidence: 'inferred',
		notes: [
			'DELETE with a JSON array body; some HTTP clients drop DELETE bodies',
			'account owner cannot be removed',
			'OpenAPI 2.0.0: project owners cannot be removed either',
			'permission: account owner, administrator or project manager',
		],
	}),
	call('account.updateUserRoles', 'PUT', `${ACCOUNT}/members/{userRef}/roles`, {
		permissions: ['account:administrators:write', 'account:project-managers:write', 'account:project-listers:write'],
		body: [must(list('roles', { values: accountRoles, note: 'bare JSON array; full replacement list' }))],
		sends: 'json-values',
		reply: { statuses: answers(204), kind: 'none' },
		source: api2(505),
		evidence: 'inferred',
		notes: ['requires account owner or administrator', 'permission checked per role granted or revoked'],
	}),
	call('subscription.getMany', 'GET', `${ACCOUNT}/subscriptions`, {
		permissions: ['account:subscriptions:read'],
		reply: { statuses: answers(200), kind: 'array', fields: subscriptionFields },
		source: api2(537),
		evidence: 'inferred',
		notes: [
			'OpenAPI 2.0.0 adds isTrial, end, geoImageCapacity, api1Id; end only for owner/administrator',
		],
	}),
	call('subscription.get', 'GET', `${ACCOUNT}/subscriptions/{subscriptionRef}`, {
		permissions: ['account:subscriptions:read'],
		reply: { statuses: answers(200), kind: 'object', fields: subscriptionFields },
		source: api2(554),
		evidence: 'inferred',
	}),
	call('usageReport.get', 'GET', `${ACCOUNT}/subscriptions/{subscriptionRef}/usage-report`, {
		query: [
			day('from', { note: 'inclusive, YYYY-MM-DD' }),
			day('until', { note: 'inclusive, YYYY-MM-DD' }),
			flag('includeDeleted', { note: 'also deleted projects' }),
		],
		reply: { statuses: answers(200), kind: 'array', fields: ['date', 'userId', 'firstName', 'lastName', 'email', 'company', 'projectId', 'projectName', 'scansUploaded', 'scansDownload', '360ImagesUploaded', 'cropsDownloaded', 'unifiedMeshesCreated', 'tagsUploaded', 'tagsDownloaded'] },
		source: openApi('getUsageReport'),
		evidence: 'reference',
		notes: [
			'description says redirect to a pre-signed link while schema is JSON; sample uses curl --location',
			'unavailable when tenant hides privacy data',
		],
	}),
	call('role.getMany', 'GET', `${ACCOUNT}/roles`, {
		permissions: ['account:roles:read'],
		reply: { statuses: answers(200), kind: 'array', fields: roleFields },
		source: api2(593),
		evidence: 'inferred',
	}),
	call('role.create', 'POST', `${ACCOUNT}/roles`, {
		permissions: ['account:roles:write'],
		body: [
			must(text('name')),
			text('description'),
			text('color', { note: 'pattern ^#[0-9a-f]{6}$ (lower case hex)' }),
			list('permissions', { values: rolePermissions, min: 1, note: 'only documented combinations accepted; required in the document, in OpenAPI 2.0.0 unless legacyPermissions stand in for them' }),
			list('legacyPermissions', { values: legacyRolePermissions, min: 1, note: 'OpenAPI 2.0.0 only; use instead of permissions' }),
		],
		sends: 'json',
		reply: { statuses: answers(201), kind: 'object', fields: roleFields },
		source: api2(610),
		evidence: 'inferred',
		notes: [
			'permissions restricted to documented combinations',
			'OpenAPI 2.0.0: permissions or legacyPermissions must be present; OpenAPI sample wrongly puts legacy names in permissions',
		],
	}),
	call('role.get', 'GET', `${ACCOUNT}/roles/{roleRef}`, {
		permissions: ['account:roles:read'],
		reply: { statuses: answers(200), kind: 'object', fields: roleFields },
		source: api2(635),
		evidence: 'inferred',
	}),
	call('role.delete', 'DELETE', `${ACCOUNT}/roles/{roleRef}`, {
		permissions: ['account:roles:write'],
		reply: { statuses: answers(204), kind: 'none' },
		source: api2(652),
		evidence: 'inferred',
		notes: ['base roles cannot be deleted', 'OpenAPI 2.0.0: nor can one that is used in a project (role-used)'],
	}),
	call('role.update', 'PUT', `${ACCOUNT}/roles/{roleRef}`, {
		permissions: ['account:roles:write'],
		body: [
			text('name'),
			text('description'),
			text('color', { note: 'pattern ^#[0-9a-f]{6}$ (lower case hex)' }),
			list('permissions', { values: rolePermissions, min: 1, nullable: true, note: 'only documented combinations accepted' }),
			list('legacyPermissions', { values: legacyRolePermissions, min: 1, nullable: true, note: 'OpenAPI 2.0.0 only; use instead of permissions' }),
		],
		sends: 'json',
		reply: { statuses: answers(200), kind: 'object', fields: roleFields },
		source: api2(661),
		evidence: 'inferred',
		notes: [
			'OpenAPI 2.0.0: full overwrite, missing fields become null; read the role first and resend all',
			'OpenAPI 2.0.0: permissions or legacyPermissions must be present, as on creation; base roles cannot be updated',
		],
	}),
	call('user.invite', 'POST', `${ACCOUNT}/users/bulk-invite`, {
		permissions: ['account:administrators:write', 'account:project-managers:write', 'account:project-listers:write', 'workzone:members:write'],
		body: [must(text('email')), list('roles', { values: accountRoles, note: 'unique values' })],
		sends: 'json-rows',
		reply: { statuses: answers(201), kind: 'none' },
		source: api2(704),
		evidence: 'inferred',
		notes: [
			'idempotent: applies the requested state, also grants roles to existing users',
			'all or nothing',
			'body is a JSON array of {email, roles}',
			'sends invitation e-mails',
		],
	}),
	call('user.getMany', 'GET', `${ACCOUNT}/users`, {
		permissions: ['account:users:read', 'workzone:members:write'],
		reply: { statuses: answers(200), kind: 'array', fields: userFields },
		source: api2(721),
		evidence: 'inferred',
		notes: [
			'any one of the permissions suffices',
			'unconfirmed users are anonymized',
			'api1Id is base64url of user-{id}',
			'OpenAPI 2.0.0 adds accountRoles, of which the caller sees those he may list (account:administrators:read and its like)',
		],
	}),
	call('user.get', 'GET', `${ACCOUNT}/users/{userRef}`, {
		permissions: ['account:users:read', 'workzone:members:write'],
		reply: { statuses: answers(200), kind: 'object', fields: userFields },
		source: api2(734),
		evidence: 'inferred',
		notes: [
			'unconfirmed users are anonymized',
			'error code user-email-not-found hints that e-mail references exist in some calls',
		],
	}),
	call('group.getMany', 'GET', `${ACCOUNT}/groups`, {
		permissions: ['account:groups:read'],
		reply: { statuses: answers(200), kind: 'array', fields: groupFields },
		source: api2(769),
		evidence: 'inferred',
	}),
	call('group.get', 'GET', `${ACCOUNT}/groups/{groupRef}`, {
		permissions: ['account:groups:read'],
		reply: { statuses: answers(200), kind: 'object', fields: groupFields },
		source: api2(787),
		evidence: 'inferred',
	}),
	call('group.removeUsers', 'DELETE', `${ACCOUNT}/groups/{groupRef}/members`, {
		body: [must(list('users', { note: 'whole body is a bare array of user URNs' }))],
		sends: 'json-values',
		reply: { statuses: answers(200), kind: 'array', fields: groupFields },
		source: api2(1082),
		evidence: 'inferred',
		notes: [
			'DELETE with a JSON array body',
			'document example is an array of groups, OpenAPI 2.0.0 says one Group object; accept both',
		],
	}),
	call('group.addUsers', 'POST', `${ACCOUNT}/groups/{groupRef}/members`, {
		body: [must(list('users', { note: 'whole body is a bare array of user URNs or UUIDs' }))],
		sends: 'json-values',
		reply: { statuses: answers(200), kind: 'object', fields: groupFields },
		source: changeList(58),
		evidence: 'inferred',
	}),
	call('group.create', 'POST', `${ACCOUNT}/groups`, {
		permissions: ['account:groups:write'],
		body: [
			must(text('name', { min: 1, maxLength: 36, note: 'unique in account, case-insensitive' })),
			text('description'),
			text('color', { note: 'pattern ^#[0-9a-f]{6}$' }),
		],
		sends: 'json',
		reply: { statuses: answers(201, 409), kind: 'object', fields: groupFields },
		source: openApi('createGroup'),
		evidence: 'reference',
		notes: ['the address of the group in the Location header', '409 body has no errorCode'],
	}),
	call('group.delete', 'DELETE', `${ACCOUNT}/groups/{groupRef}`, {
		permissions: ['account:groups:write'],
		reply: { statuses: answers(204), kind: 'none' },
		source: openApi('deleteGroup'),
		evidence: 'reference',
	}),
];
