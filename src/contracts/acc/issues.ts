import type { Contract, ContractParam } from '../contract';
import { adsRegion, byUser, commas, inBody, offsetPage, query, referenced, reply, stated, words } from './notation';

const ISSUE_STATUSES: readonly string[] = words(`
	draft open pending in_progress completed in_review not_approved in_dispute closed
`);

const ISSUE: readonly string[] = words(`
	id containerId deleted deletedAt deletedBy displayId title description snapshotUrn issueTypeId
	issueSubtypeId status assignedTo assignedToType dueDate startDate locationId locationDetails
	linkedDocuments links ownerId rootCauseId officialResponse issueTemplateId permittedStatuses
	permittedAttributes published permittedActions commentCount attachmentCount openedBy openedAt
	closedBy closedAt createdBy createdAt updatedBy updatedAt watchers customAttributes gpsCoordinates
	snapshotHasMarkups
`);

const ISSUE_COMMENT: readonly string[] = words(`
	id body createdAt createdBy updatedAt deletedAt clientCreatedAt clientUpdatedAt permittedActions
	permittedAttributes
`);

const ATTACHMENT: readonly string[] = words(`
	attachmentId displayName fileName attachmentType storageUrn fileSize fileType domainEntityId
	lineageUrn version versionUrn tipVersionUrn bubbleUrn createdBy createdOn modifiedBy modifiedOn
	deletedBy deletedOn isDeleted
`);

