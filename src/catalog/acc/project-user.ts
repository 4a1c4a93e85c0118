import { boolean, choices, collected, findOrCreate, isObject, listAt, objectOf, operation, receipted, refs, returns, same, textAt, type Json, type JsonObject, type Lookup, type Resource } from '../vocabulary';
import { accProject, idOf } from './ids';
import { addUser, canHave, getMany, getOne, importUsers, mail, memberReceipt, newMember, reference, removeUser, updateUser, write } from './project-user-calls';

const upsert = operation({
	action: 'Create or update project user',
	description: 'See to it that a person is in a project with these products, roles and company; what they have already stays',
	label: 'Create or Update',
	needs: write,
	input: {
		projectId: accProject(),
		...newMember,
		...mail,
		exactly: boolean({ default: false, label: 'Nothing Else', description: 'Whether to take away the roles and products that are not named here' }),
	},
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', ...memberReceipt },
	status: 'reference',
	source: reference,
	steps: {
		calls: [getMany, getOne, addUser, updateUser],
		async run(context, { projectId, exactly, ...given }) {
			const wanted = { ...given, email: given.email.trim() };
			const found = await findOrCreate(context, {
				plural: 'project users',
				place: idOf(projectId),
				words: `e-mail is "${wanted.email}"`,
				find: async () => (await collected(context.list(getMany, { projectId, email: wanted.email, textMatch: 'equals' }))).filter((one) => textAt(one, 'email')?.toLowerCase() === wanted.email.toLowerCase()),
				again: async (before) => objectOf(await context.call(getOne, { projectId, userId: textAt(before, 'id') ?? '' })),
				named: (one) => textAt(one, 'id') ?? '?',
				async change(present) {
					const changes = changesOf(context.bodyOf(addUser, { projectId, ...wanted }), present, exactly === true);
					return Object.keys(changes).length === 0 ? undefined : objectOf(await context.call(updateUser, { projectId, userId: textAt(present, 'id') ?? '', ...changes }));
				},
				create: async () => objectOf(await context.call(addUser, { projectId, ...wanted })),
			});
			return receipted(found, memberReceipt);
		},
	},
});

/** What of a member differs from what is wanted. Lists go out whole: a partial one might take the others away. */
function changesOf(wanted: JsonObject, present: JsonObject, exactly: boolean): { companyId?: string; roleIds?: readonly string[]; products?: readonly Access[] } {
	const roles = textsOf(present.roleIds);
	const roleIds = wanted.roleIds === undefined ? roles : [...new Set([...(exactly ? [] : roles), ...textsOf(wanted.roleIds)])];
	const had = accessOf(present.products);
	const asked = accessOf(wanted.products);
	const others = had.filter(({ key, access }) => canHave(key, access) && !asked.some((one) => one.key === key));
	const products = [...others.map(({ key, access }) => ({ key, access: exactly ? 'none' : access })), ...asked];
	const differs = (one: Access): boolean => one.access !== (had.find(({ key }) => key === one.key)?.access ?? 'none');
	const companyId = textAt(wanted, 'companyId');
	return {
		...(companyId === undefined || companyId === textAt(present, 'companyId') ? {} : { companyId }),
		...(same(roleIds, roles) ? {} : { roleIds }),
		// Whoever manages members only may say nothing about products.
		...(asked.length > 0 && products.some(differs) ? { products } : {}),
	};
}

const lookup: Lookup = {
	list: getMany,
	within: ['projectId'],
	// Issues, photos, RFIs and forms know people by their Autodesk ID; it is missing until an invitation is accepted.
	value: 'autodeskId',
	// People are mostly known by their e-mail address: what has an @ or a space is no id.
	idPattern: /^[^@\s]+$/,
	label: (record) => textAt(record, 'name') ?? textAt(record, 'email') ?? '',
	detail: (record) => [textAt(record, 'email'), textAt(record, 'companyName')].filter((part) => part !== undefined && part !== '').join(' · '),
	names: (record) => [textAt(record, 'email'), textAt(record, 'name'), textAt(record, 'autodeskId')],
	standing: (record) => (textAt(record, 'status') === 'deleted' ? 'deleted' : textAt(record, 'status') === 'active' ? 'active' : 'inactive'),
};

export const projectUser: Resource = {
	id: 'acc.projectUser',
	label: 'Project User',
	plural: 'Project Users',
	area: 'admin',
	operations: { get: getOne, getMany, add: addUser, import: importUsers, update: updateUser, upsert, remove: removeUser },
	lookup,
	changes: {
		list: getMany,
		within: ['projectId'],
		id: 'id',
		created: 'addedOn',
		updated: 'updatedAt',
		deleted: 'absent',
		// Whoever is suspended is missing as well (lines 2934 and 3337).
		absentWith: { status: ['deleted'] },
		watch: {
			rolesChanged: { label: 'Roles Changed', description: 'Somebody has other roles', read: (record) => [...textsOf(record.roleIds)].sort() },
			accessChanged: { label: 'Access Changed', description: 'Somebody has other products, or another access to one', read: (record) => accessOf(record.products).filter(({ access }) => access !== 'none').map(({ key, access }) => `${key} ${access}`).sort() },
			joined: { label: 'Joined', description: 'Somebody accepted the invitation', read: (record) => textAt(record, 'status') ?? null, becomes: (now) => now === 'active' },
		},
		filters: {
			status: choices(['active', 'pending'], { label: 'Statuses' }),
			companyId: refs('acc.companyForProject', { label: 'Companies' }),
			roleIds: refs('acc.role', { label: 'Roles' }),
		},
		filterPaths: { status: 'status', companyId: 'companyId', roleIds: 'roleIds' },
	},
};

/** Members as the account administration and folder permissions know them: also those who have not accepted the invitation yet and so have no Autodesk ID. */
export const projectMember: Resource = {
	id: 'acc.projectMember',
	label: 'User',
	plural: 'Users',
	area: 'admin',
	operations: {},
	lookup: { ...lookup, value: 'id', idPattern: /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i },
};

interface Access {
	readonly key: string;
	readonly access: string;
}

function accessOf(products: Json | undefined): readonly Access[] {
	return (listAt(products, '') ?? []).flatMap((one) => (isObject(one) ? [{ key: textAt(one, 'key') ?? '', access: textAt(one, 'access') ?? 'none' }] : []));
}

function textsOf(list: Json | undefined): readonly string[] {
	return (listAt(list, '') ?? []).flatMap((one) => textAt(one, '') ?? []);
}
