import type { Contract, ContractParam } from '../contract';
import { byUser, commas, inBody, offsetPage, query, referenced, reply, stated, words } from './notation';

const RFI_STATUSES: readonly string[] = words(`
	draft submitted open openRev1 openRev2 answered answeredRev1 answeredManager rejected closed void
`);

/** Requests for information. */
export const rfisContracts: readonly Contract[] = [
	stated('acc.rfi.search', 'POST', '/construction/rfis/v3/projects/{projectId}/search:rfis', 11181, {
		auth: byUser('data:read'),
		params: [
			inBody('limit', 'integer', { max: 200 }),
			inBody('offset', 'integer'),
			inBody('search', 'string', { note: 'in title, question and officialResponse' }),
			inBody('sort', 'array', { note: 'array of {field, order}' }),
			inBody('sort.field', 'enum', { values: words(`
				createdAt status dueDate title location updatedAt closedAt costImpact scheduleImpact priority
				discipline category reference customIdentifier customAttribute
			`), note: 'list from public copy of the reference; document shows createdAt' }),
			inBody('sort.order', 'enum', { values: ['DESC', 'ASC'] }),
			inBody('filter', 'object', { note: 'members below from the example; types from public copy' }),
			inBody('filter.status', 'array', { values: RFI_STATUSES, note: 'document example shows a plain string' }),
			inBody('filter.officialResponseStatus', 'array', { values: ['answered', 'unanswered'], note: 'document example shows a plain string' }),
			inBody('filter.includeHidden', 'boolean', { note: 'include RFIs hidden from the user' }),
			inBody('filter.assignedTo', 'array', { note: 'Autodesk IDs' }),
			inBody('filter.locations', 'array', { note: 'location node ids' }),
			inBody('filter.createdAt', 'range', { note: 'start..end per public copy of the reference; document shows a single timestamp' }),
			inBody('filter.updatedAt', 'range', { note: 'start..end per public copy of the reference; document shows a single timestamp' }),
			inBody('filter.closedAt', 'range', { note: 'start..end per public copy of the reference; document shows a single timestamp' }),
			inBody('filter.createdBy', 'array', { note: 'Autodesk IDs' }),
			inBody('filter.dueDate', 'range', { note: 'start..end per public copy of the reference; document shows a single timestamp' }),
			inBody('filter.costImpact', 'array', { values: ['Yes', 'No', 'Unknown'], note: 'document example shows a plain string' }),
			inBody('filter.scheduleImpact', 'array', { values: ['Yes', 'No', 'Unknown'], note: 'document example shows a plain string' }),
			inBody('filter.priority', 'array', { note: 'document example shows a plain string; values are project settings (line 11674), some possible ones High, Normal, Low' }),
			inBody('filter.id', 'array'),
			inBody('filter.reference', 'string', { maxLength: 20, note: 'external reference id' }),
			inBody('filter.discipline', 'array', { note: 'project-specific; document example shows a plain string' }),
			inBody('filter.category', 'array', { note: 'project-specific, case-sensitive; document example shows a plain string' }),
			inBody('filter.customAttributes', 'json', { note: 'object: attribute id to value id; document shows "id: value-id"' }),
			inBody('filter.rfiTypeId', 'array'),
			inBody('fields', 'array', { note: 'attributes to return, e.g. id, title' }),
		],
		body: 'json',
		reply: reply('page', [200, 400, 401, 403, 500], words(`
			id customIdentifier title question virtualFolderUrn status previousStatus workflowType assignedTo
			managerId constructionManagerId architects reviewers dueDate locationDescription locations
			commentsCount officialResponse officialResponseStatus officialResponseActors
			officialResponseEditByManagerState respondedAt respondedBy createdBy createdAt updatedBy updatedAt
			closedAt closedBy containerId projectId suggestedAnswer coReviewers watchers answeredAt answeredBy
			costImpact scheduleImpact priority discipline category reference customAttributes rfiTypeId
			bridgedSource bridgedTarget bridgeSyncOutdated syncVersion permittedActions
		`), 'results'),
		page: { style: 'offset', in: 'body', limit: 'limit', offset: 'offset', defaultLimit: 10, maxLimit: 200, total: 'pagination.totalResults' },
		notes: [
			'ACC only: not compatible with BIM 360 projects',
			'read operation sent as POST (data:read); the only way to list RFIs',
			'colon in the path: do not percent-encode search:rfis',
			'heading names it rfi-search, the URL is search:rfis',
			'limit and offset are in the body; default page is only 10; no nextUrl: page by offset until totalResults',
			'filter, sort and fields are collapsed in the document: names come from the example; allowed values and array types from a public copy of the APS reference',
			'bridgedSource, bridgedTarget, bridgeSyncOutdated, syncVersion are empty strings in the example although typed boolean/number',
			'text says the result includes details of comments and attachments, but items only carry commentsCount',
		],
	}),
	stated('acc.rfi.get', 'GET', '/construction/rfis/v3/projects/{projectId}/rfis/{rfiId}', 11435, {
		auth: byUser('data:read'),
		reply: reply('object', [200, 400, 401, 403, 404, 500], words(`
			id customIdentifier title question virtualFolderUrn status previousStatus workflowType assignedTo
			managerId constructionManagerId architects reviewers dueDate locationDescription locations
			commentsCount officialResponse officialResponseStatus officialResponseActors
			officialResponseEditByManagerState respondedAt respondedBy createdBy createdAt updatedBy updatedAt
			closedAt closedBy containerId projectId suggestedAnswer coReviewers watchers answeredAt answeredBy
			costImpact scheduleImpact priority discipline category reference customAttributes rfiTypeId
			bridgedSource bridgedTarget bridgeSyncOutdated syncVersion responses draftResponses permittedActions
			maxAssignees
		`)),
		notes: [
			'ACC only: not compatible with BIM 360 projects',
			'statuses depend on workflow: US draft, submitted, open, answered, rejected, closed, void; EMEA draft, submitted, openRev1, openRev2, answeredRev1, answeredManager, closed, void',
			'workflowType is US or EU here, US or EMEA in users/me text',
			'responses, draftResponses and maxAssignees only here, not in the search result',
			'permittedActions.updateRfi lists allowed status transitions with required attributes',
			'virtualFolderUrn is the folder for RFI attachments',
			'discipline, category, priority, costImpact values are project settings (GET rfi-types, not in this document)',
			'reference max 20 characters',
		],
	}),
	stated('acc.rfiUserProfile.get', 'GET', '/construction/rfis/v3/projects/{projectId}/users/me', 11965, {
		auth: byUser('data:read'),
		reply: reply('object', [200, 400, 401, 403, 500], words(`
			user permittedActions workflow defaultRfiType externalUsers maintenanceEndDate
		`)),
		notes: [
			'ACC only: not compatible with BIM 360 projects',
			'user may create RFIs only when permittedActions.createRfi is present',
			'roles: projectSC = Creator, projectGC = Manager, projectCoordinator = Reviewer 1 (EMEA), projectReviewer = Reviewer (US) / Reviewer 2 (EMEA)',
			'workflow.type is what other pages call workflowType',
			'workflow roles are set in the UI only; no default role',
			'externalUsers and maintenanceEndDate are \'Not relevant\'',
		],
	}),
];

