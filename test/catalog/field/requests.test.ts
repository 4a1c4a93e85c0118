import { field } from '../../../src/catalog/field';
import { operationsOf, type AnyOperation, type Input } from '../../../src/catalog/vocabulary';
import { InputError } from '../../../src/core/errors';
import { buildRequest } from '../../../src/core/request';

const operations = operationsOf(field);

function operationOf(id: string): AnyOperation {
	const found = operations.get(id);
	if (!found) throw new Error(`There is no ${id}.`);
	return found.operation;
}

const projectId = 'ca0e24b0-be43-11e2-92b9-bd56764d1fb2';
const project: readonly [string, string] = ['project_id', projectId];
const issueId = 'bea2eb64-4420-11e2-b406-80c45664f08a';
const areaId = '00000000-0002-0000-0000-afea20000001';
const typeId = 'f498d0f5-0be0-11e2-9694-14f6960d7e4f';
const version: readonly [string, string] = ['application_version', '10.0'];
const file = { name: 'site.jpg', type: 'image/jpeg', open: () => Promise.reject(new Error('not opened here')) };

interface Row {
	readonly operation: string;
	readonly input: Input;
	readonly expect: {
		readonly method: 'GET' | 'POST' | 'PUT';
		readonly path: string;
		readonly query?: readonly (readonly [string, string])[];
		readonly form?: readonly (readonly [string, string])[];
		readonly multipart?: readonly (readonly [string, string])[];
		readonly files?: readonly string[];
	};
	readonly why?: string;
}