/** Issues: their types, custom attributes, root causes, comments and attachments. */
export const issuesContracts: readonly Contract[] = [
	stated('acc.issueUserProfile.get', 'GET', '/construction/issues/v1/projects/{projectId}/users/me', 7806, {
		auth: byUser('data:read'),
		params: [adsRegion],
		reply: reply('object', [200, 400, 403, 404, 500], ['id', 'isProjectAdmin', 'canManageTemplates', 'issues', 'permissionLevels']),
		notes: [
			'ACC only: not compatible with BIM 360 projects',
			'issues.new present means the user may create issues; permittedStatuses there are the allowed initial statuses',
			'permissionLevels: create = View and assign (own company unless assign-all); create+read = Full visibility; create+read+write = Manage issues',
			'canManageTemplates is an empty string in the example though typed boolean',
			'all statuses: draft, open, pending, in_progress, completed, in_review, not_approved, in_dispute, closed',
		],
	}),
	stated('acc.issueType.getMany', 'GET', '/construction/issues/v1/projects/{projectId}/issue-types', 7949, {
		auth: byUser('data:read'),
		params: [
			adsRegion,
			query('include', 'enum', { values: ['subtypes'], note: 'needed to get subtypes' }),
			query('limit', 'integer', { note: 'no maximum or default stated' }),
			query('offset', 'integer'),
			query('filter[updatedAt]', 'range', { note: 'date range: A..B, A.., ..B, or one day; comma separates values' }),
			query('filter[isActive]', 'boolean', { note: 'omitted: active and inactive' }),
		],
		reply: reply('page', [200, 400, 403, 404, 500], words(`
			id containerId title isActive orderIndex permittedActions permittedAttributes subtypes statusSet
			createdBy createdAt updatedBy updatedAt deletedBy deletedAt
		`), 'results'),
		page: offsetPage({}),
		notes: [
			'ACC only: not compatible with BIM 360 projects',
			'UI term Category = API type; UI term Type = API subtype',
			'subtypes only with include=subtypes',
			'deleted items are not returned',
			'no nextUrl: page by offset until totalResults',
			'subtype item: id, issueTypeId, title, code, isActive, orderIndex, isReadOnly, permittedActions, permittedAttributes, created/updated/deleted by and at',
		],
	}),
	stated('acc.issueAttributeDefinition.getMany', 'GET', '/construction/issues/v1/projects/{projectId}/issue-attribute-definitions', 8102, {
		auth: byUser('data:read'),
		params: [
			adsRegion,
			query('limit', 'integer', { min: 1, max: 200 }),
			query('offset', 'integer'),
			query('filter[createdAt]', 'range', { note: 'date range: A..B, A.., ..B, or one day; comma separates values' }),
			query('filter[updatedAt]', 'range', { note: 'date range: A..B, A.., ..B, or one day; comma separates values' }),
			query('filter[deletedAt]', 'string', { note: 'date range; add null, to include non-deleted items' }),
			commas('filter[dataType]', { values: ['list', 'text', 'paragraph', 'numeric'] }),
		],
		reply: reply('page', [200, 400, 403, 404, 500], words(`
			id containerId title description dataType metadata permittedActions permittedAttributes createdAt
			createdBy updatedAt updatedBy deletedAt deletedBy
		`), 'results'),
		page: offsetPage({ default: 200, max: 200 }),
		notes: [
			'ACC only: not compatible with BIM 360 projects',
			'custom attributes are called custom fields in the UI',
			'dataType list = dropdown; options in metadata.list.options[{id,value}]',
			'no nextUrl: page by offset until totalResults',
			'filter[deletedAt]=null,<from>..<to> returns non-deleted together with deleted (the document prints three dots there)',
		],
	}),
	stated('acc.issueAttributeMapping.getMany', 'GET', '/construction/issues/v1/projects/{projectId}/issue-attribute-mappings', 8259, {
		auth: byUser('data:read'),
		params: [
			adsRegion,
			query('limit', 'integer', { min: 1, max: 200 }),
			query('offset', 'integer'),
			query('filter[createdAt]', 'range', { note: 'date range: A..B, A.., ..B, or one day; comma separates values' }),
			query('filter[updatedAt]', 'range', { note: 'date range: A..B, A.., ..B, or one day; comma separates values' }),
			query('filter[deletedAt]', 'string', { note: 'date range; add null, to include non-deleted items' }),
			commas('filter[attributeDefinitionId]'),
			commas('filter[mappedItemId]', { note: 'project, type or subtype ids, comma separated' }),
		],
		reply: reply('page', [200, 400, 403, 404, 500], words(`
			id attributeDefinitionId containerId mappedItemType mappedItemId order permittedActions
			permittedAttributes createdAt createdBy updatedAt updatedBy deletedAt deletedBy
		`), 'results'),
		page: offsetPage({ default: 200, max: 200 }),
		notes: [
			'ACC only: not compatible with BIM 360 projects',
			'inherited mappings are never returned: resolve project -> type -> subtype on the client',
			'the API cannot add custom fields; that is done in the UI',
			'no nextUrl: page by offset until totalResults',
		],
	}),
	stated('acc.issueRootCauseCategory.getMany', 'GET', '/construction/issues/v1/projects/{projectId}/issue-root-cause-categories', 8404, {
		auth: byUser('data:read'),
		params: [
			adsRegion,
			query('include', 'enum', { values: ['rootcauses'], note: 'needed to get root causes' }),
			query('limit', 'integer', { note: 'no maximum or default stated' }),
			query('offset', 'integer'),
			query('filter[updatedAt]', 'range', { note: 'date range: A..B, A.., ..B, or one day; comma separates values' }),
		],
		reply: reply('page', [200, 400, 403, 404, 500], words(`
			id title isActive permittedActions permittedAttributes rootCauses createdAt createdBy updatedAt
			updatedBy deletedAt deletedBy
		`), 'results'),
		page: offsetPage({}),
		notes: [
			'ACC only: not compatible with BIM 360 projects',
			'rootCauses only with include=rootcauses (all lower case)',
			'no nextUrl: page by offset until totalResults',
		],
	}),
	stated('acc.issue.getMany', 'GET', '/construction/issues/v1/projects/{projectId}/issues', 8541, {
		auth: byUser('data:read'),
		params: [
			adsRegion,
			commas('filter[id]'),
			commas('filter[issueTypeId]', { note: 'UI category; comma separated' }),
			commas('filter[issueSubtypeId]', { note: 'UI type; comma separated' }),
			commas('filter[status]', { values: ISSUE_STATUSES, note: 'comma separated; values as the issue\'s status field' }),
			commas('filter[linkedDocumentUrn]', { note: 'URL-encoded item URNs, comma separated; @N for a version' }),
			query('filter[dueDate]', 'range', { note: 'YYYY-MM-DD only: A..B, A.., ..B, or a day' }),
			query('filter[startDate]', 'range', { note: 'YYYY-MM-DD only: A..B, A.., ..B, or a day' }),
			query('filter[deleted]', 'boolean', { note: 'true: only deleted; cannot return both' }),
			query('filter[createdAt]', 'range', { note: 'date range: A..B, A.., ..B, or one day; comma separates values' }),
			commas('filter[createdBy]', { note: 'Autodesk IDs, comma separated' }),
			query('filter[updatedAt]', 'range', { note: 'date range: A..B, A.., ..B, or one day; comma separates values' }),
			commas('filter[updatedBy]', { note: 'Autodesk IDs, comma separated' }),
			commas('filter[assignedTo]', { note: 'user, company or role ids, comma separated' }),
			commas('filter[rootCauseId]'),
			commas('filter[locationId]', { note: 'without sublocations; comma separated' }),
			commas('filter[subLocationId]', { note: 'with sublocations; comma separated' }),
			commas('filter[closedBy]', { note: 'Autodesk IDs, comma separated' }),
			query('filter[closedAt]', 'range', { note: 'date range: A..B, A.., ..B, or one day; comma separates values' }),
			query('filter[search]', 'string', { note: 'matches title and display id' }),
			commas('filter[displayId]'),
			commas('filter[assignedToType]', { values: ['user', 'company', 'role', 'null'] }),
			query('filter[customAttributes]', 'object', { note: 'written filter[customAttributes][<uuid>]=1,2,3' }),
			query('filter[valid]', 'boolean', { note: 'true: only issues with type and subtype' }),
			query('limit', 'integer', { min: 1, max: 100 }),
			query('offset', 'integer'),
			commas('sortBy', { note: 'comma separated; - prefix for descending; customAttributes[<uuid>] allowed; by displayId, title, description, status, assignedTo, assignedToType, dueDate, locationDetails, published, closedBy, closedAt, createdBy, createdAt, updatedAt, issueSubType, issueType, customAttributes, startDate, rootCause; a leading minus for descending' }),
			commas('fields', { values: words(`
				id displayId title description issueTypeId issueSubtypeId status assignedTo assignedToType dueDate
				startDate locationId locationDetails rootCauseTitle rootCauseId permittedStatuses
				permittedAttributes permittedActions published commentCount openedBy openedAt closedBy closedAt
				createdBy createdAt updatedBy updatedAt customAttributes
			`), note: 'comma separated; id, title, status, issueTypeId always returned' }),
		],
		reply: reply('page', [200, 400, 403, 404], ISSUE, 'results'),
		page: offsetPage({ default: 100, max: 100 }),
		notes: [
			'ACC only: not compatible with BIM 360 projects',
			'sortBy here, sort in Packages and Reviews; descending is a minus prefix (-displayId), not \'desc\'',
			'text says pagination has next and previous URL; the example has only limit, offset, totalResults: page by offset',
			'filter[linkedDocumentUrn] needs the item (lineage) URN; default latest version only, @N returns version N and earlier; the text\'s example wrongly writes filter[linkedDocument]',
			'pushpin issues of Files are returned; Build Sheets issues are not',
			'filter[deleted]=true visibility depends on permission level (own issues; managers: all published; unpublished if watcher, assignee or creator)',
			'comma separated values: a value containing a comma cannot be expressed; date ranges must be URL-encoded',
			'dueDate/startDate filters take dates only, other date filters take dates or timestamps',
			'attachmentCount, openedBy, openedAt, links, ownerId, officialResponse, snapshotUrn, containerId, issueTemplateId, snapshotHasMarkups are \'Not relevant\'',
			'sort key spelling issueSubType/issueType differs from the fields issueSubtypeId/issueTypeId',
		],
	}),
	stated('acc.issue.get', 'GET', '/construction/issues/v1/projects/{projectId}/issues/{issueId}', 8837, {
		auth: byUser('data:read'),
		params: [adsRegion],
		reply: reply('object', [200, 400, 403, 404], ISSUE),
		notes: [
			'ACC only: not compatible with BIM 360 projects',
			'issueId is the UUID, not the displayId shown in the UI (use filter[displayId] on the list for that)',
			'permittedStatuses / permittedAttributes / permittedActions are per user and per current state: check before writing',
			'assignedTo and assignedToType go together',
			'longest title 100, description 1000, locationDetails 250 characters: enforced since 15 May 2025 (the vendor\'s changelog of Issues v1); the OpenAPI description still says 4200, 10000, 8300',
			'linkedDocuments[].details.viewable/position describe the pushpin',
		],
	}),
	stated('acc.issueComment.getMany', 'GET', '/construction/issues/v1/projects/{projectId}/issues/{issueId}/comments', 9138, {
		auth: byUser('data:read'),
		params: [
			adsRegion,
			commas('sortBy', { note: 'comma separated; - prefix for descending; by createdAt, updatedAt, createdBy; a leading minus for descending' }),
			query('limit', 'integer', { note: 'no maximum or default stated' }),
			query('offset', 'integer'),
		],
		reply: reply('page', [200, 400, 403, 404, 500], ISSUE_COMMENT, 'results'),
		page: offsetPage({}),
		notes: [
			'ACC only: not compatible with BIM 360 projects',
			'no date filter: sortBy=-createdAt and stop at the last seen id',
			'empty timestamps are empty strings, not null',
		],
	}),
	stated('acc.issueAttachment.getMany', 'GET', '/construction/issues/v1/projects/{projectId}/attachments/{issueId}/items', 9246, {
		auth: byUser('data:read'),
		reply: reply('object', [200, 400, 403, 404, 500], ATTACHMENT, 'attachments'),
		notes: [
			'path order differs from comments: attachments/{issueId}/items',
			'response is an object with one array, no pagination',
			'no x-ads-region header listed, no BIM 360 note',
			'createdOn/modifiedOn/deletedOn here, createdAt/updatedAt elsewhere',
			'may contain deleted items (isDeleted): filter on the client',
			'content is downloaded through Data Management/OSS with storageUrn (tutorial only, not an operation of the document)',
		],
	}),
];

