/** Who has the permissions on an account, which no role of one's own gives (API 2, lines 220 to 253). */
const onAccount: Readonly<Record<string, string>> = {
	'account:read': 'every member of the account',
	'roles:read': 'every member of the account',
	'groups:read': 'every member of the account',
	'account:update-owner': 'the account owner',
	'projects:read': 'account owner, administrator, project manager or project lister',
	'projects:create': 'project manager of the account',
	'projects:update': 'account owner, administrator or project manager',
	'projects:delete': 'project manager of the account',
	'roles:write': 'account owner, administrator or project manager',
	'users:read': 'account owner, administrator or project manager',
	'users:write': 'account owner, administrator or project manager',
	'subscriptions:read': 'account owner, administrator or project manager',
	'project-managers:read': 'account owner, administrator or project manager',
	'project-managers:write': 'account owner, administrator or project manager',
	'subscriptions:write': 'account owner or administrator',
	'administrators:read': 'account owner or administrator',
	'administrators:write': 'account owner or administrator',
	'project-listers:read': 'account owner or administrator',
	'project-listers:write': 'account owner or administrator',
	'integrations:read': 'account owner or administrator',
	'integrations:write': 'account owner or administrator',
};

const aMember = 'every member of the project';
/** Lines 286 to 291. */
const inProject: Readonly<Record<string, string>> = {
	'project:read': aMember,
	'members:list': aMember,
	'project:delete': 'a role that manages the project',
	'project:update-details': 'a role that manages the project',
	'project:update-owner': 'the project owner, or the account owner or an administrator',
	'project:update-subscription': 'the project owner, or the account owner or an administrator',
	'annotations:create-integration-link': 'a role that edits annotations on the root work zone',
	'integrations:read': 'a role that edits annotations on the root work zone',
	'integrations:write': 'a role that edits annotations on the root work zone',
};

/** What a role on a work zone lets one do (lines 255 to 286). */
const onWorkzone: Readonly<Record<string, string>> = {
	'workzones:write': 'creates, changes and deletes work zones',
	'reality-data:read': 'views reality data',
	'crops:read': 'views reality data',
	'reality-data:write': 'imports and deletes scans',
	'import-jobs-reality-data:write': 'imports and deletes scans',
	'export-jobs-reality-data:write': 'exports and downloads reality data',
	'annotations:read': 'views annotations',
	'annotations:write': 'creates, edits and deletes annotations',
	'measurements:read': 'adds and views 3D measurements',
	'measurements:write': 'adds and views 3D measurements',
	'crops:write': 'adds and views 3D measurements',
	'share-links:read': 'creates, edits and deletes share links',
	'share-links:write': 'creates, edits and deletes share links',
	'own-share-links:read': 'creates share links, and edits and deletes its own',
	'own-share-links:write': 'creates share links, and edits and deletes its own',
	'documents:read': 'uploads and downloads documents',
	'documents:write': 'uploads and downloads documents',
	'tags:read': 'views tags',
	'tags:write': 'imports, creates, edits and deletes tags',
	'savedviews:read': 'views saved views',
	'savedviews:write': 'creates, edits and deletes saved views',
	'members:write': 'adds and removes team members',
	'progress-monitoring-jobs:read': 'makes progress monitoring reports',
	'progress-monitoring-jobs:write': 'makes progress monitoring reports',
	'own-progress-monitoring-jobs:read': 'makes progress monitoring reports',
	'own-progress-monitoring-jobs:write': 'makes progress monitoring reports',
	'model-reports:read': 'makes progress monitoring reports',
	'model-reports:write': 'makes progress monitoring reports',
};

/** Who has a permission (`domain:resource:right`), as its users know it; undefined where the document does not say. */
export function permissionWords(permission: string): string | undefined {
	const domain = permission.slice(0, permission.indexOf(':'));
	const right = permission.slice(domain.length + 1);
	if (permission === 'workzone:workzones:read') return aMember;
	const allowed = domain === 'workzone' ? onWorkzone[right] : undefined;
	if (allowed !== undefined) return `a role on the work zone that ${allowed}`;
	return domain === 'account' ? onAccount[right] : domain === 'project' ? inProject[right] : undefined;
}
