import { boolean, operation, post, returns, textAt, unpaged, type JsonObject, type Resource } from '../vocabulary';
import { signedIn } from './needs';
import { applicationVersion, changedSince, guid, inProject, pages } from './references';

const getMany = operation({
	action: 'Get many areas',
	description: 'Retrieve the areas (locations) of a project with their place in the tree',
	call: post('/fieldapi/admin/v1/locations', { body: 'form' }),
	needs: signedIn,
	input: inProject,
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	source: 'BIM 360 Field API, line 1029',
});

const getManyPaths = operation({
	action: 'Get many area paths',
	description: 'Retrieve the areas of a project as paths, also only those that changed since a moment',
	call: post('/api/areas', { body: 'form' }),
	needs: signedIn,
	input: {
		...inProject,
		changedSince: changedSince('synced_date'),
		// The document gives it no type (line 82).
		firstTime: boolean({ default: false, wire: 'fresh_sync', sends: { yes: '1', no: undefined }, label: 'From Scratch', description: 'Whether to return all areas, not only those that changed' }),
		applicationVersion,
	},
	page: pages,
	returns: returns.records(),
	repeat: 'safe',
	source: 'BIM 360 Field API, line 75',
});

export const area: Resource = {
	id: 'field.area',
	label: 'Area',
	plural: 'Areas',
	area: 'project',
	description: 'A location in the project: building, level, room',
	operations: { getMany, getManyPaths },
	lookup: {
		list: getMany,
		within: ['projectId'],
		value: 'id',
		label: fullPath,
		names: (record) => [fullPath(record), textAt(record, 'name'), textAt(record, 'identifier') === '' ? undefined : textAt(record, 'identifier')],
		standing: (record) => (record.deleted === 1 || record.deleted === true ? 'deleted' : 'active'),
		idPattern: guid,
	},
};

/** `Building A>Level 02`: the service joins with `>` (Field document, line 1043). */
function fullPath(record: JsonObject): string {
	return textAt(record, 'full_path') ?? textAt(record, 'name') ?? '';
}