const REFERENCE = 'the vendor\'s reference pages of RFIs v3';

/** The members that a create and an update share; the reference names them as the record does (line 11435). */
const rfiBody: readonly ContractParam[] = [
	inBody('question', 'string', { nullable: true }),
	inBody('suggestedAnswer'),
	...parties('assignedTo', ['user']),
	...parties('coReviewers', ['user', 'role', 'company']),
	...parties('watchers', ['user', 'role', 'company']),
	inBody('dueDate', 'date-time', { nullable: true, note: 'never calculated by the service' }),
	inBody('locationDescription', 'string', { nullable: true }),
	inBody('locations', 'array'),
	inBody('costImpact', 'enum', { values: ['Yes', 'No', 'Unknown'], nullable: true }),
	inBody('scheduleImpact', 'enum', { values: ['Yes', 'No', 'Unknown'], nullable: true }),
	inBody('priority', 'string', { nullable: true, note: 'values are project settings' }),
	inBody('discipline', 'array'),
	inBody('category', 'array'),
	inBody('reference', 'string', { maxLength: 20 }),
	inBody('customAttributes', 'array'),
	inBody('customAttributes.id', 'string', { required: true, note: 'collapsed in the request, shown in the reply' }),
	inBody('customAttributes.values', 'array', { required: true }),
	inBody('rfiTypeId', 'string', { note: 'the tutorial "Create an RFI" wants it and an RFI permits it as an attribute; the tables of the requests leave it out' }),
];

/** A list of people, companies or roles. */
function parties(name: string, types: readonly string[]): readonly ContractParam[] {
	return [inBody(name, 'array'), inBody(`${name}.id`, 'string', { required: true }), inBody(`${name}.type`, 'enum', { required: true, values: types })];
}

/** Files that go along, stored in the virtual folder of the RFI; with the official response only on closing. */
function attached(type: string): readonly ContractParam[] {
	return [
		inBody('attachments', 'array'),
		inBody('attachments.attachmentType', 'enum', { required: true, values: [type] }),
		inBody('attachments.displayName'),
		inBody('attachments.fileName', 'string', { note: 'the key of the storage URN, say the tutorials' }),
		inBody('attachments.storageUrn', 'string', { required: true }),
	];
}

const paging = [query('limit', 'integer', { min: 1, max: 200 }), query('offset', 'integer')];
const page = offsetPage({ default: 10, max: 200 });
const read = { auth: byUser('data:read'), page };
const notFound = [400, 401, 403, 404, 500] as const;

