import type { Contract } from '../contract';
import { fieldSession } from './session';
import { fieldProjects } from './projects';
import { fieldDefinitions } from './definitions';
import { fieldIssues } from './issues';
import { fieldChecklists } from './checklists';
import { fieldAttachments } from './attachments';
import { fieldWork } from './work';
import { fieldLibrary } from './library';
import { fieldCompanies } from './companies';
import { fieldUsers } from './users';
import { fieldDailyUpdates } from './daily-updates';
import { fieldStatusChanges } from './status-changes';

/** Every call of the BIM 360 Field document, subject by subject, and the one its file links make. */
export const fieldContracts: readonly Contract[] = [
	...fieldSession,
	...fieldProjects,
	...fieldDefinitions,
	...fieldIssues,
	...fieldChecklists,
	...fieldAttachments,
	...fieldWork,
	...fieldLibrary,
	...fieldCompanies,
	...fieldUsers,
	...fieldDailyUpdates,
	...fieldStatusChanges,
];
