import type { Contract } from '../contract';
import { byUser, reply, stated, words } from './notation';

/** AutoSpecs: specification sections and what they demand. */
export const autospecsContracts: readonly Contract[] = [
	stated('acc.specMetadata.get', 'GET', '/construction/autospecs/v1/projects/{projectId}/metadata', 4352, {
		auth: byUser('data:read'),
		reply: reply('object', [200, 401, 403, 404, 500], ['projectId', 'region', 'versions']),
		notes: [
			'no Region header documented',
			'region documented as USA, Canada, Others but example says CANADA: compare case-insensitively',
			'versions[].id is the versionId of the other AutoSpecs calls; wait for status Completed',
		],
	}),
	stated('acc.specSmartRegister.getMany', 'GET', '/construction/autospecs/v1/projects/{projectId}/version/{versionId}/smartregister', 4438, {
		auth: byUser('data:read'),
		reply: reply('array', [200, 401, 403, 404, 500], words(`
			submittalsHeading divisionCode divisionName submittalId specNumber specName submittalDescription
			specCategory targetDate userNotes paraCode targetGroup versionName specSubmittalNumber
		`)),
		notes: [
			'no Region header documented',
			'read only; no filtering, no paging: whole log in one array',
			'path segment is "version" (singular)',
			'import must be Completed first (GET metadata)',
			'not included: Source version, PDF link, Submittal type group, Date Issued',
			'submittalDescription may contain HTML entities; specCategory letter case differs from the documented values',
			'submittalId is an index in the log, not a stable ID; specSubmittalNumber in example only',
		],
	}),
	stated('acc.specRequirement.getMany', 'GET', '/construction/autospecs/v1/projects/{projectId}/version/{versionId}/requirements', 4586, {
		auth: byUser('data:read'),
		reply: reply('array', [200, 401, 403, 404, 500], ['divisionCode', 'divisionName', 'specSections']),
		notes: [
			'no Region header documented',
			'no paging',
			'section number is specCode here but specNumber in the Smart Register',
		],
	}),
	stated('acc.specSubmittalSummary.get', 'GET', '/construction/autospecs/v1/projects/{projectId}/version/{versionId}/submittalsSummary', 4695, {
		auth: byUser('data:read'),
		reply: reply('object', [200, 401, 403, 404, 500], ['submittalGroups'], 'submittalGroups'),
		notes: [
			'no Region header documented',
			'submittalGroupTypes is missing on groups without types',
			'group names are title case here, upper case in requirements',
		],
	}),
];
