import type { Contract, ContractParam } from '../contract';
import { byUser, inBody, offsetPage, query, referenced, repeated, reply, stated, words } from './notation';

/** Forms and their templates. */
export const formsContracts: readonly Contract[] = [
	stated('acc.formTemplate.getMany', 'GET', '/construction/forms/v1/projects/{projectId}/form-templates', 7500, {
		auth: byUser('data:read'),
		params: [
			query('offset', 'integer'),
			query('limit', 'integer', { min: 1, max: 50 }),
			query('updatedAfter', 'date-time'),
			query('updatedBefore', 'date-time'),
			query('sortOrder', 'enum', { values: ['desc', 'asc'] }),
		],
		reply: reply('page', [200, 400, 401, 403, 404, 429, 500], words(`
			projectId id name status templateType userPermissions groupPermissions createdBy updatedAt isPdf
			pdfUrl forms
		`), 'data'),
		page: offsetPage({ default: 50, max: 50, next: 'pagination.nextUrl' }),
		notes: [
			'items are under data, not results',
			'nextUrl is null on the last page',
			'plain updatedAfter/updatedBefore parameters, not filter[updatedAt] ranges',
			'template status active|inactive (archived)|deleted',
			'the document has no example',
			'only templates the user has access to',
		],
	}),
	stated('acc.form.getMany', 'GET', '/construction/forms/v1/projects/{projectId}/forms', 7626, {
		auth: byUser('data:read'),
		params: [
			query('offset', 'integer'),
			query('limit', 'integer', { min: 1, max: 50 }),
			repeated('ids', { note: 'form ids; array encoding not stated' }),
			query('formDateMin', 'date', { note: 'formDate at or after' }),
			query('formDateMax', 'date', { note: 'formDate at or before' }),
			query('updatedAfter', 'date-time'),
			query('updatedBefore', 'date-time'),
			query('templateId'),
			repeated('statuses', { note: 'values not listed; reference copy: draft, inReview, submitted, archived' }),
			query('sortBy', 'string', { note: 'values not listed' }),
			query('sortOrder', 'enum', { values: ['asc', 'desc'], note: 'values not listed here; asc/desc as for templates' }),
			repeated('locationIds', { note: 'document\'s example repeats locationId=...; encoding ambiguous' }),
		],
		reply: reply('page', [200, 400, 401, 403, 404, 429, 500], words(`
			status id projectId formNum name formDate assigneeId assigneeType locationId updatedAt createdBy
			notes description formTemplate pdfValues pdfUrl weather tabularValues customValues lastReopenedBy
			lastSubmitterSignature userCreatedAt createdAt
		`), 'data'),
		page: offsetPage({ default: 50, max: 50, next: 'pagination.nextUrl' }),
		notes: [
			'items are under data, not results',
			'nextUrl is null on the last page',
			'default order updatedAt, most recent first',
			'no get-one operation: use ids=<id>',
			'array parameters: ids, statuses, locationIds; the example uses ?locationId=..&locationId=.. although the name is locationIds',
			'timestamps have microseconds and +00:00 offset, not Z',
			'lastSubmitterSignature is a base64 SVG: may be large',
			'removed on 2026-12-29 (Forms changelog of 2026-03-31)',
			'pdfUrl only for PDF forms; customValues/tabularValues only for non-PDF forms',
		],
	}),
];

const REFERENCE = 'the vendor\'s reference pages of Forms v1';
const REFERENCE_V2 = 'the vendor\'s reference pages of Forms v2';

/** The members that a create and an update share, named as in the record (line 7626). */
const formBody: readonly ContractParam[] = [
	inBody('name', 'string', { maxLength: 100, nullable: true }),
	inBody('description', 'string', { maxLength: 8000 }),
	inBody('notes', 'string', { maxLength: 8000 }),
	inBody('formDate', 'date'),
	inBody('assigneeId', 'string', { note: 'a contributor of the template' }),
	inBody('assigneeType', 'enum', { values: ['user', 'company', 'role'] }),
	inBody('locationId'),
];

const cells: readonly ContractParam[] = [
	inBody('tabularValues.columns.columnName', 'enum', { values: ['companyId', 'description', 'headcount', 'item', 'quantity', 'roleId', 'timespan', 'trade', 'unit'] }),
	inBody('tabularValues.columns.textVal', 'string', { maxLength: 8000 }),
	inBody('tabularValues.columns.numberVal', 'number'),
	inBody('tabularValues.columns.timespanVal', 'number', { note: 'milliseconds' }),
];

