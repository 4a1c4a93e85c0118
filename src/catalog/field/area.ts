import { operation, post, returns, textAt, unpaged, type JsonObject, type Resource } from '../vocabulary';
import { signedIn } from './needs';
import { guid, inProject } from './references';

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

export const area: Resource = {
	id: 'field.area',
	label: 'Area',
	plural: 'Areas',
	area: 'project',
	description: 'A location in the project: building, level, room',
	operations: { getMany },
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
export function fullPath(record: JsonObject): string {
	return textAt(record, 'full_path') ?? textAt(record, 'name') ?? '';
}