const OPENAPI = 'aps-sdk-openapi, construction/issues/Issues.yaml, and the vendor\'s reference pages of Issues v1';

const issueBody = (creating: boolean): readonly ContractParam[] => [
	inBody('title', 'string', { required: creating, maxLength: 100 }),
	inBody('description', 'string', { nullable: true, maxLength: 1000 }),
	inBody('issueSubtypeId', 'string', { required: creating }),
	inBody('status', 'enum', { required: creating, values: ISSUE_STATUSES }),
	inBody('assignedTo', 'string', { nullable: true, note: 'together with assignedToType' }),
	inBody('assignedToType', 'enum', { nullable: true, values: ['user', 'company', 'role'] }),
	inBody('dueDate', 'date', { nullable: true }),
	inBody('startDate', 'date', { nullable: true }),
	inBody('locationId', 'string', { nullable: true }),
	inBody('locationDetails', 'string', { nullable: true, maxLength: 250 }),
	inBody('rootCauseId', 'string', { nullable: true }),
	inBody('published', 'boolean', { note: 'false when left out' }),
	inBody('watchers', 'array', { note: 'Autodesk IDs' }),
	inBody('customAttributes', 'array'),
	inBody('customAttributes.attributeDefinitionId', 'string', { required: true }),
	inBody('customAttributes.value', 'json', { required: true, note: 'string, number or null' }),
	inBody('gpsCoordinates', 'object', { nullable: true }),
	inBody('gpsCoordinates.latitude', 'number'),
	inBody('gpsCoordinates.longitude', 'number'),
];