const customValues: readonly ContractParam[] = [
	inBody('customValues', 'array', { max: 10 }),
	inBody('customValues.fieldId', 'string', { required: true }),
	inBody('customValues.notes', 'string', { maxLength: 8000 }),
	inBody('customValues.textVal', 'string', { maxLength: 8000 }),
	inBody('customValues.choiceVal'),
	inBody('customValues.arrayVal', 'array'),
	inBody('customValues.dateVal', 'date'),
	inBody('customValues.numberVal', 'number'),
	inBody('customValues.toggleVal', 'enum', { values: ['Yes', 'No', 'False', 'True', 'Minus', 'Plus', 'Fail', 'Pass', 'NA'] }),
	inBody('customValues.svgVal'),
];

/** Writing forms: only on the vendor's own pages. */
export const formWriteContracts: readonly Contract[] = [
	referenced('acc.form.create', 'POST', '/construction/forms/v1/projects/{projectId}/form-templates/{templateId}/forms', REFERENCE, {
		auth: byUser('data:write'),
		params: [...formBody, inBody('id', 'string', { note: 'assigned when left out' }), inBody('userCreatedAt', 'date-time')],
		body: 'json',
		reply: reply('object', [200, 201, 400, 401, 403, 404, 409, 429, 500]),
		notes: ['an empty object is enough, but a JSON body is needed', 'created in status draft'],
	}),
	referenced('acc.form.update', 'PATCH', '/construction/forms/v1/projects/{projectId}/form-templates/{templateId}/forms/{formId}', REFERENCE, {
		auth: byUser('data:write'),
		params: [...formBody, inBody('status', 'enum', { values: ['draft', 'discarded', 'submitted', 'archived', 'in_review'] }), inBody('submitterSignature')],
		body: 'json',
		reply: reply('object', [200, 400, 401, 403, 404, 409, 429, 500]),
		notes: ['not for PDF forms', 'in_review here, inReview in the record'],
	}),
	referenced('acc.formValue.update', 'PUT', '/construction/forms/v1/projects/{projectId}/forms/{formId}/values:batch-update', REFERENCE, {
		auth: byUser('data:write'),
		params: [
			...customValues,
			inBody('tabularValues', 'array', { max: 10 }),
			inBody('tabularValues.id', 'string', { required: true, note: 'UUID of the row, made by the client' }),
			inBody('tabularValues.table', 'enum', { required: true, values: ['worklogEntries', 'materialsEntries', 'equipmentEntries'] }),
			inBody('tabularValues.columns', 'array'),
			...cells,
		],
		body: 'json',
		reply: reply('object', [200, 400, 401, 403, 404, 409, 429, 500]),
		notes: ['removed on 2026-12-29 (Forms changelog of 2026-03-31)', 'the form must be a draft, and no PDF form'],
	}),
];

const listed = offsetPage({ default: 50, max: 50, next: 'pagination.nextUrl' });
const read = [200, 400, 401, 403, 404, 429, 500] as const;
const paging: readonly ContractParam[] = [query('offset', 'integer'), query('limit', 'integer', { min: 1, max: 50 })];
const formMembers = words(`
	formTemplateId id status formNum formDate assigneeId assigneeType dueDate locationId createdBy createdAt
	userCreatedAt notes description name updatedAt updatedBy weatherId lastSubmitterSignature lastSubmittedBy
	lastSubmittedAt lastReopenedBy lastStatusChanges nativeForm pdfFile lastFetchedAt
`);