const rows: readonly Row[] = [
	{ operation: 'field.project.getMany', input: {}, expect: { method: 'POST', path: '/api/projects', form: [] } },
	{ operation: 'field.project.get', input: { projectId }, expect: { method: 'POST', path: '/api/project', form: [project] } },
	{ operation: 'field.project.getManyNames', input: {}, expect: { method: 'POST', path: '/fieldapi/admin/v1/project_names', form: [] } },
	{ operation: 'field.project.getManyNames', input: { sortBy: 'updated_at', sortDirection: 'desc' }, expect: { method: 'POST', path: '/fieldapi/admin/v1/project_names', form: [['sort_order', 'updated_at'], ['sort_direction', 'desc']] } },
	{ operation: 'field.area.getMany', input: { projectId }, expect: { method: 'POST', path: '/fieldapi/admin/v1/locations', form: [project] } },
	{ operation: 'field.company.getMany', input: {}, expect: { method: 'GET', path: '/fieldapi/companies/v1', query: [] } },
	{ operation: 'field.company.getMany', input: { projectId }, expect: { method: 'GET', path: '/fieldapi/companies/v1', query: [project] } },
	{ operation: 'field.company.get', why: 'the project only helps to pick', input: { projectId, companyId: areaId }, expect: { method: 'GET', path: `/fieldapi/companies/v1/${areaId}`, query: [] } },
	{ operation: 'field.user.getMany', input: { projectId }, expect: { method: 'GET', path: `/api/v1/projects/${projectId}/users`, query: [] } },
	{ operation: 'field.user.get', why: 'hostile ids stay in their segment', input: { projectId, userId: '../x?y#z' }, expect: { method: 'GET', path: `/api/v1/projects/${projectId}/users/..%2Fx%3Fy%23z`, query: [] } },
	{ operation: 'field.contact.getMany', input: { projectId }, expect: { method: 'POST', path: '/api/contacts', form: [project] } },
	{ operation: 'field.issueType.getMany', input: { projectId }, expect: { method: 'POST', path: '/fieldapi/issues/v1/types', form: [project] } },
	{ operation: 'field.issueField.getMany', input: { projectId }, expect: { method: 'POST', path: '/fieldapi/issues/v1/fields', form: [project] } },
	{ operation: 'field.issueFilter.getMany', input: { projectId }, expect: { method: 'POST', path: '/api/issue_filters', form: [project] } },
	{ operation: 'field.rootCause.getMany', input: { projectId }, expect: { method: 'POST', path: '/fieldapi/issues/v1/root_causes', form: [project] } },
	{ operation: 'field.issue.getMany', input: { projectId }, expect: { method: 'GET', path: '/fieldapi/issues/v1/list', query: [project] } },
	{ operation: 'field.issue.getMany', input: { projectId, areaIds: [areaId, typeId] }, expect: { method: 'GET', path: '/fieldapi/issues/v1/list', query: [project, ['area_ids', `${areaId},${typeId}`]] } },
	{ operation: 'field.issue.getMany', why: 'without area is a word of the service', input: { projectId, withoutArea: true }, expect: { method: 'GET', path: '/fieldapi/issues/v1/list', query: [project, ['area_ids', 'No Area']] } },
	{ operation: 'field.issue.get', input: { projectId, issueIds: [issueId, typeId], namedFields: false }, expect: { method: 'POST', path: '/fieldapi/issues/v1/retrieve', form: [project, ['ids', `${issueId},${typeId}`]] } },
	{ operation: 'field.issue.find', why: 'nothing asked, nothing sent', input: { projectId }, expect: { method: 'POST', path: '/fieldapi/issues/v1/search', form: [project] } },
	{
		operation: 'field.issue.find',
		why: 'the document\'s own example (line 1536)',
		input: {
			projectId,
			conditions: [
				{ field: 'cf--5bf288e4-21a0-4fe8-9a4b-67c8133fcb92', operator: 'like', value: 'inspect' },
				{ field: 'f--status', operator: 'in', values: ['Work Completed', 'Draft'] },
			],
		},
		expect: { method: 'POST', path: '/fieldapi/issues/v1/search', form: [project, ['conditions', '["cf--5bf288e4-21a0-4fe8-9a4b-67c8133fcb92,like,\\"inspect\\"","f--status,in,[\\"Work Completed\\",\\"Draft\\"]"]']] },
	},
	{
		operation: 'field.issue.find',
		why: 'quotes, commas, the empty value and numbers',
		input: { projectId, filterId: typeId, conditions: [{ field: 'f--description', value: 'say "hi", twice' }, { field: 'f--priority', operator: 'eq' }, { field: 'f--labor_hours', operator: 'geq', number: '6.5' }], sourceType: 'Task', sourceId: issueId },
		expect: {
			method: 'POST',
			path: '/fieldapi/issues/v1/search',
			form: [project, ['filter_id', typeId], ['conditions', JSON.stringify(['f--description,eq,"say \\"hi\\", twice"', 'f--priority,eq,""', 'f--labor_hours,geq,6.5'])], ['source_type', 'Task'], ['source_id', issueId]],
		},
	},
	{ operation: 'field.issue.count', input: { projectId, conditions: [{ field: 'f--status', value: 'Open' }] }, expect: { method: 'POST', path: '/fieldapi/issues/v1/search', form: [project, ['conditions', '["f--status,eq,\\"Open\\""]'], ['count', '1']] } },
	{
		operation: 'field.issue.create',
		why: 'the document\'s own example (line 1470), without its mark',
		input: { projectId, issueTypeId: typeId, fields: { 'f--description': 'This is a test of creating an issue' }, uriReferences: [{ name: 'Yahoo!', path: 'http://www.yahoo.com', caption: 'Yahoo' }] },
		expect: {
			method: 'POST',
			path: '/fieldapi/issues/v1/create',
			form: [project, ['issues', JSON.stringify([{ uri_references: [{ name: 'Yahoo!', path: 'http://www.yahoo.com', caption: 'Yahoo' }], fields: [{ id: 'f--issue_type_id', value: typeId }, { id: 'f--description', value: 'This is a test of creating an issue' }] }])]],
		},
	},
	{
		operation: 'field.issue.update',
		why: 'set, cleared and left out; a link removed',
		input: { projectId, issueId, fields: { 'f--priority': 'High', 'f--area_id': null }, uriReferences: [{ id: typeId, remove: true }, { id: areaId, caption: 'Plan', remove: false }] },
		expect: {
			method: 'POST',
			path: '/fieldapi/issues/v1/update',
			form: [project, ['issues', JSON.stringify([{ id: issueId, uri_references: [{ id: typeId, delete: '1' }, { id: areaId, caption: 'Plan' }], fields: [{ id: 'f--priority', value: 'High' }, { id: 'f--area_id', value: null }] }])]],
		},
	},
	{ operation: 'field.issue.postComment', input: { projectId, issueId, comment: 'Done & dusted', author: 'moe@example.com' }, expect: { method: 'POST', path: '/fieldapi/issues/v1/comment', form: [project, ['id', issueId], ['comment', 'Done & dusted'], ['author', 'moe@example.com']] } },
	{ operation: 'field.checklist.getMany', input: { projectId, sourceId: issueId }, expect: { method: 'GET', path: '/fieldapi/checklists/v1', query: [project, ['source_id', issueId]] } },
	{ operation: 'field.checklist.get', input: { projectId, checklistId: issueId }, expect: { method: 'GET', path: `/fieldapi/checklists/v1/${issueId}`, query: [project] } },
	{ operation: 'field.checklist.getManyHeaders', input: { projectId }, expect: { method: 'POST', path: '/api/get_checklist_headers', form: [project, version] } },
	{ operation: 'field.checklist.getManyHeaders', input: { projectId, filterId: typeId, changedSince: '2026-03-31T08:00:00+02:00' }, expect: { method: 'POST', path: '/api/get_checklist_headers', form: [project, ['filter_id', typeId], ['max_date', '2026-03-31 06:00:00 +0000'], version] } },
	{ operation: 'field.photo.getMany', input: { projectId, changedSince: '2026-03-31' }, expect: { method: 'POST', path: '/api/get_photos', form: [project, ['max_updated_at', '2026-03-31 00:00:00 +0000'], version] } },
	{ operation: 'field.file.download', input: { projectId, objectId: issueId }, expect: { method: 'POST', path: '/api/binary_data', form: [project, ['object_type', 'Attachment'], ['object_id', issueId], ['image_type', 'original']] } },
	{ operation: 'field.file.download', input: { projectId, objectType: 'Document', objectId: issueId, rendition: 'vv', page: 0 }, expect: { method: 'POST', path: '/api/binary_data', form: [project, ['object_type', 'Document'], ['object_id', issueId], ['image_type', 'vv'], ['page', '0']] } },
	{
		operation: 'field.attachment.send',
		input: { projectId, containerType: 'Issue', containerId: issueId, file, attachmentId: areaId, fileName: 'site.jpg', contentType: 'image/jpeg', size: 3, caption: 'North "side"', tags: ['crack', 'wall'], markup: ['<svg/>'], width: 4, createdAt: '2026-03-31T06:00:00Z', updatedAt: '2026-03-31T06:00:00Z' },
		expect: {
			method: 'POST',
			path: '/api/attachments',
			multipart: [
				project,
				[
					'attachment',
					JSON.stringify({
						container_type: 'Issue', container_id: issueId, caption: 'North "side"', tags: 'crack,wall', width: 4, markup: ['<svg/>'], id: areaId, filename: 'site.jpg', content_type: 'image/jpeg', size: 3,
						created_at: '2026-03-31 06:00:00 +0000', updated_at: '2026-03-31 06:00:00 +0000',
					}),
				],
			],
			files: ['original'],
		},
	},
	{ operation: 'field.attachment.delete', input: { projectId, attachmentId: areaId }, expect: { method: 'POST', path: '/api/attachments', multipart: [project, ['attachment', JSON.stringify({ id: areaId, deleted: 'true' })]], files: [] } },
	{ operation: 'field.document.getMany', input: { projectId }, expect: { method: 'GET', path: '/api/library/all_filtered_files', query: [project, ['sub_directories', '1']] } },
	{
		operation: 'field.document.getMany',
		input: { projectId, directory: 'Plans/Structure', subfolders: false, includeHidden: true, sortBy: 'filename', sortDirection: 'asc' },
		expect: { method: 'GET', path: '/api/library/all_filtered_files', query: [project, ['directory', 'Plans/Structure'], ['sub_directories', '0'], ['include_hidden', '1'], ['sort', 'filename'], ['sort_dir', 'asc']] },
	},
	{ operation: 'field.document.getMany', why: 'the top level is asked for by an empty folder', input: { projectId, topLevel: true, subfolders: false }, expect: { method: 'GET', path: '/api/library/all_filtered_files', query: [project, ['directory', ''], ['sub_directories', '0']] } },
	{ operation: 'field.document.getManyProcessed', why: 'a switch left alone does not stand against a folder', input: { projectId, topLevel: false, directory: 'Plans' }, expect: { method: 'POST', path: '/api/library/all_files', form: [project, ['directory', 'Plans']] } },
	{ operation: 'field.equipment.getMany', why: 'everything changed since a day', input: { projectId, changedSince: '2026-03-31' }, expect: { method: 'POST', path: '/api/get_equipment', form: [project, ['step', 'headers'], ['max_date', '2026-03-31'], ['details', 'all'], version] } },
	{ operation: 'field.equipment.getMany', why: 'some of it and nothing else', input: { projectId, selectBy: 'updatedownloaded', equipmentIds: [issueId, areaId] }, expect: { method: 'POST', path: '/api/get_equipment', form: [project, ['step', 'updatedownloaded'], ['equipment_ids', `${issueId},${areaId}`], ['ids_only', '1'], ['details', 'all'], version] } },
	{ operation: 'field.dailyUpdate.getMany', input: { projectId, period: { from: '2026-03-31T00:00:00Z' }, by: 'created_at', attachments: true }, expect: { method: 'GET', path: `/api/v1/projects/${projectId}/daily_updates`, query: [['from', '2026-03-31T00:00:00.000Z'], ['by', 'created_at'], ['filter', 'all'], ['include_attachments', '1']] } },
	{
		operation: 'field.dailyUpdate.create',
		why: 'the document\'s own example (line 1978)',
		input: { projectId, status: 'Closed', date: '2015-08-17', summary: 'White House Update', weather: { humidity: 79, precipitation: 0.1392, precipitationType: 'rain' }, labor: [{ companyId: areaId, workers: 2, totalHours: 16, notes: 'Painted with Blue' }] },
		expect: { method: 'POST', path: `/api/v1/projects/${projectId}/daily_updates`, form: [['daily_update', JSON.stringify({ update_date: '2015-08-17', status: 'Closed', sections: { summary: { notes: 'White House Update' }, weather: { humidity: 79, precip_accumulation: 0.1392, precip_type: 'rain' }, labor: { labors: [{ company_id: areaId, workers: 2, total_hours: 16, notes: 'Painted with Blue' }] } } })]] },
	},
	{ operation: 'field.company.update', why: 'only what is named', input: { companyId: areaId, address: { country: 'US', city: 'Waltham' } }, expect: { method: 'PUT', path: `/fieldapi/companies/v1/${areaId}`, form: [['company', JSON.stringify({ address: { country: 'US', city: 'Waltham' } })]] } },
	{ operation: 'field.company.addToProjects', input: { companyIds: [areaId, typeId], projectIds: [projectId] }, expect: { method: 'POST', path: '/fieldapi/companies/v1/add_to_projects', form: [['company_ids', `${areaId},${typeId}`], ['project_ids', projectId]] } },
	{ operation: 'field.user.update', input: { projectId, userId: issueId, projectAdmin: false }, expect: { method: 'PUT', path: `/api/v1/projects/${projectId}/users/${issueId}`, form: [['user', JSON.stringify({ project_admin: false })]] } },
	{ operation: 'field.customField.add', input: { projectId, category: 'Task', name: 'Shift', type: 'drop-down', possibleValues: 'Day::Night', mandatory: true }, expect: { method: 'POST', path: '/fieldapi/admin/v1/custom_field_create', form: [project, ['category', 'Task'], ['name', 'Shift'], ['type', 'drop-down'], ['possible_values', 'Day::Night'], ['required', '1']] } },
	{ operation: 'field.standardField.enable', input: { projectId, fieldId: 'f--priority' }, expect: { method: 'POST', path: '/fieldapi/issues/v1/enable_standard_field', form: [project, ['name', 'f--priority']] } },
	{ operation: 'field.document.count', input: { projectId, directory: 'Plans' }, expect: { method: 'GET', path: '/api/library/all_filtered_files', query: [project, ['directory', 'Plans'], ['sub_directories', '1'], ['count_only', '1']] } },
	{ operation: 'field.document.download', input: { projectId, documentId: issueId }, expect: { method: 'POST', path: `/api/library/file/${issueId}/original`, form: [project] } },
	{ operation: 'field.document.download', why: 'revision 0 is a revision', input: { projectId, documentId: issueId, type: 'metadata', revision: 0 }, expect: { method: 'POST', path: `/api/library/file/${issueId}/metadata/0`, form: [project] } },
	{ operation: 'field.document.download', input: { projectId, documentId: issueId, type: 'vela_viewer', revision: 2, page: 0 }, expect: { method: 'POST', path: `/api/library/file/${issueId}/vela_viewer/2/0`, form: [project] } },
	{ operation: 'field.task.getMany', input: { projectId, changedSince: '2026-03-31T06:00:00Z', filterId: typeId }, expect: { method: 'POST', path: '/api/get_tasks', form: [project, ['max_date', '2026-03-31 06:00:00 +0000'], ['filter_id', typeId]] } },
	{
		operation: 'field.task.send',
		input: { projectId, tasks: [{ id: issueId, identifier: 'T-1', name: 'Inspect', companyId: areaId, scheduledAt: '2026-03-31T06:00:00Z', sendReminders: false, template: false, areas: [{ areaId }], checklists: [{ checklistId: typeId }], taskTypes: [{ categoryId: typeId }] }] },
		expect: {
			method: 'POST',
			path: '/api/tasks',
			form: [project, ['tasks', JSON.stringify([{ id: issueId, identifier: 'T-1', name: 'Inspect', company_id: areaId, scheduled_at: '2026-03-31 06:00:00', send_reminders: '', areas: [{ area_id: areaId }], checklists: [{ checklist_id: typeId }], task_types: [{ customizable_category_id: typeId }] }])]],
		},
	},
	{ operation: 'field.project.getExportStatus', input: { projectId }, expect: { method: 'GET', path: `/api/project_export_status/${projectId}`, query: [] } },
	{ operation: 'field.project.getLatestExport', input: { projectId }, expect: { method: 'GET', path: `/api/latest_project_export/${projectId}`, query: [] } },
	{ operation: 'field.user.getManyWithRoles', input: { projectId }, expect: { method: 'POST', path: '/fieldapi/admin/v1/users', form: [project] } },
	{ operation: 'field.company.getManyWithDetails', input: { projectId }, expect: { method: 'POST', path: '/fieldapi/admin/v1/companies', form: [project] } },
	{ operation: 'field.issueType.create', input: { projectId, category: 'Clash', name: 'Clearance' }, expect: { method: 'POST', path: '/fieldapi/issues/v1/create_type', form: [project, ['category_name', 'Clash'], ['name', 'Clearance']] } },
	{ operation: 'field.issue.getManyByFilter', input: { projectId }, expect: { method: 'POST', path: '/api/get_issues', form: [project, ['default_to_all_issues', 'true']] } },
	{ operation: 'field.issue.getManyByFilter', input: { projectId, filterId: typeId, allIssues: false, areaIds: [areaId] }, expect: { method: 'POST', path: '/api/get_issues', form: [project, ['issue_filter_id', typeId], ['area_ids', areaId]] } },
	{ operation: 'field.issue.countByFilter', input: { projectId, filterId: typeId, allIssues: false }, expect: { method: 'POST', path: '/api/get_issues', form: [project, ['issue_filter_id', typeId], ['count_only', '1']] } },
	{ operation: 'field.issue.getManyForObjects', input: { projectId, objectType: 'Task', objectIds: ['a', 'b'] }, expect: { method: 'POST', path: '/api/get_object_issues', form: [project, ['object_type', 'Task'], ['object_ids', 'a,b']] } },
	{ operation: 'field.issue.getVoidedIds', input: { projectId }, expect: { method: 'POST', path: '/api/get_voided_issues', form: [project] } },
	{ operation: 'field.issue.delete', input: { projectId, issueIds: [issueId] }, expect: { method: 'POST', path: '/fieldapi/issues/v1/destroy', form: [project, ['ids', issueId]] } },
	{ operation: 'field.issueStatusChange.getMany', input: { projectId, statuses: ['Open', 'Closed'], changed: { from: '2026-03-31T06:00:00Z' } }, expect: { method: 'GET', path: `/api/v1/projects/${projectId}/issue_changes`, query: [['status', 'Open,Closed'], ['start_dt', '2026-03-31T06:00:00.000Z']] } },
	{ operation: 'field.issueStatusChange.getManyForIssue', input: { projectId, issueId }, expect: { method: 'GET', path: `/api/v1/projects/${projectId}/issue_changes/${issueId}`, query: [] } },
	{ operation: 'field.checklistTemplate.getMany', input: { projectId, templateIds: [typeId, areaId] }, expect: { method: 'POST', path: '/api/templates', form: [project, ['ids', `${typeId},${areaId}`], version] } },
	{ operation: 'field.taskTemplate.getMany', input: { projectId }, expect: { method: 'POST', path: '/api/get_task_templates', form: [project] } },
	{ operation: 'field.document.publish', input: { projectId, file, fileName: 'Floor 1.pdf', directory: 'Plans', baseDocumentId: issueId, tags: ['a', 'b'], caption: 'C' }, expect: { method: 'POST', path: '/api/library/publish', multipart: [project, ['directory', 'Plans'], ['document_id', issueId], ['tags', 'a,b'], ['caption', 'C'], ['filename', 'Floor 1.pdf']], files: ['Filedata'] } },
	{ operation: 'field.document.rename', input: { projectId, documentId: issueId, name: 'Floor 2' }, expect: { method: 'POST', path: `/api/library/rename/${issueId}`, form: [project, ['new_name', 'Floor 2']] } },
	{ operation: 'field.document.move', input: { projectId, documentId: issueId, folder: 'Plans' }, expect: { method: 'POST', path: `/api/library/move/${issueId}`, form: [project, ['folder', 'Plans']] } },
	{ operation: 'field.document.move', input: { projectId, documentId: issueId, topLevel: true }, expect: { method: 'POST', path: `/api/library/move/${issueId}`, form: [project, ['folder', '']] } },
	{ operation: 'field.document.delete', input: { projectId, documentId: issueId, revision: 0 }, expect: { method: 'POST', path: `/api/library/delete/${issueId}/0`, form: [project] } },
	{ operation: 'field.document.delete', why: 'all revisions only when that is said', input: { projectId, documentId: issueId, what: 'document', revision: 3 }, expect: { method: 'POST', path: `/api/library/delete/${issueId}`, form: [project] } },
	{ operation: 'field.document.deleteMany', input: { projectId, documentIds: [issueId, typeId] }, expect: { method: 'POST', path: '/api/library/delete_files', form: [project, ['ids', `${issueId},${typeId}`]] } },
	{ operation: 'field.documentFolder.getMany', input: { projectId }, expect: { method: 'GET', path: '/api/library/folders', query: [project] } },
	{ operation: 'field.documentFolder.create', input: { projectId, path: 'Plans/Structure' }, expect: { method: 'POST', path: '/api/library/folder/add', form: [project, ['path', 'Plans/Structure']] } },
	{ operation: 'field.documentFolder.move', input: { projectId, path: 'Plans', newPath: 'Drawings' }, expect: { method: 'POST', path: '/api/library/folder/move', form: [project, ['path', 'Plans'], ['new_path', 'Drawings']] } },
	{ operation: 'field.server.ping', input: {}, expect: { method: 'POST', path: '/fieldapi/admin/v1/ping', form: [] } },
	{ operation: 'field.server.getCurrentDate', input: {}, expect: { method: 'POST', path: '/api/get_current_date', form: [] } },
];

