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
			'pdfUrl only for PDF forms; customValues/tabularValues only for non-PDF forms',
		],
	}),
];

const REFERENCE = 'the vendor\'s reference pages of Forms v1';

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
			inBody('tabularValues', 'array', { max: 10 }),
			inBody('tabularValues.id', 'string', { required: true, note: 'UUID of the row, made by the client' }),
			inBody('tabularValues.table', 'enum', { required: true, values: ['worklogEntries', 'materialsEntries', 'equipmentEntries'] }),
			inBody('tabularValues.columns', 'array'),
			...cells,
		],
		body: 'json',
		reply: reply('object', [200, 400, 401, 403, 404, 409, 429, 500]),
		notes: ['marked as deprecated by the vendor; its successor v2 is a beta', 'the form must be a draft, and no PDF form'],
	}),
];
