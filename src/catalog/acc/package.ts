import { choice, get, operation, range, ref, refs, returns, textAt, texts, type Resource } from '../vocabulary';
import { counted, sortByOne } from './choices';
import { needs } from './families';
import { anyProject, bare } from './ids';

const base = '/construction/packages/v1/projects/{projectId}/packages';
const read = needs('packages', 'data:read');
const inProject = { projectId: anyProject(bare) };

const getMany = operation({
	action: 'Get many packages',
	description: 'Retrieve the packages of files of a project',
	call: get(base),
	needs: read,
	input: {
		...inProject,
		versionType: choice({ FIXED: 'Fixed Versions', CURRENT: 'Current Versions' }, { wire: 'filter[versionType]' }),
		createdBy: refs('acc.projectUser', { wire: 'filter[createdBy]' }),
		updatedBy: refs('acc.projectUser', { wire: 'filter[updatedBy]' }),
		created: range('dateTime', { wire: 'filter[createdAt]' }),
		updated: range('dateTime', { wire: 'filter[updatedAt]' }),
		sort: sortByOne(['name', 'createdAt', 'updatedAt', 'displayId']),
	},
	page: counted(200),
	returns: returns.records('results'),
	repeat: 'safe',
	source: 'ACC Packages, line 7178',
});

const getFiles = operation({
	action: 'Get many package files',
	description: 'Retrieve the files in a package; deleted ones are marked as such',
	call: get(`${base}/{packageId}/resources`),
	needs: read,
	input: {
		...inProject,
		packageId: ref('acc.package', { required: true, label: 'Package' }),
		fileTypes: texts({ wire: 'filter[fileType]', placeholder: 'e.g. pdf, rvt' }),
		versions: texts({ wire: 'filter[version]', label: 'Version Numbers' }),
		sort: sortByOne(['name', 'description', 'updatedAt', 'approvalStatus', 'version']),
	},
	page: counted(1000),
	returns: returns.records('results'),
	repeat: 'safe',
	source: 'ACC Packages, line 7346',
});

export const packages: Resource = {
	id: 'acc.package',
	label: 'Package',
	plural: 'Packages',
	area: 'file',
	operations: { getMany, getFiles },
	lookup: {
		list: getMany,
		within: ['projectId'],
		value: 'id',
		label: (record) => textAt(record, 'name') ?? '',
		names: (record) => [textAt(record, 'name'), textAt(record, 'displayId')],
	},
};
