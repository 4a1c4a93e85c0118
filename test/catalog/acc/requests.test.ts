import { acc } from '../../../src/catalog/acc';
import { operationsOf, type AnyOperation, type Input, type Json } from '../../../src/catalog/vocabulary';
import { accContracts } from '../../../src/contracts/acc';
import { findContracts, violations } from '../../../src/contracts/conformance';
import { decodeWire } from '../../../src/contracts/wire';
import { withParams } from '../../../src/core/paging';
import { buildRequest } from '../../../src/core/request';

interface Row {
	readonly operation: string;
	readonly about?: string;
	readonly input: Input;
	readonly expect: { readonly method: string; readonly path: string; readonly query?: readonly (readonly [string, string])[]; readonly body?: Json; readonly contentType?: string };
}

const operations = operationsOf(acc);
const project = '3e354e66-ac8b-41dd-9bc1-93fc182c25dd';
const account = 'd73fc742-4538-401c-8d0f-853b49b750b2';
const issue = '3570f222-6c54-4b01-90e6-e701749f0222';
const subtype = '1370f222-6c54-3a01-93e6-e701749f0222';
const attribute = '2220f222-6c54-4b01-90e6-d701748f0888';
const admin = '/construction/admin/v1';
const issues = `/construction/issues/v1/projects/${project}`;
const data = `/data/v1/projects/b.${project}`;
const folder = 'urn:adsk.wipprod:fs.folder:co.abc';
const folderSegment = 'urn%3Aadsk.wipprod%3Afs.folder%3Aco.abc';
const item = 'urn:adsk.wipprod:dm.lineage:abc';
const itemSegment = 'urn%3Aadsk.wipprod%3Adm.lineage%3Aabc';
const version = 'urn:adsk.wipprod:fs.file:vf.abc?version=2';

function get(operation: string, input: Input, path: string, query: readonly (readonly [string, string])[] = [], about?: string): Row {
	return { operation, input, about, expect: { method: 'GET', path, query } };
}

/** What changes accounts and projects, and orders extracts. */
const administration: readonly Row[] = [
	{ operation: 'acc.project.post', input: { accountId: `b.${account}`, name: 'Pier 7', type: 'Seaport', templateId: `b.${project}`, includeLocations: false, endDate: '2027-12-31' }, expect: { method: 'POST', path: `${admin}/accounts/${account}/projects`, body: { name: 'Pier 7', type: 'Seaport', template: { projectId: project, options: { field: { includeLocations: false } } }, endDate: '2027-12-31' } } },
	{ operation: 'acc.projectUser.add', input: { projectId: `b.${project}`, email: 'a@b.example', products: [{ key: 'docs', access: 'Member' }], roleIds: ['r1'], companyId: 'c1' }, expect: { method: 'POST', path: `${admin}/projects/${project}/users`, body: { email: 'a@b.example', products: [{ key: 'docs', access: 'member' }], roleIds: ['r1'], companyId: 'c1' } } },
	{ operation: 'acc.projectUser.add', about: 'by a member manager, without a mail', input: { projectId: project, email: 'a@b.example', withoutMail: true }, expect: { method: 'POST', path: `${admin}/projects/${project}/users`, body: { email: 'a@b.example', suppressAdministrativeEmails: true } } },
	{ operation: 'acc.projectUser.import', input: { projectId: project, email: 'a@b.example', firstName: 'A', products: [{ key: 'docs', access: 'member' }], withoutMail: true }, expect: { method: 'POST', path: `/construction/admin/v2/projects/${project}/users:import`, body: { users: [{ email: 'a@b.example', firstName: 'A', products: [{ key: 'docs', access: 'member' }] }], suppressAdministrativeEmails: true } } },
	{ operation: 'acc.projectUser.update', input: { projectId: project, userId: 'u1', roleIds: ['r1', 'r2'] }, expect: { method: 'PATCH', path: `${admin}/projects/${project}/users/u1`, body: { roleIds: ['r1', 'r2'] } } },
	{ operation: 'acc.projectUser.remove', input: { projectId: project, userId: 'u1' }, expect: { method: 'DELETE', path: `${admin}/projects/${project}/users/u1` } },
	get('acc.role.getMany', { accountId: `b.${account}`, projectId: `b.${project}` }, `/hq/v2/accounts/${account}/projects/${project}/industry_roles`),
	{ operation: 'acc.user.create', input: { accountId: account, email: 'a@b.example', lastName: 'B', aboutMe: 'x' }, expect: { method: 'POST', path: `/hq/v1/accounts/${account}/users`, body: { email: 'a@b.example', last_name: 'B', about_me: 'x' } } },
	{ operation: 'acc.user.import', input: { accountId: account, email: 'a@b.example', companyId: 'c1' }, expect: { method: 'POST', path: `/hq/v1/accounts/${account}/users/import`, body: [{ email: 'a@b.example', company_id: 'c1' }] } },
	{ operation: 'acc.user.update', input: { accountId: account, userId: 'u1', status: 'inactive' }, expect: { method: 'PATCH', path: `/hq/v1/accounts/${account}/users/u1`, body: { status: 'inactive' } } },
	{ operation: 'acc.company.create', input: { accountId: account, name: 'Roofs', trade: 'Wood and Plastics, Millwork', stateOrProvince: 'Oslo' }, expect: { method: 'POST', path: `/hq/v1/accounts/${account}/companies`, body: { name: 'Roofs', trade: 'Wood & Plastics | Millwork', state_or_province: 'Oslo' } } },
	{ operation: 'acc.company.import', input: { accountId: account, name: 'Roofs', trade: 'Masonry' }, expect: { method: 'POST', path: `/hq/v1/accounts/${account}/companies/import`, body: [{ name: 'Roofs', trade: 'Masonry' }] } },
	{ operation: 'acc.company.update', input: { accountId: account, companyId: 'c1', websiteUrl: 'https://roofs.example' }, expect: { method: 'PATCH', path: `/hq/v1/accounts/${account}/companies/c1`, body: { website_url: 'https://roofs.example' } } },
	{ operation: 'acc.businessUnit.replace', input: { accountId: account, units: [{ name: 'Oslo', parentId: 'p' }] }, expect: { method: 'PUT', path: `/hq/v1/accounts/${account}/business_units_structure`, body: { business_units: [{ name: 'Oslo', parent_id: 'p' }] } } },
	{ operation: 'acc.dataRequest.create', input: { accountId: `b.${account}`, scheduleInterval: 'ONE_TIME', serviceGroups: ['rfis'], projectIds: [`b.${project}`], effectiveFrom: '2026-12-01T00:00:00Z' }, expect: { method: 'POST', path: `/data-connector/v1/accounts/${account}/requests`, body: { scheduleInterval: 'ONE_TIME', serviceGroups: ['rfis'], projectIdList: [project], effectiveFrom: '2026-12-01T00:00:00.000Z' } } },
	{ operation: 'acc.dataRequest.create', about: 'of what changed', input: { accountId: account, scheduleInterval: 'ONE_TIME', serviceGroups: ['Issues (Changes)', 'cdcmeetingminutes'], dateRange: 'CUSTOM', projectStatus: 'Active', startDate: '2026-11-01T00:00:00Z', endDate: '2026-11-08T00:00:00Z', effectiveFrom: '2026-12-01T00:00:00Z' }, expect: { method: 'POST', path: `/data-connector/v1/accounts/${account}/requests`, body: { scheduleInterval: 'ONE_TIME', serviceGroups: ['cdcissues', 'cdcmeetingminutes'], dateRange: 'CUSTOM', projectStatus: 'active', startDate: '2026-11-01T00:00:00.000Z', endDate: '2026-11-08T00:00:00.000Z', effectiveFrom: '2026-12-01T00:00:00.000Z' } } },
	{ operation: 'acc.dataRequest.update', input: { accountId: account, requestId: 'r', scheduleInterval: 'DAY', serviceGroups: ['rfis'], recurringInterval: 2 }, expect: { method: 'PATCH', path: `/data-connector/v1/accounts/${account}/requests/r`, body: { scheduleInterval: 'DAY', serviceGroups: ['rfis'], reoccuringInterval: 2 } } },
];