/** What takes the place of the list and the values of version 1, and what a form is made of: only on the vendor's own pages. */
export const formsV2Contracts: readonly Contract[] = [
	referenced('acc.form.getManyV2', 'GET', '/construction/forms/v2/projects/{projectId}/forms', REFERENCE_V2, {
		auth: byUser('data:read'),
		params: [
			...paging,
			repeated('ids'),
			query('formDateMin', 'date', { note: 'formDate at or after' }),
			query('formDateMax', 'date', { note: 'formDate at or before' }),
			query('updatedAfter', 'date-time', { note: 'at or after' }),
			query('updatedBefore', 'date-time', { note: 'at or before' }),
			query('templateId'),
			repeated('statuses', { values: ['inProgress', 'inReview', 'closed', 'discarded', 'archived'], note: 'as the migration guide lists them' }),
			query('sort', 'string', { note: 'up to three of formDate, updatedAt, status, formNum, description, dueDate, templateName, createdByName, updatedByName, each with asc or desc, separated by commas' }),
			query('search', 'string', { note: 'exact text' }),
			repeated('locationIds'),
			query('includeSubLocations', 'boolean'),
			repeated('include', { values: ['sublocations', 'inactiveFormTemplates', 'layoutInfo'] }),
		],
		reply: reply('page', read, formMembers, 'data'),
		page: listed,
		notes: [
			'the page itself still names draft and submitted in its example; migration guide and changelog name inProgress and closed',
			'the migration guide also lists include=nativeValues and tableMetadata, the page does not',
			'whether nativeForm comes without include is said both ways',
		],
	}),
	referenced('acc.formValue.getMany', 'GET', '/construction/forms/v2/projects/{projectId}/forms/{formId}/values', REFERENCE_V2, {
		auth: byUser('data:read'),
		params: [...paging, query('sectionUid')],
		reply: reply('page', read, words('id fieldId deleted toggleVal textVal numberVal choiceVal arrayVal dateVal svgVal name notes updatedAt updatedBy'), 'data'),
		page: listed,
		notes: ['fieldId is called schema_uid here and the uid of the section item in the vendor\'s tutorial', 'toggles come as True, False or NA, whatever words the form shows'],
	}),
	referenced('acc.formTableRow.getMany', 'GET', '/construction/forms/v1/projects/{projectId}/forms/{formId}/table/{fieldId}/values', REFERENCE, {
		auth: byUser('data:read'),
		params: paging,
		reply: reply('page', read, words('id table schema fieldId rank deleted columns updatedAt updatedBy'), 'data'),
		page: listed,
		notes: ['fieldId is the schema of the table in its section; the vendor\'s tutorial takes its uid', 'the three tables of every template have ids of their own'],
	}),
	referenced('acc.formLayout.get', 'GET', '/construction/forms/v1/projects/{projectId}/layouts/{layoutId}', REFERENCE, {
		auth: byUser('data:read'),
		reply: reply('object', read, words('layout sections')),
	}),
	referenced('acc.formSection.get', 'GET', '/construction/forms/v2/projects/{projectId}/layouts/{layoutId}/sections/{sectionId}', REFERENCE_V2, {
		auth: byUser('data:read'),
		reply: reply('object', read, words('section sectionItems tableColumns actions')),
	}),
	referenced('acc.formWeather.get', 'GET', '/construction/forms/v3/projects/{projectId}/weather/{weatherId}', 'the vendor\'s reference pages of Forms v3', {
		auth: byUser('data:read'),
		reply: reply('object', read, words('id summaryKey precipitationType precipitationAccumulation hourlyWeather provider fetchedAt')),
	}),
	referenced('acc.formValue.updateV2', 'PUT', '/construction/forms/v2/projects/{projectId}/forms/{formId}/values:batch-update', REFERENCE_V2, {
		auth: byUser('data:write'),
		params: [
			query('excludeFormResponse', 'boolean'),
			query('includeNativeFormValues', 'boolean'),
			...customValues,
			inBody('customValues.name', 'string', { note: 'who signed' }),
			inBody('tabularValues', 'array', { max: 10 }),
			inBody('tabularValues.id', 'string', { required: true, note: 'UUID of the row, made by the client' }),
			inBody('tabularValues.schema', 'string', { required: true, note: 'worklogEntries, materialsEntries, equipmentEntries, or the id of a table of the template' }),
			inBody('tabularValues.columns', 'array'),
			...cells,
			inBody('tabularValues.columns.columnId', 'string', { note: 'in place of columnName; the only way in tables of the template' }),
			inBody('tabularValues.columns.integerVal', 'integer'),
			inBody('tabularValues.columns.arrayVal', 'array'),
			inBody('tabularValues.columns.dateVal', 'date'),
			inBody('tabularValues.columns.timeVal'),
			inBody('tabularValues.columns.uidVal'),
			inBody('tabularValues.columns.svgVal'),
		],
		body: 'json',
		reply: reply('object', [200, 204, 400, 401, 403, 404, 409, 429, 500]),
		notes: ['the form must be in progress, and no PDF form'],
	}),
];
