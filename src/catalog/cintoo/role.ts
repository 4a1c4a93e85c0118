import { choices, del, get, leftOut, operation, post, put, ref, returns, text, textAt, texts, titleCase, unpaged, type Choice, type Resource } from '../vocabulary';
import { permitted } from './needs';
import { peopleBeside, withPeople } from './people';
import { account, idPattern, inAccount } from './references';

const roles = `${account}/roles`;
const roleRef = ref('cintoo.role', { required: true, label: 'Role' });
const read = permitted('account:roles:read');
const write = permitted('account:roles:write');

/** Written together on the wire. */
const oneWord: Readonly<Record<string, string>> = { workzones: 'Work Zones', savedviews: 'Saved Views' };

/** What a role can allow (API 2, line 579); the service takes certain combinations only (lines 255-286). */
const rolePermissions = [
	'project:project:delete',
	'project:project:update-details',
	'workzone:workzones:write',
	'workzone:workzones:read',
	'workzone:annotations:write',
	'workzone:annotations:read',
	'workzone:measurements:write',
	'workzone:measurements:read',
	'workzone:share-links:write',
	'workzone:share-links:read',
	'workzone:own-share-links:write',
	'workzone:own-share-links:read',
	'workzone:reality-data:read',
	'workzone:reality-data:write',
	'workzone:import-jobs-reality-data:write',
	'workzone:export-jobs-reality-data:write',
	'workzone:documents:write',
	'workzone:documents:read',
	'workzone:members:write',
	'workzone:tags:write',
	'workzone:tags:read',
	'workzone:savedviews:write',
	'workzone:savedviews:read',
	'workzone:model-reports:read',
	'workzone:model-reports:write',
	'workzone:progress-monitoring-jobs:read',
	'workzone:progress-monitoring-jobs:write',
	'workzone:own-progress-monitoring-jobs:read',
	'workzone:own-progress-monitoring-jobs:write',
	// In OpenAPI 2.0.0 only (RolePermissions).
	'workzone:reality-data:transform',
	'workzone:cad-model:transform',
	'workzone:cad-model:read',
	'workzone:export-jobs-reality-data:read',
].map((value): Choice & { readonly value: string } => ({ value, label: labelOf(value) }));

/** `workzone:own-share-links:write` → `Own Share Links: Write`. */
function labelOf(permission: string): string {
	return permission
		.split(':')
		.slice(1)
		.map((part) => oneWord[part] ?? titleCase(part))
		.join(': ');
}

const color = text({ placeholder: 'e.g. #0698ec', description: 'As # and six hexadecimal digits in lower case', minLength: 7, maxLength: 7 });
const legacyPermissions = texts({ description: 'Permissions by their old names, instead of the others' });
const oneKind = { atMostOne: ['permissions', 'legacyPermissions'] } as const;

const getMany = operation({
	action: 'Get many roles',
	description: 'Retrieve the roles that members of projects can have',
	call: get(roles),
	needs: read,
	input: { ...inAccount, ...withPeople },
	page: unpaged(),
	beside: peopleBeside,
	returns: returns.records(),
	repeat: 'safe',
	status: 'beta',
	source: 'Cintoo API 2, line 593',
});

const getOne = operation({
	action: 'Get role',
	description: 'Retrieve one role with its permissions',
	call: get(`${roles}/{roleRef}`),
	needs: read,
	input: { ...inAccount, roleRef, ...withPeople },
	beside: peopleBeside,
	returns: returns.record(),
	repeat: 'safe',
	status: 'beta',
	source: 'Cintoo API 2, line 635',
});

const create = operation({
	action: 'Create role',
	description: 'Create a role of your own',
	call: post(roles),
	needs: write,
	input: { ...inAccount, name: text({ required: true, minLength: 1 }), permissions: choices(rolePermissions), description: text(), color, legacyPermissions },
	rules: [{ oneOf: oneKind.atMostOne }, oneKind],
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'created', id: 'id' },
	status: 'beta',
	source: 'Cintoo API 2, line 610',
});

const update = operation({
	action: 'Update role',
	description: 'Change some fields of a role; everything else stays',
	call: put(`${roles}/{roleRef}`),
	needs: write,
	input: { ...inAccount, roleRef, name: text({ minLength: 1 }), permissions: choices(rolePermissions), description: text({ clear: leftOut }), color: { ...color, clear: leftOut }, legacyPermissions },
	rules: [oneKind],
	// PUT replaces the whole role (OpenAPI 2.0.0, updateRole).
	merge: { read: getOne, keep: { name: 'name', description: 'description', color: 'color', permissions: 'permissions' } },
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', id: 'id' },
	status: 'beta',
	source: 'Cintoo API 2, line 661',
});

const remove = operation({
	action: 'Delete role',
	description: 'Delete a role that nobody has',
	call: del(`${roles}/{roleRef}`),
	needs: write,
	input: { ...inAccount, roleRef },
	returns: returns.nothing,
	repeat: 'safe',
	receipt: { done: 'deleted', gone: 'role-not-found' },
	destructive: true,
	status: 'beta',
	source: 'Cintoo API 2, line 652',
});

export const role: Resource = {
	id: 'cintoo.role',
	label: 'Role',
	plural: 'Roles',
	area: 'admin',
	operations: { get: getOne, getMany, create, update, delete: remove },
	lookup: {
		list: getMany,
		within: ['accountRef'],
		value: 'id',
		idPattern,
		label: (record) => textAt(record, 'name') ?? '?',
		detail: (record) => textAt(record, 'description') || undefined,
		names: (record) => [textAt(record, 'name')],
	},
};
