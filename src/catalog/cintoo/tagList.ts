import { get, operation, returns, textAt, unpaged, type Resource } from '../vocabulary';
import { permitted } from './needs';
import { inProject, project } from './references';

const tagLists = `${project}/tag-lists`;

const getMany = operation({
	action: 'Get many tag lists',
	description: 'Retrieve the tag lists of a project, each with its present version',
	call: get(tagLists),
	needs: permitted('workzone:tags:read'),
	input: inProject,
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	status: 'reference',
	source: 'Cintoo OpenAPI 2.0.0, getTagsOnProject',
});

export const tagList: Resource = {
	id: 'cintoo.tagList',
	label: 'Tag List',
	plural: 'Tag Lists',
	area: 'tag',
	operations: { getMany },
	lookup: {
		list: getMany,
		within: ['accountRef', 'projectRef'],
		value: 'id',
		label: (record) => textAt(record, 'name') ?? '?',
		detail: (record) => textAt(record, 'tagListType')?.toUpperCase(),
		names: (record) => [textAt(record, 'name')],
		standing: (record) => (record.pending === true ? 'inactive' : 'active'),
	},
};
