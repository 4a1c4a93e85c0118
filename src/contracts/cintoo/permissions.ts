/**
 * Every permission that exists, `domain:resource:right`.
 *
 * The list of Cintoo API 2 (lines 210 to 291) is torn; this is the one of OpenAPI 2.0.0, "Permissions", with what
 * only single calls there name: `account:groups:write`, `account:subscriptions:read-sensitive-infos`,
 * `workzone:geoimages:transform`, `workzone:video3d:transform`.
 */
export const permissionNames: readonly string[] = [
	...resource('tenant', 'user-permissions', 'read', 'write'),
	...resource('account', 'account', 'read', 'update-owner'),
	...resource('account', 'administrators', 'read', 'write'),
	...resource('account', 'integrations', 'read', 'write'),
	...resource('account', 'project-listers', 'read', 'write'),
	...resource('account', 'project-managers', 'read', 'write'),
	...resource('account', 'projects', 'read', 'create', 'update', 'delete'),
	...resource('account', 'roles', 'read', 'write'),
	...resource('account', 'subscriptions', 'read', 'read-sensitive-infos', 'update-name'),
	...resource('account', 'users', 'read', 'write'),
	...resource('account', 'groups', 'read', 'write'),
	...resource('project', 'project', 'read', 'delete', 'update-details', 'update-owner', 'update-subscription'),
	...resource('project', 'members', 'list'),
	...resource('project', 'annotations', 'create-integration-link'),
	...resource('project', 'integrations', 'read', 'write'),
	...resource('workzone', 'annotations', 'read', 'write'),
	...resource('workzone', 'crops', 'read', 'write'),
	...resource('workzone', 'documents', 'read', 'write'),
	...resource('workzone', 'export-jobs-reality-data', 'read', 'write'),
	...resource('workzone', 'import-jobs-reality-data', 'write'),
	...resource('workzone', 'measurements', 'read', 'write'),
	...resource('workzone', 'members', 'write'),
	...resource('workzone', 'share-links', 'read', 'write'),
	...resource('workzone', 'own-share-links', 'read', 'write'),
	...resource('workzone', 'reality-data', 'read', 'write', 'transform'),
	...resource('workzone', 'geoimages', 'transform'),
	...resource('workzone', 'savedviews', 'read', 'write'),
	...resource('workzone', 'tags', 'read', 'write'),
	...resource('workzone', 'workzones', 'read', 'write'),
	...resource('workzone', 'progress-monitoring-jobs', 'read', 'write'),
	...resource('workzone', 'own-progress-monitoring-jobs', 'read', 'write'),
	...resource('workzone', 'model-reports', 'read', 'write'),
	...resource('workzone', 'cad-model', 'read', 'write', 'transform'),
	...resource('workzone', 'own-import-jobs-cad-model', 'read', 'write'),
	...resource('workzone', 'import-jobs-cad-model', 'read', 'write'),
	...resource('workzone', 'video3d', 'read', 'write', 'transform'),
	...resource('workzone', 'import-video3d', 'write'),
];

function resource(domain: string, name: string, ...rights: readonly string[]): readonly string[] {
	return rights.map((right) => `${domain}:${name}:${right}`);
}