test.each(rows.map((row) => [`${row.operation}${row.why === undefined ? '' : `: ${row.why}`}`, row] as const))('%s', (_, row) => {
	const draft = buildRequest(operationOf(row.operation), row.input);
	const { expect: wanted } = row;
	expect([draft.method, draft.path]).toEqual([wanted.method, wanted.path]);
	expect(draft.query).toEqual(wanted.query ?? []);
	if (draft.body.kind === 'multipart') {
		expect(draft.body.fields).toEqual(wanted.multipart);
		expect(draft.body.files.map(({ name }) => name)).toEqual(wanted.files);
	} else if (draft.body.kind === 'form') {
		expect(draft.body.fields).toEqual(wanted.form);
	} else {
		expect(draft.body.kind).toBe('none');
		expect(wanted.form).toBeUndefined();
	}
});

test('no operation declares the session or the paging', () => {
	const wires = [...operations.values()].flatMap(({ operation }) => Object.entries(operation.input).map(([key, one]) => one.wire ?? key));
	for (const name of ['ticket', 'limit', 'offset', 'no_http_status']) expect(wires).not.toContain(name);
});

const refused: readonly (readonly [string, Input, RegExp])[] = [
	['field.project.get', {}, /^Project is missing/],
	['field.issue.create', { projectId, fields: { 'f--description': 'x' } }, /^Issue Type is missing/],
	['field.issue.create', { projectId, issueTypeId: typeId }, /^Fields is missing/],
	['field.issue.update', { projectId, issueId }, /^One of Fields or Issue Type or Links is needed/],
	['field.issue.find', { projectId, sourceType: 'Task' }, /go together/],
	['field.issue.find', { projectId, conditions: [{ field: 'f--cost', operator: 'geq', number: 'many' }] }, /must be a number/],
	['field.document.delete', { projectId, documentId: issueId }, /^Revision is missing/],
	['field.equipment.getMany', { projectId, selectBy: 'filter' }, /^Filter is missing/],
	['field.document.move', { projectId, documentId: issueId }, /^Folder is missing/],
	['field.document.download', { projectId, documentId: issueId, type: 'vela_viewer', page: 1 }, /^Page needs Revision/],
	['field.file.download', { projectId, objectType: 'Video', objectId: issueId }, /must be one of/],
	['field.user.get', { projectId: '..', userId: '1' }, /must be an id/],
];

test.each(refused)('%s refuses %j before anything is sent', (id, input, words) => {
	expect(() => buildRequest(operationOf(id), input)).toThrow(InputError);
	expect(() => buildRequest(operationOf(id), input)).toThrow(words);
});
