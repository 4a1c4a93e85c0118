import { get, operation, ref, returns, textAt, unpaged, type Resource } from '../vocabulary';
import { needs } from './families';
import { inProject } from './ids';

/** AutoSpecs: what the service read out of the specification books of a project. */
const base = '/construction/autospecs/v1/projects/{projectId}';
const read = needs('specifications', 'data:read');
const ofVersion = { ...inProject, versionId: ref('acc.specification', { required: true, label: 'Specification Version' }) };

const getMetadata = operation({
	action: 'Get specification versions',
	description: 'Retrieve the versions of a project’s specifications and how far they are read',
	call: get(`${base}/metadata`),
	needs: read,
	input: inProject,
	returns: returns.record(),
	repeat: 'safe',
	source: 'ACC AutoSpecs, line 4352',
});

const getRegister = operation({
	action: 'Get smart register',
	description: 'Retrieve the submittal log of a specification version',
	call: get(`${base}/version/{versionId}/smartregister`),
	needs: read,
	input: ofVersion,
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	source: 'ACC AutoSpecs, line 4438',
});

const getRequirements = operation({
	action: 'Get specification requirements',
	description: 'Retrieve how many submittals each section requires',
	call: get(`${base}/version/{versionId}/requirements`),
	needs: read,
	input: ofVersion,
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	source: 'ACC AutoSpecs, line 4586',
});

const getSummary = operation({
	action: 'Get submittals summary',
	description: 'Retrieve how many submittals each group has',
	call: get(`${base}/version/{versionId}/submittalsSummary`),
	needs: read,
	input: ofVersion,
	page: unpaged('submittalGroups'),
	returns: returns.records('submittalGroups'),
	repeat: 'safe',
	source: 'ACC AutoSpecs, line 4695',
});

const listVersions = operation({ ...getMetadata, action: 'List specification versions', hidden: true, page: unpaged('versions') });

export const specification: Resource = {
	id: 'acc.specification',
	label: 'Specification',
	plural: 'Specifications',
	area: 'spec',
	operations: { getMetadata, getSmartRegister: getRegister, getRequirements, getSubmittalsSummary: getSummary, list: listVersions },
	lookup: {
		list: listVersions,
		within: ['projectId'],
		value: 'id',
		label: (record) => textAt(record, 'name') ?? '',
		detail: (record) => (record.currentVersion === true ? 'Current' : textAt(record, 'status')),
		names: (record) => [textAt(record, 'name')],
	},
};
