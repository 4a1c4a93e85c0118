import { get, number, operation, ref, returns, textAt, unpaged, type Resource } from '../vocabulary';
import { permitted } from './needs';
import { inProject, project } from './references';

const read = permitted('workzone:tags:read');
export const tagListRef = ref('cintoo.tagList', { required: true, label: 'Tag List' });

const getMany = operation({
	action: 'Get many tags',
	description: 'Retrieve the tags of a list, or only what changed since a version of it',
	call: get(`${project}/tag-lists/{tagListRef}/tags`),
	needs: read,
	input: {
		...inProject,
		tagListRef,
		afterVersion: number({ integer: true, min: 0, label: 'Changed After Version', description: 'Highest tagsVersion seen before; deleted tags then come too, marked isDeleted' }),
	},
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	status: 'beta',
	source: 'Cintoo API 2, list of changes, line 150; OpenAPI 2.0.0, getTags',
});

export const tag: Resource = {
	id: 'cintoo.tag',
	label: 'Tag',
	plural: 'Tags',
	area: 'tag',
	operations: { getMany },
	lookup: {
		list: getMany,
		within: ['accountRef', 'projectRef', 'tagListRef'],
		value: 'id',
		label: (record) => textAt(record, 'data.name') ?? textAt(record, 'data.id') ?? '?',
		detail: (record) => textAt(record, 'data.class') ?? textAt(record, 'data.description'),
		names: (record) => [textAt(record, 'data.id'), textAt(record, 'data.name')],
		standing: (record) => (record.isDeleted === true ? 'deleted' : 'active'),
	},
};
