import type { Contract } from '../contract';
import { byUser, commas, header, offsetPage, query, REGIONS, reply, segment, stated } from './notation';

/** The location tree. */
export const locationsContracts: readonly Contract[] = [
	stated('acc.location.getMany', 'GET', '/construction/locations/v2/projects/{projectId}/trees/{treeId}/nodes', 9338, {
		auth: byUser('data:read'),
		params: [
			segment('treeId', 'enum', { required: true, values: ['default'], note: 'must be default' }),
			header('region', 'enum', { values: REGIONS, note: 'header is named region, not x-ads-region; two are named, for the rest see the Regions page (line 9364)' }),
			commas('filter[id]', { note: 'comma separated without spaces; disables limit/offset, adds path' }),
			query('limit', 'integer', { min: 1, max: 10000 }),
			query('offset', 'integer', { note: 'zero-based node index' }),
		],
		reply: reply('page', [200, 400, 403, 404], ['id', 'parentId', 'type', 'name', 'description', 'barcode', 'order'], 'results'),
		page: offsetPage({ default: 10000, max: 10000, next: 'pagination.nextUrl' }),
		notes: [
			'ACC only: not compatible with BIM 360 projects',
			'treeId must be the literal default',
			'nextUrl is relative and lacks the /construction prefix: never follow it, compute offset',
			'path (ancestor names) is returned only with filter[id], and then limit and offset are ignored',
			'flat list: build the tree from parentId (root has parentId null, type Root)',
		],
	}),
];
