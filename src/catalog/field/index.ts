import type { Service } from '../vocabulary';
import { area } from './area';
import { attachment } from './attachment';
import { category, equipmentStatus, equipmentType, taskType } from './category';
import { checklist, checklistTemplate } from './checklist';
import { accountCompany, company } from './company';
import { customField, standardField } from './custom-field';
import { dailyUpdate } from './daily-update';
import { document, documentFolder } from './document';
import { documentReference, markup } from './document-reference';
import { equipment, equipmentStatusChange } from './equipment';
import { readFailure, remedy } from './failures';
import { file } from './file';
import { issue, voidedIssue } from './issue';
import { issueField } from './issue-field';
import { issueFilter, issueType, rootCause } from './issue-setup';
import { issueStatusChange } from './issue-status';
import { photo } from './photo';
import { project, projectExport } from './project';
import { ping, server } from './server';
import { checklistFilter, checklistStatus, equipmentFilter, filter, priority, specRef, taskFilter, userPreference } from './setup';
import { signature } from './signature';
import { task, taskTemplate } from './task';
import { contact, user } from './user';

/** BIM 360 Field: issues, checklists, photos, tasks and the document library of building sites. */
export const field: Service = {
	id: 'field',
	label: 'BIM 360 Field',
	origins: {
		'United States (bim360field.autodesk.com)': 'https://bim360field.autodesk.com',
		'Europe (bim360field.eu.autodesk.com)': 'https://bim360field.eu.autodesk.com',
	},
	areas: [
		{ id: 'project', label: 'Projects', description: 'Projects, areas, companies and people' },
		{ id: 'issue', label: 'Issues', description: 'Issues, their types and fields' },
		{ id: 'checklist', label: 'Checklists', description: 'Checklists and their answers' },
		{ id: 'photo', label: 'Photos', description: 'Photos from the site' },
		{ id: 'task', label: 'Tasks', description: 'Tasks and task templates' },
		{ id: 'equipment', label: 'Equipment', description: 'Equipment and its statuses' },
		{ id: 'daily-update', label: 'Daily Updates', description: 'Weather, labor and notes of each day' },
		{ id: 'library', label: 'Documents and Files', description: 'The document library, attachments and all other files' },
		{ id: 'setup', label: 'Project Setup', description: 'Custom fields, categories, filters and preferences' },
		{ id: 'server', label: 'Server', description: 'Whether the service answers, and its clock' },
	],
	// Where n8n's trigger is left alone it watches the first that has changes: that stays the issue.
	resources: [project, area, issue, issueType, issueField, issueFilter, issueStatusChange, rootCause, checklist, checklistTemplate, photo, task, taskTemplate, document, documentFolder, file, attachment, server, company, user, contact, equipment, equipmentStatusChange, dailyUpdate, signature, documentReference, markup, customField, standardField, category, filter, userPreference, specRef, priority, checklistStatus, accountCompany, equipmentType, equipmentStatus, taskType, checklistFilter, equipmentFilter, taskFilter, projectExport, voidedIssue],
	watchedFirst: 'field.issue',
	probe: ping,
	readFailure,
	remedy,
	// 401 also stands for a missing right (lines 10, 220 and 244).
	ambiguous401: true,
	// The links to files in replies carry the live session (lines 1426 and 1678).
	secretParams: ['ticket'],
};
