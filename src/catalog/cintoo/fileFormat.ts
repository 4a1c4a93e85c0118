import { get, operation, returns, textAt, unpaged, type Resource } from '../vocabulary';

const getMany = operation({
	action: 'Get many file formats',
	description: 'Retrieve the file formats that Cintoo knows',
	call: get('/api/2/values/formats'),
	needs: { token: 'user' },
	input: {},
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	status: 'beta',
	source: 'Cintoo API 2, line 1392',
});

export const fileFormat: Resource = {
	id: 'cintoo.fileFormat',
	label: 'File Format',
	plural: 'File Formats',
	area: 'file',
	operations: { getMany },
	lookup: {
		list: getMany,
		within: [],
		value: 'id',
		label: (record) => textAt(record, 'name') ?? '?',
		detail: (record) => textAt(record, 'extension'),
		names: (record) => [textAt(record, 'name'), textAt(record, 'extension')],
	},
};
