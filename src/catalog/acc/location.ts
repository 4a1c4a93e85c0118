import { choice, get, operation, returns, textAt, texts, type Resource } from '../vocabulary';
import { counted } from './choices';
import { needs } from './families';
import { inProject } from './ids';

export const getLocations = operation({
	action: 'Get many locations',
	description: 'Retrieve the location tree of a project as a list; parentId says what lies where',
	call: get('/construction/locations/v2/projects/{projectId}/trees/{treeId}/nodes'),
	needs: needs('locations', 'data:read'),
	input: {
		...inProject,
		treeId: choice(['default'], { required: true, default: 'default', label: 'Tree' }),
		ids: texts({ wire: 'filter[id]', label: 'IDs', description: 'Only these locations, each with the names above it' }),
	},
	// Asked for by id, they come all at once (line 9383).
	page: counted(10_000, 'results', { wholeWith: 'filter[id]' }),
	returns: returns.records('results'),
	repeat: 'safe',
	source: 'ACC Locations, line 9338',
});

export const location: Resource = {
	id: 'acc.location',
	label: 'Location',
	plural: 'Locations',
	area: 'issue',
	operations: { getMany: getLocations },
	lookup: {
		list: getLocations,
		within: ['projectId'],
		value: 'id',
		tree: { parent: 'parentId', name: 'name' },
		label: (record) => textAt(record, 'way') ?? '',
		detail: (record) => textAt(record, 'barcode'),
		names: (record) => [textAt(record, 'name'), textAt(record, 'way'), textAt(record, 'barcode')],
	},
};
