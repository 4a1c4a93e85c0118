import { get, operation, post, ref, returns, textAt, unpaged, type Resource } from '../vocabulary';
import { hiddenFailure } from './failures';
import { signedIn } from './needs';
import { guid, inProject } from './references';

const getMany = operation({
	action: 'Get many companies',
	description: 'Retrieve the companies of a project, or of the whole account',
	call: get('/fieldapi/companies/v1'),
	needs: signedIn,
	input: { projectId: ref('field.project', { wire: 'project_id', label: 'Project', description: 'The whole account if left empty' }) },
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	ok: hiddenFailure,
	source: 'BIM 360 Field API, line 1688',
});

const getOne = operation({
	action: 'Get company',
	description: 'Retrieve one company with its address, category and custom fields',
	call: get('/fieldapi/companies/v1/{id}'),
	needs: signedIn,
	input: {
		projectId: ref('field.project', { in: 'here', label: 'Project', description: 'Project whose companies are offered; not needed with an ID' }),
		companyId: ref('field.company', { required: true, wire: 'id', label: 'Company' }),
	},
	returns: returns.record(),
	repeat: 'safe',
	ok: hiddenFailure,
	source: 'BIM 360 Field API, line 1712',
});

const getManyWithDetails = operation({
	action: 'Get many companies with details',
	description: 'Retrieve the companies of a project with type and category, and which of them owns the account',
	call: post('/fieldapi/admin/v1/companies', { body: 'form' }),
	needs: signedIn,
	input: inProject,
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	source: 'BIM 360 Field API, line 1052',
});

export const company: Resource = {
	id: 'field.company',
	label: 'Company',
	plural: 'Companies',
	area: 'project',
	operations: { getMany, get: getOne, getManyWithDetails },
	lookup: {
		list: getMany,
		within: ['projectId'],
		value: 'id',
		label: (record) => textAt(record, 'name') ?? '',
		detail: (record) => textAt(record, 'category'),
		names: (record) => [textAt(record, 'name')],
		idPattern: guid,
	},
};