/** Writing issues: not in the API reference at hand, only on the vendor's own pages. */
export const issueWriteContracts: readonly Contract[] = [
	referenced('acc.issue.create', 'POST', '/construction/issues/v1/projects/{projectId}/issues', OPENAPI, {
		auth: byUser('data:write'),
		params: [adsRegion, ...issueBody(true)],
		body: 'json',
		reply: reply('object', [200, 201, 400, 403, 409], ISSUE),
		notes: [
			'the OpenAPI description answers 200, other write operations of the family 201: take both',
			'published is false when left out, and such an issue is invisible to others',
			'assignedTo needs assignedToType and the other way round',
		],
	}),
	referenced('acc.issue.update', 'PATCH', '/construction/issues/v1/projects/{projectId}/issues/{issueId}', OPENAPI, {
		auth: byUser('data:read data:write'),
		params: [adsRegion, ...issueBody(false)],
		body: 'json',
		reply: reply('object', [200, 400, 403, 404], ISSUE),
		notes: [
			'the OpenAPI description reuses the body of the create call, so its required members are an artefact',
		],
	}),
	referenced('acc.issueComment.create', 'POST', '/construction/issues/v1/projects/{projectId}/issues/{issueId}/comments', OPENAPI, {
		auth: byUser('data:write'),
		params: [adsRegion, inBody('body', 'string', { required: true, maxLength: 10_000 })],
		body: 'json',
		reply: reply('object', [201, 400, 403, 404, 409, 500], ISSUE_COMMENT),
		notes: ['not on deleted issues', 'comments cannot be edited or deleted'],
	}),
	referenced('acc.issueAttachment.create', 'POST', '/construction/issues/v1/projects/{projectId}/attachments', OPENAPI, {
		auth: byUser('data:write'),
		params: [
			inBody('domainEntityId', 'string', { required: true, note: 'the issue; not marked as required, but nothing else names it' }),
			inBody('attachments', 'array', { required: true }),
			inBody('attachments.attachmentId', 'string', { required: true, note: 'a UUID made by the client' }),
			inBody('attachments.displayName', 'string', { required: true }),
			inBody('attachments.fileName', 'string', { required: true, note: 'name of the object in storage: the key in the storage URN' }),
			inBody('attachments.attachmentType', 'enum', { required: true, values: ['issue-attachment'] }),
			inBody('attachments.storageUrn', 'string', { required: true }),
		],
		body: 'json',
		reply: reply('object', [200, 400, 403, 404, 409, 422, 500], ATTACHMENT, 'attachments'),
		notes: ['409 when the attachment exists already', '422 past 100 attachments of one issue', 'the id may be any UUID; that of the storage object is recommended, and then the file name is the id with its extension'],
	}),
	referenced('acc.issueAttachment.delete', 'DELETE', '/construction/issues/v1/projects/{projectId}/attachments/{issueId}/items/{attachmentId}', OPENAPI, {
		auth: byUser('data:write'),
		reply: reply('none', [204, 400, 403, 404, 500]),
	}),
];
