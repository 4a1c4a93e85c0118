import type { Service } from '../vocabulary';
import { account, getMany as probe, region } from './account';
import { annotation } from './annotation';
import { crop } from './crop';
import { anyProject, deletedProject } from './deleted-project';
import { readFailure, remedy } from './failure';
import { file } from './file';
import { group } from './group';
import { autodeskConnection, autodeskHub, autodeskPlace, autodeskProject, konektHub, konektProject, konektSite, projectIntegration } from './integration';
import { measurement } from './measurement';
import { member } from './member';
import { meshExport } from './mesh-export';
import { permissionWords } from './permission-words';
import { project } from './project';
import { role } from './role';
import { shareLink } from './share-link';
import { subscription } from './subscription';
import { tag } from './tag';
import { tagList } from './tag-list';
import { user } from './user';
import { v1Area, v1Resources } from './v1';
import { detectionClass, fileFormat, permission, spatialReference } from './values';
import { whoIs } from './who-is';
import { workzone } from './workzone';

/** Cintoo: API 2 (beta), and API 1 apart from it. Dedicated tenants have an address of their own. */
export const cintoo: Service = {
	id: 'cintoo',
	label: 'Cintoo',
	origins: { 'Cintoo Cloud (aec.cintoo.com)': 'https://aec.cintoo.com', 'Cintoo EU (eu.cintoo.cloud)': 'https://eu.cintoo.cloud' },
	areas: [
		{ id: 'admin', label: 'Account Admin', description: 'Accounts, users, groups, roles and subscriptions' },
		{ id: 'project', label: 'Projects', description: 'Projects, their members and links to other products' },
		{ id: 'workzone', label: 'Work Zones', description: 'Work zones of a project, crops and measurements' },
		{ id: 'annotation', label: 'Annotations', description: 'Notes and issues in the scans, with comments' },
		{ id: 'file', label: 'Files', description: 'Documents, models and scans: list, upload, download' },
		{ id: 'tag', label: 'Tags', description: 'Tag lists and tags' },
		{ id: 'shareLink', label: 'Share Links', description: 'Links that show a work zone to others' },
		v1Area,
	],
	resources: [
		account,
		region,
		subscription,
		user,
		group,
		role,
		permission,
		konektHub,
		autodeskConnection,
		project,
		deletedProject,
		anyProject,
		member,
		projectIntegration,
		konektProject,
		konektSite,
		autodeskProject,
		autodeskHub,
		autodeskPlace,
		spatialReference,
		workzone,
		crop,
		measurement,
		annotation,
		file,
		fileFormat,
		meshExport,
		tagList,
		tag,
		detectionClass,
		shareLink,
		...v1Resources,
	],
	watchedFirst: 'cintoo.project',
	probe,
	whoIs,
	readFailure,
	remedy,
	permissionWords,
	secretParams: [],
};