const rows: readonly Row[] = [
	// Accounts, projects, people
	get('acc.hub.getMany', { types: ['hubs:autodesk.bim360:Account'], name: 'Harbor' }, '/project/v1/hubs', [['filter[name]', 'Harbor'], ['filter[extension.type]', 'hubs:autodesk.bim360:Account']]),
	get('acc.hub.get', { accountId: account }, `/project/v1/hubs/b.${account}`, [], 'the prefix is put on'),
	get('acc.project.getMany', { accountId: `b.${account}`, status: ['active', 'pending'], textMatch: 'equals', name: 'Harbor', types: ['-Template Project'], updated: { from: '2026-01-01T00:00:00Z' }, sort: ['updatedAt desc', 'name'], fields: ['name', 'platform'] }, `${admin}/accounts/${account}/projects`, [['filter[name]', 'Harbor'], ['filterTextMatch', 'equals'], ['filter[status]', 'active,pending'], ['filter[type]', '-Template Project'], ['filter[updatedAt]', '2026-01-01T00:00:00.000Z..'], ['sort', 'updatedAt desc,name'], ['fields', 'name,platform']], 'the prefix is taken off'),
	get('acc.project.get', { projectId: `b.${project}` }, `${admin}/projects/${project}`),
	get('acc.projectUser.getMany', { projectId: project, email: 'nora@harbor.example', textMatch: 'equals', roleIds: ['a', 'b'], orFilters: ['name', 'email'] }, `${admin}/projects/${project}/users`, [['filter[email]', 'nora@harbor.example'], ['filterTextMatch', 'equals'], ['filter[roleIds]', 'a,b'], ['orFilters', 'name,email']]),
	get('acc.projectUser.get', { projectId: project, userId: 'A3RGM375QTZ7', fields: ['email'] }, `${admin}/projects/${project}/users/A3RGM375QTZ7`, [['fields', 'email']]),
	get('acc.user.getMany', { accountId: `b.${account}`, sort: ['-created_at'] }, `/hq/v1/accounts/${account}/users`, [['sort', '-created_at']]),
	get('acc.user.get', { accountId: account, userId: 'u1' }, `/hq/v1/accounts/${account}/users/u1`),
	get('acc.user.search', { accountId: account, email: 'nora@harbor.example', operator: 'AND' }, `/hq/v1/accounts/${account}/users/search`, [['email', 'nora@harbor.example'], ['operator', 'AND'], ['partial', 'false']], 'exact unless told otherwise'),
	get('acc.company.getMany', { accountId: account, trade: 'Plumbing', orFilters: ['name', 'trade'] }, `${admin}/accounts/${account}/companies`, [['filter[trade]', 'Plumbing'], ['orFilters', 'name,trade']]),
	get('acc.company.get', { accountId: `b.${account}`, companyId: 'c1' }, `/hq/v1/accounts/${account}/companies/c1`),
	get('acc.company.search', { accountId: account, trade: 'Concrete', operator: 'OR', partial: true }, `/hq/v1/accounts/${account}/companies/search`, [['trade', 'Concrete'], ['operator', 'OR'], ['partial', 'true']]),
	get('acc.projectCompany.getMany', { accountId: account, projectId: `b.${project}`, fields: ['name', 'member_group_id'] }, `/hq/v1/accounts/${account}/projects/${project}/companies`, [['field', 'name,member_group_id']]),
	get('acc.businessUnit.getMany', { accountId: account }, `/hq/v1/accounts/${account}/business_units_structure`),
	get('acc.userAccess.getProjects', { accountId: account, userId: 'A3RGM375QTZ7', accessLevels: ['projectAdmin'], ids: ['a', 'b'] }, `${admin}/accounts/${account}/users/A3RGM375QTZ7/projects`, [['filter[accessLevels]', 'projectAdmin'], ['filter[id]', 'a,b']]),
	get('acc.userAccess.getProducts', { accountId: account, userId: 'u1', keys: ['build', 'docs'], projectIds: [project], sort: ['name desc'] }, `${admin}/accounts/${account}/users/u1/products`, [['filter[projectId]', project], ['filter[key]', 'build,docs'], ['sort', 'name desc']]),
	get('acc.userAccess.getRoles', { accountId: account, userId: 'u1', name: 'BIM', textMatch: 'startsWith', status: ['active'] }, `${admin}/accounts/${account}/users/u1/roles`, [['filter[name]', 'BIM'], ['filterTextMatch', 'startsWith'], ['filter[status]', 'active']]),
	...administration,
	// Webhooks
	get('acc.webhook.getMany', { system: 'data', status: 'inactive' }, '/webhooks/v1/systems/data/hooks', [['status', 'inactive']]),
	get('acc.webhook.get', { system: 'data', event: 'dm.version.added', hookId: 'h1' }, '/webhooks/v1/systems/data/events/dm.version.added/hooks/h1'),
	{ operation: 'acc.webhook.register', input: { system: 'autodesk.construction.issues', event: 'issue.created-1.0', callbackUrl: 'https://example.com/hook', project: `b.${project}` }, expect: { method: 'POST', path: '/webhooks/v1/systems/autodesk.construction.issues/events/issue.created-1.0/hooks', body: { callbackUrl: 'https://example.com/hook', scope: { project }, autoReactivateHook: true } } },
	{ operation: 'acc.webhook.register', about: 'of a folder', input: { system: 'data', event: 'dm.version.added', callbackUrl: 'https://example.com/hook', folder, autoReactivate: false, filter: '$[?(@.ext==\'rvt\')]' }, expect: { method: 'POST', path: '/webhooks/v1/systems/data/events/dm.version.added/hooks', body: { callbackUrl: 'https://example.com/hook', scope: { folder }, autoReactivateHook: false, filter: '$[?(@.ext==\'rvt\')]' } } },
	{ operation: 'acc.webhook.update', input: { system: 'data', event: 'dm.version.added', hookId: 'h1', newStatus: 'active', secret: 'a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6' }, expect: { method: 'PATCH', path: '/webhooks/v1/systems/data/events/dm.version.added/hooks/h1', body: { status: 'active', token: 'a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6' } } },
	{ operation: 'acc.webhook.delete', input: { system: 'data', event: 'dm.version.added', hookId: 'h1' }, expect: { method: 'DELETE', path: '/webhooks/v1/systems/data/events/dm.version.added/hooks/h1' } },
	// Issues
	get('acc.issueType.getMany', { projectId: project }, `${issues}/issue-types`, [['include', 'subtypes']]),
	get('acc.issueType.getMany', { projectId: project, includeSubtypes: false, isActive: true }, `${issues}/issue-types`, [['filter[isActive]', 'true']], 'without subtypes'),
	get('acc.issueAttributeDefinition.getMany', { projectId: project, dataTypes: ['list', 'text'], deleted: 'null,2026-01-01..' }, `${issues}/issue-attribute-definitions`, [['filter[dataType]', 'list,text'], ['filter[deletedAt]', 'null,2026-01-01..']]),
	get('acc.issueAttributeMapping.getMany', { projectId: project, mappedItemIds: [subtype] }, `${issues}/issue-attribute-mappings`, [['filter[mappedItemId]', subtype]]),
	get('acc.issueRootCause.getMany', { projectId: project }, `${issues}/issue-root-cause-categories`, [['include', 'rootcauses']]),
	get('acc.issueUserProfile.get', { projectId: `b.${project}` }, `${issues}/users/me`),
	get(
		'acc.issue.getMany',
		{ projectId: project, status: ['open', 'in_review'], updated: { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' }, dueDate: { to: '2026-03-31' }, customAttributes: { [attribute]: ['1', '2'] }, assignedTo: ['A3RGM375QTZ7'], withinLocationIds: ['l1'], sort: ['-updatedAt'], deleted: true },
		`${issues}/issues`,
		[['filter[status]', 'open,in_review'], ['filter[assignedTo]', 'A3RGM375QTZ7'], ['filter[updatedAt]', '2026-01-01T00:00:00.000Z..2026-02-01T00:00:00.000Z'], ['filter[dueDate]', '..2026-03-31'], ['filter[subLocationId]', 'l1'], [`filter[customAttributes][${attribute}]`, '1,2'], ['filter[deleted]', 'true'], ['sortBy', '-updatedAt']],
	),
	get('acc.issue.match', { projectId: project, customAttributes: { [attribute]: 'urn:cintoo:1' }, deleted: true }, `${issues}/issues`, [[`filter[customAttributes][${attribute}]`, 'urn:cintoo:1'], ['filter[deleted]', 'true']]),
	get('acc.issue.get', { projectId: project, issueId: issue }, `${issues}/issues/${issue}`),
	{
		operation: 'acc.issue.post',
		about: 'visible and open unless told otherwise, the due date as the day it is',
		input: { projectId: project, title: 'Door', issueSubtypeId: subtype, dueDate: '2026-03-31T23:30:00-08:00', gpsCoordinates: { latitude: 59.9, longitude: 10.7 }, watchers: ['A', 'B'], customAttributes: [{ attributeDefinitionId: attribute, value: 'x' }] },
		expect: { method: 'POST', path: `${issues}/issues`, body: { title: 'Door', issueSubtypeId: subtype, status: 'open', published: true, watchers: ['A', 'B'], dueDate: '2026-03-31', gpsCoordinates: { latitude: 59.9, longitude: 10.7 }, customAttributes: [{ attributeDefinitionId: attribute, value: 'x' }] }, contentType: 'application/json' },
	},
	{
		operation: 'acc.issue.patch',
		about: 'set, cleared and left alone',
		input: { projectId: project, issueId: issue, title: 'Gate', description: null, assignedTo: null, assignedToType: null, watchers: null, dueDate: undefined },
		expect: { method: 'PATCH', path: `${issues}/issues/${issue}`, body: { title: 'Gate', description: null, assignedTo: null, assignedToType: null, watchers: [] } },
	},
	get('acc.issueComment.getMany', { projectId: project, issueId: issue, sort: ['-createdAt'] }, `${issues}/issues/${issue}/comments`, [['sortBy', '-createdAt']]),
	{ operation: 'acc.issueComment.post', input: { projectId: project, issueId: issue, body: 'Seen' }, expect: { method: 'POST', path: `${issues}/issues/${issue}/comments`, body: { body: 'Seen' } } },
	get('acc.issueAttachment.getMany', { projectId: project, issueId: issue }, `${issues}/attachments/${issue}/items`),
	{
		operation: 'acc.issueAttachment.attach',
		input: { projectId: project, issueId: issue, attachments: [{ attachmentId: 'a1', displayName: 'photo.jpg', fileName: 'a1.jpg', storageUrn: 'urn:x' }] },
		expect: { method: 'POST', path: `${issues}/attachments`, body: { domainEntityId: issue, attachments: [{ attachmentId: 'a1', displayName: 'photo.jpg', fileName: 'a1.jpg', attachmentType: 'issue-attachment', storageUrn: 'urn:x' }] } },
	},
	{ operation: 'acc.issueAttachment.delete', input: { projectId: project, issueId: issue, attachmentId: 'a1' }, expect: { method: 'DELETE', path: `${issues}/attachments/${issue}/items/a1` } },
	get('acc.location.getMany', { projectId: project, ids: ['a', 'b'] }, `/construction/locations/v2/projects/${project}/trees/default/nodes`, [['filter[id]', 'a,b']]),
	// Photos, assets, RFIs, forms
	{
		operation: 'acc.photo.search',
		input: { projectId: project, createdBy: ['A'], taken: { from: '2026-01-01T00:00:00Z' }, created: { to: '2026-02-01T00:00:00Z' }, mediaTypes: ['VIDEO'], sort: ['createdAt', 'asc'], include: ['signedUrls'] },
		expect: { method: 'POST', path: `/construction/photos/v1/projects/${project}/photos:filter`, body: { filter: { createdAt: '..2026-02-01T00:00:00.000Z', takenAt: '2026-01-01T00:00:00.000Z..', createdBy: ['A'], mediaType: ['VIDEO'] }, sort: ['createdAt', 'asc'], include: ['signedUrls'] } },
	},
	get('acc.photo.get', { projectId: project, photoId: 'p1', include: ['signedUrls'] }, `/construction/photos/v1/projects/${project}/photos/p1`, [['include', 'signedUrls']]),
	get('acc.asset.getMany', { projectId: `b.${project}`, categoryIds: ['1', '2'], statusLabels: ['Installed'], includeDeleted: true, customAttributes: { ca1: '1..5' } }, `/construction/assets/v2/projects/${project}/assets`, [['filter[categoryId]', '1'], ['filter[categoryId]', '2'], ['filter[statusLabel]', 'Installed'], ['filter[customAttributes][ca1]', '1..5'], ['includeDeleted', 'true']], 'several values repeat the parameter'),
	get('acc.assetCategory.getMany', { projectId: project, maxDepth: 2, isActive: true, includeUid: true }, `/construction/assets/v1/projects/${project}/categories`, [['filter[isActive]', 'true'], ['filter[maxDepth]', '2'], ['includeUid', 'true']]),
	get('acc.assetStatus.getMany', { projectId: project, includeDeleted: true }, `/construction/assets/v1/projects/${project}/asset-statuses`, [['includeDeleted', 'true']]),
	get('acc.assetStatusSet.getMany', { projectId: project }, `/construction/assets/v1/projects/${project}/status-step-sets`),
	get('acc.assetCustomAttribute.getMany', { projectId: project }, `/construction/assets/v1/projects/${project}/custom-attributes`),
	get('acc.assetCustomAttribute.getByCategory', { projectId: project, categoryId: '42', includeInherited: true }, `/construction/assets/v1/projects/${project}/categories/42/custom-attributes`, [['includeInherited', 'true']]),
	get('acc.specification.getMetadata', { projectId: `b.${project}` }, `/construction/autospecs/v1/projects/${project}/metadata`),
	get('acc.specification.list', { projectId: project }, `/construction/autospecs/v1/projects/${project}/metadata`),
	get('acc.specification.getSmartRegister', { projectId: project, versionId: '2268' }, `/construction/autospecs/v1/projects/${project}/version/2268/smartregister`),
	get('acc.specification.getRequirements', { projectId: project, versionId: '2268' }, `/construction/autospecs/v1/projects/${project}/version/2268/requirements`),
	get('acc.specification.getSubmittalsSummary', { projectId: project, versionId: '2268' }, `/construction/autospecs/v1/projects/${project}/version/2268/submittalsSummary`),
	{
		operation: 'acc.rfi.search',
		input: { projectId: project, status: ['open'], updated: { from: '2026-01-01T00:00:00Z' }, includeHidden: true, sort: [{ field: 'updatedAt', order: 'DESC' }, { field: 'title' }], fields: ['id'] },
		expect: { method: 'POST', path: `/construction/rfis/v3/projects/${project}/search:rfis`, body: { filter: { status: ['open'], updatedAt: '2026-01-01T00:00:00.000Z..', includeHidden: true }, sort: [{ field: 'updatedAt', order: 'DESC' }, { field: 'title', order: 'ASC' }], fields: ['id'] } },
	},
	get('acc.rfi.get', { projectId: project, rfiId: 'r1' }, `/construction/rfis/v3/projects/${project}/rfis/r1`),
	get('acc.rfiUserProfile.get', { projectId: project }, `/construction/rfis/v3/projects/${project}/users/me`),
	get('acc.form.getMany', { projectId: project, statuses: ['In Progress', 'closed'], updated: { from: '2026-02-01T00:00:00Z' }, locationIds: ['l1', 'l2'], includeSubLocations: true, search: 'crack', include: ['inactiveFormTemplates', 'layoutInfo'], sort: ['updatedAt desc', 'formNum'] }, `/construction/forms/v2/projects/${project}/forms`, [['statuses', 'inProgress'], ['statuses', 'closed'], ['updatedAfter', '2026-02-01T00:00:00.000Z'], ['locationIds', 'l1'], ['locationIds', 'l2'], ['includeSubLocations', 'true'], ['search', 'crack'], ['include', 'inactiveFormTemplates'], ['include', 'layoutInfo'], ['sort', 'updatedAt desc,formNum']]),
	get('acc.form.getManyV1', { projectId: project, statuses: ['draft', 'inReview'], formDate: { from: '2026-01-01', to: '2026-01-31' }, updated: { to: '2026-02-01T00:00:00Z' }, ids: ['f1', 'f2'] }, `/construction/forms/v1/projects/${project}/forms`, [['statuses', 'draft'], ['statuses', 'inReview'], ['formDateMin', '2026-01-01'], ['formDateMax', '2026-01-31'], ['updatedBefore', '2026-02-01T00:00:00.000Z'], ['ids', 'f1'], ['ids', 'f2']], 'the ends of a range are parameters of their own'),
	get('acc.form.getValues', { projectId: project, formId: 'f1', sectionUid: 's1' }, `/construction/forms/v2/projects/${project}/forms/f1/values`, [['sectionUid', 's1']]),
	get('acc.form.getTableRows', { projectId: project, formId: 'f1', fieldId: 't1' }, `/construction/forms/v1/projects/${project}/forms/f1/table/t1/values`),
	get('acc.form.getSections', { projectId: project, layoutId: 'l1' }, `/construction/forms/v1/projects/${project}/layouts/l1`),
	get('acc.form.getSectionItems', { projectId: project, layoutId: 'l1', sectionId: 's1' }, `/construction/forms/v2/projects/${project}/layouts/l1/sections/s1`),
	get('acc.form.getWeather', { projectId: project, weatherId: '12345' }, `/construction/forms/v3/projects/${project}/weather/12345`),
	get('acc.formTemplate.getMany', { projectId: project, updated: { from: '2026-02-01T00:00:00Z' }, sortOrder: 'desc' }, `/construction/forms/v1/projects/${project}/form-templates`, [['updatedAfter', '2026-02-01T00:00:00.000Z'], ['sortOrder', 'desc']]),
	get('acc.rfiType.getMany', { projectId: project }, `/construction/rfis/v3/projects/${project}/rfi-types`),
	get('acc.rfiAttribute.getMany', { projectId: project }, `/construction/rfis/v3/projects/${project}/attributes`),
	get('acc.rfiComment.getMany', { projectId: project, rfiId: 'r1' }, `/construction/rfis/v3/projects/${project}/rfis/r1/comments`),
	get('acc.rfiAttachment.getMany', { projectId: project, rfiId: 'r1' }, `/construction/rfis/v3/projects/${project}/rfis/r1/attachments`),
	{ operation: 'acc.rfiComment.post', input: { projectId: project, rfiId: 'r1', body: 'Seen' }, expect: { method: 'POST', path: `/construction/rfis/v3/projects/${project}/rfis/r1/comments`, body: { body: 'Seen' } } },
	{ operation: 'acc.rfiResponse.post', input: { projectId: project, rfiId: 'r1', text: 'M16', onBehalf: 'A' }, expect: { method: 'POST', path: `/construction/rfis/v3/projects/${project}/rfis/r1/responses`, body: { text: 'M16', status: 'answered', onBehalf: 'A' } } },
	{
		operation: 'acc.rfi.post',
		about: 'people as users',
		input: { projectId: project, title: 'Anchor', status: 'draft', assignedTo: ['A', 'B'], dueDate: '2026-12-01T12:00:00Z', category: ['Constructability'], customAttributes: [{ id: 'a1', values: ['v1'] }] },
		expect: { method: 'POST', path: `/construction/rfis/v3/projects/${project}/rfis`, body: { title: 'Anchor', status: 'draft', assignedTo: [{ id: 'A', type: 'user' }, { id: 'B', type: 'user' }], dueDate: '2026-12-01T12:00:00.000Z', category: ['Constructability'], customAttributes: [{ id: 'a1', values: ['v1'] }] } },
	},
	{ operation: 'acc.rfi.patch', about: 'set and cleared', input: { projectId: project, rfiId: 'r1', status: 'closed', officialResponse: 'M16', dueDate: null, watchers: null }, expect: { method: 'PATCH', path: `/construction/rfis/v3/projects/${project}/rfis/r1`, body: { status: 'closed', officialResponse: 'M16', dueDate: null, watchers: [] } } },
	{ operation: 'acc.rfi.close', input: { projectId: project, rfiId: 'r1', status: 'closed', officialResponse: 'M16', attachments: [{ attachmentType: 'rfiOfficialResponse', displayName: 'a.txt', fileName: 'a', storageUrn: 'urn:a' }] }, expect: { method: 'PATCH', path: `/construction/rfis/v3/projects/${project}/rfis/r1`, body: { status: 'closed', officialResponse: 'M16', attachments: [{ attachmentType: 'rfiOfficialResponse', displayName: 'a.txt', fileName: 'a', storageUrn: 'urn:a' }] } } },
	{ operation: 'acc.asset.create', about: 'one of several rows', input: { projectId: `b.${project}`, clientAssetId: 'AHU-1', categoryId: '4', statusId: 's1', customAttributes: { ca1: true } }, expect: { method: 'POST', path: `/construction/assets/v2/projects/${project}/assets:batch-create`, body: [{ clientAssetId: 'AHU-1', categoryId: '4', statusId: 's1', customAttributes: { ca1: true } }] } },
	{ operation: 'acc.asset.update', about: 'under its id', input: { projectId: project, assetId: 'x1', statusId: 's2', description: null }, expect: { method: 'PATCH', path: `/construction/assets/v2/projects/${project}/assets:batch-patch`, body: { x1: { statusId: 's2', description: null } } } },
	{ operation: 'acc.asset.delete', input: { projectId: project, assetIds: ['x1', 'x2'] }, expect: { method: 'POST', path: `/construction/assets/v2/projects/${project}/assets:batch-delete`, body: { ids: ['x1', 'x2'] } } },
	get('acc.asset.match', { projectId: project, search: 'AHU-1' }, `/construction/assets/v2/projects/${project}/assets`, [['filter[searchText]', 'AHU-1'], ['includeCustomAttributes', 'true']]),
	{ operation: 'acc.form.post', input: { projectId: project, templateId: 't1', formDate: '2026-12-01', userCreatedAt: '2026-11-30T08:00:00Z' }, expect: { method: 'POST', path: `/construction/forms/v1/projects/${project}/form-templates/t1/forms`, body: { formDate: '2026-12-01', userCreatedAt: '2026-11-30T08:00:00.000Z' } } },
	{ operation: 'acc.form.patch', input: { projectId: project, templateId: 't1', formId: 'f1', status: 'in_review', notes: null }, expect: { method: 'PATCH', path: `/construction/forms/v1/projects/${project}/form-templates/t1/forms/f1`, body: { status: 'in_review', notes: '' } } },
	{ operation: 'acc.form.putValues', input: { projectId: project, formId: 'f1', customValues: [{ fieldId: 'q1', textVal: 'x' }] }, expect: { method: 'PUT', path: `/construction/forms/v2/projects/${project}/forms/f1/values:batch-update`, body: { customValues: [{ fieldId: 'q1', textVal: 'x' }] } } },
	// Files
	get('acc.folder.getTopFolders', { accountId: account, projectId: project, excludeDeleted: true }, `/project/v1/hubs/b.${account}/projects/b.${project}/topFolders`, [['excludeDeleted', 'true']]),
	get('acc.folder.get', { projectId: project, folderId: folder }, `${data}/folders/${folderSegment}`),
	get('acc.folder.getContents', { projectId: project, folderId: folder, kinds: ['folders', 'items'] }, `${data}/folders/${folderSegment}/contents`, [['filter[type]', 'folders'], ['filter[type]', 'items']]),
	get('acc.item.get', { projectId: project, itemId: item, includePath: true }, `${data}/items/${itemSegment}`, [['includePathInProject', 'true']]),
	get('acc.item.getTip', { projectId: project, itemId: item }, `${data}/items/${itemSegment}/tip`),
	get('acc.version.getMany', { projectId: project, itemId: item, versionNumbers: ['2'] }, `${data}/items/${itemSegment}/versions`, [['filter[versionNumber]', '2']]),
	get('acc.version.get', { projectId: project, versionId: version }, `${data}/versions/urn%3Aadsk.wipprod%3Afs.file%3Avf.abc%3Fversion%3D2`, [], 'the question mark stays in its segment'),
	{
		operation: 'acc.fileExport.create',
		input: { projectId: `b.${project}`, fileVersions: [version], options: { outputFileName: 'Sheets', standardMarkups: { includePublishedMarkups: true, includeMarkupLinks: false } } },
		expect: { method: 'POST', path: `/construction/files/v1/projects/${project}/exports`, body: { fileVersions: [version], options: { outputFileName: 'Sheets', standardMarkups: { includePublishedMarkups: true, includeMarkupLinks: false } } } },
	},
	get('acc.fileExport.get', { projectId: project, exportId: 'e1' }, `/construction/files/v1/projects/${project}/exports/e1`),
	{
		operation: 'acc.storageObject.create',
		input: { projectId: project, name: 'a1.jpg', folderId: folder },
		expect: { method: 'POST', path: `${data}/storage`, body: { jsonapi: { version: '1.0' }, data: { type: 'objects', attributes: { name: 'a1.jpg' }, relationships: { target: { data: { type: 'folders', id: folder } } } } }, contentType: 'application/vnd.api+json' },
	},
	get('acc.storageObject.signUpload', { bucketKey: 'wip.dm.prod', objectKey: 'a/b.jpg', parts: 25, firstPart: 26, uploadKey: 'k' }, '/oss/v2/buckets/wip.dm.prod/objects/a%2Fb.jpg/signeds3upload', [['parts', '25'], ['firstPart', '26'], ['uploadKey', 'k'], ['minutesExpiration', '60']]),
	get('acc.folder.getPermissions', { projectId: `b.${project}`, folderId: folder }, `/bim360/docs/v1/projects/${project}/folders/${folderSegment}/permissions`, [], 'the prefix is taken off here'),
	get('acc.folder.getAttributeDefinitions', { projectId: project, folderId: folder }, `/bim360/docs/v1/projects/${project}/folders/${folderSegment}/custom-attribute-definitions`),
	get('acc.namingStandard.get', { projectId: project, namingStandardId: 'n1' }, `/bim360/docs/v1/projects/${project}/naming-standards/n1`),
	get('acc.version.getLinkedFiles', { projectId: project, versionId: version, names: ['A.rvt', 'B.rvt'], publishStatus: ['published'], includeHost: false }, `/construction/rcm/v1/projects/${project}/published-versions/urn%3Aadsk.wipprod%3Afs.file%3Avf.abc%3Fversion%3D2/linked-files`, [['filter[name]', 'A.rvt'], ['filter[name]', 'B.rvt'], ['filter[publishStatus]', 'published'], ['includeHost', 'false']]),
	get('acc.package.getMany', { projectId: project, versionType: 'FIXED', createdBy: ['A', 'B'], updated: { from: '2026-01-01T00:00:00Z' }, sort: 'updatedAt desc' }, `/construction/packages/v1/projects/${project}/packages`, [['filter[versionType]', 'FIXED'], ['filter[createdBy]', 'A,B'], ['filter[updatedAt]', '2026-01-01T00:00:00.000Z..'], ['sort', 'updatedAt desc']]),
	get('acc.package.getFiles', { projectId: project, packageId: 'p1', fileTypes: ['pdf', 'rvt'], versions: ['1'] }, `/construction/packages/v1/projects/${project}/packages/p1/resources`, [['filter[fileType]', 'pdf,rvt'], ['filter[version]', '1']]),
	// Reviews
	get('acc.review.getMany', { projectId: project, status: 'OPEN', number: 23, nextUserId: 'A', updated: { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' }, archivedBy: 'B', sort: 'createdAt desc' }, `/construction/reviews/v1/projects/${project}/reviews`, [['filter[status]', 'OPEN'], ['filter[sequenceId]', '23'], ['filter[updatedAt]', '2026-01-01T00:00:00.000Z..2026-02-01T00:00:00.000Z'], ['filter[nextActionByUser]', 'A'], ['sort', 'createdAt desc']], 'who archived it counts only among archived ones'),
	get('acc.review.getMany', { projectId: project, archived: true, archivedBy: 'B' }, `/construction/reviews/v1/projects/${project}/reviews`, [['filter[archived]', 'true'], ['filter[archivedBy]', 'B']], 'archived ones'),
	{ operation: 'acc.review.post', input: { projectId: project, workflowId: 'w1', name: 'Steel', fileVersions: [{ urn: 'urn:v?version=1' }], folderId: 'urn:f', steps: [{ id: 's1', candidates: { users: [{ autodeskId: 'A' }] } }] }, expect: { method: 'POST', path: `/construction/reviews/v1/projects/${project}/reviews`, body: { workflowId: 'w1', name: 'Steel', fileVersions: [{ urn: 'urn:v?version=1' }], workflowOptions: { copyFilesOptions: { folderUrn: 'urn:f' }, steps: [{ id: 's1', candidates: { users: [{ autodeskId: 'A' }] } }] } } } },
	get('acc.review.get', { projectId: project, reviewId: 'r1' }, `/construction/reviews/v1/projects/${project}/reviews/r1`),
	get('acc.review.getProgress', { projectId: project, reviewId: 'r1' }, `/construction/reviews/v1/projects/${project}/reviews/r1/progress`),
	get('acc.review.getVersions', { projectId: project, reviewId: 'r1', approvalStatuses: ['Approved', 'Rejected'] }, `/construction/reviews/v1/projects/${project}/reviews/r1/versions`, [['filter[approveStatus]', 'Approved'], ['filter[approveStatus]', 'Rejected']]),
	get('acc.review.getWorkflow', { projectId: project, reviewId: 'r1' }, `/construction/reviews/v1/projects/${project}/reviews/r1/workflow`),
	get('acc.review.getApprovalStatuses', { projectId: project, versionId: version }, `/construction/reviews/v1/projects/${project}/versions/urn%3Aadsk.wipprod%3Afs.file%3Avf.abc%3Fversion%3D2/approval-statuses`),
	get('acc.reviewWorkflow.getMany', { projectId: project, status: 'INACTIVE', sort: 'name' }, `/construction/reviews/v1/projects/${project}/workflows`, [['filter[status]', 'INACTIVE'], ['sort', 'name']]),
	get('acc.reviewWorkflow.get', { projectId: project, workflowId: 'w1' }, `/construction/reviews/v1/projects/${project}/workflows/w1`),
	// Data Connector
	get('acc.dataRequest.getMany', { accountId: `b.${account}`, projectId: 'null', scheduleInterval: 'DAY', recurringInterval: 2, isActive: true, created: { from: '2026-01-01T00:00:00Z' }, order: 'desc', sort: ['updatedAt', 'createdBy'] }, `/data-connector/v1/accounts/${account}/requests`, [['filter[projectId]', 'null'], ['filter[isActive]', 'true'], ['filter[scheduleInterval]', 'DAY'], ['filter[reocurringInterval]', '2'], ['filter[createdAt]', '2026-01-01T00:00:00.000Z..'], ['sort', 'desc'], ['sortFields', 'updatedAt,createdBy']]),
	get('acc.dataRequest.get', { accountId: account, requestId: 'q1' }, `/data-connector/v1/accounts/${account}/requests/q1`),
	{ operation: 'acc.dataRequest.delete', input: { accountId: account, requestId: 'q1' }, expect: { method: 'DELETE', path: `/data-connector/v1/accounts/${account}/requests/q1` } },
	get('acc.dataJob.getMany', { accountId: account, status: 'complete', completionStatus: 'success', completed: { from: '2026-01-01T00:00:00Z' }, onlyProjectId: project, startDate: '2026-01-01' }, `/data-connector/v1/accounts/${account}/jobs`, [['projectId', project], ['filter[status]', 'complete'], ['filter[completionStatus]', 'success'], ['filter[completedAt]', '2026-01-01T00:00:00.000Z..'], ['filter[startDate]', '2026-01-01T00:00:00.000Z']]),
	get('acc.dataJob.getByRequest', { accountId: account, requestId: 'q1', order: 'desc' }, `/data-connector/v1/accounts/${account}/requests/q1/jobs`, [['sort', 'desc']]),
	get('acc.dataJob.get', { accountId: account, jobId: 'j1' }, `/data-connector/v1/accounts/${account}/jobs/j1`),
	{ operation: 'acc.dataJob.cancel', input: { accountId: account, jobId: 'j1' }, expect: { method: 'DELETE', path: `/data-connector/v1/accounts/${account}/jobs/j1` } },
	get('acc.dataFile.getMany', { accountId: account, jobId: 'j1' }, `/data-connector/v1/accounts/${account}/jobs/j1/data-listing`),
	get('acc.dataFile.sign', { accountId: account, jobId: 'j1', fileName: 'admin companies.csv' }, `/data-connector/v1/accounts/${account}/jobs/j1/data/admin%20companies.csv`),
	{ operation: 'acc.storageObject.completeUpload', input: { bucketKey: 'wip.dm.prod', objectKey: 'b.jpg', uploadKey: 'k', size: 7 }, expect: { method: 'POST', path: '/oss/v2/buckets/wip.dm.prod/objects/b.jpg/signeds3upload', body: { uploadKey: 'k', size: 7 } } },
	get('acc.storageObject.signDownload', { bucketKey: 'wip.dm.prod', objectKey: 'b.jpg' }, '/oss/v2/buckets/wip.dm.prod/objects/b.jpg/signeds3download', [['public-resource-fallback', 'true']]),
	get('acc.hub.getProjects', { accountId: account, ids: [project] }, `/project/v1/hubs/b.${account}/projects`, [['filter[id]', project]]),
	get('acc.folder.searchPage', { projectId: project, folderId: folder, name: 'steel', fileTypes: ['pdf', 'dwg'], page: 0 }, `${data}/folders/${folderSegment}/search`, [['filter[attributes.displayName]-contains', 'steel'], ['filter[fileType]', 'pdf,dwg'], ['page[number]', '0']]),
	{
		operation: 'acc.folder.create',
		input: { projectId: project, folderId: folder, name: '2026' },
		expect: { method: 'POST', path: `${data}/folders`, contentType: 'application/vnd.api+json', body: { jsonapi: { version: '1.0' }, data: { type: 'folders', attributes: { name: '2026', extension: { type: 'folders:autodesk.bim360:Folder', version: '1.0' } }, relationships: { parent: { data: { type: 'folders', id: folder } } } } } },
	},
	{
		operation: 'acc.folder.patch',
		input: { projectId: project, folderId: folder, id: folder, hidden: true },
		expect: { method: 'PATCH', path: `${data}/folders/${folderSegment}`, contentType: 'application/vnd.api+json', body: { jsonapi: { version: '1.0' }, data: { type: 'folders', id: folder, attributes: { hidden: true } } } },
	},
	{
		operation: 'acc.version.createItem',
		input: { projectId: project, folderId: folder, name: 'A.pdf', first: [{ name: 'A.pdf', storage: 'urn:adsk.objects:os.object:wip.dm.prod/a.pdf' }] },
		expect: {
			method: 'POST',
			path: `${data}/items`,
			contentType: 'application/vnd.api+json',
			body: {
				jsonapi: { version: '1.0' },
				data: { type: 'items', attributes: { displayName: 'A.pdf', extension: { type: 'items:autodesk.bim360:File', version: '1.0' } }, relationships: { tip: { data: { type: 'versions', id: '1' } }, parent: { data: { type: 'folders', id: folder } } } },
				included: [{ type: 'versions', id: '1', attributes: { name: 'A.pdf', extension: { type: 'versions:autodesk.bim360:File', version: '1.0' } }, relationships: { storage: { data: { type: 'objects', id: 'urn:adsk.objects:os.object:wip.dm.prod/a.pdf' } } } }],
			},
		},
	},
	{
		operation: 'acc.version.create',
		about: 'stands for a deletion',
		input: { projectId: project, itemId: item, extensionType: 'versions:autodesk.core:Deleted' },
		expect: { method: 'POST', path: `${data}/versions`, contentType: 'application/vnd.api+json', body: { jsonapi: { version: '1.0' }, data: { type: 'versions', attributes: { extension: { type: 'versions:autodesk.core:Deleted', version: '1.0' } }, relationships: { item: { data: { type: 'items', id: item } } } } } },
	},
	...([['grant', 'create'], ['regrant', 'update']] as const).map(([name, verb]): Row => ({
		operation: `acc.folder.${name}`,
		input: { projectId: `b.${project}`, folderId: folder, subjects: [{ subjectId: 'u1', subjectType: 'USER', actions: ['VIEW'] }] },
		expect: { method: 'POST', path: `/bim360/docs/v1/projects/${project}/folders/${folderSegment}/permissions:batch-${verb}`, body: [{ subjectId: 'u1', subjectType: 'USER', actions: ['VIEW'] }] },
	})),
	{ operation: 'acc.folder.revoke', input: { projectId: project, folderId: folder, subjects: [{ subjectId: 'r1', subjectType: 'ROLE' }] }, expect: { method: 'POST', path: `/bim360/docs/v1/projects/${project}/folders/${folderSegment}/permissions:batch-delete`, body: [{ subjectId: 'r1', subjectType: 'ROLE' }] } },
	{ operation: 'acc.version.batchGet', input: { projectId: `b.${project}`, urns: [item, version] }, expect: { method: 'POST', path: `/bim360/docs/v1/projects/${project}/versions:batch-get`, body: { urns: [item, version] } } },
	{ operation: 'acc.version.writeAttributes', input: { projectId: project, versionId: version, attributes: [{ id: 1001, value: null }] }, expect: { method: 'POST', path: `/bim360/docs/v1/projects/${project}/versions/urn%3Aadsk.wipprod%3Afs.file%3Avf.abc%3Fversion%3D2/custom-attributes:batch-update`, body: [{ id: 1001, value: null }] } },
];

function operationOf(id: string): AnyOperation {
	const found = operations.get(id);
	if (!found) throw new Error(`The catalog has no ${id}.`);
	return found.operation;
}

describe('the request of each operation', () => {
	it.each(rows.map((row) => [`${row.operation}${row.about === undefined ? '' : `: ${row.about}`}`, row] as const))('%s', (_name, { operation, input, expect: wanted }) => {
		const draft = buildRequest(operationOf(operation), input);
		expect(draft).toMatchObject({ method: wanted.method, path: wanted.path });
		expect(draft.query).toEqual(wanted.query ?? []);
		if (wanted.body === undefined) expect(draft.body).toEqual({ kind: 'none' });
		else expect(draft.body).toEqual({ kind: 'json', contentType: wanted.contentType ?? 'application/json', value: wanted.body });
	});

	it.each(rows.map((row) => [`${row.operation}${row.about === undefined ? '' : `: ${row.about}`}`, row] as const))('%s is as its document says', async (_name, { operation, input }) => {
		const { needs, ...rest } = operationOf(operation);
		const draft = buildRequest({ needs, ...rest }, input);
		const headers: Record<string, string> = {};
		if (needs.region !== undefined) headers[needs.region.toLowerCase()] = 'EMEA';
		if (needs.actAs !== undefined) headers[needs.actAs.toLowerCase()] = 'A3RGM375QTZ7';
		const body = draft.body.kind === 'json' ? Buffer.from(JSON.stringify(draft.body.value)) : Buffer.alloc(0);
		const type: Record<string, string> = draft.body.kind === 'json' ? { 'content-type': draft.body.contentType } : {};
		const query = draft.query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
		const wire = await decodeWire(draft.method, `${draft.path}?${query}`, { ...headers, ...type }, body);
		const matches = findContracts(accContracts, draft.method, draft.path);
		expect(matches.map(({ contract, path }) => violations(contract, wire, path))).toContainEqual([]);
		expect(matches.some(({ contract }) => contract.auth.kind !== 'bearer' || contract.auth.context === needs.token)).toBe(true);
	});

	// What goes in parts has no one value; those calls are read off the wire in the tests of every operation.
	it('is covered for every operation that is a single call', () => {
		const single = [...operations].filter(([, { operation }]) => operation.call !== undefined && operation.call.body !== 'multipart').map(([id]) => id);
		expect(single.filter((id) => !rows.some((row) => row.operation === id))).toEqual([]);
	});

	it('carries the page where the family wants it', () => {
		const inBody = withParams(buildRequest(operationOf('acc.rfi.search'), { projectId: project }), [['limit', 200], ['offset', 400]]);
		expect(inBody.body).toMatchObject({ value: { limit: 200, offset: 400 } });
		const numbered = operationOf('acc.folder.getContents').page;
		expect(numbered).toMatchObject({ style: 'offset', limit: 'page[limit]', offset: 'page[number]', counts: 'page' });
	});
});

describe('references and scopes', () => {
	it.each([
		['acc.project.getMany', 'Region', 'User-Id', 'either'],
		['acc.user.search', 'Region', undefined, 'app'],
		['acc.issue.getMany', 'x-ads-region', undefined, 'user'],
		['acc.issueAttachment.getMany', undefined, undefined, 'user'],
		['acc.location.getMany', 'region', undefined, 'user'],
		['acc.fileExport.create', undefined, 'x-user-id', 'either'],
		['acc.folder.getContents', undefined, 'x-user-id', 'either'],
	] as const)('%s names its headers and its token as its family does', (id, region, actAs, token) => {
		const { needs } = operationOf(id);
		expect([needs.region, needs.actAs, needs.token]).toEqual([region, actAs, token]);
	});

	it('offers only projects of ACC where those of BIM 360 are refused', () => {
		for (const id of ['acc.issue.create', 'acc.rfi.search', 'acc.location.getMany', 'acc.fileExport.export']) expect(operationOf(id).input.projectId).toMatchObject({ to: 'acc.accProject' });
		for (const id of ['acc.asset.getMany', 'acc.project.get', 'acc.folder.getContents']) expect(operationOf(id).input.projectId).toMatchObject({ to: 'acc.project' });
	});
});
