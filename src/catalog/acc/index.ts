import type { Service } from '../vocabulary';
import { asset } from './asset';
import { assignableCompany, assignableRole } from './assignable';
import { assetCategory, assetCustomAttribute, assetStatus, assetStatusSet } from './asset-setup';
import { businessUnit, company, companyForProject, projectCompany } from './company';
import { dataFile, dataJob, dataRequest } from './data-connector';
import { user } from './directory';
import { readFailure, remedy } from './failure';
import { fileExport } from './file-export';
import { folder, topFolder } from './folder';
import { form } from './form';
import { formTemplate } from './form-template';
import { getMany as getHubs, hub } from './hub';
import { issue } from './issue';
import { issueAttachment } from './issue-attachment';
import { issueComment } from './issue-comment';
import { issueAttributeDefinition, issueAttributeMapping, issueRootCause, issueSubtype, issueType, issueUserProfile } from './issue-setup';
import { item } from './item';
import { location } from './location';
import { namingStandard } from './naming-standard';
import { packages } from './package';
import { photo } from './photo';
import { accOnlyProject, project, projectTemplate } from './project';
import { projectMember, projectUser } from './project-user';
import { review } from './review';
import { reviewWorkflow } from './review-workflow';
import { rfi } from './rfi';
import { rfiAttachment, rfiComment, rfiResponse } from './rfi-exchange';
import { rfiAttribute, rfiType, rfiUserProfile } from './rfi-setup';
import { role } from './role';
import { specification } from './specification';
import { storageObject } from './upload';
import { userAccess } from './user-access';
import { version } from './version';
import { webhook } from './webhook';

/** Autodesk Construction Cloud (Autodesk also calls it Forma), with the platform services under it. */
export const acc: Service = {
	id: 'acc',
	label: 'Autodesk Construction Cloud',
	origins: { 'Autodesk (developer.api.autodesk.com)': 'https://developer.api.autodesk.com' },
	areas: [
		{ id: 'admin', label: 'Account Admin', description: 'Accounts, projects, members and companies' },
		{ id: 'issue', label: 'Issues', description: 'Issues with comments, attachments, types and custom attributes; locations' },
		{ id: 'photo', label: 'Photos', description: 'Photos and videos' },
		{ id: 'asset', label: 'Assets', description: 'Assets with categories and statuses' },
		{ id: 'rfi', label: 'RFIs', description: 'Requests for information' },
		{ id: 'form', label: 'Forms', description: 'Forms and their templates' },
		{ id: 'file', label: 'Files', description: 'Folders, files, versions, packages and exports' },
		{ id: 'review', label: 'Reviews', description: 'Reviews of files and their workflows' },
		{ id: 'spec', label: 'AutoSpecs', description: 'What AutoSpecs read out of specification books' },
		{ id: 'data', label: 'Data Connector', description: 'Extracts of an account’s data' },
	],
	resources: [
		hub,
		project,
		accOnlyProject,
		projectTemplate,
		projectUser,
		projectMember,
		role,
		user,
		userAccess,
		webhook,
		company,
		projectCompany,
		companyForProject,
		businessUnit,
		issue,
		issueComment,
		issueAttachment,
		issueType,
		issueSubtype,
		issueAttributeDefinition,
		issueAttributeMapping,
		issueRootCause,
		issueUserProfile,
		assignableCompany,
		assignableRole,
		location,
		photo,
		asset,
		assetCategory,
		assetStatus,
		assetStatusSet,
		assetCustomAttribute,
		rfi,
		rfiComment,
		rfiResponse,
		rfiAttachment,
		rfiType,
		rfiAttribute,
		rfiUserProfile,
		form,
		formTemplate,
		folder,
		topFolder,
		item,
		version,
		namingStandard,
		fileExport,
		packages,
		review,
		reviewWorkflow,
		specification,
		dataRequest,
		dataJob,
		dataFile,
		storageObject,
	],
	watchedFirst: 'acc.issue',
	probe: getHubs,
	readFailure,
	remedy,
	// Signed addresses are what some replies are for: taking the signature out would break them.
	secretParams: [],
};