/** What the document only refers to: settings, comments, responses and attachments. */
const rfiReadContracts: readonly Contract[] = [
	referenced('acc.rfiType.getMany', 'GET', '/construction/rfis/v3/projects/{projectId}/rfi-types', REFERENCE, {
		...read,
		params: [...paging, commas('filter[status]', { values: ['active', 'inactive', 'hidden'] })],
		reply: reply('page', [200, 400, 401, 403, 500], words(`
			id name wfType status isDefault projectReviewer projectCoordinator manager watchers dueDateOffset locationDescription
			costImpact scheduleImpact priority discipline category reference bridgeTargetProjectIds
		`), 'results'),
		notes: ['dueDateOffset, priority and the like are defaults that the client applies: the service does not'],
	}),
	referenced('acc.rfiAttribute.getMany', 'GET', '/construction/rfis/v3/projects/{projectId}/attributes', REFERENCE, {
		...read,
		params: [...paging, commas('filter[status]', { values: ['active', 'inactive', 'hidden'] })],
		reply: reply('page', [200, 400, 401, 403, 500], words('id name type description status multipleChoice possibleValues'), 'results'),
		notes: ['type text or numeric; possibleValues of {id, name}'],
	}),
	referenced('acc.rfiComment.getMany', 'GET', '/construction/rfis/v3/projects/{projectId}/rfis/{rfiId}/comments', REFERENCE, {
		...read,
		params: paging,
		reply: reply('page', [200, ...notFound], words('id body createdBy createdAt updatedAt source rfiId'), 'results'),
	}),
	referenced('acc.rfiAttachment.getMany', 'GET', '/construction/rfis/v3/projects/{projectId}/rfis/{rfiId}/attachments', REFERENCE, {
		...read,
		params: [...paging, commas('filter[attachmentTypes]', { values: ['rfiResponse', 'rfiOfficialResponse', 'rfiWebHiddenFiles', 'bridgeFiles'] })],
		reply: reply('page', [200, ...notFound], words(`
			attachmentId attachmentType displayName fileName storageUrn domainEntityId docsId containerId rfiId lineageUrn fileSize fileType version
			versionUrn tipVersionUrn bubbleUrn createdOn createdBy modifiedOn modifiedBy createdByName isDeleted deletedOn deletedBy
		`), 'results'),
	}),
];

/** Writing RFIs: only on the vendor's own pages. */
export const rfiWriteContracts: readonly Contract[] = [
	...rfiReadContracts,
	referenced('acc.rfi.create', 'POST', '/construction/rfis/v3/projects/{projectId}/rfis', REFERENCE, {
		auth: byUser('data:write', 'data:create'),
		params: [
			inBody('title', 'string', { required: true }),
			inBody('status', 'enum', { required: true, values: RFI_STATUSES }),
			inBody('customIdentifier', 'string', { note: 'in the tutorial "Create an RFI", not in the table' }),
			...rfiBody,
		],
		body: 'json',
		reply: reply('object', [201, 400, 401, 403, 500]),
		notes: ['createRfi in the permitted actions of users/me is needed (line 11976)'],
	}),
	referenced('acc.rfi.update', 'PATCH', '/construction/rfis/v3/projects/{projectId}/rfis/{rfiId}', REFERENCE, {
		auth: byUser('data:write'),
		params: [
			inBody('title'),
			inBody('status', 'enum', { values: RFI_STATUSES }),
			inBody('officialResponse', 'string', { note: 'only on closing' }),
			inBody('officialResponseStatus', 'enum', { values: ['answered', 'rejected'], note: 'only on closing' }),
			inBody('aggregatedResponseIds', 'array', { note: 'only on closing' }),
			...parties('returnForReviewerList', ['user', 'role', 'company']),
			...attached('rfiOfficialResponse'),
			...rfiBody,
		],
		body: 'json',
		reply: reply('object', [200, 400, 401, 403, 404, 500]),
	}),
	referenced('acc.rfiComment.create', 'POST', '/construction/rfis/v3/projects/{projectId}/rfis/{rfiId}/comments', REFERENCE, {
		auth: byUser('data:write', 'data:create'),
		params: [inBody('body', 'string', { required: true, maxLength: 10_000 })],
		body: 'json',
		reply: reply('object', [201, 400, 401, 403, 404, 500]),
	}),
	referenced('acc.rfiResponse.create', 'POST', '/construction/rfis/v3/projects/{projectId}/rfis/{rfiId}/responses', REFERENCE, {
		auth: byUser('data:write', 'data:create'),
		params: [
			inBody('text', 'string', { required: true }),
			inBody('status', 'enum', { values: ['answered', 'rejected'] }),
			inBody('onBehalf', 'string', { note: 'needed of whoever may answer for others only' }),
			...attached('rfiResponse'),
		],
		body: 'json',
		reply: reply('object', [200, 201, ...notFound], words('rfi response responseAttachments')),
		notes: ['members of the request and of the reply as the tutorial "RFI Response" shows them'],
	}),
];
