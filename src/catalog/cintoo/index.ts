import type { Service } from '../vocabulary';
import { account, getMany as probe, region } from './account';
import { annotation } from './annotation';
import { readFailure, remedy } from './failure';
import { file } from './file';
import { fileFormat } from './fileFormat';
import { project } from './project';
import { role } from './role';
import { shareLink } from './shareLink';
import { subscription } from './subscription';
import { tag } from './tag';
import { tagList } from './tagList';
import { user } from './user';
import { workzone } from './workzone';

/** Cintoo, API 2 (beta). Dedicated tenants have an address of their own. */
export const cintoo: Service = {
	id: 'cintoo',
	label: 'Cintoo',
	origins: { 'Cintoo Cloud (aec.cintoo.com)': 'https://aec.cintoo.com', 'Cintoo EU (eu.cintoo.cloud)': 'https://eu.cintoo.cloud' },
	areas: [
		{ id: 'account', label: 'Account', description: 'Accounts, users, roles and subscriptions' },
		{ id: 'project', label: 'Project', description: 'Projects and their members' },
		{ id: 'workzone', label: 'Work Zone', description: 'Work zones of a project' },
		{ id: 'annotation', label: 'Annotation', description: 'Notes and issues in the scans, with comments' },
		{ id: 'file', label: 'File', description: 'Documents, models and scans: list, upload, download' },
		{ id: 'tag', label: 'Tag', description: 'Tag lists and tags' },
		{ id: 'shareLink', label: 'Share Link', description: 'Links that show a work zone to others' },
	],
	resources: [account, region, subscription, user, role, project, workzone, annotation, file, fileFormat, tagList, tag, shareLink],
	probe,
	readFailure,
	remedy,
	secretParams: [],
};
