import type { Contract, ContractParam, ContractReply } from '../contract';

export const ACCOUNT = '/api/2/accounts/{accountRef}';
export const PROJECT = `${ACCOUNT}/projects/{projectRef}`;

/** What is said about one call besides its verb and path. */
export interface About {
	/** Permissions, any one of which is enough; left out where none is stated. */
	readonly permissions?: readonly string[];
	readonly query?: readonly ContractParam[];
	readonly body?: readonly ContractParam[];
	/** How the body travels; none when left out. */
	readonly sends?: Contract['body'];
	readonly reply: ContractReply;
	readonly source: string;
	readonly evidence: Contract['evidence'];
	readonly notes?: readonly string[];
}

/** A call of API 2: every one takes a user's bearer token, and every `{xxxRef}` a URN or a raw UUID. */
export function call(id: string, method: Contract['method'], path: string, about: About): Contract {
	const refs = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']): ContractParam => ({ name, in: 'path', type: 'string', required: true, min: 1 }));
	return {
		id: `cintoo.${id}`,
		service: 'cintoo',
		method,
		path,
		auth: { kind: 'bearer', context: 'user', scopes: about.permissions ?? [] },
		params: [...refs, ...(about.query ?? []).map((param): ContractParam => ({ ...param, in: 'query' })), ...(about.body ?? [])],
		body: about.sends ?? 'none',
		reply: about.reply,
		source: about.source,
		evidence: about.evidence,
		...(about.notes === undefined ? {} : { notes: about.notes }),
	};
}

/** The reference of API 2, by the line of its text on which the call is described. */
export const api2 = (line: number): string => `Cintoo API 2, line ${line}`;
/** The list of changes from API 1 to 2, which names calls that the reference has lost. */
export const changeList = (line: number): string => `Cintoo API 2, list of changes, line ${line}`;
/** The vendor's OpenAPI description, by operation id. */
export const openApi = (operation: string): string => `Cintoo OpenAPI 2.0.0, ${operation}`;

/** The statuses of a call that names a reference: bad, unauthorized, forbidden, unknown (Cintoo API 2, lines 299 to 365). */
export const answers = (ok: number, ...more: readonly number[]): readonly number[] => [ok, 400, 401, 403, 404, ...more];

type Options = Pick<ContractParam, 'values' | 'nullable' | 'min' | 'max' | 'maxLength' | 'note'>;

const kind =
	(type: ContractParam['type']) =>
	(name: string, options: Options = {}): ContractParam => ({ name, in: 'body', type, required: false, ...options });

export const text = kind('string');
export const integer = kind('integer');
export const decimal = kind('number');
export const flag = kind('boolean');
export const day = kind('date');
export const moment = kind('date-time');
export const list = kind('array');
export const object = kind('object');
export const json = kind('json');

export function choice(name: string, values: readonly (string | number)[], options: Options = {}): ContractParam {
	return { name, in: 'body', type: 'enum', required: false, values, ...options };
}

/** Several values in one query parameter. An empty text means none of them, not all. */
export function commas(name: string, options: Options = {}): ContractParam {
	return { name, in: 'query', type: 'array', list: 'comma', required: false, ...options };
}

export function must(param: ContractParam): ContractParam {
	return { ...param, required: true };
}

/** The members of a Point3D, in metres. */
export function point(name: string): readonly ContractParam[] {
	return ['x', 'y', 'z'].map((axis) => must(decimal(`${name}.${axis}`)));
}

/** The members of a quaternion. */
export function quaternion(name: string): readonly ContractParam[] {
	return [...point(name), must(decimal(`${name}.w`))];
}

export const location: readonly ContractParam[] = [
	must(decimal('location.lat', { min: -90, max: 90 })),
	must(decimal('location.lng', { min: -180, max: 180 })),
];

export const shareOptions: readonly ContractParam[] = ['workzones', 'notes', 'issues', 'measurements', 'crops', 'tags'].map((name) => must(flag(`shareOptions.${name}`)));

/** OpenAPI 2.0.0 only: whether the statistics of a project are counted; true by default, false in a later version. */
export const counts: readonly ContractParam[] = [flag('countScans'), flag('countTags'), flag('countWorkzones')];

export const accountRoles = ['administrator', 'projectLister', 'projectManager'];

/** The permissions a role may hold: Cintoo API 2, line 579, and the last four in OpenAPI 2.0.0 only (RolePermissions). */
export const rolePermissions = [
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
	'workzone:reality-data:transform',
	'workzone:cad-model:transform',
	'workzone:cad-model:read',
	'workzone:export-jobs-reality-data:read',
];

/** The permissions of a role under the names of API 1 (Cintoo OpenAPI 2.0.0, RoleLegacyPermissions). */
export const legacyRolePermissions = [
	'create_project',
	'workzone',
	'view3d',
	'annotate',
	'measure',
	'share',
	'upload',
	'download',
	'upload_doc',
	'manage_users',
	'create_asset',
	'view_asset',
	'view_annotation',
	'manage_savedview',
	'view_savedview',
	'manage_cipm',
];
