/** One thing that a role lets people do: the permissions that only come together. */
interface Ability {
	/** Its name in API 1, where it has one (Cintoo OpenAPI 2.0.0, RoleLegacyPermissions). */
	readonly legacy?: string;
	readonly permissions: readonly string[];
	/** What it carries besides, though a role neither names nor shows it. */
	readonly carries?: readonly string[];
}

const workzone = (...names: readonly string[]): readonly string[] => names.map((name) => `workzone:${name}`);

/**
 * The combinations to which the permissions of a role are restricted (Cintoo API 2, lines 255 to 286, and OpenAPI 2.0.0).
 *
 * Documents and models go together: copyWorkzone of OpenAPI 2.0.0 calls `cad-model:read` and `write` by the name of
 * "Upload and download documents".
 */
const abilities: readonly Ability[] = [
	{ legacy: 'create_project', permissions: ['project:project:update-details', 'project:project:delete'] },
	{ legacy: 'workzone', permissions: workzone('workzones:read', 'workzones:write') },
	{ legacy: 'view3d', permissions: workzone('reality-data:read'), carries: workzone('crops:read') },
	{ legacy: 'upload', permissions: workzone('reality-data:write', 'import-jobs-reality-data:write') },
	{ permissions: workzone('reality-data:transform'), carries: workzone('geoimages:transform') },
	{ legacy: 'download', permissions: workzone('export-jobs-reality-data:write') },
	{ permissions: workzone('export-jobs-reality-data:read', 'export-jobs-reality-data:write') },
	{ legacy: 'view_annotation', permissions: workzone('annotations:read') },
	{ legacy: 'annotate', permissions: workzone('annotations:read', 'annotations:write') },
	{ legacy: 'measure', permissions: workzone('measurements:read', 'measurements:write'), carries: workzone('crops:write') },
	{ permissions: workzone('share-links:read', 'share-links:write') },
	{ legacy: 'share', permissions: workzone('own-share-links:read', 'own-share-links:write') },
	{ legacy: 'upload_doc', permissions: workzone('documents:read', 'documents:write'), carries: workzone('cad-model:read', 'cad-model:write') },
	{ legacy: 'view_asset', permissions: workzone('tags:read') },
	{ legacy: 'create_asset', permissions: workzone('tags:write') },
	{ legacy: 'view_savedview', permissions: workzone('savedviews:read') },
	{ legacy: 'manage_savedview', permissions: workzone('savedviews:read', 'savedviews:write') },
	{ legacy: 'manage_users', permissions: workzone('members:write') },
	{
		legacy: 'manage_cipm',
		permissions: workzone('progress-monitoring-jobs:read', 'progress-monitoring-jobs:write', 'own-progress-monitoring-jobs:read', 'own-progress-monitoring-jobs:write', 'model-reports:read', 'model-reports:write'),
	},
	{ permissions: workzone('cad-model:read') },
	{ permissions: workzone('cad-model:transform') },
];

function heldBy(permissions: readonly string[]): readonly Ability[] {
	return abilities.filter((ability) => ability.permissions.every((permission) => permissions.includes(permission)));
}

/** What the holder of a role may do: what it names, and what that carries. */
export function grantedBy(permissions: readonly string[]): readonly string[] {
	return [...permissions, ...heldBy(permissions).flatMap((ability) => ability.carries ?? [])];
}

/** Those that stand without the others they come with; a role with any of them is not accepted. */
export function outOfCombination(permissions: readonly string[]): readonly string[] {
	const complete = new Set(heldBy(permissions).flatMap((ability) => ability.permissions));
	return permissions.filter((permission) => !complete.has(permission));
}

export function legacyNames(permissions: readonly string[]): readonly string[] {
	return heldBy(permissions).flatMap((ability) => ability.legacy ?? []);
}

/** The permissions behind the names of API 1; a name that is unknown stands for none. */
export function ofLegacyNames(names: readonly string[]): readonly string[] {
	return [...new Set(abilities.filter(({ legacy }) => legacy !== undefined && names.includes(legacy)).flatMap((ability) => ability.permissions))];
}
