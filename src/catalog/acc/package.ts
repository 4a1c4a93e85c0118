import { at, choice, choices, get, operation, range, ref, refs, returns, textAt, texts, type JsonObject, type Resource } from '../vocabulary';
import { counted, sortByOne } from './choices';
import { needs } from './families';
import { inProject } from './ids';
import { storedFileCalls, storedFiles, type StoredFile } from './stored-file';

const base = '/construction/packages/v1/projects/{projectId}/packages';
const read = needs('packages', 'data:read');
const versionTypes = { FIXED: 'Fixed Versions', CURRENT: 'Current Versions' } as const;

const getMany = operation({
	action: 'Get many packages',
	description: 'Retrieve the packages of files of a project',
	call: get(base),
	needs: read,
	input: {
		...inProject,
		versionType: choice(versionTypes, { wire: 'filter[versionType]' }),
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

const ofPackage = {
	...inProject,
	packageId: ref('acc.package', { required: true, label: 'Package' }),
	fileTypes: texts({ wire: 'filter[fileType]', placeholder: 'e.g. pdf, rvt' }),
	versions: texts({ wire: 'filter[version]', label: 'Version Numbers' }),
};

const getFiles = operation({
	action: 'Get many package files',
	description: 'Retrieve the files in a package; deleted ones are marked as such',
	call: get(`${base}/{packageId}/resources`),
	needs: needs('packageFiles', 'data:read'),
	input: {
		...ofPackage,
		sort: sortByOne(['name', 'description', 'updatedAt', 'approvalStatus', 'version']),
	},
	page: counted(1000),
	returns: returns.records('results'),
	repeat: 'safe',
	source: 'ACC Packages, line 7346',
});

/** Files of a package that are still there, as they lie in storage. */
async function* stored(records: AsyncIterable<JsonObject>): AsyncGenerator<StoredFile> {
	for await (const record of records) {
		if (record.isDeleted === true) continue;
		yield { name: textAt(record, 'name') ?? 'file', record, urn: async () => textAt(record, 'storageUrn') };
	}
}

const downloadFiles = operation({
	action: 'Download package files',
	description: 'Fetch the files of a package that are not deleted, one output each',
	needs: read,
	input: ofPackage,
	returns: returns.files,
	repeat: 'safe',
	unordered: true,
	status: 'reference',
	source: 'ACC Packages, line 7346; Autodesk Platform Services, Object Storage v2',
	steps: {
		calls: [getFiles, ...storedFileCalls],
		run: (context, asked) => storedFiles(context, stored(context.list(getFiles, asked))),
	},
});

export const packages: Resource = {
	id: 'acc.package',
	label: 'Package',
	plural: 'Packages',
	area: 'file',
	operations: { getMany, getFiles, downloadFiles },
	lookup: {
		list: getMany,
		within: ['projectId'],
		value: 'id',
		label: (record) => `#${textAt(record, 'displayId') ?? '?'} ${textAt(record, 'name') ?? ''}`.trim(),
		names: (record) => [textAt(record, 'name'), textAt(record, 'displayId'), `#${textAt(record, 'displayId') ?? ''}`],
	},
	changes: {
		list: getMany,
		within: ['projectId'],
		since: 'updated',
		id: 'id',
		created: 'createdAt',
		updated: 'updatedAt',
		author: 'updatedBy',
		creator: 'createdBy',
		watch: {
			locked: { label: 'Locked', description: 'A package was locked', read: (record) => at(record, 'locked') ?? false, becomes: (now) => now === true },
		},
		filters: { versionType: choices(versionTypes, { label: 'Version Types' }) },
		filterPaths: { versionType: 'versionType' },
	},
};
